"""What each backend gave to a list, and how many there are. Pure but for the counting."""

import asyncio
from collections.abc import Mapping

from resolvers.cursor import Report
from resolvers.errors import Unsupported
from resolvers.federate import Merged
from resolvers.opening import Opened
from resolvers.readers.scan import Scan
from resolvers.readers.source import Tally
from resolvers.vendors.base import Vendor
from schema.errors import BackendError, ErrorCode
from schema.page import BackendReport, BackendReportStatus, Count, CountPrecision


def of_answering(opened: Opened, merged: Merged, carried: Report, count: int | None) -> tuple[BackendReport, Report]:
    """The report, and what of it the cursor carries on. A backend that surely has nothing was not asked, and is OK."""
    vendor = opened.plan.vendor
    tallies = [reader.source.tally for reader in opened.readers.values()]
    now = _added_up(carried, tallies)
    fault = merged.faults.get(vendor.id)
    if fault is not None:
        now = Report(fault.code.name, fault.message, fault.is_retryable, now.partial, now.undecided)
    is_behind = fault is not None or vendor.id in merged.end.behind
    if not is_behind:
        now.code = now.words = ""
        now.retryable = False
    report = BackendReport(
        backend=vendor.backend,
        status=_status(is_behind, tallies, now),
        total_count=count,
        as_of=min((tally.as_of for tally in tallies if tally.as_of), default=None),
        rows_undecided=now.undecided,
        error=fault.as_type() if fault else _carried_error(now),
    )
    return report, now


def of_refusing(vendor: Vendor, why: str) -> BackendReport:
    return BackendReport(
        backend=vendor.backend,
        status=BackendReportStatus.UNSUPPORTED,
        error=Unsupported(vendor.id, why).as_type(),
    )


def summed(counts: Mapping[str, int | None]) -> tuple[int | None, Count]:
    """The exact total, None where one can't count; and the sum over those that can."""
    known = [count for count in counts.values() if count is not None]
    is_exact = len(known) == len(counts)
    precision = CountPrecision.EXACT if is_exact else CountPrecision.AT_LEAST
    return sum(known) if is_exact else None, Count(count=sum(known), precision=precision)


async def count(opened: Opened) -> int | None:
    """How many there are at one backend, exactly, with no call where reading told it already. None: can't be told."""
    if not opened.readers:
        return 0
    scanned = [reader for reader in opened.readers.values() if isinstance(reader, Scan) and reader.rows is not None]
    if len(scanned) == len(opened.readers) and not any(reader.source.tally.is_partial for reader in scanned):
        return sum(reader.matches() for reader in scanned)
    if opened.plan.counted is None:
        return None
    totals = [reader.source.tally.total for reader in opened.readers.values()]
    if not opened.plan.starts_at_key and None not in totals:
        return sum(total for total in totals if total is not None)
    pages = await asyncio.gather(*(fetch(0, 1) for fetch in opened.counters), return_exceptions=True)
    counts = [None if isinstance(page, BaseException) else page.total for page in pages]
    return None if None in counts else sum(count for count in counts if count is not None)


def _status(is_behind: bool, tallies: list[Tally], now: Report) -> BackendReportStatus:
    if is_behind:
        return BackendReportStatus.FAILED
    if any(tally.is_stale for tally in tallies):
        return BackendReportStatus.STALE
    return BackendReportStatus.PARTIAL if now.partial else BackendReportStatus.OK


def _added_up(carried: Report, tallies: list[Tally]) -> Report:
    return Report(
        code=carried.code,
        words=carried.words,
        retryable=carried.retryable,
        partial=carried.partial or any(tally.is_partial for tally in tallies),
        undecided=carried.undecided + sum(tally.rows_undecided for tally in tallies),
    )


def _carried_error(carried: Report) -> BackendError | None:
    if not carried.code:
        return None
    return BackendError(code=ErrorCode[carried.code], message=carried.words, is_retryable=carried.retryable)
