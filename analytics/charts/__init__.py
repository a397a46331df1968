"""Result → Plotly figure: one builder a kind of chart, pure, in the reader's words.

A builder takes parts of an assessment and `Words` and gives a `Chart`: the picture, its finding in one
sentence, what it rests on, a text for those who can't see it, and its figures as a table. Every builder
takes `dark`, the `width` in pixels that it is laid out for, and the `size` of its letters.
"""

from analytics.charts.chain import chain_chart
from analytics.charts.choices import options
from analytics.charts.ladder import ladder
from analytics.charts.likert import likert, scales_of
from analytics.charts.look import CONFIG, Chart
from analytics.charts.priorities import priorities_chart
from analytics.charts.projects import projects_status
from analytics.charts.single import aspects, distribution
from analytics.charts.themes import themes_chart
from analytics.charts.timeline import timeline
from analytics.charts.units import levels_of_groups, levels_of_units
from analytics.charts.years import Year, years

__all__ = [
    "CONFIG",
    "Chart",
    "Year",
    "aspects",
    "chain_chart",
    "distribution",
    "ladder",
    "levels_of_groups",
    "levels_of_units",
    "likert",
    "options",
    "priorities_chart",
    "projects_status",
    "scales_of",
    "themes_chart",
    "timeline",
    "years",
]
