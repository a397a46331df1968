"""Tables written as text with tags: HTML named .xls, web archives, XML Spreadsheet 2003, OpenDocument."""

from __future__ import annotations

import email
import email.policy
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

import lxml.etree
import lxml.html

from data.reading import refusals
from data.reading.cells import Grid, Merged, RawSheet, Reading, Source, cell_text, number_text
from data.reading.refusals import Refused
from data.reading.text import decoded

# Python and libxml2 know no "windows-874"; TIS-620 lacks its quotation marks.
THAI_CHARSETS = frozenset({"windows-874", "windows874", "tis-620", "tis620", "iso-8859-11", "cp874", "874"})
CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
MAX_SPAN = 16_384


def declared_text(content: bytes, name: str) -> str:
    """The text of a page: by its byte order mark, by the charset it declares where that holds, or guessed."""
    said = CHARSET.search(content[:4096])
    charset = said.group(1).decode("ascii", "replace").lower() if said else ""
    if not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return content.decode("cp874" if charset in THAI_CHARSETS else charset or "utf-8")
        except (UnicodeDecodeError, LookupError):
            pass
    return decoded(content, name)[0]


# --- HTML ---


def html_reader(source: Source) -> Reading:
    """Every table of a page with something in it is a sheet."""
    tables = list(_html_tables(source, source.path.read_bytes()))
    if not tables:
        raise Refused(refusals.page_without_table(source.name))
    return Reading(tuple(_numbered(tables, source.sheet)))


def mhtml_reader(source: Source) -> Reading:
    """A web archive, as Excel saves it: a page a sheet."""
    archive = email.message_from_bytes(source.path.read_bytes(), policy=email.policy.default)
    tables: list[RawSheet] = []
    for part in archive.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                tables.extend(_html_tables(source, payload))
    if not tables:
        raise Refused(refusals.page_without_table(source.name))
    return Reading(tuple(_numbered(tables, source.sheet)))


def _numbered(tables: list[RawSheet], name: str) -> Iterator[RawSheet]:
    for number, table in enumerate(tables, 1):
        title = name if len(tables) == 1 else f"{name} {number}"
        yield RawSheet(title, table.cells, table.merged)


def _html_tables(source: Source, content: bytes) -> Iterator[RawSheet]:
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", declared_text(content, source.name).replace("\0", ""))
    if "<" not in text:
        return
    # libxml2 takes bytes with the encoding said from outside; what a meta tag says was settled above.
    parser = lxml.html.HTMLParser(encoding="utf-8")
    page = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    for table in page.iter("table"):
        sheet = _html_table(source, table)
        if sheet.cells.num_columns:
            yield sheet


def _html_table(source: Source, table: lxml.html.HtmlElement) -> RawSheet:
    """The rows of one table, without those of tables inside its cells."""
    name = source.sheet
    grid = Grid(source, name)
    merged: list[Merged] = []
    hanging: dict[int, int] = {}  # column → rows that a cell from above still covers
    for number, row in enumerate(r for r in table.iter("tr") if _owner(r) is table):
        texts: dict[int, str | None] = {}
        column = 0
        below: dict[int, int] = {}
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while hanging.get(column):
                column += 1
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            grid.check(number + 1, column + across)
            texts[column] = _html_text(cell)
            if across > 1 or down > 1:
                merged.append((number, column, number + down - 1, column + across - 1))
            for covered in range(column, column + across):
                below[covered] = down - 1
            column += across
        hanging = {at: left - 1 for at, left in hanging.items() if left > 1}
        hanging.update({at: left for at, left in below.items() if left})
        grid.add([texts.get(at) for at in range(max(texts, default=-1) + 1)])
    height = grid.height
    kept = tuple((top, left, min(bottom, height - 1), right) for top, left, bottom, right in merged)
    return RawSheet(name, grid.table(), tuple(m for m in kept if m[2] > m[0] or m[3] > m[1]))


def _owner(element: lxml.html.HtmlElement) -> lxml.html.HtmlElement | None:
    return next(element.iterancestors("table"), None)


def _span(cell: lxml.html.HtmlElement, which: str) -> int:
    said = re.match(r"\s*(\d{1,6})", cell.get(which) or "1")
    return max(1, min(int(said.group(1)), MAX_SPAN)) if said else 1


