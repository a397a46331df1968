"""Priorities, waves, years and weights on the satisfaction page, over what the store keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import tables
from analytics.assessment import Survey
from analytics.charts.priorities import priorities_table
from analytics.charts.trend import trend_table
from analytics.statistics.breakdowns import breakdowns
from analytics.statistics.comparisons import compare_items, compare_means
from analytics.statistics.comparisons import in_words as comparison_in_words
from analytics.statistics.groupings import Grouping, compared_named, named
from analytics.statistics.intervals import mean_interval
from analytics.statistics.priorities import priorities
from analytics.statistics.same_items import SameItem, plain
from analytics.statistics.trends import Occasion, trend
from analytics.statistics.waves import waves
from analytics.statistics.weights import Totals, Weights, weigh, weighted
from analytics.tally import tally_by
from data.gather import layouts_of, load
from data.store import Store
from data.workbook import Sheet, Workbook
from tests import walking
from ui import cache
from ui.text import words

LABELS = np.array(["น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด"])
TEXTS = ["เจ้าหน้าที่สุภาพ เป็นมิตร", "ขั้นตอนการขอรับบริการไม่ยุ่งยากซับซ้อน", "สถานที่สะอาด", "ที่จอดรถเพียงพอ"]
BY_HAND = TEXTS[1] + "เลย"
EN = words("en")


def workbook(year: int, lift: float, texts: list[str]) -> Workbook:
    """Made up: four items that go with one mood, and the sex of 200 respondents, more women than men."""
    chance = np.random.default_rng(year)
    mood = chance.normal(0, 0.8, 200)
    women = chance.random(200) < 0.7
    columns: dict[str, list[str]] = {"sex": ["เพศ", *np.where(women, "หญิง", "ชาย")]}
    for number, text in enumerate(texts):
        answers = 3.2 + 0.3 * number + lift * (number == 0) + 0.5 * women + mood + chance.normal(0, 0.6, 200)
        columns[text] = [f"ความพึงพอใจ [{text}]", *LABELS[np.clip(np.rint(answers), 1, 5).astype(int) - 1]]
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in columns.items()})
    return Workbook(f"survey-{year}.xlsx", str(year) * 16, "xlsx", (Sheet("Sheet1", table),))


BEFORE, NOW = workbook(2560, 0, TEXTS), workbook(2561, 1, [TEXTS[0], BY_HAND, TEXTS[2], "ป้ายชัดเจน"])


def survey(of: Workbook) -> Survey:
    (found,) = load(of, layouts_of(of)).inputs.surveys
    return found


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The app with this year's and last year's survey of one unit, and another unit's."""
    url = f"sqlite:///{tmp_path / 'saisaat.db'}"
    store = Store(url)
    for unit, year, of in (("ศูนย์สมมุติ", 2560, BEFORE), ("อื่น", 2559, BEFORE), ("ศูนย์สมมุติ", 2561, NOW)):
        saved = store.create(unit, year, "participation-2561")
        store.add_workbook(saved.id, of, layouts_of(of))
    store.close()
    monkeypatch.setenv("SAISAAT_DATABASE_URL", url)
    with walking.opened(monkeypatch) as app:
        yield app
    st.cache_resource.clear()


def section(app: AppTest, language: str, name: str, *, assessment: int = 3) -> AppTest:
    app.query_params["lang"] = language
    app.query_params["assessment"] = str(assessment)
    app.run()
    app.switch_page("pages/satisfaction.py").run()
    (row,) = (each for each in app.button_group if (each.key or "").startswith("section"))
    row.set_value(name).run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    elements = [*app.markdown, *app.caption, *app.info, *app.error]
    return "\n".join(element.value for element in elements).replace("\\", "")


def has_table(app: AppTest, expected: pd.DataFrame) -> bool:
    return any(each.value.equals(expected) for each in app.dataframe)


def test_priorities_are_those_of_the_core(opened: AppTest) -> None:
    app = section(opened, "th", "priorities")
    found = priorities(survey(NOW))
    assert has_table(app, priorities_table(found, survey(NOW), words("th")))
    assert "ควรปรับปรุงก่อน" in shown(app) and "{" not in shown(app)
    first = next(one for one in found.items if one.quadrant == "mend")
    app.button(key=f"find-{first.item}-3-0").click().run()
    assert not app.exception
    (finding,) = cache.store().entered(3).findings
    assert finding.item == survey(NOW).tally.codebook.item(first.item).text
    assert f"{first.unsatisfied_n} จาก {first.base}" in finding.said


