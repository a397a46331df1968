"""The distribution of many items that share one scale: diverging stacked bars around the middle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from analytics.assessment import Survey
from analytics.charts.lettering import BREAK, escape, lines, shorten, width_of, wrap
from analytics.charts.look import (
    FONT,
    LINE,
    Chart,
    Look,
    contrasting,
    diverging,
    hidden_axis,
    note,
    nothing,
    picture,
    swatches,
)
from analytics.charts.rows import Columns, Placed, Row, lay_out
from analytics.codebook import Item, Scale
from analytics.measures import BandScheme, Measures, band, band_word, pooled
from analytics.names import bands_name
from analytics.words import NONE, Words

LABELLED = 0.05  # no figure in a segment thinner than this share of the base
NAME = 28.0  # ems of an item's text in a sentence

Sort = Literal["top_two", "sheet"]


def scales_of(survey: Survey) -> tuple[tuple[Scale, tuple[str, ...]], ...]:
    """The survey's items grouped by the scale they share: each scale with its item keys, in sheet order.

    Items share a scale where points and labels are the same. The scale with most items comes first.
    A survey without items gives nothing.
    """
    groups: dict[tuple[tuple[int, ...], tuple[str, ...]], list[Item]] = {}
    for item in survey.tally.codebook.items:
        groups.setdefault((item.scale.points, item.scale.labels), []).append(item)
    ordered = sorted(groups.values(), key=len, reverse=True)
    return tuple((items[0].scale, tuple(item.key for item in items)) for items in ordered)


def likert(
    survey: Survey,
    words: Words,
    *,
    items: Sequence[str] | None = None,
    sort: Sort = "top_two",
    bands: BandScheme = "boonchom",
    by_aspect: bool = False,
    dark: bool = False,
    width: int = 720,
    size: int = 15,
) -> Chart:
    """Each item's distribution as one bar, the middle point centred on a thin line.

    `items` are keys of items that share one scale; by default those of the commonest (see `scales_of`).
    `sort`: by top-two box, best first, or as in the sheet; `by_aspect` keeps aspects together under headings.
    `width` (pixels) is what it is laid out for, and `size` the letters: a narrow one puts labels over bars.
    Denominator: each item's answers on the scale. An item without any says so and comes last.
    Raises ValueError for items of different scales, KeyError for a key that the survey does not have.
    """
    look = Look(dark, width, size)
    groups = scales_of(survey)
    keys = tuple(items) if items is not None else (groups[0][1] if groups else ())
    chosen = [survey.tally.codebook.item(key) for key in keys]
    if len({(item.scale.points, item.scale.labels) for item in chosen}) > 1:
        raise ValueError("likert: the items are answered on different scales; see scales_of")
    if not chosen:
        return nothing(words("No items to show"), words, look, [words("Item")])
    scale = chosen[0].scale
    figures = {item.key: survey.item(item.key) for item in chosen}
    blocks = _blocks(chosen, figures, sort, by_aspect)
    table = _table([item for _, block in blocks for item in block], figures, bands, words)
    title, subtitle, alt = finding(survey, words, keys, sort, bands)
    figure = _figure(survey, blocks, figures, scale, words, look)
    return Chart(
        figure=figure,
        title=title,
        subtitle=subtitle,
        alt=alt,
        table=table,
    )


def finding(
    survey: Survey, words: Words, keys: Sequence[str], sort: Sort, bands: BandScheme
) -> tuple[str, str, str]:
    """Title, subtitle and alternative text of the chart of items that share one scale, without drawing it.

    `keys` are at least one.
    """
    chosen = [survey.tally.codebook.item(key) for key in keys]
    overall = pooled(survey.tally, tuple(keys))
    assert overall is not None
    title = _title(chosen, {item.key: survey.item(item.key) for item in chosen}, overall, words)
    subtitle = _subtitle(survey, chosen[0].scale, sort, bands, words)
    return title, subtitle, words("Stacked bars of {n} {n:item|items}. {title}.", n=len(chosen), title=title)


def point_label(scale: Scale, point: int, words: Words) -> str:
    """The words for a scale point, the number in the unit's digits where there are none."""
    label = scale.label(point).strip() if scale.labels else ""
    return label or words.plain(point)


def box_label(scale: Scale, words: Words) -> str:
    """The points of the top-two box, quoted: “Much” or “Most”."""
    quoted = [words("“{label}”", label=point_label(scale, point, words)) for point in scale.top_two]
    return words("{one} or {other}", one=quoted[0], other=quoted[1]) if len(quoted) == 2 else quoted[0]


def band_text(mean: float | None, scale: Scale, scheme: BandScheme, words: Words) -> str:
    """The band word of a mean; a dash without a mean, or where more is not better (frequency, amount)."""
    word = band_word(band(mean, scale, scheme), scale, scheme)
    return NONE if word is None or scale.kind in ("frequency", "amount") else words(word)


