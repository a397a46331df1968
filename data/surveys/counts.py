"""A tallied sheet and its Layout → Tally, its totals and means checked against the counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics.assessment import Survey
from analytics.codebook import NOT_APPLICABLE, Codebook, Item, Scale
from analytics.measures import of_counts
from analytics.projects import RowRef
from analytics.tally import from_counts
from analytics.thai import repair, to_arabic_digits
from analytics.words import Message, Problem, half_up, message
from data.grid import Grid
from data.layout import Column, Layout
from data.surveys.points import base_of
from data.surveys.spread import grid_of
from data.surveys.tallied import SECTION, TOLERANCE, TOTAL, cell_count, says_count
from data.workbook import Sheet

_BASE = re.compile(
    r"(?:\bn\s*=|จำนวน(?:ผู้\S*?)?|ผู้ตอบแบบสอบถาม\S*|ผู้ตอบ\S*|N\s*=)\s*([\d,]+)\s*(?:คน|ราย|ชุด|\)|$)?"
)
_OF = re.compile(r"(?:(?:นับ)?จำนวนของ|นับของ|count of)\s*(\S.*)", re.IGNORECASE)  # as pivots call a field
CHECK = message("Check the row in the workbook; the counts are used as they stand")


def extract_tally(workbook_name: str, sheet: Sheet, layout: Layout) -> tuple[Survey, tuple[Problem, ...]]:
    """The survey of a tallied table; percent without counts become counts by the base the table states.

    Where its points stand more than once across, blocks with an aspect give items of their own; the counts of
    the others are added up, item by item.
    """
    grid = grid_of(sheet, layout)
    texts = [c.index for c in layout.columns if c.role == "text"]
    cells = [c for c in layout.columns if c.role == "count" and c.point is not None]
    shares = [c for c in layout.columns if c.role == "percent" and c.point is not None]
    by_share = not cells
    cells = shares if by_share else cells
    blocks = _blocks(layout, cells)
    added = all(c.aspect is None for c in cells)
    excluded = {e.row - 1: e.reason for e in layout.excluded}
    base = _stated_base(grid, layout)
    problems: list[Problem] = []
    items: list[Item] = []
    counts: dict[str, dict[int, int]] = {}
    aspect: str | None = None
    column_aspect: str | None = None
    sums = _Sums(dict.fromkeys((c.index for c in cells), 0), dict.fromkeys((c.index for c in cells), 0))
    for r in range(layout.first_row - 1, layout.last_row):
        row = grid.row(r)
        if r in excluded:
            if excluded[r] == SECTION:
                aspect = next(repair(row[c] or "") for c in range(len(row)) if row[c])
            elif excluded[r] == TOTAL and not by_share:
                problems += _check_totals(layout, row, r, cells, sums)
                sums.since = dict.fromkeys(sums.since, 0)
            continue
        column_aspect = next((repair(row[c] or "") for c in texts[:-1] if row[c]), column_aspect)
        scale = next(c.scale for c in layout.columns if c.scale is not None)
        bases = [
            (_total(block.beside, row) or base_of(block.points[0].aspect or "") or base) if by_share else None
            for block in blocks
        ]
        if by_share and None in bases:
            problems.append(_no_base(layout, r))
            continue
        problems += [p for c in cells if (p := _no_count(layout, r, c, row[c.index], by_share))]
        text = row[texts[-1]] or ""
        if says_count(text):  # a table of one question: it is what the column is called
            named = _OF.fullmatch(repair(text))
            own = next(c.header for c in layout.columns if c.index == texts[-1])
            text = named[1] if named else own or layout.title
        item = Item(f"r{r + 1}", repair(text), text, texts[-1] + 1, scale, column_aspect or aspect)
        each = []
        for block, own_base in zip(blocks, bases, strict=True):
            each.append(
                _as_counts(
                    {c.point: cell_count(row[c.index]) for c in block.points if c.point is not None}, own_base
                )
            )
            for c in block.points:
                sums.add(c.index, each[-1].get(c.point or 0, 0))
        if added:
            whole = {point: sum(one.get(point, 0) for one in each) for one in each for point in one}
            items.append(item)
            counts[item.key] = whole
        for k, (block, found) in enumerate(zip(blocks, each, strict=True)):
            if not added:
                key = item.key if k == 0 else f"{item.key}_{k + 1}"
                items.append(replace(item, key=key, aspect=block.points[0].aspect or item.aspect))
                counts[key] = whole = found
            problems += _check_row(layout, block.beside, row, r, scale, (found, whole))
    respondents = max((sum(found.values()) for found in counts.values()), default=0)
    tally = from_counts(Codebook(tuple(items)), counts, respondents)
    return Survey(layout.title or sheet.name, RowRef(workbook_name, sheet.name), tally), tuple(problems)


@dataclass(frozen=True)
class _Block:
    """Points that stand once across, and the figures beside them that are checked against their counts."""

    points: tuple[Column, ...]
    beside: tuple[Column, ...]


@dataclass
class _Sums:
    """What the cells of each column add up to: `since` the last row of totals, and in all (`every`)."""

    since: dict[int, int]
    every: dict[int, int]

    def add(self, column: int, n: int) -> None:
        self.since[column] += n
        self.every[column] += n


def _blocks(layout: Layout, cells: Sequence[Column]) -> list[_Block]:
    """The blocks of a table: one begins where a point stands again."""
    found: list[list[Column]] = []
    for c in sorted(cells, key=lambda c: c.index):
        if not found or any(c.point == other.point for other in found[-1]):
            found.append([])
        found[-1].append(c)
    starts = [-1, *(points[0].index for points in found[1:])]
    ends = [*starts[1:], max((c.index for c in layout.columns), default=0) + 1]
    return [
        _Block(
            tuple(points),
            tuple(c for c in layout.columns if c.role in ("total", "mean") and start <= c.index < end),
        )
        for points, start, end in zip(found, starts, ends, strict=True)
    ]


def _as_counts(numbers: dict[int, float | None], base: float | None) -> dict[int, int]:
    return {
        point: int(half_up(value if base is None else value / 100 * base))
        if value is not None and value >= 0
        else 0
        for point, value in numbers.items()
    }


def _stated_base(grid: Grid, layout: Layout) -> float | None:
    """The number of respondents that the lines above the table state."""
    for r in range(layout.first_row - 1):
        for cell in grid.row(r):
            found = _BASE.search(to_arabic_digits(repair(cell or "")))
            if found:
                return float(found[1].replace(",", ""))
    return None


def _total(beside: Sequence[Column], row: tuple[str | None, ...]) -> float | None:
    totals = (cell_count(row[c.index]) for c in beside if c.role == "total" and c.point is None)
    return next((n for n in totals if n), None)


def _check_row(
    layout: Layout,
    beside: Sequence[Column],
    row: tuple[str | None, ...],
    r: int,
    scale: Scale,
    counted: tuple[dict[int, int], dict[int, int]],
) -> list[Problem]:
    """A total or mean must be that of the counts of its block, or of the item where blocks add up."""
    problems = []
    for c in beside:
        stated = cell_count((row[c.index] or "").split("/")[0] or None) if row[c.index] else None
        if stated is None:
            continue
        if c.role == "total":
            own, whole = (
                [found.get(c.point, 0)]
                if c.point is not None
                else [sum(found.values()), sum(found.values()) - found.get(NOT_APPLICABLE, 0), 100]
                for found in counted
            )
            if stated not in (*own, *whole) if c.point is None else stated not in whole:
                said = message(
                    "The total says {stated}, the counts of the row add up to {sum}",
                    stated=_number(stated),
                    sum=(own if c.point is None else whole)[0],
                )
                problems.append(_differs(layout, r, c, row[c.index], said))
        means = [
            mean
            for found in counted
            if (mean := of_counts(scale, {p: found.get(p, 0) for p in scale.points}).mean) is not None
        ]
        if c.role == "mean" and means and all(abs(float(half_up(m, 2)) - stated) > TOLERANCE for m in means):
            said = message(
                "The mean says {stated}, the counts of the row give {mean}",
                stated=_number(stated),
                mean=means[0],
            )
            problems.append(_differs(layout, r, c, row[c.index], said))
    return problems


def _check_totals(
    layout: Layout, row: tuple[str | None, ...], r: int, cells: Sequence[Column], sums: _Sums
) -> list[Problem]:
    """A total row must be the sum of the items since the last one, or of all; averages are not checked."""
    if any("เฉลี่ย" in (cell or "") or "ร้อยละ" in (cell or "") for cell in row):
        return []
    problems = []
    for c in cells:
        n = cell_count(row[c.index])
        since, every = sums.since[c.index], sums.every[c.index]
        if n is not None and n not in (since, every):
            said = message(
                "The total says {stated}, the items above it add up to {sum}",
                stated=_number(n),
                sum=since or every,
            )
            problems.append(_differs(layout, r, c, row[c.index], said))
    return problems


def _differs(layout: Layout, r: int, c: Column, value: str | None, said: Message) -> Problem:
    return Problem(
        said, CHECK, sheet=layout.sheet, row=r + 1, column=c.index + 1, value=value, severity="question"
    )


def _no_base(layout: Layout, r: int) -> Problem:
    return Problem(
        message("Percent without the number of respondents can't be counted"),
        message("Add a column with the number of respondents, or write “n = …” above the table"),
        sheet=layout.sheet,
        row=r + 1,
    )


def _no_count(layout: Layout, r: int, c: Column, cell: str | None, by_share: bool) -> Problem | None:
    """What to say of a cell that holds something else than a count (or a share)."""
    value = cell_count(cell)
    if cell is None or (value is not None and value >= 0 and (by_share or value == int(value))):
        return None
    return Problem(
        message("This is not a count, so it is taken as 0"),
        message("Write how many chose this point as a whole number"),
        sheet=layout.sheet,
        row=r + 1,
        column=c.index + 1,
        value=cell,
    )


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value
