"""The trail in words: on its page, by who, what and when, and in the bundle."""

import csv
import io
import json
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from analytics.assessment import assess
from analytics.facts import Evidence, Figure, Overrule, Statement
from analytics.history import Change, history_csv, told
from analytics.projects import SameProject
from analytics.reports.summary import summary
from analytics.revisions import differences, record
from analytics.statistics.samplesize import Sample
from analytics.words import Words
from data.gather import gather, layouts_of, load
from data.store import Store
from data.stored.audit import Asked, page_of, people
from data.workbook import read
from tests.test_summary import RUBRIC, full
from tests.walking import click, go, shown
from ui import cache
from ui.text import words

NOON = datetime(2018, 9, 30, 12)


def change(
    id: int, entity: str, action: str, before: object = None, after: object = None, **more: object
) -> Change:
    return Change(id, NOON, "นักวิชาการ", 1, entity, action, before, after, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("entity", "action", "before", "after", "what", "details"),
    [
        ("assessment", "changed", {"unit": "A", "band_scheme": "boonchom"}, {"unit": "B"},
         "Assessment “B”", "Unit: A → B"),
        ("overrule", "added", None, {"level": 3, "finding": "met", "reason": "ตรวจแล้ว", "who": "x"},
         "Overrule, level 3", "Verdict: Counts as met · Reason: ตรวจแล้ว"),
        ("figure", "removed", {"key": "ita", "earned": 87.45}, None, "Figure “ita”", "Points: 87.45"),
        ("evidence", "added", None,
         {"title": "รายงาน", "levels": "[2, 3]", "effective": "2018-03-15", "sha256": "ab"},
         "Evidence “รายงาน”", "Date of the document: 15 March 2018 · Levels: 2, 3"),
        ("same_project", "added", None, {"first": "ก|2018", "second": "ข|", "same": False},
         "Word on two projects", "Project: ก · Other project: ข · The same project: no"),
        ("setting", "changed", {"value": "[1]"}, {"value": "[2]"}, "Setting", "[1] → [2]"),
        ("workbook", "added", None, {"name": "a.xlsx", "layouts": "sha256 00", "wave": 2},
         "Workbook “a.xlsx”", "Wave: 2"),
        ("statement", "removed", {"level": 2, "activity": "ประชุม\nใหญ่", "result": None}, None,
         "Statement, level 2", "Activity: ประชุม ใหญ่"),
        ("unheard of", "added", None, {"x": 1}, "unheard of", ""),
    ],
)  # fmt: skip
def test_a_change_in_words(
    entity: str, action: str, before: object, after: object, what: str, details: str
) -> None:
    (one,) = told([change(1, entity, action, before, after)], Words())
    assert (one.what, one.how, one.details) == (what, action, details)
    (thai,) = told([change(1, entity, action, before, after)], words("th", "thai"))
    assert not set("{}") & set(thai.what + thai.details)


def test_of_whom_surveys_speak_is_told_in_words() -> None:
    def kept(**samples: tuple[int | None, float]) -> dict[str, str]:
        return {"value": json.dumps({f"{n}.xlsx/S": asdict(Sample(*of)) for n, of in samples.items()})}

    before, after = kept(a=(None, 0.07)), kept(a=(2757, 0.07), b=(40, 0.1))
    trail = [change(1, "setting", "changed", before, after, thing="samples")]
    (one,) = told(trail, Words())
    assert one.what == "Setting “Sample size”"
    assert one.details == (
        "a.xlsx/S: N –, e ±7.00 percentage points → N 2,757, e ±7.00 percentage points · "
        "b.xlsx/S: – → N 40, e ±10.00 percentage points"
    )
    (thai,) = told(trail, words("th", "thai"))
    assert "N ๒,๗๕๗ คน, e ±๗.๐๐ จุดร้อยละ" in thai.details


