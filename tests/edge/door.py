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
from resolvers.vendors.dataset import SECRET
from resolvers.vendors.stand_in import StandIn
from schema.field import Scope
from tests.canaries import watched

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
    ends = {id: import_module(f"resolvers.vendors.{id}.sandbox").stand_in(**size) for id, size in SIZES.items()}
    sections = {"server": {"anonymous_scopes": frozenset(Scope)}, "state": {"url": "sqlite:///:memory:"}, **given}
    settings = Settings.model_validate({"backends": [backend(id) for id in ends], **sections})
    more = {} if now is None else {"now": now}
    app = watched(create_app(settings, lambda config: httpx.ASGITransport(ends[config.id]), issuer=issuer, **more))
    return app, ends


def backend(id: str) -> BackendConfig:
    return BackendConfig.model_validate({"id": id, "vendor": id, "url": f"https://{id}.test", "secret": SECRET})


def codes(response: httpx.Response) -> list[str]:
    return [error["extensions"]["code"] for error in response.json().get("errors", [])]
