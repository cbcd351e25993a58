"""What VDH Solar is told, and what is made of its answers, over its stand-in."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from resolvers.errors import Rejected, Unauthenticated
from resolvers.vendors.stand_in import Faults
from resolvers.vendors.vdh_solar import VdhSolar
from resolvers.vendors.vdh_solar.records import EVERY_STRANGER
from resolvers.vendors.vdh_solar.sandbox import stand_in
from schema.backend import Operation
from schema.status import OrderStatus
from tests.conftest import Connect
from tests.resolvers.vendors.ordering import AT_HOME, LEAST, faults, least, to_create

pytestmark = pytest.mark.anyio

SAID_AT_HOME = {"address_line_1": "Dorpsstraat", "address_line_2": 12, "postal_code": "1234 AB", "city": "Ons Dorp"}
LINE = LEAST["vdh_solar"]["lines"][0]
DELETION_ERROR = json.loads((Path(__file__).parent / "answers" / "deletion_error.json").read_text())


async def test_an_order_is_told_in_their_numbers_and_made(connect: Connect) -> None:
    far_end = stand_in()
    solar = await connect(VdhSolar, far_end)

    made = await solar.create_order(to_create(least("vdh_solar", reference="Dak 4", note="Bel aan")), None)

    asked = far_end.requests[-1]
    assert (asked.method, asked.path) == ("POST", "/v1/orders")
    assert json.loads(asked.body) == {
        "user_id": 1,
        "order_placed_by_id": 30001,
        "shipping_address": SAID_AT_HOME,
        "invoice_address": SAID_AT_HOME,
        "reference": "Dak 4",
        "note": "Bel aan",
        "items": [{"product_id": 12345, "quantity": 1}],
    }
    assert (made.vendor_id, made.status, made.total.net.amount) == ("41", OrderStatus.PENDING, Decimal("100.00"))


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"lines": [LINE | {"product": {"code": "PANEL"}}]}, ("BAD_USER_INPUT", "lines.0.product.code")),
        ({"lines": [LINE | {"quantity": Decimal("0.5")}]}, ("BAD_USER_INPUT", "lines.0.quantity")),
        ({"lines": [LINE | {"unitPrice": Decimal(1)}]}, ("UNSUPPORTED", "lines.0.unitPrice")),
        (
            {"shippingAddress": {"address": AT_HOME | {"houseNumber": "12a"}}},
            ("BAD_USER_INPUT", "shippingAddress.address.houseNumber"),
        ),
        (
            {"shippingAddress": {"address": AT_HOME | {"countryCode": "NL"}}},
            ("UNSUPPORTED", "shippingAddress.address.countryCode"),
        ),
        (
            {"billingAddress": {"address": {**AT_HOME, "city": ""}}},
            ("BAD_USER_INPUT", "billingAddress.address.city"),
        ),
        ({"billingAddress": {"vendorId": "5"}}, ("UNSUPPORTED", "billingAddress.vendorId")),
        ({"billingAddress": ...}, ("BAD_USER_INPUT", "billingAddress")),
        ({"vendorFields": ...}, ("BAD_USER_INPUT", "vendorFields.vdhSolar")),
        ({"customer": {"vendorId": "1"}}, ("UNSUPPORTED", "customer")),
        ({"status": OrderStatus.PENDING}, ("UNSUPPORTED", "status")),
    ],
)
async def test_what_can_not_be_told_is_refused_with_its_field(
    connect: Connect, more: dict[str, Any], fault: tuple[str, str]
) -> None:
    solar = await connect(VdhSolar, stand_in(orders=1))

    assert faults(solar.check_create(to_create(least("vdh_solar", **more)))) == [fault]


async def test_there_is_nothing_to_find_a_create_by(connect: Connect) -> None:
    solar = await connect(VdhSolar, stand_in(orders=1))

    assert solar.natural_key(to_create(least("vdh_solar")), "k") is None


async def test_a_product_that_is_unknown_is_rejected_in_their_words(connect: Connect) -> None:
    solar = await connect(VdhSolar, stand_in())
    lines = [LINE | {"product": {"code": "99999"}}]

    with pytest.raises(Rejected) as caught:
        await solar.create_order(to_create(least("vdh_solar", lines=lines)), None)

    assert caught.value.message == "The items.0.product_id field is not a product."
    assert caught.value.vendor_code == "order_creation_error"


# ---------------------------------------------------------------- deletes


def pending(far_end: Any, is_pending: bool) -> str:
    own = (number for number in far_end.store if number % EVERY_STRANGER)
    return str(next(number for number in own if (far_end.store[number]["status"] == "pending") is is_pending))


async def test_an_own_pending_order_is_deleted(connect: Connect) -> None:
    far_end = stand_in()
    solar = await connect(VdhSolar, far_end)
    vendor_id = pending(far_end, True)

    assert await solar.delete_order(vendor_id) is True
    assert (far_end.requests[-1].method, far_end.requests[-1].path) == ("DELETE", f"/v1/orders/{vendor_id}")
    assert await solar.delete_order(vendor_id) is False


async def test_an_order_on_its_way_is_rejected_with_the_documents_error(connect: Connect) -> None:
    far_end = stand_in()
    solar = await connect(VdhSolar, far_end)

    with pytest.raises(Rejected) as caught:
        await solar.delete_order(pending(far_end, False))

    refusal = caught.value
    said = {"type": refusal.vendor_code, "message": refusal.message, "documentation_url": refusal.documentation_url}
    assert said == DELETION_ERROR


async def test_an_order_of_somebody_else_is_rejected_and_not_the_credential(connect: Connect) -> None:
    """They don't say with which status; their own error tells a 403 of theirs from a refused credential."""
    solar = await connect(VdhSolar, stand_in())

    with pytest.raises(Rejected) as caught:
        await solar.delete_order(str(EVERY_STRANGER))

    assert (caught.value.vendor_code, caught.value.http_status) == ("order_access_error", 403)


