"""The requests to LogicTrade: one method per operation, with its path and its paging."""

from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from itertools import count
from types import MappingProxyType
from typing import TypeVar

from resolvers.errors import BackendFault, BadResponse
from resolvers.vendors.base import Fields, Vendor
from resolvers.vendors.config import HeaderAuth
from resolvers.vendors.listing import ListAsk, Listing, Narrowed, OrderFilter, Row, RowPage, unfiltered
from resolvers.vendors.logictrade import pages, parse, people, write
from resolvers.vendors.memo import Memo, once
from resolvers.vendors.places import taken, together
from resolvers.vendors.reading import Reading
from resolvers.vendors.search import Page, search
from resolvers.vendors.tolls import Toll
from resolvers.vendors.writing import Absence, NaturalKey, WriteTable, was_before
from schema.backend import Vendor as VendorName
from schema.customer import Customer
from schema.invoice import Invoice
from schema.link import Ref, Relation
from schema.order import Order
from schema.write_inputs import OrderCreateInput, OrderUpdateInput

ORDERS = "/rest/v1/orders"
CUSTOMERS = "/rest/v1/customers"
INVOICES = "/rest/v1/invoices"
MAX_PAGE = 100
# Declared as counted; a page has no total if the answer has none.
LISTING = Listing(max_page=MAX_PAGE, counted=True, by_page=True, by_creation=True)

