"""A headless Chromium for tests, and a page in it that notes what it asked for and what it complained of."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Error, Page, Request, async_playwright, expect

from tests.missing import missing

# What Chromium would do beside showing the page; a name that is no address of this machine does not resolve.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
Scheme = Literal["light", "dark"]
PATIENCE = 60_000.0
"""Milliseconds after which what should show never will."""
expect.set_options(timeout=PATIENCE)


@dataclass
class Visit:
    page: Page
    asked: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def origins(self) -> set[str]:
        """Whom the page and its workers asked; data: and blob: addresses ask nobody."""
        urls = [urlsplit(request.url) for request in self.asked]
        return {f"{url.scheme}://{url.netloc}" for url in urls if url.scheme not in ("data", "blob")}

    @property
    def posted(self) -> list[Request]:
        return [request for request in self.asked if request.method == "POST"]

    def note(self, request: Request) -> None:
        self.asked.append(request)

    def complain(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    def fail(self, error: Error) -> None:
        self.complaints.append(error.message)


@asynccontextmanager
async def started() -> AsyncIterator[Browser]:
    """A fresh profile; the test is skipped where there is no Chromium, and fails where CI has none."""
    executable = shutil.which("chromium") or missing("no chromium on this machine")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable, args=FLAGS, timeout=PATIENCE)
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def visiting(browser: Browser, url: str, scheme: Scheme = "light") -> AsyncIterator[Visit]:
    context = await browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE)
    try:
        visit = Visit(await context.new_page())
        context.on("request", visit.note)
        context.on("console", visit.complain)
        visit.page.on("pageerror", visit.fail)
        await visit.page.goto(url)
        yield visit
    finally:
        await context.close()
