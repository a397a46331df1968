"""Buttons tell themselves apart by their labels, which is all that a screen reader lists."""

from collections import Counter
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from analytics.facts import Evidence
from analytics.findings import Finding
from data.stored import findings
from tests.conftest import ROOT
from tests.walking import click, go

# They stand in popovers, of which one is open at a time, and its own button says whose they are.
IN_POPOVERS = {"Keep my words", "Leave this sentence out", "Save"}
KINDS = ("button", "download_button", "link_button")


@pytest.fixture
def english(app: AppTest) -> AppTest:
    app.run()
    return app.button_group(key="lang").set_value("en").run()


def labels(app: AppTest) -> list[str]:
    return [element.proto.label for kind in KINDS for element in app.get(kind)]


@pytest.mark.parametrize("page", sorted(path.stem for path in (ROOT / "pages").glob("*.py")))
def test_no_two_buttons_of_a_page_have_the_same_label(english: AppTest, page: str) -> None:
    from ui import cache

    click(english, "Load the sample")
    (saved,) = cache.store().assessments()
    for title in ("Minutes of the meeting", "Plan of the year"):
        link = f"https://example.org/{len(title)}"
        cache.store().add_evidence(saved.id, Evidence(0, title, "link", date(2018, 1, 9), (2,), link), None)
        findings.record(cache.store(), saved.id, Finding(0, f"{title}: too long a wait"))
    go(english, page)
    for toggle in english.toggle:
        toggle.set_value(True)
    english.run()
    assert {
        label: n for label, n in Counter(labels(english)).items() if n > 1 and label not in IN_POPOVERS
    } == {}
