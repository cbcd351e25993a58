"""What LogicTrade is told, and what is made of its answers, over its stand-in."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from resolvers.errors import Rejected, Unsupported
from resolvers.vendors import checking
from resolvers.vendors.logictrade import LogicTrade, records, write
from resolvers.vendors.logictrade.sandbox import LogicTradeStandIn, stand_in
from resolvers.vendors.writing import NaturalKey, Saying
from schema.backend import Operation
from schema.money import TaxBasis
from schema.status import OrderStatus
from tests.conftest import Connect
from tests.resolvers.vendors.logictrade.readings import CREATE_ORDER, ZONE
from tests.resolvers.vendors.ordering import LEAST, faults, least, to_create, to_update

pytestmark = pytest.mark.anyio

SAYING = Saying("erp", "LOGICTRADE", "EUR", ZONE, TaxBasis.UNKNOWN, {})
LINE = LEAST["logictrade"]["lines"][0]
OWN = LEAST["logictrade"]["vendorFields"]["logicTrade"]
GIVEN = to_create(least("logictrade"))
OURS = NaturalKey("externalNumber", "OG-ABC", is_ours=True)
AT_HOME = {
    "street": "Wethouder Buitenhuisstraat",
    "houseNumber": "2",
    "houseNumberAddition": "B",
    "postalCode": "7951 SM",
    "city": "Staphorst",
    "countryCode": "NL",
}
DOCUMENTED: dict[str, Any] = {
    "reference": "Nieuwe barkrukken voor de keuken",
    "orderedAt": datetime.fromisoformat("2024-04-08T03:13:55.720Z"),
    "vendorStatus": "definitief",
    "origin": "WIN",
    "customer": {
        "details": {
            "gender": "Man",
            "title": "Dhr.",
            "initials": "J.",
            "firstName": "Jan",
            "lastName": "Jansen3343",
            "mobilePhone": "06-12345678",
            "email": "jan@jansen.com",
            "note": "Niet beschikbaar op maandag en dinsdag!",
            "address": AT_HOME,
        }
    },
    "shippingAddress": {"address": AT_HOME},
    "externalNumber": "BS00001",
    "note": "Graag vooraf even bellen",
    "internalNote": "Korting ivm voorjaar's actie",
    "lines": [
        {
            "position": 10,
            "product": {"code": "LT00000047"},
            "description": "Barkruk 't Westert",
            "quantity": Decimal(6),
            "unitPrice": Decimal("175.9"),
            "note": "Bij afleveren de pootjes weer bevestigigen.",
            "internalNote": "Bij vervoeren de pootjes verwijderdern.",
        }
    ],
    "vendorFields": {
        "logicTrade": OWN
        | {
            "paymentConditionCode": "PC",
            "webshopNumber": "BS00001",
            "webshopUrl": "https://backend.webshop.eu",
            "payments": [{"amount": Decimal(100), "type": "iDeal", "method": "Rabobank"}],
        }
    },
}
"""The document's request, but for its delivery's day and its discount."""


def told(far_end: LogicTradeStandIn) -> Any:
    return json.loads(far_end.requests[-1].body, parse_float=Decimal)


def line_faults(**line: Any) -> list[tuple[str, str]]:
    given = to_create(least("logictrade", lines=[LINE | line]))
    return faults(checking.create_errors(write.TABLE, given, SAYING))


async def test_the_documents_request_is_what_its_order_is_told_as(connect: Connect) -> None:
    far_end = stand_in()
    erp = await connect(LogicTrade, far_end)
    given = to_create(DOCUMENTED)

    made = await erp.create_order(given, erp.natural_key(given, "k"))

    documented = json.loads(CREATE_ORDER, parse_float=Decimal)
    del documented["delivery"]["expectedDate"], documented["lines"][0]["discount"]
    assert told(far_end) == documented
    assert far_end.requests[-1].params == {"allowUnknownCustomer": "false"}
    assert (made.number, made.external_number, made.status) == ("V26100124", "BS00001", OrderStatus.CONFIRMED)


async def test_trap_25_codes_go_out_and_labels_come_in(connect: Connect) -> None:
    far_end = stand_in()
    erp = await connect(LogicTrade, far_end)

    made = await erp.create_order(GIVEN, OURS)

    assert told(far_end)["delivery"] == {"type": "BM", "condition": "D"}
    assert made.vendor_fields.delivery_type == "Bezorgen+montage"


async def test_a_day_is_told_as_a_day_and_read_back_as_itself(connect: Connect) -> None:
    far_end = stand_in()
    erp = await connect(LogicTrade, far_end)
    day = datetime(2026, 7, 1).date()

    made = await erp.create_order(to_create(least("logictrade", requestedDeliveryDate=day)), OURS)

    assert told(far_end)["delivery"]["expectedDate"] == "2026-07-01"
    assert made.requested_delivery_date == day


async def test_the_unknown_customer_needs_nothing_said_of_him(connect: Connect) -> None:
    far_end = stand_in()
    erp = await connect(LogicTrade, far_end)
    own = {"logicTrade": OWN | {"allowUnknownCustomer": True}}
    given = to_create(least("logictrade", customer=..., vendorFields=own))

    assert erp.check_create(given) == []
    made = await erp.create_order(given, OURS)

    assert far_end.requests[-1].params == {"allowUnknownCustomer": "true"}
    assert made.customer_link.vendor_id == str(records.UNKNOWN_CUSTOMER)


@pytest.mark.parametrize(("addition", "number"), [("B", "2B"), ("3", "2-3"), ("", "2")])
def test_an_addition_is_told_as_part_of_the_house_number(addition: str, number: str) -> None:
    address = {"address": AT_HOME | {"houseNumberAddition": addition}}
    body, _ = write.create(to_create(least("logictrade", shippingAddress=address)), SAYING, None)

    assert body["delivery"]["address"]["houseNumber"] == number
    assert "addition" not in body["delivery"]["address"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({"product": {"ean": "9789493113862"}}, ("UNSUPPORTED", "lines.0.product.ean")),
        ({"product": {"code": " "}}, ("BAD_USER_INPUT", "lines.0.product.code")),
        ({"quantity": Decimal("-1")}, ("BAD_USER_INPUT", "lines.0.quantity")),
        ({"unitPrice": Decimal("1.2345678901234567")}, ("UNSUPPORTED", "lines.0.unitPrice")),
        ({"discountPercent": Decimal(101)}, ("BAD_USER_INPUT", "lines.0.discountPercent")),
        ({"position": 0}, ("BAD_USER_INPUT", "lines.0.position")),
        ({"configuration": ["eiken"]}, ("BAD_USER_INPUT", "lines.0.configuration")),
    ],
)
def test_what_can_not_be_told_of_a_line_is_refused_with_its_field(line: dict[str, Any], fault: tuple[str, str]) -> None:
    assert line_faults(**line) == [fault]


async def test_both_statuses_are_too_much_and_each_alone_is_told(connect: Connect) -> None:
    erp = await connect(LogicTrade, stand_in(orders=1))
    both = {"status": OrderStatus.CONFIRMED, "vendorStatus": "Concept"}

    assert faults(erp.check_create(to_create(least("logictrade", **both)))) == [("BAD_USER_INPUT", "vendorStatus")]
    for name, status in both.items():
        assert erp.check_create(to_create(least("logictrade", **{name: status}))) == []


async def test_a_configured_word_is_told_for_its_status(connect: Connect) -> None:
    far_end = stand_in()
    erp = await connect(LogicTrade, far_end, status={"In productie": "PROCESSING"}, update="partial")

    changed = await erp.update_order("4", to_update("4", status=OrderStatus.PROCESSING))

    assert told(far_end) == {"status": "In productie"}
    assert changed.status is OrderStatus.PROCESSING
    assert OrderStatus.PROCESSING in erp.backend.capabilities.settable_statuses


# ---------------------------------------------------------------- updates


async def test_nothing_is_updated_until_the_configuration_says_that_it_can_be(connect: Connect) -> None:
    far_end = stand_in()
    erp = await connect(LogicTrade, far_end)

    assert faults(erp.check_update(to_update("4", note="Bel aan"))) == [("UNSUPPORTED", "")]
    assert erp.backend.capabilities.update_accepts == []
    assert Operation.ORDER_UPDATE not in erp.backend.capabilities.operations
    with pytest.raises(Unsupported):
        await erp.update_order("4", to_update("4", note="Bel aan"))
    assert far_end.calls() == 0


async def test_an_update_tells_only_what_is_given(connect: Connect) -> None:
    far_end = stand_in()
    erp = await connect(LogicTrade, far_end, update="partial")
    before = await erp.order("4")
    given = to_update("4", note="Bel aan", externalNumber=None, requestedDeliveryDate=None, vendorStatus="Concept")

    changed = await erp.update_order("4", given)

    assert (far_end.requests[-1].method, far_end.requests[-1].path) == ("PUT", "/rest/v1/orders/4")
    assert told(far_end) == {
        "comment": {"extern": "Bel aan"},
        "externNumber": "",
        "delivery": {"expectedDate": None},
        "status": "Concept",
    }
    assert (changed.note, changed.status, changed.lines) == ("Bel aan", OrderStatus.DRAFT, before.lines)


async def test_an_update_that_the_vendor_refuses_is_rejected_in_its_words(connect: Connect) -> None:
    far_end = stand_in()
    erp = await connect(LogicTrade, far_end)

    with pytest.raises(Rejected) as caught:
        await erp.create_order(to_create(least("logictrade", origin="XYZ")), OURS)

    assert caught.value.message == "XYZ is not one of WIN, WEB, TEL."
