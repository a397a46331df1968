"""What officers entered goes with a summary: into the store when it is confirmed, its files with a bundle."""

from __future__ import annotations

from dataclasses import replace

from analytics.assessment import Assessment
from analytics.facts import Entered, Evidence
from data.stored.entries import Entries
from data.stored.findings import carry_findings
from data.workbook import Workbook


def attached(store: Entries, found: Assessment) -> dict[str, bytes]:
    """The files of an assessment's evidence by SHA-256, as far as the store has them."""
    files = {}
    for entry in found.facts.evidence:
        if entry.sha256 and (content := _content(store, None, entry.sha256)) is not None:
            files[entry.sha256] = content
    return files


def carry_over(store: Entries, id: int, workbook: Workbook, entered: Entered) -> None:
    """Enter for an assessment what a summary says that officers entered, where they have not entered it yet.

    `workbook`: the summary; where it came in a bundle, the files of its evidence are kept too. A file that
    neither the bundle nor the store has leaves an entry without it. What was entered for the assessment
    itself stays as it is. KeyError where `id` is gone.
    """
    known = store.entered(id)
    for word in entered.overrules:
        if word.level not in {kept.level for kept in known.overrules}:
            store.overrule(id, word.level, word)
    for figure in entered.figures:
        if figure.key not in {kept.key for kept in known.figures}:
            store.enter_figure(id, figure)
    for said in entered.same_projects:
        if said.pair not in {kept.pair for kept in known.same_projects}:
            store.judge(id, said)
    register = {_essence(entry) for entry in known.evidence}
    for entry in entered.evidence:
        content = _content(store, workbook, entry.sha256)
        if content is None and entry.sha256 is not None:
            entry = replace(entry, kind="link" if entry.link else "document", sha256=None)
        if _essence(entry) not in register:
            store.add_evidence(id, entry, content)
    carry_findings(store, id, entered)


def _essence(entry: Evidence) -> Evidence:
    return replace(entry, id=0)


def _content(store: Entries, workbook: Workbook | None, sha256: str | None) -> bytes | None:
    if sha256 is None:
        return None
    if workbook is not None and workbook.bundle is not None:
        content = workbook.bundle.file(sha256)
        if content is not None:
            return content
    try:
        return store.attachment(sha256)
    except KeyError:
        return None
