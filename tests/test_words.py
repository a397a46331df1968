"""Messages, problems, and figures in the reader's language and the unit's digits."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.thai import parse_date, parse_number
from analytics.words import NONE, Problem, Words, Year, half_up, message

ENGLISH = Words()
CATALOG = {"{n} of {most} points": "{n} จาก {most} คะแนน"}
THAI = Words("th", "thai", gettext=lambda text: CATALOG.get(text, text))
NOVEMBER_22 = date(2018, 11, 22)


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (4.505, 2, "4.51"),
        (4.504, 2, "4.50"),
        (2.675, 2, "2.68"),
        (4.204, 2, "4.20"),
        (4.205, 2, "4.21"),
        (-2.675, 2, "-2.68"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (901 / 200, 2, "4.51"),  # 4.505
        (-0.004, 2, "0.00"),
        (12_935_000, 0, "12935000"),
        (Decimal("4.505"), 2, "4.51"),
        (1e-7, 2, "0.00"),
    ],
)
def test_half_up(value: float | Decimal, decimals: int, printed: str) -> None:
    assert str(half_up(value, decimals)) == printed


def test_a_year_in_a_sentence_has_no_separators_and_the_digits_of_the_unit() -> None:
    said = message("Fiscal year {year}, {n} rows", year=Year(2561), n=2561)
    assert ENGLISH.say(said) == "Fiscal year 2561, 2,561 rows"
    assert THAI.say(said) == "Fiscal year ๒๕๖๑, ๒,๕๖๑ rows"


@given(st.integers(-(10**9), 10**9), st.integers(0, 3))
def test_half_up_agrees_with_rounding_thousandths_by_hand(thousandths: int, decimals: int) -> None:
    step = 10 ** (3 - decimals)
    by_hand = (abs(thousandths) + step // 2) // step if step > 1 else abs(thousandths)
    assert abs(half_up(thousandths / 1000, decimals)) == Decimal(by_hand).scaleb(-decimals)


def test_numbers() -> None:
    assert ENGLISH.number(12_935_000) == "12,935,000"
    assert ENGLISH.number(4.505, 2) == "4.51"
    assert THAI.number(12_935_000) == "๑๒,๙๓๕,๐๐๐"
    assert THAI.number(4.505, 2) == "๔.๕๑"
    assert THAI.number(-1250.5, 1) == "-๑,๒๕๐.๕"
    assert ENGLISH.number(0) == "0"
    assert ENGLISH.number(None) == ENGLISH.number(float("nan"), 2) == NONE


def test_percent() -> None:
    assert ENGLISH.percent(169 / 318, 2) == "53.14%"
    assert THAI.percent(1 / 3, 2) == "๓๓.๓๓%"
    assert ENGLISH.percent(0) == "0.0%"
    assert ENGLISH.percent(1, 0) == "100%"
    assert ENGLISH.percent(None) == ENGLISH.percent(float("nan")) == NONE


@pytest.mark.parametrize("thousandths", range(5, 1000, 10))
def test_percent_rounds_the_share_and_not_its_binary_product(thousandths: int) -> None:
    by_hand = (Decimal(thousandths) / 10).quantize(
        Decimal(1), rounding=ROUND_HALF_UP
    )  # 145 of 1000 → 14.5 → 15
    assert ENGLISH.percent(thousandths / 1000, 0) == f"{by_hand}%"


def test_a_number_that_is_a_name_has_no_separators() -> None:
    assert ENGLISH.plain(2561) == "2561"
    assert THAI.plain(2561) == "๒๕๖๑"
    assert THAI.plain(None) == NONE


def test_dates() -> None:
    assert Words("th", "thai").date(NOVEMBER_22) == "๒๒ พฤศจิกายน ๒๕๖๑"
    assert Words("th").date(NOVEMBER_22) == "22 พฤศจิกายน 2561"
    assert Words("th").date(NOVEMBER_22, short=True) == "22 พ.ย. 2561"
    assert ENGLISH.date(NOVEMBER_22) == "22 November 2018"
    assert ENGLISH.date(NOVEMBER_22, short=True) == "22 Nov 2018"
    assert Words("en", "thai").date(NOVEMBER_22) == "๒๒ November ๒๐๑๘"
    assert ENGLISH.date(None) == NONE


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.sampled_from(["th", "en"]), st.booleans())
def test_a_date_that_was_shown_reads_back(day: date, language: str, short: bool) -> None:
    for digits in ("thai", "arabic"):
        shown = Words(language, digits).date(day, short=short)  # type: ignore[arg-type]
        assert parse_date(shown) == day


@given(st.integers(-(10**12), 10**12))
def test_a_number_that_was_shown_reads_back(number: int) -> None:
    assert parse_number(THAI.number(number)) == number


def test_a_message_is_said_in_the_readers_language() -> None:
    score = message("{n} of {most} points", n=16, most=20)
    assert ENGLISH.say(score) == "16 of 20 points"
    assert THAI.say(score) == "๑๖ จาก ๒๐ คะแนน"
    assert ENGLISH("{n} of {most} points", n=16, most=20) == "16 of 20 points"
    assert score == message("{n} of {most} points", n=16, most=20)
    assert hash(score) == hash(message("{n} of {most} points", n=16, most=20))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0 rows are left"),
        (1, "1 row is left"),
        (2, "2 rows are left"),
        (21, "21 rows are left"),
        (-1, "-1 row is left"),
        (1.0, "1.00 rows are left"),
        ("1", "1 row is left"),
        ("1.0", "1.0 rows are left"),
        ("๑", "๑ row is left"),
        ("11", "11 rows are left"),
        (None, f"{NONE} rows are left"),
    ],
)
def test_a_word_follows_its_count_as_it_is_read(value: float | str | None, said: str) -> None:
    assert ENGLISH("{n} {n:row is|rows are} left", n=value) == said


def test_a_sentence_may_have_several_counts() -> None:
    text = "{n} {n:answer|answers} of {people} {people:person|people}"
    assert [ENGLISH(text, n=n, people=people) for n, people in ((1, 2), (2, 1), (1, 1), (0, 0))] == [
        "1 answer of 2 people",
        "2 answers of 1 person",
        "1 answer of 1 person",
        "0 answers of 0 people",
    ]
    assert ENGLISH.say(message(text, n=1, people=1000)) == "1 answer of 1,000 people"


def test_words_for_one_are_chosen_in_thai_digits_too() -> None:
    english = Words("en", "thai")
    assert english("{n} {n:row|rows}, {m} {m:row|rows}", n=1, m=11) == "๑ row, ๑๑ rows"


def test_thai_has_one_word_for_any_count() -> None:
    thai = Words("th", gettext={"{n} {n:row|rows}": "{n} แถว"}.__getitem__)
    assert [thai("{n} {n:row|rows}", n=n) for n in (1, 2)] == ["1 แถว", "2 แถว"]


def test_values_may_have_any_name() -> None:
    assert ENGLISH.say(message("{text} by {self}", text="a", self="b")) == "a by b"


def test_values_are_shown_by_their_kind() -> None:
    words = Words("th", "thai")
    assert (
        words("{a} {b} {c} {d}", a="ข้อ 1", b=1250, c=4.505, d=NOVEMBER_22)
        == "ข้อ 1 ๑,๒๕๐ ๔.๕๑ ๒๒ พฤศจิกายน ๒๕๖๑"
    )
    assert words.show(datetime(2018, 11, 22, 14, 3)) == "๒๒ พฤศจิกายน ๒๕๖๑"
    assert words.show(None) == words.show(float("nan")) == words.show(pd.NaT) == NONE


def test_a_row_or_level_that_is_kept_as_text_is_in_the_chosen_digits() -> None:
    """Records of published revisions hold it so; the name of a sheet stays as it is."""
    said = message("row {row} of “{sheet}”, level {level}", row="1206", sheet="2561", level="4")
    assert Words("th", "thai").say(said) == "row ๑๒๐๖ of “2561”, level ๔"
    assert Words("th").say(said) == "row 1206 of “2561”, level 4"
    assert Words("th", "thai")("{rows}", rows="3, 12 …") == "๓, ๑๒ …"
    assert Words("th", "thai")("{row} {version}", row="6a", version="2.1") == "6a ๒.๑"


def test_prose_has_its_numbers_in_the_chosen_digits_and_codes_stay() -> None:
    assert Words("th", "thai").in_prose("4.51 ขึ้นไป `SHA-256`") == "๔.๕๑ ขึ้นไป `SHA-256`"
    assert Words("en", "thai").in_prose("from 4.51, UTF-8") == "from ๔.๕๑, UTF-8"
    assert Words("th").in_prose("4.51 `SHA-256`") == "4.51 `SHA-256`"


def test_text_among_the_values_is_never_a_template() -> None:
    assert ENGLISH("“{value}” is no number", value="{n} {0} %s") == "“{n} {0} %s” is no number"


def test_a_sentence_without_values_is_said_as_it_is() -> None:
    assert ENGLISH("100 % {sic}") == "100 % {sic}"


def test_a_missing_value_is_an_error_and_no_gap() -> None:
    with pytest.raises(KeyError):
        ENGLISH("{n} of {most}", n=1)


def test_a_problem_is_a_frozen_error_unless_told() -> None:
    problem = Problem(
        message("“{value}” is no number", value="x"), message("Type a number."), sheet="แผ่น1", row=3, column=2
    )
    assert problem.severity == "error" and problem.value is None
    with pytest.raises(FrozenInstanceError):
        problem.row = 4  # type: ignore[misc]
