"""The official form: a sheet → its Layout → the officer's statements, and the projects that its rows name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from analytics.projects import Project, RowRef
from analytics.rubric import Statement
from analytics.thai import Period, parse_period, repair
from analytics.words import Problem, message
from data.layout import Column, Excluded, FormRole, Layout
from data.lists.header import Rows, rows_of
from data.lists.projects import HEADER_SAMPLE, fingerprint
from data.lists.rows import REPEATED
from data.lists.words import header_is, is_nothing, is_one_of, mentions, plain, status_of_result, year_in
from data.workbook import Sheet

# The headers that a form's roles have, in the order in which they are tried.
ROLES: tuple[tuple[FormRole, str], ...] = (
    ("evidence", "evidence"),
    ("result", "form_result"),
    ("criterion", "criterion"),
    ("activity", "form_activity"),
    ("level", "level"),
)
SAYS_SO = message("The header says so")
HOLDS_LEVELS = message("Its cells name the levels")
UNDER_WAY = ("planned", "in_progress", "cancelled")

_LEVEL = re.compile(r"(?:ระดับ|level)(?:ที่|คะแนน)?\s*(\d{1,2})(?![\d.,%])")
_POINTS = re.compile(r"\(?(\d{1,3})\s*(?:คะแนน|points?)\)?")
_BARE = re.compile(r"\(?(\d{1,2})\)?")
_BULLET = re.compile(r"^[-–—•*·]\s*")
_BRACKETS = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True)
class _Line:
    """One row of the form, with the level that it stands under."""

    index: int
    level: int
    activity: str
    result: str
    evidence: str


def recognise_form(sheet: Sheet) -> Layout | None:
    """How a form is to be read; None for a sheet that holds none.

    A form has columns of activity or result beside evidence or criterion, in any order, and rows that name at
    least two levels, in a column of their own, with or without a header, or at the start of the criterion. Of
    several forms on a sheet the one on citizens taking part is read, else the first.
    """
    rows = rows_of(sheet, HEADER_SAMPLE)
    forms = _forms(rows)
    if not forms:
        return None
    form = next((form for form in forms if mentions(form.title, "headers", "participation")), forms[0])
    columns = _columns(rows[form.heads[0]], form.level)
    head = form.heads[0]
    problems = []
    if len(forms) > 1:
        what = message(
            "The sheet holds {n} forms; only the one under row {row} was read",
            n=len(forms),
            row=str(head + 1),
        )
        remedy = message("Put every form on a sheet of its own")
        problems.append(Problem(what, remedy, sheet=sheet.name, row=head + 1, severity="note"))
    return Layout(
        sheet=sheet.name,
        kind="form",
        title=form.title,
        header_rows=(head + 1,),
        first_row=head + 2,
        last_row=form.last + 1,
        columns=columns,
        excluded=tuple(Excluded(index + 1, REPEATED) for index in form.heads[1:]),
        problems=tuple(problems),
        fingerprint=fingerprint("form", [column.header for column in columns]),
    )


def form_year(sheet: Sheet, layout: Layout) -> int | None:
    """The year (B.E.) that the form's title states; None where it states none, or more than one."""
    first = min(layout.header_rows, default=layout.first_row)
    titles = [text for row in rows_of(sheet, first - 1) for text in row if text]
    years = {year for text in titles if (year := year_in(text)) is not None}
    if years:
        return years.pop() if len(years) == 1 else year_in(layout.title)
    return year_in(sheet.name)


