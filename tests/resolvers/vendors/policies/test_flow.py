"""Whose calls are whose."""

import asyncio

import pytest

from resolvers.flights import Flights
from resolvers.vendors.policies import flow
from resolvers.vendors.policies.flow import OWN, Flow

pytestmark = pytest.mark.anyio


async def current() -> Flow:
    return flow.current()


def test_outside_of_any_operation_calls_are_the_gateway_s_own() -> None:
    assert flow.current() == OWN


def test_every_operation_of_a_caller_has_a_flow_of_its_own() -> None:
    with flow.of("anna") as first, flow.of("anna") as second:
        assert first.caller == second.caller == "anna"
        assert first != second


def test_after_an_operation_the_flow_is_the_one_before_it() -> None:
    with flow.of("anna") as outer:
        with flow.of("bram") as inner:
            assert flow.current() is inner
        assert flow.current() is outer
    assert flow.current() == OWN


async def test_a_task_has_the_flow_in_which_it_was_started() -> None:
    with flow.of("anna") as anna:
        task = asyncio.create_task(current())
    with flow.of("bram"):
        assert await task is anna


async def test_a_shared_call_has_the_flow_of_who_started_it() -> None:
    flights = Flights()

    async def joined(caller: str) -> tuple[Flow, Flow]:
        with flow.of(caller) as own:
            return own, await flights.join("key", current)

    (anna, first), (_, second) = await asyncio.gather(joined("anna"), joined("bram"))

    assert first is second is anna
