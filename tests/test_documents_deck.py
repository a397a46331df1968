"""The .pptx: one message a slide, native charts with the figures behind them, tables, notes with sources."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from pptx.oxml.ns import qn
from pptx.util import Inches

from analytics.assessment import Assessment, Inputs, assess
from analytics.charts.lettering import lines, width_of
from analytics.codebook import Scale
from analytics.reports.agenda import agenda
from analytics.reports.deck import deck
from analytics.reports.meeting import Arrangement, arranged
from analytics.words import Words
from tests.documents import HOSTILE, ILLEGAL, LONG, hostile, sample
from tests.test_summary import FIVE, POLITE, RUBRIC, full, near, project, survey, thai

ENGLISH = Words()
pytestmark = pytest.mark.xdist_group("documents")  # which share what they made


@cache
def sample_deck() -> bytes:
    return deck(sample(), thai())


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def made(assessment: Assessment, words: Words = ENGLISH) -> Any:
    return opened(deck(assessment, words))


def titles(presentation: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in presentation.slides]


def charts(presentation: Any) -> list[Any]:
    return [shape.chart for slide in presentation.slides for shape in slide.shapes if shape.has_chart]


def tables(presentation: Any) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in presentation.slides
        for shape in slide.shapes
        if shape.has_table
    ]


def notes(presentation: Any) -> list[str]:
    return [slide.notes_slide.notes_text_frame.text for slide in presentation.slides]


def everything(presentation: Any) -> str:
    shapes = [shape for slide in presentation.slides for shape in slide.shapes if shape.has_text_frame]
    parts = [shape.text_frame.text for shape in shapes]
    parts += [cell for table in tables(presentation) for row in table for cell in row]
    return "\n".join([*parts, *notes(presentation)])


def test_each_slide_has_one_message_as_its_title() -> None:
    found = titles(opened(sample_deck()))
    assert found[0].startswith("แบบรายงานผลการดำเนินงาน")
    assert found[1] == "ได้ ๑๖ จาก ๒๐ คะแนน ขาดโครงการที่แล้วเสร็จอีก ๑ โครงการ"
    assert found[2].startswith("สิ่งที่ต้องทำต่อ เพื่อให้ได้ระดับที่ ๕")
    assert any(title.startswith("คำตอบ ๗๘% อยู่ในระดับ “มาก” หรือ “มากที่สุด”") for title in found)
    assert "นับได้ ๒ จาก ๑๕ โครงการ และจะนับเพิ่มอีก ๑ โครงการเมื่อแล้วเสร็จ" in found
    assert all(found)


def test_the_charts_hold_the_figures() -> None:
    ladder, *_, items = charts(made(full()))
    states = {series.name: list(series.values) for series in ladder.plots[0].series}
    assert states["Counted"] == [4, 8, None]
    assert states["Claimed, waiting"] == [None, None, 12]
    filled = {series.name: series.format.fill.type for series in ladder.plots[0].series}
    assert filled["Counted"] == MSO_FILL.SOLID and filled["Claimed, waiting"] == MSO_FILL.PATTERNED
    assert list(items.plots[0].categories) == [
        "1. Polite (n = 10)", "2. Quick (n = 2)", "3. Clean (n = 1)", "4. Unused (n = 0)",
    ]  # fmt: skip
    shares = {series.name: list(series.values) for series in items.plots[0].series}
    assert list(shares) == ["5 Most", "4 Much", "3 Moderate", "2 Little", "1 Least"]
    assert shares["5 Most"] == [near(4 / 10), near(1 / 2), 0, None]
    assert shares["1 Least"] == [near(1 / 10), 0, 0, None]
    behind = openpyxl.load_workbook(io.BytesIO(items.part.chart_workbook.xlsx_part.blob))
    assert [cell.value for cell in behind.active["B"]] == ["5 Most", near(0.4), near(0.5), 0, None]


def test_thai_digits_are_formats_and_the_figures_stay_numbers() -> None:
    for chart in charts(opened(sample_deck())):
        for series in chart.plots[0].series:
            assert "[$-D00041E]" in series.data_labels.number_format
            assert all(value is None or isinstance(value, int | float) for value in series.values)


def test_base_mean_and_meaning_of_each_item() -> None:
    table = next(t for t in tables(made(full())) if t[0][0] == "List of items")
    mean = (5 * 4 + 4 * 3 + 3 * 2 + 1 * 1) / 10
    squares = 4 * (5 - mean) ** 2 + 3 * (4 - mean) ** 2 + 2 * (3 - mean) ** 2 + (1 - mean) ** 2
    polite = ["1. Polite", "10", f"{mean:.2f}", f"{(squares / 9) ** 0.5:.2f}", "70.00%", "Much"]
    assert polite in table
    assert ["4. Unused", "0", "–", "–", "–", "–"] in table


def test_every_slide_names_its_sources_in_the_notes() -> None:
    spoken = notes(made(full()))
    for note in spoken:
        assert "a" * 64 in note and "test, 3" in note
    text = everything(made(full(), thai()))
    for expected in ("Test unit", "๕ ตุลาคม ๒๕๖๑", "๒๕๖๑", "a" * 64, "b" * 64, "Users: ๑๒ คน", "test, 3"):
        assert expected in text
    assert "nan" not in text and "None" not in text


def test_projects_that_count_are_listed_and_the_others_counted_by_reason() -> None:
    found = tables(made(full()))
    listed = next(t for t in found if t[0][0] == "Counting")
    assert [row[:3] for row in listed[1:]] == [
        ["Counted", "Boards", "Completed"],
        ["Claimed", "Open data", "In progress"],
    ]
    reasons = next(t for t in found if t[0][0] == "Reason")
    assert sum(int(row[2]) for row in reasons[1:]) == len(full().facts.projects.left_out)


def test_it_is_sixteen_to_nine_in_the_offices_typeface_and_nothing_leaves_the_slide() -> None:
    presentation = opened(sample_deck())
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9, rel=1e-3)
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.left + shape.width <= presentation.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= presentation.slide_height + Inches(0.01)
        for run in slide._element.iter(qn("a:rPr")):
            faces = {run.find(qn(f"a:{kind}")).get("typeface") for kind in ("latin", "cs")}
            assert faces == {"TH SarabunPSK"}
            assert int(run.get("sz")) >= 1400
    with zipfile.ZipFile(io.BytesIO(sample_deck())) as parts:
        theme = parts.read("ppt/theme/theme1.xml").decode()
        assert theme.count('<a:cs typeface="TH SarabunPSK"') == 2
        assert not any("thumbnail" in name for name in parts.namelist())
    assert presentation.core_properties.title.startswith("แบบรายงาน")


def test_texts_from_outside_survive_and_never_become_formulas() -> None:
    content = deck(hostile(*HOSTILE), ENGLISH)
    presentation = opened(content)
    text = everything(presentation)
    for each in HOSTILE:
        assert each in text, each
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.endswith(".xlsx"):
                behind = openpyxl.load_workbook(io.BytesIO(parts.read(name)))
                cells = [cell for row in behind.active.iter_rows() for cell in row]
                assert not [cell.value for cell in cells if cell.data_type in ("f", "e")]
    strange = everything(made(hostile(ILLEGAL, LONG)))
    assert "abcde" in strange and LONG in strange  # whole in the notes
    waiting = (project(f"{ILLEGAL}\n0", 2, status="in_progress"),)
    polls = Inputs(surveys=(survey(POLITE),), projects=waiting, statements=full().facts.statements)
    assert any(
        "ab cde 0" in title  # a vertical tab ends a word where a name is cut to fit
        for title in titles(
            made(
                assess(
                    polls,
                    replace(
                        RUBRIC,
                        levels=(*RUBRIC.levels[:2], replace(RUBRIC.levels[2], parameters={"minimum": 1})),
                    ),
                )
            )
        )
    )


def test_labels_of_a_scale_that_look_like_formulas_stay_text() -> None:
    odd = Scale("odd", (1, 2), ("=1+1", "@x"))
    (*_, chart) = charts(made(assess(Inputs(surveys=(survey(("Q", odd, None, {1: 1})),)), RUBRIC)))
    assert [series.name for series in chart.plots[0].series] == ["2 @x", "1 =1+1"]


def test_many_items_and_projects_go_over_slides() -> None:
    items = [(f"Item {n}", FIVE, None, {5: n, 1: 60 - n}) for n in range(60)]
    projects = tuple(project(f"Project {n}", n + 2) for n in range(40))
    presentation = made(assess(Inputs(surveys=(survey(*items, respondents=60),), projects=projects), RUBRIC))
    drawn = [label for chart in charts(presentation)[3:] for label in chart.plots[0].categories]
    assert drawn == [f"{n + 1}. Item {n} (n = 60)" for n in range(60)]
    rows = [row[1] for table in tables(presentation) if table[0][0] == "Counting" for row in table[1:]]
    assert rows == [f"Project {n}" for n in range(40)]


def test_titles_notes_and_footers_fit_their_lines_and_keep_their_figures() -> None:
    """In the widest typeface that may stand in for the office's own."""
    long = "ท่านสามารถติดตามสถานะของคำร้องผ่านเว็บไซต์และแอปพลิเคชันของหน่วยงานได้ตลอดเวลา"
    one = survey(*[(f"{long} {n}", FIVE, f"{long} {n}", {5: 10 + n, 1: 20 - n}) for n in range(8)])
    found = assess(Inputs(surveys=(replace(one, title=long * 3),)), RUBRIC, unit=long * 3)
    for words in (ENGLISH, thai()):
        (title,) = [text for text in titles(made(found, words)) if words.percent(17 / 30, 0) in text][:1]
        assert words.percent(10 / 30, 0) in title and "…”" in title
        for slide in made(found, words).slides:
            for shape in slide.shapes:
                if shape.has_text_frame and shape.text_frame.text and shape.top < Inches(1.7):
                    (line,) = shape.text_frame.paragraphs
                    ems = shape.width.pt / line.runs[0].font.size.pt
                    assert len(lines(line.text, ems)) <= (2 if shape == slide.shapes.title else 1), line.text
                if shape.has_text_frame and shape.top > Inches(6.9):
                    assert width_of(shape.text_frame.text) * 14 <= shape.width.pt


