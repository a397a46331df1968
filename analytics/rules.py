"""The rules that rubric files name: small pure functions from a level and the facts to a proposal.

A new rule is one function under `@rule(name)`, its parameters in that call, a docstring of one line that says
to officers what it looks at (its Thai stands in rules.po), and a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from analytics.facts import Facts, Figure, Ruling
from analytics.projects import RowRef
from analytics.words import Message, message

Parameter = int | float | str | bool
# What a parameter may be: a whole number of at least 1, a number from 0 up, a text.
ParameterKind = Literal["whole", "number", "text"]


@dataclass(frozen=True)
class Level:
    """One level of a rubric, or one item of it, or one of its dimensions.

    `points`: in a cumulative or banded rubric the score once it and every lower level count; in an additive
    one what it adds; of a dimension the most that it can give. `label` is what a band is called. `enough` and
    `not_enough` are examples of evidence that proves it and that does not, by language.
    """

    level: int
    points: int
    criterion: Mapping[str, str]
    short: Mapping[str, str]
    rule: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    label: Mapping[str, str] | None = None
    enough: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    not_enough: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """What a rule makes of the facts for one level, before lower levels are looked at."""

    finding: Ruling
    reasons: tuple[Message, ...]
    rows: tuple[RowRef, ...] = ()
    missing: Message | None = None


@dataclass(frozen=True)
class Parameters:
    """The parameters that a rule needs, and those it may have besides, each with its kind.

    `defaults`: what holds where a rubric gives none of the latter.
    """

    needed: Mapping[str, ParameterKind] = field(default_factory=dict)
    allowed: Mapping[str, ParameterKind] = field(default_factory=dict)
    defaults: Mapping[str, Parameter] = field(default_factory=dict)

    def of(self, level: Level) -> dict[str, Parameter]:
        """The parameters by which a level is judged."""
        return {**self.defaults, **level.parameters}


Rule = Callable[[Level, Facts], Proposal]
RULES: dict[str, Rule] = {}
PARAMETERS: dict[str, Parameters] = {}


def rule(
    name: str,
    needed: Mapping[str, ParameterKind] | None = None,
    allowed: Mapping[str, ParameterKind] | None = None,
    defaults: Mapping[str, Parameter] | None = None,
) -> Callable[[Rule], Rule]:
    """Register a rule under the name that rubric files use, with the parameters it needs and may have."""

    def register(function: Rule) -> Rule:
        RULES[name] = function
        PARAMETERS[name] = Parameters(needed or {}, allowed or {}, defaults or {})
        return function

    return register


@rule("survey_held", allowed={"minimum_respondents": "whole"}, defaults={"minimum_respondents": 1})
def survey_held(level: Level, facts: Facts) -> Proposal:
    """Met when `minimum_respondents` or more answered a survey, or the officer states it with evidence."""
    least = int(PARAMETERS[level.rule].of(level)["minimum_respondents"])
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


@rule("projects_from_citizens", needed={"minimum": "whole"})
def projects_from_citizens(level: Level, facts: Facts) -> Proposal:
    """Met when at least `minimum` projects count; claimed when counted and claimed ones together would."""
    least = int(level.parameters["minimum"])
    counted, claimed = facts.projects.counted, facts.projects.claimed
    rows = tuple(project.source for project in (*counted, *claimed))
    have = message(
        "{n} of {least} {least:project|projects} from citizens taking part {n:counts|count}",
        n=len(counted),
        least=least,
    )
    doubts = _doubts(facts)
    if len(counted) >= least:
        return Proposal("met", (have, *doubts), tuple(project.source for project in counted))
    lacking = least - len(counted)
    if len(counted) + len(claimed) >= least:
        names = tuple(message("In progress: {name}", name=project.name) for project in claimed)
        if lacking == 1 and len(claimed) == 1:
            missing = message("Complete “{name}”", name=claimed[0].name)
        else:
            missing = message("Complete {n} more of the projects that are under way", n=lacking)
        return Proposal("claimed", (have, *names, *doubts), rows, missing)
    wanted = lacking - len(claimed)
    if claimed:
        missing = message(
            "Projects from citizens taking part: {n} more, beside completing those under way", n=wanted
        )
    else:
        missing = message("Projects from citizens taking part: {n} more, completed", n=wanted)
    return Proposal("not_met", (have, *doubts), rows, missing)


def _doubts(facts: Facts) -> tuple[Message, ...]:
    """A note on projects that count, or would, without anything behind their claim to come from citizens."""
    standing = (*facts.projects.counted, *facts.projects.claimed)
    unbacked = [project.name for project in standing if facts.unbacked(project)]
    if len(unbacked) > 1:
        several = message(
            "Check: no finding or statement stands behind {n} {n:project|projects}, such as “{name}”",
            n=len(unbacked),
            name=unbacked[0],
        )
        return (several,)
    return tuple(
        message("Check: no finding or statement stands behind “{name}”", name=name) for name in unbacked
    )


@rule("figure_at_least", needed={"figure": "text", "minimum": "number"})
def figure_at_least(level: Level, facts: Facts) -> Proposal:
    """Met when the figure is at least `minimum` percent and names its document; claimed without document."""
    # The percentage is compared exactly, not as rounded for display: 84.996 is not 85.
    least = float(level.parameters["minimum"])
    figure = facts.figure(str(level.parameters["figure"]))
    if figure is None:
        return Proposal(
            "not_met", (message("The figure has not been entered"),), (), message("Enter the figure")
        )
    percent = share_of(figure) * 100
    have = message("{percent} percent, {least} needed", percent=float(percent), least=least)
    if percent < exactly(least):
        return Proposal("not_met", (have,), (), message("Reach {least} percent", least=least))
    if not figure.evidence:
        return Proposal("claimed", (have, _UNPROVED), (), message("Name the document that proves it"))
    return Proposal("met", (have, message("Stated, with evidence: {evidence}", evidence=figure.evidence)))


_UNPROVED = message("Stated without evidence")


def exactly(number: float) -> Fraction:
    """A number as it is printed: 0.1 is a tenth, and sums of such have no binary dust."""
    return Fraction(repr(number))


def share_of(figure: Figure) -> Fraction:
    """What was earned of what was possible, 0..1, exactly. Raises ValueError where nothing was possible."""
    if figure.possible <= 0:
        raise ValueError(f"{figure.key}: nothing can be earned of {figure.possible}")
    return exactly(figure.earned) / exactly(figure.possible)


def _stated(level: Level, facts: Facts, missing: Message) -> Proposal:
    given = [s for s in facts.of_level(level.level) if s.activity or s.result]
    rows = tuple(s.source for s in given if s.source)
    backed = [s for s in given if s.evidence and s.completed]
    if backed:
        evidence = [" ".join(s.evidence.split()) for s in backed if s.evidence]
        reasons = tuple(message("Stated, with evidence: {evidence}", evidence=text) for text in evidence)
        return Proposal("met", reasons, rows)
    if given:
        if any(s.evidence for s in given):
            return Proposal(
                "claimed", (message("Stated as still in progress"),), rows, message("Complete what is stated")
            )
        return Proposal(
            "claimed",
            (_UNPROVED,),
            rows,
            message("Name the document that proves it"),
        )
    return Proposal("not_met", (message("Nothing stated or found"),), (), missing)
