"""Every cache of the app, each bounded, keyed by sha256, version and settings, never by a frame."""

from __future__ import annotations

import gc
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from analytics import charts
from analytics.assessment import Assessment, assess
from analytics.reports.summary import summary
from analytics.words import Digits, Language
from data.definitions import rubric
from data.gather import Loaded, gather, layouts_of, load
from data.layout import Layout
from data.store import Saved, Store
from data.workbook import Workbook, read, warm_up
from ui.text import words


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


@st.cache_resource(max_entries=64, show_spinner=False)
def _assessment(id: int, version: int, _saved: Saved) -> Assessment:
    kept = store().workbooks(id)
    return assess(
        gather(load(w.workbook, w.layouts) for w in kept),
        rubric(_saved.rubric),
        unit=_saved.unit,
        fiscal_year=_saved.fiscal_year,
        band_scheme=_saved.band_scheme,
        entered=store().entered(id),
        made_on=datetime.now(ZoneInfo("Asia/Bangkok")).date(),
    )


def assessment(saved: Saved) -> Assessment:
    """The assessment worked out; kept until it changes."""
    return _assessment(saved.id, saved.version, saved)


@st.cache_resource(max_entries=256, show_spinner=False)
def _chart(
    kind: str, id: int, version: int, language: Language, digits: Digits, dark: bool, key: str, _saved: Saved
) -> charts.Chart:
    found, says = assessment(_saved), words(language, digits)
    match kind:
        case "ladder":
            return charts.ladder(found.score, says, dark=dark)
        case "projects_status":
            return charts.projects_status(found.facts.projects, says, dark=dark)
        case "timeline":
            return charts.timeline(found.facts.projects, found.fiscal_year, says, dark=dark)
    number, _, part = key.partition("/")
    survey = found.surveys[int(number)]
    if kind == "aspects":
        return charts.aspects(survey, says, found.band_scheme, dark=dark)
    return charts.likert(survey, says, items=part.split("|"), bands=found.band_scheme, dark=dark)


def chart(
    kind: str, saved: Saved, language: Language, digits: Digits, dark: bool, key: str = ""
) -> charts.Chart:
    """A chart of an assessment. `key` names the survey (its number) and, after a slash, its items."""
    return _chart(kind, saved.id, saved.version, language, digits, dark, key, saved)


@st.cache_data(max_entries=8, show_spinner=False)
def _summary(id: int, version: int, language: Language, digits: Digits, _saved: Saved) -> bytes:
    return summary(assessment(_saved), words(language, digits))


def summary_sheet(saved: Saved, language: Language, digits: Digits) -> bytes:
    """The summary workbook of an assessment."""
    return _summary(saved.id, saved.version, language, digits, saved)
