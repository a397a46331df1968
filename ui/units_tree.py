"""The list of units on the units page: import it, add to it, rename and move its units."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from analytics.units import KINDS, Tree, Unit, UnitKind
from analytics.words import Problem, Words
from data.many.unit_list import read_units
from data.stored.rights import NotAllowed
from data.stored.units import UnitRefused, add_unit, import_units, move_unit, rename_unit, tree
from data.workbook import read
from ui import cache, officer, parts, units_assign
from ui.confirm import FOLDER_TYPES, sentence

SAID = "units-said"


def show(says: Words) -> None:
    """The tree as it is today, and every way to change it."""
    day = datetime.now(ZoneInfo("Asia/Bangkok")).date()
    now = tree(cache.store(), day)
    _said(says)
    may = officer.may("units", says)
    if may:
        _import(says)
    if not now.units:
        st.info(
            says(
                "There are no units yet. Without them every assessment stands for itself, and nothing is "
                "known to be missing."
            ),
            icon=":material/account_tree:",
        )
    else:
        st.header(says("Units today: {n}", n=len(now.units)), anchor=False)
        parts.table(_table(now, says), says("The units and what they belong to"))
    if not may:
        return
    change = st.segmented_control(
        says("Change the list"),
        ["add", "rename", "move", "assign"] if now.units else ["add"],
        format_func={
            "add": says("Add a unit"),
            "rename": says("Rename"),
            "move": says("Move"),
            "assign": says("Put assessments to a unit"),
        }.__getitem__,
        key="units-change",
    )
    if change == "add":
        _add(now, says)
    elif change == "rename":
        _rename(now, says)
    elif change == "move":
        _move(now, says)
    elif change == "assign":
        units_assign.show(now, says)


def kind_name(kind: UnitKind, says: Words) -> str:
    """A kind of unit in words."""
    return {
        "unit": says("Unit"),
        "province": says("Province"),
        "region": says("Inspection region"),
        "department": says("Department"),
    }[kind]


def _table(now: Tree, says: Words) -> pd.DataFrame:
    above = [next(iter(now.above(unit.id)), None) for unit in now.units]
    return pd.DataFrame(
        {
            says("Code"): [unit.code for unit in now.units],
            says("Name"): [unit.name for unit in now.units],
            says("Kind"): [kind_name(unit.kind, says) for unit in now.units],
            says("Belongs to"): [unit.name if unit else "" for unit in above],
        }
    )


def _import(says: Words) -> None:
    dropped = st.file_uploader(
        says("A list of units: columns code, name, kind, parent, since, until"),
        type=FOLDER_TYPES,
        key="units-list",
    )
    if dropped is None:
        return
    lines, problems = read_units(read(dropped.getvalue(), dropped.name))
    if lines and st.button(
        says("Take over {n} {n:row|rows}", n=len(lines)),
        type="primary",
        icon=":material/check:",
        key="units-take",
    ):
        with st.spinner(says("Taking over the list")):
            found = import_units(cache.store(), lines)
        problems = (*problems, *found.problems)
        st.success(
            says(
                "{added} {added:unit|units} added, {changed} changed, {same} as before; {matched} "
                "{matched:assessment|assessments} found {matched:its|their} unit",
                added=found.added,
                changed=found.changed,
                same=found.same,
                matched=found.matched,
            ),
            icon=":material/check:",
        )
    _problems(dropped.name, problems, says)


def _problems(name: str, problems: Sequence[Problem], says: Words) -> None:
    if problems:
        st.markdown(
            says(
                "{n} {n:row is left out until it is|rows are left out until they are} mended:",
                n=len(problems),
            )
        )
        told = parts.problems_table([(name, problem) for problem in problems], says)
        parts.table(told, says("Rows of the list that can't be used"))


def _add(now: Tree, says: Words) -> None:
    with st.form("units-add", clear_on_submit=False):
        with st.container(horizontal=True):
            code = st.text_input(says("Code"), key="units-add-code", width=160)
            name = st.text_input(says("Name"), key="units-add-name", width=320)
            kind = st.selectbox(
                says("Kind"),
                KINDS,
                format_func=lambda one: kind_name(one, says),
                key="units-add-kind",
                width=200,
            )
            parent = _unit(says("Belongs to"), now.units, "units-add-parent", says, optional=True)
        if st.form_submit_button(says("Add"), icon=":material/add:"):
            _do(lambda: add_unit(cache.store(), code, name, kind, parent=parent), says)


def _rename(now: Tree, says: Words) -> None:
    with st.form("units-rename"):
        with st.container(horizontal=True):
            id = _unit(says("Unit"), now.units, "units-rename-unit", says)
            name = st.text_input(says("New name"), key="units-rename-name", width=320)
        if st.form_submit_button(says("Rename"), icon=":material/edit:") and id is not None:
            _do(lambda: rename_unit(cache.store(), id, name), says)


def _move(now: Tree, says: Words) -> None:
    with st.form("units-move"):
        with st.container(horizontal=True):
            id = _unit(says("Unit"), now.units, "units-move-unit", says)
            upper = [unit for unit in now.units if unit.kind != "unit"]
            parent = _unit(says("Belongs to"), upper, "units-move-parent", says)
            since = st.date_input(
                says("From this day on (empty: always)"), None, key="units-move-since", width=260
            )
        pressed = st.form_submit_button(says("Move"), icon=":material/drive_file_move:")
    if pressed and id is not None and parent is not None:
        _do(lambda: move_unit(cache.store(), id, parent, since), says)


def _unit(label: str, units: Sequence[Unit], key: str, says: Words, *, optional: bool = False) -> int | None:
    names = {unit.id: f"{unit.name} ({unit.code})" for unit in units}
    return st.selectbox(
        label,
        [None, *names] if optional else list(names),
        format_func=lambda id: names.get(id, says("Nothing")),
        key=key,
        width=320,
    )


def _do(change: Callable[[], object], says: Words) -> None:
    try:
        change()
    except (UnitRefused, NotAllowed) as refused:
        st.error(sentence(refused.problem, says))
    else:
        st.session_state[SAID] = True
        st.rerun()


def _said(says: Words) -> None:
    if st.session_state.pop(SAID, False):
        st.toast(says("The list of units is changed"), icon=":material/check:")
