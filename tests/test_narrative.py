"""What the figures say: exact sentences in both languages, and that no number stands in them by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.assessment import Assessment, Inputs, Survey, assess
from analytics.codebook import BLANK, NOT_APPLICABLE, Codebook, Demographic, Item, Scale
from analytics.narrative import Sentence, fingerprints, narrative
from analytics.narrative.parts import numbers_in
from analytics.options import Options
from analytics.projects import RowRef
from analytics.responses import Responses
from analytics.statistics.same_items import SameItem
from analytics.statistics.trends import Occasion, trend
from analytics.themes import CommentCounts, Theme, ThemeCount
from analytics.words import Words
from data.themes import with_comments
from tests.documents import hostile, sample
from tests.test_summary import FIVE, FOUR, OFTEN, POLITE, RUBRIC, UNUSED, full, project, survey
from ui.text import words

ENGLISH, THAI = words("en"), words("th")
TEN = Scale("0-10", tuple(range(11)), kind="numbers")


def of(*surveys: Survey, **more: object) -> Assessment:
    return assess(Inputs(surveys=surveys), RUBRIC, **more)  # type: ignore[arg-type]


def sentences(made: Assessment, says: Words = ENGLISH) -> dict[str, Sentence]:
    return {one.key: one for paragraph in narrative(made, says) for one in paragraph.sentences}


def texts(made: Assessment, says: Words = ENGLISH) -> dict[str, str]:
    """The text of each sentence by its key, without the survey's own mark."""
    marks = fingerprints(made.surveys)
    return {
        key.replace(f"survey/{marks[0]}/", "") if marks else key: one.text
        for key, one in sentences(made, says).items()
    }


