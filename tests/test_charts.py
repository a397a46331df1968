"""Charts show the measures, figure by figure, and survive whatever a survey or a list holds."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from analytics.assessment import Survey
from analytics.charts import (
    CONFIG,
    Chart,
    aspects,
    distribution,
    ladder,
    likert,
    projects_status,
    scales_of,
    timeline,
)
from analytics.charts.lettering import escape, lines, shorten, width_of, wrap
from analytics.charts.look import contrast, contrasting, diverging
from analytics.charts.projects import REASONS
from analytics.codebook import BLANK, NOT_APPLICABLE, UNRECOGNISED, Codebook, Item, Scale
from analytics.names import bands_name
from analytics.projects import Ledger, Project, RowRef, Status, ledger
from analytics.rubric import Facts, Level, Rubric, Score, Statement, SurveyHeld, score
from analytics.tally import from_counts
from analytics.thai import Period
from analytics.words import Words

FIVE = Scale("five", (1, 2, 3, 4, 5), ("น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด"))
FOUR = Scale("four", (1, 2, 3, 4))
EN = Words()
PLACE = RowRef("survey.xlsx", "Sheet1")
CATALOGS = Path(__file__).parent.parent / "locale" / "th" / "LC_MESSAGES"


def thai() -> Words:
    """Thai with Thai digits, by the charts' own catalog."""
    with (CATALOGS / "charts.po").open("rb") as file:
        sentences = {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}
    return Words("th", "thai", lambda text: sentences.get(text, text))


def survey(*rows: tuple[str, Scale, dict[int, int]], aspect: dict[str, str] | None = None) -> Survey:
    """A survey of items given as text, scale, counts; keys are a, b, c, …"""
    keys = [chr(ord("a") + i) if i < 26 else f"item{i}" for i in range(len(rows))]
    items = tuple(
        Item(key, text, text, i + 1, scale, (aspect or {}).get(key))
        for i, (key, (text, scale, _)) in enumerate(zip(keys, rows, strict=True))
    )
    counts = {key: row[2] for key, row in zip(keys, rows, strict=True)}
    respondents = max((sum(row[2].values()) for row in rows), default=0)
    return Survey("Service survey", PLACE, from_counts(Codebook(items), counts, respondents))


# Counts 5→1 are 169, 90, 45, 8, 6 of 318; the second item is weaker, with other gaps.
TWO = survey(
    ("Slow reply", FIVE, {1: 20, 2: 30, 3: 50, 4: 60, 5: 40, BLANK: 7, NOT_APPLICABLE: 3}),
    ("Data fit the need", FIVE, {1: 6, 2: 8, 3: 45, 4: 90, 5: 169}),
    aspect={"a": "Steps", "b": "Quality"},
)


def notes(chart: Chart) -> list[str]:
    return [annotation.text for annotation in chart.figure.layout.annotations]


def everything(chart: Chart) -> str:
    """All text of a figure that Plotly reads as markup."""
    parts = notes(chart)
    for trace in chart.figure.data:
        parts += [str(trace.name or ""), *(str(text) for text in trace.text or ())]
        parts += [str(row[-1]) for row in trace.customdata if row is not None]
    return "\n".join(parts)


# --- Lettering -------------------------------------------------------------------------------


def test_a_scheme_for_five_points_is_not_named_beside_a_scale_of_another_length() -> None:
    four, five = Scale("f", (1, 2, 3, 4)), Scale("g", (1, 2, 3, 4, 5))
    assert bands_name("boonchom", four, Words()) == "bands of equal width of this scale's own"
    assert bands_name("boonchom", five, Words()).startswith("bands after Boonchom")
    chart = likert(survey(("A", four, {1: 0, 2: 0, 3: 2, 4: 9})), Words())
    assert "of this scale's own" in chart.subtitle and "Boonchom" not in chart.subtitle


def test_text_of_people_is_no_markup() -> None:
    assert escape("a < b & c > $d$") == "a &lt; b &amp; c &gt; &#36;d&#36;"
    assert wrap("R&D <b>bold</b>", 30) == "R&amp;D &lt;b&gt;bold&lt;/b&gt;"


