"""Where things stand on the pages of the .pdf: nothing runs over an edge or is torn from its heading."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from typing import Any

import docx
import openpyxl
import pdfplumber
import pytest
from pptx import Presentation

from analytics.assessment import Assessment, Inputs, assess
from analytics.charts.lettering import width_of
from analytics.projects import RowRef
from analytics.reports.agenda import agenda
from analytics.reports.makers import MAKERS
from analytics.reports.meeting import Steps
from analytics.reports.paper import paper
from analytics.reports.whole_words import EDGE, WholeWords
from analytics.words import Words
from data.definitions import rubric
from tests.documents import bare
from tests.test_summary import FIVE, RUBRIC, full, project, survey, thai

pytestmark = pytest.mark.xdist_group("documents")
POINTS_A_CM = 72 / 2.54
FOOT = (21 - 1.8) * POINTS_A_CM
LONG = "ความเพียงพอของสิ่งอำนวยความสะดวก เช่น ที่จอดรถ ห้องสุขา ที่นั่งคอยรับบริการ น้ำดื่ม ทางลาดสำหรับผู้พิการและผู้สูงอายุ "
ITEMS = 40


def long() -> Assessment:
    """Items that take several lines each, and rows of a table that are a third of a page high."""
    items = [
        (f"{LONG}{n + 1}/", FIVE, f"ด้านที่ {n // 10}", {5: 2000 + n, 4: 90, 3: 45, 2: 8, 1: 60 - n})
        for n in range(ITEMS)
    ]
    projects = tuple(project(f"x{n}", note=f"{LONG * 3}") for n in range(25))
    one = replace(survey(*items, respondents=3000), title=f"{LONG}ในการดำเนินการระบบสารสนเทศอิเล็กทรอนิกส์")
    return assess(Inputs(surveys=(one,), projects=projects), RUBRIC, unit=LONG)


@cache
def long_paper() -> bytes:
    return paper(long(), thai())


@cache
def pages() -> list[dict[str, Any]]:
    """Of each page its text, its letters and the tables on it."""
    with pdfplumber.open(io.BytesIO(long_paper())) as opened:
        return [
            {"text": page.extract_text(), "chars": page.chars, "tables": page.extract_tables()}
            for page in opened.pages
        ]


def test_no_letter_stands_below_the_page_but_the_footer() -> None:
    for number, page in enumerate(pages(), start=1):
        low = {round(char["size"], 1) for char in page["chars"] if char["bottom"] > FOOT + 2}
        assert low <= {8.5}, number


def test_bars_run_on_with_their_key_and_begin_under_their_heading() -> None:
    texts = [page["text"] for page in pages()]
    drawn = [text for text in texts if "Moderate" in text and "จำนวน (ร้อยละ)" not in text]
    assert len(drawn) > 2
    for text in drawn:
        assert "Least" in text and "ค่าเฉลี่ย" in text
    whole = bare("".join(drawn))
    for n in range(ITEMS):
        assert bare(f"{n + 1}/") in whole
    assert "ความพึงพอใจ:" in drawn[0]


def test_a_row_keeps_to_its_page_unless_it_is_longer_than_one() -> None:
    rows = [row for page in pages() for table in page["tables"] for row in table if len(row) == 12]
    notes = [bare(row[10] or "") for row in rows if row[2] and row[2].startswith("x")]
    assert len(notes) == 25
    assert all(note == bare(LONG * 3) for note in notes)


def test_counts_and_percents_of_a_row_stand_alike() -> None:
    rows = [row for page in pages() for table in page["tables"] for row in table if len(row) == 2 + 5 + 4]
    figures = [[cell for cell in row[2:7] if cell] for row in rows if row[10] in ("มาก", "มากที่สุด")]
    assert len(figures) == ITEMS + 4 + 1
    assert all(len({"\n" in cell for cell in row}) == 1 for row in figures)
    assert {"\n" in row[0] for row in figures} == {True}  # ๒,๐๐๐ and more
    with pdfplumber.open(io.BytesIO(paper(full(), Words()))) as opened:
        small = [row for page in opened.pages for table in page.extract_tables() for row in table]
    assert any("4 (40.00)" in row for row in small)


def test_the_contents_of_a_long_report_name_the_pages() -> None:
    listed = next(page["text"] for page in pages() if "สารบัญ" in page["text"])
    footers = {str(n): digits for n, digits in enumerate("๐๑๒๓๔๕๖๗๘๙")}
    for heading in ("สรุปผล", "ที่มาของข้อมูล"):
        (line,) = [line for line in listed.split("\n") if line.startswith(f"{heading} .")]
        said = line.rsplit(".", 1)[-1].strip()
        at = next(
            number
            for number, page in enumerate(pages(), start=1)
            if any(line == heading for line in page["text"].split("\n"))
        )
        assert said == "".join(footers[digit] for digit in str(at))
    with pdfplumber.open(io.BytesIO(paper(full(), thai()))) as opened:
        assert "สารบัญ" not in "".join(page.extract_text() for page in opened.pages)


def test_headings_are_broken_between_words_too() -> None:
    (page,) = [page for page in pages() if page["text"].startswith("ความพึงพอใจ:")]
    heading = page["text"][: page["text"].index("ผู้ตอบ")]
    assert heading.count("\n") > 1
    for word in ("สิ่งอำนวย", "สุขา", "พิการ", "สูงอายุ", "สารสนเทศ", "อิเล็กทรอนิกส์", "ดำเนินการ"):
        assert word in heading


def test_months_and_what_leads_a_noun_end_no_line() -> None:
    text = "ต.ค. ถึงเดือนมี.ค.๖๑ และ เม.ย. ให้ผู้มารับบริการ การจัดประชุม แสดงข้อเสนอแนะ"
    marked = WholeWords([text]).marked(text)
    assert marked.replace(EDGE, "") == text
    pieces = marked.split(EDGE)[1::2]
    assert {"มี.ค.๖๑", "เม.ย.", "ข้อเสนอแนะ"} <= set(pieces)
    assert not {"ผู้", "การ"} & set(pieces)


def listed(kind: str, *workbooks: str) -> tuple[str, list[list[str]]]:
    """The text of a report about a project of each workbook, and the rows of its table of projects."""
    projects = tuple(
        replace(project(f"x{n}", budget=450_000.75), source=RowRef(name, "List", n + 2))
        for n, name in enumerate(workbooks)
    )
    content = MAKERS[kind](assess(Inputs(projects=projects), RUBRIC), Words())
    if kind == "docx":
        read = docx.Document(io.BytesIO(content))
        rows = [[cell.text for cell in row.cells] for table in read.tables for row in table.rows]
        text = "\n".join(paragraph.text for paragraph in read.paragraphs)
    else:
        with pdfplumber.open(io.BytesIO(content)) as opened:
            found = [table for page in opened.pages for table in page.extract_tables()]
            text = "\n".join(page.extract_text() for page in opened.pages)
        rows = [[(cell or "").replace("\n", " ") for cell in row] for table in found for row in table]
    return text, [row for row in rows if len(row) == 12]


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_workbook_of_all_projects_is_named_once(kind: str) -> None:
    text, rows = listed(kind, "list.xlsx", "list.xlsx")
    assert "All from the workbook “list.xlsx”" in text
    assert [row[-1] for row in rows] == ["Sheet / row", "List / 2", "List / 3"]
    text, rows = listed(kind, "list.xlsx", "more.xlsx")
    assert "All from the workbook" not in text
    assert [row[-1] for row in rows[1:]] == ["list.xlsx / List / 2", "more.xlsx / List / 3"]


def test_a_budget_with_satang_stands_on_one_line() -> None:
    """In the office's own typeface, which is three quarters as wide as its twin."""
    content = MAKERS["docx"](assess(Inputs(projects=(project("x", budget=1_450_000.75),)), RUBRIC), thai())
    table = next(each for each in docx.Document(io.BytesIO(content)).tables if len(each.columns) == 12)
    cell = table.rows[1].cells[8]
    assert cell.text == "๑,๔๕๐,๐๐๐.๗๕"
    margins = 2 * 70 / 20
    assert width_of(cell.text) * 0.75 * 12 <= table.columns[8].width.pt - margins


