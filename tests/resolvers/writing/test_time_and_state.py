"""Leases that run out, callers who leave, and a state that fails."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from resolvers.state.record import Record, Slot, Stage
from resolvers.state.store import Store, StoreFault
from resolvers.vendors.policies import deadline
from resolvers.vendors.writing import NaturalKey
from resolvers.writing import fingerprint
from resolvers.writing.service import LEASE, TTL, WriteService
from schema.write_inputs import OrderCreateInput
from schema.writes import WriteOutcome
from tests.resolvers.writing.asking import AGAIN, CUT, FAILURE, IN_DOUBT, MADE, NO, asked, input_of, told
from tests.resolvers.writing.far_shop import Arrival, Clock, FarVendor, Shop, answered, losing

pytestmark = pytest.mark.anyio


async def test_a_key_is_kept_for_its_time_and_no_longer(service: WriteService, vendor: FarVendor, clock: Clock) -> None:
    await asked(service, vendor).run()
    clock.on(TTL - 1)
    assert told(await asked(service, vendor).run()) == AGAIN

    clock.on(2)
    assert told(await asked(service, vendor).run()) == ("DONE", None, "2", False)


async def test_a_key_used_anew_for_another_input_does_not_find_its_earlier_order(
    service: WriteService, vendor: FarVendor, clock: Clock
) -> None:
    vendor.answering = [answered, losing(FAILURE, made=False), answered]
    await asked(service, vendor, reference="first").run()
    clock.on(TTL + 1)
    await asked(service, vendor, reference="second").run()

    assert told(await asked(service, vendor, reference="second").run()) == ("DONE", None, "3", False)


async def test_one_whose_gateway_died_is_taken_over_when_its_lease_is_over(
    service: WriteService, vendor: FarVendor, shop: Shop, clock: Clock
) -> None:
    natural = vendor.natural_key(input_of(), "k")
    input = input_of()
    until = clock() + timedelta(seconds=LEASE)
    slot = Slot("anonymous", "shop", "k")
    left = Record(slot, fingerprint.of(input), Stage.IN_FLIGHT, clock(), clock(), until, natural)
    await service.store.swap(None, left)
    shop.make(shop.take(natural, "R"))

    assert (await asked(service, vendor).run()).code == "IDEMPOTENCY_CONCURRENT_REQUEST"
    clock.on(LEASE)
    assert told(await asked(service, vendor).run()) == AGAIN


async def test_one_who_was_held_up_for_half_a_lease_does_not_send(
    service: WriteService, vendor: FarVendor, shop: Shop, clock: Clock
) -> None:
    class HeldUp(FarVendor):
        def natural_key(self, input: OrderCreateInput, idempotency_key: str) -> NaturalKey | None:
            clock.on(LEASE / 2)
            return super().natural_key(input, idempotency_key)

    assert told(await asked(service, HeldUp(shop)).run()) == IN_DOUBT
    assert shop.arrivals == []


@pytest.mark.own_time
async def test_a_vendor_that_never_answers_is_given_up_after_half_a_lease(
    service: WriteService, vendor: FarVendor
) -> None:
    async def never(shop: Shop, arrival: Arrival) -> str:
        return await asyncio.get_running_loop().create_future()

    vendor.answering = [never]
    began = asyncio.get_running_loop().time()

    assert told(await asked(service, vendor).run()) == IN_DOUBT
    assert asyncio.get_running_loop().time() - began == pytest.approx(LEASE / 2)


async def test_a_caller_who_leaves_does_not_stop_the_write(
    service: WriteService, vendor: FarVendor, shop: Shop
) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    async def slowly(shop: Shop, arrival: Arrival) -> str:
        arrived.set()
        await go_on.wait()
        return shop.make(arrival)

    vendor.answering = [slowly]
    caller = asyncio.create_task(service.run_to_end(asked(service, vendor).run()))
    await arrived.wait()
    caller.cancel()
    await asyncio.wait([caller])
    go_on.set()
    async with service:
        pass

    assert caller.cancelled()
    assert told(await asked(service, vendor).run()) == AGAIN


class Failing(Store):
    """One that fails from its so many-eth call on."""

    def __init__(self, real: Store, good: int) -> None:
        self._real, self.good = real, good

    def _call(self) -> Store:
        self.good -= 1
        if self.good < 0:
            raise StoreFault("disk full")
        return self._real

    async def read(self, slot: Slot) -> Record | None:
        return await self._call().read(slot)

    async def swap(self, before: Record | None, after: Record) -> bool:
        return await self._call().swap(before, after)

    async def drop(self, before: Record) -> bool:
        return await self._call().drop(before)

    async def in_doubt(self) -> list[Record]:
        return await self._call().in_doubt()

    async def is_contested(self, record: Record, vendor_id: str) -> bool:
        return await self._call().is_contested(record, vendor_id)

    async def wrote_to(self, backend: str) -> int:
        return await self._call().wrote_to(backend)

    async def generations(self) -> Mapping[str, int]:
        return await self._call().generations()

    async def close(self) -> None: ...


class Overtaken(Failing):
    """Something else happens just before its so many-eth swap."""

    def __init__(self, real: Store, swaps: int, meanwhile: Callable[[], Awaitable[object]]) -> None:
        super().__init__(real, good=1000)
        self._swaps, self._meanwhile = swaps, meanwhile

    async def swap(self, before: Record | None, after: Record) -> bool:
        self._swaps -= 1
        if self._swaps == 0:
            await self._meanwhile()
        return await super().swap(before, after)


async def test_of_two_who_take_a_key_over_at_once_one_looks_the_order_up(
    service: WriteService, vendor: FarVendor, shop: Shop
) -> None:
    vendor.answering = [losing(FAILURE, made=False), answered]
    await asked(service, vendor).run()
    overtaken = replace(service, store=Overtaken(service.store, 1, asked(service, vendor).run))

    assert told(await asked(overtaken, vendor).run()) == ("DONE", None, "2", True)
    assert len(vendor.looked) == 1
    assert len(shop.arrivals) == 2


async def test_one_whose_lease_ran_out_while_it_looked_does_not_send(
    service: WriteService, vendor: FarVendor, shop: Shop, clock: Clock
) -> None:
    async def taken_over() -> None:
        clock.on(LEASE)
        await asked(service, vendor).run()

    vendor.answering = [losing(FAILURE, made=False), answered]
    await asked(service, vendor).run()
    overtaken = replace(service, store=Overtaken(service.store, 2, taken_over))

    assert told(await asked(overtaken, vendor).run()) == ("DONE", None, "2", True)
    assert len(shop.arrivals) == 2


@pytest.mark.parametrize("good", [0, 1])
async def test_what_can_t_be_written_down_is_not_sent(
    service: WriteService, vendor: FarVendor, shop: Shop, good: int
) -> None:
    ending = await asked(replace(service, store=Failing(service.store, good)), vendor).run()

    assert told(ending) == IN_DOUBT
    assert shop.arrivals == []


async def test_what_was_made_is_told_though_it_can_t_be_written_down(
    service: WriteService, vendor: FarVendor, shop: Shop, clock: Clock
) -> None:
    ending = await asked(replace(service, store=Failing(service.store, 2)), vendor).run()

    assert told(ending) == MADE
    clock.on(LEASE)
    assert told(await asked(service, vendor).run()) == AGAIN


async def test_a_refused_outcome_is_never_done(service: WriteService, vendor: FarVendor, shop: Shop) -> None:
    vendor.answering = [losing(NO, made=False)]
    ending = await asked(service, vendor).run()

    assert (ending.outcome, ending.touched) == (WriteOutcome.REFUSED, False)


@pytest.mark.own_time
async def test_a_moment_that_the_caller_has_not_got_is_not_waited_for(
    service: WriteService, vendor: FarVendor, clock: Clock
) -> None:
    vendor.answering = [losing(CUT, made=False), answered]
    await asked(service, vendor).run()
    before = clock()
    with deadline.after(1.0):
        in_a_hurry = told(await asked(service, vendor).run())

    assert (in_a_hurry, clock()) == (IN_DOUBT, before)
    assert told(await asked(service, vendor).run()) == ("DONE", None, "2", False)
