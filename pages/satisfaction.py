"""Distribution, means and bands of every item and aspect of a survey; what else is known, on demand."""

import streamlit as st

from ui import cache, parts, satisfaction, state
from ui.sections.distributions import distributions

says = state.words()
saved = state.chosen()
found = cache.assessment(saved) if saved else None
st.title(says("Satisfaction"), anchor=False)
if saved is None or found is None or not found.surveys:
    parts.nothing_yet(says, says("No survey has been dropped yet"))
    st.stop()

number = parts.pick_survey(found.surveys, says)
survey = found.surveys[number]
look = satisfaction.Look(saved, number, survey, says)
st.caption(f"{parts.escape(survey.title)} · {parts.escape(parts.place(survey.source, says))}")
satisfaction.headline(look)
distributions(look)
satisfaction.sections(look)
