"""Rows inside a survey that are no respondents: blank, totals, legends, section titles, repeated
headers, summaries.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analytics.codebook import BLANK, UNRECOGNISED
from analytics.thai import repair
from analytics.words import Message, message
from data.grid import Grid
from data.layout import Column, Excluded, Layout
from data.surveys.choices import ticks
from data.surveys.columns import says, says_no
from data.surveys.labels import is_blank
from data.surveys.scales import legend
from data.surveys.tables import Block, is_date, is_number

MOST_LABELS = 11  # rows of a list of a scale's labels
INSPECTED = 5000  # rows out of line that are looked at one by one


def item_codes(grid: Grid, column: Column, first: int, last: int) -> npt.NDArray[np.int8]:
    """The code of every row of an item column, by the distinct texts of the column."""
    texts, index = grid.encoded(column.index, first, last)
    codes = dict(column.codes)
    table = np.array([_code(text, codes) for text in texts] + [BLANK], np.int8)
    return table[index]


def _code(text: str, codes: dict[str, int]) -> int:
    return BLANK if is_blank(text) else codes.get(repair(text), UNRECOGNISED)


def no_respondents(grid: Grid, block: Block) -> dict[int, Message]:
    """Rows (from 0) that are plainly no respondents before any column is judged: repeated headers
    and total rows.
    """
    found = {row: message("Repeats the header") for row in block.repeated}
    looked = range(block.first, block.last + 1)
    if len(looked) > INSPECTED:
        looked = range(block.last - 60, block.last + 1)
    grid.prepare(looked)
    for row in looked:
        cells = [(c, cell) for c, cell in enumerate(grid.row(row)) if cell and c not in block.beside]
        # "n" or "x" may be an answer of its column as well.
        if (
            row not in found
            and _is_total([cell for _, cell in cells])
            and not any(says("total", cell) and _often(grid, block, c, cell) for c, cell in cells)
        ):
            found[row] = message("A row of totals or averages")
    return found


def _often(grid: Grid, block: Block, column: int, text: str) -> bool:
    texts, index = grid.encoded(column, block.first, block.last)
    count = int((index == texts.index(text)).sum()) if len(text) < 3 else 0
    return count > max(2, 0.02 * int((index >= 0).sum()))


def _is_total(cells: Sequence[str]) -> bool:
    """Whether a row starts with a word for totals and goes on with figures, not with answers."""
    words = [cell for cell in cells if not is_number(cell)]
    start = next((i for i, cell in enumerate(cells) if is_number(cell) and i), len(cells))
    if not words or not any(says("total", word) for word in cells[:start][:2]):
        return False
    rest = [cell for cell in cells if cell is not words[0]]
    figures = sum(is_number(cell) for cell in rest)
    return figures >= 0.8 * len(rest) and len(words) <= 2 + 0.2 * len(cells)


def excluded_rows(
    grid: Grid, block: Block, columns: Sequence[Column], known: dict[int, Message]
) -> tuple[Excluded, ...]:
    """The rows of a block that are no respondents, each with its reason, in order. `known`: what
    was found before.
    """
    first, last = block.first, block.last
    items = [c for c in columns if c.role == "item"]
    ticked = [ticks(grid, c.index, first, last) for c in columns if c.is_point]
    fill = _fill(grid, block)
    codes = [item_codes(grid, c, first, last) for c in items]
    good = sum(((c >= 0).astype(np.int32) for c in codes), np.zeros(len(fill), np.int32))
    good += sum((chosen.astype(np.int32) for chosen in ticked), np.zeros(len(fill), np.int32))
    bad = sum(((c == UNRECOGNISED).astype(np.int32) for c in codes), np.zeros(len(fill), np.int32))
    typical = int(np.median(fill[fill > 0])) if (fill > 0).any() else 0
    reasons: dict[int, Message] = {row - first: reason for row, reason in known.items()}
    for blank in np.flatnonzero(fill == 0):
        reasons.setdefault(int(blank), message("Blank row"))
    odd = (bad > 0) | (fill <= max(1, 0.4 * typical)) | (good == 0)
    odd[:50] = True
    odd[-50:] = True
    suspects = [int(row) for row in np.flatnonzero(odd & (fill > 0)) if int(row) not in reasons][:INSPECTED]
    grid.prepare([first + row for row in suspects])
    said = _said_again(grid, columns, first, last)
    for row in suspects:
        cells = [
            (i, cell)
            for i, cell in enumerate(grid.row(first + row))
            if cell is not None and i not in block.beside
        ]
        reason = _why_not(cells, columns, int(good[row]), int(bad[row]), typical, said)
        if reason is not None:
            reasons[row] = reason
    for row in _only_numbered(grid, block, columns, fill, reasons):
        reasons[row] = message("Only numbered, not filled in")
    below = [Excluded(row + 1, message("Below the table")) for row in block.below]
    return (*(Excluded(first + row + 1, reasons[row]) for row in sorted(reasons)), *below)


def _only_numbered(
    grid: Grid,
    block: Block,
    columns: Sequence[Column],
    fill: npt.NDArray[np.int32],
    reasons: dict[int, Message],
) -> list[int]:
    """The last rows of a table in which nothing but the running number was ever filled in."""
    numbers = {c.index for c in columns if c.role == "identifier"}
    found: list[int] = []
    row = len(fill) - 1
    while row >= 0 and (row in reasons or fill[row] == 1):
        if row not in reasons:
            c, cell = next(
                (c, cell)
                for c, cell in enumerate(grid.row(block.first + row))
                if cell and c not in block.beside
            )
            if c not in numbers or not is_number(cell):
                break
            found.append(row)
        row -= 1
    return found if len(found) > 1 else []


def _fill(grid: Grid, block: Block) -> npt.NDArray[np.int32]:
    """How many cells of each row of the block hold something; where a row holds blanks only, none."""
    fill = grid.fill(block.beside)[block.first : block.last + 1]
    for row in np.flatnonzero((fill > 0) & (fill <= 3))[:INSPECTED]:
        if not any(cell for c, cell in enumerate(grid.row(block.first + int(row))) if c not in block.beside):
            fill[row] = 0
    return fill


def _why_not(
    filled: Sequence[tuple[int, str]],
    columns: Sequence[Column],
    good: int,
    bad: int,
    typical: int,
    said: dict[int, frozenset[str]],
) -> Message | None:
    if not filled:
        return message("Blank row")
    words = [
        cell for i, cell in filled if not is_number(cell) and (len(cell) > 2 or cell not in said.get(i, ()))
    ]
    roles = {c.index: c.role for c in columns}
    first_item = min((i for i, role in roles.items() if role == "item"), default=0)
    lead = [cell for i, cell in filled if i < first_item and roles.get(i) != "comment" and cell in words]
    lead = lead[:2] or words[:1]
    if good == 0 or bad >= good or len(words) <= 2:
        if any(says("total", cell) for cell in lead) and len(words) <= 2 + good + bad:
            return message("A row of totals or averages")
        if any(says("legend", cell) or legend(cell) for cell in lead) and len(filled) <= max(
            2, 0.4 * typical
        ):
            return message("A legend or note")
    if good == 0 and len(filled) <= max(1, 0.3 * typical) and not _answers(filled, columns, said):
        return message("A title or note between the answers")
    return None


def _said_again(grid: Grid, columns: Sequence[Column], first: int, last: int) -> dict[int, frozenset[str]]:
    """The texts that more than one row of a grouping column holds."""
    said: dict[int, frozenset[str]] = {}
    for c in columns:
        if c.role in ("demographic", "multi", "flag"):
            texts, index = grid.encoded(c.index, first, last)
            often = np.bincount(index[index >= 0], minlength=len(texts)) > 1
            said[c.index] = frozenset(text for text, many in zip(texts, often, strict=True) if many)
    return said


def _answers(
    filled: Sequence[tuple[int, str]], columns: Sequence[Column], said: dict[int, frozenset[str]]
) -> bool:
    """Whether any cell is what respondents leave in a column of its kind: a time, a number, a group
    that others are in too.
    """
    known = {c.index: c.role for c in columns}
    for i, cell in filled:
        role = known.get(i)
        if cell in said.get(i, ()) or (role == "timestamp" and is_date(cell)):
            return True
        if role in ("identifier", "other") and is_number(cell):
            return True
        if role in ("demographic", "multi", "personal", "comment") and not is_blank(cell) and len(filled) > 1:
            return True
    return False


def lists_a_scale(grid: Grid, layout: Layout) -> bool:
    """Whether a sheet only says which point each label of a scale is.

    It has each label once, in order, and nothing in any column twice.
    """
    out = {e.row - layout.first_row for e in layout.excluded}
    if layout.last_row - layout.first_row + 1 - len(out) > MOST_LABELS:
        return False
    rows = [n for n in range(layout.last_row - layout.first_row + 1) if n not in out]
    if len(rows) < 3:
        return False
    for c in layout.columns:
        _, index = grid.encoded(c.index, layout.first_row - 1, layout.last_row - 1)
        filled = [n for n in index[rows].tolist() if n >= 0]
        if len(set(filled)) < len(filled):
            return False
        if c.role != "item" or c.scale is None:
            continue
        codes = item_codes(grid, c, layout.first_row - 1, layout.last_row - 1)[rows].tolist()
        points = [*c.scale.points]
        if codes not in (points, points[::-1]):
            return False
    return True


def respondents(layout: Layout) -> npt.NDArray[np.bool_]:
    """Which rows from the first to the last are respondents: this unit's, and not left out."""
    first, last = layout.first_row, layout.last_row
    only = layout.only if layout.long is None else ()  # there it holds rows of answers
    found = np.full(last - first + 1, not only)
    for start, end in only:
        found[max(0, start - first) : max(0, end - first + 1)] = True
    found[[e.row - first for e in layout.excluded if first <= e.row <= last]] = False
    return found


def flagged(
    grid: Grid, layout_rows: tuple[int, int], column: Column
) -> tuple[tuple[int, ...], dict[str, int]]:
    """The rows (from 1) that a flag column says are not to be included, and how often it says what."""
    first, last = layout_rows
    texts, index = grid.encoded(column.index, first, last)
    out = [i for i, text in enumerate(texts) if says_no(column.header, text)]
    counts = {repair(text): int((index == i).sum()) for i, text in enumerate(texts) if text.strip()}
    return tuple(int(row) + first + 1 for row in np.flatnonzero(np.isin(index, out))), counts
