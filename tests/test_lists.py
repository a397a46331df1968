"""Project lists: sheets → projects, and everything that is no list."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.assessment import Inputs, assess
from analytics.projects import Project, budget_sum
from analytics.thai import Period
from analytics.words import Problem
from data.definitions import rubric
from data.layout import Column
from data.lists.projects import extract_projects, recognise_list
from data.lists.words import (
    money_factor,
    months_of,
    origin_of,
    says_from_citizens,
    status_of,
    status_of_result,
    year_in,
)
from data.recognise import recognise
from data.workbook import Sheet, Workbook, read_path
from data.workbook import read as read_bytes
from tests.list_lookalikes import SHAPES, Expected

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
HEADER = ("ลำดับ", "ชื่อโครงการ", "ปีงบประมาณ", "ระยะเวลา", "งบประมาณ", "สถานะ", "ที่มา")
GOOD = ("1", "โครงการ ก", "2561", "ต.ค. - ธ.ค. 60", "1,000", "แล้วเสร็จ", "เวทีประชาคม")


def sheet(
    *rows: Sequence[object], name: str = "Sheet1", merged: tuple[tuple[int, int, int, int], ...] = ()
) -> Sheet:
    width = max(len(row) for row in rows)
    columns = [
        [None if c >= len(row) or row[c] is None else str(row[c]) for row in rows] for c in range(width)
    ]
    table = pa.table(
        [pa.array(column, pa.string()) for column in columns], names=[str(c) for c in range(width)]
    )
    return Sheet(name, table, merged)


def read(given: Sheet) -> tuple[tuple[Project, ...], list[Problem]]:
    """The projects of a list and its problems, those of recognising it first."""
    layout = recognise_list(given)
    assert layout is not None
    projects, problems = extract_projects("list.xlsx", given, layout)
    return projects, [*layout.problems, *problems]


def one(**cells: str) -> tuple[Project, list[Problem]]:
    """The project of a list whose second row is good but for the given cells, by header."""
    row = [cells.get(header, good) for header, good in zip(HEADER, GOOD, strict=True)]
    projects, problems = read(sheet(HEADER, GOOD, row, GOOD))
    return projects[1], problems


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_look_alike(name: str, seed: int) -> None:
    made = SHAPES[name](random.Random(seed))
    layout = recognise_list(made.sheet)
    assert layout is not None
    projects, problems = extract_projects("list.xlsx", made.sheet, layout)
    found = [
        Expected(p.source.row or 0, p.name, p.budget, p.status, p.from_citizens, p.fiscal_year, p.period)
        for p in projects
    ]
    assert found == list(made.projects)
    assert made.excluded <= {mark.row for mark in layout.excluded}
    assert {problem.row for problem in (*layout.problems, *problems)} == made.problems


@pytest.mark.parametrize("name", SHAPES)
def test_a_list_is_never_taken_for_a_survey(name: str) -> None:
    made = SHAPES[name](random.Random(4))
    (layout,) = recognise(Workbook("list.xlsx", "0" * 64, "xlsx", (made.sheet,)))
    assert layout.kind == "projects"


@pytest.mark.parametrize("name", ["two_header_rows", "schedule", "years_across"])
def test_headers_in_two_rows_without_merged_cells(name: str) -> None:
    """As in a CSV, which has none."""
    made = SHAPES[name](random.Random(5))
    projects, _ = read(replace(made.sheet, merged=()))
    facts = [(p.source.row, p.budget, p.status, p.from_citizens, p.period) for p in projects]
    assert facts == [(e.row, e.budget, e.status, e.from_citizens, e.period) for e in made.projects]


@pytest.mark.parametrize("name", ["schedule", "merged_cells", "english", "two_header_rows", "thai_digits"])
def test_look_alike_through_a_real_file(name: str) -> None:
    made = SHAPES[name](random.Random(6))
    book = openpyxl.Workbook()
    page = book.active
    for number, row in enumerate(
        zip(*(column.to_pylist() for column in made.sheet.cells.columns), strict=True), 1
    ):
        for place, text in enumerate(row, 1):
            is_number = text is not None and re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) is not None
            page.cell(number, place, float(text) if is_number else text)
    for top, left, bottom, right in made.sheet.merged:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    content = BytesIO()
    book.save(content)
    projects, problems = read(read_bytes(content.getvalue(), "list.xlsx").sheets[0])
    facts = [
        (p.source.row, p.name, p.budget, p.status, p.from_citizens, p.fiscal_year, p.period) for p in projects
    ]
    assert facts == [
        (e.row, e.name, e.budget, e.status, e.from_citizens, e.fiscal_year, e.period) for e in made.projects
    ]
    assert {problem.row for problem in problems} == made.problems


CELLS = """รวม รวมทั้งสิ้น 1 1.1 ก. โครงการ-ก 100 เสร็จ ต.ค. 2561 ประชาคม / - ลำดับ ชื่อโครงการ กิจกรรม งบประมาณ
    สถานะ ที่มา ระยะเวลา เริ่ม แล้วเสร็จ ระดับที่-1 4-คะแนน"""
WORDS = st.sampled_from(["", *CELLS.split()])
AREAS = st.tuples(st.integers(0, 6), st.integers(0, 4), st.integers(0, 2), st.integers(0, 2))


@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=6), min_size=1, max_size=12),
    st.lists(AREAS.map(lambda area: (area[0], area[1], area[0] + area[2], area[1] + area[3])), max_size=3),
    st.booleans(),
)
def test_any_sheet_is_read_or_passed_over(
    rows: list[list[str | None]], merged: list[tuple[int, int, int, int]], headed: bool
) -> None:
    """Whatever stands in a list, every row is in one place: a project, left out, or reported."""
    given_sheet = sheet(*([HEADER] if headed else []), *rows, merged=tuple(merged))
    layout = recognise_list(given_sheet)
    if layout is None:
        return
    projects, problems = extract_projects("list.xlsx", given_sheet, layout)
    left_out = {mark.row for mark in layout.excluded}
    reported = {problem.row for problem in problems}
    read_rows = [project.source.row for project in projects]
    filled = {
        number
        for number, row in enumerate(given_sheet.cells.to_pylist(), 1)
        if layout.first_row <= number <= layout.last_row and any(row.values())
    }
    assert len(set(read_rows)) == len(read_rows)
    assert not left_out & set(read_rows)
    assert filled <= left_out | set(read_rows) | reported


def test_the_sample_gives_16_projected_20() -> None:
    workbook = read_path(SAMPLES / "projects-2561.xlsx")
    projects, problems = read(workbook.sheets[0])
    assert problems == []
    assert len(projects) == 15
    assert budget_sum(projects) == 16_390_000
    form = read_path(SAMPLES / "form-2561.xlsx")
    from data.lists.forms import extract_statements, recognise_form

    layout = recognise_form(form.sheets[0])
    assert layout is not None
    statements, _ = extract_statements(form.name, form.sheets[0], layout)
    found = assess(Inputs(projects=projects, statements=statements), rubric())
    assert (found.score.score, found.score.projected) == (16, 20)
    ledger = found.facts.projects
    assert (len(ledger.counted), len(ledger.claimed), len(ledger)) == (2, 1, 15)
    third = next(project for project in projects if project.name.startswith("ติดตามผลการประกวด"))
    others = tuple(replace(p, from_citizens=False) if p is third else p for p in projects)
    without = assess(Inputs(projects=others, statements=statements), rubric())
    assert (without.score.score, without.score.projected) == (12, 16)


def test_the_blank_template_is_a_list_of_no_projects() -> None:
    workbook = read_path(SAMPLES.parent / "templates" / "projects-template.xlsx")
    projects, problems = read(workbook.sheets[0])
    assert (projects, problems) == ((), [])


@pytest.mark.parametrize(
    "rows",
    [
        # A survey of an event whose items are named like columns of a list.
        [("กิจกรรม", "ระยะเวลา", "สถานที่", "งบประมาณ"), *[(n % 5 + 1, 4, 5, 3) for n in range(20)]],
        [("กิจกรรม", "ระยะเวลา", "สถานที่"), *[("มาก", "มากที่สุด", "น้อย")] * 12, ("ปานกลาง", "มาก", "มาก")],
        [("ประทับเวลา", "โครงการ", "งบประมาณ"), ("22/8/2018, 16:53:50", "โครงการ ก", "มาก")],
        # A tallied table of projects.
        [("ที่", "โครงการ", "5", "4", "3", "2", "1", "ค่าเฉลี่ย"), (1, "โครงการ ก", 10, 20, 3, 0, 0, 4.21)],
        # People, expenses, stock.
        [("Name", "Status", "Start date"), ("Somchai Made-up", "Active", "2018-01-01")],
        [("รายการ", "จำนวนเงิน", "หมายเหตุ"), ("กระดาษ A4", "1,200", "-"), ("หมึกพิมพ์", "3,400", "-")],
        [("item", "budget", "note"), ("paper", "100", "-")],
        [("ชื่อ", "สถานะ", "วันที่เริ่ม"), ("นายตัวอย่าง สมมติ", "โสด", "1 ต.ค. 60")],
        # A name and nothing that tells; headers without a name; too much else.
        [("ลำดับ", "ชื่อโครงการ", "หมายเหตุ"), (1, "โครงการ ก", "-")],
        [("ปีงบประมาณ", "งบประมาณ", "สถานะ"), (2561, 1000, "เสร็จ")],
        [("โครงการ", "งบประมาณ", *(f"ข้อ {n}" for n in range(9))), ("ก ข", 100, *[3] * 9)],
        [("โครงการ", "งบประมาณ"), *[("โครงการ ก", 500)] * 12],
        [("ข้อความ",)],
    ],
)
def test_what_is_no_list(rows: list[Sequence[object]]) -> None:
    assert recognise_list(sheet(*rows)) is None


def test_surveys_of_the_corpus_are_no_lists() -> None:
    folder = Path(__file__).parents[2] / "shared" / "corpus" / "surveys"
    if not folder.exists():
        pytest.skip(f"{folder} is absent")
    sheets = [given for path in sorted(folder.iterdir()) for given in read_path(path).sheets]
    assert sheets
    assert [given.name for given in sheets if recognise_list(given) is not None] == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("เสร็จ", "completed"), ("แล้วเสร็จ", "completed"), ("เสร็จสิ้น", "completed"),
        ("ดำเนินการแล้ว", "completed"), ("ดําเนินการเเล้ว เสร็จ", "completed"),
        ("100%", "completed"), ("Completed", "completed"), ("แล้วเสร็จตามแผน", "completed"),
        ("แล้วเสร็จ เบิกจ่ายร้อยละ ๘๐", "completed"), ("อยู่ระหว่างดำเนินการ", "in_progress"),
        ("กำลังดำเนินการ", "in_progress"), ("ยังไม่แล้วเสร็จ", "in_progress"),
        ("ดำเนินการไม่แล้วเสร็จ", "in_progress"), ("คาดว่าจะแล้วเสร็จ ก.ย. 61", "in_progress"),
        ("ดำเนินการแล้ว ๕๐%", "in_progress"), ("ดำเนินการแล้วบางส่วน", "in_progress"),
        ("not completed", "in_progress"),
        ("กิจกรรม 1 แล้วเสร็จ กิจกรรม 2 ยังไม่ดำเนินการ", "in_progress"),
        ("ยังไม่ดำเนินการ", "planned"), ("ยังไม่ได้ดำเนินการ (รองบประมาณ)", "planned"),
        ("ชะลอ", "planned"), ("Not started", "planned"), ("ร้อยละ 0", "planned"),
        ("ยกเลิก", "cancelled"), ("ไม่ได้ดำเนินการ", "cancelled"), ("cancelled", "cancelled"),
        ("ยกเลิก ยังไม่ดำเนินการ", "cancelled"), ("ยกเลิก ดำเนินการแล้ว", None),
        ("ดำเนินการ", None), ("เขียว", None), ("", None),
        ("ผู้เข้าร่วมอยู่ระหว่าง 50-60 คน", None),
    ],
)  # fmt: skip
def test_status_words(text: str, status: str | None) -> None:
    assert status_of(text) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("ผู้เข้าร่วม 120 คน พึงพอใจร้อยละ 85", "completed"),
        ("อยู่ระหว่างการดำเนินงาน (ส.ค. - ก.ย.๖๑)", "in_progress"),
        ("ประชุมแล้ว 2 ครั้ง และยังไม่แล้วเสร็จ", "in_progress"),
        ("ยังไม่ได้ดำเนินการ", "planned"),
        ("ยกเลิก", "cancelled"),
        ("มีมติให้ยกเลิกการเรียกสำเนาเอกสารจากประชาชนในทุกงานบริการของหน่วยงาน ประกาศใช้แล้ว", "completed"),
        ("-", "unknown"),
        ("", "unknown"),
    ],
)
def test_the_status_of_a_result_in_free_text(text: str, status: str) -> None:
    assert status_of_result(text) == status


@pytest.mark.parametrize(
    ("text", "asked", "answer"),
    [
        ("ข้อเสนอจากประชาชน", False, True), ("เวทีประชาคม", False, True),
        ("ผลสำรวจฯ ปี 60", False, True), ("แผนพัฒนาหมู่บ้าน", False, True),
        ("เสียงจากผู้ใช้บริการ", False, True), ("Public hearing", False, True),
        ("นโยบายกรมการพัฒนาชุมชน", False, False), ("แผนปฏิบัติราชการ", False, False),
        ("annual plan", False, False), ("ความต้องการของหน่วยงาน", False, False),
        ("ไม่ได้มาจากประชาชน", False, False), ("ไม่มีส่วนร่วม", False, False),
        ("not from citizens", False, False), ("นโยบายด้านการมีส่วนร่วมของประชาชน", False, None),
        ("แผนพัฒนาท้องถิ่น", False, None), ("ใช่", False, None), ("ใช่", True, True),
        ("✓", True, True), ("ไม่ใช่", True, False), ("ไม่มี", True, False),
        ("เวทีประชาคม", True, True), ("บางส่วน", True, None),
    ],
)  # fmt: skip
def test_origin_words(text: str, asked: bool, answer: bool | None) -> None:
    assert origin_of(text, asked) is answer


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๑ (ข้อมูลสมมติ)", 2561), ("ปี 61", 2561), ("FY 2018", 2561),
        ("ทะเบียนโครงการ 2561", 2561), ("ข้อมูล ณ 30 ก.ย. 60 ปีงบประมาณ 2561", 2561),
        ("แผน (พ.ศ. 2561 - 2565)", None), ("ปีงบประมาณ 2560 และ 2561", None),
        ("ประจำปี (พ.ศ.)", None), ("โครงการ 15 แห่ง", None), ("งบประมาณ 12,561 บาท", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_year_of_a_title(text: str, year: int | None) -> None:
    assert year_in(text) == year


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("ต.ค.", (10, 1, None)), ("ต.ค. 60", (10, 1, 2017)), ("Oct", (10, 1, None)),
        ("ไตรมาส 1", (10, 3, None)), ("Q2/2561", (1, 3, 2018)),
        ("2017-10-01 00:00:00", (10, 1, 2017)), ("2561", None), ("1", None), ("สถานะ", None),
    ],
)  # fmt: skip
def test_months_of_a_schedule(text: str, months: tuple[int, int, int | None] | None) -> None:
    assert months_of(text) == months


def test_units_of_money_and_headings_on_origin() -> None:
    assert [money_factor(text) for text in ("หน่วย : ล้านบาท", "(พันบาท)", "หน่วย : บาท")] == [
        1_000_000,
        1_000,
        None,
    ]
    assert says_from_citizens("โครงการที่เกิดจากการมีส่วนร่วมของประชาชน")
    assert not says_from_citizens("มิติที่ ๓ ด้านการมีส่วนร่วมของภาคประชาชน")
    assert not says_from_citizens("โครงการที่เกิดจากนโยบาย")


@pytest.mark.parametrize(
    ("header", "value", "field", "severity"),
    [
        ("ปีงบประมาณ", "ปีหน้า", "fiscal_year", "error"),
        ("ระยะเวลา", "เร็ว ๆ นี้", "period", "error"),
        ("ระยะเวลา", "30 ก.พ. 2561", "period", "error"),
        ("ระยะเวลา", "ก.ย. 61 - ม.ค. 61", "period", "error"),
        ("ระยะเวลา", "5/6/2561", "period", "question"),
        ("งบประมาณ", "รอจัดสรร", "budget", "error"),
        ("งบประมาณ", "-500", "budget", "error"),
        ("งบประมาณ", "85%", "budget", "error"),
        ("สถานะ", "เขียว", "status", "error"),
        ("ที่มา", "เครือข่าย", "from_citizens", "question"),
    ],
)
def test_what_is_not_understood_is_a_problem_with_its_place(
    header: str, value: str, field: str, severity: str
) -> None:
    project, (problem,) = one(**{header: value})
    assert getattr(project, field) in (None, "unknown")
    assert (problem.sheet, problem.row, problem.column) == ("Sheet1", 3, HEADER.index(header) + 1)
    assert (problem.value, problem.severity) == (value, severity)
    assert problem.remedy.text


@pytest.mark.parametrize(
    ("header", "value", "field", "read_as"),
    [
        ("ปีงบประมาณ", "-", "fiscal_year", None),
        ("ปีงบประมาณ", "พ.ศ. ๒๕๖๐", "fiscal_year", 2560),
        ("ระยะเวลา", "-", "period", None),
        ("ระยะเวลา", "ส.ค. - ก.ย.๖๑", "period", Period(date(2018, 8, 1), date(2018, 9, 30))),
        ("ระยะเวลา", "ต.ค. - พ.ย.", "period", Period(date(2017, 10, 1), date(2017, 11, 30))),
        ("งบประมาณ", "–", "budget", None),
        ("งบประมาณ", "๑๒,๙๓๕,๐๐๐", "budget", 12_935_000),
        ("งบประมาณ", "ไม่ใช้งบประมาณ", "budget", 0),
        ("งบประมาณ", "1.5 ล้านบาท", "budget", 1_500_000),
        ("งบประมาณ", "1,500 บาท (หนึ่งพันห้าร้อยบาทถ้วน)", "budget", 1_500),
        ("สถานะ", "-", "status", "unknown"),
        ("ที่มา", "", "from_citizens", None),
    ],
)
def test_what_is_understood_is_no_problem(header: str, value: str, field: str, read_as: object) -> None:
    project, problems = one(**{header: value})
    assert getattr(project, field) == read_as
    assert problems == []


def test_several_years_in_one_cell_are_the_period() -> None:
    project, problems = one(ปีงบประมาณ="2560-2562", ระยะเวลา="-")
    assert (project.fiscal_year, project.period) == (None, Period(date(2016, 10, 1), date(2019, 9, 30)))
    assert project.in_fiscal_year(2561) and problems == []


def test_a_row_with_values_and_no_name_is_left_out_and_reported() -> None:
    projects, problems = read(sheet(HEADER, GOOD, ("2", None, *GOOD[2:]), ("3", "โครงการ ค", *GOOD[2:])))
    assert [project.source.row for project in projects] == [2, 4]
    assert [(problem.row, problem.column) for problem in problems] == [(3, 2)]


def test_what_the_score_needs_and_no_column_gives_is_asked_for() -> None:
    projects, problems = read(
        sheet(("ลำดับ", "ชื่อโครงการ", "งบประมาณ"), (1, "โครงการ ก", 5), (2, "โครงการ ข", 6))
    )
    assert [(project.status, project.from_citizens) for project in projects] == [("unknown", None)] * 2
    assert [problem.severity for problem in problems] == ["question", "question"]


def test_an_unnumbered_name_with_an_amount_is_asked_about() -> None:
    header = ("ลำดับ", "ชื่อโครงการ", "งบประมาณ", "สถานะ", "ที่มา")
    rows = [(n, f"โครงการ {n}", 100, "เสร็จ", "ประชาคม") for n in range(1, 5)]
    projects, problems = read(sheet(header, *rows[:2], (None, "งานพิเศษ", 999), *rows[2:]))
    assert [project.source.row for project in projects] == [2, 3, 4, 5, 6]
    assert [(problem.row, problem.severity) for problem in problems] == [(4, "question")]


def test_a_second_table_with_other_columns_is_said_and_not_read() -> None:
    second = [("ชื่อโครงการ", "สถานะ", "หมายเหตุ"), ("โครงการ ฮ", "เสร็จ", "-")]
    projects, problems = read(sheet(HEADER, GOOD, ("2", "โครงการ ข", *GOOD[2:]), (), *second))
    assert len(projects) == 2
    assert [problem.row for problem in problems] == [5]


def test_ambiguous_dates_are_settled_by_the_rest_of_the_column() -> None:
    header = ("โครงการ", "วันที่เริ่ม", "วันที่สิ้นสุด")
    projects, problems = read(
        sheet(header, ("โครงการ ก", "5/6/2561", "25/6/2561"), ("โครงการ ข", "1/7/2561", "2/7/2561"))
    )
    assert [project.period for project in projects] == [
        Period(date(2018, 6, 5), date(2018, 6, 25)),
        Period(date(2018, 7, 1), date(2018, 7, 2)),
    ]
    assert {problem.severity for problem in problems} == {"question"}  # no status, no origin


def test_an_end_before_the_start_is_a_problem() -> None:
    header = ("โครงการ", "วันที่เริ่ม", "วันที่สิ้นสุด", "สถานะ", "ที่มา")
    projects, problems = read(sheet(header, ("โครงการ ก", "5 ก.ค. 61", "25 มิ.ย. 61", "เสร็จ", "ประชาคม")))
    assert projects[0].period is None
    assert [(problem.row, problem.column) for problem in problems] == [(2, 3)]


def test_a_schedule_without_a_year_is_a_problem() -> None:
    header = ("กิจกรรม", "สถานะ", "ที่มา", "ต.ค.", "พ.ย.", "ธ.ค.")
    projects, problems = read(sheet(header, ("กิจกรรม ก", "เสร็จ", "ประชาคม", "x", None, None)))
    assert projects[0].period is None
    assert [(problem.row, problem.column) for problem in problems] == [(2, 4)]


def test_quarters_are_a_schedule_too() -> None:
    header = ("กิจกรรม", "ปีงบประมาณ", "สถานะ", "ที่มา", "ไตรมาส 1", "ไตรมาส 2", "ไตรมาส 3", "ไตรมาส 4")
    projects, problems = read(sheet(header, ("กิจกรรม ก", 2561, "เสร็จ", "ประชาคม", None, "x", "x", None)))
    assert projects[0].period == Period(date(2018, 1, 1), date(2018, 6, 30))
    assert problems == []


def test_two_ticks_are_a_problem() -> None:
    header = ("ลำดับ", "โครงการ", "แล้วเสร็จ", "อยู่ระหว่างดำเนินการ", "ยกเลิก", "ที่มา")
    projects, problems = read(
        sheet(
            header, (1, "โครงการ ก", "/", "/", None, "ประชาคม"), (2, "โครงการ ข", None, None, "/", "ประชาคม")
        )
    )
    assert [project.status for project in projects] == ["unknown", "cancelled"]
    assert [problem.row for problem in problems] == [2]


def test_a_corrected_layout_is_read_as_it_is() -> None:
    given = sheet(
        ("ลำดับ", "ชื่อโครงการ", "สถานะ", "ที่มา", "ยอด"),
        (1, "โครงการ ก", "เสร็จ", "ประชาคม", 700),
        (2, "โครงการ ข", "เสร็จ", "ประชาคม", 1),
    )
    layout = recognise_list(given)
    assert layout is not None and layout.columns[4].role == "other"
    hand = replace(layout.columns[4], role="budget")
    corrected = replace(layout, columns=(*layout.columns[:4], hand), last_row=2)
    projects, _ = extract_projects("list.xlsx", given, corrected)
    assert [project.budget for project in projects] == [700]


def test_columns_say_why_and_the_fingerprint_is_that_of_the_headers() -> None:
    layout = recognise_list(sheet(HEADER, GOOD))
    other = recognise_list(sheet(("ทะเบียน",), HEADER, ("9", "โครงการ อื่น", *GOOD[2:])))
    assert layout is not None and other is not None
    assert all(isinstance(column, Column) and column.why.text for column in layout.columns)
    assert layout.fingerprint == other.fingerprint
    changed = recognise_list(sheet((*HEADER, "หมายเหตุ"), GOOD))
    assert changed is not None and changed.fingerprint != layout.fingerprint


def test_the_sheet_is_not_changed() -> None:
    given = sheet(HEADER, GOOD)
    before = given.cells.to_pylist()
    read(given)
    assert given.cells.to_pylist() == before
