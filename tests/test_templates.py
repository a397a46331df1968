"""An office's own form filled: what has marks changes, all else stays byte by byte; what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import docx
import openpyxl
import pytest
from docx.document import Document
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Border, Font, PatternFill, Side
from PIL import Image as Picture

from analytics.assessment import Inputs, assess
from analytics.reports.marks import described, marks, spelled
from analytics.reports.templates import fill
from analytics.reports.templates import parts as template_parts
from analytics.reports.templates.example import example_text, example_workbook
from analytics.reports.templates.parts import Filled, TemplateRefused
from analytics.words import Problem, Words
from tests.documents import HOSTILE, ILLEGAL, LONG, hostile, sample
from tests.test_summary import RUBRIC, full, near, seed_rows, thai
from ui import making

ENGLISH = Words()


def parts_of(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def with_parts(content: bytes, **changed: bytes | None) -> bytes:
    """The file with parts added or changed; __ stands for a slash and _DOT_ for a dot in their names."""
    new = {name.replace("__", "/").replace("_DOT_", "."): part for name, part in changed.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, part in {**parts_of(content), **new}.items():
            if part is not None:
                target.writestr(name, part)
    return made.getvalue()


def book(*rows: list[Any], **named: Any) -> bytes:
    """A workbook of one sheet."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.active.title = named.get("title", "Form")
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def text(*paragraphs: str, table: list[list[str]] | None = None) -> bytes:
    made = docx.Document()
    for each in paragraphs:
        made.add_paragraph(each)
    if table:
        grid = made.add_table(len(table), len(table[0]))
        for at, row in enumerate(table):
            for column, each in enumerate(row):
                grid.cell(at, column).text = each
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def sheet_of(filled: Filled) -> Any:
    return openpyxl.load_workbook(io.BytesIO(filled.content), rich_text=True).worksheets[0]


def document_of(filled: Filled) -> Document:
    return docx.Document(io.BytesIO(filled.content))


def told(problems: tuple[Problem, ...]) -> list[str]:
    return [f"{ENGLISH.say(p.problem)} {ENGLISH.say(p.remedy)}" for p in problems]


# --- Workbooks ------------------------------------------------------------------------------------


@cache
def offices() -> bytes:
    """A workbook as an office may have it: styles, merged cells, chart, picture, formulas, two sheets."""
    made = openpyxl.Workbook()
    form = made.active
    form.title = "แบบฟอร์ม"
    form.merge_cells("A1:D1")
    form["A1"] = "รายงานของ {{unit}} ปี {{fiscal_year}}"
    form["A1"].font = Font(name="TH SarabunPSK", size=20, bold=True, color="990000")
    form["A2"], form["B2"], form["C2"] = "คะแนน", "{{score}}", "=B2*5"
    form["B2"].number_format = "[$-D00041E]0"
    form["B2"].fill = PatternFill("solid", start_color="FFEE99")
    form["A3"], form["B3"] = "พอใจ", "{{ Item_1.Share_5 }}"
    form["B3"].number_format = "0.00%"
    bold = InlineFont(b=True, color="0000FF")
    form["A4"] = CellRichText(
        "คาดว่าจะได้ ", TextBlock(bold, "{{proj"), TextBlock(InlineFont(i=True), "ected}} คะแนน")
    )
    thin = Side(style="thin")
    for column, mark in enumerate(("{{project.number}}", "{{project.name}}", "{{project.budget}}"), start=1):
        form.cell(6, column, mark).border = Border(thin, thin, thin, thin)
    form.row_dimensions[6].height = 30
    other = made.create_sheet("ข้อมูลอื่น")
    for n in range(1, 6):
        other.append([f"ข้อ {n}", n * 10, f"=B{n}*2"])
    chart = BarChart()
    chart.add_data(Reference(other, min_col=2, min_row=1, max_row=5))
    other.add_chart(chart, "E2")
    picture = io.BytesIO()
    Picture.new("RGB", (8, 8), (200, 10, 10)).save(picture, "PNG")
    other.add_image(Image(picture), "H2")
    saved = io.BytesIO()
    made.save(saved)
    workbook = parts_of(saved.getvalue())["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    macros = b"\xd0\xcf\x11\xe0 macros, as they are"
    return with_parts(saved.getvalue(), xl__workbook_DOT_xml=workbook, xl__vbaProject_DOT_bin=macros)


def test_only_the_marked_sheet_changes_and_macros_charts_pictures_and_styles_stay_byte_by_byte() -> None:
    before, filled = parts_of(offices()), fill(offices(), sample(), thai())
    after = parts_of(filled.content)
    assert list(after) == list(before)
    # Formulas are to be worked out anew when it is opened, which the workbook itself says.
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/workbook.xml"}
    first, then = (re.findall(rb"<[^?>]*>", each["xl/workbook.xml"]) for each in (before, after))
    assert [x for x, y in zip(first, then, strict=True) if x.split() != y.split()] == [
        x for x in first if x.startswith(b"<calcPr")
    ]
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]
    for name in ("xl/vbaProject.bin", "xl/styles.xml", "xl/media/image1.png", "xl/charts/chart1.xml"):
        assert name in after
    assert (filled.kind, filled.problems) == ("xlsm", ())
    assert filled.marks == 2 + 1 + 1 + 1 + 3


