"""Questions that may have several answers: how many respondents chose each option, of those who chose any.

The counts add up like a tally does: two workbooks' counts of one question are a sum. Shares do not add up to
1, since one respondent may choose several options.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

# What an answer in the respondent's own words is counted as; the words themselves are never kept.
OTHER = "Other"


@dataclass(frozen=True)
class Choices:
    """Who chose what in one question with several answers.

    Attributes:
        key: unique in a survey. `columns` count from 1 as in Excel: one, or one an option.
        question: its words; empty where the sheet has none over the options.
        ticked: bool frame, a row a respondent on the index of the responses, a column an option in the
            order of the sheet. Who ticked nothing is False throughout: not asked, or not answered.
    """

    key: str
    question: str
    columns: tuple[int, ...]
    ticked: pd.DataFrame


@dataclass(frozen=True)
class Options:
    """The counts of one question with several answers.

    Attributes:
        base: respondents who chose at least one option; the denominator of every share.
        blank: respondents who chose none; never part of the base.
        counts: (option, respondents who chose it), each option once; 0 where nobody did.
    """

    question: str
    columns: tuple[int, ...]
    base: int
    blank: int
    counts: tuple[tuple[str, int], ...]

    def __post_init__(self) -> None:
        names = [name for name, _ in self.counts]
        if len(set(names)) != len(names):
            raise ValueError("each option has one count")
        if any(not 0 <= n <= self.base for _, n in self.counts):
            raise ValueError("nobody chooses an option twice: a count is within 0..base")

    def __add__(self, other: Options) -> Options:
        """The counts of both sets of respondents together; an option that one of them lacks is 0 there.

        Raises ValueError for another question.
        """
        if self.question != other.question:
            raise ValueError("counts of different questions can't be added")
        mine, theirs = dict(self.counts), dict(other.counts)
        return Options(
            self.question,
            self.columns,
            self.base + other.base,
            self.blank + other.blank,
            tuple((name, mine.get(name, 0) + theirs.get(name, 0)) for name in {**mine, **theirs}),
        )

    @property
    def shares(self) -> dict[str, float | None]:
        """Share 0..1 of each option, of `base`; None where nobody answered. They don't add up to 1."""
        return {name: (n / self.base if self.base else None) for name, n in self.counts}

    @property
    def ranked(self) -> tuple[tuple[str, int], ...]:
        """The counts, most chosen first, in the sheet's order where equal; OTHER is always last."""
        return tuple(sorted(self.counts, key=lambda pair: (pair[0] == OTHER, -pair[1])))


def count_options(choices: Choices) -> Options:
    """The counts of one question from who chose what. No respondents gives zeros.

    Source: net per option of a multiple-response set, base "respondents answering", as in cross-tabulation
    programs for surveys.
    """
    chosen = choices.ticked.to_numpy(dtype=bool)
    base = int(chosen.any(axis=1).sum())
    counts = chosen.sum(axis=0)
    return Options(
        choices.question,
        choices.columns,
        base,
        len(chosen) - base,
        tuple((str(name), int(n)) for name, n in zip(choices.ticked.columns, counts, strict=True)),
    )
