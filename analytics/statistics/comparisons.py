"""Whether groups differ: Mann-Whitney for two groups, Kruskal-Wallis for more, each said in one sentence.

Both compare ranks, not means: answers on a scale have an order, but the steps between them need not be equal.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy import special  # type: ignore[import-untyped]

from analytics.responses import Responses
from analytics.tally import Tally
from analytics.thai import collation_key
from analytics.words import Message, message

ALPHA = 0.05
Size = Literal["negligible", "small", "medium", "large"]
# From which value on an effect is small, medium, large. Cohen (1988): a correlation; a share of variance.
RANK_BISERIAL, EPSILON_SQUARED = (0.1, 0.3, 0.5), (0.01, 0.06, 0.14)


@dataclass(frozen=True)
class Comparison:
    """One item, aspect or the whole survey compared between groups.

    Attributes:
        of: what was compared: an item's key, or the name given to a set of items.
        test: "mann_whitney" for two groups, "kruskal_wallis" for more.
        groups: those compared, from the lowest to the highest mean rank.
        left_out: groups with too few answers to take part.
        base: answers (or respondents) of the groups compared.
        statistic: U of the higher group, or H; both corrected for ties.
        p: two-sided, from the normal or the chi-square approximation.
        adjusted: p after Holm's correction for everything compared in the same call.
        effect: rank-biserial correlation 0..1 (two groups), or epsilon squared 0..1, the share of the ranks'
            variance that lies between groups.
    """

    of: str
    test: Literal["mann_whitney", "kruskal_wallis"]
    groups: tuple[str, ...]
    left_out: tuple[str, ...]
    base: int
    statistic: float
    p: float
    adjusted: float
    effect: float

    @property
    def size(self) -> Size:
        """The effect in a word, by Cohen's limits."""
        limits = RANK_BISERIAL if self.test == "mann_whitney" else EPSILON_SQUARED
        sizes: tuple[Size, ...] = ("negligible", "small", "medium", "large")
        return sizes[sum(self.effect >= limit for limit in limits)]

    @property
    def differs(self) -> bool:
        """Whether the groups differ by more than chance would explain in one of twenty surveys."""
        return self.adjusted < ALPHA


def compare_items(
    groups: Mapping[str, Tally], items: Iterable[str] | None = None, *, minimum: int = 5
) -> tuple[Comparison, ...]:
    """Each item compared between groups, from their tallies (see `tally_by`); no responses are needed.

    Denominator: answers on the scale; blank, not applicable and unrecognised are left out, and so are groups
    with fewer than `minimum` answers. An item is missing from the result where fewer than two groups remain
    or all answers are the same. Holm's correction runs over the items of the call: `items`, by default all.
    Raises KeyError for an unknown item.
    Source: Mann and Whitney (1947); Kruskal and Wallis (1952); Holm (1979); formulas: see `_compare`.
    """
    keys = items
    if keys is None:
        keys = [item.key for item in next(iter(groups.values())).codebook.items] if groups else []
    found = []
    for key in keys:
        counts = {}
        for name, tally in groups.items():
            points = list(tally.codebook.item(key).scale.points)
            counts[name] = np.asarray(tally.counts.loc[key, points], dtype=np.int64)
        found.append(_compare(key, counts, minimum))
    return _holm([one for one in found if one is not None])


def compare_means(
    responses: Responses, sets: Mapping[str, Sequence[str]], demographic: str, *, minimum: int = 5
) -> tuple[Comparison, ...]:
    """Sets of items (aspects, the whole survey) compared between groups. Needs responses.

    What is ranked is each respondent's mean over the items of the set that he or she answered: one figure a
    respondent, since several answers of one person are no independent observations. Who answered none of
    them, or did not say the group, is left out, and so are groups with fewer than `minimum` respondents.
    `sets`: name → item keys. Missing from the result and Holm's correction: as in `compare_items`.
    Raises KeyError for an unknown item or demographic.
    Source: as `compare_items`; one figure a respondent, as of clusters in Cochran (1977), chapter 9.
    """
    if demographic not in {d.key for d in responses.codebook.demographics}:
        raise KeyError(demographic)
    names = responses.frame[demographic]
    found = []
    for title, keys in sets.items():
        answers = responses.frame[[responses.codebook.item(key).key for key in keys]].to_numpy()
        given = (answers >= 0).sum(axis=1)
        sums = np.where(answers >= 0, answers, 0).sum(axis=1, dtype=np.int64)
        means = sums / np.where(given > 0, given, 1)
        values = np.unique(means[given > 0])
        counts = {}
        for name in names.dropna().unique():
            own = means[(given > 0) & (names == name).to_numpy()]
            counts[str(name)] = np.bincount(np.searchsorted(values, own), minlength=len(values))
        found.append(_compare(title, counts, minimum))
    return _holm([one for one in found if one is not None])


def holm(several: Sequence[float]) -> list[float]:
    """Holm's step-down correction: the smallest of m values of p × m, the next × (m − 1), never falling.

    Base: the p values of one call. Source: Holm (1979), Scandinavian Journal of Statistics 6.
    """
    adjusted = [0.0] * len(several)
    highest = 0.0
    for step, index in enumerate(sorted(range(len(several)), key=several.__getitem__)):
        highest = max(highest, min(1.0, several[index] * (len(several) - step)))
        adjusted[index] = highest
    return adjusted


