"""By what a survey can be broken down, and that overlapping options give nobody away."""

import numpy as np
import pandas as pd
import pytest

from analytics.codebook import Codebook, Demographic, Item, Scale
from analytics.options import OTHER, Choices
from analytics.responses import Responses
from analytics.statistics.breakdowns import breakdowns
from analytics.statistics.groupings import (
    CHOSEN,
    NOT_CHOSEN,
    Grouping,
    everybody_name,
    group_name,
    grouped,
    grouping_name,
    groupings,
    named,
    offered_options,
)
from analytics.tally import tally, tally_by
from ui.text import words

FIVE = Scale("five", (1, 2, 3, 4, 5))


def responses(
    answers: list[int], ticked: dict[str, list[int]] | None = None, times: list[str | None] | None = None
) -> Responses:
    frame = pd.DataFrame({"q1": np.array(answers, np.int8)})
    frame["d1"] = pd.Categorical(["a"] * len(answers))
    book = Codebook((Item("q1", "Item", "Item", 1, FIVE),), (Demographic("d1", "Sex", 2),))
    moments = None if times is None else pd.Series(pd.to_datetime(times), index=frame.index)
    choices = () if ticked is None else (Choices("m3", "Which", (3,), pd.DataFrame(ticked).astype(bool)),)
    return Responses(book, frame, moments, None, choices)


def test_an_option_is_set_against_everybody_who_did_not_choose_it() -> None:
    made = responses([5, 4, 3, 2, 1], {"road": [1, 1, 0, 0, 0], "water": [0, 1, 1, 0, 1]})
    by = grouped(made, Grouping("m3", "option", "Which", "road"))
    found = tally_by(by, "m3")
    assert {name: t.respondents for name, t in found.items()} == {CHOSEN: 2, NOT_CHOSEN: 3}
    assert found[CHOSEN].counts.loc["q1", [5, 4]].tolist() == [1, 1]
    whole = breakdowns(tally(by), found)
    assert [row.group for row in whole.items["q1"].rows] == [CHOSEN, NOT_CHOSEN], "one chose none"
    english = named(whole, Grouping("m3", "option", "Which", "road"), words("en"))
    assert [row.group for row in english.items["q1"].rows] == ["Chose road", "Did not choose road"]


def test_months_where_each_has_enough_answers_else_fiscal_quarters() -> None:
    days = ["2018-08-05", "2018-09-30", "2018-10-01"]
    many = responses([5] * 61, times=[*(days[i % 3] for i in range(60)), None])
    assert groupings(many)[1:] == (Grouping("time", "month"),)
    by = grouped(many, Grouping("time", "month"))
    assert {n: t.respondents for n, t in tally_by(by, "time").items()} == {
        "2018-08": 20,
        "2018-09": 20,
        "2018-10": 20,
    }
    few = responses([5] * 30, times=[days[i % 3] for i in range(30)])
    assert groupings(few)[1:] == (Grouping("time", "quarter"),)
    by = grouped(few, Grouping("time", "quarter"))
    # 30 September 2018 ends fiscal year 2561, 1 October begins 2562
    assert {n: t.respondents for n, t in tally_by(by, "time").items()} == {"2561-4": 20, "2562-1": 10}
    assert groupings(responses([5] * 4, times=["2018-08-05"] * 4))[1:] == ()
    assert groupings(responses([5], times=[None]))[1:] == ()
    assert groupings(responses([5])) == (Grouping("d1", "demographic", "Sex"),)


def test_names_in_both_languages() -> None:
    month, quarter = Grouping("time", "month"), Grouping("time", "quarter")
    assert group_name(month, "2018-08", words("th", "thai")) == "ส.ค. ๒๕๖๑"
    assert group_name(month, "2018-08", words("en")) == "Aug 2018"
    assert group_name(quarter, "2562-1", words("en")) == "Quarter 1, fiscal year 2562"
    assert group_name(Grouping("d1", "demographic"), "หญิง", words("en")) == "หญิง"
    assert grouping_name(Grouping("m3", "option", "Which", "road"), words("en")) == "Which: road"
    waves = Grouping("wave", "wave", waves=("2560", "2561, wave 1"))
    assert [group_name(waves, group, words("en")) for group in ("01", "02")] == ["2560", "2561, wave 1"]
    assert grouping_name(waves, words("th")) == "รอบการสำรวจ"
    assert everybody_name(waves, words("th")) == "รวมทุกรอบ"
    assert everybody_name(month, words("th")) == "ทุกคน"


def test_an_unknown_grouping_is_refused() -> None:
    with pytest.raises(KeyError):
        grouped(responses([5], {"road": [1]}), Grouping("m3", "option", "Which", "water"))


def test_with_two_options_those_who_chose_both_can_not_be_worked_out() -> None:
    # 52 + 50 − 100 answered: 2 people chose both, though every group is large
    road = [1] * 52 + [0] * 48
    water = [1] * 2 + [0] * 50 + [1] * 48
    made = responses([1, 2] + [5, 4] * 49, {"road": road, "water": water})
    assert offered_options(made, made.choices[0]) == ("road",)
    assert [g.option for g in groupings(made) if g.kind == "option"] == ["road"]


def test_where_each_chose_one_the_last_option_is_not_worked_out_either() -> None:
    first = [1] * 40 + [0] * 60
    second = [0] * 40 + [1] * 35 + [0] * 25
    third = [0] * 75 + [1] * 25
    made = responses([5, 4] * 50, {"a": first, "b": second, OTHER: third})
    assert offered_options(made, made.choices[0]) == ("a", "b")


def test_small_questions_offer_the_most_chosen_option_only() -> None:
    made = responses([5] * 9, {"a": [1] * 4 + [0] * 5, "b": [0] * 3 + [1] * 6})
    assert offered_options(made, made.choices[0]) == ("b",)


def test_what_lies_beyond_the_first_choice_stays_open_in_random_surveys() -> None:
    """Either no count of choices beyond the first is small, or an option that is not shown leaves it open."""
    rng = np.random.default_rng(2561)
    all_offered = 0
    for _ in range(300):
        n, k = int(rng.integers(20, 400)), int(rng.integers(2, 6))
        ticked = rng.random((n, k)) < rng.uniform(0.1, 0.7)
        answers = rng.integers(2, 6, n)
        made = responses(answers.tolist(), {f"o{i}": ticked[:, i].tolist() for i in range(k)})
        offered = offered_options(made, made.choices[0])
        beyond = np.maximum(ticked.sum(axis=1) - 1, 0)
        counts = [beyond[answers == point].sum() for point in range(2, 6)]
        if len(offered) == k:
            all_offered += 1
            assert (beyond > 0).sum() >= 10
            assert all(count == 0 or count >= 10 for count in counts)
        else:
            missing = [i for i in range(k) if f"o{i}" not in offered]
            assert len(offered) == 1 or ticked[:, missing].sum() >= 20
    assert 0 < all_offered < 300
