"""A gateway to knock at, without knowing what is behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import httpx
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.connect import Transport
from resolvers.vendors.stand_in import SECRET, StandIn
from schema.field import Scope
from tests.canaries import watched
from tests.waiting import NO_HURRY, SECONDS

SIZES: Mapping[str, Mapping[str, int]] = {
    "wimpel": {"orders": 12, "customers": 4},
    "logictrade": {"orders": 8},
}
GRAPHQL = "application/graphql-response+json"


@dataclass(frozen=True)
class Door:
    app: FastAPI
    http: httpx.AsyncClient
    far_ends: Mapping[str, StandIn]

    async def ask(self, query: str, headers: Mapping[str, str] | None = None, **more: Any) -> httpx.Response:
        return await self.http.post("/graphql", json={"query": query, **more}, headers=dict(headers or {}))

    async def post(self, content: Any, **headers: str) -> httpx.Response:
        given = {"content-type": "application/json"} | {name.replace("_", "-"): text for name, text in headers.items()}
        return await self.http.post("/graphql", content=content, headers=given)

    @property
    def calls(self) -> int:
        return sum(far_end.calls() for far_end in self.far_ends.values())


def application(
    issuer: httpx.AsyncBaseTransport | None = None, now: Any = None, **given: Any
) -> tuple[FastAPI, Mapping[str, StandIn]]:
    ends = stand_ins()
    more = {} if now is None else {"now": now}
    app = watched(create_app(configured(**given), by_no_network(ends), issuer=issuer, **more))
    return app, ends


def stand_ins() -> Mapping[str, StandIn]:
    return {id: import_module(f"resolvers.vendors.{id}.sandbox").stand_in(**size) for id, size in SIZES.items()}


def by_no_network(ends: Mapping[str, StandIn]) -> Transport:
    return lambda config: httpx.ASGITransport(ends[config.id])


def configured(**given: Any) -> Settings:
    """Its sections, over anonymous callers that may do everything."""
    server = {"anonymous_scopes": frozenset(Scope), "deadline": SECONDS}
    sections = {"server": server, "state": {"url": "sqlite:///:memory:"}, **given}
    return Settings.model_validate({"backends": [backend(id) for id in SIZES], **sections})


def backend(id: str, **config: Any) -> BackendConfig:
    given = {"id": id, "vendor": id, "url": f"https://{id}.test", "secret": SECRET, **NO_HURRY}
    return BackendConfig.model_validate(given | config)


def codes(response: httpx.Response) -> list[str]:
    return [error["extensions"]["code"] for error in response.json().get("errors", [])]