# 5·4 + 4·3 + 3·2 + 1·1 = 39 of 10 answers;
# Σ n·(point − 3.9)² = 4.84 + 0.03 + 1.62 + 8.41 = 14.9; √(14.9/9) → 1.29
ONE = survey(POLITE)
# One aspect: 20/4 = 5.00; another: 12/4 = 3.00; together (20 + 12)/8 = 4.00, SD √(8·1/7) = 1.07
TWO = survey(("Polite", FIVE, "Staff", {5: 4}), ("Clean", FIVE, "Place", {3: 4}), respondents=4)
SAME = survey(("Polite", FIVE, "Staff", {4: 4}), ("Clean", FIVE, "Place", {4: 4}), respondents=4)
TIED = survey(("A", FIVE, None, {5: 2}), ("B", FIVE, None, {5: 2}), ("C", FIVE, None, {1: 2}), respondents=2)
SPEC: list[tuple[str, Survey, str, str, str]] = [
    (
        "one item",
        ONE,
        "overall",
        "The survey of 12 respondents finds the level “Much” (x̄ = 3.90, S.D. = 1.29) for its one question "
        "“Polite”, which 10 of them answered on the scale.",
        "ผลการสำรวจผู้ตอบแบบสอบถามจำนวน 12 คน พบว่า ข้อคำถาม “Polite” ซึ่งเป็นข้อเดียวของแบบสำรวจ "
        "อยู่ในระดับมาก (x̄ = 3.90, S.D. = 1.29) คิดจากผู้ตอบข้อนี้ 10 คน",
    ),
    (
        "tally only",
        TWO,
        "overall",
        "The survey of the satisfaction of 4 respondents finds the level “Much” on the whole (x̄ = 4.00, "
        "S.D. = 1.07), from 8 answers to 2 questions.",
        "ผลการสำรวจความพึงพอใจของผู้ตอบแบบสอบถามจำนวน 4 คน พบว่า ภาพรวมอยู่ในระดับมาก (x̄ = 4.00, "
        "S.D. = 1.07) คิดจากคำตอบ 8 คำตอบ ในข้อคำถาม 2 ข้อ",
    ),
    (
        "top two",
        TWO,
        "top",
        "4 of 8 answers (50.00%) are Most or Much.",
        "คำตอบในระดับ Mostและ Much มีจำนวน 4 คำตอบ คิดเป็นร้อยละ 50.00 ของคำตอบทั้งหมด 8 คำตอบ",
    ),
    (
        "aspects",
        TWO,
        "aspects",
        "By aspect, from the highest mean to the lowest: “Staff” (x̄ = 5.00, S.D. = 0.00, level Most) and "
        "“Place” (x̄ = 3.00, S.D. = 0.00, level Moderate).",
        "เมื่อพิจารณาเป็นรายด้าน เรียงตามค่าเฉลี่ยจากมากไปน้อย ได้แก่ “Staff” (x̄ = 5.00, S.D. = 0.00 "
        "ระดับมากที่สุด) และ “Place” (x̄ = 3.00, S.D. = 0.00 ระดับปานกลาง)",
    ),
    (
        "all items equal",
        SAME,
        "items",
        "All 2 questions have the same mean (x̄ = 4.00).",
        "เมื่อพิจารณาเป็นรายข้อ ทั้ง 2 ข้อมีค่าเฉลี่ยเท่ากัน (x̄ = 4.00)",
    ),
    (
        "all aspects equal",
        SAME,
        "aspects",
        "All 2 aspects have the same mean (x̄ = 4.00).",
        "เมื่อพิจารณาเป็นรายด้าน ทั้ง 2 ด้านมีค่าเฉลี่ยเท่ากัน (x̄ = 4.00)",
    ),
    (
        "two share the highest mean",
        TIED,
        "items",
        "Of 3 questions the highest mean is that of “A” (x̄ = 5.00, S.D. = 0.00, level Most) and “B” "
        "(x̄ = 5.00, S.D. = 0.00, level Most); the lowest is that of “C” (x̄ = 1.00, S.D. = 0.00, level "
        "Least).",
        "เมื่อพิจารณาเป็นรายข้อ จากทั้งหมด 3 ข้อ ข้อที่มีค่าเฉลี่ยสูงสุด คือ “A” (x̄ = 5.00, S.D. = 0.00 "
        "ระดับมากที่สุด) และ “B” (x̄ = 5.00, S.D. = 0.00 ระดับมากที่สุด) ส่วนข้อที่มีค่าเฉลี่ยต่ำสุด คือ “C” "
        "(x̄ = 1.00, S.D. = 0.00 ระดับน้อยที่สุด)",
    ),
    (
        "the weakest, without responses",
        TWO,
        "priorities",
        "Most answers that were not among the best were given to “Clean” (4 of 4 answers below the two best, "
        "100.00%).",
        "ข้อที่มีคำตอบต่ำกว่าระดับสูงสุดมากที่สุด คือ “Clean” (คำตอบที่ต่ำกว่าสองระดับสูงสุด 4 จาก 4 คำตอบ ร้อยละ 100.00)",
    ),
    (
        "no answer",
        survey(UNUSED),
        "overall",
        "No question of this survey has an answer on its scale yet.",
        "ยังไม่มีผู้ตอบข้อคำถามที่ใช้มาตรวัดในแบบสำรวจนี้",
    ),
    (
        "no item",
        survey(),
        "none",
        "No question answered on a scale was found in this survey.",
        "แบบสำรวจนี้ไม่มีข้อคำถามที่ตอบตามมาตรวัด",
    ),
    (
        "a frequency has no better end",
        survey(("Comes", OFTEN, None, {3: 1, 1: 1}), ("Calls", OFTEN, None, {2: 2}), respondents=2),
        "overall",
        "4 answers of 2 respondents to 2 questions have a mean of 2.00 (S.D. = 0.82).",  # √(2·1/3)
        "จากผู้ตอบแบบสอบถามจำนวน 2 คน คำตอบ 4 คำตอบ ในข้อคำถาม 2 ข้อ มีค่าเฉลี่ย 2.00 (S.D. = 0.82)",
    ),
    (
        "from 0 to 10, one answer",
        survey(("Recommend", TEN, None, {8: 1}), respondents=1),
        "overall",
        "The survey of 1 respondent finds the level “8” (x̄ = 8.00, S.D. = –) for its one question "
        "“Recommend”, which 1 of them answered on the scale.",
        "ผลการสำรวจผู้ตอบแบบสอบถามจำนวน 1 คน พบว่า ข้อคำถาม “Recommend” ซึ่งเป็นข้อเดียวของแบบสำรวจ "
        "อยู่ในระดับ 8 (x̄ = 8.00, S.D. = –) คิดจากผู้ตอบข้อนี้ 1 คน",
    ),
    (
        "four points have bands of their own",
        survey(("Agree", FOUR, None, {4: 1, 3: 1}), respondents=2),
        "bands",
        "Means are read by bands of equal width on this scale of 4 points (1 to 4).",
        "ค่าเฉลี่ยแปลผลตามเกณฑ์ช่วงเท่ากันของมาตรวัด 4 ระดับ (1 ถึง 4)",
    ),
    (
        "what is in no base",
        survey(("Quick", FIVE, None, {5: 1, BLANK: 4, NOT_APPLICABLE: 7})),
        "left_out",
        "Not part of these figures are 4 questions left blank, 7 answers “not applicable” and 0 that could "
        "not be read.",
        "ทั้งนี้ ไม่ได้นำคำตอบต่อไปนี้มาคำนวณ ได้แก่ ข้อที่ไม่ตอบ 4 คำตอบ ไม่เกี่ยวข้องหรือไม่มีความเห็น "
        "7 คำตอบ และคำตอบที่อ่านไม่ได้ 0 คำตอบ",
    ),
]


