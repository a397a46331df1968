"""Sheets of responses as they may be passed on: what was answered, without the groups of who answered it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.grid import Grid
from data.layout import Column, Layout
from data.surveys.rows import respondents
from data.surveys.spread import Spread

# Roles of columns that stay. Whatever else stands beside answers may be broken down by one day.
KEPT = ("item", "copy", "comment")
GROUPING = ("demographic", "multi", "timestamp")


def unlinked(cells: pa.Table, layout: Layout) -> pa.Table:
    """A sheet's cells, with nothing left that tells which group gave an answer.

    Breakdowns hide what few people of a group answered; rows with the group beside the answers would tell it,
    and so would rows in the order of the months. So below the headers only items and written answers stay,
    and the rows of respondents are sorted by what they hold. Rows that were left out keep their place. A
    sheet that nothing is broken down by comes back as it is, and so does one that is no sheet of responses.
    Of a sheet with one row an answer it is a row a respondent.
    """
    if layout.kind != "responses" or not any(_groups(column) for column in layout.columns):
        return cells
    if layout.long is not None:
        return _unlinked(Spread(Grid(cells), layout.long).cells, layout)
    if layout.transposed:
        turned = _unlinked(Grid(cells).turned().cells, layout)
        back = Grid(turned).turned().cells
        return back.rename_columns(cells.column_names)
    return _unlinked(cells, layout)


def _groups(column: Column) -> bool:
    return column.role in GROUPING and not column.is_point


def _unlinked(cells: pa.Table, layout: Layout) -> pa.Table:
    first, last = layout.first_row - 1, min(layout.last_row, cells.num_rows) - 1
    kept = [column.index for column in layout.columns if column.role in KEPT or column.is_point]
    rows = np.arange(cells.num_rows)
    inside = (rows >= first) & (rows <= last)
    answered = np.zeros(cells.num_rows, bool)
    answered[inside] = respondents(layout)[: int(inside.sum())]
    answers = cells.select(kept).filter(pa.array(answered))
    order = rows.copy()
    if kept:
        numbered = pa.table([pc.fill_null(c, "") for c in answers.columns], [str(i) for i in kept])
        by = [(name, "ascending") for name in numbered.column_names]
        sorted_rows = pc.sort_indices(numbered, sort_keys=by).to_numpy()
        order[answered] = rows[answered][sorted_rows]
    taken, empty = pa.array(order), pa.array(inside)
    columns = [
        column.take(taken) if index in kept else pc.if_else(empty, pa.scalar(None, pa.string()), column)
        for index, column in enumerate(cells.columns)
    ]
    return pa.table(columns, names=cells.column_names)
