"""A copy of a workbook in which the cells with problems are marked, with the problems as a list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from analytics.words import Problem, Words
from data.clean import without_personal
from data.layout import Layout
from data.workbook import Sheet, Workbook

# A copy of more cells than this holds only the header and the rows with problems, each in its place.
MOST_CELLS = 500_000
LONGEST = 32_000
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_NAME = re.compile(r"[\\/*?:\[\]]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?")
_FILLS: Mapping[str, str] = {"error": "F8CBAD", "question": "FFE699", "note": "DDEBF7"}
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


def marked(
    workbook: Workbook, layouts: tuple[Layout, ...], problems: Sequence[Problem], words: Words
) -> bytes:
    """An .xlsx with a list of the problems, and the sheets with the cell of each problem filled and noted.

    workbook, layouts: as read and corrected; personal columns come out empty and comments masked. Cells stay
    in their places, so that rows and columns are those of the list. No text becomes a formula.
    """
    clean = without_personal(workbook, layouts)
    book = openpyxl.Workbook()
    listed = book.active
    listed.title = _NO_NAME.sub(" ", words("To check"))[:31]
    names = _names(clean.sheets, listed.title)
    # Of a turned sheet the columns are rows.
    personal = {
        (y.sheet, "row" if y.transposed else "column", y.column_in_sheet(c.index) + 1)
        for y in layouts
        for c in y.columns
        if c.role == "personal"
    }
    of: dict[str, list[Problem]] = {}
    for problem in problems:
        of.setdefault(problem.sheet or "", []).append(problem)
    whole = sum(sheet.cells.num_rows * sheet.cells.num_columns for sheet in clean.sheets) <= MOST_CELLS
    for sheet, layout in zip(clean.sheets, layouts, strict=True):
        heads = layout.header_rows if layout.long is None else (layout.long.header_row,)
        rows = None if whole else {p.row for p in of.get(sheet.name, ()) if p.row} | {*heads}
        page = book.create_sheet(names[sheet.name])
        _copy(page, sheet, rows)
        _mark(page, of.get(sheet.name, ()), words)
    _list(listed, problems, names, personal, words, whole)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _names(sheets: Sequence[Sheet], taken: str) -> dict[str, str]:
    """The names of the sheets as a workbook can hold them, each once."""
    used = {taken.casefold()}
    names: dict[str, str] = {}
    for sheet in sheets:
        plain = _NO_NAME.sub(" ", _ILLEGAL.sub("", sheet.name)).strip("' ") or "-"
        name, n = plain[:31], 2
        while name.casefold() in used:
            name, n = f"{plain[:26]} ({n})", n + 1
        used.add(name.casefold())
        names[sheet.name] = name
    return names


def _write(cell: Cell, text: str) -> None:
    """A cell's text as it was: a plain number as a number, everything else as text, never a formula."""
    if _NUMBER.fullmatch(text) and len(text) < 17:
        cell.value = float(text) if "." in text else int(text)
        return
    cell.value = _ILLEGAL.sub("", text)[:LONGEST]
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_RISKY)


def _copy(page: Any, sheet: Sheet, rows: set[int] | None) -> None:
    if rows is None:
        for c, column in enumerate(sheet.cells.columns, 1):
            for r, text in enumerate(column.to_pylist(), 1):
                if text is not None:
                    _write(page.cell(r, c), text)
        return
    for row in sorted(row for row in rows if row <= sheet.cells.num_rows):
        (cells,) = sheet.cells.slice(row - 1, 1).to_pylist()
        for c, text in enumerate(cells.values(), 1):
            if text is not None:
                _write(page.cell(row, c), text)


def _mark(page: Any, problems: Sequence[Problem], words: Words) -> None:
    told: dict[tuple[int, int], list[Problem]] = {}
    for problem in problems:
        if problem.row or problem.column:
            told.setdefault((problem.row or 1, problem.column or 1), []).append(problem)
    for (row, column), here in told.items():
        cell = page.cell(row, column)
        worst = next(kind for kind in _FILLS if any(p.severity == kind for p in here))
        cell.fill = PatternFill("solid", fgColor=_FILLS[worst])
        text = "\n\n".join(f"{words.say(p.problem)}\n→ {words.say(p.remedy)}" for p in here)
        cell.comment = Comment(_ILLEGAL.sub("", text)[:LONGEST], "Saisaat", height=140, width=360)


def _list(
    page: Any,
    problems: Sequence[Problem],
    names: Mapping[str, str],
    personal: set[tuple[str, str, int]],
    words: Words,
    whole: bool,
) -> None:
    kinds = {"error": words("To correct"), "question": words("To answer"), "note": words("Note")}
    heads = (
        *(words("Kind"), words("Sheet"), words("Row"), words("Column")),
        *(words("Value"), words("What is wrong"), words("What to do")),
    )
    for c, (head, width) in enumerate(zip(heads, (14, 22, 8, 10, 26, 60, 60), strict=True), 1):
        page.cell(1, c, head).font = Font(bold=True)
        page.column_dimensions[get_column_letter(c)].width = width
    for r, p in enumerate(problems, 2):
        hidden = {(p.sheet, "row", p.row), (p.sheet, "column", p.column)} & personal
        texts = (
            *(kinds[p.severity], p.sheet or "", p.row, get_column_letter(p.column) if p.column else ""),
            *("" if hidden else p.value or "", words.say(p.problem), words.say(p.remedy)),
        )
        for c, text in enumerate(texts, 1):
            cell = page.cell(r, c)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(text, int):
                cell.value = text
            elif text:
                cell.value = _ILLEGAL.sub("", text)[:LONGEST]
                cell.data_type = "s"
                cell.quotePrefix = text.startswith(_RISKY)
        page.cell(r, 1).fill = PatternFill("solid", fgColor=_FILLS[p.severity])
        if p.sheet is not None and p.sheet in names and (p.row or p.column):
            place = f"{get_column_letter(p.column or 1)}{p.row or 1}"
            name = names[p.sheet].replace("'", "''")
            cell = page.cell(r, 3 if p.row else 4)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{place}")
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:G{len(problems) + 1}"
    if not whole:
        told = words(
            "The workbook is large: the copy holds only the headers and the rows that are listed here."
        )
        page.cell(len(problems) + 3, 1, told)
