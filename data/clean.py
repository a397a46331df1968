"""What may be stored of a workbook: its sheets without personal columns, comments masked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from data.grid import Grid
from data.layout import Layout, Long
from data.privacy import masked
from data.surveys.spread import rows_of
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
    if layout.long is not None:
        return replace(sheet, cells=_clean_answers(sheet.cells, layout, layout.long), merged=())
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


def _clean_answers(cells: pa.Table, layout: Layout, long: Long) -> pa.Table:
    """The same where each row is an answer: by the column that the answers to a question are put into.

    Columns that nothing is read from are emptied, and respondents told apart by personal data are numbered.
    """
    rows = rows_of(Grid(cells), long)
    roles = {column.index: column.role for column in layout.columns}
    own = {c: roles.get(index, "other") for index, c in enumerate(long.columns[: 1 + len(long.about)])}
    read = {*own, long.question, *long.answers, *([] if long.aspect is None else [long.aspect])}
    columns = [column.to_pylist() for column in cells.columns]
    head, start = long.header_row, 1 + len(long.about)
    for c, texts in enumerate(columns):
        if c not in read:
            texts[head:] = [None] * (len(texts) - head)
        elif c in own and c != long.respondent:
            texts[head:] = [_allowed(text, own[c]) for text in texts[head:]]
    if own[long.respondent] == "personal":
        whose = columns[long.respondent]
        whose[head:] = [None] * (len(whose) - head)
        for row, respondent in zip(rows.at.tolist(), rows.respondents.tolist(), strict=True):
            whose[row] = str(respondent + 1)
    written = {q for q in range(len(long.asked)) if roles.get(start + q) in ("personal", *WRITTEN)}
    theirs = np.flatnonzero(np.isin(rows.questions, [*written]))
    for row, question in zip(rows.at[theirs].tolist(), rows.questions[theirs].tolist(), strict=True):
        for c in long.answers:
            columns[c][row] = _allowed(columns[c][row], str(roles[start + question]))
    for one in long.excluded:  # nobody looked at what stands beside the answers
        for texts in columns:
            texts[one.row - 1] = None
    return pa.table([pa.array(texts, pa.string()) for texts in columns], names=cells.column_names)


def _allowed(text: str | None, role: str) -> str | None:
    return None if role == "personal" else masked(text) if role in WRITTEN else text
