"""Intervals: published examples, arithmetic by hand, and coverage by simulation."""

import math
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analytics.codebook import BLANK, NOT_APPLICABLE, Codebook, Item, Scale
from analytics.measures import of_counts
from analytics.responses import Responses
from analytics.statistics.intervals import (
    Interval,
    mean_in_words,
    mean_interval,
    pooled_mean_interval,
    pooled_top_two_interval,
    share_in_words,
    share_interval,
    top_two_interval,
)
from analytics.words import Words

FIVE = Scale("satisfaction", (1, 2, 3, 4, 5))
VECTOR = of_counts(FIVE, {5: 169, 4: 90, 3: 45, 2: 8, 1: 6})
Z = 1.959963984540054


def survey(rows: list[list[int]] | np.ndarray, scales: tuple[Scale, ...] | None = None) -> Responses:
    answers = np.array(rows, np.int8)
    keys = [f"q{i}" for i in range(answers.shape[1])]
    scales = scales or (FIVE,) * len(keys)
    items = (Item(key, key, key, i, scale) for i, (key, scale) in enumerate(zip(keys, scales, strict=True)))
    return Responses(Codebook(tuple(items)), pd.DataFrame(answers, columns=keys))


def ends(found: Interval | None) -> tuple[float, float]:
    assert found is not None
    return found.low, found.high


def test_wilson_as_in_newcombes_examples() -> None:
    # Newcombe (1998), Statistics in Medicine 17, table I, method 3, without continuity correction.
    printed = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (count, base), wanted in printed.items():
        assert ends(share_interval(count, base)) == pytest.approx(wanted, abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_agrees_with_scipy_and_holds_the_share(sample: tuple[int, int]) -> None:
    count, base = sample
    low, high = ends(share_interval(count, base))
    by_scipy = stats.binomtest(count, base).proportion_ci(0.95, "wilson")
    assert (low, high) == pytest.approx((by_scipy.low, by_scipy.high))
    assert 0 <= low <= count / base <= high <= 1


def test_a_known_population_narrows_a_share_as_its_formula_says() -> None:
    # 50 of 100 among 400: m = 100·(400 − 1)/(400 − 100) = 133; p = ½ stays the centre.
    m = 100 * 399 / 300
    assert m == 133
    reach = Z * math.sqrt(0.25 / m + Z**2 / (4 * m**2)) / (1 + Z**2 / m)
    assert ends(share_interval(50, 100, population=400)) == pytest.approx((0.5 - reach, 0.5 + reach))
    assert ends(share_interval(50, 100, population=100)) == (0.5, 0.5)
    widths = [share_interval(50, 100, population=n) for n in (100, 101, 150, 1000, 10**9)]
    assert all(a.margin < b.margin for a, b in pairwise(w for w in widths if w))
    assert ends(widths[-1]) == pytest.approx(ends(share_interval(50, 100)))


def test_the_t_interval_of_the_published_distribution() -> None:
    # t(.975, 317) = 1.9675; mean 4.28, SD 0.93: ± 1.9675 · 0.93 / √318 ≈ 0.10.
    found = mean_interval(VECTOR)
    assert found is not None and VECTOR.mean is not None and VECTOR.sd is not None
    assert found.margin == pytest.approx(1.9675 * VECTOR.sd / math.sqrt(318), rel=1e-4)
    assert (found.low + found.high) / 2 == pytest.approx(VECTOR.mean)
    assert (found.level, found.base, found.population) == (0.95, 318, None)


@given(st.lists(st.integers(2, 4), min_size=2, max_size=60).filter(lambda answers: len(set(answers)) > 1))
def test_the_t_interval_agrees_with_scipy(answers: list[int]) -> None:
    found = mean_interval(of_counts(FIVE, {point: answers.count(point) for point in FIVE.points}))
    low, high = stats.t.interval(0.95, len(answers) - 1, np.mean(answers), stats.sem(answers))
    assert ends(found) == pytest.approx((max(low, 1), min(high, 5)))


def test_a_known_population_narrows_a_mean() -> None:
    # 318 of 1,272 asked: √(1 − 318/1272) = √(3/4).
    free, bound = mean_interval(VECTOR), mean_interval(VECTOR, population=4 * 318)
    assert free is not None and bound is not None
    assert bound.margin == pytest.approx(free.margin * math.sqrt(3 / 4))
    everybody = mean_interval(VECTOR, population=318)
    assert everybody is not None and everybody.margin == 0


def test_a_mean_stays_on_its_scale() -> None:
    # 5, 5, 4: mean 4.67, SD 0.58, t(.975, 2) = 4.30: 4.67 + 4.30·0.58/√3 = 6.10 is no answer.
    found = mean_interval(of_counts(FIVE, {1: 0, 2: 0, 3: 0, 4: 1, 5: 2}))
    assert ends(found) == pytest.approx((14 / 3 - 4.302653 / 3, 5))


def test_too_few_answers_give_no_interval() -> None:
    nobody, one = (
        of_counts(FIVE, dict.fromkeys(FIVE.points, 0)),
        of_counts(FIVE, {1: 0, 2: 0, 3: 0, 4: 0, 5: 1}),
    )
    assert share_interval(0, 0) is None
    assert top_two_interval(nobody) is None
    assert top_two_interval(one) is not None
    assert mean_interval(nobody) is None
    assert mean_interval(one) is None
    assert pooled_mean_interval(survey([[5, 4]]), ["q0", "q1"]) is None
    assert pooled_top_two_interval(survey([[5, 4], [BLANK, NOT_APPLICABLE]]), ["q0", "q1"]) is None


def test_the_top_two_box_is_the_share_of_its_two_points() -> None:
    assert top_two_interval(VECTOR) == share_interval(169 + 90, 318)


@pytest.mark.parametrize("count", [-1, 11])
def test_a_count_outside_its_base_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="not within"):
        share_interval(count, 10)


