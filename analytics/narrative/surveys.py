"""What the figures of one survey say, piece by piece; `analytics.narrative` puts the pieces in order."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.assessment import Survey
from analytics.codebook import Item
from analytics.measures import BandScheme, Measures
from analytics.narrative.parts import (
    BANDED,
    MOST_NAMED,
    Part,
    Said,
    banded,
    coded,
    embedded,
    joined,
    mean_said,
    named,
    said,
    set_off,
)
from analytics.options import Options
from analytics.statistics.comparisons import ALPHA, Comparison, compare_means, holm
from analytics.statistics.intervals import Interval, mean_interval, pooled_mean_interval
from analytics.statistics.priorities import Priority, priorities
from analytics.statistics.reliability import common_scale, in_words, reliability
from analytics.statistics.samplesize import claim
from analytics.statistics.suppression import THRESHOLDS
from analytics.thai import to_arabic_digits
from analytics.themes import CommentCounts, ThemeCount
from analytics.words import Value, Words, half_up, message

MOST_TIED = 3
# What was measured, with its mean: an aspect or an item.
Rated = tuple[str, Measures]


def rated(survey: Survey, scheme: BandScheme, words: Words) -> Said:
    """The whole, how sure it is, whether enough answered, the best answers, what is in no base; then aspects
    and items."""
    overall, items = survey.overall, survey.tally.codebook.items
    n = survey.tally.respondents
    if overall is None:
        yield "none", said(words, message("No question answered on a scale was found in this survey."))
        return
    common = [item for item in items if item.scale.points == overall.scale.points]
    if overall.mean is None:
        yield "overall", said(words, message("No question of this survey has an answer on its scale yet."))
        return
    yield "overall", _overall(overall, len(common), n, common[0], scheme, words)
    if (interval := _interval(survey, common)) is not None:
        yield (
            "interval",
            said(
                words,
                message(
                    "With {level}% confidence the mean of everybody the survey speaks for lies between {low} "
                    "and {high}.",
                    level=round(interval.level * 100),
                    low=interval.low,
                    high=interval.high,
                ),
            ),
        )
    if survey.population is not None:
        yield "sample", coded(claim(n, survey.sample), words)
    if overall.scale.kind in BANDED:
        yield "top", _top(overall, common, words)
    if (others := len(items) - len(common)) > 0:
        yield (
            "others",
            said(
                words,
                message(
                    "{n} {n:question has another scale and is|questions have another scale and are} no "
                    "part of these figures.",
                    n=others,
                ),
            ),
        )
    if (left := _left_out(survey, common, words)) is not None:
        yield "left_out", left
    of_aspects = _aspects(survey, overall)
    if len(of_aspects) > 1:
        yield "aspects", _ranked(of_aspects, scheme, words, whole=True)
    if len(common) > 1:
        found = [(item.text, survey.item(item.key)) for item in common]
        answered = [(text, of) for text, of in found if of.mean is not None]
        if len(answered) > 1:
            yield "items", _ranked(answered, scheme, words, whole=False)


def reliable(survey: Survey, words: Words) -> Part | None:
    """Cronbach's alpha; None without responses, or where it can't be had."""
    if survey.responses is None:
        return None
    found = reliability(survey.responses)
    return None if found.alpha is None else coded(in_words(found), words)


def different(survey: Survey, words: Words, *, minimum: int = THRESHOLDS[0]) -> Said:
    """Which groups answered differently: by the text of a demographic, those without a difference together.

    Mann-Whitney or Kruskal-Wallis of the respondents' means over the items of the commonest scale, p after
    Holm's correction for all demographics together, so that many of them don't make a difference by chance.
    Groups of fewer than `minimum` take no part, no count of a group is said, and p only against its limit:
    figures of groups that are hidden elsewhere must not be worked out from it.
    """
    responses = survey.responses
    common = () if responses is None else common_scale(responses)
    if responses is None or not common:
        return
    by: list[tuple[str, Comparison]] = []
    for demographic in responses.codebook.demographics:
        found = compare_means(responses, {"": common}, demographic.key, minimum=minimum)
        by += [(demographic.text, one) for one in found]
    adjusted = holm([one.p for _, one in by])
    alike: list[str] = []
    for (text, one), p in zip(by, adjusted, strict=True):
        if p >= ALPHA:
            alike.append(text)
            continue
        size = {
            "negligible": message("negligible"),
            "small": message("small"),
            "medium": message("medium"),
            "large": message("large"),
        }[one.size]
        values: dict[str, Value] = {
            "by": named(text),
            "high": named(one.groups[-1]),
            "low": named(one.groups[0]),
            "sign": "<",
            "p": ALPHA,
        }
        what = (
            message(
                "By “{by}”, those of “{high}” answered higher than those of “{low}” (Mann-Whitney, p {sign} "
                "{p}); the difference is {size}.",
                **values,
            )
            if one.test == "mann_whitney"
            else message(
                "By “{by}” the groups differ: “{high}” answered highest and “{low}” lowest (Kruskal-Wallis, "
                "p {sign} {p}); the difference is {size}.",
                **values,
            )
        )
        yield named(text), said(words, what, size=coded(size, words))
    if alike:
        names = joined([said(words, message("“{name}”", name=named(text))) for text in alike], words)
        yield (
            "alike",
            said(
                words,
                message(
                    "By {names} no difference between groups can be shown (p ≥ {p}).",
                    p=ALPHA,
                ),
                names=names,
            ),
        )


def options_said(options: Options, words: Words) -> Part:
    """Which options of a question with several answers were chosen most, of those who chose any."""
    question = named(options.question)
    chosen = [(name, n) for name, n in options.ranked if n]
    if not chosen:
        return said(words, message("Nobody chose an answer to “{question}”.", question=question))
    shares = options.shares
    first = [
        said(
            words,
            message(
                "“{name}” ({n} {n:person|people}, {percent}%)",
                name=named(name),
                n=n,
                percent=_percent(shares[name]),
            ),
        )
        for name, n in chosen[:MOST_NAMED]
    ]
    return said(
        words,
        message(
            "Of {base} {base:respondent|respondents} who answered “{question}”, where several "
            "answers were possible, these are the most frequent choices: {options}.",
            base=options.base,
            question=question,
        ),
        options=joined(first, words),
    )


def commented(found: CommentCounts, words: Words) -> Said:
    """What the comments on a question are about, and which theme has most criticism, by lists of words."""
    asked = named(found.question)
    if not found.base:
        yield (
            "none",
            said(
                words, message("To “{question}” nobody wrote a comment that says something.", question=asked)
            ),
        )
        return
    if not found.counts:
        yield (
            "themes",
            said(
                words,
                message(
                    "{base} {base:comment|comments} to “{question}” {base:says|say} something; "
                    "{base:it holds no|none holds a} word of a listed theme.",
                    base=found.base,
                    question=asked,
                ),
            ),
        )
        return
    themes = [
        said(
            words,
            message(
                "{theme} ({n} {n:comment|comments}, {percent}%)",
                n=count.n,
                percent=_percent(count.n / found.base),
            ),
            theme=_theme(count, words),
        )
        for count in found.counts[:MOST_NAMED]
    ]
    yield (
        "themes",
        said(
            words,
            message(
                "Of {base} {base:comment|comments} to “{question}” that {base:says|say} something, "
                "the most frequent themes, as far as lists of words tell, are {themes}.",
                base=found.base,
                question=asked,
            ),
            themes=joined(themes, words),
        ),
    )
    worst = max(count.leanings["negative"] for count in found.counts)
    if worst:
        critical = [count for count in found.counts if count.leanings["negative"] == worst]
        listed = joined([_theme(count, words) for count in critical[:MOST_NAMED]], words)
        yield (
            "critical",
            said(
                words,
                message("Criticism is most frequent about {themes} ({n} {n:comment|comments}).", n=worst),
                themes=listed,
            ),
        )


def _theme(count: ThemeCount, words: Words) -> Part:
    return embedded(count.theme.title[words.language], theme=count.theme.key)


def improved(survey: Survey, words: Words) -> Part | None:
    """What to mend first: important and weak items where importance is known, else the weakest."""
    found = priorities(survey)
    weak = [one for one in found.items if one.unsatisfied_n]
    if not weak or len(found.items) < 2:
        return None
    mend = [one for one in weak if one.quadrant == "mend"]
    weakest = [one for one in weak if one.unsatisfied_n == weak[0].unsatisfied_n]
    parts = [_weak(one, survey, words) for one in (mend or weakest)[:MOST_NAMED]]
    what = (
        message(
            "To be mended first, since satisfaction is below the median of the questions and goes with "
            "overall satisfaction more than the median: {items}."
        )
        if mend
        else message("Most answers that were not among the best were given to {items}.")
    )
    return said(words, what, items=joined(parts, words))


def _weak(one: Priority, survey: Survey, words: Words) -> Part:
    item = survey.tally.codebook.item(one.item)
    values: dict[str, Value] = {
        "item": named(item.text),
        "n": one.unsatisfied_n,
        "base": one.base,
        "percent": _percent(one.unsatisfied_share),
    }
    if len(item.scale.top_two) == 1:
        return said(
            words,
            message("“{item}” ({n} of {base} {base:answer|answers} below the best, {percent}%)", **values),
        )
    return said(
        words,
        message("“{item}” ({n} of {base} {base:answer|answers} below the two best, {percent}%)", **values),
    )


def _overall(overall: Measures, items: int, n: int, first: Item, scheme: BandScheme, words: Words) -> Part:
    word = banded(overall, scheme, words)
    values: dict[str, Value] = {"n": n, "mean": overall.mean, "sd": overall.sd, "base": overall.base}
    if word is None:
        return said(
            words,
            message(
                "{base} {base:answer|answers} of {n} {n:respondent|respondents} to {items} "
                "{items:question|questions} {base:has|have} a mean of {mean} (S.D. = {sd}).",
                **values,
                items=items,
            ),
        )
    if items == 1:
        return said(
            words,
            message(
                "The survey of {n} {n:respondent|respondents} finds the level “{band}” (x̄ = {mean}, "
                "S.D. = {sd}) for its one question “{item}”, which {base} of them answered on the "
                "scale.",
                **values,
                item=named(first.text),
            ),
            band=word,
        )
    what = {
        "satisfaction": message(
            "The survey of the satisfaction of {n} {n:respondent|respondents} finds the level "
            "“{band}” on the whole (x̄ = {mean}, S.D. = {sd}), from {base} {base:answer|answers} to "
            "{items} {items:question|questions}.",
            **values,
            items=items,
        ),
        "agreement": message(
            "The survey of the opinions of {n} {n:respondent|respondents} finds the level “{band}” "
            "on the whole (x̄ = {mean}, S.D. = {sd}), from {base} {base:answer|answers} to {items} "
            "{items:question|questions}.",
            **values,
            items=items,
        ),
    }.get(
        overall.scale.kind,
        message(
            "The survey of {n} {n:respondent|respondents} finds the level “{band}” on the whole (x̄ "
            "= {mean}, S.D. = {sd}), from {base} {base:answer|answers} to {items} "
            "{items:question|questions}.",
            **values,
            items=items,
        ),
    )
    return said(words, what, band=word)


def _interval(survey: Survey, common: Sequence[Item]) -> Interval | None:
    """Of the mean of the whole; of several items it takes responses. Without spread it would say nothing."""
    if survey.responses is not None:
        found = pooled_mean_interval(
            survey.responses, [item.key for item in common], population=survey.population
        )
    elif len(common) == 1:
        found = mean_interval(survey.item(common[0].key), population=survey.population)
    else:
        return None
    return None if found is None or found.low == found.high else found


def _top(overall: Measures, common: Sequence[Item], words: Words) -> Part:
    points = tuple(reversed(overall.scale.top_two))
    labelled = all(item.scale.labels == common[0].scale.labels for item in common)
    scale = common[0].scale
    count = sum(overall.counts[point] for point in points)
    labels = [
        embedded(
            set_off(scale.label(point) if labelled else str(point), words),
            point=to_arabic_digits(scale.label(point)) if labelled else point,
        )
        for point in points
    ]
    return said(
        words,
        message(
            "{n} of {base} {base:answer|answers} ({percent}%) {n:is|are} {points}.",
            n=count,
            base=overall.base,
            percent=_percent(overall.top_two),
        ),
        points=_both(labels, words),
    )


def _both(labels: Sequence[Part], words: Words) -> Part:
    if len(labels) == 1:
        return labels[0]
    return said(words, message("{best} or {second}"), best=labels[0], second=labels[1])


def _left_out(survey: Survey, common: Sequence[Item], words: Words) -> Part | None:
    found = [survey.item(item.key) for item in common]
    blank, other = sum(m.blank for m in found), sum(m.not_applicable for m in found)
    unread = sum(m.unrecognised for m in found)
    if not blank + other + unread:
        return None
    return said(
        words,
        message(
            "Not part of these figures are {blank} {blank:question|questions} left blank, "
            "{not_applicable} {not_applicable:answer|answers} “not applicable” and {unrecognised} "
            "that could not be read.",
            blank=blank,
            not_applicable=other,
            unrecognised=unread,
        ),
    )


def _aspects(survey: Survey, overall: Measures) -> list[Rated]:
    found = [(aspect, survey.aspect(aspect)) for aspect in survey.tally.codebook.aspects]
    return [
        (aspect, of)
        for aspect, of in found
        if of is not None and of.mean is not None and of.scale.points == overall.scale.points
    ]


def _ranked(found: Sequence[Rated], scheme: BandScheme, words: Words, *, whole: bool) -> Part:
    """Aspects, all of them in order of their means; of items the highest and the lowest."""
    ordered = sorted(found, key=lambda one: -_shown(one[1]))
    best = [one for one in ordered if _shown(one[1]) == _shown(ordered[0][1])]
    worst = [one for one in ordered if _shown(one[1]) == _shown(ordered[-1][1])]
    values: dict[str, Value] = {"n": len(found)}
    if len(best) == len(found):
        mean = {"mean": float(_shown(best[0][1]))}
        if whole:
            return said(words, message("All {n} aspects have the same mean (x̄ = {mean}).", **values, **mean))
        return said(words, message("All {n} questions have the same mean (x̄ = {mean}).", **values, **mean))

    def listed(some: Sequence[Rated], most: int) -> Part:
        parts = [_with_mean(one, scheme, words) for one in some[:most]]
        if len(some) > most:
            parts.append(said(words, message("{n} {n:other|others}", n=len(some) - most)))
        return joined(parts, words)

    if whole:
        return said(
            words,
            message("By aspect, from the highest mean to the lowest: {aspects}."),
            aspects=listed(ordered, len(ordered)),
        )
    return said(
        words,
        message(
            "Of {n} {n:question|questions} the highest mean is that of {best}; the lowest is that of "
            "{worst}.",
            **values,
        ),
        best=listed(best, MOST_TIED),
        worst=listed(worst, MOST_TIED),
    )


def _with_mean(one: Rated, scheme: BandScheme, words: Words) -> Part:
    text, found = one
    return said(
        words, message("“{name}” ({figures})", name=named(text)), figures=mean_said(found, scheme, words)
    )


def _shown(found: Measures) -> float:
    """The mean as it is written: what looks the same is taken for the same."""
    return float(half_up(found.mean or 0.0, 2))


def _percent(share: float | None) -> float | None:
    return None if share is None else float(half_up(half_up(share, 12) * 100, 2))
