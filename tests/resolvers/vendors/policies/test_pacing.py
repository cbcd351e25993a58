"""How fast a backend may be asked."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors.policies.pacing import Pace, wait_asked_for
from resolvers.vendors.policies.turns import TooFast
from tests.resolvers.vendors.policies.ticking import Ticking

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 24, 12, tzinfo=UTC)


async def test_as_many_calls_pass_at_once_as_the_rate_has() -> None:
    ticking = Ticking()
    pace = Pace("10/s", ticking.clock, lambda: 10.0)
    for _ in range(10):
        await pace.turn()

    assert ticking.slept == []


async def test_the_next_waits_for_the_first_to_be_a_stretch_ago() -> None:
    ticking = Ticking()
    pace = Pace("10/s", ticking.clock, lambda: 10.0)
    for _ in range(11):
        await pace.turn()

    assert ticking.slept == [1.0]


async def test_without_a_rate_nobody_waits() -> None:
    ticking = Ticking()
    pace = Pace("", ticking.clock, lambda: 10.0)
    for _ in range(1000):
        await pace.turn()

    assert ticking.slept == []


async def test_a_turn_beyond_the_deadline_is_refused_at_once_and_takes_nobody_s_place() -> None:
    ticking = Ticking()
    left = [0.5]
    pace = Pace("1/s", ticking.clock, lambda: left[0])
    await pace.turn()

    for _ in range(3):
        with pytest.raises(TooFast) as caught:
            await pace.turn()
        assert caught.value.seconds == pytest.approx(1.0)
    left[0] = 5.0
    await pace.turn()
    assert ticking.slept == [1.0]


async def test_a_vendor_that_takes_no_more_calls_is_left_until_it_does() -> None:
    ticking = Ticking()
    pace = Pace("", ticking.clock, lambda: 10.0)
    await pace.closed_for(3.0)
    await pace.turn()

    assert ticking.slept == [3.0]


async def test_who_has_no_deadline_does_not_wait_for_a_vendor() -> None:
    ticking = Ticking()
    pace = Pace("", ticking.clock, lambda: None)
    await pace.closed_for(3.0)

    with pytest.raises(TooFast):
        await pace.turn()


@given(
    rate=st.integers(1, 5),
    pauses=st.lists(st.floats(0, 0.7), min_size=1, max_size=40),
)
async def test_no_stretch_of_time_has_more_calls_than_the_rate(rate: int, pauses: list[float]) -> None:
    ticking = Ticking()
    pace = Pace(f"{rate}/s", ticking.clock, lambda: 1000.0)
    passed = []
    for pause in pauses:
        ticking.wait(pause)
        await pace.turn()
        passed.append(ticking.at)

    assert all(later - sooner >= 1 - 1e-6 for sooner, later in zip(passed, passed[rate:], strict=False))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "Tue, 24 Mar 2026 12:00:30 GMT"}, 30.0),
        ({"retry-after": "Tue, 24 Mar 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({}, None),
        ({"x-ratelimit-reset": "12"}, 12.0),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 9)}, 9.0),
        ({"x-ratelimit-reset": "9" * 20}, None),
    ],
)
def test_how_long_a_vendor_asks_to_be_left(headers: dict[str, str], seconds: float | None) -> None:
    assert wait_asked_for(headers, NOW) == seconds