T = TypeVar("T", bound=Customer | Invoice | Order)
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
            ("orders_by_numbers", "orders_by_external_numbers", "customers_by_number", "invoices", "find_created"),
            Toll(lists=1, page=MAX_PAGE),
        )
    )
    write_table = write.TABLE

    @property
    def writes(self) -> WriteTable:
        """Without updates unless configured: whether PUT replaces an order is not documented."""
        return self.write_table if self.config.update == "partial" else replace(self.write_table, update={})

    async def order(self, vendor_id: str) -> Order | None:
        return await self._one(ORDERS, vendor_id, parse.order)

    async def orders_by_numbers(self, numbers: Sequence[str]) -> list[list[Order] | BackendFault]:
        return await self._search(numbers, lambda order: order.number)

    async def orders_by_external_numbers(self, numbers: Sequence[str]) -> list[list[Order] | BackendFault]:
        return await self._search(numbers, lambda order: order.external_number)

    async def order_page(self, ask: ListAsk) -> RowPage[Order]:
        return await self._page(ORDERS, ask, parse.order)

    def narrow(self, where: OrderFilter) -> Narrowed:
        return unfiltered(where, self.statuses.values())

    async def customer(self, ref: Ref[Customer]) -> Customer | None:
        return await self._one(CUSTOMERS, ref.vendor_id, people.customer)

    async def customers_by_number(self, number: str) -> list[Customer]:
        found = await search(self._pages(CUSTOMERS, people.customer, lambda customer: customer.number), [number])
        return taken(found[number])

    async def customer_page(self, ask: ListAsk) -> RowPage[Customer]:
        return await self._page(CUSTOMERS, ask, people.customer)

    async def invoice(self, vendor_id: str) -> Invoice | None:
        return await self._one(INVOICES, vendor_id, parse.invoice)

    async def invoices(
        self, orders: Sequence[Relation[Invoice]], memo: Memo, fields: Fields = None
    ) -> list[list[Invoice] | BackendFault | None]:
        """From the whole list, read once per operation; None for every order if it can't be read whole."""
        by_order = await once(memo, INVOICES, self._invoices_by_order)
        return [None if by_order is None else by_order.get(order.order_id, []) for order in orders]

    def natural_key(self, input: OrderCreateInput, idempotency_key: str) -> NaturalKey | None:
        return write.natural_key(input, idempotency_key)

    async def create_order(self, input: OrderCreateInput, natural: NaturalKey | None) -> Order:
        body, params = write.create(input, self.saying, natural)
        return parse.order(await self.write("POST", ORDERS, body, params), self.reading)

    async def find_created(self, natural: NaturalKey, since: datetime, input: OrderCreateInput) -> Order | Absence:
        """UNSURE if several new orders have the number, or only older ones: LogicTrade may accept a number twice."""
        orders = await self._whole_list(ORDERS, parse.order)
        if orders is None:
            return Absence.UNSURE
        matches = [order for order in orders if order.external_number == natural.value.strip()]
        if not matches:
            return Absence.SURE
        new = [order for order in matches if natural.is_ours or not was_before(order.created_at, since)]
        return new[0] if len(new) == 1 else Absence.UNSURE

    async def update_order(self, vendor_id: str, input: OrderUpdateInput) -> Order | None:
        if not self.writes.update:
            raise self._unsupported("update an order")
        answer = await self.write_by_id("PUT", ORDERS, vendor_id, write.update(input, self.saying))
        return None if answer is None else parse.order(answer, self.reading)

    async def _search(
        self, numbers: Sequence[str], name: Callable[[Order], str | None]
    ) -> list[list[Order] | BackendFault]:
        found = await search(self._pages(ORDERS, parse.order, name), numbers)
        return [found[number] for number in numbers]

    async def _one(self, path: str, vendor_id: str, read: Read[T]) -> T | None:
        answer = await self.get_by_id(path, vendor_id)
        return None if answer is None else read(answer, self.reading)

    async def _page(self, path: str, ask: ListAsk, read: Read[T]) -> RowPage[T]:
        number = ask.offset // ask.limit + 1
        params = {"page": str(number), "pageSize": str(ask.limit), **ask.narrow}
        rows, total = pages.listed(await self.get(path, params), self.id)
        is_last = not rows or (len(rows) < ask.limit if total is None else number * ask.limit >= total)
        return RowPage(list(map(Row, await self.reading.rows(read, rows))), total, is_last)

    async def _full_page(self, path: str, number: int, read: Read[T]) -> RowPage[T]:
        return await self._page(path, ListAsk(offset=(number - 1) * MAX_PAGE, limit=MAX_PAGE), read)

    async def _pages(self, path: str, read: Read[T], name: Callable[[T], str | None]) -> AsyncGenerator[Page[T], None]:
        """The list, page by page, each row with its `name`. Raises BadResponse at its end if rows are missing."""
        first, rows = await self._full_page(path, 1, read), 0
        async with aclosing(self._row_pages(path, first, read)) as row_pages:
            async for page in row_pages:
                yield [(name(row.thing), row.thing) for row in page.rows]
                rows += len(page.rows)
        if rows < (first.total or 0):
            raise BadResponse(self.id, f"sent {rows} of the {first.total} rows of its list.")

    async def _row_pages(self, path: str, first: RowPage[T], read: Read[T]) -> AsyncGenerator[RowPage[T], None]:
        """From the first, by whose total the list ends. Raises Unsupported at `scan_limit` rows if it goes on."""
        yield first
        for pages_read, number in enumerate(_following(first), 1):
            if pages_read * MAX_PAGE >= self.config.scan_limit:
                raise self._unsupported(f"be searched: its list does not end within {self.config.scan_limit} rows")
            page = await self._full_page(path, number, read)
            yield page
            if first.total is None and page.is_last:
                return

    async def _invoices_by_order(self) -> InvoicesByOrder | None:
        """None if the list can't be read whole: any order may have more invoices."""
        invoices = await self._whole_list(INVOICES, parse.invoice)
        if invoices is None:
            return None
        by_order: InvoicesByOrder = {}
        for invoice in invoices:
            if isinstance(invoice.order_link, Ref):
                by_order.setdefault(invoice.order_link.vendor_id, []).append(invoice)
        return by_order

    async def _whole_list(self, path: str, read: Read[T]) -> list[T] | None:
        """Each row once; None if there are more than `scan_limit`, or fewer than the total.

        Pages are read concurrently if the first one has the total.
        """
        limit = self.config.scan_limit
        first = await self._full_page(path, 1, read)
        if first.total is not None and first.total > limit:
            return None
        rest = range(2, _last_page(first.total or 0) + 1)
        pages_read = [first, *await together(self._full_page(path, number, read) for number in rest)]
        while not pages_read[-1].is_last:
            if len(pages_read) * MAX_PAGE >= limit:
                return None
            pages_read.append(await self._full_page(path, len(pages_read) + 1, read))
        things = {row.thing.vendor_id: row.thing for page in pages_read for row in page.rows}
        return None if len(things) < (first.total or 0) else list(things.values())


def _following(first: RowPage[T]) -> Iterator[int]:
    """The numbers of the other pages. With a total, the last page first: most lookups are for recent orders."""
    if first.is_last:
        return iter(())
    return count(2) if first.total is None else iter(range(_last_page(first.total), 1, -1))


def _last_page(total: int) -> int:
    return -(-total // MAX_PAGE)
