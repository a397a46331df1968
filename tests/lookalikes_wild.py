"""More made-up workbooks, as offices and survey tools write them: each with the tally it must give."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.lookalikes import (
    FAMILIES,
    MUCH,
    LookAlike,
    Maker,
    down,
    sexes,
    sheet,
    times,
)

SHAPES: dict[str, Callable[[random.Random], LookAlike]] = {}

GOOD_FOUR = ["ดีมาก", "ดี", "พอใช้", "ควรปรับปรุง"]


def shape(make: Callable[[random.Random], LookAlike]) -> Callable[[random.Random], LookAlike]:
    SHAPES[make.__name__] = make
    return make


def us(n):
    return [f"{1 + i % 12}/{13 + i % 15}/2026 {8 + i % 9}:{i % 60:02}:{i % 60:02}" for i in range(n)]


def th(n):
    return [f"{13 + i % 15}/{1 + i % 12}/2026, {8 + i % 9}:{i % 60:02}:{i % 60:02}" for i in range(n)]


@shape
def gforms_en(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    c = [
        m.best_first(f"How would you rate the following? [{t}]", FAMILIES["excellent"], n)
        for t in ("Waiting time", "Staff courtesy ", "Cleanliness")
    ]
    c.append(m.numbers("Overall, how satisfied are you with our service?", 5, n))
    return m.made(
        [
            [
                "Timestamp",
                "Email Address",
                "Your age",
                *m.items,
                "What did you come for?",
                "Any suggestions for us?",
            ],
            *down(
                [
                    us(n),
                    [f"a{i}@x.org" for i in range(n)],
                    [rng.choice(["Under 20", "20-39", "40-59", "60 and over"]) for _ in range(n)],
                    *c,
                    [rng.choice(["Permit", "Tax", "Permit, Tax", "Tax, Other"]) for _ in range(n)],
                    [f"More chairs near window {i} please" if i % 3 == 0 else None for i in range(n)],
                ]
            ),
        ],
        n,
    )


@shape
def gforms_th_newlines(rng: random.Random) -> LookAlike:
    n, m = 45, Maker(rng)
    q = "ส่วนที่ 2 ความพึงพอใจต่อการให้บริการ\nโปรดทำเครื่องหมายในช่องที่ตรงกับความคิดเห็น\u00a0"
    c = [
        m.best_first(f"{q} [{i}. {t}]", FAMILIES["broken"], n)
        for i, t in enumerate(("ขั้นตอนไม่ยุ่งยาก", "แจ้งข้อมูลชัดเจน", "ระยะเวลาเหมาะสม"), 1)
    ]
    return m.made(
        [
            [
                "ประทับเวลา",
                "1. เพศ",
                "2. อายุ",
                "3. ระดับการศึกษา",
                "4. อาชีพ",
                *m.items,
                "ส่วนที่ 3 ข้อเสนอแนะ\nเพื่อการปรับปรุง",
            ],
            *down(
                [
                    th(n),
                    sexes(rng, n),
                    rng.choices(["ต่ำกว่า 20 ปี", "20 - 40 ปี", "41 ปีขึ้นไป"], k=n),
                    rng.choices(["ต่ำกว่าปริญญาตรี", "ปริญญาตรี", "สูงกว่าปริญญาตรี"], k=n),
                    rng.choices(["รับราชการ", "ค้าขาย", "เกษตรกร"], k=n),
                    *c,
                    [rng.choice([None, "-", "ไม่มี", "ขอให้เพิ่มที่นั่งรอรับบริการหน้าห้อง"]) for _ in range(n)],
                ]
            ),
        ],
        n,
    )


@shape
def msforms_thai(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    lab = ["พึงพอใจมากที่สุด", "พึงพอใจมาก", "พึงพอใจปานกลาง", "พึงพอใจน้อย", "พึงพอใจน้อยที่สุด"]
    c = [
        m.best_first(f"{t}", lab, n) for t in ("เจ้าหน้าที่ให้บริการด้วยความสุภาพ", "ความสะอาดของสถานที่", "ป้ายบอกทาง")
    ]
    c.append(m.numbers("ท่านพึงพอใจในภาพรวมเพียงใด", 5, n))
    return m.made(
        [
            [
                "ID",
                "เวลาเริ่มต้น",
                "เวลาเสร็จสมบูรณ์",
                "อีเมล",
                "ชื่อ",
                "ภาษา",
                "เวลาที่ปรับเปลี่ยนครั้งล่าสุด",
                *m.items,
                "ข้อเสนอแนะอื่น ๆ2",
            ],
            *down(
                [
                    list(range(1, n + 1)),
                    times(n),
                    times(n),
                    ["anonymous"] * n,
                    [None] * n,
                    ["ไทย"] * n,
                    [None] * n,
                    *c,
                    [None] * n,
                ]
            ),
        ],
        n,
    )


@shape
def msforms_nps(rng: random.Random) -> LookAlike:
    n, m = 60, Maker(rng)
    a = m.column(
        "How likely are you to recommend us to a friend or colleague?",
        {str(k): k for k in range(11)},
        10,
        n,
    )
    m.items["How likely are you to recommend us to a friend or colleague?"] = {
        0: sum(x == "0" for x in a),
        **m.items["How likely are you to recommend us to a friend or colleague?"],
    }
    b = m.best_first("Thinking about your visit, the room was easy to find", FAMILIES["agree"], n)
    return m.made(
        [
            ["ID", "Start time", "Completion time", "Email", "Name", *m.items],
            *down([list(range(1, n + 1)), times(n), times(n), ["anonymous"] * n, [None] * n, a, b]),
        ],
        n,
    )


@shape
def monkey_response(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    q1 = m.best_first(
        "How satisfied were you with the counter service?",
        [
            "Very satisfied",
            "Satisfied",
            "Neither satisfied nor dissatisfied",
            "Dissatisfied",
            "Very dissatisfied",
        ],
        n,
    )
    q2 = [m.best_first(t, FAMILIES["satisfied"], n) for t in ("Opening hours", "Parking")]
    top = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "End Date",
        "IP Address",
        "Email Address",
        "First Name",
        "Last Name",
        "Custom Data 1",
        "How satisfied were you with the counter service?",
        "How satisfied are you with these?",
        None,
        "Which did you use? (Select all)",
        None,
        None,
        "Anything to add?",
    ]
    sec = [None] * 9 + [
        "Response",
        "Opening hours",
        "Parking",
        "Phone",
        "Web",
        "Other (please specify)",
        "Open-Ended Response",
    ]
    opt = [[w if rng.random() < 0.5 else None for _ in range(n)] for w in ("Phone", "Web")]
    return m.made(
        [
            top,
            sec,
            *down(
                [
                    [11400 + i for i in range(n)],
                    [9] * n,
                    us(n),
                    us(n),
                    [f"192.0.2.{i}" for i in range(n)],
                    [None] * n,
                    [None] * n,
                    [None] * n,
                    [None] * n,
                    q1,
                    *q2,
                    *opt,
                    [None] * n,
                    [None] * (n - 2) + ["thanks a lot for it", "fine with me so far"],
                ]
            ),
        ],
        n,
    )


@shape
def lime_full(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    c = [
        m.best_first(f"SQ{i:03}. {t}", FAMILIES["agree"], n)
        for i, t in enumerate(
            (
                "[Staff were polite] Please tell us how far you agree",
                "[Rooms were clean] Please tell us how far you agree",
            ),
            1,
        )
    ]
    return m.made(
        [
            [
                "id. Response ID",
                "submitdate. Date submitted",
                "lastpage. Last page",
                "startlanguage. Start language",
                "seed. Seed",
                *m.items,
                "COM. Anything else?",
            ],
            *down(
                [
                    list(range(3, 3 + n)),
                    times(n),
                    [4] * n,
                    ["en"] * n,
                    [rng.randint(10**8, 10**9) for _ in range(n)],
                    *c,
                    [None] * n,
                ]
            ),
        ],
        n,
    )


@shape
def lime_pipe(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    c = [
        m.column(f"SAT[SQ00{i}]|ความพึงพอใจ [{t}]", {str(k): k for k in range(1, 6)}, 5, n)
        for i, t in enumerate(("ความรวดเร็ว", "ความสุภาพ", "สถานที่"), 1)
    ]
    return m.made(
        [
            [
                "id|Response ID",
                "submitdate|Date submitted",
                "lastpage|Last page",
                "startlanguage|Start language",
                *m.items,
            ],
            *down([list(range(3, 3 + n)), times(n), [4] * n, ["th"] * n, *c]),
        ],
        n,
    )


@shape
def lime_codes_short(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    c = [m.column(f"SAT_SQ00{i}", {f"A{k}": k for k in range(1, 6)}, 5, n) for i in (1, 2, 3)]
    return m.made(
        [
            ["id", "submitdate", "lastpage", "startlanguage", "seed", *m.items],
            *down(
                [
                    list(range(3, 3 + n)),
                    times(n),
                    [4] * n,
                    ["th"] * n,
                    [rng.randint(10**8, 10**9) for _ in range(n)],
                    *c,
                ]
            ),
        ],
        n,
        asked=True,
    )


@shape
def lime_question_row(rng: random.Random) -> LookAlike:
    n, m = 14, Maker(rng)
    c = [m.best_first(f"ท่านพึงพอใจต่อ{t}เพียงใด", MUCH, n, blank=0) for t in ("ความรวดเร็ว", "ความสุภาพ", "สถานที่")]
    h = ["หมายเลขคำตอบ", "วันที่ส่ง", "ประเภทผู้รับบริการ", *m.items]
    rows = []
    for r in down([list(range(1, n + 1)), times(n), rng.choices(["ประชาชน", "หน่วยงานรัฐ"], k=n), *c]):
        rows += [h, r, []]
    return m.made(rows, n)


@shape
def kobo_thai_labels(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    c = [
        m.best_first(f"ความพึงพอใจ/{t}", ["พอใจมาก", "พอใจ", "เฉย ๆ", "ไม่พอใจ", "ไม่พอใจมาก"], n)
        for t in ("ความรวดเร็ว", "ความสุภาพ")
    ]
    o = [[rng.randint(0, 1) for _ in range(n)] for _ in range(3)]
    return m.made(
        [
            [
                "start",
                "end",
                "ผู้สัมภาษณ์",
                "ข้อมูลทั่วไป/เพศ",
                "ข้อมูลทั่วไป/อายุ",
                *m.items,
                "ช่องทาง",
                "ช่องทาง/เว็บไซต์",
                "ช่องทาง/วิทยุ",
                "ช่องทาง/เพื่อน",
                "พิกัด",
                "_พิกัด_latitude",
                "_id",
                "_uuid",
                "_submission_time",
                "_validation_status",
                "_notes",
                "_status",
                "_submitted_by",
                "__version__",
                "_tags",
                "_index",
            ],
            *down(
                [
                    times(n),
                    times(n),
                    rng.choices(["ก", "ข"], k=n),
                    sexes(rng, n),
                    [rng.randint(18, 80) for _ in range(n)],
                    *c,
                    [
                        " ".join(w for w, f in zip(("เว็บไซต์", "วิทยุ", "เพื่อน"), fs, strict=False) if f) or None
                        for fs in zip(*o, strict=False)
                    ],
                    *o,
                    [f"13.{i:06} 100.5{i:04} 0 0" for i in range(n)],
                    [f"13.{i:06}" for i in range(n)],
                    [10**8 + i for i in range(n)],
                    [f"u-{i}" for i in range(n)],
                    times(n),
                    [None] * n,
                    [None] * n,
                    ["submitted_via_web"] * n,
                    [None] * n,
                    ["vA"] * n,
                    [None] * n,
                    list(range(1, n + 1)),
                ]
            ),
        ],
        n,
    )


@shape
def kobo_numbers(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    c = [m.numbers(f"grp_sat/sat_{t}", 5, n) for t in ("speed", "staff", "place")]
    return m.made(
        [
            ["start", "end", "grp_info/sex", "grp_info/age_group", *m.items, "_uuid"],
            *down(
                [
                    times(n),
                    times(n),
                    rng.choices([1, 2], k=n),
                    rng.choices([1, 2, 3, 4], k=n),
                    *c,
                    [f"u-{i}" for i in range(n)],
                ]
            ),
        ],
        n,
    )


@shape
def across_counted(rng: random.Random) -> LookAlike:
    n, m = 25, Maker(rng)
    it = {f"ข้อ {i} ความพึงพอใจด้าน {i}": m.numbers(f"ข้อ {i} ความพึงพอใจด้าน {i}", 5, n) for i in range(1, 9)}
    return m.made([["รายการ", *(f"คนที่ {j}" for j in range(1, n + 1))]] + [[k, *v] for k, v in it.items()], n)


@shape
def across_bare_numbers(rng: random.Random) -> LookAlike:
    n, m = 22, Maker(rng)
    it = {
        f"ความพึงพอใจต่อ{t}": m.numbers(f"ความพึงพอใจต่อ{t}", 5, n)
        for t in ("อาหาร", "ห้อง", "วิทยากร", "เวลา", "เอกสาร", "ภาพรวม")
    }
    return m.made(
        [["ผลประเมินโครงการอบรม"], ["ที่", "รายการประเมิน", *range(1, n + 1)]]
        + [[i, k, *v] for i, (k, v) in enumerate(it.items(), 1)],
        n,
    )


@shape
def across_few(rng: random.Random) -> LookAlike:
    n, m = 9, Maker(rng)
    it = {
        f"{i}. {t}": m.numbers(f"{i}. {t}", 5, n)
        for i, t in enumerate(
            ("วิทยากรถ่ายทอดชัดเจน", "เนื้อหาตรงความต้องการ", "ระยะเวลาเหมาะสม", "สถานที่เหมาะสม"), 1
        )
    }
    return m.made(
        [["หัวข้อ", *(f"ชุดที่ {j}" for j in range(1, n + 1)), "รวม", "เฉลี่ย"]]
        + [[k, *v, sum(int(x or 0) for x in v), "3.5"] for k, v in it.items()],
        n,
    )


@shape
def across_codes(rng: random.Random) -> LookAlike:
    n, m = 16, Maker(rng)
    it = {f"ความพึงพอใจข้อ {i}": m.numbers(f"ความพึงพอใจข้อ {i}", 5, n) for i in "กขคงจ"}
    return m.made(
        [
            ["ข้อคำถาม", *(f"P{j:02}" for j in range(1, n + 1))],
            ["เพศ", *sexes(rng, n)],
            ["อายุ", *[rng.randint(20, 60) for _ in range(n)]],
        ]
        + [[k, *v] for k, v in it.items()],
        n,
    )


@shape
def across_mirror(rng: random.Random) -> LookAlike:
    n, m = 14, Maker(rng)
    a = {t: m.best_first(t, FAMILIES["agree"], n) for t in ("I feel welcome here", "I know who to ask")}
    b = {t: m.numbers(t, 5, n, reverse=True) for t in ("The forms are too long", "I had to wait too long")}
    rows = [
        ["Question", *(f"Respondent {j}" for j in range(1, n + 1))],
        ["Gender", *rng.choices(["Male", "Female"], k=n)],
    ]
    rows += (
        [[k, *v] for k, v in a.items()]
        + [["1 = strongly agree, 5 = strongly disagree"]]
        + [[k, *v] for k, v in b.items()]
    )
    return m.made(rows, n)


def pts(lo, hi, heads, legendrow=None):
    def f(rng: random.Random) -> LookAlike:
        n, m = 48, Maker(rng)
        cs = []
        for h in heads:
            c = m.column(h, {str(k): k for k in range(max(lo, 0), hi + 1)}, hi, n)
            if lo == 0:
                m.items[h] = {0: sum(x == "0" for x in c), **m.items[h]}
            cs.append(c)
        rows = [[legendrow]] if legendrow else []
        return m.made([*rows, ["ลำดับ", "เพศ", *heads], *down([list(range(1, n + 1)), sexes(rng, n), *cs])], n)

    return f


SHAPES["four_bare"] = pts(
    1,
    4,
    ["ความพึงพอใจต่อเจ้าหน้าที่", "ความพึงพอใจต่อสถานที่", "ความพึงพอใจภาพรวม"],
    "ระดับคะแนน 4 = มากที่สุด 3 = มาก 2 = น้อย 1 = น้อยที่สุด",
)

SHAPES["six_bare"] = pts(1, 6, ["ความพึงพอใจต่อเจ้าหน้าที่", "ความพึงพอใจต่อสถานที่", "ความพึงพอใจภาพรวม"])

SHAPES["seven_bare"] = pts(
    1,
    7,
    ["I trust the office", "Staff explain things well", "Forms are easy to fill in"],
    "Scale: 1 (strongly disagree) to 7 (strongly agree)",
)

SHAPES["zero_ten"] = pts(0, 10, ["โดยรวมท่านพึงพอใจเพียงใด (0-10)", "ท่านจะแนะนำให้ผู้อื่นมาใช้บริการเพียงใด (0-10)"])

SHAPES["one_ten"] = pts(1, 10, ["คะแนนความพึงพอใจต่อเจ้าหน้าที่", "คะแนนความพึงพอใจต่อสถานที่"])

SHAPES["bare_plain"] = pts(1, 5, ["เจ้าหน้าที่พูดจาดี", "ที่จอดรถเพียงพอ", "ป้ายชัดเจน", "น้ำดื่มสะอาด"])

SHAPES["bare_codes"] = pts(1, 5, ["q1", "q2", "q3", "q4", "q5"])

SHAPES["three_bare"] = pts(
    1, 3, ["ความพึงพอใจด้านการต้อนรับ", "ความพึงพอใจด้านเวลา"], "3 = มาก 2 = ปานกลาง 1 = น้อย"
)


@shape
def reversed_second_section(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    a = [m.numbers(f"ความพึงพอใจต่อ{t}", 5, n) for t in "กขค"]
    b = [m.numbers(f"ปัญหาเรื่อง{t}", 5, n, reverse=True) for t in "งจ"]
    rows = [
        ["เพศ", "ตอนที่ 2 (5 = มากที่สุด 1 = น้อยที่สุด)", None, None, "ตอนที่ 3 (1 = ดีที่สุด 5 = แย่ที่สุด)", None],
        [None, *m.items],
        *down([sexes(rng, n), *a, *b]),
    ]
    return LookAlike((sheet(rows, merged=[(0, 0, 1, 0), (0, 1, 0, 3), (0, 4, 0, 5)]),), m.items, n)


@shape
def recoded_beside_prefix(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    a = {f"ข้อ {i}": m.best_first(f"ข้อ {i}", FAMILIES["6"], n) for i in range(1, 5)}
    code = {w: 5 - i for i, w in enumerate(FAMILIES["6"])}
    rec = [[None if x is None else code[x] for x in v] for v in a.values()]
    rows = [
        ["เพศ", "คำตอบ", None, None, None, "แปลงเป็นตัวเลข", None, None, None],
        [None, *a, *a],
        *down([sexes(rng, n), *a.values(), *rec]),
    ]
    return LookAlike((sheet(rows, merged=[(0, 1, 0, 4), (0, 5, 0, 8)]),), m.items, n)


@shape
def recoded_numbers_r(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    a = {f"Q{i}": m.numbers(f"Q{i}", 5, n) for i in range(1, 5)}
    rec = [[None if x is None else 6 - int(x) for x in a[k]] for k in ("Q2", "Q4")]
    return m.made(
        [
            ["ID", *a, "Q2_R", "Q4_R", "รวม", "เฉลี่ย"],
            *down(
                [
                    list(range(1, n + 1)),
                    *a.values(),
                    *rec,
                    [sum(int(v[i] or 0) for v in a.values()) for i in range(n)],
                    [f"{sum(int(v[i] or 0) for v in a.values()) / 4:.2f}" for i in range(n)],
                ]
            ),
        ],
        n,
    )


@shape
def recoded_on_sheet2(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    a = {f"ข้อ {i} ความพึงพอใจ": m.best_first(f"ข้อ {i} ความพึงพอใจ", MUCH, n) for i in range(1, 4)}
    rows = [["ประทับเวลา", *a], *down([th(n), *a.values()])]
    dash = [
        ["สรุปผลการประเมิน"],
        [],
        [None, "จำนวนผู้ตอบ", n],
        [None, "ค่าเฉลี่ยรวม", "4.12"],
        [None, "เพศ"],
        [None, "ชาย", 12],
        [None, "หญิง", 18],
    ]
    return LookAlike(
        (sheet(dash, "หน้าปก"), sheet(rows, "การตอบแบบฟอร์ม 1"), sheet([], "Sheet3")),
        m.items,
        n,
        sheet="การตอบแบบฟอร์ม 1",
    )


def flags(yes, no, head):
    def f(rng: random.Random) -> LookAlike:
        n, m = 40, Maker(rng)
        keep = [i % 7 != 2 for i in range(n)]
        k = sum(keep)
        cs = []
        for i in (1, 2):
            it = iter(m.numbers(f"ความพึงพอใจข้อ {i}", 5, k))
            cs.append([next(it) if x else rng.randint(1, 5) for x in keep])
        rows = [
            ["ลำดับ", "เพศ", *m.items, head],
            *down([list(range(1, n + 1)), sexes(rng, n), *cs, [yes if x else no for x in keep]]),
        ]
        return LookAlike(
            (sheet(rows),),
            m.items,
            k,
            asked=True,
            excluded=frozenset(i + 2 for i, x in enumerate(keep) if not x),
        )

    return f


SHAPES["flag_true"] = flags("TRUE", "FALSE", "Include")

SHAPES["flag_thai"] = flags("ใช้", "ไม่ใช้", "ใช้วิเคราะห์")

SHAPES["flag_10"] = flags("1", "0", "include")

SHAPES["flag_blank"] = flags(None, "ตัดออก", "ตัดออก")

SHAPES["flag_inyn"] = flags("Y", "N", "Include?")

SHAPES["flag_include_in"] = flags("Yes", "No", "Include in analysis")

SHAPES["flag_complete"] = flags("สมบูรณ์", "ไม่สมบูรณ์", "สถานะแบบสอบถาม")


@shape
def prefilled_numbers(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    c = [m.numbers(f"ความพึงพอใจข้อ {i}", 5, n) for i in (1, 2, 3)]
    rows = [
        ["ชุดที่", "เพศ", *m.items],
        *down([list(range(1, n + 1)), sexes(rng, n), *c]),
        *[[i] for i in range(n + 1, 101)],
    ]
    return m.made(rows, n)


@shape
def blanks_between(rng: random.Random) -> LookAlike:
    n, m = 24, Maker(rng)
    c = [m.best_first(f"ด้านที่ {i}", FAMILIES["2"], n) for i in (1, 2, 3)]
    rows = [[], [], [None, "เพศ", *m.items]]
    for r in down([sexes(rng, n), *c]):
        rows += [[None, *r], []]
    rows += [[] for _ in range(832)] + [[None, "รวม", "24"]]
    return m.made(rows, n)


@shape
def wide_side(rng: random.Random) -> LookAlike:
    n, m = 60, Maker(rng)
    c = [m.numbers(f"{i}. ความพึงพอใจ", 5, n) for i in (1, 2, 3, 4)]
    rows = [["ที่", "เพศ", *m.items], *down([list(range(1, n + 1)), sexes(rng, n), *c])]
    for r in range(8):
        rows[r] = [
            *rows[r],
            None,
            None,
            *([f"ข้อ {j}" for j in range(120)] if r == 0 else [rng.randint(0, 30) for j in range(120)]),
        ]
    dash = [["Dashboard"], [], ["ประเด็น", "คะแนน"], ["ก", "4.2"], ["ข", "4.1"]]
    return LookAlike(
        (
            sheet(dash, "สรุป"),
            sheet(rows, "ข้อมูลดิบ", [(0, 8, 0, 127)]),
            sheet([["ก"]], "x"),
            sheet([], "y"),
            sheet([["อ้างอิง", "1"]], "z"),
        ),
        m.items,
        n,
        sheet="ข้อมูลดิบ",
    )


@shape
def replaced_all(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    w = {"5": 5, "4": 4, "3": 3, "2": 2, "1": 1}
    c = [m.column(h, w, 5, n) for h in ("ความ4เพียงพอของที่จอดรถ", "ความรวดเร็ว", "ป้ายมีความชัดเจน4")]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *c])], n)


@shape
def replaced_prefix(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    w = {"พึงพอใจ4ที่สุด": 5, "พึงพอใจ4": 4, "พึงพอใจปานกลาง": 3, "พึงพอใจน้อย": 2, "พึงพอใจน้อยที่สุด": 1}
    c = [m.column(h, w, 5, n) for h in ("ความเหมาะสมของเวลา", "จำนวนที่นั่ง4เพียงพอ")]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *c])], n, asked=True)


@shape
def headed_alike(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    a = [m.best_first(f"x{i}", MUCH, n) for i in range(4)]
    rows = [["เพศ", *["ความพึงพอใจ"] * 4], *down([sexes(rng, n), *a])]
    return LookAlike((sheet(rows),), m.items, n)


@shape
def junk_numbers(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    a = [m.numbers(f"ความพึงพอใจข้อ {i}", 5, n) for i in (1, 2, 3)]
    return m.made(
        [
            [
                "เพศ",
                *m.items,
                "คะแนนความพึงพอใจรวม",
                "ค่าเฉลี่ยความพึงพอใจ",
                "ร้อยละความพึงพอใจ",
                "ความพึงพอใจ (สำรอง)",
            ],
            *down(
                [
                    sexes(rng, n),
                    *a,
                    [rng.randint(3, 15) for _ in range(n)],
                    [f"{rng.uniform(1, 5):.2f}" for _ in range(n)],
                    [rng.randint(20, 100) for _ in range(n)],
                    [rng.choice(["ฟดห", "กกก", "asd", "x"]) for _ in range(n)],
                ]
            ),
        ],
        n,
    )


@shape
def trailing_spaces_mixed(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    w = {
        "มากที่สุด": 5,
        "มากที่สุด ": 5,
        "มาก": 4,
        "มาก\u200b": 4,
        " ปานกลาง": 3,
        "นัอย": None,
        "น้อย": 2,
        "น้อยที่สุด": 1,
    }
    w.pop("นัอย")
    c = [m.column(f"ความพึงพอใจ {i}", w, 5, n) for i in (1, 2)]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *c])], n)


@shape
def bilingual_slash(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    labels = [
        "มากที่สุด / Strongly agree",
        "มาก / Agree",
        "ปานกลาง / Neutral",
        "น้อย / Disagree",
        "น้อยที่สุด / Strongly disagree",
    ]
    c = [m.best_first(f"ความเหมาะสม / Fit {i}", labels, n) for i in (1, 2)]
    return m.made(
        [["เพศ / Gender", *m.items], *down([rng.choices(["ชาย / Male", "หญิง / Female"], k=n), *c])], n
    )


@shape
def mixed_languages(rng: random.Random) -> LookAlike:
    n, m = 60, Maker(rng)
    w = {
        **{word: 5 - i for i, word in enumerate(MUCH)},
        **{
            word: 5 - i
            for i, word in enumerate(
                ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied"]
            )
        },
    }
    c = [m.column(f"ความพึงพอใจ {i}", w, 5, n) for i in (1, 2)]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *c])], n)


@shape
def short(rng: random.Random) -> LookAlike:
    m = Maker(rng)
    n = 6
    c = [
        m.column(f"ความพึงพอใจต่อ{t}", {"มาก": 4, "มากที่สุด": 5, "ปานกลาง": 3}, 5, n, blank=0)
        for t in ("งาน", "คน")
    ]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *c])], n)


@shape
def notes_below_and_header_mid(rng: random.Random) -> LookAlike:
    n, m = 20, Maker(rng)
    c = [m.best_first(f"{i}) ความเห็นต่อบริการ", FAMILIES["3"], n) for i in (1, 2, 3)]
    rows = [
        ["แบบสรุปคำตอบ"],
        [None, None, "หน่วยงานทดสอบ"],
        [],
        ["ลำดับ", "ผู้ตอบ", "ด้านการบริการ"],
        [None, None, *m.items],
        *down([list(range(1, n + 1)), rng.choices(["ประชาชน", "เอกชน"], k=n), *c]),
        [],
        ["หมายเหตุ : เก็บข้อมูลระหว่าง 1-5 ส.ค. 2568"],
        ["ผู้จัดทำรายงาน", "ฝ่ายแผน"],
    ]
    return LookAlike(
        (sheet(rows, merged=[(0, 0, 0, 4), (3, 2, 3, 4), (3, 0, 4, 0), (3, 1, 4, 1)]),), m.items, n
    )


@shape
def zero_na_header(rng: random.Random) -> LookAlike:
    n, m = 50, Maker(rng)
    w = {str(k): k or -2 for k in range(6)}
    c = [m.column(f"ความพึงพอใจต่อ{t} (0 = ไม่เกี่ยวข้อง)", w, 5, n) for t in ("งาน", "คน")]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *c])], n)


@shape
def coded_demo_numbers_first(rng: random.Random) -> LookAlike:
    n, m = 50, Maker(rng)
    c = [
        m.column(f"ข้อ {i}", {f"{k}.{w}": k for k, w in zip((5, 4, 3, 2, 1), MUCH, strict=False)}, 5, n)
        for i in (1, 2, 3)
    ]
    return m.made(
        [
            ["เพศ", "สถานะ", "การศึกษา", *m.items],
            *down(
                [
                    rng.choices(["1.ชาย", "2.หญิง", "3.ไม่ระบุ"], k=n),
                    rng.choices(["1.โสด", "2.สมรส", "3.หย่า"], k=n),
                    rng.choices(["1.ต่ำกว่า ป.ตรี", "2.ป.ตรี", "3.สูงกว่า ป.ตรี"], k=n),
                    *c,
                ]
            ),
        ],
        n,
    )


@shape
def decimals_text(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    c = [m.column(f"ความพึงพอใจ {i}", {f"{k}.0": k for k in range(1, 6)}, 5, n) for i in (1, 2)]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *c])], n)


@shape
def importance_and_satisfaction(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    a = []
    for t in ("ราคา", "บริการ"):
        a.append(m.numbers(f"{t} ความสำคัญ", 5, n))
        a.append(m.numbers(f"{t} ความพึงพอใจ", 5, n))
    return m.made([["ที่", *m.items], *down([list(range(1, n + 1)), *a])], n)


@shape
def code_row_below(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    c = [m.best_first(f"ความพึงพอใจต่อ{t}", MUCH, n) for t in ("งาน", "คน", "ที่")]
    return m.made(
        [
            ["ลำดับ", "เพศ", *m.items],
            ["no", "sex", "v1", "v2", "v3"],
            *down([list(range(1, n + 1)), sexes(rng, n), *c]),
        ],
        n,
    )


@shape
def two_blank_columns(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    a = [m.best_first(f"ความสะดวก{t}", MUCH, n) for t in "กข"]
    b = [m.best_first(f"คุณภาพ{t}", GOOD_FOUR, n) for t in "คง"]
    return m.made(
        [
            ["เพศ", None, *list(m.items)[:2], None, None, *list(m.items)[2:], None, "ข้อเสนอแนะ"],
            *down(
                [
                    sexes(rng, n),
                    [None] * n,
                    *a,
                    [None] * n,
                    [None] * n,
                    *b,
                    [None] * n,
                    [None] * (n - 1) + ["ดีมากครับขอชมเชยทุกท่าน"],
                ]
            ),
        ],
        n,
        asked=True,
    )


@shape
def first_column_yn(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    keep = [i % 7 != 2 for i in range(n)]
    k = sum(keep)
    cs = []
    for i in (1, 2, 3):
        it = iter(m.numbers(f"Satisfaction with part {i}", 5, k))
        cs.append([next(it) if x else rng.randint(1, 5) for x in keep])
    rows = [["Include", *m.items], *down([["y" if x else "n" for x in keep], *cs])]
    return LookAlike((sheet(rows),), m.items, k, asked=True)


@shape
def nine_is_na(rng: random.Random) -> LookAlike:
    n, m = 50, Maker(rng)
    w = {**{str(k): k for k in range(1, 6)}, "9": -2}
    c = [
        m.column(f"ความพึงพอใจต่อ{t} (5=มากที่สุด 4=มาก 3=ปานกลาง 2=น้อย 1=น้อยที่สุด 9=ไม่มีความเห็น)", w, 5, n)
        for t in ("งาน", "คน")
    ]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *c])], n)


@shape
def nine_is_na_title(rng: random.Random) -> LookAlike:
    n, m = 50, Maker(rng)
    w = {**{str(k): k for k in range(1, 6)}, "9": -2}
    c = [m.column(f"ความพึงพอใจต่อ{t}", w, 5, n) for t in ("งาน", "คน")]
    return m.made(
        [
            ["รหัส 1 = น้อยที่สุด, 2 = น้อย, 3 = ปานกลาง, 4 = มาก, 5 = มากที่สุด, 9 = ไม่ตอบ/ไม่ทราบ"],
            [],
            ["เพศ", *m.items],
            *down([sexes(rng, n), *c]),
        ],
        n,
    )


@shape
def members_beside(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    c = [m.best_first(f"ความพึงพอใจต่อ{t}", MUCH, n) for t in ("งาน", "คน")]
    return m.made(
        [
            ["เพศ", "สมาชิกในครัวเรือน", "ระยะเวลาอยู่อาศัย", "รถยนต์", *m.items],
            *down(
                [
                    sexes(rng, n),
                    rng.choices(range(1, 7), k=n),
                    rng.choices(range(1, 10), k=n),
                    rng.choices([1, 2, 3], k=n),
                    *c,
                ]
            ),
        ],
        n,
    )


@shape
def quantity_words_in_items(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    c = [
        m.numbers(h, 5, n)
        for h in (
            "จำนวนเจ้าหน้าที่เพียงพอต่อการให้บริการ",
            "จำนวนที่นั่งเหมาะสม",
            "ความพึงพอใจต่อระยะเวลาดำเนินการ (นาที)",
            "ความเกี่ยวข้องของเนื้อหากับงาน",
        )
    ]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *c])], n)


@shape
def counter_staff(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    c = [
        m.numbers(f"Please rate the following [{h}]", 5, n)
        for h in ("Counter staff", "Opening hours", "Price", "Number of seats")
    ]
    return m.made(
        [["Timestamp", "Gender", *m.items], *down([us(n), rng.choices(["Male", "Female"], k=n), *c])], n
    )


@shape
def before_after(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    c = [m.numbers(h, 5, n) for h in ("ความรู้ก่อนการอบรม", "ความรู้หลังการอบรม")]
    return m.made(
        [
            ["ที่", "สังกัด", *m.items, "ข้อเสนอแนะ"],
            *down([list(range(1, n + 1)), rng.choices(["กอง ก", "กอง ข"], k=n), *c, [None] * n]),
        ],
        n,
    )


@shape
def ratings_beside_ranking(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    c = [m.numbers(h, 5, n) for h in ("ความพึงพอใจ 1", "ความพึงพอใจ 2", "ความพึงพอใจ 3")]
    rk = [rng.sample(range(1, 6), 5) for _ in range(n)]
    return m.made(
        [
            ["ที่", *m.items, *"กขคงจ"],
            *down([list(range(1, n + 1)), *c, *[[r[i] for r in rk] for i in range(5)]]),
        ],
        n,
    )


@shape
def ratings_beside_top3(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    c = [m.numbers(f"ความพึงพอใจ [{h}]", 5, n) for h in "กขค"]
    rk = []
    for _ in range(n):
        r = [None] * 6
        for place, i in enumerate(rng.sample(range(6), 3), 1):
            r[i] = place
        rk.append(r)
    return m.made(
        [
            ["ที่", *m.items, *(f"เรื่องที่ควรปรับปรุง [{x}]" for x in "ABCDEF")],
            *down([list(range(1, n + 1)), *c, *[[r[i] for r in rk] for i in range(6)]]),
        ],
        n,
    )


@shape
def multi_ticks_beside(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    c = [m.numbers(f"ความพึงพอใจต่อ{h}", 5, n) for h in "กขค"]
    t = [[1 if rng.random() < 0.4 else None for _ in range(n)] for _ in range(3)]
    z = [[rng.randint(0, 1) for _ in range(n)] for _ in range(2)]
    return m.made(
        [["ที่", "เว็บ", "วิทยุ", "เพื่อน", "ป้าย", "อื่น", *m.items], *down([list(range(1, n + 1)), *t, *z, *c])], n
    )


@shape
def full_width_no_word(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    c = [
        m.column(f"{i}．{h}", {chr(0xFF10 + k): k for k in range(1, 6)}, 5, n)
        for i, h in enumerate(("ต้อนรับดี", "ตรงเวลา", "ถูกต้อง"), 1)
    ]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *c])], n)


@shape
def pivot_sheet(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    cs = [m.best_first(f"ความพึงพอใจต่อ{h}", MUCH, n) for h in ("งาน", "คน", "ที่")]
    rows = [["ประทับเวลา", "เพศ", *m.items], *down([times(n), sexes(rng, n), *cs])]
    pv = [
        ["Row Labels", "Count of ความพึงพอใจต่องาน"],
        ["มาก", 10],
        ["มากที่สุด", 12],
        ["ปานกลาง", 8],
        ["Grand Total", 30],
    ]
    return LookAlike((sheet(pv, "Pivot"), sheet(rows, "Data")), m.items, n, sheet="Data")


@shape
def person_names_across(rng: random.Random) -> LookAlike:
    n, m = 10, Maker(rng)
    it = {
        f"{i}. {t}": m.best_first(f"{i}. {t}", MUCH, n)
        for i, t in enumerate(("วิทยากรถ่ายทอดชัดเจน", "เนื้อหาตรงความต้องการ", "ระยะเวลาเหมาะสม"), 1)
    }
    return m.made(
        [["หัวข้อ", *(f"ผู้ตอบ{chr(0xE01 + j)}" for j in range(n))]] + [[k, *v] for k, v in it.items()], n
    )


@shape
def likert_and_comment_other_columns(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    h = []
    cols = []
    for t in ("งาน", "คน", "ที่"):
        h += [f"ความพึงพอใจต่อ{t}", "เพราะ"]
        cols += [
            m.best_first(f"ความพึงพอใจต่อ{t}", FAMILIES["3"], n),
            [rng.choice([None, "ดี", "ช้าไปหน่อย", "ไม่มี"]) for _ in range(n)],
        ]
    return m.made([["เพศ", *h], *down([sexes(rng, n), *cols])], n)


@shape
def date_only_thai(rng: random.Random) -> LookAlike:
    n, m = 30, Maker(rng)
    c = [
        m.best_first(f"ด้าน{t}", ["พอใจมาก", "พอใจ", "ปานกลาง", "ไม่พอใจ", "ไม่พอใจมาก"], n)
        for t in ("งาน", "คน")
    ]
    return m.made(
        [
            ["วันที่ตอบ", "เพศ", *m.items],
            *down([[f"{i % 28 + 1} ส.ค. 2568" for i in range(n)], sexes(rng, n), *c]),
        ],
        n,
    )


@shape
def single_item(rng: random.Random) -> LookAlike:
    n, m = 50, Maker(rng)
    c = m.best_first("โดยรวมท่านพึงพอใจต่อบริการระดับใด", MUCH, n)
    return m.made([["ประทับเวลา", "โดยรวมท่านพึงพอใจต่อบริการระดับใด"], *down([th(n), c])], n)


@shape
def yes_likert_mix(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    c = [m.best_first(f"{t}", FAMILIES["often"], n) for t in ("How often do you visit?",)]
    return m.made(
        [
            ["Timestamp", "Do you live here?", *m.items, "Did you find it?"],
            *down([us(n), rng.choices(["Yes", "No"], k=n), *c, rng.choices(["Yes", "No", "Not sure"], k=n)]),
        ],
        n,
    )


@shape
def emoji_stars(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    c = [m.column("คะแนนการบริการ", {"⭐" * k: k for k in range(1, 6)}, 5, n)]
    return m.made([["เพศ", *m.items], *down([sexes(rng, n), *c])], n)


@shape
def label_number_columns_interleaved(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    h = []
    cols = []
    for t in ("งาน", "คน", "ที่"):
        x = m.best_first(f"ความพึงพอใจ{t}", MUCH, n)
        h += [f"ความพึงพอใจ{t}", "คะแนน"]
        cols += [x, [None if v is None else 5 - MUCH.index(v) for v in x]]
    return m.made([["เพศ", *h], *down([sexes(rng, n), *cols])], n)


@shape
def copy_reversed_text(rng: random.Random) -> LookAlike:
    n, m = 40, Maker(rng)
    x = {f"q{i}": m.best_first(f"q{i}", FAMILIES["agree"], n) for i in (1, 2, 3)}
    code = {w: 5 - i for i, w in enumerate(FAMILIES["agree"])}
    return m.made(
        [
            ["id", *x, *(f"{k}_num" for k in x), *(f"{k}_rev" for k in x)],
            *down(
                [
                    list(range(1, n + 1)),
                    *x.values(),
                    *[[None if v is None else code[v] for v in c] for c in x.values()],
                    *[[None if v is None else 6 - code[v] for v in c] for c in x.values()],
                ]
            ),
        ],
        n,
    )
