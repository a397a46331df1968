"""A column of dates and times as text → datetime64, all at once."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.thai import ERA, FIRST_BE, parse_date, to_arabic_digits

_ISO = r"^\s*(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[ T](?P<h>\d{1,2}):(?P<i>\d{2})(?::(?P<s>\d{2}))?)?"
_SLASH = (
    r"^\s*(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<y>\d{4}|\d{2})"
    r"(?:,?\s+(?P<h>\d{1,2})[:.](?P<i>\d{2})(?:[:.](?P<s>\d{2}))?\s*(?P<p>[AaPp][Mm])?)?"
)

_LETTERS = "[\u0e01-\u0e2eA-Za-z]{2}|[\u0e01-\u0e2e]\\.\\s?[\u0e01-\u0e2e]"
_CLOCK = re.compile(r"(?:เวลา|[\s,])\s*([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]([0-5]\d))?\s*(?:น\.?)?\s*$")

Times = npt.NDArray[np.datetime64]


def parse_times(texts: pa.ChunkedArray, day_first: bool | None = None) -> tuple[Times, bool]:
    """Times as datetime64[s], NaT where a text is no time; and whether the order of day and month
    could not be told.

    ISO, and numbers with slashes in the order that the column itself shows (a first number above 12: day
    first; a second above 12: month first). Where it shows neither, or both, `day_first` tells; where that
    is None, slash dates stay NaT. Years from 2400 are B.E.
    """
    strings = texts.cast(pa.string())
    quick = _as_written(strings)
    if quick is not None:
        return quick, False
    if pc.any(pc.match_substring_regex(strings, "[๐-๙]")).as_py():
        strings = pa.chunked_array(
            [pa.array([t and to_arabic_digits(t) for t in strings.to_pylist()], pa.string())]
        )
    iso = _parts(strings, _ISO)
    result = _moments(iso["y"], iso["m"], iso["d"], iso["h"], iso["i"], iso["s"])
    if not np.isnat(result).any():
        return result, False
    result = _in_words(strings, result)
    slash = _parts(strings, _SLASH)
    a, b, y = slash["a"], slash["b"], slash["y"]
    if not (a > 0).any():
        return result, False
    shown = _order(a, b)
    if shown is None:
        shown = day_first
    if shown is None:
        return result, True
    day, month = (a, b) if shown else (b, a)
    afternoon = slash["p"] == 1
    hour = np.where(afternoon & (slash["h"] < 12), slash["h"] + 12, slash["h"])
    hour = np.where((slash["p"] == 0) & (slash["h"] == 12), 0, hour)
    year = np.where((y >= 0) & (y < 100), np.where(y >= 43, y + 2500, y + 2000), y)
    other = _moments(year, month, day, hour, slash["i"], slash["s"])
    return np.where(np.isnat(result), other, result), False


def _in_words(strings: pa.ChunkedArray, known: Times) -> Times:
    """The times that are known, and those whose month is a word: 15 ส.ค. 2561 เวลา 09.30 น."""
    worded = pc.fill_null(pc.match_substring_regex(strings, _LETTERS), False).to_numpy() & np.isnat(known)
    if not worded.any():
        return known
    found = known.copy()
    moments: dict[str, np.datetime64] = {}
    for at in np.flatnonzero(worded).tolist():
        text = strings[at].as_py()
        if text not in moments:
            moments[text] = _moment(text)
        found[at] = moments[text]
    return found


def _moment(text: str) -> np.datetime64:
    try:
        day = np.datetime64(parse_date(text), "s")
    except ValueError:
        return np.datetime64("NaT", "s")
    clock = _CLOCK.search(text)
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    return day + np.timedelta64(3600 * hour + 60 * minute + second, "s")


def day_first_shown(texts: pa.ChunkedArray) -> bool | None:
    """Whether dates with slashes in a column have the day first; None where it does not show that itself."""
    strings = pa.chunked_array(
        [pa.array([t and to_arabic_digits(t) for t in texts.to_pylist()], pa.string())], pa.string()
    )
    slash = _parts(strings, _SLASH)
    return _order(slash["a"], slash["b"])


def _order(a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> bool | None:
    """Whether the first of two numbers is the day; None where neither or each is above 12 somewhere."""
    first = bool((a > 12).any())
    return None if first == bool((b > 12).any()) else first


def _as_written(strings: pa.ChunkedArray) -> Times | None:
    """A column that is ISO throughout, as spreadsheets and most exports have it; None where
    anything else stands in it.
    """
    try:
        moments = strings.cast(pa.timestamp("s")).to_numpy().astype("datetime64[s]")
    except pa.ArrowInvalid:
        return None
    return None if (moments >= np.datetime64(f"{FIRST_BE}")).any() else np.asarray(moments)


def _parts(strings: pa.ChunkedArray, pattern: str) -> dict[str, npt.NDArray[np.int64]]:
    found = pc.extract_regex(strings, pattern)
    parts: dict[str, npt.NDArray[np.int64]] = {}
    for name in [f.name for f in found.type]:
        part = pc.struct_field(found, name)
        if name == "p":
            lower = pc.utf8_lower(part)
            part = pc.if_else(pc.equal(lower, "pm"), 1, pc.if_else(pc.equal(lower, "am"), 0, None))
        else:
            part = pc.if_else(pc.equal(part, ""), None, part).cast(pa.int64())
        parts[name] = part.fill_null(-1).to_numpy()
    return parts


def _moments(
    year: npt.NDArray[np.int64],
    month: npt.NDArray[np.int64],
    day: npt.NDArray[np.int64],
    hour: npt.NDArray[np.int64],
    minute: npt.NDArray[np.int64],
    second: npt.NDArray[np.int64],
) -> Times:
    year = np.where(year >= FIRST_BE, year - ERA, year)
    moments = pd.to_datetime(
        pd.DataFrame(
            {
                "year": np.where(year < 1, 0, year),
                "month": month,
                "day": day,
                "hour": np.maximum(hour, 0),
                "minute": np.maximum(minute, 0),
                "second": np.maximum(second, 0),
            }
        ),
        errors="coerce",
    )
    return moments.to_numpy().astype("datetime64[s]")
