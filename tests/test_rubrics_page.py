"""The page of rubrics: what each asks for, and a new version from file to adoption."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics.rules import PARAMETERS, RULES
from data.definitions import rubrics, shipped_text
from data.stored import rubric_files
from tests.walking import click, go, shown
from ui import cache
from ui.text import catalog

ID = "participation-2561"
FOUR = (
    shipped_text(ID)
    .replace('version = "1"', 'version = "2"')
    .replace("parameters.minimum = 3", "parameters.minimum = 4")
)
# The worked example has two completed projects and one under way: 16, projected 20; with four wanted, 16.


@pytest.fixture
def page(app: AppTest) -> AppTest:
    """The page of rubrics beside the sample, in English."""
    app.run()
    click(app, "เปิดข้อมูลตัวอย่าง")
    app.button_group(key="lang").set_value("en").run()
    return go(app, "rubrics")


def upload(page: AppTest, text: str) -> AppTest:
    page.file_uploader[0].upload("ours.toml", text.encode(), "application/toml").run()
    assert not page.exception
    return page


def adopt(page: AppTest, who: str) -> None:
    (field,) = [field for field in page.text_input if field.label.startswith("Adopted by")]
    field.set_value(who)
    click(page, "Adopt")


def test_every_rubric_is_shown_with_its_levels_rules_and_examples(page: AppTest) -> None:
    assert "Level 4 · 16 points · Projects from citizens ≥ 2" in shown(page)
    assert "Dated and signed minutes with the analysis on the agenda" in shown(page)
    assert "Met when at least **2** projects count;" in shown(page)
    assert "Met when **1** or more answered a survey" in shown(page)
    for id in rubrics():
        page.selectbox(key="rubric-shown").set_value(id).run()
        assert not page.exception
        assert "at most" in shown(page)
        assert "{" not in shown(page)


def test_every_rule_says_to_officers_what_it_looks_at(page: AppTest) -> None:
    for name, rule in RULES.items():
        said = rule.__doc__ or ""
        assert said and "\n" not in said, f"{name}: a docstring of one line"
        assert catalog("th").get(said), f"{name}: no Thai for its docstring"
        assert said in shown(page)
        assert all(f"`{parameter}`: " in shown(page) for parameter in PARAMETERS[name].needed)


def test_a_mistake_is_shown_with_its_line(page: AppTest) -> None:
    upload(page, FOUR.replace("points = 12", "points = -12"))
    (error,) = page.error
    assert error.value.startswith("This is not such a number")
    assert [code.value for code in page.code] == ["points = -12"]
    assert not [button for button in page.button if button.label == "Adopt"]


def test_a_version_is_previewed_adopted_and_gone_back_from(page: AppTest) -> None:
    upload(page, FOUR)
    assert "1 of 1 saved assessment would change." in shown(page)
    (row,) = next(t.value for t in page.dataframe if "Projected" in t.value).to_dict("records")
    assert (row["Score"], row["Projected"]) == ("16 of 20", "20 → 16")
    assert row["Levels"] == "5: Claimed, waiting → Not met"
    adopt(page, " ")
    assert [error.value[:16] for error in page.error] == ["Say who adopts i"]
    assert rubric_files.edition(cache.store(), ID).shipped
    adopt(page, "ผู้อำนวยการ")
    assert f"Version 2 of {ID} holds from now on." in "\n".join(s.value for s in page.success).replace(
        "\\", ""
    )
    assert "adopted by ผู้อำนวยการ on" in shown(page)
    go(page, "overview")
    assert "Projected 16" in shown(page), "the score that was worked out before is not shown any more"
    go(page, "rubric")
    assert "Score 16 of 20, projected 16" in shown(page)

    go(page, "rubrics")
    upload(page, FOUR.replace('"2"', '"1.9"'))
    assert "Version 1.9 is older than version 2, which holds now." in [w.value for w in page.warning] or (
        "Version 1.9 is older" in shown(page)
    )
    assert [button.disabled for button in page.button if button.label == "Adopt"] == [True]
    page.file_uploader[0].clear()
    page.run()
    page.toggle(key=f"rubric-back-{ID}").set_value(True).run()
    adopt(page, "รองผู้อำนวยการ")
    go(page, "overview")
    assert "Projected 20" in shown(page)
    assert [one.who for one in rubric_files.editions(cache.store(), ID)] == ["รองผู้อำนวยการ", "ผู้อำนวยการ"]
