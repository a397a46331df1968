"""The summary workbook: every figure in it, the official form word for word, and the way back."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from analytics.assessment import Assessment, Inputs, Source, Survey, assess
from analytics.codebook import BLANK, NOT_APPLICABLE, UNRECOGNISED, Codebook, Demographic, Item, Scale
from analytics.projects import Project, RowRef
from analytics.reports.lettering import TALLEST, lines, width
from analytics.reports.official_form import official_form
from analytics.reports.palette import shades
from analytics.reports.summary import summary
from analytics.rubric import Level, Rubric, Statement
from analytics.tally import from_counts
from analytics.thai import Period
from analytics.wordings import originals
from analytics.words import Problem, Words, Year, message
from data.definitions import rubric
from data.gather import gather, load
from data.summary_import import SummaryDamaged, is_summary, read_settings, read_summary
from data.workbook import Sheet, Workbook, read, read_path

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT.parent / "shared" / "seed" / "form-2561.txt"
ENGLISH = Words()
FIVE = Scale("satisfaction", (1, 2, 3, 4, 5), ("Least", "Little", "Moderate", "Much", "Most"))
FOUR = Scale("four", (1, 2, 3, 4), kind="agreement")
OFTEN = Scale("often", (1, 2, 3), ("Never", "Sometimes", "Often"), kind="frequency")
RUBRIC = Rubric(
    id="test",
    version="3",
    fiscal_years=(2561,),
    title={"th": "แบบรายงาน", "en": "Report"},
    dimension={"th": "มิติที่ ๓", "en": "Dimension 3"},
    unit={"th": "ศูนย์", "en": "Centre"},
    zero={"th": "ไม่มี", "en": "None"},
    levels=(
        Level(1, 4, {"th": "สำรวจ", "en": "Survey"}, {}, "survey_held"),
        Level(2, 8, {"th": "วิเคราะห์", "en": "Analysis"}, {}, "statement"),
        Level(3, 12, {"th": "โครงการ", "en": "Projects"}, {}, "projects_from_citizens", {"minimum": 2}),
    ),
)
LIST = ("list.xlsx", "Projects")


def thai(digits: Any = "thai") -> Words:
    texts = {}
    for path in (ROOT / "locale/th/LC_MESSAGES").glob("*.po"):
        with path.open("rb") as file:
            texts |= {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string}
    return Words("th", digits, lambda text: texts.get(text, text))


def survey(*items: tuple[str, Scale, str | None, dict[int, int]], respondents: int = 12) -> Survey:
    codebook = Codebook(
        tuple(
            Item(f"q{n}", text, f"Grid [{text}]", n + 3, scale, aspect)
            for n, (text, scale, aspect, _) in enumerate(items)
        ),
        (Demographic("sex", "Sex", 2),),
    )
    counts = {f"q{n}": found for n, (_, _, _, found) in enumerate(items)}
    return Survey("Users", RowRef("s.xlsx", "Answers"), from_counts(codebook, counts, respondents))


POLITE = ("Polite", FIVE, "Staff", {5: 4, 4: 3, 3: 2, 2: 0, 1: 1, BLANK: 2})
QUICK = ("Quick", FIVE, "Staff", {5: 1, 4: 1, NOT_APPLICABLE: 7, UNRECOGNISED: 3})
CLEAN = ("Clean", FIVE, "Place", {4: 1, BLANK: 11})
UNUSED = ("Unused", FIVE, "Place", {BLANK: 12})


def project(name: str, row: int | None = 2, **facts: Any) -> Project:
    known = {"status": "completed", "from_citizens": True, "fiscal_year": 2561} | facts
    return Project(name, RowRef(*LIST, row), **known)


def full() -> Assessment:
    projects = (
        project("Boards", 2, budget=1000.0, origin="Forum", evidence="Minutes", period_text="Oct - Mar"),
        project(
            "Open data",
            3,
            status="in_progress",
            status_text="under way",
            budget=12.345,
            period=Period(date(2018, 8, 1), None),
        ),
        project("Road", 4, from_citizens=False, note="from the department"),
        project("Bridge", 5, fiscal_year=None, status="unknown", status_text="?"),
    )
    return assess(
        Inputs(
            surveys=(survey(POLITE, QUICK, CLEAN, UNUSED),),
            projects=projects,
            statements=(
                Statement(
                    2,
                    "-met",
                    "-put to the head",
                    "-minutes",
                    "A. Tester",
                    "2018-03-05",
                    source=RowRef("f", "s", 7),
                ),
                Statement(2, "-met", "-written up", None, completed=False),
            ),
            sources=(
                Source(
                    "s.xlsx",
                    "a" * 64,
                    (("Answers", 12), ("More", 3)),
                    (
                        Problem(
                            message(
                                "{n} in {year}, {day} and {text}",
                                n=3,
                                year=Year(2561),
                                day=date(2018, 3, 5),
                                text="x",
                            ),
                            message("Look"),
                            sheet="Answers",
                            row=3,
                            column=2,
                            value="?",
                            severity="note",
                        ),
                    ),
                ),
                Source("list.xlsx", "b" * 64),
            ),
        ),
        RUBRIC,
        unit="Test unit",
        made_on=date(2018, 10, 5),
    )


@cache
def made_once() -> bytes:
    return summary(full(), ENGLISH)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def texts(sheet: Worksheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def row_of(sheet: Worksheet, text: str, column: int = 2) -> list[Any]:
    """The values of the first row that has this text in this column."""
    for row in sheet.iter_rows(values_only=True):
        if row[column - 1] == text:
            return list(row)
    raise AssertionError(f"no row {text!r} in {sheet.title}")


def near(value: float) -> Any:
    """As exact as a sheet is: it holds 16 digits."""
    return pytest.approx(value, rel=2e-15)


def named(workbook: openpyxl.Workbook, name: str) -> Any:
    ((title, area),) = workbook.defined_names[name].destinations
    return workbook[title][area.replace("$", "")]


def as_read(content: bytes) -> Workbook:
    """The workbook as our reader hands it on, without its child process."""
    sheets = []
    for sheet in opened(content).worksheets:
        columns = list(zip(*sheet.iter_rows(values_only=True), strict=True))
        cells = [[None if v is None else str(v) for v in column] for column in columns]
        names = [f"c{n}" for n in range(len(cells))]
        sheets.append(Sheet(sheet.title, pa.table([pa.array(c, pa.string()) for c in cells], names=names)))
    return Workbook("summary.xlsx", "0" * 64, "xlsx", tuple(sheets))


# --- Satisfaction -------------------------------------------------------------------------------


def test_every_figure_of_the_satisfaction_table() -> None:
    sheet = opened(made_once())["Satisfaction"]
    #        No. item     5          4          3          2       1
    polite = [1, "Polite", 4, 4 / 10, 3, 3 / 10, 2, 2 / 10, 0, 0.0, 1, 1 / 10]
    mean = (5 * 4 + 4 * 3 + 3 * 2 + 1 * 1) / (4 + 3 + 2 + 0 + 1)
    squares = 4 * (5 - mean) ** 2 + 3 * (4 - mean) ** 2 + 2 * (3 - mean) ** 2 + (1 - mean) ** 2
    assert row_of(sheet, "Polite")[:13] == [*polite, 10]
    assert row_of(sheet, "Polite")[13:] == [near(mean), near((squares / (10 - 1)) ** 0.5), "Much"]
    mean = (5 + 4) / 2
    assert row_of(sheet, "Quick")[2:6] == [1, 1 / 2, 1, 1 / 2]
    assert row_of(sheet, "Quick")[12:] == [2, mean, near(0.5**0.5), "Much"]  # 4.50: Boonchom's Much
    mean = (5 * 5 + 4 * 4 + 3 * 2 + 1 * 1) / (5 + 4 + 2 + 0 + 1)
    assert row_of(sheet, "Staff")[:2] == [None, "Staff"]
    assert row_of(sheet, "Staff")[2:12:2] == [5, 4, 2, 0, 1]
    assert row_of(sheet, "Staff")[3:12:2] == [near(n / 12) for n in (5, 4, 2, 0, 1)]
    assert row_of(sheet, "Staff")[12:14] == [12, near(mean)]
    mean = (5 * 5 + 4 * 5 + 3 * 2 + 1 * 1) / (5 + 5 + 2 + 0 + 1)
    assert row_of(sheet, "Total / overall mean")[12:14] == [13, near(mean)]


def test_what_has_no_figure_is_a_dash() -> None:
    sheet = opened(made_once())["Satisfaction"]
    assert row_of(sheet, "Clean")[12:] == [1, 4.0, "–", "Much"]  # S.D. of one answer
    assert row_of(sheet, "Unused")[2:] == [*[0, "–"] * 5, 0, "–", "–", "–"]
    whole = texts(sheet)
    assert not any(text in ("nan", "None", "NaN") for text in whole)


def test_the_header_is_merged_as_offices_have_it() -> None:
    sheet = opened(made_once())["Satisfaction"]
    top = next(c.row for c in sheet["C"] if c.value == "Level of satisfaction")
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert f"C{top}:L{top}" in merged  # the level over five points, two columns each
    assert {f"A{top}:A{top + 2}", f"B{top}:B{top + 2}", f"M{top}:M{top + 2}", f"P{top}:P{top + 2}"} <= merged
    assert [sheet.cell(top + 1, c).value for c in (3, 5, 7, 9, 11)] == [
        "5\nMost", "4\nMuch", "3\nModerate", "2\nLittle", "1\nLeast",
    ]  # fmt: skip
    assert [sheet.cell(top + 2, c).value for c in (3, 4)] == ["Count", "Percent"]
    assert sheet.print_title_rows == f"${top}:${top + 2}"
    assert sheet.freeze_panes == f"C{top + 3}"


def test_legend_names_the_scheme_and_its_limits() -> None:
    found = texts(opened(summary(replace(full(), band_scheme="equal_width"), ENGLISH))["Satisfaction"])
    assert any("Best (1977)" in text for text in found)
    assert "4.21 – 5.00  means  Most" in found
    assert "3.41 – 4.20  means  Much" in found
    assert "1.00 – 1.80  means  Least" in found


def test_who_is_not_in_the_base() -> None:
    workbook = opened(made_once())
    polite = [10, 2, 0, 0, (4 + 3) / 10, (1 + 0) / 10, 3.9 / 5 * 100, 3]  # Quick has 4.5, Clean 4
    assert row_of(workbook["Bases"], "Polite")[2:] == polite
    assert row_of(workbook["Bases"], "Quick")[2:6] == [2, 0, 7, 3]
    assert row_of(workbook["Bases"], "Unused")[2:] == [0, 12, 0, 0, "–", "–", "–", "–"]
    note = next(text for text in texts(workbook["Satisfaction"]) if "12 people" in text)
    assert "25 blank, 7 not applicable, 3 unrecognised" in note  # 2 + 0 + 11 + 12; 7; 3


def test_scales_that_differ_have_tables_of_their_own_and_frequency_has_no_band() -> None:
    found = survey(
        POLITE,
        ("Agree", FOUR, None, {4: 3, 3: 1}),
        ("Visits", OFTEN, None, {1: 1, 3: 1}),
    )
    workbook = opened(summary(assess(Inputs(surveys=(found,)), RUBRIC), ENGLISH))
    sheet = workbook["Satisfaction"]
    assert row_of(sheet, "Agree")[2:11] == [3, 3 / 4, 1, 1 / 4, 0, 0.0, 0, 0.0, 4]
    assert row_of(sheet, "Visits")[2:12] == [1, 1 / 2, 0, 0.0, 1, 1 / 2, 2, 2.0, near(2**0.5), "–"]
    assert "The mean of this scale is not interpreted: it has no better end." in texts(sheet)
    assert {"satisfaction_table", "satisfaction_table_2", "satisfaction_table_3"} <= set(
        workbook.defined_names
    )


def test_each_survey_has_its_sheet() -> None:
    two = assess(Inputs(surveys=(survey(POLITE), survey(QUICK))), RUBRIC)
    workbook = opened(summary(two, ENGLISH))
    assert {"Satisfaction", "Satisfaction 2"} <= set(workbook.sheetnames)
    assert row_of(workbook["Satisfaction 2"], "Quick")[12] == 2
    assert "satisfaction_table_survey_2" in workbook.defined_names


def test_figures_are_unrounded_numbers_shown_in_the_digits_of_the_unit() -> None:
    for words, decimal, share, count in (
        (thai(), "[$-D00041E]0.00", "[$-D00041E]0.00%", "[$-D00041E]#,##0"),
        (thai("arabic"), "0.00", "0.00%", "#,##0"),
    ):
        sheet = opened(summary(full(), words))["ความพึงพอใจ"]
        cells: dict[str, Cell] = {
            c.column_letter: c
            for row in sheet.iter_rows()
            for c in row
            if sheet.cell(c.row, 2).value == "Quick"
        }
        assert cells["O"].value == near(0.5**0.5)
        assert [cells[c].number_format for c in "CDO"] == [count, share, decimal]


# --- The official form --------------------------------------------------------------------------


def seed_rows() -> list[list[str]]:
    if not SEED.is_file():
        pytest.skip("the seed's form is not beside the project (../shared/seed)")
    found = re.sub(r"<[^>]*>", "", SEED.read_text(encoding="utf-8")).splitlines()
    return [line.split("\t") for line in found if line.strip()]


def test_the_form_comes_out_cell_for_cell() -> None:
    titles, rows = seed_rows()[:3], seed_rows()[3:]
    statements = [
        Statement(n, row[2], row[3], row[4], completed=n != 4) for n, row in enumerate(rows[1:]) if n
    ]
    made = assess(Inputs(surveys=(survey(POLITE),), statements=tuple(statements)), rubric())
    workbook = opened(summary(made, thai()))
    sheet = workbook["แบบรายงาน"]
    assert [[sheet.cell(row, 1).value] for row in (1, 2, 3)] == titles
    table = named(workbook, "form_table")
    assert [[cell.value or "" for cell in row] for row in table] == rows
    for row in table:
        for cell in row:
            assert cell.data_type in ("s", "n")  # "-ประชุม" is text, never a formula


def test_the_samples_give_the_same_form_the_score_and_come_back() -> None:
    paths = [
        ROOT / "data/samples" / name for name in ("survey-2561.xlsx", "projects-2561.xlsx", "form-2561.xlsx")
    ]
    made = assess(gather([load(read_path(path)) for path in paths]), rubric(), made_on=date(2018, 10, 5))
    content = summary(made, thai())
    workbook = opened(content)
    assert (named(workbook, "score").value, named(workbook, "projected").value) == (16, 20)
    found = row_of(workbook["ความพึงพอใจ"], "ข้อมูลที่ได้รับตรงกับความต้องการ")
    assert found[2:12:2] == [169, 90, 45, 8, 6]
    assert found[12:14] == [318, near((169 * 5 + 90 * 4 + 45 * 3 + 8 * 2 + 6) / 318)]
    again = assess(load(read(content, "สรุป.xlsx")).inputs, rubric(), made_on=date(2018, 10, 5))
    assert summary(again, thai(), told=originals(made, thai())) == content
    # Blanks of every kind are one here: the sample has the seed's points on lines of their own.
    table = [[" ".join((cell.value or "").split()) for cell in row] for row in named(workbook, "form_table")]
    assert table == [[" ".join(text.split()) for text in row] for row in seed_rows()[3:]]


def test_several_statements_stand_below_each_other_once() -> None:
    table = named(opened(made_once()), "form_table")
    assert [cell.value for cell in table[3]] == [
        "Level 2, 8 points",
        "Analysis",
        "-met",
        "-put to the head\n-written up",
        "-minutes",
    ]


def test_without_a_statement_the_data_speaks_and_says_that_the_program_wrote_it() -> None:
    rows = official_form(full(), ENGLISH).rows
    assert [row.by_program for row in rows] == [False, True, False, True]
    assert rows[1].activity == "-Users"
    reason = ENGLISH.say(full().score.verdicts[0].reasons[0])
    assert rows[1].result == f"-{reason}\n(worked out by the program)"
    assert "12" in reason
    assert rows[1].evidence == "-s.xlsx, sheet “Answers”"
    assert rows[3].activity == "-Boards\n-Open data"
    assert rows[3].result.startswith(f"-{ENGLISH.say(full().score.verdicts[2].reasons[0])}\n")
    assert rows[3].evidence == "-Minutes\n-list.xlsx, sheet “Projects”, row 3"


def test_score_projected_and_states_stand_below_the_form() -> None:
    workbook = opened(made_once())
    assert (named(workbook, "score").value, named(workbook, "projected").value) == (8, 12)
    states = row_of(workbook["Form"], "State", column=1)[1]
    assert states == "Level 1: Counted   Level 2: Counted   Level 3: Claimed, waiting"
    level = row_of(workbook["Levels"], "Level 3, 12 points", column=1)
    assert level[1] == "Claimed, waiting"
    verdict = full().score.verdicts[2]
    assert level[2] == "\n".join(map(ENGLISH.say, verdict.reasons))
    assert verdict.missing and level[3] == ENGLISH.say(verdict.missing)
    assert row_of(workbook["Levels"], "Level 2, 8 points", column=1)[4] == "A. Tester, 5 March 2018"


# --- Projects and sources -----------------------------------------------------------------------


def test_projects_counted_claimed_and_left_out_with_reason() -> None:
    workbook = opened(made_once())
    header, *rows = [[cell.value for cell in row] for row in named(workbook, "project_table")]
    assert len(header) == 12
    where = "list.xlsx / Projects / "
    assert rows[0] == [
        1, "Counted", "Boards", "Completed", "Forum", "Yes", 2561, "Oct - Mar", 1000, "Minutes",
        "–", where + "2",
    ]  # fmt: skip
    assert rows[1][1:5] == ["Claimed", "Open data", "In progress", "–"]
    assert rows[1][7:9] == ["1 Aug 2018 – –", 12.345]
    reason = ENGLISH.say(full().facts.projects.left_out[0].reason)
    assert rows[2][1:3] + rows[2][10:] == [
        "Left out",
        "Road",
        f"{reason}\nfrom the department",
        where + "4",
    ]
    assert rows[3][3] == "Status not stated (?)"
    assert (rows[3][6], rows[3][8]) == ("–", "–")
    assert "Counted 1, claimed 1, left out 2" in texts(workbook["Projects"])


def test_sources_say_workbook_rows_checksum_rubric_and_scheme() -> None:
    workbook = opened(made_once())
    _, *rows = [[cell.value for cell in row] for row in named(workbook, "source_table")]
    assert rows == [
        ["s.xlsx", "Answers", 12, "a" * 64, 1],
        ["s.xlsx", "More", 3, None, None],
        ["list.xlsx", "–", "–", "b" * 64, 0],
    ]
    sheet = workbook["Sources"]
    assert row_of(sheet, "Rubric and version", 1)[1] == "test, 3"
    assert row_of(sheet, "Fiscal year (B.E.)", 1)[1] == 2561
    assert row_of(sheet, "Made on", 1)[1].date() == date(2018, 10, 5)
    assert "Boonchom" in row_of(sheet, "Bands of the mean", 1)[1]
    assert row_of(sheet, "Unit", 1)[1] == "Test unit"


# --- Charts -------------------------------------------------------------------------------------


def test_charts_are_native_with_their_colours_and_the_figures_of_the_table() -> None:
    content = made_once()
    sheet = opened(content)["Charts"]
    ladder, items = sheet._charts
    for chart in (ladder, items):
        assert chart.overlap == 100
        assert chart.x_axis.delete is False and chart.y_axis.delete is False
        font = chart.x_axis.txPr.p[0].pPr.defRPr
        assert font.latin.typeface == font.cs.typeface == "TH SarabunPSK"
    assert (ladder.grouping, items.grouping, items.type) == ("stacked", "percentStacked", "bar")
    colours = [series.graphicalProperties.solidFill.srgbClr for series in items.series]
    assert colours == ["01665E", "5AB4AC", "DCDCDC", "D8B365", "8C510A"]  # best first, as in the table

    def values(reference: str) -> list[Any]:
        area = reference.split("!")[1].replace("$", "")
        return [row[0].value for row in sheet[area]]

    assert values(items.series[0].val.numRef.f) == [4 / 10, 1 / 2, 0.0, "–"]
    assert values(items.series[0].cat.numRef.f)[0] == "1. Polite (n = 10)"
    assert values(ladder.series[0].val.numRef.f) == [4, 8, None]  # counted
    assert values(ladder.series[2].val.numRef.f) == [None, None, 12]  # claimed
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        drawn = parts.read("xl/charts/chart2.xml").decode()
    assert drawn.count('sourceLinked="0"') == len(re.findall("<numFmt ", drawn)) > 5


def test_shades_keep_neutral_in_the_middle() -> None:
    assert shades(5) == ("8C510A", "D8B365", "DCDCDC", "5AB4AC", "01665E")
    assert shades(3) == ("8C510A", "DCDCDC", "01665E")
    assert shades(2) == ("8C510A", "01665E")
    assert "DCDCDC" not in shades(4) and len(set(shades(4))) == 4
    assert shades(7)[3] == "DCDCDC" and len(set(shades(7))) == 7
    assert len(set(shades(10))) == 10


# --- Safe, printable, the same each time ----------------------------------------------------------


DANGEROUS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "#REF!")


def test_text_from_outside_never_becomes_a_formula() -> None:
    for text in DANGEROUS:
        made = assess(
            Inputs(
                surveys=(replace(survey((text, FIVE, text, {5: 1})), title=text),),
                projects=(project(text, origin=text, evidence=text, note=text, period_text=text),),
                statements=(Statement(2, text, text, text, text, text),),
                sources=(Source(text, text, ((text, 1),)),),
            ),
            RUBRIC,
            unit=text,
        )
        content = summary(made, ENGLISH)
        for sheet in opened(content).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type not in ("f", "e"), (sheet.title, cell.coordinate, cell.value)
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
            assert not any(b"<f>" in parts.read(name) or b"<f " in parts.read(name) for name in sheets)
        cell = named(opened(content), "project_table")[1][2]
        assert cell.value == text.replace("\r", "\n")
        assert cell.quotePrefix is (text[0] != "#")
        assert read_summary(as_read(content)).projects == made_projects(made)


def made_projects(made: Assessment) -> tuple[Project, ...]:
    ledger = made.facts.projects
    return (*ledger.counted, *ledger.claimed, *(left.project for left in ledger.left_out))


def test_what_a_cell_cant_hold_is_dropped_or_cut_and_says_so() -> None:
    long = "ก" * 40_000
    odd = "a\x00b\x0bc\ufffe d\ud800e"
    made = assess(Inputs(projects=(project(long), project(odd, 3, origin="😀" * 20_000))), RUBRIC)
    content = summary(made, ENGLISH)
    table = named(opened(content), "project_table")
    names = {row[2].value for row in table}
    cut = next(name for name in names if name and name.startswith("กก"))
    assert len(cut) == 32_767 and cut.endswith("… (cut here: longer than a cell can hold)")
    assert "abc de" in names
    origin = next(row[4].value for row in table if row[4].value and "😀" in row[4].value)
    assert len(origin.encode("utf-16-le")) // 2 <= 32_767
    assert read_summary(as_read(content)).projects == made_projects(made)  # whole, in the data sheet


def test_print_set_up() -> None:
    workbook = opened(made_once())
    for sheet in workbook.worksheets[:-1]:
        assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.page_margins.left == pytest.approx(3 / 2.54)
        assert sheet.page_margins.right == pytest.approx(2 / 2.54)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_area
    form = workbook["Form"]
    assert form.print_title_rows == "$5:$5" and form.freeze_panes == "A6"
    assert (form["C7"].font.name, form["C7"].font.sz, form["C7"].alignment.wrap_text) == (
        "TH SarabunPSK",
        16,
        True,
    )
    assert workbook.worksheets[-1].sheet_state == "hidden"


def test_rows_are_as_high_as_their_text_needs() -> None:
    assert width("ที่") == width("ท")  # marks above have no width
    assert lines("ก" * 100, 20, 16) > lines("ก" * 100, 40, 16) > 1
    assert lines("a\nb\nc", 40, 16) == 3
    statement = Statement(2, "-ประชุม " * 400, "-ผล", "-หลักฐาน")
    tall = assess(Inputs(statements=(statement,)), RUBRIC)
    workbook = opened(summary(tall, ENGLISH))
    sheet = workbook["Form"]
    cell = next(c for c in sheet["C"] if c.value and c.value.startswith("-ประชุม"))
    area = next(a for a in sheet.merged_cells.ranges if cell.coordinate in a)
    heights = [sheet.row_dimensions[row].height for row in range(area.min_row, area.max_row + 1)]
    assert len(heights) > 1 and max(heights) <= TALLEST
    assert sum(heights) >= lines(cell.value, 33, 16) * 16 * 1.3


def test_an_empty_assessment_makes_every_sheet() -> None:
    workbook = opened(summary(assess(Inputs(), RUBRIC), ENGLISH))
    assert workbook.sheetnames == [
        *("Form", "Levels", "Summary of findings", "Satisfaction", "Charts", "Projects", "Sources", "Data"),
    ]
    assert named(workbook, "score").value == 0
    assert any("No survey has been read yet" in text for text in texts(workbook["Satisfaction"]))
    assert any("No project has been read yet" in text for text in texts(workbook["Projects"]))
    no_items = assess(Inputs(surveys=(survey(),)), RUBRIC)
    assert any("No item on a scale" in t for t in texts(opened(summary(no_items, ENGLISH))["Satisfaction"]))


def test_sixty_items_and_three_hundred_projects() -> None:
    items = [(f"Item {n}", FIVE, f"Aspect {n // 15}", {5: n, 1: 60 - n}) for n in range(60)]
    projects = tuple(project(f"Project {n}", n + 2) for n in range(300))
    made = assess(Inputs(surveys=(survey(*items, respondents=60),), projects=projects), RUBRIC)
    workbook = opened(summary(made, ENGLISH))
    sheet = workbook["Satisfaction"]
    for n in (0, 17, 59):
        assert row_of(sheet, f"Item {n}")[13] == near((5 * n + 60 - n) / 60)
    assert len(named(workbook, "project_table")) == 1 + 300
    charts = workbook["Charts"]._charts
    assert len(charts) == 1 + 6  # the ladder, and 60 items in portions of at most 11
    drawn = sum(
        row[0].row > 0
        for c in charts[1:]
        for row in workbook["Charts"][c.series[0].val.numRef.f.split("!")[1].replace("$", "")]
    )
    assert drawn == 60


def test_the_same_assessment_gives_the_same_bytes() -> None:
    first, again = summary(full(), thai()), summary(full(), thai())
    assert first == again
    assert summary(replace(full(), made_on=None), thai()) == summary(replace(full(), made_on=None), thai())
    assert opened(first).properties.created.date() == date(2018, 10, 5)
    assert opened(first).properties.modified.date() == date(2018, 10, 5)


def test_the_assessment_is_left_as_it_was() -> None:
    made = full()
    before = made.surveys[0].tally.counts.copy()
    summary(made, ENGLISH)
    assert made.surveys[0].tally.counts.equals(before)


# --- The way back -------------------------------------------------------------------------------


def test_our_own_summary_comes_back_unchanged_through_the_reader() -> None:
    odd = " _x0041_ 'q' \"d\" \\ \r\n\t \x85\u2028\ufffe😀 end "
    made = full()
    inputs = Inputs(
        made.surveys,
        (*made_projects(made), project(odd, 9, note=odd), project("ยาว" * 30_000, 10)),
        made.facts.statements,
        made.sources,
    )
    made = assess(inputs, RUBRIC, unit=odd, made_on=date(2018, 10, 5))
    content = summary(made, thai())
    workbook = read(content, "สรุป.xlsx")
    assert workbook.problems == ()
    assert is_summary(workbook)
    inputs, found = read_summary(workbook), read_settings(workbook)
    assert (found.rubric, found.rubric_version) == ("test", "3")
    again = assess(
        inputs,
        RUBRIC,
        unit=found.unit,
        fiscal_year=found.fiscal_year,
        band_scheme=found.band_scheme,
        made_on=found.made_on,
    )
    assert again.score == made.score
    assert again.facts == made.facts
    assert again.sources == made.sources
    problem = again.sources[0].problems[0].problem
    assert ENGLISH.say(problem) == "3 in 2561, 5 March 2018 and x"  # a year stays one
    assert again.surveys[0].tally.codebook == made.surveys[0].tally.codebook
    assert again.surveys[0].tally.counts.equals(made.surveys[0].tally.counts)
    assert again.surveys[0].overall == made.surveys[0].overall
    assert summary(again, thai(), told=originals(made, thai())) == content


@settings(max_examples=12)
@given(
    name=st.text(min_size=1, max_size=40),
    budget=st.none() | st.floats(min_value=0, max_value=1e12),
    counts=st.lists(st.integers(0, 10**9), min_size=5, max_size=5),
)
def test_any_text_and_any_count_come_back(name: str, budget: float | None, counts: list[int]) -> None:
    found = survey((name, FIVE, name, dict(zip(FIVE.points, counts, strict=True))), respondents=sum(counts))
    made = assess(Inputs((replace(found, title=name),), (project(name, budget=budget),)), RUBRIC)
    again = read_summary(as_read(summary(made, ENGLISH)))
    assert again.projects == (project(name, budget=budget),)
    assert again.surveys[0].title == name
    assert again.surveys[0].tally.codebook == made.surveys[0].tally.codebook
    assert again.surveys[0].tally.counts.equals(made.surveys[0].tally.counts)


def changed(row: int, column: int, value: str | None) -> Workbook:
    workbook = opened(made_once())
    workbook["Data"].cell(row, column).value = value
    content = io.BytesIO()
    workbook.save(content)
    return as_read(content.getvalue())


def test_a_summary_that_was_opened_and_saved_elsewhere_still_comes_back() -> None:
    assert read_summary(changed(2, 1, "a remark")).projects == made_projects(full())


def test_a_changed_data_sheet_is_refused_with_a_problem() -> None:
    line = opened(made_once())["Data"].cell(5, 3).value
    for workbook in (changed(5, 3, line.replace("4", "5")), changed(5, 1, None), changed(1, 3, None)):
        assert is_summary(workbook)
        with pytest.raises(SummaryDamaged) as refused:
            read_summary(workbook)
        assert refused.value.problem.sheet == "Data"
        assert "changed or is incomplete" in refused.value.problem.problem.text
        assert refused.value.problem.remedy.text


def test_a_summary_of_another_version_says_so() -> None:
    with pytest.raises(SummaryDamaged) as refused:
        read_settings(changed(1, 2, "99"))
    assert dict(refused.value.problem.problem.values) == {"version": "99"}
    assert (refused.value.problem.row, refused.value.problem.column) == (1, 2)


def test_other_workbooks_are_no_summary() -> None:
    other = Workbook("a.xlsx", "0" * 64, "xlsx", (Sheet("Data", pa.table({"A": ["name", "x"]})),))
    nothing = Workbook("a.xlsx", "0" * 64, "xlsx", (Sheet("Data", pa.table({})),))
    assert not is_summary(other) and not is_summary(nothing)
    with pytest.raises(ValueError, match="no summary"):
        read_summary(other)


# --- Words --------------------------------------------------------------------------------------


def test_every_sentence_of_the_reports_has_its_thai_with_the_same_places() -> None:
    found: dict[str, str] = {}
    for path in (ROOT / "locale/th/LC_MESSAGES").glob("*.po"):
        with path.open("rb") as file:
            found |= {str(m.id): str(m.string) for m in read_po(file) if m.id}
    said = {
        node.args[0].value
        for path in [*(ROOT / "analytics/reports").rglob("*.py"), ROOT / "data/summary_import.py"]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("words", "message")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(said) > 80
    assert said - found.keys() == set()
    for text, translated in found.items():
        places = sorted(re.findall(r"{\w+}", text))
        assert sorted(re.findall(r"{\w+}", translated)) == places, text
        assert translated
