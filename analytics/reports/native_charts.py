"""The chart sheet: native charts that Excel and LibreOffice draw from the cells beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
    RichTextProperties,
)
from openpyxl.utils.units import pixels_to_EMU

from analytics.assessment import Assessment, Survey
from analytics.charts.lettering import shorten
from analytics.codebook import Item
from analytics.names import state_name
from analytics.reports import findings
from analytics.reports.content import headline, level_states
from analytics.reports.palette import STATE_COLOURS, portions, readable_on, shades
from analytics.reports.ratings import tables_of
from analytics.reports.sheets import FONT, Formats, Page, Style, Value, clean, describe
from analytics.words import NONE, Words

LABEL = 24.0  # ems of an item beside its bar; all of it stands in the sheet of the survey
LONGEST_TITLE = 120  # characters; a longer one leaves no room for the bars
LADDER_CM = 9.0
ROOM_ROW = 20.0  # height in points of the empty rows that a chart floats over
POINTS_A_CM = 28.35


def chart_sheet(workbook: Workbook, title: str, assessment: Assessment, words: Words) -> None:
    """Add the sheet with the ladder of levels and, for each survey, the distribution of its items.

    Each chart of items has a page of its own; the tables that they are drawn from follow behind them.
    """
    charted = [
        (survey, start, items[start:stop])
        for survey in assessment.surveys
        for items in tables_of(survey)
        for start, stop in portions(len(items))
    ]
    columns = max([5, *(len(items[0].scale.points) + 2 for _, _, items in charted)])
    page = Page(workbook, title, [62, *[14] * (columns - 1)], words)
    page.line(words("Charts"), "title")
    _ladder(page, assessment, words)
    anchors = []
    for _, _, items in charted:
        page.break_before()
        anchors.append((page.row, _leave_room(page, 4.2 + 1.15 * len(items))))
    if charted:
        page.break_before()
    for anchor, (survey, start, items) in zip(anchors, charted, strict=True):
        chart = _items(page, survey, items, start, words)
        keys = [item.key for item in items]
        describe(chart, findings.of_items(survey, keys, assessment.band_scheme, words).alt)
        _place(page, chart, *anchor)
    page.finish(footer=words("Charts"))


def _ladder(page: Page, assessment: Assessment, words: Words) -> None:
    score, formats = assessment.score, Formats.of(words)
    title = headline(assessment, words)
    states = list(STATE_COLOURS)
    figures: list[Style] = ["figure"] * len(states)
    top = page.row
    rows = _leave_room(page, LADDER_CM)
    header = page.table_row(
        [words("Level"), *(state_name(state, words) for state in states)], ["column"] * (1 + len(states))
    )
    for verdict, label in zip(score.verdicts, level_states(assessment, words), strict=True):
        points = [verdict.level.points if verdict.state == state else None for state in states]
        page.table_row([label, *points], ["text", *figures], [None, *[formats.count] * len(states)])
    chart = _bars(page, header, page.row - 1, [STATE_COLOURS[state] for state in states], title)
    chart.type, chart.grouping = "col", "stacked"
    chart.gapWidth = 40
    chart.y_axis.numFmt = formats.count
    chart.y_axis.scaling.min = 0
    chart.y_axis.scaling.max = max(verdict.level.points for verdict in score.verdicts)
    chart.y_axis.majorUnit = assessment.rubric.levels[0].points
    _label(chart, formats.count, [readable_on(STATE_COLOURS[state]) for state in states])
    describe(chart, findings.of_score(assessment, words).alt)
    _place(page, chart, top, rows)
    page.gap()


def _items(page: Page, survey: Survey, items: Sequence[Item], start: int, words: Words) -> BarChart:
    """One 100 % stacked chart of items that share a scale, with the table it is drawn from."""
    scale, formats = items[0].scale, Formats.of(words)
    same = all(item.scale == scale for item in items)
    points = tuple(reversed(scale.points))
    names = [scale.label(point) if same and scale.labels else words.plain(point) for point in points]
    header = page.table_row(
        [words("Item (number of answers)"), *names, words("Raters")], ["column"] * (len(points) + 2)
    )
    for number, item in enumerate(items, start=start + 1):
        found = survey.item(item.key)
        text = shorten(item.text, LABEL)
        label = words("{number}. {item} (n = {n})", number=words.plain(number), item=text, n=found.base)
        values: list[Value] = [label]
        values += [NONE if (share := found.shares[point]) is None else share for point in points]
        styles: list[Style] = ["text", *["figure"] * (len(points) + 1)]  # type: ignore[list-item]
        page.table_row([*values, found.base], styles, [None, *[formats.share] * len(points), formats.count])
    colours = tuple(reversed(shades(len(points))))
    page.keep(header, page.row - 1)
    chart = _bars(
        page, header, page.row - 1, colours, words("Distribution of answers: {title}", title=survey.title)
    )
    chart.type, chart.grouping = "bar", "percentStacked"
    chart.gapWidth = 45
    chart.x_axis.scaling.orientation = "maxMin"  # the first item on top, as in the table
    chart.y_axis.crosses = "max"  # which would put the axis of shares on top too
    chart.y_axis.numFmt = formats.share.replace(".00", "")
    chart.y_axis.majorUnit = 0.2
    thin = f'[<0.05]"";{formats.share.replace(".00", "")}'
    _label(chart, thin, [readable_on(colour) for colour in colours])
    page.gap()
    return chart


def _bars(page: Page, header: int, last: int, colours: Sequence[str], title: str) -> BarChart:
    """A stacked chart of a table whose series are the columns after the first, colours set explicitly."""
    chart = BarChart()
    table = Reference(page.sheet, min_col=2, max_col=1 + len(colours), min_row=header, max_row=last)
    chart.add_data(table, titles_from_data=True)
    chart.set_categories(Reference(page.sheet, min_col=1, min_row=header + 1, max_row=last))
    for series, colour in zip(chart.series, colours, strict=True):
        series.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.graphicalProperties.line = LineProperties(solidFill="FFFFFF", w=6350)
        series.invertIfNegative = False
    chart.overlap = 100
    chart.title = _title(clean(title, page.words)[:LONGEST_TITLE])
    chart.title.overlay = False
    chart.legend.position = "t"
    chart.legend.overlay = False
    chart.legend.txPr = _text(1200)
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.txPr = _text(1200)
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="E5E5E5", w=6350))
    chart.x_axis.majorTickMark = chart.y_axis.majorTickMark = "none"
    chart.y_axis.numFmt = "General"
    chart.x_axis.tickLblSkip = 1  # else every second name is left out where they are long
    return chart


def _label(chart: BarChart, number_format: str, colours: Sequence[str]) -> None:
    """Figures inside the segments; a format with [<0.05]"" keeps them out of the thin ones."""
    for series, colour in zip(chart.series, colours, strict=True):
        series.dLbls = DataLabelList(
            numFmt=number_format,
            showVal=True,
            showSerName=False,
            showCatName=False,
            showLegendKey=False,
            showPercent=False,
            dLblPos="ctr",
            txPr=_text(1100, colour),
        )


def _text(size: int, colour: str = "333333", bold: bool = False) -> RichText:
    return RichText(
        bodyPr=RichTextProperties(),
        p=[
            Paragraph(
                pPr=ParagraphProperties(defRPr=_characters(size, colour, bold)),
                endParaRPr=CharacterProperties(),
            )
        ],
    )


def _title(text: str) -> Title:
    run = RegularTextRun(rPr=_characters(1600, "000000", True), t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_characters(1600, "000000", True)), r=[run])
    return Title(tx=Text(rich=RichText(bodyPr=RichTextProperties(), p=[paragraph])))


def _characters(size: int, colour: str, bold: bool) -> CharacterProperties:
    # Thai is a complex script: with a latin font alone it would be drawn in the system's own.
    return CharacterProperties(
        latin=Font(typeface=FONT), cs=Font(typeface=FONT), sz=size, b=bold, solidFill=colour
    )


def _leave_room(page: Page, centimetres: float) -> int:
    """Leave rows empty under a chart that floats over them; returns how many."""
    rows = math.ceil(centimetres * POINTS_A_CM / ROOM_ROW)
    for row in range(page.row, page.row + rows):
        page.height_of(row, ROOM_ROW)
    page.row += rows
    return rows


def _place(page: Page, chart: BarChart, top: int, rows: int) -> None:
    """Lay a chart over the room left for it, as wide as the table below and a little inside the rows."""
    inset = pixels_to_EMU(4)
    chart.anchor = TwoCellAnchor(
        editAs="oneCell",
        _from=AnchorMarker(col=0, row=top - 1, rowOff=inset),
        to=AnchorMarker(col=len(page.widths), row=top + rows - 2, rowOff=inset),
    )
    page.sheet.add_chart(chart)
