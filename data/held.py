"""A unit's surveys over time, of its waves and fiscal years: which there are, what each is called, and which
of them a survey is compared with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from analytics.assessment import Survey
from analytics.statistics.same_items import SameItem, shared
from analytics.statistics.trends import Occasion, Trend, trend
from analytics.thai import repair
from analytics.words import Words
from data.definitions import DefinitionError
from data.store import Saved, Store

SAME_ITEMS = "same_items"  # the setting that keeps what `said` gives
ENOUGH = 0.5  # of the items, in the same words: taken for the same survey unless the officer says otherwise


@dataclass(frozen=True)
class Held:
    """A survey of some assessment: where it is from, and what its time is called."""

    saved: Saved
    number: int
    survey: Survey
    wave: int
    name: str = ""

    @property
    def code(self) -> str:
        """It among others of the same unit."""
        return f"{self.saved.id}-{self.number}"

    @property
    def time(self) -> tuple[int, int, int]:
        """When it was held: fiscal year, wave, place among the workbooks."""
        return self.saved.fiscal_year, self.wave, self.number

    def same_survey(self, other: Held) -> bool:
        """Whether enough questions of the two are in the same words."""
        return shared(self.survey.tally.codebook, other.survey.tally.codebook) >= ENOUGH


def years_of(saved: Saved, everything: Sequence[Saved]) -> tuple[Saved, ...]:
    """The assessment, then for each other fiscal year, earliest first, the last changed one of its unit.

    `everything`: the assessments of the store, the one changed last first. The unit is known by its place in
    the tree, else by its name.
    """
    others: dict[int, Saved] = {}
    for one in everything:
        if one.fiscal_year != saved.fiscal_year and _same_unit(one, saved):
            others.setdefault(one.fiscal_year, one)
    return (saved, *(others[year] for year in sorted(others)))


def _same_unit(one: Saved, other: Saved) -> bool:
    if one.unit_id is not None and other.unit_id is not None:
        return one.unit_id == other.unit_id
    return repair(one.unit) == repair(other.unit)


def said(store: Store, id: int) -> tuple[SameItem, ...]:
    """The officer's words on which items are the same, as an assessment keeps them."""
    return tuple(SameItem(*word) for word in store.setting(id, SAME_ITEMS) or ())


def held(
    store: Store, years: Sequence[Saved], surveys_of: Callable[[Saved], Sequence[Survey]], words: Words
) -> tuple[Held, ...]:
    """Every survey of these assessments in the order of time, named by year, wave and title as is needed.

    An assessment of which `surveys_of` raises DefinitionError, whose rubric is gone, is passed over.
    """
    found: list[Held] = []
    for saved in years:
        with suppress(DefinitionError):
            surveys = surveys_of(saved)
            waves = {one.name: one.wave for one in store.listed(saved.id)}
            found += [
                Held(saved, number, survey, waves.get(survey.source.workbook, 1))
                for number, survey in enumerate(surveys)
            ]
    found.sort(key=lambda one: one.time)
    times = Counter((one.saved.fiscal_year, one.wave) for one in found)
    several = Counter(one.saved.fiscal_year for one in found)
    return tuple(
        replace(
            one,
            name=_name(
                one,
                words,
                wave=several[one.saved.fiscal_year] > 1,
                title=times[one.saved.fiscal_year, one.wave] > 1,
            ),
        )
        for one in found
    )


def _name(one: Held, words: Words, *, wave: bool, title: bool) -> str:
    name = words.plain(one.saved.fiscal_year)
    if wave:
        name = words("{year}, wave {n}", year=name, n=one.wave)
    return f"{name} · {one.survey.title}" if title else name


def compared(surveys: Sequence[Held], same: tuple[SameItem, ...]) -> Trend:
    """Surveys held again, in the order given, with the officer's words on their items."""
    return trend([Occasion(one.name, one.survey) for one in surveys], same)


def first_trends(
    surveys: Sequence[Held],
    saved: Saved,
    same: tuple[SameItem, ...],
    compare: Callable[[Sequence[Held], tuple[SameItem, ...]], Trend] = compared,
) -> dict[int, Trend]:
    """What changed since each survey of an assessment was held before, by the survey's number.

    `surveys` as `held` gives them. A survey is compared with the earlier ones of enough of its questions, and
    tells nothing of those after it; one without any has no trend.
    """
    found = {}
    for own in surveys:
        if own.saved.id == saved.id:
            before = [one for one in surveys if one.time < own.time and one.same_survey(own)]
            if before:
                found[own.number] = compare([*before, own], same)
    return found
