"""How many calls each kind of question takes at most: told before it is asked, and kept while it is. Pure."""

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
"""Of so many rows of a page one is read twice, so that none is missed between two pages."""
SPARE = 6
"""Pages of a list that are read anew because it changed meanwhile, or that are as short as the first rows wanted."""
SEEKING = 40
"""Single rows looked at to find the place that a cursor means, where it does not say how far down that was."""
LIKES = 100
"""Orders of one backend that are taken for the same as another's; of more than these none surely is."""
LOOKS = 3
"""How often one request looks for an order that an earlier one may have made."""

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
    """Of a list that is read as far as the scan limit."""
    step = max(1, listing.max_page - -(-listing.max_page // OVERLAP))
    return -(-scan_limit // step) + 1


def of_one_list(plan: Plan) -> int:
    """A list in the vendor's order may hold any number of equals, and each group is read whole, anew where it can."""
    read = pages(plan.listing, plan.vendor.config.scan_limit)
    return 2 * read if plan.window else read


def of_lists(plan: Plan, marks: list[Mark], *, goes_on: bool, counts: bool) -> int:
    """All calls for a plan's pages. `marks`: each list's; `goes_on`: behind a key; `counts`: whether it is counted."""
    if plan.way is Way.BY_ID:
        return 0
    seeks = plan.way is Way.IN_ORDER and goes_on and not plan.starts_at_key
    lost = sum(mark.o is None for mark in marks) if seeks else 0
    counting = len(plan.counted or ()) if counts else 0
    return len(plan.asks) * (of_one_list(plan) + SPARE) + SEEKING * lost + counting


def of_rows(plan: Plan) -> int:
    """Calls for the whole orders of a list whose rows have to be completed before they can be filtered or sorted."""
    if plan.way is Way.BY_ID:
        return len(plan.ids) * of_thing(plan.vendor, Order)
    return len(plan.asks) * (of_one_list(plan) + SPARE) * plan.listing.max_page if plan.needs_whole else 0


def of_held(plan: Plan, marks: list[Mark]) -> int:
    """Calls for the rows that a cursor names because they were passed over."""
    return sum(len(mark.h) for mark in marks) if plan.way is Way.BY_CREATION else 0


def marks_of(plan: Plan, known: Mapping[str, Mark]) -> list[Mark]:
    return [known.get(name, NO_MARK) for name in plan.names]


def toll(vendor: Vendor, method: str) -> Toll:
    return tolls.of(type(vendor), Vendor, method)


def of_thing(vendor: Vendor, kind: type) -> int:
    """Looking one up, also where one call looks up many: of those that it tells, each needs a call less."""
    return toll(vendor, METHODS[kind]).calls(vendor.config)


def of_named(vendor: Vendor, method: str, names: int) -> int:
    """Finding so many by what the vendor calls them."""
    return toll(vendor, method).calls(vendor.config, names)


def of_create(vendor: Vendor) -> int:
    """Sent once; where an earlier request may have made the order, looked for too."""
    return toll(vendor, "create_order").calls(vendor.config) + LOOKS * toll(vendor, "find_created").calls(vendor.config)


def of_update(vendor: Vendor) -> int:
    return toll(vendor, "update_order").calls(vendor.config)


def of_delete(vendor: Vendor) -> int:
    """After an unknown outcome it is looked whether the order is there."""
    return toll(vendor, "delete_order").calls(vendor.config) + of_thing(vendor, Order)
