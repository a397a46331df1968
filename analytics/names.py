"""What codes are called: a level's state, a project's status, a scheme of bands."""

from __future__ import annotations

from analytics.bands import is_own, own_bands
from analytics.codebook import Scale
from analytics.measures import FIVE, BandScheme
from analytics.projects import Status
from analytics.rubric import Score, State, Verdict
from analytics.words import Words


def state_name(state: State, words: Words) -> str:
    """A level's state in words."""
    return {
        "counted": words("Counted"),
        "held_back": words("Met, held back by a lower level"),
        "claimed": words("Claimed, waiting"),
        "not_met": words("Not met"),
    }[state]


def verdict_name(verdict: Verdict, words: Words) -> str:
    """The state of a level in words; says so where it was overruled, or earned some of its points."""
    state = state_name(verdict.state, words)
    if verdict.state == "not_met" and verdict.earned:
        state = words("Partly counted")
    return state if verdict.overruled is None else words("{state} (overruled)", state=state)


def counted_said(score: Score, words: Words) -> str:
    """Where the points of a score come from."""
    if score.type == "weighted":
        return words("Each aspect gives its share of its points")
    return words("Only counted levels give points")


def status_name(status: Status, words: Words) -> str:
    """A project's status in words."""
    return {
        "completed": words("Completed"),
        "in_progress": words("In progress"),
        "planned": words("Planned"),
        "cancelled": words("Cancelled"),
        "unknown": words("Status not stated"),
    }[status]


def scheme_name(scheme: BandScheme, words: Words) -> str:
    """A band scheme by name, to be printed beside every band word; of a unit's own bands all of them."""
    if is_own(scheme):
        bands = [
            words("{word} {low}–{high}", word=b.word, low=float(b.low), high=float(b.high))
            for b in own_bands(scheme).bands
        ]
        return words("bands of the unit: {bands}", bands=", ".join(bands))
    return {
        "boonchom": words("bands after Boonchom Srisa-ard (B.E. {year})", year=words.plain(2535)),
        "equal_width": words("bands of equal width, Best ({year})", year=words.plain(1977)),
        "half_point": words("bands from half points"),
    }[scheme]


def bands_name(scheme: BandScheme, scale: Scale, words: Words) -> str:
    """The bands that means on this scale are read by: the scheme where it runs from 1 to 5, else its own."""
    if scale.points == FIVE:
        return scheme_name(scheme, words)
    return words("bands of equal width of this scale's own")
