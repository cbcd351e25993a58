"""Which orders match a backend's conditions."""

import pytest

from resolvers import matching
from resolvers.vendors.listing import OrderFilter, Span
from schema.order import Order
from schema.status import OrderStatus
from tests.resolvers.simulated import PLAIN, at, vendor

SHOP = vendor(PLAIN, "shop")


def _order(**fields: object) -> Order:
    order = SHOP.made("7", 3, number="V1")
    return type(order)(**{"id": order.id, "backend": order.backend, "vendor_id": "7", "number": "V1"} | fields)  # type: ignore[arg-type]


def _keeps(order: Order, **conditions: object) -> bool | None:
    return matching.keeps(OrderFilter(**conditions))(order)  # type: ignore[arg-type]


def test_no_condition_keeps_every_order() -> None:
    assert _keeps(_order()) is True


@pytest.mark.parametrize(
    ("conditions", "kept"),
    [
        ({"number": "V1"}, True),
        ({"number": "v1"}, False),
        ({"number": "V"}, False),
        ({"reference": "V1"}, None),
        ({"any_number": "V1"}, True),
        ({"any_number": "V2"}, False),
        ({"number": "V1", "reference": "x"}, None),
        ({"number": "V2", "reference": "x"}, False),
        ({"ids": frozenset({"7"})}, True),
        ({"ids": frozenset({"8"})}, False),
        ({"statuses": frozenset({OrderStatus.UNKNOWN})}, True),
        ({"vendor_statuses": frozenset({"open"})}, None),
        ({"customer_ids": frozenset({"1"})}, None),
        ({"origin": "web"}, None),
        ({"created_at": Span(at(0))}, None),
    ],
    ids=str,
)
def test_an_order_whose_value_asked_about_is_null_is_undecided_unless_another_condition_fails(
    conditions: dict[str, object], kept: bool | None
) -> None:
    assert _keeps(_order(), **conditions) is kept


def test_any_number_is_undecided_only_where_all_three_are_null() -> None:
    assert _keeps(_order(number=None), any_number="V1") is None
    assert _keeps(_order(number=None, external_number="V1"), any_number="V1") is True


def test_a_customers_order_is_told_by_the_customers_id() -> None:
    order = _order(customer_id="gid://shop/Customer/a%2Fb")

    assert _keeps(order, customer_ids=frozenset({"a/b"})) is True
    assert _keeps(order, customer_ids=frozenset({"a"})) is False
