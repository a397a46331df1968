"""The one result that pages, charts and every report are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from analytics.facts import Entered, with_register
from analytics.measures import BandScheme, Measures, measures, pooled
from analytics.options import Options, count_options
from analytics.projects import Project, RowRef, ledger
from analytics.responses import Responses
from analytics.rubric import Facts, Rubric, Score, Statement, SurveyHeld, score
from analytics.statistics.samplesize import UNSAID, Sample
from analytics.statistics.suppression import THRESHOLDS
from analytics.tally import Tally, tally
from analytics.thai import fiscal_year_span
from analytics.themes import CommentCounts
from analytics.words import Problem


@dataclass(frozen=True)
class Source:
    """A workbook that an assessment rests on: `rows` are the data rows used, per sheet."""

    workbook: str
    sha256: str
    rows: tuple[tuple[str, int], ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Survey:
    """One survey: its tally, the counts of questions with several answers, and its responses where the
    workbook has raw ones. `comments` are counted only where somebody asks for it, see `data.themes`.
    `sample` is what an officer says of whom it speaks for.
    """

    title: str
    source: RowRef
    tally: Tally
    responses: Responses | None = None
    options: tuple[Options, ...] = ()
    comments: tuple[CommentCounts, ...] = ()
    sample: Sample = UNSAID

    @property
    def place(self) -> str:
        """What is kept of a survey by an assessment is known by this: its workbook and sheet, whatever other
        workbooks come or go."""
        return f"{self.source.workbook}/{self.source.sheet}"

    @property
    def population(self) -> int | None:
        """The people it speaks for; None where that is not known, or can't be: fewer than answered."""
        return self.sample.known(self.tally.respondents)

    def item(self, key: str) -> Measures:
        """The figures of one item."""
        return measures(self.tally, key)

    def aspect(self, aspect: str) -> Measures | None:
        """All answers to the items of an aspect together; None where their scales differ."""
        return pooled(self.tally, tuple(i.key for i in self.tally.codebook.items if i.aspect == aspect))

    @property
    def overall(self) -> Measures | None:
        """All answers to all items of the scale that most items share, together; None without items."""
        scales = [item.scale.points for item in self.tally.codebook.items]
        if not scales:
            return None
        common = max(scales, key=scales.count)
        return pooled(self.tally, tuple(i.key for i in self.tally.codebook.items if i.scale.points == common))

    @staticmethod
    def of(title: str, source: RowRef, responses: Responses) -> Survey:
        """A survey of raw responses, tallied."""
        options = tuple(count_options(choices) for choices in responses.choices)
        return Survey(title, source, tally(responses), responses, options)


@dataclass(frozen=True)
class Inputs:
    """What was read from the workbooks, before any rule looks at it.

    `entered` is what a summary says that officers entered, apart from their statements.
    """

    surveys: tuple[Survey, ...] = ()
    projects: tuple[Project, ...] = ()
    statements: tuple[Statement, ...] = ()
    sources: tuple[Source, ...] = ()
    entered: Entered = field(default_factory=Entered)


@dataclass(frozen=True)
class Assessment:
    """A unit's assessment for one fiscal year (B.E.) by one rubric, with everything it rests on.

    `threshold`: of groups, counts below it are hidden, wherever they would be shown.
    """

    unit: str
    fiscal_year: int
    rubric: Rubric
    surveys: tuple[Survey, ...]
    facts: Facts
    score: Score
    sources: tuple[Source, ...] = field(default=())
    band_scheme: BandScheme = "boonchom"
    made_on: date | None = None
    threshold: int = THRESHOLDS[0]


def assess(
    inputs: Inputs,
    rubric: Rubric,
    *,
    unit: str = "",
    fiscal_year: int | None = None,
    band_scheme: BandScheme = "boonchom",
    statements: Iterable[Statement] = (),
    entered: Entered = Entered(),  # noqa: B008 - frozen
    made_on: date | None = None,
    threshold: int = THRESHOLDS[0],
    samples: Mapping[str, Sample] | None = None,
) -> Assessment:
    """Work an assessment out. `statements` are the officer's, beside those that the form's rows make.

    `entered` is what else officers entered by hand, statements too. `fiscal_year` defaults to the first that
    the rubric is for. `samples`: of whom surveys speak, by `Survey.place`; of others as a summary says.
    """
    year = rubric.fiscal_years[0] if fiscal_year is None else fiscal_year
    said = samples or {}
    surveys = tuple(replace(s, sample=said.get(s.place, s.sample)) for s in inputs.surveys)
    read = inputs.entered
    evidence = (*read.evidence, *entered.evidence)
    same_projects = (*read.same_projects, *entered.same_projects)
    facts = Facts(
        surveys=tuple(SurveyHeld(s.title, s.tally.respondents, s.source, _in_year(s, year)) for s in surveys),
        statements=with_register((*inputs.statements, *statements, *entered.statements), evidence),
        projects=ledger(inputs.projects, year, rubric.counted_statuses, same_projects),
        figures=(*read.figures, *entered.figures),
        evidence=evidence,
        overrules=(*read.overrules, *entered.overrules),
        fiscal_year=year,
        same_projects=same_projects,
        findings=(*read.findings, *entered.findings),
        causes=(*read.causes, *entered.causes),
    )
    return Assessment(
        unit=unit,
        fiscal_year=year,
        rubric=rubric,
        surveys=surveys,
        facts=facts,
        score=score(rubric, facts),
        sources=inputs.sources,
        band_scheme=band_scheme,
        made_on=made_on,
        threshold=threshold,
    )


def _in_year(survey: Survey, year: int) -> bool | None:
    times = None if survey.responses is None else survey.responses.times
    if times is None or times.isna().all():
        return None
    span = fiscal_year_span(year)
    days = times.dropna().dt.date
    return bool(((days >= span.start) & (days <= span.end)).any())


def rescored(facts: Facts, projects: Sequence[Project], rubric: Rubric) -> Score:
    """The score of an assessment's facts by another rubric: `projects` are those of its workbooks."""
    year = rubric.fiscal_years[0] if facts.fiscal_year is None else facts.fiscal_year
    by_it = ledger(projects, year, rubric.counted_statuses, facts.same_projects)
    return score(rubric, replace(facts, projects=by_it))
