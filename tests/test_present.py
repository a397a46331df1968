"""The meeting in a real Chromium and on the page: keys, links, letters that can be read, and no server."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from tests.conftest import Server
from tests.walking import click, go
from ui import cache, present
from ui.text import words

# Of the slide that is shown: letters below 24 pixels, what reaches over it, and whether it would scroll.
UNFIT = """
slide => {
  const box = slide.getBoundingClientRect(), found = [];
  if (box.width !== 1280 || box.height !== 720) found.push(["size", box.width, box.height]);
  if (slide.scrollHeight > slide.clientHeight) found.push(["scrolls"]);
  if (slide.scrollWidth > slide.clientWidth) found.push(["scrolls aside"]);
  for (const each of slide.querySelectorAll("*")) {
    const own = [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || each.closest(".spoken")) continue;
    const place = each.getBoundingClientRect(), text = each.textContent.slice(0, 40);
    const beside = place.right > box.right || place.left < box.left;
    if (parseFloat(getComputedStyle(each).fontSize) < 23.99) found.push(["small", text]);
    if (beside || place.bottom > box.bottom) found.push(["out", text]);
    if (each.clientHeight && each.scrollHeight > each.clientHeight + 2) found.push(["clipped", text]);
  }
  return found;
}
"""


# A finger put down in the middle and lifted so many pixels to the right and down.
FINGER = """(stage, [across, down]) => {
  for (const [name, x, y] of [["touchstart", 300, 300], ["touchend", 300 + across, 300 + down]]) {
    const finger = new Touch({ identifier: 1, target: stage, clientX: x, clientY: y });
    stage.dispatchEvent(new TouchEvent(name, { changedTouches: [finger], bubbles: true, cancelable: true }));
  }
}"""


def shown(page: Page) -> str | None:
    return page.locator(".slide:not([hidden])").get_attribute("data-key")


def press(page: Page, *names: str) -> str | None:
    for name in names:
        page.keyboard.press(name)
    return shown(page)


def every_slide_fits(page: Page) -> list[str]:
    """The keys of all slides, each looked at in full screen."""
    press(page, "Home")
    keys = []
    for _ in range(page.locator(".slide").count()):
        slide = page.locator(".slide:not([hidden])")
        keys.append(str(shown(page)))
        assert slide.evaluate(UNFIT) == [], keys[-1]
        press(page, "PageDown")
    return keys


def test_a_meeting_is_held_from_the_keyboard_with_the_server_gone(
    start_server: Callable[..., Server], page: Page
) -> None:
    server = start_server()
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{server.url}/?lang=en")
    page.get_by_role("button", name="Load the sample").click(timeout=60_000)
    expect(page.get_by_text("16 of 20").first).to_be_visible(timeout=60_000)

    # A link opens at a slide; keys work at once, and the link follows.
    page.goto(f"{server.url}/present?lang=en&slide=items")
    expect(page.locator('.slide[data-key="items"]')).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=60_000)
    assert press(page, "ArrowRight") == "groups"
    expect(page).to_have_url(re.compile("slide=groups"))
    assert press(page, "ArrowLeft", "PageUp") == "satisfaction"
    assert press(page, " ", "ArrowDown", "PageDown") == "projects"
    assert press(page, "End") == "method" and press(page, "ArrowRight") == "method"
    assert press(page, "Home") == "cover" and press(page, "ArrowLeft") == "cover"
    expect(page.locator(".live")).to_have_text(re.compile("^1 of 9. "))
    expect(page.locator(".notes")).to_be_hidden()
    press(page, "ArrowRight", "n")
    expect(page.locator(".notes")).to_contain_text("SHA-256")
    press(page, "n")

    # Full screen, every slide of both languages fits a projector.
    press(page, "f")
    page.wait_for_function("document.fullscreenElement !== null")
    english = every_slide_fits(page)
    press(page, "f")
    page.wait_for_function("document.fullscreenElement === null")
    page.goto(f"{server.url}/present?lang=th&digits=thai")
    expect(page.locator('.slide[data-key="cover"]')).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="เต็มจอ").click()
    page.wait_for_function("document.fullscreenElement !== null")
    assert every_slide_fits(page) == english
    expect(page.locator("h1")).to_have_count(1)
    for chart in page.locator("[role=img]").all():
        assert chart.get_attribute("aria-label")

    # A finger: to the left, to the right, down.
    press(page, "Home")
    stage = page.locator(".stage")
    stage.evaluate(FINGER, [-80, 10])
    assert shown(page) == english[1]
    stage.evaluate(FINGER, [80, 10])
    assert shown(page) == english[0]
    stage.evaluate(FINGER, [20, 0])  # no more than a tap
    assert shown(page) == english[0]
    stage.evaluate(FINGER, [10, 90])
    page.wait_for_function("document.fullscreenElement === null")
    page.get_by_role("button", name="เต็มจอ").click()
    page.wait_for_function("document.fullscreenElement !== null")

    # The network is gone: the meeting goes on.
    server.stop()
    page.wait_for_timeout(3000)
    press(page, "Home")
    assert [press(page, "PageDown") for _ in english[1:]] == english[1:]
    expect(page).to_have_url(re.compile("slide=method"))
    press(page, "f")
    page.wait_for_function("document.fullscreenElement === null")
    page.wait_for_timeout(3000)
    assert press(page, "Home", "ArrowRight") == "score"


@pytest.fixture
def meeting(app: AppTest) -> AppTest:
    """The meeting's page with the sample, in English."""
    app.query_params["lang"] = "en"
    app.run()
    click(app, "Load the sample")
    return go(app, "present")


def kept() -> dict[str, Any]:
    (saved,) = cache.store().assessments()
    return dict(cache.store().setting(saved.id, present.SETTING) or {})


def test_an_officer_hides_moves_and_annotates_a_slide(meeting: AppTest) -> None:
    (saved,) = cache.store().assessments()
    meeting.selectbox(key=f"slide-{saved.id}").set_value("groups").run()
    click(meeting, "Hide this slide")
    click(meeting, "Earlier")
    assert kept()["hidden"] == {"groups": True}
    order = kept()["order"]
    natural = [slide.key for slide in cache.agenda(saved, "en", "arabic")]
    assert order.index("groups") == natural.index("groups") - 1
    meeting.text_input(key=f"remark-{saved.id}-groups-mine-line").set_value("Ask the front desk")
    click(meeting, "Keep")
    assert kept()["remarks"] == {"groups": "Ask the front desk"}
    (slide,) = [s for s in cache.slides(cache.store().assessments()[0], words("en")) if s.key == "groups"]
    assert (slide.hidden, slide.remark) == (True, "Ask the front desk")
    click(meeting, "Show this slide")
    click(meeting, "Everything as it comes")
    assert kept() == {}


def test_the_slides_in_one_file_ask_nothing_of_the_network(meeting: AppTest) -> None:
    (saved,) = cache.store().assessments()
    says = words("en")
    page = present.alone(cache.slides(saved, says), saved, says).decode()
    assert page.count("@font-face") == 3 and "data:font/ttf;base64," in page
    assert not re.search(r'(?:src|href)="?https?:|url\("?https?:|import\(', page)
    assert "\\u003csection" in page and "16 of 20 points" in page