def test_impossible_populations_and_levels_are_refused() -> None:
    with pytest.raises(ValueError, match="population of 317"):
        mean_interval(VECTOR, population=317)
    with pytest.raises(ValueError, match="population of 9"):
        share_interval(1, 10, population=9)
    with pytest.raises(ValueError, match="confidence"):
        share_interval(1, 10, level=95)
    with pytest.raises(ValueError, match="population of 1"):
        pooled_mean_interval(survey([[5], [4]]), ["q0"], population=1)


def test_pooled_counts_respondents_and_not_their_answers() -> None:
    # a = 9, 5, 4 over b = 2, 1, 2 answers: r = 18/5 = 3.6; a − r·b = 1.8, 1.4, −3.2.
    found = pooled_mean_interval(survey([[5, 4], [BLANK, 5], [2, 2], [BLANK, BLANK]]), ["q0", "q1"])
    error = math.sqrt(3 / 2 * (1.8**2 + 1.4**2 + 3.2**2)) / 5
    reach = 4.302653 * error  # t(.975, 2)
    assert found is not None and found.base == 3
    assert ends(found) == pytest.approx((max(3.6 - reach, 1), min(3.6 + reach, 5)), rel=1e-6)


def test_one_item_pooled_is_the_item() -> None:
    answers = [[5], [4], [4], [2], [1], [BLANK]]
    found = mean_interval(of_counts(FIVE, {1: 1, 2: 1, 3: 0, 4: 2, 5: 1}))
    assert ends(pooled_mean_interval(survey(answers), ["q0"])) == pytest.approx(ends(found))


def test_copies_of_an_answer_make_nothing_surer() -> None:
    rng = np.random.default_rng(5)
    one = rng.integers(1, 6, (200, 1))
    once, fivefold = survey(one), survey(np.repeat(one, 5, axis=1))
    keys = [item.key for item in fivefold.codebook.items]
    assert ends(pooled_mean_interval(fivefold, keys)) == pytest.approx(
        ends(pooled_mean_interval(once, ["q0"]))
    )
    assert ends(pooled_top_two_interval(fivefold, keys)) == pytest.approx(
        ends(pooled_top_two_interval(once, ["q0"]))
    )


def test_where_all_agree_a_pooled_share_keeps_its_doubt() -> None:
    # As many independent answers as respondents: Wilson at p = 1 with m = 10 and t(.975, 9) = 2.262157.
    low, high = ends(pooled_top_two_interval(survey([[5, 4]] * 10), ["q0", "q1"]))
    assert (low, high) == pytest.approx((1 / (1 + 2.262157**2 / 10), 1))
    assert ends(pooled_top_two_interval(survey([[5, 4]] * 10), ["q0", "q1"], population=10)) == (1, 1)


def test_answers_on_different_scales_are_not_pooled() -> None:
    mixed = survey([[5, 4], [4, 4]], (FIVE, Scale("four", (1, 2, 3, 4))))
    with pytest.raises(ValueError, match="one scale"):
        pooled_mean_interval(mixed, ["q0", "q1"])
    with pytest.raises(ValueError, match="one scale"):
        pooled_top_two_interval(mixed, [])
    with pytest.raises(KeyError):
        pooled_mean_interval(mixed, ["q9"])


def exact_coverage(n: int, p: float, population: int | None = None) -> float:
    """How often Wilson's interval holds p: every possible count, weighed by how likely it is."""
    law = stats.binom(n, p) if population is None else stats.hypergeom(population, round(p * population), n)
    return sum(
        law.pmf(k)
        for k in range(n + 1)
        for low, high in [ends(share_interval(k, n, population=population))]
        if low <= p <= high
    )


