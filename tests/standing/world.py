"""The whole gateway over five vendors that misbehave on demand: over real sockets, or near enough for its clock."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from app import sandbox
from app.edge.leaving import Leaving
from app.main import create_app
from app.settings import Settings
from resolvers.vendors.stand_in import StandIn
from tests.app.serving import serving
from tests.canaries import watched

LIST = """{ orders(first: 5) { nodes { id number backend { id } }
            sources { backend { id } status asOf error { code } } } }"""


@dataclass
class World:
    """`vendors`: the stand-ins by their names."""

    app: FastAPI
    vendors: dict[str, StandIn]
    client: httpx.AsyncClient

    async def ask(self, query: str, variables: dict[str, Any] | None = None, **headers: str) -> dict[str, Any]:
        said = {"query": query, "variables": variables or {}}
        answer = await self.client.post("/graphql", json=said, headers=headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def timed(self, query: str, **headers: str) -> tuple[dict[str, Any], float]:
        """The answer, and the seconds until it was there."""
        start = time.monotonic()
        answer = await self.ask(query, **headers)
        return answer, time.monotonic() - start

    async def sources(self, **headers: str) -> dict[str, tuple[str, str | None]]:
        """Each backend's status in a list, and the code of its error."""
        answer = await self.ask(LIST, **headers)
        found = answer["data"]["orders"]["sources"]
        return {each["backend"]["id"]: (each["status"], (each["error"] or {}).get("code")) for each in found}


@asynccontextmanager
async def world(
    server: dict[str, object] | None = None, state: dict[str, object] | None = None, **backend: object
) -> AsyncIterator[World]:
    """`backend`: what is configured of every backend."""
    vendors = sandbox.stand_ins()
    async with serving(Leaving(sandbox.application(vendors))) as base:
        app = watched(create_app(_settings(base, server or {}, state or {}, backend)))
        async with serving(app) as url, httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
            yield World(app, vendors, client)


@asynccontextmanager
async def near(server: dict[str, object] | None = None, **backend: object) -> AsyncIterator[World]:
    """The same without a socket, so that an event loop may own its time."""
    vendors = sandbox.stand_ins()
    wire = httpx.ASGITransport(sandbox.application(vendors))
    made = _settings("http://vendors.test", server or {}, {}, backend)
    app = watched(create_app(made, transport=lambda config: wire))
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway.test") as client,
    ):
        yield World(app, vendors, client)


async def until(happens: Callable[[], object]) -> float:
    """How many seconds it takes."""
    start = time.monotonic()
    async with asyncio.timeout(5):
        await _seen(happens)
    return time.monotonic() - start


async def _seen(happens: Callable[[], object]) -> None:
    if not happens():
        await asyncio.sleep(0.002)
        await _seen(happens)


def _settings(base: str, server: dict[str, object], state: dict[str, object], backend: dict[str, object]) -> Settings:
    made = sandbox.settings(base, server)
    changed = tuple(type(each).model_validate(each.model_dump() | backend) for each in made.backends)
    return made.model_copy(update={"backends": changed, "state": made.state.model_copy(update=state)})
