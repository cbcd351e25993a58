"""What to ask and tell Wimpel: orders and customers by id, and their lists by take and skip."""

from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from resolvers.errors import BackendFault
from resolvers.vendors import decode
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import ListAsk, Listing, Narrowed, OrderFilter, Row, RowPage
from resolvers.vendors.places import taken
from resolvers.vendors.search import Page, followed, search
from resolvers.vendors.tolls import Toll
from resolvers.vendors.upstream import segment
from resolvers.vendors.wimpel import parse, write
from resolvers.vendors.writing import Absence, NaturalKey, was_before
from schema.backend import Vendor as VendorName
from schema.customer import Customer
from schema.link import Ref
from schema.order import Order
from schema.sort import OrderSortField, SortDirection
from schema.status import OrderStatus
from schema.write_inputs import OrderCreateInput, OrderUpdateInput

ORDERS = "/v1/orders"
CUSTOMERS = "/v1/customers"
PAGE = 100
NEARBY = 5
"""How far a row may have moved down, by newer orders, between a search and the call after it."""
INCLUDE = {
    "lines": {"lines"},
    "total": {"lines"},
    "shipments": {"shipments"},
    "invoices": {"invoices"},
    "raw": {*parse.RELATIONS},
}
"""Which relations a selected field of Order needs; one that is not here needs none."""


class Hit(NamedTuple):
    """A row that was searched for, and its place in the list."""

    place: int
    vendor_id: str
    text: bytes


