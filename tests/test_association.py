"""Chi-square, its conditions and what stands in for it, against independent implementations."""

import numpy as np
import pingouin
import pytest
from scipy import stats
from scipy.stats.contingency import association as scipy_association

from analytics.codebook import Codebook, Item, Scale
from analytics.statistics.association import associations, in_words
from analytics.tally import Tally, from_counts

FIVE = Scale("five", (1, 2, 3, 4, 5))


def groups_of(table: list[list[int]], scale: Scale = FIVE) -> dict[str, Tally]:
    """One item: a row a group, a column a point."""
    book = Codebook((Item("q1", "Item", "Item", 1, scale),))
    points = scale.points
    return {
        f"group {i}": from_counts(book, {"q1": dict(zip(points, row, strict=True))}, sum(row))
        for i, row in enumerate(table)
    }


def test_a_worked_table() -> None:
    # expected 25 in every cell: χ² = 4·(5²/25) = 4, V = √(4/100) = 0.2
    two = Scale("two", (1, 2))
    (found,) = associations(groups_of([[30, 20], [20, 30]], two))
    assert (found.test, found.base, found.freedom) == ("chi_square", 100, 1)
    assert found.statistic == pytest.approx(4)
    assert found.v == pytest.approx(0.2)
    assert found.size == "small"
    assert found.p == pytest.approx(2 * stats.norm.sf(2))  # χ² with one degree of freedom is z²
    assert found.differs


def test_chi_square_and_v_of_random_tables_agree_with_scipy_and_pingouin() -> None:
    rng = np.random.default_rng(2561)
    tested = 0
    for _ in range(100):
        shape = (int(rng.integers(2, 5)), 5)
        table = rng.poisson(rng.uniform(3, 30, shape))
        (found,) = associations(groups_of(table.tolist()))
        kept = table[:, table.sum(axis=0) > 0]
        theirs = stats.chi2_contingency(kept, correction=False)
        assert found.statistic == pytest.approx(theirs.statistic)
        assert found.v == pytest.approx(scipy_association(kept, method="cramer"))
        assert found.least == pytest.approx(theirs.expected_freq.min())
        holds = theirs.expected_freq.min() >= 1 and (theirs.expected_freq < 5).mean() <= 0.2
        assert (found.test == "chi_square") == holds
        if holds:
            tested += 1
            assert found.p == pytest.approx(theirs.pvalue)
            assert found.freedom == theirs.dof
    assert 30 < tested < 100
    frame = pingouin.read_dataset("chi2_independence")[["sex", "target"]]
    counts = frame.value_counts().unstack().to_numpy()
    (found,) = associations(groups_of(counts.tolist(), Scale("two", (0, 1))))
    _, _, theirs = pingouin.chi2_independence(frame, "sex", "target", correction=False)
    pearson = theirs.set_index("test").loc["pearson"]
    assert found.p == pytest.approx(pearson["pval"])
    assert found.v == pytest.approx(pearson["cramer"])


def test_small_expected_counts_take_fishers_test_in_two_by_two() -> None:
    # the tea taster: p = 2·(1 + 16)/C(8, 4) = 34/70
    (found,) = associations(groups_of([[3, 1], [1, 3]], Scale("two", (1, 2))), minimum=1)
    assert found.test == "fisher"
    assert found.p == pytest.approx(34 / 70)


def test_larger_tables_with_small_expected_counts_are_drawn() -> None:
    table = [[6, 1, 0], [0, 2, 4]]
    (found,) = associations(groups_of(table, Scale("three", (1, 2, 3))))
    assert found.test == "drawn"
    # the exact test, by counting every table with these totals
    rows, columns = np.sum(table, axis=1), np.sum(table, axis=0)
    expected = np.outer(rows, columns) / rows.sum()
    far = total = 0.0
    for a in range(columns[0] + 1):
        for b in range(columns[1] + 1):
            first = np.array([a, b, rows[0] - a - b])
            second = columns - first
            if (first < 0).any() or (second < 0).any():
                continue
            other = np.array([first, second])
            weight = stats.random_table(rows, columns).pmf(other)
            total += weight
            far += weight * (((other - expected) ** 2 / expected).sum() >= found.statistic - 1e-9)
    assert total == pytest.approx(1)
    assert found.p == pytest.approx(far, abs=4 * np.sqrt(far / 9999))
    assert associations(groups_of(table, Scale("three", (1, 2, 3)))) == (found,)


def test_what_can_not_be_tested_is_missing() -> None:
    assert associations({}) == ()
    assert associations(groups_of([[9, 0, 0, 0, 0], [0, 0, 0, 9, 0]][:1])) == ()
    assert associations(groups_of([[9, 0, 0, 0, 0], [7, 0, 0, 0, 0]])) == ()
    assert associations(groups_of([[9, 3, 0, 0, 0], [1, 2, 0, 0, 0]])) == (), "the second group is too small"
    with pytest.raises(KeyError):
        associations(groups_of([[9, 3, 0, 0, 0], [5, 5, 0, 0, 0]]), ["q9"])


def test_groups_that_are_all_too_small_leave_nothing_to_test() -> None:
    few = groups_of([[1, 0, 2, 0, 0], [0, 1, 0, 1, 1]])
    assert associations(few, minimum=5) == ()
    assert associations({}, ["q1"]) == ()


def test_holm_runs_over_the_items() -> None:
    book = Codebook(tuple(Item(f"q{i}", "", "", i, Scale("two", (1, 2))) for i in range(3)))
    counts = [{"q0": {1: 30, 2: 20}, "q1": {1: 25, 2: 25}, "q2": {1: 35, 2: 15}}]
    counts.append({"q0": {1: 20, 2: 30}, "q1": {1: 24, 2: 26}, "q2": {1: 15, 2: 35}})
    found = associations({str(i): from_counts(book, c, 50) for i, c in enumerate(counts)})
    _, theirs = pingouin.multicomp([one.p for one in found], method="holm")
    assert [one.adjusted for one in found] == pytest.approx(theirs.tolist())


def test_figures_of_a_table_with_hidden_ones_are_kept_back() -> None:
    (found,) = associations(groups_of([[30, 20], [20, 30]], Scale("two", (1, 2))))
    assert {"p", "v", "sign"} <= set(dict(in_words(found).values))
    assert in_words(found, hidden=True).values == ()
