"""The rubric pages in a real Chromium: what if, overrule, evidence; a new version from file to score."""

import re
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from data.definitions import shipped_text
from tests.conftest import Server
from tests.test_road import settled

PATIENCE = 20_000  # milliseconds for a run of the page
MET = re.compile("Overruled by Head of the centre")


def sample(server: Server, page: Page) -> None:
    """The worked example on this server: 16, projected 20."""
    page.goto(f"{server.url}/?lang=en")
    load = page.get_by_role("button", name="Load the sample")
    score = page.get_by_text("16 of 20").first
    expect(load.or_(score).first).to_be_visible(timeout=60_000)
    if load.is_visible():
        load.click()
    expect(score).to_be_visible(timeout=60_000)


def opened(page: Page, url: str, text: str | re.Pattern[str]) -> None:
    """A page in a new tab's state, once it shows this."""
    page.goto(url)
    expect(page.get_by_text(text).first).to_be_visible(timeout=60_000)


def level(page: Page, number: int) -> Locator:
    """The part of the page that belongs to a level's overrule: forms stand in the order of the levels."""
    return (
        page.get_by_test_id("stExpander").filter(has_text="Overrule what the data proposes").nth(number - 1)
    )


def pressed(button: Locator, shown: Locator) -> None:
    """Press until what it leads to is there: a press is lost where the page is drawn anew at that moment."""
    for _ in range(3):
        button.click()
        with suppress(AssertionError):
            expect(shown).to_be_visible()
            return
    expect(shown).to_be_visible(timeout=PATIENCE)


def test_what_if_overrule_and_evidence(server: Server, page: Page, tmp_path: Path) -> None:
    sample(server, page)
    opened(page, f"{server.url}/rubric?lang=en", "Score 16 of 20, projected 20")

    page.get_by_role("tab", name="What if").click()
    added = page.get_by_role("spinbutton", name="New completed projects from citizens")
    added.fill("1")
    added.press("Enter")
    metric = page.get_by_test_id("stMetric").filter(has_text="Score, if so")
    expect(metric).to_contain_text("20 of 20", timeout=PATIENCE)
    expect(metric).to_contain_text("+4")
    expect(page.get_by_text("Score 16 of 20, projected 20")).to_be_visible(timeout=PATIENCE)
    settled(page)

    page.get_by_role("tab", name="Levels").click()
    settled(page)  # a tab that is opened runs the page anew
    form = level(page, 5)
    form.locator("summary").click()
    pressed(
        form.get_by_role("button", name="Overrule"), form.get_by_text("Give the reason and your position")
    )
    form.get_by_text("Counts as met", exact=True).click()
    form.get_by_role("textbox", name="Reason").fill("Seen on site")
    form.get_by_role("textbox", name="Overruled by").fill("Head of the centre")
    form.get_by_role("button", name="Overrule").click()
    expect(page.get_by_text("Score 20 of 20, projected 20")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(MET)).to_be_visible(timeout=PATIENCE)
    opened(page, f"{server.url}/rubric?lang=en", MET)
    settled(page)
    level(page, 5).locator("summary").click()
    level(page, 5).get_by_role("button", name="Take the overrule of level 5 back").click()
    expect(page.get_by_text("Score 16 of 20, projected 20")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text(MET)).to_have_count(0, timeout=PATIENCE)
    settled(page)

    minutes = tmp_path / "รายงานการประชุม.pdf"
    minutes.write_bytes(b"%PDF-1.4 made up")
    page.get_by_role("tab", name="Evidence register").click()
    page.get_by_role("textbox", name="Title of the document").fill("Minutes of the meeting")
    page.locator("input[type=file]").last.set_input_files(minutes)
    expect(page.get_by_text(minutes.name)).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Register").click()
    register = page.get_by_role("tab", name="Evidence register")
    expect(page.get_by_text("Entries: 1")).to_be_visible(timeout=PATIENCE)
    expect(register).to_have_attribute("aria-selected", "true")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").click()
    assert Path(download.value.path()).read_bytes() == minutes.read_bytes()
    assert download.value.suggested_filename == minutes.name
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_new_version_from_file_to_score(server: Server, page: Page) -> None:
    sample(server, page)
    page.goto(f"{server.url}/rubrics?lang=en")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this version").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text == shipped_text("participation-2561")
    changed = text.replace('version = "1"', 'version = "2"').replace("minimum = 3", "minimum = 2")

    page.get_by_role("tab", name="New version").click()
    drop = page.locator("input[type=file]")
    drop.set_input_files(
        {
            "name": "a.toml",
            "mimeType": "text/plain",
            "buffer": changed.replace("points = 8", "points = 99").encode(),
        }
    )
    expect(page.get_by_text("Levels and their points must rise from one to the next")).to_be_visible(
        timeout=PATIENCE
    )
    page.locator("input[type=file]").set_input_files(
        {"name": "b.toml", "mimeType": "text/plain", "buffer": changed.encode()}
    )
    expect(page.get_by_text("1 of 1 saved assessment would change.")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("textbox", name="Adopted by").fill("Director")
    page.get_by_role("button", name="Adopt", exact=True).click()
    expect(page.get_by_text("Version 2 of participation-2561 holds from now on.")).to_be_visible(
        timeout=PATIENCE
    )
    # Level 5 asks for two completed projects now, as level 4 does: 16 becomes 20.
    opened(page, f"{server.url}/?lang=en", "20 of 20")
    opened(page, f"{server.url}/rubric?lang=en", "Score 20 of 20")
    page.get_by_role("tab", name="Finding → project → level").click()
    expect(
        page.get_by_role("heading", name=re.compile("has a finding or a statement behind it"))
    ).to_be_visible(timeout=PATIENCE)
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
