"""The satisfaction sheet of a survey: the usual Thai table with its bands, and what was not counted."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook

from analytics.assessment import Survey
from analytics.codebook import Item, Scale
from analytics.measures import BandScheme, Measures, band, band_limits, band_word, pooled
from analytics.names import scheme_name
from analytics.reports.sheets import Formats, Page, Style, Value, name_range
from analytics.words import NONE, Words, half_up

# Scales whose mean may be put into a word; a frequency or an amount has no better end.
BANDED = ("satisfaction", "agreement", "numbers")


def band_of(found: Measures, scheme: BandScheme, words: Words) -> str:
    """The word for a mean; a dash without answers, or where the scale has no better end."""
    if found.scale.kind not in BANDED:
        return NONE
    word = band_word(band(found.mean, found.scale, scheme), found.scale)
    return words(word) if word else NONE


def tables_of(survey: Survey) -> tuple[tuple[Item, ...], ...]:
    """The items in groups that share one scale's points, so that each group makes one table."""
    groups: dict[tuple[int, ...], list[Item]] = {}
    for item in survey.tally.codebook.items:
        groups.setdefault(item.scale.points, []).append(item)
    return tuple(tuple(items) for items in groups.values())


def satisfaction_sheet(
    workbook: Workbook, title: str, survey: Survey, scheme: BandScheme, words: Words, suffix: str
) -> None:
    """Add the sheet of one survey. `suffix` ends the names of its ranges: "" for the first survey."""
    tables = tables_of(survey)
    points = max((len(items[0].scale.points) for items in tables), default=5)
    largest = survey.tally.respondents * len(survey.tally.codebook.items)
    count_width = max(7.5, 1.8 * len(f"{largest:,}"))
    page = Page(
        workbook,
        title,
        [7.5, 48, *[count_width, 11.5] * points, max(10.5, count_width), 8, 8, 14],
        words,
    )
    page.line(words("Satisfaction: {title}", title=survey.title), "title")
    page.line(
        words(
            "{n} people answered the questionnaire. Shares, mean and S.D. are of those who rated the item. "
            "Not part of them: {blank} blank, {not_applicable} not applicable, {unrecognised} unrecognised "
            "answers in all items together (item by item in sheet “{sheet}”).",
            n=survey.tally.respondents,
            **_no_answers(survey),
            sheet=words("Bases"),
        ),
        "note",
    )
    header = page.row
    for number, items in enumerate(tables, start=1):
        if number > 1:
            page.break_before()
        first = page.row
        last = _table(page, survey, items, scheme, words)
        extra = suffix if number == 1 else f"{suffix}_{number}"
        columns = 2 + 2 * len(items[0].scale.points) + 4
        name_range(page, f"satisfaction_table{extra}", (first, 1), (last, columns))
        _legend(page, items[0].scale, scheme, words)
    if not tables:
        page.line(words("No item on a scale was found in this survey."), "note")
    page.finish(
        freeze=f"C{header + 3}" if tables else None,
        repeat=(header, header + 2) if tables else None,
        footer=words("Satisfaction: {title}", title=survey.title),
    )


def empty_satisfaction_sheet(workbook: Workbook, title: str, words: Words) -> None:
    """Add the sheet that says that there is no survey yet."""
    page = Page(workbook, title, [30, 90], words)
    page.line(words("Satisfaction"), "title")
    page.line(words("No survey has been read yet: drop the workbook of a satisfaction survey."), "note")
    page.finish()


def _table(page: Page, survey: Survey, items: tuple[Item, ...], scheme: BandScheme, words: Words) -> int:
    """One table with header, items by aspect and the total; returns its last row."""
    scale, formats = items[0].scale, Formats.of(words)
    labels = scale if all(item.scale == scale for item in items) else Scale(scale.name, scale.points)
    _header(page, labels, words)
    number = 0
    for aspect in dict.fromkeys(item.aspect for item in items):
        grouped = tuple(item for item in items if item.aspect == aspect)
        found = pooled(survey.tally, tuple(item.key for item in grouped))
        if aspect and found:
            _figures(page, None, aspect, found, scheme, words, formats, group=True)
        for item in grouped:
            number += 1
            _figures(page, number, item.text, survey.item(item.key), scheme, words, formats)
    everything = pooled(survey.tally, tuple(item.key for item in items))
    if everything:
        _figures(page, None, words("Total / overall mean"), everything, scheme, words, formats, group=True)
    return page.row - 1


