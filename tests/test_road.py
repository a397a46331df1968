"""The main road in a real Chromium: an empty database, the sample, every page, the summary, an upload."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.conftest import ROOT, Server

PAGES = sorted({path.stem for path in (ROOT / "pages").glob("*.py")} - {"overview", "report"})


def settled(page: Page) -> None:
    """Wait until the app has run and its charts are drawn."""
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    expect(page.locator("[data-stale=true]")).to_have_count(0)


def test_from_an_empty_database_to_the_summary_sheet(
    start_server: Callable[..., Server], page: Page, corpus: Path
) -> None:
    server = start_server()
    page.goto(f"{server.url}/?lang=en")
    page.get_by_role("button", name="Load the sample").click()
    expect(page.get_by_text("16 of 20").first).to_be_visible()
    expect(page.get_by_text("Projected 20").first).to_be_visible()
    settled(page)

    for name in (*PAGES, "report"):
        page.goto(f"{server.url}/{name}?lang=en")
        expect(page.get_by_role("heading").first).to_be_visible()
        settled(page)
        expect(page.get_by_test_id("stException")).to_have_count(0)

    with page.expect_download() as download:
        page.get_by_role("button", name="Download the summary sheet").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    # The page says 16 of 20, and the exact item's distribution is in the satisfaction table.
    assert 16 in cells
    assert 20 in cells
    assert {169, 90, 45, 8, 6} <= {value for value in cells if isinstance(value, int)}

    page.goto(f"{server.url}/workbooks?lang=en")
    page.locator("input[type=file]").set_input_files(corpus / "surveys" / "int214.csv")
    page.get_by_role("button", name="Confirm and show the charts").click()
    expect(page).to_have_url(re.compile("satisfaction"))
    page.get_by_role("combobox", name="Survey").click()
    page.get_by_role("option", name=re.compile("int214")).click()
    settled(page)
    chart = page.locator(".js-plotly-plot").first
    expect(chart).to_be_visible()
    drawn = json.loads(chart.evaluate("plot => JSON.stringify(plot.data.map(trace => trace.customdata))"))
    assert "39" in json.dumps(drawn)


def test_the_first_link_after_a_start_may_lead_to_any_page(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server()
    page.goto(f"{server.url}/rubric?lang=en&digits=thai")
    expect(page.get_by_role("heading", name="Criteria and evidence")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("radio", name="EN")).to_be_checked()
    expect(page.get_by_role("link", name="Satisfaction")).to_be_visible()
    expect(page).to_have_url(re.compile("/rubric.*digits=thai"))
    server.stop()


def test_the_overview_has_a_link_as_the_other_pages_have(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server()
    # The first after a start, which Streamlit takes for a page of its old kind of app, and one after that.
    for _ in range(2):
        page.goto(f"{server.url}/overview?lang=en&digits=thai")
        expect(page.get_by_role("heading", name="Your spreadsheets")).to_be_visible(timeout=60_000)
        expect(page).to_have_url(re.compile("lang=en&digits=thai"))
        settled(page)
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("link", name="Report").click()
    expect(page.get_by_role("heading", name="Report", exact=True)).to_be_visible()
    settled(page)
    # A page may stand in the browser's history twice: as the menu names it, and with the choices in its link.
    for _ in range(2):
        if "/report" in page.url:
            page.go_back()
            settled(page)
    expect(page).to_have_url(re.compile("/overview"))
    expect(page.get_by_role("heading", name="Your spreadsheets")).to_be_visible()
    page.get_by_role("link", name="Overview").click()
    expect(page).to_have_url(f"{server.url}/?lang=en&digits=thai")
    page.goto(f"{server.url}/nosuch?lang=en")
    expect(page.get_by_role("dialog")).to_be_visible()
    server.stop()
