"""What Wimpel is told, and what is made of its answers, over its stand-in."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from resolvers.errors import BackendFault, BadResponse, Rejected
from resolvers.vendors import dataset
from resolvers.vendors.stand_in import Faults
from resolvers.vendors.wimpel import Wimpel, records, sandbox
from resolvers.vendors.wimpel.records import Record, Store
from resolvers.vendors.writing import Absence, NaturalKey
from schema.order import Order
from schema.status import OrderStatus
from schema.write_inputs import OrderCreateInput
from tests.conftest import Connect
from tests.resolvers.vendors.finding import by_number
from tests.resolvers.vendors.ordering import faults, least, to_create, to_update

pytestmark = pytest.mark.anyio

DOCUMENTED = "clxboom000000106021"
NUMBER = "SO-200001"
NATURAL = NaturalKey("number", NUMBER, is_ours=False)
NOW = dataset.NOW
MINUTE = timedelta(minutes=1)


def order(far_end: sandbox.WimpelStandIn, **more: Any) -> OrderCreateInput:
    """For a school that is there."""
    return to_create(least("wimpel", customer={"vendorId": next(iter(far_end.store.customers))}, **more))


def told(far_end: sandbox.WimpelStandIn) -> Any:
    return json.loads(far_end.requests[-1].body)


async def test_the_documents_request_is_what_its_order_is_told_as(connect: Connect):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)

    made = await wimpel.create_order(order(far_end), NATURAL)

    assert (far_end.requests[-1].method, far_end.requests[-1].path) == ("POST", "/v1/orders")
    assert told(far_end) == {
        "number": NUMBER,
        "customerId": next(iter(far_end.store.customers)),
        "origin": "api",
        "lines": [{"productEan": "9789493113862", "quantity": 30, "price": "29.95"}],
    }
    assert (made.number, made.vendor_id, made.status) == (NUMBER, far_end.store.page(0, 1)[0]["id"], OrderStatus.DRAFT)


@pytest.mark.parametrize(
    ("day", "zone", "midnight"),
    [
        ("2026-03-24", "Europe/Amsterdam", "2026-03-23T23:00:00.000Z"),
        ("2026-07-15", "Europe/Amsterdam", "2026-07-14T22:00:00.000Z"),
        ("2026-07-15", "America/New_York", "2026-07-15T04:00:00.000Z"),
    ],
)
async def test_a_day_is_told_as_its_midnight_and_read_back_as_itself(
    connect: Connect, day: str, zone: str, midnight: str
):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end, time_zone=zone)
    wanted = date.fromisoformat(day)

    made = await wimpel.create_order(order(far_end, requestedDeliveryDate=wanted), NATURAL)
    (row,) = await by_number(wimpel, NUMBER)

    assert far_end.store.by_id[made.vendor_id]["deliveryDate"] == midnight
    assert row.requested_delivery_date == wanted


@pytest.mark.parametrize("day", [date.min, date.max])
async def test_a_day_off_the_calendars_end_is_told_or_refused_and_never_a_crash(connect: Connect, day: date):
    wimpel = await connect(Wimpel, sandbox.stand_in(orders=1), time_zone="Pacific/Kiritimati")

    found = faults(wimpel.check_create(to_create(least("wimpel", requestedDeliveryDate=day))))

    assert found in ([], [("BAD_USER_INPUT", "requestedDeliveryDate")])


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"customer": {"id": "gid://other/Customer/c1"}}, ("BAD_USER_INPUT", "customer.id")),
        ({"customer": {"id": "gid://shop/Order/c1"}}, ("BAD_USER_INPUT", "customer.id")),
        ({"customer": {"id": "c1"}}, ("BAD_USER_INPUT", "customer.id")),
        ({"customer": {"vendorId": "c/1"}}, ("BAD_USER_INPUT", "customer.vendorId")),
        ({"customer": {"details": {"lastName": "Jansen"}}}, ("UNSUPPORTED", "customer.details")),
        ({"number": "  "}, ("BAD_USER_INPUT", "number")),
        ({"status": OrderStatus.UNKNOWN}, ("BAD_USER_INPUT", "status")),
        ({"status": OrderStatus.COMPLETED}, ("UNSUPPORTED", "status")),
    ],
)
async def test_what_can_not_be_told_is_refused_with_its_field(
    connect: Connect, more: dict[str, Any], fault: tuple[str, str]
):
    wimpel = await connect(Wimpel, sandbox.stand_in(orders=1))

    assert faults(wimpel.check_create(to_create(least("wimpel", **more)))) == [fault]


async def test_each_line_is_looked_at_and_all_faults_are_told_at_once(connect: Connect):
    wimpel = await connect(Wimpel, sandbox.stand_in(orders=1))
    good = {"product": {"ean": "9789493113862"}, "quantity": Decimal("2.00")}
    lines = [
        good,
        good | {"product": {"ean": "9789493113863"}},
        good | {"quantity": Decimal("1.5")},
        good | {"quantity": Decimal(0)},
        good | {"product": {"code": "9789493113862"}, "discountPercent": Decimal(5)},
    ]

    found = faults(wimpel.check_create(to_create(least("wimpel", lines=lines, status=OrderStatus.UNKNOWN))))

    assert sorted(found, key=lambda fault: fault[1]) == [
        ("BAD_USER_INPUT", "lines.1.product.ean"),
        ("BAD_USER_INPUT", "lines.2.quantity"),
        ("BAD_USER_INPUT", "lines.3.quantity"),
        ("UNSUPPORTED", "lines.4.discountPercent"),
        ("UNSUPPORTED", "lines.4.product.code"),
        ("BAD_USER_INPUT", "status"),
    ]


async def test_status_and_vendor_status_are_not_both_given(connect: Connect):
    wimpel = await connect(Wimpel, sandbox.stand_in(orders=1))
    given = to_update(DOCUMENTED, status=OrderStatus.SHIPPED, vendorStatus="shipped")

    assert ("BAD_USER_INPUT", "vendorStatus") in faults(wimpel.check_update(given))


async def test_a_number_that_is_taken_is_rejected_in_the_vendors_words(connect: Connect):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)

    with pytest.raises(Rejected) as caught:
        await wimpel.create_order(order(far_end, number="SO-106021"), NATURAL)

    assert (caught.value.message, caught.value.http_status) == ("Order number already exists", 409)


# ---------------------------------------------------------------- updates and deletes


async def test_an_update_tells_only_what_is_given_and_answers_four_fields(connect: Connect):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)

    changed = await wimpel.update_order(DOCUMENTED, to_update(DOCUMENTED, status=OrderStatus.SHIPPED))

    assert (far_end.requests[-1].method, far_end.requests[-1].path) == ("PUT", f"/v1/orders/{DOCUMENTED}")
    assert told(far_end) == {"status": "shipped"}
    assert (changed.vendor_id, changed.number, changed.status) == (DOCUMENTED, "SO-106021", OrderStatus.SHIPPED)
    assert far_end.calls() == 1
    assert not Wimpel.update_is_complete


async def test_a_note_is_cleared_and_a_day_can_not_be(connect: Connect):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)

    found = faults(wimpel.check_update(to_update(DOCUMENTED, note=None, requestedDeliveryDate=None)))
    await wimpel.update_order(DOCUMENTED, to_update(DOCUMENTED, note=None))

    assert found == [("UNSUPPORTED", "requestedDeliveryDate")]
    assert told(far_end) == {"notes": ""}


@pytest.mark.parametrize("body", ["", "OK", "null", "[]", '{"message": "Order deleted"}', '{"error": null}'])
async def test_whatever_is_answered_to_a_delete_is_taken_for_done(connect: Connect, body: str):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)
    far_end.faults = Faults(body=body)

    assert await wimpel.delete_order(DOCUMENTED) is True


@pytest.mark.parametrize("body", ['{"error": "no"}', '{"error": {"message": "no"}}', '{"success": false}'])
async def test_an_error_that_comes_with_200_is_not_taken_for_a_delete(connect: Connect, body: str):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)
    far_end.faults = Faults(body=body)

    with pytest.raises(BadResponse):
        await wimpel.delete_order(DOCUMENTED)


async def test_a_deleted_order_is_gone_and_can_not_be_deleted_again(connect: Connect):
    wimpel = await connect(Wimpel, sandbox.stand_in())

    assert await wimpel.delete_order(DOCUMENTED) is True
    assert await wimpel.delete_order(DOCUMENTED) is False
    assert await wimpel.order(DOCUMENTED) is None


# ---------------------------------------------------------------- a create of unknown outcome


async def test_a_create_whose_answer_is_lost_is_found_again(connect: Connect):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)
    far_end.faults = Faults(cut=True, times=1)
    given = order(far_end)

    with pytest.raises(BackendFault):
        await wimpel.create_order(given, NATURAL)
    found = await wimpel.find_created(NATURAL, NOW, given)

    assert isinstance(found, Order)
    assert (found.number, [line.quantity for line in found.lines]) == (NUMBER, [30])
    assert [asked.method for asked in far_end.requests].count("POST") == 1


async def test_a_create_that_never_arrived_is_surely_absent_after_one_page(connect: Connect):
    far_end = sandbox.stand_in(orders=400)
    wimpel = await connect(Wimpel, far_end)

    found = await wimpel.find_created(NATURAL, NOW, order(far_end))

    assert (found, far_end.calls()) == (Absence.SURE, 1)


async def test_the_list_is_read_back_to_five_minutes_before(connect: Connect):
    """The document's order is of 10:00 that day: made by this create, as far as clocks can tell, until 10:05."""
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)
    for order_made in far_end.store.orders[-100:]:
        order_made["orderDate"] = "2026-03-24T10:00:00.000Z"

    made = datetime.fromisoformat("2026-03-24T10:00:00Z")
    for minutes, pages in ((5, 2), (6, 1)):
        far_end.forget()
        await wimpel.find_created(NATURAL, made + minutes * MINUTE, order(far_end))
        assert far_end.calls() == pages


