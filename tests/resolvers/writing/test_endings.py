"""What a fault says of the write that met it."""

import pytest

from resolvers import errors
from resolvers.errors import BackendFault
from resolvers.writing import endings
from resolvers.writing.endings import Fate
from schema.writes import UserErrorCode


def status(code: int) -> BackendFault:
    return errors.Unavailable("shop", "failed.", http_status=code)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (errors.NeverSent("shop", ""), Fate.NOTHING_DONE),
        (errors.CircuitOpen("shop", ""), Fate.NOTHING_DONE),
        (errors.Overloaded("shop", ""), Fate.NOTHING_DONE),
        (errors.NoTurn("shop", ""), Fate.NOTHING_DONE),
        (errors.RateLimited("shop", "", http_status=429), Fate.NOTHING_DONE),
        (errors.Unauthenticated("shop", "", http_status=403), Fate.NOTHING_DONE),
        (errors.Unsupported("shop", ""), Fate.NOTHING_DONE),
        (errors.Rejected("shop", "No.", http_status=409), Fate.SAID_NO),
        (errors.Rejected("shop", "No."), Fate.SAID_NO),
        (errors.Refused("shop", b"", 405), Fate.SAID_NO),
        (errors.NotThere("shop", "", http_status=404), Fate.SAID_NO),
        (status(500), Fate.ANSWERED),
        (status(503), Fate.ANSWERED),
        (status(504), Fate.SILENT),
        (errors.BadResponse("shop", "", http_status=408), Fate.SILENT),
        (errors.BadResponse("shop", "", http_status=302), Fate.SILENT),
        (errors.BadResponse("shop", ""), Fate.SILENT),
        (errors.TimedOut("shop", ""), Fate.SILENT),
        (errors.Unavailable("shop", ""), Fate.CUT_OFF),
    ],
    ids=lambda value: f"{type(value).__name__} {getattr(value, 'http_status', '')}",
)
def test_each_fault_has_its_fate(fault: BackendFault, expected: Fate) -> None:
    assert endings.fate(fault) is expected


def test_what_the_vendor_has_no_such_thing_for_is_unsupported() -> None:
    (error,) = endings.of_refusal(errors.Unsupported("shop", "WIMPEL can't make an order.")).errors

    assert (error.code, error.is_retryable) == (UserErrorCode.UNSUPPORTED, False)


def test_a_quota_that_is_used_up_may_be_tried_again() -> None:
    (error,) = endings.of_refusal(errors.RateLimited("shop", "takes no more calls.")).errors

    assert (error.code, error.is_retryable) == (UserErrorCode.BACKEND_UNAVAILABLE, True)
    assert error.message == "Backend shop: takes no more calls. Nothing was done."
