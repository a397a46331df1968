"""Small parts that several pages show the same way."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from analytics import csv_files
from analytics.assessment import Survey
from analytics.charts import CONFIG, Chart
from analytics.charts.lettering import shorten
from analytics.projects import RowRef
from analytics.rubric import State
from analytics.words import Problem, Words
from data.store import Saved
from ui import cache, samples, screen, state

STATE_ICON: dict[State, str] = {
    "counted": ":material/check_circle:",
    "held_back": ":material/lock:",
    "claimed": ":material/hourglass_top:",
    "not_met": ":material/radio_button_unchecked:",
}


def escape(text: str) -> str:
    """Somebody's text as it is, where Streamlit would read Markdown."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|~$<>:&])", r"\\\1", text)


def brief(text: str) -> str:
    """The beginning of somebody's text for the label of a button, so that buttons of a kind differ in name.

    A screen reader lists buttons by nothing but their labels.
    """
    return escape(shorten(text, 14))


def lines(text: str) -> str:
    """Somebody's text, its line breaks kept."""
    return escape(text).replace("\n", "  \n")


def chart(
    kind: str,
    saved: Saved,
    says: Words,
    key: str = "",
    *,
    level: int = 2,
    part: float = 1.0,
    pressed: Callable[[Sequence[Any] | None], None] | None = None,
) -> None:
    """A chart of an assessment, drawn as by `drawn`, in a column that takes `part` of the page."""
    seen = screen.seen().part(part)
    made = cache.chart(kind, saved, says.language, says.digits, seen, key)
    drawn(made, f"{kind}-{saved.id}-{key}", says, level=level, pressed=pressed)


def drawn(
    made: Chart,
    name: str,
    says: Words,
    *,
    level: int = 2,
    notes: Sequence[str] = (),
    pressed: Callable[[Sequence[Any] | None], None] | None = None,
) -> None:
    """A chart under its finding, and its figures one click away, as a table and as data.

    `level` is that of its heading, 0 where the finding stands elsewhere. `pressed` is called with the
    customdata of a part of the picture that was pressed; None where it was pressed again.
    """
    picture(made, f"chart-{name}", level=level, notes=notes, pressed=pressed)
    figures(made.table, made.title, name, says)


def picture(
    made: Chart,
    key: str,
    *,
    level: int = 2,
    notes: Sequence[str] = (),
    pressed: Callable[[Sequence[Any] | None], None] | None = None,
) -> None:
    """A chart as `drawn`, for pages that show its figures elsewhere."""
    if level == 2:
        st.header(escape(made.title), anchor=False)
    elif level:
        st.markdown(f"{'#' * level} {escape(made.title)}")
    for said in filter(None, (made.subtitle, *notes)):
        st.caption(escape(said))

    def take() -> None:
        points = st.session_state[key].selection.points
        if pressed is not None:
            pressed(points[0]["customdata"] if points else None)

    st.plotly_chart(
        made.figure,
        theme=None,
        config=CONFIG,
        alt=made.alt,
        key=key,
        on_select=take if pressed else "ignore",
        selection_mode="points",
    )


def figures(rows: pd.DataFrame, title: str, name: str, says: Words) -> None:
    """Figures one click away: as a table on the page, and as data that a spreadsheet opens."""
    row = st.container(horizontal=True)
    with row.expander(says("The figures as a table"), icon=":material/table:"):
        table(rows, title)
    row.download_button(
        says("Data: {name} (.csv)", name=brief(title)),
        lambda: csv_files.figures(list(rows.columns), rows.itertuples(index=False)),
        f"saisaat-{re.sub(r'[^A-Za-z0-9]+', '-', name).strip('-')[:60]}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        help=says("What the chart shows, as a table for a spreadsheet"),
        key=f"data-{name}",
    )


def table(rows: pd.DataFrame, alt: str) -> None:
    """A table of figures already written out in the unit's digits."""
    st.dataframe(rows, hide_index=True, alt=alt)


def place(source: RowRef, says: Words) -> str:
    """Where a fact stands: workbook, sheet, row."""
    if source.row is None:
        return f"{source.workbook} › {source.sheet}"
    return says(
        "{workbook} › {sheet} › row {row}", workbook=source.workbook, sheet=source.sheet, row=source.row
    )


def problems_table(problems: Sequence[tuple[str, Problem]], says: Words) -> pd.DataFrame:
    """Problems as rows: workbook, sheet, row, column, value, what is wrong, what to do."""
    severity = {"error": says("To correct"), "question": says("To answer"), "note": says("Note")}
    return pd.DataFrame(
        [
            {
                says("Kind"): severity[p.severity],
                says("Workbook"): name,
                says("Sheet"): p.sheet or "",
                says("Row"): says.plain(p.row) if p.row else "",
                says("Column"): column_name(p.column) if p.column else "",
                says("Value"): p.value or "",
                says("What is wrong"): says.say(p.problem),
                says("What to do"): says.say(p.remedy),
            }
            for name, p in problems
        ]
    )


def column_name(column: int) -> str:
    """A column's letters as Excel shows them; 1 is A."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def pick_survey(surveys: Sequence[Survey], says: Words) -> int:
    """Which survey to look at, asked only where there are several; its number."""
    if len(surveys) == 1:
        return 0
    return st.selectbox(
        says("Survey"),
        range(len(surveys)),
        format_func=lambda i: f"{surveys[i].title} ({surveys[i].source.workbook})",
        key="survey",
        persist_state="session",
    )


def nothing_yet(says: Words, what: str) -> None:
    """An empty page: what is missing, and the next step."""
    with st.container(border=True, horizontal_alignment="center", gap="medium"):
        st.markdown(f"## :material/upload_file: {what}")
        row = st.container(horizontal=True, horizontal_alignment="center")
        if row.button(says("Drop workbooks"), icon=":material/upload_file:", type="primary"):
            st.switch_page("pages/workbooks.py", query_params=state.link())
        row.button(says("Load the sample"), icon=":material/play_arrow:", on_click=samples.load, args=(says,))


def templates(says: Words) -> None:
    """The blank templates to download."""
    names = {
        "survey-template.xlsx": says("Survey template"),
        "projects-template.xlsx": says("Project list template"),
        "form-template.xlsx": says("Form template"),
    }
    row = st.container(horizontal=True)
    for name, label in names.items():
        row.download_button(
            label,
            Path(samples.TEMPLATES / name).read_bytes(),
            name,
            icon=":material/download:",
            on_click="ignore",
        )
