"""Publishing an assessment, its revisions, what changed since, comparing two, and the unit's years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.history import THAI_TIME, when
from analytics.revisions import Record
from analytics.revisions import differences as differences_of
from analytics.words import Problem, Words
from data.store import Saved
from data.stored import publications
from data.stored.conflicts import NotSaved
from data.stored.publications import Published
from ui import cache, cache_history, cache_narrative, differences, officer, parts, screen, state
from ui.directory import FEW

PAGE = "pages/history.py"


def line(saved: Saved, says: Words) -> None:
    """One line for the overview: published as which revision, or changed since; with a link to the page."""
    revisions = publications.published(cache.store(), saved.id)
    if not revisions:
        return
    last, changes = revisions[0], len(cache_history.since(saved, revisions[0]))
    if changes:
        label = says(
            "Changed since revision {n} was published on {day} · differences: {changes}",
            n=last.revision,
            day=_day(last.at, says),
            changes=changes,
        )
        st.page_link(PAGE, label=label, icon=":material/published_with_changes:")
    else:
        label = says("Published as revision {n} on {day}", n=last.revision, day=_day(last.at, says))
        st.page_link(PAGE, label=label, icon=":material/verified:")


def revisions(saved: Saved, says: Words) -> None:
    """What was published, what is different now, and the form to publish it."""
    known = publications.published(cache.store(), saved.id)
    changes = cache_history.since(saved, known[0]) if known else ()
    _answer(saved, says)
    if not known:
        st.info(
            says(
                "Nothing has been published yet. A published revision stays as it is, whatever changes later."
            ),
            icon=":material/lock_open:",
        )
    elif not changes:
        st.success(
            says("Nothing has changed since revision {n} was published.", n=known[0].revision),
            icon=":material/verified:",
        )
    if changes or not known:
        _form(saved, known[0].revision + 1 if known else 1, says)
    if changes:
        st.header(says("Changed since revision {n} was published", n=known[0].revision), anchor=False)
        differences.show(changes, says, f"since-{saved.id}")
    if known:
        st.header(says("Published revisions"), anchor=False)
    for each in known:
        _revision(saved, each, says)


def _form(saved: Saved, number: int, says: Words) -> None:
    seen = cache_history.record(saved)
    with st.form(f"publish-{saved.id}"):
        left, right = st.columns([1, 2])
        officer.field(left, says("Published by (position, needed)"), f"publish-who-{saved.id}")
        right.text_input(
            says("Note"),
            key=f"publish-note-{saved.id}",
            placeholder=says("For example: sent to the province"),
        )
        # The callback is given what this officer looks at now, not what it may be once the button is pressed.
        st.form_submit_button(
            says("Publish as revision {n}", n=number),
            icon=":material/publish:",
            type="primary",
            on_click=_publish,
            args=(saved, seen, says),
        )


def _publish(saved: Saved, seen: Record, says: Words) -> None:
    who = officer.given(f"publish-who-{saved.id}")
    note = st.session_state[f"publish-note-{saved.id}"].strip()
    answer: int | Problem | None = None
    if who:
        try:
            told = cache_narrative.in_every_language(saved, says)
            made = publications.publish(cache.store(), saved, seen, who, note or None, told=told)
            answer = made.revision
        except NotSaved as refused:
            answer = refused.problem
    st.session_state[f"publish-answer-{saved.id}"] = answer


def _answer(saved: Saved, says: Words) -> None:
    """What came of pressing the button, said once."""
    key = f"publish-answer-{saved.id}"
    if key not in st.session_state:
        return
    answer = st.session_state.pop(key)
    if answer is None:
        st.error(says("Give your position: it stands beside the revision."))
    elif isinstance(answer, Problem):
        st.error(parts.escape(f"{says.say(answer.problem)}. {says.say(answer.remedy)}."))
    else:
        st.toast(says("Published as revision {n}", n=answer), icon=":material/publish:")


def _revision(saved: Saved, each: Published, says: Words) -> None:
    made = cache_history.revision(each)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            score = says(
                "Score {n} of {most}, projected {p}",
                n=made.record.value("score", "score"),
                most=made.record.value("score", "maximum"),
                p=made.record.value("score", "projected"),
            )
            st.markdown(f"**{says('Revision {n}', n=each.revision)}** · {score}")
            said = [when(each.at, says), *(text for text in (each.who, each.note) if text)]
            st.caption(parts.escape(" · ".join(said)))
        st.download_button(
            says("Download the record of revision {n} (.json)", n=each.revision),
            partial(publications.as_json, made),
            f"saisaat-{saved.fiscal_year}-revision-{each.revision}.json",
            "application/json",
            icon=":material/download:",
            on_click="ignore",
            key=f"record-{saved.id}-{each.revision}",
        )
    text = made.record.told.get(says.language)
    if text:
        label = says("Text of the findings as published in revision {n}", n=each.revision)
        with st.expander(label, icon=":material/article:"):
            for passage in text:
                if passage.heading:
                    st.markdown(f"**{parts.escape(passage.heading)}**")
                st.markdown(parts.lines(passage.text))


def compare(saved: Saved, says: Words) -> None:
    """Any two assessments or revisions beside each other, and every difference."""
    every = cache.store().assessments()
    if len(every) + len(publications.published(cache.store())) < 2:
        st.info(
            says("There is nothing to compare with yet: publish a revision, or add another year."),
            icon=":material/compare_arrows:",
        )
        return
    left, right = st.columns(2)
    one, first = _side(left, says("Earlier one"), "one", saved, every, says)
    other, second = _side(right, says("Later one"), "other", saved, every, says)
    records = [cache_history.recorded(point) for point in (first, second)]
    differences.side_by_side((one, records[0]), (other, records[1]), says)
    found = differences_of(*records)
    if not found:
        st.success(says("The two say the same."), icon=":material/check_circle:")
        return
    st.header(says("Differences: {n}", n=len(found)), anchor=False)
    differences.show(found, says, f"compare-{saved.id}")


def _side(
    column: DeltaGenerator, label: str, side: str, saved: Saved, every: Sequence[Saved], says: Words
) -> tuple[str, Saved | Published]:
    """Ask for one of the two; where there are many assessments, first for its unit."""
    key = f"compare-{side}-{saved.id}"
    among = every
    if len(every) > FEW:
        directory = cache.directory()
        units = list(directory.by_key)
        unit = column.selectbox(
            says("{which}: unit", which=label),
            units,
            units.index(directory.key_of[saved.id]),
            format_func=lambda unit: directory.by_key[unit].label,
            key=f"{key}-unit",
            icon=":material/search:",
        )
        among, key = directory.by_key[unit].assessments, f"{key}-{unit}"
    points = _points(among, says)
    names = list(points)
    at = 0
    if side == "one" and any(point != saved for point in points.values()):
        at = names.index(_before(saved, points))
    elif saved in among:
        at = next(n for n, point in enumerate(points.values()) if point == saved)
    name = column.selectbox(label, names, at, key=key)
    return name, points[name]


def _points(among: Sequence[Saved], says: Words) -> dict[str, Saved | Published]:
    """What can be compared, by a name of its own: every assessment as it is now, then its revisions."""
    revisions: dict[int, list[Published]] = {}
    for each in publications.published(cache.store()):
        revisions.setdefault(each.assessment_id, []).append(each)
    points: dict[str, Saved | Published] = {}
    for saved in among:
        name = state.label(saved, says)
        if name in points:
            name = f"{name} · {saved.rubric}"
        if name in points:
            name = says("{name} (number {n})", name=name, n=says.plain(saved.id))
        points[name] = saved
        for each in revisions.get(saved.id, []):
            # First what tells it from the others: a long name is cut at its end.
            points[f"{says('Revision {n}', n=each.revision)} · {name}"] = each
    return points


def _before(saved: Saved, points: dict[str, Saved | Published]) -> str:
    """What an assessment is compared with at first: what was published last, else the year before, or any."""
    others = [(name, point) for name, point in points.items() if point != saved]

    def nearness(named: tuple[str, Saved | Published]) -> tuple[bool, bool, int]:
        point = named[1]
        if isinstance(point, Published):
            return point.assessment_id != saved.id, True, -point.revision
        earlier = cache_history.same_unit(point, saved) and point.fiscal_year < saved.fiscal_year
        return True, not earlier, -point.fiscal_year

    return min(others, key=nearness)[0]


def years(saved: Saved, says: Words) -> None:
    """The unit's assessments over the years as a chart, and as a table."""
    made = cache_history.years(saved, says.language, says.digits, screen.seen())
    parts.drawn(made, f"years-{saved.id}", says)
    if len(made.table) < 2:
        st.caption(
            says("Assessments of the same unit for other fiscal years stand here as soon as there are any.")
        )


def _day(at: datetime, says: Words) -> str:
    return says.date((at + THAI_TIME).date(), short=True)
