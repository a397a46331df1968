"""Every look-alike gives exactly the tally it was made with: no item missing, none too many."""

from __future__ import annotations

import random

import pytest

from analytics.measures import measures
from data.gather import load
from data.workbook import Workbook, read
from tests.lookalikes import SHAPES, LookAlike, as_xlsx
from tests.lookalikes_exports import NO_SURVEYS as NO_EXPORTS
from tests.lookalikes_exports import SHAPES as EXPORTS
from tests.lookalikes_tables import NO_SURVEYS, TABLES
from tests.lookalikes_wild import SHAPES as WILD

ALL = SHAPES | TABLES | WILD | EXPORTS


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
    assert made.excluded <= {e.row for e in layouts[made.sheet].excluded}
    if made.kind == "responses":
        assert sum(m.unrecognised for m in found.values()) == 0
    asked = [p for p in loaded.problems if p.severity == "question"]
    assert bool(asked) == made.asked, asked


def test_every_shape_has_a_name_of_its_own() -> None:
    assert len(ALL) == len(SHAPES) + len(TABLES) + len(WILD) + len(EXPORTS)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("seed", [1, 2])
def test_look_alike(name: str, seed: int) -> None:
    made = ALL[name](random.Random(seed))
    check(made, Workbook("look-alike.xlsx", "0" * 64, "xlsx", made.sheets))


@pytest.mark.parametrize("name", NO_SURVEYS | NO_EXPORTS)
@pytest.mark.parametrize("seed", [1, 2])
def test_numbers_and_words_that_are_no_answers(name: str, seed: int) -> None:
    sheets = (NO_SURVEYS | NO_EXPORTS)[name](random.Random(seed))
    assert load(Workbook("list.xlsx", "0" * 64, "xlsx", sheets)).inputs.surveys == ()


@pytest.mark.parametrize(
    "name", ["behind_a_dashboard", "header_in_two_rows", "paper_tally", "blank_and_total_rows", "one_is_best"]
)
def test_look_alike_through_a_real_file(name: str) -> None:
    made = SHAPES[name](random.Random(3))
    check(made, read(as_xlsx(made), "look-alike.xlsx"))
