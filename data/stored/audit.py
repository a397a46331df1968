"""The audit trail: every change of the store, written in the same transaction as the change itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Integer, LargeBinary, cast, event, func, insert, inspect, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session, object_session

from analytics.history import THAI_TIME, Action, Change
from data.stored.schema import AssessmentRow, AuditRow, Base, CellsRow, SheetRow
from data.stored.upgrade import alone

# Counters and keys that say nothing about the matter, and bodies that are told by their sha256 instead.
UNTOLD = {"id", "assessment_id", "version", "updated_at", "added_at"}
BODIES = {"layouts", "layout", "problems", "content", "record"}
# What tells one row of a table from the others of an assessment, where its key doesn't mean anything.
KNOWN_BY = {
    "statement": ("level",),
    "overrule": ("level",),
    "figure": ("key",),
    "setting": ("name",),
    "same_project": ("first", "second"),
    "publication": ("revision",),
    "cause": ("project",),
}
# What the trail, statements and links name by its id.
LASTING = {"assessment", "workbook", "evidence", "finding", "publication", "unit"}
# What happens by itself along with what somebody does.
TECHNICAL = ("mapping", "attachment")
# In a session's info: the version that it gives to each assessment, the last id that it gave to each table.
VERSIONS, IDS = "versions", "ids"

# Of the value of a setting (None where there is none) what is meant by somebody who changes it.
Part = Callable[[Any], object]

_who: ContextVar[str | None] = ContextVar("who", default=None)


@dataclass(frozen=True)
class Person:
    """Who is at work. Of a `login`, `name` is the only one that counts, and `address` a confirmed one in
    small letters; without one `name` is what they said themselves. None where nothing is known.
    """

    name: str | None
    address: str | None = None
    login: bool = False


def _nobody() -> Person:
    return Person(None)


_door: Callable[[], Person] = _nobody


def told_by(door: Callable[[], Person]) -> None:
    """Let this say who is at work, whenever it is asked; the terminal tells of nobody."""
    global _door
    _door = door


def present() -> Person:
    """Who is at work."""
    return _door()


def _acting() -> str | None:
    person = present()
    return person.name if person.login else _who.get() or person.name


@contextmanager
def acting_as(who: str | None) -> Iterator[None]:
    """Changes made inside are this officer's, unless a login says who it is; None changes nothing."""
    token = _who.set(who or _who.get())
    try:
        yield
    finally:
        _who.reset(token)


def changes(engine: Engine, assessment_id: int | None = None, limit: int | None = None) -> tuple[Change, ...]:
    """The trail, of one assessment or of all, the latest first."""
    wanted = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
    if assessment_id is not None:
        wanted = wanted.where(AuditRow.assessment_id == assessment_id)
    with Session(engine) as session:
        return changes_of(session.scalars(wanted))


@dataclass(frozen=True)
class Asked:
    """Which changes are asked for; None and nothing for all. Days are Thai ones, both included."""

    assessment_id: int | None = None
    who: str | None = None
    entities: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


def page_of(engine: Engine, asked: Asked, size: int, number: int = 1) -> tuple[tuple[Change, ...], int]:
    """A page of the trail, the latest change first; and how many changes there are on all pages."""
    wanted = select(AuditRow).where(AuditRow.entity.not_in(TECHNICAL))
    if asked.assessment_id is not None:
        wanted = wanted.where(AuditRow.assessment_id == asked.assessment_id)
    if asked.who is not None:
        wanted = wanted.where(AuditRow.who == asked.who)
    if asked.entities:
        wanted = wanted.where(AuditRow.entity.in_(asked.entities))
    if asked.since is not None:
        wanted = wanted.where(AuditRow.at >= datetime.combine(asked.since, time()) - THAI_TIME)
    if asked.until is not None:
        end = datetime.combine(asked.until + timedelta(days=1), time())
        wanted = wanted.where(AuditRow.at < end - THAI_TIME)
    with Session(engine) as session:
        count = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
        rows = session.scalars(wanted.order_by(AuditRow.id.desc()).limit(size).offset(size * (number - 1)))
        return changes_of(rows), count


def people(engine: Engine) -> tuple[str, ...]:
    """Everybody whom the trail names, in order."""
    with Session(engine) as session:
        named = select(AuditRow.who).where(AuditRow.who.is_not(None)).distinct().order_by(AuditRow.who)
        return tuple(who for who in session.scalars(named) if who)


def last_change(
    engine: Engine, assessment_id: int, entity: str, thing: str | int, part: Part | None = None
) -> Change | None:
    """The last change of one thing of an assessment, of a setting also of one `part`; None where the trail
    has none."""
    wanted = select(AuditRow).where(
        AuditRow.assessment_id == assessment_id, AuditRow.entity == entity, AuditRow.thing == str(thing)
    )
    with Session(engine) as session:
        latest = map(_change, session.scalars(wanted.order_by(AuditRow.id.desc())))
        return next((change for change in latest if part is None or alters(change, part)), None)


def alters(change: Change, part: Part) -> bool:
    """Whether a change of a setting changed this part of its value."""
    was, now = (
        json.loads(side["value"]) if side and side.get("value") else None
        for side in (change.before, change.after)
    )
    return part(was) != part(now)


