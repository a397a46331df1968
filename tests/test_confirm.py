"""The workbooks page, step by step: what is shown, what can be corrected, what is kept."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import msoffcrypto.format.ooxml
import openpyxl
import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import assign
from data.codebooks import to_toml
from data.gather import layouts_of
from data.store import SavedWorkbook
from data.workbook import read
from tests.lookalikes import MUCH
from tests.walking import ROOT, click, go, shown, visitor, written
from ui import cache
from ui.confirm import Draft
from ui.confirm.columns import NO_SCALE, scales_of, with_edit
from ui.confirm.sheet import rows_said

NAME = "แบบสำรวจ ๒๕๖๙.xlsx"
CONFIRM = "ยืนยันและดูแผนภูมิ"
UNDO = "กลับไปใช้ตามที่ระบบอ่านได้"


def book(rows: Sequence[Sequence[object]], name: str = "คำตอบ") -> bytes:
    made = openpyxl.Workbook()
    made.active.title = name
    for row in rows:
        made.active.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def survey(n: int = 20, *, family: Sequence[str] = MUCH, more: Sequence[Sequence[object]] = ()) -> bytes:
    """n respondents: time, phone, sex and two items of the same words."""
    rows: list[Sequence[object]] = [["ประทับเวลา", "เบอร์โทรศัพท์", "เพศ", "ความสะดวก", "ความรวดเร็ว"]]
    for i in range(n):
        words = (family[i % len(family)], family[(i + 1) % min(3, len(family))])
        rows.append(
            [
                f"2026-08-{1 + i % 28:02} 09:{i % 60:02}:00",
                f"08100000{i:02}",
                "ชายหญิง"[3 * (i % 2) :][:3],
                *words,
            ]
        )
    return book([*rows, *more])


ASKING = ("ดีมาก", "ดี", "พอใช้")


def drop(app: AppTest, *files: tuple[str, bytes]) -> Draft:
    """Drop workbooks on the page; the draft of the first."""
    app.run()
    go(app, "workbooks")
    app.file_uploader(key="drop").set_value([(name, content, "") for name, content in files]).run()
    assert not app.exception
    return draft(app)


def draft(app: AppTest) -> Draft:
    found: dict[str, Draft] = app.session_state["drafts"]
    return next(iter(found.values()))


def step(app: AppTest, name: str) -> None:
    app.button_group(key="step").set_value(name).run()
    assert not app.exception


def kept(app: AppTest) -> list[SavedWorkbook]:
    saved = cache.store().assessments()
    return [one for assessment in saved for one in cache.store().workbooks(assessment.id)]


def respondents(app: AppTest) -> int:
    (found,) = draft(app).loaded.inputs.surveys
    return found.tally.respondents


def confirmed(app: AppTest) -> None:
    click(app, CONFIRM)
    assert not app.exception


# --- Dropping ---------------------------------------------------------------------------------------


def test_several_files_are_read_each_with_what_was_found(app: AppTest) -> None:
    samples = ROOT / "data" / "samples"
    names = ("survey-2561.xlsx", "projects-2561.xlsx", "form-2561.xlsx")
    drop(app, *((name, (samples / name).read_bytes()) for name in names))
    for name in names:
        assert name in shown(app)
    assert "318" in shown(app)
    confirmed(app)
    assert sorted(one.workbook.name for one in kept(app)) == sorted(names)


def test_a_workbook_that_is_dropped_already_is_not_read_again(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(app, (NAME, survey()))

    def read_again(*_: object) -> None:
        raise AssertionError("the workbook was read again")

    monkeypatch.setattr(cache, "recognised", read_again)
    step(app, "problems")
    step(app, "confirm")


def test_a_folder_is_offered(app: AppTest) -> None:
    app.run()
    go(app, "workbooks")
    app.button_group(key="drop-what").set_value("folder").run()
    (uploader,) = app.file_uploader
    assert uploader.accept_directory
    assert ".xlsx" in uploader.allowed_type
    uploader.set_value([("แฟ้ม/ก.xlsx", survey(), ""), ("แฟ้ม/ข.xlsx", survey(25), "")]).run()
    assert not app.exception
    assert {"แฟ้ม/ก.xlsx", "แฟ้ม/ข.xlsx"} <= {one.workbook.name for one in app.session_state["drafts"].values()}


def locked(content: bytes, password: str) -> bytes:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()


def test_a_password_is_asked_for_used_and_forgotten(app: AppTest) -> None:
    drop(app, (NAME, locked(survey(), "s3cret-word")))
    assert CONFIRM not in {button.label for button in app.button}
    written(app)[0].input("wrong")
    click(app, "เปิด")
    assert len(app.error) == 1
    written(app)[0].input("s3cret-word")
    click(app, "เปิด")
    assert not app.error
    assert respondents(app) == 20
    app.run()
    assert "s3cret-word" not in repr(app.session_state)
    confirmed(app)
    assert len(kept(app)) == 1


def test_nothing_of_a_dropped_workbook_is_held_once_it_is_confirmed(app: AppTest) -> None:
    drop(app, (NAME, survey()))
    confirmed(app)
    assert app.session_state["drafts"] == {}


# --- Step 1 -----------------------------------------------------------------------------------------


def test_rows_left_out_change_the_figures_at_once_and_can_be_undone(app: AppTest) -> None:
    one = drop(app, (NAME, survey()))
    step(app, "sheet")
    app.text_input(key=f"rows-{one.id}-0").input("๓, 5-6")
    click(app, "ไม่นับแถวเหล่านี้")
    assert respondents(app) == 20 - 3
    assert "20 → 17" in shown(app)
    app.text_input(key=f"rows-{one.id}-0").input("5")
    click(app, "นับแถวเหล่านี้")
    assert respondents(app) == 20 - 2
    click(app, UNDO)
    assert respondents(app) == 20
    assert UNDO not in {button.label for button in app.button}


def test_rows_that_are_no_rows_are_refused_with_a_remedy(app: AppTest) -> None:
    one = drop(app, (NAME, survey()))
    step(app, "sheet")
    app.text_input(key=f"rows-{one.id}-0").input("ทั้งหมด")
    click(app, "ไม่นับแถวเหล่านี้")
    assert [warning.value for warning in app.warning] == ["ระบุเลขแถวตามแผ่นงาน ตั้งแต่ 2 ถึง 21 เช่น 12, 15-18"]
    assert respondents(app) == 20


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("12", {12}),
        ("12, 15-18", {12, 15, 16, 17, 18}),
        ("๑๒ 14", {12, 14}),
        ("15 – 17;12", {12, 15, 16, 17}),
        ("1-5", {2, 3, 4, 5}),
        ("19-99", {19, 20}),
        ("18-15", set()),
        ("", set()),
        ("12, x", set()),
        ("0-999999999999", set()),
    ],
)
def test_rows_are_said_as_people_say_them(text: str, rows: set[int]) -> None:
    assert rows_said(text, 2, 20) == rows


def test_a_sheet_can_be_not_used_and_used_again(app: AppTest) -> None:
    one = drop(app, (NAME, survey()))
    step(app, "sheet")
    app.button_group(key=f"kind-{one.id}-0").set_value("other").run()
    assert CONFIRM not in {button.label for button in app.button}
    app.button_group(key=f"kind-{one.id}-0").set_value("responses").run()
    assert not app.exception
    assert respondents(app) == 20


def test_a_kind_that_does_not_fit_is_refused(app: AppTest) -> None:
    one = drop(app, (NAME, survey()))
    step(app, "sheet")
    app.button_group(key=f"kind-{one.id}-0").set_value("form").run()
    assert "อ่านเป็น “แบบรายงาน” จากแถวนี้ไม่ได้" in app.warning[0].value
    assert draft(app).layouts[0].kind == "responses"
    assert app.button_group(key=f"kind-{one.id}-0").value == "responses"


def test_a_header_that_was_not_found_is_stated(app: AppTest) -> None:
    prose = [[f"หนังสือนำส่ง บรรทัดที่ {i}"] for i in range(80)]
    rows = [["เพศ", "ความสะดวก"], *(["ชาย", MUCH[i % 5]] for i in range(20))]
    one = drop(app, (NAME, book([*prose, *rows])))
    step(app, "sheet")
    app.number_input(key=f"header-{one.id}-0").set_value(81).run()
    assert not app.exception
    layout = draft(app).layouts[0]
    assert (layout.header_rows, layout.first_row, layout.last_row) == ((81,), 82, 101)
    assert respondents(app) == 20
    app.number_input(key=f"last-{one.id}-0").set_value(91).run()
    assert respondents(app) == 10


def test_a_sheet_in_which_nothing_was_found_says_so_and_can_be_given_items(app: AppTest) -> None:
    one = drop(
        app, ("อื่น.xlsx", book([["ก", "ข"], *([f"ข้อความ {i}", f"ระดับ{'กขค'[i % 3]}"] for i in range(12))]))
    )
    assert draft(app).layouts[0].kind == "other"
    assert CONFIRM not in {button.label for button in app.button}
    assert app.info
    app.button_group(key=f"kind-{one.id}-0").set_value("responses").run()
    assert "ยังไม่มีคอลัมน์ใดเป็นข้อคำถาม" in shown(app)
    assert CONFIRM not in {button.label for button in app.button}
    step(app, "columns")
    step(app, "confirm")


def test_the_sheet_is_shown_without_anything_personal(app: AppTest) -> None:
    more = [["2026-09-01 10:00:00", "0899999999", "ชาย", "รวม", None]]
    one = drop(app, (NAME, survey(more=more)))
    step(app, "sheet")
    app.text_input(key=f"rows-{one.id}-0").input("2")
    click(app, "ไม่นับแถวเหล่านี้")
    (table,) = app.dataframe
    assert list(table.value["ส่วนของตาราง"][:3]) == ["หัวคอลัมน์", "ไม่นับ: ผู้ใช้ตัดออก", "ข้อมูล"]
    assert list(table.value["B"][:3]) == ["เบอร์โทรศัพท์", "•••", "•••"]
    assert "081" not in table.value.to_csv()
    assert "089" not in table.value.to_csv()


def test_respondents_that_stand_twice_are_said_and_left_out(app: AppTest) -> None:
    twice = ["2026-08-01 09:00:00", "0811111111", "ชาย", MUCH[0], MUCH[1]]
    drop(app, (NAME, survey(more=[twice])))
    assert respondents(app) == 21
    step(app, "problems")
    (table,) = app.dataframe
    assert "มี 1 แถวที่เวลาและคำตอบทุกข้อตรงกับแถวก่อนหน้า: 22" in set(table.value["สิ่งที่พบ"])
    step(app, "sheet")
    click(app, "ตัดผู้ตอบที่ซ้ำออก")
    assert respondents(app) == 20


# --- Step 2 -----------------------------------------------------------------------------------------


def test_a_question_shows_both_readings_and_is_answered(app: AppTest) -> None:
    drop(app, (NAME, survey(18, family=ASKING)))
    assert app.button_group(key="step").value == "columns", "what is asked comes first"
    assert "รอท่านตอบ" in shown(app)
    readings = [frame.value for frame in app.dataframe if "ระดับ" in frame.value.columns]
    assert len(readings) >= 2
    # 18 respondents take turns with three words: 18 / 3 of each, wherever พอใช้ stands.
    for reading in readings:
        assert sorted(n for n in reading.iloc[:, 2] if n) == [18 // 3] * 3
    before = dict(draft(app).layouts[0].columns[3].codes)
    next(button for button in app.button if button.label == "เลือกมาตรวัดนี้").click().run()
    assert not app.exception
    after = dict(draft(app).layouts[0].columns[3].codes)
    assert before["พอใช้"] != after["พอใช้"]
    assert after == dict(draft(app).layouts[0].columns[4].codes)
    assert "รอท่านตอบ" not in shown(app)
    assert "คะแนนรวมทุกข้อ" in shown(app)
    confirmed(app)
    assert dict(kept(app)[0].layouts[0].columns[3].codes) == after


def test_days_that_could_be_months_are_asked_about(app: AppTest) -> None:
    rows = [["ประทับเวลา", "ความสะดวก"], *([f"{1 + i % 12}/3/2026, 10:00:00", MUCH[i % 5]] for i in range(12))]
    drop(app, (NAME, book(rows)))
    step(app, "columns")
    assert "“1/3/2026, 10:00:00” ใน “ประทับเวลา” คือวันใด" in shown(app)
    click(app, "3 มกราคม 2569")
    (found,) = draft(app).loaded.inputs.surveys
    assert found.responses is not None
    assert found.responses.times is not None
    assert sorted({time.month for time in found.responses.times}) == list(range(1, 13))
    assert "คือวันใด" not in shown(app)


def test_dates_of_a_list_that_could_be_months_are_asked_about_once(app: AppTest) -> None:
    names = ("อบรมอาชีพ", "ปลูกป่า", "ตลาดนัด")
    days = ("01/02/2567", "03/04/2567", "05/06/2567")
    drop(
        app,
        (
            NAME,
            book(
                [["โครงการ", "วันที่เริ่ม", "งบประมาณ"], *([*pair, 100] for pair in zip(names, days, strict=True))]
            ),
        ),
    )
    step(app, "columns")
    assert shown(app).count("คือวันใด") == 1
    assert "“01/02/2567” ใน “วันที่เริ่ม” คือวันใด" in shown(app)
    assert [p.period for p in draft(app).loaded.inputs.projects] == [None] * 3
    click(app, "1 กุมภาพันธ์ 2567")
    found = [p.period for p in draft(app).loaded.inputs.projects]
    assert [p.start.isoformat() for p in found if p and p.start] == ["2024-02-01", "2024-04-03", "2024-06-05"]
    assert "คือวันใด" not in shown(app)


def test_the_table_changes_role_scale_and_direction(app: AppTest) -> None:
    one = drop(app, (NAME, survey()))
    layout = one.layouts[0]
    time, phone, sex, item, _ = layout.columns

    def edited(column: Any, name: str, value: object) -> Any:
        return with_edit(layout, one, 0, column, name, value)

    assert edited(item, "role", "comment").columns[3].role == "comment"
    assert edited(item, "scale", NO_SCALE).columns[3].role == "other"
    assert edited(sex, "scale", NO_SCALE) == layout
    assert assign.is_turned(edited(item, "turned", True).columns[3])
    assert edited(time, "role", "other").columns[0].role == "other"
    assert edited(phone, "role", "identifier") is None, "a personal column asks for a reason first"
    other = next(name for name in scales_of(layout) if name == "1-4")
    assert edited(sex, "scale", other).columns[2].scale.points == (1, 2, 3, 4)


def test_answers_in_unknown_words_become_an_item_on_a_scale_of_ones_own(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    mood = {"ถูกใจ": 3, "เฉย": 2, "ขัดใจ": 1}
    rows = [["ความสะดวก", "ป้าย"], *([MUCH[i % 5], list(mood)[i % 3]] for i in range(21))]
    drop(app, ("ป้าย.xlsx", book(rows)))
    step(app, "columns")
    assert [c.role for c in draft(app).layouts[0].columns] == ["item", "demographic"]
    app.toggle[0].set_value(True).run()
    app.multiselect[0].set_value([1]).run()
    assert not [b for b in app.button if b.label == "ใช้มาตรวัดนี้" and not b.disabled]
    table = st.data_editor

    def with_points(shown: pd.DataFrame, **options: Any) -> Any:
        """The table as the officer leaves it: AppTest can't type into one."""
        edited = table(shown, **options)
        return edited.assign(ระดับ=[mood[label] for label in edited["คำตอบ"]]) if "ระดับ" in edited else edited

    monkeypatch.setattr(st, "data_editor", with_points)
    app.run()
    click(app, "ใช้มาตรวัดนี้")
    assert not app.exception
    (found,) = draft(app).loaded.inputs.surveys
    assert [found.item(i.key).counts for i in found.tally.codebook.items][1] == {1: 7, 2: 7, 3: 7}


