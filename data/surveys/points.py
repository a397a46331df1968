"""The points that the header of a tallied table spreads over columns, once or more than once across: before
and after, men and women, year by year.

The counts of groups of people are those of one survey and are added up. Everything else that stands side by
side asks the same people twice, or asks another survey, and is kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics.codebook import NOT_APPLICABLE, Scale
from analytics.thai import repair, to_arabic_digits
from analytics.words import Problem, message
from data.grid import Grid
from data.surveys.columns import says
from data.surveys.labels import is_not_applicable, normal, numbered, polarity, whole_number
from data.surveys.scales import readings

FEWEST = 3  # points from which a block of them is told from words that happen to stand twice
WHOLE = 4  # points from which a complete scale is one in any order
HEADS_ABOVE = 3  # rows above the points in which the heads of the blocks are looked for
FIRST_YEAR = 1900  # a number that heads a block is a year, and no count
_SEX = re.compile(
    r"(?:เพศ)?\s*(?:ชาย|หญิง)|(?:เด็ก|นักเรียน|ผู้)(?:ชาย|หญิง)|males?|females?|men|women|boys?|girls?",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:จำแนก|แยก|แบ่ง)ตาม\s*(\S.*)|\bby\s+(\S.*)", re.IGNORECASE)
_MOMENT = re.compile(
    r".*(?:ก่อน|หลัง|คาดหวัง|ได้รับ).*|.*\b(?:before|after|pre|post|expect\w*|receiv\w*)\b.*", re.IGNORECASE
)
_ASIDE = re.compile(r"\s*[(\[].*[)\]]\s*$")


@dataclass(frozen=True)
class Blocks:
    """The same points several times across. `columns`: those of the points of each block, in order; `heads`:
    what stands above each, in the row `head_row`; `added`: the counts are of groups of people and add up;
    `whole`: the block that already holds the sums of the others, None where none does.
    """

    columns: tuple[tuple[int, ...], ...]
    heads: tuple[str, ...]
    head_row: int
    added: bool = False
    whole: int | None = None

    def of(self, column: int) -> int:
        """The number of the block that a column belongs to; what is left of all points is the first's."""
        return max((k for k, points in enumerate(self.columns) if points[0] <= column), default=0)

    def aspect(self, column: int) -> str | None:
        """What the items of a column are about where the blocks are kept apart; None where they add up."""
        return None if self.added or column < self.columns[0][0] else self.heads[self.of(column)]

    def is_whole(self, column: int) -> bool:
        """Whether a column belongs to the block of sums."""
        return self.whole is not None and column >= self.columns[0][0] and self.of(column) == self.whole

    def note(self, sheet: str, row: int) -> Problem:
        """What an officer is told about how the blocks are read."""
        heads = " · ".join(head for k, head in enumerate(self.heads) if k != self.whole)
        if self.added:
            said = message("The counts of {heads} stand side by side and are added up", heads=heads)
        else:
            said = message("{heads} stand side by side; each gives items of its own", heads=heads)
        remedy = message("Nothing to do if that is right")
        return Problem(said, remedy, sheet=sheet, row=row + 1, severity="note")


Points = tuple[Scale, dict[int, int], Blocks | None]


def points_of(grid: Grid, row: int, repeated: bool) -> Points | None:
    """The scale that a header row spreads over columns, the point of each column, and the blocks that they
    form where the same points stand more than once (looked for where `repeated`). None where it does not.
    """
    found = _points(grid.row(row))
    if found is not None:
        return (*found, None)
    return _repeated(grid, row) if repeated else None


def _points(row: Sequence[str | None]) -> tuple[Scale, dict[int, int]] | None:
    """The scale that a header row spreads over columns, and the point of each column; None where it
    does not.
    """
    cells = {c: repair(cell) for c, cell in enumerate(row) if cell is not None}
    nothing = {c for c, cell in cells.items() if is_not_applicable(cell)}
    bare = {c: n for c, cell in cells.items() if (n := whole_number(cell)) is not None}
    run = _run(bare)
    if run and len(run) == len(bare) and min(run.values()) >= 0 and max(run.values()) <= 10:
        scale = Scale(f"{min(run.values())}-{max(run.values())}", tuple(sorted(run.values())), (), "numbers")
        return scale, run | dict.fromkeys(nothing, NOT_APPLICABLE)
    words = {c: cell for c, cell in cells.items() if c not in nothing and (polarity(_bare(cell)) is not None)}
    if len(words) < 3 or len(set(words.values())) < len(words):
        return None
    found = [r for r in readings(dict.fromkeys(words.values(), 1)) if r.explained == 1]
    if not found or any(r for r in found[:1] if len(set(r.codes.values())) < len(words)):
        return None
    codes = {c: found[0].codes[cell] for c, cell in words.items()}
    order = [codes[c] for c in sorted(codes)]
    whole = found[0].complete and len(words) >= WHOLE  # a pivot has them by the alphabet
    if not whole and order not in (sorted(order), sorted(order, reverse=True)):
        return None  # "High", "Low", "Average": prices of a day, and no scale from one end to the other
    return found[0].scale, codes | dict.fromkeys(nothing, NOT_APPLICABLE)


