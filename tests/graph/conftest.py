"""The whole gateway over its five stand-ins, and a client that also tells what each of them was asked."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, Protocol

import httpx
import orjson
import pytest
from pydantic import SecretStr

from app.main import create_app
from app.settings import Server, Settings, State
from resolvers.gateway import Gateway
from resolvers.state.connect import TEMPORARY
from resolvers.vendors import VENDORS
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.stand_in import SECRET, Asked, StandIn
from schema.field import Scope
from tests import over
from tests.canaries import watched

SMALL: Mapping[str, Mapping[str, int]] = {
    "cloudsuite": {"orders": 30, "customers": 6, "users": 5, "addresses": 16, "thin": 2},
    "logictrade": {"orders": 30},
    "obapi": {"orders": 30},
    "vdh_solar": {"orders": 10},
    "wimpel": {"orders": 30, "customers": 8},
}


@dataclass(frozen=True)
class Answer:
    """One answer over HTTP, read."""

    response: httpx.Response

    @property
    def body(self) -> dict[str, Any]:
        read: dict[str, Any] = orjson.loads(self.response.content)
        return read

    @property
    def data(self) -> Any:
        """Of an answer without errors."""
        assert "errors" not in self.body, self.body["errors"]
        return self.body["data"]

    @property
    def part(self) -> Any:
        """The data beside errors."""
        return self.body["data"]

    @property
    def errors(self) -> list[dict[str, Any]]:
        return self.body.get("errors") or []

    @property
    def codes(self) -> dict[str, str]:
        """Each error's code by its path, a dot between the steps."""
        return {".".join(map(str, error.get("path") or ())): error["extensions"]["code"] for error in self.errors}


@dataclass(frozen=True)
class Graph:
    """`far_ends`: by the backend's id."""

    far_ends: Mapping[str, StandIn]
    gateway: Gateway
    http: httpx.AsyncClient

    async def ask(self, query: str, **variables: Any) -> Answer:
        return Answer(await self.http.post("/graphql", json={"query": query, "variables": variables}))

    async def data(self, query: str, **variables: Any) -> Any:
        return (await self.ask(query, **variables)).data

    def calls(self) -> dict[str, int]:
        """How often each far end was asked that was."""
        return {id: far_end.calls() for id, far_end in self.far_ends.items() if far_end.calls()}

    def requests(self, id: str, begins: str = "/") -> list[Asked]:
        """What that far end was asked at paths that begin so."""
        return [asked for asked in self.far_ends[id].requests if asked.path.startswith(begins)]

    def forget(self) -> None:
        for far_end in self.far_ends.values():
            far_end.forget()


class OpenGraph(Protocol):
    async def __call__(
        self,
        far_ends: Mapping[str, StandIn] | None = None,
        *,
        backends: Mapping[str, Mapping[str, Any]] = ...,
        scopes: frozenset[Scope] = ...,
        public_url: str = ...,
    ) -> Graph: ...


def far_end(vendor: str, **size: Any) -> Any:
    """A vendor's stand-in, small unless told otherwise."""
    return import_module(f"resolvers.vendors.{vendor}.sandbox").stand_in(**{**SMALL[vendor], **size})


@pytest.fixture
async def open_graph(anyio_backend: str) -> AsyncIterator[OpenGraph]:
    """open_graph(far_ends, backends=…): one backend each, named as its vendor unless its configuration says which."""
    async with AsyncExitStack() as stack:

        async def opened(
            far_ends: Mapping[str, StandIn] | None = None,
            *,
            backends: Mapping[str, Mapping[str, Any]] | None = None,
            scopes: frozenset[Scope] = frozenset(Scope),
            public_url: str = "",
        ) -> Graph:
            ends = {name: far_end(name) for name in VENDORS} if far_ends is None else far_ends
            settings = Settings(
                state=State(url=SecretStr(TEMPORARY)),
                server=Server(anonymous_scopes=scopes, public_url=public_url),
                backends=tuple(_config(id, (backends or {}).get(id, {})) for id in ends),
            )
            app = watched(create_app(settings, transport=_to(ends)))
            http = await stack.enter_async_context(over.client(app))
            return Graph(ends, app.state.gateway, http)

        yield opened


@pytest.fixture
async def graph(open_graph: OpenGraph) -> Graph:
    """All five, small."""
    return await open_graph()


def _config(id: str, config: Mapping[str, Any]) -> BackendConfig:
    given = {"id": id, "vendor": id, "url": f"https://{id}.test", "secret": SECRET}
    return BackendConfig.model_validate({**given, **config})


def _to(ends: Mapping[str, StandIn]) -> Callable[[BackendConfig], httpx.AsyncBaseTransport]:
    return lambda config: httpx.ASGITransport(ends[config.id])


class Gate(asyncio.Event):
    """Holds back the calls at one path until it is set, and lets all others pass."""

    def __init__(self, far_end: StandIn, path: str) -> None:
        super().__init__()
        self._far_end, self._path = far_end, path

    async def wait(self) -> Literal[True]:
        if self._far_end.requests[-1].path == self._path:
            await super().wait()
        return True
