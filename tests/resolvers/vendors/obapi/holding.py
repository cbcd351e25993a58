"""Far ends that hold just the orders and invoices that a test is about, and how to ask what belongs to an order."""

from datetime import date, datetime
from typing import Any

from resolvers.vendors.obapi.sandbox import ObapiStandIn, stand_in
from schema.link import Relation
from tests.resolvers.vendors.obapi.said import ZONE

Record = dict[str, Any]
ORDERS, SHIPMENTS, INVOICES = "/obapi/v1/orders", "/obapi/v1/shipments", "/obapi/v1/invoices"
DAY = date(2026, 3, 2)
TEMPLATE = {"status": "paid", "date_due": "", "total_excl_tax": "1.00", "total_vat": "0.21", "total_incl_tax": "1.21"}


def of(kind: type[Any], order: Record) -> Relation[Any]:
    placed = datetime.fromisoformat(order["date_order"]).replace(tzinfo=ZONE)
    return Relation(kind, "shop", order["id"], order["ref"] or None, order["customer_ref"] or None, ordered_at=placed)


def ordered(vendor_id: str, customer_ref: str, day: date = DAY) -> Record:
    return {
        "id": vendor_id,
        "ref": f"CO-{vendor_id}",
        "customer_ref": customer_ref,
        "date_order": day.isoformat(),
        "status": "validated",
        "is_billed": True,
        "total_excl_tax": "1.00",
        "total_vat": "0.21",
        "total_incl_tax": "1.21",
    }


def billed(vendor_id: str, customer_ref: str, day: date = DAY) -> Record:
    return TEMPLATE | {
        "id": vendor_id,
        "ref": f"FA-{vendor_id}",
        "customer_ref": customer_ref,
        "date_invoice": day.isoformat(),
    }


def holding(orders: list[Record], invoices: list[Record]) -> ObapiStandIn:
    far_end = stand_in(orders=0)
    for order in orders:
        far_end.store.orders.put(order)
    for invoice in invoices:
        far_end.store.invoices.put(invoice)
    return far_end


def ids(told: list[list[Any] | None]) -> list[list[str] | None]:
    return [things and [thing.vendor_id for thing in things] for things in told]
