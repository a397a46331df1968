"""What is different between two records, as tables to read, filter and search; and both side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import pandas as pd
import streamlit as st

from analytics.revision_names import Told, headline, part_name, told, value_name
from analytics.revisions import PARTS, Difference, Part, Record
from analytics.words import NONE, Words
from ui import parts

LONGEST = 240  # letters of a value; the whole of it is in the record to download
FEW = 25  # differences that are shown without being asked for
TALL = 14  # rows of a table from which it scrolls
OPEN: tuple[Part, ...] = ("score", "level", "project")

NBSP = "\u00a0"
Row = tuple[Difference, Told]


def show(some: Sequence[Difference], says: Words, key: str) -> None:
    """The differences by level, item, project and so on, to narrow by part and by words."""
    counts = {part: sum(each.line.part == part for each in some) for part in PARTS}
    chosen, wanted = _filter({part: n for part, n in counts.items() if n}, says, key)
    found = [(each, told(each, says)) for each in some if not chosen or each.line.part in chosen]
    found = [(each, text) for each, text in found if _holds(text, wanted)]
    if not found:
        st.info(
            says("No difference holds “{wanted}”.", wanted=parts.escape(wanted)), icon=":material/search_off:"
        )
    for part, group in groupby(found, key=lambda pair: pair[0].line.part):
        rows = list(group)
        is_open = bool(chosen or wanted) or len(some) <= FEW or part in OPEN
        label = f"{part_name(part, says)} · {says('differences: {n}', n=len(rows))}"
        with st.expander(label, expanded=is_open):
            table = _by_item(rows, says) if part == "item" else _by_value(part, rows, says)
            height = 520 if len(table) > TALL else "content"
            alt = says("Differences: {part}", part=part_name(part, says))
            st.table(table, hide_index=True, border="horizontal", height=height, alt=alt)


def _filter(counts: dict[Part, int], says: Words, key: str) -> tuple[list[Part], str]:
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    chosen: list[Part] = left.pills(
        says("Show only"),
        list(counts),
        selection_mode="multi",
        format_func=lambda part: f"{part_name(part, says)} ({says.number(counts[part])})",
        key=f"parts-{key}",
    )
    wanted: str = right.text_input(
        says("Search"),
        key=f"search-{key}",
        icon=":material/search:",
        label_visibility="collapsed",
        placeholder=says("Search"),
    )
    return chosen, wanted.strip()


def _holds(text: Told, wanted: str) -> bool:
    whole = " ".join((text.name, text.what, text.was, text.now, text.note))
    return wanted.casefold() in whole.casefold()


def _by_value(part: Part, rows: Sequence[Row], says: Words) -> pd.DataFrame:
    """One row a value; the name of a thing stands beside the first of its rows."""
    columns = [says("Which one"), says("What differs"), says("Was"), says("Is")]
    cells = []
    for _, values in groupby(rows, key=_thing):
        for place, (_, text) in enumerate(values):
            name = f"**{_short(text.name)}**" if text.name and not place else ""
            cells.append([name, _what(text), _short(text.was), _short(text.now)])
    table = pd.DataFrame(cells, columns=columns)
    return table.drop(columns=columns[0]) if part in ("setting", "score") else table


def _by_item(rows: Sequence[Row], says: Words) -> pd.DataFrame:
    """One row an item: its figures as they were and are, and what else differs."""
    keys = ("base", "mean", "sd", "top_two")
    columns = [value_name(rows[0][0].line, key, says) for key in keys]
    cells = []
    for _, values in groupby(rows, key=_thing):
        texts = {each.key: text for each, text in values}
        figures = [_change(texts[key]).replace(" ", NBSP) if key in texts else "" for key in keys]
        others = [f"{_what(text)}: {_change(text)}" for key, text in texts.items() if key not in keys]
        name = next(iter(texts.values())).name
        cells.append([f"**{_short(name)}**", *figures, "  \n".join(others)])
    return pd.DataFrame(cells, columns=[says("Item"), *columns, says("What else differs")])


def _thing(row: Row) -> tuple[int, int]:
    return id(row[0].before), id(row[0].after)


def _change(text: Told) -> str:
    return f"{_short(text.was)} → {_short(text.now)}"


def _what(text: Told) -> str:
    return _short(text.what) + (f"  \n*{_short(text.note)}*" if text.note else "")


def _short(text: str) -> str:
    return parts.lines(text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…")


def side_by_side(one: tuple[str, Record], other: tuple[str, Record], says: Words) -> None:
    """The figures that people look at first, of two assessments or revisions, each with its name."""
    found = [
        {name: (text, state) for name, text, state in headline(record, says)} for _, record in (one, other)
    ]
    cells = []
    for name in dict.fromkeys((*found[0], *found[1])):
        texts = [values.get(name, (NONE, None)) for values in found]
        icons = [f"{parts.STATE_ICON[state]} " if state else "" for _, state in texts]
        marked = [icon + parts.escape(text) for icon, (text, _) in zip(icons, texts, strict=True)]
        cells.append(
            [parts.escape(name), *(f"**{text}**" if len({*marked}) > 1 else text for text in marked)]
        )
    st.table(
        pd.DataFrame(cells, columns=[says("Figure"), says("Earlier one"), says("Later one")]),
        hide_index=True,
        border="horizontal",
        alt=says("Two assessments side by side: {one}; {other}", one=one[0], other=other[0]),
    )
