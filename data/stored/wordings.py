"""An office's own wording of sentences about figures, in the store: one setting an assessment."""

from __future__ import annotations

from typing import Any

from analytics.wordings import EVERY, Wording, Wordings, entry
from analytics.words import Language
from data.stored.audit import Part
from data.stored.entries import Entries

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
    seen: int | None = None,
    who: str | None = None,
) -> None:
    """Put a wording in place of the one that is there; None goes back to the program's sentence.

    ChangedMeanwhile where somebody put another one there after version `seen` of the assessment; KeyError
    where the assessment is gone.
    """
    kept = None if wording is None else entry(wording, language)
    _put(store, id, f"{language}:{key}", kept, who or (wording.who if wording else None), seen)


def leave_out(
    store: Entries,
    id: int,
    key: str,
    out: bool,
    who: str | None = None,
    *,
    text: str = "",
    seen: int | None = None,
) -> None:
    """Leave a sentence out of every document in every language, or take it in again; errors as `reword`.

    `text` is what it said, to tell later what was left out.
    """
    kept: dict[str, Any] = {"text": text, "language": EVERY, "figures": [], "who": who}
    _put(store, id, f"{EVERY}:{key}", kept if out else None, who, seen)


def part_of(language: Language, key: str) -> Part:
    """Of the setting that keeps wordings, what is of one sentence in one language."""
    return lambda kept: (kept or {}).get(f"{language}:{key}")


def _put(
    store: Entries, id: int, name: str, value: dict[str, Any] | None, who: str | None, seen: int | None
) -> None:
    """Put one entry into the setting, or take it out; two officers' sentences don't meet."""

    def change(kept: dict[str, Any] | None) -> dict[str, Any] | None:
        others = {one: entry for one, entry in (kept or {}).items() if one != name}
        return {**others, **({} if value is None else {name: value})} or None

    store.alter(id, SETTING, change, who, part=lambda kept: (kept or {}).get(name), seen=seen)
