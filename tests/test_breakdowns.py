"""Breakdowns: figures by hand where all may be shown, states of cells, groups, and what is refused."""

from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest

from analytics.codebook import BLANK, Codebook, Demographic, Item, Scale
from analytics.responses import Responses
from analytics.statistics.breakdowns import HIDDEN, NO_FIGURE, Breakdown, Cell, breakdowns, in_words
from analytics.tally import Tally, from_counts, tally, tally_by
from analytics.words import Words

FIVE = Scale("satisfaction", (1, 2, 3, 4, 5), ("Least", "Little", "Moderate", "Much", "Most"))
FOUR = Scale("four", (1, 2, 3, 4))
CODEBOOK = Codebook(
    (
        Item("q1", "Speed", "Speed", 1, FIVE, "Service"),
        Item("q2", "Clear", "Clear", 2, FIVE, "Service"),
        Item("q3", "Place", "Place", 3, FOUR, "Place"),
        Item("q4", "Door", "Door", 4, FIVE, "Place"),
    ),
    (Demographic("sex", "Sex", 5),),
)


def counted(q1: list[int], q2: list[int], q3: list[int], q4: list[int], respondents: int) -> Tally:
    """A tally from counts, worst point first."""
    lists = {"q1": q1, "q2": q2, "q3": q3, "q4": q4}
    counts = {key: dict(enumerate(own, start=1)) for key, own in lists.items()}
    return from_counts(CODEBOOK, counts, respondents)


WOMEN = counted([10, 10, 10, 20, 50], [5, 5, 10, 30, 50], [10, 20, 30, 40], [9, 9, 9, 9, 9], 100)
MEN = counted([5, 5, 10, 10, 20], [5, 10, 15, 10, 10], [5, 10, 15, 20], [6, 6, 6, 6, 6], 50)


def shown(value: float) -> Cell:
    return Cell("shown", pytest.approx(value))


def states(found: Breakdown) -> list[str]:
    return ["".join(c.state[0] for c in (r.base, r.mean, r.top_two, *r.counts)) for r in found.rows]


def test_figures_of_groups_that_are_large_enough() -> None:
    found = breakdowns(WOMEN + MEN, {"women": WOMEN, "men": MEN})
    speed = found.items["q1"]
    assert [row.group for row in speed.rows] == ["men", "women"]
    assert speed.hidden == 0
    men, women = speed.rows
    assert men.base == shown(5 + 5 + 10 + 10 + 20)
    assert men.mean == shown((5 + 2 * 5 + 3 * 10 + 4 * 10 + 5 * 20) / 50)
    assert men.top_two == shown((10 + 20) / 50)
    assert women.counts == tuple(shown(n) for n in (10, 10, 10, 20, 50))
    assert women.mean == shown((10 + 2 * 10 + 3 * 10 + 4 * 20 + 5 * 50) / 100)
    assert speed.total.base == 150
    assert speed.total.counts == {1: 15, 2: 15, 3: 20, 4: 30, 5: 70}


def test_aspects_and_the_whole_pool_all_answers_of_one_scale() -> None:
    found = breakdowns(WOMEN + MEN, {"women": WOMEN, "men": MEN})
    assert list(found.items) == ["q1", "q2", "q3", "q4"]
    assert list(found.aspects) == ["Service"], "the items of Place have two scales"
    men = found.aspects["Service"].rows[0]
    assert men.base == shown(50 + 50)
    assert men.mean == shown((185 + 160) / 100)  # sums of points: 5+10+30+40+100 and 5+20+45+40+50
    assert found.overall is not None
    assert found.overall.scale == FIVE
    assert found.overall.rows[0].base == shown(50 + 50 + 30)
    assert found.overall.total.base == 150 + 150 + 75
    assert found.items["q3"].rows[0].top_two == shown((15 + 20) / 50)


def test_who_did_not_say_is_a_group_of_its_own_and_comes_last() -> None:
    silent = counted([8, 8, 8, 8, 8], [8, 8, 8, 8, 8], [10, 10, 10, 10], [8, 8, 8, 8, 8], 40)
    found = breakdowns(WOMEN + MEN + silent, {"women": WOMEN, "men": MEN})
    assert [row.group for row in found.items["q1"].rows] == ["men", "women", None]
    assert found.items["q1"].rows[-1].base == shown(40)


