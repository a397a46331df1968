"""How every picture looks: colours, type, margins; and the frame that all of them are drawn in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts.lettering import escape, width_of
from analytics.rubric import State
from analytics.words import Words

FONT = "Sarabun, sans-serif"
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    "typesetMath": False,
}
CLEAR = "rgba(0,0,0,0)"
LINE = 1.3  # Plotly's own distance from line to line, in ems
WORST_TO_BEST = ("#8c510a", "#d8b365", "#dcdcdc", "#5ab4ac", "#01665e")
TEAL, AMBER = "#01665e", "#c77d0a"
NARROW = 560  # below this many pixels labels stand over their bars instead of beside them


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture and what it says.

    Attributes:
        figure: the picture, without title; it takes the width it is given and knows its height.
        title: the finding, in one sentence with the figure; plain text.
        subtitle: unit, base and scheme; plain text.
        alt: the finding and what is drawn, for those who can't see it.
        table: the figures shown, as text in the unit's digits, under translated column names.
    """

    figure: go.Figure
    title: str
    subtitle: str
    alt: str
    table: pd.DataFrame


@dataclass(frozen=True)
class Look:
    """Light or dark, the pixels it is laid out for, and the size of its letters in pixels."""

    dark: bool = False
    width: int = 720
    size: int = 15

    @property
    def narrow(self) -> bool:
        """Whether labels have no room beside the bars."""
        return self.width < NARROW * self.size / 15

    @property
    def small(self) -> int:
        """The size of secondary text."""
        return round(self.size * 0.88)

    @property
    def ground(self) -> str:
        """The page's own colour, for gaps and around letters; the picture itself has no background."""
        return "#101817" if self.dark else "#ffffff"

    @property
    def text(self) -> str:
        """Letters."""
        return "#e8efee" if self.dark else "#1c2b2a"

    @property
    def muted(self) -> str:
        """Secondary letters."""
        return "#a9b7b5" if self.dark else "#56676a"

    @property
    def rule(self) -> str:
        """Thin lines."""
        return "#4a5a58" if self.dark else "#b4bfbd"

    @property
    def accent(self) -> str:
        """Letters that say good."""
        return "#7fcdc4" if self.dark else TEAL

    @property
    def waiting(self) -> str:
        """Letters that say claimed."""
        return "#eab25c" if self.dark else "#8f5600"

    @property
    def weak(self) -> str:
        """Letters that say weakest."""
        return "#d8b365" if self.dark else "#8c510a"

    def of_state(self, state: State) -> str:
        """The colour of a state's letters."""
        return {"counted": self.accent, "held_back": self.accent, "claimed": self.waiting}.get(
            state, self.muted
        )

    def px(self, ems: float) -> int:
        """Ems of the ordinary size in pixels."""
        return round(ems * self.size)


@dataclass(frozen=True)
class Fill:
    """How a state is painted: never by colour alone."""

    colour: str
    pattern: str
    ink: str
    line: str
    dash: str


def fill_of(state: State, look: Look) -> Fill:
    """Solid teal: counted. Teal hatching: held back. Amber, dashed and hatched: claimed. Outline: not met."""
    match state:
        case "counted":
            return Fill(TEAL, "", TEAL, "#35978f" if look.dark else TEAL, "solid")
        case "held_back":
            teal = "#35978f" if look.dark else TEAL
            return Fill(CLEAR, "\\", teal, teal, "solid")
        case "claimed":
            return Fill(CLEAR, "/", "#a86f1c" if look.dark else "#e0b36a", AMBER, "dash")
        case "not_met":
            return Fill(CLEAR, "", CLEAR, look.rule, "solid")


def marker(fill: Fill, look: Look) -> dict[str, Any]:
    """A bar trace's marker; a trace has one fill, since colours bar by bar would drive the pattern's out.

    The outline is drawn apart, for a bar's own can't be dashed.
    """
    return {
        "color": fill.colour,
        "line": {"width": 0},
        "pattern": {
            "shape": fill.pattern,
            "fgcolor": fill.ink,
            "bgcolor": fill.colour,
            "size": look.px(0.6),
            "solidity": 0.22,
        },
    }


def outline(fill: Fill, x: tuple[float, float], y: tuple[float, float], look: Look) -> dict[str, Any]:
    """The outline of one bar, as a shape in the axes' units."""
    return {
        "type": "rect",
        "x0": x[0],
        "x1": x[1],
        "y0": y[0],
        "y1": y[1],
        "line": {"color": fill.line, "width": look.size / 9, "dash": fill.dash},
        "fillcolor": CLEAR,
    }


def note(text: str, look: Look, **where: Any) -> dict[str, Any]:
    """Text at a place: an annotation without an arrow. `where` may hold `size`, `color` and `bold` too."""
    font = {"size": where.pop("size", look.size), "color": where.pop("color", look.text), "family": FONT}
    if where.pop("bold", False):
        text = f"<b>{text}</b>"
    return {"text": text, "showarrow": False, "font": font, **where}


