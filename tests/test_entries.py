"""What officers enter is kept, the trail tells of it, and older databases open; on both engines."""

import zlib
from collections.abc import Iterator
from datetime import date

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from analytics.facts import Entered, Evidence, Figure, Overrule, Statement
from analytics.projects import SameProject
from data.store import ROOT, Store
from data.stored.audit import Change, acting_as
from data.stored.schema import AttachmentRow

REPORT = Evidence(
    0, "รายงานการประชุม 3/2561", "file", date(2018, 3, 15), (2, 3), None, None, "รายงาน.pdf", "นักวิชาการ"
)


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store(database)
    yield opened
    opened.close()


def attachments(store: Store) -> int:
    with Session(store.engine) as session:
        return session.query(AttachmentRow).count()


def told(changes: tuple[Change, ...]) -> list[tuple[str, str, str | None]]:
    """The trail, oldest first: what, how, who."""
    return [(change.entity, change.action, change.who) for change in reversed(changes)]


def test_everything_that_was_entered_is_there_after_a_restart(store: Store, database: str) -> None:
    id = store.create("A", 2561, "participation-2561").id
    statement = Statement(2, "ประชุม", None, "วาระ", "นักวิชาการ", "2018-01-31", False, cites=(4, 9))
    overrule = Overrule(3, "met", "ตรวจแผนแล้ว", "หัวหน้าศูนย์", date(2018, 9, 30))
    figure = Figure("ita", 87.45, 100, "ประกาศผล", "นักวิชาการ")
    same = SameProject("ก|", "ข|", True, "นักวิชาการ")
    store.state(id, 2, [statement])
    store.overrule(id, 3, overrule)
    store.enter_figure(id, figure)
    store.judge(id, same)
    added = store.add_evidence(id, REPORT, b"%PDF" * 100)
    store.close()

    again = Store(database)
    assert again.entered(id) == Entered((statement,), (overrule,), (figure,), (added,), (same,))
    assert added.sha256 is not None
    assert again.attachment(added.sha256) == b"%PDF" * 100
    assert again.entered(id + 1) == Entered()
    again.close()


def test_what_is_entered_again_takes_the_earlier_ones_place(store: Store) -> None:
    id = store.create("A", 2561, "participation-2561").id
    for finding in ("met", "not_met"):
        store.overrule(id, 3, Overrule(3, finding, "เหตุผล"))  # type: ignore[arg-type]
    for earned in (50.0, 87.45):
        store.enter_figure(id, Figure("ita", earned))
    for pair, same in ((("ก|", "ข|"), True), (("ข|", "ก|"), False)):
        store.judge(id, SameProject(*pair, same))
    found = store.entered(id)
    assert [word.finding for word in found.overrules] == ["not_met"]
    assert [figure.earned for figure in found.figures] == [87.45]
    assert [word.same for word in found.same_projects] == [False]
    store.overrule(id, 3, None, "หัวหน้าศูนย์")
    assert store.entered(id).overrules == ()


def test_a_setting_is_kept_by_its_name_until_it_is_taken_back(store: Store) -> None:
    id, other = (store.create(unit, 2561, "participation-2561").id for unit in "AB")
    before = store.assessments()[0].version
    store.keep(id, "slides", [{"slide": "score", "hidden": True}], "นักวิชาการ")
    store.keep(id, "weights", {"ชาย": 480})
    store.keep(id, "slides", [], "หัวหน้าศูนย์")
    assert store.setting(id, "slides") == []
    assert store.setting(id, "weights") == {"ชาย": 480}
    assert store.setting(other, "slides") is None
    assert next(s.version for s in store.assessments() if s.id == id) > before
    assert told(store.changes(id))[1:] == [
        ("setting", "added", "นักวิชาการ"),
        ("setting", "added", None),
        ("setting", "changed", "หัวหน้าศูนย์"),
    ]
    store.keep(id, "weights", None)
    assert store.setting(id, "weights") is None
    with pytest.raises(KeyError):
        store.keep(id + other, "slides", [])


def test_a_file_is_kept_once_compressed_and_only_as_long_as_it_is_named(store: Store) -> None:
    one, other = (store.create(unit, 2561, "participation-2561").id for unit in "AB")
    content = "หลักฐาน".encode() * 1000
    first = store.add_evidence(one, REPORT, content)
    second = store.add_evidence(one, REPORT, content)
    store.add_evidence(other, REPORT, content)
    store.add_evidence(other, REPORT, b"\x00\x01\x02")  # too short to become smaller
    assert first.sha256 == second.sha256
    assert attachments(store) == 2
    with Session(store.engine) as session:
        kept = session.get(AttachmentRow, first.sha256)
        assert kept is not None
        assert (kept.size, kept.compressed) == (len(content), True)
        assert zlib.decompress(kept.content) == content
    store.remove_evidence(one, first.id)
    store.remove_evidence(one, second.id)
    assert attachments(store) == 2
    store.delete(other)
    assert attachments(store) == 0
    with pytest.raises(KeyError):
        store.attachment(str(first.sha256))


