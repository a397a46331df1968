"""A folder of many units' workbooks: which is of which unit, and what is stored of it, whatever happens."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest
from typer.testing import CliRunner

from analytics.units import Unit
from analytics.words import Words
from cli import app
from data.many import folder as importing
from data.many.folder import Line, import_batch, import_batches
from data.many.folder_names import sort_out
from data.store import Store
from data.stored.outcomes import standings
from data.stored.units import add_unit, units
from data.workbook import Workbook, read

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "data" / "samples"
RUBRIC = "participation-2561"
NORTH, MUANG, CODE, TWIN_A, TWIN_B = (
    Unit(1, "50", "เหนือ", "province"),
    Unit(2, "5001", "เมือง", "unit"),
    Unit(3, "2561", "รหัสเหมือนปี", "unit"),
    Unit(4, "T1", "ชื่อซ้ำ", "unit"),
    Unit(5, "T2", "ชื่อซ้ำ", "unit"),
)
KNOWN = (NORTH, MUANG, TWIN_A, TWIN_B)
SURVEY = "ความพึงพอใจ [ก],ความพึงพอใจ [ข]\n" + "5,4\n" * 8


def sorted_out(path: str, known: tuple[Unit, ...] = KNOWN) -> tuple[str, int | None, int | None, str] | None:
    """unit, its id, year and name within the unit; None for a file of no unit."""
    found = sort_out([PurePosixPath(path)], known)
    if not found.batches:
        return None
    (batch,) = found.batches
    (file,) = batch.files
    return batch.unit, batch.unit_id, batch.fiscal_year, file.name


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("ตำบลใหม่/survey.xlsx", ("ตำบลใหม่", None, None, "survey.xlsx")),
        ("เมือง/survey.xlsx", ("เมือง", 2, None, "survey.xlsx")),
        ("๕๐๐๑/survey.xlsx", ("เมือง", 2, None, "survey.xlsx")),
        ("5001 เมือง/survey.xlsx", ("เมือง", 2, None, "survey.xlsx")),
        ("เมือง/2561/survey.xlsx", ("เมือง", 2, 2561, "survey.xlsx")),
        ("ปีงบประมาณ พ.ศ. ๒๕๖๒/เมือง/survey.xlsx", ("เมือง", 2, 2562, "survey.xlsx")),
        ("เหนือ/เมือง/survey.xlsx", ("เมือง", 2, None, "survey.xlsx")),
        ("เหนือ/ตำบลใหม่/survey.xlsx", ("เหนือ", 1, None, "ตำบลใหม่/survey.xlsx")),
        ("ตำบลใหม่/ไตรมาส 1/survey.xlsx", ("ตำบลใหม่", None, None, "ไตรมาส 1/survey.xlsx")),
        ("ชื่อซ้ำ/survey.xlsx", ("ชื่อซ้ำ", None, None, "survey.xlsx")),
        ("T2/survey.xlsx", ("ชื่อซ้ำ", 5, None, "survey.xlsx")),
        ("เมือง - survey.xlsx", ("เมือง", 2, None, "เมือง - survey.xlsx")),
        ("เมือง - 2561 - survey.xlsx", ("เมือง", 2, 2561, "เมือง - 2561 - survey.xlsx")),
        ("2561/ตำบลใหม่ - survey.csv", ("ตำบลใหม่", None, 2561, "ตำบลใหม่ - survey.csv")),
        ("5001.xlsx", ("เมือง", 2, None, "5001.xlsx")),
        ("survey.xlsx", None),
        ("2561/survey.xlsx", None),
        ("2401/survey.xlsx", ("2401", None, None, "survey.xlsx")),  # a district's code, no year
        ("61/survey.xlsx", ("61", None, None, "survey.xlsx")),
    ],
)
def test_a_path_says_unit_and_year(path: str, expected: tuple[str, int | None, int | None, str]) -> None:
    assert sorted_out(path) == expected


def test_a_units_own_code_is_no_year() -> None:
    assert sorted_out("2561/survey.xlsx", (CODE,)) == ("รหัสเหมือนปี", 3, None, "survey.xlsx")


def test_what_is_no_workbook_is_passed_over_and_temporary_files_are_not_even_told() -> None:
    paths = ["ก/survey.xlsx", "ก/note.docx", "ก/~$survey.xlsx", ".git/index.csv", "ก/PROJECTS.CSV", "ข/x.csv"]
    found = sort_out(map(PurePosixPath, paths))
    told = [(batch.unit, [file.name for file in batch.files]) for batch in found.batches]
    assert told == [("ก", ["PROJECTS.CSV", "survey.xlsx"]), ("ข", ["x.csv"])]
    assert found.passed_over == (PurePosixPath("ก/note.docx"),)


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store(database)
    yield opened
    opened.close()


class Folder:
    """A folder in memory; it counts what is read of it as a workbook."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: dict[str, str] = {}
        self.reads: list[str] = []

        def counted(content: bytes, name: str) -> Workbook:
            self.reads.append(name)
            return read(content, name)

        monkeypatch.setattr(importing, "read", counted)

    def content(self, path: PurePosixPath) -> bytes:
        if self.files[str(path)] == "closed":
            raise PermissionError(str(path))
        return self.files[str(path)].encode()

    def run(self, store: Store, year: int | None = None) -> list[Line]:
        self.reads.clear()
        batches = sort_out(map(PurePosixPath, self.files), units(store)).batches
        return list(import_batches(store, batches, self.content, RUBRIC, year))


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Folder:
    return Folder(monkeypatch)


