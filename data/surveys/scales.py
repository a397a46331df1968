"""Label families: which point of a scale an answer's words or number stand for.

A family is never taken from one label. `readings` looks at all labels of a column (and of its
neighbours) and gives every family that explains them, the likeliest first: "พอใช้" is 3 in one
family and 2 in another, and only the company it keeps tells which.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from analytics.codebook import BLANK, NOT_APPLICABLE, UNRECOGNISED, Scale
from analytics.thai import repair, to_arabic_digits
from data.surveys.degrees import by_degree
from data.surveys.labels import (
    Family,
    families,
    is_blank,
    is_not_applicable,
    label_book,
    normal,
    numbered,
    point_of,
    polarity,
    whole_number,
)

TOLERATED = 0.15  # share of answers that a family may leave unexplained


@dataclass(frozen=True)
class Reading:
    """One way to read a set of labels. `codes` covers every label; what it leaves out is UNRECOGNISED."""

    scale: Scale
    codes: Mapping[str, int]
    complete: bool = False
    merged: int = 0
    explained: float = 1.0
    numbered: bool = False

    @property
    def matched(self) -> int:
        """How many labels stand for a point."""
        return sum(code >= 0 for code in self.codes.values())

    def same_result(self, other: Reading) -> bool:
        """Whether the other reading gives every label the same point on the same points."""
        return self.scale.points == other.scale.points and dict(self.codes) == dict(other.codes)


@dataclass(frozen=True)
class Legend:
    """What a header, title or note says about numbers: "1 = น้อยสุด, 5 = มากสุด", "(ระดับ 1-5)", "0 =
    ไม่เคยใช้".
    """

    low: int | None = None
    high: int | None = None
    texts: Mapping[int, str] = field(default_factory=dict)
    reversed: bool = False
    nothing: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.high is not None


@lru_cache(maxsize=1)
def _whole_only() -> frozenset[str]:
    """Scales whose words all belong to a longer one too, so that using all of them proves nothing."""
    return frozenset(family.scale.name for family in families() if family.whole)


# --- Readings of text labels -------------------------------------------------------------------


def readings(labels: Mapping[str, int]) -> tuple[Reading, ...]:
    """Every way to read the labels of a column or grid as one scale, the likeliest first; empty
    where there is none.

    `labels`: label → how often it was given, blanks left out. Two readings are only both returned where
    they differ in some label's point or in the points of the scale.
    """
    fixed = {label: NOT_APPLICABLE for label in labels if is_not_applicable(label)}
    fixed |= {label: BLANK for label in labels if is_blank(label)}
    asked = {label: n for label, n in labels.items() if label not in fixed}
    found = _by_number(asked)
    if not found:
        found = [r for family in families() if (r := _by_family(family, asked)) is not None]
        best = max((r.explained for r in found), default=0.0)
        found = [r for r in found if r.explained >= best - 0.02]
        found += (_by_adjective(asked) or _by_degree(asked)) if best < 1 else []
        found = found or _in_two_languages(asked)
        found.sort(key=lambda r: (r.explained, -r.merged, r.complete, r.matched), reverse=True)
        fewest = found[0].merged if found else 0
        found = [r for r in found if r.merged == fewest and r.explained == found[0].explained]
        found = [r for r in found if r.complete and r.scale.name not in _whole_only()][:1] or found
    different: list[Reading] = []
    for reading in found:
        if not any(reading.same_result(other) for other in different):
            different.append(reading)
    return tuple(
        Reading(r.scale, {**r.codes, **fixed}, r.complete, r.merged, r.explained, r.numbered)
        for r in different
    )


def _by_family(family: Family, labels: Mapping[str, int]) -> Reading | None:
    codes = {label: point_of(family, label) for label in labels}
    if (
        len({point for point in codes.values() if point is not None}) > 1
    ):  # some wrote the number for the word
        codes |= {label: n for label in labels if (n := whole_number(label)) in family.points}
    known = {label: point for label, point in codes.items() if point is not None}
    total = sum(labels.values())
    explained = sum(labels[label] for label in known) / total if total else 0.0
    if len(set(known.values())) < 2 or explained < 1 - TOLERATED:
        return None
    complete = set(known.values()) == set(family.points)
    if family.whole and not complete:
        return None
    return Reading(
        family.scale,
        {label: UNRECOGNISED if point is None else point for label, point in codes.items()},
        complete,
        merged=len({normal(label) for label in known}) - len(set(known.values())),
        explained=explained,
    )


def _in_two_languages(labels: Mapping[str, int]) -> list[Reading]:
    """Labels of which some are Thai and some are not, each part in a family of the same length."""
    thai = {label: n for label, n in labels.items() if re.search("[\u0e00-\u0e7f]", label)}
    other = {label: n for label, n in labels.items() if label not in thai}
    if not thai or not other:
        return []
    for one in readings(thai):
        for two in readings(other):
            if one.scale.points == two.scale.points and not one.numbered and not two.numbered:
                complete = {*one.codes.values(), *two.codes.values()} >= set(one.scale.points)
                return [Reading(one.scale, {**one.codes, **two.codes}, complete)]
    return []


def _by_adjective(labels: Mapping[str, int]) -> list[Reading]:
    """The pattern "<good>มาก, <good>, neutral, <bad>, <bad>มาก", where good and bad are known
    opposites or one negates the other.
    """
    book = label_book()
    parts = {label: _strength(normal(label)) for label in labels}
    roots = list(dict.fromkeys(root for root, _ in parts.values() if root and root not in book.neutral))
    stem = _common_start([normal(label) for label in labels])
    if stem:
        much = _by_family(next(f for f in book.families if f.name == "much"), _without(stem, labels))
        if much is not None and much.explained == 1:
            names = {normal(label)[len(stem) :]: label for label in labels}
            return [
                Reading(much.scale, {names[k]: v for k, v in much.codes.items()}, much.complete, much.merged)
            ]
    for good in roots:
        for bad in roots:
            if good == bad or not _opposite(good, bad):
                continue
            codes = {}
            for label, (root, strong) in parts.items():
                side = 1 if root == good else -1 if root == bad else 0
                if side or root in book.neutral:
                    codes[label] = 3 + side * (2 if strong else 1)
            sure = any(code in (1, 5) for code in codes.values())
            if sure and len(codes) == len(labels) and len(set(codes.values())) >= 3:
                shown = {code: label for label, code in codes.items()}
                words = tuple(shown.get(point, "") for point in range(1, 6))
                scale = Scale(
                    f"adjective_{good}", (1, 2, 3, 4, 5), words if all(words) else (), "satisfaction"
                )
                return [Reading(scale, codes, len(set(codes.values())) == 5)]
    return []


def _by_degree(labels: Mapping[str, int]) -> list[Reading]:
    found = by_degree(labels)
    return [Reading(*found, complete=bool(found[0].labels))] if found else []


def _without(stem: str, labels: Mapping[str, int]) -> dict[str, int]:
    return {normal(label)[len(stem) :]: n for label, n in labels.items()}


def _common_start(texts: list[str]) -> str:
    if len(texts) < 2:
        return ""
    low, high = min(texts), max(texts)
    same = next(
        (i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high))
    )
    # A stem ends before the word that makes the difference, and "มาก" and "มากที่สุด" share their start.
    while same and any(text[same:] in ("", "ที่สุด") for text in texts):
        same = max((texts[0].rfind(word, 0, same) for word in ("มาก", "น้อย")), default=-1)
        if same < 0:
            return ""
    return low[:same]


def _strength(text: str) -> tuple[str, bool]:
    for word in label_book().stronger:
        if text != word and text.endswith(word):
            return text[: -len(word)], True
        if text != word and text.startswith(word) and word.isascii():
            return text[len(word) :], True
    return text, False


def _opposite(good: str, bad: str) -> bool:
    if bad in ("ไม่" + good, "ไม่ค่อย" + good, "un" + good, "not" + good, "in" + good):
        return True
    return (good, bad) in label_book().antonyms


# --- Readings of numbers with words -------------------------------------------------------------


def _by_number(labels: Mapping[str, int]) -> list[Reading]:
    """Labels that carry their number, "(5) มากที่สุด", "(Very much) 6", with bare numbers between them
    allowed.
    """
    parts: dict[str, tuple[int, str, bool]] = {}
    for label in labels:
        bare = whole_number(label)
        found = (bare, "", True) if bare is not None else numbered(label)
        if found is not None:
            parts[label] = found
    total = sum(labels.values())
    explained = sum(labels[label] for label in parts) / total if total else 0.0
    worded = {label: part for label, part in parts.items() if part[1]}
    numbers = {number for number, _, _ in parts.values()}
    if explained < 1 - TOLERATED or not worded or len(numbers) < 2 or max(numbers) > 10:
        return []
    if len({(number, normal(text)) for number, text, _ in worded.values()}) > len(
        {n for n, _, _ in worded.values()}
    ):
        return []  # one number with two texts is a list of categories, not a scale
    texts = {number: text for number, text, _ in worded.values()}
    slope = _slope(texts)
    if slope == 0 and not (all(sure for _, _, sure in worded.values()) and len(numbers) >= 3):
        return []
    high = (
        max(numbers) if max(numbers) in (sizes := _sizes(texts, slope)) else max([max(numbers), *sizes[:1]])
    )
    low = 0 if 0 in numbers and 0 not in {n for n, t in texts.items() if is_not_applicable(t)} else 1
    if high - low < 2:
        return []
    codes = dict.fromkeys(labels, UNRECOGNISED)
    for label, (number, text, _) in parts.items():
        codes[label] = NOT_APPLICABLE if text and is_not_applicable(text) else _turn(number, low, high, slope)
    points = tuple(range(low, high + 1))
    words = tuple(texts.get(_turn(point, low, high, slope), "") for point in points)
    family = next((f for f in families() if len(f.labels) == len(points) and _agrees(f, texts, slope)), None)
    names = words if all(words) else ()
    scale = family.scale if family else Scale(f"{low}-{high}", points, names, "numbers")
    return [Reading(scale, codes, len(numbers) == len(points), 0, explained, numbered=True)]


def _turn(number: int, low: int, high: int, slope: int) -> int:
    return low + high - number if slope < 0 else number


def _slope(texts: Mapping[int, str]) -> int:
    """+1 where higher numbers have better words, -1 where they have worse ones, 0 where the words
    do not tell.
    """
    known = [(number, p) for number, text in sorted(texts.items()) if (p := polarity(text)) is not None]
    if not known or len(known) * 2 < len([t for t in texts.values() if not is_not_applicable(t)]):
        return 0
    if len(known) == 1:
        number, place = known[0]
        return 0 if place == 0 else 1 if (place > 0) == (number > 2) else -1
    ups = sum(b[1] > a[1] for a, b in pairwise(known))
    downs = sum(b[1] < a[1] for a, b in pairwise(known))
    return (ups > downs) - (ups < downs)


def _sizes(texts: Mapping[int, str], slope: int) -> list[int]:
    """The lengths of the families whose points are these numbers (counted from the other end where
    reversed), shortest first.
    """
    return sorted({len(family.labels) for family in families() if _agrees(family, texts, slope)})


def _agrees(family: Family, texts: Mapping[int, str], slope: int) -> bool:
    points = {number: point_of(family, text) for number, text in texts.items() if not is_not_applicable(text)}
    return bool(points) and all(
        point == _turn(n, 1, len(family.labels), slope) for n, point in points.items()
    )


# --- Legends -------------------------------------------------------------------------------------

_PAIR = re.compile(r"(?<![\d.,/])(\d{1,2})\s*(?:คะแนน)?\s*(?:=|:|คือ|หมายถึง|แปลว่า|·)\s*([^\d=:,;\[\]]+)")
_PAIR_AFTER = re.compile(r"([^\d=:,;()\[\]]{2,40})\s*(?:\(|=)\s*(\d{1,2})\s*(?:คะแนน)?\s*\)?(?=$|[\s,;)\]])")
_RANGE = re.compile(
    r"(?<![\d.,/])(\d{1,2})\s*(?:-|–|—|ถึง|to|\.\.+)\s*(\d{1,2})(?![\d.,/]|\s*(?:ปี|วัน|ครั้ง|ชั่วโมง|เดือน|คน|บาท|years|days|times))"
)


def names_codes(text: str) -> int:
    """How many numbers in a row a header gives names of no scale: 2 for "เพศ (1=ชาย 2=หญิง)"; else 0."""
    named = {
        int(number): words.strip(" ()-–,") for number, words in _PAIR.findall(to_arabic_digits(repair(text)))
    }
    judging = any(polarity(words) is not None or is_not_applicable(words) for words in named.values())
    in_a_row = len(named) > 1 and max(named) - min(named) == len(named) - 1
    return len(named) if in_a_row and not judging else 0


@lru_cache(maxsize=4096)
def legend(text: str) -> Legend:
    """What a text says about numbered answers; a false Legend where it says nothing."""
    plain = to_arabic_digits(repair(text))
    pairs = {int(number): words.strip(" ()-–") for number, words in _PAIR.findall(plain)}
    nothing = frozenset(number for number, words in pairs.items() if is_not_applicable(words))
    if len(pairs) < 2:
        pairs = {int(number): words.strip(" ()-–") for words, number in _PAIR_AFTER.findall(plain)}
        if len([t for t in pairs.values() if polarity(t) is not None]) < 2:
            pairs = {}
    nothing |= {number for number, words in pairs.items() if is_not_applicable(words)}
    texts = {number: words for number, words in pairs.items() if number not in nothing and number <= 10}
    while len(texts) > 2 and max(texts) - 1 not in texts and max(texts) > 5:
        nothing |= {max(texts)}  # 9 after 5 is set apart, whatever its words are
        del texts[max(texts)]
    if len(texts) >= 2:
        low, high = min(texts), max(texts)
        if low <= 1 and high >= 3:
            return Legend(low, high, texts, _slope(texts) < 0, nothing)
    for first, last in _RANGE.findall(plain):
        low, high = sorted((int(first), int(last)))
        if low in (0, 1) and 3 <= high <= 10:
            return Legend(low, high, {}, False, nothing)
    return Legend(nothing=nothing)
