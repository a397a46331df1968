"""The commands of the terminal that look after the store: backup, restore, import, migrate, export-all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count, groupby
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

import typer
from sqlalchemy.exc import ArgumentError, OperationalError

from analytics.reports.formats import FORMATS
from analytics.words import Problem, Words
from data.many.folder import Line, divide_loose, import_batches
from data.many.folder_names import Sorted, sort_out
from data.store import Store, connected, database_url
from data.stored import rubric_files
from data.stored.backup import BackupError
from data.stored.backup import backup as write_backup
from data.stored.backup import restore as restore_backup
from data.stored.units import units
from data.stored.upgrade import SchemaNewer, revision_of, revisions
from data.stored.upgrade import migrate as bring_up_to_date
from terminal import (
    CANNOT_USE,
    NOT_MADE,
    USUAL_RUBRIC,
    AsJson,
    InDigits,
    Lang,
    Turned,
    Year,
    in_words,
    problem_json,
    progress,
    refuse,
    tell,
    words_for,
)
from ui.exporting import Exported, export_all

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
ToFolder = Annotated[Path, typer.Option("--out", help="Folder to write to; made where it is missing.")]


@contextmanager
def _reached(says: Words) -> Iterator[None]:
    """Say it in a sentence where the database is of a newer version, or can't be reached at all."""
    try:
        yield
    except SchemaNewer as newer:
        refuse(f"{says.say(newer.problem.problem)}. {says.say(newer.problem.remedy)}.")
    except (OperationalError, ArgumentError, OSError):
        refuse(says("The database can't be reached. Check SAISAAT_DATABASE_URL, and that its server runs."))


@contextmanager
def _store(says: Words) -> Iterator[Store]:
    with _reached(says):
        store = Store()
    try:
        yield store
    finally:
        store.close()


@app.command()
def backup(
    out: Annotated[Path, typer.Option("--out", help="File to write, such as saisaat.backup.")],
    language: Lang = None,
) -> None:
    """Write everything that is saved into one file; a running server may go on meanwhile."""
    says = words_for(language)
    with _store(says) as store, progress() as shows:
        try:
            counts = write_backup(store, out, lambda table, rows: shows(_rows(table, rows, says), rows))
        except OSError:
            refuse(says("{path}: can't be written. Choose another folder.", path=str(out)))
    _print_counts(out, counts, says)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `backup` made.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Take out what is saved now, its audit trail too.")
    ] = False,
    language: Lang = None,
) -> None:
    """Put a backup in an empty database, on SQLite or PostgreSQL; all of it or nothing."""
    says = words_for(language)
    with _store(says) as store, progress() as shows:
        try:
            counts = restore_backup(
                store, file, replace=replace, told=lambda table, rows: shows(_rows(table, rows, says), rows)
            )
        except BackupError as error:
            refuse(in_words(file.name, error.problem, says))
        except OSError:
            refuse(says("{path}: can't be read. Check its name.", path=str(file)))
    _print_counts(file, counts, says)


def _rows(table: str, rows: int, says: Words) -> str:
    return says("{table}: {rows} {rows:row|rows}", table=table, rows=rows)


def _print_counts(path: Path, counts: dict[str, int], says: Words) -> None:
    n, rows = counts["assessment"], sum(counts.values())
    typer.echo(
        says("{path}: {n} {n:assessment|assessments}, {rows} {rows:row|rows}", path=str(path), n=n, rows=rows)
    )


