"""Charts of surveys held again show the core's figures, and claim nothing that it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.assessment import Survey
from analytics.charts.trend import changes_chart, difference_text, trend_chart, trend_table
from analytics.codebook import Codebook, Item, Scale
from analytics.projects import RowRef
from analytics.responses import Responses
from analytics.statistics.trends import Change, Figure, Occasion, Trend, trend
from analytics.words import Words
from ui.text import words

FIVE, TEN = Scale("five", (1, 2, 3, 4, 5)), Scale("ten", tuple(range(11)))


def survey(answers: dict[str, tuple[list[int], Scale]]) -> Survey:
    codebook = Codebook(
        tuple(Item(f"q{i}", text, "", i + 1, scale) for i, (text, (_, scale)) in enumerate(answers.items()))
    )
    frame = pd.DataFrame({f"q{i}": np.array(own, np.int8) for i, (own, _) in enumerate(answers.values())})
    return Survey.of("made up", RowRef("s.xlsx", "s"), Responses(codebook, frame))


@pytest.fixture(scope="module")
def found() -> Trend:
    """Three years: one item that rose, one that did not, one that is new, one on another scale before."""
    steady, low, high = [3, 4, 5, 4] * 20, [2, 3, 4, 3] * 20, [4, 5, 4, 5] * 20
    return trend(
        [
            Occasion("2559", survey({"A": (low, FIVE), "B": (steady, FIVE), "D": ([8, 2] * 40, TEN)})),
            Occasion("2560", survey({"A": (low, FIVE), "B": (steady, FIVE), "D": ([8, 2] * 40, TEN)})),
            Occasion(
                "2561",
                survey({"A": (high, FIVE), "B": (steady, FIVE), "C": (steady, FIVE), "D": (steady, FIVE)}),
            ),
        ]
    )


@pytest.mark.parametrize("figure", ["top_two", "mean"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_a_line_over_time_has_its_figures_and_whiskers(found: Trend, figure: Figure, language: str) -> None:
    says = words(language)
    line = next(each for each in found.lines if each.name == "A")
    chart = trend_chart(found, line, "all", figure, says)
    (trace,) = chart.figure.data
    assert list(trace.x) == [0, 1, 2]
    for i, reading in enumerate(line.readings):
        assert reading is not None
        value = reading.mean if figure == "mean" else reading.top_two
        span = reading.mean_interval if figure == "mean" else reading.top_two_interval
        assert span is not None and trace.y[i] == value
        assert trace.y[i] + trace.error_y.array[i] == pytest.approx(span.high)
        assert trace.y[i] - trace.error_y.arrayminus[i] == pytest.approx(span.low)
    assert all(str(80) in text for text in chart.figure.layout.xaxis.ticktext), "bases below"
    assert "{" not in chart.title + chart.subtitle + chart.alt
    assert len(chart.table) == 3 and "2561" in chart.title


def test_no_point_on_another_scale_and_none_where_it_was_not_asked(found: Trend) -> None:
    lines = {line.name: line for line in found.lines}
    for name in "CD":
        chart = trend_chart(found, lines[name], "all", "mean", Words())
        assert list(chart.figure.data[0].x) == [2]
    table = trend_table(found, "mean", "all", Words()).set_index("Item")
    assert table.loc["D", "2560"] == "5.00 (another scale)" and table.loc["D", "Changed?"] == "Another scale"
    assert table.loc["C", ["2560", "n 2560", "Difference", "Changed?"]].tolist() == ["–", "–", "–", "New"]
    assert table.loc["A", ["2560", "2561", "n 2561", "Difference", "Changed?"]].tolist() == [
        "3.00",
        "4.50",
        "80",
        "+1.50",
        "Rose",
    ]
    assert table.loc["B", ["Difference", "Changed?"]].tolist() == ["0.00", "No change shown"]
    assert table.index[0] == "all"


def test_items_then_and_now_leave_out_what_can_not_be_compared(found: Trend) -> None:
    chart = changes_chart(found, "mean", Words())
    before, after = chart.figure.data
    assert list(before.x) == [3.0, 4.0] and list(after.x) == [4.5, 4.0], "A that rose, then B"
    assert chart.title == "1 of 2 items that can be compared changed"
    assert chart.table["Item"].tolist() == ["A", "B"]
    assert len(set(after.marker.color)) == 2
    alone = trend(found.occasions[-1:])
    assert len(changes_chart(alone, "mean", Words()).figure.data) == 0


def test_two_occasions_of_one_name_have_columns_of_their_own(found: Trend) -> None:
    twice = replace(found, occasions=tuple(replace(o, name="2561") for o in found.occasions))
    columns = trend_table(twice, "mean", "all", Words()).columns
    assert columns.is_unique and "2561 (3)" in columns


@pytest.mark.parametrize(
    ("difference", "figure", "said"),
    [
        (0.123, "top_two", "+12.3"),
        (-0.004, "mean", "0.00"),
        (-0.5, "mean", "−0.50"),
        (0.0004, "top_two", "0.0"),
        (None, "mean", "–"),
    ],
)
def test_differences_have_their_sign_unless_they_round_to_nothing(
    difference: float | None, figure: Figure, said: str
) -> None:
    change = None if difference is None else Change(0, 1, difference, 0, 0, "welch", 0.5, 0.5)
    assert difference_text(change, figure, Words()) == said
