"""How much room Thai text takes on paper: a width estimate, so that no row of a sheet clips its text."""

from __future__ import annotations

import math
import unicodedata

LINE = 1.36  # height of a line in ems: Thai stacks a vowel and a tone mark on a consonant
UNIT_POINTS = 5.2  # one unit of a sheet's column width, in points
PADDING_POINTS = 6.0
TALLEST = 405.0  # a row of a sheet can be no taller than 409 points

# Mean advance in ems, measured on Sarabun, which runs wider than TH SarabunPSK: where the office's font
# is missing and a wider one stands in for it, the text still fits.
_THAI, _VOWEL, _WIDE, _LATIN, _CAPITAL, _DIGIT, _THIN = 0.61, 0.46, 1.0, 0.5, 0.62, 0.62, 0.31
# Thai breaks between words, so lines end early: by a share of narrow ones, by a word at most of wide ones.
_FILLED, _WORD = 0.85, 3.5


def width(text: str) -> float:
    """The width of one line of text in ems; marks above and below have none."""
    total = 0.0
    for character in text:
        if unicodedata.category(character) in ("Mn", "Cf", "Me"):
            continue
        if "ก" <= character <= "ๆ":
            total += _VOWEL if character in "ะาำเแโใไ" else _THAI
        elif character.isdigit():
            total += _DIGIT
        elif character in " .,:;'|!()[]/-–ilj":
            total += _THIN
        elif unicodedata.east_asian_width(character) in ("W", "F"):
            total += _WIDE
        else:
            total += _CAPITAL if character.isupper() else _LATIN
    return total


def lines(text: str, column_units: float, size: float, bold: bool = False) -> int:
    """How many lines a text wraps to in a column of this width (units of a sheet) at this size (points)."""
    room = (column_units * UNIT_POINTS - PADDING_POINTS) / size / (1.06 if bold else 1)
    room = max(room * _FILLED, room - _WORD, 0.7)
    return sum(max(1, math.ceil(width(paragraph) / room)) for paragraph in text.split("\n"))


def height(text: str, column_units: float, size: float, bold: bool = False) -> float:
    """The height in points that a wrapped text needs."""
    return lines(text, column_units, size, bold) * size * LINE + 3
