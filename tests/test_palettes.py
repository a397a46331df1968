"""Colours hold for every kind of colour vision, in greyscale, and as letters, light and dark."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from analytics.charts.look import AMBER, TEAL, Look, between, contrast, contrasting, diverging
from analytics.charts.projects import OUTCOMES, fill_for
from analytics.reports.palette import STATE_COLOURS, readable_on, shades
from analytics.reports.stage import colours
from tests.colours import SEEN_BY, distance, grey
from ui.legible import DARK_LETTERS

ROOT = Path(__file__).resolve().parent.parent
THEME = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
# Five times what is just seen side by side (0.02), for areas that touch.
APART = 0.1
# For bars that never touch and stand with their name beside them.
NAMED = 0.08
LETTERS, GRAPHICS = 4.5, 3.0  # contrast ratios of WCAG 2.2, 1.4.3 and 1.4.11
eyes = pytest.mark.parametrize("eyes", SEEN_BY)
dark = pytest.mark.parametrize("dark", [False, True])


def test_the_simulation_is_the_published_one() -> None:
    for matrix in SEEN_BY.values():
        assert matrix.sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-5)  # grey stays grey
    assert distance("#000000", "#ffffff") == pytest.approx(1, abs=1e-4)
    # Red and green that everybody tells apart, and deuteranopes do not.
    assert distance("#a04a3a", "#6b6a2b") > 2 * distance("#a04a3a", "#6b6a2b", "deuteranopia")


@eyes
@pytest.mark.parametrize("points", range(2, 8))
def test_neighbours_on_a_scale_are_told_apart(points: int, eyes: str) -> None:
    for one, other in pairwise(diverging(points)):
        # Two points have no neutral between them: worst and best.
        assert distance(one, other, eyes) > (0.09 if points == 2 else APART), (one, other)


@pytest.mark.parametrize("points", range(3, 8))
def test_neighbours_on_a_scale_are_told_apart_in_print_without_colour(points: int) -> None:
    for one, other in pairwise(diverging(points)):
        assert abs(grey(one) - grey(other)) > 0.05, (one, other)


@pytest.mark.parametrize("points", range(2, 11))
def test_documents_use_the_colours_of_the_pages(points: int) -> None:
    assert shades(points) == tuple(each[1:].upper() for each in diverging(points))
    assert STATE_COLOURS["counted"] == TEAL[1:].upper() and STATE_COLOURS["claimed"] == AMBER[1:].upper()


@eyes
def test_counted_and_claimed_are_told_apart(eyes: str) -> None:
    assert distance(TEAL, AMBER, eyes) > APART
    assert abs(grey(TEAL) - grey(AMBER)) > 0.05


@dark
def test_what_is_left_out_differs_by_pattern_not_by_colour(dark: bool) -> None:
    fills = [fill_for(outcome, Look(dark)) for outcome in OUTCOMES]
    assert len({(fill.colour, fill.pattern) for fill in fills}) == len(fills)


@eyes
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_neighbours_among_categories_are_told_apart(theme: str, eyes: str) -> None:
    palette = THEME[theme]["chartCategoricalColors"]
    assert len(palette) == 10
    for one, other in pairwise(palette):
        assert distance(one, other, eyes) > NAMED, (one, other)


@dark
def test_letters_in_charts_and_slides_can_be_read(dark: bool) -> None:
    look = Look(dark)
    for colour in (look.text, look.muted, look.accent, look.waiting, look.weak):
        assert contrast(colour, look.ground) >= LETTERS, colour
    for points in range(2, 8):
        for colour in diverging(points):
            assert contrast(contrasting(colour), colour) >= LETTERS, colour
    named = dict(part.removeprefix("--").split(":") for part in colours(dark=dark).split(";"))
    assert contrast(named["edge"], named["ground"]) >= GRAPHICS
    for letters in ("text", "muted"):
        assert contrast(named[letters], named["raised"]) >= LETTERS


def test_letters_on_the_colours_of_documents_can_be_read() -> None:
    for colour in (*STATE_COLOURS.values(), *shades(5), *shades(7)):
        assert contrast(f"#{readable_on(colour)}", f"#{colour}") >= LETTERS, colour


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_letters_of_the_theme_can_be_read_on_every_ground(theme: str) -> None:
    chosen: dict[str, Any] = THEME[theme]
    primary = chosen["primaryColor"]
    for name in ("textColor", "linkColor", "primaryColor"):
        for ground in ("backgroundColor", "secondaryBackgroundColor"):
            assert contrast(chosen[name], chosen[ground]) >= LETTERS, (name, ground)
    # Captions are written with 60 % of the text's colour, also where they hold code.
    for name in ("textColor", "codeTextColor"):
        for ground in ("backgroundColor", "secondaryBackgroundColor"):
            faded = between(chosen[ground], chosen[name], 0.6)
            assert contrast(faded, chosen[ground]) >= LETTERS, (name, ground)
    # A pressed choice is tinted with a tenth of the primary colour, with a fifth where it has the focus, and
    # written in it.
    for tint in (0.1, 0.2):
        assert contrast(primary, between(chosen["backgroundColor"], primary, tint)) >= LETTERS
    on_it = "#ffffff" if theme == "light" else DARK_LETTERS
    assert contrast(on_it, primary) >= LETTERS


@dark
def test_charts_stand_on_the_ground_of_the_page(dark: bool) -> None:
    assert Look(dark).ground == THEME["dark" if dark else "light"]["backgroundColor"]
