"""Thai text as offices type it: digits, Buddhist Era, fiscal year, repair, sorting, numbers, dates, periods.

Everything here is pure and reads one text at a time. What can be read in two ways is refused with
`AmbiguousDate` and never guessed: the officer is asked once for the whole column.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
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
LONGEST_PERIOD = 120  # characters; a longer text is prose, and its dashes are not worth trying
FIRST_SHORT_BE = 43  # in a slash date day first, 43..99 is B.E. 2543..2599 and 00..42 is 2000..2042


class AmbiguousDate(ValueError):
    """A date that can be read in two ways: the one who knows the sheet has to say which."""


class _NoDate(ValueError):
    """A text that has not the shape of a date, so that it may still be a period."""


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
    """The government's fiscal year (B.E.) of a day: 1 October to 30 September, named after its end."""
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
_NUMBERS_OF_PROSE = re.compile(r"(?<![A-Za-z0-9])(?<![A-Za-z][-_])[0-9]+(?![A-Za-z0-9])")
_TO_ARABIC = str.maketrans(_THAI + _WIDE, _ARABIC * 2)


def to_thai_digits(text: str) -> str:
    """The text with 0-9 (and full-width digits) as ๐-๙."""
    return text.translate(_TO_THAI)


def numbers_in_thai_digits(text: str) -> str:
    """The text with its numbers in ๐-๙; those in a Latin word or code stay (UTF-8, sha256)."""
    return _NUMBERS_OF_PROSE.sub(lambda number: to_thai_digits(number[0]), text)


def to_arabic_digits(text: str) -> str:
    """The text with ๐-๙ and full-width digits as 0-9."""
    return text.translate(_TO_ARABIC)


_TONES = "่-๋"
_MARKS = "ัิ-ฺ็-๎"  # everything that stands above or below a consonant
# Control characters, and those without a width that copying from the web and from PDFs leaves behind.
_CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_UNSEEN = _CONTROL + "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# Old Thai fonts (Windows, then Macintosh) drew shifted marks with private characters of their own; text
# copied from PDFs still has them. Each string lists the letters they stand for, by the low byte, in order.
_PRIVATE = {
    first + place: 0x0E00 + letter
    for first, letters in (
        (0xF700, "10 34353637 48494a4b4c 48494a4b4c 0d 31 4d 47 48494a4b4c 38393a"),
        (0xF884, "31 34353637 47 484848 494949 4a4a4a 4b4b4b 4c4c4c 4d 0d 38393a 10"),
    )
    for place, letter in enumerate(bytes.fromhex(letters))
}
_SUSPECT = re.compile(f"[{_UNSEEN}\uf700-\uf71a\uf884-\uf89eํ]|เเ|[{_MARKS}ำ][{_MARKS}ำ]")
_DROP = re.compile(f"[{_UNSEEN}]")
_RUN = re.compile(f"[{_MARKS}ำ]{{2,}}")
_AM = re.compile(f"ํ([{_TONES}]*)า")


def _rank(mark: str) -> int:
    """Where a mark stands in a run of marks: vowel, then ็ and ํ, then tone, then ์, and ำ last."""
    if mark in "็ํ":
        return 1
    if mark == "ำ":
        return 4
    return 0 if mark < "็" else 2 if mark <= "๋" else 3


def _in_order(run: re.Match[str]) -> str:
    return "".join(sorted(dict.fromkeys(run[0]), key=_rank))


def repair(text: str) -> str:
    """The text as it was meant, for comparing: without what cannot be seen, with its pieces joined.

    Blanks of every kind (also no-break spaces and newlines) become one space, those at the ends go;
    zero-width and control characters go; เ+เ → แ; ํ+า → ำ, also with a tone mark between; vowel and tone
    mark in the wrong order are swapped and a mark typed twice is one (ท่ี → ที่); private characters of old
    Thai fonts become the letter they stand for. Digits, punctuation and case stay. Repairing twice changes
    nothing more.
    """
    if _SUSPECT.search(text):
        text = _DROP.sub("", text).translate(_PRIVATE)
        before = ""
        while before != text:  # joining one piece can bring the next two together
            before = text
            text = _AM.sub(r"\1ำ", _RUN.sub(_in_order, text.replace("เเ", "แ")))
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


