"""Sheets with one row an answer, as survey tools and databases export them: whose | question | answer.

`find_long` says how such a sheet is put together to a row a respondent and a column a question
(`data.surveys.spread`); then it is read like any survey.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from analytics.thai import parse_number, repair
from analytics.words import Message, message
from data.grid import Grid
from data.layout import Excluded, Long
from data.surveys.columns import says
from data.surveys.labels import is_not_applicable, polarity, whole_number
from data.surveys.scales import readings
from data.surveys.spread import NO_QUESTION, NO_RESPONDENT, Codes, Said, said

TOP = 30  # rows in which the header is looked for
LONGEST = 60  # a header of such a sheet is not longer
MOST_ASKED = 500  # no questionnaire asks more
FULL = 0.3  # share of all questions that a respondent answers at least on average
SAME = 0.9  # share of the respondents of whom a column says one thing
REPEATS = 0.1  # share of a question's respondents with two answers from which it asks for several
ONCE = 0.3  # share of empty cells from which a column says a thing once for the rows below
MOST_HEADS = 8  # columns of a list of counts
MOST_COUNTS = 2000  # rows of one
MOST_FULL = 0.5  # share of all points that are counted: what nobody chose may be missing
FEWEST_POINTS = 3  # points from which words are a scale that is counted
FEW = 12  # different texts that a scale may have
_ASIDE = re.compile(r"\s*[(\[].*[)\]]\s*$", re.DOTALL)
_ASKS = re.compile(
    r"คำถาม|ข้อ|รายการ|หัวข้อ|ประเด็น|ตัวชี้วัด|ตัวแปร|เรื่อง|question|item|variable|field|indicator|statement|criteri"
    r"|prompt|attribute|row|(?:^|\x1f)\s*q\s*(?:\x1f|$)",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"จำนวน(?:ของ.*|คน|ผู้.*|คำตอบ|ที่ตอบ)?|(?:นับ|การนับ|ผลรวมของ).*|ความถี่|คน|n|f|(?:count|frequency|number|sum)\b.*|freq\.?|total",
    re.IGNORECASE,
)
_WHO = ("long_respondent", "identifier", "personal", "timestamp")


@dataclass(frozen=True)
class _Table:
    """The rows under a header, with the columns of whose they are and what they ask.

    `questions` tells questions of the same words in two aspects apart; `inside`: the rows that name both.
    """

    heads: Mapping[int, str]
    cells: Mapping[int, Said]
    who: int
    asking: int
    aspect: int | None
    questions: Codes
    inside: npt.NDArray[np.bool_]

    @property
    def people(self) -> Codes:
        """Whose every row inside is."""
        return self.cells[self.who].codes[self.inside]

    def of(self, column: int) -> Codes:
        """What a column says in the rows inside."""
        return self.cells[column].codes[self.inside]

    def one_each(self, groups: Codes, column: int) -> float:
        """The share of groups of rows of which a column says one thing only."""
        codes = self.of(column)
        filled = codes >= 0
        if not filled.any():
            return 1.0
        most = int(codes.max()) + 1
        pairs = np.unique(groups[filled] * most + codes[filled])
        return float((np.unique(pairs // most, return_counts=True)[1] == 1).mean())


def find_long(grid: Grid) -> Long | None:
    """How a sheet with one row an answer is put together; None where it is no such sheet.

    Its header names a respondent, a question and an answer; respondents come back with other questions, and
    hardly any question comes back for one of them. A table of units and their indicators names no respondent;
    a survey with a column of ids has each id once.
    """
    top = min(grid.rows, TOP)
    grid.prepare(range(top))
    for row in range(top):
        cells = {c: cell for c, cell in enumerate(grid.row(row)) if cell and len(cell) <= LONGEST}
        if len(cells) < 3 or not _ASKS.search("\x1f".join(cells.values())):
            continue
        heads = {c: _ASIDE.sub("", repair(cell)) for c, cell in cells.items()}
        asking = [c for c, text in heads.items() if says("long_question", text)]
        saying = [c for c, text in heads.items() if says("long_answer", text)]
        who = [c for c, text in heads.items() if any(says(group, text) for group in _WHO)]
        if asking and saying and who and (found := _long(grid, row, heads, who, asking, saying)):
            return found
    return None


def _long(
    grid: Grid,
    row: int,
    heads: Mapping[int, str],
    who: Sequence[int],
    asking: Sequence[int],
    saying: Sequence[int],
) -> Long | None:
    first, last = row + 1, grid.rows - 1
    if last <= first:
        return None
    used = grid.fill()[first:] > 0
    cells = {c: said(grid, c, first, last) for c in heads}
    down = [c for c in cells if c not in saying and _says_once(cells[c].codes[used])]
    cells |= {c: cells[c].filled_down() for c in down}
    tables = [
        found
        for c in who
        for q in asking
        if c != q and (found := _table(heads, cells, c, q, saying, used)) is not None
    ]
    if not tables:
        return None
    # Of a number and its question the one that tells more apart, then the wording.
    table = max(tables, key=_order)
    answers = [
        c for c in saying if c not in (table.who, table.asking, table.aspect) and _is_answered(table, c)
    ]
    if not answers:
        return None
    answers.sort(key=lambda c: (_in_numbers(cells[c]), c))
    about = []
    for c in cells:
        if c in (table.who, table.asking, table.aspect, *answers):
            continue
        if says("timestamp", heads[c]) or table.one_each(table.people, c) >= SAME:
            about += [] if says("long_question", heads[c]) else [c]
        elif _is_answered(table, c) and _measures(cells[c]) and not _repeats(table, answers, c):
            return None  # two measures in a row: visits of the same people, or a table of results
    known = (table.who, table.asking, table.aspect, *about)
    long = Long(
        header_row=row + 1,
        last_row=grid.rows,
        respondent=table.who,
        question=table.asking,
        answers=tuple(answers),
        aspect=table.aspect,
        about=tuple(about),
        filled_down=tuple(c for c in down if c in known),
    )
    return _without_others(grid, long, table)


def _says_once(codes: Codes) -> bool:
    """Whether a column says a thing once for the rows below it, as merged cells and pivots do."""
    return len(codes) > 0 and codes[0] >= 0 and bool((codes < 0).mean() > ONCE)


def _table(
    heads: Mapping[int, str],
    cells: Mapping[int, Said],
    who: int,
    asking: int,
    saying: Sequence[int],
    used: npt.NDArray[np.bool_],
) -> _Table | None:
    """The table as these two columns divide it; None where it can't be one with a row an answer."""
    inside = used & (cells[who].codes >= 0) & (cells[asking].codes >= 0)
    plain = _Table(heads, cells, who, asking, None, cells[asking].codes, inside)
    if inside.sum() < 4:
        return None
    for c in heads:
        above = says("long_question", heads[c])  # the question, where the column names its rows
        if c in (who, asking) or not (above or says("long_aspect", heads[c])):
            continue
        groups = 1 < len(cells[c].texts) <= len(cells[asking].texts) - above and not _in_numbers(cells[c])
        if groups and plain.one_each(plain.people, c) < 1 - SAME:
            together = cells[asking].codes + (cells[c].codes + 1) * len(cells[asking].texts)
            plain = replace(plain, aspect=c, questions=together)
            break
    questions = plain.questions[inside]
    kinds = int(questions.max()) + 1
    people, asked = len(np.unique(plain.people)), np.unique(questions)
    if people < 2 or not 2 <= len(asked) <= MOST_ASKED:
        return None
    told = plain.people * kinds + questions
    given = told
    for c in saying:
        if c not in (who, asking):
            given = given * (len(cells[c].texts) + 1) + plain.of(c) + 1
            given = np.unique(given, return_inverse=True)[1]
    # Rows that say the same again are no other answers.
    once = told[np.unique(given, return_index=True)[1]]
    pairs, n = np.unique(once, return_counts=True)
    if len(pairs) < max(2 * people, 2 * len(asked), FULL * people * len(asked)):
        return None
    all_ = np.bincount(pairs % kinds, minlength=kinds)[asked]
    repeated = np.bincount((pairs % kinds)[n > 1], minlength=kinds)[asked]
    return plain if 2 * (repeated > REPEATS * all_).sum() <= len(asked) else None


