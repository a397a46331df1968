"""The rubric as steps that rise with their points, each in one of four states.

Levels that build on each other are drawn as stairs: one solid flight as far as they count, a flag with the
points on its last tread, and a line where counting stops. Why so: docs/decisions/0007-ladder.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts.lettering import BREAK, escape, lines, wrap
from analytics.charts.look import (
    CLEAR,
    LINE,
    TEAL,
    Chart,
    Look,
    contrasting,
    fill_of,
    hidden_axis,
    marker,
    note,
    outline,
    picture,
)
from analytics.names import counted_said, verdict_name
from analytics.rubric import Score, State, Verdict
from analytics.words import Words

STEP = 0.92  # of the distance from step to step that a step is wide where each stands by itself
MARKS: dict[State, str] = {"counted": "✓", "held_back": "↓", "claimed": "…", "not_met": "○"}


# Where bars stand: the numbers of the levels and their points → the arguments of a bar trace.
Place = Callable[[list[int], list[int]], dict[str, Any]]


@dataclass(frozen=True)
class _Said:
    """What the picture says about one level, plain text."""

    name: str
    points: str
    worth: str
    short: str
    state: str
    waits: str
    full: str


def ladder(score: Score, words: Words, *, dark: bool = False, width: int = 720, size: int = 15) -> Chart:
    """The levels as steps whose height is their points: counted, held back, claimed or not met.

    Where a step would be too thin to write on, the ladder lies: a bar a level, the highest on top.
    `width` (pixels) is what it is laid out for, and `size` the letters.
    """
    look = Look(dark, width, size)
    said = [_say(verdict, score, words) for verdict in score.verdicts]
    lying = width / len(score.verdicts) < 7 * size
    title = _title(score, words)
    states = "; ".join(f"{each.name} ({each.points}): {each.state}" for each in said)
    return Chart(
        figure=_lying(score, said, words, look) if lying else _standing(score, said, words, look),
        title=title,
        subtitle=_subtitle(score, words),
        alt=words(
            "Steps of {n} {n:level|levels}. {title}. {states}.", n=len(said), title=title, states=states
        ),
        table=pd.DataFrame(
            [
                {
                    words("Level"): words.plain(verdict.level.level),
                    words("Points"): words.number(verdict.level.points),
                    words("Criterion"): each.short,
                    words("State"): each.state,
                    words("Why"): "; ".join(words.say(reason) for reason in verdict.reasons),
                    words("Waits for"): each.waits,
                }
                for verdict, each in zip(score.verdicts, said, strict=True)
            ]
        ),
    )


def reached(score: Score) -> int | None:
    """How many steps count, of levels that build on each other; None where each level stands by itself."""
    points = [verdict.level.points for verdict in score.verdicts]
    states = [verdict.state == "counted" for verdict in score.verdicts]
    count = sum(states)
    climbs = all(low < high for low, high in pairwise(points))
    return (
        count
        if climbs and all(states[:count]) and score.score == (points[count - 1] if count else 0)
        else None
    )


def worth(verdict: Verdict, words: Words) -> str:
    """The points of a level; of one that does not count only what they would be."""
    points = verdict.level.points
    if verdict.state == "counted":
        return _points(points, words)
    return words("would be {points}", points=_points(points, words))


def _say(verdict: Verdict, score: Score, words: Words) -> _Said:
    level = verdict.level
    waits = words.say(verdict.missing) if verdict.missing else ""
    lower = score.next_step
    if verdict.state == "held_back" and lower is not None:
        waits = words("Counts once level {level} does", level=words.plain(lower.level.level))
    if verdict.state == "counted":
        waits = ""
    short = words.in_digits(level.short.get(words.language) or next(iter(level.short.values()), ""))
    state = f"{MARKS[verdict.state]} {verdict_name(verdict, words)}"
    reasons = [words.say(reason) for reason in verdict.reasons]
    name = words("Level {level}", level=words.plain(level.level))
    points = _points(level.points, words)
    paragraphs = [f"{name} · {points}", level.criterion.get(words.language) or short, state, *reasons, waits]
    full = BREAK.join(wrap(paragraph, 30) for paragraph in paragraphs if paragraph)
    return _Said(name, points, worth(verdict, words), short, state, waits, full)


def _points(points: int, words: Words) -> str:
    return words("{n} {n:point|points}", n=points)


def _lacking(verdict: Verdict) -> int | None:
    """How many completed projects a level still needs; None where it asks for something else."""
    for reason in verdict.reasons:
        match dict(reason.values):
            case {"n": int(have), "least": int(least)} if have < least:
                return least - have
    return None


def _title(score: Score, words: Words) -> str:
    step = score.next_step
    if step is None:
        return words(
            "{n} of {most} {most:point|points}, every level counts", n=score.score, most=score.maximum
        )
    if score.type == "weighted":
        return words(
            "{n} of {most} {most:point|points}, {percent} of them",
            n=score.score,
            most=score.maximum,
            percent=words.percent(score.share, 2),
        )
    lacking = _lacking(step)
    if lacking:
        return words(
            "{n} of {most} {most:point|points}, {lacking} more completed "
            "{lacking:project is|projects are} needed",
            n=score.score,
            most=score.maximum,
            lacking=lacking,
        )
    level = words.plain(step.level.level)
    if step.state == "claimed":
        return words(
            "{n} of {most} {most:point|points}, level {level} is waiting",
            n=score.score,
            most=score.maximum,
            level=level,
        )
    return words(
        "{n} of {most} {most:point|points}, level {level} is not met yet",
        n=score.score,
        most=score.maximum,
        level=level,
    )


def _subtitle(score: Score, words: Words) -> str:
    parts = [counted_said(score, words)]
    if score.projected > score.score:
        parts.append(
            words("projected {n} {n:point|points} once everything claimed is completed", n=score.projected)
        )
    elif score.score < score.maximum:
        parts.append(
            words("projected {n} {n:point|points}: nothing claimed would raise the score", n=score.projected)
        )
    return " · ".join(parts)


def _bars(score: Score, said: list[_Said], look: Look, place: Place) -> list[go.Bar]:
    """One trace a state, a bar a level; customdata is level, points, the hover's text."""
    traces = []
    for state in MARKS:
        here = [i for i, verdict in enumerate(score.verdicts) if verdict.state == state]
        if here:
            levels = [score.verdicts[i].level for i in here]
            traces.append(
                go.Bar(
                    name=state,
                    marker=marker(fill_of(state, look), look),
                    customdata=[
                        (level.level, level.points, said[i].full)
                        for level, i in zip(levels, here, strict=True)
                    ],
                    hovertemplate="%{customdata[2]}<extra></extra>",
                    # A press asks for the level; fading the others would change what they say.
                    unselected={"marker": {"opacity": 1}},
                    **place(here, [level.points for level in levels]),
                )
            )
    return traces


