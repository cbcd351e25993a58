"""An order whose answer was lost is looked up before it is sent again."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from resolvers import errors
from resolvers.errors import BackendFault
from resolvers.state.record import Stage
from resolvers.vendors.writing import Absence, NaturalKey
from resolvers.writing.looking import EVER
from resolvers.writing.service import LEASE, TTL, WriteService
from schema.write_inputs import OrderCreateInput
from tests.resolvers.writing.asking import AGAIN, CUT, FAILURE, IN_DOUBT, SILENCE, asked, told
from tests.resolvers.writing.far_shop import Clock, FarVendor, Keyless, Shop, answered, losing

pytestmark = pytest.mark.anyio

BABBLE = errors.BadResponse("shop", "answered what can't be read.")
ELSEWHERE = errors.Unavailable("shop", "failed.", http_status=504)
OUTCOMES_UNKNOWN = [SILENCE, CUT, FAILURE, BABBLE, ELSEWHERE]


@pytest.mark.parametrize("fault", OUTCOMES_UNKNOWN, ids=lambda fault: fault.message)
async def test_a_lost_answer_is_an_unknown_outcome(
    service: WriteService, vendor: FarVendor, fault: BackendFault
) -> None:
    vendor.answering = [losing(fault, made=True), answered]
    ending = await asked(service, vendor).run()

    assert told(ending) == IN_DOUBT
    assert ending.errors[0].is_retryable
    assert [record.stage for record in await service.store.in_doubt()] == [Stage.UNKNOWN]


@pytest.mark.parametrize("fault", OUTCOMES_UNKNOWN, ids=lambda fault: fault.message)
async def test_an_order_whose_answer_was_lost_is_found(
    service: WriteService, vendor: FarVendor, shop: Shop, fault: BackendFault
) -> None:
    vendor.answering = [losing(fault, made=True), answered]
    await asked(service, vendor).run()

    assert told(await asked(service, vendor).run()) == AGAIN
    assert len(shop.arrivals) == 1


async def test_one_that_surely_was_not_made_is_sent_once_more(
    service: WriteService, vendor: FarVendor, shop: Shop
) -> None:
    vendor.answering = [losing(FAILURE, made=False), answered]
    await asked(service, vendor).run()
    ending = await asked(service, vendor).run()

    assert told(ending) == ("DONE", None, "2", False)
    assert len(vendor.looked) == 1


async def test_an_order_is_looked_for_from_when_its_key_was_first_used(
    service: WriteService, vendor: FarVendor, clock: Clock
) -> None:
    began = clock()
    vendor.answering = [losing(FAILURE, made=False)]
    for _ in range(3):
        await asked(service, vendor, number="N").run()
        clock.on(1)

    assert vendor.since == [began, began]


async def test_by_a_key_that_the_gateway_made_an_order_is_looked_for_whatever_the_vendor_s_clock(
    service: WriteService, vendor: FarVendor
) -> None:
    vendor.answering = [losing(FAILURE, made=False)]
    for _ in range(2):
        await asked(service, vendor).run()

    assert vendor.since == [EVER]


async def test_each_request_sends_at_most_once_and_looks_first(
    service: WriteService, vendor: FarVendor, shop: Shop
) -> None:
    vendor.answering = [losing(FAILURE, made=False)]
    for tries in range(1, 4):
        assert told(await asked(service, vendor).run()) == IN_DOUBT
        assert len(shop.arrivals) == tries
        assert len(vendor.looked) == tries - 1


async def test_after_silence_an_absence_is_believed_only_when_the_vendor_is_through(
    service: WriteService, vendor: FarVendor, shop: Shop, clock: Clock
) -> None:
    vendor.answering = [losing(SILENCE, made=False), answered]
    await asked(service, vendor).run()

    clock.on(LEASE - 4)
    assert told(await asked(service, vendor).run()) == IN_DOUBT
    assert len(shop.arrivals) == 1
    clock.on(4)
    assert told(await asked(service, vendor).run()) == ("DONE", None, "2", False)


async def test_asking_again_and_again_makes_no_absence_believed_sooner(
    service: WriteService, vendor: FarVendor, shop: Shop, clock: Clock
) -> None:
    vendor.answering = [losing(SILENCE, made=False), answered]
    await asked(service, vendor).run()
    clock.on(LEASE / 2)

    for _ in range(3):
        assert told(await asked(service, vendor).run()) == IN_DOUBT
        clock.on(1)
    assert len(shop.arrivals) == 1


async def test_each_sending_has_its_own_time_to_be_believed_lost(
    service: WriteService, vendor: FarVendor, shop: Shop, clock: Clock
) -> None:
    vendor.answering = [losing(SILENCE, made=False), losing(SILENCE, made=False), answered]
    for sendings in (1, 2):
        await asked(service, vendor).run()
        assert len(shop.arrivals) == sendings
        clock.on(LEASE - 4)
        assert told(await asked(service, vendor).run()) == IN_DOUBT
        assert len(shop.arrivals) == sendings
        clock.on(4)

    assert told(await asked(service, vendor).run()) == ("DONE", None, "3", False)


async def test_after_a_cut_the_next_request_waits_a_moment_and_looks_twice(
    service: WriteService, vendor: FarVendor, shop: Shop, clock: Clock
) -> None:
    vendor.answering = [losing(CUT, made=False), answered]
    await asked(service, vendor).run()
    before = clock()

    assert told(await asked(service, vendor).run()) == ("DONE", None, "2", False)
    assert clock() - before == timedelta(seconds=3)
    assert len(vendor.looked) == 2


async def test_a_look_that_began_too_early_proves_nothing(
    service: WriteService, vendor: FarVendor, shop: Shop, clock: Clock
) -> None:
    class Slow(FarVendor):
        async def find_created(self, natural: NaturalKey, since: Any, input: OrderCreateInput) -> Any:
            clock.on(10)
            return Absence.SURE

    slow = Slow(shop)
    slow.answering = [losing(SILENCE, made=False), answered]
    await asked(service, slow).run()
    clock.on(LEASE - 9)

    assert told(await asked(service, slow).run()) == IN_DOUBT
    assert len(shop.arrivals) == 1


@pytest.mark.parametrize("instead", [Absence.UNSURE, SILENCE, KeyError("a bug in an adapter")], ids=str)
async def test_what_can_t_be_told_stays_unknown(
    service: WriteService, vendor: FarVendor, shop: Shop, clock: Clock, instead: Any
) -> None:
    vendor.answering = [losing(FAILURE, made=False), answered]
    vendor.looking = [instead]
    await asked(service, vendor).run()

    assert told(await asked(service, vendor).run()) == IN_DOUBT
    assert len(shop.arrivals) == 1


async def test_while_one_looks_the_order_up_another_is_told_so(service: WriteService, shop: Shop, clock: Clock) -> None:
    looking, go_on = asyncio.Event(), asyncio.Event()

    class Slow(FarVendor):
        async def find_created(self, natural: NaturalKey, since: Any, input: OrderCreateInput) -> Any:
            if not looking.is_set():
                looking.set()
                await go_on.wait()
            return await super().find_created(natural, since, input)

    slow = Slow(shop)
    slow.answering = [losing(SILENCE, made=True)]
    await asked(service, slow).run()
    clock.on(LEASE)
    first = asyncio.create_task(asked(service, slow).run())
    await looking.wait()
    second = await asked(service, slow).run()
    go_on.set()

    assert second.code == "IDEMPOTENCY_CONCURRENT_REQUEST"
    assert told(await first) == AGAIN


async def test_without_a_natural_key_it_stays_unknown_for_a_person(
    service: WriteService, shop: Shop, clock: Clock
) -> None:
    keyless = Keyless(shop)
    keyless.answering = [losing(FAILURE, made=False), answered]
    await asked(service, keyless).run()
    clock.on(TTL * 10)
    ending = await asked(service, keyless).run()

    assert told(ending) == IN_DOUBT
    assert not ending.errors[0].is_retryable
    assert len(shop.arrivals) == 1


async def test_an_order_that_another_key_made_is_not_this_one_s(
    service: WriteService, vendor: FarVendor, shop: Shop, clock: Clock
) -> None:
    await asked(service, vendor, key="first", number="N").run()
    vendor.answering = [losing(FAILURE, made=False), answered]
    await asked(service, vendor, key="second", number="N").run()

    assert told(await asked(service, vendor, key="second", number="N").run()) == IN_DOUBT
