"""What must stay hidden in tables of small groups, so that nobody's answer can be worked out from the rest.

A table has a row a group and a column a scale point; of each row the base, the mean, the top-two box and
the counts may be shown. The distribution of all groups together is public, and so is every other table of
the same groups: one an item, and sums of items (aspects, the whole survey).

1. A count below the threshold is hidden, and so are a top-two box that leaves fewer than that inside or
   outside it, and everything of a group whose base is below it. 0 is no such count: nobody stands behind it,
   and a high mean gives it away. It is hidden only where that hides another.
2. Enough else is hidden that what is hidden in a row or a column adds up to the threshold (or to the column's
   total): otherwise each part would be known to be small.
3. For every figure that these hide, other than a 0, there must be another set of tables, of whole numbers
   from 0, in which that figure differs and all that is shown is the same, taken as shown without rounding.
   Such a set is one *exchange* away: a few answers of one group changed, and the reverse changes made in
   another group (and, where a sum would show them, both undone in another item of that sum). What stands in
   the way of the cheapest exchange is hidden too. What in the end takes part in no exchange is shown again.

Figures are protected even from who knows the size of every group, wherever the totals leave that possible.
What the totals alone give away can't be hidden. Step 3 looks for exchanges of a few simple kinds; where there
are only others it hides more than it might have to, never less.
Source: threshold, complementary suppression and audit of feasible values as in Hundepool et al. (2012),
Statistical Disclosure Control, chapter 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, permutations

import numpy as np

THRESHOLDS = (5, 10)
# What hiding something costs: counts go first, then a box, then a mean, and a whole row last.
BOX, MEAN, ROW = 20.0, 100.0, 1000.0
SUM = 5.0


@dataclass(frozen=True)
class Shown:
    """What may be shown: arrays of bool, the first axis tables (items, then sums), the second groups.

    Attributes:
        base, mean, box: (tables, groups); `box` is the top-two box.
        counts: (tables, groups, points).
    """

    base: np.ndarray
    mean: np.ndarray
    box: np.ndarray
    counts: np.ndarray

    def figures(self) -> np.ndarray:
        """All of them on one axis: counts, then base, mean and box: (tables, groups, points + 3)."""
        return np.concatenate(
            [self.counts, self.base[..., None], self.mean[..., None], self.box[..., None]], axis=2
        )

    def only(self, tables: slice, figures: np.ndarray | None) -> None:
        """Set what is shown of some tables, given as by `figures`; None for nothing. Changes the arrays."""
        points = self.counts.shape[2]
        given = np.zeros(points + 3, dtype=bool) if figures is None else figures
        self.counts[tables] = given[..., :points]
        self.base[tables], self.mean[tables], self.box[tables] = np.moveaxis(given[..., points:], -1, 0)


def suppress(
    counts: np.ndarray,
    points: Sequence[int],
    best: Sequence[int],
    sums: Sequence[Sequence[int]] = (),
    threshold: int = 5,
) -> Shown:
    """What may be shown of the tables `counts` and of the sums over some of them.

    `counts`: whole numbers (items, groups, points), the groups together being everybody. `points`: the
    scale's; `best`: those of the top-two box. `sums`: for each table that is a sum, the items it adds up. In
    a sum one respondent answers several times, so the threshold is held against the most that one item shows.

    What is shown with a larger threshold is never hidden with a smaller one: comparing both tells no more.
    A single group is everybody and has nothing to hide. Raises ValueError for a threshold not in THRESHOLDS.
    """
    if threshold not in THRESHOLDS:
        raise ValueError(f"the threshold is one of {THRESHOLDS}, not {threshold}")
    items, groups, _ = counts.shape
    tables = (items + len(sums), groups)
    ones = np.ones(tables, dtype=bool)
    shown = Shown(ones, ones.copy(), ones.copy(), np.ones((*tables, len(points)), dtype=bool))
    if groups > 1 and items:
        work = _Work(np.asarray(counts, dtype=np.int64), np.array(points), np.array(best), sums, shown)
        for step in THRESHOLDS[: THRESHOLDS.index(threshold) + 1]:
            work.run(step)
    return shown


class _Work:
    """The tables, the exchanges that might hide a figure in them, and what is still shown of them."""

    def __init__(
        self,
        counts: np.ndarray,
        points: np.ndarray,
        best: np.ndarray,
        sums: Sequence[Sequence[int]],
        shown: Shown,
    ) -> None:
        in_box = np.isin(points, best)
        self.shown = shown
        self.sensitive = np.zeros_like(shown.figures())  # hidden by steps 1 and 2
        self.items = len(counts)
        self.sums = [list(members) for members in sums]
        self.belongs = np.array([[i in s for i in range(self.items)] for s in self.sums], dtype=bool)
        self.counts = np.concatenate([counts, *(counts[s].sum(axis=0)[None] for s in self.sums)])
        # A sum is worth more than an item, and a large group more than a small one: the small one gives way
        # in every item, which leaves exchanges within it that no sum shows.
        size = self.counts.sum(axis=(0, 2)) / max(self.counts.sum(), 1)
        self.worth = np.repeat([1 + size, SUM * (1 + size)], [self.items, len(self.sums)], axis=0)
        # At least so many people stand behind a figure.
        parts = [counts, counts.sum(2)[..., None], counts[..., in_box].sum(2)[..., None]]
        parts.append(counts[..., ~in_box].sum(2)[..., None])
        people = np.concatenate(parts, axis=2)
        people = np.concatenate([people, *(people[s].max(axis=0)[None] for s in self.sums)])
        self.people, self.base, self.boxes = people[..., :-3], people[..., -3], people[..., -2:]
        self.weights = 1 + self.people / (1 + self.people.sum(axis=(1, 2), keepdims=True))

        moves = _moves(points)
        self.touches, self.resizes = moves != 0, moves.sum(axis=1) != 0
        # (tables, groups, moves): whether a move changes a row's mean and the share in its box.
        answers = self.counts.sum(axis=2)[..., None]
        self.shifts = moves @ points * answers != self.counts @ points[:, None] * moves.sum(axis=1)
        self.crosses = moves @ in_box * answers != self.counts @ in_box[:, None] * moves.sum(axis=1)
        # (tables, groups, moves, figures): which figures of a row a move changes, and which it does without
        # changing the row's size.
        every = (*self.crosses.shape, len(points))
        rows = [np.broadcast_to(self.resizes, every[:-1]), self.shifts, self.crosses]
        self.changes = np.concatenate([np.broadcast_to(self.touches, every), np.stack(rows, axis=3)], axis=3)
        keeps = self.changes & ~self.resizes[:, None]
        keeps[..., -3] = self.resizes
        # Whether a row has the answers to give: as the one changed, and as the one changed in reverse.
        self.gives = np.stack([(counts + move >= 0).all(axis=2) for move in moves], axis=2)
        self.takes = np.stack([(counts - move >= 0).all(axis=2) for move in moves], axis=2)
        thinkable = self._to_sums(self.gives & _elsewhere(self.takes))
        quiet = _any(thinkable, keeps)
        # Where the totals leave no exchange that keeps the size of groups, others must do, or none can.
        self.protects = np.where(quiet[:, :, None, :], keeps, self.changes)
        self.possible = quiet | _any(thinkable, self.changes)

    def run(self, threshold: int) -> None:
        """Hide what this threshold asks for, in addition to what is hidden already."""
        before = self.shown.figures()
        # First the items for themselves, as if no sum were shown; then what of the sums they can bear.
        self.shown.only(slice(self.items, None), None)
        self._hide_small(threshold, range(self.items))
        self._protect(self.items)
        self.shown.only(slice(self.items, None), before[self.items :])
        self._hide_small(threshold, range(self.items, len(self.counts)))
        self._protect(len(self.counts))
        # What was hidden for the sake of another and in the end takes part in no exchange helps nobody.
        idle = before & ~self.shown.figures() & ~self.sensitive & ~_any(self._exchanges(), self.changes)
        idle[..., -2:] &= (self.shown.base | (self.base > 0))[..., None]
        nobody = self.counts.sum(axis=1, keepdims=True) == 0
        idle[..., :-3] |= nobody
        self.shown.only(slice(None), self.shown.figures() | idle)

    def _hide_small(self, threshold: int, tables: range) -> None:
        """Steps 1 and 2 of the module's text."""
        shown, were = self.shown, self.shown.figures()
        for t in tables:
            small_rows, small_cells = _small(self.base[t], threshold), _small(self.people[t], threshold)
            small_boxes = _small(self.boxes[t], threshold).any(axis=1)
            for group in np.flatnonzero(small_rows):
                self._hide_row(t, int(group))
            shown.counts[t] &= ~small_cells
            shown.box[t] &= ~small_boxes
            while not self._adds_up(t, threshold):
                pass
            sensitive = were[t] & ~shown.figures()[t]
            sensitive |= np.column_stack([small_cells, small_rows, small_rows, small_boxes | small_rows])
            sensitive[:, :-3] &= self.people[t] > 0
            self.sensitive[t] |= sensitive

    def _adds_up(self, t: int, threshold: int) -> bool:
        """Whether the hidden parts of table t add up to enough (step 2); where not, one more is hidden."""
        shown = self.shown
        row = _lacking(self.base[t], shown.base[t], threshold)
        if row is not None:
            self._hide_row(t, row)
            return False
        for group in map(int, np.flatnonzero(shown.base[t])):
            point = _lacking(self.people[t, group], shown.counts[t, group], threshold)
            if point is not None:
                shown.counts[t, group, point] = False
                return False
        for point in range(self.people.shape[2]):
            lacking = _lacking(self.people[t, :, point], shown.counts[t, :, point], threshold)
            if lacking is not None:
                shown.counts[t, lacking, point] = False
                return False
        for side in range(2):
            lacking = _lacking(self.boxes[t, :, side], shown.box[t], threshold)
            if lacking is not None:
                shown.box[t, lacking] = False
                return False
        return True

    def _hide_row(self, t: int, group: int) -> None:
        for part in (self.shown.base, self.shown.mean, self.shown.box, self.shown.counts):
            part[t, group] = False

    def _protect(self, tables: int) -> None:
        """Step 3 for the first tables: hide until every sensitive figure has its exchange."""
        while True:
            open_ = self.sensitive & self.possible & ~_any(self._exchanges(), self.protects)
            rows = np.argwhere(open_[:tables].any(axis=2))
            if not len(rows):
                return
            for t, group in rows:
                self._clear_way(int(t), int(group), int(open_[t, group].argmax()))

    def _exchanges(self) -> np.ndarray:
        """(tables, groups, moves): the exchanges that change nothing shown, by the row that they change."""
        free = self._cost(range(len(self.counts))) == 0
        gives, takes = free[: self.items] & self.gives, free[: self.items] & self.takes
        unseen = np.ones_like(gives)  # in the sums
        for sum_, members in enumerate(self.sums):
            unseen[members] &= free[self.items + sum_]
        found = self._to_sums(gives & unseen & _elsewhere(takes & unseen))
        for i in range(self.items if self.sums else 0):
            mates = self._mates(i)
            found[i] |= (gives[i] & takes[mates] & _elsewhere(takes[i] & gives[mates])).any(axis=0)
        return found

    def _clear_way(self, t: int, group: int, figure: int) -> None:
        """Hide what stands in the way of the cheapest exchange that changes one figure."""
        options: list[tuple[float, int, int, list[int]]] = []
        for i in [t] if t < self.items else self.sums[t - self.items]:
            usable = self.takes[i] & self.gives[i, group] & self.protects[t, group, :, figure]
            usable[group] = False
            in_sums = [i, *(self.items + s for s, members in enumerate(self.sums) if i in members)]
            cost = self._cost(in_sums).sum(axis=0)
            options.append((*_cheapest(np.where(usable, cost + cost[group], np.inf)), in_sums))
            if t < self.items and self.sums:
                mates = np.flatnonzero(self._mates(i)).tolist()
                both = self._cost([i]) + self._cost(mates)
                for mate, price in zip(mates, both + both[:, [group]], strict=True):
                    undone = usable & self.gives[mate] & self.takes[mate, group]
                    options.append((*_cheapest(np.where(undone, price, np.inf)), [i, mate]))
        _, somewhere, move, tables = min(options, key=lambda option: option[0])
        for table in tables:
            for g in (group, somewhere):
                self.shown.counts[table, g, self.touches[move]] = False
                self.shown.box[table, g] &= not self.crosses[table, g, move]
                self.shown.mean[table, g] &= not self.shifts[table, g, move]
                if self.resizes[move]:
                    self._hide_row(table, g)

    def _mates(self, i: int) -> np.ndarray:
        """Which other items are in the very same sums: an exchange undone there changes none of them."""
        mates: np.ndarray = np.equal(self.belongs, self.belongs[:, [i]]).all(axis=0)
        mates[i] = False
        return mates

    def _to_sums(self, exchanges: np.ndarray) -> np.ndarray:
        """Exchanges of the items and, after them, of the sums: those of any of their items."""
        return np.concatenate([exchanges, *(np.any(exchanges[s], axis=0, keepdims=True) for s in self.sums)])

    def _cost(self, tables: Sequence[int]) -> np.ndarray:
        """(tables, groups, moves): the price of what a row would have to hide for a move to go unseen."""
        t = list(tables)
        shown, worth = self.shown, self.worth[t]
        price: np.ndarray = (shown.counts[t] * self.weights[t]) @ self.touches.T
        price = price + (shown.box[t] * worth * BOX)[..., None] * self.crosses[t]
        price = price + (shown.mean[t] * worth * MEAN)[..., None] * self.shifts[t]
        return np.asarray(price + (shown.base[t] * worth * ROW)[..., None] * self.resizes)


