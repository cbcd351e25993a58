"""What CloudSuite is told, and what is made of its answers, over its stand-in."""

import json
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from resolvers.errors import BackendFault, Rejected
from resolvers.vendors.cloudsuite import CloudSuite
from resolvers.vendors.cloudsuite.sandbox import Shop, stand_in
from resolvers.vendors.stand_in import Faults
from resolvers.vendors.writing import Absence, NaturalKey
from schema.order import Order
from schema.status import OrderStatus
from schema.write_inputs import OrderCreateInput
from tests.conftest import Connect
from tests.resolvers.vendors.ordering import LEAST, faults, least, to_create, to_update

pytestmark = pytest.mark.anyio

GIVEN = to_create(least("cloudsuite"))
OURS = NaturalKey("externalKey", "OG-ABC", is_ours=True)
NOW = datetime.fromisoformat("2026-03-24T13:00:00+01:00")
"""When the stand-in's clock begins."""
LINE = LEAST["cloudsuite"]["lines"][0]


def told(far_end: Shop) -> Any:
    return json.loads(far_end.requests[-1].body, parse_float=Decimal)


async def test_an_offline_order_is_told_whole(connect: Connect) -> None:
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)

    made = await shop.create_order(GIVEN, OURS)

    assert (far_end.requests[-1].method, far_end.requests[-1].path) == ("POST", "/api/order/")
    assert told(far_end) == {
        "key": "OG-ABC",
        "erp_order_number": "V26999999",
        "state": "done",
        "order_date": "2026-03-20",
        "currency": "EUR",
        "shipment_address": 4,
        "invoice_address": 5,
        "order_lines": [
            {
                "product": {"origin": "CLOUDSUITE", "key": "1000"},
                "description": "Fiets",
                "type": "line",
                "quantity": 2,
                "erp_line_number": 10,
                "unit_price": "19.90",
            }
        ],
    }
    assert (made.external_number, made.status) == ("V26999999", OrderStatus.COMPLETED)
    assert made.total.net.amount == Decimal("39.80")


async def test_lines_are_numbered_around_the_numbers_that_are_given(connect: Connect) -> None:
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)
    lines = [LINE, LINE | {"position": 10}, LINE, LINE | {"position": 5}]

    await shop.create_order(to_create(least("cloudsuite", lines=lines)), OURS)

    assert [line["erp_line_number"] for line in told(far_end)["order_lines"]] == [20, 10, 30, 5]


async def test_a_currency_of_the_callers_is_told(connect: Connect) -> None:
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)

    made = await shop.create_order(to_create(least("cloudsuite", currencyCode="SEK")), OURS)

    assert (told(far_end)["currency"], made.currency_code) == ("SEK", "SEK")


async def test_the_day_of_an_order_is_the_backends(connect: Connect) -> None:
    """22:30 in UTC is past midnight in Amsterdam."""
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)
    late = datetime.fromisoformat("2026-07-01T22:30:00+00:00")

    await shop.create_order(to_create(least("cloudsuite", orderedAt=late)), OURS)

    assert told(far_end)["order_date"] == "2026-07-02"


@pytest.mark.parametrize("way", [{"vendorId": "4"}, {"originKey": {"origin": "CLOUDSUITE", "key": "123456789-D"}}])
async def test_an_address_is_told_by_its_id_or_its_key(connect: Connect, way: dict[str, Any]) -> None:
    shop = await connect(CloudSuite, stand_in())

    made = await shop.create_order(to_create(least("cloudsuite", shippingAddress=way)), OURS)

    assert made.shipping_address_link.vendor_id == "4"


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"status": OrderStatus.CONFIRMED}, ("UNSUPPORTED", "status")),
        ({"vendorStatus": "done", "status": ...}, ("UNSUPPORTED", "vendorStatus")),
        ({"currencyCode": "euro"}, ("BAD_USER_INPUT", "currencyCode")),
        ({"externalKey": ".."}, ("BAD_USER_INPUT", "externalKey")),
        ({"shippingAddress": {"vendorId": "vier"}}, ("BAD_USER_INPUT", "shippingAddress.vendorId")),
        ({"billingAddress": {"address": {"city": "Ede"}}}, ("UNSUPPORTED", "billingAddress.address")),
        ({"lines": [LINE | {"description": " "}]}, ("BAD_USER_INPUT", "lines.0.description")),
        ({"lines": [LINE, LINE | {"unitPrice": None}]}, ("BAD_USER_INPUT", "lines.1.unitPrice")),
        ({"lines": []}, ("BAD_USER_INPUT", "lines")),
        ({"lines": [LINE | {"product": {"ean": "9789493113862"}}]}, ("UNSUPPORTED", "lines.0.product.ean")),
    ],
)
async def test_what_can_not_be_told_is_refused_with_its_field(
    connect: Connect, more: dict[str, Any], fault: tuple[str, str]
) -> None:
    shop = await connect(CloudSuite, stand_in(orders=1))

    assert fault in (found := faults(shop.check_create(to_create(least("cloudsuite", **more)))))
    assert [field for _, field in found if field != "status"] == [fault[1]] * (fault[1] != "status")


