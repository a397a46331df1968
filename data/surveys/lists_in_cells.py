"""Cells that hold several answers at once: where one option ends and the next begins.

Told from the whole column, never from one cell: an option may hold the separator itself.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analytics.options import OTHER
from analytics.thai import repair
from data.privacy import MASK, mask

# A comma between digits belongs to a number.
_SEPARATORS = {
    ";": re.compile(r";"),
    "|": re.compile(r"\|"),
    "\n": re.compile(r"\n"),
    ", ": re.compile(r",\s+"),
    ",": re.compile(r",(?!(?<=\d,)\d)"),
    " ": re.compile(r"\s+"),
}
_OTHER = re.compile(
    r"อื่น\s?ๆ.*|อื่น\s*(?:[:：=(-].*|(?:โปรด|กรุณา)?ระบุ.*)?"
    r"|others?\s*(?:,?\s*\(?\s*please specify.*|[:：=(-].*)?",
    re.IGNORECASE | re.DOTALL,
)
# A part that begins so goes on with what stands before the comma.
_GOES_ON = re.compile(
    r"(?:และ|หรือ|เช่น|รวมทั้ง|ฯลฯ|and\b|or\b|e\.g|i\.e|etc|such as\b|please specify)", re.IGNORECASE
)
_CODE = re.compile(r"[\w.\-\u0e31-\u0e4e]+")
_BRACKETS = {"(": ")", "[": "]", "“": "”"}
MOST_OPTIONS = 60
MOST_JUDGED = 1500  # texts by which a column is judged, the commonest first
LONGEST_OPTION = 60  # characters on average, from which texts are written, not chosen
MOST_COMMAS = 6  # rounds in which parts are put together
COINCIDENCE = 0.01  # two parts that always come together are one option unless chance does it this often


@dataclass(frozen=True)
class Lists:
    """How the cells of a column are told apart: each distinct text and the options in it, each once."""

    separator: str
    options: tuple[str, ...]
    of: Mapping[str, tuple[str, ...]]


def is_other(text: str) -> bool:
    """Whether an option is the one for other answers, alone or with what was written after it."""
    return _OTHER.fullmatch(repair(text)) is not None


def holds_lists(values: Mapping[str, int]) -> bool:
    """Whether a column (distinct text → count) holds lists of options, judged by its commonest texts.

    Lists they are where a tenth of the cells and at least two hold several parts, hardly any part is
    unique, the parts mix in different company, and their number varies. Comments with commas, addresses and
    categories whose names hold a comma do not.
    """
    return _separator(values) is not None


def lists_of(values: Mapping[str, int]) -> Lists:
    """The options in a column of lists; where only an officer says that it is one (see `holds_lists`), told
    apart by the separator that most cells have.
    """
    separator = _separator(values)
    if separator is None:
        holding = {
            mark: sum(n for text, n in values.items() if len(_parts(text, mark)) > 1)
            for mark in (";", "|", "\n", ", ")
        }
        separator = max(holding, key=lambda mark: holding[mark])
    return _lists(separator, _split(values, separator), values)


def _separator(values: Mapping[str, int]) -> str | None:
    common = dict(sorted(values.items(), key=lambda pair: -pair[1])[:MOST_JUDGED])
    total = sum(common.values())
    for separator in _SEPARATORS:
        mark = separator.strip() or separator
        if sum(n for text, n in common.items() if mark in text) < 0.1 * total:
            continue
        if _are_lists(_split(common, separator), common, separator):
            return separator
    return None


def _split(values: Mapping[str, int], separator: str) -> dict[str, list[str]]:
    """Each text with its parts; what only a comma inside an option divides is together again."""
    parts = {text: _parts(text, separator) for text in values}
    return _joined(parts, values) if separator in (", ", ",") else parts


def _parts(text: str, separator: str) -> list[str]:
    """The parts of a cell; a bracket that is open keeps what is inside together."""
    whole = repair(text) if separator != "\n" else "\n".join(repair(line) for line in text.split("\n"))
    pieces = _SEPARATORS[separator].split(whole)
    if separator in (", ", ",", " ") and any(bracket in whole for bracket in _BRACKETS):
        found: list[str] = []
        for piece in pieces:
            if found and _open(found[-1]):
                found[-1] = f"{found[-1]}{separator}{piece}"
            else:
                found.append(piece)
        pieces = found
    return [piece.strip() for piece in pieces if piece.strip()]


def _open(text: str) -> bool:
    return any(text.count(start) > text.count(end) for start, end in _BRACKETS.items())


def _joined(parts: Mapping[str, list[str]], values: Mapping[str, int]) -> dict[str, list[str]]:
    """The parts with those put together again that are one option with a comma in it.

    Two are one where neither is ever without the other beside it and chance would hardly make that so, or
    where the second always follows the first and begins as the rest of a sentence does.
    """
    cells = {text: list(found) for text, found in parts.items()}
    everybody = sum(values.values())
    for _ in range(MOST_COMMAS):
        count: Counter[str] = Counter()
        beside: Counter[tuple[str, str]] = Counter()
        for text, found in cells.items():
            for part in found:
                count[part] += values[text]
            for pair in pairwise(found):
                beside[pair] += values[text]
        one = {
            (a, b)
            for (a, b), n in beside.items()
            if a != b
            and n == count[b]
            and (_GOES_ON.match(b) or (n == count[a] and n > 1 and _chance(n, everybody) <= COINCIDENCE))
        }
        if not one:
            break
        cells = {text: _put_together(found, one) for text, found in cells.items()}
    return cells


def _chance(n: int, everybody: int) -> float:
    """How likely two options that n of everybody chose have the very same n people behind them."""
    fewer = min(n, everybody - n, 30)
    return 1 / math.comb(everybody, fewer) if fewer > 0 else 1.0


def _put_together(found: Sequence[str], one: set[tuple[str, str]]) -> list[str]:
    made: list[str] = []
    last = ""
    for part in found:
        if made and (last, part) in one:
            made[-1] = f"{made[-1]}, {part}"
            last = ""  # a third part joins in the next round
        else:
            made.append(part)
            last = part
    return made


def _are_lists(parts: Mapping[str, list[str]], values: Mapping[str, int], separator: str) -> bool:
    total = sum(values.values())
    several = sum(values[text] for text, found in parts.items() if len(found) > 1)
    if len(values) < 3 or several < 2 or several < 0.1 * total:
        return False
    count: Counter[str] = Counter()
    for text, found in parts.items():
        for part in found:
            count[part] += values[text]
    lasting = {part for part, n in count.items() if n > 1 and not is_other(part)}
    if not 2 <= len(lasting) < MOST_OPTIONS or sum(map(len, lasting)) > LONGEST_OPTION * len(lasting):
        return False
    known = sum(n for part, n in count.items() if part in lasting or is_other(part))
    company = Counter(part for found in parts.values() for part in set(found))
    mixed = sum(company[part] > 1 for part in lasting)
    if known < 0.8 * sum(count.values()) or mixed < 0.5 * len(lasting) or _stand_in_place(parts):
        return False
    return separator != " " or _are_codes(parts, lasting)


def _stand_in_place(parts: Mapping[str, list[str]]) -> bool:
    """Whether each part has its own place in cells of one length, as the parts of an address have."""
    if len({len(found) for found in parts.values()}) > 1:
        return False
    places: dict[str, set[int]] = {}
    for found in parts.values():
        for place, part in enumerate(found):
            places.setdefault(part, set()).add(place)
    return all(len(found) == 1 for found in places.values())


def _are_codes(parts: Mapping[str, list[str]], lasting: set[str]) -> bool:
    """Whether words divided by spaces are codes of options: none twice in a cell, all known, in ever new
    company, and most of them alone in some cell. Written words and names of categories are not.
    """
    if any(len(set(found)) < len(found) or not lasting.issuperset(found) for found in parts.values()):
        return False
    if not all(_CODE.fullmatch(part) for part in lasting) or len(parts) <= len(lasting):
        return False
    company: dict[str, set[str]] = {part: set() for part in lasting}
    for found in parts.values():
        for part in found:
            company[part] |= {*found} - {part}
    alone = {found[0] for found in parts.values() if len(found) == 1}
    often = sum(len(mates) >= min(3, len(lasting) - 1) for mates in company.values())
    return 2 * len(alone) >= len(lasting) and often >= 0.6 * len(lasting)


def _lists(separator: str, parts: Mapping[str, list[str]], values: Mapping[str, int]) -> Lists:
    """The options: what more than one respondent chose, or what a form lists before such a one. The rest is
    OTHER, whatever was written; so is what holds personal data.
    """
    count: Counter[str] = Counter()
    for text, found in parts.items():
        for part in set(found):
            count[part] += values[text]
    lasting = {part for part, n in count.items() if n > 1}
    listed = set(lasting)
    if separator in (", ", " "):  # such exports keep the order of the form, and what was written is last
        for found in parts.values():
            last = max((place for place, part in enumerate(found) if part in lasting), default=-1)
            listed |= {*found[:last]}
    names = {part: OTHER if _is_free(part, part in listed) else part for part in count}
    of = {text: tuple(dict.fromkeys(names[part] for part in found)) for text, found in parts.items()}
    ordered = sorted({*names.values()}, key=lambda name: (name == OTHER, _place(name, of)))
    return Lists(separator, tuple(ordered), of)


def _is_free(part: str, listed: bool) -> bool:
    return not listed or is_other(part) or MASK in part or mask(part)[1] > 0


def _place(name: str, of: Mapping[str, tuple[str, ...]]) -> tuple[float, str]:
    """Where an option stands in the form, guessed from its mean place in the cells that hold others too."""
    places = [
        found.index(name) / (len(found) - 1) for found in of.values() if name in found and len(found) > 1
    ]
    return (sum(places) / len(places) if places else 0.5, name)
