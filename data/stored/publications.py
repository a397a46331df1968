"""Published revisions of an assessment: what was said, and everything that it was worked out from.

A revision is added and never altered: nothing here, and nothing in the store, changes one, and the database
itself refuses to. It goes only with its assessment.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from analytics.assessment import Assessment, assess
from analytics.facts import Entered
from analytics.revisions import Record, differences, record
from analytics.rubric import Rubric
from analytics.wordings import Passage
from analytics.words import Language, Problem, message
from data.definitions import parse_rubric
from data.gather import gather, load
from data.store import LAYOUTS, MERGED, PROBLEMS, Saved, Store, cells_of
from data.stored import rubric_files, wordings
from data.stored.audit import acting_as
from data.stored.conflicts import NotSaved, only_writer
from data.stored.entries import entered_of, forget_unused, now, touched
from data.stored.outcomes import SAMPLES, THRESHOLD, samples_in, threshold_in
from data.stored.rights import require
from data.stored.schema import AssessmentRow, PublicationRow, WorkbookRow
from data.workbook import Sheet, Workbook

FORMAT = 3  # 1 has no wordings, 2 does not say of whom surveys speak and which small groups are hidden
CONTENTS = "assessment.json"
ENTERED = TypeAdapter(Entered)


class NotAsSeen(NotSaved):
    """Not published: the assessment is no more what the officer looked at."""

    def __init__(self, unit: str) -> None:
        changed = message("“{unit}” was changed meanwhile, so nothing was published", unit=unit)
        super().__init__(Problem(changed, message("Look at it as it is now, then publish again")))


class NotGone(NotSaved):
    """Not deleted: the assessment, or what is published of it, is no more what the officer agreed to lose."""

    def __init__(self, unit: str) -> None:
        changed = message("“{unit}” was changed or published meanwhile, so nothing was deleted", unit=unit)
        super().__init__(Problem(changed, message("Look at it as it is now; then delete it, or leave it")))


@dataclass(frozen=True)
class Published:
    """A published revision in a list: its number from 1, when (UTC), by whom, and the officer's note.

    `version` is that of the assessment when it was published.
    """

    assessment_id: int
    revision: int
    version: int
    at: datetime
    who: str | None
    note: str | None


@dataclass(frozen=True)
class Publication(Published):
    """A published revision with what it says."""

    record: Record


def current(store: Store, saved: Saved, found: Assessment) -> Record:
    """What an assessment says as it was worked out, by the rubric's definition and the wordings of now."""
    own = store.setting(saved.id, wordings.SETTING)
    return record(found, rubric_files.fingerprint(store, saved.rubric), own)


def publish(
    store: Store,
    saved: Saved,
    seen: Record,
    who: str,
    note: str | None = None,
    *,
    told: Mapping[Language, tuple[Passage, ...]] | None = None,
) -> Publication:
    """Publish what the officer has seen as the next revision; it holds all that it was worked out from.

    `seen` is the record (see `current`) of the assessment at the version of `saved`, `told` the text of its
    findings in each language, to be kept word for word. The record is worked out once more from what is about
    to be kept, so that a revision can always be worked out again. Raises NotAsSeen where that comes to
    something else, or the assessment has another version by now; KeyError where it is gone.
    """
    with acting_as(who), Session(store.engine, expire_on_commit=False) as session, session.begin():
        only_writer(session)
        row = session.get(AssessmentRow, saved.id, with_for_update=True)
        if row is None:
            raise KeyError(saved.id)
        made_on = seen.value("setting", "made_on")
        frozen = _packed(row, _definitions(store, row.rubric), made_on)
        if row.version != saved.version or differences(seen, _record(frozen)):
            raise NotAsSeen(saved.unit)
        last = select(func.max(PublicationRow.revision)).where(PublicationRow.assessment_id == saved.id)
        added = PublicationRow(
            assessment_id=saved.id,
            revision=(session.scalar(last) or 0) + 1,
            version=saved.version,
            published_at=now(),
            who=who,
            note=note,
            record=replace(seen, told=told or {}).json,
            frozen=frozen,
        )
        session.add(added)
        session.flush()
        return _publication(added)


