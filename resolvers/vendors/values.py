"""What vendors write, as values: decimal strings, cents, doubles, epoch strings, naive times. Pure.

An empty string is nothing said: None. What can't be read as what it should be is None too; the vendor's own bytes stay
in `raw`.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Context, Decimal, InvalidOperation
from typing import TypeVar
from zoneinfo import ZoneInfo

from schema.status import OrderStatus, Progress

T = TypeVar("T")
Text = str | int | None
"""Text in a vendor's JSON: some write a number in its place."""

EXACT = Context(prec=400)
PROGRESS = {"none": Progress.NONE, "partial": Progress.PARTIAL, "complete": Progress.COMPLETE}


def text(value: Text) -> str | None:
    """Without the blanks around it; an empty one is None, a number its digits."""
    return None if value is None else str(value).strip() or None


def decimal(value: str | Decimal | int | None) -> Decimal | None:
    """Finite, with the digits as written."""
    try:
        number = None if value is None else Decimal(value)
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def cents(value: int | None) -> Decimal | None:
    """10000 is 100.00."""
    return None if value is None else Decimal(value).scaleb(-2, EXACT)


def percent(value: Decimal | None) -> Decimal | None:
    """A rate that may be a fraction: below 1 it is one (0.1 is 10 per cent), from 1 on it is per cent."""
    return value.scaleb(2, EXACT) if value is not None and 0 < abs(value) < 1 else value


def product(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """Exact; None where either is."""
    return None if left is None or right is None else EXACT.multiply(left, right)


def difference(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """Exact; None where either is."""
    return None if left is None or right is None else EXACT.subtract(left, right)


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The exact sum; None where one is missing, or where there is none."""
    summed: Decimal | None = None
    for value in values:
        if value is None:
            return None
        summed = value if summed is None else EXACT.add(summed, value)
    return summed


def instant(value: str | None, zone: ZoneInfo) -> datetime | None:
    """A time without a zone, or a day alone (its midnight), is read in `zone`."""
    try:
        read = datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
    return read if read is None or read.tzinfo else read.replace(tzinfo=zone)


def day(value: str | None, zone: ZoneInfo) -> date | None:
    """The calendar day in `zone`: of a day alone itself, of an instant the day it falls on there."""
    read = instant(value, zone)
    try:
        return read.astimezone(zone).date() if read else None
    except OverflowError:  # The year 9999's last hours, which stand for "never", end in the year 10000 elsewhere.
        return None


def epoch(value: str | int | None) -> datetime | None:
    """Seconds since 1970, in a string or not."""
    try:
        return None if value in (None, "") else datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def is_day(value: str | None) -> bool:
    """Whether it is a day alone, so that no instant is known."""
    return value is not None and len(value) == 10


def progress(value: str | None) -> Progress | None:
    """none, partial, complete."""
    return PROGRESS.get(value.casefold()) if value else None


def distinct_words(meanings: Mapping[str, T]) -> dict[str, T]:
    """One of each of the words that differ only in case: with the first one's spelling, and the last one's meaning."""
    spellings = {word.casefold(): word for word in reversed([*meanings])}
    return {spellings[word.casefold()]: meaning for word, meaning in meanings.items()}


def delivery_status(status: OrderStatus) -> Progress | None:
    """Of a vendor without a delivery status of its own: COMPLETE for a delivered order, else unknown."""
    return Progress.COMPLETE if status is OrderStatus.DELIVERED else None
