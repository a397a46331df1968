"""A .docx as an office lays it out: fonts for Thai, margins, tables whose header is repeated."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor

from analytics.reports.formats import Orientation
from analytics.reports.package import legal, moment_of, repacked
from analytics.reports.sheets import ACCENT, GREY, PALE
from analytics.words import Words

# Where the government's font is missing, its earlier version or its open twin stands in.
FONT, TWINS = "TH Sarabun New", "TH SarabunPSK, Sarabun"
LONG_CM, SHORT_CM, MARGINS_CM = 29.7, 21.0, 3 + 2
TEXT_CM = LONG_CM - MARGINS_CM  # the width of the text across the page
TWIPS_A_CM = 567
BETWEEN_CM = 1  # two columns of text
LONG = 500  # characters; a row with a longer text may run over the end of a page

LEFT, CENTER, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT

Look = Literal[
    "title",
    "heading",
    "part",
    "text",
    "note",
    "point",
    "cell",
    "small",
    "made",
    "figure",
    "fine",
    "word",
    "column",
    "dense",
    "dense_figure",
    "dense_column",
]


@dataclass(frozen=True)
class _Style:
    size: float = 16
    bold: bool = False
    italic: bool = False
    colour: str | None = None
    align: WD_ALIGN_PARAGRAPH = LEFT
    after: float = 0
    next: bool = False  # stays on the page of what follows
    indent: float = 0  # centimetres, of all lines but the first


_STYLES: dict[Look, _Style] = {
    "title": _Style(size=18, bold=True, align=CENTER, after=2, next=True),
    "heading": _Style(size=18, bold=True, colour=ACCENT, after=4, next=True),
    "part": _Style(bold=True, colour="000000", after=2, next=True),
    "text": _Style(after=6),
    "note": _Style(size=14, after=4),
    "point": _Style(size=14, after=4, indent=0.35),
    "cell": _Style(),
    "small": _Style(size=13),
    "made": _Style(italic=True, colour=GREY),
    "figure": _Style(size=13, align=RIGHT),
    "dense": _Style(size=12),
    "dense_figure": _Style(size=12, align=RIGHT),
    "dense_column": _Style(size=11, bold=True, align=CENTER, next=True),
    "fine": _Style(size=10.5, align=RIGHT),
    "word": _Style(size=13, align=CENTER),
    "column": _Style(size=13, bold=True, align=CENTER, next=True),
}

# Looks that are headings to Word too: for its navigation, a list of contents, and those who hear the text.
_HEADINGS: dict[Look, str] = {"heading": "Heading 1", "part": "Heading 2"}


@dataclass(frozen=True)
class Box:
    """One cell of a table: its text, look, and how it runs over others. `down`: 1, or "start" or "on"."""

    text: str
    look: Look = "small"
    across: int = 1
    down: Literal["single", "start", "on"] = "single"
    bold: bool = False
    fill: str | None = None


class Writer:
    """One A4 document that is being written from the top down.

    A portrait one turns the page for chapters that are wider than it.
    """

    def __init__(self, title: str, footer: str, words: Words, made_on: date | None, orientation: Orientation):
        self.words, self._footer, self._upright = words, footer, orientation == "portrait"
        self._columns = 1
        self._document = Document()
        properties = self._document.core_properties
        properties.title, properties.author, properties.comments = legal(title)[:255], "Saisaat", ""
        properties.language = "th-TH" if words.language == "th" else "en-US"
        properties.created = properties.modified = moment_of(made_on)
        self._styles()
        self._fonts()
        self._page(self._document.sections[0], upright=self._upright)

    def line(self, text: str, look: Look) -> None:
        """Write a paragraph."""
        self._document.element.body.insert_element_before(
            parse_xml(f"<w:p {nsdecls('w')}>{_paragraph(look)}{_run(text)}</w:p>"), "w:sectPr"
        )

    def pieces(self, pieces: Sequence[tuple[str, bool]], look: Look) -> None:
        """Write a paragraph of pieces, each a text and whether it is bold."""
        said = "".join(_run(text, bold) for text, bold in pieces)
        self._document.element.body.insert_element_before(
            parse_xml(f"<w:p {nsdecls('w')}>{_paragraph(look)}{said}</w:p>"), "w:sectPr"
        )

    def in_two_columns(self) -> None:
        """Begin a new page, across, on which and after which text and tables run in two columns."""
        self._turn(upright=False)
        own = self._document.element.body.find(qn("w:sectPr"))
        for columns in own.findall(qn("w:cols")):
            own.remove(columns)
        space = round(BETWEEN_CM * TWIPS_A_CM)
        columns = parse_xml(f"<w:cols {nsdecls('w')} w:num='2' w:space='{space}'/>")
        own.find(qn("w:pgNumType")).addnext(columns)
        self._columns = 2

    def chapter(self, text: str, *, wide: bool = False) -> None:
        """Begin a new page with a heading. `wide`: its tables take the length of the paper."""
        section = self._document.sections[-1]
        upright = self._upright and not wide
        broken = _paragraph("heading")
        if upright == (section.orientation == WD_ORIENT.PORTRAIT):
            broken = broken.replace("</w:pPr>", "<w:pageBreakBefore/></w:pPr>")
        else:
            self._turn(upright=upright)
        self._document.element.body.insert_element_before(
            parse_xml(f"<w:p {nsdecls('w')}>{broken}{_run(text)}</w:p>"), "w:sectPr"
        )

    def table(
        self,
        header: Sequence[Sequence[Box]],
        rows: Sequence[Sequence[Box]],
        widths: Sequence[float],
        caption: str,
    ) -> None:
        """Write a table as wide as the text, or its column; `widths` are in proportion, `header` rows are
        repeated."""
        scale = self._width_cm() * TWIPS_A_CM / sum(widths)
        twips = [round(width * scale) for width in widths]
        parts = [
            f"<w:tbl {nsdecls('w')}><w:tblPr><w:tblW w:w='{sum(twips)}' w:type='dxa'/>{_BORDERS}"
            "<w:tblLayout w:type='fixed'/><w:tblCellMar><w:left w:w='70' w:type='dxa'/>"
            "<w:right w:w='70' w:type='dxa'/></w:tblCellMar>"
            f"<w:tblCaption w:val={_attribute(caption)}/></w:tblPr><w:tblGrid>",
            *(f"<w:gridCol w:w='{width}'/>" for width in twips),
            "</w:tblGrid>",
            *(_row(row, twips, header=True) for row in header),
            *(_row(row, twips) for row in rows),
            "</w:tbl>",
        ]
        body = self._document.element.body
        body.insert_element_before(parse_xml("".join(parts)), "w:sectPr")
        self.line("", "small")  # two tables without a paragraph between them would be one

    def to_bytes(self) -> bytes:
        """The document, the same bytes for the same content."""
        draft = io.BytesIO()
        self._document.save(draft)
        return repacked(draft.getvalue())

    def _styles(self) -> None:
        styles = self._document.styles
        defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        for name, values in (("w:rFonts", _faces()), ("w:lang", {"val": "en-US", "bidi": "th-TH"})):
            element = defaults.find(qn(name))
            element.attrib.clear()
            for key, value in values.items():
                element.set(qn(f"w:{key}"), value)
        for look, style in _STYLES.items():
            if look in _HEADINGS:
                made = styles[_HEADINGS[look]]
            else:
                made = styles.add_style(f"Saisaat {look}", WD_STYLE_TYPE.PARAGRAPH)
                made.base_style = styles["Normal"]
            font, spacing = made.font, made.paragraph_format
            font.size, font.bold, font.italic = Pt(style.size), style.bold, style.italic
            if style.colour:
                font.color.rgb = RGBColor.from_string(style.colour)
            spacing.space_before, spacing.space_after = Pt(0), Pt(style.after)
            spacing.line_spacing, spacing.keep_with_next = 1.0, style.next
            spacing.alignment, spacing.keep_together = style.align, look == "note"
            if style.indent:
                spacing.left_indent, spacing.first_line_indent = Cm(style.indent), Cm(-style.indent)
            properties = made.element.get_or_add_rPr()
            fonts = properties.get_or_add_rFonts()
            fonts.attrib.clear()
            for key, value in _faces().items():
                fonts.set(qn(f"w:{key}"), value)
            # Thai is a complex script: size and weight have elements of their own for it.
            for name, value in (("w:szCs", str(round(2 * style.size))), ("w:bCs", str(int(style.bold)))):
                for element in properties.findall(qn(name)):
                    properties.remove(element)
                element = parse_xml(f"<{name} {nsdecls('w')} w:val='{value}'/>")
                after = properties.find(qn("w:sz" if name == "w:szCs" else "w:b"))
                after.addnext(element)

    def _fonts(self) -> None:
        entry = (
            f'<w:font w:name="{FONT}"><w:altName w:val="{TWINS}"/><w:charset w:val="DE"/>'
            '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
        )
        part = self._document.part
        for relation in part.rels.values():
            if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
                table = relation.target_part
                table._blob = table.blob.replace(b"</w:fonts>", f"{entry}</w:fonts>".encode())
        package = part.package
        for key, relation in list(package.rels.items()):  # the picture of an empty page
            if relation.reltype.endswith("/thumbnail"):
                del package.rels[key]

    def _width_cm(self) -> float:
        """How wide the text is here."""
        upright = self._document.sections[-1].orientation == WD_ORIENT.PORTRAIT
        whole = (SHORT_CM if upright else LONG_CM) - MARGINS_CM
        return (whole - BETWEEN_CM * (self._columns - 1)) / self._columns

    def _turn(self, *, upright: bool) -> None:
        """End the pages of one kind after what was written last, and begin with others."""
        turned = upright != (self._document.sections[-1].orientation == WD_ORIENT.PORTRAIT)
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        *_, written, ended = self._document.element.body.iterchildren(qn("w:p"))
        written.get_or_add_pPr().append(ended.pPr.find(qn("w:sectPr")))
        ended.getparent().remove(ended)
        if turned:
            section.footer.is_linked_to_previous = False
            self._page(section, upright=upright)

    def _page(self, section: Section, *, upright: bool) -> None:
        section.orientation = WD_ORIENT.PORTRAIT if upright else WD_ORIENT.LANDSCAPE
        width, height = (SHORT_CM, LONG_CM) if upright else (LONG_CM, SHORT_CM)
        section.page_width, section.page_height = Cm(width), Cm(height)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        section.top_margin = section.bottom_margin = Cm(1.8)
        section.header_distance = section.footer_distance = Cm(0.9)
        digits = "thaiNumbers" if self.words.digits == "thai" else "decimal"
        numbers = parse_xml(f"<w:pgNumType {nsdecls('w')} w:fmt='{digits}'/>")
        for known in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(known)
        section._sectPr.get_or_add_pgMar().addnext(numbers)
        paragraph = section.footer.paragraphs[0]._p
        stop = round((width - MARGINS_CM) * TWIPS_A_CM)
        paragraph.addprevious(
            parse_xml(
                f"<w:p {nsdecls('w')}><w:pPr><w:pStyle w:val='Saisaatnote'/><w:tabs>"
                f"<w:tab w:val='right' w:pos='{stop}'/></w:tabs></w:pPr>{_run(self._footer)}"
                "<w:r><w:tab/></w:r>"
                f"<w:fldSimple w:instr='PAGE'>{_run(self.words.plain(1))}</w:fldSimple></w:p>"
            )
        )
        paragraph.getparent().remove(paragraph)


_BORDERS = (
    "<w:tblBorders>"
    + "".join(
        f"<w:{side} w:val='single' w:sz='4' w:space='0' w:color='7F7F7F'/>"
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + "</w:tblBorders>"
)


def _faces() -> dict[str, str]:
    return dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), FONT)


def _attribute(text: str) -> str:
    return quoteattr(" ".join(legal(text).split())[:255])


def _paragraph(look: Look) -> str:
    name = _HEADINGS[look].replace(" ", "") if look in _HEADINGS else f"Saisaat{look}"
    return f"<w:pPr><w:pStyle w:val='{name}'/></w:pPr>"


def _run(text: str, bold: bool = False) -> str:
    """A text as it is; line breaks and tabs have elements of their own."""
    if not text:
        return ""
    lines = []
    for line in legal(text).split("\n"):
        pieces = [f"<w:t xml:space='preserve'>{escape(piece)}</w:t>" for piece in line.split("\t")]
        lines.append("<w:tab/>".join(pieces))
    weight = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    return f"<w:r>{weight}{'<w:br/>'.join(lines)}</w:r>"


def _row(row: Sequence[Box], twips: Sequence[int], *, header: bool = False) -> str:
    whole = max((len(box.text) for box in row), default=0) < LONG
    properties = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if header else "")
    cells, at = [], 0
    for box in row:
        width = sum(twips[at : at + box.across])
        at += box.across
        fill = box.fill or (PALE if header else None)
        merged = {
            "single": "",
            "start": "<w:vMerge w:val='restart'/>",
            "on": "<w:vMerge/>",
        }[box.down]
        cells.append(
            f"<w:tc><w:tcPr><w:tcW w:w='{width}' w:type='dxa'/>"
            + (f"<w:gridSpan w:val='{box.across}'/>" if box.across > 1 else "")
            + merged
            + (f"<w:shd w:val='clear' w:color='auto' w:fill='{fill}'/>" if fill else "")
            + ("<w:vAlign w:val='center'/>" if header else "")
            + f"</w:tcPr><w:p>{_paragraph(box.look)}{_run(box.text, box.bold)}</w:p></w:tc>"
        )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"
