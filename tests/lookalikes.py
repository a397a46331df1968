"""Made-up workbooks in the shapes that real ones were seen in, each with the tally it must give.

Every shape is a function of a seeded random generator. What it returns holds the sheets and, item by
item, the counts that were counted while the cells were made. `as_xlsx` writes one as a real file.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import openpyxl
import pyarrow as pa

from data.workbook import Sheet

Rows = list[list[object]]
MUCH = ["มากที่สุด", "มาก", "ปานกลาง", "น้อย", "น้อยที่สุด"]
SHAPES: dict[str, Callable[[random.Random], LookAlike]] = {}


@dataclass(frozen=True)
class LookAlike:
    """`items`: header or text → point → count, for every item and nothing else; `sheet` is the one
    they stand in.
    """

    sheets: tuple[Sheet, ...]
    items: dict[str, dict[int, int]]
    respondents: int
    sheet: str = "Sheet1"
    kind: str = "responses"
    excluded: frozenset[int] = frozenset()
    asked: bool = False
    not_applicable: dict[str, int] = field(default_factory=dict)


def shape(make: Callable[[random.Random], LookAlike]) -> Callable[[random.Random], LookAlike]:
    SHAPES[make.__name__] = make
    return make


def sheet(rows: Rows, name: str = "Sheet1", merged: Sequence[tuple[int, int, int, int]] = ()) -> Sheet:
    """A sheet from rows of cells, as the reader would hand it over."""
    width = max((len(row) for row in rows), default=0)
    columns = [
        [None if c >= len(row) or row[c] is None else str(row[c]) for row in rows] for c in range(width)
    ]
    return Sheet(
        name,
        pa.table([pa.array(c, pa.string()) for c in columns], names=[f"c{i}" for i in range(width)]),
        tuple(merged),
    )


def as_xlsx(made: LookAlike) -> bytes:
    """A look-alike as the bytes of a workbook; whole numbers become numbers."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for one in made.sheets:
        page = book.create_sheet(one.name)
        for r in range(one.cells.num_rows):
            for c in range(one.cells.num_columns):
                value = one.cells.column(c)[r].as_py()
                if value is not None:
                    page.cell(r + 1, c + 1, int(value) if value.isascii() and value.isdigit() else value)
        for top, left, bottom, right in one.merged:
            page.merge_cells(
                start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
            )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Maker:
    """Draws answers and counts them as it goes."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.items: dict[str, dict[int, int]] = {}
        self.nothing: Counter[str] = Counter()

    def column(
        self, header: str, words: dict[str, int], points: int, n: int, blank: float = 0.08
    ) -> list[object]:
        """`n` answers to an item: words → point (-2: not applicable); every word is given at least
        once, in a random place.
        """
        drawn = list(words) + self.rng.choices(list(words), k=n - len(words))
        self.rng.shuffle(drawn)
        seen: set[str] = set()
        cells: list[object] = []
        for word in drawn:
            if word in seen and self.rng.random() < blank:
                cells.append(None)
                continue
            seen.add(word)
            cells.append(word)
        counts = Counter(words[str(cell)] for cell in cells if cell is not None)
        self.items[header] = {point: counts[point] for point in range(1, points + 1)}
        self.nothing[header] = counts[-2]
        return cells

    def best_first(self, header: str, labels: Sequence[str], n: int, **more: float) -> list[object]:
        """Answers in labels given best first."""
        return self.column(
            header, {label: len(labels) - i for i, label in enumerate(labels)}, len(labels), n, **more
        )

    def numbers(self, header: str, points: int, n: int, reverse: bool = False) -> list[object]:
        """Answers as numbers; `reverse`: 1 is the best."""
        words = {str(k): points + 1 - k if reverse else k for k in range(1, points + 1)}
        return self.column(header, words, points, n)

    def made(self, rows: Rows, respondents: int, **more: object) -> LookAlike:
        """One sheet with all items drawn so far."""
        return LookAlike((sheet(rows),), self.items, respondents, not_applicable=dict(self.nothing), **more)  # type: ignore[arg-type]


def down(columns: Sequence[Sequence[object]]) -> Rows:
    return [list(row) for row in zip(*columns, strict=True)]


def times(n: int) -> list[object]:
    return [f"2026-08-{1 + i % 28:02} 09:{i % 60:02}:00" for i in range(n)]


def sexes(rng: random.Random, n: int) -> list[object]:
    return ["ชาย", "หญิง", *rng.choices(["ชาย", "หญิง"], k=n - 2)]


# --- Labels -----------------------------------------------------------------------------------------

FAMILIES = {
    "1": MUCH,
    "1_satisfied": [f"พึงพอใจ{word}" for word in MUCH],
    "1_satisfaction": [f"ความพึงพอใจ{word}" for word in MUCH],
    "2": ["ดีมาก", "ดี", "ปานกลาง", "พอใช้", "ควรปรับปรุง"],
    "3": ["ดีมาก", "ดี", "พอใช้", "แย่", "ควรปรับปรุง"],
    "4": ["มากที่สุด", "มาก", "ปานกลาง", "พอใช้", "ปรับปรุง"],
    "5": ["ดีเยี่ยม", "ดี", "พอใช้", "ปรับปรุง", "ไม่พอใจ"],
    "6": ["เห็นด้วยอย่างยิ่ง", "เห็นด้วย", "ไม่แน่ใจ", "ไม่เห็นด้วย", "ไม่เห็นด้วยอย่างยิ่ง"],
    "6_neutral": ["เห็นด้วยอย่างยิ่ง", "เห็นด้วย", "เฉยๆ", "ไม่เห็นด้วย", "ไม่เห็นด้วยอย่างยิ่ง"],
    "7": ["พอใจมาก", "ค่อนข้างพอใจ", "ไม่ค่อยพอใจ", "ไม่พอใจเลย"],
    "8_convenient": ["สะดวกมาก", "สะดวก", "ปานกลาง", "ยุ่งยาก", "ยุ่งยากมาก"],
    "8_clear": ["ชัดเจนมากที่สุด", "ชัดเจนมาก", "ชัดเจนปานกลาง", "ชัดเจนน้อย", "ชัดเจนน้อยที่สุด"],
    "8_fitting": ["เหมาะสมมาก", "เหมาะสม", "เฉยๆ", "ไม่เหมาะสม", "ไม่เหมาะสมมาก"],
    "satisfied": ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied"],
    "agree": ["Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"],
    "excellent": ["Excellent", "Very good", "Good", "Fair", "Poor"],
    "expectations": [f"{w} expectations" for w in ("Far exceeded", "Exceeded", "Met", "Below", "Far below")],
    "better": ["Much better", "Somewhat better", "About the same", "Somewhat worse", "Much worse"],
    "would": ["Definitely would", "Probably would", "Not sure", "Probably would not", "Definitely would not"],
    "well": ["Extremely well", "Very well", "Somewhat well", "Not so well", "Not at all well"],
    "helpful": ["Very helpful", "Helpful", "Somewhat helpful", "Not very helpful", "Not helpful at all"],
    "clear_four": ["Very clear", "Somewhat clear", "Not very clear", "Not at all clear"],
    "unsatisfactory": ["Excellent", "Very good", "Good", "Satisfactory", "Unsatisfactory"],
    "true": ["จริงที่สุด", "จริง", "ไม่แน่ใจ", "ไม่จริง", "ไม่จริงเลย"],
    "excellent_thai": ["ดีเลิศ", "ดีมาก", "ดี", "พอใช้", "ต้องปรับปรุง"],
    "unsatisfied": [f"มีความพึงพอใจ{word}" for word in MUCH[:4]] + ["ไม่พึงพอใจ"],
    "stars_left": ["★★★★★", "★★★★☆", "★★★☆☆", "★★☆☆☆", "★☆☆☆☆"],
    "often": ["Always", "Often", "Sometimes", "Rarely", "Never"],
    "amount": ["A great deal", "A lot", "A moderate amount", "A little", "Not at all"],
    "numbered_before": ["(5) มากที่สุด", "(4) มาก", "(3) ปานกลาง", "(2) น้อย", "(1) น้อยที่สุด"],
    "numbered_after": ["ดีมาก (5)", "ดี (4)", "ปานกลาง (3)", "พอใช้ (2)", "ควรปรับปรุง (1)"],
    "numbered_equals": [f"{5 - i} = {word}" for i, word in enumerate(MUCH)],
    "numbered_dot": [f"{5 - i} · พึงพอใจ{word}" for i, word in enumerate(MUCH)],
    "numbered_list": [f"{5 - i}. {word}" for i, word in enumerate(MUCH)],
    "numbered_thai": [f"{'๕๔๓๒๑'[i]} {word}" for i, word in enumerate(MUCH)],
    "numbered_ends": ["(Very much) 6", "5", "4", "3", "2", "(Not at all) 1"],
    "bilingual": [
        "มากที่สุด (Very satisfied)",
        "มาก (Satisfied)",
        "ปานกลาง (Neutral)",
        "น้อย (Dissatisfied)",
        "น้อยที่สุด (Very dissatisfied)",
    ],
    "spaces": ["มากที่สุด ", " มาก", "ปาน กลาง", "น้อย\u00a0", "น้อย ที่สุด"],
    "broken": ["มากท่ีสุด", "มาก", "ปานกลาง\u200b", "น้อย", "น้อยท่ีสุด"],
}  # fmt: skip


def labelled(name: str) -> Callable[[random.Random], LookAlike]:
    def make(rng: random.Random) -> LookAlike:
        n = 30
        m = Maker(rng)
        columns = [m.best_first(f"ข้อ {i}", FAMILIES[name], n) for i in (1, 2, 3)]
        return m.made([["ประทับเวลา", "เพศ", *m.items], *down([times(n), sexes(rng, n), *columns])], n)

    return make


for _name in FAMILIES:
    SHAPES[f"family_{_name}"] = labelled(_name)


@shape
def two_families_in_one_sheet(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    first = [m.best_first(f"ความสะดวก {i}", FAMILIES["1"], n) for i in "กขค"]
    second = [m.best_first(f"คุณภาพ {i}", FAMILIES["4"], n) for i in "กขค"]
    third = [m.best_first(f"ความเห็น {i}", FAMILIES["6"], n) for i in "กข"]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *first, *second, *third])], n)


@shape
def one_side_unused(rng: random.Random) -> LookAlike:
    n, m = 25, Maker(rng)
    columns = [m.column(f"ข้อ {i}", {"มากที่สุด": 5, "มาก": 4}, 5, n) for i in (1, 2)]
    columns.append(m.column("ข้อ 3", {"มากที่สุด": 5}, 5, n))
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *columns])], n)


@shape
def no_opinion_and_never_used(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    words = {word: 5 - i for i, word in enumerate(MUCH)} | {"ไม่มีความเห็น": -2, "ไม่เคยใช้บริการ": -2}
    columns = [m.column(f"ข้อ {i}", words, 5, n) for i in (1, 2)]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *columns])], n)


def short_scale(*labels: str) -> Callable[[random.Random], LookAlike]:
    """A scale of two or three words that a longer family has, too: the short one, and a question."""

    def make(rng: random.Random) -> LookAlike:
        n, m = 30, Maker(rng)
        columns = [m.best_first(f"ข้อ {i}", labels, n) for i in (1, 2)]
        return m.made(
            [["ประทับเวลา", "เพศ", *m.items], *down([times(n), sexes(rng, n), *columns])], n, asked=True
        )

    return make


for _labels in (
    ("พอใจ", "เฉยๆ", "ไม่พอใจ"),
    ("พึงพอใจ", "ไม่พึงพอใจ"),
    ("เห็นด้วย", "ไม่เห็นด้วย"),
    ("Satisfied", "Neutral", "Dissatisfied"),
    ("Good", "Average", "Poor"),
    ("Agree", "Disagree"),
):
    SHAPES[f"short_{'_'.join(_labels)}"] = short_scale(*_labels)


@shape
def either_of_two_families(rng: random.Random) -> LookAlike:
    """ดีมาก ดี พอใช้ alone: พอใช้ is 2 in one family and 3 in another."""
    n, m = 30, Maker(rng)
    columns = [m.column("การบริการ", {"ดีมาก": 5, "ดี": 4, "พอใช้": 2}, 5, n)]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *columns])], n, asked=True)


@shape
def neighbours_tell_the_family(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    columns = [
        m.column("บริการ [ก]", {"ดีมาก": 5, "ดี": 4, "พอใช้": 3}, 5, n),
        m.best_first("บริการ [ข]", FAMILIES["3"], n),
    ]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *columns])], n)


@shape
def find_and_replace_damage(rng: random.Random) -> LookAlike:
    """Somebody replaced มาก by 4 and น้อย by 2 all over the sheet."""
    n, m = 30, Maker(rng)
    words = {"4ที่สุด": 5, "4": 4, "ปานกลาง": 3, "2": 2, "2ที่สุด": 1}
    columns = [m.column(header, words, 5, n) for header in ("ความ4เพียงพอของสถานที่", "ความเหมาะสม")]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *columns])], n, asked=True)


# --- Numbers ----------------------------------------------------------------------------------------


def of_points(points: int) -> Callable[[random.Random], LookAlike]:
    def make(rng: random.Random) -> LookAlike:
        n, m = 40, Maker(rng)
        header = f"ระดับความพึงพอใจ (1-{points})"
        columns = [m.numbers(f"{header} [ข้อ {i}]", points, n) for i in (1, 2, 3)]
        return m.made([["เพศ", *m.items], *down([sexes(rng, n), *columns])], n)

    return make


for _points in (3, 4, 5, 6, 7, 10):
    SHAPES[f"points_{_points}"] = of_points(_points)


@shape
def numbers_without_any_legend(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    columns = [m.numbers(f"ข้อ {i} การให้บริการ", 5, n) for i in (1, 2, 3)]
    columns.append(m.column("ข้อ 4 การให้บริการ", {"3": 3, "4": 4, "5": 5}, 5, n))
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *columns])], n)


@shape
def full_width_and_thai_digits(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    columns = [
        m.column("ความพึงพอใจ ก", {"１": 1, "２": 2, "３": 3, "４": 4, "５": 5}, 5, n),
        m.column("ความพึงพอใจ ข", {"๑": 1, "๒": 2, "๓": 3, "๔": 4, "๕": 5}, 5, n),
    ]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *columns])], n)


@shape
def one_is_best(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    columns = [m.numbers(f"ข้อ {i}", 5, n, reverse=True) for i in (1, 2, 3)]
    rows: Rows = [["แบบสำรวจ (1 = มากที่สุด, 5 = น้อยที่สุด)"], ["เพศ", *m.items]]
    return m.made(rows + down([sexes(rng, n), *columns]), n)


@shape
def zero_is_not_applicable(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    words = {str(k): k or -2 for k in range(6)}
    columns = [m.column(f"ข้อ {i}", words, 5, n) for i in (1, 2, 3)]
    rows: Rows = [["5 = มากที่สุด 4 = มาก 3 = ปานกลาง 2 = น้อย 1 = น้อยที่สุด 0 = ไม่เคยใช้บริการ"], ["เพศ", *m.items]]
    return m.made(rows + down([sexes(rng, n), *columns]), n)


# --- What is no item --------------------------------------------------------------------------------


@shape
def coded_groups_below_a_legend(rng: random.Random) -> LookAlike:
    """The legend speaks of the items; sex, status and home say in their headers what their numbers are."""
    n, m = 30, Maker(rng)
    columns = [m.column(f"{i}. ข้อ", {str(k): k for k in range(1, 6)} | {"9": -2}, 5, n) for i in (1, 2, 3)]
    legend = "5 = มากที่สุด 4 = มาก 3 = ปานกลาง 2 = น้อย 1 = น้อยที่สุด 9 = ไม่ตอบ"
    head = ["เพศ (1=ชาย 2=หญิง)", "สถานภาพ (1=โสด, 2=สมรส, 3=หม้าย)", "ที่พัก 1 = บ้าน 2 = หอพัก"]
    groups = [[rng.randint(1, most) for _ in range(n)] for most in (2, 3, 2)]
    return m.made([["แบบประเมิน"], [legend], [*head, *m.items], *down([*groups, *columns])], n)


@shape
def columns_that_only_look_like_items(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    ranks = [rng.sample(range(1, 5), 4) for _ in range(n)]
    others: dict[str, list[object]] = {
        "ลำดับ": list(range(1, n + 1)),
        "เพศ": rng.choices(["1.ชาย", "2.หญิง"], k=n),
        "ช่วงอายุ": rng.choices(["1. ต่ำกว่า 20 ปี", "2. 21-40 ปี", "3. 41-60 ปี", "4. มากกว่า 60 ปี"], k=n),
        "อายุ (ปี)": [rng.randint(18, 70) for _ in range(n)],
        "เคยใช้บริการหรือไม่": rng.choices(["เคย", "ไม่เคย"], k=n),
        "จัดอันดับ [ก]": [row[0] for row in ranks],
        "จัดอันดับ [ข]": [row[1] for row in ranks],
        "จัดอันดับ [ค]": [row[2] for row in ranks],
        "จัดอันดับ [ง]": [row[3] for row in ranks],
        "คะแนนรวม 100": [rng.randint(0, 100) for _ in range(n)],
        "จำนวนครั้งที่มาใช้บริการ": [rng.randint(1, 5) for _ in range(n)],
        "จำนวนชั่วโมงที่เข้าอบรม": [rng.randint(1, 6) for _ in range(n)],
        "ช่องทางที่รู้จัก": [
            "; ".join(rng.sample(["เว็บไซต์", "เฟซบุ๊ก", "เพื่อน", "ป้าย"], k=rng.randint(1, 3))) for _ in range(n)
        ],
        "ปีที่เริ่มใช้": [rng.choice([2559, 2560, 2561]) for _ in range(n)],
    }  # fmt: skip
    first = m.best_first("ความพึงพอใจต่อสถานที่", MUCH, n)
    other = [None] * (n - 3) + ["ห้องน้ำ", "ที่จอดรถกว้างขวางดี", "อยากให้มีน้ำดื่ม"]
    second = m.best_first("ความพึงพอใจต่อเจ้าหน้าที่", MUCH, n)
    header = [*others, "ความพึงพอใจต่อสถานที่", "อื่น ๆ (ระบุ)", "ความพึงพอใจต่อเจ้าหน้าที่"]
    return m.made([header, *down([*others.values(), first, other, second])], n)


@shape
def text_and_number_of_the_same_items(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    texts = {f"ข้อ {i}": m.best_first(f"ข้อ {i}", MUCH, n) for i in (1, 2, 3)}
    codes = [
        [None if cell is None else 5 - MUCH.index(str(cell)) for cell in cells] for cells in texts.values()
    ]
    return m.made(
        [["เพศ", *texts, *(f"{t} คะแนน" for t in texts)], *down([sexes(rng, n), *texts.values(), *codes])], n
    )


@shape
def recoded_and_reversed_copies(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    raw = {f"Q{i} How satisfied are you": m.numbers(f"Q{i} How satisfied are you", 5, n) for i in (1, 2)}
    turned = [[None if cell is None else 6 - int(str(cell)) for cell in cells] for cells in raw.values()]
    return m.made(
        [["Gender", *raw, *(f"{t} (recoded)" for t in raw)], *down([sexes(rng, n), *raw.values(), *turned])],
        n,
    )


@shape
def junk_column_headed_like_an_item(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    junk = [f"x{rng.randint(1000, 9999)}" for _ in range(n)]
    good = m.best_first("ความพึงพอใจต่อบริการ", MUCH, n)
    return m.made(
        [["เพศ", "ความพึงพอใจต่อบริการ", "ความพึงพอใจต่อบริการ 2"], *down([sexes(rng, n), good, junk])], n
    )


# --- Rows and headers -------------------------------------------------------------------------------


@shape
def title_and_prose_above(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    columns = [m.best_first(f"ข้อ {i}", MUCH, n) for i in (1, 2, 3)]
    rows: Rows = [
        ["ผลสำรวจความพึงพอใจ ประจำปี ๒๕๖๑"],
        [],
        ["คำชี้แจง แบบสอบถามชุดนี้จัดทำขึ้นเพื่อปรับปรุงการให้บริการของหน่วยงาน"],
        [],
    ]
    return m.made([*rows, ["เพศ", *m.items], *down([sexes(rng, n), *columns])], n)


@shape
def blank_and_total_rows(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    columns = [m.best_first(f"ข้อ {i}", MUCH, n) for i in (1, 2, 3)]
    body = down([list(range(1, n + 1)), sexes(rng, n), *columns])
    rows: Rows = [["ลำดับ", "เพศ", *m.items], *body[:10], *[[] for _ in range(832)], *body[10:]]
    rows += [
        ["รวม", None, 120, 110, 100],
        ["เฉลี่ย", None, 4.12, 3.98, 4.01],
        ["S.D.", None, 0.9, 0.8, 0.7],
        ["หมายเหตุ ข้อมูล ณ สิ้นปี"],
    ]
    gaps = range(12, 12 + 832)
    return m.made(rows, n, excluded=frozenset([*gaps, *range(len(rows) - 3, len(rows) + 1)]))


@shape
def totals_under_numbers(rng: random.Random) -> LookAlike:
    n, m = 20, Maker(rng)
    columns = [m.numbers(f"ความพึงพอใจ {i}", 5, n) for i in (1, 2, 3)]
    rows: Rows = [["ลำดับ", "เพศ", *m.items], *down([list(range(1, n + 1)), sexes(rng, n), *columns])]
    rows += [["รวม", None, 80, 75, 70], ["ค่าเฉลี่ย", None, 4, 4, 3]]
    return m.made(rows, n, excluded=frozenset([n + 2, n + 3]))


@shape
def summary_beside_and_below(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    columns = [m.best_first(f"ข้อ {i}", MUCH, n) for i in (1, 2, 3)]
    rows: Rows = [["เพศ", *m.items], *down([sexes(rng, n), *columns])]
    for r, label in enumerate(MUCH):
        rows[2 + r] += [None, None, label, 10 + r]
    rows[1] += [None, None, "สรุป", "จำนวน"]
    rows += [[], ["สรุปผล"], [None, "มากที่สุด", 5, 4], [None, "มาก", 12, 11]]
    return m.made(rows, n)


@shape
def header_in_two_rows(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    columns = [m.best_first(f"ข้อ {i}", MUCH, n) for i in (1, 2, 3, 4)]
    rows: Rows = [
        ["เพศ", "ด้านเจ้าหน้าที่", None, "ด้านสถานที่", None],
        [None, *m.items],
        *down([sexes(rng, n), *columns]),
    ]
    made = m.made(rows, n)
    return LookAlike((sheet(rows, merged=[(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)]),), made.items, n)


@shape
def header_repeated_in_the_data(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    columns = [m.best_first(f"ความพึงพอใจข้อ {i}", MUCH, n) for i in (1, 2, 3)]
    header: list[object] = ["เพศ", *m.items]
    body = down([sexes(rng, n), *columns])
    return m.made([header, *body[:15], header, *body[15:]], n, excluded=frozenset([17]))


@shape
def question_row_before_every_respondent(rng: random.Random) -> LookAlike:
    n, m = 15, Maker(rng)
    columns = [m.best_first(f"How satisfied are you with part {i}?", FAMILIES["satisfied"], n) for i in "ABC"]
    header: list[object] = ["Response ID", "Date submitted", *m.items]
    rows: Rows = []
    for row in down([list(range(1, n + 1)), times(n), *columns]):
        rows += [header, row]
    return m.made(rows, n, excluded=frozenset(range(3, 2 * n, 2)))


@shape
def respondents_across(rng: random.Random) -> LookAlike:
    """Legends in rows; the second section counts 1 as best."""
    n, m = 12, Maker(rng)
    first = {f"ความสะดวกในการติดต่อเรื่องที่ {i}": m.numbers(f"ความสะดวกในการติดต่อเรื่องที่ {i}", 5, n) for i in "กขค"}
    second = {
        f"ความล่าช้าของงานเรื่องที่ {i}": m.numbers(f"ความล่าช้าของงานเรื่องที่ {i}", 5, n, reverse=True) for i in "กข"
    }
    rows: Rows = [["รายการ", *(f"คนที่ {i}" for i in range(1, n + 1))], ["เพศ", *sexes(rng, n)]]
    rows += [["5 = มากที่สุด, 1 = น้อยที่สุด"], *([text, *cells] for text, cells in first.items())]
    rows += [["1 = มากที่สุด, 5 = น้อยที่สุด"], *([text, *cells] for text, cells in second.items())]
    return m.made(rows, n)


@shape
def respondents_across_in_words(rng: random.Random) -> LookAlike:
    n, m = 12, Maker(rng)
    items = {
        f"ความพึงพอใจต่อบริการเรื่องที่ {i}": m.best_first(f"ความพึงพอใจต่อบริการเรื่องที่ {i}", MUCH, n) for i in "กขคง"
    }
    rows: Rows = [["รายการ", *range(1, n + 1)], ["ช่วงอายุ", *rng.choices(["20-40 ปี", "41-60 ปี"], k=n)]]
    return m.made(rows + [[text, *cells] for text, cells in items.items()], n)


@shape
def items_headed_alike(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    columns = [m.best_first(f"ด้าน{a} [ความเหมาะสม]", MUCH, n) for a in ("สถานที่", "บุคลากร")]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *columns])], n)


@shape
def behind_a_dashboard(rng: random.Random) -> LookAlike:
    """Data on the second of five sheets, a merged summary 250 columns wide beside it, rows flagged
    Include = No.
    """
    n, m = 40, Maker(rng)
    keep = [i % 8 != 3 for i in range(n)]
    kept = sum(keep)
    columns = []
    for i in (1, 2, 3):
        counted = iter(m.best_first(f"ข้อ {i}", MUCH, kept))
        columns.append([next(counted) if k else rng.choice(MUCH) for k in keep])
    rows: Rows = [["เพศ", "Include", *m.items]]
    rows += down([sexes(rng, n), ["Yes" if k else "No" for k in keep], *columns])
    rows[0] += [None, "สรุปผลรวมทุกข้อ"]
    rows[1] += [None, *range(250)]
    merged = [(0, 6, 0, 255)]
    dashboard: Rows = [["ภาพรวม"], [None, "จำนวนผู้ตอบ", n], [None, "เฉลี่ย", 4.2]]
    sheets = (
        sheet(dashboard, "Dashboard"),
        sheet(rows, "Data", merged),
        sheet([["บันทึก"]], "Notes"),
        sheet([], "Empty"),
        sheet([["a"], ["b"]], "Lists"),
    )
    flagged = frozenset(i + 2 for i, k in enumerate(keep) if not k)
    return LookAlike(sheets, m.items, kept, sheet="Data", excluded=flagged, asked=True)


@shape
def one_thai_year_among_western(rng: random.Random) -> LookAlike:
    n, m = 20, Maker(rng)
    dates: list[object] = [f"{13 + i % 15}/8/2025, 10:{i:02}:00" for i in range(n)]
    dates[7] = "20/8/2568, 10:07:00"
    columns = [m.best_first(f"ข้อ {i}", MUCH, n) for i in (1, 2)]
    return m.made([["ประทับเวลา", "เพศ", *m.items], *down([dates, sexes(rng, n), *columns])], n)


# --- Exports ----------------------------------------------------------------------------------------


@shape
def microsoft_forms(rng: random.Random) -> LookAlike:
    n, m = 25, Maker(rng)
    header = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
    fixed = [list(range(1, n + 1)), times(n), times(n), ["anonymous"] * n, [None] * n, [None] * n]
    columns = [
        m.best_first(f"How satisfied are you with {t}?", FAMILIES["satisfied"], n) for t in ("speed", "staff")
    ]
    comments = [f"It went well on day {i} of my visit" for i in range(n)]
    return m.made([[*header, *m.items, "Any other comments?"], *down([*fixed, *columns, comments])], n)


@shape
def surveymonkey(rng: random.Random) -> LookAlike:
    n, m = 25, Maker(rng)
    columns = [
        m.best_first(t, FAMILIES["agree"], n) for t in ("The staff were polite", "The office was clean")
    ]
    top = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "IP Address",
        "Email Address",
        "Please rate the following",
        None,
        "Anything else?",
    ]
    second = [None, None, None, None, None, *m.items, "Open-Ended Response"]
    fixed = [
        [118000 + i for i in range(n)],
        [77] * n,
        times(n),
        [f"192.0.2.{i}" for i in range(n)],
        [None] * n,
    ]
    words = [f"I came on a rainy day number {i}" for i in range(n)]
    return m.made([top, second, *down([*fixed, *columns, words])], n)


@shape
def limesurvey_code_row_and_group_row(rng: random.Random) -> LookAlike:
    n, m = 25, Maker(rng)
    texts = ["How clear was the form?", "How quick was the answer?"]
    columns = [m.best_first(t, FAMILIES["excellent"], n) for t in texts]
    rows: Rows = [["id", "submitdate", "G1Q1", "G1Q2"], ["Response ID", "Date submitted", *texts]]
    return m.made(rows + down([list(range(5, 5 + n)), times(n), *columns]), n)


@shape
def kobotoolbox(rng: random.Random) -> LookAlike:
    n, m = 25, Maker(rng)
    words = {"very_satisfied": 5, "satisfied": 4, "neutral": 3, "dissatisfied": 2, "very_dissatisfied": 1}
    columns = [m.column(f"service/{t}", words, 5, n) for t in ("speed", "staff")]
    picks = [rng.sample(["web", "radio", "friend"], k=rng.randint(1, 3)) for _ in range(n)]
    header = [
        "start",
        "end",
        *m.items,
        "media/heard",
        "media/heard/web",
        "media/heard/radio",
        "media/heard/friend",
        "_gps_latitude",
        "phone",
        "_uuid",
    ]
    flags = [[int(word in pick) for pick in picks] for word in ("web", "radio", "friend")]
    rest = [
        [f"{13.7 + i / 100:.4f}" for i in range(n)],
        [f"08{i:08}" for i in range(n)],
        [f"uuid-{i:08}" for i in range(n)],
    ]
    return m.made(
        [header, *down([times(n), times(n), *columns, [" ".join(p) for p in picks], *flags, *rest])], n
    )


@shape
def qualtrics(rng: random.Random) -> LookAlike:
    """Codes, questions, and a row for programs above the answers."""
    n, m = 30, Maker(rng)
    labels = ["Strongly agree", "Agree", "Somewhat agree", "Neither agree nor disagree"]
    labels += ["Somewhat disagree", "Disagree", "Strongly disagree"]
    columns = [
        m.best_first(f"How much do you agree? - {t}", labels, n) for t in ("Helpful", "Clear", "Again")
    ]
    codes = ["StartDate", "IPAddress", "Progress", "Finished", "ResponseId", "Q1_1", "Q1_2", "Q1_3"]
    asked = ["Start Date", "IP Address", "Progress", "Finished", "Response ID", *m.items]
    programs = [f'{{"ImportId":"{code}","timeZone":"UTC"}}' for code in codes]
    told = [
        times(n),
        [f"10.0.0.{i}" for i in range(n)],
        [100] * n,
        ["True"] * n,
        [f"R_{i}" for i in range(n)],
    ]
    return m.made([codes, asked, programs, *down([*told, *columns])], n)


# --- Tallied ----------------------------------------------------------------------------------------


def draws(rng: random.Random, n: int) -> list[int]:
    """Counts of the points 5..1 of n people."""
    drawn = Counter(rng.choices([5, 4, 3, 2, 1], weights=[5, 6, 3, 1, 1], k=n))
    return [drawn[point] for point in (5, 4, 3, 2, 1)]


def mean(counts: Sequence[int]) -> str:
    return f"{sum(p * c for p, c in zip((5, 4, 3, 2, 1), counts, strict=True)) / sum(counts):.2f}"


ASPECTS = {"ด้านเจ้าหน้าที่": ["สุภาพ", "เต็มใจ"], "ด้านสถานที่": ["สะอาด", "เพียงพอ"]}


def paper(
    rng: random.Random,
    cells: Callable[[list[int]], list[object]],
    header: Rows,
    merged: Sequence[tuple[int, int, int, int]] = (),
) -> LookAlike:
    n = 50
    items: dict[str, dict[int, int]] = {}
    rows: Rows = [["ตารางสรุปผลความพึงพอใจ (n = 50)"], [], *header]
    totals = [0] * 5
    number = 0
    for aspect, texts in ASPECTS.items():
        rows.append([None, aspect])
        for text in texts:
            number += 1
            counts = draws(rng, n)
            totals = [a + b for a, b in zip(totals, counts, strict=True)]
            items[text] = dict(zip((5, 4, 3, 2, 1), counts, strict=True))
            rows.append([number, text, *cells(counts)])
    rows.append([None, "รวม", *cells(totals)])
    rows.append(["หมายเหตุ เกณฑ์ 4.51-5.00 = มากที่สุด"])
    return LookAlike((sheet(rows, merged=merged),), items, n, kind="tally")


@shape
def paper_tally(rng: random.Random) -> LookAlike:
    header: Rows = [
        [
            "ลำดับ",
            "รายการ",
            "ระดับความพึงพอใจ",
            None,
            None,
            None,
            None,
            "จำนวนผู้ประเมิน",
            "คะแนนเฉลี่ย (x̄)",
            "S.D.",
            "การแปลผล",
        ],
        [None, None, 5, 4, 3, 2, 1],
    ]
    return paper(rng, lambda c: [*c, sum(c), mean(c), "0.80", "มาก"], header, [(2, 2, 2, 6)])


@shape
def paper_tally_with_count_and_percent(rng: random.Random) -> LookAlike:
    top: list[object] = ["ที่", "รายการ"]
    sub: list[object] = [None, None]
    for label in MUCH:
        top += [label, None]
        sub += ["จำนวน", "ร้อยละ"]
    pairs = lambda counts: [cell for c in counts for cell in (c, f"{c / sum(counts) * 100:.2f}")]  # noqa: E731
    return paper(rng, pairs, [top, sub])


@shape
def paper_tally_with_percent_rows(rng: random.Random) -> LookAlike:
    """Each item has two rows: the counts, and below them the percent."""
    items = {
        text: dict(zip((5, 4, 3, 2, 1), draws(rng, 40), strict=True)) for text in ("สุภาพ", "สะอาด", "รวดเร็ว")
    }
    rows: Rows = [["ผลการประเมิน"], ["ที่", "ข้อคำถาม", None, *MUCH, "รวม"]]
    for number, (text, counts) in enumerate(items.items(), 1):
        rows.append([number, text, "จำนวน", *counts.values(), 40])
        rows.append([None, None, "ร้อยละ", *(c / 40 * 100 for c in counts.values()), 100])
    return LookAlike((sheet(rows),), items, 40, kind="tally", excluded=frozenset({4, 6}))


@shape
def paper_tally_in_percent(rng: random.Random) -> LookAlike:
    header: Rows = [
        ["ที่", "รายการ", "ร้อยละของผู้ตอบ"],
        [None, None, *(f"{word} ({5 - i})" for i, word in enumerate(MUCH))],
        [None, None, *["ร้อยละ"] * 5],
    ]
    return paper(rng, lambda c: [f"{x / sum(c) * 100:.2f}" for x in c], header)


@shape
def paper_tally_with_mean_and_percent_in_one_cell(rng: random.Random) -> LookAlike:
    header: Rows = [["ที่", "รายการ", 5, 4, 3, 2, 1, "รวม", "ค่าเฉลี่ย"]]
    return paper(rng, lambda c: [*c, sum(c), f"{mean(c)} / {float(mean(c)) * 20:.2f}"], header)


@shape
def paper_tally_with_points_down(rng: random.Random) -> LookAlike:
    items = {
        text: dict(zip((5, 4, 3, 2, 1), draws(rng, 50), strict=True))
        for texts in ASPECTS.values()
        for text in texts
    }
    rows: Rows = [["ระดับความพึงพอใจ", *items]]
    rows += [[label, *(counts[5 - i] for counts in items.values())] for i, label in enumerate(MUCH)]
    return LookAlike((sheet(rows),), items, 50, kind="tally")


@shape
def legend_below_the_table(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    columns = [m.numbers(f"ข้อ {i}", 5, n, reverse=True) for i in (1, 2)]
    rows: Rows = [["เพศ", *m.items], *down([sexes(rng, n), *columns]), [], ["1 = มากที่สุด 5 = น้อยที่สุด"]]
    return m.made(rows, n)


@shape
def points_named_by_level(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    columns = [m.column(f"ข้อ {i}", {f"ระดับ {k}": k for k in range(1, 6)}, 5, n) for i in (1, 2)]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *columns])], n)


@shape
def paper_tally_with_percent_signs(rng: random.Random) -> LookAlike:
    header: Rows = [["ที่", "รายการ", *MUCH]]
    return paper(rng, lambda c: [f"{x / sum(c) * 100:.1f}%" for x in c], header)


@shape
def words_and_their_numbers_mixed(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    words = {word: 5 - i for i, word in enumerate(MUCH)} | {"5": 5, "4": 4}
    columns = [m.column(f"ข้อ {i}", words, 5, n) for i in (1, 2)]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *columns])], n)


@shape
def stars(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    columns = [m.column("ความพึงพอใจ ก", {"★" * k: k for k in range(1, 6)}, 5, n)]
    columns.append(m.column("ความพึงพอใจ ข", {f"{k} ดาว": k for k in range(1, 6)}, 5, n))
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *columns])], n)


@shape
def coded_demographics(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    heads = ["id", "เพศ", "ช่วงอายุ", "ระดับการศึกษา", "ประสบการณ์"]
    codes = [list(range(1, n + 1)), *(rng.choices(range(1, k + 1), k=n) for k in (2, 4, 5, 5))]
    columns = [m.numbers(f"ความพึงพอใจต่อ{t}", 5, n) for t in ("งาน", "ผู้นำ", "สถานที่")]
    return m.made([[*heads, *m.items], *down([*codes, *columns])], n)


@shape
def paper_tally_in_thai_digits(rng: random.Random) -> LookAlike:
    header: Rows = [["ที่", "รายการ", "๕", "๔", "๓", "๒", "๑"]]
    return paper(
        rng, lambda c: [str(x).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) for x in c], header
    )
