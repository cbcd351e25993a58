"""What to ask LogicTrade: one method an operation, its path, its paging."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import TypeVar

from resolvers.errors import Unsupported
from resolvers.vendors.base import Memo, Vendor
from resolvers.vendors.config import HeaderAuth
from resolvers.vendors.listing import ListAsk, Listing, Narrowed, OrderFilter, Row, RowPage
from resolvers.vendors.logictrade import pages, parse, people
from resolvers.vendors.reading import Reading
from resolvers.vendors.upstream import segment
from schema.backend import Vendor as VendorName
from schema.customer import Customer
from schema.invoice import Invoice
from schema.link import Ref, Relation
from schema.order import Order
from schema.status import OrderStatus

ORDERS = "/rest/v1/orders"
CUSTOMERS = "/rest/v1/customers"
INVOICES = "/rest/v1/invoices"
MAX_PAGE = 100
# Counted as far as known: where an answer has no total, its page has none either.
LISTING = Listing(max_page=MAX_PAGE, counted=True, by_page=True, by_creation=True)
SCAN = "invoices by order"
SCANNING = "the lock around that"

T = TypeVar("T")
Read = Callable[[bytes, Reading], T]
InvoicesByOrder = dict[str, list[Invoice]]


class LogicTrade(Vendor):
    vendor = VendorName.LOGICTRADE
    default_auth = HeaderAuth(header="api-key")
    status_words = parse.STATUS
    absent_order_fields = frozenset({"description", "documents", "paymentMethod", "user"})
    scanned_order_fields = frozenset({"invoices"})
    order_listing = LISTING
    customer_listing = LISTING

    async def order(self, vendor_id: str) -> Order | None:
        return await self._one(ORDERS, vendor_id, parse.order)

    async def orders_by_number(self, number: str) -> list[Order]:
        return await self._first(ORDERS, parse.order, lambda order: order.number == number)

    async def orders_by_external_number(self, number: str) -> list[Order]:
        return await self._first(ORDERS, parse.order, lambda order: order.external_number == number)

    async def order_page(self, ask: ListAsk) -> RowPage[Order]:
        return await self._page(ORDERS, ask, parse.order)

    def narrow(self, where: OrderFilter) -> Narrowed:
        """There is no filter to push down; but a status that no word stands for is surely nobody's."""
        possible = {*self.statuses.values(), OrderStatus.UNKNOWN}
        if where.statuses is not None and possible.isdisjoint(where.statuses):
            return Narrowed(asks=())
        return Narrowed()

    async def customer(self, ref: Ref[Customer]) -> Customer | None:
        return await self._one(CUSTOMERS, ref.vendor_id, people.customer)

    async def customers_by_number(self, number: str) -> list[Customer]:
        return await self._first(CUSTOMERS, people.customer, lambda customer: customer.number == number)

    async def customer_page(self, ask: ListAsk) -> RowPage[Customer]:
        return await self._page(CUSTOMERS, ask, people.customer)

    async def invoice(self, vendor_id: str) -> Invoice | None:
        return await self._one(INVOICES, vendor_id, parse.invoice)

    async def invoices(self, orders: Sequence[Relation[Invoice]], memo: Memo) -> list[list[Invoice] | None]:
        """Out of the whole list, read once an operation; None for all where it is longer than `scan_limit`."""
        async with memo.setdefault(SCANNING, asyncio.Lock()):
            if SCAN not in memo:
                memo[SCAN] = await self._invoices_by_order()
        by_order: InvoicesByOrder | None = memo[SCAN]
        return [None if by_order is None else by_order.get(order.order_id, []) for order in orders]

    async def _one(self, path: str, vendor_id: str, read: Read[T]) -> T | None:
        if not self.has_shape(vendor_id):
            return None
        text = await self.get_or_none(f"{path}/{segment(vendor_id)}")
        return None if text is None else read(text, self.reading)

    async def _page(self, path: str, ask: ListAsk, read: Read[T]) -> RowPage[T]:
        number = ask.offset // ask.limit + 1
        params = {"page": str(number), "pageSize": str(ask.limit), **ask.narrow}
        rows, total = pages.listed(await self.get(path, params), self.id)
        return RowPage(
            rows=[Row(read(row, self.reading)) for row in rows],
            total=total,
            is_last=len(rows) < ask.limit or (total is not None and number * ask.limit >= total),
        )

    async def _numbered(self, path: str, number: int, read: Read[T]) -> RowPage[T]:
        return await self._page(path, ListAsk(offset=(number - 1) * MAX_PAGE, limit=MAX_PAGE), read)

    async def _first(self, path: str, read: Read[T], wanted: Callable[[T], bool]) -> list[T]:
        """The one that is unique; two on one page are two. Raises Unsupported where `scan_limit` ends the search."""
        page, taken = await self._numbered(path, 1, read), 1
        following = _following(page)
        while not (found := [row.thing for row in page.rows if wanted(row.thing)]):
            number = next(following, None)
            if number is None or (page.total is None and page.is_last):
                return []
            if taken * MAX_PAGE >= self.config.scan_limit:
                raise Unsupported(
                    self.id, f"can't be searched: its list does not end within {self.config.scan_limit} rows."
                )
            page, taken = await self._numbered(path, number, read), taken + 1
        return found

    async def _invoices_by_order(self) -> InvoicesByOrder | None:
        """None where the list is longer than `scan_limit`: any order may have one more."""
        invoices = await self._whole(INVOICES, parse.invoice)
        if invoices is None:
            return None
        by_order: InvoicesByOrder = {}
        for invoice in {invoice.vendor_id: invoice for invoice in invoices}.values():
            if isinstance(invoice.order_link, Ref):
                by_order.setdefault(invoice.order_link.vendor_id, []).append(invoice)
        return by_order

    async def _whole(self, path: str, read: Read[T]) -> list[T] | None:
        """The pages side by side where the list tells its length; None where it is longer than `scan_limit`."""
        taken, limit = [await self._numbered(path, 1, read)], self.config.scan_limit
        total = taken[0].total
        if total is not None and total > limit:
            return None
        rest = range(2, _last_page(total or 0) + 1)
        taken += await asyncio.gather(*(self._numbered(path, number, read) for number in rest))
        while not taken[-1].is_last:
            if len(taken) * MAX_PAGE >= limit:
                return None
            taken.append(await self._numbered(path, len(taken) + 1, read))
        return [row.thing for page in taken for row in page.rows]


def _following(first: RowPage[T]) -> Iterator[int]:
    """The other pages' numbers: where the length is known from the last one back, for the newest are asked for most."""
    if first.is_last:
        return iter(())
    return count(2) if first.total is None else iter(range(_last_page(first.total), 1, -1))


def _last_page(total: int) -> int:
    return -(-total // MAX_PAGE)
