"""What every kind of document says of an assessment, as figures that each writes in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from analytics.assessment import Assessment
from analytics.names import scheme_name, status_name, verdict_name
from analytics.projects import Project
from analytics.reports.official_form import in_language, stated_by
from analytics.rubric import projects_in
from analytics.words import NONE, Words

Value = str | int | float | date | None
Kind = Literal["text", "count", "year", "decimal", "share", "money", "day"]


@dataclass(frozen=True)
class Cell:
    """One fact: None is a dash, empty text leaves the place empty. `kind` says how a figure is written."""

    value: Value
    kind: Kind = "text"

    def text(self, words: Words) -> str:
        """The fact written out in the unit's digits."""
        match self.value:
            case None:
                return NONE
            case str():
                return self.value
            case date():
                return words.date(self.value)
        match self.kind:
            case "share":
                return words.percent(self.value, 2)
            case "decimal" | "money":
                return words.number(self.value, 2)
            case "year":
                return words.plain(int(self.value))
            case _:
                return words.number(self.value)


@dataclass(frozen=True)
class Table:
    """Headings and rows of facts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def fact(text: str | None) -> Cell:
    """A text that may be missing; an empty one is missing too."""
    return Cell(text or None)


def headline(assessment: Assessment, words: Words) -> str:
    """The score in one line, now and projected."""
    score = assessment.score
    return words(
        "{score} of {maximum} {maximum:point|points}, projected {projected}",
        score=score.score,
        maximum=score.maximum,
        projected=score.projected,
    )


def level_states(assessment: Assessment, words: Words) -> tuple[str, ...]:
    """Each level with its state, lowest first."""
    return tuple(
        words("Level {level}: {state}", level=words.plain(v.level.level), state=verdict_name(v, words))
        for v in assessment.score.verdicts
    )


def level_table(assessment: Assessment, words: Words) -> Table:
    """Why each level counts or not: what the form itself has no room for."""
    return Table(
        (
            words("Level"),
            words("State"),
            words("Why"),
            words("Still missing"),
            words("Stated by, date of effect"),
        ),
        tuple(
            (
                Cell(
                    words(
                        "Level {level}, {points} {points:point|points}",
                        level=words.plain(verdict.level.level),
                        points=verdict.level.points,
                    )
                ),
                Cell(verdict_name(verdict, words)),
                fact("\n".join(words.say(reason) for reason in verdict.reasons)),
                Cell(None if verdict.missing is None else words.say(verdict.missing)),
                fact(stated_by(verdict.statements, words)),
            )
            for verdict in assessment.score.verdicts
        ),
    )


def project_counts(assessment: Assessment, words: Words) -> str:
    """How many projects count, are claimed and are left out."""
    ledger = assessment.facts.projects
    return words(
        "Counted {counted}, claimed {claimed}, left out {left_out}",
        counted=len(ledger.counted),
        claimed=len(ledger.claimed),
        left_out=len(ledger.left_out),
    )


def one_list(assessment: Assessment) -> str | None:
    """The workbook that all projects are from; None where there are several, or none."""
    workbooks = {project.source.workbook for project in projects_in(assessment.facts)}
    return workbooks.pop() if len(workbooks) == 1 else None


def project_note(assessment: Assessment, words: Words) -> str:
    """What stands over the projects on paper: how many count, and the workbook that all of them are from."""
    counts, workbook = project_counts(assessment, words), one_list(assessment)
    if not workbook:
        return counts
    return f"{counts} · {words('All from the workbook “{workbook}”', workbook=workbook)}"


def project_table(assessment: Assessment, words: Words, *, on_paper: bool = False) -> Table:
    """Every project: counted first, then claimed, then left out with the reason.

    `on_paper`: where all are from one workbook its name takes no room in every row (see `project_note`).
    """
    ledger = assessment.facts.projects
    short = on_paper and bool(one_list(assessment))
    listed: list[tuple[str, Project, str | None]] = [
        (words("Counted"), project, None) for project in ledger.counted
    ]
    listed += [
        (words("Claimed"), project, words("Counts once it is completed")) for project in ledger.claimed
    ]
    listed += [(words("Left out"), left.project, words.say(left.reason)) for left in ledger.left_out]
    return Table(
        (
            words("No."),
            words("Counting"),
            words("Project / activity"),
            words("Status"),
            words("Origin"),
            words("From citizens"),
            words("Fiscal year"),
            words("Period"),
            words("Budget (baht)"),
            words("Evidence"),
            words("Reason / note"),
            words("Sheet / row") if short else words("Workbook / sheet / row"),
        ),
        tuple(
            (Cell(number, "count"), Cell(counting), *_project(project, reason, words, short=short))
            for number, (counting, project, reason) in enumerate(listed, start=1)
        ),
    )


def _project(project: Project, reason: str | None, words: Words, *, short: bool) -> tuple[Cell, ...]:
    status = status_name(project.status, words)
    if project.status_text and project.status == "unknown":
        status += f" ({project.status_text})"
    citizens = {True: words("Yes"), False: words("No"), None: words("Not stated")}[project.from_citizens]
    period, source, budget = project.period_text, project.source, project.budget
    if not period and project.period:
        period = (
            f"{words.date(project.period.start, short=True)} – {words.date(project.period.end, short=True)}"
        )
    place = ("" if short else source.workbook, source.sheet, source.row and words.plain(source.row))
    return (
        Cell(project.name),
        Cell(status),
        fact(project.origin),
        Cell(citizens),
        Cell(project.fiscal_year, "year"),
        fact(period),
        Cell(budget, "count" if budget is None or budget % 1 == 0 else "money"),
        fact(project.evidence),
        fact("\n".join(text for text in (reason, project.note) if text)),
        Cell(" / ".join(text for text in place if text)),
    )


def settings(assessment: Assessment, words: Words) -> tuple[tuple[str, Cell], ...]:
    """What the assessment was worked out by and from: unit, year, rubric, bands, how much of what."""
    rubric = assessment.rubric
    counted = ", ".join(status_name(status, words) for status in rubric.counted_statuses)
    return (
        (words("Unit"), fact(assessment.unit)),
        (words("Fiscal year (B.E.)"), Cell(assessment.fiscal_year, "year")),
        (words("Made on"), Cell(assessment.made_on, "day")),
        (words("Rubric"), Cell(in_language(rubric.title, words))),
        (words("Dimension"), Cell(in_language(rubric.dimension, words))),
        (words("Rubric and version"), Cell(f"{rubric.id}, {rubric.version}")),
        (words("Project statuses that count"), Cell(counted)),
        (words("Bands of the mean"), Cell(scheme_name(assessment.band_scheme, words))),
        (
            words("Respondents"),
            fact(
                "\n".join(
                    words("{title}: {n} {n:person|people}", title=survey.title, n=survey.tally.respondents)
                    for survey in assessment.surveys
                )
            ),
        ),
        (words("Surveys"), Cell(len(assessment.surveys), "count")),
        (words("Projects"), Cell(len(assessment.facts.projects), "count")),
        (words("Statements of the officer"), Cell(len(assessment.facts.statements), "count")),
    )


def source_table(assessment: Assessment, words: Words) -> Table:
    """Every workbook with its sheets, rows used, fingerprint and problems.

    What belongs to the whole workbook stands beside its first sheet only, so that columns add up.
    """
    rows = []
    for source in assessment.sources:
        for index, (sheet, used) in enumerate(source.rows or ((NONE, None),)):
            whole = (Cell(source.sha256), Cell(len(source.problems), "count"))
            cells = (Cell(source.workbook), Cell(sheet), Cell(used, "count"))
            rows.append((*cells, *(whole if index == 0 else (Cell(""), Cell("")))))
    return Table(
        (
            words("Workbook"),
            words("Sheet"),
            words("Rows used"),
            words("Fingerprint (SHA-256)"),
            words("Problems found"),
        ),
        tuple(rows),
    )
