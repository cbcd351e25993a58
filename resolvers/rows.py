"""What a list's row tells of an order, and what only the whole order does: by the fields' GraphQL names."""

from functools import lru_cache

from resolvers.vendors.base import Vendor
from resolvers.vendors.capabilities import order_fields, row_fields

WHOLE = order_fields() | {"__typename"}


@lru_cache(maxsize=1024)
def told(kind: type[Vendor], fields: frozenset[str], *, is_whole: bool = False) -> frozenset[str]:
    """What a row leaves nothing to say about, the fields that the vendor never fills among it.

    `fields`: what the list was asked for; `is_whole`: of a row that was completed, or that is complete anyway.
    """
    known = WHOLE if is_whole else row_fields(kind) | kind.absent_order_fields | {"__typename"}
    return known - (kind.order_listing.by_fields - fields) if kind.order_listing else known
