"""Everybody can use it: axe-core on every page, the main road by keyboard, the tour, help with words."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect
from streamlit.testing.v1 import AppTest

from tests.conftest import ROOT, Server
from tests.walking import click, go
from ui import glossary

PAGES = tuple(sorted({path.stem for path in (ROOT / "pages").glob("*.py")} - {"overview"}))
PATIENCE = 30_000
MAIN = ("satisfaction", "rubric", "report")
EMPTY = ("workbooks", "trail")
# What has to be opened to be seen: page → how its tabs and sections begin, in English.
INNER = {
    "rubric": ("What if", "Evidence register", "Finding → project → level", "History"),
    "history": ("Compare two", "Year by year"),
    "units": ("List of units", "Import a folder"),
    "rubrics": ("New version", "Rules"),
}


@dataclass(frozen=True)
class Allowed:
    """A finding that Streamlit causes: the rule, and a pattern that the element's markup begins with."""

    rule: str
    element: re.Pattern[str]


# docs/accessibility.md says of each why it can't be mended here, and what it means for people.
ALLOWED: tuple[Allowed, ...] = ()


def settled(page: Page) -> None:
    """Wait until the app has run and its pictures are drawn."""
    for waiting in ("stStatusWidget", "stSkeleton"):
        expect(page.get_by_test_id(waiting)).to_have_count(0, timeout=PATIENCE)
    expect(page.locator("[data-stale=true]")).to_have_count(0, timeout=PATIENCE)
    expect(page.get_by_test_id("stException")).to_have_count(0)


def opened(page: Page, server: Server, name: str, language: str) -> None:
    page.goto(f"{server.url}/{'' if name == 'overview' else name}?lang={language}")
    page.get_by_test_id("stMain").locator("h1, h2").first.wait_for()
    settled(page)
    expect(page.locator("html")).to_have_attribute("lang", language)


def findings(page: Page, where: str) -> list[str]:
    """What axe-core finds serious or critical, or wrong with headings, and nobody has allowed."""
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{where}: {rule['id']} ({rule['impact']}) at {node['target']}: {node['html'][:200]}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical") or rule["id"] == "heading-order"
        for node in rule["nodes"]
        if not any(one.rule == rule["id"] and one.element.match(node["html"]) for one in ALLOWED)
    ]


def led_to(page: Page, name: str, more: str) -> None:
    """Press the page's name in the navigation, below “More” where it is not in sight."""
    link = page.get_by_test_id(re.compile("stTopNav(Dropdown)?Link$")).and_(
        page.locator(f"a[href$='/{name}']")
    )
    if not link.count():
        page.get_by_test_id("stHeader").get_by_text(more).click()
    link.first.click()
    expect(page).to_have_url(re.compile(f"/{name}\\b"), timeout=PATIENCE)
    page.wait_for_timeout(200)
    settled(page)


def test_no_page_has_a_serious_finding(start_server: Callable[..., Server], browser: Browser) -> None:
    server = start_server()
    found: list[str] = []

    def look(names: tuple[str, ...], language: str, theme: Any, inner: bool = False) -> None:
        more = "More" if language == "en" else "เพิ่มเติม"
        with browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=theme) as context:
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            opened(page, server, "overview", language)
            found.extend(findings(page, f"overview ({language}, {theme})"))
            for name in names:
                led_to(page, name, more)
                found.extend(findings(page, f"{name} ({language}, {theme})"))
                for part in INNER.get(name, ()) if inner else ():
                    page.get_by_test_id("stMain").get_by_text(re.compile(f"^{part}")).first.click()
                    page.wait_for_timeout(200)
                    settled(page)
                    found.extend(findings(page, f"{name}: {part} ({language}, {theme})"))

    look(EMPTY, "th", "light")
    with browser.new_context() as context:
        page = context.new_page()
        opened(page, server, "overview", "en")
        page.get_by_role("button", name="Load the sample").click()
        expect(page.get_by_text("16 of 20").first).to_be_visible(timeout=PATIENCE)
    look(PAGES, "th", "light")
    look(PAGES, "en", "dark", inner=True)
    look(MAIN, "th", "dark")
    look(MAIN, "en", "light")
    assert found == []


def focused(page: Page) -> str:
    """The name of the control that has the focus; nothing where it is on none."""
    name: str = page.evaluate(
        """() => {
            const at = document.activeElement;
            if (!at.matches('a, button, input, textarea, summary, [role=radio], [role=tab]')) return '';
            return (at.getAttribute('aria-label') || at.textContent || at.closest('label')?.textContent || '')
                .trim();
        }"""
    )
    return name


