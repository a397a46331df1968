"""Step 1: what a sheet is, where its header and data are, and which rows are left out."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from analytics.thai import to_arabic_digits
from analytics.words import Words
from data import assign
from data.grid import Grid
from data.layout import Kind, Layout
from data.privacy import masked
from data.surveys.spread import Spread, grid_of, rows_here
from ui import confirm, parts, state
from ui.confirm import Draft

TOP = 50  # rows shown from the top
OUT = 200  # rows shown of those left out
BELOW = 10  # rows shown from the last row of the data
WIDE = 60  # columns shown
KINDS: tuple[Kind, ...] = ("responses", "tally", "projects", "form", "other")
_SPAN = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?")
# Status → background, light and dark; the words beside it say the same.
_SHADES = {"header": ("#cbe7e3", "#0d4f49"), "out": ("#f3e3c8", "#4a3511"), "title": ("#eef1f0", "#26312f")}


def show(draft: Draft, at: int, says: Words) -> None:
    """The sheet's kind and rows, to be corrected, and the sheet itself with every row's part in it."""
    layout = draft.layouts[at]
    if layout.kind == "summary":
        st.caption(says("A summary is read from its own record; there is nothing to correct."))
        return
    _kind(draft, at, says)
    if layout.kind == "other":
        for problem in layout.problems:
            st.info(confirm.sentence(problem, says), icon=":material/help:")
        st.caption(says("If it is to be used, say above what it is and in which row its header starts."))
    else:
        _rows(draft, at, says)
    _preview(draft, at, says)


# --- Decisions --------------------------------------------------------------------------------------


def kind_words(says: Words) -> dict[Kind, str]:
    """What each kind of sheet is called."""
    return {
        "responses": says("Survey answers"),
        "tally": says("Counted answers"),
        "projects": says("Project list"),
        "form": says("Official form"),
        "other": says("Not used"),
        "summary": says("Summary"),
    }


def _kind(draft: Draft, at: int, says: Words) -> None:
    layout = draft.layouts[at]
    names = kind_words(says)
    key, header = f"kind-{draft.id}-{at}", f"header-{draft.id}-{at}"
    length = max(1, draft.sheet(at).cells.num_rows)
    # The widgets show what is, also where a choice could not be followed.
    st.session_state[key] = layout.kind
    st.session_state[header] = min(length, layout.header_rows[0]) if layout.header_rows else 1
    across = f"across-{draft.id}-{at}"
    st.session_state[across] = layout.transposed
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            says("What this sheet is"),
            list(KINDS),
            required=True,
            format_func=names.__getitem__,
            key=key,
            on_change=_set_kind,
            args=(draft.id, at, says),
        )
        if not layout.transposed and layout.long is None:
            st.number_input(
                says("Header starts in row"),
                1,
                length,
                key=header,
                on_change=_set_header,
                args=(draft.id, at, says),
                width=160,
            )
        if layout.kind == "responses" and draft.found[at].long is not None:
            st.session_state[f"long-{draft.id}-{at}"] = layout.long is not None
            st.toggle(
                says("Every row is one answer"),
                key=f"long-{draft.id}-{at}",
                on_change=_set_long,
                args=(draft.id, at, says),
            )
        elif layout.kind == "responses":
            st.toggle(
                says("Respondents stand beside each other"),
                key=across,
                on_change=_set_across,
                args=(draft.id, at, says),
            )
    if refused := st.session_state.pop(f"refused-{draft.id}", None):
        st.warning(refused, icon=":material/help:")


def _put(draft: Draft, at: int, layout: Layout | None, kind: Kind, says: Words) -> None:
    if layout is None:
        names = kind_words(says)
        st.session_state[f"refused-{draft.id}"] = says(
            "It can't be read as “{kind}” from this row: no header there fits. Try another row.",
            kind=names[kind],
        )
    else:
        confirm.change(draft.id, at, layout, forget=True)


def _set_kind(id: str, at: int, says: Words) -> None:
    draft = confirm.current(id)
    kind: Kind = st.session_state[f"kind-{id}-{at}"]
    found = draft.found[at]
    layout = found if found.kind == kind else assign.as_kind(draft.sheet(at), kind)
    if layout is None and (row := st.session_state.get(f"header-{id}-{at}")):
        layout = assign.as_kind(draft.sheet(at), kind, row)
    _put(draft, at, layout, kind, says)


def _set_header(id: str, at: int, says: Words) -> None:
    draft = confirm.current(id)
    kind = draft.layouts[at].kind
    row = int(st.session_state[f"header-{id}-{at}"])
    kinds: tuple[Kind, ...] = ("responses", "projects", "tally", "form") if kind == "other" else (kind,)
    found = (assign.as_kind(draft.sheet(at), one, row) for one in kinds)
    _put(draft, at, next((layout for layout in found if layout is not None), None), kind, says)


def _set_across(id: str, at: int, says: Words) -> None:
    draft = confirm.current(id)
    across = bool(st.session_state[f"across-{id}-{at}"])
    layout = assign.as_kind(draft.sheet(at), "responses", None if across else 1, across=across)
    _put(draft, at, layout, "responses", says)


def _set_long(id: str, at: int, says: Words) -> None:
    draft = confirm.current(id)
    long = bool(st.session_state[f"long-{id}-{at}"])
    layout = draft.found[at] if long else assign.as_kind(draft.sheet(at), "responses", long=False)
    _put(draft, at, layout, "responses", says)


def _rows(draft: Draft, at: int, says: Words) -> None:
    layout = draft.layouts[at]
    first, last, rows = (f"{what}-{draft.id}-{at}" for what in ("first", "last", "rows"))
    length = _grid(draft, at).rows
    st.session_state[first], st.session_state[last] = layout.first_row, max(1, layout.last_row)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        spans = ((says("Data from row"), first), (says("Data to row"), last))
        for label, key in spans if layout.long is None else ():
            st.number_input(
                label,
                1,
                max(length, layout.last_row),
                key=key,
                on_change=_set_rows,
                args=(draft.id, at),
                width=160,
            )
        st.text_input(says("Rows to leave out or count"), key=rows, placeholder="12, 15-18", width=220)
        for label, icon, counts in (
            (says("Leave these out"), ":material/remove:", False),
            (says("Count these"), ":material/add:", True),
        ):
            st.button(
                label, key=f"{rows}-{counts}", icon=icon, on_click=_set_out, args=(draft.id, at, counts, says)
            )
    repeated = dict(draft.repeated).get(layout.sheet)
    if repeated:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                ":material/content_copy: "
                + says("Respondents that repeat the time and all answers of another: {n}", n=len(repeated)),
                width="content",
            )
            st.button(
                says("Leave the repeats out"),
                key=f"repeats-{draft.id}-{at}",
                on_click=_drop,
                args=(draft.id, at),
            )


def _set_rows(id: str, at: int) -> None:
    draft = confirm.current(id)
    first, last = (int(st.session_state[f"{what}-{id}-{at}"]) for what in ("first", "last"))
    confirm.change(id, at, assign.with_rows(draft.layouts[at], draft.sheet(at), first, last))


def _drop(id: str, at: int) -> None:
    draft = confirm.current(id)
    layout = draft.layouts[at]
    rows = rows_here(layout, draft.sheet(at), dict(draft.repeated)[layout.sheet])
    confirm.change(id, at, assign.leave_out(layout, rows))


def _set_out(id: str, at: int, counts: bool, says: Words) -> None:
    draft = confirm.current(id)
    layout = draft.layouts[at]
    span = (layout.first_row, layout.last_row)
    if layout.long is not None:
        span = (layout.long.header_row + 1, layout.long.last_row)
    rows = rows_here(layout, draft.sheet(at), rows_said(str(st.session_state[f"rows-{id}-{at}"]), *span))
    if not rows:
        st.session_state[f"refused-{id}"] = says(
            "Write the rows as the sheet numbers them, between {first} and {last}: 12, 15-18",
            first=says.plain(span[0]),
            last=says.plain(span[1]),
        )
        return
    changed = assign.let_in(layout, draft.sheet(at), rows) if counts else assign.leave_out(layout, rows)
    st.session_state[f"rows-{id}-{at}"] = ""
    confirm.change(id, at, changed)


def rows_said(text: str, first: int, last: int) -> frozenset[int]:
    """The rows that a text names, such as "12, 15-18", between two rows; empty where it names none."""
    rows: set[int] = set()
    plain = re.sub(r"\s*[-–]\s*", "-", to_arabic_digits(text).strip())
    for part in re.split(r"[,;\s]+", plain):
        found = _SPAN.fullmatch(part)
        if found is None:
            return frozenset()
        start, end = int(found[1]), int(found[2] or found[1])
        rows.update(range(max(first, start), min(last, end) + 1))
    return frozenset(rows)


# --- The sheet itself -------------------------------------------------------------------------------


def _grid(draft: Draft, at: int) -> Grid:
    return grid_of(draft.sheet(at), draft.layouts[at])


def _shown(cell: str | None, role: str | None) -> str:
    """A cell as it may be shown: nothing of a personal column, comments masked."""
    if cell is None:
        return ""
    return "•••" if role == "personal" else (masked(cell) or "") if role == "comment" else cell


def _preview(draft: Draft, at: int, says: Words) -> None:
    layout, grid = draft.layouts[at], _grid(draft, at)
    if not grid.rows:
        return
    reasons = {e.row: says.say(e.reason) for e in layout.excluded}
    wanted = [
        *range(1, min(TOP, grid.rows) + 1),
        *sorted(reasons)[:OUT],
        *range(layout.last_row, layout.last_row + BELOW),
    ]
    rows = [row for row in dict.fromkeys(sorted(wanted)) if 1 <= row <= grid.rows]
    grid.prepare([row - 1 for row in rows])
    roles = {c.index: c.role for c in layout.columns}
    words = {"header": says("Header"), "title": says("Not part of the table"), "data": says("Data")}
    parts_of = [_part(layout, row, reasons) for row in rows]
    shown = pd.DataFrame(
        {
            says("Row"): [
                says.plain(grid.place(row - 1, None) + 1 if isinstance(grid, Spread) else row) for row in rows
            ],
            says("Part"): [
                says("Left out: {reason}", reason=reasons[row]) if part == "out" else words[part]
                for part, row in zip(parts_of, rows, strict=True)
            ],
        }
    )
    for c in range(min(grid.columns, WIDE)):
        cells = (grid.row(row - 1)[c] for row in rows)
        shown[parts.column_name(c + 1)] = [
            _shown(cell, roles.get(c) if row >= layout.first_row else None)
            for cell, row in zip(cells, rows, strict=True)
        ]
    dark = state.dark()
    shades = [_SHADES.get(part, ("", ""))[dark] for part in parts_of]
    styled = shown.style.apply(
        lambda column: [f"background-color: {shade}" if shade else "" for shade in shades], axis=0
    )
    st.dataframe(
        styled,
        hide_index=True,
        height=420,
        column_config={
            says("Row"): st.column_config.TextColumn(width="small", pinned=True),
            says("Part"): st.column_config.TextColumn(width="medium", pinned=True),
        },
        alt=says("The sheet “{sheet}” with the part of every row", sheet=layout.sheet),
    )
    if layout.long is not None and layout.kind == "tally":
        st.caption(
            says("Every row of the sheet counts one answer to one question. Here each question has one row.")
        )
    elif layout.long is not None:
        st.caption(
            says(
                "Every row of the sheet is one answer. Here each respondent has one row, with the number "
                "that their first answer has in the sheet."
            )
        )
    st.caption(
        says(
            "Shown: the first {n} {n:row|rows} and those left out, of {rows} {rows:row|rows} and "
            "{columns} {columns:column|columns}.",
            n=min(TOP, grid.rows),
            rows=grid.rows,
            columns=grid.columns,
        )
    )


def _part(layout: Layout, row: int, reasons: dict[int, str]) -> str:
    if row in reasons:
        return "out"
    if row in layout.header_rows:
        return "header"
    return "data" if layout.kind != "other" and layout.first_row <= row <= layout.last_row else "title"
