"""The documents of every saved assessment in a folder, one of a unit and year each; without Streamlit."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from analytics.assessment import Assessment
from analytics.history import Change, history_csv
from analytics.narrative import narrative
from analytics.reports.agenda import agenda, year_of
from analytics.reports.bundle import safe_name
from analytics.reports.formats import BUNDLED, FORMATS, Format, Orientation, file_name
from analytics.reports.meeting import Arrangement, Slide, arranged
from analytics.wordings import Passage, account, passages
from analytics.words import Message, Words
from data.definitions import DefinitionError
from data.held import first_trends, held, said, years_of
from data.sheet_csv import source_sheets
from data.store import Saved, Store
from data.stored import rubric_files
from data.stored.audit import Asked, page_of
from data.stored.carry_over import attached
from data.stored.outcomes import work_out
from data.stored.wordings import wordings
from data.themes import OWN_THEMES, with_comments
from ui.making import NotMade, make, methods_of

# In every folder: what its documents were made from, and their sizes, to tell whether they are as they were.
RECORD = ".saisaat-export.json"
HISTORY, AT_A_TIME = "history.csv", 1000
MOST_YEARS = 16  # of a unit, held at once


@dataclass(frozen=True)
class Exported:
    """What became of an assessment: the documents made now, and why others were not; both empty where
    nothing had changed. `folder` is within the one that was asked for."""

    saved: Saved
    folder: Path
    made: tuple[Format, ...] = ()
    failed: Mapping[str, Message] = field(default_factory=dict)


def export_all(
    store: Store,
    out: Path,
    wanted: Sequence[Format],
    says: Words,
    *,
    again: bool = False,
    orientation: Orientation = "landscape",
) -> Iterator[Exported]:
    """Write the documents of every assessment, unit by unit; each is told once its documents are there.

    An assessment whose documents lie there as they were made, from the same version, rubric, language,
    digits and `orientation` (of the .docx), is passed over unless `again`. One that fails leaves the others
    alone. A document appears whole or not at all. Last comes history.csv, every change of everything that is
    saved. Raises OSError where a file can't be written.
    """
    everything = store.assessments()
    places = folders(everything)
    today = datetime.now(ZoneInfo("Asia/Bangkok")).date()
    in_order = sorted(everything, key=lambda one: (places[one.id].as_posix(), one.id))
    for _, of_unit in groupby(in_order, key=lambda one: places[one.id].parent):
        # Each year of a unit is told of in its other years too; those of one unit at a time are held.
        worked = lru_cache(maxsize=MOST_YEARS)(lambda one: work_out(store, one, today))
        for saved in of_unit:
            years = years_of(saved, everything)
            yield _export(store, years, worked, out, places[saved.id], wanted, says, orientation, again=again)
    if everything:
        _write(out / HISTORY, b"".join(_trail(store, says)))


def _trail(store: Store, says: Words) -> Iterator[bytes]:
    """Every change of everything, of units, rubrics and deleted assessments too, some at a time."""
    number, count = 1, 1
    while (number - 1) * AT_A_TIME < count:
        changes, count = page_of(store.engine, Asked(), AT_A_TIME, number)
        yield history_csv(changes, says, head=number == 1)
        number += 1


def folders(several: Sequence[Saved]) -> dict[int, Path]:
    """Where the documents of each assessment go: unit/year, names that every system can hold, no two alike.

    Of those that would be the same, the one that was made first has the plain name.
    """
    units: dict[str, str] = {}
    taken: set[str] = set()
    places = {}
    for saved in sorted(several, key=lambda one: one.id):
        if saved.unit not in units:
            name, number = safe_name(saved.unit), 1
            known = {unit.casefold() for unit in units.values()}
            while (free := name if number == 1 else f"{name} ({number})").casefold() in known:
                number += 1
            units[saved.unit] = free
        place = f"{units[saved.unit]}/{saved.fiscal_year}"
        if place in taken:
            place = f"{place} ({saved.id})"
        taken.add(place)
        places[saved.id] = Path(place)
    return places


def _export(
    store: Store,
    years: Sequence[Saved],
    worked: Callable[[Saved], Assessment],
    out: Path,
    place: Path,
    wanted: Sequence[Format],
    says: Words,
    orientation: Orientation,
    *,
    again: bool,
) -> Exported:
    saved, folder = years[0], out / place
    made_from = _made_from(store, years, says, orientation)
    known = _known(folder, made_from) if not again else {}
    missing = [kind for kind in wanted if kind not in known]
    if not missing:
        return Exported(saved, place)
    try:
        found = with_comments(worked(saved), store.setting(saved.id, OWN_THEMES) or {})
        shown = _slides(store, found, years, worked, says) if {"pptx", "zip"} & set(missing) else ()
    except DefinitionError as error:
        return Exported(saved, place, failed=dict.fromkeys(missing, error.problem.problem))
    folder.mkdir(parents=True, exist_ok=True)
    history = store.changes(saved.id)
    told = _text(store, found, years, worked, says)
    documents: dict[str, bytes] = {}
    failed: dict[str, Message] = {}
    made = []
    for kind in FORMATS:
        if kind not in missing and not ("zip" in missing and kind in BUNDLED):
            continue
        try:
            if kind == "zip":
                content = _bundle(store, saved, found, says, documents, failed, told, history)
            else:
                more = {"slides": shown} if kind == "pptx" else {"history": history} if kind == "xlsx" else {}
                content = make(kind, found, says, told=told, orientation=orientation, **more)
                documents[kind] = content
        except NotMade as reason:
            failed[kind] = reason.reason
            continue
        if kind in missing:
            name = file_name(found, kind)
            _write(folder / name, content)
            known[kind] = {"name": name, "bytes": len(content)}
            made.append(kind)
    # A document that is only part of the bundle is not asked for: the bundle itself says what it lacks.
    told = {kind: reason for kind, reason in failed.items() if kind in missing}
    record = {"assessment": saved.id, "made_from": made_from, "documents": known}
    _write(folder / RECORD, json.dumps(record, indent=1).encode())
    return Exported(saved, place, tuple(made), told)


def _bundle(
    store: Store,
    saved: Saved,
    found: Assessment,
    says: Words,
    documents: Mapping[str, bytes],
    failed: Mapping[str, Message],
    told: Sequence[Passage],
    history: Sequence[Change],
) -> bytes:
    return make(
        "zip",
        found,
        says,
        documents=documents,
        sheets=source_sheets((kept.workbook, kept.layouts) for kept in store.workbooks(saved.id)),
        failed={kind: says.say(reason) for kind, reason in failed.items()},
        attached=attached(store, found),
        history=history,
        told=told,
    )


def _text(
    store: Store,
    found: Assessment,
    years: Sequence[Saved],
    worked: Callable[[Saved], Assessment],
    says: Words,
) -> tuple[Passage, ...]:
    """The text of the findings as the report page has it, with what changed over time and own wordings."""
    saved = years[0]
    surveys = held(store, years, lambda one: worked(one).surveys, says)
    trends = first_trends(surveys, saved, said(store, saved.id))
    own = wordings(store, saved.id, says.language)
    return passages(account(narrative(found, says, trends), own), says)


def _slides(
    store: Store,
    found: Assessment,
    years: Sequence[Saved],
    worked: Callable[[Saved], Assessment],
    says: Words,
) -> tuple[Slide, ...]:
    """The slides as the officer arranged them; a year whose rubric is gone is not among them."""
    whole = [year_of(found)]
    for one in years[1:]:
        with suppress(DefinitionError):
            whole.append(year_of(worked(one)))
    slides = agenda(found, says, years=whole, methods=methods_of(found, (), says))
    return arranged(slides, Arrangement.of(store.setting(years[0].id, "slides")))


def _made_from(store: Store, years: Sequence[Saved], says: Words, orientation: Orientation) -> str:
    """Changes whenever the documents would."""
    told = [[repr(one), _edition(store, one.rubric), store.setting(one.id, OWN_THEMES)] for one in years]
    (last,) = store.changes(years[0].id, limit=1)  # publishing is one, and gives no other version
    made_from = [told, last.id, says.language, says.digits, orientation]
    return hashlib.sha256(json.dumps(made_from).encode()).hexdigest()


def _edition(store: Store, rubric: str) -> str:
    try:
        return rubric_files.fingerprint(store, rubric)
    except DefinitionError:
        return ""  # it is gone: working the assessment out tells


def _known(folder: Path, made_from: str) -> dict[str, Any]:
    """The documents that lie there as they were made from this."""
    try:
        record = json.loads((folder / RECORD).read_bytes())
        if record["made_from"] != made_from:
            return {}
        sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
        documents = record["documents"].items()
        return {kind: there for kind, there in documents if sizes.get(there["name"]) == there["bytes"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # no record, or one that somebody changed: everything is made anew


def _write(path: Path, content: bytes) -> None:
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(content)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
