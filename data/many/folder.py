"""A folder with many units' workbooks → an assessment a unit and fiscal year, one unit after the other.

`data.many.folder_names` says which workbook is of which unit and year. Where it knows no year, it is the one
given for the whole folder, else what the unit's form states, else that of the unit's assessment which has one
of its workbooks already.

A unit's workbooks are stored in one transaction, after all were read. A workbook that is stored already (by
its sha256) is not read again, and one of the same name with other content takes the place of the earlier one.

A workbook of no unit whose rows name units in a column is divided among them (`divide_loose`). A unit's part
is stored like a workbook of its own; it is known where the same rows of the same workbook are stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Literal

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from analytics.outcomes import Outcome, outcome_of
from analytics.words import Problem, message
from data.clean import without_personal
from data.codebooks import as_confirmed
from data.definitions import DefinitionError
from data.gather import Loaded, layouts_of, load, stated_year
from data.layout import Layout
from data.many.divide import Division, divided
from data.many.folder_names import Batch, Names, Sorted, of_no_unit, with_parts
from data.many.named_units import others_named
from data.store import Store, put_workbook
from data.stored.entries import now, touched
from data.stored.outcomes import standings, work_out
from data.stored.schema import AssessmentRow, WorkbookRow
from data.stored.units import units
from data.workbook import Workbook, read

State = Literal["stored", "known", "failed"]
Content = Callable[[PurePosixPath], bytes]
# What stands in the layouts of a part of a workbook, and in no others.
PART = '"only":[['


@dataclass(frozen=True)
class Line:
    """What became of a batch.

    state: "stored" something new; "known" all that can be used was there; "failed" nothing could be used.
    `new` workbooks were stored, `known` ones had been before, `unusable` ones are left out. `problems` hold
    (workbook, problem), the reason of a failure among them. `notes` too: what was stored as it is and should
    be looked at.
    """

    batch: Batch
    state: State
    fiscal_year: int | None = None
    assessment_id: int | None = None
    outcome: Outcome | None = None
    new: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    unusable: tuple[str, ...] = ()
    problems: tuple[tuple[str, Problem], ...] = ()
    notes: tuple[tuple[str, Problem], ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every workbook of it could be used."""
        return self.state != "failed" and not self.unusable

    @property
    def reason(self) -> tuple[str, Problem] | None:
        """The first problem that has to be mended, with its workbook; None where there is none."""
        return next((told for told in self.problems if told[1].severity == "error"), None)


@dataclass(frozen=True)
class _Kept:
    id: int
    assessment_id: int
    fiscal_year: int
    name: str
    sha256: str
    part: bool


@dataclass(frozen=True)
class _Read:
    """`part`: whether it is one of a workbook of many units."""

    workbook: Workbook
    layouts: tuple[Layout, ...]
    loaded: Loaded
    part: bool = False


def divide_loose(
    store: Store,
    found: Sorted,
    content: Content,
    rubric: str,
    told: Callable[[PurePosixPath], None] = lambda path: None,
) -> tuple[Sorted, tuple[tuple[str, Problem], ...]]:
    """The files with each unit's parts of the workbooks that name units in a column; what is no unit's.

    content: gives the bytes of a path, and may raise OSError. told: is called with every path before it is
    read; without a list of units nothing is. The problems hold (path, problem): whole workbooks, sheets and
    rows, each with what to do. Nothing of them is stored; mended, they go in with the next import.
    """
    known = units(store)
    names = Names(known)
    divisions: dict[tuple[str, int | None], Division] = {}
    left: list[tuple[str, Problem]] = []
    for loose in found.of_no_unit:
        path = str(loose.path)
        if not known:
            left.append((path, of_no_unit(loose.path)))
            continue
        told(loose.path)
        try:
            workbook = read(content(loose.path), loose.path.name)
        except OSError:
            left.append((path, _unread()))
            continue
        division = divided(workbook, _layouts(store, workbook), names)
        if division is None:
            reasons = [p for p in workbook.problems if p.severity == "error" and not workbook.sheets]
            left += [(path, reason) for reason in reasons or [of_no_unit(loose.path)]]
        elif (workbook.sha256, loose.fiscal_year) not in divisions:
            divisions[workbook.sha256, loose.fiscal_year] = division
            left += [(path, problem) for problem in division.problems]
            left += [(path, problem) for problem in _left_behind(store, division, loose.fiscal_year, rubric)]
    by_year = ((division, year) for (_, year), division in divisions.items())
    return with_parts(found, by_year), tuple(left)


