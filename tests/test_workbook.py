"""The road of a workbook: bytes → sheets of text, or one sentence."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import openpyxl

from data.workbook import Workbook, read


def columns(book: Workbook, sheet: int = 0) -> dict[str, list[str | None]]:
    return book.sheets[sheet].cells.to_pydict()


def xlsx(fill: object) -> bytes:
    book = openpyxl.Workbook()
    fill(book)  # type: ignore[operator]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sheet_keeps_its_place_on_the_grid() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet["C3"] = "รายการ"
        sheet["D4"] = 5.0
        sheet["E9"].font = openpyxl.styles.Font(bold=True)

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
        book.active.append(
            [5, 5.5, 12935000, True, date(2018, 11, 22), datetime(2018, 11, 22, 14, 3, 22), " "]
        )

    book = read(xlsx(fill), "a.xlsx")
    assert [cells[0] for cells in columns(book).values()] == [
        "5",
        "5.5",
        "12935000",
        "true",
        "2018-11-22",
        "2018-11-22 14:03:22",
        " ",
    ]


def test_csv_in_thai_of_windows() -> None:
    book = read("รายการ;ระดับ\nความสะดวก;มากที่สุด\n".encode("cp874"), "แบบสำรวจ.csv")
    assert book.sheets[0].name == "แบบสำรวจ"
    assert columns(book) == {"A": ["รายการ", "ความสะดวก"], "B": ["ระดับ", "มากที่สุด"]}
