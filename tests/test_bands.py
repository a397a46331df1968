"""A unit's own bands: gaps, overlaps and missing ends are refused; sound ones are used like any scheme."""

from datetime import date
from decimal import Decimal

import pytest

from analytics.assessment import Inputs, Survey, assess
from analytics.bands import Band, OwnBands, is_own, own_bands, parse, problems, written
from analytics.codebook import Codebook, Item, Scale
from analytics.measures import BANDS, band, band_limits, band_word
from analytics.names import scheme_name
from analytics.projects import RowRef
from analytics.reports.summary import summary
from analytics.tally import from_counts
from data.definitions import rubric
from data.summary_import import read_settings
from data.workbook import read
from ui.text import words

FIVE = Scale("five", (1, 2, 3, 4, 5))
FOUR = Scale("four", (1, 2, 3, 4), ("ไม่พอใจเลย", "ไม่ค่อยพอใจ", "ค่อนข้างพอใจ", "พอใจมาก"))
BOOK = Codebook((Item("q1", "เจ้าหน้าที่", "เจ้าหน้าที่", 1, FIVE),))
THREE = "4.00-5.00 ดี\n2.50-3.99 พอใช้\n1.00-2.49 ควรปรับปรุง"


def own(text: str) -> OwnBands:
    found, wrong = parse(text)
    assert (wrong, problems(found)) == ([], [])
    return OwnBands(tuple(found))


def said(text: str) -> list[str]:
    found, wrong = parse(text)
    return [words("en").say(sentence) for sentence in (wrong or problems(found))]


@pytest.mark.parametrize(
    ("mean", "expected"),
    [(5, "ดี"), (3.995, "ดี"), (3.994, "พอใช้"), (2.5, "พอใช้"), (2.494, "ควรปรับปรุง"), (1, "ควรปรับปรุง")],
)
def test_means_are_read_by_them_after_rounding_half_up(mean: float, expected: str) -> None:
    scheme = own(THREE).code
    assert band_word(band(mean, FIVE, scheme), FIVE, scheme) == expected


def test_the_text_that_names_them_holds_them() -> None:
    bands = own(THREE)
    assert is_own(bands.code)
    assert own_bands(bands.code) == bands
    assert band_limits(FIVE, bands.code) == (Decimal("4.00"), Decimal("2.50"), Decimal("1.00"))
    assert "ควรปรับปรุง" in scheme_name(bands.code, words("th"))
    assert not any(is_own(name) for name in BANDS)


def test_a_scale_of_another_length_keeps_its_own_bands() -> None:
    scheme = own(THREE).code
    assert band_limits(FOUR, scheme) == band_limits(FOUR, "boonchom")
    assert band_word(band(3.9, FOUR, scheme), FOUR, scheme) == "พอใจมาก"


def test_lines_may_come_in_any_order_and_digits_with_empty_ones_among_them() -> None:
    turned = "๑.๐๐ ถึง ๒.๔๙ : ควรปรับปรุง\n\n  4 – 5 = ดี\n2.5—3.99 พอใช้\n"
    assert own(turned) == own(THREE)
    assert written(own(THREE).bands) == THREE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4.00-5.00 ดี\n1.00-3.89 แย่", "there is a gap"),
        ("4.00-5.00 ดี\n1.00-4.00 แย่", "overlap"),
        ("4.00-4.90 ดี\n1.00-3.99 แย่", "let it end at 5.00"),
        ("4.00-5.00 ดี\n1.50-3.99 แย่", "let it start at 1.00"),
        ("4.00-6.00 ดี\n1.00-3.99 แย่", "let it end at 5.00"),
        ("4.00-5.00 ดี\n1.00-3.99 ดี", "same word"),
        ("1.00-5.00 ดี", "Enter 2 to 10 bands; there is 1"),
        ("", "there are 0"),
        ("4.00-5.00 ดี\n4.50-3.99 แย่", "ends below that"),
        ("สี่-5.00 ดี", "Line 1: write it as"),
        ("4.00 ดี", "Line 1: write it as"),
        ("4.00-5.00 ", "Line 1: enter a word"),
        (f"4.00-5.00 {'ก' * 41}", "Line 1: enter a word"),
    ],
)
def test_what_is_not_sound_is_said(text: str, expected: str) -> None:
    assert any(expected in sentence for sentence in said(text))


@pytest.mark.parametrize(
    "text",
    ["boonchom", "own:", "own:[]", "own:[[1]]", 'own:[["x","y"],["1","z"]]', 'own:[["4","a"],["2","b"]]'],
)
def test_a_text_without_sound_bands_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="bands"):
        own_bands(text)


def test_a_band_says_its_ends() -> None:
    assert own(THREE).bands[1] == Band(Decimal("2.50"), Decimal("3.99"), "พอใช้")


def test_documents_and_the_record_inside_a_summary_keep_them() -> None:
    survey = Survey("Users", RowRef("s.xlsx", "Answers"), from_counts(BOOK, {"q1": {4: 9, 2: 1}}, 10))
    scheme = own(THREE).code
    found = assess(
        Inputs(surveys=(survey,)),
        rubric("participation-2561"),
        band_scheme=scheme,
        made_on=date(2018, 11, 22),
    )
    made = read(summary(found, words("th")), "summary.xlsx")
    texts = {
        text for sheet in made.sheets for row in sheet.cells.to_pylist() for text in row.values() if text
    }
    # (9·4 + 1·2) / 10 = 3.80
    assert "พอใช้" in texts
    assert any("ควรปรับปรุง" in text for text in texts)
    assert read_settings(made).band_scheme == scheme
