"""The sheets beside the items: aspects with both kinds of mean, several answers, comments by theme."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.formatting.rule import DataBarRule
from openpyxl.utils import get_column_letter

from analytics.assessment import Assessment
from analytics.reports.content import Table
from analytics.reports.sheets import Page, Style, name_range
from analytics.reports.supplements import aspect_note, aspect_table, head, supplements
from analytics.words import Words

FEW_ROWS = 15  # of a table that is kept on one page in print
BAR = "FF8CC6BE"  # light enough for the figure over it


def supplement_sheets(workbook: Workbook, assessment: Assessment, words: Words) -> None:
    """Add those sheets that there is anything for."""
    _aspects(workbook, assessment, words)
    found = [(survey, each) for survey in assessment.surveys for each in supplements(survey, words)]
    if not found:
        return
    most = max(len(each.table.columns) for _, each in found)
    page = Page(workbook, words("Several answers"), [60, *[15] * (most - 1)], words)
    page.line(words("Questions with several answers, and comments"), "title")
    for number, (survey, each) in enumerate(found, start=1):
        asked, *said = head(each)
        page.gap()
        head_row = page.line(asked, "heading")
        for line in (survey.title, *said):
            page.line(line, "note")
        top = _table(page, each.table)
        page.keep(head_row, page.row - 1 if len(each.table.rows) <= FEW_ROWS else top)
        last = page.row - 1
        name_range(page, f"several_answers_{number}", (top, 1), (last, len(each.table.columns)))
        shares = get_column_letter(3)
        bar = DataBarRule("num", 0, "num", 1, color=BAR)
        page.sheet.conditional_formatting.add(f"{shares}{top + 1}:{shares}{max(last, top + 1)}", bar)
    page.finish(footer=words("Questions with several answers, and comments"))


def _aspects(workbook: Workbook, assessment: Assessment, words: Words) -> None:
    found = [
        (survey, table)
        for survey in assessment.surveys
        if (table := aspect_table(survey, assessment.band_scheme, words)) is not None
    ]
    if not found:
        return
    page = Page(workbook, words("Aspects"), [48, 12, 14, 9, 16, 14, 9, 16, 13, 13], words)
    page.line(words("Aspects, with both kinds of mean"), "title")
    page.line(aspect_note(words), "note")
    for number, (survey, table) in enumerate(found, start=1):
        page.gap()
        page.line(survey.title, "heading")
        top = _table(page, table)
        page.keep(top, page.row - 1)
        name_range(page, f"aspect_table_{number}", (top, 1), (page.row - 1, len(table.columns)))
    page.finish(footer=words("Aspects, with both kinds of mean"))


def _table(page: Page, table: Table) -> int:
    """One table; returns the row of its header."""
    top = page.table_row(table.columns, ["column"] * len(table.columns))
    for row in table.rows:
        styles: list[Style] = ["text" if cell.kind == "text" else "figure" for cell in row]
        page.cells(row, styles)
    return top
