"""LogicTrade's customers and addresses, parsed into the schema's types. Pure."""

from resolvers.vendors import decode, postal, values
from resolvers.vendors.logictrade.answers import AddressJson, CustomerJson, DeliveryJson
from resolvers.vendors.reading import Reading
from resolvers.vendors.values import Text
from schema.address import Address
from schema.customer import Customer
from schema.raw import RawJson


def customer(text: bytes, reading: Reading) -> Customer:
    """From a customer record."""
    return buyer(decode.read(reading, text, CustomerJson), RawJson(text), reading)


def buyer(data: CustomerJson, raw: RawJson, reading: Reading) -> Customer:
    """From a customer record, or from the same object in an order."""
    company, first = values.text(data.company_name), values.text(data.first_name)
    last = postal.person(data.infix, data.last_name)
    return Customer(
        id=reading.gid("Customer", data.id),
        backend=reading.backend,
        vendor_id=str(data.id),
        number=values.text(data.number),
        company_name=company,
        name=company or postal.person(first or data.initials, last),
        first_name=first,
        last_name=last,
        email=values.text(data.email),
        phone=values.text(data.phone_number) or values.text(data.phone_number2),
        mobile_phone=values.text(data.mobile_number),
        vat_number=values.text(data.vat_number),
        registration_number=values.text(data.coc_number),
        address_link=_address(data.address, raw.at("address")),
        billing_address_link=_address(data.invoice_address, raw.at("invoiceAddress")),
        shipping_address_link=_address(data.delivery_address, raw.at("deliveryAddress")),
        note=values.text(data.remark),
        created_at=reading.instant(data.created_date),
        updated_at=reading.instant(data.modified_date),
        raw_source=raw,
    )


def _address(data: AddressJson | None, raw: RawJson, phone: Text = None) -> Address | None:
    given = data or AddressJson()
    return postal.address(
        street=given.street,
        house_number=given.house_number,
        postal_code=given.zip_code,
        city=given.city,
        country=given.country,
        phone=phone,
        raw=raw,
    )


def shipping_address(data: DeliveryJson, raw: RawJson) -> Address | None:
    return _address(data.address, raw.at("address"), data.phone_number)


def billing_address(data: CustomerJson | None, raw: RawJson) -> Address | None:
    """The customer's invoice address, otherwise the main address."""
    if data is None:
        return None
    invoice_address = _address(data.invoice_address, raw.at("invoiceAddress"))
    return invoice_address or _address(data.address, raw.at("address"))