def delete(store: Store, saved: Saved, revisions: int, who: str | None = None) -> None:
    """Delete an assessment as it was seen, with all that belongs to it and its published revisions.

    `revisions`: how many the officer agreed to lose. Raises NotAllowed as `rights.require`; NotGone where
    there are more or fewer by now, or the assessment has another version; KeyError where it is gone.
    """
    require("delete")
    of_it = select(func.count()).where(PublicationRow.assessment_id == saved.id)
    with acting_as(who), Session(store.engine) as session, session.begin():
        row = touched(session, saved.id)
        if row.version != saved.version or session.scalar(of_it) != revisions:
            raise NotGone(saved.unit)
        session.delete(row)
        session.flush()
        forget_unused(session)


def published(store: Store, id: int | None = None) -> tuple[Published, ...]:
    """The revisions of an assessment, or of all, without what they say; the latest first."""
    columns = PublicationRow.assessment_id, PublicationRow.revision, PublicationRow.version
    more = PublicationRow.published_at, PublicationRow.who, PublicationRow.note
    wanted = select(*columns, *more).order_by(PublicationRow.published_at.desc(), PublicationRow.id.desc())
    if id is not None:
        wanted = wanted.where(PublicationRow.assessment_id == id)
    with Session(store.engine) as session:
        return tuple(Published(*row) for row in session.execute(wanted))


def publications(store: Store, id: int) -> tuple[Publication, ...]:
    """The revisions of an assessment with what they say, the latest first."""
    wanted = select(PublicationRow).where(PublicationRow.assessment_id == id)
    wanted = wanted.options(defer(PublicationRow.frozen)).order_by(PublicationRow.revision.desc())
    with Session(store.engine) as session:
        return tuple(_publication(row) for row in session.scalars(wanted))


def publication(store: Store, id: int, revision: int) -> Publication:
    """One revision of an assessment. KeyError where there is none."""
    with Session(store.engine) as session:
        return _publication(_row(session, id, revision))


def reopened(store: Store, id: int, revision: int) -> Assessment:
    """A revision worked out again, from nothing but what it holds. KeyError where there is none."""
    with Session(store.engine) as session:
        frozen = _row(session, id, revision).frozen
    return _worked_out(frozen)