def _order(table: _Table) -> tuple[int, float, bool, int]:
    texts = table.cells[table.asking].texts
    return (
        len(np.unique(table.questions[table.inside])),
        sum(map(len, texts)) / len(texts),
        not says("timestamp", table.heads[table.who]),
        -table.who,
    )


def _is_answered(table: _Table, column: int) -> bool:
    """Whether a column says different things of one respondent, and in one question."""
    questions = table.questions[table.inside]
    return (
        bool((table.of(column) >= 0).any())
        and table.one_each(table.people, column) < SAME
        and table.one_each(questions, column) < SAME
    )


def _repeats(table: _Table, answers: Sequence[int], column: int) -> bool:
    """Whether a column only says the answer once more: its point, or what its number means."""
    return any(table.one_each(table.of(c) + 1, column) >= SAME for c in answers)


def _in_numbers(column: Said) -> bool:
    return all(whole_number(text) is not None for text in column.texts)


def _measures(column: Said) -> bool:
    """Whether a column's texts are those of a scale."""
    if not 1 < len(column.texts) <= FEW:
        return False
    numbers = [whole_number(text) for text in column.texts]
    if all(number is not None and 0 <= number <= 10 for number in numbers):
        return True
    return bool(readings(dict.fromkeys(column.texts, 1)))


