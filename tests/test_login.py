"""A login, where one is set up: nobody in without it, its name in the history, some things for keepers."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from analytics.facts import Statement
from data.definitions import shipped_text
from data.many.unit_list import UnitLine
from data.store import Store
from data.stored import audit, publications, rubric_files
from data.stored.audit import Person
from data.stored.rights import NotAllowed, barrier, keepers
from data.stored.units import add_unit, assign, import_units, move_unit, rename_unit, units
from tests.conftest import Server
from tests.walking import click, go, shown
from ui import cache, officer
from ui.text import words

KEEPER = Person("Malee (malee@example.go.th)", "malee@example.go.th", login=True)
OTHER = Person("Somchai (somchai@example.go.th)", "somchai@example.go.th", login=True)
UNSURE = Person("Malee (malee@example.go.th)", None, login=True)
ALONE = Person("นักวิชาการ")
ABOUT = "/.well-known/openid-configuration"
LIST = "Malee@Example.go.th; boss@example.go.th"


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Callable[[Person], None]:
    """enter(person): who is at work from now on."""

    def one(person: Person) -> None:
        monkeypatch.setattr(audit, "_door", lambda: person)

    return one


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    opened = Store(database)
    yield opened
    opened.close()


def stricter() -> str:
    return shipped_text("participation-2561").replace('version = "1"', 'version = "2"')


LINE = UnitLine("8", "ใหม่", "unit", "", None, None, "s", 2)
GUARDED: dict[str, Callable[[Store, int], object]] = {
    "adopt": lambda store, id: rubric_files.adopt(store, stricter(), "x"),
    "back": lambda store, id: rubric_files.back_to_shipped(store, "participation-2561", "x"),
    "add": lambda store, id: add_unit(store, "9", "ใหม่", "unit"),
    "rename": lambda store, id: rename_unit(store, units(store)[0].id, "อื่น"),
    "move": lambda store, id: move_unit(store, units(store)[0].id, units(store)[1].id),
    "import": lambda store, id: import_units(store, [LINE]),
    "assign": lambda store, id: assign(store, id, units(store)[0].id),
    "delete": lambda store, id: publications.delete(store, store.assessments()[0], 0),
    "remove": lambda store, id: store.delete(id),
}


@pytest.mark.parametrize("what", GUARDED)
def test_where_it_is_changed_it_is_checked(
    store: Store, what: str, enter: Callable[[Person], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAISAAT_KEEPERS", LIST)
    id = store.create("A", 2561, "participation-2561").id
    add_unit(store, "1", "หน่วย", "unit")
    add_unit(store, "2", "จังหวัด", "province")
    if what == "back":
        rubric_files.adopt(store, stricter(), "x")
    before = store.changes()
    for person in (OTHER, UNSURE, Person(None, None, login=True)):
        enter(person)
        with pytest.raises(NotAllowed) as refused:
            GUARDED[what](store, id)
        assert "malee@example.go.th, boss@example.go.th" in words("th").say(refused.value.problem.remedy)
        assert store.changes() == before, "nothing was changed"
    enter(KEEPER)
    GUARDED[what](store, id)
    made = store.changes()[: len(store.changes()) - len(before)]
    assert made and {change.who for change in made} == {KEEPER.name}


def test_who_may_without_a_login_or_a_list(
    enter: Callable[[Person], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SAISAAT_KEEPERS", raising=False)
    assert keepers() == ()
    for person, refused in ((ALONE, False), (OTHER, False), (Person(None, login=True), True)):
        enter(person)
        assert (barrier("rubrics") is not None) is refused, person
    monkeypatch.setenv("SAISAAT_KEEPERS", LIST)
    assert keepers() == ("malee@example.go.th", "boss@example.go.th")
    for person, refused in ((ALONE, False), (OTHER, True), (UNSURE, True), (KEEPER, False)):
        enter(person)
        assert (barrier("units") is not None) is refused, person


def test_the_history_names_who_is_logged_in_whatever_was_written(
    store: Store, enter: Callable[[Person], None]
) -> None:
    id = store.create("A", 2561, "participation-2561").id
    for person, named in ((ALONE, "ผู้อื่น"), (OTHER, OTHER.name)):
        enter(person)
        store.state(id, 2, [Statement(2, f"ประชุม {named}", who="ผู้อื่น")])
        assert store.changes(id, limit=1)[0].who == named
        store.keep(id, "slides", [named])
        assert store.changes(id, limit=1)[0].who == person.name


# --- The pages -----------------------------------------------------------------------------------


def logged_in(app: AppTest, **claims: Any) -> AppTest:
    """The app as somebody who is logged in sees it, in English."""
    app.secrets["auth"] = {"redirect_uri": "x", "cookie_secret": "x"}
    app.query_params["lang"] = "en"
    app.user = {"is_logged_in": True, **claims}
    return app


def test_nothing_is_shown_before_one_is_logged_in(app: AppTest) -> None:
    app.secrets["auth"] = {"redirect_uri": "x", "cookie_secret": "x"}
    app.user = {"is_logged_in": False}
    app.run()
    assert not app.exception
    assert [button.label for button in app.button] == ["เข้าสู่ระบบ"]
    assert (len(app.title), len(app.selectbox), len(app.button_group)) == (1, 0, 0)
    app.user = {"is_logged_in": True, "name": "สมชาย", "email": "somchai@example.go.th"}
    app.run()
    assert not app.exception
    assert "เปิดข้อมูลตัวอย่าง" in [button.label for button in app.button]


def test_each_provider_has_a_button_of_its_own(app: AppTest) -> None:
    shared = {"redirect_uri": "x", "cookie_secret": "x", "client_kwargs": {"prompt": "login"}}
    alone = {**shared, "client_id": "1"}
    assert officer.providers(shared) == officer.providers(alone) == (None,)
    named = {"microsoft": {"client_id": "2"}, "thaid": {"client_id": "3"}}
    assert officer.providers({**alone, **named}) == (None, "microsoft", "thaid")
    app.secrets["auth"] = {**shared, **named}
    app.query_params["lang"] = "en"
    app.user = {"is_logged_in": False}
    app.run()
    assert [button.label for button in app.button] == ["Log in with Microsoft", "Log in with Thaid"]


def test_secrets_that_cannot_be_read_let_nobody_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "secrets.toml"
    monkeypatch.setattr("ui.officer.st.get_option", lambda name: [str(broken)])
    monkeypatch.setattr("ui.officer.st.secrets.load_if_toml_exists", lambda: False)
    officer.login.clear()
    assert not officer.login()
    broken.write_text("[auth\n")
    assert not officer.login(), "as it was when the server started"
    officer.login.clear()
    assert officer.login()
    officer.login.clear()


@pytest.mark.parametrize(
    ("claims", "name", "address"),
    [
        ({"name": "สมชาย", "email": "Somchai@Example.go.th"},
         "สมชาย (Somchai@Example.go.th)", "somchai@example.go.th"),
        ({"email": "a@b.th", "email_verified": True}, "a@b.th", "a@b.th"),
        ({"name": "สมชาย", "email": "a@b.th", "email_verified": False}, "สมชาย (a@b.th)", None),
        ({"preferred_username": "somchai", "sub": "7"}, "somchai", None),
        ({"sub": "7"}, "7", None),
    ],
)  # fmt: skip
def test_who_a_login_says_one_is(
    claims: dict[str, Any], name: str, address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(officer, "login", lambda: True)
    monkeypatch.setattr(officer, "get_script_run_ctx", lambda suppress_warning: object())
    monkeypatch.setattr(officer, "_claims", lambda: claims)
    assert officer.person() == Person(name, address, login=True)
    monkeypatch.setattr(officer, "get_script_run_ctx", lambda suppress_warning: None)
    assert officer.person() == Person(None, None, login=True), "outside of a session nobody is known"


def test_who_has_no_right_sees_why_and_whom_to_ask(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAISAAT_KEEPERS", LIST)
    logged_in(app, name="Somchai", email="somchai@example.go.th").run()
    click(app, "Load the sample")
    (saved,) = cache.store().assessments()

    go(app, "rubric")
    app.text_area(key=f"statement-{saved.id}-2-mine-activity").set_value("A meeting")
    next(b for b in app.button if b.label == "Save the statement for level 1").click().run()
    go(app, "history")
    (who,) = [field for field in app.text_input if field.label.startswith("Published by")]
    assert (who.value, who.disabled) == (OTHER.name, True)
    next(b for b in app.button if b.icon == ":material/publish:").click().run()
    assert not app.exception
    (made,) = publications.published(cache.store(), saved.id)
    assert made.who == OTHER.name, "publishing is everybody's work"
    assert {change.who for change in cache.store().changes()} == {OTHER.name}

    asked = "Ask one of them: malee@example.go.th, boss@example.go.th"
    for page, why, gone in (
        ("workbooks", "may delete an assessment", "Delete"),
        ("rubrics", "may adopt a version of a rubric", "Adopt"),
        ("units", "may change the list of units", "Add"),
    ):
        go(app, page)
        if page == "units":
            app.button_group(key="units-view").set_value("list").run()
        told = shown(app)
        assert why in told and asked in told, page
        assert gone not in [button.label for button in app.button]


def test_a_keeper_has_every_right(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAISAAT_KEEPERS", LIST)
    logged_in(app, name="Malee", email="malee@example.go.th").run()
    click(app, "Load the sample")
    go(app, "workbooks")
    assert "Ask one of them" not in shown(app)
    (saved,) = cache.store().assessments()
    app.checkbox(key=f"delete-{saved.id}-0").check().run()
    click(app, "Delete")
    assert cache.store().assessments() == ()
    assert cache.store().changes(limit=1)[0].who == KEEPER.name


# --- A real login --------------------------------------------------------------------------------


@pytest.fixture
def provider() -> Iterator[str]:
    """A provider of logins on this machine that lets in whoever gives an address; its URL."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    users = [
        f'{{"sub": "{name}@example.go.th", "email": "{name}@example.go.th", "name": "{name.title()}"}}'
        for name in ("malee", "somchai")
    ]
    given = [text for user in users for text in ("--user-claims", user)]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *given]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            with suppress(urllib.error.URLError), urllib.request.urlopen(f"{url}{ABOUT}"):
                break
            assert process.poll() is None
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


