"""A real gateway, killed in the middle of a create and started again: one key, one order."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from resolvers.state.connect import opened
from resolvers.vendors.dataset import SECRET
from resolvers.vendors.stand_in import Faults
from resolvers.vendors.wimpel.sandbox import WimpelStandIn, stand_in
from tests.app.running import Gate
from tests.app.serving import serving
from tests.canaries import WATCH

pytestmark = pytest.mark.anyio

CREATE = """
mutation($input: OrderCreateInput!) {
  orderCreate(input: $input) { outcome isReplay order { number } userErrors { code } }
}
"""


class Place:
    """A folder with a gateway's configuration and state in it, over one shop."""

    def __init__(self, folder: Path, shop: WimpelStandIn, shop_url: str) -> None:
        self.shop = shop
        self.state = f"sqlite:///{folder}/gateway.db"
        self._log = folder / "gateway.log"
        self._config = folder / "gateway.toml"
        self._config.write_text(
            f"""
            [server]
            anonymous_scopes = ["orders:read", "orders:write"]
            [state]
            url = "{self.state}"
            [[backends]]
            id = "shop"
            vendor = "wimpel"
            url = "{shop_url}"
            secret = "{SECRET}"
            """
        )

    @asynccontextmanager
    async def gateway(self) -> AsyncIterator[tuple[asyncio.subprocess.Process, httpx.AsyncClient]]:
        """A process of its own, and a client of it."""
        arguments = ("-m", "app", "serve", "--config", str(self._config), "--port", "0")
        with self._log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, *arguments, stdout=asyncio.subprocess.PIPE, stderr=log
            )
        try:
            async with httpx.AsyncClient(base_url=await self._address(process), timeout=30) as client:
                yield process, client
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.communicate()
            WATCH.line(self._log.read_text(), "the killed gateway's log")

    async def _address(self, process: asyncio.subprocess.Process) -> str:
        """As it says itself."""
        assert process.stdout is not None
        async with asyncio.timeout(60):
            async for line in process.stdout:
                if found := re.search(r"(http://[\d.:]+)/graphql", line.decode()):
                    return found[1]
        return pytest.fail(self._log.read_text())

    async def order(self, client: httpx.AsyncClient) -> dict[str, Any]:
        """The payload of a create, always with the same key and input."""
        customer = next(iter(self.shop.store.customers))
        line = {"product": {"ean": "9789001234560"}, "quantity": "2", "unitPrice": "19.90"}
        input = {
            "backend": "shop",
            "idempotencyKey": "one key",
            "number": "ORD-KILLED",
            "origin": "web",
            "customer": {"vendorId": customer},
            "lines": [line],
        }
        answer = (await client.post("/graphql", json={"query": CREATE, "variables": {"input": input}})).json()
        assert "errors" not in answer, answer
        payload: dict[str, Any] = answer["data"]["orderCreate"]
        return payload

    async def lease_is_over(self) -> None:
        """As if the time had passed."""
        async with opened(self.state) as store:
            (left,) = await store.in_doubt()
            assert await store.swap(left, left.held(datetime.now(UTC)))

    def made(self) -> int:
        return sum(order["number"] == "ORD-KILLED" for order in self.shop.store.by_id.values())


@pytest.fixture
async def place(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Place]:
    shop = stand_in()
    async with serving(shop) as url:
        yield Place(tmp_path, shop, url)


async def killed_in_the_middle(place: Place) -> None:
    """Once the shop has the create, and before it says or does anything."""
    place.shop.gate = gate = Gate()
    async with place.gateway() as (process, client):
        asking = asyncio.create_task(place.order(client))
        async with asyncio.timeout(30):
            await gate.reached.wait()
        process.send_signal(signal.SIGKILL)
        await asyncio.wait([asking])
        assert isinstance(asking.exception(), httpx.TransportError)
    gate.set()


@pytest.mark.parametrize("faults", [Faults(), Faults(status=500, times=1)], ids=["made", "dropped"])
async def test_a_gateway_killed_in_mid_create_makes_one_order(place: Place, faults: Faults) -> None:
    place.shop.faults = faults
    await killed_in_the_middle(place)
    async with place.gateway() as (_, client):
        too_early = await place.order(client)
        await place.lease_is_over()
        answer = await place.order(client)
        again = await place.order(client)

    assert [error["code"] for error in too_early["userErrors"]] == ["IDEMPOTENCY_CONCURRENT_REQUEST"]
    assert (answer["outcome"], answer["order"]) == ("DONE", {"number": "ORD-KILLED"})
    assert again == {**answer, "isReplay": True}
    assert place.made() == 1
