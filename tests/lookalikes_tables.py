"""Tallied tables, and sheets that are no survey at all, as offices write them."""

from __future__ import annotations

import random
from collections.abc import Callable

from data.workbook import Sheet
from tests.lookalikes import ASPECTS, MUCH, LookAlike, Maker, Rows, down, draws, mean, sexes, sheet

TABLES: dict[str, Callable[[random.Random], LookAlike]] = {}
NO_SURVEYS: dict[str, Callable[[random.Random], tuple[Sheet, ...]]] = {}
THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def shape(make: Callable[[random.Random], LookAlike]) -> Callable[[random.Random], LookAlike]:
    TABLES[make.__name__] = make
    return make


def no_survey(make: Callable[[random.Random], Rows]) -> Callable[[random.Random], Rows]:
    NO_SURVEYS[make.__name__] = lambda rng: (sheet(make(rng)),)
    return make


def tally(
    rng,
    header,
    cells,
    aspects=None,
    total=True,
    foot=(),
    merged=(),
    n=50,
    subtotal=None,
    top=(["สรุปผล (n = 50)"], []),
):
    items = {}
    rows = [*map(list, top), *header]
    tot = [0] * 5
    no = 0
    for a, ts in (aspects or ASPECTS).items():
        block = []
        ar = len(rows)
        if a:
            rows.append([None, a])
        for t in ts:
            no += 1
            c = draws(rng, n)
            block.append(c)
            tot = [x + y for x, y in zip(tot, c, strict=False)]
            items[t] = dict(zip((5, 4, 3, 2, 1), c, strict=False))
            rows.append([no, t, *cells(c)])
        s = [sum(x) for x in zip(*block, strict=False)]
        if subtotal == "above" and a:
            rows[ar] = [None, a, *cells(s)]
        if subtotal == "below":
            rows.append([None, "รวม" + (a or ""), *cells(s)])
    if total:
        rows.append([None, "รวมทั้งสิ้น", *cells(tot)])
    rows += [list(f) for f in foot]
    return LookAlike((sheet(rows, merged=merged),), items, n, kind="tally")


@shape
def tally_percent_first(rng: random.Random) -> LookAlike:
    top = ["ที่", "ประเด็นการประเมิน"]
    sub = [None, None]
    for label in MUCH:
        top += [label, None]
        sub += ["%", "คน"]
    return tally(rng, [top, sub], lambda c: [x for k in c for x in (f"{k / sum(c) * 100:.2f}", k)])


@shape
def tally_ascending(rng: random.Random) -> LookAlike:
    return tally(
        rng,
        [["ข้อ", "รายการประเมิน", 1, 2, 3, 4, 5, "รวม (คน)", "ค่าเฉลี่ย"]],
        lambda c: [*reversed(c), sum(c), mean(c)],
    )


@shape
def tally_ascending_no_total(rng: random.Random) -> LookAlike:
    return tally(rng, [["ข้อ", "รายการประเมิน", 1, 2, 3, 4, 5]], lambda c: [*reversed(c)], total=False)


@shape
def tally_mean_slash(rng: random.Random) -> LookAlike:
    return tally(
        rng,
        [["ข้อ", "รายการ", "5", "4", "3", "2", "1", "คะแนนเฉลี่ย/ร้อยละ"]],
        lambda c: [*c, f"{mean(c)} / {float(mean(c)) * 20:.2f}"],
    )


@shape
def tally_count_paren(rng: random.Random) -> LookAlike:
    return tally(
        rng,
        [
            [
                "ลำดับ",
                "หัวข้อ",
                "มากที่สุด (5)",
                "มาก (4)",
                "ปานกลาง (3)",
                "น้อย (2)",
                "น้อยที่สุด (1)",
                "x̄",
                "S.D.",
                "ระดับ",
            ]
        ],
        lambda c: [*(f"{x} ({x / sum(c) * 100:.2f})" for x in c), mean(c), "0.81", "มาก"],
    )


