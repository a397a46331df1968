"""The chain from finding to project: what stands behind a claim to come from citizens, kept and matched."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.assessment import Inputs, assess
from analytics.facts import Entered, Facts, Statement, joined
from analytics.findings import Cause, Finding, same_name, speaks_of
from analytics.projects import Project, RowRef, ledger
from analytics.reports.summary import summary
from analytics.rubric import score
from analytics.words import Words
from data.clean import without_personal
from data.definitions import rubric
from data.gather import gather, layouts_of, load
from data.store import Store
from data.stored.conflicts import ChangedMeanwhile
from data.stored.findings import carry_findings, name_causes, record, reword, take_back
from data.workbook import read
from ui.text import words

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
LONG = "พัฒนาแอปพลิเคชันสืบค้นข้อมูลสำหรับประชาชน"
SLOW = Finding(0, "รอนาน", "แบบสำรวจ", "ระยะเวลาในการให้บริการ", None, "นักวิชาการ")
WISH = Finding(0, "ขอให้เพิ่มช่องทางดาวน์โหลด", "แบบสำรวจ", None, "อยากให้ดาวน์โหลดได้เอง")


def project(name: str, row: int = 1, status: str = "completed", citizens: bool | None = True) -> Project:
    return Project(name, RowRef("ก.xlsx", "แผ่น1", row), status, from_citizens=citizens, fiscal_year=2561)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name", "speaks"),
    [
        (f"-ดำเนินการ{LONG} ปี ๒๕๖๑", LONG, True),
        (f"-ดำเนินการ {LONG[:20]}\n{LONG[20:]}", LONG, True),  # broken and spaced otherwise
        (LONG.replace("ข้อมูล", "ขอมูล"), LONG, True),  # one mark of tone forgotten
        ("ประชุม", LONG, False),
        ("พัฒนาแอปพลิเคชัน", LONG, False),  # a part of the name says too little
        ("ประชุมคณะทำงานและอบรมเจ้าหน้าที่", "อบรม", False),  # a short name could be part of any sentence
        ("อบรม", "อบรม", True),
        ("", LONG, False),
    ],
)
def test_a_text_speaks_of_a_project_by_its_name(text: str, name: str, speaks: bool) -> None:
    assert speaks_of(text, name) is speaks


def test_names_are_the_same_without_blanks_and_marks() -> None:
    assert same_name("โครงการ ก (๑)", "โครงการก๑")
    assert not same_name("โครงการ ก", "โครงการ ข")


def reasons(facts: Facts, level: int = 4) -> list[tuple[str, dict[str, object]]]:
    found = score(rubric(), facts).verdicts[level - 1].reasons
    return [(r.text, dict(r.values)) for r in found if r.text.startswith("Check: no finding")]


def test_a_project_without_a_finding_or_a_statement_is_marked_and_still_counts() -> None:
    one, two = project(LONG), project("จัดเวทีคืนข้อมูลสู่ชุมชน", 2)
    facts = Facts(projects=ledger([one, two], 2561))
    assert facts.unbacked(one)
    assert reasons(facts) == [
        (
            "Check: no finding or statement stands behind {n} {n:project|projects}, such as “{name}”",
            {"n": 2, "name": LONG},
        )
    ]
    assert reasons(facts, 5) == reasons(facts)
    backed = replace(facts, causes=(Cause(SLOW, f" {LONG} "),))
    assert backed.led_to(one) == (SLOW,)
    assert reasons(backed) == [("Check: no finding or statement stands behind “{name}”", {"name": two.name})]
    stated = replace(backed, statements=(Statement(3, None, f"มีโครงการ{two.name}"),))
    assert [s.level for s in stated.naming(two)] == [3]
    assert reasons(stated) == []
    for each in (facts, backed, stated):
        assert score(rubric(), each).verdicts[3].proposed == "met"


def test_a_project_that_claims_nothing_is_not_marked() -> None:
    for citizens in (False, None):
        assert not Facts().unbacked(project(LONG, citizens=citizens))
    assert reasons(Facts(projects=ledger([project(LONG, citizens=False)], 2561))) == []


def test_a_finding_named_twice_is_shown_once() -> None:
    facts = Facts(causes=(Cause(SLOW, LONG), Cause(SLOW, LONG, "ก"), Cause(WISH, LONG)))
    assert facts.led_to(project(LONG)) == (SLOW, WISH)


@given(st.lists(st.sampled_from([LONG, "เวที", "โครงการอื่น"])), st.lists(st.sampled_from([LONG, "เวที"])))
def test_findings_never_change_the_score(names: list[str], caused: list[str]) -> None:
    projects = tuple(project(name, row) for row, name in enumerate(names, 1))
    entered = Entered(findings=(SLOW,), causes=tuple(Cause(SLOW, name) for name in caused))
    without = assess(Inputs(projects=projects), rubric(), fiscal_year=2561)
    within = assess(Inputs(projects=projects), rubric(), fiscal_year=2561, entered=entered)
    assert (without.score.score, without.score.projected) == (within.score.score, within.score.projected)
    assert within.facts.causes == entered.causes


def test_the_worked_example_is_backed_by_the_form() -> None:
    loaded = [load(read((SAMPLES / name).read_bytes(), name)) for name in NAMES]
    found = assess(gather(loaded), rubric())
    assert (found.score.score, found.score.projected) == (16, 20)
    standing = (*found.facts.projects.counted, *found.facts.projects.claimed)
    assert [[s.level for s in found.facts.naming(p)] for p in standing] == [[5], [3], [4]]
    assert not any("Check" in reason.text for v in found.score.verdicts for reason in v.reasons)
    # Without the form nothing says that citizens stand behind the three.
    alone = assess(gather([one for one in loaded if "form" not in one.workbook]), rubric())
    assert [alone.facts.unbacked(p) for p in standing] == [True] * 3


NAMES = ("survey-2561.xlsx", "projects-2561.xlsx", "form-2561.xlsx")


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store(database)
    yield opened
    opened.close()


def test_findings_and_causes_are_kept_named_and_taken_back(store: Store, database: str) -> None:
    id, other = (store.create(unit, 2561, "participation-2561").id for unit in "AB")
    slow, wish = record(store, id, SLOW), record(store, id, WISH)
    assert record(store, id, replace(SLOW, who="คนอื่น")) == slow, "the same finding is kept once"
    record(store, other, SLOW)
    name_causes(store, id, LONG, [slow.id, wish.id, slow.id, 999], "นักวิชาการ")
    name_causes(store, id, "อบรม", [slow.id])
    store.close()

    again = Store(database)
    assert again.entered(id).findings == (slow, wish)
    assert again.entered(id).causes == (
        *(Cause(one, LONG, "นักวิชาการ") for one in (slow, wish)),
        Cause(slow, "อบรม"),
    )
    reword(again, id, wish.id, "ขอดาวน์โหลดเอง")
    name_causes(again, id, f"{LONG} ", [wish.id])  # the same project, whatever its blanks
    assert [(c.finding.said, c.project) for c in again.entered(id).causes] == [
        ("ขอดาวน์โหลดเอง", LONG),
        ("รอนาน", "อบรม"),
    ]
    before = next(s.version for s in again.assessments() if s.id == id)
    take_back(again, id, slow.id, "หัวหน้า")
    assert next(s.version for s in again.assessments() if s.id == id) > before
    assert [f.said for f in again.entered(id).findings] == ["ขอดาวน์โหลดเอง"]
    assert [c.project for c in again.entered(id).causes] == [LONG]
    assert len(again.entered(other).findings) == 1
    trail = [(c.entity, c.action, c.who) for c in again.changes(id)]
    assert trail[:2] == [("finding", "removed", "หัวหน้า"), ("cause", "removed", "หัวหน้า")]
    again.delete(id)
    with pytest.raises(KeyError):
        record(again, id, SLOW)
    again.close()


def test_what_another_officer_named_or_said_meanwhile_is_not_overwritten(store: Store, database: str) -> None:
    other = Store(database)
    id = store.create("ก", 2561, "participation-2561").id
    slow, wish = record(store, id, SLOW), record(store, id, WISH)
    (seen,) = [one.version for one in store.assessments()]
    name_causes(other, id, LONG, [slow.id], "หัวหน้า", seen=seen)
    name_causes(store, id, f"{LONG} ", [slow.id], "นักวิชาการ", seen=seen)  # both say the same
    name_causes(store, id, "อบรม", [wish.id], seen=seen)  # another project
    for change in (
        lambda: name_causes(store, id, LONG, [wish.id], seen=seen),
        lambda: name_causes(store, id, f"{LONG} ", [], seen=seen),
        lambda: take_back(store, id, slow.id, seen=seen),
    ):
        with pytest.raises(ChangedMeanwhile) as refused:
            change()
        assert (refused.value.change.entity, refused.value.change.who) == ("cause", "หัวหน้า")
        assert f"What “{LONG}” came from was changed" in words("en").say(refused.value.problem.problem)
    reword(other, id, wish.id, "ขอดาวน์โหลดเอง", "หัวหน้า", seen=seen)
    reword(store, id, wish.id, "ขอดาวน์โหลดเอง", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        reword(store, id, wish.id, "อย่างอื่น", seen=seen)
    (now,) = [one.version for one in store.assessments()]
    name_causes(store, id, LONG, [wish.id], seen=now)
    take_back(store, id, slow.id, seen=now)
    assert [(c.finding.said, c.project) for c in store.entered(id).causes] == [
        ("ขอดาวน์โหลดเอง", "อบรม"),
        ("ขอดาวน์โหลดเอง", LONG),
    ]
    other.close()


def test_they_stay_when_the_workbook_is_uploaded_anew(store: Store) -> None:
    id = store.create("ก", 2561, "participation-2561").id

    def upload(name: str, instead_of: int | None = None) -> None:
        workbook = read((SAMPLES / name).read_bytes(), name)
        layouts = layouts_of(workbook)
        store.add_workbook(id, without_personal(workbook, layouts), layouts, instead_of=instead_of)

    upload("projects-2561.xlsx")

    def worked_out() -> Facts:
        inputs = gather(load(kept.workbook, kept.layouts) for kept in store.workbooks(id))
        return assess(inputs, rubric(), entered=store.entered(id)).facts

    (first, *_) = worked_out().projects.counted
    assert worked_out().unbacked(first)
    name_causes(store, id, first.name, [record(store, id, SLOW).id])
    upload("projects-2561.xlsx", instead_of=store.workbooks(id)[0].id)
    assert [finding.said for finding in worked_out().led_to(first)] == ["รอนาน"]
    assert not worked_out().unbacked(first)


def test_what_was_found_in_several_places_is_joined() -> None:
    one, two = Entered(findings=(SLOW,), causes=(Cause(SLOW, LONG),)), Entered(findings=(WISH,))
    assert joined([one, two]) == Entered(findings=(SLOW, WISH), causes=(Cause(SLOW, LONG),))


def test_they_travel_in_the_summary_and_into_the_store(store: Store) -> None:
    one = project(LONG)
    entered = Entered(findings=(SLOW, WISH), causes=(Cause(WISH, LONG, "นักวิชาการ"),))
    made = assess(Inputs(projects=(one,)), rubric(), unit="ศูนย์", entered=entered)
    written = summary(made, Words())
    again = gather([load(read(written, "summary.xlsx"))])
    assert (again.entered.findings, again.entered.causes) == (entered.findings, entered.causes)
    assert not assess(again, rubric()).facts.unbacked(one)

    id = store.create("ก", 2561, "participation-2561").id
    there = record(store, id, SLOW)
    name_causes(store, id, LONG, [there.id])
    for _ in range(2):
        carry_findings(store, id, again.entered)
    kept = store.entered(id)
    assert [finding.said for finding in kept.findings] == [SLOW.said, WISH.said]
    assert [(c.finding.said, c.project, c.who) for c in kept.causes] == [
        (SLOW.said, LONG, None),
        (WISH.said, LONG, "นักวิชาการ"),
    ]
