"""What no option of Streamlit sets: dark letters on filled buttons."""

from __future__ import annotations

import streamlit as st

DARK_LETTERS = "#0b1211"
# Streamlit writes with a theme's primary colour on the ground and white on it, whatever it is. In the dark
# theme no colour has 4.5 : 1 to both: the two ratios multiply to that of white on the ground, which would
# have to be 20.25, and is less on any ground but black. No theme option sets the letters.
RULE = (
    f'button[kind^="primary"], button[kind^="primary"] *, [data-tag], [data-tag] * {{color: {DARK_LETTERS}}}'
)


def dark_letters() -> None:
    """Write dark on what the dark theme fills with its primary colour; to be called on every page."""
    st.html(f"<style>{RULE}</style>")
