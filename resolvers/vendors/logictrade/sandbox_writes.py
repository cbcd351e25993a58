"""Writes to the stand-in for LogicTrade: codes become labels, ids and numbers are assigned."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from resolvers.vendors import dataset
from resolvers.vendors.logictrade import catalogue, records
from resolvers.vendors.logictrade.catalogue import Json, Number
from resolvers.vendors.logictrade.records import Store

BODY = msgspec.json.Decoder(type=dict[str, Any], float_hook=Decimal)
CUSTOMER_WORDS = (
    *("gender", "title", "initials", "firstName", "infix", "lastName", "companyName"),
    *("phoneNumber", "mobileNumber", "email", "remark"),
)
Take = Callable[[Any, Any], Any]
"""(value in the body, old value) -> new value."""


class Refused(Exception):
    """The body is not valid; answered with 400."""


def create(store: Store, text: bytes, unknown_allowed: bool) -> Json:
    """Creates and stores the order. Raises Refused, and stores nothing then."""
    body = _body(text)
    salesman, lines = _salesman(body), [_line(store, place, given) for place, given in enumerate(_given_lines(body), 1)]
    given = _object(body.get("customer"))
    unknown_allowed = unknown_allowed or given.get("isUnknown") is True
    customer = _customer(store, given, unknown_allowed)
    blank = _blank(store, customer)
    order = blank | salesman | {"lines": lines, "totalAmount": sum(line["linePrice"] for line in lines)}
    order |= _taken(body, blank)
    _check_delivery(order["delivery"], unknown_allowed)
    store.customers[customer["id"]] = customer
    store.orders[order["id"]] = order
    return order


def update(store: Store, order: Json, text: bytes) -> Json:
    """Changes only the given fields. Raises Refused, and changes nothing then."""
    order |= _taken(_body(text), order) | {"modifiedDate": records.local(store.now())}
    return order


def _body(text: bytes) -> Json:
    try:
        return BODY.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused("The body is not a JSON object.") from None


def _object(given: Any) -> Json:
    return given if isinstance(given, dict) else {}


def _required(given: Mapping[str, Any], name: str) -> Any:
    if not given.get(name):
        raise Refused(f"{name} is required.")
    return given[name]


def _salesman(body: Json) -> Json:
    username = _required(body, "salesManUserName")
    return {"salesMan": _label(username, catalogue.SALESMEN), "salesManUserName": username}


def _label(code: Any, labels: Mapping[str, str]) -> str:
    if not isinstance(code, str) or code not in labels:
        raise Refused(f"{code} is not one of {', '.join(labels)}.")
    return labels[code]


def _customer(store: Store, given: Json, unknown_allowed: bool) -> Json:
    """The customer with the given id, a new one, or the unknown customer."""
    if "id" in given:
        known = store.customers.get(given["id"]) if isinstance(given["id"], int) else None
        if known is None:
            raise Refused("customer.id is not known.")
        return known
    if any(given.get(name) for name in CUSTOMER_WORDS):
        return _new_customer(store, given)
    if unknown_allowed:
        return store.customers[records.UNKNOWN_CUSTOMER]
    raise Refused("customer is required.")


def _new_customer(store: Store, given: Json) -> Json:
    customer_id, now = next(store.customer_ids), records.local(store.now())
    words = {name: given.get(name) or "" for name in CUSTOMER_WORDS}
    made = {"id": customer_id, "number": f"R{customer_id:09}", **words, "address": given.get("address")}
    return made | {"modifiedDate": now, "createdDate": now}


def _blank(store: Store, customer: Json) -> Json:
    """A new order with nothing but a customer."""
    order_id, at = next(store.order_ids), store.now()
    now = records.local(at)
    return {
        "id": order_id,
        "number": f"V{at:%y}{100_000 + order_id}",
        "reference": "",
        "date": now,
        "status": "Concept",
        "externNumber": "",
        **dict.fromkeys(("stockStatus", "deliveryStatus", "invoiceStatus"), "none"),
        "customer": customer,
        "delivery": {
            "expectedDate": None,
            "confirmedDate": None,
            "address": customer.get("address"),
            "phoneNumber": customer.get("mobileNumber", ""),
        },
        "webshop": {"number": "", "url": ""},
        "payments": [],
        "comment": catalogue.comment(),
        "modifiedDate": now,
        "createdDate": now,
    }


def _check_delivery(delivery: Json, unknown_allowed: bool) -> None:
    """An address is required unless the customer may be unknown."""
    for name in ("type", "condition") if unknown_allowed else ("type", "condition", "address"):
        _required(delivery, name)


def _given_lines(body: Json) -> list[Any]:
    lines = _required(body, "lines")
    return lines if isinstance(lines, list) else []


def _line(store: Store, place: int, given: Any) -> Json:
    known = _object(given)
    code = str(_required(known, "code"))
    discount = _number(known, "discount")
    made = catalogue.line(
        next(store.line_ids),
        known.get("lineNumber") or 10 * place,
        code,
        1 if _number(known, "quantity") is None else known["quantity"],
        _base_price(known, code, discount),
        discount or 0,
    )
    taken = {name: known[name] for name in ("description", "configuration") if known.get(name) is not None}
    return made | taken | {"comment": _merged(known.get("comment"), made["comment"])}


def _base_price(given: Json, code: str, discount: Number) -> Number:
    """The price before discount: basePartPrice counts only if there is a discount, otherwise partPrice comes first."""
    price, base = _number(given, "partPrice"), _number(given, "basePartPrice")
    if price is not None and (base is None or discount is None):
        return price
    return catalogue.price(code) if base is None else base


def _number(given: Json, name: str) -> Number:
    number = given.get(name)
    if number is not None and (isinstance(number, bool) or not isinstance(number, (int, Decimal))):
        raise Refused(f"{name} is not a number.")
    return number


def _taken(body: Json, old: Json) -> Json:
    return {name: take(body[name], old.get(name)) for name, take in TAKEN.items() if name in body}


def _text(given: Any, old: Any) -> str:
    return str(given or "")


def _status(given: Any, old: str) -> str:
    return str(given).capitalize() if given else old


def _time(given: Any, old: Any) -> str | None:
    """As it is read: local, without a zone."""
    if given is None:
        return None
    try:
        at = datetime.fromisoformat(str(given))
    except ValueError:
        raise Refused(f"{given} is not a date.") from None
    return records.local(at if at.tzinfo else at.replace(tzinfo=dataset.ZONE))


def _origin(given: Any, old: Any) -> Json | None:
    code = _object(given).get("code")
    return _labelled(code, catalogue.ORIGINS) if code else old


def _terms(given: Any, old: Any) -> Json | None:
    return _labelled(given, catalogue.PAYMENT_CONDITIONS) if given else None


def _labelled(code: Any, labels: Mapping[str, str]) -> Json:
    _label(code, labels)
    return catalogue.labelled(code, labels)


def _merged(given: Any, old: Json) -> Json:
    return old | {name: _text(word, "") for name, word in _object(given).items() if name in old}


def _delivery(given: Any, old: Json) -> Json:
    given = _object(given)
    return old | {name: take(given[name], old.get(name)) for name, take in DELIVERY.items() if name in given}


def _payments(given: Any, old: Any) -> list[Json]:
    return [payment for payment in given or [] if isinstance(payment, dict)]


DELIVERY: dict[str, Take] = {
    "type": lambda given, old: _label(given, catalogue.DELIVERY_TYPES),
    "condition": lambda given, old: _label(given, catalogue.DELIVERY_CONDITIONS),
    "expectedDate": _time,
    "address": lambda given, old: _object(given) or old,
}
TAKEN: dict[str, Take] = {
    "reference": _text,
    "date": _time,
    "status": _status,
    "origin": _origin,
    "delivery": _delivery,
    "webshop": _merged,
    "externNumber": _text,
    "paymentCondition": _terms,
    "payments": _payments,
    "comment": _merged,
}
