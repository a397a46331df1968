"""The terminal contract: what `tally --json` and `score --json` print, for scripts of other people."""

from __future__ import annotations

from typing import Any

from analytics.assessment import Assessment, Survey
from analytics.measures import measures
from analytics.options import Options
from analytics.projects import Project, RowRef
from analytics.rubric import Verdict
from analytics.words import Words
from data.gather import Loaded
from data.layout import Layout
from terminal import problem_json


def tally_json(one: Loaded, says: Words) -> dict[str, Any]:
    """A workbook: its surveys item by item, its lists of projects, and what is wrong with it.

    `n`, `mean`, `sd` and `top_two_box` are of the answers on the scale; the three kinds of no answer are
    counted apart.
    """
    layouts = {layout.sheet: layout for layout in one.layouts}
    return {
        "workbook": one.workbook,
        "sha256": one.sha256,
        "surveys": [_survey_json(s, layouts[s.source.sheet], says) for s in one.inputs.surveys],
        "projects": [
            {
                "sheet": layout.sheet,
                "n": len(projects),
                "budget_sum": sum(p.budget for p in projects if p.budget is not None),
                "excluded_rows": _excluded_json(layout, says),
            }
            for layout in one.layouts
            if layout.kind == "projects"
            for projects in [[p for p in one.inputs.projects if p.source.sheet == layout.sheet]]
        ],
        "problems": [problem_json(problem, says) for problem in one.problems],
    }


def _survey_json(survey: Survey, layout: Layout, says: Words) -> dict[str, Any]:
    items = []
    for item in survey.tally.codebook.items:
        m = measures(survey.tally, item.key)
        items.append(
            {
                "item": " ".join(item.header.split()),
                "column": layout.column_in_sheet(item.column - 1) + 1,
                "scale": {"name": item.scale.name, "points": list(item.scale.points)},
                "n": m.base,
                "counts": {str(point): n for point, n in m.counts.items()},
                "blank": m.blank,
                "not_applicable": m.not_applicable,
                "unrecognised": m.unrecognised,
                "mean": m.mean,
                "sd": m.sd,
                "top_two_box": m.top_two,
            }
        )
    return {
        "sheet": layout.sheet,
        "kind": layout.kind,
        "respondents": survey.tally.respondents,
        "items": items,
        "multiple": [_options_json(options, layout) for options in survey.options],
        "excluded_rows": _excluded_json(layout, says),
    }


def _options_json(found: Options, layout: Layout) -> dict[str, Any]:
    single = len(found.columns) == 1
    columns = [layout.column_in_sheet(column - 1) + 1 for column in found.columns]
    return {
        "question": found.question,
        **({"column": columns[0]} if single else {"columns": columns}),
        "base": found.base,
        "blank": found.blank,
        "options": [{"option": option, "count": n} for option, n in found.counts],
    }


def _excluded_json(layout: Layout, says: Words) -> list[dict[str, Any]]:
    return [{"row": excluded.row, "reason": says.say(excluded.reason)} for excluded in layout.left_out]


def score_json(found: Assessment, says: Words) -> dict[str, Any]:
    """An assessment: its score, each level with reasons and rows, each project or why it is left out."""
    ledger = found.facts.projects
    return {
        "rubric": found.rubric.id,
        "fiscal_year": found.fiscal_year,
        "score": found.score.score,
        "projected": found.score.projected,
        "maximum": found.score.maximum,
        "levels": [_level_json(verdict, says) for verdict in found.score.verdicts],
        "projects": {
            "counted": [_project_json(project) for project in ledger.counted],
            "claimed": [_project_json(project) for project in ledger.claimed],
            "left_out": [
                {**_project_json(left.project), "reason": says.say(left.reason)} for left in ledger.left_out
            ],
        },
    }


def _level_json(verdict: Verdict, says: Words) -> dict[str, Any]:
    return {
        "level": verdict.level.level,
        "points": verdict.level.points,
        "state": verdict.state,
        "reasons": [says.say(reason) for reason in verdict.reasons],
        "evidence": [_row_json(source) for source in verdict.rows],
        "overruled": None
        if verdict.overruled is None
        else {
            "finding": verdict.overruled.finding,
            "proposed": verdict.proposed,
            "reason": verdict.overruled.reason,
            "who": verdict.overruled.who,
        },
        "missing": None if verdict.missing is None else says.say(verdict.missing),
    }


def _project_json(project: Project) -> dict[str, Any]:
    return {"name": project.name, "status": project.status, **_row_json(project.source)}


def _row_json(source: RowRef) -> dict[str, Any]:
    return {"workbook": source.workbook, "sheet": source.sheet, "row": source.row}
