"""Cronbach's alpha and item statistics against the published vector and another implementation."""

import numpy as np
import pandas as pd
import pingouin
import pytest

from analytics.codebook import BLANK, NOT_APPLICABLE, UNRECOGNISED, Codebook, Item, Scale
from analytics.responses import Responses
from analytics.statistics.reliability import (
    ItemReliability,
    common_scale,
    in_words,
    item_in_words,
    reliability,
)
from analytics.words import Words

FIVE = Scale("satisfaction", (1, 2, 3, 4, 5))
VECTOR = [[5, 4, 5, 4], [4, 4, 4, 3], [3, 3, 4, 3], [5, 5, 5, 5], [2, 3, 2, 2], [4, 4, 5, 4]]


def survey(rows: list[list[int]] | np.ndarray, scales: tuple[Scale, ...] | None = None) -> Responses:
    answers = np.array(rows, np.int8)
    answers = answers.reshape(len(answers), -1 if len(answers) else len(scales or (FIVE,) * 4))
    keys = [f"q{i}" for i in range(answers.shape[1])]
    scales = scales or (FIVE,) * len(keys)
    items = (Item(key, key, key, i, scale) for i, (key, scale) in enumerate(zip(keys, scales, strict=True)))
    return Responses(Codebook(tuple(items)), pd.DataFrame(answers, columns=keys))


def test_the_domains_vector() -> None:
    found = reliability(survey(VECTOR))
    assert found.alpha == pytest.approx(0.954023, abs=5e-7)
    assert (found.complete, found.incomplete) == (6, 0)


def test_by_hand_for_two_items() -> None:
    # Variances of 1, 2, 3 and 1, 3, 2 are 1 and 1; sums 2, 5, 5 have variance 3: 2 · (1 − 2/3) = 2/3. r = ½.
    found = reliability(survey([[1, 1], [2, 3], [3, 2]]))
    assert found.alpha == pytest.approx(2 / 3)
    assert found.items[0] == ItemReliability("q0", pytest.approx(0.5), None)


@pytest.mark.parametrize("seed", range(100))
def test_a_hundred_random_surveys_agree_with_pingouin_and_numpy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, k = int(rng.integers(5, 80)), int(rng.integers(3, 12))
    lean = rng.normal(3.5, 1, (n, 1))
    answers = np.clip(np.rint(lean + rng.normal(0, rng.uniform(0.3, 2), (n, k))), 1, 5).astype(int)
    answers[rng.random((n, k)) < 0.03] = rng.choice([BLANK, NOT_APPLICABLE, UNRECOGNISED])
    complete = pd.DataFrame(answers[(answers > 0).all(axis=1)])
    found = reliability(survey(answers))
    assert (found.complete, found.incomplete) == (len(complete), n - len(complete))
    alpha, (low, high) = pingouin.cronbach_alpha(complete)
    assert found.alpha == pytest.approx(alpha)
    # pingouin rounds its interval to three decimals.
    assert (found.low, found.high) == (pytest.approx(low, abs=6e-4), pytest.approx(high, abs=6e-4))
    for i, item in enumerate(found.items):
        others = complete.drop(columns=i)
        assert item.alpha_if_deleted == pytest.approx(pingouin.cronbach_alpha(others)[0])
        assert item.item_total == pytest.approx(np.corrcoef(complete[i], others.sum(axis=1))[0, 1])


def test_only_who_answered_everything_counts_and_the_rest_is_counted() -> None:
    gaps = [[5, BLANK, 5, 4], [NOT_APPLICABLE, 4, 4, 3], [1, 1, 1, UNRECOGNISED]]
    found, whole = reliability(survey(VECTOR + gaps)), reliability(survey(VECTOR))
    assert found.alpha == whole.alpha
    assert (found.complete, found.incomplete) == (6, 3)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[5, 4, 5, 4]],
        [[5, 4, 5, 4], [BLANK, 4, 4, 3]],
        [[5, 4, 3, 2], [5, 4, 3, 2]],
        [[5], [4], [3]],
    ],
    ids=["nobody", "one", "one complete", "all alike", "one item"],
)
def test_where_alpha_has_no_meaning_there_is_none(rows: list[list[int]]) -> None:
    found = reliability(survey(rows))
    assert (found.alpha, found.low, found.high) == (None, None, None)
    assert "can't be worked out" in Words().say(in_words(found))


