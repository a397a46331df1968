"""Whether an answer and a group go together: chi-square where its conditions hold, an exact test where not.

Unlike the comparisons of ranks it also sees groups that differ only in the spread of their answers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy import special, stats  # type: ignore[import-untyped]

from analytics.statistics.comparisons import ALPHA, holm
from analytics.tally import Tally
from analytics.words import Message, message

FEWEST_EXPECTED, MOST_BELOW = 5.0, 0.2  # Cochran (1954): no expected count below 1, 1 in 5 below 5
DRAWS = 9_999
MOST_CELLS = 400  # of a table that is still tested by drawing tables
# From which Cramér's V on an association is small, medium, large where the smaller side has two rows;
# divided by the root of (rows − 1) where it has more. Cohen (1988), chapter 7.
LIMITS = (0.1, 0.3, 0.5)


@dataclass(frozen=True)
class Association:
    """One item × groups.

    Attributes:
        of: the item's key.
        test: "chi_square"; "fisher" (a 2 × 2 table) or "drawn" (larger ones, tables drawn with the same
            totals) where the conditions of chi-square do not hold.
        base: answers of the groups tested.
        statistic: chi-square, whatever the test. `freedom`: (rows − 1)(columns − 1), of rows and columns with
            answers in them.
        p, adjusted: two-sided; after Holm's correction for the items of the call.
        v: Cramér's V, 0..1.
        smaller: the smaller of the numbers of rows and columns.
        below: share of the expected counts that are below 5. `least`: the smallest expected count.
    """

    of: str
    test: Literal["chi_square", "fisher", "drawn"]
    base: int
    statistic: float
    freedom: int
    p: float
    adjusted: float
    v: float
    smaller: int
    below: float
    least: float

    @property
    def size(self) -> Literal["negligible", "small", "medium", "large"]:
        """V in a word, by Cohen's limits for its table."""
        limits = [limit / math.sqrt(self.smaller - 1) for limit in LIMITS]
        return ("negligible", "small", "medium", "large")[sum(self.v >= limit for limit in limits)]

    @property
    def differs(self) -> bool:
        """Whether chance alone would hardly make the groups' answers so different."""
        return self.adjusted < ALPHA


def associations(
    groups: Mapping[str, Tally], items: Iterable[str] | None = None, *, minimum: int = 5
) -> tuple[Association, ...]:
    """Each item × groups, from the groups' tallies; no responses are needed. Groups must not overlap.

    chi-square = Σ (observed − expected)² / expected, no correction for continuity; Cramér's V is the root of
    chi-square / (n·(k − 1)), k the smaller of rows and columns. Chi-square is used where no expected count is
    below 1 and at most a fifth are below 5; in a 2 × 2 table where all are 5 or more. Otherwise Fisher's
    exact test for 2 × 2, else the share of 9,999 tables with the same totals, drawn at random, that are as
    far from expected: p = (1 + as far)/(1 + draws). The draws are the same each time.

    Denominator: answers on the scale; groups with fewer than `minimum` of them are left out. An item is not
    in the result where fewer than two groups or two points with answers remain, and where the conditions do
    not hold in a table of more than MOST_CELLS cells. Holm's correction runs over the items of the call.
    Raises KeyError for an unknown item.
    Source: Pearson (1900); Cochran (1954), Biometrics 10; Cramér (1946); Fisher (1922); Patefield (1981).
    """
    keys = items
    if keys is None:
        keys = [item.key for item in next(iter(groups.values())).codebook.items] if groups else []
    found = []
    for key in keys:
        rows = []
        for tally in groups.values():
            points = list(tally.codebook.item(key).scale.points)
            counts = np.asarray(tally.counts.loc[key, points], dtype=np.int64)
            if counts.sum() >= max(minimum, 1):
                rows.append(counts)
        one = _test(key, np.array(rows)) if rows else None
        if one is not None:
            found.append(one)
    adjusted = holm([one.p for one in found])
    return tuple(replace(one, adjusted=p) for one, p in zip(found, adjusted, strict=True))


def in_words(found: Association, *, hidden: bool = False) -> Message:
    """What the test says, in one sentence.

    `hidden`: whether the table has figures that are kept back; p and V are then too, since a count could be
    worked out from them.
    """
    if hidden:
        if found.differs:
            return message("Answers are spread differently over the groups (chi-square or an exact test).")
        return message(
            "That answers are spread differently over the groups can't be shown "
            "(chi-square or an exact test)."
        )
    tiny = found.adjusted < 0.01
    values = {"sign": "<" if tiny else "=", "p": 0.01 if tiny else found.adjusted, "v": found.v}
    if not found.differs:
        return {
            "chi_square": message(
                "That answers are spread differently over the groups can't be shown "
                "(chi-square, p {sign} {p}, Cramér's V {v}).",
                **values,
            ),
            "fisher": message(
                "That answers are spread differently over the groups can't be shown (too few answers for "
                "chi-square, so Fisher's exact test: p {sign} {p}, Cramér's V {v}).",
                **values,
            ),
            "drawn": message(
                "That answers are spread differently over the groups can't be shown (too few answers for "
                "chi-square, so an exact test by drawn tables: p {sign} {p}, Cramér's V {v}).",
                **values,
            ),
        }[found.test]
    return {
        "chi_square": message(
            "Answers are spread differently over the groups (chi-square, p {sign} {p}, Cramér's V {v}).",
            **values,
        ),
        "fisher": message(
            "Answers are spread differently over the groups (too few answers for chi-square, so Fisher's "
            "exact test: p {sign} {p}, Cramér's V {v}).",
            **values,
        ),
        "drawn": message(
            "Answers are spread differently over the groups (too few answers for chi-square, so an exact "
            "test by drawn tables: p {sign} {p}, Cramér's V {v}).",
            **values,
        ),
    }[found.test]


def size_in_words(found: Association) -> Message:
    """How strong the association is, as a sentence of its own."""
    return {
        "negligible": message("The association is negligible."),
        "small": message("The association is small."),
        "medium": message("The association is of medium size."),
        "large": message("The association is large."),
    }[found.size]


def _test(of: str, counts: np.ndarray) -> Association | None:
    table = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0] if counts.size else counts
    if table.ndim != 2 or min(table.shape) < 2:
        return None
    n = int(table.sum())
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    expected = np.outer(rows, columns) / n
    statistic = float(((table - expected) ** 2 / expected).sum())
    below, least = float((expected < FEWEST_EXPECTED).mean()), float(expected.min())
    two = table.shape == (2, 2)
    freedom = (len(rows) - 1) * (len(columns) - 1)
    if least >= 1 and below <= (0 if two else MOST_BELOW):
        test: Literal["chi_square", "fisher", "drawn"] = "chi_square"
        p = float(special.chdtrc(freedom, statistic))
    elif two:
        test, p = "fisher", float(stats.fisher_exact(table).pvalue)
    elif table.size <= MOST_CELLS:
        drawn = stats.random_table(rows, columns, seed=np.random.default_rng(0)).rvs(DRAWS)
        as_far = ((drawn - expected) ** 2 / expected).sum(axis=(1, 2)) >= statistic - 1e-9
        test, p = "drawn", float((1 + as_far.sum()) / (1 + DRAWS))
    else:
        return None
    smaller = min(table.shape)
    return Association(
        of=of,
        test=test,
        base=n,
        statistic=statistic,
        freedom=freedom,
        p=p,
        adjusted=p,
        v=min(1.0, math.sqrt(statistic / (n * (smaller - 1)))),
        smaller=smaller,
        below=below,
        least=least,
    )