def test_what_was_replaced_is_told_once() -> None:
    """Taken out and put in anew by one change; beside it another thing, and one of another version."""
    both = {"version": 5, "thing": "2"}
    trail = [
        change(9, "statement", "removed", {"level": 2, "activity": "เก่า"}, **both),
        change(8, "overrule", "added", None, {"level": 2, "reason": "x"}, **both),
        change(7, "statement", "added", None, {"level": 2, "activity": "ใหม่", "completed": True}, **both),
        change(6, "statement", "added", None, {"level": 2, "activity": "เก่า"}, version=4, thing="2"),
    ]
    found = told(trail, Words())
    assert [(one.what, one.how, one.details) for one in found] == [
        ("Statement, level 2", "changed", "Activity: เก่า → ใหม่ · Completed: – → yes"),
        ("Overrule, level 2", "added", "Reason: x"),
        ("Statement, level 2", "added", "Activity: เก่า"),
    ]
    assert trail[0].before == {"level": 2, "activity": "เก่า"}, "nothing was changed that was given"


def kept(value: object) -> dict[str, str]:
    """A setting as the trail has it."""
    return {"value": json.dumps(value, ensure_ascii=False)}


TOTALS = {"a.xlsx/คำตอบ": {"totals": {"c2": {"ชาย": 1200.0, "หญิง": 48.5}}, "most": 3.0}}
SLIDES = {
    "order": [],
    "hidden": {"projects": False, "items-2.1": True},
    "remarks": {"score": "ขอบคุณ"},
    "spoken": {},
}


@pytest.mark.parametrize(
    ("action", "before", "after", "thing", "told_before", "told_after"),
    [
        ("changed", kept(5), kept(10), "threshold", "5 people", "10 people"),
        ("added", None, kept(TOTALS), "weights", "",
         "a.xlsx/คำตอบ: ชาย 1,200, หญิง 48.50; largest weight 3.00"),
        ("changed", kept({"ก": ["หนึ่ง", "สอง"], "ข": ["สาม"]}), kept({"ข": ["สาม"], "ค": ["สี่"]}), "themes",
         "ก: หนึ่ง, สอง · ค: –", "ก: – · ค: สี่"),
        ("changed", kept([["ก", "ข", True]]), kept([["ก", "ข", False]]), "same_items",
         "“ก” and “ข”: The same question", "“ก” and “ข”: Another question"),
        ("removed", kept({"th:x": {"text": "เดิม", "figures": []}, "*:y": {"text": ""}}), None, "texts",
         "Text in own words (Thai): เดิม · A sentence that is left out: –", ""),
        ("added", None, kept({"en:x": {"text": "Now"}}), "texts", "", "Text in own words (English): Now"),
        ("added", None, kept({"th:x": {"text": "หนึ่ง"}, "th:y": {"text": "สอง"}}), "texts", "",
         "Text in own words (Thai): หนึ่ง · Text in own words (Thai) 2: สอง"),
        ("changed", kept('own:[["3.00", "ดี"], ["1.00", "พอใช้"]]'), kept("half_point"), "bands",
         "bands of the unit: ดี 3.00–5.00, พอใช้ 1.00–2.99", "bands from half points"),
        ("added", None, kept(SLIDES), "slides", "",
         "Projects: shown · Items 2.1: hidden · Score, line at the foot: ขอบคุณ"),
        ("changed", kept({**SLIDES, "order": ["score"]}),
         kept({**SLIDES, "order": ["cover", "every-item-2-3"], "spoken": {"new": "x"}}), "slides",
         "Order: Score · new, Speaker notes: –", "Order: Cover, Item by item 2-3 · new, Speaker notes: x"),
        # What this version does not know is told as it is kept.
        ("changed", kept(1), kept({"a": 2}), "of later", "1", '{"a": 2}'),
        ("changed", kept("other"), kept({"a": 2}), "bands", '"other"', '{"a": 2}'),
        ("changed", {"who": "a"}, {"who": "b"}, "bands", "", ""),
    ],
)  # fmt: skip
def test_a_choice_is_told_before_and_after(
    action: str, before: object, after: object, thing: str, told_before: str, told_after: str
) -> None:
    (one,) = told([change(1, "setting", action, before, after, thing=thing)], Words())
    assert (one.before, one.after) == (told_before, told_after)
    assert one.what.startswith("Setting")