def _standing(score: Score, said: list[_Said], words: Words, look: Look) -> go.Figure:
    count, counts = len(said), reached(score)
    step = STEP if counts is None else 1.0
    tall, top = look.px(18), look.px(0.5 if counts is None else 2.2)
    room = (look.width - 8) / count * STEP / look.size
    shorts = [lines(each.short, room, 3) for each in said]
    state_lines = [lines(each.state, room * 0.95, 3) for each in said]
    waits = [lines(each.waits, room * look.size / look.small, 5) if each.waits else () for each in said]
    most = max(len(each) for each in shorts)
    bottom = look.px(
        1
        + LINE * (most + max(len(state) + len(wait) for state, wait in zip(state_lines, waits, strict=True)))
        + 0.6
    )
    ceiling = max(score.maximum, *(verdict.level.points for verdict in score.verdicts), 1)
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for i, (verdict, each) in enumerate(zip(score.verdicts, said, strict=True)):
        points = verdict.level.points
        fill = fill_of(verdict.state, look)
        edges = (i - step / 2, i + step / 2)
        shapes.append(outline(fill, edges, (0, points), look))
        solid = verdict.state == "counted"
        inside = points / ceiling * tall > look.px(3.2)
        colour = contrasting(TEAL) if solid and inside else look.of_state(verdict.state)
        text = f"<b>{escape(each.name)}</b><br>{escape(each.worth)}"
        notes.append(
            note(
                text,
                look,
                x=edges[0],
                y=points,
                color=colour,
                align="left",
                xanchor="left",
                xshift=look.px(0.5),
                yanchor="top" if inside else "bottom",
                yshift=-look.px(0.4) if inside else 2,
                bgcolor=CLEAR if solid or not inside else look.ground,
                borderpad=2,
            )
        )
        where: dict[str, Any] = {"x": edges[0], "y": 0, "xanchor": "left", "yanchor": "top", "align": "left"}
        down = look.px(0.5)
        notes.append(note(BREAK.join(map(escape, shorts[i])), look, yshift=-down, **where))
        down += look.px(LINE * most + 0.2)
        state = BREAK.join(map(escape, state_lines[i]))
        notes.append(note(state, look, bold=True, color=look.of_state(verdict.state), yshift=-down, **where))
        if waits[i]:
            down += look.px(LINE * len(state_lines[i]) + 0.1)
            text = BREAK.join(map(escape, waits[i]))
            notes.append(
                note(text, look, size=look.small, color=look.of_state(verdict.state), yshift=-down, **where)
            )
    if counts is not None:
        notes += _flag(score, counts, words, look)
        shapes += _stop(counts, count, ceiling, look)
    shapes.append(
        {
            "type": "line",
            "x0": -0.5,
            "x1": count - 0.5,
            "y0": 0,
            "y1": 0,
            "line": {"color": look.rule, "width": 1},
        }
    )
    return picture(
        _bars(score, said, look, lambda here, points: {"x": here, "y": points, "width": step}),
        look,
        height=top + tall + bottom,
        margin=(4, 4, top, bottom),
        notes=notes,
        shapes=shapes,
        xaxis=hidden_axis(range=[-0.5, count - 0.5]),
        yaxis=hidden_axis(range=[0, ceiling * 1.005]),
    )


