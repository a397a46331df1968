"""A survey held several times, put together as one survey whose groups are the waves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import numpy as np
import pandas as pd

from analytics.assessment import Survey
from analytics.codebook import Codebook, Demographic
from analytics.responses import Responses
from analytics.statistics.same_items import SameItem, match
from analytics.statistics.trends import same_scale
from analytics.tally import Tally, codes

WAVE = "wave"  # the key of the demographic that tells the waves apart


@dataclass(frozen=True)
class Waves:
    """Surveys held again, over the items that all of them asked on the same scale.

    Attributes:
        whole: all waves added up; its codebook has these items, as one of the surveys words and keys them,
            and the wave as its only demographic.
        groups: the tally of each wave, by its number: "01", "02", in the order of time.
        responses: those of all waves one after another; None where a wave came as a tally.
    """

    whole: Tally
    groups: dict[str, Tally]
    responses: Responses | None


def waves(surveys: Sequence[Survey], own: int, words: Iterable[SameItem] = ()) -> Waves | None:
    """Put waves together, in the order of time; `own` is the number of the one whose words and keys hold.

    Items are matched with those of `own` (see `same_items.match`, which takes the officer's `words`) and kept
    where every wave has them on the same scale: a group that was not asked has no figure to compare. None
    with fewer than two waves, and where no item is left.

    Needs no responses; comparing sets of items does. Who answered in several waves is counted in each.
    Nothing of this tells more than the waves' own distributions, which are its rows.
    """
    known = tuple(words)
    book = surveys[own].tally.codebook
    keys = [_keys(survey.tally.codebook, book, number - own, known) for number, survey in enumerate(surveys)]
    items = tuple(
        item
        for item in book.items
        if all(
            item.key in of and same_scale(survey.tally.codebook.item(of[item.key]).scale, item.scale)
            for survey, of in zip(surveys, keys, strict=True)
        )
    )
    if len(surveys) < 2 or not items:
        return None
    joint = Codebook(items, (Demographic(WAVE, "", 0),))
    columns, names = codes(joint), [item.key for item in items]
    groups, frames = {}, []
    width = max(2, len(str(len(surveys))))
    for number, (survey, of) in enumerate(zip(surveys, keys, strict=True), start=1):
        theirs = [of[key] for key in names]
        counts = survey.tally.counts.loc[theirs].reindex(columns=columns, fill_value=0)
        counts.index = pd.Index(names, name="item")
        groups[f"{number:0{width}}"] = Tally(joint, counts, survey.tally.respondents)
        if survey.responses is not None:
            frames.append(survey.responses.frame[theirs].set_axis(names, axis=1))
    whole = reduce(add, groups.values())
    if len(frames) < len(surveys):
        return Waves(whole, groups, None)
    wave = np.repeat(np.arange(len(frames)), [len(frame) for frame in frames])
    frame = pd.concat(frames, ignore_index=True)
    frame[WAVE] = pd.Categorical.from_codes(wave, pd.Index(list(groups)))
    return Waves(whole, groups, Responses(joint, frame))


def _keys(theirs: Codebook, own: Codebook, later: int, words: tuple[SameItem, ...]) -> dict[str, str]:
    """Another wave's item for each of `own` that it asks; `later` is below 0 where that wave is earlier."""
    if later == 0:
        return {item.key: item.key for item in own.items}
    if later > 0:
        return match(own, theirs, words).pairs
    return {mine: their for their, mine in match(theirs, own, words).pairs.items()}
