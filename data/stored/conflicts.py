"""Two officers at one assessment: what somebody else changed meanwhile is not lost.

A page that was shown an assessment at version `seen` says so when it saves. Where the same thing (the
statement of this level, this figure) was changed after that version, saving is refused; the trail says
by whom and when. Changes to different things don't meet.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from analytics.history import Change
from analytics.words import Message, Problem, message
from data.stored.audit import Part, alters, changes_of
from data.stored.schema import AuditRow
from data.stored.upgrade import alone

# Rows that several assessments share: whoever adds or takes out one is alone meanwhile (on PostgreSQL).
SHARED = 1


class NotSaved(Exception):
    """Nothing was saved; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.problem.text)


class ChangedMeanwhile(NotSaved):
    """Somebody changed the same thing after the version that was seen: `change` is the last such change."""

    def __init__(self, change: Change) -> None:
        super().__init__(told(change))
        self.change = change


def told(change: Change) -> Problem:
    """Who changed what and when (Thai time), and what the officer can do."""
    local = change.at.replace(tzinfo=UTC).astimezone(ZoneInfo("Asia/Bangkok"))
    values = {"who": change.who, "day": local.date(), "time": f"{local:%H:%M}", "thing": change.thing}
    sentence = {
        "statement": message(
            "The statement for level {thing} was changed on {day} at {time} by {who}", **values
        ),
        "overrule": message(
            "The overrule of level {thing} was changed on {day} at {time} by {who}", **values
        ),
        "figure": message("This figure was changed on {day} at {time} by {who}", **values),
        "same_project": message(
            "A word on these two projects was given on {day} at {time} by {who}", **values
        ),
        "cause": message("What “{thing}” came from was changed on {day} at {time} by {who}", **values),
        "workbook": message("This workbook was changed on {day} at {time} by {who}", **values),
    }.get(change.entity, _this(change, values))
    return Problem(sentence, message("Look at what is saved now; then save yours over it, or leave it"))


def _this(change: Change, values: dict[str, Any]) -> Message:
    if change.who is None:
        return message("This was changed on {day} at {time}; who did it was not said", **values)
    return message("This was changed on {day} at {time} by {who}", **values)


def refuse_if_changed(
    session: Session,
    id: int,
    seen: int | None,
    entity: str,
    thing: str | int | None = None,
    *,
    names: Collection[str] = (),
    part: Part | None = None,
) -> None:
    """Raise ChangedMeanwhile where this thing of an assessment was changed after version `seen`.

    `seen` None never refuses. `names`: only changes of one of these values count; `part`: of a setting, only
    changes of this part of its value.
    """
    if seen is None:
        return
    wanted = select(AuditRow).where(
        AuditRow.assessment_id == id, AuditRow.entity == entity, AuditRow.version > seen
    )
    if thing is not None:
        wanted = wanted.where(AuditRow.thing == str(thing))
    with session.no_autoflush:  # a change that is saved in two goes would count as two
        found = changes_of(session.scalars(wanted.order_by(AuditRow.id.desc())))
    for change in found:
        named = not names or set(names) & set(change.after or ())
        if named and (part is None or alters(change, part)):
            raise ChangedMeanwhile(change)


def only_writer(session: Session) -> None:
    """Wait until nobody else writes on SQLite; on PostgreSQL the row of the assessment is locked instead."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return
    try:
        alone(connection)
    except OperationalError as error:
        raise NotSaved(
            Problem(
                message("The database is busy with another change"),
                message("Try again in a moment; nothing of yours was saved"),
            )
        ) from error
