"""Many units: the state of every level at each of them, or the share of units at which it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts.lettering import escape
from analytics.charts.look import (
    LINE,
    TEAL,
    Chart,
    Look,
    between,
    contrasting,
    fill_of,
    hidden_axis,
    legend,
    marker,
    note,
    nothing,
    picture,
)
from analytics.charts.rows import Columns, Placed, Row, lay_out
from analytics.names import state_name
from analytics.rollup import STATES, Group, Member, Summary, summary
from analytics.words import Words

GAP = 0.03  # between two cells, as a part of one


def levels_of_units(
    members: Sequence[Member], words: Words, *, dark: bool = False, width: int = 960, size: int = 15
) -> Chart:
    """Every unit with the state of each of its levels, in the order given; pattern and colour say the state.

    Units without figures are left out; without any the picture says so. customdata of a cell is the hover's
    text and the unit's assessment.
    """
    look = Look(dark, width, size)
    shown = [(member, member.outcome) for member in members if member.outcome is not None]
    levels = [each.level for each in summary(members).levels]
    heads = [words("Level {level}", level=words.plain(level)) for level in levels]
    columns = [words("Unit"), *heads, words("Score now")]
    if not shown:
        return nothing(words("No unit has figures yet"), words, look, columns)
    placed = lay_out([Row(member.name) for member, _ in shown], look)
    figures = Columns((6.0,), (escape(words("Score now")),))
    traces, names = [], []
    for state in STATES:
        here = [
            (placed.centres[row], levels.index(level), member)
            for row, (member, outcome) in enumerate(shown)
            for level, each in outcome.states
            if each == state
        ]
        if not here:
            continue
        fill = fill_of(state, look)
        names.append(state_name(state, words))
        hover = [
            (escape(f"{member.name} · {heads[level]}: {names[-1]}"), member.assessment_id)
            for _, level, member in here
        ]
        painted = {**marker(fill, look), "line": {"width": 1, "color": fill.line}}
        traces.append(
            _cells(
                [one[:2] for one in here],
                placed,
                {"name": escape(names[-1]), "customdata": hover, "marker": painted},
            )
        )
    explained, above = legend(names, look, placed.left, figures.room(look))
    notes = figures.head(look, look.px(0.3))
    for row, (_, outcome) in enumerate(shown):
        told = words.number(outcome.score, 0 if outcome.score == int(outcome.score) else 1)
        notes += figures.figures([told], [{}], placed.centres[row], look)
    title = _title(summary(members), _next_missing(members), words)
    return Chart(
        figure=_draw(traces, placed, heads, figures, notes, look, above, showlegend=True, legend=explained),
        title=title,
        subtitle=words("Units: {n} · levels: {levels}", n=len(shown), levels=len(levels)),
        alt=words(
            "Rows of {n} {n:unit|units} with the state of every level. {title}.", n=len(shown), title=title
        ),
        table=pd.DataFrame(
            [
                [
                    member.name,
                    *(_state_of(dict(outcome.states), level, words) for level in levels),
                    words.number(outcome.score),
                ]
                for member, outcome in shown
            ],
            columns=columns,
        ),
    )


def levels_of_groups(
    groups: Sequence[Group],
    words: Words,
    *,
    dark: bool = False,
    width: int = 960,
    size: int = 15,
) -> Chart:
    """Every group of units with the share of its units at which each level counts.

    Denominator: the units of the group that have figures, which stand beside it. Groups without any are left
    out; where none has any the picture says so. customdata of a cell is the hover's text and the unit it
    stands for.
    """
    look = Look(dark, width, size)
    shown = [group for group in groups if group.summary.assessed]
    everyone = [member for group in groups for member in group.members]
    whole = summary(everyone)
    levels = [each.level for each in whole.levels]
    heads = [words("Level {level}", level=words.plain(level)) for level in levels]
    columns = [words("Group"), *heads, words("Units with figures"), words("Median score")]
    if not shown:
        return nothing(words("No unit has figures yet"), words, look, columns)
    called = [group_name(group, words) for group in shown]
    asides = [
        words(
            "{n} {n:unit|units} · median {median}",
            n=group.summary.assessed,
            median=_figure(group.summary.score.median if group.summary.score else None, words),
        )
        for group in shown
    ]
    placed = lay_out([Row(name, aside=aside) for name, aside in zip(called, asides, strict=True)], look)
    figures = Columns((5.0, 8.5), (escape(words("Units")), escape(words("Median score"))))
    if look.narrow:
        figures = Columns((), ())
    shares = [{each.level: each.share() for each in group.summary.levels if each.base} for group in shown]
    here, colours, texts, inks, hover = [], [], [], [], []
    for row, of_level in enumerate(shares):
        for at, level in enumerate(levels):
            share = of_level.get(level)
            if share is None:
                continue
            here.append((placed.centres[row], at))
            colours.append(between("#1d3b38" if dark else "#eef5f4", "#7fcdc4" if dark else TEAL, share))
            inks.append(contrasting(colours[-1]))
            texts.append(words.percent(share, 0))
            told = words("{share} of {n} {n:unit|units}", share=texts[-1], n=shown[row].summary.assessed)
            unit = shown[row].unit
            hover.append((escape(f"{called[row]} · {heads[at]}: {told}"), unit.id if unit else None))
    cells = _cells(
        here,
        placed,
        {
            "customdata": hover,
            "text": texts,
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "textfont": {"color": inks, "size": look.small},
            "constraintext": "none",
            "marker": {"color": colours, "line": {"width": 0}},
        },
    )
    notes = figures.head(look, look.px(0.3))
    for row, group in enumerate(shown):
        score = group.summary.score
        beside = [words.number(group.summary.assessed), _figure(score.median if score else None, words)]
        notes += figures.figures(beside, [{}, {}], placed.centres[row], look)
    title = _title(whole, _next_missing(everyone), words)
    return Chart(
        figure=_draw([cells], placed, heads, figures, notes, look, 0),
        title=title,
        subtitle=words(
            "Share of units at which a level counts, {n} {n:unit|units} in {groups} {groups:group|groups}",
            n=whole.assessed,
            groups=len(shown),
        ),
        alt=words(
            "Rows of {n} {n:group|groups} with the share of units at which each level counts. {title}.",
            n=len(shown),
            title=title,
        ),
        table=pd.DataFrame(
            [
                [
                    name,
                    *(words.percent(of_level.get(level)) for level in levels),
                    words.number(group.summary.assessed),
                    _figure(group.summary.score.median if group.summary.score else None, words),
                ]
                for name, group, of_level in zip(called, shown, shares, strict=True)
            ],
            columns=columns,
        ),
    )


def group_name(group: Group, words: Words) -> str:
    """What a group is called; units that belong to none of its kind have a group of their own."""
    return words("Belongs to none") if group.unit is None else group.unit.name


def _cells(here: Sequence[tuple[float, int]], placed: Placed, more: dict[str, Any]) -> dict[str, Any]:
    """One cell for each (centre of its row, number of its column), as a trace."""
    # A trace as a plain dict is checked once, with the figure; a Bar would be checked before that too.
    return {
        "type": "bar",
        "orientation": "h",
        "x": [1 - 2 * GAP] * len(here),
        "base": [at + GAP for _, at in here],
        "y": [y for y, _ in here],
        "width": placed.thickness,
        "hovertemplate": "%{customdata[0]}<extra></extra>",
        "unselected": {"marker": {"opacity": 1}},
        **more,
    }


def _draw(
    traces: list[dict[str, Any]],
    placed: Placed,
    heads: Sequence[str],
    figures: Columns,
    notes: list[dict[str, Any]],
    look: Look,
    above: int,
    **layout: Any,
) -> go.Figure:
    over = look.px(LINE) + look.px(0.6)
    names = [
        note(
            escape(head),
            look,
            x=at + 0.5,
            xanchor="center",
            yref="paper",
            y=1,
            yanchor="bottom",
            yshift=look.px(0.3),
            size=look.small,
            color=look.muted,
        )
        for at, head in enumerate(heads)
    ]
    return picture(
        traces,
        look,
        height=above + over + placed.height,
        margin=(placed.left, figures.room(look), above + over, 0),
        notes=[*placed.notes, *names, *notes],
        shapes=[],
        barmode="overlay",
        xaxis=hidden_axis(range=[0, len(heads)]),
        yaxis=placed.axis,
        **layout,
    )


def _next_missing(members: Sequence[Member]) -> tuple[int, int] | None:
    """The level that is the lowest uncounted one of most units, and of how many; None where all count."""
    lowest = Counter(
        next(level for level, state in member.outcome.states if state != "counted")
        for member in members
        if member.outcome is not None and any(state != "counted" for _, state in member.outcome.states)
    )
    return min(lowest.items(), key=lambda each: (-each[1], each[0])) if lowest else None


def _title(whole: Summary, missing: tuple[int, int] | None, words: Words) -> str:
    if missing is None:
        return words("Every level counts at {n:the|all} {n} {n:unit|units} with figures", n=whole.assessed)
    level, n = missing
    return words(
        "Most often missing next is level {level}: at {n} of {all} {all:unit|units}",
        level=words.plain(level),
        n=n,
        all=whole.assessed,
    )


def _state_of(states: dict[int, Any], level: int, words: Words) -> str:
    return state_name(states[level], words) if level in states else words.show(None)


def _figure(value: float | None, words: Words) -> str:
    return words.number(value, 0 if value is None or value == int(value) else 1)
