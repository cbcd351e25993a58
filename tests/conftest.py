"""What tests share: the event loop, and vendors connected to their stand-ins."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
from hypothesis import settings

from resolvers.vendors.auth import credential
from resolvers.vendors.base import Vendor
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.dataset import SECRET
from resolvers.vendors.stand_in import StandIn

# No deadline, for other work shares the machine. In CI hypothesis' own profile makes the same examples every time.
settings.register_profile("patient", settings.get_profile(settings.get_current_profile_name()), deadline=None)
settings.load_profile("patient")

Connect = Callable[..., Awaitable[Any]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def connect(anyio_backend: str) -> AsyncIterator[Connect]:
    """connect(VendorClass, stand_in, **configuration): the vendor over its stand-in, by an ASGI transport."""
    async with AsyncExitStack() as stack:

        async def connected(kind: type[Vendor], far_end: StandIn, **config: Any) -> Vendor:
            given = {"id": "shop", "vendor": "any", "url": "https://vendor.test", "secret": SECRET}
            settings = BackendConfig.model_validate(given | config)
            transport = httpx.ASGITransport(app=far_end)
            auth = credential(settings, kind.default_auth)
            http = await stack.enter_async_context(httpx.AsyncClient(transport=transport, auth=auth))
            return kind(settings, http)

        yield connected
