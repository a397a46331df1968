"""Whether items measure one thing: Cronbach's alpha, McDonald's omega, how each item goes with the rest.

All of it needs the responses: what two items of one respondent have to do with each other is not in a tally.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy import special  # type: ignore[import-untyped]

from analytics.responses import Responses
from analytics.statistics.omega import omega
from analytics.words import Message, message

ACCEPTED = 0.70  # Nunnally (1978), Psychometric Theory
WANTED, TOLERATED = 0.30, 0.20  # corrected item-total correlation, same source


@dataclass(frozen=True)
class ItemReliability:
    """How one item goes with the others.

    Attributes:
        item: its key.
        item_total: correlation (−1..1) of the item with the sum of the *other* items; None where either does
            not vary.
        alpha_if_deleted: alpha of the others alone; None for fewer than two others, or where they don't vary.
    """

    item: str
    item_total: float | None
    alpha_if_deleted: float | None


@dataclass(frozen=True)
class Reliability:
    """Cronbach's alpha of a set of items, and what each item adds to it.

    Attributes:
        alpha: at most 1, negative where items contradict each other; None for fewer than two items or two
            complete respondents, or where nobody differs from anybody.
        low, high: its confidence interval; None where alpha is, and where alpha is 1.
        level: of the interval, 0..1.
        complete: respondents who answered every one of the items; all figures rest on them alone.
        incomplete: respondents who left at least one item without an answer on its scale; left out.
        items: in the order given.
        omega: McDonald's, 0..1, of the same respondents; None where it can't be had, see `statistics.omega`.
    """

    alpha: float | None
    low: float | None
    high: float | None
    level: float
    complete: int
    incomplete: int
    items: tuple[ItemReliability, ...]
    omega: float | None = None


def common_scale(responses: Responses) -> tuple[str, ...]:
    """The items of the scale that most items share: those that an overall figure speaks of."""
    scales = [item.scale.points for item in responses.codebook.items]
    most = max(scales, key=scales.count, default=())
    return tuple(item.key for item in responses.codebook.items if item.scale.points == most)


def reliability(
    responses: Responses, items: Iterable[str] | None = None, *, level: float = 0.95
) -> Reliability:
    """Cronbach's alpha of `items` (keys; by default `common_scale`) from responses.

    alpha = k/(k − 1) · (1 − Σ variance of an item / variance of the sum), k items, variances with n − 1. The
    interval is Feldt's: 1 − (1 − alpha)·F, F the quantiles of F(n − 1, (n − 1)(k − 1)). The item-total
    correlation is the corrected one: Pearson's, with the sum of the other items.

    Denominator: respondents complete on all `items` (listwise); the rest are counted in `incomplete`. Items
    are taken as coded: one that is worded the other way round must be turned first.
    Empty: see the attributes of `Reliability`.
    Raises KeyError for an unknown item; ValueError for a level outside 0..1.
    Source: Cronbach (1951), Psychometrika 16; Feldt, Woodruff and Salih (1987), Applied Psychological
    Measurement 11; Nunnally (1978).
    """
    if not 0 < level < 1:
        raise ValueError(f"a level of confidence lies between 0 and 1, not {level}")
    keys = common_scale(responses) if items is None else tuple(items)
    answers = responses.frame[[responses.codebook.item(key).key for key in keys]].to_numpy()
    complete = answers[(answers >= 0).all(axis=1)].astype(np.int64) if keys else answers[:0]
    n, k = complete.shape
    # Sums of squares and products of whole numbers are exact, so a variance of nothing is exactly 0.
    centred = n * (complete.T @ complete) - np.outer(complete.sum(axis=0), complete.sum(axis=0))
    alpha = _alpha(centred)
    low, high = _interval(alpha, n, k, level)
    return Reliability(
        alpha=alpha,
        low=low,
        high=high,
        level=level,
        complete=n,
        incomplete=len(answers) - n,
        items=tuple(_item(key, centred, index) for index, key in enumerate(keys)),
        omega=omega(centred.astype(float)) if n > k else None,
    )


def in_words(found: Reliability) -> Message:
    """What alpha says about the questionnaire, in one sentence or two.

    Reliable is said only where alpha is accepted, so is the lower end of its interval, and it rests on half
    of the respondents or more.
    """
    if found.alpha is None:
        return message(
            "Reliability can't be worked out: it takes two or more items, two or more respondents who "
            "answered all of them, and answers that differ ({n} answered all items).",
            n=found.complete,
        )
    values = {"alpha": found.alpha, "n": found.complete, "accepted": ACCEPTED, "left_out": found.incomplete}
    if found.alpha >= ACCEPTED and found.complete < found.incomplete:
        return message(
            "Cronbach's alpha is {alpha} from {n} {n:respondent|respondents} who answered all items "
            "({left_out} left out): {accepted} or more is accepted, but most respondents left some item "
            "without an answer, so it speaks only of those who answered all.",
            **values,
        )
    if found.alpha >= ACCEPTED and found.low is not None and found.low < ACCEPTED:
        return message(
            "Cronbach's alpha is {alpha} from {n} {n:respondent|respondents} who answered all items "
            "({left_out} left out): {accepted} or more is accepted, but its confidence interval reaches down "
            "to {low}, so it is not certain to be reached.",
            **values,
            low=found.low,
        )
    if found.alpha >= ACCEPTED:
        return message(
            "Cronbach's alpha is {alpha} from {n} {n:respondent|respondents} who answered all items "
            "({left_out} left out): reliable, since {accepted} or more is accepted.",
            **values,
        )
    return message(
        "Cronbach's alpha is {alpha} from {n} {n:respondent|respondents} who answered all items "
        "({left_out} left out): below the accepted {accepted}, so a total over these items should be "
        "read with care.",
        **values,
    )


def omega_in_words(found: Reliability) -> Message:
    """What omega says beside alpha, in one sentence."""
    if found.omega is None:
        return message(
            "McDonald's omega can't be worked out: it takes three or more items, more respondents who "
            "answered all of them than items, and items of which none follows from the others."
        )
    return message(
        "McDonald's omega is {omega}: unlike alpha it does not take every item to measure the same thing "
        "equally well ({accepted} or more is accepted).",
        omega=found.omega,
        accepted=ACCEPTED,
    )


def item_in_words(found: ItemReliability, whole: Reliability) -> Message:
    """What an item's correlation with the others says, in one sentence."""
    if found.item_total is None:
        return message("It can't be said how this item goes with the others: answers do not differ.")
    values = {
        "r": found.item_total,
        "wanted": WANTED,
        "tolerated": TOLERATED,
        "alpha": found.alpha_if_deleted,
    }
    if found.item_total >= WANTED:
        return message("Goes well with the other items ({r}, {wanted} or more is wanted).", **values)
    if found.item_total >= TOLERATED:
        return message("Goes weakly with the other items ({r}, {tolerated} is still tolerated).", **values)
    better = (found.alpha_if_deleted or 0) > (whole.alpha or 0)
    if found.item_total < 0:
        return message(
            "Runs against the other items ({r}): look whether it is worded the other way round.", **values
        )
    if better:
        return message(
            "Hardly goes with the other items ({r}, below {tolerated}); without it alpha would be {alpha}.",
            **values,
        )
    return message("Hardly goes with the other items ({r}, below {tolerated}).", **values)


def _alpha(centred: np.ndarray) -> float | None:
    """Alpha from the items' sums of squares and products; what they are scaled by cancels out."""
    k = len(centred)
    total = float(centred.sum())
    if k < 2 or total <= 0:
        return None
    return k / (k - 1) * (1 - float(np.trace(centred)) / total)


def _interval(alpha: float | None, n: int, k: int, level: float) -> tuple[float | None, float | None]:
    if alpha is None or alpha >= 1:
        return None, None
    ends = (1 + level) / 2, (1 - level) / 2
    low, high = (1 - (1 - alpha) * float(special.fdtri(n - 1, (n - 1) * (k - 1), end)) for end in ends)
    return low, high


def _item(key: str, centred: np.ndarray, index: int) -> ItemReliability:
    others = np.delete(np.delete(centred, index, axis=0), index, axis=1)
    own, rest = float(centred[index, index]), float(others.sum())
    together = float(centred[index].sum()) - own
    correlation = together / np.sqrt(own * rest) if own > 0 and rest > 0 else None
    return ItemReliability(key, None if correlation is None else float(correlation), _alpha(others))
