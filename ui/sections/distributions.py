"""What stands first on the satisfaction page: the distribution of the items, aspects beside each other."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics.charts import scales_of
from ui import parts
from ui.sections.look import Look
from ui.sections.one_item import one_item, press

MANY, FEW = 20, 10  # with more items than MANY only FEW of them are drawn at first


def distributions(look: Look) -> None:
    """Every item's distribution, and the means of aspects; of many items those with fewest satisfied."""
    groups = scales_of(look.survey)
    many = any(len(items) > MANY for _, items in groups)
    if many:
        _aspects(look)
    for number, (_, items) in enumerate(groups):
        _items(look, number, items)
    one_item(look)
    if not many:
        _aspects(look)


def _aspects(look: Look) -> None:
    if look.survey.tally.codebook.aspects:
        parts.chart("aspects", look.saved, look.says, str(look.number))


def _items(look: Look, number: int, items: tuple[str, ...]) -> None:
    """Items of one scale; of more than MANY the lowest first, aspects and all of them by choice."""
    says, codebook = look.says, look.survey.tally.codebook
    if len(items) <= MANY:
        parts.chart(
            "likert", look.saved, says, f"{look.number}/{'|'.join(items)}", pressed=partial(press, look)
        )
        return
    satisfied = {key: look.survey.item(key).top_two for key in items}
    answered = [key for key in items if satisfied[key] is not None]
    lowest = sorted(answered, key=lambda key: satisfied[key] or 0.0)[:FEW]
    offered = (
        {says("The {n} {n:item|items} with the fewest satisfied", n=len(lowest)): tuple(lowest)}
        if lowest
        else {}
    )
    for aspect in codebook.aspects:
        own = tuple(key for key in items if codebook.item(key).aspect == aspect)
        if own:
            offered[says("{aspect} ({n} {n:item|items})", aspect=aspect, n=len(own))] = own
    offered[says("{n:The|All} {n} {n:item|items}", n=len(items))] = items
    st.header(says("Items"), anchor=False)
    shown = st.selectbox(
        says("Show"), list(offered), key=look.key(f"shown-{number}-{says.language}-{says.digits}")
    )
    # A title that speaks of "the answers" would be wrong for the lowest alone.
    parts.chart(
        "likert",
        look.saved,
        says,
        f"{look.number}/{'|'.join(offered[shown])}",
        level=0 if offered[shown] == tuple(lowest) else 2,
        pressed=partial(press, look),
    )
