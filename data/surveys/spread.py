"""A sheet as its layout reads it: as it is, turned, or put together from one row an answer.

What is told of a sheet that was turned or put together stays at its place in the sheet as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analytics.thai import repair
from analytics.words import Problem, message
from data.grid import Grid
from data.layout import Layout, Long
from data.surveys.columns import says
from data.surveys.labels import is_blank, whole_number
from data.surveys.scales import readings
from data.workbook import Sheet

SEVERAL = "; "  # between the answers of one respondent to one question
MANY = 0.1  # share of respondents with several answers from which a question asks for them
NO_QUESTION = message("Names no question")
NO_RESPONDENT = message("Names no respondent")

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Said:
    """A column's distinct texts, repaired, and each row's place among them; -1 where it is empty."""

    texts: tuple[str, ...]
    codes: Codes

    def filled_down(self) -> Said:
        """The same with every empty cell saying what the one above says."""
        above = np.maximum.accumulate(np.where(self.codes >= 0, np.arange(len(self.codes)), -1))
        return replace(self, codes=np.where(above >= 0, self.codes[above], -1))

    def or_else(self, other: Said) -> Said:
        """What this column says, else what the other one does."""
        place = {text: n for n, text in enumerate(self.texts)}
        table = np.array([place.setdefault(text, len(place)) for text in other.texts] + [-1], np.int64)
        return Said(tuple(place), np.where(self.codes >= 0, self.codes, table[other.codes]))


def said(grid: Grid, column: int, first: int, last: int) -> Said:
    """What a column says between two rows (from 0, both included)."""
    texts, index = grid.encoded(column, first, last)
    place: dict[str, int] = {}
    plain = map(repair, texts)
    table = np.array([-1 if is_blank(t) else place.setdefault(t, len(place)) for t in plain] + [-1], np.int64)
    return Said(tuple(place), table[index])


@dataclass(frozen=True)
class Rows:
    """The rows of a sheet with one row an answer: whose each is (by first appearance), what it asks, what it
    says. `at`: its row (from 0); `questions` index `Long.asked`.
    """

    at: Codes
    respondents: Codes
    questions: Codes
    answers: Codes
    texts: tuple[str, ...]
    about: tuple[Said, ...]

    @property
    def people(self) -> int:
        """How many respondents there are."""
        return int(self.respondents.max()) + 1 if len(self.respondents) else 0


def rows_of(grid: Grid, long: Long) -> Rows:
    """The rows that are answers, in order, read as `long` says."""
    first, last = long.header_row, min(long.last_row, grid.rows) - 1

    def column(index: int) -> Said:
        found = said(grid, index, first, last)
        return found.filled_down() if index in long.filled_down else found

    who, asking = column(long.respondent), column(long.question)
    aspects = column(long.aspect) if long.aspect is not None else Said((), np.full(last - first + 1, -1))
    answers = column(long.answers[0])
    for other in long.answers[1:]:
        answers = answers.or_else(column(other))
    # A row without anything is nobody's, also where ids are filled down.
    inside = (who.codes >= 0) & (asking.codes >= 0) & (grid.fill()[first : last + 1] > 0)
    inside[[e.row - 1 - first for e in long.excluded if first < e.row <= last + 1]] = False
    at = np.flatnonzero(inside)
    kinds = len(asking.texts)
    pairs, index = np.unique((aspects.codes[at] + 1) * kinds + asking.codes[at], return_inverse=True)
    place = {key: n for n, key in enumerate(long.asked)}
    table = [
        place.get(
            (aspects.texts[pair // kinds - 1] if pair >= kinds else None, asking.texts[pair % kinds]), -1
        )
        for pair in pairs.tolist()
    ]
    questions = np.array([*table, -1], np.int64)[index]
    known = questions >= 0
    at, questions = at[known], questions[known]
    return Rows(
        at + first,
        _by_appearance(who.codes[at]),
        questions,
        answers.codes[at],
        answers.texts,
        tuple(replace(one, codes=one.codes[at]) for one in map(column, long.about)),
    )


def _by_appearance(codes: Codes) -> Codes:
    """Codes numbered anew in the order in which they first stand."""
    _, starts, index = np.unique(codes, return_index=True, return_inverse=True)
    order = np.empty(len(starts), np.int64)
    order[np.argsort(starts)] = np.arange(len(starts))
    return order[index]


def given_again(rows: Rows) -> tuple[tuple[int, ...], ...]:
    """The places among the rows of the answers of one respondent to one question, where there are several."""
    filled = np.flatnonzero(rows.answers >= 0)
    if not len(filled):
        return ()
    pairs = rows.respondents[filled] * (int(rows.questions.max()) + 1) + rows.questions[filled]
    order = np.argsort(pairs, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(pairs[order]) > 0])
    ends = np.r_[starts[1:], len(order)]
    many = np.flatnonzero(ends - starts > 1)
    return tuple(tuple(filled[order[starts[n] : ends[n]]].tolist()) for n in many)


class Spread(Grid):
    """A sheet with one row an answer, put together: row 0 the header, then a respondent a row.

    Columns: the respondent, what is said about them, and the questions in order of first appearance. An
    answer that is given twice counts once. Different ones stand in one cell where a question asks for several
    (`several`, by place among the questions); where it does not, the cell is empty and `doubtful`.
    """

    def __init__(self, grid: Grid, long: Long) -> None:
        rows = rows_of(grid, long)
        people, asked = rows.people, len(long.asked)
        self.header, self.long, self.answered = long.header_row - 1, long, rows
        self.at = np.full(people, self.header, np.int64)
        self.at[rows.respondents[::-1]] = rows.at[::-1]
        self._places = np.full((people, asked), -1, np.int64)
        codes = np.full((people, asked), -1, np.int64)
        filled = np.flatnonzero(rows.answers >= 0)
        # From the last to the first: of several rows the first one with an answer stays.
        for some in (np.arange(len(rows.at))[::-1], filled[::-1]):
            self._places[rows.respondents[some], rows.questions[some]] = rows.at[some]
        codes[rows.respondents[filled[::-1]], rows.questions[filled[::-1]]] = rows.answers[filled[::-1]]
        self.repeated = given_again(rows)
        texts, self.several, self._doubtful = self._settled(codes)
        heads = grid.row(self.header)
        whose = grid.cells.column(long.respondent).take(pa.array(self.at)).combine_chunks()
        columns = [_headed(heads[long.respondent], whose.cast(pa.string()))]
        for c, one in zip(long.about, rows.about, strict=True):
            first, kept = one_each(rows, one)[:2]
            codes_of = first if says("timestamp", heads[c] or "") else kept
            columns.append(_headed(heads[c], _texts(codes_of, pa.array(one.texts, pa.string()))))
        pool = pa.array(texts, pa.string())
        for place, (_, text) in enumerate(long.asked):
            columns.append(_headed(text, _texts(codes[:, place], pool)))
        super().__init__(pa.table(columns, names=[str(n) for n in range(len(columns))]))

    def _settled(self, codes: Codes) -> tuple[list[str], frozenset[int], npt.NDArray[np.bool_]]:
        """The texts of cells, the questions that ask for several answers, and the cells that are doubtful."""
        rows, texts = self.answered, list(self.answered.texts)
        doubtful = np.zeros(codes.shape, bool)
        differing: dict[int, list[tuple[int, dict[int, None]]]] = {}
        for places in self.repeated:
            given = dict.fromkeys(rows.answers[list(places)].tolist())
            if len(given) > 1:
                respondent, question = int(rows.respondents[places[0]]), int(rows.questions[places[0]])
                differing.setdefault(question, []).append((respondent, given))
        asks: set[int] = set()
        for question, them in differing.items():
            counts = np.bincount(rows.answers[(rows.questions == question) & (rows.answers >= 0)])
            values = {texts[n]: int(counts[n]) for n in np.flatnonzero(counts).tolist()}
            on_scale = bool(readings(values)) or all(whole_number(text) is not None for text in values)
            if not on_scale and len(them) > MANY * (codes[:, question] >= 0).sum():
                asks.add(question)
            for respondent, given in them:
                if question in asks:
                    codes[respondent, question] = len(texts)
                    texts.append(SEVERAL.join(texts[n] for n in given))
                else:
                    codes[respondent, question] = -1
                    doubtful[respondent, question] = True
        return texts, frozenset(asks), doubtful

    def doubtful(self, column: int, first: int, last: int) -> npt.NDArray[np.bool_]:
        """The rows from `first` to `last` (from 0) with different answers to a question that asks for one."""
        question = column - 1 - len(self.long.about)
        return (
            self._doubtful[first - 1 : last, question] if question >= 0 else np.zeros(last - first + 1, bool)
        )

    def place(self, row: int, column: int | None) -> int:
        """The sheet's row (from 0) of a cell here; of a respondent's row without a column its first one."""
        if row < 1:
            return self.header
        question = -1 if column is None else column - 1 - len(self.long.about)
        at = int(self._places[row - 1, question]) if question >= 0 else -1
        return at if at >= 0 else int(self.at[row - 1])

    def rows_of(self, rows: Codes) -> Codes:
        """The rows of the sheet (from 1) with the answers of respondents in these rows here (from 1)."""
        return self.answered.at[np.isin(self.answered.respondents, rows - 2)] + 1

    def rows_at(self, rows: Iterable[int]) -> frozenset[int]:
        """The rows here (from 1) of the respondents whose answers stand in rows of the sheet (from 1)."""
        whose = self.answered.respondents[np.isin(self.answered.at, [row - 1 for row in rows])]
        return frozenset((whose + 2).tolist())


def _headed(text: str | None, cells: pa.Array) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array([text], pa.string()), cells])


def _texts(codes: Codes, pool: pa.Array) -> pa.Array:
    if not len(pool):
        return pa.nulls(len(codes), pa.string())
    return pool.take(pa.array(np.maximum(codes, 0), pa.int32(), mask=codes < 0))


def one_each(rows: Rows, one: Said) -> tuple[Codes, Codes, Codes]:
    """What a column says first of each respondent, -1 where it says nothing; the same with -1 where it says
    two things; and the places among the rows that differ from the first of their respondent.
    """
    found = np.full(rows.people, -1, np.int64)
    filled = np.flatnonzero(one.codes >= 0)
    found[rows.respondents[filled[::-1]]] = one.codes[filled[::-1]]
    other = filled[one.codes[filled] != found[rows.respondents[filled]]]
    kept = found.copy()
    kept[rows.respondents[other]] = -1
    return found, kept, other


# --- By a layout ------------------------------------------------------------------------------------


def grid_of(sheet: Sheet, layout: Layout) -> Grid:
    """The sheet's cells at the rows and columns of its layout."""
    grid = Grid(sheet.cells)
    if layout.long is not None:
        return Spread(grid, layout.long)
    return grid.turned() if layout.transposed else grid


