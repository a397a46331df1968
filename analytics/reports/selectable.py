"""Thai in a .pdf that every reader can search and copy.

Typst draws a consonant and the marks on it as several glyphs and says once, beside them, what they read
("actual text"). Readers that don't look there see the glyphs one by one, and a consonant that stands under
different marks reads as the first of them everywhere. Here each such group becomes one glyph that is put
together from the same parts in the same places and reads as the whole group. The page looks as before.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from analytics.reports.glyphs import Composite, count, with_composites

_OFFSET = re.compile(rb"(\d{10}) \d{5} n")
_STREAM = re.compile(rb"(.*?)\nstream\r?\n(.*)\r?\nendstream\s*$", re.DOTALL)
# A string may hold brackets as they are where they come in pairs.
_INSIDE = rb"(?:\\.|[^\\()])*"
for _ in range(3):
    _INSIDE = rb"(?:\\.|[^\\()]|\(" + _INSIDE + rb"\))*"
_STRING = rb"\(" + _INSIDE + rb"\)|<[0-9A-Fa-f]*>"
# A group with its text; or what stands alone between BT and ET, which may be marks on the group before.
_SPAN = re.compile(
    rb"1 0 0 -1 (?P<x>[-\d.]+) (?P<y>[-\d.]+) cm"
    rb"|(?P<open>(?:/Span<</ActualText<(?P<text>[0-9A-Fa-f]*)>>>BDC[^\[(]*?|BT(?: \d Tr)?\s*)"
    rb"/(?P<font>\w+) (?P<size>[\d.]+) Tf\s*1 0 0 -1 (?P<right>[-\d.]+) (?P<down>[-\d.]+) Tm\s*)"
    rb"(?:\[(?P<array>(?:" + _STRING + rb"|[-\d.\s]+)*)\]\s*TJ|(?P<one>" + _STRING + rb")\s*Tj)"
    rb"(?P<close>\s*(?:EMC|ET))",
    re.DOTALL,
)
_PIECE = re.compile(rb"(?P<string>" + _STRING + rb")|(?P<back>-?[\d.]+)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b""}


@dataclass
class _Font:
    """A typeface of the file: what its glyphs read, how wide they are (1000 is an em), the groups added."""

    descendant: int
    descriptor: int
    file: int
    to_unicode: int
    reads: dict[int, str]
    widths: dict[int, float]
    first: int
    added: dict[tuple[str, Composite], int] = field(default_factory=dict)
    shapes: dict[bytes, tuple[list[tuple[int, int, int]], float]] = field(default_factory=dict)

    def code(self, text: str, composite: Composite) -> int:
        """The code of a group; one glyph that reads so by itself has it already."""
        glyph, right, up = composite.parts[0]
        if len(composite.parts) == 1 and not right and not up and self.reads.get(glyph) == text:
            return glyph
        return self.added.setdefault((text, composite), self.first + len(self.added))


def selectable(pdf: bytes) -> bytes:
    """The .pdf, with every group of glyphs that has a text of its own as one glyph that reads as it.

    `pdf` is as Typst writes it. Raises ValueError where it is built in another way.
    """
    objects = _objects(pdf)
    fonts = {number: font for number in list(objects) if (font := _font(objects, number))}
    for content, resources in _contents(objects):
        names = _fonts_of(objects, resources)
        known = {name: fonts[number] for name, number in names.items() if number in fonts}
        objects[content] = _with_stream(objects[content], _recoded(_stream(objects[content]), known))
    for font in fonts.values():
        if font.added:
            _extend(objects, font)
    return _written(pdf, objects)


def _objects(pdf: bytes) -> dict[int, bytes]:
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    if not pdf.startswith(b"xref", start):
        raise ValueError("the .pdf has no plain table of objects")
    offsets = sorted(int(found[1]) for found in _OFFSET.finditer(pdf, start))
    objects = {}
    for begin, end in zip(offsets, [*offsets[1:], start], strict=True):
        number, _, rest = pdf[begin:end].partition(b" 0 obj")
        objects[int(number)] = rest[: rest.rindex(b"endobj")].strip()
    return objects


def _stream(body: bytes) -> bytes:
    found = _STREAM.match(body)
    if found is None:
        raise ValueError("an object of the .pdf has no content")
    return zlib.decompress(found[2]) if b"FlateDecode" in found[1] else found[2]


def _with_stream(body: bytes, content: bytes) -> bytes:
    found = _STREAM.match(body)
    assert found is not None
    packed = zlib.compress(content)
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), found[1])
    head = re.sub(rb"/Length1 \d+", b"/Length1 %d" % len(content), head)
    if b"FlateDecode" not in head:
        head = head.replace(b"<<", b"<</Filter/FlateDecode", 1)
    return b"%s\nstream\n%s\nendstream" % (head, packed)


def _reference(body: bytes, name: bytes) -> int | None:
    found = re.search(rb"/%s\s*\[?\s*(\d+) 0 R" % name, body)
    return int(found[1]) if found else None


def _font(objects: dict[int, bytes], number: int) -> _Font | None:
    """The typeface of an object; None for any other object, and for typefaces that can't be added to."""
    body = objects[number]
    if b"/Type0" not in body or b"/Identity-H" not in body:
        return None
    descendant, to_unicode = _reference(body, b"DescendantFonts"), _reference(body, b"ToUnicode")
    if descendant is None or to_unicode is None or b"/CIDToGIDMap/Identity" not in objects[descendant]:
        return None
    descriptor = _reference(objects[descendant], b"FontDescriptor")
    file = None if descriptor is None else _reference(objects[descriptor], b"FontFile2")
    if descriptor is None or file is None:
        return None
    reads = {}
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", _stream(objects[to_unicode]), re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", section):
            reads[int(code, 16)] = _text(text)
    widths: dict[int, float] = {}
    listed = re.search(rb"/W\[(.*?)\]", objects[descendant], re.DOTALL)
    for first, last, width in re.findall(rb"(\d+) (\d+) ([\d.]+)", listed[1] if listed else b""):
        widths |= dict.fromkeys(range(int(first), int(last) + 1), float(width))
    return _Font(descendant, descriptor, file, to_unicode, reads, widths, count(_stream(objects[file])))


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be", "replace").removeprefix("\ufeff")


