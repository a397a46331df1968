"""The sheets that an assessment was read from as CSV, for the evidence bundle."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from analytics.reports.bundle import SourceSheet
from data.layout import Layout
from data.unlinked import unlinked
from data.workbook import Workbook

BOM = b"\xef\xbb\xbf"  # without it Excel takes Thai for another encoding
# What a spreadsheet would take for a formula; a number with its sign is none.
_RISKY, _NUMBER = r"^[=+\-@\t\r]", r"^[+\-]?[0-9.,]+%?$"


def source_sheets(workbooks: Iterable[tuple[Workbook, tuple[Layout, ...]]]) -> tuple[SourceSheet, ...]:
    """Every sheet that was read, as CSV in UTF-8, responses without the groups of who gave them.

    `workbooks` are already without personal columns (see `data.clean`); what else is left out of responses,
    and why: see `data.unlinked`. Sheets that nothing was recognised in, and the record of a summary, are left
    out. A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    return tuple(
        SourceSheet(workbook.name, sheet.name, sheet_csv(unlinked(sheet.cells, layout)))
        for workbook, layouts in workbooks
        for sheet, layout in zip(workbook.sheets, layouts, strict=True)
        if layout.kind not in ("other", "summary") and sheet.cells.num_columns
    )


def sheet_csv(cells: pa.Table) -> bytes:
    """A sheet of text as CSV, rows and columns where the sheet has them; an empty cell is empty."""
    safe = [_harmless(column.cast(pa.string())) for column in cells.columns]
    file = io.BytesIO()
    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    csv.write_csv(pa.table(safe, names=cells.column_names), file, options)
    return BOM + file.getvalue()


def _harmless(column: pa.ChunkedArray) -> pa.ChunkedArray:
    risky = pc.and_(
        pc.match_substring_regex(column, _RISKY), pc.invert(pc.match_substring_regex(column, _NUMBER))
    )
    if not pc.any(risky).as_py():
        return column
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)