def test_english_breaks_at_spaces_into_even_lines() -> None:
    assert lines("one two three four", 5) == ("one two", "three four")
    assert wrap("one two three four", 5) == "one two<br>three four"


def test_thai_breaks_between_words_and_never_inside_one() -> None:
    text = "ได้รับข้อมูลรวดเร็วตามเวลาที่แจ้ง"
    broken = lines(text, 9)
    assert broken == ("ได้รับข้อมูลรวดเร็ว", "ตามเวลาที่แจ้ง")
    assert all(width_of(line) <= 9 for line in broken)


def test_a_figure_stays_with_what_it_counts() -> None:
    assert lines("โครงการจากการมีส่วนร่วม ≥ ๒", 9)[-1].endswith("ส่วนร่วม ≥ ๒")


@pytest.mark.parametrize("width", [1, 2, 5, 9, 40])
@pytest.mark.parametrize("text", ["น้ำใสสะอาดที่สุดในตำบล (๒๕๖๑) ดี ๆ", "Averyveryverylongword and more", "ที่"])
def test_breaking_loses_nothing_and_keeps_the_width(text: str, width: int) -> None:
    broken = lines(text, width)
    assert "".join(broken).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line) <= width + 1e-9 for line in broken)


def test_marks_above_and_below_take_no_room() -> None:
    assert width_of("ที่นี้") == width_of("ทน")


def test_no_text_is_one_empty_line_and_no_room_is_an_error() -> None:
    assert lines(" \n ", 10) == ("",)
    with pytest.raises(ValueError, match="room"):
        lines("text", 0.5)


def test_a_text_too_long_ends_in_dots() -> None:
    assert shorten("one two three", 5) == "one two…"
    assert shorten("one two", 5) == "one two"
    cut = lines("one two three four five six", 5, 2)
    assert len(cut) == 2 and cut[-1].endswith("…")


# --- Colours ---------------------------------------------------------------------------------


def test_five_points_take_the_house_colours() -> None:
    assert diverging(5) == ("#8c510a", "#d8b365", "#dcdcdc", "#5ab4ac", "#01665e")


@pytest.mark.parametrize("points", range(2, 11))
def test_every_scale_has_a_colour_a_point_and_letters_that_stand_out(points: int) -> None:
    colours = diverging(points)
    assert len(set(colours)) == points
    assert (colours[0], colours[-1]) == ("#8c510a", "#01665e")
    assert all(contrast(colour, contrasting(colour)) >= 4.5 for colour in colours)
    assert ("#dcdcdc" in colours) == (points % 2 == 1)


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


# --- Likert ----------------------------------------------------------------------------------


@pytest.mark.parametrize("by_aspect", [False, True])
@pytest.mark.parametrize("width", [400, 1280])
def test_the_segments_are_the_measures(by_aspect: bool, width: int) -> None:
    chart = likert(TWO, EN, by_aspect=by_aspect, width=width)
    found = [TWO.item("b"), TWO.item("a")] if not by_aspect else [TWO.item("a"), TWO.item("b")]
    assert [trace.name for trace in chart.figure.data] == list(FIVE.labels)
    for point, trace in zip(FIVE.points, chart.figure.data, strict=True):
        assert list(trace.x) == [m.shares[point] for m in found]
        assert [row[0] for row in trace.customdata] == [m.counts[point] for m in found]
        assert [row[1] for row in trace.customdata] == [m.shares[point] for m in found]
    for i in range(2):
        assert sum(trace.x[i] for trace in chart.figure.data) == pytest.approx(1)
        ends = [(trace.base[i], trace.base[i] + trace.x[i]) for trace in chart.figure.data]
        assert all(left[1] == pytest.approx(right[0]) for left, right in pairwise(ends))


def test_the_middle_is_centred_on_the_line() -> None:
    middle = likert(TWO, EN).figure.data[2]
    assert [base + share / 2 for base, share in zip(middle.base, middle.x, strict=True)] == pytest.approx(
        [0, 0]
    )


