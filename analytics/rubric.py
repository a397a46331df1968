"""A rubric and the facts of a unit → a verdict for every level → the score.

Data proposes, the officer confirms. A level is in one of four states: counted; met but held back by
a lower level; claimed (in progress, or evidence still missing); not met. Points come only from
counted levels. The projected score is what it would be once everything claimed is completed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from analytics.facts import Evidence, Facts, Figure, Overrule, Ruling, Statement, SurveyHeld, projects_in
from analytics.projects import RowRef, Status
from analytics.rules import RULES, Level, Proposal, exactly, share_of
from analytics.words import Message, message

__all__ = [
    "RULES",
    "Dimension",
    "Facts",
    "Level",
    "Rubric",
    "RubricType",
    "Score",
    "State",
    "Statement",
    "SurveyHeld",
    "Verdict",
    "projects_in",
    "score",
]

State = Literal["counted", "held_back", "claimed", "not_met"]
RubricType = Literal["cumulative", "additive", "count", "banded", "weighted"]


@dataclass(frozen=True)
class Dimension:
    """One dimension of a weighted rubric: `level` has its number and title, and its weight as points.

    It is scored by a rubric of its own, or by the figure of its `key` (of `maximum`) where that is None.
    """

    level: Level
    key: str
    maximum: int
    rubric: Rubric | None = None


@dataclass(frozen=True)
class Rubric:
    """A rubric, as its file states it. Texts are keyed by language ("th", "en").

    How levels become a score is its `type`. cumulative: the points of the highest level that counts with
    every lower one. banded: the same, of one figure's percentage, and each band has a label (`zero_label`
    below the lowest). additive: the points of all items that count, together. count: `steps` turn how many
    items count into points, such as (3, 2) for "from 3 items, 2 points"; without steps an item is a point.
    weighted: every dimension's share of its maximum, times its weight; `levels` are those of `dimensions`.
    """

    id: str
    version: str
    fiscal_years: tuple[int, ...]
    title: Mapping[str, str]
    dimension: Mapping[str, str]
    unit: Mapping[str, str]
    zero: Mapping[str, str]
    levels: tuple[Level, ...]
    counted_statuses: tuple[Status, ...] = ("completed",)
    type: RubricType = "cumulative"
    steps: tuple[tuple[int, int], ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    zero_label: Mapping[str, str] | None = None

    @property
    def maximum(self) -> int:
        """The most points that can be reached."""
        if self.type in ("additive", "weighted"):
            return sum(level.points for level in self.levels)
        if self.type == "count":
            return self.steps[-1][1] if self.steps else len(self.levels)
        return self.levels[-1].points

    @property
    def figures(self) -> tuple[tuple[str, Mapping[str, str], int], ...]:
        """The figures that the officer enters: key, title, and of how many; empty where rules need none."""
        keys = [level.parameters["figure"] for level in self.levels if "figure" in level.parameters]
        asked = [(str(key), self.dimension, 100) for key in dict.fromkeys(keys)]
        for dimension in self.dimensions:
            if dimension.rubric is None:
                asked.append((dimension.key, dimension.level.criterion, dimension.maximum))
            else:
                asked.extend(dimension.rubric.figures)
        return tuple(asked)


@dataclass(frozen=True)
class Verdict:
    """One level: its state and why, the rows it rests on, what was stated and the next missing condition.

    `proposed` is what the data proposes, `overruled` the officer's word in its place. Of a dimension,
    `earned` is what it adds to the score, and `within` the score of its own rubric.
    """

    level: Level
    state: State
    reasons: tuple[Message, ...]
    rows: tuple[RowRef, ...]
    statements: tuple[Statement, ...]
    missing: Message | None
    proposed: Ruling = "not_met"
    overruled: Overrule | None = None
    evidence: tuple[Evidence, ...] = ()
    earned: float | None = None
    within: Score | None = None


@dataclass(frozen=True)
class Score:
    """The score now, the projected score, and the verdict of each level, lowest first.

    Whole points are int; a weighted sum may be a float. `label` is the band's name where bands have one.
    """

    score: float
    projected: float
    maximum: int
    verdicts: tuple[Verdict, ...]
    type: RubricType = "cumulative"
    label: Mapping[str, str] | None = None

    @property
    def next_step(self) -> Verdict | None:
        """The lowest level that does not count yet; None at the top."""
        return next((v for v in self.verdicts if v.state != "counted"), None)

    @property
    def share(self) -> float:
        """The score as a share (0..1) of the maximum."""
        return float(exactly(self.score) / self.maximum)


def score(rubric: Rubric, facts: Facts) -> Score:
    """The verdicts and both scores of a rubric of any type.

    Levels of a cumulative or banded rubric are looked at from the lowest; the first that is not met stops
    the counting, and what is met above it is held back. Items and dimensions stand for themselves. An
    overrule takes the place of what the rule proposes. Adding a fact, unless it is an overrule or a lower
    figure, never lowers the score.
    """
    if rubric.type == "weighted":
        return _weighted(rubric, facts)
    judged = [_judged(level, facts) for level in rubric.levels]
    stepped = rubric.type in ("cumulative", "banded")
    verdicts = []
    standing = True
    for level, (proposed, proposal) in zip(rubric.levels, judged, strict=True):
        state: State
        if proposal.finding == "met":
            state = "counted" if standing else "held_back"
        else:
            state = proposal.finding
            standing = standing and not stepped
        verdicts.append(_verdict(level, state, proposed, proposal, facts))
    now = [verdict.level for verdict in verdicts if verdict.state == "counted"]
    label = (now[-1].label if now else rubric.zero_label) if rubric.type == "banded" else None
    return Score(
        score=_points(rubric, [proposal.finding == "met" for _, proposal in judged]),
        projected=_points(rubric, [proposal.finding != "not_met" for _, proposal in judged]),
        maximum=rubric.maximum,
        verdicts=tuple(verdicts),
        type=rubric.type,
        label=label,
    )


def _judged(level: Level, facts: Facts) -> tuple[Ruling, Proposal]:
    """What the data proposes for a level, and what stands once the officer's overrule is heard."""
    proposal = RULES[level.rule](level, facts)
    return proposal.finding, _overruled(level, proposal, facts)