def focus_is_seen(page: Page) -> bool:
    """Whether what has the focus, or what is drawn around it, looks different without it."""
    seen: bool = page.evaluate(
        """async () => {
            const at = document.activeElement;
            const around = [at, at.parentElement, at.parentElement.parentElement, at.closest('label')];
            const drawn = [...around, ...at.children].filter(Boolean);
            const drawing = () => new Promise(done => setTimeout(done, 100));
            const look = () => drawn.map(one => {
                const style = getComputedStyle(one);
                return [style.outline, style.boxShadow, style.borderColor, style.backgroundColor].join();
            }).join();
            const still = document.createElement('style');
            still.textContent = '* {transition: none !important}';
            document.head.append(still);
            const focused = look();
            at.blur();
            await drawing();
            const blurred = look();
            at.focus({focusVisible: true});
            still.remove();
            await drawing();
            return focused !== blurred;
        }"""
    )
    return seen


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until something with this in its name has the focus; it must be seen to have it."""
    passed: list[str] = []
    while name not in "".join(passed[-1:]):
        assert len(passed) < most, f"Tab never reached “{name}”, but {passed}"
        page.keyboard.press("Tab")
        passed.append(focused(page))
    assert focus_is_seen(page), f"nobody sees that “{name}” has the focus"


def test_the_keyboard_alone_walks_the_main_road(start_server: Callable[..., Server], page: Page) -> None:
    server = start_server()
    opened(page, server, "overview", "th")
    tab_to(page, "เปิดข้อมูลตัวอย่าง")
    page.keyboard.press("Enter")
    expect(page.get_by_text("16 / 20").first).to_be_visible(timeout=PATIENCE)
    settled(page)

    page.evaluate("document.activeElement.blur()")
    tab_to(page, "ไทย")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_text("16 of 20").first).to_be_visible(timeout=PATIENCE)
    settled(page)

    page.evaluate("document.activeElement.blur()")
    tab_to(page, "Criteria and evidence")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/rubric"), timeout=PATIENCE)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dimension 3", timeout=PATIENCE)
    settled(page)
    tab_to(page, "Levels")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing here is saved.")).to_be_visible(timeout=PATIENCE)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    tab_to(page, "What level")
    page.keyboard.press("Enter")
    expect(page.get_by_text("survey-2561.xlsx", exact=False).first).to_be_visible(timeout=PATIENCE)

    page.evaluate("document.activeElement.blur()")
    tab_to(page, "Report")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Report", timeout=PATIENCE)
    settled(page)
    saving = page.get_by_role("button", name="Download the summary sheet")
    expect(saving).to_be_visible(timeout=PATIENCE)
    tab_to(page, "Download the summary sheet")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def tour_at(app: AppTest) -> str:
    return "\n".join(caption.value for caption in app.caption if "A short tour" in caption.value)


@pytest.fixture
def english(app: AppTest) -> AppTest:
    app.run()
    return app.button_group(key="lang").set_value("en").run()


def test_the_tour_has_five_steps_at_most_and_goes_on_with_the_sample(english: AppTest) -> None:
    assert tour_at(english) == "A short tour, 1 of 5"
    click(english, "Load the sample")
    assert tour_at(english) == "A short tour, 1 of 5"
    for step in range(2, 6):
        click(english, "Next step")
        assert tour_at(english) == f"A short tour, {step} of 5"
    click(english, "Step before")
    assert tour_at(english) == "A short tour, 4 of 5"
    click(english, "Next step")
    click(english, "End the tour")
    assert tour_at(english) == ""


def test_a_skipped_tour_stays_away_until_it_is_asked_for(english: AppTest) -> None:
    click(english, "Skip the tour")
    assert tour_at(english) == ""
    click(english, "Load the sample")
    assert tour_at(english) == ""
    go(english, "glossary")
    click(english, "Show the short tour")
    assert tour_at(english) == "A short tour, 1 of 5"


def test_who_comes_later_is_not_toured(english: AppTest) -> None:
    click(english, "Load the sample")
    later = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert tour_at(later.button_group(key="lang").set_value("en").run()) == ""


def test_help_is_the_glossarys(english: AppTest) -> None:
    click(english, "Load the sample")
    helps = {metric.label: metric.help for metric in english.metric}
    told = {entry.word: entry.meaning for entry in glossary.entries()}
    assert helps["Score now"] == told["score"]
    click(english, "Skip the tour")
    english.button_group(key="lang").set_value("th").run()
    assert {metric.label: metric.help for metric in english.metric}["คะแนนขณะนี้"] == next(
        entry.meaning_thai for entry in glossary.entries() if entry.word == "score"
    )


def asked_for() -> set[str]:
    """The words that pages ask the glossary for by name."""
    words = set()
    for path in [*(ROOT / "pages").glob("*.py"), *(ROOT / "ui").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "meaning":
                words |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    return words


def test_every_word_with_help_is_in_the_glossary() -> None:
    from ui.levels import EXPLAINED

    known = {entry.word for entry in glossary.entries()}
    asked = asked_for() | set(EXPLAINED.values())
    assert {"score", "projected score", "top-two box", "base", "claimed", "met, held back"} <= asked
    assert asked <= known
