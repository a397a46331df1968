"""Units in a tree: unit → province → inspection region → department, each link with its days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal

from analytics.thai import collation_key, fiscal_year_span, to_arabic_digits

UnitKind = Literal["unit", "province", "region", "department"]
_NUMBER = re.compile(r"\d+")
# Lowest first: a unit belongs to one of a higher kind, so that nothing can belong to itself.
KINDS: tuple[UnitKind, ...] = ("unit", "province", "region", "department")


# Names are sorted over and over: a year's units are mostly those of the year before.
@lru_cache(maxsize=20_000)
def by_name(name: str) -> tuple[str, str, str]:
    """A key to sort units by: Thai collation, numbers by their value, so that region 2 stands before 10."""
    return collation_key(_NUMBER.sub(lambda number: number[0].zfill(12), to_arabic_digits(name)))


@dataclass(frozen=True)
class Unit:
    """A unit, a province, an inspection region or a department; `code` is the only one of its kind."""

    id: int
    code: str
    name: str
    kind: UnitKind


@dataclass(frozen=True)
class Belongs:
    """What a unit belongs to, from a day and until a day, both included; open ends are None."""

    unit_id: int
    parent_id: int
    since: date | None = None
    until: date | None = None

    def on(self, day: date) -> bool:
        """Whether it holds on this day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def overlaps(self, other: Belongs) -> bool:
        """Whether there is a day on which both hold."""
        ends_before = self.until is not None and other.since is not None and self.until < other.since
        starts_after = other.until is not None and self.since is not None and other.until < self.since
        return not (ends_before or starts_after)


@dataclass(frozen=True)
class Tree:
    """The units as they belong together on one day.

    `units` are those of that day, sorted by name; `parents` leads from a unit's id
    to its parent's. A unit whose links all begin later or ended earlier did not exist on that day; one that
    never had a link is a root.
    """

    units: tuple[Unit, ...]
    parents: Mapping[int, int]

    @cached_property
    def by_id(self) -> dict[int, Unit]:
        """The units by their id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def children(self) -> dict[int | None, tuple[Unit, ...]]:
        """The units directly under each id, and under None those that belong to nothing."""
        found: dict[int | None, list[Unit]] = {}
        for unit in self.units:
            found.setdefault(self.parents.get(unit.id), []).append(unit)
        return {id: tuple(units) for id, units in found.items()}

    def above(self, id: int) -> Iterator[Unit]:
        """What a unit belongs to, the nearest first; nothing for one that is not in the tree."""
        parent = self.parents.get(id)
        while parent is not None:
            yield self.by_id[parent]
            parent = self.parents.get(parent)

    def of_kind(self, id: int, kind: UnitKind) -> Unit | None:
        """The unit itself or the one above it that is of this kind; None where there is none."""
        return self._of_kinds[kind].get(id)

    @cached_property
    def _of_kinds(self) -> dict[UnitKind, dict[int, Unit]]:
        """For every kind the unit of that kind which a unit is or stands under: asked for by each of many."""
        found: dict[UnitKind, dict[int, Unit]] = {kind: {} for kind in KINDS}
        for unit in self.units:
            for one in (unit, *self.above(unit.id)):
                found[one.kind].setdefault(unit.id, one)
        return found

    def within(self, id: int, root: int) -> bool:
        """Whether a unit is `root` or somewhere under it."""
        return id == root or any(unit.id == root for unit in self.above(id))

    def all_of(self, kind: UnitKind) -> tuple[Unit, ...]:
        """Every unit of a kind, by name."""
        return tuple(unit for unit in self.units if unit.kind == kind)


def tree_on(units: Iterable[Unit], belongs: Iterable[Belongs], day: date) -> Tree:
    """The tree as of a day. Where links overlap in spite of the rules, the one that began last holds."""
    known = {unit.id: unit for unit in units}
    links = sorted(belongs, key=lambda link: link.since or date.min)
    linked = {link.unit_id for link in links}
    parents = {
        link.unit_id: link.parent_id
        for link in links
        if link.on(day) and link.unit_id in known and link.parent_id in known
    }
    there = [unit for id, unit in known.items() if id in parents or id not in linked]
    # What the parent's own end leaves without a parent is a root.
    ids = {unit.id for unit in there}
    parents = {id: parent for id, parent in parents.items() if parent in ids}
    return Tree(tuple(sorted(there, key=lambda unit: (by_name(unit.name), unit.code))), parents)


def tree_of_year(units: Iterable[Unit], belongs: Iterable[Belongs], fiscal_year: int) -> Tree:
    """The tree of a fiscal year (B.E.): as of its last day, 30 September.

    A province that moves within the year counts where it stands at the end.
    """
    return tree_on(units, belongs, fiscal_year_span(fiscal_year).end or date.max)
