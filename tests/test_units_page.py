"""The units page and choosing one of many assessments, without a browser."""

from datetime import date
from pathlib import PurePosixPath

import pytest
from streamlit.testing.v1 import AppTest

from analytics.charts import levels_of_groups, levels_of_units
from analytics.outcomes import Outcome
from analytics.rollup import Group, Member, groups, members, summary
from analytics.rubric import State
from analytics.units import Unit, tree_on
from analytics.words import Words
from data.definitions import rubric
from data.many.folder_names import sort_out
from data.store import Saved
from data.stored.outcomes import keep_outcome, standings
from data.stored.units import add_unit, units
from tests.test_confirm import book, drop
from tests.walking import click, go, shown
from ui import cache, folder
from ui.directory import FEW, directory
from ui.units_view import FILL, Choices

RUBRIC = "participation-2561"
LEVELS = (1, 2, 3, 4, 5)


def outcome(levels: int, top_two: float | None = None) -> Outcome:
    """What a unit comes to when this many levels count."""
    states: list[tuple[int, State]] = [(n, "counted" if n <= levels else "not_met") for n in LEVELS]
    return Outcome(4 * levels, 4 * levels, 20, tuple(states), 100 if top_two else 0, None, top_two, 100)


def assessed(name: str, levels: int | None, year: int = 2561, top_two: float | None = None) -> Saved:
    """An assessment that came to this; None: not worked out."""
    saved = cache.store().create(name, year, RUBRIC)
    if levels is not None:
        keep_outcome(cache.store(), saved, outcome(levels, top_two), rubric(RUBRIC))
    return saved


@pytest.fixture
def tree(app: AppTest) -> AppTest:
    """Two provinces in two regions, with three units and one that has no assessment."""
    store = cache.store()
    for region, province, names in (("R1", "เหนือ", ("ก", "ข")), ("R2", "ใต้", ("ค", "ง"))):
        above = add_unit(store, region, f"เขต {region}", "region")
        place = add_unit(store, f"P-{region}", province, "province", parent=above.id)
        for name in names:
            add_unit(store, f"U-{name}", name, "unit", parent=place.id)
    assessed("ก", 5, top_two=0.8)
    assessed("ข", 2, top_two=0.5)
    assessed("ค", 2)
    elsewhere(app, 2561)
    return app


def elsewhere(app: AppTest, year: int) -> None:
    """Look at an assessment of another year: a look works it out from its workbooks, and it has none."""
    spare = assessed("อื่น", None, 2550)
    app.query_params["assessment"] = str(spare.id)
    app.session_state["units-year"] = year


def ranking(app: AppTest) -> list[list[str]]:
    """Place, unit and score of every row of the ranking."""
    table = app.dataframe[0].value
    return [
        [str(cell).strip(FILL) for cell in row] for row in table[["อันดับ", "หน่วยงาน", "คะแนนขณะนี้"]].to_numpy()
    ]


def test_the_page_shows_medians_a_ranking_with_ties_and_who_is_missing(tree: AppTest) -> None:
    go(tree.run(), "units")
    text = shown(tree)
    assert "หน่วยงานที่ประเมินแล้ว 3 / 4" in text
    assert "มัธยฐานของคะแนน 8 / 20" in text  # of 20, 8 and 8
    assert f"ค่าเฉลี่ย {(20 + 8 + 8) // 3} จาก 3" in text
    assert "มัธยฐานของร้อยละที่พึงพอใจมากถึงมากที่สุด 65.0%" in text  # of 80 % and 50 %; ค has no survey
    assert ranking(tree) == [["1", "ก", "20"], ["2", "ข", "8"], ["2", "ค", "8"]]
    assert list(tree.dataframe[0].value["จำนวนที่ได้อันดับเดียวกัน"]) == [" ".strip() or FILL, "2", "2"]
    assert "หน่วยงานที่ยังไม่มีการประเมิน: 1 แห่ง" in [box.label for box in tree.expander]
    (province,) = [
        table.value for table in tree.dataframe if "กลุ่ม" in table.value and "ควอร์ไทล์ที่ 1" in table.value
    ]
    assert list(province["กลุ่ม"]) == ["ใต้", "เหนือ"]
    assert list(province["มัธยฐานของคะแนน"]) == [FILL + "8", "14"]  # (20 + 8) / 2


