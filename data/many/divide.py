"""A workbook whose rows name many units, such as a province's export → each unit's part of it.

A unit's part has its rows at their places in the whole sheet and nothing of other units' rows: header,
titles, and of a project list the headings between the rows stand in every part. What only the whole sheet
shows, such as whether 1 means one or a hundred percent, goes along in the layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.codebook import UNRECOGNISED
from analytics.thai import repair
from analytics.units import Unit
from analytics.words import Message, Problem, message
from data.clean import without_personal
from data.grid import Grid
from data.layout import Column, Layout, Long
from data.lists.header import counts_percent
from data.lists.reader import ListReader
from data.lists.rows import ADDS_UP, HEADING, REPEATED, anchors
from data.lists.words import is_one_of
from data.many.folder_names import Names
from data.many.named_units import Named, left_out, named_units, names_none, runs, undivided
from data.surveys.spread import Spread, grid_of
from data.times import day_first_shown
from data.workbook import Sheet, Workbook

DIVIDED_BY = message("Names the units that the sheet was divided among")


@dataclass(frozen=True)
class Division:
    """A workbook without its personal columns, divided among units; a sheet that names none is None.

    `problems`: rows and sheets that are no unit's, each with what to do.
    """

    workbook: Workbook
    layouts: tuple[Layout, ...]
    sheets: tuple[Named | None, ...]
    problems: tuple[Problem, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units that have rows in it, by code."""
        found = {id: unit for named in self.sheets if named is not None for id, unit in named.units.items()}
        return tuple(sorted(found.values(), key=lambda unit: unit.code))

    def runs(self, unit: int) -> tuple[tuple[tuple[int, int], ...], ...]:
        """Of every sheet the runs of a unit's rows, as `Layout.only` has them."""
        return tuple(
            runs(named.rows[unit]) if named is not None and unit in named.rows else ()
            for named in self.sheets
        )

    def part(self, unit: int) -> tuple[Workbook, tuple[Layout, ...]]:
        """A unit's part of the workbook, and how it is read. The sha256 is that of the whole workbook."""
        parts = [
            _part(sheet, layout, named, unit)
            if named is not None and unit in named.rows
            else (replace(sheet, cells=pa.table({}), merged=()), Layout(sheet.name, "other"))
            for sheet, layout, named in zip(self.workbook.sheets, self.layouts, self.sheets, strict=True)
        ]
        sheets, layouts = tuple(sheet for sheet, _ in parts), tuple(layout for _, layout in parts)
        held = {layout.sheet: layout for layout in layouts if layout.kind != "other"}
        problems = tuple(
            p
            for p in self.workbook.problems
            if p.sheet is None or (p.sheet in held and _concerns(p, held[p.sheet]))
        )
        return replace(self.workbook, sheets=sheets, problems=problems), layouts


def divided(workbook: Workbook, layouts: Sequence[Layout], names: Names) -> Division | None:
    """A workbook by the units that its sheets name; None where none of them names any.

    It has no units but a problem where a sheet names them in two ways, or can't be divided.

    layouts: of the workbook's sheets, in order; surveys of responses and project lists are looked at.
    """
    found: list[Named | None] = []
    problems: list[Problem] = []
    kept, sheets, unsure = list(layouts), list(workbook.sheets), False
    for at, (sheet, layout) in enumerate(zip(workbook.sheets, layouts, strict=True)):
        named = named_units(sheet, layout, names)
        found.append(named if isinstance(named, Named) else None)
        if isinstance(named, Problem):
            unsure = True
            problems.append(named)
        elif named is None:
            whole = undivided(sheet, layout, names)
            unsure |= whole is not None
            problems += [whole or names_none(layout)] if layout.kind != "other" else []
        else:
            kept[at] = _marked(sheet, layout, named.column)
            sheets[at] = _written_out(sheet, layout) if layout.kind == "projects" else sheet
            problems += left_out(layout, named, names)
    if not any(found) and not unsure:
        return None
    clean = without_personal(replace(workbook, sheets=tuple(sheets)), tuple(kept))
    return Division(clean, tuple(kept), tuple(found), tuple(problems))


def _marked(sheet: Sheet, layout: Layout, by: Column) -> Layout:
    """The layout with what only the whole sheet shows: the order of day and month, shares or percents.

    The column of units is no group of respondents any more: in a part all are of one.
    """
    columns = layout.columns
    day_first = layout.day_first
    if layout.kind == "responses":
        columns = tuple(replace(c, role="other", why=DIVIDED_BY) if c == by else c for c in columns)
        times = next((c for c in columns if c.role == "timestamp"), None)
        if times is not None and day_first is None:
            cells = grid_of(sheet, layout).cells.column(times.index)
            day_first = day_first_shown(
                cells.slice(layout.first_row - 1, layout.last_row - layout.first_row + 1)
            )
    else:
        reader = ListReader("", sheet, layout)
        whole = 1 if reader.shares else 100
        day_first = reader.day_first
        columns = tuple(
            replace(c, point=whole) if c.role == "status" and counts_percent(c) else c for c in columns
        )
    return replace(layout, columns=columns, day_first=day_first)


