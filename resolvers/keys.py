"""The total order of a list: (sort value, backend id, vendor id), the last two always ascending, nulls last."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import total_ordering
from typing import Any, NamedTuple

from schema.sort import CustomerSortField, OrderSortField, SortDirection

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
ATTRIBUTE: dict[object, str] = {
    OrderSortField.ORDERED_AT: "ordered_at",
    OrderSortField.CREATED_AT: "created_at",
    OrderSortField.UPDATED_AT: "updated_at",
    OrderSortField.NUMBER: "number",
    CustomerSortField.NAME: "name",
    CustomerSortField.NUMBER: "number",
}

Plain = int | str | None
"""A sort value as a cursor holds it: microseconds since 1970 for an instant, a string as it is."""


def micros(instant: datetime) -> int:
    return (instant - EPOCH) // MICROSECOND


EARLIEST, LATEST = (micros(end.replace(tzinfo=UTC)) for end in (datetime.min, datetime.max))
DAY = 86_400_000_000


@total_ordering
@dataclass(frozen=True, slots=True)
class Downward:
    """A string in a descending list."""

    text: str

    def __lt__(self, other: "Downward") -> bool:
        return self.text > other.text


class Key(NamedTuple):
    """Where a row stands. Keys compare as rows are listed."""

    is_null: bool
    rank: Any
    backend: str
    vendor_id: str

    @property
    def group(self) -> tuple[bool, Any]:
        """Equal for rows of equal sort value."""
        return (self.is_null, self.rank)


@dataclass(frozen=True, slots=True)
class Ordering:
    """What a list is sorted by, and which way. `attribute`: what is read in place of the field's own; "" for none."""

    by: OrderSortField | CustomerSortField
    direction: SortDirection
    attribute: str = ""

    @property
    def sort(self) -> tuple[OrderSortField | CustomerSortField, SortDirection]:
        return self.by, self.direction

    @property
    def is_by_time(self) -> bool:
        return ATTRIBUTE[self.by].endswith("_at")

    def fits(self, value: Plain) -> bool:
        """Whether it can be a sort value of this list."""
        return self.is_instant(value) if self.is_by_time else not isinstance(value, int)

    @staticmethod
    def is_instant(value: Plain) -> bool:
        """None counts as one that is not known."""
        return value is None or (isinstance(value, int) and EARLIEST - DAY <= value <= LATEST + DAY)

    def plain(self, thing: Any) -> Plain:
        value = getattr(thing, self.attribute or ATTRIBUTE[self.by])
        return micros(value) if isinstance(value, datetime) else value

    def key(self, thing: Any) -> Key:
        return self.at(self.plain(thing), thing.backend.id, thing.vendor_id)

    def at(self, value: Plain, backend: str, vendor_id: str) -> Key:
        return Key(value is None, self._rank(value), backend, vendor_id)

    def plain_of(self, key: Key) -> Plain:
        """The sort value that a key was made of."""
        if key.is_null:
            return None
        if isinstance(key.rank, Downward):
            return key.rank.text
        rank: int | str = key.rank
        return rank if isinstance(rank, str) or self.direction is SortDirection.ASC else -rank

    def instant_of(self, key: Key) -> datetime:
        """The instant that a key was made of; the key's value is not null."""
        since = self.plain_of(key)
        assert isinstance(since, int)
        # A first or last day of all days, in a zone of its own, may have no name in UTC.
        return EPOCH + timedelta(microseconds=max(EARLIEST, min(since, LATEST)))

    def _rank(self, value: Plain) -> Any:
        if value is None:
            return 0
        if self.direction is SortDirection.ASC:
            return value
        return Downward(value) if isinstance(value, str) else -value
