"""The trail of changes: what one entry of it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Action = Literal["added", "changed", "removed"]


@dataclass(frozen=True)
class Change:
    """One entry of the trail: who did what when (UTC), and the values before and after.

    `entity` is the kind of thing, `thing` which one of its kind (a level, the key of a figure, an id),
    `assessment_id` None for what belongs to no single assessment. `version` is the one that the change
    gave the assessment; None for entries of earlier schemas. What goes with a removed assessment has no
    entries of its own.
    """

    id: int
    at: datetime
    who: str | None
    assessment_id: int | None
    entity: str
    action: Action
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    version: int | None = None
    thing: str | None = None
