"""What Word, Excel and PowerPoint ask of a file that they open without offering to repair it.

Not the whole standards: package and relationships, the order of elements, and rules that break easily.
Each function gives what is wrong, as sentences; nothing where all is well.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise

from lxml import etree
from openpyxl.utils import range_boundaries

PACKAGE = "{http://schemas.openxmlformats.org/package/2006/%s}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
ON_SHEETS = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"

# The order in which the standard lets elements stand.
ORDER = {
    f"{SHEET}worksheet": """
        sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges
        scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr
        conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter
        rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing
        tableParts extLst""",
    f"{WORD}pPr": """
        pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
        suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi
        adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection
        textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange""",
    f"{WORD}rPr": """
        rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof
        snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText
        vertAlign rtl cs em lang eastAsianLayout specVanish oMath""",
    f"{WORD}tblPr": """
        tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing
        tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription""",
    f"{WORD}tcPr": """
        cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign
        hideMark""",
    f"{WORD}sectPr": """
        headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType
        pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid""",
}


def wrong_with(content: bytes, kind: str) -> list[str]:
    """What is wrong with an .xlsx, .docx or .pptx."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = file.namelist()
        parts = {name: file.read(name) for name in names}
    wrong = [f"{name}: twice in the package" for name, n in Counter(names).items() if n > 1]
    trees = {}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = etree.fromstring(part)
            except etree.XMLSyntaxError as error:
                return [f"{name}: {error}"]
    wrong += [*_package(parts, trees), *_relations(parts, trees), *_ordered(trees)]
    wrong += {"xlsx": _workbook, "docx": _document, "pptx": _slides}[kind](trees)
    for name, part in parts.items():
        if name.endswith(".xlsx"):
            wrong += [f"{name}: {each}" for each in wrong_with(part, "xlsx")]
    return wrong


Trees = dict[str, etree._Element]


def _package(parts: dict[str, bytes], trees: Trees) -> Iterator[str]:
    """Every part has one type, and no type is of a part that there is not."""
    types = trees["[Content_Types].xml"]
    endings = Counter(
        one.get("Extension").lower() for one in types.iter(PACKAGE % "content-types" + "Default")
    )
    named = Counter(one.get("PartName") for one in types.iter(PACKAGE % "content-types" + "Override"))
    yield from (f"{name}: its type is given twice" for name, n in (endings + named).items() if n > 1)
    yield from (f"{name}: a type, but no part" for name in named if name.lstrip("/") not in parts)
    for name in parts:
        if name != "[Content_Types].xml" and f"/{name}" not in named:
            ending = name.rpartition(".")[2].lower()
            if ending not in endings or (ending == "xml" and not name.startswith("customXml/")):
                yield f"{name}: no type"


def _relations(parts: dict[str, bytes], trees: Trees) -> Iterator[str]:
    """Relationships lead to parts, have names of their own, and those that a part speaks of are there."""
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        known = [one.get("Id") for one in tree]
        yield from (f"{name}: {id} twice" for id, n in Counter(known).items() if n > 1)
        for one in tree:
            if one.get("TargetMode") == "External":
                continue
            target = one.get("Target")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            if posixpath.normpath(path) not in parts:
                yield f"{name}: {target} is not there"
    for name, tree in trees.items():
        folder, file = posixpath.split(name)
        relations = trees.get(posixpath.join(folder, "_rels", f"{file}.rels"))
        known = [] if relations is None else [one.get("Id") for one in relations]
        for element in tree.iter():
            for attribute, value in element.attrib.items():
                if str(attribute).startswith(OFFICE) and value and value not in known:
                    yield f"{name}: {value} is no relationship"


