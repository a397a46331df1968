"""The report as .pptx for the meeting: score, what is missing, satisfaction, projects, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pptx.enum.chart import XL_CHART_TYPE

from analytics.assessment import Assessment, Survey
from analytics.names import scheme_name, state_name, status_name
from analytics.reports import findings
from analytics.reports.content import (
    Cell,
    headline,
    level_states,
    level_table,
    method,
    project_counts,
    project_table,
    settings,
    source_table,
)
from analytics.reports.official_form import official_form
from analytics.reports.palette import STATE_COLOURS, portions, shades
from analytics.reports.ratings import Rating, RatingTable, rating_tables, survey_note
from analytics.reports.sheets import ACCENT, Formats
from analytics.reports.slides import LEFT, ROOM, SMALL_SIZE, Deck, Series, shortened
from analytics.words import Words

ITEMS_A_SLIDE = 8
LONGEST_LABEL = 60


def deck(assessment: Assessment, words: Words) -> bytes:
    """The slides of an assessment as .pptx, 16:9, to show and to go on editing.

    Charts are native, with their figures behind them; a slide's message is its title, and its notes name the
    sources. Texts too long for a slide are cut on it and whole in the notes. The same assessment and words
    give the same bytes.
    """
    form = official_form(assessment, words)
    made = Deck(
        form.titles[0], " · ".join(shortened(t, 90) for t in form.titles[:2]), words, assessment.made_on
    )
    sources = _sources(assessment, words)
    _cover(made, assessment, words, sources)
    _score(made, assessment, words, sources)
    _levels(made, assessment, words, sources)
    for survey in assessment.surveys:
        for table in rating_tables(survey, assessment.band_scheme, words):
            _distribution(made, survey, table, assessment, words, sources)
            _means(made, survey, table, assessment, words, sources)
    _projects(made, assessment, words, sources)
    _method(made, assessment, words)
    return made.to_bytes()


def _sources(assessment: Assessment, words: Words) -> list[str]:
    """What the notes of every slide end with."""
    lines = [
        words("Source: {workbook}, SHA-256 {sha256}", workbook=source.workbook, sha256=source.sha256)
        for source in assessment.sources
    ]
    rubric = f"{assessment.rubric.id}, {assessment.rubric.version}"
    return [*lines, words("Rubric and version") + f": {rubric}"]


def _cover(made: Deck, assessment: Assessment, words: Words, sources: Sequence[str]) -> None:
    form = official_form(assessment, words)
    slide = made.slide(form.titles[0], "", sources)
    year = words("Fiscal year {year}", year=words.plain(assessment.fiscal_year))
    lines = [*form.titles[1:], f"{year} · {words('Made on')} {words.show(assessment.made_on)}"]
    made.text(slide, "\n".join(shortened(line) for line in lines), (LEFT, 1.7, ROOM, 1.6))
    made.text(slide, headline(assessment, words), (LEFT, 4.1, ROOM, 1.0), 48, bold=True, colour=ACCENT)


def _score(made: Deck, assessment: Assessment, words: Words, sources: Sequence[str]) -> None:
    found, score = findings.of_score(assessment, words), assessment.score
    slide = made.slide(found.title, found.note, sources)
    categories = level_states(assessment, words)
    series = [
        Series(
            state_name(state, words),
            tuple(v.level.points if v.state == state else None for v in score.verdicts),
            colour,
            hatched=state != "counted",
        )
        for state, colour in STATE_COLOURS.items()
    ]
    count = Formats.of(words).count
    kind = XL_CHART_TYPE.COLUMN_STACKED
    made.chart(slide, kind, categories, series, found.alt, cells="0", labels=count, top=score.maximum)


def _levels(made: Deck, assessment: Assessment, words: Words, sources: Sequence[str]) -> None:
    step = assessment.score.next_step
    if step is None:
        title = words("Every level counts")
    elif step.missing is None:
        title = words("Level {level} does not count yet", level=words.plain(step.level.level))
    else:
        level = words.plain(step.level.level)
        title = words("Next, for level {level}: {what}", level=level, what=words.say(step.missing))
    table = level_table(assessment, words)
    rows = [[cell.text(words) for cell in row[:4]] for row in table.rows]
    made.tables(title, headline(assessment, words), sources, table.columns[:4], rows, (2.3, 2, 4.5, 3.5))


def _distribution(
    made: Deck,
    survey: Survey,
    table: RatingTable,
    assessment: Assessment,
    words: Words,
    sources: Sequence[str],
) -> None:
    """How each item was answered, eight items a slide; the base stands beside each item."""
    found = findings.of_items(survey, [row.key for row in table.items], assessment.band_scheme, words)
    notes = [survey_note(survey, words), *table.legend, *sources]
    share = Formats.of(words).share
    parts = portions(len(table.items), ITEMS_A_SLIDE)
    for number, (start, stop) in enumerate(parts, start=1):
        more = f" ({words.plain(number)}/{words.plain(len(parts))})" if len(parts) > 1 else ""
        slide = made.slide(found.title + more, found.note, notes)
        rows = table.items[start:stop]
        categories = [_labelled(row, words) for row in rows]
        thin = f'[<0.05]"";{share.replace(".00", "")}'
        made.chart(
            slide,
            XL_CHART_TYPE.BAR_STACKED_100,
            categories,
            _series(table, rows, words),
            found.alt,
            cells=share,
            labels=thin,
        )


def _labelled(row: Rating, words: Words) -> str:
    text = shortened(" ".join(row.text.split()), LONGEST_LABEL)
    return words("{number}. {item} (n = {n})", number=words.plain(row.number), item=text, n=row.found.base)


def _series(table: RatingTable, rows: Sequence[Rating], words: Words) -> list[Series]:
    """Best first, as in the table. A name starts with its point, so that it is never taken for a formula."""
    colours = reversed(shades(len(table.points)))
    return [
        Series(
            f"{words.plain(point)} {label}".strip(),
            tuple(row.found.shares[point] for row in rows),
            colour,
        )
        for (point, label), colour in zip(table.points, colours, strict=True)
    ]


def _means(
    made: Deck,
    survey: Survey,
    table: RatingTable,
    assessment: Assessment,
    words: Words,
    sources: Sequence[str],
) -> None:
    if any(item.aspect for item in survey.tally.codebook.items):
        found = findings.of_aspects(survey, assessment.band_scheme, words)
        title, note = found.title, found.note
    else:
        title = words("Mean of each item: {title}", title=survey.title)
        note = scheme_name(assessment.band_scheme, words)
    columns = (words("List of items"), words("Raters"), "x̄", "S.D.", words("Two best"), words("Meaning"))
    rows = []
    for row in table.rows:
        number = "" if row.number is None else words.plain(row.number) + ". "
        base, mean, sd, word = (cell.text(words) for cell in row.ends)
        rows.append([number + row.text, base, mean, sd, Cell(row.found.top_two, "share").text(words), word])
    groups = [index for index, row in enumerate(table.rows) if row.number is None]
    notes = [survey_note(survey, words), *table.legend, *sources]
    made.tables(title, note, notes, columns, rows, (6.4, 1.5, 1, 1, 1.4, 1.8), (1, 2, 3, 4), groups)


def _projects(made: Deck, assessment: Assessment, words: Words, sources: Sequence[str]) -> None:
    found, ledger = findings.of_projects(assessment, words), assessment.facts.projects
    table = project_table(assessment, words)
    chosen = (1, 2, 3, 4, 7, 8)
    widths = (1.6, 4.6, 1.9, 2.2, 1.9, 1.7)
    here = table.rows[: len(ledger.counted) + len(ledger.claimed)]
    rows = [[row[column].text(words) for column in chosen] for row in here]
    note = project_counts(assessment, words)
    if rows:
        columns = [table.columns[column] for column in chosen]
        made.tables(found.title, note, sources, columns, rows, widths, (5,))
    else:
        made.slide(found.title, note, sources)
    if ledger.left_out:
        reasons = Counter(
            (words.say(left.reason), status_name(left.project.status, words)) for left in ledger.left_out
        )
        made.tables(
            words("{n} projects are left out, each for a reason", n=len(ledger.left_out)),
            "",
            [*(f"{left.project.name}: {words.say(left.reason)}" for left in ledger.left_out), *sources],
            (words("Reason"), words("Status"), words("Projects")),
            [[reason, status, words.number(n)] for (reason, status), n in reasons.most_common()],
            (8, 2.6, 1.4),
            (2,),
        )


def _method(made: Deck, assessment: Assessment, words: Words) -> None:
    facts = [(label, cell.text(words)) for label, cell in settings(assessment, words)]
    made.tables(
        words("Where the figures come from"),
        "",
        method(words),
        (words("Fact"), words("Detail")),
        facts,
        (3, 9),
        size=SMALL_SIZE,
    )
    table = source_table(assessment, words)
    if table.rows:
        rows = [[cell.text(words) for cell in row] for row in table.rows]
        right = (2, 4)
        title = words("Each figure comes from one of these workbooks")
        made.tables(title, "", method(words), table.columns, rows, (3, 2.4, 1.2, 5.6, 1.2), right, size=14)
    slide = made.slide(words("How the figures are worked out"), "", [])
    made.text(slide, "\n".join(method(words)), (LEFT, 1.6, ROOM, 4.5))
