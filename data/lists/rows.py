"""The rows under the header of a project list: projects, totals, headings, and what else stands there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from analytics.thai import parse_number
from analytics.words import Message, Problem, message
from data.layout import Column, Excluded
from data.lists.header import Header, Merged, Rows, header_role, numbers_columns
from data.lists.words import answer_of, is_nothing, is_one_of, mentions, numbering, plain, status_of

HEADING = message("A heading")
ADDS_UP = "Adds up rows {first} to {last}"
TOTAL = message("A total row")
REPEATED = message("The header, repeated")
NUMBERS = message("Numbers of the columns")
NAMELESS = message("No project name")
REMARK = message("A remark")
OUTSIDE = message("Stands below the list")
CONTINUED = message("Belongs to the project above it: its name is one merged cell")


@dataclass(frozen=True)
class Reading:
    """How the rows of a list were read. Rows count from 1; `last_row` is the last one of the list."""

    last_row: int
    excluded: tuple[Excluded, ...]
    problems: tuple[Problem, ...] = ()


@dataclass
class _Row:
    index: int
    kind: str
    label: str = ""
    number: tuple[int, ...] = ()
    amount: float | None = None
    told: bool = False
    """Whether a column besides number, name, budget and unit says something."""
    reason: Message = field(default=HEADING)


def money(text: str) -> float | None:
    """The amount that a cell of money says, in the sheet's unit; None where it says none.

    Words for "no budget" are 0. A percentage, a negative amount and text beside the number are no amounts;
    the amount in words in brackets after it is left off.
    """
    if is_one_of(text, "cells", "no_budget"):
        return 0.0
    clean = re.sub(r"\s*\([^()\d]*\)$", "", plain(text))
    if "%" in clean or "ร้อยละ" in clean:
        return None
    value = parse_number(clean)
    return value if value is not None and value >= 0 else None


def amount(row: Sequence[str], budgets: Sequence[Column]) -> float | None:
    """The money of a row, its columns of budget together; None where none says any."""
    values = [money(row[column.index]) for column in budgets if column.index < len(row)]
    given = [value for value in values if value is not None]
    return sum(given) if given else None


def name_of(row: Sequence[str], columns: Sequence[Column]) -> str:
    """The name in a row; empty where there is none."""
    texts = (row[column.index] for column in columns if column.index < len(row))
    return " / ".join(text for text in texts if text and not is_nothing(text))


def is_total(label: str, numbered: bool = False) -> bool:
    """Whether a label is that of a total row; beside a number (`numbered`) only the bare word is."""
    return is_one_of(label, "cells", "total") and (not numbered or len(plain(label)) < 12)


def anchors(merged: Merged, column: int) -> dict[int, int]:
    """Rows inside a cell merged downwards in a column → the row that holds its text."""
    return {
        row: top
        for top, left, bottom, right in merged
        if left <= column <= right and bottom > top
        for row in range(top + 1, bottom + 1)
    }


def read_rows(sheet: str, rows: Rows, merged: Merged, header: Header) -> Reading:
    """Say of every row under the header what it is; blank rows are passed over."""
    kinds, second = _kinds(rows, merged, header)
    problems = list(_second_table(sheet, second))
    if _is_numbered(kinds):
        _drop_unnumbered_tail(rows, kinds)
    _name_sums(kinds)
    problems += _unsure(sheet, kinds)
    ours = [row.index for row in kinds if row.kind in ("project", "total", "continued")]
    last = max(ours, default=header.last)
    excluded = tuple(
        Excluded(row.index + 1, row.reason) for row in kinds if row.kind != "project" and row.index <= last
    )
    return Reading(last + 1, excluded, tuple(problems))


def _kinds(rows: Rows, merged: Merged, header: Header) -> tuple[list[_Row], int | None]:
    """What every row looks like by itself, and the row where a table with other columns starts."""
    names = header.of("name")
    continued = anchors(merged, names[0].index)
    wide = {top for top, left, _, right in merged if left <= names[0].index and right > names[0].index + 1}
    found: list[_Row] = []
    for index in range(header.last + 1, len(rows)):
        row = rows[index]
        if not any(row):
            continue
        if index in continued and continued[index] > header.last and rows[continued[index]][names[0].index]:
            found.append(_Row(index, "continued", reason=CONTINUED, amount=amount(row, header.of("budget"))))
            continue
        if _repeats(row, rows, header):
            found.append(_Row(index, "header", reason=REPEATED))
            continue
        if _is_other_header(row, header):
            return found, index
        found.append(_kind(index, row, header, index in wide))
    return _lone_rows_settled(found), None


def _kind(index: int, row: Sequence[str], header: Header, is_wide: bool) -> _Row:
    numbers = [row[column.index] for column in header.of("number")]
    number = numbering(numbers[0]) if numbers else ()
    name = name_of(row, header.of("name"))
    telling = header.of("fiscal_year", "status", "period", "start", "end", "origin")
    told = any(not is_nothing(row[column.index]) for column in telling)
    found = _Row(index, "project", name, number, amount(row, header.of("budget")), told)
    budgets = [column.index for column in header.of("budget")]
    until = max([header.of("name")[-1].index + 1, *budgets])
    before = [text for column, text in enumerate(row[:until]) if column not in budgets]
    labels = [text for text in before if is_total(text, bool(number))]
    if labels:
        found.kind, found.label, found.reason = "total", labels[0], TOTAL
    elif numbers_columns(row):
        found.kind, found.reason = "numbers", NUMBERS
    elif not name:
        lone = numbers[0] if numbers and not number else ""
        heading = lone and not found.told
        found.kind, found.reason = ("heading", HEADING) if heading else ("nameless", NAMELESS)
        found.label = lone
    elif not number and is_one_of(name, "cells", "remark") and not told:
        found.kind, found.reason = "remark", REMARK
    elif not number and not told and (is_wide or is_one_of(name, "cells", "heading")):
        found.kind, found.reason = "heading", HEADING
    elif not number and not told and not any(row[column] for column in budgets):
        found.kind, found.reason = "lone", HEADING
    elif not number and not told:
        found.kind = "candidate"
    return found


def _lone_rows_settled(found: list[_Row]) -> list[_Row]:
    """Rows with nothing but a name are headings, unless the list has no numbers and mostly such rows."""
    lone = [row for row in found if row.kind == "lone"]
    projects = [row for row in found if row.kind in ("project", "candidate")]
    kind = "project" if len(lone) > len(projects) and not any(row.number for row in projects) else "heading"
    for row in found:
        if row.kind == "lone":
            row.kind = kind
    return found


def _is_numbered(rows: Sequence[_Row]) -> bool:
    named = [row for row in rows if row.kind in ("project", "candidate")]
    return sum(bool(row.number) for row in named) * 2 > len(named)


def _repeats(row: Sequence[str], rows: Rows, header: Header) -> bool:
    """Whether a row is one of the header's, printed again: most of its cells are the same."""
    given = [(c, text) for c, text in enumerate(row) if text]
    for top in range(header.first, header.last + 1):
        same = sum(rows[top][c] == text for c, text in given)
        if 3 * same >= 2 * len(given) and 2 * same > sum(map(bool, rows[top])):
            return True
    return False