def test_figures_are_numbers_in_the_cells_own_format_and_texts_are_in_the_units_digits() -> None:
    sheet = sheet_of(fill(offices(), sample(), thai()))
    assert sheet["A1"].value == f"รายงานของ {thai()('{text}', text=official_unit())} ปี ๒๕๖๑"
    assert sheet["A1"].font.color.rgb == "00990000" and sheet["A1"].font.sz == 20
    assert (sheet["B2"].value, sheet["B2"].number_format) == (16, "[$-D00041E]0")
    assert sheet["B2"].fill.start_color.rgb == "00FFEE99"
    assert sheet["C2"].value == "=B2*5"
    found = sample().surveys[0].item(sample().surveys[0].tally.codebook.items[0].key)
    assert sheet["B3"].value == near(found.counts[5] / found.base) and sheet["B3"].number_format == "0.00%"
    rich = sheet["A4"].value
    assert str(rich) == "คาดว่าจะได้ ๒๐ คะแนน"
    looks = {str(part): part.font for part in rich if isinstance(part, TextBlock)}
    assert looks["๒๐"].b and looks[" คะแนน"].i  # spread over two looks: that of its beginning


def official_unit() -> str:
    return marks(sample(), thai()).single["unit"].text(thai())


def test_a_row_repeats_for_every_project_and_new_rows_look_like_it() -> None:
    sheet = sheet_of(fill(offices(), sample(), thai()))
    ledger = sample().facts.projects
    projects = [*ledger.counted, *ledger.claimed, *(left.project for left in ledger.left_out)]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(6, 5 + len(projects), 1, 3)]
    assert rows == [
        [n, project.name, "–" if project.budget is None else project.budget]
        for n, project in enumerate(projects, 1)
    ]
    for row in (7, 5 + len(projects)):
        assert sheet.cell(row, 2).border.left.style == "thin"
    assert sheet.max_row == 5 + len(projects)


def test_rows_that_the_form_has_keep_their_own_style_and_what_stands_below_is_never_written_over() -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet["A1"], sheet["A4"], sheet["C3"] = "{{project.name}}", "ลงชื่อ", "x"
    sheet["A2"].fill = PatternFill("solid", start_color="ABCDEF")
    sheet.merge_cells("A4:A5")
    sheet["A4"].comment = Comment("a note, which hangs on a cell", "office")
    saved = io.BytesIO()
    made.save(saved)
    filled = fill(saved.getvalue(), full(), ENGLISH)
    sheet = sheet_of(filled)
    assert [sheet.cell(row, 1).value for row in range(1, 5)] == ["Boards", "Open data", None, "ลงชื่อ"]
    assert sheet["A2"].fill.start_color.rgb == "00ABCDEF"
    assert told(filled.problems) == [
        "No rows are inserted: sheet “Sheet” has notes. Leave empty rows enough below the rows that repeat.",
        "4 entries are to stand here, and only 2 have room: something stands below. "
        "Leave 3 empty rows below this one in the form.",
    ]
    assert (filled.problems[1].sheet, filled.problems[1].row, filled.problems[1].column) == ("Sheet", 1, 1)


def test_nothing_to_repeat_for_is_a_row_of_dashes_and_blank_facts_are_dashes() -> None:
    empty = assess(Inputs(), RUBRIC)
    content = book(
        ["{{project.number}}", "{{project.name}}"], ["{{made_on}}", "{{survey_1.mean}}", "{{project_9.name}}"]
    )
    filled = fill(content, empty, ENGLISH)
    assert [[c.value for c in row] for row in sheet_of(filled).iter_rows()] == [
        ["–", "–", None],
        ["–", "–", "–"],
    ]
    assert filled.problems == ()
    made = document_of(fill(text("{{made_on}} {{project.name}}"), empty, ENGLISH))
    assert [paragraph.text for paragraph in made.paragraphs] == ["– –"]