def test_an_even_scale_meets_at_the_line() -> None:
    chart = likert(survey(("Clean", FOUR, {1: 1, 2: 2, 3: 3, 4: 4})), EN)
    bad, good = chart.figure.data[1], chart.figure.data[2]
    assert bad.base[0] + bad.x[0] == pytest.approx(0)
    assert good.base[0] == pytest.approx(0)
    assert [trace.base[0] for trace in chart.figure.data] == pytest.approx([-0.3, -0.2, 0, 0.3])


def test_a_segment_below_five_percent_has_no_figure() -> None:
    chart = likert(TWO, EN, items=["b"])
    # 6/318 = 1.9 %, 8/318 = 2.5 %, 45/318 = 14.2 %, 90/318 = 28.3 %, 169/318 = 53.1 %
    assert [trace.text[0] for trace in chart.figure.data] == ["", "", "14", "28", "53"]
    edge = likert(survey(("Edge", FIVE, {1: 5, 2: 4, 3: 0, 4: 31, 5: 60})), EN)
    assert [trace.text[0] for trace in edge.figure.data] == ["5", "", "", "31", "60"]


def test_figures_in_bars_are_rounded_half_up() -> None:
    # 29/200 = 14.5 %, 31/200 = 15.5 %, 140/200 = 70 %
    chart = likert(survey(("Half", FIVE, {3: 29, 4: 31, 5: 140})), EN)
    assert [trace.text[0] for trace in chart.figure.data] == ["", "", "15", "16", "70"]


def test_items_are_sorted_by_the_two_best_points_or_as_in_the_sheet() -> None:
    assert list(likert(TWO, EN).table["Item"]) == ["Data fit the need", "Slow reply"]
    assert list(likert(TWO, EN, sort="sheet").table["Item"]) == ["Slow reply", "Data fit the need"]
    shown = [text for text in notes(likert(TWO, EN)) if text in ("Data fit the need", "Slow reply")]
    assert shown == ["Data fit the need", "Slow reply"]


def test_the_columns_beside_the_bars() -> None:
    shown = notes(likert(TWO, EN))
    # (169 + 90) / 318 = 81.4 %, mean (845 + 360 + 135 + 16 + 6) / 318 = 4.283
    assert {"<b>81%</b>", "4.28", "318"} <= set(shown)
    # (40 + 60) / 200 = 50 %, mean (20 + 60 + 150 + 240 + 200) / 200 = 3.35
    assert {"<b>50%</b>", "3.35", "200"} <= set(shown)


def test_the_title_is_the_finding() -> None:
    chart = likert(TWO, EN)
    # (259 + 100) / (318 + 200) = 69.3 %
    assert chart.title == ("69% of the answers are “มาก” or “มากที่สุด”; the lowest is “Slow reply” with 50%")
    assert chart.title in chart.alt
    assert "Service survey" in chart.subtitle and "318 respondents" in chart.subtitle
    assert "bands after Boonchom Srisa-ard" in chart.subtitle
    assert likert(TWO, thai()).title == (
        "คำตอบ ๖๙% อยู่ในระดับ “มาก” หรือ “มากที่สุด” ข้อที่ได้น้อยที่สุดคือ “Slow reply” (๕๐%)"
    )


def test_the_table_holds_the_figures_shown() -> None:
    row = likert(TWO, EN, bands="equal_width").table.iloc[0].to_dict()
    assert row["มากที่สุด (answers)"] == "169"
    assert row["มากที่สุด (%)"] == "53.1"
    assert (row["n"], row["Mean"], row["SD"], row["Top two (%)"]) == ("318", "4.28", "0.93", "81.4")
    assert row["Meaning"] == "Most"  # 4.28 ≥ 4.21
    second = likert(TWO, EN).table.iloc[1].to_dict()
    assert (second["Blank"], second["Not applicable"], second["Not recognised"]) == ("7", "3", "0")
    assert likert(TWO, thai()).table.iloc[0]["ค่าเฉลี่ย"] == "๔.๒๘"


def test_a_scale_where_more_is_not_better_has_no_band_word() -> None:
    often = Scale("often", FIVE.points, ("never", "seldom", "at times", "often", "always"), "frequency")
    chart = likert(survey(("Visits", often, {3: 4, 5: 6})), EN)
    assert chart.table.iloc[0]["Meaning"] == "–"
    assert "bands" not in chart.subtitle


