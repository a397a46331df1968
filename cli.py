"""The front door in the terminal: the same steps as in the browser, for scripts.

Results go to stdout, progress and messages to stderr. Exit 0: done; 2: some input can't be used.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from analytics.assessment import Assessment, assess
from analytics.measures import measures
from analytics.names import verdict_name
from analytics.reports.formats import BUNDLED, FORMATS, Format, Orientation, file_name
from analytics.reports.templates.parts import TemplateRefused
from analytics.rubric import Rubric as RubricDefinition
from analytics.statistics.suppression import THRESHOLDS
from analytics.words import Words
from cli_json import score_json, tally_json
from cli_store import app as store_commands
from data.clean import without_personal
from data.codebooks import CodebookDamaged, apply, from_toml
from data.definitions import DefinitionError, rubric, rubrics
from data.gather import Loaded, gather, layouts_of, load, only_sheet, stated_settings, stated_year
from data.layout import Layout
from data.sheet_csv import source_sheets
from data.stored.rubric_files import of_file
from data.themes import with_comments
from data.workbook import Workbook, read_path
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
    refuse,
    stderr,
    words_for,
)
from ui.making import NotMade, fill, make

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
DATA = Path(__file__).resolve().parent / "data"

Workbooks = Annotated[
    list[Path], typer.Argument(help="Survey, project list or form, in any order and number.")
]
Rubric = Annotated[
    str | None,
    typer.Option(
        "--rubric",
        help="Which rubric to score by: its id, or a rubric file (.toml); by default that of a summary, "
        "else the usual one.",
    ),
]
Unit = Annotated[str, typer.Option("--unit", help="Name of the unit, for the documents.")]
Codebooks = Annotated[
    list[Path] | None,
    typer.Option(
        "--codebook", help="Read columns as a codebook (.toml) from the workbooks page says; may be repeated."
    ),
]
Templates = Annotated[
    list[Path] | None,
    typer.Option("--template", help="A form of your own (.xlsx, .docx) with marks to fill; may be repeated."),
]


def _load(
    paths: list[Path], says: Words, sheet: str | None = None, codebooks: list[Path] | None = None
) -> list[Loaded]:
    """Read and recognise every workbook, with progress; one that can't be read has only problems."""
    loaded = []
    known = {path: _codebook(path, says) for path in codebooks or ()}
    unfit: dict[Path, str] = {}
    fitting: set[Path] = set()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=stderr, transient=True) as progress:
        task = progress.add_task("", total=len(paths))
        for path in paths:
            progress.update(task, description=says("Reading {name}", name=path.name), advance=1)
            workbook = read_path(path)
            if sheet is not None:
                workbook = only_sheet(workbook, sheet)
            layouts = layouts_of(workbook)
            for file, codebook in known.items():
                try:
                    layouts = apply(layouts, workbook.sheets, codebook, file.name)
                    fitting.add(file)
                except CodebookDamaged as damaged:
                    unfit[file] = in_words(workbook.name, damaged.problems[0], says)
            loaded.append(load(workbook, layouts))
    for one in loaded:
        for problem in one.problems:
            stderr.print(in_words(one.workbook, problem, says), markup=False, soft_wrap=True)
    # A codebook of a survey fits no project list beside it; one that fits nothing is a mistake.
    mistaken = [file for file in known if file not in fitting]
    for file in mistaken:
        stderr.print(unfit[file], markup=False, soft_wrap=True)
    if mistaken:
        raise typer.Exit(CANNOT_USE)
    return loaded


def _codebook(path: Path, says: Words) -> tuple[Layout, ...]:
    try:
        return from_toml(path.read_bytes(), path.name)
    except OSError:
        stderr.print(
            says(
                "{path}: can't be read. Check the name, and that the file is yours to read.", path=str(path)
            ),
            markup=False,
            soft_wrap=True,
        )
    except CodebookDamaged as damaged:
        for problem in damaged.problems:
            told = f"{says.say(problem.problem)}. {says.say(problem.remedy)}"
            stderr.print(told, markup=False, soft_wrap=True)
    raise typer.Exit(CANNOT_USE)


def _finish(loaded: list[Loaded]) -> None:
    if not all(one.usable for one in loaded):
        raise typer.Exit(CANNOT_USE)


@app.command()
def tally(
    workbooks: Workbooks,
    sheet: str | None = None,
    as_json: AsJson = False,
    codebook: Codebooks = None,
    language: Lang = None,
) -> None:
    """Count the answers of every survey item; count the projects of every list."""
    says = words_for(language)
    loaded = _load(workbooks, says, sheet, codebook)
    if as_json:
        typer.echo(json.dumps([tally_json(one, says) for one in loaded], ensure_ascii=False, indent=1))
    else:
        for one in loaded:
            _print_tally(one, says)
    _finish(loaded)


@app.command()
def score(
    workbooks: Workbooks,
    rubric_id: Rubric = None,
    fiscal_year: Year = None,
    as_json: AsJson = False,
    codebook: Codebooks = None,
    language: Lang = None,
) -> None:
    """Score a unit by a rubric from its workbooks."""
    says = words_for(language)
    loaded = _load(workbooks, says, codebooks=codebook)
    found = _assess(loaded, rubric_id, fiscal_year, "", says)
    if as_json:
        typer.echo(json.dumps(score_json(found, says), ensure_ascii=False, indent=1))
    else:
        _print_score(found, says)
    _finish(loaded)


