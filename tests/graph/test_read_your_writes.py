"""After a write nothing that was remembered of that backend's orders is shown, whichever worker is asked."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from app.main import create_app
from app.settings import Server, Settings, State
from resolvers.freshness import look
from resolvers.gateway import Gateway
from resolvers.state.store import StoreFault
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.stand_in import SECRET, StandIn
from schema.field import Scope
from tests import over
from tests.canaries import watched
from tests.graph.conftest import far_end

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

LIST = "{ orders(first: 50) { nodes { id status } sources { status } } }"
UPDATE = "mutation($id: ID!) { orderUpdate(input: {id: $id, status: CANCELLED}) { outcome userErrors { code } } }"


@dataclass(frozen=True)
class Worker:
    gateway: Gateway
    http: httpx.AsyncClient

    async def data(self, query: str, **variables: Any) -> Any:
        answer = (await self.http.post("/graphql", json={"query": query, "variables": variables})).json()
        assert "errors" not in answer, answer
        return answer["data"]

    async def statuses(self) -> dict[str, str]:
        nodes = (await self.data(LIST))["orders"]["nodes"]
        return {node["id"]: node["status"] for node in nodes}


@dataclass(frozen=True)
class Workers:
    """Two of one machine, over one shop whose list has to be read whole and is remembered."""

    shop: StandIn
    one: Worker
    other: Worker


@pytest.fixture
async def workers(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Workers]:
    shop: StandIn = far_end("cloudsuite")
    async with AsyncExitStack() as stack:

        async def worker() -> Worker:
            app = watched(create_app(_settings(tmp_path), transport=lambda config: httpx.ASGITransport(shop)))
            http = await stack.enter_async_context(over.client(app))
            return Worker(app.state.gateway, http)

        yield Workers(shop, await worker(), await worker())


def _settings(folder: Path) -> Settings:
    backend = {"id": "shop", "vendor": "cloudsuite", "url": "https://shop.test", "secret": SECRET, "list_order": "none"}
    return Settings(
        state=State(url=SecretStr(f"sqlite:///{folder}/gateway.db")),
        server=Server(anonymous_scopes=frozenset(Scope)),
        backends=(BackendConfig.model_validate(backend),),
    )


async def test_without_a_write_the_list_is_remembered(workers: Workers) -> None:
    await workers.one.statuses()
    workers.shop.forget()
    await workers.one.statuses()

    assert workers.shop.calls() == 0


async def test_what_one_worker_wrote_the_other_shows(workers: Workers) -> None:
    before = await workers.other.statuses()
    id = next(id for id, status in before.items() if status == "CONFIRMED")
    written = await workers.one.data(UPDATE, id=id)
    after = await workers.other.statuses()

    assert written["orderUpdate"] == {"outcome": "DONE", "userErrors": []}
    assert after == {**before, id: "CANCELLED"}


async def test_what_a_worker_wrote_it_shows_itself(workers: Workers) -> None:
    before = await workers.one.statuses()
    id = next(id for id, status in before.items() if status == "CONFIRMED")
    await workers.one.data(UPDATE, id=id)

    assert (await workers.one.statuses())[id] == "CANCELLED"


async def test_a_write_that_was_refused_makes_nothing_unknown(workers: Workers) -> None:
    await workers.one.statuses()
    await workers.one.data(UPDATE, id="gid://shop/Order/999999")
    workers.shop.forget()
    await workers.other.statuses()
    asked = workers.shop.calls()
    await workers.one.statuses()

    assert workers.shop.calls() == asked


async def test_while_the_state_can_t_be_read_nothing_remembered_is_used(workers: Workers) -> None:
    class Broken:
        async def generations(self) -> dict[str, int]:
            raise StoreFault("disk full")

    gateway = workers.one.gateway
    assert gateway.state is not None
    before = gateway.memory.generation("shop")
    object.__setattr__(gateway.state, "store", Broken())
    await look(gateway)

    assert gateway.memory.generation("shop") != before