def _repeated(grid: Grid, row: int) -> Points | None:
    """The points of a row in which the same ones stand more than once, each time under a head of its own."""
    cells = grid.row(row)
    ranges = _parts(cells)
    found = [
        _points([cell if start <= c < end else None for c, cell in enumerate(cells)]) for start, end in ranges
    ]
    known = [one for one in found if one is not None]
    if not known or len(known) < len(found):
        return None
    scale = known[0][0]
    orders = [[points[c] for c in sorted(points)] for _, points in known]
    if any(one != scale for one, _ in known) or any(order != orders[0] for order in orders):
        return None
    blocks = _with_heads(grid, row, tuple(tuple(sorted(points)) for _, points in known))
    return (scale, {c: p for _, points in known for c, p in points.items()}, blocks) if blocks else None


def _bare(cell: str) -> str:
    found = numbered(cell)
    return found[1] if found else cell


def _run(numbers: dict[int, int]) -> dict[int, int]:
    """The longest part of a row that counts down (or up) by one from column to column, three points
    or more.
    """
    best: dict[int, int] = {}
    run: dict[int, int] = {}
    step = 0
    for c, n in sorted(numbers.items()):
        last = run[max(run)] if run else None
        if last is not None and abs(n - last) == 1 and (len(run) == 1 or n - last == step):
            step = n - last
            run[c] = n
        else:
            run = {c: n}
        if len(run) >= 3 and min(run.values()) <= 1 and len(run) > len(best):
            best = dict(run)
    return best


def _parts(row: Sequence[str | None]) -> tuple[tuple[int, int], ...]:
    """First column, and the one after the last, of every part of a row in which the same points stand again;
    empty where they stand once.
    """
    found: list[list[tuple[int, str]]] = []
    texts = {c: repair(cell) for c, cell in enumerate(row) if cell is not None and _is_point(repair(cell))}
    often = list(map(normal, texts.values()))
    for c, text in texts.items():
        name = normal(text)
        if often.count(name) < 2:
            continue
        if not found or any(name == other for _, other in found[-1]):
            found.append([])
        found[-1].append((c, name))
    if len(found) < 2 or len(found[0]) < FEWEST:
        return ()
    if any([name for _, name in part] != [name for _, name in found[0]] for part in found):
        return ()
    starts = [0, *(part[0][0] for part in found[1:])]
    return tuple(zip(starts, [*starts[1:], len(row)], strict=True))


def _is_point(text: str) -> bool:
    return whole_number(text) is not None or polarity(_bare(text)) is not None


def _with_heads(grid: Grid, row: int, columns: tuple[tuple[int, ...], ...]) -> Blocks | None:
    """The blocks of points with what stands above each; None where no row tells them apart."""
    for r in range(row - 1, max(-1, row - 1 - HEADS_ABOVE), -1):
        cells = grid.row(r)
        texts = [
            {repair(cell) for cell in cells[block[0] : block[-1] + 1] if cell is not None}
            for block in columns
        ]
        if any(len(said) > 1 for said in texts):
            return None
        heads = tuple(next(iter(said), "") for said in texts)
        if all(heads) and len(set(heads)) == len(heads):
            if any((whole_number(head) or FIRST_YEAR) < FIRST_YEAR for head in heads):
                return None
            whole = [k for k, head in enumerate(heads) if says("total", head)]
            found = Blocks(columns, heads, r, whole=whole[0] if len(whole) == 1 and len(heads) > 2 else None)
            return replace(found, added=_are_people(grid, found))
    return None


def _are_people(grid: Grid, blocks: Blocks) -> bool:
    """Whether the heads, the rows just above them or a title say that the blocks are groups of people."""
    heads = [_ASIDE.sub("", head) for k, head in enumerate(blocks.heads) if k != blocks.whole]
    if any(_MOMENT.fullmatch(head) for head in heads):
        return False
    if sum(bool(_SEX.fullmatch(head)) for head in heads) > 1 or all(map(_groups, heads)):
        return True
    first = blocks.columns[0][0]
    for r in range(blocks.head_row):
        cells = grid.row(r)
        near = r >= blocks.head_row - 2
        if near and any(_groups(repair(cell)) for cell in cells[first:] if cell):
            return True
        by = (_BY.search(repair(cell)) for cell in cells if cell)
        if any(_groups(found[1] or found[2]) for found in by if found):
            return True
    return False


def _groups(text: str) -> bool:
    """Whether a text says a group of respondents, and not the name or kind of a unit."""
    return says("demographic", text) and not says("unit", text)


def settled(blocks: Blocks, counts: Sequence[Sequence[float]]) -> Blocks | None:
    """The blocks once their counts are known. `counts`: one row of the table, its points from left to right.

    A block headed as the total that holds the sums of the others makes them parts of one whole. One that
    holds something else leaves it open what the blocks are: None, unless the heads say groups of people.
    """
    if blocks.whole is None:
        return blocks
    size = len(blocks.columns[0])
    others = [k for k in range(len(blocks.columns)) if k != blocks.whole]
    right = sum(
        all(
            row[blocks.whole * size + place] == sum(row[k * size + place] for k in others)
            for place in range(size)
        )
        for row in counts
    )
    if 2 * right <= len(counts):
        return blocks if blocks.added else None
    moments = any(_MOMENT.fullmatch(_ASIDE.sub("", blocks.heads[k])) for k in others)
    return replace(blocks, added=blocks.added or not moments)


def base_of(head: str) -> float | None:
    """The number of people that a block's head states: "ชาย (n = 20)"; None where it states none."""
    found = re.search(r"(?:n\s*=|จำนวน)\s*(\d[\d,]*)", to_arabic_digits(head), re.IGNORECASE)
    return float(found[1].replace(",", "")) if found else None
