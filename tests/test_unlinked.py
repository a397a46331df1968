"""What is passed on of responses tells what was answered, and not by which group."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from data.gather import layouts_of
from data.grid import Grid
from data.layout import Column, Excluded, Layout
from data.recognise import recognise_sheet
from data.surveys.extract import extract_survey
from data.unlinked import unlinked
from data.workbook import Workbook, read_path
from tests.lookalikes_tables import TABLES

SAMPLE = Path(__file__).resolve().parent.parent / "data/samples/survey-2561.xlsx"


def opened() -> tuple[Workbook, Layout]:
    workbook = read_path(SAMPLE)
    return workbook, layouts_of(workbook)[0]


def test_answers_stay_and_groups_go() -> None:
    workbook, layout = opened()
    sheet = workbook.sheets[0]
    roles = {column.index: column.role for column in layout.columns}
    assert "demographic" in roles.values() and "item" in roles.values()
    passed = unlinked(sheet.cells, layout)
    before, _ = extract_survey("a", sheet, layout)
    after, _ = extract_survey("a", replace(sheet, cells=passed), layout)
    assert after.tally.counts.equals(before.tally.counts)
    assert before.responses is not None and after.responses is not None
    keys = [item.key for item in before.tally.codebook.items]
    rows = [
        Counter(map(tuple, each.responses.frame[keys].to_numpy().tolist()))
        for each in (before, after)
        if each.responses is not None
    ]
    assert rows[0] == rows[1], "each respondent's answers stay together"
    for demographic in before.tally.codebook.demographics:
        assert after.responses.frame[demographic.key].isna().all()
    data = slice(layout.first_row - 1, layout.last_row)
    for index, column in enumerate(passed.columns):
        texts, own = column.to_pylist(), sheet.cells.column(index).to_pylist()
        assert texts[: data.start] == own[: data.start], "headers stay"
        if roles.get(index) not in ("item", "copy", "comment"):
            assert set(texts[data]) <= {None}


def test_ticks_below_the_points_of_items_are_answers_and_stay() -> None:
    sheet = TABLES["ticked_below_words"](random.Random(1)).sheets[0]
    layout = recognise_sheet(sheet)
    before, _ = extract_survey("a", sheet, layout)
    after, _ = extract_survey("a", replace(sheet, cells=unlinked(sheet.cells, layout)), layout)
    assert after.tally.counts.equals(before.tally.counts)
    assert before.responses is not None and after.responses is not None
    (sex,) = before.tally.codebook.demographics
    assert before.responses.frame[sex.key].notna().all()
    assert after.responses.frame[sex.key].isna().all()


def test_the_order_of_rows_tells_nothing() -> None:
    workbook, layout = opened()
    cells = workbook.sheets[0].cells
    own = list(range(layout.first_row - 1, layout.last_row))
    order = [*range(layout.first_row - 1), *reversed(own), *range(layout.last_row, cells.num_rows)]
    left = Layout(**{**layout.__dict__, "excluded": ()})
    assert unlinked(cells.take(pa.array(order)), left).equals(unlinked(cells, left))


def small(role: str, transposed: bool = False) -> tuple[pa.Table, Layout]:
    rows = [["Time", "Speed"], ["May", "5"], ["Sum", "9"], ["June", "4"]]
    columns = (Column(0, "Time", role, why=None), Column(1, "Speed", "item", why=None))  # type: ignore[arg-type]
    table = pa.table([pa.array(list(column)) for column in zip(*rows, strict=True)], ["a", "b"])
    layout = Layout(
        "s",
        "responses",
        first_row=2,
        last_row=4,
        columns=columns,
        excluded=(Excluded(3, None),),  # type: ignore[arg-type]
    )
    if transposed:
        return Grid(table).turned().cells, replace(layout, transposed=True)
    return table, layout


@pytest.mark.parametrize("role", ["demographic", "multi", "timestamp"])
def test_rows_that_were_left_out_keep_their_place(role: str) -> None:
    table, layout = small(role)
    assert [c.to_pylist() for c in unlinked(table, layout).columns] == [
        ["Time", None, None, None],
        ["Speed", "4", "9", "5"],
    ]
    turned, layout = small(role, transposed=True)
    assert [c.to_pylist() for c in unlinked(turned, layout).columns] == [
        ["Time", "Speed"],
        [None, "4"],
        [None, "9"],
        [None, "5"],
    ]


def test_what_nothing_is_broken_down_by_is_passed_on_as_it_is() -> None:
    table, layout = small("other")
    assert unlinked(table, layout) is table
    table, layout = small("demographic")
    assert unlinked(table, replace(layout, kind="tally")) is table


def test_the_input_is_left_as_it_was() -> None:
    table, layout = small("demographic")
    before = table.to_pydict()
    unlinked(table, layout)
    assert table.to_pydict() == before


def test_a_sheet_without_rows() -> None:
    table, layout = small("demographic")
    empty = replace(layout, last_row=1, excluded=())
    assert unlinked(table, empty).num_rows == 4
