"""The summary workbook: form, satisfaction, charts, projects, sources, and all of it to read back."""

from __future__ import annotations

from datetime import date

from openpyxl import Workbook

from analytics.assessment import Assessment
from analytics.names import scheme_name, state_name, status_name
from analytics.projects import Project
from analytics.reports.native_charts import chart_sheet
from analytics.reports.official_form import (
    in_language,
    official_form,
    stated_by,
)
from analytics.reports.record import MARKER, VERSION, checksum, records
from analytics.reports.satisfaction import (
    bases_sheet,
    empty_satisfaction_sheet,
    satisfaction_sheet,
)
from analytics.reports.sheets import (
    Formats,
    Page,
    Style,
    Value,
    book,
    clean,
    name_range,
    shown,
    to_bytes,
)
from analytics.words import NONE, Words

FORM_WIDTHS = (17, 38, 33, 32, 27)
NAME = 80  # characters of a record's name, which is only for people


def summary(assessment: Assessment, words: Words) -> bytes:
    """The summary of an assessment as .xlsx.

    Sheets, named in the reader's language: the official form with score and states; levels; satisfaction, one
    sheet a survey; bases; charts; projects counted, claimed and left out; sources; and hidden, the data that
    `data.summary_import` reads back. Figures are numbers, unrounded, shown in the unit's digits; what is
    missing is a dash. The same assessment and words give the same bytes.
    """
    workbook = book()
    _form_sheet(workbook, assessment, words)
    _levels_sheet(workbook, assessment, words)
    satisfaction = words("Satisfaction")
    for number, survey in enumerate(assessment.surveys, start=1):
        title = satisfaction if number == 1 else f"{satisfaction} {words.plain(number)}"
        suffix = "" if number == 1 else f"_survey_{number}"
        satisfaction_sheet(workbook, title, survey, assessment.band_scheme, words, suffix)
    if assessment.surveys:
        bases_sheet(workbook, words("Bases"), assessment.surveys, words)
    else:
        empty_satisfaction_sheet(workbook, satisfaction, words)
    chart_sheet(workbook, words("Charts"), assessment, words)
    _projects_sheet(workbook, assessment, words)
    _sources_sheet(workbook, assessment, words)
    _data_sheet(workbook, assessment, words)
    return to_bytes(workbook, clean(in_language(assessment.rubric.title, words), words), assessment.made_on)


def _form_sheet(workbook: Workbook, assessment: Assessment, words: Words) -> None:
    form = official_form(assessment, words)
    page = Page(workbook, words("Form"), FORM_WIDTHS, words)
    for title in form.titles:
        page.line(title, "title")
    page.gap()
    header = page.table_row(form.header, ["form column"] * 5)
    for row in form.rows:
        text: Style = "form made" if row.by_program else "form text"
        page.table_row(row.cells, ["form level", "form text", text, text, text])
    name_range(page, "form_table", (header, 1), (page.row - 1, 5))
    page.gap()
    _score_block(page, assessment, words)
    page.finish(freeze=f"A{header + 1}", repeat=(header, header), footer=form.titles[0])


def _score_block(page: Page, assessment: Assessment, words: Words) -> None:
    """Score, projected score and the state of each level, below the official table."""
    score, count = assessment.score, Formats.of(words).count
    row = page.table_row(
        [
            words("Score"),
            score.score,
            words("Projected score"),
            score.projected,
            words("Of {points} points", points=score.maximum),
        ],
        ["form label", "form figure", "form label", "form figure", "form label"],
        [None, count, None, count, None],
    )
    name_range(page, "score", (row, 2))
    name_range(page, "projected", (row, 4))
    states = [
        words("Level {level}: {state}", level=words.plain(v.level.level), state=state_name(v.state, words))
        for v in score.verdicts
    ]
    page.table_row([words("State"), "   ".join(states)], ["form label", "form text"], None, [1, 4])


def _levels_sheet(workbook: Workbook, assessment: Assessment, words: Words) -> None:
    """What stands behind each level's state; the form itself has no room for it."""
    page = Page(workbook, words("Levels"), [16, 22, 38, 32, 25], words)
    page.line(words("Why each level counts or not"), "title")
    columns = [
        words("Level"),
        words("State"),
        words("Why"),
        words("Still missing"),
        words("Stated by, date of effect"),
    ]
    header = page.table_row(columns, ["column"] * 5)
    for verdict in assessment.score.verdicts:
        page.table_row(
            [
                words(
                    "Level {level}, {points} points",
                    level=words.plain(verdict.level.level),
                    points=verdict.level.points,
                ),
                state_name(verdict.state, words),
                "\n".join(words.say(reason) for reason in verdict.reasons) or NONE,
                NONE if verdict.missing is None else words.say(verdict.missing),
                shown(stated_by(verdict.statements, words)),
            ],
            ["word", "text", "text", "text", "text"],
        )
    name_range(page, "level_table", (header, 1), (page.row - 1, 5))
    page.finish(
        freeze=f"A{header + 1}", repeat=(header, header), footer=words("Why each level counts or not")
    )


