"""The terminal contract: four commands, their JSON and exit codes; samples, corpus and bad input."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from click.testing import Result
from typer.testing import CliRunner

from analytics.reports.formats import Format
from analytics.statistics.suppression import THRESHOLDS
from analytics.words import message
from cli import app
from data.definitions import shipped_text
from ui.making import NotMade, make

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "data" / "samples").glob("*.xlsx"))
ITEM_KEYS = {
    *("item", "column", "scale", "n", "counts", "blank", "not_applicable"),
    *("unrecognised", "mean", "sd", "top_two_box"),
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def scored(*workbooks: Path) -> dict[str, Any]:
    result = run("score", *workbooks, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def changed_projects(folder: Path, **changes: dict[str, str]) -> Path:
    """The sample's project list with cells changed: part of a project's name → {header: new text}."""
    book = openpyxl.load_workbook(ROOT / "data" / "samples" / "projects-2561.xlsx")
    sheet = book.active
    (head,) = [row for row in sheet.iter_rows() if any(c.value == "สถานะ" for c in row)]
    column = {cell.value: cell.column for cell in head}
    for part, values in changes.items():
        rows = [r for r in range(head[0].row + 1, sheet.max_row + 1) if part in str(sheet.cell(r, 2).value)]
        assert rows, part
        for row in rows:
            for header, text in values.items():
                sheet.cell(row, column[header]).value = text
    path = folder / "projects.xlsx"
    book.save(path)
    return path


def with_projects(projects: Path) -> list[Path]:
    return [projects, *(path for path in SAMPLES if "projects" not in path.name)]


def test_the_samples_are_sixteen_projected_twenty() -> None:
    found = scored(*SAMPLES)
    assert (found["score"], found["projected"], found["maximum"]) == (16, 20, 20)
    assert [level["state"] for level in found["levels"]] == ["counted"] * 4 + ["claimed"]
    assert [level["points"] for level in found["levels"]] == [4, 8, 12, 16, 20]
    assert len(found["projects"]["counted"]) == 2
    four, five = found["levels"][3], found["levels"][4]
    assert four["reasons"]
    assert {row["workbook"] for row in four["evidence"]} == {"projects-2561.xlsx"}
    assert "เครื่องมืออิเล็กทรอนิกส์" in five["missing"]
    assert all(left["reason"] for left in found["projects"]["left_out"])


def test_the_order_of_the_workbooks_does_not_matter() -> None:
    assert scored(*SAMPLES) == scored(*reversed(SAMPLES))


DONE, UNDER_WAY = {"สถานะ": "แล้วเสร็จ"}, {"สถานะ": "อยู่ระหว่างดำเนินการ"}
CONTEST, STUDY, COLLECTION = "สารสนเทศตำบลต้นแบบ", "เครื่องมืออิเล็กทรอนิกส์", "การจัดเก็บและใช้ประโยชน์ข้อมูล"


@pytest.mark.parametrize(
    ("changes", "score", "projected"),
    [
        ({CONTEST: UNDER_WAY, STUDY: UNDER_WAY, COLLECTION: UNDER_WAY}, 12, 20),
        ({CONTEST: UNDER_WAY, STUDY: UNDER_WAY, COLLECTION: DONE}, 12, 20),
        ({CONTEST: DONE, STUDY: UNDER_WAY, COLLECTION: DONE}, 16, 20),
        ({CONTEST: DONE, STUDY: DONE, COLLECTION: DONE}, 20, 20),
        ({CONTEST: {"ที่มาของโครงการ": "นโยบายกรม"}}, 12, 16),
    ],
    ids=["none completed", "one completed", "two completed", "three completed", "contest not from citizens"],
)
def test_completed_projects_from_citizens_decide_levels_four_and_five(
    tmp_path: Path, changes: dict[str, dict[str, str]], score: int, projected: int
) -> None:
    found = scored(*with_projects(changed_projects(tmp_path, **changes)))
    assert (found["score"], found["projected"]) == (score, projected)


def test_a_survey_alone_is_level_one_and_the_form_alone_speaks_for_itself() -> None:
    survey, form = (next(p for p in SAMPLES if name in p.name) for name in ("survey", "form"))
    assert (scored(survey)["score"], scored(survey)["projected"]) == (4, 4)
    assert (scored(form)["score"], scored(form)["projected"]) == (16, 20)


def test_tally_prints_one_object_a_workbook_as_promised() -> None:
    result = run("tally", *SAMPLES, "--json")
    assert result.exit_code == 0
    objects = json.loads(result.stdout)
    assert [o["workbook"] for o in objects] == [path.name for path in SAMPLES]
    for o in objects:
        assert set(o) == {"workbook", "sha256", "surveys", "projects", "problems"}
        assert len(o["sha256"]) == 64
    (survey,) = objects[2]["surveys"]
    assert set(survey) == {"sheet", "kind", "respondents", "items", "excluded_rows", "multiple"}
    assert (survey["kind"], survey["respondents"], len(survey["items"])) == ("responses", 318, 15)
    assert all(set(item) == ITEM_KEYS for item in survey["items"])
    (exact,) = [item for item in survey["items"] if "ตรงกับความต้องการ" in item["item"]]
    assert exact["counts"] == {"1": 6, "2": 8, "3": 45, "4": 90, "5": 169}
    assert exact["mean"] == pytest.approx((169 * 5 + 90 * 4 + 45 * 3 + 8 * 2 + 6) / 318)
    assert exact["top_two_box"] == pytest.approx((169 + 90) / 318)
    for item in survey["items"]:
        kinds = ("blank", "not_applicable", "unrecognised")
        assert item["n"] + sum(item[kind] for kind in kinds) == 318
    (projects,) = objects[1]["projects"]
    assert (projects["n"], projects["budget_sum"]) == (15, 16_390_000)
    assert projects["excluded_rows"]


@pytest.mark.parametrize("name", ["int214.csv", "wheelsense_uxui.csv"])
def test_tally_agrees_with_the_corpus(corpus: Path, name: str) -> None:
    (truth,) = [t for t in json.loads((corpus / "truth.json").read_text()) if t["file"].endswith(name)]
    (found,) = json.loads(run("tally", corpus / truth["file"], "--json").stdout)
    assert found["sha256"] == truth["sha256"]
    items = {item["column"] - 1: item for survey in found["surveys"] for item in survey["items"]}
    for expected in truth["items"]:
        item = items[expected["col_0based"]]
        assert item["item"] == expected["item"]
        assert (item["n"], item["counts"]) == (expected["n"], expected["counts"])
        assert item["mean"] == pytest.approx(expected["mean"], abs=1e-6)
        assert item["sd"] == pytest.approx(expected["sd"], abs=1e-6)
        assert item["top_two_box"] * 100 == pytest.approx(expected["top2"], abs=1e-4)


def test_one_bad_workbook_among_good_ones_gets_its_sentence_and_exit_two(tmp_path: Path) -> None:
    bad = tmp_path / "เสีย.xlsx"
    bad.write_bytes(b"PK\x03\x04 cut short")
    result = run("tally", SAMPLES[2], bad, tmp_path / "missing.xlsx", "--json")
    assert result.exit_code == 2
    good, broken, missing = json.loads(result.stdout)
    assert good["surveys"]
    for o, name in ((broken, "เสีย.xlsx"), (missing, "missing.xlsx")):
        (problem,) = o["problems"]
        assert o["workbook"] == name
        assert problem["problem"]
        assert problem["remedy"]
        assert name in result.stderr
    assert "Traceback" not in result.output


def test_a_workbook_with_nothing_for_an_assessment_is_said_and_exit_two(tmp_path: Path) -> None:
    other = tmp_path / "prices.csv"
    other.write_text("goods,price\nrice,35\nsalt,12\n")
    result = run("tally", other, "--json")
    assert result.exit_code == 2
    (found,) = json.loads(result.stdout)
    assert (found["surveys"], found["projects"]) == ([], [])
    assert found["problems"][0]["remedy"]


def test_a_sheet_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = run("tally", SAMPLES[2], "--sheet", "Sheet9", "--json")
    assert result.exit_code == 2
    assert "Sheet9" in json.loads(result.stdout)[0]["problems"][0]["problem"]


def test_report_writes_a_summary_that_reads_back_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "deeper"
    result = run("report", *SAMPLES, "--out", folder, "--language", "th", "--formats", "xlsx")
    assert result.exit_code == 0, result.output
    (path,) = folder.iterdir()
    assert result.stdout.strip() == str(path)
    assert openpyxl.load_workbook(io.BytesIO(path.read_bytes())).sheetnames
    again, first = scored(path), scored(*SAMPLES)
    assert (again["score"], again["projected"]) == (16, 20)
    assert again["levels"] == first["levels"]
    assert again["projects"] == first["projects"]


def test_report_writes_every_document_unless_told_which(tmp_path: Path) -> None:
    result = run("report", *SAMPLES, "--out", tmp_path / "all")
    assert result.exit_code == 0, result.output
    names = [f"saisaat-2561.{kind}" for kind in ("xlsx", "docx", "pptx", "pdf", "zip")]
    assert [Path(line).name for line in result.stdout.split()] == names
    with zipfile.ZipFile(tmp_path / "all" / names[-1]) as bundle:
        for name in names[:-1]:
            assert bundle.read(name) == (tmp_path / "all" / name).read_bytes()
        sheets = {name.split("/")[1] for name in bundle.namelist() if name.startswith("data/")}
        assert sheets == {path.name for path in SAMPLES}
        assert b"@" not in b"".join(bundle.read(name) for name in bundle.namelist() if name.endswith(".csv"))
    result = run("report", *SAMPLES, "--out", tmp_path / "some", "--formats", "pdf, DOCX")
    assert {path.name for path in (tmp_path / "some").iterdir()} == {names[1], names[3]}
    upright = [*SAMPLES, "--out", tmp_path / "upright", "--formats", "docx", "--orientation"]
    assert run("report", *upright, "portrait").exit_code == 0
    first = docx.Document(str(tmp_path / "upright" / names[1])).sections[0]
    assert first.page_width < first.page_height
    assert run("report", *upright, "sideways").exit_code == 2


def test_documents_hide_groups_below_the_threshold_asked_for(tmp_path: Path) -> None:
    """Of 16 people two groups of 8 are told apart at 5 and hidden at 10."""
    book = openpyxl.Workbook()
    book.active.append(["เพศ", "ความพึงพอใจ [สถานที่สะอาด]", "ความพึงพอใจ [เจ้าหน้าที่สุภาพ]"])
    for _ in range(8):
        book.active.append(["หญิง", "มากที่สุด", "มากที่สุด"])
        book.active.append(["ชาย", "น้อย", "น้อย"])
    path = tmp_path / "survey.xlsx"
    book.save(path)
    asked = ("report", path, "--out", tmp_path, "--formats", "docx", "--language", "th")
    told = {}
    for threshold in THRESHOLDS:
        assert run(*asked, "--threshold", threshold).exit_code == 0
        (report,) = tmp_path.glob("*.docx")
        told[threshold] = "".join(one.text for one in docx.Document(str(report)).paragraphs)
    assert "หญิง" in told[5] and "หญิง" not in told[10]
    assert run(*asked, "--threshold", "3").exit_code == 2


def test_a_document_that_fails_is_named_and_the_rest_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(kind: Format, *given: Any, **more: Any) -> bytes:
        if kind == "pdf":
            raise NotMade(message("The program failed ({error})", error="Boom"))
        return make(kind, *given, **more)

    monkeypatch.setattr("cli.make", failing)
    result = run("report", *SAMPLES, "--out", tmp_path, "--formats", "xlsx,pdf,zip", "--language", "en")
    assert result.exit_code == 1
    assert "pdf: not made. The program failed (Boom)" in result.stderr
    assert {path.suffix for path in tmp_path.iterdir()} == {".xlsx", ".zip"}
    with zipfile.ZipFile(tmp_path / "saisaat-2561.zip") as bundle:
        assert "saisaat-2561.pdf" not in bundle.namelist()
        assert json.loads(bundle.read("manifest.json"))["failed"][0]["format"] == "pdf"


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", SAMPLES[0], "--out", "x", "--formats", "docx,wmf"),
        ("score", SAMPLES[0], "--rubric", "no-such"),
        ("tally",),
        ("no-such-command",),
    ],
)
def test_what_cannot_be_done_is_exit_two_with_a_sentence(arguments: tuple[object, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.strip()
    assert "Traceback" not in result.output


def test_samples_and_templates_are_written(tmp_path: Path) -> None:
    assert run("samples", "--out", tmp_path).exit_code == 0
    assert {p.name for p in (tmp_path / "samples").iterdir()} == {p.name for p in SAMPLES}
    assert len(list((tmp_path / "templates").iterdir())) == 3


def test_messages_go_to_stderr_and_stdout_is_only_json() -> None:
    command = [sys.executable, "cli.py", "score", *map(str, SAMPLES), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=120)
    assert json.loads(done.stdout)["score"] == 16


def test_documents_are_in_the_digits_asked_for_years_in_sentences_too(tmp_path: Path) -> None:
    asked = ["--formats", "docx", "--fiscal-year", 2562, "--language", "th"]
    for digits, said in (("thai", "ปีงบประมาณอื่น ไม่ใช่ปี ๒๕๖๒"), ("arabic", "ปีงบประมาณอื่น ไม่ใช่ปี 2562")):
        out = tmp_path / digits
        result = run("report", *SAMPLES, "--out", out, *asked, "--digits", digits)
        assert result.exit_code == 0, result.output
        with zipfile.ZipFile(out / "saisaat-2562.docx") as parts:
            assert said in parts.read("word/document.xml").decode()


def test_a_form_of_the_office_is_filled_and_what_is_unknown_in_it_is_told(tmp_path: Path) -> None:
    form = openpyxl.Workbook()
    form.active.append(["{{score}}", "{{unt}}"])
    form.save(tmp_path / "แบบ.xlsx")
    asked = [
        "report",
        *SAMPLES,
        "--out",
        tmp_path / "out",
        "--formats",
        "",
        "--template",
        tmp_path / "แบบ.xlsx",
    ]
    result = run(*asked)
    assert result.exit_code == 0, result.output
    made = tmp_path / "out" / "แบบ-2561.xlsx"
    assert result.stdout.split() == [str(made)]
    assert [cell.value for cell in openpyxl.load_workbook(made).active[1]] == [16, "{{unt}}"]
    assert "แบบ.xlsx, sheet Sheet, row 1, column 2, value “{{unt}}”: Nothing is known" in result.stderr
    result = run(*asked[:-1], SAMPLES[0])
    assert result.exit_code == 2
    (sentence,) = filter(None, result.stderr.split("\n"))
    assert "form-2561.xlsx: This form has no mark such as {{unit}}." in sentence
    assert run(*asked[:-1], tmp_path / "none.xlsx").exit_code == 2


def test_a_rubric_file_scores_without_being_adopted(tmp_path: Path) -> None:
    changed = tmp_path / "ours.toml"
    text = shipped_text("participation-2561").replace("minimum = 3", "minimum = 2")
    changed.write_text(text, encoding="utf-8-sig")
    by_file = run("score", *SAMPLES, "--rubric", changed, "--json")
    assert by_file.exit_code == 0, by_file.output
    # Level 5 asks for two completed projects now, as level 4 does: 16 becomes 20.
    assert json.loads(by_file.stdout)["score"] == 20
    assert scored(*SAMPLES)["score"] == 16

    changed.write_text(text.replace("points = 8", "points = 99"), encoding="utf-8")
    line = text[: text.index("level = 3")].count("\n")  # that of its heading
    mistake = run("score", *SAMPLES, "--rubric", changed, "--language", "en")
    assert mistake.exit_code == 2
    assert f"ours.toml, Line {line}, " in mistake.stderr, mistake.stderr
    gone = run("score", *SAMPLES, "--rubric", tmp_path / "gone.toml", "--language", "en")
    assert gone.exit_code == 2 and "gone.toml: can't be read" in gone.stderr
    unknown = run("score", *SAMPLES, "--rubric", "nothing", "--language", "en")
    assert unknown.exit_code == 2 and "there is no such rubric" in unknown.stderr
