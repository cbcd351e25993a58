"""When a backend is left alone, and what its circuit has to do with the other policies and its health."""

import asyncio

import pytest
from structlog.testing import capture_logs

from resolvers.errors import (
    BadResponse,
    CircuitOpen,
    NotThere,
    RateLimited,
    Refused,
    TimedOut,
    Unauthenticated,
    Unavailable,
)
from resolvers.vendors import decode
from resolvers.vendors.call import Kind
from resolvers.vendors.policies.circuit import State
from schema.backend import HealthStatus
from tests.resolvers.vendors.way import Answer, cut, hang, says, way
from tests.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


async def test_after_twenty_failures_no_call_is_made() -> None:
    async with way(says(500), circuit_calls=20) as to:
        await to.fails(20, Unavailable)
        await to.fails(5, CircuitOpen)

        assert len(to.far_end.asked) == 20
        assert to.health.health().status is HealthStatus.DOWN


async def test_an_open_circuit_is_told_at_once_though_no_place_is_free() -> None:
    async with way(says(500), circuit_calls=20, max_concurrency=1, max_queue=0) as to:
        await to.fails(20, Unavailable)
        to.far_end.answer = hang
        writing = asyncio.create_task(to.upstream.ask("POST", "/orders"))
        await until(lambda: len(to.far_end.asked) == 21)
        await to.fails(1, CircuitOpen)
        writing.cancel()


async def test_how_long_it_is_left_alone_is_told_in_whole_seconds() -> None:
    async with way(says(500), circuit_calls=20) as to:
        await to.fails(20, Unavailable)
        to.ticking.wait(5.5)
        with pytest.raises(CircuitOpen) as caught:
            await to.upstream.ask("GET", "/orders/1")

    assert caught.value.retry_after == 10


async def test_each_change_of_a_circuit_is_logged() -> None:
    async with way(says(500), circuit_calls=20) as to:
        with capture_logs() as logged:
            await to.fails(21, Unavailable)  # type: ignore[arg-type]

    assert logged == [{"event": "circuit", "backend": "shop", "kind": "read", "state": "OPEN", "log_level": "warning"}]


async def test_it_recovers_by_itself() -> None:
    async with way(says(500), circuit_calls=20) as to:
        await to.fails(20, Unavailable)
        to.far_end.answer = says()
        to.ticking.wait(15)
        for _ in range(3):
            await to.upstream.ask("GET", "/orders/1")

        assert to.upstream.circuits[Kind.READ].state is State.CLOSED


async def test_reads_go_on_where_writes_fail() -> None:
    async with way(says(500), circuit_calls=20) as to:
        await to.fails(20, Unavailable, "POST")
        to.far_end.answer = says()

        assert await to.upstream.ask("GET", "/orders/1") == b"{}"
        await to.fails(1, CircuitOpen, "POST")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 422, 429])
async def test_a_vendor_that_says_no_is_not_left_alone(status: int) -> None:
    async with way(says(status), circuit_calls=20) as to:
        await to.fails(40, (NotThere, Refused, Unauthenticated, RateLimited))  # type: ignore[arg-type]

        assert to.upstream.circuits[Kind.READ].state is State.CLOSED


@pytest.mark.parametrize("answer", [cut, says(302), says(body=b"<p>", content_type="text/html")], ids=range(3))
async def test_a_vendor_that_breaks_off_or_lies_is_left_alone(answer: Answer) -> None:
    async with way(answer, circuit_calls=20) as to:
        await to.fails(20)

        assert to.upstream.circuits[Kind.READ].state is State.OPEN


async def test_an_answer_that_its_reader_can_not_read_counts_as_a_failure() -> None:
    async with way(says(body=b"[1"), circuit_calls=20) as to:
        for _ in range(20):
            text = await to.upstream.ask("GET", "/orders/1")
            with pytest.raises(BadResponse):
                decode.members("shop", text)

        assert to.upstream.circuits[Kind.READ].state is State.OPEN


async def test_an_answer_that_its_reader_can_not_read_is_told_of_the_backend_s_health() -> None:
    async with way(says(body=b"[1")) as to:
        text = await to.upstream.ask("GET", "/orders/1")
        assert to.health.health().status is HealthStatus.UP
        with pytest.raises(BadResponse):
            decode.members("shop", text)

        assert to.health.health().status is HealthStatus.DEGRADED


async def test_callers_who_leave_while_it_is_tried_leave_the_trying_to_others() -> None:
    async with way(says(500), circuit_calls=20) as to:
        await to.fails(20, Unavailable)
        to.far_end.answer = hang
        to.ticking.wait(15)
        probes = [asyncio.create_task(to.upstream.ask("GET", "/orders/1")) for _ in range(5)]
        await until(lambda: len(to.far_end.asked) == 25)
        await to.fails(1, CircuitOpen)
        for probe in probes:
            probe.cancel()
        await asyncio.wait(probes)
        to.far_end.answer = says()

        assert await to.upstream.ask("GET", "/orders/1") == b"{}"


async def test_callers_who_leave_say_nothing_of_the_vendor() -> None:
    async with way(hang, circuit_calls=20) as to:
        for _ in range(40):
            task = asyncio.create_task(to.upstream.ask("GET", "/orders/1"))
            await until(lambda: to.upstream.traffic.in_flight)
            task.cancel()
            await asyncio.wait([task])

        assert to.upstream.circuits[Kind.READ].state is State.CLOSED
        assert to.health.health().status is HealthStatus.UNKNOWN


async def test_a_vendor_that_hangs_is_left_alone() -> None:
    async with way(hang, circuit_calls=20) as to:
        await asyncio.gather(*(to.fails(1, TimedOut) for _ in range(20)))

        assert to.upstream.circuits[Kind.READ].state is State.OPEN
