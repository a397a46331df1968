"""Rubric files → rubrics, with every mistake in a file named by its place."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files
from itertools import pairwise
from typing import NoReturn, TypeGuard, cast, get_args

from analytics.projects import STATUSES, Status
from analytics.rubric import Dimension, Level, Rubric, RubricType
from analytics.rules import PARAMETERS, RULES, Parameter, ParameterKind
from analytics.words import Message, Problem, Words, message

FOLDER = files("data") / "rubrics"
LANGUAGES = ("th", "en")
TYPES: tuple[RubricType, ...] = get_args(RubricType)
LARGEST = 1_000_000  # of a whole number; no rubric gives more points than that
ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,59}")


class DefinitionError(ValueError):
    """A rubric file that can't be used. `problem` says where (file, line and key), what and the remedy."""

    def __init__(
        self, file: str, place: str, what: Message, remedy: Message, line: int | None = None
    ) -> None:
        self.problem = Problem(what, remedy, sheet=file, row=line, value=place)
        english = Words()
        at = place if line is None else f"line {line}, {place}"
        super().__init__(f"{file}: {at}: {english.say(what)}. {english.say(remedy)}")


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
    return parse_rubric(shipped_text(id), f"{id}.toml")


def shipped_text(id: str) -> str:
    """The text of the file that Saisaat comes with for this rubric. FileNotFoundError where there is none."""
    return (FOLDER / f"{id}.toml").read_text(encoding="utf-8")


def parse_rubric(
    text: str,
    name: str,
    others: Callable[[str], Rubric] = rubric,
    known: Callable[[], tuple[str, ...]] = rubrics,
) -> Rubric:
    """The rubric that a file's text defines; `name` is the file's, for messages.

    `others` gives the rubrics that dimensions refer to, `known` their ids. Raises DefinitionError with line,
    key, what is wrong and the remedy: a key missing, unknown or of another kind, a text without one of its
    languages, levels, points, bands or steps that do not rise, a type, rule, status or rubric that does not
    exist, a rule without its parameters.
    """
    top = _Table(_File(name, _lines(text)), "", _content(text, name))
    type = _type(top)
    dimensions = tuple(_dimensions(top, others, known)) if type == "weighted" else ()
    levels = tuple(dimension.level for dimension in dimensions) or _levels(top, type)
    own = next((dimension.rubric for dimension in dimensions if dimension.rubric), None)
    result = Rubric(
        id=_id(top),
        version=top.text("version"),
        fiscal_years=top.numbers("fiscal_years", least=2400),
        title=top.translated("title"),
        dimension=top.translated("dimension"),
        unit=top.translated("unit"),
        zero=top.translated("zero"),
        levels=levels,
        counted_statuses=own.counted_statuses if own else _statuses(top, needed=type != "weighted"),
        type=type,
        steps=_steps(top, len(levels)) if type == "count" else (),
        dimensions=dimensions,
        zero_label=top.translated("zero_label") if type == "banded" else None,
    )
    top.done()
    return result


