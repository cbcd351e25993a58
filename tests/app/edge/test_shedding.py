"""Who is turned away, and who is not."""

import asyncio

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from app.edge.shedding import Shedding
from tests.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


class Slow:
    """Answers once it may."""

    def __init__(self) -> None:
        self.may_end = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith("/graphql") and "explorer" not in scope["path"]:
            await self.may_end.wait()
        await PlainTextResponse("done")(scope, receive, send)


def asking(app: Shedding) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gateway.test")


async def test_above_the_most_an_operation_is_turned_away_and_those_under_way_are_answered() -> None:
    slow = Slow()
    app = Shedding(slow, most=2)
    async with asking(app) as client:
        first = [asyncio.create_task(client.post("/graphql")) for _ in range(2)]
        await until(lambda: app.in_flight == 2)
        refused = await client.post("/graphql")
        slow.may_end.set()

        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert refused.json()["errors"][0]["extensions"]["code"] == "OVERLOADED"
        assert [answer.status_code for answer in await asyncio.gather(*first)] == [200, 200]
        assert (await client.post("/graphql")).status_code == 200


@pytest.mark.parametrize("path", ["/health/ready", "/health/live", "/graphql/explorer/a.js"])
async def test_health_and_the_explorer_are_always_answered(path: str) -> None:
    async with asking(Shedding(Slow(), most=0)) as client:
        assert (await client.get(path)).status_code == 200
