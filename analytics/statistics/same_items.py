"""Which items of a survey were asked before: matched by text, in doubt by the officer's word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from analytics.codebook import Codebook, Item
from analytics.thai import repair, to_arabic_digits

ALIKE = 85.0
_NUMBER = re.compile(r"^(?:ข้อ\s*(?:ที่\s*)?)?(?:\d+(?:\.\d+)+\s+|\(?\d+(?:\.\d+)*[.)]+\s*(?!\d))")


@dataclass(frozen=True)
class SameItem:
    """An officer's word on two texts (see `plain`): the same question, or not."""

    earlier: str
    later: str
    same: bool


@dataclass(frozen=True)
class Proposal:
    """Two items that may be the same: keys, and the percentage of their letters that agree."""

    earlier: str
    later: str
    likeness: float


@dataclass(frozen=True)
class Matched:
    """The items of a later survey held against those of an earlier one; all are keys.

    Attributes:
        pairs: earlier → later, each item in one pair at most.
        proposals: waiting for the officer's word, the likest first; not in `pairs`.
        added: of the later survey, in no pair. dropped: of the earlier one, in no pair.
    """

    pairs: dict[str, str]
    proposals: tuple[Proposal, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]


def plain(text: str) -> str:
    """A text as it is compared: repaired, Arabic digits, small letters, without the item's number."""
    bare = to_arabic_digits(repair(text)).casefold()
    return _NUMBER.sub("", bare).strip() or bare


def match(earlier: Codebook, later: Codebook, words: Iterable[SameItem] = ()) -> Matched:
    """Match items by text, each once: first by the officer's `words`, then where aspect and text are the
    same, then where the text is and stands once on each side.

    What is left is proposed where at least 85 % of the letters agree (rapidfuzz's ratio: twice the letters in
    common, in order, over all letters of both). What an officer refused is neither matched nor proposed.
    A pair says nothing about scales. No items on either side: no pairs.
    """
    said = {(plain(word.earlier), plain(word.later)): word.same for word in words}
    before, after = {i.key: i for i in earlier.items}, {i.key: i for i in later.items}
    pairs: dict[str, str] = {}

    def join(own: Item, other: Item) -> None:
        pairs[own.key] = other.key
        del before[own.key], after[other.key]

    for (own_text, other_text), same in said.items():
        own = next((i for i in before.values() if plain(i.text) == own_text), None)
        other = next((i for i in after.values() if plain(i.text) == other_text), None)
        if same and own is not None and other is not None:
            join(own, other)
    for with_aspect in (True, False):
        for own in list(before.values()):
            wanted = _mark(own, with_aspect)
            found = [i for i in after.values() if _mark(i, with_aspect) == wanted]
            alike = [i for i in before.values() if _mark(i, with_aspect) == wanted]
            if len(found) == len(alike) == 1 and said.get((wanted[1], wanted[1]), True):
                join(own, found[0])
    likest = sorted(
        (
            Proposal(own.key, other.key, fuzz.ratio(plain(own.text), plain(other.text)))
            for own in before.values()
            for other in after.values()
            if (plain(own.text), plain(other.text)) not in said
        ),
        key=lambda one: -one.likeness,
    )
    proposals: list[Proposal] = []
    for one in likest:
        taken = any(one.earlier == p.earlier or one.later == p.later for p in proposals)
        if one.likeness >= ALIKE and not taken:
            proposals.append(one)
    return Matched(pairs, tuple(proposals), tuple(after), tuple(before))


def shared(earlier: Codebook, later: Codebook) -> float:
    """The share 0..1 of the later survey's items that the earlier one asks in the same words."""
    return len(match(earlier, later).pairs) / len(later.items) if later.items else 0.0


def _mark(item: Item, with_aspect: bool) -> tuple[str, str]:
    return (plain(item.aspect or "") if with_aspect else "", plain(item.text))
