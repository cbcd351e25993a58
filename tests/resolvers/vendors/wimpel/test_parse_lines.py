"""What the lines of Wimpel's orders become, and what they cost."""

import json
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import BadResponse
from resolvers.vendors.reading import Reading
from resolvers.vendors.wimpel import parse
from schema.money import Money, TaxBasis
from tests.resolvers.vendors.wimpel.said import BACKEND, READING, euros, read, read_line


def test_a_lines_id_is_its_position_whether_or_not_wimpel_gives_it_one():
    assert read_line(id="clx9", quantity=1).id == read_line(quantity=1).id == "gid://boom/OrderLine/clx1/1"


def test_trap_1_prices_in_strings_keep_their_digits():
    assert read_line(quantity=1, price="50.00").unit_price == euros("50.00")
    assert str(read_line(quantity=3, price="0.10").total.stated.amount) == "0.30"


def test_trap_4_the_currency_is_the_backends():
    reading = Reading(BACKEND, "SEK", ZoneInfo("Europe/Stockholm"), TaxBasis.UNKNOWN, parse.STATUS)
    text = json.dumps({"id": "clx1", "lines": [{"quantity": 2, "price": "10.00"}]}).encode()

    order = parse.order(text, reading)

    assert order.currency_code == "SEK"
    assert order.total.stated == Money(amount=Decimal("20.00"), currency_code="SEK")


@pytest.mark.parametrize("basis", [TaxBasis.NET, TaxBasis.GROSS])
def test_trap_8_whether_tax_is_in_the_price_is_as_the_backend_is_configured(basis):
    reading = Reading(BACKEND, "EUR", ZoneInfo("Europe/Amsterdam"), basis, parse.STATUS)
    text = json.dumps({"id": "clx1", "lines": [{"quantity": 2, "price": "10.00"}]}).encode()

    total = parse.order(text, reading).total

    assert total.tax_basis is basis
    assert (total.net is None) == (basis is TaxBasis.GROSS)
    assert (total.gross is None) == (basis is TaxBasis.NET)


@pytest.mark.parametrize("discount", [5, 0.1, "10.00", "10%", {"percent": 10}])
def test_trap_12_beside_a_discount_no_price_is_claimed(discount):
    order = read(lines=[{"quantity": 1, "price": "10.00", "discount": discount}])

    assert order.lines
    assert (order.lines[0].unit_price, order.lines[0].list_price, order.lines[0].total) == (None, None, None)
    assert order.lines[0].discount_percent is None
    assert order.total is None


@pytest.mark.parametrize("discount", [None, "", 0, 0.0, "0", "0.00", False])
def test_trap_12_a_discount_of_nothing_is_none(discount):
    assert read_line(quantity=1, price="10.00", discount=discount).unit_price == euros("10.00")


@given(st.lists(st.tuples(st.integers(1, 10**6), st.decimals(0, 10**6, places=2)), min_size=1, max_size=40))
def test_an_orders_total_is_the_exact_sum_of_its_lines(lines):
    order = read(lines=[{"quantity": quantity, "price": str(price)} for quantity, price in lines])

    assert order.total.stated.amount == sum(quantity * price for quantity, price in lines)
    assert order.total.is_derived


def test_there_is_no_total_where_a_line_has_no_price():
    order = read(lines=[{"quantity": 1, "price": "10.00"}, {"quantity": 1}])

    assert order.lines
    assert order.lines[0].total == euros("10.00", derived=True)
    assert order.total is None


def test_a_price_that_is_no_number_costs_that_price_alone():
    order = read(number="SO-1", lines=[{"productEan": "9789493113862", "quantity": 1, "price": "op aanvraag"}])

    assert order.number == "SO-1"
    assert order.lines
    assert order.lines[0].product.ean == "9789493113862"
    assert (order.lines[0].unit_price, order.total) == (None, None)


def test_a_line_that_does_not_say_how_many_has_no_total():
    line = read_line(price="10.00")

    assert isinstance(line.quantity, BadResponse)
    assert line.total is None


def test_an_order_alone_that_does_not_say_its_lines_is_an_error_there():
    order = read(number="SO-1", lines="none")

    assert isinstance(order.lines, BadResponse)
    assert isinstance(order.line_count, BadResponse)
    assert (order.number, order.total) == ("SO-1", None)


def test_a_row_does_not_say_the_lines_that_were_not_asked_for_and_that_is_no_error():
    row = parse.order(b'{"id": "clx1", "_count": {"lines": 3}}', READING, included=["customer"])

    assert (row.lines, row.line_count) == (None, 3)


def test_a_row_that_lacks_the_lines_that_were_asked_for_is_an_error_there():
    row = parse.order(b'{"id": "clx1", "_count": {"lines": 3}}', READING, included=["lines"])

    assert isinstance(row.lines, BadResponse)
    assert row.line_count == 3
