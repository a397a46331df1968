"""How high a row of an office's workbook must be for the text that was filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import column_index_from_string

from analytics.reports.lettering import TALLEST, height
from analytics.reports.templates.parts import Parts, local

USUAL_SIZE, USUAL_WIDTH, USUAL_HEIGHT = 11.0, 8.43, 15.0
_AREA = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


@dataclass(frozen=True)
class _Look:
    size: float
    bold: bool
    wrapped: bool


class Heights:
    """The looks that the cells of a workbook refer to by number."""

    def __init__(self, parts: Parts, styles: str | None) -> None:
        self._looks: list[_Look] = []
        if styles is None:
            return
        root = parts.tree(styles)
        fonts = [(_number(font, "sz"), next(local(font, "b"), None)) for font in _children(root, "fonts")]
        for look in _children(root, "cellXfs"):
            font = int(look.get("fontId") or 0)
            size, bold = fonts[font] if font < len(fonts) else (USUAL_SIZE, None)
            alignment = next(local(look, "alignment"), None)
            wrapped = alignment is not None and alignment.get("wrapText") in ("1", "true")
            self._looks.append(
                _Look(size, bold is not None and bold.get("val") not in ("0", "false"), wrapped)
            )

    def fit(self, sheet: Any, row: Any, texts: Sequence[tuple[int, Any, str]], merged: Sequence[str]) -> None:
        """Make a row as high as its filled texts (column, cell, text) need; a fixed one stays."""
        if row.get("customHeight") in ("1", "true"):
            return
        number, needed = int(row.get("r") or 0), float(row.get("ht") or USUAL_HEIGHT)
        widths = _widths(sheet)
        for column, cell, text in texts:
            at = int(cell.get("s") or 0)
            look = self._looks[at] if at < len(self._looks) else _Look(USUAL_SIZE, False, False)
            room = sum(widths(each) for each in range(column, _last(column, number, merged) + 1))
            lines = text if look.wrapped else "x"
            needed = max(needed, height(lines, room, look.size, look.bold))
        if needed > USUAL_HEIGHT:
            row.set("ht", f"{min(needed, TALLEST):.2f}")
            row.set("customHeight", "1")


def _children(root: Any, name: str) -> list[Any]:
    found = next(local(root, name), None)
    return [] if found is None else [child for child in found if isinstance(child.tag, str)]


def _number(font: Any, name: str) -> float:
    found = next(local(font, name), None)
    return float(found.get("val") or USUAL_SIZE) if found is not None else USUAL_SIZE


def _widths(sheet: Any) -> Callable[[int], float]:
    """The width of a column by its number."""
    known = [
        (int(column.get("min") or 0), int(column.get("max") or 0), float(column.get("width") or USUAL_WIDTH))
        for column in local(sheet, "col")
    ]

    def width(number: int) -> float:
        return next((wide for first, last, wide in known if first <= number <= last), USUAL_WIDTH)

    return width


def _last(column: int, row: int, merged: Sequence[str]) -> int:
    """The last column that a cell runs over."""
    for area in merged:
        found = _AREA.fullmatch(area)
        if found and column_index_from_string(found[1]) == column and int(found[2]) == row:
            return int(column_index_from_string(found[3]))
    return column
