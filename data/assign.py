"""What an officer says about a sheet, in place of what was recognised: its kind, header, rows, columns.

Every function gives a new Layout that the rest of the app reads like a recognised one. Rows and headers
count from 1, columns from 0, as in a Layout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from analytics.codebook import NOT_APPLICABLE, UNRECOGNISED, Scale
from analytics.thai import repair
from analytics.words import Message, Problem, message
from data.grid import Grid
from data.layout import Column, Excluded, Kind, Layout, Role
from data.lists.forms import recognise_form
from data.lists.projects import recognise_list
from data.recognise import fingerprint, recognise_survey, recognise_tally
from data.roles import with_role
from data.surveys.columns import by_header, by_values, column, profile
from data.surveys.labels import is_blank, normal, whole_number
from data.surveys.numbers import number_items
from data.surveys.rows import excluded_rows, no_respondents
from data.surveys.scales import Legend, Reading, readings
from data.surveys.spread import grid_of
from data.surveys.tables import Block, Head
from data.workbook import Sheet

BY_HAND = message("Set by hand")
LEFT_OUT = message("Left out by hand")
BROUGHT_BACK = "Brought back by an officer: {reason}"
# Values of messages that are rows of the sheet.
_ROWS = ("row", "first", "last")
# What a project list lacks until one of its columns is given the role.
_LACKS: Mapping[Role, str] = {
    "status": "No column says how far the projects are, so none is known to be completed",
    "origin": "No column says where the projects came from, so none is known to come from citizens",
}
_POINTS: tuple[Role, ...] = ("count", "percent")


# --- The sheet ------------------------------------------------------------------------------------


def as_kind(
    sheet: Sheet, kind: Kind, header: int | None = None, *, across: bool = False, long: bool = True
) -> Layout | None:
    """The sheet read as another kind, its header starting in row `header` (found by itself where None).

    `across`: the respondents of a survey stand beside each other; `header` is then a column of the sheet.
    `long`: each of its rows may be one answer, where the sheet looks like that. A
    survey in which no column holds answers on a known scale still gets its columns, so that the officer can
    say which of them are items. None where the sheet can't be read as that kind.
    """
    if kind == "other":
        return Layout(sheet.name, "other")
    if across:
        merged = tuple((left, top, right, bottom) for top, left, bottom, right in sheet.merged)
        found = as_kind(
            replace(sheet, cells=Grid(sheet.cells).turned().cells, merged=merged), kind, header or 1
        )
        if found is None:
            return None
        problems = tuple(replace(p, row=p.column, column=p.row) for p in found.problems)
        return replace(found, transposed=True, problems=problems)
    cut = sheet if header is None else _from_row(sheet, header)
    recognisers: dict[Kind, Callable[[Sheet], Layout | None]] = {
        "responses": partial(recognise_survey, long=long),
        "tally": recognise_tally,
        "projects": recognise_list,
        "form": recognise_form,
    }
    found = recognisers[kind](cut)
    if header is not None and found is not None and (found.transposed or 1 not in found.header_rows):
        found = None
    if found is None and kind == "responses":
        found = _any_survey(cut)
    return None if found is None else _shifted(found, 0 if header is None else header - 1)


def with_rows(layout: Layout, sheet: Sheet, first: int, last: int) -> Layout:
    """The layout with its data in other rows, from `first` to `last` (both included).

    Rows that come in are judged like any: blank rows, totals and legends stay out. Answers that come in are
    read on the scale of their column.
    """
    first = max(1, first)
    last = max(first, min(last, grid_of(sheet, layout).rows))
    inside = tuple(e for e in layout.excluded if first <= e.row <= last and e.row <= layout.last_row)
    header = tuple(row for row in layout.header_rows if row < first)
    moved = replace(layout, header_rows=header, first_row=first, last_row=last, excluded=inside)
    if layout.kind != "responses":
        return moved
    grid = grid_of(sheet, layout)
    block = Block(tuple(row - 1 for row in header), first - 1, last - 1, ())
    judged = excluded_rows(grid, block, layout.columns, no_respondents(grid, block))
    new = tuple(e for e in judged if not layout.first_row <= e.row <= layout.last_row)
    moved = replace(moved, excluded=tuple(sorted((*inside, *new), key=lambda e: e.row)))
    return replace(moved, columns=tuple(_reread(moved, sheet, c) for c in layout.columns))


def leave_out(layout: Layout, rows: Collection[int]) -> Layout:
    """The layout with rows left out by hand; rows outside the data change nothing."""
    known = {e.row for e in layout.excluded}
    new = {row for row in rows if layout.first_row <= row <= layout.last_row} - known
    out = (*layout.excluded, *(Excluded(row, LEFT_OUT) for row in new))
    return replace(layout, excluded=tuple(sorted(out, key=lambda e: e.row)))


def let_in(layout: Layout, sheet: Sheet, rows: Collection[int]) -> Layout:
    """The layout with rows counted that were left out; rows outside the data change nothing."""
    kept = tuple(
        e for e in layout.excluded if e.row not in rows or not layout.first_row <= e.row <= layout.last_row
    )
    changed = replace(layout, excluded=kept)
    return replace(changed, columns=tuple(_reread(changed, sheet, c) for c in layout.columns))


# --- Columns --------------------------------------------------------------------------------------


def with_column(layout: Layout, sheet: Sheet, index: int, role: Role) -> Layout:
    """The layout with another role for a column, whatever the kind of sheet.

    Where the role can't be (answers that fit no scale, counts without a point) the columns stay as they were.
    """
    if layout.kind == "responses":
        return with_role(layout, sheet, index, role)
    old = {c.index: c for c in layout.columns}[index]
    if layout.kind == "tally" and role in _POINTS and old.point is None:
        return layout
    new = replace(old, role=role, why=BY_HAND)
    lack = _LACKS.get(role)
    return replace(
        layout,
        columns=tuple(new if c.index == index else c for c in layout.columns),
        problems=tuple(p for p in layout.problems if p.problem.text != lack),
    )


def with_reason(layout: Layout, sheet: Sheet, index: int, role: Role, reason: str) -> Layout:
    """The layout with a personal column brought back in another role; the reason stays with the column.

    ValueError where the reason is empty.
    """
    if not reason.strip():
        raise ValueError("a personal column comes back only with a reason")
    changed = with_column(layout, sheet, index, role)
    why = message(BROUGHT_BACK, reason=repair(reason))
    columns = tuple(
        replace(c, why=why) if c.index == index and c.role == role else c for c in changed.columns
    )
    return replace(changed, columns=columns)


def with_scale(layout: Layout, sheet: Sheet, index: int, scale: Scale) -> Layout:
    """The layout with a column as an item on this scale. Questions about the column are settled by it."""
    return settled(with_role(layout, sheet, index, "item", scale), index)


def with_own_scale(
    layout: Layout, sheet: Sheet, indexes: Collection[int], points: Mapping[str, int]
) -> Layout:
    """The layout with columns as items on a scale that an officer made: each answer's point, 0 to 10.

    Several answers may share a point; the one given most names it. A point between the lowest and the highest
    that no answer has is on the scale too, without a word. Answers without a point are unrecognised.
    ValueError where there are fewer than two different points, or one is not 0 to 10.
    """
    given = sorted(set(points.values()))
    if len(given) < 2 or given[0] < 0 or given[-1] > 10:
        raise ValueError("a scale has two or more different points from 0 to 10")
    counts = Counter[str]()
    for index in indexes:
        counts.update(answers(layout, sheet, index))
    words = {
        point: max((label for label in points if points[label] == point), key=lambda label: counts[label])
        for point in given
    }
    every = tuple(range(min(1, given[0]), given[-1] + 1))
    name = " · ".join(words[point] for point in reversed(given))
    scale = Scale(name, every, tuple(words.get(point, str(point)) for point in every))
    for index in indexes:
        layout = with_scale(layout, sheet, index, scale)
        columns = tuple(_as_said(c, points) if c.index == index else c for c in layout.columns)
        layout = replace(layout, columns=columns)
    return layout


def turned_over(column: Column) -> Column:
    """An item with its scale the other way up: what was the best answer is the worst."""
    assert column.scale is not None
    ends = column.scale.points[0] + column.scale.points[-1]
    codes = tuple((label, ends - code if code >= 0 else code) for label, code in column.codes)
    return replace(column, codes=codes, why=BY_HAND)


def is_turned(column: Column) -> bool:
    """Whether an item's answers are read against their own numbers or words: 1 as the best of 1 to 5."""
    if column.scale is None:
        return False
    own = {
        normal(label): point for label, point in zip(column.scale.labels, column.scale.points, strict=False)
    }
    for label, code in column.codes:
        number = whole_number(label)
        stated = number if number in column.scale.points else own.get(normal(label))
        if code >= 0 and stated is not None and stated != code:
            return True
    return False