def test_aspects_head_their_items_with_figures_of_their_own() -> None:
    shown = notes(likert(TWO, EN, by_aspect=True))
    assert shown.index("<b>Steps</b>") < shown.index("Slow reply")
    assert shown.index("<b>Quality</b>") < shown.index("Data fit the need")
    assert shown.count("<b>81%</b>") == 2  # the item, and its aspect of one item


def test_an_item_nobody_answered_says_so_and_comes_last() -> None:
    chart = likert(survey(("None", FIVE, {BLANK: 4}), ("Some", FIVE, {4: 1})), EN)
    assert list(chart.table["Item"]) == ["Some", "None"]
    assert chart.table.iloc[1]["มาก (%)"] == "–" and chart.table.iloc[1]["Mean"] == "–"
    assert "No answers" in notes(chart)
    assert all(len(trace.x) == 1 for trace in chart.figure.data)


def test_nobody_answered_anything() -> None:
    chart = likert(survey(("None", FIVE, {BLANK: 4}), ("Nor here", FIVE, {})), EN)
    assert chart.title == "No answers yet"
    assert notes(chart).count("No answers") == 2


def test_a_survey_without_items_says_so() -> None:
    chart = likert(survey(), EN)
    assert chart.title == "No items to show" and notes(chart) == ["No items to show"]
    assert chart.table.empty
    assert scales_of(survey()) == ()


def test_one_item_is_named_in_the_title() -> None:
    assert likert(TWO, EN, items=["b"]).title == "81% answered “มาก” or “มากที่สุด” to “Data fit the need”"


def test_items_that_agree_have_no_lowest() -> None:
    same = {4: 1, 5: 1}
    title = likert(survey(("A", FIVE, same), ("B", FIVE, same)), EN).title
    assert title == "100% of the answers are “มาก” or “มากที่สุด”, the same for every item"


def test_items_of_two_scales_are_two_charts() -> None:
    mixed = survey(("A", FOUR, {4: 1}), ("B", FIVE, {5: 1}), ("C", FIVE, {5: 1}))
    assert scales_of(mixed) == ((FIVE, ("b", "c")), (FOUR, ("a",)))
    assert list(likert(mixed, EN).table["Item"]) == ["B", "C"]
    with pytest.raises(ValueError, match="different scales"):
        likert(mixed, EN, items=["a", "b"])
    with pytest.raises(KeyError):
        likert(mixed, EN, items=["z"])


@pytest.mark.parametrize("points", range(2, 11))
def test_a_scale_of_any_length(points: int) -> None:
    scale = Scale("any", tuple(range(1, points + 1)), kind="numbers")
    chart = likert(survey(("A", scale, dict.fromkeys(scale.points, 3))), thai())
    assert len(chart.figure.data) == points
    assert sum(trace.x[0] for trace in chart.figure.data) == pytest.approx(1)
    assert chart.figure.data[-1].name == thai().plain(points)


def test_the_height_follows_the_items_and_their_lines() -> None:
    def height(count: int, text: str = "Item", width: int = 720) -> int:
        rows = [(f"{text} {i}", FIVE, {4: 1}) for i in range(count)]
        return int(likert(survey(*rows), EN, width=width).figure.layout.height)

    assert height(1) < height(5) < height(15) < height(60)
    assert height(15) - height(5) == 2 * (height(10) - height(5))
    assert height(5, "A rather long question about how quickly the office answered the request of") > height(
        5
    )
    assert height(5, width=400) > height(5)


def test_labels_do_not_overlap() -> None:
    text = "ได้รับข้อมูลรวดเร็วตามเวลาที่แจ้งและตรงกับความต้องการใช้งานของหน่วยงานในพื้นที่ทุกแห่ง"
    chart = likert(survey(*[(text + str(i), FIVE, {4: 1}) for i in range(30)]), EN)
    size = chart.figure.layout.font.size
    labels = [a for a in chart.figure.layout.annotations if a.xanchor == "right"]
    assert len(labels) == 30
    boxes = [(a.y, (a.text.count("<br>") + 1) * size * 1.3) for a in labels]
    assert all(high[0] + high[1] / 2 <= low[0] - low[1] / 2 for high, low in pairwise(boxes))