async def test_a_bare_403_is_the_credentials(connect: Connect) -> None:
    far_end = stand_in()
    solar = await connect(VdhSolar, far_end)
    far_end.faults = Faults(status=403)

    with pytest.raises(Unauthenticated):
        await solar.delete_order("2")


@pytest.mark.parametrize(
    ("body", "is_refused"),
    [
        ('{"data": {"success": false}}', True),
        ('{"data": {"success": true}, "message": "Deleted."}', False),
        ('{"data": []}', False),
    ],
)
async def test_what_is_not_said_to_fail_is_done(connect: Connect, body: str, is_refused: bool) -> None:
    far_end = stand_in()
    solar = await connect(VdhSolar, far_end)
    far_end.faults = Faults(body=body)

    if is_refused:
        with pytest.raises(Rejected):
            await solar.delete_order("2")
    else:
        assert await solar.delete_order("2") is True


async def test_an_error_that_comes_with_200_is_rejected_with_its_reason(connect: Connect) -> None:
    far_end = stand_in()
    solar = await connect(VdhSolar, far_end)
    far_end.faults = Faults(body=json.dumps(DELETION_ERROR))

    with pytest.raises(Rejected) as caught:
        await solar.delete_order("2")

    assert (caught.value.vendor_code, caught.value.message) == (DELETION_ERROR["type"], DELETION_ERROR["message"])


async def test_it_makes_and_deletes_orders_and_changes_none(connect: Connect) -> None:
    capabilities = (await connect(VdhSolar, stand_in(orders=1))).backend.capabilities

    assert {Operation.ORDER_CREATE, Operation.ORDER_DELETE} <= {*capabilities.operations}
    assert Operation.ORDER_UPDATE not in capabilities.operations
    assert (capabilities.update_accepts, capabilities.settable_statuses) == ([], [])
