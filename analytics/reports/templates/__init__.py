"""An office's own form, .xlsx or .docx with marks in it, filled; whatever has no mark stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from analytics.assessment import Assessment
from analytics.reports.marks import marks
from analytics.reports.templates.parts import Filled, Filling, Parts, TemplateRefused, no_form
from analytics.reports.templates.sheets import fill_workbook
from analytics.reports.templates.text import fill_text
from analytics.words import Words, message

# The root of the main part → the kind of file, and who fills it.
_FILLERS: Mapping[str, tuple[str, Callable[[Parts, str, Filling], None]]] = {
    "workbook": ("xlsx", fill_workbook),
    "document": ("docx", fill_text),
}


def fill(content: bytes, assessment: Assessment, words: Words) -> Filled:
    """An office's own .xlsx, .xlsm, .docx or .docm with its marks filled from an assessment.

    Only what has marks changes; styles, other sheets, pictures, charts and macros stay byte by byte. Figures
    are numbers where the mark stands alone in its cell, else written out; what is missing is a dash. Unknown
    marks stay and are told. Raises TemplateRefused where nothing can be filled.
    """
    parts = Parts(content)
    main = parts.main()
    root = etree.QName(parts.tree(main)).localname
    if root not in _FILLERS:
        raise no_form()
    kind, filler = _FILLERS[root]
    filling = Filling(marks(assessment, words), words)
    filler(parts, main, filling)
    if not filling.count and not filling.unknown:
        raise TemplateRefused(
            message("This form has no mark such as {mark}.", mark="{{unit}}"),
            message("Write a mark where a fact is to stand; the report page lists them."),
        )
    if any(name.endswith("vbaProject.bin") for name in parts.names):
        kind = f"{kind[:-1]}m"
    return Filled(parts.to_bytes(), kind, filling.count, tuple(filling.problems))
