"""What every vendor's lists keep to, for those that have any."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from resolvers.errors import Unsupported
from resolvers.vendors import capabilities
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import ListAsk, Narrowed, OrderFilter, Span, Ties
from schema.order import Order
from schema.sort import OrderSortField, SortDirection
from tests.resolvers.vendors.shop import Open, Shop, agree, pages, record_in, value
from tests.resolvers.vendors.watch import another_type

pytestmark = [pytest.mark.anyio, pytest.mark.long]

DAY = timedelta(days=1)
SORTED_BY: dict[object, str] = {
    OrderSortField.ORDERED_AT: "ordered_at",
    OrderSortField.CREATED_AT: "created_at",
    OrderSortField.UPDATED_AT: "updated_at",
    OrderSortField.NUMBER: "number",
}
LIKE: dict[str, Callable[[Order], Any]] = {
    "ids": lambda order: frozenset({order.vendor_id}),
    "statuses": lambda order: frozenset({order.status}),
    "vendor_statuses": lambda order: frozenset({order.vendor_status}),
    "ordered_at": lambda order: order.ordered_at and Span(order.ordered_at - DAY, order.ordered_at + DAY),
    "created_at": lambda order: order.created_at and Span(order.created_at - DAY, order.created_at),
    "updated_at": lambda order: order.updated_at and Span(order.updated_at, None, open_start=True),
    "customer_ids": lambda order: order.customer_link and frozenset({order.customer_link.vendor_id}),
    "number": lambda order: order.number,
    "reference": lambda order: order.reference,
    "external_number": lambda order: order.external_number,
    "any_number": lambda order: order.number,
    "origin": lambda order: order.origin,
}
"""A condition that an order meets, whichever it is."""
HOLDS: dict[str, Callable[[Order, Any], bool]] = {
    "ids": lambda order, asked: order.vendor_id in asked,
    "statuses": lambda order, asked: order.status in asked,
    "vendor_statuses": lambda order, asked: order.vendor_status in asked,
    "ordered_at": lambda order, asked: order.ordered_at is not None and asked.holds(order.ordered_at),
    "created_at": lambda order, asked: order.created_at is not None and asked.holds(order.created_at),
    "updated_at": lambda order, asked: order.updated_at is not None and asked.holds(order.updated_at),
    "customer_ids": lambda order, asked: order.customer_link is not None and order.customer_link.vendor_id in asked,
    "number": lambda order, asked: order.number == asked,
    "reference": lambda order, asked: order.reference == asked,
    "external_number": lambda order, asked: order.external_number == asked,
    "any_number": lambda order, asked: asked in (order.number, order.reference, order.external_number),
    "origin": lambda order, asked: order.origin == asked,
}


@pytest.fixture
def listing_shop(shop: Shop) -> Shop:
    if shop.vendor.order_listing is None:
        pytest.skip("its document gives no list")
    return shop


async def test_a_vendor_without_a_list_refuses_it_without_a_call(shop: Shop) -> None:
    for listing, ask_page in (
        (shop.vendor.order_listing, shop.vendor.order_page),
        (shop.vendor.customer_listing, shop.vendor.customer_page),
    ):
        if listing is None:
            with pytest.raises(Unsupported):
                await ask_page(ListAsk(0, 10))
    assert shop.far_end.calls() == 0


async def test_a_row_says_what_the_order_alone_says_of_all_that_rows_fill(listing_shop: Shop) -> None:
    """Where a row is a whole order, the order alone may say less, never something else."""
    kind = type(listing_shop.vendor)
    names = capabilities.row_fields(kind) - {"raw", "linkedOrders"}

    for row in await listing_shop.rows():
        alone = await listing_shop.vendor.order(row.vendor_id)
        assert alone is not None
        differ = [
            name
            for name in names
            if not agree(value(alone, name), value(row, name), strictly=kind.row_order_fields is not None)
        ]
        assert differ == [], row.vendor_id


async def test_what_rows_are_declared_to_fill_is_filled_on_some_row(listing_shop: Shop, open_shop: Open) -> None:
    declared = capabilities.row_fields(type(listing_shop.vendor))
    rows = await (await open_shop(prices="gross")).rows()

    filled = {name for row in rows for name in declared if value(row, name) is not None}

    assert filled == declared


@pytest.mark.parametrize("limit", [7, 10, 60])
async def test_a_list_walked_by_pages_gives_each_order_once(listing_shop: Shop, limit: int) -> None:
    """Where equals may change places between calls, each place in the order is given once."""
    listing = listing_shop.vendor.order_listing
    shuffled = listing is not None and listing.ties is Ties.SHUFFLED
    whole = await listing_shop.rows()

    walked = [row.thing for page in await pages(listing_shop.vendor.order_page, limit) for row in page.rows]

    if shuffled:
        assert [order.ordered_at for order in walked] == [order.ordered_at for order in whole]
    else:
        assert [order.id for order in walked] == [order.id for order in whole]
    assert len({order.id for order in whole}) == len(whole)


@pytest.mark.parametrize("limit", [7, 10, 60])
async def test_only_the_last_page_is_the_last(listing_shop: Shop, limit: int) -> None:
    walked = await pages(listing_shop.vendor.order_page, limit)
    beyond = await listing_shop.vendor.order_page(ListAsk(limit * len(walked), limit))

    assert [page.is_last for page in walked] == [False] * (len(walked) - 1) + [True]
    assert all(len(page.rows) == limit for page in walked[:-1])
    assert (beyond.rows, beyond.is_last) == ([], True)


async def test_a_total_is_told_where_it_is_counted_and_is_right(listing_shop: Shop) -> None:
    listing = listing_shop.vendor.order_listing
    walked = await pages(listing_shop.vendor.order_page, 50)

    number = sum(len(page.rows) for page in walked)
    assert listing is not None
    assert {page.total for page in walked} == ({number} if listing.counted else {None})


async def test_the_largest_page_is_as_large_as_declared(listing_shop: Shop) -> None:
    listing = listing_shop.vendor.order_listing
    assert listing is not None
    number = len(await listing_shop.rows())
    listing_shop.far_end.forget()

    page = await listing_shop.vendor.order_page(ListAsk(0, listing.max_page))

    assert len(page.rows) == min(listing.max_page, number)
    assert listing_shop.far_end.calls() == 1


async def test_each_declared_sort_is_the_order_that_the_rows_come_in(listing_shop: Shop) -> None:
    listing = listing_shop.vendor.order_listing
    assert listing is not None

    for by, direction in listing.sorts:
        rows = await listing_shop.rows(sort=(by, direction))
        keys = [getattr(row, SORTED_BY[by]) for row in rows]
        assert keys == sorted(keys, reverse=direction is SortDirection.DESC), (by, direction)


@pytest.mark.parametrize("name", sorted(LIKE))
async def test_what_is_pushed_down_neither_loses_an_order_nor_lets_one_through(listing_shop: Shop, name: str) -> None:
    """Exactly where it is called exact; where it is wider, none is lost."""
    vendor, orders = listing_shop.vendor, await listing_shop.orders()
    rows = {row.vendor_id: row for row in await listing_shop.rows()}
    read: dict[str, list[str]] = {}

    for order in orders[:: len(orders) // 10]:
        told = order if LIKE[name](order) else rows[order.vendor_id]
        asked = LIKE[name](told)
        if not asked:
            continue
        narrowed = vendor.narrow(OrderFilter(**{name: asked}))
        lists = str(narrowed.asks)
        given = read[lists] = read.get(lists) or await _given(vendor, narrowed)
        wanted = {one.vendor_id for one in [*orders, *rows.values()] if HOLDS[name](one, asked)}
        assert max(Counter(given).values(), default=1) == 1
        assert wanted <= set(given)
        assert name not in narrowed.exact or wanted == set(given)


@pytest.mark.parametrize("name", sorted(LIKE))
async def test_only_a_declared_filter_is_pushed_down(listing_shop: Shop, name: str) -> None:
    vendor = listing_shop.vendor
    conditions = [asked for order in await listing_shop.orders() if (asked := LIKE[name](order))]
    narrowed = [vendor.narrow(OrderFilter(**{name: asked})) for asked in conditions[:40]]

    pushed = any(one.exact | one.wider for one in narrowed)
    assert pushed == (name in type(vendor).filters) or not conditions
    assert all(one.exact | one.wider <= {name} for one in narrowed)


async def test_nothing_asked_is_nothing_narrowed(listing_shop: Shop) -> None:
    assert listing_shop.vendor.narrow(OrderFilter()) == Narrowed()


async def test_a_field_of_another_type_in_a_row_costs_that_field_alone(listing_shop: Shop) -> None:
    """What is said in the wrong type is worth as much as what is not said, and the other rows don't notice."""
    vendor = listing_shop.vendor

    async def ask() -> list[Order]:
        page = await vendor.order_page(ListAsk(0, 5, fields=capabilities.order_fields()))
        return [row.thing for row in page.rows]

    path, answer = await listing_shop.retold(ask)
    said = dict(record_in(answer))
    for key in said.keys() - {"id"}:
        record = record_in(answer)
        record[key] = another_type(said[key])
        odd = await listing_shop.told(ask, path, answer)
        del record[key]
        without = await listing_shop.told(ask, path, answer)
        record[key] = said[key]

        assert len(odd) == 5
        assert agree(odd, without, strictly=True), key


async def test_customers_walked_by_pages_come_once_each_with_their_total(shop: Shop) -> None:
    listing = shop.vendor.customer_listing
    if listing is None:
        pytest.skip("its document gives no list of customers")
    walked = await pages(shop.vendor.customer_page, 7)

    ids = [row.thing.id for page in walked for row in page.rows]
    assert len(ids) == len(set(ids)) > 0
    assert [page.is_last for page in walked] == [False] * (len(walked) - 1) + [True]
    assert {page.total for page in walked} == ({len(ids)} if listing.counted else {None})


async def _given(vendor: Vendor, narrowed: Narrowed) -> list[str]:
    """The ids of what all its lists together give."""
    limit = vendor.order_listing.max_page if vendor.order_listing else 0
    walked = [page for ask in narrowed.asks for page in await pages(vendor.order_page, limit, narrow=ask)]
    return [row.thing.vendor_id for page in walked for row in page.rows]
