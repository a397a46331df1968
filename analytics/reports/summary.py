"""The summary workbook: form, satisfaction, charts, projects, sources, and all of it to read back."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook

from analytics.assessment import Assessment
from analytics.history import Change, when
from analytics.history import told as changes_told
from analytics.reports.content import (
    Cell,
    level_states,
    level_table,
    project_counts,
    project_table,
    settings,
    source_table,
)
from analytics.reports.methods import Paragraph, Section
from analytics.reports.native_charts import chart_sheet
from analytics.reports.official_form import (
    in_language,
    official_form,
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
    book,
    clean,
    name_range,
    to_bytes,
)
from analytics.reports.supplement_sheets import supplement_sheets
from analytics.wordings import Passage, originals
from analytics.words import NONE, Words

FORM_WIDTHS = (17, 38, 33, 32, 27)
PROJECT_WIDTHS = (7.5, 13.0, 38.0, 14.5, 17.0, 10.5, 9.0, 16.0, 16.0, 20.0, 20.0, 20.0)
HISTORY_WIDTHS = (16, 19, 29, 12, 37, 37)
METHOD_COLUMNS = 12
NAME = 80  # characters of a record's name, which is only for people


def summary(
    assessment: Assessment,
    words: Words,
    *,
    told: Sequence[Passage] | None = None,
    history: Sequence[Change] = (),
    methods: Sequence[Section] = (),
) -> bytes:
    """The summary of an assessment as .xlsx.

    Sheets, named in the reader's language: the official form with score and states; levels; the summary of
    findings (`told`, by default the program's own sentences); satisfaction and bases, one sheet a survey;
    charts; projects counted, claimed and left out; sources; `methods`, how the figures are worked out; where
    there is a `history`, every change, the latest first; and hidden, the data that `data.summary_import`
    reads back. Figures are numbers, unrounded, shown in the unit's digits; what is missing is a dash. The
    same assessment, words and texts give the same bytes.
    """
    workbook = book()
    _form_sheet(workbook, assessment, words)
    _levels_sheet(workbook, assessment, words)
    _told_sheet(workbook, originals(assessment, words) if told is None else told, words)
    several = [(number, survey) for number, survey in enumerate(assessment.surveys, start=1)]
    titled = {
        number: [f"{name} {words.plain(number)}" if number > 1 else name for name in _of_each_survey(words)]
        for number, _ in several
    }
    for number, survey in several:
        title, bases = titled[number]
        suffix = "" if number == 1 else f"_survey_{number}"
        satisfaction_sheet(workbook, title, survey, assessment.band_scheme, words, suffix=suffix, bases=bases)
    for number, survey in several:
        bases_sheet(workbook, titled[number][1], survey, words)
    supplement_sheets(workbook, assessment, words)
    if not several:
        empty_satisfaction_sheet(workbook, words("Satisfaction"), words)
    chart_sheet(workbook, words("Charts"), assessment, words)
    _projects_sheet(workbook, assessment, words)
    _sources_sheet(workbook, assessment, words)
    if methods:
        _methods_sheet(workbook, methods, words)
    if history:
        _history_sheet(workbook, history, words)
    _data_sheet(workbook, assessment, words)
    return to_bytes(workbook, clean(in_language(assessment.rubric.title, words), words), assessment.made_on)


def _of_each_survey(words: Words) -> tuple[str, str]:
    """The names of the sheets that every survey has."""
    return words("Satisfaction"), words("Bases")


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
            words("Of {points} {points:point|points}", points=score.maximum),
        ],
        ["form label", "form figure", "form label", "form figure", "form label"],
        [None, count, None, count, None],
    )
    name_range(page, "score", (row, 2))
    name_range(page, "projected", (row, 4))
    page.table_row(
        [words("State"), "   ".join(level_states(assessment, words))],
        ["form label", "form text"],
        None,
        [1, 4],
    )


def _levels_sheet(workbook: Workbook, assessment: Assessment, words: Words) -> None:
    """What stands behind each level's state; the form itself has no room for it."""
    page = Page(workbook, words("Levels"), [16, 22, 38, 32, 25], words)
    page.line(words("Why each level counts or not"), "title")
    table = level_table(assessment, words)
    header = page.table_row(table.columns, ["column"] * 5)
    for row in table.rows:
        page.cells(row, ["word", "text", "text", "text", "text"])
    name_range(page, "level_table", (header, 1), (page.row - 1, 5))
    page.finish(
        freeze=f"A{header + 1}", repeat=(header, header), footer=words("Why each level counts or not")
    )


def _told_sheet(workbook: Workbook, told: Sequence[Passage], words: Words) -> None:
    """The findings as text, a paragraph a row."""
    title = words("Summary of findings")
    page = Page(workbook, title, [32] * 4, words)
    page.line(title, "title")
    for passage in told:
        if passage.heading:
            page.gap()
            page.line(passage.heading, "heading")
        page.table_row([passage.text], ["note"], None, [4])
    page.finish(footer=title)


def _projects_sheet(workbook: Workbook, assessment: Assessment, words: Words) -> None:
    table = project_table(assessment, words)
    page = Page(workbook, words("Projects"), PROJECT_WIDTHS, words)
    page.line(
        words("Projects and activities, fiscal year {year}", year=words.plain(assessment.fiscal_year)),
        "title",
    )
    page.line(project_counts(assessment, words), "note")
    header = page.table_row(table.columns, ["column"] * len(table.columns))
    styles: list[Style] = ["word", "word", "text", "word", "text", "word", "word", "text", "figure"]
    styles += ["text", "text", "text"]
    for row in table.rows:
        page.cells(row, styles)
    last = page.row - 1
    if not table.rows:
        page.line(words("No project has been read yet: drop the workbook of a project list."), "note")
    name_range(page, "project_table", (header, 1), (last, len(table.columns)))
    page.finish(freeze=f"D{header + 1}", repeat=(header, header), footer=words("Projects"))


def _sources_sheet(workbook: Workbook, assessment: Assessment, words: Words) -> None:
    page = Page(workbook, words("Sources"), [40, 26, 16, 60, 14], words)
    page.line(words("Where the figures come from"), "title")
    page.gap()
    for label, fact in settings(assessment, words):
        page.cells([Cell(label), fact], ["group", "text"], [1, 4])
    page.gap()
    table = source_table(assessment, words)
    header = page.table_row(table.columns, ["column"] * 5)
    for row in table.rows:
        page.cells(row, ["text", "text", "figure", "text", "figure"])
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


def _history_sheet(workbook: Workbook, history: Sequence[Change], words: Words) -> None:
    """Who changed what and when, in Thai time, with the values before and after."""
    title = words("History of changes")
    page = Page(workbook, title, HISTORY_WIDTHS, words)
    page.line(title, "title")
    page.line(
        words("Every change, the latest first. What is written there can't be altered or taken out."), "note"
    )
    columns = (words("When"), words("Who"), words("What"), words("How"), words("Before"), words("After"))
    header = page.table_row(columns, ["column"] * len(columns))
    for one in changes_told(history, words):
        texts = (when(one.change.at, words), one.change.who, one.what, one.how, one.before, one.after)
        page.table_row([text or NONE for text in texts], ["word", "text", "text", "word", "text", "text"])
    name_range(page, "history_table", (header, 1), (page.row - 1, len(columns)))
    page.finish(freeze=f"A{header + 1}", repeat=(header, header), footer=title)


def _methods_sheet(workbook: Workbook, methods: Sequence[Section], words: Words) -> None:
    """How the figures are worked out: a paragraph a row, tables over as many columns as they need."""
    title = words("How the figures are worked out")
    page = Page(workbook, words("Method"), [11] * METHOD_COLUMNS, words)
    page.line(title, "title")
    for section in methods:
        page.gap()
        if section.title:
            page.line(section.title, "heading")
        for block in section.blocks:
            if isinstance(block, Paragraph):
                text = f"• {block.text}" if block.point else block.text
                page.table_row([text], ["note"], None, [METHOD_COLUMNS])
                continue
            k, whole = len(block.columns), sum(block.widths)
            spans = [max(1, round(width / whole * METHOD_COLUMNS)) for width in block.widths]
            spans[spans.index(max(spans))] += METHOD_COLUMNS - sum(spans)
            page.table_row(block.columns, ["column"] * k, None, spans)
            for row in block.rows:
                page.table_row(row, ["text"] * k, None, spans)
    page.finish(footer=title)


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
