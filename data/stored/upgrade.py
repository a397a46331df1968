"""The schema of the store, and how a database of an earlier one is brought up to date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection

from analytics.words import Problem, message

# One step that was made: its revision, and what it brought.
Told = Callable[[str, str], None]


class SchemaNewer(Exception):
    """The database was made by a newer version of the program; `problem` says what to do."""

    def __init__(self, schema: str) -> None:
        self.problem = Problem(
            message("This database is of a newer version of the program (schema {schema})", schema=schema),
            message("Update the program; nothing was changed"),
        )
        super().__init__(self.problem.problem.text)


def migrations() -> Config:
    """Where the migrations are, for Alembic."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def revisions() -> tuple[str, ...]:
    """Every schema there has been, the first one first."""
    return tuple(step.revision for step in ScriptDirectory.from_config(migrations()).walk_revisions())[::-1]


def revision_of(connection: Connection) -> str | None:
    """The schema that a database has; None where it is empty. SchemaNewer where it is not known here."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in revisions():
        raise SchemaNewer(found)
    return found


def migrate(
    connection: Connection, revision: str = "head", told: Told = lambda revision, brought: None
) -> None:
    """Bring the schema up to date, or up to a revision, or back down to an earlier one; all or nothing.

    Raises SchemaNewer where the database is of a newer version of the program.
    """
    wanted = revisions()[-1] if revision == "head" else revision
    if revision_of(connection) == wanted:
        return
    alone(connection)
    found = revision_of(connection)  # of several servers that start at once one migrates, the others wait
    config = migrations()
    config.attributes["connection"] = connection
    config.attributes["told"] = told
    back = found is not None and revisions().index(found) > revisions().index(wanted)
    (command.downgrade if back else command.upgrade)(config, wanted)


def alone(connection: Connection, what: int = 0) -> None:
    """Until the end of the transaction nobody else is here; others wait.

    On SQLite nobody else writes at all. Python's driver would begin only at the first change of a row,
    after what was read to decide on it, and never for a change of the schema.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": 7261732 + what})
    elif not connection.connection.dbapi_connection.in_transaction:  # type: ignore[union-attr]
        connection.exec_driver_sql("BEGIN IMMEDIATE")
