"""Which conditions on orders an OBAPI supplier applies itself, and in which words. Pure."""

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
"""The parameters of each list to ask, and the conditions that these hold exactly."""


def orders(where: OrderFilter, words: Mapping[str, OrderStatus], zone: ZoneInfo) -> Narrowed:
    """`words`: what each of the vendor's status words means. One ask a word, for the vendor takes but one."""
    statuses, by_status = _by_status(where, words)
    days, by_day = _by_day(where.ordered_at, zone)
    return Narrowed(asks=tuple(status | day for status in statuses for day in days), exact=by_status | by_day)


def _by_status(where: OrderFilter, words: Mapping[str, OrderStatus]) -> Pushed:
    """Only where no word but the known ones can match: what an unknown word may be can't be asked for."""
    meant, named = where.statuses, where.vendor_statuses
    is_known = named is not None and named <= words.keys()
    is_meant = meant is not None and OrderStatus.UNKNOWN not in meant
    if not is_known and not is_meant:
        return [{}], NOTHING
    asked = [
        {"status": word}
        for word, status in words.items()
        if (named is None or word in named) and (meant is None or status in meant)
    ]
    return asked, where.asked() & {"statuses", "vendor_statuses"}


def _by_day(span: Span | None, zone: ZoneInfo) -> Pushed:
    """An order is placed at its day's midnight in `zone`: the days whose midnights lie in the span are the answer."""
    if span is None or (span.start is None and span.end is None):
        return [{}], NOTHING
    begin = Span(start=span.start, open_start=span.open_start)
    end = Span(end=span.end, open_end=span.open_end)
    first = bisect_left(ALL_DAYS, True, key=lambda day: begin.holds(_midnight(day, zone)))
    beyond = bisect_left(ALL_DAYS, True, key=lambda day: not end.holds(_midnight(day, zone)))
    if first >= beyond:
        return [], frozenset({"ordered_at"})
    asked = {}
    if span.start:
        asked["date_start"] = date.fromordinal(ALL_DAYS[first]).isoformat()
    if span.end:
        asked["date_end"] = date.fromordinal(ALL_DAYS[beyond - 1]).isoformat()
    return [asked], frozenset({"ordered_at"})


def _midnight(day: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(date.fromordinal(day), time(), zone)
