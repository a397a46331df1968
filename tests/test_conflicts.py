"""Two officers at one assessment: nobody's change is lost, and who comes second is told; on both engines."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from threading import Barrier, Thread

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.facts import Evidence, Figure, Overrule, Statement
from analytics.projects import SameProject
from analytics.words import message
from data.layout import Layout
from data.store import Store
from data.stored.audit import acting_as, last_change
from data.stored.conflicts import ChangedMeanwhile, NotSaved
from data.stored.schema import CellsRow, SheetRow
from data.stored.units import add_unit, assign
from data.workbook import Sheet, Workbook
from ui.text import words

MINE, THEIRS = "นักวิชาการ", "หัวหน้าศูนย์"
CELLS = pa.table({"A": ["ข้อ", "5", None]})
WORKBOOK = Workbook("แบบสำรวจ.xlsx", "ab" * 32, "xlsx", (Sheet("คำตอบ", CELLS),))
OTHER = replace(WORKBOOK, sha256="cd" * 32)
LAYOUT = (Layout("คำตอบ", "responses", "แบบสำรวจ", fingerprint="f"),)


@pytest.fixture
def two(database: str) -> Iterator[tuple[Store, Store, int]]:
    """Two officers' stores on one database, and an assessment that both look at."""
    one, other = Store(database), Store(database)
    yield one, other, one.create("A", 2561, "participation-2561").id
    one.close()
    other.close()


def version(store: Store, id: int) -> int:
    return next(saved.version for saved in store.assessments() if saved.id == id)


def said(activity: str, who: str = MINE, level: int = 2) -> list[Statement]:
    return [Statement(level, activity, who=who)]


Save = Callable[[Store, int, str, int | None], None]
SAVES: dict[str, Save] = {
    "statement": lambda s, id, who, seen: s.state(id, 2, said(f"ของ{who}", who), seen=seen),
    "overrule": lambda s, id, who, seen: s.overrule(id, 3, Overrule(3, "met", f"ตาม{who}", who), seen=seen),
    "figure": lambda s, id, who, seen: s.enter_figure(id, Figure("ita", len(who), 100, None, who), seen=seen),
    "same_project": lambda s, id, who, seen: s.judge(
        id, SameProject(*("กข" if who == MINE else "ขก"), who == MINE, who), seen=seen
    ),
    "setting": lambda s, id, who, seen: s.keep(id, "slides", [who], who, seen=seen),
    "assessment": lambda s, id, who, seen: s.change(id, unit=who, who=who, seen=seen),
    "workbook": lambda s, id, who, seen: s.add_workbook(
        id, WORKBOOK, LAYOUT if who == MINE else (), who=who, seen=seen
    ),
}


@pytest.mark.parametrize("entity", SAVES)
def test_who_comes_second_is_told_and_may_save_over_it(two: tuple[Store, Store, int], entity: str) -> None:
    one, other, id = two
    save, seen = SAVES[entity], version(one, id)
    save(other, id, THEIRS, seen)
    before = one.changes(id)
    with pytest.raises(ChangedMeanwhile) as refused:
        save(one, id, MINE, seen)
    assert one.changes(id) == before, "nothing was saved"
    change = refused.value.change
    assert (change.entity, change.who) == (entity, THEIRS)
    assert change.version == version(one, id) > seen
    told = words("en").say(refused.value.problem.problem)
    assert THEIRS in told and " on " in told
    assert "{" not in told + words("th").say(refused.value.problem.problem)

    save(other, id, THEIRS, seen)  # both say the same: nothing is lost
    save(one, id, MINE, version(one, id))
    save(other, id, THEIRS, None)
    assert version(one, id) == seen + 4


def test_changes_to_different_things_do_not_meet(two: tuple[Store, Store, int]) -> None:
    one, other, id = two
    seen = version(one, id)
    for number, (_, save) in enumerate(SAVES.items()):
        save((one, other)[number % 2], id, MINE, seen)
    one.state(id, 3, said("ระดับอื่น", level=3), seen=seen)
    other.overrule(id, 4, None, seen=seen)
    one.change(id, band_scheme="equal_width", seen=seen)
    one.add_workbook(id, OTHER, LAYOUT, seen=seen)
    one.keep(id, "weights", 1, seen=seen)
    assert {s.activity for s in other.entered(id).statements} == {f"ของ{MINE}", "ระดับอื่น"}
    assert version(one, id) == seen + len(SAVES) + 5


def put(key: str, value: object, seen: int | None, who: str = MINE) -> Callable[[Store, int], None]:
    """Put one entry into a setting that has several, as pages do."""

    def change(kept: dict[str, object] | None) -> dict[str, object] | None:
        others = {name: entry for name, entry in (kept or {}).items() if name != key}
        return {**others, **({} if value is None else {key: value})} or None

    def save(store: Store, id: int) -> None:
        store.alter(id, "weights", change, who, part=lambda kept: (kept or {}).get(key), seen=seen)

    return save


