"""The reference query, 50 orders with all that they point at, beside plain loops of the same calls."""

import asyncio
from collections.abc import Iterable
from typing import Any

import httpx

from bench.far_end import running
from bench.gateway import gateway
from bench.took import Took, show, timed
from resolvers.vendors.stand_in import SECRET

SHOP = {"cloudsuite": {"orders": 50, "customers": 20, "users": 20, "addresses": 60, "thin": 0, "dangling": 0}}
ROUNDS = 7
QUERY = """
{ orders(first: 50) { nodes {
    id number status orderedAt total { stated { amount currencyCode } }
    lines { position quantity description product { code } unitPrice { stated { amount } } }
    customer { name email } user { name email }
    shippingAddress { formatted } billingAddress { formatted }
} } }
"""
KINDS = (("customer", "customer"), ("user", "user"), ("shipment_address", "address"), ("invoice_address", "address"))
"""What an order points at: by which field, and under which word it is asked for."""


async def main() -> None:
    with running(SHOP) as base:
        print(f"Reference query, median of {ROUNDS}")
        show("plain loop, one call after the other", [await _plain(base, together=1) for _ in range(ROUNDS)])
        show("plain loop, 32 calls at once", [await _plain(base, together=32) for _ in range(ROUNDS)])
        show("gateway, cold", [await _cold(base) for _ in range(ROUNDS)])
        show("gateway, warm", await _warm(base))


async def _cold(base: str) -> Took:
    async with gateway(base, SHOP) as asked:
        return await timed(lambda: asked.ask(QUERY), lambda: len(asked.sent))


async def _warm(base: str) -> list[Took]:
    async with gateway(base, SHOP) as asked:
        await asked.ask(QUERY)
        return [await timed(lambda: asked.ask(QUERY), lambda: len(asked.sent)) for _ in range(ROUNDS)]


async def _plain(base: str, together: int) -> Took:
    headers = {"Authorization": f"Bearer {SECRET}"}
    async with httpx.AsyncClient(base_url=f"{base}/cloudsuite", headers=headers) as http:
        plain = Plain(http, asyncio.Semaphore(together))
        return await timed(plain.run, lambda: plain.calls)


class Plain:
    """A list, its orders, and each thing that they point at once."""

    def __init__(self, http: httpx.AsyncClient, places: asyncio.Semaphore) -> None:
        self._http = http
        self._places = places
        self.calls = 0

    async def run(self) -> None:
        rows = (await self._get("/api/order/?limit=100&offset=0"))["results"]
        orders = await self._each(f"/api/order/{row['id']}" for row in rows)
        await self._each({f"/api/{kind}/{order[name]}?inactive=true" for order in orders for name, kind in KINDS})

    async def _each(self, paths: Iterable[str]) -> list[Any]:
        return list(await asyncio.gather(*map(self._get, paths)))

    async def _get(self, path: str) -> Any:
        async with self._places:
            self.calls += 1
            return (await self._http.get(path)).json()
