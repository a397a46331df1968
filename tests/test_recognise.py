"""Sheets → layouts and surveys, on small tables with the expected tally beside them."""

from __future__ import annotations

import random
from pathlib import Path

import pyarrow as pa
import pytest

from analytics.codebook import Scale
from analytics.measures import measures
from data.gather import Loaded, load
from data.recognise import recognise_sheet
from data.roles import with_day_first, with_role
from data.surveys.extract import extract_survey
from data.workbook import Sheet, Workbook, read_path
from tests.list_lookalikes import SHAPES as LISTS
from tests.lookalikes_tables import TABLES

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


def survey_rows(*columns: list[object]) -> list[list[object]]:
    return [list(row) for row in zip(*columns, strict=True)]


WORDS = ["มากที่สุด", "มาก", "ปานกลาง", "น้อย", "น้อยที่สุด"]


def test_a_role_set_by_hand_is_used_and_can_be_taken_back() -> None:
    one = sheet(survey_rows(["เพศ", *["ชาย", "หญิง"] * 10], ["ความพึงพอใจ", *WORDS * 4], ["ข้อ ข", *WORDS * 4]))
    workbook = Workbook("test.xlsx", "0" * 64, "xlsx", (one,))
    (layout,) = load(workbook).layouts
    without = with_role(layout, one, 1, "other")
    assert [i.column for s in load(workbook, (without,)).inputs.surveys for i in s.tally.codebook.items] == [
        3
    ]
    again = with_role(without, one, 1, "item")
    assert {c.index: c.codes for c in again.columns} == {c.index: c.codes for c in layout.columns}
    assert [c.role for c in layout.columns] == ["demographic", "item", "item"]


def test_a_scale_set_by_hand_turns_the_answers() -> None:
    one = sheet(survey_rows(["เพศ", *["ชาย", "หญิง"] * 10], ["ความพึงพอใจ (1-5)", *[1, 1, 2, 3, 5] * 4]))
    (layout,) = load(Workbook("test.xlsx", "0" * 64, "xlsx", (one,))).layouts
    seven = with_role(layout, one, 1, "item", Scale("1-7", (1, 2, 3, 4, 5, 6, 7), (), "numbers"))
    survey, problems = extract_survey("test.xlsx", one, seven)
    assert measures(survey.tally, "q2").counts == {1: 8, 2: 4, 3: 4, 4: 0, 5: 4, 6: 0, 7: 0}
    assert problems == ()


def test_words_of_no_scale_stay_what_they_were_and_say_why() -> None:
    one = sheet(survey_rows(["เพศ", *["ชาย", "หญิง"] * 10], ["ความพึงพอใจ", *WORDS * 4]))
    (layout,) = load(Workbook("test.xlsx", "0" * 64, "xlsx", (one,))).layouts
    refused = with_role(layout, one, 0, "item")
    assert refused.columns == layout.columns
    assert [p.severity for p in refused.problems] == ["question"]
    assert with_role(refused, one, 0, "item") == refused


def test_rows_flagged_as_not_to_be_included_are_left_out_and_asked() -> None:
    rows = survey_rows(["Include", *["Yes", "Yes", "No", "Yes"] * 5], ["ความพึงพอใจ", *WORDS * 4])
    one = sheet(rows)
    loaded = read(one)
    (layout,) = loaded.layouts
    assert [e.row for e in layout.excluded] == [4, 8, 12, 16, 20]
    assert loaded.inputs.surveys[0].tally.respondents == 20 - 5
    (asked,) = [p for p in loaded.problems if p.severity == "question"]
    assert dict(asked.problem.values)["n"] == 5
    kept = with_role(layout, one, 0, "other")
    assert kept.excluded == () and kept.problems == ()


def test_dates_that_can_be_read_two_ways_are_asked_not_guessed() -> None:
    rows = survey_rows(
        ["ประทับเวลา", *["5/8/2026, 10:00:00", "6/8/2026, 11:00:00"] * 5], ["ความพึงพอใจ", *WORDS * 2]
    )
    loaded = read(sheet(rows))
    responses = loaded.inputs.surveys[0].responses
    assert responses is not None and responses.times is not None and responses.times.isna().all()
    assert [p.column for p in loaded.problems if p.severity == "question"] == [1]