@pytest.mark.parametrize(
    ("found", "key", "english", "thai"), [row[1:] for row in SPEC], ids=[r[0] for r in SPEC]
)
def test_sentences(found: Survey, key: str, english: str, thai: str) -> None:
    assert (texts(of(found))[key], texts(of(found), THAI)[key]) == (english, thai)


def test_thai_digits() -> None:
    said = texts(of(TWO), words("th", "thai"))["overall"]
    assert "จำนวน ๔ คน พบว่า ภาพรวมอยู่ในระดับมาก (x̄ = ๔.๐๐, S.D. = ๑.๐๗)" in said


def test_nothing_read_yet_is_said() -> None:
    said = texts(assess(Inputs(), RUBRIC))
    assert said["survey/none"] == "No result of a satisfaction survey has been read yet."
    assert said["projects/none"] == "No list of projects has been read yet."
    assert said["score/now"] == "The unit now has 0 of 12 points."


def test_projects_and_score() -> None:
    said, thai = texts(full()), texts(full(), THAI)
    assert said["projects/counted"] == (
        "Of 4 projects and activities, 1 counts for fiscal year 2561: it came from citizens taking part and "
        "has a status that counts. 1 will count once completed and 2 are left out."
    )
    assert said["projects/names"] == "Counted: “Boards”."
    assert thai["projects/names"] == "โครงการและกิจกรรมที่นับได้ ได้แก่ “Boards”"
    assert thai["score/now"].startswith("ขณะนี้หน่วยงานได้ 8 คะแนน จากคะแนนเต็ม 12 คะแนน")


def test_options_and_comments() -> None:
    asked = Options("How did you come?", (5,), 10, 2, (("Bus", 6), ("Walk", 7), ("Boat", 0)))
    theme = Theme("speed", {"th": "ความรวดเร็ว", "en": "Speed"}, ("fast",))
    leaning = {"negative": 2, "mixed": 0, "wish": 1, "none": 0, "positive": 0}
    comments = CommentCounts("Else?", 8, 1, (ThemeCount(theme, leaning),), {})  # type: ignore[arg-type]
    none = replace(comments, question="Why?", base=0, counts=())
    made = of(replace(TWO, options=(asked,), comments=(comments, none)))
    said, thai = (list(texts(made, says).values()) for says in (ENGLISH, THAI))
    assert (
        "Of 10 respondents who answered “How did you come?”, where several answers were possible, these are "
        "the most frequent choices: “Walk” (7 people, 70.00%) and “Bus” (6 people, 60.00%)." in said
    )
    assert (
        "Of 8 comments to “Else?” that say something, the most frequent themes, as far as lists of words "
        "tell, are Speed (3 comments, 37.50%)." in said
    )
    assert "เรื่องที่มีคำติมากที่สุด คือ ความรวดเร็ว (2 ข้อความ)" in thai
    assert "ไม่มีผู้ให้ข้อเสนอแนะในข้อ “Why?”" in thai


def responses(values: Mapping[str, list[int]], **groups: list[str]) -> Survey:
    items = tuple(Item(key, key, key, n + 2, FIVE) for n, key in enumerate(values))
    by = tuple(Demographic(name, name, 9) for name in groups)
    frame = pd.DataFrame(
        {key: np.asarray(own, dtype=np.int8) for key, own in values.items()}
        | {name: pd.Categorical(own) for name, own in groups.items()}
    )
    return Survey.of("made up", RowRef("s.xlsx", "s"), Responses(Codebook(items, by), frame))


def test_groups_are_told_apart_only_where_they_differ_and_small_ones_are_never_named() -> None:
    """20 women answer 5, 20 men 3, three others 1: the last are too few to be compared."""
    answers = [5] * 20 + [3] * 20 + [1] * 3
    sex = ["women"] * 20 + ["men"] * 20 + ["others"] * 3
    day = ["odd", "even"] * 20 + ["odd", "even", "odd"]
    said = texts(of(responses({"a": answers}, sex=sex, day=day)))
    assert said["groups/sex"] == (
        "By “sex”, those of “women” answered higher than those of “men” (Mann-Whitney, p < 0.05); the "
        "difference is large."
    )
    assert said["groups/alike"].startswith("By “day” no difference between groups can be shown")
    assert not any("others" in text for text in said.values())


def test_one_difference_of_many_by_chance_is_not_claimed() -> None:
    """A p below .05 that Holm's correction for all demographics does not leave standing."""
    answers = [5, 4] * 10
    split = ["x" if n < 10 else "y" for n in range(20)]
    lucky = ["x"] * 7 + ["y"] * 3 + ["y"] * 7 + ["x"] * 3
    lucky_answers = [5] * 7 + [4] * 3 + [4] * 7 + [5] * 3
    alone = texts(of(responses({"a": sorted(answers)}, g=["x" if n < 8 else "y" for n in range(20)])))
    assert "groups/g" in alone
    many = {f"other{n}": ["x", "y"] * 10 for n in range(30)}
    among = texts(of(responses({"a": lucky_answers}, g=split, lucky=lucky, **many)))
    assert "groups/g" not in among and "groups/lucky" in among


