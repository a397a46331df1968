"""The documents of every assessment in folders, and the database brought up to date, in the terminal."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result
from sqlalchemy import text
from typer.testing import CliRunner

from analytics.reports.formats import Format
from analytics.words import message
from cli import app
from data.clean import without_personal
from data.gather import layouts_of
from data.store import ROOT, Saved, Store, connected
from data.upgrade import migrate, revision_of, revisions
from data.workbook import read_path
from ui.exporting import HISTORY, RECORD, folders
from ui.making import NotMade, make

SAMPLES = sorted((ROOT / "data" / "samples").glob("*.xlsx"))
UNIT = "ศูนย์สารสนเทศ: กลาง/เหนือ"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--language", "en"])


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Two assessments: one of the samples, one without anything."""
    url = f"sqlite:///{tmp_path / 'saisaat.db'}"
    monkeypatch.setenv("SAISAAT_DATABASE_URL", url)
    opened = Store(url)
    full = opened.create(UNIT, 2561, "participation-2561")
    for path in SAMPLES:
        workbook = read_path(path)
        layouts = layouts_of(workbook)
        opened.add_workbook(full.id, without_personal(workbook, layouts), layouts)
    opened.create("B", 2561, "participation-2561")
    yield opened
    opened.close()


def documents(folder: Path) -> dict[str, int]:
    """Every document by its place, and when it was written."""
    return {
        str(path.relative_to(folder)): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (RECORD, HISTORY)
    }


def test_every_assessment_gets_a_folder_and_only_what_changed_is_made_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quick(kind: Format, *given: Any, **more: Any) -> bytes:
        return make(kind, *given, **more) if kind in ("xlsx", "zip") else kind.encode()

    monkeypatch.setattr("ui.exporting.make", quick)  # the others have tests of their own
    out = tmp_path / "out"
    store.delete(store.create("deleted", 2561, "participation-2561").id)
    done = run("export-all", "--out", out, "--formats", "xlsx,zip")
    assert done.exit_code == 0, done.output
    plain = "ศูนย์สารสนเทศ_ กลาง_เหนือ"
    assert sorted(done.stdout.splitlines()) == sorted(
        f"{out / unit / '2561'}: 2 documents" for unit in ("B", plain)
    )
    first = documents(out)
    assert set(first) == {
        f"{unit}/2561/saisaat-2561.{kind}" for unit in ("B", plain) for kind in ("xlsx", "zip")
    }
    with zipfile.ZipFile(out / plain / "2561" / "saisaat-2561.zip") as bundle:
        manifest = json.loads(bundle.read("manifest.json"))
        assert (manifest["unit"], manifest["score"], manifest["projected"]) == (UNIT, 16, 20)
        assert {f"saisaat-2561.{kind}" for kind in ("xlsx", "docx", "pptx", "pdf")} <= set(bundle.namelist())
        history = bundle.read("history.csv").decode("utf-8-sig")
        assert history.count("Workbook “") == len(SAMPLES) and UNIT in history
        sheet = bundle.read("saisaat-2561.xlsx")
    summary = openpyxl.load_workbook(out / plain / "2561" / "saisaat-2561.xlsx")
    trail = summary["History of changes"]
    assert trail.max_row == 3 + history.count("\r\n") - 1, "title, note, header; a row a change"
    everything = (out / HISTORY).read_text(encoding="utf-8-sig")
    assert everything.count("Workbook “") == len(SAMPLES)
    assert f"“{UNIT}”" in everything and "“B”" in everything and "deleted" in everything
    assert sheet == (out / plain / "2561" / "saisaat-2561.xlsx").read_bytes()

    again = run("export-all", "--out", out, "--formats", "xlsx,zip")
    assert sorted(line.rsplit(": ")[-1] for line in again.stdout.splitlines()) == ["unchanged"] * 2
    assert documents(out) == first

    (out / "B" / "2561" / "saisaat-2561.xlsx").write_bytes(b"cut sho")
    store.change(1, band_scheme="equal_width")
    changed = run("export-all", "--out", out, "--formats", "xlsx")
    assert [line.rsplit(": ")[-1] for line in changed.stdout.splitlines()] == ["1 document"] * 2
    assert openpyxl.load_workbook(out / "B" / "2561" / "saisaat-2561.xlsx").sheetnames
    later = documents(out)
    assert {name for name in first if first[name] != later[name]} == {
        f"{unit}/2561/saisaat-2561.xlsx" for unit in ("B", plain)
    }
    assert run("export-all", "--out", out, "--formats", "xlsx", "--again").stdout.count("1 document") == 2