def _html_text(cell: lxml.html.HtmlElement) -> str | None:
    """What a browser shows of a cell: runs of blanks are one, <br> and blocks are line ends."""
    parts: list[str] = []

    def walk(element: lxml.html.HtmlElement) -> None:
        if element.tag in ("table", "script", "style") or not isinstance(element.tag, str):
            return
        if element.tag in ("br", "p", "div", "li") and any(part.strip() for part in parts):
            parts.append("\0")
        parts.append(element.text or "")
        for child in element:
            walk(child)
            parts.append(child.tail or "")

    walk(cell)
    lines = re.sub(r"[ \t\r\n\f]+", " ", "".join(parts)).split("\0")
    return cell_text("\n".join(line.strip(" ") for line in lines).strip("\n"))


# --- XML ---


def _events(stream: io.BufferedIOBase, *, tags: tuple[str, ...]) -> Iterator[tuple[str, lxml.etree._Element]]:
    yield from lxml.etree.iterparse(
        stream,
        events=("start", "end"),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=True,
    )


def _xml_stream(source: Source) -> io.BytesIO:
    """The XML of a file in UTF-8 where it declares a charset that libxml2 does not know."""
    content = source.path.read_bytes()
    said = CHARSET.search(content[:200])
    if said and said.group(1).decode("ascii", "replace").lower() in THAI_CHARSETS:
        content = re.sub(rb"^\s*<\?xml[^>]*\?>", b"", content).decode("cp874", "replace").encode()
    return io.BytesIO(content.lstrip())


SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
X = "{urn:schemas-microsoft-com:office:excel}"


def xmlss_reader(source: Source) -> Reading:
    """XML Spreadsheet 2003."""
    sheets: list[RawSheet] = []
    merged: list[Merged] = []
    grid = Grid(source, "")
    hidden = False
    place = 0  # the row that comes next; the grid follows only to rows with data
    tags = (f"{SS}Worksheet", f"{SS}Row", f"{X}Visible")
    for event, element in _events(_xml_stream(source), tags=tags):
        if element.tag == f"{SS}Worksheet":
            if event == "start":
                name = element.get(f"{SS}Name") or str(len(sheets) + 1)
                grid, merged, hidden, place = Grid(source, name), [], False, 0
            else:
                sheets.append(RawSheet(grid.sheet, grid.table(), tuple(merged), hidden))
                element.clear()
        elif event == "end" and element.tag == f"{X}Visible":
            hidden = (element.text or "") != ""
        elif event == "end":
            if index := element.get(f"{SS}Index"):
                place = max(place, int(index) - 1)
            texts = _xmlss_row(element, place, merged)
            if texts:
                width = max(texts) + 1
                grid.skip_to(place)
                grid.check(place + 1, width)
                grid.add([texts.get(at) for at in range(width)])
            place += 1 + int(element.get(f"{SS}Span") or 0)
            element.clear()
    if not sheets:
        raise Refused(refusals.damaged(source.name))
    return Reading(tuple(sheets))


def _xmlss_row(row: lxml.etree._Element, place: int, merged: list[Merged]) -> dict[int, str]:
    """The texts of a row by column. Cells that are only coloured or framed hold none, however far out."""
    texts: dict[int, str] = {}
    column = 0
    for cell in row.iterchildren(f"{SS}Cell"):
        if index := cell.get(f"{SS}Index"):
            column = int(index) - 1
        across, down = int(cell.get(f"{SS}MergeAcross") or 0), int(cell.get(f"{SS}MergeDown") or 0)
        data = cell.find(f"{SS}Data")
        text = None if data is None else _xmlss_text(data)
        if text is not None:
            texts[column] = text
            if across or down:
                merged.append((place, column, place + down, column + across))
        column += 1 + across
    return texts


def _xmlss_text(data: lxml.etree._Element) -> str | None:
    text = "".join(str(part) for part in data.itertext())
    match data.get(f"{SS}Type"):
        case "Number":
            return _number(text)
        case "Boolean":
            return "true" if text.strip() == "1" else "false"
        case "DateTime":
            return _iso(text)
    return cell_text(text)


def _number(text: str) -> str | None:
    try:
        return number_text(float(text))
    except ValueError:
        return cell_text(text)


def _iso(text: str) -> str | None:
    """2018-11-22T00:00:00.000 → 2018-11-22; day zero is a time of day."""
    moment = re.sub(r"\.0+$", "", text.strip().replace("T", " "))
    moment = re.sub(r"^(?:1899-12-3[01]|1904-01-01) ", "", moment)
    return cell_text(moment.removesuffix(" 00:00:00"))


