"""Who is at work: whoever changes something is named in the history of changes."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.words import Words

NAME = "officer"


def name() -> str | None:
    """Who the visitor says they are; None where they never said."""
    return str(st.session_state.get(NAME) or "").strip() or None


def badge(row: DeltaGenerator, says: Words) -> None:
    """Who is at work, to be said once a visit."""
    st.session_state.setdefault(NAME, "")
    with row.popover(name() or says("Who are you?"), icon=":material/person:", width="content"):
        st.text_input(
            says("Your position or name"),
            key=NAME,
            persist_state="session",
            max_chars=100,
            help=says("It stands in the history of changes beside everything that you change."),
        )
