"""Results → tables for people: every figure written out in the words of the reader."""

from __future__ import annotations

import pandas as pd

from analytics.assessment import Survey
from analytics.measures import BandScheme, Measures, band, band_word
from analytics.words import Words


def item_table(survey: Survey, words: Words, scheme: BandScheme) -> pd.DataFrame:
    """One row an item in the sheet's order, then one for all answers together; all cells are text.

    Columns: item, aspect, one a scale point ("n (share)"), base, mean, SD, top-two box, percent score,
    band, and the three counts of no answer. A point that an item's scale does not have is a dash.
    """
    items = survey.tally.codebook.items
    scales = {item.scale for item in items}
    points = sorted({point for scale in scales for point in scale.points}, reverse=True)
    # Words head the columns only where they mean the same for every item.
    one = next(iter(scales)) if len(scales) == 1 else None
    labels = {point: one.label(point) if one else words.plain(point) for point in points}
    rows = [
        {
            words("Item"): item.text,
            words("Aspect"): item.aspect or "",
            **_figures(found, points, labels, words, scheme),
        }
        for item in items
        for found in [survey.item(item.key)]
    ]
    overall = survey.overall
    if overall is not None and len(items) > 1:
        whole = _figures(overall, points, labels, words, scheme)
        rows.append({words("Item"): words("All answers together"), words("Aspect"): "", **whole})
    return pd.DataFrame(rows)


def _figures(
    found: Measures, points: list[int], labels: dict[int, str], words: Words, scheme: BandScheme
) -> dict[str, str]:
    shares = found.shares
    word = band_word(band(found.mean, found.scale, scheme), found.scale)
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
        words("Two best"): words.percent(found.top_two),
        words("Percent score"): words.number(found.percent_score, 2),
        words("Interpretation"): words(word) if word else "–",
        words("Blank"): words.number(found.blank),
        words("Not applicable"): words.number(found.not_applicable),
        words("Unrecognised"): words.number(found.unrecognised),
    }
