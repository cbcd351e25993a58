"""What to ask and tell CloudSuite: one method an operation, its path, its paging."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from resolvers.errors import BackendFault, BadResponse, BadUserInput
from resolvers.vendors import values
from resolvers.vendors.base import Vendor
from resolvers.vendors.cloudsuite import narrow, parse, write
from resolvers.vendors.listing import ListAsk, Listing, Narrowed, OrderFilter, RowPage
from resolvers.vendors.places import side_by_side, taken
from resolvers.vendors.reading import Reading
from resolvers.vendors.search import Found, followed
from resolvers.vendors.tolls import ONE_CALL, Toll
from resolvers.vendors.upstream import segment
from resolvers.vendors.writing import Absence, NaturalKey, was_before
from schema.address import Address
from schema.backend import Vendor as VendorName
from schema.customer import Customer
from schema.link import Ref
from schema.order import Order
from schema.user import User
from schema.write_inputs import OrderCreateInput, OrderUpdateInput

PAGE = 100
BULK = 50
TWO_HOPS = Toll(each=2)
INACTIVE = {"inactive": "true"}
"""Without it, records that are no longer in use are not found."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Noun(Generic[T]):
    """A kind of thing that orders point at: its word in their paths, and how it is read."""

    word: str
    read: Callable[[bytes, Reading], T | None]


ADDRESS = Noun("address", parse.address)
CUSTOMER = Noun("customer", parse.customer)
USER = Noun("user", parse.user)
NOUNS: Mapping[type[Any], Noun[Any]] = {Address: ADDRESS, Customer: CUSTOMER, User: USER}


