"""The meeting: the slides on the page, what an officer chooses for them, and the one file to take along."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from html import escape
from pathlib import Path

import fontpkg_sarabun
import streamlit as st

from analytics.reports.meeting import Arrangement, Slide
from analytics.reports.stage import colours, stage
from analytics.words import Words
from data.store import Saved
from ui import cache, state

HERE = Path(__file__).resolve().parent
SETTING = "slides"
CSS = (HERE / "present.css").read_text(encoding="utf-8")
JS = (HERE / "present.js").read_text(encoding="utf-8")
_deck = st.components.v2.component("saisaat_slides", css=CSS, js=JS)


def arrangement(saved: Saved) -> Arrangement:
    """What was chosen for the slides of an assessment."""
    return Arrangement.of(cache.store().setting(saved.id, SETTING))


def show(slides: Sequence[Slide], saved: Saved, says: Words) -> None:
    """The slides, all at once: from here on the browser needs no server to move."""
    asked = st.query_params.get("slide", "")
    _deck(key=f"deck-{saved.id}", data={**_data(slides, saved, says, dark=state.dark()), "slide": asked})


def _data(slides: Sequence[Slide], saved: Saved, says: Words, *, dark: bool) -> dict[str, object]:
    name = state.label(saved, says)
    return {
        "html": stage(slides, name, says, dark=dark),
        "colours": colours(dark=dark),
        "language": says.language,
        "texts": {
            "slides": says("Slides: {name}", name=name),
            "full": says("Full screen"),
            "back": says("Back"),
            "on": says("Next"),
            "speaker": says("Speaker notes"),
            "hint": says("Arrow keys or a clicker move · F full screen · N notes · Esc leaves"),
        },
    }


def prepare(slides: Sequence[Slide], saved: Saved, says: Words) -> None:
    """Choose a slide, then show or hide it, move it, write on it."""
    titles = {slide.key: _listed(slide, number, says) for number, slide in enumerate(slides, start=1)}
    key = st.selectbox(says("Slide"), list(titles), format_func=titles.__getitem__, key=f"slide-{saved.id}")
    slide = next(each for each in slides if each.key == key)
    chosen = arrangement(saved)

    def keep(new: Arrangement) -> None:
        cache.store().keep(saved.id, SETTING, new.kept())

    row = st.container(horizontal=True, vertical_alignment="center")
    row.button(
        says("Show this slide") if slide.hidden else says("Hide this slide"),
        icon=":material/visibility:" if slide.hidden else ":material/visibility_off:",
        on_click=lambda: keep(chosen.hiding(key, not slide.hidden)),
    )
    row.button(
        says("Earlier"),
        icon=":material/arrow_upward:",
        disabled=key == slides[0].key,
        on_click=lambda: keep(chosen.moving(slides, key, -1)),
    )
    row.button(
        says("Later"),
        icon=":material/arrow_downward:",
        disabled=key == slides[-1].key,
        on_click=lambda: keep(chosen.moving(slides, key, 1)),
    )
    if chosen != Arrangement():
        row.button(
            says("Everything as it comes"),
            icon=":material/restart_alt:",
            on_click=lambda: cache.store().keep(saved.id, SETTING, None),
        )
    with st.form(f"remark-{saved.id}-{key}", border=False):
        remark = st.text_input(
            says("A line at the foot of this slide"),
            (chosen.remarks or {}).get(key, ""),
            max_chars=140,
            key=f"line-{saved.id}-{key}",
        )
        spoken = st.text_area(
            says("What the speaker says, seen only in the notes"),
            (chosen.spoken or {}).get(key, ""),
            key=f"spoken-{saved.id}-{key}",
        )
        if st.form_submit_button(says("Keep"), icon=":material/save:"):
            keep(chosen.remarking(key, remark, spoken))
            st.rerun()


def _listed(slide: Slide, number: int, says: Words) -> str:
    text = f"{says.plain(number)}. {slide.title}"
    return says("{slide} (hidden)", slide=text) if slide.hidden else text


def take_along(slides: Sequence[Slide], saved: Saved, says: Words) -> None:
    """The slides as one file that opens in any browser without a network."""
    st.download_button(
        says("Slides as one file, for a room without network (.html)"),
        lambda: alone(slides, saved, says),
        f"saisaat-{saved.fiscal_year}-slides.html",
        "text/html",
        icon=":material/download:",
        on_click="ignore",
        key="download-slides",
    )


def alone(slides: Sequence[Slide], saved: Saved, says: Words) -> bytes:
    """A page that is complete in itself: slides, letters and what moves them."""
    faces = "".join(
        _face(face, weight) for face, weight in (("Regular", 400), ("SemiBold", 600), ("Bold", 700))
    )
    data = json.dumps(_data(slides, saved, says, dark=False), ensure_ascii=False).replace("<", "\\u003c")
    title, script = escape(state.label(saved, says)), JS.replace("export default", "")
    page = (
        f'<!doctype html>\n<html lang="{says.language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{faces}body{{margin:1rem}}{CSS}</style></head><body><main></main><script>{script}\n"
        f'slides_of({{parentElement: document.querySelector("main"), data: {data}}});</script></body></html>'
    )
    return page.encode("utf-8", "replace")


def _face(face: str, weight: int) -> str:
    font = (fontpkg_sarabun.ROOT / "files" / f"Sarabun-{face}.ttf").read_bytes()
    packed = base64.b64encode(font).decode()
    return f'@font-face{{font-family:Sarabun;font-weight:{weight};src:url("data:font/ttf;base64,{packed}")}}'
