"""A client of a gateway with no socket in between, and the whole gateway over stand-ins with everything allowed."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
from starlette.applications import Starlette

from app import sandbox
from app.main import create_app
from resolvers.vendors.stand_in import StandIn
from tests.canaries import watched


@asynccontextmanager
async def client(app: Starlette, *, is_far: bool = False) -> AsyncIterator[httpx.AsyncClient]:
    """For as long as both last. `is_far`: it meets what the application fails with as any client does, a status."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=not is_far)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://gateway") as http,
    ):
        yield http


def gateway(vendors: dict[str, StandIn]) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    far_ends = sandbox.application(vendors)
    app = create_app(sandbox.settings("http://vendors"), lambda backend: httpx.ASGITransport(far_ends))
    return client(watched(app))
