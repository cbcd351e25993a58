"""Tests orders against a backend's conditions. Pure."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from resolvers.vendors.listing import OrderFilter
from schema.link import parse_gid
from schema.order import Order

Test = Callable[[Order], bool | None]
"""True: matches. False: does not match. None: undecided, because a field that a condition reads is null."""


def keeps(where: OrderFilter) -> Test:
    tests = [TESTS[name](getattr(where, name)) for name in sorted(where.asked())]

    def kept(order: Order) -> bool | None:
        answers = [test(order) for test in tests]
        return False if False in answers else (None if None in answers else True)

    return kept


def _one_of(attribute: str) -> Callable[[Any], Test]:
    def made(wanted: frozenset[Any]) -> Test:
        return lambda order: _known(getattr(order, attribute), wanted.__contains__)

    return made


def _equal(attribute: str) -> Callable[[Any], Test]:
    return lambda wanted: lambda order: _known(getattr(order, attribute), lambda value: value == wanted)


def _within(attribute: str) -> Callable[[Any], Test]:
    return lambda span: lambda order: _known(getattr(order, attribute), span.holds)


def _any_number(wanted: str) -> Test:
    def test(order: Order) -> bool | None:
        numbers = [order.number, order.reference, order.external_number]
        return wanted in numbers or (False if any(number is not None for number in numbers) else None)

    return test


def _customer(wanted: frozenset[str]) -> Test:
    def test(order: Order) -> bool | None:
        return _known(order.customer_id and _vendor_id(order.customer_id), wanted.__contains__)

    return test


@lru_cache(4096)
def _vendor_id(id: str) -> str | None:
    found = parse_gid(id)
    return None if found is None else found.vendor_id


TESTS: dict[str, Callable[[Any], Test]] = {
    "ids": _one_of("vendor_id"),
    "statuses": _one_of("status"),
    "vendor_statuses": _one_of("vendor_status"),
    "ordered_at": _within("ordered_at"),
    "created_at": _within("created_at"),
    "updated_at": _within("updated_at"),
    "customer_ids": _customer,
    "number": _equal("number"),
    "reference": _equal("reference"),
    "external_number": _equal("external_number"),
    "any_number": _any_number,
    "origin": _equal("origin"),
}


def _known(value: Any, test: Callable[[Any], bool]) -> bool | None:
    return None if value is None else test(value)
