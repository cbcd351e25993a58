"""A request that is suspended until its lease is over, and then hears from the vendor after all."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from resolvers.state.record import Record, Stage
from resolvers.vendors.writing import NaturalKey
from resolvers.writing.service import LEASE, WriteService
from schema.write_inputs import OrderCreateInput
from tests.resolvers.writing.asking import AGAIN, FAILURE, MADE, NO, SILENCE, asked, told
from tests.resolvers.writing.far_shop import Answering, Arrival, Clock, FarVendor, Keyless, Shop, answered, losing

pytestmark = pytest.mark.anyio


def suspended(clock: Clock, meanwhile: Callable[[], Awaitable[object]], then: Answering) -> Answering:
    """Answers so after the lease is over, and after what others did by then."""

    async def late(shop: Shop, arrival: Arrival) -> str:
        clock.on(LEASE)
        await meanwhile()
        return await then(shop, arrival)

    return late


async def only(service: WriteService) -> Record:
    (record,) = await service.store.in_doubt()
    return record


async def test_what_it_made_settles_a_key_that_another_left_unknown(
    service: WriteService, shop: Shop, clock: Clock
) -> None:
    keyless = Keyless(shop)
    keyless.answering = [suspended(clock, asked(service, keyless).run, answered)]

    assert told(await asked(service, keyless).run()) == MADE
    assert told(await asked(service, keyless).run()) == AGAIN


async def test_what_it_made_keeps_one_who_looks_the_order_up_from_sending_it_again(
    service: WriteService, shop: Shop, clock: Clock
) -> None:
    sent, looked = asyncio.Event(), asyncio.Event()

    class Looking(FarVendor):
        """Looks before the order is made, and tells of it afterwards."""

        async def find_created(self, natural: NaturalKey, since: Any, input: OrderCreateInput) -> Any:
            found = await super().find_created(natural, since, input)
            looked.set()
            await first
            return found

    async def slowly(shop: Shop, arrival: Arrival) -> str:
        sent.set()
        await looked.wait()
        return shop.make(arrival)

    vendor = Looking(shop)
    vendor.answering = [slowly, answered]
    first = asyncio.create_task(asked(service, vendor).run())
    await sent.wait()
    clock.on(LEASE)

    assert told(await asked(service, vendor).run()) == AGAIN
    assert told(await first) == MADE
    assert len(shop.arrivals) == 1


async def test_what_it_made_takes_the_place_of_a_refusal_of_what_another_sent_since(
    service: WriteService, vendor: FarVendor, clock: Clock
) -> None:
    vendor.answering = [suspended(clock, asked(service, vendor).run, answered), losing(NO, made=False)]

    assert told(await asked(service, vendor).run()) == MADE
    assert told(await asked(service, vendor).run()) == AGAIN


async def test_its_refusal_says_nothing_of_what_another_sent_since(
    service: WriteService, vendor: FarVendor, shop: Shop, clock: Clock
) -> None:
    vendor.answering = [
        suspended(clock, asked(service, vendor).run, losing(NO, made=False)),
        losing(SILENCE, made=True),
    ]
    await asked(service, vendor).run()

    assert (await only(service)).stage is Stage.UNKNOWN
    assert told(await asked(service, vendor).run()) == ("DONE", None, "2", True)


async def test_what_it_made_is_not_the_order_of_a_key_that_was_set_free_and_used_anew(
    service: WriteService, vendor: FarVendor, shop: Shop, clock: Clock
) -> None:
    async def used_anew() -> None:
        await service.store.drop(await only(service))
        await asked(service, vendor, reference="new").run()

    vendor.answering = [suspended(clock, used_anew, answered), losing(FAILURE, made=False), answered]

    assert told(await asked(service, vendor).run()) == MADE
    assert told(await asked(service, vendor, reference="new").run()) == ("DONE", None, "3", False)
