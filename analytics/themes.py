"""What comments are about, and which way they lean, by documented lists of words; nothing leaves the machine.

A list of words can't read: irony, spelling mistakes and words that are on no list pass it by. So every figure
comes with how many comments no theme took, and every comment can be read beside its themes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from analytics.thai import repair
from analytics.words import Language

Leaning = Literal["positive", "negative", "mixed", "wish", "none"]
LEANINGS: tuple[Leaning, ...] = ("negative", "mixed", "wish", "none", "positive")
# A text cut into words, in order, spaces too; joined again they are the text.
Segment = Callable[[str], Sequence[str]]
REACH = 2  # words between a negation and what it turns over, at most
_ENDS_CLAUSE = re.compile(r"[,.;:!?()/]+|แต่|but|และ|and")


@dataclass(frozen=True)
class Theme:
    """A theme: its name by language, and the words that tell it."""

    key: str
    title: Mapping[Language, str]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """The lists of words. `negations` turn over a positive or negative word that follows; `lacks` also turn a
    theme into a complaint ("no car park"). `phrases` are words that must not be cut, such as "ไม่มีปัญหา".
    `nothing` are whole comments that say nothing.
    """

    themes: tuple[Theme, ...]
    positive: frozenset[str]
    negative: frozenset[str]
    wishes: frozenset[str]
    negations: frozenset[str]
    lacks: frozenset[str]
    nothing: frozenset[str]
    polite: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """Every word of every list: what the segmentation must not cut."""
        of_themes = (word for theme in self.themes for word in theme.words)
        return frozenset(of_themes).union(
            self.positive, self.negative, self.wishes, self.negations, self.lacks, self.nothing, self.polite
        )

    def with_own(self, own: Mapping[str, Sequence[str]]) -> Lexicon:
        """The lexicon with an office's own words: added to the theme of this key or name, else a new one."""
        themes = list(self.themes)
        for name, words in own.items():
            added = tuple(normal(word) for word in words if normal(word))
            at = next((i for i, t in enumerate(themes) if name in (t.key, *t.title.values())), None)
            if at is not None:
                themes[at] = replace(themes[at], words=(*themes[at].words, *added))
            elif added:
                themes.append(Theme(name, {"th": name, "en": name}, added))
        return replace(self, themes=tuple(themes))


@dataclass(frozen=True)
class Told:
    """A comment, the keys of its themes, and which way it leans."""

    text: str
    themes: tuple[str, ...]
    leaning: Leaning


@dataclass(frozen=True)
class ThemeCount:
    """How many comments a theme took, by their leaning. A comment counts once for each of its themes."""

    theme: Theme
    leanings: Mapping[Leaning, int]

    @property
    def n(self) -> int:
        """The comments of the theme."""
        return sum(self.leanings.values())


@dataclass(frozen=True)
class CommentCounts:
    """How many comments on a question each theme took, without a word of them; what documents are made from.

    `base`, `nothing` and `counts` are those of `Themes`; `without` are the comments that no theme took.
    """

    question: str
    base: int
    nothing: int
    counts: tuple[ThemeCount, ...]
    without: Mapping[Leaning, int]


@dataclass(frozen=True)
class Themes:
    """The comments on one question, grouped.

    `comments` are those that say something: their number is the base of every share. `nothing` counts those
    like "-" and "ไม่มี". `counts` has the themes that took any, the most frequent first, ties in the
    lexicon's order. Shares of themes don't add up to 1: a comment can have several, or none.
    """

    comments: tuple[Told, ...]
    nothing: int
    counts: tuple[ThemeCount, ...]

    @property
    def base(self) -> int:
        """The comments that say something."""
        return len(self.comments)

    @property
    def without(self) -> int:
        """The comments that no theme took."""
        return sum(not told.themes for told in self.comments)

    @property
    def leanings(self) -> dict[Leaning, int]:
        """All comments that say something, by their leaning."""
        counted = Counter(told.leaning for told in self.comments)
        return {leaning: counted[leaning] for leaning in LEANINGS}

    def counted(self, question: str) -> CommentCounts:
        """The counts alone, and the question they are about; the lists of words stay behind."""
        left = {leaning: len(self.of("", leaning)) for leaning in LEANINGS}
        named = tuple(replace(each, theme=replace(each.theme, words=())) for each in self.counts)
        return CommentCounts(question, self.base, self.nothing, named, left)

    def of(self, theme: str | None = None, leaning: Leaning | None = None) -> tuple[Told, ...]:
        """The comments of a theme ("" for those without one) and a leaning; None for any."""
        return tuple(
            told
            for told in self.comments
            if (theme is None or theme in told.themes or (theme == "" and not told.themes))
            and (leaning is None or told.leaning == leaning)
        )


