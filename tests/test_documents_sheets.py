"""The pages that Excel prints of the summary: nothing is torn from what heads it, under the right header."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from analytics.assessment import Assessment, Inputs, assess
from analytics.charts.lettering import width_of
from analytics.reports.lettering import lines
from analytics.reports.sheets import Page, book
from analytics.reports.summary import summary
from analytics.words import Words
from tests.test_summary import FIVE, FOUR, RUBRIC, survey, thai

ENGLISH = Words()
A4_POINTS = (21 - 1.5 - 1.5) / 2.54 * 72
LONG = "The staff explain every step, every form and every fee to whoever asks "


def pages(sheet: Worksheet) -> list[list[int]]:
    """The rows of each page: full pages from the top, and new ones where the sheet says so."""
    ended = {one.id for one in sheet.row_breaks.brk}
    found: list[list[int]] = [[]]
    used = 0.0
    for row in range(1, sheet.max_row + 1):
        high = sheet.row_dimensions[row].height or 15.0
        if found[-1] and (used + high > A4_POINTS or row - 1 in ended):
            found.append([])
            used = 0.0
        found[-1].append(row)
        used += high
    return found


@pytest.mark.parametrize("before", range(18, 27))
def test_a_heading_stays_with_what_it_heads(before: int) -> None:
    page = Page(book(), "x", [90], ENGLISH)
    for n in range(before):
        page.line(str(n), "note")
    heading = page.line("Heading", "heading")
    page.line("Text", "note")
    page.finish()
    (found,) = [rows for rows in pages(page.sheet) if heading in rows]
    assert heading + 1 in found
    high = [page.sheet.row_dimensions[row].height for row in range(1, heading + 2)]
    torn = sum(high[:-1]) <= A4_POINTS < sum(high)
    assert [one.id for one in page.sheet.row_breaks.brk] == ([heading - 1] if torn else [])


def test_some_of_these_would_have_been_torn() -> None:
    one_line = Page(book(), "x", [90], ENGLISH).needs("1", 1, "note")
    heading = Page(book(), "x", [90], ENGLISH).needs("1", 1, "heading")
    torn = [n for n in range(18, 27) if n * one_line + heading <= A4_POINTS < (n + 1) * one_line + heading]
    assert len(torn) == 1


def test_rows_that_are_longer_than_a_page_together_are_divided_all_the_same() -> None:
    page = Page(book(), "x", [90], ENGLISH)
    page.line("First", "note")
    for n in range(60):
        page.line(str(n), "heading")
    page.finish()
    assert next(len(rows) for rows in pages(page.sheet)) > 10
    assert page.sheet.row_breaks.count == 0


def several(*counts: int, mixed: bool = False) -> Assessment:
    surveys = []
    for number, count in enumerate(counts):
        items = [(f"{LONG}{n}", FIVE, None, {5: n + 1, 1: 60 - n}) for n in range(count)]
        if mixed:
            items += [(f"Four {n}", FOUR, None, {4: 3, 1: 1}) for n in range(3)]
        surveys.append(replace(survey(*items, respondents=80), title=f"Survey {number + 1}"))
    return assess(Inputs(surveys=tuple(surveys)), RUBRIC)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_every_survey_has_a_sheet_of_bases_whose_header_is_repeated() -> None:
    workbook = opened(summary(several(40, 3), ENGLISH))
    for number, count in (("", 40), (" 2", 3)):
        sheet = workbook[f"Bases{number}"]
        assert sheet.print_title_rows == "$4:$4"
        assert [cell.value for cell in sheet[4]][:3] == ["No.", "List of items", "Raters"]
        assert [sheet.cell(row, 1).value for row in range(5, 5 + count)] == list(range(1, count + 1))
        assert f"“Bases{number}”" in workbook[f"Satisfaction{number}"]["A2"].value
    assert "ฐานของแต่ละรายการ ๒" in opened(summary(several(2, 3), thai())).sheetnames


def test_no_page_repeats_the_header_of_another_scale() -> None:
    workbook = opened(summary(several(4, mixed=True), ENGLISH))
    assert workbook["Satisfaction"].print_title_rows is None
    assert workbook["Bases"].print_title_rows is None
    assert opened(summary(several(4), ENGLISH))["Satisfaction"].print_title_rows == "$4:$6"


def test_every_bar_has_its_name_short_enough_to_stand_beside_it() -> None:
    content = summary(several(40), ENGLISH)
    sheet = opened(content)["Charts"]
    drawn = sheet._charts[1:]
    assert len(drawn) == 4
    for chart in drawn:
        places = chart.series[0].cat.numRef or chart.series[0].cat.strRef
        names = [cell.value for (cell,) in sheet[places.f.split("!")[1].replace("$", "")]]
        for name in names:
            assert "…" in name and "(n = 61)" in name
            assert width_of(name) < 35
        rows = {cell.row for (cell,) in sheet[places.f.split("!")[1].replace("$", "")]}
        assert any(rows <= set(page) for page in pages(sheet))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for n in range(1, 6):
            assert b'tickLblSkip val="1"' in parts.read(f"xl/charts/chart{n}.xml")


def test_wide_lines_are_filled_but_for_a_word_and_narrow_ones_but_for_a_share() -> None:
    text = "ก" * 1000
    wide = (128 * 5.2 - 6) / 14  # ems
    assert lines(text, 128, 14) == -(-610 // (wide - 3.5))
    narrow = (20 * 5.2 - 6) / 14
    assert lines(text, 20, 14) == -(-610 // (narrow * 0.85))
