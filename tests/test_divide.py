"""A workbook that names many units in a column is divided among them: every row once, nothing of others."""

import io
import json
import random
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from analytics.units import Unit
from analytics.words import Words
from cli import app
from data.clean import without_personal
from data.gather import Loaded, layouts_of, load
from data.many.divide import Division, divided
from data.many.folder import Line, divide_loose, import_batches
from data.many.folder_names import Names, sort_out
from data.many.named_units import Naming, naming
from data.store import Store
from data.stored.outcomes import standings
from data.stored.units import add_unit, rename_unit, units
from data.workbook import Workbook, read

RUBRIC = "participation-2561"
PHRAE, MUANG, RONG, LONG = (
    Unit(1, "54", "จังหวัดแพร่", "province"),
    Unit(2, "5401", "อำเภอเมืองแพร่", "unit"),
    Unit(3, "5402", "อำเภอร้องกวาง", "unit"),
    Unit(4, "5403", "อำเภอลอง", "unit"),
)
TREE = (PHRAE, MUANG, RONG, LONG)
HEAD = "อีเมล,หน่วยงานที่ให้บริการ,ความพึงพอใจ [ก],ความพึงพอใจ [ข],ข้อเสนอแนะ"
# Row 2 and so on: the unit as somebody typed it, the two answers.
TYPED = (
    ("อำเภอเมืองแพร่", "5,4"),
    ("อำเภอเมืองเเพร่ ", "5,5"),  # two เ for แ, a blank at the end
    ("5402", "3,2"),
    ("๕๔๐๒ อำเภอร้องกวาง", "4,4"),
    ("อำเภอเมืองแพร่", "1,2"),
    ("อำเภอร้องกวาง", "2,2"),
    ("อำเภอเมืองแพร่", "4,4"),
    ("อำเภอร้องกวาง", "5,1"),
)


def survey(*rows: tuple[str, str], head: str = HEAD) -> str:
    lines = [f"p{n}@example.com,{unit},{answers},ของ {n}" for n, (unit, answers) in enumerate(rows)]
    return "\n".join([head, *lines])


PROJECTS = """ลำดับ,ชื่อโครงการ,หน่วยดำเนินการ,ที่มาของโครงการ,ปีงบประมาณ,งบประมาณ,สถานะ
1,ถนนในหมู่บ้าน,อำเภอเมืองแพร่,ข้อเสนอของประชาชน,2561,50000,แล้วเสร็จ
2,ลานกีฬา,อำเภอร้องกวาง,ข้อเสนอของประชาชน,2561,20000,ยกเลิก
3,ห้องสมุด,อำเภอเมืองแพร่,ข้อเสนอของประชาชน,2561,30000,อยู่ระหว่างดำเนินการ
"""


def division_of(content: str | bytes, name: str = "จังหวัด.csv", tree: tuple[Unit, ...] = TREE) -> Division:
    found = divided(*recognised(content, name), Names(tree))
    assert found is not None
    return found


def recognised(content: str | bytes, name: str = "จังหวัด.csv") -> tuple[Workbook, tuple]:  # type: ignore[type-arg]
    workbook = read(content.encode() if isinstance(content, str) else content, name)
    return workbook, layouts_of(workbook)


def sentences(division: Division) -> list[tuple[str, int | None, str | None]]:
    return [(Words().say(p.problem), p.row, p.value) for p in division.problems]


def part_of(division: Division, unit: Unit) -> Loaded:
    return load(*division.part(unit.id))


def texts_of(workbook: Workbook) -> set[str]:
    cells = [text for sheet in workbook.sheets for c in sheet.cells.to_pydict().values() for text in c]
    return {text for text in cells if text}


# --- What goes where --------------------------------------------------------------------------------


