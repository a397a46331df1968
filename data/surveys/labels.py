"""Labels of answers one by one: their words and numbers, and the point that they have in each family."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from analytics.codebook import Scale
from analytics.thai import repair, to_arabic_digits

Kind = Literal["satisfaction", "agreement", "frequency", "amount", "numbers"]
LONGEST = 120  # no label of a scale is longer than this
_NOISE = re.compile(r"[\s!-*,-/:-@\[-`{-~–—…·•“”‘’´]+")
_WHOLE = re.compile(
    r"(?:(?:ระดับ|คะแนน|level|score)\s?)?([+-]?\d{1,9})(?:\.0+)?(?:\s?(?:คะแนน|ดาว|points?|stars?))?",
    re.IGNORECASE,
)
_STARS = re.compile("[★⭐]{1,10}☆{0,9}")
_NUMBER_FIRST = re.compile(
    r"(\()?\s*(\d{1,2})(?!(?:st|nd|rd|th)\b)(?:\.0)?\s*(\)|=|:|·|•|\.|-|–|—|\s|(?=[^\d\s.,%+]))\s*(\D.*)",
    re.DOTALL,
)
_NUMBER_LAST = re.compile(r"(.*?[^\d\s(=:,.-])\s*(\(|=|:|·|-|\s)\s*(\d{1,2})(?:\.0)?\s*(?:คะแนน)?\s*\)?")


@dataclass(frozen=True)
class Family:
    """A set of answer labels that belong together. `points` and `labels` run worst to best; `words`
    are all spellings.
    """

    name: str
    kind: Kind
    labels: tuple[str, ...]
    words: Mapping[str, int]
    whole: bool = False

    @property
    def scale(self) -> Scale:
        """The scale of the family, named by its labels, best first."""
        return Scale(" · ".join(reversed(self.labels)), self.points, self.labels, self.kind)

    @property
    def points(self) -> tuple[int, ...]:
        """1 for the worst label, upwards."""
        return tuple(range(1, len(self.labels) + 1))


@dataclass(frozen=True)
class Book:
    """What scales.toml says: the families, and words that are judged apart from them, all of them normal."""

    families: tuple[Family, ...]
    stems: tuple[str, ...]
    nothing: frozenset[str]
    blank: frozenset[str]
    antonyms: tuple[tuple[str, str], ...]
    stronger: tuple[str, ...]
    neutral: frozenset[str]
    best: frozenset[str]
    worst: frozenset[str]


def normal(label: str) -> str:
    """A label for comparing: repaired, Arabic digits, lower case, without spaces and punctuation."""
    return _NOISE.sub("", to_arabic_digits(repair(label)).casefold())


@lru_cache(maxsize=1)
def label_book() -> Book:
    """scales.toml, read once."""
    raw = tomllib.loads((Path(__file__).parents[1] / "scales.toml").read_text(encoding="utf-8"))

    def words(key: str) -> tuple[str, ...]:
        return tuple(normal(word) for word in raw[key])

    return Book(
        families=tuple(_family(entry) for entry in raw["families"]),
        stems=tuple(sorted(words("stems"), key=len, reverse=True)),
        nothing=frozenset(words("not_applicable")),
        blank=frozenset(repair(word).casefold() for word in raw["blank"]),
        antonyms=tuple((normal(good), normal(bad)) for good, bad in raw["antonyms"]),
        stronger=tuple(sorted(words("stronger"), key=len, reverse=True)),
        neutral=frozenset(words("neutral")),
        best=frozenset(words("best")),
        worst=frozenset(words("worst")),
    )


def _family(entry: dict[str, Any]) -> Family:
    worst_first = list(reversed(entry["labels"]))
    return Family(
        name=entry["name"],
        kind=cast(Kind, entry["kind"]),
        labels=tuple(spellings[0] for spellings in worst_first),
        words={normal(word): point for point, spellings in enumerate(worst_first, 1) for word in spellings},
        whole=entry.get("whole", False),
    )


def families() -> tuple[Family, ...]:
    """All families of scales.toml, in its order."""
    return label_book().families


def is_blank(label: str) -> bool:
    """Whether a cell's text says nothing: empty, a dash, "null"."""
    text = repair(label).casefold()
    return not text or text in label_book().blank


def is_not_applicable(label: str) -> bool:
    """Whether an answer declines to answer: ไม่มีความเห็น, ไม่เคยใช้บริการ, N/A, don't know. An error
    cell (#N/A) does not.
    """
    if len(label) > LONGEST or label.lstrip().startswith("#"):
        return False
    if any(part in label_book().nothing for part in _spellings(label)):
        return True
    parts = [part for part in re.split("[/,]|หรือ", label) if part.strip()]
    return len(parts) > 1 and all(is_blank(part) or is_not_applicable(part) for part in parts)


@lru_cache(maxsize=4096)
def whole_number(label: str) -> int | None:
    """The whole number that a cell holds and nothing else ("5", "๕", "5.0", "5 คะแนน", "★★★★★");
    None otherwise.
    """
    text = to_arabic_digits(repair(label))
    found = _WHOLE.fullmatch(text)
    if found:
        return int(found[1])
    return text.count(text[0]) if _STARS.fullmatch(text) else None