@pytest.mark.parametrize(
    "thing", [None, "threshold", "bands", "themes", "same_items", "weights", "texts", "slides"]
)
@pytest.mark.parametrize("value", [None, 1, "x", [], [1], [[1]], {}, {"a": 1}, {"a": {"b": 1}}])
def test_whatever_is_kept_can_be_told(thing: str | None, value: object) -> None:
    (one,) = told([change(1, "setting", "added", None, kept(value), thing=thing)], Words())
    assert one.details or not value


def test_values_stand_before_and_after() -> None:
    kept = {"level": 3, "finding": "met", "reason": "ตรวจแล้ว"}
    trail = [
        change(3, "overrule", "removed", kept),
        change(2, "assessment", "changed", {"unit": "A"}, {"unit": "B"}),
        change(1, "overrule", "added", None, kept),
    ]
    value = "Verdict: Counts as met · Reason: ตรวจแล้ว"
    assert [(one.before, one.after) for one in told(trail, Words())] == [
        (value, ""),
        ("Unit: A", "Unit: B"),
        ("", value),
    ]


HOSTILE_TRAIL = [
    change(2, "overrule", "added", None, {"level": 3, "reason": '=HYPERLINK("x")'}),
    replace(change(1, "=cmd|' /C calc'!A0", "removed", {"key": "+1"}), who="@SUM(A1)"),
]


def test_the_trail_is_a_sheet_of_the_summary() -> None:
    made = openpyxl.load_workbook(BytesIO(summary(full(), words("th", "thai"), history=HOSTILE_TRAIL)))
    sheet = made["ประวัติการแก้ไข"]
    assert made.sheetnames.index(sheet.title) == len(made.sheetnames) - 2, "before the hidden data"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = rows.index(["เมื่อ", "ผู้ทำ", "รายการ", "การกระทำ", "ก่อนแก้ไข", "หลังแก้ไข"]) + 1
    first, second = rows[head], rows[head + 1]
    # 30 September 2018, 12:00 UTC
    assert first[:2] == ["๓๐ ก.ย. ๒๕๖๑ ๑๙:๐๐ น.", "นักวิชาการ"]
    assert first[4] == "–" and "=HYPERLINK" in first[5]
    assert second[1] == "@SUM(A1)" and second[2].startswith("=cmd|") and second[5] == "–"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert sheet["C" + str(head + 2)].quotePrefix and sheet["B" + str(head + 2)].quotePrefix
    assert (sheet.print_title_rows, sheet.freeze_panes) == (f"${head}:${head}", f"A{head + 1}")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_area.endswith(f"$F${head + 2}")
    assert "history_table" in made.defined_names
    assert "History of changes" not in openpyxl.load_workbook(BytesIO(summary(full(), Words()))).sheetnames


def test_a_summary_with_its_trail_comes_back_as_the_same_assessment() -> None:
    """The sheet of changes is no list of projects, whatever is written in it."""
    trail = [change(n, "cause", "added", None, {"project": f"โครงการที่ {n}"}, version=n) for n in range(1, 30)]
    found = []
    for history in ((), trail):
        workbook = read(summary(full(), words("th"), history=history), "สรุป.xlsx")
        inputs = gather([load(workbook, layouts_of(workbook))])
        assert not [one for one in layouts_of(workbook) if one.kind == "projects"]
        found.append(inputs)
    plain, with_trail = (assess(inputs, RUBRIC, made_on=date(2018, 10, 5)) for inputs in found)
    assert differences(record(plain), record(replace(with_trail, sources=plain.sources))) == ()
    assert [p.name for p in found[1].projects] == [p.name for p in found[0].projects] != []


