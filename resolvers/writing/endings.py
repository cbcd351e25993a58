"""How a write can end. Pure."""

from dataclasses import dataclass, replace
from typing import Any

from resolvers import errors
from resolvers.errors import BackendFault
from resolvers.vendors.writing import NaturalKey
from resolvers.writing import fate
from resolvers.writing.fate import Fate
from schema.order import Order
from schema.writes import UserError, UserErrorCode, WriteOutcome

MOST_ERRORS = 100
"""Thousands of lines can be wrong in several ways each."""


@dataclass(frozen=True)
class Ending:
    """`order`: as in the vendor's answer to this write. `natural`: what a create can be looked up by.

    `touched`: something may have changed at the vendor, so cached data of it is outdated.
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


def refused(*why: UserError) -> Ending:
    return Ending(WriteOutcome.REFUSED, why[:MOST_ERRORS])


def bad_input(message: str, *path: str) -> Ending:
    return refused(UserError(code=UserErrorCode.BAD_USER_INPUT, message=message, field=["input", *path]))


def not_found() -> Ending:
    why = "There is no order with this id."
    return refused(UserError(code=UserErrorCode.NOT_FOUND, message=why, field=["input", "id"]))


def done(vendor_id: str, order: Order | None = None, *, is_replay: bool = False) -> Ending:
    return Ending(WriteOutcome.DONE, vendor_id=vendor_id, order=order, is_replay=is_replay, touched=True)


def replayed(vendor_id: str | None, why: tuple[UserError, ...]) -> Ending:
    """Of an earlier request: its order, or the reasons why it was refused."""
    outcome = WriteOutcome.REFUSED if vendor_id is None else WriteOutcome.DONE
    return Ending(outcome, why, vendor_id, is_replay=True)


def unknown(message: str, *, is_retryable: bool = True) -> Ending:
    why = UserError(code=UserErrorCode.OUTCOME_UNKNOWN, message=message, is_retryable=is_retryable)
    return Ending(WriteOutcome.UNKNOWN, (why,), touched=True)


def too_late() -> Ending:
    why = UserError(
        code=UserErrorCode.BACKEND_UNAVAILABLE,
        message="The operation's deadline passed before this write began. Nothing was done.",
        is_retryable=True,
    )
    return refused(why)


def mismatch() -> Ending:
    why = UserError(
        code=UserErrorCode.IDEMPOTENCY_KEY_MISMATCH,
        message="This key was used with different input. Use a new key for a new order.",
        field=["input", "idempotencyKey"],
    )
    return refused(why)


def concurrent() -> Ending:
    why = UserError(
        code=UserErrorCode.IDEMPOTENCY_CONCURRENT_REQUEST,
        message="Another request with this key is in progress. Retry shortly with the same key.",
        field=["input", "idempotencyKey"],
        is_retryable=True,
    )
    return Ending(WriteOutcome.UNKNOWN, (why,))


def of_refusal(fault: BackendFault) -> Ending:
    """Of a fault whose fate is NOTHING_DONE or SAID_NO."""
    return refused(_REASONS.get(fate.of(fault), _said_no)(fault))


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
