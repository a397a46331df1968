"""One item of the satisfaction page, chosen by pressing its bar or by its name; the breakdown follows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from ui import parts
from ui.sections.look import Look


def press(look: Look, segment: Sequence[Any] | None) -> None:
    """Look at the item whose bar was pressed; at all of them where it was pressed again."""
    choose(look, str(segment[2]) if segment else None)


def choose(look: Look, item: str | None) -> None:
    """Look at one item, or at all of them; for callbacks, which run before any widget."""
    st.session_state[look.key("only")] = item
    if item is not None:
        st.session_state[look.key("of")] = ("item", item)


def one_item(look: Look) -> None:
    """The item that was chosen: how often each point was answered, and the three kinds of no answer."""
    says, codebook = look.says, look.survey.tally.codebook
    texts = {item.key: item.text for item in codebook.items}
    if len(texts) < 2:
        return
    only = st.selectbox(
        says("Look at one item (or press its bar; press again for all)"),
        [None, *texts],
        format_func=lambda key: says("All items") if key is None else texts[key],
        key=look.key("only"),
        on_change=lambda: choose(look, st.session_state[look.key("only")]),
    )
    if only is None:
        return
    with st.container(border=True):
        row = st.container(horizontal=True, vertical_alignment="center")
        row.markdown(f":material/filter_alt: **{parts.escape(texts[only])}**", width="stretch")
        row.button(
            says("Show all"),
            icon=":material/close:",
            on_click=choose,
            args=(look, None),
            key=look.key("only-none"),
        )
        parts.chart("distribution", look.saved, says, f"{look.number}/{only}")
        st.caption(says("“Breakdown” below shows this item by group."))
