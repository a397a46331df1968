"""A backup holds everything, restores on either engine, whole or not at all."""

import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from alembic import command
from sqlalchemy import text
from typer.testing import CliRunner

from analytics.facts import Evidence, Overrule, Statement
from cli import app
from data.layout import Layout
from data.store import Store
from data.stored.backup import MANIFEST, BackupError, backup, restore
from data.stored.upgrade import migrate, migrations
from data.workbook import Sheet, Workbook

WORKBOOK = Workbook(
    "แบบสำรวจ.xlsx", "ab" * 32, "xlsx", (Sheet("คำตอบ", pa.table({"A": ["หัวข้อ", "5", None]})),)
)
REPORT = Evidence(0, "รายงาน", "file", date(2018, 3, 15), (2,), None, None, "รายงาน.pdf")


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A store with something in every table."""
    opened = Store(database)
    id = opened.create("ศูนย์สารสนเทศ", 2561, "participation-2561").id
    opened.add_workbook(id, WORKBOOK, (Layout("คำตอบ", "responses", "แบบสำรวจ", fingerprint="f1"),))
    opened.state(id, 2, [Statement(2, "ประชุม", evidence="วาระ")])
    opened.overrule(id, 3, Overrule(3, "met", "ตรวจแล้ว", "หัวหน้าศูนย์", date(2018, 9, 30)))
    opened.add_evidence(id, REPORT, bytes(range(256)) * 9)
    yield opened
    opened.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path / 'empty.db'}")
    yield opened
    opened.close()


def everything(store: Store) -> list[object]:
    (saved,) = store.assessments()
    (workbook,) = store.workbooks(saved.id)
    entered = store.entered(saved.id)
    (entry,) = entered.evidence
    return [saved, workbook, entered, store.attachment(str(entry.sha256)), store.changes()]


def changed(source: Path, target: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy of a backup with one part of it changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return target


def test_what_was_saved_comes_back(store: Store, empty: Store, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    before = everything(store)
    counts = backup(store, file)
    assert (counts["assessment"], counts["sheet"], counts["attachment"]) == (1, 1, 1)
    assert file.stat().st_mode & 0o077 == 0, "for its owner's eyes only"
    assert everything(store) == before
    assert restore(empty, file) == counts
    assert everything(empty) == before
    # New rows get ids of their own, and the trail is guarded again.
    assert empty.create("B", 2562, "participation-2561").id != before[0].id  # type: ignore[attr-defined]
    with pytest.raises(Exception, match="only grows"), empty.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit"))


def test_a_backup_moves_to_the_other_engine(store: Store, empty: Store, tmp_path: Path) -> None:
    """On to SQLite, and back into the full store that it came from."""
    before = everything(store)
    backup(store, tmp_path / "a.backup")
    restore(empty, tmp_path / "a.backup")
    backup(empty, tmp_path / "b.backup")
    (saved,) = store.assessments()
    store.delete(saved.id)
    with pytest.raises(BackupError, match="not empty"):
        restore(store, tmp_path / "b.backup")
    assert store.assessments() == ()
    restore(store, tmp_path / "b.backup", replace=True)
    assert everything(store) == before
    assert store.create("B", 2562, "participation-2561").id != saved.id


def test_a_damaged_backup_leaves_the_store_as_it_was(store: Store, tmp_path: Path) -> None:
    backup(store, tmp_path / "a.backup")
    before = everything(store)
    damages: dict[str, Callable[[bytes], bytes]] = {
        "statement.jsonl": lambda content: content.replace(b'"level": 2', b'"level": 3'),
        "overrule.jsonl": lambda content: content[: len(content) // 2],
        "audit.jsonl": lambda content: content + content,
        MANIFEST: lambda content: b"{}",
    }
    for name, damage in damages.items():
        bad = changed(tmp_path / "a.backup", tmp_path / "bad.backup", name, damage)
        with pytest.raises(BackupError, match="damaged") as caught:
            restore(store, bad, replace=True)
        assert caught.value.problem.value == "bad.backup"
        assert everything(store) == before


def test_a_newer_or_foreign_file_is_refused(store: Store, tmp_path: Path) -> None:
    backup(store, tmp_path / "a.backup")

    def newer(content: bytes) -> bytes:
        return json.dumps({**json.loads(content), "schema": "9999"}).encode()

    later = changed(tmp_path / "a.backup", tmp_path / "later.backup", MANIFEST, newer)
    with pytest.raises(BackupError, match="newer version"):
        restore(store, later, replace=True)
    (tmp_path / "no.backup").write_bytes(b"not a zip")
    with pytest.raises(BackupError, match="no backup"):
        restore(store, tmp_path / "no.backup", replace=True)
    assert len(store.assessments()) == 1


def test_a_backup_of_an_earlier_schema_is_brought_up_to_date(
    database: str, empty: Store, tmp_path: Path
) -> None:
    first = Store(database)

    config = migrations()
    with first.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        connection.execute(
            text(
                "INSERT INTO assessment (id, unit, fiscal_year, rubric, band_scheme, version, updated_at) "
                "VALUES (7, 'ศูนย์', 2561, 'participation-2561', 'boonchom', 3, '2018-09-30 12:00:00')"
            )
        )
    backup(first, tmp_path / "old.backup")
    first.close()
    restore(empty, tmp_path / "old.backup")
    (saved,) = empty.assessments()
    assert (saved.id, saved.unit) == (7, "ศูนย์")
    empty.overrule(7, 3, Overrule(3, "met", "ตรวจแล้ว"))
    with empty.engine.begin() as connection:
        migrate(connection)


def test_nothing_half_written_is_left_behind(store: Store, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        backup(store, tmp_path / "nowhere" / "a.backup")

    def stop(table: str, rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(store, tmp_path / "a.backup", stop)
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == []


def test_the_commands(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = CliRunner().invoke
    file = str(tmp_path / "a.backup")
    monkeypatch.setenv("SAISAAT_DATABASE_URL", store.url.render_as_string(hide_password=False))
    done = run(app, ["backup", "--out", file, "--language", "en"])
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{file}: 1 assessment, ")
    full = run(app, ["restore", file, "--language", "en"])
    assert full.exit_code == 2
    assert "not empty" in full.stderr and "--replace" in full.stderr
    monkeypatch.setenv("SAISAAT_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    assert run(app, ["restore", file]).exit_code == 0
    again = Store()
    assert everything(again) == everything(store)
    again.close()
    missing = run(app, ["restore", str(tmp_path / "none"), "--language", "en"])
    assert missing.exit_code == 2 and "can't be read" in missing.stderr
    nowhere = run(app, ["backup", "--out", str(tmp_path / "no" / "a"), "--language", "en"])
    assert nowhere.exit_code == 2 and "can't be written" in nowhere.stderr
