"""What every assessment came to, kept beside it for lists of many, and worked out anew when it is old.

These rows are derived: they stand in no audit trail, and losing them costs only time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from analytics.assessment import Assessment, assess
from analytics.outcomes import Outcome, outcome_of, rubric_sha256
from analytics.rubric import Rubric
from analytics.statistics.samplesize import Sample
from analytics.statistics.suppression import THRESHOLDS
from analytics.words import Problem
from data.definitions import DefinitionError
from data.gather import Loaded, gather, load
from data.store import SAVED, Saved, Store, saved_of
from data.stored.rubric_files import rubric
from data.stored.schema import AssessmentRow, OutcomeRow

THRESHOLD = "threshold"  # the setting that keeps what `threshold_of` gives
SAMPLES = "samples"  # the setting that keeps of whom surveys speak: `Survey.place` → N and e
FIGURES = ("score", "projected", "maximum", "respondents", "mean", "top_two", "base")


@dataclass(frozen=True)
class Standing:
    """An assessment in a list of many: `outcome` is None where it was never worked out, or is `old`."""

    saved: Saved
    outcome: Outcome | None
    old: bool


def work_out(
    store: Store, saved: Saved, made_on: date | None = None, *, loaded: Iterable[Loaded] | None = None
) -> Assessment:
    """A saved assessment worked out from what the store has of it; its outcome is kept.

    `loaded`: its workbooks in their order, where they have been read already.
    Raises DefinitionError where its rubric is gone or can't be used.
    """
    found = assess(
        gather(
            loaded
            if loaded is not None
            else (load(kept.workbook, kept.layouts) for kept in store.workbooks(saved.id))
        ),
        rubric(store, saved.rubric),
        unit=saved.unit,
        fiscal_year=saved.fiscal_year,
        band_scheme=saved.band_scheme,
        entered=store.entered(saved.id),
        made_on=made_on,
        threshold=threshold_of(store, saved.id),
        samples=samples_in(store.setting(saved.id, SAMPLES)),
    )
    keep_outcome(store, saved, outcome_of(found), found.rubric)
    return found


def threshold_of(store: Store, id: int) -> int:
    """The count of people below which an assessment hides figures of groups."""
    return threshold_in(store.setting(id, THRESHOLD))


def threshold_in(kept: Any) -> int:
    """What the setting THRESHOLD holds, None for nothing, as `threshold_of` gives it."""
    return kept if kept in THRESHOLDS else THRESHOLDS[0]


def samples_in(kept: Mapping[str, Any] | None) -> dict[str, Sample]:
    """Of whom surveys speak, by `Survey.place`, from what the setting SAMPLES holds; None is nothing."""
    return {place: Sample(one["population"], one["error"]) for place, one in (kept or {}).items()}


def keep_sample(store: Store, id: int, place: str, sample: Sample, *, seen: int | None = None) -> int:
    """Keep of whom the survey of this `Survey.place` speaks; ChangedMeanwhile where somebody else did.

    It is kept where it says nothing too: a summary among the workbooks may say something else. Returns the
    version that this gives the assessment.
    """
    return store.alter(
        id,
        SAMPLES,
        lambda kept: {**(kept or {}), place: asdict(sample)},
        part=lambda kept: (kept or {}).get(place),
        seen=seen,
    )


def keep_outcome(store: Store, saved: Saved, outcome: Outcome, by: Rubric) -> None:
    """Keep what this version of an assessment came to by this rubric.

    Nothing happens where the assessment is gone, or where the outcome of a later version is kept already.
    """
    values: dict[str, Any] = {
        "version": saved.version,
        "rubric_sha256": rubric_sha256(by),
        "states": json.dumps(outcome.states),
        **{name: getattr(outcome, name) for name in FIGURES},
    }
    table, columns = OutcomeRow.__table__.c, list(values)
    there = select(
        AssessmentRow.id, *(literal(values[name], table[name].type).label(name) for name in columns)
    ).where(AssessmentRow.id == saved.id)
    insert = sqlite.insert if store.engine.dialect.name == "sqlite" else postgresql.insert
    said = insert(OutcomeRow).from_select(["assessment_id", *columns], there)
    said = said.on_conflict_do_update(
        index_elements=["assessment_id"],
        set_={name: said.excluded[name] for name in columns},
        where=OutcomeRow.version <= said.excluded["version"],
    )
    with store.engine.begin() as connection:
        connection.execute(said)


def standings(
    store: Store, *, rubric_of: Callable[[str], Rubric] | None = None, **wanted: Any
) -> tuple[Standing, ...]:
    """Every assessment with its outcome, the one changed last first.

    `wanted` narrows by columns of an assessment, such as fiscal_year=2561 or id=(1, 2). An outcome is old
    where the assessment or the rubric has changed since; one by a rubric that is gone is old too.
    """
    query = (
        select(
            *SAVED,
            *(OutcomeRow.version, OutcomeRow.rubric_sha256, OutcomeRow.states),
            *(getattr(OutcomeRow, name) for name in FIGURES),
        )
        .outerjoin(OutcomeRow, OutcomeRow.assessment_id == AssessmentRow.id)
        .order_by(AssessmentRow.updated_at.desc(), AssessmentRow.id.desc())
    )
    for name, value in wanted.items():
        column = getattr(AssessmentRow, name)
        query = query.where(column.in_(value) if isinstance(value, tuple) else column == value)
    current = _Current(rubric_of or partial(rubric, store))
    found = []
    with store.engine.connect() as connection:
        for row in connection.execute(query).all():
            saved = saved_of(*row[: len(SAVED)])
            worked, sha256, states, *figures = row[len(SAVED) :]
            old = (worked, sha256) != (saved.version, current.sha256(saved.rubric))
            outcome = None if old else _outcome(states, *figures)
            found.append(Standing(saved, outcome, old and sha256 is not None))
    return tuple(found)


def waiting(store: Store) -> tuple[Saved, ...]:
    """The assessments whose outcome is missing or old, the one changed last first."""
    return tuple(one.saved for one in standings(store) if one.outcome is None)


def refresh(store: Store, some: Iterable[Saved]) -> Iterator[tuple[Saved, Problem | None]]:
    """Work out the outcomes of these assessments one by one: each is kept before it is told.

    A run may end anywhere; the next one takes up what `waiting` still has. One that can't be worked out is
    told with its problem, and the others go on.
    """
    for saved in some:
        try:
            work_out(store, saved)
        except DefinitionError as error:
            yield saved, error.problem
        else:
            yield saved, None


def stamp(store: Store, rubric: str, fiscal_year: int) -> tuple[Any, ...]:
    """A value that changes whenever an assessment by a rubric in a fiscal year does, or its outcome."""
    row = AssessmentRow
    query = (
        select(
            *(func.count(), func.sum(row.version), func.max(row.updated_at), func.sum(row.unit_id)),
            *(OutcomeRow.rubric_sha256, func.sum(OutcomeRow.version)),
        )
        .outerjoin(OutcomeRow, OutcomeRow.assessment_id == row.id)
        .where(row.rubric == rubric, row.fiscal_year == fiscal_year)
        .group_by(OutcomeRow.rubric_sha256)
        .order_by(OutcomeRow.rubric_sha256)
    )
    with Session(store.engine) as session:
        return tuple(tuple(found) for found in session.execute(query))


@dataclass
class _Current:
    """The sha256 of every rubric as it is now, each looked up once; None where it can't be used."""

    rubric_of: Callable[[str], Rubric]

    def __post_init__(self) -> None:
        self._known: dict[str, str | None] = {}

    def sha256(self, id: str) -> str | None:
        if id not in self._known:
            try:
                self._known[id] = rubric_sha256(self.rubric_of(id))
            except DefinitionError:
                self._known[id] = None
        return self._known[id]


# Of all the ways in which the levels of a rubric can stand, units come to a few.
@lru_cache(maxsize=1000)
def _states(text: str) -> tuple[tuple[int, Any], ...]:
    return tuple((level, state) for level, state in json.loads(text))


@lru_cache(maxsize=5000)
def _outcome(states: str, *figures: Any) -> Outcome:
    return Outcome(states=_states(states), **dict(zip(FIGURES, figures, strict=True)))
