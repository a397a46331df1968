"""How many respondents a survey needs: Yamane, Cochran, Krejcie and Morgan; and whether there are enough.

All three take the least favourable case, that half would say yes, and a random sample. Arithmetic is exact
(fractions), so that a size that comes out whole is never rounded up by binary noise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from scipy import special  # type: ignore[import-untyped]

from analytics.words import Message, message

ERROR = 0.05  # the margin of error that Thai offices use unless told otherwise
Z = Fraction("1.96")  # 95 of 100
CHI_SQUARE = Fraction("3.841")  # one degree of freedom, 95 of 100
HALF = Fraction(1, 2)


def _checked(population: int, error: float) -> Fraction:
    if population < 1:
        raise ValueError(f"a population has at least one member, not {population}")
    if not 0 < error < 1:
        raise ValueError(f"a margin of error lies between 0 and 1, not {error}")
    return Fraction(str(error))


@dataclass(frozen=True)
class Sample:
    """What an officer says of a survey: `population` is N, the people it speaks for, None where that is not
    known; `error` the margin of error (share 0..1) that shares are to have.

    Raises ValueError for a population below 1 or an error outside 0..1."""

    population: int | None = None
    error: float = ERROR

    def __post_init__(self) -> None:
        _checked(1 if self.population is None else self.population, self.error)

    def known(self, respondents: int) -> int | None:
        """N, where so many respondents can come from it; else None, as if it were not known."""
        possible = self.population is not None and self.population >= max(respondents, 1)
        return self.population if possible else None


UNSAID = Sample()


@dataclass(frozen=True)
class Adequacy:
    """Whether `respondents` of `population` are enough for a margin of `error` (share 0..1).

    Attributes:
        yamane, cochran, krejcie_morgan: the respondents that each formula asks for.
        margin: the margin of error (share 0..1) that the respondents there are do give for a share, at worst
            and with 95% confidence; None for fewer than one respondent.
    """

    respondents: int
    population: int
    error: float
    yamane: int
    cochran: int
    krejcie_morgan: int
    margin: float | None

    @property
    def enough(self) -> bool:
        """Whether all three formulas are met."""
        return self.respondents >= max(self.yamane, self.cochran, self.krejcie_morgan)


def yamane(population: int, error: float = ERROR) -> int:
    """n = N / (1 + N·e²), rounded up. `population` is N, `error` e as a share 0..1.

    Raises ValueError for a population below 1 or an error outside 0..1. Source: Yamane (1967), Statistics.
    """
    e = _checked(population, error)
    return math.ceil(population / (1 + population * e**2))


def cochran(population: int | None = None, error: float = ERROR) -> int:
    """n₀ = z²·p·q / e², and for a known population N n = n₀ / (1 + (n₀ − 1)/N), rounded up.

    z = 1.96 and p = q = ½. n₀ enters the second step unrounded. Without a population it is taken as endless.
    Raises ValueError for a population below 1 or an error outside 0..1. Source: Cochran (1977), section 4.4.
    """
    e = _checked(1 if population is None else population, error)
    endless = Z**2 * HALF * HALF / e**2
    if population is None:
        return math.ceil(endless)
    return math.ceil(endless / (1 + (endless - 1) / population))


def krejcie_morgan(population: int, error: float = ERROR) -> int:
    """s = X²·N·P(1 − P) / (d²(N − 1) + X²·P(1 − P)), rounded half-up; X² = 3.841, P = ½, d = `error`.

    Half-up is what reproduces the printed table; rounding up does not.
    Raises ValueError for a population below 1 or an error outside 0..1.
    Source: Krejcie and Morgan (1970), Educational and Psychological Measurement 30.
    """
    d = _checked(population, error)
    spread = CHI_SQUARE * HALF * HALF
    return math.floor(spread * population / (d**2 * (population - 1) + spread) + HALF)


def margin_of_error(respondents: int, population: int | None = None) -> float | None:
    """The margin (share 0..1) that so many respondents give for a share, at worst, with 95% confidence.

    e = z·√(¼/n · (N − n)/(N − 1)): Cochran's formula solved for e. The last factor only where N is known.
    Base: n, the respondents. Fewer than one respondent: None. Everybody asked: 0. Source: as `cochran`.
    Raises ValueError where there are more respondents than people.
    """
    if population is not None and respondents > population:
        raise ValueError(f"{respondents} respondents can't come from a population of {population}")
    if respondents < 1:
        return None
    left = 1.0 if population is None else (population - respondents) / max(population - 1, 1)
    return float(special.ndtri(0.975)) * math.sqrt(0.25 / respondents * left)


def adequacy(respondents: int, population: int, error: float = ERROR) -> Adequacy:
    """Whether the respondents are enough by each of the three formulas, for one margin of error.

    Base: all respondents, whatever they answered. Source: see `yamane`, `cochran` and `krejcie_morgan`.
    Raises ValueError for a population below 1 or smaller than the respondents, or an error outside 0..1.
    """
    return Adequacy(
        respondents=respondents,
        population=population,
        error=error,
        yamane=yamane(population, error),
        cochran=cochran(population, error),
        krejcie_morgan=krejcie_morgan(population, error),
        margin=margin_of_error(respondents, population),
    )


def in_words(found: Adequacy) -> Message:
    """What the number of respondents means for the claim, in one or two sentences."""
    values = {
        "n": found.respondents,
        "population": found.population,
        "error": found.error * 100,
        "yamane": found.yamane,
        "cochran": found.cochran,
        "krejcie": found.krejcie_morgan,
        "margin": None if found.margin is None else found.margin * 100,
    }
    if found.respondents == found.population:
        return message(
            "All {n} of {population} {population:person|people} answered: this is a census, and no "
            "sampling error applies.",
            **values,
        )
    if found.enough:
        return message(
            "{n} {n:respondent|respondents} of {population} {n:is|are} enough for a margin of "
            "±{error} percentage points by Yamane ({yamane}), Krejcie and Morgan ({krejcie}) and "
            "Cochran ({cochran}). Shares are within ±{margin} percentage points of everybody's if "
            "respondents were chosen at random.",
            **values,
        )
    if found.respondents >= min(found.yamane, found.cochran, found.krejcie_morgan):
        return message(
            "{n} {n:respondent|respondents} of {population} {n:is|are} enough for a margin of "
            "±{error} percentage points by some formulas only: Yamane asks for {yamane}, Krejcie and "
            "Morgan for {krejcie}, Cochran for {cochran}. The formula used has to be stated. Shares are "
            "within ±{margin} percentage points at worst.",
            **values,
        )
    if found.margin is None:
        return message(
            "Nobody has answered yet. For a margin of ±{error} percentage points among {population} "
            "{population:person|people}, Yamane asks for {yamane} {yamane:respondent|respondents}, "
            "Krejcie and Morgan for {krejcie}, Cochran for {cochran}.",
            **values,
        )
    return message(
        "{n} {n:respondent|respondents} of {population} {n:is|are} too few for a margin of ±{error} "
        "percentage points: Yamane asks for {yamane}, Krejcie and Morgan for {krejcie}, Cochran for "
        "{cochran}. A claim can be no closer than ±{margin} percentage points unless more people are asked.",
        **values,
    )


def claim(respondents: int, sample: Sample) -> Message:
    """What so many respondents allow to be claimed: by the three formulas where N is known and can be true,
    else the margin of error (95% confidence, percentage points) without it.

    Base and sources: see `adequacy` and `margin_of_error`. Raises ValueError for an error outside 0..1.
    """
    population = sample.known(respondents)
    if population is not None:
        return in_words(adequacy(respondents, population, sample.error))
    margin = margin_of_error(respondents)
    values = {"needed": cochran(None, sample.error), "error": sample.error * 100}
    if margin is None:
        return message(
            "Nobody has answered yet. For a margin of ±{error} percentage points of any number of people, "
            "Cochran asks for {needed} {needed:respondent|respondents}.",
            **values,
        )
    return message(
        "{n} {n:respondent gives|respondents give} a share a margin of error of ±{margin} percentage "
        "points at worst, with {level}% confidence. Cochran asks for {needed} for a margin of ±{error} "
        "percentage points of any number of people.",
        n=respondents,
        margin=margin * 100,
        level=95,
        **values,
    )