def test_what_fails_is_named_and_the_rest_is_made(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(kind: Format, found: Any, *given: Any, **more: Any) -> bytes:
        if kind == "pdf" and found.unit == UNIT:
            raise NotMade(message("The program failed ({error})", error="Boom"))
        return make(kind, found, *given, **more)

    monkeypatch.setattr("ui.exporting.make", failing)
    store.create("C", 2562, "participation-2561")
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE assessment SET rubric = 'gone' WHERE unit = 'C'"))
    out = tmp_path / "out"
    done = run("export-all", "--out", out, "--formats", "xlsx,pdf")
    assert done.exit_code == 1
    assert [line.rsplit(": ")[-1] for line in done.stdout.splitlines()] == [
        *("2 documents", "0 documents, 2 not made", "1 document, 1 not made"),
    ]
    assert f"{UNIT} 2561, pdf: not made. The program failed (Boom)" in done.stderr
    assert "C 2562, xlsx: not made. " in done.stderr
    assert "Traceback" not in done.output
    monkeypatch.undo()
    monkeypatch.setenv("SAISAAT_DATABASE_URL", store.url.render_as_string(hide_password=False))
    mended = run("export-all", "--out", out, "--formats", "xlsx,pdf")
    assert [line.rsplit(": ")[-1] for line in mended.stdout.splitlines()] == [
        *("unchanged", "0 documents, 2 not made", "1 document"),
    ]


def test_bad_input_is_exit_two(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("export-all", "--out", tmp_path / "out", "--formats", "wmf").exit_code == 2
    (tmp_path / "file").write_text("in the way")
    done = run("export-all", "--out", tmp_path / "file", "--formats", "xlsx")
    assert done.exit_code == 2 and "can't be written" in done.stderr
    monkeypatch.setenv("SAISAAT_DATABASE_URL", "postgresql://postgres@127.0.0.1:1/none")
    done = run("export-all", "--out", tmp_path / "out")
    assert done.exit_code == 2 and "can't be reached" in done.stderr
    assert "Traceback" not in done.output


def test_every_system_can_hold_the_names_and_no_two_are_alike() -> None:
    names = ("A/B", "A:B", "a_b", "CON", "x" * 300, "x" * 299 + "y", "..", " ", "ก" * 200, "A/B", "A/B")
    saved = [Saved(id, name, 2561, "r", "boonchom", 1) for id, name in enumerate(names, 1)]
    places = folders(saved)
    assert [str(places[id]) for id in (1, 2, 3, 4)] == [
        *("A_B/2561", "A_B (2)/2561", "a_b (3)/2561", "_CON/2561"),
    ]
    assert [str(places[id]) for id in (10, 11)] == ["A_B/2561 (10)", "A_B/2561 (11)"]
    assert len({str(place).casefold() for place in places.values()}) == len(names)
    for place in places.values():
        assert all(0 < len(part.encode()) <= 255 and part.strip(". ") for part in place.parts)
        assert len(place.parts) == 2
    assert folders(saved[::-1]) == places


def test_migrate_says_from_which_schema_to_which(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAISAAT_DATABASE_URL", database)
    last = revisions()[-1]
    engine = connected(database)
    with engine.begin() as connection:
        migrate(connection, "0003")
    waiting = run("migrate", "--check")
    assert (waiting.exit_code, waiting.stdout) == (1, f"The database has to go from schema 0003 to {last}\n")
    with engine.connect() as connection:
        assert revision_of(connection) == "0003"
    done = run("migrate")
    assert (done.exit_code, done.stdout) == (0, f"The database went from schema 0003 to {last}\n")
    for arguments in (("migrate",), ("migrate", "--check")):
        done = run(*arguments)
        assert (done.exit_code, done.stdout) == (0, f"The database is up to date (schema {last})\n")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    for command in ("migrate", "backup"):
        newer = run(command, *(("--out", "x") if command == "backup" else ()))
        assert newer.exit_code == 2 and "newer version of the program (schema 9999)" in newer.stderr
