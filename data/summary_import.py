"""Our own summary workbook → what it was made from, unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Any, TypeVar, get_args, get_type_hints

import pyarrow as pa

from analytics.assessment import Inputs, Source, Survey
from analytics.bands import is_own, own_bands
from analytics.codebook import BLANK, NOT_APPLICABLE, UNRECOGNISED, Codebook, Demographic, Item, Scale
from analytics.facts import EVIDENCE_KINDS, Entered, Evidence, Figure, Overrule, Statement
from analytics.findings import Cause, Finding
from analytics.measures import BANDS, BandScheme
from analytics.options import Options
from analytics.projects import STATUSES, Project, RowRef, SameProject
from analytics.reports.record import MARKER, VERSION, checksum, decoded
from analytics.statistics.samplesize import ERROR, Sample
from analytics.tally import from_counts
from analytics.thai import Period
from analytics.themes import LEANINGS, CommentCounts, Leaning, Theme, ThemeCount
from analytics.words import Language, Problem, message
from data.workbook import Sheet, Workbook

T = TypeVar("T")
KINDS = get_args(get_type_hints(Scale)["kind"])
SEVERITIES = get_args(get_type_hints(Problem)["severity"])
# The records of what the store keeps itself once a summary is confirmed.
CARRIED_OVER = ("overrule", "figure", "evidence", "same_project", "finding", "cause")
FIRST_RECORD = 2  # row of the first record, from 0: the marker and a line for people stand before it


class SummaryDamaged(ValueError):
    """The data sheet of a summary can't be read back; `problem` says where and what to do."""

    def __init__(self, problem: Problem):
        super().__init__(problem.problem.text)
        self.problem = problem


@dataclass(frozen=True)
class Settings:
    """What an assessment was made with, beside its facts."""

    unit: str
    fiscal_year: int
    rubric: str
    rubric_version: str
    band_scheme: BandScheme
    made_on: date | None


def is_summary(workbook: Workbook) -> bool:
    """Whether a workbook is a summary that this program wrote, whatever its sheets are called."""
    return record_sheet(workbook) is not None


def read_summary(workbook: Workbook) -> Inputs:
    """The surveys (as tallies), projects, statements and sources that a summary was made from.

    What officers entered is among them, of attached files only name and sha256. Responses of single people
    are in no summary. Raises SummaryDamaged where the data sheet was changed or is incomplete, ValueError
    where there is none.
    """
    records = _records(workbook)
    findings = tuple(record.read(_finding) for record in records if record.kind == "finding")
    return Inputs(
        surveys=tuple(_surveys(records)),
        projects=tuple(record.read(_project) for record in records if record.kind == "project"),
        statements=tuple(record.read(_statement) for record in records if record.kind == "statement"),
        sources=tuple(record.read(_source) for record in records if record.kind == "source"),
        entered=Entered(
            overrules=tuple(record.read(_overrule) for record in records if record.kind == "overrule"),
            figures=tuple(record.read(_figure) for record in records if record.kind == "figure"),
            evidence=tuple(record.read(_evidence) for record in records if record.kind == "evidence"),
            same_projects=tuple(record.read(_same) for record in records if record.kind == "same_project"),
            findings=findings,
            causes=tuple(record.read(_cause(findings)) for record in records if record.kind == "cause"),
        ),
    )


def read_settings(workbook: Workbook) -> Settings:
    """Unit, fiscal year, rubric and band scheme of a summary. Raises as `read_summary` does."""
    records = _records(workbook)
    return records[0].read(_settings)


def without_entered(workbook: Workbook) -> Workbook:
    """The summary without what officers entered beside statements: the store has that, see `carry_over`.

    Its record is sound as before. Raises as `read_summary` does.
    """
    kept = [record for record in _records(workbook) if record.kind not in CARRIED_OVER]
    sheet = record_sheet(workbook)
    assert sheet is not None
    rows = [0, 1, *(record.row - 1 for record in kept)]
    cells = sheet.cells.take(rows)
    lines = (
        "".join(piece for piece in row.values() if piece)
        for row in cells.slice(FIRST_RECORD).drop_columns(cells.column_names[:2]).to_pylist()
    )
    total = pa.array([checksum(tuple(lines)), *cells.column(2)[1:].to_pylist()], pa.string())
    cells = cells.set_column(2, cells.column_names[2], total)
    sheets = tuple(replace(one, cells=cells) if one is sheet else one for one in workbook.sheets)
    return replace(workbook, sheets=sheets)


