"""Published revisions and what changed since, any two assessments compared, and the unit's years."""

import streamlit as st

from ui import cache, history, parts, state

says = state.words()
saved = state.chosen()
if saved is None:
    st.title(says("Years and revisions"), anchor=False)
    parts.nothing_yet(says, says("There is no assessment yet"))
    st.stop()

found = cache.assessment(saved)
st.title(says("Years and revisions"), anchor=False)
score = found.score
now = says("Score {n} of {most}, projected {p}", n=score.score, most=score.maximum, p=score.projected)
st.caption(f"{parts.escape(state.label(saved, says))} · {now}")
SECTIONS = {
    "revisions": says("Revisions"),
    "compare": says("Compare two"),
    "years": says("Year by year"),
}
section = st.segmented_control(
    says("Section"),
    list(SECTIONS),
    required=True,
    default="revisions",
    format_func=SECTIONS.__getitem__,
    key=f"history-{saved.id}",
    label_visibility="collapsed",
)
if section == "revisions":
    history.revisions(saved, says)
elif section == "compare":
    history.compare(saved, says)
else:
    history.years(saved, says)