@shape
def tally_three_header_rows(rng: random.Random) -> LookAlike:
    h = [
        [
            "ที่",
            "รายการ",
            "ระดับความพึงพอใจ",
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            None,
            "รวม",
            "แปลผล",
        ],
        [None, None, "มากที่สุด", None, "มาก", None, "ปานกลาง", None, "น้อย", None, "น้อยที่สุด", None],
        [None, None, *["จำนวน (คน)", "ร้อยละ"] * 5],
    ]
    return tally(
        rng,
        h,
        lambda c: [*[x for k in c for x in (k, round(k / sum(c) * 100, 2))], sum(c), "มาก"],
        merged=[(2, 2, 2, 11), (3, 2, 3, 3), (3, 4, 3, 5)],
    )


@shape
def tally_subtotal_below(rng: random.Random) -> LookAlike:
    return tally(rng, [["ลำดับ", "รายการ", *MUCH, "รวม"]], lambda c: [*c, sum(c)], subtotal="below")


@shape
def tally_subtotal_above(rng: random.Random) -> LookAlike:
    return tally(rng, [["ลำดับ", "รายการ", *MUCH, "รวม"]], lambda c: [*c, sum(c)], subtotal="above")


@shape
def tally_foot(rng: random.Random) -> LookAlike:
    return tally(
        rng,
        [["ลำดับ", "รายการ", *MUCH, "รวม", "เฉลี่ย"]],
        lambda c: [*c, sum(c), mean(c)],
        foot=(
            [],
            ["เกณฑ์การแปลผล"],
            [None, "4.51 - 5.00", "มากที่สุด"],
            [None, "3.51 - 4.50", "มาก"],
            ["ผู้รายงาน ........"],
        ),
    )


@shape
def tally_with_no_opinion(rng: random.Random) -> LookAlike:
    return tally(
        rng,
        [["ที่", "รายการ", "น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด", "ไม่แสดงความคิดเห็น"]],
        lambda c: [*reversed(c), 0],
        total=False,
    )


@shape
def tally_stacked(rng: random.Random) -> LookAlike:
    items = {}
    rows = [["ผลการประเมินความพึงพอใจ"], ["จำนวนผู้ตอบแบบสอบถาม 50 คน"], []]
    for a, ts in ASPECTS.items():
        rows += [[a], ["ลำดับ", "รายการ", 5, 4, 3, 2, 1, "ค่าเฉลี่ย"]]
        tot = [0] * 5
        for i, t in enumerate(ts, 1):
            c = draws(rng, 50)
            items[t] = dict(zip((5, 4, 3, 2, 1), c, strict=False))
            rows.append([i, t, *c, mean(c)])
            tot = [x + y for x, y in zip(tot, c, strict=False)]
        rows += [[None, "รวม", *tot, mean(tot)], []]
    return LookAlike((sheet(rows),), items, 50, kind="tally")


@shape
def tally_four(rng: random.Random) -> LookAlike:
    items = {}
    rows = [["ที่", "รายการ", "พอใจมาก", "ค่อนข้างพอใจ", "ไม่ค่อยพอใจ", "ไม่พอใจเลย", "ไม่มีความเห็น", "รวม"]]
    for i, t in enumerate(("งานทะเบียน", "งานภาษี", "งานช่าง"), 1):
        c = [rng.randint(1, 20) for _ in range(4)]
        items[t] = dict(zip((4, 3, 2, 1), c, strict=False))
        na = 60 - 0 * sum(c) - sum(c) if sum(c) < 60 else 0
        rows.append([i, t, *c, na, sum(c) + na])
    na = {r[1]: int(r[6]) for r in rows[1:]}
    return LookAlike((sheet(rows),), items, max(int(r[7]) for r in rows[1:]), kind="tally", not_applicable=na)


@shape
def tally_thai_percent_n(rng: random.Random) -> LookAlike:
    return tally(
        rng,
        [["ข้อ", "รายการ", "มากที่สุด", "มาก", "ปานกลาง", "น้อย", "น้อยที่สุด"]],
        lambda c: [f"{x / sum(c) * 100:.1f}".translate(THAI_DIGITS) for x in c],
        top=(["ผู้ตอบแบบสอบถามจำนวน ๕๐ คน"], []),
        total=False,
    )


