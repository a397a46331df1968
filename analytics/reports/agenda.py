"""An assessment → the slides of its meeting: score, what is missing, satisfaction, projects, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analytics.assessment import Assessment
from analytics.charts.ladder import flag, reached, worth
from analytics.findings import same_name
from analytics.names import counted_said, scheme_name, status_name, verdict_name
from analytics.projects import Project
from analytics.reports import findings
from analytics.reports.agenda_surveys import survey_slides
from analytics.reports.content import headline, project_counts, settings, source_table
from analytics.reports.meeting import (
    TABLE,
    TILES,
    Beside,
    Grid,
    Lines,
    Share,
    Shares,
    Slide,
    Step,
    Steps,
    Tile,
    Tiles,
    name_of,
    paged,
    tables,
)
from analytics.reports.methods import Section
from analytics.reports.official_form import in_language, official_form
from analytics.rubric import Verdict, projects_in
from analytics.words import NONE, Message, Words

# What is said of methods where the sources are shown; the rest is for reading, not for speaking.
SPOKEN = ("", "score", "satisfaction")


@dataclass(frozen=True)
class Year:
    """What an assessment of the same unit came to. `rubric` names rubric and version; `base` are answers."""

    fiscal_year: int
    score: float
    maximum: float
    rubric: str
    top_two: float | None
    base: int


def agenda(
    assessment: Assessment, words: Words, *, years: Sequence[Year] = (), methods: Sequence[Section] = ()
) -> tuple[Slide, ...]:
    """The slides of an assessment in their natural order; those with details are hidden.

    `years` are the unit's assessments, this one too, any order; with fewer than two years there is no slide
    of them. Breakdowns and margins take the responses: a survey without them goes without. `methods`: how the
    figures are worked out, for the notes of the last slides.
    """
    sources = _sources(assessment, words)
    slides = [
        _cover(assessment, words),
        _score(assessment, words),
        *_missing(assessment, words),
        *(
            slide
            for number, survey in enumerate(assessment.surveys)
            for slide in survey_slides(
                survey, number, assessment.band_scheme, words, threshold=assessment.threshold
            )
        ),
        *_projects(assessment, words),
        *_actions(assessment, words),
        *_years(years, words),
        *_method(assessment, methods, words),
    ]
    return tuple(
        findings.plain(replace(slide, spoken=(*slide.spoken, *sources)), longest=None) for slide in slides
    )


def year_of(assessment: Assessment) -> Year:
    """What an assessment came to, with the share of satisfied answers of its first survey."""
    overall = assessment.surveys[0].overall if assessment.surveys else None
    return Year(
        assessment.fiscal_year,
        assessment.score.score,
        assessment.score.maximum,
        f"{assessment.rubric.id}, {assessment.rubric.version}",
        overall.top_two if overall else None,
        overall.base if overall else 0,
    )


def _sources(assessment: Assessment, words: Words) -> tuple[str, ...]:
    """What the notes of every slide end with."""
    lines = [
        words("Source: {workbook}, SHA-256 {sha256}", workbook=source.workbook, sha256=source.sha256)
        for source in assessment.sources
    ]
    rubric = f"{assessment.rubric.id}, {assessment.rubric.version}"
    return (*lines, words("Rubric and version") + f": {rubric}")


def _cover(assessment: Assessment, words: Words) -> Slide:
    titles = official_form(assessment, words).titles
    year = words("Fiscal year {year}", year=words.plain(assessment.fiscal_year))
    made = f"{words('Made on')} {words.show(assessment.made_on)}"
    lines = (*(name_of(title, 60) for title in titles[1:]), f"{year} · {made}")
    parts = (Lines(lines), Lines((headline(assessment, words),), large=True))
    return Slide("cover", titles[0], "", parts, titles[1:])


def _score(assessment: Assessment, words: Words) -> Slide:
    found, score = findings.of_score(assessment, words), assessment.score
    steps = tuple(_step(verdict, score.next_step, words) for verdict in score.verdicts)
    ladder = Steps(
        steps,
        max(step.points for step in steps),
        reached(score),
        flag(score.score, words),
        found.alt,
    )
    spoken = [f"{step.name}: {step.said}. {step.waits}".strip() for step in steps]
    return Slide("score", found.title, found.note, (ladder,), tuple(spoken))


def _step(verdict: Verdict, lower: Verdict | None, words: Words) -> Step:
    level = verdict.level
    waits = words.say(verdict.missing) if verdict.missing and verdict.state != "counted" else ""
    if verdict.state == "held_back" and lower is not None:
        waits = words("Counts once level {level} does", level=words.plain(lower.level.level))
    return Step(
        words("Level {level}", level=words.plain(level.level)),
        level.points,
        worth(verdict, words),
        words.in_digits(in_language(level.short, words)),
        verdict.state,
        verdict_name(verdict, words),
        waits,
    )


def _missing(assessment: Assessment, words: Words) -> Iterator[Slide]:
    """What does not count yet, the next one first; every level with its reasons behind it, hidden."""
    score, step = assessment.score, assessment.score.next_step
    if step is None:
        title = words("Every level counts")
    elif step.missing is None:
        title = words("Level {level} does not count yet", level=words.plain(step.level.level))
    else:
        level = words.plain(step.level.level)
        title = words("Next, for level {level}: {what}", level=level, what=words.say(_short(step.missing)))
    whole, short, spoken = [], [], []
    for verdict in score.verdicts:
        why = "\n".join(words.say(reason) for reason in verdict.reasons)
        missing = words.say(verdict.missing) if verdict.missing else NONE
        name = words("Level {level}", level=words.plain(verdict.level.level))
        points = words("{n} {n:point|points}", n=verdict.level.points)
        state = verdict_name(verdict, words)
        whole.append((f"{name}\n{points}", state, why or NONE, missing))
        if verdict.state != "counted":
            short.append((f"{name}\n{points}", state, missing))
        spoken.append(f"{name}: {state}. {why.replace(chr(10), '; ')}")
    tiles = Tiles(
        (
            Tile(
                words("Score now"),
                words("{n} of {most}", n=score.score, most=score.maximum),
                counted_said(score, words),
                "good",
            ),
            Tile(
                words("Projected score"),
                words("{n} of {most}", n=score.projected, most=score.maximum),
                words("once everything claimed is completed"),
                "waiting" if score.projected > score.score else "muted",
            ),
        )
    )
    columns = (words("Level"), words("State"), words("Still missing"))
    grid = Grid(columns, tuple(short), (1.2, 1.8, 6))
    if short:
        (first, *_), cut = paged(grid, TABLE - TILES)
        yield Slide("missing", title, "", (tiles, first), (*spoken, *cut))
    else:
        yield Slide("missing", title, "", (tiles,), tuple(spoken))
    heads = (words("Level"), words("State"), words("Why"), words("Still missing"))
    grid = Grid(heads, tuple(whole), (1.3, 1.7, 4, 3.6))
    title = words("What each level rests on")
    for slide in tables("levels", title, headline(assessment, words), grid, spoken, words):
        yield replace(slide, hidden=True)


def _short(what: Message) -> Message:
    """A sentence with the names in it cut short, so that its verb stays on the slide."""
    values = tuple((key, name_of(v, 30) if isinstance(v, str) else v) for key, v in what.values)
    return replace(what, values=values)


def _projects(assessment: Assessment, words: Words) -> Iterator[Slide]:
    found, ledger = findings.of_projects(assessment, words), assessment.facts.projects
    note = project_counts(assessment, words)
    listed = [(words("Counted"), each) for each in ledger.counted]
    listed += [(words("Claimed"), each) for each in ledger.claimed]
    columns = (
        words("Counting"),
        words("Project / activity"),
        words("Status"),
        words("Period"),
        words("Budget (baht)"),
    )
    rows = tuple((counting, *_project(each, words)) for counting, each in listed)
    grid = Grid(columns, rows, (1.4, 4.7, 2.2, 2.9, 1.8), right=(4,))
    if rows:
        yield from tables("projects", found.title, note, grid, (found.alt,), words)
    else:
        # Nothing to look at: it is not shown unless the officer wants it.
        yield Slide("projects", found.title, note, (), (found.alt,), hidden=True)
    if ledger.left_out:
        reasons = Counter(
            (words.say(left.reason), status_name(left.project.status, words)) for left in ledger.left_out
        )
        told = tuple((reason, status, words.number(n)) for (reason, status), n in reasons.most_common())
        grid = Grid((words("Reason"), words("Status"), words("Projects")), told, (7.6, 2.8, 1.6), right=(2,))
        often, times = Counter(words.say(left.reason) for left in ledger.left_out).most_common(1)[0]
        title = words(
            "{n} {n:project is|projects are} left out, most often: “{reason}” ({times})",
            n=len(ledger.left_out),
            reason=name_of(often, 40),
            times=times,
        )
        spoken = [f"{left.project.name}: {words.say(left.reason)}" for left in ledger.left_out]
        yield from tables("left-out", title, "", grid, spoken, words)


def _project(project: Project, words: Words) -> tuple[str, str, str, str]:
    period = project.period_text
    if not period and project.period:
        period = (
            f"{words.date(project.period.start, short=True)} – {words.date(project.period.end, short=True)}"
        )
    budget = words.number(project.budget)
    period = words.in_digits(period) if period else NONE
    return project.name, status_name(project.status, words), period, budget


def _actions(assessment: Assessment, words: Words) -> Iterator[Slide]:
    """What officers found among citizens, and the projects that it led to, each with its status."""
    facts = assessment.facts
    if not facts.findings:
        return
    projects, rows, done = projects_in(facts), [], 0
    for finding in facts.findings:
        named = []
        for cause in facts.causes:
            if cause.finding == finding:
                status = next((p.status for p in projects if same_name(p.name, cause.project)), None)
                more = f" ({status_name(status, words)})" if status else ""
                named.append(cause.project + more)
        done += bool(named)
        rows.append((finding.said, "; ".join(named) or words("No project yet")))
    grid = Grid((words("What citizens said"), words("What came of it")), tuple(rows), (1, 1))
    title = words("{n} of {all} {all:finding|findings} led to a project", n=done, all=len(rows))
    yield from tables("actions", title, "", grid, [": ".join(row) for row in rows], words)


def _years(years: Sequence[Year], words: Words) -> Iterator[Slide]:
    if len({year.fiscal_year for year in years}) < 2:
        return
    ordered = sorted(years, key=lambda year: year.fiscal_year)[-6:]
    before, now = ordered[-2:]
    named = {"year": words.plain(now.fiscal_year), "before": words.plain(before.fiscal_year)}
    difference = now.score - before.score
    if (now.rubric, now.maximum) != (before.rubric, before.maximum):
        title = words(
            "{n} of {most} {most:point|points} in {year}, by another rubric than in {before}",
            n=now.score, most=now.maximum, **named,
        )  # fmt: skip
    elif difference > 0:
        title = words("{n} {n:point|points} more in {year} than in {before}", n=difference, **named)
    elif difference < 0:
        title = words("{n} {n:point|points} fewer in {year} than in {before}", n=-difference, **named)
    else:
        title = words("As many points in {year} as in {before}", **named)
    scores = tuple(
        Share(
            words.plain(year.fiscal_year),
            year.score / year.maximum if year.maximum else None,
            words("{n} of {most}", n=year.score, most=year.maximum),
            year.rubric,
            "good" if year is now else "muted",
        )
        for year in ordered
    )
    satisfied = tuple(
        Share(
            words.plain(year.fiscal_year),
            year.top_two,
            words.percent(year.top_two),
            words("{n} {n:answer|answers}", n=year.base),
            "good" if year is now else "muted",
        )
        for year in ordered
    )
    said = [f"{each.name}: {each.text} ({each.base})" for each in (*scores, *satisfied)]
    both = (
        Shares(words("Points"), scores, "; ".join(said[: len(scores)])),
        Shares(words("Satisfied (two best answers)"), satisfied, "; ".join(said[len(scores) :])),
    )
    note = words("Each year by its own rubric; the share is of the answers on the scale")
    yield Slide("years", title, note, (Beside(both),), tuple(said))


def _method(assessment: Assessment, methods: Sequence[Section], words: Words) -> Iterator[Slide]:
    rubric, people = assessment.rubric, sum(survey.tally.respondents for survey in assessment.surveys)
    names = ", ".join(name_of(source.workbook, 24) for source in assessment.sources) or NONE
    tiles = Tiles(
        (
            Tile(words("Workbooks"), words.number(len(assessment.sources)), words("known by their SHA-256")),
            Tile(
                words("Respondents"),
                words.number(people),
                words("{n} {n:survey|surveys}", n=len(assessment.surveys)),
            ),
            Tile(
                words("Rubric"),
                words.plain(assessment.fiscal_year),
                words("{id}, version {version}", id=rubric.id, version=rubric.version),
            ),
        )
    )
    short = Lines(
        (
            words("Workbooks: {names}", names=names),
            words(
                "Only levels that count give points; the projected score is once all claimed is completed."
            ),
            words(
                "A project counts that came from citizens, falls in the year and is: {statuses}.",
                statuses=", ".join(status_name(status, words) for status in rubric.counted_statuses),
            ),
            words(
                "Shares and means are of the answers on the scale; groups below {n} people stay hidden.",
                n=assessment.threshold,
            ),
            scheme_name(assessment.band_scheme, words),
        )
    )
    title = words("Every figure comes from the unit's own workbooks")
    facts = [(label, cell.text(words)) for label, cell in settings(assessment, words)]
    said = tuple(text for section in methods if section.about in SPOKEN for text in section.paragraphs)
    spoken = [*said, *(f"{label}: {text}" for label, text in facts)]
    yield Slide("method", title, in_language(rubric.dimension, words), (tiles, short), tuple(spoken))
    grid = Grid((words("Fact"), words("Detail")), tuple(facts), (3, 9))
    for slide in tables("settings", words("Where the figures come from"), "", grid, said, words):
        yield replace(slide, hidden=True)
    table = source_table(assessment, words)
    if table.rows:
        cells = [[cell.text(words) for cell in row] for row in table.rows]
        rows = tuple((row[0], row[1], row[2], row[3][:16], row[4]) for row in cells)
        grid = Grid(table.columns, rows, (3.4, 2.6, 1.8, 3.2, 1.6), right=(2, 4))
        title = words("Each figure comes from one of these workbooks")
        for slide in tables("sources", title, "", grid, said, words):
            yield replace(slide, hidden=True)
