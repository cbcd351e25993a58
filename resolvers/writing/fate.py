"""What a fault means for the write that caused it. Pure."""

from enum import Enum

from resolvers import errors
from resolvers.errors import BackendFault
from schema.errors import ErrorCode


class Fate(Enum):
    NOTHING_DONE = "the vendor did nothing"
    SAID_NO = "the vendor refused it"
    ANSWERED = "the vendor failed, and has finished with it"
    CUT_OFF = "the connection broke; the vendor may go on for a moment"
    SILENT = "unknown; the vendor may still be working on it"


NOTHING_DONE = frozenset(
    {
        ErrorCode.UNSUPPORTED,
        ErrorCode.BACKEND_RATE_LIMITED,
        ErrorCode.BACKEND_UNAUTHENTICATED,
        ErrorCode.BACKEND_OVERLOADED,
        ErrorCode.CIRCUIT_OPEN,
        ErrorCode.UPSTREAM_BUDGET_EXCEEDED,
    }
)
NOT_FINAL = frozenset({408, 504})
"""Statuses by which a proxy says that it did not wait for the vendor."""


def of(fault: BackendFault) -> Fate:
    """Of a write that raised this fault."""
    status = fault.http_status
    if isinstance(fault, errors.NeverSent) or fault.code in NOTHING_DONE:
        return Fate.NOTHING_DONE
    if isinstance(fault, errors.Rejected):
        return Fate.SAID_NO
    if status is None:
        return Fate.CUT_OFF if isinstance(fault, errors.Unavailable) else Fate.SILENT
    if status in NOT_FINAL or status < 400:
        return Fate.SILENT
    return Fate.SAID_NO if status < 500 else Fate.ANSWERED
