"""The slides of one survey: headline, best and weakest items, groups; every item behind them, hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analytics.assessment import Survey
from analytics.charts.lettering import shorten
from analytics.charts.likert import box_label
from analytics.codebook import Demographic, Scale
from analytics.measures import BandScheme, Measures
from analytics.names import scheme_name
from analytics.reports import findings
from analytics.reports.content import Cell
from analytics.reports.meeting import (
    Bar,
    Bars,
    Grid,
    Share,
    Shares,
    Slide,
    Tile,
    Tiles,
    Tone,
    name_of,
    tables,
    titled,
)
from analytics.reports.palette import portions
from analytics.reports.ratings import Rating, RatingTable, band_of, rating_tables, survey_notes
from analytics.reports.supplements import supplements
from analytics.statistics.breakdowns import Breakdown, breakdowns
from analytics.statistics.comparisons import ALPHA, compare_means
from analytics.statistics.intervals import pooled_mean_interval, pooled_top_two_interval
from analytics.statistics.reliability import common_scale
from analytics.statistics.suppression import THRESHOLDS
from analytics.tally import tally_by
from analytics.words import NONE, Words

EACH_END = 3  # items of the best and of the weakest
ITEMS_A_SLIDE = 6
ASPECTS = 5  # more aspects do not fit below the large figures: they have slides of their own
ASPECTS_A_SLIDE, ASPECT_SLIDES = 7, 2  # the slides after these are details
GROUPS = 7  # more groups do not fit a slide
LABEL = 24.0  # ems of a name beside its bar in .pptx


def survey_slides(
    survey: Survey, number: int, scheme: BandScheme, words: Words, *, threshold: int = THRESHOLDS[0]
) -> Iterator[Slide]:
    """The slides of an assessment's survey `number`. A survey without items gives none.

    `threshold`: of groups, counts below it are hidden.
    """
    end = "" if number == 0 else f"-{number + 1}"
    found = rating_tables(survey, scheme, words)
    spoken = (*survey_notes(survey, words), *(found[0].legend if found else ()))
    overall = survey.overall
    if overall is not None and overall.base:
        yield _headline(survey, overall, scheme, spoken, end, words)
        yield from _aspect_slides(survey, overall, spoken, end, words)
    for place, table in enumerate(found):
        yield from _items(survey, table, scheme, spoken, f"{end}.{place + 1}" if place else end, words)
    grouped = _groups(survey, threshold, spoken, end, words)
    if grouped is not None:
        yield grouped
    yield from _options(survey, end, words)
    for place, table in enumerate(found):
        yield from _means(survey, table, scheme, f"{end}.{place + 1}" if place else end, words)


def _headline(
    survey: Survey, overall: Measures, scheme: BandScheme, spoken: tuple[str, ...], end: str, words: Words
) -> Slide:
    scale, word = overall.scale, band_of(overall, scheme, words)
    share, mean = words.percent(overall.top_two), words.number(overall.mean, 2)
    of_all = words("of {n} {n:answer|answers}", n=overall.base)
    of_most = words("of {n} at most", n=scale.points[-1])
    if survey.responses is not None and (items := common_scale(survey.responses)):
        share_sure = pooled_top_two_interval(survey.responses, items, population=survey.population)
        mean_sure = pooled_mean_interval(survey.responses, items, population=survey.population)
        if share_sure is not None:
            margin = words("± {margin} points", margin=words.number(share_sure.margin * 100, 1))
            of_all = f"{margin} {of_all}"
        if mean_sure is not None:
            of_most = words("± {margin} {of}", margin=words.number(mean_sure.margin, 2), of=of_most)
    alike = one_wording(survey, scale)
    box = words("Answered {box}", box=box_label(scale, words)) if alike else words("Two best")
    tiles = Tiles(
        (
            Tile(box, share, of_all, "good"),
            Tile(words("Mean"), mean, of_most),
            Tile(
                words("Respondents"),
                words.number(survey.tally.respondents),
                _of_whom(survey, words),
            ),
        )
    )
    bars = _aspects(survey, overall, words)
    of_best = words.percent(overall.top_two, 0)
    title = words("{share} of the answers are on the two best points", share=of_best)
    if alike:
        title = words("{share} of the answers are {box}", share=of_best, box=box_label(scale, words))
    if word != NONE:
        title = words("{finding}: the mean is {mean}, {word}", finding=title, mean=mean, word=f"“{word}”")
    note = f"{survey.title} · {scheme_name(scheme, words)}" if word != NONE else survey.title
    return Slide(f"satisfaction{end}", title, note, (tiles, bars), spoken)


def _of_whom(survey: Survey, words: Words) -> str:
    """How many items respondents answered, and out of how many people they are where that is known."""
    items = words("{n} {n:item|items}", n=len(survey.tally.codebook.items))
    if survey.population is None:
        return items
    return words("of {n} {n:person|people}, {items}", n=survey.population, items=items)


def _rated(survey: Survey, overall: Measures) -> list[tuple[str, Measures]]:
    """The aspects that anybody rated, best first; none unless all of them have the overall figure's scale."""
    found = [(aspect, survey.aspect(aspect)) for aspect in survey.tally.codebook.aspects]
    rated = [(name, each) for name, each in found if each is not None and each.base]
    if any(each.scale.points != overall.scale.points for _, each in rated):
        return []
    return sorted(rated, key=lambda pair: -(pair[1].top_two or 0))