def test_an_item_that_never_varies_has_no_correlation() -> None:
    found = reliability(survey([[5, 1, 2], [5, 2, 3], [5, 3, 5]]))
    assert found.items[0].item_total is None
    assert "do not differ" in Words().say(item_in_words(found.items[0], found))
    # Without q2 only q1 varies beside a constant: total variance is there, so alpha is 2 · (1 − 1/1) = 0.
    assert found.items[2].alpha_if_deleted == pytest.approx(0)


def test_copies_have_alpha_one_and_no_interval() -> None:
    found = reliability(survey([[1, 1], [3, 3], [5, 5]]))
    assert found.alpha == pytest.approx(1)
    assert (found.low, found.high) == (None, None)


def test_items_are_those_of_the_scale_that_most_share_unless_told() -> None:
    four = Scale("four", (1, 2, 3, 4))
    responses = survey([[5, 4, 1], [4, 4, 2], [2, 3, 4]], (FIVE, FIVE, four))
    assert common_scale(responses) == ("q0", "q1")
    assert [item.item for item in reliability(responses).items] == ["q0", "q1"]
    assert [item.item for item in reliability(responses, ["q2", "q0"]).items] == ["q2", "q0"]
    assert reliability(responses, []).alpha is None
    assert common_scale(Responses(Codebook(()), pd.DataFrame(index=range(3)))) == ()
    with pytest.raises(KeyError):
        reliability(responses, ["q9"])
    with pytest.raises(ValueError, match="confidence"):
        reliability(responses, level=95)


def test_the_input_is_left_as_it_was() -> None:
    responses = survey(VECTOR)
    before = responses.frame.copy()
    reliability(responses)
    pd.testing.assert_frame_equal(responses.frame, before)


def test_in_words() -> None:
    says = Words()
    good = reliability(survey(VECTOR))
    assert says.say(in_words(good)) == (
        "Cronbach's alpha is 0.95 from 6 respondents who answered all items (0 left out): reliable, "
        "since 0.70 or more is accepted."
    )
    bad = reliability(survey([[1, 5], [2, 3], [3, 4], [4, 4], [5, 2]]))
    assert bad.alpha is not None and bad.alpha < 0
    assert "below the accepted 0.70" in says.say(in_words(bad))


def test_reliable_is_said_only_of_what_is_sure_and_of_most_respondents() -> None:
    says = Words()
    most_left_out = reliability(survey([*VECTOR, *([[5, 4, 5, BLANK]] * 7)]))
    assert (most_left_out.complete, most_left_out.incomplete) == (6, 7)
    assert most_left_out.alpha == pytest.approx(0.954023, abs=1e-6)
    said = says.say(in_words(most_left_out))
    assert "speaks only of those" in said and "reliable" not in said
    half = says.say(in_words(reliability(survey([*VECTOR, *([[5, 4, 5, BLANK]] * 6)]))))
    assert "reliable" in half
    unsure = reliability(survey([[1, 1], [2, 3], [3, 2], [4, 5], [5, 3], [3, 3]]))
    assert unsure.alpha is not None and unsure.low is not None
    assert unsure.low < 0.70 < unsure.alpha
    said = says.say(in_words(unsure))
    assert f"down to {unsure.low:.2f}" in said and "reliable" not in said


@pytest.mark.parametrize(
    ("correlation", "without", "sentence"),
    [
        (0.30, 0.9, "Goes well"),
        (0.29, 0.9, "Goes weakly"),
        (0.20, 0.9, "Goes weakly"),
        (0.19, 0.9, "without it alpha would be 0.90"),
        (0.19, 0.4, "below 0.20)."),
        (-0.1, 0.9, "Runs against"),
    ],
)
def test_an_item_in_words(correlation: float, without: float, sentence: str) -> None:
    whole = reliability(survey([[1, 1], [2, 3], [3, 2]]))  # alpha 2/3
    assert sentence in Words().say(item_in_words(ItemReliability("q", correlation, without), whole))
