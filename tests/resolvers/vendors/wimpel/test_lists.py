"""How Wimpel's list is paged and searched, over its stand-in."""

import pytest

from resolvers.errors import Unsupported
from resolvers.vendors.listing import ListAsk, OrderFilter
from resolvers.vendors.wimpel import Wimpel, records, sandbox
from resolvers.vendors.wimpel.client import NEARBY
from schema.status import OrderStatus
from tests.conftest import Connect
from tests.resolvers.vendors.finding import by_number
from tests.resolvers.vendors.wimpel.said import asked

pytestmark = pytest.mark.anyio

DOCUMENTED = "clxboom000000106021"


def listing(take: int, skip: int, **more: str) -> tuple[str, dict[str, str]]:
    return "/v1/orders", {"take": str(take), "skip": str(skip)} | more


@pytest.mark.parametrize(
    ("fields", "include"),
    [
        (set(), None),
        ({"id", "number", "orderedAt", "customerId"}, None),
        ({"customer"}, None),
        ({"lineCount", "vendorFields"}, None),
        ({"lines"}, "lines"),
        ({"total"}, "lines"),
        ({"shipments"}, "shipments"),
        ({"invoices"}, "invoices"),
        ({"lines", "total", "invoices", "status"}, "lines,invoices"),
        ({"raw"}, "lines,customer,shipments,invoices"),
    ],
)
async def test_include_holds_exactly_what_is_selected(connect: Connect, fields: set[str], include: str | None):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)

    await wimpel.order_page(ListAsk(0, 20, fields=frozenset(fields)))

    assert asked(far_end) == [listing(20, 0, **({"include": include} if include else {}))]


async def test_the_line_count_is_there_without_the_lines(connect: Connect):
    wimpel = await connect(Wimpel, sandbox.stand_in())

    page = await wimpel.order_page(ListAsk(0, 1, fields=frozenset({"lineCount"})))

    assert (page.rows[0].thing.line_count, page.rows[0].thing.lines) == (1, None)


async def test_a_row_is_the_whole_order(connect: Connect):
    wimpel = await connect(Wimpel, sandbox.stand_in())

    page = await wimpel.order_page(ListAsk(0, 1, fields=frozenset({"lines", "shipments", "invoices"})))

    row = page.rows[0]
    assert row.whole
    assert (row.thing.vendor_id, row.thing.reference, row.thing.origin) == (DOCUMENTED, "PO-2026-001", "api")
    assert str(row.thing.total.stated.amount) == "898.50"


async def test_rows_come_newest_first(connect: Connect):
    wimpel = await connect(Wimpel, sandbox.stand_in())

    page = await wimpel.order_page(ListAsk(0, 100))

    instants = [row.thing.ordered_at for row in page.rows]
    assert instants == sorted(instants, reverse=True)


@pytest.mark.parametrize("limit", [1, 7, 60, 100])
async def test_pages_of_any_size_hold_every_order_once(connect: Connect, limit: int):
    far_end = sandbox.stand_in(orders=121)
    wimpel = await connect(Wimpel, far_end)

    ids, offset, is_last = [], 0, False
    while not is_last:
        page = await wimpel.order_page(ListAsk(offset, limit))
        ids += [row.thing.vendor_id for row in page.rows]
        offset, is_last = offset + limit, page.is_last

    assert ids == [order["id"] for order in far_end.store.page(0, 121)]


@pytest.mark.parametrize(("offset", "limit", "is_last"), [(0, 5, False), (5, 5, False), (10, 5, True), (8, 5, True)])
async def test_trap_29_only_a_page_shorter_than_asked_is_the_last(
    connect: Connect, offset: int, limit: int, is_last: bool
):
    wimpel = await connect(Wimpel, sandbox.stand_in(orders=10))

    page = await wimpel.order_page(ListAsk(offset, limit))

    assert page.is_last is is_last
    assert page.total is None


async def test_an_order_by_its_number_is_whole(connect: Connect):
    far_end = sandbox.stand_in()
    wimpel = await connect(Wimpel, far_end)

    orders = await by_number(wimpel, "SO-106021")

    assert [order.reference for order in orders] == ["PO-2026-001"]
    assert [order.shipments_link for order in orders] == [[]]
    assert asked(far_end) == [listing(100, 0), listing(6, 0, include="lines,customer,shipments,invoices")]


