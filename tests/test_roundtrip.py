"""A random survey written down in a random shape gives the same tally back."""

from __future__ import annotations

import csv
import io
import os
import random

import openpyxl
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.measures import measures
from data.gather import load
from data.workbook import Sheet, Workbook, read
from tests.lookalikes import FAMILIES

EXAMPLES = int(os.environ.get("SAISAAT_EXAMPLES", "100"))
LABELS = {
    **{
        name: labels for name, labels in FAMILIES.items() if name not in ("spaces", "broken", "numbered_ends")
    },
    "numbers": list("54321"),
}
TITLES = [["รายงานผลการสำรวจความพึงพอใจ"], ["หน่วยงานตัวอย่าง ประจำปี ๒๕๖๑", None], [None], []]

Rows = list[list[str | None]]


@st.composite
def surveys(draw: st.DrawFn) -> tuple[Rows, dict[str, tuple[dict[int, int], int, int]], int]:
    """A sheet, the expected counts, blanks and not applicable of every item, and the number of
    respondents.
    """
    rng = random.Random(draw(st.integers(0, 10**6)))
    family = draw(st.sampled_from(sorted(LABELS)))
    labels = LABELS[family]
    n = draw(st.integers(8, 40))
    k = draw(st.integers(2, 6))
    blanks = draw(st.floats(0, 0.3))
    declined = draw(st.booleans())
    aspects = draw(st.sampled_from(["none", "brackets", "row"]))
    names = [f"ความพึงพอใจข้อที่ {i}" for i in range(1, k + 1)]
    columns: list[list[str | None]] = []
    expected: dict[str, tuple[dict[int, int], int, int]] = {}
    for name in names:
        cells: list[str | None] = [*labels, *rng.choices(labels, k=n - len(labels))]
        rng.shuffle(cells)
        for i in range(n):
            if cells.count(cells[i]) > 1 and rng.random() < blanks:
                cells[i] = rng.choice([None, None, "ไม่มีความเห็น"]) if declined else None
        columns.append(cells)
        counts = {len(labels) - i: cells.count(label) for i, label in enumerate(labels)}
        expected[name] = (counts, cells.count(None), cells.count("ไม่มีความเห็น"))
    lead: dict[str, list[str | None]] = {"เพศ": [rng.choice(["ชาย", "หญิง"]) for _ in range(n)]}
    if draw(st.booleans()):
        lead = {"ประทับเวลา": [f"{13 + i % 15}/8/2026, 16:{i:02}:50" for i in range(n)], **lead}
    body = [list(row) for row in zip(*lead.values(), *columns, strict=True)]
    header: Rows = [[*lead, *names]]
    if aspects == "brackets":
        header = [[*lead, *(f"ด้านบริการ [{name}]" for name in names)]]
    elif aspects == "row":
        header = [[*([None] * len(lead)), "ด้านบริการ", *([None] * (k - 1))], [*lead, *names]]
    rows: Rows = [list(row) for row in draw(st.lists(st.sampled_from(TITLES), max_size=2))]
    if not any(row and row[0] for row in rows):
        rows = []
    rows += header
    if aspects != "row" and draw(st.booleans()):
        place = draw(st.integers(3, n - 2))
        body = [*body[:place], *([[]] * draw(st.integers(1, 4))), *body[place:]]
    rows += body
    if draw(st.booleans()):
        rows.append(["รวม", *([None] * (len(lead) - 1)), *(str(rng.randint(30, 200)) for _ in names)])
        rows.append(["ค่าเฉลี่ย", *([None] * (len(lead) - 1)), *(f"{rng.uniform(1, 5):.2f}" for _ in names)])
    return rows, expected, n


def check(workbook: Workbook, expected: dict[str, tuple[dict[int, int], int, int]], n: int) -> None:
    (survey,) = load(workbook).inputs.surveys
    assert {item.text for item in survey.tally.codebook.items} == set(expected)
    for item in survey.tally.codebook.items:
        found = measures(survey.tally, item.key)
        assert (found.counts, found.blank, found.not_applicable) == expected[item.text], item.text
    assert survey.tally.respondents == n


def as_sheet(rows: Rows) -> Sheet:
    width = max(len(row) for row in rows)
    columns = [
        pa.array([row[c] if c < len(row) else None for row in rows], pa.string()) for c in range(width)
    ]
    return Sheet("Sheet1", pa.table(columns, names=[str(c) for c in range(width)]))


def as_xlsx(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    for r, row in enumerate(rows, 1):
        for c, cell in enumerate(row, 1):
            if cell is not None:
                book.active.cell(r, c, int(cell) if cell.isascii() and cell.isdigit() else cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv(rows: Rows, encoding: str, delimiter: str) -> bytes:
    out = io.StringIO()
    width = max(len(row) for row in rows)
    csv.writer(out, delimiter=delimiter).writerows([*row, *[None] * (width - len(row))] for row in rows)
    return out.getvalue().encode(encoding)


@settings(max_examples=EXAMPLES)
@given(surveys())
def test_a_survey_in_any_shape(made: tuple[Rows, dict[str, tuple[dict[int, int], int, int]], int]) -> None:
    rows, expected, n = made
    check(Workbook("random.xlsx", "0" * 64, "xlsx", (as_sheet(rows),)), expected, n)


@settings(max_examples=max(4, EXAMPLES // 20))
@given(
    surveys(), st.sampled_from(["xlsx", "utf-8-sig", "cp874", "utf-16"]), st.sampled_from([",", ";", "\t"])
)
def test_a_survey_through_a_real_file(
    made: tuple[Rows, dict[str, tuple[dict[int, int], int, int]], int], kind: str, delimiter: str
) -> None:
    rows, expected, n = made
    if kind == "cp874" and any("·" in (cell or "") for row in rows for cell in row):
        kind = "utf-8"
    content = as_xlsx(rows) if kind == "xlsx" else as_csv(rows, kind, delimiter)
    check(read(content, "random.xlsx" if kind == "xlsx" else "random.csv"), expected, n)