def dimensions() -> Assessment:
    """A weighted rubric: 345 points are the most of one dimension, 1,015 of all of them together."""
    return assess(Inputs(), rubric("lpa"))


def test_steps_are_as_high_as_the_highest_of_them() -> None:
    found = dimensions()
    (ladder,) = next(slide for slide in agenda(found, thai()) if slide.key == "score").parts
    assert isinstance(ladder, Steps) and ladder.maximum == 345
    slides = Presentation(io.BytesIO(MAKERS["pptx"](found, thai()))).slides
    (chart,) = [shape.chart for shape in slides[1].shapes if shape.has_chart]
    assert chart.value_axis.maximum_scale == 345
    workbook = openpyxl.load_workbook(io.BytesIO(MAKERS["xlsx"](found, Words())))
    assert workbook["Charts"]._charts[0].y_axis.scaling.max == 345


def test_the_lowest_step_has_room_for_its_words() -> None:
    with pdfplumber.open(io.BytesIO(paper(dimensions(), thai()))) as opened:
        page = opened.pages[1]
        words = page.extract_words()
    (points,) = [word for word in words if word["text"] == "๖๕" and word["x0"] > page.width * 0.75][:1]
    below = min(
        word["top"] for word in words if word["top"] > points["top"] + 3 and word["x0"] > points["x0"] - 5
    )
    assert points["bottom"] <= below + 0.5
    highest = min(word["top"] for word in words if word["text"] == "๓๔๕")
    assert points["top"] - highest > 2.5 * POINTS_A_CM  # the steps stand on one line
