"""The column of a sheet that says which unit each of its rows is of, and the rows that it leaves without one.

It is a column that the sheet's layout knows, not personal and no answer, whose texts are units of the tree by
name or code (`data.many.folder_names.Names`). Its header has to speak of units where not nearly all of them
are. Of several such columns the one of the lowest kind counts: อำเภอ before จังหวัด. What nearly is a unit's
name is told and never taken for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from analytics.thai import repair
from analytics.units import KINDS, Unit
from analytics.words import Message, Problem, message
from data.grid import Grid
from data.layout import Column, Layout
from data.lists.header import Merged
from data.lists.rows import ADDS_UP, CONTINUED, HEADING, NUMBERS, REPEATED, TOTAL, anchors
from data.lists.words import is_one_of
from data.many.folder_names import Names
from data.surveys.columns import says
from data.surveys.labels import is_blank
from data.surveys.spread import Spread, grid_of
from data.workbook import Sheet, Workbook

# Roles of columns that may name units, of surveys and of project lists.
NAMING = {
    "responses": ("demographic", "multi", "comment", "identifier", "other"),
    "projects": ("unit", "note", "other"),
}
NEARLY_ALL = 0.8  # share of a column's texts that are units, whatever its header says
SHOWN = 20  # names that are told one by one
FEWEST = 3  # different names from which a column is asked about where no unit is known
UNKNOWN, EMPTY = -1, -2

Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Named:
    """A sheet's column that names units. Rows count from 1; `rows` has those of every unit by its id.

    `units`: by id. `unknown`: the texts that are no unit, with their rows. `blank`: rows without any text.
    """

    column: Column
    units: Mapping[int, Unit]
    rows: Mapping[int, Rows]
    unknown: tuple[tuple[str, Rows], ...]
    blank: Rows


@dataclass(frozen=True)
class _Candidate:
    column: Column
    texts: tuple[str, ...]
    index: npt.NDArray[np.int32]
    codes: Rows  # of every row from the first to the last: a unit's id, UNKNOWN or EMPTY
    kind: int
    matched: int
    served: bool

    def order(self) -> tuple[int, bool, int, int]:
        return self.kind, not self.served, -self.matched, self.column.index


def named_units(sheet: Sheet, layout: Layout, names: Names) -> Named | Problem | None:
    """How a sheet names units; None where it does not, a problem where two columns differ about it.

    Of a sheet with one row an answer the rows are those of its answers.
    """
    if layout.transposed:
        return None
    grid = grid_of(sheet, layout)
    if not isinstance(grid, Spread):
        return _named(grid, sheet.merged, layout, names)
    found = _named(grid, (), layout, names)
    if not isinstance(found, Named):
        return found
    return replace(
        found,
        rows={id: grid.rows_of(rows) for id, rows in found.rows.items()},
        unknown=tuple((text, grid.rows_of(rows)) for text, rows in found.unknown),
        blank=grid.rows_of(found.blank),
    )


def undivided(sheet: Sheet, layout: Layout, names: Names) -> Problem | None:
    """What to say of a tallied table, or of a survey with respondents across, that names several units.

    It can't be divided. None where it names none, or is a sheet of another kind.
    """
    if layout.only or not (layout.kind == "tally" or (layout.kind == "responses" and layout.transposed)):
        return None
    grid = grid_of(sheet, layout)
    last = min(layout.last_row, grid.rows) - 1
    best: set[int] = set()
    for column in layout.columns:
        if column.role in ("text", *NAMING["responses"]) and column.index < grid.columns:
            texts, _ = grid.encoded(column.index, layout.first_row - 1, last)
            units = {unit.id for text in texts if (unit := names.unit(text)) is not None}
            filled = sum(not is_blank(text) for text in texts)
            headed = says("unit", column.header) and len(units) > 1
            if (headed or len(units) >= NEARLY_ALL * filled) and len(units) > len(best):
                best = units
    if len(best) < 2:
        return None
    remedy = message("Use the answers with a row a respondent and a column “หน่วยงาน”, or a workbook a unit")
    if layout.kind == "tally":
        what = message(
            "This table of counts names {n} {n:unit|units}, and counts can't be divided among {n:it|them}",
            n=len(best),
        )
    else:
        what = message(
            "This survey has its respondents side by side and names {n} {n:unit|units}, so it can't be "
            "divided among {n:it|them}",
            n=len(best),
        )
    return Problem(what, remedy, sheet=layout.sheet)


def _named(grid: Grid, merged: Merged, layout: Layout, names: Names) -> Named | Problem | None:
    if layout.kind not in NAMING or layout.only or not layout.columns:
        return None
    first, last = layout.first_row - 1, min(layout.last_row, grid.rows) - 1
    if last < first:
        return None
    reasons = {e.row - 1 - first: e.reason for e in layout.excluded if first <= e.row - 1 <= last}
    counted = grid.fill()[first : last + 1] > 0
    counted[list(reasons)] = False
    units: dict[int, Unit] = {}
    found = [
        candidate
        for column in layout.columns
        if column.role in NAMING[layout.kind] and column.index < grid.columns
        for candidate in _candidate(grid, merged, (first, last), column, counted, names, units)
    ]
    if not found:
        return None
    best = min(found, key=_Candidate.order)
    for other in found:
        same = other.kind == best.kind and other.served == best.served
        both = counted & (other.codes >= 0) & (best.codes >= 0)
        if same and (other.codes[both] != best.codes[both]).any():
            return _two_columns(layout, best.column, other.column)
    codes = best.codes.copy()
    for row in sorted(row for row, reason in reasons.items() if reason == CONTINUED and row):
        codes[row], counted[row] = codes[row - 1], True
    theirs = counted.copy()
    for row, reason in reasons.items():
        theirs[row] |= codes[row] >= 0 and not _is_between(reason)
    # A unit of which nothing but left out rows is there has no part.
    named = {int(id) for id in np.unique(codes[counted & (codes >= 0)])}
    by_unit = {id: np.flatnonzero(theirs & (codes == id)) + first + 1 for id in named}
    no_unit = counted & (codes == UNKNOWN)
    unknown: dict[str, list[Rows]] = {}
    for place in np.unique(best.index[no_unit]):
        rows = np.flatnonzero(no_unit & (best.index == place)) + first + 1
        unknown.setdefault(repair(best.texts[place]), []).append(rows)
    return Named(
        best.column,
        {id: units[id] for id in by_unit},
        by_unit,
        tuple((text, np.sort(np.concatenate(rows))) for text, rows in unknown.items()),
        np.flatnonzero(counted & (codes == EMPTY)) + first + 1,
    )


def _candidate(
    grid: Grid,
    merged: Merged,
    span: tuple[int, int],
    column: Column,
    counted: npt.NDArray[np.bool_],
    names: Names,
    units: dict[int, Unit],
) -> Iterator[_Candidate]:
    """The column as one that names units, where it is one; the units it names are added to `units`."""
    header = column.text or column.header
    if any(says(group, text) for group in ("own", "quantity") for text in (header, column.header)):
        return
    texts, index = _filled_down(grid, merged, span, column.index)
    of_text = [None if is_blank(text) else names.unit(text) for text in texts]
    table = np.array(
        [
            EMPTY if is_blank(text) else UNKNOWN if unit is None else unit.id
            for text, unit in zip(texts, of_text, strict=True)
        ]
        + [EMPTY],
        np.int64,
    )
    codes = table[index]
    matched, filled = int((counted & (codes >= 0)).sum()), int((counted & (codes != EMPTY)).sum())
    bare = all(text.strip().isdigit() for text, unit in zip(texts, of_text, strict=True) if unit is not None)
    headed = says("unit", header) or says("unit", column.header) or column.role == "unit"
    nearly_all = matched >= NEARLY_ALL * filled
    # A running number can be some unit's code: numbers count only under a header, and all together.
    if not matched or (bare and not (headed and nearly_all)) or not (headed or nearly_all):
        return
    known = {unit.id: unit for unit in of_text if unit is not None}
    units |= known
    kinds = Counter[int]()
    for id, n in zip(*np.unique(codes[counted & (codes >= 0)], return_counts=True), strict=True):
        kinds[KINDS.index(known[int(id)].kind)] += int(n)
    yield _Candidate(
        column,
        tuple(texts),
        index,
        codes,
        kinds.most_common(1)[0][0],
        matched,
        "บริการ" in header,
    )


def _filled_down(
    grid: Grid, merged: Merged, span: tuple[int, int], column: int
) -> tuple[list[str], npt.NDArray[np.int32]]:
    """The distinct texts of a column and each row's index among them; merged cells and ditto marks count for
    what they repeat."""
    first, last = span
    texts, index = grid.encoded(column, first, last)
    index = index.copy()
    for row, top in anchors(merged, column).items():
        if first <= top and row <= last:
            index[row - first] = index[top - first]
    ditto = [place for place, text in enumerate(texts) if is_one_of(text, "cells", "same_as_above")]
    for at in np.flatnonzero(np.isin(index, ditto)).tolist():
        index[at] = index[at - 1] if at else -1
    return texts, index


def _is_between(reason: Message) -> bool:
    """Whether a row of a list stands between its projects and is none."""
    return reason in (HEADING, TOTAL, REPEATED, NUMBERS) or reason.text == ADDS_UP


@dataclass(frozen=True)
class Naming:
    """A sheet that names several units: by which column, and which, by name. `known`: they are units of the
    list; without a list they are what a column for units says. `whole`: why it can't be divided.
    """

    sheet: str
    column: str
    units: tuple[str, ...]
    known: bool = True
    whole: Problem | None = None


def naming(workbook: Workbook, layouts: Sequence[Layout], names: Names) -> tuple[Naming, ...]:
    """The sheets of a workbook that name several units, in order."""
    found = []
    for sheet, layout in zip(workbook.sheets, layouts, strict=True):
        if not names.by_id:
            found += _headed(sheet, layout)
        elif (whole := undivided(sheet, layout, names)) is not None:
            found.append(Naming(layout.sheet, "", (), whole=whole))
        elif isinstance(named := named_units(sheet, layout, names), Named) and len(named.units) > 1:
            units = tuple(sorted(unit.name for unit in named.units.values()))
            found.append(Naming(layout.sheet, repair(named.column.header), units))
    return tuple(found)


def _headed(sheet: Sheet, layout: Layout) -> list[Naming]:
    """What a column headed as one of units says, several times each, where no unit is known yet."""
    if layout.kind not in NAMING or layout.transposed:
        return []
    grid = grid_of(sheet, layout)
    for column in layout.columns:
        if column.role not in ("demographic", "unit") or not says("unit", column.header):
            continue
        if any(says(group, column.header) for group in ("own", "quantity")):
            continue
        texts, index = grid.encoded(column.index, layout.first_row - 1, min(layout.last_row, grid.rows) - 1)
        told = sorted({repair(text) for text in texts if not is_blank(text)})
        if len(told) >= FEWEST and (index >= 0).sum() >= 2 * len(told):
            return [Naming(layout.sheet, repair(column.header), tuple(told), known=False)]
    return []


# --- What is said -----------------------------------------------------------------------------------


def others_named(
    workbook: Workbook, layouts: Sequence[Layout], names: Names, unit: int | None, called: str
) -> tuple[Problem, ...]:
    """What to say of a workbook of one unit in which a column names other units too, sheet by sheet.

    A column of the provinces or regions that a unit may belong to says nothing about whose the rows are.
    """
    own = names.by_id.get(unit or 0)
    found = []
    for sheet, layout in zip(workbook.sheets, layouts, strict=True):
        named = named_units(sheet, layout, names)
        if not isinstance(named, Named):
            continue
        higher = {id for id, one in named.units.items() if own is not None and _kind(one) > _kind(own)}
        others = set(named.rows) - {unit} - higher
        if not others:
            continue
        rows = np.concatenate([named.rows[id] for id in others])
        told = sorted(named.units[id].name for id in others)
        found.append(
            Problem(
                message(
                    "“{column}” names other units in {n} {n:row|rows} ({units}); all rows were "
                    "counted for “{unit}”",
                    column=repair(named.column.header),
                    n=len(rows),
                    units=", ".join(told[:3]) + (", …" if len(told) > 3 else ""),
                    unit=called,
                ),
                message(
                    "If they are those units' own, take the workbook out of that assessment and out of the "
                    "folder called as the unit, and import it again: then it is divided by that column"
                ),
                sheet=layout.sheet,
                row=int(rows.min()),
                column=named.column.index + 1,
            )
        )
    return tuple(found)


def _kind(unit: Unit) -> int:
    return KINDS.index(unit.kind)


def names_none(layout: Layout) -> Problem:
    return Problem(
        message("No column of this sheet names units, so whose it is can't be told; it was left out"),
        message("Add a column “หน่วยงาน” to it, or put it into a folder called as its unit"),
        sheet=layout.sheet,
    )


def _two_columns(layout: Layout, one: Column, other: Column) -> Problem:
    first, second = sorted((one, other), key=lambda column: column.index)
    return Problem(
        message(
            "“{first}” and “{second}” both name units, and not the same ones; the sheet was left out",
            first=repair(first.header),
            second=repair(second.header),
        ),
        message("Leave only the column whose units the rows belong to, and import it again"),
        sheet=layout.sheet,
        column=second.index + 1,
    )


def left_out(layout: Layout, named: Named, names: Names) -> list[Problem]:
    """The rows of a sheet that are no unit's: what their column says, how many they are, and what to do."""
    told = []
    unknown = sorted(named.unknown, key=lambda one: (-len(one[1]), one[1][0]))
    for text, rows in unknown[:SHOWN]:
        near = None if names.shared(text) else names.near(text)
        if names.shared(text):
            what = message(
                "Several units are called “{name}”; its {n} {n:row was|rows were} left out",
                name=text,
                n=len(rows),
            )
            remedy = message("Write the unit's code in the workbook, and import it again")
        elif near is not None:
            what = message(
                "No unit is called “{name}”; its {n} {n:row was|rows were} left out", name=text, n=len(rows)
            )
            remedy = message(
                "If “{near}” is meant, write it so in the workbook; else add the unit to the list of units. "
                "Then import it again",
                near=near.name,
            )
        else:
            what = message(
                "No unit is called “{name}”; its {n} {n:row was|rows were} left out", name=text, n=len(rows)
            )
            remedy = message(
                "Correct the name in the workbook, or add the unit to the list of units. Then import it again"
            )
        told.append(_at(layout, named.column, rows, what, remedy, text))
    rest = unknown[SHOWN:]
    if rest:
        rows = np.concatenate([rows for _, rows in rest])
        what = message(
            "{names} more {names:name is|names are} no unit's; {names:its|their} {n} {n:row was|rows were} "
            "left out",
            names=len(rest),
            n=len(rows),
        )
        remedy = message("Look at the names and at the list of units, and import it again")
        told.append(_at(layout, named.column, rows, what, remedy, None))
    if len(named.blank):
        what = message("{n} {n:row names|rows name} no unit and {n:was|were} left out", n=len(named.blank))
        remedy = message("Write the unit into rows {rows}, and import it again", rows=_listed(named.blank))
        told.append(_at(layout, named.column, named.blank, what, remedy, None))
    return told


def _at(
    layout: Layout, column: Column, rows: Rows, what: Message, remedy: Message, value: str | None
) -> Problem:
    return Problem(
        what, remedy, sheet=layout.sheet, row=int(rows.min()), column=column.index + 1, value=value
    )


def _listed(rows: Rows) -> str:
    """Rows as an office would list them: 4-7, 12; the first few runs of many."""
    all_ = runs(np.sort(rows))
    told = [str(first) if first == last else f"{first}-{last}" for first, last in all_[:6]]
    return ", ".join(told) + (", …" if len(all_) > 6 else "")


def runs(rows: Rows) -> tuple[tuple[int, int], ...]:
    """Sorted rows as the first and last of every run."""
    breaks = np.flatnonzero(np.diff(rows) > 1)
    starts, ends = rows[np.r_[0, breaks + 1]], rows[np.r_[breaks, len(rows) - 1]]
    return tuple((int(start), int(end)) for start, end in zip(starts, ends, strict=True))
