"""The page of revisions and years: publish, what changed since, two beside each other, a line of years."""

import json
import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from analytics.facts import Overrule, Statement
from analytics.wordings import Wording
from data.store import Saved
from data.stored import publications
from data.stored.wordings import reword
from tests.walking import click, go, shown
from ui import cache
from ui.directory import FEW


@pytest.fixture(params=["th", "en"])
def page(request: pytest.FixtureRequest, app: AppTest) -> AppTest:
    """The page with the sample, in each language."""
    return opened(app, request.param)


@pytest.fixture
def english(app: AppTest) -> AppTest:
    return opened(app, "en")


def opened(app: AppTest, language: str) -> AppTest:
    app.run()
    click(app, "เปิดข้อมูลตัวอย่าง")
    app.button_group(key="lang").set_value(language).run()
    return go(app, "history")


def saved() -> Saved:
    return next(one for one in cache.store().assessments() if one.fiscal_year == 2561)


def section(app: AppTest, name: str) -> None:
    app.button_group(key=f"history-{saved().id}").set_value(name).run()
    assert not app.exception


def publish(app: AppTest, who: str = "หัวหน้าศูนย์", note: str = "") -> None:
    app.text_input(key=f"publish-who-{saved().id}").set_value(who)
    app.text_input(key=f"publish-note-{saved().id}").set_value(note)
    (button,) = [button for button in app.button if button.icon == ":material/publish:"]
    button.click().run()
    assert not app.exception


def cells(app: AppTest) -> str:
    return "\n".join(str(text) for table in app.table for text in table.value.to_numpy().ravel()).replace(
        "\\", ""
    )


def test_every_section_in_both_languages_before_and_after(page: AppTest) -> None:
    for name in ("revisions", "compare", "years", "revisions"):
        section(page, name)
        assert "{" not in shown(page)
    assert page.info, "it says that nothing is published yet"
    publish(page, note="ส่งจังหวัด")
    assert [made.revision for made in publications.published(cache.store(), saved().id)] == [1]
    assert "ส่งจังหวัด" in shown(page)
    assert page.success, "nothing has changed since"
    cache.store().overrule(saved().id, 3, Overrule(3, "not_met", "ไม่มีแผน", "ผู้ตรวจ", date(2018, 9, 1)))
    for name in ("revisions", "compare", "years"):
        section(page, name)
        assert "{" not in shown(page) + cells(page)
        assert "None" not in cells(page)
    go(page, "overview")


def test_a_revision_needs_somebody_who_publishes_it(english: AppTest) -> None:
    publish(english, who="  ")
    assert [error.value for error in english.error] == ["Give your position: it stands beside the revision."]
    assert publications.published(cache.store()) == ()
    english.run()
    assert not english.error, "said once"


def test_the_text_as_published_stays_when_it_is_reworded(english: AppTest) -> None:
    publish(english)
    assert "The unit now has 16 of 20 points" in shown(english)
    reword(cache.store(), saved().id, "en", "score/now", Wording("All is well.", ()), who="นักวิชาการ")
    english.run()
    assert "All is well." in cells(english) and "All is well." not in shown(english)
    publish(english)
    assert "All is well." in shown(english)
    (last, first) = publications.publications(cache.store(), saved().id)
    assert [set(made.record.told) for made in (last, first)] == [{"th", "en"}] * 2
    assert "ได้ 16 คะแนน" in "".join(passage.text for passage in last.record.told["th"])


def test_what_the_officer_has_not_seen_is_not_published(english: AppTest) -> None:
    cache.store().state(saved().id, 2, [Statement(2, "ประชุม", None, "วาระ")])
    publish(english)
    (error,) = english.error
    assert error.value.replace("\\", "").endswith(
        "was changed meanwhile, so nothing was published. Look at it as it is now, then publish again."
    )
    assert publications.published(cache.store()) == ()
    publish(english)
    assert len(publications.published(cache.store())) == 1


