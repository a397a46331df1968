"""What the words in project lists and forms mean: headers, statuses, origins, totals, headings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from analytics.projects import Status
from analytics.thai import parse_period, parse_year, repair, to_arabic_digits

LONGEST_HEADER = 100  # characters; a longer text is prose, or a question of a survey

_BETWEEN_THAI = re.compile(r"(?<=[\u0e00-\u0e7f])\s+(?=[\u0e00-\u0e7f])")
_UNIT = re.compile(r"\s*[(\[](?:หน่วย\s*:?\s*)?[^()\[\]]{0,25}[)\]]|\s*[:：*?]+$")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%|ร้อยละ\s*(\d+(?:\.\d+)?)")
_MONEY_SPENT = re.compile("เบิก|disburs|spent")
_YEAR_IN_TEXT = re.compile(
    r"(?P<fiscal>ปีงบประมาณ|ปีงบ|fiscal year|fy)?(?P<word>ประจำปี|ปี|พ\.?\s?ศ\.?|year)?(?:\s*พ\.?\s?ศ\.?)?"
    r"\s*(?<![\d.,])(?P<year>\d{4}|\d{2})(?![\d.,]*\d)(?P<to>\s*(?:-|–|—|ถึง|และ|,|to|and)\s*(?:พ\.?\s?ศ\.?)?\s*\d)?"
)
_LETTER = re.compile(r"[^\W\d_]")
_NUMBERING = re.compile(r"\(?(\d{1,4}(?:\.\d{1,3})*)[.)]*")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def _pattern(table: str, key: str) -> re.Pattern[str]:
    words = _words()[table][key]
    return re.compile("|".join(f"(?:{entry})" for entry in ([words] if isinstance(words, str) else words)))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text as the lists have it: repaired, lower case, Arabic digits, no blanks between Thai letters."""
    return _BETWEEN_THAI.sub("", to_arabic_digits(repair(text)).casefold())


def is_one_of(text: str, table: str, key: str) -> bool:
    """Whether the whole text is one of the words of a list."""
    return _pattern(table, key).fullmatch(plain(text)) is not None


def mentions(text: str, table: str, key: str) -> bool:
    """Whether one of the words of a list stands somewhere in the text."""
    return _pattern(table, key).search(plain(text)) is not None


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: empty, a dash, ไม่มี."""
    clean = plain(text)
    return not clean or is_one_of(clean, "cells", "nothing")


def _found(text: str, table: str, keys: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Which lists the words of a text belong to, and where: leftmost, then longest, none overlapping."""
    matches = [
        (match.start(), -match.end(), key)
        for key in keys
        for entry in _words()[table][key]
        for match in re.finditer(entry, text)
        if match[0]
    ]
    end = 0
    for start, minus_end, key in sorted(matches):
        if start >= end:
            end = -minus_end
            yield key, start


@lru_cache(maxsize=4096)
def status_of(text: str) -> Status | None:
    """The status that a cell's words say; None where they say none, or contradict each other.

    Of several parts that differ (one finished, one not) the whole is in progress. A percentage says how far
    the work is, unless it is one of money paid out: 100 is completed, 0 planned.
    """
    clean = plain(text)
    kinds = _status_words(clean)
    percent = _PERCENT.search(clean)
    if percent and not _MONEY_SPENT.search(clean):
        kinds = (kinds - {"completed"}) | {status_of_percent(float(percent[1] or percent[2]))}
    if kinds == {"cancelled", "planned"}:
        return "cancelled"
    if "cancelled" in kinds and len(kinds) > 1:
        return None
    if len(kinds) > 1:
        return "in_progress"
    for status in ("completed", "in_progress", "planned", "cancelled"):
        if status in kinds:
            return status
    return None


def _status_words(clean: str) -> set[str]:
    return {key for key, _ in _found(clean, "status", ("completed", "in_progress", "planned", "cancelled"))}


def status_of_result(text: str) -> Status:
    """The status of what a result in free text is about: completed unless it says something else.

    Under way or not begun where any part of it is; cancelled where it says little but that; unknown where it
    is empty. Percentages in it may be of anything and are not looked at.
    """
    clean = plain(text)
    kinds = _status_words(clean)
    if is_nothing(clean):
        return "unknown"
    if kinds & {"in_progress", "planned"}:
        return "planned" if kinds == {"planned"} else "in_progress"
    return "cancelled" if kinds == {"cancelled"} and len(clean) < 60 else "completed"


