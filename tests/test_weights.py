"""Weights reproduce the known totals, say what they cost, and refuse what can't be weighted."""

from __future__ import annotations

import math
import random

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.codebook import BLANK, Codebook, Demographic, Item, Scale
from analytics.responses import Responses
from analytics.statistics.intervals import pooled_mean_interval
from analytics.statistics.weights import Totals, Weights, in_words, weigh, weighted
from analytics.words import Problem, Words
from ui.text import words

FIVE = Scale("five", (1, 2, 3, 4, 5))
BOOK = Codebook(
    (Item("q1", "Speed", "Speed", 1, FIVE), Item("q2", "Place", "Place", 2, FIVE)),
    (Demographic("sex", "เพศ", 3), Demographic("age", "อายุ", 4)),
)


def survey(rows: list[tuple[int, int, str | None, str | None]]) -> Responses:
    q1, q2, sex, age = zip(*rows, strict=True)
    return Responses(
        BOOK,
        pd.DataFrame(
            {
                "q1": np.array(q1, np.int8),
                "q2": np.array(q2, np.int8),
                "sex": pd.Categorical(sex),
                "age": pd.Categorical(age),
            }
        ),
    )


def totals(demographic: str, **sizes: float) -> Totals:
    return Totals(demographic, tuple(sizes.items()))


def given_weights(
    responses: Responses, *known: Totals, most: float | None = None, fewest: int = 1
) -> Weights:
    found = weigh(responses, known, most=most, fewest=fewest)
    assert isinstance(found, Weights)
    return found


# 60 women who answer 5, 40 men who answer 2; among all people there are as many women as men.
TWO = survey([(5, 4, "w", "old")] * 60 + [(2, 4, "m", "young")] * 40)


def test_one_demographic_weighs_by_known_share_over_share_of_respondents() -> None:
    found = given_weights(TWO, totals("sex", w=5000, m=5000))
    assert found.each[:60] == pytest.approx(0.5 / 0.6) and found.each[60:] == pytest.approx(0.5 / 0.4)
    assert found.effective == pytest.approx(100**2 / (60 * (0.5 / 0.6) ** 2 + 40 * (0.5 / 0.4) ** 2))
    assert found.design_effect == pytest.approx(100 / found.effective)
    assert (found.respondents, found.left_out, found.rounds, found.trimmed) == (100, 0, 1, 0)
    assert [(m.group, m.respondents, m.unweighted, m.known) for m in found.margins] == [
        ("w", 60, 0.6, 0.5),
        ("m", 40, 0.4, 0.5),
    ]
    assert found.furthest == pytest.approx(0)
    of = weighted(TWO, ["q1"], found)
    assert of.mean == pytest.approx((5 + 2) / 2)  # unweighted (60·5 + 40·2) / 100 = 3.8
    assert of.top_two == pytest.approx(1 / 2)
    assert of.base == 100


def test_shares_do_as_well_as_people() -> None:
    people, shares = (given_weights(TWO, totals("sex", w=w, m=m)) for w, m in ((1500, 500), (75, 25)))
    assert people.each == pytest.approx(shares.each)


def test_equal_weights_cost_nothing_and_change_nothing() -> None:
    found = given_weights(TWO, totals("sex", w=60, m=40))
    assert found.effective == pytest.approx(100) and found.largest == pytest.approx(1)
    of, plain = weighted(TWO, ["q1", "q2"], found), pooled_mean_interval(TWO, ["q1", "q2"])
    assert plain is not None and of.mean_interval is not None
    assert (of.mean_interval.low, of.mean_interval.high) == pytest.approx((plain.low, plain.high))


