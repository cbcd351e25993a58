"""What to ask and tell LogicTrade: one method an operation, its path, its paging."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import count
from types import MappingProxyType
from typing import TypeVar

from resolvers.errors import BackendFault
from resolvers.vendors.base import Fields, Memo, Vendor
from resolvers.vendors.config import HeaderAuth
from resolvers.vendors.listing import ListAsk, Listing, Narrowed, OrderFilter, Row, RowPage
from resolvers.vendors.logictrade import pages, parse, people, write
from resolvers.vendors.places import taken
from resolvers.vendors.reading import Reading
from resolvers.vendors.search import Page, search
from resolvers.vendors.tolls import Toll
from resolvers.vendors.upstream import segment
from resolvers.vendors.writing import Absence, NaturalKey, WriteTable, was_before
from schema.backend import Vendor as VendorName
from schema.customer import Customer
from schema.invoice import Invoice
from schema.link import Ref, Relation
from schema.order import Order
from schema.status import OrderStatus
from schema.write_inputs import OrderCreateInput, OrderUpdateInput

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
    tolls = MappingProxyType(
        dict.fromkeys(
            ("orders_by_number", "orders_by_external_number", "customers_by_number", "invoices", "find_created"),
            Toll(lists=1, page=MAX_PAGE),
        )
    )
    write_table = write.TABLE

    @property
    def writes(self) -> WriteTable:
        """Whether their PUT replaces an order is not documented, so none is sent until the configuration says not."""
        return self.write_table if self.config.update == "partial" else replace(self.write_table, update={})

    async def order(self, vendor_id: str) -> Order | None:
        return await self._one(ORDERS, vendor_id, parse.order)

    async def orders_by_number(self, number: str) -> list[Order]:
        return taken((await self.orders_by_numbers([number]))[0])

    async def orders_by_numbers(self, numbers: Sequence[str]) -> list[list[Order] | BackendFault]:
        found = await search(self._named(ORDERS, parse.order, lambda order: order.number), numbers)
        return [found[number] for number in numbers]

    async def orders_by_external_number(self, number: str) -> list[Order]:
        return taken((await self.orders_by_external_numbers([number]))[0])

    async def orders_by_external_numbers(self, numbers: Sequence[str]) -> list[list[Order] | BackendFault]:
        found = await search(self._named(ORDERS, parse.order, lambda order: order.external_number), numbers)
        return [found[number] for number in numbers]

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
        found = await search(self._named(CUSTOMERS, people.customer, lambda customer: customer.number), [number])
        return taken(found[number])

    async def customer_page(self, ask: ListAsk) -> RowPage[Customer]:
        return await self._page(CUSTOMERS, ask, people.customer)

    async def invoice(self, vendor_id: str) -> Invoice | None:
        return await self._one(INVOICES, vendor_id, parse.invoice)

    async def invoices(
        self, orders: Sequence[Relation[Invoice]], memo: Memo, fields: Fields = None
    ) -> list[list[Invoice] | BackendFault | None]:
        """Out of the whole list, read once an operation; None for all where it is longer than `scan_limit`."""
        async with memo.setdefault(SCANNING, asyncio.Lock()):
            if SCAN not in memo:
                memo[SCAN] = await self._invoices_by_order()
        by_order: InvoicesByOrder | None = memo[SCAN]
        return [None if by_order is None else by_order.get(order.order_id, []) for order in orders]

    def natural_key(self, input: OrderCreateInput, idempotency_key: str) -> NaturalKey | None:
        return write.natural_key(input, idempotency_key)

    async def create_order(self, input: OrderCreateInput, natural: NaturalKey | None) -> Order:
        body, params = write.create(input, self.saying, natural)
        return parse.order(await self.write("POST", ORDERS, body, params), self.reading)

    async def find_created(self, natural: NaturalKey, since: datetime, input: OrderCreateInput) -> Order | Absence:
        """Nothing keeps two orders from one number: of two new ones either may be meant; an old one proves nothing."""
        orders = await self._whole(ORDERS, parse.order)
        if orders is None:
            return Absence.UNSURE
        named = {order.vendor_id: order for order in orders if order.external_number == natural.value.strip()}
        if not named:
            return Absence.SURE
        new = [one for one in named.values() if natural.is_ours or not _is_older(one, since)]
        return new[0] if len(new) == 1 else Absence.UNSURE

    async def update_order(self, vendor_id: str, input: OrderUpdateInput) -> Order | None:
        if not self.writes.update:
            raise self._unsupported("change an order")
        if not self.has_shape(vendor_id):
            return None
        answer = await self.write_or_none("PUT", f"{ORDERS}/{segment(vendor_id)}", write.update(input, self.saying))
        return None if answer is None else parse.order(answer, self.reading)

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

    async def _named(self, path: str, read: Read[T], name: Callable[[T], str | None]) -> AsyncGenerator[Page[T], None]:
        """The list's pages, each thing with its name. Raises Unsupported where `scan_limit` ends them."""
        page = await self._numbered(path, 1, read)
        yield [(name(row.thing), row.thing) for row in page.rows]
        for pages_read, number in enumerate(_following(page), 1):
            if pages_read * MAX_PAGE >= self.config.scan_limit:
                raise self._unsupported(f"be searched: its list does not end within {self.config.scan_limit} rows")
            page = await self._numbered(path, number, read)
            yield [(name(row.thing), row.thing) for row in page.rows]
            if page.total is None and page.is_last:
                return

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
        pages_read, limit = [await self._numbered(path, 1, read)], self.config.scan_limit
        total = pages_read[0].total
        if total is not None and total > limit:
            return None
        rest = range(2, _last_page(total or 0) + 1)
        pages_read += await asyncio.gather(*(self._numbered(path, number, read) for number in rest))
        while not pages_read[-1].is_last:
            if len(pages_read) * MAX_PAGE >= limit:
                return None
            pages_read.append(await self._numbered(path, len(pages_read) + 1, read))
        return [row.thing for page in pages_read for row in page.rows]


def _following(first: RowPage[T]) -> Iterator[int]:
    """The other pages' numbers: where the length is known from the last one back, for the newest are asked for most."""
    if first.is_last:
        return iter(())
    return count(2) if first.total is None else iter(range(_last_page(first.total), 1, -1))


def _last_page(total: int) -> int:
    return -(-total // MAX_PAGE)


def _is_older(order: Order, since: datetime) -> bool:
    return order.created_at is not None and was_before(order.created_at, since)
