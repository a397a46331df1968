"""A tallied sheet and its Layout → Tally, its totals and means checked against the counts."""

from __future__ import annotations

import re

from analytics.assessment import Survey
from analytics.codebook import NOT_APPLICABLE, Codebook, Item
from analytics.measures import of_counts
from analytics.projects import RowRef
from analytics.tally import from_counts
from analytics.thai import repair, to_arabic_digits
from analytics.words import Problem, half_up, message
from data.grid import Grid
from data.layout import Column, Layout
from data.tallied import SECTION, TOTAL, cell_count, says_count
from data.workbook import Sheet

_BASE = re.compile(
    r"(?:\bn\s*=|จำนวน(?:ผู้\S*?)?|ผู้ตอบแบบสอบถาม\S*|ผู้ตอบ\S*|N\s*=)\s*([\d,]+)\s*(?:คน|ราย|ชุด|\)|$)?"
)
CHECK = message("Check the row in the workbook; the counts are used as they stand")


def extract_tally(workbook_name: str, sheet: Sheet, layout: Layout) -> tuple[Survey, tuple[Problem, ...]]:
    """The survey of a tallied table; percent without counts become counts by the base the table states."""
    grid = Grid(sheet.cells)
    grid = grid.turned() if layout.transposed else grid
    texts = [c.index for c in layout.columns if c.role == "text"]
    cells = [c for c in layout.columns if c.role == "count" and c.point is not None]
    shares = [c for c in layout.columns if c.role == "percent" and c.point is not None]
    by_share = not cells
    excluded = {e.row - 1: e.reason for e in layout.excluded}
    base = _stated_base(grid, layout)
    problems: list[Problem] = []
    items: list[Item] = []
    counts: dict[str, dict[int, int]] = {}
    aspect: str | None = None
    column_aspect: str | None = None
    block: list[str] = []
    for r in range(layout.first_row - 1, layout.last_row):
        row = grid.row(r)
        if r in excluded:
            if excluded[r] == SECTION:
                aspect = next(repair(row[c] or "") for c in range(len(row)) if row[c])
            elif excluded[r] == TOTAL and cells:
                problems += _check_totals(layout, row, r, cells, counts, block)
                block = []
            continue
        column_aspect = next((repair(row[c] or "") for c in texts[:-1] if row[c]), column_aspect)
        numbers = {
            c.point: cell_count(row[c.index]) for c in (shares if by_share else cells) if c.point is not None
        }
        scale = next(c.scale for c in layout.columns if c.scale is not None)
        own_base = _total(layout, row) or base
        if by_share and own_base is None:
            problems.append(_no_base(layout, r))
            continue
        found = _as_counts(numbers, own_base if by_share else None)
        for c in cells if not by_share else shares:
            value = cell_count(row[c.index])
            if row[c.index] is not None and (
                value is None or (not by_share and value != int(value)) or value < 0
            ):
                problems.append(_not_a_count(layout, r, c, row[c.index]))
        text = row[texts[-1]] or ""
        if says_count(text):  # a table of one question: it is what the column is called
            text = next(c.header for c in layout.columns if c.index == texts[-1]) or layout.title
        item = Item(
            f"r{r + 1}",
            repair(text),
            text,
            texts[-1] + 1,
            scale,
            column_aspect or aspect,
        )
        items.append(item)
        counts[item.key] = found
        block.append(item.key)
        problems += _check_row(layout, row, r, item, found)
    respondents = max((sum(found.values()) for found in counts.values()), default=0)
    tally = from_counts(Codebook(tuple(items)), counts, respondents)
    return Survey(layout.title or sheet.name, RowRef(workbook_name, sheet.name), tally), tuple(problems)


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


def _total(layout: Layout, row: tuple[str | None, ...]) -> float | None:
    return next((n for c in layout.columns if c.role == "total" and (n := cell_count(row[c.index]))), None)


def _check_row(
    layout: Layout, row: tuple[str | None, ...], r: int, item: Item, found: dict[int, int]
) -> list[Problem]:
    problems = []
    answered = {point: found.get(point, 0) for point in item.scale.points}
    every = sum(found.values())
    for c in layout.columns:
        stated = cell_count((row[c.index] or "").split("/")[0] or None) if row[c.index] else None
        if stated is None:
            continue
        if c.role == "total" and stated not in (every, every - found.get(NOT_APPLICABLE, 0), 100):
            problems.append(
                Problem(
                    message(
                        "The total says {stated}, the counts of the row add up to {sum}",
                        stated=_number(stated),
                        sum=every,
                    ),
                    CHECK,
                    sheet=layout.sheet,
                    row=r + 1,
                    column=c.index + 1,
                    value=row[c.index],
                    severity="question",
                )
            )
        mean = of_counts(item.scale, answered).mean
        if c.role == "mean" and mean is not None and abs(float(half_up(mean, 2)) - stated) > 0.0101:
            problems.append(
                Problem(
                    message(
                        "The mean says {stated}, the counts of the row give {mean}",
                        stated=_number(stated),
                        mean=mean,
                    ),
                    CHECK,
                    sheet=layout.sheet,
                    row=r + 1,
                    column=c.index + 1,
                    value=row[c.index],
                    severity="question",
                )
            )
    return problems


def _check_totals(
    layout: Layout,
    row: tuple[str | None, ...],
    r: int,
    cells: list[Column],
    counts: dict[str, dict[int, int]],
    block: list[str],
) -> list[Problem]:
    """A total row must be the sum of the items since the last one, or of all; averages are not checked."""
    if any("เฉลี่ย" in (cell or "") or "ร้อยละ" in (cell or "") for cell in row):
        return []
    stated = {c: n for c in cells if (n := cell_count(row[c.index])) is not None}
    problems = []
    for c, n in stated.items():
        assert c.point is not None
        since = sum(counts[key].get(c.point, 0) for key in block)
        every = sum(found.get(c.point, 0) for found in counts.values())
        if n not in (since, every):
            problems.append(
                Problem(
                    message(
                        "The total says {stated}, the items above it add up to {sum}",
                        stated=_number(n),
                        sum=since or every,
                    ),
                    CHECK,
                    sheet=layout.sheet,
                    row=r + 1,
                    column=c.index + 1,
                    value=row[c.index],
                    severity="question",
                )
            )
    return problems


def _no_base(layout: Layout, r: int) -> Problem:
    return Problem(
        message("Percent without the number of respondents can't be counted"),
        message("Add a column with the number of respondents, or write “n = …” above the table"),
        sheet=layout.sheet,
        row=r + 1,
    )


def _not_a_count(layout: Layout, r: int, c: Column, value: str | None) -> Problem:
    return Problem(
        message("This is not a count, so it is taken as 0"),
        message("Write how many chose this point as a whole number"),
        sheet=layout.sheet,
        row=r + 1,
        column=c.index + 1,
        value=value,
    )


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value
