"""CloudSuite's JSON, parsed into the schema's types. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from resolvers.vendors import decode, postal, values
from resolvers.vendors.cloudsuite.answers import (
    AddressJson,
    CustomerJson,
    IdJson,
    LineJson,
    OrderJson,
    OriginKeyJson,
    PageJson,
    RowJson,
    UserJson,
)
from resolvers.vendors.listing import Row
from resolvers.vendors.reading import Reading
from resolvers.vendors.values import Text
from schema.address import Address, OriginKey
from schema.customer import Customer
from schema.line import OrderLine
from schema.order import Order
from schema.product import Product
from schema.raw import RawJson
from schema.status import OrderStatus
from schema.user import User
from schema.vendor_fields import CloudSuiteOrderFields

STATUS = {
    "draft": OrderStatus.DRAFT,
    "quotation": OrderStatus.DRAFT,
    "confirmed": OrderStatus.CONFIRMED,
    "processing": OrderStatus.PROCESSING,
    "done": OrderStatus.COMPLETED,
    "cancel": OrderStatus.CANCELLED,
}
ROW_FIELDS = frozenset(
    {
        "number",
        "reference",
        "externalNumber",
        "status",
        "vendorStatus",
        "orderDate",
        "orderedAt",
        "createdAt",
        "updatedAt",
        "linkedOrders",
    }
)
IDENTITY = frozenset({"id", "origin", "key"})
"""The only fields of a thin record."""

# ---------------------------------------------------------------- orders


def order(text: bytes, reading: Reading) -> Order:
    data = decode.read(reading, text, OrderJson)
    currency = values.text(data.currency)
    lines = _lines(data, reading, currency)
    buyer = reading.ref(Customer, data.customer, *_origin_and_key(data.customer_key))
    total = reading.taxed(net=_sum(data.order_lines), currency=currency, derived=True)
    return Order(
        **_row_fields(data, reading),
        payment_status=reading.payment_status(total, values.decimal(data.paid_amount)),
        requested_delivery_date=reading.day(data.requested_delivery_date),
        currency_code=currency or reading.currency,
        total=total,
        paid_amount=reading.money(values.decimal(data.paid_amount), currency),
        description=values.text(data.description),
        lines=reading.said(lines, "an order's lines"),
        line_count=reading.counted(lines, "an order's lines"),
        customer_id=reading.gid("Customer", buyer.vendor_id) if buyer else None,
        customer_link=buyer,
        user_link=reading.ref(User, data.user),
        shipping_address_link=reading.ref(Address, data.shipment_address, *_origin_and_key(data.shipment_address_key)),
        billing_address_link=reading.ref(Address, data.invoice_address, *_origin_and_key(data.invoice_address_key)),
        vendor_fields=CloudSuiteOrderFields(
            webshop_vendor_id=values.text(data.webshop),
            shipping_address_key=_origin_key(data.shipment_address_key),
            billing_address_key=_origin_key(data.invoice_address_key),
            customer_key=_origin_key(data.customer_key),
        ),
        raw_source=RawJson(text),
    )


def row(text: bytes, reading: Reading) -> Row[Order]:
    data = decode.read(reading, text, RowJson)
    return Row(Order(**_row_fields(data, reading)), version=data.modified_date, whole=False)


def page(text: bytes, reading: Reading) -> PageJson:
    """Its rows unread: see `row`."""
    return decode.read(reading, text, PageJson)


def is_last(page: PageJson, offset: int) -> bool:
    """`offset`: of the page's first row."""
    if page.next is None or not page.results:
        return True
    return page.count is not None and offset + len(page.results) >= page.count


def _row_fields(data: RowJson, reading: Reading) -> dict[str, Any]:
    """The arguments of Order that both a list row and a single order give."""
    return {
        "id": reading.gid("Order", data.id),
        "backend": reading.backend,
        "vendor_id": str(data.id),
        "number": values.text(data.reference),
        "reference": values.text(data.customer_order_number),
        "external_number": values.text(data.erp_order_number),
        "status": reading.status(data.state),
        "vendor_status": data.state or None,
        "order_date": reading.day(data.order_date),
        "ordered_at": reading.instant(data.order_date),
        "created_at": reading.instant(data.create_date),
        "updated_at": reading.instant(data.modified_date),
    }


def _lines(data: OrderJson, reading: Reading, currency: str | None) -> list[OrderLine] | None:
    """None if they are missing; an order without lines has []."""
    if data.order_lines is None:
        return None
    return [_line(data.id, index, line, reading, currency) for index, line in enumerate(data.order_lines, start=1)]


