"""A client's conditions, as each backend's, and what they ask about. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from strawberry import UNSET

from resolvers.errors import BadUserInput
from resolvers.keys import micros
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import OrderFilter, Span
from schema.inputs import DateTimeRangeInput, OrderWhereInput
from schema.link import parse_gid
from schema.status import OrderStatus

UNKNOWN = OrderStatus.UNKNOWN

FIELDS = {
    "ids": {"vendorId"},
    "statuses": {"status"},
    "vendor_statuses": {"vendorStatus"},
    "ordered_at": {"orderedAt"},
    "created_at": {"createdAt"},
    "updated_at": {"updatedAt"},
    "customer_ids": {"customerId"},
    "number": {"number"},
    "reference": {"reference"},
    "external_number": {"externalNumber"},
    "any_number": {"number", "reference", "externalNumber"},
    "origin": {"origin"},
}
"""The fields of Order, by their GraphQL names, that each condition asks about."""


def given(value: Any) -> Any:
    """None where it was left out."""
    return None if value is UNSET else value


def of_backend(where: OrderWhereInput | None, backend: str) -> OrderFilter:
    """Ids are turned into the backend's own; another backend's leave nothing: an empty set. Raises BadUserInput."""
    if not where:
        return OrderFilter()
    return OrderFilter(
        ids=own_ids(given(where.ids), backend, "Order", "where.ids"),
        statuses=_set(given(where.statuses)),
        vendor_statuses=_set(given(where.vendor_statuses)),
        ordered_at=_span(given(where.ordered_at)),
        created_at=_span(given(where.created_at)),
        updated_at=_span(given(where.updated_at)),
        customer_ids=own_ids(given(where.customer_ids), backend, "Customer", "where.customerIds"),
        number=given(where.number),
        reference=given(where.reference),
        external_number=given(where.external_number),
        any_number=given(where.any_number),
        origin=given(where.origin),
    )


def in_one_form(asked: Mapping[str, Any]) -> bytes:
    """Each backend's filter, by its id, the same however it was written: what a cursor is bound to."""
    return repr(
        {
            backend: [(name, _ordered(getattr(where, name))) for name in sorted(where.asked())]
            for backend, where in asked.items()
        }
    ).encode()


def _ordered(value: Any) -> Any:
    if isinstance(value, Span):
        bounds = [bound and micros(bound) for bound in (value.start, value.end)]
        return [*bounds, value.open_start, value.open_end]
    return sorted(map(str, value)) if isinstance(value, frozenset) else value


def of_customers(where: OrderFilter, ids: frozenset[str]) -> OrderFilter:
    """The same, of these customers alone."""
    return replace(where, customer_ids=ids if where.customer_ids is None else where.customer_ids & ids)


def fields_asked(where: OrderFilter) -> frozenset[str]:
    """The fields of Order, by their GraphQL names, that the conditions look at."""
    return frozenset().union(*(FIELDS[name] for name in where.asked()))


def is_impossible(where: OrderFilter) -> bool:
    """No order anywhere can match."""
    return frozenset() in (where.ids, where.statuses, where.vendor_statuses, where.customer_ids)


def has_no_word(where: OrderFilter, vendor: Vendor) -> bool:
    """The vendor has no word for any of the statuses asked for; UNKNOWN may be any word."""
    return where.statuses is not None and where.statuses.isdisjoint({*vendor.statuses.values(), UNKNOWN})


def can_never_tell(where: OrderFilter, vendor: Vendor) -> bool:
    """What a condition asks about is never filled there."""
    return any(FIELDS[name] <= vendor.absent_order_fields for name in where.asked())


def without(where: OrderFilter, done: Iterable[str]) -> OrderFilter:
    """The conditions that are left to look at."""
    return replace(where, **dict.fromkeys(done))


def told_by(where: OrderFilter, fields: frozenset[str]) -> OrderFilter:
    """The conditions that ask about nothing but these fields of Order, by their GraphQL names."""
    return without(where, (name for name in where.asked() if not FIELDS[name] <= fields))


def _set(values: Iterable[Any] | None) -> frozenset[Any] | None:
    return None if values is None else frozenset(values)


def own_ids(ids: list[Any] | None, backend: str, kind: str, argument: str) -> frozenset[str] | None:
    """Those of this backend, as the vendor calls them. Raises BadUserInput for what is no id of that type."""
    if ids is None:
        return None
    return frozenset(found.vendor_id for found in map(parsed(kind, argument), ids) if found.backend == backend)


def parsed(kind: str, argument: str) -> Callable[[str], Any]:
    """Reads an id of that type. Raises BadUserInput."""

    def read(text: str) -> Any:
        found = parse_gid(text)
        if found is None or found.type != kind or found.part is not None:
            raise BadUserInput(
                f"This is not the id of an {kind}." if kind == "Order" else f"This is not the id of a {kind}.", argument
            )
        return found

    return read


def _span(given_range: DateTimeRangeInput | None) -> Span | None:
    """The narrower of two bounds on one side."""
    if given_range is None:
        return None
    gte, gt, lte, lt = (given(bound) for bound in (given_range.gte, given_range.gt, given_range.lte, given_range.lt))
    start, open_start = _bound(gte, gt, max)
    end, open_end = _bound(lte, lt, min)
    return Span(start, end, open_start, open_end)


def _bound(
    closed: datetime | None, opened: datetime | None, narrower: Callable[..., datetime]
) -> tuple[datetime | None, bool]:
    if closed is None or opened is None:
        return opened or closed, opened is not None
    bound = narrower(closed, opened)
    return bound, bound == opened
