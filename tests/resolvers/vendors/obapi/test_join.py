"""On which day an order was placed, where its shipments and invoices are assigned by days."""

from datetime import date

import pytest

from resolvers.vendors.obapi import join, parse
from tests.resolvers.vendors.obapi.said import READING


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-03-24", date(2026, 3, 24)),
        ("2026-03-24T23:30:00Z", date(2026, 3, 25)),
        ("9999-12-31", date.max),
        ("9999-12-31T23:59:59Z", None),
        ("soon", None),
        ("", None),
    ],
)
def test_an_order_is_placed_on_a_day_of_the_backends_zone_or_on_none(said: str, day: date | None) -> None:
    order = parse.order_row(b'{"id": "1", "date_order": "%b"}' % said.encode(), READING)

    assert join.placed(order.shipments_link, READING.zone) == day