def test_item_text_and_labels_are_escaped() -> None:
    odd = Scale("odd", (1, 2), ("<no>", "$yes$"))
    chart = likert(survey(("Is <b>R&D</b> worth $5 or $6?", odd, {1: 1, 2: 1})), EN)
    shown = everything(chart)
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in shown.replace("<br>", "")
    assert "$" not in shown and "<no>" not in shown
    assert "Is <b>R&D</b>" in chart.title  # plain text: the page escapes it in its own way


# --- One item, aspects -----------------------------------------------------------------------


def test_a_distribution_is_best_first_with_its_gaps_apart() -> None:
    item = TWO.tally.codebook.item("a")
    chart = distribution(TWO.item("a"), item, EN)
    answers, gaps = chart.figure.data
    assert list(answers.x) == [40, 60, 50, 30, 20]
    assert [row[1] for row in answers.customdata] == [40 / 200, 60 / 200, 50 / 200, 30 / 200, 20 / 200]
    assert list(gaps.x) == [3, 7]
    assert "40 (20.0%)" in notes(chart)
    assert list(chart.table["Answers"]) == ["40", "60", "50", "30", "20", "3", "7", "0"]
    assert chart.title == "50% answered “มาก” or “มากที่สุด” to “Slow reply”"
    assert chart.subtitle.startswith("200 answers · mean 3.35 · SD ")


def test_a_distribution_without_answers() -> None:
    empty = survey(("None", FIVE, {UNRECOGNISED: 2}))
    chart = distribution(empty.item("a"), empty.tally.codebook.item("a"), EN)
    assert chart.title == "No answers yet"
    assert list(chart.figure.data[0].x) == [0, 0, 0, 0, 0]
    assert "0 (–)" in notes(chart) and list(chart.table["Percent"]) == ["–"] * 8


def test_aspects_are_dots_at_their_means() -> None:
    chart = aspects(TWO, EN, "equal_width")
    dots = chart.figure.data[0]
    # Steps 670/200, Quality 1362/318, all items (670 + 1362)/(200 + 318)
    assert list(dots.x) == pytest.approx([670 / 200, 1362 / 318, 2032 / 518])
    assert [row[0] for row in dots.customdata] == [200, 318, 518]
    assert chart.title == "“Quality” is highest with a mean of 4.28, “Steps” lowest with 3.35"
    assert "bands of equal width" in chart.subtitle
    assert list(chart.table["Meaning"]) == ["Moderate", "Most"]


def test_an_aspect_of_two_scales_has_no_mean() -> None:
    mixed = survey(
        ("A", FIVE, {5: 1}), ("B", FOUR, {4: 1}), ("C", FIVE, {3: 1}), aspect={"a": "X", "b": "X", "c": "Y"}
    )
    chart = aspects(mixed, EN)
    assert list(chart.table["Mean"]) == ["–", "3.00"]
    assert "X" not in notes(chart) and "Y" in notes(chart)


def test_a_survey_without_aspects_or_answers() -> None:
    assert aspects(survey(("A", FIVE, {5: 1})), EN).title == "The items of this survey have no aspects"
    silent = survey(("A", FIVE, {}), aspect={"a": "X"})
    assert aspects(silent, EN).title == "No answers yet"


# --- Ladder ----------------------------------------------------------------------------------


def rubric(points: tuple[int, ...] = (4, 8, 12, 16, 20)) -> Rubric:
    rules: tuple[tuple[str, dict[str, Any]], ...] = (
        ("survey_held", {}),
        ("statement", {}),
        ("statement", {}),
        ("projects_from_citizens", {"minimum": 2}),
        ("projects_from_citizens", {"minimum": 3}),
    )
    levels = tuple(
        Level(i, n, {"en": f"Criterion {i}"}, {"en": f"Short {i}", "th": f"ย่อ {i}"}, *rules[min(i, 5) - 1])
        for i, n in enumerate(points, 1)
    )
    no: dict[str, str] = {}
    return Rubric("made-up", "1", (2561,), no, no, no, no, levels)


