"""The total order of a list: by sort value, nulls last; then by backend id and vendor id, both always ascending."""

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
"""A sort value as a cursor holds it: instants as microseconds since 1970, strings as they are."""


def micros(instant: datetime) -> int:
    return (instant - EPOCH) // MICROSECOND


EARLIEST, LATEST = (micros(end.replace(tzinfo=UTC)) for end in (datetime.min, datetime.max))
DAY = 86_400_000_000


@total_ordering
@dataclass(frozen=True, slots=True)
class Downward:
    """A string that sorts in descending order."""

    text: str

    def __lt__(self, other: "Downward") -> bool:
        return self.text > other.text


class Key(NamedTuple):
    """A row's position in a list. Keys compare in list order."""

    is_null: bool
    rank: Any
    backend: str
    vendor_id: str

    @property
    def group(self) -> tuple[bool, Any]:
        """Equal for rows with equal sort values."""
        return (self.is_null, self.rank)


@dataclass(frozen=True, slots=True)
class Ordering:
    """A list's sort field and direction. `attribute`: read in place of the field's own attribute unless ""."""

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
        """Microseconds since 1970, in the range of datetime; None is allowed, for an unknown instant."""
        return value is None or (isinstance(value, int) and EARLIEST - DAY <= value <= LATEST + DAY)

    def plain(self, thing: Any) -> Plain:
        value = getattr(thing, self.attribute or ATTRIBUTE[self.by])
        return micros(value) if isinstance(value, datetime) else value

    def key(self, thing: Any) -> Key:
        return self.at(self.plain(thing), thing.backend.id, thing.vendor_id)

    def at(self, value: Plain, backend: str, vendor_id: str) -> Key:
        return Key(value is None, self._rank(value), backend, vendor_id)

    def plain_of(self, key: Key) -> Plain:
        """The sort value that a key was made from."""
        if key.is_null:
            return None
        if isinstance(key.rank, Downward):
            return key.rank.text
        rank: int | str = key.rank
        return rank if isinstance(rank, str) or self.direction is SortDirection.ASC else -rank

    def instant_of(self, key: Key) -> datetime:
        """The instant that a key was made from. The key must not be null."""
        since = self.plain_of(key)
        assert isinstance(since, int)
        # An instant on datetime's first or last day, in another time zone, can be out of range in UTC.
        return EPOCH + timedelta(microseconds=max(EARLIEST, min(since, LATEST)))

    def _rank(self, value: Plain) -> Any:
        if value is None:
            return 0
        if self.direction is SortDirection.ASC:
            return value
        return Downward(value) if isinstance(value, str) else -value
