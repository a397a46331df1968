"""What every kind of document says of a survey: the usual Thai table, its bands, and who is in no base."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assessment import Survey
from analytics.codebook import Item, Scale
from analytics.measures import BandScheme, Measures, band, band_limits, band_word, pooled
from analytics.names import scheme_name
from analytics.reports.content import Cell, Table
from analytics.statistics.samplesize import claim
from analytics.tables import ranked
from analytics.words import NONE, Words, half_up

# Scales whose mean may be put into a word; a frequency or an amount has no better end.
BANDED = ("satisfaction", "agreement", "numbers")


@dataclass(frozen=True)
class Rating:
    """One row: an item with its number and key, or all answers to an aspect or to all items together."""

    number: int | None
    text: str
    found: Measures
    word: str
    key: str = ""

    @property
    def shares(self) -> tuple[Cell, ...]:
        """The share of each point, best first."""
        return tuple(Cell(self.found.shares[point], "share") for point in reversed(self.found.scale.points))

    @property
    def counts(self) -> tuple[Cell, ...]:
        """The number of answers of each point, best first."""
        return tuple(Cell(self.found.counts[point], "count") for point in reversed(self.found.scale.points))

    @property
    def ends(self) -> tuple[Cell, ...]:
        """Base, mean, S.D. and the word for the mean."""
        return (
            Cell(self.found.base, "count"),
            Cell(self.found.mean, "decimal"),
            Cell(self.found.sd, "decimal"),
            Cell(self.word),
        )


@dataclass(frozen=True)
class RatingTable:
    """The items of a survey that share one scale. `points`: each point with its words or "", best first."""

    level: str
    points: tuple[tuple[int, str], ...]
    rows: tuple[Rating, ...]
    legend: tuple[str, ...]

    @property
    def items(self) -> tuple[Rating, ...]:
        """The rows of single items."""
        return tuple(row for row in self.rows if row.number is not None)

    def point_names(self, words: Words) -> tuple[str, ...]:
        """What each point is called, best first: its words, else its number."""
        return tuple(label or words.plain(point) for point, label in self.points)


def tables_of(survey: Survey) -> tuple[tuple[Item, ...], ...]:
    """The items in groups that share one scale's points, so that each group makes one table."""
    groups: dict[tuple[int, ...], list[Item]] = {}
    for item in survey.tally.codebook.items:
        groups.setdefault(item.scale.points, []).append(item)
    return tuple(tuple(items) for items in groups.values())


def band_of(found: Measures, scheme: BandScheme, words: Words) -> str:
    """The word for a mean; a dash without answers, or where the scale has no better end."""
    if found.scale.kind not in BANDED:
        return NONE
    word = band_word(band(found.mean, found.scale, scheme), found.scale, scheme)
    return words(word) if word else NONE


def rating_tables(survey: Survey, scheme: BandScheme, words: Words) -> tuple[RatingTable, ...]:
    """The tables of a survey: items by aspect with the aspect's own row above them, and the total last."""
    return tuple(_table(survey, items, scheme, words) for items in tables_of(survey))


def _table(survey: Survey, items: tuple[Item, ...], scheme: BandScheme, words: Words) -> RatingTable:
    scale = items[0].scale
    labelled = bool(scale.labels) and all(item.scale == scale for item in items)
    rows: list[Rating] = []
    number = 0

    def together(text: str, grouped: tuple[Item, ...]) -> None:
        found = pooled(survey.tally, tuple(item.key for item in grouped))
        if found:
            rows.append(Rating(None, text, found, band_of(found, scheme, words)))

    for aspect in dict.fromkeys(item.aspect for item in items):
        grouped = tuple(item for item in items if item.aspect == aspect)
        if aspect:
            together(aspect, grouped)
        for item in grouped:
            number += 1
            found = survey.item(item.key)
            rows.append(Rating(number, item.text, found, band_of(found, scheme, words), item.key))
    together(words("Total / overall mean"), items)
    return RatingTable(
        level={
            "satisfaction": words("Level of satisfaction"),
            "agreement": words("Level of agreement"),
        }.get(scale.kind, words("Level")),
        points=tuple((point, scale.label(point) if labelled else "") for point in reversed(scale.points)),
        rows=tuple(rows),
        legend=_legend(scale, scheme, words),
    )


