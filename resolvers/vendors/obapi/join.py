"""Assigns shipments and invoices to orders, which OBAPI links by refs only. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from resolvers.vendors import decode, values
from resolvers.vendors.obapi.answers import RowJson
from resolvers.vendors.reading import Reading
from schema.link import Relation

BEFORE = timedelta(days=90)
"""How long before an order another one may have been placed that could still be invoiced after it."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What of a list row is needed to assign it. `key`: customer_ref of an order or invoice, order_ref of a shipment.

    `row`: its JSON; empty for an order, which is never read further.
    """

    id: str
    key: str | None
    day: date | None
    row: bytes = b""


ByKey = Mapping[str, Sequence[Trace]]


def order(row: bytes, reading: Reading) -> Trace:
    data = decode.part(reading, row, RowJson)
    return Trace(str(data.id), values.text(data.customer_ref), reading.day(data.date_order))


def shipment(row: bytes, reading: Reading) -> Trace:
    data = decode.part(reading, row, RowJson)
    return Trace(str(data.id), values.text(data.order_ref), reading.day(data.date_shipment), row)


def invoice(row: bytes, reading: Reading) -> Trace:
    data = decode.part(reading, row, RowJson)
    return Trace(str(data.id), values.text(data.customer_ref), reading.day(data.date_invoice), row)


def by_key(traces: Iterable[Trace]) -> ByKey:
    """Without those that have no key."""
    grouped: defaultdict[str, list[Trace]] = defaultdict(list)
    for trace in traces:
        if trace.key:
            grouped[trace.key].append(trace)
    return grouped


def placed(order: Relation[Any], zone: ZoneInfo) -> date | None:
    """The day on which the order was placed, in `zone`."""
    return values.day_of(order.ordered_at, zone)


def earliest_rival(day: date) -> date:
    """The first day on which another order could have been placed that has the same invoices as one of `day`."""
    return day - BEFORE if day - date.min > BEFORE else date.min


def is_sole(order: Relation[Any], day: date, orders: ByKey) -> bool:
    """Whether no other order placed from 90 days before it until today has its customer_ref."""
    start = earliest_rival(day)
    with_ref = [each for each in orders.get(order.reference or "", ()) if each.day is None or each.day >= start]
    return [each.id for each in with_ref] == [order.order_id]


def billed(order: Relation[Any], day: date, invoices: ByKey) -> list[Trace]:
    """The invoices with its customer_ref that are not dated before it."""
    return [bill for bill in invoices.get(order.reference or "", ()) if bill.day and bill.day >= day]
