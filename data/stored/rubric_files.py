"""Uploaded versions of rubrics: read with every mistake named, previewed on what is saved, adopted.

The adopted version of a rubric is the one that was adopted last; where none was, the file that Saisaat comes
with holds. Going back to that file is a choice of its own, so that an update of it holds from then on too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from analytics.assessment import assess, rescored
from analytics.facts import Facts
from analytics.projects import Project
from analytics.rubric import Rubric, Score, State
from analytics.words import Message, Words, message
from data import definitions
from data.definitions import DefinitionError, parse_rubric
from data.gather import gather, load
from data.store import Saved, Store
from data.stored.audit import acting_as
from data.stored.conflicts import NotSaved, only_writer
from data.stored.entries import now
from data.stored.rights import require
from data.stored.schema import RubricRow
from data.stored.upgrade import alone

MOST_BYTES = 500_000
# In place of a file's sha256: from this row on the file that Saisaat comes with holds again.
SHIPPED = "shipped/"
# Whoever adopts a version is alone meanwhile (on PostgreSQL; on SQLite nobody else writes at all).
ADOPTING = 2


class Refused(ValueError):
    """A version that is not adopted; `message` says why. `asks`: it is, once the officer says so again."""

    def __init__(self, why: Message, asks: bool = False) -> None:
        super().__init__(Words().say(why))
        self.message, self.asks = why, asks


@dataclass(frozen=True)
class Edition:
    """A version of a rubric that holds or held: since when (UTC) and by whom; None for the shipped file.

    `sha256` is that of its text; `shipped` says whether it is the file that Saisaat comes with.
    """

    id: str
    version: str
    sha256: str
    shipped: bool
    adopted_at: datetime | None = None
    who: str | None = None


@dataclass(frozen=True)
class Effect:
    """What another version of a rubric makes of a saved assessment: its scores before and after.

    `levels` are the levels whose state changes, by number: before and after, None where there is no such
    level.
    """

    saved: Saved
    before: Score
    after: Score
    levels: tuple[tuple[int, State | None, State | None], ...]


@dataclass(frozen=True)
class Basis:
    """What an assessment is scored from: its facts, and every project that its workbooks list."""

    facts: Facts
    projects: tuple[Project, ...]


@dataclass(frozen=True)
class Preview:
    """How far the looking through of saved assessments is, and what changes among those looked at."""

    done: int
    total: int
    effects: tuple[Effect, ...]


def rubrics(store: Store) -> tuple[str, ...]:
    """The ids of all rubrics, shipped and uploaded, in alphabetical order."""
    return tuple(sorted({*definitions.rubrics(), *_in_force(store)}))


def rubric(store: Store, id: str) -> Rubric:
    """The adopted version of a rubric, else the shipped file. Raises DefinitionError where there is none."""
    return _Shelf(store).rubric(id)


def text(store: Store, id: str) -> str:
    """The text of the version that holds. Raises DefinitionError where there is no such rubric."""
    return _Shelf(store).text(id)


def fingerprint(store: Store, id: str) -> str:
    """What changes whenever the version that holds does, or that of a rubric it refers to: a sha256.

    Of a rubric that refers to no other it is the sha256 of its text. Raises DefinitionError as `rubric`.
    """
    shelf = _Shelf(store)
    own = _sha256(shelf.text(id))
    others = [_sha256(shelf.text(other)) for other in _refers_to(shelf.rubric(id))]
    return _sha256("".join([own, *others])) if others else own


def edition(store: Store, id: str) -> Edition:
    """The version that holds. Raises DefinitionError where there is no such rubric."""
    row = _in_force(store).get(id)
    if row is not None and not row.sha256.startswith(SHIPPED):
        return _edition(row)
    found = definitions.rubric(id)
    at, who = (row.adopted_at, row.who) if row else (None, None)
    return Edition(id, found.version, _sha256(definitions.shipped_text(id)), True, at, who)


def editions(store: Store, id: str) -> tuple[Edition, ...]:
    """Every version that was adopted, the latest first; empty where only the shipped file ever held."""
    return tuple(_edition(row) for row in _rows(store) if row.rubric == id)


def is_shipped(id: str) -> bool:
    """Whether Saisaat comes with a file for this rubric."""
    return id in definitions.rubrics()


def read(store: Store, content: bytes | str, name: str) -> Rubric:
    """The rubric that an uploaded file defines, as it would stand among those that hold.

    Raises DefinitionError with line, key and remedy where the file holds a mistake, or where another rubric
    that has this one as a dimension could not be used with it.
    """
    text = _decoded(content, name)
    shelf = _Shelf(store)
    found = parse_rubric(text, name, shelf.rubric, lambda: rubrics(store))
    changed = _Shelf(store, {found.id: text})
    for other in rubrics(store):
        if found.id in _refers_to(shelf.rubric(other)) and other != found.id:
            try:
                changed.rubric(other)
            except DefinitionError as error:
                raise DefinitionError(
                    name,
                    "type",
                    message(
                        "“{other}” has this rubric as a dimension and could not be used with it", other=other
                    ),
                    message("Give it a type with levels, or change “{other}” first", other=other),
                ) from error
    return found


def of_file(content: bytes, name: str) -> Rubric:
    """The rubric that a file defines, among those that Saisaat comes with; nothing is looked up in a store.

    Raises DefinitionError with line, key and remedy where the file holds a mistake.
    """
    return parse_rubric(_decoded(content, name), name)


def preview(
    store: Store,
    content: bytes | str,
    name: str,
    *,
    slice_of: int = 10,
    basis_of: Callable[[Saved], Basis] | None = None,
) -> Iterator[Preview]:
    """What adopting a file would change in saved assessments, told after every `slice_of` of them.

    `basis_of` may keep what `basis` comes to: the next file is scored from the same.

    Looked at are the assessments of its id, and of rubrics that have it as a dimension. The last Preview has
    done == total; of none it is the only one. Raises DefinitionError as `read`, before the first.
    """
    text = _decoded(content, name)
    found = read(store, text, name)
    known = basis_of or partial(basis, store)
    return _preview(store, found.id, _Shelf(store, {found.id: text}), slice_of, known)


def preview_shipped(
    store: Store, id: str, *, slice_of: int = 10, basis_of: Callable[[Saved], Basis] | None = None
) -> Iterator[Preview]:
    """What going back to the shipped file would change, told as by `preview`."""
    text = definitions.shipped_text(id)
    return preview(store, text, f"{id}.toml", slice_of=slice_of, basis_of=basis_of)


def objection(store: Store, content: bytes | str, name: str = "") -> Refused | None:
    """Why a file would not be adopted, though it holds no mistake; None where nothing is against it.

    The same content holds already; its version is known with other content; or it is older than the version
    that holds, which only `asks`. Raises DefinitionError as `read`.
    """
    text = _decoded(content, name)
    found, sha256 = read(store, text, name), _sha256(text)
    if found.id not in rubrics(store):
        return None
    holds = edition(store, found.id)
    if holds.sha256 == sha256:
        return Refused(message("This very version holds already."))
    known = [(known.version, known.sha256) for known in editions(store, found.id) if not known.shipped]
    if found.id in definitions.rubrics():
        shipped = definitions.shipped_text(found.id)
        known.append((definitions.rubric(found.id).version, _sha256(shipped)))
    if any(version == found.version and other != sha256 for version, other in known):
        return Refused(
            message(
                "Version {version} is known with other content. Give the changed file a version of its own.",
                version=found.version,
            )
        )
    if _order(found.version) < _order(holds.version):
        return Refused(
            message(
                "Version {version} is older than version {holds}, which holds now.",
                version=found.version,
                holds=holds.version,
            ),
            asks=True,
        )
    return None


def adopt(
    store: Store, content: bytes | str, who: str, name: str = "", *, older_too: bool = False
) -> Edition:
    """Let a file hold from now on, for every assessment of its id; `who` says so stands in the trail.

    Raises NotAllowed as `rights.require`; DefinitionError as `read`; Refused without `who`, and for every
    `objection`, unless it only asks and `older_too` answers it.
    """
    require("rubrics")
    if not who.strip():
        raise Refused(message("Say who adopts it: it stands in the history."))
    text = _decoded(content, name)
    found = read(store, text, name)
    row = RubricRow(
        sha256=_sha256(text),
        rubric=found.id,
        rubric_version=found.version,
        content=text,
        who=who.strip(),
    )
    with _alone(store, who) as session:
        against = objection(store, text, name)
        if against is not None and not (against.asks and older_too):
            raise against
        return _put(session, row)


def back_to_shipped(store: Store, id: str, who: str) -> Edition:
    """Let the file that Saisaat comes with hold again.

    Raises NotAllowed as `rights.require`; Refused without `who`, and where it holds already or there is none.
    """
    require("rubrics")
    if not who.strip():
        raise Refused(message("Say who adopts it: it stands in the history."))
    if id not in definitions.rubrics():
        raise Refused(message("Saisaat comes with no file for this rubric."))
    read(store, definitions.shipped_text(id), f"{id}.toml")
    row = RubricRow(
        sha256=f"{SHIPPED}{id}",
        rubric=id,
        rubric_version=definitions.rubric(id).version,
        content="",
        who=who.strip(),
    )
    with _alone(store, who) as session:
        if edition(store, id).shipped:
            raise Refused(message("This very version holds already."))
        _put(session, row)
    return edition(store, id)


@contextmanager
def _alone(store: Store, who: str) -> Iterator[Session]:
    """A transaction in which nobody else adopts a version: what is against one is looked up once more."""
    with acting_as(who.strip()), Session(store.engine, expire_on_commit=False) as session, session.begin():
        try:
            only_writer(session)
        except NotSaved as busy:
            raise Refused(busy.problem.problem) from busy
        if session.connection().dialect.name == "postgresql":
            alone(session.connection(), ADOPTING)
        yield session


def _put(session: Session, row: RubricRow) -> Edition:
    # Only now, alone: the version adopted last is the one that holds, and who waited comes after.
    row.adopted_at = now()
    if (earlier := session.get(RubricRow, row.sha256)) is not None:
        # Written anew, not altered: so the trail has the whole entry and not only a date.
        session.delete(earlier)
        session.flush()
    session.add(row)
    session.flush()
    return _edition(row)


def _preview(
    store: Store, id: str, changed: _Shelf, slice_of: int, basis_of: Callable[[Saved], Basis]
) -> Iterator[Preview]:
    shelf = _Shelf(store)
    affected = {other for other in rubrics(store) if other == id or id in _refers_to(shelf.rubric(other))}
    looked_at = [saved for saved in store.assessments() if saved.rubric in affected]
    effects: list[Effect] = []
    for done, saved in enumerate(looked_at, 1):
        old, new = shelf.rubric(saved.rubric), changed.rubric(saved.rubric)
        effect = _effect(saved, basis_of(saved), old, new)
        if effect is not None:
            effects.append(effect)
        if done % slice_of == 0 and done < len(looked_at):
            yield Preview(done, len(looked_at), tuple(effects))
    yield Preview(len(looked_at), len(looked_at), tuple(effects))


def basis(store: Store, saved: Saved) -> Basis:
    """What a saved assessment is scored from, whatever the rubric. Raises DefinitionError as `rubric`."""
    inputs = gather(load(kept.workbook, kept.layouts) for kept in store.workbooks(saved.id))
    found = assess(
        inputs,
        rubric(store, saved.rubric),
        unit=saved.unit,
        fiscal_year=saved.fiscal_year,
        entered=store.entered(saved.id),
    )
    return Basis(found.facts, inputs.projects)


def _effect(saved: Saved, known: Basis, before: Rubric, after: Rubric) -> Effect | None:
    old, new = (rescored(known.facts, known.projects, version) for version in (before, after))
    was, will = _states(old), _states(new)
    levels = tuple(
        (level, was.get(level), will.get(level))
        for level in sorted(was.keys() | will.keys())
        if was.get(level) != will.get(level)
    )
    figures = (old.score, old.projected, old.maximum, old.label)
    if not levels and figures == (new.score, new.projected, new.maximum, new.label):
        return None
    return Effect(saved, old, new, levels)


def _states(score: Score) -> dict[int, State]:
    """The state of every level; of dimensions, of the levels of the one that has a rubric of its own."""
    inner = [verdict.within for verdict in score.verdicts if verdict.within]
    return {v.level.level: v.state for one in (inner or [score]) for v in one.verdicts}


class _Shelf:
    """The rubrics that hold, as they would with some texts in place of theirs."""

    def __init__(self, store: Store, instead: dict[str, str] | None = None) -> None:
        self._texts = {
            id: "" if row.sha256.startswith(SHIPPED) else row.content
            for id, row in _in_force(store, with_content=True).items()
        } | (instead or {})

    def text(self, id: str) -> str:
        if held := self._texts.get(id):
            return held
        if id not in definitions.rubrics():
            definitions.rubric(id)  # raises, with the ids that there are
        return definitions.shipped_text(id)

    def rubric(self, id: str) -> Rubric:
        others = tuple((other, held) for other, held in sorted(self._texts.items()) if held)
        return _parsed(id, self.text(id), others)


@lru_cache(maxsize=64)
def _parsed(id: str, text: str, others: tuple[tuple[str, str], ...]) -> Rubric:
    """A text as a rubric; `others` are the texts that hold in place of shipped ones."""
    texts = dict(others)

    def other(wanted: str) -> Rubric:
        if wanted in texts:
            return _parsed(wanted, texts[wanted], others)
        return definitions.rubric(wanted)

    known = tuple(sorted({*definitions.rubrics(), *texts}))
    return parse_rubric(text, f"{id}.toml", other, lambda: known)


def _rows(store: Store, with_content: bool = False) -> tuple[RubricRow, ...]:
    wanted = select(RubricRow).order_by(RubricRow.adopted_at.desc())
    if not with_content:
        wanted = wanted.options(defer(RubricRow.content))
    with Session(store.engine, expire_on_commit=False) as session:
        return tuple(session.scalars(wanted))


def _in_force(store: Store, with_content: bool = False) -> dict[str, RubricRow]:
    """The row adopted last, by id."""
    return {row.rubric: row for row in reversed(_rows(store, with_content))}


def _edition(row: RubricRow) -> Edition:
    shipped = row.sha256.startswith(SHIPPED)
    return Edition(row.rubric, row.rubric_version, row.sha256, shipped, row.adopted_at, row.who)


def _refers_to(found: Rubric) -> tuple[str, ...]:
    return tuple(dimension.rubric.id for dimension in found.dimensions if dimension.rubric)


def _decoded(content: bytes | str, name: str) -> str:
    """A file's text, its line ends as in Unix. Raises DefinitionError where it is none, or far too large."""
    too_large = len(content) > MOST_BYTES
    if too_large or isinstance(content, str):
        if too_large:
            raise _unreadable(name, message("The file is far larger than a rubric"))
        return _unix(str(content))
    try:
        return _unix(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _unreadable(name, message("The file is not text in UTF-8")) from error


def _unix(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _unreadable(name: str, what: Message) -> DefinitionError:
    return DefinitionError(name, "–", what, message("Start from the download of a rubric on this page"))


def _order(version: str) -> tuple[tuple[int, int | str], ...]:
    """Versions in their order: 9 before 10, 2561-1 before 2561-2."""
    return tuple(
        (0, int(part)) if part.isdecimal() else (1, part) for part in re.findall(r"\d+|[^\d.\s-]+", version)
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
