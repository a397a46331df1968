"""What each picture of a document says in one sentence: the same as over the charts of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics import charts
from analytics.assessment import Assessment, Survey
from analytics.measures import BandScheme
from analytics.reports.package import legal_in
from analytics.words import Words


@dataclass(frozen=True)
class Finding:
    """The finding, what it rests on, and the text for those who can't see the picture."""

    title: str
    note: str
    alt: str


def of_score(assessment: Assessment, words: Words) -> Finding:
    """How far the unit is, and what is missing for the next level."""
    return _of(charts.ladder(legal_in(assessment.score), words))


def of_items(survey: Survey, items: Sequence[str], scheme: BandScheme, words: Words) -> Finding:
    """How items that share one scale were answered; `items` are their keys."""
    return _of(charts.likert(legal_in(survey), words, items=items, sort="sheet", bands=scheme))


def of_aspects(survey: Survey, scheme: BandScheme, words: Words) -> Finding:
    """Which aspect was rated highest and lowest."""
    return _of(charts.aspects(legal_in(survey), words, scheme))


def of_projects(assessment: Assessment, words: Words) -> Finding:
    """How many projects count."""
    return _of(charts.projects_status(legal_in(assessment.facts.projects), words))


def _of(chart: charts.Chart) -> Finding:
    return Finding(chart.title, chart.subtitle, chart.alt)
