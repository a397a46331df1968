"""Questions with several answers on the satisfaction page, and their chart."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.bands import own_bands
from analytics.charts import options
from analytics.options import OTHER, Options
from data.clean import without_personal
from data.recognise import recognise_sheet
from data.store import Store
from data.workbook import Sheet, Workbook
from tests.lookalikes import sheet
from tests.walking import shown
from ui.text import words

FOUND = Options("เรื่องใด", (3,), 40, 2, ((OTHER, 9), ("ถนน", 30), ("น้ำประปา", 20), ("คลอง", 0)))


@pytest.mark.parametrize("dark", [False, True])
def test_the_chart_says_base_and_figures(dark: bool) -> None:
    made = options(FOUND, words("en"), dark=dark)
    (bars,) = made.figure.data
    assert list(bars.x) == [30, 20, 0, 9]
    assert made.title == "Most chosen: “ถนน”, by 75.0% of 40"
    assert "Of 40 respondents who chose at least one (2 chose none)" in made.subtitle
    assert made.table.to_numpy().tolist() == [
        ["ถนน", "30", "75.0"],  # 30/40
        ["น้ำประปา", "20", "50.0"],  # 20/40
        ["คลอง", "0", "0.0"],
        ["Other (in words of their own)", "9", "22.5"],  # 9/40
        ["Chose none", "2", "–"],
        ["Base: chose at least one", "40", "–"],
    ]


def test_a_question_that_nobody_answered_says_so() -> None:
    made = options(Options("q", (1,), 0, 7, (("a", 0),)), words("th", "thai"))
    assert made.title == "ยังไม่มีผู้เลือกคำตอบในข้อนี้"
    assert len(made.figure.data) == 0


def survey_sheet() -> Sheet:
    labels = ("มากที่สุด", "มาก", "ปานกลาง", "น้อย")
    chosen = ("ถนน;น้ำประปา;", "ถนน;", "น้ำประปา;ไฟฟ้า;", "", "ถนน;ไฟฟ้า;")
    rows = [[labels[i % 3], labels[i % 4], "หญิง" if i % 2 else "ชาย", chosen[i % 5]] for i in range(40)]
    return sheet([["พอใจเจ้าหน้าที่", "พอใจสถานที่", "เพศ", "เรื่องที่ควรปรับปรุง"], *rows], "คำตอบ")


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_shows_them_on_demand(app: AppTest, language: str, tmp_path: Path) -> None:
    made = survey_sheet()
    layouts = (recognise_sheet(made),)
    store = Store(f"sqlite:///{tmp_path / 'saisaat.db'}")
    saved = store.create("Made-up centre", 2561, "participation-2561")
    workbook = Workbook("แบบสำรวจ.xlsx", "0" * 64, "xlsx", (made,))
    store.add_workbook(saved.id, without_personal(workbook, layouts), layouts)
    store.close()
    app.query_params["lang"] = language
    app.run()
    app.switch_page("pages/satisfaction.py").run()
    app.button_group(key=f"section-multiple-{saved.id}-0").set_value("multiple").run()
    assert not app.exception
    tables = [each.value.to_numpy().tolist() for each in app.dataframe]
    # of 5 respondents 3 chose the road, 2 water, 2 power, and 1 nothing: 32 of 40 answered
    expected = [["ถนน", "24", "75.0"], ["น้ำประปา", "16", "50.0"], ["ไฟฟ้า", "16", "50.0"]]
    assert any(found[:3] == expected for found in tables)
    assert words(language)("Chose none") in {found[-2][0] for found in tables if len(found) > 1}


def test_the_breakdown_offers_options(app: AppTest, tmp_path: Path) -> None:
    made = survey_sheet()
    layouts = (recognise_sheet(made),)
    store = Store(f"sqlite:///{tmp_path / 'saisaat.db'}")
    saved = store.create("Made-up centre", 2561, "participation-2561")
    store.add_workbook(saved.id, Workbook("s.xlsx", "0" * 64, "xlsx", (made,)), layouts)
    store.close()
    app.query_params["lang"] = "en"
    app.run()
    app.switch_page("pages/satisfaction.py").run()
    app.button_group(key=f"section-multiple-{saved.id}-0").set_value("groups").run()
    app.selectbox(key=f"by-{saved.id}-0").set_value("m4|น้ำประปา").run()
    app.selectbox(key=f"of-{saved.id}-0").set_value(("item", "q1")).run()
    assert not app.exception
    groups = [each.value.iloc[:, 0].tolist() for each in app.dataframe]
    # the road is kept out: with it those few who chose several could be worked out
    assert ["Chose น้ำประปา", "Did not choose น้ำประปา", "Everybody"] in groups
    assert "over the groups" in shown(app)


def test_a_unit_enters_bands_of_its_own(app: AppTest, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'saisaat.db'}")
    saved = store.create("Made-up centre", 2561, "participation-2561")
    made = survey_sheet()
    store.add_workbook(saved.id, Workbook("s.xlsx", "0" * 64, "xlsx", (made,)), (recognise_sheet(made),))
    app.query_params["lang"] = "en"
    app.run()
    app.switch_page("pages/satisfaction.py").run()
    (lines,) = [area for area in app.text_area if area.key == f"own-bands-{saved.id}-lines"]
    assert lines.value.splitlines()[0] == "4.51-5.00 Most"
    (use,) = [button for button in app.button if button.label == "Use these bands"]
    lines.set_value("4.00-5.00 ดีเยี่ยม\n1.00-3.50 พัฒนา")
    use.click().run()
    assert "there is a gap" in app.error[0].value
    lines.set_value("๓.๐๑-๕.๐๐ ดีเยี่ยม\n๑.๐๐-๓.๐๐ พัฒนา")
    use.click().run()
    assert not app.exception
    (kept,) = store.assessments()
    assert own_bands(kept.band_scheme).bands[0].word == "ดีเยี่ยม"
    words_read = {word for each in app.dataframe for word in each.value.get("Interpretation", [])}
    assert words_read <= {"ดีเยี่ยม", "พัฒนา"}
    assert words_read
    app.button_group(key=f"bands-{saved.id}").set_value("boonchom").run()
    assert store.assessments()[0].band_scheme == "boonchom"
    assert store.setting(saved.id, "bands") == kept.band_scheme
    store.close()
