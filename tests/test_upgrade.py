"""Databases of every earlier schema open with the same figures; on both engines."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

import pyarrow.parquet as parquet
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, Float, inspect, text
from sqlalchemy.exc import DatabaseError

from analytics.facts import Figure, Overrule, Statement
from analytics.measures import measures
from data.clean import without_personal
from data.gather import layouts_of
from data.store import LAYOUTS, MERGED, PROBLEMS, ROOT, Store, connected
from data.stored.conflicts import ChangedMeanwhile
from data.stored.outcomes import work_out
from data.stored.publications import published
from data.stored.schema import Base
from data.stored.upgrade import SchemaNewer, migrate, revision_of, revisions
from data.workbook import read_path

SAMPLES = sorted((ROOT / "data" / "samples").glob("*.xlsx"))
LONG_AGO = datetime(2018, 9, 30, 12)


def sample_rows() -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The samples as the first schema kept them: a row of workbook each, and its rows of sheet."""
    for id, path in enumerate(SAMPLES, 1):
        workbook = read_path(path)
        layouts = layouts_of(workbook)
        clean = without_personal(workbook, layouts)
        told = json.loads(LAYOUTS.dump_json(layouts))
        for layout in told:
            del layout["day_first"]  # nobody was asked for it yet
        row = {
            "id": id,
            "name": clean.name,
            "sha256": clean.sha256,
            "format": clean.format,
            "layouts": json.dumps(told, ensure_ascii=False),
            "problems": PROBLEMS.dump_json(clean.problems).decode(),
            "added_at": LONG_AGO,
        }
        sheets = []
        for sheet in clean.sheets:
            file = BytesIO()
            parquet.write_table(sheet.cells, file, compression="zstd")
            merged = MERGED.dump_json(sheet.merged).decode()
            cells = {"name": sheet.name, "hidden": sheet.hidden, "merged": merged, "cells": file.getvalue()}
            sheets.append({"workbook_id": id, **cells})
        yield row, sheets


@pytest.fixture(scope="module")
def samples() -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    return list(sample_rows())


def write(connection: Connection, table: str, **values: Any) -> None:
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)


def write_sheet(connection: Connection, schema: str, sheet: dict[str, Any]) -> None:
    if schema < "0005":
        write(connection, "sheet", **sheet)
        return
    content = sheet["cells"]
    sha256 = hashlib.sha256(content).hexdigest()
    if connection.scalar(text("SELECT 1 FROM cells WHERE sha256 = :sha256"), {"sha256": sha256}) is None:
        write(connection, "cells", sha256=sha256, content=content)
    rest = {name: value for name, value in sheet.items() if name != "cells"}
    write(connection, "sheet", **rest, sha256=sha256)


def write_old(
    connection: Connection, schema: str, samples: list[tuple[dict[str, Any], list[dict[str, Any]]]]
) -> None:
    """An assessment of the samples with a statement, and what else a schema had by then."""
    said_once: dict[str, Any] = {"unit": "ศูนย์สารสนเทศ", "fiscal_year": 2561, "rubric": "participation-2561"}
    said_once |= {"band_scheme": "boonchom", "version": 3, "updated_at": LONG_AGO}
    write(connection, "assessment", id=7, **said_once)
    for row, sheets in samples:
        write(connection, "workbook", assessment_id=7, **row, **({} if schema == "0001" else {"wave": 1}))
        for sheet in sheets:
            write_sheet(connection, schema, sheet)
    said = {"activity": "ประชุม", "result": "สรุปแล้ว", "evidence": "วาระ", "completed": True}
    write(connection, "statement", assessment_id=7, level=2, **said)
    write(connection, "mapping", fingerprint="f", layout="[]", updated_at=LONG_AGO)
    if schema < "0003":
        return
    write(connection, "overrule", assessment_id=7, level=5, finding="met", reason="ตรวจแล้ว", who="หัวหน้า")
    write(connection, "figure", assessment_id=7, key="ita", earned=87.45, possible=100)
    write(connection, "audit", at=LONG_AGO, entity="overrule", action="added", assessment_id=7, after="{}")
    if schema < "0004":
        return
    write(connection, "setting", assessment_id=7, name="slides", value="[1]")
    write(connection, "unit", id=1, code="A", name="ศูนย์สารสนเทศ", kind="unit")
    connection.execute(text("UPDATE assessment SET unit_id = 1"))
    made = {"revision": 1, "version": 3, "published_at": LONG_AGO, "record": "{}", "frozen": b"zip"}
    write(connection, "publication", assessment_id=7, **made)


@pytest.mark.parametrize("schema", revisions()[:-1])
def test_a_database_of_every_earlier_schema_opens_with_the_same_figures(
    database: str, schema: str, samples: list[tuple[dict[str, Any], list[dict[str, Any]]]]
) -> None:
    old = connected(database)
    with old.begin() as connection:
        migrate(connection, schema)
        write_old(connection, schema, samples)
        (again, sheets), more = samples[0], {} if schema == "0001" else {"wave": 2}
        write(connection, "workbook", assessment_id=7, **{**again, "id": 9, "layouts": "[]"}, **more)
        write_sheet(connection, schema, {**sheets[0], "workbook_id": 9})
    old.dispose()

    store = Store(database)
    (saved,) = store.assessments()
    assert (saved.id, saved.unit, saved.version) == (7, "ศูนย์สารสนเทศ", 3)
    assert kept_once(store.engine)
    store.remove_workbook(7, 9)
    assert store.workbook(1).workbook.sheets[0].name == samples[0][1][0]["name"]
    found = work_out(store, saved)
    overruled = schema >= "0003"
    assert (found.score.score, found.score.projected) == (20 if overruled else 16, 20)
    (survey,) = [survey for survey in found.surveys if survey.tally.respondents == 318]
    (item,) = [item for item in survey.tally.codebook.items if "ตรงกับความต้องการ" in item.header]
    assert measures(survey.tally, item.key).counts == {1: 6, 2: 8, 3: 45, 4: 90, 5: 169}
    entered = store.entered(7)
    assert entered.statements == (Statement(2, "ประชุม", "สรุปแล้ว", "วาระ"),)
    if overruled:
        assert entered.overrules == (Overrule(5, "met", "ตรวจแล้ว", "หัวหน้า"),)
        assert entered.figures == (Figure("ita", 87.45),)
        assert [change.thing for change in store.changes(7)][-1] is None
    assert store.setting(7, "slides") == ([1] if schema >= "0004" else None)
    # It goes on as any other, and what is said now has a version that can be compared.
    seen = store.assessments()[0].version
    assert [one.revision for one in published(store, 7)] == ([1] if schema >= "0004" else [])
    store.overrule(7, 4, Overrule(4, "met", "ตรวจแล้ว"))
    assert store.changes(7, 1)[0].version == seen + 1
    with pytest.raises(ChangedMeanwhile):
        store.overrule(7, 4, None, seen=seen)
    store.close()


