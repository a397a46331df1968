"""The section on questions with several answers: bars, base, and the figures as a table."""

from __future__ import annotations

import streamlit as st

from analytics.options import Options
from analytics.words import Words
from ui import parts
from ui.sections.look import Look


def several(look: Look) -> None:
    """One question with several answers, chosen where there are more than one."""
    says, found = look.says, look.survey.options
    chosen = 0
    if len(found) > 1:
        chosen = st.selectbox(
            says("Question with several answers"),
            range(len(found)),
            format_func=lambda i: question_name(found[i], says),
            key=look.key("several"),
        )
    st.caption(parts.escape(question_name(found[chosen], says)))
    parts.chart("options", look.saved, says, f"{look.number}/{chosen}")


def question_name(found: Options, says: Words) -> str:
    """A question's words, or where it stands in the sheet if no words stand over its options."""
    if found.question:
        return found.question
    return says(
        "Question without a heading, columns {first} to {last}",
        first=parts.column_name(found.columns[0]),
        last=parts.column_name(found.columns[-1]),
    )
