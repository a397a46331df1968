"""The section on what to mend first."""

from __future__ import annotations

import streamlit as st

from analytics.charts import priorities_chart
from analytics.charts.priorities import priorities_table
from analytics.codebook import Item
from analytics.statistics.priorities import Priorities, against_in_words
from ui import findings, parts, screen
from ui.cache_surveys import priorities_of
from ui.sections.look import Look, table

MOST = 5


def mend_first(look: Look) -> None:
    """Items by satisfaction and importance, the weakest first."""
    says, survey = look.says, look.survey
    found = priorities_of(look.saved, look.number, survey)
    if not found.items:
        st.info(says("This survey has no items on a scale where more is better."))
        return
    if found.weak_below is not None:
        seen = screen.seen()
        made = priorities_chart(found, survey, says, dark=seen.dark, width=seen.width)
        parts.picture(made, look.key("chart-priorities"), level=3)
    table(priorities_table(found, survey, says), says("Items by how many are not satisfied"))
    if found.elsewhere:
        st.caption(
            says(
                "{n} {n:item|items} on other scales {n:takes|take} no part: shares of the two best answers "
                "can't be compared between them.",
                n=found.elsewhere,
            )
        )
    st.caption(
        f"{says('Sorted by the number of answers outside the two best, which is share × n.')} "
        f"{parts.escape(says.say(against_in_words(found, survey.tally.codebook)))} "
        f"{says('Lines stand at the medians. What goes together need not be cause and effect.')}"
    )
    findings.offer(look, says("Record what to mend"), _to_record(look, found))


def _to_record(look: Look, found: Priorities) -> list[tuple[Item, str, str]]:
    """Items to mend first, else the weakest: what is shown of each, what a finding on it would say."""
    says, codebook = look.says, look.survey.tally.codebook
    weak = [one for one in found.items if one.unsatisfied_n]
    first = [one for one in weak if one.quadrant == "mend"] or weak
    rows = []
    for one in first[:MOST]:
        item, of = codebook.item(one.item), {"n": one.unsatisfied_n, "base": one.base}
        share = says.percent(one.unsatisfied_share)
        text = says("{item} · not satisfied {n} of {base}", item=parts.escape(item.text), **of)
        said = says(
            "“{item}”: {n} of {base} {base:answer|answers} {n:is|are} not satisfied ({share})",
            item=item.text,
            share=share,
            **of,
        )
        rows.append((item, text, said))
    return rows
