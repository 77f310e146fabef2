"""A real browser, and the report in it. Where there is no browser the tests fail: they would prove nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.report.building import a_year, entry, orders_entry, page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

_ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 812}


@dataclass
class Seen:
    """A page, and whatever went wrong or out while it was open."""

    page: Page
    said: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        self.page.on("request", lambda request: self.requests.append(request.url))


Opened = Callable[..., Seen]


def chromium_path() -> str:
    """Where Chromium is; the test fails where it is not."""
    found = shutil.which("chromium", path="/usr/bin") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("these tests need Chromium, and there is none: install it (Debian: apt-get install chromium)")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.fail("these tests need Playwright for Python, and there is none: run them by `make test-browser`")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path(), args=list(_ARGUMENTS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of four sources, on disk."""
    made = a_year()
    made["payback"]["other_currencies"] = [{"currency": "EUR", "orders": 2, "net": "50.50", "spend": None}]
    made["payback"]["warnings"] = [{"code": "x", "message": "orders that do not count by their status: 92 cancelled"}]
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(page(made, [orders_entry(), entry()]), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser: Browser, report_file: Path) -> Iterator[Opened]:
    """Opens the report (or another file) in a window of its own, under a hash and with the options of a context."""
    contexts: list[BrowserContext] = []

    def open_in_window(hash_: str = "", *, file: Path | None = None, **options: Any) -> Seen:
        context = browser.new_context(**{"viewport": DESKTOP, **options})
        contexts.append(context)
        seen = Seen(context.new_page())
        seen.watch()
        seen.page.goto((file or report_file).as_uri() + hash_)
        return seen

    yield open_in_window
    for context in contexts:
        context.close()


@contextmanager
def in_print(page: Page) -> Iterator[Page]:
    """The page as its print-out has it."""
    page.emulate_media(media="print")
    yield page
    page.emulate_media(media="screen")
