"""What CloudSuite said, as our types. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from resolvers.vendors import decode, postal, values
from resolvers.vendors.cloudsuite.answers import (
    AddressAnswer,
    CustomerAnswer,
    KeyAnswer,
    KnownAnswer,
    LineAnswer,
    OrderAnswer,
    PageAnswer,
    RowAnswer,
    UserAnswer,
    Word,
)
from resolvers.vendors.listing import Row, RowPage
from resolvers.vendors.reading import Reading
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
"""What a thin answer holds."""

# ---------------------------------------------------------------- orders


def order(text: bytes, reading: Reading) -> Order:
    answer = decode.read(reading, text, OrderAnswer)
    currency = values.text(answer.currency)
    lines = _lines(answer, reading, currency)
    buyer = reading.ref(Customer, answer.customer, *_way(answer.customer_key))
    total = reading.taxed(net=_sum(answer.order_lines), currency=currency, derived=True)
    return Order(
        **_shown(answer, reading),
        payment_status=reading.payment_status(total, values.decimal(answer.paid_amount)),
        requested_delivery_date=reading.day(answer.requested_delivery_date),
        currency_code=currency or reading.currency,
        total=total,
        paid_amount=reading.money(values.decimal(answer.paid_amount), currency),
        description=values.text(answer.description),
        lines=reading.said(lines, "an order's lines"),
        line_count=reading.counted(lines, "an order's lines"),
        customer_id=reading.gid("Customer", buyer.vendor_id) if buyer else None,
        customer_link=buyer,
        user_link=reading.ref(User, answer.user),
        shipping_address_link=reading.ref(Address, answer.shipment_address, *_way(answer.shipment_address_key)),
        billing_address_link=reading.ref(Address, answer.invoice_address, *_way(answer.invoice_address_key)),
        vendor_fields=CloudSuiteOrderFields(
            webshop_vendor_id=values.text(answer.webshop),
            shipping_address_key=_origin_key(answer.shipment_address_key),
            billing_address_key=_origin_key(answer.invoice_address_key),
            customer_key=_origin_key(answer.customer_key),
        ),
        raw_source=RawJson(text),
    )


def row(text: bytes, reading: Reading) -> Row[Order]:
    answer = decode.read(reading, text, RowAnswer)
    return Row(Order(**_shown(answer, reading)), version=answer.modified_date, whole=False)


def order_page(text: bytes, offset: int, reading: Reading) -> RowPage[Order]:
    """The page that begins at `offset`."""
    answer = decode.read(reading, text, PageAnswer)
    rows = [row(bytes(each), reading) for each in answer.results]
    return RowPage(rows, total=answer.count, is_last=_is_last(answer, offset))


def _shown(answer: RowAnswer, reading: Reading) -> dict[str, Any]:
    """What a row and a whole order have in common, as Order's arguments."""
    return {
        "id": reading.gid("Order", answer.id),
        "backend": reading.backend,
        "vendor_id": str(answer.id),
        "number": values.text(answer.reference),
        "reference": values.text(answer.customer_order_number),
        "external_number": values.text(answer.erp_order_number),
        "status": reading.status(answer.state),
        "vendor_status": answer.state or None,
        "order_date": reading.day(answer.order_date),
        "ordered_at": reading.instant(answer.order_date),
        "created_at": reading.instant(answer.create_date),
        "updated_at": reading.instant(answer.modified_date),
    }


def _is_last(answer: PageAnswer, offset: int) -> bool:
    if answer.next is None or not answer.results:
        return True
    return answer.count is not None and offset + len(answer.results) >= answer.count


def _lines(answer: OrderAnswer, reading: Reading, currency: str | None) -> list[OrderLine] | None:
    """None where the vendor sent none to read, which is not the same as an order without lines."""
    if answer.order_lines is None:
        return None
    return [_line(answer.id, at, line, reading, currency) for at, line in enumerate(answer.order_lines, start=1)]


def _line(order_id: int | str, at: int, answer: LineAnswer, reading: Reading, currency: str | None) -> OrderLine:
    product = answer.product or KeyAnswer()
    own_id = values.text(answer.id)
    return OrderLine(
        id=reading.gid("OrderLine", order_id, own_id or at),
        vendor_id=own_id,
        position=at if answer.erp_line_number is None else answer.erp_line_number,
        product=Product(code=values.text(product.key), origin_key=_origin_key(product)),
        description=values.text(answer.description),
        type=values.text(answer.type),
        quantity=reading.said(values.decimal(answer.quantity), "a line's quantity"),
        unit_price=reading.taxed(net=values.decimal(answer.unit_price), currency=currency),
        tax_keys=[str(key) for key in answer.tax_keys or ()],
        total=reading.taxed(net=_costs(answer), currency=currency, derived=True),
        requested_delivery_date=reading.day(answer.delivery_date),
        created_at=reading.instant(answer.create_date),
        updated_at=reading.instant(answer.modified_date),
    )