def in_words(found: Comparison, *, hidden: bool = False) -> Message:
    """What a comparison says, in one sentence. p is rounded, so that no count can be worked out from it.

    `hidden`: whether the table has figures that are kept back; p is then only held against .05.
    """
    low, high = found.groups[0], found.groups[-1]
    sign, p = ("<", 0.01) if found.adjusted < 0.01 else ("=", found.adjusted)
    if hidden:
        sign, p = ("<" if found.differs else "≥"), ALPHA
    values: dict[str, str | int | float] = {"low": low, "high": high, "sign": sign, "p": p}
    if found.test == "mann_whitney":
        if not found.differs:
            return message(
                "No difference between {low} and {high} can be shown (Mann-Whitney, p {sign} {p}).", **values
            )
        return {
            "negligible": message(
                "{high} answered higher than {low} (Mann-Whitney, p {sign} {p}), "
                "but the difference is negligible.",
                **values,
            ),
            "small": message(
                "{high} answered higher than {low} (Mann-Whitney, p {sign} {p}); the difference is small.",
                **values,
            ),
            "medium": message(
                "{high} answered higher than {low} (Mann-Whitney, p {sign} {p}); "
                "the difference is of medium size.",
                **values,
            ),
            "large": message(
                "{high} answered higher than {low} (Mann-Whitney, p {sign} {p}); the difference is large.",
                **values,
            ),
        }[found.size]
    values["groups"] = len(found.groups)
    if not found.differs:
        return message(
            "No difference between the {groups} groups can be shown (Kruskal-Wallis, p {sign} {p}).", **values
        )
    return {
        "negligible": message(
            "The {groups} groups differ, highest {high} and lowest {low} (Kruskal-Wallis, p {sign} {p}), "
            "but the difference is negligible.",
            **values,
        ),
        "small": message(
            "The {groups} groups differ, highest {high} and lowest {low} (Kruskal-Wallis, p {sign} {p}); "
            "the difference is small.",
            **values,
        ),
        "medium": message(
            "The {groups} groups differ, highest {high} and lowest {low} (Kruskal-Wallis, p {sign} {p}); "
            "the difference is of medium size.",
            **values,
        ),
        "large": message(
            "The {groups} groups differ, highest {high} and lowest {low} (Kruskal-Wallis, p {sign} {p}); "
            "the difference is large.",
            **values,
        ),
    }[found.size]


def _compare(of: str, counts: Mapping[str, np.ndarray], minimum: int) -> Comparison | None:
    """Groups compared by how often each value occurs in them; the values are in ascending order.

    Ties get mid-ranks. Two groups: U = R − n(n + 1)/2, z with correction for ties and continuity, and the
    rank-biserial correlation 2U/(n₁n₂) − 1. More: H = (12/(N(N + 1))·Σ R²/n − 3(N + 1)) / (1 − Σ(t³ − t)/(N³
    − N)) and epsilon squared H/(N − 1).
    Source: Mann and Whitney (1947); Kruskal and Wallis (1952); Wendt (1972); Tomczak and Tomczak (2014).
    """
    kept = {name: own for name, own in counts.items() if own.sum() >= max(minimum, 1)}
    ties = np.sum(list(kept.values()), axis=0).astype(float) if kept else np.zeros(0)
    n = float(ties.sum())
    if len(kept) < 2 or ties.max() == n:
        return None
    ranks = ties.cumsum() - (ties - 1) / 2
    tied = float((ties**3 - ties).sum())
    sums = {name: float(own @ ranks) for name, own in kept.items()}
    sizes = {name: int(own.sum()) for name, own in kept.items()}
    order = sorted(kept, key=lambda name: (sums[name] / sizes[name], collation_key(name)))
    if len(kept) == 2:
        a, b = (sizes[name] for name in order)
        statistic = sums[order[1]] - b * (b + 1) / 2
        spread = math.sqrt(a * b / 12 * (n + 1 - tied / (n * (n - 1))))
        p = min(1.0, 2 * float(special.ndtr(-(statistic - a * b / 2 - 0.5) / spread)))
        effect = 2 * statistic / (a * b) - 1
    else:
        raw = 12 / (n * (n + 1)) * sum(sums[name] ** 2 / sizes[name] for name in kept) - 3 * (n + 1)
        statistic = max(raw / (1 - tied / (n**3 - n)), 0.0)
        p = float(special.chdtrc(len(kept) - 1, statistic))
        effect = statistic / (n - 1)
    return Comparison(
        of=of,
        test="mann_whitney" if len(kept) == 2 else "kruskal_wallis",
        groups=tuple(order),
        left_out=tuple(sorted(set(counts) - set(kept), key=collation_key)),
        base=int(n),
        statistic=statistic,
        p=p,
        adjusted=p,
        effect=effect,
    )


def _holm(found: list[Comparison]) -> tuple[Comparison, ...]:
    """Comparisons made together, each p corrected for the others."""
    adjusted = holm([one.p for one in found])
    return tuple(replace(one, adjusted=p) for one, p in zip(found, adjusted, strict=True))
