"""What may be stored of a workbook: its sheets without personal columns, comments masked."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from data.layout import Layout
from data.privacy import masked
from data.workbook import Sheet, Workbook


def without_personal(workbook: Workbook, layouts: tuple[Layout, ...]) -> Workbook:
    """The workbook with the data rows of every personal column emptied and comments masked.

    Headers stay, so that the same layouts read it and the officer sees what was left out. A sheet that
    nothing was recognised in is not kept at all but as an empty one: nobody looked at what it holds.
    """
    sheets = [_clean(sheet, layout) for sheet, layout in zip(workbook.sheets, layouts, strict=True)]
    return replace(workbook, sheets=tuple(sheets))


def _clean(sheet: Sheet, layout: Layout) -> Sheet:
    if layout.kind == "summary":
        return sheet
    if layout.kind == "other":
        return replace(sheet, cells=pa.table({}), merged=())
    cells = sheet.cells
    for column in layout.columns:
        if column.role not in ("personal", "comment"):
            continue
        texts = cells.column(column.index).to_pylist()
        for row in range(layout.first_row - 1, len(texts)):
            texts[row] = None if column.role == "personal" else masked(texts[row])
        name = cells.column_names[column.index]
        cells = cells.set_column(column.index, name, pa.array(texts, pa.string()))
    return replace(sheet, cells=cells)
