"""A published revision stays as it is and can be worked out again, whatever changes; on both engines."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from analytics.assessment import Assessment, assess
from analytics.facts import Evidence, Figure, Overrule, Statement
from analytics.findings import Finding
from analytics.projects import SameProject
from analytics.revision_names import told
from analytics.revisions import Record, differences, record
from analytics.statistics.samplesize import UNSAID, Sample
from analytics.wordings import Passage, Wording
from analytics.words import Words
from data import definitions
from data.clean import without_personal
from data.gather import gather, layouts_of, load
from data.layout import Layout
from data.store import Saved, Store
from data.stored import findings, rubric_files
from data.stored.audit import acting_as
from data.stored.backup import backup, restore
from data.stored.outcomes import THRESHOLD, keep_sample, work_out
from data.stored.publications import (
    NotAsSeen,
    NotGone,
    Publication,
    current,
    delete,
    publication,
    publications,
    publish,
    published,
    reopened,
)
from data.stored.schema import PublicationRow
from data.stored.wordings import leave_out, reword
from data.workbook import Workbook, read_path

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
Kept = tuple[Workbook, tuple[Layout, ...]]


@pytest.fixture(scope="module")
def workbooks() -> tuple[Kept, ...]:
    read = [read_path(path) for path in sorted(SAMPLES.glob("*.xlsx"))]
    return tuple((without_personal(book, layouts_of(book)), layouts_of(book)) for book in read)


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store(database)
    yield opened
    opened.close()


@pytest.fixture
def saved(store: Store, workbooks: tuple[Kept, ...]) -> Saved:
    made = store.create("ศูนย์สารสนเทศ", 2561, "participation-2561")
    for workbook, layouts in workbooks:
        store.add_workbook(made.id, workbook, layouts)
    return now(store, made)


def now(store: Store, saved: Saved) -> Saved:
    return next(each for each in store.assessments() if each.id == saved.id)


def worked_out(store: Store, saved: Saved) -> Assessment:
    return assess(
        gather(load(kept.workbook, kept.layouts) for kept in store.workbooks(saved.id)),
        rubric_files.rubric(store, saved.rubric),
        unit=saved.unit,
        fiscal_year=saved.fiscal_year,
        band_scheme=saved.band_scheme,
        entered=store.entered(saved.id),
        made_on=date(2018, 9, 30),
    )


def seen(store: Store, saved: Saved) -> Record:
    return current(store, saved, worked_out(store, saved))


def published_now(store: Store, saved: Saved, note: str = "") -> Publication:
    latest = now(store, saved)
    return publish(store, latest, seen(store, latest), "หัวหน้าศูนย์", note or None)


def frozen(store: Store) -> list[bytes]:
    with Session(store.engine) as session:
        return [row.frozen for row in session.query(PublicationRow).order_by(PublicationRow.id)]


def by(found: Assessment, made: Publication) -> Record:
    """What an assessment says, by the definition that a revision was published by."""
    return record(found, made.record.value("setting", "rubric_sha256"))


def named(one: Record, other: Record) -> set[tuple[str, str]]:
    return {(each.line.part, each.key) for each in differences(one, other)}


def test_a_revision_is_there_after_a_restart_with_what_it_says(
    store: Store, saved: Saved, database: str
) -> None:
    first = published_now(store, saved, "ส่งจังหวัด")
    store.close()
    again = Store(database)
    (kept,) = publications(again, saved.id)
    assert kept == first == publication(again, saved.id, 1)
    assert (kept.revision, kept.who, kept.note, kept.version) == (1, "หัวหน้าศูนย์", "ส่งจังหวัด", saved.version)
    assert (kept.record.value("score", "score"), kept.record.value("score", "projected")) == (16, 20)
    assert [(each.assessment_id, each.revision) for each in published(again)] == [(saved.id, 1)]
    assert published(again, saved.id + 1) == publications(again, saved.id + 1) == ()
    with pytest.raises(KeyError):
        publication(again, saved.id, 2)
    with pytest.raises(KeyError):
        reopened(again, saved.id, 2)
    again.close()


def test_publishing_changes_nothing_and_stands_in_the_trail(store: Store, saved: Saved) -> None:
    made = published_now(store, saved)
    assert now(store, saved) == saved
    assert differences(made.record, seen(store, saved)) == ()
    change = store.changes(saved.id)[0]
    assert (change.entity, change.action, change.who) == ("publication", "added", "หัวหน้าศูนย์")
    assert change.after is not None and change.after["record"].startswith("sha256 ")


def test_whatever_changes_the_published_figures_stay(
    store: Store, saved: Saved, workbooks: tuple[Kept, ...]
) -> None:
    """Data, the reading of it, what officers entered, settings, rubric: each is told as a difference."""
    first = published_now(store, saved)
    bytes_of_first = frozen(store)
    survey, layouts = next(each for each in workbooks if each[1][0].kind == "responses")
    item = next(column for column in layouts[0].columns if column.role == "item")

    def change_mapping() -> None:
        columns = tuple(replace(c, role="other", codes=()) if c == item else c for c in layouts[0].columns)
        store.add_workbook(saved.id, survey, (replace(layouts[0], columns=columns), *layouts[1:]))

    def change_rubric() -> None:
        text = definitions.shipped_text("participation-2561")
        stricter = text.replace('version = "1"', 'version = "2"')
        stricter = stricter.replace("parameters.minimum = 3", "parameters.minimum = 9")
        rubric_files.adopt(store, stricter, "กรม")

    def change_data() -> None:
        (list_of_projects,) = [w.id for w in store.listed(saved.id) if w.name.startswith("projects")]
        store.remove_workbook(saved.id, list_of_projects)

    steps: list[tuple[Any, set[tuple[str, str]]]] = [
        (lambda: store.state(saved.id, 2, [Statement(2, "ประชุม", None, "วาระ")]), {("statement", "")}),
        (
            lambda: store.overrule(saved.id, 3, Overrule(3, "not_met", "ไม่มีแผน", "ผู้ตรวจ", date(2018, 9, 1))),
            {("level", "overruled"), ("level", "state"), ("score", "score")},
        ),
        (lambda: store.change(saved.id, band_scheme="half_point"), {("setting", "band_scheme")}),
        (
            lambda: findings.record(store, saved.id, Finding(0, "คิวนาน", "สำรวจ", item.text)),
            {("finding", "")},
        ),
        (change_mapping, {("item", ""), ("survey", "items"), ("survey", "mean")}),
        (change_rubric, {("setting", "rubric_version"), ("setting", "rubric_sha256")}),
        (change_data, {("project", ""), ("source", "")}),
    ]
    known = named(first.record, seen(store, saved))
    assert known == set()
    for change, new in steps:
        change()
        found = named(first.record, seen(store, now(store, saved)))
        assert new <= found - known, new
        known = found
        assert publication(store, saved.id, 1) == first
        again = reopened(store, saved.id, 1)
        assert differences(first.record, by(again, first)) == ()
        assert (again.score.score, again.score.projected, again.rubric.version) == (16, 20, "1")

    second = published_now(store, saved)
    assert (second.revision, second.record.value("setting", "rubric_version")) == (2, "2")
    assert [each.revision for each in publications(store, saved.id)] == [2, 1]
    assert [each.revision for each in published(store, saved.id)] == [2, 1]
    assert frozen(store)[:1] == bytes_of_first
    assert named(first.record, second.record) == known
    assert reopened(store, saved.id, 2).score == worked_out(store, now(store, saved)).score


def test_a_revision_holds_its_rubrics_so_that_their_files_may_go(
    store: Store, saved: Saved, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A rubric of dimensions, one of which has a rubric of its own."""
    store.change(saved.id, rubric="programme-2561")
    store.enter_figure(saved.id, Figure("dimension-1", 15, 20, "ประกาศ"))
    store.judge(saved.id, SameProject("ก|", "ข|", False))
    made = published_now(store, saved)
    assert made.record.value("score", "score") == 16 + 15
    before = reopened(store, saved.id, 1)
    monkeypatch.setattr(definitions, "FOLDER", tmp_path)
    assert definitions.rubrics() == ()
    again = reopened(store, saved.id, 1)
    assert (again.rubric, again.score, again.facts) == (before.rubric, before.score, before.facts)
    assert differences(made.record, by(again, made)) == ()