@app.command()
def report(
    workbooks: Workbooks,
    out: Annotated[Path, typer.Option("--out", help="Folder to write to; made where it is missing.")],
    formats: Annotated[str, typer.Option(help="Which documents, with commas.")] = ",".join(FORMATS),
    rubric_id: Rubric = None,
    fiscal_year: Year = None,
    unit: Unit = "",
    codebook: Codebooks = None,
    language: Lang = None,
    digits: InDigits = "arabic",
    template: Templates = None,
    orientation: Turned = "landscape",
    threshold: Annotated[
        Literal["5", "10"], typer.Option("--threshold", help="Hide counts of people in groups below this.")
    ] = "5",
) -> None:
    """Write the documents of an assessment: summary sheet, report, slides, and a bundle of everything."""
    says = words_for(language, digits)
    asked = [name.strip().lower() for name in formats.split(",") if name.strip()]
    wanted = [kind for kind in FORMATS if kind in asked]
    if not (wanted or template) or set(asked) - set(wanted):
        stderr.print(
            says(
                "--formats {formats}: this version writes {known} only. Leave the others out.",
                formats=formats,
                known=", ".join(FORMATS),
            ),
            markup=False,
        )
        raise typer.Exit(CANNOT_USE)
    loaded = _load(workbooks, says, codebooks=codebook)
    found = with_comments(_assess(loaded, rubric_id, fiscal_year, unit, says, threshold=int(threshold)), {})
    try:
        out.mkdir(parents=True, exist_ok=True)
        complete = True
        for kind, made in _documents(wanted, found, says, workbooks, loaded, orientation):
            if isinstance(made, NotMade):
                complete = False
                sentence = says("{kind}: not made. {reason}", kind=kind, reason=says.say(made.reason))
                stderr.print(sentence, markup=False)
                continue
            path = out / file_name(found, kind)
            path.write_bytes(made)
            typer.echo(str(path))
        for form in template or ():
            complete = _fill_form(form, out, found, says) and complete
    except OSError as error:
        stderr.print(
            says("{path}: can't be written. Choose another folder.", path=str(error.filename or out))
        )
        raise typer.Exit(CANNOT_USE) from None
    _finish(loaded)
    if not complete:
        raise typer.Exit(NOT_MADE)


@app.command()
def samples(
    out: Annotated[Path, typer.Option("--out", help="Folder to write to; made where it is missing.")],
    language: Lang = None,
) -> None:
    """Write samples/ and templates/: workbooks for a first try, and blank ones to fill in."""
    says = words_for(language)
    for name in ("samples", "templates"):
        try:
            (out / name).mkdir(parents=True, exist_ok=True)
            for path in sorted((DATA / name).glob("*.xlsx")):
                shutil.copyfile(path, out / name / path.name)
                typer.echo(str(out / name / path.name))
        except OSError as error:
            stderr.print(
                says("{path}: can't be written. Choose another folder.", path=str(error.filename or out))
            )
            raise typer.Exit(CANNOT_USE) from None


app.add_typer(store_commands)


def _documents(
    wanted: list[Format],
    found: Assessment,
    says: Words,
    paths: list[Path],
    loaded: list[Loaded],
    orientation: Orientation,
) -> Iterator[tuple[Format, bytes | NotMade]]:
    """Each document as soon as it is made, with progress; the bundle holds all others, wanted or not."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    needed = [kind for kind in FORMATS if kind in wanted or ("zip" in wanted and kind in BUNDLED)]
    documents: dict[str, bytes] = {}
    failed: dict[str, str] = {}
    with Progress(*columns, console=stderr, transient=True) as progress:
        task = progress.add_task("", total=len(needed))
        for kind in needed:
            progress.update(task, description=says("Making {kind}", kind=kind), advance=1)
            made: bytes | NotMade
            try:
                if kind == "zip":
                    sheets = source_sheets(_without_personal(paths, loaded))
                    files = _attached(found, paths)
                    made = make(
                        kind, found, says, documents=documents, sheets=sheets, failed=failed, attached=files
                    )
                else:
                    made = documents[kind] = make(kind, found, says, orientation=orientation)
            except NotMade as reason:
                made = reason
                failed[kind] = says.say(reason.reason)
            if kind in wanted:
                yield kind, made


def _attached(found: Assessment, paths: list[Path]) -> dict[str, bytes]:
    """The files of the evidence, from the bundles among the workbooks; no other workbook has any."""
    bundles = [one.bundle for one in map(read_path, paths) if one.bundle is not None]
    wanted = {entry.sha256 for entry in found.facts.evidence if entry.sha256}
    return {
        sha256: content
        for bundle in bundles
        for sha256 in wanted
        if (content := bundle.file(sha256)) is not None
    }


def _fill_form(form: Path, out: Path, found: Assessment, says: Words) -> bool:
    """Write an office's own form, filled; False where it could not be made."""
    try:
        made = fill(form.read_bytes(), found, says)
    except OSError:
        sentence = says("{path}: can't be read. Check its name.", path=str(form))
        stderr.print(sentence, markup=False, soft_wrap=True)
        raise typer.Exit(CANNOT_USE) from None
    except TemplateRefused as refused:
        stderr.print(in_words(form.name, refused.problem, says), markup=False, soft_wrap=True)
        raise typer.Exit(CANNOT_USE) from None
    except NotMade as reason:
        sentence = says("{kind}: not made. {reason}", kind=form.name, reason=says.say(reason.reason))
        stderr.print(sentence, markup=False, soft_wrap=True)
        return False
    for problem in made.problems:
        stderr.print(in_words(form.name, problem, says), markup=False, soft_wrap=True)
    path = out / f"{form.stem}-{found.fiscal_year}.{made.kind}"
    path.write_bytes(made.content)
    typer.echo(str(path))
    return True


