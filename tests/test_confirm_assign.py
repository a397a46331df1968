"""What an officer says about a sheet goes before what was recognised in it."""

import random
from dataclasses import replace

import pytest

from analytics.codebook import Scale
from data import assign
from data.gather import load
from data.layout import Layout
from data.lists.projects import recognise_list
from data.recognise import recognise_sheet
from data.workbook import Sheet, Workbook
from tests.lookalikes import MUCH, SHAPES, Rows, sheet

MOOD = ("ถูกใจ", "เฉย", "งั้น ๆ", "ขัดใจ", "ไม่ได้ไป")
FIVE = Scale("1-5", (1, 2, 3, 4, 5), (), "numbers")


def survey(above: int = 0, below: Rows | None = None) -> Sheet:
    """20 respondents: sex, two items in words, a phone; `above` rows of prose first, `below` rows last."""
    rows: Rows = [[f"หนังสือนำส่งแบบสำรวจ บรรทัดที่ {i}"] for i in range(above)]
    rows.append(["เพศ", "สะดวก", "รวดเร็ว", "เบอร์โทร"])
    for i in range(20):
        rows.append([["ชาย", "หญิง"][i % 2], MUCH[i % 5], MUCH[(i + 1) % 3], f"08100000{i:02}"])
    return sheet(rows + (below or []))


def counted(layout: Layout, one: Sheet) -> tuple[int, dict[str, dict[int, int]]]:
    loaded = load(Workbook("w.xlsx", "0" * 64, "xlsx", (one,)), (layout,))
    (found,) = loaded.inputs.surveys
    items = found.tally.codebook.items
    return found.tally.respondents, {item.text: found.item(item.key).counts for item in items}


def column(layout: Layout, header: str) -> int:
    return next(c.index for c in layout.columns if c.header == header)


def test_a_header_that_is_stated_is_read_in_the_rows_of_the_sheet() -> None:
    one = survey(above=70)
    layout = assign.as_kind(one, "responses", 71)
    assert layout is not None
    assert (layout.header_rows, layout.first_row, layout.last_row) == ((71,), 72, 71 + 20)
    assert counted(layout, one) == counted(recognise_sheet(survey()), survey())


def test_a_header_where_none_is_gives_columns_without_items() -> None:
    one = sheet([["ก", "ข"], *([i, f"ข้อความ {i}"] for i in range(10))])
    layout = assign.as_kind(one, "responses", 1)
    assert layout is not None
    assert layout.kind == "responses"
    assert [c.header for c in layout.columns] == ["ก", "ข"]
    assert not [c for c in layout.columns if c.role == "item"]
    assert assign.as_kind(sheet([["ก", "ข"]]), "responses", 1) is None


def test_columns_of_an_unknown_scale_become_items_by_hand() -> None:
    one = sheet([["ชื่อย่อ", "ความเห็น"], *([f"ก{i}", 1 + i % 2] for i in range(10))])
    layout = assign.as_kind(one, "responses", 1)
    assert layout is not None
    layout = assign.with_scale(layout, one, 1, FIVE)
    assert counted(layout, one) == (10, {"ความเห็น": {1: 5, 2: 5, 3: 0, 4: 0, 5: 0}})


def test_a_scale_of_ones_own_gives_each_answer_the_point_that_was_said() -> None:
    rows = [["เพศ", "ป้าย", "ที่จอดรถ"], *([["ชาย", "หญิง"][i % 2], MOOD[i % 5], MOOD[i % 2]] for i in range(20))]
    one = sheet(rows)
    layout = assign.as_kind(one, "responses", 1)
    assert layout is not None
    # "เฉย" and "งั้น ๆ" share the middle; "ไม่ได้ไป" gets no point.
    points = {"ถูกใจ": 3, "เฉย": 2, "งั้น ๆ": 2, "ขัดใจ": 1}
    layout = assign.with_own_scale(layout, one, [1, 2], points)
    assert counted(layout, one) == (20, {"ป้าย": {1: 4, 2: 8, 3: 4}, "ที่จอดรถ": {1: 0, 2: 10, 3: 10}})
    (found,) = load(Workbook("w.xlsx", "0" * 64, "xlsx", (one,)), (layout,)).inputs.surveys
    sign = found.item(found.tally.codebook.items[0].key)
    assert (sign.base, sign.unrecognised) == (16, 4)
    assert sign.scale.labels == ("ขัดใจ", "เฉย", "ถูกใจ")


