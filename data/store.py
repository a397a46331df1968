"""Saved assessments: SQLite with no configuration, PostgreSQL by URL.

What is kept of a workbook is its name, its sha256, what was recognised in it and the text of its
sheets with personal columns emptied; the file itself is not kept. Every method is one transaction, and
every change writes its entry of the audit trail in it.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
from pydantic import TypeAdapter
from sqlalchemy import create_engine, event, func, select, true
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import Session

from analytics.history import Change
from analytics.measures import BandScheme
from analytics.words import Problem
from data.codebooks import essence
from data.layout import Layout
from data.stored.audit import changes
from data.stored.conflicts import refuse_if_changed
from data.stored.entries import Entries, forget_unused, now, shared, touched
from data.stored.rights import require
from data.stored.schema import AssessmentRow, AuditRow, CellsRow, MappingRow, SheetRow, WorkbookRow
from data.stored.units import matching
from data.stored.upgrade import SchemaNewer, migrate
from data.workbook import Sheet, Workbook

# From this size on a sheet is read faster by several threads.
LARGE = 1_000_000
ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = TypeAdapter(tuple[Layout, ...])
PROBLEMS = TypeAdapter(tuple[Problem, ...])
MERGED = TypeAdapter(tuple[tuple[int, int, int, int], ...])


def database_url() -> str:
    """The database to use: SAISAAT_DATABASE_URL, else DATABASE_URL, else var/saisaat.db in the project."""
    chosen = os.environ.get("SAISAAT_DATABASE_URL") or os.environ.get("DATABASE_URL")
    return chosen or f"sqlite:///{ROOT / 'var' / 'saisaat.db'}"


@dataclass(frozen=True)
class Saved:
    """What is shown of a saved assessment in a list; `version` grows with every change.

    `unit` is the name that it was made under, `unit_id` the unit of the tree that it is put to.
    """

    id: int
    unit: str
    fiscal_year: int
    rubric: str
    band_scheme: BandScheme
    version: int
    unit_id: int | None = None


# The columns of an assessment that a `Saved` is made of, in its order.
SAVED = tuple(getattr(AssessmentRow, field.name) for field in fields(Saved))
# Of thousands of assessments that are listed again after a change nearly all are what they were.
saved_of = lru_cache(maxsize=20_000)(Saved)


@dataclass(frozen=True)
class _Listing:
    """The assessments at a stamp of the store; `until` is when the latest change among them was made."""

    stamp: tuple[Any, ...]
    until: datetime | None
    listed: tuple[Saved, ...]

    @property
    def whole(self) -> bool:
        """Whether these are as many, of such versions and units, as the stamp says."""
        listed = self.listed
        counted = [
            len(listed),
            sum(one.version for one in listed),
            max((one.id for one in listed), default=0),
            sum(one.unit_id or 0 for one in listed),
        ]
        return counted == [said or 0 for said in self.stamp[:4]]


@dataclass(frozen=True)
class Listed:
    """What is shown of an assessment's workbook in a list. `wave` counts from 1, a survey held again is 2."""

    id: int
    name: str
    sha256: str
    wave: int


@dataclass(frozen=True)
class SavedWorkbook:
    """A workbook of an assessment: its sheets without personal columns, and how they are read."""

    id: int
    workbook: Workbook
    layouts: tuple[Layout, ...]
    wave: int = 1


@dataclass(frozen=True)
class Remembered:
    """How headers were last confirmed to be read, and on which day (UTC). See `essence` for what is kept."""

    layout: Layout
    day: date