class CloudSuite(Vendor):
    vendor = VendorName.CLOUDSUITE
    status_words = parse.STATUS
    absent_order_fields = frozenset(
        {
            "stockStatus",
            "deliveryStatus",
            "invoiceStatus",
            "origin",
            "outstandingAmount",
            "note",
            "internalNote",
            "paymentTerms",
            "paymentMethod",
            "shippingMethod",
            "shipments",
            "invoices",
            "payments",
            "documents",
        }
    )
    row_order_fields = parse.ROW_FIELDS
    referenced_order_fields = frozenset({"customer", "user", "shippingAddress", "billingAddress"})
    order_listing = Listing(max_page=PAGE, counted=True, by_creation=True)
    filters = narrow.FILTERS
    tolls = MappingProxyType(
        {
            "customer": TWO_HOPS,
            "user": TWO_HOPS,
            "address": TWO_HOPS,
            "orders_by_number": Toll(each=2, lists_each=1, page=PAGE),
            "orders_by_external_number": Toll(each=2, lists=1, page=PAGE),
            "find_created": ONE_CALL,
        }
    )
    write_table = write.TABLE

    @property
    def bulk_size(self) -> int:
        """Asking for many at once is not documented, so it is off until the configuration says that it works."""
        return BULK if self.config.bulk_lookup == "id__in" else 0

    # ---------------------------------------------------------------- orders

    async def order(self, vendor_id: str) -> Order | None:
        return await self._order(segment(vendor_id)) if self.has_shape(vendor_id) else None

    async def orders_by_number(self, number: str) -> list[Order]:
        """All of them: a reference may be given out once in each webshop."""
        return taken((await self._find("number", [number], {"reference": number}))[0])

    async def orders_by_external_number(self, number: str) -> list[Order]:
        return taken((await self.orders_by_external_numbers([number]))[0])

    async def orders_by_external_numbers(self, numbers: Sequence[str]) -> list[list[Order] | BackendFault]:
        """They can't filter by it, so the list is read."""
        return await self._find("external_number", numbers, {})

    async def orders_by_external_key(self, key: str) -> list[Order]:
        found = await self._order(f"ext:{quote(key, safe='')}") if key else None
        return [found] if found else []

    async def order_page(self, ask: ListAsk) -> RowPage[Order]:
        paging = {"limit": str(min(ask.limit, PAGE)), "offset": str(ask.offset)}
        answer = await self.get("/api/order/", {**ask.narrow, **paging})
        return parse.order_page(answer, ask.offset, self.reading)

    def narrow(self, where: OrderFilter) -> Narrowed:
        return narrow.narrow(where, self.statuses)

    async def _order(self, place: str) -> Order | None:
        """`place` is a quoted path segment."""
        answer = await self.get_or_none(f"/api/order/{place}")
        return None if answer is None else parse.order(answer, self.reading)

    async def _find(
        self, name: str, numbers: Sequence[str], params: Mapping[str, str]
    ) -> list[list[Order] | BackendFault]:
        """The whole orders that have each number under that name; no order's is empty or padded.

        Unsupported in a number's place where it is not among the rows that may be read, and those are not all.
        """
        found: Found[Order] = {number: [] for number in numbers}
        wanted = [number for number in found if values.text(number) == number]
        if wanted:
            rows, is_all = await self._read(params)
            by_number = {number: [row for row in rows if getattr(row, name) == number] for number in wanted}
            what = f"find an order by its {name.replace('_', ' ')} among more than {self.config.scan_limit}"
            found |= {number: some if some or is_all else self._unsupported(what) for number, some in by_number.items()}
        return await followed(found, numbers, lambda row: self.order(row.vendor_id))

    async def _read(self, params: Mapping[str, str]) -> tuple[list[Order], bool]:
        """As many rows as may be read, and whether they are all; the pages behind the first side by side."""
        first = await self.order_page(ListAsk(0, min(PAGE, self.config.scan_limit), params))
        later = await asyncio.gather(*(self.order_page(ListAsk(at, PAGE, params)) for at in self._offsets(first)))
        rows = [row.thing for page in (first, *later) for row in page.rows]
        return rows, first.is_last or (first.total is not None and len(rows) >= first.total)

    def _offsets(self, first: RowPage[Order]) -> range:
        """Of the pages behind the first, as long as it; where there are too many, of the newest, at the list's end."""
        if first.is_last or first.total is None:
            return range(0)
        read = len(first.rows)
        unread = max(0, self.config.scan_limit - read)
        return range(max(read, first.total - unread), first.total, read)

    # ---------------------------------------------------------------- writes

    def natural_key(self, input: OrderCreateInput, idempotency_key: str) -> NaturalKey | None:
        return write.natural_key(input, idempotency_key)

    async def create_order(self, input: OrderCreateInput, natural: NaturalKey | None) -> Order:
        answer = await self.write("POST", "/api/order/", write.create(input, self.saying, natural))
        return parse.order(answer, self.reading)

    async def find_created(self, natural: NaturalKey, since: datetime, input: OrderCreateInput) -> Order | Absence:
        """What stands under a key of ours is ours. Under the caller's, an older order leaves it open: clocks differ."""
        found = await self.orders_by_external_key(natural.value)
        if not found:
            return Absence.SURE
        is_older = found[0].created_at is not None and was_before(found[0].created_at, since)
        is_meant = natural.is_ours or (write.is_made_of(found[0], input) and not is_older)
        return found[0] if is_meant else Absence.UNSURE

    async def update_order(self, vendor_id: str, input: OrderUpdateInput) -> Order | None:
        """PATCH: their PUT would replace the order, and all that it does not say would be gone."""
        if not self.has_shape(vendor_id):
            return None
        answer = await self.write_or_none("PATCH", f"/api/order/{segment(vendor_id)}", write.update(input, self.saying))
        return None if answer is None else parse.order(answer, self.reading)

    # ---------------------------------------------------------------- what orders point at

    async def address(self, ref: Ref[Address]) -> Address | None:
        return await self._look_up(ADDRESS, ref)

    async def customer(self, ref: Ref[Customer]) -> Customer | None:
        return await self._look_up(CUSTOMER, ref)

    async def user(self, ref: Ref[User]) -> User | None:
        return await self._look_up(USER, ref)

    async def customer_by_origin(self, origin: str, key: str) -> Customer | None:
        answer = await self._by_origin(CUSTOMER, origin, key)
        return None if answer is None else parse.customer(answer, self.reading)

    async def in_bulk(self, refs: Sequence[Ref[Any]]) -> list[Any]:
        """What their answer leaves out although it matches is looked up singly. A hop that fails, fails its thing."""
        noun = NOUNS[refs[0].kind]
        ids = [ref.vendor_id for ref in refs if self.has_shape(ref.vendor_id)]
        if not ids:
            return [None for _ in refs]
        params = {"id__in": ",".join(ids), "limit": str(len(ids)), **INACTIVE}
        records, is_all = parse.found_in_bulk(await self.get(f"/api/{noun.word}/", params), self.reading)
        return await side_by_side(self._out_of(noun, ref, records, is_all) for ref in refs)

    async def _out_of(self, noun: Noun[T], ref: Ref[T], records: Mapping[str, bytes], is_all: bool) -> T | None:
        record = records.get(ref.vendor_id)
        if not self.has_shape(ref.vendor_id) or (record is None and not is_all):
            return await self._look_up(noun, ref)
        return await self._beyond(noun, ref, record)

    async def _look_up(self, noun: Noun[T], ref: Ref[T]) -> T | None:
        if not self.has_shape(ref.vendor_id):
            return None
        first = await self.get_or_none(f"/api/{noun.word}/{segment(ref.vendor_id)}", INACTIVE)
        return await self._beyond(noun, ref, first)

    async def _beyond(self, noun: Noun[T], ref: Ref[T], first: bytes | None) -> T | None:
        """From the first hop's answer to the thing: by the second hop where it was thin, or not there."""
        origin, key, answer = ref.origin, ref.key, first
        if first is not None:
            hop = parse.hop(first, self.reading)
            if not hop.is_thin:
                return noun.read(first, self.reading)
            origin, key = hop.origin or origin, hop.key or key
        if origin and key:
            answer = await self._by_their_key(noun, origin, key) or first
        return None if answer is None else noun.read(answer, self.reading)

    async def _by_their_key(self, noun: Noun[T], origin: str, key: str) -> bytes | None:
        """Raises BadResponse for a key that can't stand in a path: they said it, not the client."""
        try:
            return await self._by_origin(noun, origin, key)
        except BadUserInput as error:
            raise BadResponse(self.id, f"names a key of its {noun.word} that can't be asked for.") from error

    async def _by_origin(self, noun: Noun[T], origin: str, key: str) -> bytes | None:
        return await self.get_or_none(f"/api/origin/{segment(origin)}/{noun.word}/{segment(key)}", INACTIVE)
