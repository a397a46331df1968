"""More glyphs for a TrueType typeface: each put together from glyphs that it has, side by side or stacked."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

# Flags of a component: its place is given as two 16-bit numbers of font units; another component follows.
_WORDS, _PLACE, _MORE = 0x0001, 0x0002, 0x0020
_ROOMY = 4000  # points and contours that a put-together glyph may have, for readers that set memory aside


@dataclass(frozen=True)
class Composite:
    """A glyph made of others, each so far to the right and up, and its own width; 1000 is an em."""

    parts: tuple[tuple[int, int, int], ...]
    advance: int


def count(font: bytes) -> int:
    """How many glyphs a typeface has."""
    return int(struct.unpack_from(">H", _tables(font)[b"maxp"], 4)[0])


def with_composites(font: bytes, composites: Sequence[Composite]) -> bytes:
    """The typeface with these glyphs after its own, numbered on from `count`."""
    tables = _tables(font)
    glyphs = _glyphs(tables)
    metrics = _metrics(tables, len(glyphs))
    em = struct.unpack_from(">H", tables[b"head"], 18)[0]
    for composite in composites:
        glyphs.append(_composed(composite, glyphs, em))
        metrics.append((_units(composite.advance, em), struct.unpack_from(">h", glyphs[-1], 2)[0]))
    places, at = [0], 0
    for glyph in glyphs:
        at += len(glyph)
        places.append(at)
    tables[b"glyf"] = b"".join(glyphs)
    tables[b"loca"] = struct.pack(f">{len(places)}I", *places)
    tables[b"hmtx"] = b"".join(struct.pack(">Hh", advance, left) for advance, left in metrics)
    tables[b"head"] = _put(tables[b"head"], (8, ">I", 0), (50, ">h", 1))
    tables[b"hhea"] = _put(tables[b"hhea"], (34, ">H", len(glyphs)))
    depth = struct.unpack_from(">H", tables[b"maxp"], 30)[0] + 1
    limits = ((10, ">H", _ROOMY), (12, ">H", _ROOMY), (28, ">H", 8), (30, ">H", depth))
    tables[b"maxp"] = _put(tables[b"maxp"], (4, ">H", len(glyphs)), *limits)
    if b"post" in tables:  # version 3: no names, so none is missing
        tables[b"post"] = _put(tables[b"post"][:32], (0, ">I", 0x00030000))
    return _font(font[:4], tables)


def _tables(font: bytes) -> dict[bytes, bytes]:
    tables = {}
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        tables[tag] = font[offset : offset + length]
    return tables


def _glyphs(tables: dict[bytes, bytes]) -> list[bytes]:
    number = struct.unpack_from(">H", tables[b"maxp"], 4)[0]
    if struct.unpack_from(">h", tables[b"head"], 50)[0]:
        places = struct.unpack_from(f">{number + 1}I", tables[b"loca"])
    else:
        places = tuple(2 * half for half in struct.unpack_from(f">{number + 1}H", tables[b"loca"]))
    glyphs = [tables[b"glyf"][places[i] : places[i + 1]] for i in range(number)]
    return [glyph + b"\0" * (-len(glyph) % 4) for glyph in glyphs]


def _metrics(tables: dict[bytes, bytes], number: int) -> list[tuple[int, int]]:
    """Width and left side of every glyph; the last width holds for all that have none of their own."""
    own = struct.unpack_from(">H", tables[b"hhea"], 34)[0]
    metrics: list[tuple[int, int]] = [
        struct.unpack_from(">Hh", tables[b"hmtx"], 4 * index) for index in range(own)
    ]
    for index in range(number - own):
        left = struct.unpack_from(">h", tables[b"hmtx"], 4 * own + 2 * index)[0]
        metrics.append((metrics[own - 1][0], left))
    return metrics


def _units(thousandths: int, em: int) -> int:
    return round(thousandths * em / 1000)


def _composed(composite: Composite, glyphs: Sequence[bytes], em: int) -> bytes:
    boxes, parts = [], []
    drawn = [(g, _units(x, em), _units(y, em)) for g, x, y in composite.parts if glyphs[g]]
    for index, (glyph, right, up) in enumerate(drawn):
        x_min, y_min, x_max, y_max = struct.unpack_from(">hhhh", glyphs[glyph], 2)
        boxes.append((x_min + right, y_min + up, x_max + right, y_max + up))
        more = _MORE if index + 1 < len(drawn) else 0
        parts.append(struct.pack(">HHhh", _WORDS | _PLACE | more, glyph, right, up))
    if not boxes:
        return struct.pack(">hhhhhh", 0, 0, 0, 0, 0, 0)
    left, low, right_edge, high = zip(*boxes, strict=True)
    head = struct.pack(">hhhhh", -1, min(left), min(low), max(right_edge), max(high))
    glyph_data = head + b"".join(parts)
    return glyph_data + b"\0" * (-len(glyph_data) % 4)


def _put(table: bytes, *values: tuple[int, str, int]) -> bytes:
    changed = bytearray(table)
    for offset, kind, value in values:
        struct.pack_into(kind, changed, offset, value)
    return bytes(changed)


def _font(version: bytes, tables: dict[bytes, bytes]) -> bytes:
    number = len(tables)
    power = 1 << (number.bit_length() - 1)
    header = version + struct.pack(">HHHH", number, 16 * power, power.bit_length() - 1, 16 * (number - power))
    at = 12 + 16 * number
    directory, body = [], []
    for tag in sorted(tables):
        padded = tables[tag] + b"\0" * (-len(tables[tag]) % 4)
        directory.append(struct.pack(">4sIII", tag, _sum(padded), at, len(tables[tag])))
        body.append(padded)
        at += len(padded)
    font = header + b"".join(directory) + b"".join(body)
    place = struct.unpack_from(">I", directory[sorted(tables).index(b"head")], 8)[0]
    return _put(font, (place + 8, ">I", (0xB1B0AFBA - _sum(font)) & 0xFFFFFFFF))


def _sum(padded: bytes) -> int:
    return int(sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF)
