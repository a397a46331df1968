"""How sure a share or a mean is: confidence intervals, with or without a known population.

An interval speaks of the people who might have been asked: were the survey repeated many times with other
respondents, 95 of 100 such intervals would hold the figure of the whole population. It knows nothing of who
was never asked.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import special  # type: ignore[import-untyped]

from analytics.codebook import Scale
from analytics.measures import Measures
from analytics.responses import Responses
from analytics.words import Message, message

LEVEL = 0.95


@dataclass(frozen=True)
class Interval:
    """A confidence interval.

    Attributes:
        low, high: its ends, in the unit of the figure: 0..1 for a share, points for a mean.
        level: how often such an interval holds the population's figure, 0.95 for 95 of 100.
        base: what the figure rests on: answers, or respondents where several answers of each are pooled.
        population: the people the survey speaks for, where that number is known and was used.
    """

    low: float
    high: float
    level: float
    base: int
    population: int | None = None

    @property
    def margin(self) -> float:
        """Half the width: the ± of a mean; of a share roughly, since its interval leans towards one half."""
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Estimate:
    """A figure of pooled answers with its standard error; `base` counts respondents, not answers."""

    value: float
    error: float
    base: int


def share_interval(
    count: int, base: int, *, level: float = LEVEL, population: int | None = None
) -> Interval | None:
    """Wilson's score interval of the share count / base.

    (p + z²/2m ± z·√(p(1 − p)/m + z²/4m²)) / (1 + z²/m), with p = count / base and m = base. Where the
    population N is known, m = base·(N − 1)/(N − base): as many answers as would be as sure if they were drawn
    from an endless population. Where everybody was asked there is no doubt left: low = high = p.

    Denominator: `base`, the answers on the scale. No answers: None.
    Raises ValueError where count is not within 0..base, or the population is smaller than the base.
    Source: Wilson (1927), JASA 22; correction for a finite population: Cochran (1977), section 2.6.
    """
    if not 0 <= count <= base:
        raise ValueError(f"a count of {count} is not within 0..{base}")
    _check(base, level, population)
    if base == 0:
        return None
    p = count / base
    if population == base:
        return Interval(p, p, level, base, population)
    m = base if population is None else base * (population - 1) / (population - base)
    low, high = _wilson(p, m, float(special.ndtri((1 + level) / 2)))
    return Interval(low, high, level, base, population)


def top_two_interval(
    found: Measures, *, level: float = LEVEL, population: int | None = None
) -> Interval | None:
    """Wilson's interval of the top-two box of one item, from its tally; see `share_interval`.

    For several items pooled it would be too narrow: see `pooled_top_two_interval`.
    """
    count = sum(found.counts[point] for point in found.scale.top_two)
    return share_interval(count, found.base, level=level, population=population)


def mean_interval(found: Measures, *, level: float = LEVEL, population: int | None = None) -> Interval | None:
    """Student's t interval of the mean of one item, from its tally.

    mean ± t·sd/√n·√(1 − n/N), t with n − 1 degrees of freedom; the last factor only where the population N is
    known. The ends are kept within the scale. When all gave the same answer sd is 0 and so is the width: that
    the sample agrees is certain, that everybody would is not.

    Denominator: `found.base`. Fewer than two answers: None.
    Raises ValueError where the population is smaller than the base.
    Source: Student (1908), Biometrika 6; Cochran (1977), section 2.8.
    For several items pooled it would be too narrow: see `pooled_mean_interval`.
    """
    _check(found.base, level, population)
    if found.mean is None or found.sd is None:
        return None
    error = found.sd / math.sqrt(found.base) * _left_over(found.base, population)
    ends = (found.scale.points[0], found.scale.points[-1])
    return _around(found.mean, error, found.base, level, population, ends)


def pooled_mean_interval(
    responses: Responses, items: Iterable[str], *, level: float = LEVEL, population: int | None = None
) -> Interval | None:
    """t interval of the mean of all answers to several items. Needs responses: a tally does not suffice.

    One respondent's answers resemble each other, so it is respondents that are counted, not answers:
    mean r = Σa/Σb over respondents, a the sum and b the number of a respondent's answers on the scale, with
    variance n/(n − 1)·Σ(a − r·b)²/(Σb)², n respondents with an answer, and n − 1 degrees of freedom.

    Denominator: respondents with at least one answer on the scale (`Interval.base`). Missing answers are left
    out, their respondent is not. Fewer than two such respondents: None.
    Raises KeyError for an unknown item; ValueError where the items do not share one scale, or the population
    is smaller than the base.
    Source: Cochran (1977), section 6.3 (ratio estimate).
    """
    keys = list(items)
    found = pooled_mean(responses, keys, population=population)
    _check(found.base if found else 0, level, population)
    if found is None:
        return None
    scale = responses.codebook.item(keys[0]).scale
    return _around(
        found.value, found.error, found.base, level, population, (scale.points[0], scale.points[-1])
    )


def pooled_top_two_interval(
    responses: Responses, items: Iterable[str], *, level: float = LEVEL, population: int | None = None
) -> Interval | None:
    """Wilson's interval of the top-two box of all answers to several items, respondents as the units.

    The variance is that of `pooled_mean_interval`, with a the number of a respondent's answers in the top-two
    box. Wilson's formula takes m = p(1 − p)/variance, as many independent answers as would be as sure; where
    every respondent has the same share, m is the number of respondents; t takes the place of z.

    Denominator, missing, raises: as `pooled_mean_interval`.
    Source: Kott and Carr (1997), Journal of Official Statistics 13.
    """
    found = pooled_top_two(responses, items, population=population)
    _check(found.base if found else 0, level, population)
    if found is None:
        return None
    p, error, base = found.value, found.error, found.base
    if population == base:
        return Interval(p, p, level, base, population)
    m = p * (1 - p) / error**2 if error > 0 else float(base)
    low, high = _wilson(p, m, float(special.stdtrit(base - 1, (1 + level) / 2)))
    return Interval(low, high, level, base, population)


def pooled_mean(
    responses: Responses, items: Iterable[str], *, population: int | None = None
) -> Estimate | None:
    """The mean of all answers to several items with the standard error of `pooled_mean_interval`."""
    _, answers = _answers(responses, items)
    return _ratio(np.where(answers >= 0, answers, 0).sum(axis=1), answers, population)


def pooled_top_two(
    responses: Responses, items: Iterable[str], *, population: int | None = None
) -> Estimate | None:
    """The top-two box of all answers to several items with the error of `pooled_top_two_interval`."""
    scale, answers = _answers(responses, items)
    return _ratio(np.isin(answers, scale.top_two).sum(axis=1), answers, population)


def share_in_words(found: Interval | None) -> Message:
    """A share's interval as a sentence, in percent."""
    if found is None:
        return message("There are no answers yet, so nothing can be said about how sure this figure is.")
    return message(
        "With {level}% confidence the share lies between {low}% and {high}% (± {margin} percentage points).",
        level=round(found.level * 100),
        low=found.low * 100,
        high=found.high * 100,
        margin=found.margin * 100,
    )


