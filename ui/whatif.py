"""What if, on the page: facts changed in thought, and what the score would be; nothing is saved."""

from __future__ import annotations

import streamlit as st

from analytics import charts
from analytics.assessment import Assessment
from analytics.facts import projects_in
from analytics.names import status_name
from analytics.projects import STATUSES, LookAlike, Project, RowRef, SameProject, Status, look_alikes
from analytics.whatif import Changes, next_steps, what_if
from analytics.words import Words
from data.store import Saved
from ui import cache, editing, parts, screen

STEPS = 0.75  # of the page, for the ladder beside the figures


@st.fragment
def panel(saved: Saved, found: Assessment, says: Words) -> None:
    """The shortest way to the next level, what can be changed in thought, and the ladder that follows."""
    _way(found, says)
    changes = _changes(saved, found, says)
    score = what_if(found.rubric, found.facts, changes)
    left, right = st.columns([1 - STEPS, STEPS])
    with left:
        st.metric(
            says("Score, if so"),
            says("{n} of {most}", n=score.score, most=score.maximum),
            _delta(score.score - found.score.score, says),
        )
        st.caption(says("Projected {n} once everything claimed is completed", n=score.projected))
        st.caption(says("Nothing here is saved."))
    with right:
        seen = screen.seen().part(STEPS)
        ladder = charts.ladder(score, says, dark=seen.dark, width=seen.width)
        parts.picture(ladder, f"whatif-{saved.id}", level=0)


def _way(found: Assessment, says: Words) -> None:
    steps, wanted = next_steps(found.rubric, found.facts), found.score.next_step
    if wanted is None:
        st.success(says("Every level counts: there is no next one."), icon=":material/check_circle:")
    elif not steps and wanted.missing:
        st.info(parts.escape(says.say(wanted.missing)), icon=":material/info:")
    else:
        listed = "\n".join(f"1. {parts.escape(says.say(step.text))}" for step in steps)
        st.info(listed, title=says("Shortest way to a higher score"), icon=":material/route:")


def _changes(saved: Saved, found: Assessment, says: Words) -> Changes:
    projects = {project.source: project for project in projects_in(found.facts)}
    open_ones = [
        source
        for source, project in projects.items()
        if project.from_citizens and project.status not in ("completed", "cancelled")
    ]
    standing = [p.source for p in (*found.facts.projects.counted, *found.facts.projects.claimed)]
    left, right = st.columns(2)
    with left:
        completed = _pick(says("These were completed"), open_ones, projects, f"done-{saved.id}", says)
        added = st.number_input(says("New completed projects from citizens"), 0, 9, key=f"new-{saved.id}")
    with right:
        dropped = _pick(says("These were dropped"), standing, projects, f"dropped-{saved.id}", says)
        statuses: list[Status] = st.multiselect(
            says("Statuses that count"),
            list(STATUSES),
            list(found.rubric.counted_statuses),
            format_func=lambda status: status_name(status, says),
            key=f"statuses-{saved.id}",
            placeholder=says("None"),
        )
    return Changes(
        frozenset(completed),
        frozenset(dropped),
        tuple(says("New project {n}", n=n) for n in range(1, added + 1)),
        tuple(statuses),
    )


def _pick(
    label: str, options: list[RowRef], projects: dict[RowRef, Project], key: str, says: Words
) -> list[RowRef]:
    return st.multiselect(
        label,
        options,
        format_func=lambda source: projects[source].name,
        key=key,
        placeholder=says("None"),
    )


def _delta(change: float, says: Words) -> str | None:
    if not change:
        return None
    sign = "+" if change > 0 else "-"
    return f"{sign}{says.show(abs(change))}"


def same_or_not(saved: Saved, found: Assessment, says: Words) -> None:
    """Pairs of projects that may be one, each with the officer's two answers."""
    pairs = look_alikes(projects_in(found.facts), found.fiscal_year, found.facts.same_projects)
    if not pairs:
        st.info(says("No two projects that could count have names alike."), icon=":material/check_circle:")
    for number, pair in enumerate(pairs):
        _pair(saved, pair, number, says)


def _pair(saved: Saved, pair: LookAlike, number: int, says: Words) -> None:
    with st.container(border=True):
        for project in (pair.first, pair.second):
            st.markdown(parts.escape(project.name))
            st.caption(
                f"{parts.escape(parts.place(project.source, says))} · {status_name(project.status, says)}"
                f" · {parts.escape(project.period_text or '–')}"
            )
        now = says("They count as one now") if pair.joined else says("They count as two now")
        st.caption(says("{share} of the letters alike · {now}", share=says.percent(pair.alike, 0), now=now))
        row = st.container(horizontal=True)
        for same, label in (
            (True, says("Pair {n}: the same project", n=number + 1)),
            (False, says("Pair {n}: not the same", n=number + 1)),
        ):
            row.button(
                label,
                key=f"same-{saved.id}-{number}-{same}",
                on_click=editing.press,
                args=(
                    cache.store().judge,
                    saved.id,
                    SameProject(pair.first.identity, pair.second.identity, same),
                ),
                kwargs={"seen": saved.version},
            )