def test_unknown_marks_stay_and_are_told_with_their_cell_and_the_nearest_name() -> None:
    content = book(
        ["{{unt}} {{score}}", None, "{{levle_3.activity}}"], ["{{xqzw}}"], ["{{level_9.state}}"], title="ก ข"
    )
    filled = fill(content, full(), ENGLISH)
    assert [(p.sheet, p.row, p.column, p.value) for p in filled.problems] == [
        ("ก ข", 1, 1, "{{unt}}"),
        ("ก ข", 1, 3, "{{levle_3.activity}}"),
        ("ก ข", 2, 1, "{{xqzw}}"),
        ("ก ข", 3, 1, "{{level_9.state}}"),
    ]
    said = told(filled.problems)
    assert said[0] == "Nothing is known by this mark. Write {{unit}}, or look at the list on the report page."
    assert "{{level_3.activity}}" in said[1] and "lists the marks" in said[2]
    assert sheet_of(filled)["A1"].value == "{{unt}} 8"
    filled = fill(text("before", "in {{unt}} of"), full(), ENGLISH)
    assert told(filled.problems) == [
        "Paragraph 2, “in {{unt}} of”: nothing is known by the mark {{unt}}. "
        "Write {{unit}}, or look at the list on the report page."
    ]
    mixed = fill(book(["{{level.state}}", "{{project.name}}"], ["{{unit}}"]), full(), ENGLISH)
    assert "several kinds: level, project" in told(mixed.problems)[0]
    assert sheet_of(mixed)["A2"].value == "Test unit"  # the rest is filled


def test_marks_are_known_however_an_office_types_them() -> None:
    for mark in ("unit", " Unit ", "UNIT", "\u00a0unit\u200b"):
        assert spelled(mark) == "unit"
    assert spelled("Level_๓.activity") == "level_3.activity"
    known = marks(full(), ENGLISH)
    for mark, meaning in described(ENGLISH):
        name = mark[2:-2]
        assert meaning and known.fact(name) is not None, mark


def test_formulas_are_left_alone_and_texts_of_their_own_cells_too() -> None:
    content = book(['="{{unit}}"', "{{unit}}"])
    assert [c.value for c in sheet_of(fill(content, full(), ENGLISH))[1]] == ['="{{unit}}"', "Test unit"]


@pytest.mark.parametrize("maker", [example_workbook, example_text])
def test_the_form_of_the_samples_from_the_examples_is_the_seed_cell_for_cell(
    maker: Callable[[Words], bytes],
) -> None:
    seed = [[" ".join(cell.split()) for cell in row] for row in seed_rows()]
    filled = fill(maker(thai()), sample(), thai())
    assert filled.problems == ()
    if filled.kind == "xlsx":
        rows = [[cell.value or "" for cell in row] for row in sheet_of(filled).iter_rows(5, 10)]
        titles = [sheet_of(filled).cell(row, 1).value for row in (1, 2, 3)]
    else:
        rows = [[cell.text for cell in row.cells] for row in document_of(filled).tables[0].rows]
        titles = [paragraph.text for paragraph in document_of(filled).paragraphs[:3]]
    assert titles == [row[0] for row in seed[:3]]
    assert [[" ".join(cell.split()) for cell in row] for row in rows] == [seed[3], *seed[5:]]


# --- Texts ----------------------------------------------------------------------------------------


def test_a_mark_spread_over_runs_of_a_docx_takes_the_look_of_its_beginning() -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("หน่วยงาน ")
    for piece, look in (
        ("{{", "bold"),
        ("uni", "italic"),
        ("t}} และ {{sco", "italic"),
        ("re}} คะแนน", "underline"),
    ):
        setattr(paragraph.add_run(piece), look, True)
    made.sections[0].footer.paragraphs[0].text = "{{title}}"
    saved = io.BytesIO()
    made.save(saved)
    filled = fill(saved.getvalue(), full(), ENGLISH)
    found = document_of(filled)
    assert found.paragraphs[0].text == "หน่วยงาน Test unit และ 8 คะแนน"
    runs = {run.text: (run.bold, run.italic, run.underline) for run in found.paragraphs[0].runs if run.text}
    assert runs["Test unit"] == (True, None, None)
    assert runs[" และ 8"] == (None, True, None) and runs[" คะแนน"] == (None, None, True)
    assert found.sections[0].footer.paragraphs[0].text == "Report"
    before, after = parts_of(saved.getvalue()), parts_of(filled.content)
    changed = {name for name in before if before[name] != after[name]}
    assert list(before) == list(after)
    assert changed == {
        "word/document.xml",
        next(name for name in before if "footer" in name and "rels" not in name),
    }


def test_rows_of_a_table_repeat_and_lines_have_breaks() -> None:
    table = [
        ["ระดับ", "ผล"],
        ["{{level.number}}", "{{level.result}} ({{unit}})"],
        ["จบ", "{{level_2.result}}"],
    ]
    filled = fill(text("{{item.number}}. {{item.text}}", table=table), full(), ENGLISH)
    found = document_of(filled)
    rows = [[cell.text for cell in row.cells] for row in found.tables[0].rows]
    assert [row[0] for row in rows] == ["ระดับ", "1", "2", "3", "จบ"]
    assert rows[2][1] == "-put to the head\n-written up (Test unit)"
    assert rows[4][1] == "-put to the head\n-written up"
    assert [p.text for p in found.paragraphs] == ["1. Polite", "2. Quick", "3. Clean", "4. Unused"]


