"""Who changed what and when, over all assessments."""

import streamlit as st

from ui import state, trail

says = state.words()
st.title(says("History of changes"), anchor=False)
trail.everything(says)
