"""Respondents that stand in the data more than once: the same time and the same answers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.responses import Responses
from analytics.words import Problem, message
from data.layout import Layout
from data.surveys.spread import grid_of, sheet_rows
from data.workbook import Sheet

SHOWN = 20  # rows named in a sentence


def signatures(sheet: Sheet, layout: Layout, responses: Responses) -> pd.Series:
    """One number a respondent, the same for the same time and answers; indexed by the row of the sheet.

    sheet, layout, responses: a sheet of raw responses and what was read from it. Respondents without a time
    have none: short questionnaires are often answered alike. Empty where no column holds the time.
    """
    times = next((c for c in layout.columns if c.role == "timestamp"), None)
    if times is None or not len(responses.frame):
        return pd.Series(dtype="uint64")
    grid = grid_of(sheet, layout)
    texts, codes = grid.encoded(times.index, layout.first_row - 1, layout.last_row - 1)
    stamps = pd.Series(
        np.array([*texts, None], dtype=object)[codes],
        index=sheet_rows(layout, grid),
    ).reindex(responses.frame.index)
    given = responses.frame.assign(**{"": stamps})
    if responses.comments is not None:
        given = given.join(responses.comments.add_prefix("comment "))
    return pd.util.hash_pandas_object(given[stamps.notna()], index=False)


def repeats(signed: pd.Series) -> tuple[int, ...]:
    """The rows that say again what a row above them says."""
    return tuple(int(row) for row in signed.index[signed.duplicated()])


def shared(signed: pd.Series, other: pd.Series) -> int:
    """How many respondents of one workbook are in another one too."""
    return int(signed.isin(other).sum())


def note(sheet: str, rows: tuple[int, ...]) -> Problem:
    """What is said of repeated respondents."""
    named = ", ".join(str(row) for row in rows[:SHOWN]) + (" …" if len(rows) > SHOWN else "")
    return Problem(
        message(
            "{n} {n:row repeats|rows repeat} the time and all answers of a row above: {rows}",
            n=len(rows),
            rows=named,
        ),
        message("Leave them out if somebody sent the questionnaire twice"),
        sheet=sheet,
        row=rows[0],
        severity="note",
    )
