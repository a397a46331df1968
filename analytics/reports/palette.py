"""Colours and portions of the charts that documents draw: the same meaning, the same colour."""

from __future__ import annotations

import math
from itertools import pairwise

from analytics.rubric import State

WORST_TO_BEST = ("8C510A", "D8B365", "DCDCDC", "5AB4AC", "01665E")
STATE_COLOURS: dict[State, str] = {
    "counted": "01665E",
    "held_back": "5AB4AC",
    "claimed": "C77D0A",
    "not_met": "DCDCDC",
}
ITEMS_A_CHART = 11  # more would not be legible on one A4 page


def shades(count: int) -> tuple[str, ...]:
    """Colours worst to best for a scale of any length, neutral in the middle of an odd one."""
    if count == len(WORST_TO_BEST) - 1:
        return WORST_TO_BEST[:2] + WORST_TO_BEST[3:]
    places = [index * (len(WORST_TO_BEST) - 1) / (count - 1) for index in range(count)]
    return tuple(_between(place) for place in places)


def readable_on(colour: str) -> str:
    """Black or white, whichever is easier to read on a colour."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return "FFFFFF" if 0.299 * red + 0.587 * green + 0.114 * blue < 128 else "000000"


def portions(count: int, most: int = ITEMS_A_CHART) -> list[tuple[int, int]]:
    """Start and stop of parts of nearly the same size, none larger than `most`, of `count` things."""
    parts = math.ceil(count / most)
    edges = [round(index * count / parts) for index in range(parts + 1)] if parts else [0]
    return list(pairwise(edges))


def _between(place: float) -> str:
    low = min(int(place), len(WORST_TO_BEST) - 2)
    share = place - low
    ends = [[int(colour[i : i + 2], 16) for i in (0, 2, 4)] for colour in WORST_TO_BEST[low : low + 2]]
    return "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(*ends, strict=True))
