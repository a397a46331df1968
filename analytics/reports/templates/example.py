"""Forms with marks, small ones to begin from: an .xlsx and a .docx that an office makes its own of."""

from __future__ import annotations

import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.text.run import Run
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from analytics.reports.sheets import FONT, PALE, Formats
from analytics.words import Words

WIDTHS = (18, 38, 34, 34, 28)
# Columns of the three tables of a text, in cm.
TEXT_WIDTHS = ((2.8, 6.5, 5.5, 5.4, 4.5), (1.5, 14.2, 3, 2.5, 3.5), (1.5, 12.2, 4, 3.5, 3.5))
LEVEL_ROWS = 5  # rows that a rubric's levels usually take


def _titles() -> tuple[str, ...]:
    return ("{{title}}", "{{unit}}", "{{dimension}}")


def _form(words: Words) -> tuple[tuple[str, str], ...]:
    """Each column of the form with its mark."""
    return (
        ("", "{{level.title}}"),
        (words("Main point / criterion"), "{{level.criterion}}"),
        (words("Activity"), "{{level.activity}}"),
        (words("Result"), "{{level.result}}"),
        (words("Evidence"), "{{level.evidence}}"),
    )


def _projects(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (words("No."), "{{project.number}}"),
        (words("Project / activity"), "{{project.name}}"),
        (words("Status"), "{{project.status}}"),
        (words("Counting"), "{{project.counting}}"),
        (words("Budget (baht)"), "{{project.budget}}"),
    )


def _items(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (words("No."), "{{item.number}}"),
        (words("List of items"), "{{item.text}}"),
        (words("Raters"), "{{item.n}}"),
        ("x̄", "{{item.mean}}"),
        (words("Meaning"), "{{item.meaning}}"),
    )


def example_workbook(words: Words) -> bytes:
    """A workbook with marks: the form, the items of the survey and the projects, a sheet each."""
    book = Workbook()
    book.remove(book.active)
    side = Side(style="thin", color="7F7F7F")
    box = Border(left=side, right=side, top=side, bottom=side)
    formats = Formats.of(words)
    shown = {"{{item.mean}}": formats.decimal, "{{project.budget}}": formats.money}
    shown |= dict.fromkeys(("{{item.n}}", "{{item.number}}", "{{project.number}}"), formats.count)
    for title, columns, widths in (
        (words("Form"), _form(words), WIDTHS),
        (words("Satisfaction"), _items(words), (8, 90, 16, 12, 18)),
        (words("Projects"), _projects(words), (8, 80, 22, 18, 20)),
    ):
        sheet = book.create_sheet(title)
        for column, width in zip("ABCDE", widths, strict=True):
            sheet.column_dimensions[column].width = width
        sheet.row_dimensions[5].height = 24
        for row, line in enumerate(_titles(), start=1):
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=5)
            cell = sheet.cell(row, 1, line)
            cell.font, cell.alignment = Font(name=FONT, size=18, bold=True), Alignment(horizontal="center")
        for at, (head, mark) in enumerate(columns, start=1):
            top, below = sheet.cell(5, at, head or None), sheet.cell(6, at, mark)
            top.font, top.fill = Font(name=FONT, size=16, bold=True), PatternFill("solid", start_color=PALE)
            top.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            below.font = Font(name=FONT, size=16)
            below.alignment = Alignment(vertical="top", wrap_text=True)
            below.number_format = shown.get(mark, "General")
            top.border = below.border = box
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToHeight = 0
        sheet.print_title_rows = "5:5"
    form = book.worksheets[0]
    last = 6 + LEVEL_ROWS + 1
    form.cell(last, 1, "{{headline}}").font = Font(name=FONT, size=16, bold=True)
    form.cell(last + 1, 1, "{{made_on}}").font = Font(name=FONT, size=16)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _bold(run: Run) -> None:
    """Thai is a complex script, whose weight is told apart."""
    run.bold = run.font.cs_bold = True


def example_text(words: Words) -> bytes:
    """A text with marks: the titles, the form, the survey's items and the projects as tables."""
    made = Document()
    section = made.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    style = made.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(16)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    space = fonts.tag.partition("}")[0] + "}"
    fonts.set(f"{space}cs", FONT)
    size = properties.makeelement(f"{space}szCs", {f"{space}val": "32"})
    properties.append(size)
    for text in _titles():
        paragraph = made.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _bold(paragraph.add_run(text))
    tables = (_form(words), _items(words), _projects(words))
    between = ("{{headline}}", "{{projects}}", "{{made_on}}")
    for columns, widths, after in zip(tables, TEXT_WIDTHS, between, strict=True):
        table = made.add_table(2, 5, style="Table Grid")
        table.autofit = False
        for at, (head, mark) in enumerate(columns):
            table.columns[at].width = Cm(widths[at])
            for row, text in enumerate((head, mark)):
                cell = table.cell(row, at)
                cell.width = Cm(widths[at])
                run = cell.paragraphs[0].add_run(text)
                if row == 0:
                    _bold(run)
        for row, names in zip(table.rows, (("cantSplit", "tblHeader"), ("cantSplit",)), strict=True):
            kept = row._tr.get_or_add_trPr()
            for name in names:
                kept.append(kept.makeelement(f"{space}{name}", {}))
        made.add_paragraph()
        made.add_paragraph(after)
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()
