"""What is different between two records, as tables to read, filter and search; and both side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import pandas as pd
import streamlit as st

from analytics.revision_names import Told, headline, part_name, told
from analytics.revisions import PARTS, Difference, Part, Record
from analytics.words import NONE, Words
from ui import parts

LONGEST = 240  # letters of a value; the whole of it is in the record to download
FEW = 25  # differences that are shown without being asked for
TALL = 14  # rows of a table from which it scrolls
OPEN: tuple[Part, ...] = ("score", "level", "project")


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
            _table(part, rows, says)


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


def _table(part: Part, rows: Sequence[tuple[Difference, Told]], says: Words) -> None:
    """One row a value; the name of a thing stands beside the first of its rows."""
    columns = [says("Which one"), says("What differs"), says("Was"), says("Is")]
    cells = []
    above: tuple[int, int] | None = None
    for each, text in rows:
        thing = id(each.before), id(each.after)
        name = "" if thing == above else f"**{_short(text.name)}**" if text.name else ""
        what = _short(text.what) + (f"  \n*{_short(text.note)}*" if text.note else "")
        cells.append([name, what, _short(text.was), _short(text.now)])
        above = thing
    table = pd.DataFrame(cells, columns=columns)
    if part in ("setting", "score"):
        table = table.drop(columns=columns[0])
    alt = says("Differences: {part}", part=part_name(part, says))
    height = 520 if len(cells) > TALL else "content"
    st.table(table, hide_index=True, border="horizontal", height=height, alt=alt)


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
        pd.DataFrame(cells, columns=[says("Figure"), *_heads(one[0], other[0], says)]),
        hide_index=True,
        border="horizontal",
        alt=says("Two assessments side by side"),
    )


def _heads(one: str, other: str, says: Words) -> tuple[str, str]:
    was, now = says("Earlier one"), says("Later one")
    return f"{was}: {parts.escape(one)}", f"{now}: {parts.escape(other)}"