# --- OpenDocument ---

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def fods_reader(source: Source) -> Reading:
    """OpenDocument in one flat XML file."""
    return _opendocument(source, _xml_stream(source))


def ods_reader(source: Source) -> Reading:
    """The content.xml of an .ods, for what calamine can't read."""
    with zipfile.ZipFile(source.path) as archive:
        return _opendocument(source, io.BytesIO(archive.read("content.xml")))


@dataclass
class _OpenSheet:
    grid: Grid
    hidden: bool
    merged: list[Merged] = field(default_factory=list)
    waiting: int = 0  # empty rows that count only if a row with text follows


def _opendocument(source: Source, stream: io.BytesIO) -> Reading:
    sheets: list[RawSheet] = []
    unseen: set[str] = set()
    sheet: _OpenSheet | None = None
    tags = (f"{TABLE}table", f"{TABLE}table-row", f"{STYLE}style")
    for event, element in _events(stream, tags=tags):
        if element.tag == f"{STYLE}style":
            if event == "end" and any(p.get(f"{TABLE}display") == "false" for p in element):
                unseen.add(element.get(f"{STYLE}name") or "")
        elif element.tag == f"{TABLE}table-row":
            if event == "end" and sheet is not None:
                _opendocument_row(element, sheet)
                element.clear()
        elif event == "start":
            name = element.get(f"{TABLE}name") or str(len(sheets) + 1)
            sheet = _OpenSheet(Grid(source, name), element.get(f"{TABLE}style-name") in unseen)
        elif sheet is not None:
            sheets.append(RawSheet(sheet.grid.sheet, sheet.grid.table(), tuple(sheet.merged), sheet.hidden))
            sheet = None
            element.clear()
    if not sheets:
        raise Refused(refusals.no_data_sheet(source.name))
    return Reading(tuple(sheets))


def _opendocument_row(row: lxml.etree._Element, sheet: _OpenSheet) -> None:
    grid = sheet.grid
    texts: list[str | None] = []
    empty = 0  # cells that count only if one with text follows
    repeated = int(row.get(f"{TABLE}number-rows-repeated") or 1)
    number = grid.height + sheet.waiting
    for cell in row.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        times = int(cell.get(f"{TABLE}number-columns-repeated") or 1)
        column = len(texts) + empty
        across = int(cell.get(f"{TABLE}number-columns-spanned") or 1)
        down = int(cell.get(f"{TABLE}number-rows-spanned") or 1)
        if across > 1 or down > 1:
            sheet.merged.append((number, column, number + down - 1, column + across - 1))
        text = _opendocument_text(cell)
        if text is None:
            empty += times
            continue
        grid.check(number + 1, column + times)
        texts += [None] * empty + [text] * times
        empty = 0
    if not texts:
        sheet.waiting += repeated
        return
    grid.skip_to(number)
    sheet.waiting = 0
    grid.check(number + repeated, len(texts))
    for _ in range(repeated):
        grid.add(texts)


def _opendocument_text(cell: lxml.etree._Element) -> str | None:
    kind = cell.get(f"{OFFICE}value-type")
    match kind:
        case "float" | "percentage" | "currency":
            return _number(cell.get(f"{OFFICE}value") or "")
        case "date":
            return _iso(cell.get(f"{OFFICE}date-value") or "")
        case "boolean":
            return cell.get(f"{OFFICE}boolean-value")
        case "time":
            return _duration(cell.get(f"{OFFICE}time-value") or "")
    if kind == "string" and cell.get(f"{OFFICE}string-value") is not None:
        return cell_text(cell.get(f"{OFFICE}string-value"))
    return cell_text("\n".join(_paragraph(p) for p in cell.iterchildren(f"{TEXT}p")))


def _duration(text: str) -> str | None:
    parts = re.fullmatch(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S", text)
    return ":".join(f"{int(part):02d}" for part in parts.groups()) if parts else cell_text(text)


def _paragraph(element: lxml.etree._Element) -> str:
    text = element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            text += " " * int(child.get(f"{TEXT}c") or 1)
        elif child.tag == f"{TEXT}tab":
            text += "\t"
        elif child.tag == f"{TEXT}line-break":
            text += "\n"
        elif child.tag != f"{OFFICE}annotation":
            text += _paragraph(child)
        text += child.tail or ""
    return text
