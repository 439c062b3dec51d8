"""The page in a real browser: `motpourmot serve` as a process of its own, and Debian's Chromium.

Skipped with the reason where Playwright (extra `browser`) or Chromium is not installed. The
fixtures end with this folder: while Playwright runs, its event loop is that of the main thread,
and no other test could run one.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from bot.settings import Settings
from tests.browser.articles import write_articles
from tests.processes import environment, free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
_QUIET = (  # no traffic of the browser's own
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",  # which root cannot have
)
_PATIENCE = 90.0  # seconds, for the server to be up on a busy machine
_MILLISECONDS = 15_000  # for anything on the page; only a test that fails waits so long


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    api = pytest.importorskip("playwright.sync_api", reason="needs the extra `browser`")
    if _CHROMIUM is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=list(_QUIET))
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let all tests here be skipped at one place, so that the reason is printed once."""
    report = yield
    if report.skipped and isinstance(report.longrepr, tuple):
        report.longrepr = (__file__, 1, report.longrepr[2])
    return report


@contextmanager
def serving(folder: Path, cache: Path, **settings: str) -> Iterator[str]:
    """Run `motpourmot serve` in the empty `folder` and give its address once it is ready.

    It has the default settings and `settings`, whatever the variables of whoever runs the tests.
    """
    port = free_port()
    known = {name.upper() for name in Settings.model_fields}
    ours = {"ARTICLES_DIR", "CACHE_DIR", "READER", *settings}
    variables = environment(READER="on", CACHE_DIR=str(cache), **settings)
    process = subprocess.Popen(  # noqa: S603  # what is run is written here
        [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)],
        cwd=folder,
        env={n: value for n, value in variables.items() if n in ours or n.upper() not in known},
        stderr=subprocess.PIPE,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/readyz")
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert b"Traceback" not in errors, errors.decode()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            httpx.get(url, trust_env=False).raise_for_status()
            return
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """The address of a server of the first article."""
    del browser  # without one, nothing is served
    cache = tmp_path_factory.getbasetemp() / "cache"
    with serving(tmp_path_factory.mktemp("served"), cache) as found:
        yield found


@pytest.fixture(scope="package")
def library(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[str]:
    """The address of a server of the articles in `articles.py`."""
    del browser
    folder = tmp_path_factory.mktemp("articles")
    write_articles(folder)
    cache = tmp_path_factory.getbasetemp() / "cache"
    with serving(tmp_path_factory.mktemp("served"), cache, ARTICLES_DIR=str(folder)) as found:
        yield found


@pytest.fixture
def new_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Make a page with settings of its own (Playwright's, by name): a desktop, in French.

    A test fails of any error of a page: of its script, its policy, or a dialog that opens.
    `forgiving` has parts of errors that are expected.
    """
    closing, faults = [], []

    def make(*, forgiving: tuple[str, ...] = (), **options: Any) -> Page:
        def note(fault: str) -> None:
            if not any(part in fault for part in forgiving):
                faults.append(fault)

        options.setdefault("base_url", address)
        options.setdefault("locale", "fr-FR")
        options.setdefault("viewport", {"width": 1280, "height": 800})
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(**options)
        closing.append(context)
        context.set_default_timeout(_MILLISECONDS)
        page = context.new_page()
        page.on("pageerror", lambda error: note(f"error: {error}"))
        page.on("console", lambda said: note(said.text) if said.type != "log" else None)
        page.on("dialog", lambda dialog: (note(f"dialog: {dialog.message}"), dialog.dismiss()))
        return page

    yield make
    for context in closing:
        context.close()
    assert not faults, faults


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page on a desktop, in French."""
    return new_page()
