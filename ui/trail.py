"""The audit trail of an assessment as a table."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from analytics.words import Words
from data.store import Saved
from ui import cache, parts

SHOWN = 200


def table(saved: Saved, says: Words) -> None:
    """The latest changes: when (Thai time), who, what, before and after."""
    changes = cache.store().changes(saved.id, SHOWN)
    entities, actions = _names(says)
    rows = [
        {
            says("When"): moment(change.at, says),
            says("Who"): change.who or "–",
            says("What"): f"{entities.get(change.entity, change.entity)} · {actions[change.action]}",
            says("Before"): _values(change.before),
            says("After"): _values(change.after),
        }
        for change in changes
    ]
    st.caption(says("The latest {n} changes. What is written here can't be altered or taken out.", n=SHOWN))
    parts.table(pd.DataFrame(rows), says("Changes: when, who, what, before and after"))


def moment(at: datetime | None, says: Words) -> str:
    """A time of the store (UTC, without zone) as Thai time; None is a dash."""
    if at is None:
        return says.date(None)
    local = at.replace(tzinfo=UTC).astimezone(ZoneInfo("Asia/Bangkok"))
    return f"{says.date(local.date(), short=True)} {says.in_digits(local.strftime('%H:%M'))}"


def _values(values: dict[str, Any] | None) -> str:
    given = {key: value for key, value in (values or {}).items() if value not in (None, "", "[]")}
    return " · ".join(f"{key}: {value}" for key, value in given.items())


def _names(says: Words) -> tuple[dict[str, str], dict[str, str]]:
    entities = {
        "assessment": says("Assessment"),
        "workbook": says("Workbook"),
        "statement": says("Statement"),
        "overrule": says("Overrule"),
        "figure": says("Figure"),
        "evidence": says("Evidence"),
        "same_project": says("Word on two projects"),
        "publication": says("Published revision"),
        "finding": says("Finding"),
        "cause": says("Project that a finding led to"),
    }
    return entities, {"added": says("added"), "changed": says("changed"), "removed": says("removed")}
