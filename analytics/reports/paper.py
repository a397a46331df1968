"""The report as .pdf, set by Typst, its charts drawn from the figures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path
from typing import Any, Literal

import fontpkg_sarabun
import typst

from analytics.assessment import Assessment, Survey
from analytics.charts.lettering import width_of
from analytics.names import verdict_name
from analytics.reports import findings
from analytics.reports.content import (
    Cell,
    Table,
    headline,
    level_table,
    one_list,
    project_note,
    project_table,
    settings,
    source_table,
)
from analytics.reports.methods import Paragraph, Section
from analytics.reports.official_form import in_language, official_form
from analytics.reports.package import legal, moment_of
from analytics.reports.palette import STATE_COLOURS, readable_on, shades
from analytics.reports.ratings import Rating, RatingTable, base_tables, rating_tables, survey_notes
from analytics.reports.selectable import selectable
from analytics.reports.supplements import Supplement, aspect_note, aspect_table, head, supplements
from analytics.reports.whole_words import WholeWords
from analytics.wordings import Passage, originals
from analytics.words import Words

LAYOUT = Path(__file__).with_name("paper.typ")
FONTS = str(fontpkg_sarabun.ROOT / "files")
ON_ONE_LINE = 5  # points of a scale whose count and percent have room beside each other
CONTENTS_FROM = 50  # items and projects; who looks for something in fewer pages turns them
CELL_EMS = 7.0  # of a wider count and percent, they stand below each other, as in all of the row
LABELLED = 0.05  # no figure in a segment thinner than this share of the base
# A word that no line can end in would run out of its cell. A fingerprint is given room for all of it; Thai is
# broken between words, which takes words.
_WORD = re.compile(r"[^\s\u0e00-\u0e7f\u200b]+")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_NO_WORDS = re.compile(r"[\u0e00-\u0e7f]{400,}")
# What is set as lines of running text; all else is short, or said in more places than on the page.
_LINES = (
    *("rows", "cells", "columns", "header", "settings", "legend", "note", "notes", "method"),
    *("sentences", "said", "missing", "titles", "title", "heading", "asked"),
)
LONGEST_WORD, LONGEST_IN_A_NARROW_COLUMN, PIECE_OF_THAI = 30, 14, 10  # letters


def paper(
    assessment: Assessment,
    words: Words,
    *,
    told: Sequence[Passage] | None = None,
    methods: Sequence[Section] = (),
) -> bytes:
    """The report of an assessment as .pdf, A4 landscape, in Sarabun.

    It can be searched and read aloud: its text is in reading order and tagged, each chart has its finding as
    a text, and document title and language are set. `told` is the text of the findings, by default the
    program's own sentences; `methods` says how the figures are worked out, and without it there is no such
    page. The same assessment, words and texts give the same bytes.
    """
    text = originals(assessment, words) if told is None else told
    content = _legal(_data(assessment, words, text, methods))
    marked = _marked(content, WholeWords(_texts(content)))
    inputs = {"data": json.dumps(marked, ensure_ascii=False)}
    made = moment_of(assessment.made_on).replace(tzinfo=UTC)

    def set_by(standards: list[Literal["ua-1"]]) -> bytes:
        return selectable(
            typst.compile(
                str(LAYOUT),
                font_paths=[FONTS],
                sys_inputs=inputs,
                pdf_standards=[*standards],
                timestamp=made,
            )
        )

    try:
        return set_by(["ua-1"])
    except typst.TypstError as error:
        # The standard for accessibility forbids a letter that no typeface here has.
        if "could not be displayed" not in str(error):
            raise
        return set_by([])


def _data(
    assessment: Assessment, words: Words, told: Sequence[Passage], methods: Sequence[Section]
) -> dict[str, Any]:
    form, found = official_form(assessment, words), findings.of_score(assessment, words)
    made = assessment.made_on
    return {
        "language": words.language,
        "thai_digits": words.digits == "thai",
        "name": form.titles[0] or words("Report"),
        "footer": " · ".join(text for text in form.titles[:2] if text),
        "date": None if made is None else {"year": made.year, "month": made.month, "day": made.day},
        "labels": _labels(words),
        "long": sum(len(s.tally.codebook.items) for s in assessment.surveys) + len(assessment.facts.projects)
        > CONTENTS_FROM,
        "form": {
            "titles": form.titles,
            "header": form.header,
            "rows": [{"cells": row.cells, "made": row.by_program} for row in form.rows],
        },
        "score": {
            "title": found.title,
            "note": f"{headline(assessment, words)} · {found.note}",
            "alt": found.alt,
            "steps": _steps(assessment, words),
        },
        "levels": _table(level_table(assessment, words), words),
        "told": [
            {"heading": passage.heading, "sentences": [list(each) for each in passage.sentences]}
            for passage in told
        ],
        "surveys": [_survey(survey, assessment, words) for survey in assessment.surveys],
        "projects": {
            **_table(project_table(assessment, words, on_paper=True), words),
            "one_list": one_list(assessment) is not None,
            "title": words(
                "Projects and activities, fiscal year {year}", year=words.plain(assessment.fiscal_year)
            ),
            "note": f"{project_note(assessment, words)} · {findings.of_projects(assessment, words).title}",
        },
        "settings": [(label, cell.text(words)) for label, cell in settings(assessment, words)],
        "sources": _table(source_table(assessment, words), words),
        "methods": [_section(section) for section in methods],
    }


def _section(section: Section) -> dict[str, Any]:
    """A section on methods: paragraphs as (text, bold) pieces, tables as rows of text."""
    blocks: list[dict[str, Any]] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            runs = [[run.text, run.bold] for run in block.runs]
            blocks.append({"kind": "point" if block.point else "paragraph", "runs": runs})
        else:
            blocks.append(
                {"kind": "table", "columns": block.columns, "rows": block.rows, "widths": block.widths}
            )
    return {"title": section.title, "blocks": blocks}


def _labels(words: Words) -> dict[str, str]:
    return {
        "contents": words("Contents"),
        "why": words("Why each level counts or not"),
        "findings": words("Summary of findings"),
        "number": words("No."),
        "item": words("List of items"),
        "raters": words("Raters"),
        "n": words("Raters"),
        "mean": words("Mean"),
        "meaning": words("Meaning"),
        "count_percent": words("Count (percent)"),
        "no_answers": words("No answers yet"),
        "bases": words("Who answered each item, and who did not"),
        "aspects": words("Aspects, with both kinds of mean"),
        "aspect_note": aspect_note(words),
        "supplements": words("Questions with several answers, and comments"),
        "satisfaction": words("Satisfaction"),
        "no_survey": words("No survey has been read yet: drop the workbook of a satisfaction survey."),
        "no_project": words("No project has been read yet: drop the workbook of a project list."),
        "no_source": words("No workbook has been read yet."),
        "sources": words("Where the figures come from"),
        "method": words("How the figures are worked out"),
    }


def _steps(assessment: Assessment, words: Words) -> list[dict[str, Any]]:
    score = assessment.score
    highest = max(verdict.level.points for verdict in score.verdicts)
    return [
        {
            "name": words("Level {level}", level=words.plain(verdict.level.level)),
            "points": words("{points} {points:point|points}", points=verdict.level.points),
            "height": verdict.level.points / max(highest, 1),
            "state": verdict.state,
            "said": verdict_name(verdict, words),
            "colour": STATE_COLOURS[verdict.state],
            "short": words.in_digits(in_language(verdict.level.short, words)),
            "missing": words.say(verdict.missing) if verdict.missing and verdict.state != "counted" else "",
        }
        for verdict in score.verdicts
    ]


def _survey(survey: Survey, assessment: Assessment, words: Words) -> dict[str, Any]:
    tables = rating_tables(survey, assessment.band_scheme, words)
    aspects = aspect_table(survey, assessment.band_scheme, words)
    return {
        "title": words("Satisfaction: {title}", title=survey.title),
        "notes": survey_notes(survey, words)
        if tables
        else [words("No item on a scale was found in this survey.")],
        "charts": [_charts(survey, table, assessment, words) for table in tables],
        "tables": [_ratings(table, words) for table in tables],
        "bases": [_table(table, words) for table in base_tables(survey, words)],
        "aspects": None if aspects is None else _table(aspects, words),
        "supplements": [_supplement(each, words) for each in supplements(survey, words)],
    }


def _supplement(found: Supplement, words: Words) -> dict[str, Any]:
    asked, *said = head(found)
    bars = [[{"colour": colour, "share": share} for colour, share in row] for row in found.bars]
    return {"asked": asked, "said": said, "bars": bars, **_table(found.table, words)}


def _charts(survey: Survey, table: RatingTable, assessment: Assessment, words: Words) -> dict[str, Any]:
    """The finding of a table, and its bars."""
    keys = [row.key for row in table.items]
    found = findings.of_items(survey, keys, assessment.band_scheme, words)
    points = tuple(point for point, _ in table.points)[::-1]
    colours = dict(zip(points, shades(len(points)), strict=True))
    return {
        "title": found.title,
        "note": found.note,
        "alt": found.alt,
        "points": [
            {"name": name, "colour": colours[point]}
            for point, name in zip(points, reversed(table.point_names(words)), strict=True)
        ],
        "bars": _bars(table.items, points, colours, words),
    }


def _bars(
    rows: Sequence[Rating], points: Sequence[int], colours: dict[int, str], words: Words
) -> dict[str, Any]:
    """Bars around the middle of the scale: places are shares of the room that all of them need."""
    half, odd = divmod(len(points), 2)

    def left(row: Rating) -> float:
        shares = [row.found.shares[point] or 0.0 for point in points]
        return sum(shares[:half]) + (shares[half] / 2 if odd else 0.0)

    before = max((left(row) for row in rows if row.found.base), default=0.5)
    after = max((1 - left(row) for row in rows if row.found.base), default=0.5)
    return {
        "middle": before / (before + after),
        "rows": [
            {
                "text": words("{number}. {item}", number=words.plain(row.number), item=row.text),
                "n": row.ends[0].text(words),
                "mean": row.ends[1].text(words),
                "word": row.word,
                "parts": _parts(row, points, colours, before - left(row), before + after, words),
            }
            for row in rows
        ],
    }


def _parts(
    row: Rating, points: Sequence[int], colours: dict[int, str], start: float, whole: float, words: Words
) -> list[dict[str, Any]]:
    parts = []
    for point in points:
        share = row.found.shares[point]
        if share:
            parts.append(
                {
                    "start": start / whole,
                    "share": share / whole,
                    "colour": colours[point],
                    "ink": readable_on(colours[point]),
                    "label": words.percent(share, 0).removesuffix("%") if share >= LABELLED else "",
                }
            )
            start += share
    return parts


def _ratings(table: RatingTable, words: Words) -> dict[str, Any]:
    rows = []
    for row in table.rows:
        number = "" if row.number is None else words.number(row.number)
        pairs = [
            (n.text(words), f"({share.text(words).removesuffix('%')})")
            for n, share in zip(row.counts, row.shares, strict=True)
        ]
        wide = any(width_of(" ".join(pair)) > CELL_EMS for pair in pairs)
        between = "\n" if wide or len(table.points) > ON_ONE_LINE else " "
        cells = [between.join(pair) for pair in pairs]
        rows.append([number, row.text, *cells, *(end.text(words) for end in row.ends)])
    return {
        "level": table.level,
        "points": ["\n".join(filter(None, (words.plain(point), label))) for point, label in table.points],
        "groups": [index for index, row in enumerate(table.rows) if row.number is None],
        "rows": rows,
        "legend": table.legend,
    }


def _table(table: Table, words: Words) -> dict[str, Any]:
    return {
        "columns": table.columns,
        "rows": [[cell.text(words) for cell in row] for row in table.rows],
        "right": [index for index in range(len(table.columns)) if _is_figure(table, index)],
    }


def _is_figure(table: Table, column: int) -> bool:
    cells: list[Cell] = [row[column] for row in table.rows if row[column].value != ""]
    return bool(cells) and all(cell.kind not in ("text", "day") for cell in cells)


def _legal(value: Any, longest: int = LONGEST_WORD) -> Any:
    """Every text in it as paper can show it: without control characters, long words with places to break."""
    match value:
        case str():
            text = legal(value).replace("\t", " ")
            text = _WORD.sub(lambda word: _breakable(word[0], longest), text)
            return _NO_WORDS.sub(lambda run: _breakable(run[0], PIECE_OF_THAI), text)
        case dict():
            narrow = LONGEST_IN_A_NARROW_COLUMN
            return {
                key: _legal(each, narrow if key == "projects" else longest) for key, each in value.items()
            }
        case list() | tuple():
            return [_legal(each, longest) for each in value]
    return value


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _texts(each)
        case list() | tuple():
            for each in value:
                yield from _texts(each)


def _marked(value: Any, whole: WholeWords, inside: bool = False) -> Any:
    """Every text that is set as lines, with its words marked that no line may end in."""
    match value:
        case str():
            return whole.marked(value) if inside else value
        case dict():
            return {
                key: each if key == "labels" else _marked(each, whole, inside or key in _LINES)
                for key, each in value.items()
            }
        case list() | tuple():
            return [_marked(each, whole, inside) for each in value]
    return value


def _breakable(word: str, longest: int) -> str:
    """The word with places, that are not seen, where a line may end."""
    if len(word) <= longest or _FINGERPRINT.fullmatch(word):
        return word
    return "\u200b".join(word[i : i + longest] for i in range(0, len(word), longest))
