"""Weights: a survey counted as if its groups had the sizes that they are known to have.

Post-stratification by the totals of one demographic, raking by those of several. Weighted figures stand
beside the others and never in their place: no score, no band and no other table is worked out from them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special  # type: ignore[import-untyped]

from analytics.codebook import Scale
from analytics.responses import Responses
from analytics.statistics.intervals import LEVEL, Interval
from analytics.words import Message, Problem, message

ROUNDS = 1000
CLOSE = 1e-9  # a margin is met once no share is further off than this
# Totals of several demographics speak of the same people; printed ones may differ by this much of them.
ALIKE = 0.01
# Fewer of a group can't speak for all of it, and what they answered could be worked out.
FEWEST = 5


@dataclass(frozen=True)
class Totals:
    """The known sizes of a demographic's groups: people, or shares of any whole; only their ratio counts."""

    demographic: str
    sizes: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Margin:
    """A group of a demographic: its share 0..1 of respondents, as known, and as weighted."""

    demographic: str
    group: str
    respondents: int
    unweighted: float
    known: float
    weighted: float


@dataclass(frozen=True, eq=False)
class Weights:
    """A weight a respondent, and how far the weights can be trusted.

    Attributes:
        cell: int64, one a row of the frame: the number of the respondent's cell, those who share all the
            groups weighted by; −1 for who did not say one of them.
        of_cell: float64, the weight of the respondents of each cell; their mean over respondents is 1.
        groups: of each demographic the number of each cell's group.
        margins: every group of every demographic weighted by.
        respondents: those with a weight. left_out: those without.
        effective: Kish's effective sample size, (Σw)² / Σw²: as many respondents as would be as sure if none
            had to be weighted.
        largest: the largest weight. `trimmed`: how many were cut down to the limit asked for.
        rounds: of raking; 1 where one demographic was enough.
    """

    cell: np.ndarray
    of_cell: np.ndarray
    groups: tuple[np.ndarray, ...]
    margins: tuple[Margin, ...]
    respondents: int
    left_out: int
    effective: float
    largest: float
    trimmed: int
    rounds: int

    @property
    def each(self) -> np.ndarray:
        """A weight a row of the frame; 0 for who has none."""
        weights: np.ndarray = np.append(self.of_cell, 0.0)[self.cell]
        return weights

    @property
    def design_effect(self) -> float:
        """How many times as wide a variance gets by weighting: respondents / effective, 1 or more."""
        return self.respondents / self.effective

    @property
    def furthest(self) -> float:
        """How far the weighted share of a group is from the known one at most; 0 but for trimming."""
        return max(abs(margin.weighted - margin.known) for margin in self.margins)


@dataclass(frozen=True)
class Weighted:
    """Figures of one or several items of one scale, weighted.

    Attributes:
        base: respondents with a weight and an answer on the scale. effective: of these, as Kish reckons;
            None where hidden, since it tells how many of each group answered.
        mean: in points. top_two: share 0..1. None without answers.
        mean_interval, top_two_interval: 95%, with the weights taken as given; None below two respondents.
        hidden: figures are kept back, since fewer than 5 of a group answered and could be told from them.
    """

    base: int
    effective: float | None
    mean: float | None
    top_two: float | None
    mean_interval: Interval | None
    top_two_interval: Interval | None
    hidden: bool = False


