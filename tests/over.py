"""The whole gateway over stand-ins, with everything allowed and no socket in between."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from app import sandbox
from app.main import create_app
from resolvers.vendors.stand_in import StandIn
from tests.canaries import watched


@asynccontextmanager
async def gateway(vendors: dict[str, StandIn]) -> AsyncIterator[httpx.AsyncClient]:
    far_ends = sandbox.application(vendors)
    app = watched(create_app(sandbox.settings("http://vendors"), lambda backend: httpx.ASGITransport(far_ends)))
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway")
    async with app.router.lifespan_context(app), http:
        yield http
