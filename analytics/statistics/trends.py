"""Surveys held again: the same items at several times, how sure each figure is, and whether it changed.

Occasions count as samples of their own: who answered twice is not known. A figure is compared only with one
on the same scale, and sets of items only over the items that were asked each time.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy import special  # type: ignore[import-untyped]

from analytics.assessment import Survey
from analytics.codebook import Item, Scale
from analytics.measures import Measures, pooled
from analytics.statistics.comparisons import ALPHA, holm
from analytics.statistics.intervals import (
    LEVEL,
    Estimate,
    Interval,
    mean_interval,
    pooled_mean,
    pooled_mean_interval,
    pooled_top_two,
    pooled_top_two_interval,
    share_interval,
    top_two_interval,
)
from analytics.statistics.same_items import Matched, SameItem, match, plain
from analytics.words import Message, Value, message

Figure = Literal["top_two", "mean"]
Kind = Literal["overall", "aspect", "item"]
Unfit = Literal["once", "scale", "tally", "few"]
FEWEST = 5  # answers on each side, for a comparison


@dataclass(frozen=True)
class Occasion:
    """A survey and what its time is called: a fiscal year, a wave."""

    name: str
    survey: Survey


@dataclass(frozen=True)
class Reading:
    """The figures of one line on one occasion: of one item, or of all answers to several.

    `base` counts answers on the scale; each interval is a 95% one (see `intervals`), None where the answers
    of several items came as a tally. `same_scale`: whether the latest survey asks on this scale.
    """

    base: int
    mean: float | None
    top_two: float | None
    mean_interval: Interval | None
    top_two_interval: Interval | None
    same_scale: bool = True


@dataclass(frozen=True)
class Change:
    """The latest figure held against the last one before it.

    Attributes:
        earlier, later: numbers of the occasions.
        difference: later − earlier; points of a mean, 0..1 of a share. low, high: its 95% interval.
        test: "welch" for means, "shares" for two proportions, "fisher" for few answers.
        p: two-sided. adjusted: after Holm's correction for all lines of its kind.
    """

    earlier: int
    later: int
    difference: float
    low: float
    high: float
    test: Literal["welch", "shares", "fisher"]
    p: float
    adjusted: float

    @property
    def changed(self) -> bool:
        """Whether it changed by more than chance would explain in one of twenty surveys."""
        return self.adjusted < ALPHA


@dataclass(frozen=True)
class Line:
    """One item, aspect or the whole at every occasion.

    Attributes:
        of: the item's key in the latest survey, the aspect's name, "" for the whole. `name`: its text.
        items: how many items it pools.
        readings: one an occasion; None where it was not asked.
        change: by figure; None where nothing may be claimed, for the reason in `unfit`: asked "once", on
            another "scale", came as a "tally", too "few" answers (or all the same).
    """

    kind: Kind
    of: str
    name: str
    items: int
    readings: tuple[Reading | None, ...]
    change: Mapping[Figure, Change | None]
    unfit: Unfit | None = None


@dataclass(frozen=True)
class Trend:
    """Surveys held again.

    `occasions` in order of time, the latest last; `matched`: each earlier one held against it; `lines`: the
    whole, then aspects, then items, in the order of the latest survey.
    """

    occasions: tuple[Occasion, ...]
    matched: tuple[Matched, ...]
    lines: tuple[Line, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What the occasions are called."""
        return tuple(occasion.name for occasion in self.occasions)


@dataclass(frozen=True)
class _Side:
    """What a test needs of one occasion: figure, standard error, answers or respondents."""

    value: float
    error: float
    base: int
    count: int | None = None


def trend(occasions: Sequence[Occasion], words: Iterable[SameItem] = ()) -> Trend:
    """Items, aspects and the whole at every occasion, and what changed from the last before to the latest.

    Items are matched with those of the latest survey (see `same_items.match`). An aspect and the whole pool
    the items that were asked on every occasion on the same scale, the whole those of the commonest scale;
    they take responses on both sides for a claim, items do with tallies.

    Tests: means by Welch's t, (later − earlier) / √(e₁² + e₂²), e the standard errors, degrees of freedom
    after Welch and Satterthwaite. Shares of one item by z of two proportions with the pooled share; where
    fewer than 5 answers are expected in a cell by Fisher's exact test. Shares of several items as means.
    Holm's correction runs over all items, over all aspects, by figure. Below 5 answers on a side, or without
    any spread, no test. Intervals of a difference: Welch's, for shares Newcombe's.

    Denominator: answers on the scale; missing answers are left out. Raises ValueError without occasions.
    Source: Welch (1947), Biometrika 34; Agresti (2013), Categorical Data Analysis, 3.2 and 3.5; Newcombe
    (1998), Statistics in Medicine 17; Holm (1979).
    """
    if not occasions:
        raise ValueError("a trend takes at least one occasion")
    known = tuple(words)
    latest = occasions[-1].survey
    book = latest.tally.codebook
    matched = tuple(match(o.survey.tally.codebook, book, known) for o in occasions[:-1])
    back = [{later: earlier for earlier, later in m.pairs.items()} for m in matched]
    keys = {item.key: [*(pairs.get(item.key) for pairs in back), item.key] for item in book.items}
    always = [
        item
        for item in book.items
        if all(
            key is not None and same_scale(o.survey.tally.codebook.item(key).scale, item.scale)
            for o, key in zip(occasions, keys[item.key], strict=True)
        )
    ]
    scales = [item.scale.points for item in always]
    common = [i for i in always if i.scale.points == max(scales, key=scales.count)]
    lines = [_set_line("overall", "", common, keys, occasions)] if common else []
    aspects = [
        _set_line("aspect", name, of, keys, occasions)
        for name in book.aspects
        if (of := [item for item in always if item.aspect == name])
        and len({item.scale.points for item in of}) == 1
    ]
    items = [_item_line(item, keys[item.key], occasions) for item in book.items]
    return Trend(tuple(occasions), matched, (*lines, *_corrected(aspects), *_corrected(items)))


