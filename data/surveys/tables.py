"""Where the table is in a sheet: titles, header rows with their parents, data rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analytics.thai import MONTHS, MONTHS_SHORT, repair, to_arabic_digits
from data.grid import Grid
from data.surveys.choices import MARKS
from data.surveys.labels import is_not_applicable, polarity, whole_number

HEAD = 60  # rows from the top in which a header is looked for
BODY = 400
_MONTHS = "|".join(re.escape(name).replace(r"\.", r"\.?\s?") for name in (*MONTHS, *MONTHS_SHORT))
DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*|\d{1,2}:\d\d(:\d\d)?.*"
    rf"|(?:วัน\S*\s?(?:ที่\s?)?)?\d{{1,2}}\s?(?:{_MONTHS})\s?(?:พ\.?\s?ศ\.?\s?)?\d{{2,4}}\b.*"
)
NUMBER = re.compile(r"[+-]?[\d,]*\.?\d+%?")
_CODE = re.compile(r"[\w.\[\]{}:/()-]{1,40}")
_EMPTY_LEAF = re.compile(r"(response|open-ended response|คำตอบ)", re.IGNORECASE)

Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Head:
    """One column's header: `text` is the leaf as the sheet has it, `parents` what stands above it,
    outermost first.
    """

    column: int
    text: str
    parents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """The table of a sheet. Rows count from 0; `repeated` are rows inside the data that repeat a
    header row.
    """

    header_rows: tuple[int, ...]
    first: int
    last: int
    heads: tuple[Head, ...]
    above: tuple[str, ...] = ()
    repeated: tuple[int, ...] = ()
    below: tuple[int, ...] = ()
    beside: frozenset[int] = frozenset()

    @property
    def title(self) -> str:
        """The first line above the table; empty where there is none."""
        return self.above[0] if self.above else ""


@lru_cache(maxsize=4096)
def is_number(text: str) -> bool:
    """Whether a cell holds a number (Thai digits, commas and a percent sign allowed)."""
    return NUMBER.fullmatch(to_arabic_digits(repair(text))) is not None


@lru_cache(maxsize=4096)
def is_date(text: str) -> bool:
    """Whether a cell looks like a date or a time."""
    return DATE.fullmatch(to_arabic_digits(repair(text))) is not None


def find_block(grid: Grid, merged: Sequence[tuple[int, int, int, int]] = ()) -> Block | None:
    """The table of a sheet; None where it holds nothing that has a header and a row of data below it."""
    looked = [*range(min(grid.rows, BODY))]
    if grid.rows > BODY:
        step = max(1, (grid.rows - BODY) // 200)
        looked += list(range(BODY, grid.rows, step))[:200]
    grid.prepare(looked[:BODY])
    grid.prepare(looked[BODY:])
    beside = _beside(grid, looked)
    rows = {index: _without(grid.row(index), beside) for index in looked}
    filled = [index for index in looked if any(rows[index])]
    if len(filled) < 2:
        return None
    repeated = _repeated(rows, filled)
    body = [index for index in filled if index not in repeated]
    first = _first_data_row(rows, body, repeated)
    if first is None:
        return None
    headers = _header_rows(rows, [index for index in filled if index < first], repeated, merged)
    if not headers:
        return None
    above = tuple(repair(cell) for index in filled if index < headers[0] for cell in rows[index] if cell)
    last, below = _end(grid, first, beside, repeated)
    return Block(
        header_rows=tuple(headers),
        first=first,
        last=last,
        heads=_heads(rows, headers, grid.columns, merged),
        above=tuple(dict.fromkeys(above)),
        repeated=tuple(index for index in repeated if first < index <= last),
        below=below,
        beside=frozenset(beside),
    )


def _without(row: Row, beside: set[int]) -> Row:
    return tuple(None if c in beside else cell for c, cell in enumerate(row)) if beside else row


def _beside(grid: Grid, looked: Sequence[int]) -> set[int]:
    """The columns of summaries that stand beside the table, divided from it by an empty column and
    far shorter than it.
    """
    used = [{index for index in looked if grid.row(index)[c] is not None} for c in range(grid.columns)]
    blocks: list[list[int]] = [[]]
    for c in range(grid.columns):
        if used[c]:
            blocks[-1].append(c)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    if len(blocks) < 2:
        return set()
    main = max(blocks, key=lambda block: (len(_rows_of(block, used)), sum(len(used[c]) for c in block)))
    rows = _rows_of(main, used)
    found: set[int] = set()
    for block in blocks:
        if block is not main and len(_rows_of(block, used) & rows) < 0.5 * len(rows):
            found |= set(block)
    return found


def _rows_of(block: Sequence[int], used: Sequence[set[int]]) -> set[int]:
    rows: set[int] = set()
    return rows.union(*(used[c] for c in block))


def _end(grid: Grid, first: int, beside: set[int], repeated: dict[int, int]) -> tuple[int, tuple[int, ...]]:
    """The last row of the table, and the rows below it that hold something else: a summary after a gap."""
    fill = grid.fill()
    used = np.flatnonzero(fill[first:]) + first
    last = int(used[-1])
    typical = float(np.median(fill[used]))
    starts = used[1:][np.diff(used) > 1]  # the first row after each gap
    for start in starts[:40]:
        gap = int(used[used < start][-1])
        tail = [int(row) for row in used[used >= start]]
        if start in repeated:
            continue
        known_rows = [int(row) for row in used[used <= gap]][-BODY:]
        grid.prepare(known_rows + tail[:40])
        known = [
            Counter(_without(grid.row(row), beside)[c] for row in known_rows) for c in range(grid.columns)
        ]
        kinds = [_kind(Counter({t: n for t, n in counter.items() if t})) for counter in known]
        alike = [_alike(_without(grid.row(row), beside), known, kinds, typical) for row in tail[:40]]
        if sum(alike) < 0.5 * len(alike):
            return gap, tuple(tail)
    return last, ()


def _alike(row: Row, known: Sequence[Counter[str | None]], kinds: Sequence[str], typical: float) -> bool:
    cells = [(c, cell) for c, cell in enumerate(row) if cell is not None]
    if len(cells) < 0.3 * typical:
        return False
    same = sum(_fits(cell, known[c], kinds[c]) for c, cell in cells)
    informative = sum(kinds[c] != "free" for c, _ in cells)
    return same >= 0.4 * informative


def _fits(cell: str, known: Counter[str | None], kind: str) -> bool:
    """Whether a cell says what the column says further up: the same text, another answer, a date, a
    number of the same size.
    """
    if known[cell] > 0 or (kind == "date" and is_date(cell)):
        return True
    if kind == "number":
        numbers = [n for text in known if text and (n := whole_number(text)) is not None]
        number = whole_number(cell)
        return number is not None and bool(numbers) and min(numbers) - 2 <= number <= max(numbers) + 2
    answers = sum(n for text, n in known.items() if text and _is_answer(text))
    return _is_answer(cell) and answers >= 0.5 * sum(known.values())


def _is_answer(text: str) -> bool:
    return polarity(text) is not None or is_not_applicable(text)


def _repeated(rows: dict[int, Row], filled: list[int]) -> dict[int, int]:
    """Rows that say again what a row near the top says and look like a header: row → the first such row."""
    first_of: dict[Row, int] = {}
    found: dict[int, int] = {}
    for index in filled:
        cells = [cell for cell in rows[index] if cell]
        texts = [
            cell for cell in cells if not is_number(cell) and not is_date(cell) and polarity(cell) is None
        ]
        if len(cells) < 3 or len(texts) < 0.7 * len(cells) or len(set(texts)) < 0.8 * len(texts):
            continue
        if rows[index] in first_of and first_of[rows[index]] < HEAD:
            found[index] = first_of[rows[index]]
        first_of.setdefault(rows[index], index)
    # Two respondents who gave the same texts are no header: a header's texts are not answers of other rows.
    for start in set(found.values()):
        elsewhere = Counter(
            (c, cell) for i in filled if found.get(i, i) != start for c, cell in enumerate(rows[i]) if cell
        )
        said = [(c, cell) for c, cell in enumerate(rows[start]) if cell]
        if sum(elsewhere[place] > 0 for place in said) > 0.3 * len(said):
            found = {index: source for index, source in found.items() if source != start}
    return found


def _first_data_row(rows: dict[int, Row], body: list[int], repeated: dict[int, int]) -> int | None:
    width = len(rows[body[0]])
    counts = [Counter(rows[index][c] for index in body if rows[index][c]) for c in range(width)]
    kinds = [_kind(counter) for counter in counts]
    said = Counter(
        cell for index in body for cell in set(rows[index]) if cell
    )  # in how many rows, any column
    typical = sorted(sum(cell is not None for cell in rows[index]) for index in body)[len(body) // 2]
    sources = set(repeated.values())
    for index in body:
        if index > HEAD * 3:
            break
        row = rows[index]
        fill = sum(cell is not None for cell in row)
        lone = next(((c, cell) for c, cell in enumerate(row) if cell is not None), None)
        if lone is None or index in sources or _is_sequence(row):
            continue
        if fill < 2 <= typical and counts[lone[0]][lone[1]] < 3:
            continue
        if _heads_ticks(row, [rows[other] for other in body if other > index]):
            continue
        for_data = against = 0
        for c, cell in enumerate(row):
            # A column that says nothing else is an option ticked by its own name, headed by it or not.
            if cell is None or (counts[c][cell] == counts[c].total() and not is_number(cell)):
                continue
            evidence = _evidence(cell, counts[c], kinds[c], said[cell])
            for_data += evidence > 0
            against += evidence < 0
        if for_data > against:
            return index
    return None


def _kind(counter: Counter[str | None]) -> str:
    total = sum(counter.values())
    texts = [text for text in counter if text]
    if not total or not texts:
        return "empty"
    if sum(n for text, n in counter.items() if text and is_date(text)) >= 0.5 * total:
        return "date"
    if sum(n for text, n in counter.items() if text and is_number(text)) >= 0.5 * total:
        return "number"
    return "free" if len(texts) > 0.7 * total else "text"


def _evidence(cell: str, counter: Counter[str | None], kind: str, rows: int) -> int:
    """+1 where a cell looks like the rest of its column, -1 where it looks like what stands above
    data, 0 where it can be either.
    """
    if is_date(cell):
        return 1
    if is_number(cell):
        return 1 if kind in ("number", "empty") or counter[cell] > 1 else 0
    if is_not_applicable(cell):
        return 1
    if kind in ("date", "number"):
        return -1
    if counter[cell] > 1 or polarity(cell) is not None or (kind == "text" and rows > 1):
        return 1
    return 0 if kind in ("free", "empty") else -1


def _is_sequence(row: Row) -> bool:
    """A header that numbers its questions: 1, 2, 3, … from left to right and nothing else than
    words beside them.
    """
    numbers = [number for cell in row if cell and (number := whole_number(cell)) is not None]
    start = numbers[:1]
    return len(numbers) >= 3 and start == [1] and numbers == list(range(1, len(numbers) + 1))


def _heads_ticks(row: Row, below: Sequence[Row]) -> bool:
    """A row of the points of scales over columns that hold nothing but ticks (and perhaps their sums)."""
    cells = [(c, cell) for c, cell in enumerate(row) if cell is not None]
    points = [c for c, cell in cells if _is_answer(cell) or whole_number(cell) is not None]
    if len(points) < max(3, 0.7 * len(cells)):
        return False
    for c in points:
        texts = [other[c] for other in below if other[c] is not None]
        if sum(text not in MARKS for text in texts) > 0.1 * len(texts):
            return False
    return any(other[c] is not None for other in below for c in points)


def _header_rows(
    rows: dict[int, Row],
    above: list[int],
    repeated: dict[int, int],
    merged: Sequence[tuple[int, int, int, int]],
) -> list[int]:
    """The rows of the header, topmost first: the last row before the data, and up to two more that
    divide it into groups.
    """
    own = [index for index in above if index not in repeated and not _is_for_programs(rows[index])]
    leaf = next(
        (i for i in reversed(own) if sum(cell is not None for cell in rows[i]) >= 2), own[-1] if own else None
    )
    if leaf is None:
        return []
    headers = [leaf]
    width = sum(cell is not None for cell in rows[leaf])
    for index in reversed([i for i in own if i < leaf][-2:]):
        cells = [c for c, cell in enumerate(rows[index]) if cell is not None]
        spans = [
            right - left + 1
            for top, left, bottom, right in merged
            if top <= index <= bottom and left in cells
        ]
        if len(cells) == 1 and (cells[0] == _first_used(rows[leaf]) or (spans and spans[0] >= 0.8 * width)):
            break
        texts = [cell for cell in rows[index] if cell]
        if len(cells) == 2 and width > 4 and not spans and max(map(len, texts)) > 120:
            break
        headers.insert(0, index)
    return headers


def _first_used(row: Row) -> int:
    return next((c for c, cell in enumerate(row) if cell is not None), 0)


def _heads(
    rows: dict[int, Row], headers: list[int], width: int, merged: Sequence[tuple[int, int, int, int]]
) -> tuple[Head, ...]:
    if (
        len(headers) > 1
        and _is_codes(rows[headers[-1]])
        and _names_columns(rows[headers[-2]], rows[headers[-1]])
    ):
        headers = headers[:-1]  # a row of variable names between the questions and the data
    leaf = rows[headers[-1]]
    levels = [_spread(rows[index], index, leaf, merged) for index in headers[:-1]]
    codes = [_is_codes(rows[index]) and not _is_codes(leaf) for index in headers[:-1]]
    heads = []
    for c in range(width):
        text = leaf[c] or ""
        parents = [
            level[c] for level, is_codes in zip(levels, codes, strict=True) if level[c] and not is_codes
        ]
        own = [rows[index][c] for index in headers[:-1] if rows[index][c]]
        if (not text or _EMPTY_LEAF.fullmatch(repair(text))) and (own or parents):
            text = str((own or parents)[-1])
            parents = [parent for parent in parents if parent != text]
        heads.append(Head(c, text, tuple(repair(p) for p in parents if p and repair(p) != repair(text))))
    return tuple(heads)


def _is_for_programs(row: Row) -> bool:
    """A row that an export writes for programs: {"ImportId":"QID1_1"} below each question."""
    cells = [cell.strip() for cell in row if cell]
    return len(cells) > 1 and all(cell.startswith('{"') and cell.endswith("}") for cell in cells)


def _is_codes(row: Row) -> bool:
    cells = [cell for cell in row if cell]
    return len(cells) >= 3 and all(_CODE.fullmatch(cell.strip()) and cell.isascii() for cell in cells)


def _names_columns(row: Row, codes: Row) -> bool:
    """Whether a row says something of its own, and no code, over each of the codes below it."""
    texts = [text for text, code in zip(row, codes, strict=True) if text and code]
    full = len(texts) >= 0.8 * sum(code is not None for code in codes)
    return full and len(set(texts)) > 0.8 * len(texts) and not _is_codes(row)


def _spread(row: Row, index: int, leaf: Row, merged: Sequence[tuple[int, int, int, int]]) -> list[str | None]:
    """A parent row with each text over all columns that it heads."""
    spans = {left: right for top, left, bottom, right in merged if top <= index <= bottom and right > left}
    full = sum(cell is not None for cell in row) >= 0.8 * max(1, sum(cell is not None for cell in leaf))
    spread: list[str | None] = []
    current: str | None = None
    until = -1
    for c in range(len(row)):
        if row[c] is not None:
            current, until = row[c], spans.get(c, c if spans or full else len(row))
        spread.append(current if c <= until and (row[c] is not None or leaf[c] is not None) else None)
    return spread
