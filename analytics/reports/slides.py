"""A .pptx as a meeting needs it: 16:9, one message a slide as its title, native charts and tables, notes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.slide import Slide
from pptx.text.text import Font
from pptx.util import Emu, Inches, Pt
from xlsxwriter import Workbook

from analytics.charts.lettering import lines, shorten
from analytics.reports.meeting import Grid, ems, fit
from analytics.reports.package import legal, moment_of, repacked
from analytics.reports.palette import readable_on
from analytics.reports.sheets import ACCENT, FONT, GREY, PALE
from analytics.words import Words

WIDTH, HEIGHT = 13.333, 7.5  # inches
LEFT, TOP, ROOM = 0.6, 1.75, 12.13
TITLE_SIZE, TEXT_SIZE, TABLE_SIZE, SMALL_SIZE = 34.0, 24.0, 18.0, 16.0
BOTTOM = HEIGHT - 0.6
Box = tuple[float, float, float, float]  # left, top, width, height in inches
LEADING = 1.3  # from line to line, in ems
LONGEST = 150  # characters of a cell; the whole text is in the notes
TITLE_SIZES = ((TITLE_SIZE, 1), (28.0, 2), (24.0, 2))  # of the letters, each with the lines it has room for
WIDEST_TITLES = (72.0, 68.0, 64.0, 60.0, 56.0)  # ems: lines end between words, some earlier than others
NOTE, FOOTER = 54.0, 56.0  # ems of the line below, and of the one at the foot
GRID = "{5940675A-B579-460E-94D1-54222C63F5DA}"  # a table with lines and no colours, in every PowerPoint
_FACES = re.compile(rb'(<a:latin typeface=")[^"]*("[^>]*>\s*<a:ea typeface="[^>]*>\s*<a:cs typeface=")[^"]*')


@dataclass(frozen=True)
class Series:
    """One colour of a chart: its name, its figures (None: there is none), its colour, solid or `hatched`."""

    name: str
    values: tuple[float | None, ...]
    colour: str
    hatched: bool = False


class _Figures(CategoryChartData):  # type: ignore[misc]
    """The figures of a chart, in whose workbook a text stays text whatever it begins with."""

    @property
    def xlsx_blob(self) -> bytes:
        file = io.BytesIO()
        workbook = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        self._workbook_writer._populate_worksheet(workbook, workbook.add_worksheet())
        workbook.close()
        return file.getvalue()


class Deck:
    """Slides that are being added one after another."""

    def __init__(self, title: str, footer: str, words: Words, made_on: date | None):
        self.words, self.footer = words, shorten(legal(footer), FOOTER)
        self._language = "th-TH" if words.language == "th" else "en-US"
        self._made_on = made_on
        self._feet: list[list[etree._Element]] = []  # of each slide: footer and number
        self._presentation = Presentation()
        self._presentation.slide_width, self._presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
        properties = self._presentation.core_properties
        properties.title, properties.author = legal(title)[:255], "Saisaat"
        properties.last_modified_by, properties.language = "Saisaat", self._language
        properties.created = properties.modified = moment_of(made_on)
        self._master()

    def slide(self, title: str, note: str, notes: Sequence[str], *, hidden: bool = False) -> Slide:
        """Add a slide: its message, a line below it, and what the speaker may say; gives the slide."""
        slide = self._presentation.slides.add_slide(self._presentation.slide_layouts[5])
        if hidden:
            slide._element.set("show", "0")
        cut, size = _fitting(" ".join(legal(title).split()))
        frame = slide.shapes.title.text_frame
        frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        frame.margin_left = frame.margin_right = 0
        self._write(frame.paragraphs[0], cut, size, bold=True, colour=ACCENT)
        if note:
            self.text(slide, shorten(note, NOTE), (LEFT, 1.25, ROOM, 0.45), SMALL_SIZE, colour=GREY)
        above = len(slide.shapes)
        number = self.words.plain(len(self._presentation.slides))
        self.text(slide, self.footer, (LEFT, HEIGHT - 0.5, ROOM - 1, 0.35), 14, colour=GREY)
        corner = (WIDTH - 1.2, HEIGHT - 0.5, 0.6, 0.35)
        self.text(slide, number, corner, 14, colour=GREY, align=PP_ALIGN.RIGHT)
        self._feet.append([shape._element for shape in list(slide.shapes)[above:]])
        spoken = [legal(text) for text in (title if cut != title else "", *notes) if text]
        slide.notes_slide.notes_text_frame.text = "\n".join(spoken)
        return slide

    def text(
        self,
        slide: Slide,
        text: str,
        place: tuple[float, float, float, float],
        size: float = TEXT_SIZE,
        *,
        bold: bool = False,
        colour: str = "000000",
        align: PP_ALIGN = PP_ALIGN.LEFT,
    ) -> None:
        """Write a text in a box: left, top, width, height in inches."""
        frame = slide.shapes.add_textbox(*map(Inches, place)).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = 0
        for index, line in enumerate(legal(text).split("\n")):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            paragraph.alignment = align
            self._write(paragraph, line, size, bold=bold, colour=colour)

    def table(self, slide: Slide, grid: Grid, top: float) -> None:
        """Draw a native table that fits the slide from `top` (inches) on; longer texts are cut."""
        scale = ROOM / sum(grid.widths)
        wide = ems(grid)
        rows = [
            [_cut(text, width, grid.longest) for text, width in zip(row, wide, strict=True)]
            for row in grid.rows
        ]
        inches = [width * scale for width in grid.widths]
        self._table(slide, grid.columns, rows, inches, wide, grid.right, grid.groups, TABLE_SIZE, top)

    def chart(
        self,
        slide: Slide,
        kind: XL_CHART_TYPE,
        categories: Sequence[str],
        series: Sequence[Series],
        alt: str,
        box: Box,
        *,
        cells: str,
        labels: str,
        top: float | None = None,
        gap: int = 45,
    ) -> None:
        """Draw a native stacked chart in a box.

        `cells` and `labels` are number formats, `top` the end of its axis; `gap` is percent of a bar.
        """
        data = _Figures(number_format=cells)
        data.categories = [legal(category).replace("\n", " ") for category in categories]
        for each in series:
            data.add_series(legal(each.name), each.values)
        frame = slide.shapes.add_chart(kind, *map(Inches, box), data)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", legal(alt))
        chart = frame.chart
        self._face(chart.font, SMALL_SIZE, "333333")
        chart.has_title = False
        chart.has_legend = len(series) > 1
        if chart.has_legend:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        plot = chart.plots[0]
        plot.gap_width, plot.overlap = gap, 100
        axis = chart.value_axis
        axis.visible, axis.has_major_gridlines = False, False
        axis.minimum_scale = 0
        if top is not None:
            axis.maximum_scale = top
        chart.category_axis.reverse_order = kind != XL_CHART_TYPE.COLUMN_STACKED
        chart.category_axis.format.line.color.rgb = RGBColor.from_string("B4BFBD")
        self._face(chart.category_axis.tick_labels.font, SMALL_SIZE, "333333")
        for drawn, each in zip(plot.series, series, strict=True):
            fill, edge = drawn.format.fill, each.colour if each.hatched else "FFFFFF"
            if each.hatched:
                fill.patterned()
                fill.pattern = MSO_PATTERN.LIGHT_UPWARD_DIAGONAL
                fill.back_color.rgb = RGBColor.from_string("FFFFFF")
            else:
                fill.solid()
            fill.fore_color.rgb = RGBColor.from_string(each.colour)
            drawn.format.line.color.rgb = RGBColor.from_string(edge)
            drawn.invert_if_negative = False
            shown = drawn.data_labels
            shown.show_value, shown.number_format, shown.number_format_is_linked = True, labels, False
            shown.position = XL_LABEL_POSITION.CENTER
            self._face(shown.font, SMALL_SIZE, "000000" if each.hatched else readable_on(each.colour))

    def to_bytes(self) -> bytes:
        """The presentation, the same bytes for the same content."""
        for slide, foot in zip(self._presentation.slides, self._feet, strict=True):  # read last
            for shape in foot:
                slide.shapes._spTree.append(shape)
        draft = io.BytesIO()
        self._presentation.save(draft)
        stamp = moment_of(self._made_on).strftime("%Y-%m-%dT%H:%M:%SZ").encode()

        def mended(name: str, content: bytes) -> bytes:
            if name.endswith(".xlsx"):  # the figures behind a chart
                return repacked(content, mended)
            if name == "docProps/core.xml":
                return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            return content

        return repacked(draft.getvalue(), mended)

    def _master(self) -> None:
        """The office's typeface for all text, also what is added later; titles as wide as the slide."""
        master = self._presentation.slide_master
        for relation in master.part.rels.values():
            if relation.reltype.endswith("/theme"):
                theme = relation.target_part
                theme._blob = _FACES.sub(rb"\g<1>%b\g<2>%b" % (FONT.encode(), FONT.encode()), theme.blob)
        titles = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
        for holder in (master, self._presentation.slide_layouts[5]):
            for shape in holder.placeholders:
                if shape.placeholder_format.type in titles:
                    shape.left, shape.top = Inches(LEFT), Inches(0.35)
                    shape.width, shape.height = Inches(ROOM), Inches(0.95)
        package = self._presentation.part.package
        for key, relation in list(package._rels.items()):  # the picture of an empty slide
            if relation.reltype.endswith("/thumbnail"):
                package._rels.pop(key)

    def _table(
        self,
        slide: Slide,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        inches: Sequence[float],
        wide: Sequence[float],
        right: Sequence[int],
        groups: Sequence[int],
        size: float,
        top: float,
    ) -> None:
        place = map(Inches, (LEFT, top, ROOM, 0.4 * (len(rows) + 1)))
        frame = slide.shapes.add_table(len(rows) + 1, len(columns), *place)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", legal(" | ".join(columns)))
        table = frame.table
        table._tbl.tblPr.find(qn("a:tableStyleId")).text = GRID
        table.horz_banding = False
        for column, width in zip(table.columns, inches, strict=True):
            column.width = Emu(round(width * 914400))
        for y, row in enumerate([columns, *rows]):
            tall = max(fit(text, width, 9).count("\n") + 1 for text, width in zip(row, wide, strict=True))
            bold = y == 0 or y - 1 in groups
            cells = (
                self._cell(text, size, bold=bold, align="r" if y and x in right else "l")
                for x, text in enumerate(row)
            )
            high = Pt(tall * size * LEADING + 4)
            made = f'<a:tr {nsdecls("a")} h="{high}">{"".join(cells)}</a:tr>'
            table._tbl.replace(table._tbl.tr_lst[y], parse_xml(made))

    def _write(
        self, paragraph: object, text: str, size: float, *, bold: bool = False, colour: str = "000000"
    ) -> None:
        run = self._run(text, size, bold, colour, nsdecls("a"))
        paragraph._p.append(parse_xml(run))  # type: ignore[attr-defined]

    def _run(self, text: str, size: float, bold: bool, colour: str, names: str = "") -> str:
        # Written as it is in the file: one property after another takes five times as long.
        return (
            f'<a:r {names}><a:rPr lang="{self._language}" sz="{round(100 * size)}" b="{int(bold)}">'
            f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:latin typeface="{FONT}"/>'
            f'<a:cs typeface="{FONT}"/></a:rPr><a:t>{escape(text)}</a:t></a:r>'
        )

    def _cell(self, text: str, size: float, *, bold: bool, align: str) -> str:
        """A cell of a table; a bold one is shaded."""
        paragraphs = (
            f'<a:p><a:pPr algn="{align}"/>{self._run(line, size, bold, "000000")}</a:p>'
            for line in legal(text).split("\n")
        )
        shade = f'<a:solidFill><a:srgbClr val="{PALE}"/></a:solidFill>' if bold else ""
        across, down = Inches(0.06), Inches(0.02)
        return (
            f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{''.join(paragraphs)}</a:txBody>"
            f'<a:tcPr marL="{across}" marR="{across}" marT="{down}" marB="{down}">{shade}</a:tcPr></a:tc>'
        )

    def _face(self, font: Font, size: float, colour: str) -> None:
        font.size, font.name = Pt(size), FONT
        font.color.rgb = RGBColor.from_string(colour)
        # Thai is a complex script: with a latin typeface alone it would be drawn in the system's own.
        latin = font._element.find(qn("a:latin"))
        for old in font._element.findall(qn("a:cs")):
            font._element.remove(old)
        face = etree.SubElement(font._element, qn("a:cs"))
        face.set("typeface", FONT)
        latin.addnext(face)


def _fitting(title: str) -> tuple[str, float]:
    """A title that its lines have room for, in the widest typeface, and the size of its letters."""
    for widest in WIDEST_TITLES:
        cut = shorten(title, widest)
        for size, most in TITLE_SIZES:
            if len(lines(cut, ROOM * 72 / size)) <= most:
                return cut, size
    return cut, TITLE_SIZES[-1][0]


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text short enough for a slide."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _cut(text: str, width: float, longest: int) -> str:
    """A cell's text as it is where it fits so many lines of so many ems, else cut between words."""
    if not fit(text, width, longest).endswith("…"):
        return text
    return shorten(text, 0.85 * width * longest)
