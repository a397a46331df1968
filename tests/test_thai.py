"""Thai digits, years, text repair, sorting, numbers, dates and periods, as offices type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analytics.thai import (
    MONTHS,
    MONTHS_SHORT,
    AmbiguousDate,
    Period,
    buddhist_year,
    collation_key,
    day_first_of,
    fiscal_quarter,
    fiscal_year,
    fiscal_year_span,
    group_key,
    numbers_in_thai_digits,
    parse_date,
    parse_number,
    parse_period,
    parse_year,
    repair,
    to_arabic_digits,
    to_thai_digits,
)

# Marks are written by number where their order is what a test is about.
EK, THO, AM, NIKHAHIT, AA, II = "\u0e48", "\u0e49", "\u0e33", "\u0e4d", "\u0e32", "\u0e35"

near_days = st.dates(date(1950, 1, 1), date(2090, 12, 31))
thai_marks_and_blanks = st.text(
    st.sampled_from("กนทมยเแโำาะัิีึืุู่้๊๋์็ํ ๎ฺa1๑" + "\u200b\u00a0\ufeff\n\t\x00\uf70a\uf701\uf89e\u00ad")
)


# --- Years ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "year", "quarter"),
    [
        (date(2018, 9, 30), 2018 + 543, 4),
        (date(2018, 10, 1), 2018 + 543 + 1, 1),
        (date(2018, 12, 31), 2018 + 543 + 1, 1),
        (date(2018, 1, 1), 2018 + 543, 2),
        (date(2018, 3, 31), 2018 + 543, 2),
        (date(2018, 4, 1), 2018 + 543, 3),
        (date(2018, 7, 1), 2018 + 543, 4),
    ],
)
def test_fiscal_year_and_quarter(day: date, year: int, quarter: int) -> None:
    assert fiscal_year(day) == year
    assert fiscal_quarter(day) == quarter


def test_buddhist_year_turns_on_new_year() -> None:
    assert buddhist_year(date(2018, 12, 31)) == 2018 + 543
    assert buddhist_year(date(2019, 1, 1)) == 2019 + 543


def test_fiscal_year_span() -> None:
    assert fiscal_year_span(2561) == Period(date(2017, 10, 1), date(2018, 9, 30))


@given(near_days)
def test_a_day_lies_in_the_span_of_its_fiscal_year(day: date) -> None:
    span = fiscal_year_span(fiscal_year(day))
    assert span.start is not None and span.end is not None
    assert span.start <= day <= span.end


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends"):
        Period(date(2018, 2, 1), date(2018, 1, 31))
    assert Period(date(2018, 2, 1), None).end is None
    assert Period(date(2018, 2, 1), date(2018, 2, 1)).start == date(2018, 2, 1)


# --- Digits and text --------------------------------------------------------------------------


def test_digits_in_any_text() -> None:
    assert to_thai_digits("ข้อ 12 (5.00)") == "ข้อ ๑๒ (๕.๐๐)"
    assert to_arabic_digits("ข้อ ๑๒ (๕.๐๐)") == "ข้อ 12 (5.00)"
    assert to_arabic_digits("１２๓4") == "1234"
    assert to_thai_digits("１２") == "๑๒"
    assert to_thai_digits("") == to_arabic_digits("") == ""


@given(st.text(st.characters(exclude_characters="๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９")))
def test_digits_there_and_back(text: str) -> None:
    assert to_arabic_digits(to_thai_digits(text)) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("เเพร่", "แพร่"),
        ("มากท" + EK + II + "สุด", "มากท" + II + EK + "สุด"),
        ("จ" + NIKHAHIT + AA + "นวน", "จ" + AM + "นวน"),
        ("น" + NIKHAHIT + THO + AA, "น" + THO + AM),
        ("น" + THO + NIKHAHIT + AA, "น" + THO + AM),
        ("น" + AM + THO, "น" + THO + AM),
        ("ท" + II + EK + EK, "ท" + II + EK),
        ("สิทธ\u0e4c\u0e34", "สิทธ\u0e34\u0e4c"),
        ("มาก\u200bที่สุด", "มากที่สุด"),
        ("\ufeffมาก", "มาก"),
        ("มาก\u00a0ที่สุด", "มาก ที่สุด"),
        ("เ\u200bเพร่", "แพร่"),  # what stood between two halves goes first
        ("  ความ \r\n พึงพอใจ\t", "ความ พึงพอใจ"),
        ("มาก\x00", "มาก"),
        ("", ""),
        (" \u00a0\u200b ", ""),
        ("(5)  Very   satisfied ", "(5) Very satisfied"),
    ],
)
def test_repair(typed: str, meant: str) -> None:
    assert repair(typed) == meant


def test_repair_gives_back_the_letters_behind_private_characters() -> None:
    windows = "ปร\uf701ญญา ท\uf702\uf713 ฝ\uf705าย ก\uf70aอ \uf70f\uf718 \uf71a"
    assert repair(windows) == "ปร\u0e34ญญา ท\u0e35\u0e48 ฝ\u0e48าย ก\u0e48อ ญ\u0e38 \u0e3a"
    macintosh = "ป\uf884น ฝ\uf88cาย ก\uf88bอ น\uf88eอย ศ\uf897 \uf89e \uf89d"
    assert repair(macintosh) == "ป\u0e31น ฝ\u0e48าย ก\u0e48อ น\u0e49อย ศ\u0e4c ฐ \u0e3a"


@pytest.mark.parametrize(
    "text", ["สิทธิ์ น้ำ เก้า แม่น้ำ เป็น พันธุ์ ป๊ำ เห็นด้วยอย่างยิ่ง ก๊กเฮี้ยน", "Anna's café – 5·3", *MONTHS]
)
def test_repair_leaves_right_text_alone(text: str) -> None:
    assert repair(text) == text


@given(st.one_of(thai_marks_and_blanks, st.text()))
@example("เเเเเ")
@example("น" + NIKHAHIT + THO + AA + THO)
@example(NIKHAHIT + EK + EK + AA + EK)
@example((EK + AM) * 3000)  # has to be done in a few steps however long it is
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = repair(text)
    assert repair(once) == once


def test_thai_order() -> None:
    provinces = ["เชียงใหม่", "แพร่", "เลย", "กระบี่", "ขอนแก่น"]
    assert sorted(provinces, key=collation_key) == ["กระบี่", "ขอนแก่น", "เชียงใหม่", "แพร่", "เลย"]


@pytest.mark.parametrize(
    "in_order",
    [
        ["ปา", "ป่า", "ป้า", "ป๊า", "ป๋า", "ปาก"],  # a tone mark counts only between words else the same
        ["กา", "เก", "แก", "โก", "ใก", "ไก", "ขา"],
        ["apple", "Banana", "cherry", "กก"],
        ["ข้อ ๑", "ข้อ 2", "ข้อ ๓"],
        ["แพร่", "เเพร่า"],  # typed as two เ, sorted as แ
    ],
)
def test_thai_order_of(in_order: list[str]) -> None:
    assert sorted([*in_order[1:], in_order[0]], key=collation_key) == in_order


# --- Numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("๑๒,๙๓๕,๐๐๐", 12_935_000),
        ("12935000", 12_935_000),
        ("๔.๕๖", 4.56),
        ("５", 5),
        ("1,250.50 บาท", 1250.5),
        ("500.-", 500),
        ("฿500", 500),
        ("๑.๒ ล้านบาท", 1.2 * 1_000_000),
        ("4.56 ล้าน", 4_560_000),  # exact, where the float product is not sure to be
        ("3 แสนบาท", 300_000),
        ("85.66%", 85.66),
        ("ร้อยละ ๘๐", 80),
        (" \u00a0-5 ", -5),
        ("−5", -5),
        (".5", 0.5),
        ("12935000.0", 12_935_000),
        ("1.5E+05", 150_000),
        ("0", 0),
    ],
)
def test_numbers(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    "text",
    "| |-|–|- บาท|.|,|บาท|%|ไม่มี|5 คน|(5)|(5) มากที่สุด|1,5|1,00,000|12935,000"
    "|1.2.3|1e999|nan|inf|22/11/2561|5-6|0x10|1_000".split("|"),
)
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(-(10**12), 10**12))
def test_whole_numbers_there_and_back(number: int) -> None:
    assert parse_number(to_thai_digits(f"{number:,} บาท")) == number


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2561", 2561),
        ("๒๕๖๑", 2561),
        ("2018", 2018 + 543),
        ("61", 2561),
        ("18", 2518),
        ("2561.0", 2561),
        ("พ.ศ. 2561", 2561),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๑", 2561),
        ("ประจำปีงบประมาณ 61", 2561),
        ("ปี 2561", 2561),
        ("ค.ศ. 2018", 2018 + 543),
        ("ค.ศ. 18", 2018 + 543),
        ("FY2561", 2561),
        ("2400", 2400),
        ("1900", 1900 + 543),
    ],
)
def test_years(text: str, year: int) -> None:
    assert parse_year(text) == year


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "5",
        "561",
        "2399",
        "2701",
        "2101",
        "1899",
        "25611",
        "ค.ศ. 2561",
        "พ.ศ. 2018",
        "2561/62",
        "ก.พ. 2561",
    ],
)
def test_what_is_no_year(text: str) -> None:
    assert parse_year(text) is None


# --- Dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2018-11-22 14:03:22", date(2018, 11, 22)),
        ("2018-11-22T14:03:22.123+07:00", date(2018, 11, 22)),
        ("2018/11/22 2:03:22 PM GMT+7", date(2018, 11, 22)),
        ("2563-02-29 00:00:00", date(2563 - 543, 2, 29)),
        ("22/11/2018, 14:03:22", date(2018, 11, 22)),
        ("22/11/2561", date(2561 - 543, 11, 22)),
        ("22-11-2561", date(2561 - 543, 11, 22)),
        ("22. 11. 2561", date(2561 - 543, 11, 22)),
        ("๒๒/๑๑/๒๕๖๑", date(2561 - 543, 11, 22)),
        ("11/22/2018 14:03:22", date(2018, 11, 22)),
        ("29 พ.ย. 67", date(2567 - 543, 11, 29)),
        ("๒๙ พ.ย. ๖๗", date(2567 - 543, 11, 29)),
        ("29พ.ย.67", date(2567 - 543, 11, 29)),
        ("29-พ.ย.-67", date(2567 - 543, 11, 29)),
        ("29 พย 67", date(2567 - 543, 11, 29)),
        ("29 พ. ย. 2024", date(2024, 11, 29)),
        ("29 พฤศจิกายน 2567", date(2567 - 543, 11, 29)),
        ("วันศุกร์ที่ 29 พฤศจิกายน พ.ศ. 2567 เวลา 14.03 น.", date(2567 - 543, 11, 29)),
        ("วันที่ 1 เดือนกันยายน ปี 2561", date(2561 - 543, 9, 1)),
        ("29 กรกฏาคม 2561", date(2561 - 543, 7, 29)),  # ฏ for ฎ, a slip seen everywhere
        ("22 พ.ย. 2561 09.00-12.00 น.", date(2561 - 543, 11, 22)),
        ("22 November 2018", date(2018, 11, 22)),
        ("22-Nov-18", date(2018, 11, 22)),
        ("Nov 22, 2018", date(2018, 11, 22)),
        ("Thu Nov 22 2018", date(2018, 11, 22)),
        ("29 ก.พ. 2563", date(2563 - 543, 2, 29)),
        ("5/5/2561", date(2561 - 543, 5, 5)),  # both orders say the same day
        ("31/12/61", date(2561 - 543, 12, 31)),
        ("31/12/18", date(2018, 12, 31)),
        ("12/31/18", date(2018, 12, 31)),
    ],
)
def test_dates(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "day_first", "day"),
    [
        ("9/8/18 15:29", True, date(2018, 8, 9)),
        ("9/8/18 15:29", False, date(2018, 9, 8)),
        ("9/8/61", True, date(2561 - 543, 8, 9)),
        ("1/2/43", True, date(2543 - 543, 2, 1)),
        ("1/2/42", True, date(2042, 2, 1)),
        ("1/2/2561", True, date(2561 - 543, 2, 1)),
        ("1/2/2561", False, date(2561 - 543, 1, 2)),
        ("2018-02-01", True, date(2018, 2, 1)),  # the order of a column says nothing about years first
    ],
)
def test_dates_in_the_order_of_their_column(text: str, day_first: bool, day: date) -> None:
    assert parse_date(text, day_first=day_first) == day


@pytest.mark.parametrize(
    "text", ["9/8/18 15:29", "1/2/2561", "12/11/2018", "12/31/61", "22-Nov-61", "Nov 18"]
)
def test_two_readings_are_asked_about(text: str) -> None:
    with pytest.raises(AmbiguousDate):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("29 ก.พ. 2561", "no day of the calendar"),
        ("31/4/2561", "no day of the calendar"),
        ("13/13/2018", "no day of the calendar"),
        ("0/0/2018", "no day of the calendar"),
        ("2018-00-10", "no day of the calendar"),
        ("ก.พ. 2561", "no day"),
        ("29 พ.ย.", "no year"),
        ("22/11/1061", "no year of our time"),
        ("22 พ.ย. ค.ศ. 2561", "no year of our time"),
        ("2018-11-22 25:00", "no date"),
        ("43426", "no date"),
        ("20181122", "no date"),
        ("22/11-2561", "no date"),
        ("22/11/2561 แก้ไขแล้ว", "no date"),
        ("ไม่ระบุ", "no date"),
        ("-", "no date"),
        ("", "no date"),
    ],
)
def test_what_is_no_date_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as caught:
        parse_date(text)
    assert not isinstance(caught.value, AmbiguousDate)


def test_a_value_against_the_order_of_its_column_is_refused() -> None:
    with pytest.raises(ValueError, match="no day of the calendar"):
        parse_date("11/22/2018", day_first=True)
    with pytest.raises(ValueError, match="no day of the calendar"):
        parse_date("22/11/2018", day_first=False)


@given(near_days, st.sampled_from([MONTHS, MONTHS_SHORT]), st.booleans())
def test_a_date_in_thai_reads_back(day: date, months: tuple[str, ...], thai_digits: bool) -> None:
    text = f"{day.day} {months[day.month - 1]} {day.year + 543}"
    assert parse_date(to_thai_digits(text) if thai_digits else text) == day


@given(st.dates(date(1957, 1, 1), date(2056, 12, 31)))  # B.E. 2500..2599
def test_a_short_date_in_thai_reads_back(day: date) -> None:
    assert parse_date(f"{day.day} {MONTHS_SHORT[day.month - 1]}{(day.year + 543) % 100:02}") == day


@given(near_days, st.booleans(), st.booleans())
def test_a_date_in_numbers_reads_back(day: date, day_first: bool, buddhist: bool) -> None:
    year = day.year + 543 * buddhist
    text = f"{day.day}/{day.month}/{year}" if day_first else f"{day.month}/{day.day}/{year}"
    assert parse_date(text, day_first=day_first) == day


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["1/2/2561", "22/11/2561", "3/4/2561"], True),
        (["1/2/2018 10:00:00", "11/22/2018 14:03:22"], False),
        (["๒๒/๑๑/๒๕๖๑, ๑๔:๐๓:๒๒"], True),
        (["9/8/18 15:29", "1/2/2018, 14:03:22"], None),  # nothing decides: ask
        (["22/11/2018", "11/22/2018"], None),  # they contradict each other: ask
        (["31/31/2018", "1/2/2018"], None),
        (["2018-11-22", "29 พ.ย. 67", "", "-", "มาก"], None),
        ([], None),
    ],
)
def test_the_order_of_a_column(column: list[str], order: bool | None) -> None:
    assert day_first_of(column) is order


# --- Periods ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("ส.ค. - ก.ย.๖๑", date(2018, 8, 1), date(2018, 9, 30)),
        ("ธ.ค. - ม.ค. 61", date(2017, 12, 1), date(2018, 1, 31)),
        ("ต.ค. ๖๐ - มี.ค. ๖๑", date(2017, 10, 1), date(2018, 3, 31)),
        ("ต.ค. 60 - มี.ค.", date(2017, 10, 1), date(2018, 3, 31)),
        ("สิงหาคม – กันยายน 2561", date(2018, 8, 1), date(2018, 9, 30)),
        ("เดือนสิงหาคมถึงเดือนกันยายน 2561", date(2018, 8, 1), date(2018, 9, 30)),
        ("Aug 2018 to Jan 2019", date(2018, 8, 1), date(2019, 1, 31)),
        ("1 ก.พ. 2561 - 30 เม.ย. 2561", date(2018, 2, 1), date(2018, 4, 30)),
        ("1 ต.ค. 60 - มี.ค. 61", date(2017, 10, 1), date(2018, 3, 31)),
        ("ก.พ. 2561", date(2018, 2, 1), date(2018, 2, 28)),
        ("ก.พ. 2563", date(2020, 2, 1), date(2020, 2, 29)),
        ("2/2561", date(2018, 2, 1), date(2018, 2, 28)),
        ("29 พ.ย. 67", date(2024, 11, 29), date(2024, 11, 29)),
        ("22/11/2561 - 25/11/2561", date(2018, 11, 22), date(2018, 11, 25)),
        ("1/2/2561 - 28/2/2561", date(2018, 2, 1), date(2018, 2, 28)),  # the second side decides the order
        ("2018-11-22 - 2018-11-25", date(2018, 11, 22), date(2018, 11, 25)),
        ("1-3 พ.ย. 61", date(2018, 11, 1), date(2018, 11, 3)),
        ("ระหว่างวันที่ 1 - 3 พ.ย. 2561", date(2018, 11, 1), date(2018, 11, 3)),
        ("28 ธ.ค. - 3 ม.ค. 61", date(2017, 12, 28), date(2018, 1, 3)),
        ("ปี 2560-2564", date(2017, 1, 1), date(2021, 12, 31)),
        ("๒๕๖๐ - ๒๕๖๔", date(2017, 1, 1), date(2021, 12, 31)),
        ("2560-64", date(2017, 1, 1), date(2021, 12, 31)),
        ("ปี 60-64", date(2017, 1, 1), date(2021, 12, 31)),
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๑", date(2017, 10, 1), date(2018, 9, 30)),
        ("ปีงบประมาณ 2560 - 2564", date(2016, 10, 1), date(2021, 9, 30)),
        ("ไตรมาส 1/2561", date(2017, 10, 1), date(2017, 12, 31)),
        ("ไตรมาสที่ 1-2 ปี 2561", date(2017, 10, 1), date(2018, 3, 31)),
        ("ตั้งแต่ ต.ค. 60 ถึง มี.ค. 61", date(2017, 10, 1), date(2018, 3, 31)),
        ("ตั้งแต่ ต.ค. 60", date(2017, 10, 1), None),
        ("ต.ค. 60 เป็นต้นไป", date(2017, 10, 1), None),
        ("ต.ค. 60 - ปัจจุบัน", date(2017, 10, 1), None),
        ("ภายใน ก.ย. 2561", None, date(2018, 9, 30)),
    ],
)
def test_periods(text: str, start: date | None, end: date | None) -> None:
    assert parse_period(text) == Period(start, end)


def test_a_period_lies_in_the_fiscal_year_that_the_form_says() -> None:
    period = parse_period("ส.ค. - ก.ย.๖๑")
    assert period.start is not None and period.end is not None
    assert fiscal_year(period.start) == fiscal_year(period.end) == 2561


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("ต.ค. - ธ.ค.", date(2017, 10, 1), date(2017, 12, 31)),
        ("ธ.ค. - ม.ค.", date(2017, 12, 1), date(2018, 1, 31)),
        ("สิงหาคม", date(2018, 8, 1), date(2018, 8, 31)),
        ("1 - 15 ต.ค.", date(2017, 10, 1), date(2017, 10, 15)),
        ("ไตรมาส 4", date(2018, 7, 1), date(2018, 9, 30)),
        ("ตลอดปีงบประมาณ", date(2017, 10, 1), date(2018, 9, 30)),
        ("ส.ค. - ก.ย. 62", date(2019, 8, 1), date(2019, 9, 30)),  # its own year is stronger
    ],
)
def test_periods_without_a_year_take_the_fiscal_year(text: str, start: date, end: date) -> None:
    assert parse_period(text, fiscal_year=2561) == Period(start, end)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("-", "no period"),
        ("", "no period"),
        ("ยังไม่กำหนด", "no period"),
        ("60-64", "no period"),
        ("61", "no period"),
        ("2018-11", "no period"),  # November, or 2018 to 2011?
        ("13/2561", "no period"),
        ("ส.ค. - ", "no period"),
        ("1 - พ.ย. 61", "no period"),  # the first, or from the first on?
        ("- " * 200, "…” is no period"),
        ("ต.ค. - ธ.ค.", "no year"),
        ("ไตรมาส 1", "no year"),
        ("ตลอดปีงบประมาณ", "no year"),
        ("ก.ย. 61 - ส.ค. 61", "before it starts"),
        ("ปี 2564 - 2560", "before it starts"),
        ("29 ก.พ. 2561 - 3 มี.ค. 2561", "no day of the calendar"),
        ("30 - 31 ก.พ. 61", "no day of the calendar"),
    ],
)
def test_what_is_no_period_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_period(text)


def test_months_that_cross_the_fiscal_year_without_a_year_are_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        parse_period("ก.ย. - ต.ค.", fiscal_year=2561)


def test_a_period_in_numbers_is_asked_about_unless_the_order_is_known() -> None:
    with pytest.raises(AmbiguousDate):
        parse_period("1/2/2561 - 3/4/2561")
    assert parse_period("1/2/2561 - 3/4/2561", day_first=True) == Period(date(2018, 2, 1), date(2018, 4, 3))
    assert parse_period("1/2/2561 - 3/4/2561", day_first=False) == Period(date(2018, 1, 2), date(2018, 3, 4))


@given(near_days, st.integers(0, 800), st.sampled_from([" - ", "-", " – ", " ถึง "]))
def test_a_period_in_thai_reads_back(start: date, days: int, dash: str) -> None:
    end = start + timedelta(days)
    first, last = (f"{day.day} {MONTHS_SHORT[day.month - 1]} {day.year + 543}" for day in (start, end))
    assert parse_period(f"{first}{dash}{last}") == Period(start, end)


@given(
    st.one_of(st.text(), thai_marks_and_blanks, st.from_regex(r"[0-9๐-๙/.\- กพคมเ]{0,20}", fullmatch=True))
)
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (parse_date, parse_period):
        with suppress(ValueError):
            read(text)
    parse_number(text)
    parse_year(text)
    day_first_of([text])
    collation_key(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ตั้งแต่ 1 ถึง 5", "ตั้งแต่ ๑ ถึง ๕"),
        ("4.51-5.00 ต่ำกว่า .05 (9–10) n−1", "๔.๕๑-๕.๐๐ ต่ำกว่า .๐๕ (๙–๑๐) n−๑"),
        ("UTF-8 SHA-256 sha256 participation-2561 2C", "UTF-8 SHA-256 sha256 participation-2561 2C"),
        ("ปี{year} {n}", "ปี{year} {n}"),
    ],
)
def test_numbers_of_prose_and_no_codes_are_in_thai_digits(text: str, shown: str) -> None:
    assert numbers_in_thai_digits(text) == shown


@pytest.mark.parametrize(
    "names",
    [
        ["ต่ำกว่า ๒๐ ปี", "20 - 29 ปี", "๓๐-๓๙ ปี", "40 ถึง 59 ปี", "60 ปีขึ้นไป"],
        ["ไม่เกิน 5,000 บาท", "5,001 - 10,000 บาท", "10,001 – 15,000 บาท", "มากกว่า 15,000 บาท"],
        ["Under 20", "20 to 29", "30 and over"],
        ["<1", "1-5", "6-10", ">10"],
        ["ต่ำกว่าปริญญาตรี", "ปริญญาตรี", "สูงกว่าปริญญาตรี"],
        ["กลุ่ม 2", "กลุ่ม 10", "หมู่ 1"],
        ["2018-09", "2018-10", "2019-01"],
        ["2561-4", "2562-1"],
        ["01", "02", "10"],
        ["ชาย", "หญิง", "อื่น ๆ"],
    ],
)
def test_groups_stand_in_their_order(names: list[str]) -> None:
    for other in (names[::-1], sorted(names)):
        assert sorted(other, key=group_key) == names