def test_who_did_not_say_has_no_weight_and_is_counted() -> None:
    responses = survey([(5, 5, "w", "old")] * 3 + [(1, 1, "m", "old")] * 3 + [(1, 1, None, "old")] * 4)
    found = given_weights(responses, totals("sex", w=1, m=1))
    assert (found.respondents, found.left_out) == (6, 4)
    assert found.each[6:].tolist() == [0] * 4 and found.each.sum() == pytest.approx(6)
    assert weighted(responses, ["q1"], found, fewest=1).mean == pytest.approx(3)
    assert weighted(responses, ["q1"], found, fewest=1).base == 6


def test_a_blank_answer_is_in_no_weighted_figure() -> None:
    responses = survey([(5, 5, "w", "old"), (BLANK, 5, "w", "old"), (1, 5, "m", "old"), (3, 5, "m", "old")])
    found = given_weights(responses, totals("sex", w=3, m=1))
    # women weigh 1.5 and men 0.5 each
    of = weighted(responses, ["q1"], found, fewest=1)
    assert of.mean == pytest.approx((1.5 * 5 + 0.5 * 1 + 0.5 * 3) / (1.5 + 0.5 + 0.5))
    assert of.base == 3
    assert of.effective == pytest.approx(2.5**2 / (1.5**2 + 0.5**2 + 0.5**2))


def test_nobody_answered_gives_no_figure() -> None:
    responses = survey([(BLANK, 5, "w", "old"), (BLANK, 5, "m", "old")])
    of = weighted(responses, ["q1"], given_weights(responses, totals("sex", w=3, m=1)))
    assert (of.base, of.mean, of.top_two, of.mean_interval) == (0, None, None, None)


chances = st.randoms(use_true_random=False)


@given(chances)
@settings(max_examples=100)
def test_raking_reproduces_all_margins_and_is_the_one_that_multiplies(chance: random.Random) -> None:
    """Margins met by weights a·b (one factor a group) are the raked ones: no others are both."""
    ages = ["a", "b", "c"][: chance.randint(2, 3)]
    rows = [(1, 1, sex, age) for sex in "wm" for age in ages for _ in range(chance.randint(1, 30))]
    responses = survey(rows)
    n = 1000
    women = chance.randint(100, 900)
    parts = [chance.randint(50, 300) for _ in ages]
    of_age = {age: n * part / sum(parts) for age, part in zip(ages, parts, strict=True)}
    found = given_weights(responses, totals("sex", w=women, m=n - women), totals("age", **of_age))
    known = {"w": women, "m": n - women, **of_age}
    frame = responses.frame
    for column in ("sex", "age"):
        for name in frame[column].cat.categories:
            own = found.each[(frame[column] == name).to_numpy()].sum() / found.each.sum()
            assert own == pytest.approx(known[name] / n, abs=1e-8)
    assert found.furthest < 1e-8
    weight = {(s, a): w for (_, _, s, a), w in zip(rows, found.each, strict=True)}
    for age in ages[1:]:
        odds = weight["w", ages[0]] * weight["m", age] / (weight["w", age] * weight["m", ages[0]])
        assert odds == pytest.approx(1, abs=1e-6)
    assert found.each.mean() == pytest.approx(1)
    # Kish's other form: 1 + the squared coefficient of variation.
    assert found.design_effect == pytest.approx(1 + found.each.var() / found.each.mean() ** 2)


def test_raking_against_fitting_by_hand() -> None:
    """Respondents 20 10 / 10 20, wanted rows 40 20 and columns 30 30: fitted by hand in exact fractions."""
    responses = survey(
        [(1, 1, "w", "a")] * 20 + [(1, 1, "w", "b")] * 10 + [(1, 1, "m", "a")] * 10 + [(1, 1, "m", "b")] * 20
    )
    found = given_weights(responses, totals("sex", w=40, m=20), totals("age", a=30, b=30))
    # Cells x, 40 − x / 30 − x, x − 10 with the odds ratio of the respondents, 20·20 / (10·10) = 4:
    # x(x − 10) = 4(40 − x)(30 − x) → 3x² − 270x + 4800 = 0 → x = (270 − √(270² − 12·4800)) / 6.
    x = (270 - math.sqrt(270**2 - 12 * 4800)) / 6
    cells = [x, 40 - x, 30 - x, x - 10]
    assert [found.each[i] for i in (0, 20, 30, 40)] == pytest.approx(
        [cell / n for cell, n in zip(cells, (20, 10, 10, 20), strict=True)], rel=1e-6
    )


