"""Which shipments an OBAPI supplier's orders get, and how few calls tell it."""

import asyncio
from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

import pytest

from resolvers.errors import BadResponse, Unavailable, Unsupported
from resolvers.vendors.dataset import NOW
from resolvers.vendors.obapi import Obapi
from resolvers.vendors.obapi.sandbox import ObapiStandIn, stand_in
from resolvers.vendors.stand_in import Faults
from schema.link import Ref, Relation
from schema.order import Order
from schema.shipment import Shipment
from tests.conftest import Connect
from tests.resolvers.vendors.obapi.holding import DAY, SHIPMENTS, Record, holding, ids, of, ordered
from tests.resolvers.vendors.obapi.said import asked

pytestmark = pytest.mark.anyio

IN_ROWS = frozenset({"id", "vendorId", "number", "status", "vendorStatus", "shippedDate", "order", "address", "kind"})


async def test_trap_20_shipments_are_an_orders_by_its_ref(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)
    orders = far_end.store.orders.all()

    told = await vendor.shipments([of(Shipment, order) for order in orders], {})

    sent = far_end.store.shipments.all()
    assert [sorted(own) for own in ids(told) if own is not None] == [
        sorted(shipment["id"] for shipment in sent if shipment["order_ref"] == order["ref"]) for order in orders
    ]


async def test_a_shipment_of_an_order_is_told_whole_and_points_back(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)
    sent = far_end.store.shipments.all()[0]
    order = next(one for one in far_end.store.orders.all() if one["ref"] == sent["order_ref"])

    (told,) = await vendor.shipments([of(Shipment, order)], {})

    alone = await vendor.shipment(told[0].vendor_id)
    assert told[0].order_link == Ref(Order, "shop", order["id"])
    assert told[0].lines == alone.lines != []


async def test_the_list_is_read_from_the_earliest_day_of_the_wave_and_once_an_operation(connect: Connect) -> None:
    far_end = holding([], [])
    vendor = await connect(Obapi, far_end)
    wave = [of(Shipment, ordered("1", "", DAY)), of(Shipment, ordered("2", "", DAY - timedelta(days=9)))]
    memo: MutableMapping[object, Any] = {}

    assert await vendor.shipments(wave, memo) == [[], []]
    assert await vendor.shipments(wave[:1], memo) == [[]]
    window = {"page": "1", "per_page": "200", "sort": "ref_asc", "date_start": "2026-02-21"}
    assert asked(far_end) == [(SHIPMENTS, window)]


async def test_a_later_wave_reads_only_the_days_that_are_missing(connect: Connect) -> None:
    far_end = holding([], [])
    vendor = await connect(Obapi, far_end)
    memo: MutableMapping[object, Any] = {}

    await vendor.shipments([of(Shipment, ordered("1", "", DAY))], memo)
    await vendor.shipments([of(Shipment, ordered("2", "", DAY - timedelta(days=9)))], memo)

    assert [(asked.params.get("date_start"), asked.params.get("date_end")) for asked in far_end.requests] == [
        ("2026-03-02", None),
        ("2026-02-21", "2026-03-01"),
    ]


async def test_two_waves_at_once_read_the_list_once(connect: Connect) -> None:
    far_end = holding([], [])
    vendor = await connect(Obapi, far_end)
    memo: MutableMapping[object, Any] = {}

    await asyncio.gather(*(vendor.shipments([of(Shipment, ordered(one, ""))], memo) for one in "123"))

    assert far_end.asked == {SHIPMENTS: 1}


