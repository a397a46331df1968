"""The tables of the store."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """The tables."""


class AssessmentRow(Base):
    __tablename__ = "assessment"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[str] = mapped_column(Text)
    fiscal_year: Mapped[int]
    rubric: Mapped[str] = mapped_column(Text)
    band_scheme: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    workbooks: Mapped[list[WorkbookRow]] = relationship(
        cascade="all, delete-orphan", order_by="WorkbookRow.id", passive_deletes=True
    )
    statements: Mapped[list[StatementRow]] = relationship(
        cascade="all, delete-orphan", order_by="StatementRow.id", passive_deletes=True
    )
    overrules: Mapped[list[OverruleRow]] = relationship(
        cascade="all, delete-orphan", order_by="OverruleRow.id", passive_deletes=True
    )
    figures: Mapped[list[FigureRow]] = relationship(
        cascade="all, delete-orphan", order_by="FigureRow.id", passive_deletes=True
    )
    evidence: Mapped[list[EvidenceRow]] = relationship(
        cascade="all, delete-orphan", order_by="EvidenceRow.id", passive_deletes=True
    )
    same_projects: Mapped[list[SameProjectRow]] = relationship(
        cascade="all, delete-orphan", order_by="SameProjectRow.id", passive_deletes=True
    )
    settings: Mapped[list[SettingRow]] = relationship(
        cascade="all, delete-orphan", order_by="SettingRow.id", passive_deletes=True
    )
    findings: Mapped[list[FindingRow]] = relationship(
        cascade="all, delete-orphan", order_by="FindingRow.id", passive_deletes=True
    )
    causes: Mapped[list[CauseRow]] = relationship(
        cascade="all, delete-orphan", order_by="CauseRow.id", passive_deletes=True
    )
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own form


class WorkbookRow(Base):
    __tablename__ = "workbook"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    format: Mapped[str] = mapped_column(Text)
    layouts: Mapped[str] = mapped_column(Text)
    problems: Mapped[str] = mapped_column(Text)
    wave: Mapped[int] = mapped_column(default=1)
    added_at: Mapped[datetime]
    sheets: Mapped[list[SheetRow]] = relationship(
        cascade="all, delete-orphan", order_by="SheetRow.id", passive_deletes=True
    )


class SheetRow(Base):
    __tablename__ = "sheet"
    id: Mapped[int] = mapped_column(primary_key=True)
    workbook_id: Mapped[int] = mapped_column(ForeignKey("workbook.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Text)
    hidden: Mapped[bool]
    merged: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(ForeignKey("cells.sha256"), index=True)
    body: Mapped[CellsRow] = relationship(lazy="joined", innerjoin=True)

    @property
    def cells(self) -> bytes:
        """The cells as Parquet."""
        return self.body.content


class CellsRow(Base):
    """The cells of a sheet by their content, as Parquet: the same sheet is kept once for all assessments."""

    __tablename__ = "cells"
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class StatementRow(Base):
    __tablename__ = "statement"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    level: Mapped[int]
    activity: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[str | None] = mapped_column(Text)
    who: Mapped[str | None] = mapped_column(Text)
    when: Mapped[str | None] = mapped_column("effective", Text)
    completed: Mapped[bool]
    cites: Mapped[str] = mapped_column(Text, default="[]")


class OverruleRow(Base):
    __tablename__ = "overrule"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    level: Mapped[int]
    finding: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    who: Mapped[str | None] = mapped_column(Text)
    when: Mapped[date | None] = mapped_column("said_on")


class FigureRow(Base):
    __tablename__ = "figure"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(Text)
    earned: Mapped[float]
    possible: Mapped[float]
    evidence: Mapped[str | None] = mapped_column(Text)
    who: Mapped[str | None] = mapped_column(Text)


class AttachmentRow(Base):
    """A file by its content: the same file attached twice is kept once."""

    __tablename__ = "attachment"
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    size: Mapped[int]
    compressed: Mapped[bool]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class EvidenceRow(Base):
    __tablename__ = "evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    effective: Mapped[date | None]
    levels: Mapped[str] = mapped_column(Text)
    link: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(ForeignKey("attachment.sha256"), index=True)
    file_name: Mapped[str | None] = mapped_column(Text)
    added_by: Mapped[str | None] = mapped_column(Text)
    added_at: Mapped[datetime]


class SameProjectRow(Base):
    __tablename__ = "same_project"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    first: Mapped[str] = mapped_column(Text)
    second: Mapped[str] = mapped_column(Text)
    same: Mapped[bool]
    who: Mapped[str | None] = mapped_column(Text)


class SettingRow(Base):
    """What an officer chose for an assessment, by name, as JSON: slides, weights, texts."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("assessment_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)
    who: Mapped[str | None] = mapped_column(Text)


class FindingRow(Base):
    """What an officer found in a survey: a weak item, or what comments say."""

    __tablename__ = "finding"
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    said: Mapped[str] = mapped_column(Text)
    survey: Mapped[str | None] = mapped_column(Text)
    item: Mapped[str | None] = mapped_column(Text)
    comment: Mapped[str | None] = mapped_column(Text)
    who: Mapped[str | None] = mapped_column(Text)
    added_at: Mapped[datetime]


class CauseRow(Base):
    """A project, by its name, that a finding led to."""

    __tablename__ = "cause"
    __table_args__ = (UniqueConstraint("finding_id", "project"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id", ondelete="CASCADE"), index=True)
    project: Mapped[str] = mapped_column(Text)
    who: Mapped[str | None] = mapped_column(Text)


class PublicationRow(Base):
    """A revision of an assessment as it was published: never altered, and kept when the assessment changes.

    `record` is what was said (JSON); `frozen` what it was worked out from, packed.
    """

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("assessment_id", "revision"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    revision: Mapped[int]
    version: Mapped[int]
    published_at: Mapped[datetime]
    who: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    record: Mapped[str] = mapped_column(Text)
    frozen: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class UnitRow(Base):
    """A unit, a province, an inspection region or a department."""

    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text, unique=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)


class BelongsRow(Base):
    """What a unit belongs to, from a day and until a day (both included); open ends are None."""

    __tablename__ = "belongs"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("unit.id", ondelete="CASCADE"), index=True)
    since: Mapped[date | None]
    until: Mapped[date | None]


class OutcomeRow(Base):
    """What an assessment came to at one of its versions, for lists of many; worked out anew when old."""

    __tablename__ = "outcome"
    assessment_id: Mapped[int] = mapped_column(
        ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int]
    rubric_sha256: Mapped[str] = mapped_column(Text)
    score: Mapped[float]
    projected: Mapped[float]
    maximum: Mapped[float]
    states: Mapped[str] = mapped_column(Text)
    respondents: Mapped[int]
    mean: Mapped[float | None]
    top_two: Mapped[float | None]
    base: Mapped[int]


class RubricRow(Base):
    """A version of a rubric that was uploaded; the adopted one of an id is the one last adopted."""

    __tablename__ = "rubric"
    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    rubric: Mapped[str] = mapped_column(Text, index=True)
    rubric_version: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    adopted_at: Mapped[datetime]
    who: Mapped[str | None] = mapped_column(Text)


class MappingRow(Base):
    __tablename__ = "mapping"
    fingerprint: Mapped[str] = mapped_column(Text, primary_key=True)
    layout: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]


class AuditRow(Base):
    """One change: the database itself refuses to alter or take out a row of this table."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str | None] = mapped_column(Text)
    assessment_id: Mapped[int | None] = mapped_column(index=True)
    entity: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int | None]
    thing: Mapped[str | None] = mapped_column(Text)