def weigh(
    responses: Responses, totals: Sequence[Totals], *, most: float | None = None, fewest: int = FEWEST
) -> Weights | Problem:
    """Weights that give every group its known share; or the one reason why there are none.

    One demographic: w = known share / respondents' share of the group (post-stratification). Several: each in
    turn is fitted so, again and again, until all fit (raking, iterative proportional fitting). `most`:
    weights above so many times the mean are cut to it and what is cut is spread over the others in
    proportion; the shares then fit no longer exactly, see `Weights.furthest`.

    Base: respondents who say their group in all of them; who left one blank gets no weight.
    Problem: no totals; a total that is not above 0; a group of respondents without a total; a total for a
    group that nobody belongs to, or fewer than `fewest`; a question that so few left blank; so few who share
    their groups in several questions; totals of several demographics that differ by more than 1 %; raking
    that does not settle.
    Raises KeyError for a demographic that the codebook does not have; ValueError for `most` of 1 or less.
    Source: Deming and Stephan (1940), Annals of Mathematical Statistics 11; Kish (1965), Survey Sampling,
    11.7; Potter (1990), Proceedings of the Survey Research Methods Section, ASA (trimming).
    """
    titles = {d.key: d.text for d in responses.codebook.demographics}
    if most is not None and most <= 1:
        raise ValueError(f"weights are cut to more than 1 time the mean, not {most}")
    for each in totals:
        if each.demographic not in titles:
            raise KeyError(each.demographic)
    columns = [responses.frame[each.demographic].astype("category") for each in totals]
    said = np.ones(responses.respondents, dtype=bool)
    for column in columns:
        said &= column.notna().to_numpy()
    columns = [column[said].cat.remove_unused_categories() for column in columns]
    problem = _few_blanks(responses, totals, titles, fewest) or _unfit(totals, columns, titles, fewest)
    if problem is not None:
        return problem
    known = [np.array([size for _, size in each.sizes], dtype=float) for each in totals]
    shares = [sizes / sizes.sum() for sizes in known]
    codes = []
    for each, column in zip(totals, columns, strict=True):
        place = {name: i for i, (name, _) in enumerate(each.sizes)}
        codes.append(np.array([place[str(name)] for name in column.cat.categories])[column.cat.codes])
    # Respondents who share all their groups share a weight: cells are fitted, not respondents.
    sizes = [len(share) for share in shares]
    kinds, cell_of, counts = np.unique(
        np.ravel_multi_index(codes, sizes), return_inverse=True, return_counts=True
    )
    groups = np.unravel_index(kinds, sizes)
    if len(totals) > 1 and counts.min() < fewest:
        return _few_together(totals, [group[counts.argmin()] for group in groups], fewest)
    raked = _rake(groups, counts / counts.sum(), shares)
    if raked is None:
        return Problem(
            message("The totals of these questions contradict each other here: no weights fit them all."),
            message("Leave one of the questions out, or put small groups together in the workbook."),
        )
    fitted, rounds = raked
    weight, cut = _trimmed(fitted * counts.sum() / counts, counts, most)
    cell = np.full(responses.respondents, -1, dtype=np.int64)
    cell[said] = cell_of
    n = int(counts.sum())
    own = [(np.bincount(code, counts), np.bincount(code, counts * weight)) for code in groups]
    margins = tuple(
        Margin(
            titles[each.demographic],
            name,
            int(people[i]),
            float(people[i] / n),
            float(share[i]),
            float(weighed[i] / n),
        )
        for each, share, (people, weighed) in zip(totals, shares, own, strict=True)
        for i, (name, _) in enumerate(each.sizes)
    )
    return Weights(
        cell=cell,
        of_cell=weight,
        groups=tuple(groups),
        margins=margins,
        respondents=n,
        left_out=responses.respondents - n,
        effective=_effective(weight, counts),
        largest=float(weight.max()),
        trimmed=cut,
        rounds=rounds,
    )


def weighted(
    responses: Responses, items: Iterable[str], weights: Weights, *, fewest: int = FEWEST
) -> Weighted:
    """The weighted mean and top-two box of one item, or of all answers to several that share a scale.

    mean r = Σ w·point / Σ w over all answers; top-two box likewise. Its variance is n/(n − 1) ·
    Σ (w·(a − r·b))² / (Σ w·b)² over respondents, a the sum (or the number in the box) and b the number of a
    respondent's answers; t with n − 1 degrees of freedom; ends kept within the scale. Needs responses: a
    tally does not suffice.

    Denominator: answers on the scale of respondents with a weight. Missing answers are left out. Where 1 to
    `fewest` − 1 of a group, or of those who share all groups, answered, nothing is given: as weights can be
    chosen, their answers could be told.
    Raises KeyError for an unknown item; ValueError where the items share no scale.
    Source: Cochran (1977), section 6.3; Särndal, Swensson and Wretman (1992), section 5.5.
    """
    keys = list(items)
    scales = {responses.codebook.item(key).scale.points: responses.codebook.item(key).scale for key in keys}
    if len(scales) != 1:
        raise ValueError("figures are weighted of one or more items of one scale")
    (scale,) = scales.values()
    cell, a, inside, b, times = _rows(responses, keys, scale, weights.cell)
    if not len(cell):
        return Weighted(0, 0.0, None, None, None, None)
    w, base = weights.of_cell[cell], int(times.sum())
    answered = [np.bincount(cell, times), *(np.bincount(group[cell], times) for group in weights.groups)]
    if any(((n > 0) & (n < fewest)).any() for n in answered):
        return Weighted(base, None, None, None, None, None, hidden=True)
    mean, mean_interval = _ratio(w, a, b, times, (scale.points[0], scale.points[-1]))
    top_two, top_two_interval = _ratio(w, inside, b, times, (0, 1))
    return Weighted(base, _effective(w, times), mean, top_two, mean_interval, top_two_interval)


