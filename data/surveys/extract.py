"""A survey's sheet and its Layout → Survey: responses with times and comments, or the tally of a
tallied table.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.assessment import Survey
from analytics.codebook import UNRECOGNISED, Codebook, Demographic, Item
from analytics.projects import RowRef
from analytics.responses import Responses
from analytics.thai import repair
from analytics.words import Problem, message
from data.grid import Grid
from data.layout import Column, Layout
from data.privacy import mask
from data.surveys.choices import extract_choices
from data.surveys.counts import extract_tally
from data.surveys.labels import is_blank
from data.surveys.long_told import told
from data.surveys.rows import item_codes, respondents
from data.surveys.spread import Spread, grid_of, in_the_sheet, sheet_rows
from data.surveys.ticked import ticked_items
from data.times import parse_times
from data.workbook import Sheet

SHOWN = 20  # problems listed one by one in a column


def extract_survey(workbook_name: str, sheet: Sheet, layout: Layout) -> tuple[Survey, tuple[Problem, ...]]:
    """The survey of a sheet, read as its layout says, and what could not be understood in it: the problems of
    its layout first, all at their places in the sheet.

    Personal columns are not read at all; written answers are masked before they are kept.
    """
    if layout.kind == "tally":
        tallied, found_there = extract_tally(workbook_name, sheet, layout)
        return tallied, in_the_sheet(found_there, layout, grid_of(sheet, layout))
    grid = grid_of(sheet, layout)
    first, last = layout.first_row - 1, layout.last_row - 1
    keep = respondents(layout)
    index = pd.Index(sheet_rows(layout, grid)[keep], name="row")
    data: dict[str, object] = {}
    items: list[Item] = []
    demographics: list[Demographic] = []
    comments: dict[str, pd.Series[str]] = {}
    problems: list[Problem] = []
    times: pd.Series | None = None
    masks = 0
    for c in layout.columns:
        if c.role == "item" and c.scale is not None:
            items.append(
                Item(f"q{c.index + 1}", c.text or c.header, c.header, c.index + 1, c.scale, c.aspect)
            )
            codes = item_codes(grid, c, first, last)
            if isinstance(grid, Spread):
                codes[grid.doubtful(c.index, first, last)] = UNRECOGNISED
            data[items[-1].key] = codes[keep]
            problems.extend(_unrecognised(grid, layout, c, codes, keep))
        elif c.role == "demographic":
            demographics.append(Demographic(f"d{c.index + 1}", c.text or c.header, c.index + 1))
            data[demographics[-1].key] = _groups(grid, c, first, last)[keep]
        elif c.role == "timestamp" and times is None:
            cells = grid.cells.column(c.index).slice(first, last - first + 1)
            moments, unsure = parse_times(cells, layout.day_first)
            times = pd.Series(moments[keep], index=index)
            if unsure:
                problems.append(_day_or_month(layout, c))
        elif c.role == "comment":
            texts, found = _masked(grid, c, first, last)
            name = repair(c.header) or f"{c.index + 1}"
            comments[name if name not in comments else f"{name} ({c.index + 1})"] = pd.Series(
                texts[keep], index=index
            )
            masks += found
    if masks:
        problems.append(
            Problem(
                message(
                    "{n} {n:written answer|written answers} held personal data, which was masked", n=masks
                ),
                message("Nothing to do: names, numbers and addresses are not kept"),
                sheet=layout.sheet,
                severity="note",
            )
        )
    for item, codes in ticked_items(layout.columns, grid, first, last):
        items.append(item)
        data[item.key] = codes[keep]
        problems.extend(_ticked_twice(layout, item, codes, keep))
    responses = Responses(
        Codebook(tuple(sorted(items, key=lambda item: item.column)), tuple(demographics)),
        pd.DataFrame(data, index=index),
        times,
        pd.DataFrame(comments, index=index) if comments else None,
        extract_choices(layout.columns, grid, first, last, keep, index),
    )
    survey = Survey.of(layout.title or sheet.name, RowRef(workbook_name, sheet.name), responses)
    put_together = told(sheet, layout, grid) if isinstance(grid, Spread) else ()
    return survey, (*put_together, *in_the_sheet(problems, layout, grid))


def _day_or_month(layout: Layout, column: Column) -> Problem:
    return Problem(
        message(
            "The dates of “{header}” can be read day first or month first, so they are not used",
            header=repair(column.header),
        ),
        message("Write the dates as year-month-day, or with the month as a word"),
        sheet=layout.sheet,
        column=column.index + 1,
        severity="question",
    )


def _masked(grid: Grid, column: Column, first: int, last: int) -> tuple[np.ndarray, int]:
    """The written answers of a column with personal data masked, and in how many rows there was some."""
    texts, index = grid.encoded(column.index, first, last)
    masked = [mask(text.strip()) for text in texts]
    table = np.array([text for text, _ in masked] + [None], dtype=object)
    hit = np.array([n > 0 for _, n in masked] + [False])
    return table[index], int(hit[index].sum())


def _groups(grid: Grid, column: Column, first: int, last: int) -> pd.Categorical[str]:
    texts, index = grid.encoded(column.index, first, last)
    names = [None if is_blank(text) else repair(text) for text in texts]
    distinct = list(dict.fromkeys(name for name in names if name is not None))
    place = {name: i for i, name in enumerate(distinct)}
    table = np.array([place[name] if name is not None else -1 for name in names] + [-1], np.int32)
    return pd.Categorical.from_codes(table[index], categories=pd.Index(distinct, dtype=object))


def _ticked_twice(layout: Layout, item: Item, codes: np.ndarray, keep: np.ndarray) -> list[Problem]:
    rows = np.flatnonzero((codes == UNRECOGNISED) & keep)
    return [
        Problem(
            message("Two points of “{item}” are ticked, so neither is counted", item=item.text),
            message("Leave the tick that was meant"),
            sheet=layout.sheet,
            row=int(row) + layout.first_row,
            column=item.column,
        )
        for row in rows[:SHOWN]
    ]


def _unrecognised(
    grid: Grid, layout: Layout, column: Column, codes: np.ndarray, keep: np.ndarray
) -> list[Problem]:
    rows = np.flatnonzero((codes == UNRECOGNISED) & keep)
    if isinstance(grid, Spread):  # what is doubtful is told with all its rows
        rows = rows[~grid.doubtful(column.index, layout.first_row - 1, layout.last_row - 1)[rows]]
    remedy = message("Correct the cell in the workbook, or give the column another scale or role")
    grid.prepare([int(row) + layout.first_row - 1 for row in rows[:SHOWN]])
    problems = [
        Problem(
            message("This answer is not on the scale of its column, so it is not counted"),
            remedy,
            sheet=layout.sheet,
            row=int(row) + layout.first_row,
            column=column.index + 1,
            value=grid.row(int(row) + layout.first_row - 1)[column.index],
        )
        for row in rows[:SHOWN]
    ]
    if len(rows) > SHOWN:
        problems.append(
            Problem(
                message(
                    "{n} more {n:answer of this column is|answers of this column are} not on its scale",
                    n=len(rows) - SHOWN,
                ),
                remedy,
                sheet=layout.sheet,
                column=column.index + 1,
            )
        )
    return problems