# --- Hostile --------------------------------------------------------------------------------------


def test_texts_from_outside_are_text_in_filled_forms() -> None:
    made = hostile(*HOSTILE)
    filled = fill(book(["{{project.name}}", "x {{project.origin}}"]), made, ENGLISH)
    cells = [[cell.value for cell in row] for row in sheet_of(filled).iter_rows()]
    assert [row[0] for row in cells] == list(HOSTILE)
    assert [row[1] for row in cells] == [f"x {each}" for each in HOSTILE]
    assert all(cell.data_type == "s" for row in sheet_of(filled).iter_rows() for cell in row)
    assert b"<f>" not in parts_of(filled.content)["xl/worksheets/sheet1.xml"]
    found = document_of(fill(text(table=[["{{project.name}}"]]), made, ENGLISH))
    assert [row.cells[0].text for row in found.tables[0].rows] == list(HOSTILE)


def test_long_and_illegal_texts_are_kept_as_far_as_a_cell_can_hold_them() -> None:
    made = hostile(ILLEGAL, LONG)
    sheet = sheet_of(fill(book(["{{project.name}}", "{{project.name}}{{project.name}}"]), made, ENGLISH))
    assert [sheet.cell(row, 1).value for row in (1, 2)] == ["abcde", LONG]
    assert len(sheet["B2"].value) == 32_767 and sheet["B2"].value.endswith("longer than a cell can hold)")
    found = document_of(fill(text(table=[["{{project.name}}"]]), made, ENGLISH))
    assert [row.cells[0].text for row in found.tables[0].rows] == ["abcde", LONG]


def test_texts_that_look_like_marks_are_not_filled_again() -> None:
    sheet = sheet_of(fill(book(["{{unit}} {{unit}}"]), hostile("{{score}}"), ENGLISH))
    assert sheet["A1"].value == "{{score}} {{score}}"


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "damaged, locked or of another kind"),
        (b"PK\x03\x04 not really", "damaged, locked or of another kind"),
        (b"%PDF-1.7", "damaged, locked or of another kind"),
        (with_parts(book(["{{unit}}"]), xl__workbook_DOT_xml=None), "damaged, locked or of another kind"),
        (with_parts(book(["{{unit}}"]), xl__workbook_DOT_xml=BOMB), "damaged, locked or of another kind"),
        (with_parts(book(["{{unit}}"]), xl__worksheets__sheet1_DOT_xml=b"<a>{{"), "damaged, locked"),
        (with_parts(text("{{unit}}"), word__document_DOT_xml=b"<a/>"), "damaged, locked"),
        (book(["no mark"]), "This form has no mark such as {{unit}}."),
        (text("no mark"), "This form has no mark such as {{unit}}."),
    ],
)
def test_what_is_no_form_is_refused_with_one_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        fill(content, full(), ENGLISH)
    assert sentence in told((refused.value.problem,))[0]


def test_forms_that_swell_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    swelling = io.BytesIO()
    with zipfile.ZipFile(swelling, "w", zipfile.ZIP_DEFLATED) as target:
        for name in range(3):
            target.writestr(f"{name}", b"0" * 70_000_000)
    with pytest.raises(TemplateRefused) as refused:
        fill(swelling.getvalue(), full(), ENGLISH)
    assert "larger than can be filled" in told((refused.value.problem,))[0]
    monkeypatch.setattr(template_parts, "MOST_CELLS", 3)
    for content in (book(["{{project.name}}"]), text("{{project.name}}")):
        with pytest.raises(TemplateRefused) as refused:
            fill(content, full(), ENGLISH)
        assert "more than 3 cells" in told((refused.value.problem,))[0]


def test_forms_are_filled_in_the_process_of_documents() -> None:
    content = book(["{{unt}}", "{{unit}}"])
    assert making.fill(content, full(), ENGLISH) == fill(content, full(), ENGLISH)
    with pytest.raises(TemplateRefused) as refused:
        making.fill(b"x", full(), ENGLISH)
    assert "damaged" in told((refused.value.problem,))[0]
    for kind in ("xlsx", "docx"):
        assert fill(making.example(kind, ENGLISH), full(), ENGLISH).problems == ()


def test_filling_leaves_the_assessment_as_it_was_and_gives_the_same_bytes() -> None:
    made = full()
    before = made.surveys[0].tally.counts.copy()
    assert fill(offices(), made, thai()) == fill(offices(), made, thai())
    assert made.surveys[0].tally.counts.equals(before)