def test_a_point_that_no_answer_has_is_on_a_scale_of_ones_own() -> None:
    one = sheet([["ก", "ป้าย"], *([f"ข้อความ {i}", MOOD[0 if i % 2 else 3]] for i in range(10))])
    layout = assign.as_kind(one, "responses", 1)
    assert layout is not None
    layout = assign.with_own_scale(layout, one, [1], {"ถูกใจ": 4, "ขัดใจ": 1})
    assert counted(layout, one) == (10, {"ป้าย": {1: 5, 2: 0, 3: 0, 4: 5}})
    for wrong in ({"ถูกใจ": 1, "ขัดใจ": 1}, {"ถูกใจ": 11, "ขัดใจ": 1}, {}):
        with pytest.raises(ValueError, match="two or more different points"):
            assign.with_own_scale(layout, one, [1], wrong)


@pytest.mark.parametrize("kind", ["tally", "projects", "form"])
def test_a_sheet_that_is_no_such_thing_is_refused(kind: str) -> None:
    assert assign.as_kind(survey(), kind) is None  # type: ignore[arg-type]


def test_a_sheet_that_is_not_used_counts_nothing() -> None:
    layout = assign.as_kind(survey(), "other")
    assert layout == Layout("Sheet1", "other")
    assert layout is not None
    assert load(Workbook("w.xlsx", "0" * 64, "xlsx", (survey(),)), (layout,)).inputs.surveys == ()


def test_respondents_beside_each_other_by_hand() -> None:
    made = SHAPES["respondents_across_in_words"](random.Random(1))
    layout = assign.as_kind(made.sheets[0], "responses", across=True)
    assert layout is not None
    assert layout.transposed
    assert counted(layout, made.sheets[0]) == (made.respondents, made.items)


def test_fewer_rows_count_fewer_respondents() -> None:
    one = survey()
    layout = assign.with_rows(recognise_sheet(one), one, 2, 6)
    assert counted(layout, one)[0] == 6 - 2 + 1


def test_more_rows_bring_in_answers_but_no_blanks_and_totals() -> None:
    one = survey(below=[[], ["ชาย", "เฉย ๆ", "มาก"], ["รวม", 3, 4], ["หญิง", "น้อย", "น้อย"]])
    layout = replace(recognise_sheet(one), last_row=21)
    layout = replace(layout, excluded=tuple(e for e in layout.excluded if e.row <= 21))
    before, items = counted(layout, one)
    assert before == 20
    wider = assign.with_rows(layout, one, 2, 99)
    assert wider.last_row == 25
    assert {e.row for e in wider.excluded} == {22, 24}
    after, changed = counted(wider, one)
    assert after == 20 + 2
    assert changed["รวดเร็ว"] == {**items["รวดเร็ว"], 2: 0 + 1, 4: items["รวดเร็ว"][4] + 1}


def test_rows_are_left_out_and_let_in_again() -> None:
    one = survey()
    layout = recognise_sheet(one)
    out = assign.leave_out(layout, [3, 4, 1, 999])
    assert [(e.row, e.reason) for e in out.excluded] == [(3, assign.LEFT_OUT), (4, assign.LEFT_OUT)]
    assert counted(out, one)[0] == 20 - 2
    assert counted(assign.let_in(out, one, [4, 999]), one)[0] == 20 - 1
    assert counted(assign.let_in(out, one, [3, 4]), one) == counted(layout, one)


def test_a_role_can_be_changed_in_every_kind_of_sheet() -> None:
    one = survey()
    layout = assign.with_column(recognise_sheet(one), one, 1, "comment")
    assert list(counted(layout, one)[1]) == ["รวดเร็ว"]
    paper = SHAPES["paper_tally"](random.Random(1)).sheets[0]
    table = recognise_sheet(paper)
    text = next(c for c in table.columns if c.role == "text")
    assert assign.with_column(table, paper, text.index, "count") == table, "a count needs a point"


