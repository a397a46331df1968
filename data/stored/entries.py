"""What officers enter by hand: statements, overrules, figures, evidence, words on projects."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from analytics.facts import Entered, Evidence, Figure, Overrule, Statement
from analytics.findings import Cause, Finding
from analytics.projects import SameProject
from data.stored.audit import Part, acting_as, gives_version, thing
from data.stored.conflicts import SHARED, only_writer, refuse_if_changed
from data.stored.schema import (
    AssessmentRow,
    AttachmentRow,
    CellsRow,
    EvidenceRow,
    FigureRow,
    FindingRow,
    OverruleRow,
    PublicationRow,
    SameProjectRow,
    SettingRow,
    SheetRow,
    StatementRow,
)
from data.stored.upgrade import alone

# Larger files are mostly pictures and PDFs, which are compressed already.
COMPRESSED_UP_TO = 8_000_000


class Entries:
    """The part of the store that keeps what officers enter. Every method is one transaction."""

    engine: Engine

    def entered(self, id: int) -> Entered:
        """Everything that was entered for an assessment, each kind in the order of entry."""
        with Session(self.engine) as session:
            row = session.get(AssessmentRow, id)
            return Entered() if row is None else entered_of(row)

    def statements(self, id: int) -> tuple[Statement, ...]:
        """The officer's statements of an assessment."""
        return self.entered(id).statements

    def state(self, id: int, level: int, statements: Iterable[Statement], *, seen: int | None = None) -> None:
        """Put the officer's statements for one level in place of those entered before.

        Here and below: ChangedMeanwhile where somebody entered something else in its place after version
        `seen` of the assessment; None puts it in place whatever there is.
        """
        given = tuple(statements)
        with self._changing(id, next((s.who for s in given if s.who), None)) as (session, row):
            if tuple(_statement(kept) for kept in row.statements if kept.level == level) != given:
                refuse_if_changed(session, id, seen, "statement", level)
            row.statements = [kept for kept in row.statements if kept.level != level] + [
                StatementRow(
                    level=level,
                    activity=s.activity,
                    result=s.result,
                    evidence=s.evidence,
                    who=s.who,
                    when=s.when,
                    completed=s.completed,
                    cites=json.dumps(s.cites),
                )
                for s in given
            ]

    def overrule(
        self,
        id: int,
        level: int,
        word: Overrule | None,
        who: str | None = None,
        *,
        seen: int | None = None,
    ) -> None:
        """Overrule what the data proposes for a level; None takes the overrule back."""
        with self._changing(id, word.who if word else who) as (session, row):
            if [_overrule(kept) for kept in row.overrules if kept.level == level] != ([word] if word else []):
                refuse_if_changed(session, id, seen, "overrule", level)
            row.overrules = [kept for kept in row.overrules if kept.level != level]
            if word is not None:
                row.overrules.append(
                    OverruleRow(
                        level=level, finding=word.finding, reason=word.reason, who=word.who, when=word.when
                    )
                )

    def enter_figure(self, id: int, figure: Figure, *, seen: int | None = None) -> None:
        """Enter a figure in place of the one of the same key."""
        with self._changing(id, figure.who) as (session, row):
            if [_figure(kept) for kept in row.figures if kept.key == figure.key] != [figure]:
                refuse_if_changed(session, id, seen, "figure", figure.key)
            row.figures = [kept for kept in row.figures if kept.key != figure.key] + [
                FigureRow(
                    key=figure.key,
                    earned=figure.earned,
                    possible=figure.possible,
                    evidence=figure.evidence,
                    who=figure.who,
                )
            ]

    def judge(self, id: int, word: SameProject, *, seen: int | None = None) -> None:
        """Keep an officer's word on two projects in place of an earlier one on the same two."""
        with self._changing(id, word.who) as (session, row):
            pair = [k for k in row.same_projects if frozenset((k.first, k.second)) == word.pair]
            if [kept.same for kept in pair] != [word.same]:
                refuse_if_changed(session, id, seen, "same_project", thing(word.first, word.second))
            row.same_projects = [
                kept for kept in row.same_projects if frozenset((kept.first, kept.second)) != word.pair
            ] + [SameProjectRow(first=word.first, second=word.second, same=word.same, who=word.who)]

    def setting(self, id: int, name: str) -> Any:
        """What was chosen for an assessment by this name, as JSON holds it; None where nothing was."""
        wanted = select(SettingRow.value).where(SettingRow.assessment_id == id, SettingRow.name == name)
        with Session(self.engine) as session:
            value = session.scalar(wanted)
            return None if value is None else json.loads(value)

    def keep(
        self, id: int, name: str, value: Any, who: str | None = None, *, seen: int | None = None
    ) -> None:
        """Keep a choice (anything that JSON holds) in place of the one so named; None takes it back."""
        self.alter(id, name, lambda _: value, who, seen=seen)

    def alter(
        self,
        id: int,
        name: str,
        change: Callable[[Any], Any],
        who: str | None = None,
        *,
        part: Part = lambda value: value,
        seen: int | None = None,
    ) -> int:
        """Keep what `change` makes of the choice so named as it stands now; None for none, in and out.

        `part`: what of the choice is changed. What somebody else put into its other parts meanwhile stays,
        and only what was put into this one is a reason to refuse. Returns the version that this gives.
        """
        with self._changing(id, who) as (session, row):
            kept = next((setting for setting in row.settings if setting.name == name), None)
            now_there = None if kept is None else json.loads(kept.value)
            value = change(None if kept is None else json.loads(kept.value))
            if part(value) != part(now_there):
                refuse_if_changed(session, id, seen, "setting", name, part=part)
            if value is None:
                row.settings = [setting for setting in row.settings if setting is not kept]
            elif kept is None:
                text = json.dumps(value, ensure_ascii=False)
                row.settings.append(SettingRow(name=name, value=text, who=who))
            else:
                kept.value, kept.who = json.dumps(value, ensure_ascii=False), who
            session.flush()
            return row.version

    def add_evidence(self, id: int, entry: Evidence, content: bytes | None = None) -> Evidence:
        """Add an entry to the evidence register; returns it with its id.

        `content` is the attached file: it is kept by its sha256, once for all entries that share it.
        """
        with self._changing(id, entry.added_by) as (session, row):
            shared(session)
            sha256 = None if content is None else _attach(session, content)
            added = EvidenceRow(
                title=entry.title,
                kind=entry.kind,
                effective=entry.effective,
                levels=json.dumps(entry.levels),
                link=entry.link,
                sha256=sha256,
                file_name=entry.file_name,
                added_by=entry.added_by,
                added_at=now(),
            )
            row.evidence.append(added)
            session.flush()
            return replace(entry, id=added.id, sha256=sha256)

    def remove_evidence(
        self, id: int, evidence_id: int, who: str | None = None, *, seen: int | None = None
    ) -> None:
        """Take an entry out of the register, and its file where no other entry has it.

        ChangedMeanwhile where a statement cites it that was entered after version `seen`.
        """
        with self._changing(id, who) as (session, row):
            for kept in row.statements:
                if evidence_id in json.loads(kept.cites):
                    refuse_if_changed(session, id, seen, "statement", kept.level)
            row.evidence = [kept for kept in row.evidence if kept.id != evidence_id]
            session.flush()
            forget_unused(session)

    def attachment(self, sha256: str) -> bytes:
        """The attached file of this sha256. KeyError where there is none."""
        with Session(self.engine) as session:
            row = session.get(AttachmentRow, sha256)
            if row is None:
                raise KeyError(sha256)
            return zlib.decompress(row.content) if row.compressed else row.content

    @contextmanager
    def _changing(self, id: int, who: str | None) -> Iterator[tuple[Session, AssessmentRow]]:
        with acting_as(who), Session(self.engine) as session, session.begin():
            yield session, touched(session, id)


