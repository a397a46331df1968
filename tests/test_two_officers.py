"""Two officers with the rubric page open at once: each sees the other's change and loses nothing."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics.facts import Overrule, Statement
from analytics.findings import Finding
from analytics.wordings import Wording
from data.store import Saved
from data.stored.findings import record, reword
from data.stored.wordings import reword as reword_sentence
from data.stored.wordings import wordings
from tests.walking import click, go, shown, visitor
from ui import cache


@pytest.fixture
def two(app: AppTest) -> tuple[AppTest, AppTest]:
    """Both look at the sample's rubric page, in English."""
    app.run()
    click(app, "เปิดข้อมูลตัวอย่าง")
    other = visitor().run()
    for page in (app, other):
        page.button_group(key="lang").set_value("en").run()
        go(page, "rubric")
    return app, other


def saved() -> Saved:
    (only,) = cache.store().assessments()
    return only


def write(page: AppTest, activity: str, who: str) -> None:
    page.text_area(key=f"statement-{saved().id}-3-mine-activity").set_value(activity)
    page.text_input(key=f"statement-{saved().id}-3-mine-who").set_value(who)


def press(page: AppTest, label: str, level: int) -> None:
    """The button of a level; those of the five levels stand in order."""
    [button for button in page.button if button.label.startswith(label)][level - 1].click().run()
    assert not page.exception


def warnings(page: AppTest) -> str:
    return "\n".join(warning.value for warning in page.warning).replace("\\", "")


def refusals(page: AppTest) -> list[str]:
    """Why the last press changed nothing, where it did not."""
    return [warning.value for warning in page.warning if "saved now" in warning.value]


def test_what_another_officer_said_meanwhile_stands_beside_ones_own(two: tuple[AppTest, AppTest]) -> None:
    one, other = two
    write(other, "จัดประชุมใหญ่", "หัวหน้าศูนย์")
    press(other, "Save the statement", 3)
    assert "In the form" not in warnings(other)

    write(one, "จัดอบรม", "นักวิชาการ")
    press(one, "Save the statement", 3)
    assert [s.activity for s in cache.store().statements(saved().id) if s.level == 3] == ["จัดประชุมใหญ่"]
    told = warnings(one)
    assert "The statement for level 3 was changed on" in told and "by หัวหน้าศูนย์" in told
    assert "In the form is still what you had" in told and "Activity: จัดประชุมใหญ่" in told
    assert one.text_area(key=f"statement-{saved().id}-3-mine-activity").value == "จัดอบรม"

    click(one, "Save mine over it")
    assert [s.activity for s in cache.store().statements(saved().id) if s.level == 3] == ["จัดอบรม"]
    assert "In the form" not in warnings(one)
    # The other one sees it as soon as the page is shown again, and may take it.
    other.run()
    assert "by นักวิชาการ" in warnings(other) and "Activity: จัดอบรม" in warnings(other)
    click(other, "Take what is saved into the form")
    assert "In the form" not in warnings(other)
    assert other.text_area(key=f"statement-{saved().id}-3-mine-activity").value == "จัดอบรม"


