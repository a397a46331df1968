"""Sheets and their Layouts → surveys, projects and statements: what an assessment is worked out from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.assessment import Inputs, Source, Survey
from analytics.codebook import UNRECOGNISED, Codebook, Demographic, Item
from analytics.projects import RowRef
from analytics.responses import Responses
from analytics.thai import repair
from analytics.words import Problem, message
from data.grid import Grid
from data.layout import Column, Layout
from data.recognise import recognise
from data.rows import item_codes
from data.scales import is_blank
from data.times import parse_times
from data.workbook import Sheet, Workbook

SHOWN = 20  # problems listed one by one in a column


@dataclass(frozen=True)
class Loaded:
    """A workbook as it was recognised and read: everything that pages and reports start from."""

    workbook: str
    sha256: str
    layouts: tuple[Layout, ...]
    inputs: Inputs
    problems: tuple[Problem, ...]


def load(workbook: Workbook, layouts: tuple[Layout, ...] | None = None) -> Loaded:
    """Recognise a workbook (or take the layouts as corrected) and read all its sheets."""
    known = recognise(workbook) if layouts is None else layouts
    problems = list(workbook.problems)
    surveys: list[Survey] = []
    rows: list[tuple[str, int]] = []
    for sheet, layout in zip(workbook.sheets, known, strict=True):
        problems.extend(layout.problems)
        if layout.kind in ("responses", "tally"):
            survey, found = extract_survey(workbook.name, sheet, layout)
            surveys.append(survey)
            problems.extend(found)
            rows.append((sheet.name, survey.tally.respondents))
    source = Source(workbook.name, workbook.sha256, tuple(rows), tuple(problems))
    inputs = Inputs(surveys=tuple(surveys), sources=(source,))
    return Loaded(workbook.name, workbook.sha256, known, inputs, tuple(problems))


def extract_survey(workbook_name: str, sheet: Sheet, layout: Layout) -> tuple[Survey, tuple[Problem, ...]]:
    """The survey of a sheet, read as its layout says, and what could not be understood in it."""
    grid = Grid(sheet.cells)
    first, last = layout.first_row - 1, layout.last_row - 1
    keep = np.ones(last - first + 1, bool)
    keep[[excluded.row - 1 - first for excluded in layout.excluded]] = False
    index = pd.Index(np.flatnonzero(keep) + layout.first_row, name="row")
    data: dict[str, object] = {}
    items, demographics, problems = [], [], []
    for c in layout.columns:
        if c.role == "item" and c.scale is not None:
            items.append(Item(f"q{c.index + 1}", c.text, c.header, c.index + 1, c.scale, c.aspect))
            codes = item_codes(grid, c, first, last)
            data[items[-1].key] = codes[keep]
            problems.extend(_unrecognised(grid, layout, c, codes, keep))
        elif c.role == "demographic":
            demographics.append(Demographic(f"d{c.index + 1}", c.text, c.index + 1))
            data[demographics[-1].key] = _groups(grid, c, first, last)[keep]
    codebook = Codebook(tuple(items), tuple(demographics))
    frame = pd.DataFrame(data, index=index)
    times = None
    for c in layout.columns:
        if c.role == "timestamp" and times is None:
            texts = sheet.cells.column(c.index).slice(first, last - first + 1)
            times = pd.Series(parse_times(texts)[0][keep], index=index)
    responses = Responses(codebook, frame, times, None)
    survey = Survey.of(layout.title or sheet.name, RowRef(workbook_name, sheet.name), responses)
    return survey, tuple(problems)


def _groups(grid: Grid, column: Column, first: int, last: int) -> pd.Categorical[str]:
    texts, index = grid.encoded(column.index, first, last)
    names = [None if is_blank(text) else repair(text) for text in texts]
    distinct = list(dict.fromkeys(name for name in names if name is not None))
    place = {name: i for i, name in enumerate(distinct)}
    table = np.array([place[name] if name is not None else -1 for name in names] + [-1], np.int32)
    return pd.Categorical.from_codes(table[index], categories=pd.Index(distinct, dtype=object))


def _unrecognised(
    grid: Grid, layout: Layout, column: Column, codes: np.ndarray, keep: np.ndarray
) -> list[Problem]:
    rows = np.flatnonzero((codes == UNRECOGNISED) & keep)
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
                message("{n} more answers of this column are not on its scale", n=len(rows) - SHOWN),
                remedy,
                sheet=layout.sheet,
                column=column.index + 1,
            )
        )
    return problems