def entered_of(row: AssessmentRow) -> Entered:
    """`Entries.entered` within a transaction that does more."""
    return Entered(
        statements=tuple(_statement(r) for r in row.statements),
        overrules=tuple(_overrule(r) for r in row.overrules),
        figures=tuple(_figure(r) for r in row.figures),
        evidence=tuple(_evidence(r) for r in row.evidence),
        same_projects=tuple(SameProject(r.first, r.second, r.same, r.who) for r in row.same_projects),
        findings=tuple(_found(r) for r in row.findings),
        causes=_causes(row),
    )


def now() -> datetime:
    """The time in UTC, as every engine keeps it."""
    return datetime.now(UTC).replace(tzinfo=None)


def touched(session: Session, id: int) -> AssessmentRow:
    """The assessment, marked as changed; KeyError where it is gone.

    Nobody else changes it until the transaction ends: who comes meanwhile waits, and then sees the change.
    """
    only_writer(session)
    row = session.get(AssessmentRow, id, with_for_update=True)
    if row is None:
        raise KeyError(id)
    row.updated_at = now()
    gives_version(session, id, row.version + 1)
    return row


def shared(session: Session) -> None:
    """Wait until nobody else changes what assessments share: cells, attached files, remembered layouts."""
    if session.connection().dialect.name == "postgresql":
        alone(session.connection(), SHARED)


def forget_unused(session: Session) -> None:
    """Take out the attached files that no entry has any more, and no published revision names, and the
    cells that no sheet has."""
    shared(session)
    used = exists().where(EvidenceRow.sha256 == AttachmentRow.sha256)
    named = exists().where(PublicationRow.record.contains(AttachmentRow.sha256))
    read = exists().where(SheetRow.sha256 == CellsRow.sha256)
    for unused in (delete(AttachmentRow).where(~used, ~named), delete(CellsRow).where(~read)):
        session.execute(unused.execution_options(synchronize_session=False))


def _attach(session: Session, content: bytes) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    if session.scalar(select(AttachmentRow.sha256).where(AttachmentRow.sha256 == sha256)) is None:
        packed = zlib.compress(content) if len(content) <= COMPRESSED_UP_TO else content
        smaller = len(packed) < len(content)
        session.add(
            AttachmentRow(
                sha256=sha256,
                size=len(content),
                compressed=smaller,
                content=packed if smaller else content,
            )
        )
        session.flush()
    return sha256


def _statement(row: StatementRow) -> Statement:
    return Statement(
        row.level,
        row.activity,
        row.result,
        row.evidence,
        row.who,
        row.when,
        row.completed,
        cites=tuple(json.loads(row.cites)),
    )


def _figure(row: FigureRow) -> Figure:
    return Figure(row.key, row.earned, row.possible, row.evidence, row.who)


def _found(row: FindingRow) -> Finding:
    return Finding(row.id, row.said, row.survey, row.item, row.comment, row.who)


def _causes(row: AssessmentRow) -> tuple[Cause, ...]:
    found = {finding.id: _found(finding) for finding in row.findings}
    return tuple(Cause(found[cause.finding_id], cause.project, cause.who) for cause in row.causes)


def _overrule(row: OverruleRow) -> Overrule:
    finding: Any = row.finding
    return Overrule(row.level, finding, row.reason, row.who, row.when)


def _evidence(row: EvidenceRow) -> Evidence:
    kind: Any = row.kind
    return Evidence(
        row.id,
        row.title,
        kind,
        row.effective,
        tuple(json.loads(row.levels)),
        row.link,
        row.sha256,
        row.file_name,
        row.added_by,
    )
