"""The catalogs: every sentence that people read, in their language."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from analytics.words import Digits, Language, Words

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"


@lru_cache(maxsize=8)
def words(language: Language, digits: Digits = "arabic") -> Words:
    """The words of a language, numbers that a sentence holds itself in its digits too. English is
    the language of the msgids, so it needs no catalog."""
    sentences, plain = catalog(language), Words(language, digits)
    said = {text: plain.in_prose(sentence) for text, sentence in sentences.items()}
    return Words(language, digits, lambda text: said.get(text, text))


@lru_cache(maxsize=2)
def methods_text(language: Language) -> str:
    """The document that explains every figure, as Markdown."""
    return (ROOT / "docs" / ("methods.th.md" if language == "th" else "methods.md")).read_text("utf-8")


@lru_cache(maxsize=4)
def catalog(language: Language) -> dict[str, str]:
    """msgid → sentence, of all catalogs of a language together."""
    sentences: dict[str, str] = {}
    for path in sorted((LOCALE / language / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            found = read_po(file, locale=language)
        sentences |= {str(entry.id): str(entry.string) for entry in found if entry.id and entry.string}
    return sentences