def find_counted(grid: Grid) -> Long | None:
    """How a list of counts, with a row for each question and point, is put together to a row a question; None
    where it is none. The points are the "questions" of what comes out, best first.
    """
    for row in range(min(grid.rows, TOP)):
        cells = {c: cell for c, cell in enumerate(grid.row(row)) if cell}
        if not 2 < len(cells) <= MOST_HEADS:
            continue
        heads = {c: _ASIDE.sub("", repair(cell)) for c, cell in cells.items()}
        counting = [c for c, text in heads.items() if len(text) <= LONGEST and _COUNTS.fullmatch(text)]
        if counting and (found := _counted(grid, row, heads, counting[0])):
            return found
    return None


def _counted(grid: Grid, row: int, heads: Mapping[int, str], counting: int) -> Long | None:
    first, last = row + 1, grid.rows - 1
    if last <= first or last - first > MOST_COUNTS:
        return None
    counts = said(grid, counting, first, last)
    if not counts.texts or any(parse_number(text) is None for text in counts.texts):
        return None
    cells = {c: said(grid, c, first, last) for c in heads if c != counting}
    for levels, level in cells.items():
        labels = np.array([_is_label(text) for text in level.texts] + [False])
        summed = np.isin(level.codes, [n for n, text in enumerate(level.texts) if says("total", text)])
        told = (level.codes >= 0) & (counts.codes >= 0) & ~summed
        if labels.sum() < FEWEST_POINTS or 2 * told.sum() < (grid.fill()[first:] > 0).sum():
            continue  # a summary beside something else
        for asking in sorted((c for c in cells if c != levels), key=lambda c: -_length(cells[c], told)):
            one = cells[asking]
            asked = one.filled_down() if (one.codes[told] < 0).any() else one
            named = set(asked.codes[told].tolist())
            if -1 in named or all(_is_label(one.texts[n]) for n in named):
                continue
            # Questions about the respondents have other options: sex, age, how they came.
            others = np.isin(asked.codes, asked.codes[told & ~labels[level.codes]])
            inside = told & ~others
            points = _points_of([level.texts[n] for n in sorted(set(level.codes[inside].tolist()))])
            pairs = asked.codes[inside] * len(level.texts) + level.codes[inside]
            questions = len(np.unique(asked.codes[inside]))
            once = len(np.unique(pairs)) == len(pairs)
            full = len(pairs) >= MOST_FULL * questions * len(points)
            if questions < 2 or len(points) < FEWEST_POINTS or not once or not full:
                continue
            reasons = (
                (grid.fill()[first:] == 0, message("Blank row")),
                (summed, message("A row of totals or averages")),
                (told & others, message("Its options are on no scale")),
                (~inside, message("A legend or note")),
            )
            out: dict[int, Message] = {}
            for rows, reason in reversed(reasons):
                out |= dict.fromkeys(np.flatnonzero(rows).tolist(), reason)
            return Long(
                header_row=row + 1,
                last_row=grid.rows,
                respondent=asking,
                question=levels,
                answers=(counting,),
                filled_down=(asking,) if asked is not one else (),
                asked=tuple((None, text) for text in points),
                excluded=tuple(Excluded(first + n + 1, out[n]) for n in sorted(out)),
            )
    return None