def _costs(line: LineAnswer) -> Decimal | None:
    return values.product(values.decimal(line.unit_price), values.decimal(line.quantity))


def _sum(lines: Sequence[LineAnswer] | None) -> Decimal | None:
    return values.total(_costs(line) for line in lines or ())


# ---------------------------------------------------------------- what orders point at


@dataclass(frozen=True, slots=True)
class Hop:
    """What a by-id answer says about the way on: whether there is more to fetch, and under which key."""

    is_thin: bool
    origin: str | None
    key: str | None


def hop(text: bytes, reading: Reading) -> Hop:
    said = decode.members(reading.backend.id, text)
    known = {name for name, value in said.items() if bytes(value) != b"null"}
    answer = decode.part(reading, text, KeyAnswer)
    return Hop(known <= IDENTITY, values.text(answer.origin), values.text(answer.key))


def found_in_bulk(text: bytes, reading: Reading) -> tuple[Mapping[str, bytes], bool]:
    """Each record's own text by its id, and whether all that match are among them."""
    answer = decode.read(reading, text, PageAnswer)
    texts = [bytes(each) for each in answer.results]
    records = {str(decode.part(reading, each, KnownAnswer).id): each for each in texts}
    return records, _is_last(answer, 0)


def address(text: bytes, reading: Reading) -> Address | None:
    answer = decode.read(reading, text, AddressAnswer)
    return postal.address(
        vendor_id=answer.id,
        origin_key=_origin_key(answer),
        name=answer.name,
        company_name=answer.company,
        attention=answer.attention,
        street=_first(answer.street1, answer.street),
        house_number=answer.house_number,
        house_number_addition=answer.addition,
        street2=answer.street2,
        postal_code=_first(answer.zip, answer.postal_code),
        city=answer.city,
        region=answer.subdivision,
        country=answer.country,
        phone=answer.phone,
        email=answer.email,
        raw=RawJson(text),
    )


def customer(text: bytes, reading: Reading) -> Customer:
    """`name` may be a person's, and they do not say when; so it is never shown as a company's."""
    answer = decode.read(reading, text, CustomerAnswer)
    return Customer(
        id=reading.gid("Customer", answer.id),
        backend=reading.backend,
        vendor_id=str(answer.id),
        number=values.text(answer.number),
        name=values.text(answer.name),
        email=values.text(answer.email),
        phone=values.text(answer.phone),
        mobile_phone=values.text(answer.mobile),
        vat_number=values.text(answer.vat_number),
        registration_number=values.text(answer.coc_number),
        address_link=reading.ref(Address, answer.address),
        billing_address_link=reading.ref(Address, answer.invoice_address),
        shipping_address_link=reading.ref(Address, answer.shipment_address),
        is_active=answer.active,
        created_at=reading.instant(answer.create_date),
        updated_at=reading.instant(answer.modified_date),
        origin_key=_origin_key(answer),
        raw_source=RawJson(text),
    )


def user(text: bytes, reading: Reading) -> User:
    answer = decode.read(reading, text, UserAnswer)
    return User(
        id=reading.gid("User", answer.id),
        backend=reading.backend,
        vendor_id=str(answer.id),
        username=values.text(answer.username),
        name=values.text(answer.name) or postal.person(answer.first_name, answer.last_name),
        email=values.text(answer.email),
        is_active=answer.active,
        origin_key=_origin_key(answer),
        raw_source=RawJson(text),
    )


def _first(one: Word, other: Word) -> str | None:
    return values.text(one) or values.text(other)


def _way(key: KeyAnswer | None) -> tuple[str | None, str | None]:
    """Both, or neither: half a key leads nowhere."""
    whole = _origin_key(key)
    return (whole.origin, whole.key) if whole else (None, None)


def _origin_key(key: KeyAnswer | None) -> OriginKey | None:
    origin, own = (values.text(key.origin), values.text(key.key)) if key else (None, None)
    return OriginKey(origin=origin, key=own) if origin and own else None
