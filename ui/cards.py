"""The figures beside the ladder of the first page, and the one thing to do next."""

from __future__ import annotations

import streamlit as st

from analytics.assessment import Assessment
from analytics.measures import band, band_word
from analytics.names import scheme_name
from analytics.rubric import Score
from analytics.words import Words
from ui import parts
from ui.glossary import meaning


def cards(found: Assessment, says: Words) -> None:
    """Score and projected score, satisfaction with its base and band, projects: a card each."""
    with st.container(border=True):
        _score(found.score, says)
    with st.container(border=True):
        _satisfaction(found, says)
    with st.container(border=True):
        ledger = found.facts.projects
        st.metric(says("Projects from citizens that count"), says.number(len(ledger.counted)))
        told = says(
            "{n} claimed, {m} left out with {m:a reason|reasons}",
            n=len(ledger.claimed),
            m=len(ledger.left_out),
        )
        st.caption(told, help=meaning("claimed", says))


def _score(score: Score, says: Words) -> None:
    reached = says("{n} of {most}", n=score.score, most=score.maximum)
    st.metric(says("Score now"), reached, help=meaning("score", says))
    projected = says("Projected {n} once everything claimed is completed", n=score.projected)
    st.caption(projected, help=meaning("projected score", says))


def _satisfaction(found: Assessment, says: Words) -> None:
    overall = found.surveys[0].overall if found.surveys else None
    if overall is None or not overall.base:
        st.metric(says("Satisfied (two best answers)"), "–")
        st.caption(says("No survey has been dropped yet"))
        return
    share = says.percent(overall.top_two)
    st.metric(says("Satisfied (two best answers)"), share, help=meaning("top-two box", says))
    word = band_word(band(overall.mean, overall.scale, found.band_scheme), overall.scale, found.band_scheme)
    told = says(
        "{people} {people:respondent|respondents}, {n} {n:answer|answers} · mean {mean} ({band}, {scheme})",
        people=found.surveys[0].tally.respondents,
        n=overall.base,
        mean=says.number(overall.mean, 2),
        band=says(word) if word else "–",
        scheme=scheme_name(found.band_scheme, says),
    )
    st.caption(told, help=meaning("base", says))


def next_step(score: Score, says: Words) -> None:
    """What is missing for the next level; nothing where there is none."""
    step = score.next_step
    if step is None or step.missing is None:
        return
    show = st.warning if step.state == "claimed" else st.info
    level, points = step.level.level, step.level.points
    title = says("Next, for level {n} ({points} {points:point|points})", n=level, points=points)
    show(parts.escape(says.say(step.missing)), title=title, icon=":material/arrow_forward:")
