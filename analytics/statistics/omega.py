"""McDonald's omega: how much of a total is one thing that all items share, by a model of one factor."""

from __future__ import annotations

import numpy as np
from scipy import optimize  # type: ignore[import-untyped]

FEWEST_ITEMS = 3  # below that one factor is not determined
LEAST_UNIQUE = 0.005  # of an item's variance, as R's factanal


def omega(covariance: np.ndarray) -> float | None:
    """McDonald's omega (total, one factor) from the covariance matrix of the items.

    (Σλ)² / ((Σλ)² + Σψ), λ the loadings and ψ the unique variances of the one-factor model fitted by maximum
    likelihood (to correlations, then scaled back by the items' SDs, which the method allows). Unlike alpha it
    does not take all items to share the factor equally; where they do, both agree. An item's unique variance
    is kept at LEAST_UNIQUE of its variance at least.

    Base: that of the matrix, see `reliability`. None for fewer than three items, an item that does not vary,
    or a covariance matrix that can't be turned over (an item that others determine), and where no best fit is
    found.
    Source: McDonald (1999), Test Theory; Jöreskog (1967), Psychometrika 32.
    """
    k = len(covariance)
    variances = np.diag(covariance)
    if k < FEWEST_ITEMS or (variances <= 0).any():
        return None
    spread = np.sqrt(variances)
    correlation = covariance / np.outer(spread, spread)
    if np.linalg.matrix_rank(correlation, hermitian=True) < k:
        return None
    start = np.clip(1 / np.diag(np.linalg.inv(correlation)), LEAST_UNIQUE, 1)

    def misfit(unique: np.ndarray) -> tuple[float, np.ndarray]:
        loadings, rest = _loadings(correlation, unique)
        slope = (loadings**2 + unique - 1) / unique**2
        return float((rest - np.log(rest) - 1).sum()), slope

    found = optimize.minimize(
        misfit, start, jac=True, method="L-BFGS-B", bounds=[(LEAST_UNIQUE, 1.0)] * k, options={"ftol": 1e-13}
    )
    if not found.success or not np.isfinite(found.fun):
        return None
    loadings = _loadings(correlation, found.x)[0] * spread
    shared = float(loadings.sum()) ** 2
    return shared / (shared + float((found.x * variances).sum()))


def _loadings(correlation: np.ndarray, unique: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The loadings that fit best with these unique variances, and the eigenvalues that they leave."""
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    loadings = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
    return loadings, values[:-1]
