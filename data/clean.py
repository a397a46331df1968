"""What may be stored of a workbook: its sheets without personal columns, comments masked."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from data.layout import Layout
from data.privacy import masked
from data.workbook import Sheet, Workbook

# Roles of columns in which respondents may have written in words of their own.
WRITTEN = ("comment", "multi")


def without_personal(workbook: Workbook, layouts: tuple[Layout, ...]) -> Workbook:
    """The workbook with the data of every personal column emptied and what was written masked.

    Headers stay, so that the same layouts read it and the officer sees what was left out. A sheet that
    nothing was recognised in is kept as an empty one: nobody looked at what it holds.
    """
    sheets = [_clean(sheet, layout) for sheet, layout in zip(workbook.sheets, layouts, strict=True)]
    return replace(workbook, sheets=tuple(sheets))


def _clean(sheet: Sheet, layout: Layout) -> Sheet:
    if layout.kind == "summary":
        return sheet
    if layout.kind == "other":
        return replace(sheet, cells=pa.table({}), merged=())
    if layout.transposed:
        return replace(sheet, cells=_clean_rows(sheet.cells, layout))
    cells = sheet.cells
    for column in layout.columns:
        if column.role in ("personal", *WRITTEN):
            texts = cells.column(column.index).to_pylist()
            kept = [
                text if row < layout.first_row - 1 else _allowed(text, column.role)
                for row, text in enumerate(texts)
            ]
            name = cells.column_names[column.index]
            cells = cells.set_column(column.index, name, pa.array(kept, pa.string()))
    return replace(sheet, cells=cells)


def _clean_rows(cells: pa.Table, layout: Layout) -> pa.Table:
    """The same where respondents run across: the layout's columns are rows here, its rows columns."""
    roles = {column.index: column.role for column in layout.columns}
    columns = [
        column.to_pylist()
        if index < layout.first_row - 1
        else [_allowed(text, roles.get(row, "other")) for row, text in enumerate(column.to_pylist())]
        for index, column in enumerate(cells.columns)
    ]
    return pa.table([pa.array(column, pa.string()) for column in columns], names=cells.column_names)


def _allowed(text: str | None, role: str) -> str | None:
    return None if role == "personal" else masked(text) if role in WRITTEN else text
