"""What a meeting sees: slides of one message each, the same for the screen and for .pptx.

A slide says what is on it, not how it is drawn. Its parts stand one below the other and fit a slide of 1280 ×
720 pixels with letters of 24 pixels, which are 13.33 × 7.5 inches and 18 points on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from analytics.charts.lettering import lines, shorten
from analytics.rubric import State
from analytics.words import Words

SMALLER, BOLD = 31, 0.93  # pixels of a long title's letters; of the room, what bold ones may take by estimate
ROOM, LETTER, PAD = 1184, 24, 20  # pixels: the width of a slide's content, its letters, a cell's margins
LINE, GAP = 33, 13  # pixels: from line to line, and what a row of a table has besides
TABLE = 430  # pixels that a table may be high, its heading included
TILES = 190  # pixels that a row of large figures takes
ENOUGH = 1000  # characters of a text that are looked at: more are on no slide
LONGEST = (4, 3, 2)  # lines of a cell: as many as a slide has room for

Tone = Literal["plain", "good", "waiting", "weak", "muted"]


@dataclass(frozen=True)
class Tile:
    """One large figure, what it is, and what it rests on."""

    label: str
    figure: str
    below: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Tiles:
    """Figures beside each other."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Step:
    """A level of the ladder. `waits` is what it still needs, "" where it counts."""

    name: str
    points: int
    worth: str
    short: str
    state: State
    said: str
    waits: str


@dataclass(frozen=True)
class Steps:
    """The ladder: its levels, lowest first. `maximum` are the points of the highest.

    `reached` is how many levels count, with `flag` on the last; None where each level stands by itself.
    """

    steps: tuple[Step, ...]
    maximum: int
    reached: int | None
    flag: str
    alt: str


@dataclass(frozen=True)
class Bar:
    """How one item was answered: `shares` of each point, worst first, None without answers.

    `figures` are the share of the best points, mean and base as text; `label` is the item with its base.
    """

    name: str
    label: str
    shares: tuple[float | None, ...]
    texts: tuple[str, ...]
    figures: tuple[str, ...]
    tone: Tone = "good"


@dataclass(frozen=True)
class Bars:
    """Distributions on one scale. `points` are its points with their words, worst first.

    `gap` is how many bars stand above a gap, None where there is none.
    """

    points: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    bars: tuple[Bar, ...]
    alt: str
    gap: int | None = None


@dataclass(frozen=True)
class Share:
    """One bar of 0..1 (None: hidden or not there), what is written on it and its base."""

    name: str
    share: float | None
    text: str
    base: str
    tone: Tone = "good"


@dataclass(frozen=True)
class Shares:
    """Bars of shares under a heading, all on one scale from 0 to 1."""

    heading: str
    shares: tuple[Share, ...]
    alt: str


@dataclass(frozen=True)
class Grid:
    """A table of texts. `widths` are relative; `right`: columns of figures; `groups`: rows that head more.

    `longest` is how many lines a cell may have.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: tuple[int, ...] = ()
    groups: tuple[int, ...] = ()
    longest: int = 2


@dataclass(frozen=True)
class Lines:
    """Paragraphs; `large` ones stand on the cover."""

    lines: tuple[str, ...]
    large: bool = False


@dataclass(frozen=True)
class Beside:
    """Parts beside each other."""

    parts: tuple[Shares, ...]


Part = Tiles | Steps | Bars | Shares | Grid | Lines | Beside


@dataclass(frozen=True)
class Slide:
    """One message and what it rests on.

    Attributes:
        key: names the slide in links and in what was chosen for it.
        title: the message. `note`: unit, base and scheme, in one line.
        spoken: what the speaker may say, and the sources.
        hidden: not shown in the meeting, but there.
        remark: the officer's own line at the foot.
    """

    key: str
    title: str
    note: str
    parts: tuple[Part, ...]
    spoken: tuple[str, ...] = ()
    hidden: bool = False
    remark: str = ""


@dataclass(frozen=True)
class Arrangement:
    """What an officer chose for the slides, by their keys; empty where everything is as it comes."""

    order: tuple[str, ...] = ()
    hidden: Mapping[str, bool] | None = None
    remarks: Mapping[str, str] | None = None
    spoken: Mapping[str, str] | None = None

    @staticmethod
    def of(kept: Mapping[str, Any] | None) -> Arrangement:
        """The arrangement as it was kept (see `kept`); None is the empty one."""
        known = kept or {}
        return Arrangement(
            tuple(known.get("order", ())),
            known.get("hidden"),
            known.get("remarks"),
            known.get("spoken"),
        )

    def kept(self) -> dict[str, Any]:
        """The arrangement as JSON can hold it."""
        return {
            "order": list(self.order),
            "hidden": dict(self.hidden or {}),
            "remarks": dict(self.remarks or {}),
            "spoken": dict(self.spoken or {}),
        }

    def hiding(self, key: str, hidden: bool) -> Arrangement:
        """The same with a slide hidden, or shown."""
        return replace(self, hidden={**(self.hidden or {}), key: hidden})

    def remarking(self, key: str, remark: str, spoken: str) -> Arrangement:
        """The same with the officer's line on a slide, and words for its speaker; "" takes them away."""
        return replace(
            self,
            remarks=_put(self.remarks, key, remark.strip()),
            spoken=_put(self.spoken, key, spoken.strip()),
        )

    def moving(self, slides: Sequence[Slide], key: str, by: int) -> Arrangement:
        """The same with a slide moved by so many places among `slides`, which are as they stand now."""
        keys = [slide.key for slide in slides]
        place = keys.index(key)
        keys.insert(min(max(place + by, 0), len(keys) - 1), keys.pop(place))
        return replace(self, order=tuple(keys))


