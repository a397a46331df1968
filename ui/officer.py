"""Who is at work: by a login where one is set up, else as they say; and what only some may do.

A login is Streamlit's own (`st.login`): it is set up by `[auth]` in `.streamlit/secrets.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analytics.words import Words
from data.stored import audit, rights
from data.stored.audit import Person
from data.stored.rights import Right
from ui import parts

NAME = "officer"


@st.cache_resource(show_spinner=False)
def login() -> bool:
    """Whether people log in, as the server was set up when it started. Secrets that are there and can't be
    read let nobody in rather than everybody.
    """
    if st.secrets.load_if_toml_exists():
        return "auth" in st.secrets
    return any(Path(path).exists() for path in st.get_option("secrets.files"))


def _claims() -> Mapping[str, Any]:
    """What the login says of the visitor; nothing where there is none, or they are not logged in."""
    return st.user.to_dict() if st.user.get("is_logged_in") else {}


def person() -> Person:
    """Whoever uses this session; outside of any, nobody."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return Person(None, login=login())
    if not login():
        return Person(str(st.session_state.get(NAME) or "").strip() or None)
    claims = _claims()
    address = str(claims.get("email") or "").strip()
    called = str(claims.get("name") or claims.get("preferred_username") or "").strip()
    names = f"{called} ({address})" if called and address else called or address or str(claims.get("sub", ""))
    # Whoever may write any address into their account is not who has it.
    sure = address and claims.get("email_verified", True) in (True, "true")
    return Person(names or None, address.casefold() if sure else None, login=True)


audit.told_by(person)


def name() -> str | None:
    """Who the visitor is, as it stands in the history; None where they never said."""
    return person().name


def outside() -> bool:
    """Whether the visitor has to log in first."""
    return login() and not _claims()


def door(says: Words) -> None:
    """All that is shown to who has to log in first; ends the run."""
    st.title(says("Log in to Saisaat"), anchor=False)
    st.markdown(
        says("What is saved here is for the people of the office. Your name stands beside what you change.")
    )
    for provider in providers(st.secrets["auth"]):
        label = says("Log in with {provider}", provider=provider.title()) if provider else says("Log in")
        st.button(label, icon=":material/login:", type="primary", on_click=st.login, args=(provider,))
    st.stop()


def providers(auth: Mapping[str, Any]) -> tuple[str | None, ...]:
    """Where one may log in, as `[auth]` says: at the one without a name (None), then at those with a table of
    their own, such as `[auth.microsoft]`.
    """
    named = [name for name, own in auth.items() if isinstance(own, Mapping) and "client_id" in own]
    return (*([None] if "client_id" in auth or not named else []), *named)


def badge(row: DeltaGenerator, says: Words) -> None:
    """Who is at work: the login with a way out, or a field to be filled once a visit."""
    if login():
        with row.popover(_short(name() or "–"), icon=":material/person:", width="content"):
            st.markdown(parts.escape(name() or "–"))
            if rights.keepers() and rights.barrier("rubrics") is None:
                st.caption(says("Keeps this Saisaat: rubrics, units, deleting"))
            st.button(says("Log out"), icon=":material/logout:", on_click=st.logout)
        return
    st.session_state.setdefault(NAME, "")
    with row.popover(_short(name() or says("Who are you?")), icon=":material/person:", width="content"):
        st.text_input(
            says("Your position or name"),
            key=NAME,
            persist_state="session",
            max_chars=100,
            help=says("It stands in the history of changes beside everything that you change."),
        )


def field(place: DeltaGenerator, label: str, key: str, **look: Any) -> str:
    """A field that asks who does it, filled with who is at work; of a login, nothing else can be written."""
    if login():
        place.text_input(label, name() or "", disabled=True, key=f"{key}-login", **look)
        return name() or ""
    if not st.session_state.get(key):
        st.session_state[key] = name() or ""
    return str(place.text_input(label, key=key, **look)).strip()


def given(key: str) -> str:
    """For callbacks: what stands in a `field`."""
    return name() or "" if login() else str(st.session_state.get(key) or "").strip()


def may(right: Right, says: Words) -> bool:
    """Whether the visitor may; where not, it is said why, and whom to ask."""
    refused = rights.barrier(right)
    if refused is not None:
        text = f"{says.say(refused.problem)}. {says.say(refused.remedy)}"
        st.info(parts.escape(text), icon=":material/lock_person:")
    return refused is None


def _short(name: str) -> str:
    """A name without its address, as it fits above a page."""
    plain = name.partition(" (")[0]
    return plain if len(plain) <= 24 else f"{plain[:23]}…"