def test_every_row_goes_to_the_unit_it_names_and_keeps_its_number() -> None:
    division = division_of(survey(*TYPED))
    assert division.units == (MUANG, RONG) and division.problems == ()
    (muang,), (rong,) = (part_of(division, unit).inputs.surveys for unit in (MUANG, RONG))
    assert muang.responses is not None and rong.responses is not None
    assert list(muang.responses.frame.index) == [2, 3, 6, 8]
    assert list(rong.responses.frame.index) == [4, 5, 7, 9]
    assert list(muang.item("q3").counts.values()) == [1, 0, 0, 1, 2]
    assert rong.item("q4").mean == (2 + 4 + 2 + 1) / 4
    assert not muang.tally.codebook.demographics, "all are of one unit"


def test_a_part_holds_nothing_of_others_and_nobodys_personal_data() -> None:
    division = division_of(survey(*TYPED))
    workbook, layouts = division.part(MUANG.id)
    assert "ของ 0" in texts_of(workbook) and "ของ 2" not in texts_of(workbook)
    assert not [text for text in texts_of(workbook) if "@" in text]
    assert workbook.sha256 == division.workbook.sha256
    assert layouts[0].only == ((2, 3), (6, 6), (8, 8)) and layouts[0].last_row == 8
    (note,) = (p for p in load(workbook, layouts).problems if "kept" in p.problem.text)
    told = "Of this sheet only the rows of “อำเภอเมืองแพร่” are kept, 4 of 8, by its column “หน่วยงานที่ให้บริการ”"
    assert Words().say(note.problem) == told


def test_answers_and_problems_of_others_stay_out_of_how_a_part_is_read() -> None:
    rows = [*TYPED, ("อำเภอร้องกวาง", "ความลับ,4"), ("อำเภอเมืองแพร่", "5,ไม่ทราบว่า")]
    division = division_of(survey(*rows))
    _, (layout,) = division.part(MUANG.id)
    kept = [label for column in layout.columns for label, _ in column.codes]
    assert "ความลับ" not in kept and "ไม่ทราบว่า" in kept
    told = [(p.row, p.value) for p in part_of(division, RONG).problems if p.severity == "error"]
    assert told == [(10, "ความลับ")]


def test_a_project_list_is_divided_with_its_year_and_rows() -> None:
    division = division_of(PROJECTS)
    muang, rong = (part_of(division, unit).inputs.projects for unit in (MUANG, RONG))
    told = [(p.name, p.source.row, p.status, p.budget, p.fiscal_year) for p in muang]
    assert told == [
        ("ถนนในหมู่บ้าน", 2, "completed", 50000, 2561),
        ("ห้องสมุด", 4, "in_progress", 30000, 2561),
    ]
    assert [(p.name, p.source.row, p.status) for p in rong] == [("ลานกีฬา", 3, "cancelled")]


