"""Whom a call that took too long is held against: the backend, if it was given its time."""

import asyncio
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest

from resolvers.errors import TimedOut
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.health import HealthRecord
from resolvers.vendors.judging import Judge
from resolvers.vendors.policies import deadline
from resolvers.vendors.policies.circuit import Circuit, Rules, State
from resolvers.vendors.traffic import Sent
from schema.backend import HealthStatus
from tests.resolvers.vendors.policies.ticking import Ticking

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

TIMEOUT = 10.0


def judge(health: HealthRecord) -> Judge:
    config = {"id": "shop", "vendor": "any", "url": "http://shop.test", "timeout": TIMEOUT}
    return Judge(BackendConfig.model_validate(config), health)


@pytest.mark.parametrize(
    ("given", "longest", "is_blamed"),
    [
        (None, 0.0, True),
        (10.0, 10.0, True),
        (5.0, 10.0, True),
        (3.9, 10.0, False),
        (0.01, 10.0, False),
        (60.0, 60.0, True),
        (3.0, 3.0, True),
        (1.5, 3.0, True),
        (1.1, 3.0, False),
    ],
    ids=[
        "no deadline",
        "all there is",
        "a list's half",
        "less than two fifths",
        "a caller in a hurry",
        "more than a call may take",
        "a gateway in a hurry",
        "its list's half",
        "less than two fifths of that",
    ],
)
async def test_a_backend_that_is_given_its_time_is_blamed_for_not_answering(
    given: float | None, longest: float, is_blamed: bool
) -> None:
    health = HealthRecord(lambda: datetime.now(UTC))
    circuit = Circuit(Rules(least=1), lambda: 0.0)
    judged = judge(health).judged(circuit.attempt(), Sent())
    with nullcontext() if given is None else deadline.after(given, longest), pytest.raises(TimedOut), judged:
        raise TimeoutError

    assert circuit.state is (State.OPEN if is_blamed else State.CLOSED)
    assert health.health().status is (HealthStatus.DEGRADED if is_blamed else HealthStatus.UNKNOWN)


async def test_a_probe_whose_caller_leaves_gives_its_place_back() -> None:
    ticking, health = Ticking(), HealthRecord(lambda: datetime.now(UTC))
    circuit = Circuit(Rules(least=1, probes=1), ticking.now)
    circuit.attempt().failed()
    ticking.wait(15)
    with pytest.raises(asyncio.CancelledError), judge(health).judged(circuit.attempt(), Sent()):
        raise asyncio.CancelledError

    circuit.refuse_if_open()
    assert health.health().status is HealthStatus.UNKNOWN
