"""Every kind of document says what it is of, by what, of whom and from what it was made."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import docx
import openpyxl
import pytest
from lxml import html
from pptx import Presentation

from analytics.assessment import Assessment
from analytics.narrative.surveys import rated
from analytics.reports.agenda import agenda
from analytics.reports.bundle import bundle
from analytics.reports.makers import MAKERS
from analytics.reports.meeting import Tiles
from analytics.statistics.intervals import pooled_mean_interval, pooled_top_two_interval
from analytics.statistics.reliability import common_scale
from analytics.statistics.samplesize import Sample
from analytics.words import Words
from tests.documents import bare, sample
from tests.test_documents import unpacked
from tests.test_documents_paper import pages
from tests.test_summary import POLITE, full, survey, thai


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


def speaking_for(made: Assessment, given: Sample) -> Assessment:
    return replace(made, surveys=tuple(replace(one, sample=given) for one in made.surveys))


def written(kind: str, made: Assessment, words: Words) -> str:
    content = bundle(made, words, {}) if kind == "zip" else MAKERS[kind](made, words)  # type: ignore[index]
    return bare(READERS[kind](content))


@pytest.mark.parametrize("kind", READERS)
def test_every_document_says_what_its_respondents_may_claim(kind: str) -> None:
    """12 respondents. N = 40, e = 10 %: Yamane 40 / 1.4 = 28.6; Krejcie and Morgan 38.41 / 1.35025 = 28.4;
    Cochran 96.04 / (1 + 95.04 / 40) = 28.4; 1.96 √(¼ / 12 × 28 / 39) = 23.97. Without N: 28.29.
    """
    known = (
        "12 respondents of 40 are too few for a margin of ±10.00 percentage points: Yamane asks for 29, "
        "Krejcie and Morgan for 28, Cochran for 29. A claim can be no closer than ±23.97 "
        "percentage points unless more people are asked."
    )
    unknown = (
        "12 respondents give a share a margin of error of ±28.29 percentage points at worst, with 95% "
        "confidence. Cochran asks for {needed} for a margin of ±{error}.00 percentage points of any number "
        "of people."
    )
    for given, said in (
        (Sample(40, 0.1), known),
        (Sample(), unknown.format(needed=385, error=5)),
        (Sample(11, 0.1), unknown.format(needed=97, error=10)),
        (Sample(12), "All 12 of 12 people answered: this is a census, and no sampling error applies."),
    ):
        text = written(kind, speaking_for(full(), given), Words())
        assert bare(said) in text
        beginnings = ("12 respondents of", "12 respondents give", "All 12 of 12 people")
        assert [one for one in beginnings if bare(one) in text] == [one for one in beginnings if one in said]


@pytest.mark.parametrize("population", [None, 320, 2_757])
def test_the_interval_of_the_mean_is_one_figure_in_slides_and_in_the_text_of_every_document(
    population: int | None,
) -> None:
    """320 of the 318 + 2 people answered: nearly everybody, so that N makes a difference to be seen."""
    made, words = speaking_for(sample(), Sample(population)), Words()
    (asked,) = made.surveys
    assert asked.responses is not None and asked.tally.respondents == 318
    items = common_scale(asked.responses)
    mean = pooled_mean_interval(asked.responses, items, population=population)
    share = pooled_top_two_interval(asked.responses, items, population=population)
    assert mean is not None and share is not None
    told = f"lies between {mean.low:.2f} and {mean.high:.2f}"
    for kind in READERS:
        assert bare(told) in written(kind, made, words), kind
    (first,) = [slide for slide in agenda(made, words) if slide.key == "satisfaction"]
    (tiles,) = [part for part in first.parts if isinstance(part, Tiles)]
    of_share, of_mean, people = (tile.below for tile in tiles.tiles)
    assert of_share.startswith(f"± {share.margin * 100:.1f} points ")
    assert of_mean.startswith(f"± {mean.margin:.2f} ")
    assert people == (f"of {population:,} people, 15 items" if population else "15 items")


@pytest.mark.parametrize(("population", "low", "high"), [(None, 2.98, 4.82), (14, 3.41, 4.39)])
def test_of_one_item_without_responses_the_text_takes_the_population_too(
    population: int | None, low: float, high: float
) -> None:
    """5, 5, 5, 5, 4, 4, 4, 3, 3, 1: mean 3.9, S.D. √(14.9 / 9), t 2.262; of 14 people × √(1 − 10 / 14)."""
    told = dict(rated(replace(survey(POLITE), sample=Sample(population)), "boonchom", Words()))
    assert f"lies between {low:.2f} and {high:.2f}" in told["interval"].text
    assert ("sample" in told) == (population is not None)
