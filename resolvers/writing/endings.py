"""How a write may end, and what a vendor's answer or silence makes of it. Pure."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from resolvers import errors
from resolvers.errors import BackendFault
from resolvers.vendors.writing import NaturalKey
from schema.errors import ErrorCode
from schema.order import Order
from schema.writes import UserError, UserErrorCode, WriteOutcome


@dataclass(frozen=True)
class Ending:
    """`order`: as the vendor answered, where it did, just now. `natural`: what a create can be found by.

    `touched`: something at the vendor may have changed, so what is remembered of it is to be forgotten.
    """

    outcome: WriteOutcome
    errors: tuple[UserError, ...] = ()
    vendor_id: str | None = None
    order: Order | None = None
    is_replay: bool = False
    natural: NaturalKey | None = None
    touched: bool = False

    @property
    def code(self) -> str | None:
        return self.errors[0].code.name if self.errors else None

    def with_natural(self, natural: NaturalKey | None) -> "Ending":
        return replace(self, natural=natural)


class Fate(Enum):
    """What a fault says of the write that met it."""

    NOTHING_DONE = "it never reached the vendor's books"
    SAID_NO = "the vendor refused it"
    ANSWERED = "the vendor failed, and is through with it"
    CUT_OFF = "the connection broke, so the vendor may be at it for a moment more"
    SILENT = "nobody knows, and the vendor may be at it still"


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
"""Statuses by which somebody on the way says that it lost sight of the vendor."""


def fate(fault: BackendFault) -> Fate:
    """Of a write that ended in this fault."""
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


# ---------------------------------------------------------------- endings


def refused(*why: UserError) -> Ending:
    return Ending(WriteOutcome.REFUSED, why)


def bad_input(message: str, *path: str) -> Ending:
    return refused(UserError(code=UserErrorCode.BAD_USER_INPUT, message=message, field=["input", *path]))


def not_found() -> Ending:
    why = "There is no order by this id."
    return refused(UserError(code=UserErrorCode.NOT_FOUND, message=why, field=["input", "id"]))


def done(vendor_id: str, order: Order | None = None, *, is_replay: bool = False) -> Ending:
    return Ending(WriteOutcome.DONE, vendor_id=vendor_id, order=order, is_replay=is_replay, touched=True)


def replayed(vendor_id: str | None, why: tuple[UserError, ...]) -> Ending:
    """Of a record that ended before: with an order, or with the reasons why there is none."""
    outcome = WriteOutcome.REFUSED if vendor_id is None else WriteOutcome.DONE
    return Ending(outcome, why, vendor_id, is_replay=True)


def unknown(message: str, *, is_retryable: bool = True) -> Ending:
    why = UserError(code=UserErrorCode.OUTCOME_UNKNOWN, message=message, is_retryable=is_retryable)
    return Ending(WriteOutcome.UNKNOWN, (why,), touched=True)


def mismatch() -> Ending:
    why = UserError(
        code=UserErrorCode.IDEMPOTENCY_KEY_MISMATCH,
        message="This key was used with another input. Give a new order a key of its own.",
        field=["input", "idempotencyKey"],
    )
    return refused(why)


def concurrent() -> Ending:
    why = UserError(
        code=UserErrorCode.IDEMPOTENCY_CONCURRENT_REQUEST,
        message="Another request with this key is under way. Ask again shortly, with the same key.",
        field=["input", "idempotencyKey"],
        is_retryable=True,
    )
    return Ending(WriteOutcome.UNKNOWN, (why,))


def of_refusal(fault: BackendFault) -> Ending:
    """Of a fault with which nothing was done, or that is the vendor's no."""
    return refused(_REASONS.get(fate(fault), _said_no)(fault))


def _nothing_done(fault: BackendFault) -> UserError:
    if isinstance(fault, errors.Unsupported):
        return UserError(code=UserErrorCode.UNSUPPORTED, message=fault.message, field=["input"])
    return UserError(
        code=UserErrorCode.BACKEND_UNAVAILABLE,
        message=f"{fault.message} Nothing was done.",
        is_retryable=fault.is_retryable,
    )


def _said_no(fault: BackendFault) -> UserError:
    details: dict[str, Any] = {}
    if isinstance(fault, errors.Rejected):
        details = {"vendor_code": fault.vendor_code, "documentation_url": fault.documentation_url}
    return UserError(code=UserErrorCode.REJECTED, message=fault.message, **details)


_REASONS = {Fate.NOTHING_DONE: _nothing_done, Fate.SAID_NO: _said_no}
