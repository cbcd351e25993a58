"""What LogicTrade says of when and who: times, ids, people and places, shipments and invoices."""

import dataclasses
from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from resolvers.vendors.logictrade import parse, people
from schema.address import Address
from schema.invoice import Invoice, InvoiceStatus
from schema.link import Ref
from schema.order import Order
from schema.raw import RawJson
from schema.shipment import ShipmentStatus
from tests.resolvers.vendors.logictrade.readings import (
    BACKEND,
    READING,
    ZONE,
    customer,
    line,
    parsed,
    shipment,
    stated,
)

# ---------------------------------------------------------------- time


def test_trap_13_a_time_without_a_zone_is_the_backends() -> None:
    assert str(parsed(date="2024-03-24T13:43:57.083").ordered_at) == "2024-03-24 13:43:57.083000+01:00"
    assert str(parsed(date="2024-07-01T13:43:57").ordered_at) == "2024-07-01 13:43:57+02:00"


def test_trap_13_a_time_with_a_zone_keeps_it() -> None:
    order = parsed(date="2024-04-08T23:13:55.720Z")

    assert str(order.ordered_at) == "2024-04-08 23:13:55.720000+00:00"
    assert order.order_date == date(2024, 4, 9)


@pytest.mark.parametrize("said", ["2024-04-08", "2024-04-08T00:00:00", "2024-04-07T22:30:00Z"])
def test_trap_14_a_date_that_comes_as_a_timestamp_is_a_day(said: str) -> None:
    order = parsed(delivery={"expectedDate": said, "confirmedDate": said})
    sent = shipment(delivery={"expectedDate": said, "confirmedDate": said})

    assert order.requested_delivery_date == date(2024, 4, 8)
    assert (sent.expected_date, sent.confirmed_date) == (date(2024, 4, 8), date(2024, 4, 8))


@pytest.mark.parametrize("said", [None, "", "z.s.m."])
def test_trap_14_a_date_that_is_none_is_null(said: str | None) -> None:
    assert parsed(delivery={"expectedDate": said}).requested_delivery_date is None


def test_trap_18_the_times_of_making_are_read_on_order_customer_and_line() -> None:
    made = {"createdDate": "2026-01-04T09:00:00", "modifiedDate": "2026-01-05T09:00:00"}
    expected = (datetime(2026, 1, 4, 9, tzinfo=ZONE), datetime(2026, 1, 5, 9, tzinfo=ZONE))
    order = parsed(**made)

    assert (order.created_at, order.updated_at) == expected
    assert (line(**made).created_at, line(**made).updated_at) == expected
    assert (customer(**made).created_at, customer(**made).updated_at) == expected


# ---------------------------------------------------------------- identity, people, places


def test_trap_19_an_id_is_a_string_that_its_backend_scopes() -> None:
    order = parse.order(b'{"id": "350"}', READING)

    assert (order.id, order.vendor_id) == ("gid://erp/Order/350", "350")


def test_a_company_goes_by_its_own_name() -> None:
    buyer = customer(companyName="Brasserie De Sluis", firstName="Jan", infix="van der", lastName="Berg")

    assert (buyer.company_name, buyer.name) == ("Brasserie De Sluis", "Brasserie De Sluis")
    assert (buyer.first_name, buyer.last_name) == ("Jan", "van der Berg")


def test_a_person_goes_by_first_name_infix_and_last_name() -> None:
    assert customer(companyName="", firstName="Jan", infix="van der", lastName="Berg").name == "Jan van der Berg"


def test_initials_stand_in_for_a_missing_first_name() -> None:
    buyer = customer(initials="J.", firstName="", lastName="Jansen")

    assert (buyer.name, buyer.first_name) == ("J. Jansen", None)


def test_trap_36_the_coc_number_is_the_chamber_of_commerces() -> None:
    buyer = customer(cocNumber="50000014", vatNumber="NL800000014B01", remark="Belt graag", phoneNumber2="038-1")

    assert (buyer.registration_number, buyer.vat_number) == ("50000014", "NL800000014B01")
    assert (buyer.note, buyer.phone) == ("Belt graag", "038-1")


def test_an_invoice_goes_to_the_invoice_address_where_there_is_one() -> None:
    addresses = {"address": {"city": "Zwolle"}, "invoiceAddress": {"city": "Meppel"}}
    order = parsed(customer={"id": 13, **addresses})

    assert isinstance(order.billing_address_link, Address)
    assert order.billing_address_link.city == "Meppel"


def test_a_customer_has_three_addresses() -> None:
    places = {"address": "Zwolle", "invoiceAddress": "Meppel", "deliveryAddress": "Staphorst"}
    buyer = customer(**{name: {"city": city} for name, city in places.items()})
    links = (buyer.address_link, buyer.billing_address_link, buyer.shipping_address_link)

    assert [link.city for link in links if isinstance(link, Address)] == ["Zwolle", "Meppel", "Staphorst"]


def test_where_it_goes_carries_the_deliverys_telephone_number() -> None:
    link = parsed(
        delivery={"address": {"city": "Zwolle", "country": "Nederland"}, "phoneNumber": "06-1"}
    ).shipping_address_link

    assert isinstance(link, Address)
    assert (link.city, link.phone, link.country_code, link.country_name) == ("Zwolle", "06-1", None, "Nederland")


def test_a_customer_alone_is_read_as_one_that_an_order_holds() -> None:
    alone = people.customer(msgspec.json.encode({"id": 13, "firstName": "Jan", "lastName": "Jansen"}), READING)

    assert alone == dataclasses.replace(customer(firstName="Jan", lastName="Jansen"), raw_source=alone.raw_source)


# ---------------------------------------------------------------- shipment and invoice


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("none", ShipmentStatus.PENDING),
        ("partial", ShipmentStatus.SHIPPED),
        ("complete", ShipmentStatus.DELIVERED),
        ("halfway", ShipmentStatus.UNKNOWN),
    ],
)
def test_a_shipment_stands_where_deliverystatus_says(word: str, status: ShipmentStatus) -> None:
    sent = shipment(deliveryStatus=word)

    assert (sent.status, sent.vendor_status) == (status, word)


def test_an_invoice_is_read_whole() -> None:
    text = msgspec.json.encode(
        {
            "id": 5,
            "number": "F26000005",
            "date": "2026-01-05T09:00:00",
            "expirationDate": "2026-01-19T00:00:00",
            "status": "Betaald",
            "totalAmount": 369,
            "order": {"id": 4, "number": "V24000001"},
        }
    )

    assert parse.invoice(text, READING) == Invoice(
        id="gid://erp/Invoice/5",
        backend=BACKEND,
        order_link=Ref(Order, "erp", "4"),
        vendor_id="5",
        number="F26000005",
        status=InvoiceStatus.PAID,
        vendor_status="Betaald",
        invoice_date=date(2026, 1, 5),
        due_date=date(2026, 1, 19),
        total=stated(369),
        raw_source=RawJson(text),
    )


@pytest.mark.parametrize("said", [{}, {"order": None}, {"order": {}}, {"status": "Vervallen"}])
def test_an_invoice_that_does_not_say_whose_it_is_or_where_it_stands_is_read(said: dict[str, Any]) -> None:
    invoice = parse.invoice(msgspec.json.encode({"id": 5} | said), READING)

    assert (invoice.status, invoice.order_link) == (InvoiceStatus.UNKNOWN, None)
