"""Office files are zips of XML: text that XML can hold, and the same bytes for the same content."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from typing import TypeVar

T = TypeVar("T")

# What XML 1.0 can't carry.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    """The text without what XML can't carry, every line ending in one way."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def legal_in(value: T) -> T:
    """A frozen dataclass (or tuple) whose every text is legal; what holds none stays the same object."""
    if isinstance(value, str):
        return legal(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        parts = tuple(legal_in(each) for each in value)
        return value if all(a is b for a, b in zip(parts, value, strict=True)) else parts  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        changed = {
            name: new for name, old in held.items() if (new := legal_in(old)) is not old and new != old
        }
        return replace(value, **changed) if changed else value
    return value


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