def workbook_of_many() -> bytes:
    """A survey, a list with a merged unit, headings, ditto marks and progress, and a sheet of no unit."""
    book = openpyxl.Workbook()
    answers = book.active
    assert answers is not None
    answers.title = "คำตอบ"
    for line in survey(*TYPED).splitlines():
        answers.append(line.split(","))
    plan = book.create_sheet("โครงการ")
    rows = [
        ["แผนงานโครงการ"],
        ["ที่", "โครงการ", "หน่วยงาน", "ความก้าวหน้า (%)", "ที่มา", "งบประมาณ"],
        ["ปีงบประมาณ 2560"],
        [1, "สะพาน", "อำเภอเมืองแพร่", 100, "ข้อเสนอของประชาชน", 100],
        [2, "ศาลา", None, 100, '"', 200],
        [3, "ลาน", "อำเภอร้องกวาง", 1, '"', 300],
        ["ปีงบประมาณ 2561"],
        [4, "คลอง", "อำเภอร้องกวาง", 1, "นโยบาย", 400],
        ["รวม", None, None, None, None, 1000],
    ]
    for row in rows:
        plan.append(row)
    plan.merge_cells("C4:C5")
    other = book.create_sheet("ของใคร")
    for line in ("ความพึงพอใจ [ก],ความพึงพอใจ [ข]", *["5,4"] * 6):
        other.append(line.split(","))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_survey_and_list_in_one_workbook_and_a_sheet_that_is_nobodys() -> None:
    division = division_of(workbook_of_many(), "จังหวัด.xlsx")
    assert [(p.sheet, Words().say(p.problem)) for p in division.problems] == [
        ("ของใคร", "No column of this sheet names units, so whose it is can't be told; it was left out")
    ]
    muang, rong = part_of(division, MUANG).inputs, part_of(division, RONG).inputs
    assert [s.tally.respondents for s in muang.surveys] == [s.tally.respondents for s in rong.surveys] == [4]
    # A merged cell, a ditto mark, a heading's year: as in the whole sheet.
    assert [(p.name, p.source.row, p.origin, p.fiscal_year) for p in muang.projects] == [
        ("สะพาน", 4, "ข้อเสนอของประชาชน", 2560),
        ("ศาลา", 5, "ข้อเสนอของประชาชน", 2560),
    ]
    # 1 is one percent, not the whole: other rows of the sheet say 100.
    assert [(p.name, p.origin, p.fiscal_year, p.status) for p in rong.projects] == [
        ("ลาน", "ข้อเสนอของประชาชน", 2560, "in_progress"),
        ("คลอง", "นโยบาย", 2561, "in_progress"),
    ]
    assert not [p for p in part_of(division, RONG).problems if p.severity == "error"], "no total is checked"
    assert "สะพาน" not in texts_of(division.part(RONG.id)[0])


@given(st.integers(0, 10_000))
def test_parts_together_are_the_whole(seed: int) -> None:
    made_up = random.Random(seed)
    named = made_up.choices([MUANG.name, RONG.code, LONG.name, "ที่อื่น", ""], k=made_up.randint(8, 40))
    rows = [(name, f"{made_up.randint(1, 5)},{made_up.randint(1, 5)}") for name in [MUANG.name, *named]]
    workbook, layouts = recognised(survey(*rows))
    (whole,) = load(without_personal(workbook, layouts), layouts).inputs.surveys
    division = divided(workbook, layouts, Names(TREE))
    assert division is not None and whole.responses is not None
    parts = [part_of(division, unit).inputs.surveys[0].responses for unit in division.units]
    of = {2 + n: name for n, (name, _) in enumerate(rows)}
    gone = {row for row, name in of.items() if name in ("ที่อื่น", "")}
    seen = sorted(row for part in parts if part is not None for row in part.frame.index)
    assert seen == sorted(set(whole.responses.frame.index) - gone)
    for part in parts:
        assert part is not None
        for key in ("q3", "q4"):
            assert np.array_equal(part.frame[key], whole.responses.frame[key].loc[part.frame.index])
    told = sum(int(dict(p.problem.values)["n"]) for p in division.problems)  # type: ignore[arg-type]
    assert told == len(gone)


# --- Which column, and which unit -------------------------------------------------------------------


def test_what_is_no_unit_is_counted_and_told_and_never_guessed() -> None:
    rows = [*TYPED, ("อำเภอลอ", "5,5"), ("อำเภอลอ", "5,4"), ("กรุงเทพ", "4,4"), ("", "4,5"), ("-", "3,3")]
    division = division_of(survey(*rows))
    assert division.units == (MUANG, RONG)
    assert sentences(division) == [
        ("No unit is called “อำเภอลอ”; its 2 rows were left out", 10, "อำเภอลอ"),
        ("No unit is called “กรุงเทพ”; its 1 row was left out", 12, "กรุงเทพ"),
        ("2 rows name no unit and were left out", 13, None),
    ]
    remedies = [Words().say(p.remedy) for p in division.problems]
    assert "If “อำเภอลอง” is meant" in remedies[0]
    assert "is meant" not in remedies[1]
    assert remedies[2] == "Write the unit into rows 13-14, and import it again"


