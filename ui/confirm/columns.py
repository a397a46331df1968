"""Step 2: what each column means, on which scale, with its answers; every role and scale can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

import numpy as np
import pandas as pd
import streamlit as st

from analytics.codebook import Scale
from analytics.words import Words
from data import assign
from data.codebooks import CodebookDamaged, apply, from_toml, to_toml
from data.layout import Column, FormRole, Layout, ProjectRole, Role, SurveyRole, TallyRole
from data.surveys.labels import families
from ui import confirm, parts
from ui.confirm import Draft
from ui.confirm import questions as confirm_questions
from ui.confirm import scale as confirm_scale

GROUPS = 12  # bars of a grouping column
TALL = 40  # columns up to which the table needs no scrolling of its own
NO_SCALE = "–"


def show(draft: Draft, at: int, says: Words) -> None:
    """Questions about columns first, then every column in one table, then the codebook."""
    layout = draft.layouts[at]
    if not layout.columns:
        st.caption(says("Nothing in this sheet is used, so it has no columns to correct."))
        return
    confirm_questions.show(draft, at, says)
    _personal(draft, at, says)
    _table(draft, at, says)
    confirm_scale.show(draft, at, says)
    _codebook(draft, says)


# --- The table --------------------------------------------------------------------------------------


def scales_of(layout: Layout) -> dict[str, Scale]:
    """The scales that can be chosen, by name: those in use first, then numbers, then families of words."""
    used = [c.scale for c in layout.columns if c.scale is not None]
    numbers = [
        Scale(f"{low}-{high}", tuple(range(low, high + 1)), (), "numbers")
        for low, high in ((1, 5), (1, 4), (1, 3), (1, 6), (1, 7), (1, 10), (0, 10))
    ]
    words = [family.scale for family in families()]
    found: dict[str, Scale] = {}
    for scale in (*used, *numbers, *words):
        found.setdefault(scale.name, scale)
    return found


def answers_of(draft: Draft, at: int) -> dict[int, list[int]]:
    """Column → how often each answer was given: by point for items, the largest groups first for groups."""
    layout = draft.layouts[at]
    survey = next((s for s in draft.loaded.inputs.surveys if s.source.sheet == layout.sheet), None)
    if survey is None or layout.kind != "responses":
        return {}
    found = {i.column - 1: list(survey.item(i.key).counts.values()) for i in survey.tally.codebook.items}
    if survey.responses is not None:
        for group in survey.tally.codebook.demographics:
            codes = survey.responses.frame[group.key].cat.codes.to_numpy()
            counts = np.bincount(codes[codes >= 0])
            found[group.column - 1] = sorted(counts.tolist(), reverse=True)[:GROUPS]
    return found


def _table(draft: Draft, at: int, says: Words) -> None:
    layout = draft.layouts[at]
    names = role_words(says)
    survey = layout.kind == "responses"
    answers = answers_of(draft, at)
    rows = pd.DataFrame(
        {
            "column": [parts.column_name(layout.column_in_sheet(c.index) + 1) for c in layout.columns],
            "header": [c.text or c.header for c in layout.columns],
            "role": [c.role for c in layout.columns],
            "scale": [c.scale.name if c.scale else NO_SCALE for c in layout.columns],
            "turned": [assign.is_turned(c) for c in layout.columns],
            "answers": [answers.get(c.index, []) for c in layout.columns],
            "why": [says.say(c.why) for c in layout.columns],
        }
    )
    scales = scales_of(layout)
    key = f"columns-{draft.id}-{at}-{draft.turn}-{layout.kind}"
    if layout.transposed:
        st.caption(says("Respondents stand beside each other: a column here is a row of the sheet."))
    if layout.long is not None and layout.kind != "tally":
        st.caption(
            says("Every row of the sheet is one answer: each of its questions has a line of its own here.")
        )
    st.data_editor(
        rows if survey else rows.drop(columns=["scale", "turned", "answers"]),
        hide_index=True,
        key=key,
        height="content" if len(rows) <= TALL else 1400,
        on_change=_edited,
        args=(draft.id, at, key, says),
        disabled=["column", "header", "answers", "why"],
        column_config={
            "column": st.column_config.TextColumn(
                says("Row") if layout.transposed else says("Column"), width=70, pinned=True
            ),
            "header": st.column_config.TextColumn(says("Header"), width=260, pinned=True),
            "role": st.column_config.SelectboxColumn(
                says("Role"),
                options=list(roles_of(layout)),
                format_func=lambda role: names[str(role)],
                required=True,
                width=175,
            ),
            "scale": st.column_config.SelectboxColumn(
                says("Scale"), options=[NO_SCALE, *scales], required=True, width=220
            ),
            "turned": st.column_config.CheckboxColumn(
                says("Reversed"), help=says("The lowest number is the best answer"), width=115
            ),
            "answers": st.column_config.BarChartColumn(says("Answers, worst to best"), width=160, y_min=0),
            "why": st.column_config.TextColumn(says("Why"), width=300),
        },
        alt=says("Every column with its role; the role can be changed"),
    )


def roles_of(layout: Layout) -> tuple[Role, ...]:
    """The roles that a column of such a sheet can have."""
    kinds = {"responses": SurveyRole, "tally": TallyRole, "projects": ProjectRole, "form": FormRole}
    return get_args(kinds[layout.kind])


def _edited(id: str, at: int, key: str, says: Words) -> None:
    """Carry out what was changed in the table since the last time; what can't be is shown as it was."""
    edits: Mapping[int, Mapping[str, Any]] = st.session_state[key]["edited_rows"]
    seen: dict[tuple[int, str], Any] = st.session_state.setdefault(f"seen-{key}", {})
    draft = confirm.current(id)
    layout = draft.layouts[at]
    refused = False
    for row, cells in edits.items():
        for name, value in cells.items():
            if seen.get((row, name)) == value and (row, name) in seen:
                continue
            seen[row, name] = value
            changed = with_edit(layout, draft, at, layout.columns[row], name, value)
            if changed is None:
                refused = True
                st.session_state[f"back-{id}-{at}"] = (layout.columns[row].index, value)
            else:
                refused |= _differs(changed, row, name, value)
                layout = changed
    confirm.change(id, at, layout, forget=refused)


