"""The header of a project list: which rows it takes, and what each column under it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics.thai import AmbiguousDate, parse_number, parse_period, parse_year, repair
from analytics.words import Message, message
from data.layout import Column, ProjectRole
from data.lists.words import (
    answer_of,
    header_is,
    is_nothing,
    is_one_of,
    mentions,
    months_of,
    numbering,
    origin_of,
    plain,
    status_of,
)
from data.workbook import Sheet

Rows = Sequence[Sequence[str]]
Merged = Sequence[tuple[int, int, int, int]]

HEADER_ROWS = 120  # a header further down than this is none
WIDTH = 300  # columns that are looked at
SAMPLE = 300  # rows that are looked at to judge a column
ROLES: tuple[ProjectRole, ...] = (
    "number", "name", "fiscal_year", "start", "end", "period",
    "budget", "status", "origin", "evidence", "note", "unit",
)  # fmt: skip
# With a name, any of these makes a list of projects.
TELLING = frozenset({"budget", "status", "period", "start", "end", "origin"})
ENOUGH = 0.4  # share of a column's values that must read as its header says

SAYS_SO = message("The header says so")
TICKED = message("The header is an answer, and its cells are ticked")
MONTH = message("A month of the schedule")
TWICE = message("Another column says this already")
UNREADABLE = message("Its values don't read as its header says")
NO_PART = message("Not needed for the score")


@dataclass(frozen=True)
class Header:
    """Rows `first` to `last` (from 0) hold the header of the columns."""

    first: int
    last: int
    columns: tuple[Column, ...]

    def of(self, *roles: str) -> tuple[Column, ...]:
        """The columns of these roles, from left to right."""
        return tuple(column for column in self.columns if column.role in roles)


def rows_of(sheet: Sheet, count: int | None = None, *, as_typed: bool = False) -> list[tuple[str, ...]]:
    """The first `count` rows (default all) as text, repaired unless wanted as typed; "" for an empty cell."""
    part = sheet.cells if count is None else sheet.cells.slice(0, count)
    seen = str.strip if as_typed else repair
    known: dict[str | None, str] = {None: ""}
    columns = [
        [known[text] if text in known else known.setdefault(text, seen(text)) for text in column.to_pylist()]
        for column in part.columns[:WIDTH]
    ]
    return list(zip(*columns, strict=True))


def find_header(rows: Rows, merged: Merged) -> Header | None:
    """The header of the project list that stands in these rows; None where there is no such list.

    Of several the one with most columns understood, of equal ones the first (the others repeat it).
    """
    best: Header | None = None
    most = 0
    for index in range(min(len(rows), HEADER_ROWS)):
        if any(header_is(text, "survey") for text in rows[index]):
            return None
        if not any(_is_name(text) for text in rows[index]):
            continue
        header = _header_at(rows, merged, index)
        understood = {c.role for c in header.columns if c.role not in ("other", "note", "unit", "number")}
        if len(understood) > most and _is_list(header, rows):
            best, most = header, len(understood)
    return best


def header_role(text: str) -> ProjectRole | None:
    """The role that a header's text alone gives, strong or weak; None for none."""
    for role in ROLES:
        if header_is(text, role):
            return role
    if header_is(text, "weak_name"):
        return "name"
    if header_is(text, "weak_budget"):
        return "budget"
    return "origin" if header_is(text, "asks_origin") else None


def _is_name(text: str) -> bool:
    return bool(text) and (header_is(text, "name") or header_is(text, "weak_name"))


def _header_at(rows: Rows, merged: Merged, index: int) -> Header:
    """The header whose name column is headed in row `index`, with the rows above and below of its own."""
    name = next(c for c, text in enumerate(rows[index]) if _is_name(text))
    first = last = index
    while last + 1 < len(rows) and last < index + 2 and _is_sub_row(rows, merged, index, last + 1, name):
        last += 1
    while first > 0 and first > index - 2 and _is_group_row(rows, merged, first - 1, name):
        first -= 1
    paths = enumerate(_path(rows, merged, first, last, c) for c in range(len(rows[index])))
    columns = [_column(column, path) for column, path in paths if path]
    below = [row for row in rows[last + 1 : last + 1 + SAMPLE] if not numbers_columns(row)]
    return Header(first, last, tuple(_settled(columns, below)))


def numbers_columns(row: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3)."""
    given = [text for text in row if text]
    return len(given) > 2 and [numbering(text) for text in given] == [(n,) for n in range(1, len(given) + 1)]


def _covering(merged: Merged, row: int, column: int) -> tuple[int, int, int, int] | None:
    for area in merged:
        if area[0] <= row <= area[2] and area[1] <= column <= area[3]:
            return area
    return None


def _parent(rows: Rows, merged: Merged, row: int, column: int) -> str:
    """The text over a column in a header row: its own, the merged cell's, else the nearest one left."""
    if rows[row][column]:
        return rows[row][column]
    area = _covering(merged, row, column)
    if area is not None:
        return rows[area[0]][area[1]]
    left = next((c for c in range(column - 1, -1, -1) if rows[row][c]), None)
    if left is None:
        return ""
    area = _covering(merged, row, left)
    return rows[row][left] if area is None or area[1] == area[3] else ""