def test_a_name_that_two_units_share_asks_for_the_code() -> None:
    twin = Unit(9, "9999", "อำเภอร้องกวาง", "unit")
    division = division_of(survey(*TYPED), tree=(*TREE, twin))
    assert sentences(division) == [
        ("Several units are called “อำเภอร้องกวาง”; its 2 rows were left out", 7, "อำเภอร้องกวาง")
    ]
    assert "code" in Words().say(division.problems[0].remedy)
    assert division.runs(RONG.id) == (((4, 5),),)


@pytest.mark.parametrize(
    ("called", "near"),
    [
        ("แพร่", PHRAE),
        ("อำเภอ ลอง", LONG),
        ("อำเภอร้องกว่าง", RONG),
        ("เชียงใหม่", None),
        ("ศูนย์ 2", None),  # another number is another unit
    ],
)
def test_what_is_near_is_only_said(called: str, near: Unit | None) -> None:
    names = Names((*TREE, Unit(7, "S1", "ศูนย์ 1", "unit")))
    assert names.unit(called) is None
    assert names.near(called) == near


def test_the_lower_kind_of_unit_counts() -> None:
    head = "จังหวัด,อำเภอ,ความพึงพอใจ [ก],ความพึงพอใจ [ข]"
    rows = [f"จังหวัดแพร่,{unit},{answers}" for unit, answers in TYPED]
    division = division_of("\n".join([head, *rows]))
    assert division.units == (MUANG, RONG)
    assert division.sheets[0] is not None and division.sheets[0].column.header == "อำเภอ"


def test_two_columns_that_differ_are_asked_about() -> None:
    head = "หน่วยงาน,หน่วยงานร่วม,ความพึงพอใจ [ก],ความพึงพอใจ [ข]"
    rows = [f"{unit},อำเภอลอง,{answers}" for unit, answers in TYPED]
    division = division_of("\n".join([head, *rows]))
    assert division.units == ()
    assert sentences(division)[0][0].startswith("“หน่วยงาน” and “หน่วยงานร่วม” both name units")
    # A code and a name that say the same do not differ.
    rows = [f"{'5401' if 'เมือง' in unit else '5402'},{unit},{answers}" for unit, answers in TYPED]
    same = division_of("\n".join(["รหัสหน่วยงาน,หน่วยงาน,ความพึงพอใจ [ก],ความพึงพอใจ [ข]", *rows]))
    assert same.units == (MUANG, RONG)


@pytest.mark.parametrize(
    "head",
    [
        "ภูมิลำเนา (จังหวัด)",
        "หน่วยงานของท่าน",
        "ลำดับ",  # a running number that is some unit's code
        "เพศ",
    ],
)
def test_what_tells_of_respondents_divides_nothing(head: str) -> None:
    values = {
        "ลำดับ": [str(n) for n in range(1, 9)],
        "เพศ": ["ชาย", "หญิง"] * 4,
        "ภูมิลำเนา (จังหวัด)": ["จังหวัดแพร่"] * 8,
        "หน่วยงานของท่าน": ["อำเภอลอง"] * 8,
    }[head]
    rows = [f"{value},{answers}" for value, (_, answers) in zip(values, TYPED, strict=True)]
    tree = (*TREE, *(Unit(10 + n, str(n), f"ที่ {n}", "unit") for n in range(1, 9)))
    found = divided(*recognised("\n".join([f"{head},ความพึงพอใจ [ก],ความพึงพอใจ [ข]", *rows])), Names(tree))
    assert found is None


def test_rows_left_out_stay_with_their_unit_and_make_none_a_part() -> None:
    head = "หน่วยงาน,นับรวม,ความพึงพอใจ [ก],ความพึงพอใจ [ข]"
    rows = [f"{unit},{'ไม่' if n == 4 else 'ใช่'},{answers}" for n, (unit, answers) in enumerate(TYPED)]
    division = division_of("\n".join([head, *rows, "อำเภอลอง,ไม่,5,5"]))
    assert division.units == (MUANG, RONG)
    _, (layout,) = division.part(MUANG.id)
    assert [e.row for e in layout.excluded] == [6] and layout.has(6)
    assert part_of(division, MUANG).inputs.surveys[0].tally.respondents == 4 - 1


