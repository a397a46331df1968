"""The marked places of an office's own .docx and of drawings, filled in their XML; runs keep their look."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from analytics.reports.content import Cell
from analytics.reports.marks import MARK, Entry, spelled
from analytics.reports.templates.parts import Filling, Parts, local, replaced
from analytics.words import Message, Problem, message

BEGINNING = 40  # characters of a paragraph, to find it by
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WITH_TEXT = ("header", "footer", "footnotes", "endnotes")
# What hangs on a text, or on a sheet, and holds text boxes, shapes or titles of charts.
_DRAWN = ("drawing", "chart", "chartUserShapes")
_DRAWINGML = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
# What may stand only once in a text, so that rows that repeat must not repeat it.
_ONCE = ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference")


def fill_text(parts: Parts, main: str, filling: Filling) -> None:
    """Fill every marked place of the text, its headers, footers, notes, text boxes and titles of charts.

    `main` is the text's part.
    """
    others = [name for kind, name in parts.related(main).values() if kind in _WITH_TEXT]
    for name in dict.fromkeys((main, *others)):
        _fill_part(parts, name, filling, None)
        fill_drawings(parts, name, filling)


def fill_drawings(parts: Parts, name: str, filling: Filling, sheet: str | None = None) -> None:
    """Fill the text boxes, shapes and titles of charts that hang on a part, which is of this sheet."""
    for kind, drawn in parts.related(name).values():
        if kind in _DRAWN and drawn in parts.names:
            _fill_part(parts, drawn, filling, sheet)
            fill_drawings(parts, drawn, filling, sheet)


def _fill_part(parts: Parts, name: str, filling: Filling, sheet: str | None) -> None:
    if name not in filling.seen and b"{" in parts.read(name):
        filling.seen.add(name)
        root = parts.tree(name)
        if _Text(root, filling, sheet).fill():
            parts.put_tree(name, root)


class _Text:
    """One part with paragraphs that is being filled."""

    def __init__(self, root: Any, filling: Filling, sheet: str | None) -> None:
        self.root, self.filling, self.sheet = root, filling, sheet
        self.numbers = {
            paragraph: n for n, paragraph in enumerate(local(root, "p"), start=1) if not _linked(paragraph)
        }

    def fill(self) -> bool:
        """Fill it; False where it has no mark and stays as it was."""
        marked = [paragraph for paragraph in self.numbers if MARK.search(_text(paragraph))]
        done: set[Any] = set()
        for paragraph in marked:
            if paragraph in done:
                continue  # filled with the row that it stands in
            if not self._groups(paragraph):
                self._fill(paragraph, None, first=not _copied(paragraph))
                continue
            whole = _row(paragraph)
            inside = [p for p in marked if p is whole or whole in p.iterancestors()]
            done |= set(inside)
            groups = {group for each in inside for group in self._groups(each)}
            if len(groups) == 1:
                self._repeat(whole, inside, self.filling.known.entries(groups.pop()))
                continue
            told = message(
                "Paragraph {n}, “{text}”: one row can't repeat for several kinds: {groups}.",
                n=self.numbers[paragraph],
                text=_text(paragraph)[:BEGINNING],
                groups=", ".join(sorted(groups)),
            )
            self._tell(told, message("Write them into rows of their own."))
        return bool(marked)

    def _groups(self, paragraph: Any) -> set[str]:
        names = (spelled(found[1]) for found in MARK.finditer(_text(paragraph)))
        return {group for name in names if (group := self.filling.known.repeats(name))}

    def _repeat(self, whole: Any, inside: Sequence[Any], entries: Sequence[Entry]) -> None:
        """A row of a table, or a paragraph that stands in none, once for each entry."""
        self.filling.made(len(entries) * sum(1 for _ in whole.iter()))
        pattern = copy.deepcopy(whole)
        for each in inside:
            self._fill(each, entries[0], first=not _copied(each))
        last = whole
        for entry in entries[1:]:
            made = copy.deepcopy(pattern)
            for element in [e for name in _ONCE for e in local(made, name)]:
                element.getparent().remove(element)
            for element in made.iter():
                for name in [n for n in element.attrib if re.search(r"\}(paraId|textId)$", n)]:
                    del element.attrib[name]
            for paragraph in [p for p in local(made, "p") if MARK.search(_text(p))]:
                self._fill(paragraph, entry, first=False)
            last.addnext(made)
            last = made

    def _fill(self, paragraph: Any, entry: Entry | None, *, first: bool = True) -> None:
        """Put what marks stand for into the texts of a paragraph."""
        texts = _texts(paragraph)
        whole = "".join(t.text or "" for t in texts)
        facts: dict[str, Cell] = {}
        for found in MARK.finditer(whole):
            name = spelled(found[1])
            known = self.filling.known.fact(name, entry)
            if known is not None:
                facts[found[0]] = known
                self.filling.count += first
            elif first:
                told = message(
                    "Paragraph {n}, “{text}”: nothing is known by the mark {mark}.",
                    n=self.numbers.get(paragraph),
                    text=whole[:BEGINNING],
                    mark=found[0],
                )
                self._tell(told, self.filling.remedy(name))
        for held, text in replaced([(t, t.text or "") for t in texts], facts, self.filling):
            if text != (held.text or ""):
                (_say_drawn if etree.QName(held).namespace in _DRAWINGML else _say)(held, text)

    def _tell(self, what: Message, remedy: Message) -> None:
        self.filling.tell(Problem(what, remedy, sheet=self.sheet))


def _copied(paragraph: Any) -> bool:
    """Whether it stands in what older programs show in place of a drawing: the same text a second time."""
    return next(paragraph.iterancestors("{*}Fallback"), None) is not None


def _linked(paragraph: Any) -> bool:
    """Whether a shape shows what a cell says, so that its own text is only what it said last."""
    return any(above.get("textlink") for above in paragraph.iterancestors("{*}sp"))


def _texts(paragraph: Any) -> list[Any]:
    """The texts of a paragraph, not those of text boxes or fields in it."""
    return [
        t
        for t in local(paragraph, "t")
        if next(t.iterancestors("{*}p"), None) is paragraph and etree.QName(t.getparent()).localname != "fld"
    ]


def _text(paragraph: Any) -> str:
    return "".join(t.text or "" for t in _texts(paragraph))


def _row(paragraph: Any) -> Any:
    """What repeats with a paragraph: the innermost row of a table that it stands in, else itself."""
    for above in paragraph.iterancestors():
        kind = etree.QName(above).localname
        if kind == "tr":
            return above
        if kind == "txbxContent":
            break
    return paragraph


def _say(held: Any, text: str) -> None:
    """Put a text in place of another; line breaks and tabs have elements of their own."""
    space = etree.QName(held).namespace
    held.text = None
    here = held
    for piece in re.split(r"([\n\t])", text):
        if piece in ("\n", "\t"):
            made = etree.Element(f"{{{space}}}{'br' if piece == chr(10) else 'tab'}")
            here.addnext(made)
            after = etree.Element(held.tag)
            made.addnext(after)
            here = after
        else:
            here.text = piece
            here.set(_SPACE, "preserve")


def _say_drawn(held: Any, text: str) -> None:
    """The same in a drawing, whose line breaks stand between runs of the same look."""
    run = held.getparent()
    pattern, here = copy.deepcopy(run), run
    lines = text.replace("\t", " ").split("\n")
    held.text = lines[0]
    for line in lines[1:]:
        broken = etree.Element(run.tag.replace("}r", "}br"))
        look = next(local(pattern, "rPr"), None)
        if look is not None:
            broken.append(copy.deepcopy(look))
        here.addnext(broken)
        here = copy.deepcopy(pattern)
        next(local(here, "t")).text = line
        broken.addnext(here)
