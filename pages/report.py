"""The report: the official form as it will be handed in, and the documents to download."""

import pandas as pd
import streamlit as st

from analytics.reports.official_form import official_form
from ui import cache, documents, forms, narrative, parts, state

says = state.words()
saved = state.chosen()
if saved is None:
    st.title(says("Report"), anchor=False)
    parts.nothing_yet(says, says("There is no assessment yet"))
    st.stop()

found = cache.assessment(saved)
st.title(says("Report"), anchor=False)
st.caption(parts.escape(state.label(saved, says)))
documents.downloads(saved, found, says)
st.markdown(
    says(
        "Every document holds the official form, satisfaction, the projects counted and left out, and "
        "where the figures come from. The summary sheet, or the bundle with its files, dropped on the page "
        "of workbooks again gives the same assessment."
    )
)
forms.section(saved, found, says)
narrative.section(saved, says)
form = official_form(found, says)
st.header(parts.escape(form.titles[0]), anchor=False)
for title in form.titles[1:]:
    st.markdown(parts.escape(title))
st.table(
    pd.DataFrame([[parts.lines(cell) for cell in row.cells] for row in form.rows], columns=form.header),
    hide_index=True,
    alt=says("The official form as filled in"),
)
with st.expander(says("Where the figures come from"), icon=":material/source:"):
    for source in found.sources:
        st.markdown(f"- {parts.escape(source.workbook)} · sha256 `{source.sha256}`")
