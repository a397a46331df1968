"""Net promoter score: who counts as what, its interval, and that nobody gets it unasked."""

import numpy as np
import pytest

from analytics.codebook import Codebook, Item, Scale
from analytics.measures import of_counts
from analytics.statistics.recommend import POINTS, can_be_asked, in_words, promoters
from ui.text import words

TEN = Scale("0-10", POINTS, (), "numbers")
NOBODY = dict.fromkeys(POINTS, 0)


def test_a_worked_survey() -> None:
    counts = {**NOBODY, 10: 30, 9: 20, 8: 15, 7: 10, 6: 10, 3: 10, 0: 5}
    found = promoters(of_counts(TEN, counts, blank=7, not_applicable=3))
    assert (found.base, found.promoters, found.passives, found.detractors) == (100, 50, 25, 25)
    assert found.score == 50 / 100 - 25 / 100
    p, q = (50 + 0.75) / 103, (25 + 0.75) / 103
    reach = 1.959964 * ((p + q - (p - q) ** 2) / 103) ** 0.5
    assert (found.low, found.high) == pytest.approx((p - q - reach, p - q + reach), abs=1e-6)
    assert words("en").say(in_words(found)).startswith("Net promoter score 25.00 from 100 answers")


def test_edges() -> None:
    assert promoters(of_counts(TEN, {**NOBODY, 9: 1})).score == 1
    assert promoters(of_counts(TEN, {**NOBODY, 8: 3, 7: 2})).score == 0
    assert promoters(of_counts(TEN, {**NOBODY, 6: 4})).score == -1
    all_low = promoters(of_counts(TEN, {**NOBODY, 0: 4}))
    assert all_low.low is not None and all_low.low >= -1
    nobody = promoters(of_counts(TEN, NOBODY))
    assert (nobody.base, nobody.score, nobody.low) == (0, None, None)
    assert "no net promoter score" in words("en").say(in_words(nobody))


def test_the_interval_covers_as_often_as_it_says() -> None:
    """5,000 made-up surveys each; the standard error of a coverage of .95 is √(.95·.05/5000) = .0031."""
    rng = np.random.default_rng(2561)
    for shares, n in (((0.5, 0.25, 0.25), 40), ((0.7, 0.2, 0.1), 60), ((0.2, 0.5, 0.3), 200)):
        drawn = rng.multinomial(n, shares, 5000)
        held = 0
        for high, middle, low in drawn.tolist():
            found = promoters(of_counts(TEN, {**NOBODY, 9: high, 8: middle, 2: low}))
            assert found.low is not None and found.high is not None
            held += found.low <= shares[0] - shares[2] <= found.high
        assert abs(held / 5000 - 0.95) < 4 * 0.0031


def test_only_scales_of_0_to_10_can_be_asked() -> None:
    five = Scale("five", (1, 2, 3, 4, 5))
    book = Codebook((Item("q1", "a", "a", 1, five), Item("q2", "b", "b", 2, TEN)))
    assert [item.key for item in can_be_asked(book)] == ["q2"]
    with pytest.raises(ValueError, match="from 0 to 10"):
        promoters(of_counts(five, {1: 0, 2: 0, 3: 0, 4: 0, 5: 1}))
    with pytest.raises(ValueError, match="confidence"):
        promoters(of_counts(TEN, NOBODY), level=1)