def test_a_personal_column_comes_back_only_with_a_reason(app: AppTest) -> None:
    one = drop(app, (NAME, survey()))
    step(app, "columns")
    assert "ตัดคอลัมน์ข้อมูลส่วนบุคคลออก 1 คอลัมน์" in shown(app)
    app.session_state[f"back-{one.id}-0"] = (1, "identifier")
    app.run()
    click(app, "นำกลับมาใช้")
    assert draft(app).layouts[0].columns[1].role == "personal"
    app.text_input(key=f"reason-{one.id}-0").input("ใช้แจ้งผลกลับ")
    click(app, "นำกลับมาใช้")
    column = draft(app).layouts[0].columns[1]
    assert (column.role, dict(column.why.values)) == ("identifier", {"reason": "ใช้แจ้งผลกลับ"})
    confirmed(app)
    (saved,) = kept(app)
    assert saved.workbook.sheets[0].cells.column(1)[1].as_py() == "0810000000"
    assert dict(saved.layouts[0].columns[1].why.values) == {"reason": "ใช้แจ้งผลกลับ"}


def test_a_personal_column_is_left_out_after_all(app: AppTest) -> None:
    one = drop(app, (NAME, survey()))
    step(app, "columns")
    app.session_state[f"back-{one.id}-0"] = (1, "identifier")
    app.run()
    click(app, "ตัดออกตามเดิม")
    assert draft(app).layouts == one.layouts
    confirmed(app)
    assert kept(app)[0].workbook.sheets[0].cells.column(1)[1].as_py() is None