def _path(rows: Rows, merged: Merged, first: int, last: int, column: int) -> tuple[str, ...]:
    """The header texts of a column from the top down, those of merged parents included."""
    texts = []
    for row in range(first, last + 1):
        own = rows[row][column]
        has_own_below = any(rows[below][column] for below in range(row + 1, last + 1))
        if own:
            texts.append(own)
        elif has_own_below or _covering(merged, row, column) is not None:
            texts.append(_parent(rows, merged, row, column))
    return tuple(dict.fromkeys(text for text in texts if text))


def _is_sub_row(rows: Rows, merged: Merged, head: int, row: int, name: int) -> bool:
    """Whether a row under the name's header still is header: months, years, from and to, units."""
    cells = [(c, text) for c, text in enumerate(rows[row]) if text]
    if not cells or rows[row][name] or any(header_is(rows[head][c], "number") for c, _ in cells):
        return False
    for column, text in cells:
        parent = _parent(rows, merged, head, column)
        above = parent if row == head + 1 else _parent(rows, merged, row - 1, column) or parent
        if column < name or not parent or len(text) > 40:
            return False
        if parse_number(text) is not None and parse_year(text) is None and months_of(above) is None:
            return False
        if months_of(parent) is not None and rows[head][column] and not text.isdigit():
            return False
    spans = [_covering(merged, head, column) for column, _ in cells]
    wide = any(area is not None and area[3] > area[1] for area in spans)
    blank_above = any(not rows[head][column] for column, _ in cells)
    units = all(is_one_of(text, "headers", "money_unit") for _, text in cells)
    return wide or blank_above or units


def _is_group_row(rows: Rows, merged: Merged, row: int, name: int) -> bool:
    """Whether a row over the name's header groups columns right of it; a title or "หน่วย : บาท" does not."""
    cells = [(c, text) for c, text in enumerate(rows[row]) if text]
    if not cells or any(c <= name or len(text) > 60 or "หน่วย" in text for c, text in cells):
        return False
    areas = [_covering(merged, row, column) for column, _ in cells]
    if all(area is not None and area[3] > area[1] for area in areas):
        return True
    return len(cells) > 1 and any(not text for text in rows[row][cells[0][0] :])


def _column(index: int, path: tuple[str, ...]) -> Column:
    """What one column is, by its own header and those over it."""
    leaf, parents = path[-1], path[:-1]
    over = [header_role(text) for text in parents]
    aspect = " / ".join(parents) or None

    def column(role: ProjectRole, why: Message = SAYS_SO, text: str = leaf) -> Column:
        return Column(index, leaf, role, why, text=text, aspect=aspect)

    month = next((text for text in reversed(path) if months_of(text)), None)
    if month is not None and (month == leaf or leaf.isdigit()):
        year = next((text for text in parents if parse_year(text) is not None), None)
        dated = months_of(month)
        needs_year = year is not None and dated is not None and dated[2] is None
        return column("period", MONTH, f"{month} {year}" if needs_year else month)
    if header_is(leaf, "spent") and not header_is(leaf, "status"):
        return column("other", NO_PART)
    if any(role in ("period", "start", "end") for role in over):
        if header_is(leaf, "from_side"):
            return column("start")
        if header_is(leaf, "to_side"):
            return column("end")
    if "budget" in over:
        role = header_role(leaf)
        return column("budget" if role in (None, "budget", "fiscal_year") else role)
    if "status" in over and status_of(leaf) is not None:
        return column("status", TICKED)
    if "origin" in over and (origin_of(leaf) is not None or answer_of(leaf) is not None):
        return column("origin", TICKED)
    role = header_role(leaf) or next((found for found in reversed(over) if found), None)
    if role is None and len(leaf) <= 30 and status_of(leaf) is not None:
        return column("status", TICKED)
    return column(role) if role else column("other", NO_PART)


def _settled(columns: list[Column], below: Rows) -> list[Column]:
    """The columns after their values were looked at and where several had one role, which of them has it."""
    judged = [_judged(column, [row[column.index] for row in below]) for column in columns]
    months = [column for column in judged if column.why == MONTH]
    if len(months) < 3:
        judged = [replace(c, role="other", why=NO_PART) if c.why == MONTH else c for c in judged]
    keep = [*_names(judged), *_budgets(judged)]
    for role in ("number", "fiscal_year", "start", "end"):
        keep += [column for column in judged if column.role == role][:1]
    for role in ("period", "status", "origin"):
        said = [column for column in judged if column.role == role and column.why == SAYS_SO]
        keep += sorted(said, key=lambda column: -_readable(column, below))[:1]
        ticked = [column for column in judged if column.role == role and column.why != SAYS_SO]
        told = any(row[column.index] for column in ticked for row in below)
        keep += ticked if len(ticked) > 1 or told else []
    return [
        column
        if column in keep or column.role in ("evidence", "note", "unit", "other")
        else replace(column, role="other", why=TWICE)
        for column in judged
    ]