def test_dates_are_read_as_the_whole_sheet_shows() -> None:
    rows = [
        f"{2 if unit == MUANG.name else 13}/2/2561,{unit},{answers}"
        for unit, answers in [(MUANG.name, "5,4")] * 4 + [(RONG.name, "4,4")] * 4
    ]
    division = division_of("\n".join(["ประทับเวลา,หน่วยงาน,ความพึงพอใจ [ก],ความพึงพอใจ [ข]", *rows]))
    (muang,) = part_of(division, MUANG).inputs.surveys
    assert muang.responses is not None and muang.responses.times is not None
    assert {str(time)[:10] for time in muang.responses.times} == {"2018-02-02"}
    assert division.layouts[0].day_first is True


# --- Into the store ---------------------------------------------------------------------------------


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store(database)
    for unit in (PHRAE, MUANG, RONG):
        add_unit(opened, unit.code, unit.name, unit.kind)
    yield opened
    opened.close()


def bring(
    store: Store, files: dict[str, str | bytes], year: int | None = None
) -> tuple[list[Line], tuple[tuple[str, str], ...]]:
    def content(path: PurePosixPath) -> bytes:
        given = files[str(path)]
        return given.encode() if isinstance(given, str) else given

    found, left = divide_loose(store, sort_out(map(PurePosixPath, files), units(store)), content, RUBRIC)
    lines = list(import_batches(store, found.batches, content, RUBRIC, year))
    return lines, tuple((path, Words().say(problem.problem)) for path, problem in left)


def kept(store: Store) -> dict[str, list[tuple[str, int]]]:
    """Unit → its workbooks with how many respondents or projects each has."""
    found: dict[str, list[tuple[str, int]]] = {}
    for saved in store.assessments():
        for one in store.workbooks(saved.id):
            inputs = load(one.workbook, one.layouts).inputs
            n = sum(s.tally.respondents for s in inputs.surveys) + len(inputs.projects)
            found.setdefault(saved.unit, []).append((one.workbook.name, n))
    return found


def test_units_get_their_rows_a_line_each_and_the_rest_waits_for_its_unit(store: Store) -> None:
    files: dict[str, str | bytes] = {
        "2561/แบบสำรวจ.csv": survey(*TYPED, ("อำเภอลอง", "5,5"), ("อำเภอลอง", "5,4")),
        "2561/โครงการ.csv": PROJECTS,
    }
    lines, left = bring(store, files)
    told = [(line.batch.unit, line.fiscal_year, line.state, line.outcome) for line in lines]
    assert [one[:3] for one in told] == [(MUANG.name, 2561, "stored"), (RONG.name, 2561, "stored")]
    assert [one[3].respondents for one in told if one[3] is not None] == [4, 4]
    assert left == (("2561/แบบสำรวจ.csv", "No unit is called “อำเภอลอง”; its 2 rows were left out"),)
    assert {s.saved.unit_id for s in standings(store)} == {
        u.id for u in units(store) if u.code in ("5401", "5402")
    }
    assert kept(store) == {
        MUANG.name: [("แบบสำรวจ.csv", 4), ("โครงการ.csv", 2)],
        RONG.name: [("แบบสำรวจ.csv", 4), ("โครงการ.csv", 1)],
    }
    before = store.assessments()
    again, _ = bring(store, files)
    assert [(line.state, line.new) for line in again] == [("known", ()), ("known", ())]
    assert store.assessments() == before

    add_unit(store, LONG.code, LONG.name, "unit")
    third, left = bring(store, files)
    assert [(line.batch.unit, line.state) for line in third] == [
        (MUANG.name, "known"),
        (RONG.name, "known"),
        (LONG.name, "stored"),
    ]
    assert left == () and kept(store)[LONG.name] == [("แบบสำรวจ.csv", 2)]


