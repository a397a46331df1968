"""The tree of units in the store, lists of units, and outcomes beside assessments; on both engines."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.outcomes import Outcome, outcome_of
from analytics.rubric import Statement
from analytics.words import Words
from data.clean import without_personal
from data.definitions import rubric
from data.gather import layouts_of
from data.many.unit_list import read_units
from data.store import Store
from data.stored.outcomes import keep_outcome, refresh, stamp, standings, waiting, work_out
from data.stored.schema import OutcomeRow
from data.stored.units import (
    UnitRefused,
    add_unit,
    assign,
    belongs,
    import_units,
    move_unit,
    rename_unit,
    tree,
    tree_in,
    units,
)
from data.workbook import read, read_path

SAMPLES = sorted((Path(__file__).resolve().parent.parent / "data" / "samples").glob("*.xlsx"))
RUBRIC = "participation-2561"
LIST = """รายชื่อหน่วยงาน,,,,,
รหัส,ชื่อหน่วยงาน,ประเภท,สังกัด,ตั้งแต่,ถึง
๑๐๐๑,อำเภอตัวอย่างหนึ่ง,หน่วยงาน,10,,
1002,อำเภอตัวอย่างสอง,อำเภอ,จังหวัดตัวอย่าง,,
10,จังหวัดตัวอย่าง,จังหวัด,ข1,,30 ก.ย. 2561
10,จังหวัดตัวอย่าง,จังหวัด,ข2,1 ต.ค. 2561,
ข1,เขตที่ 1,เขตตรวจราชการ,กรม,,
ข2,เขตที่ 2,เขต,กรม,,
กรม,กรมตัวอย่าง,กรม,,,
"""


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store(database)
    yield opened
    opened.close()


def imported(store: Store, text: str) -> tuple[int, int, int, list[tuple[int | None, int | None, str]]]:
    """added, changed, same, and (row, column, English sentence) of every problem."""
    lines, problems = read_units(read(text.encode(), "units.csv"))
    found = import_units(store, lines)
    told = [(p.row, p.column, Words().say(p.problem)) for p in (*problems, *found.problems)]
    return found.added, found.changed, found.same, told


def above(store: Store, name: str, day: date) -> list[str]:
    found = tree(store, day)
    (unit,) = [unit for unit in found.units if unit.name == name]
    return [parent.name for parent in found.above(unit.id)]


def test_a_list_becomes_the_tree_and_again_changes_nothing(store: Store) -> None:
    assert imported(store, LIST) == (6, 0, 0, [])
    assert above(store, "อำเภอตัวอย่างสอง", date(2018, 9, 30)) == ["จังหวัดตัวอย่าง", "เขตที่ 1", "กรมตัวอย่าง"]
    assert above(store, "อำเภอตัวอย่างหนึ่ง", date(2018, 10, 1)) == ["จังหวัดตัวอย่าง", "เขตที่ 2", "กรมตัวอย่าง"]
    assert {unit.code for unit in units(store)} == {"1001", "1002", "10", "ข1", "ข2", "กรม"}
    trail = len(store.changes())
    assert imported(store, LIST) == (0, 0, 6, [])
    assert len(store.changes()) == trail
    renamed = LIST.replace("เขตที่ 2", "เขตตรวจราชการที่ 2").replace("จังหวัด,ข1,,30 ก.ย. 2561", "จังหวัด,ข1,,")
    renamed = renamed.replace("10,จังหวัดตัวอย่าง,จังหวัด,ข2,1 ต.ค. 2561,\n", "")
    assert imported(store, renamed) == (0, 2, 4, [])
    assert above(store, "จังหวัดตัวอย่าง", date(2030, 1, 1)) == ["เขตที่ 1", "กรมตัวอย่าง"]


def test_every_bad_row_is_one_problem_and_the_others_go_in(store: Store) -> None:
    added, _, _, problems = imported(
        store,
        "code,name,kind,parent,since,until\n"
        "D,Department,department,,,\n"
        ",No code,unit,D,,\n"
        "2,,unit,D,,\n"
        "3,Strange,team,D,,\n"
        "4,Late,unit,D,31/2/2561,\n"
        "5,Backwards,unit,D,2 Jan 2020,1 Jan 2020\n"
        "6,Orphan,unit,nobody,,\n"
        "7,Upside down,department,8,,\n"
        "8,Province,province,D,,\n"
        "8,Province,province,D,1 Jan 2020,\n"
        "8,Prefecture,province,D,,\n"
        "8,Province,unit,D,,\n"
        "\n"
        "9,Good,unit,Province,-,-\n",
    )
    assert added == 5  # D, 6, 7, 8 and 9; 6 and 7 without what they belong to
    assert sorted(problems) == [
        (3, 1, "The code is missing."),
        (4, 2, "The name is missing."),
        (5, 3, "This is no kind of unit."),
        (6, 5, "This is no day of the calendar."),
        (7, 6, "It ends before it begins."),
        (8, 4, "There is no unit “nobody” to belong to."),
        (9, 4, "Nothing of this kind can belong to “Province”."),
        (11, 5, "“8” belongs to two units on the same days."),
        (12, 2, "“8” has two names in this list."),
        (13, 3, "“8” is of another kind already."),
    ]
    assert above(store, "Good", date(2020, 1, 1)) == ["Province", "Department"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1,2\n", "There is no row of headers with a code and a name."),
        ("", "units.csv is an empty file of 0 bytes."),
    ],
)
def test_what_is_no_list_of_units_says_so(text: str, sentence: str) -> None:
    lines, problems = read_units(read(text.encode(), "units.csv"))
    assert (lines, [Words().say(p.problem) for p in problems]) == ((), [sentence])


def test_without_kinds_every_row_is_a_unit() -> None:
    lines, problems = read_units(read("หน่วยงาน,รหัส\nก,1\n".encode(), "units.csv"))
    assert [(line.code, line.name, line.kind, line.parent) for line in lines] == [("1", "ก", "unit", "")]
    assert problems == ()


def test_units_are_added_renamed_and_moved_by_hand(store: Store) -> None:
    old, new = add_unit(store, "R1", "เขต 1", "region"), add_unit(store, "R2", "เขต 2", "region")
    province = add_unit(store, " P ", " จังหวัด ", "province", parent=old.id, who="นักวิชาการ")
    assert (province.code, province.name) == ("P", "จังหวัด")
    move_unit(store, province.id, new.id, date(2018, 10, 1))
    assert tree_in(store, 2561).of_kind(province.id, "region") == old
    assert tree_in(store, 2562).of_kind(province.id, "region") == new
    move_unit(store, province.id, new.id)
    assert tree_in(store, 2561).of_kind(province.id, "region") == new
    assert len(belongs(store)) == 1
    rename_unit(store, province.id, "จังหวัดใหม่")
    assert tree_in(store, 2561).by_id[province.id].name == "จังหวัดใหม่"
    renamed = store.changes(limit=1)[0]
    assert (renamed.entity, renamed.before, renamed.after) == (
        "unit",
        {"name": "จังหวัด"},
        {"name": "จังหวัดใหม่"},
    )
    assert [change.who for change in store.changes() if change.entity == "unit"] == [
        *(None, "นักวิชาการ", None, None)
    ]


def test_what_can_not_be_in_a_tree_is_refused_and_leaves_nothing(store: Store) -> None:
    unit = add_unit(store, "1", "หน่วย", "unit")
    other = add_unit(store, "2", "หน่วยสอง", "unit")
    for change in (
        lambda: add_unit(store, "1", "ซ้ำ", "unit"),
        lambda: add_unit(store, "3", " ", "unit"),
        lambda: add_unit(store, "3", "จังหวัด", "province", parent=unit.id),
        lambda: rename_unit(store, unit.id, ""),
        lambda: move_unit(store, unit.id, other.id),
        lambda: move_unit(store, unit.id, unit.id),
    ):
        with pytest.raises(UnitRefused):
            change()
    for gone in (
        lambda: rename_unit(store, 999, "ก"),
        lambda: move_unit(store, unit.id, 999),
        lambda: assign(store, 999, unit.id),
    ):
        with pytest.raises(KeyError):
            gone()
    assert [one.code for one in units(store)] == ["1", "2"]
    assert belongs(store) == ()


def test_assessments_find_their_unit_by_its_code_or_only_name(store: Store) -> None:
    before = store.create("หน่วยที่มาทีหลัง", 2561, RUBRIC)
    one = add_unit(store, "1", "หน่วยหนึ่ง", "unit")
    add_unit(store, "2", "ชื่อซ้ำ", "unit")
    add_unit(store, "3", "ชื่อซ้ำ", "unit")
    late = add_unit(store, "4", "หน่วยที่มาทีหลัง", "unit")
    by_name = store.create("หน่วยหนึ่ง", 2561, RUBRIC)
    by_code = store.create("1", 2562, RUBRIC)
    twice = store.create("ชื่อซ้ำ", 2561, RUBRIC)
    assert {s.saved.id: s.saved.unit_id for s in standings(store)} == {
        before.id: late.id,
        by_name.id: one.id,
        by_code.id: one.id,
        twice.id: None,
    }
    put = store.changes(before.id)[0]
    assert (put.action, put.before, put.after) == ("changed", {"unit_id": None}, {"unit_id": late.id})
    assign(store, twice.id, one.id)
    assert [s.saved.unit_id for s in standings(store, id=twice.id)] == [one.id]
    assign(store, twice.id, None)
    assert [s.saved.unit_id for s in standings(store, id=twice.id)] == [None]


@pytest.fixture
def sample(store: Store) -> int:
    """The sample's assessment, by its id."""
    saved = store.create("ศูนย์ตัวอย่าง", 2561, RUBRIC)
    for path in SAMPLES:
        workbook = read_path(path)
        layouts = layouts_of(workbook)
        store.add_workbook(saved.id, without_personal(workbook, layouts), layouts)
    return saved.id


