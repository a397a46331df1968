"""The report page's text of findings: read, put into an office's own words, left out, found to be stale."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import streamlit as st

from analytics.wordings import Account, Told, Wording, stale_mark
from analytics.words import Words
from data.store import Saved
from data.stored.wordings import SETTING, leave_out, part_of, reword
from ui import cache, editing, officer, parts
from ui.cache_narrative import account_of


def section(saved: Saved, says: Words) -> None:
    """The text as it stands in the documents; on demand each sentence to be changed."""
    st.header(says("Summary of findings"), anchor=False)
    with st.spinner(says("Writing the findings")):
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
                "{n} {n:sentence|sentences} in your own words {n:stands|stand} for other figures: "
                "look at {n:it|them} before you hand in.",
                n=stale,
            ),
            icon=":material/history:",
        )
    editing = st.toggle(says("Edit the text"), key=f"narrative-edit-{saved.id}", persist_state="session")
    with st.container(border=True):
        _sections(told, saved, says, editing=editing)
    _left_over(told, saved, says)


def _sections(told: Account, saved: Saved, says: Words, *, editing: bool) -> None:
    number = count(1)
    for each in told.sections:
        if each.heading:
            st.subheader(parts.escape(each.heading), anchor=False)
        if editing:
            for one in each.sentences:
                _sentence(one, next(number), saved, says)
        else:
            texts = [_read(one, says) for one in each.sentences if not one.left_out]
            if texts:
                st.markdown(" ".join(texts))


def _read(one: Told, says: Words) -> str:
    text = parts.lines(one.text)
    return f"{text} **({parts.escape(stale_mark(one, says))})**" if one.stale else text


def _sentence(one: Told, number: int, saved: Saved, says: Words) -> None:
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
    with row.popover(
        says("Change sentence {n}", n=number), icon=":material/edit:", key=f"narrative-{_id(one, saved)}"
    ):
        _change(one, saved, says)


def _change(one: Told, saved: Saved, says: Words) -> None:
    """Own words, back to the program's, still right, left out."""
    key, mine = _id(one, saved), one.wording
    if mine is not None:
        original = says("The program's sentence")
        st.caption(f"{original}: {parts.escape(one.sentence.text)}")
    # A sentence that the program writes otherwise by now is another form.
    name = f"own-{key}-{says.language}-{hash(one.sentence.text)}"
    label, part = says("The sentence in your words"), part_of(says.language, one.sentence.key)
    with st.form(f"form-{name}", border=False):
        form = editing.form(name, saved, mine, {"text": one.text})
        editing.beside(form, "setting", SETTING, [(label, one.text)], says, part)
        text = st.text_area(label, height=160, key=form.name("text"))
        if editing.buttons(form, says("Keep my words"), ":material/save:", says):
            # The program's own words are no words of an officer.
            plain = " ".join(text.split())
            own = Wording(plain, one.sentence.figures, officer.name())
            new = None if plain in ("", one.sentence.text) else own
            editing.save(form, lambda seen: _put(one.sentence.key, new, saved, says, seen=seen))
    if one.stale and mine is not None:
        st.button(
            says("Still right with the new figures"),
            icon=":material/check:",
            key=f"right-{key}",
            on_click=editing.press,
            args=(_put, one.sentence.key, replace(mine, figures=one.sentence.figures), saved, says),
            kwargs={"seen": saved.version},
        )
    if mine is not None:
        st.button(
            says("Back to the program's sentence"),
            icon=":material/undo:",
            key=f"back-{key}",
            on_click=editing.press,
            args=(_put, one.sentence.key, None, saved, says),
            kwargs={"seen": saved.version},
        )
    st.button(
        says("Take it in again") if one.left_out else says("Leave this sentence out"),
        icon=":material/visibility:" if one.left_out else ":material/visibility_off:",
        key=f"out-{key}",
        on_click=editing.press,
        args=(leave_out, cache.store(), saved.id, one.sentence.key, not one.left_out, officer.name()),
        kwargs={"text": one.text, "seen": saved.version},
    )


def _put(key: str, wording: Wording | None, saved: Saved, says: Words, *, seen: int) -> None:
    reword(cache.store(), saved.id, says.language, key, wording, who=officer.name(), seen=seen)


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
                says("Throw away “{name}”", name=parts.brief(wording.text)),
                icon=":material/delete:",
                key=f"over-{saved.id}-{key}",
                on_click=editing.press,
                args=(_put, key, None, saved, says),
                kwargs={"seen": saved.version},
            )


def _id(one: Told, saved: Saved) -> str:
    return f"{saved.id}-{one.sentence.key}"
