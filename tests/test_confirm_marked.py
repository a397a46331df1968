"""The marked copy of a workbook, and respondents that stand in the data twice."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from analytics.words import Problem, Words, message
from data import marked
from data.gather import load
from data.layout import Column, Layout
from data.recognise import recognise_sheet
from data.surveys import duplicates
from data.workbook import Sheet, Workbook
from tests.lookalikes import MUCH, Rows, sheet

WORDS = Words()


def copied(workbook: Workbook, layouts: tuple[Layout, ...], problems: list[Problem]) -> Any:
    return openpyxl.load_workbook(BytesIO(marked.marked(workbook, layouts, problems, WORDS)))


def problem(sheet: str = "Sheet1", row: int | None = 2, column: int | None = 1, value: str = "x") -> Problem:
    return Problem(message("Not on the scale"), message("Correct it"), sheet, row, column, value)


def book_of(*sheets: Sheet) -> Workbook:
    return Workbook("w.xlsx", "0" * 64, "xlsx", sheets)


def test_the_cell_of_a_problem_is_filled_noted_and_listed() -> None:
    one = sheet([["สะดวก", "n"], ["เฉย ๆ", "๗"], ["มาก", "12.50"]])
    book = copied(book_of(one), (Layout("Sheet1", "responses"),), [problem(value="เฉย ๆ"), problem(row=3)])
    page = book["Sheet1"]
    assert [[cell.value for cell in row] for row in page] == [["สะดวก", "n"], ["เฉย ๆ", "๗"], ["มาก", 12.5]]
    assert page["A2"].comment.text == "Not on the scale\n→ Correct it"
    assert page["A2"].fill.fgColor.rgb.endswith("F8CBAD")
    assert page["B2"].comment is None
    listed = [[cell.value for cell in row] for row in book.worksheets[0]]
    assert listed[0][:5] == ["Kind", "Sheet", "Row", "Column", "Value"]
    assert listed[1] == ["To correct", "Sheet1", 2, "A", "เฉย ๆ", "Not on the scale", "Correct it"]
    assert len(listed) == 1 + 2
    assert book.worksheets[0]["C2"].hyperlink.location == "'Sheet1'!A2"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-cmd|x", "@SUM(A1)", "\t=1", "0812345678", "1e5", "12345678901234567890"]
)
def test_no_text_becomes_a_formula_or_another_number(text: str) -> None:
    one = sheet([[text]])
    book = copied(book_of(one), (Layout("Sheet1", "responses"),), [problem(row=1, value=text)])
    for cell in (book["Sheet1"]["A1"], book.worksheets[0]["E2"]):
        assert cell.data_type == "s"
        assert cell.value == text


def test_personal_columns_come_out_empty_in_the_copy_and_in_the_list() -> None:
    one = sheet([["เบอร์โทร", "ข้อเสนอแนะ"], ["0810000000", "ขอบคุณคุณสมชาย"]])
    columns = (
        Column(0, "เบอร์โทร", "personal", message("x")),
        Column(1, "ข้อเสนอแนะ", "comment", message("x")),
    )
    layout = Layout("Sheet1", "responses", header_rows=(1,), first_row=2, last_row=2, columns=columns)
    book = copied(book_of(one), (layout,), [problem(value="0810000000")])
    texts = [str(cell.value) for page in book for row in page for cell in row if cell.value is not None]
    assert "เบอร์โทร" in texts
    assert not [text for text in texts if "081" in text or "สมชาย" in text]


def test_a_personal_row_of_a_turned_sheet_comes_out_empty_too() -> None:
    one = sheet([["คนที่", "1"], ["เบอร์โทร", "0810000000"]])
    columns = (Column(1, "เบอร์โทร", "personal", message("x")),)
    layout = Layout("Sheet1", "responses", "", (1,), 2, 2, columns, transposed=True)
    book = copied(book_of(one), (layout,), [problem(row=2, column=2, value="0810000000")])
    texts = [str(cell.value) for page in book for row in page for cell in row if cell.value is not None]
    assert "เบอร์โทร" in texts
    assert not [text for text in texts if "081" in text]


def test_sheets_whose_names_no_workbook_can_hold_get_others() -> None:
    sheets = tuple(
        replace(sheet([["ก"]]), name=name) for name in ("แบบ/สำรวจ?", "ย" * 40, "ย" * 41, "To check")
    )
    book = copied(
        book_of(*sheets), tuple(Layout(one.name, "responses") for one in sheets), [problem("ย" * 41, 1)]
    )
    assert book.sheetnames[1] == "แบบ สำรวจ"
    assert book.sheetnames[4] == "To check (2)"
    assert len({name.casefold() for name in book.sheetnames}) == 5
    assert book[book.sheetnames[3]]["A1"].comment is not None


def test_a_large_workbook_is_copied_where_its_problems_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked, "MOST_CELLS", 10)
    one = sheet([["สะดวก"], *([f"คำตอบ {i}"] for i in range(2, 20))])
    layout = Layout("Sheet1", "responses", header_rows=(1,), first_row=2, last_row=19)
    book = copied(book_of(one), (layout,), [problem(row=7)])
    filled = {cell.row: cell.value for row in book["Sheet1"] for cell in row if cell.value}
    assert filled == {1: "สะดวก", 7: "คำตอบ 7"}
    assert "large" in book.worksheets[0].cell(4, 1).value


def survey(rows: Rows) -> tuple[Sheet, Layout]:
    """Rows of (time, word, word), after 20 plain ones."""
    plain: Rows = [[f"2026-08-{1 + i:02} 09:{i:02}:00", MUCH[i % 5], MUCH[i % 3]] for i in range(20)]
    one = sheet([["ประทับเวลา", "สะดวก", "รวดเร็ว"], *plain, *rows])
    return one, recognise_sheet(one)


def signed(one: Sheet, layout: Layout) -> Any:
    (found,) = load(book_of(one), (layout,)).inputs.surveys
    assert found.responses is not None
    return duplicates.signatures(one, layout, found.responses)


def test_the_same_time_and_answers_are_one_respondent_twice() -> None:
    again, other_time, other_answer = (
        ["2026-08-03 09:02:00", MUCH[2], MUCH[2]],
        ["2026-08-03 09:02:01", MUCH[2], MUCH[2]],
        ["2026-08-04 09:03:00", MUCH[3], MUCH[1]],
    )
    found = signed(*survey([again, other_time, other_answer]))
    assert duplicates.repeats(found) == (22,)
    note = duplicates.note("Sheet1", (22,))
    assert (note.row, note.severity, WORDS.say(note.problem)[:13]) == (22, "note", "1 row repeats")


def test_answers_without_a_time_are_nobodys_twin() -> None:
    assert duplicates.repeats(signed(*survey([[None, MUCH[0], MUCH[0]], [None, MUCH[0], MUCH[0]]]))) == ()
    one = sheet(
        [["เพศ", "สะดวก", "รวดเร็ว"], *([["ชาย", "หญิง"][i % 2], MUCH[i % 5], MUCH[0]] for i in range(20))]
    )
    assert len(signed(one, recognise_sheet(one))) == 0


def test_a_later_export_holds_the_respondents_of_an_earlier_one() -> None:
    early = signed(*survey([]))
    late = signed(*survey([["2026-09-01 10:00:00", MUCH[0], MUCH[1]]]))
    assert duplicates.shared(late, early) == 20
    assert duplicates.shared(early, early.iloc[:0]) == 0
