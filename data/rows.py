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
from data.columns import says
from data.grid import Grid
from data.layout import Column, Excluded
from data.scales import is_blank, legend
from data.tables import Block, is_number

INSPECTED = 5000  # rows out of line that are looked at one by one


def item_codes(grid: Grid, column: Column, first: int, last: int) -> npt.NDArray[np.int8]:
    """The code of every row of an item column, by the distinct texts of the column."""
    texts, index = grid.encoded(column.index, first, last)
    codes = dict(column.codes)
    table = np.array([_code(text, codes) for text in texts] + [BLANK], np.int8)
    return table[index]


def _code(text: str, codes: dict[str, int]) -> int:
    return BLANK if is_blank(text) else codes.get(repair(text), UNRECOGNISED)


def excluded_rows(grid: Grid, block: Block, columns: Sequence[Column]) -> tuple[Excluded, ...]:
    """The rows of a block that are no respondents, each with its reason, in order."""
    first, last = block.first, block.last
    items = [c for c in columns if c.role == "item"]
    fill = grid.fill()[first : last + 1]
    codes = [item_codes(grid, c, first, last) for c in items]
    good = sum(((c >= 0).astype(np.int32) for c in codes), np.zeros(len(fill), np.int32))
    bad = sum(((c == UNRECOGNISED).astype(np.int32) for c in codes), np.zeros(len(fill), np.int32))
    typical = int(np.median(fill[fill > 0])) if (fill > 0).any() else 0
    reasons: dict[int, Message] = {row - first: message("Repeats the header") for row in block.repeated}
    for blank in np.flatnonzero(fill == 0):
        reasons.setdefault(int(blank), message("Blank row"))
    odd = (bad > 0) | (fill <= max(1, 0.4 * typical)) | (good == 0)
    odd[:50] = True
    odd[-50:] = True
    suspects = [int(row) for row in np.flatnonzero(odd & (fill > 0)) if int(row) not in reasons][:INSPECTED]
    grid.prepare([first + row for row in suspects])
    for row in suspects:
        reason = _why_not(grid.row(first + row), columns, int(good[row]), int(bad[row]), typical)
        if reason is not None:
            reasons[row] = reason
    return tuple(Excluded(first + row + 1, reasons[row]) for row in sorted(reasons))


def _why_not(
    cells: tuple[str | None, ...], columns: Sequence[Column], good: int, bad: int, typical: int
) -> Message | None:
    filled = [(i, cell) for i, cell in enumerate(cells) if cell is not None]
    if not filled:
        return message("Blank row")
    words = [cell for _, cell in filled if not is_number(cell)]
    roles = {c.index: c.role for c in columns}
    lead = [cell for i, cell in filled if roles.get(i) not in ("item", "comment") and not is_number(cell)][
        :2
    ] or words[:1]
    if good == 0 or bad >= good or len(words) <= 2:
        if any(says("total", cell) for cell in lead):
            return message("A row of totals or averages")
        if any(says("legend", cell) or legend(cell) for cell in lead) and len(filled) <= max(
            2, 0.4 * typical
        ):
            return message("A legend or note")
    if good == 0 and len(filled) <= max(1, 0.3 * typical) and not _answers(filled, columns):
        return message("A title or note between the answers")
    return None


def _answers(filled: Sequence[tuple[int, str]], columns: Sequence[Column]) -> bool:
    """Whether any cell is something that respondents say elsewhere in the same column."""
    known = {c.index: c for c in columns}
    return any(
        i in known
        and known[i].role in ("demographic", "timestamp", "personal", "identifier", "other", "multi")
        and not is_blank(cell)
        for i, cell in filled
    )