async def test_what_was_made_before_is_rejected_with_the_fields_and_words_of_the_vendor(connect: Connect) -> None:
    shop = await connect(CloudSuite, stand_in())
    await shop.create_order(GIVEN, OURS)

    with pytest.raises(Rejected) as caught:
        await shop.create_order(GIVEN, OURS)

    assert caught.value.message == "key: order with this key already exists."


# ---------------------------------------------------------------- updates


async def test_trap_46_an_update_is_a_patch_of_what_is_given(connect: Connect) -> None:
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)
    before = await shop.order("27")
    far_end.forget()

    changed = await shop.update_order("27", to_update("27", status=OrderStatus.CONFIRMED, externalNumber="E 1"))

    assert [(asked.method, asked.path) for asked in far_end.requests] == [("PATCH", "/api/order/27")]
    assert told(far_end) == {"state": "confirmed", "erp_order_number": "E 1"}
    assert (changed.lines, changed.external_number, changed.reference) == (before.lines, "E 1", before.reference)


async def test_the_erps_number_is_cleared_by_null(connect: Connect) -> None:
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)

    changed = await shop.update_order("27", to_update("27", externalNumber=None))

    assert told(far_end) == {"erp_order_number": None}
    assert changed.external_number is None


# ---------------------------------------------------------------- a create of unknown outcome


async def test_the_key_is_the_callers_or_made_from_the_idempotency_key(connect: Connect) -> None:
    shop = await connect(CloudSuite, stand_in(orders=1))

    made, again, other = (shop.natural_key(GIVEN, key) for key in ("k1", "k1", "k2"))
    given = shop.natural_key(to_create(least("cloudsuite", externalKey="H-1")), "k1")

    assert given == NaturalKey("externalKey", "H-1", is_ours=False)
    assert made == again != other
    assert made.is_ours
    assert re.fullmatch("OG-[A-Z2-7]{20}", made.value)


async def test_a_create_whose_answer_is_lost_is_found_by_its_key(connect: Connect) -> None:
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)
    far_end.faults = Faults(cut=True, times=1)

    with pytest.raises(BackendFault):
        await shop.create_order(GIVEN, OURS)
    found = await shop.find_created(OURS, NOW, GIVEN)

    assert isinstance(found, Order)
    assert found.external_number == "V26999999"
    assert far_end.requests[-1].path == "/api/order/ext:OG-ABC"


async def test_an_older_order_under_the_callers_key_leaves_it_open(connect: Connect) -> None:
    shop = await connect(CloudSuite, stand_in())
    theirs = NaturalKey("externalKey", "H-1", is_ours=False)
    await shop.create_order(GIVEN, theirs)

    assert await shop.find_created(theirs, NOW + timedelta(minutes=6), GIVEN) is Absence.UNSURE
    assert isinstance(await shop.find_created(theirs, NOW + timedelta(minutes=5), GIVEN), Order)


async def test_what_stands_under_a_key_of_ours_is_ours_whatever_its_clock_says(connect: Connect) -> None:
    shop = await connect(CloudSuite, stand_in())
    await shop.create_order(GIVEN, OURS)

    assert isinstance(await shop.find_created(OURS, NOW + timedelta(days=300), GIVEN), Order)


async def test_trap_13_the_hour_that_summers_end_has_twice_may_be_the_later_one(connect: Connect) -> None:
    far_end = stand_in()
    shop = await connect(CloudSuite, far_end)
    theirs = NaturalKey("externalKey", "H-1", is_ours=False)
    made = await shop.create_order(GIVEN, theirs)
    record = far_end.store.by_id[int(made.vendor_id)].record
    record["create_date"] = "2026-10-25T02:30:00.000000"
    later = datetime.fromisoformat("2026-10-25T02:30:00+01:00")

    assert isinstance(await shop.find_created(theirs, later, GIVEN), Order)
    assert await shop.find_created(theirs, later + timedelta(minutes=6), GIVEN) is Absence.UNSURE


async def test_a_key_of_the_callers_that_holds_another_order_leaves_it_open(connect: Connect) -> None:
    shop = await connect(CloudSuite, stand_in())
    theirs = NaturalKey("externalKey", "H-1", is_ours=False)
    await shop.create_order(GIVEN, theirs)
    other: OrderCreateInput = to_create(least("cloudsuite", externalNumber="V27000000"))

    assert isinstance(await shop.find_created(theirs, NOW, GIVEN), Order)
    assert await shop.find_created(theirs, NOW, other) is Absence.UNSURE
