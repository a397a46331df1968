"""The meeting: the slides on the page, what an officer chooses for them, and the one file to take along."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import fontpkg_sarabun
import streamlit as st

from analytics.reports.meeting import Arrangement, Slide
from analytics.reports.stage import colours, stage
from analytics.words import Words
from data.store import Saved
from ui import cache, editing, state

HERE = Path(__file__).resolve().parent
SETTING = "slides"
Change = Callable[[Arrangement], Arrangement]
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
    row = st.container(horizontal=True, vertical_alignment="center")
    row.button(
        says("Show this slide") if slide.hidden else says("Hide this slide"),
        icon=":material/visibility:" if slide.hidden else ":material/visibility_off:",
        on_click=_press,
        args=(saved, lambda now: now.hiding(key, not slide.hidden), lambda now: (now.hidden or {}).get(key)),
    )
    for label, icon, last, by in (
        (says("Earlier"), ":material/arrow_upward:", slides[0], -1),
        (says("Later"), ":material/arrow_downward:", slides[-1], 1),
    ):
        row.button(
            label,
            icon=icon,
            disabled=key == last.key,
            on_click=_press,
            args=(saved, lambda now, by=by: now.moving(slides, key, by), lambda now: now.order),
        )
    if chosen != Arrangement():
        row.button(
            says("Everything as it comes"),
            icon=":material/restart_alt:",
            on_click=_press,
            args=(saved, lambda _: Arrangement(), lambda now: now),
        )
    _lines(key, chosen, saved, says)


def _press(saved: Saved, change: Change, part: Callable[[Arrangement], object]) -> None:
    editing.press(partial(_keep, saved, change, part), seen=saved.version)


def _keep(saved: Saved, change: Change, part: Callable[[Arrangement], object], seen: int) -> None:
    """Change the arrangement as it stands now; `part` is what of it is changed."""

    def changed(kept: Mapping[str, Any] | None) -> dict[str, Any] | None:
        new = change(Arrangement.of(kept))
        return None if new == Arrangement() else new.kept()

    cache.store().alter(saved.id, SETTING, changed, part=lambda kept: part(Arrangement.of(kept)), seen=seen)


def _lines(key: str, chosen: Arrangement, saved: Saved, says: Words) -> None:
    """What an officer writes on a slide, and for its speaker."""
    foot, notes = (
        says("A line at the foot of this slide"),
        says("What the speaker says, seen only in the notes"),
    )

    def written(now: Arrangement) -> tuple[str, str]:
        return (now.remarks or {}).get(key, ""), (now.spoken or {}).get(key, "")

    remark, spoken = written(chosen)
    with st.form(f"remark-{saved.id}-{key}", border=False):
        fill = {"line": remark, "spoken": spoken}
        form = editing.form(f"remark-{saved.id}-{key}-mine", saved, (remark, spoken), fill)
        editing.beside(
            form,
            "setting",
            SETTING,
            [(foot, remark), (notes, spoken)],
            says,
            lambda k: written(Arrangement.of(k)),
        )
        line = st.text_input(foot, max_chars=140, key=form.name("line"))
        told = st.text_area(notes, key=form.name("spoken"))
        if editing.buttons(form, says("Keep"), ":material/save:", says):
            new = partial(Arrangement.remarking, key=key, remark=line, spoken=told)
            editing.save(form, partial(_keep, saved, new, written))


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
