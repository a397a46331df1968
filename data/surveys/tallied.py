"""Tables that are tallied already: items down, points across, counts or percent in the cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.codebook import Scale
from analytics.thai import parse_number, repair, to_arabic_digits
from analytics.words import Message, message
from data.grid import Grid
from data.layout import Column, Excluded, TallyRole
from data.surveys.columns import Profile, says
from data.surveys.labels import whole_number
from data.surveys.points import Blocks, points_of, settled
from data.surveys.tables import is_number

TOP = 40  # rows from the top in which the points are looked for
TOLERANCE = 0.0101  # by which a stated mean may differ from the one of its row
FEWEST = 2  # items from which a table of points counts as a tally
SECTION = message("A section title: the aspect of the items below it")
TOTAL = message("A row of totals or averages")
PERCENT = message("The percent of the counts above")
_COUNT = re.compile(r"จำนวน.*|คน|ความถี่|n|count|freq\w*|จน\.|f", re.IGNORECASE)
_PERCENT = re.compile(r"ร้อยละ.*|%|percent.*|share|\(%\)|เปอร์เซ็นต์", re.IGNORECASE)
_MEAN = re.compile(
    r"(ค่า|คะแนน)?เฉลี่ย.*|.*x̄.*|.*x̅.*|\(?\s*mean.*|average.*|.*ค่าเฉลี่ย.*|𝑥̅|x|.*\(x̄\).*", re.IGNORECASE
)
_SD = re.compile(r"\(?s\.?\s?d\.?\)?|.*เบี่ยงเบน.*|std.*|standard deviation", re.IGNORECASE)
_WORD = re.compile(
    r"(การ)?แปล(ผล|ความ).*|ความหมาย|ระดับ(ความพึงพอใจ|คุณภาพ)?|interpretation|meaning|level|ผล", re.IGNORECASE
)
_TOTAL = re.compile(
    r"รวม.*|จำนวน(ผู้|คน|ทั้งหมด|รวม).*|ผู้(ตอบ|ประเมิน).*|n|total|base|sum|responses", re.IGNORECASE
)
_PEOPLE = re.compile(r"(?<=\d)\s?(?:คน|ราย|ชุด|ท่าน|people|persons?)$", re.IGNORECASE)
_COUNT_FIRST = re.compile(r"([\d,]+)\s*(?:\(\s*[\d.]+\s*%?\s*\)|/\s*[\d.]+\s*%?)")


@dataclass(frozen=True)
class Table:
    """A tallied table found in a sheet. Rows count from 0. `blocks`: its points, where they stand more than
    once across.
    """

    header_rows: tuple[int, ...]
    first: int
    last: int
    columns: tuple[Column, ...]
    excluded: tuple[Excluded, ...]
    above: tuple[str, ...]
    blocks: Blocks | None = None


def find_tally(grid: Grid, turned: bool = False) -> Table | None:
    """The tallied table of a sheet; None where there is no row of points with counts below it and
    item texts beside it. Points that stand more than once across are read in a sheet that is not `turned`.
    """
    top = min(grid.rows, TOP)
    grid.prepare(range(min(grid.rows, 400)))
    for row in range(top):
        found = points_of(grid, row, repeated=not turned)
        table = _table(grid, row, *found) if found is not None else None
        if table is not None:
            return table
    return None


def cell_count(text: str | None) -> float | None:
    """The number of a cell of a tally: "169", "๑๖๙", "1,690 คน", "169 (53.14)", "53.14%"; a dash is 0,
    empty is None.
    """
    if text is None:
        return None
    plain = _PEOPLE.sub("", to_arabic_digits(repair(text)))
    first = _COUNT_FIRST.fullmatch(plain)
    if first:
        return parse_number(first[1])
    return 0.0 if plain in ("-", "–", "—") else parse_number(plain)


def says_count(text: str) -> bool:
    """Whether a cell only says that counts stand beside or below it: จำนวน, ความถี่, n."""
    return _COUNT.fullmatch(repair(text)) is not None


def holds_means(grid: Grid) -> bool:
    """Whether a row near the top heads a column of means, and the row below it has a number there."""
    return any(
        _MEAN.fullmatch(repair(cell or "")) and is_number(below or "")
        for r in range(min(grid.rows - 1, TOP))
        for cell, below in zip(grid.row(r), grid.row(r + 1), strict=True)
    )


def interpretations(profiles: Sequence[Profile]) -> frozenset[int]:
    """The columns that put the means of a column beside them into words: แปลผล, ระดับความพึงพอใจ."""
    means = any(
        _MEAN.fullmatch(p.header)
        and all(is_number(text) for text in p.values)
        and any(whole_number(text) is None for text in p.values)
        for p in profiles
    )
    return frozenset(p.head.column for p in profiles if means and _WORD.fullmatch(p.header))


def _table(grid: Grid, row: int, scale: Scale, points: dict[int, int], blocks: Blocks | None) -> Table | None:
    below = grid.row(row + 1) if row + 1 < grid.rows else ()
    naming, shares = _count_or_percent(grid, range(row + 1, min(grid.rows, row + 400)), points)
    columns_of = blocks.columns if blocks is not None else (tuple(sorted(points)),)
    starts = [*(block[0] for block in columns_of[1:]), grid.columns]
    roles: dict[int, TallyRole] = {}
    for block, until in zip(columns_of, starts, strict=True):
        roles |= _cell_roles(block, below, until)
    if set(roles) == set(points) and not shares and _in_percent(grid, row, points):
        roles = dict.fromkeys(roles, "percent")
    second = any(
        role
        for c, role in roles.items()
        if c < len(below) and below[c] is not None and cell_count(below[c]) is None
    )
    first = row + (2 if second else 1)
    rows = [r for r in range(first, min(grid.rows, first + 400)) if any(grid.row(r))]
    top = max(0, row - 2) if blocks is None else min(max(0, row - 2), blocks.head_row)
    heads = [r for r in range(top, row + (2 if second else 1)) if _is_head(grid.row(r), points)]
    counted = [
        r for r in rows if sum(cell_count(grid.row(r)[c]) is not None for c in points) >= min(2, len(points))
    ]
    if not counted or _goes_on_above(grid, row if blocks is None else blocks.head_row, points):
        return None
    counted = [r for r in counted if r not in shares]
    cells = [grid.row(r)[c] for r in counted for c, role in roles.items() if role == "count"]
    numbers = [n for cell in cells if (n := cell_count(cell))]
    if 2 * sum(n != int(n) for n in numbers) > len(numbers):
        return None  # prices and rates under "High", "Medium", "Low": people are counted whole
    texts = _text_columns(grid, counted, min(points) if naming is None else naming)
    one_item = (
        naming is not None and not texts and len(counted) == 1 and _is_all(grid, (*heads, *counted, *shares))
    )
    if naming is not None and one_item:
        texts = [naming]  # points and their counts only: the question is what the column is called
    if not texts:
        return None
    others = {
        c: r
        for c in range(grid.columns)
        if c not in roles and c not in texts and (r := _other_role(grid, heads, c))
    }
    for block, until in zip(columns_of, starts, strict=True):
        own = {c: points[c] for c in block}
        beside = {c: r for c, r in others.items() if blocks is None or block[0] < c < until}
        if _is_raw(grid, counted, own, beside):
            return None
        if scale.kind == "numbers" and not _counts_people(grid, counted, own, beside, texts, heads):
            return None
    if blocks is not None:
        across = sorted(points)
        blocks = settled(blocks, [[cell_count(grid.row(r)[c]) or 0 for c in across] for r in counted])
        if blocks is None or (blocks.added and "count" not in roles.values()):
            return None  # shares of groups don't add up
    names = {c: next((h for r in reversed(heads) if (h := grid.row(r)[c])), "") for c in range(grid.columns)}
    columns = []
    for c in range(grid.columns):
        role: TallyRole | None = "text" if c in texts else roles.get(c) or others.get(c)
        summed = blocks is not None and blocks.is_whole(c)
        if summed and blocks is not None and (not blocks.added or role == "percent"):
            continue  # sums of what is kept apart
        if role is not None:
            owner = max((p for p in points if p <= c), default=None)
            point = points[owner] if role in ("count", "percent") and owner is not None else None
            role = "total" if summed and role == "count" else role
            columns.append(
                Column(
                    c,
                    names[c],
                    role,
                    _why(role),
                    repair(names[c]),
                    None if blocks is None else blocks.aspect(c),
                    scale if point is not None else None,
                    (),
                    point,
                )
            )
    last = counted[-1]
    excluded = tuple(
        Excluded(r + 1, PERCENT) if r in shares else _excluded(grid, r, row, texts, points)
        for r in range(first, last + 1)
    )
    excluded = _with_sums(grid, counted, excluded, points)
    above = tuple(dict.fromkeys(repair(cell) for r in range(heads[0]) for cell in grid.row(r) if cell))
    kept = tuple(e for e in excluded if e is not None)
    if len(counted) - sum(e.row - 1 in counted for e in kept) < (1 if one_item else FEWEST):
        return None
    return Table(tuple(heads), first, last, tuple(columns), kept, above, blocks)


def _is_all(grid: Grid, rows: Collection[int]) -> bool:
    """Whether a header, one row of counts and their percent are all of a sheet but titles and notes."""
    rest = (grid.row(r) for r in range(min(grid.rows, TOP)) if r not in rows)
    return grid.rows <= TOP and all(sum(cell is not None for cell in row) < 2 for row in rest)


def _goes_on_above(grid: Grid, row: int, points: Collection[int]) -> bool:
    """Whether the rows just above hold numbers in the columns of the points: then this is no header.

    A blank row, or a line that only says something, ends another table above.
    """
    for r in range(row - 1, -1, -1):
        cells = [cell for cell in grid.row(r) if cell is not None]
        if sum(is_number(grid.row(r)[c] or "") for c in points) > 1:
            return True
        if len(cells) < 2 and not any(is_number(cell) for cell in cells):
            return False
    return False


def _is_head(cells: Sequence[str | None], points: dict[int, int]) -> bool:
    """Whether a row belongs to the header: it says something above the points, or more than one thing."""
    return sum(cell is not None for cell in cells) > 1 or any(cells[c] is not None for c in points)


def _cell_roles(points: Collection[int], below: Sequence[str | None], width: int) -> dict[int, TallyRole]:
    """What each column under the points holds: counts, or counts and percent in pairs."""
    starts = sorted(points)
    roles: dict[int, TallyRole] = {}
    for place, c in enumerate(starts):
        end = (
            starts[place + 1] if place + 1 < len(starts) else min(width, c + max(1, starts[-1] - starts[-2]))
        )
        named = {i: repair(below[i] or "") for i in range(c, end) if i < len(below) and below[i]}
        for i, name in named.items():
            if _PERCENT.fullmatch(name):
                roles[i] = "percent"
            elif _COUNT.fullmatch(name):
                roles[i] = "count"
        if not any(i in roles for i in range(c, end)):
            roles[c] = "count"
    return roles


def _in_percent(grid: Grid, row: int, points: dict[int, int]) -> bool:
    """Whether the cells below the points are shares: written with % or with decimals, adding up to 100."""
    rows = [grid.row(r) for r in range(row + 1, min(grid.rows, row + 40))]
    # Below counts there may be a row with the percent of their sums.
    rows = [r for r in rows if not any(says("total", cell) for cell in r[: min(points)] if cell)] or rows
    cells = [[to_arabic_digits(repair(cell)) for c in points if (cell := r[c]) is not None] for r in rows]
    if any("%" in cell and _COUNT_FIRST.fullmatch(cell) is None for r in cells for cell in r):
        return True
    numbers = [[n for cell in r if (n := cell_count(cell)) is not None] for r in cells]
    full = [r for r in numbers if len(r) > 1]
    if any(n != int(n) for r in full for n in r) and any(abs(sum(r) - 100) < 1 for r in full):
        return True
    decimals = any("." in cell for r in cells for cell in r)
    return decimals and bool(full) and all(abs(sum(r) - 100) < 1 for r in full)


def _count_or_percent(
    grid: Grid, below: Iterable[int], points: Collection[int]
) -> tuple[int | None, frozenset[int]]:
    """The column that says which rows hold counts and which the percent of them, and the rows of percent.

    None and no rows where no column left of the points says so.
    """
    rows = [r for r in below if sum(cell_count(grid.row(r)[c]) is not None for c in points) > 1]
    for c in range(min(points) - 1, -1, -1):
        said = {r: repair(cell) for r in rows if (cell := grid.row(r)[c])}
        shares = frozenset(r for r, text in said.items() if _PERCENT.fullmatch(text))
        counts = {r for r, text in said.items() if _COUNT.fullmatch(text)}
        if counts and len(shares) + len(counts) >= 0.8 * len(rows):
            return c, shares
    return None, frozenset()


def _text_columns(grid: Grid, counted: Sequence[int], until: int) -> list[int]:
    """The columns left of the points that hold words: aspects first, the item texts last; empty
    where there is no item text.
    """
    found: list[int] = []
    for c in range(until):
        cells = [cell for r in counted if (cell := grid.row(r)[c]) is not None and not is_number(cell)]
        if len(cells) >= 0.6 * len(counted) or (
            cells and len(cells) < len(counted) and c + 1 < until and not found
        ):
            found.append(c)
    if not found:
        return []
    last = [cell for r in counted if (cell := grid.row(r)[found[-1]])]
    return found if len(last) >= 0.6 * len(counted) and len(set(last)) >= 0.8 * len(last) else []


def _other_role(grid: Grid, heads: Sequence[int], c: int) -> TallyRole | None:
    for r in reversed(heads):
        name = repair(grid.row(r)[c] or "")
        for pattern, role in ((_MEAN, "mean"), (_SD, "sd"), (_WORD, "word"), (_TOTAL, "total")):
            if name and pattern.fullmatch(name):
                return role  # type: ignore[return-value]
    return None


def _is_raw(grid: Grid, counted: Sequence[int], points: dict[int, int], others: dict[int, TallyRole]) -> bool:
    """Whether the cells are answers rather than counts: respondents or questions numbered like points."""
    values = [[cell_count(grid.row(r)[c]) or 0 for c in points] for r in counted]
    if max(max(row) for row in values) > max(points.values()) or min(points.values()) < 0:
        return False
    means = [c for c, role in others.items() if role == "mean"]
    if means:
        stated = [cell_count((grid.row(r)[means[0]] or "").split("/")[0].strip() or None) for r in counted]
        plain = weighted = 0
        for row, mean in zip(values, stated, strict=True):
            if mean is not None and any(row):
                plain += abs(float(np.mean(row)) - mean) < TOLERANCE
                weighted += abs(float(np.average(list(points.values()), weights=row)) - mean) < TOLERANCE
        return plain > weighted
    sums = {sum(row) for row in values}
    ascending = [points[c] for c in sorted(points)] == sorted(points.values())
    return ascending and len(sums) > max(1, 0.3 * len(values))


def _counts_people(
    grid: Grid,
    counted: Sequence[int],
    points: dict[int, int],
    others: dict[int, TallyRole],
    texts: Sequence[int],
    heads: Sequence[int],
) -> bool:
    """Whether numbers under headers 1, 2, 3, … count answers. Days, periods and rounds are headed so, too.

    Points that count down are a scale; those that count up are one where the rows add up to the same
    number of people, or where means or words for opinions stand beside them.
    """
    rows = [r for r in counted if not any(says("total", grid.row(r)[c] or "") for c in texts)]
    sums = [sum(cell_count(grid.row(r)[c]) or 0 for c in points) for r in rows]
    most = max((cell_count(grid.row(r)[c]) or 0 for r in rows for c in points), default=0)
    if most <= 1:
        return False
    if [points[c] for c in sorted(points)] != sorted(points.values()):
        return True
    if "mean" in others.values() or len(set(sums)) <= max(1, 0.4 * len(sums)):
        return True
    words = [cell for r in (*range(heads[0] + 1), *heads, *rows) for cell in grid.row(r) if cell]
    return any(says("asking", repair(word)) for word in words) and max(sums) <= 2 * min(sums)


def _with_sums(
    grid: Grid, counted: Sequence[int], excluded: tuple[Excluded | None, ...], points: dict[int, int]
) -> tuple[Excluded | None, ...]:
    """The rows left out, with those that hold the sums of the items below them: an aspect with its total."""
    out = {e.row - 1: e for e in excluded if e is not None}
    plain = {SECTION, TOTAL}
    values = {r: [cell_count(grid.row(r)[c]) or 0 for c in points] for r in counted}
    for place, r in enumerate(counted):
        if r in out or not any(values[r]):
            continue
        sums = [0.0] * len(points)
        for below, other in enumerate(counted[place + 1 :], 1):
            if other in out and out[other].reason in plain:
                break
            sums = [a + b for a, b in zip(sums, values[other], strict=True)]
            if below > 1 and sums == values[r]:
                out[r] = Excluded(r + 1, SECTION)
                break
    return tuple(out[r] for r in sorted(out))


def _excluded(
    grid: Grid, r: int, header: int, texts: Sequence[int], points: dict[int, int]
) -> Excluded | None:
    row = grid.row(r)
    if not any(row):
        return Excluded(r + 1, message("Blank row"))
    words = [repair(cell) for cell in row[: min(points)] if cell is not None and not is_number(cell)]
    if any(says("total", word) for word in words):
        return Excluded(r + 1, TOTAL)
    counted = any(cell_count(row[c]) is not None for c in points)
    if words and not counted:
        legend_row = says("legend", words[0])
        return Excluded(r + 1, message("A legend or note") if legend_row else SECTION)
    if not counted or row[texts[-1]] is None:
        return Excluded(r + 1, message("No item stands in this row"))
    if all(row[c] == grid.row(header)[c] for c in points):
        return Excluded(r + 1, message("Repeats the header"))
    return None


def _why(role: TallyRole) -> Message:
    return {
        "text": message("The text of each item"),
        "count": message("How many chose this point"),
        "percent": message("The share that chose this point"),
        "total": message("A total, checked against the counts"),
        "mean": message("A mean, checked against the counts"),
        "sd": message("A standard deviation"),
        "word": message("The interpretation in words"),
    }[role]
