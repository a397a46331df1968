"""Tables say what the pure functions found, in the reader's digits, and hide what must be hidden."""

from __future__ import annotations

import pandas as pd

from analytics.assessment import Survey
from analytics.codebook import BLANK, Codebook, Demographic, Item, Scale
from analytics.measures import of_counts
from analytics.projects import RowRef
from analytics.responses import Responses
from analytics.statistics.breakdowns import breakdowns
from analytics.statistics.reliability import reliability
from analytics.statistics.samplesize import adequacy
from analytics.tables import (
    Answers,
    group_table,
    item_table,
    item_total_table,
    means_by_group,
    reliability_table,
    sample_size_table,
)
from analytics.tally import tally_by
from analytics.words import Words

FIVE = Scale("satisfaction", (1, 2, 3, 4, 5), ("Least", "Little", "Moderate", "Much", "Most"))
EN, THAI_DIGITS = Words(), Words("en", "thai")
PLACE = RowRef("survey.xlsx", "Sheet1")


def survey(columns: dict[str, list[int]], **more: list[str | None]) -> Survey:
    """Items of one scale and aspect, and demographics, as columns of answers."""
    items = tuple(Item(key, f"Item {key}", key, i, FIVE, "Aspect") for i, key in enumerate(columns, 1))
    book = Codebook(items, tuple(Demographic(key, key, 9) for key in more))
    frame = pd.DataFrame(
        {key: pd.array(values, dtype="int8").to_numpy() for key, values in columns.items()}
        | {key: pd.Series(values, dtype="category") for key, values in more.items()}
    )
    return Survey.of("Survey", PLACE, Responses(book, frame))


# Men 8 × 5 and 8 × 4, women 10 × 4 and 6 × 2: no figure of either stands on fewer than five people.
LARGE = survey({"a": [5] * 8 + [4] * 8 + [4] * 10 + [2] * 6}, sex=["men"] * 16 + ["women"] * 16)


def cut(one: Survey, threshold: int = 5, answers: Answers = "counts") -> pd.DataFrame:
    assert one.responses is not None
    found = breakdowns(one.tally, tally_by(one.responses, "sex"), threshold=threshold)
    return group_table(found.items["a"], "Everybody", EN, answers)


def test_groups_stand_beside_everybody() -> None:
    rows = cut(LARGE).set_index("Group")
    assert list(rows.columns) == ["n", "x̄", "Two best", "Most", "Much", "Moderate", "Little", "Least"]
    # Men (8·5 + 8·4) / 16 = 4.50, all in the box; women (10·4 + 6·2) / 16 = 3.25, 10 of 16 in the box.
    assert rows.loc["men"].tolist() == ["16", "4.50", "100.0%", "8", "8", "0", "0", "0"]
    assert rows.loc["women"].tolist() == ["16", "3.25", "62.5%", "0", "10", "0", "6", "0"]
    # Everybody (72 + 52) / 32 = 3.875, 26 of 32 in the box.
    assert rows.loc["Everybody"].tolist() == ["32", "3.88", "81.3%", "8", "18", "0", "6", "0"]


def test_answers_as_shares_of_the_group_and_of_the_point() -> None:
    rows = cut(LARGE, answers="group").set_index("Group")
    # Of 16 men 8 and 8, of 16 women 10 and 6; of 32 people 8, 18 and 6.
    assert rows.loc["men"].tolist()[3:] == ["50.0%", "50.0%", "0.0%", "0.0%", "0.0%"]
    assert rows.loc["women"].tolist()[3:] == ["0.0%", "62.5%", "0.0%", "37.5%", "0.0%"]
    assert rows.loc["Everybody"].tolist()[3:] == ["25.0%", "56.3%", "0.0%", "18.8%", "0.0%"]
    rows = cut(LARGE, answers="point").set_index("Group")
    # Men gave all 8 of the best and 8 of the 18 next; nobody chose "Moderate", of which there are no shares.
    assert rows.loc["men"].tolist()[3:] == ["100.0%", "44.4%", "–", "0.0%", "–"]
    assert rows.loc["women"].tolist()[3:] == ["0.0%", "55.6%", "–", "100.0%", "–"]
    assert rows.loc["Everybody"].tolist()[3:] == ["100.0%", "100.0%", "–", "100.0%", "–"]
    assert rows["n"].tolist() == ["16", "16", "32"], "bases stay"


