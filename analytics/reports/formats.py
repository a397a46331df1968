"""The kinds of documents that an assessment can be handed in as; `analytics.reports.makers` makes them."""

from __future__ import annotations

from typing import Literal, get_args

from analytics.assessment import Assessment

Format = Literal["xlsx", "docx", "pptx", "pdf", "zip"]
Orientation = Literal["landscape", "portrait"]
ORIENTATIONS: tuple[Orientation, ...] = get_args(Orientation)
FORMATS: tuple[Format, ...] = get_args(Format)
# The bundle holds all others.
BUNDLED: tuple[Format, ...] = FORMATS[:-1]
MIME: dict[Format, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


def file_name(assessment: Assessment, kind: Format) -> str:
    """What a document's file is called."""
    return f"saisaat-{assessment.fiscal_year}.{kind}"
