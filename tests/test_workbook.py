"""The road of a workbook: bytes → sheets of text, or one sentence."""

from __future__ import annotations

import gzip
import io
import os
import struct
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.chart import BarChart
from openpyxl.styles import Font

from analytics.words import Words
from data.reading import pool as reading_pool
from data.workbook import Limits, Workbook, read, read_path

ROOT = Path(__file__).resolve().parent.parent
Column = list[str | None]


def columns(book: Workbook, sheet: int = 0) -> dict[str, Column]:
    assert book.sheets, [Words().say(problem.problem) for problem in book.problems]
    cells: dict[str, Column] = book.sheets[sheet].cells.to_pydict()
    return cells


def rows(book: Workbook, sheet: int = 0) -> list[Column]:
    return [list(row) for row in zip(*columns(book, sheet).values(), strict=True)]


def sentence(book: Workbook) -> str:
    """The one sentence of a workbook that can't be read; it must name the workbook and have a remedy."""
    assert book.sheets == ()
    assert len(book.problems) == 1
    problem = book.problems[0]
    said = Words().say(problem.problem)
    assert book.name in said
    assert Words().say(problem.remedy)
    return said


def notes(book: Workbook) -> list[str]:
    assert book.sheets
    return [Words().say(problem.problem) for problem in book.problems]