def test_an_answer_about_the_day_is_used_where_the_dates_do_not_tell() -> None:
    unsure = ["5/8/2026, 10:00:00", "6/8/2026, 11:00:00"] * 5
    sure = ["25/8/2026, 10:00:00", "6/8/2026, 11:00:00"] * 5
    for dates, day_first, expected in [
        (unsure, True, "2026-08-06 11:00:00"),
        (unsure, False, "2026-06-08 11:00:00"),
        (sure, False, "2026-08-06 11:00:00"),
    ]:
        one = sheet(survey_rows(["ประทับเวลา", *dates], ["ความพึงพอใจ", *WORDS * 2]))
        workbook = Workbook("test.xlsx", "0" * 64, "xlsx", (one,))
        (layout,) = load(workbook).layouts
        answered = load(workbook, (with_day_first(layout, day_first),))
        responses = answered.inputs.surveys[0].responses
        assert responses is not None and responses.times is not None
        assert str(responses.times.iloc[1]) == expected
        assert answered.problems == ()


def test_thai_years_and_month_first_dates() -> None:
    rows = survey_rows(
        ["Timestamp", *["8/25/2568 9:05:00", "8/26/2025 9:05:00"] * 5], ["Satisfaction", *WORDS * 2]
    )
    responses = read(sheet(rows)).inputs.surveys[0].responses
    assert responses is not None and responses.times is not None
    assert [str(t) for t in responses.times[:2]] == ["2025-08-25 09:05:00", "2025-08-26 09:05:00"]


def test_comments_are_masked_and_counted_without_being_quoted() -> None:
    said = ["คุณสมชายบริการดีมาก", "โทร 081-234-5678 หาผมได้เลย", *[f"ความเห็นที่ยาวพอสมควร {i}" for i in range(8)]]
    loaded = read(sheet(survey_rows(["ความพึงพอใจ", *WORDS * 2], ["ข้อเสนอแนะ", *said])))
    responses = loaded.inputs.surveys[0].responses
    assert responses is not None and responses.comments is not None
    assert list(responses.comments["ข้อเสนอแนะ"][:2]) == ["คุณ•••บริการดีมาก", "โทร ••• หาผมได้เลย"]
    (note,) = [p for p in loaded.problems if p.severity == "note"]
    assert dict(note.problem.values) == {"n": 2} and note.value is None


def test_many_strange_answers_are_listed_up_to_a_limit_and_summed_up() -> None:
    rows = survey_rows(["เพศ", *["ชาย", "หญิง"] * 150], ["ความพึงพอใจ", *WORDS * 54, *["สีเขียว"] * 30])
    loaded = read(sheet(rows))
    errors = [p for p in loaded.problems if p.severity == "error"]
    assert len(errors) == 20 + 1
    assert dict(errors[-1].problem.values) == {"n": 30 - 20}
    assert loaded.inputs.surveys[0].item("q2").unrecognised == 30


def test_a_tally_is_checked_against_its_totals_and_means() -> None:
    rows: list[list[object]] = [
        ["รายการ", 5, 4, 3, 2, 1, "รวม", "ค่าเฉลี่ย"],
        ["สุภาพ", 10, 5, 3, 1, 1, 20, "4.10"],
        ["สะอาด", 8, 8, 2, 1, 1, 21, "4.05"],
        ["รวดเร็ว", 20, 0, 0, 0, 0, 20, "4.00"],
        ["รวม", 38, 13, 6, 2, 2, 60, None],
    ]
    loaded = read(sheet(rows))
    (survey,) = loaded.inputs.surveys
    assert counts(loaded, "สุภาพ") == {5: 10, 4: 5, 3: 3, 2: 1, 1: 1}
    assert survey.tally.respondents == 10 + 5 + 3 + 1 + 1
    # The total 21 is not 8 + 8 + 2 + 1 + 1; the mean of twenty fives is 5; column 4 sums to 3 + 2 + 0, not 6.
    assert [(p.row, p.column, p.value) for p in loaded.problems] == [
        (3, 7, "21"),
        (4, 8, "4.00"),
        (5, 4, "6"),
    ]


