"""What sentences about figures are put together from: a piece of text with the figures that it states."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analytics.bands import is_own
from analytics.codebook import Scale
from analytics.measures import FIVE, BandScheme, Measures, band, band_word
from analytics.names import scheme_name
from analytics.thai import to_arabic_digits
from analytics.words import Message, Value, Words, half_up, message

Figure = str | int | float | None
Figures = tuple[tuple[str, Figure], ...]
# Scales whose mean may be put into a word; a frequency or an amount has no better end.
BANDED = ("satisfaction", "agreement", "numbers")
MOST_NAMED = 3  # of several in a sentence; how many more there are is said
LONGEST = 160  # letters of an item or a title in a sentence
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Part:
    """A piece of text in one language, and the figures in it by name."""

    text: str
    figures: Figures = ()


# Sentences, each by what tells it apart among those of its kind.
Said = Iterator[tuple[str, Part]]


def said(words: Words, what: Message, /, **inside: Part) -> Part:
    """A message with its values as figures; `inside` are pieces that stand at places of it too."""
    values: dict[str, Value] = dict(what.values)
    texts: dict[str, Value] = {name: part.text for name, part in inside.items()}
    own = tuple((name, figure(value)) for name, value in what.values)
    more = (
        (f"{name}.{below}".rstrip("."), value)
        for name, part in inside.items()
        for below, value in part.figures
    )
    return Part(words(what.text, **values, **texts), (*own, *more))


def figure(value: Value) -> Figure:
    """A value as a sentence states it: numbers to two decimals, texts in Arabic digits."""
    if value is None or value != value:
        return None
    if isinstance(value, float):
        return float(half_up(value, 2))
    if isinstance(value, int):
        return int(value)
    return to_arabic_digits(str(value))


def joined(parts: Sequence[Part], words: Words) -> Part:
    """A, B and C; one piece is itself."""
    texts = [part.text for part in parts]
    whole = texts[0]
    for text in texts[1:-1]:
        whole = words("{some}, {next}", some=whole, next=text)
    if len(texts) > 1:
        whole = words("{some} and {last}", some=whole, last=texts[-1])
    figures = tuple(
        (f"{number}.{name}", value) for number, part in enumerate(parts, 1) for name, value in part.figures
    )
    return Part(whole, figures)


def embedded(text: str, /, **figures: Figure) -> Part:
    """A text that is written already, and the figures that it stands for."""
    return Part(text, tuple(figures.items()))


def coded(what: Message, words: Words) -> Part:
    """A sentence of another part of the program: what it says by its msgid, and its values."""
    return Part(
        words.say(what), (("said", what.text), *((name, figure(value)) for name, value in what.values))
    )


def named(text: str) -> str:
    """Somebody's words on one line, cut where they are very long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def mean_said(found: Measures, scheme: BandScheme, words: Words) -> Part:
    """x̄, S.D. and where the scale allows it the band, as they stand in brackets."""
    word = banded(found, scheme, words)
    if word is None:
        return said(words, message("x̄ = {mean}, S.D. = {sd}", mean=found.mean, sd=found.sd))
    return said(
        words, message("x̄ = {mean}, S.D. = {sd}, level {band}", mean=found.mean, sd=found.sd), band=word
    )


def banded(found: Measures, scheme: BandScheme, words: Words) -> Part | None:
    """The word for a mean; None without answers, or where the scale has no better end."""
    if found.scale.kind not in BANDED:
        return None
    code = band_word(band(found.mean, found.scale, scheme), found.scale, scheme)
    return None if code is None else Part(set_off(words(code), words), (("", to_arabic_digits(code)),))


def set_off(text: str, words: Words) -> str:
    """A word that follows a Thai one without a blank, unless it is not Thai itself."""
    shown = words.in_digits(text)
    return shown if words.language != "th" or "\u0e00" <= shown[:1] <= "\u0e4e" else f" {shown}"


def scheme_said(scale: Scale, scheme: BandScheme, words: Words) -> Part | None:
    """By which bands means were put into words; None where they were not."""
    if scale.kind not in BANDED:
        return None
    if scale.points != FIVE:
        return said(
            words,
            message(
                "Means are read by bands of equal width on this scale of {points} "
                "{points:point|points} ({low} to {high}).",
                points=len(scale.points),
                low=scale.points[0],
                high=scale.points[-1],
            ),
        )
    name = scheme_name(scheme, words)
    numbers = {f"number {n}": one for n, one in enumerate(numbers_in(name), 1)}
    by = embedded(name, code=scheme, **numbers)
    if is_own(scheme):
        return said(words, message("Means are read by the {scheme}."), scheme=by)
    return said(words, message("Means are read by {scheme}."), scheme=by)


def numbers_in(text: str) -> list[str]:
    """Every number of a text in Arabic digits, without separators."""
    return [one.replace(",", "").rstrip(".") for one in _NUMBER.findall(to_arabic_digits(text))]


def p_said(p: float) -> dict[str, Value]:
    """p no finer than .01, as the pages say it."""
    return {"sign": "<" if p < 0.01 else "=", "p": max(p, 0.01)}