def test_units_are_found_by_region_and_search(tree: AppTest) -> None:
    go(tree.run(), "units")
    region = tree.selectbox(key="units-region")
    region.set_value(next(unit.id for unit in units(cache.store()) if unit.code == "R1")).run()
    assert [row[1] for row in ranking(tree)] == ["ก", "ข"]
    assert "หน่วยงานที่ประเมินแล้ว 2 / 2" in shown(tree)
    tree.text_input(key="units-search").set_value("u-ข").run()
    assert not tree.exception
    assert ranking(tree) == [["1", "ข", "8"]]
    assert "จากหน่วยงานเดียว" in shown(tree) and "ครึ่งหนึ่งของหน่วยงาน" not in shown(tree)
    tree.text_input(key="units-search").set_value("ไม่มีชื่อนี้").run()
    assert not tree.exception
    assert "หน่วยงานที่ประเมินแล้ว 0 / 0" in shown(tree)


def test_thai_digits_and_a_year_before(tree: AppTest) -> None:
    assessed("ก", 2, 2562)
    assessed("ข", 4, 2562, 0.9)
    tree.session_state["units-year"] = 2562
    tree.query_params["digits"] = "thai"
    go(tree.run(), "units")
    metrics = {metric.label: (metric.value, metric.delta) for metric in tree.metric}
    assert metrics["มัธยฐานของคะแนน"] == ("๑๒ / ๒๐", "+๔ จากปี ๒๕๖๑")
    assert metrics["มัธยฐานของร้อยละที่พึงพอใจมากถึงมากที่สุด"] == ("๙๐.๐%", "+๒๕.๐ จุดร้อยละ จากปี ๒๕๖๑")
    assert [row[2] for row in ranking(tree)] == ["๑๖", "๘"]
    # Three units had figures the year before, two of them a survey; now two have, one of them a survey.
    assert [f"ปี ๒๕๖๑ เป็นมัธยฐานของ {n} หน่วยงาน" in shown(tree) for n in "๓๒๑"] == [True, True, False]


def test_what_has_no_figures_yet_is_worked_out_by_a_button(tree: AppTest) -> None:
    late = assessed("ง", None)
    go(tree.run(), "units")
    assert "มี 1 การประเมินที่ยังไม่ได้คำนวณผล" in shown(tree)
    click(tree, "คำนวณผล")
    (standing,) = standings(cache.store(), id=late.id)
    assert standing.outcome is not None and standing.outcome.score == 0
    assert ["4", "ง", "0"] in ranking(tree)
    assert "ยังไม่ได้คำนวณผล" not in shown(tree)


def test_without_a_tree_every_assessment_stands_for_itself(app: AppTest) -> None:
    assessed("ก", 5)
    assessed("ข", 3)
    elsewhere(app, 2561)
    go(app.run(), "units")
    assert [row[1] for row in ranking(app)] == ["ก", "ข"]
    assert not [one for one in app.selectbox if one.key in ("units-region", "units-province")]


def test_an_empty_page_says_the_next_step(app: AppTest) -> None:
    go(app.run(), "units")
    assert "ยังไม่มีการประเมิน" in shown(app)


def test_units_are_added_and_refused_on_the_page(app: AppTest) -> None:
    go(app.run(), "units")
    app.button_group(key="units-view").set_value("list").run()
    app.button_group(key="units-change").set_value("add").run()
    app.text_input(key="units-add-code").set_value("1001")
    app.text_input(key="units-add-name").set_value("หน่วยใหม่")
    click(app, "เพิ่ม")
    assert [(unit.code, unit.name) for unit in units(cache.store())] == [("1001", "หน่วยใหม่")]
    click(app, "เพิ่ม")
    assert "มีหน่วยงานอื่นใช้รหัส" in app.error[0].value
    app.file_uploader[0].upload(
        "units.csv", "รหัส,ชื่อ,ประเภท\n1002,อีกหน่วย,หน่วยงาน\n,ไม่มีรหัส,หน่วยงาน\n".encode(), "text/csv"
    ).run()
    click(app, "นำเข้า 1 แถว")
    assert [unit.code for unit in units(cache.store())] == ["1001", "1002"]
    assert "มี 1 แถว" in shown(app)


def test_a_folder_is_imported_on_the_page(app: AppTest) -> None:
    go(app.run(), "units")
    app.button_group(key="units-view").set_value("folder").run()
    survey = ("ความพึงพอใจ [ก],ความพึงพอใจ [ข]\n" + "5,4\n" * 8).encode()
    for name in ("ทั้งหมด/2561/ก/survey.csv", "ทั้งหมด/2561/ข/survey.csv", "ทั้งหมด/loose.csv"):
        app.file_uploader[0].upload(name, survey if "ข" not in name else b"", "text/csv")
    app.run()
    assert "1 แฟ้มที่ไม่ทราบหน่วยงาน" in "".join(w.value for w in app.warning)
    click(app, "นำเข้า 2 หน่วยงานและปี")
    (saved,) = cache.store().assessments()
    assert (saved.unit, saved.fiscal_year) == ("ก", 2561)
    table = next(
        t.value for t in app.dataframe if "ผลการนำเข้า" in "".join(t.value.columns) or "คะแนนขณะนี้" in t.value
    )
    assert list(table["หน่วยงาน"]) == ["ก", "ข"]
    assert list(table["คะแนนขณะนี้"]) == ["4", ""]


