"""The conditions on orders that CloudSuite applies itself, as its query parameters. Pure.

`state` takes one status, so several take a list each; `reference` takes a whole number. Both match exactly, so the
gateway need not check the rows. No order has an empty state, or a number that is empty or padded with spaces.
"""

from collections.abc import Mapping

from resolvers.vendors import values
from resolvers.vendors.listing import Narrowed, OrderFilter
from schema.status import OrderStatus

FILTERS = frozenset({"statuses", "vendor_statuses", "number"})
MOST_STATES = 20
"""With more of them, the whole list is read and filtered: the number of calls must not be the client's to choose."""

Meanings = Mapping[str, OrderStatus]
"""The vendor's words, case-folded, and their meanings."""


def narrow(where: OrderFilter, statuses: Mapping[str, OrderStatus]) -> Narrowed:
    """`statuses`: the vendor's words and their meanings; of two that differ only in case, the later one's counts."""
    number = _number(where.number)
    words = _words(where, statuses)
    if number is None or _matches_nothing(where):
        return Narrowed(asks=(), exact=where.asked() & FILTERS)
    if words is None or len(words) > MOST_STATES:
        return Narrowed(asks=(number,), exact=where.asked() & {"number"})
    asks = tuple({"state": word, **number} for word in sorted(words))
    return Narrowed(asks=asks, exact=where.asked() & FILTERS)


def _number(number: str | None) -> dict[str, str] | None:
    """None if no order can have this number."""
    if number is None:
        return {}
    return {"reference": number} if values.text(number) == number else None


def _matches_nothing(where: OrderFilter) -> bool:
    return any(ids is not None and not ids for ids in (where.ids, where.customer_ids))


def _words(where: OrderFilter, statuses: Mapping[str, OrderStatus]) -> list[str] | None:
    """The states to request; None: all, because UNKNOWN covers every word that is not mapped."""
    if where.vendor_statuses is not None:
        meanings = {word.casefold(): status for word, status in statuses.items()}
        return [word for word in where.vendor_statuses if word and _may_match(word, where, meanings)]
    if where.statuses is None or OrderStatus.UNKNOWN in where.statuses:
        return None
    return [word for word, status in values.distinct_words(statuses).items() if status in where.statuses]


def _may_match(word: str, where: OrderFilter, meanings: Meanings) -> bool:
    return where.statuses is None or meanings.get(word.casefold(), OrderStatus.UNKNOWN) in where.statuses
