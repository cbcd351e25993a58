"""A stand-in for Wimpel: list rows with the relations that `include` names, single orders without some fields."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from resolvers.vendors.stand_in import SECRET, Answer, StandIn, bearer, json, route
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


class Refused(Exception):
    """An error answer. Neither the statuses nor the bodies are documented."""

    def __init__(self, message: str, status: int = 400) -> None:
        self.answer = json({"message": message}, status)


@dataclass
class WimpelStandIn(StandIn):
    """`store` is for tests to read and change."""

    store: Store = field(default_factory=Store)


def stand_in(orders: int = 120, customers: int = 40) -> WimpelStandIn:
    """Orders over one year, placed by `customers` schools; the document's order is the newest."""
    return over(records.store(orders, customers))


def over(store: Store) -> WimpelStandIn:
    """A stand-in over the given data."""
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
    routes = [route(method, path, _refusing(answer)) for (method, path), answer in answers.items()]
    return WimpelStandIn([*routes], bearer(SECRET), Refused("Unauthorized", 401).answer, store=store)


@dataclass(frozen=True)
class Shop:
    """One method per endpoint."""

    store: Store

    async def orders(self, request: Request) -> Response:
        skip, take = _paging(request)
        include = _include(request, RELATIONS)
        return json([self._row(order, include) for order in self.store.page(skip, take)])

    async def order(self, request: Request) -> Response:
        """With all relations; without line ids and DROPPED_ALONE, which the document's example lacks."""
        order = self._found(request)
        relations = {relation: self._relation(order, relation) for relation in RELATIONS}
        lines = [_without(line, "id") for line in order["lines"]]
        return json(_without(order, *DROPPED_ALONE) | relations | {"lines": lines})

    async def create(self, request: Request) -> Response:
        order = self._made(_body(await request.body()))
        self.store.insert(order)
        lines = [_without(line, "product") for line in order["lines"]]
        shown = ("id", "number", "customerId", "origin", "status", "orderDate")
        return json({key: order[key] for key in shown} | {"lines": lines}, 201)

    async def update(self, request: Request) -> Response:
        """Changes only the fields that are given, although it is a PUT."""
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


def _refusing(answer: Answer) -> Answer:
    async def answered(request: Request) -> Response:
        try:
            return await answer(request)
        except Refused as refused:
            return refused.answer

    return answered


def _paging(request: Request) -> tuple[int, int]:
    """(skip, take); `take` is capped at MAX_TAKE."""
    try:
        skip = int(request.query_params.get("skip", 0))
        take = int(request.query_params.get("take", DEFAULT_TAKE))
    except ValueError:
        raise Refused("take and skip are integers") from None
    if skip < 0 or take < 0:
        raise Refused("take and skip can't be negative")
    return skip, min(take, MAX_TAKE)


def _include(request: Request, known: tuple[str, ...]) -> list[str]:
    names = request.query_params.get("include", "").split(",")
    return [relation for relation in known if relation in names]


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


def _without(record: Record, *names: str) -> Record:
    return {key: value for key, value in record.items() if key not in names}
