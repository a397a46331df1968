"""What runs in the child process: one workbook after another, from a file to Arrow files.

Started as `python -m data.reading.child`; takes one JSON object a line on standard input and answers in lines
of JSON: {"trying": i} before each reader, so that the parent knows which one took the process down, then the
result.
"""

from __future__ import annotations

import json
import os
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa

from analytics.words import Message, Problem
from data.reading import excel as reading_excel
from data.reading import markup as reading_markup
from data.reading import old as reading_old
from data.reading import refusals
from data.reading import text as reading_text
from data.reading.cells import Bounds, RawSheet, Reading, Source
from data.reading.locked import is_locked_xls, unlocked
from data.reading.merges import with_merges
from data.reading.refusals import Refused
from data.reading.sniff import Found, look
from data.reading.text import stem

Reader = tuple[str, Callable[[Source], Reading]]


def _office(format: str, *readers: Reader) -> tuple[Reader, ...]:
    return tuple((label, with_merges(reader, format)) for label, reader in readers)


_CALAMINE = ("calamine", reading_excel.calamine)
_OPENPYXL = ("openpyxl", reading_excel.openpyxl_reader)
_XLRD = ("xlrd", reading_excel.xlrd_reader)

# By format, the reader to try first and those to try when it fails.
READERS: dict[str, tuple[Reader, ...]] = {
    "xlsx": _office("xlsx", _CALAMINE, _OPENPYXL),
    "xlsm": _office("xlsm", _CALAMINE, _OPENPYXL),
    "xlsb": _office("xlsb", _CALAMINE),
    "xls": _office("xls", _XLRD, _CALAMINE),
    "biff": (_XLRD,),
    "ods": _office("ods", _CALAMINE, ("lxml", reading_markup.ods_reader)),
    "fods": (("lxml", reading_markup.fods_reader),),
    "xml": (("lxml", reading_markup.xmlss_reader),),
    "html": (("lxml", reading_markup.html_reader),),
    "mhtml": (("lxml", reading_markup.mhtml_reader),),
    "slk": (("slk", reading_old.sylk_reader),),
    "dif": (("dif", reading_old.dif_reader),),
    "dbf": (("dbf", reading_old.dbf_reader),),
    "csv": (("csv", reading_text.csv_reader),),
}  # fmt: skip


@dataclass(frozen=True)
class Job:
    """One workbook to read: `folder` is private and holds its bytes as "workbook"; results go there too."""

    folder: Path
    name: str
    password: str | None
    bounds: Bounds
    memory_mb: int
    first_reader: int


def run(job: Job, say: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Read one workbook; the answer for the parent."""
    source = Source(job.folder / "workbook", job.name, stem(job.name), job.bounds)
    kind = ""
    try:
        found = look(source)
        kind = found.format
        kind, reading = _read(source, found, job, say)
    except Refused as refused:
        return _answer(job, kind, Reading((), (refused.problem,)), refused.needs_password)
    if not any(sheet.cells.num_columns for sheet in reading.sheets):
        return _answer(job, kind, Reading((), (refusals.nothing_in_it(job.name),)))
    return _answer(job, kind, reading)


def _read(
    source: Source, found: Found, job: Job, say: Callable[[dict[str, Any]], None]
) -> tuple[str, Reading]:
    if found.format == "zip":
        return _read_members(source, found, job, say)
    if found.format == "encrypted" or (found.format == "xls" and is_locked_xls(source)):
        source = unlocked(source, job.password)
        found = look(source)
    kind = "xls" if found.format == "biff" else found.format
    readers = READERS[found.format]
    partly = None
    for index in range(job.first_reader, len(readers)):
        say({"trying": index, "of": len(readers)})
        label, reader = readers[index]
        try:
            reading = reader(source)
        except (Refused, MemoryError, SystemExit, KeyboardInterrupt):
            raise
        except BaseException:  # noqa: BLE001 - parsers fail in any way, Rust ones by a panic: try the next
            continue
        if not reading.whole or not any(sheet.cells.num_columns for sheet in reading.sheets):
            partly = partly or reading
        elif index:
            note = refusals.second_reader(source.name, label)
            return kind, replace(reading, problems=(note, *reading.problems))
        else:
            return kind, reading
    if partly is None:
        raise Refused(refusals.damaged(source.name))
    return kind, partly


def _read_members(
    source: Source, found: Found, job: Job, say: Callable[[dict[str, Any]], None]
) -> tuple[str, Reading]:
    """The tables, or the one workbook, inside a plain zip."""
    sheets: list[RawSheet] = []
    problems: list[Problem] = []
    kind = "zip"
    with zipfile.ZipFile(source.path) as archive:
        for number, member in enumerate(found.members):
            path = source.path.with_name(f"member{number}")
            try:
                path.write_bytes(archive.read(member))
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
                raise Refused(refusals.cut_short(source.name)) from error
            inner = replace(source, path=path, sheet=stem(member))
            inside = look(inner)
            if inside.format == "zip":
                raise Refused(refusals.zip_of_workbooks(source.name, len(inside.members)))
            kind, reading = _read(inner, inside, job, say)
            sheets.extend(reading.sheets)
            problems.extend(reading.problems)
    return kind, Reading(tuple(sheets), tuple(problems))


def _answer(job: Job, kind: str, reading: Reading, needs_password: bool = False) -> dict[str, Any]:
    """Write the sheets as Arrow files; the rest as JSON."""
    sheets = []
    for number, sheet in enumerate(reading.sheets):
        with (
            pa.OSFile(str(job.folder / f"sheet{number}"), "wb") as file,
            pa.ipc.new_file(file, sheet.cells.schema) as out,
        ):
            out.write_table(sheet.cells)
        sheets.append({"name": sheet.name or str(number + 1), "merged": sheet.merged, "hidden": sheet.hidden})
    return {
        "format": kind,
        "sheets": sheets,
        "problems": [_problem_as_json(problem) for problem in reading.problems],
        "needs_password": needs_password,
    }


def _problem_as_json(problem: Problem) -> dict[str, Any]:
    def said(message: Message) -> list[Any]:
        return [message.text, [list(pair) for pair in message.values]]

    return {
        "problem": said(problem.problem),
        "remedy": said(problem.remedy),
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "severity": problem.severity,
    }


def limit_memory(megabytes: int) -> None:
    """Let this process use `megabytes` more than now; where the system can't (Windows, macOS), do nothing."""
    try:
        import resource

        status = Path("/proc/self/status").read_text()
    except (ImportError, OSError):
        return
    used_kb = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData:"))
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (used_kb * 1024 + megabytes * 1_000_000, hard))


def resident_mb() -> int:
    """Memory of this process now, 0 where the system doesn't tell."""
    try:
        pages = Path("/proc/self/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE") // 1_000_000


def serve(requests: TextIO, answers: TextIO) -> None:
    """Answer requests until the parent closes the pipe."""

    def say(line: dict[str, Any]) -> None:
        answers.write(json.dumps(line) + "\n")
        answers.flush()

    say({"ready": True})
    for line in requests:
        asked = json.loads(line)
        job = Job(
            Path(asked["folder"]),
            asked["name"],
            asked["password"],
            Bounds(**asked["bounds"]),
            asked["memory_mb"],
            asked["first_reader"],
        )
        limit_memory(job.memory_mb)
        try:
            answer = run(job, say)
        except MemoryError:
            answer = {"memory": True}
        say({**answer, "resident_mb": resident_mb()})


if __name__ == "__main__":
    # Some parsers print: what they say must not get between the answers.
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(sys.stdin, channel)
