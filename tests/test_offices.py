"""Workbooks with the oddities of offices: copies, lists of labels, Thai marks and Thai dates."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from analytics.words import Words
from data.gather import Loaded, load
from data.recognise import recognise_sheet
from data.surveys.tables import is_date
from data.times import parse_times
from data.workbook import Workbook, read
from tests.lookalikes import MUCH, Rows, sheet


def survey(seed: int = 1, n: int = 20) -> Rows:
    rng = random.Random(seed)
    head: list[object] = ["ลำดับที่", "เพศ", "ความรวดเร็ว", "ความสุภาพ"]
    return [
        head,
        *([k, rng.choice(["ชาย", "หญิง"]), rng.choice(MUCH), rng.choice(MUCH)] for k in range(1, n + 1)),
    ]


def loaded(*sheets: tuple[str, Rows, bool]) -> Loaded:
    made = tuple(replace(sheet(rows, name), hidden=hidden) for name, rows, hidden in sheets)
    return load(Workbook("งาน.xlsx", "0" * 64, "xlsx", made))


def counted(found: Loaded) -> list[str]:
    return [s.source.sheet for s in found.inputs.surveys]


def test_a_copy_of_a_sheet_is_not_counted_again() -> None:
    found = loaded(("สำรอง", survey(), True), ("คำตอบ", survey(), False), ("สำเนา", survey(), False))
    assert counted(found) == ["คำตอบ"], "not the hidden one, and of two shown the first"
    told = [(p.sheet, Words().say(p.problem)) for p in found.problems if "the same as" in p.problem.text]
    what = "This sheet is the same as “คำตอบ”, so it is not counted again"
    assert told == [("สำรอง", what), ("สำเนา", what)]


def test_questions_are_named_by_what_tells_them_apart() -> None:
    rows = survey()
    rows[0] = ["ลำดับที่", "เพศ", "1. ความรวดเร็ว [ระดับความพึงพอใจ]", "2. ความสุภาพ [ระดับความพึงพอใจ]"]
    (found,) = loaded(("คำตอบ", rows, False)).inputs.surveys
    assert [i.text for i in found.tally.codebook.items] == ["1. ความรวดเร็ว", "2. ความสุภาพ"]
    rows[0] = ["ลำดับที่", "เพศ", "ด้านบริการ [ความรวดเร็ว]", "ด้านบริการ [ความสุภาพ]"]
    (found,) = loaded(("คำตอบ", rows, False)).inputs.surveys
    assert [(i.text, i.aspect) for i in found.tally.codebook.items] == [
        ("ความรวดเร็ว", "ด้านบริการ"),
        ("ความสุภาพ", "ด้านบริการ"),
    ]


@pytest.mark.parametrize("listed", [True, False])
def test_counts_by_group_are_asked_about(listed: bool) -> None:
    counts = {"ชาย": (9, 5, 4, 1, 1), "หญิง": (12, 8, 2, 2, 1)}
    rows: Rows = [["เพศ", *MUCH], *([sex, *n] for sex, n in counts.items())]
    if listed:
        rows = [["เพศ", "ระดับ", "จำนวน"]]
        rows += [[sex, word, n] for sex, each in counts.items() for word, n in zip(MUCH, each, strict=True)]
    found = loaded(("สรุป", rows, False))
    assert [layout.kind for layout in found.layouts] == ["tally"]
    (asked,) = (p for p in found.problems if p.severity == "question")
    assert Words().say(asked.problem).startswith("“เพศ” names groups of people")
    assert (asked.sheet, asked.row, asked.column) == ("สรุป", 1, 1)


def test_other_answers_under_the_same_headers_are_counted() -> None:
    assert counted(loaded(("ต.ค.", survey(1), False), ("พ.ย.", survey(2), False))) == ["ต.ค.", "พ.ย."]


@pytest.mark.parametrize("labels", [MUCH, MUCH[::-1], ["พอใจมาก", "ค่อนข้างพอใจ", "ไม่ค่อยพอใจ", "ไม่พอใจเลย"]])
def test_a_list_of_the_labels_of_a_scale_is_no_survey(labels: list[str]) -> None:
    rows: Rows = [["ระดับ", "ค่า"], *([word, len(labels) - k] for k, word in enumerate(labels))]
    assert recognise_sheet(sheet(rows)).kind == "other"


def test_a_few_respondents_who_differ_are_a_survey() -> None:
    """The same words, but not from one end to the other, and women and men twice."""
    rows: Rows = [
        ["เพศ", "ความรวดเร็ว"],
        ["ชาย", "มาก"],
        ["หญิง", "มากที่สุด"],
        ["ชาย", "น้อย"],
        ["หญิง", "ปานกลาง"],
    ]
    assert recognise_sheet(sheet(rows)).kind == "responses"


def as_csv(rows: Rows) -> str:
    return "\r\n".join(",".join(str(cell) for cell in row) for row in rows)


@pytest.mark.parametrize("encoding", ["utf-8", "cp874"])
def test_a_utf8_mark_before_thai_bytes_is_no_damage(encoding: str) -> None:
    book = read(b"\xef\xbb\xbf" + as_csv(survey()).encode(encoding), "คำตอบ.csv")
    assert book.problems == () and counted(load(book)) == ["คำตอบ"]


def test_a_few_broken_bytes_after_the_mark_stay_damage() -> None:
    book = read(b"\xef\xbb\xbf" + as_csv(survey()).encode() + b"\r\n\xff\xfe", "คำตอบ.csv")
    assert len(book.problems) == 1 and counted(load(book)) == ["คำตอบ"]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("๑๕ ส.ค. ๒๕๖๑ เวลา ๐๙.๓๐ น.", "2018-08-15T09:30:00"),
        ("15 สิงหาคม 2561", "2018-08-15T00:00:00"),
        ("วันที่ 1 ต.ค. 61 13:05:09", "2018-10-01T13:05:09"),
        ("29 ก.พ. 2561", "NaT"),  # not in the calendar
        ("ไม่ระบุ", "NaT"),
    ],
)
def test_times_with_the_month_as_a_word(text: str, moment: str) -> None:
    times, unsure = parse_times(pa.chunked_array([[text, "15/08/2561", None]], pa.string()))
    assert list(times.astype(str)) == [moment, "2018-08-15T00:00:00", "NaT"] and not unsure


@pytest.mark.parametrize(
    "text", ["๑๕ ส.ค. ๒๕๖๑ เวลา 09.30 น.", "1 มกราคม 2561", "วันที่ 3 ก.ย.61", "2 มี.ค. พ.ศ. 2561"]
)
def test_dates_with_the_month_as_a_word(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize("text", ["5 มาก", "12 ม.ค", "ส.ค. 2561", "3 ครั้ง 2561", "1.1 ความรวดเร็ว"])
def test_what_is_no_date(text: str) -> None:
    assert not is_date(text)


def test_a_survey_with_thai_dates_has_its_times() -> None:
    rows = survey()
    rows = [
        ["วันที่ตอบ", *rows[0]],
        *([f"{k} ส.ค. ๒๕๖๑ เวลา 09.{k:02} น.", *row] for k, row in enumerate(rows[1:], 1)),
    ]
    (found,) = loaded(("คำตอบ", rows, False)).inputs.surveys
    assert found.responses is not None and found.responses.times is not None
    assert found.responses.times.to_numpy()[4] == np.datetime64("2018-08-05T09:05:00")