def xlsx(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def small_xlsx() -> bytes:
    return xlsx(lambda book: book.active.append(["รายการ", 5]))


def zip_of(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def replaced(content: bytes, entry: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one entry of its zip changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return zip_of({**entries, entry: change(entries[entry])})


# --- .xlsx ---


def test_a_sheet_keeps_its_place_on_the_grid() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet["C3"] = "รายการ"
        sheet["D4"] = 5.0
        sheet["E9"].font = Font(bold=True)  # formatted, but empty: trimmed

    book = read(xlsx(fill), "ก.xlsx")
    assert book.problems == ()
    assert columns(book) == {
        "A": [None] * 4,
        "B": [None] * 4,
        "C": [None, None, "รายการ", None],
        "D": [None, None, None, "5"],
    }


def test_values_become_text() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append([5, 5.5, 12935000, 0.1, -3, True, False])
        book.active.append([date(2018, 11, 22), datetime(2018, 11, 22, 14, 3, 22), time(3, 4), time(0, 0)])
        book.active.append([" ", "5.0", "a\nb", "=1+1"])

    book = read(xlsx(fill), "a.xlsx")
    assert rows(book) == [
        ["5", "5.5", "12935000", "0.1", "-3", "true", "false"],
        ["2018-11-22", "2018-11-22 14:03:22", "03:04:00", "00:00:00", None, None, None],
        [" ", "5.0", "a\nb", None, None, None, None],
    ]


def test_a_formula_gives_its_stored_value_and_an_error_its_name() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("สรุป")
        sheet.write_formula("B2", "=1+1", None, 2)
        sheet.write_formula("C3", "=NA()", None, "#N/A")
        sheet.write_formula("C4", "=1/0", None, "#DIV/0!")

    read_back = read(out.getvalue(), "a.xlsx")
    assert columns(read_back)["B"] == [None, "2", None, None]
    assert columns(read_back)["C"] == [None, None, "#N/A", "#DIV/0!"]
    (problem,) = read_back.problems
    assert (problem.sheet, problem.row, problem.column, problem.value) == ("สรุป", 3, 3, "#N/A")
    assert problem.severity == "note"
    assert dict(problem.problem.values)["n"] == 2


def test_dates_that_count_from_1904() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": True}) as book:
        style = book.add_format({"num_format": "d/m/yyyy"})
        book.add_worksheet().write_datetime("A1", datetime(2018, 11, 22), style)
    assert columns(read(out.getvalue(), "a.xlsx")) == {"A": ["2018-11-22"]}


def test_hidden_sheets_merged_cells_and_chart_sheets() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "ตาราง & ผล"
        book.active["B1"] = "ระดับความพึงพอใจ"
        book.active.merge_cells("B1:F1")
        book.active.merge_cells("A1:A2")
        hidden = book.create_sheet("ซ่อน")
        hidden["A1"] = 1
        hidden.sheet_state = "hidden"
        book.create_chartsheet("กราฟ").add_chart(BarChart())

    book = read(xlsx(fill), "a.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets[:2]] == [("ตาราง & ผล", False), ("ซ่อน", True)]
    assert set(book.sheets[0].merged) == {(0, 1, 0, 5), (0, 0, 1, 0)}
    assert book.problems == ()


def test_a_sheet_that_claims_to_be_endless_is_as_large_as_its_cells() -> None:
    def endless(part: bytes) -> bytes:
        assert b'ref="A1:B1"' in part
        return part.replace(b'ref="A1:B1"', b'ref="A1:XFD1048576"')

    content = replaced(small_xlsx(), "xl/worksheets/sheet1.xml", endless)
    assert read(content, "a.xlsx").sheets[0].cells.shape == (1, 2)


def test_a_stray_cell_in_the_last_corner_is_refused_in_words() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A1"] = 1
        book.active["XFD1048576"] = 1

    said = sentence(read(xlsx(fill), "มุม.xlsx"))
    assert "1,048,576 rows and 16,384 columns" in said


def test_limits_on_cells() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        for _ in range(10):
            book.active.append([1, 2, 3])

    content = xlsx(fill)
    assert read(content, "a.xlsx", limits=Limits(cells=30)).sheets
    assert "10 rows and 3 columns" in sentence(read(content, "a.xlsx", limits=Limits(cells=29)))


def test_the_second_reader_reads_what_the_first_can_not() -> None:
    """A dimension without columns, as one program writes it, stops calamine; openpyxl passes over it."""

    def odd(part: bytes) -> bytes:
        assert b'ref="A1:B1"' in part
        return part.replace(b'ref="A1:B1"', b'ref="1:4"')

    book = read(replaced(small_xlsx(), "xl/worksheets/sheet1.xml", odd), "a.xlsx")
    assert rows(book) == [["รายการ", "5"]]
    assert "second reader, openpyxl" in notes(book)[0]


# --- .xls, .ods ---


def test_xls() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("ข้อมูล")
    sheet.write_merge(1, 1, 2, 4, "ระดับ")
    sheet.write(2, 2, 5)
    sheet.write(2, 3, datetime(2018, 11, 22), xlwt.easyxf(num_format_str="d/m/yyyy"))
    sheet.write(2, 4, True)
    book.add_sheet("ซ่อน").visibility = 1
    out = io.BytesIO()
    book.save(out)

    read_back = read(out.getvalue(), "a.xls")
    assert read_back.format == "xls"
    assert rows(read_back) == [
        [None] * 5,
        [None, None, "ระดับ", None, None],
        [None, None, "5", "2018-11-22", "true"],
    ]
    assert read_back.sheets[0].merged == ((1, 2, 1, 4),)
    assert [sheet.hidden for sheet in read_back.sheets] == [False, True]


ODS_CONTENT = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" office:version="1.2"><office:body>
 <office:spreadsheet><table:table table:name="ผล">
 <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/>
 </table:table-row><table:table-row><table:table-cell/>
 <table:table-cell office:value-type="string" table:number-columns-spanned="2"><text:p>มาก</text:p>
 </table:table-cell>
 <table:covered-table-cell/>
 <table:table-cell office:value-type="float" office:value="4.5"><text:p>4.50</text:p></table:table-cell>
 <table:table-cell office:value-type="date" office:date-value="2018-11-22"><text:p>22/11/61</text:p>
 </table:table-cell>
 </table:table-row>
 <table:table-row table:number-rows-repeated="1048573">
 <table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>
 </office:spreadsheet></office:body></office:document-content>"""


def test_ods() -> None:
    content = zip_of(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": ODS_CONTENT.encode(),
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )
    book = read(content, "a.ods")
    assert book.format == "ods"
    assert rows(book) == [[None] * 5, [None] * 5, [None, "มาก", None, "4.5", "2018-11-22"]]
    assert book.sheets[0].merged == ((2, 1, 2, 2),)


def test_flat_opendocument() -> None:
    flat = ODS_CONTENT.replace("document-content", "document")
    book = read(flat.encode(), "a.fods")
    assert book.format == "fods"
    assert rows(book)[2] == [None, "มาก", None, "4.5", "2018-11-22"]
    assert book.sheets[0].name == "ผล"


# --- text ---


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp874"],
)
def test_csv_in_every_dress(separator: str, encoding: str) -> None:
    table = [["รายการ", "ระดับ", "n"], ["ความสะดวก", "มากที่สุด", "1"], ["เจ้าหน้าที่", "ปานกลาง", "2"]]
    text = "\r\n".join(separator.join(row) for row in table) + "\r\n"
    book = read(text.encode(encoding), "แบบสำรวจ.csv")
    assert rows(book) == table
    assert (book.sheets[0].name, book.problems) == ("แบบสำรวจ", ())


def test_three_bytes_of_the_thai_code_page() -> None:
    book = read("ระดับ,n\n".encode("cp874") + bytes.fromhex("C1D2A1") + b",3\n", "a.csv")
    assert rows(book) == [["ระดับ", "n"], ["มาก", "3"]]


def test_csv_in_western_letters_says_that_it_guessed() -> None:
    book = read("Prénom;Âge\nZoë;31\n".encode("cp1252"), "a.csv")
    assert rows(book) == [["Prénom", "Âge"], ["Zoë", "31"]]
    assert "cp1252" in notes(book)[0]


def test_a_few_broken_bytes_do_not_make_utf8_another_encoding() -> None:
    book = read(("ความสะดวก,5\n" * 20).encode() + b"\xe0\xb8,4\n", "a.csv")
    assert rows(book)[0] == ["ความสะดวก", "5"]
    assert rows(book)[20] == ["\ufffd", "4"]
    assert "broken (1)" in notes(book)[0]


def test_csv_with_quoted_lines_and_rows_of_different_length() -> None:
    book = read(b'a,b\n"line 1\nline 2, still","say ""yes"""\n\n1,2,3,,\n', "a.csv")
    assert rows(book) == [
        ["a", "b", None],
        ["line 1\nline 2, still", 'say "yes"', None],
        [None, None, None],
        ["1", "2", "3"],
    ]


def test_csv_keeps_empty_rows_and_columns_before_the_data() -> None:
    assert rows(read(b"\n\n,,a\n,,1\n", "a.csv")) == [
        [None] * 3,
        [None] * 3,
        [None, None, "a"],
        [None, None, "1"],
    ]


def test_csv_with_its_separator_said_in_the_first_line() -> None:
    assert rows(read(b"sep=;\r\na;b,c\r\n1;2,5\r\n", "a.csv")) == [["a", "b,c"], ["1", "2,5"]]


def test_csv_with_title_rows_and_decimal_commas() -> None:
    content = "สรุปผล, ปี 2561\n\nรายการ;คะแนน\nก;4,25\nข;3,5\n"
    assert rows(read(content.encode(), "a.csv"))[2:] == [["รายการ", "คะแนน"], ["ก", "4,25"], ["ข", "3,5"]]


def test_one_column_of_comments_is_not_split_at_its_commas() -> None:
    comments = ["ความเห็น", "ดี, แต่ช้า", "น้อย", "ปานกลาง", "มาก"]
    assert rows(read("\n".join(comments).encode(), "a.csv")) == [[comment] for comment in comments]


def test_csv_that_starts_with_a_less_than_sign() -> None:
    assert rows(read("<5 ปี,>5 ปี\n1,2\n".encode(), "a.csv")) == [["<5 ปี", ">5 ปี"], ["1", "2"]]


def test_csv_without_nul_bytes() -> None:
    assert rows(read(b"a\0,b\n\0,1\n", "a.csv")) == [["a", "b"], [None, "1"]]


def test_csv_with_a_quotation_mark_that_never_closes() -> None:
    content = 'item,n\n"open,1\n' + "".join(f"row,{i}\n" for i in range(1000))
    book = read(content.encode(), "a.csv")
    assert book.sheets[0].cells.num_rows == 2 + 1000
    assert "quotation mark" in notes(book)[0]


# --- names lie ---


def test_the_content_counts_and_not_the_name() -> None:
    assert read(small_xlsx(), "a.csv").format == "xlsx"
    assert rows(read(b"a,b\n1,2\n", "a.xlsx")) == [["a", "b"], ["1", "2"]]


HTML = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-874"></head><body>
<table border=1><tr><th rowspan=2>ลำดับ<th colspan=2>ระดับ</tr><tr><th>มาก<th>น้อย</tr>
<tr><td>1<td>1,5<br>บาท</td><td>&nbsp;</td></tr></table></body></html>"""


def test_an_html_table_named_xls_in_windows_874() -> None:
    book = read(HTML.encode("cp874"), "รายงาน.xls")
    assert book.format == "html"
    assert rows(book) == [
        ["ลำดับ", "ระดับ", None],
        [None, "มาก", "น้อย"],
        ["1", "1,5\nบาท", "\xa0"],
    ]
    assert set(book.sheets[0].merged) == {(0, 0, 1, 0), (0, 1, 0, 2)}


def test_a_page_with_several_tables_and_one_with_none() -> None:
    two = read(b"<html><table><tr><td>a</table><table></table><table><tr><td>b</table></html>", "p.xls")
    assert [sheet.name for sheet in two.sheets] == ["p 1", "p 2"]
    assert "without a table" in sentence(read(b"<html><body>Please sign in</body></html>", "p.xls"))


def test_xml_spreadsheet_2003() -> None:
    content = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
      xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="ผล"><Table>
      <Row ss:Index="2"><Cell ss:Index="2" ss:MergeAcross="1"><Data ss:Type="String">ระดับ</Data></Cell>
      <Cell><Data ss:Type="Number">4.50</Data></Cell></Row>
      <Row><Cell><Data ss:Type="DateTime">2018-11-22T00:00:00.000</Data></Cell>
      <Cell><Data ss:Type="Boolean">1</Data></Cell></Row></Table></Worksheet></Workbook>"""
    book = read(content.encode(), "a.xls")
    assert book.format == "xml"
    assert rows(book) == [[None] * 4, [None, "ระดับ", None, "4.5"], ["2018-11-22", "true", None, None]]
    assert book.sheets[0].merged == ((1, 1, 1, 2),)


def test_coloured_cells_far_out_of_an_xml_spreadsheet_cost_nothing() -> None:
    content = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
      xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>
      <Row ss:Span="1"><Cell ss:Index="16384" ss:StyleID="s1" ss:MergeAcross="3"/></Row>
      <Row><Cell><Data ss:Type="String">ดี</Data></Cell></Row>
      <Row ss:Index="1048576"><Cell ss:Index="1024" ss:StyleID="s1"/></Row></Table></Worksheet></Workbook>"""
    book = read(content.encode(), "a.xls")
    # Row 1 spans two rows, so the text stands in row 3.
    assert rows(book) == [[None], [None], ["ดี"]]
    assert book.sheets[0].merged == ()


def test_sylk_dif_and_dbase() -> None:
    sylk = 'ID;PWXL;N;E\r\nC;Y1;X1;K"Item; "\r\nC;X3;K5.50\r\nC;Y3;X1;KTRUE\r\nE\r\n'.replace(
        "Item; ", "Item;; "
    )
    assert rows(read(sylk.encode(), "a.slk")) == [["Item; ", None, "5.5"], [None] * 3, ["true", None, None]]

    dif = 'TABLE\n0,1\n"x"\nVECTORS\n0,2\n""\nDATA\n0,0\n""\n-1,0\nBOT\n1,0\n"a"\n0,5\nV\n-1,0\nEOD\n'
    assert rows(read(dif.encode(), "a.dif")) == [["a", "5"]]

    fields = [("NAME", b"C", 6), ("N", b"N", 4)]
    head = struct.pack("<B3BIHH20x", 3, 118, 11, 22, 2, 32 + 32 * 2 + 1, 1 + 6 + 4)
    described = b"".join(struct.pack("<11sc4xBB14x", n.encode(), k, size, 0) for n, k, size in fields)
    records = b" " + "มาก".encode("cp874").ljust(6) + b"   5" + b"*" + b"gone".ljust(6) + b"   1"
    assert rows(read(head + described + b"\r" + records + b"\x1a", "a.dbf")) == [["NAME", "N"], ["มาก", "5"]]


# --- zips ---


def test_csv_in_a_zip() -> None:
    book = read(zip_of({"ผล/แบบสำรวจ.csv": "ก,ข\n1,2\n".encode(), "__MACOSX/x.csv": b"junk"}), "a.zip")
    assert [sheet.name for sheet in book.sheets] == ["แบบสำรวจ"]
    assert rows(book) == [["ก", "ข"], ["1", "2"]]


def test_a_workbook_in_a_zip_and_too_many_of_them() -> None:
    assert rows(read(zip_of({"a.xlsx": small_xlsx()}), "a.zip")) == [["รายการ", "5"]]
    assert "2 workbooks" in sentence(read(zip_of({"a.xlsx": small_xlsx(), "b.xlsx": small_xlsx()}), "a.zip"))
    locked = bytearray(zip_of({"a.csv": b"1"}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "locked by a password" in sentence(read(bytes(locked), "a.zip"))
    assert "no workbook" in sentence(read(zip_of({"photo.jpg": b"\xff\xd8\xff"}), "a.zip"))


def test_a_zip_that_swells_is_not_unpacked() -> None:
    bomb = zip_of({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b" " * 100_000_000})
    assert len(bomb) < 200_000
    assert "unpack to 100 MB" in sentence(read(bomb, "a.xlsx"))


def test_a_zip_of_very_many_parts() -> None:
    many = zip_of({f"{i}": b"" for i in range(51)})
    assert "51 parts" in sentence(read(many, "a.xlsx", limits=Limits(entries=50)))


def test_definitions_that_grow_when_read() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    content = replaced(small_xlsx(), "xl/workbook.xml", lambda part: laughs + part)
    assert "definitions that grow" in sentence(read(content, "a.xlsx"))
    flat = laughs + b'<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
    assert "definitions that grow" in sentence(read(flat, "a.fods"))


# --- what is no workbook ---


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "empty file"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 4, "JPEG"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"\0\0\x1a\0\x02\x10\x04\0\0\0\0\0", "Lotus 1-2-3"),
        (b'{"answers": [1, 2, 3]}', "JSON"),
        (bytes(range(32)) * 40, "neither a spreadsheet nor text"),
        (zip_of({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<Types/>"}), "Word"),
        (small_xlsx()[:-200], "incomplete"),
        (b"PK\x03\x04" + b"\0" * 500, "incomplete"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged"),
        (xlsx(lambda book: None), "no sheet of it has a cell"),
        (b"\n\n", "no sheet of it has a cell"),
        (
            gzip.compress(
                b'<?xml version="1.0"?><gnm:Workbook xmlns:gnm="http://www.gnumeric.org/v10.dtd">', mtime=0
            ),
            "Gnumeric",
        ),
        (gzip.compress(b"a,b", mtime=0), "its content is gzip"),
        (b"\x1f\x8b\x08\x00broken", "its content is gzip"),
    ],
)
def test_one_sentence_for_what_can_not_be_read(content: bytes, part: str) -> None:
    assert part in sentence(read(content, "แฟ้ม.xlsx"))


def test_a_path_that_is_missing_or_a_folder(tmp_path: Path) -> None:
    assert "can't be found" in sentence(read_path(tmp_path / "ไม่มี.xlsx"))
    assert "folder" in sentence(read_path(tmp_path))
    there = tmp_path / "มี.csv"
    there.write_bytes(b"a\n")
    assert rows(read_path(there)) == [["a"]]


def test_a_password_is_asked_for_and_used() -> None:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(small_xlsx())).encrypt("ลับ1234", out)
    content = out.getvalue()

    asked = read(content, "ลับ.xlsx")
    assert "protected by a password" in sentence(asked)
    assert asked.needs_password
    wrong = read(content, "ลับ.xlsx", password="1234")
    assert "does not open" in sentence(wrong)
    assert wrong.needs_password
    opened = read(content, "ลับ.xlsx", password="ลับ1234")
    assert rows(opened) == [["รายการ", "5"]]
    assert not opened.needs_password


def test_a_lock_unknown_here_is_not_called_a_wrong_password() -> None:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(small_xlsx())).encrypt("ลับ1234", out)
    content = out.getvalue().replace(b'hashAlgorithm="SHA512"', b'hashAlgorithm="MD5"   ')
    assert content != out.getvalue()
    book = read(content, "ลับ.xlsx", password="ลับ1234")
    assert "locked in a way that can't be opened here" in sentence(book)
    assert not book.needs_password


# --- limits and crashes ---


def test_time_is_limited_and_reading_goes_on_after() -> None:
    text = b"a,b,c,d\n" * 2_000_000
    assert "within 1 second." in sentence(
        read(text, "a.csv", limits=Limits(seconds=0.4, seconds_per_10_mb=0))
    )
    assert rows(read(b"a\n", "a.csv")) == [["a"]]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_memory_is_limited_and_reading_goes_on_after() -> None:
    text = b"word," * 4_000_000 + b"\n"
    assert "more than 100 MB of memory" in sentence(read(text, "a.csv", limits=Limits(memory_mb=100)))
    assert rows(read(b"a\n", "a.csv")) == [["a"]]


def test_a_child_that_is_killed_is_replaced() -> None:
    read(b"a\n", "a.csv")
    with reading_pool.pool().child() as child:
        child._process.kill()
        child._process.wait()
    assert rows(read(b"a\n", "a.csv")) == [["a"]]


def test_many_readers_at_once() -> None:
    found: list[list[Column]] = []

    def one(number: int) -> None:
        found.append(rows(read(f"n,{number}\n".encode(), f"{number}.csv")))

    threads = [threading.Thread(target=one, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [[["n", str(n)]] for n in range(8)]


def test_nothing_stays_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    book = read(small_xlsx(), "a.xlsx")
    assert os.listdir(tmp_path) == []
    assert rows(book) == [["รายการ", "5"]]  # the cells outlive their file


def test_a_script_without_a_main_guard_is_not_run_again(tmp_path: Path) -> None:
    """The child must not import the parent's main script, which under `streamlit run` is the app."""
    script = tmp_path / "app.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "print('started')\n"
        "from data.workbook import read\n"
        "print(read(b'a,b\\n', 'a.csv').sheets[0].cells.to_pydict())\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.splitlines() == ["started", "{'A': ['a'], 'B': ['b']}"]
    assert done.returncode == 0
