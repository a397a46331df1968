"""Every level: criterion, what it rests on, verdict; and the officer's statements."""

from datetime import date

import streamlit as st

from analytics.names import state_name
from analytics.rubric import Statement, Verdict
from ui import cache, parts, state

says = state.words()
saved = state.chosen()
if saved is None:
    st.title(says("Criteria and evidence"), anchor=False)
    parts.nothing_yet(says, says("There is no assessment yet"))
    st.stop()


def statement_form(verdict: Verdict) -> None:
    """What the officer states for a level: activity, result, evidence, who and when."""
    level = verdict.level.level
    given = next((s for s in cache.store().statements(saved.id) if s.level == level), Statement(level))
    with st.form(f"statement-{saved.id}-{level}", border=False):
        activity = st.text_area(says("Activity"), given.activity or "", height=80)
        result = st.text_area(says("Result"), given.result or "", height=80)
        evidence = st.text_input(says("Document that proves it"), given.evidence or "")
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
            )
            empty = not (stated.activity or stated.result)
            cache.store().state(saved.id, level, [] if empty else [stated])
            st.rerun()


found = cache.assessment(saved)
st.title(parts.escape(found.rubric.dimension[says.language]), anchor=False)
st.caption(
    says(
        "Score {n} of {most}, projected {p}",
        n=found.score.score,
        most=found.score.maximum,
        p=found.score.projected,
    )
)
for verdict in found.score.verdicts:
    with st.container(border=True):
        heading = says("Level {n} · {points} points", n=verdict.level.level, points=verdict.level.points)
        st.markdown(f"#### {parts.STATE_ICON[verdict.state]} {heading} · {state_name(verdict.state, says)}")
        st.markdown(parts.escape(verdict.level.criterion[says.language]))
        for reason in verdict.reasons:
            st.markdown(f"- {parts.escape(says.say(reason))}")
        if verdict.missing is not None and verdict.state != "counted":
            st.warning(parts.escape(says.say(verdict.missing)), icon=":material/arrow_forward:")
        with st.expander(
            says("What it rests on ({n} rows)", n=len(verdict.rows)), icon=":material/fact_check:"
        ):
            for source in verdict.rows:
                st.markdown(f"- {parts.escape(parts.place(source, says))}")
            for s in verdict.statements:
                for text in (s.activity, s.result, s.evidence):
                    st.markdown(parts.escape(text or "–"))
        with st.expander(says("The officer's statement"), icon=":material/edit_note:"):
            statement_form(verdict)