def test_the_trail_as_csv_opens_as_it_is() -> None:
    made = history_csv([change(1, "overrule", "added", None, {"level": 3, "reason": "=1+1"})], Words())
    assert made.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(made.decode("utf-8-sig")))
    assert head == ["When", "Who", "What", "How", "Before", "After"]
    assert row == ["2018-09-30 19:00:00", "นักวิชาการ", "Overrule, level 3", "added", "", "Reason: =1+1"]
    named = history_csv([change(1, "=cmd", "added", None, {})], Words())
    assert next(iter(list(csv.reader(io.StringIO(named.decode("utf-8-sig"))))[1:]))[2] == "'=cmd"


def test_the_trail_by_who_what_and_when(database: str) -> None:
    store = Store(database)
    one, other = (store.create(unit, 2561, "participation-2561").id for unit in "AB")
    for level in range(1, 6):
        store.overrule(one, level, Overrule(level, "met", "เหตุผล", "หัวหน้า"))
        store.state(other, level, [Statement(level, "ประชุม", who="นักวิชาการ")])
    store.add_evidence(one, Evidence(0, "รายงาน", added_by="หัวหน้า"), b"x")
    assert people(store.engine) == ("นักวิชาการ", "หัวหน้า")

    def count(**asked: object) -> int:
        return page_of(store.engine, Asked(**asked), 3)[1]  # type: ignore[arg-type]

    assert count() == 2 + 5 + 5 + 1, "without the attached file, which came along"
    assert (count(who="หัวหน้า"), count(assessment_id=other)) == (6, 6)
    assert count(entities=("overrule", "evidence"), assessment_id=one) == 6
    pages = [page_of(store.engine, Asked(assessment_id=other), 4, number)[0] for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [4, 2, 0]
    assert [one.id for page in pages for one in page] == sorted(
        (one.id for page in pages for one in page), reverse=True
    )
    today = (store.changes(limit=1)[0].at + timedelta(hours=7)).date()
    day = timedelta(days=1)
    assert count(since=today - day, until=today + day) == 13
    assert (count(since=today + day), count(until=today - day)) == (0, 0)
    assert count(since=date(2018, 1, 1)) == 13
    store.close()


def test_the_page_tells_and_narrows(app: AppTest) -> None:
    app.run()
    click(app, "เปิดข้อมูลตัวอย่าง")
    app.button_group(key="lang").set_value("en").run()
    store = cache.store()
    (saved,) = store.assessments()
    for level in range(1, 31):
        store.state(saved.id, level, [Statement(level, f"ประชุมครั้งที่ {level}", who="นักวิชาการ")])
    store.overrule(saved.id, 5, Overrule(5, "met", "ตรวจแล้ว", "หัวหน้าศูนย์"))
    store.enter_figure(saved.id, Figure("ita", 80, 100, None, "นักวิชาการ"))
    store.judge(saved.id, SameProject("ก|", "ข|", True))
    go(app, "trail")
    text = shown(app)
    assert "Overrule, level 5" in text and "Verdict: Counts as met · Reason: ตรวจแล้ว" in text
    assert "หัวหน้าศูนย์" in text and "ประชุมครั้งที่ 30" in text and "ประชุมครั้งที่ 2 " not in text
    app.selectbox(key="trail-who").set_value("หัวหน้าศูนย์").run()
    assert "Changes: 1." in shown(app) and "ประชุม" not in shown(app)
    app.selectbox(key="trail-who").set_value(None)
    app.multiselect(key="trail-what").set_value(["publication"]).run()
    assert not app.exception
    assert "There are no such changes." in shown(app)
    go(app, "rubric")
    assert "Overrule, level 5" in shown(app), "in the assessment's own history"
