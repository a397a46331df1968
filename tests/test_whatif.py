"""Facts changed in thought, and the shortest way to a higher score."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.facts import Figure, Overrule, SurveyHeld
from analytics.projects import Project, RowRef, Status, ledger
from analytics.rubric import Facts, Rubric, Statement, score
from analytics.whatif import Changes, next_steps, what_if, with_changes
from data.definitions import rubric

RUBRIC = rubric()
SURVEY = SurveyHeld("ความพึงพอใจ", 318, RowRef("survey.xlsx", "1"))
ANALYSED = Statement(2, "ประชุม", "สรุปผลแล้ว", "วาระการประชุม")
PLANNED = Statement(3, "จัดทำแผน", "มีโครงการ", "แผนปฏิบัติการ")


def row(number: int) -> RowRef:
    return RowRef("list.xlsx", "1", number)


def facts(
    *statuses: Status, statements: tuple[Statement, ...] = (ANALYSED, PLANNED), survey: bool = True
) -> Facts:
    """Projects of 2561 from citizens, one for each status, in rows 1, 2, …"""
    projects = [
        Project(f"โครงการ {n}", row(n), status, from_citizens=True, fiscal_year=2561)
        for n, status in enumerate(statuses, 1)
    ]
    return Facts((SURVEY,) if survey else (), statements, ledger(projects, 2561), fiscal_year=2561)


def steps(found: Facts, by: Rubric = RUBRIC) -> list[str]:
    return [step.kind for step in next_steps(by, found)]


@pytest.mark.parametrize(
    ("changes", "now", "projected"),
    [
        (Changes(), 16, 20),
        (Changes(completed=frozenset([row(2)])), 20, 20),
        (Changes(dropped=frozenset([row(1)])), 12, 16),
        (Changes(dropped=frozenset([row(2)])), 16, 16),
        (Changes(dropped=frozenset([row(1), row(3)])), 12, 12),
        (Changes(added=("ใหม่",)), 20, 20),
        (Changes(dropped=frozenset([row(1), row(2)]), added=("ใหม่",)), 16, 16),
        (Changes(statuses=("completed", "in_progress")), 20, 20),
        (Changes(statuses=("in_progress",)), 12, 12),
        (Changes(completed=frozenset([row(99)])), 16, 20),
    ],
)
def test_the_worked_example_with_changes(changes: Changes, now: int, projected: int) -> None:
    given_facts = facts("completed", "in_progress", "completed")
    before = replace(given_facts)
    found = what_if(RUBRIC, given_facts, changes)
    assert (found.score, found.projected) == (now, projected)
    assert given_facts == before


def test_a_completed_project_keeps_its_other_facts() -> None:
    office = Project("ของหน่วยงาน", row(1), "in_progress", from_citizens=False, fiscal_year=2561)
    given_facts = replace(facts(), projects=ledger([office], 2561))
    changed = with_changes(RUBRIC, given_facts, Changes(completed=frozenset([row(1)])))
    assert not changed.projects.counted
    assert changed.projects.left_out[0].project.status == "completed"


def test_projects_cannot_be_sorted_without_a_year() -> None:
    with pytest.raises(ValueError, match="fiscal year"):
        what_if(RUBRIC, Facts(), Changes(added=("ใหม่",)))


@pytest.mark.parametrize(
    ("given_facts", "kinds"),
    [
        (facts("completed", "in_progress", "completed"), ["complete"]),
        (facts("completed", "completed", "completed"), []),
        (facts("completed", "completed", "planned"), ["complete"]),
        (facts("completed", "completed", "unknown"), ["complete"]),
        (facts("completed", "completed", "cancelled"), ["start"]),
        (facts(), ["start", "start"]),
        (facts("in_progress"), ["complete", "start"]),
        (facts("in_progress", "planned", "planned"), ["complete", "complete"]),
        (facts("completed", "completed", statements=(PLANNED,)), ["state"]),
        (facts("completed", "completed", statements=()), ["state"]),
        (facts(statements=(replace(ANALYSED, evidence=None),)), ["prove"]),
        (facts(statements=(replace(ANALYSED, completed=False),)), ["prove"]),
        (facts(survey=False), ["survey"]),
        (facts(statements=(), survey=False), ["survey"]),
    ],
)
def test_the_fewest_steps_to_the_next_level(given_facts: Facts, kinds: list[str]) -> None:
    assert steps(given_facts) == kinds


def test_a_step_names_its_project() -> None:
    (step,) = next_steps(RUBRIC, facts("completed", "in_progress", "completed"))
    assert (step.text.text, dict(step.text.values)) == ("Complete “{name}”", {"name": "โครงการ 2"})
    assert step.source == row(2)


def test_a_rubric_that_wants_five_projects_gets_five_steps() -> None:
    five = replace(RUBRIC.levels[3], parameters={"minimum": 5})
    harder = replace(RUBRIC, levels=(*RUBRIC.levels[:3], five))
    assert steps(facts(), harder) == ["start"] * 5
    assert steps(facts("in_progress", "planned"), harder) == ["complete"] * 2 + ["start"] * 3


def test_an_overruled_level_is_reached_by_no_step() -> None:
    stopped = replace(facts(), overrules=(Overrule(1, "not_met", "แบบสอบถามไม่ตรงภารกิจ"),))
    assert steps(stopped) == []


@pytest.mark.parametrize(
    ("name", "figures", "kinds", "values"),
    [
        ("ita-2565", (), ["figure"], {"least": 50.0}),
        ("ita-2565", (Figure("ita", 87.45, 100, "ประกาศ"),), ["figure"], {"least": 95.0}),
        ("ita-2565", (Figure("ita", 87.45),), ["prove"], {"n": 87.45, "most": 100}),
        ("ita-2565", (Figure("ita", 95, 100, "ประกาศ"),), [], None),
        ("lpa", (), ["figure"], {"number": "1"}),
        ("lpa", (Figure("aspect-1", 140, 140, "ประกาศ"),), ["figure"], {"number": "2"}),
        ("lpa", (Figure("aspect-5", 56, 65),), ["figure"], {"number": "1"}),
        ("programme-2561", (), ["figure"], {"number": "1"}),
    ],
)
def test_the_way_of_other_types(
    name: str, figures: tuple[Figure, ...], kinds: list[str], values: dict[str, object] | None
) -> None:
    found = next_steps(rubric(name), Facts(figures=figures, fiscal_year=2565))
    assert [step.kind for step in found] == kinds
    assert values is None or dict(found[0].text.values) == values


def test_a_way_may_join_projects_and_papers_where_items_count() -> None:
    count = rubric("example-count")
    assert steps(facts(statements=()), count) == ["state"]
    third = replace(count, steps=((3, 1),))
    assert steps(facts("in_progress", statements=()), third) == ["complete", "state"]


@given(
    statuses=st.lists(st.sampled_from(["completed", "in_progress", "planned", "cancelled"]), max_size=3),
    levels=st.sets(st.integers(2, 3)),
    survey=st.booleans(),
)
def test_no_way_through_projects_alone_is_shorter(
    statuses: list[Status], levels: set[int], survey: bool
) -> None:
    """Held against every set of projects that could be completed or added, tried one by one."""
    statements = tuple(s for s in (ANALYSED, PLANNED) if s.level in levels)
    given_facts = facts(*statuses, statements=statements, survey=survey)
    now = score(RUBRIC, given_facts).score
    found = next_steps(RUBRIC, given_facts)
    assert bool(found) == (now < RUBRIC.maximum)
    rows = [row(n) for n in range(1, len(statuses) + 1)]
    for length in range(len(found)):
        for several in range(length + 1):
            for done in combinations(rows, several):
                added = tuple(f"ใหม่ {n}" for n in range(length - several))
                changes = Changes(completed=frozenset(done) - _cancelled(statuses), added=added)
                assert what_if(RUBRIC, given_facts, changes).score == now


def _cancelled(statuses: list[Status]) -> set[RowRef]:
    return {row(n) for n, status in enumerate(statuses, 1) if status == "cancelled"}
