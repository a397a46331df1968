"""The meeting: one message a slide, moved by keys or a clicker, with or without the network."""

import streamlit as st

from ui import cache, parts, present, state

says = state.words()
saved = state.chosen()
if saved is None:
    st.title(says("Meeting"), anchor=False)
    parts.nothing_yet(says, says("There is no assessment yet"))
    st.stop()

slides = cache.slides(saved, says)
present.show(slides, saved, says)
with st.expander(says("Prepare the slides"), icon=":material/tune:"):
    present.prepare(slides, saved, says)
    present.take_along(slides, saved, says)
