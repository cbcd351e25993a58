"""Orders to make and changes to tell, of plain values by their GraphQL names; the least that each vendor takes."""

import dataclasses
import json
import typing
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any

from resolvers.errors import Rejected
from resolvers.vendors.capabilities import camel
from schema.status import OrderStatus
from schema.write_inputs import OrderCreateInput, OrderUpdateInput
from schema.writes import UserError
from tests.resolvers.vendors.shop import Shop

Plain = dict[str, Any]

KEY = "een-sleutel"
AT_HOME = {"street": "Dorpsstraat", "houseNumber": "12", "postalCode": "1234 AB", "city": "Ons Dorp"}
PLACED = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)

LEAST: dict[str, Plain] = {
    "cloudsuite": {
        "externalNumber": "V26999999",
        "status": OrderStatus.COMPLETED,
        "orderedAt": PLACED,
        "shippingAddress": {"vendorId": "4"},
        "billingAddress": {"vendorId": "5"},
        "lines": [
            {
                "product": {"originKey": {"origin": "CLOUDSUITE", "key": "1000"}},
                "description": "Fiets",
                "quantity": Decimal(2),
                "unitPrice": Decimal("19.90"),
            }
        ],
    },
    "logictrade": {
        "vendorFields": {
            "logicTrade": {"salespersonUsername": "logictrade", "deliveryType": "BM", "deliveryCondition": "D"}
        },
        "customer": {"vendorId": "13"},
        "lines": [{"product": {"code": "LT00000047"}, "quantity": Decimal(6)}],
    },
    "obapi": {},
    "vdh_solar": {
        "vendorFields": {"vdhSolar": {"userVendorId": "1", "orderPlacedByVendorId": "30001"}},
        "shippingAddress": {"address": {**AT_HOME}},
        "billingAddress": {"address": {**AT_HOME}},
        "lines": [{"product": {"code": "12345"}, "quantity": Decimal(1)}],
    },
    "wimpel": {
        "number": "SO-200001",
        "customer": {"vendorId": "c-1"},
        "origin": "api",
        "lines": [{"product": {"ean": "9789493113862"}, "quantity": Decimal(30), "unitPrice": Decimal("29.95")}],
    },
}
"""By vendor, with a line. Nothing is to be made of what is empty."""


def least(name: str, **more: Any) -> Plain:
    """With these besides; ... takes one out."""
    given = deepcopy(LEAST[name]) | more
    return {key: value for key, value in given.items() if value is not ...}


def to_create(given: Plain, backend: str = "shop", key: str = KEY) -> OrderCreateInput:
    made: OrderCreateInput = made_of(OrderCreateInput, {"backend": backend, "idempotencyKey": key} | given)
    return made


def to_update(vendor_id: str, **given: Any) -> OrderUpdateInput:
    made: OrderUpdateInput = made_of(OrderUpdateInput, {"id": f"gid://shop/Order/{vendor_id}"} | given)
    return made


def made_of(kind: Any, given: Any) -> Any:
    """An input object of what GraphQL would hand over; what is not given is left out."""
    kind = inner(kind)
    if isinstance(given, list):
        return [made_of(kind, item) for item in given]
    if not dataclasses.is_dataclass(kind) or given is None:
        return given
    hints = typing.get_type_hints(kind)
    return kind(
        **{name: made_of(hint, given[camel(name)]) for name, hint in hints.items() if camel(name) in given}  # type: ignore[operator]
    )


def inner(hint: Any) -> Any:
    """`list[X] | None` is X."""
    if hint is not None and NoneType in typing.get_args(hint):
        (hint,) = (arm for arm in typing.get_args(hint) if arm is not NoneType)
    return typing.get_args(hint)[0] if typing.get_origin(hint) is list else hint


def paths(kind: Any, above: str = "") -> list[str]:
    """Every field that holds a value, down through the objects; a list's items have no number."""
    found: list[str] = []
    for name, hint in typing.get_type_hints(kind).items():
        path, held = f"{above}{camel(name)}", inner(hint)
        found += paths(held, f"{path}.") if dataclasses.is_dataclass(held) else [path]
    return found


