"""Surveys held again: which items are the same, what changed, and what may not be claimed."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from analytics.assessment import Survey
from analytics.codebook import BLANK, Codebook, Item, Scale
from analytics.projects import RowRef
from analytics.responses import Responses
from analytics.statistics.same_items import Matched, SameItem, match, plain, shared
from analytics.statistics.trends import Line, Occasion, Trend, in_words, same_scale, trend
from analytics.tally import from_counts
from analytics.words import Words
from ui.text import words

FIVE = Scale("five", (1, 2, 3, 4, 5))
WORDS = Scale("five", (1, 2, 3, 4, 5), ("น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด"))


def book(*texts: str, scale: Scale = FIVE, aspect: str | None = None) -> Codebook:
    return Codebook(tuple(Item(f"q{i}", text, text, i + 1, scale, aspect) for i, text in enumerate(texts)))


def survey(codebook: Codebook, *answers: list[int]) -> Survey:
    frame = pd.DataFrame({i.key: np.array(a, np.int8) for i, a in zip(codebook.items, answers, strict=True)})
    return Survey.of("s", RowRef("s.xlsx", "s"), Responses(codebook, frame))


def line(found: Trend, name: str) -> Line:
    return next(each for each in found.lines if each.name == name)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("1. ขั้นตอนไม่ยุ่งยาก", "3) ขั้นตอนไม่ยุ่งยาก"),
        ("๒.๑ ขั้นตอนไม่ยุ่งยาก", "ข้อ 7. ขั้นตอนไม่ยุ่งยาก"),
        ("เจ้าหน้าที่สุภาพ", "เจ้าหน้าท่ีสุภาพ "),
        ("Staff were  polite", "(4) staff were polite"),
        ("กชช. ๒ค ชัดเจน", "กชช. 2ค ชัดเจน"),
    ],
)
def test_the_same_text_however_it_was_typed(text: str, other: str) -> None:
    assert plain(text) == plain(other)


@pytest.mark.parametrize(("text", "other"), [("5 ส ดี", "3 ส ดี"), ("7.", "8."), ("ดี", "ไม่ดี")])
def test_other_texts_stay_apart(text: str, other: str) -> None:
    assert plain(text) != plain(other)


def test_exact_texts_match_the_rest_is_added_and_dropped() -> None:
    found = match(book("1. ความรวดเร็ว", "ที่จอดรถ"), book("ความสุภาพ", "2. ความรวดเร็ว"))
    assert found == Matched({"q0": "q1"}, (), ("q0",), ("q1",))
    assert shared(book("ก", "ข", "ค"), book("ก", "ข", "ง", "จ")) == 2 / 4
    assert shared(book("ก"), Codebook(())) == 0


NEAR = ("เจ้าหน้าที่ให้บริการด้วยความสุภาพ", "เจ้าหน้าที่ให้บริการด้วยความสุภาพเรียบร้อย")


def test_near_texts_wait_for_the_officer() -> None:
    earlier, later = book(NEAR[0], "ที่จอดรถ"), book("ป้ายบอกทาง", NEAR[1])
    found = match(earlier, later)
    (one,) = found.proposals
    assert (one.earlier, one.later) == ("q0", "q1") and found.pairs == {}
    # 33 letters are in both, of 33 + 41.
    assert one.likeness == pytest.approx(100 * 2 * len(NEAR[0]) / (len(NEAR[0]) + len(NEAR[1])))
    confirmed = match(earlier, later, [SameItem(NEAR[0], NEAR[1], True)])
    assert confirmed.pairs == {"q0": "q1"} and confirmed.proposals == ()
    refused = match(earlier, later, [SameItem(NEAR[0], NEAR[1], False)])
    assert refused == Matched({}, (), ("q0", "q1"), ("q0", "q1"))


def test_a_refused_pair_of_equal_texts_is_not_matched() -> None:
    assert match(book("ก ข"), book("ก ข"), [SameItem("ก ข", "ก ข", False)]).pairs == {}


def test_equal_texts_in_two_aspects_are_told_apart_by_the_aspect() -> None:
    def two(first: str, second: str) -> Codebook:
        return Codebook(
            (
                Item("a", "ความรวดเร็ว", "", 1, FIVE, first),
                Item("b", "ความรวดเร็ว", "", 2, FIVE, second),
            )
        )

    assert match(two("ด้านหนึ่ง", "ด้านสอง"), two("ด้านสอง", "ด้านหนึ่ง")).pairs == {"a": "b", "b": "a"}
    unclear = match(two("ด้านหนึ่ง", "ด้านสอง"), two("ด้านสาม", "ด้านสี่"))
    assert unclear.pairs == {} and len(unclear.proposals) == 2


@given(
    st.lists(st.sampled_from([*"กขคงจฉ", *NEAR]), max_size=6),
    st.lists(st.sampled_from([*"กขคง", *NEAR]), max_size=6),
)
@settings(max_examples=150)
def test_every_item_is_accounted_for_once(earlier: list[str], later: list[str]) -> None:
    found = match(book(*earlier), book(*later))
    assert sorted([*found.pairs, *found.dropped]) == [f"q{i}" for i in range(len(earlier))]
    assert sorted([*found.pairs.values(), *found.added]) == [f"q{i}" for i in range(len(later))]
    for side in ("earlier", "later"):
        keys = [getattr(one, side) for one in found.proposals]
        assert len(keys) == len(set(keys))
    assert all(one.earlier in found.dropped and one.later in found.added for one in found.proposals)


# 100 answers each: 20 threes and 80 fours, then 60 fours and 40 fives.
BEFORE, AFTER = [3] * 20 + [4] * 80, [4] * 60 + [5] * 40
SAME = [3, 4, 5, 4] * 25


def test_means_are_compared_by_welch_and_shares_by_two_proportions() -> None:
    codebook = book("Speed", "Place", "Staff")
    found = trend(
        [
            Occasion("2560", survey(codebook, BEFORE, SAME, [2] * 60 + [4] * 40)),
            Occasion("2561", survey(codebook, AFTER, SAME, [2] * 40 + [4] * 60)),
        ]
    )
    items = [each for each in found.lines if each.kind == "item"]
    assert [each.name for each in items] == ["Speed", "Place", "Staff"]
    welch = stats.ttest_ind(AFTER, BEFORE, equal_var=False)
    change = items[0].change["mean"]
    assert change is not None
    assert change.difference == pytest.approx(4.4 - 3.8) and change.p == pytest.approx(welch.pvalue)
    interval = welch.confidence_interval()
    assert (change.low, change.high) == pytest.approx((interval.low, interval.high))
    staff = items[2].change["top_two"]
    assert staff is not None and staff.difference == pytest.approx(0.6 - 0.4)
    assert staff.p == pytest.approx(proportions_ztest([60, 40], [100, 100])[1])
    newcombe = confint_proportions_2indep(60, 100, 40, 100, method="newcomb")
    assert (staff.low, staff.high) == pytest.approx(newcombe)
    for figure in ("mean", "top_two"):
        changes = [each.change[figure] for each in items]
        raw = [each.p for each in changes if each]
        assert [each.adjusted for each in changes if each] == pytest.approx(
            multipletests(raw, method="holm")[1]
        )
    place = items[1].change["mean"]
    assert place is not None and not place.changed and place.p == pytest.approx(1)


@given(st.integers(5, 40), st.integers(5, 40), st.data())
@settings(max_examples=100)
def test_few_answers_are_compared_by_fisher(n: int, m: int, data: st.DataObject) -> None:
    a, b = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    codebook = book("Speed")
    found = trend(
        [
            Occasion("1", survey(codebook, [5] * a + [1] * (n - a))),
            Occasion("2", survey(codebook, [5] * b + [1] * (m - b))),
        ]
    )
    change = line(found, "Speed").change["top_two"]
    assert change is not None
    if change.test == "fisher":
        assert min(n, m) * min((a + b) / (n + m), 1 - (a + b) / (n + m)) < 5
        expected = stats.fisher_exact([[a, n - a], [b, m - b]]).pvalue
    else:
        expected = proportions_ztest([a, b], [n, m])[1]
    assert change.p == pytest.approx(expected, abs=1e-9)
    assert change.low <= change.difference <= change.high


def test_the_whole_counts_respondents_and_only_items_asked_each_time() -> None:
    earlier = survey(book("A", "B", "Gone"), [3, 4] * 20, [3, 4] * 20, [1] * 40)
    later = survey(book("B", "A", "New"), [4, 5] * 20, [4, 5] * 20, [5] * 40)
    found = trend([Occasion("1", earlier), Occasion("2", later)])
    whole = found.lines[0]
    assert (whole.kind, whole.items) == ("overall", 2)
    assert [reading.mean for reading in whole.readings if reading] == pytest.approx([3.5, 4.5])
    assert [reading.base for reading in whole.readings if reading] == [80, 80]
    # Both answers of a respondent are the same, so 80 answers are as sure as 40, not surer.
    change = whole.change["mean"]
    assert change is not None and change.p == pytest.approx(
        stats.ttest_ind([4, 5] * 20, [3, 4] * 20, equal_var=False).pvalue
    )
    assert found.matched[0].added == ("q2",) and found.matched[0].dropped == ("q2",)
    assert line(found, "New").unfit == "once" and line(found, "New").readings[0] is None


def test_nothing_is_claimed_on_another_scale() -> None:
    ten = Scale("ten", tuple(range(11)))
    found = trend(
        [
            Occasion("1", survey(book("A", scale=ten), [8] * 30 + [2] * 10)),
            Occasion("2", survey(book("A"), [5] * 30 + [2] * 10)),
        ]
    )
    assert [each.kind for each in found.lines] == ["item"], "no whole without a common scale"
    (item,) = found.lines
    assert item.unfit == "scale" and item.change == {"mean": None, "top_two": None}
    assert item.readings[0] is not None and not item.readings[0].same_scale
    said = Words().say(in_words(item, "mean", found.names))
    assert said == "It was asked on another scale before, so the figures are not compared."


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (FIVE, True),  # numbers for the same points
        (Scale("other name", WORDS.points, WORDS.labels), True),
        (
            Scale("agree", WORDS.points, ("ไม่เห็นด้วยอย่างยิ่ง", "ไม่เห็นด้วย", "เฉย ๆ", "เห็นด้วย", "เห็นด้วยอย่างยิ่ง")),
            False,
        ),
        (Scale("four", (1, 2, 3, 4)), False),
        (Scale("from 0", (0, 1, 2, 3, 4)), False),
    ],
)
def test_which_scales_are_the_same(other: Scale, same: bool) -> None:
    assert same_scale(WORDS, other) is same is same_scale(other, WORDS)


def test_the_last_occasion_that_asked_is_compared() -> None:
    names = ("2559", "2560", "2561")
    surveys = [
        survey(book("A"), [3] * 30 + [4] * 10),
        survey(book("B"), [3] * 40),
        survey(book("A"), [4] * 30 + [5] * 10),
    ]
    found = trend([Occasion(name, one) for name, one in zip(names, surveys, strict=True)])
    change = line(found, "A").change["mean"]
    assert change is not None and (change.earlier, change.later) == (0, 2)
    said = Words().say(in_words(line(found, "A"), "mean", names))
    assert said.startswith("From 2559 to 2561 it rose by 1.00 points (0.80 to 1.20, p < 0.01)")


UNFIT = [
    ([4] * 4 + [BLANK] * 40, [5] * 40, "few"),  # four answers
    ([4] * 40, [5] * 40, "few"),  # no spread at all
    ([BLANK] * 40, [5] * 40, "few"),
]


@pytest.mark.parametrize(("before", "after", "why"), UNFIT)
def test_too_little_to_compare_means(before: list[int], after: list[int], why: str) -> None:
    found = trend([Occasion("1", survey(book("A"), before)), Occasion("2", survey(book("A"), after))])
    item = line(found, "A")
    assert item.change["mean"] is None and item.unfit == why
    for language in ("th", "en"):
        assert "{" not in words(language).say(in_words(item, "mean", found.names))


def test_tallies_do_for_items_but_not_for_sets_of_them() -> None:
    codebook = book("A", "B", aspect="ด้านหนึ่ง")
    counts = {"q0": {3: 20, 4: 80}, "q1": {3: 20, 4: 80}}
    tallied = Survey("t", RowRef("t.xlsx", "t"), from_counts(codebook, counts, 100))
    found = trend([Occasion("1", tallied), Occasion("2", survey(codebook, AFTER, AFTER))])
    assert line(found, "ด้านหนึ่ง").unfit == found.lines[0].unfit == "tally"
    reading = found.lines[0].readings[0]
    assert reading is not None and reading.mean == pytest.approx(3.8) and reading.mean_interval is None
    change = line(found, "A").change["mean"]
    assert change is not None and change.p == pytest.approx(
        stats.ttest_ind(AFTER, BEFORE, equal_var=False).pvalue
    )


def test_one_occasion_compares_nothing_and_none_is_a_mistake() -> None:
    found = trend([Occasion("1", survey(book("A"), [4, 5] * 5))])
    assert {each.unfit for each in found.lines} == {"once"} and found.matched == ()
    with pytest.raises(ValueError, match="at least one"):
        trend([])


def test_sentences_name_times_figures_and_certainty() -> None:
    codebook = book("A")
    rose = trend(
        [
            Occasion("2560", survey(codebook, [2] * 60 + [4] * 40)),
            Occasion("2561", survey(codebook, [2] * 20 + [4] * 80)),
        ]
    )
    assert Words().say(in_words(line(rose, "A"), "top_two", rose.names)) == (
        "From 2560 to 2561 it rose by 40.00 percentage points (26.77 to 51.25, p < 0.01)."
    )
    assert "2560" in words("th").say(in_words(line(rose, "A"), "top_two", rose.names))
    back = trend(list(reversed(rose.occasions)))
    assert "it fell by 40.00 percentage points" in Words().say(
        in_words(line(back, "A"), "top_two", back.names)
    )
    assert math.isclose(-40.0, 100 * line(back, "A").change["top_two"].difference)  # type: ignore[union-attr]