def test_a_slide_is_read_from_its_title_to_its_footer() -> None:
    for slide in opened(sample_deck()).slides:
        first, *_, footer, number = slide.shapes
        assert first == slide.shapes.title
        assert footer.top > Inches(6.9) and set(number.text_frame.text) <= set("๐๑๒๓๔๕๖๗๘๙")


def test_an_empty_assessment_still_has_its_slides() -> None:
    found = titles(made(assess(Inputs(), RUBRIC)))
    assert found[1].startswith("0 of 12 points")
    assert len(charts(made(assess(Inputs(surveys=(survey(),)), RUBRIC)))) == 1
    # The ladder, all answers, the best and weakest items, every item.
    assert len(charts(made(assess(Inputs(surveys=(survey(POLITE),)), RUBRIC)))) == 4


def test_the_slides_are_those_of_the_meeting_in_its_order_hidden_ones_hidden() -> None:
    slides = agenda(full(), ENGLISH)
    wanted = Arrangement().moving(slides, "method", -len(slides)).hiding("missing", True)
    wanted = wanted.remarking("score", "We celebrate", "Say thanks")
    shown = arranged(slides, wanted)
    presentation = opened(deck(full(), ENGLISH, shown))
    assert [" ".join(t.split()) for t in titles(presentation)] == [slide.title for slide in shown]
    assert [slide._element.get("show") == "0" for slide in presentation.slides] == [s.hidden for s in shown]
    (place,) = [n for n, slide in enumerate(shown) if slide.key == "score"]
    texts = [shape.text_frame.text for shape in presentation.slides[place].shapes if shape.has_text_frame]
    assert "We celebrate" in texts
    assert notes(presentation)[place].startswith("We celebrate\nSay thanks\n")


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assert deck(sample(), thai()) == sample_deck()
