"""Worksheets as an office lays them out: fonts, borders, row heights, print set-up, text that stays text."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.chart._chart import ChartBase
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from analytics.reports.content import Cell as Fact
from analytics.reports.lettering import TALLEST, height
from analytics.reports.package import legal, moment_of, repacked
from analytics.words import NONE, Words

FONT = "TH SarabunPSK"
ACCENT, PALE, GREY = "01665E", "E3F1EF", "595959"
LONGEST_TEXT = 32_767  # characters that a cell holds, counted as UTF-16 does
FOOTER = 80  # characters; Excel refuses a footer of more than 255, its codes included
CM = 1 / 2.54
CM_A_POINT = 2.54 / 72
# Points of A4 across within its margins; the height of a row that has none of its own, and a unit of a
# column's width, as Excel has them.
PRINTED_ACROSS, PRINTED_DOWN, EMPTY_ROW, PRINTED_UNIT = 24.7 / CM_A_POINT, 18 / CM_A_POINT, 15.0, 5.25

Value = str | int | float | None
Style = Literal[
    "title",
    "note",
    "heading",
    "form column",
    "form level",
    "form text",
    "form made",
    "form label",
    "form figure",
    "column",
    "text",
    "figure",
    "word",
    "group",
    "group figure",
    "group word",
]

# What heads the row below it.
_LEADING: tuple[Style, ...] = ("title", "heading", "form column", "column")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class _Look:
    size: float = 14
    bold: bool = False
    italic: bool = False
    colour: str = "000000"
    fill: str | None = None
    across: str = "left"
    down: str = "top"
    border: bool = True
    shrink: bool = False  # a figure gets smaller in a narrow column rather than wrap or turn into ####


_LOOKS: dict[Style, _Look] = {
    "title": _Look(size=18, bold=True, across="center", down="center", border=False),
    "note": _Look(border=False),
    "heading": _Look(size=16, bold=True, colour=ACCENT, border=False),
    "form column": _Look(size=16, bold=True, fill=PALE, across="center", down="center"),
    "form level": _Look(size=16, across="center"),
    "form text": _Look(size=16),
    "form made": _Look(size=16, italic=True, colour=GREY),
    "form label": _Look(size=16, bold=True, fill=PALE, down="center"),
    "form figure": _Look(size=16, bold=True, across="center", down="center"),
    "column": _Look(bold=True, colour="FFFFFF", fill=ACCENT, across="center", down="center"),
    "text": _Look(),
    "figure": _Look(across="right", shrink=True),
    "word": _Look(across="center"),
    "group": _Look(bold=True, fill=PALE),
    "group figure": _Look(bold=True, fill=PALE, across="right", shrink=True),
    "group word": _Look(bold=True, fill=PALE, across="center"),
}


@dataclass(frozen=True)
class Formats:
    """Number formats that keep a cell a number and show it in the unit's digits."""

    count: str
    year: str
    decimal: str
    share: str
    money: str
    day: str

    @staticmethod
    def of(words: Words) -> Formats:
        """The formats for one kind of digits and one language."""
        digits = "[$-D00041E]" if words.digits == "thai" else ""
        if words.language == "th":
            day = ("[$-D07041E]" if words.digits == "thai" else "[$-107041E]") + "d mmmm yyyy;@"
        else:
            day = digits + "d mmmm yyyy"
        return Formats(
            count=f"{digits}#,##0",
            year=f"{digits}0",
            decimal=f"{digits}0.00",
            share=f"{digits}0.00%",
            money=f"{digits}#,##0.00",
            day=day,
        )


def clean(text: str, words: Words) -> str:
    """The text as a cell can hold it: without what XML can't carry; what is too long is cut, and says so."""
    text = legal(text)
    units = text.encode("utf-16-le")
    if len(units) // 2 <= LONGEST_TEXT:
        return text
    ending = "… " + words("(cut here: longer than a cell can hold)")
    room = 2 * (LONGEST_TEXT - len(ending))
    return units[:room].decode("utf-16-le", errors="ignore") + ending