def _is_label(text: str) -> bool:
    """Whether a text can be a point of a scale, or says that none was chosen."""
    number = whole_number(text)
    return polarity(text) is not None or is_not_applicable(text) or (number is not None and 0 < number <= 10)


def _length(one: Said, inside: npt.NDArray[np.bool_]) -> float:
    """How long the texts of a column are on average."""
    told = [len(one.texts[n]) for n in one.codes[inside].tolist() if n >= 0]
    return sum(told) / max(1, len(told))


def _points_of(texts: Sequence[str]) -> list[str]:
    """The labels of a scale, best first; empty where these are none, or two stand for one point."""
    numbers = [whole_number(text) for text in texts]
    if all(number is not None and 0 < number <= 10 for number in numbers):
        return sorted(texts, key=lambda text: -(whole_number(text) or 0))
    found = next((r for r in readings(dict.fromkeys(texts, 1)) if r.explained == 1), None)
    if found is None or len(set(found.codes.values())) < len(texts):
        return []
    return sorted(texts, key=lambda text: -found.codes[text])


# --- Rows -------------------------------------------------------------------------------------------


def _without_others(grid: Grid, long: Long, table: _Table) -> Long:
    """The same with the rows that are no answers, each with its reason, and what the others ask."""
    who, asking = table.cells[long.respondent], table.cells[long.question]
    totals = _rows_of(who, lambda text: not any(map(str.isdigit, text)) and says("total", text))
    again = _rows_of(asking, lambda text: says("long_question", text)) & np.any(
        [_rows_of(table.cells[c], lambda text: says("long_answer", text)) for c in long.answers], axis=0
    )
    filled = grid.fill()[long.header_row :] > 0
    answered = np.any([table.cells[c].codes >= 0 for c in long.answers], axis=0)
    reasons = (
        (~filled, message("Blank row")),
        (again, message("Repeats the header")),
        (totals, message("A row of totals or averages")),
        (~table.inside & ~answered, message("A legend or note")),
        (asking.codes < 0, NO_QUESTION),
        (who.codes < 0, NO_RESPONDENT),
    )
    out: dict[int, Message] = {}
    for rows, reason in reversed(reasons):
        out |= dict.fromkeys(np.flatnonzero(rows).tolist(), reason)
    inside = np.ones(len(filled), bool)
    inside[[*out]] = False
    _, starts = np.unique(table.questions[inside], return_index=True)
    aspects = None if long.aspect is None else table.cells[long.aspect]
    asked = []
    for place in np.flatnonzero(inside)[np.sort(starts)].tolist():
        aspect = None if aspects is None or aspects.codes[place] < 0 else aspects.texts[aspects.codes[place]]
        asked.append((aspect, asking.texts[asking.codes[place]]))
    excluded = tuple(Excluded(long.header_row + place + 1, out[place]) for place in sorted(out))
    return replace(long, asked=tuple(asked), excluded=excluded)


def _rows_of(one: Said, wanted: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    """The rows in which a column says something like what a header or a line of sums says."""
    found = [n for n, text in enumerate(one.texts) if len(text) <= LONGEST and wanted(_ASIDE.sub("", text))]
    return np.isin(one.codes, found)
