"""Columns of small whole numbers: which are answers on a scale, how long the scale is and which end
is best.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.codebook import NOT_APPLICABLE, UNRECOGNISED, Scale
from data.grid import Grid
from data.surveys.columns import Profile, says
from data.surveys.evidence import Evidence, asks
from data.surveys.labels import is_not_applicable, whole_number
from data.surveys.scales import TOLERATED, Legend, Reading, legend, names_codes

LENGTHS = (5, 6, 7, 10)  # the usual lengths of a numbered scale; 8 and 9 are taken for 10


@dataclass(frozen=True)
class Numbered:
    """A numbered column's reading, and the other one where it can be read in two ways."""

    reading: Reading
    other: Reading | None = None


SHORT = 18  # a header of a group of respondents is not longer; a question that starts with such a word is
MOST_RANKED = 15  # nobody puts more things than this in order
RANKED_ROWS = 2000  # rows that are looked at to tell
CEILING = 0.1  # share of answers at the upper end from which a scale is seen to end there
EXPECTED = 20  # answers that would stand above that end if the scale went on
_COUNTED = re.compile(r"(?:\S+ ){1,2}(?:id|number|no\.?|code)", re.IGNORECASE)  # "Group Number", "Puzzle ID"
FEWEST = 5  # answers below which bare numbers under a header that asks for no rating are left alone


def number_items(
    profiles: Sequence[Profile], grid: Grid, first: int, last: int, evidence: Evidence | None = None
) -> dict[int, Numbered]:
    """The columns that hold answers as numbers; those of one grid get one scale.

    `evidence`: what the sheet says about itself; None where somebody said that these are answers.
    """
    found: dict[int, Numbered] = {}
    candidates = [p for p in profiles if _candidate(p)]
    counted = _numbered_heads(candidates)
    for group in _groups([p for p in candidates if _asks(p) or p.head.column in counted]):
        for same in _by_length(_without_rankings(group, grid, first, last)):
            if not same or (evidence is not None and not evidence.supports(same)):
                continue
            seen = sorted({n for p in same for n in _numbers(p.values) if n not in p.legend.nothing})
            for p in same:
                numbered = _read(p, seen, len(same))
                if numbered is not None:
                    found[p.head.column] = numbered
    return found


def _by_length(group: list[Profile]) -> list[list[Profile]]:
    """A group of neighbours, or two where one part of it ends at 5, 6 or 7 and the other goes on.

    "How likely are you to recommend us, 0 to 10" after ten questions from 1 to 5 says nothing about their
    scale. They are told apart where many answers stand at the end of the shorter scale and none above it,
    although a good share of the other columns' answers does.
    """
    counts = {p.head.column: _answered(p) for p in group}
    for end in LENGTHS[:-1]:
        short = [p for p in group if max(counts[p.head.column], default=0) <= end]
        long = [p for p in group if p not in short]
        if len(short) < 2 or not long:
            continue
        within, beyond = (
            sum((Counter(counts[p.head.column]) for p in part), Counter()) for part in (short, long)
        )
        above = sum(n for number, n in beyond.items() if number > end) / beyond.total()
        if within[end] >= CEILING * within.total() and above * within.total() >= EXPECTED:
            return [short, *_by_length(long)]
    return [group]


def _answered(p: Profile) -> dict[int, int]:
    """How often each number from 0 to 10 was given as an answer."""
    return {n: c for n, c in _numbers(p.values).items() if 0 <= n <= 10 and n not in p.legend.nothing}


def _asks(p: Profile) -> bool:
    """Whether a header can be a question: it has letters, and is no error value."""
    return any(letter.isalpha() for letter in p.header) and not p.header.startswith("#")


def _numbered_heads(profiles: Sequence[Profile]) -> set[int]:
    """The columns whose headers number the questions: 1, 2, 3, … from left to right."""
    heads = [(p.head.column, n) for p in profiles if (n := whole_number(p.header)) is not None]
    in_order = [n for _, n in heads] == list(range(1, len(heads) + 1))
    return {column for column, _ in heads} if in_order and len(heads) > 2 else set()


