"""The requests to an OBAPI server."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from types import MappingProxyType

from resolvers.errors import BackendFault, BadResponse, NotThere, Unsupported
from resolvers.vendors.base import Fields, Vendor
from resolvers.vendors.call import segment
from resolvers.vendors.file import Download, File
from resolvers.vendors.listing import ListAsk, Listing, Narrowed, OrderFilter, Row, RowPage, Sort, Ties
from resolvers.vendors.memo import Memo, once
from resolvers.vendors.obapi import download, join, narrow, papers, parse
from resolvers.vendors.obapi.join import ByKey, Trace
from resolvers.vendors.obapi.scan import ALWAYS, PER_PAGE, Scan
from resolvers.vendors.places import side_by_side, together
from resolvers.vendors.policies.verdict import unreadable
from resolvers.vendors.reading import Reading
from resolvers.vendors.search import Page, followed, search
from resolvers.vendors.tolls import Toll
from resolvers.vendors.values import distinct_words
from schema.backend import Vendor as VendorName
from schema.invoice import Invoice
from schema.link import Relation
from schema.order import Order
from schema.shipment import Shipment
from schema.sort import OrderSortField, SortDirection

BASE = "/obapi/v1"
ORDERS, SHIPMENTS, INVOICES = f"{BASE}/orders", f"{BASE}/shipments", f"{BASE}/invoices"
SHIPMENT_PAGES = 50
MOST_PAGES = 1000
PARTS = 5
"""The assumed maximum of shipments or invoices per order, on average, if each has to be fetched."""
SORTS: Mapping[Sort, str] = {
    (OrderSortField.ORDERED_AT, SortDirection.ASC): "date_asc",
    (OrderSortField.ORDERED_AT, SortDirection.DESC): "date_desc",
    (OrderSortField.NUMBER, SortDirection.ASC): "ref_asc",
    (OrderSortField.NUMBER, SortDirection.DESC): "ref_desc",
}
BY_REF = (OrderSortField.NUMBER, SortDirection.DESC)
ABSENT = (
    "externalNumber stockStatus paymentStatus origin paidAmount outstandingAmount internalNote description "
    "customerId customer user shippingAddress billingAddress payments"
)
IN_ROWS = (
    "number reference orderDate orderedAt status vendorStatus invoiceStatus deliveryStatus total currencyCode "
    "documents shipments invoices linkedOrders"
)


class Obapi(Vendor):
    """A supplier's OBAPI server, read with one customer's token."""

    vendor = VendorName.OBAPI
    status_words = parse.STATUS
    absent_order_fields = frozenset(ABSENT.split())
    row_order_fields = frozenset(IN_ROWS.split())
    scanned_order_fields = frozenset({"shipments", "invoices"})
    order_listing = Listing(
        max_page=PER_PAGE, counted=True, by_page=True, sorts=SORTS, ties=Ties.SHUFFLED, always_dated=True
    )
    filters = narrow.FILTERS
    # Orders further back extend the scan of a list. The scan of shipments has no limit other than SHIPMENT_PAGES.
    tolls = MappingProxyType(
        {
            "orders_by_numbers": Toll(each=2, lists=1, page=PER_PAGE),
            "shipments": Toll(once=SHIPMENT_PAGES, each=1, deep=PARTS, deep_fields=frozenset(papers.IN_SHIPMENT)),
            "invoices": Toll(each=2, lists=2, page=PER_PAGE // 2, deep=PARTS, deep_fields=frozenset(papers.IN_INVOICE)),
        }
    )

    # ---------------------------------------------------------------- orders

    async def order(self, vendor_id: str) -> Order | None:
        answer = await self.get_by_id(ORDERS, vendor_id)
        return None if answer is None else parse.order(answer, self.reading)

    async def orders_by_numbers(self, numbers: Sequence[str]) -> list[list[Order] | BackendFault]:
        """Searches the list from the highest ref down: the only sort that is the same in every call."""
        found = await search(self._by_ref(), numbers)
        return await followed(found, numbers, lambda row: self.order(row.vendor_id))

    async def _by_ref(self) -> AsyncGenerator[Page[Order], None]:
        """The list, page by page, each row with its ref. Raises Unsupported at `scan_limit` rows if it goes on."""
        per_page = min(PER_PAGE, self.config.scan_limit)
        pages = self.config.scan_limit // per_page
        for page in range(pages):
            read = await self.order_page(ListAsk(page * per_page, per_page, sort=BY_REF))
            yield [(row.thing.number, row.thing) for row in read.rows]
            if read.is_last:
                return
        raise self._unsupported(f"be searched for a number beyond its first {pages * per_page} orders")

    async def order_page(self, ask: ListAsk) -> RowPage[Order]:
        page = ask.offset // ask.limit + 1
        sort = {"sort": SORTS[ask.sort]} if ask.sort else {}
        listed = await self._listed(ORDERS, _paging(page, ask.limit) | sort | dict(ask.narrow))
        orders = await self.reading.rows(parse.order_row, listed.rows)
        rows = [Row(order, whole=False) for order in orders]
        return RowPage(rows, listed.total, _is_last(listed, page, ask.limit))

    def narrow(self, where: OrderFilter) -> Narrowed:
        return narrow.orders(where, distinct_words(self.statuses), self.reading.zone)

    @asynccontextmanager
    async def order_pdf(self, vendor_id: str) -> AsyncIterator[Download | None]:
        """Streamed. Raises BadResponse if the file is not a PDF."""
        if not self.has_shape(vendor_id):
            yield None
            return
        async with AsyncExitStack() as stack:
            call = self.upstream.stream("GET", f"{BASE}/download/{segment(vendor_id)}", {"type": "order"})
            try:
                file = await stack.enter_async_context(call)
            except NotThere:
                file = None
            yield None if file is None else self._download(file, f"{vendor_id}.pdf")

    def _download(self, file: File, otherwise: str) -> Download:
        headers = file.headers
        if headers.get("content-type", "").partition(";")[0].strip().lower() != download.PDF:
            raise BadResponse(self.id, "sent a file that is not a PDF.")
        return Download(
            name=download.file_name(headers.get("content-disposition", ""), otherwise),
            mime_type=download.PDF,
            length=download.length(headers),
            chunks=file.chunks,
        )

    # ---------------------------------------------------------------- shipments and invoices

    async def shipments(
        self, orders: Sequence[Relation[Shipment]], memo: Memo, fields: Fields = None
    ) -> list[list[Shipment] | BackendFault | None]:
        """None for an order without a ref. A shipment is fetched only if its row lacks a selected field."""
        days = [join.placed(order, self.reading.zone) or ALWAYS for order in orders if order.number]
        by_ref = await self._scan(memo, SHIPMENTS, join.shipment).since(min(days)) if days else None
        return await side_by_side(self._shipments_of(order, by_ref or {}, memo, fields) for order in orders)

    async def invoices(
        self, orders: Sequence[Relation[Invoice]], memo: Memo, fields: Fields = None
    ) -> list[list[Invoice] | BackendFault | None]:
        """None if another order may be meant, or if more than `scan_limit` rows would have to be read."""
        days = await self._unambiguous(orders, memo)
        scan = self._scan(memo, INVOICES, join.invoice, self.config.scan_limit)
        by_ref = await scan.since(min(days.values())) if days else None
        if by_ref is None:
            return [None for _ in orders]
        return await side_by_side(self._invoices_of(order, days.get(order), by_ref, memo, fields) for order in orders)

    async def shipment(self, vendor_id: str) -> Shipment | None:
        answer = await self.get_by_id(SHIPMENTS, vendor_id)
        return None if answer is None else papers.shipment(answer, self.reading)

    async def invoice(self, vendor_id: str) -> Invoice | None:
        answer = await self.get_by_id(INVOICES, vendor_id)
        return None if answer is None else papers.invoice(answer, self.reading, self._today())

    async def _shipments_of(
        self, order: Relation[Shipment], by_ref: ByKey, memo: Memo, fields: Fields
    ) -> list[Shipment] | None:
        if not order.number:
            return None
        traces = by_ref.get(order.number, ())
        found = await together(self._shipment(trace, order.order_id, memo, fields) for trace in traces)
        return [shipment for shipment in found if shipment]

    async def _unambiguous(self, orders: Sequence[Relation[Invoice]], memo: Memo) -> dict[Relation[Invoice], date]:
        """The orders whose customer_ref no other order may mean, with the day each was placed."""
        placed = {order: join.placed(order, self.reading.zone) for order in orders if order.reference}
        days = {order: day for order, day in placed.items() if day}
        if not days:
            return {}
        scan = self._scan(memo, ORDERS, join.order, self.config.scan_limit)
        by_ref = await scan.since(join.earliest_rival(min(days.values())))
        return {order: day for order, day in days.items() if join.is_sole(order, day, by_ref or {})}

    async def _invoices_of(
        self, order: Relation[Invoice], day: date | None, by_ref: ByKey, memo: Memo, fields: Fields
    ) -> list[Invoice] | None:
        if not day:
            return None
        traces = join.billed(order, day, by_ref)
        found = await together(self._invoice(trace, order.order_id, memo, fields) for trace in traces)
        return [invoice for invoice in found if invoice]

    async def _shipment(self, trace: Trace, order_id: str, memo: Memo, fields: Fields) -> Shipment | None:
        if papers.suffices(trace.row, fields, papers.IN_SHIPMENT, self.id):
            return papers.shipment_row(trace.row, self.reading, order_id)
        answer = await self._once(memo, SHIPMENTS, trace.id)
        return None if answer is None else papers.shipment(answer, self.reading, order_id)

    async def _invoice(self, trace: Trace, order_id: str, memo: Memo, fields: Fields) -> Invoice | None:
        if papers.suffices(trace.row, fields, papers.IN_INVOICE, self.id):
            return papers.invoice_row(trace.row, self.reading, self._today(), order_id)
        answer = await self._once(memo, INVOICES, trace.id)
        return None if answer is None else papers.invoice(answer, self.reading, self._today(), order_id)

    def _today(self) -> date:
        return self.now().astimezone(self.reading.zone).date()

    # ---------------------------------------------------------------- single objects and pages

    async def _once(self, memo: Memo, path: str, vendor_id: str) -> bytes | None:
        """The single object, fetched once per operation."""
        return await once(memo, (path, vendor_id), lambda: self.get_by_id(path, vendor_id))

    async def _listed(self, path: str, params: Mapping[str, str]) -> parse.Listed:
        """Raises Unsupported on 404: the server doesn't have this list."""
        try:
            return parse.listed(await self.get(path, params), self.reading)
        except NotThere as error:
            raise Unsupported(self.id, f"has no list at {path}.", http_status=404) from error

    def _scan(self, memo: Memo, path: str, row: Callable[[bytes, Reading], Trace], limit: int | None = None) -> Scan:
        """The operation's scan of this list, shared by all who need it."""

        async def page(params: Mapping[str, str]) -> parse.Listed:
            listed = await self._listed(path, params)
            if listed.total is None or listed.pages is None:
                raise unreadable(BadResponse(self.id, "sent a list without its count."))
            if listed.pages > MOST_PAGES:
                raise unreadable(BadResponse(self.id, f"reports a list of more than {MOST_PAGES} pages."))
            return listed

        scan: Scan = memo.setdefault(path, Scan(page, lambda text: row(text, self.reading), limit))
        return scan


def _paging(page: int, per_page: int) -> dict[str, str]:
    return {"page": str(page), "per_page": str(per_page)}


def _is_last(listed: parse.Listed, page: int, per_page: int) -> bool:
    if listed.pages is not None:
        return page >= listed.pages
    if listed.total is not None:
        return page * per_page >= listed.total
    return len(listed.rows) < per_page
