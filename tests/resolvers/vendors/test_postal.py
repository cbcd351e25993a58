"""Addresses made of their parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors import postal
from schema.address import Address, OriginKey
from schema.raw import RawJson


def test_every_part_has_its_place_and_the_whole_is_ready_to_print() -> None:
    made = postal.address(
        company_name="De Lindeboom B.V.",
        attention="Afdeling inkoop",
        first_name="Sanne",
        last_name="van der Berg",
        street="Dorpsstraat",
        house_number=12,
        house_number_addition="bis",
        street2="Gebouw C",
        postal_code="7951 SM",
        city="Staphorst",
        region="Overijssel",
        country="nl",
        phone="0522-123456",
        email="inkoop@lindeboom.example",
        vat_number="NL001234567B01",
    )

    assert made == Address(
        name="De Lindeboom B.V.",
        company_name="De Lindeboom B.V.",
        attention="Afdeling inkoop",
        first_name="Sanne",
        last_name="van der Berg",
        street="Dorpsstraat",
        house_number="12",
        house_number_addition="bis",
        street2="Gebouw C",
        postal_code="7951 SM",
        city="Staphorst",
        region="Overijssel",
        country_code="NL",
        phone="0522-123456",
        email="inkoop@lindeboom.example",
        vat_number="NL001234567B01",
        formatted=[
            "De Lindeboom B.V.",
            "Afdeling inkoop",
            "Sanne van der Berg",
            "Dorpsstraat 12 bis",
            "Gebouw C",
            "7951 SM  Staphorst",
            "Overijssel",
            "NL",
        ],
    )


def test_without_a_company_the_person_is_the_name() -> None:
    made = postal.address(first_name="Sanne", last_name="Berg")

    assert made == Address(first_name="Sanne", last_name="Berg", name="Sanne Berg", formatted=["Sanne Berg"])


def test_a_name_of_its_own_wins_and_is_printed_below_the_company() -> None:
    made = postal.address(name="Magazijn", company_name="De Lindeboom B.V.")

    assert made == Address(
        name="Magazijn", company_name="De Lindeboom B.V.", formatted=["De Lindeboom B.V.", "Magazijn"]
    )


def test_a_country_that_is_no_code_is_a_name() -> None:
    made = postal.address(country=" Nederland ")

    assert made == Address(country_name="Nederland", formatted=["Nederland"])


def test_no_country_is_invented() -> None:
    made = postal.address(city="Staphorst")

    assert made == Address(city="Staphorst", formatted=["Staphorst"])


def test_what_is_known_but_not_printed_gives_an_address_without_lines() -> None:
    made = postal.address(vendor_id=4, origin_key=OriginKey(origin="CLOUDSUITE", key="123456789-D"))

    assert made == Address(vendor_id="4", origin_key=OriginKey(origin="CLOUDSUITE", key="123456789-D"))


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_nothing_known_is_no_address_though_the_vendor_sent_bytes(blank: str | None) -> None:
    made = postal.address(street=blank, house_number=blank, country=blank, raw=RawJson(b"{}"))

    assert made is None


def test_the_vendors_bytes_are_kept() -> None:
    made = postal.address(city="Staphorst", raw=RawJson(b'{"city": "Staphorst"}'))

    assert made is not None
    assert made.raw_source == RawJson(b'{"city": "Staphorst"}')


@given(st.dictionaries(st.sampled_from(["company_name", "attention", "street", "city", "country"]), st.text()))
def test_no_printed_line_is_ever_blank(parts: dict[str, str]) -> None:
    made = postal.address(**parts)

    printed = (made.formatted if made else None) or ["x"]
    assert all(line.strip() == line and line for line in printed)
