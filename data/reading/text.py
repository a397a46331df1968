"""CSV and its relatives: which letters, which separator, then rows."""

from __future__ import annotations

import codecs
import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator

from analytics.words import Problem
from data.reading import refusals
from data.reading.cells import Grid, RawSheet, Reading, Source
from data.reading.sniff import wide_order

SEPARATORS = "\t;|,"
NO_SEPARATOR = "\x1f"
SAMPLE = 200_000
SAMPLE_ROWS = 300
# A cell with more lines than this is no comment but a quotation mark that was never closed.
QUOTED_LINES = 300
THAI = re.compile("[\u0e01-\u0e5b]")
THAI_RUN = re.compile("[\u0e01-\u0e5b]{2,}")
# Vowels and tone marks written above or below stand on a consonant or on another mark.
STRAY_MARK = re.compile("(?<![\u0e01-\u0e2e\u0e31-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


def csv_reader(source: Source) -> Reading:
    """A text file of rows; the sheet takes the file's name."""
    text, problems = decoded(source.path.read_bytes(), source.name)
    separator, text = separator_of(text)
    name = source.sheet
    grid = Grid(source, name)
    open_quote = None
    for row in rows_of(text, separator):
        grid.add([cell or None for cell in row])
        if open_quote is None and any(cell.count("\n") > QUOTED_LINES for cell in row):
            open_quote = grid.height
    if open_quote is not None:
        grid = Grid(source, name)
        for row in rows_of(text, separator, quoted=False):
            grid.add([cell or None for cell in row])
        problems = [*problems, refusals.unclosed_quote(source.name, open_quote)]
    return Reading((RawSheet(name, grid.table()),), tuple(problems))


def stem(name: str) -> str:
    """A file name without its ending; never empty."""
    plain = name.replace("\\", "/").rsplit("/", 1)[-1]
    return plain.rsplit(".", 1)[0] or plain or "1"


def decoded(content: bytes, name: str) -> tuple[str, list[Problem]]:
    """The text of a file: marks first, then strict UTF-8, then Thai, then Western."""
    if content.startswith(codecs.BOM_UTF8):
        text, problems = _counted(content[len(codecs.BOM_UTF8) :], "utf-8", name)
        # The mark put before Thai bytes, as some programs do, tells nothing about them.
        mistaken = bool(problems) and encoding_of(content[len(codecs.BOM_UTF8) :]) == "cp874"
        return _counted(content[len(codecs.BOM_UTF8) :], "cp874", name) if mistaken else (text, problems)
    if order := wide_order(content[:4096]):
        text, problems = _counted(content, order, name)
        return text.removeprefix("\ufeff"), problems
    content = content.replace(b"\0", b"")
    encoding = encoding_of(content)
    if encoding == "cp1252":
        return content.decode(encoding, "replace"), [refusals.guessed_encoding(name, "Western (cp1252)")]
    return _counted(content, encoding, name)


def encoding_of(content: bytes) -> str:
    """Of bytes without a mark: utf-8 where they are, cp874 where that looks Thai, else cp1252."""
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    # A few broken bytes in a long UTF-8 text are damage, not another encoding.
    broken = text.count("\ufffd")
    whole = sum(ord(char) > 127 for char in text) - broken
    if broken * 20 < whole:
        return "utf-8"
    thai = content.decode("cp874", "replace")
    return "cp874" if thai.count("\ufffd") * 50 <= len(THAI.findall(thai)) and looks_thai(thai) else "cp1252"


def _counted(content: bytes, encoding: str, name: str) -> tuple[str, list[Problem]]:
    text = content.decode(encoding, "replace").replace("\0", "")
    broken = text.count("\ufffd")
    return text, [refusals.bytes_replaced(name, broken)] if broken else []


def looks_thai(text: str) -> bool:
    """Thai letters come in runs with marks on consonants; accents of Western text, read as Thai, do not."""
    letters = len(THAI.findall(text))
    in_runs = sum(len(run) for run in THAI_RUN.findall(text))
    return letters > 0 and in_runs > 0.6 * letters and len(STRAY_MARK.findall(text)) <= 0.05 * letters


def separator_of(text: str) -> tuple[str, str]:
    """The separator and the text without a "sep=;" line.

    Title lines have fewer fields, so the separator is the one whose most common width above one is shared by
    most rows. Where two tie the comma comes last: it also stands in numbers.
    """
    said = re.match(r"sep=(.)\r?\n?", text, re.IGNORECASE)
    if said:
        return said.group(1), text[said.end() :]
    best, best_share = NO_SEPARATOR, 0.0
    for separator in SEPARATORS:
        if separator not in text[:SAMPLE]:
            continue
        widths = []
        for row in rows_of(text[:SAMPLE], separator):
            if any(row):
                widths.append(len(row))
            if len(widths) >= SAMPLE_ROWS:
                break
        wide = Counter(width for width in widths if width > 1)
        if not wide:
            continue
        width, rows = wide.most_common(1)[0]
        share = rows / len(widths)
        if separator == "," and width == 2 and share < 0.5:
            continue  # one column of sentences, some with a comma in them
        if share > best_share:
            best, best_share = separator, share
    return best, text


def rows_of(text: str, separator: str, *, quoted: bool = True) -> Iterator[list[str]]:
    """Rows of separated text; a quotation mark at the start of a field opens it over commas and line ends."""
    csv.field_size_limit(sys.maxsize if sys.maxsize < 2**31 else 2**31 - 1)
    lines = io.StringIO(text, newline="")
    return csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
