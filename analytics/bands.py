"""A unit's own bands of interpretation, checked when they are entered.

A scheme is known by a text everywhere: the name of a published one, or these bands themselves. So whatever
names a scheme (an assessment, a record, a document) holds all there is to know about it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise

from analytics.thai import repair, to_arabic_digits
from analytics.words import Message, half_up, message

PREFIX = "own:"
LOWEST, HIGHEST, STEP = Decimal("1.00"), Decimal("5.00"), Decimal("0.01")
FEWEST, MOST = 2, 10
LONGEST_WORD = 40
_LINE = re.compile(
    r"\s*(?P<low>\d+(?:\.\d+)?)\s*(?:-|–|—|ถึง|to)\s*(?P<high>\d+(?:\.\d+)?)\s*[:=]?(?P<word>.*)"
)


@dataclass(frozen=True)
class Band:
    """One band: means from `low` to `high`, both included, after rounding to two decimals."""

    low: Decimal
    high: Decimal
    word: str


@dataclass(frozen=True)
class OwnBands:
    """Bands from 1.00 to 5.00 without a gap, best first."""

    bands: tuple[Band, ...]

    @property
    def limits(self) -> tuple[Decimal, ...]:
        """The lower limit of each band, best first."""
        return tuple(band.low for band in self.bands)

    @property
    def code(self) -> str:
        """The bands as the text that names them."""
        return PREFIX + json.dumps([[str(band.low), band.word] for band in self.bands], ensure_ascii=False)


def is_own(scheme: str) -> bool:
    """Whether a scheme's text holds bands of a unit."""
    return scheme.startswith(PREFIX)


@lru_cache(maxsize=256)
def own_bands(scheme: str) -> OwnBands:
    """The bands that a scheme's text holds. ValueError where it holds none, or ones that are not sound."""
    if not is_own(scheme):
        raise ValueError(f"{scheme!r} names no bands of a unit")
    try:
        pairs = [(Decimal(low), str(word)) for low, word in json.loads(scheme.removeprefix(PREFIX))]
    except (ValueError, InvalidOperation, TypeError) as damaged:
        raise ValueError("the bands can't be read") from damaged
    highs = [HIGHEST, *(low - STEP for low, _ in pairs)]
    found = [Band(low, high, word) for (low, word), high in zip(pairs, highs, strict=False)]
    if problems(found):
        raise ValueError("the bands are not sound")
    return OwnBands(tuple(found))


def parse(text: str) -> tuple[list[Band], list[Message]]:
    """Bands from what was entered, a line each: "4.51-5.00 ดีมาก", in any digits; empty lines are passed over.

    Gives the bands that could be read, best first, and what could not, each as a sentence.
    """
    found: list[Band] = []
    wrong: list[Message] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        read = _LINE.fullmatch(to_arabic_digits(repair(line)))
        word = "" if read is None else read["word"].strip()
        if read is None:
            wrong.append(message("Line {n}: write it as 4.51-5.00 and a word.", n=number))
        elif not word or len(word) > LONGEST_WORD:
            wrong.append(
                message("Line {n}: enter a word of at most {most} letters.", n=number, most=LONGEST_WORD)
            )
        else:
            found.append(Band(half_up(Decimal(read["low"]), 2), half_up(Decimal(read["high"]), 2), word))
    return sorted(found, key=lambda band: (-band.low, -band.high)), wrong


def written(found: Sequence[Band]) -> str:
    """Bands as lines that `parse` reads."""
    return "\n".join(f"{_text(band.low)}-{_text(band.high)} {band.word}" for band in found)


def problems(found: Sequence[Band]) -> list[Message]:
    """What is wrong with bands given best first, each as a sentence; empty where nothing is."""
    if not FEWEST <= len(found) <= MOST:
        return [
            message(
                "Enter {least} to {most} bands; there {n:is|are} {n}.", least=FEWEST, most=MOST, n=len(found)
            )
        ]
    wrong = [
        message("“{word}” starts at {low} and ends below that, at {high}.", **_shown(band))
        for band in found
        if band.low > band.high
    ]
    if found[0].high != HIGHEST:
        wrong.append(
            message(
                "The best band ends at {high}; let it end at {end}.", high=_text(found[0].high), end="5.00"
            )
        )
    if found[-1].low != LOWEST:
        wrong.append(
            message(
                "The lowest band starts at {low}; let it start at {end}.",
                low=_text(found[-1].low),
                end="1.00",
            )
        )
    for upper, lower in pairwise(found):
        between = {
            "lower": lower.word,
            "upper": upper.word,
            "high": _text(lower.high),
            "low": _text(upper.low),
        }
        if lower.high >= upper.low:
            wrong.append(message("“{lower}” (to {high}) and “{upper}” (from {low}) overlap.", **between))
        elif lower.high + STEP < upper.low:
            wrong.append(
                message("Between “{lower}” (to {high}) and “{upper}” (from {low}) there is a gap.", **between)
            )
    words = [band.word for band in found]
    if len(set(words)) < len(words):
        wrong.append(message("Two bands have the same word; give each its own."))
    return wrong


def _shown(band: Band) -> dict[str, str]:
    return {"word": band.word, "low": _text(band.low), "high": _text(band.high)}


def _text(number: Decimal) -> str:
    return f"{number:.2f}"
