"""The words of docs/glossary.md, as the glossary page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analytics.words import Words
from ui.parts import escape

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"


@dataclass(frozen=True)
class Entry:
    """A word of a section, in English and Thai, with what it means in both."""

    section: str
    word: str
    thai: str
    meaning: str
    meaning_thai: str

    def told(self, says: Words) -> tuple[str, str, str]:
        """The word, the same word in the other language, and its meaning."""
        if says.language == "th":
            return self.thai, self.word, says.in_prose(self.meaning_thai)
        return self.word, self.thai, says.in_prose(self.meaning)


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """Every word in the order of the file."""
    section, found = "", []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:]
        elif line.startswith("| ") and not line.startswith("| word |"):
            word, thai, meaning, meaning_thai = (cell.strip() for cell in line.strip("|").split(" | "))
            found.append(Entry(section, word.replace("`", ""), thai, meaning, meaning_thai))
    return tuple(found)


def meaning(word: str, says: Words) -> str:
    """What a word means, as the glossary has it, for a `help`; KeyError for one that it has not."""
    return escape(_by_word()[word].told(says)[2])


@lru_cache(maxsize=1)
def _by_word() -> dict[str, Entry]:
    return {entry.word: entry for entry in entries()}


def sections(says: Words) -> dict[str, str]:
    """What each section is called."""
    return {
        "Survey": says("Survey"),
        "Figures": says("Figures"),
        "Rubric and score": says("Rubric and score"),
        "Projects": says("Projects"),
        "Workbooks": says("Workbooks"),
        "People": says("People"),
    }
