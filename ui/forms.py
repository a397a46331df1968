"""An office's own form on the report page: examples to begin from, the marks, and the form filled."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import PurePath
from typing import Literal

import pandas as pd
import streamlit as st

from analytics.assessment import Assessment
from analytics.reports.formats import MIME, Format
from analytics.reports.marks import described
from analytics.reports.templates.parts import Filled, TemplateRefused
from analytics.words import Problem, Words
from data.store import Saved
from ui import cache, making, parts

OF_KIND: dict[str, Format] = {"xlsx": "xlsx", "xlsm": "xlsx", "docx": "docx", "docm": "docx"}


def section(saved: Saved, found: Assessment, says: Words) -> None:
    """Drop a form with marks, and download it filled."""
    with st.expander(says("Fill in a form of your own"), icon=":material/edit_document:"):
        st.markdown(
            says(
                "Write marks into your office's own Excel or Word form, for example {unit}, {score} or "
                "{activity}, and drop it here. Marks in headers, footers, text boxes and notes are filled "
                "too. Only cells and places with marks change: styles, other sheets, pictures and macros "
                "stay as they are. The form itself is not kept.",
                unit="`{{unit}}`",
                score="`{{score}}`",
                activity="`{{level_3.activity}}`",
            )
        )
        with st.container(horizontal=True):
            _example("xlsx", says("Example form (.xlsx)"), says)
            _example("docx", says("Example form (.docx)"), says)
        upload = st.file_uploader(
            says("Form with marks (.xlsx, .xlsm, .docx, .docm)"), type=list(OF_KIND), key=f"form-{saved.id}"
        )
        if upload is not None:
            _fill(upload.name, upload.getvalue(), saved, found, says)
        _marks(says)


def _example(kind: Literal["xlsx", "docx"], label: str, says: Words) -> None:
    st.download_button(
        label,
        partial(making.example, kind, says),
        f"saisaat-form.{kind}",
        MIME[kind],
        icon=":material/download:",
        on_click="ignore",
        key=f"example-{kind}",
    )


def _fill(name: str, content: bytes, saved: Saved, found: Assessment, says: Words) -> None:
    with st.spinner(says("Filling {name}", name=parts.escape(name))):
        made = cache.filled(hashlib.sha256(content).hexdigest(), saved, says.language, says.digits, content)
    if isinstance(made, making.NotMade):
        reason = says.say(made.reason)
        st.error(parts.escape(says("Not made: {document}: {reason}", document=name, reason=reason)))
        return
    if isinstance(made, TemplateRefused):
        problem = made.problem
        st.error(parts.escape(f"{name}: {says.say(problem.problem)} {says.say(problem.remedy)}"))
        return
    st.download_button(
        says("Download the filled form"),
        made.content,
        filled_name(name, made, found),
        MIME[OF_KIND[made.kind]],
        icon=":material/download:",
        type="primary",
        on_click="ignore",
        key=f"filled-{saved.id}",
    )
    st.caption(says("Marks filled: {n}", n=made.marks))
    for problem in made.problems:
        st.warning(parts.escape(told(problem, says)), icon=":material/help:")


def filled_name(name: str, made: Filled, found: Assessment) -> str:
    """What a filled form's file is called: like the form, with the fiscal year."""
    return f"{PurePath(name).stem}-{found.fiscal_year}.{made.kind}"


def told(problem: Problem, says: Words) -> str:
    """What of a form could not be filled, in one line: where, what, and what to do."""
    place = []
    if problem.sheet is not None and problem.row is not None and problem.column is not None:
        cell = f"{parts.column_name(problem.column)}{problem.row}"
        place.append(says("Sheet “{sheet}”, cell {cell}", sheet=problem.sheet, cell=cell))
    elif problem.sheet is not None:
        place.append(says("Sheet “{sheet}”", sheet=problem.sheet))
    if problem.value is not None:
        place.append(problem.value)
    where = f"{', '.join(place)}: " if place else ""
    return f"{where}{says.say(problem.problem)} {says.say(problem.remedy)}"


def _marks(says: Words) -> None:
    st.markdown(f"**{says('Marks that can be written')}**")
    st.caption(
        says(
            "A mark of level, project, survey or item repeats its row for each of them; with a number, such "
            "as {one}, it is that one's. Figures alone in a cell stay numbers in the cell's own format.",
            one="`{{project_2.name}}`",
        )
    )
    rows = [{says("Mark"): mark, says("What stands there"): text} for mark, text in described(says)]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=320,
        alt=says("Marks that can be written"),
        width="stretch",
    )