def _ordered(trees: Trees) -> Iterator[str]:
    for name, tree in trees.items():
        for element in tree.iter(*ORDER):
            order = ORDER[element.tag].split()
            found = [etree.QName(child).localname for child in element if isinstance(child.tag, str)]
            strange = [child for child in found if child not in order]
            if strange:
                yield f"{name}: {strange[0]} in {etree.QName(element).localname}"
            elif any(order.index(a) > order.index(b) for a, b in pairwise(found)):
                yield f"{name}: {etree.QName(element).localname} has {found}"


def _workbook(trees: Trees) -> Iterator[str]:
    book = trees["xl/workbook.xml"]
    sheets = list(book.iter(f"{SHEET}sheet"))
    names = [sheet.get("name") for sheet in sheets]
    for name, n in Counter(name.casefold() for name in names).items():
        if n > 1:
            yield f"sheet {name} twice"
        if not 0 < len(name) <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name):
            yield f"sheet {name!r}: no name for a sheet"
    if all(sheet.get("state", "visible") != "visible" for sheet in sheets):
        yield "no sheet can be seen"
    yield from _repeated("sheetId", (sheet.get("sheetId") for sheet in sheets))
    defined = [
        (one.get("name").casefold(), one.get("localSheetId")) for one in book.iter(f"{SHEET}definedName")
    ]
    yield from _repeated("defined name", defined)
    for one in book.iter(f"{SHEET}definedName"):
        name = one.get("name")
        fit = re.fullmatch(r"[^\W\d][\w.]*", name) and not re.fullmatch(r"[a-zA-Z]{1,3}\d+|[rRcC]\d*", name)
        if not name.startswith("_xlnm.") and not fit:
            yield f"{name}: no name for a range"
        for place in re.findall(r"(?:'((?:[^']|'')+)'|(\w+))!", one.text or ""):
            if (place[0].replace("''", "'") or place[1]) not in names:
                yield f"{name}: {one.text} is on no sheet"
    strings = trees.get("xl/sharedStrings.xml")
    texts = [] if strings is None else ["".join(one.itertext()) for one in strings.iter(f"{SHEET}si")]
    yield from (
        f"a text of {len(text)} letters" for text in texts if len(text.encode("utf-16-le")) > 2 * 32_767
    )
    formats = trees["xl/styles.xml"].find(f"{SHEET}cellXfs")
    for name, tree in trees.items():
        if name.startswith("xl/worksheets/") and not name.endswith(".rels"):
            yield from (f"{name}: {each}" for each in _sheet(tree, len(texts), len(formats)))
        if re.match(r"xl/drawings/[^/]*\.xml$", name):
            pictures = list(tree.iter(f"{ON_SHEETS}cNvPr"))
            yield from (f"{name}: {each}" for each in _repeated("shape", (one.get("id") for one in pictures)))
            if any(not one.get("descr") for one in pictures):
                yield f"{name}: a picture without a text for it"


def _sheet(tree: etree._Element, texts: int, formats: int) -> Iterator[str]:
    rows = [int(row.get("r")) for row in tree.iter(f"{SHEET}row")]
    if rows != sorted(set(rows)):
        yield "rows out of order"
    for row in tree.iter(f"{SHEET}row"):
        if float(row.get("ht", 0)) > 409.5:
            yield f"row {row.get('r')} is too high"
        columns = [range_boundaries(cell.get("r"))[0] for cell in row]
        if columns != sorted(set(columns)):
            yield f"row {row.get('r')}: cells out of order"
    for cell in tree.iter(f"{SHEET}c"):
        if int(cell.get("s", 0)) >= formats:
            yield f"{cell.get('r')}: no such format"
        if cell.find(f"{SHEET}f") is not None:
            yield f"{cell.get('r')}: a formula"
        if cell.get("t") == "s" and int(cell.findtext(f"{SHEET}v")) >= texts:
            yield f"{cell.get('r')}: no such text"
    merged = [range_boundaries(one.get("ref")) for one in tree.iter(f"{SHEET}mergeCell")]
    for a, b in combinations(sorted(merged, key=lambda each: each[1]), 2):
        if a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]:
            yield f"{a} and {b} are merged over each other"
    yield from (
        f"column {one.get('min')} is too wide"
        for one in tree.iter(f"{SHEET}col")
        if float(one.get("width")) > 255
    )
    for part in tree.iter(f"{SHEET}oddFooter", f"{SHEET}oddHeader"):
        if len(part.text or "") > 255:
            yield "a footer is too long"
    for breaks in tree.iter(f"{SHEET}rowBreaks"):
        if len(breaks) != int(breaks.get("count")) or len(breaks) > 1026:
            yield "page breaks are miscounted"


