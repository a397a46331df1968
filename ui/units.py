"""The parts of the units page: choices, headline, ranking, levels, groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from analytics.charts.units import group_name
from analytics.rollup import Spread
from analytics.units import Unit, UnitKind
from analytics.words import Words
from data.store import Saved
from data.stored.outcomes import refresh
from ui import cache, parts, screen, state
from ui.units_view import FILL, ONE_BY_ONE, Choices, View, figure, group_table

OPEN = "open-unit"


def choose(says: Words) -> Choices | None:
    """Which rubric, year and part of the tree to look at; None where there is no assessment at all."""
    saved = cache.store().assessments()
    if not saved:
        return None
    current = state.chosen() or saved[0]
    rubrics = sorted({one.rubric for one in saved})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rubric = current.rubric
        if len(rubrics) > 1:
            rubric = _pick(says("Rubric"), rubrics, "units-rubric", current.rubric, width=240)
        years = sorted({one.fiscal_year for one in saved if one.rubric == rubric}, reverse=True)
        year = _pick(says("Fiscal year"), years, "units-year", current.fiscal_year, says.plain, width=140)
        tree = cache.units_tree(year)
        region = _part(says("Inspection region"), tree.all_of("region"), "units-region", says)
        provinces = tree.all_of("province")
        if region is not None:
            provinces = tuple(one for one in provinces if tree.within(one.id, region))
        province = _part(says("Province"), provinces, "units-province", says)
        search = st.text_input(
            says("Search"),
            placeholder=says("Name or code"),
            key="units-search",
            persist_state="session",
            icon=":material/search:",
            width=240,
        )
    return Choices(rubric, year, province or region, search.strip())


def _pick(
    label: str,
    options: Sequence[Any],
    key: str,
    first: Any,
    called: Callable[[Any], str] = str,
    *,
    width: int,
) -> Any:
    if st.session_state.get(key) not in options:
        st.session_state[key] = first if first in options else options[0]
    return st.selectbox(label, options, format_func=called, key=key, persist_state="session", width=width)


def _part(label: str, units: Sequence[Unit], key: str, says: Words) -> int | None:
    if not units:
        return None
    names = {unit.id: unit.name for unit in units}
    chosen: int | None = _pick(
        label,
        [None, *names],
        key,
        None,
        lambda id: names.get(id, says("All of them")),
        width=220,
    )
    return chosen


def year_before(choices: Choices, says: Words) -> View | None:
    """The same units in the fiscal year before; None where none of them was assessed by this rubric then."""
    then = replace(choices, fiscal_year=choices.fiscal_year - 1)
    there = any(
        (one.rubric, one.fiscal_year) == (then.rubric, then.fiscal_year)
        for one in cache.store().assessments()
    )
    return cache.units_view(then, says.language, says.digits) if there else None


def headline(view: View, before: View | None, year: int, says: Words) -> None:
    """Medians with their quartiles and bases, and what they were a year before."""
    whole = view.summary
    cards = st.columns(3)
    with cards[0], st.container(border=True, height="stretch"):
        st.metric(
            says("Units assessed"), says("{n} of {most}", n=whole.assessed + whole.pending, most=whole.units)
        )
        st.caption(says("{n} without an assessment, never counted as 0", n=whole.missing))
    with cards[1], st.container(border=True, height="stretch"):
        then = before.summary.score if before else None
        _median(says("Median score"), whole.score, then, year, says, most=view.most)
    with cards[2], st.container(border=True, height="stretch"):
        then = before.summary.top_two if before else None
        _median(says("Median of satisfied (two best answers)"), whole.top_two, then, year, says, share=True)


def _median(
    label: str,
    now: Spread | None,
    then: Spread | None,
    year: int,
    says: Words,
    *,
    share: bool = False,
    most: float | None = None,
) -> None:
    if now is None:
        st.metric(label, says.show(None))
        st.caption(says("No unit has figures yet"))
        return

    def told(value: float) -> str:
        return says.percent(value) if share else figure(value, says)

    shown = told(now.median)
    if most is not None:
        shown = says("{n} of {most}", n=shown, most=figure(most, says))
    if then is None or now.median == then.median:
        delta = None if then is None else says("as in {year}", year=says.plain(year - 1))
        st.metric(label, shown, delta, delta_color="off", delta_arrow="off")
    else:
        change = now.median - then.median
        # Streamlit tells a fall by the hyphen in front.
        sign, before = "-" if change < 0 else "+", says.plain(year - 1)
        if share:
            points = says.number(100 * abs(change), 1)
            delta = says("{change} percentage points from {year}", change=f"{sign}{points}", year=before)
        else:
            delta = says("{change} from {year}", change=f"{sign}{figure(abs(change), says)}", year=before)
        st.metric(label, shown, delta)
    if then is not None and then.n != now.n:
        # Other units may have moved the median, not these.
        st.caption(
            says("In {year} it was the median of {n} {n:unit|units}", year=says.plain(year - 1), n=then.n)
        )
    if now.n == 1:
        st.caption(says("Of one unit"))
        return
    st.caption(
        says(
            "Half of the units lie between {lower} and {upper}; mean {mean} (units: {n})",
            lower=told(now.lower),
            upper=told(now.upper),
            mean=told(now.mean),
            n=now.n,
        )
    )


def without_figures(view: View, says: Words) -> None:
    """Assessments that have not been worked out since they changed: a button works them out, one by one."""
    waiting = view.waiting
    if not waiting:
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(
            ":material/hourglass_top: "
            + says(
                "{n} {n:assessment has|assessments have} no figures yet, or changed since.", n=len(waiting)
            ),
            width="stretch",
        )
        if st.button(says("Work them out"), icon=":material/calculate:", key="units-refresh"):
            _work_out(waiting, says)


def _work_out(waiting: Sequence[Saved], says: Words) -> None:
    bar = st.progress(0.0)
    failed = []
    for n, (saved, problem) in enumerate(refresh(cache.store(), waiting), 1):
        name = parts.escape(state.label(saved, says))
        bar.progress(n / len(waiting), says("{name} ({n} of {all})", name=name, n=n, all=len(waiting)))
        if problem is not None:
            failed.append(f"{name}: {parts.escape(says.say(problem.problem))}")
    bar.empty()
    if failed:
        st.warning("  \n".join(failed))
    else:
        st.rerun()


def ranking(view: View, says: Words) -> None:
    """The ranking as a table; a press on a row opens the unit's overview."""
    st.header(says("Ranking by score"), anchor=False)
    if not view.ids:
        st.info(says("None of these units has figures yet"), icon=":material/info:")
        return
    st.caption(says("Units with equal scores share a place. Tick a row to open that unit."))
    right = {
        name: st.column_config.TextColumn(alignment="right")
        for name in view.table.columns
        if name not in (says("Unit"), says("Province"), says("Of the most points"))
    }
    st.dataframe(
        view.table,
        hide_index=True,
        height="content" if len(view.table) <= 10 else 420,
        column_config={
            **right,
            says("Of the most points"): st.column_config.ProgressColumn(
                format=FILL, min_value=0.0, max_value=1.0, width=135
            ),
        },
        on_select=_opened,
        selection_mode="single-row",
        key="units-ranking",
        alt=says("Ranking of {n} {n:unit|units} by score", n=len(view.ids)),
    )
    st.session_state[f"{OPEN}-rows"] = view.ids


