"""Each backend's report on its part of a list, and its count. Only counting makes calls."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from resolvers import pages
from resolvers.cursor import Report
from resolvers.errors import BackendFault, Unsupported
from resolvers.federate import Merged, Position
from resolvers.keys import EPOCH, micros
from resolvers.opening import Opened
from resolvers.readers.scan import Scan
from resolvers.readers.source import Reader, Tally
from resolvers.vendors.base import Vendor
from schema.errors import BackendError
from schema.page import BackendReport, BackendReportStatus, Count, CountPrecision


def of_answering(
    opened: Opened, start: Position, merged: Merged, carried: Report, count: int | None
) -> tuple[BackendReport, Report]:
    """The report, and what the cursor carries on of it. A backend not called, as no row can match, is OK."""
    vendor = opened.plan.vendor
    refused, fault = merged.refused.get(vendor.id), merged.faults.get(vendor.id)
    if refused is not None:
        return of_refusing(vendor, refused), Report()
    now = _combined(opened, start, merged, carried)
    as_of = _oldest([now.as_of, *map(_as_of, opened.tallies)])
    report = BackendReport(
        backend=vendor.backend,
        status=_status(now, merged.stopped == vendor.id),
        total_count=count,
        as_of=None if as_of is None else EPOCH + timedelta(microseconds=as_of),
        rows_undecided=now.undecided,
        error=fault.as_type() if fault else _carried_error(now),
    )
    return report, now


def _combined(opened: Opened, start: Position, merged: Merged, carried: Report) -> Report:
    """What the cursor carried, combined with this page's own."""
    backend, tallies = opened.plan.vendor.id, opened.tallies
    now = Report(
        partial=carried.partial or any(tally.is_partial for tally in tallies),
        undecided=carried.undecided + sum(_undecided(reader, start, merged) for reader in opened.readers.values()),
        as_of=_oldest([carried.as_of, *(_as_of(tally) for tally in tallies if tally.is_stale)]),
    )
    if fault := merged.faults.get(backend):
        now.code, now.words, now.retryable = fault.code, fault.message, fault.is_retryable
    elif backend in merged.end.behind:
        now.code, now.words, now.retryable = carried.code, carried.words, carried.retryable
    return now


def of_refusing(vendor: Vendor, refusal: Unsupported) -> BackendReport:
    return BackendReport(backend=vendor.backend, status=BackendReportStatus.UNSUPPORTED, error=refusal.as_type())


def summed(counts: Mapping[str, int | None]) -> tuple[int | None, Count]:
    """The exact total, None if any backend can't count; and the sum over those that can."""
    known = [count for count in counts.values() if count is not None]
    is_exact = len(known) == len(counts)
    precision = CountPrecision.EXACT if is_exact else CountPrecision.AT_LEAST
    return sum(known) if is_exact else None, Count(count=sum(known), precision=precision)


async def count(opened: Opened, fault: BackendFault | None = None) -> int | None:
    """The exact number of matches at one backend; None if unknown. Makes no call if reading the rows told it."""
    if opened.plan.counted == ():
        return 0
    told = await _scanned(opened)
    if told is not None or opened.plan.counted is None:
        return told
    totals = [reader.source.tally.total for reader in opened.readers.values()]
    if opened.plan.starts_at_key or None in totals:
        totals = [None] if fault else await asyncio.gather(*(_total(counter()) for counter in opened.counters))
    return None if None in totals else sum(total for total in totals if total is not None)


async def _total(fetch: pages.Fetch) -> int | None:
    try:
        return (await fetch(0, 1)).total
    except BackendFault:
        return None


async def _scanned(opened: Opened) -> int | None:
    """From the rows, if all of them were read."""
    scans = [reader for reader in opened.readers.values() if isinstance(reader, Scan) and reader.rows is not None]
    if not scans or len(scans) < len(opened.readers) or any(scan.source.tally.is_partial for scan in scans):
        return None
    return sum([await scan.matches() for scan in scans])


def _status(now: Report, has_stopped: bool) -> BackendReportStatus:
    """The most serious that applies. PARTIAL precedes STALE, because `asOf` also shows what is stale."""
    if now.code is not None:
        return BackendReportStatus.FAILED
    if now.partial or has_stopped:
        return BackendReportStatus.PARTIAL
    return BackendReportStatus.OK if now.as_of is None else BackendReportStatus.STALE


def _undecided(reader: Reader, start: Position, merged: Merged) -> int:
    """Undecided rows that would be on this page, or that no later page sees. Each is counted on one page only."""
    backend, passed = reader.source.backend, reader.passed()
    after, to = start.of(backend), merged.end.of(backend)
    keys = [key for key in reader.source.tally.undecided.values() if after is None or key > after]
    if not merged.has_more:
        return len(keys)
    return sum(key.vendor_id in passed or (to is not None and key <= to) for key in keys)


def _as_of(tally: Tally) -> int | None:
    return None if tally.as_of is None else micros(tally.as_of)


def _oldest(instants: list[int | None]) -> int | None:
    return min((instant for instant in instants if instant is not None), default=None)


def _carried_error(now: Report) -> BackendError | None:
    if now.code is None:
        return None
    return BackendError(code=now.code, message=now.words, is_retryable=now.retryable)