def _numbers(values: Mapping[str, int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for text, n in values.items():
        number = whole_number(text)
        if number is not None:
            counts[number] = counts.get(number, 0) + n
    return counts


def _candidate(p: Profile) -> bool:
    if p.sampled or not p.filled:
        return False
    asked = {text: n for text, n in p.values.items() if not is_not_applicable(text)}
    asked = {text: n for text, n in asked.items() if whole_number(text) not in p.legend.nothing}
    counts = {number: n for number, n in _numbers(asked).items() if 0 <= number <= 10}
    if not counts or sum(counts.values()) < (1 - TOLERATED) * sum(asked.values()):
        return False
    # A legend above the table speaks of its items; sex stays sex below it.
    groups = says("demographic", p.text) and (_named_length(p.text) <= SHORT or not says("rating", p.header))
    if (named := names_codes(p.header)) == 2 or (groups and (named or not legend(p.header))):
        return False
    if p.legend and p.legend.high is not None and max(counts) <= p.legend.high:
        return True
    if p.filled >= FEWEST and max(counts.values()) == 1 and not says("rating", p.header):
        return False  # steps of a table, or places in an order: no two rows alike
    if groups or set(counts) == {0, 1}:
        return False  # {0, 1}: ticked or not
    if says("summary", p.header) or _COUNTED.fullmatch(p.header):
        return False
    return not says("quantity", p.header) or asks(p) or says("judging", p.header)


def _named_length(text: str) -> int:
    """How long a header is without what it says about its codes: "เพศ (1 ชาย 2 หญิง)" is 3."""
    return len(re.split(r"[(:]|\s\d", text, maxsplit=1)[0].strip())


def _groups(profiles: list[Profile]) -> list[list[Profile]]:
    groups: list[list[Profile]] = []
    for p in profiles:
        last = groups[-1][-1] if groups else None
        same = last is not None and (
            (p.aspect is not None and p.aspect == last.aspect)
            or (p.head.column - last.head.column <= 2 and p.legend == last.legend)
        )
        if same:
            groups[-1].append(p)
        else:
            groups.append([p])
    return groups


def _without_rankings(group: Sequence[Profile], grid: Grid, first: int, last: int) -> list[Profile]:
    """The columns of a group without neighbours in which respondents put things in order."""
    if len(group) < 3:
        return list(group)
    places = []
    for p in group:
        texts, index = grid.encoded(p.head.column, first, last)
        codes = np.array(
            [n if (n := whole_number(text)) in range(1, 21) else 0 for text in texts] + [0], np.int8
        )
        places.append(codes[index])
    kept: list[Profile] = []
    at = 0
    while at < len(group):
        most = min(len(group) - at, MOST_RANKED)
        size = next((k for k in range(most, 2, -1) if _is_ranking(places[at : at + k])), 0)
        if not size:
            kept.append(group[at])
        at += size or 1
    return kept


def _is_ranking(columns: Sequence[npt.NDArray[np.int8]]) -> bool:
    """Whether respondents gave each place once: no number twice in a row, none above the number of
    columns.
    """
    table = np.stack([column[:RANKED_ROWS] for column in columns], axis=1)
    if table.max() > len(columns) or table.max() < 3 or table.min() < 0 or not (table > 0).any(axis=0).all():
        return False
    table = table[(table > 0).sum(axis=1) > 1]
    if len(table) < 3 or (len(columns) == 3 and len(table) < 5):
        return False
    ordered = np.sort(table, axis=1)
    twice = ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] > 0)).any(axis=1)
    return bool(twice.mean() < 0.1)


def _read(p: Profile, seen: list[int], together: int) -> Numbered | None:
    counts = _answered(p)
    if not counts:
        return None
    if p.legend and p.legend.high is not None and p.legend.low is not None and max(counts) <= p.legend.high:
        return _by_legend(p, p.legend)
    low, high = min(seen), max(n for n in seen if n <= 10)
    rated = says("rating", p.header) or together >= 3
    if not says("rating", p.header) and p.filled < FEWEST:
        return None
    if says("recommend", p.header) and high > 5:
        return Numbered(_reading(p, 0, 10, "0-10"))
    if high < 3 or (low == 0 and high <= 3 and not rated) or set(seen) <= {0, 1}:
        return None
    distinct = len([n for n in seen if n > 0])
    if high <= 5 and not (distinct >= 3 or (rated and together >= 2) or (rated and distinct >= 2)):
        return None
    if high > 5 and not (rated and (together >= 2 or distinct >= 3)):
        return None
    length = next(k for k in LENGTHS if k >= high)
    if 0 not in counts and 0 not in seen:
        return Numbered(_reading(p, 1, length, f"1-{length}", nothing=p.legend.nothing))
    if length == 10:
        return Numbered(_reading(p, 0, 10, "0-10"))
    without = _reading(p, 1, length, f"1-{length}", nothing=frozenset({0}))
    counting = _reading(p, 0, high, f"0-{high}")
    first, second = (counting, without) if high < length else (without, counting)
    return Numbered(first, second) if 0 in counts or first is counting else Numbered(first)


def _by_legend(p: Profile, found: Legend) -> Numbered:
    assert found.low is not None and found.high is not None
    name = f"{found.low}-{found.high}"
    nothing = found.nothing | ({0} if found.low == 1 and not found.nothing else frozenset())
    return Numbered(
        _reading(p, found.low, found.high, name, nothing=frozenset(nothing), turned=found.reversed)
    )


def _reading(
    p: Profile, low: int, high: int, name: str, *, nothing: frozenset[int] = frozenset(), turned: bool = False
) -> Reading:
    codes: dict[str, int] = {}
    for text in p.values:
        number = whole_number(text)
        if number is None:
            codes[text] = NOT_APPLICABLE if is_not_applicable(text) else UNRECOGNISED
        elif number in nothing:
            codes[text] = NOT_APPLICABLE
        elif low <= number <= high:
            codes[text] = low + high - number if turned else number
        else:
            codes[text] = UNRECOGNISED
    points = tuple(range(low, high + 1))
    texts = p.legend.texts
    words = tuple(texts.get(low + high - point if turned else point, "") for point in points)
    scale = Scale(name, points, words if all(words) else (), "numbers")
    answered = sum(n for text, n in p.values.items() if codes[text] != NOT_APPLICABLE)
    explained = sum(n for text, n in p.values.items() if codes[text] >= 0) / max(1, answered)
    return Reading(scale, codes, explained=explained, numbered=True)