def test_a_small_group_takes_another_with_it_so_that_it_cant_be_subtracted() -> None:
    few = counted([0, 0, 1, 1, 1], [0, 0, 0, 0, 3], [0, 0, 1, 2], [0, 0, 0, 2, 1], 3)
    found = breakdowns(WOMEN + MEN + few, {"women": WOMEN, "men": MEN, "others": few})
    speed = found.items["q1"]
    # What is left of others and men together is 50 + 3; women keep all their figures.
    assert [row.group for row in speed.rows] == ["men", "others", "women"]
    assert [row.base.state for row in speed.rows] == ["hidden", "hidden", "shown"]
    assert states(speed)[2] == "s" * 8
    assert all(row.mean == row.top_two == HIDDEN for row in speed.rows[:2])
    assert found.overall is not None
    assert [row.base.state for row in found.overall.rows] == ["hidden", "hidden", "shown"]


def test_a_small_count_takes_others_with_it_in_its_row_and_in_its_column() -> None:
    a = counted([3, 20, 20, 30, 40], [20] * 5, [20] * 4, [20] * 5, 113)
    found = breakdowns(a + WOMEN + MEN, {"a": a, "men": MEN, "women": WOMEN})
    rows = found.items["q1"].rows
    assert rows[0].counts[0] == HIDDEN
    assert sum(cell == HIDDEN for cell in rows[0].counts) >= 2
    assert sum(row.counts[0] == HIDDEN for row in rows) >= 2
    assert all(row.base.state == row.mean.state == "shown" for row in rows)


def test_a_box_that_leaves_few_out_is_hidden() -> None:
    # 2 of 40 are not in the top-two box: 95.0 % would tell.
    glad = counted([0, 0, 2, 18, 20], [8] * 5, [10] * 4, [8] * 5, 40)
    found = breakdowns(glad + WOMEN + MEN, {"glad": glad, "men": MEN, "women": WOMEN})
    assert found.items["q1"].rows[0].top_two == HIDDEN
    assert found.items["q1"].rows[0].base == shown(40)
    assert sum(row.top_two == HIDDEN for row in found.items["q1"].rows) >= 2


def test_the_same_mean_that_is_harmless_in_a_large_group_is_hidden_where_it_tells_the_counts() -> None:
    # 5, 5, 5, 5, 5, 4: six answers with mean 4.83 can be nothing else.
    six = counted([0, 0, 0, 1, 5], [0, 0, 0, 0, 6], [0, 0, 0, 6], [0, 0, 0, 0, 6], 6)
    speed = breakdowns(six + WOMEN + MEN, {"six": six, "men": MEN, "women": WOMEN}).items["q1"]
    assert [row.group for row in speed.rows] == ["men", "six", "women"]
    assert speed.rows[1].base == shown(6)
    assert speed.rows[1].mean == HIDDEN


def test_in_a_sum_people_count_and_not_their_answers() -> None:
    # Two people with four answers of 1 to two items each of Service: 4 answers, 2 people.
    mixed = counted([2, 10, 10, 10, 10], [2, 10, 10, 10, 10], [10] * 4, [10] * 5, 42)
    found = breakdowns(mixed + WOMEN + MEN, {"mixed": mixed, "men": MEN, "women": WOMEN})
    service = found.aspects["Service"].rows[1]
    assert service.group == "mixed"
    assert service.counts[0] == HIDDEN
    four_each = counted([4, 10, 10, 10, 10], [4, 10, 10, 10, 10], [10] * 4, [10] * 5, 44)
    again = breakdowns(four_each + WOMEN + MEN, {"mixed": four_each, "men": MEN, "women": WOMEN})
    assert again.aspects["Service"].rows[1].counts[0] == HIDDEN, "8 answers, yet perhaps of 4 people"


def test_nobody_is_no_small_count() -> None:
    none = counted([0, 10, 10, 10, 10], [10] * 5, [10] * 4, [10] * 5, 50)
    speed = breakdowns(none + WOMEN + MEN, {"none": none, "men": MEN, "women": WOMEN}).items["q1"]
    assert speed.hidden == 0
    assert speed.rows[1].counts[0] == shown(0)


def test_a_group_without_answers_has_a_base_of_0_and_no_mean() -> None:
    silent = counted([0] * 5, [10] * 5, [10] * 4, [10] * 5, 50)
    row = breakdowns(silent + WOMEN + MEN, {"silent": silent, "men": MEN, "women": WOMEN}).items["q1"].rows[1]
    assert (row.base, row.mean, row.top_two) == (shown(0), NO_FIGURE, NO_FIGURE)


