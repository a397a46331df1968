"""Room for rows that repeat in an office's workbook: rows below move down, and with them what refers to them.

Only what is understood is moved. `obstacle` says what is not, and then nothing moves at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError
from openpyxl.formula.translate import Translator

from analytics.reports.templates.parts import Parts, local
from analytics.words import Message, message

# What a worksheet may hold whose places are known: moved where it has any.
_KNOWN = frozenset(
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetProtection protectedRanges autoFilter "
    "mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins "
    "pageSetup headerFooter rowBreaks colBreaks ignoredErrors drawing legacyDrawingHF picture tableParts "
    "extLst".split()
)
# What extensions of a worksheet may be made of: formulas and areas have elements of their own there.
_EXTENSIONS = ("id", "conditionalFormattings", "dataValidations", "sparklineGroups")
# Parts that refer to cells in ways that are not followed here.
_UNKNOWN_PARTS = re.compile(
    r"vbaProject|pivot|externalLink|queryTable|connections\.xml|xmlMaps|tableSingleCells|ctrlProp|activeX"
    r"|embeddings|richData|threadedComment|slicer|timeline",
    re.IGNORECASE,
)
_HREF = re.compile(r"(\$?[A-Z]{1,3})(\$?)([1-9][0-9]{0,6})", re.IGNORECASE)
_ROWS = re.compile(r"(\$?)([1-9][0-9]{0,6})")
# Functions of lists: their argument of one cell that repeats is meant as all of them.
_LISTS = frozenset(("SUM(", "AVERAGE(", "COUNT(", "COUNTA(", "MIN(", "MAX(", "PRODUCT(", "SUBTOTAL("))


@dataclass(frozen=True)
class Block:
    """A row that repeats: its number, the last of the free rows below it, and how many rows it needs."""

    first: int
    last: int
    needed: int

    @property
    def missing(self) -> int:
        """How many rows there are too few."""
        return max(0, self.needed - (self.last - self.first + 1))


class Moves:
    """Where the rows of one sheet go, all of its blocks taken together."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = tuple(blocks)

    def __bool__(self) -> bool:
        return any(block.missing for block in self.blocks)

    def row(self, number: int) -> int:
        """The new number of a row."""
        return number + sum(block.missing for block in self.blocks if block.last < number)

    def span(self, first: int, last: int, *, grows: bool = True) -> tuple[int, int]:
        """The new rows of an area; one that ends among the rows of a block takes in all of them."""
        top, bottom = self.row(first), self.row(last)
        for block in self.blocks:
            if grows and first <= block.first <= last <= block.last:
                bottom = max(bottom, self.row(block.first) + block.needed - 1)
        return top, bottom

    def inside(self, number: int) -> bool:
        """Whether a row, as it was numbered, is one of those that repeat."""
        return any(block.first <= number <= block.last for block in self.blocks)