def _aspects(survey: Survey, overall: Measures, words: Words) -> Bars:
    """The aspects, where they are few; else all answers."""
    rated = _rated(survey, overall)
    if not 2 <= len(rated) <= ASPECTS:
        rated = [(words("All answers"), overall)]
    return _aspect_bars(survey, overall, rated, words)


def _aspect_bars(survey: Survey, overall: Measures, rated: list[tuple[str, Measures]], words: Words) -> Bars:
    bars = tuple(
        _drawn(name, words("{item} (n = {n})", item=shorten(name, LABEL), n=each.base), each, "good", words)
        for name, each in rated
    )
    return _alike(_points(overall.scale, words, one_wording(survey, overall.scale)), bars, None, words)


def _aspect_slides(
    survey: Survey, overall: Measures, spoken: tuple[str, ...], end: str, words: Words
) -> Iterator[Slide]:
    """Every aspect, best first, where they are too many for the headline's slide."""
    rated = _rated(survey, overall)
    if len(rated) <= ASPECTS:
        return
    (best, high), (weakest, low) = rated[0], rated[-1]
    parts = portions(len(rated), ASPECTS_A_SLIDE)
    note = words("{title} · share of the two best points, mean and base of each aspect", title=survey.title)
    for number, (start, stop) in enumerate(parts, start=1):
        more = f" ({words.plain(number)}/{words.plain(len(parts))})" if len(parts) > 1 else ""
        bars = _aspect_bars(survey, overall, rated[start:stop], words)
        key = f"aspects{end}" if number == 1 else f"aspects{end}-{number}"
        title = _from_best_to_weakest((best, high), (weakest, low), more, words)
        yield Slide(key, title, note, (bars,), (bars.alt, *spoken), hidden=number > ASPECT_SLIDES)


def _from_best_to_weakest(
    best: tuple[str, Measures], weakest: tuple[str, Measures], more: str, words: Words
) -> str:
    """The title of slides whose bars go from best to weakest; `more` ends it."""
    first, last = words.percent(best[1].top_two, 0), words.percent(weakest[1].top_two, 0)
    return titled(
        lambda ems: (
            words(
                "Best is “{best}” with {high}, weakest “{weakest}” with {low}",
                best=name_of(best[0], ems),
                high=first,
                weakest=name_of(weakest[0], ems),
                low=last,
            )
            + more
        )
    )