def _flag(score: Score, counts: int, words: Words, look: Look) -> list[dict[str, Any]]:
    """The score over the last step that counts."""
    if not counts:
        return []
    text = escape(flag(score.score, words))
    last = {"x": counts - 1, "y": score.score, "xanchor": "center", "yanchor": "bottom"}
    return [note(text, look, bold=True, color=look.accent, size=round(look.size * 1.15), **last)]


def flag(score: float, words: Words) -> str:
    """What stands on the last step that counts."""
    return words("▼ {points}", points=words("{n} {n:point|points}", n=score))


def _stop(counts: int, count: int, ceiling: float, look: Look) -> list[dict[str, Any]]:
    """The line where counting stops; none where everything counts."""
    if counts == count:
        return []
    line = {"color": look.text, "width": look.size / 8, "dash": "dash"}
    x = counts - 0.5
    return [{"type": "line", "x0": x, "x1": x, "y0": 0, "y1": ceiling, "line": line, "layer": "above"}]


def _lying(score: Score, said: list[_Said], words: Words, look: Look) -> go.Figure:
    room = look.width / look.size - 1
    thick = look.px(1.5)
    ceiling = max(score.maximum, *(verdict.level.points for verdict in score.verdicts), 1)
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    centres: dict[int, float] = {}
    y = 2.0
    for i in reversed(range(len(said))):
        verdict, each = score.verdicts[i], said[i]
        colour = look.of_state(verdict.state)
        left: dict[str, Any] = {"x": 0, "xanchor": "left", "yanchor": "top", "align": "left", "borderpad": 0}
        head = f"<b>{escape(each.name)}</b> · {escape(each.worth)}"
        notes.append(note(head, look, y=y, **left))
        y += look.px(LINE + 0.3)
        centres[i] = y + thick / 2
        shapes.append(outline(fill_of(verdict.state, look), (0, verdict.level.points), (y, y + thick), look))
        y += thick + look.px(0.2)
        below = [
            (each.state, {"color": colour, "bold": True}),
            (each.short, {}),
            (each.waits, {"color": colour, "size": look.small}),
        ]
        for text, style in below:
            if text:
                broken = wrap(text, room, 4)
                notes.append(note(broken, look, y=y, **left, **style))
                y += look.px(LINE) * (broken.count(BREAK) + 1) + look.px(0.15)
        y += look.px(1.1)

    def place(here: list[int], points: list[int]) -> dict[str, Any]:
        return {"orientation": "h", "x": points, "y": [centres[i] for i in here], "width": thick}

    return picture(
        _bars(score, said, look, place),
        look,
        height=round(y),
        margin=(3, 3, 0, 0),
        notes=notes,
        shapes=shapes,
        xaxis=hidden_axis(range=[-ceiling * 0.006, ceiling * 1.006]),
        yaxis=hidden_axis(range=[y, 0]),
    )
