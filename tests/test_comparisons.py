"""Group comparisons against scipy's and pingouin's own, and their sentences."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy import stats

from analytics.codebook import BLANK, NOT_APPLICABLE, Codebook, Demographic, Item, Scale
from analytics.responses import Responses
from analytics.statistics.comparisons import Comparison, compare_items, compare_means, in_words
from analytics.tally import tally_by
from analytics.words import Words

FIVE = Scale("satisfaction", (1, 2, 3, 4, 5))


def survey(rows: np.ndarray | list[list[int]], groups: list[str | None]) -> Responses:
    answers = np.array(rows, np.int8)
    keys = [f"q{i}" for i in range(answers.shape[1])]
    codebook = Codebook(
        tuple(Item(key, key, key, i, FIVE) for i, key in enumerate(keys)), (Demographic("age", "Age", 99),)
    )
    frame = pd.DataFrame(answers, columns=keys).assign(age=pd.Categorical(groups))
    return Responses(codebook, frame)


def random_survey(seed: int, groups: int) -> Responses:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(40, 200))
    member = rng.integers(0, groups, n)
    lean = 3 + 0.3 * member[:, None] * rng.random()
    answers = np.clip(np.rint(rng.normal(lean, 1.2, (n, 4))), 1, 5).astype(int)
    answers[rng.random((n, 4)) < 0.05] = BLANK
    return survey(answers, [f"g{g}" for g in member])


def samples(responses: Responses, item: str) -> dict[str, np.ndarray]:
    frame = responses.frame[responses.frame[item] > 0]
    return {str(name): own[item].to_numpy() for name, own in frame.groupby("age", observed=True)}


@pytest.mark.parametrize("seed", range(50))
def test_two_groups_agree_with_scipy(seed: int) -> None:
    responses = random_survey(seed, 2)
    found = compare_items(tally_by(responses, "age"))
    assert [one.of for one in found] == ["q0", "q1", "q2", "q3"]
    for one in found:
        groups = samples(responses, one.of)
        low, high = (groups[name] for name in one.groups)
        by_scipy = stats.mannwhitneyu(high, low, method="asymptotic")
        assert one.test == "mann_whitney"
        assert one.statistic == pytest.approx(by_scipy.statistic)
        assert one.p == pytest.approx(by_scipy.pvalue)
        # Rank-biserial: how much more often a pair has the higher group above than below.
        above, below = (high[:, None] > low).mean(), (high[:, None] < low).mean()
        assert one.effect == pytest.approx(above - below)
        assert one.effect >= 0
        assert one.base == len(high) + len(low)


@pytest.mark.parametrize("seed", range(50))
def test_more_groups_agree_with_scipy_and_pingouin(seed: int) -> None:
    responses = random_survey(seed, 3 + seed % 4)
    found = compare_items(tally_by(responses, "age"), minimum=1)
    for one in found:
        groups = samples(responses, one.of)
        by_scipy = stats.kruskal(*groups.values())
        assert (one.statistic, one.p) == pytest.approx((by_scipy.statistic, by_scipy.pvalue))
        # Epsilon squared is the share of the ranks' sum of squares that lies between groups.
        every = np.concatenate(list(groups.values()))
        ranks = np.split(stats.rankdata(every), np.cumsum([len(g) for g in groups.values()])[:-1])
        overall = np.concatenate(ranks)
        between = sum(len(r) * (r.mean() - overall.mean()) ** 2 for r in ranks)
        assert one.effect == pytest.approx(between / ((overall - overall.mean()) ** 2).sum())
        means = {name: r.mean() for name, r in zip(groups, ranks, strict=True)}
        assert list(one.groups) == sorted(means, key=means.__getitem__)
    _, holm = pingouin.multicomp([one.p for one in found], method="holm")
    assert [one.adjusted for one in found] == pytest.approx(list(holm))


def test_by_hand() -> None:
    # a: 1 1 2 2 3, b: 3 4 4 5 5. Only 3 = 3 is no win for b: U = 25 − ½. Rank-biserial 2·24.5/25 − 1 = 0.96.
    found = compare_items(
        tally_by(survey([[x] for x in (1, 1, 2, 2, 3, 3, 4, 4, 5, 5)], ["a"] * 5 + ["b"] * 5), "age")
    )
    assert len(found) == 1
    assert found[0].groups == ("a", "b")
    assert (found[0].statistic, found[0].effect) == pytest.approx((24.5, 0.96))
    assert found[0].size == "large"


def test_no_answer_and_small_groups_take_no_part() -> None:
    rows = [[1], [2], [3], [2], [1], [4], [5], [5], [4], [3], [5], [5], [BLANK], [NOT_APPLICABLE]]
    names = ["a"] * 5 + ["b"] * 5 + ["c"] * 2 + ["a", "b"]
    found = compare_items(tally_by(survey(rows, names), "age"))
    assert found[0].groups == ("a", "b")
    assert found[0].left_out == ("c",)
    assert found[0].base == 10
    assert compare_items(tally_by(survey(rows, names), "age"), minimum=2)[0].test == "kruskal_wallis"
    assert compare_items(tally_by(survey(rows, names), "age"), minimum=6) == ()


def test_where_nothing_can_differ_nothing_is_said() -> None:
    assert compare_items(tally_by(survey([[5]] * 20, ["a", "b"] * 10), "age")) == ()
    assert compare_items({}) == ()
    alike = compare_items(tally_by(survey([[4], [4], [5], [5]] * 5, ["a", "b"] * 10), "age"))
    assert alike[0].effect == 0 and alike[0].p == 1 and not alike[0].differs
    with pytest.raises(KeyError):
        compare_items(tally_by(survey([[5]] * 20, ["a", "b"] * 10), "age"), ["q9"])


def test_sets_are_compared_by_each_respondents_mean() -> None:
    responses = random_survey(7, 3)
    found = compare_means(responses, {"all": ["q0", "q1", "q2", "q3"], "first": ["q0"]}, "age")
    answers = responses.frame[["q0", "q1", "q2", "q3"]].where(responses.frame[["q0", "q1", "q2", "q3"]] > 0)
    means = answers.mean(axis=1)
    by_scipy = stats.kruskal(
        *[own.dropna() for _, own in means.groupby(responses.frame["age"], observed=True)]
    )
    assert (found[0].of, found[1].of) == ("all", "first")
    assert (found[0].statistic, found[0].p) == pytest.approx((by_scipy.statistic, by_scipy.pvalue))
    alone = compare_items(tally_by(responses, "age"), ["q0"])[0]
    assert (found[1].statistic, found[1].p) == pytest.approx((alone.statistic, alone.p))
    assert found[1].adjusted >= alone.adjusted


def test_one_person_answering_often_is_one_person() -> None:
    # Ten copies of an item make no more of a difference than the item.
    one = random_survey(11, 2)
    rows = np.repeat(one.frame[["q0"]].to_numpy(), 10, axis=1)
    many = survey(rows, one.frame["age"].tolist())
    assert compare_means(many, {"all": [f"q{i}" for i in range(10)]}, "age")[0].p == pytest.approx(
        compare_items(tally_by(one, "age"), ["q0"])[0].p
    )


def test_who_did_not_answer_or_say_is_left_out_of_sets() -> None:
    rows = [[1, 2], [2, BLANK], [1, 1], [2, 2], [3, 3], [4, 4], [5, BLANK], [4, 5], [5, 5], [3, 4]]
    names: list[str | None] = ["a"] * 5 + ["b"] * 5
    found = compare_means(survey(rows, names), {"all": ["q0", "q1"]}, "age")
    more = survey([*rows, [BLANK, NOT_APPLICABLE], [1, 1]], [*names, "b", None])
    assert compare_means(more, {"all": ["q0", "q1"]}, "age") == found
    assert found[0].base == 10
    with pytest.raises(KeyError):
        compare_means(more, {"all": ["q0"]}, "sex")
    with pytest.raises(KeyError):
        compare_means(more, {"all": ["q9"]}, "age")


TWO = Comparison("q", "mann_whitney", ("Men", "Women"), (), 100, 1.0, 0.03, 0.03, 0.2)
MORE = Comparison("q", "kruskal_wallis", ("Young", "Middle", "Old"), (), 100, 9.0, 0.001, 0.003, 0.05)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (TWO, "Women answered higher than Men (Mann-Whitney, p = 0.03); the difference is small."),
        (replace(TWO, effect=0.05), "(Mann-Whitney, p = 0.03), but the difference is negligible."),
        (replace(TWO, effect=0.3), "the difference is of medium size."),
        (replace(TWO, effect=0.5), "the difference is large."),
        (
            replace(TWO, adjusted=0.05),
            "No difference between Men and Women can be shown (Mann-Whitney, p = 0.05).",
        ),
        (
            MORE,
            "The 3 groups differ, highest Old and lowest Young (Kruskal-Wallis, p < 0.01); "
            "the difference is small.",
        ),
        (replace(MORE, effect=0.009), "but the difference is negligible."),
        (replace(MORE, effect=0.06), "the difference is of medium size."),
        (replace(MORE, effect=0.14), "the difference is large."),
        (replace(MORE, adjusted=0.4), "No difference between the 3 groups can be shown"),
    ],
)
def test_a_comparison_is_one_plain_sentence(found: Comparison, sentence: str) -> None:
    assert sentence in Words().say(in_words(found))


def test_beside_hidden_figures_p_is_only_held_against_its_limit() -> None:
    rows = [[x] for x in (1, 1, 2, 2, 3, 3, 4, 4, 5, 5)]
    (differing,) = compare_items(tally_by(survey(rows, ["a"] * 5 + ["b"] * 5), "age"))
    (alike,) = compare_items(tally_by(survey(rows, ["a", "b"] * 5), "age"))
    assert Words().say(in_words(differing, hidden=True)).endswith("p < 0.05); the difference is large.")
    assert Words().say(in_words(alike, hidden=True)).endswith("(Mann-Whitney, p ≥ 0.05).")
    assert "p = " in Words().say(in_words(alike))
