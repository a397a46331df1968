"""Colours as other eyes and other media see them, for the tests of palettes.

Simulation: Machado, Oliveira and Fernandes (2009), "A physiologically-based model for simulation of color
vision deficiency", severity 1.0, applied to linear RGB. Distance: Ottosson (2020), OKLab, euclidean; 0.02 is
about the smallest difference that is seen side by side, black and white are 1 apart.
"""

from __future__ import annotations

import numpy as np

SEEN_BY = {
    "everybody": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear(colour: str) -> np.ndarray:
    """A colour such as "#01665e" as linear red, green and blue, 0..1."""
    digits = colour.lstrip("#")
    parts = np.array([int(digits[i : i + 2], 16) for i in (0, 2, 4)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def seen(colour: str, eyes: str) -> np.ndarray:
    """A colour in OKLab as these eyes see it."""
    light = np.clip(SEEN_BY[eyes] @ linear(colour), 0, 1)
    return _TO_LAB @ np.cbrt(_TO_LMS @ light)


def distance(one: str, other: str, eyes: str = "everybody") -> float:
    """How far two colours are apart in OKLab for these eyes."""
    return float(np.linalg.norm(seen(one, eyes) - seen(other, eyes)))


def grey(colour: str) -> float:
    """How light a colour is on a greyscale print: OKLab lightness of its luminance, 0..1."""
    return float(np.cbrt(linear(colour) @ np.array([0.2126, 0.7152, 0.0722])))