def test_what_is_saved_in_the_same_moment_is_refused_by_the_store(
    two: tuple[AppTest, AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the page was worked out, before it is saved, somebody else comes between."""
    one, _ = two
    store, state = cache.store(), type(cache.store()).state

    def between(self: object, id: int, level: int, statements: object, **more: int) -> None:
        if more:
            monkeypatch.undo()
            store.state(id, level, [Statement(3, "มาก่อน", who="หัวหน้าศูนย์")])
        state(store, id, level, statements, **more)  # type: ignore[arg-type]

    write(one, "จัดอบรม", "นักวิชาการ")
    monkeypatch.setattr(type(store), "state", between)
    press(one, "Save the statement", 3)
    assert [s.activity for s in store.statements(saved().id) if s.level == 3] == ["มาก่อน"]
    assert "Activity: มาก่อน" in warnings(one)
    assert one.text_area(key=f"statement-{saved().id}-3-mine-activity").value == "จัดอบรม"


def test_other_levels_and_forms_do_not_meet(two: tuple[AppTest, AppTest]) -> None:
    one, other = two
    id = saved().id
    other.text_area(key=f"statement-{id}-4-mine-activity").set_value("ระดับอื่น")
    press(other, "Save the statement", 4)
    write(one, "จัดอบรม", "นักวิชาการ")
    press(one, "Save the statement", 3)
    assert {s.activity for s in cache.store().statements(id)} == {"ระดับอื่น", "จัดอบรม"}
    for page, level in ((one, 4), (other, 3)):
        assert warnings(page.run()).count("In the form") == 1, "of the other's level only"
        assert f"for level {level} was changed" in warnings(page)


def test_overrules_pairs_and_rubrics_are_told_too(two: tuple[AppTest, AppTest]) -> None:
    one, _ = two
    id, store = saved().id, cache.store()
    store.overrule(id, 5, Overrule(5, "met", "ตรวจแล้ว", "หัวหน้าศูนย์"))
    one.text_input(key=f"overrule-{id}-5-mine-reason").set_value("ไม่เห็นด้วย")
    one.text_input(key=f"overrule-{id}-5-mine-who").set_value("นักวิชาการ")
    press(one, "Overrule", 5)
    assert [word.reason for word in store.entered(id).overrules] == ["ตรวจแล้ว"]
    assert "The overrule of level 5 was changed" in warnings(one) and "ตรวจแล้ว" in warnings(one)
    click(one, "Save mine over it")
    assert [word.reason for word in store.entered(id).overrules] == ["ไม่เห็นด้วย"]

    store.change(id, rubric="ita-2565", who="หัวหน้าศูนย์")
    one.selectbox(key=f"rubric-{id}").set_value("lpa").run()
    (refused,) = refusals(one)
    assert "This was changed on" in refused and "by หัวหน้าศูนย์" in refused
    assert saved().rubric == "ita-2565"
    assert "Score 0 of 6" in shown(one), "what the page shows is what is saved"
    one.selectbox(key=f"rubric-{id}").set_value("lpa").run()
    assert saved().rubric == "lpa"


def test_who_names_causes_second_is_told(two: tuple[AppTest, AppTest]) -> None:
    one, other = two
    slow = record(cache.store(), saved().id, Finding(0, "รอนาน"))
    wish = record(cache.store(), saved().id, Finding(0, "ขอดาวน์โหลด"))
    project = cache.assessment(saved()).facts.projects.counted[0].name
    key = f"causes-{saved().id}-{project}-mine"
    for page, finding, who in ((one, slow, "นักวิชาการ"), (other, wish, "หัวหน้าศูนย์")):
        page.run()
        page.multiselect(key=f"{key}-findings").set_value([finding.id])
        page.text_input(key=f"{key}-who").set_value(who)
    for page in (other, one):
        next(b for b in page.button if b.form_id == f"causes-{saved().id}-{project}").click().run()
        assert not page.exception
    assert [cause.finding for cause in cache.store().entered(saved().id).causes] == [wish]
    told = warnings(one)
    assert "came from was changed on" in told and "by หัวหน้าศูนย์" in told
    assert "Findings that led to it: ขอดาวน์โหลด" in told
    assert one.multiselect(key=f"{key}-findings").value == [slow.id]

    click(one, "Save mine over it")
    assert [cause.finding for cause in cache.store().entered(saved().id).causes] == [slow]
    other.run()
    assert "by นักวิชาการ" in warnings(other)
    click(other, "Take what is saved into the form")
    assert other.multiselect(key=f"{key}-findings").value == [slow.id]


def test_who_chooses_for_a_slide_second_is_told_and_loses_nothing(two: tuple[AppTest, AppTest]) -> None:
    one, other = two
    for page in two:
        go(page, "present").selectbox(key=f"slide-{saved().id}").set_value("projects").run()
    other.text_input(key="officer").set_value("หัวหน้าศูนย์").run()
    click(other, "Hide this slide")
    click(one, "Hide this slide")  # they want the same
    assert refusals(one) == []
    click(other, "Show this slide")
    click(one, "Later")  # another thing: the slide stays shown
    kept = cache.store().setting(saved().id, "slides")
    assert kept["hidden"] == {"projects": False} and kept["order"]
    click(other, "Earlier")  # from where it stood before
    (refused,) = refusals(other)
    assert "This was changed on" in refused and "who did it was not said" in refused
    assert cache.store().setting(saved().id, "slides") == kept

    line = f"remark-{saved().id}-projects-mine-line"
    for page, text in ((other, "ดูโครงการ"), (one, "ดูผล")):
        page.text_input(key=line).set_value(text)
        click(page, "Keep")
    assert cache.store().setting(saved().id, "slides")["remarks"] == {"projects": "ดูโครงการ"}
    told = warnings(one)
    assert "by หัวหน้าศูนย์" in told and "A line at the foot of this slide: ดูโครงการ" in told
    assert one.text_input(key=line).value == "ดูผล"
    click(one, "Save mine over it")
    assert cache.store().setting(saved().id, "slides")["remarks"] == {"projects": "ดูผล"}


def test_bands_words_of_comments_and_findings_are_told_too(two: tuple[AppTest, AppTest]) -> None:
    one, _ = two
    id, store = saved().id, cache.store()
    go(one, "satisfaction")
    store.change(id, band_scheme="equal_width", who="หัวหน้าศูนย์")
    one.button_group(key=f"bands-{id}").set_value("half_point").run()
    (refused,) = refusals(one)
    assert "by หัวหน้าศูนย์" in refused and saved().band_scheme == "equal_width"
    assert one.button_group(key=f"bands-{id}").value == "equal_width"

    wish = record(store, id, Finding(0, "รอนาน"))
    go(one, "rubric")
    reword(store, id, wish.id, "รอคิวนาน", "หัวหน้าศูนย์")
    one.text_area(key=f"reword-{wish.id}-mine-said").set_value("รอนานมาก")
    next(b for b in one.button if b.form_id == f"reword-{wish.id}").click().run()
    assert "by หัวหน้าศูนย์" in warnings(one) and "Finding: รอคิวนาน" in warnings(one)
    assert [finding.said for finding in store.entered(id).findings] == ["รอคิวนาน"]


def test_wordings_weights_and_words_of_comments_are_told_too(two: tuple[AppTest, AppTest]) -> None:
    """Forms in which somebody writes keep what they wrote beside what another one saved meanwhile."""
    one, _ = two
    id, store = saved().id, cache.store()
    go(one, "report").toggle(key=f"narrative-edit-{id}").set_value(True).run()
    field = next(area for area in one.text_area if area.key.startswith(f"own-{id}-score/now"))
    reword_sentence(store, id, "en", "score/now", Wording("Sixteen points.", (), "หัวหน้าศูนย์"))
    field.set_value("We have 16 points.")
    next(b for b in one.button if b.form_id == f"form-{field.key.removesuffix('-text')}").click().run()
    assert not one.exception
    assert wordings(store, id, "en").own["score/now"].text == "Sixteen points."
    told = warnings(one)
    assert "by หัวหน้าศูนย์" in told and "The sentence in your words: Sixteen points." in told
    click(one, "Save mine over it")
    assert wordings(store, id, "en").own["score/now"].text == "We have 16 points."

    go(one, "satisfaction").button_group(key=f"section-comments-{id}-0").set_value("comments").run()
    area = f"own-words-{id}-0-lines"
    store.keep(id, "themes", {"คิว": ["รอนาน"]}, "หัวหน้าศูนย์")
    one.text_area(key=area).set_value("ที่จอดรถ: จอด")
    click(one, "Keep these words")
    assert store.setting(id, "themes") == {"คิว": ["รอนาน"]}
    assert "by หัวหน้าศูนย์" in warnings(one) and "Themes and words: คิว: รอนาน" in warnings(one)
    click(one, "Take what is saved into the form")
    assert one.text_area(key=area).value == "คิว: รอนาน"

    one.button_group(key=f"section-comments-{id}-0").set_value("weights").run()
    survey = cache.assessment(saved()).surveys[0]
    place, sex = f"{survey.source.workbook}/{survey.source.sheet}", survey.tally.codebook.demographics[0].key
    one.multiselect(key=f"weight-by-{id}-0").set_value([sex]).run()
    theirs = {"totals": {sex: {"ก": 480.0}}, "most": 3.0}
    store.keep(id, "weights", {place: theirs, "other": {"totals": {}, "most": None}}, "หัวหน้าศูนย์")
    click(one, "Work out the weights")
    assert store.setting(id, "weights")[place] == theirs
    assert "by หัวหน้าศูนย์" in warnings(one) and "ก 480" in warnings(one)
    click(one, "Save mine over it")
    assert store.setting(id, "weights") == {
        place: {"totals": {sex: {}}, "most": None},
        "other": {"totals": {}, "most": None},
    }, "the totals of other surveys stay"
