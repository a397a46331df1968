"""Rubrics: what each asks for and by which rules; a new version, previewed on what is saved, and adopted."""

import streamlit as st

from ui import rubric_versions, state

says = state.words()
st.title(says("Rubrics"), anchor=False)
names = [says("What it asks for"), says("New version"), says("Rules")]
shown, new, rules = st.tabs(names, key="rubrics-tabs")
with shown:
    rubric_versions.show(rubric_versions.pick(says), says)
with new:
    rubric_versions.upload(says)
with rules:
    rubric_versions.rules(says)
