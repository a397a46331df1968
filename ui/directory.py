"""Thousands of assessments, to choose one from: first the unit, then its assessments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from analytics.units import Unit, by_name
from data.store import Saved

# As many assessments as are still found at a glance in one list.
FEW = 30


@dataclass(frozen=True)
class Assessed:
    """A unit with its assessments, the latest fiscal year first."""

    key: str
    label: str
    assessments: tuple[Saved, ...]

    def nearest(self, to: Saved | None) -> Saved:
        """Of its assessments the one of the same fiscal year and rubric, of the same year, or the latest."""
        if to is None:
            return self.assessments[0]
        return max(
            self.assessments,
            key=lambda one: (one.fiscal_year == to.fiscal_year, one.rubric == to.rubric, one.fiscal_year),
        )


@dataclass(frozen=True)
class Directory:
    """Every assessed unit by its name; units of one name are told apart by their code."""

    units: tuple[Assessed, ...]

    @cached_property
    def by_key(self) -> dict[str, Assessed]:
        """The units by their key."""
        return {unit.key: unit for unit in self.units}

    @cached_property
    def key_of(self) -> dict[int, str]:
        """Assessment → the key of its unit."""
        return {one.id: unit.key for unit in self.units for one in unit.assessments}

    @cached_property
    def saved(self) -> dict[str, Saved]:
        """The assessments by their id as a link has it."""
        return {str(one.id): one for unit in self.units for one in unit.assessments}


def directory(saved: Sequence[Saved], units: Iterable[Unit]) -> Directory:
    """The assessments by unit: those put to one unit of the tree together, others by the name they have."""
    known = {unit.id: unit for unit in units}
    found: dict[str, list[Saved]] = {}
    for one in saved:
        key = f"unit-{one.unit_id}" if one.unit_id in known else f"name-{one.unit}"
        found.setdefault(key, []).append(one)
    named: dict[str, int] = {}
    for several in found.values():
        named[_name(several, known)] = named.get(_name(several, known), 0) + 1
    listed = []
    for key, several in found.items():
        name, unit = _name(several, known), known.get(several[0].unit_id or 0)
        label = f"{name} ({unit.code})" if unit and named[name] > 1 else name
        listed.append(Assessed(key, label, tuple(sorted(several, key=lambda one: -one.fiscal_year))))
    return Directory(tuple(sorted(listed, key=lambda one: by_name(one.label))))


def _name(several: Sequence[Saved], known: dict[int, Unit]) -> str:
    unit = known.get(several[0].unit_id or 0)
    return unit.name if unit else several[0].unit
