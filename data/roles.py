"""What an officer says of one column of a survey: another role, another scale, the order of day and month."""

from __future__ import annotations

from dataclasses import replace

from analytics.codebook import NOT_APPLICABLE, UNRECOGNISED, Scale
from analytics.thai import repair
from analytics.words import Problem, message
from data.grid import Grid
from data.layout import Column, Layout, Role
from data.recognise import flag_reason, flagged_out
from data.surveys.columns import Profile, column, profile
from data.surveys.labels import is_not_applicable, normal, numbered, whole_number
from data.surveys.numbers import number_items
from data.surveys.scales import Legend, Reading, readings
from data.surveys.spread import grid_of
from data.surveys.tables import Head
from data.workbook import Sheet


def with_role(
    layout: Layout, sheet: Sheet, column_index: int, role: Role, scale: Scale | None = None
) -> Layout:
    """The layout with another role (and scale) for the column at `column_index` (from 0), its codes inferred
    again.

    An item without a given scale takes the likeliest reading of its own answers; with one, its labels are
    looked up in the scale's own and numbers are taken as its points. Where the answers fit no scale the role
    stays as it was, and a problem says so. A column that was a flag lets its rows back in. KeyError where
    there is no such column.
    """
    old = {c.index: c for c in layout.columns}[column_index]
    grid = grid_of(sheet, layout)
    new = replace(old, role=role, scale=None, codes=(), why=message("Set by hand"))
    if role == "item":
        values, sampled = grid.sampled(column_index, layout.first_row - 1, layout.last_row - 1)
        p = profile(Head(column_index, old.header), values, sampled, Legend())
        reading = _on_scale(p, scale) if scale is not None else _likeliest(p, grid, layout)
        if reading is None:
            refused = _no_scale(layout, old)
            return (
                layout
                if refused in layout.problems
                else replace(layout, problems=(*layout.problems, refused))
            )
        new = column(replace(p, text=old.text, aspect=old.aspect), role, new.why, reading)
    changed = replace(layout, columns=tuple(new if c.index == column_index else c for c in layout.columns))
    if old.role == "flag":
        reason = flag_reason(old)
        kept = tuple(p for p in layout.problems if p.column != column_index + 1 or p.severity != "question")
        changed = replace(
            changed, excluded=tuple(e for e in layout.excluded if e.reason != reason), problems=kept
        )
    return flagged_out(changed, grid, new) if role == "flag" else changed


def with_day_first(layout: Layout, day_first: bool | None) -> Layout:
    """The layout with an answer to whether slash dates have the day first; None asks again.

    Only dates that their column does not settle by itself are read by it.
    """
    return replace(layout, day_first=day_first)


def _no_scale(layout: Layout, old: Column) -> Problem:
    return Problem(
        message("The answers of “{header}” fit no scale, so it can't be an item", header=repair(old.header)),
        message("Leave it out, or write its answers in the workbook as numbers or as words of one scale"),
        sheet=layout.sheet,
        column=old.index + 1,
        severity="question",
    )


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
