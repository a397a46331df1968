"""Caches of surveys by group: by what respondents said of themselves, by time, and by wave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from analytics.assessment import Survey
from analytics.codebook import Codebook
from analytics.responses import Responses
from analytics.statistics.association import Association, associations
from analytics.statistics.breakdowns import Breakdowns, breakdowns
from analytics.statistics.comparisons import Comparison, compare_items, compare_means
from analytics.statistics.groupings import Grouping, grouped
from analytics.statistics.reliability import common_scale
from analytics.statistics.same_items import SameItem
from analytics.statistics.waves import WAVE, Waves, waves
from analytics.tally import Tally, tally, tally_by
from analytics.words import Words
from data.held import Held, said
from data.store import Saved
from ui.cache import store, survey_key
from ui.cache_surveys import held_over_time


@dataclass(frozen=True)
class Groups:
    """A survey by group.

    Attributes:
        codebook: of the items that are broken down. `tables`: their figures by group, small ones hidden.
        whole: the groups compared by the whole survey and each aspect (named ""; by its name); None where
            that would take responses which are not there.
        items: the groups compared by each item; `spread`: how the answers to it spread over them.
    """

    codebook: Codebook
    tables: Breakdowns
    whole: tuple[Comparison, ...] | None
    items: tuple[Comparison, ...]
    spread: tuple[Association, ...]


@st.cache_resource(max_entries=32, show_spinner=False)
def _by_group(survey: str, by: str, threshold: int, _by: Grouping, _responses: Responses) -> Groups:
    responses = grouped(_responses, _by)
    return _worked_out(tally(responses), tally_by(responses, _by.key), responses, threshold)


def by_group(saved: Saved, number: int, by: Grouping, threshold: int, responses: Responses) -> Groups:
    """An assessment's survey `number` by a grouping of its respondents."""
    return _by_group(survey_key(saved, number), repr(by), threshold, by, responses)


@st.cache_resource(max_entries=4, show_spinner=False)
def _waves(
    surveys: tuple[str, ...],
    own: int,
    words: str,
    _surveys: Sequence[Survey],
    _words: tuple[SameItem, ...],
) -> Waves | None:
    return waves(_surveys, own, _words)


@st.cache_resource(max_entries=16, show_spinner=False)
def _by_wave(surveys: tuple[str, ...], own: int, words: str, threshold: int, _waves: Waves) -> Groups:
    return _worked_out(_waves.whole, _waves.groups, _waves.responses, threshold)


@dataclass(frozen=True)
class Again:
    """An assessment's survey and the times it was held before and after, with what is known of its items."""

    held: tuple[Held, ...]
    own: int
    words: tuple[SameItem, ...]
    waves: Waves

    @property
    def grouping(self) -> Grouping:
        """The waves as groups of the survey."""
        return Grouping(WAVE, "wave", waves=tuple(one.name for one in self.held))


def _key(held: Sequence[Held]) -> tuple[str, ...]:
    return tuple(survey_key(one.saved, one.number) for one in held)


def held_again(saved: Saved, number: int, says: Words) -> Again | None:
    """The waves of an assessment's survey `number`; None where it was held once, or asks nothing it asked
    each time. What was held at its own time beside it is no other wave."""
    everything = held_over_time(saved, says)
    mine = next(one for one in everything if one.saved.id == saved.id and one.number == number)
    others = (one for one in everything if one.time[:2] != mine.time[:2] and one.same_survey(mine))
    held = tuple(sorted([mine, *others], key=lambda one: one.time))
    own, words = held.index(mine), said(store(), saved.id)
    found = _waves(_key(held), own, repr(words), [one.survey for one in held], words)
    return None if found is None else Again(held, own, words, found)


def by_wave(again: Again, threshold: int) -> Groups:
    """A survey by the times it was held."""
    return _by_wave(_key(again.held), again.own, repr(again.words), threshold, again.waves)


def _worked_out(
    whole: Tally, groups: Mapping[str, Tally], responses: Responses | None, threshold: int
) -> Groups:
    """`responses`, where they are there, have the groups as their only demographic."""
    book = whole.codebook
    compared = None
    if responses is not None:
        sets: dict[str, tuple[str, ...]] = {"": common} if (common := common_scale(responses)) else {}
        for aspect in book.aspects:
            of = [item for item in book.items if item.aspect == aspect]
            if len({item.scale.points for item in of}) == 1:
                sets[aspect] = tuple(item.key for item in of)
        by = responses.codebook.demographics[0].key
        compared = compare_means(responses, sets, by, minimum=threshold)
    return Groups(
        book,
        breakdowns(whole, groups, threshold=threshold),
        compared,
        compare_items(groups, minimum=threshold),
        associations(groups, minimum=threshold),
    )
