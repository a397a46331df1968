"""What officers entered is shown everywhere, and a summary carries it there and back."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from analytics.assessment import Assessment, Inputs, assess
from analytics.charts import ladder
from analytics.facts import Entered, Evidence, Figure, Overrule, Statement, joined
from analytics.projects import Project, RowRef, SameProject
from analytics.reports.summary import summary
from analytics.words import Words
from cli import app
from data.definitions import rubric
from data.gather import gather, load
from data.workbook import read

NAMES = ("ทำความสะอาดคลอง", "ป้ายข้อมูลหมู่บ้าน", "ป้ายข้อมูลหมู่บ้าน ปี 2561")
PROJECTS = tuple(
    Project(name, RowRef("list.xlsx", "1", row), "completed", from_citizens=True, fiscal_year=2561)
    for row, name in enumerate(NAMES, 2)
)
ENTERED = Entered(
    statements=(
        Statement(2, "ประชุม", "สรุปผล", who="นักวิชาการ", cites=(5,)),
        Statement(3, "จัดทำแผน", evidence="แผน"),
    ),
    overrules=(Overrule(1, "met", "มีระบบรับฟังบนเว็บไซต์", "หัวหน้าศูนย์", date(2018, 9, 20)),),
    figures=(Figure("ita", 87.45, 100, "ประกาศผล", "นักวิชาการ"),),
    evidence=(
        Evidence(5, "วาระการประชุม", "file", date(2018, 3, 1), (), None, "ab" * 32, "วาระ.pdf", "นักวิชาการ"),
    ),
    same_projects=(SameProject(PROJECTS[1].identity, PROJECTS[2].identity, True, "หัวหน้าศูนย์"),),
)


@pytest.fixture(scope="module")
def made() -> Assessment:
    return assess(Inputs(projects=PROJECTS), rubric(), unit="ศูนย์", entered=ENTERED)


@pytest.fixture(scope="module")
def written(made: Assessment) -> bytes:
    return summary(made, Words())


def test_everything_entered_moves_the_score(made: Assessment) -> None:
    # Level 1 overruled, 2 and 3 stated; two of the three projects are one, so 2 count.
    assert (made.score.score, made.score.projected) == (16, 16)
    assert made.facts.statements[0].evidence == "วาระการประชุม"
    assert len(made.facts.projects.counted) == 2


def test_the_ladder_says_overruled(made: Assessment) -> None:
    chart = ladder(made.score, Words())
    assert "Counted (overruled)" in chart.alt
    assert [("overruled" in state) for state in chart.table["State"]] == [True] + [False] * 4
    assert "มีระบบรับฟังบนเว็บไซต์ (หัวหน้าศูนย์)" in chart.table["Why"][0]


def test_the_summary_says_overruled_with_the_reason(written: bytes) -> None:
    workbook = openpyxl.load_workbook(BytesIO(written))
    cells = [str(cell) for sheet in workbook for row in sheet.values for cell in row if cell is not None]
    assert [cell for cell in cells if cell == "Counted (overruled)"]
    assert [cell for cell in cells if "Overruled, counts as met: มีระบบรับฟังบนเว็บไซต์ (หัวหน้าศูนย์)" in cell]


def test_a_summary_read_again_gives_the_same_score(made: Assessment, written: bytes) -> None:
    inputs = gather([load(read(written, "summary.xlsx"))])
    again = assess(inputs, rubric(), unit="ศูนย์")
    assert [(v.state, v.reasons, v.overruled) for v in again.score.verdicts] == [
        (v.state, v.reasons, v.overruled) for v in made.score.verdicts
    ]
    assert (again.score.score, again.score.projected) == (16, 16)
    assert inputs.entered.figures == ENTERED.figures
    (entry,) = inputs.entered.evidence
    assert (entry.title, entry.levels, entry.sha256) == ("วาระการประชุม", (2,), "ab" * 32)
    assert inputs.entered.same_projects == ENTERED.same_projects


def test_the_terminal_says_overruled(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "summary.xlsx"
    path.write_bytes(written)
    done = CliRunner().invoke(app, ["score", str(path), "--json"])
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert found["score"] == 16
    assert found["levels"][0]["overruled"] == {
        "finding": "met", "proposed": "not_met", "reason": "มีระบบรับฟังบนเว็บไซต์", "who": "หัวหน้าศูนย์",
    }  # fmt: skip
    assert [level["overruled"] for level in found["levels"][1:]] == [None] * 4
    plain = CliRunner().invoke(app, ["score", str(path), "--language", "en"]).stdout
    assert "Level 1 (4 points): Counted (overruled)" in plain


def test_what_was_entered_in_several_places_is_joined_in_order() -> None:
    later = Entered(overrules=(Overrule(1, "not_met", "ตรวจซ้ำแล้ว"),))
    both = joined([ENTERED, later])
    assert [word.finding for word in both.overrules] == ["met", "not_met"]
    assert both.figures == ENTERED.figures
    assert joined([]) == Entered()
