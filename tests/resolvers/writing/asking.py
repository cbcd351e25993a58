"""Asking for an order under a key, and what may be told of it."""

from typing import Any

from resolvers import errors
from resolvers.state.record import Slot
from resolvers.writing import fingerprint
from resolvers.writing.create import Creation
from resolvers.writing.endings import Ending
from resolvers.writing.service import WriteService
from schema.write_inputs import OrderCreateInput
from tests.resolvers.writing.far_shop import FarVendor

SILENCE = errors.TimedOut("shop", "did not answer in time.")
CUT = errors.Unavailable("shop", "closed the connection in the middle of its answer.")
FAILURE = errors.Unavailable("shop", "failed.", http_status=500)
NO = errors.Rejected("shop", "Number exists.", vendor_code="dup", documentation_url="https://x.test", http_status=409)


def input_of(key: str = "k", reference: str = "R", **given: Any) -> OrderCreateInput:
    return OrderCreateInput(backend="shop", idempotency_key=key, reference=reference, **given)  # type: ignore[arg-type]


def asked(service: WriteService, vendor: FarVendor, caller: str = "anonymous", **given: Any) -> Creation:
    input = input_of(**given)
    return Creation(service, vendor, input, Slot(caller, vendor.id, input.idempotency_key), fingerprint.of(input))


def told(ending: Ending) -> tuple[str, str | None, str | None, bool]:
    """Outcome, code, the order's id, and whether it is a replay."""
    return ending.outcome.name, ending.code, ending.vendor_id, ending.is_replay


MADE = ("DONE", None, "1", False)
AGAIN = ("DONE", None, "1", True)
IN_DOUBT = ("UNKNOWN", "OUTCOME_UNKNOWN", None, False)
