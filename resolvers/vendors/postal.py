"""Builds addresses from their parts, and formats them the Dutch way. Pure."""

import re
from collections.abc import Iterable

from resolvers.vendors import values
from resolvers.vendors.values import Text
from schema.address import Address, OriginKey
from schema.raw import RawJson

CODE = re.compile(r"[A-Za-z]{2}")


def address(
    *,
    vendor_id: Text = None,
    origin_key: OriginKey | None = None,
    company_name: Text = None,
    attention: Text = None,
    first_name: Text = None,
    last_name: Text = None,
    street: Text = None,
    house_number: Text = None,
    house_number_addition: Text = None,
    street2: Text = None,
    postal_code: Text = None,
    city: Text = None,
    region: Text = None,
    country: Text = None,
    phone: Text = None,
    email: Text = None,
    vat_number: Text = None,
    raw: RawJson | None = None,
    name: Text = None,
) -> Address | None:
    """None if no part is known. `country`: two letters are a code, anything else is a name.

    `name`: if the vendor has one besides company and person; by default the company, or else the person.
    """
    code, country_name = _country(values.text(country))
    made = Address(
        vendor_id=values.text(vendor_id),
        origin_key=origin_key,
        name=values.text(name) or values.text(company_name) or person(first_name, last_name),
        company_name=values.text(company_name),
        attention=values.text(attention),
        first_name=values.text(first_name),
        last_name=values.text(last_name),
        street=values.text(street),
        house_number=values.text(house_number),
        house_number_addition=values.text(house_number_addition),
        street2=values.text(street2),
        postal_code=values.text(postal_code),
        city=values.text(city),
        region=values.text(region),
        country_code=code,
        country_name=country_name,
        phone=values.text(phone),
        email=values.text(email),
        vat_number=values.text(vat_number),
        formatted=lines(
            names=(company_name, name, attention, person(first_name, last_name)),
            street=(street, house_number, house_number_addition),
            street2=street2,
            place=(postal_code, city),
            region=region,
            country=code or country_name,
        ),
        raw_source=raw,
    )
    return None if made == Address(raw_source=raw) else made


def lines(
    *,
    names: Iterable[Text] = (),
    street: Iterable[Text] = (),
    street2: Text = None,
    place: tuple[Text, Text] = (None, None),
    region: Text = None,
    country: Text = None,
) -> list[str] | None:
    """From top to bottom, without repeated names; postal code and city are two spaces apart. None if all is empty."""
    printed = [
        *dict.fromkeys(values.text(name) for name in names),
        _joined(" ", street),
        values.text(street2),
        _joined("  ", place),
        values.text(region),
        values.text(country),
    ]
    return [line for line in printed if line] or None


def person(first_name: Text, last_name: Text) -> str | None:
    """The known parts of the full name; None if there are none."""
    return _joined(" ", (first_name, last_name))


def _joined(separator: str, words: Iterable[Text]) -> str | None:
    return separator.join(word for word in map(values.text, words) if word) or None


def _country(word: str | None) -> tuple[str | None, str | None]:
    """(code, name), of which at most one is known."""
    if word and CODE.fullmatch(word):
        return word.upper(), None
    return None, word