def test_a_codebook_is_taken_or_refused_with_its_fault(app: AppTest) -> None:
    content = survey()
    (layout,) = layouts_of(read(content, NAME))
    mine = to_toml([assign.with_turned(layout, 3)])
    one = drop(app, (NAME, content))
    step(app, "columns")
    key = f"codebook-in-{one.id}"
    app.file_uploader(key=key).set_value(("เสีย.toml", b"format = ", "")).run()
    assert app.error[0].value.replace("\\", "").startswith("เสีย.toml: อ่านเป็นสมุดรหัสไม่ได้")
    app.file_uploader(key=key).set_value(("ดี.toml", mine.encode(), "")).run()
    assert not app.error
    assert [assign.is_turned(c) for c in draft(app).layouts[0].columns] == [False, False, False, True, False]


# --- Step 3 -----------------------------------------------------------------------------------------


def test_problems_are_listed_with_place_and_remedy_and_filtered(app: AppTest) -> None:
    wrong = ["2026-08-30 09:00:00", "0811111111", "ชาย", "เฉย ๆ มั้ง", MUCH[0]]
    one = drop(app, (NAME, survey(30, more=[wrong])))
    step(app, "problems")
    rows = app.dataframe[0].value
    found = rows[rows["ค่า"] == "เฉย ๆ มั้ง"].iloc[0]
    assert (found["แผ่นงาน"], found["แถว"], found["คอลัมน์"]) == ("คำตอบ", "32", "D")
    assert found["วิธีแก้"]
    app.button_group(key=f"severity-{one.id}").set_value(["error"]).run()
    assert set(app.dataframe[0].value["ประเภท"]) == {"ต้องแก้ไข"}
    assert not app.exception


