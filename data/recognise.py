"""Any sheet → Layout: what it is, where its table is and what each column means. It proposes; the
officer corrects.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from analytics.codebook import NOT_APPLICABLE, UNRECOGNISED, Scale
from analytics.words import Problem, message
from data.columns import Profile, by_header, by_values, column, profile, text_items
from data.grid import Grid
from data.layout import Column, Layout, Role
from data.numbers import number_items
from data.rows import excluded_rows
from data.scales import Legend, Reading, is_not_applicable, legend, normal, numbered, readings, whole_number
from data.tables import Block, Head, find_block
from data.workbook import Sheet, Workbook

MOST_TURNED = 2000  # a sheet wider or longer than this has no respondents across


def recognise(workbook: Workbook) -> tuple[Layout, ...]:
    """One Layout a sheet, in order. A sheet with nothing to use is "other" and says why in a note."""
    return tuple(recognise_sheet(sheet) for sheet in workbook.sheets)


def recognise_sheet(sheet: Sheet) -> Layout:
    """How one sheet is to be read: project list, form, survey of responses, tallied table or other."""
    layout = recognise_survey(sheet)
    return layout if layout is not None else _other(sheet)


def _other(sheet: Sheet) -> Layout:
    empty = sheet.cells.num_rows == 0
    why = (
        message("The sheet is empty")
        if empty
        else message("Neither answers on a scale nor a list of projects was found here")
    )
    remedy = message("Nothing to do if that is right; otherwise check that the table has one row of headers")
    return Layout(sheet.name, "other", problems=(Problem(why, remedy, sheet=sheet.name, severity="note"),))


def recognise_survey(sheet: Sheet) -> Layout | None:
    """The layout of a sheet of responses; None where no column holds answers on a scale."""
    grid = Grid(sheet.cells)
    block = find_block(grid, sheet.merged)
    if block is None:
        return None
    layout = _responses(sheet.name, grid, block)
    return layout if any(c.role == "item" for c in layout.columns) else None


def _responses(name: str, grid: Grid, block: Block) -> Layout:
    profiles = _profiles(grid, block)
    rows = block.last - block.first + 1
    judged: dict[int, Column] = {}
    problems: list[Problem] = []
    for p in profiles:
        settled = by_header(p, rows)
        if settled is not None:
            judged[p.head.column] = column(p, *settled)
    rest = [p for p in profiles if p.head.column not in judged]
    texts, questions = text_items(rest)
    rest_numbers = number_items(
        [p for p in rest if p.head.column not in texts], grid, block.first, block.last
    )
    for p in rest:
        at = p.head.column
        if at in texts:
            judged[at] = column(
                p, "item", message("Answers on the scale {scale}", scale=texts[at].scale.name), texts[at]
            )
        elif at in rest_numbers:
            reading = rest_numbers[at].reading
            judged[at] = column(
                p, "item", message("Numbers on the scale {scale}", scale=reading.scale.name), reading
            )
            other = rest_numbers[at].other
            if other is not None:
                problems.append(_two_readings(name, block, p, (reading, other)))
        else:
            judged[at] = column(p, *by_values(p, rows))
    by_column = {p.head.column: p for p in profiles}
    problems.extend(_two_readings(name, block, by_column[q.columns[0]], q.readings) for q in questions)
    columns = tuple(judged[p.head.column] for p in profiles)
    excluded = excluded_rows(grid, block, columns)
    return Layout(
        sheet=name,
        kind="responses",
        title=block.title,
        header_rows=tuple(row + 1 for row in block.header_rows),
        first_row=block.first + 1,
        last_row=block.last + 1,
        columns=columns,
        excluded=excluded,
        problems=tuple(problems),
        fingerprint=fingerprint("responses", [c.header for c in columns]),
    )


def _profiles(grid: Grid, block: Block) -> list[Profile]:
    here = next((found for text in block.above if (found := legend(text))), Legend())
    profiles = []
    for head in block.heads:
        values, sampled = grid.sampled(head.column, block.first, block.last)
        for row in block.repeated:
            text = grid.row(row)[head.column]
            if text in values:
                values = {t: n for t, n in values.items() if t != text}
        if not head.text and not values:
            continue
        profiles.append(profile(head, values, sampled, here))
    return profiles


def _two_readings(name: str, block: Block, p: Profile, found: Sequence[Reading]) -> Problem:
    shown = "  |  ".join(f"{r.scale.name}: {_distribution(r, p)}" for r in found[:3])
    return Problem(
        message(
            "The answers of “{header}” can be read on more than one scale: {readings}",
            header=p.header,
            readings=shown,
        ),
        message(
            "The first is used. Choose another scale for the column if the questionnaire had other answers"
        ),
        sheet=name,
        row=block.header_rows[-1] + 1,
        column=p.head.column + 1,
        severity="question",
    )


def _distribution(reading: Reading, p: Profile) -> str:
    counts = dict.fromkeys(reversed(reading.scale.points), 0)
    for label, n in p.values.items():
        if reading.codes[label] in counts:
            counts[reading.codes[label]] += n
    return " ".join(f"{point}={n}" for point, n in counts.items())


def fingerprint(kind: str, headers: Sequence[str]) -> str:
    """What identifies a layout's headers, whatever the data below them."""
    return hashlib.sha256("\x1f".join([kind, *(normal(header) for header in headers)]).encode()).hexdigest()


