"""The first-run tour: five short steps on the overview, to walk, skip, and open again from the glossary."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from analytics.words import Words
from ui import cache, state

AT = "tour"  # the step looked at, from 0; None once walked or skipped


@dataclass(frozen=True)
class Step:
    """What one step says, and the page where it is done."""

    title: str
    text: str
    page: str
    link: str
    icon: str


def steps(says: Words) -> tuple[Step, ...]:
    """From workbooks to the hand-in."""
    return (
        Step(
            says("Drop your workbooks as they are"),
            says(
                "Survey exports, project lists and the form, in any order. Or try the made-up sample first."
            ),
            "pages/workbooks.py",
            says("Workbooks"),
            ":material/upload_file:",
        ),
        Step(
            says("Check what was read, then confirm it"),
            says(
                "Saisaat shows which column it takes for what and lists every problem with its cell. "
                "Names, telephone numbers and other personal columns are never stored."
            ),
            "pages/workbooks.py",
            says("Workbooks"),
            ":material/upload_file:",
        ),
        Step(
            says("See what people answered"),
            says("Every item and aspect with its number of answers; further sections open one at a time."),
            "pages/satisfaction.py",
            says("Satisfaction"),
            ":material/sentiment_satisfied:",
        ),
        Step(
            says("See where every point comes from"),
            says(
                "Each level shows what counts, what is waiting and what is missing. "
                "You state what was done, attach evidence, and have the last word."
            ),
            "pages/rubric.py",
            says("Criteria and evidence"),
            ":material/checklist:",
        ),
        Step(
            says("Hold the meeting and hand it in"),
            says("The slides and every document hold the same figures as the pages."),
            "pages/report.py",
            says("Report"),
            ":material/description:",
        ),
    )


def start() -> None:
    """Begin with the first step, as somebody asked for it."""
    st.session_state[AT] = 0


def show(says: Words) -> None:
    """The step that this visit is at, for whoever opens Saisaat with nothing in it or asked for the tour.

    It goes on while the sample is looked around in; a visit that finds assessments doesn't begin it.
    """
    if AT not in st.session_state:
        st.session_state[AT] = None if cache.store().assessments() else 0
    at = st.session_state[AT]
    if at is None:
        return
    told = steps(says)
    step = told[at]
    with st.container(border=True, gap="small", key="tour-card"):
        st.caption(says("A short tour, {n} of {most}", n=at + 1, most=len(told)))
        st.markdown(f"**{step.title}**  \n{step.text}")
        row = st.container(horizontal=True, vertical_alignment="center")
        if at + 1 < len(told):
            row.button(says("Next step"), icon=":material/arrow_forward:", on_click=_go, args=(at + 1,))
        else:
            row.button(says("End the tour"), icon=":material/check:", on_click=_go, args=(None,))
        if at:
            row.button(says("Step before"), icon=":material/arrow_back:", on_click=_go, args=(at - 1,))
        if at + 1 < len(told):
            row.button(says("Skip the tour"), type="tertiary", on_click=_go, args=(None,))
        row.page_link(step.page, label=step.link, icon=step.icon, query_params=state.link())


def offer(says: Words) -> None:
    """A button that opens the tour from its beginning."""
    if st.button(says("Show the short tour"), icon=":material/tour:"):
        start()
        st.switch_page("pages/overview.py", query_params=state.link())


def _go(to: int | None) -> None:
    st.session_state[AT] = to
