"""Rows that an office's workbook needs are inserted, and all that refers to rows goes with them."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from lxml import etree
from PIL import Image as Picture

from analytics.reports.templates import fill
from analytics.reports.templates.rows import Block, Moves, _Formulas
from analytics.words import Words
from tests.test_summary import full
from tests.test_templates import parts_of, told, with_parts

ENGLISH = Words()
# The reader of these tests leaves extensions alone, which the program moves.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
# Four projects on one row with nothing free below: three rows come in after row 6.
MOVES = Moves((Block(6, 6, 4),))


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("A5+A6+A7", "A5+A6+A10"),
        ("$C$7*C$7*$C7", "$C$10*C$10*$C10"),
        ("SUM(C6:C6)", "SUM(C6:C9)"),
        ("SUM(C5:C6)", "SUM(C5:C9)"),
        ("SUM(C6:C7)", "SUM(C6:C10)"),
        ("SUM(C6)", "SUM(C6:C9)"),
        ("sum(A1,C6)/C6", "sum(A1,C6:C9)/C6"),
        ("ROUND(C6,2)", "ROUND(C6,2)"),
        ("SUM(ROUND(C6,2))", "SUM(ROUND(C6,2))"),
        ("SUM(7:8)", "SUM(10:11)"),
        ("SUM(C:C)", "SUM(C:C)"),
        ('IF(A7="A7 ""A7""",Total7,LOG10(A8))', 'IF(A10="A7 ""A7""",Total7,LOG10(A11))'),
        ("Form!A7+'Form'!A8+Other!A7", "Form!A10+'Form'!A11+Other!A7"),
        ("List[Sum]+[1]Form!A7", "List[Sum]+[1]Form!A7"),
        ('INDIRECT("A7")', 'INDIRECT("A7")'),
        ("{1;2}+A7", "{1;2}+A10"),
    ],
)
def test_what_formulas_refer_to_moves_as_in_a_spreadsheet_and_sums_of_the_rows_grow(
    formula: str, moved: str
) -> None:
    assert _Formulas({"Form": MOVES}).text(formula, "Form", 20) == moved


def test_a_running_total_beside_the_rows_does_not_grow() -> None:
    assert _Formulas({"Form": MOVES}).text("SUM(C$6:C6)", "Form", 6) == "SUM(C$6:C6)"


def test_several_blocks_are_moved_at_once() -> None:
    moves = Moves((Block(6, 7, 4), Block(10, 10, 3)))  # two come in after 7, two after 10
    assert [moves.row(row) for row in (5, 6, 7, 8, 10, 11)] == [5, 6, 7, 10, 12, 15]
    assert moves.span(6, 6) == (6, 9) and moves.span(6, 7) == (6, 9)
    assert moves.span(1, 20) == (1, 24) and moves.span(10, 10) == (12, 14)
    assert not Moves((Block(6, 9, 4),)) and moves


@cache
def office() -> bytes:
    """A form with all that may refer to rows, on its own sheet and on another."""
    saved = io.BytesIO()
    picture = io.BytesIO()
    Picture.new("RGB", (8, 8), (200, 10, 10)).save(picture, "PNG")
    with xlsxwriter.Workbook(saved) as made:
        form, other = made.add_worksheet("Form"), made.add_worksheet("Its sums")
        tall = made.add_format({"bold": True, "bg_color": "#FFEE99"})
        form.write_row("A5", ["No.", "Project", "Budget", "Twice", "Unit"])
        form.write_row("A6", ["{{project.number}}", "{{project.name}}", "{{project.budget}}"])
        form.write_formula("D6", "=C6*2+$C$7")
        form.write("E6", "บาท")
        form.write("A7", "Sum", tall)
        form.write_formula("C7", "=SUM(C6:C6)", None, 0)
        form.set_row(6, 40)
        form.merge_range("A8:E8", "ลงชื่อ")
        form.write_formula("D10", "=C7/2")
        form.write_array_formula("D11:D12", "{=C7*{1;2}}")
        form.set_row(11, 33)
        form.conditional_format("C6", {"type": "cell", "criteria": ">", "value": "$C$7"})
        form.conditional_format("A9:C9", {"type": "data_bar", "data_bar_2010": True})
        form.data_validation("E6", {"validate": "list", "source": "=$A$14:$A$15"})
        form.data_validation("E10", {"validate": "list", "source": ["a", "b"]})
        form.write_column("A14", ["บาท", "พันบาท"])
        form.write_url("A9", "internal:'Form'!A14", string="units")
        form.insert_image("B16", "p.png", {"image_data": picture, "object_position": 1})
        form.add_table("G9:H11", {"columns": [{"header": "k"}, {"header": "v"}], "name": "List"})
        form.freeze_panes(5, 0)
        form.print_area("A1:E12")
        form.repeat_rows(4)
        form.set_h_pagebreaks([12])
        made.define_name("total", "='Form'!$C$7")
        made.define_name("budgets", "='Form'!$C$6:$C$6")
        other.write_formula("A1", "=Form!C7")
        other.write_formula("A2", "=SUM(Form!C6:C6)+A7")
        chart = made.add_chart({"type": "column"})
        chart.add_series(
            {"values": "=Form!$C$6:$C$6", "categories": "=Form!$A$14:$A$15", "name": "=Form!$A$7"}
        )
        other.insert_chart("C3", chart)
        other.data_validation("B1", {"validate": "list", "source": "=Form!$A$14:$A$15"})
    return saved.getvalue()


