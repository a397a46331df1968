"""Every cache of the app, each bounded, keyed by sha256, version and settings, never by a frame."""

from __future__ import annotations

import gc
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from analytics import charts
from analytics.assessment import Assessment
from analytics.reports.agenda import agenda as agenda_of
from analytics.reports.agenda import year_of
from analytics.reports.formats import BUNDLED, Format, Orientation
from analytics.reports.meeting import Arrangement, Slide, arranged
from analytics.reports.templates.parts import Filled, TemplateRefused
from analytics.responses import Responses
from analytics.rubric import Rubric
from analytics.statistics.intervals import Interval, pooled_mean_interval, pooled_top_two_interval
from analytics.statistics.reliability import Reliability, common_scale, reliability
from analytics.units import Belongs, Tree, Unit, tree_of_year
from analytics.wordings import Passage
from analytics.words import Digits, Language, Words
from data.gather import Loaded, layouts_of, load
from data.held import years_of
from data.layout import Layout
from data.many.folder_names import Names
from data.many.named_units import Naming, naming
from data.many.rollups import RolledUp, roll_up
from data.sheet_csv import source_sheets
from data.store import Saved, Store
from data.stored import outcomes, rubric_files
from data.stored.carry_over import attached
from data.stored.outcomes import work_out
from data.stored.readings import readings
from data.stored.rubric_files import Basis
from data.stored.units import belongs, units
from data.themes import OWN_THEMES, with_comments
from data.workbook import Workbook, read, warm_up
from ui import making
from ui.directory import Directory
from ui.directory import directory as directory_of
from ui.screen import Screen
from ui.text import words
from ui.units_view import Choices, View
from ui.units_view import view as units_view_of


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The one store of this server."""
    opened = Store()
    warm_up()
    # What the imports left behind lives as long as the server: out of the collector's sight, a rerun is
    # ten times cheaper.
    gc.collect()
    gc.freeze()
    return opened


@st.cache_resource(max_entries=16, show_spinner=False)
def recognised(sha256: str, name: str, _content: bytes) -> tuple[Workbook, tuple[Layout, ...]]:
    """A dropped workbook, read and recognised."""
    workbook = read(_content, name)
    return workbook, layouts_of(workbook)


def unlocked(content: bytes, name: str, password: str) -> tuple[Workbook, tuple[Layout, ...]]:
    """A workbook opened with its password; never kept, so neither is the password."""
    workbook = read(content, name, password=password)
    return workbook, layouts_of(workbook)


@st.cache_resource(max_entries=16, show_spinner=False)
def _loaded(
    sha256: str, name: str, layouts: str, _workbook: Workbook, _layouts: tuple[Layout, ...]
) -> Loaded:
    return load(_workbook, _layouts)


def loaded(workbook: Workbook, layouts: tuple[Layout, ...]) -> Loaded:
    """What a workbook comes to when it is read by these layouts."""
    return _loaded(workbook.sha256, workbook.name, repr(layouts), workbook, layouts)


@st.cache_resource(max_entries=2, show_spinner=False)
def _directory(stamp: tuple[Any, ...], _units: tuple[Unit, ...]) -> Directory:
    return directory_of(store().assessments(), _units)


def directory() -> Directory:
    """Every assessment by its unit, kept until one of them or the tree changes."""
    stamp = store().stamp()
    return _directory(stamp, _forest(stamp).units)


@dataclass(frozen=True)
class _Forest:
    """All units and links, and a key that is the same while they are."""

    units: tuple[Unit, ...]
    links: tuple[Belongs, ...]
    key: int


@st.cache_resource(max_entries=2, show_spinner=False)
def _forest(stamp: tuple[Any, ...]) -> _Forest:
    there, links = units(store()), belongs(store())
    return _Forest(there, links, hash((there, links)))


@st.cache_resource(max_entries=16, show_spinner=False)
def _tree(key: int, fiscal_year: int, _forest: _Forest) -> Tree:
    return tree_of_year(_forest.units, _forest.links, fiscal_year)


@st.cache_resource(max_entries=16, show_spinner=False)
def _rolled_up(key: tuple[Any, ...], rubric: str, fiscal_year: int, _forest: _Forest) -> RolledUp:
    return roll_up(store(), rubric, fiscal_year, _tree(_forest.key, fiscal_year, _forest))


def _units_key(rubric: str, fiscal_year: int) -> tuple[tuple[Any, ...], _Forest]:
    """What a roll-up rests on: the tree, the assessments of the year, and how they are scored."""
    forest = _forest(store().stamp())
    scored_by = rubric_files.fingerprint(store(), rubric) if rubric in rubrics() else ""
    return (forest.key, scored_by, *outcomes.stamp(store(), rubric, fiscal_year)), forest


@st.cache_resource(max_entries=16, show_spinner=False)
def _naming(
    sha256: str, layouts: str, key: int, _workbook: Workbook, _layouts: tuple[Layout, ...], _forest: _Forest
) -> tuple[Naming, ...]:
    return naming(_workbook, _layouts, Names(_forest.units))


def units_named(workbook: Workbook, layouts: tuple[Layout, ...]) -> tuple[Naming, ...]:
    """The sheets of a workbook that name several units, as its layouts read it."""
    forest = _forest(store().stamp())
    return _naming(workbook.sha256, repr(layouts), forest.key, workbook, layouts, forest)


def units_tree(fiscal_year: int) -> Tree:
    """The tree of a fiscal year, kept until it changes."""
    forest = _forest(store().stamp())
    return _tree(forest.key, fiscal_year, forest)


@st.cache_resource(max_entries=32, show_spinner=False)
def _units_view(
    key: tuple[Any, ...], choices: Choices, language: Language, digits: Digits, _forest: _Forest
) -> View:
    rolled = _rolled_up(key, choices.rubric, choices.fiscal_year, _forest)
    return units_view_of(rolled, choices, words(language, digits))


def units_view(choices: Choices, language: Language, digits: Digits) -> View:
    """What the units page shows, kept until an assessment, the tree or an outcome of that year changes."""
    key, forest = _units_key(choices.rubric, choices.fiscal_year)
    return _units_view(key, choices, language, digits, forest)


@st.cache_resource(max_entries=32, show_spinner=False)
def _units_chart(drawn: str, language: Language, digits: Digits, screen: Screen, _view: View) -> charts.Chart:
    says, dark, width = words(language, digits), screen.dark, screen.width
    if _view.one_by_one:
        return charts.levels_of_units(_view.first, says, dark=dark, width=width)
    return charts.levels_of_groups(_view.groups, says, dark=dark, width=width)


def units_chart(view: View, language: Language, digits: Digits, screen: Screen) -> charts.Chart:
    """The levels of the units looked at, one by one or by their groups; kept while they are the same."""
    return _units_chart(view.drawn, language, digits, screen, view)


def rubrics() -> tuple[str, ...]:
    """The ids of all rubrics, shipped and uploaded."""
    return rubric_files.rubrics(store())


def rubric(id: str) -> Rubric:
    """The version of a rubric that holds."""
    return rubric_files.rubric(store(), id)


@st.cache_resource(max_entries=1000, show_spinner=False)
def _basis(id: int, version: int, _saved: Saved) -> Basis:
    return rubric_files.basis(store(), _saved)


def basis(saved: Saved) -> Basis:
    """What an assessment is scored from by any rubric; small, so that of many it is read once."""
    return _basis(saved.id, saved.version, saved)


def edition(saved: Saved) -> str:
    """Which edition of its rubric an assessment is scored by: part of the key of what rests on it."""
    return rubric_files.fingerprint(store(), saved.rubric)


@st.cache_resource(max_entries=32, show_spinner=False)
def _read(workbook_id: int, reading: str) -> Loaded:
    kept = store().workbook(workbook_id)
    return load(kept.workbook, kept.layouts)


def _readings(id: int) -> list[tuple[str, Loaded]]:
    """The workbooks of an assessment, read once for as long as neither they nor their layouts change."""
    return [(f"{one.id}-{one.reading}", _read(one.id, one.reading)) for one in readings(store(), id)]


@st.cache_resource(max_entries=64, show_spinner=False)
def _survey_keys(id: int, version: int) -> tuple[str, ...]:
    return tuple(f"{key}-{n}" for key, one in _readings(id) for n in range(len(one.inputs.surveys)))


def survey_key(saved: Saved, number: int) -> str:
    """What survey `number` is known by: its workbook and how that is read. Whatever else of the assessment
    changes, what was worked out from the survey holds."""
    return _survey_keys(saved.id, saved.version)[number]


@st.cache_resource(max_entries=64, show_spinner=False)
def _assessment(id: int, version: int, edition: str, _saved: Saved) -> Assessment:
    return work_out(
        store(),
        _saved,
        datetime.now(ZoneInfo("Asia/Bangkok")).date(),
        loaded=[one for _, one in _readings(id)],
    )


def assessment(saved: Saved) -> Assessment:
    """The assessment worked out; kept until it, or the rubric that it is scored by, changes."""
    return _assessment(saved.id, saved.version, edition(saved), saved)


@st.cache_resource(max_entries=256, show_spinner=False)
def _chart(
    kind: str,
    id: int,
    version: int,
    edition: str,
    language: Language,
    digits: Digits,
    screen: Screen,
    key: str,
    _saved: Saved,
) -> charts.Chart:
    found, says = assessment(_saved), words(language, digits)
    dark, width = screen.dark, screen.width
    match kind:
        case "ladder":
            return charts.ladder(found.score, says, dark=dark, width=width)
        case "projects_status":
            return charts.projects_status(found.facts.projects, says, dark=dark, width=width)
        case "timeline":
            return charts.timeline(found.facts.projects, found.fiscal_year, says, dark=dark, width=width)
    number, _, part = key.partition("/")
    survey = found.surveys[int(number)]
    if kind == "options":
        return charts.options(survey.options[int(part)], says, dark=dark, width=width)
    if kind == "distribution":
        item = survey.tally.codebook.item(part)
        return charts.distribution(survey.item(part), item, says, dark=dark, width=width)
    if kind == "aspects":
        return charts.aspects(survey, says, found.band_scheme, dark=dark, width=width)
    items = part.split("|")
    return charts.likert(survey, says, items=items, bands=found.band_scheme, dark=dark, width=width)


def chart(
    kind: str, saved: Saved, language: Language, digits: Digits, screen: Screen, key: str = ""
) -> charts.Chart:
    """A chart of an assessment. `key` names the survey (its number) and, after a slash, its items."""
    return _chart(kind, saved.id, saved.version, edition(saved), language, digits, screen, key, saved)


@st.cache_resource(max_entries=32, show_spinner=False)
def _agenda(
    id: int,
    version: int,
    edition: str,
    others: str,
    language: Language,
    digits: Digits,
    _years: tuple[Saved, ...],
) -> tuple[Slide, ...]:
    whole = [assessment(each) for each in _years]
    says = words(language, digits)
    methods = making.methods_of(whole[0], (), says)
    return agenda_of(whole[0], says, years=[year_of(each) for each in whole], methods=methods)


def agenda(saved: Saved, language: Language, digits: Digits) -> tuple[Slide, ...]:
    """The slides of an assessment as they come, with the other years of the same unit."""
    years = years_of(saved, store().assessments())
    return _agenda(saved.id, saved.version, edition(saved), repr(years), language, digits, years)


def slides(saved: Saved, says: Words) -> tuple[Slide, ...]:
    """Every slide of an assessment as the officer wants them, those hidden too."""
    kept = Arrangement.of(store().setting(saved.id, "slides"))
    return arranged(agenda(saved, says.language, says.digits), kept)


@st.cache_resource(max_entries=4, show_spinner=False)
def _commented(id: int, version: int, edition: str, themes: str, _saved: Saved) -> Assessment:
    """An assessment with its comments counted by theme, once for all of its documents."""
    return with_comments(assessment(_saved), json.loads(themes))


@st.cache_data(max_entries=24, show_spinner=False)
def _document(
    kind: Format,
    id: int,
    version: int,
    edition: str,
    language: Language,
    digits: Digits,
    themes: str,
    text: str,
    trail: int,
    orientation: Orientation,
    _saved: Saved,
    _told: tuple[Passage, ...],
) -> bytes:
    found, says = _commented(id, version, edition, themes, _saved), words(language, digits)
    history = store().changes(id) if kind in ("xlsx", "zip") else ()
    if kind != "zip":
        shown = slides(_saved, says) if kind == "pptx" else ()
        return making.make(
            kind, found, says, slides=shown, history=history, told=_told, orientation=orientation
        )
    documents, failed = {}, {}
    for each in BUNDLED:
        made = document(each, _saved, language, digits, _told, orientation)
        if isinstance(made, bytes):
            documents[each] = made
        else:
            failed[each] = says.say(made.reason)
    sheets = source_sheets((kept.workbook, kept.layouts) for kept in store().workbooks(id))
    files = attached(store(), found)
    return making.make(
        kind,
        found,
        says,
        documents=documents,
        sheets=sheets,
        failed=failed,
        attached=files,
        history=history,
        told=_told,
    )


def commented(saved: Saved) -> Assessment:
    """The assessment with its comments counted by theme, as documents tell of them."""
    themes = json.dumps(store().setting(saved.id, OWN_THEMES) or {})
    return _commented(saved.id, saved.version, edition(saved), themes, saved)


def document(
    kind: Format,
    saved: Saved,
    language: Language,
    digits: Digits,
    told: tuple[Passage, ...],
    orientation: Orientation = "landscape",
) -> bytes | making.NotMade:
    """A document of an assessment, or why it could not be made; only what was made is kept.

    `told` is the text of its findings, `orientation` that of the report for Word.
    """
    try:
        themes = json.dumps(store().setting(saved.id, OWN_THEMES) or {})
        # Not every entry of the trail gives the assessment another version: publishing it does not.
        trail = store().changes(saved.id, limit=1)[0].id if kind in ("xlsx", "zip") else 0
        key = (kind, saved.id, saved.version, edition(saved), language, digits, themes, repr(told), trail)
        turned = orientation if kind in ("docx", "zip") else "landscape"
        return _document(*key, turned, saved, told)
    except making.NotMade as failed:
        return failed


@st.cache_data(max_entries=8, show_spinner=False)
def _filled(
    sha256: str,
    id: int,
    version: int,
    edition: str,
    language: Language,
    digits: Digits,
    _saved: Saved,
    _form: bytes,
) -> Filled:
    return making.fill(_form, assessment(_saved), words(language, digits))


def filled(
    sha256: str, saved: Saved, language: Language, digits: Digits, form: bytes
) -> Filled | TemplateRefused | making.NotMade:
    """An office's own form, filled from an assessment, or why it could not be."""
    try:
        return _filled(sha256, saved.id, saved.version, edition(saved), language, digits, saved, form)
    except (TemplateRefused, making.NotMade) as failed:
        return failed