def project(
    name: str, status: Status = "completed", from_citizens: bool | None = True, **more: Any
) -> Project:
    more = {"fiscal_year": 2561} | more
    return Project(name, RowRef("list.xlsx", "List", 5), status, from_citizens=from_citizens, **more)


def scored(
    *projects: Project, stated: tuple[int, ...] = (2, 3), points: tuple[int, ...] = (4, 8, 12, 16, 20)
) -> Score:
    facts = Facts(
        (SurveyHeld("Survey", 318, PLACE),),
        tuple(Statement(level, "Meeting", None, "Agenda") for level in stated),
        ledger(projects, 2561),
    )
    return score(rubric(points), facts)


SEED = scored(project("A"), project("B"), project("<C> & $D$", "in_progress"))


def bars(chart: Chart) -> dict[int, tuple[str, float]]:
    """Level → state and points, as drawn."""
    return {int(row[0]): (trace.name, row[1]) for trace in chart.figure.data for row in trace.customdata}


@pytest.mark.parametrize("width", [400, 800, 1280])
def test_the_steps_are_the_verdicts(width: int) -> None:
    chart = ladder(SEED, EN, width=width)
    assert bars(chart) == {
        1: ("counted", 4),
        2: ("counted", 8),
        3: ("counted", 12),
        4: ("counted", 16),
        5: ("claimed", 20),
    }
    heights = [n for trace in chart.figure.data for n in (trace.x if trace.orientation == "h" else trace.y)]
    assert sorted(heights) == [4, 8, 12, 16, 20]
    assert "<b>Level 5</b>" in "".join(notes(chart))
    assert len(chart.figure.data[1].marker.pattern.shape) == 1  # hatched
    dashed = [shape for shape in chart.figure.layout.shapes if shape.line.dash == "dash"]
    assert [shape.type for shape in dashed].count("rect") == 1  # the step that is claimed
    assert [shape.x0 for shape in dashed if shape.type == "line"] == ([] if width == 400 else [3.5])


def test_a_flag_stands_on_the_last_step_that_counts_and_steps_behind_it_give_no_points() -> None:
    said = notes(ladder(SEED, EN))
    assert "<b>▼ 16 points</b>" in said
    assert "<b>Level 5</b><br>would be 20 points" in said


def test_the_ladder_says_what_is_missing() -> None:
    chart = ladder(SEED, EN)
    assert chart.title == "16 of 20 points, 1 more completed project is needed"
    assert chart.subtitle.endswith("projected 20 points once everything claimed is completed")
    assert ladder(SEED, thai()).title == "ได้ ๑๖ จาก ๒๐ คะแนน ขาดโครงการที่แล้วเสร็จอีก ๑ โครงการ"
    assert "Level 5 (20 points): … Claimed, waiting" in chart.alt
    assert list(chart.table["Waits for"]) == ["", "", "", "", "Complete “<C> & $D$”"]
    assert list(chart.table["Points"]) == ["4", "8", "12", "16", "20"]


def test_names_on_the_ladder_are_escaped() -> None:
    shown = everything(ladder(SEED, EN))
    assert "&lt;C&gt; &amp; &#36;D&#36;" in shown.replace("<br>", " ") and "$" not in shown.replace(
        "&#36;", ""
    )


def test_every_state_has_its_own_look_and_words() -> None:
    chart = ladder(scored(project("A"), project("B"), project("C", "in_progress"), stated=(2,)), EN)
    assert [state for state, _ in bars(chart).values()] == [
        "counted",
        "counted",
        "held_back",
        "claimed",
        "not_met",
    ]
    assert {level: state for level, (state, _) in bars(chart).items()} == {
        1: "counted",
        2: "counted",
        3: "not_met",
        4: "held_back",
        5: "claimed",
    }
    looks = {(t.marker.color, t.marker.pattern.shape, t.marker.pattern.fgcolor) for t in chart.figure.data}
    assert len(looks) == 4
    text = " ".join(notes(chart)).replace("<br>", " ")
    assert all(mark in text for mark in ("✓ Counted", "↓ Met, held back", "… Claimed", "○ Not met"))
    assert "Counts once level 3 does" in text
    assert chart.title == "8 of 20 points, level 3 is not met yet"
    assert chart.subtitle.endswith("projected 8 points: nothing claimed would raise the score")


