"""What CloudSuite's amounts become."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import BadResponse
from resolvers.vendors.cloudsuite import parse
from schema.money import TaxBasis
from schema.status import PaymentStatus
from tests.resolvers.vendors.cloudsuite.said import READING, money, net, read, read_line


@pytest.mark.parametrize("written", ["0", "0.00", "19.90", "1234567.8900"])
def test_trap_1_amounts_in_strings_keep_their_digits(written: str):
    assert str(read_line(unit_price=written).unit_price.stated.amount) == written
    assert str(read(paid_amount=written).paid_amount.amount) == written


def test_trap_4_the_orders_own_currency_stands_on_all_its_money():
    order = read(currency="USD", paid_amount="1", order_lines=[{"unit_price": "2.50", "quantity": 2}])

    assert order.currency_code == "USD"
    assert order.total.stated == order.lines[0].total.stated == money("5.00", "USD")
    assert order.lines[0].unit_price.stated == money("2.50", "USD")
    assert order.paid_amount == money("1", "USD")


def test_an_order_without_a_currency_has_the_backends():
    assert read(currency="").currency_code == "EUR"


def test_trap_5_prices_are_net_and_no_tax_key_is_read_as_a_rate():
    line = read_line(unit_price="19.99", quantity=1, tax_keys=["1000-waste", "21"])

    assert line.unit_price.tax_basis is TaxBasis.NET
    assert (line.unit_price.gross, line.total.gross, line.total.tax, line.tax_percent) == (None, None, None, None)
    assert line.tax_keys == ["1000-waste", "21"]


@pytest.mark.parametrize(("quantity", "total"), [(1, "19.99"), (1.0, "19.990"), ("2.5", "49.975")])
def test_trap_42_a_quantity_may_be_1_or_1_point_0_or_in_a_string(quantity: Any, total: str):
    line = read_line(quantity=quantity, unit_price="19.99")

    assert line.quantity == Decimal(str(quantity))
    assert line.total == net(total, derived=True)


def test_a_quantity_in_the_json_text_is_never_rounded_to_a_float():
    order = parse.order(b'{"id": 1, "order_lines": [{"quantity": 0.1234567890123456789012345}]}', READING)

    assert str(order.lines[0].quantity) == "0.1234567890123456789012345"


def test_a_line_without_a_quantity_leaves_line_and_order_without_a_total():
    order = read(order_lines=[{"unit_price": "5"}, {"unit_price": "5", "quantity": 1}])

    assert isinstance(order.lines[0].quantity, BadResponse)
    assert order.lines[0].quantity.extensions["code"] == "BACKEND_BAD_RESPONSE"
    assert (order.lines[0].total, order.total) == (None, None)


def test_an_order_without_lines_has_no_total():
    order = read(order_lines=[])

    assert (order.lines, order.line_count, order.total) == ([], 0, None)


def test_lines_that_can_not_be_read_are_not_shown_as_none():
    order = read(order_lines="later", reference="CS1")

    assert isinstance(order.lines, BadResponse)
    assert isinstance(order.line_count, BadResponse)
    assert (order.total, order.number) == (None, "CS1")


@given(st.lists(st.tuples(st.decimals(-(10**9), 10**9, places=4), st.integers(-9999, 9999)), min_size=1, max_size=9))
def test_the_total_is_the_exact_sum_of_price_times_quantity(lines: list[tuple[Decimal, int]]):
    order = read(order_lines=[{"unit_price": str(price), "quantity": quantity} for price, quantity in lines])

    assert order.total.net.amount == sum(price * quantity for price, quantity in lines)
    assert order.total.is_derived


@pytest.mark.parametrize(
    ("paid", "status"),
    [("0", PaymentStatus.UNPAID), ("0.00", PaymentStatus.UNPAID), ("5", PaymentStatus.UNKNOWN), (None, None)],
)
def test_what_is_paid_says_no_more_than_whether_anything_is(paid: str | None, status: PaymentStatus | None):
    assert read(paid_amount=paid, order_lines=[{"unit_price": "5", "quantity": 1}]).payment_status is status
