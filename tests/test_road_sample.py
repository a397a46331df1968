"""Of whom a survey speaks, entered as fast as hands do it, is there for whoever comes next; in a browser."""

from playwright.sync_api import Browser, Page, expect

from data.gather import layouts_of
from data.store import Store
from data.workbook import read_path
from tests.conftest import ROOT, Server
from tests.test_road_upload import settled


def opened(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/satisfaction?lang=en")
    expect(page.get_by_role("radio", name="Sample size")).to_be_visible(timeout=60_000)
    settled(page)
    page.get_by_role("radio", name="Sample size").click()
    settled(page)


def test_ones_own_presses_in_a_row_are_no_other_officers_change(
    server: Server, page: Page, browser: Browser
) -> None:
    store = Store(f"sqlite:///{server.database}")
    saved = store.create("Made-up centre", 2561, "participation-2561")
    survey = read_path(ROOT / "data" / "samples" / "survey-2561.xlsx")
    store.add_workbook(saved.id, survey, layouts_of(survey))
    store.close()

    opened(page, server)
    people = page.get_by_label("People the survey speaks for (N)")
    people.fill("400")
    people.press("Enter")
    expect(page.get_by_text("318 respondents of 400 are enough for a margin of ±5.00")).to_be_visible(
        timeout=20_000
    )
    more = page.get_by_test_id("stNumberInputStepUp").last
    for _ in range(3):  # 5.0, 5.5, 6.0, 6.5: each before the page is drawn anew
        more.click()
    wanted = "318 respondents of 400 are enough for a margin of ±6.50"
    expect(page.get_by_text(wanted)).to_be_visible(timeout=20_000)
    settled(page)
    expect(page.get_by_role("dialog")).to_have_count(0)

    other = browser.new_context().new_page()
    opened(other, server)
    expect(other.get_by_text(wanted)).to_be_visible(timeout=20_000)
    expect(other.get_by_label("People the survey speaks for (N)")).to_have_value("400")
    expect(other.get_by_label("Margin of error (e), percent")).to_have_value("6.5")
    other.context.close()
