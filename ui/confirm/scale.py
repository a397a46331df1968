"""Step 2, on demand: columns answered in words of no known scale become items on a scale of their own."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.words import Words
from data import assign
from ui import confirm, parts
from ui.confirm import Draft

MOST_ANSWERS = 15  # a column of more different answers is no scale


def show(draft: Draft, at: int, says: Words) -> None:
    """A switch; behind it the columns to choose, and a point for each of their answers."""
    layout, sheet = draft.layouts[at], draft.sheet(at)
    offered = {
        column.index: column.text or column.header
        for column in layout.columns
        if column.role in ("demographic", "multi", "other", "item")
    }
    if layout.kind != "responses" or not st.toggle(
        says("Make a scale of my own"),
        help=says("For answers in words that Saisaat does not know as a scale"),
        key=f"own-{draft.id}-{at}-{draft.turn}",
    ):
        return
    chosen = st.multiselect(
        says("Columns answered on this scale"),
        list(offered),
        format_func=lambda index: f"{parts.column_name(index + 1)} · {offered[index]}",
        key=f"own-columns-{draft.id}-{at}-{draft.turn}",
    )
    counts: dict[str, int] = {}
    for index in chosen:
        for label, n in assign.answers(layout, sheet, index).items():
            counts[label] = counts.get(label, 0) + n
    if not chosen:
        return
    if len(counts) > MOST_ANSWERS:
        st.info(says("These columns have {n} different answers, too many for a scale.", n=len(counts)))
        return
    answer, respondents, point = says("Answer"), says("Respondents"), says("Point")
    edited = st.data_editor(
        pd.DataFrame({answer: list(counts), respondents: list(counts.values())}).assign(
            **{point: pd.Series([None] * len(counts), dtype="Int64")}
        ),
        hide_index=True,
        disabled=[answer, respondents],
        column_config={
            point: st.column_config.NumberColumn(
                help=says(
                    "The best answer has the highest point; leave empty what is no answer on the scale"
                ),
                min_value=0,
                max_value=10,
                step=1,
            )
        },
        key=f"own-points-{draft.id}-{at}-{draft.turn}-{'-'.join(map(str, chosen))}",
        alt=says("A point for each answer of the chosen columns"),
    )
    points = {label: int(n) for label, n in zip(counts, edited[point], strict=True) if pd.notna(n)}
    st.button(
        says("Use this scale"),
        disabled=len(set(points.values())) < 2,
        help=None if len(set(points.values())) > 1 else says("Give at least two answers different points"),
        on_click=_use,
        args=(draft.id, at, tuple(chosen), points),
        key=f"own-use-{draft.id}-{at}-{draft.turn}",
        icon=":material/straighten:",
    )


def _use(id: str, at: int, indexes: tuple[int, ...], points: dict[str, int]) -> None:
    draft = confirm.current(id)
    layout = assign.with_own_scale(draft.layouts[at], draft.sheet(at), indexes, points)
    confirm.change(id, at, layout, forget=True)