def _overruled(level: Level, proposal: Proposal, facts: Facts) -> Proposal:
    overrule = facts.overrule(level.level)
    reasons = (*proposal.reasons, *_out_of_year(level, facts))
    if overrule is None:
        return Proposal(proposal.finding, reasons, proposal.rows, proposal.missing)
    if overrule.finding == "met":
        said = message("Overruled, counts as met: {reason} ({who})", reason=overrule.reason, who=overrule.who)
        missing = None
    else:
        said = message("Overruled, not met: {reason} ({who})", reason=overrule.reason, who=overrule.who)
        missing = message("Settle what it was overruled for: {reason}", reason=overrule.reason)
    return Proposal(overrule.finding, (said, *reasons), proposal.rows, missing)


def _out_of_year(level: Level, facts: Facts) -> tuple[Message, ...]:
    if facts.fiscal_year is None:
        return ()
    return tuple(
        message(
            "Check: “{title}” takes effect on {day}, outside the fiscal year",
            title=entry.title,
            day=entry.effective,
        )
        for entry in facts.evidence_for(level.level)
        if entry.in_fiscal_year(facts.fiscal_year) is False
    )


def _verdict(level: Level, state: State, proposed: Ruling, proposal: Proposal, facts: Facts) -> Verdict:
    return Verdict(
        level,
        state,
        proposal.reasons,
        proposal.rows,
        facts.of_level(level.level),
        proposal.missing,
        proposed=proposed,
        overruled=facts.overrule(level.level),
        evidence=facts.evidence_for(level.level),
    )


def _points(rubric: Rubric, met: list[bool]) -> int:
    done = [level for level, is_met in zip(rubric.levels, met, strict=True) if is_met]
    if rubric.type == "additive":
        return sum(level.points for level in done)
    if rubric.type == "count":
        if not rubric.steps:
            return len(done)
        return max((points for least, points in rubric.steps if len(done) >= least), default=0)
    standing = met.index(False) if False in met else len(met)
    return rubric.levels[standing - 1].points if standing else 0


def _weighted(rubric: Rubric, facts: Facts) -> Score:
    verdicts = []
    now, projected = Fraction(0), Fraction(0)
    for dimension in rubric.dimensions:
        verdict, part, hoped = _dimension(dimension, facts)
        verdicts.append(verdict)
        now += part
        projected += hoped
    return Score(_number(now), _number(projected), rubric.maximum, tuple(verdicts), "weighted")


def _dimension(dimension: Dimension, facts: Facts) -> tuple[Verdict, Fraction, Fraction]:
    """A dimension's verdict, and what it adds to the score now and once everything claimed is completed.

    Of a dimension that is scored by a figure, statements and overrules don't apply: they belong to levels.
    """
    within, weight = None, dimension.level.points
    missing: Message | None
    if dimension.rubric is not None:
        within = score(dimension.rubric, facts)
        earned, hoped = (exactly(n) / within.maximum for n in (within.score, within.projected))
        reasons: tuple[Message, ...] = (
            message("{n} of {most} {most:point|points}", n=within.score, most=within.maximum),
        )
        missing = within.next_step.missing if within.next_step else None
    else:
        earned, hoped, reasons, missing = _by_figure(facts.figure(dimension.key))
    state: State = "counted" if earned == 1 else "claimed" if hoped > earned else "not_met"
    proposed: Ruling = "met" if state == "counted" else "claimed" if state == "claimed" else "not_met"
    verdict = Verdict(
        dimension.level,
        state,
        reasons,
        tuple(row for v in within.verdicts for row in v.rows) if within else (),
        (),
        missing,
        proposed=proposed,
        earned=_number(earned * weight),
        within=within,
    )
    return verdict, earned * weight, hoped * weight


def _by_figure(
    figure: Figure | None,
) -> tuple[Fraction, Fraction, tuple[Message, ...], Message | None]:
    if figure is None:
        entered = message("The figure has not been entered")
        return Fraction(0), Fraction(0), (entered,), message("Enter the figure")
    share = share_of(figure)
    earned, possible = (_number(exactly(n)) for n in (figure.earned, figure.possible))
    have = message("{n} of {most} {most:point|points}", n=earned, most=possible)
    if not figure.evidence:
        unproved = message("Stated without evidence")
        return Fraction(0), share, (have, unproved), message("Name the document that proves it")
    stated = message("Stated, with evidence: {evidence}", evidence=figure.evidence)
    more = message("Raise it above {n} of {most} {most:point|points}", n=earned, most=possible)
    return share, share, (have, stated), None if share == 1 else more


def _number(exact: Fraction) -> float:
    return int(exact) if exact.denominator == 1 else float(exact)
