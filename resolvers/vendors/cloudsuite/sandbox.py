"""A stand-in for CloudSuite."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from resolvers.vendors.cloudsuite import intake, lists, opening
from resolvers.vendors.cloudsuite.people import Crowd
from resolvers.vendors.cloudsuite.records import NOUNS, Record, Store, StoredOrder, Thing
from resolvers.vendors.stand_in import SECRET, StandIn, json, route

CREDENTIALS = (f"Bearer {SECRET}", f"Token {SECRET}")
NOT_FOUND = {"detail": "Not found."}


@dataclass
class Shop(StandIn):
    """`store` is for tests to read and change."""

    store: Store = field(default_factory=Store)


def stand_in(
    orders: int = 120,
    customers: int = 24,
    users: int = 20,
    addresses: int = 66,
    thin: int = 8,
    dangling: int = 1,
) -> Shop:
    """`thin` addresses need the second hop; `dangling` orders refer to a user that does not exist."""
    store = Store()
    opening.fill(store, orders, Crowd(customers, users, addresses, thin), dangling)
    refusal = json({"detail": "Authentication credentials were not provided."}, 401)
    return Shop(Desk(store).routes(), _is_accepted, refusal, store=store)


def _is_accepted(headers: Mapping[str, str]) -> bool:
    return headers.get("authorization") in CREDENTIALS


@dataclass(frozen=True)
class Desk:
    """One method per endpoint."""

    store: Store

    def routes(self) -> list[BaseRoute]:
        return [
            route("GET", "/api/order/", self.orders),
            route("POST", "/api/order/", self.create),
            route("GET", "/api/order/ext:{key:path}", self.order_by_key),
            route("GET", "/api/order/{id}", self.order),
            route("PUT", "/api/order/{id}", self.replace),
            route("PATCH", "/api/order/{id}", self.change),
            *(route("GET", f"/api/{noun}/", partial(self.things, noun)) for noun in NOUNS),
            *(route("GET", f"/api/{noun}/{{id}}", partial(self.thing, noun)) for noun in NOUNS),
            *(
                route("GET", f"/api/origin/{{origin}}/{noun}/{{key:path}}", partial(self.thing_by_key, noun))
                for noun in NOUNS
            ),
        ]

    # ---------------------------------------------------------------- orders

    async def orders(self, request: Request) -> Response:
        return lists.orders(request, self.store.orders)

    async def order(self, request: Request) -> Response:
        return _order(self.store.by_id.get(_id(request)))

    async def order_by_key(self, request: Request) -> Response:
        return _order(self.store.by_key.get(request.path_params["key"]))

    async def create(self, request: Request) -> Response:
        return await _written(request, lambda body: intake.created(self.store, body), 201)

    async def replace(self, request: Request) -> Response:
        return await _written(request, lambda body: intake.replaced(self.store, _id(request), body))

    async def change(self, request: Request) -> Response:
        stored = self.store.by_id.get(_id(request))
        if stored is None:
            return json(NOT_FOUND, 404)
        return await _written(request, lambda body: intake.changed(self.store, stored, body))

    # ---------------------------------------------------------------- what orders refer to

    async def things(self, noun: str, request: Request) -> Response:
        everything = self.store.things[noun].by_id.values()
        return lists.things(request, [thing for thing in everything if _shows(thing, request)])

    async def thing(self, noun: str, request: Request) -> Response:
        thing = self.store.things[noun].by_id.get(_id(request))
        return json(thing.under_its_id) if thing and _shows(thing, request) else json(NOT_FOUND, 404)

    async def thing_by_key(self, noun: str, request: Request) -> Response:
        key = request.path_params["origin"], request.path_params["key"]
        thing = self.store.things[noun].by_key.get(key)
        return json(thing.record) if thing and _shows(thing, request) else json(NOT_FOUND, 404)


def _order(stored: StoredOrder | None) -> Response:
    return json(stored.record) if stored else json(NOT_FOUND, 404)


def _shows(thing: Thing, request: Request) -> bool:
    return thing.is_active or request.query_params.get("inactive") == "true"


def _id(request: Request) -> int:
    """-1, which no record has, if it is not a number."""
    word = request.path_params["id"]
    return int(word) if word.isascii() and word.isdigit() else -1


async def _written(request: Request, write: Callable[[Record], StoredOrder], status: int = 200) -> Response:
    try:
        return json(write(intake.read(await request.body())).record, status)
    except intake.Refused as refused:
        return json(refused.errors, refused.status)
