"""A unit's years beside each other: the score, and under it how satisfied people were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts.lettering import BREAK, escape, width_of
from analytics.charts.look import FONT, Chart, Look, note, nothing, picture
from analytics.outcomes import Outcome
from analytics.words import NONE, Words

MOST_SLOTS = 12  # years without an assessment get a place only where all together are no more
HEADING, SCORES, SHARES, FEET = 2.6, 8.0, 6.5, 5.6  # heights in ems
LOW = 0.08  # of a panel, under the line of 0


@dataclass(frozen=True)
class Year:
    """What a unit's assessment of a fiscal year (B.E.) came to by a rubric (its id)."""

    fiscal_year: int
    rubric: str
    outcome: Outcome


@dataclass(frozen=True)
class _Slot:
    """A place from left to right; a year without an assessment has none."""

    fiscal_year: int
    year: Year | None


def years(
    some: Iterable[Year],
    words: Words,
    *,
    unit: str = "",
    dark: bool = False,
    width: int = 720,
    size: int = 15,
) -> Chart:
    """The score of each fiscal year as a share of its maximum, with what is projected; under it the share of
    answers on the two best points, with mean and base.

    A line joins scores by one rubric only. The denominator of a share is the answers on the scale, which
    stand under it as n; a year without them has a gap. Several assessments of a year stand side by side.
    """
    look = Look(dark, width, size)
    known = sorted(some, key=lambda year: (year.fiscal_year, year.rubric))
    columns = [words("Fiscal year"), words("Rubric"), words("Score now"), words("Projected score")]
    columns += [
        words("Highest score"),
        words("Two best points"),
        words("Mean"),
        words("Answers on the scale"),
    ]
    if not known:
        return nothing(words("There is no assessment yet"), words, look, columns)
    title = _title(known, words)
    return Chart(
        figure=_figure(_slots(known), words, look),
        title=title,
        subtitle=" · ".join(part for part in (unit, _joining(known, words)) if part),
        alt=words(
            "Lines over {n} {n:assessment|assessments}: the score, and the share of the two best "
            "points. {title}.",
            n=len(known),
            title=title,
        ),
        table=pd.DataFrame(
            [
                [
                    words.plain(year.fiscal_year),
                    year.rubric,
                    _points_of(year.outcome.score, words),
                    _points_of(year.outcome.projected, words),
                    _points_of(year.outcome.maximum, words),
                    words.percent(year.outcome.top_two),
                    words.number(year.outcome.mean, 2),
                    words.number(year.outcome.base),
                ]
                for year in known
            ],
            columns=columns,
        ),
    )


def _title(known: Sequence[Year], words: Words) -> str:
    first, last = known[0], known[-1]
    score, most = _points_of(last.outcome.score, words), _points_of(last.outcome.maximum, words)
    year = words.plain(last.fiscal_year)
    if len(known) == 1:
        return words(
            "{score} of {most} {most:point|points} in fiscal year {year}", score=score, most=most, year=year
        )
    return words(
        "{before} of {highest} {highest:point|points} in {first}, {score} of {most} in {year}",
        before=_points_of(first.outcome.score, words),
        highest=_points_of(first.outcome.maximum, words),
        first=words.plain(first.fiscal_year),
        score=score,
        most=most,
        year=year,
    )


def _points_of(points: float, words: Words) -> str:
    """Points as text; whole ones without decimals, however they were kept."""
    return words.number(points, 0 if points == int(points) else 2)


def _joining(known: Sequence[Year], words: Words) -> str:
    several = len({year.rubric for year in known}) > 1
    return words("scores by different rubrics are not joined by a line") if several else ""


def _slots(known: Sequence[Year]) -> list[_Slot]:
    every = [year.fiscal_year for year in known]
    missing = set(range(every[0], every[-1])) - set(every)
    slots = [_Slot(year.fiscal_year, year) for year in known]
    if len(slots) + len(missing) <= MOST_SLOTS:
        slots += [_Slot(year, None) for year in missing]
    return sorted(slots, key=lambda slot: slot.fiscal_year)