def _blocks(
    chosen: list[Item], figures: dict[str, Measures], sort: Sort, by_aspect: bool
) -> list[tuple[str | None, list[Item]]]:
    def order(item: Item) -> tuple[bool, float, float]:
        found = figures[item.key]
        if found.top_two is None or found.mean is None:
            return True, 0, 0
        return False, -found.top_two, -found.mean

    ordered = sorted(chosen, key=order) if sort == "top_two" else chosen
    if not by_aspect or not any(item.aspect for item in chosen):
        return [(None, ordered)]
    aspects = dict.fromkeys(item.aspect for item in chosen)
    return [(aspect, [item for item in ordered if item.aspect == aspect]) for aspect in aspects]


def _title(chosen: list[Item], figures: dict[str, Measures], overall: Measures, words: Words) -> str:
    answered = [item for item in chosen if figures[item.key].top_two is not None]
    if overall.top_two is None or not answered:
        return words("No answers yet")
    share, box = words.percent(overall.top_two, 0), box_label(overall.scale, words)
    tops = {item.key: figures[item.key].top_two or 0.0 for item in answered}
    if len(answered) == 1:
        name = shorten(answered[0].text, NAME)
        return words("{share} answered {box} to “{item}”", share=share, box=box, item=name)
    lowest = min(answered, key=lambda item: tops[item.key])
    if tops[lowest.key] == max(tops.values()):
        return words("{share} of the answers are {box}, the same for every item", share=share, box=box)
    return words(
        "{share} of the answers are {box}; the lowest is “{item}” with {low}",
        share=share,
        box=box,
        item=shorten(lowest.text, NAME),
        low=words.percent(tops[lowest.key], 0),
    )


def _subtitle(survey: Survey, scale: Scale, sort: Sort, bands: BandScheme, words: Words) -> str:
    parts = [
        survey.title,
        words("{n} {n:respondent|respondents}", n=survey.tally.respondents),
        words("figures in the bars are percent of n, the answers to that item"),
    ]
    if sort == "top_two":
        parts.append(words("sorted by the share of {box}", box=box_label(scale, words)))
    if scale.kind not in ("frequency", "amount"):
        parts.append(bands_name(bands, scale, words))
    return " · ".join(part for part in parts if part)


def _table(items: list[Item], figures: dict[str, Measures], bands: BandScheme, words: Words) -> pd.DataFrame:
    rows = []
    for item in items:
        found = figures[item.key]
        row = {words("Item"): item.text}
        if any(each.aspect for each in items):
            row[words("Aspect")] = item.aspect or NONE
        for point in reversed(item.scale.points):
            label = point_label(item.scale, point, words)
            row[words("{label} (answers)", label=label)] = words.number(found.counts[point])
            row[words("{label} (%)", label=label)] = words.percent(found.shares[point]).removesuffix("%")
        row |= {
            words("n"): words.number(found.base),
            words("Mean"): words.number(found.mean, 2),
            words("SD"): words.number(found.sd, 2),
            words("Top two (%)"): words.percent(found.top_two).removesuffix("%"),
            words("Meaning"): band_text(found.mean, item.scale, bands, words),
            words("Not applicable"): words.number(found.not_applicable),
            words("Blank"): words.number(found.blank),
            words("Not recognised"): words.number(found.unrecognised),
        }
        rows.append(row)
    return pd.DataFrame(rows)


def _starts(found: Measures) -> dict[int, float]:
    """Where each point's segment starts, so that the middle of the scale is at 0. Only with answers."""
    points = found.scale.points
    shares = {point: found.counts[point] / found.base for point in points}
    half, odd = divmod(len(points), 2)
    edge = -sum(shares[point] for point in points[:half]) - (shares[points[half]] / 2 if odd else 0)
    starts = {}
    for point in points:
        starts[point] = edge
        edge += shares[point]
    return starts


