"""The .docx: the form word for word, every figure of the tables, and how it is laid out."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table

from analytics.assessment import Inputs, assess
from analytics.codebook import Scale
from analytics.reports.form import document
from analytics.words import Words
from tests.documents import HOSTILE, ILLEGAL, LONG, flat, hostile, sample
from tests.test_summary import POLITE, RUBRIC, full, project, seed_rows, survey, thai

ENGLISH = Words()


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def found(document: Document, first: str) -> list[list[str]]:
    """The table whose header starts with this text."""
    return next(rows(table) for table in document.tables if first in table.rows[0].cells[0].text)


def everything(document: Document) -> str:
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += [cell for table in document.tables for row in rows(table) for cell in row]
    return "\n".join(parts)


def test_the_form_of_the_samples_is_the_seed_cell_for_cell() -> None:
    seed = seed_rows()
    made = opened(document(sample(), thai()))
    assert [paragraph.text for paragraph in made.paragraphs[:3]] == [row[0] for row in seed[:3]]
    table = [[flat(cell) for cell in row] for row in rows(made.tables[0])]
    assert table == [[flat(text) for text in row] for row in seed[3:]]


def test_a_cell_of_the_form_lists_a_dozen_projects_and_says_how_many_more() -> None:
    def listed(n: int) -> list[str]:
        projects = tuple(project(f"P{number}") for number in range(n))
        cells = rows(opened(document(assess(Inputs(projects=projects), RUBRIC), ENGLISH)).tables[0])
        return max((row[2].split("\n") for row in cells), key=len)

    assert listed(13) == [f"-P{number}" for number in range(13)]  # one more needs no more room
    assert listed(40) == [*(f"-P{number}" for number in range(12)), "-and 28 more, see the list of projects"]


def test_every_figure_of_the_satisfaction_table_is_written_out() -> None:
    table = found(opened(document(full(), ENGLISH)), "No.")
    assert table[0][2:7] == ["Level of satisfaction"] * 5
    assert table[1][2:7] == ["5\nMost", "4\nMuch", "3\nModerate", "2\nLittle", "1\nLeast"]
    polite = next(row for row in table if row[1] == "Polite")
    #                                4/10           3/10           2/10           0/10          1/10
    assert polite[:7] == ["1", "Polite", "4\n(40.00)", "3\n(30.00)", "2\n(20.00)", "0\n(0.00)", "1\n(10.00)"]
    mean = (5 * 4 + 4 * 3 + 3 * 2 + 1 * 1) / 10
    squares = 4 * (5 - mean) ** 2 + 3 * (4 - mean) ** 2 + 2 * (3 - mean) ** 2 + (1 - mean) ** 2
    assert polite[7:] == ["10", f"{mean:.2f}", f"{(squares / 9) ** 0.5:.2f}", "Much"]
    unused = next(row for row in table if row[1] == "Unused")
    assert unused[2:] == [*["0\n(–)"] * 5, "0", "–", "–", "–"]
    assert table[-1][1] == "Total / overall mean"
    assert table[-1][7] == str(10 + 2 + 1)


def test_thai_digits_bases_projects_and_sources() -> None:
    made = opened(document(full(), thai()))
    bases = found(made, "ลำดับ")
    assert any("๔๐.๐๐" in cell for row in bases for cell in row)
    text = everything(made)
    for expected in (
        "ได้ ๘ จาก ๑๒ คะแนน",
        "นับแล้ว ๑ โครงการ",
        "๕ ตุลาคม ๒๕๖๑",
        "Test unit",
        "a" * 64,
        "test, 3",
    ):
        assert expected in text
    projects = next(rows(t) for t in made.tables if len(t.columns) == 12)
    assert [row[2] for row in projects[1:]] == ["Boards", "Open data", "Road", "Bridge"]
    assert projects[1][8] == "๑,๐๐๐" and projects[2][8] == "๑๒.๓๕"  # 12.345 half-up
    assert projects[4][6] == projects[4][8] == "–"
    assert "nan" not in text and "None" not in text


def test_the_page_is_a4_landscape_with_the_governments_margins_and_typeface() -> None:
    content = document(full(), thai())
    made = opened(content)
    section = made.sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    for length, cm in ((section.page_width, 29.7), (section.left_margin, 3), (section.right_margin, 2)):
        assert abs(length - Cm(cm)) < Cm(0.01)
    for style in made.styles:
        if style.name.startswith("Saisaat") or style.name == "Heading 1":
            properties = style.element.rPr
            assert {properties.rFonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "cs")} == {
                "TH Sarabun New"
            }
            assert properties.find(qn("w:szCs")).get(qn("w:val")) == properties.find(qn("w:sz")).get(
                qn("w:val")
            )
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert 'altName w:val="TH SarabunPSK, Sarabun"' in parts.read("word/fontTable.xml").decode()
        assert b"thaiNumbers" in parts.read("word/document.xml")
    assert made.core_properties.title == "แบบรายงาน"
    assert made.core_properties.language == "th-TH"


def test_an_upright_report_lies_across_where_its_tables_are_wide() -> None:
    content = document(full(), thai(), orientation="portrait")
    made = opened(content)
    chapters: list[tuple[str, bool]] = []  # heading, and whether its pages lie across
    pages = iter(made.sections)
    here = next(pages)
    for paragraph in made.element.body.iter(qn("w:p"), qn("w:sectPr")):
        if paragraph.tag == qn("w:sectPr"):
            here = next(pages, here)
        elif paragraph.pPr is not None and paragraph.pPr.style == "Heading1":
            said = "".join(text.text for text in paragraph.iter(qn("w:t")))
            chapters.append((said.split(":")[0], here.orientation == WD_ORIENT.LANDSCAPE))
    assert chapters == [
        ("ผลการพิจารณารายระดับและเหตุผล", False),
        ("สรุปผล", False),
        ("ความพึงพอใจ", True),
        ("จำนวนผู้ประเมินและผู้ไม่ตอบรายข้อ", True),
        ("ผลรายด้าน คิดค่าเฉลี่ยทั้งสองแบบ", True),
        ("โครงการ/กิจกรรม ประจำปีงบประมาณ พ.ศ. ๒๕๖๑", True),
        ("ที่มาของข้อมูล", False),
    ]
    for section in made.sections:
        across = section.orientation == WD_ORIENT.LANDSCAPE
        assert (section.page_width > section.page_height) == across
        assert abs(section.left_margin - Cm(3)) < Cm(0.01) and abs(section.right_margin - Cm(2)) < Cm(0.01)
        assert section.footer.paragraphs[0].text.startswith("แบบรายงาน\t")
        (stop,) = section.footer.paragraphs[0].paragraph_format.tab_stops
        assert abs(stop.position - (Cm(24.7) if across else Cm(16))) < Cm(0.05)
        numbers = section._sectPr.findall(qn("w:pgNumType"))
        assert [each.get(qn("w:fmt")) for each in numbers] == ["thaiNumbers"]
    assert [len(made.sections), made.sections[0].orientation] == [3, WD_ORIENT.PORTRAIT]
    width = {
        table.rows[0].cells[1].text: sum(column.width for column in table.columns) for table in made.tables
    }
    assert abs(width["ประเด็นหลัก/เกณฑ์ประเมิน"] - Cm(16)) < Cm(0.05)
    assert abs(width["รายการ"] - Cm(24.7)) < Cm(0.05)
    # The same words, whichever way the pages stand.
    assert everything(made) == everything(opened(document(full(), thai())))
    assert document(full(), thai(), orientation="portrait") == content


def test_header_rows_are_repeated_and_tables_are_as_wide_as_the_text() -> None:
    made = opened(document(full(), ENGLISH))
    for table in made.tables[:-2]:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table.rows[-1]._tr.trPr.find(qn("w:tblHeader")) is None
    for table in made.tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(widths) == pytest.approx((29.7 - 5) * 567, abs=10)
        assert min(widths) > 0


def test_scales_of_ten_points_still_fit() -> None:
    ten = Scale("ten", tuple(range(1, 11)), kind="numbers")
    made = assess(Inputs(surveys=(survey(("Q", ten, None, {10: 2, 1: 2}), POLITE),)), RUBRIC)
    tables = opened(document(made, ENGLISH)).tables
    wide = next(table for table in tables if len(table.columns) == 2 + 10 + 4)
    row = next(cells for cells in rows(wide) if cells[1] == "Q")
    assert row[2] == "2\n(50.00)" and row[11] == "2\n(50.00)" and row[13] == "5.50"


def test_texts_from_outside_survive() -> None:
    made = opened(document(hostile(*HOSTILE), ENGLISH))
    cells = {cell for table in made.tables for row in rows(table) for cell in row}
    for text in HOSTILE:
        assert text in cells, text
    strange = everything(opened(document(hostile(ILLEGAL, LONG), ENGLISH)))
    assert "abcde" in strange and LONG in strange


def test_an_empty_assessment_says_so_in_every_chapter() -> None:
    text = everything(opened(document(assess(Inputs(), RUBRIC), ENGLISH)))
    for sentence in (
        "No survey has been read yet",
        "No project has been read yet",
        "No workbook has been read",
    ):
        assert sentence in text
    no_items = everything(opened(document(assess(Inputs(surveys=(survey(),)), RUBRIC), ENGLISH)))
    assert "No item on a scale" in no_items


def test_the_same_assessment_gives_the_same_bytes_and_is_left_as_it_was() -> None:
    made = full()
    before = made.surveys[0].tally.counts.copy()
    assert document(made, thai()) == document(made, thai())
    assert made.surveys[0].tally.counts.equals(before)
    assert document(replace(made, made_on=None), ENGLISH) == document(replace(made, made_on=None), ENGLISH)
