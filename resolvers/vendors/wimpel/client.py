"""What to ask Wimpel: orders and customers by id, and their lists by take and skip."""

import re

from resolvers.vendors import decode
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import ListAsk, Listing, Narrowed, OrderFilter, Row, RowPage
from resolvers.vendors.upstream import segment
from resolvers.vendors.wimpel import parse
from schema.backend import Vendor as VendorName
from schema.customer import Customer
from schema.link import Ref
from schema.order import Order
from schema.sort import OrderSortField, SortDirection
from schema.status import OrderStatus

ORDERS = "/v1/orders"
CUSTOMERS = "/v1/customers"
PAGE = 100
NEARBY = 5
"""How far a row may have moved down, by newer orders, between a search and the call after it."""
RELATIONS = ("lines", "customer", "shipments", "invoices")
INCLUDE = {
    "lines": {"lines"},
    "total": {"lines"},
    "shipments": {"shipments"},
    "invoices": {"invoices"},
    "raw": {*RELATIONS},
}
"""Which relations a selected field of Order needs; one that is not here needs none."""


class Wimpel(Vendor):
    """An order's rows are whole; what they lack of relations is what was not selected."""

    vendor = VendorName.WIMPEL
    id_shape = re.compile(r"[A-Za-z0-9_-]{1,64}")
    status_words = parse.STATUS
    absent_order_fields = frozenset(
        {
            "externalNumber",
            "stockStatus",
            "invoiceStatus",
            "paymentStatus",
            "paidAmount",
            "outstandingAmount",
            "internalNote",
            "description",
            "paymentTerms",
            "paymentMethod",
            "shippingMethod",
            "user",
            "shippingAddress",
            "billingAddress",
            "payments",
            "documents",
        }
    )
    referenced_order_fields = frozenset({"customer"})
    order_listing = Listing(
        max_page=PAGE, counted=False, by_fields=True, sorts={(OrderSortField.ORDERED_AT, SortDirection.DESC): ""}
    )
    customer_listing = Listing(max_page=PAGE, counted=False)

    async def order(self, vendor_id: str) -> Order | None:
        """With all relations, but without what Wimpel leaves out of an order that is asked for alone."""
        answer = await self._one(ORDERS, vendor_id)
        return None if answer is None else parse.order(answer, self.reading)

    async def orders_by_number(self, number: str) -> list[Order]:
        """Numbers are unique: the list is read from the newest back to the first match, without relations."""
        for place, row in await self._search(ORDERS, number, unique=True):
            found = await self._whole(place, parse.numbered(row, self.id)[0])
            return [found] if found else []
        return []

    async def order_page(self, ask: ListAsk) -> RowPage[Order]:
        """Always the newest first."""
        rows = await self._rows(ORDERS, ask.offset, ask.limit, included(ask.fields))
        orders = [Row(parse.order(row, self.reading)) for row in rows]
        return RowPage(orders, total=None, is_last=len(rows) < ask.limit)

    def narrow(self, where: OrderFilter) -> Narrowed:
        """Nothing can be said to Wimpel; but no call is needed for statuses that it has no word for."""
        words = {OrderStatus.UNKNOWN, *self.statuses.values()}
        return Narrowed() if where.statuses is None or where.statuses & words else Narrowed(asks=())

    async def customer(self, ref: Ref[Customer]) -> Customer | None:
        answer = await self._one(CUSTOMERS, ref.vendor_id)
        return None if answer is None else parse.customer(answer, self.reading)

    async def customers_by_number(self, number: str) -> list[Customer]:
        """Not said to be unique: all customers are read. One that moved to another page meanwhile counts once."""
        rows = await self._search(CUSTOMERS, number, unique=False)
        found = [parse.customer(row, self.reading) for _, row in rows]
        return list({customer.vendor_id: customer for customer in found}.values())

    async def customer_page(self, ask: ListAsk) -> RowPage[Customer]:
        rows = await self._rows(CUSTOMERS, ask.offset, ask.limit)
        customers = [Row(parse.customer(row, self.reading)) for row in rows]
        return RowPage(customers, total=None, is_last=len(rows) < ask.limit)

    async def _one(self, path: str, vendor_id: str) -> bytes | None:
        if not self.has_shape(vendor_id):
            return None
        return await self.get_or_none(f"{path}/{segment(vendor_id)}")

    async def _rows(self, path: str, skip: int, take: int, include: str = "") -> list[bytes]:
        paging = {"take": str(take), "skip": str(skip)}
        answer = await self.get(path, paging | {"include": include} if include else paging)
        return decode.rows(self.id, answer)

    async def _search(self, path: str, number: str, *, unique: bool) -> list[tuple[int, bytes]]:
        """The rows of that number with their places. Raises Unsupported where `scan_limit` rows hold none of it."""
        found: list[tuple[int, bytes]] = []
        limit = self.config.scan_limit
        for skip in range(0, limit, PAGE):
            take = min(PAGE, limit - skip)
            rows = await self._rows(path, skip, take)
            found += [(skip + n, row) for n, row in enumerate(rows) if parse.numbered(row, self.id)[1] == number]
            if len(rows) < take or (unique and found):
                return found
        if found:
            return found
        raise self._unsupported(f"be searched for a number beyond its first {limit} rows")

    async def _whole(self, place: int, vendor_id: str) -> Order | None:
        """The row at that place or a little further, with all relations; the order alone where it is not there."""
        for row in await self._rows(ORDERS, place, NEARBY, ",".join(RELATIONS)):
            if parse.numbered(row, self.id)[0] == vendor_id:
                return parse.order(row, self.reading)
        return await self.order(vendor_id)


def included(fields: frozenset[str]) -> str:
    """`include` for the selected fields of Order: just the relations that they need, in the document's order."""
    needed = {relation for field in fields for relation in INCLUDE.get(field, ())}
    return ",".join(relation for relation in RELATIONS if relation in needed)