def themes(comments: Iterable[str], lexicon: Lexicon, segment: Segment) -> Themes:
    """Group comments by theme and leaning.

    `segment` cuts a text into words and must know those of the lexicon. A theme takes a comment where one of
    its words stands in it as whole words. A comment leans positive or negative by the words of those lists,
    turned over by a negation before in the same clause, with at most REACH words between ("ไม่ค่อยสะดวก"); both
    make it mixed; a comment that asks for something and complains of nothing is a wish, praise or not.

    Base: the comments that say something. Empty texts are left out; those that say nothing ("-", "ไม่มี") are
    counted apart. Source: a dictionary of keywords, as in Krippendorff (2018), Content Analysis; the lists
    are the program's own and stand in data/themes.toml.
    """
    found: list[Told] = []
    nothing = 0
    known: dict[str, Told | None] = {}
    for written in comments:
        text = " ".join(written.split())
        if not text:
            continue
        if text not in known:
            known[text] = _told(text, lexicon, segment)
        told = known[text]
        if told is None:
            nothing += 1
        else:
            found.append(told)
    counts = []
    for theme in lexicon.themes:
        leanings = Counter(told.leaning for told in found if theme.key in told.themes)
        if leanings:
            counts.append(ThemeCount(theme, {leaning: leanings[leaning] for leaning in LEANINGS}))
    return Themes(tuple(found), nothing, tuple(sorted(counts, key=lambda count: -count.n)))


def normal(text: str) -> str:
    """A text as words are compared: repaired, in small letters."""
    return repair(text).casefold().strip()


def _told(text: str, lexicon: Lexicon, segment: Segment) -> Told | None:
    """A comment with its themes and leaning; None where it says nothing."""
    plain = normal(text)
    bare = re.sub(r"[\W_]+", "", "".join(w for w in segment(plain) if w not in lexicon.polite))
    if not bare or bare in {re.sub(r"[\W_]+", "", one) for one in lexicon.nothing}:
        return None
    line = _Line.of(segment(plain))
    of_themes = {theme.key: line.places(theme.words) for theme in lexicon.themes}
    good, bad = line.places(lexicon.positive), line.places(lexicon.negative)
    # "ไม่สุภาพ" is on the list of negative words as it is; the "สุภาพ" in it is not looked at again.
    good = [place for place in good if not any(_inside(place, other) for other in bad)]
    bad = [place for place in bad if not any(_inside(place, other) for other in good)]
    turned = {place: line.negated(place, lexicon.negations | lexicon.lacks) for place in (*good, *bad)}
    lacking = any(line.negated(place, lexicon.lacks) for places in of_themes.values() for place in places)
    positive = any(not turned[place] for place in good) or any(turned[place] for place in bad)
    negative = lacking or any(turned[place] for place in good) or any(not turned[place] for place in bad)
    leaning: Leaning = "none"
    if positive and negative:
        leaning = "mixed"
    elif negative:
        leaning = "negative"
    elif line.places(lexicon.wishes):
        leaning = "wish"
    elif positive:
        leaning = "positive"
    return Told(text, tuple(key for key, places in of_themes.items() if places), leaning)


Place = tuple[int, int]  # first word, and the one after the last


def _inside(place: Place, other: Place) -> bool:
    return place != other and other[0] <= place[0] and place[1] <= other[1]


@dataclass(frozen=True)
class _Line:
    """A segmented text: its words, and which word begins and ends at which character."""

    words: tuple[str, ...]
    text: str
    starts: Mapping[int, int] = field(default_factory=dict)
    ends: Mapping[int, int] = field(default_factory=dict)

    @staticmethod
    def of(words: Sequence[str]) -> _Line:
        starts: dict[int, int] = {}
        ends: dict[int, int] = {}
        at = 0
        for number, word in enumerate(words):
            starts[at] = number
            at += len(word)
            ends[at] = number + 1
        return _Line(tuple(words), "".join(words), starts, ends)

    def places(self, wanted: Iterable[str]) -> list[Place]:
        """Where these words stand as whole words."""
        found = []
        for one in wanted:
            at = self.text.find(one)
            while at >= 0:
                if at in self.starts and at + len(one) in self.ends:
                    found.append((self.starts[at], self.ends[at + len(one)]))
                at = self.text.find(one, at + 1)
        return found

    def negated(self, place: Place, negations: frozenset[str]) -> bool:
        """Whether a negation stands before, in the same clause, REACH words between; two cancel out."""
        turned, spaced, passed = False, False, 0
        for word in reversed(self.words[: place[0]]):
            if word.isspace():
                spaced = True  # between clauses in Thai, between words in English
                continue
            if _ENDS_CLAUSE.fullmatch(word) or passed > REACH or (spaced and not word.isascii()):
                break
            turned ^= word in negations
            passed += 1
        return turned
