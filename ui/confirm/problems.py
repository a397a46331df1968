"""Step 3: every problem with its place and remedy, to be filtered and downloaded."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics.words import Problem, Words
from data.marked import marked
from ui import parts
from ui.confirm import Draft

SEVERITIES = ("error", "question", "note")


def show(draft: Draft, says: Words) -> None:
    """The problems of a workbook; an empty list says so."""
    problems = draft.problems
    if not problems:
        st.success(says("Nothing to check in this workbook."), icon=":material/check_circle:")
        return
    shown = _filtered(draft, problems, says)
    rows = parts.problems_table([(draft.workbook.name, problem) for problem in shown], says)
    st.dataframe(
        rows.drop(columns=says("Workbook")),
        hide_index=True,
        height="content" if len(rows) < 15 else 560,
        column_config={
            says("What is wrong"): st.column_config.TextColumn(width=480),
            says("What to do"): st.column_config.TextColumn(width=480),
        },
        alt=says("Problems with sheet, row, column, value and remedy"),
    )
    stem = draft.workbook.name.rsplit(".", 1)[0]
    st.download_button(
        says("Download with the cells marked (.xlsx)"),
        partial(marked, draft.workbook, draft.layouts, shown, says),
        f"{stem}-{says('to check')}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key=f"marked-{draft.id}",
        icon=":material/download:",
        on_click="ignore",
        help=says(
            "A copy of the workbook without personal columns; every cell to check is coloured and says why."
        ),
    )


def _filtered(draft: Draft, problems: tuple[Problem, ...], says: Words) -> list[Problem]:
    names = {"error": says("To correct"), "question": says("To answer"), "note": says("Note")}
    counts = {kind: sum(p.severity == kind for p in problems) for kind in SEVERITIES}
    sheets = list(dict.fromkeys(p.sheet for p in problems if p.sheet))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kinds = st.pills(
            says("Kind"),
            [kind for kind in SEVERITIES if counts[kind]],
            selection_mode="multi",
            format_func=lambda kind: f"{names[kind]} ({says.number(counts[kind])})",
            key=f"severity-{draft.id}",
        )
        chosen = (
            st.pills(says("Sheet"), sheets, selection_mode="multi", key=f"where-{draft.id}")
            if len(sheets) > 1
            else []
        )
    return [p for p in problems if (not kinds or p.severity in kinds) and (not chosen or p.sheet in chosen)]
