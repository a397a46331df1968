"""The marks that an office writes into a form of its own, such as {{unit}}, and what stands for each.

A mark names one fact ({{score}}), or a field of a group. A field with a number is that of one entry
({{level_3.activity}}); without one it makes its row of the form repeat, once for each entry
({{project.name}}).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from analytics.assessment import Assessment, Survey
from analytics.names import scheme_name
from analytics.reports.content import (
    Cell,
    Table,
    fact,
    headline,
    level_states,
    level_table,
    project_counts,
    project_table,
)
from analytics.reports.official_form import OfficialForm, official_form
from analytics.reports.ratings import Rating, band_of, rating_tables
from analytics.thai import repair, to_arabic_digits
from analytics.words import Words

MARK = re.compile(r"\{\{([^{}]{1,120})\}\}")
_FIELD = re.compile(r"([a-z]+)(?:_(\d{1,4}))?\.([a-z_0-9]+)")
# Fields in the order of the tables that they are taken from.
_LEVEL = ("state", "why", "missing", "stated_by")
_PROJECT = (
    *("number", "counting", "name", "status", "origin", "from_citizens", "fiscal_year", "period"),
    *("budget", "evidence", "reason", "source"),
)
MOST_POINTS = 10  # of a scale whose counts have marks
_POINTS = tuple(f"{what}_{point}" for point in range(MOST_POINTS, 0, -1) for what in ("count", "share"))

Entry = Mapping[str, Cell]


@dataclass(frozen=True)
class Marks:
    """What every known mark stands for in one assessment.

    `single`: name → fact. `groups`: name of a group → its entries in order, by number; `fields`: name of a
    group → the fields that its entries have, also where there is no entry.
    """

    single: Entry
    groups: Mapping[str, Mapping[int, Entry]]
    fields: Mapping[str, tuple[str, ...]]

    def fact(self, name: str, entry: Entry | None = None) -> Cell | None:
        """What a mark stands for; None where nothing is known by this name.

        `entry`: the one whose row is being filled, for fields without a number. A field of an entry that
        the assessment has not is a dash; a level that the rubric has not is not known.
        """
        if name in self.single:
            return self.single[name]
        found = _FIELD.fullmatch(name)
        if found is None or found[3] not in self.fields.get(found[1], ()):
            return None
        if found[2] is None:
            return Cell(None) if entry is None else entry.get(found[3], Cell(None))
        numbered = self.groups[found[1]].get(int(found[2]))
        if numbered is None:
            return None if found[1] == "level" else Cell(None)
        return numbered.get(found[3], Cell(None))

    def repeats(self, name: str) -> str | None:
        """The group whose entries a mark repeats its row for; None where it does not."""
        found = _FIELD.fullmatch(name)
        known = found is not None and found[2] is None and found[3] in self.fields.get(found[1], ())
        return found[1] if found is not None and known else None

    def entries(self, group: str) -> tuple[Entry, ...]:
        """The entries that rows are repeated for; a group without any is one row of dashes."""
        return tuple(entry for number, entry in self.groups[group].items() if number) or ({},)

    def nearest(self, name: str) -> str | None:
        """The known name that an unknown one was probably meant to be."""
        number = re.search(r"_?(\d+)(?=\.)", name)
        middle = f"_{number[1]}." if number else "."
        fields = (f"{group}{middle}{field}" for group, fields in self.fields.items() for field in fields)
        known = [n for n in (*self.single, *fields) if self.fact(n) is not None]
        return next(iter(get_close_matches(name, known, 1, 0.5)), None)


def spelled(mark: str) -> str:
    """A mark as it is looked up: without blanks, in small letters, its digits Arabic."""
    return "".join(to_arabic_digits(repair(mark)).split()).casefold()


def marks(assessment: Assessment, words: Words) -> Marks:
    """What the marks stand for in an assessment, in the words of one language."""
    form = official_form(assessment, words)
    levels, projects = level_table(assessment, words), project_table(assessment, words)
    items = _items(assessment, words)
    groups: dict[str, dict[int, Entry]] = {
        "level": _levels(form, levels),
        "project": _numbered([dict(zip(_PROJECT, row, strict=True)) for row in projects.rows]),
        "survey": _numbered([_survey(survey, assessment, words) for survey in assessment.surveys]),
        "item": _numbered(items),
    }
    fields = {
        "level": tuple(groups["level"][0]),
        "project": _PROJECT,
        "survey": ("title", "respondents", *_FIGURES),
        "item": ("number", "text", "aspect", "survey", *_FIGURES, *_POINTS),
    }
    return Marks(_single(assessment, form, words), groups, fields)


def _single(assessment: Assessment, form: OfficialForm, words: Words) -> Entry:
    score, rubric, ledger = assessment.score, assessment.rubric, assessment.facts.projects
    title, unit, dimension = form.titles
    return {
        "title": fact(title),
        "unit": fact(unit),
        "dimension": fact(dimension),
        "fiscal_year": Cell(assessment.fiscal_year, "year"),
        "made_on": Cell(assessment.made_on, "day"),
        "score": Cell(score.score, "count"),
        "projected": Cell(score.projected, "count"),
        "maximum": Cell(score.maximum, "count"),
        "headline": Cell(headline(assessment, words)),
        "states": Cell("\n".join(level_states(assessment, words))),
        "projects": Cell(project_counts(assessment, words)),
        "projects_counted": Cell(len(ledger.counted), "count"),
        "projects_claimed": Cell(len(ledger.claimed), "count"),
        "projects_left_out": Cell(len(ledger.left_out), "count"),
        "rubric": Cell(f"{rubric.id}, {rubric.version}"),
        "bands": Cell(scheme_name(assessment.band_scheme, words)),
        "sources": fact("\n".join(source.workbook for source in assessment.sources)),
    }


def _levels(form: OfficialForm, table: Table) -> dict[int, Entry]:
    found: dict[int, Entry] = {}
    stands = [dict(zip(_LEVEL, row[1:], strict=True)) for row in table.rows]
    # The row for no points has no state, and what the form leaves empty there stays empty.
    for row, beside in zip(form.rows, [dict.fromkeys(_LEVEL, Cell("")), *stands], strict=True):
        empty = "" if row.level == 0 else None
        texts = {"title": row.title, "criterion": row.criterion, "activity": row.activity}
        texts |= {"result": row.result, "evidence": row.evidence}
        figures = {"number": Cell(row.level, "year"), "points": Cell(row.points, "count")}
        found[row.level] = {
            **figures,
            **{name: Cell(text or empty) for name, text in texts.items()},
            **beside,
        }
    return found


def _items(assessment: Assessment, words: Words) -> list[Entry]:
    items: list[Entry] = []
    for survey in assessment.surveys:
        rows = (row for t in rating_tables(survey, assessment.band_scheme, words) for row in t.items)
        items += [
            {
                "number": Cell(row.number, "count"),
                "text": fact(row.text),
                "aspect": fact(survey.tally.codebook.item(row.key).aspect),
                "survey": fact(survey.title),
                **_figures(row),
                **_points(row),
            }
            for row in rows
        ]
    return items


_FIGURES = ("n", "mean", "sd", "meaning", "percent_score", "top_two")


def _figures(row: Rating) -> Entry:
    figures = (*row.ends, Cell(row.found.percent_score, "decimal"), Cell(row.found.top_two, "share"))
    return dict(zip(_FIGURES, figures, strict=True))


def _points(row: Rating) -> Entry:
    points = tuple(reversed(row.found.scale.points))
    return {
        **{f"count_{point}": count for point, count in zip(points, row.counts, strict=True)},
        **{f"share_{point}": share for point, share in zip(points, row.shares, strict=True)},
    }


def _survey(survey: Survey, assessment: Assessment, words: Words) -> Entry:
    about = {"title": fact(survey.title), "respondents": Cell(survey.tally.respondents, "count")}
    overall = survey.overall
    if overall is None:
        return about
    return {**about, **_figures(Rating(None, "", overall, band_of(overall, assessment.band_scheme, words)))}


def _numbered(entries: Sequence[Entry]) -> dict[int, Entry]:
    return dict(enumerate(entries, start=1))


def described(words: Words) -> tuple[tuple[str, str], ...]:
    """The marks that an office may write, each with what stands in its place, for people to read."""
    level = (
        *(words("Number of the level"), words("Points"), words("Level and its points")),
        *(words("Main point / criterion"), words("Activity"), words("Result"), words("Evidence")),
        *(words("State"), words("Why"), words("Still missing"), words("Stated by, date of effect")),
    )
    project = (
        *(words("No."), words("Counting"), words("Project / activity"), words("Status"), words("Origin")),
        *(words("From citizens"), words("Fiscal year"), words("Period"), words("Budget (baht)")),
        *(words("Evidence"), words("Reason / note"), words("Workbook / sheet / row")),
    )
    figures = (
        *(words("Raters"), "x̄", "S.D.", words("Meaning"), words("Score %")),
        words("Share of the two best points"),
    )
    single = {
        "title": words("Title of the form"),
        "unit": words("Unit"),
        "dimension": words("Dimension"),
        "fiscal_year": words("Fiscal year (B.E.)"),
        "made_on": words("Made on"),
        "score": words("Score"),
        "projected": words("Projected score"),
        "maximum": words("The most points that can be had"),
        "headline": words("The score in one sentence"),
        "states": words("State of every level"),
        "projects": words("How many projects count, in one sentence"),
        "projects_counted": words("Projects that count"),
        "projects_claimed": words("Projects that count once they are completed"),
        "projects_left_out": words("Projects left out"),
        "rubric": words("Rubric and version"),
        "bands": words("Bands of the mean"),
        "sources": words("Workbooks that the figures come from"),
    }
    names = ("number", "points", "title", "criterion", "activity", "result", "evidence", *_LEVEL)
    rows = list(single.items())
    rows += [(f"level.{name}", text) for name, text in zip(names, level, strict=True)]
    rows += [(f"project.{name}", text) for name, text in zip(_PROJECT, project, strict=True)]
    about = {"title": words("Title of the survey"), "respondents": words("Respondents")}
    rows += [(f"survey.{name}", text) for name, text in about.items()]
    rows += [(f"survey.{name}", text) for name, text in zip(_FIGURES, figures, strict=True)]
    item = {
        "number": words("No."),
        "text": words("List of items"),
        "aspect": words("Aspect"),
        "survey": words("Title of the survey"),
    }
    rows += [(f"item.{name}", text) for name, text in item.items()]
    rows += [(f"item.{name}", text) for name, text in zip(_FIGURES, figures, strict=True)]
    rows += [
        ("item.count_5", words("How many chose point 5; other points likewise")),
        ("item.share_5", words("Share that chose point 5; other points likewise")),
    ]
    return tuple(("{{" + name + "}}", text) for name, text in rows)
