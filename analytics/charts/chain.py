"""Finding → project → level: three columns of boxes, and what leads from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.chain import Chain, behind
from analytics.charts.lettering import BREAK, wrap
from analytics.charts.look import (
    CLEAR,
    LINE,
    Chart,
    Fill,
    Look,
    fill_of,
    hidden_axis,
    note,
    nothing,
    outline,
    picture,
)
from analytics.names import verdict_name
from analytics.words import Words

SPANS = ((0.0, 0.3), (0.35, 0.69), (0.74, 1.0))  # of the width: findings, projects, levels
MOST_LINES = 4
MOST_BOXES = 14  # a column of more can't be followed by eye: the table has all


@dataclass(frozen=True)
class _Box:
    """A box: its lines, the colour of its outline and how that is drawn."""

    text: str
    line: str
    dash: str = "solid"

    def height(self, look: Look) -> float:
        return (self.text.count(BREAK) + 1) * look.small * LINE + look.px(0.9)


def chain_chart(found: Chain, words: Words, *, dark: bool = False, width: int = 720, size: int = 15) -> Chart:
    """What citizens said, the projects it led to, and the levels that rest on them.

    A project with neither a finding nor a statement behind it has a dashed outline and says so. Without any
    project and finding a picture that says so.
    """
    look = Look(dark, width, size)
    if not found.links and not found.findings:
        title = words("No project from citizens counts yet, and no finding is recorded")
        return nothing(title, words, look, _columns(words))
    title = _title(found, words)
    subtitle = ""
    if max(len(found.findings), len(found.links)) > MOST_BOXES:
        subtitle = words("The first {n} of each are drawn, the table has all", n=MOST_BOXES)
    table = _table(found, words)
    return Chart(
        figure=_drawn(found, words, look),
        title=title,
        subtitle=subtitle,
        alt=words("Findings, projects and levels, joined by lines. {title}.", title=title),
        table=table,
    )


def _title(found: Chain, words: Words) -> str:
    unbacked = sum(link.unbacked for link in found.links)
    if not found.links:
        return words("No project has come from the {n} {n:finding|findings} yet", n=len(found.loose))
    if unbacked:
        return words(
            "{n} of {all} {all:project|projects} from citizens {n:has|have} neither a finding nor a "
            "statement behind {n:it|them}",
            n=unbacked,
            all=len(found.links),
        )
    return words(
        "Every one of {all} {all:project|projects} from citizens has a finding or a statement behind it",
        all=len(found.links),
    )


def _columns(words: Words) -> list[str]:
    return [words("Finding"), words("Project"), words("Behind it besides"), words("Levels that rest on it")]


def _table(found: Chain, words: Words) -> pd.DataFrame:
    """A row for every finding and project that belong together, and for each that stands alone."""
    rows: list[list[str]] = []
    for link in found.links:
        levels = ", ".join(words.plain(v.level.level) for v in link.levels) or "–"
        for finding in link.findings or (None,):
            said = finding.said if finding else "–"
            rows.append([said, link.project.name, behind(link, words) or "–", levels])
    rows += [[finding.said, "–", "–", "–"] for finding in found.loose]
    return pd.DataFrame(rows, columns=_columns(words))


def _drawn(found: Chain, words: Words, look: Look) -> go.Figure:
    findings, links = found.findings[:MOST_BOXES], found.links[:MOST_BOXES]
    columns = (
        [_Box(_text(f.said, 0, look), look.muted if f in found.loose else look.accent) for f in findings],
        [_project_box(link.project.name, behind(link, words), link.unbacked, look) for link in links],
        [
            _Box(
                BREAK.join(
                    [
                        words("Level {level}", level=words.plain(v.level.level)),
                        _text(verdict_name(v, words), 2, look),
                    ]
                ),
                look.of_state(v.state),
                fill_of(v.state, look).dash,
            )
            for v in found.levels
        ],
    )
    heads = (words("Finding"), words("Project"), words("Level"))
    gap, top = look.px(0.8), look.px(2.2)
    heights = [[box.height(look) for box in column] for column in columns]
    tall = max(sum(each) + gap * (len(each) - 1) for each in heights if each)
    notes, shapes = [], []
    centres: list[list[float]] = []
    for (left, right), head, boxes, each in zip(SPANS, heads, columns, heights, strict=True):
        notes.append(
            note(head, look, x=(left + right) / 2, y=look.px(0.9), yanchor="middle", color=look.muted)
        )
        places = _places(each, tall, gap, top)
        centres.append([(high + low) / 2 for high, low in places])
        for box, (high, low) in zip(boxes, places, strict=True):
            shapes.append(
                outline(Fill(CLEAR, "", CLEAR, box.line, box.dash), (left, right), (high, low), look)
            )
            notes.append(
                note(
                    box.text,
                    look,
                    x=(left + right) / 2,
                    y=(high + low) / 2,
                    yanchor="middle",
                    size=look.small,
                )
            )
    levels = [v.level.level for v in found.levels]
    joined = [
        ((0, centres[0][findings.index(finding)]), (1, centres[1][at]))
        for at, link in enumerate(links)
        for finding in link.findings
        if finding in findings
    ] + [
        ((1, centres[1][at]), (2, centres[2][levels.index(verdict.level.level)]))
        for at, link in enumerate(links)
        for verdict in link.levels
    ]
    lines = [
        _line((SPANS[one][1], here), (SPANS[other][0], there), look) for (one, here), (other, there) in joined
    ]
    height = round(top + tall + look.px(0.4))
    return picture(
        [],
        look,
        height=height,
        margin=(2, 2, 0, 0),
        notes=notes,
        shapes=[*lines, *shapes],
        xaxis=hidden_axis(range=[-0.003, 1.003]),
        yaxis=hidden_axis(range=[height, 0]),
    )


def _project_box(name: str, besides: str, unbacked: bool, look: Look) -> _Box:
    text = _text(name, 1, look)
    if besides:
        text += f"{BREAK}<i>{_text(besides, 1, look)}</i>"
    return _Box(text, look.waiting if unbacked else look.accent, "dash" if unbacked else "solid")


def _text(text: str, column: int, look: Look) -> str:
    left, right = SPANS[column]
    return wrap(text, max((right - left) * look.width / look.small - 1.4, 3), MOST_LINES)


def _places(heights: Sequence[float], tall: float, gap: float, top: float) -> list[tuple[float, float]]:
    """Where boxes begin and end, spread evenly over the height of the tallest column."""
    if not heights:
        return []
    spare = tall - sum(heights) - gap * (len(heights) - 1)
    apart = gap + spare / len(heights)
    y = top + spare / len(heights) / 2
    places = []
    for height in heights:
        places.append((y, y + height))
        y += height + apart
    return places


def _line(start: tuple[float, float], end: tuple[float, float], look: Look) -> dict[str, Any]:
    middle = (start[0] + end[0]) / 2
    return {
        "type": "path",
        "path": f"M {start[0]},{start[1]} C {middle},{start[1]} {middle},{end[1]} {end[0]},{end[1]}",
        "line": {"color": look.rule, "width": look.size / 8},
        "fillcolor": CLEAR,
        "layer": "below",
    }
