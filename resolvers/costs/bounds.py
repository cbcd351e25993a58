"""The maximum number of calls for each kind of request: estimated beforehand, and enforced when it runs. Pure."""

from collections.abc import Mapping

from resolvers.plans import Plan, Way
from resolvers.readers.source import NO_MARK, Mark
from resolvers.vendors import tolls
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import Listing
from resolvers.vendors.tolls import Toll
from schema.address import Address
from schema.customer import Customer
from schema.invoice import Invoice
from schema.order import Order
from schema.shipment import Shipment
from schema.user import User

OVERLAP = 10
"""One row in this many of a page is read twice, because pages overlap so that none is missed between them."""
SPARE = 6
"""Additional pages per list: those read again because the list changed, and first pages that are small."""
SEEKING = 40
"""Calls for single rows to find a cursor's place in a list if the cursor has no offset."""
LIKES = 100
"""The most orders of one backend that may match an order of another; more than these are Ambiguous."""
LOOKS = 3
"""How often one create looks for an order that an earlier request may have created."""

METHODS: dict[type, str] = {
    Order: "order",
    Customer: "customer",
    User: "user",
    Address: "address",
    Shipment: "shipment",
    Invoice: "invoice",
}
BELONGING: dict[type, str] = {Shipment: "shipments", Invoice: "invoices"}


def pages(listing: Listing, scan_limit: int) -> int:
    """The number of pages of a list up to the scan limit."""
    step = max(1, listing.max_page - -(-listing.max_page // OVERLAP))
    return -(-scan_limit // step) + 1


def of_one_list(plan: Plan) -> int:
    """Twice the pages if the plan has a window, because each group of equal sort values may be read twice."""
    read = pages(plan.listing, plan.vendor.config.scan_limit)
    return 2 * read if plan.window else read


def of_lists(plan: Plan, marks: list[Mark], *, goes_on: bool, counts: bool) -> int:
    """Calls for all pages of a plan. `marks`: one per list. `goes_on`: after a cursor. `counts`: with its totals."""
    if plan.way is Way.BY_ID:
        return 0
    seeks = plan.way is Way.IN_ORDER and goes_on and not plan.starts_at_key
    lost = sum(mark.o is None for mark in marks) if seeks else 0
    counting = len(plan.counted or ()) if counts else 0
    return len(plan.asks) * (of_one_list(plan) + SPARE) + SEEKING * lost + counting


def of_rows(plan: Plan) -> int:
    """Calls for whole orders that are looked up by id, or that complete rows before they can be filtered or sorted."""
    if plan.way is Way.BY_ID:
        return len(plan.ids) * of_thing(plan.vendor, Order)
    return len(plan.asks) * (of_one_list(plan) + SPARE) * plan.listing.max_page if plan.needs_whole else 0


def of_held(plan: Plan, marks: list[Mark]) -> int:
    """Calls for the rows that a cursor names because they were read but not yet returned."""
    return sum(len(mark.h) for mark in marks) if plan.way is Way.BY_CREATION else 0


def marks_of(plan: Plan, known: Mapping[str, Mark]) -> list[Mark]:
    return [known.get(name, NO_MARK) for name in plan.names]


def toll(vendor: Vendor, method: str) -> Toll:
    return tolls.of(type(vendor), Vendor, method)


def of_thing(vendor: Vendor, kind: type) -> int:
    """Calls to look up one object. Bulk lookups share calls, so they need no more than this for each object."""
    return toll(vendor, METHODS[kind]).calls(vendor.config)


def of_named(vendor: Vendor, method: str, names: int) -> int:
    """Calls to find this many objects by the vendor's identifiers."""
    return toll(vendor, method).calls(vendor.config, names)


def of_create(vendor: Vendor) -> int:
    """The call itself, and the looks for an order that an earlier request may have created."""
    return toll(vendor, "create_order").calls(vendor.config) + LOOKS * toll(vendor, "find_created").calls(vendor.config)


def of_update(vendor: Vendor) -> int:
    return toll(vendor, "update_order").calls(vendor.config)


def of_delete(vendor: Vendor) -> int:
    """The call itself, and a lookup after an unknown outcome, to see whether the order still exists."""
    return toll(vendor, "delete_order").calls(vendor.config) + of_thing(vendor, Order)
