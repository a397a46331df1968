"""Scales that say of one English word how far it holds: extremely clear, very clear, … not at all clear."""

from __future__ import annotations

import re
from collections.abc import Iterable

from analytics.codebook import Scale

# From the most to the least; "" is the bare word.
_DEGREES = (
    ("extremely", "exceptionally", "completely", "totally", "entirely"),
    ("very", "highly", "quite", "mostly"),
    ("",),
    ("somewhat", "moderately", "fairly", "partly", "reasonably"),
    ("slightly", "a little", "a bit", "not so", "not very", "not too", "not that", "not particularly"),
    ("not at all", "not"),
)
_PLACE = {word: place for place, words in enumerate(_DEGREES) for word in words}
_LABEL = re.compile(
    rf"(?P<degree>{'|'.join(sorted(filter(None, _PLACE), key=len, reverse=True))})?\s*"
    r"(?P<word>[a-z][a-z -]*?)(?P<end> at all)?"
)
# The places that the usual scales use, best first.
_PATTERNS = ((0, 1, 3, 4, 5), (1, 2, 3, 4, 5), (1, 3, 4, 5))


def by_degree(labels: Iterable[str]) -> tuple[Scale, dict[str, int]] | None:
    """The scale of labels that hold one word to different degrees, and the point of each label.

    None where they hold different words, fewer than three degrees, or degrees of no usual scale.
    """
    places: dict[str, int] = {}
    words: set[str] = set()
    for label in labels:
        found = _LABEL.fullmatch(re.sub(r"\s+", " ", label.strip().casefold()))
        if found is None:
            return None
        degree = found["degree"] or ""
        places[label] = _PLACE["not at all" if found["end"] and degree == "not" else degree]
        words.add(found["word"])
    used = set(places.values())
    whole = [pattern for pattern in _PATTERNS if used == set(pattern)]
    pattern = next(iter(whole or [pattern for pattern in _PATTERNS if used <= set(pattern)]), None)
    if len(words) != 1 or len(used) < 3 or len(used) < len(places) or pattern is None:
        return None
    most = len(pattern)
    points = {label: most - pattern.index(place) for label, place in places.items()}
    shown = {point: label for label, point in points.items()}
    texts = tuple(shown.get(point, "") for point in range(1, most + 1))
    scale = Scale(f"degree_{words.pop()}", tuple(range(1, most + 1)), texts if all(texts) else (), "amount")
    return scale, points
