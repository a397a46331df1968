"""Step 4: which assessment the workbooks go into, what happens to those it has already, and keeping them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Literal, get_args

import pandas as pd
import streamlit as st

from analytics.words import Words
from data.clean import without_personal
from data.gather import Loaded, load, stated_settings, stated_year
from data.layout import Layout
from data.store import Listed, Saved
from data.stored.carry_over import carry_over
from data.summary_import import without_entered
from data.surveys import duplicates
from data.workbook import Workbook
from ui import cache, confirm, editing, parts, state
from ui.confirm import Draft
from ui.confirm.sheet import kind_words
from ui.glossary import meaning

NEW = 0
Choice = Literal["replace", "wave", "keep"]


@dataclass(frozen=True)
class Clash:
    """A dropped workbook that the assessment has already: the same file, or another of that name."""

    draft: Draft
    kept: Listed

    @property
    def same(self) -> bool:
        """Whether it is the very same file."""
        return self.draft.workbook.sha256 == self.kept.sha256

    @property
    def key(self) -> str:
        """Where the officer's choice is."""
        return f"clash-{self.draft.id}-{self.kept.id}"


def bar(drafts: Sequence[Draft], says: Words) -> bool:
    """Where the workbooks go and the button that confirms them; True once it was pressed."""
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            into = _target(drafts, says)
            clashes = _clashes(drafts, into)
            open_ = [clash for clash in clashes if not clash.same and not st.session_state.get(clash.key)]
            ready = st.button(
                says("Confirm and show the charts"),
                type="primary",
                icon=":material/check:",
                on_click=editing.press,
                args=(keep, tuple(drafts), says),
                kwargs={"seen": into.version if into else None},
                disabled=bool(open_),
            )
        for clash in clashes:
            _choice(clash, says)
        asked = sum(p.severity == "question" for draft in drafts for p in draft.problems)
        if asked:
            st.caption(
                says("Open questions: {n}. Where you don't answer, what is in use now is kept.", n=asked)
            )
    return ready and editing.saved()


def _target(drafts: Sequence[Draft], says: Words) -> Saved | None:
    """Ask which assessment the workbooks belong to; a new one (None) needs a unit and a fiscal year."""
    saved = {s.id: s for s in cache.store().assessments()}
    chosen = state.chosen()
    options = [*saved, NEW]
    where = st.selectbox(
        says("Put them into"),
        options,
        index=options.index(chosen.id) if chosen else len(options) - 1,
        format_func=lambda id: says("A new assessment") if id == NEW else state.label(saved[id], says),
        key="target",
    )
    if where == NEW:
        settings = stated_settings(draft.loaded for draft in drafts)
        unit = settings.unit if settings else ""
        st.text_input(says("Name of the unit"), unit, placeholder=says("My unit"), key="new-unit")
        year = stated_year(draft.loaded for draft in drafts) or cache.rubric(state.RUBRIC).fiscal_years[0]
        st.number_input(says("Fiscal year (B.E.)"), 2500, 2700, year, key="new-year", width=160)
    return saved.get(where)


def _clashes(drafts: Sequence[Draft], into: Saved | None) -> list[Clash]:
    kept = cache.store().listed(into.id) if into else ()
    found = []
    for draft in drafts:
        same = [one for one in kept if one.sha256 == draft.workbook.sha256]
        named = [one for one in kept if _plain(one) == draft.workbook.name]
        if same or named:
            found.append(Clash(draft, (same or named)[-1]))
    return found


def _plain(kept: Listed) -> str:
    """The name that a workbook had when it was dropped."""
    path = PurePath(kept.name)
    return path.stem.removesuffix(f" ({kept.wave})") + path.suffix if kept.wave > 1 else kept.name


def _choice(clash: Clash, says: Words) -> None:
    name = parts.escape(clash.draft.workbook.name)
    if clash.same:
        what = says("“{name}” is in this assessment already, the very same file.", name=name)
        st.session_state.setdefault(clash.key, "replace")
    else:
        what = says(
            "A workbook called “{name}” is in this assessment already, with other content.", name=name
        )
    labels: dict[Choice, str] = {
        "replace": says("Replace it"),
        "wave": says("Add it as a new wave"),
        "keep": says("Keep the one there"),
    }
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/file_copy: {what}{_shared(clash, says)}", width="content")
        st.segmented_control(
            says("What to do"),
            get_args(Choice),
            format_func=labels.__getitem__,
            key=clash.key,
            label_visibility="collapsed",
        )


def _shared(clash: Clash, says: Words) -> str:
    """How many respondents of the dropped workbook are in the kept one already."""
    if clash.same:
        return ""
    key = f"shared-{clash.key}"
    if key not in st.session_state:
        with st.spinner(says("Comparing with “{name}”", name=parts.escape(clash.kept.name))):
            saved = cache.store().workbook(clash.kept.id)
            known = _signatures(saved.workbook, load(saved.workbook, saved.layouts))
            dropped = _signatures(clash.draft.workbook, clash.draft.loaded)
            st.session_state[key] = duplicates.shared(dropped, known)
    n = int(st.session_state[key])
    return " " + says("{n} of its respondents {n:is|are} in that one too.", n=n) if n else ""