@app.command()
def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 where there is something to do.")
    ] = False,
    language: Lang = None,
) -> None:
    """Bring the database up to date with the program; the app does it too whenever it starts."""
    says = words_for(language)
    wanted, steps = revisions()[-1], revisions()
    with _reached(says):
        engine = connected(database_url())
        try:
            with engine.begin() as connection, progress(len(steps)) as shows:
                found = revision_of(connection)
                if not check:
                    bring_up_to_date(
                        connection,
                        told=lambda to, brought: shows(f"{to}: {brought}", steps.index(to) + 1),
                    )
        finally:
            engine.dispose()
    old = says("nothing") if found is None else found
    if found == wanted:
        typer.echo(says("The database is up to date (schema {schema})", schema=wanted))
    elif check:
        typer.echo(says("The database has to go from schema {old} to {new}", old=old, new=wanted))
        raise typer.Exit(NOT_MADE)
    else:
        typer.echo(says("The database went from schema {old} to {new}", old=old, new=wanted))


@app.command("export-all")
def export_everything(
    out: ToFolder,
    formats: Annotated[str, typer.Option(help="Which documents, with commas.")] = ",".join(FORMATS),
    again: Annotated[
        bool, typer.Option("--again", help="Make those of assessments that did not change, too.")
    ] = False,
    language: Lang = None,
    digits: InDigits = "arabic",
    orientation: Turned = "landscape",
) -> None:
    """Write the documents of every saved assessment, a folder a unit and year, a line an assessment.

    May be stopped and run again at any time: what did not change is not made again.
    """
    says = words_for(language, digits)
    asked = [name.strip().lower() for name in formats.split(",") if name.strip()]
    wanted = [kind for kind in FORMATS if kind in asked]
    if not wanted or set(asked) - set(wanted):
        known = ", ".join(FORMATS)
        refuse(
            says(
                "--formats {formats}: this version writes {known} only. Leave the others out.",
                formats=formats,
                known=known,
            )
        )
    complete = True
    with _store(says) as store, progress(len(store.assessments())) as shows:
        try:
            everything = export_all(store, out, wanted, says, again=again, orientation=orientation)
            for number, one in enumerate(everything, 1):
                shows(one.saved.unit, number)
                typer.echo(_exported(one, out, says))
                for kind, reason in one.failed.items():
                    complete = False
                    why = says("{kind}: not made. {reason}", kind=kind, reason=says.say(reason))
                    tell(f"{one.saved.unit} {says.plain(one.saved.fiscal_year)}, {why}")
        except OSError as error:
            refuse(says("{path}: can't be written. Choose another folder.", path=str(error.filename or out)))
    if not complete:
        raise typer.Exit(NOT_MADE)


def _exported(one: Exported, out: Path, says: Words) -> str:
    path = str(out / one.folder)
    if not (one.made or one.failed):
        return says("{path}: unchanged", path=path)
    if one.failed:
        return says(
            "{path}: {n} {n:document|documents}, {m} not made", path=path, n=len(one.made), m=len(one.failed)
        )
    return says("{path}: {n} {n:document|documents}", path=path, n=len(one.made))