def _contents(objects: dict[int, bytes]) -> Iterator[tuple[int, bytes]]:
    """The contents of every page: the number of its object, and what its resources are written as."""
    for body in list(objects.values()):
        if re.search(rb"/Type/Page\b", body):
            content, resources = _reference(body, b"Contents"), _reference(body, b"Resources")
            if content is not None and resources is not None:
                yield content, objects[resources]


def _fonts_of(objects: dict[int, bytes], resources: bytes) -> dict[bytes, int]:
    inside = _reference(resources, b"Font")
    listed = objects[inside] if inside is not None else resources[resources.find(b"/Font") :]
    return {name: int(number) for name, number in re.findall(rb"/(\w+) (\d+) 0 R", listed)}


@dataclass
class _Group:
    """Glyphs that read as one text, where they stand in the content and on the page, how far they reach.

    `text` is empty where nothing is said beside them.
    """

    found: re.Match[bytes]
    font: _Font
    text: str
    x: float
    y: float
    size: float
    parts: list[tuple[int, int, int]]
    advance: float

    def continues(self, other: _Group) -> bool:
        """Whether it is only marks on another group, set by themselves because they stand higher or lower."""
        same = self.text in ("", other.text) and self.font is other.font and self.size == other.size
        beside = abs(self.x - other.x - other.advance * other.size / 1000) < self.size / 2
        return same and self.advance == 0 and beside and abs(self.y - other.y) < self.size

    def take(self, marks: _Group) -> None:
        """Draw the marks too."""
        right, up = (1000 * (at - here) / self.size for at, here in ((marks.x, self.x), (marks.y, self.y)))
        self.parts += [(glyph, round(x + right), round(y + up)) for glyph, x, y in marks.parts]


def _recoded(content: bytes, fonts: dict[bytes, _Font]) -> bytes:
    """The content of a page, each group drawn by one code where its typeface can be added to."""
    changes: list[tuple[_Group, bool]] = []
    last: _Group | None = None
    x = y = 0.0
    for found in _SPAN.finditer(content):
        if found["x"] is not None:
            x, y = float(found["x"]), float(found["y"])
            continue
        group = _group(found, fonts, x, y)
        if group is None:
            continue
        if last is not None and group.continues(last):
            last.take(group)
            changes.append((group, False))
        elif group.text:
            last = group
            changes.append((group, True))
    parts, at = [], 0
    for group, whole in changes:
        parts.append(content[at : group.found.start()])
        if whole:
            code = group.font.code(group.text, Composite(tuple(group.parts), max(round(group.advance), 0)))
            parts.append(b"%s<%04x>Tj%s" % (group.found["open"], code, group.found["close"]))
        at = group.found.end()
    return b"".join([*parts, content[at:]])