def test_an_outcome_is_what_the_assessment_comes_to(store: Store, sample: int) -> None:
    (saved,) = store.assessments()
    assert [one.id for one in waiting(store)] == [sample]
    trail = len(store.changes())
    found = work_out(store, saved)
    (standing,) = standings(store)
    assert standing.outcome == outcome_of(found)
    outcome = standing.outcome
    assert outcome is not None
    assert (outcome.score, outcome.projected, outcome.maximum, outcome.respondents) == (16, 20, 20, 318)
    assert outcome.states == (*((level, "counted") for level in (1, 2, 3, 4)), (5, "claimed"))
    overall = found.surveys[0].overall
    assert overall is not None
    assert (outcome.mean, outcome.top_two, outcome.base) == (overall.mean, overall.top_two, overall.base)
    assert waiting(store) == ()
    assert len(store.changes()) == trail, "derived rows stand in no audit trail"
    assert store.assessments() == (saved,), "and make no new version"


def test_an_outcome_is_old_once_the_assessment_or_its_rubric_changed(store: Store, sample: int) -> None:
    work_out(store, store.assessments()[0])
    other = rubric("example-count")
    assert [s.old for s in standings(store, rubric_of=lambda id: other)] == [True]
    seen, elsewhere = stamp(store, RUBRIC, 2561), stamp(store, RUBRIC, 2562)
    store.state(sample, 2, [Statement(2, "ประชุม", None, "วาระ", None, None, True)])
    changed = stamp(store, RUBRIC, 2561)
    assert changed != seen and stamp(store, RUBRIC, 2562) == elsewhere
    (standing,) = standings(store)
    assert (standing.outcome, standing.old) == (None, True)
    assert [(one.id, problem) for one, problem in refresh(store, waiting(store))] == [(sample, None)]
    assert stamp(store, RUBRIC, 2561) != changed
    assert standings(store)[0].outcome is not None