def status_of_percent(percent: float) -> Status:
    """How far work is that is so much done: 0 planned, 100 completed, between them in progress."""
    return "completed" if percent >= 100 else "in_progress" if percent > 0 else "planned"


@lru_cache(maxsize=4096)
def origin_of(text: str, asked: bool = False) -> bool | None:
    """Whether the words say that a project came from citizens; None where they don't, or say both.

    `asked`: the header asks for it, so that a bare yes, no or mark is an answer.
    """
    clean = plain(text)
    if asked:
        answer = answer_of(clean)
        if answer is not None:
            return answer
    says = set()
    for key, start in _found(clean, "origin", ("office", "citizens", "neutral")):
        denied = re.search(f"(?:{'|'.join(_words()['origin']['denial'])})$", clean[:start]) is not None
        if key == "citizens":
            says.add(not denied)
        elif key == "office" and not denied:
            says.add(False)
    return says.pop() if len(says) == 1 else None


def says_from_citizens(heading: str) -> bool:
    """Whether a heading or title says that what stands under it came from citizens taking part."""
    return mentions(heading, "cells", "from_citizens") and origin_of(heading) is True


def answer_of(text: str) -> bool | None:
    """Yes (also a tick or another mark), no, or None for neither."""
    if is_one_of(text, "answers", "yes"):
        return True
    return False if is_one_of(text, "answers", "no") else None


@lru_cache(maxsize=4096)
def header_is(text: str, role: str) -> bool:
    """Whether a header, its unit in brackets set aside, is one of those of a role."""
    if len(text) > LONGEST_HEADER or not (text == "#" or _LETTER.search(text)):
        return False
    clean = plain(text)
    pattern = _pattern("headers", role)
    bare = _UNIT.sub("", clean).strip(" .")
    return pattern.fullmatch(clean) is not None or (bare != "" and pattern.fullmatch(bare) is not None)


@lru_cache(maxsize=4096)
def months_of(text: str) -> tuple[int, int, int | None] | None:
    """A header of a schedule as (first month 1..12, how many months, C.E. year or None).

    None where it is neither a month nor a quarter.
    """
    clean = re.sub(r"^q(?=[1-4]\b)", "ไตรมาส ", plain(text))
    if re.match(r"\d{4}-\d\d-01\b", clean):  # a date that the sheet only shows as a month
        clean = f"{clean[5:7]}/{clean[:4]}"
    elif not clean or len(clean) > 30 or clean[0].isdigit():
        return None
    try:
        period, other = (parse_period(clean, fiscal_year=year) for year in (2561, 2570))
    except ValueError:
        return None
    start, end = period.start, period.end
    if start is None or end is None or start.day != 1 or (end - start).days < 27:
        return None
    width = (end.year - start.year) * 12 + end.month - start.month + 1
    return (start.month, width, start.year if period == other else None) if width in (1, 3) else None


def year_in(text: str) -> int | None:
    """The year (B.E.) that a title or heading names; None for none, for several, for a range.

    A year after ปีงบประมาณ goes before one after another word, that before one that stands alone.
    """
    found: dict[int, set[int]] = {}
    for match in _YEAR_IN_TEXT.finditer(to_arabic_digits(repair(text)).casefold()):
        if match["to"]:
            return None
        rank = 0 if match["fiscal"] else 1 if match["word"] else 2
        if rank == 2 and not match["year"].startswith("25"):
            continue
        year = parse_year(match["year"])
        if year is not None and len(match["year"]) + (rank < 2) >= 3:
            found.setdefault(rank, set()).add(year)
    for rank in sorted(found):
        return found[rank].pop() if len(found[rank]) == 1 else None
    return None


def numbering(text: str) -> tuple[int, ...]:
    """The number of a row, by its parts: "๑.๒" → (1, 2); empty where the text is no number."""
    match = _NUMBERING.fullmatch(plain(text))
    return tuple(int(part) for part in match[1].split(".")) if match else ()


def money_factor(text: str) -> int | None:
    """How many baht one unit of money is, as a title or header says it (ล้านบาท: 1,000,000); else None."""
    clean = plain(text)
    for pattern, factor in _words()["cells"]["money_factor"]:
        if re.search(pattern, clean):
            return int(factor)
    return None
