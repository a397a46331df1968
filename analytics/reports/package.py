"""Office files are zips of XML: text that XML can hold, and the same bytes for the same content."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime

# What XML 1.0 can't carry.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    """The text without what XML can't carry, every line ending in one way."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def moment_of(made_on: date | None) -> datetime:
    """The time that a document says it was made: midnight of its day, never that of the clock."""
    return datetime(1980, 1, 1) if made_on is None else datetime(made_on.year, made_on.month, made_on.day)


def repacked(content: bytes, mended: Callable[[str, bytes], bytes] = lambda _, part: part) -> bytes:
    """The zip without a clock in it; `mended` is given each part's name and bytes and may change it."""
    final = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(final, "w") as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, mended(entry.filename, source.read(entry)))
    return final.getvalue()