def test_evidence_may_be_a_document_or_a_link_without_a_file(store: Store) -> None:
    id = store.create("A", 2561, "participation-2561").id
    link = Evidence(0, "เว็บไซต์", "link", None, (1,), "https://example.org/ก")
    assert store.add_evidence(id, link).sha256 is None
    (kept,) = store.entered(id).evidence
    assert (kept.link, kept.effective, kept.levels) == ("https://example.org/ก", None, (1,))


def test_nothing_can_be_entered_for_an_assessment_that_is_gone(store: Store) -> None:
    with pytest.raises(KeyError):
        store.add_evidence(9, REPORT, b"x")
    assert attachments(store) == 0
    with pytest.raises(KeyError):
        store.overrule(9, 1, None)
    assert store.changes() == ()


def test_the_trail_tells_every_change_with_before_and_after(store: Store) -> None:
    with acting_as("ผู้ดูแล"):
        id = store.create("A", 2561, "participation-2561").id
        store.change(id, unit="B")
    store.state(id, 2, [Statement(2, "ประชุม", who="นักวิชาการ")])
    store.overrule(id, 3, Overrule(3, "met", "ตรวจแล้ว", "หัวหน้าศูนย์"))
    store.overrule(id, 3, None, "หัวหน้าศูนย์")
    entry = store.add_evidence(id, REPORT, b"x" * 100)
    store.remove_evidence(id, entry.id)
    store.delete(id)
    trail = store.changes(id)
    assert told(trail) == [
        ("assessment", "added", "ผู้ดูแล"),
        ("assessment", "changed", "ผู้ดูแล"),
        ("statement", "added", "นักวิชาการ"),
        ("overrule", "added", "หัวหน้าศูนย์"),
        ("overrule", "removed", "หัวหน้าศูนย์"),
        ("evidence", "added", "นักวิชาการ"),
        ("evidence", "removed", None),
        ("assessment", "removed", None),
    ]
    changed, overruled = trail[-2], trail[-5]
    assert (changed.before, changed.after) == ({"unit": "A"}, {"unit": "B"})
    assert overruled.before == {
        "level": 3, "finding": "met", "reason": "ตรวจแล้ว", "who": "หัวหน้าศูนย์", "when": None,
    }  # fmt: skip
    assert overruled.after is None
    assert trail[2].after is not None and trail[2].after["sha256"] == entry.sha256
    assert [change.id for change in store.changes(limit=2)] == [trail[0].id, trail[1].id]
    assert {change.entity for change in store.changes()} - {change.entity for change in trail} == {
        "attachment"
    }


def test_a_change_that_fails_leaves_no_trace(store: Store) -> None:
    id = store.create("A", 2561, "participation-2561").id
    before = store.changes()
    with pytest.raises(DatabaseError):
        store.overrule(id, 3, Overrule(3, "met", None))  # type: ignore[arg-type]
    assert store.changes() == before
    assert store.entered(id) == Entered()


@pytest.mark.parametrize("change", ["UPDATE audit SET who = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_trail(store: Store, change: str) -> None:
    store.create("A", 2561, "participation-2561")
    with pytest.raises(DatabaseError, match="only grows"), store.engine.begin() as connection:
        connection.execute(text(change))
    assert len(store.changes()) == 1


def test_a_database_of_the_first_migration_opens_with_what_it_holds(database: str) -> None:
    """Brought up step by step, it is the same as one made new."""
    store = Store(database)
    store.close()
    engine = create_engine(store.url)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "data" / "stored" / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO assessment (id, unit, fiscal_year, rubric, band_scheme, version, updated_at) "
                "VALUES (7, 'ศูนย์', 2561, 'participation-2561', 'boonchom', 3, '2018-09-30 12:00:00')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO statement (assessment_id, level, activity, evidence, completed) "
                "VALUES (7, 2, 'ประชุม', 'วาระ', true)"
            )
        )
    engine.dispose()

    opened = Store(database)
    (saved,) = opened.assessments()
    assert (saved.id, saved.unit, saved.version) == (7, "ศูนย์", 3)
    assert opened.entered(7) == Entered((Statement(2, "ประชุม", None, "วาระ"),))
    opened.overrule(7, 3, Overrule(3, "met", "ตรวจแล้ว"))
    assert len(opened.entered(7).overrules) == 1
    opened.close()
