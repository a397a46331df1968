"""All documents together: the same figures in every one, the bundle, and the process that makes them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from typing import Any

import docx
import openpyxl
import pdfplumber
import pyarrow as pa
import pytest
from lxml import html
from pptx import Presentation

from analytics.assessment import Inputs, assess
from analytics.reports.bundle import SourceSheet, bundle
from analytics.reports.formats import BUNDLED, FORMATS, MIME
from analytics.reports.makers import MAKERS
from analytics.thai import to_arabic_digits
from analytics.wordings import originals
from analytics.words import Words, half_up
from data.clean import without_personal
from data.gather import layouts_of
from data.layout import Layout
from data.sheet_csv import sheet_csv, source_sheets
from data.workbook import Sheet, Workbook, read_path
from tests.documents import HOSTILE, ILLEGAL, ROOT, bare, hostile, sample
from tests.test_documents_paper import pages
from tests.test_summary import RUBRIC, full, near, row_of, thai
from ui import making
from ui.making import NotMade, make, methods_of
from ui.text import words as words_of

ENGLISH = Words()
pytestmark = pytest.mark.xdist_group("documents")  # which share what they made
# An item's number → its text; counts, best first; shares in percent; base; mean; SD; the word for the mean.
Figures = dict[int, tuple[str, tuple[str, ...], tuple[str, ...], str, str, str, str]]


@cache
def made(language: str) -> tuple[dict[str, bytes], bytes]:
    """Every document of the sample, and the bundle."""
    words = thai() if language == "th" else ENGLISH
    documents: dict[str, bytes] = {kind: MAKERS[kind](sample(), words) for kind in BUNDLED}
    return documents, bundle(sample(), words, documents)


def plain(text: object) -> str:
    return to_arabic_digits(str(text)).replace(",", "").replace("%", "").strip()


def expected() -> Figures:
    (survey,) = sample().surveys
    figures: Figures = {}
    for number, item in enumerate(survey.tally.codebook.items, start=1):
        found = survey.item(item.key)
        best_first = list(reversed(item.scale.points))
        figures[number] = (
            bare(item.text),
            tuple(str(found.counts[point]) for point in best_first),
            tuple(str(half_up(found.counts[point] / found.base * 100, 2)) for point in best_first),
            str(found.base),
            str(half_up(sum(p * n for p, n in found.counts.items()) / found.base, 2)),
            str(half_up(found.sd or 0.0, 2)),
            "",
        )
    return figures


def without_words(figures: Figures) -> Figures:
    return {number: (*row[:-1], "") for number, row in figures.items()}


def in_summary(content: bytes) -> Figures:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[3]
    figures: Figures = {}
    for row in sheet.iter_rows(values_only=True):
        if isinstance(row[0], int):
            number, text, *values = row[:16]
            figures[number] = (
                bare(str(text)),
                tuple(str(count) for count in values[0:10:2]),
                tuple(str(half_up(share * 100, 2)) for share in values[1:10:2]),
                str(values[10]),
                str(half_up(values[11], 2)),
                str(half_up(values[12], 2)),
                str(values[13]),
            )
    return figures


def from_cells(row: list[str]) -> tuple[str, tuple[str, ...], tuple[str, ...], str, str, str, str]:
    """A row whose cells of points hold the count and the percent in brackets."""
    pairs = [re.fullmatch(r"([\d.]+)\s*\(([\d.]+)\)", plain(cell)) for cell in row[1:6]]
    assert all(pairs), row
    counts, shares = zip(*((pair[1], pair[2]) for pair in pairs if pair), strict=True)
    return bare(row[0]), counts, shares, plain(row[6]), plain(row[7]), plain(row[8]), row[9]


def in_form(content: bytes) -> Figures:
    tables = [[[c.text for c in r.cells] for r in t.rows] for t in docx.Document(io.BytesIO(content)).tables]
    rows = [row for table in tables for row in table if len(row) == 11 and plain(row[0]).isdigit()]
    return {int(plain(row[0])): from_cells(row[1:]) for row in rows}


def in_paper(content: bytes) -> Figures:
    tabled = [number for number, text in enumerate(pages(content)) if "S.D." in text and "x̄" in text]
    with pdfplumber.open(io.BytesIO(content)) as opened:
        tables = [table for number in tabled for table in opened.pages[number].extract_tables()]
    rows = [row for table in tables for row in table if len(row) == 11 and plain(row[0] or "").isdigit()]
    return {int(plain(row[0])): from_cells([cell or "" for cell in row[1:]]) for row in rows}


def in_page(content: bytes) -> Figures:
    rows = [[cell.text_content() for cell in row] for row in html.fromstring(content).iter("tr")]
    named = [row for row in rows if len(row) == 10 and re.match(r"\d+\. ", to_arabic_digits(row[0]))]
    figures = {}
    for row in named:
        number, _, text = to_arabic_digits(row[0]).partition(". ")
        figures[int(number)] = from_cells([row[0].partition(". ")[2], *row[1:]])
        assert text
    return figures


def in_deck(content: bytes) -> dict[int, tuple[Any, ...]]:
    """Number → base, shares as the chart holds them, mean, SD."""
    presentation = Presentation(io.BytesIO(content))
    shapes = [shape for slide in presentation.slides for shape in slide.shapes]
    figures: dict[int, tuple[Any, ...]] = {}
    for chart in [shape.chart for shape in shapes if shape.has_chart][1:]:
        shares = zip(*(series.values for series in chart.plots[0].series), strict=True)
        for label, each in zip(chart.plots[0].categories, shares, strict=True):
            found = re.fullmatch(r"(\d+)\. .* \(n = (\d+)\)", to_arabic_digits(label))
            if found:  # else it is an aspect or a group
                assert figures.setdefault(int(found[1]), (found[2], each)) == (found[2], each)
    for table in (shape.table for shape in shapes if shape.has_table):
        for row in table.rows:
            cells = [cell.text for cell in row.cells]
            number = re.match(r"(\d+)\. ", to_arabic_digits(cells[0]))
            if number and len(cells) == 6:
                figures[int(number[1])] += (plain(cells[1]), plain(cells[2]), plain(cells[3]))
    return figures


def unpacked(content: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_figure_is_the_same_in_every_document(language: str) -> None:
    documents, packed = made(language)
    files = unpacked(packed)
    for kind in BUNDLED:
        assert files[f"saisaat-2561.{kind}"] == documents[kind]
    summary = in_summary(documents["xlsx"])
    assert without_words(summary) == expected()
    assert in_form(documents["docx"]) == summary
    assert in_paper(documents["pdf"]) == summary
    assert in_page(files["index.html"]) == summary
    slides = in_deck(documents["pptx"])
    assert slides.keys() == summary.keys()
    for number, (base, shares, *figures) in slides.items():
        _, counts, _, n, mean, sd, _ = summary[number]
        assert (base, *figures) == (n, n, mean, sd)
        assert shares == tuple(near(int(count) / int(n)) for count in counts)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_text_of_findings_is_the_same_in_every_document(language: str) -> None:
    documents, packed = made(language)
    words = thai() if language == "th" else ENGLISH
    told = originals(sample(), words)
    rows = [
        str(row[0])
        for row in openpyxl.load_workbook(io.BytesIO(documents["xlsx"]))
        .worksheets[2]
        .iter_rows(values_only=True)
    ]
    form = docx.Document(io.BytesIO(documents["docx"]))
    slides = Presentation(io.BytesIO(documents["pptx"])).slides
    said = {
        "xlsx": bare("".join(rows)),
        "docx": bare("".join(paragraph.text for paragraph in form.paragraphs)),
        "pdf": bare("".join(pages(documents["pdf"])).replace("\u200b", "")),
        "pptx": bare("".join(slide.notes_slide.notes_text_frame.text for slide in slides)),
        "zip": bare(html.fromstring(unpacked(packed)["index.html"]).text_content()),
    }
    survey = sample().surveys[0]
    overall = survey.overall
    assert overall and overall.mean
    for kind, text in said.items():
        for passage in told:
            for sentence, _ in passage.sentences:
                # Thai words with a mark between two lines of a page may be read in another order.
                assert bare(sentence) in text or kind == "pdf", (kind, sentence)
        figures = f"x̄ = {words.number(overall.mean, 2)}, S.D. = {words.number(overall.sd, 2)}"
        assert bare(figures) in text, kind
        assert bare(words.number(overall.base)) in text, kind


@pytest.mark.parametrize("language", ["th", "en"])
def test_score_projects_and_sources_are_the_same_in_every_document(language: str) -> None:
    documents, packed = made(language)
    words = thai() if language == "th" else ENGLISH
    form = docx.Document(io.BytesIO(documents["docx"]))
    cells = [cell.text for table in form.tables for row in table.rows for cell in row.cells]
    slides = Presentation(io.BytesIO(documents["pptx"])).slides
    shown = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    spoken = [slide.notes_slide.notes_text_frame.text for slide in slides]
    said = {
        "pdf": bare("".join(pages(documents["pdf"]))),
        "docx": bare("".join([*(paragraph.text for paragraph in form.paragraphs), *cells])),
        "pptx": bare("".join([*shown, *spoken])),
        "zip": bare(html.fromstring(unpacked(packed)["index.html"]).text_content()),
    }
    ledger = sample().facts.projects
    score = words(
        "{score} of {maximum} {maximum:point|points}, projected {projected}",
        score=16,
        maximum=20,
        projected=20,
    )
    counted = words(
        "Counted {counted}, claimed {claimed}, left out {left_out}",
        counted=2,
        claimed=1,
        left_out=len(ledger.left_out),
    )
    for kind, text in said.items():
        assert bare(score) in text, kind
        assert bare(counted) in text, kind
        for source in sample().sources:
            assert source.sha256 in text, kind
    workbook = openpyxl.load_workbook(io.BytesIO(documents["xlsx"]))
    rows = [row for sheet in workbook.worksheets for row in sheet.iter_rows(values_only=True)]
    values = [cell for row in rows for cell in row]
    assert counted in values and all(source.sha256 in values for source in sample().sources)
    manifest = json.loads(unpacked(packed)["manifest.json"])
    assert (manifest["score"], manifest["projected"], manifest["maximum"]) == (16, 20, 20)


# --- The bundle ---------------------------------------------------------------------------------


def test_the_manifest_names_every_file_with_its_checksum() -> None:
    files = unpacked(made("th")[1])
    manifest = json.loads(files["manifest.json"])
    assert {entry["path"] for entry in manifest["files"]} == files.keys() - {"manifest.json"}
    for entry in manifest["files"]:
        content = files[entry["path"]]
        assert (entry["bytes"], entry["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert [source["sha256"] for source in manifest["sources"]] == [s.sha256 for s in sample().sources]
    assert manifest["respondents"] == [{"survey": sample().surveys[0].title, "n": 318}]
    facts = (manifest["fiscal_year"], manifest["rubric"], manifest["rubric_version"], manifest["made_on"])
    assert facts == (2561, "participation-2561", "1", "2018-10-05")


def test_the_page_opens_offline_and_links_every_file() -> None:
    sheets = (SourceSheet("แฟ้ม 1.xlsx", "แผ่น/ที่ 1", b"a"), SourceSheet("แฟ้ม 1.xlsx", "แผ่น?ที่ 1", b"b"))
    files = unpacked(bundle(full(), ENGLISH, {"pdf": b"%PDF"}, sheets, {"docx": "It took <too> long"}))
    page = files["index.html"].decode()
    assert not re.search(r"https?://|<script|<img|<link|@import|url\(", page)
    links = html.fromstring(files["index.html"]).xpath("//a/@href")
    from_links = {re.sub("(%..)+", lambda m: bytes.fromhex(m[0].replace("%", "")).decode(), x) for x in links}
    assert from_links == files.keys() - {"manifest.json", "index.html"}
    assert {"data/แฟ้ม 1.xlsx/แผ่น_ที่ 1.csv", "data/แฟ้ม 1.xlsx/แผ่น_ที่ 1 2.csv"} <= files.keys()
    assert "docx: It took &lt;too&gt; long" in page
    failed = json.loads(files["manifest.json"])["failed"]
    assert failed == [{"format": "docx", "reason": "It took <too> long"}]


def test_texts_from_outside_are_text_on_the_page_and_never_leave_the_folder() -> None:
    sheets = tuple(SourceSheet(text, "../../" + text, b"") for text in (*HOSTILE, "..", "", "x" * 300))
    files = unpacked(bundle(hostile(*HOSTILE, ILLEGAL), ENGLISH, {}, sheets))
    page = html.fromstring(files["index.html"])
    text = page.text_content()
    for each in HOSTILE:
        assert each.replace("\n", "") in text, each
    assert "abcde" in text
    assert page.xpath("//script|//b") == []
    for name in files:
        assert ".." not in name.split("/") and not name.startswith("/")
        assert all(0 < len(part) < 100 for part in name.split("/"))


def test_an_empty_assessment_makes_a_bundle() -> None:
    files = unpacked(bundle(assess(Inputs(), RUBRIC), ENGLISH, {}))
    assert files.keys() == {"index.html", "manifest.json"}
    text = html.fromstring(files["index.html"]).text_content()
    assert "None" not in text.replace("None", "", 1)  # the form's own words for no points
    assert bundle(full(), thai(), {"pdf": b""}) == bundle(full(), thai(), {"pdf": b""})


def test_sheets_become_csv_without_personal_columns_and_without_formulas() -> None:
    path = ROOT / "data/samples/survey-2561.xlsx"
    workbook = read_path(path)
    layouts = layouts_of(workbook)
    (sheet,) = source_sheets([(without_personal(workbook, layouts), layouts)])
    rows = list(csv.reader(io.StringIO(sheet.csv.decode("utf-8-sig"))))
    assert len(rows) == workbook.sheets[0].cells.num_rows
    personal = [column.index for column in layouts[0].columns if column.role == "personal"]
    assert personal
    answers = rows[layouts[0].first_row - 1 :]
    assert {row[column] for row in answers for column in personal} == {""}


def test_risky_cells_are_marked_and_numbers_and_quotes_are_kept() -> None:
    texts = ["=1+1", "+66", "-5", "-1,000.50", "-ประชุม", "@x", 'a"b,c', "two\nlines", None, "plain", "\t=1"]
    rows = list(csv.reader(io.StringIO(sheet_csv(pa.table({"A": texts})).decode("utf-8-sig"), newline="")))
    cells = [row[0] if row else "" for row in rows]
    assert cells == [
        "'=1+1", "+66", "-5", "-1,000.50", "'-ประชุม", "'@x", 'a"b,c', "two\nlines", "", "plain", "'\t=1",
    ]  # fmt: skip
    other = Workbook("a.xlsx", "0", "xlsx", (Sheet("x", pa.table({"A": ["secret"]})),))
    assert source_sheets([(other, (Layout("x", "other"),))]) == ()


# --- The process that makes them -----------------------------------------------------------------


def test_what_the_process_makes_is_what_is_made_here() -> None:
    says = words_of("en")
    methods = methods_of(sample(), originals(sample(), says), says)
    assert make("xlsx", sample(), says) == MAKERS["xlsx"](sample(), says, methods=methods)
    assert set(FORMATS) == set(MIME) == {*MAKERS, "zip"}


def test_a_document_that_fails_says_why_and_the_next_one_is_made() -> None:
    unknown: Any = "odt"
    with pytest.raises(NotMade) as failed:
        make(unknown, full(), words_of("en"))
    assert words_of("en").say(failed.value.reason) == "The program failed (KeyError)"
    with pytest.raises(NotMade) as slow:
        make("xlsx", full(), words_of("en"), seconds=0.01)
    assert "longer than 0 seconds" in words_of("en").say(slow.value.reason)
    assert unpacked(make("zip", full(), words_of("en"), documents={"pdf": b"x"}))["saisaat-2561.pdf"] == b"x"


def test_no_answer_of_a_person_is_given_to_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    monkeypatch.setattr(making._maker, "ask", lambda job, seconds: given.append(job) or b"")
    make("pdf", sample(), words_of("en"))
    assert sample().surveys[0].responses is not None
    assert b"Responses" not in given[0]


def test_projects_in_the_summary_are_the_ledger() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(made("en")[0]["xlsx"]))
    for project in sample().facts.projects.counted:
        assert row_of(workbook["Projects"], project.name, column=3)[1] == "Counted"
