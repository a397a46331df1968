"""Labels beside points, none over another; and those of an axis, in the reader's digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Box = tuple[float, float, float, float]  # left, top, right, bottom
DIRECTIONS = 24
STEP = 4.0


def place(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    within: Box,
    *,
    radius: float,
    taken: Sequence[Box] = (),
) -> list[tuple[float, float] | None]:
    """The centre of each point's label: as near to the point as there is room, the first label first.

    `sizes`: width and height of each label. No label covers another, a point (a square of twice `radius`), or
    what is `taken`, and all lie `within`. None for a label that has no room anywhere.

    Labels stay apart where the picture turns out larger than it was laid out for, as long as their centres
    move apart with the points.
    """
    left, top, right, bottom = within
    boxes = [(x - radius, y - radius, x + radius, y + radius) for x, y in points] + list(taken)
    angles = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
    reaches = np.arange(0.0, float(np.hypot(right - left, bottom - top)), STEP)
    found: list[tuple[float, float] | None] = []
    for (x, y), (width, height) in zip(points, sizes, strict=True):
        # Around the point on an ellipse as wide as the label, to the right first, then further and further.
        across = (width / 2 + radius + 2 + reaches)[:, None] * np.cos(angles)
        down = (height / 2 + radius + 2 + reaches)[:, None] * np.sin(angles)
        cx, cy = (x + across).ravel(), (y + down).ravel()
        inside = (cx - width / 2 >= left) & (cx + width / 2 <= right)
        inside &= (cy - height / 2 >= top) & (cy + height / 2 <= bottom)
        cx, cy = cx[inside], cy[inside]
        others = np.array(boxes, dtype=float).reshape(-1, 4)
        covered = (
            (cx[:, None] + width / 2 > others[:, 0])
            & (cx[:, None] - width / 2 < others[:, 2])
            & (cy[:, None] + height / 2 > others[:, 1])
            & (cy[:, None] - height / 2 < others[:, 3])
        ).any(axis=1)
        free = np.flatnonzero(~covered)
        if not len(free):
            found.append(None)
            continue
        spot = float(cx[free[0]]), float(cy[free[0]])
        found.append(spot)
        boxes.append((spot[0] - width / 2, spot[1] - height / 2, spot[0] + width / 2, spot[1] + height / 2))
    return found


def ticks(ends: tuple[float, float], said: Callable[[float], str]) -> dict[str, Any]:
    """Up to seven round ticks between the ends of an axis: the part of its settings that says so."""
    span = ends[1] - ends[0]
    step = next((s for s in (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5) if span / s <= 6), 0.5)
    first = int(ends[0] / step) - 1
    values = [step * i for i in range(first, first + 12) if ends[0] <= step * i <= ends[1]]
    return {"tickmode": "array", "tickvals": values, "ticktext": [said(value) for value in values]}