def values(content: bytes, sheet: str = "Form") -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))[sheet]


def test_rows_come_in_and_everything_below_keeps_its_look_and_place() -> None:
    filled = fill(office(), full(), ENGLISH)
    assert filled.problems == ()
    form = values(filled.content)
    rows = [[cell.value for cell in row] for row in form.iter_rows(6, 10, 1, 5)]
    budgets = [1000, 12.345, "–", "–"]
    names = ["Boards", "Open data", "Road", "Bridge"]
    assert [row[:2] for row in rows[:4]] == [[n, name] for n, name in enumerate(names, 1)]
    assert [row[3:] for row in rows[:4]] == [[f"=C{row}*2+$C$10", "บาท"] for row in range(6, 10)]
    assert [row[2] for row in rows[:2]] == budgets[:2]
    assert rows[4][0] == "Sum" and form["C10"].value == "=SUM(C6:C9)"
    assert form["A10"].font.b and form["A10"].fill.start_color.rgb == "FFFFEE99"
    heights = {number: row.height for number, row in form.row_dimensions.items() if row.height}
    assert (heights[10], heights[15]) == (39.75, 33)  # were those of rows 7 and 12
    assert [str(area) for area in form.merged_cells.ranges] == ["A11:E11"]
    assert form["A11"].value == "ลงชื่อ" and form["D13"].value == "=C10/2"
    assert form["D14"].value.ref == "D14:D15" and form["D14"].value.text == "=C10*{1;2}"
    assert form["A17"].value == "บาท"
    assert [str(each.sqref) for each in form.conditional_formatting] == ["C6:C9", "A12:C12"]
    (rule,) = next(each.rules for each in form.conditional_formatting if str(each.sqref) == "C6:C9")
    assert rule.formula == ["$C$10"]
    checks = {str(each.sqref): each.formula1 for each in form.data_validations.dataValidation}
    assert checks == {"E6:E9": "$A$17:$A$18", "E13": '"a,b"'}
    assert form["A12"].hyperlink.location.replace("'", "") == "Form!A17"
    assert form.tables["List"].ref == form.tables["List"].autoFilter.ref == "G12:H14"
    assert [each.id for each in form.row_breaks.brk] == [15]
    assert form.print_area == "'Form'!$A$1:$E$15" and form.print_title_rows == "$5:$5"
    assert form._images[0].anchor._from.row == 15 + 3
    assert form.freeze_panes == "A6"


def test_what_other_sheets_names_and_charts_refer_to_goes_along() -> None:
    content = fill(office(), full(), ENGLISH).content
    other = values(content, "Its sums")
    assert [other[cell].value for cell in ("A1", "A2")] == ["=Form!C10", "=SUM(Form!C6:C9)+A7"]
    assert other.data_validations.dataValidation[0].formula1 == "Form!$A$17:$A$18"
    names = openpyxl.load_workbook(io.BytesIO(content)).defined_names
    assert names["total"].attr_text == "'Form'!$C$10" and names["budgets"].attr_text == "'Form'!$C$6:$C$9"
    chart = etree.fromstring(parts_of(content)["xl/charts/chart1.xml"])
    assert [f.text for f in chart.iter("{*}f")] == ["Form!$A$10", "Form!$A$17:$A$18", "Form!$C$6:$C$9"]
    before, after = parts_of(office()), parts_of(content)
    form = etree.fromstring(after["xl/worksheets/sheet1.xml"])
    assert [each.text for each in form.iter("{*}sqref")] == ["A12:C12"]  # of an extension
    same = {name for name in before if before[name] == after[name]}
    assert {"xl/styles.xml", "xl/sharedStrings.xml", "xl/media/image1.png", "xl/theme/theme1.xml"} <= same
    assert list(before) == list(after)


