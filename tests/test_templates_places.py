"""Marks of a form beside its cells and paragraphs: headers, footers, text boxes, notes, charts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import docx
import openpyxl
import pytest
import xlsxwriter
from docx.oxml import parse_xml
from lxml import etree

from analytics.reports.templates import fill
from analytics.words import Words
from tests.documents import HOSTILE, hostile
from tests.test_summary import full, thai
from tests.test_templates import parts_of, told

ENGLISH = Words()


def workbook(draw: Callable[[Any, Any], None]) -> bytes:
    """A workbook of one sheet, drawn on by `draw`."""
    saved = io.BytesIO()
    with xlsxwriter.Workbook(saved) as made:
        draw(made, made.add_worksheet("Form"))
    return saved.getvalue()


def headed(header: str, footer: str = "") -> bytes:
    def draw(_: Any, sheet: Any) -> None:
        sheet.set_header(header)
        sheet.set_footer(footer)

    return workbook(draw)


def spoken(part: bytes) -> list[str]:
    """What every paragraph of a drawing says, its line breaks as such."""
    return [
        "".join("\n" if each.tag.endswith("}br") else each.text or "" for each in p.iter("{*}t", "{*}br"))
        for p in etree.fromstring(part).iter("{*}p")
    ]


def test_headers_and_footers_of_a_sheet_are_filled_and_their_codes_stay() -> None:
    content = headed('&L&"TH SarabunPSK,Bold"&14{{unit}}&R{{ Fiscal_Year }}', "&C{{score}} && &P/&N")
    filled = fill(content, full(), thai())
    printed = openpyxl.load_workbook(io.BytesIO(filled.content))["Form"]
    part = etree.fromstring(parts_of(filled.content)["xl/worksheets/sheet1.xml"])
    (header,), (footer,) = (list(part.iter(f"{{*}}odd{each}")) for each in ("Header", "Footer"))
    assert header.text == '&L&"TH SarabunPSK,Bold"&14Test unit&R๒๕๖๑'
    assert footer.text == "&C๘ && &P/&N"
    assert printed.oddHeader.left.text == "Test unit" and printed.oddHeader.left.size == 14
    assert (filled.marks, filled.problems) == (3, ())
    before, after = parts_of(content), parts_of(filled.content)
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}


def test_a_figure_after_a_size_and_an_ampersand_are_no_codes() -> None:
    made = hostile("A&B &P")  # a unit of this name
    filled = fill(headed("&C&14{{score}}&R&&14{{score}} {{unit}}"), made, ENGLISH)
    (header,) = etree.fromstring(parts_of(filled.content)["xl/worksheets/sheet1.xml"]).iter("{*}oddHeader")
    assert header.text == "&C&14 8&R&&148 A&&B &&P"


def test_a_header_holds_what_a_spreadsheet_can_read() -> None:
    made = hostile("&" * 200)
    filled = fill(headed("&L{{unit}}&R{{fiscal_year}}"), made, ENGLISH)
    (header,) = etree.fromstring(parts_of(filled.content)["xl/worksheets/sheet1.xml"]).iter("{*}oddHeader")
    assert len(header.text) <= 255 and header.text.startswith("&L&&&&") and "…&R" in header.text
    assert len(re.findall("&+", header.text)[0]) % 2 == 1  # &L stands before pairs
    assert "can hold 255 characters" in told(filled.problems)[0] and filled.problems[0].sheet == "Form"


def test_what_repeats_and_what_is_unknown_in_a_header_stays_and_is_told() -> None:
    filled = fill(headed("&L{{project.name}}&C{{unt}}&R{{unit}}"), full(), ENGLISH)
    (header,) = etree.fromstring(parts_of(filled.content)["xl/worksheets/sheet1.xml"]).iter("{*}oddHeader")
    assert header.text == "&L{{project.name}}&C{{unt}}&RTest unit"
    said = told(filled.problems)
    assert said[0].endswith("no row to repeat here. Write which one is meant, such as {{project_1.name}}.")
    assert said[1].endswith(
        "known by the mark {{unt}}. Write {{unit}}, or look at the list on the report page."
    )


def drawn(made: Any, sheet: Any) -> None:
    sheet.write("A1", "no mark")
    sheet.write_column("F1", [1, 2])
    sheet.insert_textbox("B2", "ได้ {{score}} คะแนน\n{{level_2.result}}", {"font": {"bold": True, "size": 20}})
    sheet.insert_textbox("B12", "{{unt}}")
    chart = made.add_chart({"type": "bar"})
    chart.add_series({"values": "=Form!$F$1:$F$2"})
    chart.set_title({"name": "ผลของ {{unit}}"})
    sheet.insert_chart("F5", chart)
    sheet.write_comment("C3", "ดู {{unit}} และ {{score}}")


def test_text_boxes_titles_of_charts_and_notes_of_a_workbook_are_filled() -> None:
    content = workbook(drawn)
    filled = fill(content, full(), thai())
    before, after = parts_of(content), parts_of(filled.content)
    assert {name for name in before if before[name] != after[name]} == {
        "xl/drawings/drawing1.xml",
        "xl/charts/chart1.xml",
        "xl/comments1.xml",
    }
    first, *others = (p for p in spoken(after["xl/drawings/drawing1.xml"]) if p)
    assert first == "ได้ ๘ คะแนน"
    assert others == ["-put to the head\n-written up", "{{unt}}"]
    looks = [
        (run.find("{*}rPr").get("b"), run.find("{*}rPr").get("sz"))
        for run in etree.fromstring(after["xl/drawings/drawing1.xml"]).iter("{*}r")
    ]
    assert looks[:3] == [("1", "2000")] * 3  # every line of the same look
    assert "ผลของ Test unit" in spoken(after["xl/charts/chart1.xml"])
    assert openpyxl.load_workbook(io.BytesIO(filled.content))["Form"]["C3"].comment.text.endswith(
        "ดู Test unit และ ๘"
    )
    assert [(p.sheet, p.row) for p in filled.problems] == [("Form", None)]
    assert filled.marks == 2 + 1 + 2


def test_a_shape_that_shows_a_cell_is_left_to_the_cell() -> None:
    def draw(_: Any, sheet: Any) -> None:
        sheet.write("A1", "{{score}}")
        sheet.insert_textbox("B2", "{{unit}}", {"textlink": "=$A$1"})

    content, name = workbook(draw), "xl/drawings/drawing1.xml"
    filled = fill(content, full(), ENGLISH)
    assert filled.marks == 1
    assert parts_of(filled.content)[name] == parts_of(content)[name]


BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>'
    '<mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>'
    "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{inside}</w:txbxContent>"
    "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def boxed(*paragraphs: str) -> Any:
    inside = "".join(f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    return parse_xml(BOX.format(inside=inside))


@pytest.mark.parametrize("where", ["text", "header", "footer", "first_page_header", "table"])
def test_text_boxes_of_a_docx_are_filled_in_both_of_their_forms(where: str) -> None:
    made = docx.Document()
    section = made.sections[0]
    section.different_first_page_header_footer = True
    if where == "text":
        paragraph = made.add_paragraph("outside {{score}}")
    elif where == "table":
        paragraph = made.add_table(1, 1).cell(0, 0).paragraphs[0]
        paragraph.add_run("outside {{score}}")
    else:
        paragraph = getattr(section, where).paragraphs[0]
        paragraph.add_run("outside {{score}}")
    paragraph._p.append(boxed("in {{unit}}", "{{project.name}}", "{{unt}}"))
    saved = io.BytesIO()
    made.save(saved)
    filled = fill(saved.getvalue(), full(), ENGLISH)
    before, after = parts_of(saved.getvalue()), parts_of(filled.content)
    (name,) = (name for name in before if before[name] != after[name])
    root = etree.fromstring(after[name])
    names = ["Boards", "Open data", "Road", "Bridge"]
    for kind in ("Choice", "Fallback"):
        (side,) = root.iter(f"{{*}}{kind}")
        said = ["".join(t.text for t in p.iter("{*}t")) for p in side.iter("{*}p")]
        assert said == ["in Test unit", *names, "{{unt}}"]
    (outside,) = (t.text for t in root.iter("{*}t") if t.text.startswith("outside"))
    assert outside == "outside 8"
    # A text box that is written in two ways is counted, and told of, once.
    assert (filled.marks, len(filled.problems)) == (1 + 1 + 1, 1)


def test_texts_from_outside_are_text_in_every_place() -> None:
    for each in HOSTILE:
        made = hostile(each)
        filled = fill(
            workbook(
                lambda _, sheet: (
                    sheet.insert_textbox("B2", "x {{unit}}"),
                    sheet.write_comment("C3", "{{unit}}"),
                )
            ),
            made,
            ENGLISH,
        )
        after = parts_of(filled.content)
        said = "\n".join(spoken(after["xl/drawings/drawing1.xml"]))
        assert said == f"x {each}".replace("\t", " ")
        noted = openpyxl.load_workbook(io.BytesIO(filled.content))["Form"]["C3"].comment.text
        assert noted.endswith(each)
