"""The section on the net promoter score; opening it is asking for it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.statistics.recommend import can_be_asked, in_words, promoters
from analytics.words import Words
from ui import parts
from ui.sections.look import Look, table


def net_promoters(look: Look) -> None:
    """The score of each item answered from 0 to 10, or that there is none."""
    says = look.says
    items = can_be_asked(look.survey.tally.codebook)
    found = {item.text: promoters(look.survey.item(item.key)) for item in items}
    st.markdown(
        "\n".join(
            f"- **{parts.escape(title)}**: {parts.escape(says.say(in_words(one)))}"
            for title, one in found.items()
        )
    )
    rows = [
        {
            says("Item"): title,
            says.in_digits(says("Promoters (9-10)")): _with_share(one.promoters, one.base, says),
            says.in_digits(says("Passives (7-8)")): _with_share(one.passives, one.base, says),
            says.in_digits(says("Detractors (0-6)")): _with_share(one.detractors, one.base, says),
            "n": says.number(one.base),
            "NPS": says.number(None if one.score is None else one.score * 100, 2),
        }
        for title, one in found.items()
    ]
    table(pd.DataFrame(rows), says("Net promoter score"))
    st.caption(
        says.in_digits(
            says(
                "NPS is the percentage of promoters less that of detractors, from −100 to 100. It is a "
                "figure of its own, used by no other table, band or score here."
            )
        )
    )


def _with_share(n: int, base: int, says: Words) -> str:
    return says("{count} ({share})", count=n, share=says.percent(n / base if base else None))