def _group(found: re.Match[bytes], fonts: dict[bytes, _Font], x: float, y: float) -> _Group | None:
    font, text = fonts.get(found["font"]), _text(found["text"] or b"")
    if font is None or found["text"] == b"":
        return None
    drawn = found["array"] if found["array"] is not None else found["one"]
    if drawn not in font.shapes:
        font.shapes[drawn] = _shape(drawn, font)
    parts, advance = font.shapes[drawn]
    if not parts or any(glyph == 0 for glyph, _, _ in parts):  # 0 stands for every letter it does not have
        return None
    right, down = float(found["right"]), float(found["down"])
    return _Group(found, font, text, x + right, y - down, float(found["size"]), list(parts), advance)


def _shape(drawn: bytes, font: _Font) -> tuple[list[tuple[int, int, int]], float]:
    """Which glyphs a group draws where, and how far it reaches; 1000 is an em."""
    parts, at, advance = [], 0.0, 0.0
    for piece in _PIECE.finditer(drawn):
        if piece["back"]:
            at -= float(piece["back"])
            continue
        codes = _bytes(piece["string"])
        for i in range(0, len(codes), 2):
            glyph = int.from_bytes(codes[i : i + 2], "big")
            parts.append((glyph, round(at), 0))
            at += font.widths.get(glyph, 0.0)
            advance += font.widths.get(glyph, 0.0)
    return parts, advance


def _bytes(string: bytes) -> bytes:
    if string.startswith(b"<"):
        return bytes.fromhex(string[1:-1].decode())

    def plain(found: re.Match[bytes]) -> bytes:
        if found[1][:1].isdigit():
            return bytes([int(found[1], 8) & 255])
        return _ESCAPED.get(found[1], found[1])

    return _ESCAPE.sub(plain, string[1:-1])


def _extend(objects: dict[int, bytes], font: _Font) -> None:
    """Put the added groups into the typeface: how each is drawn, how wide it is, what it reads."""
    composites = [composite for _, composite in font.added]
    whole = with_composites(_stream(objects[font.file]), composites)
    objects[font.file] = _with_stream(objects[font.file], whole)
    widths = b"".join(b" %d %d %d" % (code, code, c.advance) for (_, c), code in font.added.items())
    objects[font.descendant] = re.sub(
        rb"/W\[(.*?)\]",
        lambda found: b"/W[%s%s]" % (found[1], widths),
        objects[font.descendant],
        flags=re.DOTALL,
    )
    # The list of glyphs in the file is optional, and no longer the whole list.
    objects[font.descriptor] = re.sub(rb"/CIDSet \d+ 0 R", b"", objects[font.descriptor])
    reads = font.reads | {code: text for (text, _), code in font.added.items()}
    lines = [b"<%04x> <%s>" % (code, text.encode("utf-16-be").hex().encode()) for code, text in reads.items()]
    sections = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    written = b"\n".join(
        b"%d beginbfchar\n%s\nendbfchar" % (len(section), b"\n".join(section)) for section in sections
    )
    old = _stream(objects[font.to_unicode])
    first, last = re.search(rb"\d+ beginbfchar", old), old.rfind(b"endbfchar")
    assert first is not None
    read = old[: first.start()] + written + old[last + len(b"endbfchar") :]
    objects[font.to_unicode] = _with_stream(objects[font.to_unicode], read)


def _written(pdf: bytes, objects: dict[int, bytes]) -> bytes:
    """The file with these objects: the same head and the same last part, a new table."""
    start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    at = min(int(found[1]) for found in _OFFSET.finditer(pdf, start))
    parts, offsets = [pdf[:at]], {}
    for number in sorted(objects):
        part = b"%d 0 obj\n%s\nendobj\n\n" % (number, objects[number])
        offsets[number] = at
        parts.append(part)
        at += len(part)
    size = max(objects) + 1
    rows = [
        b"%010d 00000 n\r\n" % offsets[number] if number in offsets else b"0000000000 65535 f\r\n"
        for number in range(1, size)
    ]
    last = pdf[pdf.rindex(b"trailer") : pdf.rindex(b"startxref")]
    trailer = re.sub(rb"/Size \d+", b"/Size %d" % size, last)
    table = b"xref\n0 %d\n0000000000 65535 f\r\n%s" % (size, b"".join(rows))
    return b"%s%s%sstartxref\n%d\n%%%%EOF" % (b"".join(parts), table, trailer, at)
