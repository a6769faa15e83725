"""A real Chromium against a live server. Skipped, with a reason, where no Chromium is installed."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.factories import make_user

from .article_page import ArticlePage

# Names under which Chromium and its kin are installed.
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WINDOW = {"width": 1440, "height": 1000}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    # Playwright runs an event loop in this thread, in which Django refuses to touch the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def window(chromium: Browser, live_server: Any) -> BrowserContext:
    """One window for all tests: the editor's scripts are fetched once."""
    context = chromium.new_context(base_url=live_server.url, viewport=WINDOW)
    context.set_default_timeout(10_000)
    expect.set_options(timeout=10_000)
    return context


def complaints_of(page: Page, *, within: str) -> list[str]:
    """What the page will complain of: messages in the console, requests to other addresses."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def watch(request: Request) -> None:
        if not request.url.startswith((within, "data:", "blob:")):
            complaints.append(f"outside request: {request.url}")

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
    page.on("request", watch)
    return complaints


@pytest.fixture
def page(window: BrowserContext, live_server: Any) -> Iterator[Page]:
    """A new page, with nobody logged in.

    Fails the test for messages in the console and for requests to other hosts.
    """
    page = window.new_page()
    complaints = complaints_of(page, within=live_server.url)
    yield page
    page.close()
    window.clear_cookies()
    assert complaints == []


@pytest.fixture(autouse=True)
def _no_sign_off_needed(settings: Any) -> None:
    """Most tests publish without a review; those of the review turn it on."""
    settings.REQUIRE_SIGN_OFF = False


@pytest.fixture
def editor(transactional_db: None) -> Any:
    """Somebody who may do everything."""
    return make_user(username="ada", password="a long password", is_superuser=True)


@pytest.fixture
def become(page: Page, live_server: Any) -> Callable[[Any], ArticlePage]:
    """Logs somebody in, in place of whoever was; gives the article page's helper."""

    def log_in(user: Any) -> ArticlePage:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        host = urlsplit(live_server.url).hostname
        page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "domain": host, "path": "/"}]
        )
        return ArticlePage(page)

    return log_in


@pytest.fixture
def article_page(become: Callable[[Any], ArticlePage], editor: Any) -> ArticlePage:
    """The article page's helper, with `editor` logged in."""
    return become(editor)
