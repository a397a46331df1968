"""Responses → counts per item × scale point (× group). Tallies add up: the narrow waist.

Everything that pages, charts and reports say about satisfaction is worked out from tallies, so
they cost the same for a hundred respondents and for millions, and a paper tally, a folder of
workbooks or a database can stand in for raw responses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.codebook import NO_ANSWER, Codebook
from analytics.responses import Responses

LOWEST = min(NO_ANSWER)
# Rows that are counted at once: what is made of them on the way stays in the processor's own memory.
BLOCK = 1 << 15


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
    (counts,) = _counted(responses, [(np.zeros(responses.respondents, dtype=np.int64), 1)])
    return Tally(responses.codebook, _frame(counts[0], responses.codebook), responses.respondents)


def tally_by(responses: Responses, demographic: str) -> dict[str, Tally]:
    """One tally a group of a demographic, groups sorted by size; who left it blank is in no group.

    Together with the tally of the blanks they add up to the whole (see `tally`).
    Raises KeyError where the codebook has no such demographic.
    """
    return crosstabs(responses, [demographic])[demographic]


def crosstabs(responses: Responses, demographics: Iterable[str] | None = None) -> dict[str, dict[str, Tally]]:
    """Every item by each of several demographics (keys; by default all), as `tally_by` gives one.

    Together they cost less than one by one: answers are made ready for counting once.
    Raises KeyError where the codebook has no such demographic.
    """
    known = [d.key for d in responses.codebook.demographics]
    keys = known if demographics is None else list(demographics)
    for key in keys:
        if key not in known:
            raise KeyError(key)
    series = {key: responses.frame[key].astype("category") for key in keys}
    # The blanks, coded −1, are counted in a place of their own and dropped.
    groupings = [(of.cat.codes.to_numpy(), len(of.cat.categories)) for of in series.values()]
    found: dict[str, dict[str, Tally]] = {}
    for (key, of), counts in zip(series.items(), _counted(responses, groupings), strict=True):
        place = {name: i for i, name in enumerate(of.cat.categories)}
        found[key] = {
            str(name): Tally(responses.codebook, _frame(counts[place[name]], responses.codebook), int(size))
            for name, size in responses.frame[key].value_counts().items()
            if size > 0
        }
    return found


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


def _counted(responses: Responses, groupings: list[tuple[np.ndarray, int]]) -> list[np.ndarray]:
    """For each grouping (a code a respondent, −1 for no group; how many groups): group × item × code.

    Two items are counted at a time: one number says the group and both answers, numbers are counted, and the
    counts are added up over the one answer and over the other.
    """
    items, columns = responses.codebook.items, codes(responses.codebook)
    answers = [responses.frame[item.key].to_numpy() for item in items]
    width = columns[-1] - LOWEST + 1
    pairs = [answers[i : i + 2] for i in range(0, len(answers), 2)]
    kinds = [width ** len(pair) for pair in pairs]
    sums = [[np.zeros((groups + 1) * kind, dtype=np.int64) for kind in kinds] for _, groups in groupings]
    # With very many groups a block has as many rows as there are numbers to add up after it.
    most = max((len(each) for of in sums for each in of), default=0)
    block = max(BLOCK, most)
    for start in range(0, responses.respondents, block):
        rows = slice(start, start + block)
        numbers = []
        for pair in pairs:
            number = pair[0][rows].astype(np.int64) - LOWEST
            for other in pair[1:]:
                number = number * width + other[rows].astype(np.int64) - LOWEST
            numbers.append(number)
        for (group, groups), of in zip(groupings, sums, strict=True):
            own = group[rows].astype(np.int64) % (groups + 1)
            for number, kind, each in zip(numbers, kinds, of, strict=True):
                each += np.bincount(own * kind + number, minlength=len(each))
    wanted = [code - LOWEST for code in columns]
    made = []
    for (_, groups), of in zip(groupings, sums, strict=True):
        tables: list[np.ndarray] = []
        for pair, each in zip(pairs, of, strict=True):
            table = each.reshape(groups + 1, *[width] * len(pair))
            tables += [table] if len(pair) == 1 else [table.sum(axis=2), table.sum(axis=1)]
        stacked = np.stack(tables, axis=1) if tables else np.zeros((groups + 1, 0, width), dtype=np.int64)
        made.append(stacked[:groups, :, wanted])
    return made
