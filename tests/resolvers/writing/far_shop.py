"""A shop without a wire, that makes what it is sent at once, late or never, and a vendor that stands before it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from resolvers import errors
from resolvers.vendors.base import Vendor
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.writing import Absence, NaturalKey
from schema.backend import Vendor as VendorName
from schema.link import gid
from schema.order import Order
from schema.write_inputs import OrderCreateInput, OrderUpdateInput
from schema.writes import UserError, UserErrorCode

START = datetime(2100, 1, 1, tzinfo=UTC)
NO_WIRE = httpx.AsyncClient(transport=httpx.MockTransport(lambda request: httpx.Response(500)))


@dataclass
class Clock:
    """Moves only when it is told to."""

    time: datetime = START

    def __call__(self) -> datetime:
        return self.time

    def on(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)

    async def sleep(self, seconds: float) -> None:
        self.on(seconds)


@dataclass(eq=False)
class Arrival:
    """A create as it reached the shop. `reference`: by which tests tell whose it is; `made`: the order's id."""

    natural: NaturalKey | None
    reference: str
    at: datetime
    made: str | None = None
    is_pending: bool = True


@dataclass
class Shop:
    """`arrivals`: all that were ever sent. Nothing keeps it from making two orders of one natural key."""

    clock: Clock
    arrivals: list[Arrival] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)

    def take(self, natural: NaturalKey | None, reference: str) -> Arrival:
        arrival = Arrival(natural, reference, self.clock())
        self.arrivals.append(arrival)
        return arrival

    def make(self, arrival: Arrival) -> str:
        arrival.made, arrival.is_pending = str(self.arrivals.index(arrival) + 1), False
        return arrival.made

    def drop(self, arrival: Arrival) -> None:
        arrival.is_pending = False

    def made(self, reference: str) -> list[str]:
        """Ids of the orders that were made for it."""
        return [each.made for each in self.arrivals if each.reference == reference and each.made]

    def found(self, natural: NaturalKey) -> str | None:
        return next((each.made for each in self.arrivals if each.natural == natural and each.made), None)

    def has(self, vendor_id: str) -> bool:
        return vendor_id not in self.gone and any(each.made == vendor_id for each in self.arrivals)


Answering = Callable[[Shop, Arrival], Awaitable[str]]
"""What becomes of an arrival: the id that is answered, or a fault."""


async def answered(shop: Shop, arrival: Arrival) -> str:
    return shop.make(arrival)


def losing(fault: errors.BackendFault, *, made: bool) -> Answering:
    """Makes the order or does not, and fails either way."""

    async def lost(shop: Shop, arrival: Arrival) -> str:
        if made:
            shop.make(arrival)
        else:
            shop.drop(arrival)
        raise fault

    return lost


class FarVendor(Vendor):
    """`answering`: what becomes of the creates to come, in their order, the last one's of all further ones."""

    vendor = VendorName.WIMPEL
    status_words = {}
    keyed = True
    """Whether it has anything to find an order by."""

    def __init__(self, shop: Shop, backend: str = "shop", **config: object) -> None:
        given = {"id": backend, "vendor": "any", "url": "https://vendor.test"}
        super().__init__(BackendConfig.model_validate(given | config), NO_WIRE)
        self.shop = shop
        self.answering: list[Answering] = [answered]
        self.looked: list[NaturalKey] = []
        self.since: list[datetime] = []
        self.looking: list[Absence | Exception] = []
        self.failing: Exception | None = None
        self.read: list[str] = []
        self.changed: list[str] = []

    def check_create(self, input: OrderCreateInput) -> list[UserError]:
        if input.note != "wrong":
            return []
        return [UserError(code=UserErrorCode.BAD_USER_INPUT, message="Wrong.", field=["input", "note"])]

    def check_update(self, input: OrderUpdateInput) -> list[UserError]:
        return []

    def natural_key(self, input: OrderCreateInput, idempotency_key: str) -> NaturalKey | None:
        given = input.number or None
        return NaturalKey.given_or_made("number", given, idempotency_key) if self.keyed else None

    async def create_order(self, input: OrderCreateInput, natural: NaturalKey | None) -> Order:
        arrival = self.shop.take(natural, str(input.reference))
        answer = self.answering.pop(0) if len(self.answering) > 1 else self.answering[0]
        return self.told(await answer(self.shop, arrival))

    async def find_created(self, natural: NaturalKey, since: datetime, input: OrderCreateInput) -> Order | Absence:
        self.looked.append(natural)
        self.since.append(since)
        instead = self.looking.pop(0) if self.looking else None
        if isinstance(instead, Exception):
            raise instead
        found = self.shop.found(natural)
        return instead or (Absence.SURE if found is None else self.told(found))

    async def order(self, vendor_id: str) -> Order | None:
        self.read.append(vendor_id)
        if self.failing:
            raise self.failing
        return self.told(vendor_id) if self.shop.has(vendor_id) else None

    async def update_order(self, vendor_id: str, input: OrderUpdateInput) -> Order | None:
        self.changed.append(vendor_id)
        await self._maybe_fail()
        return self.told(vendor_id) if self.shop.has(vendor_id) else None

    async def delete_order(self, vendor_id: str) -> bool:
        self.changed.append(vendor_id)
        was_there = self.shop.has(vendor_id)
        self.shop.gone.add(vendor_id)
        await self._maybe_fail()
        return was_there

    async def _maybe_fail(self) -> None:
        """Once, so that what is read afterwards is answered."""
        fault, self.failing = self.failing, None
        if fault:
            raise fault

    def told(self, vendor_id: str) -> Order:
        return Order(id=gid(self.id, "Order", vendor_id), backend=self.backend, vendor_id=vendor_id)


class Keyless(FarVendor):
    keyed = False
