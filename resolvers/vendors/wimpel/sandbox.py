"""A stand-in that answers as Wimpel documents: lists with what `include` names, an order alone without some fields."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from resolvers.vendors.dataset import SECRET
from resolvers.vendors.stand_in import StandIn, bearer, json, route
from resolvers.vendors.wimpel import records
from resolvers.vendors.wimpel.records import Record, Store

DEFAULT_TAKE = 10
MAX_TAKE = 100
RELATIONS = ("lines", "customer", "shipments", "invoices")
COUNTED = ("lines", "shipments", "invoices")
DROPPED_ALONE = ("customerId", "origin", "orderDate", "reference")
STATUSES = ("draft", "pending", "confirmed", "shipped", "delivered", "cancelled")
REQUIRED = ("number", "customerId", "origin")
REQUIRED_OF_LINES = ("productEan", "quantity", "price")
WRITABLE = ("status", "deliveryDate", "notes")

Answer = Callable[[Request], Awaitable[Response]]


class Refused(Exception):
    """Can't be done. Neither statuses nor bodies are documented, so they are the plainest."""

    def __init__(self, message: str, status: int = 400) -> None:
        self.answer = json({"message": message}, status)


@dataclass
class WimpelStandIn(StandIn):
    """`store` is for tests to look into, insert and delete."""

    store: Store = field(default_factory=Store)


def stand_in(orders: int = 120, customers: int = 40) -> WimpelStandIn:
    """So many orders over a year, the document's newest of all, by so many schools."""
    return over(records.store(orders, customers))


def over(store: Store) -> WimpelStandIn:
    """The same over data of one's own."""
    shop = Shop(store)
    answers: dict[tuple[str, str], Answer] = {
        ("GET", "/v1/orders"): shop.orders,
        ("POST", "/v1/orders"): shop.create,
        ("GET", "/v1/orders/{id}"): shop.order,
        ("PUT", "/v1/orders/{id}"): shop.update,
        ("DELETE", "/v1/orders/{id}"): shop.delete,
        ("GET", "/v1/customers"): shop.customers,
        ("GET", "/v1/customers/{id}"): shop.customer,
        ("GET", "/v1/invoices"): shop.invoices,
    }
    routes = [route(method, path, _told(answer)) for (method, path), answer in answers.items()]
    return WimpelStandIn([*routes], bearer(SECRET), Refused("Unauthorized", 401).answer, store=store)