def test_the_folders_own_name_is_no_unit() -> None:
    class Upload:
        name = "โฟลเดอร์ของกรม/ก/survey.csv"

    path = folder._path(Upload())  # type: ignore[arg-type]
    assert path == PurePosixPath("ก/survey.csv")
    assert sort_out([path]).batches[0].unit == "ก"


# --- One of many ------------------------------------------------------------------------------------


def test_few_assessments_are_one_list(app: AppTest) -> None:
    for n in range(FEW):
        assessed(f"หน่วย {n}", None)
    app.run()
    assert len(app.selectbox(key="assessment").options) == FEW
    assert not [one for one in app.selectbox if one.key == "assessed-unit"]


def test_of_many_the_unit_is_chosen_first_and_the_year_stays(app: AppTest) -> None:
    for n in range(12):
        for year in (2561, 2562, 2563):
            assessed(f"หน่วย {n:02}", None, year)
    app.query_params["assessment"] = str(
        next(s.id for s in cache.store().assessments() if (s.unit, s.fiscal_year) == ("หน่วย 03", 2562))
    )
    app.run()
    assert not app.exception
    assert app.selectbox(key="assessed-unit").options[:2] == ["หน่วย 00", "หน่วย 01"]
    assert app.selectbox(key="assessment").options == [f"ปีงบประมาณ พ.ศ. {y}" for y in (2563, 2562, 2561)]
    app.selectbox(key="assessed-unit").set_value("name-หน่วย 07").run()
    assert not app.exception
    chosen = cache.directory().saved[app.session_state["assessment"]]
    assert (chosen.unit, chosen.fiscal_year) == ("หน่วย 07", 2562)
    assert app.query_params["assessment"] == str(chosen.id)
    other = next(s for s in cache.directory().by_key["name-หน่วย 07"].assessments if s.fiscal_year == 2563)
    app.selectbox(key="assessment").set_value(str(other.id)).run()
    go(app, "rubric")
    assert cache.directory().saved[app.session_state["assessment"]] == other


def test_units_of_one_name_are_told_apart_by_their_code() -> None:
    twins = [Unit(1, "A", "เมือง", "unit"), Unit(2, "B", "เมือง", "unit")]
    saved = [Saved(n, "เมือง", 2561, RUBRIC, "boonchom", 1, id) for n, id in enumerate((1, 2, None, 1), 1)]
    found = directory(saved, twins)
    assert [(one.label, [s.id for s in one.assessments]) for one in found.units] == [
        ("เมือง", [3]),
        ("เมือง (A)", [1, 4]),
        ("เมือง (B)", [2]),
    ]
    assert found.key_of[4] == found.key_of[1]


# --- The picture ------------------------------------------------------------------------------------


def test_levels_of_units_and_groups_say_the_same() -> None:
    province = Unit(1, "P", "จังหวัด", "province")
    of = [Member(f"หน่วย {n}", Unit(n + 2, f"{n}", f"หน่วย {n}", "unit"), n, outcome(n)) for n in (5, 3, 3, 1)]
    one_by_one = levels_of_units([*of, Member("ไม่มี")], Words())
    assert list(one_by_one.table["Score now"]) == ["20", "12", "12", "4"]
    assert list(one_by_one.table["Level 4"]) == ["Counted", "Not met", "Not met", "Not met"]
    assert one_by_one.title == "Most often missing next is level 4: at 2 of 4 units"
    cells = {trace.name: len(trace.x) for trace in one_by_one.figure.data}
    assert cells == {"Counted": 5 + 3 + 3 + 1, "Not met": 0 + 2 + 2 + 4}
    by_group = levels_of_groups(
        [Group(province, tuple(of), summary(of)), Group(None, (), summary(()))], Words()
    )
    assert list(by_group.table.iloc[0]) == ["จังหวัด", "100.0%", "75.0%", "75.0%", "25.0%", "25.0%", "4", "12"]
    assert list(by_group.figure.data[0].text) == ["100%", "75%", "75%", "25%", "25%"]
    # What a pressed cell leads to: the unit's assessment, the group's unit.
    pressed = [key for trace in one_by_one.figure.data for _, key in trace.customdata]
    assert sorted(pressed) == [1] * 5 + [3] * 10 + [5] * 5
    assert [key for _, key in by_group.figure.data[0].customdata] == [province.id] * 5
    assert by_group.title == one_by_one.title


