"""The way to a far end that answers what it is told, with all policies, on a clock that is ours."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from resolvers.vendors.config import BackendConfig
from resolvers.vendors.health import HealthRecord
from resolvers.vendors.policies.clock import Clock
from resolvers.vendors.upstream import Upstream
from tests.resolvers.vendors.policies.ticking import Ticking

Answer = Callable[[httpx.Request], httpx.Response | Awaitable[httpx.Response]]


@dataclass
class FarEnd(httpx.AsyncBaseTransport):
    """Answers as `answer` says, and counts."""

    answer: Answer
    asked: list[httpx.Request] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answer(request)
        return answer if isinstance(answer, httpx.Response) else await answer


@dataclass
class Way:
    upstream: Upstream
    far_end: FarEnd
    ticking: Ticking
    health: HealthRecord

    async def fails(self, times: int, kind: type[Exception] = Exception, method: str = "GET") -> None:
        for _ in range(times):
            with pytest.raises(kind):
                await self.upstream.ask(method, "/orders/1")


def says(status: int = 200, body: bytes = b"{}", **headers: str) -> Answer:
    told = {"content-type": "application/json"} | {name.replace("_", "-"): text for name, text in headers.items()}
    return lambda request: httpx.Response(status, content=body, headers=told)


async def hang(request: httpx.Request) -> httpx.Response:
    await asyncio.Event().wait()
    raise AssertionError("nobody wakes it")


def cut(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError("reset")


@asynccontextmanager
async def way(answer: Answer, clock: Clock | None = None, **config: Any) -> AsyncIterator[Way]:
    given = {"id": "shop", "vendor": "any", "url": "https://vendor.test", "circuit_calls": 0}
    far_end, ticking = FarEnd(answer), Ticking()
    async with httpx.AsyncClient(transport=far_end) as http:
        health = HealthRecord(ticking.utc)
        settings = BackendConfig.model_validate(given | config)
        upstream = Upstream(settings, http, health, clock or ticking.clock, lambda: 0.0)
        yield Way(upstream, far_end, ticking, health)
