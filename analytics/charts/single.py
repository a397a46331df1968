"""One item by itself, and aspects beside each other."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.assessment import Survey
from analytics.charts.lettering import escape, shorten
from analytics.charts.likert import NAME, band_text, box_label, point_label
from analytics.charts.look import (
    CLEAR,
    FONT,
    LINE,
    Chart,
    Look,
    diverging,
    hidden_axis,
    note,
    nothing,
    picture,
)
from analytics.charts.rows import Columns, Row, lay_out
from analytics.codebook import Item
from analytics.measures import BandScheme, Measures
from analytics.names import bands_name
from analytics.statistics.intervals import Interval, pooled_mean_interval
from analytics.statistics.reliability import common_scale
from analytics.words import NONE, Words


def distribution(
    measures: Measures, item: Item, words: Words, *, dark: bool = False, width: int = 720, size: int = 15
) -> Chart:
    """One item: how many chose each point, best first, and the three kinds of no answer apart from them.

    Denominator of the shares: the answers on the scale. Without any answer the bars are empty and it says so.
    """
    look = Look(dark, width, size)
    points = list(reversed(measures.scale.points))
    labels = [point_label(measures.scale, point, words) for point in points]
    gaps = [
        (words("Not applicable"), measures.not_applicable),
        (words("Blank"), measures.blank),
        (words("Not recognised"), measures.unrecognised),
    ]
    shown_gaps = [(label, count) for label, count in gaps if count]
    placed = lay_out([Row(label) for label in [*labels, *(label for label, _ in shown_gaps)]], look)
    colours = dict(zip(measures.scale.points, diverging(len(points)), strict=True))
    counts = [measures.counts[point] for point in points]
    shares = [words.percent(measures.shares[point]) for point in points]
    said = [words("{count} ({share})", count=n, share=share) for n, share in zip(counts, shares, strict=True)]
    gap_counts = [count for _, count in shown_gaps]
    common: dict[str, Any] = {
        "orientation": "h",
        "width": placed.thickness,
        "hovertemplate": "%{customdata[2]}<extra></extra>",
    }
    traces = [
        go.Bar(
            name="answers",
            x=counts,
            y=placed.centres[: len(points)],
            marker={"color": [colours[point] for point in points], "line": {"width": 0}},
            customdata=[
                (n, measures.shares[point], escape(f"{label}: {text}"))
                for n, point, label, text in zip(counts, points, labels, said, strict=True)
            ],
            **common,
        ),
        go.Bar(
            name="no answer",
            x=gap_counts,
            y=placed.centres[len(points) :],
            marker={"color": CLEAR, "line": {"width": 1.2, "color": look.rule}},
            customdata=[(n, None, escape(f"{label}: {words.number(n)}")) for label, n in shown_gaps],
            **common,
        ),
    ]
    texts = [*said, *(words.number(count) for count in gap_counts)]
    notes = [
        note(
            escape(text),
            look,
            x=count,
            y=y,
            xanchor="left",
            yanchor="middle",
            xshift=look.px(0.4),
            color=look.text if i < len(points) else look.muted,
        )
        for i, (text, count, y) in enumerate(zip(texts, [*counts, *gap_counts], placed.centres, strict=True))
    ]
    title = words("No answers yet")
    if measures.top_two is not None:
        title = words(
            "{share} answered {box} to “{item}”",
            share=words.percent(measures.top_two, 0),
            box=box_label(measures.scale, words),
            item=shorten(item.text, NAME),
        )
    return Chart(
        figure=picture(
            traces,
            look,
            height=placed.height,
            margin=(placed.left, look.px(8), 0, 0),
            notes=[*placed.notes, *notes],
            shapes=[],
            xaxis=hidden_axis(range=[0, max([*counts, *gap_counts, 1])]),
            yaxis=placed.axis,
        ),
        title=title,
        subtitle=words(
            "{n} {n:answer|answers} · mean {mean} · SD {sd} · shares of the answers on the scale",
            n=measures.base,
            mean=words.number(measures.mean, 2),
            sd=words.number(measures.sd, 2),
        ),
        alt=words("Bars of {n} {n:scale point|scale points}. {title}.", n=len(points), title=title),
        table=pd.DataFrame(
            [
                {words("Answer"): label, words("Answers"): words.number(n), words("Percent"): share}
                for label, n, share in [
                    *zip(labels, counts, (share.removesuffix("%") for share in shares), strict=True),
                    *((label, n, NONE) for label, n in gaps),
                ]
            ]
        ),
    )


def aspects(
    survey: Survey,
    words: Words,
    scheme: BandScheme = "boonchom",
    *,
    dark: bool = False,
    width: int = 720,
    size: int = 15,
) -> Chart:
    """The mean of each aspect as a dot on the scale, with its base and the band word of `scheme`.

    An aspect's figures are of all answers to its items together. An aspect whose items differ in scale has
    no mean; one on another scale than most is in the table only. Where the survey has responses, a line
    through the dot is the mean's 95% confidence interval (`pooled_mean_interval`, of the survey's
    population where that is known), and ± its half width stands beside the mean.
    """
    look = Look(dark, width, size)
    found = {name: survey.aspect(name) for name in survey.tally.codebook.aspects}
    columns = [words("Aspect"), words("Mean"), words("SD"), words("Meaning"), words("n")]
    if not found:
        return nothing(words("The items of this survey have no aspects"), words, look, columns)
    points = [each.scale.points for each in found.values() if each is not None]
    common = max(points, key=points.count) if points else ()
    drawn = {name: m for name, m in found.items() if m is not None and m.scale.points == common}
    whole = survey.overall if survey.overall and survey.overall.scale.points == common else None
    intervals = _intervals(survey, [name for name, m in found.items() if m], whole)
    columns = [*columns[:2], *([words("±")] if intervals else []), *columns[2:]]
    return Chart(
        figure=_dots(drawn, whole, intervals, scheme, words, look),
        title=(title := _title(drawn, words)),
        subtitle=" · ".join(
            part
            for part in (
                survey.title,
                words("mean of all answers to the items of an aspect"),
                words("± and line: {level}% confidence interval", level=95) if intervals else "",
                bands_name(scheme, next(iter(drawn.values())).scale, words) if drawn else "",
            )
            if part
        ),
        alt=words("Dots of the means of {n} {n:aspect|aspects}. {title}.", n=len(drawn), title=title),
        table=pd.DataFrame(
            [
                [
                    name,
                    words.number(m.mean if m else None, 2),
                    *([_margin(intervals.get(name), words)] if intervals else []),
                    words.number(m.sd if m else None, 2),
                    band_text(m.mean, m.scale, scheme, words) if m else NONE,
                    words.number(m.base if m else None),
                ]
                for name, m in found.items()
            ],
            columns=columns,
        ),
    )


def _intervals(survey: Survey, names: list[str], whole: Measures | None) -> dict[str | None, Interval]:
    """The intervals of the aspects, and under None of all items; nothing where there are no responses."""
    if survey.responses is None:
        return {}
    items = survey.tally.codebook.items
    sets: dict[str | None, tuple[str, ...]] = {
        name: tuple(item.key for item in items if item.aspect == name) for name in names
    }
    if whole:
        sets[None] = common_scale(survey.responses)
    found = {
        name: pooled_mean_interval(survey.responses, of, population=survey.population)
        for name, of in sets.items()
    }
    return {name: interval for name, interval in found.items() if interval is not None}


def _margin(interval: Interval | None, words: Words) -> str:
    return words.number(interval.margin if interval else None, 2)


def _title(drawn: dict[str, Measures], words: Words) -> str:
    means = {name: m.mean for name, m in drawn.items() if m.mean is not None}
    if not means:
        return words("No answers yet")
    best, worst = max(means, key=means.__getitem__), min(means, key=means.__getitem__)
    if means[best] == means[worst]:
        return words("Every aspect has a mean of {mean}", mean=words.number(means[best], 2))
    return words(
        "“{best}” is highest with a mean of {high}, “{worst}” lowest with {low}",
        best=shorten(best, NAME),
        high=words.number(means[best], 2),
        worst=shorten(worst, NAME),
        low=words.number(means[worst], 2),
    )


def _dots(
    drawn: dict[str, Measures],
    whole: Measures | None,
    intervals: dict[str | None, Interval],
    scheme: BandScheme,
    words: Words,
    look: Look,
) -> go.Figure:
    points = next((m.scale.points for m in drawn.values()), ())
    figures = [*drawn.values(), *([whole] if whole else [])]
    spans = [intervals.get(name) for name in (*drawn, *([None] if whole else []))]
    names = [*drawn, *([words("All items")] if whole else [])]
    asides = [words("n {n}", n=m.base) for m in figures]
    placed = lay_out([Row(name, aside=aside) for name, aside in zip(names, asides, strict=True)], look)
    headings = (words("Mean"), words("Meaning"), words("n"))
    wide = 6.4 if intervals else 4.6
    columns = Columns((wide, 5.6) if look.narrow else (wide, 6.0, 4.4), headings[: 2 if look.narrow else 3])
    gap = look.px(0.4)
    notes = [*placed.notes, *columns.head(look, gap)]
    for m, span, y in zip(figures, spans, placed.centres, strict=True):
        mean = words.number(m.mean, 2)
        if span is not None:
            mean = words("{mean} ± {margin}", mean=mean, margin=_margin(span, words))
        texts = [mean, band_text(m.mean, m.scale, scheme, words), words.number(m.base)]
        styles: list[dict[str, Any]] = [{"bold": True, "color": look.accent}, {}, {"color": look.muted}]
        notes += columns.figures([escape(text) for text in texts], styles, y, look)
    answered = [i for i, m in enumerate(figures) if m.mean is not None]
    drawn_spans = [(figures[i], spans[i]) for i in answered]
    dots = go.Scatter(
        mode="markers",
        x=[figures[i].mean for i in answered],
        y=[placed.centres[i] for i in answered],
        # A smaller dot lets a short line be seen.
        marker={
            "size": look.px(0.7 if intervals else 1.0),
            "color": look.accent,
            "symbol": ["diamond" if whole and i == len(figures) - 1 else "circle" for i in answered],
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [span.high - (m.mean or 0) if span else 0 for m, span in drawn_spans],
            "arrayminus": [(m.mean or 0) - span.low if span else 0 for m, span in drawn_spans],
            "color": look.accent,
            "thickness": look.size / 9,
            "width": look.px(0.45),
            "visible": bool(intervals),
        },
        customdata=[
            (
                figures[i].base,
                escape(
                    words(
                        "{name}: mean {mean} of {n} {n:answer|answers}",
                        name=names[i],
                        mean=words.number(figures[i].mean, 2),
                        n=figures[i].base,
                    )
                ),
            )
            for i in answered
        ],
        hovertemplate="%{customdata[1]}<extra></extra>",
    )
    tracks = [
        {
            "type": "line",
            "x0": points[0],
            "x1": points[-1],
            "y0": y,
            "y1": y,
            "layer": "below",
            "line": {"color": look.rule, "width": 1},
        }
        for y in placed.centres
        if points
    ]
    uprights = [shape for point in points for shape in placed.upright(point, look)]
    top, bottom = gap + look.px(LINE) * columns.lines(), look.px(1.8)
    low, high = (points[0], points[-1]) if points else (0, 1)
    edge = (high - low) * 0.02
    return picture(
        [dots],
        look,
        height=top + placed.height + bottom,
        margin=(placed.left, columns.room(look), top, bottom),
        notes=notes,
        shapes=[*uprights, *tracks],
        xaxis={
            "range": [low - edge, high + edge],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickmode": "array",
            "tickvals": list(points),
            "ticktext": [words.plain(point) for point in points],
            "tickfont": {"family": FONT, "size": look.small, "color": look.muted},
        },
        yaxis=placed.axis,
    )