def in_words(found: Weights) -> Message:
    """What weighting costs, in one sentence."""
    return message(
        "After weighting, {n} {n:respondent is|respondents are} as sure as {effective} who need no "
        "weights (design effect {effect}); the largest weight is {largest}.",
        n=found.respondents,
        effective=round(found.effective),
        effect=found.design_effect,
        largest=found.largest,
    )


def _few_blanks(
    responses: Responses, totals: Sequence[Totals], titles: Mapping[str, str], fewest: int
) -> Problem | None:
    """The question that 1 to `fewest` − 1 left blank: figures without them would tell theirs."""
    for each in totals:
        if 0 < responses.frame[each.demographic].isna().sum() < fewest:
            title = titles[each.demographic]
            return Problem(
                message(
                    "Fewer than {n} left “{question}” blank: from figures without them theirs could be "
                    "worked out.",
                    n=fewest,
                    question=title,
                ),
                message("Fill the blanks in the workbook, or leave “{question}” out.", question=title),
            )
    return None


def _few_together(totals: Sequence[Totals], groups: Sequence[int], fewest: int) -> Problem:
    """Those who share these groups are too few: a weighted figure beside the plain one could tell of them."""
    names = " + ".join(each.sizes[group][0] for each, group in zip(totals, groups, strict=True))
    return Problem(
        message(
            "Fewer than {n} respondents are in all of these groups at once: {groups}. Figures weighted by "
            "these questions together would tell of them.",
            n=fewest,
            groups=names,
        ),
        message("Leave one of the questions out, or put small groups together in the workbook."),
    )


def _unfit(
    totals: Sequence[Totals], columns: Sequence[pd.Series], titles: Mapping[str, str], fewest: int
) -> Problem | None:
    """Why these totals give no weights; None where they do."""
    if not totals:
        return Problem(
            message("No totals are known yet."), message("Enter the known number of people of each group.")
        )
    if columns[0].empty:
        return Problem(
            message("Nobody answered all the questions that are to be weighted by."),
            message("Leave one of the questions out."),
        )
    for each, column in zip(totals, columns, strict=True):
        title, sizes = titles[each.demographic], dict(each.sizes)
        asked = {str(name) for name in column.cat.categories}
        for name, size in each.sizes:
            if not (math.isfinite(size) and size > 0):
                return Problem(
                    message(
                        "The total of “{group}” ({question}) must be above 0.", group=name, question=title
                    ),
                    message("Enter how many there are, or leave “{question}” out.", question=title),
                )
            if name not in asked:
                return Problem(
                    message("Nobody of “{group}” ({question}) answered.", group=name, question=title),
                    message(
                        "No weight can speak for them: put the group together with another one in the "
                        "workbook, or leave “{question}” out.",
                        question=title,
                    ),
                )
        few = [str(name) for name, n in column.value_counts().items() if n < fewest]
        if few:
            return Problem(
                message(
                    "Fewer than {n} of “{group}” ({question}) answered.",
                    n=fewest,
                    group=few[0],
                    question=title,
                ),
                message(
                    "So few can't speak for the others: put the group together with another one in the "
                    "workbook, or leave “{question}” out.",
                    question=title,
                ),
            )
        missing = sorted(asked - set(sizes))
        if missing:
            return Problem(
                message("The total of “{group}” ({question}) is missing.", group=missing[0], question=title),
                message("Enter how many there are, or leave “{question}” out.", question=title),
            )
    wholes = [sum(size for _, size in each.sizes) for each in totals]
    for each, whole in zip(totals, wholes, strict=True):
        if abs(whole - wholes[0]) > ALIKE * wholes[0]:
            return Problem(
                message(
                    "The totals of “{one}” come to {first}, those of “{other}” to {second}.",
                    one=titles[totals[0].demographic],
                    first=_whole(wholes[0]),
                    other=titles[each.demographic],
                    second=_whole(whole),
                ),
                message("Both must speak of the same people: check the totals."),
            )
    return None


