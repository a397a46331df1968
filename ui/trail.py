"""The trail of changes, of one assessment or of all, in words."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.history import Told, entity_names, told, when
from analytics.words import Words
from data.store import Saved
from data.stored.audit import TECHNICAL, Asked, page_of, people
from ui import cache, parts, state

SHOWN = 100
A_PAGE = 25


def table(saved: Saved, says: Words) -> None:
    """The latest changes of an assessment."""
    changes, _ = page_of(cache.store().engine, Asked(saved.id), SHOWN)
    st.caption(says("The latest {n} changes. What is written here can't be altered or taken out.", n=SHOWN))
    _list(told(changes, says), {}, says)


def everything(says: Words) -> None:
    """Every change of every assessment, page by page, by who, what and when."""
    store = cache.store()
    names = {saved.id: state.label(saved, says) for saved in store.assessments()}
    asked = _asked(names, says)
    pages = st.session_state.get("trail-page", 1)
    changes, count = page_of(store.engine, asked, A_PAGE, pages)
    if not changes and pages > 1:  # fewer are left by what was asked since
        st.session_state["trail-page"] = pages = 1
        changes, count = page_of(store.engine, asked, A_PAGE)
    st.caption(says("Changes: {n}. What is written here can't be altered or taken out.", n=count))
    if not (count or names):
        parts.nothing_yet(says, says("There is no assessment yet"))
        return
    if not count:
        st.info(says("There are no such changes."), icon=":material/search_off:")
        return
    _list(told(changes, says), names, says)
    if count > A_PAGE:
        st.pagination(-(-count // A_PAGE), key="trail-page")


def _asked(names: dict[int, str], says: Words) -> Asked:
    kinds = {code: name for code, name in entity_names(says).items() if code not in TECHNICAL}
    first, second, third, fourth = st.columns([3, 2, 3, 2])
    id = first.selectbox(
        says("Assessment"),
        list(names),
        None,
        format_func=names.__getitem__,
        placeholder=says("All"),
        key="trail-assessment",
    )
    who = second.selectbox(
        says("Who"), people(cache.store().engine), None, placeholder=says("Everybody"), key="trail-who"
    )
    what = third.multiselect(
        says("What"), list(kinds), format_func=kinds.__getitem__, placeholder=says("All"), key="trail-what"
    )
    days = fourth.date_input(says("When (from, to)"), (), key="trail-when")
    since, until = (*days, None, None)[:2] if isinstance(days, tuple) else (days, None)
    return Asked(id, who, tuple(what), since, until)


def _list(entries: Sequence[Told], names: dict[int, str], says: Words) -> None:
    """Entries of the trail one below the other: long texts wrap, as they would not in a table."""
    icons = {"added": ":green[:material/add_circle:]", "changed": ":blue[:material/edit:]"}
    for entry in entries:
        change = entry.change
        where = names.get(change.assessment_id or 0)
        told_by = [when(change.at, says), change.who or says("Nobody named"), *([where] if where else [])]
        with st.container(border=True, gap=None):
            icon = icons.get(change.action, ":red[:material/delete:]")
            what, how = parts.escape(entry.what), parts.escape(entry.how)
            st.markdown(f"{icon} {says('**{what}** {how}', what=what, how=how)}")
            if entry.details:
                st.markdown(parts.escape(entry.details))
            st.caption(parts.escape(" · ".join(told_by)))
