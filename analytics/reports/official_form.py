"""The content of the official five-column form, as text: one content for every kind of document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from analytics.assessment import Assessment
from analytics.projects import RowRef
from analytics.rubric import Statement, Verdict, projects_in
from analytics.words import NONE, Words

MOST_LISTED = 12  # things in a cell of the form; the chapter on projects has them all


@dataclass(frozen=True)
class FormRow:
    """One row of the form. `by_program`: no statement was made, so the program wrote what the data shows."""

    level: int
    points: int
    title: str
    criterion: str
    activity: str = ""
    result: str = ""
    evidence: str = ""
    by_program: bool = False

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """The five cells, left to right."""
        return self.title, self.criterion, self.activity, self.result, self.evidence


@dataclass(frozen=True)
class OfficialForm:
    """The form from top to bottom: three title lines, header, and a row for no points and for each level."""

    titles: tuple[str, str, str]
    header: tuple[str, str, str, str, str]
    rows: tuple[FormRow, ...]


def official_form(assessment: Assessment, words: Words) -> OfficialForm:
    """The form filled from an assessment.

    A level's activity, result and evidence are the officer's statements word for word, several on lines of
    their own. A level without a statement gets what the data shows, marked as worked out by the program.
    """
    rubric = assessment.rubric
    zero = FormRow(0, 0, words("{points} {points:point|points}", points=0), in_language(rubric.zero, words))
    return OfficialForm(
        titles=(
            in_language(rubric.title, words),
            assessment.unit or in_language(rubric.unit, words),
            in_language(rubric.dimension, words),
        ),
        header=(
            "",
            words("Main point / criterion"),
            words("Activity"),
            words("Result"),
            words("Evidence"),
        ),
        rows=(zero, *(_row(assessment, verdict, words) for verdict in assessment.score.verdicts)),
    )


def in_language(texts: Mapping[str, str], words: Words) -> str:
    """A rubric's text in the reader's language, else in the language that it has."""
    return texts.get(words.language) or next(iter(texts.values()), "")


def place(source: RowRef, words: Words) -> str:
    """Where a fact stands, as text."""
    if source.row is None:
        return words("{workbook}, sheet “{sheet}”", workbook=source.workbook, sheet=source.sheet)
    return words(
        "{workbook}, sheet “{sheet}”, row {row}",
        workbook=source.workbook,
        sheet=source.sheet,
        row=words.plain(source.row),
    )


def _row(assessment: Assessment, verdict: Verdict, words: Words) -> FormRow:
    level = verdict.level
    title = words(
        "Level {level}, {points} {points:point|points}", level=words.plain(level.level), points=level.points
    )
    criterion = in_language(level.criterion, words)
    if verdict.statements:
        return FormRow(
            level.level,
            level.points,
            title,
            criterion,
            activity=_joined(s.activity for s in verdict.statements),
            result=_joined(s.result for s in verdict.statements),
            evidence=_joined(s.evidence for s in verdict.statements),
        )
    surveys = [s for s in assessment.surveys if s.source in verdict.rows]
    projects = [p for p in projects_in(assessment.facts) if p.source in verdict.rows]
    activity = [f"-{survey.title}" for survey in surveys] + [f"-{project.name}" for project in projects]
    more = len(activity) - MOST_LISTED
    rest = [words("-and {n} more, see the list of projects", n=more)] if more > 1 else []
    shown = MOST_LISTED if rest else len(activity)
    result = [f"-{words.say(reason)}" for reason in verdict.reasons]
    evidence = [f"-{project.evidence or place(project.source, words)}" for project in projects]
    evidence = [f"-{place(survey.source, words)}" for survey in surveys] + evidence
    mark = words("(worked out by the program)")
    return FormRow(
        level.level,
        level.points,
        title,
        criterion,
        activity="\n".join([*activity[:shown], *rest]) or NONE,
        result="\n".join([*result, mark]),
        evidence="\n".join(evidence[:shown]) or NONE,
        by_program=True,
    )


def _joined(texts: Iterable[str | None]) -> str:
    """The same text once, however many statements repeat it."""
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _day(when: str | None, words: Words) -> str | None:
    try:
        return words.date(date.fromisoformat(when)) if when else None
    except ValueError:
        return when  # typed in another way: said as it was typed


def stated_by(statements: Iterable[Statement], words: Words) -> str:
    """Who stated it and the date that the evidence takes effect, a statement a line."""
    lines = []
    for statement in statements:
        parts = [part for part in (statement.who, _day(statement.when, words)) if part]
        if parts:
            lines.append(", ".join(parts))
    return _joined(lines)
