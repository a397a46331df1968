"""An office's own wording of sentences about figures: kept with the figures it was written for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.assessment import Assessment
from analytics.narrative import Paragraph, Sentence, narrative
from analytics.narrative.parts import Figure, Figures
from analytics.words import Language, Words

EVERY = "*"  # in place of a language: said of the sentence in all of them
MOST_CHANGES = 3
# What names a figure inside the program and says nothing to people.
CODES = ("said", "code", "theme")


@dataclass(frozen=True)
class Wording:
    """What an officer wrote in place of a sentence, and the figures that the sentence had then."""

    text: str
    figures: Figures
    who: str | None = None


@dataclass(frozen=True)
class Wordings:
    """The wordings of one language by the sentence's key, and the sentences that are left out in all."""

    own: Mapping[str, Wording]
    left_out: frozenset[str]

    @staticmethod
    def of(kept: Mapping[str, Any] | None, language: Language) -> Wordings:
        """From what the store keeps (see `entry`); None is nothing."""
        own: dict[str, Wording] = {}
        left_out = set()
        for name, value in (kept or {}).items():
            of, _, key = name.partition(":")
            if of == EVERY:
                left_out.add(key)
            elif of == language:
                figures = tuple((str(one), figure) for one, figure in value["figures"])
                own[key] = Wording(value["text"], figures, value["who"])
        return Wordings(own, frozenset(left_out))


def entry(wording: Wording, language: Language) -> dict[str, Any]:
    """A wording as JSON holds it."""
    figures = [list(figure) for figure in wording.figures]
    return {"text": wording.text, "language": language, "figures": figures, "who": wording.who}


@dataclass(frozen=True)
class Told:
    """A sentence as it is told: by the program, or in an officer's words; or left out."""

    sentence: Sentence
    wording: Wording | None = None
    left_out: bool = False

    @property
    def text(self) -> str:
        """What stands in the report."""
        return self.sentence.text if self.wording is None else self.wording.text

    @property
    def changes(self) -> tuple[tuple[str, Figure, Figure], ...]:
        """Each figure that is not what the officer's words were written for: its name, was, is now.

        What there was not then, or is not any more, is None.
        """
        if self.wording is None:
            return ()
        was, now = dict(self.wording.figures), dict(self.sentence.figures)
        return tuple(
            (name, was.get(name), now.get(name))
            for name in dict.fromkeys((*was, *now))
            if was.get(name) != now.get(name) or (name in was) != (name in now)
        )

    @property
    def stale(self) -> bool:
        """Whether the officer's words were written for other figures."""
        return bool(self.changes)


@dataclass(frozen=True)
class Section:
    """Sentences that belong together; `heading` is empty where the section before goes on."""

    about: str
    heading: str
    sentences: tuple[Told, ...]


@dataclass(frozen=True)
class Account:
    """The whole text. `left_over`: wordings by key of sentences that there are no more."""

    sections: tuple[Section, ...]
    left_over: tuple[tuple[str, Wording], ...] = ()


@dataclass(frozen=True)
class Passage:
    """A paragraph of a document: each sentence with the mark behind it, "" for none. `about` as a section.

    `kinds`: what of a survey its sentences are of, such as "reliability" or "trend".
    """

    about: str
    heading: str
    sentences: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The paragraph in one line."""
        return " ".join(f"{text} {mark}".strip() for text, mark in self.sentences)


def account(paragraphs: Sequence[Paragraph], wordings: Wordings) -> Account:
    """The text with an office's own wordings in their places."""
    known = {sentence.key for paragraph in paragraphs for sentence in paragraph.sentences}
    return Account(
        tuple(
            Section(
                paragraph.about,
                paragraph.heading,
                tuple(
                    Told(one, wordings.own.get(one.key), one.key in wordings.left_out)
                    for one in paragraph.sentences
                ),
            )
            for paragraph in paragraphs
        ),
        tuple((key, wording) for key, wording in wordings.own.items() if key not in known),
    )


def passages(told: Account, words: Words) -> tuple[Passage, ...]:
    """What documents hold of a text: without what is left out, a stale sentence marked."""
    found: list[Passage] = []
    heading = ""
    for section in told.sections:
        sentences = tuple(
            (one.text, f"({stale_mark(one, words)})" if one.stale else "")
            for one in section.sentences
            if not one.left_out
        )
        heading = section.heading or heading  # that of a paragraph whose sentences are all left out too
        if sentences:
            keys = [one.sentence.key.split("/") for one in section.sentences if not one.left_out]
            kinds = tuple(dict.fromkeys(key[2] for key in keys if key[0] == "survey" and len(key) > 2))
            found.append(Passage(section.about, heading, sentences, kinds))
            heading = ""
    return tuple(found)


def originals(assessment: Assessment, words: Words) -> tuple[Passage, ...]:
    """The program's own sentences about an assessment, as documents hold them."""
    return passages(account(narrative(assessment, words), Wordings({}, frozenset())), words)


def stale_mark(one: Told, words: Words) -> str:
    """What changed since an officer's words were written: "figures have changed: was 4.15, is now 4.22"."""
    told = [
        words("was {was}, is now {now}", was=_shown(was, words), now=_shown(now, words))
        for name, was, now in one.changes
        if name.rpartition(".")[2] not in CODES
    ]
    if not told:
        return words("Figures have changed")
    shown = "; ".join(told[:MOST_CHANGES])
    if len(told) > MOST_CHANGES:
        return words(
            "Figures have changed: {changes}; and {n} more", changes=shown, n=len(told) - MOST_CHANGES
        )
    return words("Figures have changed: {changes}", changes=shown)


def _shown(figure: Figure, words: Words) -> str:
    return words.in_digits(words(figure)) if isinstance(figure, str) else words.show(figure)
