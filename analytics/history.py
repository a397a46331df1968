"""The trail of changes: what one entry of it is, and how it is told in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from analytics import csv_files
from analytics.names import scheme_name
from analytics.words import NONE, Words

Action = Literal["added", "changed", "removed"]
THAI_TIME = timedelta(hours=7)  # since 1920 without summer time
LONGEST = 160  # letters of a value that are told
BETWEEN = " · "
EMPTY = (None, "", "[]")
# What a thing is called by, where it has a name.
NAMED = ("name", "title", "unit", "key", "project", "said", "code", "rubric_version")


@dataclass(frozen=True)
class Change:
    """One entry of the trail: who did what when (UTC), and the values before and after.

    `entity` is the kind of thing, `thing` which one of its kind (a level, the key of a figure, an id),
    `assessment_id` None for what belongs to no single assessment. `version` is the one that the change
    gave the assessment; None for entries of earlier schemas. What goes with a removed assessment has no
    entries of its own.
    """

    id: int
    at: datetime
    who: str | None
    assessment_id: int | None
    entity: str
    action: Action
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    version: int | None = None
    thing: str | None = None


@dataclass(frozen=True)
class Told:
    """A change in words: what was changed, how, and the values that say it, each with its name.

    `details` has them together, "name: old → new"; `before` and `after` apart, empty where there is none.
    """

    change: Change
    what: str
    how: str
    details: str
    before: str
    after: str


def told(changes: Sequence[Change], words: Words) -> tuple[Told, ...]:
    """Changes in words, in the order given (the latest first). What one change of an assessment took out and
    put in anew is one entry, with the values that differ."""
    found: list[Told] = []
    replaced: dict[tuple[object, ...], int] = {}
    for change in changes:
        key = (change.assessment_id, change.version, change.entity, change.thing)
        at = replaced.pop(key, None) if change.version is not None else None
        other = found[at].change if at is not None else None
        if at is not None and other is not None and {other.action, change.action} == {"added", "removed"}:
            gone, new = (change, other) if change.action == "removed" else (other, change)
            whole = replace(new, action="changed", before=gone.before, after=new.after)
            found[at] = _told(whole, words)
            continue
        replaced[key] = len(found)
        found.append(_told(change, words))
    return tuple(found)


def when(at: datetime | None, words: Words) -> str:
    """A time of the store (UTC, without zone) as Thai time; None is a dash."""
    if at is None:
        return words.date(None)
    local = at + THAI_TIME
    day, time = words.date(local.date(), short=True), words.in_digits(local.strftime("%H:%M"))
    return words("{day} {time}", day=day, time=time)


def history_csv(changes: Sequence[Change], words: Words, *, head: bool = True) -> bytes:
    """The trail as CSV in UTF-8: when (Thai time), who, what, how, before, after; `head`: with a header."""
    header = [words("When"), words("Who"), words("What"), words("How"), words("Before"), words("After")]
    return csv_files.written(
        header if head else None,
        (
            (
                f"{one.change.at + THAI_TIME:%Y-%m-%d %H:%M:%S}",
                one.change.who or "",
                one.what,
                one.how,
                one.before,
                one.after,
            )
            for one in told(changes, words)
        ),
    )


def entity_names(words: Words) -> dict[str, str]:
    """What kinds of things the trail tells of, by their code."""
    return {
        "assessment": words("Assessment"),
        "workbook": words("Workbook"),
        "statement": words("Statement"),
        "overrule": words("Overrule"),
        "figure": words("Figure"),
        "evidence": words("Evidence"),
        "same_project": words("Word on two projects"),
        "finding": words("Finding"),
        "cause": words("Project that a finding led to"),
        "publication": words("Published revision"),
        "setting": words("Setting"),
        "unit": words("Unit"),
        "belongs": words("Place of a unit"),
        "rubric": words("Rubric"),
        "mapping": words("Remembered headers"),
        "attachment": words("Attached file"),
    }


def setting_names(words: Words) -> dict[str, str]:
    """What can be chosen for an assessment, by the name that the store keeps it under."""
    return {
        "slides": words("Slides"),
        "weights": words("Weights"),
        "same_items": words("Questions matched by hand"),
        "bands": words("The unit's own bands"),
        "themes": words("Themes and words"),
        "texts": words("Text in own words"),
        "threshold": words("Hide fewer than"),
        "samples": words("Sample size"),
    }


def _told(change: Change, words: Words) -> Told:
    how = {"added": words("added"), "changed": words("changed"), "removed": words("removed")}[change.action]
    values = _values(change, words)
    both = change.action == "changed"
    return Told(
        change,
        _what(change, words),
        how,
        BETWEEN.join(
            _named(name, f"{was} → {now}" if both else now or was or NONE) for name, was, now in values
        ),
        BETWEEN.join(_named(name, was) for name, was, _ in values if was is not None),
        BETWEEN.join(_named(name, now) for name, _, now in values if now is not None),
    )


def _named(name: str, value: str) -> str:
    return f"{name}: {value}" if name else value


def _what(change: Change, words: Words) -> str:
    kind = entity_names(words).get(change.entity, change.entity)
    values = change.after or change.before or {}
    if change.entity in ("statement", "overrule"):
        return words(
            "{kind}, level {n}", kind=kind, n=words.in_digits(str(values.get("level", change.thing or "")))
        )
    if change.entity == "setting":
        name = setting_names(words).get(change.thing or "", "")
        return f"{kind} “{name}”" if name else kind
    named = next((values[name] for name in NAMED if isinstance(values.get(name), str)), None)
    return kind if named is None else f"{kind} “{_short(named)}”"


def _values(change: Change, words: Words) -> list[tuple[str, str | None, str | None]]:
    """Each value that says something: its name, as it was and as it is; None of what was not there at all."""
    before, after = change.before or {}, change.after or {}
    if change.entity == "setting":
        return _chosen(change, words)
    found: list[tuple[str, str | None, str | None]] = []
    for key, name in _field_names(words).items():
        old, new = before.get(key), after.get(key)
        if change.action == "changed":
            if key in after and old != new:
                found.append((name, _value(key, old, words), _value(key, new, words)))
            continue
        value = new if change.action == "added" else old
        if key == "wave" and value == 1:  # a workbook of the only wave, or no survey at all
            continue
        if value not in EMPTY and not (change.entity != "finding" and key == "said"):
            shown = _value(key, value, words)
            found.append((name, None, shown) if change.action == "added" else (name, shown, None))
    return found


def _chosen(change: Change, words: Words) -> list[tuple[str, str | None, str | None]]:
    """What differs in a setting, entry by entry where it has several."""
    old, new = (
        {} if side is None else _entries(change.thing or "", json.loads(side["value"]), words)
        for side in (_with_value(change.before), _with_value(change.after))
    )
    gone = None if change.action != "changed" else NONE
    return [
        (name, old.get(name, gone), new.get(name, gone))
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    ]


def _with_value(side: dict[str, Any] | None) -> dict[str, Any] | None:
    return side if side and side.get("value") is not None else None


def _entries(setting: str, value: Any, words: Words) -> dict[str, str]:
    """The entries of a setting in words, by what each is called; as the store keeps it where its kind or its
    shape is not known here."""
    tell = {
        "threshold": _threshold,
        "bands": _bands,
        "themes": _themes,
        "same_items": _same_items,
        "weights": _weights,
        "texts": _texts,
        "slides": _slides,
        "samples": _samples,
    }.get(setting, _as_kept)
    try:
        return tell(value, words)
    except (AttributeError, KeyError, TypeError, ValueError):
        # An entry of the trail is never altered, also where settings were kept in another shape then.
        return _as_kept(value, words)


def _as_kept(value: Any, words: Words) -> dict[str, str]:
    return {"": _short(json.dumps(value, ensure_ascii=False))}


def _threshold(value: Any, words: Words) -> dict[str, str]:
    return {"": words("{n} {n:person|people}", n=int(value))}


def _bands(value: Any, words: Words) -> dict[str, str]:
    return {"": scheme_name(value, words)}


def _themes(value: Any, words: Words) -> dict[str, str]:
    return {name: _short(", ".join(listed)) for name, listed in value.items()}


def _same_items(value: Any, words: Words) -> dict[str, str]:
    """An officer's words on two texts: which two, and whether they are one question."""
    return {
        words("“{name}” and “{other}”", name=_short(earlier), other=_short(later)): (
            words("The same question") if same else words("Another question")
        )
        for earlier, later, same in value
    }


