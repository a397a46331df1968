"""Results → tables for people: every figure written out in the words of the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import pandas as pd

from analytics.assessment import Survey
from analytics.charts.likert import point_label
from analytics.codebook import Codebook, Scale
from analytics.measures import BandScheme, Measures, band, band_word, pooled
from analytics.statistics.breakdowns import Breakdown, Breakdowns, Cell, shares
from analytics.statistics.reliability import Reliability, item_in_words
from analytics.statistics.samplesize import Adequacy
from analytics.words import Words, half_up

AspectMeans = Literal["answers", "items"]
Answers = Literal["counts", "group", "point"]


def item_table(
    survey: Survey,
    words: Words,
    scheme: BandScheme,
    *,
    points: tuple[int, ...] | None = None,
    aspect_means: AspectMeans = "answers",
    rescaled: bool = False,
) -> pd.DataFrame:
    """The distribution table: one row an item in the sheet's order, then the aspects, then all answers
    together; all cells are text.

    `points`: only the items of the scale with these points, and the aspects that consist of them; by default
    all items, in which case "together" are those of the scale that most items share.

    Columns: item, aspect, one a scale point ("n (share)"), base, mean, SD, rank, band, percent score, the two
    boxes, and the three counts of no answer. A point that an item's scale does not have is a dash; an aspect
    whose items differ in scale has no row. Items are ranked by their means as shown among those of their
    scale, and aspects among theirs; equal means share a rank.

    `aspect_means`: whether an aspect's mean (with rank, band and percent score) is of all answers to its
    items, or the mean of its items' means; the column of the aspect says which. `rescaled`: a further column
    has each mean moved to a scale of 1 to 5, see `to_five`; bands and scores stay those of the scale itself.
    """
    every = survey.tally.codebook.items
    items = [item for item in every if points is None or item.scale.points == points]
    scales = {item.scale for item in items}
    columns = sorted({point for scale in scales for point in scale.points}, reverse=True)
    # Words head the columns only where they mean the same for every item.
    one = next(iter(scales)) if len(scales) == 1 else None
    labels = {point: words.in_digits(one.label(point)) if one else words.plain(point) for point in columns}
    rows: list[tuple[str, str, Measures]] = [
        (item.text, item.aspect or "", survey.item(item.key)) for item in items
    ]
    aspects: list[tuple[str, str, Measures]] = []
    for name in survey.tally.codebook.aspects:
        found = aspect_figures(survey, name, aspect_means)
        if found is not None and (points is None or found.scale.points == points):
            how = words("All answers") if aspect_means == "answers" else words("Mean of item means")
            aspects.append((words("Aspect: {name}", name=name), how, found))
    overall = survey.overall if points is None else pooled(survey.tally, tuple(i.key for i in items))
    overall = overall if len(items) > 1 else None
    whole = [(words("All answers together"), "", overall)] if overall is not None else []
    ranks = [*ranked([m for *_, m in rows]), *ranked([m for *_, m in aspects]), *(None for _ in whole)]
    return pd.DataFrame(
        [
            {
                words("Item"): title,
                words("Aspect"): aspect,
                **_figures(found, columns, labels, words, scheme, rank, rescaled),
            }
            for (title, aspect, found), rank in zip([*rows, *aspects, *whole], ranks, strict=True)
        ]
    )


def aspect_figures(survey: Survey, aspect: str, how: AspectMeans) -> Measures | None:
    """An aspect's figures, of all answers to its items; None where its items differ in scale.

    Where `how` is "items", its mean is the mean of the means of those of its items that have answers.

    An item that more people answered weighs more in the one, and the same in the other. SD and shares are
    those of all answers either way. Base: answers on the scale; see `pooled`.
    """
    found = survey.aspect(aspect)
    if found is None or how == "answers":
        return found
    of = [survey.item(item.key).mean for item in survey.tally.codebook.items if item.aspect == aspect]
    means = [mean for mean in of if mean is not None]
    return replace(found, mean=sum(means) / len(means) if means else None)


def to_five(mean: float | None, scale: Scale) -> float | None:
    """A mean moved from its scale to one of 1 to 5: 1 + 4·(mean − lowest)/(highest − lowest).

    A help for looking at different scales beside each other; nobody answered on that scale.
    """
    low, high = scale.points[0], scale.points[-1]
    return None if mean is None else 1 + 4 * (mean - low) / (high - low)


def ranked(found: Sequence[Measures]) -> list[int | None]:
    """1 for the highest mean among those of one scale; equal means (as shown) share a rank."""
    means = [(m.scale.points, None if m.mean is None else half_up(m.mean, 2)) for m in found]
    return [
        None
        if mean is None
        else 1 + sum(other is not None and points == theirs and other > mean for theirs, other in means)
        for points, mean in means
    ]


def _figures(
    found: Measures,
    points: list[int],
    labels: dict[int, str],
    words: Words,
    scheme: BandScheme,
    rank: int | None,
    rescaled: bool,
) -> dict[str, str]:
    shares = found.shares
    word = band_word(band(found.mean, found.scale, scheme), found.scale, scheme)
    five = (
        {words.in_digits(words("x̄ moved to 1–5")): words.number(to_five(found.mean, found.scale), 2)}
        if rescaled
        else {}
    )
    return {
        **{
            labels[point]: f"{words.number(found.counts[point])} ({words.percent(shares[point])})"
            if point in found.counts
            else "–"
            for point in points
        },
        "n": words.number(found.base),
        "x̄": words.number(found.mean, 2),
        "S.D.": words.number(found.sd, 2),
        words("Rank"): words.number(rank),
        **five,
        words("Interpretation"): words(word) if word else "–",
        words("Percent score"): words.number(found.percent_score, 2),
        words("Two best"): words.percent(found.top_two),
        words("Two worst"): words.percent(found.bottom_two),
        words("Blank"): words.number(found.blank),
        words("Not applicable"): words.number(found.not_applicable),
        words("Unrecognised"): words.number(found.unrecognised),
    }


def group_table(found: Breakdown, everybody: str, words: Words, answers: Answers = "counts") -> pd.DataFrame:
    """One row a group, then all of them together, called `everybody`; all cells are text.

    Columns: group, base (answers on the scale), mean, top-two box, and the answers on each point, best first:
    as counts, or as percent of the "group" (of its base) or of the "point" (of everybody's answers on it).
    A hidden cell says that it is hidden and by which threshold; a figure that does not exist is a dash.
    """
    scale, total = found.scale, found.total
    points = list(reversed(scale.points))
    columns = [words("Group"), "n", "x̄", words("Two best"), *(point_label(scale, p, words) for p in points)]
    percent = answers != "counts"
    cells = [row.counts for row in found.rows] if answers == "counts" else shares(found, answers)
    rows = [
        [
            words("No answer to this") if row.group is None else row.group,
            _cell(row.base, found.threshold, words),
            _cell(row.mean, found.threshold, words, decimals=2),
            _cell(row.top_two, found.threshold, words, share=True),
            *(_cell(cell, found.threshold, words, share=percent) for cell in reversed(own)),
        ]
        for row, own in zip(found.rows, cells, strict=True)
    ]
    together = [words.number(total.base), words.number(total.mean, 2), words.percent(total.top_two)]
    for point in points:
        n = total.counts[point]
        whole = total.base if answers == "group" else n
        together.append(words.percent(n / whole if whole else None) if percent else words.number(n))
    rows.append([everybody, *together])
    return pd.DataFrame(rows, columns=_unique(columns))


def means_by_group(
    found: Breakdowns, codebook: Codebook, whole: str, everybody: str, words: Words
) -> pd.DataFrame:
    """The mean of the whole survey, each aspect and each item (rows) in each group (columns); text.

    `whole` is what the overall figure is called, `everybody` the last column, all groups together. Hidden and
    missing cells are as in `group_table`.
    """
    rows = [(whole, found.overall)] if found.overall is not None else []
    rows += list(found.aspects.items())
    rows += [(codebook.item(key).text, table) for key, table in found.items.items()]
    if not rows:
        return pd.DataFrame()
    names = [words("No answer to this") if r.group is None else r.group for r in rows[0][1].rows]
    return pd.DataFrame(
        [
            [
                title,
                *(_cell(row.mean, table.threshold, words, decimals=2) for row in table.rows),
                words.number(table.total.mean, 2),
            ]
            for title, table in rows
        ],
        columns=_unique([words("Item"), *names, everybody]),
    )


def reliability_table(found: Mapping[str, Reliability], words: Words) -> pd.DataFrame:
    """One row a set of items: its size, alpha, interval, omega, respondents complete and left out; text."""
    return pd.DataFrame(
        [
            {
                words("Set of items"): title,
                words("Number of items"): words.number(len(one.items)),
                words("Alpha"): words.number(one.alpha, 2),
                words("Interval ({level}%)", level=round(one.level * 100)): words(
                    "{low} to {high}", low=one.low, high=one.high
                )
                if one.low is not None
                else words.number(None),
                words("Omega"): words.number(one.omega, 2),
                words("Answered all"): words.number(one.complete),
                words("Respondents left out"): words.number(one.incomplete),
            }
            for title, one in found.items()
        ]
    )


def item_total_table(found: Reliability, survey: Survey, words: Words) -> pd.DataFrame:
    """One row an item: its correlation with the others, alpha without it, and what that says; text."""
    return pd.DataFrame(
        [
            {
                words("Item"): survey.tally.codebook.item(one.item).text,
                words("Item-total correlation"): words.number(one.item_total, 2),
                words("Alpha without it"): words.number(one.alpha_if_deleted, 2),
                words("Reading"): words.say(item_in_words(one, found)),
            }
            for one in found.items
        ]
    )


def sample_size_table(found: Adequacy, words: Words) -> pd.DataFrame:
    """One row a formula: how many respondents it asks for, how many there are, and whether that will do."""
    asked = {
        words("Yamane"): found.yamane,
        words("Krejcie and Morgan"): found.krejcie_morgan,
        words("Cochran"): found.cochran,
    }
    return pd.DataFrame(
        [
            {
                words("Formula"): name,
                words("Respondents needed"): words.number(size),
                words("Respondents"): words.number(found.respondents),
                words("Enough?"): words("Enough")
                if found.respondents >= size
                else words("{n} short", n=size - found.respondents),
            }
            for name, size in asked.items()
        ]
    )


def _cell(cell: Cell, threshold: int, words: Words, *, decimals: int = 0, share: bool = False) -> str:
    if cell.state == "hidden":
        return words("hidden (fewer-than-{n} rule)", n=threshold)
    return words.percent(cell.value) if share else words.number(cell.value, decimals)


def _unique(names: list[str]) -> list[str]:
    """Names of columns, a number after one that was there before."""
    found: list[str] = []
    for name in names:
        number, free = 1, name
        while free in found:
            number += 1
            free = f"{name} ({number})"
        found.append(free)
    return found
