"""The first page of all backends' orders, for one caller and for twenty at once, beside plain httpx's same calls."""

import asyncio
from collections.abc import Sequence
from typing import Any

import httpx

from bench.far_end import running
from bench.gateway import Gateway, gateway
from bench.took import Took, show, timed

SIZES: dict[str, dict[str, Any]] = {name: {} for name in ("cloudsuite", "logictrade", "obapi", "vdh_solar", "wimpel")}
ROUNDS, CALLERS, FIRST = 15, 20, 20
QUERY = """
query ($first: Int) { orders(first: $first) {
    nodes { id number status orderedAt total { stated { amount currencyCode } } backend { id name } }
    pageInfo { endCursor hasNextPage }
    sources { backend { id } status }
} }
"""
ALONE, ALIKE = [FIRST], [FIRST] * CALLERS
EACH_ITS_OWN = [FIRST + caller for caller in range(CALLERS)]
"""Pages of other sizes have other calls, so that none can serve two."""
CROWDS = {
    "one caller": ALONE,
    f"{CALLERS} callers at once, one query": ALIKE,
    f"{CALLERS} callers, each its own": EACH_ITS_OWN,
}


async def main() -> None:
    with running(SIZES) as base:
        async with gateway(base, SIZES) as asked, httpx.AsyncClient(trust_env=False) as http:
            calls = {first: await _calls(asked, first) for first in sorted({*ALIKE, *EACH_ITS_OWN})}
            print(f"orders(first: {FIRST}) over five backends, warm, median of {ROUNDS}")
            for name, crowd in CROWDS.items():
                by_gateway, by_httpx = [], []
                for _ in range(ROUNDS):
                    by_gateway.append(await _by_gateway(asked, crowd))
                    by_httpx.append(await _by_httpx(http, [calls[first] for first in crowd]))
                show(f"{name}: gateway", by_gateway)
                show(f"{name}: httpx", by_httpx)


async def _calls(asked: Gateway, first: int) -> Sequence[httpx.Request]:
    """What the gateway asks its backends for a page that it was asked for before."""
    await asked.ask(QUERY, first=first)
    before = len(asked.sent)
    await asked.ask(QUERY, first=first)
    return asked.sent[before:]


async def _by_gateway(asked: Gateway, crowd: Sequence[int]) -> Took:
    return await timed(
        lambda: asyncio.gather(*(asked.ask(QUERY, first=first) for first in crowd)), lambda: len(asked.sent)
    )


async def _by_httpx(http: httpx.AsyncClient, crowd: Sequence[Sequence[httpx.Request]]) -> Took:
    """Sent and read as JSON, and nothing else."""
    made = 0

    async def get(request: httpx.Request) -> None:
        nonlocal made
        made += 1
        (await http.get(request.url, headers=request.headers)).json()

    return await timed(lambda: asyncio.gather(*(get(call) for calls in crowd for call in calls)), lambda: made)