def _figure(slots: Sequence[_Slot], words: Words, look: Look) -> go.Figure:
    here = [(x, slot.year) for x, slot in enumerate(slots) if slot.year is not None]
    side = look.px(1.2)
    room = (look.width - 2 * side) / len(slots) / look.size  # ems a place
    heights = [look.px(h) for h in (HEADING, SCORES, HEADING, SHARES, FEET)]
    height = sum(heights)
    body = sum(heights[:4])
    upper = (1 - (heights[0] + heights[1]) / body, 1 - heights[0] / body)
    lower = (0.0, heights[3] / body)
    top = 1.28
    panel: dict[str, Any] = {"visible": False, "fixedrange": True, "range": [-LOW, top]}
    headings = [
        note(
            escape(text),
            look,
            bold=True,
            xref="paper",
            x=0,
            xanchor="left",
            yref="paper",
            y=y,
            yanchor="bottom",
        )
        for text, y in (
            (words("Score"), upper[1]),
            (words("Share of answers on the two best points"), lower[1]),
        )
    ]
    scores = [(x, year.outcome.share, year) for x, year in here]
    satisfied = [(x, year.outcome.top_two, year) for x, year in here if year.outcome.top_two is not None]
    notes = [*headings, *_score_notes(scores, room, words, look)]
    if any(year.outcome.projected > year.outcome.score for _, year in here):
        end: dict[str, Any] = {
            "xref": "paper",
            "x": 1,
            "xanchor": "right",
            "yref": "paper",
            "yanchor": "bottom",
        }
        text = escape(f"◇ {words('Projected score')}")
        notes.append(note(text, look, y=upper[1], color=look.waiting, size=look.small, **end))
    notes += [
        _above(
            x, share, _fitting(room, words.percent(share), words.percent(share, 0)), "y2", look.accent, look
        )
        for x, share, _ in satisfied
    ]
    notes += [
        _above(x, 0, words("No survey"), "y2", look.muted, look, size=look.small)
        for x, year in here
        if year.outcome.top_two is None
    ]
    return picture(
        [
            *_joined([(x, share, year.rubric) for x, share, year in scores], "y", look),
            *_joined([(x, share, "") for x, share, _ in satisfied], "y2", look),
            _projected(here, look),
            _points([(x, share, _told(year, words)) for x, share, year in scores], "y", "score", look),
            _points([(x, share, _told(year, words)) for x, share, year in satisfied], "y2", "top two", look),
        ],
        look,
        height=height,
        margin=(side, side, 0, heights[4]),
        notes=notes,
        shapes=[_floor(axis, look) for axis in ("y", "y2")],
        xaxis={
            "range": [-0.5, len(slots) - 0.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "anchor": "y2",
            "tickmode": "array",
            "tickvals": list(range(len(slots))),
            "ticktext": _feet(slots, room, words),
            "tickfont": {"family": FONT, "size": look.small, "color": look.text},
        },
        yaxis={**panel, "domain": list(upper)},
        yaxis2={**panel, "domain": list(lower), "anchor": "x"},
    )


def _told(year: Year, words: Words) -> str:
    found = year.outcome
    return words(
        "Fiscal year {year}, {rubric}: {score} of {most} {most:point|points}, projected {projected}; "
        "two best points {share} of {n} {n:answer|answers}, mean {mean}",
        year=words.plain(year.fiscal_year),
        rubric=year.rubric,
        score=_points_of(found.score, words),
        most=_points_of(found.maximum, words),
        projected=_points_of(found.projected, words),
        share=words.percent(found.top_two),
        n=found.base,
        mean=words.number(found.mean, 2),
    )


def _feet(slots: Sequence[_Slot], room: float, words: Words) -> list[str]:
    """Under each place its year, mean and base; the rubric too where there are several."""
    several = len({slot.year.rubric for slot in slots if slot.year}) > 1
    feet = []
    for slot in slots:
        lines = [f"<b>{words.plain(slot.fiscal_year)}</b>"]
        if slot.year is None:
            lines.append(_fitting(room, words("No assessment"), NONE))
        else:
            found = slot.year.outcome
            if found.mean is not None:
                lines.append(f"x̄ {words.number(found.mean, 2)}")
                lines.append(words("n {n}", n=found.base))
            if several:
                lines.append(escape(_cut(slot.year.rubric, room)))
        feet.append(BREAK.join(lines))
    return feet


def _fitting(room: float, *texts: str) -> str:
    """The first text that fits a place; nothing where none does, for the table says it."""
    return next((text for text in texts if width_of(text) * 1.08 <= room), "")


def _cut(text: str, room: float) -> str:
    while len(text) > 2 and width_of(text) > room:
        text = f"{text.rstrip('…')[:-1]}…"
    return text


def _score_notes(
    scores: Sequence[tuple[int, float, Year]], room: float, words: Words, look: Look
) -> list[dict[str, Any]]:
    notes = []
    for x, share, year in scores:
        found = year.outcome
        text = words("{n} of {most}", n=_points_of(found.score, words), most=_points_of(found.maximum, words))
        text = _fitting(room, text, _points_of(found.score, words))
        hoped = found.projected / found.maximum
        if hoped > share:
            notes.append(_above(x, hoped, _points_of(found.projected, words), "y", look.waiting, look))
            below = {"yanchor": "top", "yshift": -look.px(0.5)}
            notes.append(_above(x, share, text, "y", look.accent, look) | below)
        else:
            notes.append(_above(x, share, text, "y", look.accent, look))
    return notes


def _above(x: float, y: float, text: str, axis: str, colour: str, look: Look, **more: Any) -> dict[str, Any]:
    place = {"x": x, "y": y, "yref": axis, "yanchor": "bottom", "yshift": look.px(0.35), "borderpad": 0}
    return note(escape(text), look, color=colour, bold=not more, **place, **more)


def _joined(points: Sequence[tuple[int, float, str]], axis: str, look: Look) -> list[go.Scatter]:
    """Lines from each place to the next of its group: those that can be compared."""
    return [
        go.Scatter(
            mode="lines",
            x=[one[0], other[0]],
            y=[one[1], other[1]],
            yaxis=axis,
            line={"color": look.accent, "width": look.size / 7},
            hoverinfo="skip",
        )
        for group in dict.fromkeys(group for _, _, group in points)
        for one, other in pairwise([point for point in points if point[2] == group])
    ]


def _points(points: Sequence[tuple[int, float, str]], axis: str, name: str, look: Look) -> go.Scatter:
    return go.Scatter(
        name=name,
        mode="markers",
        x=[x for x, _, _ in points],
        y=[share for _, share, _ in points],
        yaxis=axis,
        marker={"size": look.px(0.75), "color": look.accent, "line": {"width": 0}},
        customdata=[[share, escape(said)] for _, share, said in points],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )


def _projected(here: Sequence[tuple[int, Year]], look: Look) -> go.Scatter:
    """Hollow diamonds where a score will stand once everything claimed is completed."""
    more = [(x, year.outcome) for x, year in here if year.outcome.projected > year.outcome.score]
    return go.Scatter(
        name="projected",
        mode="markers",
        x=[x for x, _ in more],
        y=[found.projected / found.maximum for _, found in more],
        marker={
            "size": look.px(0.7),
            "symbol": "diamond-open",
            "color": look.waiting,
            "line": {"width": look.size / 8},
        },
        hoverinfo="skip",
    )


def _floor(axis: str, look: Look) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "yref": axis,
        "y0": 0,
        "y1": 0,
        "layer": "below",
        "line": {"color": look.rule, "width": 1},
    }