_SIZE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LOWER = re.compile(
    r"ต่ำกว่า|น้อยกว่า|ไม่เกิน|ไม่ถึง|\b(?:under|below|less than|fewer than|up to)\b|[<≤]", re.IGNORECASE
)
_HIGHER = re.compile(
    r"ขึ้นไป|มากกว่า|สูงกว่า|เกิน|\b(?:and |or )?(?:over|above|more than|more|older|up)\b|[>≥+]", re.IGNORECASE
)
# What stands in a range beside its ends.
_OF_RANGES = re.compile(r"[\d\s,.\-–—]|ตั้งแต่|ระหว่าง|ถึง|\b(?:from|to|between|and)\b", re.IGNORECASE)


def group_key(name: str) -> tuple[tuple[str, str, str], float, int, list[float], tuple[str, str, str]]:
    """A key to sort groups by: sorted(names, key=group_key).

    Numbers count by their size, and an open end stands where it belongs: under 20, 20 to 29, 30 and over;
    below a bachelor's degree, a bachelor's degree, above it. All else is Thai alphabetical order.
    """
    plain = to_arabic_digits(name)
    numbers = [float(found.replace(",", "")) for found in _SIZE.findall(plain)]
    bare = _LOWER.sub("", plain)
    rest = _HIGHER.sub("", bare)
    end = -1 if bare != plain else int(rest != bare)
    first, *others = numbers or [-1.0]
    return collation_key(_OF_RANGES.sub("", rest)), first, end, others, collation_key(name)


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


_WORD = r"(?:(?:ประจำ\s?)?ปี(?:\s?งบ(?:ประมาณ)?)?|fiscal year|year|fy)"
_ERA = r"(?:(?P<be>พ\.?\s?ศ\.?|b\.?e\.?)|(?P<ce>ค\.?\s?ศ\.?|a\.?d\.?|c\.?e\.?))?"
_YEAR = re.compile(rf"{_WORD}?\s*{_ERA}\s*(?P<year>\d{{4}}|\d{{2}})(?:\.0+)?", re.IGNORECASE)


def parse_year(text: str) -> int | None:
    """The Buddhist Era year that a text names; None where it names none.

    2400 and above (to 2700) is B.E.; 1900 to 2100 is C.E. and gets 543 added; two digits are B.E. 25xx, or
    20xx after ค.ศ. Words for year and era may stand before it: "ปีงบประมาณ พ.ศ. ๒๕๖๑" → 2561, "2018" → 2561,
    "61" → 2561. "2561.0", as a sheet read as numbers has it, is 2561.
    """
    match = _YEAR.fullmatch(_clean(text))
    if match is None:
        return None
    try:
        return _year(match["year"], _era(match), _short_be) + ERA
    except ValueError:
        return None


def _clean(text: str) -> str:
    return to_arabic_digits(repair(text))


def _era(match: re.Match[str]) -> str:
    """The era written before the year: "be", "ce", or "" for none."""
    return "be" if match["be"] else "ce" if match["ce"] else ""


def _short_be(year: int) -> int:
    """Two digits after a Thai month or a word for year: B.E. 25xx."""
    return 2500 + year - ERA


def _short_day_first(year: int) -> int:
    """Two digits of a day-first date in numbers: the era that puts it near our time."""
    return _short_be(year) if year >= FIRST_SHORT_BE else 2000 + year


def _short_ce(year: int) -> int:
    """Two digits of an English date: C.E. 20xx; 43..99 may as well be B.E. or 19xx."""
    if year >= FIRST_SHORT_BE:
        raise AmbiguousDate(f"the year {year:02} can be B.E. or C.E.")
    return 2000 + year


def _year(digits: str, era: str, short: Callable[[int], int]) -> int:
    """The C.E. year of two or four digits; `short` reads two digits that no era stands before."""
    year = int(digits)
    if len(digits) == 2:
        return 2000 + year if era == "ce" else _short_be(year) if era == "be" else short(year)
    if FIRST_BE <= year <= LAST_BE and era != "ce":
        return year - ERA
    if FIRST_CE <= year <= LAST_CE and era != "be":
        return year
    raise ValueError(f"{year} is no year of our time in the Buddhist or the Common Era")


# --- Dates ------------------------------------------------------------------------------------

_STEMS = (
    "มกรา(?:คม)?", "กุมภา(?:พันธุ?์)?", "มีนา(?:คม)?", "เมษา(?:ยน)?", "พฤษภา(?:คม)?", "มิถุนา(?:ยน)?",
    "กรก[ฎฏ]า(?:คม)?", "สิงหา(?:คม)?", "กันยา(?:ยน)?", "ตุลา(?:คม)?", "พฤศจิกา(?:ยน)?", "ธันวา(?:คม)?",
)  # fmt: skip
_ENGLISH = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?",
    "july?", "aug(?:ust)?", "sep(?:t(?:ember)?)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip


