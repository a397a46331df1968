"""What counts, what is left out and why."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.projects import STATUSES, Ledger, Project, RowRef, budget_sum, ledger
from analytics.thai import Period, fiscal_year_span

SPRING = Period(date(2018, 3, 1), date(2018, 5, 31))
SUMMER = Period(date(2018, 6, 1), date(2018, 8, 31))


def project(name: str = "เปิดข้อมูลให้ประชาชน", row: int = 1, **facts: object) -> Project:
    """A completed project of 2561 from citizens, but for what is said otherwise."""
    counts = Project(
        name, RowRef("รายการ.xlsx", "ปี 2561", row), "completed", from_citizens=True, fiscal_year=2561
    )
    return replace(counts, **facts)


def reasons(found: Ledger) -> list[str]:
    return [left.reason.text for left in found.left_out]


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ({}, "counted"),
        ({"status": "in_progress"}, "claimed"),
        ({"status": "planned"}, "Planned, not under way yet"),
        ({"status": "cancelled"}, "Cancelled"),
        ({"status": "unknown"}, "Its status is not stated, so it is not known to be completed"),
        ({"from_citizens": False}, "Did not come from citizens taking part"),
        ({"from_citizens": None}, "Where it came from is not stated"),
        ({"fiscal_year": 2560}, "Belongs to another fiscal year, not {year}"),
        ({"fiscal_year": None}, "Neither fiscal year nor dates are stated"),
        ({"fiscal_year": None, "period": SPRING}, "counted"),
    ],
)
def test_each_project_has_one_place_and_reason(facts: dict[str, object], place: str) -> None:
    found = ledger([project(**facts)], 2561)
    assert len(found.counted) == (place == "counted")
    assert len(found.claimed) == (place == "claimed")
    assert reasons(found) == ([] if place in ("counted", "claimed") else [place])


def test_a_rubric_may_count_projects_in_progress_too() -> None:
    found = ledger([project(status="in_progress")], 2561, ("completed", "in_progress"))
    assert len(found.counted) == 1


@pytest.mark.parametrize(
    ("period", "inside"),
    [
        (Period(date(2017, 10, 1), date(2018, 9, 30)), True),
        (Period(date(2017, 9, 30), date(2017, 10, 1)), True),  # one day of it in 2561
        (Period(date(2018, 9, 30), date(2018, 12, 31)), True),
        (Period(date(2018, 10, 1), date(2018, 10, 31)), False),
        (Period(date(2017, 1, 1), date(2017, 9, 30)), False),
        (Period(date(2018, 1, 1), None), None),
        (Period(None, date(2018, 1, 1)), None),
        (None, None),
    ],
)
def test_the_fiscal_year_is_judged_by_any_overlap_of_the_dates(
    period: Period | None, inside: bool | None
) -> None:
    assert project(fiscal_year=None, period=period).in_fiscal_year(2561) is inside


def test_the_stated_year_goes_before_the_dates() -> None:
    assert project(fiscal_year=2562, period=SPRING).in_fiscal_year(2561) is False


def test_of_duplicates_the_one_furthest_along_is_kept() -> None:
    begun = project("อบรม อสม. รุ่น 1", 3, status="in_progress", period=SPRING)
    done = project("อบรมอสม.รุ่น 1", 9, period=SPRING)
    found = ledger([begun, done], 2561)
    assert found.counted == (done,)
    assert found.left_out[0].project == begun
    assert dict(found.left_out[0].reason.values) == {"row": "9", "sheet": "ปี 2561"}


def test_of_equal_duplicates_the_first_is_kept_even_where_they_are_the_same_object() -> None:
    same = project()
    found = ledger([same, same, project(row=7)], 2561)
    assert found.counted == (same,)
    assert reasons(found) == ["The same project stands in row {row} of “{sheet}”"] * 2


def test_the_same_name_in_another_period_is_another_project() -> None:
    found = ledger([project(row=1, period=SPRING), project(row=2, period=SUMMER)], 2561)
    assert len(found.counted) == 2


def test_without_a_period_the_same_name_is_the_same_project() -> None:
    dated = project(row=1, period=SPRING, status="in_progress")
    undated = project(row=2)
    assert ledger([dated, undated], 2561).counted == (undated,)
    assert ledger([dated, undated], 2561).claimed == ()
    three = ledger([dated, project(row=3, period=SUMMER), undated], 2561)
    assert [p.source.row for p in three.counted] == [3]
    assert [p.source.row for p in three.claimed] == [1]


def test_a_project_that_can_not_count_is_no_duplicate_of_one_that_can() -> None:
    office = project(row=1, from_citizens=False)
    found = ledger([office, project(row=2)], 2561)
    assert [p.source.row for p in found.counted] == [2]
    assert reasons(found) == ["Did not come from citizens taking part"]


def test_budgets_add_up_to_the_satang_and_unknown_ones_are_passed_over() -> None:
    some = [project(budget=0.1), project(budget=0.2), project(budget=None), project(budget=0.0)]
    assert budget_sum(some) == pytest.approx(0.1 + 0.2)
    assert budget_sum([project(budget=None)]) is None
    assert budget_sum([]) is None


PROJECTS = st.builds(
    project,
    name=st.sampled_from(["ก", "ข", "ค", "ก -"]),
    row=st.integers(1, 9),
    status=st.sampled_from(STATUSES),
    from_citizens=st.sampled_from([True, True, False, None]),
    fiscal_year=st.sampled_from([2561, 2561, 2560, None]),
    period=st.sampled_from([None, SPRING, SUMMER, fiscal_year_span(2560)]),
)


@given(st.lists(PROJECTS, max_size=8))
def test_every_project_stands_in_exactly_one_place(projects: list[Project]) -> None:
    found = ledger(projects, 2561)
    places = [*found.counted, *found.claimed, *(left.project for left in found.left_out)]
    assert len(found) == len(projects)
    assert sorted(map(repr, places)) == sorted(map(repr, projects))


@given(st.lists(PROJECTS, max_size=6), PROJECTS, st.integers(0, 6))
def test_another_project_never_takes_one_away(projects: list[Project], another: Project, place: int) -> None:
    before = ledger(projects, 2561)
    after = ledger([*projects[:place], another, *projects[place:]], 2561)
    assert len(after.counted) >= len(before.counted)
    assert len(after.counted) + len(after.claimed) >= len(before.counted) + len(before.claimed)