class Store(Entries):
    """The saved assessments behind one database URL; the schema is brought up to date when opened.

    Raises SchemaNewer where a newer version of the program made the database.
    """

    def __init__(self, url: str | None = None) -> None:
        self.engine = connected(url or database_url())
        self.url = self.engine.url
        try:
            with self.engine.begin() as connection:
                migrate(connection)
        except SchemaNewer:
            self.close()
            raise
        self._list: _Listing | None = None

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    def assessments(self) -> tuple[Saved, ...]:
        """Every saved assessment, the one changed last first.

        Asked for at every run of a page: of thousands, only whether any has changed is looked up, and after
        a change only those changed since are read, as long as that accounts for all that is different.
        """
        stamp, last = self.stamp(), self._list
        if last is None or last.stamp != stamp:
            since = self._listing(stamp, last) if last is not None else None
            last = self._list = since if since is not None and since.whole else self._listing(stamp, None)
        return last.listed

    def _listing(self, stamp: tuple[Any, ...], last: _Listing | None) -> _Listing:
        """Every assessment, or the last listing with those put in front that changed after it."""
        row = AssessmentRow
        query = select(row.updated_at, *SAVED).order_by(row.updated_at.desc(), row.id.desc())
        if last is not None and last.until is not None:
            query = query.where(row.updated_at >= last.until)
        with self.engine.connect() as connection:
            found = connection.execute(query).all()
        changed = tuple(saved_of(*values) for _, *values in found)
        ids = {one.id for one in changed}
        others = tuple(one for one in last.listed if one.id not in ids) if last is not None else ()
        until = found[0].updated_at if found else last.until if last is not None else None
        return _Listing(stamp, until, (*changed, *others))

    def stamp(self) -> tuple[Any, ...]:
        """A value that is another one after every change of an assessment or a unit."""
        trail = select(AuditRow.id, AuditRow.at).order_by(AuditRow.id.desc()).limit(1).subquery()
        counted = select(
            func.count().label("n"),
            func.sum(AssessmentRow.version).label("versions"),
            func.max(AssessmentRow.id).label("latest"),
            func.sum(AssessmentRow.unit_id).label("units"),
        ).subquery()
        query = select(counted, trail).outerjoin_from(counted, trail, true())
        with self.engine.connect() as connection:
            return tuple(connection.execute(query).one())

    def create(self, unit: str, fiscal_year: int, rubric: str, band_scheme: BandScheme = "boonchom") -> Saved:
        """A new, empty assessment; it is put to the unit that has this very code or name."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            row = AssessmentRow(
                unit=unit,
                fiscal_year=fiscal_year,
                rubric=rubric,
                band_scheme=band_scheme,
                updated_at=now(),
                unit_id=matching(session, unit),
            )
            session.add(row)
            session.flush()
            return saved_of(*(getattr(row, column.key) for column in SAVED))

    def change(self, id: int, *, who: str | None = None, seen: int | None = None, **values: Any) -> None:
        """Change unit, fiscal_year, rubric or band_scheme. KeyError where it is gone.

        ChangedMeanwhile where somebody gave one of them another value after version `seen`.
        """
        with self._changing(id, who) as (session, row):
            other = {name for name, value in values.items() if getattr(row, name) != value}
            if other:
                refuse_if_changed(session, id, seen, "assessment", id, names=other)
            for name, value in values.items():
                setattr(row, name, value)

    def delete(self, id: int) -> None:
        """Remove an assessment with all that belongs to it, its published revisions too.

        `publications.delete` asks for consent to that. NotAllowed as `rights.require`; KeyError where it is
        gone.
        """
        require("delete")
        with Session(self.engine) as session, session.begin():
            session.delete(touched(session, id))
            session.flush()
            forget_unused(session)

    def changes(self, id: int | None = None, limit: int | None = None) -> tuple[Change, ...]:
        """The audit trail, of one assessment or of all, the latest change first."""
        return changes(self.engine, id, limit)

    def add_workbook(
        self,
        id: int,
        workbook: Workbook,
        layouts: tuple[Layout, ...],
        *,
        instead_of: int | None = None,
        wave: int = 1,
        who: str | None = None,
        seen: int | None = None,
    ) -> None:
        """Add a workbook (already without personal columns), in place of the one called `instead_of`.

        The same file again in the same wave takes its own place. Roles, scales and codes of its columns are
        also remembered by the fingerprint of their headers. KeyError where `id` is gone; ChangedMeanwhile
        where after version `seen` somebody added, took out or replaced the one called `instead_of`, or
        confirmed this file to be read in another way.
        """
        with self._changing(id, who) as (session, row):
            put_workbook(session, row, workbook, layouts, instead_of=instead_of, wave=wave, seen=seen)

    def remove_workbook(
        self, id: int, workbook_id: int, who: str | None = None, *, seen: int | None = None
    ) -> None:
        """Take a workbook out of an assessment; nothing happens where it is gone already.

        ChangedMeanwhile where somebody put another in its place after version `seen`.
        """
        with self._changing(id, who) as (session, row):
            if all(kept.id != workbook_id for kept in row.workbooks) and _replaced(session, id, workbook_id):
                refuse_if_changed(session, id, seen, "workbook", workbook_id)
            row.workbooks = [kept for kept in row.workbooks if kept.id != workbook_id]
            session.flush()
            forget_unused(session)

    def listed(self, id: int) -> tuple[Listed, ...]:
        """The workbooks of an assessment in the order they were added, without what is in them."""
        wanted = select(WorkbookRow.id, WorkbookRow.name, WorkbookRow.sha256, WorkbookRow.wave)
        with Session(self.engine) as session:
            rows = session.execute(wanted.where(WorkbookRow.assessment_id == id).order_by(WorkbookRow.id))
            return tuple(Listed(*row) for row in rows)

    def workbook(self, workbook_id: int) -> SavedWorkbook:
        """One workbook of an assessment. KeyError where it is gone."""
        with Session(self.engine) as session:
            row = session.get(WorkbookRow, workbook_id)
            if row is None:
                raise KeyError(workbook_id)
            return _saved_workbook(row)

    def workbooks(self, id: int) -> tuple[SavedWorkbook, ...]:
        """The workbooks of an assessment in the order they were added."""
        with Session(self.engine) as session:
            rows = session.scalars(
                select(WorkbookRow).where(WorkbookRow.assessment_id == id).order_by(WorkbookRow.id)
            )
            return tuple(_saved_workbook(row) for row in rows)

    def remembered(self, fingerprint: str) -> Remembered | None:
        """How these headers were last confirmed to be read; None where they never were."""
        with Session(self.engine) as session:
            row = session.get(MappingRow, fingerprint)
            if row is None:
                return None
            return Remembered(LAYOUTS.validate_json(row.layout)[0], row.updated_at.date())


def put_workbook(
    session: Session,
    row: AssessmentRow,
    workbook: Workbook,
    layouts: tuple[Layout, ...],
    *,
    instead_of: int | None = None,
    wave: int = 1,
    seen: int | None = None,
    remember: bool = True,
) -> None:
    """`Store.add_workbook` within a transaction that does more.

    `remember`: whether somebody confirmed the layouts, so that these headers are read the same next time.
    """
    shared(session)
    if instead_of is not None:
        refuse_if_changed(session, row.id, seen, "workbook", instead_of)
    read_as = LAYOUTS.dump_json(layouts).decode()
    same = [kept for kept in row.workbooks if (kept.sha256, kept.wave) == (workbook.sha256, wave)]
    for kept in same:
        if kept.layouts != read_as:
            refuse_if_changed(session, row.id, seen, "workbook", kept.id)
    stays = [kept for kept in row.workbooks if kept.id != instead_of and kept not in same]
    replaces = len(stays) < len(row.workbooks)
    row.workbooks = stays
    row.workbooks.append(
        WorkbookRow(
            name=workbook.name,
            sha256=workbook.sha256,
            format=workbook.format,
            layouts=read_as,
            problems=PROBLEMS.dump_json(workbook.problems).decode(),
            wave=wave,
            added_at=now(),
            sheets=[_sheet_row(session, sheet) for sheet in workbook.sheets],
        )
    )
    if replaces:
        session.flush()
        forget_unused(session)
    for layout in layouts if remember else ():
        if layout.fingerprint and layout.kind != "other":
            session.merge(
                MappingRow(
                    fingerprint=layout.fingerprint,
                    layout=LAYOUTS.dump_json((essence(layout),)).decode(),
                    updated_at=now(),
                )
            )


def connected(url: str) -> Engine:
    """The engine for a database URL; whatever schema the database has."""
    there = make_url(url)
    if there.get_backend_name() == "postgresql":
        there = there.set(drivername="postgresql+psycopg")
    engine = create_engine(there)
    if there.get_backend_name() == "sqlite":
        if there.database not in (None, "", ":memory:"):
            Path(str(there.database)).parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def cells_of(content: bytes) -> pa.Table:
    """The cells of a sheet that the store has as Parquet.

    Most sheets are small, and starting threads for one would take many times as long as reading it.
    """
    return parquet.ParquetFile(BytesIO(content)).read(use_threads=len(content) > LARGE)


def _sheet_row(session: Session, sheet: Sheet) -> SheetRow:
    """A sheet, its cells kept by the sha256 of what is kept of them: personal columns are empty in it."""
    file = BytesIO()
    parquet.write_table(sheet.cells, file, compression="zstd")
    content = file.getvalue()
    sha256 = hashlib.sha256(content).hexdigest()
    body = session.get(CellsRow, sha256)
    if body is None:
        body = CellsRow(sha256=sha256, content=content)
        session.add(body)
        session.flush()  # the next sheet may be equal
    return SheetRow(
        name=sheet.name, hidden=sheet.hidden, merged=MERGED.dump_json(sheet.merged).decode(), body=body
    )


def _replaced(session: Session, id: int, workbook_id: int) -> bool:
    """Whether the workbook that is gone was taken out by the same change that put another in its place."""
    of_workbooks = select(AuditRow).where(AuditRow.assessment_id == id, AuditRow.entity == "workbook")
    gone = of_workbooks.where(AuditRow.action == "removed", AuditRow.thing == str(workbook_id))
    removed = session.scalar(gone)
    if removed is None or removed.version is None:
        return False
    added = of_workbooks.where(AuditRow.action == "added", AuditRow.version == removed.version)
    return session.scalar(added.limit(1)) is not None


def _saved_workbook(row: WorkbookRow) -> SavedWorkbook:
    sheets = tuple(
        Sheet(s.name, cells_of(s.cells), MERGED.validate_json(s.merged), s.hidden) for s in row.sheets
    )
    problems = PROBLEMS.validate_json(row.problems)
    workbook = Workbook(row.name, row.sha256, row.format, sheets, problems)
    return SavedWorkbook(row.id, workbook, LAYOUTS.validate_json(row.layouts), row.wave)
