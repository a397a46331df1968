"""The marked places of a workbook beside its cells: headers and footers of the printed page, and notes."""

from __future__ import annotations

import re
from typing import Any

from analytics.reports.content import Cell
from analytics.reports.marks import MARK, spelled
from analytics.reports.package import legal
from analytics.reports.templates.parts import Filling, Parts, local, replaced
from analytics.words import Problem, message

LONGEST_HEADER = 255  # characters, its codes included: Excel takes a file with more for damaged
CUT = "…"
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # spreadsheets read _x0041_ as the letter A
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SIZE = re.compile(r"(?<!&)(?:&&)*&[0-9]+$")  # a code such as &14: digits right after it would be of it


def escaped(text: str) -> str:
    """A text as spreadsheets read it back."""
    return _ESCAPE.sub("_x005F_", text)


def fill_headers(root: Any, sheet: str, filling: Filling) -> bool:
    """Fill the headers and footers of a sheet, of first, odd and even pages; False where none has a mark.

    Codes such as &P stay, and an ampersand in what is filled in is no code.
    """
    marked = [
        line
        for whole in local(root, "headerFooter")
        for line in whole
        if isinstance(line.tag, str) and MARK.search(line.text or "")
    ]
    for line in marked:
        line.text = _header(line.text, sheet, filling)
    return bool(marked)


def _header(text: str, sheet: str, filling: Filling) -> str:
    facts = _facts(text, sheet, filling)
    marks = [found for found in MARK.finditer(text) if found[0] in facts]
    left = LONGEST_HEADER - _units(text) + sum(_units(found[0]) for found in marks)
    made, at, cut = "", 0, False
    for found in marks:
        made += text[at : found.start()]
        at = found.end()
        said = legal(facts[found[0]].text(filling.words))
        blank = " " if re.match("[0-9]", said) and _SIZE.search(made) else ""
        written = blank + escaped(said).replace("&", "&&")
        if _units(written) > left:
            cut = True
            while said and _units(written) > left:
                said = said[:-1]
                written = blank + escaped(said).replace("&", "&&") + CUT
            written = written if said else ""
        left -= _units(written)
        made += written
    if cut:
        told = message(
            "Header or footer, “{text}”: it can hold {n} characters, so a text in it was cut.",
            text=text,
            n=LONGEST_HEADER,
        )
        filling.tell(Problem(told, message("Leave marks of long texts out of it."), sheet=sheet))
    return made + text[at:]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def fill_notes(parts: Parts, name: str, filling: Filling, sheet: str) -> None:
    """Fill the notes that hang on the cells of a sheet; `name` is the sheet's part."""
    for kind, notes in parts.related(name).values():
        if kind != "comments" or notes not in parts.names or b"{" not in parts.read(notes):
            continue
        root = parts.tree(notes)
        marked = False
        for note in local(root, "text"):
            texts = [t for t in local(note, "t") if next(t.iterancestors("{*}rPh"), None) is None]
            whole = "".join(t.text or "" for t in texts)
            if MARK.search(whole):
                marked = True
                runs = [(t, t.text or "") for t in texts]
                for held, text in replaced(runs, _facts(whole, sheet, filling), filling):
                    if text != (held.text or ""):
                        held.text = escaped(text)
                        held.set(_SPACE, "preserve")
        if marked:
            parts.put_tree(notes, root)


def _facts(text: str, sheet: str, filling: Filling) -> dict[str, Cell]:
    """The marks of a text with what they stand for; there is no row here that could repeat."""
    facts: dict[str, Cell] = {}
    for found in MARK.finditer(text):
        name = spelled(found[1])
        known = filling.known.fact(name)
        if known is None:
            told = message("“{text}”: nothing is known by the mark {mark}.", text=text, mark=found[0])
            filling.tell(Problem(told, filling.remedy(name), sheet=sheet))
        elif (group := filling.known.repeats(name)) is not None:
            told = message("“{text}”: the mark {mark} has no row to repeat here.", text=text, mark=found[0])
            numbered = "{{" + name.replace(f"{group}.", f"{group}_1.") + "}}"
            remedy = message("Write which one is meant, such as {mark}.", mark=numbered)
            filling.tell(Problem(told, remedy, sheet=sheet))
        else:
            facts[found[0]] = known
            filling.count += 1
    return facts
