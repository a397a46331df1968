"""An office's own wording of sentences about figures, in the store: one setting an assessment."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from analytics.wordings import EVERY, Wording, Wordings, entry
from analytics.words import Language, Problem, message
from data.audit import acting_as
from data.conflicts import NotSaved
from data.entries import Entries, touched
from data.schema import SettingRow

SETTING = "texts"


def wordings(store: Entries, id: int, language: Language) -> Wordings:
    """The wordings of an assessment in a language, and what is left out."""
    return Wordings.of(store.setting(id, SETTING), language)


def reword(
    store: Entries,
    id: int,
    language: Language,
    key: str,
    wording: Wording | None,
    *,
    seen: Wording | None,
    who: str | None = None,
) -> None:
    """Put a wording in place of the one that was `seen`; None goes back to the program's sentence.

    Raises NotSaved where another one stands there meanwhile, KeyError where the assessment is gone.
    """
    name = f"{language}:{key}"

    def change(kept: dict[str, Any]) -> None:
        there = Wordings.of(kept, language).own.get(key)
        if there not in (seen, wording):
            text = there.text if there else ""
            raise NotSaved(
                Problem(
                    message("This sentence was changed meanwhile by {who}", who=there.who if there else None),
                    message("Look at what is saved now; then save yours over it, or leave it"),
                    value=text,
                )
            )
        kept.pop(name, None)
        if wording is not None:
            kept[name] = entry(wording, language)

    _change(store, id, wording.who if wording else who, change)


def leave_out(store: Entries, id: int, key: str, out: bool, who: str | None = None) -> None:
    """Leave a sentence out of every document in every language, or take it in again."""

    def change(kept: dict[str, Any]) -> None:
        kept.pop(f"{EVERY}:{key}", None)
        if out:
            kept[f"{EVERY}:{key}"] = {"text": "", "language": EVERY, "figures": [], "who": who}

    _change(store, id, who, change)


def _change(store: Entries, id: int, who: str | None, change: Callable[[dict[str, Any]], None]) -> None:
    """Read, change and keep the setting in one transaction, so that two officers' sentences don't meet."""
    with acting_as(who), Session(store.engine) as session, session.begin():
        row = touched(session, id)
        there = next((setting for setting in row.settings if setting.name == SETTING), None)
        kept: dict[str, Any] = {} if there is None else json.loads(there.value)
        change(kept)
        text = json.dumps(kept, ensure_ascii=False)
        if there is None and kept:
            row.settings.append(SettingRow(name=SETTING, value=text, who=who))
        elif there is not None and kept:
            there.value, there.who = text, who
        elif there is not None:
            row.settings = [setting for setting in row.settings if setting is not there]
