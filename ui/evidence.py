"""The evidence register: its entries with their files, and a form for a new one."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from analytics.assessment import Assessment
from analytics.facts import Evidence
from analytics.words import Words
from data.store import Saved
from ui import cache, editing, officer, parts

LARGEST = 25  # megabytes of an attached file
ICONS = {
    "document": ":material/description:",
    "link": ":material/link:",
    "file": ":material/attach_file:",
}


def register(saved: Saved, found: Assessment, says: Words) -> None:
    """Every entry, those outside the fiscal year marked; below, the form for a new one."""
    if not found.facts.evidence:
        st.info(
            says("No evidence has been registered yet. An entry can serve several levels."),
            icon=":material/folder_open:",
        )
    else:
        st.caption(says("Entries: {n}", n=len(found.facts.evidence)))
    for entry in found.facts.evidence:
        _entry(saved, entry, found.fiscal_year, says)
    st.markdown(f"## {says('Register evidence')}")
    _form(saved, found, says)


def _entry(saved: Saved, entry: Evidence, year: int, says: Words) -> None:
    name = parts.brief(entry.title)
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        with st.container(width="stretch"):
            st.markdown(f"{ICONS[entry.kind]} {parts.escape(entry.title)}")
            levels = ", ".join(says.plain(level) for level in entry.levels) or "–"
            st.caption(
                says(
                    "Takes effect {day} · levels {levels} · added by {who}",
                    day=entry.effective,
                    levels=levels,
                    who=parts.escape(entry.added_by) if entry.added_by else None,
                )
            )
            if entry.in_fiscal_year(year) is False:
                st.warning(
                    says("Outside fiscal year {year}: check that it proves it", year=says.plain(year)),
                    icon=":material/event_busy:",
                )
        if entry.link:
            st.link_button(
                says("Open the link of “{name}”", name=name), entry.link, icon=":material/open_in_new:"
            )
        if entry.sha256:
            st.download_button(
                says("Download the file of “{name}”", name=name),
                partial(cache.store().attachment, entry.sha256),
                entry.file_name or entry.sha256,
                icon=":material/download:",
                on_click="ignore",
                key=f"attachment-{entry.id}",
            )
        st.button(
            says("Take out “{name}”", name=name),
            key=f"forget-{entry.id}",
            icon=":material/delete:",
            on_click=editing.press,
            args=(cache.store().remove_evidence, saved.id, entry.id),
            kwargs={"seen": saved.version},
        )


def _form(saved: Saved, found: Assessment, says: Words) -> None:
    inner = [v.within for v in found.score.verdicts if v.within]
    levels = [v.level for one in (inner or [found.score]) for v in one.verdicts]
    names = {level.level: f"{says.plain(level.level)} · {level.short[says.language]}" for level in levels}
    with st.form(f"evidence-{saved.id}", clear_on_submit=True):
        title = st.text_input(says("Title of the document (needed)"))
        serves = st.multiselect(
            says("Levels it serves"), list(names), format_func=names.__getitem__, placeholder=says("None")
        )
        left, middle, right = st.columns(3)
        effective = left.date_input(says("Date of the document"), None, min_value=date(2000, 1, 1))
        link = middle.text_input(says("Link, where there is one"), placeholder="https://")
        who = officer.field(right, says("Added by (position)"), f"evidence-who-{saved.id}")
        upload = st.file_uploader(says("File, where there is one"), max_upload_size=LARGEST)
        if st.form_submit_button(says("Register"), icon=":material/add:"):
            wrong = _wrong(title, link, upload.size if upload else 0, says)
            if wrong:
                st.error(wrong)
                return
            entry = Evidence(
                0,
                title.strip(),
                "file" if upload else "link" if link.strip() else "document",
                effective,
                tuple(serves),
                link.strip() or None,
                file_name=upload.name if upload else None,
                added_by=who or None,
            )
            cache.store().add_evidence(saved.id, entry, upload.getvalue() if upload else None)
            st.rerun()


def _wrong(title: str, link: str, size: int, says: Words) -> str:
    if size > LARGEST * 1_000_000:
        return says("The file is larger than {n} MB. Attach a smaller one, or give a link to it.", n=LARGEST)
    if not title.strip():
        return says("Give the document's title.")
    if link.strip() and not link.strip().lower().startswith(("https://", "http://")):
        return says("A link starts with https:// or http://. Copy it from the address bar.")
    return ""
