"""The requests to Wimpel: orders and customers by id, and their lists by take and skip."""

from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from resolvers.errors import BackendFault, BadResponse
from resolvers.vendors import decode, refusals
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import ListAsk, Listing, Narrowed, OrderFilter, Row, RowPage, unfiltered
from resolvers.vendors.places import taken
from resolvers.vendors.search import Page, followed, search
from resolvers.vendors.tolls import Toll
from resolvers.vendors.wimpel import parse, write
from resolvers.vendors.writing import Absence, NaturalKey, was_before
from schema.backend import Vendor as VendorName
from schema.customer import Customer
from schema.link import Ref
from schema.order import Order
from schema.sort import OrderSortField, SortDirection
from schema.write_inputs import OrderCreateInput, OrderUpdateInput

ORDERS = "/v1/orders"
CUSTOMERS = "/v1/customers"
PAGE = 100
NEARBY = 5
"""How many places newer orders may push a row down the list between two calls."""
INCLUDE = {
    "lines": {"lines"},
    "total": {"lines"},
    "shipments": {"shipments"},
    "invoices": {"invoices"},
    "raw": {*parse.RELATIONS},
}
"""The relations that a selected field of Order needs; fields not listed need none."""


class NumberedRow(NamedTuple):
    """A list row without relations. `position`: in the list, from 0."""

    position: int
    vendor_id: str
    number: str | None
    text: bytes