def same_scale(one: Scale, other: Scale) -> bool:
    """Whether figures on the two may be compared: same points, and same words where both have any."""
    words = ([plain(label) for label in one.labels], [plain(label) for label in other.labels])
    return one.points == other.points and (not words[0] or not words[1] or words[0] == words[1])


def in_words(line: Line, figure: Figure, names: Sequence[str]) -> Message:
    """Whether a line's figure changed, in one sentence; or why nothing can be claimed."""
    change = line.change[figure]
    if change is None:
        return {
            "once": message("There is nothing before it to compare with."),
            "scale": message("It was asked on another scale before, so the figures are not compared."),
            "tally": message("Without the responses of both surveys it can't be said whether it changed."),
            "few": message("Too few or too uniform answers to say whether it changed."),
        }[line.unfit or "few"]
    unit = 100 if figure == "top_two" else 1
    values: dict[str, Value] = {
        "earlier": names[change.earlier],
        "later": names[change.later],
        "low": change.low * unit,
        "high": change.high * unit,
        "sign": "<" if change.adjusted < 0.01 else "=",
        "p": max(change.adjusted, 0.01),
    }
    moved = {**values, "difference": abs(change.difference) * unit}
    if figure == "top_two":
        if not change.changed:
            return message(
                "From {earlier} to {later} no change can be shown "
                "(difference {low} to {high} percentage points, p {sign} {p}).",
                **values,
            )
        if change.difference > 0:
            return message(
                "From {earlier} to {later} it rose by {difference} percentage points "
                "({low} to {high}, p {sign} {p}).",
                **moved,
            )
        return message(
            "From {earlier} to {later} it fell by {difference} percentage points "
            "({low} to {high}, p {sign} {p}).",
            **moved,
        )
    if not change.changed:
        return message(
            "From {earlier} to {later} no change can be shown (difference {low} to {high}, p {sign} {p}).",
            **values,
        )
    if change.difference > 0:
        return message(
            "From {earlier} to {later} it rose by {difference} points ({low} to {high}, p {sign} {p}).",
            **moved,
        )
    return message(
        "From {earlier} to {later} it fell by {difference} points ({low} to {high}, p {sign} {p}).", **moved
    )


def _item_line(item: Item, keys: Sequence[str | None], occasions: Sequence[Occasion]) -> Line:
    found: list[Measures | None] = [
        None if key is None else o.survey.item(key) for o, key in zip(occasions, keys, strict=True)
    ]
    readings = tuple(
        None
        if m is None
        else Reading(
            m.base, m.mean, m.top_two, mean_interval(m), top_two_interval(m), same_scale(m.scale, item.scale)
        )
        for m in found
    )
    pair = _pair(readings)
    if isinstance(pair, str):
        return Line("item", item.key, item.text, 1, readings, _nothing(), pair)
    sides = [found[number] for number in pair]
    mean = _compared(pair, [_mean_side(m) for m in sides if m is not None], "welch")
    share = _compared(pair, [_share_side(m) for m in sides if m is not None], "shares")
    change: dict[Figure, Change | None] = {"mean": mean, "top_two": share}
    return Line("item", item.key, item.text, 1, readings, change, None if mean and share else "few")


def _set_line(
    kind: Kind,
    name: str,
    items: Sequence[Item],
    keys: Mapping[str, Sequence[str | None]],
    occasions: Sequence[Occasion],
) -> Line:
    own = [[key for item in items if (key := keys[item.key][i]) is not None] for i in range(len(occasions))]
    readings = tuple(_pooled(o.survey, of) for o, of in zip(occasions, own, strict=True))
    pair = _pair(readings)
    if isinstance(pair, str):
        return Line(kind, name, name, len(items), readings, _nothing(), pair)
    with_responses = [(occasions[i].survey.responses, own[i]) for i in pair]
    means = [pooled_mean(r, of) if r is not None else None for r, of in with_responses]
    shares = [pooled_top_two(r, of) if r is not None else None for r, of in with_responses]
    if any(r is None for r, _ in with_responses):
        return Line(kind, name, name, len(items), readings, _nothing(), "tally")
    mean, share = (_compared(pair, [_side(e) for e in found if e], "welch") for found in (means, shares))
    change: dict[Figure, Change | None] = {"mean": mean, "top_two": share}
    return Line(kind, name, name, len(items), readings, change, None if mean and share else "few")


