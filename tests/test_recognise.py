"""Sheets → layouts and surveys, on small tables with the expected tally beside them."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest

from analytics.measures import measures
from data.extract import Loaded, load
from data.workbook import Sheet, Workbook, read_path
from tests.list_lookalikes import SHAPES as LISTS

SAMPLES = Path(__file__).parents[1] / "data" / "samples"


def sheet(rows: list[list[object]], name: str = "Sheet1", merged: tuple = ()) -> Sheet:
    width = max(len(row) for row in rows)
    columns = [
        pa.array([None if c >= len(row) or row[c] is None else str(row[c]) for row in rows], pa.string())
        for c in range(width)
    ]
    return Sheet(name, pa.table(columns, names=[str(c) for c in range(width)]), merged)


def read(*sheets: Sheet) -> Loaded:
    return load(Workbook("test.xlsx", "0" * 64, "xlsx", sheets))


def counts(loaded: Loaded, header: str) -> dict[int, int]:
    """The counts of the one item with this header or text."""
    found = [
        measures(survey.tally, item.key).counts
        for survey in loaded.inputs.surveys
        for item in survey.tally.codebook.items
        if header in (item.header, item.text)
    ]
    assert len(found) == 1, [
        (i.header, i.scale.name) for s in loaded.inputs.surveys for i in s.tally.codebook.items
    ]
    return found[0]


def roles(loaded: Loaded) -> dict[str, str]:
    return {column.header: column.role for column in loaded.layouts[0].columns}


def test_the_sample_survey() -> None:
    loaded = load(read_path(SAMPLES / "survey-2561.xlsx"))
    (survey,) = loaded.inputs.surveys
    assert len(survey.tally.codebook.items) == 15
    assert len(survey.tally.codebook.aspects) == 4
    assert survey.tally.respondents == 169 + 90 + 45 + 8 + 6 == 318
    assert counts(loaded, "ข้อมูลที่ได้รับตรงกับความต้องการ") == {5: 169, 4: 90, 3: 45, 2: 8, 1: 6}
    assert [c.header for c in loaded.layouts[0].columns if c.role == "personal"] == [
        "อีเมล (ถ้าต้องการรับข่าวสาร)"
    ]
    assert survey.responses is not None and survey.responses.times is not None
    assert survey.responses.times.notna().all()
    assert [p for p in loaded.problems if p.severity != "note"] == []


def test_a_small_google_forms_export() -> None:
    loaded = read(sheet([
        ["ประทับเวลา", "เพศ", "ความสะดวก [สถานที่]", "ความสะดวก [ป้าย]", "ข้อเสนอแนะ"],
        ["22/8/2026, 16:53:50", "ชาย", "มากที่สุด", "มาก", "ขอบคุณที่ให้บริการดีเสมอมา"],
        ["22/8/2026, 17:01:10", "หญิง", "มาก", None, None],
        ["23/8/2026, 9:00:00", "หญิง", "มากที่สุด", "ไม่มีความเห็น", "อยากให้เปิดวันเสาร์ด้วย"],
    ]))  # fmt: skip
    assert counts(loaded, "สถานที่") == {1: 0, 2: 0, 3: 0, 4: 1, 5: 2}
    assert counts(loaded, "ป้าย") == {1: 0, 2: 0, 3: 0, 4: 1, 5: 0}
    (survey,) = loaded.inputs.surveys
    assert (survey.item("q4").blank, survey.item("q4").not_applicable) == (1, 1)
    assert roles(loaded)["เพศ"] == "demographic"
    assert survey.responses is not None and survey.responses.times is not None
    assert str(survey.responses.times.iloc[0]) == "2026-08-22 16:53:50"


def test_an_answer_off_the_scale_is_a_problem_with_its_place() -> None:
    rows: list[list[object]] = [["เพศ", "ความพึงพอใจ"]]
    rows += [["ชาย", "มาก"], ["หญิง", "มากที่สุด"], ["ชาย", "ปานกลาง"]] * 5 + [["ชาย", "สีเขียว"]]
    loaded = read(sheet(rows))
    (problem,) = [p for p in loaded.problems if p.severity == "error"]
    assert (problem.sheet, problem.row, problem.column, problem.value) == ("Sheet1", 17, 2, "สีเขียว")
    assert loaded.inputs.surveys[0].item("q2").unrecognised == 1


@pytest.mark.parametrize("rows", [[], [["หัวข้อ"]], [["ชื่อ", "ราคา"], ["ดินสอ", "5"], ["ยางลบ", "7"]]])
def test_a_sheet_without_a_survey_is_other_and_says_so(rows: list[list[object]]) -> None:
    loaded = read(sheet(rows) if rows else Sheet("Sheet1", pa.table({})))
    assert loaded.layouts[0].kind == "other"
    assert [p.severity for p in loaded.problems] == ["note"]
    assert loaded.inputs.surveys == ()


@pytest.mark.parametrize("name", LISTS)
def test_a_project_list_never_becomes_a_survey(name: str) -> None:
    for seed in (1, 2):
        loaded = read(LISTS[name](random.Random(seed)).sheet)
        assert [layout.kind for layout in loaded.layouts] == ["projects"]
        assert loaded.inputs.surveys == ()


def test_samples_are_what_they_are() -> None:
    names = ["survey-2561.xlsx", "projects-2561.xlsx", "form-2561.xlsx"]
    kinds = [load(read_path(SAMPLES / name)).layouts[0].kind for name in names]
    assert kinds == ["responses", "projects", "form"]