def test_a_share_is_shown_only_where_what_it_is_made_of_is() -> None:
    answers = [5] * 12 + [4] * 8 + [5] * 8 + [4] * 12 + [5, 4, 4]
    three = survey({"a": answers}, sex=["men"] * 20 + ["women"] * 20 + ["other"] * 3)
    counts, group, point = (cut(three, answers=of).to_numpy() for of in ("counts", "group", "point"))
    hidden = "hidden (fewer-than-5 rule)"
    assert (counts[:, 4:] == hidden).any() and (counts[:, 1] == hidden).any()
    base_hidden = (counts[:, 1] == hidden)[:, None]
    assert ((group[:, 4:] == hidden) == ((counts[:, 4:] == hidden) | base_hidden)).all()
    assert ((point[:, 4:] == hidden) == (counts[:, 4:] == hidden)).all()


def test_small_groups_are_hidden_and_say_so() -> None:
    # 12 + 8 men, 8 + 12 women, and three others who gave a 5 and two 4s.
    answers = [5] * 12 + [4] * 8 + [5] * 8 + [4] * 12 + [5, 4, 4]
    three = survey({"a": answers}, sex=["men"] * 20 + ["women"] * 20 + ["other"] * 3)
    rows = cut(three).set_index("Group")
    hidden = "hidden (fewer-than-5 rule)"
    # Nobody at all chose the lower points, so their zeros tell nothing.
    assert rows.loc["other"].tolist() == [hidden] * 5 + ["0"] * 3
    # It can't be had by subtraction either: another row's base is hidden too.
    assert hidden in rows.loc[["men", "women"], "n"].tolist()
    assert rows.loc["Everybody", "n"] == "43"
    assert "hidden (fewer-than-10 rule)" in cut(three, 10).set_index("Group").loc["other"].tolist()


def test_who_did_not_say_is_a_row_of_its_own_under_a_name_of_its_own() -> None:
    some = survey({"a": [5] * 10 + [4] * 10}, sex=["No answer to this"] * 10 + [None] * 10)
    assert cut(some)["Group"].tolist() == ["No answer to this", "No answer to this", "Everybody"]
    assert some.responses is not None
    found = breakdowns(some.tally, tally_by(some.responses, "sex"))
    names = list(means_by_group(found, some.tally.codebook, "All", "Everybody", EN).columns)
    assert names == ["Item", "No answer to this", "No answer to this (2)", "Everybody"]


def test_means_side_by_side_are_those_of_the_breakdown() -> None:
    assert LARGE.responses is not None
    found = breakdowns(LARGE.tally, tally_by(LARGE.responses, "sex"))
    rows = means_by_group(found, LARGE.tally.codebook, "All items", "All of them", THAI_DIGITS)
    assert rows["Item"].tolist() == ["All items", "Aspect", "Item a"]
    assert rows["men"].tolist() == ["๔.๕๐"] * 3
    assert rows["women"].tolist() == ["๓.๒๕"] * 3
    assert rows["All of them"].tolist() == ["๓.๘๘"] * 3  # (72 + 52) / 32
    nobody = survey({}, sex=["men"])
    assert nobody.responses is not None
    empty = breakdowns(nobody.tally, tally_by(nobody.responses, "sex"))
    assert means_by_group(empty, nobody.tally.codebook, "All", "Everybody", EN).empty


def test_reliability_is_written_out_with_its_interval_and_its_base() -> None:
    # Vectors of six respondents, one more without an answer; alpha .954023.
    rows = [[5, 4, 5, 4], [4, 4, 4, 3], [3, 3, 4, 3], [5, 5, 5, 5], [2, 3, 2, 2], [4, 4, 5, 4]]
    rows.append([5, BLANK, 5, 5])
    one = survey({key: [row[i] for row in rows] for i, key in enumerate("abcd")})
    assert one.responses is not None
    found = reliability(one.responses)
    (row,) = reliability_table({"All": found}, EN).to_dict("records")
    assert row["Alpha"] == "0.95"
    assert row["Interval (95%)"] == f"{EN.number(found.low, 2)} to {EN.number(found.high, 2)}"
    assert (row["Number of items"], row["Answered all"], row["Respondents left out"]) == ("4", "6", "1")
    items = item_total_table(found, one, EN)
    assert items["Item"].tolist() == ["Item a", "Item b", "Item c", "Item d"]
    assert items["Alpha without it"].tolist() == [EN.number(i.alpha_if_deleted, 2) for i in found.items]
    assert all(text.startswith("Goes well") for text in items["Reading"])


