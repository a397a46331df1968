"""The .pdf: its words and figures as two readers copy them, its tags, and texts that break things."""

from __future__ import annotations

import io
import re
from functools import cache
from itertools import pairwise

import pdfplumber
import pypdfium2
import pytest

from analytics.assessment import Assessment, Inputs, assess
from analytics.codebook import Scale
from analytics.reports.palette import portions
from analytics.reports.paper import paper
from analytics.reports.whole_words import EDGE, WholeWords
from analytics.wordings import originals
from analytics.words import Words
from tests.documents import HOSTILE, ILLEGAL, LONG, bare, hostile, sample
from tests.test_summary import RUBRIC, full, project, seed_rows, survey, thai

ENGLISH = Words()
pytestmark = pytest.mark.xdist_group("documents")  # which share what they made


@cache
def sample_paper() -> bytes:
    return paper(sample(), thai())


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def text(assessment: Assessment, words: Words = ENGLISH) -> str:
    return bare("".join(pages(paper(assessment, words))).replace("\u200b", ""))


def test_the_form_of_the_samples_is_the_seed_cell_for_cell() -> None:
    titles, rows = seed_rows()[:3], seed_rows()[3:]
    with pdfplumber.open(io.BytesIO(sample_paper())) as opened:
        (table,) = opened.pages[0].extract_tables()
        written = opened.pages[0].extract_text().splitlines()
    assert written[:3] == [row[0] for row in titles]
    assert [[bare(cell or "") for cell in row] for row in table] == [[bare(c) for c in row] for row in rows]


def test_thai_reads_the_same_in_every_reader() -> None:
    """Marks that stand higher or lower are set apart, and one consonant stands under many marks."""
    said = "ผู้ตอบแบบสอบถามทั้งหมด ๓๑๘ คน ร้อยละ ค่าเฉลี่ย และ S.D. คิดจากผู้ที่ให้ระดับคะแนนในรายการนั้น"
    with pdfplumber.open(io.BytesIO(sample_paper())) as opened:
        assert said in opened.pages[3].extract_text()
        assert not any("(cid:" in char["text"] for char in opened.pages[3].chars)
    assert said in pages(sample_paper())[3]


def test_every_sentence_of_the_findings_reads_as_it_was_written() -> None:
    """Marks that open or end a line are set apart too, by a reader that goes by the text of each glyph."""
    with pdfplumber.open(io.BytesIO(sample_paper())) as opened:
        read = bare("".join(page.extract_text() for page in opened.pages))
    for passage in originals(sample(), thai()):
        for sentence, _ in passage.sentences:
            assert bare(sentence) in read


def test_every_figure_of_the_satisfaction_table() -> None:
    with pdfplumber.open(io.BytesIO(paper(full(), ENGLISH))) as opened:
        rows = [row for page in opened.pages for table in page.extract_tables() for row in table]
    polite = next(row for row in rows if row[1] == "Polite" and len(row) == 2 + 5 + 4)
    mean = (5 * 4 + 4 * 3 + 3 * 2 + 1 * 1) / 10
    squares = 4 * (5 - mean) ** 2 + 3 * (4 - mean) ** 2 + 2 * (3 - mean) ** 2 + (1 - mean) ** 2
    assert polite[2:7] == ["4 (40.00)", "3 (30.00)", "2 (20.00)", "0 (0.00)", "1 (10.00)"]
    assert polite[7:] == ["10", f"{mean:.2f}", f"{(squares / 9) ** 0.5:.2f}", "Much"]
    bases = next(row for row in rows if row[1] == "Polite" and len(row) == 10)
    assert bases[2:] == ["10", "2", "0", "0", "70.00%", "10.00%", "78.00", "3"]  # 3.9 / 5; Quick 4.5, Clean 4


def test_bars_are_as_long_as_the_shares_and_neutral_is_in_the_middle() -> None:
    with pdfplumber.open(io.BytesIO(paper(full(), ENGLISH))) as opened:
        page = next(page for page in opened.pages if page.extract_text().startswith("Satisfaction:"))
        fills = {(0.55, 0.32, 0.04): 1, (0.86, 0.86, 0.86): 3, (0.35, 0.71, 0.67): 4, (0, 0.4, 0.37): 5}
        drawn: dict[int, list[tuple[float, float, float]]] = {}
        for rect in page.rects:
            colour = tuple(round(part, 2) for part in rect["non_stroking_color"] or ())
            if colour in fills and rect["width"] > 12:  # wider than a square of the key
                drawn.setdefault(fills[colour], []).append((rect["top"], rect["x0"], rect["width"]))
    first = min(top for top, _, _ in drawn[5])
    polite = {point: bars[0][1:] for point, bars in drawn.items() if abs(bars[0][0] - first) < 1}
    #       Most 4/10, Much 3/10, Moderate 2/10, Least 1/10
    assert polite[5][1] / polite[3][1] == pytest.approx(4 / 2, rel=0.01)
    assert polite[4][1] / polite[3][1] == pytest.approx(3 / 2, rel=0.01)
    assert polite[1][1] / polite[3][1] == pytest.approx(1 / 2, rel=0.01)
    middles = {round(x + width / 2, 1) for _, x, width in drawn[3]}
    assert len(middles) == 1
    ends = sorted((x, x + width) for x, width in polite.values())
    for (_, end), (start, _) in pairwise(ends):
        assert start == pytest.approx(end, abs=0.01)