def test_interval_and_reliability_take_responses() -> None:
    rng = np.random.default_rng(1)
    level = rng.integers(2, 5, 40)
    found = responses({key: list(level + rng.integers(-1, 2, 40)) for key in "abc"})
    said = texts(of(found))
    assert said["interval"].startswith("With 95% confidence the mean of everybody the survey speaks for lies")
    assert said["reliability"].startswith("Cronbach's alpha is")
    tallied = texts(of(replace(found, responses=None)))
    assert "interval" not in tallied and "reliability" not in tallied
    assert tallied["overall"] == said["overall"]


@pytest.mark.parametrize(("now", "said"), [([5] * 20 + [4] * 20, "rose"), ([3, 4] * 20, "no change")])
def test_trend(now: list[int], said: str) -> None:
    before, after = responses({"a": [3, 4] * 20}), responses({"a": now})
    found = trend([Occasion("2560", before), Occasion("2561", after)], [SameItem("a", "a", True)])
    told = {s.key: s for p in narrative(of(after), ENGLISH, {0: found}) for s in p.sentences}
    (overall,) = [one for key, one in told.items() if key.endswith("trend/overall")]
    assert said in overall.text and "2560" in overall.text and "3.50" in overall.text
    assert any(key.endswith("trend/rose") for key in told) == (said == "rose")


# --- Keys and figures ---------------------------------------------------------------------------


def stray(one: Sentence) -> list[str]:
    """The numbers that stand in a sentence and in none of its figures."""
    known: set[str] = set()
    for _, figure in one.figures:
        if isinstance(figure, str):
            known.update(numbers_in(figure))
        elif figure is not None:
            known.add(f"{figure:.2f}" if isinstance(figure, float) else str(figure))
    return [number for number in numbers_in(one.text) if number not in known]


def check(made: Assessment) -> None:
    english, thai = sentences(made), sentences(made, words("th", "thai"))
    assert [(k, s.figures, s.digest) for k, s in english.items()] == [
        (k, s.figures, s.digest) for k, s in thai.items()
    ]
    for one in (*english.values(), *thai.values()):
        assert stray(one) == [], one
        assert one.text and "{" not in one.text
        assert json.loads(json.dumps(one.figures)) == [list(pair) for pair in one.figures]


def test_every_number_of_a_sentence_is_one_of_its_figures() -> None:
    check(with_comments(sample(), {}))
    check(full())
    check(of(ONE, TWO, replace(TWO, title="again"), survey(("Comes", OFTEN, None, {3: 1}), POLITE)))
    check(replace(full(), band_scheme='own:[["4.00", "ดีมาก"], ["1.00", "ปรับปรุง"]]'))


COUNTS = st.dictionaries(st.integers(1, 5), st.integers(0, 400), max_size=5)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(COUNTS, st.sampled_from(["ด้าน ก", "ด้าน ข", None])), max_size=5),
    st.sampled_from(["boonchom", "equal_width", "half_point"]),
    st.integers(0, 4),
)
def test_whatever_the_counts(
    items: list[tuple[dict[int, int], str | None]], scheme: str, projects: int
) -> None:
    found = survey(
        *((f"ข้อ {n}", FIVE, aspect, counts) for n, (counts, aspect) in enumerate(items)), respondents=400
    )
    listed = tuple(project(f"P{n}", n + 2, from_citizens=n % 2 == 0) for n in range(projects))
    check(assess(Inputs(surveys=(found,), projects=listed), RUBRIC, band_scheme=scheme))


def test_texts_that_break_things_stay_texts() -> None:
    for one in sentences(hostile("{0} {name}", "%s {{}}", "<b>")).values():
        assert one.text


def test_keys_hold_when_a_survey_is_read_again_under_another_name() -> None:
    more = survey(("Polite", FIVE, "Staff", {5: 9}), ("Clean", FIVE, "Place", {3: 4}), respondents=9)
    again = replace(more, title="renamed", source=RowRef("new.xlsx", "Sheet1"))
    before, after = sentences(of(TWO)), sentences(of(again))
    (key,) = [key for key in before if key.endswith("/overall")]
    assert key in after and before[key].digest != after[key].digest
    assert sentences(of(TWO))[key].digest == before[key].digest


def test_each_of_several_surveys_has_keys_of_its_own() -> None:
    marks = fingerprints((TWO, replace(TWO, title="wave 2"), ONE, replace(TWO, title="wave 3")))
    assert len(set(marks)) == 4 and marks[1] == f"{marks[0]}-2" and marks[3] == f"{marks[0]}-3"