TOLD = {"th": (Passage("score", "สรุป", (("ได้ 16 คะแนน", ""),)),), "en": ()}


def test_a_revision_holds_the_wordings_and_the_text_as_it_was_told(store: Store, saved: Saved) -> None:
    own = Wording("ได้ 16 คะแนน", (("score", 16),), "นักวิชาการ")
    reword(store, saved.id, "th", "score/now", own)
    leave_out(store, saved.id, "projects/0", True, text="มี 2 โครงการ")
    latest = now(store, saved)
    made = publish(store, latest, seen(store, latest), "หัวหน้าศูนย์", told=TOLD)  # type: ignore[arg-type]
    kept = publication(store, saved.id, 1)
    assert kept == made and kept.record.told == TOLD
    assert [(line.of, line.values["text"]) for line in kept.record.of("wording")] == [
        ("*", "มี 2 โครงการ"),
        ("th", "ได้ 16 คะแนน"),
    ]
    assert named(made.record, seen(store, latest)) == set()
    reword(store, saved.id, "th", "score/now", replace(own, text="ได้สิบหกคะแนน"))
    assert named(made.record, seen(store, now(store, saved))) == {("wording", "text")}
    reword(store, saved.id, "th", "score/now", None)
    leave_out(store, saved.id, "projects/0", False)
    assert named(made.record, seen(store, now(store, saved))) == {("wording", "")}
    assert publication(store, saved.id, 1) == made, "the revision stays"


