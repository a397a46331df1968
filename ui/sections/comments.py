"""The satisfaction page's section of comments: what they are about, to be filtered, read and searched."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics import charts
from analytics.charts.themes import leaning_name
from analytics.themes import LEANINGS, Themes, normal
from data.themes import OWN_THEMES
from ui import cache, editing, findings, parts, screen
from ui.cache_surveys import themes_of
from ui.sections.look import Look

MOST_COMMENTS = 200


def section(look: Look) -> None:
    """Themes of the comments on a question; those of a theme and leaning, personal data masked."""
    says, responses = look.says, look.survey.responses
    assert responses is not None and responses.comments is not None
    questions = list(responses.comments.columns)
    question = st.selectbox(says("Question asked"), questions, key=look.key("question"))
    with st.spinner(says("Grouping the comments")):
        found, drawn = _grouped(look, question)
    parts.drawn(drawn, look.key(f"themes-{question}"), says)
    st.caption(
        says(
            "Themes and leanings come from lists of words: they miss irony, misspelt words and words on no "
            "list. Read the comments before you decide anything."
        )
    )
    _read(look, found, question)
    _own_words(look)


def _read(look: Look, found: Themes, question: str) -> None:
    """The comments of a theme and leaning that hold what is searched for."""
    says = look.says
    titles = {count.theme.key: count.theme.title[says.language] for count in found.counts}
    if found.without:
        titles[""] = says("No theme of the list")
    row = st.container(horizontal=True)
    theme = row.selectbox(
        says("Theme"),
        [None, *titles],
        format_func=lambda key: says("All themes") if key is None else titles[key],
        key=look.key(f"theme-{question}"),
    )
    leaning = row.selectbox(
        says("Leaning"),
        [None, *LEANINGS],
        format_func=lambda one: says("All leanings") if one is None else leaning_name(one, says),
        key=look.key("leaning"),
    )
    wanted = row.text_input(
        says("Search"), key=look.key("wanted"), type="search", placeholder=says("A word or a phrase")
    )
    shown = [told.text for told in found.of(theme, leaning) if normal(wanted) in normal(told.text)]
    if not shown:
        st.caption(says("No comment holds “{wanted}”.", wanted=parts.escape(wanted)) if wanted else "–")
        return
    count = says("{n} {n:comment|comments}", n=len(shown))
    if len(shown) > MOST_COMMENTS:
        count = says("{n} {n:comment|comments}, the first {most} are shown", n=len(shown), most=MOST_COMMENTS)
    st.caption(f"{count} · {says('names, numbers and addresses are masked')}")
    with st.container(height=480):
        findings.beside_comments(look, shown[:MOST_COMMENTS])


def _own_words(look: Look) -> None:
    """The office's own words, a line a theme."""
    says, id = look.says, look.saved.id
    kept: dict[str, list[str]] = cache.store().setting(id, OWN_THEMES) or {}
    label, lines = (
        says("Themes and words"),
        "\n".join(f"{name}: {', '.join(own)}" for name, own in kept.items()),
    )
    with st.expander(says("Words of our own"), icon=":material/edit_note:"), st.form(look.key("own")):
        st.caption(
            says(
                "One line a theme, its words after a colon: “Savings group: savings, shares”. A theme of "
                "the list gets these words too; another name makes a new theme."
            )
        )
        form = editing.form(look.key("own-words"), look.saved, kept, {"lines": lines})
        editing.beside(form, "setting", OWN_THEMES, [(label, lines)], says)
        written = st.text_area(label, key=form.name("lines"))
        if editing.buttons(form, says("Keep these words"), ":material/save:", says):
            keep = partial(cache.store().keep, id, OWN_THEMES, parsed(written) or None)
            editing.save(form, lambda seen: keep(seen=seen))


def parsed(written: str) -> dict[str, list[str]]:
    """The themes of a text with a line each, their words after a colon; lines without any are left out."""
    found: dict[str, list[str]] = {}
    for line in written.splitlines():
        name, _, listed = line.partition(":")
        own = [word.strip() for word in listed.split(",") if word.strip()]
        if name.strip() and own:
            found.setdefault(name.strip(), []).extend(own)
    return found


def _grouped(look: Look, question: str) -> tuple[Themes, charts.Chart]:
    own = cache.store().setting(look.saved.id, OWN_THEMES) or {}
    return themes_of(look.saved, look.number, look.survey, question, own, look.says, screen.seen())
