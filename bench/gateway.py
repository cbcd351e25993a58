"""The gateway in this process, asked by its own HTTP endpoint, over backends behind an address."""

import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from app import sandbox
from app.main import create_app
from resolvers.vendors.connect import by_network


@dataclass
class Noted(httpx.AsyncBaseTransport):
    """A transport that notes what goes through it."""

    inner: httpx.AsyncBaseTransport
    sent: list[httpx.Request]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
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
    """`sent`: every call to a backend, in order."""

    def __init__(self, http: httpx.AsyncClient, sent: list[httpx.Request]) -> None:
        self._http = http
        self.sent = sent

    async def ask(self, query: str, **variables: Any) -> Run:
        before = len(self.sent)
        start = time.perf_counter()
        response = await self._http.post("/graphql", json={"query": query, "variables": variables})
        milliseconds = (time.perf_counter() - start) * 1000
        answer = response.json()
        assert "errors" not in answer, answer["errors"][0]
        return Run(answer["data"], len(self.sent) - before, milliseconds)


@asynccontextmanager
async def gateway(base: str, names: Iterable[str]) -> AsyncIterator[Gateway]:
    made, wanted = sandbox.settings(base), set(names)
    backends = tuple(backend for backend in made.backends if backend.id in wanted)
    settings = made.model_copy(update={"backends": backends})
    sent: list[httpx.Request] = []
    app = create_app(settings, lambda config: Noted(by_network(config), sent))
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway")
    async with app.router.lifespan_context(app), http:
        yield Gateway(http, sent)