def _cheapest(price: np.ndarray) -> tuple[float, int, int]:
    """The lowest price and its row and column."""
    row, column = divmod(int(price.argmin()), price.shape[1])
    return float(price[row, column]), row, column


def _moves(points: np.ndarray) -> np.ndarray:
    """(moves, points): small changes of a row: one answer more or less, one changed, two at one mean."""
    k = len(points)
    unit = np.eye(k, dtype=np.int64)
    found = [*unit, *-unit, *(unit[a] - unit[b] for a, b in permutations(range(k), 2))]
    pairs = list(combinations_with_replacement(range(k), 2))
    for (a, b), (c, d) in permutations(pairs, 2):
        if points[a] + points[b] == points[c] + points[d]:
            found.append(unit[a] + unit[b] - unit[c] - unit[d])
    return np.array(found)


def _elsewhere(takes: np.ndarray) -> np.ndarray:
    """(…, groups, moves): whether any *other* group takes the move."""
    return np.asarray(takes.sum(axis=-2, keepdims=True) - takes > 0)


def _any(exchanges: np.ndarray, changes: np.ndarray) -> np.ndarray:
    """(tables, groups, figures): whether any of the exchanges changes the figure."""
    return np.asarray((exchanges.astype(np.float32)[:, :, None, :] @ changes.astype(np.float32))[:, :, 0] > 0)


def _small(people: np.ndarray, threshold: int) -> np.ndarray:
    return np.asarray((people > 0) & (people < threshold))


def _lacking(people: np.ndarray, shown: np.ndarray, threshold: int) -> int | None:
    """The smallest part still shown where the hidden parts come to less than the threshold and the total."""
    if shown.all() or not shown.any() or people[~shown].sum() >= min(threshold, people.sum()):
        return None
    return int(np.where(shown & (people > 0), people, people.max() + 1).argmin())