def _without_personal(
    paths: list[Path], loaded: list[Loaded]
) -> Iterator[tuple[Workbook, tuple[Layout, ...]]]:
    """The workbooks once more, as they may be passed on; they are not kept while figures are worked out."""
    for path, one in zip(paths, loaded, strict=True):
        workbook = read_path(path)
        if workbook.sheets:
            yield without_personal(workbook, one.layouts), one.layouts


def _assess(
    loaded: list[Loaded],
    rubric_id: str | None,
    year: int | None,
    unit: str,
    says: Words,
    *,
    threshold: int = THRESHOLDS[0],
) -> Assessment:
    """Work the assessment out; what is not asked for is as a summary among the workbooks was made with."""
    made_with = stated_settings(loaded)
    by = _rubric(rubric_id or (made_with.rubric if made_with else USUAL_RUBRIC), says)
    today = datetime.now(ZoneInfo("Asia/Bangkok")).date()
    return assess(
        gather(loaded),
        by,
        unit=unit or (made_with.unit if made_with else ""),
        fiscal_year=year or stated_year(loaded),
        band_scheme=made_with.band_scheme if made_with else "boonchom",
        made_on=today,
        threshold=threshold,
    )


def _rubric(wanted: str, says: Words) -> RubricDefinition:
    """The rubric of this id, or the one that a file (.toml) defines, whether anybody adopted it or not."""
    if wanted.lower().endswith(".toml"):
        path = Path(wanted)
        try:
            return of_file(path.read_bytes(), path.name)
        except OSError:
            refuse(says("{path}: can't be read. Check its name.", path=wanted))
        except DefinitionError as error:
            problem = error.problem
            place = problem.value or ""
            if problem.row is not None:
                place = says("Line {line}, {key}", line=says.plain(problem.row), key=place)
            refuse(f"{path.name}, {place}: {says.say(problem.problem)}. {says.say(problem.remedy)}.")
    if wanted not in rubrics():
        known = ", ".join(rubrics())
        refuse(says("--rubric {id}: there is no such rubric. Choose one of {known}.", id=wanted, known=known))
    return rubric(wanted)


def _print_tally(one: Loaded, says: Words) -> None:
    typer.echo(one.workbook)
    for survey in one.inputs.surveys:
        typer.echo(
            says(
                "  {sheet}: {n} {n:respondent|respondents}",
                sheet=survey.source.sheet,
                n=survey.tally.respondents,
            )
        )
        for item in survey.tally.codebook.items:
            m = measures(survey.tally, item.key)
            counts = " ".join(f"{point}:{n}" for point, n in m.counts.items())
            typer.echo(
                f"    {item.text or item.header}\n"
                f"      n {m.base} · {counts} · x̄ {says.number(m.mean, 2)} · SD {says.number(m.sd, 2)}"
                f" · {says.percent(m.top_two)}"
            )
    for layout in one.layouts:
        if layout.kind == "projects":
            n = sum(p.source.sheet == layout.sheet for p in one.inputs.projects)
            typer.echo(says("  {sheet}: {n} {n:project|projects}", sheet=layout.sheet, n=n))


def _print_score(found: Assessment, says: Words) -> None:
    typer.echo(
        says(
            "{n} of {most} {most:point|points}, projected {projected} ({rubric}, fiscal year {year})",
            n=found.score.score,
            most=found.score.maximum,
            projected=found.score.projected,
            rubric=found.rubric.id,
            year=says.plain(found.fiscal_year),
        )
    )
    for verdict in found.score.verdicts:
        typer.echo(
            says(
                "Level {n} ({points} {points:point|points}): {state}",
                n=verdict.level.level,
                points=verdict.level.points,
                state=verdict_name(verdict, says),
            )
        )
        for reason in verdict.reasons:
            typer.echo(f"  - {says.say(reason)}")
        if verdict.missing is not None and verdict.state != "counted":
            typer.echo(says("  Missing: {what}", what=says.say(verdict.missing)))
    for left in found.facts.projects.left_out:
        typer.echo(says("Left out: {name}: {reason}", name=left.project.name, reason=says.say(left.reason)))


if __name__ == "__main__":
    app()