def test_a_wording_that_the_officer_has_not_seen_is_not_published(store: Store, saved: Saved) -> None:
    looked_at = seen(store, saved)
    reword(store, saved.id, "th", "score/now", Wording("ได้ 16 คะแนน", ()))
    with pytest.raises(NotAsSeen):
        publish(store, now(store, saved), looked_at, "หัวหน้าศูนย์")


def test_a_revision_of_before_wordings_were_kept_opens_with_the_same_figures(
    store: Store, saved: Saved
) -> None:
    """As it was written before: a record of format 1, and a frozen part that knows of no wordings."""
    made = published_now(store, saved)
    older = json.loads(made.record.json)
    del older["told"]
    older["format"] = 1
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(frozen(store)[0])) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "assessment.json":
                contents = json.loads(content)
                del contents["wordings"], contents["samples"], contents["threshold"]
                content = json.dumps(contents | {"format": 1}).encode()
            target.writestr(name, content)
    row = PublicationRow(
        assessment_id=saved.id, revision=2, version=saved.version, published_at=made.at, who="หัวหน้าศูนย์",
        record=json.dumps(older), frozen=packed.getvalue(),
    )  # fmt: skip
    with Session(store.engine) as session, session.begin():
        session.add(row)
    old = publication(store, saved.id, 2)
    assert (old.record.format, old.record.told) == (1, {})
    assert old.record.lines == made.record.lines
    again = reopened(store, saved.id, 2)
    assert again.score == reopened(store, saved.id, 1).score
    assert differences(old.record, by(again, old)) == ()
    reword(store, saved.id, "th", "score/now", Wording("ได้ 16 คะแนน", ()))
    assert named(old.record, seen(store, now(store, saved))) == set(), "it never said what the words were"
    assert named(made.record, seen(store, now(store, saved))) == {("wording", "")}


def test_of_whom_a_survey_speaks_is_published_and_compared(store: Store, saved: Saved) -> None:
    first = published_now(store, saved)
    (place,) = (survey.place for survey in work_out(store, saved).surveys)
    keep_sample(store, saved.id, place, Sample(2757, 0.04))
    store.keep(saved.id, THRESHOLD, 10)
    latest = now(store, saved)
    looked_at = current(store, latest, work_out(store, latest, date(2018, 9, 30)))
    assert named(first.record, looked_at) == {
        ("setting", "threshold"),
        ("survey", "population"),
        ("survey", "error"),
    }
    lines = [told(each, Words()) for each in differences(first.record, looked_at)]
    assert [(line.what, line.was, line.now) for line in lines] == [
        ("Hide fewer than", "–", "10"),
        ("People the survey speaks for (N)", "–", "2,757"),
        ("Margin of error (e)", "–", "4.00%"),
    ]
    second = publish(store, latest, looked_at, "หัวหน้าศูนย์")
    assert differences(second.record, looked_at) == ()
    again = reopened(store, saved.id, 2)
    assert ([survey.sample for survey in again.surveys], again.threshold) == ([Sample(2757, 0.04)], 10)
    assert [survey.sample for survey in reopened(store, saved.id, 1).surveys] == [UNSAID]
    keep_sample(store, saved.id, place, Sample(2000, 0.04))
    with pytest.raises(NotAsSeen):
        publish(store, now(store, saved), looked_at, "หัวหน้าศูนย์")