def _items(
    survey: Survey, table: RatingTable, scheme: BandScheme, spoken: tuple[str, ...], end: str, words: Words
) -> Iterator[Slide]:
    answered = [row for row in table.items if row.found.base]
    if not answered:
        return
    best = sorted(answered, key=lambda row: (-(row.found.top_two or 0), -(row.found.mean or 0)))
    high, low = best[0], best[-1]
    few = len(answered) <= 2 * EACH_END
    shown = best if few else [*best[:EACH_END], *best[-EACH_END:]]
    first = words.percent(high.found.top_two, 0)
    if high is low:
        box = box_label(high.found.scale, words)
        title = titled(
            lambda ems: words(
                "{share} answered {box} to “{item}”", share=first, box=box, item=name_of(high.text, ems)
            )
        )
    elif high.found.top_two == low.found.top_two:
        title = words("Every item is rated alike: {high} are satisfied", high=first)
    else:
        title = _from_best_to_weakest((high.text, high.found), (low.text, low.found), "", words)
    note = words("{title} · share of the two best points, mean and base of each item", title=survey.title)
    if not few:
        note = words(
            "{title} · the {n} best and the {n} weakest of {all} {all:item|items}, percent of n",
            title=survey.title, n=EACH_END, all=len(answered),
        )  # fmt: skip
    bars = _bars(shown, low.found.top_two if high is not low else None, words, None if few else EACH_END)
    yield Slide(f"items{end}", title, note, (bars,), (bars.alt, *spoken))
    found = findings.of_items(survey, [row.key for row in table.items], scheme, words)
    parts = portions(len(table.items), ITEMS_A_SLIDE)
    for number, (start, stop) in enumerate(parts, start=1):
        more = f" ({words.plain(number)}/{words.plain(len(parts))})" if len(parts) > 1 else ""
        here = _bars(list(table.items[start:stop]), None, words)
        key = f"every-item{end}-{number}"
        yield Slide(key, found.title + more, survey.title, (here,), (found.note, *spoken), hidden=True)


def _bars(rows: list[Rating], weakest: float | None, words: Words, gap: int | None = None) -> Bars:
    made = []
    for row in rows:
        tone: Tone = "weak" if weakest is not None and row.found.top_two == weakest else "good"
        text = " ".join(row.text.split())
        number, n = words.plain(row.number), row.found.base
        label = words("{number}. {item} (n = {n})", number=number, item=shorten(text, LABEL), n=n)
        made.append(_drawn(text, label, row.found, tone, words))
    scale = rows[0].found.scale
    alike = all(row.found.scale.labels == scale.labels for row in rows)
    return _alike(_points(scale, words, alike), tuple(made), gap, words)


def _drawn(name: str, label: str, found: Measures, tone: Tone, words: Words) -> Bar:
    points = found.scale.points
    return Bar(
        name,
        label,
        tuple(found.shares[point] for point in points),
        tuple(words.percent(found.shares[point], 0).removesuffix("%") for point in points),
        (words.percent(found.top_two, 0), words.number(found.mean, 2), words.number(found.base)),
        tone,
    )


def one_wording(survey: Survey, scale: Scale) -> bool:
    """Whether all items of the scale's points have the same words for them."""
    same = [item.scale for item in survey.tally.codebook.items if item.scale.points == scale.points]
    return len({each.labels for each in same}) == 1


def _alike(points: tuple[tuple[str, str], ...], bars: tuple[Bar, ...], gap: int | None, words: Words) -> Bars:
    said = [
        words("{item}: {share} of {n}", item=name_of(bar.name), share=bar.figures[0], n=bar.figures[2])
        for bar in bars
    ]
    heads = (words("Two best"), words("Mean"), words("n"))
    return Bars(points, heads, bars, "; ".join(said), gap)


def _points(scale: Scale, words: Words, alike: bool) -> tuple[tuple[str, str], ...]:
    """The number of each point and its words, which are left out where items have different ones."""
    labelled = bool(scale.labels) and alike
    return tuple((words.plain(point), scale.label(point) if labelled else "") for point in scale.points)


def _groups(survey: Survey, threshold: int, spoken: tuple[str, ...], end: str, words: Words) -> Slide | None:
    """Groups by one question: the first whose groups differ, else the one of which least is hidden.

    The more questions are looked at, the smaller p must be: it is multiplied by their number (Bonferroni).
    """
    responses, looked_at = survey.responses, []
    if responses is None:
        return None
    for demographic in survey.tally.codebook.demographics:
        groups = tally_by(responses, demographic.key)
        if not 2 <= len(groups) <= GROUPS:
            continue
        found = breakdowns(survey.tally, groups, threshold=threshold).overall
        if found is None:
            continue
        shown = [row for row in found.rows if row.group is not None and row.top_two.value is not None]
        if len(shown) > 1:
            looked_at.append((demographic, found, shown))
    if not looked_at:
        return None
    sets = {"": common_scale(responses)}
    for demographic, found, shown in looked_at:
        compared = compare_means(responses, sets, demographic.key, minimum=found.threshold)
        if any(each.adjusted * len(looked_at) < ALPHA for each in compared):
            ends = sorted(shown, key=lambda row: row.top_two.value or 0)
            low, high = (
                words(
                    "{group} {share}",
                    group=name_of(str(row.group), 16),
                    share=words.percent(row.top_two.value, 0),
                )
                for row in (ends[0], ends[-1])
            )
            by = demographic.text
            title = words("By {by}, satisfaction runs from {low} to {high}", by=by, low=low, high=high)
            return _group_slide(survey, found, demographic, title, spoken, end, words)
    demographic, found, _ = min(looked_at, key=lambda each: each[1].hidden)
    title = words("By {by}, no difference can be shown between the groups", by=demographic.text)
    return _group_slide(survey, found, demographic, title, spoken, end, words)


