"""Items, aspects and the whole survey by a demographic, with what could point at a person hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Literal

import numpy as np

from analytics.codebook import Scale
from analytics.measures import Measures, measures, pooled
from analytics.statistics.suppression import Shown, suppress
from analytics.tally import Tally
from analytics.thai import group_key
from analytics.words import Message, message


@dataclass(frozen=True)
class Cell:
    """One figure of a breakdown. Only a shown one has a value; a hidden one carries nothing to leak.

    "hidden" is not "nothing there": there is a figure, and it is kept back. "none" is a figure that does not
    exist, such as the mean of nobody.
    """

    state: Literal["shown", "hidden", "none"]
    value: float | None = None


HIDDEN, NO_FIGURE = Cell("hidden"), Cell("none")


@dataclass(frozen=True)
class Row:
    """One group of a breakdown.

    Attributes:
        group: its name; None for the respondents who did not say which group they belong to.
        base: answers on the scale; the denominator of mean and top-two box.
        mean: in points. `top_two`: share 0..1 of the two best points.
        counts: answers per point, in the order of the scale's points; a share is counts / base.
    """

    group: str | None
    base: Cell
    mean: Cell
    top_two: Cell
    counts: tuple[Cell, ...]


@dataclass(frozen=True)
class Breakdown:
    """One item, aspect or the whole survey by group.

    Attributes:
        rows: the groups, sorted by name (see `group_key`; size would tell what is hidden); last who did not
            say.
        total: everybody together; always shown, since it is the distribution that is published anyway.
        threshold: counts below it are hidden.
    """

    scale: Scale
    rows: tuple[Row, ...]
    total: Measures
    threshold: int

    @property
    def hidden(self) -> int:
        """How many figures are hidden."""
        return sum(
            cell.state == "hidden"
            for row in self.rows
            for cell in (row.base, row.mean, row.top_two, *row.counts)
        )


@dataclass(frozen=True)
class Breakdowns:
    """Everything of a survey by one demographic, hidden together so that no table gives another away.

    Attributes:
        items: by item key. `aspects`: by aspect, those whose items share one scale.
        overall: the items of the scale that most items share; None without items.
    """

    items: dict[str, Breakdown]
    aspects: dict[str, Breakdown]
    overall: Breakdown | None


def breakdowns(whole: Tally, groups: Mapping[str, Tally], *, threshold: int = 5) -> Breakdowns:
    """Every item, aspect and the whole survey by group, from tallies (see `tally_by`; needs no responses).

    `whole` is everybody's tally, `groups` that of each group; what the groups leave of the whole is a row of
    its own, those who did not say. Groups must not overlap: one answer a respondent, no multi-select.

    A figure rests on its group's answers on the scale: mean Σ point·n / base, top-two box as a share of base;
    blank, not applicable and unrecognised are left out. Aspect and overall pool all answers to their items,
    as `pooled` does. No SD: with the mean it gives small counts away. What is hidden and why: see
    `suppression`. A group without answers has base 0 and no mean, unless hidden.

    Tables of all items must come from one call. Another demographic is safe beside it; groups that cut across
    these (some merged, some split) are not, nor is the same survey a few responses later.

    Raises ValueError for a threshold other than 5 or 10, for a group with another codebook, and for groups
    that overlap.
    Source of what is hidden: Hundepool et al. (2012), Statistical Disclosure Control, chapter 4.
    """
    rows: list[tuple[str | None, Tally]] = [(name, groups[name]) for name in sorted(groups, key=group_key)]
    rest = _rest(whole, [tally for _, tally in rows])
    if rest.respondents:
        rows.append((None, rest))
    of_scale: dict[tuple[int, ...], list[str]] = {}
    for item in whole.codebook.items:
        of_scale.setdefault(item.scale.points, []).append(item.key)
    common = max(of_scale.values(), key=len, default=[])
    of_aspect = {
        aspect: [item.key for item in whole.codebook.items if item.aspect == aspect]
        for aspect in whole.codebook.aspects
    }
    items: dict[str, Breakdown] = {}
    aspects: dict[str, Breakdown] = {}
    overall = None
    for keys in of_scale.values():
        own = {aspect: of for aspect, of in of_aspect.items() if set(of) <= set(keys)}
        sums = [*own.values(), *([keys] if keys is common else [])]
        made = _of_one_scale(whole, rows, keys, sums, threshold)
        items |= dict(zip(keys, made, strict=False))
        aspects |= dict(zip(own, made[len(keys) :], strict=False))
        overall = made[-1] if keys is common else overall
    return Breakdowns(
        {item.key: items[item.key] for item in whole.codebook.items},
        {aspect: aspects[aspect] for aspect in of_aspect if aspect in aspects},
        overall,
    )


def shares(found: Breakdown, of: Literal["group", "point"]) -> tuple[tuple[Cell, ...], ...]:
    """The counts as shares 0..1: for each row of the breakdown one a point, in the order of the points.

    Denominator: of the "group" its answers on the scale, so that a row adds up to 1; of the "point" all
    answers on that point, so that a column does. Only counts and bases that are shown make a share, so it
    tells no more than they do; where either is hidden it is too. Of nothing there is no share.
    """

    def share(count: Cell, whole: Cell) -> Cell:
        if "hidden" in (count.state, whole.state):
            return HIDDEN
        if count.value is None or not whole.value:
            return NO_FIGURE
        return Cell("shown", count.value / whole.value)

    points = [Cell("shown", found.total.counts[point]) for point in found.scale.points]
    return tuple(
        tuple(
            share(count, row.base if of == "group" else whole)
            for count, whole in zip(row.counts, points, strict=True)
        )
        for row in found.rows
    )


def in_words(found: Breakdown) -> Message:
    """Why figures are hidden, in a sentence or two; or that none are."""
    if not found.hidden:
        return message("Nothing had to be hidden in this table: no count is 1 to {n}.", n=found.threshold - 1)
    return message(
        "{hidden} {hidden:figure|figures} of this table {hidden:is|are} hidden, because fewer than "
        "{n} people stand behind {hidden:it|them}, or because such a figure could be worked out from "
        "{hidden:it|them}. Hidden does not mean without data.",
        hidden=found.hidden,
        n=found.threshold,
    )


def _rest(whole: Tally, groups: list[Tally]) -> Tally:
    """Those of the whole who are in none of the groups."""
    if any(group.codebook != whole.codebook for group in groups):
        raise ValueError("a group and the whole have different codebooks")
    counts = whole.counts - reduce(add, (group.counts for group in groups), 0 * whole.counts)
    respondents = whole.respondents - sum(group.respondents for group in groups)
    if respondents < 0 or (counts < 0).to_numpy().any():
        raise ValueError("the groups hold more answers than the whole: they overlap")
    return Tally(whole.codebook, counts, respondents)


def _of_one_scale(
    whole: Tally,
    rows: list[tuple[str | None, Tally]],
    keys: list[str],
    sums: list[list[str]],
    threshold: int,
) -> list[Breakdown]:
    """The breakdowns of the items `keys`, which share a scale, and then of the sums over some of them."""
    scale = whole.codebook.item(keys[0]).scale
    tables = [*([key] for key in keys), *sums]
    figures = [[_figures(tally, of) for _, tally in rows] for of in tables]
    counts = np.array([[list(m.counts.values()) for m in table] for table in figures[: len(keys)]])
    members = [[keys.index(key) for key in of] for of in sums]
    shape = (len(keys), len(rows), len(scale.points))
    shown = suppress(counts.reshape(shape), scale.points, scale.top_two, members, threshold)
    return [
        Breakdown(
            scale=whole.codebook.item(of[0]).scale,
            rows=tuple(_row(name, figures[t][g], shown, t, g) for g, (name, _) in enumerate(rows)),
            total=_figures(whole, of),
            threshold=threshold,
        )
        for t, of in enumerate(tables)
    ]


def _figures(tally: Tally, items: list[str]) -> Measures:
    """The figures of items that share a scale, pooled where they are several."""
    found = measures(tally, items[0]) if len(items) == 1 else pooled(tally, tuple(items))
    if found is None:
        raise ValueError(f"the items {items} do not share one scale")
    return found


def _row(group: str | None, found: Measures, shown: Shown, table: int, number: int) -> Row:
    def cell(value: float | None, visible: np.bool) -> Cell:
        if not visible:
            return HIDDEN
        return NO_FIGURE if value is None else Cell("shown", value)

    return Row(
        group=group,
        base=cell(found.base, shown.base[table, number]),
        mean=cell(found.mean, shown.mean[table, number]),
        top_two=cell(found.top_two, shown.box[table, number]),
        counts=tuple(
            cell(found.counts[point], visible)
            for point, visible in zip(found.scale.points, shown.counts[table, number], strict=True)
        ),
    )
