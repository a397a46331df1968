"""How the figures are worked out, as documents say it: what concerns them of the document on methods.

The text is that of `docs/methods.md` and `docs/methods.th.md`, handed in by who may read files: it exists
once, for the page, for whoever reads the documentation, and for every document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from analytics.assessment import Assessment
from analytics.statistics.reliability import common_scale
from analytics.words import Words

# What the sections are about, in the order of the text; it has the same ones in every language.
SECTIONS = (
    *("score", "satisfaction", "several", "sure", "enough", "reliability", "groups", "waves", "priorities"),
    *("weights", "comments", "summary", "program"),
)
INLINE = {"strong_open", "strong_close", "softbreak", "text", "code_inline"}
_MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph in one weight. `exact`: a name in the program, written as it is."""

    text: str
    bold: bool = False
    exact: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, or a point of a list."""

    runs: tuple[Run, ...]
    point: bool = False

    @property
    def text(self) -> str:
        """It without weights."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class TextTable:
    """A table of text; every row is as long as the header, whose cells may be empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def widths(self) -> tuple[float, ...]:
        """The widths of its columns, in proportion: wide for what is long, and never very narrow."""
        longest = [max(len(row[n]) for row in (self.columns, *self.rows)) for n in range(len(self.columns))]
        return tuple(max(13.0, min(length, 60.0)) ** 0.7 for length in longest)


@dataclass(frozen=True)
class Section:
    """A section. `about` is one of SECTIONS; of what stands before them it and the title are empty."""

    about: str
    title: str
    blocks: tuple[Paragraph | TextTable, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What it says, without its tables."""
        return tuple(block.text for block in self.blocks if isinstance(block, Paragraph))


def explained(text: str, words: Words, about: Iterable[str]) -> tuple[Section, ...]:
    """What a text on methods says of some figures, in the digits of `words`.

    `text` is Markdown of a small kind: sections, paragraphs, lists of one depth, tables, bold, code. Code is
    written as it is. A paragraph with a link is left out, as it speaks of other documents.
    Raises ValueError for anything else, and where the sections are not as many as SECTIONS.
    """
    wanted = {"", *about}
    return tuple(_in_digits(section, words) for section in _sections(text) if section.about in wanted)


def concerned(assessment: Assessment, kinds: Iterable[str] = ()) -> tuple[str, ...]:
    """What the documents of an assessment hold figures of, as SECTIONS name it.

    Takes the assessment with its responses. `kinds`: of the sentences that it is told in, see
    `wordings.Passage`; they tell what the assessment alone does not, such as trends.
    """
    told = set(kinds)
    surveys = [survey for survey in assessment.surveys if survey.tally.codebook.items]
    with_responses = [survey.responses for survey in surveys if survey.responses is not None]
    held = {
        "score": True,
        "satisfaction": bool(surveys),
        "several": any(survey.options for survey in assessment.surveys),
        "sure": bool(with_responses) or "interval" in told,
        "enough": bool(surveys),
        "reliability": "reliability" in told or any(len(common_scale(one)) > 1 for one in with_responses),
        "groups": "groups" in told or any(one.codebook.demographics for one in with_responses),
        "waves": "trend" in told,
        "priorities": "priorities" in told,
        "comments": any(survey.comments for survey in assessment.surveys),
        "summary": True,
    }
    return tuple(about for about in SECTIONS if held.get(about))


@lru_cache(maxsize=4)
def _sections(text: str) -> tuple[Section, ...]:
    found: list[tuple[str, list[Paragraph | TextTable]]] = [("", [])]
    tokens = _MARKDOWN.parse(text)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        match token.type:
            case "heading_open":
                if token.tag == "h2":
                    found.append((_text(tokens[at + 1]), []))
                elif token.tag != "h1" or at:
                    raise ValueError(f"line {_line(token)}: sections have one depth")
                at += 3
            case "paragraph_open":
                inline = tokens[at + 1]
                if not any(child.type == "link_open" for child in inline.children or ()):
                    point = token.level > 0
                    if token.level not in (0, 2):
                        raise ValueError(f"line {_line(token)}: lists have one depth")
                    found[-1][1].append(Paragraph(_runs(inline), point))
                at += 3
            case "table_open":
                end = next(n for n in range(at, len(tokens)) if tokens[n].type == "table_close")
                found[-1][1].append(_table(tokens[at:end]))
                at = end + 1
            case "bullet_list_open" | "bullet_list_close" | "list_item_open" | "list_item_close":
                at += 1
            case other:
                raise ValueError(f"line {_line(token)}: {other} can't stand here")
    if len(found) != 1 + len(SECTIONS):
        raise ValueError(f"{len(found) - 1} sections, not {len(SECTIONS)}")
    return tuple(
        Section(about, title, tuple(blocks))
        for about, (title, blocks) in zip(("", *SECTIONS), found, strict=True)
    )


def _table(tokens: Sequence[Token]) -> TextTable:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_text(token))
    columns, *rest = (tuple(row) for row in rows)
    return TextTable(columns, tuple(rest))


def _runs(inline: Token) -> tuple[Run, ...]:
    runs: list[Run] = []
    bold = False
    for child in inline.children or ():
        if child.type not in INLINE:
            raise ValueError(f"line {_line(inline)}: {child.type} can't stand here")
        if child.type.startswith("strong"):
            bold = child.type == "strong_open"
            continue
        text = " " if child.type == "softbreak" else child.content
        exact = child.type == "code_inline"
        if runs and (runs[-1].bold, runs[-1].exact) == (bold, exact):
            runs[-1] = replace(runs[-1], text=runs[-1].text + text)
        elif text:
            runs.append(Run(text, bold, exact))
    return tuple(runs)


def _text(inline: Token) -> str:
    return "".join(run.text for run in _runs(inline))


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


def _in_digits(section: Section, words: Words) -> Section:
    blocks: list[Paragraph | TextTable] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            runs = tuple(
                run if run.exact else replace(run, text=words.in_digits(run.text)) for run in block.runs
            )
            blocks.append(Paragraph(runs, block.point))
        else:
            rows = tuple(tuple(map(words.in_digits, row)) for row in block.rows)
            blocks.append(TextTable(tuple(map(words.in_digits, block.columns)), rows))
    return Section(section.about, words.in_digits(section.title), tuple(blocks))
