"""What if: facts changed in thought, the score that follows, and the shortest way to the next one.

Nothing is saved here. The steps are worked out from the rules: a way is proposed because the rules give the
facts with it a higher score, whatever rule made it so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

from analytics.facts import Facts, Figure, Statement, SurveyHeld, projects_in
from analytics.projects import Project, RowRef, Status, ledger
from analytics.rubric import Rubric, Score, score
from analytics.rules import PARAMETERS, Level
from analytics.words import Message, message

StepKind = Literal["complete", "prove", "state", "survey", "start", "figure"]
MOST_STEPS = 6
NOWHERE = RowRef("", "")
DONE = "✓"


@dataclass(frozen=True)
class Changes:
    """What is changed in thought. Projects are named by the row they stand in.

    Projects `completed` and `dropped`; names of `added` ones, which come from citizens and are completed;
    other `statuses` that count, where None leaves the rubric's own.
    """

    completed: frozenset[RowRef] = frozenset()
    dropped: frozenset[RowRef] = frozenset()
    added: tuple[str, ...] = ()
    statuses: tuple[Status, ...] | None = None


@dataclass(frozen=True)
class Step:
    """One thing to do towards the next score, in words; `source` is the row of the project it is about."""

    kind: StepKind
    text: Message
    source: RowRef | None = None


@dataclass(frozen=True)
class _Move:
    """A step, and what it makes of the facts."""

    step: Step
    completes: RowRef | None = None
    starts: str | None = None
    proves: int | None = None
    states: Statement | None = None
    holds: SurveyHeld | None = None
    reaches: Figure | None = None


def what_if(rubric: Rubric, facts: Facts, changes: Changes) -> Score:
    """The score of the facts with the changes. No changes: the score as it is.

    A project that is completed in thought keeps its other facts: one from no citizens still does not count.
    Raises ValueError where the facts name no fiscal year, since projects are sorted by it.
    """
    return score(rubric, with_changes(rubric, facts, changes))


def with_changes(rubric: Rubric, facts: Facts, changes: Changes) -> Facts:
    """The facts with the changes, their projects sorted anew. Raises as `what_if` does."""
    if facts.fiscal_year is None:
        raise ValueError("facts without a fiscal year can't be changed in thought")
    kept = [
        replace(project, status="completed") if project.source in changes.completed else project
        for project in projects_in(facts)
        if project.source not in changes.dropped
    ]
    added = [
        Project(name, NOWHERE, "completed", from_citizens=True, fiscal_year=facts.fiscal_year)
        for name in changes.added
    ]
    statuses = rubric.counted_statuses if changes.statuses is None else changes.statuses
    sorted_anew = ledger([*kept, *added], facts.fiscal_year, statuses, facts.same_projects)
    return replace(facts, projects=sorted_anew)


def next_steps(rubric: Rubric, facts: Facts) -> tuple[Step, ...]:
    """The fewest steps that raise the score, in the order to take them; none at the top.

    Every step is something an officer can do: complete a project, name the document of a statement, state
    what a level asks for, hold a survey, start a project that comes from citizens, reach a figure. Of ways of
    one length the one with what is nearest to done comes first. None, too, where no way of up to 6 steps
    helps, as with a level that was overruled. Raises ValueError where the facts name no fiscal year.
    """
    now = score(rubric, facts).score
    moves = tuple(_moves(rubric, facts))
    for length in range(1, min(MOST_STEPS, len(moves)) + 1):
        for way in combinations(moves, length):
            if _in_order(way) and score(rubric, _taken(rubric, facts, way)).score > now:
                return tuple(move.step for move in way)
    return ()


def _in_order(way: Iterable[_Move]) -> bool:
    """New projects are all alike: a way takes the first of them, never the second alone."""
    names = [move.starts for move in way if move.starts]
    return names == [str(number) for number in range(1, len(names) + 1)]


def _taken(rubric: Rubric, facts: Facts, way: tuple[_Move, ...]) -> Facts:
    """The facts once every step of the way is taken."""
    proved = {move.proves for move in way}
    statements = tuple(
        replace(s, evidence=s.evidence or DONE, completed=True) if s.level in proved else s
        for s in facts.statements
    )
    taken = replace(
        facts,
        surveys=(*facts.surveys, *(move.holds for move in way if move.holds)),
        statements=(*statements, *(move.states for move in way if move.states)),
        figures=(*facts.figures, *(move.reaches for move in way if move.reaches)),
    )
    changes = Changes(
        completed=frozenset(move.completes for move in way if move.completes),
        added=tuple(move.starts for move in way if move.starts),
    )
    return with_changes(rubric, taken, changes) if changes != Changes() else taken


def _moves(rubric: Rubric, facts: Facts) -> Iterator[_Move]:
    """What could be done, nearest to done first."""
    levels = tuple(_levels(rubric))
    wanted = max(
        (int(level.parameters.get("minimum", 0)) for level in levels if _of_projects(level)), default=0
    )
    yield from _completing(rubric, facts, wanted)
    stated = {s.level for s in facts.statements if s.activity or s.result}
    for level in levels:
        if level.level in stated:
            text = message(
                "Level {level}: complete what is stated and name its document", level=str(level.level)
            )
            yield _Move(Step("prove", text), proves=level.level)
    yield from _figures(rubric, facts)
    for level in levels:
        if level.rule == "statement" and level.level not in stated:
            text = message(
                "Level {level}: do what it asks, and state it with its document", level=str(level.level)
            )
            yield _Move(Step("state", text), states=Statement(level.level, DONE, evidence=DONE))
    for level in levels:
        if level.rule == "survey_held":
            least = int(PARAMETERS[level.rule].of(level)["minimum_respondents"])
            text = message("Hold a survey of citizens or service users: respondents {n} or more", n=least)
            yield _Move(Step("survey", text), holds=SurveyHeld(DONE, least, NOWHERE))
    for number in range(1, wanted + 1):
        text = message("Start and complete a new project that comes from citizens taking part")
        yield _Move(Step("start", text), starts=str(number))


def _levels(rubric: Rubric) -> Iterator[Level]:
    if rubric.type != "weighted":
        yield from rubric.levels
    for dimension in rubric.dimensions:
        if dimension.rubric is not None:
            yield from dimension.rubric.levels


def _of_projects(level: Level) -> bool:
    return level.rule == "projects_from_citizens"


def _completing(rubric: Rubric, facts: Facts, wanted: int) -> Iterator[_Move]:
    """Projects that would count once completed: those under way first; no more than could be wanted."""
    if not wanted:
        return
    for project in facts.projects.claimed[:wanted]:
        text = message("Complete “{name}”", name=project.name)
        yield _Move(Step("complete", text, project.source), completes=project.source)
    waiting = [
        left.project for left in facts.projects.left_out if left.project.status in ("planned", "unknown")
    ]
    all_done = Changes(frozenset(project.source for project in waiting))
    would_count = {p.source for p in with_changes(rubric, facts, all_done).projects.counted}
    for project in [p for p in waiting if p.source in would_count][:wanted]:
        if project.status == "planned":
            text = message("Carry out “{name}”, which is planned", name=project.name)
        else:
            text = message("Complete “{name}”, or state that it is completed", name=project.name)
        yield _Move(Step("complete", text, project.source), completes=project.source)


def _figures(rubric: Rubric, facts: Facts) -> Iterator[_Move]:
    bands: dict[str, list[float]] = {}
    for level in _levels(rubric):
        if level.rule == "figure_at_least":
            bands.setdefault(str(level.parameters["figure"]), []).append(float(level.parameters["minimum"]))
    for key, beginnings in bands.items():
        figure = facts.figure(key)
        if figure is not None and not figure.evidence:
            yield _proving(replace(figure, evidence=DONE))
        percent = figure.earned / figure.possible * 100 if figure else -1
        above = [beginning for beginning in beginnings if beginning > percent]
        if above:
            text = message("Reach {least} percent, with the document that proves it", least=min(above))
            yield _Move(Step("figure", text), reaches=Figure(key, min(above), 100, DONE))
    for dimension in rubric.dimensions:
        if dimension.rubric is not None:
            continue
        figure, number = facts.figure(dimension.key), str(dimension.level.level)
        if figure is not None and not figure.evidence:
            yield _proving(replace(figure, evidence=DONE))
        text = message(
            "Dimension {number}: reach more points, with the document that proves it", number=number
        )
        most = Figure(dimension.key, dimension.maximum, dimension.maximum, DONE)
        yield _Move(Step("figure", text), reaches=most)


def _proving(figure: Figure) -> _Move:
    text = message("Name the document that proves {n} of {most}", n=figure.earned, most=figure.possible)
    return _Move(Step("prove", text), reaches=figure)
