"""Formats from before Excel's day that offices' systems still write: SYLK, DIF and dBase."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import datetime, timedelta

from data.reading import refusals
from data.reading.cells import Grid, RawSheet, Reading, Source, cell_text, date_text, number_text
from data.reading.refusals import Refused
from data.reading.text import decoded, encoding_of


def sylk_reader(source: Source) -> Reading:
    """SYLK (.slk): one record a line; C records hold the cells, F records only move the place."""
    text, problems = decoded(source.path.read_bytes(), source.name)
    cells: dict[int, dict[int, str | None]] = {}
    name = source.sheet
    grid = Grid(source, name)
    row = column = 0
    for line in re.split(r"\r\n|\r|\n", text):
        fields = [part.replace("\x1b", ";") for part in line.replace(";;", "\x1b").split(";")]
        if fields[0] not in ("C", "F"):
            continue
        value = None
        for part in fields[1:]:
            if part[:1] == "Y" and part[1:].isdigit():
                row = int(part[1:]) - 1
            elif part[:1] == "X" and part[1:].isdigit():
                column = int(part[1:]) - 1
            elif part[:1] == "K" and fields[0] == "C":
                value = part[1:]
        if value is not None and row >= 0 and column >= 0:
            grid.check(row + 1, column + 1)
            cells.setdefault(row, {})[column] = _sylk_value(value)
    for at in sorted(cells):
        grid.skip_to(at)
        grid.add([cells[at].get(c) for c in range(max(cells[at]) + 1)])
    return Reading((RawSheet(name, grid.table()),), tuple(problems))


def _sylk_value(value: str) -> str | None:
    if value.startswith('"'):
        return cell_text(value[1:].removesuffix('"').replace('""', '"').replace("\x1b :", "\n"))
    if value in ("TRUE", "FALSE"):
        return value.lower()
    return _number(value)


def _number(text: str) -> str | None:
    try:
        return number_text(float(text))
    except ValueError:
        return cell_text(text.strip())


def dif_reader(source: Source) -> Reading:
    """DIF (.dif): after the header pairs of lines, "-1,0 / BOT" opens a row."""
    text, problems = decoded(source.path.read_bytes(), source.name)
    lines = re.split(r"\r\n|\r|\n", text)
    name = source.sheet
    grid = Grid(source, name)
    row: list[str | None] | None = None
    place = next((at + 3 for at, line in enumerate(lines) if line.strip() == "DATA"), len(lines))
    while place + 1 < len(lines):
        kind, _, number = lines[place].partition(",")
        said = lines[place + 1]
        place += 2
        if kind.strip() == "-1":
            if row is not None:
                grid.add(row)
            row = []
            if said.strip() == "EOD":
                break
        elif row is not None and kind.strip() == "0":
            row.append(_dif_number(number, said.strip()))
        elif row is not None:
            row.append(cell_text(said.strip().removeprefix('"').removesuffix('"').replace('""', '"')))
    return Reading((RawSheet(name, grid.table()),), tuple(problems))


def _dif_number(number: str, said: str) -> str | None:
    if said in ("TRUE", "FALSE"):
        return said.lower()
    if said in ("NA", "ERROR"):
        return "#N/A" if said == "NA" else "#VALUE!"
    return _number(number)


# The code page byte of dBase; where it is another or 0, the text tells.
DBF_CODEPAGES = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x57: "cp1252", 0x7C: "cp874", 0x50: "cp874",
    0xC8: "cp1250", 0xC9: "cp1251",
}  # fmt: skip
DBF_END = 0x0D
DBF_SAMPLE = 200_000
DBF_DELETED = 0x2A
JULIAN_DAY_ONE = 1721425


def dbf_reader(source: Source) -> Reading:
    """dBase and FoxPro (.dbf): field names in the first row, then the records that are not deleted."""
    content = source.path.read_bytes()
    n, start, width = struct.unpack_from("<IHH", content, 4)
    fields = list(_dbf_fields(content, start))
    if not fields:
        raise Refused(refusals.damaged(source.name))
    encoding = DBF_CODEPAGES.get(content[29])
    if encoding is None:
        encoding = encoding_of(bytes(max(byte, 32) for byte in content[start : start + DBF_SAMPLE]))
    name = source.sheet
    grid = Grid(source, name)
    grid.add([field[0] for field in fields])
    for record in range(n):
        at = start + record * width
        row = content[at : at + width]
        if len(row) < width:
            break
        if row[0] != DBF_DELETED:
            grid.add([_dbf_value(row[left:right], kind, encoding) for _, kind, left, right in fields])
    return Reading((RawSheet(name, grid.table()),))


def _dbf_fields(content: bytes, start: int) -> Iterator[tuple[str, str, int, int]]:
    """Name, kind and place in the record of every field."""
    left = 1
    for at in range(32, start - 31, 32):
        described = content[at : at + 32]
        if len(described) < 32 or described[0] == DBF_END:
            return
        length = described[16]
        kind = chr(described[11])
        if kind == "C":
            length += described[17] << 8
        name = described[:11].split(b"\0")[0].decode("cp874", "replace")
        yield name or "?", kind, left, left + length
        left += length


def _dbf_value(raw: bytes, kind: str, encoding: str) -> str | None:
    match kind:
        case "C" | "V":
            return cell_text(raw.rstrip(b" \0").decode(encoding, "replace"))
        case "N" | "F":
            return _number(raw.strip(b" \0*").decode("ascii", "replace"))
        case "L":
            return {"t": "true", "y": "true", "f": "false", "n": "false"}.get(
                raw[:1].decode("latin-1").lower()
            )
        case "D":
            day = raw.decode("ascii", "replace")
            return f"{day[:4]}-{day[4:6]}-{day[6:8]}" if day.isdigit() and int(day) else None
        case "I" | "+":
            return str(int.from_bytes(raw, "little", signed=True))
        case "B" | "O" if len(raw) == 8:
            return number_text(struct.unpack("<d", raw)[0])
        case "Y":
            return number_text(int.from_bytes(raw, "little", signed=True) / 10_000)
        case "T" | "@" if len(raw) == 8:
            day_number, milliseconds = struct.unpack("<ii", raw)
            if day_number < JULIAN_DAY_ONE:
                return None
            moment = datetime(1, 1, 1) + timedelta(
                days=day_number - JULIAN_DAY_ONE - 1, milliseconds=milliseconds
            )
            return date_text(moment)
    return None
