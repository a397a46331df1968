"""Tallies count everything once, keep what nobody chose, and add up."""

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.codebook import (
    BLANK,
    NO_ANSWER,
    NOT_APPLICABLE,
    UNRECOGNISED,
    Codebook,
    Demographic,
    Item,
    Scale,
)
from analytics.responses import Responses
from analytics.tally import Tally, codes, crosstabs, tally, tally_by

FIVE = Scale("numbers", (1, 2, 3, 4, 5))
FOUR = Scale("four", (1, 2, 3, 4))
CODEBOOK = Codebook(
    (Item("q1", "Speed", "Speed", 1, FIVE), Item("q2", "Place", "Place", 2, FOUR)),
    (Demographic("sex", "Sex", 3),),
)


def responses(q1: list[int], q2: list[int], sex: list[str | None]) -> Responses:
    frame = pd.DataFrame(
        {"q1": np.array(q1, np.int8), "q2": np.array(q2, np.int8), "sex": pd.Categorical(sex)},
        index=range(2, 2 + len(q1)),
    )
    return Responses(CODEBOOK, frame)


def test_counts_every_code_of_every_item() -> None:
    found = tally(responses([5, 5, BLANK, NOT_APPLICABLE], [4, UNRECOGNISED, 1, 1], ["a", "b", "a", None]))
    assert found.respondents == 4
    assert found.counts.columns.tolist() == [UNRECOGNISED, NOT_APPLICABLE, BLANK, 1, 2, 3, 4, 5]
    assert found.counts.loc["q1"].tolist() == [0, 1, 1, 0, 0, 0, 0, 2]
    assert found.counts.loc["q2"].tolist() == [1, 0, 0, 2, 0, 0, 1, 0]


def test_nobody_answered_gives_zeros() -> None:
    found = tally(responses([], [], []))
    assert found.respondents == 0
    assert found.counts.to_numpy().sum() == 0
    assert found.counts.shape == (2, len(codes(CODEBOOK)))


def test_groups_leave_out_who_did_not_say() -> None:
    groups = tally_by(responses([5, 4, 3], [4, 4, 4], ["a", "a", None]), "sex")
    assert list(groups) == ["a"]
    assert groups["a"].counts.loc["q1", 5] == 1
    assert groups["a"].respondents == 2
    with pytest.raises(KeyError):
        tally_by(responses([], [], []), "age")


def test_tallies_of_different_codebooks_are_refused() -> None:
    one = tally(responses([5], [4], ["a"]))
    other = Tally(Codebook((CODEBOOK.items[0],)), one.counts.iloc[:1], 1)
    with pytest.raises(ValueError, match="different codebooks"):
        one + other


@pytest.mark.parametrize("strange", [0, 6, -4])
def test_a_point_off_the_scale_never_gets_in(strange: int) -> None:
    with pytest.raises(ValueError, match="not on its scale"):
        responses([strange], [1], ["a"])


@pytest.mark.parametrize("points", [(1,), (2, 1), (1, 1), (-1, 0)])
def test_a_scale_needs_ascending_points(points: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="scale"):
        Scale("broken", points)


answer = st.sampled_from([1, 2, 3, 4, *NO_ANSWER])
row = st.tuples(answer, answer, st.sampled_from(["a", "b", "c", None]))


@given(st.lists(row, max_size=30), st.integers(0, 30))
@settings(max_examples=1000)
def test_laws_of_a_thousand_small_surveys(rows: list[tuple[int, int, str | None]], cut: int) -> None:
    def of(some: list[tuple[int, int, str | None]]) -> Responses:
        return responses([r[0] for r in some], [r[1] for r in some], [r[2] for r in some])

    whole = tally(of(rows))
    parts = tally(of(rows[:cut])) + tally(of(rows[cut:]))
    pd.testing.assert_frame_equal(whole.counts, parts.counts)
    assert whole.respondents == parts.respondents == len(rows)
    # Every respondent is counted exactly once for every item.
    assert (whole.counts.sum(axis=1) == len(rows)).all()
    # Groups and those who did not say add up to the whole.
    groups = [*tally_by(of(rows), "sex").values(), tally(of([r for r in rows if r[2] is None]))]
    total = groups[-1]
    for group in groups[:-1]:
        total = total + group
    pd.testing.assert_frame_equal(whole.counts, total.counts)


ODD = tuple(
    Item(f"i{n}", f"Item {n}", f"Item {n}", n + 1, Scale("s", tuple(range(low, 6))))
    for n, low in enumerate([0, 1, 2])
)
BY_TWO = Codebook(ODD, (Demographic("sex", "Sex", 4), Demographic("village", "Village", 5)))


@given(st.integers(0, 60), st.integers(1, 7), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_crosstabs_are_tallies_of_the_rows_of_each_group(
    rows: int, block: int, chance: random.Random
) -> None:
    frame = pd.DataFrame(
        {
            **{
                item.key: np.array(
                    [chance.choice([*item.scale.points, *NO_ANSWER]) for _ in range(rows)], np.int8
                )
                for item in ODD
            },
            "sex": pd.Categorical(
                [chance.choice(["ก", "ข", None]) for _ in range(rows)], ["ก", "ข", "nobody"]
            ),
            "village": pd.Categorical(
                [chance.choice([*"abcdefgh", None]) for _ in range(rows)], [*"hgfedcba"]
            ),
        }
    )
    asked = Responses(BY_TWO, frame)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("analytics.tally.BLOCK", block)
        found = crosstabs(asked)
        assert list(found) == ["sex", "village"]
        for key, groups in found.items():
            assert {n: t.respondents for n, t in groups.items()} == {
                str(n): int(size) for n, size in frame[key].value_counts().items() if size
            }
            for name, one in groups.items():
                own = frame[(frame[key] == name).to_numpy()]
                for item in ODD:
                    for code in one.counts.columns:
                        assert one.counts.loc[item.key, code] == (own[item.key] == code).sum()
            assert list(tally_by(asked, key)) == list(groups)
    with pytest.raises(KeyError):
        crosstabs(asked, ["age"])


def test_many_responses_are_counted_as_few_are() -> None:
    """Where there are enough of them, several demographics and several items are counted at a time."""
    chance = np.random.default_rng(5)
    names = [f"q{n}" for n in range(7)]
    book = Codebook(
        tuple(Item(name, name, name, n + 1, FIVE) for n, name in enumerate(names)),
        tuple(Demographic(key, key, 9) for key in ("sex", "age", "village", "district")),
    )
    frame = pd.DataFrame(
        {name: chance.choice([NOT_APPLICABLE, BLANK, 1, 2, 4, 5], 150_000).astype(np.int8) for name in names}
    )
    for key, groups in (("sex", 2), ("age", 3), ("village", 128), ("district", 6)):
        frame[key] = pd.Categorical.from_codes(
            chance.integers(-1, groups, len(frame)), [f"{key} {n}" for n in range(groups)]
        )
    asked = Responses(book, frame)
    found = crosstabs(asked)
    whole = tally(asked).counts
    for name in names:
        assert whole.loc[name].to_dict() == {
            code: int((frame[name] == code).sum())
            for code in (UNRECOGNISED, NOT_APPLICABLE, BLANK, *FIVE.points)
        }
        for key, groups in found.items():
            expected = pd.crosstab(frame[key], frame[name])
            assert set(groups) == set(expected.index)
            for group, one in groups.items():
                own = one.counts.loc[name]
                assert own[own > 0].to_dict() == {c: n for c, n in expected.loc[group].items() if n}
