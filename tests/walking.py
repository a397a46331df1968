"""Walking the app without a browser: what tests of pages do on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from ui import cache

ROOT = Path(__file__).resolve().parent.parent


class NavigationPages(PagesManager):
    """AppTest takes a folder called pages/ for the old kind of app, and would skip app.py."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        PagesManager.uses_pages_directory = False
        super().__init__(*arguments, **options)


@contextmanager
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The app on the database that the environment names, nothing remembered of an earlier test."""
    monkeypatch.setattr("streamlit.testing.v1.app_test.PagesManager", NavigationPages)
    st.cache_resource.clear()
    st.cache_data.clear()
    yield visitor()
    cache.store().close()


def visitor() -> AppTest:
    """Somebody who opens the app anew."""
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def click(app: AppTest, label: str) -> None:
    """Press the one button with this label."""
    (button,) = [button for button in app.button if button.label == label]
    button.click().run()
    assert not app.exception


def written(app: AppTest) -> list[Any]:
    """The fields of the page for a line of text, without the one above every page that asks who one is."""
    return [field for field in app.text_input if field.key != "officer"]


def shown(app: AppTest) -> str:
    """All text of the page but that of tables and charts."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.info, app.warning)
    metrics = [f"{metric.label} {metric.value}" for metric in app.metric]
    return "\n".join([*(element.value for kind in kinds for element in kind), *metrics]).replace("\\", "")


def left_open(text: str) -> list[str]:
    """Places for a value that were not filled; marks of an office's form ({{unit}}) are meant so."""
    return re.findall(r"(?<!\{)\{(?!\{)\w*\}?", text)


def go(app: AppTest, page: str) -> AppTest:
    """Open a page by its name."""
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app
