"""Tallied tables whose points stand more than once across, as offices write them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from data.workbook import Sheet
from tests.lookalikes import ASPECTS, MUCH, LookAlike, Rows, draws, mean, sheet

BLOCKS: dict[str, Callable[[random.Random], LookAlike]] = {}
NO_SURVEYS: dict[str, Callable[[random.Random], tuple[Sheet, ...]]] = {}
POINTS = (5, 4, 3, 2, 1)
TEXTS = [text for texts in ASPECTS.values() for text in texts]


def shape(make: Callable[[random.Random], LookAlike]) -> Callable[[random.Random], LookAlike]:
    BLOCKS[make.__name__] = make
    return make


def no_survey(make: Callable[[random.Random], Rows]) -> Callable[[random.Random], Rows]:
    NO_SURVEYS[make.__name__] = lambda rng: (sheet(make(rng)),)
    return make


def spread(heads: Sequence[object], width: int, first: Sequence[object] = (None, None)) -> list[object]:
    """A row with each head at the first of its columns."""
    return [*first, *(cell for head in heads for cell in (head, *[None] * (width - 1)))]


def counted(counts: Sequence[int]) -> dict[int, int]:
    return dict(zip(POINTS, counts, strict=True))


def added(drawn: Sequence[Sequence[int]]) -> list[int]:
    return [sum(point) for point in zip(*drawn, strict=True)]


@shape
def before_and_after(rng: random.Random) -> LookAlike:
    """Means and deviations behind each block, the heads over all of it, totals at the foot."""
    rows: Rows = [
        ["สรุปผลการอบรม"],
        spread(["ก่อนอบรม", "หลังอบรม"], 7, ["ที่", "รายการ"]),
        [None, None, *[*POINTS, "x̄", "S.D."] * 2],
    ]
    items, drawn = {}, []
    for no, text in enumerate(TEXTS, 1):
        two = [draws(rng, 40), draws(rng, 40)]
        drawn.append(two[0] + two[1])
        rows.append([no, text, *(cell for c in two for cell in (*c, mean(c), "0.71"))])
        items |= {f"{text} {k}": counted(c) for k, c in enumerate(two)}
    sums = added(drawn)
    rows.append([None, "รวม", *sums[:5], None, None, *sums[5:]])
    return LookAlike((sheet(rows, merged=[(1, 2, 1, 8), (1, 9, 1, 15)]),), items, 40, kind="tally")


@shape
def expected_and_received_in_percent(rng: random.Random) -> LookAlike:
    """Counts and percent below words, each block below a line that is the same for both."""
    pairs = [cell for word in MUCH for cell in (word, None)]
    rows: Rows = [
        spread(["ความคาดหวัง", "สิ่งที่ได้รับ"], 10, [None, "ประเด็น"]),
        spread(["ระดับความคิดเห็น"] * 2, 10),
        [None, None, *pairs * 2],
        [None, None, *["จำนวน", "ร้อยละ"] * 10],
    ]
    items = {}
    for no, text in enumerate(TEXTS, 1):
        two = [draws(rng, 50), draws(rng, 50)]
        rows.append([no, text, *(cell for c in two for n in c for cell in (n, f"{n * 2:.2f}"))])
        items |= {f"{text} {k}": counted(c) for k, c in enumerate(two)}
    return LookAlike((sheet(rows),), items, 50, kind="tally")


@shape
def three_years(rng: random.Random) -> LookAlike:
    """Years above the points; other people answered each year."""
    sizes = (30, 45, 60)
    rows: Rows = [spread([2565, 2566, 2567], 5), [None, "รายการ", *POINTS * 3]]
    items = {}
    for no, text in enumerate(TEXTS, 1):
        three = [draws(rng, n) for n in sizes]
        rows.append([no, text, *(n for c in three for n in c)])
        items |= {f"{text} {k}": counted(c) for k, c in enumerate(three)}
    return LookAlike((sheet(rows),), items, 60, kind="tally")


def by_group(
    rng: random.Random, rows: Rows, sizes: Sequence[int], tail: Callable[..., list[object]]
) -> LookAlike:
    """Items whose counts are those of all groups together; `tail`: cells behind the counts of a block."""
    items = {}
    for no, text in enumerate(TEXTS, 1):
        each = [draws(rng, n) for n in sizes]
        rows.append([no, text, *(cell for c in each for cell in (*c, *tail(c)))])
        items[text] = counted(added(each))
    return LookAlike((sheet(rows),), items, sum(sizes), kind="tally")


@shape
def men_and_women(rng: random.Random) -> LookAlike:
    rows: Rows = [spread(["ชาย", "หญิง"], 6), ["ที่", "รายการ", *[*POINTS, "ค่าเฉลี่ย"] * 2]]
    return by_group(rng, rows, (20, 35), lambda c: [mean(c)])


@shape
def ages_below_a_row_that_says_so(rng: random.Random) -> LookAlike:
    rows: Rows = [
        [None, None, "อายุ"],
        spread(["ต่ำกว่า 20 ปี", "20 - 40 ปี", "มากกว่า 40 ปี"], 6),
        ["ที่", "รายการ", *[*POINTS, "รวม"] * 3],
    ]
    return by_group(rng, rows, (10, 20, 30), lambda c: [sum(c)])


@shape
def named_groups_below_a_title(rng: random.Random) -> LookAlike:
    rows: Rows = [
        ["ผลความพึงพอใจ จำแนกตามอาชีพ"],
        spread(["เกษตรกร", "ค้าขาย", "รับจ้าง"], 5),
        ["ที่", "รายการ", *POINTS * 3],
    ]
    return by_group(rng, rows, (10, 20, 30), lambda c: [])


@shape
def men_women_and_all(rng: random.Random) -> LookAlike:
    """The block of sums is nobody's answer again."""
    return _with_whole(rng, ["ชาย", "หญิง", "รวม"])


