"""What the tests of the documents share: the sample, texts that break things, and a plain form of a text."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from analytics.assessment import Assessment, Inputs, Source, assess
from analytics.projects import Project, RowRef
from analytics.rubric import Statement
from data.definitions import rubric
from data.gather import gather, load
from data.workbook import read_path
from tests.test_summary import FIVE, LIST, RUBRIC, survey

ROOT = Path(__file__).resolve().parent.parent
ILLEGAL = "a\x00b\x0bc\ufffed\ud800e"  # what is left of it: abcde
LONG = "ก" * 32_767
HOSTILE = (
    *("=1+1", "+1", "-1+2", "@SUM(A1)", "=cmd|' /C calc'!A0", "#REF!"),
    *("first\nsecond", "tab\there", "😀 ยิ้ม", "שלום وسلام", "<b>&amp;</b> \"x\" 'y'", "</w:t></a:t>{}"),
    *('#set text(red) $x$ *b* _i_ @ref "\\u{0}"', "${7*7} {{7*7}} %s", "]]>--><script>alert(1)</script>"),
)


@cache
def sample() -> Assessment:
    """The assessment of the three sample workbooks."""
    paths = sorted((ROOT / "data/samples").glob("*.xlsx"))
    return assess(gather([load(read_path(p)) for p in paths]), rubric(), made_on=date(2018, 10, 5))


def hostile(*texts: str) -> Assessment:
    """An assessment with the same texts wherever somebody's text can stand."""
    items = [(text, FIVE, text, {5: 3, 4: 2, 1: 1}) for text in texts]
    return assess(
        Inputs(
            surveys=(replace(survey(*items), title=texts[-1]),),
            projects=tuple(
                Project(
                    text, RowRef(*LIST, n), "completed", text, True, text, 2561, None, text, 5.0, text, text
                )
                for n, text in enumerate(texts)
            ),
            statements=tuple(Statement(2, text, text, text, text, text) for text in texts),
            sources=tuple(Source(text, "0" * 64, ((text, 1),)) for text in texts),
        ),
        RUBRIC,
        unit=texts[0],
    )


def flat(text: str) -> str:
    """The text with blanks of every kind as one space."""
    return " ".join(text.split())


def bare(text: str) -> str:
    """The text without blanks, in one order of marks: what is left of it on paper."""
    return unicodedata.normalize("NFKD", "".join(text.split()))
