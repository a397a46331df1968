"""Our own evidence bundle → the summary and the files in it, each checked against the manifest."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

from analytics.reports.bundle import MARKER, VERSION
from analytics.words import Message, Problem, message

MANIFEST = "manifest.json"
MANIFEST_MB, UNPACKED_MB, ENTRIES = 20, 1500, 10_000
DIRECTORY_BYTES = 5_000_000  # of the list of a zip's entries
MEGABYTE = 1_000_000
PIECE = 1 << 20
_END, _END_LENGTH, _LONGEST_REMARK = b"PK\x05\x06", 22, 65_535
_LOCKED = 1
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError),
    *(ValueError, LookupError, OSError, RuntimeError, struct.error),
)


class BundleDamaged(ValueError):
    """A bundle is not as it was made; `problem` says which file, and what to do."""

    def __init__(self, what: Message) -> None:
        remedy = message("Use the bundle as it was made, or the workbooks that it was made from.")
        self.problem = Problem(what, remedy)
        super().__init__(what.text)


@dataclass(frozen=True)
class Bundle:
    """A bundle whose files are all as they were: its summary, and where each file is by its SHA-256."""

    summary: bytes = field(repr=False)
    _content: bytes = field(repr=False)
    _names: dict[str, str] = field(repr=False)

    def file(self, sha256: str) -> bytes | None:
        """The file with this SHA-256; None where the bundle has none."""
        name = self._names.get(sha256)
        if name is None:
            return None
        with zipfile.ZipFile(io.BytesIO(self._content)) as opened:
            return opened.read(name)


def opened(content: bytes, name: str) -> Bundle | None:
    """The bundle that a file is; None where it is anything else, and is to be read as such.

    Every file that the manifest names is looked for by its SHA-256, so that a bundle that was unpacked and
    packed again is still one. Raises BundleDamaged where one is missing or was changed, or where the zip
    would unpack to more, or to other places, than a bundle does.
    """
    if not content.startswith(b"PK") or not _has_manifest(content):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _checked(archive, content, name)
    except _UNREADABLE as error:
        if isinstance(error, BundleDamaged):
            raise
        raise BundleDamaged(message("“{name}” is damaged: it can't be unpacked.", name=name)) from error


def _has_manifest(content: bytes) -> bool:
    """Whether the zip's list of entries, if it is of a sane length, has a manifest."""
    end = content.rfind(_END, max(0, len(content) - _END_LENGTH - _LONGEST_REMARK))
    if end < 0 or len(content) < end + _END_LENGTH:
        return False
    length, start = struct.unpack("<II", content[end + 12 : end + 20])
    return length <= DIRECTORY_BYTES and MANIFEST.encode() in content[start : start + length]


def _checked(archive: zipfile.ZipFile, content: bytes, name: str) -> Bundle | None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    told = [entry for entry in entries if entry.filename.rpartition("/")[2] == MANIFEST]
    locked = any(entry.flag_bits & _LOCKED for entry in entries)
    if len(told) != 1 or locked or told[0].file_size > MANIFEST_MB * MEGABYTE:
        return None
    manifest = _manifest(archive.read(told[0]))
    if manifest is None:
        return None
    if manifest.get("version") != VERSION:
        raise BundleDamaged(message("“{name}” was made by another version of the program.", name=name))
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED_MB * MEGABYTE:
        raise BundleDamaged(message("“{name}” would unpack to more than a bundle ever does.", name=name))
    for entry in entries:
        if entry.filename.startswith("/") or ".." in entry.filename.replace("\\", "/").split("/"):
            raise BundleDamaged(message("“{name}” holds a file that would leave its folder.", name=name))
    names = {_sha256(archive, entry): entry.filename for entry in entries}
    for file in manifest["files"]:
        if file["sha256"] not in names:
            raise BundleDamaged(
                message(
                    "“{file}” in “{name}” is missing, or not as it was when the bundle was made.",
                    file=file["path"][:200],
                    name=name,
                )
            )
    own = [file for file in manifest["files"] if "/" not in file["path"]]
    summaries = [file["sha256"] for file in own if file["path"].endswith(".xlsx")]
    if not summaries:
        raise BundleDamaged(message("“{name}” holds no summary sheet (.xlsx).", name=name))
    return Bundle(archive.read(names[summaries[0]]), content, names)


def _manifest(content: bytes) -> dict[str, Any] | None:
    """The manifest, where it is that of a bundle. Raises ValueError where that is not as it was made."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("kind") != MARKER:
        return None
    files = found.get("files")
    if not isinstance(files, list) or not all(
        isinstance(file, dict) and isinstance(file.get("path"), str) and isinstance(file.get("sha256"), str)
        for file in files
    ):
        raise ValueError("the files of the manifest are no list of paths and sums")
    return found


def _sha256(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    found = hashlib.sha256()
    with archive.open(entry) as part:
        while piece := part.read(PIECE):
            found.update(piece)
    return found.hexdigest()
