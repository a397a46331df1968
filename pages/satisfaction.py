"""Distribution, means and bands of every item and aspect of a survey."""

import streamlit as st

from analytics.charts import scales_of
from analytics.measures import BANDS
from analytics.names import scheme_name
from analytics.tables import item_table
from ui import cache, parts, state

says = state.words()
saved = state.chosen()
found = cache.assessment(saved) if saved else None
if saved is None or found is None or not found.surveys:
    st.title(says("Satisfaction"), anchor=False)
    parts.nothing_yet(says, says("No survey has been dropped yet"))
    st.stop()

number = parts.pick_survey(found.surveys, says)
survey = found.surveys[number]
head = st.container()
for _, items in scales_of(survey):
    parts.chart("likert", saved, says, f"{number}/{'|'.join(items)}")
if survey.tally.codebook.aspects:
    parts.chart("aspects", saved, says, f"{number}/")

st.subheader(says("All items"), anchor=False)
scheme = st.segmented_control(
    says("Bands of interpretation"),
    list(BANDS),
    default=found.band_scheme,
    required=True,
    format_func=lambda name: scheme_name(name, says),
    key=f"bands-{saved.id}",
    on_change=lambda: cache.store().change(saved.id, band_scheme=st.session_state[f"bands-{saved.id}"]),
)
parts.table(item_table(survey, says, scheme), says("All items with base, mean, SD and band"))
st.caption(
    says(
        "Shares, means and SD are of those who answered on the scale (n). "
        "Blank, not applicable and unrecognised answers are counted apart. SD is the sample one (n − 1)."
    )
)
with head:
    st.caption(f"{parts.escape(survey.title)} · {parts.escape(parts.place(survey.source, says))}")