def changes_of(rows: Iterable[AuditRow]) -> tuple[Change, ...]:
    """Rows of the trail as they are told."""
    return tuple(_change(row) for row in rows)


def tell(
    connection: Connection, entity: str, assessment_id: int, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Write the entry of a change that was made by a statement of its own, not through a mapped row."""
    entry = {
        "at": datetime.now(UTC).replace(tzinfo=None),
        "who": _acting(),
        "assessment_id": assessment_id,
        "entity": entity,
        "action": "changed",
        "before": json.dumps(before, ensure_ascii=False),
        "after": json.dumps(after, ensure_ascii=False),
    }
    connection.execute(insert(AuditRow), [entry])


def _change(row: AuditRow) -> Change:
    action: Any = row.action
    before, after = (None if text is None else json.loads(text) for text in (row.before, row.after))
    return Change(
        row.id,
        row.at,
        row.who,
        row.assessment_id,
        row.entity,
        action,
        before,
        after,
        row.version,
        row.thing,
    )


def gives_version(session: Session, assessment_id: int, version: int) -> None:
    """Say which version an assessment gets by what is changed in this session."""
    session.info.setdefault(VERSIONS, {})[assessment_id] = version


def thing(*known_by: object) -> str:
    """What tells a thing from others of its kind, as the trail has it; the order of several is none."""
    (first, *more) = known_by
    return json.dumps(sorted(map(str, known_by)), ensure_ascii=False) if more else str(first)


@event.listens_for(Base, "before_insert", propagate=True)
def _never_twice(_mapper: object, connection: Connection, row: Any) -> None:
    """Give no id a second time: SQLite would take that of the last row again once it is gone."""
    table, session = row.__table__, object_session(row)
    if connection.dialect.name != "sqlite" or table.name not in LASTING or row.id or session is None:
        return
    alone(connection)
    given = session.info.setdefault(IDS, {})
    named = AuditRow.assessment_id if table.name == "assessment" else cast(AuditRow.thing, Integer)
    added = select(named).where(AuditRow.entity == table.name, AuditRow.action == "added")
    last = connection.scalar(added.order_by(AuditRow.id.desc()).limit(1))
    there = connection.scalar(select(func.max(table.c.id)))
    row.id = given[table.name] = max(last or 0, there or 0, given.get(table.name, 0)) + 1


@event.listens_for(Base, "after_insert", propagate=True)
def _added(_mapper: object, connection: Connection, row: Base) -> None:
    _tell(connection, row, "added", None, _values(row))


@event.listens_for(Base, "after_update", propagate=True)
def _changed(_mapper: object, connection: Connection, row: Base) -> None:
    before, after = _difference(row)
    if after:
        _tell(connection, row, "changed", before, after)


@event.listens_for(Base, "after_delete", propagate=True)
def _removed(_mapper: object, connection: Connection, row: Base) -> None:
    _tell(connection, row, "removed", _values(row), None)


def _tell(
    connection: Connection,
    row: Base,
    action: Action,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    if not isinstance(row, (AuditRow, SheetRow, CellsRow)):
        connection.execute(insert(AuditRow), [_entry(row, action, before, after)])


def _entry(
    row: Any, action: Action, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> dict[str, Any]:
    assessment_id, session = _assessment_of(row), object_session(row)
    return {
        "at": datetime.now(UTC).replace(tzinfo=None),
        "who": _acting(),
        "assessment_id": assessment_id,
        "entity": row.__tablename__,
        "action": action,
        "before": None if before is None else json.dumps(before, ensure_ascii=False),
        "after": None if after is None else json.dumps(after, ensure_ascii=False),
        "version": session.info.get(VERSIONS, {}).get(assessment_id) if session else None,
        "thing": _thing_of(row),
    }


def _thing_of(row: Any) -> str:
    names = KNOWN_BY.get(row.__tablename__)
    return thing(
        *(getattr(row, name) for name in names)
        if names
        else inspect(row).mapper.primary_key_from_instance(row)
    )


def _assessment_of(row: Any) -> int | None:
    if isinstance(row, AssessmentRow):
        return row.id
    if "assessment_id" not in inspect(row).mapper.columns:
        return None
    history = inspect(row).attrs.assessment_id.history
    # What was taken out of an assessment's list has lost its parent by now, but its history knows it.
    known = [id for ids in (history.added, history.unchanged, history.deleted) for id in ids or () if id]
    return int(known[0]) if known else None


def _columns(row: Any) -> Iterator[str]:
    for attribute in inspect(row).mapper.column_attrs:
        binary = any(isinstance(column.type, LargeBinary) for column in attribute.columns)
        if attribute.key not in UNTOLD and not binary:
            yield attribute.key


def _values(row: Any) -> dict[str, Any]:
    loaded = inspect(row).dict
    return {key: _told(key, loaded[key]) for key in _columns(row) if key in loaded}


def _difference(row: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for key in _columns(row):
        history = inspect(row).attrs[key].history
        if history.has_changes():
            before[key] = _told(key, history.deleted[0]) if history.deleted else None
            after[key] = _told(key, history.added[0]) if history.added else None
    return before, after


def _told(key: str, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if key in BODIES and isinstance(value, str):
        return f"sha256 {hashlib.sha256(value.encode()).hexdigest()}"
    return value
