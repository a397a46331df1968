"""What each picture of a document says in one sentence: the same as over the charts of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar

from analytics import charts
from analytics.assessment import Assessment, Survey
from analytics.charts.likert import finding
from analytics.measures import BandScheme
from analytics.reports.package import legal
from analytics.words import Words

T = TypeVar("T")
LONGEST = 400  # characters; a sentence about a picture shows the beginning of a text only


@dataclass(frozen=True)
class Finding:
    """The finding, what it rests on, and the text for those who can't see the picture."""

    title: str
    note: str
    alt: str


def of_score(assessment: Assessment, words: Words) -> Finding:
    """How far the unit is, and what is missing for the next level."""
    return _of(charts.ladder(plain(assessment.score), words))


def of_items(survey: Survey, items: Sequence[str], scheme: BandScheme, words: Words) -> Finding:
    """How items that share one scale were answered; `items` are their keys."""
    return Finding(*finding(plain(survey), words, items, "sheet", scheme))


def of_aspects(survey: Survey, scheme: BandScheme, words: Words) -> Finding:
    """Which aspect was rated highest and lowest."""
    return _of(charts.aspects(plain(survey), words, scheme))


def of_projects(assessment: Assessment, words: Words) -> Finding:
    """How many projects count."""
    return _of(charts.projects_status(plain(assessment.facts.projects), words))


def _of(chart: charts.Chart) -> Finding:
    return Finding(chart.title, chart.subtitle, chart.alt)


def plain(value: T, longest: int | None = LONGEST) -> T:
    """A frozen dataclass (or tuple) with texts as a picture can take them; itself where they are so."""
    if isinstance(value, str):
        text = legal(value)[:longest]
        return value if text == value else text  # type: ignore[return-value]
    if isinstance(value, tuple):
        parts = tuple(plain(each, longest) for each in value)
        same = all(new is old for new, old in zip(parts, value, strict=True))
        return value if same else parts  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        clean = {name: plain(old, longest) for name, old in held.items()}
        changed = {name: new for name, new in clean.items() if new is not held[name]}
        return replace(value, **changed) if changed else value
    return value
