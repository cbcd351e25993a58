"""What the stand-in keeps: orders, shipments and invoices, each in the orders that the vendor sorts by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

from resolvers.vendors.obapi import records
from resolvers.vendors.obapi.records import Record


class Kept:
    """Records of one kind. `day`: the field that dates sort and filter by; `columns`: what a list row shows."""

    def __init__(self, made: Iterable[Record], day: str, statuses: Sequence[str], columns: Sequence[str]) -> None:
        self.day = day
        self.statuses = statuses
        self._columns = columns
        self._by_id = {record["id"]: record for record in made}
        self._sorted: dict[str, list[Record]] = {}

    def __len__(self) -> int:
        return len(self._by_id)

    def all(self) -> list[Record]:
        return list(self._by_id.values())

    def get(self, vendor_id: str) -> Record | None:
        return self._by_id.get(vendor_id)

    def put(self, record: Record) -> None:
        self._by_id[record["id"]] = record
        self._sorted.clear()

    def drop(self, vendor_id: str) -> None:
        del self._by_id[vendor_id]
        self._sorted.clear()

    def sorted_by(self, sort: str) -> list[Record]:
        """date_asc, date_desc, ref_asc or ref_desc."""
        if sort not in self._sorted:
            field, _, direction = sort.partition("_")
            key = self.day if field == "date" else "ref"
            self._sorted[sort] = sorted(self.all(), key=lambda record: str(record[key]), reverse=direction == "desc")
        return self._sorted[sort]

    def show(self, *columns: str) -> None:
        """In list rows from now on, beside what they show anyway: servers differ."""
        self._columns = (*self._columns, *(column for column in columns if column not in self._columns))

    def row(self, record: Record) -> Record:
        return {column: record[column] for column in self._columns}


@dataclass
class Store:
    orders: Kept
    shipments: Kept
    invoices: Kept


def made(orders: int, per_day: int) -> Store:
    kept = records.orders(orders, per_day)
    money = ("total_excl_tax", "total_vat", "total_incl_tax")
    return Store(
        orders=Kept(
            kept,
            "date_order",
            ("draft", "validated", "in_progress", "delivered", "cancelled"),
            ("id", "ref", "customer_ref", "date_order", "status", "is_billed", *money),
        ),
        shipments=Kept(
            records.shipments(kept),
            "date_shipment",
            ("draft", "validated", "closed"),
            ("id", "ref", "customer_ref", "date_shipment", "status", "order_ref"),
        ),
        invoices=Kept(
            records.invoices(kept),
            "date_invoice",
            ("draft", "validated", "paid", "abandoned"),
            ("id", "ref", "customer_ref", "date_invoice", "date_due", "status", *money),
        ),
    )


def mixed(rows: Sequence[Record], start: int, stop: int, day: str, chance: Random) -> list[Record]:
    """rows[start:stop], had the rows of each day been shuffled among themselves. Looks at no other days."""
    low, high = min(start, len(rows)), min(stop, len(rows))
    if low == high:
        return []
    while low and rows[low - 1][day] == rows[low][day]:
        low -= 1
    while high < len(rows) and rows[high][day] == rows[high - 1][day]:
        high += 1
    days = (list(group) for _, group in groupby(rows[low:high], key=lambda row: row[day]))
    shuffled = [row for group in days for row in chance.sample(group, len(group))]
    return shuffled[start - low : stop - low]
