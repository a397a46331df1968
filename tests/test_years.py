"""A unit's years beside each other: what stands where, what is joined, and what is said."""

from typing import Any

import pytest

from analytics.charts import Chart, Year, years
from analytics.charts.lettering import width_of
from analytics.charts.look import contrast
from analytics.outcomes import Outcome
from analytics.words import Words
from ui.text import words

SURVEYED = {"respondents": 318, "mean": 4.15, "top_two": 0.777, "base": 4570}


def year(fiscal_year: int, score: float, projected: float = 0, *, of: float = 20, **more: Any) -> Year:
    rubric = more.pop("rubric", "participation-2561")
    return Year(fiscal_year, rubric, Outcome(score, projected or score, of, (), **more))


def said(chart: Chart) -> list[str]:
    return [note.text.removeprefix("<b>").removesuffix("</b>") for note in chart.figure.layout.annotations]


def points(chart: Chart, name: str) -> list[tuple[float, float]]:
    (trace,) = [trace for trace in chart.figure.data if trace.name == name]
    return list(zip(trace.x, trace.y, strict=True))


def lines(chart: Chart) -> list[tuple[float, float]]:
    return [tuple(trace.x) for trace in chart.figure.data if trace.mode == "lines" and trace.yaxis == "y"]


def feet(chart: Chart) -> list[str]:
    return [text.replace("<br>", " ") for text in chart.figure.layout.xaxis.ticktext]


def test_scores_stand_at_their_share_of_the_maximum_in_order_of_years() -> None:
    chart = years([year(2562, 20, **SURVEYED), year(2560, 12, 16), year(2561, 16, 20, **SURVEYED)], Words())
    assert points(chart, "score") == [(0, 12 / 20), (1, 16 / 20), (2, 20 / 20)]
    assert points(chart, "projected") == [(0, 16 / 20), (1, 20 / 20)]
    assert points(chart, "top two") == [(1, 0.777), (2, 0.777)]
    assert lines(chart) == [(0, 1), (1, 2)]
    assert feet(chart) == ["<b>2560</b>", "<b>2561</b> x̄ 4.15 n 4,570", "<b>2562</b> x̄ 4.15 n 4,570"]
    assert {"12 of 20", "16 of 20", "20 of 20", "77.7%", "No survey", "◇ Projected score"} <= set(said(chart))
    assert chart.title == "12 of 20 points in 2560, 20 of 20 in 2562"


def test_whole_points_that_were_kept_as_floats_have_no_decimals() -> None:
    chart = years([year(2561, 16.0, 20.0, of=20.0), year(2562, 80.25, of=100.0)], Words())
    assert chart.title == "16 of 20 points in 2561, 80.25 of 100 in 2562"
    assert list(chart.table["Score now"]) == ["16", "80.25"]


def test_a_year_between_has_a_place_of_its_own_and_the_line_goes_on() -> None:
    chart = years([year(2560, 12), year(2563, 16)], Words())
    assert feet(chart)[1:3] == ["<b>2561</b> No assessment", "<b>2562</b> No assessment"]
    assert lines(chart) == [(0, 3)]
    far = years([year(2540, 12), year(2563, 16)], Words())
    assert len(feet(far)) == 2, "not 24 places for two assessments"


def test_scores_by_two_rubrics_are_not_joined_but_each_with_its_own() -> None:
    several = [
        year(2560, 12),
        year(2561, 80, of=100, rubric="lpa"),
        year(2562, 16),
        year(2562, 90, of=100, rubric="lpa"),
    ]
    chart = years(several, Words())
    assert sorted(lines(chart)) == [(0, 3), (1, 2)]
    assert [foot.rpartition(" ")[2] for foot in feet(chart)] == [
        *("participation-2561", "lpa"),
        *("lpa", "participation-2561"),
    ]
    assert "not joined" in chart.subtitle
    assert "not joined" not in years(several[:1], Words()).subtitle


def test_one_assessment_and_none() -> None:
    assert years([year(2561, 16)], Words()).title == "16 of 20 points in fiscal year 2561"
    assert years([], Words()).table.empty


def test_in_the_units_language_and_digits() -> None:
    chart = years([year(2560, 12), year(2561, 16, **SURVEYED)], words("th", "thai"), unit="ศูนย์")
    shown = " ".join([chart.title, chart.subtitle, chart.alt, *said(chart), *feet(chart)])
    assert not set("0123456789") & set(shown)
    assert "๗๗.๗%" in shown and chart.subtitle == "ศูนย์" and chart.title in chart.alt


@pytest.mark.parametrize("width", [320, 720, 1280])
def test_labels_of_many_years_never_touch(width: int) -> None:
    chart = years([year(2545 + i, 4 * (i % 6), **SURVEYED) for i in range(18)], Words(), width=width)
    place = (width - 36) / 18 / 15
    per_year = [note for note in chart.figure.layout.annotations if note.xref != "paper"]
    assert len(per_year) == 36
    for note in per_year:
        assert width_of(note.text.removeprefix("<b>").removesuffix("</b>")) <= place


def test_dark_letters_stand_out_and_names_are_no_markup() -> None:
    some = [year(2560, 12, 16, rubric="<b>$x$"), year(2561, 16, **SURVEYED)]
    light, dark = years(some, Words()), years(some, Words(), dark=True)
    assert light.table.equals(dark.table)
    for chart, ground in ((light, "#ffffff"), (dark, "#101817")):
        assert all(contrast(note.font.color, ground) >= 4.5 for note in chart.figure.layout.annotations)
    assert "&lt;b&gt;&#36;x&#36;" in feet(light)[0]
