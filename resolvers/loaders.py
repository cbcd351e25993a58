"""References to things: a deduplicated, concurrent wave a tick, each thing once an operation.

A wave answers a key with a task, not with the thing: what arrives first is given first, and a failure stays in its own
place. Every await is shielded, for graphql-core cancels the siblings of a field that fails, and they may share a task.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any, TypeVar

from aiodataloader import DataLoader

from resolvers.errors import BackendFault
from resolvers.memory import Memory
from resolvers.vendors.base import Memo, Vendor
from schema.address import Address
from schema.customer import Customer
from schema.invoice import Invoice
from schema.link import Ref, Relation
from schema.order import Order
from schema.shipment import Shipment
from schema.user import User

T = TypeVar("T")
Fetch = Callable[[], Coroutine[Any, Any, Any]]

ONE: dict[type, Callable[[Vendor, Ref[Any]], Coroutine[Any, Any, Any]]] = {
    Order: lambda vendor, ref: vendor.order(ref.vendor_id),
    Customer: lambda vendor, ref: vendor.customer(ref),
    User: lambda vendor, ref: vendor.user(ref),
    Address: lambda vendor, ref: vendor.address(ref),
    Shipment: lambda vendor, ref: vendor.shipment(ref.vendor_id),
    Invoice: lambda vendor, ref: vendor.invoice(ref.vendor_id),
}
OF_ORDERS: dict[type, Callable[[Vendor, Sequence[Relation[Any]], Memo], Coroutine[Any, Any, list[Any]]]] = {
    Shipment: lambda vendor, orders, memo: vendor.shipments(orders, memo),
    Invoice: lambda vendor, orders, memo: vendor.invoices(orders, memo),
}
REMEMBERED = (Address, Customer, User)


class Tasks:
    """One operation's tasks, none of which outlives it."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def cancel(self) -> None:
        for task in self._tasks:
            task.cancel()

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # Looked at, so that nobody is told it never was.


class Loaders:
    """One operation's loaders: one for each kind of thing, and one for each kind of what belongs to orders."""

    def __init__(self, backends: Callable[[str], Vendor], memory: Memory, tasks: Tasks) -> None:
        self._vendor = backends
        self._memory = memory
        self._tasks = tasks
        self._versions: dict[Ref[Order], str] = {}
        self._memos: defaultdict[tuple[str, type], Memo] = defaultdict(dict)
        self._turns: defaultdict[tuple[str, type], asyncio.Lock] = defaultdict(asyncio.Lock)
        self._things: dict[type, DataLoader[Ref[Any], asyncio.Task[Any]]] = {}
        self._belongings: dict[type, DataLoader[Relation[Any], asyncio.Task[Any]]] = {}

    async def thing(self, ref: Ref[T]) -> T | None:
        """What the reference points at; None where it dangles. Raises a BackendFault."""
        loader = self._things.get(ref.kind) or self._things.setdefault(ref.kind, DataLoader(self._wave_of_things))
        return await _landed(loader.load(ref))  # type: ignore[no-any-return]

    async def detail(self, ref: Ref[Order], version: str | None) -> Order | None:
        """The whole order; one fetched before in the same version is used again."""
        if version:
            self._versions[ref] = version
        return await self.thing(ref)

    async def belongings(self, relation: Relation[T]) -> list[T] | None:
        """What belongs to an order; None where the vendor can't tell. Raises a BackendFault."""
        loader = self._belongings.get(relation.kind) or self._belongings.setdefault(
            relation.kind, DataLoader(self._wave_of_belongings)
        )
        return await _landed(loader.load(relation))  # type: ignore[no-any-return]

    # ---------------------------------------------------------------- waves

    async def _wave_of_things(self, refs: list[Ref[Any]]) -> list[asyncio.Task[Any]]:
        fetches = {ref: self._alone(ref) for ref in refs}
        for some in self._chunks(refs):
            fetches |= self._together(some)
        return [self._tasks.start(self._remembered(ref, fetches[ref])) for ref in refs]

    async def _wave_of_belongings(self, relations: list[Relation[Any]]) -> list[asyncio.Task[Any]]:
        groups: dict[tuple[str, type], list[Relation[Any]]] = defaultdict(list)
        for relation in relations:
            groups[relation.backend, relation.kind].append(relation)
        waves = {key: self._tasks.start(self._asked_once(key, group)) for key, group in groups.items()}
        return [self._tasks.start(_pick(waves[relation.backend, relation.kind], relation)) for relation in relations]

    async def _asked_once(self, key: tuple[str, type], group: list[Relation[Any]]) -> dict[Relation[Any], Any]:
        backend, kind = key
        async with self._turns[key]:
            answers = await OF_ORDERS[kind](self._vendor(backend), group, self._memos[key])
        return dict(zip(group, answers, strict=True))

    # ---------------------------------------------------------------- ways to one thing

    async def _remembered(self, ref: Ref[Any], fetch: Fetch) -> Any:
        version = self._versions.get(ref)
        known = self._memory.detail(ref, version) or self._memory.reference(ref)
        if known is not None:
            return known
        thing = await self._memory.flights.join((ref, version), fetch)
        self._memory.keep_detail(ref, version, thing)
        if ref.kind in REMEMBERED:
            self._memory.keep_reference(ref, thing)
        return thing

    def _alone(self, ref: Ref[Any]) -> Fetch:
        return lambda: ONE[ref.kind](self._vendor(ref.backend), ref)

    def _together(self, refs: tuple[Ref[Any], ...]) -> dict[Ref[Any], Fetch]:
        """One call for all: itself a flight, in the air as long as one of them is waited for."""

        async def pick(place: int) -> Any:
            vendor = self._vendor(refs[0].backend)
            found = (await self._memory.flights.join(refs, lambda: vendor.in_bulk(refs)))[place]
            if isinstance(found, BackendFault):
                raise found
            return found

        return {ref: (lambda place=place: pick(place)) for place, ref in enumerate(refs)}  # type: ignore[misc]

    def _chunks(self, refs: list[Ref[Any]]) -> Iterator[tuple[Ref[Any], ...]]:
        """What can be looked up many at once, in as few calls as the vendors allow."""
        by_backend: dict[str, list[Ref[Any]]] = defaultdict(list)
        for ref in refs:
            if ref.kind in REMEMBERED and self._memory.reference(ref) is None:
                by_backend[ref.backend].append(ref)
        for backend, some in by_backend.items():
            size = self._vendor(backend).bulk_size
            yield from (tuple(some[at : at + size]) for at in range(0, len(some), size or 1) if size)


async def _landed(wave: "asyncio.Future[asyncio.Task[Any]]") -> Any:
    return await asyncio.shield(await asyncio.shield(wave))


async def _pick(wave: "asyncio.Task[dict[Relation[Any], Any]]", relation: Relation[Any]) -> Any:
    return (await asyncio.shield(wave))[relation]
