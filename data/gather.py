"""Workbooks → what an assessment is worked out from: surveys, projects, statements, together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from analytics.assessment import Inputs, Source, Survey
from analytics.facts import Entered, joined
from analytics.projects import Project
from analytics.rubric import Statement
from analytics.words import Problem, message
from data.layout import Layout
from data.lists.forms import extract_form_projects, extract_statements, form_year
from data.lists.projects import extract_projects
from data.recognise import recognise
from data.summary_import import Settings, SummaryDamaged, read_settings, read_summary, record_sheet
from data.surveys.extract import extract_survey
from data.workbook import Workbook


@dataclass(frozen=True)
class Loaded:
    """One workbook read by its layouts.

    `form_projects`: the projects that a form's rows name; `form_year`: the fiscal year that it states.
    `settings`: what a summary says that it was made with.
    """

    workbook: str
    sha256: str
    layouts: tuple[Layout, ...]
    inputs: Inputs
    problems: tuple[Problem, ...]
    form_projects: tuple[Project, ...] = ()
    form_year: int | None = None
    settings: Settings | None = None

    @property
    def usable(self) -> bool:
        """Whether there is anything in it for an assessment."""
        return bool(self.inputs.surveys or self.inputs.projects or self.inputs.statements)


def only_sheet(workbook: Workbook, name: str) -> Workbook:
    """The workbook with only the sheet of this name; where there is none, only a problem that says so."""
    if not workbook.sheets:
        return workbook
    sheets = tuple(sheet for sheet in workbook.sheets if sheet.name == name)
    missing = Problem(
        message("“{workbook}” has no sheet “{sheet}”.", workbook=workbook.name, sheet=name),
        message("Choose one of: {names}.", names=", ".join(sheet.name for sheet in workbook.sheets)),
        sheet=name,
    )
    return replace(workbook, sheets=sheets, problems=workbook.problems if sheets else (missing,))


def layouts_of(workbook: Workbook) -> tuple[Layout, ...]:
    """How each sheet is to be read. Of a summary that Saisaat wrote only its own record is."""
    record = record_sheet(workbook)
    if record is None:
        return recognise(workbook)
    return tuple(Layout(sheet.name, "summary" if sheet is record else "other") for sheet in workbook.sheets)


def load(workbook: Workbook, layouts: tuple[Layout, ...] | None = None) -> Loaded:
    """Recognise a workbook (or take the layouts as corrected) and read all its sheets.

    Of a workbook that can't be read, or a summary whose record was changed, only the problems are left.
    """
    known = layouts_of(workbook) if layouts is None else layouts
    problems = list(workbook.problems)
    surveys: list[Survey] = []
    projects: list[Project] = []
    form_projects: list[Project] = []
    statements: list[Statement] = []
    entered = Entered()
    rows: list[tuple[str, int]] = []
    sources: list[Source] = []
    year: int | None = None
    settings: Settings | None = None
    for sheet, layout in zip(workbook.sheets, known, strict=True):
        if layout.kind in ("responses", "tally"):
            survey, found = extract_survey(workbook.name, sheet, layout)
            surveys.append(survey)
            rows.append((sheet.name, survey.tally.respondents))
            problems.extend(found)
            continue
        problems.extend(layout.problems)
        if layout.kind == "projects":
            listed, found = extract_projects(workbook.name, sheet, layout)
            projects.extend(listed)
            rows.append((sheet.name, len(listed)))
        elif layout.kind == "form":
            stated, found = extract_statements(workbook.name, sheet, layout)
            statements.extend(stated)
            form_projects.extend(extract_form_projects(workbook.name, sheet, layout))
            year = year or form_year(sheet, layout)
            rows.append((sheet.name, len(stated)))
        elif layout.kind == "summary":
            try:
                record, settings = read_summary(workbook), read_settings(workbook)
            except SummaryDamaged as damaged:
                problems.append(damaged.problem)
                continue
            surveys.extend(record.surveys)
            projects.extend(record.projects)
            statements.extend(record.statements)
            entered = record.entered
            sources.extend(record.sources)
            continue
        else:
            continue
        problems.extend(found)
    sources = sources or [Source(workbook.name, workbook.sha256, tuple(rows), tuple(problems))]
    inputs = Inputs(tuple(surveys), tuple(projects), tuple(statements), tuple(sources), entered)
    return Loaded(
        workbook.name,
        workbook.sha256,
        known,
        inputs,
        tuple(problems),
        tuple(form_projects),
        year,
        settings,
    )


def gather(loaded: Iterable[Loaded]) -> Inputs:
    """Join what several workbooks hold.

    A form's rows name projects too; they stand in for a project list only where none was given, so that
    a project in both is not counted twice.
    """
    several = list(loaded)
    projects = tuple(p for one in several for p in one.inputs.projects)
    return Inputs(
        surveys=tuple(s for one in several for s in one.inputs.surveys),
        projects=projects or tuple(p for one in several for p in one.form_projects),
        statements=tuple(s for one in several for s in one.inputs.statements),
        entered=joined(one.inputs.entered for one in several),
        sources=tuple(s for one in several for s in one.inputs.sources),
    )


def stated_year(loaded: Iterable[Loaded]) -> int | None:
    """The fiscal year (B.E.) that the first form or summary states; None where none does."""
    years = (one.settings.fiscal_year if one.settings else one.form_year for one in loaded)
    return next((year for year in years if year is not None), None)


def stated_settings(loaded: Iterable[Loaded]) -> Settings | None:
    """What the first summary was made with; None where there is none."""
    return next((one.settings for one in loaded if one.settings is not None), None)