def _header(page: Page, scale: Scale, words: Words) -> None:
    row, k = page.row, len(scale.points)
    title = {
        "satisfaction": words("Level of satisfaction"),
        "agreement": words("Level of agreement"),
    }.get(scale.kind, words("Level"))
    page.put(row, 1, words("No."), "column", down=3)
    page.put(row, 2, words("List of items"), "column", down=3)
    page.put(row, 3, title, "column", across=2 * k)
    for index, point in enumerate(reversed(scale.points)):
        column = 3 + 2 * index
        label = words.plain(point)
        if scale.labels:
            label += "\n" + scale.label(point)
        page.put(row + 1, column, label, "column", across=2)
        page.put(row + 2, column, words("Count"), "column")
        page.put(row + 2, column + 1, words("Percent"), "column")
    ends = (words("Raters"), "x̄", "S.D.", words("Meaning"))
    for column, text in enumerate(ends, start=3 + 2 * k):
        page.put(row, column, text, "column", down=3)
    page.row += 3


def _figures(
    page: Page,
    number: int | None,
    text: str,
    found: Measures,
    scheme: BandScheme,
    words: Words,
    formats: Formats,
    group: bool = False,
) -> None:
    figure: Style = "group figure" if group else "figure"
    word: Style = "group word" if group else "word"
    values: list[Value] = [number, text]
    styles: list[Style] = [word, "group" if group else "text"]
    shown: list[str | None] = [formats.count, None]
    shares = found.shares
    for point in reversed(found.scale.points):
        values += [found.counts[point], NONE if shares[point] is None else shares[point]]
        styles += [figure, figure]
        shown += [formats.count, formats.share]
    values += [
        found.base,
        NONE if found.mean is None else found.mean,
        NONE if found.sd is None else found.sd,
        band_of(found, scheme, words),
    ]
    styles += [figure, figure, figure, word]
    shown += [formats.count, formats.decimal, formats.decimal, None]
    page.table_row(values, styles, shown)


def _legend(page: Page, scale: Scale, scheme: BandScheme, words: Words) -> None:
    """The bands below the table, best first, with the name of their scheme."""
    page.gap()
    if scale.kind not in BANDED:
        page.line(words("The mean of this scale is not interpreted: it has no better end."), "note")
        return
    limits = band_limits(scale, scheme)
    five = scale.points == (1, 2, 3, 4, 5)
    name = scheme_name(scheme, words) if five else words("Equal widths of this scale: (max − min) / points")
    page.line(words("How means are read ({scheme}); rounded to two decimals first", scheme=name), "note")
    upper = float(scale.points[-1])
    for index, lower in enumerate(limits):
        page.line(
            words(
                "{low} – {high}  means  {word}",
                low=words.number(float(lower), 2),
                high=words.number(upper, 2),
                word=words(band_word(index, scale) or NONE),
            ),
            "note",
        )
        upper = float(lower - half_up(0.01, 2))


def bases_sheet(workbook: Workbook, title: str, surveys: Sequence[Survey], words: Words) -> None:
    """Add the sheet that says of each item who is in its base, who is not, and the best and worst points."""
    page = Page(workbook, title, [7.5, 48, *[15] * 7], words)
    page.line(words("Who answered each item, and who did not"), "title")
    headers: list[int] = []
    for survey in surveys:
        page.gap()
        page.line(words("{title}: {n} people", title=survey.title, n=survey.tally.respondents), "heading")
        headers += [_bases(page, survey, items, words) for items in tables_of(survey)]
    page.finish(repeat=(headers[0], headers[0]) if len(headers) == 1 else None, footer=title)


def _bases(page: Page, survey: Survey, items: tuple[Item, ...], words: Words) -> int:
    """One table; returns the row of its header."""
    formats, scale = Formats.of(words), items[0].scale
    header = (
        words("No."),
        words("List of items"),
        words("Raters"),
        words("Blank"),
        words("Not applicable"),
        words("Unrecognised"),
        words("Top box {points}", points=_points(scale.top_two, words)),
        words("Bottom box {points}", points=_points(scale.bottom_two, words)),
        words("Score %"),
    )
    top = page.table_row(header, ["column"] * len(header))
    styles: list[Style] = [
        "word",
        "text",
        "figure",
        "figure",
        "figure",
        "figure",
        "figure",
        "figure",
        "figure",
    ]
    shown = [formats.count, None, *[formats.count] * 4, formats.share, formats.share, formats.decimal]
    for number, item in enumerate(items, start=1):
        found = survey.item(item.key)
        values: list[Value] = [number, item.text, found.base]
        values += [found.blank, found.not_applicable, found.unrecognised]
        figures = (found.top_two, found.bottom_two, found.percent_score)
        page.table_row([*values, *(NONE if figure is None else figure for figure in figures)], styles, shown)
    page.gap()
    return top


def _no_answers(survey: Survey) -> dict[str, int]:
    found = [survey.item(item.key) for item in survey.tally.codebook.items]
    return {
        "blank": sum(m.blank for m in found),
        "not_applicable": sum(m.not_applicable for m in found),
        "unrecognised": sum(m.unrecognised for m in found),
    }


def _points(points: tuple[int, ...], words: Words) -> str:
    return "–".join(dict.fromkeys((words.plain(points[0]), words.plain(points[-1]))))
