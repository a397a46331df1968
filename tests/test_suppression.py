"""Attacks on breakdowns: whatever is shown, of all tables together, leaves every hidden figure open.

The attacker here knows the public totals and every figure that is shown, exactly, and that counts are whole
numbers from 0. It is written apart from the product's own reasoning: an integer programme, and for tiny
tables every table there is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations_with_replacement, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from analytics.codebook import Codebook, Item, Scale
from analytics.statistics.breakdowns import Breakdown, Breakdowns, Cell, breakdowns
from analytics.statistics.suppression import suppress
from analytics.tally import Tally, from_counts

Counts = np.ndarray  # (items, groups, points)
# SAISAAT_EXAMPLES=20000 attacks more random tables.
EXAMPLES = max(int(os.environ.get("SAISAAT_EXAMPLES", "1000")), 1000)


def cut(counts: Counts, aspects: tuple[str | None, ...], threshold: int) -> Breakdowns:
    items, groups, points = counts.shape
    scale = Scale("scale", tuple(range(1, points + 1)))
    codebook = Codebook(tuple(Item(f"q{i}", f"q{i}", "", i, scale, aspects[i]) for i in range(items)))

    def tally(own: np.ndarray, respondents: int) -> Tally:
        rows = {f"q{i}": dict(zip(scale.points, own[i].tolist(), strict=True)) for i in range(items)}
        return from_counts(codebook, rows, respondents)

    sizes = counts.sum(axis=2).max(axis=0).tolist()
    tallies = {f"g{g:02}": tally(counts[:, g], sizes[g]) for g in range(groups)}
    return breakdowns(tally(counts.sum(axis=1), sum(sizes)), tallies, threshold=threshold)


@dataclass(frozen=True)
class Figure:
    """One figure of one table: which items it sums, which group, and its weights for the points."""

    items: tuple[int, ...]
    group: int
    name: str
    cell: Cell
    weights: np.ndarray

    def of(self, counts: Counts) -> float:
        return float((counts[list(self.items), self.group] @ self.weights).sum())

    def flat(self, shape: tuple[int, ...]) -> np.ndarray:
        """Its weight for every count of tables of this shape, in one row."""
        own = np.zeros(shape)
        own[list(self.items), self.group] = self.weights
        return own.ravel()


def tables(found: Breakdowns, aspects: tuple[str | None, ...]) -> Iterator[tuple[tuple[int, ...], Breakdown]]:
    for i, one in enumerate(found.items.values()):
        yield (i,), one
    for aspect, one in found.aspects.items():
        yield tuple(i for i, a in enumerate(aspects) if a == aspect), one
    assert found.overall is not None
    yield tuple(range(len(aspects))), found.overall


def figures(found: Breakdowns, aspects: tuple[str | None, ...]) -> Iterator[Figure]:
    for items, table in tables(found, aspects):
        points = table.scale.points
        box = np.isin(points, table.scale.top_two).astype(float)
        for g, row in enumerate(table.rows):
            yield Figure(items, g, "base", row.base, np.ones(len(points)))
            for name, cell, weights in (
                ("mean", row.mean, np.array(points, float)),
                ("top two", row.top_two, box),
            ):
                if cell.state == "shown" and row.base.state == "shown":
                    assert row.base.value is not None and cell.value is not None
                    total = Cell("shown", round(cell.value * row.base.value, 6))
                    yield Figure(items, g, name, total, weights)
                elif cell.state == "shown":  # a ratio whose base is hidden
                    yield Figure(items, g, name, Cell("shown", 0), weights - (cell.value or 0))
                elif cell.state == "hidden" and not told_by_totals(table, name):
                    yield Figure(items, g, name, cell, weights)
            for p, cell in enumerate(row.counts):
                yield Figure(items, g, f"count of {points[p]}", cell, np.eye(len(points))[p])


def told_by_totals(table: Breakdown, name: str) -> bool:
    """Where everybody is in the box, or nobody, or everybody gave one answer, no table can hide it."""
    best = sum(table.total.counts[p] for p in table.scale.top_two)
    if name == "top two":
        return best in (0, table.total.base)
    return max(table.total.counts.values()) == table.total.base


def is_figure(figure: Figure, truth: Counts) -> bool:
    """Nobody's mean and nobody's box are no figures."""
    return figure.name not in ("mean", "top two") or bool(truth[list(figure.items), figure.group].any())


def recovered(truth: Counts, found: Breakdowns, aspects: tuple[str | None, ...]) -> list[Figure]:
    """The hidden figures that can be nothing but what they are."""
    known = [f for f in figures(found, aspects) if f.cell.state == "shown"]
    hidden = [f for f in figures(found, aspects) if f.cell.state == "hidden" and is_figure(f, truth)]
    rows, values = [], []
    for figure in known:
        rows.append(figure.flat(truth.shape))
        values.append(figure.cell.value or 0.0)
    for i, p in product(range(truth.shape[0]), range(truth.shape[2])):
        own = np.zeros(truth.shape)
        own[i, :, p] = 1
        rows.append(own.ravel())
        values.append(float(truth[i, :, p].sum()))
    matrix, right = np.array(rows), np.array(values)
    assert np.allclose(matrix @ truth.ravel(), right, atol=1e-4), "what is shown is true"
    # Most figures are opened by a small change; what none opens is left to the integer programme.
    steps = changes(truth.shape)
    same = (np.abs(steps @ matrix.T) < 1e-7).all(axis=1) & (truth.ravel() + steps >= 0).all(axis=1)
    opened = [(np.abs(steps[same] @ f.flat(truth.shape)) > 0.5).any() for f in hidden]
    hidden = [f for f, is_open in zip(hidden, opened, strict=True) if not is_open]
    certain = []
    while hidden:
        figure = hidden[0]
        for sign in (1, -1):
            answer = milp(
                sign * figure.flat(truth.shape),
                constraints=LinearConstraint(matrix, right - 1e-7, right + 1e-7),
                integrality=np.ones(truth.size),
                bounds=Bounds(0, truth.sum()),
            )
            other = np.rint(answer.x).reshape(truth.shape)
            assert np.allclose(matrix @ other.ravel(), right, atol=1e-4)
            # One other set of tables opens every hidden figure in which it differs.
            hidden = [f for f in hidden if abs(f.of(other) - f.of(truth)) < 0.5]
            if figure not in hidden:
                break
        else:
            certain.append(figure)
            hidden.remove(figure)
    return certain


@lru_cache(maxsize=64)
def changes(shape: tuple[int, int, int]) -> Counts:
    """Small changes of tables of this shape that leave the totals as they are, one a row.

    An answer or two of one group become others and the reverse happens in another group; and the same with
    both undone in another item.
    """
    items, groups, points = shape
    unit = np.eye(points)
    rows = [*unit, *(unit[a] - unit[b] for a, b in permutations(range(points), 2))]
    rows += [
        unit[a] + unit[b] - unit[c] - unit[d]
        for (a, b), (c, d) in permutations(combinations_with_replacement(range(points), 2), 2)
        if a + b == c + d
    ]
    found = []
    for i, (g, h) in product(range(items), permutations(range(groups), 2)):
        steps = np.zeros((len(rows), *shape))
        steps[:, i, g], steps[:, i, h] = rows, -np.array(rows)
        found.append(steps)
        for j in set(range(items)) - {i}:
            both = steps.copy()
            both[:, j] = -steps[:, i]
            found.append(both)
    return np.concatenate(found).reshape(-1, items * groups * points)


def random_counts(rng: np.random.Generator) -> tuple[Counts, tuple[str | None, ...]]:
    items, groups = int(rng.choice([1] * 7 + [2, 2, 3])), int(rng.integers(2, 5))
    points = int(rng.choice([3, 3, 4, 5]))
    sizes = rng.integers(1, rng.choice([8, 20, 60]), groups)
    lean = rng.dirichlet(np.full(points, rng.choice([0.3, 1.0, 3.0])))
    counts = np.array(
        [
            [rng.multinomial(rng.binomial(size, 0.95), rng.dirichlet(8 * lean + 0.05)) for size in sizes]
            for _ in range(items)
        ]
    )
    return counts, tuple(rng.choice(["A", "B"], items)) if rng.random() < 0.5 else (None,) * items


@pytest.mark.parametrize("seed", range(20))
def test_random_tables_give_nothing_away(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(EXAMPLES // 20):
        counts, aspects = random_counts(rng)
        threshold = int(rng.choice([5, 10]))
        found = cut(counts, aspects, threshold)
        assert recovered(counts, found, aspects) == [], (counts.tolist(), aspects, threshold)
        check_thresholds(counts, found, aspects, threshold)


def check_thresholds(
    counts: Counts, found: Breakdowns, aspects: tuple[str | None, ...], threshold: int
) -> None:
    """No count of 1 to threshold − 1 is shown, and no box or base that is one."""
    if counts.shape[1] == 1:
        return
    for figure in figures(found, aspects):
        if figure.cell.state == "shown" and (figure.name == "base" or figure.name.startswith("count")):
            people = max(float(counts[i, figure.group] @ figure.weights) for i in figure.items)
            assert not 0 < people < threshold, figure
    for items, table in tables(found, aspects):
        best = np.isin(table.scale.points, table.scale.top_two)
        for g, row in enumerate(table.rows):
            if row.top_two.state == "shown" and row.base.state == "shown":
                for side in (best, ~best):
                    people = max(int(counts[i, g, side].sum()) for i in items)
                    assert not 0 < people < threshold, (items, row)


def every_table(totals: tuple[int, ...], groups: int) -> Iterator[Counts]:
    """All tables of whole numbers from 0 with these column totals."""

    def split(total: int, parts: int) -> Iterator[tuple[int, ...]]:
        if parts == 1:
            yield (total,)
            return
        for first in range(total + 1):
            for rest in split(total - first, parts - 1):
                yield first, *rest

    for columns in product(*(list(split(total, groups)) for total in totals)):
        yield np.array(columns).T[None]


@pytest.mark.parametrize("seed", range(40))
def test_tiny_tables_by_trying_every_table_there_is(seed: int) -> None:
    rng = np.random.default_rng(seed)
    groups = 2 + seed % 2
    counts = rng.multinomial(
        int(rng.integers(6, 13 if groups == 3 else 26)), rng.dirichlet([1.0] * 3 * groups)
    )
    counts = counts.reshape(1, groups, 3)
    found = cut(counts, (None,), 5)
    shown = [f for f in figures(found, (None,)) if f.cell.state == "shown"]
    hidden = [f for f in figures(found, (None,)) if f.cell.state == "hidden"]
    possible: dict[int, set[float]] = {n: set() for n in range(len(hidden))}
    for table in every_table(tuple(counts[0].sum(axis=0).tolist()), groups):
        if all(abs(f.of(table) - (f.cell.value or 0)) < 1e-4 for f in shown):
            for n, figure in enumerate(hidden):
                possible[n].add(figure.of(table))
    assert all(len(values) > 1 for values in possible.values())


def test_the_attack_itself_can_succeed() -> None:
    # One hidden count beside three that are shown: 20 − 8 − 9 = 3.
    counts = np.array([[[3, 8, 9], [10, 10, 10]]])
    found = cut(counts, (None,), 5)
    assert recovered(counts, found, (None,)) == []
    leaky = Breakdowns(found.items, {}, found.items["q0"])
    row = leaky.items["q0"].rows[0]
    shown = [Cell("hidden"), Cell("shown", 8), Cell("shown", 9)]
    object.__setattr__(row, "counts", tuple(shown))
    object.__setattr__(row, "base", Cell("shown", 20))
    assert "count of 1" in [f.name for f in recovered(counts, leaky, (None,))]


tables_of_counts = st.integers(1, 3).flatmap(
    lambda items: st.integers(1, 4).flatmap(
        lambda groups: st.lists(
            st.integers(0, 14), min_size=items * groups * 4, max_size=items * groups * 4
        ).map(lambda flat: np.array(flat).reshape(items, groups, 4))
    )
)


def parts(counts: Counts, threshold: int) -> np.ndarray:
    items = len(counts)
    return suppress(counts, (1, 2, 3, 4), (3, 4), [list(range(items))], threshold).figures()


@given(tables_of_counts)
@settings(max_examples=100)
def test_a_larger_threshold_never_shows_more(counts: Counts) -> None:
    assert not (parts(counts, 10) & ~parts(counts, 5)).any()


@given(tables_of_counts)
@settings(max_examples=100)
def test_what_is_hidden_adds_up_to_the_threshold(counts: Counts) -> None:
    """Else each hidden count of a row, or column, would be known to be small."""
    shown = suppress(counts, (1, 2, 3, 4), (3, 4), (), 5)
    if counts.shape[1] == 1:
        return
    for table, base, cells in zip(counts, shown.base, shown.counts, strict=True):
        for row, has_base, seen in zip(table, base, cells, strict=True):
            if has_base and row[~seen].any():
                assert row[~seen].sum() >= 5
        for column, seen in zip(table.T, cells.T, strict=True):
            if column[~seen].any():
                assert column[~seen].sum() >= min(5, column.sum())


def test_the_input_is_left_as_it_was() -> None:
    counts = np.array([[[3, 8, 9, 1], [10, 10, 10, 0]]])
    before = counts.copy()
    suppress(counts, (1, 2, 3, 4), (3, 4))
    assert (counts == before).all()


def test_large_groups_keep_their_figures_when_a_small_one_is_hidden() -> None:
    # A group of 3 is hidden, and with it the next smallest; the two large ones lose nothing of their own.
    counts = np.array([[[20, 30, 40, 50], [25, 35, 45, 55], [5, 6, 7, 8], [0, 0, 1, 2]]])
    shown = suppress(counts, (1, 2, 3, 4), (3, 4))
    assert shown.base[0].tolist() == [True, True, False, False]
    assert shown.counts[0, :2].all() and shown.mean[0, :2].all() and shown.box[0, :2].all()


@pytest.mark.parametrize("threshold", [0, 3, 7])
def test_only_the_thresholds_on_offer(threshold: int) -> None:
    with pytest.raises(ValueError, match="threshold"):
        suppress(np.ones((1, 2, 3), dtype=int), (1, 2, 3), (3,), (), threshold)
