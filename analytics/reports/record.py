"""An assessment as lines of JSON, exact: what a summary carries so that it can be read back unchanged.

Personal data has no place in it: of a survey only counts are kept, never a response; of comments how many
each theme took, and those that an officer recorded as a finding, masked.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from analytics.assessment import Assessment, Source, Survey
from analytics.facts import Facts, Statement, projects_in
from analytics.projects import Project, RowRef
from analytics.statistics.samplesize import UNSAID
from analytics.themes import LEANINGS, CommentCounts
from analytics.words import Message, Problem, Value, Year

MARKER = "saisaat-summary"
VERSION = 1
# A cell's text is cut into pieces of this many characters: half of what fits, since some count twice.
PIECE = 16_000

# What XML can't carry, C1 controls, and "_x" which spreadsheets read as the start of an escaped character.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]|_(?=x)")


@dataclass(frozen=True)
class Record:
    """One line: its kind, a name for people, and the JSON."""

    kind: str
    name: str
    json: str

    @property
    def pieces(self) -> tuple[str, ...]:
        """The JSON in pieces that fit a cell each."""
        return tuple(self.json[i : i + PIECE] for i in range(0, len(self.json), PIECE))


def records(assessment: Assessment) -> tuple[Record, ...]:
    """Everything an assessment rests on: settings, surveys with items, projects, entries, sources."""
    return tuple(Record(kind, name, _json(content)) for kind, name, content in _contents(assessment))


def checksum(lines: tuple[str, ...]) -> str:
    """A sum over the JSON of all records, which tells that somebody changed one by hand."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _contents(assessment: Assessment) -> Iterator[tuple[str, str, dict[str, Any]]]:
    yield (
        "assessment",
        assessment.unit,
        {
            "unit": assessment.unit,
            "fiscal_year": assessment.fiscal_year,
            "rubric": assessment.rubric.id,
            "rubric_version": assessment.rubric.version,
            "band_scheme": assessment.band_scheme,
            "made_on": _day(assessment.made_on),
            "score": assessment.score.score,
            "projected": assessment.score.projected,
        },
    )
    for survey in assessment.surveys:
        yield from _survey(survey)
    for project in projects_in(assessment.facts):
        yield "project", project.name, _project(project)
    for statement in assessment.facts.statements:
        yield "statement", str(statement.level), _statement(statement)
    yield from _entered(assessment.facts)
    for source in assessment.sources:
        yield "source", source.workbook, _source(source)