def book() -> Workbook:
    """An empty workbook with the styles of this module, for the office to change in one place."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    side = Side(style="thin", color="7F7F7F")
    box = Border(left=side, right=side, top=side, bottom=side)
    for name, look in _LOOKS.items():
        style = NamedStyle(name=f"Saisaat {name}")
        style.font = Font(
            name=FONT, size=look.size, bold=look.bold, italic=look.italic, color=look.colour, charset=222
        )
        style.alignment = Alignment(
            horizontal=look.across, vertical=look.down, wrap_text=not look.shrink, shrink_to_fit=look.shrink
        )
        if look.border:
            style.border = box
        if look.fill:
            style.fill = PatternFill("solid", start_color=look.fill, end_color=look.fill)
        workbook.add_named_style(style)
    return workbook


class Page:
    """One worksheet that is being written from the top down."""

    def __init__(self, workbook: Workbook, title: str, widths: Sequence[float], words: Words):
        self.words = words
        self.sheet: Worksheet = workbook.create_sheet(title)
        self.widths = tuple(widths)
        self.row = 1
        self._heights: dict[int, float] = {}
        self._kept: set[int] = set()
        for column, width in enumerate(self.widths, start=1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width

    def put(
        self,
        row: int,
        column: int,
        value: Value | date,
        style: Style,
        number_format: str | None = None,
        *,
        across: int = 1,
        down: int = 1,
    ) -> Cell:
        """Write one cell, merged over `across` columns and `down` rows; text never becomes a formula.

        The row grows to hold the text. None and nan leave the cell empty.
        """
        cell: Cell = self.sheet.cell(row, column)
        for r in range(row, row + down):
            for c in range(column, column + across):
                self.sheet.cell(r, c).style = f"Saisaat {style}"
        if isinstance(value, str):
            self.text(row, column, clean(value, self.words))
        elif value is not None and not (isinstance(value, float) and math.isnan(value)):
            cell.value = value
            if number_format:
                cell.number_format = number_format
        if across > 1 or down > 1:
            self.sheet.merge_cells(
                start_row=row, start_column=column, end_row=row + down - 1, end_column=column + across - 1
            )
        if down == 1:
            needed = self.needs(cell.value, column, style, across)
            self._heights[row] = max(self._heights.get(row, 0.0), needed)
        return cell

    def text(self, row: int, column: int, text: str) -> Cell:
        """Write a bare text, exactly as it is: no style, no room made for it, never a formula."""
        cell: Cell = self.sheet.cell(row, column)
        if text:
            cell.value = text
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(_RISKY)
        return cell

    def needs(self, value: object, column: int, style: Style, across: int = 1) -> float:
        """The height in points that a value needs in its column."""
        look = _LOOKS[style]
        units = sum(self.widths[column - 1 : column - 1 + across])
        return height(value if isinstance(value, str) else "0", units, look.size, look.bold)

    def line(self, value: str, style: Style) -> int:
        """Write a text over all columns in the next row; returns that row."""
        row = self.row
        self.put(row, 1, value, style, across=len(self.widths))
        if style in _LEADING:
            self._kept.add(row)
        self.row += 1
        return row

    def table_row(
        self,
        values: Sequence[Value | date],
        styles: Sequence[Style],
        formats: Sequence[str | None] | None = None,
        spans: Sequence[int] | None = None,
    ) -> int:
        """Write a table row next; returns its number. One too tall for a sheet's row is spread over several.

        `spans` says over how many columns each value runs. A row of headings stays on the page of the next.
        """
        row, spans, formats = self.row, spans or [1] * len(values), formats or [None] * len(values)
        starts = [1 + sum(spans[:index]) for index in range(len(values))]
        cells = list(zip(starts, values, styles, formats, spans, strict=True))
        tall = max(self.needs(value, column, style, across) for column, value, style, _, across in cells)
        down = math.ceil(tall / TALLEST)
        for column, value, style, shown, across in cells:
            self.put(row, column, value, style, shown, across=across, down=down)
        if down > 1:
            self._heights |= dict.fromkeys(range(row, row + down), tall / down)
        self.row += down
        self.keep(row, self.row - 1 if styles[0] not in _LEADING else self.row)
        return row

    def cells(self, row: Sequence[Fact], styles: Sequence[Style], spans: Sequence[int] | None = None) -> int:
        """Write facts as the next row: figures stay numbers, what is missing is a dash."""
        formats = Formats.of(self.words)
        return self.table_row(
            [NONE if fact.value is None else fact.value for fact in row],
            styles,
            [None if fact.kind == "text" else getattr(formats, fact.kind) for fact in row],
            spans,
        )

    def height_of(self, row: int, points: float) -> None:
        """Make a row at least this high."""
        self._heights[row] = max(self._heights.get(row, 0.0), points)

    def keep(self, first: int, last: int) -> None:
        """Keep these rows on one page in print, if it has room for them."""
        self._kept.update(range(first, last))

    def break_before(self) -> None:
        """Begin a new page in print with the next row."""
        self.sheet.row_breaks.append(Break(id=self.row - 1))

    def gap(self) -> None:
        """Leave the next row empty."""
        self.row += 1

    def finish(
        self,
        *,
        freeze: str | None = None,
        repeat: tuple[int, int] | None = None,
        last_row: int | None = None,
        footer: str = "",
    ) -> None:
        """Set row heights, A4 landscape with margins of 3 and 2 cm, repeated rows and the print area."""
        sheet = self.sheet
        for row, points in self._heights.items():
            sheet.row_dimensions[row].height = min(round(points, 2), TALLEST)
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.page_margins = PageMargins(
            left=3 * CM, right=2 * CM, top=1.5 * CM, bottom=1.5 * CM, header=0.8 * CM, footer=0.8 * CM
        )
        sheet.print_options.horizontalCentered = True
        last = last_row or max(sheet.max_row, 1)
        sheet.print_area = f"A1:{get_column_letter(len(self.widths))}{last}"
        if repeat:
            sheet.print_title_rows = f"{repeat[0]}:{repeat[1]}"
        self._divide(last, repeat)
        sheet.freeze_panes = freeze
        for part, text in (
            (sheet.oddFooter.left, " ".join(clean(footer, self.words).split())[:FOOTER].replace("&", "&&")),
            (sheet.oddFooter.right, "&P / &N"),
        ):
            part.text, part.font, part.size = text, f"{FONT},Regular", 12

    def _divide(self, last: int, repeat: tuple[int, int] | None) -> None:
        """End pages in print early where a row would be torn from those that it stays with.

        Excel fills pages by itself, scaled to whole percents, and knows nothing of rows that belong together.
        """
        scale = min(100, int(100 * PRINTED_ACROSS / (sum(self.widths) * PRINTED_UNIT)))
        room = PRINTED_DOWN * 100 / scale
        high = [self._heights.get(row, EMPTY_ROW) for row in range(last + 1)]
        above = sum(high[repeat[0] : repeat[1] + 1]) if repeat else 0.0
        begun = {one.id + 1 for one in self.sheet.row_breaks.brk}
        start, used = 1, 0.0
        for row in range(1, last + 1):
            if row in begun:
                start, used = row, 0.0
            elif used + high[row] > room:
                cut = row
                while cut > start and cut - 1 in self._kept:
                    cut -= 1
                end = next(after for after in range(row, last + 2) if after not in self._kept)
                if cut == start or sum(high[cut : end + 1]) > room:
                    cut = row
                if cut < row:
                    self.sheet.row_breaks.append(Break(id=cut - 1))
                start = cut
                used = sum(high[start:row])
            if used == 0.0 and repeat and row > repeat[1]:
                used = above
            used += high[row]


def name_range(page: Page, name: str, first: tuple[int, int], last: tuple[int, int] | None = None) -> None:
    """Give a cell or a block of cells, (row, column) from 1, a name that formulas and scripts can use."""
    sheet = quote_sheetname(page.sheet.title)
    corners = [
        f"${get_column_letter(column)}${row}" for row, column in ((first,) if last is None else (first, last))
    ]
    page.sheet.parent.defined_names[name] = DefinedName(name, attr_text=f"{sheet}!{':'.join(corners)}")


def describe(chart: ChartBase, text: str) -> None:
    """Say what a chart shows, for those who can't see it."""
    chart.described = text


def _described(drawing: bytes, texts: Iterator[str]) -> bytes:
    """A drawing with the text of each of its charts, in their order; openpyxl has no place for them."""
    tree = etree.fromstring(drawing)
    for shape in tree.iter("{*}cNvPr"):
        shape.set("descr", legal(next(texts)))
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def to_bytes(workbook: Workbook, title: str, made_on: date | None) -> bytes:
    """The workbook as .xlsx, the same bytes for the same content: no clock, no random part."""
    moment = moment_of(made_on)
    properties = workbook.properties
    properties.title, properties.creator = title, "Saisaat"
    properties.created = moment
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode()

    texts = iter([chart.described for sheet in workbook.worksheets for chart in sheet._charts])

    def mended(name: str, content: bytes) -> bytes:
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
            return _described(content, texts)
        if name.startswith("xl/charts/"):  # else a label takes the format of its cell
            return re.sub(rb'(<numFmt formatCode="[^"]*")\s*/>', rb'\1 sourceLinked="0"/>', content)
        if name == "docProps/core.xml":  # openpyxl writes the time of saving
            return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
        return content

    draft = io.BytesIO()
    workbook.save(draft)
    return repacked(draft.getvalue(), mended)
