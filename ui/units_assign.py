"""On the units page: put assessments to a unit of the list, or take them away from it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.units import Tree
from analytics.words import Words
from data.store import Saved
from data.stored.units import assign
from ui import cache, editing, state

WHOSE, WHICH, UNIT, SAID = "assign-whose", "assign-which", "assign-unit", "assign-said"
NO_UNIT = 0


def show(now: Tree, says: Words) -> None:
    """Whose assessments, which of them, and the unit that they belong to; those of no unit stand first."""
    _said(says)
    every = cache.directory()
    if not every.units:
        st.info(says("There is no assessment yet"), icon=":material/move_to_inbox:")
        return
    loose = [one for one in every.units if one.assessments[0].unit_id is None]
    keys = [one.key for one in (*loose, *(one for one in every.units if one not in loose))]
    if loose:
        st.caption(says("Names of assessments that no unit of the list has: {n}", n=len(loose)))
    if st.session_state.get(WHOSE) not in keys:
        st.session_state[WHOSE] = keys[0]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        whose = st.selectbox(
            says("Assessed unit"),
            keys,
            format_func=lambda key: _called(every.by_key[key].label, key, says),
            key=WHOSE,
            width=280,
        )
        of_it = every.by_key[whose].assessments
        which = st.selectbox(
            says("Assessment"),
            [None, *(one.id for one in of_it)],
            format_func=lambda id: (
                says("All of them") if id is None else state.label(every.saved[str(id)], says)
            ),
            key=f"{WHICH}-{whose}",
            width=280,
        )
        names = {unit.id: f"{unit.name} ({unit.code})" for unit in now.units}
        there = of_it[0].unit_id
        options = [NO_UNIT, *names]
        unit = st.selectbox(
            says("Unit of the list"),
            options,
            options.index(there) if there in names else 0,
            format_func=lambda id: names.get(id, says("No unit of the list")),
            key=f"{UNIT}-{whose}",
            width=280,
        )
        chosen = tuple(one for one in of_it if which in (None, one.id))
        st.button(
            says("Put them there"),
            icon=":material/link:" if unit else ":material/link_off:",
            disabled=all((one.unit_id or NO_UNIT) == unit for one in chosen),
            on_click=_assign,
            args=(chosen, unit),
            key="assign",
        )
    st.caption(says("The assessments keep the name that they were made under; choose no unit to undo it."))


def _called(label: str, key: str, says: Words) -> str:
    return says("{name} (of no unit yet)", name=label) if key.startswith("name-") else label


def _assign(chosen: Sequence[Saved], unit: int) -> None:
    def change(*, seen: int | None) -> None:
        for one in chosen:
            assign(cache.store(), one.id, unit or None, seen=one.version)

    try:
        editing.press(change, seen=None)
    except KeyError:
        st.session_state[SAID] = None
        return
    if not editing.saved():
        return
    # The officer goes on looking at the same assessments, so that it can be undone.
    st.session_state[WHOSE] = f"unit-{unit}" if unit else f"name-{chosen[0].unit}"
    st.session_state[SAID] = len(chosen)


def _said(says: Words) -> None:
    if SAID not in st.session_state:
        return
    n = st.session_state.pop(SAID)
    if n is None:
        st.warning(says("The unit or the assessment is gone meanwhile. Choose anew."))
    else:
        st.toast(says("Assessments put in their place: {n}", n=n), icon=":material/check:")
