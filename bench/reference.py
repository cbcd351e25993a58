"""The reference query, 50 orders with all that they point at, beside plain loops of the same calls."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from bench.far_end import running
from bench.gateway import gateway
from resolvers.vendors.dataset import SECRET

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
PATHS = {"customer": "customer", "user": "user", "shipment_address": "address", "invoice_address": "address"}


async def main() -> None:
    with running(SHOP) as base:
        rows = [
            ("plain loop, one call after the other", *await _plain(base, together=1)),
            ("plain loop, 32 calls at once", *await _plain(base, together=32)),
            ("gateway, cold", *await _gateway(base, warm=False)),
            ("gateway, warm", *await _gateway(base, warm=True)),
        ]
    print(f"Reference query, median of {ROUNDS}")
    for name, calls, milliseconds in rows:
        print(f"  {name:<38} {calls:>4} calls  {milliseconds:>8.1f} ms")


async def _gateway(base: str, warm: bool) -> tuple[int, float]:
    runs = []
    if warm:
        async with gateway(base, SHOP) as asked:
            await asked.ask(QUERY)
            runs = [await asked.ask(QUERY) for _ in range(ROUNDS)]
    else:
        for _ in range(ROUNDS):
            async with gateway(base, SHOP) as asked:
                runs.append(await asked.ask(QUERY))
    return runs[-1].calls, statistics.median(run.milliseconds for run in runs)


async def _plain(base: str, together: int) -> tuple[int, float]:
    rounds = []
    for _ in range(ROUNDS):
        headers = {"Authorization": f"Bearer {SECRET}"}
        async with httpx.AsyncClient(base_url=f"{base}/cloudsuite", headers=headers) as http:
            start = time.perf_counter()
            calls = await _all_calls(http, asyncio.Semaphore(together))
            rounds.append((time.perf_counter() - start) * 1000)
    return calls, statistics.median(rounds)


async def _all_calls(http: httpx.AsyncClient, places: asyncio.Semaphore) -> int:
    """A list, its orders, and each thing that they point at once."""

    async def get(path: str) -> Any:
        async with places:
            return (await http.get(path)).json()

    rows = (await get("/api/order/?limit=100&offset=0"))["results"]
    orders = await _each(get, [f"/api/order/{row['id']}" for row in rows])
    wanted = {f"/api/{kind}/{order[name]}?inactive=true" for order in orders for name, kind in PATHS.items()}
    await _each(get, sorted(wanted))
    return 1 + len(orders) + len(wanted)


async def _each(get: Callable[[str], Awaitable[Any]], paths: list[str]) -> list[Any]:
    return list(await asyncio.gather(*map(get, paths)))
