"""Thai text as offices type it: digits, the Buddhist Era, the fiscal year, repair, sorting, numbers, dates and periods.

Everything here is pure and reads one text at a time. What can be read in two ways is refused with
`AmbiguousDate` and never guessed: the officer is asked once for the whole column.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip

ERA = 543  # Buddhist Era year minus Common Era year
FIRST_BE = 2400  # from here on a four-digit year is Buddhist Era
LAST_BE = 2700
FIRST_CE, LAST_CE = 1900, 2100
FIRST_SHORT_BE = 43  # in a slash date day first, 43..99 is B.E. 2543..2599 and 00..42 is 2000..2042


class AmbiguousDate(ValueError):
    """A date that can be read in two ways: the one who knows the sheet has to say which."""


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both days included; None where that side is open.

    Raises ValueError where it would end before it starts.
    """

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValueError(f"the period ends ({self.end}) before it starts ({self.start})")


# --- Years ------------------------------------------------------------------------------------


def buddhist_year(day: date) -> int:
    """The Buddhist Era year of a day: 2018-11-22 → 2561."""
    return day.year + ERA


def fiscal_year(day: date) -> int:
    """The Thai government's fiscal year (B.E.) of a day: 1 October to 30 September, named after the year it ends in."""
    return day.year + ERA + (day.month >= 10)


def fiscal_quarter(day: date) -> int:
    """The quarter 1..4 of the fiscal year: October to December is 1."""
    return (day.month - 10) % 12 // 3 + 1


def fiscal_year_span(year_be: int) -> Period:
    """First and last day of a fiscal year: 2561 → 2017-10-01…2018-09-30."""
    year = year_be - ERA
    return Period(date(year - 1, 10, 1), date(year, 9, 30))


# --- Digits and text --------------------------------------------------------------------------

_ARABIC, _THAI, _WIDE = "0123456789", "๐๑๒๓๔๕๖๗๘๙", "０１２３４５６７８９"
_TO_THAI = str.maketrans(_ARABIC + _WIDE, _THAI * 2)
_TO_ARABIC = str.maketrans(_THAI + _WIDE, _ARABIC * 2)


def to_thai_digits(text: str) -> str:
    """The text with 0-9 (and full-width digits) as ๐-๙."""
    return text.translate(_TO_THAI)


def to_arabic_digits(text: str) -> str:
    """The text with ๐-๙ and full-width digits as 0-9."""
    return text.translate(_TO_ARABIC)


_TONES = "่-๋"
_MARKS = "ัิ-ฺ็-๎"  # everything that stands above or below a consonant
# Characters without a width that copying from the web and from PDFs leaves behind, and control characters.
_UNSEEN = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# Old Thai fonts drew shifted marks with private characters of their own; text copied from PDFs still has them.
_PRIVATE = str.maketrans(
    {0xF700 + place: letter for place, letter in enumerate("ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู")}
)
_SUSPECT = re.compile(f"[{_UNSEEN}\uf700-\uf71aํ]|เเ|[{_MARKS}][{_MARKS}]|ำ[{_TONES}]")
_DROP = re.compile(f"[{_UNSEEN}]")
_RUN = re.compile(f"[{_MARKS}]{{2,}}")
_AM = re.compile(f"ํ([{_TONES}]*)า")
_TONE_AFTER_AM = re.compile(f"ำ([{_TONES}]+)")


def _rank(mark: str) -> int:
    """Where a mark stands in a run of marks: vowel, then ็ and ํ, then tone, then ์."""
    if mark in "็ํ":
        return 1
    return 0 if mark < "็" else 2 if mark <= "๋" else 3


def _in_order(run: re.Match[str]) -> str:
    return "".join(sorted(dict.fromkeys(run[0]), key=_rank))


def repair(text: str) -> str:
    """The text as it was meant, for comparing: what cannot be seen is taken out, what was typed in pieces is joined.

    Blanks of every kind (also no-break spaces and newlines) become one space, those at the ends go; zero-width
    and control characters go; เ+เ → แ; ํ+า → ำ, also with a tone mark between; vowel and tone mark in the wrong
    order are swapped and a mark typed twice is one (ท่ี → ที่); private characters of old Thai fonts become the
    letter they stand for. Digits, punctuation and case stay. Repairing twice changes nothing more.
    """
    if _SUSPECT.search(text):
        text = _DROP.sub("", text).translate(_PRIVATE)
        before = ""
        while before != text:  # joining one piece can bring the next two together
            before = text
            text = _RUN.sub(_in_order, text.replace("เเ", "แ"))
            text = _TONE_AFTER_AM.sub(r"\1ำ", _AM.sub(r"\1ำ", text))
    return " ".join(text.split())


_LEADING = re.compile("([เ-ไ])([ก-ฮ])")
_SECONDARY = re.compile("[็-๎]")


