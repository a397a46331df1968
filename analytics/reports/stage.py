"""The slides of a meeting as HTML: complete in itself, in the colours of the charts, all slides at once.

It is drawn with boxes and text alone, so that the browser wraps Thai, and letters grow with the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from analytics.charts.ladder import MARKS
from analytics.charts.lettering import lines
from analytics.charts.look import AMBER, TEAL, Look, contrasting, diverging
from analytics.reports.meeting import (
    BOLD,
    LETTER,
    ROOM,
    SMALLER,
    Bar,
    Bars,
    Beside,
    Grid,
    Lines,
    Part,
    Share,
    Shares,
    Slide,
    Step,
    Steps,
    Tile,
    Tiles,
    ems,
    fit,
)
from analytics.words import Words

LABELLED = 0.075  # no figure in a segment thinner than this share
NAME = 350 / LETTER  # ems of the name beside a bar
STAIRS = 0.88  # of the height that the highest step takes: a flag stands on it
MOST_STEPS = 6  # more steps have no room for words below them
COVER, LARGE = 52, 40  # pixels of a title's letters, as the style sheet has them


def stage(slides: Sequence[Slide], footer: str, words: Words, *, dark: bool = False) -> str:
    """The slides that are not hidden, as HTML sections one after another; `footer` stands on each."""
    look = Look(dark)
    shown = [slide for slide in slides if not slide.hidden]
    return "".join(
        _slide(slide, number, len(shown), footer, words, look) for number, slide in enumerate(shown, start=1)
    )


def colours(*, dark: bool = False) -> str:
    """The colours that `stage` is drawn in, as the declarations of a style."""
    look = Look(dark)
    named = {
        "ground": look.ground,
        "text": look.text,
        "muted": look.muted,
        "rule": look.rule,
        "good": look.accent,
        "waiting": look.waiting,
        "weak": look.weak,
        "teal": TEAL,
        "amber": AMBER,
        "raised": "#1a2524" if dark else "#f1f5f4",
        "edge": "#35978f" if dark else TEAL,
    }
    return ";".join(f"--{name}:{colour}" for name, colour in named.items())


def _slide(slide: Slide, number: int, count: int, footer: str, words: Words, look: Look) -> str:
    place = words("{n} of {most}", n=number, most=count)
    kind = "cover" if slide.key == "cover" else "plain"
    title, size = _title(slide)
    long = " long" if size == SMALLER else ""
    note = f'<p class="note">{escape(slide.note)}</p>' if slide.note else ""
    remark = f'<p class="remark">{escape(slide.remark)}</p>' if slide.remark else ""
    spoken = "".join(f"<li>{escape(text)}</li>" for text in slide.spoken)
    return (
        f'<section class="slide {kind}" data-key="{escape(slide.key)}" aria-label="{escape(place)}" hidden>'
        f'<header><h2 class="title{long}">{_broken(title)}</h2>{note}</header>'
        f'<div class="body">{"".join(_part(part, words, look) for part in slide.parts)}</div>{remark}'
        f'<footer><span>{escape(footer)}</span><span class="place">{escape(place)}</span></footer>'
        f'<ul class="spoken" hidden>{spoken}</ul></section>'
    )


def _title(slide: Slide) -> tuple[str, int]:
    """The title on two lines at most, and the size of its letters: the large ones where they fit."""
    if slide.key == "cover":
        return fit(slide.title, (ROOM - 96) / COVER, 3), COVER
    size = LARGE if len(lines(slide.title, BOLD * ROOM / LARGE)) <= 2 else SMALLER
    return fit(slide.title, BOLD * ROOM / size / 0.96, 2), size


def _part(part: Part, words: Words, look: Look) -> str:
    match part:
        case Tiles():
            return f'<div class="tiles">{"".join(map(_tile, part.tiles))}</div>'
        case Lines():
            kind = "lines large" if part.large else "lines"
            return f'<div class="{kind}">{"".join(f"<p>{escape(line)}</p>" for line in part.lines)}</div>'
        case Grid():
            return _grid(part)
        case Bars():
            return _bars(part, look)
        case Shares():
            return _shares(part)
        case Beside():
            return f'<div class="beside">{"".join(map(_shares, part.parts))}</div>'
        case Steps():
            return _steps(part)


def _tile(tile: Tile) -> str:
    return (
        f'<div class="tile {tile.tone}"><p class="label">{escape(tile.label)}</p>'
        f'<p class="figure">{escape(tile.figure)}</p><p class="below">{escape(tile.below)}</p></div>'
    )


def _grid(grid: Grid) -> str:
    total, wide = sum(grid.widths), ems(grid)
    columns = "".join(f'<col style="width:{100 * width / total:.2f}%">' for width in grid.widths)

    def kind(column: int) -> str:
        return ' class="right"' if column in grid.right else ""

    def cell(text: str, column: int) -> str:
        return _broken(fit(text, wide[column], grid.longest))

    head = "".join(f'<th scope="col"{kind(i)}>{cell(text, i)}</th>' for i, text in enumerate(grid.columns))
    rows = "".join(
        f"<tr{' class=group' if y in grid.groups else ''}>"
        + "".join(f"<td{kind(x)}><div>{cell(text, x)}</div></td>" for x, text in enumerate(row))
        + "</tr>"
        for y, row in enumerate(grid.rows)
    )
    return f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _broken(text: str) -> str:
    return "<br>".join(map(escape, text.split("\n")))


def _bars(bars: Bars, look: Look) -> str:
    paints = diverging(len(bars.points))
    legend = "".join(
        f'<span><i style="background:{paint}"></i>{escape(label or point)}</span>'
        for (point, label), paint in zip(bars.points, paints, strict=True)
    )
    ends = [_ends(bar) for bar in bars.bars if bar.shares[0] is not None]
    low = max((left for left, _ in ends), default=0.5)
    whole = low + max((right for _, right in ends), default=0.5)
    heads = "".join(f"<span>{escape(head)}</span>" for head in bars.heads)
    drawn = [_bar(bar, paints, low, whole) for bar in bars.bars]
    rows = "".join(drawn[: bars.gap])
    if bars.gap is not None:
        rows += f'<div class="gap"></div>{"".join(drawn[bars.gap :])}'
    return (
        f'<div class="bars" role="img" aria-label="{escape(bars.alt)}">'
        f'<div class="rows" style="--zero:{100 * low / whole:.2f}%"><div class="row heads">'
        f'<span class="legend">{legend}</span>{heads}</div>{rows}</div></div>'
    )


def _ends(bar: Bar) -> tuple[float, float]:
    """How far a bar reaches to the left and to the right of the middle of its scale."""
    shares = [share or 0.0 for share in bar.shares]
    half, odd = divmod(len(shares), 2)
    left = sum(shares[:half]) + (shares[half] / 2 if odd else 0)
    return left, sum(shares) - left


def _bar(bar: Bar, paints: Sequence[str], low: float, whole: float) -> str:
    left, _ = _ends(bar)
    segments = "".join(
        f'<i style="width:{100 * share / whole:.3f}%;background:{paint};color:{contrasting(paint)}">'
        f"{escape(text) if share >= LABELLED * whole else ''}</i>"
        for share, text, paint in zip(bar.shares, bar.texts, paints, strict=True)
        if share
    )
    figures = "".join(f"<span>{escape(figure)}</span>" for figure in bar.figures)
    return (
        f'<div class="row {bar.tone}"><span class="name"><b>{_broken(fit(bar.name, NAME, 2))}</b></span>'
        f'<span class="track"><span class="segments" style="margin-left:{100 * (low - left) / whole:.3f}%">'
        f"{segments}</span></span>{figures}</div>"
    )


def _shares(shares: Shares) -> str:
    heading = f"<h3>{escape(shares.heading)}</h3>" if shares.heading else ""
    rows = "".join(map(_share, shares.shares))
    return f'<div class="shares" role="img" aria-label="{escape(shares.alt)}">{heading}{rows}</div>'


def _share(share: Share) -> str:
    if share.share is None:
        drawn = f"<em>{escape(share.text)}</em>"
    else:
        drawn = f'<i style="width:{66 * share.share:.3f}%"></i><b>{escape(share.text)}</b>'
    return (
        f'<div class="share {share.tone}"><span class="name"><b>{escape(share.name)}</b></span>'
        f'<span class="track">{drawn}</span><span class="base">{escape(share.base)}</span></div>'
    )


def _steps(ladder: Steps) -> str:
    top = max(ladder.maximum, *(step.points for step in ladder.steps), 1)
    bare = " bare" if len(ladder.steps) > MOST_STEPS else ""
    flight = " flight" if ladder.reached is not None else ""
    width = (ROOM / len(ladder.steps) - 18) / LETTER if ladder.steps else ROOM
    steps = []
    for number, step in enumerate(ladder.steps, start=1):
        here = ladder.flag if ladder.reached == number else ""
        steps.append(_step(step, step.points / top, max(width, 4), here, ladder.reached == number - 1))
    kind = f"ladder{bare}{flight}"
    return f'<div class="{kind}" role="img" aria-label="{escape(ladder.alt)}">{"".join(steps)}</div>'


def _step(step: Step, part: float, width: float, here: str, stops: bool) -> str:
    """One step, `part` of the full height, with the flag `here` on it; `stops`: counting stops before it."""
    words = [
        f"<p>{_broken(fit(step.short, width, 2))}</p>",
        f'<p class="state">{MARKS[step.state]} {escape(step.said)}</p>',
    ]
    if step.waits:
        words.append(f'<p class="waits">{_broken(fit(step.waits, width, 2))}</p>')
    high = f"{100 * STAIRS * part:.2f}%"
    flag = f'<b class="here" style="bottom:{high}">{escape(here)}</b>' if here else ""
    return (
        f'<div class="step {step.state}{" stops" if stops else ""}"><div class="well">{flag}'
        f'<div class="block" style="height:{high}"><b>{escape(step.name)}</b> '
        f"<span>{escape(step.worth)}</span></div></div>"
        f'<div class="words">{"".join(words)}</div></div>'
    )
