"""The lists of words that comments are grouped by, and the segmentation of Thai."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from analytics.assessment import Assessment, Survey
from analytics.themes import CommentCounts, Lexicon, Segment, Theme, normal, themes

OWN_THEMES = "themes"  # the setting that keeps an office's own words: theme → words


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


def with_comments(assessment: Assessment, own: Mapping[str, Sequence[str]]) -> Assessment:
    """The assessment with the comments of its surveys counted by theme and leaning, for documents.

    `own`: an office's own words by theme. A survey without responses keeps the counts that it has.
    """
    surveys = tuple(
        replace(survey, comments=_counted(survey, own)) if _written(survey) else survey
        for survey in assessment.surveys
    )
    return replace(assessment, surveys=surveys)


def _counted(survey: Survey, own: Mapping[str, Sequence[str]]) -> tuple[CommentCounts, ...]:
    lists = lexicon().with_own(own)
    cut = segmentation(lists)
    return tuple(themes(texts, lists, cut).counted(question) for question, texts in _written(survey).items())


def _written(survey: Survey) -> dict[str, list[str]]:
    """The comments of a survey by their question."""
    if survey.responses is None or survey.responses.comments is None:
        return {}
    written = survey.responses.comments
    return {str(question): [str(text) for text in written[question].dropna()] for question in written.columns}


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
