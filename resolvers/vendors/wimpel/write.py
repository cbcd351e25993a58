"""The gateway's inputs as Wimpel's JSON. Pure."""

import re

from resolvers.vendors import checking, words
from resolvers.vendors.checking import Json
from resolvers.vendors.writing import NaturalKey, Say, Saying, StatusWord, WriteTable
from schema.customer import Customer
from schema.link import Ref
from schema.order import Order
from schema.write_inputs import OrderCreateInput, OrderUpdateInput

ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
customer = words.shaped(ID)

TABLE = WriteTable(
    create={
        "number": Say("number", words.name),
        "customer.id": Say("customerId", words.id_of("Customer", customer)),
        "customer.vendorId": Say("customerId", customer),
        "origin": Say("origin", words.name),
        "status": Say("status", StatusWord()),
        "requestedDeliveryDate": Say("deliveryDate", words.midnight),
        "note": Say("notes", words.text),
        "currencyCode": Say("", words.backends_currency),
        "taxBasis": Say("", words.backends_basis),
        "lines.product.ean": Say("lines.[].productEan", words.ean),
        "lines.quantity": Say("lines.[].quantity", words.pieces),
        "lines.unitPrice": Say("lines.[].price", words.amount),
    },
    needs=("number", "customer", "origin"),
    update={
        "status": Say("status", StatusWord()),
        "requestedDeliveryDate": Say("deliveryDate", words.midnight),
        "note": Say("notes", words.text, cleared=""),
    },
)


def create(given: OrderCreateInput, saying: Saying) -> Json:
    return checking.create_body(TABLE, given, saying)


def update(given: OrderUpdateInput, saying: Saying) -> Json:
    return checking.update_body(TABLE, given, saying)


def natural_key(given: OrderCreateInput) -> NaturalKey:
    """The order number, which the caller chooses and which is unique at Wimpel."""
    return NaturalKey("number", given.number or "", is_ours=False)


def is_made_of(order: Order, given: OrderCreateInput, saying: Saying) -> bool:
    """Whether the order has the input's customer and origin, which never change, as far as it gives them."""
    body = create(given, saying)
    customer_id = order.customer_link.vendor_id if isinstance(order.customer_link, (Ref, Customer)) else None
    return customer_id in (None, body["customerId"]) and order.origin in (None, body["origin"])