def arranged(slides: Sequence[Slide], arrangement: Arrangement) -> tuple[Slide, ...]:
    """Slides as the officer wants them. One that is new since then stands behind the one it follows.

    What was chosen for a slide that is no more is left alone: it may come back.
    """
    order = [key for key in arrangement.order if any(slide.key == key for slide in slides)]
    before: str | None = None
    for slide in slides:
        if slide.key not in order:
            order.insert(order.index(before) + 1 if before is not None else 0, slide.key)
        before = slide.key
    known = {slide.key: slide for slide in slides}
    hidden, remarks, spoken = (arrangement.hidden or {}, arrangement.remarks or {}, arrangement.spoken or {})
    return tuple(
        replace(
            known[key],
            hidden=hidden.get(key, known[key].hidden),
            remark=remarks.get(key, ""),
            spoken=(*((spoken[key],) if key in spoken else ()), *known[key].spoken),
        )
        for key in order
    )


def paged(grid: Grid, most: int = TABLE) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    """A table as tables that each fit a slide, and the texts of the cells that can't be shown whole there.

    Cells get as many lines as leave all rows on one slide, else as few as may be. `most` are the pixels that
    a table may be high. A table without rows is one table.
    """
    for longest in LONGEST:
        pages = _pages(grid, most, longest)
        if len(pages) == 1:
            break
    tables = tuple(
        replace(
            grid,
            rows=grid.rows[first:last],
            groups=tuple(group - first for group in grid.groups if first <= group < last),
            longest=longest,
        )
        for first, last in pages
    )
    wide = ems(grid)
    cut = [
        text for row in grid.rows for text, width in zip(row, wide, strict=True)
        if fit(text, width, longest).endswith("…")
    ]  # fmt: skip
    return tables, tuple(dict.fromkeys(cut))


def ems(grid: Grid) -> tuple[float, ...]:
    """How wide each column of a table is, in ems of its letters."""
    return tuple((ROOM * width / sum(grid.widths) - PAD) / LETTER for width in grid.widths)


def _pages(grid: Grid, most: int, longest: int) -> list[tuple[int, int]]:
    """Which rows stand on which slide, as start and stop."""
    wide = ems(grid)

    def tall(row: Sequence[str]) -> int:
        lines_of = (fit(text, width, longest) for text, width in zip(row, wide, strict=True))
        return GAP + LINE * max(text.count("\n") + 1 for text in lines_of)

    head = tall(grid.columns)
    pages: list[tuple[int, int]] = []
    start, used = 0, head
    for index, row in enumerate(grid.rows):
        need = tall(row)
        if index > start and used + need > most:
            pages.append((start, index))
            start, used = index, head
        used += need
    return [*pages, (start, len(grid.rows))]


def tables(
    key: str, title: str, note: str, grid: Grid, spoken: Sequence[str], words: Words
) -> Iterator[Slide]:
    """The slides of one table; those after the first are details, numbered in title and key."""
    pages, cut = paged(grid)
    for number, page in enumerate(pages, start=1):
        of = f" ({words.plain(number)}/{words.plain(len(pages))})" if len(pages) > 1 else ""
        name = key if number == 1 else f"{key}-{number}"
        yield Slide(name, title + of, note, (page,), (*spoken, *cut), hidden=number > 1)


def name_of(text: str, ems: float = 26) -> str:
    """Somebody's text short enough for a sentence."""
    return shorten(text, ems)


def titled(sentence: Callable[[float], str]) -> str:
    """A title with names in it, whole on its two lines: `sentence` makes it with names of so many ems."""
    for longest in (26.0, 21.0, 17.0, 13.0):
        title = sentence(longest)
        if len(lines(title, BOLD * ROOM / SMALLER)) <= 2:
            break
    return title


def fit(text: str, width: float, longest: int) -> str:
    """Text on at most so many lines of so many ems, broken where it says so itself; "…" where it was cut."""
    width = max(width * 0.96, 2)
    text = text[:ENOUGH] + "…" if len(text) > ENOUGH else text
    broken = [line for paragraph in text.split("\n") for line in lines(paragraph, width)]
    if len(broken) <= longest:
        return "\n".join(broken)
    return "\n".join((*broken[: longest - 1], shorten(" ".join(broken[longest - 1 :]) + " …", width)))


def _put(texts: Mapping[str, str] | None, key: str, text: str) -> dict[str, str]:
    kept = {known: value for known, value in (texts or {}).items() if known != key}
    return {**kept, key: text} if text else kept