def test_trimming_keeps_the_limit_and_the_sum_and_says_how_far_off_it_is() -> None:
    responses = survey([(5, 5, "w", "old")] * 95 + [(1, 1, "m", "old")] * 5)
    whole = given_weights(responses, totals("sex", w=50, m=50))
    assert whole.largest == pytest.approx(10)
    found = given_weights(responses, totals("sex", w=50, m=50), most=4)
    assert found.largest == pytest.approx(4) and found.trimmed == 5
    assert found.each.sum() == pytest.approx(100)
    assert found.each[0] == pytest.approx((100 - 5 * 4) / 95)
    assert found.furthest == pytest.approx(0.5 - 5 * 4 / 100)
    assert found.effective > whole.effective
    assert given_weights(responses, totals("sex", w=50, m=50), most=10.5).trimmed == 0


@given(chances, st.floats(1.2, 5))
@settings(max_examples=100)
def test_trimmed_weights_never_pass_the_limit(chance: random.Random, most: float) -> None:
    rows = [(1, 1, s, a) for s in "wm" for a in "abc" for _ in range(chance.randint(1, 40))]
    sizes = {name: chance.uniform(1, 100) for name in "abc"}
    found = given_weights(survey(rows), totals("age", **sizes), most=most)
    assert found.largest <= most * (1 + 1e-9)
    assert found.each.mean() == pytest.approx(1)


@given(chances)
@settings(max_examples=30)
def test_interval_is_that_of_weighted_least_squares_with_robust_errors(chance: random.Random) -> None:
    rows = [
        (chance.randint(1, 5), chance.randint(1, 5), chance.choice("wm"), "old")
        for _ in range(chance.randint(20, 80))
    ]
    rows += [(1, 2, "w", "old"), (5, 3, "m", "old")]
    responses = survey(rows)
    weights = given_weights(responses, totals("sex", w=70, m=30))
    of = weighted(responses, ["q1"], weights, fewest=1)
    answers = responses.frame["q1"].to_numpy().astype(float)
    fit = sm.WLS(answers, np.ones(len(answers)), weights=weights.each).fit(cov_type="HC1", use_t=True)
    low, high = fit.conf_int()[0]
    assert of.mean == pytest.approx(fit.params[0]) and of.mean_interval is not None
    assert (of.mean_interval.low, of.mean_interval.high) == pytest.approx((max(low, 1), min(high, 5)))


BAD = [
    ([], None, "No totals are known yet."),
    ([totals("sex", w=10)], None, "The total of “m” (เพศ) is missing."),
    ([totals("sex", w=10, m=0)], None, "The total of “m” (เพศ) must be above 0."),
    ([totals("sex", w=10, m=-1)], None, "The total of “m” (เพศ) must be above 0."),
    ([totals("sex", w=10, m=math.nan)], None, "The total of “m” (เพศ) must be above 0."),
    ([totals("sex", w=10, m=10, x=1)], None, "Nobody of “x” (เพศ) answered."),
    (
        [totals("sex", w=10, m=10), totals("age", old=10, young=15)],
        None,
        "The totals of “เพศ” come to 20, those of “อายุ” to 25.",
    ),
    # All women are old and all men young: 50:50 and 60:40 can't both hold.
    (
        [totals("sex", w=50, m=50), totals("age", old=60, young=40)],
        None,
        "The totals of these questions contradict each other here: no weights fit them all.",
    ),
]


@pytest.mark.parametrize(("known", "most", "said"), BAD)
def test_what_cannot_be_weighted_is_said(known: list[Totals], most: float | None, said: str) -> None:
    found = weigh(TWO, known, most=most)
    assert isinstance(found, Problem)
    assert Words().say(found.problem) == said
    assert Words().say(found.remedy) and words("th").say(found.remedy) != Words().say(found.remedy)