def _weights(value: Any, words: Words) -> dict[str, str]:
    """The known totals by workbook and sheet: each group with its size, and the largest weight."""
    found = {}
    for place, kept in value.items():
        told = [
            ", ".join(f"{name} {_size(size, words)}" for name, size in sizes.items())
            for sizes in kept["totals"].values()
        ]
        if kept["most"] is not None:
            told.append(words("largest weight {most}", most=float(kept["most"])))
        found[place] = "; ".join(told) or NONE
    return found


def _samples(value: Any, words: Words) -> dict[str, str]:
    """By workbook and sheet: of whom a survey speaks, and how nearly its shares are to be theirs."""
    return {
        place: words(
            "N {population}, e ±{error} percentage points",
            population=kept["population"],
            error=kept["error"] * 100,
        )
        for place, kept in value.items()
    }


def _size(size: float, words: Words) -> str:
    return words.number(size, 0 if float(size).is_integer() else 2)


def _texts(value: Any, words: Words) -> dict[str, str]:
    """Sentences in own words by language, and those that are left out; several of a kind are numbered."""
    found: dict[str, str] = {}
    for key, entry in value.items():
        kind = {
            "th": words("Text in own words (Thai)"),
            "en": words("Text in own words (English)"),
        }.get(key.partition(":")[0], words("A sentence that is left out"))
        number = 1 + sum(name == kind or name.startswith(f"{kind} ") for name in found)
        found[kind if number == 1 else f"{kind} {words.plain(number)}"] = _short(entry["text"] or NONE)
    return found