@shape
def tally_below_the_respondents(rng: random.Random) -> LookAlike:
    """A report on one sheet: who answered, then the tally with its points as text."""
    top = [
        ["ส่วนที่ 1 ข้อมูลทั่วไป"],
        ["เพศ", "จำนวน", "ร้อยละ"],
        ["ชาย", 20, 40],
        ["หญิง", 30, 60],
        ["รวม", 50, 100],
        [],
    ]
    header = [["ส่วนที่ 2 ความพึงพอใจ"], ["ที่", "ประเด็น", "5", "4", "3", "2", "1", "ค่าเฉลี่ย"]]
    foot = [[], ["ส่วนที่ 3 ข้อเสนอแนะ"], ["ควรเพิ่มที่จอดรถ"]]
    return tally(rng, header, lambda c: [*c, mean(c)], total=False, foot=foot, top=top)


@shape
def tally_of_one_question(rng: random.Random) -> LookAlike:
    """The points down the side, how many chose each and what percent that is."""
    counts = draws(rng, 80)
    rows: Rows = [["ระดับความพึงพอใจ", "จำนวน (คน)", "ร้อยละ"]]
    rows += [[word, c, f"{c / 80 * 100:.2f}"] for word, c in zip(MUCH, counts, strict=True)]
    rows.append(["รวม", 80, 100])
    items = {"ระดับความพึงพอใจ": dict(zip((5, 4, 3, 2, 1), counts, strict=True))}
    return LookAlike((sheet(rows),), items, 80, kind="tally")


def ticked(rng: random.Random, heads: list[object], mark: str) -> LookAlike:
    """Paper forms typed in as they are: a column a point, a mark in one of them, or in none."""
    n, m = 30, Maker(rng)
    columns = [m.column(text, {str(k): k for k in range(1, 6)}, 5, n) for text in ("สะอาด", "รวดเร็ว")]
    top = ["ผู้ตอบ", "เพศ", *(cell for text in m.items for cell in (text, *[None] * 4))]
    rows: Rows = [["แบบประเมิน"], top, [None, None, *heads, *heads]]
    for i, (sex, *answers) in enumerate(zip(sexes(rng, n), *columns, strict=True), 1):
        ticks = [mark if answer == str(point) else None for answer in answers for point in (5, 4, 3, 2, 1)]
        rows.append([i, sex, *ticks])
    merged = [(1, 2, 1, 6), (1, 7, 1, 11)]
    return LookAlike((sheet(rows, merged=merged),), m.items, n)


@shape
def ticked_below_words(rng: random.Random) -> LookAlike:
    return ticked(rng, [*MUCH], "/")


@shape
def ticked_below_numbers(rng: random.Random) -> LookAlike:
    return ticked(rng, [5, 4, 3, 2, 1], "1")


@no_survey
def means_in_words(r: random.Random) -> Rows:
    """Means, their deviation and their interpretation: nobody's answers, and no counts."""
    rows: Rows = [["ผลสำรวจความพึงพอใจ ปี 2567"], ["ที่", "ประเด็น", "ค่าเฉลี่ย", "S.D.", "ระดับความพึงพอใจ"]]
    for number, text in enumerate(("ความสะอาด", "ความรวดเร็ว", "ความสุภาพ"), 1):
        rows.append([number, text, f"{r.uniform(3.51, 5):.2f}", "0.62", r.choice(MUCH[:2])])
    return [*rows, [None, "รวม", "4.35", "0.65", "มาก"]]


@no_survey
def staff(r: random.Random) -> Rows:
    return [
        ["ลำดับ", "ชื่อ-สกุล", "ตำแหน่ง", "ระดับ", "กอง"],
        *[
            [
                i + 1,
                f"คนทดสอบ {i}",
                r.choice(["นักวิชาการ", "เจ้าพนักงาน"]),
                r.choice(["ปฏิบัติการ", "ชำนาญการ", "ชำนาญงาน"]),
                r.choice(["กองแผน", "กองช่าง"]),
            ]
            for i in range(20)
        ],
    ]


@no_survey
def staff_level(r: random.Random) -> Rows:
    return [
        ["ที่", "ชื่อ", "ระดับ", "ขั้น", "กอง"],
        *[
            [i + 1, f"คนทดสอบ {i}", r.randint(3, 8), r.randint(1, 5), r.choice(["กองแผน", "กองช่าง"])]
            for i in range(20)
        ],
    ]


@no_survey
def attendance(r: random.Random) -> Rows:
    return [
        ["ลำดับ", "ชื่อ-สกุล", *(f"วันที่ {d}" for d in range(1, 8)), "รวม"],
        *[[i + 1, f"คนทดสอบ {i}", *(x := [r.randint(0, 1) for _ in range(7)]), sum(x)] for i in range(20)],
    ]


