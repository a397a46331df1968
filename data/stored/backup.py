"""The whole store as one file that any engine reads: a zip with the rows of every table, and a manifest.

A backup made on SQLite restores on PostgreSQL, and the other way round; one of an earlier schema is brought
up to date while it is restored.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Generator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from analytics.words import Problem, message
from data.store import Store
from data.stored.upgrade import migrate, migrations

FORMAT = 1
MANIFEST = "manifest.json"
VERSION_TABLE = "alembic_version"
MANY = 500
# What happens to the rows of a table, for a display of progress: table, rows so far.
Told = Callable[[str, int], None]


class BackupError(ValueError):
    """A backup that can't be made or restored; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.problem.text)
        self.problem = problem


def backup(store: Store, target: Path, told: Told = lambda table, rows: None) -> dict[str, int]:
    """Write everything that is saved, as of one moment, to `target`; returns the number of rows by table.

    The server may go on meanwhile. The file appears whole or not at all. Raises OSError where it can't be
    written.
    """
    partial = target.with_name(f".{target.name}.partial")
    counts: dict[str, int] = {}
    try:
        partial.touch(mode=0o600)
        with (
            zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as file,
            _one_moment(store.engine) as connection,
        ):
            sums = {}
            for table in _tables(connection):
                digest = hashlib.sha256()
                with (
                    file.open(f"{table.name}.jsonl", "w", force_zip64=True) as rows,
                    closing(_lines(connection, table)) as lines,
                ):
                    for line in lines:
                        rows.write(line)
                        digest.update(line)
                        counts[table.name] = counts.get(table.name, 0) + 1
                        told(table.name, counts[table.name])
                sums[table.name] = {"rows": counts.setdefault(table.name, 0), "sha256": digest.hexdigest()}
            manifest = {
                "format": FORMAT,
                "schema": connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")),
                "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
                "tables": sums,
            }
            file.writestr(MANIFEST, json.dumps(manifest, indent=1))
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return counts


def restore(
    store: Store, source: Path, *, replace: bool = False, told: Told = lambda table, rows: None
) -> dict[str, int]:
    """Put a backup in the store; returns the number of rows by table.

    A store that holds anything is refused unless `replace`, which takes all of it out, its audit trail too.
    All or nothing: whatever goes wrong leaves the store as it was. Raises BackupError where the file is no
    backup, is damaged or of a newer schema, or the store is not empty; OSError where it can't be read.
    """
    with _opened(source) as file:
        schema, sums = _manifest(file, source)
        _check(file, sums, source)
        if not replace and _holds_anything(store.engine):
            raise BackupError(
                Problem(
                    message("The store is not empty, and a backup takes the place of all that is in it"),
                    message("Restore into an empty database, or say --replace"),
                )
            )
        if store.engine.dialect.name == "sqlite":
            counts = _restore_beside(store, file, schema, source, told)
        else:
            with store.engine.begin() as connection:
                counts = _fill(connection, file, schema, source, told)
    return counts


def _restore_beside(
    store: Store, file: zipfile.ZipFile, schema: str, source: Path, told: Told
) -> dict[str, int]:
    """Fill a new database, then copy it over the old one in one step: SQLite ends transactions at a DDL."""
    with TemporaryDirectory() as folder:
        beside = create_engine(f"sqlite:///{Path(folder) / 'restored.db'}")
        with beside.begin() as connection:
            counts = _fill(connection, file, schema, source, told)
        beside.dispose()
        store.close()
        with (
            closing(sqlite3.connect(Path(folder) / "restored.db")) as new,
            closing(sqlite3.connect(str(store.url.database))) as old,
        ):
            new.backup(old)
    return counts


def _fill(
    connection: Connection, file: zipfile.ZipFile, schema: str, source: Path, told: Told
) -> dict[str, int]:
    there = MetaData()
    there.reflect(connection)
    there.drop_all(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP FUNCTION IF EXISTS audit_only_grows(), publication_stays()"))
    migrate(connection, schema)
    counts = {}
    for table in _tables(connection):
        counts[table.name] = _insert(connection, table, file, source, told)
        if connection.dialect.name == "postgresql" and "id" in table.columns:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                    f"COALESCE((SELECT MAX(id) FROM {table.name}), 1))"
                )
            )
    migrate(connection)
    return counts


