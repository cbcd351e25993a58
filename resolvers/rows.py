"""Which fields of an order a list row fills, by their GraphQL names."""

from functools import lru_cache

from resolvers.vendors.base import Vendor
from resolvers.vendors.capabilities import order_fields, row_fields

WHOLE = order_fields() | {"__typename"}


@lru_cache(maxsize=1024)
def told(kind: type[Vendor], fields: frozenset[str], *, is_whole: bool = False) -> frozenset[str]:
    """The fields for which a row suffices, including those that the vendor never fills.

    `fields`: those that the list was asked for. `is_whole`: the row was completed, or is complete anyway.
    """
    known = WHOLE if is_whole else row_fields(kind) | kind.absent_order_fields | {"__typename"}
    return known - (kind.order_listing.by_fields - fields) if kind.order_listing else known
