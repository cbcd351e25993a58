"""OBAPI's JSON as structs: every field except an id may be missing.

`unread` names documented fields that are not read.
"""

from decimal import Decimal
from typing import ClassVar

import msgspec

from resolvers.vendors.values import Id, Text

NOTHING = msgspec.Raw(b"null")


class TotalsJson(msgspec.Struct):
    total_excl_tax: Decimal | None = None
    total_vat: Decimal | None = None
    total_incl_tax: Decimal | None = None


class LineJson(TotalsJson):
    id: Id | None = None
    position: int | None = None
    product_ref: Text = None
    product_label: Text = None
    product_type: str | None = None
    description: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price_excl_tax: Decimal | None = None
    discount_percent: Decimal | None = None
    vat_rate: Decimal | None = None


class OrderJson(TotalsJson, kw_only=True):
    id: Id
    ref: Text = None
    customer_ref: Text = None
    date_order: str | None = None
    date_delivery: str | None = None
    validated_at: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    status: str | None = None
    is_billed: bool | None = None
    payment_terms: str | None = None
    payment_method: str | None = None
    shipping_method: str | None = None
    public_note: str | None = None
    lines: list[LineJson] | None = None


class ShipmentLineJson(msgspec.Struct):
    unread: ClassVar[frozenset[str]] = frozenset({"id", "warehouse"})

    position: int | None = None
    product_ref: Text = None
    product_label: Text = None
    quantity: Decimal | None = None


class ShipmentJson(msgspec.Struct):
    unread: ClassVar[frozenset[str]] = frozenset(
        {
            "customer_ref",
            "validated_at",
            "created_at",
            "updated_at",
            "order_ref",
            "weight",
            "weight_units",
            "billed",
            "public_note",
        }
    )

    id: Id
    ref: Text = None
    date_shipment: str | None = None
    date_delivery: str | None = None
    status: str | None = None
    tracking_number: Text = None
    tracking_url: str | None = None
    shipping_method: str | None = None
    lines: list[ShipmentLineJson] | None = None


class InvoiceJson(TotalsJson, kw_only=True):
    unread: ClassVar[frozenset[str]] = frozenset(
        {
            "customer_ref",
            "type",
            "validated_at",
            "created_at",
            "updated_at",
            "payment_terms",
            "payment_method",
            "public_note",
            "lines",
        }
    )

    id: Id
    ref: Text = None
    date_invoice: str | None = None
    date_due: str | None = None
    status: str | None = None
    multicurrency_code: str | None = None


class RowJson(msgspec.Struct):
    """A row of any list: only the fields by which shipments and invoices are assigned to orders."""

    id: Id
    customer_ref: Text = None
    order_ref: Text = None
    date_order: str | None = None
    date_shipment: str | None = None
    date_invoice: str | None = None


class OrderEnvelope(msgspec.Struct):
    order: msgspec.Raw


class ShipmentEnvelope(msgspec.Struct):
    shipment: msgspec.Raw


class InvoiceEnvelope(msgspec.Struct):
    invoice: msgspec.Raw


class ListJson(msgspec.Struct):
    items: list[msgspec.Raw]
    pagination: msgspec.Raw = NOTHING


class PaginationJson(msgspec.Struct):
    unread: ClassVar[frozenset[str]] = frozenset({"page", "per_page"})

    total_items: int | None = None
    total_pages: int | None = None