def as_json(made: Publication) -> str:
    """A revision for other programs: {"revision", "published_at", "who", "note", "record"}.

    `published_at` is UTC, `record` as in `Record.json`.
    """
    content = {
        "revision": made.revision,
        "published_at": made.at.replace(tzinfo=UTC).isoformat(timespec="seconds"),
        "who": made.who,
        "note": made.note,
        "record": json.loads(made.record.json),
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _row(session: Session, id: int, revision: int) -> PublicationRow:
    wanted = select(PublicationRow).where(
        PublicationRow.assessment_id == id, PublicationRow.revision == revision
    )
    row = session.scalar(wanted)
    if row is None:
        raise KeyError((id, revision))
    return row


def _publication(row: PublicationRow) -> Publication:
    said = Record.of_json(row.record)
    return Publication(
        row.assessment_id, row.revision, row.version, row.published_at, row.who, row.note, said
    )


def _definitions(store: Store, id: str) -> dict[str, str]:
    """The texts of a rubric and of those that it refers to, by id; the rubric itself first."""
    own = rubric_files.rubric(store, id)
    others = [dimension.rubric.id for dimension in own.dimensions if dimension.rubric]
    return {each: rubric_files.text(store, each) for each in (id, *others)}


def _packed(row: AssessmentRow, definitions: Mapping[str, str], made_on: str | None) -> bytes:
    """A zip of all that an assessment is worked out from; its sheets as the store has them."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        settings = {one.name: json.loads(one.value) for one in row.settings}
        workbooks = [_described(kept, number, file) for number, kept in enumerate(row.workbooks, 1)]
        contents = {
            "format": FORMAT,
            "unit": row.unit,
            "fiscal_year": row.fiscal_year,
            "rubric": row.rubric,
            "band_scheme": row.band_scheme,
            "made_on": made_on,
            "entered": ENTERED.dump_python(entered_of(row), mode="json"),
            "wordings": settings.get(wordings.SETTING),
            "samples": settings.get(SAMPLES),
            "threshold": threshold_in(settings.get(THRESHOLD)),
            "workbooks": workbooks,
            "definitions": [f"rubrics/{id}.toml" for id in definitions],
        }
        for id, text in definitions.items():
            file.writestr(f"rubrics/{id}.toml", text)
        file.writestr(CONTENTS, json.dumps(contents, ensure_ascii=False, indent=1))
    return packed.getvalue()


def _described(row: WorkbookRow, number: int, file: zipfile.ZipFile) -> dict[str, Any]:
    sheets = []
    for place, sheet in enumerate(row.sheets, 1):
        name = f"sheets/{number}-{place}.parquet"
        file.writestr(name, sheet.cells, zipfile.ZIP_STORED)
        sheets.append({"name": sheet.name, "hidden": sheet.hidden, "merged": sheet.merged, "cells": name})
    described = {"name": row.name, "sha256": row.sha256, "format": row.format, "wave": row.wave}
    return described | {"layouts": row.layouts, "problems": row.problems, "sheets": sheets}


def _record(frozen: bytes) -> Record:
    with zipfile.ZipFile(BytesIO(frozen)) as file:
        contents = json.loads(file.read(CONTENTS))
        names = contents["definitions"]
        sums = [hashlib.sha256(file.read(name)).hexdigest() for name in names]
    sha256 = sums[0] if len(sums) == 1 else hashlib.sha256("".join(sums).encode()).hexdigest()
    return record(_worked_out(frozen), sha256, contents["wordings"])


def _worked_out(frozen: bytes) -> Assessment:
    with zipfile.ZipFile(BytesIO(frozen)) as file:
        contents = json.loads(file.read(CONTENTS))
        made_on = contents["made_on"]
        return assess(
            gather(load(*_workbook(kept, file)) for kept in contents["workbooks"]),
            _rubric(file, contents["rubric"]),
            unit=contents["unit"],
            fiscal_year=contents["fiscal_year"],
            band_scheme=contents["band_scheme"],
            entered=ENTERED.validate_python(contents["entered"]),
            made_on=None if made_on is None else date.fromisoformat(made_on),
            threshold=threshold_in(contents.get("threshold")),
            samples=samples_in(contents.get("samples")),
        )


def _workbook(content: Mapping[str, Any], file: zipfile.ZipFile) -> tuple[Workbook, Any]:
    sheets = tuple(
        Sheet(
            sheet["name"],
            cells_of(file.read(sheet["cells"])),
            MERGED.validate_json(sheet["merged"]),
            sheet["hidden"],
        )
        for sheet in content["sheets"]
    )
    problems = PROBLEMS.validate_json(content["problems"])
    workbook = Workbook(content["name"], content["sha256"], content["format"], sheets, problems)
    return workbook, LAYOUTS.validate_json(content["layouts"])


def _rubric(file: zipfile.ZipFile, id: str) -> Rubric:
    """The rubric by its frozen text, with those it refers to by theirs; no other file is looked at."""
    known = tuple(
        name.removeprefix("rubrics/").removesuffix(".toml")
        for name in file.namelist()
        if name.startswith("rubrics/")
    )

    def parsed(each: str) -> Rubric:
        name = f"rubrics/{each}.toml"
        return parse_rubric(file.read(name).decode(), f"{each}.toml", parsed, lambda: known)

    return parsed(id)
