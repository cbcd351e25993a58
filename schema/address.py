"""Where things go."""

import strawberry

from schema.field import optional, personal
from schema.raw import RawJson


@strawberry.type(description="The system that a record was imported from, and its key there (CloudSuite).")
class OriginKey:
    origin: str = strawberry.field(description="The system's name.")
    key: str = strawberry.field(description="The record's key in that system.")


@strawberry.type(description="A postal address. All but postal code, city, region and country is personal.")
class Address:
    vendor_id: str | None = optional("The vendor's id, where the vendor keeps addresses as records (CloudSuite).")
    origin_key: OriginKey | None = optional("Where the record was imported from.")
    name: str | None = personal("Company, else the person.")
    company_name: str | None = personal("The company.")
    attention: str | None = personal("For whose attention.")
    first_name: str | None = personal("The person's first name.")
    last_name: str | None = personal("The person's last name, with its infix.")
    street: str | None = personal("The street, without the house number where the vendor keeps that apart.")
    house_number: str | None = personal("The house number.")
    house_number_addition: str | None = personal("What follows the house number: A, bis, 2 hoog.")
    street2: str | None = personal("A second line of the street.")
    postal_code: str | None = optional("The postal code, as the vendor writes it.")
    city: str | None = optional("The city or town.")
    region: str | None = optional("The province, state or subdivision.")
    country_code: str | None = optional("ISO 3166-1 alpha-2: NL.")
    country_name: str | None = optional("What the vendor wrote for the country, where it is no ISO code.")
    phone: str | None = personal("Telephone number at this address.")
    email: str | None = personal("E-mail address.")
    vat_number: str | None = personal("VAT number.")
    formatted: list[str] | None = personal("The whole address, ready to print, one entry a line.")
    raw_source: strawberry.Private[RawJson | None] = None