class Wimpel(Vendor):
    """An order's rows are whole; what they lack of relations is what was not selected."""

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
        max_page=PAGE, counted=False, by_fields=True, sorts={(OrderSortField.ORDERED_AT, SortDirection.DESC): ""}
    )
    customer_listing = Listing(max_page=PAGE, counted=False)
    tolls = MappingProxyType(
        {
            "orders_by_number": Toll(each=4, lists=1, page=PAGE),
            "customers_by_number": Toll(lists=1, page=PAGE),
            "find_created": Toll(once=2, lists=1, page=PAGE - NEARBY),
        }
    )
    write_table = write.TABLE
    update_is_complete = False

    async def order(self, vendor_id: str) -> Order | None:
        """With all relations, but without the orderDate, reference and origin that only a list tells (trap 27)."""
        answer = await self._one(ORDERS, vendor_id)
        return None if answer is None else parse.order(answer, self.reading)

    async def orders_by_number(self, number: str) -> list[Order]:
        return taken((await self.orders_by_numbers([number]))[0])

    async def orders_by_numbers(self, numbers: Sequence[str]) -> list[list[Order] | BackendFault]:
        """Numbers are unique: the list is read from the newest back to the last match, without relations."""
        found = await search(self._named(ORDERS), numbers)
        whole = await self._whole([hit for hits in found.values() if isinstance(hits, list) for hit in hits])
        return await followed(found, numbers, lambda hit: self._told(hit, whole))

    async def order_page(self, ask: ListAsk) -> RowPage[Order]:
        """Always the newest first."""
        include = included(ask.fields)
        rows = await self._rows(ORDERS, ask.offset, ask.limit, include)
        orders = [Row(parse.order(row, self.reading, include.split(","))) for row in rows]
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
        found = await search(self._named(CUSTOMERS), [number], unique=False)
        customers = [parse.customer(hit.text, self.reading) for hit in taken(found[number])]
        return list({customer.vendor_id: customer for customer in customers}.values())

    async def customer_page(self, ask: ListAsk) -> RowPage[Customer]:
        rows = await self._rows(CUSTOMERS, ask.offset, ask.limit)
        customers = [Row(parse.customer(row, self.reading)) for row in rows]
        return RowPage(customers, total=None, is_last=len(rows) < ask.limit)

    # ---------------------------------------------------------------- writes

    def natural_key(self, input: OrderCreateInput, idempotency_key: str) -> NaturalKey | None:
        return write.natural_key(input)

    async def create_order(self, input: OrderCreateInput, natural: NaturalKey | None) -> Order:
        answer = await self.write("POST", ORDERS, write.create(input, self.saying))
        return parse.order(answer, self.reading, ("lines",))

    async def find_created(self, natural: NaturalKey, since: datetime, input: OrderCreateInput) -> Order | Absence:
        """Numbers are unique: an order of that number that another made proves that ours was not."""
        found = await self._listed_since(natural.value.strip(), since)
        if isinstance(found, Absence):
            return found
        if not write.is_made_of(parse.order(found.text, self.reading, ()), input, self.saying):
            return Absence.SURE
        return await self._told(found, await self._whole([found])) or Absence.UNSURE

    async def update_order(self, vendor_id: str, input: OrderUpdateInput) -> Order | None:
        """Four of its fields."""
        said = write.update(input, self.saying)
        answer = await self._change("PUT", vendor_id, said)
        return None if answer is None else parse.order(answer, self.reading, ())

    async def delete_order(self, vendor_id: str) -> bool:
        return await self._change("DELETE", vendor_id) is not None

    async def _change(self, method: str, vendor_id: str, said: Mapping[str, object] | None = None) -> bytes | None:
        if not self.has_shape(vendor_id):
            return None
        return await self.write_or_none(method, f"{ORDERS}/{segment(vendor_id)}", said)

    async def _listed_since(self, number: str, since: datetime) -> Hit | Absence:
        """Newest first, back to what was there before `since`: orderDate is the server's.

        Each page begins within the one before. Where it does not, orders were deleted meanwhile, and one may be missed.
        """
        last = None
        for skip in range(0, self.config.scan_limit, PAGE - NEARBY):
            hits = [self._hit(skip + place, row) for place, row in enumerate(await self._rows(ORDERS, skip, PAGE))]
            if last and last not in (hit.vendor_id for _, hit in hits):
                return Absence.UNSURE
            if found := next((hit for name, hit in hits if name == number), None):
                return found
            if len(hits) < PAGE or self._is_before(hits[-1][1], since):
                return Absence.SURE
            last = hits[-1][1].vendor_id
        return Absence.UNSURE

    def _is_before(self, hit: Hit, since: datetime) -> bool:
        ordered_at = parse.order(hit.text, self.reading, ()).ordered_at
        return ordered_at is not None and was_before(ordered_at, since)

    # ---------------------------------------------------------------- one, or a page

    async def _one(self, path: str, vendor_id: str) -> bytes | None:
        if not self.has_shape(vendor_id):
            return None
        return await self.get_or_none(f"{path}/{segment(vendor_id)}")

    async def _rows(self, path: str, skip: int, take: int, include: str = "") -> list[bytes]:
        paging = {"take": str(take), "skip": str(skip)}
        answer = await self.get(path, paging | {"include": include} if include else paging)
        return decode.rows(self.id, answer)

    async def _named(self, path: str) -> AsyncGenerator[Page[Hit], None]:
        """The list's pages, each row with its number. Raises Unsupported where `scan_limit` ends them."""
        limit = self.config.scan_limit
        for skip in range(0, limit, PAGE):
            take = min(PAGE, limit - skip)
            rows = await self._rows(path, skip, take)
            yield [self._hit(skip + place, row) for place, row in enumerate(rows)]
            if len(rows) < take:
                return
        raise self._unsupported(f"be searched for a number beyond its first {limit} rows")

    def _hit(self, place: int, row: bytes) -> tuple[str | None, Hit]:
        vendor_id, number = parse.numbered(row, self.reading)
        return number, Hit(place, vendor_id, row)

    async def _whole(self, hits: Iterable[Hit]) -> Mapping[str, bytes]:
        """Their rows with all relations, by id, as far as they are where they were, or a little further."""
        found: dict[str, bytes] = {}
        for skip, take in windows(hit.place for hit in hits):
            for row in await self._rows(ORDERS, skip, take, ",".join(parse.RELATIONS)):
                found[parse.numbered(row, self.reading)[0]] = row
        return found

    async def _told(self, hit: Hit, whole: Mapping[str, bytes]) -> Order | None:
        """The whole row; the order alone where it is not among them."""
        row = whole.get(hit.vendor_id)
        return await self.order(hit.vendor_id) if row is None else parse.order(row, self.reading)


def windows(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """skip and take of as few pages as hold every place and what is `NEARBY` behind it."""
    left = sorted(places)
    while left:
        start = left[0]
        within = [place for place in left if place + NEARBY - start <= PAGE]
        yield start, within[-1] + NEARBY - start
        left = left[len(within) :]


def included(fields: frozenset[str]) -> str:
    """`include` for the selected fields of Order: just the relations that they need, in the document's order."""
    needed = {relation for field in fields for relation in INCLUDE.get(field, ())}
    return ",".join(relation for relation in parse.RELATIONS if relation in needed)
