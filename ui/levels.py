"""A level of the rubric as a card: verdict, what it rests on, the officer's statement and overrule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from analytics.facts import Entered, Figure, Overrule, Ruling, Statement
from analytics.names import verdict_name
from analytics.rubric import Rubric, Score, Verdict
from analytics.words import Words
from data.store import Saved
from ui import cache, editing, officer, parts
from ui.glossary import meaning

# States that a reader may not know, as the glossary calls them.
EXPLAINED = {"held_back": "met, held back", "claimed": "claimed"}


def card(saved: Saved, verdict: Verdict, entered: Entered, says: Words) -> None:
    """One level, or one dimension with the levels of its own rubric."""
    with st.container(border=True):
        with st.container():  # its lines come and go; the forms below stay the same elements, and open
            _verdict(verdict, says)
        if verdict.earned is None:
            number = verdict.level.level
            rests = says("What level {level} rests on (rows: {n})", level=number, n=len(verdict.rows))
            with st.expander(rests, icon=":material/fact_check:"):
                _basis(verdict, says)
            stated = says("The officer's statement for level {n}", n=number)
            with st.expander(stated, icon=":material/edit_note:"):
                _statement_form(saved, verdict, entered, says)
            overruled = says("Overrule what the data proposes for level {n}", n=number)
            with st.expander(overruled, icon=":material/gavel:"):
                _overrule_form(saved, verdict, says)
    for inner in verdict.within.verdicts if verdict.within else ():
        card(saved, inner, entered, says)


def ladder(saved: Saved, score: Score, says: Words, part: float) -> None:
    """The ladder, and below it the level whose step was pressed, or that was chosen by its name."""
    key = f"level-{saved.id}"

    def press(step: Sequence[Any] | None) -> None:
        st.session_state[key] = int(step[0]) if step else None

    parts.chart("ladder", saved, says, level=0, part=part, pressed=press)
    by_level = {verdict.level.level: verdict for verdict in score.verdicts}
    chosen = st.pills(
        says("What a level rests on (or press its step)"),
        list(by_level),
        format_func=lambda level: says("Level {level}", level=says.plain(level)),
        key=key,
    )
    if chosen is not None:
        _verdict(by_level[chosen], says)
        _basis(by_level[chosen], says)


def figures(saved: Saved, rubric: Rubric, entered: Entered, says: Words) -> None:
    """The figures that a rubric asks for, each with its document; nothing where it asks for none."""
    known = {figure.key: figure for figure in entered.figures}
    for key, title, most in rubric.figures:
        given = known.get(key, Figure(key, 0, most))
        name = parts.escape(title[says.language])
        label, proof = says("{name} (of {most})", name=name, most=most), says("Document that proves it")
        with st.form(f"figure-{saved.id}-{key}"):
            fill = {"earned": min(float(given.earned), float(most)), "evidence": given.evidence or ""}
            form = editing.form(f"figure-{saved.id}-{key}-mine", saved, given, fill)
            now = [(label, says.show(given.earned)), (proof, given.evidence or "")]
            editing.beside(form, "figure", key, now, says)
            with st.container(horizontal=True, vertical_alignment="bottom"):
                earned = st.number_input(label, 0.0, float(most), key=form.name("earned"))
                evidence = st.text_input(proof, key=form.name("evidence"))
                pressed = editing.buttons(form, says("Save"), ":material/save:", says)
            if pressed:
                figure = Figure(key, earned, most, evidence.strip() or None)
                editing.save(form, partial(_enter, saved, figure))


def _verdict(verdict: Verdict, says: Words) -> None:
    level = verdict.level
    if verdict.earned is None:
        heading = says("Level {n} · {points} {points:point|points}", n=level.level, points=level.points)
    else:
        heading = says(
            "Dimension {n} · {earned} of {most} {most:point|points}",
            n=level.level,
            earned=verdict.earned,
            most=level.points,
        )
    word = EXPLAINED.get(verdict.state)
    st.markdown(
        f"## {parts.STATE_ICON[verdict.state]} {heading} · {verdict_name(verdict, says)}",
        help=meaning(word, says) if word else None,
    )
    st.markdown(parts.escape(level.criterion[says.language]))
    if verdict.overruled is not None:
        said = says(
            "Overruled by {who} on {day}. The data proposes: {proposed}.",
            who=verdict.overruled.who,
            day=verdict.overruled.when,
            proposed=_finding(verdict.proposed, says),
        )
        st.warning(parts.escape(said), icon=":material/gavel:")
    for reason in verdict.reasons:
        st.markdown(f"- {parts.escape(says.say(reason))}")
    if verdict.missing is not None and verdict.state != "counted":
        st.warning(parts.escape(says.say(verdict.missing)), icon=":material/arrow_forward:")


def _basis(verdict: Verdict, says: Words) -> None:
    for source in verdict.rows:
        st.markdown(f"- {parts.escape(parts.place(source, says))}")
    for s in verdict.statements:
        for text in (s.activity, s.result, s.evidence):
            st.markdown(parts.lines(text or "–"))
    for entry in verdict.evidence:
        st.markdown(f"- :material/attach_file: {parts.escape(entry.title)} · {says.date(entry.effective)}")


def _statement_form(saved: Saved, verdict: Verdict, entered: Entered, says: Words) -> None:
    """Activity, result, evidence, who and when."""
    level = verdict.level.level
    given = next((s for s in entered.statements if s.level == level), Statement(level))
    titles = {entry.id: entry.title for entry in entered.evidence}
    when_given = date.fromisoformat(given.when) if given.when else None
    with st.form(f"statement-{saved.id}-{level}", border=False):
        texts = {"activity": given.activity, "result": given.result, "evidence": given.evidence}
        fill = {name: text or "" for name, text in {**texts, "who": given.who or officer.name()}.items()}
        fill |= {"cites": list(given.cites), "when": when_given, "completed": given.completed}
        form = editing.form(f"statement-{saved.id}-{level}-mine", saved, given, fill)
        now = [(says("Activity"), given.activity or ""), (says("Result"), given.result or "")]
        now += [(says("Document that proves it"), given.evidence or "")]
        cited = ", ".join(titles[id] for id in given.cites if id in titles)
        now += [(says("From the evidence register"), cited), (says("Stated by (position)"), given.who or "")]
        now += [(says("Date of the document"), says.date(when_given))]
        editing.beside(form, "statement", level, now, says)
        # What was taken out of the register meanwhile can't be chosen any more.
        cites_key = form.name("cites")
        st.session_state[cites_key] = [id for id in st.session_state[cites_key] if id in titles]
        activity = st.text_area(says("Activity"), height=80, key=form.name("activity"))
        result = st.text_area(says("Result"), height=80, key=form.name("result"))
        evidence = st.text_input(says("Document that proves it"), key=form.name("evidence"))
        cites = st.multiselect(
            says("From the evidence register"),
            list(titles),
            format_func=titles.__getitem__,
            placeholder=says("None"),
            key=cites_key,
        )
        left, right = st.columns(2)
        who = officer.field(left, says("Stated by (position)"), form.name("who"))
        when = right.date_input(
            says("Date of the document"), None, min_value=date(2000, 1, 1), key=form.name("when")
        )
        completed = st.checkbox(says("Completed"), key=form.name("completed"))
        if editing.buttons(form, says("Save the statement for level {n}", n=level), ":material/save:", says):
            stated = Statement(
                level,
                *(text.strip() or None for text in (activity, result, evidence, who)),
                when.isoformat() if when else None,
                completed,
                cites=tuple(cites),
            )
            empty = not (stated.activity or stated.result)
            editing.save(form, partial(_state, saved, level, [] if empty else [stated]))


def _overrule_form(saved: Saved, verdict: Verdict, says: Words) -> None:
    """The officer's verdict in place of the proposal, with a reason; or back to what the data proposes."""
    level, given = verdict.level.level, verdict.overruled
    names = {"met": says("Counts as met"), "not_met": says("Not met")}
    proposed = "met" if verdict.proposed == "met" else "not_met"
    why, by = (given.reason, given.who or "") if given else ("", officer.name() or "")
    fill = {"finding": given.finding if given else proposed, "reason": why, "who": by}
    with st.form(f"overrule-{saved.id}-{level}", border=False):
        form = editing.form(f"overrule-{saved.id}-{level}-mine", saved, given, fill)
        now = [(says("Verdict"), _finding(given.finding if given else verdict.proposed, says))]
        now += [(says("Reason (needed)"), why), (says("Overruled by (position, needed)"), by)]
        editing.beside(form, "overrule", level, now, says)
        st.caption(says("The data proposes: {proposed}.", proposed=_finding(verdict.proposed, says)))
        finding = st.radio(
            says("Verdict"),
            list(names),
            format_func=names.__getitem__,
            horizontal=True,
            key=form.name("finding"),
        )
        reason = st.text_input(says("Reason (needed)"), key=form.name("reason"))
        who = officer.field(st.container(), says("Overruled by (position, needed)"), form.name("who"))
        row = st.container(horizontal=True)
        with row:
            pressed = editing.buttons(form, says("Overrule level {n}", n=level), ":material/gavel:", says)
        if pressed:
            if not (reason.strip() and who.strip()):
                st.error(says("Give the reason and your position: both stand beside the verdict everywhere."))
                return
            today = datetime.now(ZoneInfo("Asia/Bangkok")).date()
            word = Overrule(level, finding, reason.strip(), who.strip(), today)
            editing.save(form, partial(_overrule, saved, level, word, None))
        back = says("Take the overrule of level {n} back", n=level)
        if given and row.form_submit_button(back, icon=":material/undo:"):
            editing.save(form, partial(_overrule, saved, level, None, who.strip() or None))


def _enter(saved: Saved, figure: Figure, seen: int) -> None:
    cache.store().enter_figure(saved.id, figure, seen=seen)


def _state(saved: Saved, level: int, stated: list[Statement], seen: int) -> None:
    cache.store().state(saved.id, level, stated, seen=seen)


def _overrule(saved: Saved, level: int, word: Overrule | None, who: str | None, seen: int) -> None:
    cache.store().overrule(saved.id, level, word, who, seen=seen)


def _finding(finding: Ruling, says: Words) -> str:
    return {
        "met": says("Counts as met"),
        "claimed": says("Claimed, waiting"),
        "not_met": says("Not met"),
    }[finding]
