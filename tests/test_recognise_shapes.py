"""Every look-alike gives exactly the tally it was made with: no item missing, none too many."""

from __future__ import annotations

import random

import pytest

from analytics.measures import measures
from data.gather import Loaded, load
from data.workbook import Workbook, read
from tests.lookalikes import SHAPES, LookAlike, as_xlsx, sheet
from tests.lookalikes_blocks import BLOCKS, TEXTS, spread
from tests.lookalikes_blocks import NO_SURVEYS as NO_BLOCKS
from tests.lookalikes_exports import NO_SURVEYS as NO_EXPORTS
from tests.lookalikes_exports import SHAPES as EXPORTS
from tests.lookalikes_long import SHAPES as LONG
from tests.lookalikes_offices import SHAPES as OFFICES
from tests.lookalikes_tables import NO_SURVEYS, TABLES
from tests.lookalikes_wild import SHAPES as WILD

ALL = SHAPES | TABLES | WILD | EXPORTS | BLOCKS | LONG | OFFICES
NO_ANSWERS = NO_SURVEYS | NO_EXPORTS | NO_BLOCKS


def check(made: LookAlike, workbook: Workbook) -> None:
    loaded = load(workbook)
    layouts = {layout.sheet: layout for layout in loaded.layouts}
    assert layouts[made.sheet].kind == made.kind
    assert [s.source.sheet for s in loaded.inputs.surveys] == [made.sheet]
    (survey,) = loaded.inputs.surveys
    names = [item.header if item.header in made.items else item.text for item in survey.tally.codebook.items]
    if len(set(names)) == len(names):  # items headed alike are told apart by their place only
        assert names == list(made.items)
    found = {
        name: measures(survey.tally, item.key)
        for name, item in zip(made.items, survey.tally.codebook.items, strict=True)
    }
    assert {name: m.counts for name, m in found.items()} == made.items
    assert {name: m.not_applicable for name, m in found.items()} == {
        name: made.not_applicable.get(name, 0) for name in made.items
    }
    assert survey.tally.respondents == made.respondents
    assert made.excluded <= {e.row for e in layouts[made.sheet].left_out}
    if made.kind == "responses":
        assert sum(m.unrecognised for m in found.values()) == 0
    asked = [p for p in loaded.problems if p.severity == "question"]
    assert bool(asked) == made.asked, asked


def test_every_shape_has_a_name_of_its_own() -> None:
    assert len(ALL) == len(SHAPES) + len(TABLES) + len(WILD) + len(EXPORTS) + len(BLOCKS) + len(LONG) + len(
        OFFICES
    )


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("seed", [1, 2])
def test_look_alike(name: str, seed: int) -> None:
    made = ALL[name](random.Random(seed))
    check(made, Workbook("look-alike.xlsx", "0" * 64, "xlsx", made.sheets))


@pytest.mark.parametrize("name", NO_ANSWERS)
@pytest.mark.parametrize("seed", [1, 2])
def test_numbers_and_words_that_are_no_answers(name: str, seed: int) -> None:
    sheets = NO_ANSWERS[name](random.Random(seed))
    assert load(Workbook("list.xlsx", "0" * 64, "xlsx", sheets)).inputs.surveys == ()


@pytest.mark.parametrize(
    "name", ["behind_a_dashboard", "header_in_two_rows", "paper_tally", "blank_and_total_rows", "one_is_best"]
)
def test_look_alike_through_a_real_file(name: str) -> None:
    made = SHAPES[name](random.Random(3))
    check(made, read(as_xlsx(made), "look-alike.xlsx"))


def load_blocks(name: str) -> Loaded:
    made = BLOCKS[name](random.Random(1))
    return load(Workbook("look-alike.xlsx", "0" * 64, "xlsx", made.sheets))


@pytest.mark.parametrize(
    ("name", "aspects"),
    [
        ("before_and_after", ["ก่อนอบรม", "หลังอบรม"]),
        ("expected_and_received_in_percent", ["ความคาดหวัง", "สิ่งที่ได้รับ"]),
        ("three_years", ["2565", "2566", "2567"]),
    ],
)
def test_blocks_that_are_kept_apart_are_aspects(name: str, aspects: list[str]) -> None:
    loaded = load_blocks(name)
    items = loaded.inputs.surveys[0].tally.codebook.items
    assert [item.aspect for item in items] == aspects * len(TEXTS)
    assert [item.text for item in items[:: len(aspects)]] == TEXTS
    (note,) = (p for p in loaded.problems if p.severity == "note")
    assert dict(note.problem.values) == {"heads": " · ".join(aspects)}


def test_blocks_that_are_added_up_are_none() -> None:
    loaded = load_blocks("men_women_and_all")
    assert {item.aspect for item in loaded.inputs.surveys[0].tally.codebook.items} == {None}
    (note,) = (p for p in loaded.problems if p.severity == "note")
    assert dict(note.problem.values) == {"heads": "ชาย · หญิง"}


def sheet_of_blocks(heads: list[object], row: list[object]) -> Workbook:
    """Two items; the first block of each is 10 people, the second 20."""
    rows = [spread(heads, 7), [None, "รายการ", *[5, 4, 3, 2, 1, "รวม", "x̄"] * 2]]
    first: list[object] = [2, "ความรู้", 5, 5, 0, 0, 0, 10, "4.50", 0, 20, 0, 0, 0, 20, "4.00"]
    return Workbook("b.xlsx", "0" * 64, "xlsx", (sheet([*rows, first, [1, "ความมั่นใจ", *row]]),))


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        # (9 * 5 + 1 * 4) / 10 = 4.90 before, (5 * 5 + 15 * 3) / 20 = 3.50 after
        ([9, 1, 0, 0, 0, 10, "4.90", 5, 0, 15, 0, 0, 20, "3.50"], []),
        ([9, 1, 0, 0, 0, 10, "3.50", 5, 0, 15, 0, 0, 20, "3.50"], [("3.50", 9)]),
        ([9, 1, 0, 0, 0, 10, "4.90", 5, 0, 15, 0, 0, 30, "3.50"], [("30", 15)]),
    ],
)
def test_figures_are_checked_against_the_block_they_stand_in(
    row: list[object], asked: list[tuple[str, int]]
) -> None:
    loaded = load(sheet_of_blocks(["ก่อน", "หลัง"], row))
    assert [(p.value, p.column) for p in loaded.problems if p.severity == "question"] == asked


def test_where_groups_are_added_up_a_figure_may_be_that_of_all() -> None:
    # The last mean is that of all 30: (9 * 5 + 1 * 4 + 5 * 5 + 15 * 3) / 30 = 119 / 30 = 3.97
    row: list[object] = [9, 1, 0, 0, 0, 10, "4.90", 5, 0, 15, 0, 0, 30, "3.97"]
    assert not [p for p in load(sheet_of_blocks(["ชาย", "หญิง"], row)).problems if p.severity == "question"]
