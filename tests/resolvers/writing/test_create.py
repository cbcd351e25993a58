"""One key makes one order: what becomes of each request while all goes well, or the vendor says no."""

import asyncio
from datetime import timedelta

import pytest

from resolvers import errors
from resolvers.errors import BackendFault
from resolvers.state.record import Record, Stage
from resolvers.vendors.writing import Absence
from resolvers.writing.endings import Ending
from resolvers.writing.service import LEASE, WriteService
from tests.resolvers.writing.asking import AGAIN, FAILURE, IN_DOUBT, MADE, NO, asked, told
from tests.resolvers.writing.far_shop import Arrival, FarVendor, Shop, answered, losing

pytestmark = pytest.mark.anyio

NOTHING_DONE: list[BackendFault] = [
    errors.NeverSent("shop", "can't be reached."),
    errors.RateLimited("shop", "takes no more calls.", http_status=429),
    errors.Unauthenticated("shop", "refuses the credential.", http_status=401),
    errors.CircuitOpen("shop", "is left alone."),
    errors.Overloaded("shop", "has a full queue."),
    errors.NoTime("shop", "had no turn."),
    errors.Overspent("shop", "was called often enough."),
]


async def test_a_new_key_makes_an_order(service: WriteService, vendor: FarVendor, shop: Shop) -> None:
    ending = await asked(service, vendor).run()

    assert told(ending) == MADE
    assert shop.made("R") == ["1"]
    assert vendor.looked == []


async def test_the_same_key_and_input_are_the_same_order_again(
    service: WriteService, vendor: FarVendor, shop: Shop
) -> None:
    await asked(service, vendor).run()

    assert told(await asked(service, vendor).run()) == AGAIN
    assert len(shop.arrivals) == 1


async def test_the_same_key_with_another_input_is_refused(service: WriteService, vendor: FarVendor, shop: Shop) -> None:
    await asked(service, vendor).run()
    ending = await asked(service, vendor, reference="other").run()

    assert told(ending) == ("REFUSED", "IDEMPOTENCY_KEY_MISMATCH", None, False)
    assert ending.errors[0].field == ["input", "idempotencyKey"]
    assert len(shop.arrivals) == 1


async def test_a_key_is_its_caller_s_and_its_backend_s(service: WriteService, vendor: FarVendor, shop: Shop) -> None:
    endings = [
        await asked(service, vendor).run(),
        await asked(service, vendor, caller="webshop").run(),
        await asked(service, FarVendor(shop, "erp")).run(),
    ]

    assert [ending.vendor_id for ending in endings] == ["1", "2", "3"]
    assert len({arrival.natural for arrival in shop.arrivals[:2]}) == 2


async def test_a_wrong_input_takes_no_key_and_no_call(service: WriteService, vendor: FarVendor, shop: Shop) -> None:
    wrong = await asked(service, vendor, note="wrong").run()

    assert told(wrong) == ("REFUSED", "BAD_USER_INPUT", None, False)
    assert shop.arrivals == []
    assert told(await asked(service, vendor).run()) == MADE


async def test_the_record_is_written_before_the_call_leaves(service: WriteService, vendor: FarVendor) -> None:
    seen: list[Record] = []

    async def look(shop: Shop, arrival: Arrival) -> str:
        seen.extend(await service.store.in_doubt())
        return shop.make(arrival)

    vendor.answering = [look]
    await asked(service, vendor).run()

    assert [record.stage for record in seen] == [Stage.IN_FLIGHT]
    assert seen[0].until - service.now() == timedelta(seconds=LEASE)


async def test_while_one_is_under_way_another_is_told_so(service: WriteService, vendor: FarVendor, shop: Shop) -> None:
    others: list[Ending] = []

    async def meanwhile(shop: Shop, arrival: Arrival) -> str:
        others.append(await asked(service, vendor).run())
        return shop.make(arrival)

    vendor.answering = [meanwhile]
    first = await asked(service, vendor).run()

    assert told(first) == MADE
    assert told(others[0]) == ("UNKNOWN", "IDEMPOTENCY_CONCURRENT_REQUEST", None, False)
    assert others[0].errors[0].is_retryable


async def test_of_many_at_once_one_makes_the_order(service: WriteService, vendor: FarVendor, shop: Shop) -> None:
    endings = await asyncio.gather(*(asked(service, vendor).run() for _ in range(10)))

    assert len(shop.made("R")) == 1
    assert {told(ending) for ending in endings} <= {
        MADE,
        AGAIN,
        ("UNKNOWN", "IDEMPOTENCY_CONCURRENT_REQUEST", None, False),
    }


async def test_a_refusal_is_told_in_the_vendor_s_words_and_kept(
    service: WriteService, vendor: FarVendor, shop: Shop
) -> None:
    vendor.answering = [losing(NO, made=False), answered]
    first, second = await asked(service, vendor).run(), await asked(service, vendor).run()

    assert told(first) == ("REFUSED", "REJECTED", None, False)
    assert (first.errors[0].message, first.errors[0].vendor_code) == ("Number exists.", "dup")
    assert first.errors[0].documentation_url == "https://x.test"
    assert (second.errors, second.is_replay) == (first.errors, True)
    assert len(shop.arrivals) == 1


async def test_a_refusal_of_what_was_sent_before_is_looked_into(
    service: WriteService, vendor: FarVendor, shop: Shop
) -> None:
    async def made_after_all(shop: Shop, arrival: Arrival) -> str:
        shop.make(shop.arrivals[0])
        shop.drop(arrival)
        raise NO

    vendor.answering = [losing(FAILURE, made=False), made_after_all]
    await asked(service, vendor).run()

    assert told(await asked(service, vendor).run()) == AGAIN


async def test_a_refusal_of_what_was_sent_before_is_not_believed_where_the_order_may_be_there(
    service: WriteService, vendor: FarVendor, shop: Shop
) -> None:
    vendor.answering = [losing(FAILURE, made=False), losing(NO, made=False)]
    vendor.looking = [Absence.SURE, Absence.UNSURE]
    await asked(service, vendor).run()

    assert told(await asked(service, vendor).run()) == IN_DOUBT


@pytest.mark.parametrize("fault", NOTHING_DONE, ids=lambda fault: type(fault).__name__)
async def test_what_never_left_did_nothing_and_sets_the_key_free(
    service: WriteService, vendor: FarVendor, shop: Shop, fault: BackendFault
) -> None:
    vendor.answering = [losing(fault, made=False), answered]
    ending = await asked(service, vendor).run()

    assert told(ending) == ("REFUSED", "BACKEND_UNAVAILABLE", None, False)
    assert ending.errors[0].is_retryable is fault.is_retryable
    assert await service.store.in_doubt() == []
    assert told(await asked(service, vendor, reference="other").run()) == ("DONE", None, "2", False)


async def test_a_bug_in_the_middle_is_an_unknown_outcome(service: WriteService, vendor: FarVendor, shop: Shop) -> None:
    async def broken(shop: Shop, arrival: Arrival) -> str:
        raise ZeroDivisionError

    vendor.answering = [broken]

    for _ in range(2):
        assert told(await asked(service, vendor).run()) == IN_DOUBT
    assert len(shop.arrivals) == 1
