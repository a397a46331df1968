"""Items by how satisfied people are and how much it matters: what to mend first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.assessment import Survey
from analytics.charts.labels import Taken, place, ticks
from analytics.charts.lettering import escape, shorten, width_of
from analytics.charts.likert import NAME
from analytics.charts.look import CLEAR, FONT, LINE, Chart, Look, note, nothing, picture
from analytics.statistics.priorities import Priorities, Priority, Quadrant
from analytics.words import NONE, Words

NAMED = 15  # with more items only the first to be mended are named, the others numbered
FIRST = 6
STRETCH = 2.0  # times the width it is laid out for, up to which labels stay clear of each other
LONGEST = 12.0  # ems of an item's text beside its point


@dataclass(frozen=True)
class _Frame:
    """Where the axes lie in the picture: pixels and the ends of each axis."""

    width: float
    height: float
    x: tuple[float, float]
    y: tuple[float, float]

    def pixels(self, x: float, y: float) -> tuple[float, float]:
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return across * self.width, (1 - up) * self.height


def quadrant_name(quadrant: Quadrant | None, words: Words) -> str:
    """What a quadrant asks for; a dash where an item has no place."""
    if quadrant is None:
        return NONE
    return {
        "mend": words("Mend first"),
        "keep": words("Keep it up"),
        "watch": words("Keep an eye on it"),
        "easy": words("No hurry"),
    }[quadrant]


def priorities_table(found: Priorities, survey: Survey, words: Words) -> pd.DataFrame:
    """One row an item, in the order of `found`; its number is that beside the point. All cells are text."""
    return pd.DataFrame(
        [
            {
                words("No."): words.plain(number),
                words("Item"): survey.tally.codebook.item(one.item).text,
                words("Not satisfied"): words.number(one.unsatisfied_n),
                words("Percent not satisfied"): words.percent(one.unsatisfied_share),
                words("n"): words.number(one.base),
                words("Importance"): words.number(one.importance, 2),
                words("What to do about it"): quadrant_name(one.quadrant, words),
            }
            for number, one in enumerate(found.items, start=1)
        ]
    )


def priorities_chart(
    found: Priorities,
    survey: Survey,
    words: Words,
    *,
    dark: bool = False,
    width: int = 720,
    size: int = 15,
) -> Chart:
    """Each item as a point: across the share of the top-two box, up its importance; lines at the medians.

    Numbers are those of the table, where 1 is the item with which most people are not satisfied. Up to 15
    items have their names beside them, of more only the first to be mended. No label covers another.
    """
    look = Look(dark, width, size)
    table = priorities_table(found, survey, words)
    drawn = [(i, one) for i, one in enumerate(found.items, start=1) if one.quadrant is not None]
    title = _title(found, survey, words)
    if not drawn:
        return nothing(title, words, look, list(table.columns))
    return Chart(
        figure=_figure(drawn, found, survey, words, look),
        title=title,
        subtitle=words(
            "{survey} · across: share of the two best answers · up: rank correlation with "
            "overall satisfaction",
            survey=survey.title,
        ),
        alt=words(
            "Points of {n} {n:item|items} by satisfaction and importance. {title}.", n=len(drawn), title=title
        ),
        table=table,
    )


def _title(found: Priorities, survey: Survey, words: Words) -> str:
    if not found.items:
        return words("No items to show")
    first = next((one for one in found.items if one.quadrant == "mend"), None)
    if first is None:
        return words("No item stands out as weak and important at once")
    return words(
        "Mend first: “{item}”, {n} of {base} {n:is|are} not satisfied",
        item=shorten(survey.tally.codebook.item(first.item).text, NAME),
        n=first.unsatisfied_n,
        base=first.base,
    )


def _figure(
    drawn: Sequence[tuple[int, Priority]], found: Priorities, survey: Survey, words: Words, look: Look
) -> go.Figure:
    many = len(drawn) > NAMED
    margin = (look.px(4.2), look.px(0.8), look.px(0.6), look.px(3.4))
    height = look.px(42 if many else 31)
    frame = _Frame(
        look.width - margin[0] - margin[1],
        height,
        _ends([one.top_two or 0.0 for _, one in drawn]),
        _ends([one.importance or 0.0 for _, one in drawn]),
    )
    x = [one.top_two or 0.0 for _, one in drawn]
    y = [one.importance or 0.0 for _, one in drawn]
    corners, taken = _corners(frame, words, look)
    notes = _labels(drawn, survey, frame, taken, words, look)
    mend = [one.quadrant == "mend" for _, one in drawn]
    dots = go.Scatter(
        mode="markers",
        x=x,
        y=y,
        marker={
            "size": look.px(0.62),
            "color": [look.weak if is_first else CLEAR for is_first in mend],
            "symbol": ["diamond" if is_first else "circle" for is_first in mend],
            "line": {"width": 1.5, "color": [look.weak if is_first else look.accent for is_first in mend]},
        },
        customdata=[[escape(_said(number, one, survey, words))] for number, one in drawn],
        hovertemplate="%{customdata[0]}<extra></extra>",
    )
    line = {"color": look.rule, "width": 1, "dash": "dot"}
    weak, important = found.weak_below or 0.0, found.important_from or 0.0
    medians = [
        {"type": "line", "x0": weak, "x1": weak, "yref": "paper", "y0": 0, "y1": 1, "line": line},
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": important, "y1": important, "line": line},
    ]
    frame_line = {
        "type": "rect",
        "xref": "paper",
        "yref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": 0,
        "y1": 1,
        "line": {"color": look.rule, "width": 1},
        "layer": "below",
    }
    axis: dict[str, Any] = {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"family": FONT, "size": look.small, "color": look.muted},
        "title": {
            "font": {"family": FONT, "size": look.small, "color": look.muted},
            "standoff": look.px(0.5),
        },
    }
    return picture(
        [dots],
        look,
        height=height + margin[2] + margin[3],
        margin=margin,
        notes=[*corners, *notes],
        shapes=[frame_line, *medians],
        xaxis={
            **axis,
            "range": list(frame.x),
            **ticks((max(frame.x[0], 0.0), min(frame.x[1], 1.0)), lambda value: words.percent(value, 0)),
            "title": {**axis["title"], "text": words("Satisfied (two best answers) →")},
        },
        yaxis={
            **axis,
            "range": list(frame.y),
            **ticks(frame.y, lambda value: words.number(value, 2)),
            "title": {**axis["title"], "text": words("Importance →")},
        },
    )


def _said(number: int, one: Priority, survey: Survey, words: Words) -> str:
    return words(
        "{number}. {item}: {n} of {base} not satisfied ({share}), importance {importance}",
        number=words.plain(number),
        item=survey.tally.codebook.item(one.item).text,
        n=one.unsatisfied_n,
        base=one.base,
        share=words.percent(one.unsatisfied_share),
        importance=one.importance,
    )


def _labels(
    drawn: Sequence[tuple[int, Priority]],
    survey: Survey,
    frame: _Frame,
    taken: list[Taken],
    words: Words,
    look: Look,
) -> list[dict[str, Any]]:
    """A label a point, with a thin line to it where it had to move away."""
    firsts = [one.item for _, one in drawn if one.quadrant == "mend"][:FIRST]
    named = {one.item for _, one in drawn} if len(drawn) <= NAMED else set(firsts)
    if look.narrow:
        named = set()  # names would cover each other; the numbers are those of the table
    texts = []
    for number, one in drawn:
        text = words.plain(number)
        if one.item in named:
            text = f"{text} {shorten(survey.tally.codebook.item(one.item).text, LONGEST)}"
        texts.append(text)
    # Names need most room, so they are placed first.
    order = sorted(range(len(drawn)), key=lambda i: drawn[i][1].item not in named)
    points = [frame.pixels(one.top_two or 0.0, one.importance or 0.0) for _, one in drawn]
    tall, radius = look.small * LINE, look.px(0.35)

    def size_of(text: str) -> tuple[float, float]:
        return width_of(text) * look.small * 1.08 + 4, tall

    spots = place(
        [points[i] for i in order],
        [size_of(texts[i]) for i in order],
        (0.0, 0.0, frame.width, frame.height),
        radius=radius,
        taken=taken,
        stretch=STRETCH,
    )
    notes = []
    for i, spot in zip(order, spots, strict=True):
        if spot is None:
            continue
        one = drawn[i][1]
        dx, dy = spot[0] - points[i][0], spot[1] - points[i][1]
        wide, high = size_of(texts[i])
        moved = max(abs(dx) - wide / 2, abs(dy) - high / 2) > radius + 4
        led: dict[str, Any] = {"xshift": dx, "yshift": -dy}
        if moved:
            led = {"showarrow": True, "ax": dx, "ay": dy, "arrowhead": 0, "arrowwidth": 0.8}
            led |= {"arrowcolor": look.rule, "standoff": radius}
        notes.append(
            note(
                escape(texts[i]),
                look,
                x=one.top_two,
                y=one.importance,
                xanchor="center",
                yanchor="middle",
                size=look.small,
                color=look.weak if one.quadrant == "mend" else look.text,
                borderpad=0,
                **led,
            )
        )
    return notes


def _corners(frame: _Frame, words: Words, look: Look) -> tuple[list[dict[str, Any]], list[Taken]]:
    """What each quadrant asks for, in its corner, and the room that this takes."""
    notes, taken = [], []
    quadrants: tuple[tuple[Quadrant, int, int], ...] = (
        ("mend", 0, 1),
        ("keep", 1, 1),
        ("watch", 0, 0),
        ("easy", 1, 0),
    )
    pad, high = look.px(0.4), look.small * LINE
    for quadrant, x, y in quadrants:
        text = quadrant_name(quadrant, words)
        wide = width_of(text) * look.small * 1.15
        notes.append(
            note(
                escape(text),
                look,
                bold=True,
                xref="paper",
                yref="paper",
                x=x,
                y=y,
                xanchor="right" if x else "left",
                yanchor="top" if y else "bottom",
                xshift=-pad if x else pad,
                yshift=-pad if y else pad,
                size=look.small,
                color=look.weak if quadrant == "mend" else look.muted,
            )
        )
        left = frame.width - wide - 2 * pad if x else 0.0
        top = 0.0 if y else frame.height - high - 2 * pad
        taken.append(Taken((left, top, left + wide + 2 * pad, top + high + 2 * pad), right=bool(x)))
    return notes, taken


def _ends(values: Sequence[float]) -> tuple[float, float]:
    """The ends of an axis: room on both sides for labels, also where all values are the same."""
    low, high = min(values), max(values)
    room = max((high - low) * 0.16, 0.02)
    return low - room, high + room