def with_turned(layout: Layout, index: int) -> Layout:
    """The layout with an item's scale the other way up. Questions about it are settled by that."""
    columns = tuple(turned_over(c) if c.index == index and c.scale is not None else c for c in layout.columns)
    return settled(replace(layout, columns=columns), index)


def settled(layout: Layout, index: int) -> Layout:
    """The layout without questions about a column: the officer has answered them."""
    return replace(
        layout,
        problems=tuple(
            p for p in layout.problems if p.severity != "question" or _column_of(layout, p) != index
        ),
    )


def asked(layout: Layout, index: int) -> bool:
    """Whether there is a question about a column."""
    return any(p.severity == "question" and _column_of(layout, p) == index for p in layout.problems)


# --- Readings -------------------------------------------------------------------------------------


def on_same_scale(layout: Layout, index: int) -> tuple[Column, ...]:
    """The items that were read together with this one: all on its scale, the same way up."""
    mine = next(c for c in layout.columns if c.index == index)
    codes = dict(mine.codes)
    return tuple(
        c
        for c in layout.columns
        if c.role == "item"
        and c.scale == mine.scale
        and all(codes.get(label, code) == code for label, code in c.codes)
    )


def readings_of(layout: Layout, sheet: Sheet, index: int) -> tuple[Column, ...]:
    """The ways in which an item's answers can be read, the one in use first; no others where it is plain.

    The labels of all items on its scale are read together, as they were recognised.
    """
    mine = next(c for c in layout.columns if c.index == index)
    together: dict[str, int] = {}
    for c in on_same_scale(layout, index):
        for text, n in answers(layout, sheet, c.index).items():
            together[text] = together.get(text, 0) + n
    grid, first, last = grid_of(sheet, layout), layout.first_row - 1, layout.last_row - 1
    alone = profile(Head(index, mine.header), answers(layout, sheet, index), False, Legend())
    found: list[Reading | None] = [*readings(together)]
    if not found and (numbered := number_items([alone], grid, first, last).get(index)):
        found = [numbered.reading, numbered.other]
    ways = [mine]
    for reading in found:
        if reading is None:
            continue
        codes = tuple((label, reading.codes.get(label, code)) for label, code in mine.codes)
        way = replace(mine, scale=reading.scale, codes=codes, why=BY_HAND)
        if all((way.scale, dict(way.codes)) != (other.scale, dict(other.codes)) for other in ways):
            ways.append(way)
    if len(ways) == 1 and asked(layout, index) and mine.scale is not None:
        ways.append(turned_over(mine))
    return tuple(ways)