def _signatures(workbook: Workbook, loaded: Loaded) -> pd.Series:
    """Those of the survey with the most respondents."""
    surveys = {s.source.sheet: s.responses for s in loaded.inputs.surveys if s.responses is not None}
    found = [
        duplicates.signatures(sheet, layout, surveys[sheet.name])
        for sheet, layout in zip(workbook.sheets, loaded.layouts, strict=True)
        if sheet.name in surveys
    ]
    return max(found, key=len, default=pd.Series(dtype="uint64"))


def keep(drafts: Sequence[Draft], says: Words, *, seen: int | None) -> None:
    """Store the workbooks without personal columns in the chosen assessment, and look at it.

    NotSaved where somebody changed one of them after version `seen`; those before it are stored by then.
    A callback: it runs before any widget of the next run, so it may choose the assessment.
    """
    store = cache.store()
    into = next((s for s in store.assessments() if s.id == st.session_state["target"]), None)
    if into is None:
        unit = st.session_state["new-unit"].strip() or says("My unit")
        into = _new(unit, int(st.session_state["new-year"]), drafts)
    clashes = {clash.draft.id: clash for clash in _clashes(drafts, into)}
    waves = [(_plain(one), one.wave) for one in store.listed(into.id)]
    for draft in drafts:
        clash = clashes.get(draft.id)
        choice: Choice | None = st.session_state.get(clash.key) if clash else None
        if choice == "keep":
            continue
        layouts = tuple(_kept(draft, layout) for layout in draft.layouts)
        clean = without_personal(draft.workbook, layouts)
        if draft.loaded.settings is not None:
            clean = without_entered(clean)
        if choice == "wave":
            wave = 1 + max(n for name, n in waves if clash and name == _plain(clash.kept))
            path = PurePath(clean.name)
            clean = replace(clean, name=f"{path.stem} ({wave}){path.suffix}")
            store.add_workbook(into.id, clean, layouts, wave=wave, seen=seen)
        else:
            store.add_workbook(
                into.id,
                clean,
                layouts,
                instead_of=clash.kept.id if clash else None,
                wave=clash.kept.wave if clash else 1,
                seen=seen,
            )
        if draft.loaded.settings is not None:
            carry_over(store, into.id, draft.workbook, draft.loaded.inputs.entered)
    state.choose(into)


def _new(unit: str, year: int, drafts: Sequence[Draft]) -> Saved:
    """A new assessment; by the rubric and the bands of a dropped summary, where there is one."""
    settings = stated_settings(draft.loaded for draft in drafts)
    if settings is None:
        return cache.store().create(unit, year, state.RUBRIC)
    rubric = settings.rubric if settings.rubric in cache.rubrics() else state.RUBRIC
    return cache.store().create(unit, year, rubric, settings.band_scheme)


def _kept(draft: Draft, layout: Layout) -> Layout:
    """The layout to store: a survey in which nothing is an item is not used."""
    items = [s.tally.codebook.items for s in draft.loaded.inputs.surveys if s.source.sheet == layout.sheet]
    unused = layout.kind in ("responses", "tally") and not any(items)
    return Layout(layout.sheet, "other") if unused else layout


def show(drafts: Sequence[Draft], says: Words) -> None:
    """What will be kept of every workbook, sheet by sheet."""
    names = kind_words(says)
    rows = []
    for draft in drafts:
        for at, layout in enumerate(draft.layouts):
            roles = [column.role for column in layout.columns]
            used = _kept(draft, layout).kind != "other"
            out = len({*layout.excluded, *layout.left_out})
            rows.append(
                {
                    says("Workbook"): draft.workbook.name,
                    says("Sheet"): layout.sheet,
                    says("Kind"): names[layout.kind] if used else names["other"],
                    says("What it comes to"): _comes_to(draft, at, says) if used else "",
                    says("Rows left out"): says.number(out) if used else "",
                    says("Personal columns left out"): says.number(roles.count("personal")) if used else "",
                }
            )
    parts.table(pd.DataFrame(rows), says("What will be kept, sheet by sheet"))
    st.caption(
        says(
            "Kept are the cells without personal columns, with names and numbers in comments masked. "
            "The file itself is not kept. Roles and scales are remembered for workbooks with these headers."
        ),
        help=meaning("fingerprint", says),
    )


def _comes_to(draft: Draft, at: int, says: Words) -> str:
    figures = confirm.figures(draft.loaded, draft.layouts[at], says)
    wanted = (says("Respondents"), says("Items"), says("Projects"), says("Statements"))
    return " · ".join(f"{what} {says.number(figures[what])}" for what in wanted if what in figures)


def kept(into: Saved, says: Words) -> bool:
    """The workbooks of an assessment, each to be taken out; False where there are none."""
    store = cache.store()
    listed = store.listed(into.id)
    if not listed:
        return False
    name = parts.escape(state.label(into, says))
    st.header(says("In this assessment: {name}", name=name), anchor=False)
    for one in listed:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            wave = f" · {says('wave {n}', n=one.wave)}" if one.wave > 1 else ""
            st.markdown(f":material/description: {parts.escape(one.name)}{wave}", width="stretch")
            st.caption(f"sha256 {one.sha256[:12]}", width="content")
            st.button(
                says("Take out “{name}”", name=parts.brief(one.name)),
                key=f"remove-{one.id}",
                icon=":material/delete:",
                on_click=editing.press,
                args=(store.remove_workbook, into.id, one.id),
                kwargs={"seen": into.version},
            )
    return True
