"""What a visitor has chosen: language, digits, assessment. Each holds across pages and is in the link."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import urlparse

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.words import Digits, Language, Words
from data.store import Saved
from ui import cache, memory, officer, screen
from ui.directory import FEW
from ui.text import words as words_of

ENTERED, WANTED = "entered", "wanted_page"
# The rubric of a new assessment.
RUBRIC = "participation-2561"


def enter() -> None:
    """Say that this session came through app.py; app.py calls it first of all."""
    if ENTERED not in st.session_state:
        # What visitors left behind that are gone by now.
        memory.give_back()
    st.session_state[ENTERED] = True


def wanted_page() -> str | None:
    """The page that a link asked for before the session had come through app.py; told once."""
    return st.session_state.pop(WANTED, None)


def _through_app() -> None:
    """Lead a page that was run by itself through app.py.

    Until somebody has opened the app, a server takes the folder pages/ for Streamlit's old kind of app
    and runs the page of a deep link without app.py: no navigation, no controls.
    """
    if not st.session_state.get(ENTERED):
        st.session_state[WANTED] = PurePosixPath(urlparse(st.context.url or "").path).name
        st.switch_page("app.py", query_params=st.query_params.to_dict())


def words() -> Words:
    """The words as chosen in `controls`, or by the link before the first run has drawn them."""
    _through_app()
    language: Language = "en" if _linked("lang", ("th", "en")) == "en" else "th"
    digits: Digits = "thai" if _linked("digits", ("arabic", "thai")) == "thai" else "arabic"
    return words_of(language, digits)


def controls() -> None:
    """The row above every page: which assessment, which language, which digits."""
    says = words()
    saved = {str(s.id): s for s in cache.store().assessments()}
    row = st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center")
    if saved:
        _linked("assessment", tuple(saved))
        if len(saved) > FEW:
            _one_of_many(row.container(horizontal=True, width="content", gap="small"), says)
        else:
            _pick(row, list(saved), lambda id: label(saved[id], says), says, 520)
    else:
        row.caption(says("Surveys and project lists become a score that can be defended"))
    with row:
        screen.listen(says.language)
    right = row.container(horizontal=True, width="content", gap="xsmall")  # in one line on a phone
    officer.badge(right, says)
    with right:
        for key, label_, names in (
            ("digits", says("Digits"), {"arabic": "123", "thai": "๑๒๓"}),
            ("lang", says("Language"), {"th": "ไทย", "en": "EN"}),
        ):
            st.segmented_control(
                label_,
                list(names),
                required=True,
                format_func=names.__getitem__,
                key=key,
                persist_state="session",
                label_visibility="collapsed",
            )
    here = {"slide": st.query_params["slide"]} if "slide" in st.query_params else {}
    st.query_params.from_dict({**link(), **here})


def _pick(row: DeltaGenerator, ids: list[str], called: Callable[[str], str], says: Words, width: int) -> None:
    row.selectbox(
        says("Assessment"),
        ids,
        format_func=called,
        key="assessment",
        persist_state="session",
        label_visibility="collapsed",
        width=width,
    )


def _one_of_many(row: DeltaGenerator, says: Words) -> None:
    """Choose the unit, by typing a part of its name, and then one of its assessments."""
    directory = cache.directory()
    current = directory.saved[st.session_state["assessment"]]
    key = directory.key_of[current.id]
    # The assessment leads: a link, or a press on another page, may have chosen one of another unit.
    st.session_state["assessed-unit"] = key
    row.selectbox(
        says("Unit"),
        list(directory.by_key),
        format_func=lambda key: directory.by_key[key].label,
        key="assessed-unit",
        on_change=_unit_chosen,
        label_visibility="collapsed",
        icon=":material/search:",
        width=340,
    )
    of_unit = {str(one.id): one for one in directory.by_key[key].assessments}
    years = [one.fiscal_year for one in of_unit.values()]

    def called(id: str) -> str:
        one = of_unit[id]
        year = says("Fiscal year {year}", year=says.plain(one.fiscal_year))
        return year if years.count(one.fiscal_year) == 1 else f"{year} · {one.rubric}"

    _pick(row, list(of_unit), called, says, 210)


def _unit_chosen() -> None:
    """Look at the assessment of the chosen unit that is nearest to the one looked at before."""
    directory = cache.directory()
    before = directory.saved.get(st.session_state.get("assessment", ""))
    unit = directory.by_key.get(st.session_state["assessed-unit"])
    if unit is not None:
        choose(unit.nearest(before))


def _linked(key: str, options: tuple[str, ...]) -> str:
    """A choice as it stands; the first time as the link says, else the first option.

    `bind="query-params"` would do this, but it puts labels into the link, which two assessments can
    share, and forbids `st.switch_page`.
    """
    if st.session_state.get(key) not in options:
        asked = st.query_params.get(key)
        st.session_state[key] = asked if asked in options else options[0]
    return str(st.session_state[key])


def link() -> dict[str, str]:
    """The choices as a link holds them, for `st.switch_page` too."""
    return {key: st.session_state[key] for key in ("assessment", "lang", "digits") if key in st.session_state}


def label(saved: Saved, says: Words) -> str:
    """How an assessment is called in lists: unit and fiscal year."""
    return says("{unit} · fiscal year {year}", unit=saved.unit, year=says.plain(saved.fiscal_year))


def chosen() -> Saved | None:
    """The assessment that is looked at; None where there is none yet."""
    id = st.session_state.get("assessment")
    return next((s for s in cache.store().assessments() if str(s.id) == id), None)


def choose(saved: Saved) -> None:
    """Look at this assessment from the next run on; for callbacks, which run before any widget."""
    st.session_state["assessment"] = str(saved.id)


def dark() -> bool:
    """Whether the visitor sees the dark theme."""
    return screen.seen().dark