def _pooled(survey: Survey, items: Sequence[str]) -> Reading | None:
    found = pooled(survey.tally, tuple(items))
    if found is None:
        return None
    responses = survey.responses
    return Reading(
        found.base,
        found.mean,
        found.top_two,
        pooled_mean_interval(responses, items) if responses else None,
        pooled_top_two_interval(responses, items) if responses else None,
    )


def _pair(readings: Sequence[Reading | None]) -> tuple[int, int] | Unfit:
    """The latest occasion and the last before it that asked; or why they can't be compared."""
    asked = [i for i, reading in enumerate(readings) if reading is not None]
    if len(asked) < 2:
        return "once"
    earlier = readings[asked[-2]]
    assert earlier is not None
    return (asked[-2], asked[-1]) if earlier.same_scale else "scale"


def _nothing() -> dict[Figure, Change | None]:
    return {"mean": None, "top_two": None}


def _side(found: Estimate) -> _Side:
    return _Side(found.value, found.error, found.base)


def _mean_side(found: Measures) -> _Side:
    error = (found.sd or 0.0) / math.sqrt(found.base) if found.base else 0.0
    return _Side(found.mean or 0.0, error, found.base)


def _share_side(found: Measures) -> _Side:
    count = sum(found.counts[point] for point in found.scale.top_two)
    return _Side(found.top_two or 0.0, 0.0, found.base, count)


def _compared(
    pair: tuple[int, int], sides: Sequence[_Side], test: Literal["welch", "shares"]
) -> Change | None:
    if len(sides) < 2 or min(side.base for side in sides) < FEWEST:
        return None
    before, after = sides
    if test == "welch":
        return _welch(pair, before, after)
    return _shares(pair, before, after)


def _welch(pair: tuple[int, int], before: _Side, after: _Side) -> Change | None:
    one, other = before.error**2, after.error**2
    error = math.sqrt(one + other)
    if error == 0:
        return None
    freedom = (one + other) ** 2 / (one**2 / (before.base - 1) + other**2 / (after.base - 1))
    difference = after.value - before.value
    p = 2 * float(special.stdtr(freedom, -abs(difference) / error))
    reach = float(special.stdtrit(freedom, (1 + LEVEL) / 2)) * error
    return Change(*pair, difference, difference - reach, difference + reach, "welch", p, p)


def _shares(pair: tuple[int, int], before: _Side, after: _Side) -> Change | None:
    a, b = before.count or 0, after.count or 0
    n, m = before.base, after.base
    difference = b / m - a / n
    inside = share_interval(a, n), share_interval(b, m)
    assert inside[0] is not None and inside[1] is not None
    (l1, u1), (l2, u2) = ((each.low, each.high) for each in inside if each is not None)
    low = difference - math.sqrt((b / m - l2) ** 2 + (u1 - a / n) ** 2)
    high = difference + math.sqrt((u2 - b / m) ** 2 + (a / n - l1) ** 2)
    whole = (a + b) / (n + m)
    if min(n, m) * min(whole, 1 - whole) < FEWEST:
        return Change(*pair, difference, low, high, "fisher", p := _fisher(a, n, b, m), p)
    z = difference / math.sqrt(whole * (1 - whole) * (1 / n + 1 / m))
    return Change(*pair, difference, low, high, "shares", p := 2 * float(special.ndtr(-abs(z))), p)


def _fisher(a: int, n: int, b: int, m: int) -> float:
    """Two-sided p: all tables with these margins that are no likelier than this one."""
    k = a + b
    x = np.arange(max(0, k - m), min(k, n) + 1)
    log = special.gammaln
    weights = -(log(x + 1) + log(n - x + 1) + log(k - x + 1) + log(m - k + x + 1))
    chances = np.exp(weights - weights.max())
    chances /= chances.sum()
    # Tables that are equally likely differ in the last digits of their logarithms.
    return min(1.0, float(chances[chances <= chances[a - x[0]] * (1 + 1e-7)].sum()))


def _corrected(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Lines of one kind, the p of each figure corrected for all that were tested."""
    fixed: list[dict[Figure, Change | None]] = [dict(line.change) for line in lines]
    figures: tuple[Figure, ...] = ("top_two", "mean")
    for figure in figures:
        tested = [(i, change) for i, line in enumerate(lines) if (change := line.change[figure])]
        adjusted = holm([change.p for _, change in tested])
        for (i, change), p in zip(tested, adjusted, strict=True):
            fixed[i][figure] = replace(change, adjusted=p)
    return tuple(replace(line, change=change) for line, change in zip(lines, fixed, strict=True))
