"""Translates a client's conditions into each backend's filter, and tells which fields a filter reads. Pure."""

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
from schema.link import Gid, parse_gid_of
from schema.status import OrderStatus

MOST = 1000
"""Values that one condition may list."""
LONGEST = 1000
"""Characters that one condition may search for: they are copied for each backend."""
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
"""The fields of Order that each condition reads, by their GraphQL names."""


def given(value: Any) -> Any:
    """None for an argument that was left out."""
    return None if value is UNSET else value


def of_backend(where: OrderWhereInput | None, backend: str) -> OrderFilter:
    """With the vendor's ids. Other backends' ids are dropped, which may leave an empty set. Raises BadUserInput."""
    if not where:
        return OrderFilter()
    return OrderFilter(
        ids=own_ids(given(where.ids), backend, "Order", "where.ids"),
        statuses=_set(given(where.statuses), "where.statuses"),
        vendor_statuses=_set(given(where.vendor_statuses), "where.vendorStatuses"),
        ordered_at=_span(given(where.ordered_at)),
        created_at=_span(given(where.created_at)),
        updated_at=_span(given(where.updated_at)),
        customer_ids=own_ids(given(where.customer_ids), backend, "Customer", "where.customerIds"),
        number=text(where.number, "where.number"),
        reference=text(where.reference, "where.reference"),
        external_number=text(where.external_number, "where.externalNumber"),
        any_number=text(where.any_number, "where.anyNumber"),
        origin=text(where.origin, "where.origin"),
    )


def in_one_form(asked: Mapping[str, Any]) -> bytes:
    """A canonical form of the filters, by backend: equal for equal conditions. Cursors are bound to it."""
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
    """The same filter, restricted to these customers."""
    return replace(where, customer_ids=ids if where.customer_ids is None else where.customer_ids & ids)


def fields_asked(where: OrderFilter) -> frozenset[str]:
    """The fields of Order that the conditions read, by their GraphQL names."""
    return frozenset().union(*(FIELDS[name] for name in where.asked()))


def is_impossible(where: OrderFilter) -> bool:
    """Whether no order can match, because a condition's set is empty."""
    return frozenset() in (where.ids, where.statuses, where.vendor_statuses, where.customer_ids)


def has_no_word(where: OrderFilter, vendor: Vendor) -> bool:
    """Whether no word of the vendor maps to any status asked for. Unmapped words map to UNKNOWN."""
    return where.statuses is not None and where.statuses.isdisjoint({*vendor.statuses.values(), UNKNOWN})


def can_never_tell(where: OrderFilter, vendor: Vendor) -> bool:
    """Whether the vendor never fills any field that one of the conditions reads."""
    return any(FIELDS[name] <= vendor.absent_order_fields for name in where.asked())


def without(where: OrderFilter, done: Iterable[str]) -> OrderFilter:
    """The filter without the conditions in `done`."""
    return replace(where, **dict.fromkeys(done))


def told_by(where: OrderFilter, fields: frozenset[str]) -> OrderFilter:
    """Only the conditions that read no fields of Order but these, given by their GraphQL names."""
    return without(where, (name for name in where.asked() if not FIELDS[name] <= fields))


def text(value: Any, argument: str) -> Any:
    """None for one that was left out. Raises BadUserInput if it is too long."""
    found = given(value)
    if found is not None and len(found) > LONGEST:
        raise BadUserInput(f"{argument} has {len(found)} characters; at most {LONGEST} are allowed.", argument)
    return found


def _set(values: list[Any] | None, argument: str) -> frozenset[Any] | None:
    return None if values is None else frozenset(_bounded(values, argument))


def _bounded(values: list[Any], argument: str) -> list[Any]:
    """The same values. Raises BadUserInput if there are too many."""
    if len(values) > MOST:
        raise BadUserInput(f"{argument} has {len(values)} values; at most {MOST} are allowed.", argument)
    return values


def own_ids(ids: list[Any] | None, backend: str, kind: str, argument: str) -> frozenset[str] | None:
    """The vendor ids of those at this backend; None without a condition.

    Raises BadUserInput for more than MOST ids, and for an id of another type.
    """
    if ids is None:
        return None
    found = [_parsed(id, kind, argument) for id in _bounded(ids, argument)]
    return frozenset(each.vendor_id for each in found if each.backend == backend)


def _parsed(id: str, kind: str, argument: str) -> Gid:
    """Raises BadUserInput unless it is an id of this type."""
    found = parse_gid_of(kind, id)
    if found is None:
        raise BadUserInput(f"This is not an id of the type {kind}.", argument)
    return found


def _span(given_range: DateTimeRangeInput | None) -> Span | None:
    """If one side has two bounds, the narrower one applies."""
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
