"""Net promoter score of an item answered from 0 to 10; worked out only where somebody asks for it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special  # type: ignore[import-untyped]

from analytics.codebook import Codebook, Item
from analytics.measures import Measures
from analytics.words import Message, message

POINTS = tuple(range(11))
DETRACTORS, PASSIVES, PROMOTERS = POINTS[:7], POINTS[7:9], POINTS[9:]
LEVEL = 0.95


@dataclass(frozen=True)
class Promoters:
    """The net promoter score of one item.

    Attributes:
        base: answers from 0 to 10; the denominator of all shares.
        promoters, passives, detractors: how many answered 9-10, 7-8 and 0-6.
        score: share of promoters less share of detractors, −1..1; shown × 100. None without answers.
        low, high: its confidence interval, within −1..1; None without answers.
        level: of the interval.
    """

    base: int
    promoters: int
    passives: int
    detractors: int
    score: float | None
    low: float | None
    high: float | None
    level: float = LEVEL


def can_be_asked(codebook: Codebook) -> tuple[Item, ...]:
    """The items that a net promoter score can be asked of: those whose scale is 0, 1, … 10."""
    return tuple(item for item in codebook.items if item.scale.points == POINTS)


def promoters(found: Measures, *, level: float = LEVEL) -> Promoters:
    """The net promoter score from the tally of one item; no responses are needed.

    score = promoters/n − detractors/n. Interval: adjusted Wald. Three answers are added, 3/4 of a promoter,
    3/4 of a detractor and 3/2 passives; then d ± z·√((p + q − d²)/(n + 3)), with the shares p and q of all
    n + 3 answers and d = p − q.
    Denominator: answers on the scale; blank, not applicable and unrecognised are left out.
    Raises ValueError for a scale other than 0-10, and for a level outside 0..1.
    Source: Reichheld (2003), Harvard Business Review 81; interval: Rocks (2016), American Statistician 70.
    """
    if found.scale.points != POINTS:
        raise ValueError(f"a net promoter score is of answers from 0 to 10, not {found.scale.points}")
    if not 0 < level < 1:
        raise ValueError(f"a level of confidence lies between 0 and 1, not {level}")
    high_n, middle_n, low_n = (
        sum(found.counts[point] for point in points) for points in (PROMOTERS, PASSIVES, DETRACTORS)
    )
    n = found.base
    if not n:
        return Promoters(0, 0, 0, 0, None, None, None, level)
    p, q = (high_n + 0.75) / (n + 3), (low_n + 0.75) / (n + 3)
    reach = float(special.ndtri((1 + level) / 2)) * math.sqrt((p + q - (p - q) ** 2) / (n + 3))
    low, high = max(-1.0, p - q - reach), min(1.0, p - q + reach)
    return Promoters(n, high_n, middle_n, low_n, (high_n - low_n) / n, low, high, level)


def in_words(found: Promoters) -> Message:
    """The score in a sentence, in points from −100 to 100."""
    if found.score is None or found.low is None or found.high is None:
        return message("There are no answers yet, so there is no net promoter score.")
    return message(
        "Net promoter score {score} from {n} {n:answer|answers}; with {level}% confidence between "
        "{low} and {high}.",
        score=found.score * 100,
        n=found.base,
        level=round(found.level * 100),
        low=found.low * 100,
        high=found.high * 100,
    )