def test_who_when_by_what_rules_and_from_which_files() -> None:
    found = text(full(), thai())
    for expected in ("Test unit", "๕ ตุลาคม ๒๕๖๑", "๒๕๖๑", "test, 3", "a" * 64, "b" * 64, "Users: ๑๒ คน"):
        assert bare(expected) in found
    assert "nan" not in found and "None" not in found
    assert bare("8 of 12 points, projected 12") in text(full())


def test_it_is_tagged_titled_and_in_its_language() -> None:
    content = sample_paper()
    assert (
        b"pdfuaid" in content and b"/StructTreeRoot" in content and b"/Lang(th)" in content.replace(b" ", b"")
    )
    with pdfplumber.open(io.BytesIO(content)) as opened:
        assert opened.metadata["Title"] == seed_rows()[0][0]
        page = opened.pages[2]  # the charts
        assert {char["fontname"].split("+")[1].split("-")[0] for char in page.chars} == {"Sarabun"}
        assert min(char["x0"] for char in page.chars) >= 3 * 28.34
        assert max(char["x1"] for char in page.chars) <= (29.7 - 2) * 28.36


def test_no_line_ends_inside_of_a_thai_word() -> None:
    """An English report about Thai projects and a Thai one, in columns of every width."""
    words = "อิเล็กทรอนิกส์ สารสนเทศ พื้นฐาน มาก ดำเนินการ ประชาชน ความจำเป็น จังหวัด".split()
    name = "การดำเนินการระบบสารสนเทศพื้นฐานอิเล็กทรอนิกส์ของประชาชนในจังหวัดที่มีความจำเป็นมาก"
    projects = tuple(project("x" * (n % 9) + name, note="ก.ย.๖๑ " * n + name) for n in range(1, 30))
    for says in (ENGLISH, thai()):
        with pdfplumber.open(io.BytesIO(paper(assess(Inputs(projects=projects), RUBRIC), says))) as opened:
            cells = [
                cell
                for page in opened.pages
                for table in page.extract_tables()
                for row in table
                for cell in row
                if cell
            ]
        broken = [cell for cell in cells if cell.count("\n") and "สารสนเทศ" in bare(cell)]
        assert len(broken) > 20
        for cell in broken:
            whole = bare(cell)
            for word in (*words, "ก.ย.๖๑"):
                assert cell.count(word) >= whole.count(bare(word)), (word, cell)


def test_words_are_marked_with_what_clings_to_them_and_all_else_stays() -> None:
    text = "-ให้บริการ “สารสนเทศ” (ก.ย.๖๑) ปี ๒๕๖๑ and ต่างๆ ประชาสัมพันธ์ฯ x"
    marked = WholeWords([text]).marked(text)
    assert marked.replace(EDGE, "") == text
    pieces = marked.split(EDGE)[1::2]
    assert pieces == ["-ให้บริการ", "“สารสนเทศ”", "(ก.ย.๖๑)", "ปี", "ต่างๆ", "ประชาสัมพันธ์ฯ"]
    assert WholeWords([]).marked("no Thai, – ") == "no Thai, – "
    long = "ฎฐ" * 20  # of no dictionary, and wider than a column
    assert EDGE not in WholeWords([long]).marked(long)


def test_texts_from_outside_survive_and_are_no_markup() -> None:
    found = text(hostile(*HOSTILE))
    for each in HOSTILE:
        if not re.search("[\u0590-\u08ff\U0001f600]", each):  # set from right to left, or in no typeface
            assert bare(each) in found, each
    strange = text(hostile(ILLEGAL, "x" * 3000))
    assert "abcde" in strange and strange.count("x") >= 3000


def test_the_longest_text_is_there_to_its_end() -> None:
    assert text(assess(Inputs(projects=(project("x", note=LONG),)), RUBRIC)).count("ก") >= len(LONG)


def test_letters_that_no_typeface_has_are_no_reason_to_fail() -> None:
    content = paper(assess(Inputs(surveys=(survey(),)), RUBRIC, unit="a\u0378b 😀 שלום"), ENGLISH)
    assert b"pdfuaid" not in content and b"/StructTreeRoot" in content
    assert bare("No item on a scale was found") in bare("".join(pages(content)))


def test_many_items_go_over_pages_and_scales_of_ten_points_fit() -> None:
    ten = Scale("ten", tuple(range(1, 11)), kind="numbers")
    items = [(f"Item {n}", ten, f"Aspect {n // 15}", {10: n + 1, 1: 40 - n}) for n in range(40)]
    found = text(assess(Inputs(surveys=(survey(*items, respondents=60),)), RUBRIC))
    for n in (0, 17, 39):
        mean = (10 * (n + 1) + 40 - n) / 41
        assert bare(f"{n + 1}. Item {n}") in found
        assert f"{mean:.2f}" in found
    assert portions(40, 15) == [(0, 13), (13, 27), (27, 40)]
    assert portions(0) == []


def test_an_empty_assessment_says_so() -> None:
    found = text(assess(Inputs(), RUBRIC))
    for sentence in (
        "No survey has been read yet",
        "No project has been read yet",
        "No workbook has been read",
    ):
        assert bare(sentence) in found


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assert paper(sample(), thai()) == sample_paper()
