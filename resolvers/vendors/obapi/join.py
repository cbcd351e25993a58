"""Which shipments and invoices are whose: the vendor ties them to orders by refs alone. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from resolvers.vendors import decode, values
from resolvers.vendors.obapi.answers import RowSaid
from resolvers.vendors.reading import Reading
from schema.link import Relation

BEFORE = timedelta(days=90)
"""An invoice may come so long after its order that it is dated after another one's."""


@dataclass(frozen=True, slots=True)
class Trace:
    """Whose a list's row is. `key`: an order's or an invoice's customer_ref, a shipment's order_ref.

    `row`: its own text, but of an order, of which nothing more is told.
    """

    id: str
    key: str | None
    day: date | None
    row: bytes = b""


ByKey = Mapping[str, Sequence[Trace]]


def order(row: bytes, reading: Reading) -> Trace:
    said = decode.part(reading, row, RowSaid)
    return Trace(str(said.id), values.text(said.customer_ref), reading.day(said.date_order))


def shipment(row: bytes, reading: Reading) -> Trace:
    said = decode.part(reading, row, RowSaid)
    return Trace(str(said.id), values.text(said.order_ref), reading.day(said.date_shipment), row)


def invoice(row: bytes, reading: Reading) -> Trace:
    said = decode.part(reading, row, RowSaid)
    return Trace(str(said.id), values.text(said.customer_ref), reading.day(said.date_invoice), row)


def by_key(traces: Iterable[Trace]) -> ByKey:
    """Those without a key are nobody's."""
    grouped: defaultdict[str, list[Trace]] = defaultdict(list)
    for trace in traces:
        if trace.key:
            grouped[trace.key].append(trace)
    return grouped


def placed(order: Relation[Any], zone: ZoneInfo) -> date | None:
    """The order's day in `zone`."""
    return order.ordered_at.astimezone(zone).date() if order.ordered_at else None


def back(day: date) -> date:
    """From which day on another order could have meant the invoices of one placed on `day`."""
    return day - BEFORE if day - date.min > BEFORE else date.min


def is_sole(order: Relation[Any], day: date, orders: ByKey) -> bool:
    """Whether no other order has its customer_ref, from 90 days before it on."""
    likes = [like for like in orders.get(order.reference or "", ()) if like.day is None or like.day >= back(day)]
    return [like.id for like in likes] == [order.order_id]


def billed(order: Relation[Any], day: date, invoices: ByKey) -> list[Trace]:
    """The invoices that have its customer_ref and are not dated before it."""
    return [bill for bill in invoices.get(order.reference or "", ()) if bill.day and bill.day >= day]
