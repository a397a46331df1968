"""A whole survey weighted, and what of it is kept back so that breakdowns beside it give nothing away."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from analytics.assessment import Survey
from analytics.codebook import Codebook, Demographic
from analytics.measures import Measures
from analytics.responses import Responses
from analytics.statistics.breakdowns import Breakdown, breakdowns
from analytics.statistics.intervals import (
    Interval,
    mean_interval,
    pooled_mean_interval,
    pooled_top_two_interval,
    top_two_interval,
)
from analytics.statistics.reliability import common_scale
from analytics.statistics.weights import FEWEST, Totals, Weighted, Weights, weigh, weighted
from analytics.tally import crosstabs, tally, tally_by
from analytics.words import Problem

CELL = "cell of all questions"  # no key of a question has blanks


@dataclass(frozen=True, eq=False)
class Weighting:
    """A survey weighted: its weights, the whole (items of the commonest scale) and each item (by key) beside
    the plain figures. `threshold`: what of groups with fewer people is hidden, is hidden here."""

    weights: Weights
    whole: tuple[Measures, Weighted] | None
    items: dict[str, tuple[Measures, Weighted]]
    threshold: int = FEWEST


def weigh_survey(
    survey: Survey, totals: Sequence[Totals], *, most: float | None = None, threshold: int = FEWEST
) -> Weighting | Problem:
    """Every item and the whole of a survey weighted by `totals`; or why it can't be (see `weigh`).

    A weighted figure is one more sum of the groups' figures: beside the plain one it tells what a breakdown
    hides of them. So of an item whose breakdown by one of these questions hides a group's base, mean or
    top-two box nothing is given. Where it hides counts only, the weighted interval would tell a group's
    spread: in its place stands the plain figure's margin × √(base / effective), after Kish. Where there are
    several questions, those who share their groups in all of them are looked at like a group, since weights
    are theirs: a figure could tell of them, though no breakdown shows them. Figures,
    denominators and missing answers: see `weighted`. Needs responses.

    Raises ValueError for a survey without responses; KeyError as `weigh` does.
    Source: differencing of tables, as in Hundepool et al. (2012), Statistical Disclosure Control, chapter 4;
    Kish (1965), Survey Sampling, 11.7.
    """
    responses = survey.responses
    if responses is None:
        raise ValueError("a tally can't be weighted")
    found = weigh(responses, totals, most=most, fewest=threshold)
    if isinstance(found, Problem):
        return found
    by_question = crosstabs(responses, [each.demographic for each in totals])
    tables = [breakdowns(survey.tally, groups, threshold=threshold) for groups in by_question.values()]
    if len(totals) > 1:
        of_cells = _by_cell(responses, found)
        tables.append(breakdowns(tally(of_cells), tally_by(of_cells, CELL), threshold=threshold))
    overall, common = survey.overall, common_scale(responses)
    whole = None
    if overall and common:
        own = [table.overall for table in tables if table.overall is not None]
        plain = pooled_mean_interval(responses, common), pooled_top_two_interval(responses, common)
        whole = (overall, _given(weighted(responses, common, found, fewest=threshold), own, *plain))
    items = {}
    for item in survey.tally.codebook.items:
        own = [table.items[item.key] for table in tables]
        figures = survey.item(item.key)
        plain = mean_interval(figures), top_two_interval(figures)
        items[item.key] = (
            figures,
            _given(weighted(responses, [item.key], found, fewest=threshold), own, *plain),
        )
    return Weighting(found, whole, items, threshold)


def _by_cell(responses: Responses, weights: Weights) -> Responses:
    """The answers with the cell of each respondent as their only group."""
    names = pd.Index([str(n) for n in range(len(weights.of_cell))])
    cells = pd.Categorical.from_codes(weights.cell, names)
    items = responses.codebook.items
    frame = responses.frame[[item.key for item in items]].assign(**{CELL: cells})
    return Responses(Codebook(items, (Demographic(CELL, "", 0),)), frame)


def _given(
    found: Weighted, tables: Sequence[Breakdown], mean: Interval | None, top_two: Interval | None
) -> Weighted:
    """What of a weighted figure may stand beside these breakdowns of it."""
    rows = [row for table in tables for row in table.rows]
    if any(cell.state == "hidden" for row in rows for cell in (row.base, row.mean, row.top_two)):
        return Weighted(found.base, None, None, None, None, None, hidden=True)
    if any(cell.state == "hidden" for row in rows for cell in row.counts):
        ends = tables[0].scale.points[0], tables[0].scale.points[-1]
        return replace(
            found,
            mean_interval=_widened(found, found.mean, mean, ends),
            top_two_interval=_widened(found, found.top_two, top_two, (0, 1)),
        )
    return found


def _widened(
    found: Weighted, figure: float | None, plain: Interval | None, ends: tuple[int, int]
) -> Interval | None:
    """The plain figure's margin around the weighted one, wider by the root of the design effect."""
    if figure is None or plain is None or not found.effective:
        return None
    reach = plain.margin * math.sqrt(found.base / found.effective)
    return Interval(max(figure - reach, ends[0]), min(figure + reach, ends[1]), plain.level, plain.base)
