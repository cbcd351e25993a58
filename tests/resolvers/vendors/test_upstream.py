"""What the policies around a call do together: over a far end that answers what it is told, on a clock that is ours."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from resolvers.errors import (
    BadResponse,
    CircuitOpen,
    NotThere,
    NoTurn,
    Overloaded,
    Overspent,
    RateLimited,
    Refused,
    TimedOut,
    Unauthenticated,
    Unavailable,
    Unsupported,
)
from resolvers.vendors import allowance, decode
from resolvers.vendors.call import Kind
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.health import HealthRecord
from resolvers.vendors.policies import deadline
from resolvers.vendors.policies.circuit import State
from resolvers.vendors.policies.clock import Clock
from resolvers.vendors.upstream import LONGEST, Upstream
from schema.backend import HealthStatus
from tests.resolvers.vendors.policies.ticking import Ticking
from tests.waiting import until

pytestmark = pytest.mark.anyio
Answer = Callable[[httpx.Request], httpx.Response | Awaitable[httpx.Response]]


@dataclass
class FarEnd(httpx.AsyncBaseTransport):
    """Answers as `answer` says, and counts."""

    answer: Answer
    asked: list[httpx.Request] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answer(request)
        return answer if isinstance(answer, httpx.Response) else await answer


@dataclass
class Way:
    upstream: Upstream
    far_end: FarEnd
    ticking: Ticking
    health: HealthRecord

    async def fails(self, times: int, kind: type[Exception] = Exception, method: str = "GET") -> None:
        for _ in range(times):
            with pytest.raises(kind):
                await self.upstream.ask(method, "/orders/1")


def says(status: int = 200, body: bytes = b"{}", **headers: str) -> Answer:
    told = {"content-type": "application/json"} | {name.replace("_", "-"): text for name, text in headers.items()}
    return lambda request: httpx.Response(status, content=body, headers=told)


async def hang(request: httpx.Request) -> httpx.Response:
    await asyncio.Event().wait()
    raise AssertionError("nobody wakes it")


def cut(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError("reset")


@asynccontextmanager
async def way(answer: Answer, clock: Clock | None = None, **config: Any) -> AsyncIterator[Way]:
    given = {"id": "shop", "vendor": "any", "url": "https://vendor.test", "circuit_calls": 0}
    far_end, ticking = FarEnd(answer), Ticking()
    async with httpx.AsyncClient(transport=far_end) as http:
        health = HealthRecord(lambda: datetime.fromtimestamp(ticking.at, UTC))
        settings = BackendConfig.model_validate(given | config)
        upstream = Upstream(settings, http, health, clock or ticking.clock, lambda: 0.0)
        yield Way(upstream, far_end, ticking, health)


# ---------------------------------------------------------------- retries


async def test_a_read_is_retried() -> None:
    answers = iter([httpx.Response(503), httpx.Response(200, content=b"[]")])
    async with way(lambda request: next(answers)) as to:
        assert await to.upstream.ask("GET", "/orders/1") == b"[]"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_a_write_is_never_sent_twice(method: str) -> None:
    async with way(says(503)) as to:
        await to.fails(1, Unavailable, method)

        assert len(to.far_end.asked) == 1


async def test_retries_are_calls_of_the_operation_s_allowance() -> None:
    async with way(says(503)) as to:
        with allowance.granted(2):
            await to.fails(1, Overspent)

        assert len(to.far_end.asked) == 2


# ---------------------------------------------------------------- circuit


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
        await asyncio.sleep(0)
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
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])

        assert to.upstream.circuits[Kind.READ].state is State.CLOSED
        assert to.health.health().status is HealthStatus.UNKNOWN


async def test_a_vendor_that_hangs_is_left_alone() -> None:
    async with way(hang, circuit_calls=20, timeout=0.01) as to:
        await asyncio.gather(*(to.fails(1, TimedOut) for _ in range(20)))

        assert to.upstream.circuits[Kind.READ].state is State.OPEN


# ---------------------------------------------------------------- bulkhead, pace, deadline


async def test_a_full_queue_fails_at_once_without_a_call() -> None:
    async with way(hang, max_concurrency=1, max_queue=0) as to:
        first = asyncio.create_task(to.upstream.ask("GET", "/orders/1"))
        await asyncio.sleep(0)
        await to.fails(1, Overloaded)
        await asyncio.sleep(0)
        first.cancel()

        assert len(to.far_end.asked) == 1


async def test_who_gets_no_place_before_his_deadline_was_never_sent() -> None:
    async with way(hang, max_concurrency=1) as to:
        first = asyncio.create_task(to.upstream.ask("GET", "/orders/1"))
        await asyncio.sleep(0)
        with deadline.after(0.01):
            await to.fails(1, NoTurn)
        first.cancel()


async def test_no_call_is_made_after_the_deadline() -> None:
    async with way(says()) as to:
        with deadline.after(0):
            await to.fails(1)

        assert to.far_end.asked == []


async def test_a_429_keeps_all_callers_away_for_as_long_as_it_says() -> None:
    async with way(says(429, retry_after="30")) as to:
        await to.fails(1, RateLimited)
        to.far_end.answer = says()
        await to.fails(1, RateLimited)
        to.ticking.wait(30)

        assert await to.upstream.ask("GET", "/orders/1") == b"{}"
        assert len(to.far_end.asked) == 2


async def test_how_long_a_rate_keeps_a_caller_waiting_is_told_in_whole_seconds() -> None:
    async with way(says(), rate="1/min") as to:
        await to.upstream.ask("GET", "/orders/1")
        to.ticking.wait(10.5)
        with deadline.after(10), pytest.raises(RateLimited) as caught:
            await to.upstream.ask("GET", "/orders/1")

    assert caught.value.retry_after == 50


async def test_an_address_of_eight_kilobytes_is_sent_and_a_longer_one_is_not() -> None:
    async with way(says()) as to:
        await to.upstream.ask("GET", "/".ljust(LONGEST, "x"))
        with pytest.raises(Unsupported):
            await to.upstream.ask("GET", "/".ljust(LONGEST + 1, "x"))

        assert len(to.far_end.asked) == 1


async def test_a_quota_that_is_used_up_is_kept_to() -> None:
    async with way(says(x_ratelimit_remaining="0", x_ratelimit_reset="30")) as to:
        await to.upstream.ask("GET", "/orders/1")
        await to.fails(1, RateLimited)

        assert len(to.far_end.asked) == 1


@pytest.mark.own_time
async def test_an_operation_with_many_calls_leaves_others_a_part_of_the_quota() -> None:
    now = asyncio.get_running_loop().time
    async with way(says(), Clock(now), rate="1/s") as to:
        with deadline.after(10):
            many = [asyncio.create_task(to.upstream.ask("GET", "/orders/1")) for _ in range(20)]
        await asyncio.sleep(0.5)
        with deadline.after(10):
            await to.upstream.ask("GET", "/orders/2")
        for each in many:
            each.cancel()

        assert now() == 2.0


async def test_places_are_given_back_whatever_happens() -> None:
    async with way(says(500), max_concurrency=1, max_queue=0) as to:
        await to.fails(3, Unavailable)
        to.far_end.answer = says()

        assert await to.upstream.ask("GET", "/orders/1") == b"{}"


# ---------------------------------------------------------------- health


async def test_health_is_degraded_until_the_failure_lies_half_a_minute_back() -> None:
    async with way(says(500)) as to:
        assert to.health.health().status is HealthStatus.UNKNOWN
        await to.fails(1, Unavailable)
        to.far_end.answer = says()
        await to.upstream.ask("GET", "/orders/1")
        assert to.health.health().status is HealthStatus.DEGRADED
        to.ticking.wait(31)
        assert to.health.health().status is HealthStatus.UP


@pytest.mark.parametrize("status", [400, 404, 422])
async def test_a_vendor_that_says_no_is_well(status: int) -> None:
    async with way(says(status)) as to:
        await to.fails(1, BadResponse)

        assert to.health.health().status is HealthStatus.UP


# ---------------------------------------------------------------- answers that lie, and what a call may say


LIES = {
    "a page": says(body=b"<!doctype html>", content_type="text/html; charset=utf-8"),
    "an image": says(body=b"{}", content_type="image/png"),
    "a key twice": says(body=b'{"id": 1, "id": 2}'),
    "a key twice, far down": says(body=b'[{"a": {"b": 1, "c": [{"d": 1, "d": 1}]}}]'),
    "a key twice, otherwise written": says(body=rb'{"id": "\u0022", "i\u0064": 2}'),
    "too many values": says(body=b"[" + b"0," * 1_000_000 + b"0]"),
    "too much": says(body=b" " * (10 * 1024 * 1024 + 1)),
}


@pytest.mark.parametrize("answer", LIES.values(), ids=LIES.keys())
async def test_a_lie_is_a_bad_response(answer: Answer) -> None:
    async with way(answer) as to:
        await to.fails(1, BadResponse)


class Crumbs(httpx.AsyncByteStream):
    """Three thousand of them, all there at once."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(3000):
            yield b"0"


