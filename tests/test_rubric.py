"""Facts → verdicts → score: the vectors of the domain, every pattern of levels, and the laws."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.projects import STATUSES, Project, RowRef, ledger
from analytics.rubric import Facts, Level, Score, Statement, SurveyHeld, projects_in, score
from data.definitions import rubric

RUBRIC = rubric()
SURVEY = SurveyHeld("ความพึงพอใจ 2561", 318, RowRef("survey.xlsx", "1"))
ANALYSED = Statement(2, "ประชุมคณะทำงาน", "สรุปผลแล้ว", "วาระการประชุม")
UNSTATED = "The officer's statement with its document: who, when, which document"
PLANNED = Statement(3, "จัดทำแผน", "มีโครงการ", "แผนปฏิบัติการ")


def projects(*statuses: str, from_citizens: bool | None = True) -> tuple[Project, ...]:
    """Projects of 2561, one for each status, with names of their own."""
    return tuple(
        Project(
            f"โครงการ {n}", RowRef("list.xlsx", "1", n), status, from_citizens=from_citizens, fiscal_year=2561
        )  # type: ignore[arg-type]
        for n, status in enumerate(statuses, 1)
    )


def facts(
    *given: Project, statements: tuple[Statement, ...] = (ANALYSED, PLANNED), survey: bool = True
) -> Facts:
    return Facts((SURVEY,) if survey else (), statements, ledger(given, 2561))


def states(found: Score) -> list[str]:
    return [verdict.state for verdict in found.verdicts]


@pytest.mark.parametrize(("completed", "points"), [(0, 12), (1, 12), (2, 16), (3, 20), (4, 20)])
def test_completed_projects_after_three_levels(completed: int, points: int) -> None:
    found = score(RUBRIC, facts(*projects(*["completed"] * completed)))
    assert (found.score, found.projected, found.maximum) == (points, points, 20)


def test_surveyed_but_not_analysed_is_4_and_no_survey_is_0() -> None:
    three = projects("completed", "completed", "completed")
    assert score(RUBRIC, facts(*three, statements=(PLANNED,))).score == 4
    assert score(RUBRIC, facts(*three, survey=False)).score == 0
    assert score(RUBRIC, Facts()).score == 0


def test_the_worked_example_is_16_projected_20() -> None:
    found = score(RUBRIC, facts(*projects("completed", "in_progress", "completed")))
    assert (found.score, found.projected) == (16, 20)
    assert states(found) == ["counted", "counted", "counted", "counted", "claimed"]
    assert found.next_step is not None
    assert found.next_step.level.level == 5
    assert found.next_step.missing is not None
    assert dict(found.next_step.missing.values) == {"name": "โครงการ 2"}


def test_a_rubric_that_counts_projects_in_progress_gives_20() -> None:
    both = ledger(projects("completed", "in_progress", "completed"), 2561, ("completed", "in_progress"))
    found = score(RUBRIC, Facts((SURVEY,), (ANALYSED, PLANNED), both))
    assert (found.score, found.projected) == (20, 20)
    assert found.next_step is None


def test_the_level_3_project_not_from_citizens_gives_12_projected_16() -> None:
    office, *rest = projects("completed", "in_progress", "completed")
    found = score(RUBRIC, facts(replace(office, from_citizens=False), *rest))
    assert (found.score, found.projected) == (12, 16)
    assert states(found) == ["counted", "counted", "counted", "claimed", "not_met"]


# Which of the five levels are met, lowest first → the score. Points stop at the first level that is not met.
PATTERNS = {
    "00000": 0, "00001": 0, "00010": 0, "00011": 0, "00100": 0, "00101": 0, "00110": 0, "00111": 0,
    "01000": 0, "01001": 0, "01010": 0, "01011": 0, "01100": 0, "01101": 0, "01110": 0, "01111": 0,
    "10000": 4, "10001": 4, "10010": 4, "10011": 4, "10100": 4, "10101": 4, "10110": 4, "10111": 4,
    "11000": 8, "11001": 8, "11010": 8, "11011": 8, "11100": 12, "11101": 12, "11110": 16, "11111": 20,
}  # fmt: skip


@pytest.mark.parametrize(("met", "points"), PATTERNS.items())
def test_every_pattern_of_met_levels(met: str, points: int) -> None:
    """Every level by a statement here, so that each can be met alone."""
    by_hand = replace(RUBRIC, levels=tuple(replace(level, rule="statement") for level in RUBRIC.levels))
    given_levels = [level for level, is_met in enumerate(met, 1) if is_met == "1"]
    found = score(by_hand, Facts(statements=tuple(replace(ANALYSED, level=level) for level in given_levels)))
    assert (found.score, found.projected) == (points, points)
    standing = len(met) - len(met.lstrip("1"))
    assert states(found) == [
        "counted" if n < standing else "held_back" if is_met == "1" else "not_met"
        for n, is_met in enumerate(met)
    ]


@pytest.mark.parametrize(
    ("statement", "state", "missing"),
    [
        (ANALYSED, "counted", None),
        (replace(ANALYSED, activity=None), "counted", None),
        (replace(ANALYSED, evidence=None), "claimed", "Name the document that proves it"),
        (replace(ANALYSED, completed=False), "claimed", "Complete what is stated"),
        (replace(ANALYSED, activity=None, result=None), "not_met", UNSTATED),
        (replace(ANALYSED, level=3), "not_met", UNSTATED),
    ],
)  # fmt: skip
def test_a_statement_needs_something_done_and_its_evidence(
    statement: Statement, state: str, missing: str | None
) -> None:
    verdict = score(RUBRIC, facts(statements=(statement,))).verdicts[1]
    assert verdict.state == state
    assert (verdict.missing and verdict.missing.text) == missing


def test_level_1_stands_on_a_survey_or_on_a_statement() -> None:
    stated = Statement(1, "สำรวจความพึงพอใจ", None, "แบบสอบถาม", source=RowRef("form.xlsx", "1", 6))
    assert score(RUBRIC, Facts(statements=(stated,))).score == 4
    nobody = Facts((replace(SURVEY, respondents=0),))
    assert score(RUBRIC, nobody).score == 0
    verdict = score(RUBRIC, Facts((replace(SURVEY, in_year=False),))).verdicts[0]
    assert verdict.state == "counted"
    assert [reason.text for reason in verdict.reasons][1:] == [
        "Check: no answer in “{title}” falls in the fiscal year"
    ]


def test_a_survey_can_be_asked_for_a_least_number_of_respondents() -> None:
    level = replace(RUBRIC.levels[0], parameters={"minimum_respondents": 319})
    asked = replace(RUBRIC, levels=(level, *RUBRIC.levels[1:]))
    assert score(asked, Facts((SURVEY,))).score == 0
    assert score(asked, Facts((replace(SURVEY, respondents=319),))).score == 4


def test_every_verdict_rests_on_rows_and_says_what_is_missing() -> None:
    found = score(RUBRIC, facts(*projects("completed", "in_progress")))
    four, five = found.verdicts[3:]
    assert [row.row for row in four.rows] == [1, 2]
    assert four.missing is not None and dict(four.missing.values) == {"name": "โครงการ 2"}
    assert five.missing is not None and dict(five.missing.values) == {"n": 3 - 1 - 1}
    nothing = score(RUBRIC, facts()).verdicts[4].missing
    assert nothing is not None and dict(nothing.values) == {"n": 3}
    two = score(RUBRIC, facts(*projects("completed", "in_progress", "in_progress"))).verdicts[4].missing
    assert two is not None and dict(two.values) == {"n": 3 - 1}


def test_all_projects_are_there_counted_first() -> None:
    given_facts = facts(*projects("cancelled", "in_progress", "completed"))
    assert [p.status for p in projects_in(given_facts)] == ["completed", "in_progress", "cancelled"]


STATEMENTS = st.builds(
    Statement,
    level=st.integers(1, 5),
    activity=st.sampled_from([None, "ประชุม"]),
    result=st.sampled_from([None, "สรุปผล"]),
    evidence=st.sampled_from([None, "รายงาน"]),
    completed=st.booleans(),
)
SURVEYS = st.builds(
    replace, st.just(SURVEY), respondents=st.integers(0, 2), in_year=st.sampled_from([None, True, False])
)
PROJECTS = st.builds(
    Project,
    name=st.sampled_from("กขคง"),
    source=st.just(RowRef("list.xlsx", "1", 2)),
    status=st.sampled_from(STATUSES),
    from_citizens=st.sampled_from([True, True, None, False]),
    fiscal_year=st.sampled_from([2561, 2561, 2560]),
)
ADDED = st.one_of(STATEMENTS, SURVEYS, PROJECTS)


def of(added: list[object]) -> Score:
    return score(
        RUBRIC,
        Facts(
            tuple(fact for fact in added if isinstance(fact, SurveyHeld)),
            tuple(fact for fact in added if isinstance(fact, Statement)),
            ledger([fact for fact in added if isinstance(fact, Project)], 2561),
        ),
    )


@given(st.lists(ADDED, max_size=10), ADDED)
def test_adding_a_fact_never_lowers_either_score(given_facts: list[object], another: object) -> None:
    before, after = of(given_facts), of([*given_facts, another])
    assert after.score >= before.score
    assert after.projected >= before.projected
    assert after.projected >= after.score
    assert after.score in (0, 4, 8, 12, 16, 20)


@given(st.lists(ADDED, max_size=10))
def test_points_come_only_from_counted_levels(given_facts: list[object]) -> None:
    found = of(given_facts)
    counted: list[Level] = [verdict.level for verdict in found.verdicts if verdict.state == "counted"]
    assert found.score == max((level.points for level in counted), default=0)
    assert [level.level for level in counted] == list(range(1, len(counted) + 1))
    assert all(
        verdict.missing is not None for verdict in found.verdicts if verdict.state in ("claimed", "not_met")
    )