@app.command("import")
def import_folder(
    folder: Annotated[Path, typer.Argument(help="A folder with the workbooks of many units.")],
    fiscal_year: Year = None,
    rubric_id: Annotated[str, typer.Option("--rubric", help="Which rubric to score by.")] = USUAL_RUBRIC,
    as_json: AsJson = False,
    language: Lang = None,
) -> None:
    """Store the workbooks of many units, a line a unit; may be stopped and run again at any time.

    A workbook is of the unit that its folder is called by, or of the one that stands before " - " in its
    name; one that is of none is divided among the units that its rows name in a column, such as หน่วยงาน.
    A folder called 2561 says the fiscal year; where none does, --fiscal-year or the form does.
    """
    says = words_for(language)
    if not folder.is_dir():
        refuse(says("{path}: no such folder. Check its name.", path=str(folder)))
    with _store(says) as store:
        if rubric_id not in (known := rubric_files.rubrics(store)):
            ids = ", ".join(known)
            refuse(
                says(
                    "--rubric {id}: there is no such rubric. Choose one of {known}.", id=rubric_id, known=ids
                )
            )
        paths = [PurePosixPath(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]
        found = sort_out(paths, units(store))
        done = count()
        with progress(len(found.of_no_unit)) as shows:
            found, left = divide_loose(
                store,
                found,
                lambda path: (folder / path).read_bytes(),
                rubric_id,
                lambda path: shows(says("Looking for units in {name}", name=path.name), next(done)),
            )
        lines = _import(store, found, folder, rubric_id, fiscal_year, says, printed=not as_json)
    if found.passed_over:
        told = says(
            "{n} {n:file is no workbook and was|files are no workbooks and were} passed over.",
            n=len(found.passed_over),
        )
        tell(told)
    for path, problem in left:
        tell(in_words(path, problem, says))
    if as_json:
        told = [*(_line_json(line, says) for line in lines), *_left_json(left, says)]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    if not lines and not found.of_no_unit:
        refuse(says("{path}: there are no workbooks in this folder.", path=str(folder)))
    if left or not all(line.whole for line in lines):
        raise typer.Exit(CANNOT_USE)


def _import(
    store: Store, found: Sorted, folder: Path, rubric: str, year: int | None, says: Words, *, printed: bool
) -> list[Line]:
    """Import unit by unit with progress; a line is printed once what it says is stored."""
    told = import_batches(store, found.batches, lambda path: (folder / path).read_bytes(), rubric, year)
    lines = []
    with progress(len(found.batches)) as shows:
        for number, batch in enumerate(found.batches):
            shows(says("Importing {name}", name=batch.unit), number)
            line = next(told)
            lines.append(line)
            if printed:
                typer.echo(_line(line, says))
            for name, problem in line.problems:
                said = printed and line.state == "failed" and (name, problem) == line.reason
                if problem.severity == "error" and not said:
                    tell(f"{batch.unit}, {in_words(name, problem, says)}")
            for name, problem in line.notes:
                tell(f"{batch.unit}, {in_words(name, problem, says)}")
    return lines


def _line(line: Line, says: Words) -> str:
    """What became of a unit, in one line."""
    if line.state == "failed" or line.outcome is None:
        reason = in_words(*line.reason, says) if line.reason else ""
        return says("{unit}: not stored. {reason}", unit=line.batch.unit, reason=reason)
    values: dict[str, Any] = {
        "unit": line.batch.unit,
        "year": says.plain(line.fiscal_year),
        "score": line.outcome.score,
        "most": line.outcome.maximum,
        "projected": line.outcome.projected,
    }
    for name in ("score", "most", "projected"):
        values[name] = int(values[name]) if values[name] == int(values[name]) else values[name]
    if line.state == "known":
        return says("{unit} ({year}): {score} of {most}, projected {projected}, was stored before", **values)
    return says("{unit} ({year}): {score} of {most}, projected {projected}", **values)


def _line_json(line: Line, says: Words) -> dict[str, Any]:
    return {
        "unit": line.batch.unit,
        "fiscal_year": line.fiscal_year,
        "state": line.state,
        "score": line.outcome.score if line.outcome else None,
        "projected": line.outcome.projected if line.outcome else None,
        "maximum": line.outcome.maximum if line.outcome else None,
        "workbooks": {"stored": line.new, "known": line.known, "unusable": line.unusable},
        "problems": [
            {"workbook": name, **problem_json(problem, says)}
            for name, problem in (*line.problems, *line.notes)
        ],
    }


def _left_json(left: Iterable[tuple[str, Problem]], says: Words) -> Iterator[dict[str, Any]]:
    """What is no unit's, a workbook after the other, each in the form of a unit's line."""
    for path, told in groupby(left, key=lambda one: one[0]):
        yield {
            "unit": None,
            "fiscal_year": None,
            "state": "failed",
            "score": None,
            "projected": None,
            "maximum": None,
            "workbooks": {"stored": [], "known": [], "unusable": []},
            "problems": [{"workbook": path, **problem_json(problem, says)} for _, problem in told],
        }
