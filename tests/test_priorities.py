"""What to mend first: weak items by people, importance by rank correlation, and which quadrant."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.assessment import Survey
from analytics.codebook import BLANK, NOT_APPLICABLE, Codebook, Item, Scale
from analytics.projects import RowRef
from analytics.responses import Responses
from analytics.statistics.priorities import against_in_words, overall_item, priorities, spearman
from analytics.tally import from_counts
from analytics.words import Words
from ui.text import words

FIVE = Scale("five", (1, 2, 3, 4, 5))


def survey(scale: Scale = FIVE, **answers: list[int]) -> Survey:
    codebook = Codebook(tuple(Item(f"q{i}", text, text, i + 1, scale) for i, text in enumerate(answers)))
    frame = pd.DataFrame({f"q{i}": np.array(a, np.int8) for i, a in enumerate(answers.values())})
    return Survey.of("s", RowRef("s.xlsx", "s"), Responses(codebook, frame))


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("ความรวดเร็ว", "ความพึงพอใจโดยรวม"), "ความพึงพอใจโดยรวม"),
        (("ความรวดเร็ว", "ท่านพึงพอใจต่อการให้บริการในภาพรวมระดับใด"), "ท่านพึงพอใจต่อการให้บริการในภาพรวมระดับใด"),
        (("Speed", "Overall, how satisfied were you?"), "Overall, how satisfied were you?"),
        (("Speed", "ภาพรวม"), "ภาพรวม"),
        (("Speed", "โดยภาพรวม"), "โดยภาพรวม"),
        (("ความรวดเร็ว", "ภาพรวมของอาคารดูสะอาด"), None),
        (("ความรวดเร็ว", "พึงพอใจต่อความสุภาพ"), None),
        # One an aspect: none speaks of the whole survey.
        (("ความพึงพอใจโดยรวมด้านเจ้าหน้าที่", "ความพึงพอใจโดยรวมด้านสถานที่"), None),
        ((), None),
    ],
)
def test_the_item_on_overall_satisfaction_is_told_by_its_words(
    texts: tuple[str, ...], found: str | None
) -> None:
    codebook = Codebook(tuple(Item(f"q{i}", text, text, i + 1, FIVE) for i, text in enumerate(texts)))
    item = overall_item(codebook)
    assert (item.text if item else None) == found


def test_weak_items_come_by_the_number_of_people_not_satisfied() -> None:
    found = priorities(
        survey(
            few=[1] * 3 + [5] * 1 + [NOT_APPLICABLE] * 16,  # 3 of 4
            many=[3] * 8 + [4] * 12,  # 8 of 20
            none=[5] * 18 + [BLANK] * 2,  # 0 of 18
            same=[2] * 3 + [4] * 17,  # 3 of 20
        )
    )
    assert [(p.item, p.unsatisfied_n, p.base, p.unsatisfied_share) for p in found.items] == [
        ("q1", 8, 20, 8 / 20),
        ("q0", 3, 4, 3 / 4),
        ("q3", 3, 20, 3 / 20),
        ("q2", 0, 18, 0.0),
    ]


@given(st.randoms(use_true_random=False), st.integers(10, 60))
@settings(max_examples=100)
def test_importance_is_spearmans_correlation(chance: random.Random, n: int) -> None:
    def answers() -> list[int]:
        return [chance.choice([BLANK, NOT_APPLICABLE, 1, 2, 3, 4, 5, 5]) for _ in range(n)]

    asked = {"A": answers(), "B": answers(), "C": answers()}
    own = priorities(survey(**asked, ความพึงพอใจโดยรวม=(whole := answers())))
    assert own.overall == "q3" and {p.item for p in own.items} == {"q0", "q1", "q2"}
    other = priorities(survey(**asked))
    assert other.overall is None
    table = np.array([asked["A"], asked["B"], asked["C"]], float)
    table[table < 0] = np.nan
    for p in [*own.items, *other.items]:
        i = int(p.item[1])
        against = np.array(whole, float)
        against[against < 0] = np.nan
        if p in other.items:
            rest = np.delete(table, i, axis=0)
            counts = (~np.isnan(rest)).sum(axis=0)
            against = np.where(counts > 0, np.nansum(rest, axis=0) / np.maximum(counts, 1), np.nan)
        both = ~np.isnan(table[i]) & ~np.isnan(against)
        x, y = table[i][both], against[both]
        assert p.respondents == both.sum()
        if len(x) < 10 or len(set(x)) < 2 or len(set(y)) < 2:
            assert p.importance is None
        else:
            assert p.importance == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-12)


def test_correlations_at_their_ends() -> None:
    up = np.arange(12)
    assert spearman(up, up) == (pytest.approx(1), 12)
    assert spearman(up, up[::-1]) == (pytest.approx(-1), 12)
    assert spearman(up, np.full(12, 3)) == (None, 12)
    assert spearman(up[:9], up[:9]) == (None, 9)
    assert spearman(up, np.full(12, -1)) == (None, 0)


def test_quadrants_are_parted_by_medians() -> None:
    high, low = [4, 5] * 10, [1, 2] * 10
    flat_low, flat_high = [1] * 10 + [2] * 10, [4] * 10 + [5] * 10
    found = priorities(
        survey(
            strong=high,
            weak=low,
            loose_weak=flat_low,
            loose_strong=flat_high,
            ภาพรวม=[3, 5] * 10,
        )
    )
    assert {p.item: p.quadrant for p in found.items} == {
        "q0": "keep",
        "q1": "mend",
        "q2": "watch",
        "q3": "easy",
    }
    assert found.weak_below == pytest.approx((0 + 1) / 2) and found.important_from == pytest.approx(
        (0 + 1) / 2
    )


def test_a_tally_has_no_importance_and_no_quadrant() -> None:
    codebook = Codebook((Item("a", "A", "A", 1, FIVE), Item("b", "B", "B", 2, FIVE)))
    tallied = from_counts(codebook, {"a": {1: 3, 5: 7}, "b": {5: 10}}, 10)
    found = priorities(Survey("t", RowRef("t.xlsx", "t"), tallied))
    assert [(p.item, p.unsatisfied_n, p.importance, p.quadrant) for p in found.items] == [
        ("a", 3, None, None),
        ("b", 0, None, None),
    ]
    assert "can't be worked out" in Words().say(against_in_words(found, codebook))


def test_nobody_answered_and_no_items() -> None:
    (one,) = priorities(survey(A=[BLANK] * 12)).items
    assert (one.base, one.unsatisfied_n, one.unsatisfied_share, one.importance) == (0, 0, None, None)
    empty = priorities(Survey("t", RowRef("t.xlsx", "t"), from_counts(Codebook(()), {}, 0)))
    assert empty.items == () and empty.weak_below is None


def test_how_often_is_not_ranked() -> None:
    often = Scale("often", (1, 2, 3, 4, 5), kind="frequency")
    assert priorities(survey(often, A=[1, 5] * 10)).items == ()


def test_two_best_of_eleven_points_are_not_set_against_two_of_five() -> None:
    """All who answered 8 of 10 would count as not satisfied, and the item as the weakest of all."""
    ten = Scale("0-10", tuple(range(11)), kind="numbers")
    items = (
        Item("q0", "A", "A", 1, FIVE),
        Item("q1", "B", "B", 2, FIVE),
        Item("q2", "recommend", "recommend", 3, ten),
    )
    answers = {"q0": [5, 4, 3, 4] * 5, "q1": [3, 4, 3, 5] * 5, "q2": [8, 8, 8, 7] * 5}
    responses = Responses(Codebook(items), pd.DataFrame(answers, dtype="int8"))
    found = priorities(Survey.of("t", RowRef("t.xlsx", "t"), responses))
    assert [(one.item, one.unsatisfied_n) for one in found.items] == [("q1", 10), ("q0", 5)]
    assert found.elsewhere == 1
    # Each is held against the other alone, as in a survey of these two.
    alone = priorities(survey(A=[5, 4, 3, 4] * 5, B=[3, 4, 3, 5] * 5))
    assert [one.importance for one in found.items] == [one.importance for one in alone.items]
    assert alone.elsewhere == 0


@pytest.mark.parametrize("language", ["th", "en"])
def test_what_importance_was_held_against_is_said(language: str) -> None:
    says = words(language)
    for one, named in (
        (survey(A=[4, 5] * 9, B=[4, 5] * 9), ""),
        (survey(A=[4, 5] * 9, ภาพรวม=[4, 5] * 9), "“ภาพรวม”"),
    ):
        said = says.say(against_in_words(priorities(one), one.tally.codebook))
        assert "Spearman" in said and "{" not in said and named in said
