"""Merged ranges, which calamine does not hand out: read beside it, from the few bytes that tell."""

from __future__ import annotations

import os
import re
import struct
import threading
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import lxml.etree
import olefile  # type: ignore[import-untyped]

from data.reading.cells import Merged, Reading, Source, column_index
from data.reading.markup import ods_reader
from data.reading.refusals import Refused

MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
PIECE = 1 << 14
LOCAL_HEADER = 30
OVERLAP = 200
# Walking these formats takes Python a while; a table for people, with merged headings, is small.
WALK_BYTES = 8_000_000
# More than this is decoration cell by cell, and no heading.
MOST = 20_000

Found = dict[str, tuple[Merged, ...]]


def with_merges(reader: Callable[[Source], Reading], format: str) -> Callable[[Source], Reading]:
    """A reader whose sheets also tell their merged ranges, as far as the file does.

    They are looked for in a thread: unpacking lets go of the interpreter, as calamine does.
    """

    def read(source: Source) -> Reading:
        found: Found = {}
        thread = threading.Thread(target=_search, args=(source, format, found), daemon=True)
        thread.start()
        reading = reader(source)
        thread.join()
        sheets = tuple(replace(sheet, merged=found.get(sheet.name, ())) for sheet in reading.sheets)
        return replace(reading, sheets=sheets)

    return read


def _search(source: Source, format: str, found: Found) -> None:
    # What is broken here is the reader's to report: a sheet then simply has no merged ranges.
    with suppress(
        zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError, OSError, NotImplementedError,
        struct.error, TypeError, lxml.etree.LxmlError, Refused,
    ):  # fmt: skip
        found.update(SEARCHES.get(format, _in_ooxml)(source))


# --- .xlsx, .xlsm, .xlsb ---

RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
BIN_SHEET = 156
BIN_MERGE = 176


