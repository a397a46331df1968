"""Projects: where each came from, when it ran; what counts, what is left out, and the reason."""

import streamlit as st

from ui import cache, findings, parts, project_list, state

says = state.words()
saved = state.chosen()
found = cache.assessment(saved) if saved else None
st.title(says("Projects"), anchor=False)
if saved is None or found is None or not len(found.facts.projects):
    parts.nothing_yet(says, says("No project list has been dropped yet"))
    st.stop()

project_list.projects(found.facts.projects, saved, says)
parts.chart("timeline", saved, says)
findings.of_projects(saved, found, says)
