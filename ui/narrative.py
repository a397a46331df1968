"""The report page's text of findings: read, put into an office's own words, left out, found to be stale."""

from __future__ import annotations

import streamlit as st

from analytics.wordings import Account, Told, Wording, stale_mark
from analytics.words import Problem, Words
from data.conflicts import NotSaved
from data.store import Saved
from data.wordings import leave_out, reword
from ui import cache, parts
from ui.cache_narrative import account_of

REFUSED = "narrative-refused"


def section(saved: Saved, says: Words) -> None:
    """The text as it stands in the documents; on demand each sentence to be changed."""
    st.header(says("Summary of findings"), anchor=False)
    with st.spinner(says("Writing the findings"), show_time=True):
        told = account_of(saved, says)
    st.caption(
        says(
            "The text as it stands in the documents, written from the figures. Put a sentence in your own "
            "words, or leave it out; when its figures change, yours is marked."
        )
    )
    stale = sum(one.stale for each in told.sections for one in each.sentences if not one.left_out)
    if stale:
        st.warning(
            says(
                "{n} sentences in your own words stand for other figures: look at them before you hand in.",
                n=stale,
            ),
            icon=":material/history:",
        )
    refused: Problem | None = st.session_state.pop(REFUSED, None)
    if refused is not None:
        st.warning(
            parts.escape(f"{says.say(refused.problem)}. {says.say(refused.remedy)}: {refused.value}"),
            icon=":material/group:",
        )
    editing = st.toggle(says("Edit the text"), key=f"narrative-edit-{saved.id}", persist_state="session")
    with st.container(border=True):
        _sections(told, saved, says, editing=editing)
    _left_over(told, saved, says)


def _sections(told: Account, saved: Saved, says: Words, *, editing: bool) -> None:
    for each in told.sections:
        if each.heading:
            st.subheader(parts.escape(each.heading), anchor=False)
        if editing:
            for one in each.sentences:
                _sentence(one, saved, says)
        else:
            texts = [_read(one, says) for one in each.sentences if not one.left_out]
            if texts:
                st.markdown(" ".join(texts))


def _read(one: Told, says: Words) -> str:
    text = parts.lines(one.text)
    return f"{text} **({parts.escape(stale_mark(one, says))})**" if one.stale else text


def _sentence(one: Told, saved: Saved, says: Words) -> None:
    row = st.container(horizontal=True, vertical_alignment="top")
    with row.container():
        text = parts.lines(one.text)
        st.markdown(f"~~{text}~~" if one.left_out else text)
        notes = []
        if one.left_out:
            notes.append(f":material/visibility_off: {says('Left out of the documents')}")
        if one.wording is not None:
            who = one.wording.who
            own = says("Own words of {who}", who=who) if who else says("Own words")
            notes.append(f":material/edit: {parts.escape(own)}")
        if one.stale:
            notes.append(f"**:material/history: {parts.escape(stale_mark(one, says))}**")
        if notes:
            st.caption(" · ".join(notes))
    with row.popover(says("Change"), icon=":material/edit:", key=f"narrative-{_id(one, saved)}"):
        _change(one, saved, says)


def _change(one: Told, saved: Saved, says: Words) -> None:
    """Own words, back to the program's, still right, left out."""
    key, mine = _id(one, saved), one.wording
    if mine is not None:
        original = says("The program's sentence")
        st.caption(f"{original}: {parts.escape(one.sentence.text)}")
    # A sentence that somebody saved meanwhile is another field, so that it shows what is saved.
    field = f"own-{key}-{hash(mine)}"
    st.text_area(says("The sentence in your words"), one.text, height=160, key=field)
    st.button(
        says("Keep my words"),
        icon=":material/save:",
        type="primary",
        key=f"keep-{key}",
        on_click=_keep,
        args=(one, saved, says, field),
    )
    if one.stale and mine is not None:
        st.button(
            says("Still right with the new figures"),
            icon=":material/check:",
            key=f"right-{key}",
            on_click=_put,
            args=(one.sentence.key, mine, Wording(mine.text, one.sentence.figures, mine.who), saved, says),
        )
    if mine is not None:
        st.button(
            says("Back to the program's sentence"),
            icon=":material/undo:",
            key=f"back-{key}",
            on_click=_put,
            args=(one.sentence.key, mine, None, saved, says),
        )
    st.button(
        says("Take it in again") if one.left_out else says("Leave this sentence out"),
        icon=":material/visibility:" if one.left_out else ":material/visibility_off:",
        key=f"out-{key}",
        on_click=lambda: leave_out(cache.store(), saved.id, one.sentence.key, not one.left_out),
    )


def _keep(one: Told, saved: Saved, says: Words, field: str) -> None:
    """Keep the officer's words for the figures as they are; the program's own are no words of an officer."""
    text = " ".join(str(st.session_state[field]).split())
    own = None if text in ("", one.sentence.text) else Wording(text, one.sentence.figures)
    _put(one.sentence.key, one.wording, own, saved, says)


def _put(key: str, seen: Wording | None, wording: Wording | None, saved: Saved, says: Words) -> None:
    try:
        reword(cache.store(), saved.id, says.language, key, wording, seen=seen)
    except NotSaved as refused:
        st.session_state[REFUSED] = refused.problem


def _left_over(told: Account, saved: Saved, says: Words) -> None:
    """The officer's words for sentences that there are no more."""
    if not told.left_over:
        return
    with st.expander(says("Written for figures that are no more"), icon=":material/inventory_2:"):
        st.caption(says("These sentences stand in no document any more; copy what you need."))
        for key, wording in told.left_over:
            row = st.container(horizontal=True, vertical_alignment="center")
            row.markdown(parts.lines(wording.text))
            row.button(
                says("Throw it away"),
                icon=":material/delete:",
                key=f"over-{saved.id}-{key}",
                on_click=_put,
                args=(key, wording, None, saved, says),
            )


def _id(one: Told, saved: Saved) -> str:
    return f"{saved.id}-{one.sentence.key}"
