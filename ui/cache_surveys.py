"""Caches of what is worked out from surveys beyond their tallies, by the workbooks and how they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from analytics import charts
from analytics.assessment import Survey
from analytics.statistics.priorities import Priorities, priorities
from analytics.statistics.same_items import SameItem
from analytics.statistics.trends import Trend
from analytics.statistics.weighting import Weighting, weigh_survey
from analytics.statistics.weights import Totals
from analytics.themes import Themes, themes
from analytics.words import Digits, Language, Problem, Words
from data.held import Held, compared, held, years_of
from data.store import Saved
from data.themes import lexicon, segmentation
from ui.cache import assessment, store, survey_key
from ui.screen import Screen
from ui.text import words as words_of


@st.cache_resource(max_entries=64, show_spinner=False)
def _priorities(survey: str, _survey: Survey) -> Priorities:
    return priorities(_survey)


def priorities_of(saved: Saved, number: int, survey: Survey) -> Priorities:
    """What to mend first in an assessment's survey `number`."""
    return _priorities(survey_key(saved, number), survey)


@st.cache_resource(max_entries=32, show_spinner=False)
def _trend(
    surveys: tuple[str, ...],
    names: tuple[str, ...],
    words: str,
    _held: Sequence[Held],
    _words: tuple[SameItem, ...],
) -> Trend:
    return compared(_held, _words)


def trend_of(held: Sequence[Held], words: tuple[SameItem, ...]) -> Trend:
    """Surveys held again, in the order given, with the officer's words on their items."""
    surveys = tuple(survey_key(one.saved, one.number) for one in held)
    return _trend(surveys, tuple(one.name for one in held), repr(words), held, words)


def held_over_time(saved: Saved, says: Words) -> tuple[Held, ...]:
    """The surveys of an assessment, and of the other fiscal years of its unit, in the order of time."""
    years = years_of(saved, store().assessments())
    return held(store(), years, lambda one: assessment(one).surveys, says)


@st.cache_resource(max_entries=16, show_spinner=False)
def _weighting(
    survey: str, totals: str, _survey: Survey, _totals: list[Totals], _most: float | None, _threshold: int
) -> Weighting | Problem:
    return weigh_survey(_survey, _totals, most=_most, threshold=_threshold)


def weighting(
    saved: Saved, number: int, survey: Survey, totals: list[Totals], most: float | None, threshold: int
) -> Weighting | Problem:
    """An assessment's survey `number` weighted by these totals; or why it can't be."""
    key = survey_key(saved, number)
    return _weighting(key, repr((totals, most, threshold)), survey, totals, most, threshold)


@st.cache_resource(max_entries=32, show_spinner=False)
def _themes(survey: str, question: str, words: str, _survey: Survey, _own: Mapping[str, list[str]]) -> Themes:
    responses = _survey.responses
    assert responses is not None and responses.comments is not None
    lists = lexicon().with_own(_own)
    written = (str(text) for text in responses.comments[question].dropna())
    return themes(written, lists, segmentation(lists))


@st.cache_resource(max_entries=64, show_spinner=False)
def _themes_chart(
    survey: str, question: str, own: str, language: Language, digits: Digits, screen: Screen, _found: Themes
) -> charts.Chart:
    return charts.themes_chart(_found, words_of(language, digits), dark=screen.dark, width=screen.width)


def themes_of(
    saved: Saved,
    number: int,
    survey: Survey,
    question: str,
    own: Mapping[str, list[str]],
    says: Words,
    screen: Screen,
) -> tuple[Themes, charts.Chart]:
    """The comments on a question of an assessment's survey `number`, grouped with an office's own words too,
    and their chart."""
    key = survey_key(saved, number)
    found = _themes(key, question, repr(own), survey, own)
    return found, _themes_chart(key, question, repr(own), says.language, says.digits, screen, found)