@no_survey
def attendance_mark(r: random.Random) -> Rows:
    return [
        ["ลำดับ", "ชื่อ-สกุล", "สัปดาห์ 1", "สัปดาห์ 2", "สัปดาห์ 3", "หมายเหตุ"],
        *[
            [i + 1, f"คนทดสอบ {i}", *(r.choice(["มา", "ขาด", "ลา", "สาย"]) for _ in range(3)), None]
            for i in range(20)
        ],
    ]


@no_survey
def attendance_days(r: random.Random) -> Rows:
    return [
        ["ลำดับ", "ชื่อ", *range(1, 32), "รวมวันมา"],
        *[
            [i + 1, f"คนทดสอบ {i}", *(x := [r.choice([1, 1, 1, 0]) for _ in range(31)]), sum(x)]
            for i in range(20)
        ],
    ]


@no_survey
def budget(r: random.Random) -> Rows:
    return [
        ["งบประมาณรายจ่าย"],
        ["รายการ", "ไตรมาส 1", "ไตรมาส 2", "ไตรมาส 3", "ไตรมาส 4", "รวม"],
        *[[f"ค่าใช้สอย {i}", *(x := [r.randint(1, 9) * 1000 for _ in range(4)]), sum(x)] for i in range(10)],
    ]


@no_survey
def budget_small(r: random.Random) -> Rows:
    return [
        ["งบประมาณ (ล้านบาท)"],
        ["หน่วยงาน", "ปี 1", "ปี 2", "ปี 3", "ปี 4"],
        *[[f"กอง {i}", *[r.randint(1, 5) for _ in range(4)]] for i in range(12)],
    ]


@no_survey
def price(r: random.Random) -> Rows:
    return [
        ["สินค้า", "หน่วย", "ราคา", "จำนวน"],
        *[[f"สินค้า {i}", r.choice(["ชิ้น", "กล่อง"]), r.randint(5, 500), r.randint(1, 5)] for i in range(30)],
    ]


@no_survey
def stock(r: random.Random) -> Rows:
    return [
        ["รายการพัสดุ", "ยกมา", "รับ", "จ่าย", "คงเหลือ"],
        *[
            [f"พัสดุ {i}", a := r.randint(1, 5), b := r.randint(0, 4), c := r.randint(0, 3), a + b - c]
            for i in range(30)
        ],
    ]


@no_survey
def stock_en(r: random.Random) -> Rows:
    return [
        ["Item", "Opening", "In", "Out", "Closing"],
        *[
            [f"Item {i}", r.randint(1, 5), r.randint(1, 5), r.randint(1, 5), r.randint(1, 5)]
            for i in range(30)
        ],
    ]


@no_survey
def timetable(r: random.Random) -> Rows:
    return [
        ["วัน", *(f"คาบ {k}" for k in range(1, 8))],
        *[
            [d, *[r.choice(["คณิต", "ไทย", "วิทย์", "สังคม"]) for _ in range(7)]]
            for d in ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์")
        ],
    ]


@no_survey
def timetable_rooms(r: random.Random) -> Rows:
    return [
        ["วัน", *range(1, 9)],
        *[
            [d, *[r.choice(["101", "102", "201"]) for _ in range(8)]]
            for d in ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์")
        ],
    ]


@no_survey
def duty(r: random.Random) -> Rows:
    return [["ชื่อ", *range(1, 6)], *[[f"เวร {i}", *[r.choice([1, 2, 3]) for _ in range(5)]] for i in range(8)]]


@no_survey
def names_and_numbers(r: random.Random) -> Rows:
    return [
        ["Name", "Importance", "Difficulty"],
        *[[f"Task {i}", r.randint(1, 3), r.randint(1, 3)] for i in range(12)],
    ]


@no_survey
def tasks(r: random.Random) -> Rows:
    return [
        ["Task", "Owner", "Priority", "Status"],
        *[
            [f"Task {i}", r.choice("AB"), r.choice(["High", "Medium", "Low"]), r.choice(["Open", "Done"])]
            for i in range(25)
        ],
    ]


