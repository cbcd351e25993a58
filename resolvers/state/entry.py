"""A record as the stores keep it: JSON, and the columns it is looked up by. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from resolvers.state.record import Record, Slot

ENCODER = msgspec.json.Encoder()
RECORDS = msgspec.json.Decoder(Record)


@dataclass(frozen=True)
class Entry:
    """`until`: milliseconds since 1970. `natural`: the natural key, None without one. `made`: the order, if known.

    Equal `natural`: a lookup at the vendor can't tell the records apart. Equal `made`: they made the same order.
    """

    slot: str
    version: str
    is_in_doubt: bool
    until: int
    natural: str | None
    made: str | None
    record: bytes


def entry(record: Record, vendor_id: str | None = None) -> Entry:
    """`vendor_id`: for an entry as if the record had made this order."""
    return Entry(
        slot_name(record.slot),
        record.version,
        record.is_in_doubt,
        milliseconds(record.until),
        _natural_name(record),
        _order_name(record, vendor_id or record.vendor_id),
        ENCODER.encode(record),
    )


def decoded(found: bytes | None) -> Record | None:
    return None if found is None else RECORDS.decode(found)


def by_age(found: Iterable[bytes]) -> list[Record]:
    """Oldest first."""
    return sorted(map(RECORDS.decode, found), key=lambda record: (record.began, record.slot.key))


def slot_name(slot: Slot) -> str:
    return ENCODER.encode(slot).decode()


def milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)


def _natural_name(record: Record) -> str | None:
    if record.natural is None:
        return None
    return ENCODER.encode([record.slot.backend, record.natural.name, record.natural.value]).decode()


def _order_name(record: Record, vendor_id: str | None) -> str | None:
    return vendor_id and ENCODER.encode([record.slot.backend, vendor_id]).decode()
