"""What a vendor can do, derived from the methods it overrides and the tables it declares."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from resolvers.vendors.writing import WriteTable, statuses_said
from schema.backend import Capabilities, Operation, StatusMapping
from schema.order import Order
from schema.sort import OrderSortField
from schema.status import OrderStatus

METHODS = {
    Operation.ORDERS: "order_page",
    Operation.ORDER: "order",
    Operation.ORDER_BY_NUMBER: "orders_by_numbers",
    Operation.ORDER_BY_EXTERNAL_NUMBER: "orders_by_external_numbers",
    Operation.ORDER_BY_EXTERNAL_KEY: "orders_by_external_key",
    Operation.CUSTOMERS: "customer_page",
    Operation.CUSTOMER: "customer",
    Operation.USER: "user",
    Operation.ADDRESS: "address",
    Operation.ORDER_DELETE: "delete_order",
    Operation.ORDER_PDF: "order_pdf",
}
FIELDS = {Operation.SHIPMENTS: "shipments", Operation.INVOICES: "invoices"}
ALWAYS = frozenset({"id", "vendorId", "backend"})
"""Order fields that need no call: all are parts of the id."""


def camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda found: found[1].upper(), name)


@cache
def order_fields() -> frozenset[str]:
    """Every field of Order, by its GraphQL name."""
    return frozenset(camel(field.python_name) for field in Order.__strawberry_definition__.fields)  # type: ignore[attr-defined]


def read(
    kind: type[Any], base: type[Any], statuses: Mapping[str, OrderStatus], writes: WriteTable | None = None
) -> Capabilities:
    """`kind`: the vendor's class; `base`: the one whose methods raise Unsupported; `statuses`: by the vendor's words.

    `writes`: what this backend accepts; None: all that the vendor does.
    """
    listing, table = kind.order_listing, writes or kind.write_table
    return Capabilities(
        operations=_operations(kind, base, table),
        absent_order_fields=sorted(kind.absent_order_fields),
        list_row_order_fields=sorted(row_fields(kind)) if listing else [],
        filterable=sorted(camel(name) for name in kind.filters),
        sortable=[by for by in OrderSortField if listing and any(by is sort[0] for sort in listing.sorts)],
        create_accepts=sorted(table.create_accepts),
        create_requires=sorted(table.create_requires),
        update_accepts=sorted(table.update_accepts),
        settable_statuses=[
            status for status in OrderStatus if status in table.settable & statuses_said(statuses).keys()
        ],
        status_mapping=[StatusMapping(vendor_status=word, status=status) for word, status in statuses.items()],
    )


def row_fields(kind: type[Any]) -> frozenset[str]:
    """The fields of Order that a list fills without further calls."""
    if kind.row_order_fields is None:
        return order_fields().difference(kind.absent_order_fields)
    return ALWAYS.union(kind.row_order_fields)


def _operations(kind: type[Any], base: type[Any], table: WriteTable) -> list[Operation]:
    overridden = {operation for operation, name in METHODS.items() if getattr(kind, name) is not getattr(base, name)}
    filled = {operation for operation, name in FIELDS.items() if name not in kind.absent_order_fields}
    tables = {Operation.ORDER_CREATE: table.create, Operation.ORDER_UPDATE: table.update}
    writable = {operation for operation, fields in tables.items() if fields}
    return [operation for operation in Operation if operation in overridden | filled | writable]
