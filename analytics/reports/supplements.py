"""What documents say of a survey beside its items: aspects both ways, several answers, comments by theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from analytics.assessment import Survey
from analytics.charts import choices, themes
from analytics.measures import BandScheme, Measures
from analytics.options import OTHER, Options
from analytics.reports.content import Cell, Table
from analytics.reports.ratings import band_of
from analytics.reports.sheets import ACCENT
from analytics.statistics.groupings import option_name
from analytics.tables import aspect_figures, ranked
from analytics.themes import LEANINGS, CommentCounts
from analytics.words import Words

PLAIN = "B4BFBD"  # answers in words of their own are no option of the question's


@dataclass(frozen=True)
class Supplement:
    """A table with its finding and its base. `asked`: the question that it is about.

    `bars`: of each row (colour, share) pairs to draw one after another, of the longest bar's length; () where
    a row has none. The table says the same figures.
    """

    asked: str
    finding: str
    note: str
    table: Table
    bars: tuple[tuple[tuple[str, float], ...], ...]


def aspect_table(survey: Survey, scheme: BandScheme, words: Words) -> Table | None:
    """Each aspect with its mean both ways: of all answers to its items, and of its items' means.

    None where no aspect has items of one scale. Ranks are among the aspects of one scale.
    """
    found: list[tuple[str, Measures, Measures]] = []
    for name in survey.tally.codebook.aspects:
        answers, items = (aspect_figures(survey, name, how) for how in ("answers", "items"))
        if answers is not None and items is not None:
            found.append((name, answers, items))
    if not found:
        return None
    of_answers = ranked([answers for _, answers, _ in found])
    of_items = ranked([items for *_, items in found])
    rows = []
    for (name, answers, items), first, second in zip(found, of_answers, of_items, strict=True):
        rows.append(
            (
                Cell(name),
                Cell(answers.base, "count"),
                *_both(answers, first, scheme, words),
                *_both(items, second, scheme, words),
                Cell(answers.top_two, "share"),
                Cell(answers.bottom_two, "share"),
            )
        )
    return Table(
        (
            words("Aspect"),
            words("Answers"),
            words("Mean of all answers"),
            words("Rank"),
            words("Meaning"),
            words("Mean of item means"),
            words("Rank"),
            words("Meaning"),
            words("Two best"),
            words("Two worst"),
        ),
        tuple(rows),
    )


def _both(found: Measures, rank: int | None, scheme: BandScheme, words: Words) -> tuple[Cell, Cell, Cell]:
    return Cell(found.mean, "decimal"), Cell(rank, "count"), Cell(band_of(found, scheme, words))


def aspect_note(words: Words) -> str:
    """Which of both means the other tables have."""
    return words(
        "The mean of all answers counts every answer alike, the mean of item means every item alike. "
        "The table of items has the mean of all answers."
    )


def supplements(survey: Survey, words: Words) -> tuple[Supplement, ...]:
    """Questions with several answers, then the comments on each question by theme."""
    asked = (_options(found, words) for found in survey.options)
    return (*asked, *(_comments(found, words) for found in survey.comments))


def question_name(found: Options, words: Words) -> str:
    """A question's words, or where it stands in the sheet if no words stand over its options."""
    if found.question or not found.columns:
        return found.question
    return words(
        "Question without a heading, columns {first} to {last}",
        first=get_column_letter(found.columns[0]),
        last=get_column_letter(found.columns[-1]),
    )


def _options(found: Options, words: Words) -> Supplement:
    finding, note = choices.sentences(found, words)
    shares = found.shares
    rows = [(Cell(option_name(name, words)), *_share(n, shares[name])) for name, n in found.ranked]
    rows += [
        (Cell(words("Chose none")), Cell(found.blank, "count"), Cell(None, "share")),
        (Cell(words("Base: chose at least one")), Cell(found.base, "count"), Cell(None, "share")),
    ]
    most = max((n for _, n in found.counts), default=0)
    bars = [((PLAIN if name == OTHER else ACCENT, n / most),) if n else () for name, n in found.ranked]
    columns = (words("Option"), words("Respondents"), words("Percent"))
    return Supplement(
        question_name(found, words), finding, note, Table(columns, tuple(rows)), (*bars, (), ())
    )


def _comments(found: CommentCounts, words: Words) -> Supplement:
    finding, note = themes.sentences(found, words)
    limits = words(
        "Themes and leanings come from lists of words: they miss irony, misspelt words and words on no "
        "list. Read the comments before you decide anything."
    )
    told = [(each.theme.title[words.language], each.leanings) for each in found.counts]
    if any(found.without.values()):
        told.append((words("No theme of the list"), found.without))
    totals = [sum(leanings.values()) for _, leanings in told]
    rows = [
        (
            Cell(name),
            *_share(n, n / found.base if found.base else None),
            *(Cell(leanings[leaning], "count") for leaning in LEANINGS),
        )
        for (name, leanings), n in zip(told, totals, strict=True)
    ]
    bars = [
        tuple(
            (themes.COLOURS[each].removeprefix("#"), leanings[each] / max(totals))
            for each in LEANINGS
            if leanings[each]
        )
        for _, leanings in told
    ]
    names = (themes.leaning_name(leaning, words) for leaning in LEANINGS)
    columns = (words("Theme"), words("Comments"), words("Percent"), *names)
    return Supplement(found.question, finding, f"{note} {limits}", Table(columns, tuple(rows)), tuple(bars))


def _share(n: int, share: float | None) -> tuple[Cell, Cell]:
    return Cell(n, "count"), Cell(share, "share")


def head(supplement: Supplement) -> Sequence[str]:
    """The lines over its table: the question, what was found, and the base."""
    return tuple(line for line in (supplement.asked, supplement.finding, supplement.note) if line)