def _part(sheet: Sheet, layout: Layout, named: Named, unit: int) -> tuple[Sheet, Layout]:
    rows = named.rows[unit]
    end = int(rows.max())
    own = np.zeros(end, bool)
    own[rows - 1] = True
    keep = own.copy()
    keep[: layout.first_row - 1 if layout.long is None else layout.long.header_row] = True
    budgets = {c.index for c in layout.columns if c.role == "budget"}
    between = [e.row - 1 for e in layout.excluded if e.row <= end and _heads(e.reason)]
    columns = []
    for index, column in enumerate(sheet.cells.columns):
        mine = keep.copy()
        if layout.kind == "projects" and index not in budgets:
            # Money of a heading adds up others' rows; a merged cell may begin in a row of theirs.
            mine[between] = True
            mine[[top for row, top in anchors(sheet.merged, index).items() if row < end and own[row]]] = True
        columns.append(pc.if_else(pa.array(mine), column.slice(0, end), pa.scalar(None, column.type)))
    cells = pa.table(columns, names=sheet.cells.column_names)
    kept = replace(sheet, cells=cells, merged=tuple(m for m in sheet.merged if m[0] < end))
    read = replace(layout, last_row=end, only=runs(rows))
    if layout.long is not None:
        read = _put_together(sheet, kept, read, layout.long)
    else:
        out = (e for e in layout.excluded if e.row <= end and (own[e.row - 1] or _heads(e.reason)))
        read = replace(read, excluded=tuple(out))
    read = replace(
        read,
        problems=(*(p for p in layout.problems if _concerns(p, read)), _only(layout, named, unit)),
    )
    grid = grid_of(kept, read)
    return kept, replace(read, columns=tuple(_own_answers(c, grid, read) for c in layout.columns))


def _put_together(sheet: Sheet, kept: Sheet, read: Layout, long: Long) -> Layout:
    """The layout of a part of a sheet with one row an answer: its respondents, numbered anew."""
    mine = replace(long, last_row=read.last_row, excluded=tuple(e for e in long.excluded if read.has(e.row)))
    whole, part = Spread(Grid(sheet.cells), long), Spread(Grid(kept.cells), mine)
    place = {int(at): row for row, at in enumerate(part.at.tolist(), 2)}
    out = (replace(e, row=place.get(int(whole.at[e.row - 2]), 0)) for e in read.excluded)
    return replace(read, last_row=part.rows, long=mine, excluded=tuple(e for e in out if e.row))


def _heads(reason: Message) -> bool:
    """Whether a row says something about the projects under it."""
    return reason in (HEADING, REPEATED) or reason.text == ADDS_UP


def _written_out(sheet: Sheet, layout: Layout) -> Sheet:
    """A list with ditto marks as what they repeat: the row above may be another unit's."""
    cells = sheet.cells
    reader = ListReader("", sheet, layout)
    for column in layout.columns:
        texts = cells.column(column.index).to_pylist()
        marks = [at for at, text in enumerate(texts) if text and is_one_of(text, "cells", "same_as_above")]
        for at in marks:
            texts[at] = reader.rows[at][column.index]
        if marks:
            name = cells.column_names[column.index]
            cells = cells.set_column(column.index, name, pa.array(texts, pa.string()))
    return replace(sheet, cells=cells)


def _own_answers(column: Column, grid: Grid, layout: Layout) -> Column:
    """An item without the answers that are on no scale and that only others gave: they may hold anything."""
    if all(code != UNRECOGNISED for _, code in column.codes):
        return column
    texts, _ = grid.encoded(column.index, layout.first_row - 1, layout.last_row - 1)
    given = {repair(text) for text in texts}
    return replace(
        column, codes=tuple(one for one in column.codes if one[1] != UNRECOGNISED or one[0] in given)
    )


def _concerns(problem: Problem, layout: Layout) -> bool:
    """Whether a problem of the whole sheet is one of a part too."""
    if problem.row is None or problem.row < layout.first_row:
        return True
    return problem.row <= layout.last_row and layout.has(problem.row)


def _only(layout: Layout, named: Named, unit: int) -> Problem:
    n = sum(map(len, named.rows.values())) + sum(len(rows) for _, rows in named.unknown) + len(named.blank)
    return Problem(
        message(
            "Of this sheet only the rows of “{unit}” are kept, {n} of {all}, by its column “{column}”",
            unit=named.units[unit].name,
            n=len(named.rows[unit]),
            all=n,
            column=repair(named.column.header),
        ),
        message("Nothing to do: rows are numbered as in the whole sheet"),
        sheet=layout.sheet,
        severity="note",
    )
