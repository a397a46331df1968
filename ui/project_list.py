"""The projects of an assessment as a table, all or those of one segment of the chart above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analytics.charts.projects import Entry, entries_of, outcome_text
from analytics.names import status_name
from analytics.projects import Ledger, Project
from analytics.words import Words
from data.store import Saved
from ui import parts


def projects(ledger: Ledger, saved: Saved, says: Words) -> None:
    """The chart of all projects, and the table of those chosen by pressing a segment or a name below it."""
    key = f"only-{saved.id}"

    def press(segment: Sequence[Any] | None) -> None:
        st.session_state[key] = segment[2] if segment else None

    parts.chart("projects_status", saved, says, pressed=press)
    entries = entries_of(ledger)
    segments = Counter(segment_of(entry) for entry in entries)
    named = {segment_of(entry): _name(entry, says) for entry in entries}
    only = st.pills(
        says("Show only (or press a segment of the chart; press again to show all)"),
        list(segments),
        format_func=lambda code: f"{named[code]} ({says.number(segments[code])})",
        key=key,
    )
    chosen = [entry for entry in entries if only in (None, segment_of(entry))]
    title = says("{n:The|All} {n} {n:project|projects}", n=len(entries))
    if only is not None:
        title = says(
            "{n} of {all} {all:project|projects}: {what}", n=len(chosen), all=len(entries), what=named[only]
        )
        row = st.container(horizontal=True, vertical_alignment="center")
        row.markdown(f":material/filter_alt: **{parts.escape(title)}**")
        row.button(
            says("Show all"),
            icon=":material/close:",
            on_click=lambda: st.session_state.update({key: None}),
            key=f"all-{saved.id}",
        )
    parts.table(pd.DataFrame([_row(entry, says) for entry in chosen]), title)


def segment_of(entry: Entry) -> str:
    """The segment of the chart that an entry is in."""
    return f"{entry.project.status}:{entry.outcome}"


def _name(entry: Entry, says: Words) -> str:
    return f"{status_name(entry.project.status, says)} · {outcome_text(entry.outcome, says)}"


def _row(entry: Entry, says: Words) -> dict[str, str]:
    project: Project = entry.project
    return {
        says("Outcome"): outcome_text(entry.outcome, says),
        says("Project"): project.name,
        says("Status"): status_name(project.status, says),
        says("Origin"): project.origin or "–",
        says("Period"): project.period_text or "–",
        says("Budget (baht)"): says.number(project.budget),
        says("Evidence"): project.evidence or "–",
        says("Reason"): says.say(entry.reason) if entry.reason else "–",
        says("Source"): parts.place(project.source, says),
    }