def test_years_are_compared_and_an_officer_says_which_items_are_the_same(opened: AppTest) -> None:
    app = section(opened, "en", "trend")
    says = words("en")
    key = "3-0"
    occasions = [Occasion("2560", survey(BEFORE)), Occasion("2561", survey(NOW))]
    before = trend(occasions)
    whole = says("{n:The|All} {n} {n:item|items} asked every time", n=2)
    assert app.multiselect(key=f"occasions-{key}").options == ["2560"], "not another unit's"
    assert has_table(app, trend_table(before, "top_two", whole, says))
    (item,) = [line for line in before.lines if line.name == TEXTS[0]]
    change = item.change["top_two"]
    assert change is not None and change.changed and change.difference > 0
    assert f"Before (2560): {TEXTS[1]}" in shown(app) and f"Now: {BY_HAND}" in shown(app)
    assert "Since 2560: 2 the same, 2 added, 2 dropped" in shown(app)

    app.button(key=f"same-0-True-{key}").click().run()
    assert not app.exception
    word = SameItem(plain(TEXTS[1]), plain(BY_HAND), True)
    assert cache.store().setting(3, "same_items") == [[word.earlier, word.later, True]]
    after = trend(occasions, [word])
    whole = says("{n:The|All} {n} {n:item|items} asked every time", n=3)
    assert has_table(app, trend_table(after, "top_two", whole, says))
    app.button_group(key=f"trend-figure-{key}").set_value("mean").run()
    assert has_table(app, trend_table(after, "mean", whole, says))

    app.button(key=f"unsay-0-{key}").click().run()
    assert cache.store().setting(3, "same_items") is None and not app.exception
    app.button(key=f"same-0-False-{key}").click().run()
    assert "Before (2560)" not in shown(app), "asked once"
    app.multiselect(key=f"occasions-{key}").set_value([]).run()
    assert "Choose the surveys to compare with." in shown(app)


def test_a_unit_with_one_survey_is_told_what_to_do(opened: AppTest) -> None:
    cache.store().delete(1)
    app = section(opened, "en", "trend")
    assert "There is no earlier survey to compare with." in shown(app)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_wave_is_a_group_among_the_others(opened: AppTest, language: str) -> None:
    app = section(opened, language, "groups")
    says, occasions = words(language), [survey(BEFORE), survey(NOW)]
    both = waves(occasions, 1)
    assert both is not None and both.responses is not None
    offered = app.selectbox(key="by-3-0")
    assert offered.options == ["เพศ", says("Wave of the survey")]
    offered.set_value("wave").run()
    assert not app.exception
    by = Grouping("wave", "wave", waves=("2560", "2561"))
    found = named(breakdowns(both.whole, both.groups), by, says)
    assert found.overall is not None and [row.group for row in found.overall.rows] == ["2560", "2561"]
    together = says("All waves")
    assert has_table(app, tables.group_table(found.overall, together, says))
    means = tables.means_by_group(found, both.whole.codebook, says("All items"), together, says)
    assert has_table(app, means)
    sets = {"": tuple(item.key for item in both.whole.codebook.items)}
    (whole,) = compared_named(compare_means(both.responses, sets, "wave"), by, says)
    assert says.say(comparison_in_words(whole, hidden=found.overall.hidden > 0)) in shown(app)
    # Two of the four items are in other words than the year before.
    care = says(
        "Every wave counts as a group of its own; whether somebody answered several is not known. "
        "{n} of {most} {most:item|items} were asked each time on the same scale; the others stand under "
        "“Waves and years”.",
        n=2,
        most=4,
    )
    assert care in shown(app)
    cache.store().keep(3, "same_items", [[plain(TEXTS[1]), plain(BY_HAND), True]])
    section(app, language, "groups")
    assert app.selectbox(key="of-3-0").options[2:] == [TEXTS[0], BY_HAND, TEXTS[2]], "as the officer says"


def tallied() -> Workbook:
    """Made up: the four items of 2560 counted by hand, 60 people each."""
    header = ["รายการ", *LABELS[::-1]]
    rows = [[text, "20", "15", "10", "8", "7"] for text in TEXTS]
    columns = {
        f"c{n}": pa.array(cells, pa.string()) for n, cells in enumerate(zip(header, *rows, strict=True))
    }
    return Workbook("tally-2562.xlsx", "2562" * 16, "xlsx", (Sheet("Sheet1", pa.table(columns)),))


