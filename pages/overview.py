"""The score, the ladder of levels, what is missing for the next one, and the figures behind it."""

import streamlit as st

from ui import cache, cards, history, levels, parts, screen, state, tour

STEPS = 0.75  # of the page, for the ladder beside the cards

says = state.words()
saved = state.chosen()
if saved is None:
    st.title(says("Your spreadsheets, as a score that you can defend"), anchor=False)
    st.markdown(says("Drop a satisfaction survey and a project list, or look around in the sample first."))
    parts.nothing_yet(says, says("There is no assessment yet"))
    tour.show(says)
    st.markdown(f"## {says('Blank templates to fill in')}")
    parts.templates(says)
    st.stop()

tour.show(says)
found = cache.assessment(saved)
ladder = cache.chart("ladder", saved, says.language, says.digits, screen.seen().part(STEPS))
st.title(parts.escape(ladder.title), anchor=False)
st.caption(
    says(
        "{dimension} · rubric {rubric} version {version} · fiscal year {year}",
        dimension=parts.escape(found.rubric.dimension[says.language]),
        rubric=parts.escape(found.rubric.id),
        version=found.rubric.version,
        year=says.plain(found.fiscal_year),
    )
)
history.line(saved, says)
beside, steps = st.columns([1 - STEPS, STEPS])
with beside:
    cards.cards(found, says)
with steps, st.container(border=True):
    levels.ladder(saved, found.score, says, STEPS)
cards.next_step(found.score, says)
row = st.container(horizontal=True)
row.page_link("pages/satisfaction.py", label=says("Satisfaction"), icon=":material/sentiment_satisfied:")
row.page_link("pages/projects.py", label=says("Projects"), icon=":material/view_timeline:")
row.page_link("pages/rubric.py", label=says("Where every point comes from"), icon=":material/checklist:")
row.page_link("pages/report.py", label=says("Summary sheet"), icon=":material/description:")
