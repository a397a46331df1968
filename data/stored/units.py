"""The tree of units in the store: added, renamed and moved one by one, or imported as a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from analytics.thai import to_arabic_digits
from analytics.units import KINDS, Belongs, Tree, Unit, UnitKind, tree_of_year, tree_on
from analytics.words import Problem, message
from data.many.unit_list import UnitLine, wrong
from data.stored.audit import acting_as, tell
from data.stored.conflicts import refuse_if_changed
from data.stored.entries import touched
from data.stored.rights import require
from data.stored.schema import AssessmentRow, BelongsRow, UnitRow

if TYPE_CHECKING:
    from data.store import Store


class UnitRefused(ValueError):
    """A change of the tree that can't be; `problem` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.problem.text)
        self.problem = problem


@dataclass(frozen=True)
class Imported:
    """What a list of units came to. `matched`: assessments that found their unit by its name or code."""

    added: int
    changed: int
    same: int
    matched: int
    problems: tuple[Problem, ...]


# --- Reading ----------------------------------------------------------------------------------------


def units(store: Store) -> tuple[Unit, ...]:
    """Every unit there is or ever was, by code."""
    query = select(UnitRow.id, UnitRow.code, UnitRow.name, UnitRow.kind).order_by(UnitRow.code)
    with store.engine.connect() as connection:
        found: Sequence[Any] = connection.execute(query).all()
    return tuple(Unit(*row) for row in found)


def belongs(store: Store) -> tuple[Belongs, ...]:
    """Every link of the tree with its days, the earliest first."""
    row = BelongsRow
    query = select(row.unit_id, row.parent_id, row.since, row.until).order_by(row.id)
    with store.engine.connect() as connection:
        found = [Belongs(*link) for link in connection.execute(query).all()]
    return tuple(sorted(found, key=lambda link: link.since or date.min))


def tree(store: Store, day: date) -> Tree:
    """The tree as of a day."""
    return tree_on(units(store), belongs(store), day)


def tree_in(store: Store, fiscal_year: int) -> Tree:
    """The tree of a fiscal year (B.E.), as of its last day."""
    return tree_of_year(units(store), belongs(store), fiscal_year)


def matching(session: Session, text: str) -> int | None:
    """The unit with this very code, else the only one with this very name; None where there is none."""
    found = session.execute(
        select(UnitRow.id, UnitRow.code).where(
            or_(UnitRow.code == text.strip(), UnitRow.name == text.strip())
        )
    ).all()
    by_code = [id for id, code in found if code == text.strip()]
    return by_code[0] if by_code else found[0][0] if len(found) == 1 else None


# --- Changing: NotAllowed as `rights.require` --------------------------------------------------------


def add_unit(
    store: Store,
    code: str,
    name: str,
    kind: UnitKind,
    *,
    parent: int | None = None,
    since: date | None = None,
    until: date | None = None,
    who: str | None = None,
) -> Unit:
    """A new unit, under a parent for some days where one is given.

    Raises UnitRefused where the code is taken, the name is empty, or the parent is not of a higher kind;
    KeyError where the parent is gone.
    """
    require("units")
    code, name = code.strip(), name.strip()
    with acting_as(who), Session(store.engine) as session, session.begin():
        if not code or not name:
            raise _refused(message("A unit needs a code and a name."), message("Write both."))
        if session.scalar(select(UnitRow.id).where(UnitRow.code == code)) is not None:
            raise _refused(
                message("The code “{code}” is taken.", code=code), message("Give the unit a code of its own.")
            )
        row = UnitRow(code=code, name=name, kind=kind)
        session.add(row)
        session.flush()
        if parent is not None:
            _link_up(session, row, _row(session, parent), since, until)
        _match(session)
        return _unit(row)


def rename_unit(store: Store, id: int, name: str, who: str | None = None) -> None:
    """Give a unit another name; assessments keep the name they were made under. KeyError where it is gone.

    Raises UnitRefused where the name is empty.
    """
    require("units")
    with acting_as(who), Session(store.engine) as session, session.begin():
        if not name.strip():
            raise _refused(message("A unit needs a code and a name."), message("Write both."))
        _row(session, id).name = name.strip()


def move_unit(store: Store, id: int, parent: int, since: date | None = None, who: str | None = None) -> None:
    """Put a unit under another parent from a day on; until the day before it stays where it was.

    What was already planned from that day on gives way. Without a day the unit belongs there always.
    Raises UnitRefused where the parent is not of a higher kind; KeyError where one of the two is gone.
    """
    require("units")
    with acting_as(who), Session(store.engine) as session, session.begin():
        row, above = _row(session, id), _row(session, parent)
        for link in session.scalars(select(BelongsRow).where(BelongsRow.unit_id == id)):
            if since is None or (link.since is not None and link.since >= since):
                session.delete(link)
            elif link.until is None or link.until >= since:
                link.until = since - timedelta(days=1)
        session.flush()
        _link_up(session, row, above, since, None)


def assign(
    store: Store,
    assessment_id: int,
    unit_id: int | None,
    who: str | None = None,
    *,
    seen: int | None = None,
) -> None:
    """Put an assessment to a unit; None takes it away from any. KeyError where one of the two is gone.

    ChangedMeanwhile where somebody put it to another one after version `seen`.
    """
    require("units")
    with acting_as(who), Session(store.engine) as session, session.begin():
        row = touched(session, assessment_id)
        if row.unit_id != unit_id:
            refuse_if_changed(session, row.id, seen, "assessment", row.id, names=("unit_id",))
        row.unit_id = None if unit_id is None else _row(session, unit_id).id


