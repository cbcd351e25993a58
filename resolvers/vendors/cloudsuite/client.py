"""The requests to CloudSuite: one method per operation, with its path and its paging."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from resolvers.errors import BackendFault, BadResponse, BadUserInput
from resolvers.vendors import values
from resolvers.vendors.base import Vendor
from resolvers.vendors.call import segment
from resolvers.vendors.cloudsuite import narrow, parse, write
from resolvers.vendors.listing import ListAsk, Listing, Narrowed, OrderFilter, RowPage
from resolvers.vendors.places import side_by_side, taken, together
from resolvers.vendors.reading import Reading
from resolvers.vendors.search import Found, followed
from resolvers.vendors.tolls import ONE_CALL, Toll
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
"""Without it, inactive records are not found."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Noun(Generic[T]):
    """A kind of record that orders refer to: its path segment, and its parser."""

    path: str
    parse: Callable[[bytes, Reading], T | None]


ORDERS = "/api/order"
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
            "orders_by_numbers": Toll(each=2, lists_each=1, page=PAGE),
            "orders_by_external_numbers": Toll(each=2, lists=1, page=PAGE),
            "find_created": ONE_CALL,
        }
    )
    write_table = write.TABLE

    @property
    def bulk_size(self) -> int:
        """0 unless configured: `id__in` is not documented."""
        return BULK if self.config.bulk_lookup == "id__in" else 0

    # ---------------------------------------------------------------- orders

    async def order(self, vendor_id: str) -> Order | None:
        answer = await self.get_by_id(ORDERS, vendor_id)
        return None if answer is None else parse.order(answer, self.reading)

    async def orders_by_numbers(self, numbers: Sequence[str]) -> list[list[Order] | BackendFault]:
        """Each webshop may have an order of this number."""
        return await side_by_side(map(self._with_reference, numbers))

    async def orders_by_external_numbers(self, numbers: Sequence[str]) -> list[list[Order] | BackendFault]:
        """Reads the list, because it has no filter for this."""
        return await self._find("external_number", numbers, {})

    async def orders_by_external_key(self, key: str) -> list[Order]:
        answer = await self.get_or_none(f"{ORDERS}/ext:{quote(key, safe='')}") if key else None
        return [] if answer is None else [parse.order(answer, self.reading)]

    async def order_page(self, ask: ListAsk) -> RowPage[Order]:
        paging = {"limit": str(min(ask.limit, PAGE)), "offset": str(ask.offset)}
        answer = await self.get(f"{ORDERS}/", {**ask.narrow, **paging})
        page = parse.page(answer, self.reading)
        rows = await self.reading.rows(parse.row, list(map(bytes, page.results)))
        return RowPage(rows, total=page.count, is_last=parse.is_last(page, ask.offset))

    def narrow(self, where: OrderFilter) -> Narrowed:
        return narrow.narrow(where, self.statuses)

    async def _with_reference(self, number: str) -> list[Order]:
        return taken((await self._find("number", [number], {"reference": number}))[0])

    async def _find(
        self, name: str, numbers: Sequence[str], params: Mapping[str, str]
    ) -> list[list[Order] | BackendFault]:
        """For each number, the whole orders whose row has it in the field `name`. No order has an empty or padded one.

        Unsupported in place of a number that wasn't found, if `scan_limit` left rows unread.
        """
        found: Found[Order] = {number: [] for number in numbers}
        wanted = [number for number in found if values.text(number) == number]
        if wanted:
            rows, is_all = await self._read(params)
            matches = {number: [row for row in rows if getattr(row, name) == number] for number in wanted}
            what = f"find an order by its {name.replace('_', ' ')} among more than {self.config.scan_limit}"
            found |= {number: hits if hits or is_all else self._unsupported(what) for number, hits in matches.items()}
        return await followed(found, numbers, lambda row: self.order(row.vendor_id))

    async def _read(self, params: Mapping[str, str]) -> tuple[list[Order], bool]:
        """Up to `scan_limit` rows, each once, and whether they are all; pages after the first are read concurrently."""
        first = await self.order_page(ListAsk(0, min(PAGE, self.config.scan_limit), params))
        later = await together(self.order_page(ListAsk(at, PAGE, params)) for at in self._offsets(first))
        rows = {row.thing.vendor_id: row.thing for page in (first, *later) for row in page.rows}
        return list(rows.values()), first.is_last or (first.total is not None and len(rows) >= first.total)

    def _offsets(self, first: RowPage[Order]) -> range:
        """Of the pages after the first, which are as long as it. `scan_limit` leaves out the oldest, not the newest."""
        if first.is_last or first.total is None:
            return range(0)
        read = len(first.rows)
        unread = max(0, self.config.scan_limit - read)
        return range(max(read, first.total - unread), first.total, read)

    # ---------------------------------------------------------------- writes

    def natural_key(self, input: OrderCreateInput, idempotency_key: str) -> NaturalKey | None:
        return write.natural_key(input, idempotency_key)

    async def create_order(self, input: OrderCreateInput, natural: NaturalKey | None) -> Order:
        answer = await self.write("POST", f"{ORDERS}/", write.create(input, self.saying, natural))
        return parse.order(answer, self.reading)

    async def find_created(self, natural: NaturalKey, since: datetime, input: OrderCreateInput) -> Order | Absence:
        """An order under the gateway's key is ours; one under the caller's must match the input and not be older."""
        found = await self.orders_by_external_key(natural.value)
        if not found:
            return Absence.SURE
        is_ours = natural.is_ours or (write.is_made_of(found[0], input) and not was_before(found[0].created_at, since))
        return found[0] if is_ours else Absence.UNSURE

    async def update_order(self, vendor_id: str, input: OrderUpdateInput) -> Order | None:
        """By PATCH; PUT would replace the whole order."""
        answer = await self.write_by_id("PATCH", ORDERS, vendor_id, write.update(input, self.saying))
        return None if answer is None else parse.order(answer, self.reading)

    # ---------------------------------------------------------------- what orders refer to

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
        """Looks up one by one what the answer should have but lacks. A second hop that fails, fails one record only."""
        noun = NOUNS[refs[0].kind]
        ids = [ref.vendor_id for ref in refs if self.has_shape(ref.vendor_id)]
        if not ids:
            return [None for _ in refs]
        params = {"id__in": ",".join(ids), "limit": str(len(ids)), **INACTIVE}
        records, is_all = parse.found_in_bulk(await self.get(f"/api/{noun.path}/", params), self.reading)
        return await side_by_side(self._from_bulk(noun, ref, records, is_all) for ref in refs)

    async def _from_bulk(self, noun: Noun[T], ref: Ref[T], records: Mapping[str, bytes], is_all: bool) -> T | None:
        record = records.get(ref.vendor_id)
        if not self.has_shape(ref.vendor_id) or (record is None and not is_all):
            return await self._look_up(noun, ref)
        return await self._after_first_hop(noun, ref, record)

    async def _look_up(self, noun: Noun[T], ref: Ref[T]) -> T | None:
        if not self.has_shape(ref.vendor_id):
            return None
        first = await self.get_or_none(f"/api/{noun.path}/{segment(ref.vendor_id)}", INACTIVE)
        return await self._after_first_hop(noun, ref, first)

    async def _after_first_hop(self, noun: Noun[T], ref: Ref[T], first: bytes | None) -> T | None:
        """`first`: the record found by id. If it is thin or None, it is looked up by its key."""
        origin, key, answer = ref.origin, ref.key, first
        if first is not None:
            hop = parse.hop(first, self.reading)
            if not hop.is_thin:
                return noun.parse(first, self.reading)
            origin, key = hop.origin or origin, hop.key or key
        if origin and key:
            answer = await self._by_sent_key(noun, origin, key) or first
        return None if answer is None else noun.parse(answer, self.reading)

    async def _by_sent_key(self, noun: Noun[T], origin: str, key: str) -> bytes | None:
        """By a key from CloudSuite's own answer: BadResponse, not BadUserInput, if a path can't have it."""
        try:
            return await self._by_origin(noun, origin, key)
        except BadUserInput as error:
            raise BadResponse(self.id, f"sent a key of a {noun.path} that can't be looked up.") from error

    async def _by_origin(self, noun: Noun[T], origin: str, key: str) -> bytes | None:
        return await self.get_or_none(f"/api/origin/{segment(origin)}/{noun.path}/{segment(key)}", INACTIVE)
