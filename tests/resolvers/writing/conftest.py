"""A desk over a store of its own, a clock that moves only when told, a shop, and a vendor before it."""

from collections.abc import AsyncIterator

import pytest

from resolvers.state.connect import FOR_NOW, opened
from resolvers.writing.desk import Desk
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
async def desk(clock: Clock, anyio_backend: str) -> AsyncIterator[Desk]:
    async with opened(FOR_NOW, clock) as store, Desk(store, now=clock, sleep=clock.sleep, timer=lambda: 0.0) as desk:
        yield desk
