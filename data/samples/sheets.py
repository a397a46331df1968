"""How the samples and templates look, and saving them as the same bytes every time."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from math import ceil
from pathlib import Path
from unicodedata import category
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

FONT = "TH SarabunPSK"
WRITTEN = datetime(2018, 10, 1)

_EDGE = Side(style="thin", color="7F7F7F")
GRID = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_HEADER_FILL = PatternFill("solid", start_color="01665E", end_color="01665E")

# One letter at 16 points in Excel's column units, and one line of it in points. Measured on Sarabun and
# Loma, which are wider than TH SarabunPSK: a machine without that font shows one of these, and cuts no text.
_UNITS_PER_LETTER = 1.68
_LINE_HEIGHT = 25.5


def new_workbook(title: str) -> Workbook:
    """An empty workbook whose properties say that its content is made up."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.creator = "Saisaat"
    workbook.properties.title = title
    workbook.properties.description = "ข้อมูลสมมติสำหรับทดลองใช้ระบบ / Made-up data for trying the system"
    workbook.properties.created = WRITTEN
    return workbook


def add_sheet(workbook: Workbook, name: str, widths: Sequence[float], pages_wide: int = 1) -> Worksheet:
    """A sheet for A4 landscape with its column widths set, printed ``pages_wide`` pages wide."""
    sheet = workbook.create_sheet(name)
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = pages_wide
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left, sheet.page_margins.right = 0.6, 0.6
    sheet.page_margins.top, sheet.page_margins.bottom = 0.7, 0.7
    return sheet


def write_titles(sheet: Worksheet, titles: Iterable[str], columns: int) -> None:
    """Merged, centred title lines, each on the next free row."""
    for title in titles:
        row = _next_row(sheet)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
        cell = sheet.cell(row, 1, title)
        cell.font = Font(name=FONT, size=18, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center")
        sheet.row_dimensions[row].height = 30


def write_header(sheet: Worksheet, header: Sequence[str], size: int = 16) -> int:
    """The header row, frozen and repeated on every printed page; returns its number."""
    row = _next_row(sheet)
    for column, text in enumerate(header, start=1):
        cell = sheet.cell(row, column, text or None)
        cell.font = Font(name=FONT, size=size, bold=True, color="FFFFFF")
        cell.fill = _HEADER_FILL
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = GRID
    sheet.freeze_panes = f"A{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"
    fit_height(sheet, row, size)
    return row


def write_cell(cell: Cell, value: object, size: int = 16, centre: bool = False, bold: bool = False) -> None:
    """One bordered cell of the body. Text is never a formula, and stays text when someone edits the cell."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    cell.font = Font(name=FONT, size=size, bold=bold)
    cell.border = GRID
    cell.alignment = Alignment(horizontal="center" if centre else None, vertical="top", wrap_text=True)


def fit_height(sheet: Worksheet, row: int, size: int = 16) -> None:
    """Set a row's height for the wrapped text of its tallest cell."""
    lines = max(_lines(sheet, cell, size) for cell in sheet[row])
    sheet.row_dimensions[row].height = round(lines * _LINE_HEIGHT * size / 16 + 6, 1)


def save(workbook: Workbook, path: Path) -> None:
    """Write the workbook with fixed times and no compression: its bytes depend on its content only.

    openpyxl stamps the time of saving, zip that of each member, and deflate differs between builds of zlib.
    """
    written = BytesIO()
    workbook.save(written)
    stamp = WRITTEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(written) as source, ZipFile(path, "w", ZIP_STORED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            member = ZipInfo(name, WRITTEN.timetuple()[:6])
            member.create_system = 3
            member.external_attr = 0o644 << 16
            target.writestr(member, content)


def _next_row(sheet: Worksheet) -> int:
    return 1 if sheet["A1"].value is None and sheet.max_row == 1 else sheet.max_row + 1


def _lines(sheet: Worksheet, cell: Cell, size: int) -> int:
    if not isinstance(cell.value, str):
        return 1
    per_line = sheet.column_dimensions[cell.column_letter].width / (_UNITS_PER_LETTER * size / 16)
    return sum(max(1, ceil(_letters(line) / per_line)) for line in cell.value.split("\n"))


def _letters(text: str) -> int:
    """Letters that take room on the line: vowels and tone marks above and below take none."""
    return sum(category(letter) not in ("Mn", "Cf") for letter in text)
