"""The lists of words that comments are grouped by, and the segmentation of Thai."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from analytics.themes import Lexicon, Segment, Theme, normal


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lists of themes.toml."""
    raw = tomllib.loads(Path(__file__).with_name("themes.toml").read_text(encoding="utf-8"))
    lists: dict[str, Any] = {
        name: frozenset(map(normal, words)) for name, words in raw.items() if name != "themes"
    }
    return Lexicon(
        themes=tuple(
            Theme(key, {"th": theme["th"], "en": theme["en"]}, tuple(map(normal, theme["words"])))
            for key, theme in raw["themes"].items()
        ),
        **lists,
    )


def segmentation(lists: Lexicon) -> Segment:
    """PyThaiNLP's longest matching (newmm), which keeps the words of the lexicon whole.

    Its list of stop words isn't used: it holds ไม่, มาก, น้อย and ช้า, which say everything here.
    """
    return _segmentation(lists.words)


@lru_cache(maxsize=2)
def _segmentation(words: frozenset[str]) -> Segment:
    # A second or two of loading that only those pay who look at comments.
    from pythainlp.corpus.common import thai_words
    from pythainlp.tokenize.newmm import segment
    from pythainlp.util import dict_trie

    known = dict_trie(frozenset(thai_words()) | words)

    def cut(text: str) -> Sequence[str]:
        return segment(text, custom_dict=known, safe_mode=True)

    return cut
