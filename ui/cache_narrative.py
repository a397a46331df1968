"""The text of an assessment's findings, kept until its figures change."""

from __future__ import annotations

import streamlit as st

from analytics.narrative import Paragraph, narrative
from analytics.statistics.trends import Trend
from analytics.wordings import Account, Passage, account, passages
from analytics.words import Digits, Language, Words
from data.held import first_trends, said
from data.store import Saved
from data.stored.wordings import wordings
from ui import cache
from ui.cache_surveys import held_over_time, trend_of
from ui.text import words as words_of


@st.cache_resource(max_entries=32, show_spinner=False)
def _paragraphs(
    id: int,
    version: int,
    edition: str,
    over_time: str,
    language: Language,
    digits: Digits,
    _saved: Saved,
    _trends: dict[int, Trend],
) -> tuple[Paragraph, ...]:
    return narrative(cache.commented(_saved), words_of(language, digits), _trends)


def account_of(saved: Saved, says: Words) -> Account:
    """The text of an assessment, with the office's own words in their places."""
    surveys = held_over_time(saved, says)
    trends = first_trends(surveys, saved, said(cache.store(), saved.id), trend_of)
    over_time = repr([(n, trend.names, trend.lines) for n, trend in trends.items()])
    key = (saved.id, saved.version, cache.edition(saved), over_time, says.language, says.digits)
    told = _paragraphs(*key, saved, trends)
    return account(told, wordings(cache.store(), saved.id, says.language))


def passages_of(saved: Saved, says: Words) -> tuple[Passage, ...]:
    """The text as documents hold it."""
    return passages(account_of(saved, says), says)


def in_every_language(saved: Saved, says: Words) -> dict[Language, tuple[Passage, ...]]:
    """The text as documents hold it in each language, with digits as they are chosen now."""
    languages: tuple[Language, ...] = ("th", "en")
    return {each: passages_of(saved, words_of(each, says.digits)) for each in languages}