@dataclass(frozen=True)
class Shop:
    """One answer an endpoint."""

    store: Store

    async def orders(self, request: Request) -> Response:
        skip, take = _paging(request)
        include = _include(request, RELATIONS)
        return json([self._row(order, include) for order in self.store.page(skip, take)])

    async def order(self, request: Request) -> Response:
        """All relations, and neither what the document's example drops nor the ids of the lines."""
        order = self._found(request)
        own = {key: value for key, value in order.items() if key not in DROPPED_ALONE}
        return json(own | {relation: self._relation(order, relation) for relation in RELATIONS} | _nameless(order))

    async def create(self, request: Request) -> Response:
        order = self._made(_body(await request.body()))
        self.store.insert(order)
        lines = [_without(line, "product") for line in order["lines"]]
        shown = ("id", "number", "customerId", "origin", "status", "orderDate")
        return json({key: order[key] for key in shown} | {"lines": lines}, 201)

    async def update(self, request: Request) -> Response:
        """What is given of status, deliveryDate and notes, though it is a PUT."""
        order, given = self._found(request), _body(await request.body())
        _check_status(given.get("status", order["status"]))
        order |= {key: given[key] for key in WRITABLE if key in given} | {"updated": self.store.now()}
        return json({key: order[key] for key in ("id", "number", "status", "updated")})

    async def delete(self, request: Request) -> Response:
        self.store.delete(self._found(request)["id"])
        return Response(status_code=204)

    async def customers(self, request: Request) -> Response:
        skip, take = _paging(request)
        return json([*self.store.customers.values()][skip : skip + take])

    async def customer(self, request: Request) -> Response:
        found = self.store.customers.get(request.path_params["id"])
        if found is None:
            raise Refused("Customer not found", 404)
        return json(found)

    async def invoices(self, request: Request) -> Response:
        skip, take = _paging(request)
        include = _include(request, ("lines", "salesOrder"))
        return json([self._invoice(one, include) for one in self.store.invoices[::-1][skip : skip + take]])

    def _found(self, request: Request) -> Record:
        order = self.store.by_id.get(request.path_params["id"])
        if order is None:
            raise Refused("Order not found", 404)
        return order

    def _row(self, order: Record, include: Iterable[str]) -> Record:
        related = {relation: self._relation(order, relation) for relation in include}
        return _without(order, *RELATIONS) | related | {"_count": {name: len(order[name]) for name in COUNTED}}

    def _relation(self, order: Record, relation: str) -> Any:
        if relation != "customer":
            return order[relation]
        customer = self.store.customers.get(order["customerId"])
        return customer and {"id": customer["id"], "name": customer["name"]}

    def _invoice(self, invoice: Record, include: Iterable[str]) -> Record:
        shown = invoice if "lines" in include else _without(invoice, "lines")
        order = self.store.by_id.get(invoice["salesOrderId"])
        if "salesOrder" not in include:
            return shown
        return shown | {"salesOrder": order and {"id": order["id"], "number": order["number"]}}

    def _made(self, given: Record) -> Record:
        _check_given(given, REQUIRED)
        for line in given.get("lines", ()):
            _check_given(line, REQUIRED_OF_LINES)
        if given["customerId"] not in self.store.customers:
            raise Refused("Customer not found")
        if given["number"] in self.store.numbers:
            raise Refused("Order number already exists", 409)
        _check_status(given.get("status", "draft"))
        return self._record(given)

    def _record(self, given: Record) -> Record:
        now = self.store.now()
        lines = [
            records.line(self.store.new_id(), line["productEan"], line["quantity"], line["price"])
            for line in given.get("lines", ())
        ]
        return {
            "id": self.store.new_id(),
            "number": given["number"],
            "reference": None,
            "customerId": given["customerId"],
            "origin": given["origin"],
            "status": given.get("status", "draft"),
            "orderDate": now,
            "deliveryDate": given.get("deliveryDate"),
            "notes": given.get("notes"),
            "inserted": now,
            "updated": now,
            "lines": lines,
            "shipments": [],
            "invoices": [],
        }


def _told(answer: Answer) -> Answer:
    async def told(request: Request) -> Response:
        try:
            return await answer(request)
        except Refused as refused:
            return refused.answer

    return told


def _paging(request: Request) -> tuple[int, int]:
    """(skip, take); more than the most is the most."""
    try:
        skip = int(request.query_params.get("skip", 0))
        take = int(request.query_params.get("take", DEFAULT_TAKE))
    except ValueError:
        raise Refused("take and skip are integers") from None
    if skip < 0 or take < 0:
        raise Refused("take and skip can't be negative")
    return skip, min(take, MAX_TAKE)


def _include(request: Request, known: tuple[str, ...]) -> list[str]:
    asked = request.query_params.get("include", "").split(",")
    return [relation for relation in known if relation in asked]


def _body(text: bytes) -> Record:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.DecodeError:
        raise Refused("The body is no JSON object") from None


def _check_given(record: Record, names: tuple[str, ...]) -> None:
    for name in names:
        if not record.get(name):
            raise Refused(f"{name} is required")


def _check_status(status: object) -> None:
    if status not in STATUSES:
        raise Refused("Unknown status")


def _nameless(order: Record) -> Record:
    return {"lines": [_without(line, "id") for line in order["lines"]]}


def _without(record: Record, *names: str) -> Record:
    return {key: value for key, value in record.items() if key not in names}
