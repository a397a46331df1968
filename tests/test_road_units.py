"""The units page in a real Chromium: a folder of two units is imported, and a row leads to its overview."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import ROOT, Server
from tests.test_road import settled

PATIENCE = 60_000  # milliseconds for a server's first page, and for working out six workbooks
SAMPLES = ROOT / "data" / "samples"


def test_a_folder_of_two_units_and_a_row_of_the_ranking(server: Server, page: Page, tmp_path: Path) -> None:
    offices = tmp_path / "offices"
    for unit, names in {
        "Muang": ("survey", "projects", "form"),
        "Nuea": ("survey", "form"),
    }.items():
        folder = offices / unit / "2561"
        folder.mkdir(parents=True)
        for name in names:
            shutil.copy(SAMPLES / f"{name}-2561.xlsx", folder)
    page.goto(f"{server.url}/units?lang=en")
    page.get_by_text("Import a folder").first.click(timeout=PATIENCE)
    page.locator("input[type=file]").set_input_files(offices)
    expect(page.get_by_text("5 workbooks of 2 units and years")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Import 2 units and years").click()
    expect(page.get_by_text("All 2 units are imported")).to_be_visible(timeout=PATIENCE)
    settled(page)

    page.get_by_text("All units together").first.click()
    ranking = page.get_by_test_id("stDataFrame").first
    expect(ranking).to_be_visible(timeout=PATIENCE)
    settled(page)
    # The box in front of the first row, drawn on a canvas: Muang has the projects, and so more points.
    ranking.click(position={"x": 15, "y": 35 + 17})
    expect(page.get_by_text("16 of 20").first).to_be_visible(timeout=PATIENCE)
    expect(page).not_to_have_url(re.compile("/units"))
    expect(page).to_have_url(re.compile("assessment="))
    chosen = page.get_by_test_id("stSelectbox").first.locator("input")
    expect(chosen).to_have_value(re.compile("^Muang"))
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_workbook_of_many_units_is_divided_and_its_units_are_ranked(
    server: Server, page: Page, tmp_path: Path
) -> None:
    export = tmp_path / "export" / "2562"
    export.mkdir(parents=True)
    rows = ["D1,5,4"] * 6 + ["D2,2,3"] * 6 + ["D3,4,4"] * 2
    lines = ["หน่วยงาน,ความพึงพอใจ [ก],ความพึงพอใจ [ข]", *rows]
    (export / "province.csv").write_text("\n".join(lines), encoding="utf-8")
    known = tmp_path / "units.csv"
    known.write_text("code,name,kind\nD1,District one,unit\nD2,District two,unit\n", encoding="utf-8")
    page.goto(f"{server.url}/units?lang=en")
    page.get_by_text("List of units").first.click(timeout=PATIENCE)
    page.locator("input[type=file]").set_input_files(known)
    page.get_by_role("button", name="Take over 2 rows").click()
    expect(page.get_by_text("2 units added")).to_be_visible(timeout=PATIENCE)
    settled(page)

    page.get_by_text("Import a folder").first.click()
    page.locator("input[webkitdirectory]").set_input_files(tmp_path / "export")
    page.get_by_role("button", name="Divide and import").click()
    expect(page.get_by_text("All 2 units are imported")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("No unit is called “D3”; its 2 rows were left out")).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