def _slides(value: Any, words: Words) -> dict[str, str]:
    """What was chosen for slides: their order, which are hidden, and what was written on them."""
    found = {}
    if value["order"]:
        found[words("Order")] = _short(", ".join(_slide(key, words) for key in value["order"]))
    for key, hidden in value["hidden"].items():
        found[_slide(key, words)] = words("hidden") if hidden else words("shown")
    for kept, name in (
        (value["remarks"], words("line at the foot")),
        (value["spoken"], words("Speaker notes")),
    ):
        for key, text in kept.items():
            found[f"{_slide(key, words)}, {name}"] = _short(text)
    return found


def _slide(key: str, words: Words) -> str:
    """What a slide is about, by its key: a name, then the survey, scale or page where there are several."""
    name = key.rstrip("-.0123456789")
    known = {
        "cover": words("Cover"),
        "score": words("Score"),
        "missing": words("Still missing"),
        "levels": words("Levels of the rubric"),
        "projects": words("Projects"),
        "left-out": words("Projects left out"),
        "actions": words("Findings"),
        "years": words("Year by year"),
        "method": words("Method"),
        "settings": words("Settings"),
        "sources": words("Sources"),
        "satisfaction": words("Satisfaction"),
        "items": words("Items"),
        "every-item": words("Item by item"),
        "means": words("Mean"),
        "groups": words("Breakdown"),
        "several": words("Questions with several answers"),
    }.get(name)
    if known is None:
        return key
    return f"{known} {words.in_digits(key[len(name) :].strip('-.'))}".strip()


def _field_names(words: Words) -> dict[str, str]:
    """The values that say something to people, in the order they are told; others are left out."""
    return {
        "unit": words("Unit"),
        "fiscal_year": words("Fiscal year"),
        "rubric": words("Rubric"),
        "band_scheme": words("Interpretation of means"),
        "wave": words("Wave"),
        "activity": words("Activity"),
        "result": words("Result"),
        "evidence": words("Evidence"),
        "when": words("Date of the document"),
        "effective": words("Date of the document"),
        "finding": words("Verdict"),
        "reason": words("Reason"),
        "earned": words("Points"),
        "levels": words("Levels"),
        "link": words("Link"),
        "file_name": words("File"),
        "said": words("Finding"),
        "project": words("Project"),
        "first": words("Project"),
        "second": words("Other project"),
        "same": words("The same project"),
        "completed": words("Completed"),
        "revision": words("Revision"),
        "note": words("Note"),
    }


def _value(key: str, value: Any, words: Words) -> str:
    if value in EMPTY:
        return NONE
    if key == "finding" and value in ("met", "not_met"):
        return words("Counts as met") if value == "met" else words("Not met")
    if key == "band_scheme":
        return scheme_name(value, words)
    if isinstance(value, bool):
        return words("yes") if value else words("no")
    if key in ("fiscal_year", "wave", "revision") and isinstance(value, int):
        return words.plain(value)
    if key == "levels":
        return ", ".join(words.plain(level) for level in json.loads(value))
    if key in ("when", "effective"):
        try:
            return words.date(date.fromisoformat(str(value)))
        except ValueError:
            return str(value)
    if key in ("first", "second"):
        return _short(str(value).split("|")[0])
    return words.show(value) if isinstance(value, (int, float)) else _short(str(value))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"
