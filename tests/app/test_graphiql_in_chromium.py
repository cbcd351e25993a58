"""The explorer as a person meets it: built, served, and driven in a real browser."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, Page, Request, expect

from app import sandbox
from app.edge import graphiql
from app.main import create_app
from schema.backend import Vendor
from tests.app import chromium
from tests.app.running import SECONDS
from tests.app.serving import serving
from tests.canaries import watched
from tests.missing import missing

pytestmark = [pytest.mark.anyio, pytest.mark.long]

SECRET = "5e9a-canary"
FIRST = "NewestOrders"
"""The query that is there from the start."""
NEWEST = "SO-106021"
"""The number of the sandbox's newest order."""
STORED = "() => JSON.stringify(localStorage)"


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if not (graphiql.FOLDER / "index.html").exists():
        missing("the explorer is not built")
    async with chromium.started() as browser:
        yield browser


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """Of the whole gateway, over the five stand-ins."""
    far_ends = sandbox.stand_ins()
    app = create_app(
        sandbox.settings("http://sandbox.test", {"deadline": SECONDS}),
        transport=lambda config: httpx.ASGITransport(far_ends[config.id], root_path=f"/{config.id}"),
    )
    async with serving(watched(app)) as base:
        yield f"{base}/graphql"


async def ready(page: Page) -> None:
    await expect(page.locator(".graphiql-query-editor")).to_contain_text(FIRST)


async def run(page: Page) -> None:
    await ready(page)  # The button is there before the editor is, and runs nothing until then.
    await page.get_by_role("button", name="Execute query").click()
    await expect(page.locator(".graphiql-response")).to_contain_text(NEWEST)


async def answered(visit: chromium.Visit) -> Any:
    """The last answer to the first query."""
    response = await sent(visit)[-1].response()
    assert response is not None
    return await response.json()


def sent(visit: chromium.Visit) -> list[Request]:
    """What was asked by the button: the page asks for the schema by itself, whenever it comes to it."""
    return [request for request in visit.posted if FIRST in (request.post_data or "")]


async def send_header(page: Page, name: str, value: str) -> None:
    await page.get_by_role("button", name="Headers").click()
    await page.locator(".graphiql-editor-tool .monaco-editor:visible").click()
    await page.keyboard.insert_text(f'{{"{name}": "{value}"}}')
    # What is typed reaches the tab a little later; leaving the tab and coming back does not wait for that.
    await page.get_by_role("button", name="New tab").click()
    await page.locator(".graphiql-tab-button").first.click()


async def test_first_query_is_there_to_run_and_its_answer_shows(browser: Browser, url: str) -> None:
    async with chromium.visiting(browser, url) as visit:
        await run(visit.page)

        assert await visit.page.title() == "Order gateway"
        assert visit.complaints == []


async def test_first_query_s_answer_holds_orders_of_all_vendors_with_what_belongs_to_them(
    browser: Browser, url: str
) -> None:
    async with chromium.visiting(browser, url) as visit:
        await run(visit.page)
        answer = await answered(visit)

    orders = [*answer["data"]["orders"]["nodes"], answer["data"]["solar"]]
    assert "errors" not in answer
    assert {order["backend"]["vendor"] for order in orders} == {vendor.name for vendor in Vendor}
    assert all(order["lines"] for order in orders)
    assert all(
        any(order[name] for order in orders) for name in ("customer", "shippingAddress", "shipments", "invoices")
    )
    assert len(answer["data"]["orders"]["sources"]) == len(Vendor)


async def test_page_asks_nobody_but_the_gateway(browser: Browser, url: str) -> None:
    async with chromium.visiting(browser, url) as visit:
        await run(visit.page)

        assert visit.origins == {url.removesuffix("/graphql")}


async def test_query_is_checked_as_it_is_typed(browser: Browser, url: str) -> None:
    """By a worker, which the policy lets in."""
    async with chromium.visiting(browser, url) as visit:
        await ready(visit.page)
        await visit.page.locator(".graphiql-query-editor .monaco-editor").first.click()
        await visit.page.keyboard.press("Control+A")
        await visit.page.keyboard.insert_text("{ order }")

        await expect(visit.page.locator(".graphiql-query-editor .squiggly-error")).to_be_visible()
        assert visit.complaints == []


async def test_headers_are_sent_and_never_written_down(browser: Browser, url: str) -> None:
    async with chromium.visiting(browser, url) as visit:
        await send_header(visit.page, "X-Session", SECRET)
        await run(visit.page)

        stored = await visit.page.evaluate(STORED)
        assert [request.headers.get("x-session") for request in sent(visit)] == [SECRET]
        assert "graphiql:queries" in stored
        assert SECRET not in stored


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_page_is_as_light_or_dark_as_the_system(browser: Browser, url: str, scheme: chromium.Scheme) -> None:
    async with chromium.visiting(browser, url, scheme) as visit:
        await run(visit.page)
        # The background of the first thing that has one, as 0 (black) to 255 (white).
        colour = await visit.page.locator(".graphiql-container").evaluate(
            "box => getComputedStyle(box).backgroundColor.match(/\\d+/)[0]"
        )

        assert (int(colour) > 127) == (scheme == "light")