def with_role(
    layout: Layout, sheet: Sheet, column_index: int, role: Role, scale: Scale | None = None
) -> Layout:
    """The layout with another role (and scale) for the column at `column_index` (from 0), its codes
    inferred again from the sheet.

    An item without a given scale takes the likeliest reading of its own answers; with one, its
    labels are looked
    up in the scale's own and numbers are taken as its points. Raises KeyError where the layout has
    no such column,
    ValueError where its answers fit no scale.
    """
    old = {c.index: c for c in layout.columns}[column_index]
    new = replace(old, role=role, scale=None, codes=(), why=message("Set by hand"))
    if role == "item":
        grid = _grid(sheet, layout)
        values, sampled = grid.sampled(column_index, layout.first_row - 1, layout.last_row - 1)
        p = profile(Head(column_index, old.header), values, sampled, Legend())
        reading = _on_scale(p, scale) if scale is not None else _likeliest(p, grid, layout)
        if reading is None:
            raise ValueError(f"the answers of {old.header!r} fit no scale")
        new = column(replace(p, text=old.text, aspect=old.aspect), role, new.why, reading)
    columns = tuple(new if c.index == column_index else c for c in layout.columns)
    return replace(layout, columns=columns)


def _likeliest(p: Profile, grid: Grid, layout: Layout) -> Reading | None:
    found = readings(p.values)
    if found:
        return found[0]
    numbers = number_items([p], grid, layout.first_row - 1, layout.last_row - 1)
    return numbers[p.head.column].reading if numbers else None


def _on_scale(p: Profile, scale: Scale) -> Reading:
    """The answers of a column on a given scale: its own labels, then its numbers, then the same
    words in any family of that length.
    """
    own = {normal(label): point for label, point in zip(scale.labels, scale.points, strict=False)}
    same = next((r for r in readings(p.values) if r.scale.points == scale.points), None)
    codes: dict[str, int] = {}
    for text in p.values:
        number = whole_number(text)
        found = numbered(text)
        if normal(text) in own:
            codes[text] = own[normal(text)]
        elif number is not None:
            codes[text] = number if number in scale.points else UNRECOGNISED
        elif is_not_applicable(text):
            codes[text] = NOT_APPLICABLE
        elif same is not None:
            codes[text] = same.codes[text]
        elif found is not None and normal(found[1]) in own:
            codes[text] = own[normal(found[1])]
        else:
            codes[text] = UNRECOGNISED
    return Reading(scale, codes)


def _grid(sheet: Sheet, layout: Layout) -> Grid:
    grid = Grid(sheet.cells)
    return grid.turned() if layout.transposed else grid
