"""What is counted of vendors that answer otherwise than documented, and how often it is told."""

import msgspec
from structlog.testing import capture_logs

from resolvers.vendors import decode, drift


class Said(msgspec.Struct):
    id: int
    note: str | None = None


def test_a_field_of_another_type_is_counted_each_time_and_told_once_by_its_key_alone() -> None:
    with capture_logs() as told:
        for _ in range(3):
            assert decode.read("drifting", b'{"id": 1, "note": {"of": "a customer"}}', Said) == Said(1)

    assert drift.COUNTS["drifting", "note"] == 3
    assert told == [{"event": "vendor_drift", "backend": "drifting", "key": "note", "log_level": "warning"}]
