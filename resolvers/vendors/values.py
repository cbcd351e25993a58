"""Reads values in vendors' JSON: decimal strings, cents, floats, Unix time, times without a zone. Pure.

An empty string is None, and so is a value that can't be read; `raw` still has what the vendor sent.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Clamped, Context, Decimal, DecimalException, InvalidOperation, Overflow, Rounded, Subnormal
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

from msgspec import Meta

from schema.status import OrderStatus, Progress

T = TypeVar("T")
Text = str | int | None
"""Text in a vendor's JSON; some vendors send a number instead."""
Id = Annotated[str, Meta(min_length=1)] | int
"""A record's id: a number, or a text that is not empty."""

SENSIBLE = Context(prec=50, Emin=-50, Emax=50, traps=[InvalidOperation, Overflow, Subnormal, Rounded, Clamped])
"""Raises for a number beyond these: 1e999999999 is ten bytes of JSON, and a gigabyte without an exponent."""
EXACT = Context(prec=400)
"""Precise enough that no sum or product of SENSIBLE amounts is rounded."""


def text(value: Text) -> str | None:
    """Stripped; None if empty. A number becomes a string."""
    return None if value is None else str(value).strip() or None


def decimal(value: str | Decimal | int | None) -> Decimal | None:
    """With the digits as written; None if it is not a finite number, or has more than fifty digits."""
    try:
        number = None if value is None else SENSIBLE.create_decimal(value)
    except DecimalException:
        return None
    return number if number is not None and number.is_finite() else None


def cents(value: int | None) -> Decimal | None:
    """An amount in cents: 10000 is 100.00."""
    number = decimal(value)
    return None if number is None else number.scaleb(-2, EXACT)


def percent(value: Decimal | None) -> Decimal | None:
    """A rate as a percentage. A value between -1 and 1 is a fraction: 0.1 is 10 %."""
    return value.scaleb(2, EXACT) if value is not None and 0 < abs(value) < 1 else value


def product(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """Exact; None if either is None."""
    return None if left is None or right is None else EXACT.multiply(left, right)


def difference(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """Exact; None if either is None."""
    return None if left is None or right is None else EXACT.subtract(left, right)


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The exact sum; None if any value is None, or there are no values."""
    summed: Decimal | None = None
    for value in values:
        if value is None:
            return None
        summed = value if summed is None else EXACT.add(summed, value)
    return summed


def instant(value: str | None, zone: ZoneInfo) -> datetime | None:
    """`zone` applies to a time without a zone, and to a date alone, which means its midnight."""
    try:
        read = datetime.fromisoformat(value) if value else None
    except ValueError:
        return None
    return read if read is None or read.tzinfo else read.replace(tzinfo=zone)


def day(value: str | None, zone: ZoneInfo) -> date | None:
    """The date in `zone` of an instant, or the date alone."""
    return day_of(instant(value, zone), zone)


def day_of(moment: datetime | None, zone: ZoneInfo) -> date | None:
    """The instant's date in `zone`."""
    try:
        return moment.astimezone(zone).date() if moment else None
    except OverflowError:  # 9999-12-31, which vendors use for "never", may be in the year 10000 in `zone`.
        return None


def epoch(value: str | int | None) -> datetime | None:
    """From Unix time in seconds, as a number or a string."""
    try:
        return None if value in (None, "") else datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def is_day(value: str | None) -> bool:
    """Whether it is a date alone, so that the instant is unknown."""
    return value is not None and len(value) == 10


def distinct_words(meanings: Mapping[str, T]) -> dict[str, T]:
    """Merges words that differ only in case: with the spelling of the first, and the meaning of the last."""
    spellings = {word.casefold(): word for word in reversed([*meanings])}
    return {spellings[word.casefold()]: meaning for word, meaning in meanings.items()}


def delivery_status(status: OrderStatus) -> Progress | None:
    """For a vendor without a delivery status: COMPLETE for a delivered order; otherwise unknown, None."""
    return Progress.COMPLETE if status is OrderStatus.DELIVERED else None