class Wimpel(Vendor):
    """A list row is a whole order, except for relations that were not selected."""

    vendor = VendorName.WIMPEL
    id_shape = write.ID
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
        max_page=PAGE,
        counted=False,
        by_fields=frozenset(INCLUDE),
        sorts={(OrderSortField.ORDERED_AT, SortDirection.DESC): ""},
    )
    customer_listing = Listing(max_page=PAGE, counted=False)
    tolls = MappingProxyType(
        {
            "orders_by_numbers": Toll(each=4, lists=1, page=PAGE),
            "customers_by_number": Toll(lists=1, page=PAGE),
            "find_created": Toll(once=2, lists=1, page=PAGE - NEARBY),
        }
    )
    write_table = write.TABLE
    update_is_complete = False

    async def order(self, vendor_id: str) -> Order | None:
        """With all relations, but without orderDate, reference and origin, which only list rows have."""
        answer = await self.get_by_id(ORDERS, vendor_id)
        return None if answer is None else parse.order(answer, self.reading)

    async def orders_by_numbers(self, numbers: Sequence[str]) -> list[list[Order] | BackendFault]:
        """Reads the list without relations until every number is found (numbers are unique), then the orders found."""
        found = await search(self._pages(ORDERS), numbers)
        whole = await self._whole_rows([row for rows in found.values() if isinstance(rows, list) for row in rows])
        return await followed(found, numbers, lambda row: self._whole_order(row, whole))

    async def order_page(self, ask: ListAsk) -> RowPage[Order]:
        include = included(ask.fields)
        rows = await self._rows(ORDERS, ask.offset, ask.limit, include)
        orders = await self.reading.rows(parse.order, rows, tuple(include.split(",")))
        return RowPage(list(map(Row, orders)), total=None, is_last=len(rows) < ask.limit)

    def narrow(self, where: OrderFilter) -> Narrowed:
        return unfiltered(where, self.statuses.values())

    async def customer(self, ref: Ref[Customer]) -> Customer | None:
        answer = await self.get_by_id(CUSTOMERS, ref.vendor_id)
        return None if answer is None else parse.customer(answer, self.reading)

    async def customers_by_number(self, number: str) -> list[Customer]:
        """Reads the whole list, because numbers may not be unique. A customer seen on two pages counts once."""
        found = await search(self._pages(CUSTOMERS), [number], unique=False)
        customers = [parse.customer(row.text, self.reading) for row in taken(found[number])]
        return list({customer.vendor_id: customer for customer in customers}.values())

    async def customer_page(self, ask: ListAsk) -> RowPage[Customer]:
        rows = await self._rows(CUSTOMERS, ask.offset, ask.limit)
        customers = await self.reading.rows(parse.customer, rows)
        return RowPage(list(map(Row, customers)), total=None, is_last=len(rows) < ask.limit)

    # ---------------------------------------------------------------- writes

    def natural_key(self, input: OrderCreateInput, idempotency_key: str) -> NaturalKey | None:
        return write.natural_key(input)

    async def create_order(self, input: OrderCreateInput, natural: NaturalKey | None) -> Order:
        answer = await self.write("POST", ORDERS, write.create(input, self.saying))
        return parse.order(answer, self.reading, ("lines",))

    async def find_created(self, natural: NaturalKey, since: datetime, input: OrderCreateInput) -> Order | Absence:
        """Numbers are unique, so somebody else's order under this number proves that ours was not created."""
        found = await self._search_back(natural.value.strip(), since)
        if isinstance(found, Absence):
            return found
        if not write.is_made_of(parse.order(found.text, self.reading, ()), input, self.saying):
            return Absence.SURE
        return await self._whole_order(found, await self._whole_rows([found])) or Absence.UNSURE

    async def update_order(self, vendor_id: str, input: OrderUpdateInput) -> Order | None:
        """Wimpel answers with id, number, status and updated only."""
        answer = await self.write_by_id("PUT", ORDERS, vendor_id, write.update(input, self.saying))
        return None if answer is None else parse.order(answer, self.reading, ())

    async def delete_order(self, vendor_id: str) -> bool:
        """What Wimpel answers is not documented. Raises BadResponse for an error, although its status is not one."""
        answer = await self.write_by_id("DELETE", ORDERS, vendor_id)
        if answer and refusals.has_error(answer):
            raise BadResponse(self.id, "answered the deletion with an error.")
        return answer is not None

    async def _search_back(self, number: str, since: datetime) -> NumberedRow | Absence:
        """Searches from the newest order back to those placed before `since`; Wimpel's server sets orderDate.

        Consecutive pages overlap by NEARBY rows. If they don't, orders were deleted meanwhile and a row may have been
        skipped: UNSURE.
        """
        last = None
        for skip in range(0, self.config.scan_limit, PAGE - NEARBY):
            rows = await self._numbered_rows(ORDERS, skip, PAGE)
            if last and last not in (row.vendor_id for row in rows):
                return Absence.UNSURE
            if found := next((row for row in rows if row.number == number), None):
                return found
            if len(rows) < PAGE or self._is_before(rows[-1], since):
                return Absence.SURE
            last = rows[-1].vendor_id
        return Absence.UNSURE

    def _is_before(self, row: NumberedRow, since: datetime) -> bool:
        return was_before(parse.order(row.text, self.reading, ()).ordered_at, since)

    # ---------------------------------------------------------------- pages

    async def _rows(self, path: str, skip: int, take: int, include: str = "") -> list[bytes]:
        paging = {"take": str(take), "skip": str(skip)}
        answer = await self.get(path, paging | {"include": include} if include else paging)
        return decode.rows(self.id, answer)

    async def _pages(self, path: str) -> AsyncGenerator[Page[NumberedRow], None]:
        """The list, page by page. Raises Unsupported at `scan_limit` rows if it goes on."""
        limit = self.config.scan_limit
        for skip in range(0, limit, PAGE):
            take = min(PAGE, limit - skip)
            rows = await self._numbered_rows(path, skip, take)
            yield [(row.number, row) for row in rows]
            if len(rows) < take:
                return
        raise self._unsupported(f"be searched for a number beyond its first {limit} rows")

    async def _numbered_rows(self, path: str, skip: int, take: int) -> list[NumberedRow]:
        rows = await self._rows(path, skip, take)
        return [NumberedRow(at, *parse.id_and_number(row, self.reading), row) for at, row in enumerate(rows, skip)]

    async def _whole_rows(self, rows: Iterable[NumberedRow]) -> Mapping[str, bytes]:
        """The same rows with all relations, by id; without those that moved further than NEARBY."""
        whole: dict[str, bytes] = {}
        for skip, take in windows(row.position for row in rows):
            for text in await self._rows(ORDERS, skip, take, ",".join(parse.RELATIONS)):
                vendor_id, _ = parse.id_and_number(text, self.reading)
                whole[vendor_id] = text
        return whole

    async def _whole_order(self, row: NumberedRow, whole: Mapping[str, bytes]) -> Order | None:
        """From its whole row; from the single order if it has none."""
        text = whole.get(row.vendor_id)
        return await self.order(row.vendor_id) if text is None else parse.order(text, self.reading)


def windows(positions: Iterable[int]) -> Iterator[tuple[int, int]]:
    """(skip, take) of as few pages as cover every position and the NEARBY rows after it."""
    left = sorted(positions)
    while left:
        start = left[0]
        within = [position for position in left if position + NEARBY < start + PAGE]
        yield start, within[-1] + NEARBY + 1 - start
        left = left[len(within) :]


def included(fields: frozenset[str]) -> str:
    """`include` for the selected fields of Order: only the relations that they need, in the document's order."""
    needed = {relation for field in fields for relation in INCLUDE.get(field, ())}
    return ",".join(relation for relation in parse.RELATIONS if relation in needed)