def _insert(connection: Connection, table: Table, file: zipfile.ZipFile, source: Path, told: Told) -> int:
    rows: list[dict[str, Any]] = []
    count = 0
    try:
        with file.open(f"{table.name}.jsonl") as lines:
            for line in lines:
                rows.append(_decoded(table, json.loads(line)))
                count += 1
                if len(rows) == MANY:
                    connection.execute(table.insert(), rows)
                    rows = []
                    told(table.name, count)
        if rows:
            connection.execute(table.insert(), rows)
    except (KeyError, ValueError, TypeError, DBAPIError) as error:
        raise _damaged(source, table.name) from error
    told(table.name, count)
    return count


def _check(file: zipfile.ZipFile, sums: dict[str, str], source: Path) -> None:
    """Hold every part against its sum in the manifest, before anything is touched."""
    for name, known in sums.items():
        digest = hashlib.sha256()
        try:
            with file.open(f"{name}.jsonl") as lines:
                for line in lines:
                    digest.update(line)
        except (KeyError, zipfile.BadZipFile, zlib.error) as error:
            raise _damaged(source, name) from error
        if digest.hexdigest() != known:
            raise _damaged(source, name)


def _opened(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except zipfile.BadZipFile as error:
        raise BackupError(
            Problem(
                message("This file is no backup"),
                message("Choose a file that was made by the backup command"),
                value=source.name,
            )
        ) from error


def _manifest(file: zipfile.ZipFile, source: Path) -> tuple[str, dict[str, str]]:
    """The schema's revision, and the sum of every table."""
    try:
        manifest = json.loads(file.read(MANIFEST))
        format, schema = manifest["format"], manifest["schema"]
        sums = {name: table["sha256"] for name, table in manifest["tables"].items()}
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _damaged(source, MANIFEST) from error
    known = {script.revision for script in ScriptDirectory.from_config(migrations()).walk_revisions()}
    if format != FORMAT or schema not in known:
        raise BackupError(
            Problem(
                message(
                    "This backup was made by a newer version of the program (schema {schema})",
                    schema=str(schema),
                ),
                message("Update the program, then restore it"),
                value=source.name,
            )
        )
    return str(schema), sums


def _damaged(source: Path, part: str) -> BackupError:
    return BackupError(
        Problem(
            message("This backup is damaged: {part} can't be read as it was written", part=part),
            message("Use another copy of it, or an earlier backup"),
            value=source.name,
        )
    )


def _one_moment(engine: Engine) -> Connection:
    """A connection that sees the store as it is now, whatever is changed meanwhile."""
    if engine.dialect.name == "postgresql":
        return engine.connect().execution_options(isolation_level="REPEATABLE READ")
    connection = engine.connect()
    connection.exec_driver_sql("BEGIN")
    return connection


def _tables(connection: Connection) -> list[Table]:
    """Every table of ours as the database has it, those that others point to first."""
    there = MetaData()
    there.reflect(connection)
    return [table for table in there.sorted_tables if table.name != VERSION_TABLE]


def _holds_anything(engine: Engine) -> bool:
    with engine.connect() as connection:
        if not inspect(connection).get_table_names():
            return False
        tables = _tables(connection)
        return any(connection.scalar(select(func.count()).select_from(table)) for table in tables)


def _lines(connection: Connection, table: Table) -> Generator[bytes, None, None]:
    ordered = select(table).order_by(*table.primary_key.columns)
    with connection.execute(ordered, execution_options={"yield_per": MANY}) as found:
        for row in found.mappings():
            content = {key: _encoded(value) for key, value in row.items()}
            yield json.dumps(content, ensure_ascii=False).encode() + b"\n"


def _encoded(value: Any) -> Any:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _decoded(table: Table, content: dict[str, Any]) -> dict[str, Any]:
    """Text of bytes and dates back to what they were, by the type of the column."""
    return {key: _value(table.columns[key].type.python_type, value) for key, value in content.items()}


def _value(kind: type, value: Any) -> Any:
    if value is None:
        return None
    if kind is bytes:
        return base64.b64decode(value, validate=True)
    return kind.fromisoformat(value) if kind in (date, datetime) else value