def _legend(scale: Scale, scheme: BandScheme, words: Words) -> tuple[str, ...]:
    """How means are read: the name of the scheme, then its bands, best first."""
    if scale.kind not in BANDED:
        return (words("The mean of this scale is not interpreted: it has no better end."),)
    five = scale.points == (1, 2, 3, 4, 5)
    name = scheme_name(scheme, words) if five else words("Equal widths of this scale: (max − min) / points")
    lines = [words("How means are read ({scheme}); rounded to two decimals first", scheme=name)]
    upper = float(scale.points[-1])
    for index, lower in enumerate(band_limits(scale, scheme)):
        lines.append(
            words(
                "{low} – {high}  means  {word}",
                low=words.number(float(lower), 2),
                high=words.number(upper, 2),
                word=words(band_word(index, scale, scheme) or NONE),
            )
        )
        upper = float(lower - half_up(0.01, 2))
    return tuple(lines)


def survey_note(survey: Survey, words: Words) -> str:
    """Who answered, what the figures are shares of, and what is no part of that."""
    found = [survey.item(item.key) for item in survey.tally.codebook.items]
    return words(
        "{n} {n:person|people} answered the questionnaire. Shares, mean and S.D. are of those who "
        "rated the item. Not part of them: {blank} blank, {not_applicable} not applicable, "
        "{unrecognised} unrecognised {unrecognised:answer|answers} in all items together.",
        n=survey.tally.respondents,
        blank=sum(m.blank for m in found),
        not_applicable=sum(m.not_applicable for m in found),
        unrecognised=sum(m.unrecognised for m in found),
    )


def survey_notes(survey: Survey, words: Words) -> tuple[str, ...]:
    """Who answered, as `survey_note`; of a survey with items also what so many may claim."""
    enough = words.say(claim(survey.tally.respondents, survey.sample))
    return (survey_note(survey, words), *([enough] if survey.tally.codebook.items else []))


def base_tables(survey: Survey, words: Words) -> tuple[Table, ...]:
    """Of each item who is in its base and who is not, both boxes, score and rank; a table a scale."""
    return tuple(_bases(survey, items, words) for items in tables_of(survey))


def _bases(survey: Survey, items: tuple[Item, ...], words: Words) -> Table:
    scale = items[0].scale
    rows = []
    figures = [survey.item(item.key) for item in items]
    each = zip(items, figures, ranked(figures), strict=True)
    for number, (item, found, rank) in enumerate(each, start=1):
        rows.append(
            (
                Cell(number, "count"),
                Cell(item.text),
                Cell(found.base, "count"),
                Cell(found.blank, "count"),
                Cell(found.not_applicable, "count"),
                Cell(found.unrecognised, "count"),
                Cell(found.top_two, "share"),
                Cell(found.bottom_two, "share"),
                Cell(found.percent_score, "decimal"),
                Cell(rank, "count"),
            )
        )
    return Table(
        (
            words("No."),
            words("List of items"),
            words("Raters"),
            words("Blank"),
            words("Not applicable"),
            words("Unrecognised"),
            words("Top box {points}", points=_points(scale.top_two, words)),
            words("Bottom box {points}", points=_points(scale.bottom_two, words)),
            words("Score %"),
            words("Rank of the mean"),
        ),
        tuple(rows),
    )


def _points(points: tuple[int, ...], words: Words) -> str:
    return "–".join(dict.fromkeys((words.plain(points[0]), words.plain(points[-1]))))
