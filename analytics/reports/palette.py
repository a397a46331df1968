"""Colours and portions of the charts that documents draw: the same meaning, the same colour."""

from __future__ import annotations

import math
from itertools import pairwise

from analytics.charts.look import contrast, diverging
from analytics.rubric import State

STATE_COLOURS: dict[State, str] = {
    "counted": "01665E",
    "held_back": "5AB4AC",
    "claimed": "C77D0A",
    "not_met": "DCDCDC",
}
ITEMS_A_CHART = 11  # more would not be legible on one A4 page


def shades(count: int) -> tuple[str, ...]:
    """Colours worst to best for a scale of any length, those of the charts on the pages."""
    return tuple(colour.removeprefix("#").upper() for colour in diverging(count))


def readable_on(colour: str) -> str:
    """Black or white, whichever is easier to read on a colour."""
    return max(("FFFFFF", "000000"), key=lambda letters: contrast(f"#{letters}", f"#{colour}"))


def portions(count: int, most: int = ITEMS_A_CHART) -> list[tuple[int, int]]:
    """Start and stop of parts of nearly the same size, none larger than `most`, of `count` things."""
    parts = math.ceil(count / most)
    edges = [round(index * count / parts) for index in range(parts + 1)] if parts else [0]
    return list(pairwise(edges))