def _whole(total: float) -> float | int:
    """A total as it is said: people without decimals."""
    return int(total) if total == int(total) else total


def _rake(
    columns: Sequence[np.ndarray], start: np.ndarray, shares: list[np.ndarray]
) -> tuple[np.ndarray, int] | None:
    """Cells fitted to the shares of each of their groups, and the rounds it took; None if they never fit."""
    fitted = start.copy()
    for rounds in range(1, ROUNDS + 1):
        for column, share in zip(columns, shares, strict=True):
            now = np.bincount(column, fitted, minlength=len(share))
            if (now == 0).any():
                return None
            fitted = fitted * (share / now)[column]
        off = max(
            float(np.abs(np.bincount(column, fitted, minlength=len(share)) - share).max())
            for column, share in zip(columns, shares, strict=True)
        )
        if off < CLOSE:
            return fitted, rounds
    return None


def _trimmed(weight: np.ndarray, counts: np.ndarray, most: float | None) -> tuple[np.ndarray, int]:
    """Weights of cells with mean 1 over respondents, none above `most`; and how many respondents were cut."""
    n = counts.sum()
    if most is None or weight.max() <= most:
        return weight, 0
    cut = weight > most
    while True:
        rest = n - most * counts[cut].sum()
        spread = np.where(cut, most, weight * rest / (weight * counts)[~cut].sum())
        # What is spread can lift others over the limit.
        over = (spread > most * (1 + 1e-12)) & ~cut
        if not over.any():
            return spread, int(counts[cut].sum())
        cut = cut | over


def _rows(
    responses: Responses, keys: list[str], scale: Scale, cell: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Respondents with a weight and an answer: cell, sum of answers, how many of them are in the top-two box,
    how many there are, and how often such a respondent occurs. Of one item they are counted by cell and
    answer."""
    if len(keys) == 1:
        answers = responses.frame[keys[0]].to_numpy().astype(np.int64)
        own = (answers >= 0) & (cell >= 0)
        width = scale.points[-1] + 1
        found = np.bincount(cell[own] * width + answers[own])
        kinds = np.flatnonzero(found)
        points = kinds % width
        inside = np.isin(points, scale.top_two)
        return kinds // width, points.astype(float), inside.astype(float), np.ones(len(kinds)), found[kinds]
    total, boxed, given = (np.zeros(responses.respondents) for _ in range(3))
    for key in keys:
        answers = responses.frame[key].to_numpy()
        total += np.where(answers >= 0, answers, 0)
        boxed += np.isin(answers, scale.top_two)
        given += answers >= 0
    own = (given > 0) & (cell >= 0)
    return cell[own], total[own], boxed[own], given[own], np.ones(int(own.sum()))


def _effective(weight: np.ndarray, times: np.ndarray) -> float:
    return float((weight * times).sum() ** 2 / (weight**2 * times).sum())


def _ratio(
    w: np.ndarray, a: np.ndarray, b: np.ndarray, times: np.ndarray, ends: tuple[int, int]
) -> tuple[float, Interval | None]:
    """Σ w·a / Σ w·b over respondents and its interval; None in place of it below two respondents."""
    n, whole = int(times.sum()), float((w * b * times).sum())
    ratio = float((w * a * times).sum()) / whole
    if n < 2:
        return ratio, None
    variance = n / (n - 1) * float((times * (w * (a - ratio * b)) ** 2).sum()) / whole**2
    reach = float(special.stdtrit(n - 1, (1 + LEVEL) / 2)) * math.sqrt(variance)
    return ratio, Interval(max(ratio - reach, ends[0]), min(ratio + reach, ends[1]), LEVEL, n)
