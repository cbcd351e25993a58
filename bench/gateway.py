"""The gateway in this process, asked by its own HTTP endpoint, over backends behind an address."""

import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from app import sandbox
from app.main import create_app
from resolvers.vendors.config import BackendConfig


@dataclass
class Counted(httpx.AsyncBaseTransport):
    """A transport that counts what goes through it."""

    inner: httpx.AsyncBaseTransport
    calls: int = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.calls += 1
        return await self.inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self.inner.aclose()


@dataclass
class Run:
    """One query's answer, its calls upstream, and its milliseconds."""

    data: Any
    calls: int
    milliseconds: float


class Gateway:
    def __init__(self, http: httpx.AsyncClient, transports: list[Counted]) -> None:
        self._http = http
        self._transports = transports

    async def ask(self, query: str, **variables: Any) -> Run:
        before = sum(transport.calls for transport in self._transports)
        start = time.perf_counter()
        response = await self._http.post("/graphql", json={"query": query, "variables": variables})
        milliseconds = (time.perf_counter() - start) * 1000
        answer = response.json()
        assert "errors" not in answer, answer["errors"][0]
        return Run(answer["data"], sum(transport.calls for transport in self._transports) - before, milliseconds)


@asynccontextmanager
async def gateway(base: str, names: Iterable[str]) -> AsyncIterator[Gateway]:
    made, wanted = sandbox.settings(base), set(names)
    backends = tuple(backend for backend in made.backends if backend.id in wanted)
    settings = made.model_copy(update={"backends": backends})
    transports: list[Counted] = []

    def transport(config: BackendConfig) -> httpx.AsyncBaseTransport:
        transports.append(Counted(httpx.AsyncHTTPTransport()))
        return transports[-1]

    app = create_app(settings, transport)
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway")
    async with app.router.lifespan_context(app), http:
        yield Gateway(http, transports)
