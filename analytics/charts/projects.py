"""Projects: where each came from, where it stands, when it runs, and whether it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go

from analytics.charts.lettering import escape
from analytics.charts.likert import LABELLED
from analytics.charts.look import (
    LINE,
    Chart,
    Fill,
    Look,
    contrasting,
    fill_of,
    hidden_axis,
    legend,
    marker,
    note,
    nothing,
    outline,
    picture,
)
from analytics.charts.rows import Columns, Row, lay_out
from analytics.names import status_name
from analytics.projects import STATUSES, Ledger, Project, Status
from analytics.words import Message, Words

Outcome = Literal["counted", "claimed", "origin", "status", "year", "duplicate", "other"]
OUTCOMES: tuple[Outcome, ...] = ("counted", "claimed", "origin", "status", "year", "duplicate", "other")
# Which kind of reason each sentence of a ledger is.
REASONS: dict[str, Outcome] = {
    "Where it came from is not stated": "origin",
    "Did not come from citizens taking part": "origin",
    "Neither fiscal year nor dates are stated": "year",
    "Belongs to another fiscal year, not {year}": "year",
    "The same project stands in row {row} of “{sheet}”": "duplicate",
    "Planned, not under way yet": "status",
    "Cancelled": "status",
    "Its status is not stated, so it is not known to be completed": "status",
}
_LEFT_OUT_PATTERNS: dict[Outcome, str] = {
    "origin": "",
    "status": "x",
    "year": "-",
    "duplicate": ".",
    "other": "+",
}


@dataclass(frozen=True)
class Entry:
    """A project of a ledger, what became of it, and why where it was left out."""

    project: Project
    outcome: Outcome
    reason: Message | None


def projects_status(
    ledger: Ledger, words: Words, *, dark: bool = False, width: int = 720, size: int = 15
) -> Chart:
    """How many projects there are by origin and status: counted, claimed, left out for which kind of reason.

    Denominator: every project of the ledger. No projects gives a picture that says so.
    """
    look = Look(dark, width, size)
    columns = [words("Origin"), words("Status"), words("Outcome"), words("Projects")]
    entries = entries_of(ledger)
    if not entries:
        return nothing(words("No projects yet"), words, look, columns)
    cells: dict[tuple[bool | None, Status], dict[Outcome, int]] = {}
    for origin in (True, False, None):
        for status in STATUSES:
            here = [e for e in entries if (e.project.from_citizens, e.project.status) == (origin, status)]
            if here:
                each = [entry.outcome for entry in here]
                cells[origin, status] = {
                    outcome: each.count(outcome) for outcome in OUTCOMES if outcome in each
                }
    title = _title(ledger, words)
    return Chart(
        figure=_stacks(cells, words, look),
        title=title,
        subtitle=words(
            "{n} {n:project by where it|projects by where they} came from and how far {n:it is|they are}",
            n=len(ledger),
        ),
        alt=words(
            "Stacked bars of {n} {n:project|projects} by origin and status. {title}.",
            n=len(ledger),
            title=title,
        ),
        table=pd.DataFrame(
            [
                [
                    origin_text(origin, words),
                    status_name(status, words),
                    outcome_text(outcome, words),
                    words.number(n),
                ]
                for (origin, status), counts in cells.items()
                for outcome, n in counts.items()
            ],
            columns=columns,
        ),
    )


def origin_text(from_citizens: bool | None, words: Words) -> str:
    """Where a project came from, in words."""
    if from_citizens is None:
        return words("Origin not stated")
    return words("From citizens taking part") if from_citizens else words("Not from citizens taking part")


def outcome_text(outcome: Outcome, words: Words) -> str:
    """Whether a project counts, and for what kind of reason not, in words."""
    return {
        "counted": words("Counted"),
        "claimed": words("Claimed, waiting"),
        "origin": words("Left out for its origin"),
        "status": words("Left out for its status"),
        "year": words("Left out for its year"),
        "duplicate": words("Left out as a duplicate"),
        "other": words("Left out for another reason"),
    }[outcome]


def entries_of(ledger: Ledger) -> list[Entry]:
    """Every project of a ledger: counted first, then claimed, then left out."""
    return [
        *(Entry(project, "counted", None) for project in ledger.counted),
        *(Entry(project, "claimed", None) for project in ledger.claimed),
        *(
            Entry(left.project, REASONS.get(left.reason.text, "other"), left.reason)
            for left in ledger.left_out
        ),
    ]


def fill_for(outcome: Outcome, look: Look) -> Fill:
    """How an outcome is painted: what is left out is grey, with a pattern for each kind of reason."""
    if outcome == "counted" or outcome == "claimed":
        return fill_of(outcome, look)
    grey, ink = ("#3d4b49", "#8b9a98") if look.dark else ("#d9dfde", "#8b9896")
    return Fill(grey, _LEFT_OUT_PATTERNS[outcome], ink, look.rule, "solid")


def _title(ledger: Ledger, words: Words) -> str:
    n, waiting = len(ledger.counted), len(ledger.claimed)
    if waiting:
        return words(
            "{n} of {all} {all:project|projects} {n:counts|count}, {more} more once completed",
            n=n,
            all=len(ledger),
            more=waiting,
        )
    return words("{n} of {all} {all:project|projects} {n:counts|count}", n=n, all=len(ledger))


def _stacks(
    cells: dict[tuple[bool | None, Status], dict[Outcome, int]], words: Words, look: Look
) -> go.Figure:
    rows: list[Row] = []
    where: dict[tuple[bool | None, Status], int] = {}
    sums: dict[int, int] = {}
    for origin in (True, False, None):
        here = [cell for cell in cells if cell[0] is origin]
        if here:
            sums[len(rows)] = sum(sum(cells[cell].values()) for cell in here)
            rows.append(Row(origin_text(origin, words), heading=True))
        for cell in here:
            where[cell] = len(rows)
            sums[len(rows)] = sum(cells[cell].values())
            rows.append(Row(status_name(cell[1], words)))
    placed = lay_out(rows, look)
    columns = Columns((5.0,), (escape(words("Projects")),))
    longest = max(sums[i] for i in where.values())
    traces, shapes, names = [], [], []
    starts = dict.fromkeys(cells, 0)
    for outcome in OUTCOMES:
        here = [cell for cell in cells if outcome in cells[cell]]
        if not here:
            continue
        fill = fill_for(outcome, look)
        names.append(outcome_text(outcome, words))
        counts = [cells[cell][outcome] for cell in here]
        traces.append(
            go.Bar(
                name=escape(names[-1]),
                orientation="h",
                x=counts,
                base=[starts[cell] for cell in here],
                y=[placed.centres[where[cell]] for cell in here],
                width=placed.thickness,
                marker=marker(fill, look),
                customdata=[
                    (
                        n,
                        escape(f"{status_name(cell[1], words)} · {names[-1]}: {words.number(n)}"),
                        f"{cell[1]}:{outcome}",
                    )
                    for cell, n in zip(here, counts, strict=True)
                ],
                hovertemplate="%{customdata[1]}<extra></extra>",
            )
        )
        for cell, n in zip(here, counts, strict=True):
            shapes.append(outline(fill, (starts[cell], starts[cell] + n), placed.span(where[cell]), look))
            starts[cell] += n
    notes = [*placed.notes, *columns.head(look, look.px(0.3)), *_counts_inside(traces, longest, words, look)]
    for i, n in sums.items():
        style: dict[str, Any] = {"bold": rows[i].heading}
        notes += columns.figures([words.number(n)], [style], placed.centres[i], look)
    explained, above = legend(names, look, placed.left, columns.room(look))
    top = max(above, look.px(LINE)) + look.px(0.5)
    return picture(
        traces,
        look,
        height=top + placed.height,
        margin=(placed.left, columns.room(look), top, 0),
        notes=notes,
        shapes=shapes,
        barmode="overlay",
        xaxis=hidden_axis(range=[0, longest * 1.01]),
        yaxis=placed.axis,
        showlegend=True,
        legend=explained,
    )


def _counts_inside(traces: list[go.Bar], longest: int, words: Words, look: Look) -> list[dict[str, Any]]:
    notes = []
    for trace in traces:
        solid = not trace.marker.pattern.shape
        ground = trace.marker.color if solid else look.ground
        for n, start, y in zip(trace.x, trace.base, trace.y, strict=True):
            if n / longest >= LABELLED:
                style = {"color": contrasting(ground), "size": look.small}
                if not solid:
                    style |= {"bgcolor": look.ground, "borderpad": 1}
                notes.append(note(words.number(n), look, x=start + n / 2, y=y, yanchor="middle", **style))
    return notes
