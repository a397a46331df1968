"""Columns that are ticked: the options of questions with several answers, and the points of items.

An item has one column for each point of its scale where paper forms were typed in as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
import numpy.typing as npt

from analytics.codebook import BLANK, NOT_APPLICABLE, UNRECOGNISED, Item, Scale
from analytics.words import message
from data.grid import Grid
from data.layout import Column
from data.surveys.choices import Asked, Ticked, find_questions, ticks
from data.surveys.columns import Profile, column
from data.surveys.labels import is_not_applicable, whole_number
from data.surveys.scales import readings
from data.surveys.tables import Block

TWICE = 0.05  # share of respondents who may have ticked two points by mistake


def options_of(profiles: Sequence[Profile], grid: Grid, block: Block) -> dict[int, Column]:
    """The columns that are options or points of one question, or repeat all of them in one cell."""
    known = {p.head.column: p for p in profiles if p.head.column not in block.beside}
    heads = [Ticked(at, p.header, p.text, p.aspect, p.values) for at, p in known.items()]
    found: dict[int, Column] = {}
    for asked in find_questions(heads):
        scaled = _points_of(asked, known, grid, block.first, block.last)
        for at in asked.options:
            found[at] = column(known[at], "multi", message("One option of a question with several answers"))
            if scaled is not None:
                scale, points = scaled
                why = message("A point of “{item}”, ticked", item=asked.question)
                found[at] = replace(found[at], why=why, aspect=asked.question, scale=scale, point=points[at])
        if asked.parent is not None:
            found[asked.parent] = column(known[asked.parent], "multi", message("Several answers in one cell"))
    return found


def _points_of(
    asked: Asked, profiles: Mapping[int, Profile], grid: Grid, first: int, last: int
) -> tuple[Scale, dict[int, int]] | None:
    """The scale whose points are the options of a question, and the point of each column.

    None where the options are no whole scale, or respondents ticked several of them.
    """
    labels = dict(asked.options)
    numbers = {at: n for at, label in labels.items() if (n := whole_number(label)) is not None}
    if numbers:
        rest = [label for at, label in labels.items() if at not in numbers]
        most = max(numbers.values())
        whole = sorted(numbers.values()) == list(range(1, most + 1)) and 3 <= most <= 10
        if not whole or not all(is_not_applicable(label) for label in rest):
            return None
        turned = profiles[min(labels)].legend.reversed
        scale = Scale(f"1-{most}", tuple(range(1, most + 1)), (), "numbers")
        points = {at: most + 1 - n if turned else n for at, n in numbers.items()}
    else:
        found = readings(dict.fromkeys(labels.values(), 1))
        if not found or found[0].explained < 1:
            return None
        scale = found[0].scale
        points = {at: found[0].codes[label] for at, label in labels.items()}
    points |= dict.fromkeys(labels.keys() - points.keys(), NOT_APPLICABLE)
    if sorted(point for point in points.values() if point != NOT_APPLICABLE) != sorted(scale.points):
        return None
    chosen = np.stack([ticks(grid, at, first, last) for at in points]).sum(axis=0)
    return (scale, points) if (chosen > 1).sum() <= TWICE * (chosen > 0).sum() else None


def ticked_items(
    columns: Sequence[Column], grid: Grid, first: int, last: int
) -> Iterator[tuple[Item, npt.NDArray[np.int8]]]:
    """Each ticked item with the code of every data row: the point ticked, blank for none.

    Two points ticked are an answer that can't be recognised.
    """
    points = [c for c in columns if c.is_point]
    for (question, scale), group in groupby(points, key=lambda c: (c.aspect, c.scale)):
        assert scale is not None
        members = list(group)
        chosen = np.stack([ticks(grid, c.index, first, last) for c in members])
        places = np.array([c.point for c in members], np.int8)
        codes = np.where(chosen.any(axis=0), places[chosen.argmax(axis=0)], BLANK).astype(np.int8)
        codes[chosen.sum(axis=0) > 1] = UNRECOGNISED
        at = members[0].index
        yield Item(f"q{at + 1}", question or "", question or "", at + 1, scale), codes