def _thai_month(stem: str, short: str) -> str:
    """Full, without its ending, or short with or without dots and a blank between: "ม.ค.", "มค", "ม. ค."."""
    first, second, _ = short.split(".")
    return rf"{stem}|{first}\.?\s?{second}\.?"


# One group a month, t1..t12 in Thai and e1..e12 in English: which one matched says both month and language.
_MONTHS = {f"t{i + 1}": _thai_month(_STEMS[i], MONTHS_SHORT[i]) for i in range(12)}
_MONTHS |= {f"e{i + 1}": rf"{_ENGLISH[i]}\.?" for i in range(12)}
_MONTH = rf"(?:เดือน\s*)?(?:{'|'.join(f'(?P<{group}>{name})' for group, name in _MONTHS.items())})"
_BEFORE = re.compile(
    r"(?:วัน(?:จันทร์|อังคาร|พุธ|พฤหัส(?:บดี)?|ศุกร์|เสาร์|อาทิตย์)?\s*(?:ที่)?"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s)\s*",
    re.IGNORECASE,
)
_CLOCK = r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d(?:[.,]\d+)?)?"
_TIME = re.compile(
    rf"(?:\s*,\s*|\s+|\s*เวลา\s*|(?<=\d)T){_CLOCK}(?:\s?-\s?{_CLOCK})?"
    r"\s*(?:น\.?|[ap]\.?m\.?|ก่อนเที่ยง|หลังเที่ยง)?\s*(?:Z|(?:UTC|GMT)?(?:[+-]\d{1,2}(?::?\d{2})?)?)$",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})(?P<sep>[-/.])(\d{1,2})(?P=sep)(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s?(?P<sep>[-/.])\s?(\d{1,2})\s?(?P=sep)\s?(\d{4}|\d{2})")
_MONTH_AND_YEAR = re.compile(r"(0?[1-9]|1[0-2])/(\d{4})")
_NAMED = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:\s*|[-/]))?{_MONTH}"
    rf"(?:(?:\s*,?\s*|[-/]|\s*ปี\s*){_ERA}\s*(?P<year>\d{{4}}|\d{{2}}))?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"{_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+{_ERA}\s*(?P<year>\d{{4}})", re.IGNORECASE
)


@dataclass(frozen=True)
class _Point:
    """The parts of a date that a text says, with the year in C.E."""

    year: int | None
    month: int
    day: int | None = None


def _undecorated(text: str) -> str:
    """Without the weekday before it and the time of day after it."""
    before = _BEFORE.match(text)
    return _TIME.sub("", text[before.end() :] if before else text)


def _in_numbers(match: re.Match[str], day_first: bool | None) -> _Point:
    first, second = int(match[1]), int(match[3])
    if day_first is None:
        if first <= 12 and second <= 12 and first != second:
            raise AmbiguousDate(f"“{match[0]}” can be day/month or month/day")
        day_first = second <= 12
    day, month = (first, second) if day_first else (second, first)
    return _Point(_year(match[4], "", _short_day_first if day_first else _short_ce), month, day)


def _in_words(match: re.Match[str]) -> _Point:
    name = next(group for group in _MONTHS if match[group])
    thai, year, day = name[0] == "t", match["year"], match["day"]
    if year and len(year) == 2 and not thai and day is None and not _era(match):
        raise AmbiguousDate(f"“{match[0]}” can be a month and a year or a day without a year")
    return _Point(
        _year(year, _era(match), _short_be if thai else _short_ce) if year else None,
        int(name[1:]),
        int(day) if day else None,
    )


def _point(text: str, day_first: bool | None) -> _Point:
    """The parts of a date that a clean text without time says. Raises ValueError where it says none."""
    if match := _YEAR_FIRST.fullmatch(text):
        return _Point(_year(match[1], "", _short_be), int(match[3]), int(match[4]))
    if match := _NUMBERS.fullmatch(text):
        return _in_numbers(match, day_first)
    if match := _NAMED.fullmatch(text) or _MONTH_FIRST.fullmatch(text):
        return _in_words(match)
    if match := _MONTH_AND_YEAR.fullmatch(text):
        return _Point(_year(match[2], "", _short_be), int(match[1]))
    raise _NoDate(f"“{text}” is no date")


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{year}-{month:02}-{day:02} is no day of the calendar") from error


