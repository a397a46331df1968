"""Saved assessments reopen as they were, from a database of their own, on both engines."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pyarrow as pa
import pytest
from sqlalchemy import text

from analytics.codebook import Scale
from analytics.rubric import Statement
from analytics.words import Problem, message
from data.codebooks import essence
from data.layout import Column, Excluded, Layout
from data.store import Store, database_url
from data.stored.units import add_unit, assign, units
from data.workbook import Sheet, Workbook

WORKBOOK = Workbook(
    "แบบสำรวจ ๒๕๖๑.xlsx",
    "ab" * 32,
    "xlsx",
    (Sheet("คำตอบ", pa.table({"A": ["หัวข้อ", "5", None]}), ((0, 0, 0, 1),), True),),
    (Problem(message("Row {n} is odd", n=3), message("Look at it"), "คำตอบ", 3, 1, "x", "note"),),
)
LAYOUT = Layout(
    "คำตอบ",
    "responses",
    "แบบสำรวจ",
    (1,),
    2,
    3,
    (Column(0, "หัวข้อ", "item", message("Numbers 1 to 5"), "หัวข้อ", None, Scale("n", (1, 2)), (("5", 2),)),),
    (Excluded(3, message("Total row")),),
    fingerprint="f1",
)


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store(database)
    yield opened
    opened.close()


def test_everything_is_there_after_a_restart(store: Store, database: str) -> None:
    saved = store.create("ศูนย์สารสนเทศ", 2561, "participation-2561", "equal_width")
    store.add_workbook(saved.id, WORKBOOK, (LAYOUT,))
    said = Statement(2, "ประชุม", None, "วาระการประชุม", "นักวิชาการ", "2018-01-31", False)
    store.state(saved.id, 2, [said])
    store.close()

    again = Store(database)
    (found,) = again.assessments()
    assert (found.unit, found.fiscal_year, found.band_scheme) == ("ศูนย์สารสนเทศ", 2561, "equal_width")
    assert found.version > saved.version
    (kept,) = again.workbooks(saved.id)
    assert kept.workbook.sheets[0].cells.to_pydict() == {"A": ["หัวข้อ", "5", None]}
    assert kept.workbook == WORKBOOK
    assert kept.layouts == (LAYOUT,)
    assert again.statements(saved.id) == (said,)
    again.close()


def test_the_same_file_again_takes_its_own_place(store: Store) -> None:
    saved = store.create("A", 2561, "participation-2561")
    store.add_workbook(saved.id, WORKBOOK, (LAYOUT,))
    store.add_workbook(saved.id, WORKBOOK, ())
    (kept,) = store.workbooks(saved.id)
    assert kept.layouts == ()


def test_a_workbook_can_be_taken_out_and_an_assessment_deleted(store: Store) -> None:
    saved = store.create("A", 2561, "participation-2561")
    store.add_workbook(saved.id, WORKBOOK, (LAYOUT,))
    store.remove_workbook(saved.id, store.workbooks(saved.id)[0].id)
    assert store.workbooks(saved.id) == ()
    store.delete(saved.id)
    assert store.assessments() == ()
    with pytest.raises(KeyError):
        store.change(saved.id, unit="B")


def test_a_later_statement_takes_the_place_of_the_earlier_one_of_its_level(store: Store) -> None:
    saved = store.create("A", 2561, "participation-2561")
    store.state(saved.id, 2, [Statement(2, "first")])
    store.state(saved.id, 3, [Statement(3, "other level")])
    store.state(saved.id, 2, [Statement(2, "second")])
    assert {s.activity for s in store.statements(saved.id)} == {"second", "other level"}
    store.state(saved.id, 2, [])
    assert {s.activity for s in store.statements(saved.id)} == {"other level"}


def test_every_change_raises_the_version(store: Store) -> None:
    saved = store.create("A", 2561, "participation-2561")
    seen = [saved.version]
    store.change(saved.id, unit="B")
    seen.append(store.assessments()[0].version)
    store.add_workbook(saved.id, WORKBOOK, ())
    seen.append(store.assessments()[0].version)
    store.state(saved.id, 2, [Statement(2, "x")])
    seen.append(store.assessments()[0].version)
    assert seen == sorted(set(seen))


def test_a_list_kept_since_before_a_change_is_the_one_that_a_fresh_store_makes(
    store: Store, database: str
) -> None:
    other = Store(database)
    assert store.assessments() == ()
    ids = [store.create(name, 2561, "participation-2561").id for name in "ABCD"]
    # As of a server whose clock is behind: a new version that is older than what is listed already.
    late = "update assessment set unit = 'F', version = version + 1, updated_at = '2001-01-01' where id = :id"

    def behind() -> None:
        with other.engine.begin() as connection:
            connection.execute(text(late), {"id": ids[1]})

    steps: list[Callable[[], object]] = [
        lambda: store.keep(ids[0], "slides", [1]),
        lambda: other.change(ids[2], unit="E"),
        lambda: add_unit(other, "1001", "D", "unit"),
        lambda: assign(other, ids[0], units(other)[0].id),
        lambda: assign(other, ids[0], None),
        behind,
        lambda: other.delete(ids[3]),
        lambda: (other.delete(ids[2]), other.create("G", 2562, "participation-2561")),
        lambda: other.delete(ids[1]),
        lambda: [other.delete(one.id) for one in other.assessments()],
        lambda: other.create("H", 2561, "participation-2561"),
    ]
    for number, step in enumerate(steps):
        before = store.assessments()
        step()
        fresh = Store(database)
        assert store.assessments() == fresh.assessments() != before, number
        fresh.close()
    other.close()


def test_a_confirmed_layout_is_remembered_by_its_headers(store: Store) -> None:
    saved = store.create("A", 2561, "participation-2561")
    assert store.remembered("f1") is None
    store.add_workbook(saved.id, WORKBOOK, (LAYOUT,))
    found = store.remembered("f1")
    assert found is not None
    assert found.layout == essence(LAYOUT)
    assert found.layout.columns == LAYOUT.columns
    assert found.layout.excluded == ()


def test_nothing_that_somebody_wrote_is_remembered(store: Store) -> None:
    saved = store.create("A", 2561, "participation-2561")
    (column,) = LAYOUT.columns
    written = replace(column, codes=(("5", 2), ("โทร 081 000 0000", -3)))
    problem = Problem(message("Not on the scale"), message("Correct it"), value="โทร 081 000 0000")
    store.add_workbook(saved.id, WORKBOOK, (replace(LAYOUT, columns=(written,), problems=(problem,)),))
    found = store.remembered("f1")
    assert found is not None
    assert "081" not in repr(found)


def test_a_workbook_takes_the_place_of_another_or_stands_beside_it_as_a_wave(store: Store) -> None:
    saved = store.create("A", 2561, "participation-2561")
    store.add_workbook(saved.id, WORKBOOK, ())
    store.add_workbook(saved.id, WORKBOOK, ())
    (first,) = store.listed(saved.id)
    store.add_workbook(saved.id, replace(WORKBOOK, sha256="cd" * 32), (), instead_of=first.id)
    (second,) = store.listed(saved.id)
    assert (second.name, second.sha256, second.wave) == (WORKBOOK.name, "cd" * 32, 1)
    store.add_workbook(saved.id, WORKBOOK, (LAYOUT,), wave=2)
    assert [one.wave for one in store.listed(saved.id)] == [1, 2]
    assert [store.workbook(one.id) for one in store.listed(saved.id)] == list(store.workbooks(saved.id))
    with pytest.raises(KeyError):
        store.workbook(99)


def test_the_database_is_chosen_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///b.db")
    monkeypatch.delenv("SAISAAT_DATABASE_URL", raising=False)
    assert database_url() == "sqlite:///b.db"
    monkeypatch.setenv("SAISAAT_DATABASE_URL", "sqlite:///a.db")
    assert database_url() == "sqlite:///a.db"
    monkeypatch.delenv("SAISAAT_DATABASE_URL")
    monkeypatch.delenv("DATABASE_URL")
    assert database_url().endswith("var/saisaat.db")