def test_a_clean_workbook_has_nothing_to_check(app: AppTest) -> None:
    drop(app, (NAME, survey()))
    step(app, "problems")
    assert [success.value for success in app.success] == ["แฟ้มนี้ไม่มีรายการที่ต้องตรวจ"]


# --- Step 4 -----------------------------------------------------------------------------------------


def test_what_will_be_kept_is_said_before(app: AppTest) -> None:
    drop(app, (NAME, survey()))
    step(app, "confirm")
    row = app.dataframe[0].value.iloc[0]
    assert row["ผลที่ได้"] == "ผู้ตอบแบบสอบถาม 20 · ข้อคำถาม 2"
    assert row["คอลัมน์ข้อมูลส่วนบุคคลที่ตัดออก"] == "1"


def test_what_was_confirmed_is_remembered_noted_and_undone(app: AppTest) -> None:
    drop(app, (NAME, survey(18, family=ASKING)))
    next(button for button in app.button if button.label == "เลือกมาตรวัดนี้").click().run()
    chosen = dict(draft(app).layouts[0].columns[3].codes)
    confirmed(app)

    again = visitor()
    drop(again, ("เดือนหน้า.xlsx", survey(24, family=ASKING)))
    assert dict(draft(again).layouts[0].columns[3].codes) == chosen
    assert any("ตามที่ยืนยันไว้เมื่อ" in info.value for info in again.info)
    assert "รอท่านตอบ" not in shown(again)
    click(again, UNDO)
    assert dict(draft(again).layouts[0].columns[3].codes) != chosen
    assert not again.info
    assert "รอท่านตอบ" in shown(again)