def test_a_group_that_is_left_with_nobody_is_said() -> None:
    """All young respondents left their sex blank, so nobody young has a weight."""
    responses = survey([(5, 5, "w", "old"), (5, 5, "m", "old"), (5, 5, None, "young")])
    found = weigh(responses, [totals("sex", w=1, m=1), totals("age", old=1, young=1)], fewest=1)
    assert isinstance(found, Problem) and "“young”" in Words().say(found.problem)
    nobody = survey([(5, 5, None, "old")])
    assert isinstance(weigh(nobody, [totals("sex", w=1)]), Problem)


def test_a_group_of_few_is_not_weighed_and_an_item_that_few_answered_is_hidden() -> None:
    few = survey([(5, 5, "w", "old")] * 9 + [(1, 1, "m", "old")] * 4)
    found = weigh(few, [totals("sex", w=1, m=1)])
    assert isinstance(found, Problem)
    assert Words().say(found.problem) == "Fewer than 5 of “m” (เพศ) answered."
    # Five men, of whom four answer the first item and all the second.
    five = survey([(5, 5, "w", "old")] * 9 + [(1, 1, "m", "old")] * 4 + [(BLANK, 2, "m", "old")])
    weights = weigh(five, [totals("sex", w=1, m=1)])
    assert isinstance(weights, Weights)
    first, second = weighted(five, ["q1"], weights), weighted(five, ["q2"], weights)
    assert first.hidden and first.base == 13
    assert (first.mean, first.top_two, first.mean_interval) == (None, None, None)
    assert not second.hidden and second.mean == pytest.approx((5 + (4 * 1 + 2) / 5) / 2)
    # Two who did not say their sex: everybody less those who did.
    silent = survey([(5, 5, "w", "old")] * 9 + [(1, 1, "m", "old")] * 9 + [(2, 2, None, "old")] * 2)
    found = weigh(silent, [totals("sex", w=1, m=1)])
    assert isinstance(found, Problem) and "left “เพศ” blank" in Words().say(found.problem)
    # An item that nobody of a group was asked tells nothing of them.
    none = survey([(5, 5, "w", "old")] * 9 + [(BLANK, 1, "m", "old")] * 5)
    weights = weigh(none, [totals("sex", w=1, m=1)])
    assert isinstance(weights, Weights) and weighted(none, ["q1"], weights).mean == 5


def test_totals_may_differ_by_rounding() -> None:
    """Printed percentages add up to 99.9 or 100.1."""
    four = [(1, 1, s, a) for s in "wm" for a in "ab"]
    assert isinstance(
        weigh(survey(four * 5), [totals("sex", w=50.1, m=50), totals("age", a=30, b=69.9)]), Weights
    )


def test_mistakes_of_the_caller_are_raised() -> None:
    with pytest.raises(KeyError):
        weigh(TWO, [totals("village", x=1)])
    with pytest.raises(ValueError, match="more than 1 time"):
        weigh(TWO, [totals("sex", w=1, m=1)], most=1)
    with pytest.raises(ValueError, match="one scale"):
        weighted(TWO, [], given_weights(TWO, totals("sex", w=1, m=1)))


def test_the_frame_is_left_as_it_was() -> None:
    before = TWO.frame.copy()
    weighted(TWO, ["q1"], given_weights(TWO, totals("sex", w=1, m=1), totals("age", old=1, young=1)))
    pd.testing.assert_frame_equal(TWO.frame, before)


def test_the_cost_is_said_in_a_sentence() -> None:
    said = Words().say(in_words(given_weights(TWO, totals("sex", w=50, m=50))))
    assert said == (
        "After weighting, 100 respondents are as sure as 96 who need no weights (design effect 1.04); "
        "the largest weight is 1.25."
    )
