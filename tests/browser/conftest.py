"""An installed Chromium, driven by Playwright; nothing is downloaded. Where there is none, these tests are skipped."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LOCAL = ("file:", "data:", "blob:", "about:")
WIDE = {"width": 1280, "height": 900}


class Watched(NamedTuple):
    """A page, what it asked for outside of this machine (all of it refused), and what it complained about."""

    page: object
    outside: list[str]
    errors: list[str]


class Chromium:
    """Opens pages that reach this machine only."""

    def __init__(self, browser):
        self.browser = browser

    @contextmanager
    def open(
        self, address: str, *, viewport: dict = WIDE, server: str = "file:", script: str = ""
    ) -> Iterator[Watched]:
        """A new page at `address`.

        Args:
            address: What to load.
            viewport: Size in pixels.
            server: How addresses begin that may be asked for, besides the page's own data.
            script: Runs in the page before anything else.
        """
        context = self.browser.new_context(viewport=viewport)
        page, outside, errors = context.new_page(), [], []
        page.set_default_timeout(60_000)

        def decide(route):
            asked = route.request.url
            if asked.startswith((*LOCAL, server)):
                route.continue_()
            else:
                outside.append(asked)
                route.abort()

        context.route("**/*", decide)
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        if script:
            page.add_init_script(script)
        try:
            page.goto(address)
            yield Watched(page, outside, errors)
        finally:
            context.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """One browser for a module: while Playwright runs, no other event loop can run in this thread."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        pytest.skip(f"no Chromium or Chrome found (looked for {', '.join(NAMES)} on the PATH)")
    playwright = pytest.importorskip("playwright.sync_api", reason="the package playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=FLAGS)
        yield Chromium(browser)
        browser.close()
