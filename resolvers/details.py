"""Completes a list row to the whole order. If that fails, the row is shown, with errors in the missing fields."""

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
"""The attribute of Order behind each field, by the field's GraphQL name."""


class Pending:
    """An object that is being fetched. Shielded: graphql-core may cancel it while others await the same task."""

    __slots__ = ("_task",)

    def __init__(self, task: "asyncio.Task[Any]") -> None:
        self._task = task

    def __await__(self) -> Generator[Any, None, Any]:
        return asyncio.shield(self._task).__await__()


def begun(context: Context, row: Row[Order]) -> Order | Pending:
    """The whole order if it is cached in the row's version, else a Pending that fetches it."""
    remembered = context.loaders.remembered(ref(row), row.version)
    return Pending(context.tasks.start(whole(context, row))) if remembered is None else remembered


async def whole(context: Context, row: Row[Order]) -> Order:
    """The whole order. If it can't be fetched: the row, with the fault as the value of every field it does not fill."""
    backend = row.thing.backend.id
    try:
        order = await looked_up(context, row)
    except BackendFault as fault:
        return _without_details(context.vendor(backend), row.thing, fault)
    if order is None:
        return _without_details(context.vendor(backend), row.thing, Gone(backend, "no longer has this order."))
    return order


async def looked_up(context: Context, row: Row[Order]) -> Order | None:
    """The whole order; None if it is gone. The row's fields replace those of a stale order, because they are newer."""
    vendor = context.vendor(row.thing.backend.id)
    order = await context.loaders.detail(ref(row), row.version)
    if order is None or context.stale.as_of(ref(row)) is None:
        return order
    newer = {ATTRIBUTES[name]: getattr(row.thing, ATTRIBUTES[name]) for name in row_fields(type(vendor))}
    return replace(order, **newer)


def ref(row: Row[Order]) -> Ref[Order]:
    return Ref(Order, row.thing.backend.id, row.thing.vendor_id)


def _without_details(vendor: Vendor, row: Order, fault: BackendFault) -> Order:
    """graphql-core raises an exception that is a field's value at that field's path."""
    known = row_fields(type(vendor)) | vendor.absent_order_fields
    unknown = {attribute: fault for name, attribute in ATTRIBUTES.items() if name not in known}
    return replace(row, **unknown)  # type: ignore[arg-type]
