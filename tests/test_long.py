"""Sheets with one row an answer: put together by respondent, nothing counted twice, nothing personal kept."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from analytics.measures import measures
from analytics.words import Problem, Words
from cli import app
from data.assign import as_kind, leave_out, with_column
from data.clean import without_personal
from data.gather import Loaded, layouts_of, load
from data.grid import Grid
from data.recognise import recognise_sheet
from data.store import LAYOUTS
from data.surveys.long import find_long
from data.surveys.spread import rows_here
from data.unlinked import unlinked
from data.workbook import Workbook, read
from tests.lookalikes import Rows, sheet
from tests.lookalikes_long import NOT_LONG

HEAD: Rows = [["รหัสผู้ตอบ", "เพศ", "คำถาม", "คำตอบ"]]
A, B = "ความรวดเร็ว", "ความสุภาพ"
BODY: Rows = [
    ["1", "ชาย", A, "มากที่สุด"],  # row 2
    ["1", "ชาย", B, "มาก"],
    ["2", "หญิง", A, "มาก"],  # row 4
    ["2", "หญิง", B, "ปานกลาง"],
    ["3", "หญิง", A, "น้อย"],  # row 6
    ["3", "หญิง", B, "น้อยที่สุด"],
]  # fmt: skip


def workbook(rows: Rows) -> Workbook:
    return Workbook("ตอบรายข้อ.xlsx", "0" * 64, "xlsx", (sheet(rows),))


def loaded(*more: list[object]) -> Loaded:
    return load(workbook([*HEAD, *BODY, *more]))


def counts(found: Loaded, text: str) -> list[int]:
    """How often 1 to 5 was given to an item, and last the answers that are not counted."""
    (survey,) = found.inputs.surveys
    (item,) = (i for i in survey.tally.codebook.items if i.text == text)
    m = measures(survey.tally, item.key)
    return [*m.counts.values(), m.unrecognised]


def said(found: Loaded, words: str) -> Problem:
    (problem,) = (p for p in found.problems if words in Words().say(p.problem))
    return problem


@pytest.mark.parametrize("name", NOT_LONG)
@pytest.mark.parametrize("seed", [1, 2])
def test_what_only_looks_like_it_is_not_taken_for_it(name: str, seed: int) -> None:
    rows = NOT_LONG[name](random.Random(seed))
    assert find_long(Grid(sheet(rows).cells)) is None
    found = recognise_sheet(sheet(rows))
    assert found.long is None or found.kind == "tally"


def test_a_project_list_stays_one() -> None:
    assert recognise_sheet(sheet(NOT_LONG["a_project_list"](random.Random(1)))).kind == "projects"


def test_respondents_groups_and_their_rows() -> None:
    (survey,) = loaded().inputs.surveys
    assert survey.responses is not None and survey.tally.respondents == 3
    assert list(survey.responses.frame.index) == [2, 4, 6], "the row of each one's first answer"
    assert [d.text for d in survey.tally.codebook.demographics] == ["เพศ"]
    assert list(survey.responses.frame["d2"]) == ["ชาย", "หญิง", "หญิง"]
    assert counts(loaded(), A) == [0, 1, 0, 1, 1, 0] and counts(loaded(), B) == [1, 0, 1, 1, 0, 0]


def test_the_same_answer_twice_counts_once() -> None:
    found = loaded(["1", "ชาย", A, "มากที่สุด"])
    assert counts(found, A) == counts(loaded(), A)
    problem = said(found, "repeats an answer")
    assert (problem.row, problem.column, problem.severity) == (8, 4, "note")


def test_different_answers_of_one_respondent_are_told_and_not_counted() -> None:
    found = loaded(["1", "ชาย", A, "น้อย"])
    assert counts(found, A) == [0, 1, 0, 1, 0, 1], "มากที่สุด of row 2 is not counted either"
    problem = said(found, "in rows 2, 8")
    assert (problem.sheet, problem.row, problem.column) == ("Sheet1", 8, 4)
    assert (problem.value, problem.severity) == ("มากที่สุด; น้อย", "error")
    assert len([p for p in found.problems if p.severity == "error"]) == 1


def test_an_answer_on_no_scale_is_told_at_its_place() -> None:
    rows = [["4", "ชาย", A, "มาก"], ["4", "ชาย", B, "ไม่ตรงมาตรา"]]
    many = [[str(k), "หญิง", q, "มาก"] for k in range(5, 15) for q in (A, B)]
    found = loaded(*rows, *many)
    problem = said(found, "not on the scale")
    assert (problem.row, problem.column, problem.value) == (9, 4, "ไม่ตรงมาตรา")


def test_an_answer_of_nobody_is_told() -> None:
    found = loaded([None, "ชาย", A, "มาก"], ["4", "ชาย", None, "มาก"])
    assert [(p.row, p.column, p.value) for p in found.problems if p.severity == "error"] == [
        (8, 1, "มาก"),
        (9, 3, "มาก"),
    ]
    assert counts(found, A) == counts(loaded(), A)


def test_a_group_that_differs_within_a_respondent_is_left_empty() -> None:
    many = [[str(k), "ชาย", q, "มาก"] for k in range(4, 15) for q in (A, B)]
    found = loaded(*many, ["15", "ชาย", A, "มาก"], ["15", "หญิง", B, "มาก"])
    problem = said(found, "says more than one thing of 1 respondent")
    assert (problem.row, problem.column) == (7 + 2 * 11 + 2, 2)
    (survey,) = found.inputs.surveys
    assert survey.responses is not None and survey.responses.frame["d2"].isna().sum() == 1


def test_several_answers_to_a_question_are_its_options() -> None:
    options = ["เว็บไซต์", "เฟซบุ๊ก", "ป้ายประกาศ", "เพื่อนแนะนำ"]
    rng, rows, chosen = random.Random(1), [], []
    for k in range(1, 31):
        chosen.append(rng.sample(options, rng.randint(1, 3)))
        rows += [[str(k), q, rng.choice(["มากที่สุด", "มาก", "น้อย"])] for q in (A, B)]
        rows += [[str(k), "ช่องทางที่รู้จัก", option] for option in chosen[-1]]
    found = load(workbook([["รหัสผู้ตอบ", "คำถาม", "คำตอบ"], *rows]))
    (survey,) = found.inputs.surveys
    (asked,) = survey.options
    assert dict(asked.counts) == {o: sum(o in one for one in chosen) for o in options}
    n = sum(len(one) > 1 for one in chosen)
    assert said(found, f"{n} respondents gave several answers").severity == "note"
    assert survey.tally.respondents == 30


@given(
    st.lists(st.lists(st.sampled_from(["1", "2", "3", "4", "5", None]), min_size=3, max_size=3), min_size=4),
    st.randoms(use_true_random=False),
)
def test_a_long_sheet_in_any_order_counts_like_the_wide_one(answers: list, rng: random.Random) -> None:
    """Whatever the order of the rows: the same counts as of the same answers in a row a respondent."""
    texts = ["ความพึงพอใจ ก", "ความพึงพอใจ ข", "ความพึงพอใจ ค"]
    filled = [[*map(str, range(1, 4))], [*map(str, range(3, 6))], *answers]
    rows = [
        [f"R{n}", text, cell] for n, one in enumerate(filled) for text, cell in zip(texts, one, strict=True)
    ]
    rng.shuffle(rows)
    (layout,) = layouts_of(workbook([["รหัสผู้ตอบ", "คำถาม", "คะแนน"], *rows]))
    assert layout.long is not None
    found = load(workbook([["รหัสผู้ตอบ", "คำถาม", "คะแนน"], *rows]))
    for text, column in zip(texts, zip(*filled, strict=True), strict=True):
        assert counts(found, text)[:5] == [column.count(str(k)) for k in range(1, 6)]


# --- Kept and passed on -----------------------------------------------------------------------------


def test_nothing_personal_is_kept_and_the_rest_is_read_again_alike() -> None:
    rows: Rows = [["อีเมล", "ชื่อ-สกุล", "หมายเหตุ", "คำถาม", "คำตอบ"]]
    for k in range(1, 8):
        who = [f"p{k}@example.com", f"นายสมมุติ {k}", f"โน้ต {k} โทร 0812345678"]
        rows += [[*who, A, "มาก"], [*who, B, "น้อย"], [*who, "ชื่อเล่น", f"เล่น{k}"]]
        rows += [[*who, "ข้อเสนอแนะ", f"โทรกลับที่ 081234567{k} ด้วยนะครับ"]]
    book = workbook(rows)
    layouts = layouts_of(book)
    clean = without_personal(book, layouts)
    cells = [text for column in clean.sheets[0].cells.columns for text in column.to_pylist() if text]
    assert not [text for text in cells if any(word in text for word in ("@", "สมมุติ", "081234", "เล่น1"))]
    again, before = load(clean, layouts), load(book, layouts)
    assert counts(again, A) == counts(before, A) == [0, 0, 0, 7, 0, 0]
    assert again.inputs.surveys[0].tally.respondents == 7
    assert LAYOUTS.validate_json(LAYOUTS.dump_json(layouts)) == layouts


def test_passed_on_without_the_groups() -> None:
    book = workbook([*HEAD, *BODY])
    (layout,) = layouts_of(book)
    cells = unlinked(book.sheets[0].cells, layout)
    texts = [text for column in cells.columns for text in column.to_pylist() if text]
    assert "ชาย" not in texts and texts.count("มาก") == 2


# --- Corrected --------------------------------------------------------------------------------------


def test_an_officer_corrects_it() -> None:
    one = sheet([*HEAD, *BODY])
    layout = recognise_sheet(one)
    (at,) = (c.index for c in layout.columns if c.text == B)
    assert [c.text for c in with_column(layout, one, at, "other").columns if c.role == "item"] == [A]
    assert rows_here(layout, one, [5]) == {3}, "row 5 is of the second respondent, who stands in row 3 here"
    out = leave_out(layout, rows_here(layout, one, [5]))
    found = load(workbook([*HEAD, *BODY]), (out,))
    assert counts(found, A) == [0, 1, 0, 0, 1, 0]
    wide = as_kind(one, "responses", long=False)
    assert wide is not None and wide.long is None and wide.last_row == 7


def test_the_terminal_names_the_columns_of_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "ตอบรายข้อ.csv"
    lines = [",".join(map(str, row)) for row in [*HEAD, *BODY, ["1", "ชาย", A, "น้อย"]]]
    path.write_text("\n".join(lines), encoding="cp874")
    result = CliRunner().invoke(app, ["tally", str(path), "--json", "--language", "th"])
    assert result.exit_code == 0
    (told,) = json.loads(result.stdout)
    (survey,) = told["surveys"]
    assert (survey["kind"], survey["respondents"]) == ("responses", 3)
    assert [(i["item"], i["column"], i["n"]) for i in survey["items"]] == [(A, 4, 2), (B, 4, 3)]
    (error,) = (p for p in told["problems"] if p["value"])
    assert (error["row"], error["column"], error["value"]) == (8, 4, "มากที่สุด; น้อย")
    assert load(read(path.read_bytes(), path.name)).layouts[0].long is not None