def numbered(label: str) -> tuple[int, str, bool] | None:
    """A label's number, its words, and whether the number is written as a point ("(5) ดี", "5 = ดี")
    rather than listed ("5. ดี").

    None where the label does not start or end with a number of its own.
    """
    text = to_arabic_digits(repair(label))
    first = _NUMBER_FIRST.fullmatch(text)
    if first:
        return int(first[2]), first[4].strip(), bool(first[1]) or first[3] in set("=:·•")
    last = _NUMBER_LAST.fullmatch(text)
    if last:
        return int(last[3]), last[1].strip("() "), last[2] != " "
    anchored = re.fullmatch(r"\((\D+)\)\s*(\d{1,2})", text)
    return (int(anchored[2]), anchored[1].strip(), True) if anchored else None


@lru_cache(maxsize=4096)
def _spellings(label: str) -> tuple[str, ...]:
    """The ways to look a label up, the longest first: all of it, its Thai part, its Latin part,
    without what is in parentheses.
    """
    text = to_arabic_digits(repair(label))
    parts = [
        text,
        " ".join(re.findall(r"[\u0e00-\u0e7f]+", text)),
        " ".join(re.findall(r"[A-Za-zÀ-ÿ'’-]+", text)),
    ]
    parts.append(re.sub(r"\([^)]*\)", "", text))
    return tuple(dict.fromkeys(spelling for part in parts if (spelling := normal(part))))


@lru_cache(maxsize=1)
def _index() -> dict[str, dict[str, int]]:
    """Every spelling of every family: spelling → family name → point."""
    index: dict[str, dict[str, int]] = {}
    for family in families():
        for word, point in family.words.items():
            index.setdefault(word, {})[family.name] = point
    return index


@lru_cache(maxsize=4096)
def _points(label: str) -> Mapping[str, int]:
    """The point of a label in every family that has it: as it stands, else without a stem, else
    with a replaced word put back, else with slips of typing left out.
    """
    if len(label) > LONGEST:
        return {}
    return _known(label) or mended(label) or _slipped(label)


def _skeleton(spelling: str) -> str:
    """A spelling without the marks that Thai typists leave out or misplace, and with letters typed
    twice once: "มากทีสุด" and "Strongly agreee" have the skeleton of what was meant.
    """
    return re.sub(r"(.)\1+", r"\1", re.sub("[\u0e47-\u0e4e]", "", spelling))


@lru_cache(maxsize=1)
def _skeletons() -> dict[str, dict[str, int]]:
    """`_index` by skeleton."""
    index: dict[str, dict[str, int]] = {}
    for word, points in _index().items():
        index.setdefault(_skeleton(word), {}).update(points)
    return index


def _slipped(label: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for spelling in _spellings(label):
        bare = _skeleton(spelling)
        for start in ("", *(_skeleton(stem) for stem in label_book().stems)):
            if bare.startswith(start):
                for family, point in _skeletons().get(bare[len(start) :], {}).items():
                    found.setdefault(family, point)
    return found


def _known(label: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for spelling in _spellings(label):
        for family, point in _index().get(spelling, {}).items():
            found.setdefault(family, point)
    for spelling in _spellings(label):
        for stem in label_book().stems:
            if spelling.startswith(stem):
                for family, point in _index().get(spelling[len(stem) :], {}).items():
                    found.setdefault(family, point)
    return found


def was_replaced(label: str) -> bool:
    """Whether a label is one of a family only with a number in it turned back into the word it stood for."""
    return bool(mended(label)) and not _known(label)


def point_of(family: Family, label: str) -> int | None:
    """The point of a label in a family; None where the family does not have it."""
    return _points(label).get(family.name)


@lru_cache(maxsize=4096)
def mended(label: str) -> Mapping[str, int]:
    """The points of a label in which find-and-replace put a point's number for its word: "4ที่สุด" was
    "มากที่สุด".
    """
    plain = normal(label)
    stem = next((stem for stem in label_book().stems if plain.startswith(stem)), "")
    damaged = re.fullmatch(r"(\D*)(\d)(\D*)", plain.removeprefix(stem))
    if damaged is None or not (damaged[1] or damaged[3]):
        return {}
    found: dict[str, int] = {}
    for family in families():
        for word, point in family.words.items():
            meant = family.words.get(damaged[1] + word + damaged[3])
            if point == int(damaged[2]) and meant is not None:
                found[family.name] = meant
    return found


@lru_cache(maxsize=4096)
def polarity(text: str) -> float | None:
    """Where a word stands between the worst (-1) and the best (+1) end, by any family that has it;
    None where none has.
    """
    book = label_book()
    if len(text) > LONGEST:
        return None
    spellings = _spellings(text)
    if any(s in book.best for s in spellings):
        return 1.0
    if any(s in book.worst for s in spellings):
        return -1.0
    for name, point in _points(text).items():
        return (point - 1) / (_lengths()[name] - 1) * 2 - 1
    return None


@lru_cache(maxsize=1)
def _lengths() -> dict[str, int]:
    return {family.name: len(family.labels) for family in families()}
