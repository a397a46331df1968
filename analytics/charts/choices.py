"""A question with several answers: how many chose each option."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts.lettering import escape, shorten
from analytics.charts.likert import NAME
from analytics.charts.look import TEAL, Chart, Look, hidden_axis, note, nothing, picture
from analytics.charts.rows import Row, lay_out
from analytics.options import OTHER, Options
from analytics.statistics.groupings import option_name
from analytics.words import NONE, Words


def options(found: Options, words: Words, *, dark: bool = False, width: int = 720, size: int = 15) -> Chart:
    """Bars of the respondents who chose each option, most chosen first, other answers last.

    Denominator of the shares: respondents who chose any option. They don't add up to 100 %, and the
    subtitle says so. Without any answer there are no bars and it says so.
    """
    look = Look(dark, width, size)
    columns = [words("Option"), words("Respondents"), words("Percent")]
    if not found.base:
        return nothing(words("Nobody chose an option of this question"), words, look, columns)
    shares = found.shares
    rows = [(option_name(option, words), n, words.percent(shares[option])) for option, n in found.ranked]
    said = [words("{count} ({share})", count=n, share=share) for _, n, share in rows]
    placed = lay_out([Row(label) for label, _, _ in rows], look)
    bars = go.Bar(
        x=[n for _, n, _ in rows],
        y=placed.centres,
        orientation="h",
        width=placed.thickness,
        marker={
            "color": [look.rule if option == OTHER else TEAL for option, _ in found.ranked],
            "line": {"width": 0},
        },
        customdata=[escape(f"{label}: {text}") for (label, _, _), text in zip(rows, said, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )
    notes = [
        note(
            escape(text),
            look,
            x=n,
            y=y,
            xanchor="left",
            yanchor="middle",
            xshift=look.px(0.4),
        )
        for text, (_, n, _), y in zip(said, rows, placed.centres, strict=True)
    ]
    title, subtitle = sentences(found, words)
    return Chart(
        figure=picture(
            [bars],
            look,
            height=placed.height,
            margin=(placed.left, look.px(8), 0, 0),
            notes=[*placed.notes, *notes],
            shapes=[],
            xaxis=hidden_axis(range=[0, max(n for _, n, _ in rows)]),
            yaxis=placed.axis,
        ),
        title=title,
        subtitle=subtitle,
        alt=words("Bars of {n} {n:option|options}. {title}.", n=len(rows), title=title),
        table=pd.DataFrame(
            [
                *([label, words.number(n), share.removesuffix("%")] for label, n, share in rows),
                [words("Chose none"), words.number(found.blank), NONE],
                [words("Base: chose at least one"), words.number(found.base), NONE],
            ],
            columns=columns,
        ),
    )


def sentences(found: Options, words: Words) -> tuple[str, str]:
    """What was chosen most, and of whom the shares are; documents say the same."""
    subtitle = words(
        "Of {base} {base:respondent|respondents} who chose at least one ({blank} chose none). One "
        "may choose several, so the shares do not add up to {whole}%.",
        base=found.base,
        blank=found.blank,
        whole=100,
    )
    if not found.base:
        return words("Nobody chose an option of this question"), subtitle
    first, n = found.ranked[0]
    title = words(
        "Most chosen: “{option}”, by {share} of {base}",
        option=shorten(option_name(first, words), NAME),
        share=words.percent(n / found.base),
        base=found.base,
    )
    return title, subtitle