@dataclass(frozen=True)
class _Record:
    sheet: str
    row: int
    kind: str
    content: Mapping[str, Any]

    def read(self, reader: Callable[[Mapping[str, Any]], T]) -> T:
        """What `reader` makes of the content; a record that it can't be is said with its row."""
        try:
            return reader(self.content)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _damaged(self.sheet, self.row) from error


def record_sheet(workbook: Workbook) -> Sheet | None:
    for sheet in workbook.sheets:
        if sheet.cells.num_rows and sheet.cells.num_columns and sheet.cells[0][0].as_py() == MARKER:
            return sheet
    return None


def _records(workbook: Workbook) -> list[_Record]:
    sheet = record_sheet(workbook)
    if sheet is None:
        raise ValueError(f"{workbook.name} is no summary")
    columns = [sheet.cells[index].to_pylist() for index in range(sheet.cells.num_columns)]
    rows = list(zip(*columns, strict=True))
    head = (*rows[0], None, None)
    if head[1] != str(VERSION):
        raise SummaryDamaged(
            Problem(
                message(
                    "This summary was made by another version of the program ({version})", version=head[1]
                ),
                message("Upload the workbooks that it was made from"),
                sheet=sheet.name,
                row=1,
                column=2,
                value=head[1],
            )
        )
    lines = {
        number: (row[0], "".join(piece for piece in row[2:] if piece))
        for number, row in enumerate(rows[FIRST_RECORD:], start=FIRST_RECORD + 1)
        if row[0]
    }
    if head[2] != checksum(tuple(line for _, line in lines.values())):
        raise _damaged(sheet.name, None)
    records = []
    for number, (kind, line) in lines.items():
        try:
            content = json.loads(line)
        except ValueError as error:
            raise _damaged(sheet.name, number) from error
        records.append(_Record(sheet.name, number, kind, content))
    if not records or records[0].kind != "assessment":
        raise _damaged(sheet.name, FIRST_RECORD + 1)
    return records


def _damaged(sheet: str, row: int | None) -> SummaryDamaged:
    return SummaryDamaged(
        Problem(
            message("The data sheet of this summary was changed or is incomplete"),
            message("Upload the summary as the program made it, or the workbooks that it was made from"),
            sheet=sheet,
            row=row,
        )
    )


def _surveys(records: list[_Record]) -> Iterator[Survey]:
    for index, record in enumerate(records):
        if record.kind == "survey":
            many = record.read(lambda content: _whole(content["items"]))
            after = records[index + 1 + many :]
            rest = list(takewhile(lambda one: one.kind in ("options", "comments"), after))
            yield record.read(_survey(records[index + 1 : index + 1 + many], rest))


def _survey(items: list[_Record], rest: list[_Record]) -> Callable[[Mapping[str, Any]], Survey]:
    def read(content: Mapping[str, Any]) -> Survey:
        if len(items) != content["items"] or any(item.kind != "item" for item in items):
            raise ValueError("items are missing")
        codebook = Codebook(
            tuple(item.read(_item) for item in items),
            tuple(Demographic(_text(k), _text(t), _whole(c)) for k, t, c in content["demographics"]),
        )
        counts = {item.content["key"]: item.read(_counts) for item in items}
        tally = from_counts(codebook, counts, _whole(content["respondents"]))
        return Survey(
            _text(content["title"]),
            _place(content["source"]),
            tally,
            options=tuple(record.read(_options) for record in rest if record.kind == "options"),
            comments=tuple(record.read(_comments) for record in rest if record.kind == "comments"),
            sample=_sample(content),
        )

    return read


