"""Questions about columns that can be read in more than one way: every reading with what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st

from analytics.thai import parse_period
from analytics.words import Problem, Words
from data import assign
from data.layout import Column, Layout
from data.lists.reader import DAY_OR_MONTH
from data.roles import with_day_first
from data.times import parse_times
from data.workbook import Sheet
from ui import confirm, parts
from ui.confirm import Draft


def show(draft: Draft, at: int, says: Words) -> None:
    """Every open question with its readings side by side, one of them to be chosen."""
    layout, sheet = draft.layouts[at], draft.sheet(at)
    if layout.kind == "projects" and layout.day_first is None:
        _dates_of_list(draft, at, says)
    if layout.kind != "responses":
        return
    for column in layout.columns:
        if column.role == "item" and assign.asked(layout, column.index):
            ways = assign.readings_of(layout, sheet, column.index)
            if len(ways) > 1:
                _question(draft, at, column, ways, says)
        elif column.role == "timestamp" and layout.day_first is None and _unsure(draft, layout, column):
            _dates(draft, at, column, says)


def _question(draft: Draft, at: int, column: Column, ways: tuple[Column, ...], says: Words) -> None:
    layout, sheet = draft.layouts[at], draft.sheet(at)
    together = len(assign.on_same_scale(layout, column.index))
    with st.container(border=True):
        st.markdown(
            ":material/help: **"
            + says("Which scale did “{header}” have?", header=parts.escape(column.text or column.header))
            + "**"
        )
        if together > 1:
            st.caption(says("The choice holds for {n} {n:item|items} with the same answers.", n=together))
        for n, (place, way) in enumerate(zip(st.columns(len(ways)), ways, strict=True)):
            with place:
                st.dataframe(
                    distribution(layout, sheet, way, says),
                    hide_index=True,
                    height="content",
                    column_config={
                        says("Respondents"): st.column_config.ProgressColumn(
                            min_value=0, max_value=max(1, _most(layout, sheet, column)), format="%d"
                        )
                    },
                    alt=says(
                        "The answers of “{header}” in this reading", header=column.text or column.header
                    ),
                )
                st.button(
                    says("It is this one") if n else says("It is this one (in use)"),
                    key=f"way-{draft.id}-{at}-{column.index}-{n}",
                    type="secondary" if n else "primary",
                    on_click=_choose,
                    args=(draft.id, at, way),
                    width="stretch",
                )


def _choose(id: str, at: int, way: Column) -> None:
    draft = confirm.current(id)
    confirm.change(id, at, assign.with_reading(draft.layouts[at], draft.sheet(at), way), forget=True)


def _unsure(draft: Draft, layout: Layout, column: Column) -> bool:
    places = {p.row if layout.transposed else p.column for p in draft.loaded.problems if _asks(p, layout)}
    return layout.column_in_sheet(column.index) + 1 in places


def _asks(problem: Problem, layout: Layout) -> bool:
    return problem.severity == "question" and problem.sheet == layout.sheet


def _dates(draft: Draft, at: int, column: Column, says: Words) -> None:
    """Whether the day or the month comes first, told by a date of the column that can be both."""
    layout, sheet = draft.layouts[at], draft.sheet(at)
    texts = [text for text in assign.answers(layout, sheet, column.index) if "/" in text]
    example = next((text for text in texts if _day(text, True) != _day(text, False)), None)
    if example is None:
        return
    _which_day(draft, at, column, example, {order: _day(example, order) for order in (True, False)}, says)


def _dates_of_list(draft: Draft, at: int, says: Words) -> None:
    """The same for a project list, once for all its dates: they are read in one order."""
    columns = {column.index + 1: column for column in draft.layouts[at].columns}
    for problem in draft.loaded.problems:
        column = columns.get(problem.column or 0)
        if not _asks(problem, draft.layouts[at]) or problem.problem != DAY_OR_MONTH or column is None:
            continue
        text = problem.value or ""
        days = {order: _first_day(text, order) for order in (True, False)}
        if days[True] != days[False]:
            _which_day(draft, at, column, text, days, says)
            return


def _first_day(text: str, day_first: bool) -> date | None:
    try:
        return parse_period(text, day_first=day_first).start
    except ValueError:
        return None


def _which_day(
    draft: Draft, at: int, column: Column, text: str, days: Mapping[bool, date | None], says: Words
) -> None:
    header = parts.escape(column.text or column.header)
    with st.container(border=True):
        st.markdown(
            ":material/help: **"
            + says("Which day is “{text}” in “{header}”?", text=parts.escape(text), header=header)
            + "**"
        )
        with st.container(horizontal=True):
            for day_first, day in days.items():
                if day is not None:
                    st.button(
                        says.date(day),
                        key=f"day-{draft.id}-{at}-{column.index}-{day_first}",
                        on_click=_choose_dates,
                        args=(draft.id, at, day_first),
                    )


def _day(text: str, day_first: bool) -> date | None:
    (moment,), _ = parse_times(pa.chunked_array([[text]]), day_first)
    return None if np.isnat(moment) else moment.astype("datetime64[D]").item()


def _choose_dates(id: str, at: int, day_first: bool) -> None:
    confirm.change(id, at, with_day_first(confirm.current(id).layouts[at], day_first), forget=True)


def distribution(layout: Layout, sheet: Sheet, way: Column, says: Words) -> pd.DataFrame:
    """The points of a reading, best first: its words, the answers that stand for it, how many gave them."""
    assert way.scale is not None
    counts = assign.answers(layout, sheet, way.index)
    codes = dict(way.codes)
    rows = []
    for point in reversed(way.scale.points):
        given = [label for label in counts if codes.get(label) == point]
        label = way.scale.label(point) if way.scale.labels else ""
        rows.append(
            {
                says("Point"): f"{says.plain(point)} {label}".strip(),
                says("Answers in the sheet"): " / ".join(given),
                says("Respondents"): sum(counts[one] for one in given),
            }
        )
    return pd.DataFrame(rows)


def _most(layout: Layout, sheet: Sheet, column: Column) -> int:
    return max(assign.answers(layout, sheet, column.index).values(), default=1)
