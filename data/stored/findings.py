"""Findings in the store: recorded, taken back, and named as what a project came from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from analytics.facts import Entered
from analytics.findings import Finding, same_name
from data.stored.audit import acting_as
from data.stored.conflicts import refuse_if_changed
from data.stored.entries import Entries, now, touched
from data.stored.schema import CauseRow, FindingRow


def record(store: Entries, id: int, finding: Finding) -> Finding:
    """Keep a finding of an assessment; returns it with its id. KeyError where the assessment is gone.

    The same words on the same item, or the same comment, are kept once: the finding that is there is
    returned.
    """
    with acting_as(finding.who), Session(store.engine) as session, session.begin():
        row = touched(session, id)
        for kept in row.findings:
            there = Finding(kept.id, kept.said, kept.survey, kept.item, kept.comment, kept.who)
            if replace(there, who=None) == replace(finding, id=kept.id, who=None):
                return there
        added = FindingRow(
            said=finding.said,
            survey=finding.survey,
            item=finding.item,
            comment=finding.comment,
            who=finding.who,
            added_at=now(),
        )
        row.findings.append(added)
        session.flush()
        return replace(finding, id=added.id)


def reword(
    store: Entries, id: int, finding_id: int, said: str, who: str | None = None, *, seen: int | None = None
) -> None:
    """Say a finding in other words; nothing happens where it is gone. KeyError where the assessment is.

    ChangedMeanwhile where somebody said it in other words after version `seen`.
    """
    with acting_as(who), Session(store.engine) as session, session.begin():
        for kept in touched(session, id).findings:
            if kept.id == finding_id and kept.said != said:
                refuse_if_changed(session, id, seen, "finding", finding_id)
                kept.said = said


def take_back(
    store: Entries, id: int, finding_id: int, who: str | None = None, *, seen: int | None = None
) -> None:
    """Take a finding out, and from every project that named it. KeyError where the assessment is gone.

    ChangedMeanwhile where after version `seen` somebody said it in other words, or named it for a project.
    """
    with acting_as(who), Session(store.engine) as session, session.begin():
        row = touched(session, id)
        if any(kept.id == finding_id for kept in row.findings):
            refuse_if_changed(session, id, seen, "finding", finding_id)
        for cause in row.causes:
            if cause.finding_id == finding_id:
                refuse_if_changed(session, id, seen, "cause", cause.project)
        row.causes = [kept for kept in row.causes if kept.finding_id != finding_id]
        session.flush()
        row.findings = [kept for kept in row.findings if kept.id != finding_id]


def name_causes(
    store: Entries,
    id: int,
    project: str,
    finding_ids: Collection[int],
    who: str | None = None,
    *,
    seen: int | None = None,
) -> None:
    """Let these findings, and no others, be what a project came from; the project is known by its name.

    Findings that are gone meanwhile are passed over. KeyError where the assessment is gone; ChangedMeanwhile
    where somebody named others for it after version `seen`.
    """
    with acting_as(who), Session(store.engine) as session, session.begin():
        row = touched(session, id)
        there = {finding.id for finding in row.findings}
        wanted = [finding_id for finding_id in finding_ids if finding_id in there]
        stays = [
            kept for kept in row.causes if not same_name(kept.project, project) or kept.finding_id in wanted
        ]
        named = {kept.finding_id for kept in stays if same_name(kept.project, project)}
        before = [kept for kept in row.causes if same_name(kept.project, project)]
        if {kept.finding_id for kept in before} != set(wanted):
            for called in {project, *(kept.project for kept in before)}:
                refuse_if_changed(session, id, seen, "cause", called)
        row.causes = stays + [
            CauseRow(finding_id=finding_id, project=project, who=who)
            for finding_id in dict.fromkeys(wanted)
            if finding_id not in named
        ]


def carry_findings(store: Entries, id: int, entered: Entered) -> None:
    """Record findings and what they led to, as a summary tells them, beside those that are there already."""
    for finding in entered.findings:
        record(store, id, finding)
    for cause in entered.causes:
        kept = record(store, id, cause.finding)
        named = [c for c in store.entered(id).causes if same_name(c.project, cause.project)]
        ids = [one.finding.id for one in named]
        if kept.id not in ids:
            name_causes(store, id, cause.project, [*ids, kept.id], cause.who)