def _line(order_id: int | str, index: int, data: LineJson, reading: Reading, currency: str | None) -> OrderLine:
    product = data.product or OriginKeyJson()
    own_id = values.text(data.id)
    return OrderLine(
        id=reading.gid("OrderLine", order_id, own_id or index),
        vendor_id=own_id,
        position=index if data.erp_line_number is None else data.erp_line_number,
        product=Product(code=values.text(product.key), origin_key=_origin_key(product)),
        description=values.text(data.description),
        type=values.text(data.type),
        quantity=reading.said(values.decimal(data.quantity), "a line's quantity"),
        unit_price=reading.taxed(net=values.decimal(data.unit_price), currency=currency),
        tax_keys=[str(key) for key in data.tax_keys or ()],
        total=reading.taxed(net=_net(data), currency=currency, derived=True),
        requested_delivery_date=reading.day(data.delivery_date),
        created_at=reading.instant(data.create_date),
        updated_at=reading.instant(data.modified_date),
    )


def _net(line: LineJson) -> Decimal | None:
    return values.product(values.decimal(line.unit_price), values.decimal(line.quantity))


def _sum(lines: Sequence[LineJson] | None) -> Decimal | None:
    return values.total(_net(line) for line in lines or ())


# ---------------------------------------------------------------- what orders refer to


@dataclass(frozen=True, slots=True)
class Hop:
    """Whether the record found by id is thin, and the key to look it up by then."""

    is_thin: bool
    origin: str | None
    key: str | None


def hop(text: bytes, reading: Reading) -> Hop:
    members = decode.members(reading.backend.id, text)
    present = {name for name, value in members.items() if bytes(value) != b"null"}
    data = decode.part(reading, text, OriginKeyJson)
    return Hop(present <= IDENTITY, values.text(data.origin), values.text(data.key))


def found_in_bulk(text: bytes, reading: Reading) -> tuple[Mapping[str, bytes], bool]:
    """The JSON of each record by its id, and whether the page has every match."""
    data = decode.read(reading, text, PageJson)
    texts = [bytes(each) for each in data.results]
    records = {str(decode.part(reading, each, IdJson).id): each for each in texts}
    return records, is_last(data, 0)


def address(text: bytes, reading: Reading) -> Address | None:
    data = decode.read(reading, text, AddressJson)
    return postal.address(
        vendor_id=data.id,
        origin_key=_origin_key(data),
        name=data.name,
        company_name=data.company,
        attention=data.attention,
        street=_first(data.street1, data.street),
        house_number=data.house_number,
        house_number_addition=data.addition,
        street2=data.street2,
        postal_code=_first(data.zip, data.postal_code),
        city=data.city,
        region=data.subdivision,
        country=data.country,
        phone=data.phone,
        email=data.email,
        raw=RawJson(text),
    )


def customer(text: bytes, reading: Reading) -> Customer:
    """`name` may be a company's or a person's, so it never becomes `company_name`."""
    data = decode.read(reading, text, CustomerJson)
    return Customer(
        id=reading.gid("Customer", data.id),
        backend=reading.backend,
        vendor_id=str(data.id),
        number=values.text(data.number),
        name=values.text(data.name),
        email=values.text(data.email),
        phone=values.text(data.phone),
        mobile_phone=values.text(data.mobile),
        vat_number=values.text(data.vat_number),
        registration_number=values.text(data.coc_number),
        address_link=reading.ref(Address, data.address),
        billing_address_link=reading.ref(Address, data.invoice_address),
        shipping_address_link=reading.ref(Address, data.shipment_address),
        is_active=data.active,
        created_at=reading.instant(data.create_date),
        updated_at=reading.instant(data.modified_date),
        origin_key=_origin_key(data),
        raw_source=RawJson(text),
    )


def user(text: bytes, reading: Reading) -> User:
    data = decode.read(reading, text, UserJson)
    return User(
        id=reading.gid("User", data.id),
        backend=reading.backend,
        vendor_id=str(data.id),
        username=values.text(data.username),
        name=values.text(data.name) or postal.person(data.first_name, data.last_name),
        email=values.text(data.email),
        is_active=data.active,
        origin_key=_origin_key(data),
        raw_source=RawJson(text),
    )


def _first(one: Text, other: Text) -> str | None:
    return values.text(one) or values.text(other)


def _origin_and_key(key: OriginKeyJson | None) -> tuple[str | None, str | None]:
    """Both or neither: a lookup needs both."""
    whole = _origin_key(key)
    return (whole.origin, whole.key) if whole else (None, None)


def _origin_key(key: OriginKeyJson | None) -> OriginKey | None:
    origin, own = (values.text(key.origin), values.text(key.key)) if key else (None, None)
    return OriginKey(origin=origin, key=own) if origin and own else None
