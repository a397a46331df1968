"""What an assessment says as a record, and what is different between two: tables by hand, and laws."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.assessment import Assessment, Inputs, Source, Survey, assess
from analytics.codebook import BLANK, Codebook, Item, Scale
from analytics.facts import Entered, Evidence, Figure, Overrule, Statement
from analytics.findings import Cause, Finding
from analytics.options import Options
from analytics.projects import Project, RowRef, SameProject
from analytics.revision_names import part_name, told
from analytics.revisions import PARTS, UNCOMPARED, Difference, Line, Record, differences, record
from analytics.tally import from_counts
from analytics.thai import Period
from analytics.wordings import Passage
from analytics.words import Problem, Words, message
from data.definitions import rubric, rubrics
from data.gather import gather, load
from data.workbook import read_path
from ui.text import words

FIVE = Scale("five", (1, 2, 3, 4, 5), ("น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด"))
CODEBOOK = Codebook((Item("a", "รวดเร็ว", "รวดเร็ว", 2, FIVE, "ด้านบริการ"), Item("b", "สุภาพ", "สุภาพ", 3, FIVE)))
COUNTS = {"a": {5: 3, 4: 1, BLANK: 1}, "b": {5: 2, 4: 2, 1: 1}}
PROJECTS = tuple(
    Project(name, RowRef("p.xlsx", "s", row), "completed", "แล้วเสร็จ", True, "เวทีประชาคม", 2561, budget=budget)
    for row, (name, budget) in enumerate((("ถนน", 1000.0), ("ฝาย", 500.0)), start=3)
)
STATEMENTS = tuple(Statement(level, "ประชุม", "เห็นชอบ", "วาระ", "นักวิชาการ", "2018-03-01") for level in (2, 3))
SOURCES = (Source("s.xlsx", "ab" * 32, (("s", 5),)), Source("p.xlsx", "cd" * 32, (("s", 2),)))


SLOW = Finding(4, "คิวนาน", "สำรวจ", "รวดเร็ว", "รอนาน", "นักวิชาการ")
CHANNELS = Options("ช่องทาง", (4,), 4, 1, (("โทรศัพท์", 3), ("เว็บไซต์", 2)))


OWN_WORDS = {
    "th:score/now": {"text": "ได้ 16 คะแนน", "language": "th", "figures": [["score", 16]], "who": "นักวิชาการ"},
    "*:projects/0": {"text": "มี 2 โครงการ", "language": "*", "figures": [], "who": None},
}


def survey(
    counts: dict[str, dict[int, int]] = COUNTS, title: str = "สำรวจ", book: Codebook = CODEBOOK
) -> Survey:
    return Survey(title, RowRef("s.xlsx", "s"), from_counts(book, counts, 5))


INPUTS = Inputs((survey(),), PROJECTS, STATEMENTS, SOURCES)
ENTERED = Entered(evidence=(Evidence(1, "รายงานประชุม", effective=date(2018, 3, 1), levels=(2,)),))


def assessed(inputs: Inputs = INPUTS, entered: Entered = ENTERED, **more: Any) -> Assessment:
    settings = {"unit": "ศูนย์", "fiscal_year": 2561, "made_on": date(2018, 9, 30)} | more
    return assess(inputs, rubric(), entered=entered, **settings)


def said(assessment: Assessment) -> Record:
    return record(assessment, "ef" * 32)


def found(before: Assessment, after: Assessment) -> list[tuple[str, str, str, Any, Any]]:
    return [
        (each.line.part, each.line.name, each.key, each.was, each.now)
        for each in differences(said(before), said(after))
    ]


# --- The record -------------------------------------------------------------------------------------


def test_a_record_holds_the_figures_exactly() -> None:
    made = said(assessed())
    # Levels 1 to 4 count: a survey, two statements with evidence, two completed projects.
    assert made.value("score", "score") == 16
    fast, polite = made.of("item")
    assert (fast.name, fast.of, fast.values["aspect"]) == ("รวดเร็ว", "สำรวจ", "ด้านบริการ")
    assert fast.values["mean"] == (3 * 5 + 1 * 4) / 4
    assert fast.values["counts"] == [0, 0, 0, 1, 3]
    assert (fast.values["base"], fast.values["blank"], fast.values["top_two"]) == (4, 1, 4 / 4)
    assert polite.values["mean"] == (2 * 5 + 2 * 4 + 1 * 1) / 5
    (whole,) = made.of("survey")
    assert whole.values["mean"] == (5 * 5 + 3 * 4 + 1 * 1) / 9
    assert [line.values["place"] for line in made.of("project")] == ["counted", "counted"]
    assert [line.values["state"] for line in made.of("level")] == [*["counted"] * 4, "not_met"]


@pytest.mark.parametrize("id", rubrics())
def test_a_record_is_json_there_and_back_for_every_rubric(id: str) -> None:
    figures = tuple(Figure(key, 0.1, 100, "ประกาศ") for key, _, _ in rubric(id).figures)
    made = record(assess(INPUTS, rubric(id), entered=replace(ENTERED, figures=figures)))
    assert Record.of_json(made.json) == made
    assert {line.name for line in made.of("figure")} == {figure.key for figure in figures}
    assert [*made.lines] == sorted(made.lines, key=lambda line: PARTS.index(line.part))
    levels = made.of("level")
    assert len({(line.of, line.name) for line in levels}) == len(levels) >= len(rubric(id).levels)


def test_other_text_is_no_record() -> None:
    for text in ("[]", '{"format": 99, "lines": []}', "no json"):
        with pytest.raises(ValueError, match=r"no record|Expecting value"):
            Record.of_json(text)


def test_a_record_holds_no_response(sample: Assessment) -> None:
    (raw,) = [survey.responses for survey in sample.surveys]
    assert raw is not None and raw.comments is not None
    comments = {text for column in raw.comments for text in raw.comments[column].dropna() if len(text) > 12}
    assert comments
    assert not [text for text in comments if text in said(sample).json]


@pytest.fixture(scope="module")
def sample() -> Assessment:
    paths = sorted((Path(__file__).parent.parent / "data" / "samples").glob("*.xlsx"))
    return assess(gather(load(read_path(path)) for path in paths), rubric(), unit="ศูนย์", fiscal_year=2561)


# --- Differences, by hand ---------------------------------------------------------------------------


def test_a_respondent_more_changes_the_figures_of_item_and_survey_and_nothing_else() -> None:
    more = {**COUNTS, "b": {5: 2, 4: 2, 1: 1, 3: 1}}
    changes = found(assessed(), assessed(replace(INPUTS, surveys=(survey(more),))))
    whole, item = [c[2:] for c in changes if c[0] == "survey"], [c[2:] for c in changes if c[0] == "item"]
    assert [key for key, _, _ in whole] == ["base", "mean", "sd", "top_two"]
    assert whole[:2] == [("base", 9, 10), ("mean", 38 / 9, (38 + 3) / 10)]
    assert {c[1] for c in changes if c[0] == "item"} == {"สุภาพ"}
    assert item[:2] == [("base", 5, 6), ("mean", 19 / 5, (19 + 3) / 6)]
    assert ("top_two", 4 / 5, 4 / 6) in item
    assert ("counts", [1, 0, 0, 2, 2], [1, 0, 1, 2, 2]) in item
    assert {c[0] for c in changes} == {"survey", "item"}


CASES: list[tuple[str, Callable[[], Assessment], list[tuple[str, str, str, Any, Any]]]] = [
    ("nothing", assessed, []),
    ("another day", lambda: assessed(made_on=date(2019, 1, 1)), []),
    ("unit", lambda: assessed(unit="กอง"), [("setting", "", "unit", "ศูนย์", "กอง")]),
    (
        "bands",
        lambda: assessed(band_scheme="equal_width"),
        [("setting", "", "band_scheme", "boonchom", "equal_width")],
    ),
    ("the limit of small groups", lambda: assessed(threshold=10), [("setting", "", "threshold", None, 10)]),
    (
        "a blank row above moves every project, which says nothing",
        lambda: assessed(
            replace(
                INPUTS,
                projects=tuple(
                    replace(p, source=RowRef("p.xlsx", "s", 9 + i)) for i, p in enumerate(PROJECTS)
                ),
            )
        ),
        [],
    ),
    (
        "the order of workbooks",
        lambda: assessed(replace(INPUTS, sources=SOURCES[::-1])),
        [],
    ),
    (
        "a budget",
        lambda: assessed(replace(INPUTS, projects=(PROJECTS[0], replace(PROJECTS[1], budget=501.0)))),
        [("project", "ฝาย", "budget", 500.0, 501.0)],
    ),
    (
        "a workbook's bytes",
        lambda: assessed(replace(INPUTS, sources=(SOURCES[0], replace(SOURCES[1], sha256="00" * 32)))),
        [("source", "p.xlsx", "sha256", "cd" * 32, "00" * 32)],
    ),
    (
        "a workbook's name",
        lambda: assessed(replace(INPUTS, sources=(SOURCES[0], replace(SOURCES[1], workbook="q.xlsx")))),
        [("source", "q.xlsx", "name", "p.xlsx", "q.xlsx")],
    ),
    (
        "a statement's text",
        lambda: assessed(
            replace(INPUTS, statements=(replace(STATEMENTS[0], result="รับทราบ"), STATEMENTS[1]))
        ),
        [("statement", "2", "result", "เห็นชอบ", "รับทราบ")],
    ),
    (
        "a survey's title, by which a level says why it counts",
        lambda: assessed(replace(INPUTS, surveys=(survey(title="สำรวจใหม่"),))),
        [
            (
                *("level", "1", "reasons"),
                [["“{title}”: respondents {n}", [["title", "สำรวจ"], ["n", 5]]]],
                [["“{title}”: respondents {n}", [["title", "สำรวจใหม่"], ["n", 5]]]],
            ),
            ("survey", "สำรวจใหม่", "name", "สำรวจ", "สำรวจใหม่"),
        ],
    ),
    (
        "a word on two projects",
        lambda: assessed(entered=replace(ENTERED, same_projects=(SameProject("ก|", "ข|", True),))),
        [("same_project", "ก|", "", None, None)],
    ),
]


@pytest.mark.parametrize(("what", "after", "expected"), CASES, ids=[case[0] for case in CASES])
def test_each_change_is_named_and_nothing_else(
    what: str, after: Callable[[], Assessment], expected: list[tuple[str, str, str, Any, Any]]
) -> None:
    assert found(assessed(), after()) == expected


def test_an_overrule_shows_in_the_score_and_in_every_level_that_it_holds_back() -> None:
    word = Overrule(3, "not_met", "แผนไม่ผ่าน", "หัวหน้า", date(2018, 9, 1))
    changes = found(assessed(), assessed(entered=replace(ENTERED, overrules=(word,))))
    assert ("score", "", "score", 16, 8) in changes
    assert ("score", "", "projected", 16, 8) in changes
    assert [(name, was, now) for part, name, key, was, now in changes if key == "state"] == [
        ("3", "counted", "not_met"),
        ("4", "counted", "held_back"),
    ]
    assert ("level", "3", "overruled", None, "not_met") in changes
    assert ("level", "3", "overrule_reason", None, "แผนไม่ผ่าน") in changes


def test_a_project_that_loses_its_origin_is_left_out_with_the_reason() -> None:
    lost = replace(PROJECTS[1], from_citizens=None)
    changes = found(assessed(), assessed(replace(INPUTS, projects=(PROJECTS[0], lost))))
    assert ("project", "ฝาย", "place", "counted", "left_out") in changes
    assert ("project", "ฝาย", "reason", None, ["Where it came from is not stated", []]) in changes
    assert ("score", "", "score", 16, 12) in changes


def test_a_finding_and_a_project_that_it_leads_to() -> None:
    plain, led = (
        replace(ENTERED, findings=(SLOW,)),
        replace(ENTERED, findings=(SLOW,), causes=(Cause(SLOW, "ถนน"),)),
    )
    assert found(assessed(), assessed(entered=plain)) == [("finding", "คิวนาน", "", None, None)]
    assert ("finding", "คิวนาน", "projects", [], ["ถนน"]) in found(
        assessed(entered=plain), assessed(entered=led)
    )


def test_the_counts_of_a_question_with_several_answers() -> None:
    asked, more = (
        replace(INPUTS, surveys=(replace(survey(), options=(options,)),))
        for options in (CHANNELS, replace(CHANNELS, base=5, counts=(("โทรศัพท์", 4), ("เว็บไซต์", 2))))
    )
    assert found(assessed(asked), assessed(more)) == [
        ("question", "ช่องทาง", "answered", 4, 5),
        (
            *("question", "ช่องทาง", "options"),
            [["โทรศัพท์", 3], ["เว็บไซต์", 2]],
            [["โทรศัพท์", 4], ["เว็บไซต์", 2]],
        ),
    ]


def test_of_several_projects_of_one_name_the_changed_one_is_found() -> None:
    twice = tuple(
        replace(PROJECTS[0], period=Period(date(2018, month, 1), date(2018, month, 9))) for month in (1, 5)
    )
    done = (twice[0], replace(twice[1], note="ปรับ"))
    changes = found(assessed(replace(INPUTS, projects=twice)), assessed(replace(INPUTS, projects=done)))
    assert changes == [("project", "ถนน", "note", None, "ปรับ")]
    fewer = found(assessed(replace(INPUTS, projects=twice)), assessed(replace(INPUTS, projects=twice[1:])))
    assert [c for c in fewer if c[0] == "project"] == [("project", "ถนน", "", None, None)]


def test_a_reworded_item_is_another_one_and_the_look_alike_is_said() -> None:
    reworded = Codebook(
        (replace(CODEBOOK.items[0], text="รวดเร็วมาก"), replace(CODEBOOK.items[1], text="สุภาพ ดี"))
    )
    after = replace(INPUTS, surveys=(survey(book=reworded),))
    changes = [d for d in differences(said(assessed()), said(assessed(after))) if d.line.part == "item"]
    # รวดเร็ว has 7 letters, รวดเร็วมาก 10: 2·7 / 17 = 82 percent; สุภาพ 5 of สุภาพ ดี 8: 2·5 / 13 = 77 percent.
    assert [(d.line.name, d.alike) for d in changes] == [
        *(("รวดเร็ว", None), ("สุภาพ", None)),
        *(("รวดเร็วมาก", None), ("สุภาพ ดี", None)),
    ]
    near = Codebook((replace(CODEBOOK.items[0], text="ความรวดเร็ว"), CODEBOOK.items[1]))
    nearer = Codebook((replace(CODEBOOK.items[0], text="ความรวดเร็วๆ"), CODEBOOK.items[1]))
    pair = [replace(INPUTS, surveys=(survey(book=book),)) for book in (near, nearer)]
    gone, new = [d for d in differences(*(said(assessed(p)) for p in pair)) if d.line.part == "item"]
    assert (gone.line.name, gone.alike, gone.after) == ("ความรวดเร็ว", "ความรวดเร็วๆ", None)
    assert (new.line.name, new.alike, new.before) == ("ความรวดเร็วๆ", "ความรวดเร็ว", None)


def test_items_of_two_years_go_together_by_their_text() -> None:
    next_year = replace(INPUTS, surveys=(survey({**COUNTS, "a": {5: 4, 4: 1}}, "สำรวจ ๒๕๖๒"),))
    changes = found(assessed(), assessed(next_year, fiscal_year=2562))
    assert ("setting", "", "fiscal_year", 2561, 2562) in changes
    assert ("survey", "สำรวจ ๒๕๖๒", "name", "สำรวจ", "สำรวจ ๒๕๖๒") in changes
    assert ("item", "รวดเร็ว", "mean", 19 / 4, 24 / 5) in changes
    assert {c[1] for c in changes if c[0] == "item"} == {"รวดเร็ว"}


def test_a_changed_wording_is_a_difference_and_its_author_is_none() -> None:
    def with_words(**entry: Any) -> Record:
        changed = {**OWN_WORDS, "th:score/now": {**OWN_WORDS["th:score/now"], **entry}}
        return record(assessed(), wordings=changed)

    before, bare = with_words(), record(assessed())
    assert differences(before, with_words(who="ผู้อื่น", figures=[])) == ()
    (only,) = differences(before, with_words(text="ได้สิบหกคะแนน"))
    said = told(only, Words())
    assert (said.name, said.what) == ("Thai · ได้สิบหกคะแนน", "The sentence")
    assert (said.was, said.now) == ("ได้ 16 คะแนน", "ได้สิบหกคะแนน")
    new = [told(each, Words()) for each in differences(bare, before)]
    assert [(each.name, each.what, each.now) for each in new] == [
        (
            "Every language · มี 2 โครงการ",
            "Only in the later one",
            "The sentence: มี 2 โครงการ · Left out of the documents: Yes",
        ),
        ("Thai · ได้ 16 คะแนน", "Only in the later one", "The sentence: ได้ 16 คะแนน"),
    ]


def test_a_record_of_before_wordings_were_kept_says_nothing_about_them() -> None:
    now = record(assessed(), wordings=OWN_WORDS)
    old = json.loads(record(assessed()).json)
    old = {"format": 1, "lines": old["lines"]}
    read = Record.of_json(json.dumps(old))
    assert (read.format, read.told) == (1, {}) and read.value("score", "score") == now.value("score", "score")
    assert json.loads(read.json) == old, "it stays of its format"
    assert differences(read, now) == differences(now, read) == ()
    changed = replace(now, lines=tuple(line for line in now.lines if line.part != "project"))
    assert {each.line.part for each in differences(read, changed)} == {"project"}
    for wrong in ({}, {"format": 0, "lines": []}, {"format": 3, "lines": []}):
        with pytest.raises(ValueError, match="no record of format 2"):
            Record.of_json(json.dumps(wrong))


def test_the_text_is_kept_word_for_word_and_not_compared() -> None:
    told_then = {
        "th": (Passage("score", "สรุป", (("ได้ ๑๖ คะแนน", ""), ("ของเดิม", "(ตัวเลขเปลี่ยนแล้ว)"))),),
        "en": (Passage("score", "", (("16 points", ""),)),),
    }
    made = replace(record(assessed()), told=told_then)  # type: ignore[arg-type]
    assert Record.of_json(made.json) == made
    assert differences(made, record(assessed())) == ()


# --- Laws -------------------------------------------------------------------------------------------

leaves = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 9), st.sampled_from(["ก", "ข", ""]), st.just([1, 2])
)
sums = st.sampled_from([None, "ab", "cd"])
keys = ("mean", "state", "period", "counts", "made_on")
lines = st.builds(
    Line,
    st.sampled_from(PARTS),
    st.sampled_from(["1", "2", "รายการ", "รายการ ๒"]),
    st.sampled_from(["", "3"]),
    st.fixed_dictionaries({}, optional={"sha256": sums} | dict.fromkeys(keys, leaves)),
)
random_records = st.lists(lines, max_size=8).map(lambda some: Record(tuple(some)))


def as_set(some: tuple[Difference, ...]) -> Counter[str]:
    return Counter(repr(each) for each in some)


@given(random_records)
def test_a_record_is_no_different_from_itself(one: Record) -> None:
    assert differences(one, one) == ()
    assert differences(one, Record.of_json(one.json)) == ()


@given(random_records, random_records)
def test_swapping_two_records_swaps_every_difference(one: Record, other: Record) -> None:
    there, back = differences(one, other), differences(other, one)
    assert as_set(back) == as_set(tuple(each.swapped for each in there))


@given(random_records, random_records)
def test_every_line_is_accounted_for_once(one: Record, other: Record) -> None:
    some = differences(one, other)
    gone, new = [d for d in some if d.after is None], [d for d in some if d.before is None]
    for part in PARTS:
        was, now = len(one.of(part)), len(other.of(part))
        assert was - sum(d.line.part == part for d in gone) == now - sum(d.line.part == part for d in new)


@given(random_records, st.data())
def test_a_changed_leaf_is_always_named(one: Record, data: st.DataObject) -> None:
    places = [
        (place, key) for place, line in enumerate(one.lines) for key in line.values if key not in UNCOMPARED
    ]
    if not places:
        return
    place, key = data.draw(st.sampled_from(places))
    changed = list(one.lines)
    changed[place] = replace(changed[place], values={**changed[place].values, key: "changed"})
    some = differences(one, Record(tuple(changed)))
    assert some
    assert {each.line.part for each in some} == {one.lines[place].part}
    assert any(each.now == "changed" or (each.after and each.after.values[key] == "changed") for each in some)


@given(st.data())
def test_a_changed_leaf_of_a_real_record_is_the_only_difference(data: st.DataObject) -> None:
    real = said(assessed())
    places = [(p, key) for p, line in enumerate(real.lines) for key in line.values if key not in UNCOMPARED]
    place, key = data.draw(st.sampled_from(places))
    line = real.lines[place]
    changed = [*real.lines]
    changed[place] = replace(line, values={**line.values, key: "changed"})
    (only,) = differences(real, Record(tuple(changed)))
    assert (only.before, only.key, only.was, only.now) == (line, key, line.values[key], "changed")


# --- In words ---------------------------------------------------------------------------------------


def in_words(before: Assessment, after: Assessment, says: Words) -> list[tuple[str, str, str, str]]:
    return [
        (each.name, each.what, each.was.replace("\u00a0", " "), each.now.replace("\u00a0", " "))
        for each in (told(d, says) for d in differences(said(before), said(after)))
    ]


def test_differences_are_told_in_the_readers_words_and_digits() -> None:
    more = {**COUNTS, "b": {5: 2, 4: 2, 1: 1, 3: 1}}
    after = assessed(replace(INPUTS, surveys=(survey(more),), projects=PROJECTS[:1]), unit="กอง")
    english = in_words(assessed(), after, Words())
    assert ("", "Unit", "ศูนย์", "กอง") in english
    assert ("", "Score now", "16", "12") in english
    assert ("4 · Projects from citizens ≥ 2", "State", "Counted", "Not met") in english
    # 19/5 and 22/6; two best of five and of six.
    assert ("สุภาพ", "Mean", "3.80", "3.67") in english
    assert ("สุภาพ", "Two best points", "80.0%", "66.7%") in english
    assert (
        "สุภาพ",
        "Answers a point",
        "5: 2 · 4: 2 · 3: 0 · 2: 0 · 1: 1",
        "5: 2 · 4: 2 · 3: 1 · 2: 0 · 1: 1",
    ) in english
    assert ("ฝาย", "Only in the earlier one", "Outcome: Counted · Status: Completed", "–") in english
    thai = in_words(assessed(), after, words("th", "thai"))
    assert ("สุภาพ", "ค่าเฉลี่ย", "๓.๘๐", "๓.๖๗") in thai
    assert len(thai) == len(english)


FINE = [
    ("mean", 4.001, 4.002, "4.001", "4.002"),
    ("mean", 4.0, 4.00001, "4.00000", "4.00001"),
    ("top_two", 0.81411, 0.81414, "81.411%", "81.414%"),
    ("respondents", 318, 319, "318", "319"),
]


@pytest.mark.parametrize(("key", "was", "now", "one", "other"), FINE)
def test_two_figures_are_shown_with_as_many_decimals_as_tell_them_apart(
    key: str, was: float, now: float, one: str, other: str
) -> None:
    line = Line("survey", "สำรวจ", "", {key: was})
    (only,) = differences(Record((line,)), Record((replace(line, values={key: now}),)))
    assert (told(only, Words()).was, told(only, Words()).now) == (one, other)


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_part_and_value_of_a_full_record_has_words(language: str, sample: Assessment) -> None:
    says = words(language)  # type: ignore[arg-type]
    full = Entered(
        (replace(STATEMENTS[0], completed=False),),
        (Overrule(2, "met", "เหตุผล", "หัวหน้า", date(2018, 9, 1)),),
        (Figure("ita", 87.45, 100, "ประกาศ", "ผู้ทำ"),),
        (Evidence(1, "แฟ้ม", "file", date(2018, 3, 1), (1, 2), "https://x", "ab" * 32, "a.pdf", "ก"),),
        (SameProject("ก|", "ข|", True, "ก"),),
        (SLOW,),
        (Cause(SLOW, "ถนน", "ก"), Cause(SLOW, "ฝาย", "ก")),
    )
    bare = record(assess(Inputs(), rubric()))
    asked = replace(sample.surveys[0], options=(CHANNELS,))
    filled = record(
        replace(sample, surveys=(asked,), facts=assess(INPUTS, rubric(), entered=full).facts),
        wordings=OWN_WORDS,
    )
    assert {line.part for line in filled.lines} == set(PARTS)
    every = [
        *differences(bare, filled),
        *(
            Difference(line, replace(line, values={**line.values, key: None}), key)
            for line in filled.lines
            for key, value in line.values.items()
            if key not in UNCOMPARED and value not in (None, [])
        ),
    ]
    for each in every:
        text = told(each, says)
        assert text.was != text.now
        assert text.what and "{" not in text.was + text.now
        if language == "th":
            assert not text.what.isascii() or text.what == "S.D.", (each.line.part, each.key, text.what)
    assert len({part_name(part, says) for part in PARTS}) == len(PARTS)


def test_a_problem_that_a_workbook_came_with_is_told() -> None:
    odd = Problem(message("Row {n} is odd", n=3), message("Look at it"), sheet="s", row=3)
    after = replace(INPUTS, sources=(replace(SOURCES[0], problems=(odd,)), SOURCES[1]))
    assert in_words(assessed(), assessed(after), Words()) == [
        ("s.xlsx", "Problems found", "–", "s 3: Row 3 is odd")
    ]
