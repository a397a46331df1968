"""A level of the rubric as a card: verdict, what it rests on, the officer's statement and overrule."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from analytics.facts import Entered, Figure, Overrule, Ruling, Statement
from analytics.names import verdict_name
from analytics.rubric import Rubric, Verdict
from analytics.words import Words
from data.store import Saved
from ui import cache, parts


def card(saved: Saved, verdict: Verdict, entered: Entered, says: Words) -> None:
    """One level, or one dimension with the levels of its own rubric."""
    with st.container(border=True):
        _verdict(verdict, says)
        if verdict.earned is None:
            with st.expander(
                says("What it rests on ({n} rows)", n=len(verdict.rows)), icon=":material/fact_check:"
            ):
                _basis(verdict, says)
            with st.expander(says("The officer's statement"), icon=":material/edit_note:"):
                _statement_form(saved, verdict, entered, says)
            with st.expander(says("Overrule what the data proposes"), icon=":material/gavel:"):
                _overrule_form(saved, verdict, says)
    for inner in verdict.within.verdicts if verdict.within else ():
        card(saved, inner, entered, says)


def figures(saved: Saved, rubric: Rubric, entered: Entered, says: Words) -> None:
    """The figures that a rubric asks for, each with its document; nothing where it asks for none."""
    known = {figure.key: figure for figure in entered.figures}
    for key, title, most in rubric.figures:
        given = known.get(key, Figure(key, 0, most))
        name = parts.escape(title[says.language])
        with st.form(f"figure-{saved.id}-{key}"), st.container(horizontal=True, vertical_alignment="bottom"):
            earned = st.number_input(
                says("{name} (of {most})", name=name, most=most), 0.0, float(most), float(given.earned)
            )
            evidence = st.text_input(says("Document that proves it"), given.evidence or "")
            if st.form_submit_button(says("Save"), icon=":material/save:"):
                figure = Figure(key, earned, most, evidence.strip() or None)
                cache.store().enter_figure(saved.id, figure)
                st.rerun()


def _verdict(verdict: Verdict, says: Words) -> None:
    level = verdict.level
    if verdict.earned is None:
        heading = says("Level {n} · {points} points", n=level.level, points=level.points)
    else:
        heading = says(
            "Dimension {n} · {earned} of {most} points",
            n=level.level,
            earned=verdict.earned,
            most=level.points,
        )
    st.markdown(f"#### {parts.STATE_ICON[verdict.state]} {heading} · {verdict_name(verdict, says)}")
    st.markdown(parts.escape(level.criterion[says.language]))
    if verdict.overruled is not None:
        said = says(
            "Overruled by {who} on {day}. The data proposes: {proposed}.",
            who=verdict.overruled.who,
            day=verdict.overruled.when,
            proposed=_finding(verdict.proposed, says),
        )
        st.warning(parts.escape(said), icon=":material/gavel:")
    for reason in verdict.reasons:
        st.markdown(f"- {parts.escape(says.say(reason))}")
    if verdict.missing is not None and verdict.state != "counted":
        st.warning(parts.escape(says.say(verdict.missing)), icon=":material/arrow_forward:")


def _basis(verdict: Verdict, says: Words) -> None:
    for source in verdict.rows:
        st.markdown(f"- {parts.escape(parts.place(source, says))}")
    for s in verdict.statements:
        for text in (s.activity, s.result, s.evidence):
            st.markdown(parts.lines(text or "–"))
    for entry in verdict.evidence:
        st.markdown(f"- :material/attach_file: {parts.escape(entry.title)} · {says.date(entry.effective)}")


def _statement_form(saved: Saved, verdict: Verdict, entered: Entered, says: Words) -> None:
    """Activity, result, evidence, who and when."""
    level = verdict.level.level
    given = next((s for s in entered.statements if s.level == level), Statement(level))
    titles = {entry.id: entry.title for entry in entered.evidence}
    with st.form(f"statement-{saved.id}-{level}", border=False):
        activity = st.text_area(says("Activity"), given.activity or "", height=80)
        result = st.text_area(says("Result"), given.result or "", height=80)
        evidence = st.text_input(says("Document that proves it"), given.evidence or "")
        cites = st.multiselect(
            says("From the evidence register"),
            list(titles),
            [id for id in given.cites if id in titles],
            format_func=titles.__getitem__,
            placeholder=says("None"),
        )
        left, right = st.columns(2)
        who = left.text_input(says("Stated by (position)"), given.who or "")
        when = right.date_input(
            says("Date of the document"),
            date.fromisoformat(given.when) if given.when else None,
            min_value=date(2000, 1, 1),
        )
        completed = st.checkbox(says("Completed"), given.completed)
        if st.form_submit_button(says("Save the statement"), icon=":material/save:"):
            stated = Statement(
                level,
                *(text.strip() or None for text in (activity, result, evidence, who)),
                when.isoformat() if when else None,
                completed,
                cites=tuple(cites),
            )
            empty = not (stated.activity or stated.result)
            cache.store().state(saved.id, level, [] if empty else [stated])
            st.rerun()


def _overrule_form(saved: Saved, verdict: Verdict, says: Words) -> None:
    """The officer's verdict in place of the proposal, with a reason; or back to what the data proposes."""
    level, given = verdict.level.level, verdict.overruled
    names = {"met": says("Counts as met"), "not_met": says("Not met")}
    with st.form(f"overrule-{saved.id}-{level}", border=False):
        st.caption(says("The data proposes: {proposed}.", proposed=_finding(verdict.proposed, says)))
        finding = st.radio(
            says("Verdict"),
            list(names),
            index=list(names).index(given.finding) if given else int(verdict.proposed == "met"),
            format_func=names.__getitem__,
            horizontal=True,
        )
        reason = st.text_input(says("Reason (needed)"), given.reason if given else "")
        who = st.text_input(says("Overruled by (position, needed)"), (given.who if given else "") or "")
        row = st.container(horizontal=True)
        if row.form_submit_button(says("Overrule"), icon=":material/gavel:"):
            if not (reason.strip() and who.strip()):
                st.error(says("Give the reason and your position: both stand beside the verdict everywhere."))
                return
            today = datetime.now(ZoneInfo("Asia/Bangkok")).date()
            word = Overrule(level, finding, reason.strip(), who.strip(), today)
            cache.store().overrule(saved.id, level, word)
            st.rerun()
        if given and row.form_submit_button(says("Take the overrule back"), icon=":material/undo:"):
            cache.store().overrule(saved.id, level, None, who.strip() or None)
            st.rerun()


def _finding(finding: Ruling, says: Words) -> str:
    return {
        "met": says("Counts as met"),
        "claimed": says("Claimed, waiting"),
        "not_met": says("Not met"),
    }[finding]
