"""Who makes which document: apart from the kinds, since this loads every library for documents."""

from __future__ import annotations

from collections.abc import Callable

from analytics.assessment import Assessment
from analytics.reports.deck import deck
from analytics.reports.form import document
from analytics.reports.formats import Format
from analytics.reports.paper import paper
from analytics.reports.summary import summary
from analytics.words import Words

# The bundle is made from the others, see `analytics.reports.bundle`.
MAKERS: dict[Format, Callable[[Assessment, Words], bytes]] = {
    "xlsx": summary,
    "docx": document,
    "pptx": deck,
    "pdf": paper,
}