def _figure(
    survey: Survey,
    blocks: list[tuple[str | None, list[Item]]],
    figures: dict[str, Measures],
    scale: Scale,
    words: Words,
    look: Look,
) -> go.Figure:
    headed = len(blocks) > 1 or blocks[0][0] is not None
    rows: list[Row] = []
    drawn: dict[int, Item] = {}
    pooled_rows: dict[int, Measures] = {}
    for aspect, block in blocks:
        if headed:
            together = pooled(survey.tally, tuple(item.key for item in block))
            assert together is not None
            pooled_rows[len(rows)] = together
            rows.append(Row(aspect or words("Items of no aspect"), heading=True))
        for item in block:
            drawn[len(rows)] = item
            found = figures[item.key]
            aside = words("n {n} · mean {mean}", n=found.base, mean=words.number(found.mean, 2))
            rows.append(Row(item.text, aside=aside))
    placed = lay_out(rows, look)
    starts = {key: _starts(found) for key, found in figures.items() if found.base}
    colours = dict(zip(scale.points, diverging(len(scale.points)), strict=True))
    answered = [(i, item) for i, item in drawn.items() if figures[item.key].base]
    traces = [
        _segments(point, answered, figures, starts, placed, colours[point], words, look)
        for point in scale.points
    ]
    lowest = min((figures[item.key].top_two or 0.0 for _, item in answered), default=0.0)
    spread = len({figures[item.key].top_two for _, item in answered}) > 1
    notes = list(placed.notes)
    columns = _columns(scale, words, look)
    for i, item in drawn.items():
        found = figures[item.key]
        if not found.base:
            text = words("No answers")
            notes.append(note(text, look, x=0, y=placed.centres[i], color=look.muted, size=look.small))
        weak = spread and found.top_two == lowest
        notes += _figures_beside(
            found, placed.centres[i], columns, look.weak if weak else look.accent, words, look
        )
    for i, found in pooled_rows.items():
        notes += _figures_beside(found, placed.centres[i], columns, look.text, words, look)
    right = columns.room(look)
    shown = [starts[item.key] for _, item in answered]
    low = min((min(each.values()) for each in shown), default=-0.5)
    high = max((start[scale.points[0]] + 1 for start in shown), default=0.5)
    entries = [(point_label(scale, point, words), colours[point]) for point in scale.points]
    explained, squares, above, beyond = swatches(entries, look, placed.left, right)
    heads = look.px(LINE) * columns.lines()
    gap = look.px(0.4)
    lift = gap + (heads if beyond else 0)
    for each in explained:
        each["yshift"] += lift
    for each in squares:
        each["y0"], each["y1"] = each["y0"] + lift, each["y1"] + lift
    notes += [*columns.head(look, gap), *explained]
    top = gap * 2 + (heads + above if beyond else max(heads, above))
    return picture(
        traces,
        look,
        height=top + placed.height + gap,
        margin=(placed.left, right, top, gap),
        notes=notes,
        shapes=[*squares, *placed.upright(0, look)],
        barmode="overlay",
        xaxis=hidden_axis(range=[low - 0.01, high + 0.01], zeroline=False),
        yaxis=placed.axis,
    )


def _segments(
    point: int,
    answered: list[tuple[int, Item]],
    figures: dict[str, Measures],
    starts: dict[str, dict[int, float]],
    placed: Placed,
    colour: str,
    words: Words,
    look: Look,
) -> go.Bar:
    """One trace: the segments of one scale point. customdata is count, share, the item's key and the
    hover's text."""
    label = point_label(figures[answered[0][1].key].scale, point, words) if answered else words.plain(point)
    shares, texts, data = [], [], []
    for _, item in answered:
        found = figures[item.key]
        share = found.counts[point] / found.base
        shares.append(share)
        texts.append(words.percent(share, 0).removesuffix("%") if share >= LABELLED else "")
        said = words(
            "{label}: {count} of {base} ({share})",
            label=label,
            count=found.counts[point],
            base=found.base,
            share=words.percent(share),
        )
        hover = f"<b>{wrap(item.text, 28)}</b><br>{escape(said)}"
        data.append((found.counts[point], share, item.key, hover))
    return go.Bar(
        name=escape(label),
        orientation="h",
        x=shares,
        base=[starts[item.key][point] for _, item in answered],
        y=[placed.centres[i] for i, _ in answered],
        width=placed.thickness,
        marker={"color": colour, "line": {"color": look.ground, "width": 1.2}},
        text=texts,
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"family": FONT, "size": look.small, "color": contrasting(colour)},
        # A press asks for the item; fading all other answers would say that one segment was meant.
        unselected={"marker": {"opacity": 1}, "textfont": {"color": contrasting(colour)}},
        customdata=data,
        hovertemplate="%{customdata[3]}<extra></extra>",
    )


def _columns(scale: Scale, words: Words, look: Look) -> Columns:
    labels = [point_label(scale, point, words) for point in scale.top_two]
    best = ("–".join(labels),) if width_of("–".join(labels)) < 6.6 else _stacked(labels)
    if len(best) > 3:
        best = lines(words("Two best points") if len(labels) == 2 else words("Best point"), 6.0)
    heading = BREAK.join(escape(line) for line in best)
    if look.narrow:
        return Columns((5.6,), (heading,))
    return Columns((6.6, 4.2, 3.8), (heading, escape(words("Mean")), escape(words("n"))))


def _stacked(labels: list[str]) -> tuple[str, ...]:
    joined = [label + "–" for label in labels[:-1]] + labels[-1:]
    return tuple(line for label in joined for line in lines(label, 6.0))


def _figures_beside(
    found: Measures, y: float, columns: Columns, colour: str, words: Words, look: Look
) -> list[dict[str, Any]]:
    texts = [words.percent(found.top_two, 0), words.number(found.mean, 2), words.number(found.base)]
    styles: list[dict[str, Any]] = [
        {"color": colour, "bold": True, "size": round(look.size * 1.15)},
        {"color": look.text},
        {"color": look.muted},
    ]
    return columns.figures(texts, styles, y, look)
