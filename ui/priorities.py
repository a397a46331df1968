"""The section on what to mend first."""

from __future__ import annotations

import streamlit as st

from analytics.charts import CONFIG, priorities_chart
from analytics.charts.priorities import priorities_table
from analytics.priorities import against_in_words
from ui import parts, state
from ui.cache_surveys import priorities_of
from ui.look import Look, table


def mend_first(look: Look) -> None:
    """Items by satisfaction and importance, the weakest first."""
    says, survey = look.says, look.survey
    found = priorities_of(look.saved, look.number, survey)
    if not found.items:
        st.info(says("This survey has no items on a scale where more is better."))
        return
    if found.weak_below is not None:
        made = priorities_chart(found, survey, says, dark=state.dark())
        st.markdown(f"##### {parts.escape(made.title)}")
        st.caption(parts.escape(made.subtitle))
        st.plotly_chart(
            made.figure, theme=None, config=CONFIG, alt=made.alt, key=look.key("chart-priorities")
        )
    table(priorities_table(found, survey, says), says("Items by how many are not satisfied"))
    st.caption(
        f"{says('Sorted by the number of answers outside the two best, which is share × n.')} "
        f"{parts.escape(says.say(against_in_words(found, survey.tally.codebook)))} "
        f"{says('Lines stand at the medians. What goes together need not be cause and effect.')}"
    )