@shape
def villages_and_all(rng: random.Random) -> LookAlike:
    """What the heads are is not known; that the last block holds their sums tells that they add up."""
    return _with_whole(rng, ["บ้านเหนือ", "บ้านใต้", "รวมทั้งหมด"])


def _with_whole(rng: random.Random, heads: list[object]) -> LookAlike:
    rows: Rows = [spread(heads, 6), ["ที่", "รายการ", *[*POINTS, "x̄"] * 3]]
    items = {}
    for no, text in enumerate(TEXTS, 1):
        two = [draws(rng, 15), draws(rng, 25)]
        rows.append([no, text, *(cell for c in (*two, added(two)) for cell in (*c, mean(c)))])
        items[text] = counted(added(two))
    return LookAlike((sheet(rows),), items, 40, kind="tally")


def _two(rng: random.Random, above: Rows, one: Sequence[object], other: Sequence[object]) -> Rows:
    rows: Rows = [*above, ["ที่", "รายการ", *one, *other]]
    return rows + [
        [no, text, *(rng.randint(0, 20) for _ in (*one, *other))] for no, text in enumerate(TEXTS, 1)
    ]


@no_survey
def blocks_of_different_points(rng: random.Random) -> Rows:
    return _two(rng, [spread(["ก่อนอบรม", "หลังอบรม"], 5)], POINTS, (3, 2, 1))


@no_survey
def blocks_the_other_way_round(rng: random.Random) -> Rows:
    return _two(rng, [spread(["ก่อนอบรม", "หลังอบรม"], 5)], POINTS, POINTS[::-1])


@no_survey
def blocks_without_heads(rng: random.Random) -> Rows:
    return _two(rng, [["สรุปผลการอบรม"]], POINTS, POINTS)


@no_survey
def a_block_of_sums_that_sums_nothing(rng: random.Random) -> Rows:
    above: Rows = [spread(["ตลาดเช้า", "ตลาดเย็น", "รวม"], 5)]
    return _two(rng, above, POINTS, POINTS * 2)
