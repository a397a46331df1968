"""Who makes which document: apart from the kinds, since this loads every library for documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from analytics.assessment import Assessment
from analytics.reports.deck import deck
from analytics.reports.form import document
from analytics.reports.formats import Format
from analytics.reports.methods import Section
from analytics.reports.paper import paper
from analytics.reports.summary import summary
from analytics.wordings import Passage
from analytics.words import Words


class Maker(Protocol):
    """Makes one document; `told` is the text of findings, by default the program's own. `methods`: how the
    figures are worked out, by default unsaid."""

    def __call__(
        self,
        assessment: Assessment,
        words: Words,
        /,
        *,
        told: Sequence[Passage] | None = None,
        methods: Sequence[Section] = (),
    ) -> bytes: ...


# The summary takes the trail of changes too. The bundle is made from the others, see `bundle`.
MAKERS: dict[Format, Maker] = {
    "xlsx": summary,
    "docx": document,
    "pptx": deck,
    "pdf": paper,
}
