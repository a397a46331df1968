"""Office programs open what is made here without offering to repair it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from analytics.assessment import Assessment, Inputs, assess
from analytics.reports.form import document
from analytics.reports.makers import MAKERS
from tests.documents import HOSTILE, ILLEGAL, LONG, hostile, sample
from tests.office import wrong_with
from tests.test_documents_supplements import with_all
from tests.test_summary import RUBRIC, full, project, thai

pytestmark = pytest.mark.xdist_group("documents")
KINDS = ("xlsx", "docx", "pptx")
ASSESSMENTS: dict[str, Callable[[], Assessment]] = {
    "sample": sample,
    "full": lambda: with_all(full()),
    "empty": lambda: assess(Inputs(), RUBRIC),
    "hostile": lambda: with_all(hostile(*HOSTILE, ILLEGAL)),
    "long": lambda: assess(
        Inputs(projects=(project(LONG, note=LONG, evidence=LONG),)), RUBRIC, unit=LONG[:3000]
    ),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ASSESSMENTS)
def test_nothing_is_to_be_repaired(name: str, kind: str) -> None:
    assert wrong_with(MAKERS[kind](ASSESSMENTS[name](), thai()), kind) == []


def test_nor_in_an_upright_report() -> None:
    assert wrong_with(document(with_all(full()), thai(), orientation="portrait"), "docx") == []


def changed(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with its parts changed, those left out for which there is None."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [
        ("docx", b'w:val="Saisaattext"', b'w:val="Nowhere"', "no style Nowhere"),
        ("docx", b"<w:cantSplit/></w:trPr>", b"<w:tblHeader/></w:trPr>", "a header row below others"),
        ("docx", b"<w:gridCol w:w=", b"<w:gridCol/><w:gridCol w:w=", "wider or narrower"),
        ("docx", b'w:val="Heading1"', b'w:val="Heading3"', "headings go"),
        ("pptx", b'type="title"', b'type="body"', "no title"),
        ("pptx", b" descr=", b" title=", "without a text for it"),
        ("xlsx", b' ref="A1:', b' ref="A1:B9999"/><mergeCell ref="A1:', "merged over each other"),
        ("xlsx", b' ht="', b' ht="9', "too high"),
        ("xlsx", b' s="1"', b' s="9999"', "no such format"),
    ],
)
def test_what_is_broken_is_found(kind: str, old: bytes, new: bytes, said: str) -> None:
    content = MAKERS[kind](full(), thai())
    first = {
        "docx": "word/document.xml",
        "pptx": "ppt/slides/slide2.xml",
        "xlsx": "xl/worksheets/sheet1.xml",
    }[kind]
    broken = changed(content, lambda name, part: new.join(part.rsplit(old, 1)) if name == first else part)
    assert broken != content
    assert any(said in each for each in wrong_with(broken, kind))


def test_parts_that_are_missing_or_unknown_are_found() -> None:
    content = MAKERS["pptx"](full(), thai())
    without = changed(content, lambda name, part: None if name == "ppt/slides/slide2.xml" else part)
    assert any("is not there" in each for each in wrong_with(without, "pptx"))
    untyped = changed(
        content,
        lambda name, part: part.replace(b"/ppt/slides/slide2.xml", b"/x.xml") if "Types" in name else part,
    )
    assert {"/x.xml: a type, but no part", "ppt/slides/slide2.xml: no type"} <= set(
        wrong_with(untyped, "pptx")
    )


def test_names_that_excel_refuses_are_found() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "x" * 31
    workbook.create_sheet("ok")["A1"] = "=1+1"
    workbook.defined_names["A1"] = DefinedName("A1", attr_text="ok!$A$1")
    workbook.defined_names["gone"] = DefinedName("gone", attr_text="nowhere!$A$1")
    file = io.BytesIO()
    workbook.save(file)
    said = " ".join(wrong_with(file.getvalue(), "xlsx"))
    assert "A1: no name for a range" in said and "gone: nowhere!$A$1 is on no sheet" in said
    assert "A1: a formula" in said
    longer = changed(
        file.getvalue(),
        lambda name, part: part.replace(b"x" * 31, b"x" * 32) if "workbook.xml" in name else part,
    )
    assert "no name for a sheet" in " ".join(wrong_with(longer, "xlsx"))
