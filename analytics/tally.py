"""Responses → counts per item × scale point (× group). Tallies add up: the narrow waist.

Everything that pages, charts and reports say about satisfaction is worked out from tallies, so
they cost the same for a hundred respondents and for millions, and a paper tally, a folder of
workbooks or a database can stand in for raw responses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.codebook import NO_ANSWER, Codebook
from analytics.responses import Responses

LOWEST = min(NO_ANSWER)


@dataclass(frozen=True)
class Tally:
    """Counts of one survey.

    `counts`: int64 frame, one row an item key (in the codebook's order), one column a code: the
    codes of no answer and every scale point that any item has; 0 where nobody chose it.
    `respondents`: the rows that were counted, whatever they answered.
    """

    codebook: Codebook
    counts: pd.DataFrame
    respondents: int

    def __add__(self, other: Tally) -> Tally:
        """The tally of both sets of responses together; both must have the same codebook."""
        if self.codebook != other.codebook:
            raise ValueError("tallies of different codebooks can't be added")
        return Tally(self.codebook, self.counts + other.counts, self.respondents + other.respondents)


def codes(codebook: Codebook) -> list[int]:
    """The columns of a tally: codes of no answer, then all scale points of all items, ascending."""
    return sorted({*NO_ANSWER, *(point for item in codebook.items for point in item.scale.points)})


def tally(responses: Responses) -> Tally:
    """Count every item's answers. No respondents gives zeros."""
    columns = codes(responses.codebook)
    counts = np.zeros((len(responses.codebook.items), len(columns)), dtype=np.int64)
    for i, item in enumerate(responses.codebook.items):
        found = np.bincount(responses.frame[item.key].to_numpy().astype(np.int64) - LOWEST)
        for j, code in enumerate(columns):
            if code - LOWEST < len(found):
                counts[i, j] = found[code - LOWEST]
    return Tally(responses.codebook, _frame(counts, responses.codebook), responses.respondents)


def tally_by(responses: Responses, demographic: str) -> dict[str, Tally]:
    """One tally a group of a demographic, groups sorted by size; who left it blank is in no group.

    Together with the tally of the blanks they add up to the whole (see `tally`).
    Raises KeyError where the codebook has no such demographic.
    """
    if demographic not in {d.key for d in responses.codebook.demographics}:
        raise KeyError(demographic)
    groups = responses.frame[demographic]
    return {
        str(name): tally(Responses(responses.codebook, responses.frame[(groups == name).to_numpy()]))
        for name, size in groups.value_counts().items()
        if size > 0
    }


def from_counts(codebook: Codebook, counts: Mapping[str, Mapping[int, int]], respondents: int) -> Tally:
    """A tally from counts that somebody made by hand: item key → code → count; what is absent is 0."""
    columns = codes(codebook)
    rows = [[int(counts.get(item.key, {}).get(code, 0)) for code in columns] for item in codebook.items]
    return Tally(
        codebook, _frame(np.array(rows, dtype=np.int64).reshape(-1, len(columns)), codebook), respondents
    )


def _frame(counts: np.ndarray, codebook: Codebook) -> pd.DataFrame:
    return pd.DataFrame(
        counts, index=pd.Index([item.key for item in codebook.items], name="item"), columns=codes(codebook)
    )
