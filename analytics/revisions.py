"""Everything an assessment says, as a record that can be kept; and what is different between two of them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from rapidfuzz import fuzz

from analytics.assessment import Assessment, Survey
from analytics.measures import Measures
from analytics.options import Options
from analytics.reports.record import encoded, records
from analytics.rubric import Score, Verdict
from analytics.statistics.samplesize import UNSAID
from analytics.statistics.suppression import THRESHOLDS
from analytics.thai import repair
from analytics.wordings import EVERY, Passage
from analytics.words import Language

Part = Literal[
    "setting",
    "score",
    "level",
    "survey",
    "item",
    "question",
    "project",
    "finding",
    "wording",
    "statement",
    "figure",
    "evidence",
    "same_project",
    "source",
]
PARTS: tuple[Part, ...] = get_args(Part)
# Records of format 1 hold no wordings and no text, which does not say that there were none.
FORMAT, WITH_TEXT = 2, 2
# What a line holds for those who read it, and what says nothing about the matter: the day it was worked out,
# which points a count belongs to, and who put a sentence into those words.
UNCOMPARED = frozenset({"made_on", "short", "points_of", "said_by"})
ALIKE = 85  # percent of letters that need no change, from which two names may mean the same thing

Key = Callable[["Line"], Hashable]


@dataclass(frozen=True)
class Line:
    """One thing that an assessment speaks of: a setting, a level, an item, a project, …

    `name` tells it from others of its part, `of` the survey of an item or the dimension of a level. `values`
    are as JSON holds them; a `Message` is [text, [[name, value], …]].
    """

    part: Part
    name: str
    of: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """Everything that an assessment says, line by line, in the order that people read it.

    `told` is the text of its findings by language, word for word as it was told when it was published; of
    one that is not published it is empty. It is kept to be read: what is compared are figures and wordings.
    """

    lines: tuple[Line, ...]
    told: Mapping[Language, tuple[Passage, ...]] = field(default_factory=dict)
    format: int = FORMAT

    def of(self, part: Part) -> tuple[Line, ...]:
        """The lines of one part."""
        return tuple(line for line in self.lines if line.part == part)

    def value(self, part: Part, key: str) -> Any:
        """A value of the first line of a part; None where there is no such line or value."""
        return next((line.values.get(key) for line in self.lines if line.part == part), None)

    @property
    def json(self) -> str:
        """The record as JSON: {"format", "lines": [{"part", "name", "of", "values"}], "told": {language:
        [{"about", "heading", "sentences": [[text, mark]]}]}}; of format 1 without "told"."""
        lines = [{"part": x.part, "name": x.name, "of": x.of, "values": x.values} for x in self.lines]
        content: dict[str, Any] = {"format": self.format, "lines": lines}
        if self.format >= WITH_TEXT:
            content["told"] = {language: list(map(asdict, told)) for language, told in self.told.items()}
        return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)

    @staticmethod
    def of_json(text: str) -> Record:
        """The record of its JSON. Raises ValueError where it is none."""
        content = json.loads(text)
        made_by = content.get("format", 0) if isinstance(content, dict) else 0
        if made_by not in range(1, FORMAT + 1):
            raise ValueError(f"this is no record of format {FORMAT} or earlier")
        lines = content["lines"]
        told = {
            language: tuple(
                Passage(x["about"], x["heading"], tuple((text, mark) for text, mark in x["sentences"]))
                for x in some
            )
            for language, some in content.get("told", {}).items()
        }
        return Record(tuple(Line(x["part"], x["name"], x["of"], x["values"]) for x in lines), told, made_by)


@dataclass(frozen=True)
class Difference:
    """One value that is not the same, or (`key` "") a thing that only one of two records has.

    `before`, `after`: the line as it was and is, None where there was or is none. `alike`: the name of a
    thing of the other record that may be the same, for somebody to decide.
    """

    before: Line | None
    after: Line | None
    key: str = ""
    alike: str | None = None

    @property
    def line(self) -> Line:
        """The line as it is; of a thing that is gone, as it was."""
        line = self.after or self.before
        assert line is not None
        return line

    @property
    def was(self) -> Any:
        """The value before, as JSON holds it; None where there was none."""
        return self._value(self.before)

    @property
    def now(self) -> Any:
        """The value after, as JSON holds it; None where there is none."""
        return self._value(self.after)

    @property
    def swapped(self) -> Difference:
        """The same difference, looked at from the other side."""
        return Difference(self.after, self.before, self.key, self.alike)

    def _value(self, line: Line | None) -> Any:
        if line is None or not self.key:
            return None
        return line.name if self.key == "name" else line.values.get(self.key)


def record(
    assessment: Assessment,
    rubric_sha256: str | None = None,
    wordings: Mapping[str, Any] | None = None,
) -> Record:
    """Everything that an assessment says, from its settings and score down to its workbooks.

    `rubric_sha256` is that of the rubric's definition; `wordings` the office's own, as the store keeps them.
    Figures are exact, not as shown. Left out is on which row or column a thing stands: a blank row put in
    above would change all that follow. Of surveys there are counts only, never a response.
    """
    lines = [*_settings(assessment, rubric_sha256), *_levels(assessment.score), *_wordings(wordings or {})]
    items = iter([survey.item(i.key) for survey in assessment.surveys for i in survey.tally.codebook.items])
    surveys = iter(assessment.surveys)
    places = _places(assessment)
    found: list[dict[str, Any]] = []
    survey = ""
    for told in records(assessment):
        content = json.loads(told.json)
        match told.kind:
            case "survey":
                survey = told.name
                whole = next(surveys)
                lines.append(Line("survey", survey, "", _survey(whole)))
                lines += [
                    Line("question", asked.question, survey, _options(asked)) for asked in whole.options
                ]
            case "item":
                lines.append(Line("item", told.name, survey, _item(content, next(items))))
            case "project":
                lines.append(
                    Line("project", told.name, "", _without(content, "name", "source") | next(places))
                )
            case "finding":
                found.append(_without(content, "said") | {"projects": []})
                lines.append(Line("finding", told.name, "", found[-1]))
            case "cause":
                found[content["finding"]]["projects"].append(content["project"])
            case "statement":
                lines.append(Line("statement", told.name, "", _without(content, "level", "source")))
            case "figure":
                lines.append(Line("figure", told.name, "", _without(content, "key")))
            case "evidence":
                lines.append(Line("evidence", told.name, "", _without(content, "title")))
            case "same_project":
                same = _without(content, "first", "second")
                lines.append(Line("same_project", content["first"], content["second"], same))
            case "source":
                lines.append(Line("source", told.name, "", _without(content, "workbook")))
    return Record.of_json(Record(tuple(sorted(lines, key=lambda line: PARTS.index(line.part)))).json)


def differences(before: Record, after: Record) -> tuple[Difference, ...]:
    """What is different, part by part in the order of `PARTS`; none for two equal records.

    Things are the same by their name: an item by its text, first within its survey; evidence and workbooks
    also by their sha256; a survey also by being the only one left over on either side. Of several of one
    name those that are equal go together, then the first with the first. Names that are only alike (from 85
    percent of their letters) are not taken for the same thing, but said beside it. Swapping the records swaps
    every difference. Wordings are compared where both records know of them.
    """
    known = [part for part in PARTS if part != "wording" or min(before.format, after.format) >= WITH_TEXT]
    return tuple(
        found for part in known for found in _differences(part, list(before.of(part)), list(after.of(part)))
    )


def _settings(assessment: Assessment, rubric_sha256: str | None) -> Iterator[Line]:
    made_on, score = assessment.made_on, assessment.score
    settings = {
        "unit": assessment.unit,
        "fiscal_year": assessment.fiscal_year,
        "rubric": assessment.rubric.id,
        "rubric_version": assessment.rubric.version,
        "rubric_sha256": rubric_sha256,
        "band_scheme": assessment.band_scheme,
        # Nothing for the usual one, as in records from before it was kept.
        "threshold": None if assessment.threshold == THRESHOLDS[0] else assessment.threshold,
        "made_on": None if made_on is None else made_on.isoformat(),
    }
    yield Line("setting", "", "", settings)
    values = {"score": score.score, "projected": score.projected, "maximum": score.maximum}
    yield Line("score", "", "", values | {"label": dict(score.label) if score.label else None})


def _wordings(kept: Mapping[str, Any]) -> Iterator[Line]:
    """What an office says in words of its own by the sentence's key and language, and what it leaves out."""
    for name, entry in sorted(kept.items()):
        language, _, key = name.partition(":")
        said = {"text": entry["text"], "left_out": language == EVERY, "said_by": entry["who"]}
        yield Line("wording", key, language, said)


