"""What we say to CloudSuite's list: the conditions that it can apply itself. Pure.

`state` takes one word, so several are several lists; `reference` finds the whole number. Both match exactly, so
nothing is left for the gateway to look at. No order has an empty state, or an empty or padded number.
"""

from collections.abc import Iterable, Mapping

from resolvers.vendors import values
from resolvers.vendors.listing import Narrowed, OrderFilter
from schema.status import OrderStatus

FILTERS = frozenset({"statuses", "vendor_statuses", "number"})

Meanings = Mapping[str, OrderStatus]
"""The vendor's words, case folded, and what they mean."""


def narrow(where: OrderFilter, statuses: Mapping[str, OrderStatus]) -> Narrowed:
    """`statuses` maps the vendor's words; where two differ in case alone, the later one says what both mean."""
    number = _number(where.number)
    words = _words(where, statuses)
    if number is None or _asks_for_nobody(where):
        return Narrowed(asks=(), exact=where.asked() & FILTERS)
    if words is None:
        return Narrowed(asks=(number,), exact=where.asked() & {"number"})
    asks = tuple({"state": word, **number} for word in sorted(words))
    return Narrowed(asks=asks, exact=where.asked() & FILTERS)


def _number(number: str | None) -> dict[str, str] | None:
    """None where no order can have it."""
    if number is None:
        return {}
    return {"reference": number} if values.text(number) == number else None


def _asks_for_nobody(where: OrderFilter) -> bool:
    return any(ids is not None and not ids for ids in (where.ids, where.customer_ids))


def _words(where: OrderFilter, statuses: Mapping[str, OrderStatus]) -> Iterable[str] | None:
    """The states to ask for; None: whatever the state, for UNKNOWN is any word that we do not know."""
    meanings = {word.casefold(): status for word, status in statuses.items()}
    if where.vendor_statuses is not None:
        return [word for word in where.vendor_statuses if word and _may_be(word, where, meanings)]
    if where.statuses is None or OrderStatus.UNKNOWN in where.statuses:
        return None
    spelled = {word.casefold(): word for word in reversed(list(statuses))}
    return [spelled[folded] for folded, status in meanings.items() if status in where.statuses]


def _may_be(word: str, where: OrderFilter, meanings: Meanings) -> bool:
    return where.statuses is None or meanings.get(word.casefold(), OrderStatus.UNKNOWN) in where.statuses
