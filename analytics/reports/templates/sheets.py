"""The marked cells of an office's own workbook, filled in the XML of its sheets; nothing else is touched."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter

from analytics.reports.content import Cell
from analytics.reports.marks import MARK, Entry, spelled
from analytics.reports.sheets import LONGEST_TEXT, clean
from analytics.reports.templates.heights import Heights
from analytics.reports.templates.margins import escaped, fill_headers, fill_notes
from analytics.reports.templates.parts import Filling, Parts, local, replaced
from analytics.reports.templates.rows import Block, Moves, make_room, obstacle
from analytics.reports.templates.text import fill_drawings
from analytics.words import Message, Problem, message

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True)
class _Marked:
    """A cell with marks: its element, column, and its runs of text as they are lettered."""

    cell: Any
    column: int
    runs: tuple[tuple[Any, str], ...]  # what sets the run's look, or None; and its text

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.runs)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(spelled(found[1]) for found in MARK.finditer(self.text))


def fill_workbook(parts: Parts, main: str, filling: Filling) -> None:
    """Fill every marked cell of every worksheet, and its headers, footers, notes, text boxes and titles of
    charts. `main` is the name of the workbook's part.

    Texts are kept in the cells themselves, so the table of shared texts stays as it was.
    """
    related = parts.related(main)
    shared = next((name for kind, name in related.values() if kind == "sharedStrings"), None)
    texts = _shared_texts(parts, shared) if shared else {}
    styles = next((name for kind, name in related.values() if kind == "styles"), None)
    heights = Heights(parts, styles)
    book = parts.tree(main)
    _make_room(parts, main, book, texts, filling)
    changed = formulas = False
    for sheet in local(book, "sheet"):
        kind, name = related.get(str(sheet.get(RELATION) or sheet.get(STRICT_RELATION)), ("", ""))
        title = str(sheet.get("name"))
        if kind == "worksheet" and (texts or b"{{" in parts.read(name)):
            root = parts.tree(name)
            filled = _Sheet(root, title, texts, filling, heights).fill()
            changed = changed or filled
            if fill_headers(root, title, filling) or filled:
                parts.put_tree(name, root)
        if kind in ("worksheet", "chartsheet"):
            fill_drawings(parts, name, filling, title)
            fill_notes(parts, name, filling, title)
        formulas = formulas or (
            kind == "worksheet" and re.search(rb"<(\w+:)?f[ >]", parts.read(name)) is not None
        )
    if changed and formulas:
        _recalculated(parts, main, book)


def _worksheets(parts: Parts, main: str, book: Any) -> Iterator[tuple[str, str]]:
    """Name and part of every worksheet."""
    related = parts.related(main)
    for sheet in local(book, "sheet"):
        kind, name = related.get(str(sheet.get(RELATION) or sheet.get(STRICT_RELATION)), ("", ""))
        if kind == "worksheet":
            yield str(sheet.get("name")), name


def _make_room(parts: Parts, main: str, book: Any, texts: Mapping[str, Any], filling: Filling) -> None:
    """Insert the rows that repeated ones need where too few are free, if all that refers to rows is known."""
    moved: dict[str, Moves] = {}
    for title, name in _worksheets(parts, main, book):
        if texts or b"{{" in parts.read(name):
            moves = Moves(tuple(_Sheet(parts.tree(name), title, texts, filling, None).blocks()))
            if moves:
                moved[title] = moves
    if not moved:
        return
    sheets = {title: (name, parts.tree(name)) for title, name in _worksheets(parts, main, book)}
    found = obstacle(parts, sheets, moved)
    if found is None:
        make_room(parts, main, book, sheets, moved)
    else:
        remedy = message("Leave empty rows enough below the rows that repeat.")
        filling.tell(Problem(found, remedy, severity="note"))


def _shared_texts(parts: Parts, name: str) -> dict[str, Any]:
    """The shared texts with marks: their number as cells write it → their element."""
    if b"{" not in parts.read(name):
        return {}
    entries = local(parts.tree(name), "si")
    return {str(number): entry for number, entry in enumerate(entries) if MARK.search(_text(entry))}


def _runs(entry: Any) -> tuple[tuple[Any, str], ...]:
    """The runs of a text; of plain text one without a look. Readings for other scripts are no text."""
    runs = []
    for part in entry:
        kind = etree.QName(part).localname if isinstance(part.tag, str) else ""
        if kind == "t":
            runs.append((None, part.text or ""))
        elif kind == "r":
            text = "".join(t.text or "" for t in part if etree.QName(t).localname == "t")
            runs.append((next((p for p in part if etree.QName(p).localname == "rPr"), None), text))
    return tuple(runs)


def _text(entry: Any) -> str:
    return "".join(text for _, text in _runs(entry))


def _recalculated(parts: Parts, main: str, book: Any) -> None:
    """Have the program that opens it work formulas out anew: they were of the marks until now."""
    for _, name in _worksheets(parts, main, book):
        root = parts.tree(name)
        old = [cell for cell in local(root, "c") if _text_of(cell, "f") is not None and _text_of(cell, "v")]
        for cell in old:
            for value in list(cell.iterchildren("{*}v")):
                cell.remove(value)
            cell.attrib.pop("t", None)
        if old:
            parts.put_tree(name, root)
    found = next(local(book, "calcPr"), None)
    if found is not None and found.get("fullCalcOnLoad") not in ("1", "true"):
        found.set("fullCalcOnLoad", "1")
        parts.put_tree(main, book)


def _text_of(cell: Any, name: str) -> str | None:
    """What a part of a cell says; None where it has none."""
    part = next(cell.iterchildren(f"{{*}}{name}"), None)
    return None if part is None else part.text or ""


class _Sheet:
    """One worksheet that is being filled."""

    def __init__(
        self, root: Any, name: str, texts: Mapping[str, Any], filling: Filling, heights: Heights | None
    ) -> None:
        self.root, self.name, self.texts, self.filling = root, name, texts, filling
        self.heights = heights
        self.written: dict[int, list[tuple[int, Any, str]]] = {}
        self.data = next(local(root, "sheetData"), None)
        self.space = etree.QName(root).namespace
        self.rows: dict[int, Any] = {}
        if self.data is not None:
            for at, row in enumerate(self.data, start=1):
                self.rows[int(row.get("r") or at)] = row
        self.merged = [str(area.get("ref")) for area in local(root, "mergeCell")]

    def fill(self) -> bool:
        """Fill the sheet; False where it has no mark and stays as it was."""
        marked = {number: cells for number, row in self.rows.items() if (cells := self._marked(row))}
        for number, cells in marked.items():
            groups = self._groups(cells)
            if len(groups) > 1:
                told = message(
                    "One row can't repeat for several kinds: {groups}.", groups=", ".join(sorted(groups))
                )
                self._tell(
                    number, cells[0], told, message("Write them into rows of their own."), cells[0].text
                )
                continue
            if groups:
                self._repeat(number, cells, self.filling.known.entries(groups.pop()))
            else:
                for one in cells:
                    self._write(number, one.cell, one, None)
        if self.heights is not None:
            for number, texts in self.written.items():
                self.heights.fit(self.root, self.rows[number], texts, self.merged)
        return bool(marked)

    def blocks(self) -> Iterator[Block]:
        """The rows that repeat, with the rows that are free for them and how many they need."""
        for number, row in self.rows.items():
            groups = self._groups(self._marked(row))
            if len(groups) == 1:
                needed = len(self.filling.known.entries(groups.pop()))
                yield Block(number, number + self._room(number, needed) - 1, needed)

    def _groups(self, cells: Sequence[_Marked]) -> set[str]:
        """What a row with these marks repeats for."""
        return {group for one in cells for name in one.names if (group := self.filling.known.repeats(name))}

    def _marked(self, row: Any) -> list[_Marked]:
        found = []
        for at, cell in enumerate(row, start=1):
            entry = self._entry(cell)
            if entry is not None and MARK.search(_text(entry)):
                place = _PLACE.fullmatch(str(cell.get("r") or ""))
                found.append(_Marked(cell, column_index_from_string(place[1]) if place else at, _runs(entry)))
        return found

    def _entry(self, cell: Any) -> Any:
        """The text of a cell, as an element that holds runs; None where it is none, or a formula's."""
        parts = {etree.QName(part).localname: part for part in cell if isinstance(part.tag, str)}
        if "f" in parts:
            return None
        if cell.get("t") == "s" and "v" in parts:
            return self.texts.get((parts["v"].text or "").strip())
        return parts.get("is") if cell.get("t") == "inlineStr" else None

    def _repeat(self, number: int, cells: Sequence[_Marked], entries: Sequence[Entry]) -> None:
        """Fill a row, and the empty rows below it, with an entry each."""
        self.filling.made(len(entries) * len(cells))
        room = self._room(number, len(entries))
        if room < len(entries):
            self._tell(
                number,
                cells[0],
                message(
                    "{all} {all:entry is|entries are} to stand here, and only {room} {room:has|have} "
                    "room: something stands below.",
                    all=len(entries),
                    room=room,
                ),
                message("Leave {n} empty {n:row|rows} below this one in the form.", n=len(entries) - 1),
            )
        first = self.rows[number]
        pattern = copy.deepcopy(first)
        for at, entry in enumerate(entries[:room]):
            row = self._row(number + at, pattern)
            if at:
                self._carry(row, number + at, pattern, cells)
            for one in cells:
                self._write(number + at, self._cell(row, number + at, one), one, entry, first=at == 0)
        self._reach(number + room - 1)

    def _room(self, number: int, wanted: int) -> int:
        """How many rows from this one on are free for entries, as far as they are wanted."""
        tall = [_rows_of(area) for area in self.merged]
        for at in range(number + 1, number + wanted):
            row = self.rows.get(at)
            filled = row is not None and any(len(cell) for cell in row)
            if filled or any(top <= at <= bottom and top != bottom for top, bottom in tall):
                return at - number
        return wanted

    def _row(self, number: int, pattern: Any) -> Any:
        """The row of this number; one that the form has not is made like the one with the marks."""
        if number in self.rows:
            return self.rows[number]
        made = etree.Element(pattern.tag, dict(pattern.attrib))
        made.set("r", str(number))
        for cell in pattern:
            place = _PLACE.fullmatch(str(cell.get("r") or ""))
            if place and cell.get("s"):
                etree.SubElement(made, cell.tag, {"r": f"{place[1]}{number}", "s": str(cell.get("s"))})
        before = max(known for known in self.rows if known < number)
        self.rows[before].addnext(made)
        self.rows[number] = made
        for area in [area for area in self.merged if _rows_of(area) == (int(pattern.get("r") or 0),) * 2]:
            self._merge(re.sub(r"\d+", str(number), area))
        return made

    def _carry(self, row: Any, number: int, pattern: Any, cells: Sequence[_Marked]) -> None:
        """Repeat what stands beside the marks of a row: texts, figures, and formulas moved along."""
        marked = {one.column for one in cells}
        for at, like in enumerate(pattern, start=1):
            place = _PLACE.fullmatch(str(like.get("r") or ""))
            column = column_index_from_string(place[1]) if place else at
            formula = next(like.iterchildren("{*}f"), None)
            if column in marked or not len(like) or (formula is not None and formula.get("t")):
                continue
            cell = self._cell(row, number, _Marked(like, column, ()))
            cell.attrib.pop("t", None)
            if like.get("t"):
                cell.set("t", str(like.get("t")))
            for part in like:
                cell.append(copy.deepcopy(part))
            if formula is not None:
                moved = Translator(f"={formula.text}", origin=str(like.get("r")))
                next(cell.iterchildren("{*}f")).text = moved.translate_formula(str(cell.get("r")))[1:]
                for part in list(cell.iterchildren("{*}v")):
                    cell.remove(part)  # worked out for another row

    def _merge(self, area: str) -> None:
        kept = next(local(self.root, "mergeCells"), None)
        if kept is not None:
            etree.SubElement(kept, f"{{{self.space}}}mergeCell", {"ref": area})
            kept.set("count", str(len(kept)))
            self.merged.append(area)

    def _cell(self, row: Any, number: int, like: _Marked) -> Any:
        """The cell of a row in the column of a marked one; one that the form has not looks like that."""
        at = 0
        for at, cell in enumerate(row):
            place = _PLACE.fullmatch(str(cell.get("r") or ""))
            column = column_index_from_string(place[1]) if place else at + 1
            if column == like.column:
                return cell
            if column > like.column:
                break
        else:
            at = len(row)
        made = etree.Element(like.cell.tag, {"r": f"{get_column_letter(like.column)}{number}"})
        if like.cell.get("s"):
            made.set("s", str(like.cell.get("s")))
        row.insert(at, made)
        return made

    def _write(
        self, number: int, cell: Any, marked: _Marked, entry: Entry | None, *, first: bool = True
    ) -> None:
        """Put what the marks of `marked` stand for into a cell, which keeps its style."""
        facts: dict[str, Cell] = {}
        for mark in MARK.finditer(marked.text):
            name = spelled(mark[1])
            known = self.filling.known.fact(name, entry)
            if known is not None:
                facts[mark[0]] = known
                self.filling.count += first
            elif first:
                self._tell(
                    number,
                    marked,
                    message("Nothing is known by this mark."),
                    self.filling.remedy(name),
                    mark[0],
                )
        for part in list(cell):
            cell.remove(part)
        cell.attrib.pop("t", None)
        whole = facts.get(marked.text.strip())
        if whole is not None and isinstance(whole.value, int | float) and math.isfinite(whole.value):
            etree.SubElement(cell, f"{{{self.space}}}v").text = repr(whole.value)
            return
        found = replaced(marked.runs, facts, self.filling)
        runs = [run for run in found if run[1]] or found[:1]
        if sum(len(text.encode("utf-16-le")) // 2 for _, text in runs) > LONGEST_TEXT:
            runs = [(None, "".join(text for _, text in runs))]  # which is cut where a cell can hold no more
        cell.set("t", "inlineStr")
        inline = etree.SubElement(cell, f"{{{self.space}}}is")
        plain = len(runs) == 1 and runs[0][0] is None
        for look, text in runs:
            holder = inline if plain else etree.SubElement(inline, f"{{{self.space}}}r")
            if look is not None:
                holder.append(copy.deepcopy(look))
            held = etree.SubElement(holder, f"{{{self.space}}}t")
            held.text = self._said(text)
            held.set(_SPACE, "preserve")
        said = "".join(text for _, text in runs)
        self.written.setdefault(number, []).append((marked.column, cell, said))

    def _said(self, text: str) -> str:
        return escaped(clean(text, self.filling.words))

    def _reach(self, last: int) -> None:
        """Let the sheet say that it reaches down to a row."""
        reach = next(local(self.root, "dimension"), None)
        found = re.fullmatch(r"([A-Z]+\d+:[A-Z]+)(\d+)", str(reach.get("ref"))) if reach is not None else None
        if reach is not None and found and int(found[2]) < last:
            reach.set("ref", f"{found[1]}{last}")

    def _tell(
        self, number: int, marked: _Marked, what: Message, remedy: Message, value: str | None = None
    ) -> None:
        self.filling.tell(
            Problem(what, remedy, sheet=self.name, row=number, column=marked.column, value=value)
        )


def _rows_of(area: str) -> tuple[int, int]:
    numbers = [int(number) for number in re.findall(r"\d+", area)] or [0]
    return numbers[0], numbers[-1]
