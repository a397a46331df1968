"""The typed list of projects; what counts for a rubric, what is left out and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum
from typing import Literal

from rapidfuzz import fuzz

from analytics.thai import Period, fiscal_year_span, repair
from analytics.words import Message, Year, message

Status = Literal["planned", "in_progress", "completed", "cancelled", "unknown"]
STATUSES: tuple[Status, ...] = ("completed", "in_progress", "planned", "cancelled", "unknown")


@dataclass(frozen=True)
class RowRef:
    """Where a fact stands: a row of a sheet of a workbook. `row` counts from 1; None is the whole sheet."""

    workbook: str
    sheet: str
    row: int | None = None


@dataclass(frozen=True)
class Project:
    """One project or activity.

    `from_citizens`: whether it came from citizens taking part; None where the list does not say.
    `fiscal_year`: B.E., as the list states it; `period`: its dates, as far as known.
    `origin`, `status_text`: the words of the list. `budget` in baht.
    """

    name: str
    source: RowRef
    status: Status = "unknown"
    status_text: str | None = None
    from_citizens: bool | None = None
    origin: str | None = None
    fiscal_year: int | None = None
    period: Period | None = None
    period_text: str | None = None
    budget: float | None = None
    evidence: str | None = None
    note: str | None = None

    def in_fiscal_year(self, year: int) -> bool | None:
        """Whether it falls in the fiscal year (B.E.): by the stated year, else by any overlap of its period.

        None where the list gives neither.
        """
        if self.fiscal_year is not None:
            return self.fiscal_year == year
        if self.period is None or self.period.start is None or self.period.end is None:
            return None
        span = fiscal_year_span(year)
        assert span.start is not None and span.end is not None
        return self.period.start <= span.end and self.period.end >= span.start

    @property
    def identity(self) -> str:
        """What tells it from other projects: its name without blanks and marks, and its period."""
        if self.period is None:
            return f"{plain_name(self.name)}|"
        return f"{plain_name(self.name)}|{self.period.start or ''}|{self.period.end or ''}"


@dataclass(frozen=True)
class SameProject:
    """An officer's word on whether two projects are one; `first` and `second` are identities.

    An identity beside itself says that projects of one name and period are several all the same.
    """

    first: str
    second: str
    same: bool
    who: str | None = None

    @property
    def pair(self) -> frozenset[str]:
        """The two identities, in no order."""
        return frozenset((self.first, self.second))


@dataclass(frozen=True)
class LookAlike:
    """Two projects that may be one: how alike their names are, 0..1. `joined`: they count as one now."""

    first: Project
    second: Project
    alike: float
    joined: bool


@dataclass(frozen=True)
class LeftOut:
    """A project that does not count, and why."""

    project: Project
    reason: Message


@dataclass(frozen=True)
class Ledger:
    """The projects of one assessment, each in exactly one of three places.

    `counted`: came from citizens, in the fiscal year, no duplicate, status that the rubric counts.
    `claimed`: the same but still in progress: they count once completed. A plan claims nothing.
    `left_out`: the rest, each with its reason. The three together are all projects given.
    """

    counted: tuple[Project, ...]
    claimed: tuple[Project, ...]
    left_out: tuple[LeftOut, ...]

    def __len__(self) -> int:
        return len(self.counted) + len(self.claimed) + len(self.left_out)


def ledger(
    projects: Iterable[Project],
    fiscal_year: int,
    statuses: Iterable[Status] = ("completed",),
    judged: Iterable[SameProject] = (),
) -> Ledger:
    """Sort projects into counted, claimed and left out.

    Duplicates have the same name, once blanks and marks are set aside, and the same period, or one of them
    none; what officers `judged` goes before that. The one that is furthest along is kept, of equal ones the
    first. A project without a word on its origin or year is left out, never assumed to count.
    """
    wanted = set(statuses)
    counted: list[Project] = []
    claimed: list[Project] = []
    left_out: list[LeftOut] = []
    everything = list(projects)
    why_not = [_why_not(project, fiscal_year) for project in everything]
    eligible = [index for index, reason in enumerate(why_not) if reason is None]
    kept_for = _duplicates(everything, eligible, judged)
    for index, (project, reason) in enumerate(zip(everything, why_not, strict=True)):
        if kept_for.get(index, index) != index:
            kept = everything[kept_for[index]].source
            reason = message(
                "The same project stands in row {row} of “{sheet}”",
                row=None if kept.row is None else str(kept.row),
                sheet=kept.sheet,
            )
        if reason is not None:
            left_out.append(LeftOut(project, reason))
        elif project.status in wanted:
            counted.append(project)
        elif project.status == "in_progress":
            claimed.append(project)
        elif project.status == "planned":
            left_out.append(LeftOut(project, message("Planned, not under way yet")))
        elif project.status == "cancelled":
            left_out.append(LeftOut(project, message("Cancelled")))
        else:
            left_out.append(
                LeftOut(project, message("Its status is not stated, so it is not known to be completed"))
            )
    return Ledger(tuple(counted), tuple(claimed), tuple(left_out))


def _why_not(project: Project, fiscal_year: int) -> Message | None:
    if project.from_citizens is None:
        return message("Where it came from is not stated")
    if not project.from_citizens:
        return message("Did not come from citizens taking part")
    inside = project.in_fiscal_year(fiscal_year)
    if inside is None:
        return message("Neither fiscal year nor dates are stated")
    if not inside:
        return message("Belongs to another fiscal year, not {year}", year=Year(fiscal_year))
    return None


def look_alikes(
    projects: Iterable[Project],
    fiscal_year: int,
    judged: Iterable[SameProject] = (),
    *,
    least: float = 0.85,
) -> tuple[LookAlike, ...]:
    """Pairs of projects that could count and whose names are alike enough to ask whether they are one.

    `least` (0..1) is how alike two names must be, once blanks and marks are set aside: the share of letters
    that need no change (rapidfuzz's ratio). Pairs that an officer `judged` are asked no more. The most alike
    first; none where fewer than two projects could count.
    """
    settled = {word.pair for word in judged}
    could = [project for project in projects if _why_not(project, fiscal_year) is None]
    joined = _duplicates(could, range(len(could)), ())
    found = []
    for (i, first), (j, second) in combinations(enumerate(could), 2):
        if frozenset((first.identity, second.identity)) in settled:
            continue
        alike = fuzz.ratio(plain_name(first.name), plain_name(second.name), score_cutoff=least * 100) / 100
        if alike:
            found.append(LookAlike(first, second, alike, joined[i] == joined[j]))
    return tuple(sorted(found, key=lambda pair: -pair.alike))


def _duplicates(
    projects: Sequence[Project], eligible: Iterable[int], judged: Iterable[SameProject]
) -> dict[int, int]:
    """Index of every eligible project → index of the one that is kept for it and its duplicates."""
    groups: dict[str, list[int]] = {}
    for index in eligible:
        groups.setdefault(projects[index].identity, []).append(index)

    def best(group: Iterable[int]) -> int:
        return min(group, key=lambda index: _rank(projects, index))

    words = {word.pair: word.same for word in judged}
    joined = {identity: identity for identity in groups}

    def root(identity: str) -> str:
        while joined[identity] != identity:
            identity = joined[identity]
        return identity

    told: set[str] = set()
    for pair, same in words.items():
        if same and pair <= groups.keys():
            told |= pair
            first, second = sorted(pair) if len(pair) == 2 else (*pair, *pair)
            joined[root(second)] = root(first)
    for undated in [identity for identity in groups if identity.endswith("|") and identity.count("|") == 1]:
        dated = [
            identity
            for identity in groups
            if identity.startswith(undated)
            and identity != undated
            and words.get(frozenset((identity, undated))) is not False
        ]
        if dated and undated not in told:
            # The list gives no period: it is the one that is furthest along.
            joined[undated] = root(min(dated, key=lambda identity: _rank(projects, best(groups[identity]))))
    together: dict[str, list[int]] = {}
    for identity, group in groups.items():
        if words.get(frozenset((identity,))) is False:
            together |= {f"{identity}|{index}": [index] for index in group}
        else:
            together.setdefault(root(identity), []).extend(group)
    return {index: best(group) for group in together.values() for index in group}


def _rank(projects: Sequence[Project], index: int) -> tuple[int, int]:
    return STATUSES.index(projects[index].status), index


def plain_name(name: str) -> str:
    """A name without blanks and marks, in small letters: what tells whether two names are the same."""
    # Thai vowel and tone marks are no word characters to `re`, so only what separates words is dropped.
    return re.sub(r"[\s\-–—_.,:;|/()\[\]\"“”']+", "", repair(name)).casefold()


def budget_sum(projects: Iterable[Project]) -> float | None:
    """The budgets of projects together, in baht; those without a stated budget are passed over.

    None where none states one: an unknown sum is not 0.
    """
    given = [project.budget for project in projects if project.budget is not None]
    return fsum(given) if given else None
