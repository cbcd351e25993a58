"""The network behind the gateway: whatever host is asked, it is remembered as it went out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

import httpx
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from resolvers.vendors import VENDORS
from schema.field import Scope
from tests.canaries import watched

Answer = Callable[[httpx.Request], httpx.Response]
BASE = "/the/base"


def nothing(request: httpx.Request) -> httpx.Response:
    return httpx.Response(404, json={"message": "Not found."})


@dataclass
class Wire(httpx.AsyncBaseTransport):
    """`asked`: every request to whichever host. `ends`: who answers, by the host; `answer`: who does for the others."""

    answer: Answer = nothing
    ends: Mapping[str, httpx.AsyncBaseTransport] = field(default_factory=dict)
    asked: list[httpx.Request] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.asked.append(request)
        end = self.ends.get(request.url.host)
        return self.answer(request) if end is None else await end.handle_async_request(request)


def path(request: httpx.Request) -> str:
    """As it went out, without the query."""
    return request.url.raw_path.decode("ascii").partition("?")[0]


def strays(request: httpx.Request, host: str) -> bool:
    """Whether it leaves the host or the base, or would once somebody on the way has resolved its path."""
    decoded = [unquote(part) for part in path(request).split("/")]
    return request.url.host != host or not path(request).startswith(f"{BASE}/") or not {".", ".."}.isdisjoint(decoded)


def secret_of(id: str) -> str:
    return f"secret-of-{id}"


def backend(id: str, **config: object) -> dict[str, object]:
    given = {"id": id, "vendor": id, "url": f"https://{id}.test{BASE}", "secret": secret_of(id)}
    return {**given, **config}


def application(wire: Wire, backends: Mapping[str, Mapping[str, object]] | None = None) -> FastAPI:
    """All vendors over the wire. `backends`: what is configured of some of them beyond the customary."""
    settings = Settings.model_validate(
        {
            "server": {"anonymous_scopes": frozenset(Scope)},
            "state": {"url": "sqlite:///:memory:"},
            "backends": [backend(id, **(backends or {}).get(id, {})) for id in VENDORS],
        }
    )
    return watched(create_app(settings, lambda config: wire))
