"""What was recognised in a sheet, before anything is computed: the officer may correct any of it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from analytics.codebook import Scale
from analytics.words import Message, Problem

# "summary" is the record inside a summary workbook that Saisaat wrote.
Kind = Literal["responses", "tally", "projects", "form", "summary", "other"]

# What a column of a survey is. "multi" is one multi-select question; "copy" repeats another item
# (text and number of the same answers); "flag" says whether a row is to be included.
SurveyRole = Literal[
    "item", "demographic", "multi", "timestamp", "comment", "personal", "identifier", "copy", "flag", "other"
]
# What a column of a project list is.
ProjectRole = Literal[
    "number",
    "name",
    "fiscal_year",
    "period",
    "start",
    "end",
    "budget",
    "status",
    "origin",
    "evidence",
    "note",
    "unit",
    "other",
]
# What a column of a form is.
FormRole = Literal["level", "criterion", "activity", "result", "evidence"]
# What a column of a tallied table is: the item's text, the count (or percent) of a point, a figure to check.
TallyRole = Literal["text", "count", "percent", "total", "mean", "sd", "word"]
Role = SurveyRole | ProjectRole | FormRole | TallyRole


@dataclass(frozen=True)
class Column:
    """One column of a sheet. `index` counts from 0; `header` is the text as the sheet has it.

    `text` is the header repaired and without the part that only repeats the aspect. `codes` maps each
    distinct answer (repaired) to a scale point or a code of no answer; empty unless the role is item.
    `point` is the one that a column of a tallied table counts; of a column of progress in a divided sheet
    it is what the whole sheet writes for completed, 1 or 100.
    """

    index: int
    header: str
    role: Role
    why: Message
    text: str = ""
    aspect: str | None = None
    scale: Scale | None = None
    codes: tuple[tuple[str, int], ...] = ()
    point: int | None = None

    @property
    def is_point(self) -> bool:
        """Whether the column is one point of an item, ticked by who chose it; `aspect` is the item."""
        return self.role == "multi" and self.point is not None and self.scale is not None


@dataclass(frozen=True)
class Excluded:
    """A row inside the data that is not data. `row` counts from 1."""

    row: int
    reason: Message


@dataclass(frozen=True)
class Long:
    """How a sheet with one row an answer is put together to a row a respondent and a column a question.

    Rows count from 1, columns from 0, both of the sheet. `respondent` tells whose an answer is, `question`
    (and `aspect`) what it answers; of `answers` the first that is filled counts. `about`: columns that say
    something of the respondent. `filled_down`: columns whose empty cells repeat the one above. `asked`: every
    question with its aspect, in order of first appearance. `excluded`: rows that are no answers.
    """

    header_row: int
    last_row: int
    respondent: int
    question: int
    answers: tuple[int, ...]
    aspect: int | None = None
    about: tuple[int, ...] = ()
    filled_down: tuple[int, ...] = ()
    asked: tuple[tuple[str | None, str], ...] = ()
    excluded: tuple[Excluded, ...] = ()

    @property
    def columns(self) -> tuple[int, ...]:
        """The sheet's column of every column that it is put together to."""
        return (self.respondent, *self.about, *(self.answers[0] for _ in self.asked))


@dataclass(frozen=True)
class Layout:
    """How one sheet is to be read. Rows count from 1 as in Excel; `last_row` is inclusive.

    `fingerprint` identifies the headers (not the data), so that a corrected layout can be found again.
    `day_first`: what the officer said about slash dates that can be read either way; None: not asked yet.
    `transposed`: respondents run across; rows and columns here are those of the turned sheet.
    `long`: the sheet has one row an answer; rows and columns here are those of the sheet put together.
    `only`: first and last row of every run of rows that are this unit's, where the sheet was divided among
    the units that it names (`data.many.divide`); nothing where all rows are. The others are empty here. Where
    the sheet is `long` they are rows of the sheet.
    """

    sheet: str
    kind: Kind
    title: str = ""
    header_rows: tuple[int, ...] = ()
    first_row: int = 1
    last_row: int = 0
    columns: tuple[Column, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    problems: tuple[Problem, ...] = ()
    fingerprint: str = ""
    transposed: bool = False
    day_first: bool | None = None
    only: tuple[tuple[int, int], ...] = ()
    long: Long | None = None

    @property
    def left_out(self) -> tuple[Excluded, ...]:
        """Rows that are not counted, by their numbers in the sheet (no respondents of one row an answer)."""
        return self.excluded if self.long is None else self.long.excluded

    def column_in_sheet(self, index: int) -> int:
        """The sheet's own column (from 0) of a column here; of a turned sheet it is a row."""
        return index if self.long is None else self.long.columns[index]

    def has(self, row: int) -> bool:
        """Whether a row of the data is this unit's."""
        if not self.only:
            return True
        at = bisect_right(self.only, row, key=lambda run: run[0]) - 1
        return at >= 0 and row <= self.only[at][1]
