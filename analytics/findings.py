"""What officers found in a survey, and the projects that it led to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from analytics.projects import plain_name

# Letters from which a name says enough to be looked for inside a longer text.
TELLING = 8
LONGEST_COMPARED = 400  # letters of a name that is compared letter by letter
ALIKE = 92  # percent of a name's letters that the words of a text have in the same order


@dataclass(frozen=True)
class Finding:
    """What an officer found: that an item is weak, or what a comment says.

    `said` is it in the officer's words. `item` is the text of the item and `survey` the title of its survey:
    the finding is known by these words, so it stays when the workbook is uploaded anew. `comment` is what the
    respondent wrote, without personal data. `id` is the store's; 0 where it has none.
    """

    id: int
    said: str
    survey: str | None = None
    item: str | None = None
    comment: str | None = None
    who: str | None = None


@dataclass(frozen=True)
class Cause:
    """That a finding led to a project, which is known by its name."""

    finding: Finding
    project: str
    who: str | None = None


def same_name(one: str, other: str) -> bool:
    """Whether two names, of projects or items, are the same once blanks and marks are set aside."""
    return plain_name(one) == plain_name(other)


@lru_cache(maxsize=4096)
def speaks_of(text: str, project: str) -> bool:
    """Whether a text speaks of a project: it holds its name, or nearly so; a short name it must be itself.

    A name as long as a text is looked for as it is: to compare two of a cell's full length takes a minute.
    """
    words, name = plain_name(text), plain_name(project)
    if len(name) > LONGEST_COMPARED:
        return name in words
    if len(name) < TELLING:
        return words == name
    if len(words) < len(name):
        return fuzz.ratio(words, name) >= ALIKE
    return fuzz.partial_ratio(name, words) >= ALIKE
