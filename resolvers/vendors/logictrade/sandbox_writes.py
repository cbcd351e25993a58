"""What the stand-in for LogicTrade makes of what is written to it: codes become labels, numbers are given out."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from resolvers.vendors.logictrade import catalogue, records
from resolvers.vendors.logictrade.catalogue import Json, Number
from resolvers.vendors.logictrade.records import Store

BODY = msgspec.json.Decoder(type=dict[str, Any], float_hook=Decimal)
CUSTOMER_WORDS = (
    *("gender", "title", "initials", "firstName", "infix", "lastName", "companyName"),
    *("phoneNumber", "mobileNumber", "email", "remark"),
)
Take = Callable[[Any, Any], Any]
"""(what is said, what was there) -> what is there from now on."""


class Refused(Exception):
    """What is wrong with the body: 400."""


def create(store: Store, text: bytes, unknown_allowed: bool) -> Json:
    """The order, made and kept; nothing is kept where it is refused."""
    body = _body(text)
    salesman, lines = _salesman(body), [_line(store, place, said) for place, said in enumerate(_said_lines(body), 1)]
    said = _object(body.get("customer"))
    unknown_allowed = unknown_allowed or said.get("isUnknown") is True
    customer = _customer(store, said, unknown_allowed)
    blank = _blank(store, customer)
    order = blank | salesman | {"lines": lines, "totalAmount": sum(line["linePrice"] for line in lines)}
    order |= _taken(body, blank)
    _check_delivery(order["delivery"], unknown_allowed)
    store.customers[customer["id"]] = customer
    store.orders[order["id"]] = order
    return order


def update(store: Store, order: Json, text: bytes) -> Json:
    """What is given is changed, the rest stays; nothing is changed where it is refused."""
    order |= _taken(_body(text), order) | {"modifiedDate": records.local(store.now())}
    return order


def _body(text: bytes) -> Json:
    try:
        return BODY.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused("The body is not a JSON object.") from None


def _object(said: Any) -> Json:
    return said if isinstance(said, dict) else {}


def _required(said: Mapping[str, Any], name: str) -> Any:
    if not said.get(name):
        raise Refused(f"{name} is required.")
    return said[name]


def _salesman(body: Json) -> Json:
    username = _required(body, "salesManUserName")
    return {"salesMan": _label(username, catalogue.SALESMEN), "salesManUserName": username}


def _label(code: Any, labels: Mapping[str, str]) -> str:
    if not isinstance(code, str) or code not in labels:
        raise Refused(f"{code} is not one of {', '.join(labels)}.")
    return labels[code]


def _customer(store: Store, said: Json, unknown_allowed: bool) -> Json:
    """One that is known by its id, or a new one, or the unknown one."""
    if "id" in said:
        known = store.customers.get(said["id"]) if isinstance(said["id"], int) else None
        if known is None:
            raise Refused("customer.id is not known.")
        return known
    if any(said.get(name) for name in CUSTOMER_WORDS):
        return _new_customer(store, said)
    if unknown_allowed:
        return store.customers[records.UNKNOWN_CUSTOMER]
    raise Refused("customer is required.")


def _new_customer(store: Store, said: Json) -> Json:
    customer_id, now = next(store.customer_ids), records.local(store.now())
    words = {name: said.get(name) or "" for name in CUSTOMER_WORDS}
    made = {"id": customer_id, "number": f"R{customer_id:09}", **words, "address": said.get("address")}
    return made | {"modifiedDate": now, "createdDate": now}


def _blank(store: Store, customer: Json) -> Json:
    """An order of which nothing is said but for whom."""
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
    """An address is needed unless the customer may be unknown."""
    for name in ("type", "condition") if unknown_allowed else ("type", "condition", "address"):
        _required(delivery, name)


def _said_lines(body: Json) -> list[Any]:
    lines = _required(body, "lines")
    return lines if isinstance(lines, list) else []


def _line(store: Store, place: int, said: Any) -> Json:
    """partPrice is worked out anew from basePartPrice where a discount is given."""
    known = _object(said)
    code = str(_required(known, "code"))
    price, base, discount = (_number(known, name) for name in ("partPrice", "basePartPrice", "discount"))
    if base is None or discount is None:
        base = price if price is not None else base
    made = catalogue.line(
        next(store.line_ids),
        known.get("lineNumber") or 10 * place,
        code,
        1 if _number(known, "quantity") is None else known["quantity"],
        catalogue.price(code) if base is None else base,
        discount or 0,
    )
    taken = {name: known[name] for name in ("description", "configuration") if known.get(name) is not None}
    return made | taken | {"comment": _merged(known.get("comment"), made["comment"])}


def _number(said: Json, name: str) -> Number:
    number = said.get(name)
    if number is not None and (isinstance(number, bool) or not isinstance(number, (int, Decimal))):
        raise Refused(f"{name} is not a number.")
    return number


def _taken(body: Json, was: Json) -> Json:
    return {name: take(body[name], was.get(name)) for name, take in TAKEN.items() if name in body}


def _text(said: Any, was: Any) -> str:
    return str(said or "")


def _status(said: Any, was: str) -> str:
    return str(said).capitalize() if said else was


def _time(said: Any, was: Any) -> str | None:
    """Zoneless, as it is read."""
    if said is None:
        return None
    try:
        at = datetime.fromisoformat(str(said))
    except ValueError:
        raise Refused(f"{said} is not a date.") from None
    return records.local(at if at.tzinfo else at.replace(tzinfo=records.ZONE))


def _origin(said: Any, was: Any) -> Json | None:
    code = _object(said).get("code")
    return _labelled(code, catalogue.ORIGINS) if code else was


def _terms(said: Any, was: Any) -> Json | None:
    return _labelled(said, catalogue.PAYMENT_CONDITIONS) if said else None


def _labelled(code: Any, labels: Mapping[str, str]) -> Json:
    _label(code, labels)
    return catalogue.labelled(code, labels)


def _merged(said: Any, was: Json) -> Json:
    return was | {name: _text(word, "") for name, word in _object(said).items() if name in was}


def _delivery(said: Any, was: Json) -> Json:
    given = _object(said)
    return was | {name: take(given[name], was.get(name)) for name, take in DELIVERY.items() if name in given}


def _payments(said: Any, was: Any) -> list[Json]:
    return [payment for payment in said or [] if isinstance(payment, dict)]


DELIVERY: dict[str, Take] = {
    "type": lambda said, was: _label(said, catalogue.DELIVERY_TYPES),
    "condition": lambda said, was: _label(said, catalogue.DELIVERY_CONDITIONS),
    "expectedDate": _time,
    "address": lambda said, was: _object(said) or was,
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
