"""A service over a store of its own, a clock that moves only when told, a shop, and a vendor before it."""

from collections.abc import AsyncIterator

import pytest

from resolvers.state.connect import TEMPORARY, opened
from resolvers.writing.service import WriteService
from tests.resolvers.writing.far_shop import Clock, FarVendor, Shop


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shop(clock: Clock) -> Shop:
    return Shop(clock)


@pytest.fixture
def vendor(shop: Shop) -> FarVendor:
    return FarVendor(shop)


@pytest.fixture
async def service(clock: Clock, anyio_backend: str) -> AsyncIterator[WriteService]:
    async with (
        opened(TEMPORARY, clock) as store,
        WriteService(store, now=clock, sleep=clock.sleep, timer=lambda: 0.0) as service,
    ):
        yield service