def test_outcomes_are_refreshed_in_slices_and_one_that_fails_stops_nobody(store: Store) -> None:
    good = [store.create(f"หน่วย {n}", 2561, RUBRIC) for n in range(3)]
    bad = store.create("หน่วยที่เกณฑ์หาย", 2561, "no-such-rubric")
    some = refresh(store, waiting(store))
    first, problem = next(some)
    some.close()
    assert (first.id, Words().say(problem.problem)) == (bad.id, "There is no rubric with this id")
    told = list(refresh(store, waiting(store)[:2]))
    assert len(told) == 2
    assert len(waiting(store)) == 4 - 1
    for _ in refresh(store, waiting(store)):
        pass
    assert [one.id for one in waiting(store)] == [bad.id]
    assert {s.saved.id for s in standings(store) if s.outcome} == {one.id for one in good}


def test_a_late_outcome_of_an_earlier_version_and_one_of_nothing_are_not_kept(store: Store) -> None:
    early = store.create("หน่วย", 2561, RUBRIC)
    store.change(early.id, fiscal_year=2562)
    (late,) = store.assessments()
    by = rubric(RUBRIC)
    keep_outcome(store, late, Outcome(8, 8, 20, ()), by)
    keep_outcome(store, early, Outcome(4, 4, 20, ()), by)
    (standing,) = standings(store)
    assert standing.outcome == Outcome(8, 8, 20, ())
    store.delete(late.id)
    keep_outcome(store, late, Outcome(8, 8, 20, ()), by)
    with Session(store.engine) as session:
        assert session.scalars(select(OutcomeRow)).all() == []