def test_what_changed_since_is_told_by_part_and_can_be_narrowed(english: AppTest) -> None:
    id = saved().id
    publish(english)
    go(english, "overview")
    assert "Published as revision 1 on" in links(english)
    english.button_group(key="lang").set_value("th").run()
    assert re.search(r"เผยแพร่เป็นฉบับที่ 1 แล้ว เมื่อวันที่ \d+ \S+ 25\d\d$", links(english), re.MULTILINE), (
        "no time of day"
    )
    english.button_group(key="lang").set_value("en").run()
    cache.store().overrule(id, 3, Overrule(3, "not_met", "ไม่มีแผน", "ผู้ตรวจ", date(2018, 9, 1)))
    (project_list,) = [w.id for w in cache.store().listed(id) if w.name.startswith("projects")]
    cache.store().remove_workbook(id, project_list)
    english.run()
    assert "Changed since revision 1 was published on" in links(english)
    go(english, "history")
    assert "Changed since revision 1 was published" in shown(english)
    told = cells(english)
    assert "**3 · Used for plans and projects**" in told and "Only in the earlier one" in told
    parts = english.button_group(key=f"parts-since-{id}")
    assert {option.partition(" (")[0] for option in parts.options} >= {
        "Score",
        "Projects",
        "Workbooks",
    }

    parts.set_value(["score"]).run()
    assert "Only in the earlier one" not in cells(english)
    assert list(english.table[0].value.to_numpy()[0]) == ["Score now", "16", "8"]
    english.button_group(key=f"parts-since-{id}").set_value([]).run()
    english.text_input(key=f"search-since-{id}").set_value("ผู้ตรวจ").run()
    assert "ไม่มีแผน (ผู้ตรวจ)" in cells(english) and "Only in the earlier one" not in cells(english)
    english.text_input(key=f"search-since-{id}").set_value("no such word").run()
    assert "No difference holds “no such word”." in shown(english)

    english.text_input(key=f"search-since-{id}").set_value("").run()
    publish(english)
    assert [made.revision for made in publications.published(cache.store(), id)] == [2, 1]
    first = json.loads(publications.as_json(publications.publication(cache.store(), id, 1)))
    assert (first["revision"], first["who"]) == (1, "หัวหน้าศูนย์")
    assert {"part": "score", "name": "", "of": ""}.items() <= first["record"]["lines"][1].items()
    assert first["record"]["lines"][1]["values"]["score"] == 16


def links(app: AppTest) -> str:
    return "\n".join(link.proto.label for link in app.get("page_link"))


def test_two_assessments_stand_side_by_side(english: AppTest) -> None:
    section(english, "compare")
    assert "There is nothing to compare with yet" in shown(english)
    store = cache.store()
    earlier = store.create(saved().unit, 2560, "participation-2561")
    for kept in store.workbooks(saved().id)[-1:]:
        store.add_workbook(earlier.id, kept.workbook, kept.layouts)
    english.run()
    one, other = (
        english.selectbox(key=f"compare-one-{saved().id}"),
        english.selectbox(key=f"compare-other-{saved().id}"),
    )
    assert "fiscal year 2560" in one.value and "fiscal year 2561" in other.value
    beside = {row[0]: list(row[1:]) for row in english.table[0].value.to_numpy()}
    assert beside["Score now"] == ["**4 / 20**", "**16 / 20**"]
    assert beside["Respondents"] == ["318", "318"]
    assert beside["Level 3 · Used for plans and projects"] == [
        "**:material/radio_button_unchecked: Not met**",
        "**:material/check_circle: Counted**",
    ]
    one.set_value(other.value).run()
    assert [success.value for success in english.success] == ["The two say the same."]

    section(english, "years")
    assert "4 of 20 points in 2560, 16 of 20 in 2561" in shown(english)


def test_of_many_assessments_the_unit_is_chosen_first(english: AppTest) -> None:
    store = cache.store()
    for number in range(FEW):
        store.create(f"ศูนย์ที่ {number}", 2562, "participation-2561")
    earlier = store.create(saved().unit, 2560, "participation-2561")
    english.run()
    section(english, "compare")
    key, own = saved().id, f"name-{saved().unit}"
    assert len(english.selectbox(key=f"compare-one-{key}-unit").options) == FEW + 1
    for side in ("one", "other"):
        assert english.selectbox(key=f"compare-{side}-{key}-unit").value == own
    assert "2560" in english.selectbox(key=f"compare-one-{key}-{own}").value
    assert "2561" in english.selectbox(key=f"compare-other-{key}-{own}").value
    assert earlier.fiscal_year == 2560 and "Differences" in shown(english)
    english.selectbox(key=f"compare-one-{key}-unit").set_value("name-ศูนย์ที่ 7").run()
    assert not english.exception
    assert english.selectbox(key=f"compare-one-{key}-name-ศูนย์ที่ 7").value.startswith("ศูนย์ที่ 7")
    assert "Differences" in shown(english)