async def test_the_same_number_of_another_customer_proves_that_ours_was_not_made(connect: Connect):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)
    theirs = to_create(least("wimpel", number="SO-106021", customer={"vendorId": "somebody-else"}))

    found = await wimpel.find_created(NaturalKey("number", "SO-106021", is_ours=False), NOW, theirs)

    assert found is Absence.SURE


async def test_more_new_orders_than_may_be_read_leave_it_open(connect: Connect):
    far_end = sandbox.stand_in(orders=300)
    wimpel = await connect(Wimpel, far_end, scan_limit=150)

    found = await wimpel.find_created(NATURAL, datetime.fromisoformat("2020-01-01T00:00:00Z"), order(far_end))

    assert (found, far_end.calls()) == (Absence.UNSURE, 2)


class Shrinking(Store):
    """Loses its ten newest orders between the first page and the second."""

    def page(self, skip: int, take: int) -> list[Record]:
        rows = super().page(skip, take)
        if skip == 0:
            del self.orders[-10:]
        return rows


async def test_orders_deleted_while_the_list_is_read_leave_it_open(connect: Connect):
    kept = records.store(300)
    far_end = sandbox.over(Shrinking(kept.orders, kept.customers, kept.invoices, kept.by_id, kept.numbers))
    wimpel = await connect(Wimpel, far_end)

    found = await wimpel.find_created(NATURAL, datetime.fromisoformat("2020-01-01T00:00:00Z"), order(far_end))

    assert found is Absence.UNSURE
