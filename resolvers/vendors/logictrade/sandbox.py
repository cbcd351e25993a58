"""A stand-in for LogicTrade: a furniture shop kept in memory.

Not documented, and chosen here: 403 for a wrong api-key, because the document lists no other refusal; 404 for an
unknown id; 400 for a page below 1 or of more than 100 rows; a `message` in errors; a PUT changes only the fields it
has; two orders may have the same externNumber.
"""

from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from resolvers.vendors.logictrade import records, sandbox_writes
from resolvers.vendors.logictrade.catalogue import Json
from resolvers.vendors.logictrade.records import Store
from resolvers.vendors.stand_in import SECRET, Answer, StandIn, json, route

ORDERS = "/rest/v1/orders"
MAX_PAGE = 100

Envelope = Literal["bare", "object"]


@dataclass
class LogicTradeStandIn(StandIn):
    """`store` has the records by id, as they are sent."""

    store: Store = field(default_factory=Store)


def stand_in(orders: int = 120, envelope: Envelope = "object") -> LogicTradeStandIn:
    """`envelope`: whether a list is a bare array, or an object with the total."""
    store = records.store(orders)
    return LogicTradeStandIn(
        routes=_routes(store, envelope),
        accepts=lambda headers: headers.get("api-key") == SECRET,
        refusal=error(403, "Forbidden"),
        store=store,
    )


def error(status: int, message: str) -> Response:
    return json({"message": message}, status)


def _routes(store: Store, envelope: Envelope) -> list[BaseRoute]:
    kept = {ORDERS: store.orders, "/rest/v1/customers": store.customers, "/rest/v1/invoices": store.invoices}
    return [
        *(route("GET", path, _list(by_id, envelope)) for path, by_id in kept.items()),
        *(route("GET", path + "/{id:int}", _one(by_id)) for path, by_id in kept.items()),
        route("POST", ORDERS, _create(store)),
        route("PUT", ORDERS + "/{id:int}", _update(store)),
    ]


def _list(by_id: dict[int, Json], envelope: Envelope) -> Answer:
    async def answer(request: Request) -> Response:
        page, size = (_number(request, "page", 1), _number(request, "pageSize", MAX_PAGE))
        if page < 1 or not 1 <= size <= MAX_PAGE:
            return error(400, "page starts at 1; pageSize is from 1 to 100.")
        rows = [*islice(by_id.values(), (page - 1) * size, page * size)]
        return json(
            rows if envelope == "bare" else {"page": page, "pageSize": size, "total": len(by_id), "items": rows}
        )

    return answer


def _number(request: Request, name: str, default: int) -> int:
    """0 if it is not a number."""
    given = request.query_params.get(name, str(default))
    return int(given) if given.isdecimal() else 0


def _one(by_id: dict[int, Json]) -> Answer:
    async def answer(request: Request) -> Response:
        found = by_id.get(request.path_params["id"])
        return json(found) if found else error(404, "Not Found")

    return answer


def _create(store: Store) -> Answer:
    async def answer(request: Request) -> Response:
        unknown_allowed = request.query_params.get("allowUnknownCustomer", "").lower() == "true"
        try:
            return json(sandbox_writes.create(store, await request.body(), unknown_allowed))
        except sandbox_writes.Refused as refused:
            return error(400, str(refused))

    return answer


def _update(store: Store) -> Answer:
    async def answer(request: Request) -> Response:
        order = store.orders.get(request.path_params["id"])
        if order is None:
            return error(404, "Not Found")
        try:
            return json(sandbox_writes.update(store, order, await request.body()))
        except sandbox_writes.Refused as refused:
            return error(400, str(refused))

    return answer
