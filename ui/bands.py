"""Which bands read a mean: a published scheme, or the unit's own, entered here."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics.bands import HIGHEST, STEP, Band, OwnBands, is_own, own_bands, parse, problems, written
from analytics.codebook import Scale
from analytics.measures import BANDS, FIVE, BandScheme, band_limits, band_word
from analytics.names import scheme_name
from analytics.words import Words
from data.store import Saved
from ui import cache, editing
from ui.glossary import meaning

KEPT = "bands"  # the setting that keeps a unit's own bands while a published scheme is in use


def choose(saved: Saved, says: Words) -> BandScheme:
    """The choice of a scheme, and the lines in which a unit enters its own."""
    key = f"bands-{saved.id}"
    kept = cache.store().setting(saved.id, KEPT)
    own = saved.band_scheme if is_own(saved.band_scheme) else kept
    offered = [*BANDS, *([own] if own else [])]

    def chosen() -> None:
        # The lines below start anew from the scheme that is chosen.
        st.session_state.pop(f"own-bands-{saved.id}-filled", None)
        change = partial(cache.store().change, band_scheme=st.session_state[key])
        editing.press(change, saved.id, seen=saved.version)

    st.session_state[key] = saved.band_scheme  # somebody else may have chosen another
    scheme: BandScheme = st.segmented_control(
        says("Bands of interpretation"),
        offered,
        required=True,
        format_func=lambda name: says("The unit's own bands") if is_own(name) else scheme_name(name, says),
        key=key,
        on_change=chosen,
        help=meaning("band, interpretation", says),
    )
    with st.container():  # the form below stays the same element, and open
        if is_own(scheme):
            st.caption(scheme_name(scheme, says))
    with st.expander(says("The unit's own bands"), icon=":material/edit:"):
        _enter(saved, own, scheme, says)
    return scheme


def _enter(saved: Saved, own: BandScheme | None, scheme: BandScheme, says: Words) -> None:
    name = f"own-bands-{saved.id}"
    label = says("A line each: from, to and the word, on a scale of 1 to 5")
    shown = written(own_bands(own).bands if own else _of_scheme(scheme, says))
    with st.form(f"form-{name}", border=False):
        form = editing.form(name, saved, own, {"lines": shown})
        editing.beside(form, "setting", KEPT, [(label, shown)], says)
        text = st.text_area(label, height=150, key=form.name("lines"))
        pressed = editing.buttons(form, says("Use these bands"), ":material/check:", says)
    if not pressed:
        return
    found, wrong = parse(text)
    wrong = wrong or problems(found)
    if wrong:
        st.error("\n".join(f"- {says.say(sentence)}" for sentence in wrong))
        return
    editing.save(form, partial(_use, saved, OwnBands(tuple(found)).code))


def _use(saved: Saved, code: str, seen: int) -> None:
    cache.store().change(saved.id, band_scheme=code, seen=seen)
    cache.store().keep(saved.id, KEPT, code, seen=seen)


def _of_scheme(scheme: BandScheme, says: Words) -> list[Band]:
    """A published scheme as bands, to start from."""
    scale = Scale("1-5", FIVE, (), "numbers")
    limits = band_limits(scale, scheme)
    highs = [HIGHEST, *(limit - STEP for limit in limits)]
    return [
        Band(low, high, says(band_word(index, scale, scheme) or ""))
        for index, (low, high) in enumerate(zip(limits, highs, strict=False))
    ]