def _levels(score: Score, of: str = "") -> Iterator[Line]:
    for verdict in score.verdicts:
        yield Line("level", str(verdict.level.level), of, _level(verdict))
        if verdict.within is not None:
            yield from _levels(verdict.within, str(verdict.level.level))


def _level(verdict: Verdict) -> dict[str, Any]:
    level, word = verdict.level, verdict.overruled
    return {
        "short": dict(level.short),
        "criterion": dict(level.criterion),
        "points": level.points,
        "state": verdict.state,
        "proposed": verdict.proposed,
        "earned": verdict.earned,
        "reasons": [encoded(reason) for reason in verdict.reasons],
        "missing": None if verdict.missing is None else encoded(verdict.missing),
        "overruled": word.finding if word else None,
        "overrule_reason": word.reason if word else None,
        "overrule_who": word.who if word else None,
        "overrule_when": word.when.isoformat() if word and word.when else None,
    }


def _survey(survey: Survey) -> dict[str, Any]:
    overall = survey.overall
    figures = _figures(overall) if overall else {}
    sample = survey.sample
    return {
        "respondents": survey.tally.respondents,
        "population": sample.population,
        "error": None if sample == UNSAID else sample.error,
        "items": len(survey.tally.codebook.items),
        **figures,
    }


def _options(asked: Options) -> dict[str, Any]:
    return {"answered": asked.base, "blank": asked.blank, "options": [list(count) for count in asked.counts]}


