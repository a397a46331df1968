"""A survey held several times as groups of one: which items take part, and what is counted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analytics.assessment import Survey
from analytics.codebook import BLANK, Codebook, Demographic, Item, Scale
from analytics.projects import RowRef
from analytics.responses import Responses
from analytics.statistics.breakdowns import HIDDEN, breakdowns
from analytics.statistics.comparisons import compare_items
from analytics.statistics.same_items import SameItem, plain
from analytics.statistics.waves import WAVE, Waves, waves
from analytics.tally import from_counts, tally

FIVE, FOUR = Scale("five", (1, 2, 3, 4, 5)), Scale("four", (1, 2, 3, 4))
FAST, KIND, CLEAN = "ความรวดเร็ว", "ความสุภาพ", "ความสะอาด"


def book(*texts: str, scale: Scale = FIVE, first: int = 1) -> Codebook:
    """Items of one aspect, with keys that count from `first`."""
    return Codebook(
        tuple(Item(f"q{n}", text, text, n, scale, "ด้าน") for n, text in enumerate(texts, first)),
        (Demographic("sex", "เพศ", 9),),
    )


def survey(codebook: Codebook, *answers: list[int]) -> Survey:
    frame = pd.DataFrame({i.key: np.array(a, np.int8) for i, a in zip(codebook.items, answers, strict=True)})
    frame["sex"] = pd.Categorical(["หญิง"] * len(frame))
    return Survey.of("s", RowRef("s.xlsx", "s"), Responses(codebook, frame))


def found(*surveys: Survey, own: int = -1, words: tuple[SameItem, ...] = ()) -> Waves:
    made = waves(surveys, own % len(surveys), words)
    assert made is not None
    return made


# The first wave asks in another order, under other numbers and keys; both ask what the other doesn't.
BEFORE = survey(book("2. " + KIND, "1. " + FAST, "ที่จอดรถ", first=5), [3, 4, 4], [5, 5, BLANK], [1, 1, 1])
NOW = survey(book(FAST, KIND, CLEAN), [4, 4, 4, 2], [5, 5, 5, 5], [2, 2, 2, 2])


def test_waves_are_counted_over_the_items_asked_each_time_under_the_words_of_one() -> None:
    both = found(BEFORE, NOW)
    assert [(item.key, item.text) for item in both.whole.codebook.items] == [("q1", FAST), ("q2", KIND)]
    assert both.whole.respondents == 3 + 4
    assert list(both.groups) == ["01", "02"], "in the order of time"
    assert both.groups["01"].counts.loc["q1", [BLANK, 4, 5]].tolist() == [1, 0, 2]
    assert both.groups["02"].counts.loc["q1", [2, 4, 5]].tolist() == [1, 3, 0]
    assert both.whole.counts.loc["q1", [BLANK, 2, 4, 5]].tolist() == [1, 1, 3, 2]
    assert both.whole.counts.loc["q2", [3, 4, 5]].tolist() == [1, 2, 4]
    # Seen from the first wave the same items go by its own words and keys.
    earlier = found(BEFORE, NOW, own=0)
    assert [(item.key, item.text) for item in earlier.whole.codebook.items] == [
        ("q5", "2. " + KIND),
        ("q6", "1. " + FAST),
    ]
    assert earlier.groups["02"].counts.loc["q6", [2, 4, 5]].tolist() == [1, 3, 0]


def test_responses_of_all_waves_stand_one_after_another() -> None:
    both = found(BEFORE, NOW)
    assert both.responses is not None
    assert both.responses.frame["q1"].tolist() == [5, 5, BLANK, 4, 4, 4, 2]
    assert both.responses.frame[WAVE].tolist() == ["01"] * 3 + ["02"] * 4
    assert [d.key for d in both.responses.codebook.demographics] == [WAVE], "never crossed with another"
    pd.testing.assert_frame_equal(tally(both.responses).counts, both.whole.counts)


def test_a_wave_that_came_as_a_tally_is_counted_without_responses() -> None:
    paper = from_counts(book(FAST, KIND), {"q1": {5: 30, 1: 10}, "q2": {4: 40}}, 40)
    both = found(Survey("s", RowRef("s.xlsx", "s"), paper), NOW)
    assert both.responses is None
    assert both.whole.counts.loc["q1", [1, 2, 4, 5]].tolist() == [10, 1, 3, 30]
    assert both.whole.respondents == 40 + 4


def test_an_item_on_another_scale_takes_no_part() -> None:
    four = survey(book(FAST, scale=FOUR), [1, 2, 3, 4])
    assert waves([four, NOW], 1) is None
    # Codes that only the other survey uses are no columns of what is counted together.
    mixed = Codebook((*book(FAST).items, Item("q7", "อื่น", "อื่น", 7, Scale("ten", tuple(range(11))))))
    frame = pd.DataFrame({"q1": np.array([5], np.int8), "q7": np.array([10], np.int8)})
    both = found(Survey.of("s", RowRef("s.xlsx", "s"), Responses(mixed, frame)), NOW)
    assert both.whole.counts.columns.tolist() == [-3, -2, -1, 1, 2, 3, 4, 5]


def test_the_officers_word_makes_items_the_same_in_either_direction() -> None:
    now, later = survey(book(FAST), [5]), survey(book("บริการเร็วมาก"), [4])
    word = SameItem(plain(FAST), plain("บริการเร็วมาก"), True)
    assert waves([now, later], 0) is None
    for own, key_text in ((0, FAST), (1, "บริการเร็วมาก")):
        both = found(now, later, own=own, words=(word,))
        assert [item.text for item in both.whole.codebook.items] == [key_text]
        assert both.whole.counts.loc["q1", [4, 5]].tolist() == [1, 1]


@pytest.mark.parametrize("surveys", [[NOW], [NOW, survey(book("ที่จอดรถ"), [5])]])
def test_one_wave_or_nothing_in_common_is_no_grouping(surveys: list[Survey]) -> None:
    assert waves(surveys, 0) is None


def test_a_small_wave_is_hidden_with_what_would_give_it_away() -> None:
    many = survey(book(FAST), [5] * 30 + [4] * 20)
    few = survey(book(FAST), [5, 4, 4])
    both = found(many, many, few)
    table = breakdowns(both.whole, both.groups).items["q1"]
    assert [row.group for row in table.rows] == ["01", "02", "03"]
    assert table.rows[2].base == table.rows[2].mean == HIDDEN
    # 103 − 50 − 3: with the bases of both others shown the third would be known.
    assert HIDDEN in (table.rows[0].base, table.rows[1].base)
    assert table.total.base == 103


def test_twelve_waves_stay_in_the_order_of_time() -> None:
    both = found(*[survey(book(FAST), [5] * 10)] * 12)
    rows = breakdowns(both.whole, both.groups).items["q1"].rows
    assert [row.group for row in rows] == [f"{n:02}" for n in range(1, 13)]


def test_waves_are_compared_as_groups_are() -> None:
    one, other = [5] * 12 + [3] * 8, [4] * 9 + [2] * 11
    both = found(survey(book(FAST), one), survey(book(FAST), other))
    (compared,) = compare_items(both.groups)
    expected = stats.mannwhitneyu(one, other, method="asymptotic")
    assert compared.groups == ("02", "01")
    assert compared.p == pytest.approx(expected.pvalue)
