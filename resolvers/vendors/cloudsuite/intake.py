"""Writes to the stand-in: orders created, replaced and changed, and the errors in their bodies."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from resolvers.vendors.cloudsuite.records import Record, Store, StoredOrder, stamp

STATES = ("draft", "quotation", "confirmed", "processing", "done", "cancel")
OFFLINE_STATES = ("processing", "done")
NEEDED = ("erp_order_number", "state", "order_date", "currency", "order_lines")
LINE_NEEDED = ("product", "description", "type", "quantity", "erp_line_number", "unit_price")
REFERENCES = {"shipment_address": "address", "invoice_address": "address", "customer": "customer"}
"""Fields that refer to a record, by its id or in `<field>_key` by its key, with the record's kind."""
DEFAULTS: Record = {
    "customer_order_number": None,
    "description": "",
    "requested_delivery_date": None,
    "paid_amount": "0",
    "customer": None,
    "customer_key": None,
    "webshop": 1,
    "user": None,
}
WRITABLE = (*NEEDED, *DEFAULTS)
REQUIRED = ["This field is required."]
DECODER = msgspec.json.Decoder(float_hook=Decimal)


class Refused(Exception):
    """An error answer: its status and body."""

    def __init__(self, errors: Record, status: int = 400) -> None:
        super().__init__(errors)
        self.errors = errors
        self.status = status


def read(text: bytes) -> Record:
    try:
        body = DECODER.decode(text)
    except msgspec.DecodeError:
        raise Refused({"detail": "JSON parse error"}) from None
    if not isinstance(body, dict):
        raise Refused({"non_field_errors": ["Invalid data. Expected a dictionary."]})
    return body


def created(store: Store, body: Record) -> StoredOrder:
    """An offline order: sold elsewhere. Its key and its ERP number must be new."""
    _refuse_incomplete(store, body, OFFLINE_STATES)
    _refuse_duplicate(store, body)
    return _new(store, store.next_id(), body)


def replaced(store: Store, order_id: int, body: Record) -> StoredOrder:
    """Replaces the whole order: fields that are missing are reset. Creates an order that does not exist."""
    if order_id < 0:
        raise Refused({"detail": "Not found."}, 404)
    _refuse_incomplete(store, body, STATES)
    stored = store.by_id.get(order_id)
    if stored is None:
        return _new(store, order_id, body)
    its_own = {name: stored.record[name] for name in ("id", "reference", "create_date")}
    stored.record = {**_complete(store, body), **its_own, "modified_date": stamp(store.now())}
    return stored


def changed(store: Store, stored: StoredOrder, body: Record) -> StoredOrder:
    """Changes only the fields that are given."""
    _refuse(_errors(store, body, STATES))
    now = store.now()
    stored.record = {**stored.record, **_given(store, body), "modified_date": stamp(now)}
    stored.confirmed = stored.confirmed or (now if body.get("state") == "confirmed" else None)
    return stored


def _new(store: Store, order_id: int, body: Record) -> StoredOrder:
    now = store.now()
    its_own = {"id": order_id, "reference": f"CS{order_id - 1}", "create_date": stamp(now), "modified_date": stamp(now)}
    record = {**_complete(store, body), **its_own}
    stored = StoredOrder(record, confirmed=now, key=body.get("key"), is_offline=True)
    store.add(stored)
    return stored


def _complete(store: Store, body: Record) -> Record:
    return {**DEFAULTS, **_given(store, body)}


def _given(store: Store, body: Record) -> Record:
    given = {name: body[name] for name in WRITABLE if name in body and name not in REFERENCES}
    if "order_lines" in body:
        given["order_lines"] = [_line(store, line) for line in body["order_lines"]]
    if "paid_amount" in body:
        given["paid_amount"] = str(body["paid_amount"])
    return given | _references(store, body)


def _references(store: Store, body: Record) -> Record:
    """Those that are given, each by id and by key."""
    records = {name: _found(store, body, name) for name in REFERENCES if _is_given(body, name)}
    keys = {f"{name}_key": {"key": record["key"], "origin": record["origin"]} for name, record in records.items()}
    return {name: record["id"] for name, record in records.items()} | keys


def _line(store: Store, given: Record) -> Record:
    stamped = stamp(store.now())
    return {
        "id": given.get("id") or next(store.line_ids),
        **{name: given[name] for name in LINE_NEEDED},
        "unit_price": str(given["unit_price"]),
        "delivery_date": given.get("delivery_date"),
        "tax_keys": given.get("tax_keys", []),
        "create_date": stamped,
        "modified_date": stamped,
    }


# ---------------------------------------------------------------- what is wrong with it


def _refuse(errors: Record) -> None:
    if errors:
        raise Refused(errors)


def _refuse_incomplete(store: Store, body: Record, states: tuple[str, ...]) -> None:
    missing: Record = {name: REQUIRED for name in NEEDED if name not in body}
    missing |= {name: REQUIRED for name in REFERENCES if name != "customer" and not _is_given(body, name)}
    _refuse(missing | _errors(store, body, states))


def _refuse_duplicate(store: Store, body: Record) -> None:
    if body.get("key") in store.by_key:
        raise Refused({"key": ["order with this key already exists."]}, 409)
    if any(stored.record["erp_order_number"] == body["erp_order_number"] for stored in store.orders):
        raise Refused({"erp_order_number": ["order with this erp_order_number already exists."]}, 409)


def _errors(store: Store, body: Record, states: tuple[str, ...]) -> Record:
    errors: Record = {name: [problem] for name, problem in _problems(body, states) if name in body}
    if isinstance(body.get("order_lines"), list):
        lines = [_line_errors(line) for line in body["order_lines"]]
        errors |= {"order_lines": lines} if any(lines) else {}
    for name in REFERENCES:
        if _is_given(body, name) and not _found(store, body, name):
            errors[name] = ["Object does not exist."]
    return errors


def _problems(body: Record, states: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if body.get("state") not in states:
        yield "state", f'"{body.get("state")}" is not a valid choice.'
    if not isinstance(body.get("order_lines"), list):
        yield "order_lines", "Expected a list of items."
    if not _reads(date.fromisoformat, body.get("order_date")):
        yield "order_date", "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."
    if not _reads(Decimal, body.get("paid_amount")):
        yield "paid_amount", "A valid number is required."


def _line_errors(line: Any) -> Record:
    if not isinstance(line, dict):
        return {"non_field_errors": ["Invalid data. Expected a dictionary."]}
    errors: Record = {name: REQUIRED for name in LINE_NEEDED if name not in line}
    if line.get("type", "line") != "line":
        errors["type"] = ["Must be line."]
    product = line.get("product")
    if not isinstance(product, dict) or not {"origin", "key"} <= product.keys():
        errors["product"] = ["Needs origin and key."]
    for name in ("quantity", "unit_price"):
        if name in line and not _reads(Decimal, line[name]):
            errors[name] = ["A valid number is required."]
    return errors


def _reads(kind: Callable[[Any], object], value: Any) -> bool:
    try:
        kind(value)
    except (ValueError, TypeError, InvalidOperation):
        return False
    return True


def _is_given(body: Record, name: str) -> bool:
    return body.get(name) is not None or body.get(f"{name}_key") is not None


def _found(store: Store, body: Record, name: str) -> Record:
    """The record referred to; empty if it does not exist."""
    things = store.things[REFERENCES[name]]
    by_id, key = body.get(name), body.get(f"{name}_key") or {}
    if by_id is None:
        thing = things.by_key.get((str(key.get("origin")), str(key.get("key"))))
    else:
        thing = things.by_id.get(by_id)
    return thing.record if thing else {}
