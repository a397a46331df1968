"""What the page and the browser tell each other: the language to read in, and how wide the window is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from analytics.words import Language

KEY = "screen"
# The width of windows → that of a chart in a bordered box of the page, in pixels. A window counts as the
# widest of these that it has, so that a chart is laid out and kept a few times and not for every pixel.
ROOM = {280: 220, 320: 254, 360: 294, 390: 324, 430: 364, 540: 474, 700: 634, 790: 720, 1190: 960}
PHONE, WIDEST = 360, max(ROOM)
STACKED = ROOM[540]  # up to here Streamlit puts columns under each other
# Called whenever the page is drawn anew; a window has one listener.
JS = """
let forget = () => {};
export default function screen({ data, setStateValue }) {
  forget();
  document.documentElement.lang = data.language;
  const tell = () => {
    const width = Math.max(data.widths[0], ...data.widths.filter((each) => each <= window.innerWidth));
    if (width !== data.taken) {
      data.taken = width;
      setStateValue("width", width);
    }
  };
  let waiting;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(tell, 250);
  };
  window.addEventListener("resize", later);
  forget = () => {
    clearTimeout(waiting);
    window.removeEventListener("resize", later);
  };
  tell();
  return () => forget();
}
"""
_told = st.components.v2.component("saisaat_screen", js=JS)


@dataclass(frozen=True)
class Screen:
    """The theme, and the pixels that a chart is laid out for."""

    dark: bool
    width: int

    def part(self, share: float) -> Screen:
        """The screen of a chart in a column that takes `share` of a wide page."""
        if self.width <= STACKED:
            return self
        return Screen(self.dark, round(self.width * share))


def listen(language: Language) -> None:
    """Tell the browser the language, which Streamlit says is English, and hear how wide it is. Takes no room.

    Python learns the width only from the page: until the first word of it the browser's name tells phones.
    """
    _told(
        key=KEY,
        data={"language": language, "widths": sorted(ROOM), "taken": _window()},
        on_width_change=lambda: None,
        width="content",
    )


def seen() -> Screen:
    """What the visitor looks at."""
    return Screen(st.context.theme.type == "dark", ROOM[_window()])


def _window() -> int:
    told: Mapping[str, Any] = st.session_state.get(KEY) or {}
    width = told.get("width")
    if width in ROOM:
        return int(width)
    return PHONE if _named_phone() else WIDEST


def _named_phone() -> bool:
    """Whether the browser calls itself one of a phone, as their makers agreed on."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")
