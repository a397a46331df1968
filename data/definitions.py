"""Rubric files → rubrics, with every mistake in a file named by its place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from itertools import pairwise
from typing import NoReturn, TypeGuard, cast

from analytics.projects import STATUSES, Status
from analytics.rubric import RULES, Level, Rubric
from analytics.words import Message, Problem, Words, message

FOLDER = files("data") / "rubrics"
LANGUAGES = ("th", "en")
# What a rule needs, and what it may have besides; each a whole number of at least 1.
PARAMETERS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "survey_held": (frozenset(), frozenset({"minimum_respondents"})),
    "statement": (frozenset(), frozenset()),
    "projects_from_citizens": (frozenset({"minimum"}), frozenset()),
}


class DefinitionError(ValueError):
    """A rubric file that can't be used. `problem` says where (file and key or line), what and the remedy."""

    def __init__(self, file: str, place: str, what: Message, remedy: Message) -> None:
        self.problem = Problem(what, remedy, sheet=file, value=place)
        english = Words()
        super().__init__(f"{file}: {place}: {english.say(what)}. {english.say(remedy)}")


def rubrics() -> tuple[str, ...]:
    """The ids of the rubrics that are there, in alphabetical order."""
    names = (entry.name for entry in FOLDER.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def rubric(id: str = "participation-2561") -> Rubric:
    """The rubric with this id.

    Raises DefinitionError where there is none, or where its file holds a mistake.
    """
    if id not in rubrics():
        raise DefinitionError(
            f"{id}.toml",
            "id",
            message("There is no rubric with this id"),
            message("Choose one of these: {ids}", ids=", ".join(rubrics())),
        )
    return parse_rubric((FOLDER / f"{id}.toml").read_text(encoding="utf-8"), f"{id}.toml")


def parse_rubric(text: str, name: str) -> Rubric:
    """The rubric that a file's text defines; `name` is the file's, for messages.

    Raises DefinitionError with the line (broken TOML) or the key, what is wrong and the remedy: a key
    missing, unknown or of another kind, a text without one of its languages, levels or points that do not
    rise, a rule or status that does not exist, a rule without its parameters.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(
            name,
            str(error),
            message("The file is not valid TOML"),
            message("Correct it at the place that is named"),
        ) from error
    top = _Table(name, "", content)
    levels = tuple(_level(table) for table in top.tables("levels"))
    for place, (lower, upper) in enumerate(pairwise(levels), 2):
        if upper.level <= lower.level or upper.points <= lower.points:
            top.fail(
                f"levels[{place}]",
                message("Levels and their points must rise from one to the next"),
                message("Put the lowest level first and give each higher one more points"),
            )
    result = Rubric(
        id=top.text("id"),
        version=top.text("version"),
        fiscal_years=top.numbers("fiscal_years", least=2400),
        title=top.translated("title"),
        dimension=top.translated("dimension"),
        unit=top.translated("unit"),
        zero=top.translated("zero"),
        levels=levels,
        counted_statuses=_statuses(top),
    )
    top.done()
    return result


def _level(table: _Table) -> Level:
    rule = table.text("rule")
    if rule not in RULES:
        table.fail(
            "rule",
            message("There is no rule “{rule}”", rule=rule),
            message("Choose one of these: {ids}", ids=", ".join(sorted(RULES))),
        )
    needed, allowed = PARAMETERS.get(rule, (frozenset(), frozenset()))
    given = table.table("parameters") if needed or "parameters" in table.content else None
    parameters: dict[str, int | str | bool] = {}
    if given is not None:
        wanted = sorted(needed | (allowed & given.content.keys()))
        parameters = {key: given.number(key, least=1) for key in wanted}
        given.done()
    level = Level(
        level=table.number("level", least=1),
        points=table.number("points", least=1),
        criterion=table.translated("criterion"),
        short=table.translated("short"),
        rule=rule,
        parameters=parameters,
    )
    table.done()
    return level


def _statuses(top: _Table) -> tuple[Status, ...]:
    given = top.texts("counted_statuses")
    for status in given:
        if status not in STATUSES:
            top.fail(
                "counted_statuses",
                message("There is no status “{status}”", status=status),
                message("Choose one of these: {ids}", ids=", ".join(STATUSES)),
            )
    return cast("tuple[Status, ...]", given)


class _Table:
    """One table of the file, whose values are taken out by kind; what is left at the end is unknown."""

    def __init__(self, file: str, place: str, content: Mapping[str, object]) -> None:
        self.file, self.place, self.content = file, place, content
        self._taken: set[str] = set()

    def fail(self, key: str, what: Message, remedy: Message) -> NoReturn:
        raise DefinitionError(self.file, f"{self.place}{key}", what, remedy)

    def _take(self, key: str, wanted: Message) -> object:
        self._taken.add(key)
        if key not in self.content:
            self.fail(key, message("This key is missing"), wanted)
        return self.content[key]

    def done(self) -> None:
        for key in self.content.keys() - self._taken:
            self.fail(key, message("This key is not known"), message("Correct its spelling or take it out"))

    def text(self, key: str) -> str:
        wanted = message("Give it a text in quotes")
        value = self._take(key, wanted)
        if not isinstance(value, str) or not value.strip():
            self.fail(key, message("This is not a text"), wanted)
        return value

    def number(self, key: str, least: int) -> int:
        wanted = message("Give it a whole number of at least {least}", least=str(least))
        value = self._take(key, wanted)
        if not _whole(value) or value < least:
            self.fail(key, message("This is not such a number"), wanted)
        return value

    def numbers(self, key: str, least: int) -> tuple[int, ...]:
        wanted = message("Give it a list of whole numbers of at least {least}", least=str(least))
        value = self._take(key, wanted)
        if not isinstance(value, list) or not value or not all(_whole(v) and v >= least for v in value):
            self.fail(key, message("This is not such a list"), wanted)
        return tuple(value)

    def texts(self, key: str) -> tuple[str, ...]:
        wanted = message("Give it a list of texts in quotes")
        value = self._take(key, wanted)
        if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
            self.fail(key, message("This is not such a list"), wanted)
        return tuple(cast("list[str]", value))

    def table(self, key: str) -> _Table:
        wanted = message("Give it a table of its own")
        value = self._take(key, wanted)
        if not isinstance(value, dict):
            self.fail(key, message("This is not a table"), wanted)
        return _Table(self.file, f"{self.place}{key}.", cast("dict[str, object]", value))

    def tables(self, key: str) -> tuple[_Table, ...]:
        wanted = message("Write each as a [[{key}]] table", key=key)
        value = self._take(key, wanted)
        if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
            self.fail(key, message("This is not a list of tables"), wanted)
        entries = cast("list[dict[str, object]]", value)
        return tuple(_Table(self.file, f"{key}[{i}].", entry) for i, entry in enumerate(entries, 1))

    def translated(self, key: str) -> Mapping[str, str]:
        inner = self.table(key)
        texts = {language: inner.text(language) for language in LANGUAGES}
        inner.done()
        return texts


def _whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