def sentences(line: Line) -> list[str]:
    return [Words().say(problem.problem) for _, problem in line.problems if problem.severity == "error"]


def test_every_unit_gets_its_line_and_no_failure_stops_the_others(store: Store, folder: Folder) -> None:
    known = add_unit(store, "5001", "เมือง", "unit")
    folder.files = {
        "2561/5001/survey.csv": SURVEY,
        "2561/ข ปิด/survey.csv": "closed",
        "2561/ค เสีย/survey.csv": "",
        "2561/ง ไม่มีอะไร/list.csv": "a,b\nx,y\n",
        "2561/จ ปน/survey.csv": SURVEY.replace("5", "3"),
        "2561/จ ปน/broken.csv": "",
        "ฉ ไม่มีปี/survey.csv": SURVEY,
    }
    lines = {line.batch.unit: line for line in folder.run(store)}
    assert {unit: (line.state, line.whole) for unit, line in lines.items()} == {
        "เมือง": ("stored", True),
        "ข ปิด": ("failed", False),
        "ค เสีย": ("failed", False),
        "ง ไม่มีอะไร": ("failed", False),
        "จ ปน": ("stored", False),
        "ฉ ไม่มีปี": ("failed", False),
    }
    muang = lines["เมือง"]
    assert muang.outcome is not None
    assert (muang.fiscal_year, muang.outcome.score, muang.outcome.respondents) == (2561, 4, 8)
    assert sentences(lines["ข ปิด"]) == ["This workbook could not be read from the folder."]
    assert sentences(lines["ค เสีย"]) == ["survey.csv is an empty file of 0 bytes."]
    assert sentences(lines["ง ไม่มีอะไร"]) == ["There is no survey, project list or form in this workbook."]
    assert lines["จ ปน"].new == ("survey.csv",) and lines["จ ปน"].unusable == ("broken.csv",)
    assert sentences(lines["ฉ ไม่มีปี"]) == ["Neither a folder nor a form says the fiscal year."]
    assert {(s.saved.unit, s.saved.unit_id) for s in standings(store)} == {
        ("เมือง", known.id),
        ("จ ปน", None),
    }


def test_the_next_run_reads_only_what_is_new(store: Store, folder: Folder) -> None:
    folder.files = {"ก/survey.csv": SURVEY, "ข/survey.csv": SURVEY}
    first = folder.run(store, 2561)
    assert [line.state for line in first] == ["stored", "stored"]
    before = store.assessments()
    again = folder.run(store, 2561)
    assert folder.reads == []
    assert [(line.state, line.outcome) for line in again] == [("known", line.outcome) for line in first]
    assert store.assessments() == before
    # Without a year given: it is that of the assessment which has the workbook.
    assert [line.fiscal_year for line in folder.run(store)] == [2561, 2561]
    folder.files["ก/more.csv"] = SURVEY.replace("4", "1")
    folder.files["ข/survey.csv"] = SURVEY.replace("5", "2")  # corrected and sent again
    states = [(line.state, line.new, line.known, line.fiscal_year) for line in folder.run(store)]
    assert states == [
        ("stored", ("more.csv",), ("survey.csv",), 2561),
        ("failed", (), (), None),  # nothing of it is known any more, so neither is its year
    ]
    assert folder.run(store, 2561)[1].state == "stored"
    kept = {one.unit: [w.name for w in store.listed(one.id)] for one in store.assessments()}
    assert kept == {"ก": ["survey.csv", "more.csv"], "ข": ["survey.csv"]}


def test_another_year_is_another_assessment(store: Store, folder: Folder) -> None:
    folder.files = {"ก/2561/survey.csv": SURVEY, "ก/2562/survey.csv": SURVEY}
    assert [line.state for line in folder.run(store)] == ["stored", "stored"]
    assert sorted(one.fiscal_year for one in store.assessments()) == [2561, 2562]
    assert [line.state for line in folder.run(store)] == ["known", "known"]