async def test_all_pages_of_the_list_are_read(connect: Connect) -> None:
    far_end = stand_in(orders=1500)
    vendor = await connect(Obapi, far_end)
    first, last = (
        next(order for order in far_end.store.orders.all() if order["ref"] == shipment["order_ref"])
        for shipment in (far_end.store.shipments.sorted_by("ref_asc")[at] for at in (0, -1))
    )

    told = await vendor.shipments([of(Shipment, first), of(Shipment, last)], {})

    assert all(told)
    assert len(far_end.store.shipments) > 400
    assert far_end.asked[SHIPMENTS] == -(-len(far_end.store.shipments) // 200)


async def test_an_order_without_a_ref_can_not_be_told_its_shipments(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)

    assert await vendor.shipments([Relation(Shipment, "shop", "1", ordered_at=NOW)], {}) == [None]
    assert far_end.calls() == 0


async def test_an_order_without_a_date_has_the_whole_list_read(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)

    await vendor.shipments([Relation(Shipment, "shop", "1", "CO1")], {})

    assert asked(far_end) == [(SHIPMENTS, {"page": "1", "per_page": "200", "sort": "ref_asc"})]


async def test_a_shipment_that_has_gone_since_the_list_was_read_is_left_out(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)
    sent = far_end.store.shipments.all()[0]
    order = next(one for one in far_end.store.orders.all() if one["ref"] == sent["order_ref"])
    far_end.faults = Faults(status=404, paths=f"{SHIPMENTS}/{sent['id']}")

    (told,) = await vendor.shipments([of(Shipment, order)], {})

    assert sent["id"] not in {shipment.vendor_id for shipment in told}


@pytest.mark.parametrize("name", ["shipments", "invoices"])
async def test_trap_49_a_server_without_such_a_list_is_unsupported(connect: Connect, name: str) -> None:
    far_end = holding([ordered("1", "A")], [])
    vendor = await connect(Obapi, far_end)
    far_end.faults = Faults(status=404, paths=f"/obapi/v1/{name}")

    with pytest.raises(Unsupported):
        await getattr(vendor, name)([of(Shipment, ordered("1", "A"))], {})


async def test_a_list_without_its_count_is_a_bad_response_where_all_of_it_is_wanted(connect: Connect) -> None:
    far_end = holding([], [])
    vendor = await connect(Obapi, far_end)
    far_end.faults = Faults(body='{"items": []}')

    with pytest.raises(BadResponse):
        await vendor.shipments([of(Shipment, ordered("1", "A"))], {})


# -------------------------------------------------------------------- what costs a call for each shipment


async def test_what_a_row_tells_costs_no_call_for_each_shipment(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)
    orders = [of(Shipment, order) for order in far_end.store.orders.all()]

    told = await vendor.shipments(orders, {}, IN_ROWS)

    assert far_end.asked == {SHIPMENTS: 1}
    whole = await vendor.shipments(orders, {}, None)
    assert [_shown(own) for own in told] == [_shown(own) for own in whole]


@pytest.mark.parametrize("field", ["lines", "raw", "method", "trackingNumber", "trackingUrl", "expectedDate"])
async def test_what_no_row_tells_costs_a_call_for_each_shipment_that_is_shown(connect: Connect, field: str) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)
    order = _sent_order(far_end)

    (told,) = await vendor.shipments([of(Shipment, order)], {}, IN_ROWS | {field})

    assert far_end.asked == {SHIPMENTS: 1, **{f"{SHIPMENTS}/{shipment.vendor_id}": 1 for shipment in told}}


async def test_a_row_that_has_its_lines_is_whole(connect: Connect) -> None:
    far_end = stand_in()
    far_end.store.shipments.show(*far_end.store.shipments.all()[0])
    vendor = await connect(Obapi, far_end)
    order = _sent_order(far_end)

    (told,) = await vendor.shipments([of(Shipment, order)], {})

    assert far_end.asked == {SHIPMENTS: 1}
    assert told[0].lines


async def test_a_shipment_is_asked_for_once_an_operation_whatever_of_it_is_wanted_where(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)
    order, memo = of(Shipment, _sent_order(far_end)), {}

    (told,) = await vendor.shipments([order], memo, frozenset({"lines"}))
    await vendor.shipments([order], memo, frozenset({"trackingUrl"}))

    assert {far_end.asked[f"{SHIPMENTS}/{shipment.vendor_id}"] for shipment in told} == {1}


async def test_also_where_two_orders_of_one_ref_want_it_at_once(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)
    order = _sent_order(far_end)

    first, second = await vendor.shipments([of(Shipment, order), of(Shipment, order | {"id": "999999"})], {})

    assert [shipment.vendor_id for shipment in first] == [shipment.vendor_id for shipment in second] != []
    assert {far_end.asked[f"{SHIPMENTS}/{shipment.vendor_id}"] for shipment in first} == {1}


async def test_a_shipment_that_fails_fails_its_own_order_alone(connect: Connect) -> None:
    far_end = stand_in()
    vendor = await connect(Obapi, far_end)
    failing, order = far_end.store.shipments.all()[0], far_end.store.shipments.all()[-1]
    orders = [_order_of(far_end, failing), _order_of(far_end, order)]
    far_end.faults = Faults(status=500, paths=f"{SHIPMENTS}/{failing['id']}")

    first, second = await vendor.shipments([of(Shipment, order) for order in orders], {})

    assert isinstance(first, Unavailable)
    assert order["id"] in {shipment.vendor_id for shipment in second}


def _sent_order(far_end: ObapiStandIn) -> Record:
    return _order_of(far_end, far_end.store.shipments.all()[0])


def _order_of(far_end: ObapiStandIn, shipment: Record) -> Record:
    return next(order for order in far_end.store.orders.all() if order["ref"] == shipment["order_ref"])


def _shown(shipments: list[Shipment] | None) -> list[tuple[object, ...]] | None:
    """What rows tell."""
    return shipments and [
        (one.id, one.number, one.status, one.vendor_status, one.shipped_date, one.order_link) for one in shipments
    ]