def _in_ooxml(source: Source) -> Found:
    with zipfile.ZipFile(source.path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            parts = _sheet_parts(archive)
        elif "xl/workbook.bin" in names:
            parts = _binary_sheet_parts(archive)
        else:
            return {}
        return {
            name: tuple(_in_binary(archive.read(part)) if part.endswith(".bin") else _in_xml(archive, part))[
                :MOST
            ]
            for name, part in parts
            if part in names and (not part.endswith(".bin") or archive.getinfo(part).file_size < WALK_BYTES)
        }


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Relation id → zip entry."""
    targets = {}
    for tag in RELATION.findall(archive.read(part).decode("utf-8", "replace")):
        attributes = dict(ATTRIBUTE.findall(tag))
        target = attributes.get("Target", "")
        targets[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return targets


def _sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Sheet names with the zip entries of their cells."""
    targets = _targets(archive, "xl/_rels/workbook.xml.rels")
    sheets = []
    for tag in SHEET.findall(archive.read("xl/workbook.xml").decode("utf-8", "replace")):
        attributes = {key.split(":")[-1]: value for key, value in ATTRIBUTE.findall(tag)}
        sheets.append((_unescaped(attributes.get("name", "")), targets.get(attributes.get("id", ""), "")))
    return sheets


def _unescaped(text: str) -> str:
    text = re.sub(r"&#(\d+);", lambda m: chr(int(m.group(1))), text)
    text = re.sub(r"&#x([0-9a-fA-F]+);", lambda m: chr(int(m.group(1), 16)), text)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text


def _in_xml(archive: zipfile.ZipFile, part: str) -> Iterator[Merged]:
    """The ranges stand together after all cells: what comes before them is only unpacked and dropped."""
    tail = b""
    kept = bytearray()
    for piece in _unpacked(archive, archive.getinfo(part)):
        if kept or b"mergeCell" in piece:
            kept += piece if kept else tail + piece
            if len(kept) > WALK_BYTES:
                break
        tail = piece[-OVERLAP:]
    for match in MERGE.finditer(kept):
        left, top, right, bottom = match.groups()
        yield int(top) - 1, column_index(left.decode()), int(bottom) - 1, column_index(right.decode())


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of an entry, piece by piece, in half the time that zipfile takes with its checksums."""
    file = archive.fp
    if file is None or entry.compress_type != zipfile.ZIP_DEFLATED:
        yield archive.read(entry)
        return
    file.seek(entry.header_offset)
    name, extra = struct.unpack_from("<HH", file.read(LOCAL_HEADER), LOCAL_HEADER - 4)
    file.seek(name + extra, os.SEEK_CUR)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    left = entry.compress_size
    while left > 0 and not inflate.eof and (packed := file.read(min(PIECE, left))):
        left -= len(packed)
        yield inflate.decompress(packed)


def _binary_records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Records of an .xlsb part: number and length in bytes of seven bits."""
    place = 0

    def number(most: int) -> int:
        nonlocal place
        value = 0
        for shift in range(0, 7 * most, 7):
            byte = content[place]
            place += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
        return value

    while place < len(content):
        kind = content[place]
        place += 1
        if kind >= 0x80:
            kind = (kind & 0x7F) | (content[place] & 0x7F) << 7
            place += 1
        size = number(4)
        yield kind, content[place : place + size]
        place += size


def _binary_sheet_parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    targets = _targets(archive, "xl/_rels/workbook.bin.rels")
    sheets = []
    for kind, record in _binary_records(archive.read("xl/workbook.bin")):
        if kind == BIN_SHEET:
            relation, rest = _wide_string(record, 8)
            name, _ = _wide_string(record, rest)
            sheets.append((name, targets.get(relation, "")))
    return sheets


def _wide_string(record: bytes, place: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", record, place)
    end = place + 4 + 2 * length
    return record[place + 4 : end].decode("utf-16-le", "replace"), end


def _in_binary(content: bytes) -> Iterator[Merged]:
    for kind, record in _binary_records(content):
        if kind == BIN_MERGE:
            top, bottom, left, right = struct.unpack_from("<IIII", record)
            yield top, left, bottom, right


# --- .xls ---

XLS_SHEET = 0x0085
XLS_MERGES = 0x00E5
XLS_END = 0x000A
XLS_BEGIN = 0x0809


def _in_xls(source: Source) -> Found:
    """BIFF8, where sheet names are Unicode; earlier formats know no merged cells."""
    if source.path.stat().st_size > WALK_BYTES or not olefile.isOleFile(str(source.path)):
        return {}
    with olefile.OleFileIO(str(source.path)) as ole:
        if not ole.exists("Workbook"):
            return {}
        content = ole.openstream("Workbook").read()
    found: Found = {}
    for kind, record in _xls_records(content, 0):
        if kind == XLS_SHEET:
            (start,) = struct.unpack_from("<I", record)
            length, wide = record[6], record[7] & 1
            raw = record[8 : 8 + length * (1 + wide)]
            found[raw.decode("utf-16-le" if wide else "latin-1", "replace")] = tuple(
                _in_xls_sheet(content, start)
            )
    return found


def _in_xls_sheet(content: bytes, start: int) -> Iterator[Merged]:
    for kind, record in _xls_records(content, start):
        if kind == XLS_MERGES:
            (count,) = struct.unpack_from("<H", record)
            for top, bottom, left, right in struct.iter_unpack("<HHHH", record[2 : 2 + 8 * count]):
                yield top, left, bottom, right


def _xls_records(content: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Records from `place` to the end of their stream, those of charts inside it passed over."""
    depth = 0
    while place + 4 <= len(content):
        kind, size = struct.unpack_from("<HH", content, place)
        if kind == XLS_BEGIN:
            depth += 1
        elif kind == XLS_END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, content[place + 4 : place + 4 + size]
        place += 4 + size


# --- .ods ---


def _in_ods(source: Source) -> Found:
    with zipfile.ZipFile(source.path) as archive:
        if archive.getinfo("content.xml").file_size > WALK_BYTES:
            return {}
    return {sheet.name: sheet.merged for sheet in ods_reader(source).sheets}


SEARCHES = {"xls": _in_xls, "ods": _in_ods}
