"""What an assessment came to, in a few figures, for lists of many."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from analytics.assessment import Assessment
from analytics.rubric import Rubric, State

# Raise it when the same facts come to other figures than before: every kept outcome is then worked out anew.
EDITION = 1


@dataclass(frozen=True)
class Outcome:
    """What an assessment came to.

    Attributes:
        score, projected, maximum: points.
        states: (number of the level, its state), lowest level first.
        respondents: of the survey that the overview shows, the first one; 0 without a survey.
        mean, top_two: of all its answers on its commonest scale, None without answers; top_two is 0..1.
        base: the answers that mean and top_two rest on.
    """

    score: float
    projected: float
    maximum: float
    states: tuple[tuple[int, State], ...]
    respondents: int = 0
    mean: float | None = None
    top_two: float | None = None
    base: int = 0

    @property
    def share(self) -> float:
        """The score as a share 0..1 of the maximum."""
        return self.score / self.maximum


def outcome_of(found: Assessment) -> Outcome:
    """The outcome of an assessment that was worked out."""
    overall = found.surveys[0].overall if found.surveys else None
    return Outcome(
        score=found.score.score,
        projected=found.score.projected,
        maximum=found.score.maximum,
        states=tuple((verdict.level.level, verdict.state) for verdict in found.score.verdicts),
        respondents=found.surveys[0].tally.respondents if found.surveys else 0,
        mean=overall.mean if overall else None,
        top_two=overall.top_two if overall else None,
        base=overall.base if overall else 0,
    )


def rubric_sha256(rubric: Rubric) -> str:
    """The sha256 of everything a rubric says, those of its dimensions too, and of how it is worked out."""
    return hashlib.sha256(f"{EDITION} {rubric!r}".encode()).hexdigest()