def obstacle(
    parts: Parts, sheets: Mapping[str, tuple[str, Any]], moved: Mapping[str, Moves]
) -> Message | None:
    """What this workbook holds that is not followed, so that no row may be moved; None where nothing is.

    `sheets`: name → (part, tree) of every worksheet. `moved`: those whose rows would move.
    """
    if found := next((name for name in parts.names if _UNKNOWN_PARTS.search(name)), None):
        return message(
            "No rows are inserted: the workbook holds {part}, which may refer to cells.",
            part=found.rpartition("/")[2],
        )
    for name, (part, root) in sheets.items():
        for formula in root.iter("{*}f"):
            if formula.get("t") == "dataTable" or not _readable(formula.text or ""):
                return message(
                    "No rows are inserted: a formula of sheet “{sheet}” is not followed: {text}",
                    sheet=name,
                    text=(formula.text or "TABLE()")[:60],
                )
        if name not in moved:
            continue
        if any(kind == "comments" for kind, _ in parts.related(part).values()):
            return message("No rows are inserted: sheet “{sheet}” has notes.", sheet=name)
        for child in root:
            kind = etree.QName(child).localname if isinstance(child.tag, str) else "drawing"
            if kind not in _KNOWN:
                return message(
                    "No rows are inserted: sheet “{sheet}” holds {part}, which may refer to cells.",
                    sheet=name,
                    part=kind,
                )
        for inner in local(root, "ext"):
            for child in inner:
                kind = etree.QName(child).localname if isinstance(child.tag, str) else ""
                if kind not in _EXTENSIONS:
                    return message(
                        "No rows are inserted: sheet “{sheet}” holds {part}, which may refer to cells.",
                        sheet=name,
                        part=kind,
                    )
        for element in root.iter("{*}f"):
            if element.get("t") == "array" and _crosses(str(element.get("ref") or ""), moved[name]):
                return message(
                    "No rows are inserted: a formula of sheet “{sheet}” runs over rows that repeat.",
                    sheet=name,
                )
        tall = (str(area.get("ref")) for area in local(root, "mergeCell"))
        for area in tall:
            top, bottom = _rows_of(area)
            if top < bottom and any(block.missing and top == block.first for block in moved[name].blocks):
                return message(
                    "No rows are inserted: {area} of sheet “{sheet}” is merged over several rows.",
                    area=area,
                    sheet=name,
                )
    return None


def _readable(formula: str) -> bool:
    """Whether every reference of a formula is to one sheet at most."""
    try:
        named = (token.value.rpartition("!")[0] for token in _references(formula))
        return not any(":" in name or "!" in name for name in named)
    except TokenizerError:
        return False


def _references(formula: str) -> Iterator[Token]:
    return (t for t in Tokenizer(f"={formula}").items if t.subtype == Token.RANGE)


def _rows_of(area: str) -> tuple[int, int]:
    numbers = [int(number) for number in re.findall(r"\d+", area)] or [0]
    return numbers[0], numbers[-1]


def _crosses(area: str, moves: Moves) -> bool:
    top, bottom = _rows_of(area)
    return any(block.missing and top <= block.last < bottom for block in moves.blocks) or (
        top != bottom and any(moves.inside(row) for row in (top, bottom))
    )


def make_room(
    parts: Parts, main: str, book: Any, sheets: Mapping[str, tuple[str, Any]], moved: Mapping[str, Moves]
) -> None:
    """Move rows down, and everything in the workbook that refers to them. Asks for no `obstacle`."""
    shift = _Formulas(moved)
    for name, (part, root) in sheets.items():
        before = etree.tostring(root)
        if name in moved or any("!" in (formula.text or "") for formula in root.iter("{*}f")):
            _plain(root)
        _formulas(root, shift, name)
        if name in moved:
            _rows(root, moved[name])
        if etree.tostring(root) != before:
            parts.put_tree(part, root)
        for kind, hung in parts.related(part).values():
            if kind == "table" and name in moved:
                tree = parts.tree(hung)
                for element in tree.iter():
                    if element.get("ref"):
                        element.set("ref", _area(str(element.get("ref")), moved[name]))
                _texts(tree, ("calculatedColumnFormula", "totalsRowFormula"), shift, name)
                parts.put_tree(hung, tree)
            if kind == "drawing":
                _drawing(parts, hung, shift, name, moved.get(name))
    for hung in [name for name in parts.names if re.search(r"/(charts|chartEx)/[^/]*\.xml$", name)]:
        tree = parts.tree(hung)
        if _texts(tree, ("f",), shift, ""):
            parts.put_tree(hung, tree)
    if _texts(book, ("definedName",), shift, ""):
        parts.put_tree(main, book)
    for kind, chain in parts.related(main).values():
        if kind == "calcChain":
            _chain(parts, chain, book, moved)


