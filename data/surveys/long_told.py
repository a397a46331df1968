"""What to say of a sheet with one row an answer that was put together: what was left out of it, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from analytics.thai import repair
from analytics.words import Problem, message
from data.grid import Grid
from data.layout import Layout
from data.privacy import mask
from data.surveys.columns import says
from data.surveys.spread import NO_QUESTION, NO_RESPONDENT, SEVERAL, Spread, one_each
from data.workbook import Sheet

SHOWN = 20  # rows that are told one by one
LISTED = 6  # rows that are named in one sentence


def told(sheet: Sheet, layout: Layout, grid: Spread) -> list[Problem]:
    """How the rows were put together, answers that are there twice or nobody's, and columns that differ.

    Rows and columns count from 1 in the sheet as it is.
    """
    plain, long, rows = Grid(sheet.cells), grid.long, grid.answered
    heads = [repair(text or "") for text in plain.row(grid.header)]
    used = {*long.columns, *long.answers, long.question, long.aspect}
    idle = [text for c, text in enumerate(heads) if text and c not in used and not says("identifier", text)]
    put_together = Problem(
        message(
            "Every row is one answer: {rows} {rows:row was|rows were} put together to {n} "
            "{n:respondent|respondents} by “{column}”",
            rows=len(rows.at),
            n=rows.people,
            column=heads[long.respondent],
        ),
        message("Nothing to do if that is right; otherwise say in step 1 that a row is a respondent"),
        sheet=layout.sheet,
        row=long.header_row,
        column=long.respondent + 1,
        severity="note",
    )
    unused = Problem(
        message("Not used, because they say nothing of respondents: {columns}", columns=", ".join(idle)),
        message("Nothing to do if that is right"),
        sheet=layout.sheet,
        row=long.header_row,
        severity="note",
    )
    return [
        put_together,
        *_nobodys(plain, layout, grid),
        *_given_again(layout, grid),
        *_several(layout, grid),
        *_differing(layout, grid, heads),
        *([unused] if idle else []),
    ]


def _nobodys(plain: Grid, layout: Layout, grid: Spread) -> list[Problem]:
    """Answers without a question or a respondent."""
    long = grid.long
    theirs = [e for e in long.excluded if e.reason in (NO_QUESTION, NO_RESPONDENT)]
    plain.prepare([e.row - 1 for e in theirs[:SHOWN]])
    problems = []
    for e in theirs[:SHOWN]:
        row = plain.row(e.row - 1)
        answer = next((text for c in long.answers if (text := row[c])), "")
        problems.append(
            Problem(
                message("This answer names no question, so it is not counted")
                if e.reason == NO_QUESTION
                else message("This answer names no respondent, so it is not counted"),
                message("Fill in the cell in the workbook, and import it again"),
                sheet=layout.sheet,
                row=e.row,
                column=(long.question if e.reason == NO_QUESTION else long.respondent) + 1,
                value=mask(answer)[0],
            )
        )
    if len(theirs) > SHOWN:
        problems.append(
            Problem(
                message(
                    "{n} more {n:answer names|answers name} no question or no respondent",
                    n=len(theirs) - SHOWN,
                ),
                message("Fill in the cells in the workbook, and import it again"),
                sheet=layout.sheet,
            )
        )
    return problems


def _given_again(layout: Layout, grid: Spread) -> list[Problem]:
    """Answers that one respondent gave to one question more than once, alike or not."""
    rows, long = grid.answered, grid.long
    column = long.answers[0] + 1
    alike, differing = [], []
    for places in grid.repeated:
        question = int(rows.questions[places[0]])
        given = [rows.texts[code] for code in dict.fromkeys(rows.answers[list(places)].tolist())]
        if len(given) == 1:
            alike.append(int(rows.at[places[1]]) + 1)
        elif question not in grid.several:
            differing.append((question, places, given))
    problems = []
    for question, places, given in differing[:SHOWN]:
        where = [int(at) + 1 for at in rows.at[list(places)]]
        problems.append(
            Problem(
                message(
                    "One respondent gave different answers to “{question}” in rows {rows}, so none of them "
                    "is counted",
                    question=long.asked[question][1],
                    rows=_listed(where),
                ),
                message("Leave the answer that was meant, or give every respondent a number of their own"),
                sheet=layout.sheet,
                row=where[1],
                column=column,
                value=mask(SEVERAL.join(given))[0],
            )
        )
    if len(differing) > SHOWN:
        problems.append(
            Problem(
                message(
                    "{n} more {n:question has|questions have} different answers of one respondent",
                    n=len(differing) - SHOWN,
                ),
                message("Give every respondent a number of their own, and import the workbook again"),
                sheet=layout.sheet,
                column=column,
            )
        )
    if alike:
        problems.append(
            Problem(
                message(
                    "{n} {n:row repeats|rows repeat} an answer of the same respondent to the same question "
                    "and {n:counts|count} once: {rows}",
                    n=len(alike),
                    rows=_listed(alike),
                ),
                message("Nothing to do if the respondents are the same; otherwise give each a number"),
                sheet=layout.sheet,
                row=alike[0],
                column=column,
                severity="note",
            )
        )
    return problems


def _several(layout: Layout, grid: Spread) -> list[Problem]:
    rows, long = grid.answered, grid.long
    problems = []
    for question in sorted(grid.several):
        theirs = [p for p in grid.repeated if rows.questions[p[0]] == question]
        problems.append(
            Problem(
                message(
                    "{n} {n:respondent|respondents} gave several answers to “{question}”; each is counted as "
                    "one of its options",
                    n=len(theirs),
                    question=long.asked[question][1],
                ),
                message("Nothing to do if several answers could be chosen"),
                sheet=layout.sheet,
                row=int(rows.at[theirs[0][1]]) + 1,
                column=long.answers[0] + 1,
                severity="note",
            )
        )
    return problems


def _differing(layout: Layout, grid: Spread, heads: Sequence[str]) -> list[Problem]:
    """Columns about respondents that say two things of one."""
    rows, long = grid.answered, grid.long
    problems = []
    for c, one in zip(long.about, rows.about, strict=True):
        *_, other = one_each(rows, one)
        if not len(other) or says("timestamp", heads[c]):
            continue
        problems.append(
            Problem(
                message(
                    "“{column}” says more than one thing of {n} {n:respondent|respondents}, so it is left "
                    "empty there: {rows}",
                    column=heads[c],
                    n=len(np.unique(rows.respondents[other])),
                    rows=_listed(int(at) + 1 for at in rows.at[other]),
                ),
                message("Write the same in all rows of a respondent, and import the workbook again"),
                sheet=layout.sheet,
                row=int(rows.at[other[0]]) + 1,
                column=c + 1,
            )
        )
    return problems


def _listed(rows: Iterable[int]) -> str:
    all_ = [*rows]
    return ", ".join(map(str, all_[:LISTED])) + (", …" if len(all_) > LISTED else "")
