"""Made-up sheets with one row an answer, and sheets that only look like them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.lookalikes import MUCH, LookAlike, Maker, Rows, sexes, times

SHAPES: dict[str, Callable[[random.Random], LookAlike]] = {}
NOT_LONG: dict[str, Callable[[random.Random], Rows]] = {}
ASKED = ("ความรวดเร็วในการให้บริการ", "ความสุภาพของเจ้าหน้าที่", "ความสะอาดของสถานที่")


def shape(make: Callable[[random.Random], LookAlike]) -> Callable[[random.Random], LookAlike]:
    SHAPES[make.__name__] = make
    return make


def not_long(make: Callable[[random.Random], Rows]) -> Callable[[random.Random], Rows]:
    NOT_LONG[make.__name__] = make
    return make


def melted(
    who: Sequence[object], asked: Sequence[str], columns: Sequence[Sequence[object]], *, gaps: bool = True
) -> list[list[object]]:
    """Respondent, question and answer, a row each; unanswered questions have a row where there are `gaps`."""
    return [
        [id, question, cells[n]]
        for n, id in enumerate(who)
        for question, cells in zip(asked, columns, strict=True)
        if gaps or cells[n] is not None
    ]


def numbers(n: int) -> list[object]:
    return [f"R{i:03}" for i in range(1, n + 1)]


@shape
def long_in_thai(rng: random.Random) -> LookAlike:
    n, m = 20, Maker(rng)
    cells = [m.best_first(text, MUCH, n) for text in ASKED]
    return m.made([["รหัสผู้ตอบ", "ข้อคำถาม", "คำตอบ"], *melted(numbers(n), ASKED, cells)], n)


@shape
def long_in_english_without_unanswered_rows(rng: random.Random) -> LookAlike:
    n, m = 25, Maker(rng)
    asked = ("Speed of service", "Courtesy of staff", "Cleanliness", "Overall satisfaction")
    cells = [m.column(text, {str(k): k for k in range(1, 6)}, 5, n, blank=0.2) for text in asked]
    return m.made(
        [["respondent_id", "question", "value"], *melted(range(1, n + 1), asked, cells, gaps=False)], n
    )


@shape
def long_sorted_by_question(rng: random.Random) -> LookAlike:
    n, m = 20, Maker(rng)
    cells = [m.best_first(text, MUCH, n) for text in ASKED]
    rows = sorted(melted(numbers(n), ASKED, cells), key=lambda row: ASKED.index(str(row[1])))
    return m.made([["เลขที่แบบสอบถาม", "รายการประเมิน", "ระดับความพึงพอใจ"], *rows], n)


@shape
def long_with_aspects_and_groups(rng: random.Random) -> LookAlike:
    """The same words in two aspects are two items; sex stands in every row."""
    n, m = 20, Maker(rng)
    sex = sexes(rng, n)
    aspects = ("ด้านเจ้าหน้าที่", "ด้านระบบออนไลน์")
    rows: Rows = [["ชุดที่", "เพศ", "ด้าน", "หัวข้อ", "คะแนน"]]
    cells = {(a, t): m.numbers(f"{a} {t}", 5, n) for a in aspects for t in ("ความรวดเร็ว", "ความถูกต้อง")}
    for i in range(n):
        rows += [[i + 1, sex[i], a, t, column[i]] for (a, t), column in cells.items()]
    return m.made(rows, n)


@shape
def long_as_a_database_has_it(rng: random.Random) -> LookAlike:
    """Numbers of answers and questions, times, labels beside points, and groups asked as questions."""
    n, m = 20, Maker(rng)
    cells = [m.best_first(text, MUCH, n) for text in ASKED]
    asked = ("เพศ", *ASKED, "ข้อเสนอแนะ")
    columns = [sexes(rng, n), *cells, [f"ขอให้เปิดวันเสาร์ช่วงที่ {i} ของเดือนด้วย" for i in range(n)]]
    rows: Rows = [
        [
            "answer_id",
            "respondent_id",
            "submitted_at",
            "question_id",
            "question_text",
            "answer_text",
            "answer_value",
        ]
    ]
    for k, (id, question, cell) in enumerate(melted(range(1, n + 1), asked, columns)):
        point = 5 - MUCH.index(str(cell)) if cell in MUCH else None
        rows.append(
            [
                1000 + k,
                id,
                f"2026-08-{id:02} 09:00:{k % 60:02}",
                asked.index(str(question)),
                question,
                cell,
                point,
            ]
        )
    return m.made(rows, n)


@shape
def long_with_ids_written_once(rng: random.Random) -> LookAlike:
    n, m = 20, Maker(rng)
    cells = [m.best_first(text, MUCH, n) for text in ASKED]
    rows = melted(numbers(n), ASKED, cells)
    once = [[None if k % 3 else row[0], *row[1:]] for k, row in enumerate(rows)]
    made = m.made([["รหัสผู้ตอบ", "คำถาม", "คำตอบ"], *once], n)
    merged = [(1 + 3 * i, 0, 3 + 3 * i, 0) for i in range(n)]
    return replace(made, sheets=(replace(made.sheets[0], merged=tuple(merged)),))


@shape
def long_with_title_totals_and_notes(rng: random.Random) -> LookAlike:
    n, m = 15, Maker(rng)
    cells = [m.numbers(text, 5, n) for text in ASKED]
    rows: Rows = [["ผลการสำรวจความพึงพอใจรายข้อ ปี ๒๕๖๑"], [], ["ลำดับผู้ตอบ", "ข้อคำถาม", "คะแนน (1-5)"]]
    body = melted(range(1, n + 1), ASKED, cells)
    rows += [*body[:6], ["ลำดับผู้ตอบ", "ข้อคำถาม", "คะแนน (1-5)"], *body[6:], ["รวม", None, 120], []]
    rows += [["หมายเหตุ ข้อมูล ณ วันที่ 30 กันยายน 2561"]]
    out = {10, len(rows) - 2, len(rows) - 1, len(rows)}
    return m.made(rows, n, excluded=frozenset(out))


@shape
def long_by_email(rng: random.Random) -> LookAlike:
    n, m = 15, Maker(rng)
    cells = [m.best_first(text, MUCH, n) for text in ASKED]
    mails = [f"p{i}@example.com" for i in range(n)]
    return m.made([["Email", "Question", "Response"], *melted(mails, ASKED, cells)], n)


@shape
def long_with_what_numbers_mean(rng: random.Random) -> LookAlike:
    """A point and its word in every row are one answer; "1, 2, 3" beside the wording is its number."""
    n, m = 20, Maker(rng)
    cells = [m.numbers(text, 5, n) for text in ASKED]
    rows: Rows = [["ที่", "รหัสแบบประเมิน", "ข้อที่", "ข้อคำถาม", "คะแนน", "ความหมาย"]]
    for k, (id, text, cell) in enumerate(melted(numbers(n), ASKED, cells), 1):
        word = None if cell is None else MUCH[5 - int(str(cell))]
        rows.append([k, id, ASKED.index(str(text)) + 1, text, cell, word])
    return m.made(rows, n)


@shape
def long_with_every_row_twice(rng: random.Random) -> LookAlike:
    n, m = 20, Maker(rng)
    cells = [m.best_first(text, MUCH, n) for text in ASKED]
    rows = melted(range(1, n + 1), ASKED, cells)
    return m.made([["id", "question", "answer"], *(row for row in rows for _ in range(2))], n)


@shape
def long_with_rows_of_a_grid(rng: random.Random) -> LookAlike:
    """The question stands over its rows, and both grids have a row of the same words."""
    n, m = 20, Maker(rng)
    grids = {"About the office": ("Overall", "Cleanliness"), "About the staff": ("Overall", "Courtesy")}
    asked = [(grid, text) for grid, texts in grids.items() for text in texts]
    cells = {one: m.numbers(" ".join(one), 5, n) for one in asked}
    rows: Rows = [["Respondent ID", "Date created", "Question", "Row label", "Score"]]
    for i, time in enumerate(times(n)):
        rows += [[900 + i, time, grid, text, cells[grid, text][i]] for grid, text in asked]
    return m.made(rows, n)


# --- What is none -----------------------------------------------------------------------------------


@not_long
def a_survey_with_a_column_of_ids(rng: random.Random) -> Rows:
    return [
        ["รหัสผู้ตอบ", "หัวข้อ", "ความพึงพอใจ"],
        *[[i, rng.choice(["ภาษี", "ทะเบียน"]), rng.choice(MUCH)] for i in range(1, 41)],
    ]


@not_long
def two_marks_for_every_course(rng: random.Random) -> Rows:
    courses = ["กฎหมาย", "การเงิน", "พัสดุ"]
    head = ["รหัสผู้ตอบ", "หัวข้อ", "ระดับความพึงพอใจ", "ประโยชน์ที่ได้รับ"]
    return [head, *[[i, c, rng.randint(1, 5), rng.randint(1, 5)] for i in range(1, 16) for c in courses]]


@not_long
def indicators_of_units(rng: random.Random) -> Rows:
    units = [f"อำเภอที่ {k}" for k in range(1, 9)]
    rows = [[unit, f"ตัวชี้วัดที่ {k}", rng.randint(1, 5)] for unit in units for k in range(1, 6)]
    return [["หน่วยงาน", "ตัวชี้วัด", "คะแนน"], *rows]


@not_long
def a_project_list(rng: random.Random) -> Rows:
    head = ["ลำดับ", "รายการ", "งบประมาณ", "ผล"]
    return [
        head,
        *[[i, f"โครงการซ่อมถนนสายที่ {i}", 10000 * i, rng.choice(["แล้วเสร็จ", "ยกเลิก"])] for i in range(1, 21)],
    ]


@not_long
def counts_by_point_and_question(rng: random.Random) -> Rows:
    rows = [[text, word, rng.randint(0, 40)] for text in ASKED for word in MUCH]
    return [["ข้อคำถาม", "ระดับ", "จำนวน"], *rows]


@not_long
def a_log_of_complaints(rng: random.Random) -> Rows:
    rows = [[f"ร.{i}/2561", f"ไฟดับหน้าบ้านเลขที่ {i}", rng.choice(["แก้แล้ว", "รอ"])] for i in range(1, 31)]
    return [["เลขที่", "เรื่องร้องเรียน", "ผล"], *rows]


@not_long
def plans_of_quarters(rng: random.Random) -> Rows:
    rows = [
        [i, f"โครงการที่ {i}", f"ไตรมาส {q}", rng.choice(["ตามแผน", "ล่าช้า"])]
        for i in range(1, 11)
        for q in (1, 2, 3, 4)
    ]
    return [["ลำดับ", "รายการ", "ไตรมาส", "ผล"], *rows]


@not_long
def answers_that_come_back_for_everybody(rng: random.Random) -> Rows:
    """Ids are used again: what is asked comes back with other answers, so nobody knows whose they are."""
    rows = [[i % 4, text, rng.choice(MUCH)] for i in range(40) for text in ASKED]
    return [["รหัส", "คำถาม", "คำตอบ"], *rows]
