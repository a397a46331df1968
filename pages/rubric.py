"""Every level: criterion, what it rests on, verdict; the officer's word; what if; the evidence register."""

from functools import partial

import streamlit as st

from ui import cache, editing, evidence, findings, levels, parts, state, trail, whatif

says = state.words()
saved = state.chosen()
if saved is None:
    st.title(says("Criteria and evidence"), anchor=False)
    parts.nothing_yet(says, says("There is no assessment yet"))
    st.stop()

found = cache.assessment(saved)
entered = cache.store().entered(saved.id)
score = found.score
st.title(parts.escape(found.rubric.dimension[says.language]), anchor=False)
st.caption(
    says("Score {n} of {most}, projected {p}", n=score.score, most=score.maximum, p=score.projected)
    + (f" · {parts.escape(score.label[says.language])}" if score.label else "")
    + (f" · {says.percent(score.share, 2)}" if score.type == "weighted" else "")
)
st.session_state[f"rubric-{saved.id}"] = saved.rubric  # somebody else may have chosen another
st.selectbox(
    says("Scored by"),
    cache.rubrics(),
    format_func=lambda id: f"{cache.rubric(id).title[says.language]} ({id})",
    key=f"rubric-{saved.id}",
    on_change=lambda: editing.press(
        partial(cache.store().change, rubric=st.session_state[f"rubric-{saved.id}"]),
        saved.id,
        seen=saved.version,
    ),
)
by_level, if_so, register, causes, alike, history = st.tabs(
    [
        says("Levels"),
        says("What if"),
        says("Evidence register"),
        says("Finding → project → level"),
        says("Projects that may be one"),
        says("History"),
    ],
    key=f"rubric-tabs-{saved.id}",
)
with by_level:
    levels.figures(saved, found.rubric, entered, says)
    for verdict in score.verdicts:
        levels.card(saved, verdict, entered, says)
with if_so:
    whatif.panel(saved, found, says)
with register:
    evidence.register(saved, found, says)
with causes:
    findings.panel(saved, found, says)
with alike:
    whatif.same_or_not(saved, found, says)
with history:
    trail.table(saved, says)