def _is_other_header(row: Sequence[str], header: Header) -> bool:
    """Whether a row heads a table of its own: several headers, and neither a number nor an amount."""
    numbers = any(numbering(row[column.index]) for column in header.of("number", "name"))
    if numbers or amount(row, header.of("budget")) is not None:
        return False
    roles = {header_role(text) for text in row if text and len(text) < 60} - {None}
    return "name" in roles and len(roles) > 2


def _second_table(sheet: str, index: int | None) -> list[Problem]:
    if index is None:
        return []
    return [
        Problem(
            message("A second table with other columns starts here; only the first was read"),
            message("Put the second table on a sheet of its own"),
            sheet=sheet,
            row=index + 1,
        )
    ]


def _drop_unnumbered_tail(rows: Rows, kinds: list[_Row]) -> None:
    """In a numbered list, what comes after its last number and a gap or a total is no project any more."""
    last = max(row.index for row in kinds if row.kind == "project" and row.number)
    apart = False
    before = last
    for row in kinds:
        if row.index <= last:
            continue
        apart = apart or row.index > before + 1
        if row.kind in ("project", "candidate", "nameless") and apart:
            row.kind, row.reason = "outside", OUTSIDE
        apart = apart or row.kind == "total"
        before = row.index


def _name_sums(kinds: list[_Row]) -> None:
    """Find the rows that add up the rows below them: 1 over 1.1 and 1.2, or a heading with its subtotal."""
    for place, row in enumerate(kinds):
        children = _children(kinds, place) if row.kind == "project" and row.number else []
        has_own = row.told or row.amount is not None
        adds_up = row.amount is not None and same_amount(row.amount, sum(c.amount or 0 for c in children))
        if children and (adds_up or not has_own):
            row.kind, row.reason = "heading", _adds_up(children) if has_own else HEADING
    least = 1 if _is_numbered(kinds) else 2
    for place in range(len(kinds) - 1, -1, -1):  # from below, so that a sum of sums finds its parts
        row = kinds[place]
        if row.kind != "candidate" or row.amount is None:
            continue
        extent = _extent(kinds, place)
        if len(extent) >= least:
            row.kind, row.reason = "heading", _adds_up(extent)


def _children(kinds: Sequence[_Row], place: int) -> list[_Row]:
    """The projects numbered one deeper than a row, right below it."""
    number = kinds[place].number
    children: list[_Row] = []
    for index in range(place + 1, len(kinds)):
        other = kinds[index]
        if other.kind == "project" and other.number[: len(number)] != number:
            break
        if other.kind == "project" and len(other.number) == len(number) + 1:
            children.append(other)
    return children


