"""The report as .docx: the official form, then satisfaction, projects and sources as chapters."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.assessment import Assessment, Survey
from analytics.reports.content import (
    Cell,
    Table,
    headline,
    level_states,
    level_table,
    one_list,
    project_note,
    project_table,
    settings,
    source_table,
)
from analytics.reports.formats import Orientation
from analytics.reports.methods import Paragraph, Section
from analytics.reports.official_form import official_form
from analytics.reports.ratings import RatingTable, base_tables, rating_tables, survey_notes
from analytics.reports.sheets import PALE
from analytics.reports.supplements import aspect_note, aspect_table, head, supplements
from analytics.reports.word import TEXT_CM, Box, Look, Writer
from analytics.wordings import Passage, originals
from analytics.words import Words

FORM_WIDTHS: dict[Orientation, tuple[float, ...]] = {
    "landscape": (17, 38, 33, 32, 27),
    "portrait": (21, 35, 33, 32, 26),
}
FEW_COLUMNS = 5  # of a table that an upright page has room for
FEW_POINTS = 7  # of a scale; the figures of more points are set smaller
ASPECT_WIDTHS = (6.2, 2, 2.2, 1.4, 2.6, 2.2, 1.4, 2.6, 2, 2)
PROJECT_WIDTHS = (1.2, 1.8, 4.4, 1.8, 1.9, 1.8, 2.0, 2.1, 2.9, 2.1, 2.4, 2.6)
OF_ONE_LIST = (*PROJECT_WIDTHS[:2], 5.1, *PROJECT_WIDTHS[3:-1], 1.9)  # the sheet alone is named in a row


def document(
    assessment: Assessment,
    words: Words,
    *,
    told: Sequence[Passage] | None = None,
    orientation: Orientation = "landscape",
    methods: Sequence[Section] = (),
) -> bytes:
    """The report of an assessment as .docx, for the office to go on writing in.

    In a portrait one the pages of satisfaction and projects, whose tables are wider, lie across.

    Chapters: the official form with score and states; why each level counts; the summary of findings
    (`told`, by default the program's own sentences); satisfaction, one chapter a survey; projects; sources;
    how the figures are worked out (`methods`). Figures are written out, rounded half-up, in the unit's
    digits; what is missing is a dash. The same assessment, words and texts give the same bytes.
    """
    form = official_form(assessment, words)
    writer = Writer(form.titles[0], form.titles[0], words, assessment.made_on, orientation)
    for title in form.titles:
        writer.line(title, "title")
    rows = []
    for row in form.rows:
        look: Look = "made" if row.by_program else "cell"
        level, criterion, *rest = row.cells
        rows.append([Box(level, "cell"), Box(criterion, "cell"), *(Box(text, look) for text in rest)])
    writer.table(
        [[Box(text, "column") for text in form.header]], rows, FORM_WIDTHS[orientation], form.titles[2]
    )
    writer.line(headline(assessment, words), "text")
    writer.line("   ".join(level_states(assessment, words)), "note")
    writer.chapter(words("Why each level counts or not"))
    _table(writer, level_table(assessment, words), (3, 3.4, 7, 6.4, 4.9), words("Levels"))
    writer.chapter(words("Summary of findings"))
    for passage in originals(assessment, words) if told is None else told:
        if passage.heading:
            writer.line(passage.heading, "part")
        writer.line(passage.text, "text")
    for survey in assessment.surveys:
        _satisfaction(writer, survey, assessment, words)
        _supplements(writer, survey, assessment, words)
    if not assessment.surveys:
        writer.chapter(words("Satisfaction"), wide=True)
        writer.line(words("No survey has been read yet: drop the workbook of a satisfaction survey."), "note")
    writer.chapter(
        words("Projects and activities, fiscal year {year}", year=words.plain(assessment.fiscal_year)),
        wide=True,
    )
    writer.line(project_note(assessment, words), "note")
    projects = project_table(assessment, words, on_paper=True)
    if projects.rows:
        widths = OF_ONE_LIST if one_list(assessment) else PROJECT_WIDTHS
        _table(writer, projects, widths, words("Projects"), "dense")
    else:
        writer.line(words("No project has been read yet: drop the workbook of a project list."), "note")
    _sources(writer, assessment, words)
    if methods:
        writer.in_two_columns()
        writer.line(words("How the figures are worked out"), "heading")
    for section in methods:
        _method(writer, section)
    return writer.to_bytes()


def _satisfaction(writer: Writer, survey: Survey, assessment: Assessment, words: Words) -> None:
    writer.chapter(words("Satisfaction: {title}", title=survey.title), wide=True)
    writer.line("\n".join(survey_notes(survey, words)), "note")
    tables = rating_tables(survey, assessment.band_scheme, words)
    for table in tables:
        _ratings(writer, table, words)
        writer.line("\n".join(table.legend), "note")
    if not tables:
        writer.line(words("No item on a scale was found in this survey."), "note")
        return
    writer.chapter(words("Who answered each item, and who did not"), wide=True)
    for bases in base_tables(survey, words):
        _table(writer, bases, (1.3, 6.6, 1.9, 1.8, 2.3, 2.5, 2.2, 2.2, 2.1, 1.8), words("Bases"))


def _supplements(writer: Writer, survey: Survey, assessment: Assessment, words: Words) -> None:
    """Aspects both ways, questions with several answers, and comments by theme."""
    aspects = aspect_table(survey, assessment.band_scheme, words)
    if aspects is not None:
        writer.line(words("Aspects, with both kinds of mean"), "heading")
        writer.line(aspect_note(words), "note")
        _table(writer, aspects, ASPECT_WIDTHS, words("Aspects, with both kinds of mean"))
    found = supplements(survey, words)
    if found:
        columns = max(len(each.table.columns) for each in found)
        writer.chapter(words("Questions with several answers, and comments"), wide=columns > FEW_COLUMNS)
    for each in found:
        asked, *lines = head(each)
        writer.line(asked, "part")
        for line in lines:
            writer.line(line, "note")
        figures = len(each.table.columns) - 1
        _table(writer, each.table, (24.7 - 2.9 * figures, *[2.9] * figures), asked)


def _ratings(writer: Writer, table: RatingTable, words: Words) -> None:
    k = len(table.points)
    ends = (words("Raters"), "x̄", "S.D.", words("Meaning"))
    top = [Box(words("No."), "column", down="start"), Box(words("List of items"), "column", down="start")]
    top += [Box(table.level, "column", across=k)]
    top += [Box(text, "column", down="start") for text in ends]
    below = [Box("", "column", down="on"), Box("", "column", down="on")]
    for point, label in table.points:
        below.append(Box("\n".join(filter(None, (words.plain(point), label))), "column"))
    below += [Box("", "column", down="on") for _ in ends]
    count = [Box("", "column", down="on"), Box("", "column", down="on")]
    count += [Box(words("Count (percent)"), "column", across=k)]
    count += [Box("", "column", down="on") for _ in ends]
    figure: Look = "figure" if k <= FEW_POINTS else "fine"
    rows = []
    for row in table.rows:
        group = row.number is None
        fill = PALE if group else None
        number = "" if group else Cell(row.number, "count").text(words)
        boxes = [Box(number, "word", fill=fill), Box(row.text, "small", bold=group, fill=fill)]
        for n, share in zip(row.counts, row.shares, strict=True):
            percent = share.text(words).removesuffix("%")
            boxes.append(Box(f"{n.text(words)}\n({percent})", figure, bold=group, fill=fill))
        boxes += [Box(end.text(words), "figure", bold=group, fill=fill) for end in row.ends[:-1]]
        rows.append([*boxes, Box(row.word, "word", bold=group, fill=fill)])
    each = min(2.15, 12.5 / k)
    widths = [1.5, TEXT_CM - 1.5 - k * each - 6.9, *[each] * k, 2.0, 1.4, 1.4, 2.1]
    writer.table([top, below, count], rows, widths, table.level)


def _sources(writer: Writer, assessment: Assessment, words: Words) -> None:
    writer.chapter(words("Where the figures come from"))
    rows = [
        [Box(label, "small", bold=True, fill=PALE), Box(cell.text(words), "small")]
        for label, cell in settings(assessment, words)
    ]
    writer.table([], rows, (6.5, 18.2), words("Where the figures come from"))
    if assessment.sources:
        _table(writer, source_table(assessment, words), (6, 4.5, 2.4, 9.2, 2.6), words("Sources"))
    else:
        writer.line(words("No workbook has been read yet."), "note")


def _method(writer: Writer, section: Section) -> None:
    """A section on how figures are worked out."""
    if section.title:
        writer.line(section.title, "part")
    for block in section.blocks:
        if isinstance(block, Paragraph):
            pieces = [(run.text, run.bold) for run in block.runs]
            writer.pieces(
                [("• ", False), *pieces] if block.point else pieces, "point" if block.point else "note"
            )
        else:
            rows = [[Box(text, "small") for text in row] for row in block.rows]
            header = [[Box(text, "column") for text in block.columns]]
            writer.table(header, rows, block.widths, section.title)


def _table(writer: Writer, table: Table, widths: Sequence[float], caption: str, text: Look = "small") -> None:
    """Text to the left, figures to the right."""
    dense = text == "dense"
    figure: Look = "dense_figure" if dense else "figure"
    column: Look = "dense_column" if dense else "column"
    rows = [
        [Box(cell.text(writer.words), text if cell.kind == "text" else figure) for cell in row]
        for row in table.rows
    ]
    writer.table([[Box(each, column) for each in table.columns]], rows, widths, caption)
