"""Tallied sheets that only sum up the responses of another sheet: counted once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from analytics.measures import measures
from analytics.words import Message, Problem, message
from data.layout import Layout
from data.surveys.counts import extract_tally
from data.surveys.labels import normal
from data.surveys.rows import item_codes
from data.surveys.spread import grid_of
from data.workbook import Sheet, Workbook

COUNTED = ("responses", "tally", "projects")


def without_repeats(workbook: Workbook, layouts: tuple[Layout, ...]) -> tuple[Layout, ...]:
    """The layouts, with every copy of another sheet, and every tally that repeats the responses of one, as
    "other".

    A tally repeats them where all its items stand there, with the same counts; where a count differs it
    stays what it is. Of a sheet and its copy the hidden or later one is set aside.
    """
    found = list(layouts)
    shown = sorted(range(len(layouts)), key=lambda i: (workbook.sheets[i].hidden, i))
    for n, i in enumerate(shown):
        for j in shown[:n]:
            if (
                found[i].kind in COUNTED
                and found[j].kind == found[i].kind
                and _is_copy(workbook, layouts, i, j)
            ):
                what = message(
                    "This sheet is the same as “{other}”, so it is not counted again", other=layouts[j].sheet
                )
                found[i] = _set_aside(layouts[i], what)
                break
    layouts = tuple(found)
    surveys = [i for i, layout in enumerate(layouts) if layout.kind == "responses"]
    for i, layout in enumerate(layouts):
        if layout.kind != "tally" or not surveys:
            continue
        told = _as_counted(workbook.sheets[i], layout)
        for j in surveys:
            if _sums_up(told, workbook.sheets[j], layouts[j]):
                what = message(
                    "This table repeats the answers of the sheet “{other}”, so it is not counted again",
                    other=layouts[j].sheet,
                )
                found[i] = _set_aside(layout, what)
    return tuple(found)


def _is_copy(workbook: Workbook, layouts: Sequence[Layout], one: int, other: int) -> bool:
    """Whether two sheets have the same headers and hold the same in every cell."""
    if layouts[one].fingerprint != layouts[other].fingerprint:
        return False
    first, second = (workbook.sheets[i].cells for i in (one, other))
    return first.num_rows > 0 and bool(first.equals(second))


def _as_counted(sheet: Sheet, layout: Layout) -> list[tuple[str, Mapping[int, int]]]:
    """The normal form of each item's text in a tallied sheet, and its counts."""
    survey, _ = extract_tally("", sheet, layout)
    return [
        (normal(item.text), measures(survey.tally, item.key).counts) for item in survey.tally.codebook.items
    ]


def _sums_up(told: Sequence[tuple[str, Mapping[int, int]]], sheet: Sheet, layout: Layout) -> bool:
    grid = grid_of(sheet, layout)
    first, last = layout.first_row, layout.last_row
    out = [e.row - first for e in layout.excluded if first <= e.row <= last]
    items = [c for c in layout.columns if c.role == "item"]
    for name, counts in told:  # two may share their text: before and after
        same = [c for c in items if name in (normal(c.text), normal(c.header))]
        answers = (np.delete(item_codes(grid, c, first - 1, last - 1), out) for c in same)
        if not any(all(int((codes == p).sum()) == n for p, n in counts.items()) for codes in answers):
            return False
    return bool(told)


def _set_aside(layout: Layout, what: Message) -> Layout:
    note = Problem(
        what,
        message("Nothing to do if that is right"),
        sheet=layout.sheet,
        severity="note",
    )
    return Layout(layout.sheet, "other", title=layout.title, problems=(note,))
