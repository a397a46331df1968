"""The summary sheet: what is in it, and its download."""

import pandas as pd
import streamlit as st

from analytics.reports.official_form import official_form
from ui import cache, parts, state

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
says = state.words()
saved = state.chosen()
if saved is None:
    st.title(says("Report"), anchor=False)
    parts.nothing_yet(says, says("There is no assessment yet"))
    st.stop()

found = cache.assessment(saved)
st.title(says("Summary sheet"), anchor=False)
st.caption(parts.escape(state.label(saved, says)))
with st.spinner(says("Writing the summary sheet")):
    content = cache.summary_sheet(saved, says.language, says.digits)
st.download_button(
    says("Download the summary sheet (.xlsx)"),
    content,
    f"saisaat-{found.fiscal_year}.xlsx",
    XLSX,
    icon=":material/download:",
    type="primary",
    on_click="ignore",
)
st.markdown(
    says(
        "It holds the official form, the satisfaction table, the projects counted and left out, "
        "and where every figure comes from. Dropped here again, it gives the same assessment."
    )
)
form = official_form(found, says)
st.subheader(parts.escape(form.titles[0]), anchor=False)
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
