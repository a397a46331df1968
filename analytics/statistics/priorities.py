"""What to mend first: how many are not satisfied with an item, and how much the item goes with overall
satisfaction.

The first is in the tally; the second needs the responses, for it is about two answers of one person.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

import numpy as np

from analytics.assessment import Survey
from analytics.codebook import Codebook, Item
from analytics.responses import Responses
from analytics.thai import repair
from analytics.words import Message, message

FEWEST = 10  # respondents that a correlation rests on
Quadrant = Literal["mend", "keep", "watch", "easy"]
_WHOLE = re.compile(r"ภาพรวม|โดยรวม|ทั้งหมด|overall|in general|as a whole", re.IGNORECASE)
_SATISFIED = re.compile(r"พอใจ|ประทับใจ|satisf", re.IGNORECASE)
_BARE = re.compile(r"(?:ความ)?(?:ใน|โดย)?(?:ภาพรวม|โดยรวม)(?:ทั้งหมด)?|overall", re.IGNORECASE)


@dataclass(frozen=True)
class Priority:
    """One item as a candidate to be mended.

    Attributes:
        base: answers on the scale.
        unsatisfied_n: those not in the top-two box; `unsatisfied_share` × base.
        unsatisfied_share: of base, 0..1. top_two: the rest of it. Both None without answers.
        importance: Spearman's rank correlation −1..1 with overall satisfaction; None without responses, below
            10 respondents, or where either does not vary.
        respondents: whom the importance rests on.
        quadrant: "mend" (important, weak), "keep" (important, strong), "watch" (less important, weak) or
            "easy"; None without importance.
    """

    item: str
    base: int
    unsatisfied_n: int
    unsatisfied_share: float | None
    top_two: float | None
    importance: float | None
    respondents: int
    quadrant: Quadrant | None = None


@dataclass(frozen=True)
class Priorities:
    """The items of a survey, those first with which most people are not satisfied.

    Attributes:
        overall: the survey's own item on overall satisfaction (key), which takes no part itself; None where
            it has none, so that each item is held against the mean of the others.
        weak_below, important_from: the medians that part the quadrants; None where no item has an importance.
        elsewhere: items of other scales, which take no part.
    """

    items: tuple[Priority, ...]
    overall: str | None
    weak_below: float | None
    important_from: float | None
    elsewhere: int = 0


def overall_item(codebook: Codebook) -> Item | None:
    """The one item that asks about satisfaction on the whole, by its words; None for none or several.

    It speaks of the whole (ภาพรวม, โดยรวม, overall …) and of being satisfied, or says nothing but the former.
    Several, such as one an aspect, speak of parts.
    """
    found = [item for item in codebook.items if _speaks_of_the_whole(repair(item.text))]
    return found[0] if len(found) == 1 else None


def priorities(survey: Survey) -> Priorities:
    """Which items to mend first, of those on the commonest scale.

    Only scales where more is better are looked at, not frequency or amount. Items of other points are not
    ranked beside them: two best points of eleven are fewer answers than two of five, whatever people think.

    Weakness: answers not in the top-two box, as a share of base and, for the order, as a number (share ×
    base). Importance: Spearman's correlation with the survey's own overall item (see `overall_item`), else
    with the mean of the other items that the respondent answered. Mid-ranks for ties.
    Quadrants are parted by the medians of top-two box and importance of the items that have both.

    Denominator: base; for importance respondents who answered both. Missing answers are left out. A survey
    that came as a tally has no importance. No items: empty.
    Source: Spearman (1904); Martilla and James (1977), Journal of Marketing 41 (importance and performance).
    Correlation shows what goes together, not what causes what.
    """
    codebook, responses = survey.tally.codebook, survey.responses
    whole = overall_item(codebook)
    better = [i for i in codebook.items if i != whole and i.scale.kind not in ("frequency", "amount")]
    points = [item.scale.points for item in better]
    common = max(points, key=points.count, default=())
    ranked = [item for item in better if item.scale.points == common]
    sums = _sums(responses, ranked) if responses is not None else None
    found = []
    for item in ranked:
        figures = survey.item(item.key)
        unsatisfied = figures.base - sum(figures.counts[point] for point in figures.scale.top_two)
        share = unsatisfied / figures.base if figures.base else None
        importance, respondents = (
            (None, 0) if responses is None or sums is None else _importance(responses, item, whole, sums)
        )
        found.append(
            Priority(item.key, figures.base, unsatisfied, share, figures.top_two, importance, respondents)
        )
    placed = [one for one in found if one.importance is not None and one.top_two is not None]
    weak = median(one.top_two or 0.0 for one in placed) if placed else None
    important = median(one.importance or 0.0 for one in placed) if placed else None
    ordered = sorted(found, key=lambda one: (-one.unsatisfied_n, -(one.unsatisfied_share or 0.0)))
    return Priorities(
        tuple(_in_quadrant(one, weak, important) for one in ordered),
        whole.key if whole else None,
        weak,
        important,
        len(better) - len(ranked),
    )


def against_in_words(found: Priorities, codebook: Codebook) -> Message:
    """What importance was measured against, in one sentence."""
    if found.important_from is None:
        return message(
            "Importance can't be worked out: it takes {n} respondents or more who differ in their answers.",
            n=FEWEST,
        )
    if found.overall is None:
        return message(
            "Importance is the rank correlation (Spearman) of an item with the mean of the other items, "
            "since the survey has no single item on overall satisfaction."
        )
    return message(
        "Importance is the rank correlation (Spearman) of an item with “{item}”.",
        item=codebook.item(found.overall).text,
    )


def _speaks_of_the_whole(text: str) -> bool:
    return bool(_BARE.fullmatch(text) or (_WHOLE.search(text) and _SATISFIED.search(text)))


def _in_quadrant(one: Priority, weak: float | None, important: float | None) -> Priority:
    if one.importance is None or one.top_two is None or weak is None or important is None:
        return one
    sides: dict[tuple[bool, bool], Quadrant] = {
        (True, True): "mend",
        (True, False): "keep",
        (False, True): "watch",
        (False, False): "easy",
    }
    quadrant = sides[one.importance >= important, one.top_two < weak]
    return replace(one, quadrant=quadrant)


@dataclass(frozen=True, eq=False)
class _Sums:
    """Of each respondent the sum and number of answers to the items."""

    items: int
    total: np.ndarray
    given: np.ndarray


def _sums(responses: Responses, ranked: list[Item]) -> _Sums:
    total = np.zeros(responses.respondents, np.int64)
    given = np.zeros(responses.respondents, np.int64)
    for item in ranked:
        answers = responses.frame[item.key].to_numpy()
        total += np.where(answers >= 0, answers, 0)
        given += answers >= 0
    return _Sums(len(ranked), total, given)


def _importance(
    responses: Responses, item: Item, whole: Item | None, sums: _Sums
) -> tuple[float | None, int]:
    """Spearman's correlation of an item with overall satisfaction, and the respondents it rests on."""
    own = responses.frame[item.key].to_numpy()
    if whole is not None:
        return spearman(own, responses.frame[whole.key].to_numpy())
    total, given = sums.total - np.where(own >= 0, own, 0), sums.given - (own >= 0)
    # There are few different means: they are told by sum and number, and ranked once.
    most = sums.items + 1
    kind = total * most + given
    kinds = np.flatnonzero(np.bincount(kind))
    numbers = kinds % most
    means = np.where(numbers > 0, (kinds // most) / np.maximum(numbers, 1), -1.0)
    places = np.full(int(kinds.max(initial=0)) + 1, -1, np.int64)
    answered = numbers > 0
    places[kinds[answered]] = np.unique(means[answered], return_inverse=True)[1]
    return spearman(own, places[kind])


def spearman(one: np.ndarray, other: np.ndarray) -> tuple[float | None, int]:
    """Spearman's rank correlation of two columns of whole numbers (below 0: no answer), and its respondents.

    Pearson's correlation of the mid-ranks, from the table of both columns. Base: respondents with both. None
    below 10 of them, or where one column does not vary. Source: Spearman (1904), American Journal of
    Psychology 15.
    """
    both = (one >= 0) & (other >= 0)
    n = int(both.sum())
    if n < FEWEST:
        return None, n
    x, y = one[both].astype(np.int64), other[both].astype(np.int64)
    width = int(y.max()) + 1
    table = np.bincount(x * width + y, minlength=(int(x.max()) + 1) * width).reshape(-1, width)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    # Mid-ranks, less their mean.
    a = rows.cumsum() - (rows - 1) / 2 - (n + 1) / 2
    b = columns.cumsum() - (columns - 1) / 2 - (n + 1) / 2
    spread = math.sqrt(float(rows @ a**2) * float(columns @ b**2))
    return (float(a @ table @ b) / spread if spread else None), n