def with_value(given: Plain, path: str, value: Any) -> Plain:
    """With this value at that path, in the first item of each list; a @oneOf on the way loses its other member."""
    whole = deepcopy(given)
    _put(OrderCreateInput, whole, path.split("."), value)
    return whole


BESIDE: dict[str, Plain] = {
    "OriginKeyInput": {"origin": "ELDERS", "key": "K1"},
    "OrderLineInput": {"product": {"code": "1"}, "quantity": Decimal(1)},
    "LogicTradeOrderFieldsInput": {"salespersonUsername": "jan", "deliveryType": "BM", "deliveryCondition": "D"},
    "VdhSolarOrderFieldsInput": {"userVendorId": "1", "orderPlacedByVendorId": "2"},
    "PaymentInput": {"amount": Decimal(1)},
}
"""What the schema needs beside any other field."""


def _put(kind: Any, given: Plain, steps: list[str], value: Any) -> None:
    step, *rest = steps
    hints = {camel(name): hint for name, hint in typing.get_type_hints(kind).items()}
    if kind.__strawberry_definition__.is_one_of:
        for other in hints.keys() - {step}:
            given.pop(other, None)
    if not rest:
        given[step] = value
        return
    held = inner(hints[step])
    is_list = isinstance(given.get(step), list) or "list" in str(hints[step])
    there: Any = given.get(step) or ([{}] if is_list else {})
    given[step] = there
    below: Plain = there[0] if is_list else there
    for name, needed in BESIDE.get(held.__name__, {}).items():
        below.setdefault(name, deepcopy(needed))
    _put(held, below, rest, value)


# ---------------------------------------------------------------- a value for each field, and its trace in the JSON

DAY = date(2027, 5, 6)
VALUES: dict[str, tuple[Any, str]] = {
    "customer.id": ("gid://shop/Customer/771", "771"),
    "vendorId": ("772", "772"),
    "userVendorId": ("773", "773"),
    "orderPlacedByVendorId": ("774", "774"),
    "houseNumber": ("775", "775"),
    "product.code": ("776", "776"),
    "ean": ("9789493113862", "9789493113862"),
    "countryCode": ("BE", "BE"),
    "currencyCode": ("USD", "USD"),
    "orderedAt": (datetime(2027, 5, 6, 12, tzinfo=UTC), "2027-05-06"),
    "requestedDeliveryDate": (DAY, "2027-05-0"),
    "quantity": (Decimal(777), "777"),
    "unitPrice": (Decimal("7.250"), "7.250"),
    "listPrice": (Decimal("8.250"), "8.250"),
    "discountPercent": (Decimal("12.5"), "12.5"),
    "amount": (Decimal("9.750"), "9.750"),
    "position": (778, "778"),
    "configuration": ({"stof": "Velours"}, '{"stof":"Velours"}'),
    "allowUnknownCustomer": (True, '"allowUnknownCustomer": "true"'),
}
"""By what a path ends in."""


def value_for(path: str) -> tuple[Any, str]:
    """A text that tells where it was put, where there is no other."""
    own = next((value for end, value in VALUES.items() if f".{path}".endswith(f".{end}")), None)
    return own or (f"Aan {path}", f"Aan {path}")


def wire(asked: Any) -> str:
    """All that one request told: its path, parameters and body."""
    return f"{asked.path} {json.dumps(dict(asked.params))} {asked.body.decode()}"


def faults(errors: list[UserError]) -> list[tuple[str, str]]:
    """Code and field of each: ("UNSUPPORTED", "lines.0.note")."""
    assert all((error.field or ["?"])[0] == "input" for error in errors)
    return [(error.code.name, ".".join((error.field or ())[1:])) for error in errors]


async def told(shop: Shop, given: OrderCreateInput) -> str:
    """What a create told the far end, which may refuse ids that it does not know."""
    shop.far_end.forget()
    with suppress(Rejected):
        await shop.vendor.create_order(given, None)
    return wire(shop.far_end.requests[-1])
