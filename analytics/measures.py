"""Tally → base, distribution, mean, SD, top-two box, percent score, band of interpretation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from analytics.bands import is_own, own_bands
from analytics.codebook import BLANK, NOT_APPLICABLE, UNRECOGNISED, Scale
from analytics.tally import Tally
from analytics.words import half_up

# The name of a published scheme, or the bands of a unit as the text that names them (see `bands`).
BandScheme = str

# Lower limit of each band on a five-point scale, best first. Sources: boonchom, บุญชม ศรีสะอาด (2535);
# equal_width, (max − min) / classes, Best (1977); half_point, in use in hospitals' surveys.
BANDS: dict[BandScheme, tuple[Decimal, ...]] = {
    "boonchom": (Decimal("4.51"), Decimal("3.51"), Decimal("2.51"), Decimal("1.51"), Decimal("1.00")),
    "equal_width": (Decimal("4.21"), Decimal("3.41"), Decimal("2.61"), Decimal("1.81"), Decimal("1.00")),
    "half_point": (Decimal("4.50"), Decimal("3.50"), Decimal("2.50"), Decimal("1.50"), Decimal("1.00")),
}
FIVE = (1, 2, 3, 4, 5)
BAND_WORDS = ("Most", "Much", "Moderate", "Little", "Least")


@dataclass(frozen=True)
class Measures:
    """The figures of one item, an aspect or the whole survey.

    Attributes:
        base: answers on the scale; the denominator of shares, mean, SD and both boxes.
        counts: answers per scale point, every point of the scale, 0 where nobody chose it.
        blank, not_applicable, unrecognised: three kinds of no answer, never part of the base.
        mean, sd: of the points; `sd` is the sample one (n − 1). None below one (two) answers.
        top_two, bottom_two: share 0..1 of the two best (worst) points; None without answers.
    """

    scale: Scale
    base: int
    counts: dict[int, int]
    blank: int
    not_applicable: int
    unrecognised: int
    mean: float | None
    sd: float | None
    top_two: float | None
    bottom_two: float | None

    @property
    def shares(self) -> dict[int, float | None]:
        """Share 0..1 of each point, of `base`; None without answers."""
        return {point: (n / self.base if self.base else None) for point, n in self.counts.items()}

    @property
    def percent_score(self) -> float | None:
        """The unrounded mean as a percentage of the best point (mean × 20 on five points)."""
        return None if self.mean is None else self.mean / self.scale.points[-1] * 100


def measures(tally: Tally, item: str) -> Measures:
    """The figures of one item of a tally, as `of_counts` works them out of its counts.

    Base: answers on the scale; the three kinds of no answer are counted apart. KeyError where the tally
    has no such item.
    """
    # By its place: a row as a Series of its own takes twenty times as long.
    counted = tally.counts.to_numpy()[tally.counts.index.get_loc(item)]
    row = {int(code): int(n) for code, n in zip(tally.counts.columns, counted, strict=True)}
    scale = tally.codebook.item(item).scale
    return of_counts(
        scale,
        {point: row[point] for point in scale.points},
        blank=row[BLANK],
        not_applicable=row[NOT_APPLICABLE],
        unrecognised=row[UNRECOGNISED],
    )


def pooled(tally: Tally, items: tuple[str, ...]) -> Measures | None:
    """All answers to several items taken together; None where they do not share one scale, or there are none.

    The denominator is all answers on the scale, so an item that more people answered weighs more. Figures as
    in `of_counts`.
    """
    scales = {tally.codebook.item(key).scale.points for key in items}
    if len(scales) != 1:
        return None
    each = [measures(tally, key) for key in items]
    return of_counts(
        each[0].scale,
        {point: sum(m.counts[point] for m in each) for point in each[0].scale.points},
        blank=sum(m.blank for m in each),
        not_applicable=sum(m.not_applicable for m in each),
        unrecognised=sum(m.unrecognised for m in each),
    )


def of_counts(
    scale: Scale, counts: dict[int, int], *, blank: int = 0, not_applicable: int = 0, unrecognised: int = 0
) -> Measures:
    """The figures of a distribution given as counts per point.

    mean = Σ point·n / base; sd = √(Σ n·(point − mean)² / (base − 1)).
    Base: answers on the scale. No answers: every figure is None. One answer: sd is None.
    Source: the table usual in Thai evaluation reports; the sample SD as in Cochran (1977), chapter 2.
    """
    base = sum(counts.values())
    mean = sum(point * n for point, n in counts.items()) / base if base else None
    sd = None
    if mean is not None and base > 1:
        sd = math.sqrt(sum(n * (point - mean) ** 2 for point, n in counts.items()) / (base - 1))
    return Measures(
        scale=scale,
        base=base,
        counts=dict(counts),
        blank=blank,
        not_applicable=not_applicable,
        unrecognised=unrecognised,
        mean=mean,
        sd=sd,
        top_two=sum(counts[p] for p in scale.top_two) / base if base else None,
        bottom_two=sum(counts[p] for p in scale.bottom_two) / base if base else None,
    )


def band(mean: float | None, scale: Scale, scheme: BandScheme) -> int | None:
    """Which band a mean falls in: 0 is the best. None without a mean.

    The mean is rounded half-up to two decimals first, since printed bands have gaps (4.50-4.51).
    A scale that does not run 1-5 takes equal-width bands of its own, as many as it has points.
    """
    if mean is None:
        return None
    rounded = half_up(mean, 2)
    for index, lower in enumerate(band_limits(scale, scheme)):
        if rounded >= lower:
            return index
    raise ValueError(f"mean {mean} is below the scale {scale.name!r}")


def band_limits(scale: Scale, scheme: BandScheme) -> tuple[Decimal, ...]:
    """The lower limit of each band, best first. ValueError or KeyError for a scheme that there is not.

    Five points 1-5: the scheme's. Others: equal widths (max − min) / k for k points, each but the
    lowest band starting 0.01 above the upper limit of the one below, as the five-point table does.
    """
    low, high, k = scale.points[0], scale.points[-1], len(scale.points)
    if scale.points == FIVE:
        return own_bands(scheme).limits if is_own(scheme) else BANDS[scheme]
    width = Decimal(high - low) / k
    edges = [low + width * step for step in range(k)]
    return tuple([half_up(float(edge), 2) + Decimal("0.01") for edge in reversed(edges[1:])] + [Decimal(low)])


def band_word(index: int | None, scale: Scale, scheme: BandScheme = "boonchom") -> str | None:
    """The msgid of a band: a unit's own word where the scheme is its own, the five words for five bands, else
    the label of the scale's own point.
    """
    if index is None:
        return None
    if is_own(scheme) and scale.points == FIVE:
        return own_bands(scheme).bands[index].word
    return BAND_WORDS[index] if len(scale.points) == 5 else scale.label(scale.points[-1 - index])
