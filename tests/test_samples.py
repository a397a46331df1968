"""The sample workbooks and blank templates: what they hold, and that the script makes exactly them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from datetime import datetime
from math import sqrt
from pathlib import Path
from statistics import mean, variance

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
FILES = (
    "samples/survey-2561.xlsx",
    "samples/projects-2561.xlsx",
    "samples/form-2561.xlsx",
    "templates/survey-template.xlsx",
    "templates/projects-template.xlsx",
    "templates/form-template.xlsx",
)
POINTS = {"มากที่สุด": 5, "มาก": 4, "ปานกลาง": 3, "น้อย": 2, "น้อยที่สุด": 1}
PROJECT_HEADER = (
    "ลำดับ", "ชื่อโครงการ/กิจกรรม", "ปีงบประมาณ", "ระยะเวลาดำเนินการ", "งบประมาณ (บาท)", "สถานะ", "ที่มาของโครงการ",
    "หลักฐาน/เอกสารอ้างอิง", "หมายเหตุ",
)  # fmt: skip
DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
FROM_CITIZENS = {"ข้อเสนอจากประชาชน", "ผลสำรวจความพึงพอใจ", "เวทีประชาคม"}
COMPLETED = {"เสร็จ", "แล้วเสร็จ", "ดำเนินการแล้ว"}


def sheet_of(name: str) -> Worksheet:
    return load_workbook(DATA / name).worksheets[0]


def survey_columns() -> dict[str, list[object]]:
    header, *answers = sheet_of("samples/survey-2561.xlsx").iter_rows(values_only=True)
    return {str(text): list(column) for text, column in zip(header, zip(*answers, strict=True), strict=True)}


def item_columns() -> dict[str, list[object]]:
    return {text: column for text, column in survey_columns().items() if text.endswith("]")}


def project_rows() -> list[dict[str, object]]:
    """The rows under the header, the total row with them."""
    rows = list(sheet_of("samples/projects-2561.xlsx").iter_rows(values_only=True))
    first = rows.index(PROJECT_HEADER) + 1
    return [dict(zip(PROJECT_HEADER, row, strict=True)) for row in rows[first:]]


def projects() -> list[dict[str, object]]:
    return [row for row in project_rows() if row["ลำดับ"] is not None]


def baht(budget: object) -> int:
    text = str(budget).translate(DIGITS).replace(",", "")
    return 0 if text == "-" else int(text)


def year(project: dict[str, object]) -> int:
    return int(str(project["ปีงบประมาณ"]).translate(DIGITS))


def words(text: object) -> str:
    """The words alone: the form has line breaks where its typed text has spaces."""
    return " ".join(str(text or "").split())


def test_script_makes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "data.samples.make_samples", "--out", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    made = sorted(str(path.relative_to(tmp_path).as_posix()) for path in tmp_path.rglob("*.xlsx"))
    assert made == sorted(FILES)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), name


def test_survey_has_318_respondents_in_fiscal_year_2561() -> None:
    columns = survey_columns()
    times = columns["ประทับเวลา"]
    assert len(times) == 169 + 90 + 45 + 8 + 6 == 318
    assert len(set(times)) == 318
    for time in times:
        assert isinstance(time, datetime)
        assert datetime(2017, 10, 1) <= time < datetime(2018, 10, 1)


def test_one_item_has_the_exact_counts() -> None:
    answers = item_columns()["ด้านคุณภาพการให้บริการ [ข้อมูลที่ได้รับตรงกับความต้องการ]"]
    counts = Counter(answers)
    assert counts == {"มากที่สุด": 169, "มาก": 90, "ปานกลาง": 45, "น้อย": 8, "น้อยที่สุด": 6}
    points = [POINTS[str(answer)] for answer in answers]
    n = 169 + 90 + 45 + 8 + 6
    total = 5 * 169 + 4 * 90 + 3 * 45 + 2 * 8 + 1 * 6
    squares = 25 * 169 + 16 * 90 + 9 * 45 + 4 * 8 + 1 * 6
    assert mean(points) == pytest.approx(total / n)
    assert variance(points) == pytest.approx((squares - total**2 / n) / (n - 1))
    assert (round(total / n, 2), round(sqrt(variance(points)), 2)) == (4.28, 0.93)


def test_items_hold_labels_blanks_and_not_applicable_only() -> None:
    items = item_columns()
    assert len(items) == 4 + 4 + 3 + 4
    assert Counter(text.split(" [")[0] for text in items) == {
        "ด้านกระบวนการ/ขั้นตอนการให้บริการ": 4,
        "ด้านเจ้าหน้าที่ผู้ให้บริการ": 4,
        "ด้านสิ่งอำนวยความสะดวก": 3,
        "ด้านคุณภาพการให้บริการ": 4,
    }
    for text, answers in items.items():
        assert set(answers) <= {*POINTS, None, "ไม่เคยใช้บริการ"}, text
        assert set(POINTS) <= set(answers), text
    assert sum("ไม่เคยใช้บริการ" in answers for answers in items.values()) == 3
    assert sum(None in answers for answers in items.values()) >= 10


def test_item_means_differ_and_speed_is_the_weakest() -> None:
    means = {
        text: mean(POINTS[str(answer)] for answer in answers if answer in POINTS)
        for text, answers in item_columns().items()
    }
    weakest = min(means, key=lambda text: means[text])
    assert "รวดเร็ว" in weakest
    assert 3.55 < means[weakest] < 3.65
    assert 4.45 < max(means.values()) < 4.55


def test_items_are_as_reliable_as_a_real_questionnaire() -> None:
    complete = [
        [POINTS[str(answer)] for answer in answers]
        for answers in zip(*item_columns().values(), strict=True)
        if all(answer in POINTS for answer in answers)
    ]
    assert len(complete) > 100
    k = 15
    of_items = sum(variance(item) for item in zip(*complete, strict=True))
    of_sums = variance([sum(answers) for answers in complete])
    assert 0.88 < k / (k - 1) * (1 - of_items / of_sums) < 0.95


def test_personal_column_is_plainly_made_up() -> None:
    addresses = [address for address in survey_columns()["อีเมล (ถ้าต้องการรับข่าวสาร)"] if address is not None]
    assert 50 < len(addresses) < 318
    for address in addresses:
        assert re.fullmatch(r"user\d{3}@example\.com", str(address))


def test_comments_vary_and_are_mostly_empty() -> None:
    comments = [comment for comment in survey_columns()["ข้อเสนอแนะเพิ่มเติม"] if comment is not None]
    assert 50 < len(comments) < 318 / 2
    assert len(set(comments)) > 25


def test_two_projects_count_and_one_is_in_progress() -> None:
    wanted = [
        project
        for project in projects()
        if year(project) == 2561 and project["ที่มาของโครงการ"] in FROM_CITIZENS
    ]
    completed = {
        (project["ชื่อโครงการ/กิจกรรม"], project["ระยะเวลาดำเนินการ"])
        for project in wanted
        if project["สถานะ"] in COMPLETED
    }
    in_progress = [project for project in wanted if project["สถานะ"] == "อยู่ระหว่างดำเนินการ"]
    rows_completed = sum(project["สถานะ"] in COMPLETED for project in wanted)
    assert rows_completed == 2 + 1  # the two and the duplicate of one of them
    assert {str(name)[:12] for name, _ in completed} == {"ติดตามผลการป", "โครงการการจั"}
    assert len(in_progress) == 1
    assert in_progress[0]["ระยะเวลาดำเนินการ"] == "ส.ค. - ก.ย. ๖๑"


def test_the_rest_of_the_register_is_left_out_for_every_reason() -> None:
    from_citizens = [project for project in projects() if project["ที่มาของโครงการ"] in FROM_CITIZENS]
    assert len(projects()) == 3 + 12
    assert len(projects()) - len(from_citizens) == 6
    assert {"ยกเลิก", "ยังไม่ดำเนินการ"} < {str(project["สถานะ"]) for project in from_citizens}
    assert {year(project) for project in from_citizens if project["สถานะ"] in COMPLETED} == {2560, 2561, 2562}


def test_total_row_is_the_sum_of_the_budgets() -> None:
    total = project_rows()[-1]
    assert total["ชื่อโครงการ/กิจกรรม"] == "รวม"
    assert total["งบประมาณ (บาท)"] == sum(baht(project["งบประมาณ (บาท)"]) for project in projects())
    kinds = {type(project["งบประมาณ (บาท)"]) for project in projects()}
    assert kinds == {int, str}


def test_form_is_the_typed_form_word_for_word() -> None:
    seed = ROOT.parent / "shared" / "seed" / "form-2561.txt"
    if not seed.is_file():
        pytest.skip("the form is not beside the project (../shared/seed)")
    typed = re.sub(r"<a [^>]*>(.*?)</a>", r"\1", seed.read_text(encoding="utf-8"))
    expected = [
        tuple(words(cell) for cell in line.split("\t")) for line in typed.splitlines() if line.strip()
    ]
    titles, table = [cells[0] for cells in expected[:3]], expected[3:]
    rows = list(sheet_of("samples/form-2561.xlsx").iter_rows(values_only=True))
    assert [words(row[0]) for row in rows[:3]] == titles
    assert [tuple(words(cell) for cell in row) for row in rows[3:]] == table
    assert len(table) == 1 + 6


def test_form_template_has_the_levels_and_criteria_and_nothing_else() -> None:
    filled = list(sheet_of("samples/form-2561.xlsx").iter_rows(min_row=5, values_only=True))
    blank = list(sheet_of("templates/form-template.xlsx").iter_rows(min_row=5, values_only=True))
    assert blank == [(level, criterion, None, None, None) for level, criterion, *_ in filled]


def test_survey_template_asks_the_same_and_no_personal_data() -> None:
    workbook = load_workbook(DATA / "templates/survey-template.xlsx")
    questions, notes = workbook.worksheets
    header = [cell.value for cell in questions[1]]
    assert header == [text for text in survey_columns() if not text.startswith("อีเมล")]
    assert questions.max_row == 1
    (choices,) = questions.data_validations.dataValidation
    assert choices.formula1 == '"' + ",".join([*POINTS, "ไม่เคยใช้บริการ"]) + '"'
    for column, text in enumerate(header, start=1):
        assert (questions.cell(2, column).coordinate in choices.sqref) == str(text).endswith("]"), text
    assert notes.title == "คำอธิบาย - How to fill"
    assert all(thai and english for thai, english in notes.iter_rows(values_only=True))


def test_projects_template_offers_statuses_and_origins() -> None:
    sheet = sheet_of("templates/projects-template.xlsx")
    rows = list(sheet.iter_rows(values_only=True))
    first = rows.index(PROJECT_HEADER) + 1
    assert all(cell is None for row in rows[first:] for cell in row)
    offered = {
        str(rule.sqref): rule.formula1.strip('"').split(",") for rule in sheet.data_validations.dataValidation
    }
    statuses, origins = offered[f"F{first + 1}:F{first + 500}"], offered[f"G{first + 1}:G{first + 500}"]
    assert set(statuses) <= {str(project["สถานะ"]) for project in projects()}
    assert set(origins) == {str(project["ที่มาของโครงการ"]) for project in projects()}


@pytest.mark.parametrize("name", FILES)
def test_no_text_can_become_a_formula(name: str) -> None:
    for sheet in load_workbook(DATA / name):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.coordinate
                if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@", "\t", "\r")):
                    assert cell.value.startswith("-") and cell.quotePrefix, cell.coordinate


@pytest.mark.parametrize("name", FILES)
def test_sheets_are_ready_to_read_and_print(name: str) -> None:
    for sheet in load_workbook(DATA / name):
        assert sheet.freeze_panes is not None
        header = sheet[int(re.sub(r"\D", "", sheet.freeze_panes)) - 1]
        assert {cell.fill.start_color.rgb for cell in header} == {"0001665E"}
        assert all(cell.font.bold and cell.font.color.rgb == "00FFFFFF" for cell in header)
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9  # A4
        for row in sheet.iter_rows():
            if any(cell.value is not None for cell in row):
                assert sheet.row_dimensions[row[0].row].height >= 24