def _differs(layout: Layout, row: int, name: str, value: Any) -> bool:
    """Whether a column is not what was asked, so that the table must show it anew."""
    column = layout.columns[row]
    shown = {"role": column.role, "scale": column.scale.name if column.scale else NO_SCALE}
    return bool(shown.get(name, assign.is_turned(column)) != value)


def with_edit(layout: Layout, draft: Draft, at: int, column: Column, name: str, value: Any) -> Layout | None:
    """The layout with one cell of the table changed; None where a personal column needs a reason first."""
    sheet = draft.sheet(at)
    if name == "turned":
        return assign.with_turned(layout, column.index)
    if name == "scale" and value == NO_SCALE:
        return layout if column.role != "item" else assign.with_column(layout, sheet, column.index, "other")
    if column.role == "personal" and value != "personal":
        return None
    if name == "scale":
        return assign.with_scale(layout, sheet, column.index, scales_of(layout)[value])
    return assign.settled(assign.with_column(layout, sheet, column.index, value), column.index)


# --- Personal columns -------------------------------------------------------------------------------


def _personal(draft: Draft, at: int, says: Words) -> None:
    """What was left out, and the reason that brings a column back."""
    layout = draft.layouts[at]
    left = [parts.escape(c.text or c.header) for c in layout.columns if c.role == "personal"]
    if left:
        st.markdown(
            ":material/visibility_off: "
            + says(
                "{n} {n:personal column is|personal columns are} left out and never stored: {names}",
                n=len(left),
                names=", ".join(left),
            )
        )
    waiting = st.session_state.get(f"back-{draft.id}-{at}")
    column = next((c for c in layout.columns if waiting and c.index == waiting[0]), None)
    if waiting is None or column is None or column.role != "personal":
        return
    with st.form(f"back-form-{draft.id}-{at}"):
        header = parts.escape(column.text or column.header)
        st.markdown(
            says(
                "“{header}” holds personal data. It is stored only if you say what it is needed for.",
                header=header,
            )
        )
        st.text_input(
            says("What it is needed for"),
            key=f"reason-{draft.id}-{at}",
            placeholder=says("Required by … for …"),
        )
        with st.container(horizontal=True):
            arguments = (draft.id, at, column.index, waiting[1])
            st.form_submit_button(says("Bring it back"), on_click=_bring_back, args=(*arguments, True))
            st.form_submit_button(says("Leave it out"), on_click=_bring_back, args=(*arguments, False))


