"""The differences between two records in the reader's words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.names import scheme_name, state_name, status_name
from analytics.reports.record import decoded
from analytics.revisions import Difference, Line, Part, Record
from analytics.rubric import State
from analytics.words import NONE, Words

TEXT_SHOWN = 80  # characters of a sentence that tell it from others
SHA_SHOWN = 12  # characters of a sha256 that tell two apart
NBSP = "\u00a0"
Shown = Callable[[Any, Words], str]


@dataclass(frozen=True)
class Told:
    """A difference as text: of which thing, what about it, as it was and as it is; `note` may be empty.

    Of a thing that only one of the records has, `was` or `now` is what it comes to there.
    """

    name: str
    what: str
    was: str
    now: str
    note: str = ""


def told(difference: Difference, words: Words) -> Told:
    """A difference in words."""
    was, now = difference.before, difference.after
    name = line_name(difference.line, words)
    if was is not None and now is not None:
        texts = tuple(_value(line, difference.key, words) for line in (was, now))
        if texts[0] == texts[1]:
            texts = _finely(difference, words)
        return Told(name, value_name(difference.line, difference.key, words), *texts)
    note = "" if difference.alike is None else words("May be “{name}”", name=difference.alike)
    if was is None:
        return Told(name, words("Only in the later one"), NONE, _essence(difference.line, words), note)
    return Told(name, words("Only in the earlier one"), _essence(was, words), NONE, note)


def _finely(difference: Difference, words: Words) -> tuple[str, str]:
    """Two values that usually look the same: with as many decimals as it takes, or as they are kept."""
    was, now = difference.was, difference.now
    if isinstance(was, (int, float)) and isinstance(now, (int, float)):
        scaled = words.percent if difference.key == "top_two" else words.number
        for decimals in range(2, 15):
            if scaled(was, decimals) != scaled(now, decimals):
                return scaled(was, decimals), scaled(now, decimals)
    return str(was), str(now)


def part_name(part: Part, words: Words) -> str:
    """What the things of a part are called, together."""
    return {
        "setting": words("Settings"),
        "score": words("Score"),
        "level": words("Levels of the rubric"),
        "survey": words("Surveys"),
        "item": words("Items"),
        "question": words("Questions with several answers"),
        "project": words("Projects"),
        "finding": words("Findings"),
        "wording": words("Text in own words"),
        "statement": words("Statements"),
        "figure": words("Figures entered"),
        "evidence": words("Evidence"),
        "same_project": words("Words on two projects"),
        "source": words("Workbooks"),
    }[part]


def line_name(line: Line, words: Words) -> str:
    """What a line is about."""
    match line.part:
        case "level":
            number = f"{line.of}.{line.name}" if line.of else line.name
            return words.in_digits(f"{number} · {line.values['short'][words.language]}")
        case "wording":
            return _worded(line, words)
        case "statement":
            return words("Level {level}", level=words.in_digits(line.name))
        case "setting" | "score":
            return ""
        case "same_project":
            return " = ".join(identity.partition("|")[0] for identity in (line.name, line.of))
        case _:
            return line.name


def _worded(line: Line, words: Words) -> str:
    """A wording by its language and what it says; what is left out, by the sentence that is."""
    language = {"th": words("Thai"), "en": words("English")}.get(line.of, words("Every language"))
    text = line.values["text"] or words("A sentence that is left out")
    return f"{language} · {text if len(text) <= TEXT_SHOWN else f'{text[: TEXT_SHOWN - 1]}…'}"


def headline(record: Record, words: Words) -> tuple[tuple[str, str, State | None], ...]:
    """The figures that people look at first: what each is, the figure, and of a level its state."""

    def shown(part: Part, key: str) -> str:
        return next((_value(line, key, words) for line in record.of(part)), NONE)

    counted = sum(line.values["place"] == "counted" for line in record.of("project"))
    return (
        (words("Rubric"), f"{shown('setting', 'rubric')} · {shown('setting', 'rubric_version')}", None),
        (words("Score now"), f"{shown('score', 'score')} / {shown('score', 'maximum')}", None),
        (words("Projected score"), shown("score", "projected"), None),
        *(
            (
                words("Level {level}", level=line_name(line, words)),
                _value(line, "state", words),
                line.values["state"],
            )
            for line in record.of("level")
        ),
        (words("Projects that count"), words.number(counted), None),
        (words("Respondents"), shown("survey", "respondents"), None),
        (words("Two best points"), shown("survey", "top_two"), None),
        (words("Mean"), shown("survey", "mean"), None),
    )


def value_name(line: Line, key: str, words: Words) -> str:
    """What a value is called; a statement's state is not a level's."""
    names = _names(words)
    return names.get(f"{line.part}.{key}") or names.get(key, key)


def _names(words: Words) -> dict[str, str]:
    return {
        "name": words("Name"),
        "unit": words("Unit"),
        "fiscal_year": words("Fiscal year"),
        "rubric": words("Rubric"),
        "rubric_version": words("Version of the rubric"),
        "rubric_sha256": words("Definition of the rubric (SHA-256)"),
        "band_scheme": words("Bands of interpretation"),
        "threshold": words("Hide fewer than"),
        "score": words("Score now"),
        "projected": words("Projected score"),
        "maximum": words("Highest score"),
        "label": words("Band"),
        "criterion": words("Criterion"),
        "points": words("Points"),
        "state": words("State"),
        "proposed": words("What the data proposes"),
        "earned": words("Points earned"),
        "reasons": words("Why"),
        "missing": words("Still missing"),
        "overruled": words("Overruled to"),
        "overrule_reason": words("Reason for overruling"),
        "overrule_who": words("Overruled by"),
        "overrule_when": words("Overruled on"),
        "respondents": words("Respondents"),
        "population": words("People the survey speaks for (N)"),
        "error": words("Margin of error (e)"),
        "items": words("Number of items"),
        "base": words("Answers on the scale"),
        "mean": words("Mean"),
        "sd": words("SD"),
        "top_two": words("Two best points"),
        "counts": words("Answers a point"),
        "blank": words("Blank"),
        "not_applicable": words("Not applicable"),
        "unrecognised": words("Unrecognised"),
        "answered": words("Chose at least one"),
        "options": words("Answers an option"),
        "aspect": words("Aspect"),
        "scale": words("Scale"),
        "place": words("Outcome"),
        "reason": words("Reason"),
        "status": words("Status"),
        "status_text": words("Status as the list says"),
        "from_citizens": words("From citizens taking part"),
        "origin": words("Origin"),
        "period": words("Dates"),
        "period_text": words("Period"),
        "budget": words("Budget (baht)"),
        "evidence": words("Evidence"),
        "note": words("Note"),
        "survey": words("Survey"),
        "item": words("Item"),
        "comment": words("Comment"),
        "projects": words("Projects that it led to"),
        "text": words("The sentence"),
        "left_out": words("Left out of the documents"),
        "activity": words("Activity"),
        "result": words("Result"),
        "completed": words("Completed"),
        "statement.who": words("Stated by (position)"),
        "statement.when": words("Date of the document"),
        "who": words("Who"),
        "possible": words("Possible points"),
        "kind": words("Kind"),
        "effective": words("Date of the document"),
        "levels": words("Levels it serves"),
        "link": words("Link"),
        "sha256": words("Content of the file (SHA-256)"),
        "file_name": words("Name of the file"),
        "added_by": words("Added by"),
        "same": words("The same project"),
        "rows": words("Rows used"),
        "problems": words("Problems found"),
    }


def _value(line: Line, key: str, words: Words) -> str:
    value = line.name if key == "name" else line.values.get(key)
    if value is None or value == [] or value == "":
        return NONE
    if key == "counts":
        counts = zip(reversed(line.values["points_of"]), reversed(value), strict=True)
        return " · ".join(f"{words.plain(point)}:{NBSP}{words.number(n)}" for point, n in counts)
    return _SHOWN.get(key, _plainly)(value, words)


def _essence(line: Line, words: Words) -> str:
    """What a thing that only one record has comes to there, in a few words."""
    keys = {
        "level": ("state", "points"),
        "survey": ("respondents", "mean", "top_two"),
        "item": ("mean", "top_two", "base"),
        "question": ("answered", "options"),
        "project": ("place", "status", "reason"),
        "finding": ("item", "comment", "projects"),
        "wording": ("text", "left_out") if line.values.get("left_out") else ("text",),
        "statement": ("activity", "result", "evidence"),
        "figure": ("earned", "possible"),
        "evidence": ("effective", "levels"),
        "same_project": ("same",),
        "source": ("sha256", "rows"),
    }.get(line.part, ())
    values = {value_name(line, key, words): _value(line, key, words) for key in keys}
    return " · ".join(f"{name}: {text}" for name, text in values.items() if text != NONE) or NONE


def _plainly(value: Any, words: Words) -> str:
    if isinstance(value, bool):
        return words("Yes") if value else words("No")
    if isinstance(value, dict):
        return str(value.get(words.language, value))
    if isinstance(value, list):
        return ", ".join(_plainly(each, words) for each in value)
    return words.show(value)


def _code(value: Any, words: Words) -> str:
    names = {
        "met": words("Counts as met"),
        "claimed": words("Claimed, waiting"),
        "not_met": words("Not met"),
        "counted": words("Counted"),
        "left_out": words("Left out"),
        "document": words("Document"),
        "link": words("Link"),
        "file": words("File"),
    }
    return names.get(value, str(value))


def _day(value: Any, words: Words) -> str:
    if value is None:
        return NONE
    try:
        return words.date(date.fromisoformat(value), short=True)
    except ValueError:
        return str(value)


def _sentences(value: Any, words: Words) -> str:
    return "\n".join(words.say(decoded(each)) for each in value)


def _problems(value: Any, words: Words) -> str:
    said = (f"{each['sheet'] or ''} {words.plain(each['row'])}".strip() for each in value)
    whats = (words.say(decoded(each["problem"])) for each in value)
    return "\n".join(f"{at}: {what}" for at, what in zip(said, whats, strict=True))


def _rows(value: Any, words: Words) -> str:
    return " · ".join(f"{name}: {words.number(n)}" for name, n in value)


def _sha256(value: Any, words: Words) -> str:
    return f"{value[:SHA_SHOWN]}…"


_SHOWN: dict[str, Shown] = {
    "fiscal_year": lambda value, words: words.plain(value),
    "band_scheme": lambda value, words: scheme_name(value, words),
    "rubric_sha256": _sha256,
    "sha256": _sha256,
    "state": lambda value, words: state_name(value, words),
    "status": lambda value, words: status_name(value, words),
    "proposed": _code,
    "overruled": _code,
    "place": _code,
    "kind": _code,
    "reasons": _sentences,
    "missing": lambda value, words: words.say(decoded(value)),
    "reason": lambda value, words: words.say(decoded(value)),
    "problems": _problems,
    "rows": _rows,
    "options": _rows,
    "projects": lambda value, words: "\n".join(value),
    "overrule_when": _day,
    "effective": _day,
    "when": _day,
    "period": lambda value, words: " – ".join(_day(day, words) for day in value),
    "mean": lambda value, words: words.number(value, 2),
    "sd": lambda value, words: words.number(value, 2),
    "top_two": lambda value, words: words.percent(value),
    "error": lambda value, words: words.percent(value, 2),
    "budget": lambda value, words: words.number(value, 2),
    "levels": lambda value, words: ", ".join(words.plain(level) for level in value),
}
