"""Surveys held again: one line over time, and all items then and now."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts.labels import ticks
from analytics.charts.lettering import BREAK, escape, shorten, wrap
from analytics.charts.likert import NAME
from analytics.charts.look import FONT, LINE, Chart, Look, note, nothing, picture
from analytics.charts.rows import Columns, Row, lay_out
from analytics.statistics.intervals import Interval
from analytics.statistics.trends import Change, Figure, Line, Reading, Trend, in_words
from analytics.words import NONE, Words


def figure_text(value: float | None, figure: Figure, words: Words) -> str:
    """A share as a percentage, a mean with two decimals."""
    return words.percent(value) if figure == "top_two" else words.number(value, 2)


def difference_text(change: Change | None, figure: Figure, words: Words) -> str:
    """A difference with its sign, in percentage points or points; a dash where nothing is compared."""
    if change is None:
        return NONE
    unit, decimals = (100, 1) if figure == "top_two" else (1, 2)
    said = words.number(abs(change.difference) * unit, decimals)
    rounds_to_nothing = words.number(0, decimals) == said
    return said if rounds_to_nothing else f"{'+' if change.difference > 0 else '−'}{said}"


def verdict_text(line: Line, figure: Figure, words: Words) -> str:
    """Changed or not, in a few words."""
    change = line.change[figure]
    if change is None:
        return {
            "once": words("New"),
            "scale": words("Another scale"),
            "tally": words("No responses"),
            "few": words("Can't be tested"),
        }[line.unfit or "few"]
    if not change.changed:
        return words("No change shown")
    return words("Rose") if change.difference > 0 else words("Fell")


def trend_table(found: Trend, figure: Figure, whole: str, words: Words) -> pd.DataFrame:
    """One row a line: figure and base on each occasion, difference, its interval, and changed or not; text.

    `whole` is what the overall figure is called. Another scale's figure says so; not asked is a dash.
    """
    unit, decimals = (100, 1) if figure == "top_two" else (1, 2)
    rows = []
    for line in found.lines:
        change = line.change[figure]
        row = {words("Item"): line.name or whole}
        for number, (name, reading) in enumerate(zip(found.names, line.readings, strict=True), start=1):
            # Two occasions may be called the same.
            title = name if found.names.count(name) == 1 else f"{name} ({words.plain(number)})"
            row[title] = _cell(reading, figure, words)
            row[words("n {occasion}", occasion=title)] = words.number(reading.base if reading else None)
        row[words("Difference")] = difference_text(change, figure, words)
        row[words("Interval of the difference")] = (
            NONE
            if change is None
            else words(
                "{low} to {high}",
                low=words.number(change.low * unit, decimals),
                high=words.number(change.high * unit, decimals),
            )
        )
        row[words("Changed?")] = verdict_text(line, figure, words)
        rows.append(row)
    return pd.DataFrame(rows)


def trend_chart(
    found: Trend,
    line: Line,
    whole: str,
    figure: Figure,
    words: Words,
    *,
    dark: bool = False,
    width: int = 720,
    size: int = 15,
) -> Chart:
    """One line's figure on every occasion, with 95% intervals as whiskers and bases below.

    An occasion that did not ask, or asked on another scale, has no point.
    """
    look = Look(dark, width, size)
    name = line.name or whole
    points = [
        (i, reading, value)
        for i, reading in enumerate(line.readings)
        if reading is not None and reading.same_scale and (value := _value(reading, figure)) is not None
    ]
    table = pd.DataFrame(
        [
            {
                words("Occasion"): title,
                _figure_name(figure, words): _cell(reading, figure, words),
                words("Interval ({level}%)", level=95): _interval_text(reading, figure, words),
                words("n"): words.number(reading.base if reading else None),
            }
            for title, reading in zip(found.names, line.readings, strict=True)
        ]
    )
    if not points:
        return nothing(words("No answers yet"), words, look, list(table.columns))
    title = f"{shorten(name, NAME)}: {words.say(in_words(line, figure, found.names))}"
    spans = [_interval(reading, figure) for _, reading, _ in points]
    values = [value for _, _, value in points]
    ends = [end for span in spans if span for end in (span.low, span.high)] + values
    low, high = min(ends), max(ends)
    room = max((high - low) * 0.35, 0.02 if figure == "top_two" else 0.1)
    trace = go.Scatter(
        mode="lines+markers",
        x=[i for i, _, _ in points],
        y=values,
        line={"color": look.accent, "width": 2},
        marker={"size": look.px(0.65), "color": look.accent},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [span.high - value if span else 0 for span, value in zip(spans, values, strict=True)],
            "arrayminus": [
                value - span.low if span else 0 for span, value in zip(spans, values, strict=True)
            ],
            "color": look.accent,
            "thickness": look.size / 9,
            "width": look.px(0.4),
        },
        customdata=[[_said(found.names[i], reading, figure, words)] for i, reading, _ in points],
        hovertemplate="%{customdata[0]}<extra></extra>",
    )
    notes = [
        note(
            escape(figure_text(value, figure, words)),
            look,
            x=i,
            y=value,
            xanchor="left",
            yanchor="bottom",
            xshift=look.px(0.45),
            yshift=look.px(0.15),
            bold=True,
            color=look.accent,
        )
        for i, _, value in points
    ]
    bottom = look.px(0.8 + 2 * LINE)
    titles = [
        f"{wrap(title, 9, 2)}{BREAK}{escape(words('n {n}', n=reading.base) if reading else NONE)}"
        for title, reading in zip(found.names, line.readings, strict=True)
    ]
    return Chart(
        figure=picture(
            [trace],
            look,
            height=look.px(15) + bottom,
            margin=(look.px(4), look.px(2), look.px(0.6), bottom),
            notes=notes,
            shapes=[],
            xaxis={
                "range": [-0.35, len(found.names) - 0.45],
                "fixedrange": True,
                "showgrid": False,
                "zeroline": False,
                "tickmode": "array",
                "tickvals": list(range(len(found.names))),
                "ticktext": titles,
                "tickfont": {"family": FONT, "size": look.small, "color": look.muted},
            },
            yaxis={
                "range": [low - room, high + room],
                "fixedrange": True,
                "gridcolor": look.rule,
                "griddash": "dot",
                "zeroline": False,
                **_ticks((low - room, high + room), figure, words),
                "tickfont": {"family": FONT, "size": look.small, "color": look.muted},
            },
        ),
        title=title,
        subtitle=_subtitle(figure, line, words),
        alt=words("A line over {n} {n:occasion|occasions}. {title}", n=len(found.names), title=title),
        table=table,
    )


def changes_chart(
    found: Trend,
    figure: Figure,
    words: Words,
    *,
    dark: bool = False,
    width: int = 720,
    size: int = 15,
) -> Chart:
    """Every item that can be compared: a ring for before, a dot for now, a line between.

    What changed by more than chance would explain stands first, coloured and with a thick line, the most
    fallen at the top; the rest is grey.
    """
    look = Look(dark, width, size)
    items = [each for each in found.lines if each.kind == "item" and each.change[figure] is not None]
    items.sort(key=lambda each: change.difference if (change := each.change[figure]) else 0.0)
    changed = [each for each in items if (change := each.change[figure]) and change.changed]
    items = [*changed, *(each for each in items if each not in changed)]
    title = words(
        "{n} of {most} {most:item|items} that can be compared changed", n=len(changed), most=len(items)
    )
    columns = [words("Item"), words("Difference"), words("Changed?")]
    if not items:
        return nothing(words("No item can be compared with an earlier survey"), words, look, columns)
    placed = lay_out([Row(each.name, aside=verdict_text(each, figure, words)) for each in items], look)
    heads = (words("Difference"), words("Changed?"))
    beside = Columns((5.4, 10.0) if not look.narrow else (5.4,), heads if not look.narrow else heads[:1])
    gap = look.px(0.4)
    notes = [*placed.notes, *beside.head(look, gap)]
    shapes: list[dict[str, Any]] = []
    before: list[float] = []
    after: list[float] = []
    hover: list[list[str]] = []
    colours: list[str] = []
    for each, y in zip(items, placed.centres, strict=True):
        change = each.change[figure]
        assert change is not None
        then, now = each.readings[change.earlier], each.readings[change.later]
        assert then is not None and now is not None
        values = [_value(reading, figure) or 0.0 for reading in (then, now)]
        colour = look.muted
        if change.changed:
            colour = look.accent if change.difference > 0 else look.weak
        before.append(values[0])
        after.append(values[1])
        colours.append(colour)
        hover.append(
            [f"<b>{wrap(each.name, 28)}</b>{BREAK}{wrap(words.say(in_words(each, figure, found.names)), 34)}"]
        )
        thick = look.size / (4 if change.changed else 12)
        shapes.append(
            {"type": "line", "x0": values[0], "x1": values[1], "y0": y, "y1": y, "layer": "below"}
            | {"line": {"color": colour, "width": thick}}
        )
        texts = [difference_text(change, figure, words), verdict_text(each, figure, words)]
        styles: list[dict[str, Any]] = [{"bold": change.changed, "color": colour}, {"color": colour}]
        notes += beside.figures([escape(text) for text in texts], styles, y, look)
    dots = [
        go.Scatter(
            mode="markers",
            x=x,
            y=placed.centres,
            marker={
                "size": look.px(0.72),
                "color": colours if filled else look.ground,
                "line": {"width": 1.5, "color": colours},
            },
            customdata=hover,
            hovertemplate="%{customdata[0]}<extra></extra>",
        )
        for x, filled in ((before, False), (after, True))
    ]
    low, high = min([*before, *after]), max([*before, *after])
    room = max((high - low) * 0.06, 0.01)
    top, bottom = gap + look.px(LINE) * beside.lines(), look.px(1.8)
    return Chart(
        figure=picture(
            dots,
            look,
            height=top + placed.height + bottom,
            margin=(placed.left, beside.room(look), top, bottom),
            notes=notes,
            shapes=shapes,
            xaxis={
                "range": [low - room, high + room],
                "fixedrange": True,
                "gridcolor": look.rule,
                "griddash": "dot",
                "zeroline": False,
                **_ticks((low - room, high + room), figure, words),
                "tickfont": {"family": FONT, "size": look.small, "color": look.muted},
            },
            yaxis=placed.axis,
        ),
        title=title,
        subtitle=words("Ring: before · dot: now · {figure}", figure=_figure_name(figure, words)),
        alt=words("Items before and now. {title}.", title=title),
        table=pd.DataFrame(
            [
                [
                    each.name,
                    difference_text(each.change[figure], figure, words),
                    verdict_text(each, figure, words),
                ]
                for each in items
            ],
            columns=columns,
        ),
    )


def _ticks(ends: tuple[float, float], figure: Figure, words: Words) -> dict[str, Any]:
    if figure == "top_two":
        return ticks((max(ends[0], 0.0), min(ends[1], 1.0)), lambda value: words.percent(value, 0))
    return ticks(ends, lambda value: words.number(value, 2))


def _figure_name(figure: Figure, words: Words) -> str:
    return words("Share of the two best answers") if figure == "top_two" else words("Mean")


def _subtitle(figure: Figure, line: Line, words: Words) -> str:
    parts = [_figure_name(figure, words), words("whiskers: 95% confidence interval")]
    if line.items > 1:
        parts.append(words("the {n} {n:item|items} asked every time; n counts answers", n=line.items))
    return " · ".join(parts)


def _value(reading: Reading, figure: Figure) -> float | None:
    return reading.top_two if figure == "top_two" else reading.mean


def _interval(reading: Reading, figure: Figure) -> Interval | None:
    return reading.top_two_interval if figure == "top_two" else reading.mean_interval


def _interval_text(reading: Reading | None, figure: Figure, words: Words) -> str:
    span = _interval(reading, figure) if reading is not None and reading.same_scale else None
    if span is None:
        return NONE
    return words(
        "{low} to {high}",
        low=figure_text(span.low, figure, words),
        high=figure_text(span.high, figure, words),
    )


def _cell(reading: Reading | None, figure: Figure, words: Words) -> str:
    if reading is None:
        return NONE
    said = figure_text(_value(reading, figure), figure, words)
    return said if reading.same_scale else words("{figure} (another scale)", figure=said)


def _said(name: str, reading: Reading, figure: Figure, words: Words) -> str:
    return escape(
        words(
            "{occasion}: {figure} of {n} {n:answer|answers}",
            occasion=name,
            figure=figure_text(_value(reading, figure), figure, words),
            n=reading.base,
        )
    )