def with_reading(layout: Layout, sheet: Sheet, way: Column) -> Layout:
    """The layout with one of `readings_of` in use, for all items that were read together with it."""
    assert way.scale is not None
    turned = dict(way.codes) == dict(
        turned_over(next(c for c in layout.columns if c.index == way.index)).codes
    )
    changed = layout
    for c in on_same_scale(layout, way.index):
        if turned:
            changed = with_turned(changed, c.index)
        else:
            changed = with_scale(changed, sheet, c.index, way.scale)
            known = dict(way.codes)
            columns = tuple(
                replace(n, codes=tuple((label, known.get(label, code)) for label, code in n.codes))
                if n.index == c.index
                else n
                for n in changed.columns
            )
            changed = replace(changed, columns=columns)
    return changed


def answers(layout: Layout, sheet: Sheet, index: int) -> dict[str, int]:
    """The distinct answers of a column, repaired, and how often each was given; blanks and rows left out
    are not counted.
    """
    texts, codes = grid_of(sheet, layout).encoded(index, layout.first_row - 1, layout.last_row - 1)
    keep = np.ones(len(codes), bool)
    out = [e.row - layout.first_row for e in layout.excluded]
    keep[[row for row in out if 0 <= row < len(keep)]] = False
    counts = np.bincount(codes[keep & (codes >= 0)], minlength=len(texts))
    found: dict[str, int] = {}
    for text, n in zip(texts, counts, strict=True):
        if n and not is_blank(text):
            found[repair(text)] = found.get(repair(text), 0) + int(n)
    return found


