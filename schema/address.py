"""Postal addresses, and the keys that records have in other systems."""

import strawberry

from schema.field import optional, personal
from schema.raw import RawJson


@strawberry.type(description="The system a record was imported from, and the record's key there (CloudSuite).")
class OriginKey:
    origin: str = strawberry.field(description="The system's name.")
    key: str = strawberry.field(description="The record's key in that system.")


@strawberry.type(description="A postal address. Everything except postal code, city, region and country is personal.")
class Address:
    vendor_id: str | None = optional("The vendor's id, if the vendor keeps addresses as records (CloudSuite).")
    origin_key: OriginKey | None = optional("Where the record was imported from.")
    name: str | None = personal("The company name, otherwise the person's name.")
    company_name: str | None = personal("The company name.")
    attention: str | None = personal("The person or department to address.")
    first_name: str | None = personal("The person's first name.")
    last_name: str | None = personal("The person's last name, including its prefix (van der).")
    street: str | None = personal("The street, without the house number if the vendor keeps it separate.")
    house_number: str | None = personal("The house number.")
    house_number_addition: str | None = personal("The addition to the house number, such as A or bis.")
    street2: str | None = personal("A second address line.")
    postal_code: str | None = optional("The postal code, as the vendor writes it.")
    city: str | None = optional("The city or town.")
    region: str | None = optional("The province, state or subdivision.")
    country_code: str | None = optional("The country as an ISO 3166-1 alpha-2 code, such as NL.")
    country_name: str | None = optional("The country as the vendor wrote it, if that is not an ISO code.")
    phone: str | None = personal("The telephone number at this address.")
    email: str | None = personal("The email address.")
    vat_number: str | None = personal("The VAT number.")
    formatted: list[str] | None = personal("The whole address, ready to print, with one entry per line.")
    raw_source: strawberry.Private[RawJson | None] = None
