"""The sample as an assessment of its own: three made-up workbooks, loaded the way any are."""

from __future__ import annotations

from pathlib import Path

from analytics.words import Words
from data.clean import without_personal
from data.gather import layouts_of
from data.workbook import read_path
from ui import cache, state

DATA = Path(__file__).resolve().parent.parent / "data"
SAMPLES = DATA / "samples"
TEMPLATES = DATA / "templates"
FISCAL_YEAR = 2561


def load(says: Words) -> None:
    """Make the sample assessment and look at it."""
    store = cache.store()
    saved = store.create(says("Community information centre (sample)"), FISCAL_YEAR, state.RUBRIC)
    for path in sorted(SAMPLES.glob("*.xlsx")):
        workbook = read_path(path)
        layouts = layouts_of(workbook)
        store.add_workbook(saved.id, without_personal(workbook, layouts), layouts)
    state.choose(saved)
