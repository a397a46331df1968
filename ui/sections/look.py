"""What a section of the satisfaction page looks at, and parts that sections share."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from analytics.assessment import Survey
from analytics.charts.lettering import width_of
from analytics.codebook import Codebook
from analytics.words import Words
from data.store import Saved

MOST_ROWS = 30
# Pixels of a table: of its letters, beside them in a cell, of a column of figures, of the widest of names.
LETTERS, MARGIN, FIGURE, WIDEST_NAME = 14, 24, 90, 400


@dataclass(frozen=True)
class Look:
    """What the page looks at: survey `number` of an assessment, in the reader's words."""

    saved: Saved
    number: int
    survey: Survey
    says: Words

    def key(self, name: str) -> str:
        """A widget's key of its own for this survey."""
        return f"{name}-{self.saved.id}-{self.number}"

    @property
    def whole_set(self) -> str:
        """What the survey's overall figure is called."""
        return whole_set(self.survey.tally.codebook, self.says)


def whole_set(codebook: Codebook, says: Words) -> str:
    """What an overall figure is called: all items, or how many of them share the commonest scale."""
    scales = [item.scale.points for item in codebook.items]
    same = max((scales.count(points) for points in scales), default=0)
    if same == len(scales):
        return says("All items")
    return says("{n} of {most} {most:item|items}", n=same, most=len(scales))


def table(rows: pd.DataFrame, alt: str, *, pinned: int = 0, named: bool = False) -> None:
    """A table shown whole where it is not long, so that nothing has to be scrolled for; the first `pinned`
    columns stay in sight where it is wide, and where it is `named` its rows show the whole of their names in
    the first one, for which figures make room.
    """
    columns = {name: st.column_config.TextColumn(pinned=True) for name in rows.columns[:pinned]}
    if named:
        # Left to itself a wide table cuts Thai names, which it takes for narrower, and gives figures more.
        for place, name in enumerate(rows.columns):
            width = round(max(width_of(str(text)) for text in (name, *rows[name])) * LETTERS) + MARGIN
            if not place or width <= FIGURE:
                columns[name] = st.column_config.TextColumn(width=min(WIDEST_NAME, width))
    st.dataframe(
        rows,
        hide_index=True,
        alt=alt,
        height="content" if len(rows) <= MOST_ROWS else "auto",
        column_config=columns,
    )


def needs_responses(says: Words) -> None:
    st.info(
        says(
            "This survey came as a tally. This section needs the responses: "
            "drop the workbook with one row a respondent."
        ),
        icon=":material/table_rows:",
    )
