"""What the units page shows of a roll-up: whom, in which order, and their table; without any widget."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.rollup import Group, Member, Ranked, Summary, groups, ranking, summary, under
from analytics.thai import repair, to_arabic_digits
from analytics.units import KINDS, Tree, Unit, UnitKind
from analytics.words import Value, Words
from data.many.rollups import RolledUp
from data.store import Saved

# As many units as a picture shows one by one.
ONE_BY_ONE = 30
# Text is sorted letter by letter: figures of one width, filled up with blanks as wide as a digit, sort right.
FILL = "\N{FIGURE SPACE}"


@dataclass(frozen=True)
class Choices:
    """Which units are looked at: one rubric, one fiscal year, one unit of the tree or all, a search."""

    rubric: str
    fiscal_year: int
    under: int | None = None
    search: str = ""


@dataclass(frozen=True)
class View:
    """The units looked at: figures, ranking, groups, and the table of the ranking.

    `kind`: of which kind the groups are, the lowest of which there are several; None where there are none.
    `ids`: the assessments of the table's rows. `waiting`: those of the whole year without figures.
    """

    members: tuple[Member, ...]
    summary: Summary
    ranked: tuple[Ranked, ...]
    kind: UnitKind | None
    groups: tuple[Group, ...]
    ids: tuple[int, ...]
    table: pd.DataFrame
    waiting: tuple[Saved, ...]

    @property
    def one_by_one(self) -> bool:
        """Whether the picture shows units and not groups."""
        return len(self.ids) <= ONE_BY_ONE or not self.groups

    @property
    def first(self) -> tuple[Member, ...]:
        """The units that a picture shows one by one."""
        return tuple(one.member for one in self.ranked[:ONE_BY_ONE])

    @property
    def drawn(self) -> str:
        """Everything that the picture shows, to tell whether it has changed."""
        if self.one_by_one:
            return repr([(member.name, member.outcome) for member in self.first])
        return repr([(group.unit, group.summary) for group in self.groups])

    @property
    def most(self) -> float | None:
        """The most points there are; None where that is not the same for all."""
        maxima = {one.outcome.maximum for one in self.members if one.outcome is not None}
        return maxima.pop() if len(maxima) == 1 else None

    @property
    def missing(self) -> tuple[Member, ...]:
        """Those without an assessment."""
        return tuple(member for member in self.members if member.assessment_id is None)


def looked_at(rolled: RolledUp, choices: Choices) -> tuple[Member, ...]:
    """The members of a roll-up that were chosen; the search is for a part of name or code."""
    found: Sequence[Member] = rolled.members
    if choices.under is not None and choices.under in rolled.tree.by_id:
        found = under(rolled.tree, found, choices.under)
    wanted = _plain(choices.search)
    if not wanted:
        return tuple(found)
    return tuple(one for one in found if wanted in _plain(f"{one.unit.code if one.unit else ''} {one.name}"))


def view(rolled: RolledUp, choices: Choices, says: Words) -> View:
    """Everything that the page shows of the units that were chosen."""
    members = looked_at(rolled, choices)
    ranked = ranking(members)
    kind = _kind(rolled.tree, members)
    return View(
        members,
        summary(members),
        ranked,
        kind,
        tuple(g for g in groups(rolled.tree, members, kind) if g.members) if kind else (),
        tuple(one.member.assessment_id for one in ranked if one.member.assessment_id is not None),
        _table(rolled.tree, ranked, says),
        rolled.waiting,
    )


def _kind(tree: Tree, members: Sequence[Member]) -> UnitKind | None:
    """The lowest kind above units by which they fall into several groups that a picture can show."""
    kinds = [kind for kind in KINDS[1:] if len(tree.all_of(kind)) > 1]
    counted = {
        kind: len({above.id for member in members if (above := _above(tree, member, kind))}) for kind in kinds
    }
    several = [kind for kind in kinds if counted[kind] > 1]
    return next((kind for kind in several if counted[kind] <= 2 * ONE_BY_ONE), next(iter(several[-1:]), None))


def _above(tree: Tree, member: Member, kind: UnitKind) -> Unit | None:
    return tree.of_kind(member.unit.id, kind) if member.unit else None


def _table(tree: Tree, ranked: Sequence[Ranked], says: Words) -> pd.DataFrame:
    outcomes = [(one, one.member.outcome) for one in ranked if one.member.outcome is not None]
    provinces = [_above(tree, one.member, "province") for one, _ in outcomes]
    columns: dict[str, Sequence[Value]] = {
        says("Place"): _told([one.place for one, _ in outcomes], says.plain),
        says("Shared by"): _told(
            [one.tied for one, _ in outcomes], lambda tied: says.number(tied) if tied > 1 else ""
        ),
        says("Unit"): [one.member.name for one, _ in outcomes],
        says("Province"): [unit.name if unit else "" for unit in provinces],
        says("Score now"): _told([o.score for _, o in outcomes], lambda score: figure(score, says)),
        says("Of the most points"): [o.share for _, o in outcomes],
        says("Projected"): _told([o.projected for _, o in outcomes], lambda score: figure(score, says)),
        says("Satisfied (two best answers)"): _told([o.top_two for _, o in outcomes], says.percent),
        says("Respondents"): _told([o.respondents for _, o in outcomes], says.number),
    }
    if not any(provinces):
        del columns[says("Province")]
    if not any(one.tied > 1 for one, _ in outcomes):
        del columns[says("Shared by")]
    return pd.DataFrame(columns)


def group_table(groups: Sequence[Group], called: Sequence[str], says: Words) -> pd.DataFrame:
    """The groups with their counts, medians, quartiles and means; `called` are their names."""
    sums = [group.summary for group in groups]

    def of_score(name: str) -> list[str]:
        return _right([figure(getattr(s.score, name), says) if s.score else says.show(None) for s in sums])

    return pd.DataFrame(
        {
            says("Group"): list(called),
            says("Units"): _right([says.number(s.units) for s in sums]),
            says("With figures"): _right([says.number(s.assessed) for s in sums]),
            says("Without an assessment"): _right([says.number(s.missing) for s in sums]),
            says("Median score"): of_score("median"),
            says("Lower quartile"): of_score("lower"),
            says("Upper quartile"): of_score("upper"),
            # One decimal throughout: means are hardly ever whole.
            says("Mean score"): _right([says.number(s.score.mean if s.score else None, 1) for s in sums]),
            says("Median of satisfied (two best answers)"): _right(
                [says.percent(s.top_two.median if s.top_two else None) for s in sums]
            ),
            says("Units with a survey"): _right([says.number(s.top_two.n if s.top_two else 0) for s in sums]),
        }
    )


def figure(value: float, says: Words) -> str:
    """Points: whole ones without decimals, others with one."""
    return says.number(value, 0 if value == int(value) else 1)


def _told(values: Sequence[Any], told: Callable[[Any], str]) -> list[str]:
    """A column of figures as text; of many units most figures are those of another one too."""
    known = {value: told(value) for value in set(values)}
    return _right([known[value] for value in values])


def _right(texts: Sequence[str]) -> list[str]:
    width = max(map(len, texts), default=0)
    return [text.rjust(width, FILL) for text in texts]


def _plain(text: str) -> str:
    return to_arabic_digits(repair(text)).casefold()
