"""A vendor and its far end, whichever it is, and how to look at what it answers without knowing whose it is."""

import dataclasses
import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from importlib import import_module
from typing import Any

import httpx

from resolvers.errors import BackendFault
from resolvers.vendors import capabilities
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import ListAsk, RowPage
from resolvers.vendors.places import taken
from resolvers.vendors.stand_in import Faults, StandIn
from schema.backend import Operation
from schema.link import Ref, Relation
from schema.order import Order
from schema.raw import RawJson

ALL = capabilities.order_fields()
FEW = 10
TRIED = range(1, 41)
"""Ids that are tried where there is no list."""

Open = Callable[..., Awaitable["Shop"]]
Question = Callable[[], Awaitable[Any]]


def far_end_of(name: str) -> StandIn:
    made: StandIn = import_module(f"resolvers.vendors.{name}.sandbox").stand_in()
    return made


def _attribute(field: Any) -> str:
    return str(field.metadata.get("link") or {"raw": "raw_source"}.get(field.python_name, field.python_name))


ORDER_FIELDS: dict[str, str] = {
    capabilities.camel(field.python_name): _attribute(field)
    for field in Order.__strawberry_definition__.fields  # type: ignore[attr-defined]
}
"""GraphQL name to the attribute that fills it."""


@dataclasses.dataclass
class Shop:
    vendor: Vendor
    far_end: StandIn

    def can(self, operation: Operation) -> bool:
        return operation in self.vendor.backend.capabilities.operations

    async def ids(self) -> list[str]:
        if self.vendor.order_listing:
            return [order.vendor_id for order in await self.rows()]
        return [str(number) for number in TRIED if await self.vendor.order(str(number))]

    async def orders(self) -> list[Order]:
        """All of them, each read by its id."""
        read = [await self.vendor.order(vendor_id) for vendor_id in await self.ids()]
        return [order for order in read if order]

    async def rows(self, **ask: Any) -> list[Order]:
        """The whole list, as its rows tell it."""
        if not self.vendor.order_listing:
            return []
        limit = self.vendor.order_listing.max_page
        return [row.thing for page in await pages(self.vendor.order_page, limit, **ask) for row in page.rows]

    async def questions(self) -> dict[str, Question]:
        """One call of each kind that this vendor can be asked, about things that are there."""
        vendor, order = self.vendor, await self.telling()
        asked: dict[str, Question] = {"order": lambda: vendor.order(order.vendor_id)}
        if vendor.order_listing:
            asked["orders"] = lambda: vendor.order_page(ListAsk(0, 10, fields=ALL))
        if vendor.customer_listing:
            asked["customers"] = lambda: vendor.customer_page(ListAsk(0, 10))
        for name, link in self._links(order).items():
            asked[name] = lambda name=name, link=link: _follow(vendor, name, link)  # type: ignore[misc]
        return asked

    async def telling(self) -> Order:
        """An order that says enough for whatever hangs on it to be asked for."""
        read = [await self.vendor.order(vendor_id) for vendor_id in (await self.ids())[:FEW]]
        orders = [order for order in read if order]
        return max(orders, key=lambda order: (order.reference is not None, len(self._links(order))))

    def _links(self, order: Order) -> dict[str, Any]:
        found = {
            "customer": order.customer_link,
            "user": order.user_link,
            "address": order.shipping_address_link,
            "shipments": order.shipments_link,
            "invoices": order.invoices_link,
        }
        return {name: link for name, link in found.items() if isinstance(link, (Ref, Relation))}

    async def retold(self, question: Question) -> tuple[str, Any]:
        """The path that the question leads to first, and the JSON that is answered there."""
        self.far_end.forget()
        await question()
        first = self.far_end.requests[0]
        transport = httpx.ASGITransport(app=self.far_end)
        async with httpx.AsyncClient(transport=transport, base_url="https://vendor.test") as http:
            answer = await http.get(first.path, params=dict(first.params), headers=dict(first.headers))
        return first.path, answer.json()

    async def told(self, question: Question, path: str, answer: Any) -> Any:
        """What becomes of the question where that JSON is answered instead."""
        self.far_end.faults = Faults(body=json.dumps(answer), paths=path)
        try:
            return await question()
        finally:
            self.far_end.faults = Faults()


async def pages(ask_page: Callable[[ListAsk], Awaitable[RowPage[Any]]], limit: int, **ask: Any) -> list[RowPage[Any]]:
    """A list from its start to the page that says it is the last."""
    read: list[RowPage[Any]] = []
    while not read or not read[-1].is_last:
        read.append(await ask_page(ListAsk(limit * len(read), limit, **{"fields": ALL} | ask)))
        assert len(read) < 1000, "the list has no end"
    return read


async def _follow(vendor: Vendor, name: str, link: Any) -> Any:
    method = getattr(vendor, name)
    if isinstance(link, Ref):
        return await method(link)
    (belonging,) = await method([link], {})
    return [taken(belonging)]


def value(order: Order, name: str) -> Any:
    """Of an Order's field, by its GraphQL name; a link's, where it is one."""
    return getattr(order, ORDER_FIELDS[name])


def parts(thing: Any) -> Iterator[Any]:
    """The thing and all that it holds, down to the last value; backends and raw bytes are not its own."""
    yield thing
    if isinstance(thing, list):
        for item in thing:
            yield from parts(item)
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, (RawJson, Ref, Relation)):
        for name in _held(thing):
            yield from parts(getattr(thing, name))


def agree(alone: Any, listed: Any, *, strictly: bool) -> bool:
    """Whether two tellings of one thing say the same, bytes aside; not strictly: where the first says anything."""
    if isinstance(listed, RawJson) or (alone is None and not strictly):
        return True
    if isinstance(alone, BackendFault):
        return isinstance(listed, BackendFault) and str(alone) == str(listed)
    if isinstance(alone, list) and isinstance(listed, list):
        return len(alone) == len(listed) and all(
            agree(one, other, strictly=strictly) for one, other in zip(alone, listed, strict=True)
        )
    if dataclasses.is_dataclass(alone) and type(alone) is type(listed) and not isinstance(alone, (Ref, Relation)):
        return all(agree(getattr(alone, name), getattr(listed, name), strictly=strictly) for name in _held(alone))
    return bool(alone == listed)


def _held(thing: Any) -> list[str]:
    """What a thing was given. What it looks up is not its own; what links it elsewhere is made of its own fields."""
    given = (field.name for field in dataclasses.fields(thing) if field.init)
    return [name for name in given if name not in ("backend", "linked_orders_link")]


def record_in(answer: Any) -> dict[str, Any]:
    """The order in a single one's answer, or the first row of a list's: the first object that has an id."""
    if isinstance(answer, dict) and "id" in answer:
        return answer
    inner = answer if isinstance(answer, list) else list(answer.values())
    return next(found for item in inner if isinstance(item, (dict, list)) and (found := _record(item)))


def _record(answer: Any) -> dict[str, Any] | None:
    try:
        return record_in(answer)
    except StopIteration:
        return None


def instants(thing: Any) -> Iterator[datetime]:
    return (part for part in parts(thing) if isinstance(part, datetime))
