"""Projects as spans across the months of a fiscal year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.charts.lettering import BREAK, escape, shorten, wrap
from analytics.charts.likert import NAME
from analytics.charts.look import (
    LINE,
    Chart,
    Fill,
    Look,
    hidden_axis,
    legend,
    marker,
    note,
    nothing,
    outline,
    picture,
)
from analytics.charts.projects import (
    OUTCOMES,
    Entry,
    Outcome,
    entries_of,
    fill_for,
    outcome_text,
)
from analytics.charts.rows import Row, lay_out
from analytics.names import status_name
from analytics.projects import Ledger, Project
from analytics.thai import MONTHS_SHORT, buddhist_year, fiscal_year_span
from analytics.words import ENGLISH_MONTHS, NONE, Words


def timeline(
    ledger: Ledger, fiscal_year: int, words: Words, *, dark: bool = False, width: int = 720, size: int = 15
) -> Chart:
    """Projects as spans across the months of a fiscal year (B.E.): counted, claimed, left out.

    A span that goes on beyond the year ends in an arrow. Projects without dates, or wholly outside the year,
    are in the table only. None at all gives a picture that says so.
    """
    look = Look(dark, width, size)
    columns = [
        words("Project"),
        words("From"),
        words("To"),
        words("Status"),
        words("Outcome"),
        words("Reason"),
    ]
    entries = entries_of(ledger)
    shown = sorted(
        (entry for entry in entries if _days(entry.project, fiscal_year) is not None),
        key=lambda e: (min(OUTCOMES.index(e.outcome), 2), _days(e.project, fiscal_year) or (0, 0)),
    )
    rest = [entry for entry in entries if entry not in shown]
    table = pd.DataFrame([_row(entry, words) for entry in [*shown, *rest]], columns=columns)
    year = words.plain(fiscal_year)
    if not shown:
        empty = nothing(words("No project has dates in fiscal year {year}", year=year), words, look, columns)
        return Chart(empty.figure, empty.title, "", empty.alt, table)
    title = _title(shown, len(entries), year, words)
    subtitle = words("Fiscal year {year}, October to September", year=year)
    if rest:
        subtitle += " · " + words(
            "{n} {n:project has|projects have} no dates in it; the table lists {n:it|them}",
            n=len(rest),
        )
    return Chart(
        figure=_spans(shown, fiscal_year, words, look),
        title=title,
        subtitle=subtitle,
        alt=words(
            "Spans of {n} {n:project|projects} over the months of the year. {title}.",
            n=len(shown),
            title=title,
        ),
        table=table,
    )


def _title(shown: list[Entry], total: int, year: str, words: Words) -> str:
    due = [
        (entry.project.period.end, entry.project.name)
        for entry in shown
        if entry.outcome == "claimed" and entry.project.period and entry.project.period.end
    ]
    if len(due) == 1:
        return words("“{name}” is due by {day}", name=shorten(due[0][1], NAME), day=due[0][0])
    if due:
        return words(
            "{n} {n:project is|projects are} still under way, the last due by {day}",
            n=len(due),
            day=max(due)[0],
        )
    return words(
        "{n} of {all} {all:project|projects} {n:has|have} dates in fiscal year {year}",
        n=len(shown),
        all=total,
        year=year,
    )


def _days(project: Project, fiscal_year: int) -> tuple[int, int] | None:
    """First day and day after the last, from the start of the fiscal year; None where none falls in it."""
    period, span = project.period, fiscal_year_span(fiscal_year)
    if period is None or (period.start is None and period.end is None):
        return None
    assert span.start is not None and span.end is not None
    start, end = period.start or span.start, period.end or span.end
    if start > span.end or end < span.start:
        return None
    return (max(start, span.start) - span.start).days, (min(end, span.end) - span.start).days + 1


def _goes_on(project: Project, fiscal_year: int) -> tuple[bool, bool]:
    """Whether a project goes beyond the start, and beyond the end, of the fiscal year, or may do so."""
    period, span = project.period, fiscal_year_span(fiscal_year)
    assert period is not None and span.start is not None and span.end is not None
    return (
        period.start is None or period.start < span.start,
        period.end is None or period.end > span.end,
    )


def _row(entry: Entry, words: Words) -> list[str]:
    period = entry.project.period
    return [
        entry.project.name,
        words.date(period.start if period else None, short=True),
        words.date(period.end if period else None, short=True),
        status_name(entry.project.status, words),
        outcome_text(entry.outcome, words),
        words.say(entry.reason) if entry.reason else NONE,
    ]


def _spans(shown: list[Entry], fiscal_year: int, words: Words, look: Look) -> go.Figure:
    placed = lay_out([Row(entry.project.name) for entry in shown], look)
    begin = fiscal_year_span(fiscal_year).start
    assert begin is not None
    groups: list[tuple[Fill, str, list[int]]] = []
    for kind, label in (
        ("counted", words("Counted")),
        ("claimed", words("Claimed, waiting")),
        ("left out", words("Left out")),
    ):
        here = [
            i
            for i, e in enumerate(shown)
            if (e.outcome if e.outcome in ("counted", "claimed") else "left out") == kind
        ]
        if here:
            outcome: Outcome = "origin" if kind == "left out" else shown[here[0]].outcome
            groups.append((fill_for(outcome, look), label, here))
    traces, shapes = [], []
    notes = list(placed.notes)
    for fill, label, here in groups:
        spans = [_days(shown[i].project, fiscal_year) or (0, 0) for i in here]
        traces.append(
            go.Bar(
                name=escape(label),
                orientation="h",
                base=[start for start, _ in spans],
                x=[end - start for start, end in spans],
                y=[placed.centres[i] for i in here],
                width=placed.thickness,
                marker=marker(fill, look),
                customdata=[(shown[i].project.source.row, _hover(shown[i], words)) for i in here],
                hovertemplate="%{customdata[1]}<extra></extra>",
            )
        )
        for i, span in zip(here, spans, strict=True):
            shapes.append(outline(fill, span, placed.span(i), look))
            for beyond, x, arrow, anchor in zip(
                _goes_on(shown[i].project, fiscal_year), span, "◀▶", ("left", "right"), strict=True
            ):
                if beyond:
                    style: dict[str, Any] = {"color": look.text, "size": look.small, "xanchor": anchor}
                    notes.append(note(arrow, look, x=x, y=placed.centres[i], yanchor="middle", **style))
    months = _months(begin)
    right = look.px(0.5)
    notes += _month_names(months, look.width - placed.left - right, words, look)
    edges = [start for _, start, _ in months] + [months[-1][2]]
    grid = [shape for x in edges for shape in placed.upright(x, look)]
    explained, above = legend([label for _, label, _ in groups], look, placed.left, right)
    top = above + look.px(LINE * 2 + 0.4)
    return picture(
        traces,
        look,
        height=top + placed.height + 2,
        margin=(placed.left, right, top, 2),
        notes=notes,
        shapes=[*grid, *shapes],
        barmode="overlay",
        xaxis=hidden_axis(range=[-1, months[-1][2] + 1]),
        yaxis=placed.axis,
        showlegend=True,
        legend=explained,
    )


def _hover(entry: Entry, words: Words) -> str:
    _, start, end, status, outcome, reason = _row(entry, words)
    said = [f"{start} – {end}", f"{status} · {outcome}", *([reason] if entry.reason else [])]
    return BREAK.join([f"<b>{wrap(entry.project.name, 28)}</b>", *(wrap(line, 32) for line in said)])


def _months(begin: date) -> list[tuple[date, int, int]]:
    """The twelve months from `begin`: first day, and where each starts and ends in days from `begin`."""
    firsts = [
        date(begin.year + (begin.month - 1 + i) // 12, (begin.month - 1 + i) % 12 + 1, 1) for i in range(13)
    ]
    edges = [(first - begin).days for first in firsts]
    return list(zip(firsts[:-1], edges[:-1], edges[1:], strict=True))


def _month_names(
    months: list[tuple[date, int, int]], bars: int, words: Words, look: Look
) -> list[dict[str, Any]]:
    """The months over the bars, only each quarter's first where room is short; the year where one starts."""
    every = 1 if bars / 12 > 2.6 * look.small else 3
    notes = []
    for i, (first, start, end) in enumerate(months):
        if i % every:
            continue
        if words.language == "th":
            name, year = MONTHS_SHORT[first.month - 1], words.plain(buddhist_year(first))
        else:
            name, year = ENGLISH_MONTHS[first.month - 1][:3], words.plain(first.year)
        text = f"{year}<br>{name}" if i == 0 or first.month == 1 else name
        notes.append(
            note(
                text,
                look,
                x=(start + end) / 2,
                yref="paper",
                y=1,
                yanchor="bottom",
                yshift=2,
                size=look.small,
                color=look.muted,
            )
        )
    return notes
