"""Workbooks under a password: Office's own encryption, taken off into the private folder of the job."""

from __future__ import annotations

import struct
import zipfile
from dataclasses import replace

import msoffcrypto
import msoffcrypto.exceptions
import olefile  # type: ignore[import-untyped]

from data.reading import refusals
from data.reading.cells import Source
from data.reading.refusals import Refused

# Excel's own password for workbooks whose structure is protected: they open without asking.
NO_PASSWORD = "VelvetSweatshop"
HASHES = ("SHA512", "SHA384", "SHA256", "SHA1")
FILEPASS = 0x002F
EARLY_RECORDS = 60


def is_locked_xls(source: Source) -> bool:
    """Whether an .xls says, among its first records, that what follows is encrypted."""
    try:
        with olefile.OleFileIO(str(source.path)) as ole:
            stream = next(name for name in ("Workbook", "Book") if ole.exists(name))
            records = ole.openstream(stream).read(200_000)
    except (OSError, ValueError, IndexError, TypeError, StopIteration):
        return False
    place = 0
    for _ in range(EARLY_RECORDS):
        if place + 4 > len(records):
            return False
        kind, size = struct.unpack_from("<HH", records, place)
        if kind == FILEPASS:
            return True
        place += 4 + size
    return False


def unlocked(source: Source, password: str | None) -> Source:
    """The workbook without its encryption; `Refused` asks for the password, or says that it is wrong."""
    target = source.path.with_name("unlocked")
    for attempt in (NO_PASSWORD, password):
        if attempt is None:
            continue
        try:
            with source.path.open("rb") as file, target.open("wb") as out:
                office = msoffcrypto.OfficeFile(file)
                office.load_key(password=attempt)
                office.decrypt(out)
        except (msoffcrypto.exceptions.InvalidKeyError, msoffcrypto.exceptions.DecryptionError) as error:
            if _beyond(office):
                raise Refused(refusals.unknown_lock(source.name)) from error
            continue
        except (
            msoffcrypto.exceptions.FileFormatError,
            msoffcrypto.exceptions.ParseError,
            NotImplementedError,
            ValueError,
            KeyError,
            OSError,
            struct.error,
            AttributeError,
            TypeError,
        ) as error:
            raise Refused(refusals.unknown_lock(source.name)) from error
        if _opens(target):
            return replace(source, path=target)
    if password is None:
        raise Refused(refusals.password(source.name), needs_password=True)
    raise Refused(refusals.wrong_password(source.name), needs_password=True)


def _beyond(office: object) -> bool:
    """Whether a workbook is locked in a way in which every password, the right one too, looks wrong here."""
    said = getattr(office, "info", None) or {}
    return said.get("passwordHashAlgorithm", HASHES[0]) not in HASHES or said.get("passwordKeyBits") == 192


def _opens(path: object) -> bool:
    """A wrong password can pass for a right one and leave noise: the result must be a zip or an OLE file."""
    return zipfile.is_zipfile(str(path)) or olefile.isOleFile(str(path))