def _left_behind(store: Store, division: Division, year: int | None, rubric: str) -> Iterator[Problem]:
    """What to say of units that have rows of an earlier version of the workbook, and none of this one.

    An earlier version is one of the same name of whose units at least half are named again: other provinces'
    workbooks may have the same name.
    """
    row = AssessmentRow
    query = (
        select(WorkbookRow.sha256, row.fiscal_year, row.unit_id, row.unit)
        .join(row, WorkbookRow.assessment_id == row.id)
        .where(row.rubric == rubric, WorkbookRow.name == division.workbook.name)
        .where(WorkbookRow.sha256 != division.workbook.sha256)
        .where(WorkbookRow.layouts.contains(PART, autoescape=True))
        .order_by(row.unit)
    )
    versions: dict[tuple[str, int], dict[int | None, str]] = {}
    with store.engine.connect() as connection:
        for sha256, of_year, unit_id, unit in connection.execute(query):
            if year in (None, of_year):
                versions.setdefault((sha256, of_year), {})[unit_id] = unit
    now = {unit.id for unit in division.units}
    for named in versions.values():
        gone = [unit for id, unit in named.items() if id not in now]
        if gone and 2 * len(gone) <= len(named):
            yield Problem(
                message(
                    "An earlier version of this workbook named {n} {n:unit|units} more ({units}), which "
                    "{n:keeps|keep} its rows",
                    n=len(gone),
                    units=", ".join(gone[:3]) + (", …" if len(gone) > 3 else ""),
                ),
                message("If they are out of date, take the workbook out of these units' assessments"),
            )


def import_batches(
    store: Store, batches: Iterable[Batch], content: Content, rubric: str, fiscal_year: int | None = None
) -> Iterator[Line]:
    """Import batches one by one; a line is told once what it says is stored.

    content: gives the bytes of a path under the folder, and may raise OSError. A run may end anywhere: the
    next one over the same folder goes on where it stopped. No batch stops the others.
    """
    names = Names(units(store))
    for batch in batches:
        yield import_batch(store, batch, content, rubric, fiscal_year, names)


