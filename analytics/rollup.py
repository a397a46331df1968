"""Many units' outcomes and their tree → figures by province, region and department, and a ranking.

Scores by different rubrics are no one scale: a roll-up is of one rubric and one fiscal year. A unit without
an assessment is missing, which is a count of its own and never a score of 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import get_args

from analytics.outcomes import Outcome
from analytics.rubric import State
from analytics.units import Tree, Unit, UnitKind, by_name

STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True)
class Entry:
    """An assessment as a roll-up takes it. `unit_id` is None where it was put to no unit of the tree."""

    assessment_id: int
    name: str
    unit_id: int | None
    outcome: Outcome | None


@dataclass(frozen=True)
class Member:
    """A unit of a roll-up. `unit` is None for one that stands in no tree: then its name is all that is known.

    `assessment_id` is None where it is missing; `outcome` too where its figures have not been worked out.
    `others`: further assessments of the same unit, year and rubric, which are left out.
    """

    name: str
    unit: Unit | None = None
    assessment_id: int | None = None
    outcome: Outcome | None = None
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class Spread:
    """How figures of several units lie, each unit counting the same. Never made of no figures.

    `n` figures; quartiles by linear interpolation between neighbours, as QUARTILE.INC of spreadsheets
    (Hyndman and Fan 1996, type 7).
    """

    n: int
    least: float
    lower: float
    median: float
    upper: float
    most: float
    mean: float


@dataclass(frozen=True)
class LevelStates:
    """How many units stand where on one level; `base` is those whose outcome has this level."""

    level: int
    counts: Mapping[State, int]

    @property
    def base(self) -> int:
        """The denominator of `share`."""
        return sum(self.counts.values())

    def share(self, state: State = "counted") -> float | None:
        """The share 0..1 of units in this state; None without units."""
        return self.counts[state] / self.base if self.base else None


@dataclass(frozen=True)
class Summary:
    """The figures of several units together.

    Attributes:
        units: all of them. assessed: with an outcome. pending: assessed, not worked out yet. missing: without
            an assessment; assessed + pending + missing = units.
        score: of the assessed. top_two: of those that have a survey with answers. None where there are none.
        levels: lowest first.
    """

    units: int
    assessed: int
    pending: int
    missing: int
    score: Spread | None
    projected: Spread | None
    top_two: Spread | None
    levels: tuple[LevelStates, ...]


@dataclass(frozen=True)
class Group:
    """The units under one unit of the tree; `unit` is None for those under none of that kind."""

    unit: Unit | None
    members: tuple[Member, ...]
    summary: Summary


@dataclass(frozen=True)
class Ranked:
    """A place in a ranking; `tied` is how many share it, 1 where nobody else does."""

    place: int
    tied: int
    member: Member


def members(tree: Tree, entries: Iterable[Entry]) -> tuple[Member, ...]:
    """Who belongs to a roll-up: every unit of kind "unit", and whatever else was assessed; by name.

    Of several assessments of a unit the first of `entries` stands. Those put to a unit that is not in the
    tree, and those put to none (told apart by name), are members too, without a unit.
    """
    found: dict[int | str, list[Entry]] = {}
    for entry in entries:
        known = entry.unit_id is not None and entry.unit_id in tree.by_id
        found.setdefault(entry.unit_id if known and entry.unit_id is not None else entry.name, []).append(
            entry
        )
    listed = [unit for unit in tree.units if unit.kind == "unit" or unit.id in found]
    made = [_member(unit.name, unit, found.pop(unit.id, [])) for unit in listed]
    made += [_member(several[0].name, None, several) for several in found.values()]
    return tuple(sorted(made, key=_by_name))


def _member(name: str, unit: Unit | None, entries: Sequence[Entry]) -> Member:
    if not entries:
        return Member(name, unit)
    first, *others = entries
    return Member(
        name, unit, first.assessment_id, first.outcome, tuple(other.assessment_id for other in others)
    )


def _by_name(member: Member) -> tuple[tuple[str, str, str], str]:
    return by_name(member.name), member.unit.code if member.unit else ""


def under(tree: Tree, of: Iterable[Member], root: int) -> tuple[Member, ...]:
    """The members that are this unit of the tree or stand under it."""
    return tuple(member for member in of if member.unit and tree.within(member.unit.id, root))


def summary(of: Sequence[Member]) -> Summary:
    """The figures of several units together; without any, every count is 0 and every spread None."""
    outcomes = [member.outcome for member in of if member.outcome is not None]
    missing = sum(member.assessment_id is None for member in of)
    states: Counter[tuple[int, State]] = Counter()
    for together, n in Counter(outcome.states for outcome in outcomes).items():
        for state in together:
            states[state] += n
    levels = sorted({level for level, _ in states})
    return Summary(
        units=len(of),
        assessed=len(outcomes),
        pending=len(of) - len(outcomes) - missing,
        missing=missing,
        score=spread([outcome.score for outcome in outcomes]),
        projected=spread([outcome.projected for outcome in outcomes]),
        top_two=spread([outcome.top_two for outcome in outcomes if outcome.top_two is not None]),
        levels=tuple(
            LevelStates(level, {state: states[level, state] for state in STATES}) for level in levels
        ),
    )


def groups(tree: Tree, of: Sequence[Member], kind: UnitKind) -> tuple[Group, ...]:
    """The members by the unit of this kind that they are or stand under, by name.

    Every unit of the kind has its group, an empty one too; last come the members under none, if any.
    """
    found: dict[int | None, list[Member]] = {unit.id: [] for unit in tree.all_of(kind)}
    for member in of:
        above = tree.of_kind(member.unit.id, kind) if member.unit else None
        found.setdefault(above.id if above else None, []).append(member)
    outside = found.pop(None, [])
    made = [Group(tree.by_id[id], tuple(each), summary(each)) for id, each in found.items() if id is not None]
    return (*made, Group(None, tuple(outside), summary(outside))) if outside else tuple(made)


def ranking(
    of: Iterable[Member], figure: Callable[[Outcome], float | None] = lambda outcome: outcome.score
) -> tuple[Ranked, ...]:
    """The members that have this figure, the highest first; equal figures share a place: 1, 1, 3.

    Within a place they stand by name. Members without the figure have no place.
    """
    having = [(member.outcome, member) for member in of if member.outcome is not None]
    told = [(value, member) for outcome, member in having if (value := figure(outcome)) is not None]
    # One after the other: those in order by name stay so, and most of them come so.
    told.sort(key=lambda one: _by_name(one[1]))
    told.sort(key=lambda one: -one[0])
    places: dict[float, int] = {}
    tied: dict[float, int] = {}
    for at, (value, _) in enumerate(told, start=1):
        places.setdefault(value, at)
        tied[value] = tied.get(value, 0) + 1
    return tuple(Ranked(places[value], tied[value], member) for value, member in told)


def spread(values: Sequence[float]) -> Spread | None:
    """How figures lie; None where there are none."""
    if not values:
        return None
    ordered = sorted(values)
    # Rounding must not carry it past the least or the most.
    mean = min(max(fsum(ordered) / len(ordered), ordered[0]), ordered[-1])
    return Spread(
        len(ordered),
        ordered[0],
        _quartile(ordered, 1),
        _quartile(ordered, 2),
        _quartile(ordered, 3),
        ordered[-1],
        mean,
    )


def _quartile(ordered: Sequence[float], number: int) -> float:
    lower, quarters = divmod((len(ordered) - 1) * number, 4)
    upper = min(lower + 1, len(ordered) - 1)
    # Four times the figure, as a sum that is rounded once.
    return fsum([ordered[lower]] * (4 - quarters) + [ordered[upper]] * quarters) / 4