@no_survey
def risks(r: random.Random) -> Rows:
    return [
        ["ความเสี่ยง", "โอกาส", "ผลกระทบ", "ระดับความเสี่ยง"],
        *[[f"เรื่อง {i}", a := r.randint(1, 5), b := r.randint(1, 5), a * b] for i in range(25)],
    ]


@no_survey
def demo_tally(r: random.Random) -> Rows:
    return [
        ["ข้อมูลทั่วไป", "จำนวน", "ร้อยละ"],
        ["เพศ"],
        ["ชาย", 20, "40.00"],
        ["หญิง", 30, "60.00"],
        ["อายุ"],
        ["ต่ำกว่า 20 ปี", 5, "10.00"],
        ["20-40 ปี", 45, "90.00"],
        ["รวม", 50, "100.00"],
    ]


@no_survey
def villages(r: random.Random) -> Rows:
    return [
        ["หมู่ที่", "หมู่บ้าน", "ครัวเรือน", "ชาย", "หญิง", "รวม"],
        *[
            [i + 1, f"บ้าน{i}", r.randint(20, 90), a := r.randint(50, 90), b := r.randint(50, 90), a + b]
            for i in range(12)
        ],
    ]


@no_survey
def demographics_only(r: random.Random) -> Rows:
    return [
        ["ลำดับ", "เพศ", "อายุ", "การศึกษา", "เคยใช้บริการ", "กี่ครั้งต่อปี"],
        *[
            [
                i + 1,
                r.choice(["1.ชาย", "2.หญิง"]),
                r.randint(18, 70),
                r.choice(["1.ประถม", "2.มัธยม", "3.ปริญญาตรี"]),
                r.choice(["ใช่", "ไม่ใช่"]),
                r.randint(1, 6),
            ]
            for i in range(30)
        ],
    ]


@no_survey
def ranking(r: random.Random) -> Rows:
    return [
        ["ลำดับที่", "ความเร็ว", "ราคา", "คุณภาพ", "สถานที่", "บริการ"],
        *[[i + 1, *r.sample(range(1, 6), 5)] for i in range(30)],
    ]


@no_survey
def scores100(r: random.Random) -> Rows:
    return [
        ["เลขที่", "ก่อนอบรม", "หลังอบรม", "ผลต่าง"],
        *[[i + 1, a := r.randint(20, 60), b := r.randint(60, 100), b - a] for i in range(30)],
    ]


@no_survey
def grades(r: random.Random) -> Rows:
    return [
        ["เลขที่", "ชื่อ", "ภาษาไทย", "คณิตศาสตร์", "วิทยาศาสตร์"],
        *[[i + 1, f"นักเรียน {i}", *[r.choice([1, 2, 3, 4]) for _ in range(3)]] for i in range(30)],
    ]


@no_survey
def matrix(r: random.Random) -> Rows:
    return [["LAG1", "LAG2", "LAG3", "LAG17"], *[[r.randint(1, 5) for _ in range(4)] for _ in range(20)]]


@no_survey
def letters(r: random.Random) -> Rows:
    return [["a", "b", "c"], *[[r.randint(1, 9) for _ in range(3)] for _ in range(10)]]


@no_survey
def yesno(r: random.Random) -> Rows:
    return [
        ["ลำดับ", "เคยมา", "พอใจหรือไม่", "จะมาอีกไหม"],
        *[[i + 1, *[r.choice(["ใช่", "ไม่ใช่"]) for _ in range(3)]] for i in range(20)],
    ]


@no_survey
def checklist(r: random.Random) -> Rows:
    return [
        ["ลำดับ", "รายการตรวจสอบ", "มี", "ไม่มี", "หมายเหตุ"],
        *[[i + 1, f"เอกสาร {i}", *([1, 0] if r.random() < 0.5 else [0, 1]), None] for i in range(20)],
    ]