def _bring_back(id: str, at: int, index: int, asked: str, wanted: bool) -> None:
    reason = str(st.session_state[f"reason-{id}-{at}"])
    if wanted and not reason.strip():
        return
    st.session_state.pop(f"back-{id}-{at}")
    if not wanted:
        return
    draft = confirm.current(id)
    layout, sheet = draft.layouts[at], draft.sheet(at)
    scale = scales_of(layout).get(asked)
    role: Role = "item" if scale is not None else cast(Role, asked)
    changed = assign.with_reason(layout, sheet, index, role, reason)
    if scale is not None:
        changed = assign.with_reason(
            assign.with_scale(layout, sheet, index, scale), sheet, index, role, reason
        )
    confirm.change(id, at, changed, forget=True)


# --- Codebook ---------------------------------------------------------------------------------------


def _codebook(draft: Draft, says: Words) -> None:
    with st.expander(
        says("Codebook: keep these meanings, or take a colleague's"), icon=":material/menu_book:"
    ):
        st.caption(
            says(
                "A codebook holds roles and scales by header, and no answers. "
                "In the terminal: --codebook FILE.toml"
            )
        )
        stem = draft.workbook.name.rsplit(".", 1)[0]
        st.download_button(
            says("Download the codebook (.toml)"),
            to_toml(draft.layouts),
            f"{stem}.toml",
            "application/toml",
            key=f"codebook-{draft.id}",
            icon=":material/download:",
            on_click="ignore",
        )
        key = f"codebook-in-{draft.id}"
        st.file_uploader(
            says("Use a codebook (.toml)"), type="toml", key=key, on_change=_use, args=(draft.id, key)
        )
        for problem in st.session_state.get(f"{key}-faults", ()):
            st.error(confirm.sentence(problem, says))


def _use(id: str, key: str) -> None:
    upload = st.session_state[key]
    st.session_state[f"{key}-faults"] = ()
    if upload is None:
        return
    draft = confirm.current(id)
    try:
        codebook = from_toml(upload.getvalue(), upload.name)
        confirm.take(id, apply(draft.layouts, draft.workbook.sheets, codebook, upload.name))
    except CodebookDamaged as damaged:
        st.session_state[f"{key}-faults"] = damaged.problems


# --- Words ------------------------------------------------------------------------------------------


def role_words(says: Words) -> Mapping[str, str]:
    """What each role of a column is called."""
    return {
        "item": says("Item on a scale"),
        "demographic": says("Group of respondents"),
        "multi": says("Several choices"),
        "timestamp": says("Time of the answer"),
        "comment": says("Comment"),
        "personal": says("Personal data, left out"),
        "identifier": says("Identifier"),
        "copy": says("Copy of another item"),
        "flag": says("Says whether a row counts"),
        "other": says("Not used"),
        "number": says("Running number"),
        "name": says("Project"),
        "fiscal_year": says("Fiscal year"),
        "period": says("Period"),
        "start": says("Start"),
        "end": says("End"),
        "budget": says("Budget (baht)"),
        "status": says("Status"),
        "origin": says("Origin"),
        "evidence": says("Evidence"),
        "note": says("Note"),
        "unit": says("Unit in charge"),
        "level": says("Level"),
        "criterion": says("Criterion"),
        "activity": says("Activity"),
        "result": says("Result"),
        "text": says("Text of the item"),
        "count": says("Count of a point"),
        "percent": says("Percent of a point"),
        "total": says("Total, to check"),
        "mean": says("Mean, to check"),
        "sd": says("S.D., to check"),
        "word": says("Not used"),
    }
