"""The gateway asked from outside of any event loop, as hypothesis wants it, on a clock that only waiting moves on."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Any

import httpx

from tests.edge.door import GRAPHQL
from tests.own_time import EventLoop


class Gateway:
    def __init__(self, runner: asyncio.Runner, http: httpx.AsyncClient) -> None:
        self._runner = runner
        self._http = http

    def ask(self, document: str, headers: Mapping[str, str] | None = None, /, **variables: Any) -> httpx.Response:
        given = {"Accept": GRAPHQL, **(headers or {})}
        body = {"query": document, "variables": variables}
        return self._runner.run(self._http.post("/graphql", json=body, headers=given))

    def get(self, path: str) -> httpx.Response:
        return self._runner.run(self._http.get(path))


def runner() -> asyncio.Runner:
    return asyncio.Runner(loop_factory=EventLoop)


@contextmanager
def asked(opened: AbstractAsyncContextManager[httpx.AsyncClient]) -> Iterator[Gateway]:
    with runner() as running:
        http = running.run(_entered(opened))
        try:
            yield Gateway(running, http)
        finally:
            running.run(_left(opened))


async def _entered(opened: AbstractAsyncContextManager[httpx.AsyncClient]) -> httpx.AsyncClient:
    return await opened.__aenter__()


async def _left(opened: AbstractAsyncContextManager[httpx.AsyncClient]) -> None:
    await opened.__aexit__(None, None, None)
