"""Which call an unreadable answer belongs to."""

import asyncio

import pytest

from resolvers.errors import BackendFault, BadResponse
from resolvers.vendors.policies import verdict

pytestmark = pytest.mark.anyio

FAULT = BadResponse("shop", "can't be read.")


async def blamed(*backends: str) -> list[BackendFault]:
    """What the last of these backends' calls is told, where the fault is the shop's."""
    told: list[BackendFault] = []
    for backend in backends:
        verdict.of_call(backend, f"GET {backend}", told.append)
    assert verdict.unreadable(FAULT) is FAULT
    return told


async def test_a_fault_is_told_to_its_backend_s_last_call() -> None:
    assert await asyncio.create_task(blamed("erp", "shop")) == [FAULT]


async def test_the_last_call_of_another_backend_is_not_blamed() -> None:
    assert await asyncio.create_task(blamed("shop", "erp")) == []


async def test_where_no_call_was_made_nobody_is_blamed() -> None:
    assert await asyncio.create_task(blamed()) == []


async def test_what_was_asked_last_is_known_where_it_was_asked_and_nowhere_else() -> None:
    async def asked() -> str:
        await blamed("shop")
        return verdict.operation()

    assert await asyncio.create_task(asked()) == "GET shop"
    assert verdict.operation() == ""
