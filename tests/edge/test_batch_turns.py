"""A batch shares the event loop with everybody else."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.edge.door import Door

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


async def rounds(ended: list[MutableMapping[str, Any]], seen: list[int]) -> None:
    """Sees in each round of the event loop how many operations have ended."""
    while True:
        seen.append(sum(entry["event"] == "operation" for entry in ended))
        await asyncio.sleep(0)


async def test_others_get_a_turn_between_the_operations_of_a_batch(door: Door) -> None:
    seen: list[int] = []
    with capture_logs() as logged:
        watching = asyncio.create_task(rounds(logged, seen))
        await door.http.post("/graphql", json=[{"query": "{ __schema { types { name } } }"}] * 10)
        watching.cancel()

    assert sorted(set(seen)) == list(range(max(seen) + 1))
    assert max(seen) >= 9
