"""Figures of a distribution: spec tables with the expected figure as arithmetic, and laws."""

import math
import statistics
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.codebook import BLANK, NOT_APPLICABLE, UNRECOGNISED, Codebook, Item, Scale
from analytics.measures import BandScheme, band, band_limits, band_word, measures, of_counts, pooled
from analytics.tally import from_counts
from analytics.words import half_up

FIVE = Scale("satisfaction", (1, 2, 3, 4, 5), ("Least", "Little", "Moderate", "Much", "Most"))
FOUR = Scale("four", (1, 2, 3, 4))
# domain.md, section 7: 169, 90, 45, 8, 6 answers for 5 → 1.
VECTOR = of_counts(FIVE, {5: 169, 4: 90, 3: 45, 2: 8, 1: 6})


def test_the_published_distribution() -> None:
    assert VECTOR.base == 169 + 90 + 45 + 8 + 6 == 318
    shares = {point: half_up((share or 0) * 100, 2) for point, share in VECTOR.shares.items()}
    assert shares == {
        5: Decimal("53.14"),
        4: Decimal("28.30"),
        3: Decimal("14.15"),
        2: Decimal("2.52"),
        1: Decimal("1.89"),
    }
    assert VECTOR.mean == pytest.approx((169 * 5 + 90 * 4 + 45 * 3 + 8 * 2 + 6 * 1) / 318)
    assert half_up(VECTOR.mean or 0, 2) == Decimal("4.28")
    assert half_up(VECTOR.sd or 0, 2) == Decimal("0.93")
    assert half_up(VECTOR.percent_score or 0, 2) == Decimal("85.66")
    assert half_up((VECTOR.top_two or 0) * 100, 2) == Decimal("81.45")
    assert VECTOR.bottom_two == pytest.approx((8 + 6) / 318)
    assert band(VECTOR.mean, FIVE, "boonchom") == 1  # มาก
    assert band(VECTOR.mean, FIVE, "equal_width") == 0  # มากที่สุด


def test_sd_is_the_sample_one_and_undefined_for_one_answer() -> None:
    two = of_counts(FIVE, {1: 0, 2: 0, 3: 0, 4: 1, 5: 1})
    assert two.sd == pytest.approx(math.sqrt(((5 - 4.5) ** 2 + (4 - 4.5) ** 2) / (2 - 1)))
    assert half_up(two.sd or 0, 2) == Decimal("0.71")
    assert of_counts(FIVE, {1: 0, 2: 0, 3: 0, 4: 1, 5: 0}).sd is None


def test_no_answers_have_no_figures() -> None:
    empty = of_counts(FIVE, dict.fromkeys(FIVE.points, 0), blank=3)
    assert (empty.base, empty.blank) == (0, 3)
    assert (empty.mean, empty.sd, empty.top_two, empty.bottom_two, empty.percent_score) == (None,) * 5
    assert set(empty.shares.values()) == {None}
    assert band(empty.mean, FIVE, "boonchom") is None


def test_thirds_are_shown_to_two_decimals_each() -> None:
    thirds = of_counts(FIVE, {1: 0, 2: 0, 3: 1, 4: 1, 5: 1})
    printed = [half_up((thirds.shares[point] or 0) * 100, 2) for point in (3, 4, 5)]
    assert printed == [Decimal("33.33")] * 3
    everybody = sum(share or 0 for share in thirds.shares.values())
    assert half_up(everybody * 100, 2) == Decimal("100.00"), "a total is not the sum of what is printed"


def test_a_four_point_scale_with_no_opinion_in_the_base_of_the_percentage() -> None:
    # 1,000 people: 8.2 % 4, 43.5 % 3, 24.7 % 2, 9.0 % 1, 14.6 % no opinion.
    found = of_counts(FOUR, {4: 82, 3: 435, 2: 247, 1: 90}, not_applicable=146)
    assert found.mean == pytest.approx((82 * 4 + 435 * 3 + 247 * 2 + 90) / (82 + 435 + 247 + 90))
    assert half_up(found.mean or 0, 2) == Decimal("2.60")
    assert half_up(found.sd or 0, 2) == Decimal("0.80")
    everybody = found.base + found.not_applicable
    assert (found.counts[4] + found.counts[3]) / everybody * 100 == pytest.approx(51.7)


