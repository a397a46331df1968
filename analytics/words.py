"""Texts for people: messages that wait for a language, problems, and figures in the unit's digits.

The core never chooses a language. It hands out `Message`s (an English sentence with named
places and the values for them); a `Words`, made at the edge for one language and one kind of
digits, turns them into text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from analytics.thai import (
    MONTHS,
    MONTHS_SHORT,
    buddhist_year,
    numbers_in_thai_digits,
    to_arabic_digits,
    to_thai_digits,
)

Language = Literal["th", "en"]
Digits = Literal["thai", "arabic"]
Value = str | int | float | date | None


class Year(int):
    """A year, B.E. or CE: a number that is a name, so a sentence says it without separators."""


NONE = "–"
# Places of a sentence that number a row, a level or a version of a rubric (1, 2.1). Where a message holds the
# number as text, which records of published revisions do, it is said in the reader's digits all the same.
NUMBERED = frozenset(("row", "level", "first", "last", "version", "holds"))
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class Message:
    """An English sentence with {named} places, and their values; said later in the reader's language."""

    text: str
    values: tuple[tuple[str, Value], ...] = ()


def message(text: str, /, **values: Value) -> Message:
    """A message to be said later: message("{n} rows", n=3). `text` is the catalog's msgid."""
    return Message(text, tuple(values.items()))


@dataclass(frozen=True)
class Problem:
    """What is wrong at one place of a workbook, and what the officer can do about it.

    `row` and `column` count from 1 as in Excel; None where the problem is wider than that.
    """

    problem: Message
    remedy: Message
    sheet: str | None = None
    row: int | None = None
    column: int | None = None
    value: str | None = None
    severity: Literal["error", "question", "note"] = "error"


def half_up(value: float | Decimal, decimals: int = 0) -> Decimal:
    """Round half away from zero on the decimal digits as printed (2.675 → 2.68), as offices do.

    Python's round is half-to-even on the binary value; the shortest decimal form is rounded here. What rounds
    to nothing has no sign: -0.004 → 0.00. Scale as a Decimal before rounding: 0.145 * 100 is not 14.5.
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0


def _same(text: str) -> str:
    return text


class _Shown(str):
    """A value as a sentence shows it, which chooses between the words for one and for many: {n:row|rows}.

    What is read decides, as in CLDR's rule for English: 1 and ๑ are one row, 0 and 1.00 are rows.
    """

    def __format__(self, words: str) -> str:
        one, either, many = words.partition("|")
        if not either:
            return super().__format__(words)
        return one if to_arabic_digits(self).lstrip("-") == "1" else many


@dataclass(frozen=True)
class Words:
    """One language, one kind of digits: says messages, numbers and dates.

    >>> Words()("{n} of {most} {most:point|points}", n=16, most=20)
    '16 of 20 points'
    """

    language: Language = "en"
    digits: Digits = "arabic"
    gettext: Callable[[str], str] = field(default=_same, compare=False)

    def __call__(self, text: str, /, **values: Value) -> str:
        """The sentence `text` in this language; numbers and dates among the values in its digits.

        A word that depends on a count stands with it as {n:one|many}, as often as a sentence has counts.
        """
        sentence = self.gettext(text)
        return (
            sentence.format(**{name: _Shown(self._shown(name, value)) for name, value in values.items()})
            if values
            else sentence
        )

    def say(self, what: Message) -> str:
        """A message in this language."""
        return self(what.text, **dict(what.values))

    def _shown(self, name: str, value: Value) -> str:
        text = self.show(value)
        if name == "rows":  # "3, 5, 12 …"
            return self.in_prose(text)
        return self.in_digits(text) if name in NUMBERED and text.replace(".", "").isdecimal() else text

    def show(self, value: Value) -> str:
        """A value as text: text stays, None, nan and NaT are a dash, numbers and dates in the unit's digits.

        Whole numbers get separators, a `Year` none, others two decimals.
        """
        if value is None or value != value:
            return NONE
        if isinstance(value, str):
            return value
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, Year):
            return self.plain(value)
        return self.number(value, 2 if isinstance(value, float) else 0)

    def number(self, value: float | None, decimals: int = 0) -> str:
        """12935000 → "12,935,000"; rounded half-up; None and nan are a dash."""
        if value is None or value != value:
            return NONE
        return self.in_digits(f"{half_up(value, decimals):,f}")

    def percent(self, share: float | None, decimals: int = 1) -> str:
        """A share of 0..1 as "81.4%"; None and nan are a dash."""
        if share is None or share != share:
            return NONE
        return self.in_digits(f"{half_up(Decimal(repr(float(share))) * 100, decimals):f}%")

    def plain(self, value: int | None) -> str:
        """A number that is a name, without separators: a year, a row, a level."""
        return NONE if value is None else self.in_digits(str(value))

    def date(self, day: date | None, *, short: bool = False) -> str:
        """22 พฤศจิกายน 2561 in Thai, 22 November 2018 in English; None is a dash."""
        if day is None:
            return NONE
        if self.language == "th":
            months = MONTHS_SHORT if short else MONTHS
            return self.in_digits(f"{day.day} {months[day.month - 1]} {buddhist_year(day)}")
        month = ENGLISH_MONTHS[day.month - 1]
        return self.in_digits(f"{day.day} {month[:3] if short else month} {day.year}")

    def in_digits(self, text: str) -> str:
        """The text with its digits as the unit likes them."""
        return to_thai_digits(text) if self.digits == "thai" else text

    def in_prose(self, text: str) -> str:
        """Prose with its numbers in the unit's digits; those of a code (UTF-8) stay as they are."""
        return numbers_in_thai_digits(text) if self.digits == "thai" else text
