"""A rubric and the facts of a unit → a verdict for every level → the score.

Data proposes, the officer confirms. A level is in one of four states: counted; met but held back by
a lower level; claimed (in progress, or evidence still missing); not met. Points come only from
counted levels. The projected score is what it would be once everything claimed is completed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from analytics.projects import Ledger, Project, RowRef, Status
from analytics.words import Message, message

State = Literal["counted", "held_back", "claimed", "not_met"]
Finding = Literal["met", "claimed", "not_met"]


@dataclass(frozen=True)
class Level:
    """One level of a rubric: its points are the score once it and every lower level count."""

    level: int
    points: int
    criterion: Mapping[str, str]
    short: Mapping[str, str]
    rule: str
    parameters: Mapping[str, int | str | bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Rubric:
    """A cumulative rubric, as its file states it. Texts are keyed by language ("th", "en")."""

    id: str
    version: str
    fiscal_years: tuple[int, ...]
    title: Mapping[str, str]
    dimension: Mapping[str, str]
    unit: Mapping[str, str]
    zero: Mapping[str, str]
    levels: tuple[Level, ...]
    counted_statuses: tuple[Status, ...] = ("completed",)

    @property
    def maximum(self) -> int:
        """The points of the highest level."""
        return self.levels[-1].points


@dataclass(frozen=True)
class SurveyHeld:
    """The fact that a survey was held: what, how many respondents, where it stands.

    `in_year`: whether any answer falls in the fiscal year; None where the answers carry no time.
    """

    title: str
    respondents: int
    source: RowRef
    in_year: bool | None = None


@dataclass(frozen=True)
class Statement:
    """What the officer states for a level, from a row of the form or entered on the rubric page.

    `evidence` names the document; `who` and `when` (ISO date) say who stated it and the date that the
    evidence takes effect. Empty text is None. A `completed` of False is a statement still in progress.
    """

    level: int
    activity: str | None = None
    result: str | None = None
    evidence: str | None = None
    who: str | None = None
    when: str | None = None
    completed: bool = True
    source: RowRef | None = None


@dataclass(frozen=True)
class Facts:
    """Everything the rules look at."""

    surveys: tuple[SurveyHeld, ...] = ()
    statements: tuple[Statement, ...] = ()
    projects: Ledger = field(default_factory=lambda: Ledger((), (), ()))

    def of_level(self, level: int) -> tuple[Statement, ...]:
        """The statements for one level."""
        return tuple(s for s in self.statements if s.level == level)


@dataclass(frozen=True)
class Proposal:
    """What a rule makes of the facts for one level, before lower levels are looked at."""

    finding: Finding
    reasons: tuple[Message, ...]
    rows: tuple[RowRef, ...] = ()
    missing: Message | None = None


@dataclass(frozen=True)
class Verdict:
    """One level: its state and why, the rows it rests on, what was stated and the next missing condition."""

    level: Level
    state: State
    reasons: tuple[Message, ...]
    rows: tuple[RowRef, ...]
    statements: tuple[Statement, ...]
    missing: Message | None


@dataclass(frozen=True)
class Score:
    """The score now, the projected score, and the verdict of each level, lowest first."""

    score: int
    projected: int
    maximum: int
    verdicts: tuple[Verdict, ...]

    @property
    def next_step(self) -> Verdict | None:
        """The lowest level that does not count yet; None at the top."""
        return next((v for v in self.verdicts if v.state != "counted"), None)


Rule = Callable[[Level, Facts], Proposal]
RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[Rule], Rule]:
    """Register a rule under the name that rubric files use."""

    def register(function: Rule) -> Rule:
        RULES[name] = function
        return function

    return register


@rule("survey_held")
def survey_held(level: Level, facts: Facts) -> Proposal:
    """Met when a survey has `minimum_respondents` (default 1), or the officer states it with evidence."""
    least = int(level.parameters.get("minimum_respondents", 1))
    held = [survey for survey in facts.surveys if survey.respondents >= least]
    if held:
        reasons = [message("“{title}”: respondents {n}", title=s.title, n=s.respondents) for s in held]
        reasons += [
            message("Check: no answer in “{title}” falls in the fiscal year", title=s.title)
            for s in held
            if s.in_year is False
        ]
        return Proposal("met", tuple(reasons), tuple(s.source for s in held))
    return _stated(level, facts, message("A survey of citizens or service users: drop its workbook"))


@rule("statement")
def statement(level: Level, facts: Facts) -> Proposal:
    """Met when the officer states an activity or result and names the evidence; claimed without evidence."""
    return _stated(
        level, facts, message("The officer's statement with its document: who, when, which document")
    )


@rule("projects_from_citizens")
def projects_from_citizens(level: Level, facts: Facts) -> Proposal:
    """Met when at least `minimum` projects count; claimed when counted and claimed ones together would."""
    least = int(level.parameters["minimum"])
    counted, claimed = facts.projects.counted, facts.projects.claimed
    rows = tuple(project.source for project in (*counted, *claimed))
    have = message("{n} of {least} projects from citizens taking part count", n=len(counted), least=least)
    if len(counted) >= least:
        return Proposal("met", (have,), tuple(project.source for project in counted))
    lacking = least - len(counted)
    if len(counted) + len(claimed) >= least:
        names = tuple(message("In progress: {name}", name=project.name) for project in claimed)
        if lacking == 1 and len(claimed) == 1:
            missing = message("Complete “{name}”", name=claimed[0].name)
        else:
            missing = message("Complete {n} more of the projects that are under way", n=lacking)
        return Proposal("claimed", (have, *names), rows, missing)
    wanted = lacking - len(claimed)
    if claimed:
        missing = message(
            "Projects from citizens taking part: {n} more, beside completing those under way", n=wanted
        )
    else:
        missing = message("Projects from citizens taking part: {n} more, completed", n=wanted)
    return Proposal("not_met", (have,), rows, missing)


def _stated(level: Level, facts: Facts, missing: Message) -> Proposal:
    given = [s for s in facts.of_level(level.level) if s.activity or s.result]
    rows = tuple(s.source for s in given if s.source)
    backed = [s for s in given if s.evidence and s.completed]
    if backed:
        reasons = tuple(message("Stated, with evidence: {evidence}", evidence=s.evidence) for s in backed)
        return Proposal("met", reasons, rows)
    if given:
        if any(s.evidence for s in given):
            return Proposal(
                "claimed", (message("Stated as still in progress"),), rows, message("Complete what is stated")
            )
        return Proposal(
            "claimed",
            (message("Stated without evidence"),),
            rows,
            message("Name the document that proves it"),
        )
    return Proposal("not_met", (message("Nothing stated or found"),), (), missing)


def score(rubric: Rubric, facts: Facts) -> Score:
    """The verdicts and both scores of a cumulative rubric.

    Levels are looked at from the lowest; the first that is not met stops the counting, and what is
    met above it is held back. Adding a fact never lowers the score.
    """
    proposals = [RULES[level.rule](level, facts) for level in rubric.levels]
    verdicts = []
    standing = True
    for level, proposal in zip(rubric.levels, proposals, strict=True):
        state: State
        if proposal.finding == "met":
            state = "counted" if standing else "held_back"
        else:
            state = proposal.finding
            standing = False
        verdicts.append(
            Verdict(
                level, state, proposal.reasons, proposal.rows, facts.of_level(level.level), proposal.missing
            )
        )
    return Score(
        score=_points(rubric, [p.finding == "met" for p in proposals]),
        projected=_points(rubric, [p.finding != "not_met" for p in proposals]),
        maximum=rubric.maximum,
        verdicts=tuple(verdicts),
    )


def _points(rubric: Rubric, met: list[bool]) -> int:
    points = 0
    for level, is_met in zip(rubric.levels, met, strict=True):
        if not is_met:
            break
        points = level.points
    return points


def projects_in(facts: Facts) -> tuple[Project, ...]:
    """Every project of the facts, counted first."""
    return (
        *facts.projects.counted,
        *facts.projects.claimed,
        *(left.project for left in facts.projects.left_out),
    )