def _as_said(column: Column, points: Mapping[str, int]) -> Column:
    """The column with the points that an officer gave its answers, and no others."""
    codes = (
        (label, points.get(label, NOT_APPLICABLE if code == NOT_APPLICABLE else UNRECOGNISED))
        for label, code in column.codes
    )
    return replace(column, codes=tuple(sorted(codes, key=lambda pair: (-pair[1], pair[0]))))


# --- Within ---------------------------------------------------------------------------------------


def _column_of(layout: Layout, problem: Problem) -> int | None:
    """The index of the column that a problem is about; a turned sheet has it in its row."""
    place = problem.row if layout.transposed else problem.column
    return None if place is None else place - 1


def _from_row(sheet: Sheet, row: int) -> Sheet:
    merged = tuple(
        (max(0, top - row + 1), left, bottom - row + 1, right)
        for top, left, bottom, right in sheet.merged
        if bottom >= row - 1
    )
    return replace(sheet, cells=sheet.cells.slice(row - 1), merged=merged)


def _shifted(layout: Layout, by: int) -> Layout:
    """The layout of a sheet whose first rows were cut off, in the rows of the whole sheet."""
    if not by:
        return layout
    return replace(
        layout,
        header_rows=tuple(row + by for row in layout.header_rows),
        first_row=layout.first_row + by,
        last_row=layout.last_row + by,
        excluded=tuple(Excluded(e.row + by, _message_shifted(e.reason, by)) for e in layout.excluded),
        problems=tuple(
            replace(
                p,
                row=None if p.row is None else p.row + by,
                problem=_message_shifted(p.problem, by),
                remedy=_message_shifted(p.remedy, by),
            )
            for p in layout.problems
        ),
    )


def _message_shifted(said: Message, by: int) -> Message:
    def moved(name: str, value: object) -> object:
        if name in _ROWS and isinstance(value, int):
            return value + by
        return str(int(value) + by) if name in _ROWS and isinstance(value, str) and value.isdigit() else value

    return Message(said.text, tuple((name, moved(name, value)) for name, value in said.values))  # type: ignore[misc]


def _reread(layout: Layout, sheet: Sheet, old: Column) -> Column:
    """An item with the codes of the answers that came in; what was read before stays as it was."""
    if old.role != "item" or old.scale is None:
        return old
    known = dict(old.codes)
    new = {c.index: c for c in with_role(layout, sheet, old.index, "item", old.scale).columns}[old.index]
    added = tuple((label, code) for label, code in new.codes if label not in known)
    return replace(old, codes=(*old.codes, *added))


def _any_survey(sheet: Sheet) -> Layout | None:
    """A sheet as a survey without items: the first row with two texts heads the columns."""
    grid = Grid(sheet.cells)
    top = next((r for r in range(min(grid.rows, 60)) if sum(map(bool, grid.row(r))) > 1), None)
    if top is None or top + 1 >= grid.rows:
        return None
    block = Block((top,), top + 1, grid.rows - 1, ())
    known = no_respondents(grid, block)
    rows = grid.rows - top - 1 - len(known)
    columns = []
    for index, text in enumerate(grid.row(top)):
        p = profile(Head(index, text or ""), *grid.sampled(index, block.first, block.last), Legend())
        if text or p.values:
            columns.append(column(p, *(by_header(p, rows) or by_values(p, rows))))
    return Layout(
        sheet.name,
        "responses",
        header_rows=(top + 1,),
        first_row=top + 2,
        last_row=grid.rows,
        columns=tuple(columns),
        excluded=excluded_rows(grid, block, columns, known),
        fingerprint=fingerprint("responses", [c.header for c in columns]),
    )
