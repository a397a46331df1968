"""By what a survey can be broken down: demographics, options of a question, time of the answers, waves.

Every grouping ends as one column of group names beside the answers, each respondent in one group at most, so
that tallies, suppression and comparisons work on it as on any demographic.

Options overlap, and overlapping groups tell more than each of them does: with two options those who chose
both are one option plus the other less everybody. An option is therefore only ever set against everybody who
did not choose it, and where too few chose several, one option is kept out of breakdowns (see
`offered_options`). Who left the question blank is no group of its own: it would be the same one in the tables
of all options, and what one of them hides of it another would show. Months and quarters of one survey are
never both offered, since quarters are sums of months. Waves are whole surveys (see `waves`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from analytics.codebook import Codebook, Demographic
from analytics.options import OTHER, Choices
from analytics.responses import Responses
from analytics.statistics.breakdowns import Breakdown, Breakdowns
from analytics.statistics.comparisons import Comparison
from analytics.statistics.suppression import THRESHOLDS
from analytics.thai import MONTHS_SHORT, buddhist_year, fiscal_quarter, fiscal_year
from analytics.words import ENGLISH_MONTHS, Words

Kind = Literal["demographic", "option", "month", "quarter", "wave"]
CHOSEN, NOT_CHOSEN = "1", "2"
MOST_MONTHS = 12
FEWEST_A_MONTH = 20  # responses, below which months give way to quarters


@dataclass(frozen=True)
class Grouping:
    """One way to divide the respondents.

    Attributes:
        key: of the demographic, of the question with several answers, "time" or "wave".
        kind: what divides them; "month" is a calendar month, "quarter" one of the fiscal year.
        title: the question's words; empty for times and waves.
        option: the option, of kind "option" only.
        waves: what the waves are called, in the order of time; of kind "wave" only.
    """

    key: str
    kind: Kind
    title: str = ""
    option: str = ""
    waves: tuple[str, ...] = ()


def groupings(responses: Responses) -> tuple[Grouping, ...]:
    """Every grouping of one survey: demographics, then options, then the time of the answers.

    Time is offered where answers came in two months or more (of the fiscal year's quarters, where months have
    fewer than FEWEST_A_MONTH responses or there are more than MOST_MONTHS of them).
    """
    found = [Grouping(d.key, "demographic", d.text) for d in responses.codebook.demographics]
    for choices in responses.choices:
        found += [
            Grouping(choices.key, "option", choices.question, option)
            for option in offered_options(responses, choices)
        ]
    time = _time(responses)
    return (*found, *([time] if time else []))


def grouped(responses: Responses, by: Grouping) -> Responses:
    """The answers with one column of groups beside them, `by.key`; it is their only demographic.

    `by` is one that `groupings` gives. Groups: a demographic's own; of an option CHOSEN and NOT_CHOSEN,
    which takes in who chose none; of times "2018-08" and "2561-4", who has no time is in no group.
    Raises KeyError for a key or an option that the responses don't have.
    """
    if by.kind == "demographic":
        values = responses.frame[by.key]
    elif by.kind == "option":
        ticked = next(c.ticked for c in responses.choices if c.key == by.key)
        chose = ticked[by.option].to_numpy(dtype=bool)
        codes = np.where(chose, 0, 1).astype(np.int64)
        options = pd.Index([CHOSEN, NOT_CHOSEN])
        values = pd.Series(pd.Categorical.from_codes(codes, options), index=responses.frame.index)
    else:
        values = pd.Series(pd.Categorical(_periods(responses, by.kind)), index=responses.frame.index)
    items = [item.key for item in responses.codebook.items]
    frame = responses.frame[items].assign(**{by.key: values})
    codebook = Codebook(responses.codebook.items, (Demographic(by.key, by.title, 0),))
    return Responses(codebook, frame)


def offered_options(responses: Responses, choices: Choices) -> tuple[str, ...]:
    """The options of a question that may be broken down by, all of them or all but one.

    For every item, the choices of all options together less everybody who answered the question are the
    choices beyond the first, point by point. Where such a count is below the largest threshold, those few who
    chose several could be worked out from the tables of all options; where nobody chose several, a hidden
    figure of one option could be, from those of the others. One option is then left out, which leaves that
    count open by as much as the option has choices: OTHER if it is large enough, else the least chosen of
    those that are. Where none is large enough only the most chosen is offered.
    """
    largest = max(THRESHOLDS)
    ticked = choices.ticked.to_numpy(dtype=bool)
    names = [str(name) for name in choices.ticked.columns]
    extra = np.maximum(ticked.sum(axis=1) - 1, 0)
    risky = bool((extra > 0).sum() < largest)
    for item in responses.codebook.items:
        answers = responses.frame[item.key].to_numpy()
        beyond = np.array([extra[answers == point].sum() for point in item.scale.points])
        risky |= bool(((beyond > 0) & (beyond < largest)).any())
    if not risky:
        return tuple(names)
    sizes = {name: int(n) for name, n in zip(names, ticked.sum(axis=0), strict=True)}
    large = [name for name in names if sizes[name] >= 2 * largest]
    if not large:
        return tuple(sorted(names, key=lambda name: -sizes[name])[:1])
    out = OTHER if OTHER in large else min(large, key=lambda name: sizes[name])
    return tuple(name for name in names if name != out)


def grouping_name(by: Grouping, words: Words) -> str:
    """What a grouping is called where one is chosen."""
    if by.kind == "wave":
        return words("Wave of the survey")
    if by.kind == "month":
        return words("Month of the answer")
    if by.kind == "quarter":
        return words("Quarter of the answer")
    if by.kind == "option":
        return words("{question}: {option}", question=by.title, option=option_name(by.option, words))
    return by.title


def group_name(by: Grouping, group: str, words: Words) -> str:
    """What one of its groups is called."""
    if by.kind == "wave":
        return by.waves[int(group) - 1]
    if by.kind == "option":
        option = option_name(by.option, words)
        if group == CHOSEN:
            return words("Chose {option}", option=option)
        return words("Did not choose {option}", option=option)
    if by.kind == "month":
        year, month = map(int, group.split("-"))
        if words.language == "th":
            return words.in_digits(f"{MONTHS_SHORT[month - 1]} {buddhist_year(date(year, month, 1))}")
        return words.in_digits(f"{ENGLISH_MONTHS[month - 1][:3]} {year}")
    if by.kind == "quarter":
        year, quarter = map(int, group.split("-"))
        return words("Quarter {quarter}, fiscal year {year}", quarter=quarter, year=words.plain(year))
    return group


def everybody_name(by: Grouping, words: Words) -> str:
    """What all groups together are called."""
    return words("All waves") if by.kind == "wave" else words("Everybody")


def option_name(option: str, words: Words) -> str:
    """What an option is called; other answers are one."""
    return words("Other (in words of their own)") if option == OTHER else option


def named(found: Breakdowns, by: Grouping, words: Words) -> Breakdowns:
    """The tables with the names of their groups for people."""

    def of(table: Breakdown) -> Breakdown:
        rows = tuple(
            replace(row, group=None if row.group is None else group_name(by, row.group, words))
            for row in table.rows
        )
        return replace(table, rows=rows)

    return Breakdowns(
        {key: of(table) for key, table in found.items.items()},
        {name: of(table) for name, table in found.aspects.items()},
        None if found.overall is None else of(found.overall),
    )


def compared_named(found: Sequence[Comparison], by: Grouping, words: Words) -> tuple[Comparison, ...]:
    """The comparisons with the names of their groups for people."""
    return tuple(
        replace(
            one,
            groups=tuple(group_name(by, group, words) for group in one.groups),
            left_out=tuple(group_name(by, group, words) for group in one.left_out),
        )
        for one in found
    )


def _time(responses: Responses) -> Grouping | None:
    if responses.times is None:
        return None
    months = _periods(responses, "month").dropna().value_counts()
    if len(months) < 2:
        return None
    if len(months) <= MOST_MONTHS and months.min() >= FEWEST_A_MONTH:
        return Grouping("time", "month")
    quarters = _periods(responses, "quarter").dropna().nunique()
    return Grouping("time", "quarter") if quarters > 1 else None


def _periods(responses: Responses, kind: Kind) -> pd.Series:
    """The period of each response as text that sorts by time; missing where it has no time."""
    assert responses.times is not None
    months = responses.times.dt.to_period("M")
    names = {
        month: f"{month.year}-{month.month:02}"
        if kind == "month"
        else f"{fiscal_year(month.start_time.date())}-{fiscal_quarter(month.start_time.date())}"
        for month in months.dropna().unique()
    }
    found: pd.Series = months.map(names).astype(object)
    return found
