"""Until when a request's operation may go on."""

import httpx
import pytest
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from app.edge.deadline import Deadlines
from resolvers.vendors.policies import deadline

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


async def _left(scope: Scope, receive: Receive, send: Send) -> None:
    await JSONResponse(deadline.left(), headers={"Longest": str(deadline.longest())})(scope, receive, send)


async def asked(*said: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=Deadlines(_left, longest=10))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway.test") as client:
        return await client.post("/graphql", headers=[("X-Request-Timeout", text) for text in said])


async def test_every_operation_has_one() -> None:
    assert (await asked()).json() == 10


async def test_a_caller_may_ask_for_less() -> None:
    assert (await asked("2.5")).json() == 2.5


async def test_what_there_is_at_most_is_known_whatever_a_caller_asks_for() -> None:
    assert (await asked("2.5")).headers["longest"] == "10"


async def test_a_caller_may_not_ask_for_more() -> None:
    assert (await asked("60")).json() == 10


@pytest.mark.parametrize("said", ["", "soon", "0", "-1", "nan", "inf", "1_0", "1e1", "9" * 400])
async def test_what_is_no_time_is_refused(said: str) -> None:
    answer = await asked(said)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_refusing_a_long_header_takes_no_longer_than_reading_it() -> None:
    """By the square of its length, this one would take hours."""
    assert (await asked("9" * 1_000_000 + "x")).status_code == 400