def test_what_a_list_lacks_it_lacks_no_more_once_a_column_has_the_role() -> None:
    rows: Rows = [["ชื่อโครงการ", "งบประมาณ", "ผล", "ที่"]]
    rows += [[f"โครงการที่ {i}", 1000 * i, ["แล้วเสร็จ", "ยกเลิก"][i % 2], "ข้อเสนอจากประชาชน"] for i in range(6)]
    one = sheet(rows)
    layout = recognise_list(one)
    assert layout is not None
    lacking = {p.problem.text.split(",")[0] for p in layout.problems}
    assert lacking == {
        "No column says how far the projects are",
        "No column says where the projects came from",
    }
    with_status = assign.with_column(layout, one, 2, "status")
    assert [p.problem.text.split(",")[0] for p in with_status.problems] == [
        "No column says where the projects came from"
    ]
    both = assign.with_column(with_status, one, 3, "origin")
    assert both.problems == ()
    projects = load(Workbook("w.xlsx", "0" * 64, "xlsx", (one,)), (both,)).inputs.projects
    assert [p.status for p in projects[:2]] == ["completed", "cancelled"]
    assert {p.from_citizens for p in projects} == {True}


def test_a_personal_column_comes_back_only_with_a_reason() -> None:
    one = survey()
    layout = recognise_sheet(one)
    phone = column(layout, "เบอร์โทร")
    assert layout.columns[phone].role == "personal"
    with pytest.raises(ValueError, match="reason"):
        assign.with_reason(layout, one, phone, "identifier", "  ")
    back = assign.with_reason(layout, one, phone, "identifier", "ใช้แจ้งผลกลับ")
    assert back.columns[phone].role == "identifier"
    assert dict(back.columns[phone].why.values) == {"reason": "ใช้แจ้งผลกลับ"}


def test_an_item_turned_over_has_its_counts_mirrored() -> None:
    one = survey()
    layout = recognise_sheet(one)
    _, before = counted(layout, one)
    turned = assign.with_turned(layout, 1)
    _, after = counted(turned, one)
    assert after["สะดวก"] == {6 - point: n for point, n in before["สะดวก"].items()}
    assert after["รวดเร็ว"] == before["รวดเร็ว"]
    assert [assign.is_turned(c) for c in turned.columns] == [False, True, False, False]
    assert assign.with_turned(turned, 1).columns[1].codes == layout.columns[1].codes


def test_a_question_shows_its_readings_and_is_settled_by_choosing_one() -> None:
    made = SHAPES["either_of_two_families"](random.Random(1))
    one = made.sheets[0]
    layout = recognise_sheet(one)
    index = column(layout, "การบริการ")
    assert assign.asked(layout, index)
    ways = assign.readings_of(layout, one, index)
    points = [dict(way.codes)["พอใช้"] for way in ways]
    assert points[0] == 2
    assert 3 in points
    chosen = assign.with_reading(layout, one, ways[points.index(3)])
    assert not assign.asked(chosen, index)
    _, before = counted(layout, one)
    _, after = counted(chosen, one)
    assert after["การบริการ"][3] == before["การบริการ"][2]
    kept = assign.with_reading(layout, one, ways[0])
    assert not assign.asked(kept, index)
    assert counted(kept, one) == counted(layout, one)


def test_a_choice_holds_for_all_items_that_were_read_together() -> None:
    rows: Rows = [["เพศ", "บริการ", "สถานที่"]]
    rows += [[["ชาย", "หญิง"][i % 2], ["ดีมาก", "ดี", "พอใช้"][i % 3], ["พอใช้", "ดี"][i % 2]] for i in range(18)]
    one = sheet(rows)
    layout = recognise_sheet(one)
    ways = assign.readings_of(layout, one, 1)
    other = next(way for way in ways if dict(way.codes)["พอใช้"] == 3)
    chosen = assign.with_reading(layout, one, other)
    _, items = counted(chosen, one)
    assert items["บริการ"][3] == 18 // 3
    assert items["สถานที่"][3] == 18 // 2


def test_a_plain_item_has_one_reading() -> None:
    one = survey()
    layout = recognise_sheet(one)
    assert assign.readings_of(layout, one, 1) == (layout.columns[1],)


def test_answers_are_counted_without_blanks_and_rows_left_out() -> None:
    one = sheet([["เพศ", "สะดวก"], ["ชาย", "มาก"], ["หญิง", "-"], ["ชาย", " มาก "], ["ชาย", "น้อย"]])
    layout = assign.leave_out(Layout("Sheet1", "responses", first_row=2, last_row=5), [5])
    assert assign.answers(layout, one, 1) == {"มาก": 2}