def _projects_sheet(workbook: Workbook, assessment: Assessment, words: Words) -> None:
    ledger, formats = assessment.facts.projects, Formats.of(words)
    columns = (
        (words("No."), 7.5),
        (words("Counting"), 13.0),
        (words("Project / activity"), 38.0),
        (words("Status"), 14.5),
        (words("Origin"), 17.0),
        (words("From citizens"), 10.5),
        (words("Fiscal year"), 9.0),
        (words("Period"), 16.0),
        (words("Budget (baht)"), 16.0),
        (words("Evidence"), 20.0),
        (words("Reason / note"), 20.0),
        (words("Workbook / sheet / row"), 20.0),
    )
    page = Page(workbook, words("Projects"), [width for _, width in columns], words)
    page.line(
        words("Projects and activities, fiscal year {year}", year=words.plain(assessment.fiscal_year)),
        "title",
    )
    page.line(
        words(
            "Counted {counted}, claimed {claimed}, left out {left_out}",
            counted=len(ledger.counted),
            claimed=len(ledger.claimed),
            left_out=len(ledger.left_out),
        ),
        "note",
    )
    header = page.table_row([title for title, _ in columns], ["column"] * len(columns))
    listed: list[tuple[str, Project, str | None]] = [
        (words("Counted"), project, None) for project in ledger.counted
    ]
    listed += [
        (words("Claimed"), project, words("Counts once it is completed")) for project in ledger.claimed
    ]
    listed += [(words("Left out"), left.project, words.say(left.reason)) for left in ledger.left_out]
    styles: list[Style] = ["word", "word", "text", "word", "text", "word", "word", "text", "figure"]
    styles += ["text", "text", "text"]
    for number, (counting, project, reason) in enumerate(listed, start=1):
        whole = project.budget is None or project.budget == int(project.budget)
        money = formats.count if whole else formats.money
        page.table_row(
            [number, counting, *_project_cells(project, reason, words)],
            styles,
            [formats.count, *[None] * 5, formats.year, None, money, None, None, None],
        )
    last = page.row - 1
    if not listed:
        page.line(words("No project has been read yet: drop the workbook of a project list."), "note")
    name_range(page, "project_table", (header, 1), (last, len(columns)))
    page.finish(freeze=f"D{header + 1}", repeat=(header, header), footer=words("Projects"))


def _project_cells(project: Project, reason: str | None, words: Words) -> list[Value]:
    status = status_name(project.status, words)
    if project.status_text and project.status == "unknown":
        status += f" ({project.status_text})"
    citizens = {True: words("Yes"), False: words("No"), None: words("Not stated")}[project.from_citizens]
    period, source = project.period_text, project.source
    if not period and project.period:
        period = (
            f"{words.date(project.period.start, short=True)} – {words.date(project.period.end, short=True)}"
        )
    return [
        project.name,
        status,
        shown(project.origin),
        citizens,
        NONE if project.fiscal_year is None else project.fiscal_year,
        shown(period),
        NONE if project.budget is None else project.budget,
        shown(project.evidence),
        shown("\n".join(text for text in (reason, project.note) if text)),
        " / ".join(
            text for text in (source.workbook, source.sheet, source.row and words.plain(source.row)) if text
        ),
    ]


def _sources_sheet(workbook: Workbook, assessment: Assessment, words: Words) -> None:
    formats, rubric = Formats.of(words), assessment.rubric
    page = Page(workbook, words("Sources"), [40, 26, 16, 60, 14], words)
    page.line(words("Where the figures come from"), "title")
    page.gap()
    counted = ", ".join(status_name(status, words) for status in rubric.counted_statuses)
    facts: list[tuple[str, Value | date, str | None]] = [
        (words("Unit"), shown(assessment.unit), None),
        (words("Fiscal year (B.E.)"), assessment.fiscal_year, formats.year),
        (words("Made on"), assessment.made_on or NONE, formats.day),
        (words("Rubric"), in_language(rubric.title, words), None),
        (words("Dimension"), in_language(rubric.dimension, words), None),
        (words("Rubric and version"), f"{rubric.id}, {rubric.version}", None),
        (words("Project statuses that count"), counted, None),
        (words("Bands of the mean"), scheme_name(assessment.band_scheme, words), None),
        (words("Surveys"), len(assessment.surveys), formats.count),
        (words("Projects"), len(assessment.facts.projects), formats.count),
        (words("Statements of the officer"), len(assessment.facts.statements), formats.count),
    ]
    for label, value, shown_as in facts:
        page.table_row([label, value], ["group", "text"], [None, shown_as], [1, 4])
    page.gap()
    columns = [
        words("Workbook"),
        words("Sheet"),
        words("Rows used"),
        words("Fingerprint (SHA-256)"),
        words("Problems found"),
    ]
    header = page.table_row(columns, ["column"] * 5)
    for source in assessment.sources:
        for index, (sheet, rows) in enumerate(source.rows or ((NONE, 0),)):
            # What belongs to the whole workbook stands beside its first sheet only, so that columns add up.
            known = [source.sha256, len(source.problems)] if index == 0 else [None, None]
            page.table_row(
                [source.workbook, sheet, rows if source.rows else NONE, *known],
                ["text", "text", "figure", "text", "figure"],
                [None, None, formats.count, None, formats.count],
            )
    name_range(page, "source_table", (header, 1), (page.row - 1, 5))
    if not assessment.sources:
        page.line(words("No workbook has been read yet."), "note")
    page.gap()
    page.line(
        words(
            "The hidden sheet “{sheet}” holds the same facts for this program to read back: upload this "
            "workbook again and the assessment is the same. It holds no answer of a single person.",
            sheet=words("Data"),
        ),
        "note",
    )
    page.finish(footer=words("Where the figures come from"))


def _data_sheet(workbook: Workbook, assessment: Assessment, words: Words) -> None:
    """Three leading cells (marker, version, checksum), a line for people, then a row a record."""
    page = Page(workbook, words("Data"), [14, 40, 100], words)
    lines = records(assessment)
    rows = [
        (MARKER, str(VERSION), checksum(tuple(line.json for line in lines))),
        (words("Read back by the program; please don't change it."), "", ""),
        *((line.kind, clean(line.name, words)[:NAME], *line.pieces) for line in lines),
    ]
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            page.text(row, column, text)
    page.sheet.sheet_state = "hidden"
