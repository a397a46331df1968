"""The words of the pages and documents, each with what it means."""

import pandas as pd
import streamlit as st

from ui import glossary, parts, state, tour

says = state.words()
st.title(says("Glossary"), anchor=False)
tour.offer(says)
wanted = st.text_input(
    says("Search for a word"), placeholder=says("A word, or part of its meaning"), icon=":material/search:"
).casefold()
shown = [entry for entry in glossary.entries() if wanted in " ".join(entry.told(says)).casefold()]
if not shown:
    st.info(says("No word here has “{text}” in it", text=parts.escape(wanted)))
other = says("In English") if says.language == "th" else says("In Thai")
for section, title in glossary.sections(says).items():
    rows = [entry.told(says) for entry in shown if entry.section == section]
    if rows:
        st.header(title, anchor=False)
        told = [[parts.escape(cell) for cell in row] for row in rows]
        st.table(
            pd.DataFrame(told, columns=[says("Word"), other, says("Meaning")]), hide_index=True, alt=title
        )
