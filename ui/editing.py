"""What several officers may change at once: forms and buttons that save against what the visitor was shown.

Every change of an assessment from a page goes through `save` (a form) or `press` (a button). A form is filled
once from what is saved, and keeps the visitor's own text while somebody else saves something else: both stand
side by side then, and saving once more is said to put one in place of the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analytics.words import Problem, Words
from data.store import Saved
from data.stored.audit import Part, last_change
from data.stored.conflicts import NotSaved, told
from ui import cache, parts

REFUSED, SAVED = "refused", "saved"


@dataclass(frozen=True)
class Form:
    """A form as this visitor has it: `seen` is the version of the assessment that it was last shown with."""

    key: str
    assessment_id: int
    seen: int
    changed: bool

    def name(self, field: str) -> str:
        """The key of one of its widgets."""
        return f"{self.key}-{field}"


def form(key: str, saved: Saved, stored: object, fill: Mapping[str, Any]) -> Form:
    """Fill the widgets of a form (keyed by `Form.name`) unless the visitor has them already.

    `stored` is what is saved now of the thing that the form is for; `fill` the values of its widgets.
    """
    filled = f"{key}-filled"
    if filled not in st.session_state or any(f"{key}-{field}" not in st.session_state for field in fill):
        st.session_state.update({f"{key}-{field}": value for field, value in fill.items()})
        st.session_state[filled] = (saved.version, stored)
    seen, then = st.session_state[filled]
    st.session_state[filled] = (saved.version, then)
    return Form(key, saved.id, seen, then != stored)


def beside(
    form: Form,
    entity: str,
    thing: str | int,
    now: Sequence[tuple[str, str]],
    says: Words,
    part: Part | None = None,
) -> None:
    """Where somebody else saved something meanwhile: who and when; what is saved now, by label and text.

    `part`: of a setting, what the form changes.
    """
    refused: Problem | None = st.session_state.pop(f"{form.key}-{REFUSED}", None)
    if form.changed and refused is None:
        last = last_change(cache.store().engine, form.assessment_id, entity, thing, part)
        refused = told(last) if last else None
    if refused is None:
        return
    lines = [parts.escape(says.say(refused.problem))]
    if form.changed:
        lines.append(says("In the form is still what you had there. Saved now:"))
        lines += [f"- {label}: {parts.escape(text or '–')}" for label, text in now]
        lines.append(says("Saving yours puts it in its place."))
    else:
        lines.append(says.say(refused.remedy))
    st.warning("\n".join(f"{line}\n" for line in lines), icon=":material/group:")


def buttons(form: Form, label: str, icon: str, says: Words) -> bool:
    """The button that saves, and beside another's change one that takes it into the form; True to save."""
    row = st.container(horizontal=True)
    if form.changed:
        row.form_submit_button(
            says("Take what is saved into the form"),
            icon=":material/undo:",
            on_click=lambda: st.session_state.pop(f"{form.key}-filled", None),
        )
    return row.form_submit_button(says("Save mine over it") if form.changed else label, icon=icon)


def save(form: Form, change: Callable[[int], object]) -> None:
    """Save by `change(seen)` and show the page anew; the form stays as it is where that is refused."""
    try:
        change(form.seen)
    except NotSaved as refused:
        st.session_state[f"{form.key}-{REFUSED}"] = refused.problem
    else:
        st.session_state.pop(f"{form.key}-filled", None)
    st.rerun()


def press(change: Callable[..., object], *given: Any, seen: int | None, **named: Any) -> None:
    """For callbacks of buttons: change what was seen at this version, or keep why not for `refusal` to tell.

    Only a callback has the version that the visitor saw: a run that follows a press has the newest.
    """
    st.session_state.pop(REFUSED, None)
    try:
        change(*given, seen=seen, **named)
    except NotSaved as refused:
        st.session_state[REFUSED] = refused.problem
    st.session_state[SAVED] = REFUSED not in st.session_state


def saved() -> bool:
    """Whether the last press changed what it was to change."""
    return bool(st.session_state.get(SAVED))


def refusal(says: Words) -> None:
    """Tell once why the last press changed nothing, in sight wherever on the page the button stands."""
    refused: Problem | None = st.session_state.pop(REFUSED, None)
    if refused is not None:
        tell = st.dialog(says("Nothing was changed"), icon=":material/group:")(_tell)
        tell(f"{says.say(refused.problem)}. {says.say(refused.remedy)}", says)


def _tell(why: str, says: Words) -> None:
    st.warning(parts.escape(why))
    if st.button(says("Look at it as it is now"), type="primary"):
        st.rerun()  # a dialog closes by that alone
