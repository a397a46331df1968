"""Deleting an assessment: what goes with it is said first, its published revisions above all."""

from __future__ import annotations

import streamlit as st

from analytics.words import Words
from data.store import Saved
from data.stored import publications
from ui import cache, editing, officer, parts, state

DELETED = "deleted"


def offer(saved: Saved, says: Words) -> None:
    """What would go with an assessment, and the button that deletes it once that is agreed to."""
    revisions = len(publications.published(cache.store(), saved.id))
    name = parts.escape(state.label(saved, says))
    # Agreed to is what stands here now: a revision published meanwhile has to be agreed to anew.
    agreed, who = f"delete-{saved.id}-{revisions}", f"delete-who-{saved.id}"
    with st.expander(says("Delete this assessment"), icon=":material/delete_forever:", key="delete"):
        if not officer.may("delete", says):
            return
        st.markdown(
            says(
                "With “{name}” go its workbooks ({n}), all that was entered, and its evidence.",
                name=name,
                n=len(cache.store().listed(saved.id)),
            )
        )
        if revisions:
            st.warning(
                says(
                    "Published revisions that go with it: {n}. What was handed in can't be looked up here "
                    "any more.",
                    n=revisions,
                ),
                icon=":material/verified:",
            )
        st.caption(says("It can't be undone. Make a backup before, where it may be asked for again."))
        officer.field(st.container(), says("Deleted by (position)"), who, width=320)
        sure = st.checkbox(
            says("Delete it for good, with its published revisions: {n}", n=revisions)
            if revisions
            else says("Delete it for good; nothing of it was published"),
            key=agreed,
        )
        st.button(
            says("Delete"),
            icon=":material/delete_forever:",
            disabled=not sure,
            on_click=_delete,
            args=(saved, revisions, who, state.label(saved, says)),
            key=f"delete-now-{saved.id}",
        )


def said(says: Words) -> None:
    """Say once that an assessment was deleted."""
    if name := st.session_state.pop(DELETED, ""):
        st.toast(says("“{name}” is deleted", name=parts.escape(name)), icon=":material/delete_forever:")


def _delete(saved: Saved, revisions: int, who: str, name: str) -> None:
    def change(*, seen: int | None) -> None:
        by = officer.given(who) or None
        publications.delete(cache.store(), saved, revisions, by)
        st.session_state[DELETED] = name
        st.session_state.pop("target", None)

    editing.press(change, seen=saved.version)
