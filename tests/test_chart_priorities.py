"""Labels of points never cover each other, with 5, 15 and 60 items, in a crowd too."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.assessment import Survey
from analytics.charts import Chart
from analytics.charts.labels import Taken, place
from analytics.charts.lettering import width_of
from analytics.charts.priorities import priorities_chart, priorities_table
from analytics.codebook import Codebook, Item, Scale
from analytics.projects import RowRef
from analytics.responses import Responses
from analytics.statistics.priorities import priorities
from analytics.words import Words
from ui.text import words

FIVE = Scale("five", (1, 2, 3, 4, 5))
TEXTS = (
    "เจ้าหน้าที่ให้บริการด้วยความสุภาพ เป็นมิตร และเอาใจใส่",
    "ระยะเวลาในการให้บริการรวดเร็วทันตามกำหนด",
    "ป้าย คู่มือ และเอกสารประชาสัมพันธ์ชัดเจน",
    "สถานที่สะอาด",
)


def survey(items: int, *, alike: bool) -> Survey:
    """Made up: items that differ much, or (`alike`) all land on the same spot but for a hair."""
    chance = np.random.default_rng(2561)
    codebook = Codebook(
        tuple(Item(f"q{i}", f"{TEXTS[i % 4]} ({i + 1})", "", i + 1, FIVE) for i in range(items))
    )
    mood = chance.normal(0, 1, 300)
    pull = np.full(items, 1.0) if alike else chance.uniform(0.2, 1.5, items)
    ease = np.full(items, 3.9) if alike else chance.uniform(3.0, 4.6, items)
    answers = ease + pull * mood[:, None] + chance.normal(0, 0.7, (300, items))
    frame = pd.DataFrame(
        np.clip(np.rint(answers), 1, 5).astype(np.int8), columns=[i.key for i in codebook.items]
    )
    return Survey.of("made up", RowRef("s.xlsx", "s"), Responses(codebook, frame))


def boxes(chart: Chart, width: int) -> list[tuple[float, float, float, float]]:
    """Where the labels in the picture are, in pixels, when the picture is `width` wide."""
    layout = chart.figure.layout
    wide = width - layout.margin.l - layout.margin.r
    high = layout.height - layout.margin.t - layout.margin.b
    (x0, x1), (y0, y1) = layout.xaxis.range, layout.yaxis.range
    found = []
    for label in layout.annotations:
        half = width_of(label.text.replace("<b>", "").replace("</b>", "")) * label.font.size / 2
        tall = label.font.size * 1.3 / 2
        if label.xref == "paper":
            x = label.x * wide + (label.xshift or 0) + (half if label.xanchor == "left" else -half)
            y = (1 - label.y) * high - (label.yshift or 0) + (tall if label.yanchor == "top" else -tall)
        else:
            x = (label.x - x0) / (x1 - x0) * wide + (label.ax if label.showarrow else label.xshift)
            y = (y1 - label.y) / (y1 - y0) * high + (label.ay if label.showarrow else -label.yshift)
        found.append((x - half, y - tall, x + half, y + tall))
    return found


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("alike", [False, True])
@pytest.mark.parametrize("items", [5, 15, 60])
@pytest.mark.parametrize("language", ["th", "en"])
def test_no_label_covers_another(items: int, alike: bool, language: str) -> None:
    asked = survey(items, alike=alike)
    found = priorities(asked)
    chart = priorities_chart(found, asked, words(language))
    labels = chart.figure.layout.annotations
    assert len(labels) == 4 + items, "every point has its label, every corner its name"
    for width in (720, 850, 1000, 1300):
        placed = boxes(chart, width)
        assert [pair for pair in combinations(placed, 2) if overlap(*pair)] == []
        wide = width - chart.figure.layout.margin.l - chart.figure.layout.margin.r
        assert all(left >= 0 and right <= wide for left, _, right, _ in placed)
    numbers = {label.text.split(" ")[0] for label in labels[4:]}
    assert numbers == {str(n + 1) for n in range(items)}


def test_points_title_and_table_are_the_figures() -> None:
    asked = survey(15, alike=False)
    found, says = priorities(asked), words("en")
    chart = priorities_chart(found, asked, says)
    (dots,) = chart.figure.data
    assert list(dots.x) == [p.top_two for p in found.items]
    assert list(dots.y) == [p.importance for p in found.items]
    first = next(p for p in found.items if p.quadrant == "mend")
    assert f"{first.unsatisfied_n} of {first.base} are not satisfied" in chart.title
    pd.testing.assert_frame_equal(chart.table, priorities_table(found, asked, says))
    assert chart.table["No."].tolist() == [str(n + 1) for n in range(15)]
    assert chart.table["Not satisfied"].astype(int).is_monotonic_decreasing
    assert "{" not in "".join([chart.title, chart.subtitle, chart.alt])


def test_a_survey_without_importance_draws_nothing_but_has_its_table() -> None:
    asked = survey(3, alike=False)
    tallied = Survey("t", asked.source, asked.tally)
    chart = priorities_chart(priorities(tallied), tallied, Words())
    assert len(chart.table) == 0 and len(chart.figure.data) == 0
    assert len(priorities_table(priorities(tallied), tallied, Words())) == 3


point = st.tuples(st.floats(0, 600), st.floats(0, 400))


@given(st.lists(point, min_size=1, max_size=30), st.floats(10, 120), st.floats(8, 24), st.floats(1, 3))
@settings(max_examples=100)
def test_placed_labels_stay_clear_of_labels_points_and_edges(
    points: list[tuple[float, float]], width: float, height: float, stretch: float
) -> None:
    corners = [Taken((0, 0, 60, 20)), Taken((540, 380, 600, 400), right=True)]
    spots = place(
        points, [(width, height)] * len(points), (0, 0, 600, 400), radius=4, taken=corners, stretch=stretch
    )
    for wider in (1, (1 + stretch) / 2, stretch):
        placed = []
        for (x, _), spot in zip(points, spots, strict=True):
            if spot is not None:
                cx, cy = spot[0] - x + x * wider, spot[1]
                placed.append((cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2))
        grown = 600 * wider
        for one, other in combinations([*placed, (0, 0, 60, 20), (grown - 60, 380, grown, 400)], 2):
            assert not overlap(tuple(v + 1e-6 * s for v, s in zip(one, (1, 1, -1, -1), strict=True)), other)
        for left, top, right, bottom in placed:
            assert min(left, top) >= -1e-6 and right <= grown + 1e-6 and bottom <= 400 + 1e-6
            assert not any(
                left + 1e-6 < x * wider < right - 1e-6 and top + 1e-6 < y < bottom - 1e-6 for x, y in points
            )


def test_no_room_at_all_is_said() -> None:
    assert place([(5, 5)], [(20, 5)], (0, 0, 10, 10), radius=1) == [None]