def _sample(content: Mapping[str, Any]) -> Sample:
    """Of whom a survey speaks; summaries of before, and of surveys of which nobody said it, have no word."""
    error = float(content.get("error", ERROR))
    return Sample(_whole_or_none(content.get("population")), error)


def _options(content: Mapping[str, Any]) -> Options:
    return Options(
        question=_text(content["question"]),
        columns=tuple(_whole(column) for column in content["columns"]),
        base=_whole(content["base"]),
        blank=_whole(content["blank"]),
        counts=tuple((_text(name), _whole(n)) for name, n in content["counts"]),
    )


def _comments(content: Mapping[str, Any]) -> CommentCounts:
    return CommentCounts(
        question=_text(content["question"]),
        base=_whole(content["base"]),
        nothing=_whole(content["nothing"]),
        counts=tuple(
            ThemeCount(Theme(_text(key), _titles(titles), ()), _leanings(counts))
            for key, titles, counts in content["themes"]
        ),
        without=_leanings(content["without"]),
    )


def _titles(content: Mapping[str, Any]) -> dict[Language, str]:
    return {"th": _text(content["th"]), "en": _text(content["en"])}


def _leanings(counts: list[Any]) -> dict[Leaning, int]:
    return dict(zip(LEANINGS, map(_whole, counts), strict=True))


def _item(content: Mapping[str, Any]) -> Item:
    scale = content["scale"]
    return Item(
        key=_text(content["key"]),
        text=_text(content["text"]),
        header=_text(content["header"]),
        column=_whole(content["column"]),
        scale=Scale(
            name=_text(scale["name"]),
            points=tuple(_whole(point) for point in scale["points"]),
            labels=tuple(_text(label) for label in scale["labels"]),
            kind=_one_of(scale["kind"], KINDS),
        ),
        aspect=_text_or_none(content["aspect"]),
    )


def _counts(content: Mapping[str, Any]) -> dict[int, int]:
    counts = dict(zip(content["scale"]["points"], map(_whole, content["counts"]), strict=True))
    return counts | {
        BLANK: _whole(content["blank"]),
        NOT_APPLICABLE: _whole(content["not_applicable"]),
        UNRECOGNISED: _whole(content["unrecognised"]),
    }


def _project(content: Mapping[str, Any]) -> Project:
    period = content["period"]
    citizens = content["from_citizens"]
    return Project(
        name=_text(content["name"]),
        source=_place(content["source"]),
        status=_one_of(content["status"], STATUSES),
        status_text=_text_or_none(content["status_text"]),
        from_citizens=None if citizens is None else _truth(citizens),
        origin=_text_or_none(content["origin"]),
        fiscal_year=_whole_or_none(content["fiscal_year"]),
        period=None if period is None else Period(_day(period[0]), _day(period[1])),
        period_text=_text_or_none(content["period_text"]),
        budget=None if content["budget"] is None else float(content["budget"]),
        evidence=_text_or_none(content["evidence"]),
        note=_text_or_none(content["note"]),
    )


def _statement(content: Mapping[str, Any]) -> Statement:
    return Statement(
        level=_whole(content["level"]),
        activity=_text_or_none(content["activity"]),
        result=_text_or_none(content["result"]),
        evidence=_text_or_none(content["evidence"]),
        who=_text_or_none(content["who"]),
        when=_text_or_none(content["when"]),
        completed=_truth(content["completed"]),
        source=None if content["source"] is None else _place(content["source"]),
    )


def _overrule(content: Mapping[str, Any]) -> Overrule:
    return Overrule(
        level=_whole(content["level"]),
        finding=_one_of(content["finding"], ("met", "not_met")),
        reason=_text(content["reason"]),
        who=_text_or_none(content["who"]),
        when=_day(content["when"]),
    )


def _figure(content: Mapping[str, Any]) -> Figure:
    earned, possible = float(content["earned"]), float(content["possible"])
    if not 0 <= earned <= possible or not possible:
        raise ValueError(f"{earned} of {possible} is no figure")
    return Figure(
        key=_text(content["key"]),
        earned=earned,
        possible=possible,
        evidence=_text_or_none(content["evidence"]),
        who=_text_or_none(content["who"]),
    )