def test_one_group_is_everybody_and_hides_nothing() -> None:
    few = counted([0, 0, 1, 1, 1], [0, 0, 0, 0, 3], [0, 0, 1, 2], [0, 0, 0, 2, 1], 3)
    found = breakdowns(few, {"all": few})
    assert found.items["q1"].rows[0].counts == tuple(shown(n) for n in (0, 0, 1, 1, 1))


def test_no_groups_no_respondents_no_items() -> None:
    empty = breakdowns(counted([], [], [], [], 0), {})
    assert empty.items["q1"].rows == ()
    assert empty.items["q1"].total.base == 0
    assert empty.overall is not None and empty.overall.rows == ()
    nothing = Codebook(())
    whole = Tally(nothing, pd.DataFrame(columns=[-3, -2, -1], dtype="int64"), 5)
    assert breakdowns(whole, {}).overall is None


@pytest.mark.parametrize("threshold", [5, 10])
def test_the_threshold_is_kept_and_told(threshold: int) -> None:
    a = counted([7, 20, 20, 30, 40], [20] * 5, [20] * 4, [20] * 5, 117)
    b = counted([12, 20, 20, 30, 40], [20] * 5, [20] * 4, [20] * 5, 122)
    speed = breakdowns(a + b, {"a": a, "b": b}, threshold=threshold).items["q1"]
    assert speed.threshold == threshold
    assert (speed.rows[0].counts[0] == HIDDEN) is (threshold == 10)


def test_from_responses() -> None:
    rng = np.random.default_rng(2561)
    codebook = Codebook(
        tuple(Item(f"q{i}", "", "", i, FIVE, "A" if i < 3 else "B") for i in range(6)),
        (Demographic("age", "Age", 9),),
    )
    frame = pd.DataFrame(
        rng.choice([BLANK, 1, 2, 3, 4, 5], (318, 6), p=[0.03, 0.02, 0.03, 0.14, 0.28, 0.5]).astype(np.int8),
        columns=[f"q{i}" for i in range(6)],
    )
    frame["age"] = pd.Categorical(rng.choice(["20-39", "40-59", "60+", None], 318, p=[0.5, 0.4, 0.08, 0.02]))
    responses = Responses(codebook, frame)
    found = breakdowns(tally(responses), tally_by(responses, "age"))
    assert found.overall is not None
    for row in found.overall.rows:
        own = frame[frame["age"] == row.group] if row.group else frame[frame["age"].isna()]
        answers = own.drop(columns="age").to_numpy()
        if row.mean.state == "shown":
            assert row.mean == shown(float(answers[answers > 0].mean()))
    assert found.overall.rows[0].mean.state == "shown"
    assert found.overall.total.base == int((frame.drop(columns="age") > 0).to_numpy().sum())


def test_overlapping_groups_and_strange_codebooks_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        breakdowns(WOMEN, {"women": WOMEN, "mothers": MEN})
    other = Tally(Codebook((CODEBOOK.items[0],)), WOMEN.counts.iloc[:1], 100)
    with pytest.raises(ValueError, match="codebooks"):
        breakdowns(WOMEN, {"women": other})
    with pytest.raises(ValueError, match="threshold"):
        breakdowns(WOMEN, {"women": WOMEN}, threshold=3)


def test_hidden_is_a_state_and_carries_no_value() -> None:
    few = counted([0, 0, 1, 1, 1], [0, 0, 0, 0, 3], [0, 0, 1, 2], [0, 0, 0, 2, 1], 3)
    found = breakdowns(WOMEN + few, {"women": WOMEN, "others": few})
    cells = [c for r in found.items["q1"].rows for c in (r.base, r.mean, r.top_two, *r.counts)]
    assert {(c.state, c.value) for c in cells if c.state == "hidden"} == {("hidden", None)}
    with pytest.raises(FrozenInstanceError):
        cells[0].value = 3.0  # type: ignore[misc]


def test_in_words() -> None:
    says = Words()
    open_ = breakdowns(WOMEN + MEN, {"women": WOMEN, "men": MEN}).items["q1"]
    assert says.say(in_words(open_)) == "Nothing had to be hidden in this table: no count is 1 to 4."
    few = counted([0, 0, 1, 1, 1], [0, 0, 0, 0, 3], [0, 0, 1, 2], [0, 0, 0, 2, 1], 3)
    closed = breakdowns(WOMEN + few, {"women": WOMEN, "others": few}).items["q1"]
    assert says.say(in_words(closed)).startswith("16 figures of this table are hidden, because fewer than 5")
