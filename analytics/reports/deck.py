"""The slides of the meeting as .pptx: the same slides, with native charts and tables to go on editing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pptx.enum.chart import XL_CHART_TYPE
from pptx.slide import Slide as Drawn

from analytics.assessment import Assessment
from analytics.names import state_name
from analytics.reports.agenda import agenda
from analytics.reports.meeting import (
    Bars,
    Beside,
    Grid,
    Lines,
    Part,
    Shares,
    Slide,
    Steps,
    Tiles,
)
from analytics.reports.methods import Section
from analytics.reports.official_form import official_form
from analytics.reports.palette import STATE_COLOURS, shades
from analytics.reports.sheets import ACCENT, GREY, Formats
from analytics.reports.slides import BOTTOM, LEFT, ROOM, TOP, Box, Deck, Series, shortened
from analytics.wordings import Passage, originals
from analytics.words import Words

TILES = 1.75  # inches
LEGEND, BAR = 0.9, 0.9  # inches: of a chart's key, and what a bar takes at most
TONES = {"plain": "000000", "good": ACCENT, "waiting": "8F5600", "weak": "8C510A", "muted": GREY}


def deck(
    assessment: Assessment,
    words: Words,
    slides: Sequence[Slide] | None = None,
    *,
    told: Sequence[Passage] | None = None,
    methods: Sequence[Section] = (),
) -> bytes:
    """The slides of an assessment as .pptx, 16:9, to show and to go on editing.

    `slides` are those of the meeting as the officer wants them (see `agenda`), by default as they come; a
    hidden one is a hidden slide. `told`, by default the program's own sentences, stands in the notes of the
    slides that it is about; `methods` in those of the last slides, where slides come as they do. Charts are
    native, with their figures behind them; a slide's notes hold what the speaker says and the sources. The
    same assessment, words and slides give the same bytes.
    """
    titles = official_form(assessment, words).titles
    made = Deck(titles[0], " · ".join(titles[:2]), words, assessment.made_on)
    said = _said(originals(assessment, words) if told is None else told)
    for slide in agenda(assessment, words, methods=methods) if slides is None else slides:
        notes = [slide.remark, *slide.spoken, *said.get(slide.key, ())]
        drawn = made.slide(slide.title, slide.note, notes, hidden=slide.hidden)
        bottom = BOTTOM - (0.75 if slide.remark else 0)
        top = TOP
        for part in slide.parts:
            top = _draw(made, drawn, part, (LEFT, top, ROOM, bottom - top), words)
        if slide.remark:
            made.text(drawn, slide.remark, (LEFT, bottom + 0.1, ROOM, 0.6), 20, colour="8F5600", bold=True)
    return made.to_bytes()


def _said(told: Sequence[Passage]) -> dict[str, list[str]]:
    """The paragraphs of a text by the key of the slide whose notes hold them."""
    found: dict[str, list[str]] = {}
    for passage in told:
        kind, _, number = passage.about.partition("/")
        key = kind if kind != "survey" else f"satisfaction-{int(number) + 1}".removesuffix("-1")
        found.setdefault(key, []).append(passage.text)
    return found


def _draw(made: Deck, slide: Drawn, part: Part, box: Box, words: Words) -> float:
    """Draw one part from the top of a box on; gives where the next one may start."""
    left, top, room, high = box
    match part:
        case Lines():
            size = 40 if part.large else 24
            made.text(
                slide, "\n".join(shortened(line) for line in part.lines), box, size,
                bold=part.large, colour=ACCENT if part.large else "000000",
            )  # fmt: skip
            return top + len(part.lines) * size * 1.5 / 72 + 0.4
        case Tiles():
            _tiles(made, slide, part, (left, top, room, TILES))
            return top + TILES + 0.2
        case Grid():
            if part.rows:
                made.table(slide, part, top)
        case Beside():
            width = room / len(part.parts) - 0.2
            for index, each in enumerate(part.parts):
                _shares(made, slide, each, (left + index * (width + 0.4), top, width, high), words)
        case Steps() | Bars() | Shares():
            drawer: dict[type, Callable[..., None]] = {Steps: _steps, Bars: _bars, Shares: _shares}
            drawer[type(part)](made, slide, part, box, words)
    return top + high


def _tiles(made: Deck, slide: Drawn, tiles: Tiles, box: Box) -> None:
    left, top, room, _ = box
    width = room / len(tiles.tiles)
    for index, tile in enumerate(tiles.tiles):
        start = left + index * width
        made.text(slide, tile.label, (start, top, width - 0.2, 0.4), 18, colour=GREY)
        figure = (start, top + 0.35, width - 0.2, 0.8)
        made.text(slide, tile.figure, figure, 44, bold=True, colour=TONES[tile.tone])
        made.text(slide, tile.below, (start, top + 1.2, width - 0.2, 0.5), 16, colour=GREY)


def _steps(made: Deck, slide: Drawn, ladder: Steps, box: Box, words: Words) -> None:
    categories = [f"{step.name}: {step.said}" for step in ladder.steps]
    series = [
        Series(
            state_name(state, words),
            tuple(step.points if step.state == state else None for step in ladder.steps),
            colour,
            hatched=state != "counted",
        )
        for state, colour in STATE_COLOURS.items()
    ]
    count = Formats.of(words).count
    gap = 0 if ladder.reached is not None else 45
    kind = XL_CHART_TYPE.COLUMN_STACKED
    made.chart(
        slide, kind, categories, series, ladder.alt, box, cells="0", labels=count, top=ladder.maximum, gap=gap
    )


def _bars(made: Deck, slide: Drawn, bars: Bars, box: Box, words: Words) -> None:
    """Best first, as in the tables. A name starts with its point, so that it is never taken for a formula."""
    share = Formats.of(words).share
    paints = shades(len(bars.points))
    series = [
        Series(f"{point} {label}".strip(), tuple(bar.shares[index] for bar in bars.bars), paints[index])
        for index, (point, label) in reversed(list(enumerate(bars.points)))
    ]
    thin = f'[<0.05]"";{share.replace(".00", "")}'
    categories = [bar.label for bar in bars.bars]
    kind = XL_CHART_TYPE.BAR_STACKED_100
    left, top, room, high = box
    box = (left, top, room, min(high, LEGEND + BAR * len(categories)))
    made.chart(slide, kind, categories, series, bars.alt, box, cells=share, labels=thin)


def _shares(made: Deck, slide: Drawn, shares: Shares, box: Box, words: Words) -> None:
    share = Formats.of(words).share
    left, top, room, high = box
    if shares.heading:
        made.text(slide, shares.heading, (left, top, room, 0.4), 20, bold=True)
        top, high = top + 0.45, high - 0.45
    categories = [f"{each.name}: {each.text} ({each.base})".replace(" ()", "") for each in shares.shares]
    series = [Series(shares.heading or "%", tuple(each.share for each in shares.shares), ACCENT)]
    kind = XL_CHART_TYPE.BAR_STACKED
    made.chart(
        slide, kind, categories, series, shares.alt, (left, top, room, high),
        cells=share, labels=share.replace(".00", ""), top=1,
    )  # fmt: skip
