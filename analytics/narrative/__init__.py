"""What the figures of an assessment say, in sentences as an officer writes them in a report.

Each sentence has a key that stays the same when everything is worked out again, and the figures that it
states, rounded as it states them: the same figures are the same sentence, whatever the language.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analytics.assessment import Assessment, Survey
from analytics.narrative.parts import Figures, Part, coded, embedded, joined, named, said, scheme_said
from analytics.narrative.surveys import commented, different, improved, options_said, rated, reliable
from analytics.narrative.trends import trended
from analytics.projects import Ledger
from analytics.statistics.trends import Trend
from analytics.thai import repair
from analytics.words import Words, message

MOST_PROJECTS = 5


@dataclass(frozen=True)
class Sentence:
    """One sentence. `figures`: name → what it states, numbers rounded to two decimals; JSON holds them."""

    key: str
    text: str
    figures: Figures

    @property
    def digest(self) -> str:
        """The figures in short: the same ones have the same digest in every language."""
        held = json.dumps(self.figures, ensure_ascii=False)
        return hashlib.sha256(held.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together. `about`: "score", "projects", or "survey/" and its number from 0.

    `heading` is empty where the one before holds on.
    """

    about: str
    heading: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class _Draft:
    """Sentences that are being gathered under one part of their keys."""

    under: str
    sentences: list[Sentence] = field(default_factory=list)

    def add(self, name: str, what: Part | None) -> None:
        if what is not None:
            self.sentences.append(Sentence(f"{self.under}/{name}", what.text, what.figures))


def narrative(
    assessment: Assessment, words: Words, trends: Mapping[int, Trend] | None = None
) -> tuple[Paragraph, ...]:
    """The text of an assessment: each survey, the projects, the score and what is missing.

    `trends`: by the number of the survey. Comments take `Survey.comments`. Intervals of several items,
    reliability, groups and importance take responses: a survey that came as a tally goes without them.
    Paragraphs and keys don't depend on the language; figures neither, but for names of occasions.
    Denominators: answers on the scale for means, bands and boxes; respondents who chose any option; comments
    that say something. No survey, no project, no answers: a sentence says so.
    """
    marks = fingerprints(assessment.surveys)
    told: list[Paragraph] = []
    for number, (survey, mark) in enumerate(zip(assessment.surveys, marks, strict=True)):
        told += _survey(number, survey, mark, assessment, words, (trends or {}).get(number))
    if not assessment.surveys:
        draft = _Draft("survey")
        draft.add("none", said(words, message("No result of a satisfaction survey has been read yet.")))
        told.append(Paragraph("survey/0", words("Results of the survey"), tuple(draft.sentences)))
    told.append(_projects(assessment.facts.projects, words, assessment.fiscal_year))
    told.append(_score(assessment, words))
    return tuple(paragraph for paragraph in told if paragraph.sentences)


def fingerprints(surveys: Sequence[Survey]) -> tuple[str, ...]:
    """What each survey is known by in keys: its questions, so that a new workbook of it keeps its texts.

    Without questions its title. Of several surveys with the same questions the later ones are numbered.
    """
    found: list[str] = []
    for survey in surveys:
        texts = [repair(item.text) for item in survey.tally.codebook.items] or [survey.title]
        mark = hashlib.sha256("\n".join(texts).encode("utf-8", "replace")).hexdigest()[:12]
        same = sum(one.partition("-")[0] == mark for one in found)
        found.append(f"{mark}-{same + 1}" if same else mark)
    return tuple(found)


def _survey(
    number: int, survey: Survey, mark: str, assessment: Assessment, words: Words, trend: Trend | None
) -> list[Paragraph]:
    heading = words("Results of the survey: {title}", title=named(survey.title))
    under = f"survey/{mark}"
    whole, spread, people, next_steps = _Draft(under), _Draft(under), _Draft(under), _Draft(under)
    for name, part in rated(survey, assessment.band_scheme, words):
        draft = spread if name in ("aspects", "items") else whole
        draft.add(name, part)
    if survey.overall is not None and survey.overall.mean is not None:
        whole.add("bands", scheme_said(survey.overall.scale, assessment.band_scheme, words))
    whole.add("reliability", reliable(survey, words))
    for name, part in different(survey, words, minimum=assessment.threshold):
        people.add(f"groups/{name}", part)
    for options in survey.options:
        people.add(f"options/{_short(options.question)}", options_said(options, words))
    for counts in survey.comments:
        for name, part in commented(counts, words):
            people.add(f"comments/{_short(counts.question)}/{name}", part)
    next_steps.add("priorities", improved(survey, words))
    for name, part in trended(trend, words):
        next_steps.add(f"trend/{name}", part)
    drafts = [draft for draft in (whole, spread, people, next_steps) if draft.sentences]
    return [
        Paragraph(f"survey/{number}", heading if n == 0 else "", tuple(draft.sentences))
        for n, draft in enumerate(drafts)
    ]


def _short(question: str) -> str:
    return hashlib.sha256(repair(question).encode("utf-8", "replace")).hexdigest()[:8]


def _projects(ledger: Ledger, words: Words, fiscal_year: int) -> Paragraph:
    draft = _Draft("projects")
    if not len(ledger):
        draft.add("none", said(words, message("No list of projects has been read yet.")))
        return Paragraph("projects", words("Projects and activities"), tuple(draft.sentences))
    draft.add(
        "counted",
        said(
            words,
            message(
                "Of {n} {n:project or activity|projects and activities}, {counted} "
                "{counted:counts|count} for fiscal year {year}: {counted:it|they} came from citizens "
                "taking part and {counted:has|have} a status that counts. {claimed} will count once "
                "completed and {left_out} {left_out:is|are} left out.",
                n=len(ledger),
                counted=len(ledger.counted),
                claimed=len(ledger.claimed),
                left_out=len(ledger.left_out),
            ),
            year=embedded(words.plain(fiscal_year), year=str(fiscal_year)),
        ),
    )
    names = [project.name for project in ledger.counted]
    if 0 < len(names) <= MOST_PROJECTS:
        draft.add(
            "names",
            said(
                words,
                message("Counted: {names}."),
                names=joined([said(words, message("“{name}”", name=named(name))) for name in names], words),
            ),
        )
    return Paragraph("projects", words("Projects and activities"), tuple(draft.sentences))


def _score(assessment: Assessment, words: Words) -> Paragraph:
    score, step = assessment.score, assessment.score.next_step
    draft = _Draft("score")
    values = {"score": score.score, "maximum": score.maximum, "projected": score.projected}
    if score.projected == score.score:
        draft.add(
            "now",
            said(
                words,
                message("The unit now has {score} of {maximum} {maximum:point|points}.", **_but(values)),
            ),
        )
    else:
        draft.add(
            "now",
            said(
                words,
                message(
                    "The unit now has {score} of {maximum} {maximum:point|points}, and would have "
                    "{projected} once everything claimed is completed.",
                    **values,
                ),
            ),
        )
    if step is not None and step.missing is not None:
        draft.add(
            "missing",
            said(
                words,
                message("What is still missing for level {level}: {what}."),
                level=embedded(words.plain(step.level.level), level=step.level.level),
                what=_closed(coded(step.missing, words)),
            ),
        )
    return Paragraph("score", words("Score by the rubric"), tuple(draft.sentences))


def _but(values: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in values.items() if name != "projected"}


def _closed(part: Part) -> Part:
    """A sentence to stand inside another one: without a full stop of its own."""
    return Part(part.text.rstrip(" ."), part.figures)