def _document(trees: Trees) -> Iterator[str]:
    styles = {style.get(f"{WORD}styleId") for style in trees["word/styles.xml"].iter(f"{WORD}style")}
    for name, tree in trees.items():
        for one in tree.iter(f"{WORD}pStyle", f"{WORD}rStyle", f"{WORD}tblStyle"):
            if one.get(f"{WORD}val") not in styles and name != "word/styles.xml":
                yield f"{name}: no style {one.get(f'{WORD}val')}"
    body = trees["word/document.xml"]
    for table in body.iter(f"{WORD}tbl"):
        columns = len(table.find(f"{WORD}tblGrid"))
        for row in table.iter(f"{WORD}tr"):
            spans = [int(one.get(f"{WORD}val")) for one in row.iter(f"{WORD}gridSpan")]
            cells = row.findall(f"{WORD}tc")
            if len(cells) - len(spans) + sum(spans) != columns:
                yield "a row is wider or narrower than its table"
            if any(cell[-1].tag != f"{WORD}p" for cell in cells):
                yield "a cell does not end with a paragraph"
        heads = [row.find(f"{WORD}trPr/{WORD}tblHeader") is not None for row in table.iter(f"{WORD}tr")]
        if heads != sorted(heads, reverse=True):
            yield "a header row below others"
    for before, after in pairwise(body[0]):
        if before.tag == after.tag == f"{WORD}tbl":
            yield "two tables without a paragraph between them"
    levels = [
        int(match[1])
        for one in body.iter(f"{WORD}pStyle")
        if (match := re.fullmatch(r"Heading(\d)", one.get(f"{WORD}val")))
    ]
    if levels[:1] not in ([], [1]) or any(after > before + 1 for before, after in pairwise(levels)):
        yield f"headings go {levels}"


def _slides(trees: Trees) -> Iterator[str]:
    deck = trees["ppt/presentation.xml"]
    ids = [int(one.get("id")) for one in deck.iter(f"{SLIDE}sldId")]
    yield from _repeated("slide id", ids)
    if any(not 256 <= id < 2**31 for id in ids):
        yield "a slide's id out of range"
    for name, tree in trees.items():
        if not re.match(r"ppt/(slides|notesSlides)/[^/]*\.xml$", name):
            continue
        yield from (
            f"{name}: {each}"
            for each in _repeated("shape", (one.get("id") for one in tree.iter(f"{SLIDE}cNvPr")))
        )
        for table in tree.iter(f"{DRAWING}tbl"):
            columns = len(table.find(f"{DRAWING}tblGrid"))
            if any(len(row.findall(f"{DRAWING}tc")) != columns for row in table.iter(f"{DRAWING}tr")):
                yield f"{name}: a row is wider or narrower than its table"
        if name.startswith("ppt/slides/"):
            kinds = [one.get("type") for one in tree.iter(f"{SLIDE}ph")]
            if kinds.count("title") != 1:
                yield f"{name}: no title"
            for frame in tree.iter(f"{SLIDE}graphicFrame"):
                if not frame.find(f"{SLIDE}nvGraphicFramePr/{SLIDE}cNvPr").get("descr"):
                    yield f"{name}: a picture without a text for it"


def _repeated(what: str, values: object) -> Iterator[str]:
    for value, n in Counter(values).items():  # type: ignore[call-overload]
        if n > 1:
            yield f"{what} {value} twice"