def test_pictures_of_nothing_and_of_everything_say_so() -> None:
    assert levels_of_units([Member("ก")], Words()).title == "No unit has figures yet"
    assert levels_of_groups([], Words()).title == "No unit has figures yet"
    done = [Member("ก", None, 1, outcome(5))]
    assert levels_of_units(done, Words()).title == "Every level counts at the 1 unit with figures"
    tree = tree_on([], [], date(2018, 9, 30))
    alone = groups(tree, members(tree, []), "province")
    assert alone == ()


def test_choices_are_a_key() -> None:
    assert hash(Choices(RUBRIC, 2561)) == hash(Choices(RUBRIC, 2561))


def test_assessments_are_put_to_a_unit_and_taken_away_again(tree: AppTest) -> None:
    store = cache.store()
    for year in (2561, 2562):
        assessed("ศูนย์ ง", 3, year)
    app = go(tree.run(), "units")
    app.button_group(key="lang").set_value("en").run()
    app.button_group(key="units-view").set_value("list").run()
    app.button_group(key="units-change").set_value("assign").run()
    app.selectbox(key="assign-whose").set_value("name-ศูนย์ ง").run()
    assert app.button(key="assign").disabled, "nothing is chosen yet"
    (unit,) = [one.id for one in units(store) if one.name == "ง"]
    app.selectbox(key="assign-unit-name-ศูนย์ ง").set_value(unit).run()
    app.button(key="assign").click().run()
    assert not app.exception and [toast.value for toast in app.toast] == ["Assessments put in their place: 2"]
    assert {one.unit_id for one in store.assessments() if one.unit == "ศูนย์ ง"} == {unit}
    assert app.selectbox(key="assign-whose").value == f"unit-{unit}", "still the same ones"
    assert store.changes(limit=1)[0].after == {"unit_id": unit}

    (first,) = [one.id for one in store.assessments() if (one.unit, one.fiscal_year) == ("ศูนย์ ง", 2561)]
    app.selectbox(key=f"assign-which-unit-{unit}").set_value(first).run()
    app.selectbox(key=f"assign-unit-unit-{unit}").set_value(0).run()
    app.button(key="assign").click().run()
    assert not app.exception
    assert {one.fiscal_year: one.unit_id for one in store.assessments() if one.unit == "ศูนย์ ง"} == {
        2561: None,
        2562: unit,
    }
    assert app.selectbox(key="assign-whose").value == "name-ศูนย์ ง"


# --- A workbook of many units on the workbooks page -----------------------------------------------------


def province() -> bytes:
    """Six answers of ก, four of ข and two of a unit that is on no list."""
    rows = [("ก", 5, 4), ("ข", 2, 3), ("ก", 4, 4)] * 2 + [("ก", 3, 5), ("ข", 5, 5)] * 2 + [("จ", 4, 4)] * 2
    return book([("หน่วยงานที่ให้บริการ", "ความพึงพอใจ [ก]", "ความพึงพอใจ [ข]"), *rows])


def test_a_workbook_of_many_units_leads_to_where_it_is_divided(tree: AppTest) -> None:
    drop(tree, ("ทั้งจังหวัด - 2561.xlsx", province()))
    assert "มีชื่อหน่วยงาน 2 แห่งในคอลัมน์ “หน่วยงานที่ให้บริการ” (ก, ข)" in shown(tree)
    click(tree, "แยกเป็น 2 หน่วยงาน")
    go(tree, "units")  # where the button leads in a browser
    assert "ทั้งจังหวัด - 2561.xlsx" in shown(tree)
    click(tree, "แยกตามหน่วยงานแล้วนำเข้า")
    saved = {s.unit: s for s in cache.store().assessments() if s.fiscal_year == 2561}
    (part,) = cache.store().workbooks(saved["ก"].id)
    assert part.layouts[0].only == ((2, 2), (4, 5), (7, 8), (10, 10))
    assert "“จ”" in shown(tree)


def test_without_a_list_of_units_the_way_leads_there(app: AppTest) -> None:
    drop(app, ("ทั้งจังหวัด.xlsx", province()))
    assert "มีชื่อต่างกัน 3 ชื่อในคอลัมน์" in shown(app)
    click(app, "เพิ่มรายชื่อหน่วยงาน")
    assert app.session_state["units-view"] == "list"


def test_a_unit_of_its_own_is_no_matter_of_dividing(tree: AppTest) -> None:
    drop(
        tree,
        ("ก.xlsx", book([("หน่วยงาน", "ความพึงพอใจ [ก]", "ความพึงพอใจ [ข]"), *[("ก", 5, 4), ("ก", 3, 2)] * 4])),
    )
    assert "แยกเป็น" not in shown(tree)
