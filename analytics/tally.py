"""Responses → counts per item × scale point (× group). Tallies add up: the narrow waist.

Everything that pages, charts and reports say about satisfaction is worked out from tallies, so
they cost the same for a hundred respondents and for millions, and a paper tally, a folder of
workbooks or a database can stand in for raw responses.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.codebook import NO_ANSWER, Codebook
from analytics.responses import Responses

# Rows that are counted at once: what is made of them on the way stays in the processor's own memory. So do
# the numbers that stand for groups and answers, of which so many are told apart, of answers alone so many.
BLOCK = 1 << 16
NUMBERS, ANSWERS = 1 << 16, 400


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
    (counts,) = _counted(responses, [(np.zeros(responses.respondents, dtype=np.int8), 1)])
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

    Several groupings and several items are counted at a time: one number says a respondent's groups in these
    and answers to those, numbers are counted, and the counts are added up over all but one of each.
    """
    columns, n = codes(responses.codebook), responses.respondents
    answers = [responses.frame[item.key].to_numpy() for item in responses.codebook.items]
    lowest = min((int(each.min()) for each in answers if n), default=columns[0])
    width = max((int(each.max()) for each in answers if n), default=columns[0]) - lowest + 1
    # With few respondents, more numbers than these would have to be added up than counted.
    most = min(NUMBERS, n)
    largest = max((groups + 1 for _, groups in groupings), default=1)
    together = 2
    while width > 1 and width ** (together + 1) <= min(ANSWERS, most // largest):
        together += 1
    bundles = [answers[i : i + together] for i in range(0, len(answers), together)]
    packs = _packs([groups + 1 for _, groups in groupings], most // width**together)
    sizes = [[groupings[g][1] + 1 for g in pack] for pack in packs]
    sums = [
        [np.zeros(math.prod(of) * width ** len(bundle), dtype=np.int64) for bundle in bundles] for of in sizes
    ]
    block = max([BLOCK, *(len(each) for of in sums for each in of)])
    for start in range(0, n, block):
        rows = slice(start, start + block)
        own = [
            _numbers([groupings[g][0][rows] for g in pack], of, -1)
            for pack, of in zip(packs, sizes, strict=True)
        ]
        for b, bundle in enumerate(bundles):
            given = _numbers([each[rows] for each in bundle], [width] * len(bundle), lowest)
            numbers = np.empty(len(given), dtype=np.int64)
            for group, of in zip(own, sums, strict=True):
                np.multiply(group, width ** len(bundle), out=numbers)
                numbers += given
                of[b] += np.bincount(numbers, minlength=len(of[b]))
    made = [np.zeros((groups, len(answers), len(columns)), dtype=np.int64) for _, groups in groupings]
    into = [place for place, code in enumerate(columns) if 0 <= code - lowest < width]
    out = [columns[place] - lowest for place in into]
    for pack, size, of in zip(packs, sizes, sums, strict=True):
        for b, bundle in enumerate(bundles):
            table = of[b].reshape(*size, *[width] * len(bundle))
            for axis, g in enumerate(pack):
                for item in range(len(bundle)):
                    kept = {axis, len(pack) + item}
                    single = table.sum(axis=tuple(a for a in range(table.ndim) if a not in kept))
                    # The first place is that of no group.
                    made[g][:, b * together + item, into] = single[1:, out]
    return made


def _packs(sizes: list[int], most: int) -> list[list[int]]:
    """Which groupings, of these sizes, are counted together: as many as have `most` combinations or fewer."""
    packs: list[list[int]] = []
    for number, size in enumerate(sizes):
        for pack in packs:
            if math.prod(sizes[g] for g in pack) * size <= most:
                pack.append(number)
                break
        else:
            packs.append([number])
    return packs


def _numbers(codes: list[np.ndarray], sizes: list[int], lowest: int) -> np.ndarray:
    """One number for several codes of a respondent, each of so many from the lowest on."""
    number: np.ndarray = np.subtract(codes[0], lowest, dtype=np.int32)
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        number *= size
        number += code
        number -= lowest
    return number
