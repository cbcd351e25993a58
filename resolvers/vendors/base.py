"""The base class of vendors: every operation, each raising Unsupported by default."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, ClassVar

import httpx

from resolvers.errors import BackendFault, NotThere, Refused, Unsupported
from resolvers.vendors import capabilities, checking, refusals, words
from resolvers.vendors.call import segment
from resolvers.vendors.config import BackendConfig, HeaderAuth
from resolvers.vendors.file import Download
from resolvers.vendors.health import HealthRecord
from resolvers.vendors.listing import ListAsk, Listing, Narrowed, OrderFilter, RowPage
from resolvers.vendors.memo import Memo
from resolvers.vendors.policies.clock import Clock
from resolvers.vendors.policies.turns import SharedTurns
from resolvers.vendors.reading import Reading
from resolvers.vendors.tolls import Toll
from resolvers.vendors.traffic import Heard, nobody
from resolvers.vendors.upstream import Upstream
from resolvers.vendors.writing import Absence, NaturalKey, Saying, WriteTable, statuses_said
from schema.address import Address
from schema.backend import Backend
from schema.backend import Vendor as VendorName
from schema.customer import Customer
from schema.invoice import Invoice
from schema.link import Ref, Relation
from schema.order import Order
from schema.shipment import Shipment
from schema.status import OrderStatus
from schema.user import User
from schema.write_inputs import OrderCreateInput, OrderUpdateInput
from schema.writes import UserError

Fields = frozenset[str] | None
"""GraphQL names of the fields that the client selected; None: all."""


def utc_now() -> datetime:
    return datetime.now(UTC)


class Vendor(ABC):
    """One REST backend: translates between its API and the schema's types.

    Every method raises a BackendFault if the backend fails, and Unsupported if the vendor lacks the operation.
    Ids are the vendor's, as strings. An id that doesn't match `id_shape` can't exist: the result is None, without a
    call. Order fields are given by their GraphQL names.
    """

    vendor: ClassVar[VendorName]
    default_auth: ClassVar[HeaderAuth | str] = "bearer"
    id_shape: ClassVar[re.Pattern[str]] = re.compile(r"[0-9]{1,18}")
    status_words: ClassVar[Mapping[str, OrderStatus]]
    absent_order_fields: ClassVar[frozenset[str]] = frozenset()
    row_order_fields: ClassVar[frozenset[str] | None] = None
    """Fields that a list row fills; None: a row is the whole order."""
    referenced_order_fields: ClassVar[frozenset[str]] = frozenset()
    """Fields that cost one call per object they refer to, at most once per object and operation."""
    scanned_order_fields: ClassVar[frozenset[str]] = frozenset()
    """Fields that cost a scan of a list, once per operation."""
    tolls: ClassVar[Mapping[str, Toll]] = {}
    """The most calls that a method makes, by its name; `tolls.UNLESS_SAID` has the defaults."""
    order_listing: ClassVar[Listing | None] = None
    customer_listing: ClassVar[Listing | None] = None
    filters: ClassVar[frozenset[str]] = frozenset()
    """Conditions, by their names in OrderFilter, that `narrow` may push down to the vendor."""
    write_table: ClassVar[WriteTable] = WriteTable()
    update_is_complete: ClassVar[bool] = True
    """Whether the response to an update holds the whole order."""
    refusing_statuses: ClassVar[frozenset[int]] = frozenset()
    """Statuses, besides `answering.REFUSALS`, with which the vendor rejects a write."""

    def __init__(
        self,
        config: BackendConfig,
        http: httpx.AsyncClient,
        public_url: str = "",
        now: Callable[[], datetime] = utc_now,
        turns: SharedTurns | None = None,
        heard: Heard = nobody,
    ) -> None:
        """`turns`: the rate limit shared with other processes; None: not shared. `heard`: called when a call ends."""
        self.config = config
        self.now = now
        self._health = HealthRecord(now, timedelta(seconds=config.circuit_window))
        self.upstream = Upstream(config, http, self._health, Clock(utc=now), turns=turns, heard=heard)
        self.statuses = MappingProxyType({**self.status_words, **config.status})
        self.backend = Backend(
            id=config.id,  # type: ignore[arg-type]
            vendor=self.vendor,
            name=config.name or config.id,
            capabilities=capabilities.read(type(self), Vendor, self.statuses, self.writes),
            health_source=self._health.health,
        )
        self.reading = Reading(
            backend=self.backend,
            currency=config.currency,
            zone=config.zone,
            prices=config.tax_basis,
            statuses={word.casefold(): status for word, status in self.statuses.items()},
            public_url=public_url,
        )
        self.saying = Saying(
            config.id, self.vendor.name, config.currency, config.zone, config.tax_basis, statuses_said(self.statuses)
        )

    @property
    def id(self) -> str:
        return self.config.id

    @property
    def bulk_size(self) -> int:
        """How many references one call can look up; 0: each needs its own call."""
        return 0

    # ---------------------------------------------------------------- orders

    @abstractmethod
    async def order(self, vendor_id: str) -> Order | None:
        """The whole order, or None if there is none."""

    async def orders_by_numbers(self, numbers: Sequence[str]) -> list[list[Order] | BackendFault]:
        """One result per number, in the same order: all its orders, usually one, or a BackendFault for it alone."""
        raise self._unsupported("find an order by its number")

    async def orders_by_external_numbers(self, numbers: Sequence[str]) -> list[list[Order] | BackendFault]:
        """As `orders_by_numbers`."""
        raise self._unsupported("find an order by its external number")

    async def orders_by_external_key(self, key: str) -> list[Order]:
        raise self._unsupported("find an order by its external key")

    async def order_page(self, ask: ListAsk) -> RowPage[Order]:
        """One page of the list, from `ask.offset` on."""
        raise self._unsupported("list orders")

    def narrow(self, where: OrderFilter) -> Narrowed:
        """The conditions that the vendor can apply itself, as its query parameters. Pure."""
        return Narrowed()

    def order_pdf(self, vendor_id: str) -> AbstractAsyncContextManager[Download | None]:
        raise self._unsupported("provide an order as a PDF")

    # ---------------------------------------------------------------- objects that orders refer to

    async def customer(self, ref: Ref[Customer]) -> Customer | None:
        raise self._unsupported("look up a customer")

    async def customers_by_number(self, number: str) -> list[Customer]:
        raise self._unsupported("find a customer by number")

    async def customer_by_origin(self, origin: str, key: str) -> Customer | None:
        raise self._unsupported("find a customer by its key in another system")

    async def customer_page(self, ask: ListAsk) -> RowPage[Customer]:
        raise self._unsupported("list customers")

    async def user(self, ref: Ref[User]) -> User | None:
        raise self._unsupported("look up a user")

    async def address(self, ref: Ref[Address]) -> Address | None:
        raise self._unsupported("look up an address")

    async def in_bulk(self, refs: Sequence[Ref[Any]]) -> list[Any]:
        """Looks up at most `bulk_size` objects of one kind in one call.

        One result per ref, in the same order: the object, None if there is none, or a BackendFault for it alone.
        """
        raise self._unsupported("look up many at once")

    # ---------------------------------------------------------------- shipments and invoices

    async def shipments(
        self, orders: Sequence[Relation[Shipment]], memo: Memo, fields: Fields = None
    ) -> list[list[Shipment] | BackendFault | None]:
        """One result per order, in the same order: its shipments, or a BackendFault for this order alone.

        None if the vendor can't tell which are this order's. `fields`: the selected fields of Shipment; None: all.
        """
        raise self._unsupported("list an order's shipments")

    async def invoices(
        self, orders: Sequence[Relation[Invoice]], memo: Memo, fields: Fields = None
    ) -> list[list[Invoice] | BackendFault | None]:
        """As `shipments`."""
        raise self._unsupported("list an order's invoices")

    async def shipment(self, vendor_id: str) -> Shipment | None:
        """By the shipment's own id at the vendor."""
        raise self._unsupported("look up a shipment")

    async def invoice(self, vendor_id: str) -> Invoice | None:
        """By the invoice's own id at the vendor."""
        raise self._unsupported("look up an invoice")

    # ---------------------------------------------------------------- writes

    @property
    def writes(self) -> WriteTable:
        """What this backend accepts; the configuration may restrict the vendor's table."""
        return self.write_table

    def check_create(self, input: OrderCreateInput) -> list[UserError]:
        """All errors in the input, each with its field. Pure."""
        return checking.create_errors(self.writes, input, self.saying)

    def check_update(self, input: OrderUpdateInput) -> list[UserError]:
        """All errors in the input, each with its field. Pure."""
        return checking.update_errors(self.writes, input, self.saying)

    def natural_key(self, input: OrderCreateInput, idempotency_key: str) -> NaturalKey | None:
        """The value by which a created order can be found later; None if the vendor has no such field.

        If the caller gives none, it is derived from `idempotency_key` alone, which must differ between callers.
        """
        return None

    async def create_order(self, input: OrderCreateInput, natural: NaturalKey | None) -> Order:
        """One call, never repeated. The order as the vendor responds. Raises Rejected if the vendor rejects it."""
        raise self._unsupported("create an order")

    async def find_created(self, natural: NaturalKey, since: datetime, input: OrderCreateInput) -> Order | Absence:
        """Searches for the order of a create that began at `since` and whose outcome is unknown."""
        raise self._unsupported("search for an order that may have been created")

    async def update_order(self, vendor_id: str, input: OrderUpdateInput) -> Order | None:
        """The order as the vendor responds, or None if there is none. Raises Rejected if the vendor rejects it."""
        raise self._unsupported("update an order")

    async def delete_order(self, vendor_id: str) -> bool:
        """False if there is no such order. Raises Rejected if the vendor rejects it."""
        raise self._unsupported("delete an order")

    # ---------------------------------------------------------------- for subclasses

    def has_shape(self, vendor_id: str) -> bool:
        return self.id_shape.fullmatch(vendor_id) is not None

    async def get(
        self, path: str, params: Mapping[str, str] | None = None, not_there: frozenset[int] = frozenset()
    ) -> bytes:
        """The response body. Raises NotThere on 404 and the statuses in `not_there`."""
        return await self.upstream.ask("GET", path, params, not_there=not_there)

    async def get_or_none(
        self, path: str, params: Mapping[str, str] | None = None, not_there: frozenset[int] = frozenset()
    ) -> bytes | None:
        """The response body, or None on 404 and the statuses in `not_there`."""
        try:
            return await self.get(path, params, not_there)
        except NotThere:
            return None

    async def get_by_id(self, path: str, vendor_id: str, not_there: frozenset[int] = frozenset()) -> bytes | None:
        """As `get_or_none`, of `path`/`vendor_id`. None without a call if the id doesn't match `id_shape`."""
        if not self.has_shape(vendor_id):
            return None
        return await self.get_or_none(f"{path}/{segment(vendor_id)}", not_there=not_there)

    async def write(
        self, method: str, path: str, said: Mapping[str, Any] | None = None, params: Mapping[str, str] | None = None
    ) -> bytes:
        """One call, never repeated. Raises Rejected if the vendor rejects it, NotThere on 404."""
        body = None if said is None else words.json(said)
        try:
            return await self.upstream.ask(method, path, params, body, no=self.refusing_statuses)
        except Refused as refused:
            raise refusals.told(refused) from refused

    async def write_by_id(
        self, method: str, path: str, vendor_id: str, said: Mapping[str, Any] | None = None
    ) -> bytes | None:
        """As `write`, to `path`/`vendor_id`. None on 404, and without a call if the id doesn't match `id_shape`."""
        if not self.has_shape(vendor_id):
            return None
        try:
            return await self.write(method, f"{path}/{segment(vendor_id)}", said)
        except NotThere:
            return None

    def _unsupported(self, what: str) -> Unsupported:
        return Unsupported(self.id, f"can't {what}.")