def import_batch(
    store: Store,
    batch: Batch,
    content: Content,
    rubric: str,
    fiscal_year: int | None = None,
    names: Names | None = None,
) -> Line:
    """Import one unit's workbooks of one year, and say what they come to.

    names: what the units of the tree are called, where it is at hand.
    """
    names = names or Names(units(store))
    kept = _kept(store, batch, rubric)
    problems: list[tuple[str, Problem]] = []
    unusable: list[str] = []
    contents: dict[str, tuple[str, bytes | Division]] = {}
    for file in batch.files:
        try:
            data = content(file.path)
        except OSError:
            unusable.append(file.name)
            problems.append((file.name, _unread()))
        else:
            contents.setdefault(hashlib.sha256(data).hexdigest(), (file.name, data))
    for division in batch.parts:
        contents.setdefault(division.workbook.sha256, (division.workbook.name, division))
    same = tuple(one for one in kept if _same(store, one, batch, contents.get(one.sha256)))
    reads: dict[str, _Read] = {}

    def read_all(known: Iterable[_Kept]) -> None:
        for sha256 in contents.keys() - reads.keys() - {one.sha256 for one in known}:
            name, data = contents[sha256]
            reads[sha256] = (
                _read(store, data, name) if isinstance(data, bytes) else _read_part(data, batch.unit_id)
            )

    year = batch.fiscal_year or fiscal_year or _complete(kept, contents)
    if year is None:
        read_all(same)
        in_order = (reads[sha256].loaded for sha256 in contents if sha256 in reads)
        year = stated_year(in_order) or next(
            (one.fiscal_year for one in kept if one.sha256 in contents), None
        )
    there = {one.sha256: one for one in same if one.fiscal_year == year}
    read_all(there.values())
    new, notes = [], []
    for sha256, (name, _) in contents.items():
        if sha256 in there:
            continue
        one = reads[sha256]
        problems += [(name, problem) for problem in one.loaded.problems]
        if _usable(one.loaded):
            new.append(one)
            others = others_named(one.workbook, one.layouts, names, batch.unit_id, batch.unit)
            notes += [(name, problem) for problem in others]
            continue
        unusable.append(name)
        if not any(problem.severity == "error" for problem in one.loaded.problems):
            problems.append((name, _nothing()))
    known = tuple(one for sha256, one in there.items() if sha256 in contents)
    told = Line(
        batch,
        "failed",
        year,
        unusable=tuple(unusable),
        problems=tuple(problems),
        known=tuple(one.name for one in known),
        notes=tuple(notes),
    )
    if not new and not known:
        return told
    if year is None:
        return replace(told, problems=(*told.problems, (batch.unit, _no_year())))
    id = _put(store, batch, year, rubric, new) if new else known[0].assessment_id
    told = replace(told, assessment_id=id, new=tuple(one.workbook.name for one in new))
    try:
        outcome = _outcome(store, id, new)
    except DefinitionError as error:
        return replace(told, problems=(*told.problems, (batch.unit, error.problem)))
    return replace(told, state="stored" if new else "known", outcome=outcome)


def _complete(kept: Iterable[_Kept], wanted: Iterable[str]) -> int | None:
    """The year of an assessment that has all these workbooks already."""
    found: dict[int, set[str]] = {}
    for one in kept:
        found.setdefault(one.fiscal_year, set()).add(one.sha256)
    return next((year for year, shas in found.items() if shas >= set(wanted)), None)


def _same(store: Store, one: _Kept, batch: Batch, given: tuple[str, bytes | Division] | None) -> bool:
    """Whether what is kept of a workbook is all that is given of it: of a part the same rows."""
    if given is None:
        return True
    if isinstance(given[1], bytes) or batch.unit_id is None:
        return not one.part
    runs = tuple(layout.only for layout in store.workbook(one.id).layouts) if one.part else ()
    return runs == given[1].runs(batch.unit_id)


def _read(store: Store, data: bytes, name: str) -> _Read:
    workbook = read(data, name)
    layouts = _layouts(store, workbook)
    loaded = load(workbook, layouts)
    return _Read(workbook, tuple(_used(loaded, layout) for layout in layouts), loaded)


def _read_part(division: Division, unit: int | None) -> _Read:
    assert unit is not None, "only units of the tree have parts"
    workbook, layouts = division.part(unit)
    loaded = load(workbook, layouts)
    return _Read(workbook, tuple(_used(loaded, layout) for layout in layouts), loaded, part=True)


def _layouts(store: Store, workbook: Workbook) -> tuple[Layout, ...]:
    """How a workbook is read: as its headers were confirmed before, else as it is recognised."""
    layouts = []
    for sheet, layout in zip(workbook.sheets, layouts_of(workbook), strict=True):
        known = store.remembered(layout.fingerprint) if layout.fingerprint else None
        if known is not None and known.layout.kind == layout.kind:
            layout = as_confirmed(layout, sheet, known.layout)
        layouts.append(layout)
    return tuple(layouts)