def _evidence(content: Mapping[str, Any]) -> Evidence:
    return Evidence(
        id=0,
        title=_text(content["title"]),
        kind=_one_of(content["kind"], EVIDENCE_KINDS),
        effective=_day(content["effective"]),
        levels=tuple(_whole(level) for level in content["levels"]),
        link=_text_or_none(content["link"]),
        sha256=_text_or_none(content["sha256"]),
        file_name=_text_or_none(content["file_name"]),
        added_by=_text_or_none(content["added_by"]),
    )


def _same(content: Mapping[str, Any]) -> SameProject:
    first, second = _text(content["first"]), _text(content["second"])
    return SameProject(first, second, _truth(content["same"]), _text_or_none(content["who"]))


def _finding(content: Mapping[str, Any]) -> Finding:
    said, who = _text(content["said"]), _text_or_none(content["who"])
    survey, item, comment = (_text_or_none(content[name]) for name in ("survey", "item", "comment"))
    return Finding(0, said, survey, item, comment, who)


def _cause(findings: tuple[Finding, ...]) -> Callable[[Mapping[str, Any]], Cause]:
    def read(content: Mapping[str, Any]) -> Cause:
        place = _whole(content["finding"])
        if place >= len(findings):
            raise ValueError(f"there is no finding {place}")
        return Cause(findings[place], _text(content["project"]), _text_or_none(content["who"]))

    return read


def _source(content: Mapping[str, Any]) -> Source:
    return Source(
        workbook=_text(content["workbook"]),
        sha256=_text(content["sha256"]),
        rows=tuple((_text(sheet), _whole(rows)) for sheet, rows in content["rows"]),
        problems=tuple(_problem(problem) for problem in content["problems"]),
    )


def _problem(content: Mapping[str, Any]) -> Problem:
    return Problem(
        problem=decoded(content["problem"]),
        remedy=decoded(content["remedy"]),
        sheet=_text_or_none(content["sheet"]),
        row=_whole_or_none(content["row"]),
        column=_whole_or_none(content["column"]),
        value=_text_or_none(content["value"]),
        severity=_one_of(content["severity"], SEVERITIES),
    )


def _settings(content: Mapping[str, Any]) -> Settings:
    return Settings(
        unit=_text(content["unit"]),
        fiscal_year=_whole(content["fiscal_year"]),
        rubric=_text(content["rubric"]),
        rubric_version=_text(content["rubric_version"]),
        band_scheme=_scheme(_text(content["band_scheme"])),
        made_on=_day(content["made_on"]),
    )


def _place(content: Any) -> RowRef:
    workbook, sheet, row = content
    return RowRef(_text(workbook), _text(sheet), _whole_or_none(row))


def _day(content: str | None) -> date | None:
    return None if content is None else date.fromisoformat(content)


def _text(content: Any) -> str:
    if not isinstance(content, str):
        raise TypeError(f"{content!r} is no text")
    return content


def _text_or_none(content: Any) -> str | None:
    return None if content is None else _text(content)


def _whole(content: Any) -> int:
    if not isinstance(content, int) or isinstance(content, bool) or content < 0:
        raise TypeError(f"{content!r} is no whole number from 0")
    return content


def _whole_or_none(content: Any) -> int | None:
    return None if content is None else _whole(content)


def _truth(content: Any) -> bool:
    if not isinstance(content, bool):
        raise TypeError(f"{content!r} is neither true nor false")
    return content


def _scheme(name: str) -> BandScheme:
    """A scheme of bands by its name; a unit's own are checked."""
    return own_bands(name).code if is_own(name) else str(_one_of(name, tuple(BANDS)))


def _one_of(content: Any, allowed: tuple[Any, ...]) -> Any:
    if content not in allowed:
        raise ValueError(f"{content!r} is none of {allowed}")
    return content
