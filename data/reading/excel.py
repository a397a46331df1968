"""Excel and OpenDocument workbooks: calamine for speed; openpyxl where it fails; xlrd for .xls."""

from __future__ import annotations

import io
import re

import fastexcel
import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import xlrd

from analytics.words import Problem
from data.reading import refusals
from data.reading.cells import (
    Grid,
    RawSheet,
    Reading,
    Source,
    cell_text,
    columns_table,
    date_text,
    time_text,
    trimmed,
)
from data.reading.refusals import Refused

MIDNIGHT = " 00:00:00"
DAY_ZERO = ("1899-12-31 ", "1904-01-01 ")
ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}
DATE_ONLY = r"^(\d{4}-\d\d-\d\d) 00:00:00$"
TIME_ONLY = r"^(?:1899-12-31|1904-01-01) (\d\d:\d\d:\d\d)"


def calamine(source: Source) -> Reading:
    """Every sheet through fastexcel. A sheet that fails alone is left out with a problem."""
    book = fastexcel.read_excel(source.path)
    sheets: list[RawSheet] = []
    problems: list[Problem] = []
    failed: list[str] = []
    for index, name in enumerate(book.sheet_names):
        try:
            loaded = book.load_sheet(index, header_row=None, skip_rows=0, dtypes="string")
        except fastexcel.FastExcelError:
            failed.append(name)
            continue
        cells, errors = _cells(source, loaded, name)
        sheets.append(RawSheet(name, cells, hidden=loaded.visible != "visible"))
        problems.extend(errors)
    if failed and not any(sheet.cells.num_columns for sheet in sheets):
        raise fastexcel.CalamineError(failed[0])
    if not book.sheet_names:
        raise Refused(refusals.no_data_sheet(source.name))
    problems.extend(refusals.sheet_unreadable(source.name, name) for name in failed)
    return Reading(tuple(sheets), tuple(problems), whole=not failed)


def _cells(source: Source, sheet: fastexcel.ExcelSheet, name: str) -> tuple[pa.Table, list[Problem]]:
    """The sheet's text with the empty columns on its left put back."""
    infos = sheet.available_columns()
    if not infos:
        return columns_table([]), []
    offset = infos[0].absolute_index
    if sheet.total_height * (offset + len(infos)) > source.bounds.cells:
        raise Refused(refusals.too_many_cells(source.name, name, sheet.total_height, offset + len(infos)))
    batch, errors = sheet.to_arrow_with_errors()
    columns = [
        _tidy(column if column.type == pa.string() else column.cast(pa.string())) for column in batch.columns
    ]
    problems = []
    if errors and errors.errors:
        columns = _with_errors(columns, errors.errors)
        first = errors.errors[0]
        row, column = first.offset_position
        problems.append(
            refusals.error_cells(name, row + 1, column + offset + 1, _error_text(first), len(errors.errors))
        )
    empty = [pa.nulls(len(columns[0]), pa.string())] * offset
    return trimmed(empty + columns), problems


def _error_text(error: fastexcel.CellError) -> str:
    kind = re.search(r"Error\((\w+)\)", error.detail)
    return ERRORS.get(kind.group(1), "#ERROR!") if kind else "#ERROR!"


def _with_errors(columns: list[pa.Array], errors: list[fastexcel.CellError]) -> list[pa.Array]:
    """The columns with "#REF!" and its like where the workbook shows them; calamine leaves them empty."""
    texts: dict[int, dict[int, str]] = {}
    for error in errors:
        row, column = error.offset_position
        texts.setdefault(column, {})[row] = _error_text(error)
    filled = list(columns)
    for column, places in texts.items():
        values = filled[column].to_pylist()
        for row, text in places.items():
            values[row] = text
        filled[column] = pa.array(values, pa.string())
    return filled


def _tidy(column: pa.Array) -> pa.Array:
    """Dates without a time lose their midnight, times their day zero, and "" is an empty cell."""
    shortest, longest = pc.min_max(pc.binary_length(column)).as_py().values()
    if longest is None:
        return column
    if shortest == 0:
        column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
    if longest >= len("2018-11-22 00:00:00"):
        if any(pc.any(pc.starts_with(column, day)).as_py() for day in DAY_ZERO):
            column = pc.replace_substring_regex(column, TIME_ONLY, r"\1")
        if pc.any(pc.ends_with(column, MIDNIGHT)).as_py():
            column = pc.replace_substring_regex(column, DATE_ONLY, r"\1")
    return column


# --- readers in Python ---


def _with_error_notes(sheets: list[RawSheet]) -> Reading:
    """The sheets, with a note for each that shows errors of formulas."""
    problems = []
    errors = pa.array(ERRORS.values())
    for sheet in sheets:
        places = [
            (row, column)
            for column, cells in enumerate(sheet.cells.columns)
            for row in pc.indices_nonzero(pc.is_in(cells, errors)).to_pylist()
        ]
        if places:
            row, column = min(places)
            value = sheet.cells.column(column)[row].as_py()
            problems.append(refusals.error_cells(sheet.name, row + 1, column + 1, value, len(places)))
    return Reading(tuple(sheets), tuple(problems))


def openpyxl_reader(source: Source) -> Reading:
    """Every worksheet through openpyxl, row by row."""
    sheets = []
    # A file and not its path: openpyxl goes by the name's ending.
    with source.path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            grid = Grid(source, sheet.title)
            for row in sheet.iter_rows(values_only=True):
                grid.add([cell_text(value) for value in row])
            sheets.append(RawSheet(sheet.title, grid.table(), hidden=sheet.sheet_state != "visible"))
        book.close()
    return _with_error_notes(sheets)


def xlrd_reader(source: Source) -> Reading:
    """Every sheet of an .xls through xlrd, which also reads the formats from before Excel 97.

    It comes before calamine, which puts the stored values of an embedded chart over the cells of its sheet.
    """
    book = xlrd.open_workbook(source.path, logfile=io.StringIO(), on_demand=True, ragged_rows=True)
    sheets = []
    for index in range(book.nsheets):
        sheet = book.sheet_by_index(index)
        grid = Grid(source, sheet.name)
        for row in range(sheet.nrows):
            values, kinds = sheet.row_values(row), sheet.row_types(row)
            grid.add([_xls_text(v, kind, book.datemode) for v, kind in zip(values, kinds, strict=True)])
        sheets.append(RawSheet(sheet.name, grid.table(), hidden=sheet.visibility != 0))
        book.unload_sheet(index)
    return _with_error_notes(sheets)


def _xls_text(value: object, kind: int, datemode: int) -> str | None:
    match kind:
        case xlrd.XL_CELL_EMPTY | xlrd.XL_CELL_BLANK:
            return None
        case xlrd.XL_CELL_BOOLEAN:
            return "true" if value else "false"
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(value, "#ERROR!"))
        case xlrd.XL_CELL_DATE if isinstance(value, float):
            try:
                moment = xlrd.xldate_as_datetime(value, datemode)
            except (OverflowError, ValueError):
                return cell_text(value)
            return time_text(moment.time()) if 0 <= value < 1 else date_text(moment)
    return cell_text(value)