def test_parts_of_a_setting_do_not_meet_and_none_is_lost(two: tuple[Store, Store, int]) -> None:
    """Two officers start from the same page: what the second saves holds what the first did besides."""
    one, other, id = two
    seen = version(one, id)
    put("ก", 1, seen, THEIRS)(other, id)
    put("ข", 2, seen)(one, id)
    assert one.setting(id, "weights") == {"ก": 1, "ข": 2}
    for value in (3, None):
        with pytest.raises(ChangedMeanwhile) as refused:
            put("ก", value, seen)(one, id)
        assert refused.value.change.who == THEIRS
    put("ก", 1, seen)(one, id)  # both say the same
    with pytest.raises(ChangedMeanwhile):
        one.keep(id, "weights", {}, seen=seen)
    put("ก", None, version(one, id), THEIRS)(other, id)
    with pytest.raises(ChangedMeanwhile) as refused:
        put("ก", 4, seen)(one, id)
    put("ข", None, None)(other, id)
    assert one.setting(id, "weights") is None
    last = last_change(one.engine, id, "setting", "weights", lambda kept: (kept or {}).get("ก"))
    assert last is not None and (last.who, last.version) == (THEIRS, seen + 4)


def test_who_puts_it_to_another_unit_second_is_told(two: tuple[Store, Store, int]) -> None:
    one, other, id = two
    first, second = (add_unit(one, code, f"หน่วย {code}", "unit").id for code in ("1", "2"))
    seen = version(one, id)
    assign(other, id, first, THEIRS, seen=seen)
    with pytest.raises(ChangedMeanwhile) as refused:
        assign(one, id, second, MINE, seen=seen)
    assert refused.value.change.who == THEIRS
    assign(one, id, first, MINE, seen=seen)  # both say the same
    one.change(id, unit="B", seen=seen)  # the name is another thing
    assign(one, id, second, MINE, seen=version(one, id))
    assert [saved.unit_id for saved in other.assessments()] == [second]


def test_a_change_by_nobody_named_says_so(two: tuple[Store, Store, int]) -> None:
    one, other, id = two
    other.keep(id, "slides", [1])
    with pytest.raises(ChangedMeanwhile) as refused:
        one.keep(id, "slides", [2], seen=1)
    assert words("en").say(refused.value.problem.problem).endswith("; who did it was not said")


def test_the_time_of_the_other_change_is_told_in_thai_time(two: tuple[Store, Store, int]) -> None:
    one, other, id = two
    other.state(id, 2, said("ประชุม", THEIRS))
    with pytest.raises(ChangedMeanwhile) as refused:
        one.state(id, 2, said("อบรม"), seen=1)
    local = refused.value.change.at.hour * 60 + refused.value.change.at.minute + 7 * 60
    values = dict(refused.value.problem.problem.values)
    assert values["time"] == f"{local // 60 % 24:02}:{local % 60:02}"
    assert values["thing"] == "2"


def test_a_workbook_that_was_replaced_meanwhile_is_not_replaced_or_taken_out(
    two: tuple[Store, Store, int],
) -> None:
    one, other, id = two
    one.add_workbook(id, WORKBOOK, LAYOUT)
    (kept,), seen = one.listed(id), version(one, id)
    other.add_workbook(id, OTHER, LAYOUT, instead_of=kept.id, who=THEIRS)
    third = replace(WORKBOOK, sha256="ef" * 32)
    for again in (
        lambda: one.add_workbook(id, third, LAYOUT, instead_of=kept.id, seen=seen),
        lambda: one.remove_workbook(id, kept.id, seen=seen),
    ):
        with pytest.raises(ChangedMeanwhile) as refused:
            again()
        assert refused.value.change.who == THEIRS
    assert [workbook.sha256 for workbook in one.listed(id)] == [OTHER.sha256]

    (now,), seen = one.listed(id), version(one, id)
    other.remove_workbook(id, now.id)
    one.remove_workbook(id, now.id, seen=seen)  # both took it out
    with pytest.raises(ChangedMeanwhile):
        one.add_workbook(id, third, LAYOUT, instead_of=now.id, seen=seen)
    one.add_workbook(id, third, LAYOUT, instead_of=now.id)
    assert len(one.listed(id)) == 1


def test_evidence_that_somebody_cites_meanwhile_stays(two: tuple[Store, Store, int]) -> None:
    one, other, id = two
    entry = one.add_evidence(id, Evidence(0, "รายงาน"), b"x")
    seen = version(one, id)
    other.state(id, 2, [Statement(2, "ประชุม", who=THEIRS, cites=(entry.id,))])
    with pytest.raises(ChangedMeanwhile):
        one.remove_evidence(id, entry.id, seen=seen)
    assert len(one.entered(id).evidence) == 1
    one.remove_evidence(id, entry.id, seen=version(one, id))
    assert one.entered(id).evidence == ()


