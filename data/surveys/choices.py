"""Questions with several answers, from every shape that exports give them: one cell with a list, or one
column an option.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd

from analytics.options import OTHER, Choices
from analytics.thai import repair
from data.grid import Grid
from data.layout import Column
from data.surveys.labels import is_blank, normal
from data.surveys.lists_in_cells import holds_lists, is_other, lists_of

_PREFIX = re.compile(
    r"(?P<question>\S.*?)\s*(?:/|[:：]|\s[-–—=]\s|(?<=[\w\])])_(?=\S+$))\s*(?P<option>[^/]*\S)", re.DOTALL
)
MARKS = {"✓", "✔", "√", "☑", "x", "/", "1", "checked", "selected", "ticked", "เลือก", "✗", "*"}
_LETTERS = {"1", "y", "true"}
_NO_LETTERS = {"0", "n", "false", "not selected", "unchecked", "☐", "ไม่เลือก", "not checked"}
_YES, _NO = {"yes", "ใช่", "ja"}, {"no", "ไม่ใช่", "ไม่", "nein"}
_SEVERAL = re.compile(
    r"มากกว่า\s*(?:1|๑|หนึ่ง)\s*(?:ข้อ|คำตอบ|ช่อง|รายการ)|หลาย(?:ข้อ|คำตอบ)"
    r"|(?:check|select) all|all that apply|more than one|multiple",
    re.IGNORECASE,
)
# Columns that only LimeSurvey has; its questions with several answers say Yes and No.
_LIME = {"last page", "lastpage", "start language", "startlanguage", "seed", "submitdate", "startdate"}
MOST_TICKS = 6  # different texts in a column that is only ticked
FEWEST_UNNAMED = 3  # columns of marks that make a question without one question over them

Kind = Literal["echo", "mark", "letters", "words", "nothing"]


@dataclass(frozen=True)
class Ticked:
    """What is looked at of a column: its header, what stands over it, and its texts with their counts."""

    index: int
    header: str
    text: str
    aspect: str | None
    texts: Mapping[str, int]


@dataclass(frozen=True)
class Asked:
    """One question whose options are columns. `options`: the column's index → what it stands for; OTHER for
    other answers. `parent`: the column that repeats them in one cell.
    """

    question: str
    options: Mapping[int, str]
    parent: int | None = None


def find_questions(heads: Sequence[Ticked], *, by_hand: bool = False) -> list[Asked]:
    """The questions among neighbouring columns whose columns are options; see `_agreed` for what makes one.

    `by_hand`: an officer has said that these columns are options, so marks alone suffice.
    """
    known = {head.header: head.index for head in heads}
    everybody = max((sum(head.texts.values()) for head in heads), default=0)
    shared = _shared_prefixes(heads)
    lime = any(normal(head.header) in {normal(word) for word in _LIME} for head in heads)
    runs: list[tuple[tuple[str, str], list[tuple[Ticked, str]]]] = []
    for head in heads:
        key, option = _belongs(head, shared, known)
        if runs and runs[-1][0] == key and head.index - runs[-1][1][-1][0].index <= 2:
            runs[-1][1].append((head, option))
        else:
            runs.append((key, [(head, option)]))
    found = []
    for (how, question), members in runs:
        kinds = {head.index: _kind(head, option) for head, option in members}
        if how == "none":
            parts = _unnamed(members, kinds, by_hand)
        else:
            parts = _agreed(how, question, members, kinds, lime or by_hand, everybody)
        for part in parts:
            options = _named(part, kinds)
            if len(options) > 1:
                parent = known.get(question)
                found.append(Asked(_title(question), options, None if parent in options else parent))
    return found


def _belongs(head: Ticked, shared: set[str], known: Mapping[str, int]) -> tuple[tuple[str, str], str]:
    """How a column is tied to its question, the question, and the option that it then stands for."""
    if head.aspect and head.header.startswith(head.aspect) and head.header != head.aspect:
        return ("own", head.aspect), head.text
    for question, option in _splits(head.header):
        if question in shared or (question in known and known[question] != head.index):
            return ("own", question), option
    if head.aspect:
        return ("above", head.aspect), head.text
    return ("none", ""), head.text


def _splits(header: str) -> Iterable[tuple[str, str]]:
    """The ways to read a header as question and option, the longest question first."""
    if "/" in header:
        question, _, option = header.rpartition("/")
        yield question.strip(), option.strip()
    match = _PREFIX.fullmatch(header)
    if match:
        yield match["question"], match["option"]


def _shared_prefixes(heads: Sequence[Ticked]) -> set[str]:
    """What two neighbours' headers both begin with."""
    return {
        question
        for one, other in pairwise(heads)
        for question, _ in _splits(one.header)
        if any(question == again for again, _ in _splits(other.header))
    }


def _kind(head: Ticked, option: str) -> Kind | None:
    """How a column says that its option was ticked; None where it says something else."""
    if len(head.texts) > MOST_TICKS:
        return None
    names = {normal(option), normal(head.header)}
    ticked: set[str] = set()
    left: set[str] = set()
    for text in head.texts:
        if is_blank(text):
            continue
        plain = repair(text).casefold()
        (left if plain in _NO_LETTERS | _NO else ticked).add("" if normal(text) in names else plain)
    if not ticked:
        return "nothing"
    if ticked == {""}:
        return "echo"
    if left & _NO or (ticked <= _YES and not left):
        return "words" if ticked <= _YES | _LETTERS else None
    if left:
        return "letters" if ticked <= _LETTERS | MARKS | _YES else None
    return "mark" if len(ticked) == 1 and ticked <= MARKS | _LETTERS else None


