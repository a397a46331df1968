"""Made-up workbooks as offices keep them: counts in lists and pivots, percents in cells."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.lookalikes import MUCH, LookAlike, Maker, Rows, sheet
from tests.lookalikes_long import ASKED

SHAPES: dict[str, Callable[[random.Random], LookAlike]] = {}
BEST_FIRST = (5, 4, 3, 2, 1)


def shape(make: Callable[[random.Random], LookAlike]) -> Callable[[random.Random], LookAlike]:
    SHAPES[make.__name__] = make
    return make


def counted(rng: random.Random) -> dict[str, dict[int, int]]:
    """How many of 80 chose each point of every question."""
    found = {}
    for text in ASKED:
        cuts = [0, *sorted(rng.sample(range(1, 80), 4)), 80]
        found[text] = {p: b - a for p, a, b in zip(BEST_FIRST, cuts, cuts[1:], strict=False)}
    return found


def tallied(rows: Rows, items: dict[str, dict[int, int]], **more: object) -> LookAlike:
    return LookAlike((sheet(rows, **more),), items, 80, kind="tally")  # type: ignore[arg-type]


@shape
def counts_in_a_list(rng: random.Random) -> LookAlike:
    items = counted(rng)
    rows: Rows = [["ข้อคำถาม", "ระดับความพึงพอใจ", "จำนวน (คน)"]]
    rows += [[t, word, n[p]] for t, n in items.items() for word, p in zip(MUCH, BEST_FIRST, strict=True)]
    return tallied(rows, items)


@shape
def counts_in_a_list_with_sums_and_merged_questions(rng: random.Random) -> LookAlike:
    items = counted(rng)
    rows: Rows = [["ตารางสรุป"], ["ข้อ", "ประเด็น", "ระดับ", "จำนวน", "ร้อยละ"]]
    merged = []
    for k, (text, n) in enumerate(items.items(), 1):
        merged += [(len(rows), c, len(rows) + 5, c) for c in (0, 1)]
        for p in (1, 2, 3, 4, 5):
            first = p == 1
            rows.append([k if first else None, text if first else None, p, n[p], round(n[p] / 0.8, 2)])
        rows.append([None, None, "รวม", 80, 100])
    rows.append(["หมายเหตุ 5 = มากที่สุด"])
    sums = {2 + 6 * k for k in range(1, len(items) + 1)}
    made = tallied(rows, items, merged=merged)
    return LookAlike(made.sheets, items, 80, kind="tally", excluded=frozenset({*sums, len(rows)}))


@shape
def a_pivot_of_one_question(rng: random.Random) -> LookAlike:
    """Excel sorts its labels by the alphabet."""
    n = counted(rng)[ASKED[0]]
    asked = "ความพึงพอใจโดยรวม"
    title = f"จำนวนของ {asked}"
    rows: Rows = [[title, None], ["ป้ายชื่อแถว", title]]
    rows += [[word, n[p]] for word, p in sorted(zip(MUCH, BEST_FIRST, strict=True))]
    return tallied([*rows, ["ผลรวมทั้งหมด", 80]], {asked: n})


@shape
def percents_in_brackets_from_the_first_row_on(rng: random.Random) -> LookAlike:
    items = counted(rng)
    rows: Rows = [
        ["ตารางที่ 2 จำนวนและร้อยละ (n = 80)"],
        ["ลำดับที่", "รายการ", "ระดับความพึงพอใจ"],
        [None, None, *MUCH],
    ]
    for k, (text, n) in enumerate(items.items(), 1):
        rows.append([k, text, *(f"{n[p]} ({n[p] / 0.8:.2f}%)" for p in BEST_FIRST)])
    merged = [(1, 2, 1, 6), (1, 0, 2, 0), (1, 1, 2, 1)]
    return tallied([*rows, [], ["หมายเหตุ ตัวเลขในวงเล็บคือร้อยละ"]], items, merged=merged)


@shape
def numbered_questions_with_respondents_across(rng: random.Random) -> LookAlike:
    n, m = 14, Maker(rng)
    cells = [m.numbers(text, 5, n) for text in ASKED]
    rows: Rows = [["แบบประเมินความพึงพอใจ (5 = มากที่สุด 1 = น้อยที่สุด)"]]
    rows.append(["ข้อ", "รายการประเมิน", *(f"คนที่ {k}" for k in range(1, n + 1)), "รวม", "เฉลี่ย"])
    for k, (text, column) in enumerate(zip(ASKED, cells, strict=True), 1):
        points = [int(str(cell)) for cell in column if cell is not None]
        rows.append([k, text, *column, sum(points), f"{sum(points) / len(points):.2f}"])
    return m.made(rows, n)


@shape
def counts_with_their_unit(rng: random.Random) -> LookAlike:
    items = counted(rng)
    rows: Rows = [["ข้อคำถาม", *(f"{word} (คน)" for word in MUCH)]]
    return tallied(
        [*rows, *([text, *(f"{n[p]} คน" for p in BEST_FIRST)] for text, n in items.items())], items
    )


@shape
def counts_in_a_list_with_options_of_other_questions(rng: random.Random) -> LookAlike:
    """What a survey tool sums up: who answered, and what nobody chose has no row."""
    items = {text: {**n, 1: 0} for text, n in counted(rng).items()}
    rows: Rows = [["ข้อคำถาม", "คำตอบ", "จำนวนผู้ตอบ"], ["เพศ", "ชาย", 30], ["เพศ", "หญิง", 50]]
    for text, n in items.items():
        rows += [[text, word, n[p]] for word, p in zip(MUCH, BEST_FIRST, strict=True) if n[p]]
    most = max(sum(n.values()) for n in items.values())
    made = tallied(rows, items)
    return LookAlike(made.sheets, items, most, kind="tally", excluded=frozenset({2, 3}))


@shape
def the_percent_of_all_sums_below_counts(rng: random.Random) -> LookAlike:
    items = counted(rng)
    sums = [sum(n[p] for n in items.values()) for p in BEST_FIRST]
    rows: Rows = [["ข้อ", "รายการประเมิน", *MUCH, "รวม"]]
    rows += [[k, text, *(n[p] for p in BEST_FIRST), 80] for k, (text, n) in enumerate(items.items(), 1)]
    rows += [[None, "รวม", *sums, 240], [None, "คิดเป็นร้อยละ", *(f"{n / 2.4:.2f}%" for n in sums), "100%"]]
    return tallied(rows, items)
