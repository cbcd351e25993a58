"""Whom LogicTrade names and where they live, as our types. Pure."""

from resolvers.vendors import decode, postal, values
from resolvers.vendors.logictrade.answers import AddressJson, CustomerJson, DeliveryJson, Word
from resolvers.vendors.reading import Reading
from schema.address import Address
from schema.customer import Customer
from schema.raw import RawJson


def customer(text: bytes, reading: Reading) -> Customer:
    """From their own record."""
    return buyer(decode.read(reading, text, CustomerJson), RawJson(text), reading)


def buyer(said: CustomerJson, raw: RawJson, reading: Reading) -> Customer:
    company, first = values.text(said.company_name), values.text(said.first_name)
    last = postal.person(said.infix, said.last_name)
    return Customer(
        id=reading.gid("Customer", said.id),
        backend=reading.backend,
        vendor_id=str(said.id),
        number=values.text(said.number),
        company_name=company,
        name=company or postal.person(first or said.initials, last),
        first_name=first,
        last_name=last,
        email=values.text(said.email),
        phone=values.text(said.phone_number) or values.text(said.phone_number2),
        mobile_phone=values.text(said.mobile_number),
        vat_number=values.text(said.vat_number),
        registration_number=values.text(said.coc_number),
        address_link=_address(said.address, raw.at("address")),
        billing_address_link=_address(said.invoice_address, raw.at("invoiceAddress")),
        shipping_address_link=_address(said.delivery_address, raw.at("deliveryAddress")),
        note=values.text(said.remark),
        created_at=reading.instant(said.created_date),
        updated_at=reading.instant(said.modified_date),
        raw_source=raw,
    )


def _address(said: AddressJson | None, raw: RawJson, phone: Word = None) -> Address | None:
    known = said or AddressJson()
    return postal.address(
        street=known.street,
        house_number=known.house_number,
        postal_code=known.zip_code,
        city=known.city,
        country=known.country,
        phone=phone,
        raw=raw,
    )


def shipping_address(said: DeliveryJson, raw: RawJson) -> Address | None:
    return _address(said.address, raw.at("address"), said.phone_number)


def billing_address(said: CustomerJson | None, raw: RawJson) -> Address | None:
    """The invoice address, else the customer's own."""
    if said is None:
        return None
    invoice_address = _address(said.invoice_address, raw.at("invoiceAddress"))
    return invoice_address or _address(said.address, raw.at("address"))
