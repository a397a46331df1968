"""The section with every item, aspect and the whole: the distribution table and how it is read."""

from __future__ import annotations

import streamlit as st

from analytics import tables
from analytics.measures import FIVE
from ui import bands, findings
from ui.sections.look import Look, table


def all_items(look: Look) -> None:
    """Every item's figures, with the words of the chosen bands, and the choices that they rest on."""
    says, codebook = look.says, look.survey.tally.codebook
    scheme = bands.choose(look.saved, says)
    row = st.container(horizontal=True, vertical_alignment="bottom")
    how: tables.AspectMeans = "answers"
    if codebook.aspects:
        names = {"answers": says("All answers"), "items": says("Mean of item means")}
        how = row.segmented_control(
            says("Mean of an aspect"),
            list(names),
            default="answers",
            required=True,
            format_func=names.__getitem__,
            key=look.key("aspect-means"),
        )
    rescaled = any(item.scale.points != FIVE for item in codebook.items) and row.toggle(
        says.in_digits(says("Show means moved to a scale of 1 to 5")), key=look.key("rescaled")
    )
    scales = tuple(dict.fromkeys(item.scale.points for item in codebook.items))
    for points in scales if len(scales) > 1 else (None,):
        made = tables.item_table(
            look.survey, says, scheme, points=points, aspect_means=how, rescaled=rescaled and points != FIVE
        )
        table(made, says("All items with base, mean, SD and band"), pinned=1)
    st.caption(
        says(
            "Shares, means and SD are of those who answered on the scale (n). "
            "Blank, not applicable and unrecognised answers are counted apart. "
            "SD is the sample one (n − 1)."
        )
    )
    if rescaled:
        st.caption(
            says.in_digits(
                says(
                    "Means of other scales are moved to 1–5 by 1 + 4·(mean − lowest)/(highest − lowest), at "
                    "your request. Nobody answered on that scale; bands and scores stay those of the scale "
                    "itself."
                )
            )
        )
    findings.beside_items(look)