async def test_others_get_their_turn_while_a_vendor_sends_crumbs() -> None:
    async with way(lambda request: httpx.Response(200, stream=Crumbs())) as to:
        asking = asyncio.create_task(to.upstream.ask("GET", "/orders/1"))
        turns = 0
        while not asking.done():
            await asyncio.sleep(0)
            turns += 1

    assert turns > 300


@pytest.mark.parametrize("body", [rb'{"a": "\u0022", "b": 1}', b'{"a": "\\"a\\": 1"}', b'[{"a": 1}, {"a": 1}]'])
async def test_what_only_looks_like_a_key_twice_is_none(body: bytes) -> None:
    async with way(says(body=body)) as to:
        assert await to.upstream.ask("GET", "/orders/1") == body


@pytest.mark.parametrize("said", ["application/problem+json", "text/plain", "application/json; charset=utf-8"])
async def test_a_careless_type_is_read_all_the_same(said: str) -> None:
    async with way(says(content_type=said)) as to:
        assert await to.upstream.ask("GET", "/orders/1") == b"{}"


async def test_a_vendor_may_name_what_means_nothing_there() -> None:
    async with way(says(403)) as to:
        with pytest.raises(NotThere):
            await to.upstream.ask("GET", "/orders/1", not_there=frozenset({403}))

        assert to.health.health().status is HealthStatus.UP


async def test_what_is_accepted_is_the_call_s_to_say() -> None:
    async with way(says(body=b"%PDF", content_type="application/pdf")) as to:
        assert await to.upstream.ask("GET", "/orders/1", accept="application/pdf") == b"%PDF"

        assert to.far_end.asked[0].headers["accept"] == "application/pdf"


async def test_files_that_are_read_slowly_leave_places_to_the_rest() -> None:
    async with way(says(), max_concurrency=8) as to, AsyncExitStack() as readers:
        for _ in range(2):
            await readers.enter_async_context(to.upstream.stream("GET", "/orders/1/pdf"))
        third = asyncio.create_task(readers.enter_async_context(to.upstream.stream("GET", "/orders/1/pdf")))

        assert await to.upstream.ask("GET", "/orders/1") == b"{}"
        assert len(to.far_end.asked) == 3
        assert not third.done()
        third.cancel()