def _entered(facts: Facts) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What officers entered beside statements. Of an attached file its sha256 and name are told."""
    for word in facts.overrules:
        content = {"level": word.level, "finding": word.finding, "reason": word.reason, "who": word.who}
        yield "overrule", str(word.level), {**content, "when": _day(word.when)}
    for figure in facts.figures:
        yield (
            "figure",
            figure.key,
            {
                "key": figure.key,
                "earned": figure.earned,
                "possible": figure.possible,
                "evidence": figure.evidence,
                "who": figure.who,
            },
        )
    levels = {level for entry in facts.evidence for level in entry.levels}
    levels |= {statement.level for statement in facts.statements}
    for entry in facts.evidence:
        yield (
            "evidence",
            entry.title,
            {
                "title": entry.title,
                "kind": entry.kind,
                "effective": _day(entry.effective),
                "levels": [level for level in sorted(levels) if entry in facts.evidence_for(level)],
                "link": entry.link,
                "sha256": entry.sha256,
                "file_name": entry.file_name,
                "added_by": entry.added_by,
            },
        )
    for said in facts.same_projects:
        content = {"first": said.first, "second": said.second, "same": said.same, "who": said.who}
        yield "same_project", said.first, content
    for found in facts.findings:
        content = {"said": found.said, "survey": found.survey, "item": found.item, "comment": found.comment}
        yield "finding", found.said, {**content, "who": found.who}
    for cause in facts.causes:
        if cause.finding in facts.findings:
            place = facts.findings.index(cause.finding)
            yield "cause", cause.project, {"finding": place, "project": cause.project, "who": cause.who}


def _survey(survey: Survey) -> Iterator[tuple[str, str, dict[str, Any]]]:
    codebook = survey.tally.codebook
    yield (
        "survey",
        survey.title,
        {
            "title": survey.title,
            "source": _place(survey.source),
            "respondents": survey.tally.respondents,
            **({} if survey.sample == UNSAID else asdict(survey.sample)),
            "items": len(codebook.items),
            "demographics": [[d.key, d.text, d.column] for d in codebook.demographics],
        },
    )
    for item in codebook.items:
        found = survey.item(item.key)
        yield (
            "item",
            item.text,
            {
                "key": item.key,
                "text": item.text,
                "header": item.header,
                "column": item.column,
                "aspect": item.aspect,
                "scale": {
                    "name": item.scale.name,
                    "points": item.scale.points,
                    "labels": item.scale.labels,
                    "kind": item.scale.kind,
                },
                "counts": [found.counts[point] for point in item.scale.points],
                "blank": found.blank,
                "not_applicable": found.not_applicable,
                "unrecognised": found.unrecognised,
            },
        )
    for asked in survey.options:
        counted = {"columns": asked.columns, "base": asked.base, "blank": asked.blank}
        yield "options", asked.question, {"question": asked.question, **counted, "counts": asked.counts}
    for about in survey.comments:
        yield "comments", about.question, _comments(about)


def _comments(about: CommentCounts) -> dict[str, Any]:
    return {
        "question": about.question,
        "base": about.base,
        "nothing": about.nothing,
        "themes": [
            [each.theme.key, {**each.theme.title}, [each.leanings[leaning] for leaning in LEANINGS]]
            for each in about.counts
        ],
        "without": [about.without[leaning] for leaning in LEANINGS],
    }


def _project(project: Project) -> dict[str, Any]:
    period = project.period
    return {
        "name": project.name,
        "source": _place(project.source),
        "status": project.status,
        "status_text": project.status_text,
        "from_citizens": project.from_citizens,
        "origin": project.origin,
        "fiscal_year": project.fiscal_year,
        "period": None if period is None else [_day(period.start), _day(period.end)],
        "period_text": project.period_text,
        "budget": _finite(project.budget),
        "evidence": project.evidence,
        "note": project.note,
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "level": statement.level,
        "activity": statement.activity,
        "result": statement.result,
        "evidence": statement.evidence,
        "who": statement.who,
        "when": statement.when,
        "completed": statement.completed,
        "source": None if statement.source is None else _place(statement.source),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "workbook": source.workbook,
        "sha256": source.sha256,
        "rows": [[sheet, rows] for sheet, rows in source.rows],
        "problems": [_problem(problem) for problem in source.problems],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "problem": encoded(problem.problem),
        "remedy": encoded(problem.remedy),
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "severity": problem.severity,
    }


def encoded(said: Message) -> list[Any]:
    """A message as JSON holds it: [text, [[name, value], …]]."""
    return [said.text, [[name, _value(value)] for name, value in said.values]]


def decoded(content: Any) -> Message:
    """The message that `encoded` was given. Raises TypeError or ValueError where it can't have been one."""
    text, values = content
    if not isinstance(text, str) or not all(isinstance(name, str) for name, _ in values):
        raise TypeError(f"{content!r} is no message")
    return Message(text, tuple((name, _decoded_value(value)) for name, value in values))


def _value(value: Value) -> Any:
    match value:
        case date():
            return {"date": value.isoformat()}
        case Year():
            return {"year": int(value)}
        case _:
            return _finite(value)


def _decoded_value(content: Any) -> Value:
    match content:
        case {"date": str(day)}:
            return date.fromisoformat(day)
        case {"year": int(year)}:
            return Year(year)
        case None | str() | int() | float():
            return content
    raise TypeError(f"{content!r} is no value of a message")


def _place(source: RowRef) -> list[Any]:
    return [source.workbook, source.sheet, source.row]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _finite(value: str | float | None) -> str | float | None:
    """JSON knows no nan and no infinity; both mean that there is no figure."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _json(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
