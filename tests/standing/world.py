"""The whole gateway over five vendors that misbehave on demand: over real sockets, or near enough for its clock."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI

from app import sandbox
from app.edge.disconnect import CancelOnDisconnect
from app.main import create_app
from app.resources import Resources
from app.settings import Settings
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.stand_in import Faults, StandIn
from tests import over
from tests.app.serving import serving
from tests.canaries import watched
from tests.resolvers.state.servers import patient
from tests.waiting import NO_HURRY

Config = dict[str, object]
LONG = 60.0
"""Seconds that are over only where something never ends."""
HOURS = 10_000.0
PATIENT: Config = {**NO_HURRY, "circuit_window": HOURS, "circuit_rest": HOURS}
"""Every backend, unless a test says otherwise."""
HANGING = Faults(latency=HOURS)
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

    async def sources(self, **headers: str) -> dict[str, tuple[str, str | None]]:
        """Each backend's status in a list, and the code of its error."""
        answer = await self.ask(LIST, **headers)
        found = answer["data"]["orders"]["sources"]
        return {each["backend"]["id"]: (each["status"], (each["error"] or {}).get("code")) for each in found}


@asynccontextmanager
async def world(
    server: Config | None = None,
    state: Config | None = None,
    only: Mapping[str, Config] | None = None,
    **backend: object,
) -> AsyncIterator[World]:
    """`backend`: what is configured of every backend, and `only` of some."""
    vendors = sandbox.stand_ins()
    async with serving(CancelOnDisconnect(sandbox.application(vendors))) as base:
        made = _settings(base, {"deadline": LONG, **(server or {})}, state or {}, PATIENT | backend, only or {})
        resources = Resources(made, best_effort=patient())
        app = watched(create_app(made, kept=resources))
        async with (
            resources.opened(),
            serving(app) as url,
            httpx.AsyncClient(base_url=url, timeout=LONG, trust_env=False) as client,
        ):
            yield World(app, vendors, client)


@asynccontextmanager
async def near(server: Config | None = None, **backend: object) -> AsyncIterator[World]:
    """The same without a socket, so that an event loop may own its time."""
    vendors = sandbox.stand_ins()
    wire = httpx.ASGITransport(sandbox.application(vendors))
    made = _settings("http://vendors.test", server or {}, {}, backend, {})
    app = watched(create_app(made, transport=lambda config: wire))
    async with over.client(app) as client:
        yield World(app, vendors, client)


def _settings(base: str, server: Config, state: Config, backend: Config, only: Mapping[str, Config]) -> Settings:
    made = sandbox.settings(base, server)
    changed = tuple(
        BackendConfig.model_validate(each.model_dump() | backend | only.get(each.id, {})) for each in made.backends
    )
    return made.model_copy(update={"backends": changed, "state": made.state.model_copy(update=state)})