@no_survey
def months(r: random.Random) -> Rows:
    return [
        ["รายการ", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย."],
        *[[f"เรื่องร้องเรียน {i}", *[r.randint(0, 5) for _ in range(4)]] for i in range(10)],
    ]


@no_survey
def visitors(r: random.Random) -> Rows:
    return [
        ["วัน", "เช้า", "บ่าย", "เย็น"],
        *[[f"{i + 1}/8/2568", *[r.randint(1, 6) for _ in range(3)]] for i in range(28)],
    ]


@no_survey
def points_matrix(r: random.Random) -> Rows:
    return [
        ["ชื่อทีม", "รอบ 1", "รอบ 2", "รอบ 3", "รวม"],
        *[[f"ทีม {i}", *(x := [r.randint(1, 10) for _ in range(3)]), sum(x)] for i in range(12)],
    ]


@no_survey
def quantities_en(r: random.Random) -> Rows:
    return [
        ["Region", "Q1", "Q2", "Q3", "Q4"],
        *[[f"Region {i}", *[r.randint(1, 5) for _ in range(4)]] for i in range(12)],
    ]


@shape
def tally_and_raw(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    cs = [
        m.numbers(
            f"ความพึงพอใจต่อ{h}",
            5,
            n,
        )
        for h in ("งาน", "คน", "ที่")
    ]
    rows = [["ลำดับ", "เพศ", *m.items], *down([list(range(1, n + 1)), sexes(rng, n), *cs])]
    sm = [["รายการ", 5, 4, 3, 2, 1, "ค่าเฉลี่ย"]] + [
        [h, *[c[k] for k in (5, 4, 3, 2, 1)], f"{sum(k * v for k, v in c.items()) / sum(c.values()):.2f}"]
        for h, c in m.items.items()
    ]
    return LookAlike((sheet(sm, "สรุป"), sheet(rows, "ข้อมูล")), m.items, n, sheet="ข้อมูล")


@no_survey
def survey_budget(r: random.Random) -> Rows:
    return [
        ["งบประมาณโครงการสำรวจความพึงพอใจ"],
        ["รายการ", "จำนวน", "ราคา", "รวม"],
        *[[f"ค่า{i}", r.randint(1, 5), r.randint(100, 500), r.randint(100, 900)] for i in range(8)],
    ]


@no_survey
def films(r: random.Random) -> Rows:
    return [["Title", "Year", "Rating"], *[[f"Film {i}", 2000 + i, r.randint(1, 5)] for i in range(20)]]


@no_survey
def shift(r: random.Random) -> Rows:
    return [
        ["ชื่อ", "จันทร์", "อังคาร", "พุธ", "พฤหัส", "ศุกร์"],
        *[
            [f"พนักงานทดสอบ {i}", *[r.choice(["เช้า", "บ่าย", "ดึก", "หยุด"]) for _ in range(5)]]
            for i in range(15)
        ],
    ]


@no_survey
def inspection(r: random.Random) -> Rows:
    return [
        ["ลำดับ", "รายการ", "ดี", "ชำรุด", "รวม"],
        *[[i + 1, f"ครุภัณฑ์ {i}", a := r.randint(0, 5), b := r.randint(0, 3), a + b] for i in range(15)],
    ]


@no_survey
def condition(r: random.Random) -> Rows:
    return [
        ["รหัส", "ครุภัณฑ์", "สภาพ"],
        *[[f"A{i}", f"โต๊ะ {i}", r.choice(["ดี", "พอใช้", "ชำรุด"])] for i in range(25)],
    ]


@no_survey
def dept_targets(r: random.Random) -> Rows:
    return [
        ["ตัวชี้วัด", "เป้าหมาย", "ผลงาน", "คะแนน"],
        *[[f"ตัวชี้วัดที่ {i}", r.randint(1, 5), r.randint(1, 5), r.randint(1, 5)] for i in range(12)],
    ]


@no_survey
def team_rounds(r: random.Random) -> Rows:
    return [
        ["ทีม", 1, 2, 3, "รวม"],
        *[[f"ทีม {i}", *(x := [r.randint(1, 10) for _ in range(3)]), sum(x)] for i in range(12)],
    ]


@no_survey
def weeks(r: random.Random) -> Rows:
    return [
        ["ชื่อ-สกุล", *range(1, 9), "รวม"],
        *[[f"คนทดสอบ {i}", *(x := [r.randint(0, 1) for _ in range(8)]), sum(x)] for i in range(15)],
    ]


@no_survey
def floors(r: random.Random) -> Rows:
    return [
        ["อาคาร", "ชั้น 1", "ชั้น 2", "ชั้น 3"],
        *[[f"อาคาร {i}", *[r.randint(1, 9) for _ in range(3)]] for i in range(9)],
    ]
