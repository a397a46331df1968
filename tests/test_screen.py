"""Charts are laid out for the window that they are seen in, and their figures are one press away as data."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from streamlit.testing.v1 import AppTest

from analytics import csv_files
from tests.conftest import Server
from tests.test_access import opened, settled
from tests.walking import click, go
from ui import cache
from ui.screen import ROOM, Screen

# Letters of a chart that lie over each other or beyond its edge; a line's own leading may be shared.
CROWDED = """() => {
  const found = [];
  for (const chart of document.querySelectorAll(".js-plotly-plot")) {
    const edge = chart.querySelector(".main-svg").getBoundingClientRect();
    const texts = [...chart.querySelectorAll(".annotation-text-g text, .legendtext, .xtick text")]
      .map((each) => [each.textContent, each.getBoundingClientRect()]).filter(([, box]) => box.width);
    texts.forEach(([text, box], at) => {
      if (box.left < edge.left - 1 || box.right > edge.right + 1) found.push(["cut", text]);
      for (const [other, beside] of texts.slice(at + 1)) {
        const across = Math.min(box.right, beside.right) - Math.max(box.left, beside.left);
        const down = Math.min(box.bottom, beside.bottom) - Math.max(box.top, beside.top);
        if (across > 2 && down > 6) found.push([text, other]);
      }
    });
  }
  return found;
}"""
# How wide the widest margin beside bars is, of all charts of the page.
BESIDE = """() => Math.max(...[...document.querySelectorAll(".js-plotly-plot")].map(
  (chart) => chart._fullLayout ? chart._fullLayout.margin.l : 0))"""


@pytest.fixture(scope="module")
def with_sample(server: Server, browser: Browser) -> Server:
    """A server that has the sample."""
    page = browser.new_page()
    page.goto(f"{server.url}/?lang=en")
    page.get_by_role("button", name="Load the sample").first.click()
    expect(page.get_by_test_id("stPlotlyChart").first).to_be_visible(timeout=60_000)
    page.close()
    return server


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", ["overview", "satisfaction", "projects"])
def test_on_a_phone_labels_stand_over_their_bars_and_clear_of_each_other(
    with_sample: Server, page: Page, name: str, language: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, with_sample, name, language)
    page.wait_for_function(f"({BESIDE})() < 20 && document.querySelectorAll('.js-plotly-plot').length > 0")
    page.wait_for_timeout(500)
    assert page.evaluate(CROWDED) == []


def test_a_window_made_wide_gets_the_layout_for_it(with_sample: Server, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, with_sample, "satisfaction", "th")
    page.wait_for_function(f"({BESIDE})() < 20")
    page.set_viewport_size({"width": 1280, "height": 844})
    page.wait_for_function(f"({BESIDE})() > 200")  # labels of a third of the page, beside their bars


def test_a_phone_is_known_before_its_page_has_said_how_wide_it_is(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Screen] = []

    def draw(*args: Any, **more: Any) -> Any:
        asked.append(args[4])
        return chart(*args, **more)

    chart = cache.chart
    monkeypatch.setattr(cache, "chart", draw)
    app.query_params["lang"] = "en"
    app.run()
    click(app, "Load the sample")
    go(app, "projects")
    assert {one.width for one in asked[-2:]} == {960}
    monkeypatch.setattr("ui.screen._named_phone", lambda: True)
    app.run()
    assert {one.width for one in asked[-2:]} == {ROOM[360]} == {294}


def test_a_column_is_narrower_only_where_columns_stand_side_by_side() -> None:
    assert Screen(dark=False, width=960).part(0.75).width == 0.75 * 960
    assert Screen(dark=True, width=324).part(0.75) == Screen(dark=True, width=324)


def test_the_figures_of_a_chart_are_one_press_away_as_data(
    with_sample: Server, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{with_sample.url}/projects?lang=th&digits=thai")
    page.get_by_role("button", name="(.csv)").nth(1).wait_for()  # that of the chart below; both are drawn
    settled(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="(.csv)").first.click()
    content = Path(saved.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    counts = [int(cell) for row in rows[1:] for cell in row if cell.isdecimal()]
    assert counts and all(cell.isascii() for row in rows[1:] for cell in row if cell.isdecimal())


def test_data_are_numbers_and_never_formulas() -> None:
    made = csv_files.figures(
        ["ข้อ", "n"],
        [["=1+1", "๑๒,๙๓๕"], ["ปี ๒๕๖๑", "-1.50"], ["–", "12.5%"], ["-ไม่มี", "1,2"], ["@a", "−๐.๕"]],
    )
    assert list(csv.reader(io.StringIO(made.decode("utf-8-sig")))) == [
        ["ข้อ", "n"],
        ["'=1+1", "12935"],
        ["ปี ๒๕๖๑", "-1.50"],
        ["", "12.5%"],
        ["'-ไม่มี", "1,2"],
        ["'@a", "-0.5"],
    ]


def test_a_pressed_step_shows_what_the_level_rests_on(with_sample: Server, page: Page) -> None:
    opened(page, with_sample, "overview", "en")
    steps = page.locator(".js-plotly-plot .bars path")
    steps.first.wait_for()
    expect(page.get_by_text("projects-2561.xlsx")).to_have_count(0)
    steps.nth(3).click(
        force=True
    )  # Plotly hears it above the bars; level 4: two completed projects from citizens
    expect(page.get_by_role("heading", name="Level 4 · 16 points · Counted")).to_be_visible()
    expect(page.get_by_text("projects-2561.xlsx")).to_have_count(2)


def test_a_pressed_cell_opens_the_unit(with_sample: Server, page: Page) -> None:
    opened(page, with_sample, "units", "en")
    cells = page.locator(".js-plotly-plot .bars path")
    cells.first.wait_for()
    cells.first.click(force=True)
    expect(page.get_by_role("heading", name="16 of 20 points")).to_be_visible(timeout=20_000)
