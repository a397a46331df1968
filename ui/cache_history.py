"""The caches of records, revisions and years; bounded and keyed as those of `ui.cache`."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from analytics import charts
from analytics.outcomes import outcome_of
from analytics.revisions import Difference, Record, differences
from analytics.words import Digits, Language
from data.store import Saved
from data.stored import publications
from data.stored.outcomes import standings
from data.stored.publications import Publication, Published
from ui import cache
from ui.screen import Screen
from ui.text import words


@st.cache_resource(max_entries=64, show_spinner=False)
def _record(id: int, version: int, edition: str, _saved: Saved) -> Record:
    return publications.current(cache.store(), _saved, cache.assessment(_saved))


def record(saved: Saved) -> Record:
    """Everything that an assessment says now."""
    return _record(saved.id, saved.version, cache.edition(saved), saved)


@st.cache_resource(max_entries=64, show_spinner=False)
def _revision(id: int, revision: int, at: datetime) -> Publication:
    return publications.publication(cache.store(), id, revision)


def revision(of: Published) -> Publication:
    """A published revision with what it says."""
    return _revision(of.assessment_id, of.revision, of.at)


def recorded(point: Saved | Published) -> Record:
    """What an assessment says now, or what a revision of it says."""
    return record(point) if isinstance(point, Saved) else revision(point).record


@st.cache_resource(max_entries=64, show_spinner=False)
def _since(
    id: int, version: int, edition: str, at: datetime, _saved: Saved, _last: Published
) -> tuple[Difference, ...]:
    return differences(recorded(_last), record(_saved))


def since(saved: Saved, last: Published) -> tuple[Difference, ...]:
    """What is different in an assessment since a revision of it was published."""
    return _since(saved.id, saved.version, cache.edition(saved), last.at, saved, last)


@st.cache_resource(max_entries=32, show_spinner=False)
def _years(
    known: str, language: Language, digits: Digits, screen: Screen, unit: str, _years: list[charts.Year]
) -> charts.Chart:
    says = words(language, digits)
    return charts.years(_years, says, unit=unit, dark=screen.dark, width=screen.width)


def years(saved: Saved, language: Language, digits: Digits, screen: Screen) -> charts.Chart:
    """The assessments of the same unit over the years; what was not worked out yet is."""
    ids = tuple(one.id for one in cache.store().assessments() if same_unit(one, saved))
    known = [
        charts.Year(
            one.saved.fiscal_year, one.saved.rubric, one.outcome or outcome_of(cache.assessment(one.saved))
        )
        for one in standings(cache.store(), rubric_of=cache.rubric, id=ids)
    ]
    return _years(repr(known), language, digits, screen, saved.unit, known)


def same_unit(one: Saved, other: Saved) -> bool:
    """Whether two assessments are of one unit: put to the same one of the tree, else of the same name."""
    if one.unit_id is not None and other.unit_id is not None:
        return one.unit_id == other.unit_id
    return one.unit == other.unit
