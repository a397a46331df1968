"""Whether bare numbers, or lone words, are answers of respondents: what a sheet says about itself.

Numbers from 1 to 5 stand in stock lists, timetables and school reports as well. They are taken for
answers only where a word, a legend, the shape of the questions or the rest of the sheet says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from analytics.thai import parse_number, repair, to_arabic_digits
from data.surveys.columns import Profile, bare_word, says
from data.surveys.labels import whole_number
from data.surveys.tables import is_date, is_number

RESPONDENT = re.compile(
    r"(?:r|p|s|id|no\.?|#|user|case|person|respondent|participant|ผู้ตอบ\S*|คนที่|ชุดที่|ฉบับที่|รายที่|คน|ลำดับ|เลขที่|ชุด)?"
    r"[\s_-]*\d+",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?:q|ข้อ(?:ที่)?|ข้อคำถาม(?:ที่)?|คำถาม(?:ที่)?|item|question)\s*[_.-]?\s*\d+.*"
    r"|\(?\d+(?:\.\d+)*[.)]\s*\D.*"
    r"|.*\?",
    re.IGNORECASE | re.DOTALL,
)
_CODE = re.compile(r"(?=.*\d)[\w.:/-]+")
LONG_THAI = 12  # letters from which a Thai header reads as a question or statement, not as a name
LONG_WORDS = 3  # words from which an English one does
MOST_POINTS = 7  # a scale that nothing speaks of is not longer
HIGHEST = 10  # no scale goes on above this
SLIPS = 0.05  # share of numbers off a scale up to which they were mistyped
FEWEST_AMOUNTS = 4  # columns of amounts from which a sheet is a table of things that are measured
NAMES = 60  # a text that names a row is not longer than this on average


@dataclass(frozen=True)
class Evidence:
    """What a sheet says about its rows and columns.

    `asked`: it calls itself a survey, or an export of one; `grouped`: its rows have sex, age or the
    like; `named`: the first column that names every row, which makes the rows things rather than
    respondents; `measured`: many of its columns hold amounts, rates or terms, as a table of things has.
    """

    asked: bool
    grouped: bool
    named: int | None = None
    measured: bool = False

    def supports(self, group: Sequence[Profile]) -> bool:
        """Whether neighbouring columns of numbers can be taken for answers."""
        if any(p.legend or asks(p) for p in group):
            return True
        highest = max(
            (n for p in group for text in p.values if (n := whole_number(text)) is not None), default=0
        )
        if highest > MOST_POINTS and not self.asked:
            return False
        if not self.asked and (self.measured or any(_measures(p) for p in group)):
            return all(says("rating", p.header) and not says("quantity", p.header) for p in group)
        named = self.named is not None and self.named < group[0].head.column
        rated = sum(says("rating", p.header) and not bare_word("rating", p.header) for p in group)
        if not named and 2 * rated >= len(group):
            return True
        questions = sum(is_question(p.text) for p in group)
        if 2 * questions >= len(group) and (self.asked or not named):
            return True
        return len(group) > 1 and (self.asked or (self.grouped and not named))

    def supports_words(self, found: Sequence[Profile]) -> bool:
        """Whether columns with the words of a scale hold answers, and not a property of named things."""
        if (self.named is None and not self.measured) or self.asked or len(found) > 2:
            return True
        return any(asks(p) or says("rating", p.text) for p in found)


def evidence(profiles: Sequence[Profile], titles: Collection[str], rows: int) -> Evidence:
    """What the headers, the titles and the columns beside the answers say. `rows`: rows of the table."""
    asked = any(says("asking", title) for title in titles)
    grouped = False
    named: int | None = None
    for p in profiles:
        asked = asked or says("export", p.header) or _has_times(p)
        grouped = grouped or says("demographic", p.text) or says("demographic", p.header)
        if named is None and _names_rows(p, rows):
            named = p.head.column
    amounts = sum(_measures(p) for p in profiles)
    return Evidence(asked, grouped, named, amounts >= FEWEST_AMOUNTS and 4 * amounts >= len(profiles))


def is_question(text: str) -> bool:
    """Whether a header reads as a question or statement: numbered, with a question mark, or long."""
    plain = to_arabic_digits(repair(text))
    if _QUESTION.fullmatch(plain):
        return True
    if thai := len(re.findall("[\u0e01-\u0e4e]", plain)):
        return thai >= LONG_THAI
    words = [word for word in plain.split() if re.fullmatch(r"[^\W\d_]+[,.;:]?", word.replace("'", ""))]
    return sum(not word.isupper() for word in words) >= LONG_WORDS


def asks(p: Profile) -> bool:
    """Whether a header, or what stands above it, asks for an opinion."""
    return any(
        says("asking", text) and not bare_word("asking", text)
        for text in (p.header, p.aspect or "", *p.head.parents)
    )


def _has_times(p: Profile) -> bool:
    """Whether a column holds the moment of each answer, not only days."""
    if not says("timestamp", p.header):
        return False
    return sum(n for text, n in p.values.items() if ":" in text and is_date(text)) > 0.5 * max(1, p.filled)


def _measures(p: Profile) -> bool:
    """Whether a column holds amounts, rates or terms: numbers with decimals, or larger than any scale, of
    several sizes and too often to be slips. Years, numbers of rows and ages measure no things.
    """
    if says("identifier", p.header) or says("demographic", p.text) or says("summary", p.header):
        return False
    sizes = {
        text: n
        for text, n in p.values.items()
        if (number := parse_number(text)) is not None and (number != int(number) or number > HIGHEST)
    }
    return len(sizes) > 1 and sum(sizes.values()) > SLIPS * p.filled


def _names_rows(p: Profile, rows: int) -> bool:
    if says("identifier", p.header) or says("comment", p.header) or says("email", p.header) or p.filled < 3:
        return False
    if not p.sampled and p.filled < 0.9 * rows:
        return False
    texts = [text for text in p.values if not is_number(text) and not is_date(text)]
    if len(texts) < 0.95 * p.filled or sum(map(len, texts)) > NAMES * len(texts):
        return False
    codes = sum(
        bool(RESPONDENT.fullmatch(text) or _CODE.fullmatch(text))
        or whole_number(text) is not None
        or "@" in text
        for text in map(to_arabic_digits, texts)
    )
    return codes < 0.5 * len(texts)
