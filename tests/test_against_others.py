"""A hundred random surveys, each figure against a library that does not work it out for us.

Compared elsewhere: alpha and item-total correlation (test_reliability), omega (test_omega), Spearman's
correlation (test_priorities), weighted figures (test_weights).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pingouin
import pytest
from statsmodels.stats.contingency_tables import Table
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from analytics.assessment import Survey
from analytics.codebook import BLANK, Codebook, Demographic, Item, Scale
from analytics.measures import measures
from analytics.projects import RowRef
from analytics.responses import Responses
from analytics.statistics.association import associations
from analytics.statistics.comparisons import compare_items
from analytics.statistics.intervals import mean_interval, share_interval
from analytics.statistics.trends import Occasion, trend
from analytics.tally import tally, tally_by

SURVEYS = 100
FIVE = Scale("five", (1, 2, 3, 4, 5))
BOOK = Codebook((Item("q", "Speed", "Speed", 1, FIVE),), (Demographic("group", "Group", 2),))


def made_up(rng: np.random.Generator, lean: float, groups: int) -> Responses:
    n = int(rng.integers(60, 300))
    group = rng.integers(0, groups, n)
    answers = np.clip(np.rint(rng.normal(lean + 0.2 * group, 1.1)), 1, 5).astype(np.int8)
    answers[rng.random(n) < 0.05] = BLANK
    return Responses(BOOK, pd.DataFrame({"q": answers, "group": pd.Categorical([f"g{g}" for g in group])}))


def answered(responses: Responses) -> np.ndarray:
    values = responses.frame["q"].to_numpy().astype(float)
    return values[values > 0]


def surveys(groups: int = 2) -> Iterator[tuple[Responses, Responses]]:
    rng = np.random.default_rng(2561)
    for _ in range(SURVEYS):
        lean = rng.uniform(2.5, 4)
        yield made_up(rng, lean, groups), made_up(rng, lean + rng.uniform(-0.4, 0.4), groups)


def test_wilson_and_t_intervals_agree_with_statsmodels() -> None:
    for responses, _ in surveys():
        values, found = answered(responses), measures(tally(responses), "q")
        best = int((values >= 4).sum())
        share, mean = share_interval(best, len(values)), mean_interval(found)
        assert share is not None and mean is not None
        theirs = proportion_confint(best, len(values), method="wilson")
        assert (share.low, share.high) == pytest.approx(theirs)
        low, high = DescrStatsW(values).tconfint_mean()
        assert (mean.low, mean.high) == pytest.approx((max(low, 1), min(high, 5)))
        assert found.sd == pytest.approx(values.std(ddof=1))


def test_welch_agrees_with_statsmodels() -> None:
    for before, after in surveys():
        occasions = [
            Occasion(name, Survey("Survey", RowRef("a.xlsx", "s", 1), tally(one), one))
            for name, one in (("2560", before), ("2561", after))
        ]
        (change,) = [line.change["mean"] for line in trend(occasions).lines if line.kind == "item"]
        assert change is not None
        theirs = CompareMeans(DescrStatsW(answered(after)), DescrStatsW(answered(before)))
        assert change.p == pytest.approx(theirs.ttest_ind(usevar="unequal")[1])
        assert (change.low, change.high) == pytest.approx(theirs.tconfint_diff(usevar="unequal"))


def test_mann_whitney_agrees_with_pingouin_and_counted_pairs() -> None:
    for responses, _ in surveys():
        (found,) = compare_items(tally_by(responses, "group"))
        frame = responses.frame[responses.frame["q"] > 0]
        low, high = (frame.loc[frame["group"] == name, "q"].to_numpy() for name in found.groups)
        wins = (high[:, None] > low).sum() + (high[:, None] == low).sum() / 2
        assert found.statistic == pytest.approx(wins)
        theirs = pingouin.mwu(high, low, method="asymptotic").iloc[0]
        assert found.p == pytest.approx(theirs["p_val"] if "p_val" in theirs else theirs["p-val"])
        assert found.effect == pytest.approx(2 * wins / (len(low) * len(high)) - 1)


def test_kruskal_wallis_agrees_with_pingouin() -> None:
    for responses, _ in surveys(groups=4):
        (found,) = compare_items(tally_by(responses, "group"))
        frame = responses.frame[responses.frame["q"] > 0]
        theirs = pingouin.kruskal(data=frame, dv="q", between="group").iloc[0]
        assert found.test == "kruskal_wallis"
        assert found.statistic == pytest.approx(theirs["H"])
        assert found.p == pytest.approx(theirs["p_unc"] if "p_unc" in theirs else theirs["p-unc"])


def test_chi_square_agrees_with_statsmodels() -> None:
    tested = 0
    for responses, _ in surveys(groups=3):
        (found,) = associations(tally_by(responses, "group"))
        frame = responses.frame[responses.frame["q"] > 0]
        theirs = Table(pd.crosstab(frame["group"], frame["q"]), shift_zeros=False).test_nominal_association()
        assert (found.statistic, found.freedom) == (pytest.approx(theirs.statistic), theirs.df)
        if found.test == "chi_square":
            tested += 1
            assert found.p == pytest.approx(theirs.pvalue)
    assert tested > 30
