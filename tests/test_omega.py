"""McDonald's omega and Cronbach's alpha against independent implementations."""

from typing import Any

import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy import optimize
from statsmodels.multivariate.factor import Factor

from analytics.codebook import Codebook, Item, Scale
from analytics.responses import Responses
from analytics.statistics.omega import omega
from analytics.statistics.reliability import omega_in_words, reliability
from ui.text import words

SEVEN = Scale("seven", (1, 2, 3, 4, 5, 6, 7))


def survey(answers: np.ndarray) -> Responses:
    keys = [f"q{i}" for i in range(answers.shape[1])]
    book = Codebook(tuple(Item(key, key, key, i + 1, SEVEN) for i, key in enumerate(keys)))
    return Responses(book, pd.DataFrame(answers.astype(np.int8), columns=keys))


def made_up(rng: np.random.Generator) -> np.ndarray:
    """Answers of 60 to 400 people to 4 to 9 items that share one thing, each in its own measure."""
    n, k = int(rng.integers(60, 400)), int(rng.integers(4, 10))
    shared = rng.normal(size=(n, 1)) * rng.uniform(0.5, 1.4, k)
    return np.clip(np.rint(4 + shared + rng.normal(size=(n, k)) * rng.uniform(0.6, 1.2, k)), 1, 7)


def by_statsmodels(answers: np.ndarray) -> float:
    fitted = Factor(answers, n_factor=1, method="ml").fit()
    spread = answers.std(axis=0, ddof=1)
    loadings = fitted.loadings[:, 0] * spread
    return loadings.sum() ** 2 / (loadings.sum() ** 2 + (fitted.uniqueness * spread**2).sum())


def test_random_surveys_agree_with_statsmodels_and_pingouin() -> None:
    rng = np.random.default_rng(2561)
    for _ in range(100):
        answers = made_up(rng)
        found = reliability(survey(answers))
        assert found.omega == pytest.approx(by_statsmodels(answers), abs=2e-4)
        alpha, interval = pingouin.cronbach_alpha(pd.DataFrame(answers))
        assert found.alpha == pytest.approx(alpha)
        assert [found.low, found.high] == pytest.approx(interval.tolist(), abs=1e-3)


def test_an_exact_factor_gives_its_own_omega() -> None:
    loadings, unique = np.array([0.9, 0.7, 0.5, 0.8]), np.array([0.3, 0.5, 0.7, 0.4])
    covariance = np.outer(loadings, loadings) + np.diag(unique)
    # (0.9 + 0.7 + 0.5 + 0.8)² = 8.41, and 0.3 + 0.5 + 0.7 + 0.4 = 1.9
    assert omega(covariance) == pytest.approx(8.41 / (8.41 + 1.9), abs=1e-6)
    assert omega(covariance * 49) == pytest.approx(8.41 / (8.41 + 1.9), abs=1e-6)


def test_equal_items_give_alpha() -> None:
    covariance = np.full((5, 5), 0.4) + np.diag([0.6] * 5)
    # alpha = 5/4·(1 − 5/(5 + 20·0.4)) = 10/13
    assert omega(covariance) == pytest.approx(10 / 13, abs=1e-6)


def test_what_has_no_omega() -> None:
    assert omega(np.array([[1.0, 0.5], [0.5, 1.0]])) is None, "two items"
    assert omega(np.diag([1.0, 1.0, 0.0])) is None, "one item does not vary"
    assert omega(np.ones((3, 3))) is None, "each follows from the others"
    few = survey(np.array([[5, 4, 3], [4, 4, 2], [1, 2, 3]]))
    assert reliability(few).omega is None
    assert "can't be worked out" in words("en").say(omega_in_words(reliability(few)))
    enough = reliability(survey(made_up(np.random.default_rng(1))))
    assert f"omega is {words('en').number(enough.omega, 2)}" in words("en").say(omega_in_words(enough))


def test_items_that_share_nothing_have_hardly_any() -> None:
    found = omega(np.diag([1.0, 2.0, 3.0, 4.0]))
    assert found == pytest.approx(0, abs=1e-6)


def test_a_fit_that_does_not_settle_gives_none(monkeypatch: pytest.MonkeyPatch) -> None:
    covariance = np.array([[1.0, 0.5, 0.4], [0.5, 1.0, 0.3], [0.4, 0.3, 1.0]])
    assert omega(covariance) is not None
    whole = optimize.minimize

    def stopped(*args: Any, **kwargs: Any) -> Any:
        return whole(*args, **{**kwargs, "options": {"maxiter": 1}})

    monkeypatch.setattr("analytics.statistics.omega.optimize.minimize", stopped)
    assert omega(covariance) is None
