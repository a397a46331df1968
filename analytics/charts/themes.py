"""What comments are about: how many took each theme, and which way they lean."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from analytics.charts.lettering import escape, shorten
from analytics.charts.likert import NAME
from analytics.charts.look import (
    WORST_TO_BEST,
    Chart,
    Look,
    contrasting,
    hidden_axis,
    note,
    nothing,
    picture,
    swatches,
)
from analytics.charts.rows import Columns, Row, lay_out
from analytics.themes import LEANINGS, CommentCounts, Leaning, Themes
from analytics.words import Words

# A wish is neither good nor bad, so it has a colour apart from the scale's.
COLOURS: dict[Leaning, str] = {
    "negative": WORST_TO_BEST[0],
    "mixed": WORST_TO_BEST[1],
    "wish": "#8fa6bd",
    "none": WORST_TO_BEST[2],
    "positive": WORST_TO_BEST[4],
}
LABELLED = 0.05  # of the longest bar: a shorter part has no room for its figure


def leaning_name(leaning: Leaning, words: Words) -> str:
    """Which way a comment leans, in words."""
    return {
        "negative": words("Complaint"),
        "mixed": words("Praise and complaint"),
        "wish": words("Asks for something"),
        "none": words("Neither"),
        "positive": words("Praise"),
    }[leaning]


def themes_chart(
    found: Themes, words: Words, *, dark: bool = False, width: int = 720, size: int = 15
) -> Chart:
    """Bars of the comments of each theme, split by leaning, most frequent first; then those without a theme.

    Denominator of the shares: comments that say something. They don't add up to 100 %, and the subtitle says
    so. Without any such comment there are no bars and it says so.
    """
    look = Look(dark, width, size)
    names = [leaning_name(leaning, words) for leaning in LEANINGS]
    columns = [words("Theme"), words("Comments"), words("Percent"), *names]
    if not found.base:
        return nothing(words("No comment says anything"), words, look, columns)
    rows = [(count.theme.title[words.language], dict(count.leanings)) for count in found.counts]
    if found.without:
        left = {leaning: len(found.of("", leaning)) for leaning in LEANINGS}
        rows.append((words("No theme of the list"), left))
    placed = lay_out([Row(label) for label, _ in rows], look)
    totals = [sum(leanings.values()) for _, leanings in rows]
    right = Columns((7.0,), (escape(words("Comments")),))
    traces, notes = [], [*placed.notes, *right.head(look, look.px(0.3))]
    starts = [0] * len(rows)
    for leaning, name in zip(LEANINGS, names, strict=True):
        counts = [leanings[leaning] for _, leanings in rows]
        traces.append(
            go.Bar(
                name=escape(name),
                x=counts,
                base=list(starts),
                y=placed.centres,
                orientation="h",
                width=placed.thickness,
                marker={"color": COLOURS[leaning], "line": {"width": 1, "color": look.ground}},
                customdata=[
                    escape(f"{label} · {name}: {words.number(n)}")
                    for (label, _), n in zip(rows, counts, strict=True)
                ],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )
        ink = {"color": contrasting(COLOURS[leaning]), "size": look.small}
        for row, n in enumerate(counts):
            if n and n >= LABELLED * max(totals):
                centre = starts[row] + n / 2
                notes.append(
                    note(words.number(n), look, x=centre, y=placed.centres[row], yanchor="middle", **ink)
                )
            starts[row] += n
    shares = [words.percent(n / found.base) for n in totals]
    for y, n, share in zip(placed.centres, totals, shares, strict=True):
        notes += right.figures([escape(words("{count} ({share})", count=n, share=share))], [{}], y, look)
    explained, shapes, above, _ = swatches(
        [(name, COLOURS[leaning]) for leaning, name in zip(LEANINGS, names, strict=True)],
        look,
        placed.left,
        right.room(look),
    )
    # The legend stands on the bars' upper edge, the heading of the figures beside it.
    top = above + look.px(0.5)
    title, subtitle = sentences(found, words)
    return Chart(
        figure=picture(
            traces,
            look,
            height=top + placed.height,
            margin=(placed.left, right.room(look), top, 0),
            notes=[*notes, *explained],
            shapes=shapes,
            barmode="overlay",
            xaxis=hidden_axis(range=[0, max(totals) * 1.01]),
            yaxis=placed.axis,
        ),
        title=title,
        subtitle=subtitle,
        alt=words("Stacked bars of comments by theme and leaning. {title}.", title=title),
        table=pd.DataFrame(
            [
                [label, words.number(n), share, *(words.number(leanings[each]) for each in LEANINGS)]
                for (label, leanings), n, share in zip(rows, totals, shares, strict=True)
            ],
            columns=columns,
        ),
    )


def sentences(found: Themes | CommentCounts, words: Words) -> tuple[str, str]:
    """What most comments are about, and of which the shares are; documents say the same."""
    subtitle = words(
        "Of {base} {base:comment that says|comments that say} something ({nothing} "
        "{nothing:says|say} nothing). One may have several themes, so the shares do not add up to "
        "100%.",
        base=found.base,
        nothing=found.nothing,
    )
    return _title(found, words), words.in_digits(subtitle)


def _title(found: Themes | CommentCounts, words: Words) -> str:
    if not found.base:
        return words("No comment says anything")
    if not found.counts:
        return words("No comment has a theme of the list")
    first = found.counts[0]
    return words(
        "Most comments are about “{theme}”: {n} of {base}",
        theme=shorten(first.theme.title[words.language], NAME),
        n=first.n,
        base=found.base,
    )
