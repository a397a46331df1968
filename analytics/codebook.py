"""What each column of a survey means: scales, items, demographics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# A response is stored as one small integer: a scale point (0 or more), or one of these.
BLANK = -1
NOT_APPLICABLE = -2
UNRECOGNISED = -3
NO_ANSWER = (BLANK, NOT_APPLICABLE, UNRECOGNISED)


@dataclass(frozen=True)
class Scale:
    """An ordered answer scale.

    `points` are ascending, worst to best, all of them whether answered or not; `labels` are the
    words for each point in the order of `points`, empty where the scale has only numbers.
    `kind` says what the points mean, which decides whether interpretation bands may be used:
    only "satisfaction" and "agreement" scales (and bare numbers) read as more-is-better.
    """

    name: str
    points: tuple[int, ...]
    labels: tuple[str, ...] = ()
    kind: Literal["satisfaction", "agreement", "frequency", "amount", "numbers"] = "satisfaction"

    def __post_init__(self) -> None:
        if len(self.points) < 2 or list(self.points) != sorted(set(self.points)):
            raise ValueError(f"scale {self.name!r}: points must be two or more, ascending, each once")
        if self.points[0] < 0:
            raise ValueError(f"scale {self.name!r}: points start at 0 or more")
        if self.labels and len(self.labels) != len(self.points):
            raise ValueError(f"scale {self.name!r}: one label a point, or none")

    def label(self, point: int) -> str:
        """The words for a point; the number itself where the scale has none."""
        return self.labels[self.points.index(point)] if self.labels else str(point)

    @property
    def top_two(self) -> tuple[int, ...]:
        """The two best points; of a scale of three points or fewer only the best."""
        return self.points[-2:] if len(self.points) > 3 else self.points[-1:]

    @property
    def bottom_two(self) -> tuple[int, ...]:
        """The two worst points; of a scale of three points or fewer only the worst."""
        return self.points[:2] if len(self.points) > 3 else self.points[:1]


@dataclass(frozen=True)
class Item:
    """One question answered on a scale. `column` counts from 1 as in Excel; `key` is unique in a codebook."""

    key: str
    text: str
    header: str
    column: int
    scale: Scale
    aspect: str | None = None


@dataclass(frozen=True)
class Demographic:
    """A question that groups respondents: sex, age range, type of service user."""

    key: str
    text: str
    column: int


@dataclass(frozen=True)
class Codebook:
    """The meaning of a survey's columns: what is measured, and by what it can be broken down."""

    items: tuple[Item, ...]
    demographics: tuple[Demographic, ...] = ()

    def __post_init__(self) -> None:
        keys = [item.key for item in self.items] + [d.key for d in self.demographics]
        if len(keys) != len(set(keys)):
            raise ValueError("codebook: every item and demographic needs a key of its own")

    def item(self, key: str) -> Item:
        """The item with this key; KeyError where there is none."""
        for item in self.items:
            if item.key == key:
                return item
        raise KeyError(key)

    @property
    def aspects(self) -> tuple[str, ...]:
        """The aspects in the order of their first item."""
        return tuple(dict.fromkeys(item.aspect for item in self.items if item.aspect))
