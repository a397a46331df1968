"""Aspects both ways, several answers, comments and a unit's own bands: alike in every document and page."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import docx
import openpyxl
import pdfplumber
import pytest
from lxml import html
from pptx import Presentation

from analytics import charts, tables
from analytics.assessment import Assessment, Survey, assess
from analytics.options import OTHER, Options
from analytics.reports.bundle import bundle
from analytics.reports.makers import MAKERS
from analytics.reports.ratings import base_tables
from analytics.reports.summary import summary
from analytics.reports.supplements import aspect_table, supplements
from analytics.statistics.samplesize import UNSAID, Sample
from analytics.themes import LEANINGS, CommentCounts, Theme, ThemeCount
from analytics.words import NONE, Words
from data.summary_import import SummaryDamaged, read_summary
from data.workbook import read
from tests.documents import bare, hostile
from tests.test_documents import plain, unpacked
from tests.test_documents_facts import in_deck, in_form, in_summary
from tests.test_documents_paper import pages
from tests.test_summary import RUBRIC, full, near, thai

ENGLISH = Words()
pytestmark = pytest.mark.xdist_group("documents")
OWN = 'own:[["4.00","Splendid"],["3.00","Middling"],["1.00","Poor"]]'
WHERE = Options(
    "Where did you hear of us?",
    (5, 6, 7, 8),
    8,
    4,
    (("Radio", 2), ("Village head", 6), (OTHER, 1), ("TV", 0)),
)
NAMELESS = Options("", (27, 28), 4, 8, (("Bus", 4), ("Bicycle", 1)))
STAFF = Theme("staff", {"th": "เจ้าหน้าที่", "en": "Staff"}, ())
COMMENTS = CommentCounts(
    "Anything else?",
    7,
    5,
    (ThemeCount(STAFF, dict(zip(LEANINGS, (3, 1, 0, 0, 1), strict=True))),),
    dict(zip(LEANINGS, (0, 0, 2, 0, 0), strict=True)),
)
WRITTEN = {
    "Radio": ("2", f"{100 * 2 / 8:.2f}"),
    "Village head": ("6", f"{100 * 6 / 8:.2f}"),
    "TV": ("0", "0.00"),
    "Other (in words of their own)": ("1", f"{100 * 1 / 8:.2f}"),
    "Bus": ("4", f"{100 * 4 / 4:.2f}"),
    "Bicycle": ("1", f"{100 * 1 / 4:.2f}"),
    "Staff": ("5", f"{100 * 5 / 7:.2f}", "3", "1", "0", "0", "1"),
    "No theme of the list": ("2", f"{100 * 2 / 7:.2f}", "0", "0", "2", "0", "0"),
}
# Staff: Polite 39/10 and Quick 9/2; Place: Clean 4/1, and nobody answered Unused.
OF_ANSWERS, OF_ITEMS = (39 + 9) / (10 + 2), (39 / 10 + 9 / 2) / 2
ASPECTS = {
    "Staff": ("12", f"{OF_ANSWERS:.2f}", "1", "Splendid", f"{OF_ITEMS:.2f}", "1", "Splendid"),
    "Place": ("1", "4.00", "1", "Splendid", "4.00", "2", "Splendid"),
}


def with_all(assessment: Assessment, scheme: str = OWN) -> Assessment:
    surveys = tuple(
        replace(one, options=(WHERE, NAMELESS), comments=(COMMENTS,)) for one in assessment.surveys
    )
    return replace(assessment, surveys=surveys, band_scheme=scheme)


def survey() -> Survey:
    return with_all(full()).surveys[0]


@cache
def made(kind: str) -> bytes:
    documents = {each: maker(with_all(full()), ENGLISH) for each, maker in MAKERS.items()}
    return {**documents, "zip": bundle(with_all(full()), ENGLISH, documents)}[kind]


def rows_of(kind: str) -> list[list[str]]:
    """Every row of every table of a document; figures of the summary as they are shown."""
    content = made(kind)
    if kind == "xlsx":
        cells = [
            row
            for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets
            for row in sheet.iter_rows()
        ]
        return [
            [
                f"{100 * cell.value:.2f}"
                if cell.number_format == "0.00%" and isinstance(cell.value, int | float)
                else f"{cell.value:.2f}"
                if cell.number_format == "0.00" and isinstance(cell.value, int | float)
                else plain(cell.value)
                for cell in row
                if cell.value is not None
            ]
            for row in cells
        ]
    if kind == "docx":
        texts = [
            [[c.text for c in r.cells] for r in t.rows] for t in docx.Document(io.BytesIO(content)).tables
        ]
    elif kind == "pdf":
        with pdfplumber.open(io.BytesIO(content)) as opened:
            found = [table for page in opened.pages for table in page.extract_tables()]
        texts = [[[(cell or "").replace("\n", " ") for cell in row] for row in table] for table in found]
    else:
        page = html.fromstring(unpacked(content)["index.html"])
        texts = [[[cell.text_content() for cell in row] for row in page.iter("tr")]]
    return [[plain(cell) for cell in row] for table in texts for row in table]


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pdf", "zip"])
def test_several_answers_comments_and_aspects_are_in_every_document(kind: str) -> None:
    rows = [tuple(row) for row in rows_of(kind)]
    for name, figures in WRITTEN.items():
        assert any(row[0] == name and row[1 : 1 + len(figures)] == figures for row in rows if row), name
    for name, figures in ASPECTS.items():
        assert any(row[0] == name and row[1:8] == figures for row in rows if row), name


def test_slides_have_the_options_with_their_counts() -> None:
    drawn = {}
    for slide in Presentation(io.BytesIO(made("pptx"))).slides:
        for chart in [shape.chart for shape in slide.shapes if shape.has_chart]:
            for label, share in zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True):
                if found := re.fullmatch(r"(.*): ([\d.]+)% \((\d+) (?:person|people)\)", str(label)):
                    drawn[found[1]] = (found[3], found[2], share)
    for name, (n, percent, *leanings) in WRITTEN.items():
        if not leanings:
            long = next(key for key in drawn if name.startswith(key.rstrip("…")))
            assert drawn[long] == (n, percent, near(float(percent) / 100)), name


def test_the_page_and_its_chart_say_the_same() -> None:
    for found in (WHERE, NAMELESS):
        chart = charts.options(found, ENGLISH)
        (bars,) = json.loads(chart.figure.to_json())["data"]
        assert sorted(bars["x"]) == sorted(n for _, n in found.counts)
        shown = {row[0]: tuple(row[1:]) for row in chart.table.itertuples(index=False, name=None)}
        for name, (n, percent) in ((k, v) for k, v in WRITTEN.items() if k in shown and len(v) == 2):
            # A page shows one decimal, a document two.
            assert shown[name] == (n, ENGLISH.percent(float(percent) / 100).removesuffix("%"))
    for how, column in (("answers", 2), ("items", 5)):
        page = tables.item_table(survey(), ENGLISH, OWN, aspect_means=how).set_index("Item")  # type: ignore[arg-type]
        for name, figures in ASPECTS.items():
            row = page.loc[f"Aspect: {name}"]
            assert (row["x̄"], row["Rank"], row["Interpretation"]) == figures[column - 1 : column + 2]


def test_items_have_rank_both_boxes_and_score_as_on_the_page() -> None:
    page = tables.item_table(survey(), ENGLISH, OWN).set_index("Item")
    (table,) = base_tables(survey(), ENGLISH)
    for row in table.rows:
        item = page.loc[row[1].text(ENGLISH)]
        assert [cell.text(ENGLISH) for cell in row[2:6]] == list(
            item[["n", "Blank", "Not applicable", "Unrecognised"]]
        )
        assert (row[8].text(ENGLISH), row[9].text(ENGLISH)) == (item["Percent score"], item["Rank"])
        for cell, column in ((row[6], "Two best"), (row[7], "Two worst")):
            share = cell.value
            assert (NONE if share is None else ENGLISH.percent(float(share))) == item[column]
    assert [row[9].value for row in table.rows] == [3, 1, 2, None]  # 3.90, 4.50, 4.00, nobody


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pptx", "pdf", "zip"])
def test_a_units_own_bands_stand_with_their_edges_in_every_document(kind: str) -> None:
    said = {
        "xlsx": in_summary,
        "docx": in_form,
        "pptx": in_deck,
        "pdf": lambda content: "".join(pages(content)),
        "zip": lambda content: html.fromstring(unpacked(content)["index.html"]).text_content(),
    }[kind](made(kind))
    assert bare("bands of the unit: Splendid 4.00–5.00, Middling 3.00–3.99, Poor 1.00–2.99") in bare(said)
    if kind != "pptx":
        assert bare("One may choose several, so the shares do not add up to 100%") in bare(said)
        assert bare("Question without a heading, columns AA to AB") in bare(said)


def test_the_summary_gives_options_and_comments_back() -> None:
    content = summary(with_all(full()), thai())
    (again,) = read_summary(read(content, "สรุป.xlsx")).surveys
    assert again.options == (WHERE, NAMELESS)
    assert again.comments == (COMMENTS,)


@pytest.mark.parametrize("sample", [UNSAID, Sample(40, 0.1), Sample(None, 0.03), Sample(11)])
def test_the_summary_gives_of_whom_a_survey_speaks_back_unless_the_office_says_otherwise(
    sample: Sample,
) -> None:
    said = replace(full(), surveys=tuple(replace(one, sample=sample) for one in full().surveys))
    inputs = read_summary(read(summary(said, thai()), "สรุป.xlsx"))
    assert [one.sample for one in inputs.surveys] == [sample]
    place = "s.xlsx/Answers"
    assert [one.sample for one in assess(inputs, RUBRIC).surveys] == [sample]
    for other in (UNSAID, Sample(99)):
        assert [one.sample for one in assess(inputs, RUBRIC, samples={place: other}).surveys] == [other]
        assert [one.sample for one in assess(inputs, RUBRIC, samples={"s.xlsx/B": other}).surveys] == [sample]


@pytest.mark.parametrize("population", [0, -1, 2.5])
def test_a_population_that_can_not_be_is_refused(population: Any) -> None:
    wrong = Sample(40)
    object.__setattr__(wrong, "population", population)
    broken = replace(full(), surveys=tuple(replace(one, sample=wrong) for one in full().surveys))
    with pytest.raises(SummaryDamaged):
        read_summary(read(summary(broken, ENGLISH), "s.xlsx"))


def test_counts_that_can_not_be_are_refused() -> None:
    wrong = replace(WHERE, blank=4)
    object.__setattr__(wrong, "base", 1)  # six of one respondent
    broken = replace(full(), surveys=tuple(replace(one, options=(wrong,)) for one in full().surveys))
    with pytest.raises(SummaryDamaged):
        read_summary(read(summary(broken, ENGLISH), "s.xlsx"))


def test_questions_that_nobody_answered_and_texts_from_outside_make_documents() -> None:
    nobody = Options("=1+1", (5,), 0, 3, (("<b>@x</b>\x00", 0), ("ก" * 500, 0)))
    silent = CommentCounts("#x $y$", 0, 2, (), dict.fromkeys(LEANINGS, 0))
    found = hostile("one", "=two")
    found = replace(
        found, surveys=tuple(replace(s, options=(nobody,), comments=(silent,)) for s in found.surveys)
    )
    for kind, maker in MAKERS.items():
        assert maker(found, ENGLISH), kind
    first, second = supplements(found.surveys[0], ENGLISH)
    assert first.finding == "Nobody chose an option of this question" and first.bars == ((),) * 4
    assert second.finding == "No comment says anything" and second.table.rows == ()
    assert aspect_table(replace(found.surveys[0]), "boonchom", ENGLISH) is not None