def kept_once(engine: Engine) -> bool:
    """Every sheet has its cells, under their sha256, equal ones once."""
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT sha256, content FROM cells")).all()
        used = set(connection.scalars(text("SELECT sha256 FROM sheet")))
        sheets = connection.scalar(text("SELECT COUNT(*) FROM sheet"))
    assert (
        {hashlib.sha256(content).hexdigest() for _, content in rows} == {sha256 for sha256, _ in rows} == used
    )
    return len(rows) < sheets


@pytest.mark.parametrize("earlier", ["0003", "0004"])
def test_there_and_back_again_keeps_the_rows(
    database: str, earlier: str, samples: list[tuple[dict[str, Any], list[dict[str, Any]]]]
) -> None:
    engine = connected(database)
    with engine.begin() as connection:
        migrate(connection, "0004")
        write_old(connection, earlier, samples)
        migrate(connection)
        before = rows(connection)
        migrate(connection, earlier)
        assert revision_of(connection) == earlier
        assert ("setting" in rows(connection)) == (earlier == "0004")
        first = connection.scalar(text("SELECT cells FROM sheet ORDER BY id LIMIT 1"))
        assert first == samples[0][1][0]["cells"]
        migrate(connection)
        assert rows(connection) == before
        assert differences(connection) == []
    engine.dispose()


def test_there_and_back_again_revisions_are_guarded(database: str) -> None:
    engine = connected(database)
    with engine.begin() as connection:
        migrate(connection, "0004")
        write_old(connection, "0004", [])
        migrate(connection)
        migrate(connection, "0005")
        connection.execute(text("UPDATE publication SET who = 'somebody'"))
        migrate(connection)
    for change in ("UPDATE publication SET who = NULL", "DELETE FROM publication"):
        with pytest.raises(DatabaseError, match="a published revision"), engine.begin() as connection:
            connection.execute(text(change))
    with engine.begin() as connection:
        assert rows(connection)["publication"][0]["who"] == "somebody"
        connection.execute(text("DELETE FROM assessment"))
        assert rows(connection)["publication"] == []
    engine.dispose()


def rows(connection: Connection) -> dict[str, list[Any]]:
    """Every row of every table that there is, in order."""
    found = {}
    there = set(inspect(connection).get_table_names())
    for table in Base.metadata.sorted_tables:
        if table.name in there:
            key = ", ".join(column.name for column in table.primary_key)
            told = connection.execute(text(f"SELECT * FROM {table.name} ORDER BY {key}")).mappings()
            found[table.name] = [dict(sorted(row.items())) for row in told]
    return found


def differences(connection: Connection) -> list[Any]:
    """Where the schema is not what the program expects, but for what can't be told apart on SQLite."""
    context = MigrationContext.configure(connection, opts={"compare_type": _other_type})
    found = compare_metadata(context, Base.metadata)
    if connection.dialect.name == "sqlite":
        # What a reference beside its column does on delete is not read; the database itself knows it.
        keys = connection.execute(text("PRAGMA foreign_key_list(assessment)")).mappings().all()
        assert [(key["table"], key["on_delete"]) for key in keys] == [("unit", "SET NULL")]
        found = [one for one in found if getattr(one[1], "column_keys", None) != ["unit_id"]]
    return found


def _other_type(_context: object, _there: object, _here: object, there: Any, here: Any) -> bool | None:
    """A float of any name is a double on both engines; None leaves others to Alembic."""
    return False if isinstance(there, Float) and isinstance(here, Float) else None


def test_the_migrations_come_to_what_the_program_expects(database: str) -> None:
    engine = connected(database)
    with engine.begin() as connection:
        migrate(connection)
        assert differences(connection) == []
        connection.execute(text("ALTER TABLE mapping ADD COLUMN more TEXT"))
        assert len(differences(connection)) == 1, "a difference would be seen"
    engine.dispose()


def test_an_upgrade_that_fails_leaves_the_old_schema(database: str) -> None:
    engine = connected(database)
    with engine.begin() as connection:
        migrate(connection, "0003")
    told: list[str] = []

    def stop(revision: str, brought: str) -> None:
        told.append(revision)
        if revision == "0005":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), engine.begin() as connection:
        migrate(connection, told=stop)
    assert told == ["0004", "0005"]
    with engine.begin() as connection:
        assert revision_of(connection) == "0003"
        assert "cells" not in inspect(connection).get_table_names()
        migrate(connection)
        assert revision_of(connection) == revisions()[-1]
    engine.dispose()


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database: str) -> None:
    store = Store(database)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(SchemaNewer, match="newer version"):
        Store(database)
