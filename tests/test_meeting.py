"""The slides of a meeting: what they say, in which order, and that nothing is lost on the way."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from analytics.assessment import Survey
from analytics.findings import Cause, Finding
from analytics.projects import Ledger
from analytics.reports.agenda import Year, agenda
from analytics.reports.agenda_surveys import survey_slides
from analytics.reports.meeting import (
    LETTER,
    ROOM,
    Arrangement,
    Bars,
    Grid,
    Slide,
    Steps,
    Tiles,
    arranged,
    fit,
    paged,
    titled,
)
from analytics.reports.stage import stage
from analytics.tally import from_counts
from analytics.words import Words
from tests.documents import HOSTILE, hostile, sample
from tests.test_summary import FIVE, FOUR, full, survey, thai

ENGLISH = Words()
NATURAL = tuple(Slide(key, key.upper(), "", ()) for key in "abcd")


def keys(slides: tuple[Slide, ...]) -> str:
    return "".join(slide.key for slide in slides)


def slide(key: str, slides: tuple[Slide, ...]) -> Slide:
    (found,) = [each for each in slides if each.key == key]
    return found


def test_a_meeting_says_one_thing_a_slide() -> None:
    shown = [each for each in agenda(sample(), thai()) if not each.hidden]
    assert [each.key for each in shown] == [
        *("cover", "score", "missing", "satisfaction", "items", "groups", "projects", "left-out", "method"),
    ]  # fmt: skip
    titles = {each.key: each.title for each in shown}
    assert titles["score"] == "ได้ ๑๖ จาก ๒๐ คะแนน ขาดโครงการที่แล้วเสร็จอีก ๑ โครงการ"
    assert titles["missing"].startswith("สิ่งที่ต้องทำต่อ เพื่อให้ได้ระดับที่ ๕")
    assert titles["missing"].endswith("ให้แล้วเสร็จ")
    assert "๙๐%" in titles["items"] and "๕๕%" in titles["items"]


def test_the_ladder_gives_points_only_where_levels_count() -> None:
    (ladder,) = slide("score", agenda(sample(), ENGLISH)).parts
    assert isinstance(ladder, Steps)
    assert [step.worth for step in ladder.steps] == [
        *("4 points", "8 points", "12 points", "16 points", "would be 20 points"),
    ]  # fmt: skip
    assert (ladder.reached, ladder.flag) == (4, "▼ 16 points")


def test_figures_are_those_of_the_assessment() -> None:
    found, slides = sample(), agenda(sample(), ENGLISH)
    tiles, bars = slide("satisfaction", slides).parts
    overall = found.surveys[0].overall
    assert isinstance(tiles, Tiles) and isinstance(bars, Bars) and overall is not None
    assert tiles.tiles[0].figure == ENGLISH.percent(overall.top_two)
    assert tiles.tiles[0].below.endswith(f"of {overall.base:,} answers")
    (shown,) = slide("items", slides).parts
    assert isinstance(shown, Bars)
    items = {item.text: found.surveys[0].item(item.key) for item in found.surveys[0].tally.codebook.items}
    ranked = sorted(items, key=lambda text: -(items[text].top_two or 0))
    assert [bar.name for bar in shown.bars] == [*ranked[:3], *ranked[-3:]]
    for bar in shown.bars:
        assert bar.shares == pytest.approx(list(items[bar.name].shares.values()))
        assert bar.figures[2] == f"{items[bar.name].base}"


def of_aspects(count: int) -> Survey:
    """A survey of so many aspects of one item each, the last one the best."""
    long = "ด้านขั้นตอนและระยะเวลาการให้บริการของศูนย์บริการร่วมจังหวัดและอำเภอ"
    return survey(*[(f"Item {n}", FIVE, f"{long} {n}", {5: 10 + n, 1: 20 - n}) for n in range(count)])


@pytest.mark.parametrize(("count", "shown"), [(5, []), (6, [6]), (8, [4, 4]), (15, [5, 5]), (1, [])])
def test_many_aspects_have_slides_of_their_own_best_first(count: int, shown: list[int]) -> None:
    slides = tuple(survey_slides(of_aspects(count), 0, "boonchom", ENGLISH))
    found = [each for each in slides if each.key.startswith("aspects")]
    assert [len(each.parts[0].bars) for each in found if not each.hidden] == shown  # type: ignore[union-attr]
    bars = [bar for each in found for bar in each.parts[0].bars]  # type: ignore[union-attr]
    if not shown:
        assert not bars
        return
    assert len(bars) == count and len({each.key for each in found}) == len(found)
    assert [bar.figures[0] for bar in bars] == [
        ENGLISH.percent((10 + n) / 30, 0) for n in reversed(range(count))
    ]
    assert ENGLISH.percent((10 + count - 1) / 30, 0) in found[0].title
    assert ENGLISH.percent(10 / 30, 0) in found[0].title


def test_aspects_of_several_scales_are_not_drawn_on_one() -> None:
    book = of_aspects(8).tally.codebook
    four = replace(book.items[0], scale=FOUR)
    counts = {item.key: {4: 3} for item in book.items}
    mixed = from_counts(replace(book, items=(four, *book.items[1:])), counts, 3)
    slides = survey_slides(replace(of_aspects(8), tally=mixed), 0, "boonchom", ENGLISH)
    assert not [each for each in slides if each.key.startswith("aspects")]


def test_the_commonest_reason_is_the_message_of_what_is_left_out() -> None:
    left = slide("left-out", agenda(sample(), ENGLISH))
    # 5 completed and 1 in progress did not come from citizens: 6 of the 12.
    assert left.title == "12 projects are left out, most often: “Did not come from citizens taking part” (6)"


def test_without_projects_no_slide_of_them_is_shown() -> None:
    found = sample()
    bare = replace(found, facts=replace(found.facts, projects=Ledger((), (), ())))
    assert slide("projects", agenda(bare, ENGLISH)).hidden
    assert not slide("projects", agenda(found, ENGLISH)).hidden


def test_words_for_points_stand_only_where_all_items_have_the_same() -> None:
    survey = sample().surveys[0]
    book, first = survey.tally.codebook, survey.tally.codebook.items[0]
    often = replace(first.scale, labels=("Never", "Rarely", "Sometimes", "Often", "Always"))
    mixed = replace(book, items=(replace(first, scale=often), *book.items[1:]))
    other = replace(survey, tally=replace(survey.tally, codebook=mixed), responses=None)
    slides = tuple(survey_slides(other, 0, "boonchom", ENGLISH))
    tiles, bars = slide("satisfaction", slides).parts
    assert isinstance(tiles, Tiles) and isinstance(bars, Bars)
    assert tiles.tiles[0].label == "Two best"
    assert slide("satisfaction", slides).title.startswith("78% of the answers are on the two best points")
    assert [label for _, label in bars.points] == [""] * 5
    same = tuple(survey_slides(survey, 0, "boonchom", ENGLISH))
    assert "“มาก”" in slide("satisfaction", same).title


def test_one_item_alone_is_neither_best_nor_weakest() -> None:
    survey = sample().surveys[0]
    book = survey.tally.codebook
    alone = replace(book, items=book.items[:1])
    one = replace(survey, tally=replace(survey.tally, codebook=alone), responses=None)
    share = ENGLISH.percent(survey.item(book.items[0].key).top_two, 0)
    title = slide("items", tuple(survey_slides(one, 0, "boonchom", ENGLISH))).title
    assert title.startswith(f"{share} answered “มาก” or “มากที่สุด” to “")


def test_names_give_way_where_a_title_would_be_cut() -> None:
    asked: list[float] = []

    def sentence(ems: float) -> str:
        asked.append(ems)
        return "word " * round(ems)

    assert titled(sentence) == "word " * 26  # 26 words of some 2.6 ems on two lines of 35
    assert titled(lambda ems: "word " * round(ems * 2)) == "word " * 26
    assert titled(lambda ems: "word " * 99) == "word " * 99  # what can't be helped


def test_hidden_figures_of_groups_are_on_no_slide() -> None:
    (part,) = slide("groups", agenda(sample(), ENGLISH)).parts
    hidden = [share for share in part.shares if share.text.startswith("hidden")]  # type: ignore[union-attr]
    assert hidden and all(share.share is None and "%" not in share.text for share in hidden)


def test_years_have_a_slide_from_two_on() -> None:
    now, before = Year(2561, 16, 20, "p, 1", 0.78, 100), Year(2560, 12, 20, "p, 1", None, 0)
    assert all(each.key != "years" for each in agenda(full(), ENGLISH, years=[now]))

    def title(*years: Year) -> str:
        return slide("years", agenda(full(), ENGLISH, years=years)).title

    assert title(now, before) == "4 points more in 2561 than in 2560"
    assert title(now, replace(before, score=18)) == "2 points fewer in 2561 than in 2560"
    assert title(now, replace(before, score=16)) == "As many points in 2561 as in 2560"
    assert title(now, replace(before, rubric="q, 1")).endswith("by another rubric than in 2560")


def test_findings_have_a_slide_with_the_projects_they_led_to() -> None:
    found = full()
    slow, dark = Finding(1, "Slow answers"), Finding(2, "Dark stairs")
    facts = replace(found.facts, findings=(slow, dark), causes=(Cause(slow, "Boards"),))
    said = slide("actions", agenda(replace(found, facts=facts), ENGLISH))
    assert said.title == "1 of 2 findings led to a project"
    (grid,) = said.parts
    assert isinstance(grid, Grid)
    assert grid.rows == (("Slow answers", "Boards (Completed)"), ("Dark stairs", "No project yet"))


def test_slides_are_shown_as_the_officer_wants_them() -> None:
    chosen = Arrangement().moving(NATURAL, "d", -2).hiding("b", True).remarking("a", " hello ", "say it")
    again = Arrangement.of(json.loads(json.dumps(chosen.kept())))
    found = arranged(NATURAL, again)
    assert keys(found) == "adbc"
    assert [each.hidden for each in found] == [False, False, True, False]
    assert (found[0].remark, found[0].spoken) == ("hello", ("say it",))
    assert arranged(NATURAL, again.remarking("a", "", ""))[0] == NATURAL[0]
    assert arranged(NATURAL, Arrangement.of(None)) == NATURAL


def test_a_new_slide_stands_behind_the_one_it_follows_and_a_lost_one_may_come_back() -> None:
    chosen = Arrangement(order=("c", "a", "gone"), hidden={"gone": True})
    assert keys(arranged(NATURAL, chosen)) == "cdab"
    assert keys(arranged((Slide("new", "", "", ()), *NATURAL), chosen)) == "newcdab"
    assert arranged((), chosen) == ()


def test_moving_stops_at_both_ends() -> None:
    assert Arrangement().moving(NATURAL, "a", -1).order == tuple("abcd")
    assert Arrangement().moving(NATURAL, "d", 9).order == tuple("abcd")


def test_a_long_table_goes_over_slides_and_loses_no_row() -> None:
    rows = tuple((f"{n}", "ถ้อยคำ " * 60) for n in range(20))
    pages, cut = paged(Grid(("n", "text"), rows, (1, 5), groups=(0, 19)))
    assert [row for page in pages for row in page.rows] == list(rows)
    assert len(pages) > 3 and cut == (rows[0][1],)
    assert pages[0].groups == (0,) and pages[-1].groups == (len(pages[-1].rows) - 1,)
    (empty,), _ = paged(Grid(("n",), (), (1,)))
    assert empty.rows == ()


@pytest.mark.parametrize("text", ["", "short", "โครงการ" * 40, "x" * 5000, "a\nb\nc"])
def test_a_text_fits_its_cell(text: str) -> None:
    fitted = fit(text, ROOM / LETTER / 3, 2)
    assert fitted.count("\n") <= 1
    assert fitted.endswith("…") == (len(text) > 100 or text.count("\n") > 1)


def test_texts_from_outside_are_text_on_the_screen() -> None:
    html = stage(agenda(hostile(*HOSTILE), ENGLISH), "<i>", ENGLISH)
    assert "<script" not in html and "<i>" not in html.replace("<i ", "")
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in html


def test_hidden_slides_are_not_sent() -> None:
    slides = agenda(full(), ENGLISH)
    html = stage(slides, "", ENGLISH)
    assert html.count("<section") == sum(not each.hidden for each in slides)
    assert 'aria-label="1 / ' in html or 'aria-label="1 of ' in html
