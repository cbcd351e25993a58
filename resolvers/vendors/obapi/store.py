"""The sandbox's orders, shipments and invoices, sorted as OBAPI sorts them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

from resolvers.vendors.obapi import records
from resolvers.vendors.obapi.records import Record


class Table:
    """Records of one kind. `day`: the date field to sort and filter by; `columns`: the fields of a list row."""

    def __init__(self, rows: Iterable[Record], day: str, statuses: Sequence[str], columns: Sequence[str]) -> None:
        self.day = day
        self.statuses = statuses
        self._columns = columns
        self._by_id = {record["id"]: record for record in rows}
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
        """Adds fields to the list rows, as some servers do."""
        self._columns = (*self._columns, *(column for column in columns if column not in self._columns))

    def row(self, record: Record) -> Record:
        return {column: record[column] for column in self._columns}


@dataclass
class Store:
    orders: Table
    shipments: Table
    invoices: Table


def filled(how_many: int, per_day: int) -> Store:
    orders = records.orders(how_many, per_day)
    money = ("total_excl_tax", "total_vat", "total_incl_tax")
    return Store(
        orders=Table(
            orders,
            "date_order",
            ("draft", "validated", "in_progress", "delivered", "cancelled"),
            ("id", "ref", "customer_ref", "date_order", "status", "is_billed", *money),
        ),
        shipments=Table(
            records.shipments(orders),
            "date_shipment",
            ("draft", "validated", "closed"),
            ("id", "ref", "customer_ref", "date_shipment", "status", "order_ref"),
        ),
        invoices=Table(
            records.invoices(orders),
            "date_invoice",
            ("draft", "validated", "paid", "abandoned"),
            ("id", "ref", "customer_ref", "date_invoice", "date_due", "status", *money),
        ),
    )


def mixed(rows: Sequence[Record], start: int, stop: int, day: str, chance: Random) -> list[Record]:
    """rows[start:stop] after shuffling the rows of each day. Shuffles only the days that the slice touches."""
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