def collation_key(text: str) -> tuple[str, str, str]:
    """A key to sort Thai by: sorted(names, key=collation_key).

    เ แ โ ใ ไ come after the consonant they precede; tone marks, ็ and ์ count only between words that are
    else the same (ปา ป่า ป้า); Thai and Arabic digits are the same; capitals are not told apart. Latin sorts
    before Thai.
    """
    letters = _LEADING.sub(r"\2\1", to_arabic_digits(repair(text)).casefold())
    return _SECONDARY.sub("", letters), letters, text


# --- Numbers ----------------------------------------------------------------------------------

_POWERS = {"พัน": 3, "หมื่น": 4, "แสน": 5, "ล้าน": 6}
_PUNCTUATION = str.maketrans("，．－−–—％（）＋", ",.----%()+")
_NUMBER = re.compile(
    r"(?:ร้อยละ|฿|บาท)?\s*([+-]?)\s*(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?(e[+-]?\d{1,3})?"
    r"\s*(ล้าน|แสน|หมื่น|พัน)?\s*(?:\.-|,-)?\s*(?:บาท(?:ถ้วน)?|฿|%)?",
    re.IGNORECASE,
)


def parse_number(text: str) -> float | None:
    """The number that a cell's text says, in Thai, Arabic or full-width digits; None where it says none.

    Thousands commas ("๑๒,๙๓๕,๐๐๐"), บาท, ฿ and ".-" around it, and ล้าน แสน หมื่น พัน after it are understood. A
    percent sign or ร้อยละ is taken off and the number stays as printed: "85.66%" → 85.66, not 0.8566. None for
    blanks and dashes; for commas that do not group by three ("1,5": decimal comma or slip?); for parentheses
    (minus to an accountant, a share to a survey report); for any other word beside the number; for what no
    float can hold.
    """
    match = _NUMBER.fullmatch(to_arabic_digits(repair(text)).translate(_PUNCTUATION))
    if match is None or not (match[2] or match[3]):
        return None
    sign, whole, fraction, exponent, word = match.groups(default="")
    value = Decimal(f"{sign}{whole.replace(',', '') or '0'}{fraction}{exponent}")
    number = float(value.scaleb(_POWERS.get(word, 0)))
    return None if number in (float("inf"), float("-inf")) else number


_ERA = r"(?:(?P<be>พ\.?\s?ศ\.?|b\.?e\.?)|(?P<ce>ค\.?\s?ศ\.?|a\.?d\.?|c\.?e\.?))?"
_YEAR_WORD = r"(?:(?:ประจำ\s?)?ปี(?:\s?งบ(?:ประมาณ)?)?|fiscal year|year|fy)?"
_YEAR = re.compile(rf"{_YEAR_WORD}\s*{_ERA}\s*(?P<year>\d{{4}}|\d{{2}})(?:\.0+)?", re.IGNORECASE)


def parse_year(text: str) -> int | None:
    """The Buddhist Era year that a text names; None where it names none.

    2400 and above (to 2700) is B.E.; 1900 to 2100 is C.E. and gets 543 added; two digits are B.E. 25xx, or
    20xx after ค.ศ. Words for year and era may stand before it: "ปีงบประมาณ พ.ศ. ๒๕๖๑" → 2561, "2018" → 2561,
    "61" → 2561. "2561.0", as a sheet read as numbers has it, is 2561.
    """
    match = _YEAR.fullmatch(to_arabic_digits(repair(text)))
    if match is None:
        return None
    try:
        return _year(match, _short_be) + ERA
    except ValueError:
        return None


def _short_be(year: int) -> int:
    """Two digits after a Thai month or a word for year: B.E. 25xx."""
    return 2500 + year - ERA


def _short_day_first(year: int) -> int:
    """Two digits of a day-first slash date: the era that puts it near our time."""
    return _short_be(year) if year >= FIRST_SHORT_BE else 2000 + year


def _short_ce(year: int) -> int:
    """Two digits in an English date: C.E. 20xx, but 43..99 could as well be B.E. or 19xx."""
    if year >= FIRST_SHORT_BE:
        raise AmbiguousDate(f"the year {year:02} can be B.E. or C.E.; write it with four digits")
    return 2000 + year


def _year(match: re.Match[str], short: Callable[[int], int]) -> int:
    """The C.E. year of a match with groups `year`, `be` and `ce`."""
    digits, groups = match["year"], match.groupdict()
    year = int(digits)
    if groups.get("ce"):
        year = year + 2000 if len(digits) == 2 else year
    elif len(digits) == 2:
        return _short_be(year) if groups.get("be") else short(year)
    elif groups.get("be") or year >= FIRST_BE:
        if not FIRST_BE <= year <= LAST_BE:
            raise ValueError(f"{year} is no Buddhist Era year of our time")
        return year - ERA
    if not FIRST_CE <= year <= LAST_CE:
        raise ValueError(f"{year} is neither a Buddhist Era nor a Common Era year of our time")
    return year
