"""A shop that is called with tokens, whoever issues them, and a way to it that is watched."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from resolvers.vendors.auth import OAuth2ClientCredentials
from resolvers.vendors.base import utc_now
from resolvers.vendors.config import BackendConfig, ClientCredentials
from resolvers.vendors.health import HealthRecord
from resolvers.vendors.upstream import Upstream
from tests.resolvers.vendors.policies.ticking import Ticking

ISSUER, SHOP = "issuer.test", "shop.test"


@dataclass
class Wire(httpx.AsyncByteStream):
    """A body that comes as it does over the network: unread, and part by part. `broken`: what it ends with."""

    part: bytes
    times: int
    broken: Exception | None = None
    sent: int = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self.sent < self.times:
            self.sent += 1
            yield self.part
        if self.broken:
            raise self.broken


@dataclass
class Far(httpx.AsyncBaseTransport):
    """The issuer, which gives tokens t1, t2 … unless told otherwise, and the shop, which takes the newest alone.

    `lost`: by host, what keeps its answer from coming; `broken`: what ends it before it is over; `silent`: who never
    answers.
    """

    status: int = 200
    body: bytes | None = None
    times: int = 1
    asked: list[httpx.Request] = field(default_factory=list)
    given: int = 0
    said: list[Wire] = field(default_factory=list)
    lost: dict[str, Exception] = field(default_factory=dict)
    broken: dict[str, Exception] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.asked.append(request)
        if request.url.host in self.silent:
            await asyncio.Event().wait()
        if request.url.host in self.lost:
            raise self.lost[request.url.host]
        return self._token() if request.url.host == ISSUER else self._answer(request)

    def _token(self) -> httpx.Response:
        self.given += 1
        body = b'{"access_token": "t%d", "expires_in": 100}' % self.given if self.body is None else self.body
        return self._says(ISSUER, self.status, body, self.times)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        is_known = request.headers["authorization"] == f"Bearer t{self.given}"
        return self._says(SHOP, 200, b"{}", 1) if is_known else self._says(SHOP, 401, b" " * 1024, self.times)

    def _says(self, host: str, status: int, part: bytes, times: int) -> httpx.Response:
        self.said.append(Wire(part, times, self.broken.get(host)))
        return httpx.Response(status, stream=self.said[-1])

    def hosts(self) -> list[str]:
        return [request.url.host for request in self.asked]


@dataclass
class Way:
    far: Far
    upstream: Upstream
    seconds: float = 0.0

    async def ask(self, method: str = "GET") -> None:
        await self.upstream.ask(method, "/orders")


@asynccontextmanager
async def way(far: Far) -> AsyncIterator[Way]:
    auth = ClientCredentials.model_validate(
        {"token_url": f"https://{ISSUER}/token", "client_id": "gateway", "client_secret": "told to the issuer alone"}
    )
    config = BackendConfig.model_validate({"id": "shop", "vendor": "any", "url": f"https://{SHOP}", "auth": auth})
    http = httpx.AsyncClient(transport=far, auth=OAuth2ClientCredentials("shop", auth, lambda: found.seconds))
    async with http:
        found = Way(far, Upstream(config, http, HealthRecord(utc_now), Ticking().clock, lambda: 0.0))
        yield found