def test_the_same_file_again_is_replaced_kept_or_a_wave(app: AppTest) -> None:
    content = survey()
    drop(app, (NAME, content))
    confirmed(app)
    for choice, waves in (("replace", [1]), ("keep", [1]), ("wave", [1, 2])):
        again = visitor()
        one = drop(again, (NAME, content))
        (first, *_) = cache.store().listed(1)
        clash = again.button_group(key=f"clash-{one.id}-{first.id}")
        assert clash.value == "replace"
        clash.set_value(choice).run()
        confirmed(again)
        assert [listed.wave for listed in cache.store().listed(1)] == waves
    assert [listed.name for listed in cache.store().listed(1)] == [NAME, "แบบสำรวจ ๒๕๖๙ (2).xlsx"]


def test_another_file_of_the_same_name_waits_for_a_choice(app: AppTest) -> None:
    drop(app, (NAME, survey()))
    confirmed(app)
    again = visitor()
    one = drop(again, (NAME, survey(25)))
    (button,) = [button for button in again.button if button.label == CONFIRM]
    assert button.disabled
    assert "ผู้ตอบ 20 รายมีอยู่ในแฟ้มเดิมแล้ว" in shown(again)
    (listed,) = cache.store().listed(1)
    again.button_group(key=f"clash-{one.id}-{listed.id}").set_value("replace").run()
    confirmed(again)
    (saved,) = kept(again)
    assert saved.workbook.sheets[0].cells.num_rows == 1 + 25