@dataclass(frozen=True)
class Sure:
    """How sure the mean and the top-two box of all items of the commonest scale are."""

    mean: Interval | None
    top_two: Interval | None


@st.cache_resource(max_entries=64, show_spinner=False)
def _sure(survey: str, population: int | None, _responses: Responses) -> Sure:
    items = common_scale(_responses)
    if not items:
        return Sure(None, None)
    return Sure(
        pooled_mean_interval(_responses, items, population=population),
        pooled_top_two_interval(_responses, items, population=population),
    )


def sure(saved: Saved, number: int, population: int | None, responses: Responses) -> Sure:
    """The intervals of an assessment's survey `number`, of a known population or not."""
    return _sure(survey_key(saved, number), population, responses)


@st.cache_resource(max_entries=32, show_spinner=False)
def _reliabilities(survey: str, _responses: Responses) -> tuple[Reliability, dict[str, Reliability]]:
    codebook = _responses.codebook
    of_aspects = {}
    for aspect in codebook.aspects:
        items = [item for item in codebook.items if item.aspect == aspect]
        if len({item.scale.points for item in items}) == 1:
            of_aspects[aspect] = reliability(_responses, [item.key for item in items])
    return reliability(_responses), of_aspects


def reliabilities(
    saved: Saved, number: int, responses: Responses
) -> tuple[Reliability, dict[str, Reliability]]:
    """The reliability of an assessment's survey `number` and of its aspects of one scale."""
    return _reliabilities(survey_key(saved, number), responses)