def parse_date(text: str, *, day_first: bool | None = None) -> date:
    """The day that a text names; a time of day after it is checked and left off, a time zone shifts nothing.

    Read are ISO ("2018-11-22 14:03:22"), numbers ("22/11/2561", also with - or .), and month names in Thai or
    English, full or short, with or without dots ("29 พ.ย. 67", "Nov 22, 2018"), in any digits. Years of 2400
    and above are B.E. Two digits are B.E. after a Thai month; in a day-first date 43..99 are B.E. 2543..2599
    and 00..42 are C.E. 2000..2042; month first or after an English month 00..42 are C.E. 2000..2042 and the
    rest is ambiguous. Serial numbers of a spreadsheet are no dates here.

    `day_first` says how the column writes numbers (see `day_first_of`); None accepts what only one order
    allows. Raises AmbiguousDate (a ValueError) where two readings are left, ValueError for what is no date,
    lacks a part, is in the other order, or is not in the calendar (29 ก.พ. 2561).
    """
    clean = _undecorated(_clean(text))
    point = _point(clean, day_first)
    if point.year is None or point.day is None:
        raise ValueError(f"“{clean}” has no {'day' if point.day is None else 'year'}")
    return _day(point.year, point.month, point.day)


def day_first_of(texts: Iterable[str]) -> bool | None:
    """How a column writes its dates in numbers: True day/month, False month/day.

    None where no value decides (none has a part above 12) or values contradict each other: ask, don't guess.
    Other texts, blanks and dates with the year first are passed over.
    """
    orders = set()
    for text in texts:
        if match := _NUMBERS.fullmatch(_undecorated(_clean(text))):
            first, second = int(match[1]), int(match[3])
            if (first > 12) != (second > 12):
                orders.add(first > 12)
    return orders.pop() if len(orders) == 1 else None


# --- Periods ----------------------------------------------------------------------------------

_DASH = r"\s*(?:-|–|—|−|~|จนถึง|ถึง|\bto\b)\s*"
_TO = re.compile(_DASH, re.IGNORECASE)
_BETWEEN = re.compile(r"(?:ใน)?(?:ช่วง|ระหว่าง|between)\s*", re.IGNORECASE)
_SINCE = re.compile(r"^(?:เริ่ม)?(?:ตั้งแต่|เริ่ม|from|since)\s*", re.IGNORECASE)
_ONWARDS = re.compile(rf"(.+?)(?:\s*(?:เป็นต้นไป|onwards?)|{_DASH}(?:ปัจจุบัน|present))", re.IGNORECASE)
_BY = re.compile(r"(?:ภายใน|ไม่เกิน|จนถึง|ถึง|until|by)\s*", re.IGNORECASE)
_YEARS = re.compile(
    rf"(?P<word>{_WORD})?\s*{_ERA}\s*(?P<year>\d{{4}}|\d{{2}})"
    rf"(?:{_DASH}{_WORD}?\s*(?:พ\.?ศ\.?|ค\.?ศ\.?)?\s*(?P<last>\d{{4}}|\d{{2}}))?",
    re.IGNORECASE,
)
_QUARTERS = re.compile(
    rf"ไตรมาส\s*(?:ที่)?\s*(?P<first>[1-4])(?:{_DASH}(?P<last>[1-4]))?"
    rf"(?:\s*(?:/|\s|{_WORD})\s*{_WORD}?\s*{_ERA}\s*(?P<year>\d{{4}}|\d{{2}}))?",
    re.IGNORECASE,
)
_ALL_YEAR = re.compile(r"(?:ตลอด|ทั้ง)\s*ปีงบประมาณ")


