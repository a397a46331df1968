"""Text inside a picture: broken into lines by words, cut to fit, safe from what Plotly takes for markup."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import accumulate, pairwise

import budoux

ELLIPSIS = "…"
BREAK = "<br>"
_THAI = re.compile("[\u0e00-\u0e7f]")
_PIECES = re.compile(r"\s+|\S+")
# A line neither starts with these nor ends with those.
_HANGS_ON = re.compile(r"[ๆฯ,.;:!?%)\]}”’»…/]")
_FIGURE = re.compile(r"[≥≤><=]?\s*[0-9๐-๙]|[≥≤><=]")
_LEADS_ON = re.compile(r"[(\[{“‘«฿$]$")
# The first part of a compound noun does not end a line.
PREFIXES = frozenset(("การ", "ความ", "ผู้"))
_LEADING_VOWELS = "เแโใไ"
# Words of offices and questionnaires that the segmenter cuts in two, or joins to the word before them.
WHOLE = """
กำหนดการ ขั้นตอน ข่าวสาร ข้อมูล ข้อเสนอแนะ คิดเห็น ครบถ้วน คุณภาพ จัดเก็บ จัดทำ ช่องทาง ซับซ้อน ชัดเจน ดำเนินการ
ดีเด่น ต่อเนื่อง ต้องการ ตัวอย่าง ถูกต้อง ทันสมัย ที่สุด มากที่สุด น้อยที่สุด เทศบาล น่าเชื่อถือ แบบฟอร์ม แบบสอบถาม ประชาสัมพันธ์ ประมวลผล
ประเมินผล โปร่งใส พึงพอใจ ยุ่งยาก ระยะเวลา รวดเร็ว รับบริการ รับผิดชอบ แล้วเสร็จ วางแผน เว็บไซต์ สถานที่ ส่วนร่วม
สารสนเทศ สิ่งแวดล้อม สูงอายุ หน่วยงาน หมู่บ้าน หัวหน้า เหมาะสม องค์การ อย่างต่อเนื่อง อำนวยความสะดวก อิเล็กทรอนิกส์
เอาใจใส่ เครื่องมือ เจ้าหน้าที่ ให้บริการ ใช้งาน ใช้ประโยชน์
""".split()
_NARROW = frozenset("เโใไๅ.,:;!|'\"()[]{}·iljtfrI ")
_SLIM = frozenset("งราำวsckvxyz–-")
_WIDE = frozenset("ณญฌฒmwMW%@๐๑๒๓๔๕๖๗๘๙")


def escape(text: str) -> str:
    """Somebody's text, shown by Plotly as it stands: no tag, no entity, no formula between dollar signs."""
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("$", "&#36;")):
        text = text.replace(mark, entity)
    return text


def width_of(text: str) -> float:
    """About how wide a line of plain text is in Sarabun, in ems (1 = the font's size)."""
    return sum(map(_advance, text))


@lru_cache(maxsize=4096)
def _advance(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Cf"):
        return 0.0
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE:
        return 0.8 if letter < "\u0e00" else 0.71
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in _SLIM:
        return 0.49
    return 0.6 if letter > "\u007f" or letter.isupper() else 0.54


def lines(text: str, width: float, most: int | None = None) -> tuple[str, ...]:
    """Plain text as lines of at most `width` ems, as few as will do and as even as they come.

    Thai is broken between words (rather at a space, where a phrase ends), other text at spaces; a word
    wider than a line is broken between letters. `most` lines are kept, the last ending in "…" where
    something was cut. Empty text is one empty line. Raises ValueError for a width below one letter.
    """
    if width < 1:
        raise ValueError("a line needs room for at least one letter")
    rest = " ".join(text.split())
    broken = _broken(rest, width)
    if most is None or len(broken) <= most:
        return broken
    for line in broken[: most - 1]:
        rest = rest[rest.index(line) + len(line) :]
    return (*broken[: most - 1], shorten(rest, width))


@lru_cache(maxsize=4096)
def _broken(text: str, width: float) -> tuple[str, ...]:
    # A table is looked at several times over, until it fits its slides.
    pieces = _pieces(text, width)
    if not pieces:
        return ("",)
    return tuple("".join(pieces[start:end]).strip() for start, end in _even(pieces, width))


def wrap(text: str, width: float, most: int | None = None) -> str:
    """Text broken as in `lines`, escaped, joined by <br>: ready to be a label."""
    return BREAK.join(escape(line) for line in lines(text, width, most))


def shorten(text: str, width: float) -> str:
    """One line of at most `width` ems, cut between words and ended by "…" where it was longer."""
    text = " ".join(text.split())
    if width_of(text) <= width:
        return text
    kept = ""
    for piece in _pieces(text, width):
        if width_of(kept + piece + ELLIPSIS) > width:
            break
        kept += piece
    return kept.rstrip() + ELLIPSIS


def _pieces(text: str, width: float) -> list[str]:
    """What may stand on lines of its own, in order; a space stays at the end of its piece."""
    pieces: list[str] = []
    for run in _PIECES.findall(text):
        if run.isspace():
            pieces[-1] += " "
            continue
        for word in _thai_words(run) if _THAI.search(run) else [run]:
            if pieces and _together(pieces[-1], word) and width_of(pieces[-1] + word) <= width:
                pieces[-1] += word
            else:
                pieces.append(word)
    return [part for piece in pieces for part in _fitting(piece, width)]


def _together(before: str, word: str) -> bool:
    """Whether a line may not end between the two: at a mark, after a prefix, before a figure and its unit."""
    if before.endswith(" "):
        return word == "ๆ" or bool(_FIGURE.match(word))
    return bool(_HANGS_ON.match(word) or _LEADS_ON.search(before)) or before in PREFIXES


@lru_cache(maxsize=2048)
def _thai_words(run: str) -> tuple[str, ...]:
    """A run of Thai without spaces, cut between words."""
    cuts = {0, len(run), *accumulate(len(word) for word in _parser().parse(run))}
    for whole in WHOLE:
        start = run.find(whole)
        while start >= 0:
            if start == 0 or run[start - 1] not in _LEADING_VOWELS:
                cuts -= set(range(start + 1, start + len(whole)))
                cuts.add(start)
            start = run.find(whole, start + 1)
    edges = sorted(cuts)
    return tuple(run[a:b] for a, b in pairwise(edges))


def _fitting(piece: str, width: float) -> list[str]:
    """A piece that is too wide, cut between letters; marks above and below stay with their letter."""
    if width_of(piece.rstrip()) <= width:
        return [piece]
    parts = [""]
    for letter in piece:
        if _advance(letter) and width_of(parts[-1] + letter) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def _even(pieces: list[str], width: float) -> list[tuple[int, int]]:
    """Where the lines start and end: fewest lines first, then the least uneven, then breaks at spaces."""
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    widths = [width_of(piece) for piece in pieces]
    for end in range(1, len(pieces) + 1):
        choices = []
        used = 0.0
        for start in range(end - 1, -1, -1):
            used += widths[start]
            if (
                used - (width_of(" ") if pieces[end - 1].endswith(" ") else 0) > width + 1e-9
                and start < end - 1
            ):
                break
            at_space = end == len(pieces) or pieces[end - 1].endswith(" ")
            roughness = (width - used) ** 2 + (0 if at_space else width)
            choices.append((best[start][0] + 1, best[start][1] + roughness, start))
        best.append(min(choices))
    spans = []
    end = len(pieces)
    while end:
        spans.append((best[end][2], end))
        end = best[end][2]
    return spans[::-1]


@lru_cache(maxsize=1)
def _parser() -> budoux.Parser:
    return budoux.load_default_thai_parser()