def rows_here(layout: Layout, sheet: Sheet, rows: Iterable[int]) -> frozenset[int]:
    """The layout's rows of rows of the sheet: of one row an answer those of its respondent."""
    grid = grid_of(sheet, layout) if layout.long is not None else None
    return grid.rows_at(rows) if isinstance(grid, Spread) else frozenset(rows)


def sheet_rows(layout: Layout, grid: Grid) -> npt.NDArray[np.int64]:
    """The sheet's rows (from 1) of the respondents of a layout, those that are left out too; of a turned
    sheet its columns.
    """
    rows = np.arange(layout.first_row, layout.last_row + 1)
    return grid.at[rows - 2] + 1 if isinstance(grid, Spread) else rows


def in_the_sheet(problems: Iterable[Problem], layout: Layout, grid: Grid) -> tuple[Problem, ...]:
    """The problems of a layout and then these, which were found in `grid`, at their places in the sheet as it
    is. A layout that was turned has its own there already.
    """
    if isinstance(grid, Spread):
        return tuple(_placed(p, grid) for p in (*layout.problems, *problems))
    if layout.transposed:
        problems = (replace(p, row=p.column, column=p.row) for p in problems)
    return (*layout.problems, *problems)


def _placed(problem: Problem, grid: Spread) -> Problem:
    column = None if problem.column is None else problem.column - 1
    row = None if problem.row is None else grid.place(problem.row - 1, column) + 1
    return replace(problem, row=row, column=None if column is None else grid.long.columns[column] + 1)