def test_rows_that_find_their_unit_later_join_the_others_and_a_new_version_takes_their_place(
    store: Store,
) -> None:
    first = survey(*TYPED[:2], *[("5402", "3,2"), ("ร้องกวาง", "4,4"), ("ร้องกวาง", "2,2")] * 2)
    _, left = bring(store, {"s.csv": first}, 2561)
    assert left == (("s.csv", "No unit is called “ร้องกวาง”; its 4 rows were left out"),)
    assert kept(store) == {MUANG.name: [("s.csv", 2)], RONG.name: [("s.csv", 2)]}
    rename_unit(store, next(unit.id for unit in units(store) if unit.code == "5402"), "ร้องกวาง")
    lines, left = bring(store, {"s.csv": first})
    assert [(line.state, line.fiscal_year) for line in lines] == [("known", 2561), ("stored", 2561)]
    assert left == () and kept(store) == {MUANG.name: [("s.csv", 2)], RONG.name: [("s.csv", 6)]}
    bring(store, {"s.csv": survey(*TYPED[:2], *[("5402", "1,1")] * 5)}, 2561)
    assert kept(store) == {MUANG.name: [("s.csv", 2)], RONG.name: [("s.csv", 5)]}


def test_units_that_a_new_version_names_no_more_are_told(store: Store) -> None:
    add_unit(store, LONG.code, LONG.name, "unit")
    bring(store, {"s.csv": survey(*TYPED, *[(LONG.name, "5,5")] * 3)}, 2561)
    _, left = bring(store, {"s.csv": survey(*TYPED, (RONG.name, "1,1"))}, 2561)
    told = "An earlier version of this workbook named 1 unit more (อำเภอลอง), which keeps its rows"
    assert left == (("s.csv", told),)
    assert kept(store)[LONG.name] == [("s.csv", 3)] and kept(store)[RONG.name] == [("s.csv", 5)]
    # Another place's export of the same name is no version of it.
    assert bring(store, {"s.csv": survey(*[("54", "4,4")] * 8)}, 2561)[1] == ()


def test_an_import_that_ends_after_one_unit_goes_on_with_the_next(store: Store) -> None:
    content = survey(*TYPED).encode()
    for told in ([(MUANG.name, "stored")], [(MUANG.name, "known"), (RONG.name, "stored")]):
        found, _ = divide_loose(
            store, sort_out([PurePosixPath("s.csv")], units(store)), lambda _: content, RUBRIC
        )
        lines = import_batches(store, found.batches, lambda _: content, RUBRIC, 2561)
        assert [(line.batch.unit, line.state) for _, line in zip(told, lines, strict=False)] == told
        assert sorted(kept(store)) == sorted(unit for unit, _ in told)


def test_a_units_own_workbook_of_the_same_name_stays(store: Store) -> None:
    own = "ความพึงพอใจ [ก],ความพึงพอใจ [ข]\n" + "5,4\n" * 8
    files: dict[str, str | bytes] = {"5401/s.csv": own, "s.csv": survey(*TYPED)}
    lines, _ = bring(store, files, 2561)
    assert [(line.batch.unit, line.new) for line in lines] == [
        (MUANG.name, ("s.csv", "s.csv")),
        (RONG.name, ("s.csv",)),
    ]
    assert kept(store)[MUANG.name] == [("s.csv", 8), ("s.csv", 4)]
    lines, _ = bring(store, files, 2561)
    assert [line.state for line in lines] == ["known", "known"]


