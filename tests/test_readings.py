"""What a workbook is known by holds until the workbook or how it is read changes; on every engine."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from data.gather import layouts_of
from data.store import Store
from data.stored.readings import readings
from data.workbook import Sheet, Workbook

LABELS = ("มากที่สุด", "มาก", "ปานกลาง", "น้อย", "น้อยที่สุด")
SURVEY = Workbook(
    "survey.xlsx",
    "ab" * 32,
    "xlsx",
    (Sheet("Sheet1", pa.table({f"c{i}": [f"ความพึงพอใจ [ข้อ {i}]", *LABELS] for i in range(3)})),),
)


def test_a_reading_holds_until_workbook_or_layout_changes(database: str) -> None:
    store = Store(database)
    saved = store.create("Made-up centre", 2561, "participation-2561")
    assert readings(store, saved.id) == () == readings(store, saved.id + 1)
    layouts = layouts_of(SURVEY)
    store.add_workbook(saved.id, SURVEY, layouts)
    (first,) = readings(store, saved.id)
    store.keep(saved.id, "weights", {"any": 1})
    store.change(saved.id, band_scheme="half_point")
    assert readings(store, saved.id) == (first,), "what else is changed is no matter"
    store.add_workbook(saved.id, SURVEY, tuple(replace(each, kind="other") for each in layouts))
    (other,) = readings(store, saved.id)
    assert other.reading != first.reading
    store.add_workbook(saved.id, replace(SURVEY, sha256="cd" * 32, name="second.xlsx"), layouts)
    assert [one.id for one in readings(store, saved.id)] == sorted(
        one.id for one in readings(store, saved.id)
    )
    assert len({one.reading for one in readings(store, saved.id)}) == 2
    store.close()
