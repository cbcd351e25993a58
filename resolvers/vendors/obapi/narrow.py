"""The conditions on orders that OBAPI applies itself, as its query parameters. Pure."""

from bisect import bisect_left
from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from resolvers.vendors.listing import Narrowed, OrderFilter, Span
from schema.status import OrderStatus

FILTERS = frozenset({"statuses", "vendor_statuses", "ordered_at"})
ALL_DAYS = range(1, date.max.toordinal() + 1)
NOTHING: frozenset[str] = frozenset()

Pushed = tuple[list[dict[str, str]], frozenset[str]]
"""The parameters of each list to request, and the conditions that they apply exactly."""


def orders(where: OrderFilter, words: Mapping[str, OrderStatus], zone: ZoneInfo) -> Narrowed:
    """`words`: the vendor's statuses and their meanings. Each takes a list of its own: a list filters by one status."""
    statuses, by_status = _by_status(where, words)
    days, by_day = _by_day(where.ordered_at, zone)
    return Narrowed(asks=tuple(status | day for status in statuses for day in days), exact=by_status | by_day)


def _by_status(where: OrderFilter, words: Mapping[str, OrderStatus]) -> Pushed:
    """Not if an unmapped status can match, because its word is not known."""
    statuses, vendor_statuses = where.statuses, where.vendor_statuses
    are_words_known = vendor_statuses is not None and vendor_statuses <= words.keys()
    are_statuses_mapped = statuses is not None and OrderStatus.UNKNOWN not in statuses
    if not are_words_known and not are_statuses_mapped:
        return [{}], NOTHING
    params = [
        {"status": word}
        for word, status in words.items()
        if (vendor_statuses is None or word in vendor_statuses) and (statuses is None or status in statuses)
    ]
    return params, where.asked() & {"statuses", "vendor_statuses"}


def _by_day(span: Span | None, zone: ZoneInfo) -> Pushed:
    """The days whose midnight in `zone` lies within the span: an order counts as placed at midnight."""
    if span is None or (span.start is None and span.end is None):
        return [{}], NOTHING
    days = _days_within(span, zone)
    if not days:
        return [], frozenset({"ordered_at"})
    params = {}
    if span.start:
        params["date_start"] = date.fromordinal(days[0]).isoformat()
    if span.end:
        params["date_end"] = date.fromordinal(days[-1]).isoformat()
    return [params], frozenset({"ordered_at"})


def _days_within(span: Span, zone: ZoneInfo) -> range:
    """As ordinals."""
    lower = Span(start=span.start, open_start=span.open_start)
    upper = Span(end=span.end, open_end=span.open_end)
    first = bisect_left(ALL_DAYS, True, key=lambda day: lower.holds(_midnight(day, zone)))
    beyond = bisect_left(ALL_DAYS, True, key=lambda day: not upper.holds(_midnight(day, zone)))
    return ALL_DAYS[first:beyond]


def _midnight(day: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(date.fromordinal(day), time(), zone)
