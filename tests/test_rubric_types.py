"""Additive, counted, banded and weighted rubrics; overrules; evidence and when it takes effect."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.charts import ladder
from analytics.facts import Evidence, Figure, Overrule, with_register
from analytics.names import verdict_name
from analytics.projects import Project, RowRef, ledger
from analytics.rubric import Facts, Score, Statement, SurveyHeld, score
from analytics.rules import exactly, share_of
from data.definitions import rubric
from ui.text import words

SURVEY = SurveyHeld("ความพึงพอใจ", 30, RowRef("survey.xlsx", "1"))
SAID = Statement(2, "ประชุม", "เผยแพร่แล้ว", "บันทึกการประชุม")
DONE = ledger(
    [Project("ก", RowRef("list.xlsx", "1", 2), "completed", from_citizens=True, fiscal_year=2561)], 2561
)
UNDER_WAY = ledger(
    [Project("ก", RowRef("list.xlsx", "1", 2), "in_progress", from_citizens=True, fiscal_year=2561)], 2561
)


def states(found: Score) -> list[str]:
    return [verdict.state for verdict in found.verdicts]


def figures(*earned: tuple[float, float], evidence: str | None = "ประกาศผล") -> Facts:
    """The five LPA aspects, each earned of possible."""
    return Facts(
        figures=tuple(
            Figure(f"aspect-{number}", got, most, evidence) for number, (got, most) in enumerate(earned, 1)
        )
    )


LPA = ((110, 140), (175, 215), (188, 250), (285, 345), (56, 65))


@pytest.mark.parametrize(
    ("facts", "points", "projected"),
    [
        (Facts(), 0, 0),
        (Facts((SURVEY,)), 3, 3),
        (Facts((SURVEY,), (SAID,)), 3 + 2, 3 + 2),
        (Facts((), (SAID,), DONE), 2 + 5, 2 + 5),  # the first item is not met and holds nothing back
        (Facts((SURVEY,), (replace(SAID, evidence=None),), UNDER_WAY), 3, 3 + 2 + 5),
        (Facts((SURVEY,), (SAID,), DONE), 10, 10),
    ],
)
def test_items_of_an_additive_rubric_add_their_points(facts: Facts, points: int, projected: int) -> None:
    found = score(rubric("example-additive"), facts)
    assert (found.score, found.projected, found.maximum) == (points, projected, 3 + 2 + 5)
    assert "held_back" not in states(found)


@pytest.mark.parametrize(
    ("facts", "points"),
    [
        (Facts(), 0),
        (Facts((SURVEY,)), 1),
        (Facts((), (SAID, replace(SAID, level=3))), 2),
        (Facts((SURVEY,), (SAID, replace(SAID, level=3))), 4),
        (Facts((SURVEY,), (SAID, replace(SAID, level=3)), DONE), 5),
    ],
)
def test_a_count_of_items_becomes_points_by_its_steps(facts: Facts, points: int) -> None:
    found = score(rubric("example-count"), facts)
    assert (found.score, found.maximum) == (points, 5)
    plain = replace(rubric("example-count"), steps=())
    assert score(plain, facts).score == states(found).count("counted")
    assert plain.maximum == 4


@pytest.mark.parametrize(
    ("percent", "label"),
    [
        *((0, "F"), (49.99, "F"), (50, "E"), (54.99, "E"), (55, "D"), (65, "C"), (74.99, "C"), (75, "B")),
        *((84.996, "B"), (85, "A"), (94.99, "A"), (95, "AA"), (100, "AA")),
    ],
)
def test_a_percentage_falls_into_its_band(percent: float, label: str) -> None:
    found = score(rubric("ita-2565"), Facts(figures=(Figure("ita", percent, evidence="ประกาศผล ITA"),)))
    assert found.label == {"th": label, "en": label}
    assert found.score == ["F", "E", "D", "C", "B", "A", "AA"].index(label)


def test_a_band_without_its_document_is_only_claimed() -> None:
    found = score(rubric("ita-2565"), Facts(figures=(Figure("ita", 87.45),)))
    assert (found.score, found.projected, found.label) == (0, 5, {"th": "F", "en": "F"})
    assert states(found) == ["claimed"] * 5 + ["not_met"]
    nothing = score(rubric("ita-2565"), Facts())
    assert nothing.next_step is not None and nothing.next_step.missing is not None
    assert nothing.next_step.missing.text == "Enter the figure"


def test_the_published_lpa_result_is_814_of_1015() -> None:
    found = score(rubric("lpa"), figures(*LPA))
    assert [verdict.earned for verdict in found.verdicts] == [110, 175, 188, 285, 56]
    assert (found.score, found.maximum) == (110 + 175 + 188 + 285 + 56, 140 + 215 + 250 + 345 + 65)
    assert (found.score, found.maximum) == (814, 1015)
    percents = [float(round(exactly(v.earned) / v.level.points * 100, 2)) for v in found.verdicts if v.earned]
    assert percents == [78.57, 81.40, 75.20, 82.61, 86.15]
    assert round(found.share * 100, 2) == 80.20
    english = words("en")
    assert {verdict_name(v, english) for v in found.verdicts} == {"Partly counted"}
    shown = ladder(found, english)
    assert shown.title == "814 of 1,015 points, 80.20% of them"
    assert "Each aspect gives its share of its points" in shown.subtitle
    nothing = score(rubric("lpa"), Facts())
    assert {verdict_name(v, english) for v in nothing.verdicts} == {"Not met"}
    unproved = score(rubric("lpa"), figures(*LPA, evidence=None))
    assert (unproved.score, unproved.projected) == (0, 814)
    full = score(rubric("lpa"), figures(*((most, most) for _, most in LPA)))
    assert full.score == full.maximum and full.next_step is None


def test_a_weight_scales_the_share_of_a_dimension() -> None:
    lpa = rubric("lpa")
    first, second = lpa.dimensions[:2]
    halves = replace(
        lpa,
        dimensions=(
            replace(first, level=replace(first.level, points=30)),
            replace(second, level=replace(second.level, points=70)),
        ),
    )
    found = score(halves, figures((70, 140), (43, 215)))
    assert found.score == 30 * 70 / 140 + 70 * 43 / 215 == 15 + 14
    tenths = score(halves, figures((0.1, 140), (0.2, 215)))
    assert tenths.score == pytest.approx(30 * 0.1 / 140 + 70 * 0.2 / 215)


def test_participation_is_the_third_of_five_dimensions() -> None:
    programme = rubric("programme-2561")
    assert [dimension.rubric is not None for dimension in programme.dimensions] == [
        *(False, False, True, False, False)
    ]
    given_facts = Facts((SURVEY,), (SAID,), figures=(Figure("dimension-1", 15, 20, "ประกาศ"),))
    found = score(programme, given_facts)
    third = found.verdicts[2]
    assert third.within == score(rubric("participation-2561"), given_facts)
    assert third.earned == 8
    assert (found.score, found.maximum) == (15 + 8, 100)
    assert third.rows == (SURVEY.source,)


def test_nothing_can_be_earned_of_nothing() -> None:
    with pytest.raises(ValueError, match="nothing can be earned of 0"):
        share_of(Figure("ita", 0, 0))


@pytest.mark.parametrize(
    ("overrules", "points", "levels"),
    [
        ((), 4, ["counted", "not_met", "not_met", "not_met", "not_met"]),
        ([(2, "met")], 8, ["counted", "counted", "not_met", "not_met", "not_met"]),
        ([(1, "not_met"), (2, "met")], 0, ["not_met", "held_back", "not_met", "not_met", "not_met"]),
        ([(3, "met")], 4, ["counted", "not_met", "held_back", "not_met", "not_met"]),
        ([(2, "not_met"), (2, "met")], 8, ["counted", "counted", "not_met", "not_met", "not_met"]),
    ],
)
def test_an_overrule_takes_the_place_of_the_proposal(
    overrules: list[tuple[int, str]], points: int, levels: list[str]
) -> None:
    words = tuple(
        Overrule(level, finding, "ตรวจเอกสารแล้ว", "หัวหน้าศูนย์")  # type: ignore[arg-type]
        for level, finding in overrules
    )
    found = score(rubric(), Facts((SURVEY,), overrules=words))
    assert (found.score, states(found)) == (points, levels)
    assert [verdict.proposed for verdict in found.verdicts] == ["met"] + ["not_met"] * 4
    for verdict in found.verdicts:
        overruled = [word for word in words if word.level == verdict.level.level]
        assert verdict.overruled == (overruled[-1] if overruled else None)
        said = [reason for reason in verdict.reasons if reason.text.startswith("Overruled")]
        assert len(said) == bool(overruled)
        if overruled:
            assert dict(said[0].values) == {"reason": "ตรวจเอกสารแล้ว", "who": "หัวหน้าศูนย์"}
            assert (verdict.missing is None) == (overruled[-1].finding == "met")


REPORT = Evidence(7, "รายงานการประชุม 3/2561", effective=date(2018, 3, 15), levels=(2,))


def test_the_register_backs_the_statements_of_the_levels_it_serves_or_that_cite_it() -> None:
    bare = replace(SAID, evidence=None)
    assert [s.evidence for s in with_register([bare], [REPORT])] == ["รายงานการประชุม 3/2561"]
    assert with_register([bare], [replace(REPORT, levels=(3,))]) == (bare,)
    cited = replace(bare, cites=(7,))
    assert with_register([cited], [replace(REPORT, levels=())])[0].evidence == REPORT.title
    both = with_register([SAID], [REPORT])[0].evidence
    assert both == "บันทึกการประชุม\nรายงานการประชุม 3/2561"
    assert with_register([replace(SAID, evidence=both)], [REPORT])[0].evidence == both
    assert with_register([SAID], []) == (SAID,)


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2017, 9, 30), False),
        (date(2017, 10, 1), True),
        (date(2018, 9, 30), True),
        (date(2018, 10, 1), False),
        (None, None),
    ],
)
def test_evidence_outside_the_fiscal_year_is_flagged(day: date | None, inside: bool | None) -> None:
    entry = replace(REPORT, effective=day)
    assert entry.in_fiscal_year(2561) is inside
    verdict = score(rubric(), Facts((SURVEY,), (SAID,), evidence=(entry,), fiscal_year=2561)).verdicts[1]
    flags = [reason for reason in verdict.reasons if reason.text.startswith("Check:")]
    assert [dict(flag.values) for flag in flags] == (
        [{"title": REPORT.title, "day": day}] if inside is False else []
    )
    assert verdict.evidence == (entry,)
    assert verdict.state == "counted", "flagged, and left to the officer"


@given(
    name=st.sampled_from(["example-additive", "example-count", "participation-2561", "programme-2561"]),
    surveys=st.lists(st.just(SURVEY), max_size=1),
    levels=st.lists(st.integers(1, 4), max_size=4),
    more=st.integers(1, 4),
    evidence=st.sampled_from([None, "รายงาน"]),
)
def test_a_fact_more_never_lowers_the_score_of_any_type(
    name: str, surveys: list[SurveyHeld], levels: list[int], more: int, evidence: str | None
) -> None:
    given_facts = Facts(tuple(surveys), tuple(replace(SAID, level=level) for level in levels))
    added = replace(SAID, level=more, evidence=evidence)
    before = score(rubric(name), given_facts)
    after = score(rubric(name), replace(given_facts, statements=(*given_facts.statements, added)))
    assert before.score <= after.score <= after.projected <= after.maximum
    assert before.projected <= after.projected
