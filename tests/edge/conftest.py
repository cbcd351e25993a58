"""The gateway as strangers meet it: over two small stand-ins, configured as a test says."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from typing import Any, Protocol

import httpx
import pytest

from tests import over
from tests.edge.door import Door, application


class OpenDoor(Protocol):
    async def __call__(
        self, issuer: httpx.AsyncBaseTransport | None = ..., now: Any = ..., **settings: Mapping[str, Any] | Any
    ) -> Door: ...


@pytest.fixture
async def open_door(anyio_backend: str) -> AsyncIterator[OpenDoor]:
    """open_door(server={…}, limits={…}): its sections, over anonymous callers that may do everything."""
    async with AsyncExitStack() as stack:

        async def opened(**given: Any) -> Door:
            app, far_ends = application(**given)
            return Door(app, await stack.enter_async_context(over.client(app, is_far=True)), far_ends)

        yield opened


@pytest.fixture
async def door(open_door: OpenDoor) -> Door:
    return await open_door()