def test_wilson_covers_on_average_what_it_claims() -> None:
    # A share of whole people can't be covered exactly 95 of 100 times for every p; on average over p it can.
    for n in (10, 30, 100):
        every = [exact_coverage(n, p) for p in np.linspace(0.02, 0.98, 49)]
        assert np.mean(every) == pytest.approx(0.95, abs=0.012)
        assert min(every) > 0.82
    drawn = [exact_coverage(60, p, population=120) for p in np.linspace(0.05, 0.95, 19)]
    assert np.mean(drawn) == pytest.approx(0.95, abs=0.012)


POINTS, ODDS = np.arange(1, 6), np.array([6, 8, 45, 90, 169]) / 318
RUNS = 4000
NOISE = 3 * math.sqrt(0.95 * 0.05 / RUNS)  # three standard errors of a simulated coverage


def hits(means: np.ndarray, reaches: np.ndarray, truth: float) -> float:
    return float(np.mean(np.abs(means - truth) <= reaches))


def test_the_t_interval_covers_within_monte_carlo_error() -> None:
    truth = float(POINTS @ ODDS)
    counts = np.random.default_rng(2561).multinomial(318, ODDS, RUNS)
    held = 0
    for row in counts:
        low, high = ends(mean_interval(of_counts(FIVE, dict(zip(FIVE.points, row.tolist(), strict=True)))))
        held += low <= truth <= high
    assert held / RUNS == pytest.approx(0.95, abs=NOISE)


def test_the_t_interval_of_a_finite_population_covers_within_monte_carlo_error() -> None:
    people = np.array([6, 8, 45, 90, 169]) * 2  # 636 people, 318 of them asked
    truth = float(POINTS @ people / people.sum())
    counts = np.random.default_rng(2562).multivariate_hypergeometric(people, 318, RUNS)
    held = {636: 0, None: 0}
    for row in counts:
        found = of_counts(FIVE, dict(zip(FIVE.points, row.tolist(), strict=True)))
        for population in held:
            low, high = ends(mean_interval(found, population=population))
            held[population] += low <= truth <= high
    assert held[636] / RUNS == pytest.approx(0.95, abs=NOISE)
    assert held[None] / RUNS > 0.98, "without the population the interval is wider than it need be"


def test_wilson_covers_within_monte_carlo_error_of_its_exact_coverage() -> None:
    p = float(ODDS[3:].sum())
    counts = np.random.default_rng(2563).binomial(318, p, RUNS)
    known = {int(k): ends(share_interval(int(k), 318)) for k in np.unique(counts)}
    held = np.mean([known[int(k)][0] <= p <= known[int(k)][1] for k in counts])
    assert held == pytest.approx(exact_coverage(318, p), abs=NOISE)
    assert held == pytest.approx(0.95, abs=0.012)


def test_pooled_intervals_cover_within_monte_carlo_error_though_answers_go_together() -> None:
    # Each respondent leans high or low on all six items, and skips some of them.
    rng = np.random.default_rng(2564)
    high, low = np.array([1, 2, 7, 30, 60]) / 100, np.array([10, 20, 40, 20, 10]) / 100
    truth = 0.7 * float(POINTS @ high) + 0.3 * float(POINTS @ low)
    best = 0.7 * high[3:].sum() + 0.3 * low[3:].sum()
    keys = [f"q{i}" for i in range(6)]
    runs, held = 1000, np.zeros(3)
    for _ in range(runs):
        leans = rng.random((150, 1)) < 0.7
        draws = rng.random((150, 6))
        answers = (
            np.where(leans, np.searchsorted(high.cumsum(), draws), np.searchsorted(low.cumsum(), draws)) + 1
        )
        responses = survey(np.where(rng.random((150, 6)) < 0.1, BLANK, answers))
        mean = ends(pooled_mean_interval(responses, keys))
        share = ends(pooled_top_two_interval(responses, keys))
        given = answers.ravel()
        naive = stats.sem(given) * 1.96
        held += mean[0] <= truth <= mean[1], share[0] <= best <= share[1], abs(given.mean() - truth) <= naive
    noise = 3 * math.sqrt(0.95 * 0.05 / runs)
    assert held[:2] / runs == pytest.approx([0.95, 0.95], abs=noise)
    assert held[2] / runs < 0.85, "counting answers instead of respondents claims too much"


def test_intervals_in_words() -> None:
    says = Words()
    assert says.say(share_in_words(Interval(0.7, 0.8, 0.95, 100))) == (
        "With 95% confidence the share lies between 70.00% and 80.00% (± 5.00 percentage points)."
    )
    assert says.say(mean_in_words(Interval(4.1, 4.3, 0.9, 100))) == (
        "With 90% confidence the mean lies between 4.10 and 4.30 (± 0.10)."
    )
    assert "no answers" in says.say(share_in_words(None))
    assert "two answers" in says.say(mean_in_words(None))
