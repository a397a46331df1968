"""Where a line of Thai may end on paper: between words, as a dictionary knows them, never inside of one.

Typst guesses where words end, and guesses wrong for words of offices. So each word that a line might end in
is marked, and set as one piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pythainlp.corpus.common import thai_words
from pythainlp.tokenize.newmm import segment
from pythainlp.util import dict_trie

from analytics.charts.lettering import PREFIXES, WHOLE, width_of

EDGE = "\x1e"  # stands before and after a piece; no text from outside holds one
WIDEST_EMS = 6.0  # a longer word would run out of a narrow column
_LONGEST = 24  # letters of a word of the dictionary that is looked for
_RUN = re.compile(r"[\u0e01-\u0e4e]+")
# What leads a word and what closes it stay with it, and so do the letters of an abbreviation such as ก.ย.๖๑.
_LEADS, _CLOSES = r"[-(\[{“‘«]*", r"[.,;:!?)\]}”’»…%]*"
_MONTH = r"(?:มี\.ค|เม\.ย|มิ\.ย|[มพกสตธ]\.ค|ก\.พ|[กพ]\.ย)\."
_SHORT = rf"(?:{_MONTH}|(?:[\u0e01-\u0e2e]{{1,3}}\.){{2,4}})[0-9๐-๙]*"
_PIECES = re.compile(rf"{_LEADS}(?:(?P<short>{_SHORT})|(?P<thai>(?:(?!{_MONTH})[\u0e01-\u0e4e])+)){_CLOSES}")
_CLINGS = "ฯๆ"


class WholeWords:
    """Marks the words of texts that are set together, which are looked at once for the words in them."""

    def __init__(self, texts: Iterable[str]) -> None:
        runs = {run for text in texts for run in _RUN.findall(text)}
        # The whole dictionary as a tree takes half a second to build; what occurs here takes none.
        words = _dictionary()
        known = {
            run[i:j] for run in runs for i in range(len(run)) for j in range(i + 2, i + _LONGEST)
        } & words
        # Long compounds are known by their parts, between which a line may end.
        self._known: Any = dict_trie({word for word in known if width_of(word) <= WIDEST_EMS} or {"ก"})
        self._cut: dict[str, list[str]] = {}

    def marked(self, text: str) -> str:
        """The text with an EDGE before and after every word that no line may end in."""
        return _PIECES.sub(self._pieces, text)

    def _pieces(self, found: re.Match[str]) -> str:
        if found["short"]:
            return f"{EDGE}{found[0]}{EDGE}"
        run = found["thai"]
        if run not in self._cut:
            self._cut[run] = self._words(run)
        before, after = found[0].split(run)
        words = self._cut[run]
        made = ""
        for at, word in enumerate(words):
            whole = (before if at == 0 else "") + word + (after if at == len(words) - 1 else "")
            kept = len(whole) > 1 and width_of(word.rstrip(_CLINGS)) <= WIDEST_EMS
            made += f"{EDGE}{whole}{EDGE}" if kept else whole
        return made

    def _words(self, run: str) -> list[str]:
        words: list[str] = []
        for word in segment(run, custom_dict=self._known):
            leads = bool(words) and words[-1] in PREFIXES and width_of(words[-1] + word) <= WIDEST_EMS
            if words and (leads or not word.strip(_CLINGS)):
                words[-1] += word
            else:
                words.append(word)
        return words


@lru_cache(maxsize=1)
def _dictionary() -> frozenset[str]:
    return frozenset(thai_words()).union(WHOLE)
