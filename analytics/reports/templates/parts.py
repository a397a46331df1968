"""The parts of an office's own form, opened with care, and what is told of marks that can't be filled."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from analytics.reports.content import Cell
from analytics.reports.marks import MARK, Marks
from analytics.reports.package import legal
from analytics.words import Message, Problem, Words, message

LARGEST_MB, UNPACKED_MB, PARTS = 20, 200, 5_000
MOST_CELLS = 200_000  # that repeated rows may come to
MOST_PROBLEMS = 20  # that are told of one form
_LOCKED = 1  # the bit of a zip entry under a password
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Filled:
    """A filled form: its bytes, how many marks were filled, and what in it could not be."""

    content: bytes
    kind: str
    marks: int
    problems: tuple[Problem, ...] = ()


class TemplateRefused(ValueError):
    """A form can't be filled at all; `problem` says why and what to do."""

    def __init__(self, what: Message, remedy: Message) -> None:
        self.problem = Problem(what, remedy)
        super().__init__(what.text)


class Parts:
    """The parts of an Office file, by name. What is not `put` anew stays as it was, byte by byte."""

    def __init__(self, content: bytes) -> None:
        if len(content) > LARGEST_MB * MEGABYTE:
            raise _too_large()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise no_form() from error
        entries = self._zip.infolist()
        self.names = tuple(entry.filename for entry in entries)
        if len(entries) > PARTS or sum(entry.file_size for entry in entries) > UNPACKED_MB * MEGABYTE:
            raise _too_large()
        if len(set(self.names)) < len(self.names) or any(entry.flag_bits & _LOCKED for entry in entries):
            raise no_form()
        self._new: dict[str, bytes] = {}

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises TemplateRefused where there is none, or it is damaged."""
        if name in self._new:
            return self._new[name]
        try:
            return self._zip.read(name)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise no_form() from error

    def tree(self, name: str) -> etree._Element:
        """A part as XML; one that defines entities or a type of its own is refused."""
        content = self.read(name)
        if re.search(rb"<!\s*(DOCTYPE|ENTITY)", content) or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise no_form()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            raise no_form() from error

    def put(self, name: str, content: bytes) -> None:
        """Put other bytes in place of a part's."""
        self._new[name] = content

    def put_tree(self, name: str, root: etree._Element) -> None:
        """Put XML in place of a part's."""
        self.put(name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that a part refers to: id → (kind, name)."""
        folder, _, file = name.rpartition("/")
        links = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        if links not in self.names:
            return {}
        found = {}
        for link in self.tree(links):
            target = str(link.get("Target") or "")
            if link.get("TargetMode") == "External":
                continue
            place = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
            found[str(link.get("Id"))] = (str(link.get("Type") or "").rpartition("/")[2], _plain(place))
        return found

    def main(self) -> str:
        """The part that everything hangs on: the workbook, or the text."""
        for kind, name in self.related("").values():
            if kind == "officeDocument":
                return name
        raise no_form()

    def to_bytes(self) -> bytes:
        """The file with what was put, its parts in the order they had."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in self._zip.infolist():
                info = zipfile.ZipInfo(entry.filename, entry.date_time)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, entry.external_attr
                if entry.compress_type == zipfile.ZIP_STORED:
                    info.compress_type = zipfile.ZIP_STORED
                target.writestr(info, self.read(entry.filename))
        return made.getvalue()


class Filling:
    """What is filled in one form: counts marks, and collects what is told of those that are not known."""

    def __init__(self, known: Marks, words: Words) -> None:
        self.known, self.words = known, words
        self.count = 0
        self.cells = 0
        self.problems: list[Problem] = []
        self.unknown = 0
        self.seen: set[str] = set()  # parts that several others may share, and that are filled once

    def made(self, cells: int) -> None:
        """Count cells that repeated rows come to. Raises TemplateRefused where they are too many."""
        self.cells += cells
        if self.cells > MOST_CELLS:
            raise TemplateRefused(
                message("The repeated rows of this form come to more than {n} cells.", n=MOST_CELLS),
                message("Use fewer rows that repeat."),
            )

    def tell(self, problem: Problem) -> None:
        """Tell of what could not be filled, as long as it is not too much to read."""
        self.unknown += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def remedy(self, name: str) -> Message:
        """What to write in place of a mark that nothing is known by."""
        near = self.known.nearest(name)
        if near is None:
            return message("The report page lists the marks that can be written.")
        return message("Write {mark}, or look at the list on the report page.", mark="{{" + near + "}}")


def local(root: etree._Element, name: str) -> Iterator[Any]:
    """The elements of this local name, whatever edition of the format they belong to."""
    return root.iter(f"{{*}}{name}")


def replaced(
    runs: Sequence[tuple[Any, str]], facts: Mapping[str, Cell], filling: Filling
) -> list[tuple[Any, str]]:
    """The runs with marks replaced; a mark that is spread over several takes the look of its first."""
    made = [text for _, text in runs]
    starts = [0]
    for text in made:
        starts.append(starts[-1] + len(text))
    whole = "".join(made)
    for found in reversed(list(MARK.finditer(whole))):
        if found[0] not in facts:
            continue
        said = legal(facts[found[0]].text(filling.words))
        for at in reversed(range(len(made))):
            left, right = max(found.start(), starts[at]), min(found.end(), starts[at + 1])
            if left < right:
                here = said if left == found.start() else ""
                made[at] = made[at][: left - starts[at]] + here + made[at][right - starts[at] :]
    return [(look, text) for (look, _), text in zip(runs, made, strict=True)]


def _plain(path: str) -> str:
    kept: list[str] = []
    for step in path.split("/"):
        if step == "..":
            kept = kept[:-1]
        elif step not in ("", "."):
            kept.append(step)
    return "/".join(kept)


def no_form() -> TemplateRefused:
    return TemplateRefused(
        message(
            "This file is no .xlsx or .docx that can be filled: it is damaged, locked or of another kind."
        ),
        message("Open it in Excel or Word, take a password out, save it as .xlsx or .docx, and drop that."),
    )


def _too_large() -> TemplateRefused:
    return TemplateRefused(
        message(
            "This form is larger than can be filled ({n} MB, {parts} {parts:part|parts}).",
            n=LARGEST_MB,
            parts=PARTS,
        ),
        message("Take out pictures or sheets that the form does not need."),
    )