def test_reliability_that_does_not_exist_is_a_dash() -> None:
    same = survey({"a": [5, 5], "b": [5, 5]})
    assert same.responses is not None
    found = reliability(same.responses)
    (row,) = reliability_table({"All": found}, EN).to_dict("records")
    assert (row["Alpha"], row["Interval (95%)"]) == ("–", "–")
    assert item_total_table(found, same, EN)["Item-total correlation"].tolist() == ["–", "–"]


def test_sample_sizes_by_formula() -> None:
    # N = 2,757 and e = .05 ask for 350, 337 and 338.
    rows = sample_size_table(adequacy(337, 2757), EN)
    assert rows["Respondents needed"].tolist() == ["350", "337", "338"]
    assert rows["Enough?"].tolist() == [f"{350 - 337} short", "Enough", "1 short"]
    assert sample_size_table(adequacy(337, 2757), THAI_DIGITS)["Respondents"].tolist() == ["๓๓๗"] * 3


def test_items_are_followed_by_all_answers_together() -> None:
    two = survey({"a": [5, 4], "b": [3, BLANK]})
    rows = item_table(two, EN, "boonchom").set_index("Item")
    assert rows.loc["Item a", "x̄"] == "4.50"  # (5 + 4) / 2
    assert rows.loc["Item b", ["n", "S.D.", "Blank"]].tolist() == ["1", "–", "1"]
    together = of_counts(FIVE, {1: 0, 2: 0, 3: 1, 4: 1, 5: 1})
    assert rows.loc["All answers together", "x̄"] == EN.number(together.mean, 2) == "4.00"


def test_the_distribution_table_ranks_and_has_aspects_both_ways() -> None:
    # a: 3 answers 5 5 4; b: 1 answer 3; c: 5 5 4 again
    three = survey({"a": [5, 5, 4], "b": [3, BLANK, BLANK], "c": [5, 5, 4]})
    rows = item_table(three, EN, "boonchom").set_index("Item")
    assert rows.loc[["Item a", "Item b", "Item c"], "Rank"].tolist() == ["1", "3", "1"]
    assert rows.loc["Item a", ["Most", "Two best", "Two worst"]].tolist() == ["2 (66.7%)", "100.0%", "0.0%"]
    assert rows.loc["Aspect: Aspect", ["x̄", "n", "Aspect"]].tolist() == [
        EN.number((5 + 5 + 4 + 3 + 5 + 5 + 4) / 7, 2),
        "7",
        "All answers",
    ]
    of_items = item_table(three, EN, "boonchom", aspect_means="items").set_index("Item")
    assert of_items.loc["Aspect: Aspect", ["x̄", "Aspect"]].tolist() == [
        EN.number((14 / 3 + 3 + 14 / 3) / 3, 2),
        "Mean of item means",
    ]
    assert of_items.loc["Item a"].equals(rows.loc["Item a"])


def test_means_are_moved_to_five_points_only_on_request() -> None:
    four = Scale("four", (1, 2, 3, 4))
    book = Codebook((Item("a", "Item a", "a", 1, four), Item("b", "Item b", "b", 2, FIVE)))
    frame = pd.DataFrame({"a": [4, 1, 2, 4], "b": [5, 4, 4, 5]}).astype("int8")
    mixed = Survey.of("Survey", PLACE, Responses(book, frame))
    assert not [name for name in item_table(mixed, EN, "boonchom").columns if "1–5" in name]
    rows = item_table(mixed, EN, "boonchom", rescaled=True).set_index("Item")
    # mean 2.75 of 1..4: 1 + 4·1.75/3 = 3.33
    assert rows.loc[["Item a", "Item b"], "x̄ moved to 1–5"].tolist() == ["3.33", "4.50"]
    assert rows.loc[["Item a", "Item b"], "Rank"].tolist() == ["1", "1"], "each alone on its scale"


def test_a_table_a_scale_has_only_its_own_points() -> None:
    four = Scale("four", (1, 2, 3, 4))
    book = Codebook((Item("a", "Item a", "a", 1, four), Item("b", "Item b", "b", 2, FIVE)))
    frame = pd.DataFrame({"a": [4, 1, 2, 4], "b": [5, 4, 4, 5]}).astype("int8")
    mixed = Survey.of("Survey", PLACE, Responses(book, frame))
    rows = item_table(mixed, EN, "boonchom", points=four.points)
    assert rows["Item"].tolist() == ["Item a"]
    assert list(rows.columns)[2:6] == ["4", "3", "2", "1"]
    assert rows.loc[0, ["4", "n"]].tolist() == ["2 (50.0%)", "4"]