def test_a_workbook_in_a_units_folder_stays_whole_and_says_so_where_others_are_named(store: Store) -> None:
    only_own = survey(*(row for row in TYPED if "เมือง" in row[0]), ("5401", "5,5"))
    lines, left = bring(store, {"5401/own.csv": only_own, "5402/all.csv": survey(*TYPED)}, 2561)
    assert left == ()
    own, mixed = lines
    assert own.notes == () and own.whole and mixed.whole
    assert [(name, Words().say(p.problem)) for name, p in mixed.notes] == [
        (
            "all.csv",
            "“หน่วยงานที่ให้บริการ” names other units in 4 rows (อำเภอเมืองแพร่); "
            "all rows were counted for “อำเภอร้องกวาง”",
        )
    ]
    assert kept(store) == {MUANG.name: [("own.csv", 5)], RONG.name: [("all.csv", 8)]}


def test_a_units_respondents_may_come_from_its_province(store: Store) -> None:
    rows = [f"จังหวัดแพร่,{answers}" for _, answers in TYPED]
    content = "\n".join(["จังหวัด,ความพึงพอใจ [ก],ความพึงพอใจ [ข]", *rows])
    (line,), _ = bring(store, {"5401/s.csv": content}, 2561)
    assert line.state == "stored" and line.notes == ()


def test_without_a_list_of_units_or_a_column_the_workbook_stays_out(database: str) -> None:
    store = Store(database)
    reason = "Which unit this workbook is of can't be told from its name."
    assert bring(store, {"s.csv": survey(*TYPED)}, 2561) == ([], (("s.csv", reason),))
    add_unit(store, "1", "ที่อื่น", "unit")
    broken = bring(store, {"s.csv": survey(*TYPED), "x.csv": b""}, 2561)
    assert broken == ([], (("s.csv", reason), ("x.csv", "x.csv is an empty file of 0 bytes.")))
    store.close()


