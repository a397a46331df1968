"""Workbook bytes → sheets of text, read in a child process with limits.

Nothing that a file contains takes this process down.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from analytics.words import Message, Problem
from data.bundles import Bundle, BundleDamaged, opened
from data.reading import refusals
from data.reading.cells import Bounds, Merged
from data.reading.pool import ChildDied, OutOfTime, pool


@dataclass(frozen=True)
class Sheet:
    """One sheet as text.

    Row i of `cells` is row i+1 of the sheet and column i its column i+1, named by its letters; every column
    is a string, null where the cell is empty. Empty rows and columns before the data are kept, those after
    it are not.
    `merged` holds (first row, first column, last row, last column), from 0, where the format tells.
    """

    name: str
    cells: pa.Table
    merged: tuple[Merged, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Workbook:
    """A workbook that was read, or the one sentence why it can't be: then it has no sheets.

    `bundle` is the evidence bundle that it came in, where it is a summary in one.
    """

    name: str
    sha256: str
    format: str
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
    needs_password: bool = False
    bundle: Bundle | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Limits:
    """What reading one workbook may cost. Large files get `seconds_per_10_mb` on top of `seconds`."""

    seconds: float = 20
    seconds_per_10_mb: float = 5
    memory_mb: int = 1024
    cells: int = 50_000_000
    unpacked_mb: int = 1500
    ratio: int = 200
    entries: int = 10_000


DEFAULT = Limits()
SMALL = 5_000_000


def read(content: bytes, name: str, *, password: str | None = None, limits: Limits = DEFAULT) -> Workbook:
    """The sheets of a workbook, recognised by its content whatever its name.

    content: the bytes of an .xlsx, .xls, .ods, .csv … file. name: the file's name, for sentences and for
    the sheet of a CSV. Cells are text: numbers in their shortest form (.xlsx: to nine
    decimals), dates as 2018-11-22 or
    2018-11-22 14:03:22, "true" and "false", formulas as their stored value, errors as "#REF!", strings as
    they are.
    Of our own evidence bundle the summary in it is read.
    A workbook that can't be read has no sheets and one problem; `needs_password` asks for `password`.
    """
    sha256 = hashlib.sha256(content).hexdigest()

    def refused(problem: Problem) -> Workbook:
        return Workbook(name, sha256, "", (), (problem,))

    if not content:
        return refused(refusals.empty_file(name))
    try:
        bundle = opened(content, name)
    except BundleDamaged as damaged:
        return refused(damaged.problem)
    if bundle is not None:
        summary = read(bundle.summary, name, limits=limits)
        return replace(summary, sha256=sha256, bundle=bundle)
    seconds = limits.seconds + limits.seconds_per_10_mb * len(content) / 10_000_000
    with tempfile.TemporaryDirectory(prefix="saisaat-", ignore_cleanup_errors=True) as folder:
        Path(folder, "workbook").write_bytes(content)
        request = {
            "folder": folder,
            "name": name,
            "password": password,
            "memory_mb": limits.memory_mb,
            "first_reader": 0,
            "bounds": asdict(Bounds(limits.cells, limits.unpacked_mb, limits.ratio, limits.entries)),
        }
        try:
            answer = pool().ask(request, seconds, small=len(content) < SMALL)
        except OutOfTime:
            return refused(refusals.too_slow(name, max(1, round(seconds))))
        except ChildDied as died:
            return refused(
                refusals.too_large(name, limits.memory_mb) if died.out_of_memory else refusals.damaged(name)
            )
        if answer.get("memory"):
            return refused(refusals.too_large(name, limits.memory_mb))
        sheets = tuple(
            Sheet(
                said["name"], _table(Path(folder, f"sheet{number}")), _merged(said["merged"]), said["hidden"]
            )
            for number, said in enumerate(answer["sheets"])
        )
    problems = tuple(_problem(said) for said in answer["problems"])
    return Workbook(name, sha256, answer["format"], sheets, problems, answer["needs_password"])


def read_path(path: Path, *, password: str | None = None, limits: Limits = DEFAULT) -> Workbook:
    """`read` for a file on disk; one that is missing or closed to us is a problem too."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Workbook(path.name, "", "", (), (refusals.missing(path.name),))
    except OSError:
        return Workbook(path.name, "", "", (), (refusals.not_allowed(path.name),))
    return read(content, path.name, password=password, limits=limits)


def warm_up() -> None:
    """Start the reading process beside us, so that the first workbook need not wait for it."""
    pool().warm_up()


def _table(path: Path) -> pa.Table:
    # Mapped, not copied: the pages stay when the file is deleted. Windows can't delete a mapped file.
    if os.name == "nt":
        return pa.ipc.open_file(pa.py_buffer(path.read_bytes())).read_all()
    return pa.ipc.open_file(pa.memory_map(str(path))).read_all()


def _merged(said: list[list[int]]) -> tuple[Merged, ...]:
    return tuple((top, left, bottom, right) for top, left, bottom, right in said)


def _problem(said: dict[str, Any]) -> Problem:
    def message(parts: list[Any]) -> Message:
        return Message(parts[0], tuple((key, value) for key, value in parts[1]))

    return Problem(**{**said, "problem": message(said["problem"]), "remedy": message(said["remedy"])})
