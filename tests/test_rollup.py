"""Roll-ups against figures worked out by hand, and the laws they keep."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.outcomes import Outcome
from analytics.rollup import (
    Entry,
    Member,
    Spread,
    groups,
    members,
    ranking,
    spread,
    summary,
    under,
)
from analytics.units import Belongs, Tree, Unit, UnitKind, by_name, tree_of_year, tree_on

DEPARTMENT = Unit(1, "D", "กรม", "department")
REGION_1, REGION_2 = Unit(2, "R1", "เขต 1", "region"), Unit(3, "R2", "เขต 2", "region")
NORTH, SOUTH = Unit(4, "P1", "เหนือ", "province"), Unit(5, "P2", "ใต้", "province")
A, B, C = (Unit(6 + n, f"U{n}", name, "unit") for n, name in enumerate(("ก", "ข", "ค")))
UNITS = (DEPARTMENT, REGION_1, REGION_2, NORTH, SOUTH, A, B, C)
LAST_OF_2561, FIRST_OF_2562 = date(2018, 9, 30), date(2018, 10, 1)
BELONGS = (
    Belongs(2, 1),
    Belongs(3, 1),
    Belongs(4, 2, None, LAST_OF_2561),  # เหนือ moves to เขต 2 with fiscal year 2562
    Belongs(4, 3, FIRST_OF_2562),
    Belongs(5, 3),
    Belongs(6, 4),
    Belongs(7, 4),
    Belongs(8, 5, FIRST_OF_2562),  # ค is founded with fiscal year 2562
)


def outcome(score: float, *states: str, top_two: float | None = None) -> Outcome:
    return Outcome(score, score, 20, tuple(enumerate(states, 1)), top_two=top_two)  # type: ignore[arg-type]


def names(of: object) -> list[str]:
    return [unit.name for unit in of]  # type: ignore[attr-defined]


def test_a_tree_is_as_of_a_day() -> None:
    before, after = (tree_on(UNITS, BELONGS, day) for day in (LAST_OF_2561, FIRST_OF_2562))
    assert names(before.above(A.id)) == ["เหนือ", "เขต 1", "กรม"]
    assert names(after.above(A.id)) == ["เหนือ", "เขต 2", "กรม"]
    assert C not in before.units
    assert names(after.above(C.id)) == ["ใต้", "เขต 2", "กรม"]
    assert (after.of_kind(A.id, "province"), after.of_kind(A.id, "unit")) == (NORTH, A)
    assert after.of_kind(DEPARTMENT.id, "region") is None
    assert after.of_kind(99, "region") is None
    assert after.within(A.id, REGION_2.id) and not before.within(A.id, REGION_2.id)


def test_a_year_is_as_of_its_last_day() -> None:
    assert tree_of_year(UNITS, BELONGS, 2561) == tree_on(UNITS, BELONGS, LAST_OF_2561)
    moved_in_between = (Belongs(4, 2, None, date(2018, 3, 31)), Belongs(4, 3, date(2018, 4, 1)))
    assert tree_of_year(UNITS, moved_in_between, 2561).of_kind(NORTH.id, "region") == REGION_2


def test_what_belongs_to_something_that_ended_is_a_root() -> None:
    ended = (Belongs(4, 2, None, LAST_OF_2561), Belongs(6, 4))
    tree = tree_on(UNITS, ended, FIRST_OF_2562)
    assert NORTH not in tree.units
    assert A in tree.units and list(tree.above(A.id)) == []


def test_units_are_sorted_as_people_do() -> None:
    names = ["เขต 10", "เขต ๒", "เขต 1", "แพร่", "เลย", "กระบี่"]
    assert sorted(names, key=by_name) == ["กระบี่", "เขต 1", "เขต ๒", "เขต 10", "แพร่", "เลย"]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (Belongs(1, 2), Belongs(1, 3), True),
        (Belongs(1, 2, None, date(2018, 9, 30)), Belongs(1, 3, date(2018, 10, 1)), False),
        (Belongs(1, 2, None, date(2018, 10, 1)), Belongs(1, 3, date(2018, 10, 1)), True),
        (Belongs(1, 2, date(2020, 1, 1)), Belongs(1, 3, None, date(2019, 12, 31)), False),
    ],
)
def test_overlapping_links(one: Belongs, other: Belongs, together: bool) -> None:
    assert one.overlaps(other) == other.overlaps(one) == together


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([16], Spread(1, 16, 16, 16, 16, 16, 16)),
        ([4, 20], Spread(2, 4, 4 + 0.25 * 16, (4 + 20) / 2, 4 + 0.75 * 16, 20, (4 + 20) / 2)),
        ([20, 0, 8, 12, 16], Spread(5, 0, 8, 12, 16, 20, (0 + 8 + 12 + 16 + 20) / 5)),
        ([4, 8, 12, 20], Spread(4, 4, 4 + 0.75 * 4, 10, 12 + 0.25 * 8, 20, 44 / 4)),
        ([0.1, 0.1, 0.1], Spread(3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)),
    ],
)
def test_spreads(values: list[float], expected: Spread) -> None:
    assert spread(values) == expected


def test_no_figures_have_no_spread() -> None:
    assert spread([]) is None


def test_a_unit_without_an_assessment_is_missing_and_never_nothing() -> None:
    tree = tree_of_year(UNITS, BELONGS, 2562)
    entries = [
        Entry(11, "ก", A.id, outcome(20, "counted", top_two=0.5)),
        Entry(12, "ข", B.id, None),
    ]
    found = summary(members(tree, entries))
    assert (found.units, found.assessed, found.pending, found.missing) == (3, 1, 1, 1)
    assert found.score == Spread(1, 20, 20, 20, 20, 20, 20)
    assert found.top_two == Spread(1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5)
    nothing = summary(())
    assert (nothing.units, nothing.score, nothing.levels) == (0, None, ())


def test_shares_at_each_level_have_their_base() -> None:
    of = [
        Member("ก", A, 1, outcome(8, "counted", "counted")),
        Member("ข", B, 2, outcome(4, "counted", "claimed")),
        Member("ค", C, 3, outcome(4, "counted")),  # its rubric had one level fewer
        Member("ง", None),
    ]
    one, two = summary(of).levels
    assert (one.base, one.share(), one.share("not_met")) == (3, 3 / 3, 0 / 3)
    assert (two.base, two.share(), two.share("claimed")) == (2, 1 / 2, 1 / 2)


def test_equal_scores_share_a_place_and_the_next_place_is_left_free() -> None:
    scores = {"ข": 20, "ก": 20, "ง": 16, "ค": 16, "จ": 4}
    of = [Member(name, None, n, outcome(score)) for n, (name, score) in enumerate(scores.items())]
    of += [Member("ไม่ได้ประเมิน"), Member("ยังไม่คำนวณ", None, 9)]
    assert [(r.place, r.tied, r.member.name) for r in ranking(of)] == [
        (1, 2, "ก"),
        (1, 2, "ข"),
        (3, 2, "ค"),
        (3, 2, "ง"),
        (5, 1, "จ"),
    ]


def test_a_ranking_by_another_figure_leaves_out_who_does_not_have_it() -> None:
    of = [Member("ก", None, 1, outcome(20)), Member("ข", None, 2, outcome(4, top_two=0.9))]
    assert [(r.place, r.member.name) for r in ranking(of, lambda one: one.top_two)] == [(1, "ข")]


def test_members_are_units_and_whatever_else_was_assessed() -> None:
    tree = tree_of_year(UNITS, BELONGS, 2561)
    found = members(
        tree,
        [
            Entry(1, "ก เดิม", A.id, outcome(4)),
            Entry(2, "ก", A.id, outcome(8)),  # the same unit once more
            Entry(3, "เหนือ", NORTH.id, outcome(12)),  # a province's own office
            Entry(4, "ค", C.id, outcome(16)),  # not founded yet in 2561
            Entry(5, "อื่น", None, outcome(20)),
            Entry(6, "อื่น", None, outcome(0)),
        ],
    )
    assert [(m.name, m.unit, m.assessment_id, m.others) for m in found] == [
        ("ก", A, 1, (2,)),
        ("ข", B, None, ()),
        ("ค", None, 4, ()),
        ("เหนือ", NORTH, 3, ()),
        ("อื่น", None, 5, (6,)),
    ]
    by_province = groups(tree, found, "province")
    assert [(g.unit, [m.name for m in g.members]) for g in by_province] == [
        (SOUTH, []),
        (NORTH, ["ก", "ข", "เหนือ"]),
        (None, ["ค", "อื่น"]),
    ]
    assert [m.name for m in under(tree, found, REGION_1.id)] == ["ก", "ข", "เหนือ"]


scores = st.none() | st.integers(0, 20).map(lambda n: outcome(n, top_two=n / 20))


@st.composite
def rollups(draw: st.DrawFn) -> tuple[Tree, tuple[Member, ...]]:
    kinds: list[UnitKind] = ["department", "region", "province", "unit"]
    made = [
        Unit(n, str(n), f"หน่วย {n}", draw(st.sampled_from(kinds)))
        for n in range(1, draw(st.integers(1, 15)) + 1)
    ]
    links = []
    for unit in made:
        above = [other.id for other in made if kinds.index(other.kind) < kinds.index(unit.kind)]
        if above and draw(st.booleans()):
            links.append(Belongs(unit.id, draw(st.sampled_from(above))))
    tree = tree_on(made, links, LAST_OF_2561)
    chosen = draw(st.lists(st.sampled_from(made)))
    entries = [Entry(n, unit.name, unit.id, draw(scores)) for n, unit in enumerate(chosen)]
    return tree, members(tree, entries)


@given(rollups())
def test_counts_of_children_add_up_to_their_parent(made: tuple[Tree, tuple[Member, ...]]) -> None:
    tree, of = made
    for unit in tree.units:
        parts = [under(tree, of, child.id) for child in tree.children.get(unit.id, ())]
        parts.append(tuple(m for m in of if m.unit == unit))
        together, each = summary(under(tree, of, unit.id)), [summary(part) for part in parts]
        for count in ("units", "assessed", "pending", "missing"):
            assert getattr(together, count) == sum(getattr(one, count) for one in each)
    for kind in ("province", "region", "department"):
        assert sum(group.summary.units for group in groups(tree, of, kind)) == len(of)


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_quartiles_lie_between_least_and_most(values: list[float]) -> None:
    found = spread(values)
    assert found is not None
    assert min(values) == found.least <= found.lower <= found.median <= found.upper <= found.most
    assert found.most == max(values)
    assert found.least <= found.mean <= found.most


@given(rollups())
def test_a_ranking_holds_everyone_with_a_score_once_and_never_falls(
    made: tuple[Tree, tuple[Member, ...]],
) -> None:
    _, of = made
    found = ranking(of)
    assert {r.member for r in found} == {m for m in of if m.outcome is not None}
    for at, one in enumerate(found, 1):
        assert one.place <= at
        assert one.member.outcome is not None
        better = sum(m.outcome.score > one.member.outcome.score for m in of if m.outcome is not None)
        assert one.place == better + 1
        assert one.tied == sum(other.place == one.place for other in found)