def _group_slide(
    survey: Survey,
    found: Breakdown,
    demographic: Demographic,
    title: str,
    spoken: tuple[str, ...],
    end: str,
    words: Words,
) -> Slide:
    hidden = words("hidden, so that nobody can be told from it")
    shares = []
    for row in found.rows:
        share = row.top_two.value if row.top_two.state == "shown" else None
        text = {"shown": words.percent(share, 0), "hidden": hidden, "none": NONE}[row.top_two.state]
        base = words("n {n}", n=int(row.base.value)) if row.base.value is not None else ""
        name = row.group if row.group is not None else words("Did not say")
        shares.append(Share(name_of(name, 18), share, text, base))
    shares.append(
        Share(
            words("Everybody"),
            found.total.top_two,
            words.percent(found.total.top_two, 0),
            words("n {n}", n=found.total.base),
            "muted",
        )
    )
    said = "; ".join(f"{share.name}: {share.text} {share.base}".strip() for share in shares)
    part = Shares("", tuple(shares), said)
    note = words("{title} · share of answers on the two best points; n counts answers", title=survey.title)
    if one_wording(survey, found.scale):
        box = box_label(found.scale, words)
        note = words("{title} · share of answers {box}; n counts answers", title=survey.title, box=box)
    more = words(
        "Hidden: fewer than {n} people stand behind the figure, or it would give such a figure away.",
        n=found.threshold,
    )
    return Slide(f"groups{end}", title, note, (part,), (demographic.text, said, more, *spoken))


def _options(survey: Survey, end: str, words: Words) -> Iterator[Slide]:
    """Questions with several answers: bars where the options fit a slide, else a table of them."""
    for number, (asked, found) in enumerate(zip(survey.options, supplements(survey, words), strict=False)):
        key = f"several{end}.{number + 1}" if number else f"several{end}"
        spoken = (survey.title, found.asked, found.note)
        rows = tuple(tuple(cell.text(words) for cell in row) for row in found.table.rows)
        options = rows[: len(asked.counts)]
        if asked.base and len(options) <= GROUPS:
            shares = tuple(
                Share(name_of(name, 18), n / asked.base, share, words("{n} {n:person|people}", n=n))
                for (name, _, share), (_, n) in zip(options, asked.ranked, strict=True)
            )
            said = "; ".join(f"{name}: {n} ({share})" for name, n, share in options)
            parts = (Shares("", shares, said),)
            note = f"{name_of(found.asked, 40)} · {found.note}"
            yield Slide(key, found.finding, note, parts, (*spoken, said))
        else:
            grid = Grid(found.table.columns, rows, (7, 2, 2), right=(1, 2))
            yield from tables(key, found.finding, found.asked, grid, spoken, words)


def _means(survey: Survey, table: RatingTable, scheme: BandScheme, end: str, words: Words) -> Iterator[Slide]:
    if any(item.aspect for item in survey.tally.codebook.items):
        found = findings.of_aspects(survey, scheme, words)
        title, note = found.title, found.note
    else:
        title = words("Mean of each item: {title}", title=survey.title)
        note = scheme_name(scheme, words)
    columns = (words("List of items"), words("Raters"), "x̄", "S.D.", words("Two best"), words("Meaning"))
    rows = []
    for row in table.rows:
        number = "" if row.number is None else words.plain(row.number) + ". "
        base, mean, sd, word = (cell.text(words) for cell in row.ends)
        share = Cell(row.found.top_two, "share").text(words)
        rows.append((number + row.text, base, mean, sd, share, word))
    groups = tuple(index for index, row in enumerate(table.rows) if row.number is None)
    grid = Grid(columns, tuple(rows), (5.4, 1.8, 1.1, 1.1, 1.7, 1.7), (1, 2, 3, 4), groups)
    spoken = (*survey_notes(survey, words), *table.legend)
    for slide in tables(f"means{end}", title, note, grid, spoken, words):
        yield replace(slide, hidden=True)