@pytest.mark.parametrize(
    ("mean", "scheme", "index"),
    [
        (4.50, "boonchom", 1),
        (4.504, "boonchom", 1),
        (4.505, "boonchom", 0),
        (4.50, "half_point", 0),
        (4.504, "half_point", 0),
        (4.505, "half_point", 0),
        (4.204, "equal_width", 1),
        (4.205, "equal_width", 0),
        (1.0, "boonchom", 4),
        (5.0, "equal_width", 0),
    ],
)
def test_bands_look_the_rounded_mean_up(mean: float, scheme: BandScheme, index: int) -> None:
    assert band(mean, FIVE, scheme) == index


def test_bands_of_other_lengths_are_equal_widths_of_their_own() -> None:
    # Width (4 − 1) / 4 = 0.75: 1.00-1.75, 1.76-2.50, 2.51-3.25, 3.26-4.00.
    assert band_limits(FOUR, "boonchom") == tuple(Decimal(x) for x in ("3.26", "2.51", "1.76", "1"))
    assert band(3.255, FOUR, "boonchom") == 0
    assert band_word(0, FOUR) == "4"
    assert band_word(1, FIVE) == "Much"


def test_a_mean_below_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="below the scale"):
        band(0.5, FIVE, "boonchom")


@pytest.mark.parametrize(("mean", "percent"), [(4.5825, "91.65"), (4.6375, "92.75")])
def test_percent_score_is_the_unrounded_mean_times_twenty(mean: float, percent: str) -> None:
    # 10,000 answers of 4 and 5 with the wanted mean.
    fives = round((mean - 4) * 10_000)
    found = of_counts(FIVE, {1: 0, 2: 0, 3: 0, 4: 10_000 - fives, 5: fives})
    assert half_up(found.percent_score or 0, 2) == Decimal(percent)


def test_three_kinds_of_no_answer_stay_apart() -> None:
    codebook = Codebook((Item("q1", "Speed", "Speed", 1, FIVE),))
    counted = from_counts(codebook, {"q1": {5: 2, BLANK: 3, NOT_APPLICABLE: 4, UNRECOGNISED: 5}}, 14)
    found = measures(counted, "q1")
    assert (found.base, found.blank, found.not_applicable, found.unrecognised) == (2, 3, 4, 5)
    assert found.mean == 5


def test_pooled_takes_all_answers_together_and_refuses_mixed_scales() -> None:
    codebook = Codebook(
        (Item("a", "A", "A", 1, FIVE), Item("b", "B", "B", 2, FIVE), Item("c", "C", "C", 3, FOUR))
    )
    counted = from_counts(codebook, {"a": {5: 1}, "b": {2: 3}, "c": {4: 1}}, 3)
    both = pooled(counted, ("a", "b"))
    assert both is not None
    assert both.mean == pytest.approx((5 + 2 * 3) / 4)
    assert pooled(counted, ("a", "c")) is None


@given(st.lists(st.integers(1, 5), max_size=40))
def test_figures_agree_with_the_standard_library(answers: list[int]) -> None:
    found = of_counts(FIVE, {point: answers.count(point) for point in FIVE.points})
    assert found.base == len(answers)
    assert found.mean == (pytest.approx(statistics.fmean(answers)) if answers else None)
    assert found.sd == (pytest.approx(statistics.stdev(answers)) if len(answers) > 1 else None)
    if answers:
        assert sum(share or 0 for share in found.shares.values()) == pytest.approx(1)
        assert 0 <= (found.top_two or 0) <= 1
