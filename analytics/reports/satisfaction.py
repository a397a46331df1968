"""The satisfaction sheets: the usual Thai table with its bands, and what was not counted."""

from __future__ import annotations

from openpyxl import Workbook

from analytics.assessment import Survey
from analytics.measures import BandScheme
from analytics.reports.content import Cell, Table
from analytics.reports.ratings import Rating, RatingTable, base_tables, rating_tables, survey_notes
from analytics.reports.sheets import Page, Style, name_range
from analytics.words import Words


def satisfaction_sheet(
    workbook: Workbook,
    title: str,
    survey: Survey,
    scheme: BandScheme,
    words: Words,
    *,
    suffix: str,
    bases: str,
) -> None:
    """Add the sheet of one survey. `suffix` ends the names of its ranges: "" for the first survey; `bases` is
    the sheet that says who is in each base."""
    tables = rating_tables(survey, scheme, words)
    points = max((len(table.points) for table in tables), default=5)
    largest = survey.tally.respondents * len(survey.tally.codebook.items)
    count_width = max(7.5, 1.8 * len(f"{largest:,}"))
    page = Page(
        workbook,
        title,
        [7.5, 48, *[count_width, 11.5] * points, max(10.5, count_width), 8, 8, 14],
        words,
    )
    page.line(words("Satisfaction: {title}", title=survey.title), "title")
    where = words("Item by item: sheet “{sheet}”.", sheet=bases)
    note, *more = survey_notes(survey, words)
    for line in (f"{note} {where}", *more):
        page.line(line, "note")
    header = page.row
    for number, table in enumerate(tables, start=1):
        if number > 1:
            page.break_before()
        first = page.row
        _header(page, table, words)
        for row in table.rows:
            _figures(page, row)
        extra = suffix if number == 1 else f"{suffix}_{number}"
        name_range(
            page, f"satisfaction_table{extra}", (first, 1), (page.row - 1, 2 + 2 * len(table.points) + 4)
        )
        page.gap()
        for line in table.legend:
            page.line(line, "note")
    if not tables:
        page.line(words("No item on a scale was found in this survey."), "note")
    page.finish(
        freeze=f"C{header + 3}" if tables else None,
        repeat=(header, header + 2) if len(tables) == 1 else None,
        footer=words("Satisfaction: {title}", title=survey.title),
    )


def empty_satisfaction_sheet(workbook: Workbook, title: str, words: Words) -> None:
    """Add the sheet that says that there is no survey yet."""
    page = Page(workbook, title, [30, 90], words)
    page.line(words("Satisfaction"), "title")
    page.line(words("No survey has been read yet: drop the workbook of a satisfaction survey."), "note")
    page.finish()


def _header(page: Page, table: RatingTable, words: Words) -> None:
    row, k = page.row, len(table.points)
    page.put(row, 1, words("No."), "column", down=3)
    page.put(row, 2, words("List of items"), "column", down=3)
    page.put(row, 3, table.level, "column", across=2 * k)
    for index, (point, label) in enumerate(table.points):
        column = 3 + 2 * index
        page.put(row + 1, column, "\n".join(filter(None, (words.plain(point), label))), "column", across=2)
        page.put(row + 2, column, words("Count"), "column")
        page.put(row + 2, column + 1, words("Percent"), "column")
    ends = (words("Raters"), "x̄", "S.D.", words("Meaning"))
    for column, text in enumerate(ends, start=3 + 2 * k):
        page.put(row, column, text, "column", down=3)
    page.row += 3


def _figures(page: Page, rating: Rating) -> None:
    group = rating.number is None
    figure: Style = "group figure" if group else "figure"
    word: Style = "group word" if group else "word"
    cells = [Cell("" if group else rating.number, "count"), Cell(rating.text)]
    for count, share in zip(rating.counts, rating.shares, strict=True):
        cells += [count, share]
    figures = [figure] * (2 * len(rating.counts) + 3)
    page.cells([*cells, *rating.ends], [word, "group" if group else "text", *figures, word])


def bases_sheet(workbook: Workbook, title: str, survey: Survey, words: Words) -> None:
    """Add the sheet that says of each item of a survey who is in its base, who is not, and the best and worst
    points."""
    page = Page(workbook, title, [7.5, 48, *[14] * 8], words)
    page.line(words("Who answered each item, and who did not"), "title")
    page.gap()
    page.line(
        words("{title}: {n} {n:person|people}", title=survey.title, n=survey.tally.respondents), "heading"
    )
    headers = [_bases(page, table) for table in base_tables(survey, words)]
    page.finish(repeat=(headers[0], headers[0]) if len(headers) == 1 else None, footer=title)


def _bases(page: Page, table: Table) -> int:
    """One table; returns the row of its header."""
    top = page.table_row(table.columns, ["column"] * len(table.columns))
    styles: list[Style] = ["word", "text", *["figure"] * 8]  # type: ignore[list-item]
    for row in table.rows:
        page.cells(row, styles)
    page.gap()
    return top
