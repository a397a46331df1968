"""The officer's hands on the rubric page: overrule, what if, evidence, projects that may be one, history."""

import datetime

import pytest
from streamlit.testing.v1 import AppTest

from data.definitions import rubrics
from data.store import Saved
from tests.walking import click, go, left_open, shown, written
from ui import cache


@pytest.fixture
def page(app: AppTest) -> AppTest:
    """The rubric page of the sample, in English."""
    app.run()
    click(app, "เปิดข้อมูลตัวอย่าง")
    app.button_group(key="lang").set_value("en").run()
    return go(app, "rubric")


def saved() -> Saved:
    (only,) = cache.store().assessments()
    return only


def test_an_overrule_needs_its_reason_and_can_be_taken_back(page: AppTest) -> None:
    save = [button for button in page.button if button.label.startswith("Overrule level")]
    assert len(save) == 5
    save[4].click().run()
    assert [error.value[:15] for error in page.error] == ["Give the reason"]
    assert cache.store().entered(saved().id).overrules == ()

    reasons = [field for field in page.text_input if field.label == "Reason (needed)"]
    people = [field for field in page.text_input if field.label == "Overruled by (position, needed)"]
    verdicts = [choice for choice in page.radio if choice.label == "Verdict"]
    verdicts[4].set_value("met")
    reasons[4].set_value("ตรวจงานแล้วเสร็จจริง")
    people[4].set_value("หัวหน้าศูนย์")
    [button for button in page.button if button.label.startswith("Overrule level")][4].click().run()
    assert not page.exception
    assert "Score 20 of 20, projected 20" in shown(page)
    assert "Overruled by หัวหน้าศูนย์" in "\n".join(warning.value for warning in page.warning)
    assert "Overruled, counts as met: ตรวจงานแล้วเสร็จจริง (หัวหน้าศูนย์)" in shown(page)

    click(page, "Take the overrule of level 5 back")
    assert "Score 16 of 20, projected 20" in shown(page)
    assert [change.action for change in cache.store().changes(saved().id, 2)] == ["removed", "added"]


def test_what_if_moves_the_score_and_saves_nothing(page: AppTest) -> None:
    id, before = saved().id, saved().version
    metric = {m.label: m for m in page.metric}["Score, if so"]
    assert (metric.value, metric.delta) == ("16 of 20", "")
    (way,) = [info for info in page.info if "Complete" in info.value]
    assert way.value.startswith("1. Complete “โครงการ")
    page.number_input(key=f"new-{id}").set_value(1).run()
    metric = {m.label: m for m in page.metric}["Score, if so"]
    assert (metric.value, metric.delta) == ("20 of 20", "+4")
    counted = page.multiselect(key=f"dropped-{id}").options
    assert len(counted) == 2 + 1, "two counted and one under way"
    page.multiselect(key=f"statuses-{id}").set_value([]).run()
    assert {m.label: m for m in page.metric}["Score, if so"].value == "12 of 20"
    assert saved().version == before
    assert "Score 16 of 20" in shown(page)


def test_evidence_is_registered_with_its_file_and_flagged_outside_the_year(page: AppTest) -> None:
    id = saved().id
    click(page, "Register")
    assert [error.value for error in page.error] == ["Give the document's title."]
    (title,) = [field for field in page.text_input if field.label.startswith("Title of the document")]
    (serves,) = [choice for choice in page.multiselect if choice.label == "Levels it serves"]
    title.set_value("รายงานการประชุม")
    serves.set_value([2, 3])
    day = [field for field in page.date_input if field.label == "Date of the document"][-1]
    day.set_value(datetime.date(2018, 11, 2))
    page.file_uploader[0].upload("รายงาน.pdf", b"%PDF-1.4", "application/pdf")
    click(page, "Register")
    (entry,) = cache.store().entered(id).evidence
    assert (entry.title, entry.kind, entry.levels, entry.file_name) == (
        *("รายงานการประชุม", "file", (2, 3)),
        "รายงาน.pdf",
    )
    assert cache.store().attachment(str(entry.sha256)) == b"%PDF-1.4"
    assert "Outside fiscal year 2561: check that it proves it" in [w.value for w in page.warning]
    assert "Check: “รายงานการประชุม” takes effect on 2 November 2018, outside the fiscal year" in shown(page)
    click(page, "Take out “รายงานการประชุม”")
    assert cache.store().entered(id).evidence == ()


def test_a_link_must_be_one(page: AppTest) -> None:
    (title,) = [field for field in page.text_input if field.label.startswith("Title of the document")]
    (link,) = [field for field in page.text_input if field.label.startswith("Link")]
    title.set_value("เว็บไซต์")
    link.set_value("javascript:alert(1)")
    click(page, "Register")
    assert [error.value[:12] for error in page.error] == ["A link start"]
    assert cache.store().entered(saved().id).evidence == ()


def test_the_officer_says_whether_two_projects_are_one(page: AppTest) -> None:
    id = saved().id
    pairs = [button for button in page.button if button.label == "Pair 1: not the same"]
    assert len(pairs) == 1, "the sample lists one project twice"
    pairs[0].click().run()
    assert not page.exception
    (word,) = cache.store().entered(id).same_projects
    assert not word.same
    assert "Score 20 of 20" in shown(page), "the second one counts for itself now"
    assert not [button for button in page.button if button.label == "Pair 1: not the same"]


@pytest.mark.parametrize("id", [id for id in rubrics() if id != "participation-2561"])
def test_every_page_stands_every_type_of_rubric(page: AppTest, id: str) -> None:
    page.selectbox(key=f"rubric-{saved().id}").set_value(id).run()
    assert not page.exception
    assert saved().rubric == id
    for name in ("overview", "report"):
        go(page, name)
        assert left_open(shown(page)) == []


def test_a_figure_is_entered_with_its_document(page: AppTest) -> None:
    page.selectbox(key=f"rubric-{saved().id}").set_value("ita-2565").run()
    (earned,) = [field for field in page.number_input if field.label.startswith("ITA result")]
    earned.set_value(87.45)
    written(page)[0].set_value("ประกาศผล")
    click(page, "Save")
    assert "Score 5 of 6, projected 5 · A" in shown(page)
    (figure,) = cache.store().entered(saved().id).figures
    assert (figure.key, figure.earned, figure.evidence) == ("ita", 87.45, "ประกาศผล")