def secrets(provider: str, table: str = "") -> Callable[[str], str]:
    """What a server is told of the provider, in `[auth]` itself or in a table of its own."""
    return lambda url: (
        f"""
[auth]
redirect_uri = "{url}/oauth2callback"
cookie_secret = "a secret of this test alone, long enough"
{table}
client_id = "saisaat"
client_secret = "secret"
server_metadata_url = "{provider}{ABOUT}"
"""
    )


def log_in(page: Page, who: str, button: str = "เข้าสู่ระบบ") -> None:
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("button", name=re.compile(who)).click()
    expect(page.get_by_role("button", name=who.title())).to_be_visible(timeout=60_000)


def test_log_in_without_and_with_the_right(
    start_server: Callable[..., Server], provider: str, page: Page
) -> None:
    server = start_server(secrets=secrets(provider), SAISAAT_KEEPERS="malee@example.go.th")
    for wanted in ("/", "/rubrics", "/trail"):
        page.goto(f"{server.url}{wanted}")
        expect(page.get_by_role("heading", name="เข้าสู่ระบบใสสะอาด")).to_be_visible(timeout=60_000)
        expect(page.get_by_text("ภาพรวม")).to_have_count(0)
    log_in(page, "somchai")
    page.get_by_role("button", name="เปิดข้อมูลตัวอย่าง").click()
    expect(page.get_by_role("heading", name="ได้ 16 จาก 20 คะแนน")).to_be_visible(timeout=60_000)
    page.goto(f"{server.url}/rubrics")
    page.get_by_role("tab", name="ใช้เกณฑ์ฉบับใหม่").click()
    expect(page.get_by_text("โปรดติดต่อผู้ดูแลระบบ: malee@example.go.th")).to_be_visible(timeout=60_000)
    expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
    page.goto(f"{server.url}/trail")
    expect(page.get_by_text("Somchai (somchai@example.go.th)").nth(3)).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Somchai").click()
    page.get_by_role("button", name="ออกจากระบบ").click()
    page.get_by_role("button", name="End session").click()  # the provider's own page
    expect(page.get_by_role("heading", name="เข้าสู่ระบบใสสะอาด")).to_be_visible(timeout=60_000)

    log_in(page, "malee")
    page.goto(f"{server.url}/rubrics")
    page.get_by_role("tab", name="ใช้เกณฑ์ฉบับใหม่").click()
    expect(page.get_by_test_id("stFileUploader")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Malee").click()
    expect(page.get_by_text("ผู้ดูแลระบบ: จัดการเกณฑ์")).to_be_visible(timeout=60_000)
    server.stop()


def test_log_in_at_a_provider_with_a_name(
    start_server: Callable[..., Server], provider: str, page: Page
) -> None:
    server = start_server(secrets=secrets(provider, "[auth.office]"))
    page.goto(server.url)
    log_in(page, "malee", "เข้าสู่ระบบด้วย Office")
    server.stop()