def test_the_sample_folder_comes_to_sixteen_by_the_year_of_its_form(store: Store) -> None:
    paths = {PurePosixPath("ศูนย์", path.name): path for path in SAMPLES.glob("*.xlsx")}
    (batch,) = sort_out(paths).batches
    line = import_batch(store, batch, lambda path: paths[path].read_bytes(), RUBRIC)
    assert line.outcome is not None
    assert (line.fiscal_year, line.outcome.score, line.outcome.projected) == (2561, 16, 20)
    (saved,) = store.assessments()
    cells = [
        text
        for kept in store.workbooks(saved.id)
        for sheet in kept.workbook.sheets
        for column in sheet.cells.to_pydict().values()
        for text in column
        if text
    ]
    assert not [text for text in cells if "@" in text], "personal columns are never stored"
    assert all(store.remembered(y.fingerprint) is None for k in store.workbooks(saved.id) for y in k.layouts)


def test_a_unit_is_stored_whole_or_not_at_all(
    store: Store, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.files = {"ก/a.csv": SURVEY, "ก/b.csv": SURVEY.replace("5", "1")}
    put = importing.put_workbook
    calls = []

    def failing(*arguments: object, **options: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        put(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "put_workbook", failing)
    with pytest.raises(KeyboardInterrupt):
        folder.run(store, 2561)
    assert store.assessments() == ()
    monkeypatch.setattr(importing, "put_workbook", put)
    assert [line.new for line in folder.run(store, 2561)] == [("a.csv", "b.csv")]


# --- The terminal -----------------------------------------------------------------------------------


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three units' workbooks, and an empty database."""
    monkeypatch.setenv("SAISAAT_DATABASE_URL", f"sqlite:///{tmp_path / 'saisaat.db'}")
    place = tmp_path / "units"
    for unit in ("ก", "ข", "ค"):
        (place / unit).mkdir(parents=True)
        (place / unit / "survey.csv").write_text(SURVEY, encoding="utf-8")
    return place


def told(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["import", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_the_terminal_prints_a_line_a_unit(many: Path) -> None:
    code, out, _ = told(many, "--fiscal-year", 2561, "--language", "en")
    assert (code, out.splitlines()) == (0, [f"{u} (2561): 4 of 20, projected 4" for u in ("ก", "ข", "ค")])
    (many / "ข" / "survey.csv").write_bytes(b"")
    (many / "loose.csv").write_text(SURVEY, encoding="utf-8")
    (many / "minutes.pdf").write_bytes(b"%PDF")
    code, out, err = told(many, "--fiscal-year", 2561, "--language", "en")
    assert code == 2
    assert [line.split(":")[0] for line in out.splitlines()] == ["ก (2561)", "ข", "ค (2561)"]
    assert "was stored before" in out.splitlines()[0]
    assert "empty file" in out.splitlines()[1]
    assert "loose.csv" in err and "1 file is no workbook" in err
    assert "Traceback" not in out + err


def test_the_terminal_prints_json(many: Path) -> None:
    (many / "ค" / "survey.csv").write_bytes(b"")
    code, out, _ = told(many, "--fiscal-year", 2561, "--json", "--language", "en")
    found = json.loads(out)
    assert code == 2
    assert [(one["unit"], one["state"], one["score"], one["maximum"]) for one in found] == [
        ("ก", "stored", 4, 20),
        ("ข", "stored", 4, 20),
        ("ค", "failed", None, None),
    ]
    assert found[0]["workbooks"] == {"stored": ["survey.csv"], "known": [], "unusable": []}
    assert found[2]["problems"][0]["workbook"] == "survey.csv"


@pytest.mark.parametrize("wrong", ["nowhere", "empty", "rubric"])
def test_what_can_not_be_imported_says_so(many: Path, wrong: str) -> None:
    if wrong == "empty":
        shutil.rmtree(many)
        many.mkdir()
    arguments = [many / "nowhere" if wrong == "nowhere" else many]
    arguments += ["--rubric", "none-such"] if wrong == "rubric" else []
    code, out, err = told(*arguments, "--language", "en")
    assert (code, out) == (2, "")
    assert {"nowhere": "no such folder", "empty": "no workbooks", "rubric": "no such rubric"}[wrong] in err


def test_what_was_told_before_a_kill_is_stored(many: Path, tmp_path: Path) -> None:
    for n in range(15):
        (many / f"ง {n}").mkdir()
        (many / f"ง {n}" / "survey.csv").write_text(SURVEY + "5,5\n" * n, encoding="utf-8")
    command = [sys.executable, "cli.py", "import", str(many), "--fiscal-year", "2561", "--language", "en"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    acknowledged = [line.split(" (2561)")[0] for line in lines if line.endswith("\n")]
    assert 3 <= len(acknowledged) < 18
    store = Store()
    assert set(acknowledged) <= {one.saved.unit for one in standings(store) if one.outcome}
    assert all(len(store.listed(one.id)) == 1 for one in store.assessments()), "nothing is half stored"
    store.close()
    code, out, _ = told(many, "--fiscal-year", 2561, "--language", "en")
    assert (code, len(out.splitlines())) == (0, 18)
    assert out.count("was stored before") >= len(acknowledged)
    store = Store()
    assert len(store.assessments()) == 18
    store.close()
