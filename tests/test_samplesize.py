"""Sample sizes: the domain's vectors, the printed table, and what they mean in words."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics.samplesize import (
    Sample,
    adequacy,
    claim,
    cochran,
    in_words,
    krejcie_morgan,
    margin_of_error,
    yamane,
)
from analytics.words import Words

# Krejcie and Morgan (1970), table 1: population, sample.
PRINTED = """
10 10  15 14  20 19  25 24  30 28  35 32  40 36  45 40  50 44  55 48  60 52  65 56  70 59  75 63  80 66  85 70
90 73  95 76  100 80  110 86  120 92  130 97  140 103  150 108  160 113  170 118  180 123  190 127  200 132
210 136  220 140  230 144  240 148  250 152  260 155  270 159  280 162  290 165  300 169  320 175  340 181
360 186  380 191  400 196  420 201  440 205  460 210  480 214  500 217  550 226  600 234  650 242  700 248
750 254  800 260  850 265  900 269  950 274  1000 278  1100 285  1200 291  1300 297  1400 302  1500 306
1600 310  1700 313  1800 317  1900 320  2000 322  2200 327  2400 331  2600 335  2800 338  3000 341  3500 346
4000 351  4500 354  5000 357  6000 361  7000 364  8000 367  9000 368  10000 370  15000 375  20000 377
30000 379  40000 380  50000 381  75000 382  1000000 384
"""


@pytest.mark.parametrize(("population", "sample"), [(12_500, 388), (2_757, 350), (100_000, 399)])
def test_yamane(population: int, sample: int) -> None:
    assert yamane(population) == sample


def test_a_size_that_comes_out_whole_is_not_rounded_up() -> None:
    # 400 / (1 + 400 · .0025) = 400 / 2; 10,000 / (1 + 10,000 · .01) = 99.0099 → 100.
    assert yamane(400) == 200
    assert yamane(10_000, 0.1) == math.ceil(10_000 / 101) == 100
    for thousandths in range(1, 1000):  # N = 1/e² gives N/2, wherever 1/e is whole
        if 1000 % thousandths == 0:
            side = 1000 // thousandths
            assert yamane(side**2, thousandths / 1000) == math.ceil(side**2 / 2)


def test_cochran() -> None:
    assert cochran() == 385  # 1.96² · ¼ / .0025 = 384.16
    assert cochran(400) == 197  # 384.16 / (1 + 383.16/400) = 196.2
    assert cochran(error=0.03) == 1068  # 3.8416 · ¼ / .0009 = 1067.1
    assert cochran(10**9) == cochran()


def test_krejcie_and_morgan_reproduces_the_whole_printed_table() -> None:
    numbers = [int(word) for word in PRINTED.split()]
    table = dict(zip(numbers[::2], numbers[1::2], strict=True))
    assert len(table) == 90
    assert {population: krejcie_morgan(population) for population in table} == table


@given(st.integers(1, 10**7), st.sampled_from([0.01, 0.03, 0.05, 0.1]))
def test_nobody_is_asked_twice_and_a_larger_population_needs_no_fewer(population: int, error: float) -> None:
    for formula in (yamane, cochran, krejcie_morgan):
        assert 1 <= formula(population, error) <= population
        assert formula(population, error) <= formula(population + 1, error)


@pytest.mark.parametrize("formula", [yamane, cochran, krejcie_morgan])
def test_impossible_questions_are_refused(formula) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="at least one member"):
        formula(0)
    for error in (0, 1, 5):
        with pytest.raises(ValueError, match="between 0 and 1"):
            formula(100, error)


def test_the_margin_that_respondents_give() -> None:
    assert margin_of_error(385) == pytest.approx(1.959964 * math.sqrt(0.25 / 385))
    # 200 of 400: 1.96 · √(¼/200 · 200/399)
    assert margin_of_error(200, 400) == pytest.approx(1.959964 * math.sqrt(0.25 / 200 * 200 / 399))
    assert margin_of_error(400, 400) == 0
    assert margin_of_error(1, 1) == 0
    assert margin_of_error(0, 400) is None
    with pytest.raises(ValueError, match="population of 3"):
        margin_of_error(4, 3)


@given(st.integers(2, 10**6))
def test_the_margin_undoes_cochrans_formula(population: int) -> None:
    # One more person than asked for is always enough, one fewer than asked for is not by more than rounding.
    size = cochran(population)
    assert (margin_of_error(size, population) or 0) <= 0.0502
    if size > 2:
        assert (margin_of_error(size - 2, population) or 0) > 0.05 - 1e-4


def test_whether_there_are_enough_in_words() -> None:
    says = Words()

    def said(respondents: int, population: int) -> str:
        return says.say(in_words(adequacy(respondents, population)))

    assert said(318, 2_757) == (
        "318 respondents of 2,757 are too few for a margin of ±5.00 percentage points: Yamane asks for 350, "
        "Krejcie and Morgan for 337, Cochran for 338. A claim can be no closer than ±5.17 percentage "
        "points unless more people are asked."
    )
    assert "enough for a margin of ±5.00 percentage points by Yamane (350)" in said(350, 2_757)
    assert "by some formulas only: Yamane asks for 350" in said(338, 2_757)
    assert "Nobody has answered yet" in said(0, 2_757)
    assert "All 40 of 40 people answered" in said(40, 40)
    with pytest.raises(ValueError, match="population of 3"):
        adequacy(4, 3)


@pytest.mark.parametrize(("respondents", "enough"), [(349, False), (350, True)])
def test_enough_means_by_all_three(respondents: int, enough: bool) -> None:
    assert adequacy(respondents, 2_757).enough is enough


@pytest.mark.parametrize(
    ("respondents", "sample", "said"),
    [
        # 1.96 · √(¼ / 318) = .05495
        (318, Sample(), "318 respondents give a share a margin of error of ±5.50 percentage points at worst"),
        (1, Sample(None, 0.1), "1 respondent gives a share"),
        (
            318,
            Sample(None, 0.1),
            "Cochran asks for 97 for a margin of ±10.00 percentage points of any number",
        ),
        (
            0,
            Sample(),
            "Nobody has answered yet. For a margin of ±5.00 percentage points of any number of people",
        ),
        # N can't be fewer than answered: as if it were not known.
        (
            318,
            Sample(317),
            "318 respondents give a share a margin of error of ±5.50 percentage points at worst",
        ),
        (318, Sample(318), "All 318 of 318 people answered"),
        (318, Sample(2_757), "Yamane asks for 350, Krejcie and Morgan for 337, Cochran for 338"),
        (
            0,
            Sample(2_757),
            "Nobody has answered yet. For a margin of ±5.00 percentage points among 2,757 people",
        ),
    ],
)
def test_what_respondents_may_claim_with_and_without_a_population(
    respondents: int, sample: Sample, said: str
) -> None:
    assert said in Words().say(claim(respondents, sample))


@pytest.mark.parametrize("nonsense", [(0, 0.05), (-3, 0.05), (10, 0.0), (10, 1.0), (None, 1.5)])
def test_what_can_be_true_of_no_survey_is_refused(nonsense: tuple[int | None, float]) -> None:
    with pytest.raises(ValueError, match=r"population|margin"):
        Sample(*nonsense)
