"""What the commands of the terminal share: options, exit codes, sentences, progress."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Literal, NoReturn

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from analytics.reports.formats import Orientation
from analytics.words import Digits, Problem, Words
from ui.text import words as words_of

stderr = Console(stderr=True, highlight=False)
NOT_MADE, CANNOT_USE = 1, 2
USUAL_RUBRIC = "participation-2561"

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Year = Annotated[int | None, typer.Option("--fiscal-year", help="Fiscal year in B.E., such as 2561.")]
Lang = Annotated[
    Literal["th", "en"] | None, typer.Option("--language", help="Language of texts; by default that of LANG.")
]
InDigits = Annotated[
    Digits, typer.Option("--digits", help="Digits of the documents: thai (๑๒๓) or arabic (123).")
]
Turned = Annotated[Orientation, typer.Option("--orientation", help="Pages of the report for Word.")]


def words_for(language: Literal["th", "en"] | None, digits: Digits = "arabic") -> Words:
    """The words of the language asked for, else of that of the terminal."""
    if language is None:
        language = "th" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("th") else "en"
    return words_of(language, digits)


def in_words(name: str, problem: Problem, says: Words) -> str:
    """A problem of a file as one sentence: where, what, what to do."""
    place = [name]
    if problem.sheet:
        place.append(says("sheet {name}", name=problem.sheet))
    if problem.row:
        place.append(says("row {row}", row=str(problem.row)))
    if problem.column:
        place.append(says("column {column}", column=str(problem.column)))
    if problem.value is not None:
        place.append(says("value “{value}”", value=problem.value))
    return f"{', '.join(place)}: {says.say(problem.problem)} {says.say(problem.remedy)}"


def problem_json(problem: Problem, says: Words) -> dict[str, Any]:
    """A problem as JSON has it."""
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "problem": says.say(problem.problem),
        "remedy": says.say(problem.remedy),
    }


def tell(sentence: str) -> None:
    """A sentence to stderr, as it is and in one piece."""
    stderr.print(sentence, markup=False, soft_wrap=True)


def refuse(sentence: str) -> NoReturn:
    """Say why it can't be done, and end."""
    tell(sentence)
    raise typer.Exit(CANNOT_USE)


@contextmanager
def progress(total: int | None = None) -> Iterator[Callable[[str, int], None]]:
    """A line on stderr that goes away in the end; call what it gives with what is done now, and how many were
    done of the `total`."""
    count = () if total is None else (MofNCompleteColumn(),)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), *count, TimeElapsedColumn())
    with Progress(*columns, console=stderr, transient=True) as shown:
        task = shown.add_task("", total=total)
        yield lambda what, done: shown.update(task, description=what, completed=done)