def _adds_up(rows: Sequence[_Row]) -> Message:
    return message(ADDS_UP, first=str(rows[0].index + 1), last=str(rows[-1].index + 1))


def _extent(kinds: Sequence[_Row], place: int) -> list[_Row]:
    """The projects right below a row that add up to its amount, up to a place where a part ends."""
    wanted = kinds[place].amount or 0.0
    taken: list[_Row] = []
    so_far = 0.0
    for index in range(place + 1, len(kinds)):
        row = kinds[index]
        following = kinds[index + 1] if index + 1 < len(kinds) else None
        if row.kind in ("project", "continued", "candidate"):
            taken.append(row)
            so_far += row.amount or 0.0
        ends = following is None or following.kind in ("heading", "total", "header")
        if following is not None and following.number:
            ends = ends or following.number <= row.number  # the numbers start again
        if taken and ends and same_amount(wanted, so_far):
            return taken
        if so_far > wanted + 0.005:
            break
    return []


def same_amount(one: float, other: float) -> bool:
    """Whether two amounts are the same to the satang."""
    return abs(one - other) < 0.005


def _unsure(sheet: str, kinds: list[_Row]) -> list[Problem]:
    """Rows with a name and an amount that neither add up others nor look like the projects around them."""
    problems = []
    others = any(row.kind == "project" and (row.told or row.number) for row in kinds)
    for row in kinds:
        if row.kind == "candidate":
            row.kind = "project"
            if _is_summary(row.label):
                row.kind, row.reason = "outside", OUTSIDE
                continue
            if not others:  # the list has only names and amounts
                continue
            problems.append(
                Problem(
                    message("Only a name and an amount: taken for a project, it may be a heading or a total"),
                    message("Leave the row out if it is no project"),
                    sheet=sheet,
                    row=row.index + 1,
                    value=row.label,
                    severity="question",
                )
            )
    return problems


def _is_summary(label: str) -> bool:
    return len(label) < 30 and status_of(label) is not None


def check_totals(
    sheet: str,
    rows: Rows,
    excluded: Sequence[Excluded],
    amounts: Mapping[int, float],
    budgets: Sequence[Column],
) -> tuple[Problem, ...]:
    """Compare the totals among the excluded rows with the projects they can stand for.

    `amounts`: row index (from 0) of every project → its money. A total fits when it is the sum of the
    projects from some break (heading, other total, start) down to it, or from it down to some break; one that
    never fits is a problem.
    """
    marks = {m.row - 1: m.reason for m in excluded if m.reason != CONTINUED and m.row <= len(rows)}
    edges = sorted({*marks, min([*marks, *amounts], default=0) - 1, max([*marks, *amounts], default=0) + 1})
    order = sorted(amounts)
    sums_before = [0.0, *accumulate(amounts[index] for index in order)]

    def until(index: int) -> float:
        """The money of all projects above a row."""
        return sums_before[bisect_left(order, index)]

    problems = []
    for index, reason in marks.items():
        stated = amount(rows[index], budgets)
        label = _total_label(rows[index], budgets)
        if stated is None or (label is None and reason != HEADING):
            continue
        at = until(index)
        sums = {edge: abs(until(edge) - at) for edge in edges if edge != index}
        if any(same_amount(stated, value) for value in sums.values()):
            continue
        natural = _natural_edge(index, label, edges, sums)
        problems.append(
            Problem(
                message(
                    "The total is {stated}, the rows it adds up make {expected}",
                    stated=stated,
                    expected=sums[natural],
                ),
                message("Correct the total or the rows; only the rows are counted"),
                sheet=sheet,
                row=index + 1,
                column=next((c.index + 1 for c in budgets if money(rows[index][c.index]) is not None), None),
                value=label,
            )
        )
    return tuple(problems)


def _natural_edge(index: int, label: str | None, edges: Sequence[int], sums: Mapping[int, float]) -> int:
    """The break that a total reaches to by its looks: a heading's the next, a grand total's the start."""
    if label is None:
        return min(edge for edge in edges if edge > index)
    above = [edge for edge in edges if edge < index]
    if mentions(label, "cells", "grand_total"):
        return above[0]
    return max((edge for edge in above if sums[edge]), default=above[0])


def _total_label(row: Sequence[str], budgets: Sequence[Column]) -> str | None:
    at = {column.index for column in budgets}
    return next((text for c, text in enumerate(row) if text and c not in at and is_total(text)), None)


def ticked(row: Sequence[str], columns: Sequence[Column]) -> list[Column]:
    """The columns of a row that hold a tick, an amount or anything else but a no or a dash."""
    answers = ((column, row[column.index], answer_of(row[column.index])) for column in columns)
    return [column for column, text, answer in answers if answer or (answer is None and not is_nothing(text))]
