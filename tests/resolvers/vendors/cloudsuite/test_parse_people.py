"""What CloudSuite's addresses, customers and users become."""

from datetime import datetime
from typing import Any

import pytest

from resolvers.errors import BadResponse
from resolvers.vendors.cloudsuite import parse
from resolvers.vendors.cloudsuite.parse import Hop
from schema.address import Address, OriginKey
from schema.customer import Customer
from schema.link import Ref
from schema.raw import RawJson
from schema.user import User
from tests.resolvers.vendors.cloudsuite.said import BACKEND, READING, ZONE, text

OWN_KEY = {"origin": "CLOUDSUITE", "key": "123456789-D"}
ADDRESS = {
    "id": 4,
    **OWN_KEY,
    "name": "Rijwielhandel de Vries",
    "attention": "Magazijn",
    "company": "Rijwielhandel de Vries",
    "street1": "Dorpsstraat",
    "house_number": "12",
    "addition": "A",
    "street2": "Achterom",
    "zip": "1234 AB",
    "city": "Ons Dorp",
    "subdivision": "Utrecht",
    "country": "NL",
    "phone": "030-1234567",
    "email": "magazijn@example.nl",
    "active": True,
}


def address(**fields: Any) -> Address:
    read = parse.address(text(**fields), READING)
    assert read
    return read


def test_an_address_is_read_whole():
    assert address(**ADDRESS) == Address(
        vendor_id="4",
        origin_key=OriginKey(origin="CLOUDSUITE", key="123456789-D"),
        name="Rijwielhandel de Vries",
        company_name="Rijwielhandel de Vries",
        attention="Magazijn",
        street="Dorpsstraat",
        house_number="12",
        house_number_addition="A",
        street2="Achterom",
        postal_code="1234 AB",
        city="Ons Dorp",
        region="Utrecht",
        country_code="NL",
        phone="030-1234567",
        email="magazijn@example.nl",
        formatted=[
            "Rijwielhandel de Vries",
            "Magazijn",
            "Dorpsstraat 12 A",
            "Achterom",
            "1234 AB  Ons Dorp",
            "Utrecht",
            "NL",
        ],
        raw_source=RawJson(text(**ADDRESS)),
    )


def test_an_address_may_call_its_street_and_postal_code_by_other_names():
    read = address(street="Dorpsstraat", postal_code="1234 AB", street1="", zip=None)

    assert (read.street, read.postal_code) == ("Dorpsstraat", "1234 AB")


def test_a_country_that_is_no_code_is_a_name():
    read = address(country="Nederland")

    assert (read.country_code, read.country_name) == (None, "Nederland")


def test_a_customer_is_read_whole():
    said = text(
        id=54,
        origin="CLOUDSUITE",
        key="C123456",
        number="123456789",
        name="Rijwielhandel de Vries",
        email="inkoop@example.nl",
        phone="030-1234567",
        mobile="06-12345678",
        vat_number="NL800000000B01",
        coc_number="30100000",
        active=False,
        address=4,
        invoice_address=5,
        shipment_address=6,
        create_date="2020-09-09T13:44:42.733072",
        modified_date="2020-09-09T13:44:43.295899",
    )

    assert parse.customer(said, READING) == Customer(
        id="gid://shop/Customer/54",
        backend=BACKEND,
        vendor_id="54",
        number="123456789",
        name="Rijwielhandel de Vries",
        email="inkoop@example.nl",
        phone="030-1234567",
        mobile_phone="06-12345678",
        vat_number="NL800000000B01",
        registration_number="30100000",
        address_link=Ref(Address, "shop", "4"),
        billing_address_link=Ref(Address, "shop", "5"),
        shipping_address_link=Ref(Address, "shop", "6"),
        is_active=False,
        created_at=datetime(2020, 9, 9, 13, 44, 42, 733072, tzinfo=ZONE),
        updated_at=datetime(2020, 9, 9, 13, 44, 43, 295899, tzinfo=ZONE),
        origin_key=OriginKey(origin="CLOUDSUITE", key="C123456"),
        raw_source=RawJson(said),
    )


def test_a_customers_name_that_may_be_a_persons_is_not_shown_as_a_companys():
    assert parse.customer(text(name="J. de Vries"), READING).company_name is None


def test_a_user_is_read_whole():
    said = text(
        id=14,
        origin="CLOUDSUITE",
        key="6f1c",
        username="jan",
        first_name="Jan",
        last_name="de Vries",
        name="Jan de Vries (inkoop)",
        email="jan@example.nl",
        active=True,
    )

    assert parse.user(said, READING) == User(
        id="gid://shop/User/14",
        backend=BACKEND,
        vendor_id="14",
        username="jan",
        name="Jan de Vries (inkoop)",
        email="jan@example.nl",
        is_active=True,
        origin_key=OriginKey(origin="CLOUDSUITE", key="6f1c"),
        raw_source=RawJson(said),
    )


def test_a_user_without_a_full_name_has_the_two_parts_of_it():
    assert parse.user(text(first_name="Jan", last_name="de Vries"), READING).name == "Jan de Vries"


# -------------------------------------------------------------------- thin answers


def test_trap_21_an_answer_with_nothing_but_identity_is_thin():
    assert parse.hop(text(**OWN_KEY), READING) == Hop(True, "CLOUDSUITE", "123456789-D")


def test_an_answer_whose_other_fields_are_all_null_is_thin():
    assert parse.hop(text(**OWN_KEY, city=None, name=None), READING).is_thin


def test_an_answer_that_says_anything_else_is_not_thin():
    assert not parse.hop(text(**OWN_KEY, plaats="Ons Dorp"), READING).is_thin


def test_a_thin_answer_without_a_key_shows_no_way_on():
    assert parse.hop(text(origin="CLOUDSUITE"), READING) == Hop(True, "CLOUDSUITE", None)


# -------------------------------------------------------------------- many at once


def test_records_found_in_bulk_go_by_their_ids_whatever_their_order():
    said = text(count=2, next=None, results=[{"id": 5}, {"id": "4"}])

    assert parse.found_in_bulk(said, READING) == ({"5": b'{"id": 5}', "4": b'{"id": "4"}'}, True)


def test_a_bulk_answer_that_stops_early_says_so():
    assert parse.found_in_bulk(text(count=2, next="more", results=[{"id": 5}]), READING)[1] is False


@pytest.mark.parametrize("read", [parse.address, parse.customer, parse.user])
def test_a_record_without_an_id_is_a_bad_response(read: Any):
    with pytest.raises(BadResponse):
        read(b'{"name": "Nobody"}', READING)