def test_what_the_officer_has_not_seen_is_not_published(store: Store, saved: Saved) -> None:
    looked_at = seen(store, saved)
    store.state(saved.id, 2, [Statement(2, "ประชุม", None, "วาระ")])
    with pytest.raises(NotAsSeen) as refused:
        publish(store, saved, looked_at, "หัวหน้าศูนย์")
    assert dict(refused.value.problem.problem.values) == {"unit": "ศูนย์สารสนเทศ"}
    assert refused.value.problem.remedy.text
    with pytest.raises(NotAsSeen):
        publish(store, now(store, saved), looked_at, "หัวหน้าศูนย์")
    rubric_text = definitions.shipped_text("participation-2561").replace('version = "1"', 'version = "2"')
    looked_at = seen(store, now(store, saved))
    rubric_files.adopt(store, rubric_text, "กรม")
    with pytest.raises(NotAsSeen):
        publish(store, now(store, saved), looked_at, "หัวหน้าศูนย์")
    assert published(store) == ()
    assert "publication" not in {change.entity for change in store.changes()}
    store.delete(saved.id)
    with pytest.raises(KeyError):
        publish(store, saved, looked_at, "หัวหน้าศูนย์")


def test_a_file_that_a_revision_names_stays_until_the_assessment_goes(store: Store, saved: Saved) -> None:
    entry = Evidence(0, "รายงาน", "file", date(2018, 3, 15), (2,), file_name="ร.pdf")
    attached, unnamed = (store.add_evidence(saved.id, entry, content) for content in (b"%PDF", b"other"))
    store.remove_evidence(saved.id, unnamed.id)
    made = published_now(store, saved)
    store.remove_evidence(saved.id, attached.id)
    assert attached.sha256 is not None and unnamed.sha256 is not None
    assert store.attachment(attached.sha256) == b"%PDF"
    with pytest.raises(KeyError):
        store.attachment(unnamed.sha256)
    assert ("evidence", "") in named(made.record, seen(store, now(store, saved)))
    store.delete(saved.id)
    assert published(store) == ()
    with pytest.raises(KeyError):
        store.attachment(attached.sha256)


@pytest.mark.parametrize(
    "change",
    ["UPDATE publication SET note = 'x'", "UPDATE publication SET revision = 7", "DELETE FROM publication"],
)
def test_the_database_itself_refuses_to_alter_a_revision(store: Store, saved: Saved, change: str) -> None:
    made = published_now(store, saved)
    with pytest.raises(DatabaseError, match="a published revision"), store.engine.begin() as connection:
        connection.execute(text(change))
    assert publications(store, saved.id) == (made,)


def test_an_assessment_goes_with_as_many_revisions_as_the_officer_agreed_to_lose(
    store: Store, saved: Saved
) -> None:
    other = store.create("ศูนย์อื่น", 2561, "participation-2561")
    published_now(store, saved)
    with pytest.raises(NotGone) as refused:
        delete(store, saved, 0)
    assert dict(refused.value.problem.problem.values) == {"unit": "ศูนย์สารสนเทศ"}
    published_now(store, saved)
    with pytest.raises(NotGone):
        delete(store, saved, 1)
    store.state(saved.id, 2, [Statement(2, "ประชุม", None, "วาระ")])
    with pytest.raises(NotGone):
        delete(store, saved, 2)
    assert len(published(store, saved.id)) == 2
    delete(store, now(store, saved), 2, "ผู้ดูแล")
    assert (published(store), store.assessments()) == ((), (now(store, other),))
    change = store.changes(saved.id)[0]
    assert (change.entity, change.action, change.who) == ("assessment", "removed", "ผู้ดูแล")
    with pytest.raises(KeyError):
        delete(store, saved, 2)


def test_a_backup_holds_revisions_too(store: Store, saved: Saved, tmp_path: Path) -> None:
    with acting_as("ผู้ดูแล"):
        made = published_now(store, saved)
    backup(store, tmp_path / "all.zip")
    other = Store(f"sqlite:///{tmp_path / 'other.db'}")
    restore(other, tmp_path / "all.zip")
    assert publication(other, saved.id, 1) == made
    assert reopened(other, saved.id, 1).score == reopened(store, saved.id, 1).score
    other.close()
