"""Project lists: a sheet → its Layout → projects, with every value that can't be understood as a problem."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from analytics.projects import Project
from analytics.words import Problem, message
from data.layout import Layout
from data.lists.header import Header, find_header, rows_of
from data.lists.reader import ListReader
from data.lists.rows import (
    read_rows,
)
from data.lists.words import (
    plain,
)
from data.workbook import Sheet

HEADER_SAMPLE = 500  # rows in which a header and a sample of what is under it are looked for


def recognise_list(sheet: Sheet) -> Layout | None:
    """How a project list is to be read; None for a sheet that holds none.

    A list has a column of project names and at least one of budget, status, period or origin, whose values
    read as their header says. An empty table with such a header is a list of no projects.
    """
    header = find_header(rows_of(sheet, HEADER_SAMPLE), sheet.merged)
    if header is None:
        return None
    rows = rows_of(sheet)
    reading = read_rows(sheet.name, rows, sheet.merged, header)
    titles = (text for row in rows[: header.first] for text in row if text)
    return Layout(
        sheet=sheet.name,
        kind="projects",
        title=" ".join(titles)[:300],
        header_rows=tuple(range(header.first + 1, header.last + 2)),
        first_row=header.last + 2,
        last_row=reading.last_row,
        columns=header.columns,
        excluded=reading.excluded,
        problems=(*_lacking(sheet.name, header), *reading.problems),
        fingerprint=fingerprint("projects", [column.header for column in header.columns]),
    )


def fingerprint(kind: str, headers: Sequence[str]) -> str:
    """What identifies the headers of a list or form, whatever stands below them."""
    return hashlib.sha256("\n".join([kind, *(plain(header) for header in headers)]).encode()).hexdigest()


def _lacking(sheet: str, header: Header) -> tuple[Problem, ...]:
    """What the score needs and no column gives."""
    row = header.last + 1
    problems = []
    if not header.of("status"):
        what = message("No column says how far the projects are, so none is known to be completed")
        remedy = message("Add a column “สถานะ” (status): แล้วเสร็จ, อยู่ระหว่างดำเนินการ, ยังไม่ดำเนินการ or ยกเลิก")
        problems.append(Problem(what, remedy, sheet=sheet, row=row, severity="question"))
    if not header.of("origin"):
        what = message("No column says where the projects came from, so none is known to come from citizens")
        remedy = message(
            "Add a column “ที่มาของโครงการ” (origin), for example ข้อเสนอจากประชาชน or แผนปฏิบัติราชการ"
        )
        problems.append(Problem(what, remedy, sheet=sheet, row=row, severity="question"))
    return tuple(problems)


def extract_projects(
    workbook: str, sheet: Sheet, layout: Layout
) -> tuple[tuple[Project, ...], tuple[Problem, ...]]:
    """The projects of a list, in its order, and what could not be understood.

    A value that can't be understood stays None (a status "unknown") and is a problem with its place. A cell
    merged downwards counts for all its rows, one of money for the first only. A year in a heading holds for
    the rows under it; one in the title or the sheet's name for projects with neither year nor dates.
    """
    reader = ListReader(workbook, sheet, layout)
    return reader.projects(), tuple(reader.problems)