def _used(loaded: Loaded, layout: Layout) -> Layout:
    """The layout to store: a survey in which nothing is an item is not used."""
    items = [s.tally.codebook.items for s in loaded.inputs.surveys if s.source.sheet == layout.sheet]
    unused = layout.kind in ("responses", "tally") and not any(items)
    return Layout(layout.sheet, "other") if unused else layout


def _usable(loaded: Loaded) -> bool:
    inputs = loaded.inputs
    rated = any(survey.tally.codebook.items for survey in inputs.surveys)
    return bool(rated or inputs.projects or inputs.statements)


def _put(store: Store, batch: Batch, year: int, rubric: str, new: Sequence[_Read]) -> int:
    """Store the workbooks in the unit's assessment of that year and rubric, made where there is none."""
    wanted = (
        select(AssessmentRow)
        .where(_of(batch), AssessmentRow.fiscal_year == year, AssessmentRow.rubric == rubric)
        .order_by(AssessmentRow.updated_at.desc())
        .limit(1)
    )
    with Session(store.engine) as session, session.begin():
        row = session.scalar(wanted)
        if row is None:
            row = AssessmentRow(
                unit=batch.unit,
                fiscal_year=year,
                rubric=rubric,
                band_scheme="boonchom",
                updated_at=now(),
                unit_id=batch.unit_id,
            )
            session.add(row)
            session.flush()
        touched(session, row.id)
        for one in new:
            called = (one.workbook.name, one.part)
            earlier = next((w.id for w in row.workbooks if (w.name, PART in w.layouts) == called), None)
            clean = one.workbook if one.part else without_personal(one.workbook, one.layouts)
            put_workbook(session, row, clean, one.layouts, instead_of=earlier, remember=False)
            session.flush()
        return row.id


def _kept(store: Store, batch: Batch, rubric: str) -> tuple[_Kept, ...]:
    """The workbooks that the unit's assessments by this rubric have, of those changed last first."""
    row = AssessmentRow
    query = (
        select(
            *(WorkbookRow.id, row.id, row.fiscal_year, WorkbookRow.name, WorkbookRow.sha256),
            WorkbookRow.layouts.contains(PART, autoescape=True),
        )
        .join(WorkbookRow, WorkbookRow.assessment_id == row.id)
        .where(_of(batch), row.rubric == rubric)
        .order_by(row.updated_at.desc(), row.id.desc(), WorkbookRow.id)
    )
    with Session(store.engine) as session:
        return tuple(_Kept(*one) for one in session.execute(query))


def _of(batch: Batch) -> ColumnElement[bool]:
    named = AssessmentRow.unit == batch.unit
    if batch.unit_id is None:
        return named
    return or_(AssessmentRow.unit_id == batch.unit_id, and_(AssessmentRow.unit_id.is_(None), named))


def _outcome(store: Store, id: int, new: Sequence[_Read]) -> Outcome | None:
    """What the assessment comes to; `new` workbooks were read just now, and are not read again."""
    (standing,) = standings(store, id=id)
    if standing.outcome is not None:
        return standing.outcome
    read = {one.workbook.sha256: one.loaded for one in new if one.loaded.layouts == one.layouts}
    there = [kept.sha256 for kept in store.listed(id)]
    loaded = [read[sha256] for sha256 in there] if set(there) <= read.keys() else None
    return outcome_of(work_out(store, standing.saved, loaded=loaded))


def _unread() -> Problem:
    return Problem(
        message("This workbook could not be read from the folder."),
        message("Check that the file is there and yours to read, and import the folder again."),
    )


def _nothing() -> Problem:
    return Problem(
        message("There is no survey, project list or form in this workbook."),
        message("Drop it on the workbooks page by itself, and say there what its sheets are."),
    )


def _no_year() -> Problem:
    return Problem(
        message("Neither a folder nor a form says the fiscal year."),
        message(
            "Choose the fiscal year for the whole folder, or put the workbooks into a folder called 2561."
        ),
    )
