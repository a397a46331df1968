"""From a dropped workbook to its charts in a real Chromium: clean in two clicks, messy with corrections."""

import io
import re
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from playwright.sync_api import Locator, Page, expect

from tests.conftest import Server
from tests.lookalikes import MUCH

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "samples" / "survey-2561.xlsx"
ROW = 35  # height of a row of Streamlit's tables in pixels
ROLE = 420  # where the roles are in the table of columns, from its left


def settled(page: Page) -> None:
    """Wait until the app has run and its charts are drawn."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def drop(page: Page, files: Path) -> None:
    page.locator("input[type=file]").first.set_input_files(files)
    expect(page.get_by_role("button", name="ยืนยันและดูแผนภูมิ")).to_be_visible(timeout=30_000)
    settled(page)


def book(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    made = openpyxl.Workbook()
    made.active.title = "คำตอบ ๒๕๖๙"
    for row in rows:
        made.active.append(list(row))
    made.save(path)
    return path


def messy(path: Path) -> Path:
    """A title, two families of words for one item, an answer on no scale, a phone number, a total row."""
    rows: list[Sequence[object]] = [["แบบสำรวจความพึงพอใจ (ตัวอย่าง)"], []]
    rows.append(["ประทับเวลา", "เบอร์โทรศัพท์", "เพศ", "การบริการ", "ความสะดวก", "ข้อเสนอแนะ"])
    for i in range(30):
        note = "อยากให้เปิดบริการวันเสาร์ด้วย" if i == 5 else None
        answers = ("ดีมาก", "ดี", "พอใช้")[i % 3], "เฉย ๆ มั้ง" if i == 7 else MUCH[i % 5]
        rows.append(
            [
                f"2026-08-{1 + i % 28:02} 09:{i:02}:00",
                f"08100000{i:02}",
                ("ชาย", "หญิง")[i % 2],
                *answers,
                note,
            ]
        )
    rows.append(["รวม", None, None, None, 4.1])
    return book(path, rows)


def open_workbooks(page: Page, url: str) -> None:
    page.goto(f"{url}/?lang=th")
    settled(page)
    page.get_by_role("link", name="แฟ้มข้อมูล").click()
    settled(page)


def edit(page: Page, table: Locator, row: int, x: int, text: str) -> None:
    """Choose another value in a cell of a table that can be edited, with the mouse and the keyboard."""
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + x, box["y"] + ROW * (row + 1) + ROW / 2)
    page.wait_for_timeout(300)
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    settled(page)


def step(page: Page, number: int) -> None:
    settled(page)
    page.get_by_role("radio", name=re.compile(f"^{number} · ")).click()
    settled(page)


def test_a_clean_form_is_two_clicks_from_its_charts(server: Server, page: Page, tmp_path: Path) -> None:
    name = "แบบสำรวจความพึงพอใจ ๒๕๖๑ (การตอบกลับ).xlsx"
    path = tmp_path / name
    path.write_bytes(SAMPLE.read_bytes())
    open_workbooks(page, server.url)
    drop(page, path)
    expect(page.get_by_text(name).first).to_be_visible()
    expect(page.get_by_text("ผู้ตอบ 318 คน ข้อคำถาม 15 ข้อ")).to_be_visible()
    page.get_by_role("button", name="ยืนยันและดูแผนภูมิ").click()
    expect(page).to_have_url(re.compile(r"/satisfaction\?.*assessment=\d+"), timeout=30_000)
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=30_000)
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_messy_workbook_shows_its_questions_and_is_corrected(
    server: Server, page: Page, tmp_path: Path
) -> None:
    open_workbooks(page, server.url)
    drop(page, messy(tmp_path / "ยุ่ง ๒๕๖๙.xlsx"))
    expect(page.get_by_text("“การบริการ” ใช้มาตรวัดใด")).to_be_visible()
    page.get_by_role("button", name="เลือกมาตรวัดนี้", exact=True).first.click()
    expect(page.get_by_text("“การบริการ” ใช้มาตรวัดใด")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"คะแนนรวมทุกข้อ \d+ → \d+"))).to_be_visible()

    table = page.get_by_test_id("stDataFrame").first
    edit(page, table, 3, ROLE, "ไม่ใช้")
    expect(page.get_by_text("ข้อคำถาม 2 → 1")).to_be_visible()

    step(page, 3)
    with page.expect_download() as download:
        page.get_by_role("button", name="ดาวน์โหลดสำเนาที่ระบายสีเซลล์ไว้").click()
    assert download.value.suggested_filename == "ยุ่ง ๒๕๖๙-ตรวจ.xlsx"
    copy = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    sheet = copy["คำตอบ ๒๕๖๙"]
    (noted,) = [
        cell for row in sheet.iter_rows() for cell in row if cell.comment and cell.value == "เฉย ๆ มั้ง"
    ]
    assert noted.coordinate == "E11"
    assert sheet["B4"].value is None

    step(page, 1)
    page.get_by_label("แถวที่จะตัดออกหรือนับ").fill("4-5")
    page.get_by_role("button", name="ไม่นับแถวเหล่านี้").click()
    expect(page.get_by_text("ผู้ตอบแบบสอบถาม 30 → 28")).to_be_visible()
    page.get_by_role("button", name="ยืนยันและดูแผนภูมิ").click()
    expect(page).to_have_url(re.compile("/satisfaction"), timeout=30_000)
    settled(page)
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=30_000)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_whole_folder_is_dropped_at_once(server: Server, page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "แฟ้มทั้งปี"
    folder.mkdir()
    rows = [["เพศ", "ความรวดเร็ว"], *([("ชาย", "หญิง")[i % 2], MUCH[i % 5]] for i in range(12))]
    book(folder / "แบบประเมิน.xlsx", rows)
    (folder / "แบบสำรวจ.xlsx").write_bytes(SAMPLE.read_bytes())
    (folder / "รูป.png").write_bytes(b"no workbook")
    open_workbooks(page, server.url)
    page.get_by_text("ทั้งโฟลเดอร์").click()
    expect(page.locator("input[webkitdirectory]")).to_have_count(1)
    drop(page, folder)
    expect(page.get_by_text("ผู้ตอบ 318 คน ข้อคำถาม 15 ข้อ")).to_be_visible()
    expect(page.get_by_text("ผู้ตอบ 12 คน ข้อคำถาม 1 ข้อ")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
