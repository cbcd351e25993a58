"""The order in a write's payload: from the vendor's answer, or read again by its id."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import Enum

from resolvers import details
from resolvers.context import Context
from resolvers.errors import BackendFault, Gone
from resolvers.vendors.base import Vendor
from resolvers.vendors.capabilities import ALWAYS
from resolvers.writing.endings import Ending
from schema.link import Info, Ref, gid
from schema.order import Order

PLAIN = (str, int, Decimal, date, Enum)
"""Types that even a short answer gives in full: a list, a link or an object in it may be incomplete."""


async def order(context: Context, info: Info, vendor: Vendor, ending: Ending, *, is_whole: bool = False) -> Order:
    """`is_whole`: whether the vendor's answer to this kind of write is the whole order."""
    assert ending.vendor_id is not None
    fields = context.selected(info, "order") - {"__typename"}
    if ending.order is not None and (is_whole or fields <= _told(ending.order)):
        return ending.order
    if fields <= ALWAYS:
        return _named(vendor, ending.vendor_id)
    return await _read_again(context, vendor, ending.order or _named(vendor, ending.vendor_id))


async def _read_again(context: Context, vendor: Vendor, known: Order) -> Order:
    """If it can't be read, every unknown field holds the fault: the write stands."""
    try:
        whole = await context.loaders.thing(Ref(Order, vendor.id, known.vendor_id))
    except BackendFault as fault:
        return _with_fault(known, fault)
    return whole or _with_fault(known, Gone(vendor.id, "no longer has this order."))


def _with_fault(known: Order, fault: BackendFault) -> Order:
    """graphql-core raises an exception that it finds as a value, at the field's path."""
    told = _told(known)
    untold = {attribute: fault for name, attribute in details.ATTRIBUTES.items() if name not in told}
    return replace(known, **untold)  # type: ignore[arg-type]


def _told(order: Order) -> frozenset[str]:
    """The fields, by their GraphQL names, that the answer certainly contains."""
    values = {name: getattr(order, attribute) for name, attribute in details.ATTRIBUTES.items()}
    plain = {name for name, value in values.items() if isinstance(value, PLAIN)}
    return ALWAYS | (plain if order.vendor_status is not None else plain - {"status"})


def _named(vendor: Vendor, vendor_id: str) -> Order:
    return Order(id=gid(vendor.id, "Order", vendor_id), backend=vendor.backend, vendor_id=vendor_id)
