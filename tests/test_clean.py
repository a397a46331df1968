"""What is stored of a workbook holds no personal data, and still reads the same."""

import pyarrow as pa

from analytics.words import message
from data.clean import without_personal
from data.gather import layouts_of, load
from data.layout import Column, Layout
from data.workbook import Sheet, Workbook

WHY = message("because")
HEADER = ["ชื่อ-สกุล", "อีเมล", "ความพึงพอใจโดยรวม", "ความพึงพอใจต่อเจ้าหน้าที่", "ข้อเสนอแนะ"]
ROWS = [
    [f"นางสาว สมมติ{i} ทดสอบ", f"user{i:03}@example.com", str(3 + i % 3), str(2 + i % 4), comment]
    for i, comment in enumerate(["โทร 081-234-5678 ได้เลยค่ะ", "บริการดีมาก อยากให้เพิ่มที่จอดรถ", None, None] * 6)
]


def table(rows: list[list[str | None]]) -> pa.Table:
    columns = [pa.array(list(column), pa.string()) for column in zip(*rows, strict=True)]
    return pa.table(columns, names=[chr(65 + i) for i in range(len(columns))])


def survey(across: bool = False) -> Workbook:
    rows: list[list[str | None]] = [list(HEADER), *ROWS]
    if across:
        rows = [list(column) for column in zip(*rows, strict=True)]
    return Workbook("made up.xlsx", "0" * 64, "xlsx", (Sheet("Sheet1", table(rows)),))


def texts(workbook: Workbook) -> str:
    cells = [
        cell for sheet in workbook.sheets for column in sheet.cells.columns for cell in column.to_pylist()
    ]
    return "\n".join(cell for cell in cells if cell)


def test_names_addresses_and_phones_are_gone_and_headers_stay() -> None:
    workbook = survey()
    kept = without_personal(workbook, layouts_of(workbook))
    for gone in ("สมมติ", "@example.com", "081-234-5678"):
        assert gone in texts(workbook)
        assert gone not in texts(kept)
    for there in (*HEADER, "บริการดีมาก อยากให้เพิ่มที่จอดรถ"):
        assert there in texts(kept)


def test_what_is_kept_reads_as_the_same_survey() -> None:
    workbook = survey()
    layouts = layouts_of(workbook)
    before, after = load(workbook, layouts), load(without_personal(workbook, layouts), layouts)
    (one,), (other,) = before.inputs.surveys, after.inputs.surveys
    assert one.tally.counts.equals(other.tally.counts)
    assert one.tally.respondents == other.tally.respondents == len(ROWS)


def test_respondents_across_lose_their_personal_rows() -> None:
    columns = [
        Column(i, text, role, WHY)
        for i, (text, role) in enumerate(
            zip(HEADER, ("personal", "personal", "item", "item", "comment"), strict=True)
        )
    ]
    layout = Layout(
        "Sheet1", "responses", header_rows=(1,), first_row=2, columns=tuple(columns), transposed=True
    )
    kept = without_personal(survey(across=True), (layout,))
    assert "@example.com" not in texts(kept)
    assert "081-234-5678" not in texts(kept)
    assert kept.sheets[0].cells.column(0).to_pylist() == HEADER
    assert kept.sheets[0].cells.column(1).to_pylist()[2] == ROWS[0][2]


def test_a_sheet_that_nobody_understood_is_not_kept() -> None:
    workbook = survey()
    (sheet,) = without_personal(workbook, (Layout("Sheet1", "other"),)).sheets
    assert (sheet.name, sheet.cells.num_rows) == ("Sheet1", 0)
    assert texts(workbook)
