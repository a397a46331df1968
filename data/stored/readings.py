"""What the workbooks of an assessment are known by, told without opening them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.store import Store
from data.stored.schema import WorkbookRow


@dataclass(frozen=True)
class Reading:
    """A workbook of an assessment and how it is read: `reading` changes where either does."""

    id: int
    reading: str


def readings(store: Store, id: int) -> tuple[Reading, ...]:
    """The workbooks of an assessment in the order they were added; none where it is gone."""
    wanted = (
        select(
            WorkbookRow.id, WorkbookRow.name, WorkbookRow.sha256, WorkbookRow.added_at, WorkbookRow.layouts
        )
        .where(WorkbookRow.assessment_id == id)
        .order_by(WorkbookRow.id)
    )
    with Session(store.engine) as session:
        return tuple(
            Reading(number, hashlib.sha256(repr(known).encode()).hexdigest())
            for number, *known in session.execute(wanted)
        )
