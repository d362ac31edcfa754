"""A headless Chromium of this machine, shut off from every other machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
REMEDY = "install Chromium (on Debian: apt-get install chromium) or name one with COOPSTATS_CHROMIUM"
ALONE = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def found() -> str | None:
    """Path of the browser, or None."""
    named = os.environ.get("COOPSTATS_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser while this lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found(), args=ALONE)
        try:
            yield browser
        finally:
            browser.close()