def picture(
    traces: list[Any],
    look: Look,
    *,
    height: int,
    margin: tuple[int, int, int, int],
    notes: list[dict[str, Any]],
    shapes: list[dict[str, Any]],
    **layout: Any,
) -> go.Figure:
    """A figure in the house style: no background, no zooming. `margin` is left, right, top, bottom."""
    left, right, top, bottom = margin
    return go.Figure(
        data=traces,
        layout={
            "template": None,
            "autosize": True,
            "height": height,
            "margin": {"l": left, "r": right, "t": top, "b": bottom, "pad": 0, "autoexpand": False},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "font": {"family": FONT, "size": look.size, "color": look.text},
            "hoverlabel": {
                "bgcolor": "#22302e" if look.dark else "#ffffff",
                "bordercolor": look.rule,
                "font": {"family": FONT, "size": look.small, "color": look.text},
                "align": "left",
            },
            "hovermode": "closest",
            "dragmode": False,
            "showlegend": False,
            "annotations": notes,
            "shapes": shapes,
            **layout,
        },
    )


def hidden_axis(**more: Any) -> dict[str, Any]:
    """An axis that places things and shows nothing."""
    return {"visible": False, "fixedrange": True, **more}


def legend(labels: Sequence[str], look: Look, left: int, right: int) -> tuple[dict[str, Any], int]:
    """Plotly's own legend over the bars, for hatched fills, and the pixels it takes.

    Pressing it does nothing. Plotly keeps it to the width of the bars: one line, or columns of equal width.
    """
    bars = max(look.width - left - right, 1)
    widths = [look.small * width_of(label) + 48 for label in labels]
    lines = 1 if sum(widths) <= bars else -(-len(labels) // max(int(bars // max(widths)), 1))
    place = {
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "yref": "container",
        "y": 1,
        "yanchor": "top",
        "orientation": "h",
        "itemclick": False,
        "itemdoubleclick": False,
        "traceorder": "normal",
        "font": {"family": FONT, "size": look.small, "color": look.text},
        "bgcolor": CLEAR,
    }
    return place, round(lines * (look.small * LINE + 4) + 8) if labels else 0


def swatches(
    entries: Sequence[tuple[str, str]], look: Look, left: int, right: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int, bool]:
    """A legend of plain colours, drawn by hand since Plotly's own keeps to the width of the bars.

    `entries` are label and colour. Gives notes, shapes, its height, and whether it reaches past the bars.
    It starts with the bars where it fits over them, else at the left edge, on as many lines as it needs;
    the last line stands on the upper edge of the bars.
    """
    side, pad = look.px(0.85), look.px(0.45)
    widths = [side + pad + look.small * width_of(label) * 1.04 + look.px(1.3) for label, _ in entries]
    bars = look.width - left - right
    start, room = (0, bars) if sum(widths) <= bars else (-left + 2, look.width - look.px(1))
    places: list[tuple[float, int]] = []
    x, line = 0.0, 0
    for width in widths:
        if x and x + width > room:
            x, line = 0.0, line + 1
        places.append((start + x, line))
        x += width
    ends = max(x + width for (x, _), width in zip(places, widths, strict=True)) - look.px(1.3)
    row = look.px(1.6)
    notes, shapes = [], []
    for (label, colour), (x, at) in zip(entries, places, strict=True):
        up = (line - at) * row + row / 2
        where: dict[str, Any] = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "middle"}
        notes.append(
            note(escape(label), look, x=0, y=1, xshift=x + side + pad, yshift=up, size=look.small, **where)
        )
        shapes.append(
            {
                "type": "rect",
                "xref": "paper",
                "yref": "paper",
                "xsizemode": "pixel",
                "ysizemode": "pixel",
                "xanchor": 0,
                "yanchor": 1,
                "x0": x,
                "x1": x + side,
                "y0": up - side / 2,
                "y1": up + side / 2,
                "fillcolor": colour,
                "line": {"width": 0},
            }
        )
    return notes, shapes, row * (line + 1), ends > bars


def nothing(title: str, words: Words, look: Look, columns: list[str]) -> Chart:
    """A picture that says in words that there is nothing to draw."""
    figure = picture(
        [],
        look,
        height=look.px(6),
        margin=(0, 0, 0, 0),
        notes=[note(title, look, xref="paper", yref="paper", x=0.5, y=0.5, color=look.muted)],
        shapes=[],
        xaxis=hidden_axis(),
        yaxis=hidden_axis(),
    )
    return Chart(figure, title, "", words("Empty chart: {title}", title=title), pd.DataFrame(columns=columns))


def contrasting(colour: str) -> str:
    """Black or white letters, whichever stands out more on the colour (at least 4.5 : 1 on any)."""
    dark, light = "#0b1211", "#ffffff"
    return dark if contrast(colour, dark) >= contrast(colour, light) else light


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1..21, as the Web Content Accessibility Guidelines 2.1 define it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


def between(one: str, other: str, part: float) -> str:
    """The colour `part` (0..1) of the way from one to the other."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def diverging(points: int) -> tuple[str, ...]:
    """Colours for a scale, worst to best: brown to teal, grey for the middle of an odd number of points."""
    worst, bad, middle, good, best = WORST_TO_BEST
    half = points // 2
    steps = [i / (half - 1) for i in range(half)] if half > 1 else [0.0]
    low = tuple(between(worst, bad, step) for step in steps)
    high = tuple(between(best, good, step) for step in reversed(steps))
    return (*low, *((middle,) if points % 2 else ()), *high)