class _Formulas:
    """Moves the rows that formulas refer to."""

    def __init__(self, moved: Mapping[str, Moves]) -> None:
        self.moved = {name.casefold(): moves for name, moves in moved.items()}

    def text(self, formula: str, sheet: str, row: int | None = None) -> str:
        """A formula (without =) of a sheet; `row`: of a cell in this row, as it was numbered."""
        if not re.search(r"\d", formula):
            return formula
        tokens = Tokenizer(f"={formula}").items
        for at, token in enumerate(tokens):
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                token.value = self._reference(token.value, sheet, row, _alone(tokens, at))
        return "".join(token.value for token in tokens)

    def _reference(self, value: str, sheet: str, row: int | None, listed: bool) -> str:
        named, mark, area = value.rpartition("!")
        if "[" in value:
            return value  # of a table, by the names of its columns
        whose = named[1:-1].replace("''", "'") if named.startswith("'") else named
        moves = self.moved.get((whose or sheet).casefold())
        if moves is None or not moves:
            return value
        grows = not (row is not None and (not whose or whose == sheet) and moves.inside(row))
        return f"{named}{mark}{_area(area, moves, grows=grows, listed=listed)}"


def _alone(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token is an argument by itself of a function of lists."""
    before, after = tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
    opens = [t for t in tokens[:at] if t.type == Token.FUNC and t.subtype == Token.OPEN]
    closed = sum(t.type == Token.FUNC and t.subtype == Token.CLOSE for t in tokens[:at])
    inner = opens[-1] if len(opens) > closed else None
    return (
        inner is not None
        and inner.value.upper() in _LISTS
        and before is not None
        and (before is inner or before.type == Token.SEP)
        and after is not None
        and (after.type == Token.SEP or (after.type == Token.FUNC and after.subtype == Token.CLOSE))
    )


def _area(area: str, moves: Moves, *, grows: bool = True, listed: bool = False) -> str:
    """A reference such as A1, $A$1:B5, 3:7; anything else stays."""
    ends = area.split(":")
    cells = [_HREF.fullmatch(end) for end in ends]
    rows = [_ROWS.fullmatch(end) for end in ends]
    if len(ends) == 2 and all(cells):
        (a, b) = (c for c in cells if c)
        first, last = moves.span(int(a[3]), int(b[3]), grows=grows)
        return f"{a[1]}{a[2]}{first}:{b[1]}{b[2]}{last}"
    if len(ends) == 2 and all(rows):
        (c, d) = (r for r in rows if r)
        first, last = moves.span(int(c[2]), int(d[2]), grows=grows)
        return f"{c[1]}{first}:{d[1]}{last}"
    if len(ends) == 1 and cells[0]:
        cell = cells[0]
        first, last = moves.span(int(cell[3]), int(cell[3]), grows=grows and listed)
        made = f"{cell[1]}{cell[2]}{first}"
        return made if first == last else f"{made}:{cell[1]}{cell[2]}{last}"
    return area


def _areas(areas: str, moves: Moves) -> str:
    """Areas with blanks between, such as conditional formats hold for; those of a row that repeats grow."""
    return " ".join(_area(area, moves, listed=True) for area in areas.split())


def _texts(root: Any, names: Sequence[str], shift: _Formulas, sheet: str) -> bool:
    changed = False
    for name in names:
        for element in local(root, name):
            if element.text and (made := shift.text(element.text, sheet)) != element.text:
                element.text, changed = made, True
    return changed


def _plain(root: Any) -> None:
    """Give every cell of a shared formula a formula of its own."""
    masters: dict[str, tuple[str, str]] = {}
    for cell in local(root, "c"):
        for formula in cell.iterchildren("{*}f"):
            if formula.get("t") != "shared":
                continue
            number, place = str(formula.get("si")), str(cell.get("r"))
            if formula.text:
                masters[number] = (formula.text, place)
            elif number in masters:
                text, origin = masters[number]
                formula.text = Translator(f"={text}", origin=origin).translate_formula(place)[1:]
            for name in ("t", "si", "ref"):
                formula.attrib.pop(name, None)


def _formulas(root: Any, shift: _Formulas, sheet: str) -> None:
    for row in local(root, "row"):
        number = int(row.get("r") or 0)
        for formula in row.iter("{*}f"):
            if formula.text:
                formula.text = shift.text(formula.text, sheet, number)
    data = next(local(root, "sheetData"), None)
    for name in ("formula", "formula1", "formula2", "f"):
        for element in local(root, name):
            if element.text and (data is None or data not in element.iterancestors()):
                element.text = shift.text(element.text, sheet)
    for link in local(root, "hyperlink"):
        if link.get("location"):
            link.set("location", shift.text(str(link.get("location")), sheet))


def _rows(root: Any, moves: Moves) -> None:
    for at, row in enumerate(local(root, "row"), start=1):
        number = moves.row(int(row.get("r") or at))
        row.set("r", str(number))
        for cell in local(row, "c"):
            if cell.get("r"):
                cell.set("r", re.sub(r"\d+", str(number), str(cell.get("r"))))
            for formula in cell.iterchildren("{*}f"):
                if formula.get("ref"):
                    formula.set("ref", _area(str(formula.get("ref")), moves, grows=False))
    data = next(local(root, "sheetData"), None)
    for element in root.iter():
        if not isinstance(element.tag, str) or (data is not None and data in element.iterancestors()):
            continue
        kind = etree.QName(element).localname
        if element.get("sqref"):
            element.set("sqref", _areas(str(element.get("sqref")), moves))
        if kind == "sqref" and element.text:
            element.text = _areas(element.text, moves)
        if element.get("ref") and kind != "sheetData":
            top, bottom = _rows_of(str(element.get("ref")))
            grows = kind != "hyperlink" and (kind != "mergeCell" or top < bottom)
            element.set("ref", _area(str(element.get("ref")), moves, grows=grows))
        for name in ("topLeftCell", "activeCell"):
            if element.get(name):
                element.set(name, _area(str(element.get(name)), moves, grows=False))
        if kind == "brk" and etree.QName(element.getparent()).localname == "rowBreaks":
            element.set("id", str(moves.row(int(element.get("id")) + 1) - 1))


def _drawing(parts: Parts, name: str, shift: _Formulas, sheet: str, moves: Moves | None) -> None:
    tree = parts.tree(name)
    before = etree.tostring(tree)
    for shape in local(tree, "sp"):
        if shape.get("textlink"):
            shape.set("textlink", shift.text(str(shape.get("textlink")).lstrip("="), sheet))
    for anchor in (*local(tree, "twoCellAnchor"), *local(tree, "oneCellAnchor")) if moves else ():
        stays = anchor.get("editAs") == "absolute"
        starts = next((at for at in anchor.iterchildren("{*}from")), None)
        top = None if starts is None else next(starts.iterchildren("{*}row"), None)
        if stays or top is None or moves is None:
            continue
        by = moves.row(int(top.text) + 1) - int(top.text) - 1
        for end in anchor.iterchildren("{*}from", "{*}to"):
            row = next(end.iterchildren("{*}row"))
            own = moves.row(int(row.text) + 1) - 1
            keeps = anchor.get("editAs") == "oneCell"
            row.text = str(int(row.text) + by if keeps else own)
    if etree.tostring(tree) != before:
        parts.put_tree(name, tree)


def _chain(parts: Parts, name: str, book: Any, moved: Mapping[str, Moves]) -> None:
    """The order in which formulas are worked out names their cells; i is the number of the sheet."""
    numbers = {str(sheet.get("sheetId")): str(sheet.get("name")) for sheet in local(book, "sheet")}
    tree, sheet = parts.tree(name), ""
    for cell in local(tree, "c"):
        sheet = numbers.get(str(cell.get("i")), sheet) if cell.get("i") else sheet
        if sheet in moved:
            cell.set("r", _area(str(cell.get("r")), moved[sheet], grows=False))
    parts.put_tree(name, tree)