def _item(content: Mapping[str, Any], found: Measures) -> dict[str, Any]:
    scale = content["scale"]
    kept = {key: content[key] for key in ("aspect", "counts", "blank", "not_applicable", "unrecognised")}
    return {
        **_figures(found),
        **kept,
        "points_of": scale["points"],
        "scale": [scale["name"], scale["points"], scale["labels"]],
    }


def _figures(found: Measures) -> dict[str, Any]:
    return {"base": found.base, "mean": found.mean, "sd": found.sd, "top_two": found.top_two}


def _places(assessment: Assessment) -> Iterator[dict[str, Any]]:
    """Where each project of the ledger is, in the order that records tell them."""
    ledger = assessment.facts.projects
    for _ in ledger.counted:
        yield {"place": "counted", "reason": None}
    for _ in ledger.claimed:
        yield {"place": "claimed", "reason": None}
    for left in ledger.left_out:
        yield {"place": "left_out", "reason": encoded(left.reason)}


def _without(content: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key not in keys}


def _differences(part: Part, before: list[Line], after: list[Line]) -> Iterator[Difference]:
    pairs = _pairs(part, before, after)
    gone, new = _others(before, after, pairs)
    for was, now in pairs:
        if was.name != now.name:
            yield Difference(was, now, "name")
        for key in dict.fromkeys((*was.values, *now.values)):
            if key not in UNCOMPARED and was.values.get(key) != now.values.get(key):
                yield Difference(was, now, key)
    for line in gone:
        yield Difference(line, None, alike=_most_alike(part, line, new))
    for line in new:
        yield Difference(None, line, alike=_most_alike(part, line, gone))


def _pairs(part: Part, before: list[Line], after: list[Line]) -> list[tuple[Line, Line]]:
    """The lines that speak of the same thing, by one key after the other; in the order of `after`."""
    found: list[tuple[Line, Line]] = []
    for key in (_everything, *_KEYS.get(part, (_name,))):
        found += _by(key, *_others(before, after, found))
    gone, new = _others(before, after, found)
    if part == "survey" and len(gone) == len(new) == 1:
        found.append((gone[0], new[0]))
    place = {id(line): number for number, line in enumerate(after)}
    return sorted(found, key=lambda pair: place[id(pair[1])])


def _by(key: Key, before: list[Line], after: list[Line]) -> Iterator[tuple[Line, Line]]:
    """Pairs of one key, the first with the first; what has None for a key stays alone."""
    waiting: dict[Hashable, list[Line]] = defaultdict(list)
    for line in reversed(before):
        waiting[key(line)].append(line)
    for line in after:
        if key(line) is not None and waiting[key(line)]:
            yield waiting[key(line)].pop(), line


def _others(
    before: list[Line], after: list[Line], pairs: list[tuple[Line, Line]]
) -> tuple[list[Line], list[Line]]:
    """The lines that are in no pair; told apart by identity, since two may be equal."""
    gone, new = {id(b) for b, _ in pairs}, {id(a) for _, a in pairs}
    return [b for b in before if id(b) not in gone], [a for a in after if id(a) not in new]


def _everything(line: Line) -> Hashable:
    return line.name, line.of, json.dumps(line.values, sort_keys=True)


def _name(line: Line) -> Hashable:
    return line.name


def _whole_name(line: Line) -> Hashable:
    return line.name, line.of


def _with_period(line: Line) -> Hashable:
    return line.name, json.dumps(line.values.get("period"))


def _sha256(line: Line) -> Hashable:
    return line.values.get("sha256")


def _two(line: Line) -> Hashable:
    return frozenset((line.name, line.of))


_KEYS: dict[Part, tuple[Key, ...]] = {
    "wording": (_whole_name,),
    "level": (_whole_name,),
    "item": (_whole_name, _name),
    "question": (_whole_name, _name),
    "project": (_with_period, _name),
    "evidence": (_name, _sha256),
    "same_project": (_two,),
    "source": (_name, _sha256),
}


def _most_alike(part: Part, line: Line, others: Sequence[Line]) -> str | None:
    if part not in ("survey", "item", "question", "project", "finding", "evidence"):
        return None
    name = repair(line.name).casefold()
    alike = [(fuzz.ratio(name, repair(other.name).casefold()), other.name) for other in others]
    return max((best for best in alike if best[0] >= ALIKE), default=(0, None))[1]