def _names(columns: list[Column]) -> list[Column]:
    """Of the columns that could be the name: a project's, and its activity's beside it; else the first."""
    named = [c for c in columns if c.role == "name"]
    strong = [c for c in named if header_is(c.text, "name")]
    if not strong:
        return named[:1]
    projects = [c for c in strong if mentions(c.text, "headers", "project")]
    activities = [c for c in strong if c not in projects]
    return projects[:1] + activities[:1] if projects else strong[:1]


def _budgets(columns: list[Column]) -> list[Column]:
    """Of the columns of money: their sum where the sheet has it, else one for each year, else the first."""
    money = [c for c in columns if c.role == "budget"]
    sums = [c for c in money if c.aspect and header_is(c.text, "sum_of_columns")]
    years = [c for c in money if parse_year(c.text) is not None]
    parts = [c for c in money if c.aspect and header_role(c.text) is None]
    strong = [c for c in money if header_is(c.text, "budget")]
    return sums[:1] or (years if len(years) > 1 else strong[:1] or parts or money[:1])


def _judged(column: Column, values: Sequence[str]) -> Column:
    """The column, no longer of its role where its values say otherwise."""
    if column.why == MONTH or column.role not in TELLING | {"fiscal_year"}:
        return column
    given = [v for v in values if not is_nothing(v) and not is_one_of(v, "cells", "same_as_above")]
    if not given:
        return column
    answers = all(answer_of(value) is not None for value in given)
    if column.why == TICKED:
        return column if answers else replace(column, role="other", why=UNREADABLE)
    if column.role == "status" and answers and status_of(column.text):
        numbers = counts_percent(column) and all(parse_number(value) is not None for value in given)
        return column if numbers else replace(column, why=TICKED)  # a column "completed?" of yes and no
    if column.role == "origin" and any(
        (number := parse_number(value)) is not None and number not in (0, 1) for value in given
    ):
        return replace(column, role="other", why=UNREADABLE)
    if sum(_reads(column, value) for value in given) >= ENOUGH * len(given):
        return column
    return replace(column, role="other", why=UNREADABLE)


def counts_percent(column: Column) -> bool:
    """Whether bare numbers in a column of statuses say how many percent are done."""
    return re.search("%|ร้อยละ|percent|progress|complet|ก้าวหน้า|คืบหน้า|สำเร็จ", plain(column.text)) is not None


def _readable(column: Column, below: Rows) -> int:
    return sum(_reads(column, row[column.index]) for row in below if row[column.index])


def _reads(column: Column, value: str) -> bool:
    if column.role == "budget":
        return parse_number(value) is not None or is_one_of(value, "cells", "no_budget")
    if column.role == "status":
        return status_of(value) is not None or (counts_percent(column) and parse_number(value) is not None)
    if column.role == "origin":
        return origin_of(value, header_is(column.text, "asks_origin")) is not None
    if column.role == "fiscal_year":
        return parse_year(value) is not None or re.search(r"\d{4}", plain(value)) is not None
    if is_one_of(value, "cells", "duration"):
        return True
    try:
        parse_period(value, fiscal_year=2561)
    except AmbiguousDate:
        return True
    except ValueError:
        return False
    return True


def _is_list(header: Header, rows: Rows) -> bool:
    """Whether the columns make a project list: a name, something telling, and not mostly something else."""
    roles = {column.role for column in header.columns}
    names = header.of("name")
    if not names or not roles & TELLING:
        return False
    if any(header_is(column.text, "rated_by") for column in header.columns) and "budget" not in roles:
        return False
    known = sum(column.role != "other" for column in header.columns)
    if known * 5 < len(header.columns):
        return False
    below = rows[header.last + 1 : header.last + 1 + SAMPLE]
    texts = [" ".join(row[column.index] for column in names).strip() for row in below]
    given = [text for text in texts if text]
    # "รายการ", "name": anything has that; then the names themselves or the other columns have to say it.
    called = sum(mentions(text, "headers", "project") for text in given)
    if not any(header_is(column.text, "name") for column in names) and called * 2 <= len(given):
        budget = [column for column in header.of("budget") if header_is(column.text, "budget")]
        if not budget or not roles & (TELLING - {"budget"}):
            return False
    if not given:
        return len(roles & (TELLING | {"fiscal_year"})) > 1
    worded = [text for text in given if re.search(r"[^\W\d_]{2}", text)]
    return len(worded) * 2 > len(given) and len(set(worded)) * 5 > len(worded)
