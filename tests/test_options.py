"""Questions with several answers, from every shape that exports give them; and what looks like one."""

import csv
import json
import random
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from analytics.options import OTHER, Choices, Options, count_options
from cli import app
from data.clean import without_personal
from data.gather import load
from data.recognise import recognise_sheet
from data.surveys.extract import extract_survey
from data.workbook import Sheet, Workbook
from tests.lookalikes import Rows, sheet

LABELS = ("มากที่สุด", "มาก", "ปานกลาง", "น้อย", "น้อยที่สุด")
RATINGS = ["ความพึงพอใจต่อเจ้าหน้าที่", "ความพึงพอใจต่อสถานที่"]


def rated(n: int) -> list[list[object]]:
    """Two items of n respondents, in some fixed order."""
    return [[LABELS[i % 3], LABELS[(i + i // 3) % 4]] for i in range(n)]


def survey_of(
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    above: Rows = (),
    merged: Sequence[tuple[int, int, int, int]] = (),
) -> tuple[Sheet, list[str]]:
    """A sheet with the items before the columns given, and the roles of those columns."""
    items = rated(len(rows))
    made = sheet(
        [*([None, None, *row] for row in above), [*RATINGS, *heads]]
        + [[*item, *row] for item, row in zip(items, rows, strict=True)],
        merged=merged,
    )
    layout = recognise_sheet(made)
    roles = {c.index: c.role for c in layout.columns}
    assert [roles[0], roles[1]] == ["item", "item"]
    return made, [roles.get(index, "gone") for index in range(2, 2 + len(heads))]


def counted(made: Sheet) -> list[Options]:
    survey, _ = extract_survey("s.xlsx", made, recognise_sheet(made))
    return list(survey.options)


def cells(ticked: Sequence[Sequence[str]], separator: str, end: str = "") -> list[list[object]]:
    return [[separator.join(row) + end if row else None] for row in ticked]


# --- Counting -------------------------------------------------------------------------------------

TICKED = pd.DataFrame(
    {"ถนน": [True, True, False, False], "น้ำ": [True, False, False, True], "ไฟ": [False] * 4}
)


def test_the_base_is_those_who_chose_anything() -> None:
    found = count_options(Choices("m3", "เรื่องใด", (3,), TICKED))
    assert (found.base, found.blank) == (3, 1)
    assert found.counts == (("ถนน", 2), ("น้ำ", 2), ("ไฟ", 0))
    assert found.shares == {"ถนน": 2 / 3, "น้ำ": 2 / 3, "ไฟ": 0}


def test_nobody_answered() -> None:
    found = count_options(Choices("m3", "เรื่องใด", (3,), TICKED & False))
    assert (found.base, found.blank, set(found.shares.values())) == (0, 4, {None})
    none = count_options(Choices("m3", "เรื่องใด", (3,), TICKED.iloc[:0]))
    assert (none.base, none.blank) == (0, 0)


def test_counts_add_up_also_where_an_option_is_missing() -> None:
    whole = count_options(Choices("m3", "เรื่องใด", (3,), TICKED))
    halves = [
        count_options(Choices("m3", "เรื่องใด", (3,), TICKED.iloc[:2])),
        count_options(Choices("m3", "เรื่องใด", (3,), TICKED.iloc[2:])),
    ]
    assert halves[0] + halves[1] == whole
    more = Options("เรื่องใด", (3,), 5, 1, (("ไฟ", 4), ("ป่า", 2)))
    assert (whole + more).counts == (("ถนน", 2), ("น้ำ", 2), ("ไฟ", 4), ("ป่า", 2))
    assert ((whole + more).base, (whole + more).blank) == (3 + 5, 1 + 1)
    with pytest.raises(ValueError, match="different questions"):
        whole + Options("เรื่องอื่น", (3,), 1, 0, ())


def test_other_is_ranked_last() -> None:
    assert Options("q", (1,), 9, 0, ((OTHER, 9), ("a", 2), ("b", 5))).ranked == (
        ("b", 5),
        ("a", 2),
        (OTHER, 9),
    )


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="base"):
        Options("q", (1,), 2, 0, (("a", 3),))
    with pytest.raises(ValueError, match="one count"):
        Options("q", (1,), 2, 0, (("a", 1), ("a", 1)))


# --- One cell -------------------------------------------------------------------------------------

WANTED = "ท่านต้องการให้ปรับปรุงเรื่องใด (เลือกได้มากกว่า 1 ข้อ)"
CHOSEN = [
    ["ถนน", "น้ำประปา"],
    ["ถนน"],
    ["น้ำประปา", "ไฟฟ้า"],
    [],
    ["ถนน", "น้ำประปา", "ไฟฟ้า"],
    ["ไฟฟ้า"],
    ["ถนน", "ไฟฟ้า"],
    ["น้ำประปา"],
    ["ถนน"],
    [],
]
EXPECTED = {"ถนน": 5, "น้ำประปา": 4, "ไฟฟ้า": 4}


@pytest.mark.parametrize(
    ("separator", "end"),
    [(";", ";"), (";", ""), ("; ", ""), (", ", ""), (",", ""), ("|", ""), (" | ", ""), ("\n", ""), (" ", "")],
)
def test_a_list_in_one_cell(separator: str, end: str) -> None:
    made, roles = survey_of([WANTED], cells(CHOSEN, separator, end))
    assert roles == ["multi"]
    (found,) = counted(made)
    assert (found.question, found.columns) == (WANTED, (3,))
    assert dict(found.counts) == EXPECTED
    assert (found.base, found.blank) == (8, 2)


def test_codes_with_spaces_as_kobotoolbox_writes_them() -> None:
    codes = {"ถนน": "road", "น้ำประปา": "tap_water", "ไฟฟ้า": "power"}
    made, roles = survey_of(["needs/services"], cells([[codes[o] for o in row] for row in CHOSEN], " "))
    assert roles == ["multi"]
    assert dict(counted(made)[0].counts) == {codes[o]: n for o, n in EXPECTED.items()}


LONG_OPTIONS = (
    "ถนน, ทางเท้า",
    "น้ำประปา",
    "สุขภาพ (เช่น อสม., โรงพยาบาล)",
    "การศึกษา, กีฬา, นันทนาการ",
    "Water, and sanitation",
)


def test_options_that_hold_a_comma_are_not_torn() -> None:
    rng = random.Random(2561)
    ticked = [[o for o in LONG_OPTIONS if rng.random() < 0.4] for _ in range(60)]
    made, roles = survey_of([WANTED], cells(ticked, ", "))
    assert roles == ["multi"]
    (found,) = counted(made)
    assert dict(found.counts) == {o: sum(o in row for row in ticked) for o in LONG_OPTIONS}
    assert found.blank == sum(not row for row in ticked)


def test_two_options_that_mostly_come_together_stay_two() -> None:
    ticked = [["ถนน", "สะพาน"]] * 9 + [["สะพาน"]] + [["ถนน", "สะพาน", "คลอง"]] * 5 + [["คลอง"]] * 9
    made, _ = survey_of([WANTED], cells(ticked, ", "))
    assert dict(counted(made)[0].counts) == {"ถนน": 14, "สะพาน": 15, "คลอง": 14}


@pytest.mark.parametrize("separator", [";", ", "])
def test_other_answers_in_words_are_one_option_and_never_quoted(separator: str) -> None:
    written = ["Other: ทางเดินหน้าบ้านนายสมมติ", "อื่น ๆ ระบุ โทร 0812345678", "อื่นๆ", "ขอรถเมล์ สาย 5"]
    ticked = [[*row, text] for row, text in zip(CHOSEN, written, strict=False)] + CHOSEN[4:] * 3
    made, roles = survey_of([WANTED], cells(ticked, separator))
    assert roles == ["multi"]
    (found,) = counted(made)
    assert dict(found.counts) == {
        "ถนน": 2 + 3 * 3,
        "น้ำประปา": 2 + 3 * 2,
        "ไฟฟ้า": 1 + 3 * 3,
        OTHER: 4,
    }
    assert (found.base, found.blank) == (4 + 3 * 5, 3 * 1)
    assert not any(word in repr(found) for word in ("สมมติ", "0812345678", "รถเมล์"))


def test_other_answers_are_masked_before_anything_is_stored() -> None:
    ticked = [["ถนน", "อื่น ๆ: โทร 081-234-5678"], *CHOSEN[1:]]
    made, _ = survey_of([WANTED], cells(ticked, ";"))
    workbook = Workbook("s.xlsx", "0" * 64, "xlsx", (made,))
    layouts = (recognise_sheet(made),)
    kept = without_personal(workbook, layouts)
    assert "5678" not in repr(kept.sheets[0].cells.to_pylist())
    before, after = (load(one, layouts).inputs.surveys[0].options for one in (workbook, kept))
    assert before == after


# --- One column an option -------------------------------------------------------------------------

OPTIONS = ("เว็บไซต์", "โทรศัพท์", "ป้ายประกาศ")
TICKS = [
    [1, 0, 0],
    [1, 1, 0],
    [0, 0, 0],
    [1, 1, 1],
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 1],
    [0, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
]
COUNTS = {"เว็บไซต์": 5, "โทรศัพท์": 4, "ป้ายประกาศ": 3}
CHANNEL = "ท่านทราบข่าวจากช่องทางใด"


def marked(yes: object, no: object) -> list[list[object]]:
    return [[yes if tick else no for tick in row] for row in TICKS]


def check_columns(
    made: Sheet, roles: list[str], question: str = CHANNEL, options: Sequence[str] = OPTIONS
) -> None:
    assert roles == ["multi"] * 3
    (found,) = counted(made)
    assert found.question == question
    assert found.columns == (3, 4, 5)
    assert found.counts == tuple(zip(options, COUNTS.values(), strict=True))
    assert (found.base, found.blank) == (8, 2)


@pytest.mark.parametrize("header", ["{q} [{o}]", "{q}: {o}", "{q} - {o}", "{q}/{o}"])
@pytest.mark.parametrize(
    ("yes", "no"),
    [(1, 0), ("1", None), ("TRUE", "FALSE"), (True, False), ("Y", "N"), ("Y", None), ("✓", None)],
)
def test_a_column_an_option(header: str, yes: object, no: object) -> None:
    made, roles = survey_of([header.format(q=CHANNEL, o=o) for o in OPTIONS], marked(yes, no))
    check_columns(made, roles)


def test_the_options_own_words_or_blank() -> None:
    rows = [[o if tick else None for o, tick in zip(OPTIONS, row, strict=True)] for row in TICKS]
    made, roles = survey_of([f"{CHANNEL} [{o}]" for o in OPTIONS], rows)
    check_columns(made, roles)
    made, roles = survey_of(OPTIONS, rows)
    check_columns(made, roles, question="")


@pytest.mark.parametrize("merged", [True, False])
def test_surveymonkeys_group_row(merged: bool) -> None:
    rows = [[o if tick else None for o, tick in zip(OPTIONS, row, strict=True)] for row in TICKS]
    spans = [(0, 2, 0, 4)] if merged else []
    made, roles = survey_of(OPTIONS, rows, above=[[CHANNEL, None, None]], merged=spans)
    check_columns(made, roles)


def test_surveymonkeys_other_column_counts_and_is_not_quoted() -> None:
    rows = [[*(o if t else None for o, t in zip(OPTIONS, row, strict=True)), None] for row in TICKS]
    rows[2][3], rows[3][3] = "จากเพื่อนบ้านชื่อนายสมมติ", "วิทยุชุมชน"
    made, roles = survey_of([*OPTIONS, "Other (please specify)"], rows, above=[[CHANNEL, None, None, None]])
    assert roles == ["multi"] * 4
    (found,) = counted(made)
    assert dict(found.counts) == {**COUNTS, OTHER: 2}
    assert (found.base, found.blank) == (9, 1)
    assert "สมมติ" not in repr(found)


def test_limesurvey_by_codes_and_in_full() -> None:
    codes = ["q7[SQ001]", "q7[SQ002]", "q7[SQ003]"]
    made, roles = survey_of(codes, marked("Y", None))
    check_columns(made, roles, "q7", ["SQ001", "SQ002", "SQ003"])
    items = [[*row, "", i + 1] for i, row in enumerate(marked("Yes", "No"))]
    made, roles = survey_of([*(f"{CHANNEL} [{o}]" for o in OPTIONS), "Last page", "Response ID"], items)
    check_columns(made, roles[:3])


def test_kobotoolboxs_list_beside_its_columns_is_one_question() -> None:
    codes = ("web", "phone", "board")
    rows = [[" ".join(c for c, tick in zip(codes, row, strict=True) if tick) or None, *row] for row in TICKS]
    made, roles = survey_of(["grp/news", *(f"grp/news/{c}" for c in codes)], rows)
    assert roles == ["multi"] * 4
    (found,) = counted(made)
    assert (found.question, found.columns) == ("news", (4, 5, 6))
    assert found.counts == tuple(zip(codes, COUNTS.values(), strict=True))


def test_an_option_that_nobody_chose_counts_zero() -> None:
    rows = [[*row, 0] for row in TICKS]
    made, _ = survey_of([f"{CHANNEL} [{o}]" for o in (*OPTIONS, "วิทยุ")], rows)
    assert dict(counted(made)[0].counts) == {**COUNTS, "วิทยุ": 0}


def test_two_questions_beside_each_other_stay_two() -> None:
    rows = [[*row, *row[::-1]] for row in TICKS]
    made, _ = survey_of([f"{q} [{o}]" for q in (CHANNEL, "ท่านใช้บริการใด") for o in OPTIONS], rows)
    first, second = counted(made)
    assert (first.columns, second.columns) == ((3, 4, 5), (6, 7, 8))
    assert [n for _, n in second.counts] == [n for _, n in first.counts][::-1]


# --- What is none ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texts",
    [
        # comments, the same ones again among them
        ["บริการดี, รวดเร็ว", "ดี, มาก", "ขอบคุณค่ะ", "อยากให้มีที่จอดรถ, ห้องน้ำ", "เจ้าหน้าที่สุภาพ, อธิบายชัดเจน"],
        ["Good, fast", "Slow, but kind", "Nothing, thanks", "More seats, please", "Fine"],
        # categories whose names hold a comma
        ["ต่ำกว่า 5,000 บาท", "5,000-10,000 บาท", "10,001-20,000 บาท", "20,001-30,000 บาท", "ไม่มีรายได้"],
        ["เกษตรกร, ประมง", "ค้าขาย, ธุรกิจส่วนตัว", "รับราชการ", "นักเรียน, นักศึกษา", "รับจ้าง"],
        ["Primary school", "Secondary school", "Vocational school", "University", "No school"],
        # addresses
        ["ต.ในเมือง, อ.เมือง", "ต.ศิลา, อ.เมือง", "ต.ในเมือง, อ.พล", "ต.ศิลา, อ.พล", "ต.บ้านเป็ด, อ.เมือง"],
        ["1 ครั้ง", "2 - 3 ครั้ง", "4 - 5 ครั้ง", "มากกว่า 5 ครั้ง", "ทุกวัน"],
    ],
)
def test_texts_with_commas_or_spaces_that_are_no_lists(texts: list[str]) -> None:
    made, roles = survey_of(["หัวข้อนี้"], [[texts[i % 5]] for i in range(30)])
    assert roles != ["multi"]
    assert counted(made) == []


def test_comments_headed_as_such_are_no_lists() -> None:
    rows = cells([["ดี", "เร็ว"], ["ดี"], ["เร็ว"], ["ดี", "สะอาด"], ["สะอาด"], *([["ดี"]] * 5)], ", ")
    made, roles = survey_of(["ข้อเสนอแนะเพิ่มเติม"], [*rows, ["ขอบคุณ"], ["ไม่มี"], ["สู้ ๆ"]])
    assert roles == ["comment"]
    assert counted(made) == []


@pytest.mark.parametrize(("yes", "no"), [("ใช่", "ไม่ใช่"), ("Yes", "No")])
def test_a_grid_of_yes_and_no_is_no_list_of_options(yes: str, no: str) -> None:
    made, roles = survey_of([f"ท่านทราบเรื่องต่อไปนี้หรือไม่ [{o}]" for o in OPTIONS], marked(yes, no))
    assert "multi" not in roles
    assert counted(made) == []
    made, roles = survey_of([f"เลือกได้มากกว่า 1 ข้อ [{o}]" for o in OPTIONS], marked(yes, no))
    check_columns(made, roles, "เลือกได้มากกว่า 1 ข้อ")


def test_flags_without_one_question_are_no_options() -> None:
    made, roles = survey_of(["อยู่ในเขตเมือง", "สมรสแล้ว", "มีบุตร"], marked(1, 0))
    assert "multi" not in roles
    assert counted(made) == []


def test_rankings_are_no_options() -> None:
    rng = random.Random(7)
    places = [rng.sample([1, 2, 3], 3) for _ in range(20)]
    made, roles = survey_of([f"เรียงลำดับ [{o}]" for o in OPTIONS], places)
    assert "multi" not in roles
    assert counted(made) == []


def test_a_cell_that_says_the_same_over_and_over_is_read() -> None:
    texts = ["a, a, a, a", "a, a", "b, b, a", "a", "b"]
    made, _ = survey_of([WANTED], [[texts[i % 5]] for i in range(10)])
    assert [dict(found.counts) for found in counted(made)] == [{"a": 2 * 4, "b": 2 * 2}]


def test_tally_json_has_the_counts(tmp_path: Path) -> None:
    heads = [*RATINGS, WANTED, *(f"{CHANNEL} [{o}]" for o in OPTIONS)]
    lists = cells(CHOSEN, ", ")
    rows = [[*r, *one, *ticks] for r, one, ticks in zip(rated(10), lists, TICKS, strict=True)]
    path = tmp_path / "แบบสำรวจ.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    result = CliRunner().invoke(app, ["tally", str(path), "--json"])
    (survey,) = json.loads(result.stdout)[0]["surveys"]
    one, several = survey["multiple"]
    assert {k: one[k] for k in ("question", "column", "base", "blank")} == {
        "question": WANTED,
        "column": 3,
        "base": 8,
        "blank": 2,
    }
    assert {o["option"]: o["count"] for o in one["options"]} == EXPECTED
    assert (several["columns"], several["base"], several["blank"]) == ([4, 5, 6], 8, 2)
    assert several["options"] == [{"option": o, "count": n} for o, n in COUNTS.items()]
