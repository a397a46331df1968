"""Cells as text: what every reader shares. Values to text, rows to columns, trimming."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from analytics.words import Problem
from data.reading import refusals
from data.reading.refusals import Refused

Merged = tuple[int, int, int, int]
CHUNK_CELLS = 400_000


@dataclass(frozen=True)
class Bounds:
    """The sizes a workbook may have before and while it is parsed."""

    cells: int
    unpacked_mb: int
    ratio: int
    entries: int


@dataclass(frozen=True)
class Source:
    """A workbook on its way through a reader: where its bytes lie and the name to call it by.

    `sheet` names the sheet of a format that has no names for sheets.
    """

    path: Path
    name: str
    sheet: str
    bounds: Bounds


@dataclass(frozen=True)
class RawSheet:
    """What a reader made of one sheet; `cells` as in `data.workbook.Sheet`."""

    name: str
    cells: pa.Table
    merged: tuple[Merged, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Reading:
    """What a reader made of a workbook; `whole` is False where another reader may find more."""

    sheets: tuple[RawSheet, ...]
    problems: tuple[Problem, ...] = ()
    whole: bool = True


def letters(index: int) -> str:
    """The name of column `index`: 0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def column_index(name: str) -> int:
    """The number of a column from its letters: A → 0, AA → 26."""
    index = 0
    for letter in name.upper():
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def number_text(value: float) -> str:
    """A number in its shortest form: 5.0 → "5", 5.5 → "5.5", never with an exponent below 1e16."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return "#NUM!"
    if value == int(value):
        return str(int(value))
    text = repr(value)
    if "e" in text:
        text = f"{value:.20f}".rstrip("0")
    return text


def time_text(value: time | timedelta) -> str:
    """A time of day, or a duration that may pass 24 hours: "03:04:00", "30:00:00"."""
    if isinstance(value, time):
        return value.isoformat("milliseconds" if value.microsecond else "seconds")
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def date_text(value: datetime | date) -> str:
    """ISO; the time only where there is one."""
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        return value.replace(tzinfo=None).isoformat(" ", "milliseconds" if value.microsecond else "seconds")
    return value.isoformat()


def cell_text(value: object) -> str | None:
    """The text of a cell from the value a reader in Python gives; None where it is empty."""
    match value:
        case None | "":
            return None
        case str():
            return clean(value)
        case bool():
            return "true" if value else "false"
        case int() | float():
            return number_text(value)
        case datetime() | date():
            return date_text(value)
        case time() | timedelta():
            return time_text(value)
    return clean(str(value))


def clean(text: str) -> str | None:
    """Text without NUL and without halves of surrogate pairs, which no table can hold."""
    if "\0" in text:
        text = text.replace("\0", "")
    if not text.isprintable():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text or None


def columns_table(columns: Sequence[pa.ChunkedArray | pa.Array]) -> pa.Table:
    return pa.table(list(columns), names=[letters(i) for i in range(len(columns))])


@dataclass
class Grid:
    """Collects the rows of one sheet, in chunks, so that memory follows the text and not the objects."""

    source: Source
    sheet: str
    height: int = 0
    width: int = 0
    _rows: list[Sequence[str | None]] = field(default_factory=list)
    _waiting: int = 0
    _done: list[list[pa.Array]] = field(default_factory=list)

    def add(self, row: Sequence[str | None]) -> None:
        """Append a row; None is an empty cell. Trailing empty cells cost nothing."""
        end = len(row)
        while end and row[end - 1] is None:
            end -= 1
        self._rows.append(row if end == len(row) else row[:end])
        self.height += 1
        self.width = max(self.width, end)
        self._waiting += end + 1
        if self._waiting >= CHUNK_CELLS:
            self._flush()

    def skip_to(self, row: int) -> None:
        """Make `row` (from 0) the next row, with empty rows between."""
        self.check(row, self.width)
        self._rows.extend([()] * (row - self.height))
        self.height = max(self.height, row)

    def check(self, height: int, width: int) -> None:
        """Refuse a sheet that is larger than the bounds."""
        if max(height, 1) * max(width, 1) > self.source.bounds.cells:
            raise Refused(refusals.too_many_cells(self.source.name, self.sheet, height, width))

    def _flush(self) -> None:
        self.check(self.height, self.width)
        self._done.append([pa.array(column, pa.string()) for column in zip_longest(*self._rows)])
        # zip_longest over rows that are all empty yields no columns: remember how many rows there were.
        if not self._done[-1]:
            self._done[-1] = [pa.nulls(len(self._rows), pa.string())]
        self._rows, self._waiting = [], 0

    def table(self) -> pa.Table:
        """The sheet so far: trailing empty rows and columns trimmed, leading ones kept."""
        if self._rows:
            self._flush()
        if not self._done or not self.width:
            return columns_table([])
        columns = []
        for i in range(self.width):
            chunks = [
                part[i] if i < len(part) else pa.nulls(len(part[0]), pa.string()) for part in self._done
            ]
            columns.append(pa.chunked_array(chunks, pa.string()))
        return trimmed(columns)


def grid_of(source: Source, sheet: str, rows: Iterable[Sequence[str | None]]) -> pa.Table:
    """The rows as a sheet's table."""
    grid = Grid(source, sheet)
    for row in rows:
        grid.add(row)
    return grid.table()


def trimmed(columns: Sequence[pa.ChunkedArray | pa.Array]) -> pa.Table:
    """Columns of strings as a table without trailing empty rows and columns."""
    kept = list(columns)
    while kept and kept[-1].null_count == len(kept[-1]):
        kept.pop()
    if not kept:
        return columns_table([])
    height = max(_last_value(column) for column in kept) + 1
    return columns_table([column.slice(0, height) for column in kept])


def _last_value(column: pa.ChunkedArray | pa.Array) -> int:
    """Index of the last cell that is not empty; -1 if there is none."""
    step, end = 64, len(column)
    while end > 0:
        start = max(0, end - step)
        part = column.slice(start, end - start)
        if part.null_count < len(part):
            valid = pc.is_valid(part).to_pylist()
            return start + max(i for i, there in enumerate(valid) if there)
        end, step = start, step * 2
    return -1