def test_shared_formulas_are_each_moved_by_themselves_and_the_order_of_formulas_too() -> None:
    part = "xl/worksheets/sheet1.xml"
    sheet = parts_of(office())[part].decode()
    shared = re.sub(
        r'<c r="D10"><f>C7/2</f><v>0</v></c></row>',
        '<c r="D10"><f t="shared" ref="D10:E10" si="0">C7/2</f><v>0</v></c>'
        '<c r="E10"><f t="shared" si="0"/><v>0</v></c></row>',
        sheet,
    )
    assert shared != sheet
    content = with_parts(office(), xl__worksheets__sheet1_DOT_xml=shared.encode())
    form = values(fill(content, full(), ENGLISH).content)
    assert (form["D13"].value, form["E13"].value) == ("=C10/2", "=D10/2")


def test_what_formulas_came_to_in_the_form_is_worked_out_anew() -> None:
    content = fill(office(), full(), ENGLISH).content
    for name, part in parts_of(content).items():
        if name.startswith("xl/worksheets/sheet"):
            worked_out = [c for c in etree.fromstring(part).iter("{*}c") if c.find("{*}f") is not None]
            assert worked_out and all(c.find("{*}v") is None for c in worked_out)


def test_where_rows_are_free_only_sums_grow() -> None:
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved) as made:
        sheet = made.add_worksheet("Form")
        sheet.write("A1", "{{project.number}}")
        sheet.write_formula("A9", "=SUM(A1:A8)")
    content = fill(saved.getvalue(), full(), ENGLISH).content
    assert values(content)["A9"].value == "=SUM(A1:A8)"
    assert [values(content).cell(row, 1).value for row in range(1, 5)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [
        ("xl/vbaProject.bin", b"macros", "the workbook holds vbaProject.bin, which may refer to cells."),
        ("xl/externalLinks/externalLink1.xml", b"<a/>", "the workbook holds externalLink1.xml"),
        ("xl/pivotTables/pivotTable1.xml", b"<a/>", "the workbook holds pivotTable1.xml"),
        ("<scenarios/>", b"", "sheet “Form” holds scenarios, which may refer to cells."),
        ("A1:Form!B7", b"", "a formula of sheet “Form” is not followed: SUM(Form!A1:Form!B7)"),
        ("D6:D12", b"", "a formula of sheet “Form” runs over rows that repeat."),
        ("A6:A7", b"", "A6:A7 of sheet “Form” is merged over several rows."),
    ],
)
def test_where_something_is_not_understood_no_row_moves(part: str, content: bytes, said: str) -> None:
    sheet = parts_of(office())["xl/worksheets/sheet1.xml"].decode()
    match part:
        case "<scenarios/>":
            sheet = sheet.replace("<mergeCells", "<scenarios/><mergeCells")
        case "A1:Form!B7":
            sheet = sheet.replace("<f>C7/2</f>", "<f>SUM(Form!A1:Form!B7)</f>")
        case "D6:D12":
            sheet = sheet.replace('ref="D11:D12"', 'ref="D6:D12"')
        case "A6:A7":
            sheet = sheet.replace('ref="A8:E8"', 'ref="A6:A7"')
    form = with_parts(office(), xl__worksheets__sheet1_DOT_xml=sheet.encode())
    if content:
        form = with_parts(form, **{part.replace("/", "__").replace(".", "_DOT_"): content})
    filled = fill(form, full(), ENGLISH)
    assert said in told(filled.problems)[0] and told(filled.problems)[0].startswith("No rows are inserted: ")
    assert "4 entries are to stand here, and only 1 has room" in told(filled.problems)[1]
    assert part == "A6:A7" or values(filled.content)["A7"].value == "Sum"
    assert values(filled.content)["B6"].value == "Boards"