def test_a_survey_without_items_is_never_kept_as_one(app: AppTest) -> None:
    plain = book([["ก", "ข"], *([f"ข้อความ {i}", f"ระดับ{'กขค'[i % 3]}"] for i in range(12))])
    drop(app, ("อื่น.xlsx", plain), (NAME, survey()))
    one = draft(app)
    app.button_group(key=f"kind-{one.id}-0").set_value("responses").run()
    confirmed(app)
    assert [saved.workbook.name for saved in kept(app)] == [NAME]


# --- One row an answer ------------------------------------------------------------------------------


def answer_by_answer(n: int = 12) -> bytes:
    """n respondents with two answers each, in rows 2 and 3, 4 and 5, …"""
    rows: list[Sequence[object]] = [["อีเมล", "เพศ", "ข้อคำถาม", "คำตอบ"]]
    for i in range(n):
        who = (f"p{i}@example.com", "ชายหญิง"[3 * (i % 2) :][:3])
        rows += [[*who, "ความสะดวก", MUCH[i % 5]], [*who, "ความรวดเร็ว", MUCH[(i + 1) % 5]]]
    return book(rows)


def test_a_sheet_with_one_row_an_answer_is_put_together_and_kept(app: AppTest) -> None:
    drop(app, (NAME, answer_by_answer()))
    assert respondents(app) == 12
    assert "รวมให้เป็นผู้ตอบคนละแถว" in shown(app)
    id = draft(app).id
    rows = app.dataframe[0].value
    assert list(rows["แถว"])[:4] == ["1", "2", "4", "6"], "the row of each one's first answer"
    assert "p0@example.com" not in rows.to_string()
    app.text_input(key=f"rows-{id}-0").set_value("5, 24-25").run()
    click(app, "ไม่นับแถวเหล่านี้")
    assert respondents(app) == 10, "row 5 is of the second, rows 24 and 25 of the last"
    step(app, "columns")
    step(app, "problems")
    step(app, "confirm")
    confirmed(app)
    (one,) = kept(app)
    assert one.layouts[0].long is not None
    cells = [text for column in one.workbook.sheets[0].cells.columns for text in column.to_pylist() if text]
    assert not [text for text in cells if "@" in text]


def test_an_officer_says_that_a_row_is_a_respondent(app: AppTest) -> None:
    drop(app, (NAME, answer_by_answer()))
    toggle = f"long-{draft(app).id}-0"
    app.toggle(key=toggle).set_value(False).run()
    assert not app.exception
    assert draft(app).layouts[0].long is None and respondents(app) == 24
    app.toggle(key=toggle).set_value(True).run()
    assert not app.exception
    assert respondents(app) == 12