def test_a_tally_is_broken_down_by_wave_and_by_nothing_else(opened: AppTest) -> None:
    of = tallied()
    saved = cache.store().create("ศูนย์สมมุติ", 2562, "participation-2561")
    cache.store().add_workbook(saved.id, of, layouts_of(of))
    app = section(opened, "en", "groups", assessment=saved.id)
    assert app.selectbox(key=f"by-{saved.id}-0").options == ["Wave of the survey"]
    both = waves([survey(BEFORE), survey(NOW), survey(of)], 2)
    assert both is not None and both.responses is None
    by = Grouping("wave", "wave", waves=("2560", "2561", "2562"))
    found = named(breakdowns(both.whole, both.groups), by, EN)
    assert found.overall is not None
    assert found.overall.rows[2].counts[4].value == 2 * 20, "two items were asked all three times"
    assert has_table(app, tables.group_table(found.overall, "All waves", EN))
    assert "that takes the responses of every wave" in shown(app)
    assert any(one.differs for one in compare_items(both.groups)) and "Kruskal-Wallis" in shown(app)


def test_a_survey_beside_it_at_the_same_time_is_no_other_wave(opened: AppTest) -> None:
    beside = replace(workbook(2563, 0, [one.text for one in survey(NOW).tally.codebook.items]), name="b.xlsx")
    cache.store().add_workbook(3, beside, layouts_of(beside))
    app = section(opened, "en", "groups")
    app.selectbox(key="by-3-0").set_value("wave").run()
    (shown_table,) = [each.value for each in app.dataframe if "Group" in each.value.columns]
    assert [name.partition(" ")[0] for name in shown_table["Group"][:-1]] == ["2560", "2561,"]
    cache.store().delete(1)
    section(app, "en", "groups")
    assert app.selectbox(key="by-3-0").options == ["เพศ"]


def test_a_survey_held_once_has_no_wave_to_be_broken_down_by(opened: AppTest) -> None:
    cache.store().delete(1)
    app = section(opened, "en", "groups")
    assert app.selectbox(key="by-3-0").options == ["เพศ"]


@pytest.mark.parametrize("language", ["th", "en"])
def test_weights_stand_beside_and_change_nothing_else(opened: AppTest, language: str) -> None:
    app = section(opened, language, "weights")
    says, own = words(language), survey(NOW)
    assert own.responses is not None
    (sex,) = own.tally.codebook.demographics
    before = cache.assessment(next(s for s in cache.store().assessments() if s.id == 3))
    kept = {"survey-2561.xlsx/Sheet1": {"totals": {sex.key: {"หญิง": 500.0, "ชาย": 500.0}}, "most": None}}
    cache.store().keep(3, "weights", kept)
    section(app, language, "weights")
    found = weigh(own.responses, [Totals(sex.key, (("หญิง", 500.0), ("ชาย", 500.0)))])
    assert isinstance(found, Weights)
    (table,) = [t.value for t in app.dataframe if says("Mean, weighted") in t.value.columns]
    by_sex = breakdowns(own.tally, tally_by(own.responses, sex.key))
    for item, row in zip(own.tally.codebook.items, table.iloc[1:].to_dict("records"), strict=True):
        of = weighted(own.responses, [item.key], found)
        assert of.mean is not None and of.mean_interval is not None
        margin = of.mean_interval.margin
        if by_sex.items[item.key].hidden:  # counts, which the weighted spread would help to find
            plain = mean_interval(own.item(item.key))
            assert plain is not None and of.effective is not None
            assert plain.margin * (of.base / of.effective) ** 0.5 == pytest.approx(margin, rel=0.1)
            margin = plain.margin * (of.base / of.effective) ** 0.5
        assert row[says("Mean, weighted")] == f"{says.number(of.mean, 2)} ± {says.number(margin, 2)}"
        assert row[says("Mean, unweighted")] == says.number(own.item(item.key).mean, 2)
    # Women answer higher and are fewer among all people, so weights lower the mean.
    whole = weighted(own.responses, [i.key for i in own.tally.codebook.items], found)
    assert own.overall is not None and whole.mean is not None and own.overall.mean is not None
    assert whole.mean < own.overall.mean
    after = cache.assessment(next(s for s in cache.store().assessments() if s.id == 3))
    assert after.score == before.score
    assert all(
        s.tally.counts.equals(b.tally.counts) for s, b in zip(after.surveys, before.surveys, strict=True)
    )
    assert after.surveys[0].responses is before.surveys[0].responses, "read once"
    assert [metric.value for metric in app.metric][1].startswith(says.number(own.overall.mean, 2))

    app.button(key="unweigh-3-0").click().run()
    assert cache.store().setting(3, "weights") is None and not app.exception


def test_totals_that_can_not_be_used_are_said(opened: AppTest) -> None:
    (sex,) = survey(NOW).tally.codebook.demographics
    kept = {"survey-2561.xlsx/Sheet1": {"totals": {sex.key: {"หญิง": 500.0}}, "most": 3.0}}
    cache.store().keep(3, "weights", kept)
    app = section(opened, "en", "weights")
    assert "The total of “ชาย” (เพศ) is missing." in shown(app)
