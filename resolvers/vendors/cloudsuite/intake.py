"""What the stand-in takes: orders posted, replaced and changed, with the errors that it answers."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from resolvers.vendors.cloudsuite.records import Kept, Record, Store, stamp

STATES = ("draft", "quotation", "confirmed", "processing", "done", "cancel")
OFFLINE_STATES = ("processing", "done")
NEEDED = ("erp_order_number", "state", "order_date", "currency", "order_lines")
LINE_NEEDED = ("product", "description", "type", "quantity", "erp_line_number", "unit_price")
POINTERS = {"shipment_address": "address", "invoice_address": "address", "customer": "customer"}
"""What is given by its id, or under `…_key` by its key, and where it is kept."""
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
    """Their answer's status and body."""

    def __init__(self, errors: Record, status: int = 400) -> None:
        super().__init__(errors)
        self.errors = errors
        self.status = status


def read(body: bytes) -> Record:
    try:
        said = DECODER.decode(body)
    except msgspec.DecodeError:
        raise Refused({"detail": "JSON parse error"}) from None
    if not isinstance(said, dict):
        raise Refused({"non_field_errors": ["Invalid data. Expected a dictionary."]})
    return said


def created(store: Store, said: Record) -> Kept:
    """An offline order: brought in from elsewhere, never sold in the shop. Once only, by its key and ERP number."""
    _refuse_unless_whole(store, said, OFFLINE_STATES)
    _refuse_if_there(store, said)
    return _new(store, store.next_id(), said)


def replaced(store: Store, order_id: int, said: Record) -> Kept:
    """All of it: what is not given is gone. An order that is not there is made."""
    if order_id < 0:
        raise Refused({"detail": "Not found."}, 404)
    _refuse_unless_whole(store, said, STATES)
    kept = store.by_id.get(order_id)
    if kept is None:
        return _new(store, order_id, said)
    its_own = {name: kept.record[name] for name in ("id", "reference", "create_date")}
    kept.record = {**_whole(store, said), **its_own, "modified_date": stamp(store.now())}
    return kept


def changed(store: Store, kept: Kept, said: Record) -> Kept:
    """Only what is given."""
    _refuse(_errors(store, said, STATES))
    now = store.now()
    kept.record = {**kept.record, **_given(store, said), "modified_date": stamp(now)}
    kept.confirmed = kept.confirmed or (now if said.get("state") == "confirmed" else None)
    return kept


def _new(store: Store, order_id: int, said: Record) -> Kept:
    now = store.now()
    its_own = {"id": order_id, "reference": f"CS{order_id - 1}", "create_date": stamp(now), "modified_date": stamp(now)}
    record = {**_whole(store, said), **its_own}
    kept = Kept(record, confirmed=now, key=said.get("key"), is_offline=True)
    store.add(kept)
    return kept


def _whole(store: Store, said: Record) -> Record:
    return {**DEFAULTS, **_given(store, said)}


def _given(store: Store, said: Record) -> Record:
    given = {name: said[name] for name in WRITABLE if name in said and name not in POINTERS}
    if "order_lines" in said:
        given["order_lines"] = [_line(store, line) for line in said["order_lines"]]
    if "paid_amount" in said:
        given["paid_amount"] = str(said["paid_amount"])
    for name in POINTERS:
        if _points(said, name):
            thing = _found(store, said, name)
            given[name] = thing["id"]
            given[f"{name}_key"] = {"key": thing["key"], "origin": thing["origin"]}
    return given


def _line(store: Store, said: Record) -> Record:
    stamped = stamp(store.now())
    return {
        "id": said.get("id") or next(store.line_ids),
        **{name: said[name] for name in LINE_NEEDED},
        "unit_price": str(said["unit_price"]),
        "delivery_date": said.get("delivery_date"),
        "tax_keys": said.get("tax_keys", []),
        "create_date": stamped,
        "modified_date": stamped,
    }


# ---------------------------------------------------------------- what is wrong with it


def _refuse(errors: Record) -> None:
    if errors:
        raise Refused(errors)


def _refuse_unless_whole(store: Store, said: Record, states: tuple[str, ...]) -> None:
    missing: Record = {name: REQUIRED for name in NEEDED if name not in said}
    missing |= {name: REQUIRED for name in POINTERS if name != "customer" and not _points(said, name)}
    _refuse(missing | _errors(store, said, states))


def _refuse_if_there(store: Store, said: Record) -> None:
    if said.get("key") in store.by_key:
        raise Refused({"key": ["order with this key already exists."]}, 409)
    if any(kept.record["erp_order_number"] == said["erp_order_number"] for kept in store.orders):
        raise Refused({"erp_order_number": ["order with this erp_order_number already exists."]}, 409)


def _errors(store: Store, said: Record, states: tuple[str, ...]) -> Record:
    errors: Record = {name: [problem] for name, problem in _problems(said, states) if name in said}
    if isinstance(said.get("order_lines"), list):
        lines = [_line_errors(line) for line in said["order_lines"]]
        errors |= {"order_lines": lines} if any(lines) else {}
    for name in POINTERS:
        if _points(said, name) and not _found(store, said, name):
            errors[name] = ["Object does not exist."]
    return errors


def _problems(said: Record, states: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if said.get("state") not in states:
        yield "state", f'"{said.get("state")}" is not a valid choice.'
    if not isinstance(said.get("order_lines"), list):
        yield "order_lines", "Expected a list of items."
    if not _reads(date.fromisoformat, said.get("order_date")):
        yield "order_date", "Date has wrong format. Use one of these formats instead: YYYY-MM-DD."
    if not _reads(Decimal, said.get("paid_amount")):
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


def _points(said: Record, name: str) -> bool:
    return said.get(name) is not None or said.get(f"{name}_key") is not None


def _found(store: Store, said: Record, name: str) -> Record:
    """Empty where there is none."""
    things = store.things[POINTERS[name]]
    own, way = said.get(name), said.get(f"{name}_key") or {}
    thing = things.by_key.get((str(way.get("origin")), str(way.get("key")))) if own is None else things.by_id.get(own)
    return thing.record if thing else {}
