"""Tables as CSV that a spreadsheet opens right: Thai letters whole, figures as numbers, no formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from analytics.thai import to_arabic_digits
from analytics.words import NONE

BOM = b"\xef\xbb\xbf"  # without it Excel takes Thai for another encoding
_FIGURE = re.compile(r"[-−]?[0-9๐-๙]+(?:,[0-9๐-๙]{3})*(?:\.[0-9๐-๙]+)?")


def written(header: Sequence[str] | None, rows: Iterable[Sequence[str]]) -> bytes:
    """Rows of text under a header, in UTF-8; what would be taken for a formula gets an apostrophe. Without a
    header they are more of a file that has one.
    """
    file = io.StringIO()
    lines = csv.writer(file)
    if header is not None:
        lines.writerow(map(_harmless, header))
    lines.writerows(map(_harmless, row) for row in rows)
    return (b"" if header is None else BOM) + file.getvalue().encode("utf-8", "replace")


def figures(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as people see them, as data: a cell that is one figure becomes a plain number in Arabic digits
    without separators, a dash for nothing an empty cell."""
    return written(header, ([_plain(str(cell)) for cell in row] for row in rows))


def _plain(text: str) -> str:
    if text == NONE:
        return ""
    if not _FIGURE.fullmatch(text):
        return text
    return to_arabic_digits(text).replace(",", "").replace("−", "-")


def _harmless(text: str) -> str:
    risky = text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _FIGURE.fullmatch(text)
    return f"'{text}" if risky else text