def import_units(store: Store, lines: Sequence[UnitLine], who: str | None = None) -> Imported:
    """Put the lines of a list into the tree, in one transaction; the bad ones are left out and told.

    A code that is known already takes the list's name, and the list's days of what it belongs to in place of
    its own. The same list again changes nothing. A parent may stand after what belongs to it.
    """
    require("units")
    problems: list[Problem] = []
    added: set[int] = set()
    changed: set[int] = set()
    seen: set[int] = set()
    with acting_as(who), Session(store.engine) as session, session.begin():
        rows = {row.code: row for row in session.scalars(select(UnitRow))}
        good = []
        for line in lines:
            row = rows.get(line.code)
            if row is None:
                row = rows[line.code] = UnitRow(code=line.code, name=line.name, kind=line.kind)
                session.add(row)
                session.flush()
                added.add(row.id)
            elif row.kind != line.kind:
                problems.append(
                    wrong(
                        line,
                        "kind",
                        message("“{code}” is of another kind already.", code=line.code),
                        message("Correct its kind, or give it a code of its own."),
                    )
                )
                continue
            elif row.name != line.name:
                if row.id in seen:
                    problems.append(
                        wrong(
                            line,
                            "name",
                            message("“{code}” has two names in this list.", code=line.code),
                            message("Write the same name in all its rows."),
                        )
                    )
                    continue
                row.name = line.name
                changed.add(row.id)
            seen.add(row.id)
            good.append((line, row))
        moved = _belong(session, good, rows, problems)
        matched = _match(session)
    changed |= moved
    return Imported(len(added), len(changed - added), len(seen - added - changed), matched, tuple(problems))


def _belong(
    session: Session,
    good: Iterable[tuple[UnitLine, UnitRow]],
    rows: dict[str, UnitRow],
    problems: list[Problem],
) -> set[int]:
    """Put the list's links in place of those that its units have; returns the units that changed by it."""
    by_name: dict[str, list[UnitRow]] = {}
    for row in rows.values():
        by_name.setdefault(row.name, []).append(row)
    wanted: dict[int, list[Belongs]] = {}
    for line, row in good:
        if not line.parent:
            continue
        named = by_name.get(line.parent, [])
        parent = rows.get(to_arabic_digits(line.parent)) or (named[0] if len(named) == 1 else None)
        links = wanted.setdefault(row.id, [])
        if parent is None:
            what = (
                message("Several units are called “{name}”.", name=line.parent)
                if named
                else message("There is no unit “{name}” to belong to.", name=line.parent)
            )
            problems.append(
                wrong(line, "parent", what, message("Write the code of a unit that is in the list."))
            )
        elif not _higher(parent, row):
            problems.append(wrong(line, "parent", *_not_higher(parent)))
        else:
            link = Belongs(row.id, parent.id, line.since, line.until)
            if any(link.overlaps(other) for other in links):
                problems.append(
                    wrong(
                        line,
                        "since",
                        message("“{code}” belongs to two units on the same days.", code=line.code),
                        message("End the earlier row on the day before this one begins."),
                    )
                )
            else:
                links.append(link)
    kept: dict[int, list[BelongsRow]] = {}
    for old in session.scalars(select(BelongsRow).where(BelongsRow.unit_id.in_(wanted))):
        kept.setdefault(old.unit_id, []).append(old)
    moved = set()
    for id, links in wanted.items():
        before = kept.get(id, [])
        if links and {_link(old) for old in before} != set(links):
            moved.add(id)
            for old in before:
                session.delete(old)
            for link in links:
                session.add(
                    BelongsRow(unit_id=id, parent_id=link.parent_id, since=link.since, until=link.until)
                )
    return moved


def _link_up(session: Session, row: UnitRow, parent: UnitRow, since: date | None, until: date | None) -> None:
    if not _higher(parent, row):
        raise _refused(*_not_higher(parent))
    session.add(BelongsRow(unit_id=row.id, parent_id=parent.id, since=since, until=until))


def _higher(parent: UnitRow, row: UnitRow) -> bool:
    order: list[str] = list(KINDS)
    return order.index(parent.kind) > order.index(row.kind)


def _not_higher(parent: UnitRow) -> tuple[Any, Any]:
    return (
        message("Nothing of this kind can belong to “{name}”.", name=parent.name),
        message(
            "A unit belongs to a province, a province to an inspection region, a region to a department."
        ),
    )


def _match(session: Session) -> int:
    """Put assessments without a unit to the one of their exact code or only name; how many found one.

    That makes no new version of them: nothing they are worked out from has changed.
    """
    alone = select(AssessmentRow.id, AssessmentRow.unit).where(AssessmentRow.unit_id.is_(None))
    found: dict[str, int | None] = {}
    matched = 0
    for id, name in session.execute(alone):
        if name not in found:
            found[name] = matching(session, name)
        unit_id = found[name]
        if unit_id is not None:
            session.execute(update(AssessmentRow).where(AssessmentRow.id == id).values(unit_id=unit_id))
            tell(session.connection(), "assessment", id, {"unit_id": None}, {"unit_id": unit_id})
            matched += 1
    return matched


def _row(session: Session, id: int) -> UnitRow:
    row = session.get(UnitRow, id)
    if row is None:
        raise KeyError(id)
    return row


def _unit(row: Any) -> Unit:
    """Of a row of the unit table, mapped or not."""
    return Unit(row.id, row.code, row.name, row.kind)


def _link(row: Any) -> Belongs:
    """Of a row of the belongs table, mapped or not."""
    return Belongs(row.unit_id, row.parent_id, row.since, row.until)


def _refused(what: Any, remedy: Any) -> UnitRefused:
    return UnitRefused(Problem(what, remedy))
