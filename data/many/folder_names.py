"""Which workbook of a folder is of which unit and fiscal year, by what its path says.

The unit of a workbook is
1. the innermost folder that is called as a unit of the tree is, else the outermost one, folders called by a
   year left aside: Muang/survey.xlsx, Muang/2561/survey.xlsx, 2561/Muang/survey.xlsx, North/Muang/list.xlsx;
2. for one that lies in no such folder, what stands before " - " in its name: Muang - survey.xlsx;
3. else its whole name, where a unit of the tree is called so: 1001.xlsx.
A unit is called by its code, by its name where no other has it, or by both: 1001 Muang. A name that no unit
of the tree has stands for itself.

A workbook of which none of these tells the unit may name units in a column: see `data.many.divide`.

The fiscal year is that of a folder or of a part of the name: 2561, ปีงบประมาณ 2561.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from analytics.thai import parse_year, repair, to_arabic_digits
from analytics.units import Unit
from analytics.words import Problem, message

if TYPE_CHECKING:
    from data.many.divide import Division

SPREADSHEETS = tuple("xlsx xlsm xlsb xls ods csv tsv txt zip html htm".split())
# A number of four digits is a year only near our time: codes of districts have four digits too.
YEARS = range(2550, 2600)
# From this likeness on, in percent, a name may have been meant for another.
NEAR = 85
_SEPARATOR = " - "
_NUMBER = re.compile(r"\d+")
_BARE = re.compile(r"\d{4}")


@dataclass(frozen=True)
class File:
    """A workbook by its path under the folder; `name` is what it is called within its unit."""

    path: PurePosixPath
    name: str


@dataclass(frozen=True)
class Loose:
    """A workbook of which no name tells the unit; what is in it may."""

    path: PurePosixPath
    fiscal_year: int | None


@dataclass(frozen=True)
class Batch:
    """The workbooks of one unit and fiscal year; `fiscal_year` is None where no name says it.

    `parts`: workbooks of many units of which it has a part.
    """

    unit: str
    unit_id: int | None
    fiscal_year: int | None
    files: tuple[File, ...]
    parts: tuple[Division, ...] = ()


@dataclass(frozen=True)
class Sorted:
    """A folder's files by unit: what can be imported, what is of no unit, and what is no workbook."""

    batches: tuple[Batch, ...]
    of_no_unit: tuple[Loose, ...] = ()
    passed_over: tuple[PurePosixPath, ...] = ()


class Names:
    """The units of the tree by what they are called."""

    def __init__(self, known: Iterable[Unit]) -> None:
        known = tuple(known)
        self.by_id = {unit.id: unit for unit in known}
        self._found: dict[str, Unit | None] = {}
        for unit in known:
            for called in {unit.name, f"{unit.code} {unit.name}"} - {unit.code}:
                # A name that two units share is nobody's.
                key = _plain(called)
                self._found[key] = None if key in self._found else unit
        self._found |= {_plain(unit.code): unit for unit in known}

    def unit(self, called: str) -> Unit | None:
        return self._found.get(_plain(called))

    def shared(self, called: str) -> bool:
        """Whether several units are called so, so that it names none of them."""
        return _plain(called) in self._found and self.unit(called) is None

    def near(self, called: str) -> Unit | None:
        """The unit whose name is most like this one, to ask about; None where none is.

        At least 85 % of the letters agree (rapidfuzz's ratio), or one ends in the other, as แพร่ and จังหวัดแพร่;
        numbers in the two are the same.
        """
        text = _plain(called).replace(" ", "")
        likeness = {
            name: fuzz.ratio(text, name.replace(" ", ""))
            for name, unit in self._found.items()
            if unit is not None and _NUMBER.findall(name) == _NUMBER.findall(text)
        }
        for name in likeness:
            short, long = sorted((text, name.replace(" ", "")), key=len)
            if len(short) > 2 and long.endswith(short):
                likeness[name] = 100
        best = max(likeness, key=lambda name: likeness[name], default=None)
        return self._found[best] if best is not None and likeness[best] >= NEAR else None

    def year(self, called: str) -> int | None:
        """The fiscal year that a folder's or a file's part is called by; None for a unit's own name."""
        if self.unit(called) is not None:
            return None
        text = to_arabic_digits(repair(called))
        year = parse_year(text)
        bare = _BARE.fullmatch(text) is not None
        return year if year in YEARS and (bare or not text.isdigit()) else None


def _plain(called: str) -> str:
    return to_arabic_digits(repair(called)).casefold()


def sort_out(paths: Iterable[PurePosixPath], known: Iterable[Unit] = ()) -> Sorted:
    """Which files are of which unit and year, by the rules above; batches in the order of their paths.

    paths: relative to the folder. known: the units of the tree. Hidden and temporary files are passed over
    silently; others that are no workbook by their name are told.
    """
    names = Names(known)
    found: dict[tuple[int | None, str, int | None], list[File]] = {}
    of_no_unit, passed_over = [], []
    for path in sorted(paths):
        if any(part.startswith((".", "~$")) for part in path.parts):
            continue
        if path.suffix.lower().lstrip(".") not in SPREADSHEETS:
            passed_over.append(path)
            continue
        called, year, name = _named(path, names)
        if called is None:
            of_no_unit.append(Loose(path, year))
            continue
        unit = names.unit(called)
        key = (unit.id, unit.name, year) if unit else (None, repair(called), year)
        found.setdefault(key, []).append(File(path, name))
    made = (Batch(called, id, year, tuple(files)) for (id, called, year), files in found.items())
    return Sorted(tuple(made), tuple(of_no_unit), tuple(passed_over))


def with_parts(found: Sorted, divisions: Iterable[tuple[Division, int | None]]) -> Sorted:
    """The files with each unit's parts of workbooks of many units, each with its fiscal year if known.

    A unit's part joins its own workbooks of that year; units that had none come after them, by code.
    """
    batches = {(batch.unit_id, batch.unit, batch.fiscal_year): batch for batch in found.batches}
    for division, year in divisions:
        for unit in division.units:
            batch = batches.get((unit.id, unit.name, year)) or Batch(unit.name, unit.id, year, ())
            batches[unit.id, unit.name, year] = replace(batch, parts=(*batch.parts, division))
    return replace(found, batches=tuple(batches.values()))


def _named(path: PurePosixPath, names: Names) -> tuple[str | None, int | None, str]:
    """What a file's unit is called, the year that stands in its path, and its name within the unit."""
    years = [names.year(part) for part in path.parts[:-1]]
    folders = [at for at, year in enumerate(years) if year is None]
    year = next((year for year in reversed(years) if year is not None), None)
    first, *rest = path.stem.split(_SEPARATOR)
    year = year or next((found for part in rest if (found := names.year(part)) is not None), None)
    if folders:
        known = [at for at in folders if names.unit(path.parts[at]) is not None]
        at = known[-1] if known else folders[0]
        inner = [path.parts[n] for n in folders if n > at]
        return path.parts[at], year, "/".join([*inner, path.name])
    if rest or names.unit(first) is not None:
        return first, year, path.name
    return None, year, path.name


def of_no_unit(path: PurePosixPath) -> Problem:
    """What is said of a file whose unit no name tells."""
    return Problem(
        message("Which unit this workbook is of can't be told from its name."),
        message(
            "Put it into a folder called as the unit, call it “unit - survey.xlsx”, or write the unit of "
            "every row into a column “หน่วยงาน”, called as in the list of units."
        ),
        value=str(path),
    )
