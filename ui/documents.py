"""The documents of an assessment on a page: which are wanted, and a download for each when it is made."""

from __future__ import annotations

import streamlit as st

from analytics.assessment import Assessment
from analytics.reports.formats import FORMATS, MIME, ORIENTATIONS, Format, Orientation, file_name
from analytics.words import Words
from data.store import Saved
from ui import cache, parts
from ui.cache_narrative import passages_of


def names(says: Words) -> dict[Format, str]:
    """What each kind of document is called."""
    return {
        "xlsx": says("Summary sheet (.xlsx)"),
        "docx": says("Report for Word (.docx)"),
        "pptx": says("Slides for the meeting (.pptx)"),
        "pdf": says("Report for print (.pdf)"),
        "zip": says("Evidence bundle with everything (.zip)"),
    }


def _downloads(says: Words) -> dict[Format, str]:
    return {
        "xlsx": says("Download the summary sheet (.xlsx)"),
        "docx": says("Download the report for Word (.docx)"),
        "pptx": says("Download the slides for the meeting (.pptx)"),
        "pdf": says("Download the report for print (.pdf)"),
        "zip": says("Download the evidence bundle (.zip)"),
    }


def _choose(says: Words) -> list[Format]:
    """Which documents the visitor wants, in their usual order; at first the summary sheet."""
    known = names(says)
    wanted = st.pills(
        says("Documents"),
        FORMATS,
        default="xlsx",
        selection_mode="multi",
        format_func=known.__getitem__,
        key="documents",
        persist_state="session",
    )
    return [kind for kind in FORMATS if kind in wanted]


def _orientation(says: Words) -> Orientation:
    """How the pages of the report for Word stand."""
    known = {"landscape": says("Landscape"), "portrait": says("Portrait")}
    chosen: Orientation | None = st.segmented_control(
        says("Pages of the report for Word"),
        ORIENTATIONS,
        default="landscape",
        format_func=known.__getitem__,
        help=says("In portrait, the pages of satisfaction and projects, whose tables are wider, lie across."),
        key="orientation",
        persist_state="session",
    )
    return chosen or "landscape"


def downloads(saved: Saved, found: Assessment, says: Words) -> None:
    """Choose documents, have them made, and offer them."""
    wanted = _choose(says)
    orientation = _orientation(says) if {"docx", "zip"} & set(wanted) else "landscape"
    for kind in wanted:
        _download(kind, saved, found, orientation, says)


def _download(kind: Format, saved: Saved, found: Assessment, orientation: Orientation, says: Words) -> None:
    """Make one document, and offer it; one that fails says why and leaves the others alone."""
    name = names(says)[kind]
    with st.spinner(says("Making: {document}", document=name)):
        made = cache.document(kind, saved, says.language, says.digits, passages_of(saved, says), orientation)
    if not isinstance(made, bytes):
        reason = says.say(made.reason)
        st.error(parts.escape(says("Not made: {document}: {reason}", document=name, reason=reason)))
        return
    st.download_button(
        _downloads(says)[kind],
        made,
        file_name(found, kind),
        MIME[kind],
        icon=":material/download:",
        type="primary" if kind == "xlsx" else "secondary",
        on_click="ignore",
        key=f"download-{kind}",
    )
