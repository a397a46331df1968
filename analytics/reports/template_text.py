"""The marked places of an office's own .docx, filled in its XML; every run keeps its look."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from analytics.reports.content import Cell
from analytics.reports.marks import MARK, Entry, spelled
from analytics.reports.template_parts import Filling, Parts, local, replaced
from analytics.words import Problem, message

BEGINNING = 40  # characters of a paragraph, to find it by
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WITH_TEXT = ("header", "footer", "footnotes", "endnotes")
# What may stand only once in a text, so that rows that repeat must not repeat it.
_ONCE = ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference")


def fill_text(parts: Parts, main: str, filling: Filling) -> None:
    """Fill every marked place of the text, its headers, footers and notes. `main` is the text's part."""
    others = [name for kind, name in parts.related(main).values() if kind in _WITH_TEXT]
    for name in dict.fromkeys((main, *others)):
        if b"{" in parts.read(name):
            root = parts.tree(name)
            if _Text(root, filling).fill():
                parts.put_tree(name, root)


class _Text:
    """One part of a .docx that is being filled."""

    def __init__(self, root: Any, filling: Filling) -> None:
        self.root, self.filling = root, filling
        self.numbers = {paragraph: n for n, paragraph in enumerate(local(root, "p"), start=1)}

    def fill(self) -> bool:
        """Fill it; False where it has no mark and stays as it was."""
        marked = [paragraph for paragraph in self.numbers if MARK.search(_text(paragraph))]
        done: set[Any] = set()
        for paragraph in marked:
            if paragraph in done:
                continue  # filled with the row that it stands in
            if not self._groups(paragraph):
                self._fill(paragraph, None)
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
            self.filling.tell(Problem(told, message("Write them into rows of their own.")))
        return bool(marked)

    def _groups(self, paragraph: Any) -> set[str]:
        names = (spelled(found[1]) for found in MARK.finditer(_text(paragraph)))
        return {group for name in names if (group := self.filling.known.repeats(name))}

    def _repeat(self, whole: Any, inside: Sequence[Any], entries: Sequence[Entry]) -> None:
        """A row of a table, or a paragraph that stands in none, once for each entry."""
        self.filling.made(len(entries) * sum(1 for _ in whole.iter()))
        pattern = copy.deepcopy(whole)
        for each in inside:
            self._fill(each, entries[0])
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
                self.filling.tell(Problem(told, self.filling.remedy(name)))
        for held, text in replaced([(t, t.text or "") for t in texts], facts, self.filling):
            if text != (held.text or ""):
                _say(held, text)


def _texts(paragraph: Any) -> list[Any]:
    """The texts of a paragraph, not those of text boxes in it."""
    return [t for t in local(paragraph, "t") if next(t.iterancestors("{*}p"), None) is paragraph]


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
