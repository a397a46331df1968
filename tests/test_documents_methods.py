"""The pages on methods: the text of `docs/methods*.md`, as far as it concerns a document."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest

from analytics.assessment import Inputs, assess
from analytics.reports.agenda import SPOKEN
from analytics.reports.methods import SECTIONS, Paragraph, Section, TextTable, concerned, explained
from analytics.reports.official_form import official_form
from analytics.thai import to_thai_digits
from analytics.wordings import originals
from analytics.words import Words
from data.themes import with_comments
from tests.documents import bare, flat, sample
from tests.test_documents_paper import pages
from tests.test_summary import RUBRIC
from ui.making import make, methods_of
from ui.text import methods_text
from ui.text import words as words_of

WORDS = {"th": words_of("th", "thai"), "en": Words()}
EMPTY = "\n".join(f"## {about}\n" for about in SECTIONS)


def everything(language: str) -> tuple[Section, ...]:
    return explained(methods_text(WORDS[language].language), WORDS[language], SECTIONS)


def texts(sections: tuple[Section, ...]) -> list[str]:
    """Every title, paragraph and cell."""
    found: list[str] = []
    for section in sections:
        found.append(section.title)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                found.append(block.text)
            else:
                found += [cell for row in (block.columns, *block.rows) for cell in row]
    return [flat(text) for text in found if text]


def test_the_sections_are_what_they_are_taken_for() -> None:
    assert [section.title for section in everything("en")] == [
        *("", "The score", "Satisfaction", "Questions with several answers", "How sure a figure is"),
        *("Enough respondents?", "Whether the items measure one thing", "Groups", "Waves and years"),
        *("What to mend first", "Weights", "Comments", "The summary of findings"),
        "Where it is in the program",
    ]
    for one, other in zip(everything("en"), everything("th"), strict=True):
        assert [type(block) for block in one.blocks] == [type(block) for block in other.blocks]
        for english, thai in zip(one.blocks, other.blocks, strict=True):
            if isinstance(english, TextTable) and isinstance(thai, TextTable):
                assert len(english.widths) == len(english.columns) == len(thai.columns)
                assert {len(row) for row in (*english.rows, *thai.rows)} == {len(english.columns)}


def test_paragraphs_points_tables_and_names() -> None:
    text = EMPTY.replace(
        "## groups\n",
        "## groups of 5\nFirst **bold 1** and `code-1`,\nagain.\n\n- a\n  b\n- c\n\nSee [it](x.md).\n\n"
        "| | 2 |\n|---|---|\n| `p` | **3** |\n\n",
    )
    (found,) = (s for s in explained(f"# T\n\nAbove 4.\n\n{text}", WORDS["th"], ["groups"]) if s.about)
    assert found.title == "groups of ๕"
    first, point, other, table = found.blocks
    assert isinstance(first, Paragraph) and not first.point
    assert [(run.text, run.bold) for run in first.runs] == [
        *(("First ", False), ("bold ๑", True), (" and ", False), ("code-1", False), (", again.", False)),
    ]
    assert [(block.text, block.point) for block in (point, other) if isinstance(block, Paragraph)] == [
        *(("a b", True), ("c", True)),
    ]
    assert table == TextTable(("", "๒"), (("p", "๓"),))
    assert explained(f"Above 4.\n\n{text}", WORDS["en"], [])[0].paragraphs == ("Above 4.",)


@pytest.mark.parametrize(
    "broken",
    [
        *("### deeper", "![picture](x.png)", "- a\n  - deeper", "1. numbered", "> quoted", "```\ncode\n```"),
        *("*leaning*", "---", "<b>html</b>", "## one more"),
    ],
)
def test_what_documents_could_not_set_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match=r"line \d+|sections"):
        explained(f"{EMPTY}\n\n{broken}\n", Words(), [])


def test_only_what_the_document_holds_figures_of_is_explained() -> None:
    found = with_comments(sample(), {})
    kinds = [kind for passage in originals(found, Words()) for kind in passage.kinds]
    assert {"interval", "reliability", "groups", "comments", "priorities"} <= set(kinds)
    assert concerned(found, kinds) == (
        *("score", "satisfaction", "sure", "enough", "reliability", "groups", "priorities"),
        *("comments", "summary"),
    )
    assert "waves" in concerned(found, [*kinds, "trend"])
    tally = replace(found, surveys=tuple(replace(one, responses=None, comments=()) for one in found.surveys))
    assert concerned(tally) == ("score", "satisfaction", "enough", "summary")
    assert concerned(assess(Inputs(), RUBRIC)) == ("score", "summary")


@cache
def made(language: str) -> dict[str, bytes]:
    found = with_comments(sample(), {})
    documents = {kind: make(kind, found, WORDS[language]) for kind in ("xlsx", "docx", "pptx", "pdf")}
    return {**documents, "zip": make("zip", found, WORDS[language], documents=documents)}


def without_footer(page: str, title: str) -> str:
    """A paragraph goes on over the end of a page."""
    above, _, below = bare(page).rpartition(title)
    return above if len(below) < 150 else bare(page)


def letters(text: str) -> str:
    """Without blanks, and without hyphens, which a reader of a .pdf leaves out at the end of a line."""
    return bare(text).replace("-", "").replace("\x02", "")


def said(kind: str, content: bytes) -> str:
    if kind == "pdf":
        titles = [bare(official_form(sample(), words).titles[0]) for words in WORDS.values()]
        whole = pages(content)
        (title,) = (title for title in titles if title in bare(whole[-1]))
        return "".join(without_footer(page, title) for page in whole)
    if kind == "docx":
        document = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if kind == "xlsx":
        sheets = openpyxl.load_workbook(io.BytesIO(content)).worksheets
        return "\n".join(str(c.value) for s in sheets for row in s.iter_rows() for c in row if c.value)
    if kind == "pptx":
        slides = pptx.Presentation(io.BytesIO(content)).slides
        return "\n".join(slide.notes_slide.notes_text_frame.text for slide in slides)
    page = zipfile.ZipFile(io.BytesIO(content)).read("index.html").decode()
    for mark in ("<strong>", "</strong>"):
        page = page.replace(mark, "")
    return page.replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&").replace("&lt;", "<")


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pptx", "pdf", "zip"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_document_holds_the_text_itself(language: str, kind: str) -> None:
    found, words = with_comments(sample(), {}), WORDS[language]
    sections = methods_of(found, originals(found, words), words)
    assert [section.about for section in sections][1:3] == ["score", "satisfaction"]
    content = letters(said(kind, made(language)[kind]))
    if kind == "pptx":
        wanted = [text for one in sections if one.about in SPOKEN for text in one.paragraphs]
    else:
        wanted = texts(sections)
    assert len(wanted) > 6
    assert [text for text in wanted if letters(text) not in content] == []
    left_out = [s for s in everything(language) if s.about in ("weights", "waves", "program")]
    assert [text for s in left_out for text in s.paragraphs if letters(text) in content] == []
    if language == "th":
        assert letters(to_thai_digits("(4.505 → 4.51)")) in content


def test_without_the_text_there_is_no_such_page() -> None:
    from analytics.reports.paper import paper

    with_it, without = pages(made("en")["pdf"]), pages(paper(sample(), Words()))
    assert "How the figures are worked out" in "".join(with_it)
    assert "How the figures are worked out" not in "".join(without) and len(without) < len(with_it)


def test_the_text_stands_in_the_documentation_alone() -> None:
    """No sentence of it is a message as well."""
    root = Path(__file__).resolve().parent.parent
    catalogs = "".join(path.read_text("utf-8") for path in (root / "locale").rglob("*.po"))
    assert "A project counts when it came from citizens taking part" not in catalogs