async def test_the_search_stops_at_the_first_match(connect: Connect):
    far_end = sandbox.stand_in(orders=350)
    number = far_end.store.page(150, 1)[0]["number"]
    wimpel = await connect(Wimpel, far_end)

    orders = await by_number(wimpel, number)

    assert [order.number for order in orders] == [number]
    assert [params["skip"] for _, params in asked(far_end)] == ["0", "100", "150"]


@pytest.mark.parametrize("number", ["SO-999999", "", "so-106021"])
async def test_no_order_has_a_number_that_none_has(connect: Connect, number: str):
    wimpel = await connect(Wimpel, sandbox.stand_in())

    assert await by_number(wimpel, number) == []


async def test_a_search_that_ends_at_the_scan_limit_is_refused_not_empty(connect: Connect):
    far_end = sandbox.stand_in(orders=300)
    oldest = far_end.store.orders[0]["number"]
    wimpel = await connect(Wimpel, far_end, scan_limit=150)

    with pytest.raises(Unsupported, match="150"):
        await by_number(wimpel, oldest)

    assert [params["take"] for _, params in asked(far_end)] == ["100", "50"]


class Moving(records.Store):
    """`coming` new orders come in after every page."""

    coming = 1

    def page(self, skip: int, take: int) -> list[records.Record]:
        rows = super().page(skip, take)
        for _ in range(self.coming):
            number = f"SO-{200000 + len(self.orders)}"
            self.insert(self.by_id[DOCUMENTED] | {"id": self.new_id(), "number": number, "orderDate": self.now()})
        return rows


class MovingFar(Moving):
    coming = NEARBY


async def test_trap_31_an_order_is_found_while_new_ones_shift_the_pages(connect: Connect):
    store = records.store(orders=150)
    number = store.page(130, 1)[0]["number"]
    wimpel = await connect(Wimpel, sandbox.over(Moving(**vars(store))))

    orders = await by_number(wimpel, number)

    assert [(order.number, order.origin is not None) for order in orders] == [(number, True)]


async def test_an_order_is_read_whole_from_its_row_however_far_nearby_is(connect: Connect):
    store = records.store(orders=50)
    number = store.page(30, 1)[0]["number"]
    far_end = sandbox.over(MovingFar(**vars(store)))
    wimpel = await connect(Wimpel, far_end)

    orders = await by_number(wimpel, number)

    assert [(order.number, order.origin is not None) for order in orders] == [(number, True)]
    assert far_end.asked == {"/v1/orders": 2}


class Leaving(records.Store):
    """The newest order is deleted after every page."""

    def page(self, skip: int, take: int) -> list[records.Record]:
        rows = super().page(skip, take)
        self.delete(self.orders[-1]["id"])
        return rows


async def test_an_order_that_moved_up_meanwhile_is_asked_for_alone(connect: Connect):
    store = records.store(orders=50)
    wanted = store.page(30, 1)[0]
    far_end = sandbox.over(Leaving(**vars(store)))
    wimpel = await connect(Wimpel, far_end)

    orders = await by_number(wimpel, wanted["number"])

    assert [order.number for order in orders] == [wanted["number"]]
    assert far_end.asked[f"/v1/orders/{wanted['id']}"] == 1


@pytest.mark.parametrize(
    ("statuses", "calls"),
    [
        (None, 1),
        ({OrderStatus.SHIPPED}, 1),
        ({OrderStatus.UNKNOWN}, 1),
        ({OrderStatus.PROCESSING, OrderStatus.DRAFT}, 1),
        ({OrderStatus.PROCESSING, OrderStatus.COMPLETED}, 0),
    ],
)
async def test_only_statuses_without_a_word_need_no_call(
    connect: Connect, statuses: set[OrderStatus] | None, calls: int
):
    wimpel = await connect(Wimpel, sandbox.stand_in(orders=1))

    narrowed = wimpel.narrow(OrderFilter(statuses=None if statuses is None else frozenset(statuses)))

    assert len(narrowed.asks) == calls
    assert not narrowed.exact | narrowed.wider
