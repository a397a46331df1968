"""Projects: where each came from, when it ran; what counts, what is left out, and the reason."""

import pandas as pd
import streamlit as st

from analytics.names import status_name
from analytics.projects import Project
from analytics.words import Words
from ui import cache, findings, parts, state

says = state.words()
saved = state.chosen()
found = cache.assessment(saved) if saved else None
if saved is None or found is None or not len(found.facts.projects):
    st.title(says("Projects"), anchor=False)
    parts.nothing_yet(says, says("No project list has been dropped yet"))
    st.stop()


def row(project: Project, says: Words) -> dict[str, str]:
    """One project as a row of the page's table."""
    return {
        says("Project"): project.name,
        says("Status"): status_name(project.status, says),
        says("Origin"): project.origin or "–",
        says("Period"): project.period_text or "–",
        says("Budget (baht)"): says.number(project.budget),
        says("Evidence"): project.evidence or "–",
        says("Source"): parts.place(project.source, says),
    }


ledger = found.facts.projects
parts.chart("projects_status", saved, says)
parts.chart("timeline", saved, says)
counted, claimed, left_out = st.tabs(
    [
        says("Counted ({n})", n=len(ledger.counted)),
        says("Claimed ({n})", n=len(ledger.claimed)),
        says("Left out ({n})", n=len(ledger.left_out)),
    ]
)
with counted:
    parts.table(pd.DataFrame([row(p, says) for p in ledger.counted]), says("Projects that count"))
with claimed:
    parts.table(
        pd.DataFrame([row(p, says) for p in ledger.claimed]), says("Projects that count once completed")
    )
with left_out:
    rows = [{says("Reason"): says.say(left.reason), **row(left.project, says)} for left in ledger.left_out]
    parts.table(pd.DataFrame(rows), says("Projects left out, with the reason"))
findings.of_projects(saved, found, says)
