"""A real gateway, killed in the middle of a create and started again: one key, one order."""

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from resolvers.state.connect import opened
from resolvers.vendors.stand_in import Faults
from resolvers.vendors.wimpel.sandbox import WimpelStandIn, stand_in
from tests.app.running import Gate, Running, configured, running
from tests.app.serving import serving

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
        self.config = configured(folder, shop_url, anonymous_scopes='["orders:read", "orders:write"]')
        self._state = f"sqlite:///{folder}/gateway.db"

    async def order(self, gateway: Running) -> dict[str, Any]:
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
        answer = (await gateway.ask({"query": CREATE, "variables": {"input": input}})).json()
        assert "errors" not in answer, answer
        payload: dict[str, Any] = answer["data"]["orderCreate"]
        return payload

    async def lease_is_over(self) -> None:
        """As if the time had passed."""
        async with opened(self._state) as store:
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
    async with running(place.config) as gateway:
        asking = asyncio.create_task(place.order(gateway))
        await gate.reached.wait()
        gateway.told(signal.SIGKILL)
        await asyncio.wait([asking])
        assert isinstance(asking.exception(), httpx.TransportError)
    gate.set()


@pytest.mark.parametrize("faults", [Faults(), Faults(status=500, times=1)], ids=["made", "dropped"])
async def test_a_gateway_killed_in_mid_create_makes_one_order(place: Place, faults: Faults) -> None:
    place.shop.faults = faults
    await killed_in_the_middle(place)
    async with running(place.config) as gateway:
        too_early = await place.order(gateway)
        await place.lease_is_over()
        answer = await place.order(gateway)
        again = await place.order(gateway)

    assert [error["code"] for error in too_early["userErrors"]] == ["IDEMPOTENCY_CONCURRENT_REQUEST"]
    assert (answer["outcome"], answer["order"]) == ("DONE", {"number": "ORD-KILLED"})
    assert again == {**answer, "isReplay": True}
    assert place.made() == 1
