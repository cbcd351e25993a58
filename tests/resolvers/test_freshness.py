"""What was on its way during a write is not remembered as what is there after it."""

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from resolvers import freshness
from resolvers.gateway import Gateway
from resolvers.loaders import Loaders
from resolvers.memory import Memory
from resolvers.state.redis import RedisStore
from resolvers.state.server import connected
from resolvers.tasks import Tasks
from resolvers.writing.service import WriteService
from schema.link import Ref
from schema.order import Order
from tests.resolvers.writing.far_shop import Clock, FarVendor, Shop

pytestmark = pytest.mark.anyio

ORDER = Ref(Order, "shop", "1")


class Slow(FarVendor):
    """Answers when it is let go."""

    def __init__(self) -> None:
        super().__init__(Shop(Clock()))
        self.shop.make(self.shop.take(None, "R"))
        self.asked, self.go = asyncio.Event(), asyncio.Event()

    async def order(self, vendor_id: str) -> Order | None:
        found = await super().order(vendor_id)
        self.asked.set()
        await self.go.wait()
        return found


def loaders(vendor: FarVendor, memory: Memory) -> Loaders:
    """One operation's."""
    return Loaders(lambda backend: vendor, memory, Tasks())


async def test_a_detail_that_was_read_before_a_write_is_read_again_after_it() -> None:
    vendor, memory = Slow(), Memory(lambda backend: 60.0)
    vendor.go.set()
    await loaders(vendor, memory).detail(ORDER, "v1")
    await loaders(vendor, memory).detail(ORDER, "v1")
    assert vendor.read == ["1"]

    memory.saw({"shop": 1})
    await loaders(vendor, memory).detail(ORDER, "v1")
    assert vendor.read == ["1", "1"]


async def test_what_was_asked_before_a_write_and_answered_after_it_is_not_remembered() -> None:
    vendor, memory = Slow(), Memory(lambda backend: 60.0)
    under_way = asyncio.ensure_future(loaders(vendor, memory).detail(ORDER, "v1"))
    await vendor.asked.wait()
    memory.saw({"shop": 1})
    vendor.go.set()
    await under_way
    await loaders(vendor, memory).detail(ORDER, "v1")

    assert vendor.read == ["1", "1"]


async def test_who_asks_after_a_write_does_not_join_a_call_from_before_it() -> None:
    vendor, memory = Slow(), Memory(lambda backend: 60.0)
    before = asyncio.ensure_future(loaders(vendor, memory).thing(ORDER))
    await vendor.asked.wait()
    memory.saw({"shop": 1})
    vendor.asked.clear()
    after = asyncio.ensure_future(loaders(vendor, memory).thing(ORDER))
    await vendor.asked.wait()
    vendor.go.set()
    await asyncio.gather(before, after)

    assert vendor.read == ["1", "1"]


async def test_an_earlier_count_that_is_told_later_changes_nothing() -> None:
    memory = Memory(lambda backend: 60.0)
    memory.saw({"shop": 5})
    now = memory.generation("shop")
    memory.saw({"shop": 4})

    assert memory.generation("shop") == now
    assert memory.generation("erp") != now


async def test_with_a_state_that_is_gone_nothing_remembered_is_used_and_one_line_says_so(tmp_path: Path) -> None:
    store = RedisStore(connected(f"unix://{tmp_path}/nothing"))
    async with WriteService(store, 60, 60) as service:
        gateway = Gateway.over({}, service)
        with capture_logs() as lines:
            seen = [gateway.memory.generation("shop")]
            for _ in range(2):
                await freshness.look(gateway)
                seen.append(gateway.memory.generation("shop"))
    await store.close()

    assert len(set(seen)) == 3
    assert [line["event"] for line in lines] == ["state_unavailable"]
