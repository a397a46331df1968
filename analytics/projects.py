"""The typed list of projects; what counts for a rubric, what is left out and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal

from analytics.thai import Period, fiscal_year_span, repair
from analytics.words import Message, message

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
    projects: Iterable[Project], fiscal_year: int, statuses: Iterable[Status] = ("completed",)
) -> Ledger:
    """Sort projects into counted, claimed and left out.

    Duplicates have the same name, once blanks and marks are set aside, and the same period, or one of them
    none; the one that is furthest along is kept, of equal ones the first. A project without a word on its
    origin or year is left out, never assumed to count.
    """
    wanted = set(statuses)
    counted: list[Project] = []
    claimed: list[Project] = []
    left_out: list[LeftOut] = []
    everything = list(projects)
    why_not = [_why_not(project, fiscal_year) for project in everything]
    eligible = [index for index, reason in enumerate(why_not) if reason is None]
    kept_for = _duplicates(everything, eligible)
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
        return message("Belongs to another fiscal year, not {year}", year=str(fiscal_year))
    return None


def _duplicates(projects: Sequence[Project], eligible: Iterable[int]) -> dict[int, int]:
    """Index of every eligible project → index of the one that is kept for it and its duplicates."""
    named: dict[str, dict[Period | None, list[int]]] = {}
    for index in eligible:
        same_name = named.setdefault(_plain_name(projects[index].name), {})
        same_name.setdefault(projects[index].period, []).append(index)

    def best(group: Iterable[int]) -> int:
        return min(group, key=lambda index: (STATUSES.index(projects[index].status), index))

    kept_for = {}
    for same_name in named.values():
        undated = same_name.pop(None, [])
        if undated and same_name:  # the list gives no period: it is the one that is furthest along
            furthest = best(best(group) for group in same_name.values())
            same_name[projects[furthest].period].extend(undated)
        for group in same_name.values() if same_name else [undated]:
            kept_for.update(dict.fromkeys(group, best(group)))
    return kept_for


def _plain_name(name: str) -> str:
    # Thai vowel and tone marks are no word characters to `re`, so only what separates words is dropped.
    return re.sub(r"[\s\-–—_.,:;/()\[\]\"“”']+", "", repair(name)).casefold()


def budget_sum(projects: Iterable[Project]) -> float | None:
    """The budgets of projects together, in baht; those without a stated budget are passed over.

    None where none states one: an unknown sum is not 0.
    """
    given = [project.budget for project in projects if project.budget is not None]
    return fsum(given) if given else None
