"""A dropped workbook until it is confirmed: what was recognised, corrected by the officer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from analytics.words import Words
from data.clean import without_personal
from data.definitions import rubric
from data.gather import Loaded, stated_year
from data.layout import Layout, SurveyRole
from data.recognise import with_role
from data.workbook import Workbook
from ui import cache, parts, state

NEW = 0

ROLES: tuple[SurveyRole, ...] = (
    *("item", "demographic", "multi", "timestamp", "comment"),
    *("personal", "identifier", "copy", "flag", "other"),
)


@dataclass(frozen=True)
class Draft:
    """A workbook that was dropped, as recognised and corrected so far, and what it comes to."""

    workbook: Workbook
    layouts: tuple[Layout, ...]
    loaded: Loaded

    @property
    def usable(self) -> bool:
        """Whether there is anything in it for an assessment."""
        inputs = self.loaded.inputs
        return bool(inputs.surveys or inputs.projects or inputs.statements)


def draft(upload: UploadedFile, says: Words) -> Draft:
    """Read and recognise an upload; a password is asked for here, and kept nowhere."""
    content = upload.getvalue()
    sha256 = hashlib.sha256(content).hexdigest()
    with st.spinner(says("Reading {name}", name=parts.escape(upload.name)), show_time=True):
        workbook, layouts = cache.recognised(sha256, upload.name, content)
        if workbook.needs_password:
            password = st.text_input(
                says("Password of {name}", name=parts.escape(upload.name)),
                type="password",
                key=f"password-{sha256}",
            )
            if password:
                workbook, layouts = cache.unlocked(content, upload.name, password)
        layouts = st.session_state.get(_key(sha256), layouts)
        return Draft(workbook, layouts, cache.loaded(workbook, layouts))


def target(drafts: Sequence[Draft], says: Words) -> None:
    """Ask which assessment the workbooks belong to; a new one needs a unit and a fiscal year."""
    saved = {s.id: s for s in cache.store().assessments()}
    chosen = state.chosen()
    options = [*saved, NEW]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        where = st.selectbox(
            says("Put them into"),
            options,
            index=options.index(chosen.id) if chosen else len(options) - 1,
            format_func=lambda id: says("A new assessment") if id == NEW else state.label(saved[id], says),
            key="target",
        )
        if where == NEW:
            st.text_input(says("Name of the unit"), placeholder=says("My unit"), key="new-unit")
            year = stated_year(draft.loaded for draft in drafts) or rubric(state.RUBRIC).fiscal_years[0]
            st.number_input(says("Fiscal year (B.E.)"), 2500, 2700, year, key="new-year")


def keep(drafts: Sequence[Draft], says: Words) -> None:
    """Store the workbooks without personal columns in the chosen assessment, and look at it.

    A callback: it runs before any widget of the next run, so it may choose the assessment.
    """
    store = cache.store()
    into = next((s for s in store.assessments() if s.id == st.session_state["target"]), None)
    if into is None:
        unit = st.session_state["new-unit"].strip() or says("My unit")
        into = store.create(unit, int(st.session_state["new-year"]), state.RUBRIC)
    for found in drafts:
        store.add_workbook(into.id, without_personal(found.workbook, found.layouts), found.layouts)
    state.choose(into)


def show(found: Draft, says: Words) -> None:
    """What was found in a workbook, sheet by sheet, each column open to correction; then its problems."""
    with st.container(border=True):
        st.markdown(f"##### :material/description: {parts.escape(found.workbook.name)}")
        for problem in found.workbook.problems:
            if not found.workbook.sheets:
                st.error(
                    f"{parts.escape(says.say(problem.problem))} {parts.escape(says.say(problem.remedy))}"
                )
        for layout in found.layouts:
            if layout.kind != "other":
                st.markdown(f":material/check_circle: {_summary(found, layout, says)}")
        if found.workbook.sheets and not found.usable:
            st.warning(
                says("Neither a survey, a project list nor the form was recognised in this workbook."),
                icon=":material/help:",
            )
        for layout in found.layouts:
            if layout.kind == "responses":
                with st.expander(
                    says("Columns of “{sheet}”", sheet=layout.sheet), icon=":material/view_column:"
                ):
                    _columns(found, layout, says)
        problems = [(found.workbook.name, problem) for problem in found.loaded.problems]
        if problems and found.workbook.sheets:
            with st.expander(says("To check ({n})", n=len(problems)), icon=":material/report:"):
                rows = parts.problems_table(problems, says)
                parts.table(rows, says("Problems with sheet, row, column, value and remedy"))
                st.download_button(
                    says("Download the list"),
                    rows.to_csv(index=False).encode("utf-8-sig"),
                    f"{found.workbook.name}-problems.csv",
                    "text/csv",
                    key=f"problems-{found.workbook.sha256}",
                    icon=":material/download:",
                    on_click="ignore",
                )


def _summary(found: Draft, layout: Layout, says: Words) -> str:
    sheet = parts.escape(layout.sheet)
    inputs = found.loaded.inputs
    if layout.kind in ("responses", "tally"):
        survey = next(s for s in inputs.surveys if s.source.sheet == layout.sheet)
        left_out = sum(column.role == "personal" for column in layout.columns)
        return says(
            "“{sheet}”: survey with {n} respondents and {items} items; {personal} personal columns left out",
            sheet=sheet,
            n=survey.tally.respondents,
            items=len(survey.tally.codebook.items),
            personal=left_out,
        )
    if layout.kind == "projects":
        n = sum(p.source.sheet == layout.sheet for p in inputs.projects)
        return says(
            "“{sheet}”: project list with {n} projects; {out} rows that are no project left out",
            sheet=sheet,
            n=n,
            out=len(layout.excluded),
        )
    n = sum(s.source is not None and s.source.sheet == layout.sheet for s in inputs.statements)
    return says("“{sheet}”: the official form with {n} statements", sheet=sheet, n=n)


def _columns(found: Draft, layout: Layout, says: Words) -> None:
    survey = next((s for s in found.loaded.inputs.surveys if s.source.sheet == layout.sheet), None)
    counts = {
        item.column - 1: list(survey.item(item.key).counts.values())
        for item in (survey.tally.codebook.items if survey else ())
    }
    roles = role_words(says)
    rows = pd.DataFrame(
        {
            "column": [parts.column_name(c.index + 1) for c in layout.columns],
            "header": [c.text or c.header for c in layout.columns],
            "role": [c.role for c in layout.columns],
            "scale": [says(c.scale.name) if c.scale else "" for c in layout.columns],
            "answers": [counts.get(c.index) for c in layout.columns],
            "why": [says.say(c.why) for c in layout.columns],
        }
    )
    edited = st.data_editor(
        rows,
        hide_index=True,
        key=f"columns-{found.workbook.sha256}-{layout.sheet}",
        disabled=["column", "header", "scale", "answers", "why"],
        column_config={
            "column": st.column_config.TextColumn(says("Column"), width="small"),
            "header": st.column_config.TextColumn(says("Header"), width="large"),
            "role": st.column_config.SelectboxColumn(
                says("Role"), options=list(ROLES), format_func=lambda role: roles[role], required=True
            ),
            "scale": st.column_config.TextColumn(says("Scale")),
            "answers": st.column_config.BarChartColumn(says("Answers, worst to best")),
            "why": st.column_config.TextColumn(says("Why"), width="large"),
        },
        alt=says("Every column with its role; the role can be changed"),
    )
    changed = layout
    sheet = next(s for s in found.workbook.sheets if s.name == layout.sheet)
    for column, role in zip(layout.columns, edited["role"], strict=True):
        if role != column.role:
            changed = with_role(changed, sheet, column.index, role)
    if changed != layout:
        st.session_state[_key(found.workbook.sha256)] = tuple(
            changed if kept is layout else kept for kept in found.layouts
        )
        st.rerun()


def role_words(says: Words) -> dict[SurveyRole, str]:
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
    }


def _key(sha256: str) -> str:
    return f"layouts-{sha256}"
