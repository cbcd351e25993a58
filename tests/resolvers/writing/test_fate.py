"""What a fault means for the write that caused it."""

import pytest

from resolvers import errors
from resolvers.errors import BackendFault
from resolvers.writing import fate
from resolvers.writing.fate import Fate


def status(code: int) -> BackendFault:
    return errors.Unavailable("shop", "failed.", http_status=code)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (errors.NeverSent("shop", ""), Fate.NOTHING_DONE),
        (errors.CircuitOpen("shop", ""), Fate.NOTHING_DONE),
        (errors.Overloaded("shop", ""), Fate.NOTHING_DONE),
        (errors.NoTime("shop", ""), Fate.NOTHING_DONE),
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
    assert fate.of(fault) is expected
