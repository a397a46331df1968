"""Findings on pages: recorded beside an item or a comment, named by projects, and drawn as a chain."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from analytics import charts
from analytics.assessment import Assessment
from analytics.chain import behind, chain, told_from, weakest
from analytics.codebook import Item
from analytics.facts import Entered
from analytics.findings import Finding, same_name
from analytics.projects import Project
from analytics.words import Words
from data.store import Saved
from data.stored import findings
from ui import cache, editing, officer, parts, screen
from ui.sections.look import Look

WHO = "finding-who"


def beside_items(look: Look) -> None:
    """The weakest items of the survey, each with a button that records it as a finding."""
    says = look.says
    rows = [
        (
            item,
            says("{item} · mean {mean}", item=parts.escape(item.text), mean=mean),
            says("“{item}” is among the weakest items, mean {mean}", item=item.text, mean=mean),
        )
        for item, mean in weakest(look.survey)
    ]
    offer(look, says("Weakest items"), rows)


def offer(look: Look, heading: str, rows: Sequence[tuple[Item, str, str]]) -> None:
    """Items, each with what is shown of it (Markdown) and what a finding on it would say, and its button."""
    says = look.says
    if not rows:
        return
    recorded = [f.item for f in _entered(look).findings if f.item]
    st.markdown(f"### {heading}")
    st.caption(
        says("Record what should be improved as a finding; a project can then name it as what it came from.")
    )
    _who(says)
    for item, text, said in rows:
        row = st.container(horizontal=True, vertical_alignment="center")
        row.markdown(text, width="stretch")
        there = any(same_name(item.text, other) for other in recorded)
        _button(row, look, Finding(0, said, look.survey.title, item.text), there, item.key)


def beside_comments(look: Look, comments: Sequence[str]) -> None:
    """Comments, each with a button that records it as a finding."""
    recorded = {f.comment for f in _entered(look).findings if f.comment}
    for number, comment in enumerate(comments):
        row = st.container(horizontal=True, vertical_alignment="center")
        text = " ".join(comment.split())
        row.markdown(parts.escape(text), width="stretch")
        found = Finding(0, text, look.survey.title, None, text)
        _button(row, look, found, text in recorded, f"comment-{number}")


def of_projects(saved: Saved, found: Assessment, says: Words) -> None:
    """What stands behind each project from citizens, and a form in which one names its findings."""
    shown = chain(found.facts, found.score)
    claiming = [link.project for link in shown.links]
    if not claiming:
        return
    st.header(says("What the projects came from"), anchor=False)
    if unbacked := [link for link in shown.links if link.unbacked]:
        st.warning(
            says(
                "{n} {n:project claims|projects claim} to come from citizens, with neither a finding "
                "nor a statement behind {n:it|them}.",
                n=len(unbacked),
            ),
            icon=":material/help:",
        )
    rows = [
        {
            says("Project"): link.project.name,
            says("Findings"): " · ".join(finding.said for finding in link.findings) or "–",
            says("Behind it besides"): behind(link, says) or "–",
        }
        for link in shown.links
    ]
    parts.table(pd.DataFrame(rows), says("What the projects came from"))
    _naming(saved, found, claiming, says)


def panel(saved: Saved, found: Assessment, says: Words) -> None:
    """The chain drawn, and every finding with what it came from."""
    seen = screen.seen()
    drawn = charts.chain_chart(chain(found.facts, found.score), says, dark=seen.dark, width=seen.width)
    parts.drawn(drawn, f"chain-{saved.id}", says)
    st.markdown(f"### {says('Findings')}")
    entered = cache.store().entered(saved.id)
    if not entered.findings:
        st.info(
            says("Record findings on the satisfaction page: beside a weak item or a comment."),
            icon=":material/lightbulb:",
        )
    for finding in entered.findings:
        _finding(saved, finding, says)
    _naming(saved, found, [link.project for link in chain(found.facts, found.score).links], says)


def _finding(saved: Saved, finding: Finding, says: Words) -> None:
    name = parts.brief(finding.said)
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        with st.container(width="stretch", gap=None):
            st.markdown(parts.escape(finding.said))
            where = [told_from(finding, says), finding.survey or "", finding.who or ""]
            st.caption(parts.escape(" · ".join(text for text in where if text)))
        with (
            st.popover(says("Reword “{name}”", name=name), icon=":material/edit:"),
            st.form(f"reword-{finding.id}", border=False),
        ):
            form = editing.form(f"reword-{finding.id}-mine", saved, finding.said, {"said": finding.said})
            editing.beside(form, "finding", finding.id, [(says("Finding"), finding.said)], says)
            said = st.text_area(says("Finding"), key=form.name("said"))
            if editing.buttons(form, says("Save"), ":material/save:", says) and said.strip():
                reword = partial(findings.reword, cache.store(), saved.id, finding.id, said.strip())
                editing.save(form, lambda seen: reword(seen=seen))
        st.button(
            says("Take out “{name}”", name=name),
            key=f"unfind-{finding.id}",
            icon=":material/delete:",
            on_click=editing.press,
            args=(findings.take_back, cache.store(), saved.id, finding.id),
            kwargs={"seen": saved.version},
        )


def _naming(saved: Saved, found: Assessment, claiming: Sequence[Project], says: Words) -> None:
    """A project and the findings that led to it, as a form."""
    known = {finding.id: finding for finding in cache.store().entered(saved.id).findings}
    if not known or not claiming:
        return
    st.markdown(f"### {says('Name the findings that a project came from')}")
    at = st.selectbox(
        says("Project"),
        range(len(claiming)),
        format_func=lambda number: claiming[number].name,
        key=f"caused-{saved.id}",
    )
    project = claiming[at]
    named = [finding.id for finding in found.facts.led_to(project) if finding.id in known]
    key = f"causes-{saved.id}-{project.name}"
    with st.form(key, border=False):
        fill = {"findings": named, "who": officer.name() or ""}
        form = editing.form(f"{key}-mine", saved, tuple(named), fill)
        now = [(says("Findings that led to it"), " · ".join(known[id].said for id in named))]
        editing.beside(form, "cause", project.name, now, says)
        # What was taken out meanwhile can't be chosen any more.
        chosen_key = form.name("findings")
        st.session_state[chosen_key] = [id for id in st.session_state[chosen_key] if id in known]
        chosen = st.multiselect(
            says("Findings that led to it"),
            list(known),
            format_func=lambda id: known[id].said,
            placeholder=says("None"),
            key=chosen_key,
        )
        who = officer.field(st.container(), says("Stated by (position)"), form.name("who"))
        if editing.buttons(form, says("Save"), ":material/save:", says):
            editing.save(form, partial(_name, saved, project.name, chosen, who.strip() or None))


def _name(saved: Saved, project: str, chosen: Sequence[int], who: str | None, seen: int) -> None:
    findings.name_causes(cache.store(), saved.id, project, chosen, who, seen=seen)


def _button(
    row: st.delta_generator.DeltaGenerator, look: Look, found: Finding, there: bool, key: str
) -> None:
    says, name = look.says, parts.brief(found.item or found.said)
    row.button(
        says("“{name}” is recorded", name=name) if there else says("Record “{name}” as a finding", name=name),
        key=look.key(f"find-{key}"),
        icon=":material/check:" if there else ":material/lightbulb:",
        type="tertiary",
        disabled=there,
        on_click=_record,
        args=(look.saved.id, found),
    )


def _record(id: int, found: Finding) -> None:
    who = officer.given(WHO)
    findings.record(
        cache.store(), id, Finding(0, found.said, found.survey, found.item, found.comment, who or None)
    )


def _who(says: Words) -> None:
    officer.field(st.container(), says("Recorded by (position)"), WHO, persist_state="session", width=320)


def _entered(look: Look) -> Entered:
    return cache.store().entered(look.saved.id)
