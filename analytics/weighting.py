"""A whole survey weighted, and what of it is kept back so that breakdowns beside it give nothing away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analytics.assessment import Survey
from analytics.breakdowns import Breakdown, breakdowns
from analytics.measures import Measures
from analytics.reliability import common_scale
from analytics.tally import crosstabs
from analytics.weights import FEWEST, Totals, Weighted, Weights, weigh, weighted
from analytics.words import Problem


@dataclass(frozen=True, eq=False)
class Weighting:
    """A survey weighted: its weights, the whole (items of the commonest scale) and each item (by key) beside
    the plain figures."""

    weights: Weights
    whole: tuple[Measures, Weighted] | None
    items: dict[str, tuple[Measures, Weighted]]


def weigh_survey(
    survey: Survey, totals: Sequence[Totals], *, most: float | None = None
) -> Weighting | Problem:
    """Every item and the whole of a survey weighted by `totals`; or why it can't be (see `weigh`).

    A weighted figure is one more sum of the groups' figures: beside the plain one it tells what a breakdown
    hides of them. So of an item whose breakdown by one of these questions hides a group's base, mean or
    top-two box nothing is given, and where it hides counts only, the figures without their intervals, which
    tell the spread. Figures, denominators and missing answers: see `weighted`. Needs responses.

    Raises ValueError for a survey without responses; KeyError as `weigh` does.
    Source: differencing of tables, as in Hundepool et al. (2012), Statistical Disclosure Control, chapter 4.
    """
    responses = survey.responses
    if responses is None:
        raise ValueError("a tally can't be weighted")
    found = weigh(responses, totals, most=most)
    if isinstance(found, Problem):
        return found
    by_question = crosstabs(responses, [each.demographic for each in totals])
    tables = [breakdowns(survey.tally, groups, threshold=FEWEST) for groups in by_question.values()]
    overall, common = survey.overall, common_scale(responses)
    whole = None
    if overall and common:
        own = [table.overall for table in tables if table.overall is not None]
        whole = (overall, _given(weighted(responses, common, found), own))
    items = {}
    for item in survey.tally.codebook.items:
        own = [table.items[item.key] for table in tables]
        items[item.key] = (survey.item(item.key), _given(weighted(responses, [item.key], found), own))
    return Weighting(found, whole, items)


def _given(found: Weighted, tables: Sequence[Breakdown]) -> Weighted:
    """What of a weighted figure may stand beside these breakdowns of it."""
    rows = [row for table in tables for row in table.rows]
    if any(cell.state == "hidden" for row in rows for cell in (row.base, row.mean, row.top_two)):
        return Weighted(found.base, None, None, None, None, None, hidden=True)
    if any(cell.state == "hidden" for row in rows for cell in row.counts):
        return replace(found, mean_interval=None, top_two_interval=None)
    return found
