"""Every kind of document says what it is of, by what, of whom and from what it was made."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import openpyxl
import pytest
from lxml import html
from pptx import Presentation

from analytics.reports.bundle import bundle
from analytics.reports.makers import MAKERS
from tests.documents import bare
from tests.test_documents import unpacked
from tests.test_documents_paper import pages
from tests.test_summary import full, thai


def in_summary(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    values = [c for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for c in row]
    return " ".join(f"{c:%d/%m/%Y}" if hasattr(c, "strftime") else str(c) for c in values if c is not None)


def in_form(content: bytes) -> str:
    made = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


def in_deck(content: bytes) -> str:
    slides = Presentation(io.BytesIO(content)).slides
    shown = [shape for slide in slides for shape in slide.shapes]
    texts = [shape.text_frame.text for shape in shown if shape.has_text_frame]
    tables = [shape.table for shape in shown if shape.has_table]
    texts += [cell.text for table in tables for row in table.rows for cell in row.cells]
    return " ".join([*texts, *(slide.notes_slide.notes_text_frame.text for slide in slides)])


READERS: dict[str, Callable[[bytes], str]] = {
    "xlsx": in_summary,
    "docx": in_form,
    "pptx": in_deck,
    "pdf": lambda content: "".join(pages(content)),
    "zip": lambda content: html.fromstring(unpacked(content)["index.html"]).text_content(),
}


@pytest.mark.parametrize("kind", READERS)
def test_title_unit_year_respondents_bands_rubric_sources_and_date_are_in_it(kind: str) -> None:
    made = full()
    content = bundle(made, thai(), {}) if kind == "zip" else MAKERS[kind](made, thai())  # type: ignore[index]
    said = bare(READERS[kind](content))
    figures = kind == "xlsx"  # which are numbers and dates there, shown in the unit's digits
    for fact in (
        "แบบรายงาน",
        "Test unit",
        "2561" if figures else "๒๕๖๑",
        "๑๒ คน",
        "บุญชม ศรีสะอาด",
        "test, 3",
        "s.xlsx",
        "a" * 64,
        "05/10/2018" if figures else "๕ ตุลาคม ๒๕๖๑",
    ):
        assert bare(fact) in said, fact
    assert "nan" not in said.replace("Fingerprint", "") and "None" not in said