def extract_statements(
    workbook: str, sheet: Sheet, layout: Layout
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """The statement of every level that has an activity or a result; several rows of one level are joined.

    A statement is not completed where its result says that it is still under way or not begun. Dashes are no
    text. A level with evidence alone is a problem.
    """
    statements = []
    problems = []
    lines = _lines(sheet, layout)
    for level in dict.fromkeys(line.level for line in lines):
        mine = [line for line in lines if line.level == level]
        first = next((line for line in mine if line.activity or line.result), None)
        if first is not None:
            statements.append(
                Statement(
                    level=level,
                    activity=_joined(line.activity for line in mine),
                    result=_joined(line.result for line in mine),
                    evidence=_joined(line.evidence for line in mine),
                    completed=not any(status_of_result(line.result) in UNDER_WAY for line in mine),
                    source=RowRef(workbook, sheet.name, first.index + 1),
                )
            )
        elif any(line.evidence for line in mine):
            problems.append(
                Problem(
                    message(
                        "Level {level} names evidence, but neither an activity nor a result", level=str(level)
                    ),
                    message("Write what was done, or what came of it"),
                    sheet=sheet.name,
                    row=mine[0].index + 1,
                    value=mine[0].evidence or None,
                )
            )
    return tuple(statements), tuple(problems)


def extract_form_projects(
    workbook: str, sheet: Sheet, layout: Layout, rubric_levels: Collection[int] = (3, 4, 5)
) -> tuple[Project, ...]:
    """The projects that the rows of these levels name, one a row: they are the form's projects from citizens.

    The activity is the name. A result that does not say it is under way makes it completed; without a result
    its status is unknown. The period is the one that result or activity give in brackets; the fiscal year is
    the title's.
    """
    year = form_year(sheet, layout)
    projects = []
    for line in _lines(sheet, layout):
        if line.level not in rubric_levels or not line.activity:
            continue
        period_text, period = _period_in((line.result, line.activity), year)
        projects.append(
            Project(
                name=_BULLET.sub("", repair(line.activity)),
                source=RowRef(workbook, sheet.name, line.index + 1),
                status=status_of_result(line.result),
                status_text=line.result or None,
                from_citizens=True,
                fiscal_year=year,
                period=period,
                period_text=period_text,
                evidence=line.evidence or None,
            )
        )
    return tuple(projects)


@dataclass(frozen=True)
class _Form:
    """A form on a sheet: its header and where that comes again, its last row, the column of its levels."""

    heads: tuple[int, ...]
    last: int
    level: int
    title: str


def _forms(rows: Rows) -> list[_Form]:
    """The forms on a sheet. Under a header that comes again with higher levels the same form goes on."""
    heads = [index for index, row in enumerate(rows) if _is_header(row)]
    forms: list[_Form] = []
    top = 0
    for head, after in pairwise([*heads, len(rows)]):
        level = _level_column(rows, head, after)
        if level is None:
            continue
        levels = _levels(
            [rows[i][level] for i in range(head + 1, after)], _role(rows[head][level]) == "level"
        )
        here = [n for n in levels if n is not None]
        if forms and min(here) > top:
            forms[-1] = replace(
                forms[-1], heads=(*forms[-1].heads, head), last=_last(rows, head, after, level)
            )
        else:
            above = forms[-1].last + 1 if forms else 0
            title = " ".join(text for row in rows[above:head] for text in row if text)
            forms.append(_Form((head,), _last(rows, head, after, level), level, title[:300]))
        top = max(here)
    return forms


def _role(text: str) -> FormRole | None:
    return next((role for role, key in ROLES if text and header_is(text, key)), None)


def _is_header(row: Sequence[str]) -> bool:
    if any(level is not None for level in _levels(row, False)):
        return False
    roles = {_role(text) for text in row if len(text) < 60}
    return bool(roles & {"activity", "result"}) and bool(roles & {"evidence", "criterion"})


def _level_column(rows: Rows, head: int, after: int) -> int | None:
    """The column whose cells name the most levels, two at least; None where none does."""
    found = {}
    for column, header in enumerate(rows[head]):
        texts = [rows[index][column] for index in range(head + 1, after)]
        levels = {level for level in _levels(texts, _role(header) == "level") if level is not None}
        if len(levels) > 1:
            found[column] = len(levels)
    return max(found, key=lambda column: found[column], default=None)


def _levels(texts: Sequence[str], bare: bool) -> list[int | None]:
    """The level that each text names at its start, None where it names none.

    A level that is given by its points alone ("๘ คะแนน") is counted in steps of the fewest points; `bare`:
    the header says level, so that a number alone is one.
    """
    clean = [plain(text) for text in texts]
    named = [_LEVEL.match(text) or (_BARE.fullmatch(text) if bare else None) for text in clean]
    points = [_POINTS.match(text) for text in clean]
    step = min((int(match[1]) for match in points if match and int(match[1])), default=1)
    if any(named):
        zero = [match is not None and int(match[1]) == 0 for match in points]
        return [int(m[1]) if m else 0 if none else None for m, none in zip(named, zero, strict=True)]
    return [int(m[1]) // step if m and int(m[1]) % step == 0 else None for m in points]


def _last(rows: Rows, head: int, after: int, level: int) -> int:
    """The last row of a form: it names a level, or goes on under one with the level's column empty."""
    last = head
    levels = _levels(
        [rows[index][level] for index in range(head + 1, after)], _role(rows[head][level]) == "level"
    )
    shared = _role(rows[head][level]) == "criterion"
    for index, named in enumerate(levels, head + 1):
        row = rows[index]
        goes_on = any(row) and (shared or not row[level]) and index == last + 1 and not _is_closing(row)
        if named is not None or goes_on:
            last = index
    return last


def _is_closing(row: Sequence[str]) -> bool:
    return any(is_one_of(text, "cells", "remark") for text in row if text)


def _columns(header: Sequence[str], level: int) -> tuple[Column, ...]:
    """One column for each role, the first that has it, and the one that names the levels."""
    columns: list[Column] = []
    for index, text in enumerate(header):
        role = _role(text)
        if index == level and role != "criterion":
            columns.append(Column(index, text, "level", HOLDS_LEVELS, text=text))
        elif role is not None and role != "level" and role not in {column.role for column in columns}:
            columns.append(Column(index, text, role, SAYS_SO, text=text))
    return tuple(columns)


def _lines(sheet: Sheet, layout: Layout) -> list[_Line]:
    """Every row of the form that holds an activity, a result or evidence, under the level it belongs to.

    Their texts stay as they were typed, slips and line breaks included: the form is handed in again.
    """
    rows, typed = rows_of(sheet), rows_of(sheet, as_typed=True)
    at = {column.role: column.index for column in layout.columns}
    place = at.get("level", at.get("criterion"))
    if place is None:
        return []
    excluded = {mark.row - 1 for mark in layout.excluded}
    indices = [i for i in range(layout.first_row - 1, min(layout.last_row, len(rows))) if i not in excluded]
    header = next((column.header for column in layout.columns if column.index == place), "")
    levels = _levels([_text(rows[index], place) for index in indices], _role(header) == "level")
    lines = []
    level: int | None = None
    for index, named in zip(indices, levels, strict=True):
        level = named if named is not None else level
        texts = [_text(typed[index], at.get(role)) for role in ("activity", "result", "evidence")]
        if level is not None and any(texts) and not _is_closing(rows[index]):
            lines.append(_Line(index, level, *texts))
    return lines


def _text(row: Sequence[str], column: int | None) -> str:
    return "" if column is None or column >= len(row) or is_nothing(row[column]) else row[column]


def _joined(texts: Iterable[str]) -> str | None:
    return "\n".join(text for text in texts if text) or None


def _period_in(texts: Iterable[str], year: int | None) -> tuple[str | None, Period | None]:
    """The first text in brackets that is a period, as it stands and as dates."""
    for text in texts:
        for inside in _BRACKETS.findall(text):
            try:
                return inside, parse_period(inside, fiscal_year=year)
            except ValueError:
                continue
    return None, None