def test_the_terminal_divides_and_tells_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAISAAT_DATABASE_URL", f"sqlite:///{tmp_path / 'x.db'}")
    store = Store()
    for unit in TREE[:3]:
        add_unit(store, unit.code, unit.name, unit.kind)
    store.close()
    place = tmp_path / "export"
    place.mkdir()
    (place / "s.csv").write_text(survey(*TYPED, ("อำเภอลอง", "5,5")), encoding="utf-8")
    asked = ["import", str(place), "--fiscal-year", "2561", "--language", "en"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 2
    assert result.stdout.splitlines() == [
        "อำเภอเมืองแพร่ (2561): 4 of 20, projected 4",
        "อำเภอร้องกวาง (2561): 4 of 20, projected 4",
    ]
    assert "s.csv, sheet s, row 10, column 2, value “อำเภอลอง”: No unit is called “อำเภอลอง”" in result.stderr
    found = json.loads(CliRunner().invoke(app, [*asked, "--json"]).stdout)
    assert [(one["unit"], one["state"]) for one in found] == [
        (MUANG.name, "known"),
        (RONG.name, "known"),
        (None, "failed"),
    ]
    assert found[2]["problems"][0]["row"] == 10


# --- Other shapes -----------------------------------------------------------------------------------


def test_a_sheet_with_one_row_an_answer_is_divided_by_its_respondents() -> None:
    rows = [("1", "อำเภอเมืองแพร่", 5, 4), ("2", "อำเภอร้องกวาง", 2, 3), ("3", "อำเภอเมืองแพร่", 1, 5)]
    rows += [("4", "อำเภอร้องกวาง", 4, 4)]
    lines = ["รหัสผู้ตอบ,หน่วยงานที่ให้บริการ,คำถาม,คะแนน"]
    for id, unit, first, second in rows:
        lines += [f"{id},{unit},ความพึงพอใจ ก,{first}", f"{id},{unit},ความพึงพอใจ ข,{second}"]
    division = division_of("\n".join([*lines, "4,อำเภอร้องกวาง,ความพึงพอใจ ข,1"]))
    assert division.units == (MUANG, RONG) and division.problems == ()
    parts = {unit: part_of(division, unit) for unit in (MUANG, RONG)}
    (muang,), (rong,) = (parts[unit].inputs.surveys for unit in (MUANG, RONG))
    assert muang.responses is not None and rong.responses is not None
    assert list(muang.responses.frame.index) == [2, 6] and list(rong.responses.frame.index) == [4, 8]
    first, second = (item.key for item in muang.tally.codebook.items)
    assert (muang.item(first).mean, muang.item(second).mean) == ((5 + 1) / 2, (4 + 5) / 2)
    assert (rong.item(first).mean, rong.item(second).mean) == ((2 + 4) / 2, 3), "4 and 1 of one respondent"
    assert [(p.row, p.value) for p in parts[RONG].problems if p.severity == "error"] == [(10, "4; 1")]
    assert not [p for p in parts[MUANG].problems if p.severity == "error"]
    workbook, (layout,) = division.part(RONG.id)
    assert "อำเภอเมืองแพร่" not in texts_of(workbook)
    assert layout.only == ((4, 5), (8, 10)) == division.runs(RONG.id)[0]


COUNTS = """ความพึงพอใจต่อการให้บริการ (จำนวนคน)
หน่วยงาน,มากที่สุด,มาก,ปานกลาง,น้อย,น้อยที่สุด
อำเภอเมืองแพร่,20,10,5,1,0
อำเภอร้องกวาง,12,14,6,2,1
อำเภอลอง,9,11,3,0,0
"""
ACROSS = """รายการ,คนที่ 1,คนที่ 2,คนที่ 3,คนที่ 4
หน่วยงาน,อำเภอเมืองแพร่,อำเภอร้องกวาง,อำเภอเมืองแพร่,อำเภอร้องกวาง
ท่านพึงพอใจต่อความสะดวกในการติดต่อเพียงใด,5,4,3,2
ท่านพึงพอใจต่อความรวดเร็วของงานเพียงใด,4,4,2,5
ท่านพึงพอใจต่อความสุภาพของเจ้าหน้าที่เพียงใด,1,3,5,4
"""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (COUNTS, "This table of counts names 3 units, and counts can't be divided among them"),
        (ACROSS, "This survey has its respondents side by side and names 2 units, so it can't be divided"),
    ],
)
def test_what_can_not_be_divided_says_so(content: str, told: str) -> None:
    division = division_of(content)
    assert division.units == ()
    (problem,) = division.problems
    assert told in Words().say(problem.problem) and "a row a respondent" in Words().say(problem.remedy)


def test_a_table_of_counts_of_one_unit_is_no_matter_of_units() -> None:
    content = COUNTS.replace("อำเภอ", "ข้อที่ ")
    assert divided(*recognised(content), Names(TREE)) is None


# --- Told where one assessment is made ----------------------------------------------------------------


def naming_of(content: str, tree: tuple[Unit, ...] = TREE) -> tuple[Naming, ...]:
    return naming(*recognised(content), Names(tree))


def test_units_of_a_dropped_workbook_are_counted() -> None:
    (found,) = naming_of(survey(*TYPED))
    assert (found.column, found.units, found.known) == (
        "หน่วยงานที่ให้บริการ",
        ("อำเภอร้องกวาง", "อำเภอเมืองแพร่"),
        True,
    )
    assert naming_of(survey(*[(MUANG.name, "5,4")] * 8)) == (), "one unit's own"
    assert naming_of(COUNTS)[0].whole is not None
    own = HEAD.replace("หน่วยงานที่ให้บริการ", "หน่วยงานของท่าน")
    assert naming_of(survey(*TYPED, head=own)) == (), "where the respondents work"


def test_without_a_list_of_units_a_column_for_them_is_asked_about() -> None:
    rows = [(f"สาขา {k}", f"{1 + k % 5},{1 + (k + n) % 5}") for n in range(4) for k in range(3)]
    (found,) = naming_of(survey(*rows), ())
    assert (found.units, found.known) == (("สาขา 0", "สาขา 1", "สาขา 2"), False)
    assert naming_of(survey(*TYPED[:2]), ()) == ()