def test_an_id_is_never_given_twice(two: tuple[Store, Store, int]) -> None:
    """Else a statement would cite another document, and a new assessment have somebody else's history."""
    one, other, id = two
    entries = []
    for store in (one, other, one):
        entry = store.add_evidence(id, Evidence(0, "รายงาน"))
        store.remove_evidence(id, entry.id)
        entries.append(entry.id)
    assert len(set(entries)) == 3
    one.state(id, 2, said("ประชุม"))
    one.delete(id)
    again = other.create("B", 2561, "participation-2561")
    assert again.id > id
    assert [change.action for change in one.changes(again.id)] == ["added"]
    one.state(again.id, 2, said("ประชุม"), seen=again.version)
    workbooks = []
    for store in (one, other):
        store.add_workbook(again.id, WORKBOOK, LAYOUT)
        (kept,) = store.listed(again.id)
        store.remove_workbook(again.id, kept.id)
        workbooks.append(kept.id)
    assert workbooks[0] < workbooks[1]


def test_many_at_once_each_get_their_turn(database: str) -> None:
    """Eight officers, five changes each, all to one assessment, and a file that all of them attach."""
    stores = [Store(database) for _ in range(8)]
    id = stores[0].create("A", 2561, "participation-2561").id
    failed: list[BaseException] = []
    start = Barrier(len(stores))

    def work(number: int, store: Store) -> None:
        start.wait()
        try:
            with acting_as(str(number)):
                for level in range(5):
                    store.state(id, 10 * number + level, said("ประชุม", level=10 * number + level))
                store.add_evidence(id, Evidence(0, str(number)), b"the same file")
                store.add_workbook(id, replace(WORKBOOK, sha256=f"{number:064}"), LAYOUT)
        except Exception as error:  # noqa: BLE001  whatever it is, it is the test's result
            failed.append(error)

    threads = [Thread(target=work, args=(number, store)) for number, store in enumerate(stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = stores[0].entered(id)
    assert failed == []
    assert len(found.statements) == 8 * 5
    assert {entry.title for entry in found.evidence} == {str(number) for number in range(8)}
    assert len(stores[0].listed(id)) == 8
    assert version(stores[0], id) == 1 + 8 * 7
    versions = [change.version for change in stores[0].changes(id) if change.entity == "statement"]
    assert len(set(versions)) == 8 * 5, "each change has a version of its own"
    for store in stores:
        store.close()


def test_of_two_at_the_same_moment_one_is_told(database: str) -> None:
    stores = [Store(database), Store(database)]
    id = stores[0].create("A", 2561, "participation-2561").id
    refused: list[ChangedMeanwhile] = []
    start = Barrier(2)

    def work(store: Store, who: str) -> None:
        start.wait()
        try:
            store.state(id, 2, said(f"ของ{who}", who), seen=1)
        except ChangedMeanwhile as meanwhile:
            refused.append(meanwhile)

    threads = [Thread(target=work, args=pair) for pair in zip(stores, (MINE, THEIRS), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ((kept,), (told,)) = stores[0].entered(id).statements, refused
    assert told.change.who == kept.who
    for store in stores:
        store.close()


def test_a_database_that_stays_locked_says_so(tmp_path: object) -> None:
    store = Store(f"sqlite:///{tmp_path}/a.db?timeout=0.05")
    id = store.create("A", 2561, "participation-2561").id
    with store.engine.connect() as other:
        other.exec_driver_sql("BEGIN IMMEDIATE")
        with store.engine.connect() as mine:
            mine.exec_driver_sql("PRAGMA busy_timeout=50")
        with pytest.raises(NotSaved) as busy:
            store.state(id, 2, said("ประชุม"))
    assert busy.value.problem.problem == message("The database is busy with another change")
    store.state(id, 2, said("ประชุม"))
    store.close()


def cells(store: Store) -> tuple[int, int]:
    """How many sheets there are, and how many different ones."""
    with Session(store.engine) as session:
        several, once = (session.query(row).count() for row in (SheetRow, CellsRow))
    return several, once


def test_equal_sheets_are_kept_once_and_as_long_as_one_is_left(two: tuple[Store, Store, int]) -> None:
    one, _, id = two
    second = one.create("B", 2561, "participation-2561").id
    inner = Sheet("อื่น", pa.table({"A": ["2"]}))
    both = replace(WORKBOOK, sheets=(*WORKBOOK.sheets, Sheet("สำเนา", CELLS, ((0, 0, 1, 0),), True), inner))
    one.add_workbook(id, both, LAYOUT)
    one.add_workbook(id, both, LAYOUT, wave=2)
    one.add_workbook(second, WORKBOOK, LAYOUT)
    assert cells(one) == (3 + 3 + 1, 2)
    assert [kept.workbook for kept in one.workbooks(id)] == [both, both]
    with Session(one.engine) as session:
        for row in session.scalars(select(CellsRow)):
            assert hashlib.sha256(row.content).hexdigest() == row.sha256
            assert parquet.read_table(BytesIO(row.content)).num_columns == 1

    # Of the same file another officer emptied a column: what is kept is not the same, and is kept apart.
    emptied = replace(WORKBOOK, sheets=(Sheet("คำตอบ", pa.table({"A": ["ข้อ", None, None]})),))
    one.add_workbook(second, emptied, LAYOUT)
    assert cells(one) == (3 + 3 + 1, 3)
    assert one.workbooks(second)[0].workbook == emptied
    for kept in one.listed(id):
        one.remove_workbook(id, kept.id)
    assert cells(one) == (1, 1)
    one.delete(second)
    assert cells(one) == (0, 0)
