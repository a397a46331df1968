"""What a file is, by its content and never by its name; and whether it is safe to unpack."""

from __future__ import annotations

import codecs
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath

import olefile  # type: ignore[import-untyped]

from data.reading import refusals
from data.reading.cells import Source
from data.reading.refusals import Refused

HEAD = 4096
PROLOG = 65536
MEGABYTE = 1_000_000
LOCKED = 1  # the bit of a zip entry under a password
# Deflate can't pack tighter than about 1:1030. Real sheets of equal rows reach 1:150, so a ratio counts only
# where much would come out of it.
RATIO_FROM_MB = 60

ZIP = b"PK\x03\x04"
ZIP_EMPTY = b"PK\x05\x06"
GZIP = b"\x1f\x8b"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

OTHER_KINDS = (
    (b"%PDF", "PDF"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"RIFF", "RIFF"),
    (b"{\\rtf", "RTF"),
    (GZIP, "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"SQLite format 3\0", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"ARROW1", "Arrow"),
    (b"$FL2", "SPSS"),
    (b"$FL3", "SPSS"),
    (b"\x00\x01\x00\x00Standard ", "Access"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
)
# Records that open a worksheet file: Lotus 1-2-3, Quattro Pro, Works.
OTHER_PROGRAMS = (
    (b"\x00\x00\x02\x00\x04\x04", "Lotus 1-2-3"),
    (b"\x00\x00\x02\x00\x05\x04", "Lotus 1-2-3"),
    (b"\x00\x00\x02\x00\x06\x04", "Lotus 1-2-3"),
    (b"\x00\x00\x1a\x00", "Lotus 1-2-3"),
    (b"\x00\x00\x02\x00\x20\x51", "Quattro Pro"),
    (b"\x00\x00\x02\x00\x21\x51", "Quattro Pro"),
    (b"\x00\x00\x02\x00\x01\x10", "Quattro Pro"),
    (b"\x00\x00\x02\x00\x02\x10", "Quattro Pro"),
    (b"\x00\x00\x02\x00\x07\x10", "Quattro Pro"),
    (b"\xff\x00\x02\x00\x04\x04", "Microsoft Works"),
)
# The longer mark first: that of UTF-32 starts like the one of UTF-16.
WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BIFF_RAW = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
DBF = re.compile(
    rb"[\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8b\x8c\xcb\xe5\xf5\xfb].[\x01-\x0c][\x01-\x1f]", re.DOTALL
)


@dataclass(frozen=True)
class Found:
    """What a file is; `member` is the entry of a zip that holds the data, where the zip is only a wrapper."""

    format: str
    members: tuple[str, ...] = ()


def look(source: Source) -> Found:
    """The format of a file: "xlsx", "xls", "ods", "html", "csv" …

    Raises `Refused` with the sentence for what is no workbook, locked, or unsafe to unpack.
    """
    with source.path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Refused(refusals.empty_file(source.name))
    if head.startswith((ZIP, ZIP_EMPTY)):
        return _look_in_zip(source)
    if head.startswith(OLE):
        return _look_in_ole(source)
    if BIFF_RAW.match(head):
        return Found("biff")
    if head.startswith(GZIP) and b"gnumeric" in _unpacked(head):
        raise Refused(refusals.unsupported(source.name, "Gnumeric"))
    for start, kind in OTHER_KINDS:
        if head.startswith(start) and not _all_text(head):
            raise Refused(refusals.other_kind(source.name, kind))
    if head.startswith((b"%PDF", b"{\\rtf")):
        raise Refused(refusals.other_kind(source.name, "PDF" if head.startswith(b"%") else "RTF"))
    for start, program in OTHER_PROGRAMS:
        if head.startswith(start):
            raise Refused(refusals.unsupported(source.name, program))
    if _is_dbf(head, source.path.stat().st_size):
        return Found("dbf")
    return _look_at_text(source, head)


def _all_text(head: bytes) -> bool:
    return not any(byte < 9 or 13 < byte < 27 for byte in head) and head[:2] != b"\xff\xd8"


def _unpacked(head: bytes) -> bytes:
    """The start of what a gzip file holds; empty where it is damaged."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD)
    except zlib.error:
        return b""


def _is_dbf(head: bytes, size: int) -> bool:
    if not DBF.match(head) or len(head) < 65 or _all_text(head[:32]):
        return False
    rows, start, width = (
        int.from_bytes(head[4:8], "little"),
        int.from_bytes(head[8:10], "little"),
        int.from_bytes(head[10:12], "little"),
    )
    return start > 32 and width > 0 and abs(start + rows * width - size) <= width + 2


def _look_at_text(source: Source, head: bytes) -> Found:
    text = _rough_text(head)
    start = text.lstrip("\ufeff\0 \t\r\n")[:2000]
    lowered = start.lower()
    if re.match(r"<[!?a-z]", lowered):
        if "<!entity" in lowered:
            raise Refused(refusals.expands(source.name))
        if "urn:schemas-microsoft-com:office:spreadsheet" in text and "<html" not in lowered:
            return Found("xml")
        if "opendocument:xmlns:office" in text:
            return Found("fods")
        if lowered.startswith("<?xml") and "<html" not in lowered and "<table" not in lowered:
            raise Refused(refusals.other_kind(source.name, "XML"))
        return Found("html")
    if lowered.startswith("mime-version:"):
        return Found("mhtml")
    if start.startswith("ID;P") or re.match(r"ID;[^\r\n]*[\r\n]+[BCFP];", start):
        return Found("slk")
    if re.match(r"TABLE\r?\n0,1\r?\n", start):
        return Found("dif")
    if re.match(r"socialcalc:version:", start):
        raise Refused(refusals.unsupported(source.name, "EtherCalc"))
    if re.match(r"[{\[]\s*[\"{\[]", start):
        raise Refused(refusals.other_kind(source.name, "JSON"))
    odd = sum(ord(c) < 9 or 13 < ord(c) < 27 for c in text)
    if odd > len(text) // 50:
        raise Refused(refusals.unknown_kind(source.name))
    return Found("csv")


def _rough_text(head: bytes) -> str:
    """The start of a file as text, good enough to recognise tags and control characters in it."""
    order = wide_order(head)
    if order:
        return head[: len(head) // 4 * 4].decode(order, "replace")
    return head.replace(b"\0", b"").decode("latin-1")


def wide_order(head: bytes) -> str | None:
    """The encoding of text in two or four bytes a letter, by its mark or else by its zeros.

    Without a mark, the zero bytes of UTF-16, or the 0x0E of Thai, all stand on one side, and half of the
    bytes of UTF-32 are zeros in the same places.
    """
    for mark, order in WIDE_MARKS:
        if head.startswith(mark):
            return order
    if len(head) < 4:
        return None
    if not any(head[2::4]) and not any(head[3::4]) and any(head):
        return "utf-32-le"
    if not any(head[0::4]) and not any(head[1::4]) and any(head):
        return "utf-32-be"
    even, odd = head[0::2], head[1::2]
    sides = [sum(byte in (0, 0x0E) for byte in side) for side in (even, odd)]
    if sides[1] > 0.6 * len(odd) and sides[0] < 0.1 * len(even):
        return "utf-16-le"
    if sides[0] > 0.6 * len(even) and sides[1] < 0.1 * len(odd):
        return "utf-16-be"
    return None


# --- OLE2 ---


def _look_in_ole(source: Source) -> Found:
    try:
        with olefile.OleFileIO(str(source.path)) as ole:
            streams = ["/".join(entry) for entry in ole.listdir()]
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise Refused(refusals.damaged(source.name)) from error
    names = {stream.lower() for stream in streams}
    if any("drmencrypted" in name or name.startswith("\x09drm") for name in names):
        raise Refused(refusals.rights_managed(source.name))
    if "encryptedpackage" in names:
        return Found("encrypted")
    if names & {"workbook", "book"}:
        return Found("xls")
    if "worddocument" in names:
        raise Refused(refusals.other_kind(source.name, "Word (.doc)"))
    if "powerpoint document" in names:
        raise Refused(refusals.other_kind(source.name, "PowerPoint (.ppt)"))
    if any("perfectoffice" in name or "nativecontent_main" in name for name in names):
        raise Refused(refusals.unsupported(source.name, "Quattro Pro"))
    if "contents" in names:
        raise Refused(refusals.unsupported(source.name, "Microsoft Works"))
    if any(name.startswith("__substg") for name in names):
        raise Refused(refusals.other_kind(source.name, "Outlook (.msg)"))
    raise Refused(refusals.unknown_kind(source.name))


# --- zip ---


def _look_in_zip(source: Source) -> Found:
    try:
        with zipfile.ZipFile(source.path) as archive:
            entries = archive.infolist()
            _check_size(source, entries)
            if any(entry.flag_bits & LOCKED for entry in entries):
                raise Refused(refusals.zip_locked(source.name))
            found = _kind_of_zip(source, archive, entries)
            if found.format in ("xlsx", "xlsm", "ods"):
                for entry in entries:
                    if entry.filename.lower().endswith((".xml", ".rels")):
                        _check_prolog(source, archive, entry)
            return found
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, LookupError, OSError,
        struct.error,
    ) as error:  # fmt: skip
        raise Refused(refusals.cut_short(source.name)) from error


def _check_size(source: Source, entries: list[zipfile.ZipInfo]) -> None:
    bounds = source.bounds
    if len(entries) > bounds.entries:
        raise Refused(refusals.too_many_parts(source.name, len(entries)))
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, source.path.stat().st_size)
    too_tight = unpacked > RATIO_FROM_MB * MEGABYTE and unpacked > packed * bounds.ratio
    if unpacked > bounds.unpacked_mb * MEGABYTE or too_tight:
        raise Refused(refusals.swells(source.name, unpacked // MEGABYTE))


def _check_prolog(source: Source, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuse entity definitions: they stand before the root element, so the first bytes of a part tell."""
    with archive.open(entry) as part:
        prolog = part.read(PROLOG)
    if prolog.startswith((b"\xff\xfe", b"\xfe\xff")):
        prolog = prolog.decode("utf-16", "replace").encode()
    if b"<!ENTITY" in prolog or (b"<!DOCTYPE" in prolog and b"[" in prolog.split(b"<!DOCTYPE", 1)[1][:500]):
        raise Refused(refusals.expands(source.name))


def _kind_of_zip(source: Source, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Found:
    names = [entry.filename.replace("\\", "/").lstrip("/").lower() for entry in entries]
    known = set(names)
    if "mimetype" in known or "content.xml" in known:
        return _kind_of_opendocument(source, archive, known)
    if any(name.endswith("workbook.bin") for name in names):
        return Found("xlsb")
    if "[content_types].xml" in known or any(name.startswith("xl/") for name in names):
        if any(name.startswith("word/") for name in names):
            raise Refused(refusals.other_kind(source.name, "Word (.docx)"))
        if any(name.startswith("ppt/") for name in names):
            raise Refused(refusals.other_kind(source.name, "PowerPoint (.pptx)"))
        return Found("xlsm" if any(name.endswith("vbaproject.bin") for name in names) else "xlsx")
    if any(name.endswith((".iwa", "index.zip", "index.apxl")) or name == "index.xml" for name in names):
        raise Refused(refusals.unsupported(source.name, "Apple Numbers"))
    return _wrapped(source, entries)


def _kind_of_opendocument(source: Source, archive: zipfile.ZipFile, known: set[str]) -> Found:
    mimetype = archive.read("mimetype")[:200].decode("ascii", "replace") if "mimetype" in known else ""
    if mimetype and "spreadsheet" not in mimetype and "calc" not in mimetype:
        raise Refused(refusals.other_kind(source.name, mimetype.strip() or "zip"))
    if "meta-inf/manifest.xml" in known and "content.xml" in known:
        names = {entry.filename.lower(): entry for entry in archive.infolist()}
        if b"encryption-data" in archive.read(names["meta-inf/manifest.xml"]):
            raise Refused(refusals.unknown_lock(source.name))
    return Found("ods")


def _wrapped(source: Source, entries: list[zipfile.ZipInfo]) -> Found:
    """A plain zip: the tables or the one workbook inside."""
    inside = [
        entry
        for entry in entries
        if not entry.is_dir()
        and "__MACOSX" not in entry.filename
        and not PurePosixPath(entry.filename).name.startswith(".")
    ]
    books = [e for e in inside if e.filename.lower().endswith((".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"))]
    tables = [e for e in inside if e.filename.lower().endswith((".csv", ".tsv", ".txt", ".tab"))]
    chosen = books or tables
    if len(books) > 1:
        raise Refused(refusals.zip_of_workbooks(source.name, len(books)))
    if not chosen:
        raise Refused(refusals.zip_without_workbook(source.name))
    return Found("zip", tuple(entry.filename for entry in chosen))
