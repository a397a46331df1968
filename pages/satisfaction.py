"""Distribution, means and bands of every item and aspect of a survey; what else is known, on demand."""

import streamlit as st

from analytics.charts import scales_of
from ui import cache, parts, satisfaction, state

says = state.words()
saved = state.chosen()
found = cache.assessment(saved) if saved else None
if saved is None or found is None or not found.surveys:
    st.title(says("Satisfaction"), anchor=False)
    parts.nothing_yet(says, says("No survey has been dropped yet"))
    st.stop()

number = parts.pick_survey(found.surveys, says)
survey = found.surveys[number]
look = satisfaction.Look(saved, number, survey, says)
st.caption(f"{parts.escape(survey.title)} · {parts.escape(parts.place(survey.source, says))}")
satisfaction.headline(look)
for _, items in scales_of(survey):
    parts.chart("likert", saved, says, f"{number}/{'|'.join(items)}")
if survey.tally.codebook.aspects:
    parts.chart("aspects", saved, says, f"{number}/{look.population or ''}")
satisfaction.sections(look)
