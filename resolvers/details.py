"""From a list's row to the whole order, and what is shown where the whole can't be had."""

import asyncio
from collections.abc import Generator
from dataclasses import replace
from typing import Any

from resolvers.context import Context
from resolvers.errors import BackendFault, Gone
from resolvers.vendors.base import Vendor
from resolvers.vendors.capabilities import camel, row_fields
from resolvers.vendors.listing import Row
from schema.link import Ref
from schema.order import Order

ATTRIBUTES: dict[str, str] = {
    camel(field.python_name): field.metadata.get("link", field.python_name)
    for field in Order.__strawberry_definition__.fields  # type: ignore[attr-defined]
}
"""The attribute that holds each field of Order, by its GraphQL name."""


class Pending:
    """A thing on its way, that graphql-core awaits. Shielded: what it cancels, others may wait for."""

    __slots__ = ("_task",)

    def __init__(self, task: "asyncio.Task[Any]") -> None:
        self._task = task

    def __await__(self) -> Generator[Any, None, Any]:
        return asyncio.shield(self._task).__await__()


def begun(context: Context, row: Row[Order]) -> Order | Pending:
    """The whole order: at once where it is remembered in the row's version, else on its way."""
    remembered = context.loaders.remembered(_ref(row), row.version)
    return Pending(context.tasks.start(whole(context, row))) if remembered is None else remembered


async def whole(context: Context, row: Row[Order]) -> Order:
    """The whole order; else the row, with the fault in the place of every field that the row does not fill."""
    backend = row.thing.backend.id
    try:
        order = await looked_up(context, row)
    except BackendFault as fault:
        return _without_details(context.vendor(backend), row.thing, fault)
    if order is None:
        return _without_details(context.vendor(backend), row.thing, Gone(backend, "no longer has this order."))
    return order


async def looked_up(context: Context, row: Row[Order]) -> Order | None:
    """The whole order; None where it is gone. What the row says is newer than an order that was remembered."""
    vendor, ref = context.vendor(row.thing.backend.id), _ref(row)
    order = await context.loaders.detail(ref, row.version)
    if order is None or context.stale.as_of(ref) is None:
        return order
    newer = {ATTRIBUTES[name]: getattr(row.thing, ATTRIBUTES[name]) for name in row_fields(type(vendor))}
    return replace(order, **newer)


def _ref(row: Row[Order]) -> Ref[Order]:
    return Ref(Order, row.thing.backend.id, row.thing.vendor_id)


def _without_details(vendor: Vendor, row: Order, fault: BackendFault) -> Order:
    """graphql-core raises an exception that it finds as a value, at the field's path."""
    known = row_fields(type(vendor)) | vendor.absent_order_fields
    unknown = {attribute: fault for name, attribute in ATTRIBUTES.items() if name not in known}
    return replace(row, **unknown)  # type: ignore[arg-type]
