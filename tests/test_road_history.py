"""Confirm, publish, change something, see the differences, compare with another year; in a real Chromium."""

import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from data.gather import layouts_of
from data.store import Store
from data.workbook import read_path
from tests.conftest import ROOT, Server
from tests.test_road_upload import settled

SAMPLES = sorted((ROOT / "data" / "samples").glob("*.xlsx"))


def go(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.click()
    settled(page)


def publish(page: Page, number: int, note: str) -> None:
    page.get_by_role("textbox", name="Published by (position, needed)").fill("หัวหน้าศูนย์")
    page.get_by_role("textbox", name="Note").fill(note)
    page.get_by_role("button", name=f"Publish as revision {number}").click()
    expect(page.get_by_text(f"Revision {number} · Score")).to_be_visible()
    settled(page)
    expect(page.get_by_text(f"Nothing has changed since revision {number} was published.")).to_be_visible()


def choose(page: Page, box: str, option: str) -> None:
    page.get_by_role("combobox", name=re.compile(box)).click()
    page.get_by_role("option", name=re.compile(option)).first.click()
    settled(page)


def last_year(database: Path) -> None:
    """An assessment of the same unit for the year before, that rests on its survey alone."""
    store = Store(f"sqlite:///{database}")
    (saved,) = store.assessments()
    (survey,) = (read_path(path) for path in SAMPLES if path.name.startswith("survey"))
    made = store.create(saved.unit, saved.fiscal_year - 1, saved.rubric)
    store.add_workbook(made.id, survey, layouts_of(survey))
    store.close()


def test_confirm_publish_change_differences_compare(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/?lang=en")
    settled(page)
    go(page, "Workbooks")
    page.locator("input[type=file]").first.set_input_files(SAMPLES)
    page.get_by_role("button", name="Confirm and show the charts").click(timeout=60_000)
    expect(page).to_have_url(re.compile("/satisfaction"), timeout=60_000)
    settled(page)

    go(page, "Years and revisions")
    publish(page, 1, "sent to the province")

    go(page, "Criteria and evidence")
    page.get_by_text("Overrule what the data proposes").nth(2).click()
    verdict = page.get_by_test_id("stRadio").locator("visible=true")
    verdict.get_by_text("Not met", exact=True).click()
    page.get_by_role("textbox", name="Reason (needed)").locator("visible=true").fill("no plan")
    page.get_by_role("textbox", name=re.compile("Overruled by")).locator("visible=true").fill("auditor")
    page.get_by_role("button", name="Overrule level 3", exact=True).locator("visible=true").click()
    expect(page.get_by_text("Score 8 of 20").first).to_be_visible(timeout=20_000)
    settled(page)

    go(page, "Overview")
    page.get_by_role("link", name=re.compile("Changed since revision 1 was published on")).click()
    settled(page)
    differences = page.get_by_test_id("stTable")
    expect(differences.get_by_text("3 · Used for plans and projects")).to_be_visible()
    expect(differences.get_by_text("Overruled, not met: no plan (auditor)")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Score \(2\)")).click()
    settled(page)
    expect(differences).to_have_count(1)
    expect(differences.get_by_role("row").nth(1)).to_have_text(re.compile("Score now.*16.*8"))
    publish(page, 2, "as the auditor found")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the record of revision").last.click()
    first = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    (score,) = [line["values"] for line in first["record"]["lines"] if line["part"] == "score"]
    assert (first["revision"], score["score"], score["projected"]) == (1, 16, 20)

    last_year(server.database)
    page.get_by_role("radio", name="Compare two").click()
    settled(page)
    expect(page.get_by_text("The two say the same.")).to_be_visible()
    choose(page, "Earlier one", "fiscal year 2560")
    beside = page.get_by_test_id("stTable").first
    expect(beside.get_by_role("row", name=re.compile("Score now"))).to_have_text(re.compile("4 / 20.*8 / 20"))
    expect(beside.get_by_role("row", name=re.compile("Projects that count"))).to_have_text(re.compile("0.*2"))
    expect(page.get_by_text("Only in the later one").first).to_be_visible()

    page.get_by_role("radio", name="Year by year").click()
    settled(page)
    expect(page.get_by_role("heading", name="4 of 20 points in 2560, 8 of 20 in 2561")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