def test_percent_without_a_base_is_a_problem_not_a_guess() -> None:
    header: list[list[object]] = [["รายการ", *WORDS], [None, *["ร้อยละ"] * 5]]
    loaded = read(sheet([*header, ["สุภาพ", 50, 25, 15, 5, 5], ["สะอาด", 40, 40, 10, 5, 5]]))
    assert [p.row for p in loaded.problems if p.severity == "error"] == [3, 4]
    assert loaded.inputs.surveys[0].tally.codebook.items == ()


def test_the_input_is_not_changed() -> None:
    one = sheet(survey_rows(["เพศ", *["ชาย", "หญิง"] * 10], ["ความพึงพอใจ", *WORDS * 4]))
    before = one.cells.to_pylist()
    read(one)
    assert one.cells.to_pylist() == before


def test_the_fingerprint_is_of_the_headers_alone() -> None:
    first = read(sheet(survey_rows(["เพศ", *["ชาย", "หญิง"] * 10], ["ความพึงพอใจ", *WORDS * 4]))).layouts[0]
    other = read(sheet(survey_rows(["เพศ", *["หญิง"] * 5], ["ความพึงพอใจ", *WORDS]))).layouts[0]
    third = read(sheet(survey_rows(["อายุ", *["20-30", "31-40"] * 10], ["ความพึงพอใจ", *WORDS * 4]))).layouts[0]
    assert first.fingerprint == other.fingerprint != third.fingerprint


def test_a_problem_of_respondents_across_names_the_cell_of_the_sheet() -> None:
    answers = {f"ความพึงพอใจต่อบริการเรื่องที่ {i}": [*WORDS, *WORDS] for i in "กขค"}
    rows: list[list[object]] = [["รายการ", *range(1, 11)], ["ช่วงอายุ", *["20-40 ปี", "41-60 ปี"] * 5]]
    rows += [[text, *cells] for text, cells in answers.items()]
    rows[3][7] = "สีเขียว"
    loaded = read(sheet(rows))
    assert loaded.layouts[0].transposed
    (problem,) = [p for p in loaded.problems if p.severity == "error"]
    assert (problem.row, problem.column, problem.value) == (3 + 1, 7 + 1, "สีเขียว")


def test_two_ticks_for_one_item_are_a_problem_and_no_tick_is_a_blank() -> None:
    made = TABLES["ticked_below_words"](random.Random(1)).sheets[0]
    rows = [list(row.values()) for row in made.cells.to_pylist()]
    rows[3][2:7] = ["/", "/", None, None, None]
    rows[4][2:7] = [None] * 5
    survey, problems = extract_survey("ticked.xlsx", found := sheet(rows), recognise_sheet(found))
    (spoilt,) = [p for p in problems if p.problem.text.startswith("Two points of")]
    assert (spoilt.row, spoilt.column) == (4, 3)
    clean, dirty = survey.tally.codebook.items
    figures = measures(survey.tally, clean.key)
    assert (figures.unrecognised, clean.column, dirty.column) == (1, 3, 8)
    blank_before = sum(not any(row[2:7]) for row in rows[5:])
    assert figures.blank == blank_before + 1
    assert figures.base == 30 - 1 - figures.blank


def test_several_ticks_are_several_answers_and_no_scale() -> None:
    made = TABLES["ticked_below_words"](random.Random(2)).sheets[0]
    rows = [list(row.values()) for row in made.cells.to_pylist()]
    for row in rows[3:13]:
        row[2:7] = ["/", "/", None, "/", None]
    layout = recognise_sheet(sheet(rows))
    assert [c.is_point for c in layout.columns[2:]] == [False] * 5 + [True] * 5