def parse_period(text: str, *, fiscal_year: int | None = None, day_first: bool | None = None) -> Period:
    """The period that a text names, in whole days: "ส.ค. - ก.ย.๖๑" → 2018-08-01…2018-09-30.

    Each side is a day, a month or a year as `parse_date` and `parse_year` read them; a single one is a period
    of its own. A side without year takes the other's, across New Year where it must ("ธ.ค. - ม.ค. 61" starts
    in 2560); without any year, `fiscal_year` (B.E.) says it. "1 - 3 พ.ย. 61" is three days. "ปี 2560-2564" is
    calendar years, "ปีงบประมาณ 2561" and "ไตรมาส 1/2561" are the government's. "ตั้งแต่ …" and "… เป็นต้นไป"
    have no end, "ภายใน …" has no start. Numbers follow `day_first`, or the side that decides it for both.

    Raises AmbiguousDate (a ValueError) for two readings; ValueError for what is no period, has no year, is
    not in the calendar, or ends before it starts.
    """
    clean = _clean(text)
    if len(clean) > LONGEST_PERIOD:
        raise ValueError(f"“{clean[:LONGEST_PERIOD]}…” is no period")
    if between := _BETWEEN.match(clean):
        clean = clean[between.end() :]
    if match := _ALL_YEAR.fullmatch(clean):
        return fiscal_year_span(_in_fiscal_year(1, fiscal_year) + ERA)
    if match := _QUARTERS.fullmatch(clean):
        return _quarters(match, fiscal_year)
    if match := _ONWARDS.fullmatch(clean):
        return replace(_sides(_SINCE.sub("", match[1], 1), fiscal_year, day_first)[0], end=None)
    if match := _BY.match(clean):
        return replace(_sides(clean[match.end() :], fiscal_year, day_first)[0], start=None)
    rest = _SINCE.sub("", clean, 1)
    period, single = _sides(rest, fiscal_year, day_first)
    return replace(period, end=None) if single and rest != clean else period


def _in_fiscal_year(month: int, year_be: int | None) -> int:
    """The C.E. year that a month falls into in a fiscal year."""
    if year_be is None:
        raise ValueError("the period has no year")
    return year_be - ERA - (month >= 10)


def _span(first: _Point, last: _Point, fiscal_year: int | None) -> Period:
    """From the first day of one side to the last of the other, each in its own year or the one that fits."""
    over_new_year = first.month > last.month
    if first.year is not None:
        start = first.year
        end = start + over_new_year if last.year is None else last.year
    elif last.year is not None:
        start, end = last.year - over_new_year, last.year
    else:
        start, end = _in_fiscal_year(first.month, fiscal_year), _in_fiscal_year(last.month, fiscal_year)
    last_day = monthrange(end, last.month)[1] if last.day is None else last.day
    return Period(_day(start, first.month, first.day or 1), _day(end, last.month, last_day))


def _years(match: re.Match[str]) -> Period | None:
    """The period of a year or a range of years; None for what may be none: 60-64, 2018-11 (a month?)."""
    word, era, year = match["word"] or "", _era(match), match["year"]
    last = match["last"] or year
    if len(last) > len(year) or (len(year) == 2 and not word and not era):
        return None
    if len(last) < len(year):
        if int(last) <= 12 and not word and not era:
            return None
        last = year[:2] + last
    start, end = _year(year, era, _short_be), _year(last, era, _short_be)
    if "งบ" in word or word[:1] in ("f", "F"):
        return Period(fiscal_year_span(start + ERA).start, fiscal_year_span(end + ERA).end)
    return Period(date(start, 1, 1), date(end, 12, 31))


def _sides(text: str, fiscal_year: int | None, day_first: bool | None) -> tuple[Period, bool]:
    """The period of a text without words around it, and whether it names one point of time only."""
    if (match := _YEARS.fullmatch(text)) and (years := _years(match)):
        return years, match["last"] is None
    try:
        point = _point(_undecorated(text), day_first)
        return _span(point, point, fiscal_year), True
    except _NoDate:
        pass
    for dash in _TO.finditer(text):  # dates have dashes too: the right one has a date on both sides
        left, right = _undecorated(text[: dash.start()]), _undecorated(text[dash.end() :])
        order = day_first_of((left, right)) if day_first is None else day_first
        try:
            last = _point(right, order)
            only_day = left.isdecimal() and len(left) <= 2 and last.day is not None
            first = replace(last, day=int(left)) if only_day else _point(left, order)
        except _NoDate:
            continue
        return _span(first, last, fiscal_year), False
    raise ValueError(f"“{text}” is no period")


def _quarters(match: re.Match[str], fiscal_year: int | None) -> Period:
    year_be = _year(match["year"], _era(match), _short_be) + ERA if match["year"] else fiscal_year
    start = (10, 1, 4, 7)[int(match["first"]) - 1]
    end = (12, 3, 6, 9)[int(match["last"] or match["first"]) - 1]
    return _span(_Point(None, start), _Point(None, end), year_be)