def mean_in_words(found: Interval | None) -> Message:
    """A mean's interval as a sentence, in points of the scale."""
    if found is None:
        return message("It takes at least two answers to say how sure a mean is.")
    return message(
        "With {level}% confidence the mean lies between {low} and {high} (± {margin}).",
        level=round(found.level * 100),
        low=found.low,
        high=found.high,
        margin=found.margin,
    )


def _wilson(p: float, m: float, z: float) -> tuple[float, float]:
    centre = p + z * z / (2 * m)
    reach = z * math.sqrt(p * (1 - p) / m + z * z / (4 * m * m))
    divisor = 1 + z * z / m
    # Nobody (everybody) in the sample leaves 0 (1) possible; binary arithmetic misses it by a hair.
    low = 0.0 if p == 0 else (centre - reach) / divisor
    high = 1.0 if p == 1 else (centre + reach) / divisor
    return low, high


def _around(
    mean: float, error: float, base: int, level: float, population: int | None, ends: tuple[int, int]
) -> Interval:
    reach = float(special.stdtrit(base - 1, (1 + level) / 2)) * error
    return Interval(max(mean - reach, ends[0]), min(mean + reach, ends[1]), level, base, population)


def _answers(responses: Responses, items: Iterable[str]) -> tuple[Scale, np.ndarray]:
    """The scale that the items share, and their answers: one row a respondent, one column an item."""
    keys = list(items)
    scales = [responses.codebook.item(key).scale for key in keys]
    if len({scale.points for scale in scales}) != 1:
        raise ValueError("answers are pooled over one or more items of one scale")
    return scales[0], responses.frame[keys].to_numpy()


def _ratio(sums: np.ndarray, answers: np.ndarray, population: int | None) -> Estimate | None:
    """Σ sums / Σ answers given with its standard error; None for fewer than two respondents."""
    given = (answers >= 0).sum(axis=1)
    a, b = sums[given > 0].astype(float), given[given > 0].astype(float)
    base = len(b)
    _check(base, LEVEL, population)
    if base < 2:
        return None
    ratio = float(a.sum() / b.sum())
    variance = base / (base - 1) * float(((a - ratio * b) ** 2).sum()) / float(b.sum()) ** 2
    return Estimate(ratio, math.sqrt(variance) * _left_over(base, population), base)


def _left_over(base: int, population: int | None) -> float:
    """√(1 − n/N): the more of the population has answered, the less is left to be unsure of."""
    return 1.0 if population is None else math.sqrt(1 - base / population)


def _check(base: int, level: float, population: int | None) -> None:
    if not 0 < level < 1:
        raise ValueError(f"a level of confidence lies between 0 and 1, not {level}")
    if population is not None and population < base:
        raise ValueError(f"{base} answers can't come from a population of {population}")
