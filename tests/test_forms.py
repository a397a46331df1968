"""The official form in the layouts it comes in: statements by level, and the projects that its rows name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from analytics.assessment import Inputs, assess
from analytics.rubric import Statement
from analytics.thai import Period
from data.definitions import rubric
from data.lists.forms import extract_form_projects, extract_statements, form_year, recognise_form
from data.lists.projects import recognise_list
from data.recognise import recognise
from data.workbook import Sheet, Workbook, read_path
from tests.test_lists import sheet

ROOT = Path(__file__).parents[1]
HEADER = (None, "ประเด็นหลัก/เกณฑ์ประเมิน", "กิจกรรม", "ผลการดำเนินงาน", "หลักฐานอ้างอิง")
ONE = ("ระดับที่ ๑ ๔ คะแนน", "มีการสำรวจ", "-สำรวจ", "-พึงพอใจร้อยละ ๘๕", "-แบบสอบถาม")
TWO = ("ระดับที่ ๒ ๘ คะแนน", "วิเคราะห์ ตามคะแนนระดับที่ ๑", "-ประชุม", "อยู่ระหว่างการดำเนินงาน", "-วาระการประชุม")


def statements(given: Sheet) -> tuple[Statement, ...]:
    layout = recognise_form(given)
    assert layout is not None
    return extract_statements("form.xlsx", given, layout)[0]


def told(given: Sheet) -> list[tuple[int, str | None, str | None, str | None]]:
    return [(s.level, s.activity, s.result, s.evidence) for s in statements(given)]


def test_the_sample_is_the_worked_example() -> None:
    workbook = read_path(ROOT / "data" / "samples" / "form-2561.xlsx")
    form = workbook.sheets[0]
    layout = recognise_form(form)
    assert layout is not None
    assert [column.role for column in layout.columns] == [
        "level",
        "criterion",
        "activity",
        "result",
        "evidence",
    ]
    assert form_year(form, layout) == 2561
    found, problems = extract_statements(workbook.name, form, layout)
    assert problems == ()
    assert [(s.level, s.completed) for s in found] == [(1, True), (2, True), (3, True), (4, False), (5, True)]
    assert [s.source.row for s in found if s.source] == [6, 7, 8, 9, 10]
    projects = extract_form_projects(workbook.name, form, layout)
    assert [(p.status, p.from_citizens, p.fiscal_year) for p in projects] == [
        ("completed", True, 2561),
        ("in_progress", True, 2561),
        ("completed", True, 2561),
    ]
    assert projects[1].period == Period(date(2018, 8, 1), date(2018, 9, 30))
    assert not projects[0].name.startswith("-")
    result = assess(Inputs(projects=projects, statements=found), rubric())
    assert (result.score.score, result.score.projected) == (16, 20)


def test_the_texts_stay_as_they_were_typed() -> None:
    seed = ROOT.parent / "shared" / "seed" / "form-2561.txt"
    if not seed.exists():
        pytest.skip(f"{seed} is absent")
    cells = [line.split("\t") for line in seed.read_text(encoding="utf-8").splitlines() if "\t" in line]
    texts = [[row[2].split(), row[3].split()] for row in cells[2:]]  # the sheet breaks lines between bullets
    form = read_path(ROOT / "data" / "samples" / "form-2561.xlsx").sheets[0]
    assert [[(s.activity or "").split(), (s.result or "").split()] for s in statements(form)] == texts


def test_the_blank_template_states_nothing() -> None:
    form = read_path(ROOT / "data" / "templates" / "form-template.xlsx").sheets[0]
    layout = recognise_form(form)
    assert layout is not None
    assert extract_statements("form.xlsx", form, layout) == ((), ())
    assert extract_form_projects("form.xlsx", form, layout) == ()
    assert form_year(form, layout) is None


def test_a_form_is_a_form_and_no_list() -> None:
    given = sheet(HEADER, ONE, TWO)
    assert recognise_list(given) is None
    (layout,) = recognise(Workbook("form.xlsx", "0" * 64, "xlsx", (given,)))
    assert layout.kind == "form"


def test_columns_in_any_order() -> None:
    order = (4, 2, 0, 3, 1)
    given = sheet(*([row[place] for place in order] for row in (HEADER, ONE, TWO)))
    assert told(given) == told(sheet(HEADER, ONE, TWO))


def test_the_level_may_stand_in_the_criterion() -> None:
    given = sheet(
        ("เกณฑ์การประเมิน", "กิจกรรม/โครงการ", "ผลการดำเนินการ", "เอกสารหลักฐาน"),
        ("ระดับ 1 (4 คะแนน) มีการสำรวจความคิดเห็น", "สำรวจ", "ตอบ 318 คน", "แบบสอบถาม"),
        ("ระดับ 2 (8 คะแนน) วิเคราะห์ตามคะแนนระดับที่ 1", "ประชุม", "สรุปแล้ว", "รายงาน"),
        ("ระดับ 3 (12 คะแนน) วางแผน", None, None, None),
    )
    assert told(given) == [(1, "สำรวจ", "ตอบ 318 คน", "แบบสอบถาม"), (2, "ประชุม", "สรุปแล้ว", "รายงาน")]


def test_several_rows_of_a_level_are_joined() -> None:
    given = sheet(
        HEADER,
        ONE,
        (None, None, "-รับฟังความเห็น", "-แล้วเสร็จ", None),
        (None, None, None, None, "-ภาพถ่าย"),
        TWO,
        merged=((1, 0, 3, 0), (1, 1, 3, 1)),
    )
    first = statements(given)[0]
    assert (first.activity, first.result) == ("-สำรวจ\n-รับฟังความเห็น", "-พึงพอใจร้อยละ ๘๕\n-แล้วเสร็จ")
    assert first.evidence == "-แบบสอบถาม\n-ภาพถ่าย"
    assert first.source is not None and first.source.row == 2


def test_a_statement_is_in_progress_where_any_of_its_results_is() -> None:
    given = sheet(HEADER, ONE, (None, None, "-จัดเวที", "ยังไม่แล้วเสร็จ", None), TWO)
    assert [s.completed for s in statements(given)] == [False, False]
    assert [s.completed for s in statements(sheet(HEADER, ONE, TWO))] == [True, False]


@pytest.mark.parametrize(
    ("header", "levels"),
    [
        ("ระดับ", ("1", "2")),
        ("ระดับคะแนน", ("ระดับที่ 1", "ระดับที่ 2")),
        ("คะแนน", ("๔ คะแนน", "๘ คะแนน")),
        (None, ("ระดับที่ ๑\n๔ คะแนน", "ระดับที่ ๒\n๘ คะแนน")),
        ("Level", ("Level 1 (4 points)", "Level 2 (8 points)")),
    ],
)
def test_the_ways_a_level_is_written(header: str | None, levels: tuple[str, str]) -> None:
    rows = [
        (header, *HEADER[1:]),
        *((level, *row[1:]) for level, row in zip(levels, (ONE, TWO), strict=True)),
    ]
    assert [s.level for s in statements(sheet(*rows))] == [1, 2]


def test_english() -> None:
    given = sheet(
        ("Report of the made-up centre, fiscal year 2018",),
        ("Level", "Criteria", "Activity", "Results", "Evidence"),
        ("Level 1", "A survey", "Survey", "318 answers", "Questionnaire"),
        ("Level 2", "Analysed", "Meeting", "In progress", "Minutes"),
    )
    assert told(given)[0] == (1, "Survey", "318 answers", "Questionnaire")
    assert [s.completed for s in statements(given)] == [True, False]
    layout = recognise_form(given)
    assert layout is not None and form_year(given, layout) == 2561


def test_dashes_say_nothing_and_evidence_alone_is_a_problem() -> None:
    given = sheet(
        HEADER, ("ระดับที่ ๑", "เกณฑ์", "-", " – ", "ไม่มี"), ("ระดับที่ ๒", "เกณฑ์", None, "-", "รายงาน"), TWO
    )
    layout = recognise_form(given)
    assert layout is not None
    found, problems = extract_statements("form.xlsx", given, layout)
    assert [s.level for s in found] == [2]
    bare = sheet(HEADER, ("ระดับที่ ๑", "เกณฑ์", "-", None, "รายงาน"), TWO)
    layout = recognise_form(bare)
    assert layout is not None
    found, problems = extract_statements("form.xlsx", bare, layout)
    assert [s.level for s in found] == [2]
    assert [(problem.row, problem.value) for problem in problems] == [(2, "รายงาน")]


def test_the_header_may_come_again_on_the_next_page() -> None:
    given = sheet(
        HEADER, ("ระดับที่ ๐", "ไม่มี"), ONE, TWO, HEADER, ("ระดับที่ ๓", "ค", "ทำ", "เสร็จ", "ก"), ("ระดับที่ ๔", "ง")
    )
    assert [s.level for s in statements(given)] == [1, 2, 3]
    layout = recognise_form(given)
    assert layout is not None and [mark.row for mark in layout.excluded] == [5]


def test_of_several_forms_the_one_on_participation_is_read() -> None:
    def form(dimension: str, activity: str) -> list[Sequence[str | None]]:
        return [(dimension,), HEADER, (ONE[0], "ก", activity, "เสร็จ", "ข"), (TWO[0], "ค", None, None, None)]

    given = sheet(*form("มิติที่ ๑ ด้านประสิทธิผล", "แผนงาน"), *form("มิติที่ ๓ ด้านการมีส่วนร่วมของภาคประชาชน", "เวที"))
    assert told(given) == [(1, "เวที", "เสร็จ", "ข")]
    layout = recognise_form(given)
    assert layout is not None
    assert [(problem.severity, problem.row) for problem in layout.problems] == [("note", 6)]
    others = sheet(*form("มิติที่ ๑ ด้านประสิทธิผล", "แผนงาน"), *form("มิติที่ ๒ ด้านคุณภาพ", "คิว"))
    assert told(others) == [(1, "แผนงาน", "เสร็จ", "ข")]


def test_signatures_below_are_no_part_of_it() -> None:
    given = sheet(HEADER, ONE, TWO, (), (None, None, "ลงชื่อ ............ ผู้รายงาน", "ตำแหน่ง", None))
    assert [s.activity for s in statements(given)] == ["-สำรวจ", "-ประชุม"]


def test_the_projects_of_a_form() -> None:
    def row(level: int, activity: str | None, result: str | None) -> Sequence[str | None]:
        return (f"ระดับที่ {level}", "เกณฑ์", activity, result, None)

    given = sheet(
        ("ปีงบประมาณ พ.ศ. ๒๕๖๓",),
        HEADER,
        row(2, "-ประชุม", "เสร็จ"),
        row(3, "- โครงการ ก", "ผู้เข้าร่วม 50 คน"),
        row(4, "โครงการ ข", None),
        (None, None, "โครงการ ค", "ยกเลิก", None),
        row(5, None, "เสร็จ"),
        row(6, "โครงการ ง", "ดำเนินการ (ต.ค. - ธ.ค.)"),
    )
    layout = recognise_form(given)
    assert layout is not None
    projects = extract_form_projects("form.xlsx", given, layout)
    assert [(p.name, p.status, p.source.row) for p in projects] == [
        ("โครงการ ก", "completed", 4),
        ("โครงการ ข", "unknown", 5),
        ("โครงการ ค", "cancelled", 6),
    ]
    assert {p.fiscal_year for p in projects} == {2563}
    (six,) = extract_form_projects("form.xlsx", given, layout, rubric_levels=(6,))
    assert (six.period_text, six.period) == ("ต.ค. - ธ.ค.", Period(date(2019, 10, 1), date(2019, 12, 31)))


@pytest.mark.parametrize(
    ("title", "name", "year"),
    [
        ("ศูนย์ตัวอย่าง ประจำปี ๒๕๖๑", "แบบรายงาน", 2561),
        ("ปี 61", "แบบรายงาน", 2561),
        ("รายงานรอบปี 2560 ถึง 2562", "แบบรายงาน", None),
        ("แบบรายงาน", "2562", 2562),
        ("แบบรายงาน", "Sheet1", None),
    ],
)
def test_the_year_of_a_form(title: str, name: str, year: int | None) -> None:
    given = sheet((title,), HEADER, ONE, TWO, name=name)
    layout = recognise_form(given)
    assert layout is not None
    assert form_year(given, layout) == year


@pytest.mark.parametrize(
    "rows",
    [
        [HEADER],
        [HEADER, ONE],
        [("โครงการ", "กิจกรรม", "ผลการดำเนินงาน", "หลักฐาน"), ("โครงการ ก", "ทำ", "เสร็จ", "ภาพ")],
        [("ระดับ", "จำนวน"), ("ระดับที่ 1", "5"), ("ระดับที่ 2", "6")],
        [("ประทับเวลา", "กิจกรรม", "ผลลัพธ์"), ("22/8/2018", "ระดับ 4", "ระดับ 5")],
    ],
)
def test_what_is_no_form(rows: list[Sequence[str | None]]) -> None:
    assert recognise_form(sheet(*rows)) is None


def test_other_samples_are_no_forms() -> None:
    for name in ("survey-2561.xlsx", "projects-2561.xlsx"):
        for given in read_path(ROOT / "data" / "samples" / name).sheets:
            assert recognise_form(given) is None
