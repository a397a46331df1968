"""Rows of labels with something drawn beside them: where each stands, in pixels.

The y axis of these pictures counts pixels down from the top, so that labels of one line and of five
stand apart by what they need, whatever the width turns out to be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from analytics.charts.lettering import BREAK, escape, lines, width_of, wrap
from analytics.charts.look import LINE, Look, hidden_axis, note

LABEL_SHARE = 0.33  # of the width, at most, for labels beside the bars
MOST_LINES = 5


@dataclass(frozen=True)
class Row:
    """A label. A heading is bold, has no bar and stands at the left edge; `aside` is what a narrow picture
    says after the label because it has no room for it in columns; `full` is the label with nothing cut."""

    label: str
    heading: bool = False
    aside: str = ""


@dataclass(frozen=True)
class Placed:
    """Rows laid out: the centre of each row's bar, how thick bars are, the left margin, labels to draw."""

    centres: tuple[float, ...]
    thickness: int
    height: int
    left: int
    notes: tuple[dict[str, Any], ...]
    headings: tuple[bool, ...]

    @property
    def axis(self) -> dict[str, Any]:
        """The y axis that counts pixels from the top."""
        return hidden_axis(range=[self.height, 0])

    def upright(self, x: float, look: Look) -> list[dict[str, Any]]:
        """A thin dotted line at `x` from top to bottom, left out where labels stand in its way."""
        edges = [(0.0, float(self.height))]
        if look.narrow:
            edges = [self.span(row) for row, heading in enumerate(self.headings) if not heading]
        line = {"color": look.rule, "width": 1, "dash": "dot"}
        return [
            {"type": "line", "x0": x, "x1": x, "y0": top, "y1": bottom, "layer": "below", "line": line}
            for top, bottom in edges
        ]

    def span(self, row: int) -> tuple[float, float]:
        """Top and bottom of a row's bar."""
        return self.centres[row] - self.thickness / 2, self.centres[row] + self.thickness / 2


def lay_out(rows: Sequence[Row], look: Look) -> Placed:
    """Place rows from top to bottom, labels beside the bars, or over them where the picture is narrow."""
    crowded = len(rows) > 24
    thickness = look.px(1.7 if crowded else 2.2)
    gap = look.px(0.7 if crowded else 1.3)
    if look.narrow:
        return _over(rows, look, thickness, gap)
    room = LABEL_SHARE * look.width / look.size - 1
    broken = {row.label: lines(row.label, room, MOST_LINES) for row in rows if not row.heading}
    widest = max((width_of(line) for each in broken.values() for line in each), default=0)
    left = look.px(min(widest * 1.06, room) + 1)
    centres: list[float] = []
    notes = []
    y = 0.0
    for row in rows:
        if row.heading:
            y += look.px(0.9) if y else 0
            height = float(look.px(2.2))
            notes.append(_heading(row, look, y + height / 2, left))
        else:
            height = max(thickness, len(broken[row.label]) * look.px(LINE)) + gap
            notes.append(
                note(
                    wrap(row.label, room, MOST_LINES),
                    look,
                    xref="paper",
                    x=0,
                    xshift=-look.px(0.7),
                    xanchor="right",
                    align="right",
                    y=y + height / 2,
                    yanchor="middle",
                )
            )
        centres.append(y + height / 2)
        y += height
    return Placed(tuple(centres), thickness, max(round(y), 1), left, tuple(notes), _headings(rows))


def _over(rows: Sequence[Row], look: Look, thickness: int, gap: int) -> Placed:
    room = look.width / look.size - 2
    centres: list[float] = []
    notes = []
    y = 0.0
    for row in rows:
        if row.heading:
            y += look.px(0.9) if y else 0
            notes.append(_heading(row, look, 0, 0, most=2))
            height = look.px(0.9 + LINE * (notes[-1]["text"].count(BREAK) + 1))
            centres.append(y + height / 2)
            notes[-1]["y"] = centres[-1]
            y += height
            continue
        where: dict[str, Any] = {
            "xref": "paper",
            "x": 0,
            "xanchor": "left",
            "align": "left",
            "yanchor": "top",
        }
        label = wrap(row.label, room, MOST_LINES)
        notes.append(note(label, look, y=y, borderpad=0, **where))
        y += (label.count(BREAK) + 1) * look.px(LINE)
        if row.aside:
            y += look.px(0.15)
            notes.append(
                note(escape(row.aside), look, y=y, borderpad=0, size=look.small, color=look.muted, **where)
            )
            y += look.px(LINE)
        y += look.px(0.3)
        centres.append(y + thickness / 2)
        y += thickness + gap
    return Placed(tuple(centres), thickness, max(round(y), 1), 2, tuple(notes), _headings(rows))


def _headings(rows: Sequence[Row]) -> tuple[bool, ...]:
    return tuple(row.heading for row in rows)


def _heading(row: Row, look: Look, y: float, left: int, most: int = 1) -> dict[str, Any]:
    return note(
        wrap(row.label, 0.62 * look.width / look.size, most),
        look,
        bold=True,
        align="left",
        xref="paper",
        x=0,
        xshift=-left + look.px(0.2),
        xanchor="left",
        y=y,
        yanchor="middle",
    )


@dataclass(frozen=True)
class Columns:
    """Columns of figures at the right of the bars: widths in ems, headings ready to be shown."""

    widths: tuple[float, ...]
    headings: tuple[str, ...]

    def room(self, look: Look) -> int:
        """The right margin that they take."""
        return look.px(sum(self.widths))

    def lines(self) -> int:
        """How many lines the highest heading has."""
        return max((heading.count(BREAK) + 1 for heading in self.headings), default=0)

    def head(self, look: Look, up: int) -> list[dict[str, Any]]:
        """The headings, `up` pixels above the bars."""
        style = {"size": look.small, "color": look.muted}
        top: dict[str, Any] = {"yref": "paper", "y": 1, "yanchor": "bottom", "yshift": up}
        return [
            note(text, look, **top, **style, **place)
            for text, place in zip(self.headings, self._places(look), strict=True)
        ]

    def figures(
        self, texts: Sequence[str], styles: Sequence[dict[str, Any]], y: float, look: Look
    ) -> list[dict[str, Any]]:
        """One row's figures, as many as there are columns."""
        return [
            note(text, look, y=y, yanchor="middle", **place, **style)
            for text, style, place in zip(texts, styles, self._places(look), strict=False)
        ]

    def _places(self, look: Look) -> list[dict[str, Any]]:
        ends = list(accumulate(self.widths))
        return [
            {"xref": "paper", "x": 1, "xanchor": "center", "xshift": look.px(end - width / 2)}
            for end, width in zip(ends, self.widths, strict=True)
        ]
