"""An installed Chromium, driven by Playwright; nothing is downloaded. Where there is none, these tests are skipped."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LOCAL = ("file:", "data:", "blob:", "about:")
WIDE = {"width": 1280, "height": 900}


class Watched(NamedTuple):
    """A page, what it asked for from elsewhere (all of it refused), and what it complained about."""

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
            server: How addresses begin that may be asked for, besides files.
            script: Runs in the page before anything else.
        """
        context = self.browser.new_context(viewport=viewport)
        page, outside, errors = context.new_page(), [], []
        page.set_default_timeout(60_000)

        def decide(route):
            asked = route.request.url
            if asked.startswith((*LOCAL, *server)):
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


@pytest.fixture(scope="session")
def severe_violations() -> Callable[..., list[str]]:
    """What axe-core calls serious or critical on a page, or within the element that a selector names."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

    def find(page, within: str | None = None) -> list[str]:
        found = axe.Axe().run(page, context=within).response
        assert len(found["passes"]) > 5
        return [
            f"{violation['id']}: {violation['help']} at {node['target']}"
            for violation in found["violations"]
            if violation["impact"] in ("serious", "critical")
            for node in violation["nodes"]
        ]

    return find


class Lab:
    """A JupyterLab of its own: bound to this machine, without token, with no files of the user's."""

    def __init__(self, chromium: Chromium, address: str):
        self.chromium, self.address = chromium, address

    @contextmanager
    def open(self, notebook: str, **settings) -> Iterator[Watched]:
        """A notebook in a new window, its kernel ready."""
        address = f"{self.address}/lab/tree/{notebook}?reset"
        socket_address = self.address.replace("http", "ws", 1)
        with self.chromium.open(address, server=(self.address, socket_address), **settings) as watched:
            watched.page.wait_for_function(HAS_KERNEL)
            watched.page.evaluate(ANSWERED)
            yield watched


HAS_KERNEL = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel"
ANSWERED = """() => {
    const panel = jupyterapp.shell.currentWidget;
    const late = new Promise((_, fail) => setTimeout(() => fail(new Error("the kernel does not answer")), 120000));
    const ready = [panel.context.ready, panel.sessionContext.ready, panel.sessionContext.session.kernel.info];
    return Promise.race([Promise.all(ready).then(() => true), late]);
}"""
SETTINGS = {
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},  # all cells are in the page
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    """The folder that JupyterLab serves."""
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="module")
def lab(chromium, workspace, tmp_path_factory) -> Iterator[Lab]:
    home = tmp_path_factory.mktemp("jupyter")
    for plugin, values in SETTINGS.items():
        path = home / "settings" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    folders = dict.fromkeys(("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"), str(home))
    folders |= {"JUPYTERLAB_SETTINGS_DIR": str(home / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(home / "spaces")}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
        "--ServerApp.port_retries=0", "--IdentityProvider.token=", f"--ServerApp.root_dir={workspace}",
        "--LabApp.expose_app_in_browser=True", "--LabApp.extension_manager=readonly",
    ]  # fmt: skip
    with (home / "log").open("w") as log:
        server = subprocess.Popen(command, env=os.environ | folders, stdout=log, stderr=subprocess.STDOUT)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server, home / "log")
        yield Lab(chromium, address)
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"{address}/api", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not answer within two minutes: {log.read_text()[-2000:]}")