def test_titles_at_the_ends_of_the_ladder() -> None:
    top = ladder(scored(project("A"), project("B"), project("C")), EN)
    assert top.title == "20 of 20 points, every level counts"
    assert top.subtitle == "Only counted levels give points"
    assert ladder(scored(), EN).title == "12 of 20 points, 2 more completed projects are needed"


@pytest.mark.parametrize("points", [(1,), (0, 5), tuple(range(1, 13))])
def test_a_ladder_of_any_number_of_levels(points: tuple[int, ...]) -> None:
    chart = ladder(scored(project("A"), points=points), EN)
    assert {level: n for level, (_, n) in bars(chart).items()} == dict(enumerate(points, 1))


# --- Projects --------------------------------------------------------------------------------

DATED = {"period": Period(date(2018, 8, 1), date(2018, 9, 30))}
PROJECTS = (
    project("Counted one"),
    project("Under way", "in_progress", **DATED),
    project("Planned", "planned"),
    project("Cancelled", "cancelled"),
    project("Silent", "unknown"),
    project("Not theirs", from_citizens=False),
    project("Whose?", from_citizens=None),
    project("Other year", fiscal_year=2560),
    project("No year", fiscal_year=None),
    project("Twice"),
    project("Twice"),
)


def test_projects_are_counted_by_origin_status_and_outcome() -> None:
    book = ledger(PROJECTS, 2561)
    chart = projects_status(book, EN)
    drawn = {trace.name: sum(trace.x) for trace in chart.figure.data}
    assert drawn == {
        "Counted": 2,
        "Claimed, waiting": 1,
        "Left out for its origin": 2,
        "Left out for its status": 3,
        "Left out for its year": 2,
        "Left out as a duplicate": 1,
    }
    assert sum(drawn.values()) == len(book) == 11
    assert sum(int(n) for n in chart.table["Projects"]) == 11
    assert chart.title == "2 of 11 projects count, 1 more once completed"
    assert len({(t.marker.color, t.marker.pattern.shape) for t in chart.figure.data}) == 6
    # completed from citizens: 2 counted, other year, no year, the duplicate
    assert {"<b>9</b>", "5"} <= set(notes(chart))


def test_every_reason_of_a_ledger_has_its_kind() -> None:
    assert {left.reason.text for left in ledger(PROJECTS, 2561).left_out} == set(REASONS)


def test_stacks_follow_each_other() -> None:
    chart = projects_status(ledger(PROJECTS, 2561), EN)
    ends: dict[float, int] = {}
    for trace in chart.figure.data:
        for n, base, y in zip(trace.x, trace.base, trace.y, strict=True):
            assert base == ends.get(y, 0)
            ends[y] = base + n


def test_no_projects() -> None:
    empty = Ledger((), (), ())
    assert projects_status(empty, EN).title == "No projects yet"
    assert timeline(empty, 2561, EN).title == "No project has dates in fiscal year 2561"
    assert timeline(empty, 2561, EN).table.empty


def test_spans_lie_in_the_fiscal_year() -> None:
    book = ledger(
        (
            project("Under way", "in_progress", **DATED),
            project("Whole", period=Period(date(2017, 10, 1), date(2018, 9, 30))),
            project("Across", from_citizens=False, period=Period(date(2017, 1, 1), date(2017, 10, 10))),
            project("Open", from_citizens=False, period=Period(date(2018, 9, 1), None)),
            project("Elsewhere", from_citizens=False, period=Period(date(2016, 1, 1), date(2016, 2, 1))),
            project("Undated"),
        ),
        2561,
    )
    chart = timeline(book, 2561, EN)
    drawn = {trace.name: list(zip(trace.base, trace.x, strict=True)) for trace in chart.figure.data}
    # 1 Aug is day 304 (365 − 31 − 30); 10 Oct ends day 10; 1 Sep is day 335
    assert drawn == {
        "Counted": [(0, 365)],
        "Claimed, waiting": [(365 - 31 - 30, 31 + 30)],
        "Left out": [(0, 10), (365 - 30, 30)],
    }
    assert notes(chart).count("◀") == 1 and notes(chart).count("▶") == 1
    assert chart.title == "“Under way” is due by 30 September 2018"
    assert (
        chart.subtitle
        == "Fiscal year 2561, October to September · 2 projects have no dates in it; the table lists them"
    )
    assert list(chart.table["Project"]) == ["Whole", "Under way", "Across", "Open", "Undated", "Elsewhere"]
    assert chart.table.iloc[4]["From"] == "–"


