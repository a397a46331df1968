"""Any sheet → Layout: what it is, where its table is and what each column means. It proposes; the
officer corrects.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from analytics.codebook import Scale
from analytics.thai import repair, to_arabic_digits
from analytics.words import Message, Problem, message
from data.grid import Grid
from data.layout import Column, Excluded, Layout, Long
from data.lists.forms import recognise_form
from data.lists.projects import recognise_list
from data.surveys.columns import Profile, by_header, by_values, column, profile, says, text_items
from data.surveys.copies import without_copies
from data.surveys.evidence import RESPONDENT, evidence, is_question
from data.surveys.labels import normal, was_replaced, whole_number
from data.surveys.long import find_counted, find_long
from data.surveys.numbers import number_items
from data.surveys.repeats import without_repeats
from data.surveys.rows import excluded_rows, flagged, lists_a_scale, no_respondents
from data.surveys.scales import Legend, Reading, legend
from data.surveys.spread import Spread
from data.surveys.tables import Block, Head, find_block, is_date, is_number
from data.surveys.tallied import find_tally, holds_means, interpretations
from data.surveys.ticked import options_of
from data.workbook import Sheet, Workbook

MOST_TURNED = 2000  # a sheet wider or longer than this has no respondents across
FEW_POINTS = 40  # a tally with its points down the side is no longer than this
TOP = 100  # rows in which a form or a project list shows its header
RESPONDENTS = message("Tells respondents apart, measures nothing")


def recognise(workbook: Workbook) -> tuple[Layout, ...]:
    """One Layout a sheet, in order. A sheet with nothing to use is "other" and says why in a note."""
    return without_repeats(workbook, tuple(recognise_sheet(sheet) for sheet in workbook.sheets))


def recognise_sheet(sheet: Sheet) -> Layout:
    """How one sheet is to be read: form, tallied table, survey of responses, project list or other.

    A project list never becomes a survey: where both can be seen, a list with a name for every row, and
    less than three items on a scale, is a list.
    """
    top = replace(sheet, cells=sheet.cells.slice(0, TOP)) if sheet.cells.num_rows > TOP else sheet
    form = recognise_form(top)
    if form is not None:
        return form if top is sheet else recognise_form(sheet) or form
    tally = recognise_tally(sheet)
    if tally is not None:
        return tally
    survey = recognise_survey(sheet)
    if survey is not None and survey.long is not None:
        return survey
    projects = recognise_list(top)
    if projects is not None and top is not sheet:
        projects = recognise_list(sheet)
    if projects is not None and (
        survey is None or sum(c.role == "item" or c.is_point for c in survey.columns) < 3
    ):
        return projects
    return survey or _other(sheet)


def _other(sheet: Sheet) -> Layout:
    remedy = message("Nothing to do if that is right; otherwise check that the table has one row of headers")
    if sheet.cells.num_rows == 0:
        why = message("The sheet is empty")
    elif holds_means(Grid(sheet.cells)):
        why = message("Means were found here without the counts that they come from")
        remedy = message("Use the answers, or a table of how many chose each point")
    else:
        why = message("Neither answers on a scale nor a list of projects was found here")
    return Layout(sheet.name, "other", problems=(Problem(why, remedy, sheet=sheet.name, severity="note"),))


def recognise_tally(sheet: Sheet) -> Layout | None:
    """The layout of a sheet that is tallied already; None where it is none."""
    if not sheet.cells.num_rows:
        return None
    grid = Grid(sheet.cells)
    table = find_tally(grid)
    long = find_counted(grid) if table is None else None
    if long is not None and (table := find_tally(Spread(grid, long))) is None:
        long = None
    turned = table is None and grid.rows <= FEW_POINTS and grid.columns <= MOST_TURNED
    if turned:
        table = find_tally(grid.turned(), turned=True)
        if table is not None and any(
            c.scale is not None and c.scale.kind == "numbers" for c in table.columns
        ):
            return None  # numbers down the side count respondents as often as points
    if table is None:
        return None
    problems = [table.blocks.note(sheet.name, table.blocks.head_row)] if table.blocks else []
    text = [c for c in table.columns if c.role == "text"][-1]
    if says("demographic", text.header) and not says("long_question", text.header):
        problems.append(_of_groups(sheet.name, text, table.header_rows[-1]))
    return Layout(
        sheet=sheet.name,
        kind="tally",
        title=table.above[0] if table.above else "",
        header_rows=tuple(row + 1 for row in table.header_rows),
        first_row=table.first + 1,
        last_row=table.last + 1,
        columns=table.columns,
        excluded=table.excluded,
        problems=tuple(problems),
        fingerprint=fingerprint("tally", [c.header for c in table.columns]),
        transposed=turned,
        long=long,
    )


def _of_groups(sheet: str, text: Column, row: int) -> Problem:
    return Problem(
        message(
            "“{column}” names groups of people, so each group is counted as a question of its own",
            column=repair(text.header),
        ),
        message("Use a table with a row a question, or add the groups up in the workbook"),
        sheet=sheet,
        row=row + 1,
        column=text.index + 1,
        severity="question",
    )


def recognise_survey(sheet: Sheet, *, long: bool = True) -> Layout | None:
    """The layout of a sheet of responses, respondents down or across, or a row an answer where it may be
    `long`; None where no column holds answers on a scale.
    """
    grid = Grid(sheet.cells)
    if long and (found := find_long(grid)) is not None and (layout := _put_together(sheet.name, grid, found)):
        return layout
    straight = _survey(sheet.name, grid, sheet.merged)
    if max(grid.rows, grid.columns) > MOST_TURNED or grid.rows < 3:
        return straight
    if straight is not None and _distinct_heads(straight) and not _runs_across(grid, straight):
        return straight
    turned = grid.turned()
    merged = tuple((left, top, right, bottom) for top, left, bottom, right in sheet.merged)
    across = _survey(sheet.name, turned, merged)
    if (
        across is None
        or not (_distinct_heads(across) and _worded_heads(across))
        or _runs_across(turned, across)
        or across.last_row - across.first_row + 1 - len(across.excluded) < 2  # one column is no survey
    ):
        return straight
    problems = tuple(replace(p, row=p.column, column=p.row) for p in across.problems)
    return replace(across, transposed=True, problems=problems)


def _put_together(name: str, grid: Grid, long: Long) -> Layout | None:
    """A sheet with one row an answer as a survey with a row a respondent."""
    spread = Spread(grid, long)
    heads = [Head(c, text or "") for c, text in enumerate(spread.row(0))]
    start = len(heads) - len(long.asked)
    heads[start:] = [
        replace(head, parents=(aspect,) if aspect else ())
        for head, (aspect, _) in zip(heads[start:], long.asked, strict=True)
    ]
    above = dict.fromkeys(
        repair(cell) for row in range(long.header_row - 1) for cell in grid.row(row) if cell
    )
    answer = repair(grid.row(long.header_row - 1)[long.answers[0]] or "")
    block = Block((0,), 1, spread.rows - 1, tuple(heads), above=tuple(dict.fromkeys((*above, answer))))
    layout = _responses(name, spread, block, asked=True)
    if not any(c.role == "item" for c in layout.columns):
        return None
    # Whoever answered little is a respondent all the same.
    flags = [flag_reason(c) for c in layout.columns if c.role == "flag"]
    flagged_rows = tuple(e for e in layout.excluded if e.reason in flags)
    columns = tuple(
        replace(c, role="identifier", why=RESPONDENTS)
        if c.index == 0 and c.role not in ("personal", "timestamp")
        else c
        for c in layout.columns
    )
    title = next(iter(above), "")
    return replace(layout, title=title, columns=columns, excluded=flagged_rows, long=long)


def _survey(name: str, grid: Grid, merged: tuple[tuple[int, int, int, int], ...]) -> Layout | None:
    block = find_block(grid, merged)
    layout = _responses(name, grid, block) if block is not None else None
    if layout is None or not any(c.role == "item" or c.is_point for c in layout.columns):
        return None
    return None if lists_a_scale(grid, layout) else layout


def _distinct_heads(layout: Layout) -> bool:
    """Whether the items are two or more and hardly any two share their header, as answers taken for
    headers would.
    """
    heads = [c.header for c in layout.columns if c.role == "item" and c.header]
    return len(heads) > 1 and len(set(heads)) > 0.7 * len(heads)


def _worded_heads(layout: Layout) -> bool:
    """Whether the items are headed by words, as the questions of a turned sheet must be."""
    heads = [c.header for c in layout.columns if c.role == "item"]
    return sum(whole_number(head) is None and not is_date(head) for head in heads) > 0.7 * len(heads)


def _runs_across(grid: Grid, layout: Layout) -> bool:
    """Whether the "items" of a layout are rather respondents, headed by numbers, times or names, and
    its rows the questions.
    """
    items = [c for c in layout.columns if c.role == "item"]
    heads = [repair(to_arabic_digits(c.header)) for c in items]
    persons = [bool(RESPONDENT.fullmatch(head)) or is_date(head) or not head for head in heads]
    numbered = sum(persons)
    # A column that numbers the questions may stand before them.
    start = next((c.index for c, person in zip(items, persons, strict=True) if person), items[0].index)
    rows = [grid.row(row) for row in range(layout.first_row - 1, layout.last_row)]
    excluded = {e.row for e in layout.excluded}
    kept = [row for number, row in enumerate(rows, layout.first_row) if number not in excluded]
    for c in layout.columns:
        if c.role not in ("comment", "other", "demographic") or c.index > start:
            continue
        texts = [text for row in kept if (text := row[c.index])]
        written = [t for t in texts if not is_number(t) and not is_date(t) and len(t) > 6]
        if len(written) < 0.7 * len(kept) or len(set(written)) < len(written):
            continue
        if numbered >= 0.8 * len(heads):
            return True
        # Headed by names: the texts beside the answers are the questions, the headers are none.
        asked = sum(is_question(text) or says("asking", text) for text in written)
        return asked >= 0.7 * len(written) and not any(is_question(h) or says("rating", h) for h in heads)
    return False


def _responses(name: str, grid: Grid, block: Block, *, asked: bool = False) -> Layout:
    """The layout of a block of responses. `asked`: whether the sheet is known to be a survey."""
    known = no_respondents(grid, block)
    profiles = _profiles(grid, block, known)
    rows = block.last - block.first + 1 - len(known)
    judged: dict[int, Column] = {}
    problems: list[Problem] = []
    two_ways: set[tuple[Scale, Scale]] = set()
    options = options_of(profiles, grid, block)
    worded = interpretations(profiles)
    for p in profiles:
        if p.head.column in block.beside:
            judged[p.head.column] = column(p, "other", message("Beside the table, not part of it"))
        elif p.head.column in options:
            judged[p.head.column] = options[p.head.column]
        elif p.head.column in worded:
            judged[p.head.column] = column(p, "other", message("Puts a mean into words"))
        elif (settled := by_header(p, rows)) is not None:
            judged[p.head.column] = column(p, *settled)
    rest = [p for p in profiles if p.head.column not in judged]
    texts, questions = text_items(rest)
    said = evidence(profiles, (name, *block.above), rows)
    said = replace(said, asked=said.asked or asked)
    if not said.supports_words([p for p in rest if p.head.column in texts]):
        texts, questions = {}, []
    said = replace(said, asked=said.asked or len(texts) > 0)
    bare = [p for p in rest if p.head.column not in texts]
    numbers = number_items(bare, grid, block.first, block.last, said)
    for p in rest:
        at = p.head.column
        if at in texts:
            why = message("Answers on the scale {scale}", scale=texts[at].scale.name)
            judged[at] = column(p, "item", why, texts[at])
        elif at in numbers:
            reading, other = numbers[at].reading, numbers[at].other
            judged[at] = column(
                p, "item", message("Numbers on the scale {scale}", scale=reading.scale.name), reading
            )
            if other is not None and (reading.scale, other.scale) not in two_ways:
                two_ways.add((reading.scale, other.scale))
                problems.append(_two_readings(name, block, p, (reading, other)))
        else:
            judged[at] = column(p, *by_values(p, rows))
    by_column = {p.head.column: p for p in profiles}
    problems.extend(_two_readings(name, block, by_column[q.columns[0]], q.readings) for q in questions)
    damaged = [
        p
        for p in rest
        if p.head.column in texts
        and not texts[p.head.column].numbered
        and any(was_replaced(label) for label in p.values)
    ]
    if damaged:
        problems.append(_replaced(name, block, damaged))
    columns = without_copies([judged[p.head.column] for p in profiles], grid, block.first, block.last)
    layout = Layout(
        sheet=name,
        kind="responses",
        title=block.title,
        header_rows=tuple(row + 1 for row in block.header_rows),
        first_row=block.first + 1,
        last_row=block.last + 1,
        columns=columns,
        excluded=excluded_rows(grid, block, columns, known),
        problems=tuple(problems),
        fingerprint=fingerprint("responses", [c.header for c in columns]),
    )
    for c in columns:
        layout = flagged_out(layout, grid, c) if c.role == "flag" else layout
    return layout


def flag_reason(flag: Column) -> Message:
    """Why a row is left out that a flag column says is not to be included."""
    return message("“{header}” says that it is not to be included", header=repair(flag.header))


def flagged_out(layout: Layout, grid: Grid, flag: Column) -> Layout:
    """The layout without the rows that a flag column says are not to be included, and the question
    whether that is meant.
    """
    rows, counts = flagged(grid, (layout.first_row - 1, layout.last_row - 1), flag)
    already = {e.row for e in layout.excluded}
    reason = flag_reason(flag)
    out = tuple(Excluded(row, reason) for row in rows if row not in already)
    asked = Problem(
        message(
            "{n} {n:row is|rows are} left out because “{header}” says so ({counts})",
            n=len(out),
            header=repair(flag.header),
            counts=", ".join(f"{text}: {n}" for text, n in counts.items()),
        ),
        message("Give the column another role if these rows are to be counted"),
        sheet=layout.sheet,
        column=flag.index + 1,
        severity="question",
    )
    excluded = tuple(sorted((*layout.excluded, *out), key=lambda e: e.row))
    return replace(layout, excluded=excluded, problems=(*layout.problems, asked) if out else layout.problems)


def _profiles(grid: Grid, block: Block, known: dict[int, Message]) -> list[Profile]:
    """The profile of every column that has a header or answers; a legend or title without answers
    counts for what follows.
    """
    here = next(
        (
            found
            for text in (*block.above, *_notes_below(grid, block))
            if (found := legend(text)) and (found.texts or says("rating", text))
        ),
        Legend(),
    )
    aspect: str | None = None
    profiles = []
    for head in block.heads:
        values, sampled = grid.sampled(head.column, block.first, block.last)
        for row in known:
            text = grid.row(row)[head.column]
            if text in values:
                values = {t: n - (t == text) for t, n in values.items() if n - (t == text) > 0}
        if not head.text and not values:
            continue
        if not values and not head.parents and (found := legend(head.text)):
            here = found
        elif not values and not head.parents and says("section", head.text):
            aspect = repair(head.text)
        p = profile(head, values, sampled, here)
        profiles.append(replace(p, aspect=p.aspect or aspect))
    return _by_question(profiles)


def _by_question(profiles: list[Profile]) -> list[Profile]:
    """The profiles with the text before their brackets, where what stands in them is the same for several
    questions and names none: “1. Speed [level of satisfaction]”.
    """
    texts = Counter(p.text for p in profiles if p.aspect)
    aspects = Counter(p.aspect for p in profiles)
    return [
        replace(p, text=p.aspect, aspect=None)
        if p.aspect and texts[p.text] > 1 and aspects[p.aspect] == 1 and p.header.startswith(p.aspect)
        else p
        for p in profiles
    ]


def _notes_below(grid: Grid, block: Block) -> list[str]:
    """The texts of rows at the foot of the table, or below it, that hold one cell only."""
    rows = [
        grid.row(row) for row in (*range(max(block.first, block.last - 4), block.last + 1), *block.below[:20])
    ]
    return [cells[0] for row in rows if len(cells := [cell for cell in row if cell]) == 1]


def _two_readings(name: str, block: Block, p: Profile, found: Sequence[Reading]) -> Problem:
    shown = "  |  ".join(f"{r.scale.name}: {_distribution(r, p)}" for r in found[:3])
    return Problem(
        message(
            "The answers of “{header}” can be read on more than one scale: {readings}",
            header=p.header,
            readings=shown,
        ),
        message(
            "The first is used. Choose another scale for the column if the questionnaire had other answers"
        ),
        sheet=name,
        row=block.header_rows[-1] + 1,
        column=p.head.column + 1,
        severity="question",
    )


def _replaced(name: str, block: Block, damaged: Sequence[Profile]) -> Problem:
    label = next(label for p in damaged for label in p.values if was_replaced(label))
    return Problem(
        message(
            "Words of the scale seem to have been replaced by their numbers, as in “{label}”", label=label
        ),
        message("They are read as the words that stood there before. Correct the cells if that is wrong"),
        sheet=name,
        row=block.header_rows[-1] + 1,
        column=damaged[0].head.column + 1,
        value=label,
        severity="question",
    )


def _distribution(reading: Reading, p: Profile) -> str:
    counts = dict.fromkeys(reversed(reading.scale.points), 0)
    for label, n in p.values.items():
        if reading.codes[label] in counts:
            counts[reading.codes[label]] += n
    return " ".join(f"{point}={n}" for point, n in counts.items())


def fingerprint(kind: str, headers: Sequence[str]) -> str:
    """What identifies a layout's headers, whatever the data below them."""
    return hashlib.sha256("\x1f".join([kind, *(normal(header) for header in headers)]).encode()).hexdigest()