def _opened() -> None:
    """Look at the assessment of the row that was pressed; the page leads to its overview then."""
    rows = st.session_state["units-ranking"].selection.rows
    ids = st.session_state.get(f"{OPEN}-rows", ())
    if rows and rows[0] < len(ids):
        saved = cache.directory().saved.get(str(ids[rows[0]]))
        if saved is not None:
            state.choose(saved)
            st.session_state[OPEN] = True


def follow() -> None:
    """Open the overview of the unit that was pressed."""
    if st.session_state.pop(OPEN, False):
        st.switch_page("pages/overview.py", query_params=state.link())


def levels(view: View, says: Words) -> None:
    """Where units stand level by level: one by one where they are few, else by province or region."""
    if not view.ids:
        return
    made = cache.units_chart(view, says.language, says.digits, screen.seen())
    notes = []
    if view.one_by_one and len(view.ids) > ONE_BY_ONE:
        notes = [says("Drawn are the first {n} units of the ranking.", n=ONE_BY_ONE)]
    go_on = _open if view.one_by_one else partial(_within, view.kind)
    notes.append(
        says("Press a cell to open the unit.") if view.one_by_one else says("Press a cell to see its units.")
    )
    parts.drawn(made, "units-levels", says, notes=notes, pressed=go_on)


def _open(cell: Sequence[Any] | None) -> None:
    """Look at the assessment of the unit whose cell was pressed; the page leads to its overview then."""
    saved = cache.directory().saved.get(str(cell[1])) if cell else None
    if saved is not None:
        state.choose(saved)
        st.session_state[OPEN] = True


def _within(kind: UnitKind | None, cell: Sequence[Any] | None) -> None:
    """Look at the units of the province or region whose cell was pressed."""
    if cell and cell[1] is not None and kind in ("province", "region"):
        st.session_state[f"units-{kind}"] = cell[1]


def groups(view: View, says: Words) -> None:
    """Counts, medians and quartiles by province or region, and who has no assessment."""
    if view.kind is not None:
        st.header(_by(view.kind, says), anchor=False)
        called = [group_name(group, says) for group in view.groups]
        table = group_table(view.groups, called, says)
        right = dict.fromkeys(table.columns[1:], st.column_config.TextColumn(alignment="right"))
        st.dataframe(table, hide_index=True, column_config=right, alt=_by(view.kind, says))
    if view.missing:
        with st.expander(
            says("Without an assessment: {n} {n:unit|units}", n=len(view.missing)),
            icon=":material/person_search:",
        ):
            st.markdown(_listed(member.name for member in view.missing))


def _by(kind: UnitKind, says: Words) -> str:
    return {
        "unit": says("By unit"),
        "province": says("By province"),
        "region": says("By inspection region"),
        "department": says("By department"),
    }[kind]


def _listed(names: Iterable[str]) -> str:
    return " · ".join(parts.escape(name) for name in names)
