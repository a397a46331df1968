"""One project list while it is being read, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from analytics.projects import Project, RowRef, Status
from analytics.thai import (
    ERA,
    AmbiguousDate,
    Period,
    day_first_of,
    fiscal_year_span,
    parse_number,
    parse_period,
    parse_year,
)
from analytics.words import Message, Problem, message
from data.layout import Column, Layout
from data.lists.header import TICKED, counts_percent, header_role, rows_of
from data.lists.rows import (
    ADDS_UP,
    CONTINUED,
    HEADING,
    NAMELESS,
    REPEATED,
    amount,
    anchors,
    check_totals,
    money,
    name_of,
    ticked,
)
from data.lists.words import (
    answer_of,
    header_is,
    is_nothing,
    is_one_of,
    money_factor,
    months_of,
    origin_of,
    plain,
    says_from_citizens,
    status_of,
    status_of_percent,
    year_in,
)
from data.workbook import Sheet

PERIOD_EXAMPLE = "ต.ค. 60 - มี.ค. 61"
DAY_OR_MONTH = message("Day and month of this date can't be told apart")


@dataclass
class ListReader:
    """One list while it is being read."""

    workbook: str
    sheet: Sheet
    layout: Layout
    problems: list[Problem] = field(default_factory=list)
    heading_year: int | None = None
    heading_origin: str | None = None
    project_name: str = ""

    @cached_property
    def rows(self) -> list[tuple[str, ...]]:
        width = max((column.index for column in self.layout.columns), default=-1) + 1
        rows = [list(row) + [""] * (width - len(row)) for row in rows_of(self.sheet)]
        for column in self.of("fiscal_year", "period", "start", "end", "status", "origin", "evidence"):
            for above, row in pairwise(rows[self.layout.first_row - 1 :]):
                if is_one_of(row[column.index], "cells", "same_as_above"):
                    row[column.index] = above[column.index]
        return [tuple(row) for row in rows]

    @cached_property
    def titles(self) -> list[str]:
        first = min(self.layout.header_rows, default=self.layout.first_row)
        return [text for row in self.rows[: first - 1] for text in row if text]

    @cached_property
    def title_year(self) -> int | None:
        years = {year for text in self.titles if (year := year_in(text)) is not None}
        heads = {year for column in self.of("budget") if (year := year_in(column.text)) is not None}
        for found in (years, heads):
            if found:
                return found.pop() if len(found) == 1 else None
        return year_in(self.sheet.name)

    @cached_property
    def title_origin(self) -> str | None:
        return next((text for text in self.titles if says_from_citizens(text)), None)

    @cached_property
    def factor(self) -> int:
        """How many baht one unit of the sheet's money is."""
        headers = [f"{column.aspect or ''} {column.header}" for column in self.of("budget")]
        titles = [text for text in self.titles if re.search("หน่วย|unit|บาท|baht", plain(text))]
        return next((found for text in (*headers, *titles) if (found := money_factor(text))), 1)

    @cached_property
    def day_first(self) -> bool | None:
        if self.layout.day_first is not None:
            return self.layout.day_first
        dates = self.of("period", "start", "end")
        return day_first_of(row[column.index] for row in self.rows for column in dates)

    @cached_property
    def shares(self) -> bool:
        """Whether bare numbers in the column of progress are shares (1 for 100 %)."""
        said = {column.point for column in self.of("status") if column.point is not None}
        if said:
            return said == {1}
        texts = [row[c.index] for c in self.of("status") if counts_percent(c) for row in self.data]
        numbers = [number for text in texts if (number := parse_number(text)) is not None]
        return bool(numbers) and max(numbers) <= 1

    @cached_property
    def data(self) -> list[tuple[str, ...]]:
        return self.rows[self.layout.first_row - 1 : self.layout.last_row]

    @cached_property
    def down(self) -> dict[int, dict[int, int]]:
        """Column → row inside a cell merged downwards → the row that holds its text."""
        return {column.index: anchors(self.sheet.merged, column.index) for column in self.layout.columns}

    def of(self, *roles: str) -> list[Column]:
        return [column for column in self.layout.columns if column.role in roles]

    def projects(self) -> tuple[Project, ...]:
        reasons = {mark.row - 1: mark.reason for mark in self.layout.excluded}
        names = self.of("name")
        found: list[Project] = []
        amounts: dict[int, float] = {}
        for index in range(self.layout.first_row - 1, min(self.layout.last_row, len(self.rows))):
            row = self.rows[index]
            if index in reasons:
                self._heed(row, index, reasons[index])
                continue
            if not any(row) or not self.layout.has(index + 1):
                continue
            name = self._name(row, names)
            if not name:
                self._nameless(index)
                continue
            group = [index]
            while reasons.get(group[-1] + 1) == CONTINUED:
                group.append(group[-1] + 1)
            found.append(self._project(name, group))
            parts = [amount(self.rows[part], self.of("budget")) for part in group]
            amounts[index] = sum(part for part in parts if part is not None)
        if self.factor != 1 and amounts:
            self._note(
                message(
                    "The amounts are in units of {factor} baht; they are kept in baht", factor=self.factor
                )
            )
        if self._schedule() and found and not any(ticked(row, self._schedule()) for row in self.data):
            self._note(message("The schedule shows its periods by colour only, so no period was read"))
        self.problems += check_totals(
            self.sheet.name, self.rows, self.layout.excluded, amounts, self.of("budget")
        )
        return tuple(found)

    def _heed(self, row: Sequence[str], index: int, reason: Message) -> None:
        """Take from a row that is no project what it says about those under it."""
        if reason == NAMELESS and any(
            not is_nothing(row[c.index])
            for c in self.of("budget", "status", "origin", "period", "start", "end")
        ):
            self._nameless(index)
        if reason != HEADING and reason != REPEATED and reason.text != ADDS_UP:
            return
        budgets = {column.index for column in self.of("budget")}
        heads = {text for head in self.layout.header_rows for text in self.rows[head - 1]}
        text = " ".join(cell for c, cell in enumerate(row) if cell not in heads and c not in budgets)
        self.heading_year = year_in(text) or self.heading_year
        self.heading_origin = text if says_from_citizens(text) else None

    def _name(self, row: Sequence[str], names: Sequence[Column]) -> str:
        """A row's name; an activity whose project stands once above several rows gets it in front."""
        first = row[names[0].index] if names else ""
        self.project_name = first or self.project_name
        carried = len(names) > 1 and not first and name_of(row, names)
        return f"{self.project_name} / {carried}" if carried else name_of(row, names)

    def _nameless(self, index: int) -> None:
        what = message("The row has values but no project name, so it is left out")
        self._problem(what, message("Write the project's name"), index, next(iter(self.of("name")), None), "")

    def _note(self, what: Message) -> None:
        remedy = message("Nothing to do if that is right; otherwise write it out in a column of its own")
        self.problems.append(Problem(what, remedy, sheet=self.sheet.name, severity="note"))

    def _problem(
        self, what: Message, remedy: Message, index: int, column: Column | None, value: str, ask: bool = False
    ) -> None:
        place = None if column is None else column.index + 1
        self.problems.append(
            Problem(
                what,
                remedy,
                sheet=self.sheet.name,
                row=index + 1,
                column=place,
                value=value or None,
                severity="question" if ask else "error",
            )
        )

    def _texts(self, column: Column, group: Sequence[int]) -> list[str]:
        """What a column says over the rows of one project, each once; a merged cell counts for its rows."""
        down = self.down[column.index]
        rows = (down.get(index, index) for index in group)
        texts = (self.rows[index][column.index] for index in rows if index >= self.layout.first_row - 1)
        return list(dict.fromkeys(text for text in texts if not is_nothing(text)))

    def _text(self, columns: Sequence[Column], group: Sequence[int]) -> str | None:
        texts = [text for column in columns for text in self._texts(column, group)]
        return "; ".join(texts) or None

    def _project(self, name: str, group: Sequence[int]) -> Project:
        year, years = self._year(group)
        near = year or self.heading_year or self.title_year
        period_text, period = self._period(group, near)
        period = period or years
        status_text, status = self._status(group)
        origin, from_citizens = self._origin(group)
        return Project(
            name=name,
            source=RowRef(self.workbook, self.sheet.name, group[0] + 1),
            status=status,
            status_text=status_text,
            from_citizens=from_citizens,
            origin=origin,
            fiscal_year=year
            or (None if years else self.heading_year)
            or (None if period else self.title_year),
            period=period,
            period_text=period_text,
            budget=self._budget(group),
            evidence=self._text(self.of("evidence"), group),
            note=self._text(self.of("note"), group),
        )

    def _year(self, group: Sequence[int]) -> tuple[int | None, Period | None]:
        """The fiscal year of a row, or the period of several ("2560-2562")."""
        for column in self.of("fiscal_year"):
            for text in self._texts(column, group):
                year = parse_year(text)
                if year is not None:
                    return year, None
                ends = [parse_year(part) for part in re.split(r"\s*(?:-|–|—|ถึง|to)\s*", text)]
                if len(ends) == 2 and ends[0] and ends[1] and ends[0] <= ends[1]:
                    return None, Period(fiscal_year_span(ends[0]).start, fiscal_year_span(ends[1]).end)
                what = message("This is no fiscal year")
                self._problem(what, message("Write the year in four digits, as 2561"), group[0], column, text)
        return None, None

    def _period(self, group: Sequence[int], year: int | None) -> tuple[str | None, Period | None]:
        for column in self.of("period"):
            if months_of(column.text):
                continue
            texts = self._texts(column, group)
            if texts:
                dated = [text for text in texts if not is_one_of(text, "cells", "duration")]
                read = [self._read_period(text, group[0], column, year) for text in dated]
                return "; ".join(texts), _span([period for period in read if period is not None])
        sides = {
            role: (column, texts)
            for role in ("end", "start")
            for column in self.of(role)
            if (texts := self._texts(column, group))
        }
        if sides:
            read_sides = {r: self._read_period(t[0], group[0], c, year) for r, (c, t) in sides.items()}
            start, end = read_sides.get("start"), read_sides.get("end")
            text = " - ".join(sides[role][1][0] for role in ("start", "end") if role in sides)
            first, last = start.start if start else None, end.end if end else None
            return text, self._between(first, last, group[0], sides["end" if end else "start"][0], text)
        return self._from_schedule(group, year)

    def _between(
        self, start: date | None, end: date | None, index: int, column: Column, text: str
    ) -> Period | None:
        if start and end and end < start:
            what = message("The project ends before it starts")
            self._problem(what, message("Correct one of the two dates"), index, column, text)
            return None
        return Period(start, end) if start or end else None

    def _read_period(self, text: str, index: int, column: Column, year: int | None) -> Period | None:
        try:
            return parse_period(text, fiscal_year=year, day_first=self.day_first)
        except AmbiguousDate:
            remedy = message("Write the month as a word, as 1 ก.พ. 2561")
            self._problem(DAY_OR_MONTH, remedy, index, column, text, ask=True)
        except ValueError:
            what = message("This period can't be read")
            remedy = message("Write it as “{example}”, each month with its year", example=PERIOD_EXAMPLE)
            self._problem(what, remedy, index, column, text)
        return None

    def _schedule(self) -> list[Column]:
        return [column for column in self.of("period") if months_of(column.text)]

    def _from_schedule(self, group: Sequence[int], year: int | None) -> tuple[str | None, Period | None]:
        marked = [c for c in self._schedule() if any(ticked(self.rows[i], [c]) for i in group)]
        periods = []
        for column in marked:
            found = months_of(column.text)
            if found is None or (found[2] is None and year is None):
                what = message("The months of the schedule carry no year")
                remedy = message("Write the fiscal year in the title or in a column of its own")
                self._problem(what, remedy, group[0], column, column.header)
                return None, None
            month, width, stated = found
            first = stated if stated is not None else (year or 0) - ERA - (month >= 10)
            after = date(first + (month + width > 12), (month + width - 1) % 12 + 1, 1)
            periods.append(Period(date(first, month, 1), date.fromordinal(after.toordinal() - 1)))
        text = " - ".join(dict.fromkeys(column.text for column in (*marked[:1], *marked[-1:])))
        return text or None, _span(periods)

    def _status(self, group: Sequence[int]) -> tuple[str | None, Status]:
        columns = self.of("status")
        for column in columns:
            if _is_ticked(column, "status"):
                continue
            texts = self._texts(column, group)
            if not texts:
                continue
            text = "; ".join(texts)
            status = self._status_of(text, column)
            if status is None:
                what = message("This status is not understood, so the project is not known to be completed")
                remedy = message("Write แล้วเสร็จ, อยู่ระหว่างดำเนินการ, ยังไม่ดำเนินการ or ยกเลิก")
                self._problem(what, remedy, group[0], column, text)
            return text, status or "unknown"
        boxes = [column for column in columns if _is_ticked(column, "status")]
        marked = [column for column in boxes if any(ticked(self.rows[i], [column]) for i in group)]
        said = {status_of(column.text) for column in marked}
        text = "; ".join(column.text for column in marked)
        if len(said) > 1:
            what = message("More than one status is ticked")
            self._problem(what, message("Tick only one of them"), group[0], marked[-1], text)
            return text, "unknown"
        return text or None, (said.pop() if said else None) or "unknown"

    def _status_of(self, text: str, column: Column) -> Status | None:
        number = parse_number(text)
        if number is not None and counts_percent(column):
            percent = number * 100 if self.shares else number
            return status_of_percent(percent) if 0 <= percent <= 100 else None
        return status_of(text)

    def _origin(self, group: Sequence[int]) -> tuple[str | None, bool | None]:
        says: list[tuple[Column, str, bool | None]] = []
        for column in self.of("origin"):
            if _is_ticked(column, "origin"):
                if any(ticked(self.rows[i], [column]) for i in group):
                    says.append((column, column.text, _box(column.text)))
                continue
            asked = header_is(column.text, "asks_origin")
            says += [(column, text, origin_of(text, asked)) for text in self._answers(column, group, asked)]
        if not says:
            heading = None if self.of("origin") else self.heading_origin or self.title_origin
            return heading, True if heading else None
        text = "; ".join(dict.fromkeys(text for _, text, _ in says))
        answers = {answer for _, _, answer in says}
        if len(answers) == 1 and None not in answers:
            return text, answers.pop()
        what = message(
            "It is not clear whether this came from citizens taking part, so the project does not count"
        )
        remedy = message("Say it in words that are clear, for example ข้อเสนอจากประชาชน or นโยบาย")
        self._problem(what, remedy, group[0], says[0][0], text, ask=True)
        return text, None

    def _answers(self, column: Column, group: Sequence[int], asked: bool) -> list[str]:
        """The texts of a column of origin; under a header that asks, "ไม่มี" and "/" are answers too."""
        if not asked:
            return self._texts(column, group)
        rows = [self.down[column.index].get(index, index) for index in group]
        texts = (self.rows[index][column.index] for index in rows)
        return list(dict.fromkeys(t for t in texts if answer_of(t) is not None or not is_nothing(t)))

    def _budget(self, group: Sequence[int]) -> float | None:
        values = []
        for index in group:
            for column in self.of("budget"):
                text = self.rows[index][column.index]
                if is_nothing(text):
                    continue
                value = money(text)
                if value is None:
                    what = message("This is no amount of money")
                    remedy = message("Write the amount in digits, a dash where there is none")
                    self._problem(what, remedy, index, column, text)
                else:
                    values.append(value * (1 if money_factor(text) else self.factor))
        return round(sum(values), 2) if values else None


def _span(periods: Sequence[Period]) -> Period | None:
    """From the first start to the last end; an open side stays open. None for no periods."""
    if not periods:
        return None
    starts = [period.start for period in periods if period.start is not None]
    ends = [period.end for period in periods if period.end is not None]
    return Period(
        min(starts) if len(starts) == len(periods) else None,
        max(ends) if len(ends) == len(periods) else None,
    )


def _is_ticked(column: Column, role: str) -> bool:
    """Whether a column's header is an answer itself ("แล้วเสร็จ"), so that its cells are ticks."""
    if column.why == TICKED:
        return True
    if header_role(column.text) == role:
        return False
    says = status_of(column.text) if role == "status" else _box(column.text)
    return says is not None


def _box(header: str) -> bool | None:
    says = origin_of(header)
    return says if says is not None else answer_of(header)