def _agreed(
    how: str,
    question: str,
    members: list[tuple[Ticked, str]],
    kinds: Mapping[int, Kind | None],
    sure: bool,
    everybody: int,
) -> list[list[tuple[Ticked, str]]]:
    """The columns under one question that are its options, if any: all are ticked in a way that can't be an
    answer of its own, apart from one for other answers in words.

    An echo of the header or a mark is such a way; 0 and 1, TRUE and FALSE, Y and N are where nothing else
    stands under the question; Yes and No only where the question or the export says that several may be
    chosen, since a grid of yes/no questions looks the same.
    """
    ticked = [head for head, _ in members if kinds[head.index] not in (None, "nothing")]
    own = {kinds[head.index] for head in ticked}
    if len(ticked) < 2 or (
        own <= {"echo", "mark"} and all(sum(head.texts.values()) == everybody for head in ticked)
    ):
        return []
    if any(kinds[head.index] is None and not is_other(option) for head, option in members):
        echoes = [
            (head, option) for head, option in members if kinds[head.index] == "echo" or is_other(option)
        ]
        return [echoes] if how == "above" and own == {"echo"} else []
    if "words" in own and not sure and not _SEVERAL.search(question):
        return [members] if any(is_other(option) for _, option in members) else []
    return [members]


def _unnamed(
    members: Sequence[tuple[Ticked, str]], kinds: Mapping[int, Kind | None], by_hand: bool
) -> list[list[tuple[Ticked, str]]]:
    """Runs of columns without a question over them that hold nothing but marks, or repeat their headers."""
    usable: tuple[Kind, ...] = ("echo", "mark", "letters", "words") if by_hand else ("echo", "mark")
    runs: list[list[tuple[Ticked, str]]] = [[]]
    for head, option in members:
        run = runs[-1]
        if kinds[head.index] not in usable:
            runs.append([])
        elif run and (head.index - run[-1][0].index > 1 or kinds[head.index] != kinds[run[-1][0].index]):
            runs.append([(head, option)])
        else:
            run.append((head, option))
    fewest = 2 if by_hand else FEWEST_UNNAMED
    return [run for run in runs if len(run) >= (2 if run and kinds[run[0][0].index] == "echo" else fewest)]


def _named(members: Sequence[tuple[Ticked, str]], kinds: Mapping[int, Kind | None]) -> dict[int, str]:
    """The options by column; strangers left out."""
    return {
        head.index: OTHER if is_other(option) else option
        for head, option in members
        if kinds[head.index] is not None or is_other(option)
    }


def _title(question: str) -> str:
    """A question as people read it: of a path of groups only the last part."""
    return question.rsplit("/", 1)[-1] if question.isascii() and " " not in question else question


# --- Counting -------------------------------------------------------------------------------------


def extract_choices(
    columns: Sequence[Column], grid: Grid, first: int, last: int, keep: np.ndarray, index: pd.Index[int]
) -> tuple[Choices, ...]:
    """Who chose what in every question of the columns whose role is "multi", in the sheet's order.

    `first`, `last`: the data rows from 0; `keep`: which of them are respondents; `index`: their names. A
    column that repeats its options in one cell is read by its options alone.
    """
    wanted = [c for c in columns if c.role == "multi" and not c.is_point]
    encoded = {c.index: grid.encoded(c.index, first, last) for c in wanted}
    heads = [
        Ticked(
            c.index, repair(c.header), c.text or repair(c.header), c.aspect, _counted(*encoded[c.index], keep)
        )
        for c in wanted
    ]
    asked = find_questions(heads, by_hand=True)
    taken = {at for one in asked for at in one.options} | {one.parent for one in asked}
    made: list[Choices] = []
    for one in asked:
        ticked: dict[str, np.ndarray] = {}
        for at, option in one.options.items():
            chosen = _ticked(*encoded[at])[keep]
            ticked[option] = ticked[option] | chosen if option in ticked else chosen
        made.append(_choices(one.question, sorted(one.options), pd.DataFrame(ticked, index=index)))
    for head in heads:
        if head.index in taken or (len(head.texts) < 2 and not holds_lists(head.texts)):
            continue
        texts, codes = encoded[head.index]
        lists = lists_of(head.texts)
        place = {option: i for i, option in enumerate(lists.options)}
        table = np.zeros((len(texts) + 1, len(place)), bool)
        for row, text in enumerate(texts):
            table[row, [place[option] for option in lists.of.get(text, ())]] = True
        question = head.text if head.aspect is None else f"{head.aspect}: {head.text}"
        ticked_here = pd.DataFrame(table[codes[keep]], index=index, columns=list(lists.options))
        made.append(_choices(question, [head.index], ticked_here))
    return tuple(sorted(made, key=lambda choices: choices.columns))


def _choices(question: str, indices: Sequence[int], ticked: pd.DataFrame) -> Choices:
    columns = tuple(at + 1 for at in indices)
    return Choices(f"m{columns[0]}", " ".join(question.split()), columns, ticked)


def _counted(texts: Sequence[str], codes: np.ndarray, keep: np.ndarray) -> dict[str, int]:
    kept = codes[keep]
    counts = np.bincount(kept[kept >= 0], minlength=len(texts))
    return {text: int(n) for text, n in zip(texts, counts, strict=True) if n and not is_blank(text)}


def ticks(grid: Grid, column: int, first: int, last: int) -> np.ndarray:
    """Which rows of an option's column, `first` to `last` from 0, are ticked."""
    return _ticked(*grid.encoded(column, first, last))


def _ticked(texts: Sequence[str], codes: np.ndarray) -> np.ndarray:
    """Which rows of an option's column are ticked: those that say something other than no."""
    yes = [not is_blank(text) and repair(text).casefold() not in _NO_LETTERS | _NO for text in texts]
    table = np.array([*yes, False])
    return np.asarray(table[codes])