def _content(text: str, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Beside its own errors the reader raises these for numbers of thousands of digits and for tables
        # within tables without end.
        line = re.search(r"line (\d+)", str(error))
        raise DefinitionError(
            name,
            str(error),
            message("The file is not valid TOML"),
            message("Correct it at the place that is named"),
            int(line[1]) if line else text.rstrip().count("\n") + 1,
        ) from error


def _id(top: _Table) -> str:
    id = top.text("id")
    if not ID.fullmatch(id):
        top.fail(
            "id",
            message("An id is made of small letters, digits, dots and hyphens"),
            message("Write it like participation-2561"),
        )
    return id


def _type(top: _Table) -> RubricType:
    given = top.text("type") if "type" in top.content else "cumulative"
    return cast(
        "RubricType", top.one_of("type", given, TYPES, message("There is no type “{type}”", type=given))
    )


def _levels(top: _Table, type: RubricType) -> tuple[Level, ...]:
    levels = tuple(_level(table, type) for table in top.tables("levels"))
    for place, (lower, upper) in enumerate(pairwise(levels), 2):
        points_rise = upper.points > lower.points or type in ("additive", "count")
        if upper.level <= lower.level or not points_rise:
            top.fail(
                f"levels[{place}]",
                message("Levels and their points must rise from one to the next"),
                message("Put the lowest level first and give each higher one more points"),
            )
        if type == "banded" and not _bands_rise(lower, upper):
            top.fail(
                f"levels[{place}].parameters",
                message("Bands must be of one figure, and each must begin above the one before"),
                message("Give every band the same figure and a higher minimum than the band before"),
            )
    return levels


def _bands_rise(lower: Level, upper: Level) -> bool:
    one, other = lower.parameters, upper.parameters
    return one["figure"] == other["figure"] and float(one["minimum"]) < float(other["minimum"])


def _level(table: _Table, type: RubricType) -> Level:
    rule = table.text("rule")
    rules = ("figure_at_least",) if type == "banded" else tuple(sorted(RULES))
    table.one_of("rule", rule, rules, message("There is no rule “{rule}”", rule=rule))
    known = PARAMETERS[rule]
    given = table.table("parameters") if known.needed or "parameters" in table.content else None
    parameters: dict[str, Parameter] = {}
    if given is not None:
        kinds = {**known.needed, **{key: kind for key, kind in known.allowed.items() if key in given.content}}
        parameters = {key: given.parameter(key, kind) for key, kind in kinds.items()}
        given.done()
    level = Level(
        level=table.number("level", least=1),
        points=1 if type == "count" else table.number("points", least=1),
        criterion=table.translated("criterion"),
        short=table.translated("short"),
        rule=rule,
        parameters=parameters,
        label=table.translated("label") if type == "banded" else None,
        enough=_examples(table, "enough"),
        not_enough=_examples(table, "not_enough"),
    )
    table.done()
    return level


def _examples(table: _Table, key: str) -> Mapping[str, tuple[str, ...]]:
    """Examples of evidence in each language; none where the file gives none."""
    if key not in table.content:
        return {}
    inner = table.table(key)
    texts = {language: inner.texts(language) for language in LANGUAGES}
    inner.done()
    return texts


def _steps(top: _Table, most: int) -> tuple[tuple[int, int], ...]:
    """From how many items done → points; none where the file gives none."""
    if "steps" not in top.content:
        return ()
    steps = []
    for table in top.tables("steps"):
        steps.append((table.number("items", least=1), table.number("points", least=1)))
        table.done()
    rising = all(lower[0] < upper[0] and lower[1] < upper[1] for lower, upper in pairwise(steps))
    if not rising or steps[-1][0] > most:
        top.fail(
            "steps",
            message("Steps must rise, in items and in points, and not above the number of items"),
            message("Put the lowest step first; there {n:is|are} {n} {n:item|items}", n=most),
        )
    return tuple(steps)


def _dimensions(
    top: _Table, others: Callable[[str], Rubric], known: Callable[[], tuple[str, ...]]
) -> list[Dimension]:
    found: list[Dimension] = []
    for number, table in enumerate(top.tables("dimensions"), 1):
        itself = str(top.content.get("id"))
        own = _own_rubric(table, itself, others, known()) if "rubric" in table.content else None
        if own and any(earlier.rubric for earlier in found):
            table.fail(
                "rubric",
                message("Only one dimension can have a rubric of its own"),
                message("Enter the others by their figure: give them a maximum instead"),
            )
        title = table.translated("title")
        key = table.text("key")
        if key in {earlier.key for earlier in found}:
            table.fail("key", message("This key stands here twice"), message("Give each a key of its own"))
        level = Level(number, table.number("weight", least=1), title, title, "dimension")
        found.append(Dimension(level, key, own.maximum if own else table.number("maximum", least=1), own))
        table.done()
    return found


def _own_rubric(
    table: _Table, itself: str, others: Callable[[str], Rubric], known: tuple[str, ...]
) -> Rubric:
    id = table.text("rubric")
    simple = tuple(name for name in known if name != itself)
    table.one_of("rubric", id, simple, message("There is no rubric “{id}”", id=id))
    own = others(id)
    if own.type == "weighted":
        table.fail(
            "rubric",
            message("A dimension can't have a rubric that has dimensions"),
            message("Choose a rubric with levels"),
        )
    return own


def _statuses(top: _Table, needed: bool) -> tuple[Status, ...]:
    if not needed and "counted_statuses" not in top.content:
        return ("completed",)
    given = top.texts("counted_statuses")
    for status in given:
        top.one_of(
            "counted_statuses", status, STATUSES, message("There is no status “{status}”", status=status)
        )
    return cast("tuple[Status, ...]", given)


class _File:
    """A rubric file: its name, and the line on which each key stands."""

    def __init__(self, name: str, lines: Mapping[str, int]) -> None:
        self.name, self._lines = name, lines

    def line(self, place: str) -> int | None:
        """The line of a key such as levels[2].points; where it is missing, of the table it belongs into."""
        while place and place not in self._lines:
            place = place.rpartition(".")[0]
        return self._lines.get(place)


def _lines(text: str) -> dict[str, int]:
    """Place of every key and table → its line, from 1. TOML's own reader tells no lines.

    The file itself has the first: what is missing at its top belongs there.
    """
    lines: dict[str, int] = {"": 1}
    many: dict[str, int] = {}
    table, inside = "", False
    for number, line in enumerate(text.split("\n"), 1):
        starts_inside = inside
        if starts_inside or not line.lstrip().startswith("#"):
            inside ^= (line.count('"""') + line.count("'''")) % 2 == 1
        if starts_inside:
            continue
        if found := re.match(r"\s*\[\[\s*([\w.-]+)\s*\]\]", line):
            many[found[1]] = many.get(found[1], 0) + 1
            table = f"{found[1]}[{many[found[1]]}]"
            lines[table] = number
            lines.setdefault(found[1], number)
        elif found := re.match(r"\s*\[\s*([\w.-]+)\s*\]\s*(#.*)?$", line):
            head, _, rest = found[1].partition(".")
            table = f"{head}[{many[head]}].{rest}" if head in many else found[1]
            lines[table] = number
        elif found := re.match(r"\s*([\w.-]+)\s*=", line):
            parts = found[1].split(".")
            for end in range(1, len(parts) + 1):
                lines.setdefault(".".join([*([table] if table else []), *parts[:end]]), number)
    return lines


class _Table:
    """One table of the file, whose values are taken out by kind; what is left at the end is unknown."""

    def __init__(self, file: _File, place: str, content: Mapping[str, object]) -> None:
        self.file, self.place, self.content = file, place, content
        self._taken: set[str] = set()

    def fail(self, key: str, what: Message, remedy: Message) -> NoReturn:
        place = f"{self.place}{key}"
        raise DefinitionError(self.file.name, place, what, remedy, self.file.line(place))

    def one_of(self, key: str, value: str, options: tuple[str, ...], wrong: Message) -> str:
        if value not in options:
            self.fail(key, wrong, message("Choose one of these: {ids}", ids=", ".join(options)))
        return value

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

    def parameter(self, key: str, kind: ParameterKind) -> Parameter:
        if kind == "whole":
            return self.number(key, least=1)
        return self.text(key) if kind == "text" else self.measure(key)

    def measure(self, key: str) -> float:
        wanted = message("Give it a number of at least {least}", least="0")
        value = self._take(key, wanted)
        if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value < float("inf"):
            self.fail(key, message("This is not such a number"), wanted)
        return value

    def number(self, key: str, least: int) -> int:
        wanted = message("Give it a whole number of at least {least}", least=str(least))
        value = self._take(key, wanted)
        if not _whole(value) or not least <= value <= LARGEST:
            self.fail(key, message("This is not such a number"), wanted)
        return value

    def numbers(self, key: str, least: int) -> tuple[int, ...]:
        wanted = message("Give it a list of whole numbers of at least {least}", least=str(least))
        value = self._take(key, wanted)
        if not _filled(value) or not all(_whole(v) and least <= v <= LARGEST for v in value):
            self.fail(key, message("This is not such a list"), wanted)
        return tuple(cast("list[int]", value))

    def texts(self, key: str) -> tuple[str, ...]:
        wanted = message("Give it a list of texts in quotes")
        value = self._take(key, wanted)
        if not _filled(value) or not all(isinstance(v, str) and v.strip() for v in value):
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


def _filled(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list) and bool(value)


def _whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
