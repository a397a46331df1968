"""Items that stand in a sheet twice: the label and its number, raw and recoded, straight and reversed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from analytics.words import message
from data.grid import Grid
from data.layout import Column
from data.surveys.labels import normal, whole_number
from data.surveys.rows import item_codes

FEWEST = 5  # answers from which agreement of all of them is no accident
_ADDED = re.compile(
    r"(คะแนน|รหัส|ตัวเลข|ค่าตัวเลข|แปลงค่า|score|code[ds]?|coded|recoded?|rec|num(?:eric|ber)?|value|points?|label|text|rev(?:erse[ds]?)?|inv(?:erted)?|recode|raw|copy|สำเนา|กลับ|r)$"
)


def without_copies(columns: Sequence[Column], grid: Grid, first: int, last: int) -> tuple[Column, ...]:
    """The columns with every item that only repeats another one as a "copy"; of text and number the
    text stays.

    Two columns are one item where the points of every respondent agree (or mirror each other) and
    either one
    holds words and the other numbers, or one header is the other with an addition.
    """
    items = [c for c in columns if c.role == "item"]
    codes = {c.index: item_codes(grid, c, first, last) for c in items}
    sums = {c.index: hash(np.where(codes[c.index] >= 0, codes[c.index], -1).tobytes()) for c in items}
    mirror = {c.index: hash(_mirrored(codes[c.index], c).tobytes()) for c in items if c.scale is not None}
    copies: dict[int, Column] = {}
    for i, one in enumerate(items):
        for other in items[i + 1 :]:
            if one.index in copies or other.index in copies:
                continue
            same = sums[one.index] == sums[other.index]
            if not same and mirror[one.index] != sums[other.index]:
                continue
            answered = codes[one.index][codes[one.index] >= 0]
            if len(answered) < FEWEST or len(np.unique(answered)) < 2:
                continue
            words = [
                any(whole_number(label) is None for label, code in c.codes if code >= 0) for c in (one, other)
            ]
            alike = _same_question(one, other)
            if not (alike or (words[0] != words[1] and same)):
                continue
            copy, kept = (one, other) if words[1] and not words[0] else (other, one)
            copies[copy.index] = kept
    return tuple(
        replace(
            c,
            role="copy",
            scale=None,
            codes=(),
            why=message("Repeats the item in column {column}", column=copies[c.index].index + 1),
        )
        if c.index in copies
        else c
        for c in columns
    )


def _mirrored(codes: np.ndarray, column: Column) -> np.ndarray:
    assert column.scale is not None
    turned = column.scale.points[0] + column.scale.points[-1] - codes
    return np.where(codes >= 0, turned, -1).astype(codes.dtype)


def _same_question(one: Column, other: Column) -> bool:
    """Whether one header is the other with a word like "score" or "recoded" added."""
    a, b = normal(one.text), normal(other.text)
    if not a or not b:
        return False
    while a != b:
        longer = a if len(a) >= len(b) else b
        shorter = _ADDED.sub("", longer)
        if shorter == longer or not shorter:
            return False
        a, b = (shorter, b) if longer is a else (a, shorter)
    return True
