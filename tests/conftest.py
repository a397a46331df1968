"""What tests share: Hypothesis profiles, the corpus, a running server and a real browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER = next(filter(None, map(shutil.which, BROWSERS)), None)
NO_BROWSER = f"no browser for the browser tests: none of {', '.join(BROWSERS)} is installed"
BROWSER_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
POSTGRES = max(
    Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]), default=None
)
NO_POSTGRES = "no PostgreSQL for the store's tests on it: /usr/lib/postgresql/*/bin/initdb is not there"

# The same examples every time where it must not surprise; SAISAAT_EXPLORE=1 looks for new ones.
settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("explore" if os.environ.get("SAISAAT_EXPLORE") else "ci")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests get their mark, share one browser on one worker, and skip where there is none.

    Tests on PostgreSQL share one server in the same way.
    """
    skipped = BROWSER is None and os.environ.get("SAISAAT_BROWSER") != "required"
    no_postgres = POSTGRES is None and os.environ.get("SAISAAT_POSTGRES") != "required"
    for item in items:
        if "postgresql" in getattr(getattr(item, "callspec", None), "params", {}).values():
            item.add_marker(pytest.mark.xdist_group("postgresql"))
            if no_postgres:
                item.add_marker(pytest.mark.skip(reason=NO_POSTGRES))
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))
            if skipped:
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of files that other people made, beside the project where there is one."""
    folder = ROOT.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip("the corpus is not beside the project (../shared/corpus)")
    return folder


@dataclass(frozen=True)
class Server:
    """A Saisaat of its own, started by a test."""

    url: str
    database: Path
    log: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> str:
        """End it, and whatever it started; returns its log. Fails where the log holds a traceback."""
        log = self.log.read_text(encoding="utf-8", errors="replace")
        _end(self.process)
        assert "Traceback" not in log, f"the server logged a traceback:\n{log[-4000:]}"
        return log


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """start_server(database=…, SETTING="value") → Server, as often as a test needs; all end with the test.

    `secrets` is given the server's address and returns what stands in its secrets.toml.
    """
    with ExitStack() as running:

        def start(
            database: Path | None = None, secrets: Callable[[str], str] | None = None, **environment: str
        ) -> Server:
            server = _start(database or tmp_path / "saisaat.db", tmp_path, environment, secrets)
            running.callback(_end, server.process)
            return server

        yield start


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with an empty database for the tests of a module."""
    folder = tmp_path_factory.mktemp("server")
    server = _start(folder / "saisaat.db", folder, {})
    try:
        yield server
        server.stop()
    finally:
        _end(server.process)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'deeper' / 'saisaat.db'}"
    new_database: Callable[[], str] = request.getfixturevalue("postgres")
    return new_database()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Callable[[], str]]:
    """A PostgreSQL server of its own on a socket; postgres() makes an empty database and gives its URL."""
    assert POSTGRES is not None, NO_POSTGRES
    # The server refuses to run as root, and a socket's path must be short.
    owner = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="pg-") as place:
        if owner:
            shutil.chown(place, "postgres", "postgres")
        files = f"{place}/data"
        subprocess.run(
            [
                POSTGRES,
                "-D",
                files,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale",
                "C",
                "--no-sync",
            ],
            check=True,
            cwd=place,
            stdout=subprocess.DEVNULL,
            **owner,
        )
        settings = (
            "listen_addresses=",
            f"unix_socket_directories={place}",
            "fsync=off",
            "max_connections=40",
        )
        log = Path(place, "log")
        with log.open("wb") as output:
            server = subprocess.Popen(
                [POSTGRES.parent / "postgres", "-D", files, *(f"-c{setting}" for setting in settings)],
                cwd=place,
                stdout=output,
                stderr=output,
                **owner,
            )
        try:
            yield lambda: _new_database(place, server, log)
        finally:
            server.send_signal(signal.SIGINT)  # clients are cut off
            server.wait(30)


def _new_database(place: str, server: subprocess.Popen[bytes], log: Path) -> str:
    name = f"test_{uuid4().hex}"
    for _ in range(300):
        with (
            suppress(psycopg.OperationalError),
            psycopg.connect(host=place, user="postgres", dbname="postgres", autocommit=True) as connection,
        ):
            connection.execute(f"CREATE DATABASE {name}")
            return f"postgresql://postgres@/{name}?host={place}"
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"PostgreSQL did not start:\n{log.read_text()}")


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The app on an empty database, without a browser."""
    # Only tests of pages pay for loading the whole app.
    from tests import walking

    monkeypatch.setenv("SAISAAT_DATABASE_URL", f"sqlite:///{tmp_path / 'saisaat.db'}")
    with walking.opened(monkeypatch) as opened:
        yield opened


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once."""
    assert BROWSER is not None, NO_BROWSER
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=BROWSER_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh tab with nothing remembered; a JavaScript error in it fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(20_000)
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


def _start(
    database: Path,
    folder: Path,
    environment: dict[str, str],
    secrets: Callable[[str], str] | None = None,
) -> Server:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    if secrets is not None:
        (folder / "secrets.toml").write_text(secrets(url), encoding="utf-8")
        environment = {**environment, "STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml")}
    log = folder / f"server-{port}.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += [
        "--server.address",
        "127.0.0.1",
        "--server.port",
        str(port),
        "--server.fileWatcherType",
        "none",
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "SAISAAT_DATABASE_URL": f"sqlite:///{database}", **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    for _ in range(600):
        with (
            suppress(urllib.error.URLError, ConnectionError),
            urllib.request.urlopen(f"{url}/_stcore/health"),
        ):
            return Server(url, database, log, process)
        if process.poll() is not None:
            break
        time.sleep(0.1)
    _end(process)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server and its children: they are a process group of their own."""
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
