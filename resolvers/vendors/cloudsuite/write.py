"""The gateway's inputs as CloudSuite's JSON. Pure.

A new order is an "offline order": one sold elsewhere, with the number that the ERP gave it.
"""

from itertools import count

from resolvers.vendors import checking, words
from resolvers.vendors.checking import Json
from resolvers.vendors.writing import NaturalKey, Say, Saying, StatusWord, Unsayable, WriteTable
from schema.order import Order
from schema.status import OrderStatus
from schema.write_inputs import OrderCreateInput, OrderUpdateInput

PLACED = frozenset({OrderStatus.PROCESSING, OrderStatus.COMPLETED})
SETTABLE = PLACED | {OrderStatus.CONFIRMED, OrderStatus.CANCELLED}
FIRST_LINE = STEP = 10
"""Line numbers, if the caller gives none: 10, 20 and so on, as in the document."""


def key(value: str, saying: Saying) -> str:
    """One that can be a URL's last path segment."""
    if value in (".", ".."):
        raise Unsayable("can't be . or ..")
    return words.name(value, saying)


TABLE = WriteTable(
    create={
        "externalNumber": Say("erp_order_number", words.name),
        "externalKey": Say("key", key),
        "reference": Say("customer_order_number", words.text),
        "status": Say("state", StatusWord(PLACED)),
        "orderedAt": Say("order_date", words.day_of),
        "requestedDeliveryDate": Say("requested_delivery_date", words.day),
        "currencyCode": Say("currency", words.currency),
        "taxBasis": Say("", words.net),
        "customer.id": Say("customer", words.id_of("Customer", words.whole_number)),
        "customer.vendorId": Say("customer", words.whole_number),
        "shippingAddress.vendorId": Say("shipment_address", words.whole_number),
        "shippingAddress.originKey": Say("shipment_address_key", words.origin_key),
        "billingAddress.vendorId": Say("invoice_address", words.whole_number),
        "billingAddress.originKey": Say("invoice_address_key", words.origin_key),
        "description": Say("description", words.text),
        "lines.product.originKey": Say("order_lines.[].product", words.origin_key),
        "lines.description": Say("order_lines.[].description", words.filled),
        "lines.quantity": Say("order_lines.[].quantity", words.quantity),
        "lines.unitPrice": Say("order_lines.[].unit_price", words.amount),
        "lines.position": Say("order_lines.[].erp_line_number", words.position),
    },
    needs=(
        "externalNumber",
        "status",
        "orderedAt",
        "shippingAddress",
        "billingAddress",
        "lines",
        "lines.product.originKey",
        "lines.description",
        "lines.quantity",
        "lines.unitPrice",
    ),
    update={
        "status": Say("state", StatusWord(SETTABLE)),
        "externalNumber": Say("erp_order_number", words.name, cleared=None),
    },
)


def create(given: OrderCreateInput, saying: Saying, natural: NaturalKey | None) -> Json:
    """With the natural key; with a type and a number for each line."""
    body: Json = {"currency": saying.currency} | checking.create_body(TABLE, given, saying)
    taken = {line.get("erp_line_number") for line in body["order_lines"]}
    free = (number for number in count(FIRST_LINE, STEP) if number not in taken)
    body["order_lines"] = [
        {"type": "line", "erp_line_number": line.get("erp_line_number") or next(free)} | line
        for line in body["order_lines"]
    ]
    return body | ({"key": natural.value} if natural else {})


def update(given: OrderUpdateInput, saying: Saying) -> Json:
    return checking.update_body(TABLE, given, saying)


def natural_key(given: OrderCreateInput, idempotency_key: str) -> NaturalKey:
    """The key that GET /api/order/ext:{key} finds it by."""
    return NaturalKey.given_or_made("externalKey", given.external_key, idempotency_key)


def is_made_of(order: Order, given: OrderCreateInput) -> bool:
    """Whether the order has the input's ERP number: the caller may have used the key for another order before."""
    return order.external_number == (given.external_number or "").strip()
