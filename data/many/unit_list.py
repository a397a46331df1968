"""A small workbook or CSV with a list of units → its lines, every bad row with its place and remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analytics.thai import AmbiguousDate, day_first_of, parse_date, repair, to_arabic_digits
from analytics.units import UnitKind
from analytics.words import Message, Problem, message
from data.workbook import Sheet, Workbook

Field = Literal["code", "name", "kind", "parent", "since", "until"]
HEADERS: Mapping[Field, tuple[str, ...]] = {
    "code": ("code", "unit code", "รหัส", "รหัสหน่วยงาน"),
    "name": ("name", "unit", "unit name", "ชื่อ", "ชื่อหน่วยงาน", "หน่วยงาน"),
    "kind": ("kind", "type", "ประเภท", "ประเภทหน่วยงาน", "ชนิด", "ระดับ"),
    "parent": ("parent", "belongs to", "สังกัด", "อยู่ภายใต้", "ขึ้นกับ", "หน่วยงานต้นสังกัด", "รหัสต้นสังกัด"),
    "since": ("since", "from", "ตั้งแต่", "ตั้งแต่วันที่", "วันที่เริ่ม", "เริ่ม"),
    "until": ("until", "to", "ถึง", "ถึงวันที่", "วันที่สิ้นสุด", "สิ้นสุด"),
}
KIND_WORDS: Mapping[UnitKind, tuple[str, ...]] = {
    "unit": ("unit", "หน่วยงาน", "หน่วย", "อำเภอ", "ศูนย์", "สำนักงาน"),
    "province": ("province", "จังหวัด"),
    "region": ("region", "inspection region", "เขต", "เขตตรวจราชการ", "ภาค"),
    "department": ("department", "กรม", "ส่วนกลาง", "กระทรวง"),
}
_DAYS: tuple[Field, ...] = ("since", "until")
HEAD = 20  # rows from the top in which the headers are looked for


@dataclass(frozen=True)
class UnitLine:
    """One row of the list. `parent` is a code or a name, empty where none is given.

    `columns` are where its fields stand, for problems found later.
    """

    code: str
    name: str
    kind: UnitKind
    parent: str
    since: date | None
    until: date | None
    sheet: str
    row: int
    columns: Mapping[Field, int] = field(default_factory=dict)
    texts: Mapping[Field, str] = field(default_factory=dict)


def read_units(workbook: Workbook) -> tuple[tuple[UnitLine, ...], tuple[Problem, ...]]:
    """The good rows of a list of units, and a problem for every bad one.

    The first sheet with columns for code and name counts; kind, parent, since and until are found where they
    are there. Without a column for kinds, every row is a unit. Days are dates in any Thai or international
    form. Empty rows are passed over. A workbook that can't be read gives its own problems.
    """
    if not workbook.sheets:
        return (), workbook.problems
    for sheet in workbook.sheets:
        found = _headers(sheet)
        if found is not None:
            return _lines(sheet, *found)
    sheet = workbook.sheets[0]
    missing = Problem(
        message("There is no row of headers with a code and a name."),
        message(
            "Name the columns code, name, kind, parent, since, until (or รหัส, ชื่อ, ประเภท, สังกัด, ตั้งแต่, ถึง)."
        ),
        sheet=sheet.name,
    )
    return (), (missing,)


def wrong(line: UnitLine, at: Field, what: Message, remedy: Message) -> Problem:
    """A problem of one field of a line."""
    return Problem(what, remedy, line.sheet, line.row, line.columns.get(at), line.texts.get(at) or None)


def _headers(sheet: Sheet) -> tuple[int, dict[Field, int]] | None:
    """The row of the headers, from 0, and the column of every field; None where there are none."""
    words = {word: name for name, several in HEADERS.items() for word in several}
    for at, row in enumerate(_rows(sheet, 0, HEAD)):
        columns: dict[Field, int] = {}
        for column, text in enumerate(row):
            name = words.get(repair(text or "").casefold())
            if name is not None:
                columns.setdefault(name, column)
        if {"code", "name"} <= set(columns):
            return at, columns
    return None


def _rows(sheet: Sheet, first: int, most: int | None = None) -> Iterable[tuple[str | None, ...]]:
    part = sheet.cells.slice(first, most)
    return zip(*(column.to_pylist() for column in part.columns), strict=True)


def _lines(
    sheet: Sheet, head: int, columns: dict[Field, int]
) -> tuple[tuple[UnitLine, ...], tuple[Problem, ...]]:
    rows = [
        {name: repair(row[column] or "") for name, column in columns.items()}
        for row in _rows(sheet, head + 1)
    ]
    day_first = day_first_of(row[name] for row in rows for name in _DAYS if row.get(name))
    lines: list[UnitLine] = []
    problems: list[Problem] = []
    for number, texts in enumerate(rows, start=head + 2):
        if any(texts.values()):
            line, found = _line(sheet.name, number, columns, texts, day_first)
            problems += found
            lines += [line] if line else []
    return tuple(lines), tuple(problems)


def _line(
    sheet: str, number: int, columns: Mapping[Field, int], texts: Mapping[Field, str], day_first: bool | None
) -> tuple[UnitLine | None, Sequence[Problem]]:
    problems: list[Problem] = []

    def bad(name: Field, what: Message, remedy: Message) -> None:
        problems.append(Problem(what, remedy, sheet, number, columns[name] + 1, texts.get(name) or None))

    def day(name: Field) -> date | None:
        text = texts.get(name, "")
        if not text or text == "-":
            return None
        try:
            return parse_date(text, day_first=day_first)
        except AmbiguousDate:
            bad(name, message("This day can be read in two ways."), _WRITE_DAY)
        except ValueError:
            bad(name, message("This is no day of the calendar."), _WRITE_DAY)
        return None

    code, name = to_arabic_digits(texts["code"]), texts["name"]
    if not code:
        bad("code", message("The code is missing."), message("Give every unit a code of its own."))
    if not name:
        bad("name", message("The name is missing."), message("Write the name of the unit."))
    kind = _kind(texts["kind"]) if "kind" in texts else "unit"
    if kind is None:
        bad(
            "kind",
            message("This is no kind of unit."),
            message("Write unit, province, region or department (or หน่วยงาน, จังหวัด, เขตตรวจราชการ, กรม)."),
        )
    since, until = day("since"), day("until")
    if since and until and until < since:
        bad("until", message("It ends before it begins."), message("Correct one of the two days."))
    if problems or kind is None:
        return None, problems
    parent = texts.get("parent", "")
    parent = "" if parent == "-" else parent
    places = {at: column + 1 for at, column in columns.items()}
    return UnitLine(code, name, kind, parent, since, until, sheet, number, places, texts), ()


_WRITE_DAY = message("Write day, month and year, such as 1 ตุลาคม 2560.")


def _kind(text: str) -> UnitKind | None:
    word = text.casefold()
    return next((kind for kind, words in KIND_WORDS.items() if word in words), None)