def test_months_are_thai_with_their_buddhist_year() -> None:
    chart = timeline(ledger((project("A", **DATED),), 2561), 2561, thai(), width=1000)
    shown = notes(chart)
    assert "๒๕๖๐<br>ต.ค." in shown and "๒๕๖๑<br>ม.ค." in shown and "ก.ย." in shown
    assert sum(any(month in text for month in ("ต.ค.", "ม.ค.", "เม.ย.", "ก.ค.")) for text in shown) == 4
    narrow = notes(timeline(ledger((project("A", **DATED),), 2561), 2561, thai(), width=400))
    assert "ก.ย." not in narrow and "ก.ค." in narrow


def test_project_names_are_escaped() -> None:
    book = ledger((project("<i>R&D</i> $x$", **DATED),), 2561)
    assert "&lt;i&gt;R&amp;D&lt;/i&gt; &#36;x&#36;" in everything(timeline(book, 2561, EN)).replace(
        "<br>", " "
    )


# --- All of them -----------------------------------------------------------------------------


def all_charts(words: Words, **how: Any) -> list[Chart]:
    book = ledger(PROJECTS, 2561)
    item = TWO.tally.codebook.item("a")
    return [
        likert(TWO, words, by_aspect=True, **how),
        distribution(TWO.item("a"), item, words, **how),
        aspects(TWO, words, **how),
        ladder(SEED, words, **how),
        projects_status(book, words, **how),
        timeline(book, 2561, words, **how),
    ]


@pytest.mark.parametrize("width", [320, 560, 720, 1280])
def test_every_chart_has_a_finding_an_alt_and_a_table_at_any_width(width: int) -> None:
    for chart in all_charts(EN, width=width, size=20 if width == 1280 else 15):
        assert chart.title and chart.title in chart.alt
        assert not chart.table.empty and chart.table.columns.is_unique
        layout = chart.figure.layout
        assert layout.margin.l + layout.margin.r < width * 0.75
        assert layout.height > layout.margin.t + layout.margin.b
        assert layout.title.text is None  # the page draws it


def test_dark_and_light_show_the_same_figures_in_other_letters() -> None:
    for light, dark in zip(all_charts(EN), all_charts(EN, dark=True), strict=True):
        assert light.table.equals(dark.table)
        assert light.figure.layout.font.color != dark.figure.layout.font.color
        for chart, ground in ((light, "#ffffff"), (dark, "#101817")):
            assert chart.figure.layout.paper_bgcolor == chart.figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
            letters = {a.font.color for a in chart.figure.layout.annotations if a.bgcolor in (None, ground)}
            beyond = letters - {"#ffffff", "#0b1211"}  # letters on a coloured bar
            assert all(contrast(colour, ground) >= 4.5 for colour in beyond), beyond


def test_digits_are_the_units_everywhere() -> None:
    entities = re.compile("&#?[a-z0-9]+;")
    for chart in all_charts(thai()):
        shown = [chart.title, chart.subtitle, chart.alt, *notes(chart)]
        shown += [str(text) for trace in chart.figure.data for text in trace.text or ()]
        own = chart.table.drop(columns="เหตุผล", errors="ignore")  # the ledger's sentences, not the chart's
        shown += [str(value) for value in own.to_numpy().ravel()]
        assert not [text for text in shown if re.search("[0-9]", entities.sub("", text))]


def test_the_modebar_is_hidden_and_no_formula_is_set() -> None:
    assert CONFIG["displayModeBar"] is False and CONFIG["typesetMath"] is False
