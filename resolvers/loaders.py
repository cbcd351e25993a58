"""Resolves references to objects: deduplicated, concurrent, and each object at most once per operation.

DataLoader batch functions return a task for each key, not its value, so that every result is available as soon as it
arrives and a failure affects its own key only. Every await is shielded, because graphql-core cancels the siblings of a
field that fails, and they may share a task.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Hashable, Sequence
from typing import Any, TypeVar

from aiodataloader import DataLoader
from graphql.pyutils import Path

from resolvers import errors, usage
from resolvers.costs import bounds
from resolvers.gathering import Gathering
from resolvers.later import Later
from resolvers.memory import Memory
from resolvers.stale import Generation, Stale
from resolvers.tasks import Tasks
from resolvers.vendors import allowance
from resolvers.vendors.allowance import Quota
from resolvers.vendors.base import Fields, Vendor
from resolvers.vendors.memo import Memo
from resolvers.vendors.places import taken
from resolvers.vendors.policies.verdict import unreadable
from schema.address import Address
from schema.customer import Customer
from schema.invoice import Invoice
from schema.link import Ref, Relation
from schema.order import Order
from schema.shipment import Shipment
from schema.user import User

T = TypeVar("T")
Belonging = tuple[Relation[Any], Fields]
"""A relation of one order, and the fields wanted of each related object."""

ONE: dict[type, Callable[[Vendor, Ref[Any]], Coroutine[Any, Any, Any]]] = {
    Order: lambda vendor, ref: vendor.order(ref.vendor_id),
    Customer: lambda vendor, ref: vendor.customer(ref),
    User: lambda vendor, ref: vendor.user(ref),
    Address: lambda vendor, ref: vendor.address(ref),
    Shipment: lambda vendor, ref: vendor.shipment(ref.vendor_id),
    Invoice: lambda vendor, ref: vendor.invoice(ref.vendor_id),
}
OF_ORDERS: dict[type, Callable[[Vendor, Sequence[Relation[Any]], Memo, Fields], Coroutine[Any, Any, list[Any]]]] = {
    Shipment: lambda vendor, orders, memo, fields: vendor.shipments(orders, memo, fields),
    Invoice: lambda vendor, orders, memo, fields: vendor.invoices(orders, memo, fields),
}
REMEMBERED = (Address, Customer, User)


class Loaders:
    """One operation's DataLoaders: one per type of object, and one per type of relation of orders.

    `at`: the path in the response that shows the result; it is noted if the result is stale.
    """

    def __init__(
        self, backends: Callable[[str], Vendor], memory: Memory, tasks: Tasks, stale: Stale | None = None
    ) -> None:
        self._vendor = backends
        self._memory = memory
        self._stale = stale or Stale(memory, backends)
        self.tasks = tasks
        self._asked: set[Ref[Any]] = set()
        self._versions: dict[Ref[Order], str] = {}
        self._memos: defaultdict[tuple[str, type], Memo] = defaultdict(dict)
        self._turns: defaultdict[tuple[str, type], asyncio.Lock] = defaultdict(asyncio.Lock)
        self._quotas: dict[tuple[str, type], Quota] = {}
        self._gatherings: dict[str, Gathering] = {}
        self._things: dict[type, DataLoader[Ref[Any], asyncio.Task[Any]]] = {}
        self._belongings: dict[type, DataLoader[Belonging, asyncio.Task[Any]]] = {}

    def thing(self, ref: Ref[T], at: Path | None = None) -> Later[T | None]:
        """The object that the reference points to; None if it does not exist. Raises a BackendFault."""
        if ref in self._asked:
            usage.of(ref.backend).deduplicated += 1
        self._asked.add(ref)
        loader = self._things.get(ref.kind) or self._things.setdefault(ref.kind, DataLoader(self._batch_of_things))
        return Later(lambda: self._awaited(loader.load(ref), ref, at))

    def remembered(self, ref: Ref[Order], version: str | None) -> Order | None:
        """The whole order in this version if the process has it cached, without awaiting anything; else None."""
        if not version:
            return None
        self._versions[ref] = version
        known = self._memory.detail(ref, (version, self._memory.generation(ref.backend)))
        if known is not None:
            usage.of(ref.backend).cached += 1
        return known

    async def detail(self, ref: Ref[Order], version: str | None) -> Order | None:
        """The whole order, from the cache if it is there in this version; None if it does not exist."""
        if version:
            self._versions[ref] = version
        return await self.thing(ref)

    def belongings(self, relation: Relation[T], fields: Fields = None, at: Path | None = None) -> Later[list[T] | None]:
        """The objects that belong to an order; None if the vendor can't tell which do. Raises a BackendFault.

        `fields`: those wanted of each; None means all.
        """
        loader = self._belongings.get(relation.kind) or self._belongings.setdefault(
            relation.kind, DataLoader(self._batch_of_belongings)
        )
        asked = relation, fields
        return Later(lambda: self._awaited(loader.load(asked), asked, at))

    async def _awaited(self, wave: "asyncio.Future[asyncio.Task[T]]", asked: Hashable, at: Path | None) -> T:
        told = await asyncio.shield(await asyncio.shield(wave))
        self._stale.note(asked, at)
        return told

    # ---------------------------------------------------------------- batches

    async def _batch_of_things(self, refs: list[Ref[Any]]) -> list[asyncio.Task[Any]]:
        return [self.tasks.start(self._cached_or_fetched(ref)) for ref in refs]

    async def _batch_of_belongings(self, asked: list[Belonging]) -> list[asyncio.Task[Any]]:
        groups: dict[tuple[str, type, Fields], list[Relation[Any]]] = defaultdict(list)
        for relation, fields in asked:
            groups[relation.backend, relation.kind, fields].append(relation)
        waves = {key: self.tasks.start(self._asked_once(*key, group)) for key, group in groups.items()}
        return [
            self.tasks.start(self._belonging_of(waves[relation.backend, relation.kind, fields], relation, fields))
            for relation, fields in asked
        ]

    async def _asked_once(
        self, backend: str, kind: type, fields: Fields, group: list[Relation[Any]]
    ) -> dict[Relation[Any], Any]:
        quota = self._raised_quota(backend, kind, fields, len(group))
        async with self._turns[backend, kind]:
            with allowance.within(quota):
                vendor, memo = self._vendor(backend), self._memos[backend, kind]
                answers = await OF_ORDERS[kind](vendor, group, memo, fields)
        return dict(zip(group, answers, strict=True))

    def _raised_quota(self, backend: str, kind: type, fields: Fields, orders: int) -> Quota:
        """The operation's quota for this kind at this backend, raised by what `orders` more orders may take."""
        vendor = self._vendor(backend)
        toll = bounds.toll(vendor, bounds.BELONGING[kind])
        quota = self._quotas.setdefault((backend, kind), Quota(toll.at_once(vendor.config)))
        quota.left += orders * toll.for_each(vendor.config, fields)
        return quota

    async def _belonging_of(
        self, wave: "asyncio.Task[dict[Relation[Any], Any]]", relation: Relation[Any], fields: Fields
    ) -> Any:
        async def own() -> Any:
            return taken((await asyncio.shield(wave))[relation])

        return await self._stale.answer(relation.backend, (relation, fields), own)

    # ---------------------------------------------------------------- one object: cached, fresh or stale

    async def _cached_or_fetched(self, ref: Ref[Any]) -> Any:
        generation = self._memory.generation(ref.backend)
        version = (self._versions[ref], generation) if ref in self._versions else None
        known = self._memory.detail(ref, version) or self._memory.reference(ref)
        if known is not None:
            usage.of(ref.backend).cached += 1
            return known
        if version or ref.kind in REMEMBERED:
            self._memory.missed(ref, version)
        return await self._stale.answer(ref.backend, ref, lambda: self._fresh(ref, version, generation))

    async def _fresh(self, ref: Ref[Any], version: Hashable | None, generation: Generation) -> Any:
        thing = await self._memory.flights.join(
            (ref, version, generation), lambda: self._fetched(ref), lambda: errors.overdue(ref.backend), ref.backend
        )
        self._memory.keep_detail(ref, version, thing)
        if ref.kind in REMEMBERED:
            self._memory.keep_reference(ref, thing)
        return thing

    async def _fetched(self, ref: Ref[Any]) -> Any:
        vendor = self._vendor(ref.backend)
        if not vendor.bulk_size:
            return await self._fetched_alone(vendor, ref)
        gathering = self._gatherings.setdefault(vendor.id, Gathering(vendor.bulk_size))
        if ref.kind in REMEMBERED:
            return await self._fetched_in_bulk(vendor, ref, gathering)
        with gathering.order_on_its_way():
            return await self._fetched_alone(vendor, ref)

    async def _fetched_alone(self, vendor: Vendor, ref: Ref[Any]) -> Any:
        with allowance.within(Quota(bounds.of_thing(vendor, ref.kind))):
            thing = await ONE[ref.kind](vendor, ref)
        if isinstance(thing, Order) and not _is_of(ref, thing):
            raise unreadable(errors.BadResponse(vendor.id, "sent another order than the one that was requested."))
        return thing

    async def _fetched_in_bulk(self, vendor: Vendor, ref: Ref[Any], gathering: Gathering) -> Any:
        """One call for the whole batch, single-flight too: it runs as long as any of its references is awaited."""
        refs = await gathering.company(ref)
        found = await self._memory.flights.join(
            refs, lambda: self._bulk_call(vendor, refs), lambda: errors.overdue(vendor.id), vendor.id
        )
        return taken(found[refs.index(ref)])

    async def _bulk_call(self, vendor: Vendor, refs: Sequence[Ref[Any]]) -> list[Any]:
        with allowance.within(Quota(sum(bounds.of_thing(vendor, ref.kind) for ref in refs))):
            return await vendor.in_bulk(refs)


def _is_of(ref: Ref[Order], order: Order) -> bool:
    """Leading zeros do not count."""
    return order.vendor_id.lstrip("0") == ref.vendor_id.lstrip("0")
