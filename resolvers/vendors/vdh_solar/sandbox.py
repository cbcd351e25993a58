"""A stand-in for VDH Solar, with orders kept in memory.

Not documented, and chosen here: 201 for a created order; 400 for a body that is not a JSON object, 422 for one with an
invalid or missing field; 403 for somebody else's order; 409 for an order that can't be deleted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from resolvers.vendors import dataset
from resolvers.vendors.stand_in import SECRET, StandIn, bearer, json, route
from resolvers.vendors.vdh_solar import records
from resolvers.vendors.vdh_solar.records import Json

DOCS = "https://docs.vdh-solar.nl"
REQUIRED = ("user_id", "order_placed_by_id", "shipping_address", "invoice_address", "items")
ADDRESSES = ("shipping_address", "invoice_address")
IN_ADDRESS = ("address_line_1", "address_line_2", "postal_code", "city")
STYLES = ("delivery", "pick_up", None)
UNSENT = ("requested_date", "shipped_date", "delivered_date", "track_and_trace")


@dataclass
class VdhSolarStandIn(StandIn):
    """`store` has the orders by id, as they are sent."""

    store: dict[int, Json] = field(default_factory=dict)


def stand_in(orders: int = 40) -> VdhSolarStandIn:
    store = {order["id"]: order for order in records.orders(orders)}
    answers = Answers(store)
    return VdhSolarStandIn(
        routes=answers.routes(),
        accepts=bearer(SECRET),
        refusal=error(401, "authentication_error", "Unauthenticated.", "authentication"),
        store=store,
    )


def error(status: int, kind: str, message: str, page: str = "orders") -> Response:
    """Errors are not wrapped in `data`."""
    return json({"type": kind, "message": message, "documentation_url": f"{DOCS}/{page}"}, status)


class Answers:
    """One method per endpoint."""

    def __init__(self, store: dict[int, Json]) -> None:
        self._store = store
        self._last = 0

    def routes(self) -> list[BaseRoute]:
        return [
            route("POST", "/v1/orders", self.create),
            route("GET", "/v1/orders/{id:int}", self.read),
            route("DELETE", "/v1/orders/{id:int}", self.delete),
        ]

    async def create(self, request: Request) -> Response:
        body = _object(await request.body())
        if body is None:
            return error(400, "invalid_request_error", "The body is not a JSON object.")
        fault = next(_faults(body), None)
        if fault:
            return error(422, "order_creation_error", fault, "orders#create-an-order")
        self._last = max(self._last, *self._store, 0) + 1
        self._store[self._last] = created(self._last, body)
        return json({"data": self._store[self._last]}, 201)

    async def read(self, request: Request) -> Response:
        number = request.path_params["id"]
        return self._withheld(number) or json({"data": self._store[number]})

    async def delete(self, request: Request) -> Response:
        number = request.path_params["id"]
        refusal = self._withheld(number)
        if refusal:
            return refusal
        if self._store[number]["status"] != "pending":
            message = "The order is in transit. You can't delete it."
            return error(409, "order_deletion_error", message, "orders#delete-an-order")
        del self._store[number]
        return json({"data": {"success": True}})

    def _withheld(self, number: int) -> Response | None:
        if number not in self._store:
            return error(404, "order_not_found", "There is no such order.")
        if self._store[number]["order_placed_by_id"] != records.OWN_ID:
            return error(403, "order_access_error", "You can only retrieve orders that you have created.")
        return None


def created(number: int, body: Json) -> Json:
    """The order created from a valid body: pending, with the product table's prices."""
    style = body.get("shipment_style") or "delivery"
    now = str(int(dataset.NOW.timestamp()))
    return {
        "id": number,
        **{name: body[name] for name in REQUIRED if name != "items"},
        "reference": body.get("reference"),
        "note": body.get("note"),
        **records.priced([(item["product_id"], item["quantity"]) for item in body["items"]]),
        "status": "pending",
        "payment": records.payment(number, "pending"),
        "shipment": {"style": style, **dict.fromkeys(UNSENT)},
        "updated_at": now,
        "created_at": now,
    }


def _object(body: bytes) -> Json | None:
    try:
        return msgspec.json.decode(body, type=Json)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _faults(body: Json) -> Iterator[str]:
    """Faults in the body of a new order. Take the first only: each check relies on those before it."""
    yield from (f"The {name} field is required." for name in REQUIRED if not body.get(name))
    if body["order_placed_by_id"] != records.OWN_ID:
        yield "The order_placed_by_id field is not your user id."
    if body.get("shipment_style") not in STYLES:
        yield "The shipment_style field is not known."
    for name in ADDRESSES:
        yield from _address_faults(name, body[name])
    if not isinstance(body["items"], list):
        yield "The items field must be an array."
    for index, item in enumerate(body["items"]):
        yield from _item_faults(index, item)


def _address_faults(name: str, value: Any) -> Iterator[str]:
    known = value if isinstance(value, dict) else {}
    yield from (f"The {name}.{part} field is required." for part in IN_ADDRESS if not known.get(part))


def _item_faults(index: int, value: Any) -> Iterator[str]:
    known = value if isinstance(value, dict) else {}
    code, quantity = known.get("product_id"), known.get("quantity")
    if not isinstance(code, int) or code not in records.PRICES:
        yield f"The items.{index}.product_id field is not a product."
    if not isinstance(quantity, int) or quantity < 1:
        yield f"The items.{index}.quantity field must be at least 1."
