"""Labels beside points, none over another; and those of an axis, in the reader's digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Box = tuple[float, float, float, float]  # left, top, right, bottom
DIRECTIONS = 24
STEP = 4.0


@dataclass(frozen=True)
class Taken:
    """Room that something else takes; it keeps its distance from the left edge, or from the right one."""

    box: Box
    right: bool = False


def place(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    within: Box,
    *,
    radius: float,
    taken: Sequence[Taken] = (),
    stretch: float = 1.0,
) -> list[tuple[float, float] | None]:
    """The centre of each point's label: as near to the point as there is room, the first label first.

    `sizes`: width and height of each label. No label covers another, a point (a square of twice `radius`), or
    what is `taken`, and all lie `within`. None for a label that has no room anywhere.

    That holds too where the picture gets wider, up to `stretch` times, while every label keeps its distance
    from its point.
    """
    left, top, right, bottom = within
    angles = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
    reaches = np.arange(0.0, float(np.hypot(right - left, bottom - top)), STEP)
    # What is in the way: where it is fastened, how far from there its centre is, its width and height.
    ways = [(x, 0.0, y, 2 * radius, 2 * radius) for x, y in points]
    for one in taken:
        x0, y0, x1, y1 = one.box
        fast = right if one.right else left
        ways.append((fast, (x0 + x1) / 2 - fast, (y0 + y1) / 2, x1 - x0, y1 - y0))
    found: list[tuple[float, float] | None] = []
    for (x, y), (width, height) in zip(points, sizes, strict=True):
        # Around the point on an ellipse as wide as the label, to the right first, then further and further.
        dx = ((width / 2 + radius + 2 + reaches)[:, None] * np.cos(angles)).ravel()
        cy = y + ((height / 2 + radius + 2 + reaches)[:, None] * np.sin(angles)).ravel()
        inside = (x + dx - width / 2 >= left) & (x + dx + width / 2 <= right)
        inside &= (cy - height / 2 >= top) & (cy + height / 2 <= bottom)
        dx, cy = dx[inside], cy[inside]
        held, off, middle, wide, high = np.array(ways, dtype=float).reshape(-1, 5).T
        near = (x - held) + (dx[:, None] - off)
        far = stretch * (x - held) + (dx[:, None] - off)
        room = (width + wide) / 2
        # Apart, and on the same side however wide the picture gets; or apart in height.
        clear = (np.minimum(near, far) >= room) | (np.maximum(near, far) <= -room)
        clear |= np.abs(cy[:, None] - middle) >= (height + high) / 2
        free = np.flatnonzero(clear.all(axis=1))
        if not len(free):
            found.append(None)
            continue
        at = free[0]
        found.append((x + float(dx[at]), float(cy[at])))
        ways.append((x, float(dx[at]), float(cy[at]), width, height))
    return found


def ticks(ends: tuple[float, float], said: Callable[[float], str]) -> dict[str, Any]:
    """Up to seven round ticks between the ends of an axis: the part of its settings that says so."""
    span = ends[1] - ends[0]
    step = next((s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5) if span / s <= 6), 0.5)
    first = int(ends[0] / step) - 1
    values = [step * i for i in range(first, first + 12) if ends[0] <= step * i <= ends[1]]
    return {"tickmode": "array", "tickvals": values, "ticktext": [said(value) for value in values]}
